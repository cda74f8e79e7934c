"""The skill few_shot_reasoning: its examples determine the answer, by rules that are written here a second time."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest

import graders.edit
import graders.math
import graders.text  # noqa: F401  (registers the grader)
from repairloop import check_grader, get_grader, grade, make_probes
from repairloop.plugins.words import everything
from repairloop.records import Answer, Probe, Wording
from repairloop.sources import Chunk
from skills.few_shot_reasoning import Counted, FewShotReasoning, Induction, Marked
from skills.few_shot_reasoning.rules import IS, answers, done

SKILL = FewShotReasoning()
AREAS = sorted(FewShotReasoning.areas)
WORDINGS: tuple[Wording, ...] = ("seen", "unseen")
CASES = [(area, step, wording) for area in AREAS for step in SKILL.difficulties for wording in WORDINGS]
KIND_OF = {"text": Induction, "math": Counted, "edit": Marked}


def probes(area: str, step: int, wording: Wording, count: int = 40) -> list[Probe]:
    return list(make_probes(SKILL, area, "train", wording, count, "test", (step,)))


def problem_of(probe: Probe) -> Induction:
    return KIND_OF[probe.grader].model_validate(probe.problem)


def probe_of(area: str, problem: Induction, rng: Random) -> Probe:
    return Probe(
        id="0" * 16, skill=SKILL.name, area=area, split="train", messages=SKILL.render(problem, rng, "seen"),
        reference=SKILL.reference(problem), grader=SKILL.grader_for(problem), settings=SKILL.settings(problem),
        problem=problem.model_dump(mode="json"),
    )  # fmt: skip


def check(probe: Probe, rng: Random) -> None:
    """Gold and solution pass, corruptions fail, and the question is whole."""
    handler, problem = get_grader(probe.grader), problem_of(probe)
    assert [c.detail for c in check_grader(handler, [probe]) if not c.passed] == []
    solution = SKILL.solution(problem, rng)
    verdict = grade(probe, Answer(probe_id=probe.id, text=solution))
    assert verdict.status == "pass", (probe.question, solution, verdict.evidence)
    names = [x.split("|")[0] for x, _ in problem.shown]
    assert all(text in probe.question for text in [*names, problem.asked.split("|")[0], *dict(problem.shown).values()])
    assert probe.question == probe.question.strip()
    assert not re.search(r"\{\w+\}", probe.question)


# ---- rules, a second time -----------------------------------------------------------------------------

ABC = "abcdefghijklmnopqrstuvwxyz"


def spelled(rule: str, word: str) -> str:
    """A rule on a word, letter by letter."""
    name, _, more = rule.partition(" ")
    n, k = len(word), int(more) if more.isdigit() else 0
    places = {
        "reverse": range(n - 1, -1, -1), "twice": [*range(n), *range(n)], "turn": [*range(1, n), 0],
        "back": [n - 1, *range(n - 1)], "ends": [n - 1, *range(1, n - 1), 0][: max(n, 1)], "second": range(0, n, 2),
        "each": [i // 2 for i in range(2 * n)], "sorted": sorted(range(n), key=word.__getitem__),
        "first": range(min(k, n)), "last": range(max(n - k, 0), n), "cut": range(k, n), "drop": range(n - k),
    }.get(name)  # fmt: skip
    if places is not None:
        return "".join(word[i] for i in places)
    if name in ("before", "after"):
        return {"before": more + word, "after": word + more}[name]
    if name == "length":
        return str(sum(1 for _ in word))
    out = ""
    for i, c in enumerate(word):
        great = ABC.upper()[ABC.index(c)] if c in ABC else c
        out += {"upper": great, "capital": c if i else great, "stars": "*" if c in "aeiou" else c,
                "next": (ABC + "a")[ABC.find(c) + 1], "join": (more if i else "") + c}[name]  # fmt: skip
    return out


def counted(rule: str, n: int) -> int:
    """A rule on a number, by counting and by its digits."""
    name, *more = rule.split()
    digits = [n // 10**i % 10 for i in reversed(range(len(str(n))))]
    made = {
        "square": sum([n] * n), "digits": sum(digits), "tail": digits[-1], "head": digits[0], "half": (n - n % 2) // 2,
        "mirror": sum(d * 10**i for i, d in enumerate(digits)), "echo": n * 10 ** len(digits) + n,
        "tens": next(m for m in range(n, n + 10) if m % 10 == 0),
    }  # fmt: skip
    return made[name] if name in made else sum([n if int(more[0]) > 0 else -n] * abs(int(more[0]))) + int(more[1])


def so(name: str, x: str) -> bool:
    return {
        "vowel": lambda: x[0] in set("aeiou"), "final": lambda: bool(re.search("[aeiou]$", x)), "long": lambda: bool(x[5:]),
        "even": lambda: x[::2] == x[: len(x) // 2 * 2 : 2], "double": lambda: bool(re.search(r"(.)\1", x)),
        "parity": lambda: x[-1] in "02468", "above": lambda: int(x) in range(51, 10_000),
        "threes": lambda: sum(map(int, x)) % 3 == 0, "fives": lambda: x[-1] in "05",
        "twins": lambda: any(x.count(c) > 1 for c in x),
    }[name]()  # fmt: skip


def right(kind: str, rule: str, x: str) -> str:
    """What the rule makes of an item, by the code above alone."""
    if " ? " in rule:
        name, _, two = rule.partition(" ? ")
        return right(kind.split()[0], two.split(" : ")[0 if so(name, x) else 1], x)
    head, *pairs = rule.split("|")
    said = {pair.split("=")[0]: pair.split("=")[1] for pair in pairs}
    name, *more = head.split()
    if kind == "word":
        for part in rule.split(", "):
            x = spelled(part, x)
        return x
    if kind == "number":
        return str(counted(rule, int(x)))
    if kind == "sort" and more == ["kind"]:
        words = everything(SKILL.words_file).lists
        return next(label for whole, label in said.items() if x in words[whole])
    if kind == "sort":
        return said["yes" if so(more[0], x) else "no"]
    if kind == "signs":
        out = [said[sign] for sign in x.split()]
        return " ".join(out if name == "same" else reversed(out))
    cells = x.split("|")
    one, *two = (cells[int(at)] for at in more[: 1 if name == "on" else None])
    if name in ("copy", "on"):
        return one if name == "copy" else str(counted(" ".join(more[1:]), int(one)))
    low, high = sorted((int(one), int(two[0])))
    return str({"sum": low + high, "product": sum([high] * low), "gap": high - low, "larger": high}[name])


# ---- tests ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("area", "step", "wording"), CASES)
def test_examples_and_truth_follow_the_rule_as_it_is_written_here(area: str, step: int, wording: Wording) -> None:
    for probe in probes(area, step, wording):
        problem = problem_of(probe)
        target = probe.reference["target"] if probe.grader == "edit" else probe.reference
        pairs = [*problem.shown, (problem.asked, target)]
        assert all(right(problem.kind, problem.rule, x) == y for x, y in pairs), (problem.rule, pairs)
        assert 2 <= len(problem.shown) <= 8
        assert len({x for x, _ in pairs}) == len(pairs)
        assert target != problem.asked


def test_every_rule_that_may_be_drawn_is_one_of_the_family_and_can_be_said() -> None:
    """What a rule makes of many items is found again from some of them, whatever the rule."""
    words, w = [x for x in everything(SKILL.words_file).lists["word"] if len(x) > 4], SKILL.on(Random(1))
    rows = [f"n{n}|{n % 7 + 2}|{n % 5 + 11}" for n in range(12)]
    places = {"p": "ka", "q": "lo", "d": 7, "t": 10, "f": 3, "i": 1, "j": 2}
    items = {
        "word": words[:12],
        "two": words[:12],
        "number": [str(n) for n in range(11, 23)],
        "row": rows,
        "column": rows,
    }
    found = set()
    for name, listed in everything(SKILL.words_file).lists.items():
        for rule in (w.fill(line, places) for line in listed) if name.startswith("draw/") else ():
            of = name.split("/")[1]
            kind = "word" if of == "two" else of
            *shown, (asked, y) = [(x, right(kind, rule, x)) for x in items[of]]
            assert answers(kind, tuple(shown), asked) == {y}, rule
            problem = Induction(area="", kind=kind, rule=rule, shown=tuple(shown), asked=asked, form="worked",
                                columns=("name", "age", "size") if kind == "row" else ())  # fmt: skip
            assert len(SKILL.knowledge(problem, Random(0)).split()) > 3
            found.add(rule)
    assert len(found) > 50


def test_examples_that_leave_the_answer_open_make_no_problem() -> None:
    assert answers("number", (("2", "4"),), "5") >= {"10", "7", "25"}
    assert answers("word", (("noon", "noon"), ("level", "level")), "tree") >= {"tree", "eert"}
    assert answers("sort", (("apple", "red"), ("carrot", "blue")), "oboe") == {"red", "blue"}
    assert answers("row", (("a|3|3", "3"), ("b|5|5", "5")), "c|4|6") >= {"4", "6"}
    assert answers("signs", (("sun", "ka"), ("moon", "lo")), "sun moon") == {"ka lo", "lo ka"}
    assert answers("word but", (("apple", "APPLE"), ("tree", "eert"), ("stone", "enots")), "iron") == {"IRON"}
    assert answers("word", (("cat", "dog"), ("sun", "moon")), "tree") == frozenset()


@pytest.mark.parametrize("wording", WORDINGS)
def test_an_exception_is_shown_and_no_plain_rule_fits(wording: Wording) -> None:
    asked = []
    for step in SKILL.difficulties:
        for probe in probes("few_shot_reasoning/exception", step, wording):
            problem = problem_of(probe)
            name = problem.rule.partition(" ? ")[0]
            assert len({so(name, x) for x, _ in problem.shown}) == 2
            assert not answers(problem.kind.removesuffix(" but"), problem.shown, problem.asked)
            asked.append(so(name, problem.asked))
    assert 0.15 < sum(asked) / len(asked) < 0.85


def test_what_distracts_stands_in_the_question() -> None:
    for step, mark in ((1, "noise"), (2, "void"), (3, "named")):
        for probe in probes("few_shot_reasoning/distracted", step, "seen"):
            problem = problem_of(probe)
            assert problem.mark == mark
            assert mark == "noise" or all(y in probe.question for _, y in problem.others)


@pytest.mark.parametrize("area", AREAS)
def test_content_is_plentiful(area: str) -> None:
    for step in SKILL.difficulties:
        assert len({SKILL.problem(area, Random(i), "seen", step).key() for i in range(400)}) > 396


# ---- raw material ---------------------------------------------------------------------------------------

NOTES = """The tall lamps near the harbor were lit by seven men every evening, and a guard walked along the quiet
street with 12 keys, 3 dogs, 45 candles and 7 ropes. People from distant villages brought apples, copper kettles, woven
baskets and honey; 18 wagons, 21 horses and 66 sheep stood behind the market on 9 mornings, or on 14, 15, 16, 28 or 31."""
TREES = {"oak": "Oslo", "pine": "Lima", "elm": "Graz", "ash": "Cork", "fir": "Bonn", "yew": "Turku", "fig": "Leeds"}
ROWS = [
    {"item": f"{tree} box", "town": town, "price": 3 * n + 2, "stock": 40 - n, "note": None if n % 2 else "-"}
    for n, (tree, town) in enumerate(TREES.items())
]


def chunk(text: str, rows: list[dict[str, Any]] | None = None) -> Chunk:
    meta = {"columns": dict.fromkeys(rows[0], "text"), "rows": rows} if rows else {}
    return Chunk("0" * 16, "table" if rows else "text", text, "notes", "notes", "", meta)


@pytest.mark.parametrize("area", AREAS)
def test_raw_material_gives_problems_on_its_own_words_and_rows(area: str) -> None:
    given = chunk("", ROWS) if area.endswith("table") else chunk(NOTES)
    found = [(n, SKILL.from_material(area, [given], Random(n), n % 3 + 1)) for n in range(30)]
    made = [(n, problem) for n, problem in found if problem is not None]
    assert len(made) > 20
    cells = {"|".join(str(row[name]) for name in ("item", "town", "price", "stock")) for row in ROWS}
    for n, problem in made:
        items = [x for x, _ in problem.shown] + [problem.asked]
        assert set(items) <= cells if area.endswith("table") else all(part in re.findall("[a-z]+|[0-9]+", NOTES) for x in items for part in x.split())  # fmt: skip
        assert SKILL.from_material(area, [given], Random(n), n % 3 + 1) == problem
        check(probe_of(area, problem, Random(n)), Random(n))


def test_settings_of_the_words_are_what_the_code_knows() -> None:
    """Every condition can be said, and every rule in the words file is one that code carries out."""
    said = everything(SKILL.words_file).lists
    assert {name[3:] for name in said if name.startswith("is/")} == {*IS["word"], *IS["number"], "kind"}
    assert done("row", "sum 1 2", "a|3|b") == ""
    assert done("sort", "sort vowel|yes=red", "tree") == ""
