"""A grader's verdict on an answer, and the proof of a grader without a model: golds pass, corrupted golds fail."""

from __future__ import annotations

import json
import re
import time
from typing import Any, Final, Protocol

from repairloop.ground.errors import BadReference
from repairloop.plugins.grader import Grader
from repairloop.plugins.registry import get_grader
from repairloop.plugins.verdict import failed, ungradable
from repairloop.records import Answer, Check, Probe, Verdict
from repairloop.records.envelope import NOTHING, Keep, Opened, kept_by, may_ask, opened

MAX_ANSWER_CHARS: Final = 65_536
"""A grader never sees more of an answer than this."""

_REFUSAL = re.compile(
    r"^\W*(i'?m sorry|sorry,|i apologi[sz]e|as an ai\b|i can(?:'|no)t (?:help|assist|answer|provide|do that)|i am (?:unable|not able))",
    re.IGNORECASE,
)


def asked_for(probe: Probe) -> Keep:
    """The marks around an answer that this probe's right answer holds itself: it asks for them."""
    if not probe.grader or not may_ask(json.dumps([probe.reference, probe.settings], ensure_ascii=False, default=str)):
        return NOTHING
    try:
        return kept_by(get_grader(probe.grader).gold(probe))
    except Exception:  # a truth that is no answer, as unit tests alone, or none: `grade` says why
        return NOTHING


def grade(probe: Probe, answer: Answer) -> Verdict:
    """Grade one answer: the grader's verdict, delivery classes first, never an exception.

    What a model or a server puts around an answer is taken off first (`repairloop.records.envelope`): a grader sees the answer
    alone, the verdict carries the thoughts. A failed request, or a fault of the grader, is `ungradable`. A wrong answer
    that is empty, refuses, repeats itself to the end or was cut before it said anything gets that delivery class.
    """
    handler = get_grader(probe.grader)
    started = time.perf_counter()
    found: Opened | None = None
    try:
        answer, found = opened(answer, lambda: asked_for(probe))
        verdict = _grade(handler, probe, answer)
    except BadReference as error:
        verdict = ungradable("gold_unparseable", str(error)[:500])
    except Exception as error:  # a grader's bug must not stop a run; it is recorded as what it is
        verdict = ungradable("grader_error", f"{type(error).__name__}: {error}"[:500])
    elapsed = (time.perf_counter() - started) * 1e3
    span = found.span(verdict.span) if found is not None and verdict.span is not None else verdict.span
    return verdict.like(
        probe_id=probe.id, grader=handler.name, version=handler.version, elapsed_ms=elapsed, span=span,
        thoughts=answer.thoughts or "",
    )  # fmt: skip


def _grade(handler: Grader, probe: Probe, answer: Answer) -> Verdict:
    if answer.status == "failed":
        return ungradable("not_answered", answer.error or "the request failed")
    if len(answer.text) > MAX_ANSWER_CHARS:
        answer = answer.like(text=answer.text[:MAX_ANSWER_CHARS], finish_reason="length")
    verdict = _looked_at(handler.grade(probe, answer))
    if verdict.status != "ungradable" and not answer.text.strip():
        if answer.finish_reason == "length":
            where = "inside its thoughts" if answer.thoughts else "before it said anything"
            return failed("truncated", expected=verdict.expected, evidence=f"The answer was cut {where}.")
        return failed("empty", expected=verdict.expected, evidence="The answer is empty.")
    if verdict.status != "fail":
        return verdict
    delivery = delivery_class(answer, found=verdict.extracted is not None)
    if delivery is None:
        return verdict
    note = f"{verdict.evidence} The answer {_DELIVERY[delivery]}.".strip()
    return verdict.like(error_class=delivery, certainty="heuristic", evidence=note)


_WELL_FORMED: Final[set[tuple[Any, ...]]] = set()
"""What verdicts that were looked at consist of, so that each kind is looked at once."""


def _looked_at(verdict: Verdict) -> Verdict:
    """A grader's verdict. Raises ValueError where a field is not what it should be: that must not come into a shard."""
    free = verdict.error_class, verdict.extracted, verdict.expected, verdict.evidence, verdict.span
    made_of = (verdict.status, verdict.certainty, *map(type, free))
    if made_of not in _WELL_FORMED:
        verdict.checked()
        _WELL_FORMED.add(made_of)
    return verdict


_DELIVERY = {
    "refusal": "refuses to answer",
    "degenerate_repetition": "repeats itself until it is cut",
    "truncated": "was cut before it gave a result",
}


def delivery_class(answer: Answer, *, found: bool) -> str | None:
    """The delivery error of a wrong answer, if it has one. `found`: the grader extracted something."""
    text = answer.text
    if _REFUSAL.match(text[:200]):
        return "refusal"
    if answer.finish_reason == "length":
        tail = text[-400:]
        if len(tail) >= 60 and re.search(r"(.{3,80}?)\1{3,}.{0,80}$", tail, re.DOTALL):
            return "degenerate_repetition"
        if not found:
            return "truncated"
    return None


class OneCall(Protocol):
    """A grader in one call, apart from any run."""

    def __call__(
        self, answer: str, reference: Any = None, *, question: str = "", settings: dict[str, Any] | None = None
    ) -> Verdict:
        """The verdict on one text. A reference that the grader cannot use gives `ungradable`, never an exception."""


def one_call(name: str) -> OneCall:
    """The grader `name` as a function: `grade("The answer is 85.", "85")`."""

    def grade_text(
        answer: str, reference: Any = None, *, question: str = "", settings: dict[str, Any] | None = None
    ) -> Verdict:
        return grade(loose_probe(name, question, reference, settings or {}), loose_answer(answer))

    return grade_text


def loose_probe(grader: str, question: str, reference: Any, settings: dict[str, Any], ident: str = "") -> Probe:
    """A probe that belongs to no skill: what a grader needs and nothing else."""
    messages = [{"role": "user", "content": question}]
    return Probe(
        id=ident, skill="", area="", split="screen", messages=messages, reference=reference, grader=grader,
        settings=settings,
    )  # fmt: skip


def loose_answer(text: str) -> Answer:
    """A finished answer to no particular probe."""
    return Answer(probe_id="", text=text)


def check_reference(probe: Probe) -> Verdict:
    """Grade the probe's own gold answer: a probe whose reference does not pass is never asked."""
    return gold_graded(probe)[1]


def gold_graded(probe: Probe) -> tuple[str, Verdict]:
    """The answer that a grader makes of a reference, and its verdict on it: a pass, or `ungradable`."""
    handler = get_grader(probe.grader)
    try:
        text = handler.gold(probe)
    except Exception as error:
        return "", ungradable("gold_unparseable", f"{type(error).__name__}: {error}"[:500])
    verdict = grade(probe, loose_answer(text))
    if verdict.status != "pass":
        why = f"the reference does not pass its own grader: {verdict.evidence}"
        verdict = ungradable("gold_unparseable", why)
    return text, verdict


def check_grader(handler: Grader, probes: list[Probe]) -> list[Check]:
    """Gold passes, corrupted gold fails: one check a probe and operator, with no model."""
    checks = []
    for probe in probes:
        verdict = check_reference(probe)
        checks.append(Check(name="gold", passed=verdict.status == "pass", detail=f"{probe.area}: {verdict.evidence}"))
        for operator, text in handler.corrupt(probe).items():
            verdict = grade(probe, loose_answer(text))
            detail = f"{probe.area}: {text[:200]!r} → {verdict.status} {verdict.error_class or ''}"
            checks.append(Check(name=operator, passed=verdict.status == "fail", detail=detail))
    return checks
