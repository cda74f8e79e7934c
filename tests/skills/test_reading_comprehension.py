"""The skill reading_comprehension: its passages tell what they should, its truths hold, its sides share nothing."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import product
from random import Random
from typing import Any

import pytest

import graders.choice
import graders.grounded
import graders.math
import graders.order
import graders.text  # noqa: F401  (registers the graders)
from repairloop import check_reference, get_grader, grade, item_rng
from repairloop.ground.errors import UsageError
from repairloop.plugins.skill import with_settings
from repairloop.plugins.words import both_sides, cells_of, read_words
from repairloop.records import Answer, Message, Probe, Wording
from skills.reading_comprehension import ReadingComprehension
from skills.reading_comprehension.arguments import FLAWED, KIN, SLOTS, SOUND, Argument
from skills.reading_comprehension.deduction import Deduction
from skills.reading_comprehension.evaluation import Evaluation
from skills.reading_comprehension.facts import ASKS, FactReading
from skills.reading_comprehension.reading import KINDS, NONE, Reading

SKILL = ReadingComprehension()
SIDES = both_sides(SKILL.words_file)  # type: ignore[arg-type]
AREAS = sorted(SKILL.areas)
WORDINGS: tuple[Wording, ...] = ("seen", "unseen")
CASES = [(area, step, wording) for area in AREAS for step in SKILL.difficulties for wording in WORDINGS]
COUNT = 10
WITHOUT_OPTIONS = {f"reading_comprehension/{area}" for area in ("matching", "ordering", "unanswerable")}


@cache
def made(area: str, step: int, wording: Wording, count: int = COUNT) -> tuple[tuple[Reading, Probe], ...]:
    """Problems and their probes."""
    found = []
    for index in range(count):
        rng = item_rng("test", area, f"{wording}{step}", index)
        problem = SKILL.problem(area, rng, wording, step)
        found.append((problem, probe_of(problem, SKILL.render(problem, rng, wording))))
    return tuple(found)


def probe_of(problem: Reading, messages: list[Message]) -> Probe:
    return Probe(
        id="0" * 16, skill=SKILL.name, area=problem.area, split="train", grader=SKILL.grader_for(problem),
        messages=messages, reference=SKILL.reference(problem), settings=SKILL.settings(problem),
        problem=problem.model_dump(mode="json"),
    )  # fmt: skip


def ask(probe: Probe, text: str) -> Any:
    return grade(probe, Answer(probe_id=probe.id, text=text))


def holds(problem: Reading, probe: Probe) -> None:
    """Gold and solution pass, every corruption fails."""
    assert check_reference(probe).status == "pass", (probe.reference, probe.question)
    solution = SKILL.solution(problem, Random(0))
    assert ask(probe, solution).status == "pass", (probe.question, solution, probe.reference)
    for operator, text in get_grader(probe.grader).corrupt(probe).items():
        assert ask(probe, text).status == "fail", (operator, text, probe.reference)


@pytest.mark.parametrize(("area", "step", "wording"), CASES)
def test_no_place_of_a_phrase_is_left_open(area: str, step: int, wording: Wording) -> None:
    for _, probe in made(area, step, wording):
        assert not re.search(r"\{\w*\}|\{\}|\(\w+\|", probe.question), probe.question
        assert "None" not in probe.question.replace("None of", "").replace("None.", "")


def test_all_kinds_of_passage_graders_and_forms_occur() -> None:
    every = [pair for area in AREAS for step in SKILL.difficulties for pair in made(area, step, "seen")]
    assert {problem.kind for problem, _ in every} == set(KINDS)
    assert len(KINDS) == 9
    assert len(AREAS) == 18
    assert {probe.grader for _, probe in every} == {"choice", "text", "math", "order", "grounded"}
    asked = {(problem.facts[problem.query.asked[0]].kind, problem.query.wanted)
             for problem, _ in made("reading_comprehension/literal", 2, "seen", 200) if isinstance(problem, FactReading)}  # fmt: skip
    assert asked == {(kind, wanted) for kind, wanted, _ in ASKS}


@pytest.mark.parametrize("wording", WORDINGS)
def test_facts_stand_in_the_passage_if_and_only_if_they_are_told(wording: Wording) -> None:
    untold = 0
    for area in ("literal", "unanswerable", "matching"):
        for problem, probe in made(f"reading_comprehension/{area}", 2, wording, 60):
            text = probe.question.lower()
            for number, fact in enumerate(problem.facts):
                if number in problem.told:
                    value = str(fact.number) if fact.number is not None else fact.what
                    value = problem.setting.moment(fact.number or 0) if fact.kind == "deed" else value
                    assert value.lower() in text, (fact, probe.question)
                    assert fact.kind != "deed" or fact.what.lower() in text, (fact, probe.question)
                elif fact.kind == "deed" and number not in problem.asked_facts():
                    untold += 1
                    assert fact.what.lower() not in text, (fact, probe.question)
            if area == "unanswerable" and problem.truth() is None:
                assert problem.token is not None
                assert problem.token in probe.question
                assert SKILL.solution(problem, Random(0)) == problem.token
    assert untold > 10


@pytest.mark.parametrize("wording", WORDINGS)
def test_about_half_of_the_unanswerable_are_answerable(wording: Wording) -> None:
    truths = [
        p.truth()
        for step in SKILL.difficulties
        for p, _ in made("reading_comprehension/unanswerable", step, wording, 60)
    ]
    assert 0.3 < sum(truth is not None for truth in truths) / len(truths) < 0.6


@pytest.mark.parametrize("area", AREAS)
def test_right_options_stand_anywhere_and_no_verdict_prevails(area: str) -> None:
    letters = Counter(
        problem.reference()
        for step in (2, 3)
        for problem, _ in made(area, step, "seen", 200)
        if problem.form == "letter"
    )
    assert bool(letters) == (area not in WITHOUT_OPTIONS)
    assert not letters or sum(letters.values()) > 20
    assert max(letters.values(), default=0) < 0.7 * max(1, sum(letters.values()))


# ---- truths, found otherwise ------------------------------------------------------------------------------


@pytest.mark.parametrize("step", SKILL.difficulties)
def test_what_follows_is_what_holds_in_every_possible_world(step: int) -> None:
    for problem, _ in made("reading_comprehension/argument/inference", step, "seen", 60):
        assert isinstance(problem, Deduction)
        fitting = []
        for option in problem.options:
            who, _, literal = option.value.rpartition(" ")
            known = [number for name, number in problem.given if name == who]
            worlds = [
                world
                for world in product((False, True), repeat=len(problem.predicates))
                if all(world[abs(n) - 1] == (n > 0) for n in known)
                and all(world[abs(b) - 1] == (b > 0) or world[abs(a) - 1] != (a > 0) for a, b in problem.laws)
            ]
            assert worlds
            if all(world[abs(int(literal)) - 1] == (int(literal) > 0) for world in worlds):
                fitting.append(option)
        assert [option.made for option in fitting] == [""]


SMALL = (
    "none one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
IN_WORDS = dict(enumerate(SMALL.split()))


def test_sums_are_what_the_passage_says() -> None:
    """The numbers are read in the text beside those that they belong to, and the sum is the one that the answer works."""
    read = 0
    for problem, probe in made("reading_comprehension/numerical", 3, "seen", 150):
        assert isinstance(problem, FactReading)
        if problem.query.op == "total" and problem.cue:
            worked = re.search(r"((?:\d+ [-+] )+\d+) = (\d+)", SKILL.solution(problem, Random(0)))
            if not worked:  # times of day and dates, which have signs of their own
                assert problem.facts[problem.query.asked[0]].kind == "deed"
                continue
            first, *more = re.findall(r"[-+]?\d+", worked[1].replace(" ", ""))
            assert int(first) + sum(map(int, more)) == int(worked[2]) == int(probe.reference) > 0
            sentences = re.split(r"(?<=[.!?;])\s", probe.question)
            for fact in (problem.facts[n] for n in problem.query.asked):
                told = rf"(?<!\d)(?:{fact.number}|{IN_WORDS.get(fact.number or 0, '-')})(?!\d)"
                named = [s for s in sentences if any(name in s for name in fact.who.split() if len(name) > 2)]
                assert any(re.search(told, sentence, re.IGNORECASE) for sentence in named), (fact, probe.question)
                assert str(fact.number) in worked[1].split()
            read += 1
    assert read > 20


def test_only_one_claim_is_borne_out_and_only_one_offer_fits() -> None:
    for step in SKILL.difficulties:
        for problem, _ in made("reading_comprehension/evaluative", step, "unseen", 60):
            assert isinstance(problem, Evaluation)
            assert sum(problem.fits(option.value) for option in problem.options) == 1
            if problem.mode == "offers":
                fit = [o for o in problem.offers if o.cost <= problem.max_cost and o.days <= problem.max_days]
                assert [o.name for o in fit] == [problem.options[problem.right()].value]


@pytest.mark.parametrize("wording", WORDINGS)
def test_schemes_have_every_role_and_kin_are_never_set_against_each_other(wording: Wording) -> None:
    told = SIDES[wording].lists
    assert {name.split("/")[1] for name in told if name.startswith("scheme/")} == set(SLOTS)
    for name in SLOTS:
        wanted = {"premise", "conclusion", "method"}
        wanted |= set() if name in SOUND else {"strengthen", "weaken", "assumption", "flaw", "neutral"}
        assert {f"scheme/{name}/{part}" for part in wanted} <= told.keys(), name
    assert len(FLAWED) == 12
    for area in ("flaw", "method"):
        for problem, _ in made(f"reading_comprehension/argument/{area}", 3, wording, 100):
            assert isinstance(problem, Argument)
            for option in problem.options:
                scheme = option.value.split("/")[1]
                assert scheme == problem.scheme or not any({scheme, problem.scheme} <= group for group in KIN)


# ---- words ------------------------------------------------------------------------------------------------


def said(wording: Wording) -> dict[str, set[str]]:
    """What a side says, by its kind; lists that both sides draw from, and what stands around a passage, are left out."""
    found: dict[str, set[str]] = {}
    lists = read_words(SKILL.words_file)  # type: ignore[arg-type]
    for name, entries in SIDES[wording].lists.items():
        if lists[name].shared or name == "wrap":
            continue
        kind = f"theme{name[name.index('.') :]}" if "@" in name else name
        cells = {cell.casefold() for entry in entries for cell in cells_of(entry)} - {
            "",
            "up",
            "down",
            "{clause}.",
            "{claim}",
        }
        if kind in ("theme.deeds", "theme.counts"):  # forms of verbs may be the same
            cells = {cell for cell in cells if " " in cell}
        found.setdefault(kind, set()).update(cells)
    return found


def test_the_sides_share_no_wording_and_no_name() -> None:
    seen, unseen = (said(wording) for wording in WORDINGS)
    assert seen.keys() == unseen.keys()
    for name in seen:
        assert not seen[name] & unseen[name], (name, seen[name] & unseen[name])
        sizes = len(seen[name]), len(unseen[name])
        assert max(sizes) <= 1.35 * min(sizes) + 2, (name, sizes)


def test_the_sides_are_built_alike_and_wide() -> None:
    for side in SIDES.values():
        assert len(set(side.lists["first"])) == 60
        assert len(side.wholes["theme"]) == 10
        for theme in side.wholes["theme"]:
            parts = ("deeds", "counts", "things", "spots", "goods", "roles", "steps")
            assert min(len(set(side.lists[f"{theme}.{part}"])) for part in parts) >= 8, theme
            assert all(all(verb) for part in ("deeds", "counts") for verb in side.rows[f"{theme}.{part}"])
        for name, entries in side.lists.items():
            if name.startswith(("clause/", "ask/")):
                kind = name.partition("/")[2]
                assert len(entries) >= (1 if kind.startswith(("claim", "step", "task")) else 2), name
        traits, tools = side.rows["traits"], side.rows["tools"]
        assert len({gloss for _, gloss, _ in traits}) == len({word for word, _, _ in traits}) == len(traits)
        assert len({use for use, _ in tools}) == len(tools)


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("wording", WORDINGS)
def test_wordings_are_many(area: str, wording: Wording) -> None:
    """Frames, with names, numbers and what the world holds taken out, seldom repeat."""
    skeletons = set()
    for problem, probe in [pair for step in (1, 2) for pair in made(area, step, wording, 60)]:
        text = probe.question
        setting = problem.setting
        words = [
            setting.org,
            *setting.people,
            *setting.speakers,
            setting.town,
            setting.coin,
            setting.noun,
            setting.task,
        ]
        words += [part for fact in problem.facts for part in (fact.who, fact.what, fact.base, fact.verb) if part]
        words += [option.text for option in problem.options]
        for word in sorted(set(words), key=len, reverse=True):
            text = re.sub(re.escape(word), "_", text, flags=re.IGNORECASE)
        skeletons.add(re.sub(r"\d+", "0", text))
    assert len(skeletons) >= 114


# ---- content ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("step", SKILL.difficulties)
def test_content_is_plentiful(area: str, step: int) -> None:
    keys = {SKILL.problem(area, Random(i), "seen", step).key() for i in range(350)}
    assert len(keys) > 347  # by the birthday rule: a space of more than 25,000


@pytest.mark.parametrize("area", AREAS)
def test_wording_does_not_count_in_the_key(area: str) -> None:
    problem = SKILL.problem(area, Random(5), "seen", 2)
    other = problem.model_copy(
        update={"kind": "poem" if problem.kind != "poem" else "report", "token": "?", "cue": "!"}
    )
    assert other.key() == problem.key()
    facts = [problem.facts[0].model_copy(update={"who": "Nobody Atall"}), *problem.facts[1:]]
    assert problem.model_copy(update={"facts": facts}).key() != problem.key()


@pytest.mark.parametrize("area", AREAS)
def test_knowledge_is_a_rule_without_the_answer(area: str) -> None:
    found = set()
    for step in SKILL.difficulties:
        for problem, _ in made(area, step, "seen"):
            rule = SKILL.knowledge(problem, Random(step))
            found.add(rule)
            assert rule == "" or rule[-1] in ".?"
            assert len(rule.split()) <= 70
            if problem.form == "letter" and not problem.verdicts:
                assert problem.options[problem.right()].text.casefold() not in rule.casefold()
    if area.rpartition("/")[2] not in ("literal", "matching", "who_said"):
        assert found - {""}
    if "argument/weaken" in area or "argument/flaw" in area:
        assert len(found) >= 8


@pytest.mark.parametrize("area", AREAS)
def test_the_easiest_step_is_short(area: str) -> None:
    words = [
        len(f"{probe.question} {SKILL.solution(problem, Random(0))}".split())
        for wording in WORDINGS
        for problem, probe in made(area, 1, wording, 60)
    ]
    assert sorted(words)[len(words) // 2] <= 115
    assert max(words) <= 170


# ---- edits ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("wording", WORDINGS)
def test_edits_keep_text_and_truth_together(area: str, wording: Wording) -> None:
    done: Counter[str] = Counter()
    for index in range(12):
        rng = item_rng("edit", area, wording, index)
        problem = SKILL.problem(area, rng, wording, index % 3 + 1)
        for name, edit in SKILL.refinements().items():
            changed = edit(problem, rng)
            for again in (None, *SKILL.refinements().values()) if changed is not None and index % 6 == 0 else (None,):
                changed = again(changed, rng) if again and changed is not None else changed
                if changed is None:
                    break
                done[name] += 1
                assert changed.area == area
                assert changed.key() != problem.key()
                holds(changed, probe_of(changed, SKILL.render(changed, rng, wording)))
    assert done["tell more that is beside the point"] >= 12
    assert len(done) >= 2


def test_every_edit_applies_somewhere_and_does_what_it_says() -> None:
    found: Counter[str] = Counter()
    edits = SKILL.refinements()
    for area in AREAS:
        for problem, _ in [pair for step in SKILL.difficulties for pair in made(area, step, "seen")]:
            rng = Random(len(found))
            before = SKILL.solution(problem, Random(0))
            changed = {name: edit(problem, rng) for name, edit in edits.items()}
            found.update(name for name, one in changed.items() if one is not None)
            out, flip, harder, more, step = (
                changed[name]
                for name in (
                    "take what is asked for out of the passage",
                    "change the passage so that another answer is right",
                    "bring the wrong options nearer",
                    "tell more that is beside the point",
                    "ask for one more step",
                )
            )
            if out is not None and out.form in ("words", "grounded") and not out.verdicts:
                assert out.truth() is None
                assert SKILL.solution(out, Random(0)) == out.token
            if out is not None and out.form == "letter" and not out.verdicts:
                assert out.options[out.right()].value == NONE
            if flip is not None and flip.form == "letter":
                assert flip.options[flip.right()].text != problem.options[problem.right()].text
            elif flip is not None:
                assert SKILL.solution(flip, Random(0)) != before
            if harder is not None:
                assert harder.options != problem.options
                assert harder.options[harder.right()].text == problem.options[problem.right()].text
            if more is not None:
                assert len(more.told) > len(problem.told)
                assert SKILL.solution(more, Random(0)) == before
            if step is not None:
                assert len(step.query.asked) == len(problem.query.asked) + 1
    assert set(found) == set(edits)
    assert min(found.values()) >= 5


def test_shares_can_be_set() -> None:
    def forms(area: str, values: dict[str, float]) -> Counter[str]:
        skill = with_settings(SKILL, values)
        made = [skill.problem(f"reading_comprehension/{area}", Random(i), "seen", 1) for i in range(60)]
        return Counter(f"{problem.form}{' worked' if problem.cue else ''}" for problem in made)

    assert set(forms("literal", {"options": 1})) == {"letter"}
    assert forms("literal", {"options": 0})["words"] > 40
    assert "number worked" not in forms("numerical", {"worked": 0})
    assert "number" not in forms("numerical", {"worked": 1})
    with pytest.raises(UsageError, match="told"):
        with_settings(SKILL, {"told": 1})
