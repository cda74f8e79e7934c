"""Properties of `fields`, `tool_call` and `constraints` over references drawn at random.

What must not matter (white space, fences, wording around JSON, order where it is free) does not; a right answer passes in
every dress; a wrong one, made by a named operator or by changing one value, never does; no text makes a grader raise.
"""

from __future__ import annotations

import json
from collections import Counter
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graders.constraints import Constraints
from graders.constraints.checks import CHECKS
from graders.constraints.clash import contradiction
from graders.constraints.gold import compose
from graders.fields import Fields
from graders.tool_call import ToolCall
from repairloop import Answer, BadReference, Grader, Probe, Verdict, loose_probe
from repairloop.records import FAMILY_OF

FIELDS, TOOL_CALL, CONSTRAINTS = Fields(), ToolCall(), Constraints()
GRADERS: dict[str, Grader] = {"fields": FIELDS, "tool_call": TOOL_CALL, "constraints": CONSTRAINTS}
EXAMPLES = [(name, probe) for name, grader in GRADERS.items() for probe in grader.examples()]
SOME = settings(max_examples=100, deadline=None)


def ask(probe: Probe, text: str) -> Verdict:
    return GRADERS[probe.grader].grade(probe, Answer(probe_id="", text=text))


def probe(grader: str, reference: Any, **more: Any) -> Probe:
    return loose_probe(grader, "", reference, more)


# ---- references at random -----------------------------------------------------------------------------

WORDS = ["oats", "rye", "Ida Brandt", "4 May", "44-871", "spelt", "Bergen", "kilo", "blue", "19.5", "a b c", "ø", "x"]


def some_value(rng: Random, depth: int = 0) -> Any:
    """A JSON value of the kinds that replies hold."""
    kind = rng.random()
    if depth < 3 and kind < 0.2:
        return {
            rng.choice("abcdefgh") * rng.randint(1, 2): some_value(rng, depth + 1) for _ in range(rng.randint(1, 4))
        }
    if depth < 3 and kind < 0.35:
        return [some_value(rng, depth + 1) for _ in range(rng.randint(1, 4))]
    if kind < 0.6:
        return rng.choice(WORDS)
    if kind < 0.75:
        return rng.choice([rng.randint(-50, 5000), round(rng.uniform(-9, 900), 2), 10 ** rng.randint(3, 25)])
    return rng.choice([True, False, rng.choice(WORDS), rng.randint(1, 9)])


def some_fields(rng: Random) -> Probe:
    value = some_value(rng)
    if not isinstance(value, (dict, list)):
        value = {"only": value}
    if isinstance(value, dict) and rng.random() < 0.5:
        value["absent"] = None
    if rng.random() < 0.6 or isinstance(value, list):
        return probe("fields", {"schema": {}, "value": value}, ordered=rng.random() < 0.5)
    flat = {k: v for k, v in value.items() if not isinstance(v, (dict, list))} or {"a": "oats"}
    return probe("fields", {"value": flat}, **({"absent": "not stated"} if rng.random() < 0.5 else {}))


TYPES = {"string": lambda r: r.choice(WORDS), "integer": lambda r: r.randint(-9, 99), "number": lambda r: r.randint(1, 99) / 4,
         "boolean": lambda r: r.random() < 0.5, "array": lambda r: [r.choice(WORDS), r.randint(0, 9)],
         "object": lambda r: {"k": r.choice(WORDS)}}  # fmt: skip


def some_calls(rng: Random) -> Probe:
    tools, kinds = [], {}
    for name in rng.sample(["get_weather", "alarm.set", "send", "find_file", "mail.read"], rng.randint(1, 4)):
        kinds[name] = {
            p: rng.choice(list(TYPES)) for p in rng.sample(["city", "days", "to", "loud", "items"], rng.randint(1, 4))
        }
        properties = {p: {"type": kind} for p, kind in kinds[name].items()}
        required = rng.sample(list(properties), rng.randint(0, len(properties)))
        tools.append({"name": name, "parameters": {"properties": properties, "required": required}})
    reference = []
    for _ in range(rng.randint(1, 3)):
        tool = rng.choice(tools)
        chosen = {p for p in kinds[tool["name"]] if p in tool["parameters"]["required"] or rng.random() < 0.5}
        arguments = {p: [TYPES[kinds[tool["name"]][p]](rng)] for p in sorted(chosen)}
        for allowed in arguments.values():
            allowed += [""] if rng.random() < 0.2 else []
        reference.append({"name": tool["name"], "arguments": arguments})
    more: dict[str, Any] = {"tools": tools, "ordered": rng.random() < 0.3}
    more |= rng.choice([{}, {"form": "json"}, {"form": "python"}, {"abstain": {"kind": "none", "token": "NO_TOOL"}}])
    return probe("tool_call", reference, **more)


def some_constraints(rng: Random) -> Probe:
    singles = [entry for _, example in EXAMPLES if example.grader == "constraints" for entry in example.reference]
    chosen = {entry["id"]: entry for entry in rng.sample(singles, rng.randint(1, 3))}
    for name, entry in chosen.items():
        if "exactly" in entry.get("args", {}) and name != "json_list":
            chosen[name] = {"id": name, "args": {**entry["args"], "exactly": rng.randint(1, 6)}}
    more = {"topic_words": ["storm", "hail"], "min_words": rng.randint(1, 3)} if rng.random() < 0.5 else {}
    return probe("constraints", list(chosen.values()), **more)


MAKERS = {"fields": some_fields, "tool_call": some_calls, "constraints": some_constraints}
DRAWS = {"fields": 700, "tool_call": 700, "constraints": 1_200}


@pytest.mark.parametrize("name", MAKERS)
def test_gold_passes_and_every_corruption_of_it_is_caught(name: str) -> None:
    """The operators of the grader on hundreds of references: all are caught, thousands in all."""
    handler, rng = GRADERS[name], Random(f"corrupt/{name}")
    made: Counter[str] = Counter()
    missed = []
    for _ in range(DRAWS[name]):
        case = MAKERS[name](rng)
        try:
            gold = handler.gold(case)
        except BadReference:
            made["refused"] += 1
            continue
        assert ask(case, gold).status == "pass", (case.reference, gold)
        for operator, text in handler.corrupt(case).items():
            made["wrong"] += 1
            verdict = ask(case, text)
            if verdict.status != "fail":
                missed.append((operator, text, case.reference))
            assert verdict.error_class is None or verdict.error_class in FAMILY_OF
    assert missed == []
    assert made["wrong"] > 2_000
    assert made["refused"] < 0.6 * DRAWS[name]


def test_a_contradiction_is_never_satisfied() -> None:
    rng, found = Random("clash"), 0
    for _ in range(1_500):
        constraints = [(entry["id"], entry.get("args", {})) for entry in some_constraints(rng).reference]
        if contradiction(constraints):
            found += 1
            with pytest.raises(BadReference):
                compose(constraints)
    assert found > 50


# ---- mutation operators on the text -------------------------------------------------------------------


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], Any]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
    return [leaf for key, part in parts for leaf in leaves(part, (*path, key))] or [(path, value)]


def put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = put(value[path[0]], path[1:], new)
    return copy


def other(value: Any, rng: Random) -> Any:
    """A value that counts as another one."""
    if isinstance(value, bool):
        return rng.choice([not value, str(value).lower() + "ly", int(value) + 2])
    if isinstance(value, (int, float)):
        return rng.choice([value + 1, -value - 1, value * 10 + 1, f"{value}.25", f"{value}!x", None, [value]])
    if isinstance(value, str):
        return rng.choice(
            [value + "q", "q" + value, value[1:] + "q2", "q", None, [value], value + " or not", f"not {value}"]
        )
    return "q"


@pytest.mark.parametrize("name", ["fields", "tool_call"])
def test_one_changed_value_is_always_caught(name: str) -> None:
    rng, changed = Random(f"mutate/{name}"), 0
    for _ in range(600):
        case = MAKERS[name](rng)
        if case.settings.get("form") == "python":
            continue
        right = json.loads(GRADERS[name].gold(case))
        for path, leaf in leaves(right):
            if leaf is None or leaf == "not stated" or not path:
                continue
            text = json.dumps(put(right, path, other(leaf, rng)))
            changed += 1
            assert ask(case, text).status == "fail", (case.reference, text)
    assert changed > 1_000


def test_a_gold_that_is_cut_anywhere_is_caught() -> None:
    rng = Random("cut")
    for maker in (some_fields, some_calls):
        for _ in range(150):
            case = maker(rng)
            gold = GRADERS[case.grader].gold(case)
            cut = rng.randrange(len(gold))
            assert ask(case, gold[:cut]).status == "fail", (gold, cut)


# ---- what must not matter -----------------------------------------------------------------------------

SPACE = st.text(alphabet=" \n\t\r", max_size=6)
PROSE = st.sampled_from(["", "Sure! Here it is:\n", "The text says (I think):\n\n", "So, as you asked: ", "Answer: "])
BEHIND = st.sampled_from(["", "\nThat is all.", "\n\nAnything else?", " Done.", "\n"])


@SOME
@given(case=st.sampled_from(EXAMPLES), before=SPACE, after=SPACE)
def test_white_space_around_an_answer(case: tuple[str, Probe], before: str, after: str) -> None:
    name, example = case
    gold = GRADERS[name].gold(example)
    assert ask(example, before + gold + after) == ask(example, gold).like(
        **{key: getattr(ask(example, before + gold + after), key) for key in ("span", "extracted", "checks")}
    )


@SOME
@given(
    seed=st.integers(0, 10**6), before=PROSE, after=BEHIND, indent=st.sampled_from([None, 0, 2]), ascii=st.booleans()
)
def test_the_dress_of_json(seed: int, before: str, after: str, indent: int | None, ascii: bool) -> None:
    rng = Random(seed)
    for case in (some_fields(rng), some_calls(rng)):
        if case.settings.get("form") == "python":
            continue
        right = json.loads(GRADERS[case.grader].gold(case))
        text = json.dumps(right, indent=indent, ensure_ascii=ascii)
        for dressed in (f"{before}{text}{after}", f"{before}\n```json\n{text}\n```\n{after}", f"```\n{text}\n```"):
            assert ask(case, dressed).status == "pass", (case.reference, dressed)


def shuffled(value: Any, rng: Random, lists: bool) -> Any:
    if isinstance(value, dict):
        return {key: shuffled(value[key], rng, lists) for key in rng.sample(list(value), len(value))}
    if isinstance(value, list):
        items = [shuffled(item, rng, lists) for item in value]
        return rng.sample(items, len(items)) if lists else items
    return value


@SOME
@given(seed=st.integers(0, 10**6))
def test_order_where_it_is_free(seed: int) -> None:
    rng = Random(seed)
    case = some_fields(rng)
    right = json.loads(FIELDS.gold(case))
    assert ask(case, json.dumps(shuffled(right, rng, lists=not case.settings.get("ordered")))).status == "pass"
    case = some_calls(rng)
    assume(case.settings.get("form") != "python" and not case.settings["ordered"])
    right = json.loads(TOOL_CALL.gold(case))
    calls = right if isinstance(right, list) else [right]
    turned = [
        {**call, "arguments": shuffled(call["arguments"], rng, lists=False)} for call in rng.sample(calls, len(calls))
    ]
    assert ask(case, json.dumps(turned)).status == "pass"
    assert ask(case, "\n".join(map(json.dumps, turned))).status == "pass"


@SOME
@given(seed=st.integers(0, 10**6))
def test_python_and_json_say_the_same(seed: int) -> None:
    case = some_calls(Random(seed))
    assume("form" not in case.settings)
    as_python = TOOL_CALL.gold(case.like(settings={**case.settings, "form": "python"}))
    assert ask(case, as_python).status == "pass"
    strict = case.like(settings={**case.settings, "form": "json"})
    assert ask(strict, as_python).error_class == "format_violation"


# ---- any text at all ----------------------------------------------------------------------------------

ANY = st.text(st.characters(), max_size=300)
PIECES = st.sampled_from(
    ["{", "}", "[", "]", '"', ":", ",", "(", ")", "=", "```", "\n", "null", "name", "arguments", "get_weather", "Oslo",
     "44-871", "1e999", "NaN", "\\u", "\ud800", "\u202e", "\u200b", "\x00", "- ", "1. ", "*", "<<", "pass", "not "]
)  # fmt: skip
TEXTS = st.one_of(ANY, st.lists(st.one_of(PIECES, st.text(st.characters(), max_size=4)), max_size=30).map("".join))


@settings(max_examples=200, deadline=None)
@given(text=TEXTS)
def test_no_text_makes_a_grader_raise(text: str) -> None:
    for name, example in EXAMPLES:
        verdict = ask(example, text)
        assert verdict.status in ("pass", "fail"), (name, verdict)
        assert verdict == ask(example, text)
        assert (verdict.error_class is None) == (verdict.status == "pass")
        assert len(verdict.evidence) < 4_000
        assert len(verdict.checks) <= 41
        if verdict.span is not None and verdict.extracted is not None:
            assert 0 <= verdict.span[0] <= verdict.span[1] <= len(text)
            taken = text[slice(*verdict.span)].encode("utf-8", "replace")
            assert taken.startswith(verdict.extracted.encode("utf-8", "replace"))


NEEDS = [
    (probe("fields", {"value": "ida.brandt@halden.example"}), "halden"),
    (probe("fields", {"value": {"parcel": "44-871", "name": "Ida"}}), "871"),
    (probe("fields", {"schema": {}, "value": [{"a": "Bergen"}]}), "Bergen"),
    (probe("fields", {"value": ["Ida Brandt", "Karl Voss"]}, form="lines"), "Voss"),
    (probe("tool_call", [{"name": "get_weather", "arguments": {"city": ["Oslo"]}}]), "get_weather"),
    (probe("constraints", [{"id": "words", "args": {"min": 1}}], topic_words=["Bergen"]), "Bergen"),
]


@settings(max_examples=200, deadline=None)
@given(text=TEXTS)
def test_no_text_passes_without_the_answer_in_it(text: str) -> None:
    for case, needed in NEEDS:
        if needed.casefold() not in text.casefold():
            assert ask(case, text).status == "fail", (case.reference, text)


def test_every_constraint_took_part() -> None:
    assert {
        entry["id"] for _, example in EXAMPLES if example.grader == "constraints" for entry in example.reference
    } == set(CHECKS)
