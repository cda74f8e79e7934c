"""How far an item of a flow with a teacher is proved.

    a program's truth, a prompt reworded and checked    its grader passes          proved
    a user's gold, its question reworded                samples are right too      proved
    a teacher's case in the manner of a user's          samples are right too      agreed, if a judge that is set agrees
    a teacher's truth                                   samples agree, judge too   agreed
    anything else                                                                  unproved, and why

A teacher's word alone proves nothing, and its agreement with itself not much: models agree on common errors. So the
judge must have been calibrated (`graders.judge.calibration`), and its rates of error be low enough, or it refuses. Free
texts (an essay, a paraphrase) are right in many forms, so that samples of them do not agree: they stay unproved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from repairloop.flows import Item
from repairloop.flows.kinds import probe_of
from repairloop.flows.rewording import CHECK
from repairloop.flows.teacher import SAMPLES, THRESHOLD, Agreement, agree
from repairloop.plugins.grade import grade, loose_answer, loose_probe
from repairloop.plugins.registry import the_judge
from repairloop.plugins.skill import Skill
from repairloop.records import Proof
from repairloop.teachers.teacher import Teacher

BATCH: Final = 256
"""Items that a teacher is asked about together."""
_JUDGES: Final = 16
"""Verdicts of a judge under way at one time."""

Proven = tuple[Item, Proof, str]


def prove_items(
    items: Sequence[Item],
    skill_of: Callable[[str], Skill],
    teacher: Teacher | None,
    judge: Mapping[str, Any] | None,
    samples: int = SAMPLES,
) -> list[Proven]:
    """For each item, in order, how far it is proved and why. `skill_of`: the skill of an area; `judge`: settings of the
    grader that judges (`server`, `calibration` …), if one is to."""
    found: dict[int, Proven] = {}
    asked: list[int] = []
    for place, item in enumerate(items):
        wrong = _wrong(item, skill_of)
        if wrong:
            found[place] = (item, "unproved", wrong)
        elif item.problem is not None and (not item.wrote or (item.wrote == ("prompt",) and CHECK in item.agents)):
            found[place] = (item, "proved", "its grader passes")
        elif teacher is None:
            found[place] = (item, "unproved", "no teacher to ask again")
        else:
            asked.append(place)
    for start in range(0, len(asked), BATCH):
        batch = asked[start : start + BATCH]
        if teacher is not None:
            agreements = agree(teacher, [items[place] for place in batch], samples)
            found.update(zip(batch, _judged(agreements, skill_of, judge), strict=True))
    return [found[place] for place in range(len(items))]


def _wrong(item: Item, skill_of: Callable[[str], Skill], answer: str | None = None) -> str:
    """Why the item's grader does not pass an answer, or its completion; empty where it does, or where no program knows the truth."""
    if item.problem is None:
        return ""
    verdict = grade(probe_of(item, skill_of(item.area)), loose_answer(item.completion if answer is None else answer))
    return "" if verdict.status == "pass" else f"its grader says {verdict.status}: {verdict.error_class}"


def _judged(
    agreements: Sequence[Agreement], skill_of: Callable[[str], Skill], judge: Mapping[str, Any] | None
) -> list[Proven]:
    with ThreadPoolExecutor(_JUDGES) as pool:
        return list(pool.map(lambda found: _asked_anew(found, skill_of, judge) or _of(found, judge), agreements))


def _asked_anew(found: Agreement, skill_of: Callable[[str], Skill], judge: Mapping[str, Any] | None) -> Proven | None:
    """Of an item that a grader can check and whose prompt is a teacher's: do its samples come to the answer that it has?"""
    item = found.item
    if item.problem is None or "prompt" not in item.wrote:
        return None
    right = sum(not _wrong(item, skill_of, answer) for answer in found.said) / found.asked
    if right < THRESHOLD:
        return item, "unproved", "samples do not answer it rightly"
    if "completion" not in item.wrote:
        return item, "proved", "samples are right"
    if judge:
        return _judge(found, judge)
    return item, "agreed", f"{right:.0%} of the samples are right"


def _of(found: Agreement, judge: Mapping[str, Any] | None) -> Proven:
    item = found.item
    if not found.agreed:
        why = "samples disagree with it" if found.answer and not found.same else "samples disagree"
        return item, "unproved", why if found.answer else "no sample could be read"
    return _judge(found, judge) if judge else (item, "unproved", "no calibrated judge")


def _judge(found: Agreement, judge: Mapping[str, Any]) -> Proven:
    item = found.item
    question = "\n".join(message["content"] for message in item.prompt)
    probe = loose_probe(the_judge().name, question, found.answer, dict(judge))
    verdict = grade(probe, loose_answer(item.completion))
    if verdict.status == "pass":
        return item, "agreed", f"{found.share:.0%} of the samples agree, and the judge accepts it"
    return item, "unproved", "judge rejects" if verdict.status == "fail" else f"judge refuses: {verdict.evidence}"
