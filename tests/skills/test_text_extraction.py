"""The skill text_extraction: its documents hold what they promise, and its two sides share nothing."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest

import graders.fields  # noqa: F401  (registers the grader)
from repairloop import get_grader, grade, make_probes
from repairloop.plugins.words import both_sides, cells_of, read_words
from repairloop.records import Answer, Probe, Wording
from skills.text_extraction import TextExtraction
from skills.text_extraction.document import Extraction
from skills.text_extraction.values import FAMILIES, MAKE

SKILL = TextExtraction()
AREAS = sorted(TextExtraction.areas)
WORDINGS: tuple[Wording, ...] = ("seen", "unseen")
COUNT = 150
CASES = [(area, step, wording) for area in AREAS for step in SKILL.difficulties for wording in WORDINGS]


def probes(area: str, step: int, wording: Wording, count: int = COUNT) -> list[Probe]:
    return list(make_probes(SKILL, area, "train", wording, count, "test", (step,)))


def problem_of(probe: Probe) -> Extraction:
    return Extraction.model_validate(probe.problem)


def ask(probe: Probe, text: str) -> Any:
    return grade(probe, Answer(probe_id=probe.id, text=text))


def said(wording: Wording) -> dict[str, set[str]]:
    """What a side says, by what it is; lists that both sides draw from are left out."""
    found: dict[str, set[str]] = {}
    lists = read_words(SKILL.words_file)
    for name, entries in both_sides(SKILL.words_file)[wording].lists.items():
        if not lists[name].shared and not name.endswith(".items"):
            kind = "listing" + name[name.index(".") :] if "@" in name else name.rpartition(".")[2]
            cells = [cell for entry in entries for cell in cells_of(entry)]
            found.setdefault(kind, set()).update({cell.casefold() for cell in cells} - {"", "{body}"})
    return found


@pytest.mark.parametrize(("area", "step", "wording"), CASES)
def test_values_stand_in_the_document_and_absent_ones_do_not(area: str, step: int, wording: Wording) -> None:
    for probe in probes(area, step, wording):
        problem, document = problem_of(probe), probe.settings["document"]
        assert document in probe.question
        assert not re.search(r"\{\w*\}", probe.question.replace("{{{", "").replace("}}}", "")), probe.question
        planted = problem.planted()
        assert sorted(planted) == [i for i, fact in enumerate(problem.facts) if fact.value is not None]
        for index, fact in enumerate(problem.facts):
            assert (fact.value is None) == (index not in planted)
            assert fact.value is None or fact.value in document
        for other in probe.settings["distractors"]:
            assert all(value in document for value in other.values())
        held = [fact.value for fact in problem.facts if fact.value]
        assert not any(a != b and a in b for a in held for b in held)


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("wording", WORDINGS)
def test_the_harder_steps_hold_values_of_the_same_kind(area: str, wording: Wording) -> None:
    easy, hard = ([bool(p.settings["distractors"]) for p in probes(area, step, wording)] for step in (1, 3))
    assert sum(hard) > 0.95 * COUNT
    assert sum(easy) < sum(hard) / 3 or "absent" in area


@pytest.mark.parametrize("wording", WORDINGS)
def test_two_documents_in_five_hold_the_field_that_may_be_absent(wording: Wording) -> None:
    area = "text_extraction/absent_field"
    made = [p for step in SKILL.difficulties for p in probes(area, step, wording)]
    there = [p.reference["value"] is not None for p in made]
    assert 0.3 < sum(there) / len(there) < 0.5
    for probe in made:
        assert probe.settings["absent"] in probe.question
        verdict = ask(probe, probe.settings["absent"])
        assert verdict.error_class == ("false_abstention" if probe.reference["value"] else None)


NOUNS = {"email", "letter", "message", "chat", "conversation", "notice"}
"""What kind of document it is; each side says them."""


def test_the_sides_share_no_wording_and_no_name() -> None:
    seen, unseen = (said(wording) for wording in WORDINGS)
    assert seen.keys() == unseen.keys()
    for name in seen:
        shared = seen[name] & unseen[name]
        known = {*MAKE} if name == "joint" else {"frame/prose": NOUNS}.get(name, set())
        assert not shared - known - {"{role}", "{ask}?"}, (name, shared)
        assert max(len(seen[name]), len(unseen[name])) <= 1.15 * min(len(seen[name]), len(unseen[name])), name
    phrases = [{text for texts in bank.values() for text in texts if " " in text} for bank in (seen, unseen)]
    assert not phrases[0] & phrases[1]
    names = ("first", "last", "stems", "tails", "mailboxes", "cities", "streets", "venues", "roles")
    words = [{text for name in names for text in bank[name]} for bank in (seen, unseen)]
    assert not words[0] & words[1]


def test_the_sides_have_every_slot() -> None:
    for side in both_sides(SKILL.words_file).values():
        told = {name.removesuffix(".roles") for name in side.lists if name.endswith(".roles")}
        assert told == set(MAKE) == {slot for slots in FAMILIES.values() for slot in slots}


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("wording", WORDINGS)
def test_wordings_are_many(area: str, wording: Wording) -> None:
    """Requests, with the document, the values and what is asked for taken out, hardly ever repeat."""
    skeletons = set()
    made = [p for step in (1, 2) for p in probes(area, step, wording)]
    for probe in made:
        problem, text = problem_of(probe), probe.question.replace(probe.settings["document"], "")
        for index in problem.asked:
            for part in (problem.questions[index], problem.asks[index], problem.keys[index], problem.absent or ""):
                text = re.sub(re.escape(part), "_", text, flags=re.IGNORECASE) if part else text
        skeletons.add(text)
    assert len(skeletons) > 0.9 * len(made)
    assert len({p.problem["frame"] for p in made}) > 20


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("step", SKILL.difficulties)
def test_content_is_plentiful(area: str, step: int) -> None:
    keys = {SKILL.problem(area, Random(i), "seen", step).key() for i in range(1500)}
    assert len(keys) > 1470  # by the birthday rule: a space of more than 35,000


def test_wording_does_not_count_in_the_key() -> None:
    problem = SKILL.problem(AREAS[-1], Random(1), "seen", 2)
    assert problem.model_copy(update={"frame": "{body}", "noise": [], "noun": "page"}).key() == problem.key()
    assert problem.model_copy(update={"facts": problem.facts[::-1]}).key() != problem.key()


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("wording", WORDINGS)
def test_edits_keep_text_and_truth_together(area: str, wording: Wording) -> None:
    handler, done = get_grader("fields"), 0
    for index in range(150):
        rng = Random(index)
        problem = SKILL.problem(area, rng, wording, index % 3 + 1)
        for edit in SKILL.refinements().values():
            changed = edit(problem, rng)
            if changed is None:
                continue
            done += 1
            assert changed.area == area
            assert changed.key() != problem.key()
            probe = Probe(
                id="0" * 16, skill="text_extraction", area=area, split="train", grader="fields",
                messages=SKILL.render(changed, rng, wording), reference=SKILL.reference(changed),
                settings=SKILL.settings(changed), problem=changed.model_dump(mode="json"),
            )  # fmt: skip
            assert probe.settings["document"] in probe.question
            assert ask(probe, SKILL.solution(changed, rng)).status == "pass"
            assert ask(probe, SKILL.solution(problem, rng)).status == "pass" or changed.wanted != problem.wanted
            for text in handler.corrupt(probe).values():
                assert ask(probe, text).status == "fail"
            for fact in changed.facts:
                assert fact.value is None or fact.value in probe.settings["document"]
    assert done > 40


def test_taking_the_answer_out_makes_the_word_for_absence_right() -> None:
    rng, area = Random(3), "text_extraction/absent_field"
    take_out = SKILL.refinements()["take the answer out of the text"]
    made = [SKILL.problem(area, rng, "seen", 2) for _ in range(50)]
    pairs = [(p, changed) for p in made if (changed := take_out(p, rng)) is not None]
    assert len(pairs) > 10
    for before, after in pairs:
        assert before.truth() is not None
        assert after.truth() is None
        assert str(before.truth()) not in after.text()
        assert SKILL.solution(after, rng) == after.absent
