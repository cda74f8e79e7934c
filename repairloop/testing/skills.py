"""What a skill promises, one function each: a skill, or one of its areas, in; AssertionError out where it does not hold."""

from __future__ import annotations

import copy
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from random import Random
from typing import Any, Final, NamedTuple

from repairloop.grading.check import words_checked
from repairloop.plugins.folds import folds_of, in_cycle
from repairloop.plugins.grade import check_reference, grade, loose_answer
from repairloop.plugins.items import item_rng, make_probes, split_of
from repairloop.plugins.registry import get_grader, get_skill, load_plugins, loaded_files
from repairloop.plugins.sides import runs
from repairloop.plugins.skill import Skill
from repairloop.plugins.words import both_sides, read_words
from repairloop.records import Chunk, Probe, Split, Wording, fingerprint
from repairloop.records.rows import dump
from repairloop.teachers.prompts import has_control_marks
from repairloop.testing import hostile

COUNT: Final = 24
"""Problems of each step of an area, on each side."""
CORRUPTED: Final = 4
"""One in so many is also answered wrongly by every error operator of its grader."""
EDITED: Final = 6
FOLDED: Final = 4
"""Problems of each step of an area in each of two cycles."""
SPLIT_OF: Final[dict[Wording, Split]] = {"seen": "train", "unseen": "holdout"}
_UNSEEN: Final[Wording] = "unseen"
ASKED_IN: Final[tuple[tuple[Split, Wording], ...]] = (
    ("train", "seen"), ("screen", "seen"), ("confirm", "seen"), ("holdout", "unseen"), ("holdout", "seen"),
    ("dev", "unseen"),
)  # fmt: skip
"""Splits, and the side of the words that each is asked in."""
KNOWN_TO_BOTH: Final = 2
"""Rows of a table that may be on both sides: the usual names of types, say, which nobody can avoid."""
SECONDS: Final = 2.0
"""Most that one piece of hostile material may take, in processor time."""


class Made(NamedTuple):
    """A problem, and the probe that asks it."""

    problem: Any
    probe: Probe


@lru_cache(maxsize=1024)
def made(skill: Skill, area: str, step: int, side: Wording) -> list[Made]:
    """The first problems of an area, with their probes."""
    return [_made(skill, area, step, side, index) for index in range(COUNT)]


def _made(skill: Skill, area: str, step: int, side: Wording, index: int) -> Made:
    drawn: list[Any] = []
    watched = copy.copy(skill)

    def draw(*asked: Any) -> Any:
        drawn.append(skill.draw(*asked))
        return drawn[-1]

    watched.draw = draw  # type: ignore[method-assign,assignment]
    rng, ident = item_rng("contract", area, f"{side}/{step}", index), fingerprint(area, side, step, index)
    probe = watched.probe(area, rng, SPLIT_OF[side], side, step, id=ident, index=index)
    return Made(drawn[0], probe)  # solved examples are drawn behind it


def _cases(skill: Skill, area: str) -> Iterator[tuple[int, Wording]]:
    for step in _content(skill, area):
        yield from ((step, side) for side in SPLIT_OF)


def _content(skill: Skill, area: str) -> list[int]:
    """The steps that differ in content."""
    return [n for n, step in skill.steps_of(area).items() if not step.solved] or list(skill.difficulties)


def proved(skill: Skill, probe: Probe, problem: Any, corrupted: bool = True) -> None:
    """The reference passes its grader, so does the answer to learn from, and what error operators make of it fails."""
    reference = check_reference(probe)
    assert reference.status == "pass", (probe.question, reference.evidence)
    solution = skill.solution(problem, Random(probe.index))
    found = grade(probe, loose_answer(solution))
    assert found.status == "pass", f"{probe.question!r} is answered {solution!r}, but {found.evidence}"
    if corrupted:
        operators = get_grader(probe.grader).corrupt(probe)
        assert operators, f"no wrong answer to {probe.question!r} can be made"
        for operator, text in operators.items():
            assert grade(probe, loose_answer(text)).status == "fail", (
                f"{operator}: {probe.question!r} may be answered {text!r}"
            )


def changed(probe: Probe, skill: Skill, problem: Any, rng: Random) -> Probe:
    """The probe, asking another problem."""
    return probe.like(
        messages=skill.render(problem, rng, probe.wording), reference=skill.reference(problem),
        settings=skill.settings(problem), grader=skill.grader_for(problem), content=problem.key(),
        problem=problem.model_dump(mode="json"),
    )  # fmt: skip


# ---- of each area ----------------------------------------------------------------------------------------


def gold_and_solution_pass_and_corruptions_fail(skill: Skill, area: str) -> None:
    """At every step, on both sides: truth and answer, computed apart, agree, and wrong answers are told from them."""
    for step, side in _cases(skill, area):
        for problem, probe in made(skill, area, step, side):
            proved(skill, probe, problem, corrupted=probe.index % CORRUPTED == 0)


def a_probe_is_what_its_problem_says(skill: Skill, area: str) -> None:
    """The record holds the whole problem, survives JSON, and belongs to its split."""
    for step, side in _cases(skill, area):
        for problem, probe in made(skill, area, step, side)[:4]:
            assert Probe(**json.loads(dump(probe))) == probe
            again = type(problem).model_validate(probe.problem)
            assert (again.key(), skill.reference(again), skill.settings(again)) == (
                probe.content, probe.reference, probe.settings
            )  # fmt: skip
            assert problem.key() == probe.content
            assert split_of(area, probe.content) == probe.split
            assert (probe.area, probe.wording, probe.max_tokens) == (area, side, skill.limit(area))


def an_item_depends_on_its_index_alone(skill: Skill, area: str) -> None:
    """Not on what came before it, on how many are made, or on what else was asked of the skill."""
    step, side = skill.difficulties[-1], _UNSEEN
    before = made(skill, area, step, side)
    assert _made(skill, area, step, side, 5) == before[5]
    few, more = (list(make_probes(skill, area, "holdout", side, count, 7)) for count in (3, 6))
    assert few == more[:3]
    other = list(make_probes(skill, area, "holdout", side, 6, 8))
    assert [probe.content for probe in other] != [probe.content for probe in more], (
        "another seed gives the same problems"
    )


def every_split_has_problems(skill: Skill, area: str) -> None:
    """Each split can be filled, in the wording that it is asked in, with content of its own."""
    seen: dict[str, Split] = {}
    for split, side in ASKED_IN:
        content = {probe.content for probe in make_probes(skill, area, split, side, 10, "split")}
        assert len(content) == 10, f"{split} has {len(content)} different problems"
        assert all(seen.setdefault(key, split) == split for key in content), f"{split} shares content"


def steps_are_named_and_get_harder(skill: Skill, area: str) -> None:
    """Each field of a step is told in words; its numbers rise or stay, unless the step says otherwise; no two are alike."""
    steps = [*skill.steps_of(area).values()]
    for name, text, values in type(steps[0]).described() if steps else ():
        assert text.strip(), f"{type(steps[0]).__name__}.{name} is not told in words"
        if name not in steps[0].mixed:
            rising = values[::-1] if name in steps[0].falls | {"solved", "repeated"} else values
            for low, high in pairwise([_numbers(value) for value in rising]):
                assert len(low) == len(high), f"{name}: {values} differ in form"
                assert all(a <= b for a, b in zip(low, high, strict=True)), f"{name}: {values} go both ways"
    for one, other in pairwise(steps):
        assert one.model_dump(exclude={"number"}) != other.model_dump(exclude={"number"}), (one.number, other.number)


def solved_examples_are_right(skill: Skill, area: str) -> None:
    """Where a step shows solved examples, they stand before the question, are others than it, and pass; the probe is proved
    as any other."""
    for number, step in skill.steps_of(area).items():
        for side in SPLIT_OF if step.solved else ():
            for index in range(EDITED):
                problem, probe = _made(skill, area, number, side, index)
                turns = [message for message in probe.messages if message["role"] != "system"]
                assert [m["role"] for m in turns] == ["user", "assistant"] * step.solved + ["user"], probe.question
                asked = [message["content"] for message in turns[::2]]
                assert len({*asked}) == len(asked), probe.question
                proved(skill, probe, problem, corrupted=probe.index % CORRUPTED == 0)
                said = problem.answer(skill.on(Random(probe.index), side))
                assert grade(probe, loose_answer(said)).status == "pass", f"{probe.question!r} is shown as {said!r}"


def a_second_cycle_asks_in_its_own_words(skill: Skill, area: str) -> None:
    """With the phrases that each of two cycles measures with, every step has problems, whose truth and answer agree."""
    for cycle in (1, 2):
        part = in_cycle(skill, cycle, 2)
        for step in _content(part, area):
            for index in range(FOLDED):
                problem, probe = _made(part, area, step, _UNSEEN, index)
                proved(part, probe, problem, corrupted=False)


def _numbers(value: Any) -> list[float]:
    """The numbers of a value, one after the other; none of what is text."""
    if isinstance(value, tuple | list):
        return [number for part in value for number in _numbers(part)]
    return [value] if isinstance(value, int | float) else []


def edits_keep_text_and_truth_together(skill: Skill, area: str) -> None:
    """An edited problem is another one, and is proved as a fresh one is."""
    for step, side in _cases(skill, area):
        for problem, probe in made(skill, area, step, side)[:EDITED]:
            rng = Random(probe.index)
            for suggestion, edit in skill.refinements().items():
                after = edit(problem, rng)
                if after is None:
                    continue
                assert after.key() != problem.key(), f"{suggestion!r} changes nothing of {problem!r}"
                proved(skill, changed(probe, skill, after, rng), after, corrupted=probe.index == 0)


def hostile_material_gives_nothing_or_a_right_problem(skill: Skill, area: str) -> None:
    """Raw material may be anything: it is passed over or made safe, soon."""
    texts = [text[:20_000] for text in list(hostile.answers().values())[::9]]
    for kind in sorted(skill.material):
        for number, text in enumerate(texts):
            steps = _content(skill, area)
            rng, step = Random(number), steps[number % len(steps)]
            started = time.process_time()
            problem = skill.from_material(area, [_chunk(kind, text), _chunk(kind, "Bees fly. " * 40)], rng, step)
            assert time.process_time() - started < SECONDS, text[:200]
            if problem is not None:
                probe = changed(made(skill, area, step, "seen")[0].probe, skill, problem, rng)
                assert not has_control_marks(probe.question), text[:200]
                proved(skill, probe, problem)


def _chunk(kind: Any, text: str) -> Chunk:
    rows = [{text[:60] or "x": text[i : i + 200], "b|c": "1", "d": i, "e": True, "f": [text[:9]]} for i in range(8)]
    meta = {
        "columns": dict.fromkeys(rows[0], "text"), "rows": rows, "name": text[:40], "signature": text[:300],
        "docstring": text[:2000], "parameters": [], "language": text[:9],
    }  # fmt: skip
    return Chunk(id=fingerprint(text), kind=kind, text=text, title=text[:300], origin=text[:80], licence="", meta=meta)


# ---- of each skill ---------------------------------------------------------------------------------------


def every_edit_applies_somewhere(skill: Skill) -> None:
    """A suggestion that no problem can follow is none."""
    left = set(skill.refinements())
    for area in skill.areas:
        for step, side in _cases(skill, area):
            for problem, probe in made(skill, area, step, side):
                left -= {name for name in left if skill.refinements()[name](problem, Random(probe.index)) is not None}
                if not left:
                    return
    assert left == set()


def the_sides_share_nothing(skill: Skill) -> None:
    """No entry with a word in it stands on both sides, no whole does, and neither side is near the other or empty."""
    if skill.words_file is None:
        return
    assert words_checked(skill.name, skill.words_file)["wrong"] == []
    seen, unseen = both_sides(skill.words_file).values()
    for name, entries in read_words(skill.words_file).items():
        if not entries.shared and "@" not in name:
            both = set(seen.lists.get(name, ())) & set(unseen.lists.get(name, ()))
            both = {text for text in both if re.search(r"[^\W\d_]", re.sub(r"\{\w+\}|\\[a-z]", "", text))}
            assert len(both) <= (KNOWN_TO_BOTH if entries.columns else 0), (name, both)
    for kind in seen.wholes.keys() & unseen.wholes.keys():
        assert not set(seen.wholes[kind]) & set(unseen.wholes[kind]), kind


def cycles_deal_the_unseen_side(skill: Skill) -> None:
    """Two cycles measure with all of it between them, and with little of it both; what rows say stays as it is."""
    if skill.words_file is None:
        return
    whole, hands = both_sides(skill.words_file), [in_cycle(skill, cycle, 2).sides for cycle in (1, 2)]
    twice = 0
    for name, entries in whole[_UNSEEN].lists.items():
        first, second = (set(hand[_UNSEEN].lists.get(name, ())) for hand in hands)
        assert first | second == set(entries), name
        twice += len({entry for entry in first & second if runs(entry)}) if first != second else 0
    assert twice <= folds_of(skill.words_file).common
    assert all(hand["seen"] == whole["seen"] for hand in hands)


def items_do_not_depend_on_the_process(skill: Skill) -> None:
    """Another process, with another seed of Python's hashes, makes the same items."""
    code = "from repairloop.testing.skills import print_items; print_items()"
    words = [skill.name, *loaded_files()]
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == list(_items(skill))


def _items(skill: Skill) -> Iterator[str]:
    for area in skill.areas:
        for side in SPLIT_OF:
            problem, probe = _made(skill, area, skill.difficulties[-1], side, 3)
            yield fingerprint(dump(probe), skill.solution(problem, Random(3)), skill.knowledge(problem, Random(3)))


def print_items() -> None:
    """What another process makes: for `items_do_not_depend_on_the_process`."""
    name, *files = sys.argv[1:]
    load_plugins(files)
    print(*_items(get_skill(name)))


OF_AREAS: Final = (
    gold_and_solution_pass_and_corruptions_fail,
    a_probe_is_what_its_problem_says,
    an_item_depends_on_its_index_alone,
    every_split_has_problems,
    steps_are_named_and_get_harder,
    solved_examples_are_right,
    a_second_cycle_asks_in_its_own_words,
    edits_keep_text_and_truth_together,
    hostile_material_gives_nothing_or_a_right_problem,
)
OF_SKILLS: Final = (
    every_edit_applies_somewhere,
    the_sides_share_nothing,
    cycles_deal_the_unseen_side,
    items_do_not_depend_on_the_process,
)
