"""What it takes to answer a question, in a line, as a teacher says it: texts to find areas by in place of the questions.

Two questions on one thing may take two skills, and two on different things the same one; words of questions tell the
former, a description of the skill the latter (skill annotations: Didolkar et al. 2024, arXiv 2405.12205). What a teacher says only
groups questions; that a group fails is shown by asking. Either all questions are annotated or none: a line about a question and the
question itself are nothing alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from repairloop.records import Case
from repairloop.records.rows import clean
from repairloop.teachers.prompts import load_prompt
from repairloop.teachers.teacher import Request, Teacher

SHARE: Final = 1 / 6
"""Of the calls that a teacher may have, those that may go to annotations; replies that do not fit may cost three times that."""
CHARS: Final = 4000
"""Of a question that the teacher reads."""
LINE: Final = 200
"""Characters of an annotation that count."""
TOKENS: Final = 96
LOST: Final = 0.05
"""Share of questions without a line, above which none is used; those below stand for themselves with an empty one."""


class Annotation(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    skill: str = Field(min_length=3, max_length=2000)


def annotated(
    cases: Sequence[Case], teacher: Teacher, progress: Callable[[int, int], None] = lambda done, of: None
) -> tuple[dict[str, str], str]:
    """Case id → what it takes; none, and why, where too many replies were of no use or lost. TeacherError as of `Teacher.ask`."""
    prompt = load_prompt("repairloop.flows", "annotate")
    requests = [
        Request(case.id, prompt.messages({}, {"question": case.question[:CHARS]}), max_tokens=TOKENS) for case in cases
    ]
    found: dict[str, str] = {}
    why = ""
    for done, reply in enumerate(teacher.ask(requests, Annotation), 1):
        if isinstance(reply.value, Annotation):
            found[reply.id] = " ".join(clean(reply.value.skill, LINE).split())
        else:
            why = why or str(reply.error)
        if done % 50 == 0:
            progress(done, len(requests))
    if len(found) < (1 - LOST) * len(cases):
        return {}, f"{len(cases) - len(found):,} of {len(cases):,} questions got no line ({why})"
    return {case.id: found.get(case.id, "") for case in cases}, ""
