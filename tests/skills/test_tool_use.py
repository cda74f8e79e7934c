"""The tool-use skill: truth, solution and corruption of each area, and sides that share nothing."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from functools import cache
from itertools import combinations, product
from math import prod
from random import Random
from statistics import mean
from typing import Any

import pytest

from graders.tool_call import ToolCall
from repairloop import Answer, Probe, item_rng, make_probes
from repairloop.ground.calls import message_of
from repairloop.plugins.skill import with_settings, with_tools
from repairloop.plugins.words import both_sides, parsed, places_of, read_words
from skills.tool_use import BeyondProblem, ToolProblem, ToolUse
from skills.tool_use.operations import Operation, clashes, operations, world
from skills.tool_use.worlds import NAMINGS, Offer, tool_name
from tests.call_formats import FORMATS

SKILL, GRADER = ToolUse(), ToolCall()
SIDES = both_sides(SKILL.words_file)
SHARED = {name for name, entries in read_words(SKILL.words_file).items() if entries.shared}
OPERATIONS = operations()
AREAS = list(ToolUse.areas)
ABSTAINING = {
    "tool_use/no_tool": "none", "tool_use/missing_argument": "missing", "tool_use/several_missing": "missing",
}  # fmt: skip
BEYOND = ("tool_use/superfluous", "tool_use/some_absent")
CASES = [(area, bank, step) for area in AREAS for bank in ("seen", "unseen") for step in (1, 2, 3)]


@cache
def made(area: str, bank: str, step: int, index: int) -> tuple[ToolProblem, Probe]:
    probe = SKILL.probe(area, item_rng(5, area, bank, index), "screen", bank, step, id=f"{index:016x}", index=index)
    kind = BeyondProblem if area in BEYOND else ToolProblem
    return kind.model_validate(probe.problem), probe


def passes(probe: Probe, text: str) -> bool:
    return GRADER.grade(probe, Answer(probe_id=probe.id, text=text)).status == "pass"


@pytest.mark.parametrize("area", AREAS)
def test_tools_can_be_listed_for_the_chat_template(area: str) -> None:
    native = with_tools(SKILL, "native")
    assert SKILL.tools == "text", "the installed one stays as it is"
    for bank, index in product(("seen", "unseen"), range(40)):
        step = 1 + index % 3
        ids: dict[str, Any] = {"id": f"{index:016x}", "index": index}
        probe = native.probe(area, item_rng(5, area, bank, index), "screen", bank, step, **ids)
        same = made(area, bank, step, index)[1]
        assert probe.content == same.content, "the same problem, in the same split"
        listed, *messages = probe.messages
        tools = json.loads(listed["content"])
        assert (listed["role"], [tool["function"] for tool in tools]) == ("tools", probe.settings["tools"])
        assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,64}", tool["function"]["name"]) for tool in tools)
        assert [message["role"] for message in messages] in (["user"], ["system", "user"])
        names = [
            tool["function"]["name"]
            for tool in tools
            if not tool["function"]["name"].islower() or "_" in tool["function"]["name"]
        ]
        assert not any(name in message["content"] for name in names for message in messages)
        assert passes(probe, GRADER.gold(probe))
        kind = BeyondProblem if area in BEYOND else ToolProblem
        solution = native.solution(kind.model_validate(probe.problem), item_rng(5, area, "solution", index))
        assert passes(probe, solution)
        if probe.reference:
            assert "tool_calls" in message_of(solution)
            assert all(
                passes(
                    probe,
                    FORMATS[name](
                        [
                            (c["function"]["name"], c["function"]["arguments"])
                            for c in message_of(solution)["tool_calls"]
                        ]
                    ),
                )
                for name in ("glm 4.5", "mistral v13", "qwen 3 coder, 3.5, nemotron 3, step 3.5")
            )


@pytest.mark.parametrize(("area", "bank", "step"), CASES)
def test_what_is_to_be_said_stands_in_the_prompt(area: str, bank: str, step: int) -> None:
    for index in range(150):
        problem, probe = made(area, bank, step, index)
        asked = probe.question.casefold()
        for wish in problem.wishes:
            for value in wish.given.values():
                assert isinstance(value, bool) or str(value).casefold() in asked
        for tool in probe.settings["tools"]:
            assert tool["name"] in probe.question
            assert all(p in probe.question for p in tool["parameters"]["properties"])
        if problem.rule and problem.reply:
            assert all(part in probe.question for part in problem.reply.split("{param}"))
        assert "$" not in probe.question
        assert not re.search(r"\{(?:p|name|params|about|type|choices|param)?\}", probe.question.replace("{}", "", 1))


def operations_of(bank: Any) -> tuple[Operation, ...]:
    return world(SKILL.on(Random(0), bank))


def pools_of(bank: Any) -> set[str]:
    """The lists that values of a side's operations are made of."""
    kinds = {p.kind for operation in operations_of(bank) for p in operation.parameters.values()}
    return {f"pool/{name}" for kind in kinds for name in kind.split("+")} & SIDES[bank].lists.keys()


def spread(phrase: str) -> list[str]:
    """All that a phrase may say, places by their names."""
    options = [[part] if isinstance(part, str) else ["".join(pieces) for pieces in part] for part in parsed(phrase)]
    return ["".join(pieces) for pieces in product(*options)]


def normal(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def names(bank: str) -> set[str]:
    offers = [
        Offer(operation=o.id, verb=verb, parameters=tuple(o.parameters))
        for o in operations_of(bank)
        for verb in range(len(o.verbs))
    ]
    return {normal(tool_name(offer, naming)) for offer in offers for naming in NAMINGS}


def test_sides_share_no_tool_parameter_domain_or_value() -> None:
    assert not names("seen") & names("unseen")
    seen, unseen = operations_of("seen"), operations_of("unseen")
    assert min(len(seen), len(unseen)) >= 60
    for part in (
        lambda o: [normal(p) for p in o.parameters],
        lambda o: [o.domain],
        lambda o: [o.about],
        lambda o: [text for kind in (o.do, o.ask, o.know, o.want) for phrase in kind for text in spread(phrase)],
        lambda o: [choice for p in o.parameters.values() for choice in p.choices],
    ):
        assert not {x for o in seen for x in part(o)} & {x for o in unseen for x in part(o)}
    values = [{v.casefold() for pool in pools_of(bank) for v in SIDES[bank].lists[pool]} for bank in ("seen", "unseen")]
    assert min(map(len, values)) > 300
    assert not values[0] & values[1]


def spreads(bank: Any, name: str) -> set[Any]:
    """All that a list may say on a side; frames without the mark that ends them."""
    found = {text for phrase in SIDES[bank].lists[name] for text in spread(phrase)}
    if name.startswith("frame/"):
        found = {text.rstrip(".?!") for text in found}
    if not name.startswith("token/"):
        found = {text.casefold() for text in found}
    return found - {"", "said", "asked", "param?", "name | arguments", "name|arguments", "{...}", "..."}


LISTS = sorted(
    name for name in SIDES["seen"].lists if name not in SHARED and "@" not in name and not name.startswith("pool/")
)


@pytest.mark.parametrize("name", LISTS)
def test_sides_share_no_phrase(name: str) -> None:
    first, second = (SIDES[bank].lists[name] for bank in ("seen", "unseen"))
    assert abs(len(first) - len(second)) <= 2
    if name not in ("types", "key"):
        assert not spreads("seen", name) & spreads("unseen", name)
        assert len(spreads("unseen", name)) >= 0.4 * len(spreads("seen", name))
    else:  # both know the usual names of types, and of the keys of a call
        assert len(set(first) & set(second)) <= 2


def test_sides_have_the_same_lists() -> None:
    said = [{name for name in SIDES[bank].lists if "@" not in name and "pool/" not in name} for bank in SIDES]
    assert said[0] == said[1]
    assert len(LISTS) >= 40


def test_every_place_of_a_phrase_can_be_filled() -> None:
    known = {
        "x", "said", "label", "asked", "shape", "name", "args", "tag", "token", "param", "params", "about", "p", "type",
        "choices", "note", "noun",
    }  # fmt: skip
    for side in SIDES.values():
        for name, entries in side.lists.items():
            for entry in entries:
                assert places_of(entry) <= known, (name, entry)


@pytest.mark.parametrize("bank", ["seen", "unseen"])
def test_calls_are_asked_for_and_given_between_tags(bank: str) -> None:
    drawn = [made("tool_use/several_calls", bank, 1, i) for i in range(150)]
    tagged = [(problem, probe) for problem, probe in drawn if "#" in problem.form]
    assert len(tagged) >= 5
    for problem, probe in tagged:
        tag = problem.form.partition("#")[2]
        solution = SKILL.solution(problem, item_rng(1, "tags", bank, 0))
        assert f"<{tag}>" in probe.question
        assert [line[: len(tag) + 3] for line in solution.splitlines()] == [f"<{tag}>{{"] * len(problem.wishes)
        assert passes(probe, solution)


@pytest.mark.parametrize("bank", ["seen", "unseen"])
def test_each_bank_is_wide_in_every_way(bank: str) -> None:
    """Functions, what is given to them, how they are laid out, what the reply must look like, how it is asked for."""
    side, every = SIDES[bank], operations_of(bank)
    assert len(every) >= (95 if bank == "seen" else 75)
    assert len({o.domain for o in every}) >= 25
    assert len(names(bank)) >= 330
    assert len({p for o in every for p in o.parameters}) >= 150
    assert prod(len(side.lists[name]) for name in ("tool", "parameter", "choices", "types")) > 5_000
    for field, least in (
        ("token/none", 110),
        ("token/missing", 70),
        ("rule/none", 20),
        ("rule/missing", 18),
        ("form/json", 28),
        ("form/json/several", 20),
        ("form/python", 13),
        ("intro", 24),
        ("role", 20),
        ("frame/do", 36),
        ("frame/ask", 15),
        ("frame/know", 14),
        ("frame/want", 15),
        ("layout", 8),
        ("key", 16),
    ):
        assert len(spreads(bank, field)) >= least, field


@pytest.mark.parametrize("bank", ["seen", "unseen"])
def test_what_is_said_of_a_missing_value_or_tool_is_not_learnt_by_heart(bank: str) -> None:
    """No reply stands for more than a few percent of those asked for."""
    for area in ABSTAINING:
        replies = Counter(made(area, bank, 1 + i % 3, i)[0].reply for i in range(150))
        del replies[""]
        assert max(replies.values()) <= 0.08 * 150
        assert len(replies) >= 45


@pytest.mark.parametrize("bank", ["seen", "unseen"])
def test_a_tool_has_the_parameters_without_which_it_makes_no_sense(bank: str) -> None:
    for area, step in product(AREAS, (1, 2, 3)):
        for index in range(30):
            problem, _ = made(area, bank, step, index)
            for offer in problem.offers:
                core = OPERATIONS[offer.operation].core
                assert set(core) <= set(offer.parameters)
                assert not set(core) & set(offer.optional)


@pytest.mark.parametrize("bank", ["seen", "unseen"])
def test_the_easiest_step_is_easy(bank: str) -> None:
    """Few tools with few parameters, and the fewer the lower the step."""
    for area in AREAS:
        tools, arguments = [], []
        for step in (1, 2, 3):
            problems = [made(area, bank, step, index)[0] for index in range(100)]
            tools.append(mean(len(problem.offers) for problem in problems))
            arguments.append(mean(len(wish.given) for problem in problems for wish in problem.wishes))
        assert tools[0] <= 2.1
        assert arguments[0] <= 2.5
        assert tools[0] <= tools[1] + 0.1 <= tools[2] + 0.2
        assert arguments[0] <= arguments[2]


@pytest.mark.parametrize("bank", ["seen", "unseen"])
def test_every_operation_can_be_asked_for_without_its_first_value(bank: str) -> None:
    for operation in operations_of(bank):
        assert sum("{x}" not in text for text in operation.do) >= 2, operation.id
        assert not operation.ask or any("{x}" not in text for text in operation.ask), operation.id
        for parameter in operation.parameters.values():
            clauses = parameter.clauses or parameter.yes + parameter.no
            assert len(clauses) >= 2, operation.id
            assert all(("{x}" in clause) == bool(parameter.clauses) for clause in clauses), operation.id


@pytest.mark.parametrize("bank", ["seen", "unseen"])
@pytest.mark.parametrize("area", AREAS)
def test_wording_is_wide(area: str, bank: str) -> None:
    """Prompts less their names and values still differ."""
    skeletons = set()
    for index in range(150):
        problem, probe = made(area, bank, 1 + index % 2, index)
        text = probe.question
        values = [str(v) for wish in problem.wishes for v in wish.given.values()]
        properties = [p for tool in probe.settings["tools"] for p in tool["parameters"]["properties"]]
        tools = [x for tool in probe.settings["tools"] for x in (tool["name"], tool["description"])]
        for word in sorted([*values, *properties, *tools], key=len, reverse=True):
            text = text.replace(word, "_")
        skeletons.add(text)
    assert len(skeletons) >= 147


@pytest.mark.parametrize("bank", ["seen", "unseen"])
@pytest.mark.parametrize("area", AREAS)
def test_prompts_are_short_and_content_is_plenty(area: str, bank: str) -> None:
    lengths, keys = [], set()
    for index in range(150):
        problem, probe = made(area, bank, 1 + index % 2, index)
        lengths.append(len(probe.question) + len(SKILL.solution(problem, item_rng(1, area, bank, index))))
        keys.add(probe.content)
    assert mean(lengths) <= 190 * 3.6
    assert len(keys) >= 130


def test_the_areas_ask_what_they_asked() -> None:
    """Results that are reported depend on it: whoever changes a bank has to measure again."""
    digest = hashlib.sha256()
    for area, bank, step in CASES:
        for index in range(20):
            _, probe = made(area, bank, step, index)
            digest.update(f"{probe.content} {probe.question} {probe.reference} {probe.settings}".encode())
    assert digest.hexdigest()[:16] == "77f577fdb71a49c2"


@pytest.mark.parametrize("bank", ["seen", "unseen"])
def test_superfluous_facts_stand_in_the_request_and_not_in_the_call(bank: str) -> None:
    for index in range(150):
        problem, probe = made("tool_use/superfluous", bank, 1 + index % 3, index)
        assert isinstance(problem, BeyondProblem)
        assert problem.superfluous
        (call,) = probe.reference
        said = problem.wishes[0].given
        assert len(call["arguments"]) == len(said) - len(problem.superfluous) >= 1
        known = OPERATIONS[problem.wishes[0].operation].parameters
        kept = {p: v for p, v in said.items() if p not in problem.superfluous}
        more = {problem.superfluous[0]: said[problem.superfluous[0]]}
        assert known.keys() >= said.keys()
        names = {k.replace("_", "").casefold(): k for k in call["arguments"]}
        assert {names[p.replace("_", "").casefold()]: [v] for p, v in kept.items()} == call["arguments"]
        wrong = {"name": call["name"], "arguments": {k: v[0] for k, v in call["arguments"].items()} | more}
        assert not passes(probe, json.dumps(wrong))


@pytest.mark.parametrize("bank", ["seen", "unseen"])
def test_of_several_calls_only_those_with_a_tool_are_made(bank: str) -> None:
    for index in range(150):
        problem, probe = made("tool_use/some_absent", bank, 1 + index % 3, index)
        assert isinstance(problem, BeyondProblem)
        wanted = [wish.operation for wish in problem.wishes if wish.operation not in problem.absent]
        assert 1 <= len(probe.reference) == len(wanted) == len(problem.wishes) - len(problem.absent)
    shares = [bool(absent_of(made("tool_use/some_absent", bank, 1 + i % 3, i)[0])) for i in range(150)]
    assert 0.55 < mean(shares) < 0.85


@pytest.mark.parametrize("bank", ["seen", "unseen"])
def test_no_value_of_another_call_may_pass_for_the_missing_one(bank: str) -> None:
    for index in range(150):
        problem, probe = made("tool_use/several_missing", bank, 1 + index % 3, index)
        assert len(problem.wishes) > 1
        if not problem.missing:
            continue
        assert probe.reference == []
        offers = {offer.operation: offer for offer in problem.offers}
        lacking = next(w for w in problem.wishes if problem.missing in offers[w.operation].parameters)
        sorts = OPERATIONS[lacking.operation].parameters[problem.missing].sorts
        for wish in problem.wishes:
            known = OPERATIONS[wish.operation].parameters
            assert problem.missing not in wish.given
            assert wish is lacking or not any(known[p].sorts & sorts for p in wish.given)


def test_what_is_to_be_known_holds_no_answer() -> None:
    for area, bank, step in CASES:
        told = set()
        for index in range(30):
            problem, probe = made(area, bank, step, index)
            fact = SKILL.knowledge(problem, item_rng(3, area, bank, index))
            told.add(fact)
            assert 8 <= len(fact.split()) <= 40
            assert not passes(probe, fact)
            assert not any(tool["name"] in fact.split() for tool in probe.settings["tools"])
        assert len(told) >= 2


@pytest.mark.parametrize("bank", ["seen", "unseen"])
def test_always_abstaining_and_never_abstaining_both_fail_often(bank: str) -> None:
    for area, right in ABSTAINING.items():
        share = mean(made(area, bank, 1 + i % 3, i)[0].right == right for i in range(150))
        assert 0.48 < share < 0.72


def absent_of(problem: ToolProblem) -> set[str]:
    if problem.right == "none":
        return {problem.wishes[0].operation}
    return set(problem.absent) if isinstance(problem, BeyondProblem) else set()


def test_the_wanted_tool_is_absent_only_where_none_fits() -> None:
    for area, bank, step in CASES:
        for index in range(60):
            problem, _ = made(area, bank, step, index)
            offered = [offer.operation for offer in problem.offers]
            assert len(set(offered)) == len(offered)
            absent = absent_of(problem)
            assert all((w.operation in offered) == (w.operation not in absent) for w in problem.wishes)
            assert not absent or problem.right == "none" or 0 < len(absent) < len(problem.wishes)
            assert all((a, b) not in clashes() for a, b in combinations(offered, 2) if a == problem.wishes[0].operation)
            lacking = []
            for wish in problem.wishes:
                offer = next((o for o in problem.offers if o.operation == wish.operation), None)
                if offer:
                    required = {p for p in offer.parameters if p not in offer.optional}
                    lacking += sorted(required - wish.given.keys())
                    superfluous = problem.superfluous if isinstance(problem, BeyondProblem) else ()
                    assert wish.given.keys() - set(offer.parameters) == set(superfluous)
            assert lacking == ([problem.missing] if problem.missing else [])


def test_refinements_change_what_is_asked_and_keep_it_right() -> None:
    applied = dict.fromkeys(SKILL.refinements(), 0)
    for area, bank, step in CASES:
        for index in range(25):
            problem, probe = made(area, bank, step, index)
            for name, edit in SKILL.refinements().items():
                rng = item_rng(9, area, name, index)
                edited = edit(problem, rng)
                if edited is None:
                    continue
                applied[name] += 1
                assert edited.key() != problem.key()
                changed = probe.like(
                    messages=SKILL.render(edited, rng, bank),
                    reference=SKILL.reference(edited),
                    settings=SKILL.settings(edited),
                )
                assert passes(changed, GRADER.gold(changed))
                assert passes(changed, SKILL.solution(edited, rng))
                assert all(
                    str(v) in changed.question
                    for w in edited.wishes
                    for v in w.given.values()
                    if not isinstance(v, bool)
                )
    assert min(applied.values()) >= 10, applied


def test_operations_are_found_by_id() -> None:
    assert len(OPERATIONS) == len(operations_of("seen")) + len(operations_of("unseen"))
    assert all(ident == operation.id for ident, operation in OPERATIONS.items())
    assert {ident for pair in clashes() for ident in pair} <= OPERATIONS.keys()


def test_a_setting_reaches_problems_of_worlds() -> None:
    plain = with_settings(SKILL, {"abstain": 0.0, "python": 1.0})
    for area in ABSTAINING:
        drawn = list(make_probes(plain, area, "train", "seen", 40, "settings"))
        assert {probe.problem["right"] for probe in drawn} == {"call"}
        assert {probe.settings["form"] for probe in drawn} == {"python"}
    tagged = make_probes(with_settings(SKILL, {"python": 0.0, "tags": 1.0}), AREAS[0], "train", "seen", 40, "settings")
    assert all("#" in probe.problem["form"] for probe in tagged)
