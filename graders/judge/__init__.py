"""A language model as grader, trusted as far as it was measured and no further.

    settings {"server": "openai:http://localhost:8000/v1#MODEL", "calibration": "judge.json"}
    reference "Water boils at a lower temperature on a mountain."
    answer "Up there it boils below 100 °C."      pass

The judge is asked several times, in both orders of the texts, and replies within a JSON schema (`prompt`,
`panel`). It decides only where its rates of false accepts and false rejects are known and low enough: they are
measured on cases with known truth, among them wrong answers made long and wrong answers with injections
(`cases`, `calibration`). Without such a measurement, and where the judge is down, slow, unsure or at odds
with itself, the verdict is `ungradable` and says what to do; never a fail.

A model is no function, so this grader is as deterministic as its server: every sample has a fixed seed. And it can
prove nothing by itself: `gold` is the reference's own text, a probe without one has no gold, and there are no
examples, because `repairloop check` has no judge. What it does not know: whether a judge that is right about the
measured cases is right about yours (calibrate with a grader whose questions are of your kind), and what stands in a
long answer between its first and its last 3,000 characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, Any

from pydantic import Field

from graders.judge.calibration import WIDTH, NotCalibrated, admit, look_up
from graders.judge.panel import Finding, hear
from graders.judge.prompt import MAX_SHOWN, RUBRIC, visible
from repairloop import (
    Answer,
    BadReference,
    Check,
    Given,
    Grader,
    Probe,
    UsageError,
    Verdict,
    dialect,
    failed,
    grader,
    one_call,
    passed,
    ungradable,
)
from repairloop import grade as grade_probe

Right = Annotated[
    str | None,
    Field(max_length=MAX_SHOWN, description="the reference answer; None where question and rubric decide"),
]


class JudgeSettings(Given):
    """The judge, how it was measured, and how it is asked."""

    server: str
    """openai:BASE_URL#MODEL; the key, where one is needed, comes from OPENAI_API_KEY."""
    calibration: str | None = None
    """The JSON file that `python -m graders.judge` wrote for this judge."""
    rubric: str = Field(RUBRIC, min_length=1, max_length=MAX_SHOWN)
    """What counts as right."""
    samples: int = Field(5, ge=2, le=25)
    """How often it is asked."""
    max_false_accept: float = Field(0.05, gt=0, lt=1)
    """Largest share of wrong answers that it may accept, as the 95 % bound."""
    max_false_reject: float = Field(0.1, gt=0, lt=1)
    """The same for right answers that it may reject."""
    seconds: float = Field(60.0, gt=0, le=3600)
    """What one verdict may take, waiting at the server included."""


@grader("judge", version="2")
class Judge(Grader[Right, JudgeSettings]):
    """Asks a model, and takes its word only as far as it was measured."""

    judges = True
    reaches = ("server", "calibration")
    text_reference = True

    def prepare(self, reference: Right, settings: JudgeSettings) -> tuple[Right, JudgeSettings]:
        try:
            dialect.parse_name(settings.server)
        except UsageError as error:
            raise BadReference(f"settings.server: {str(error).removeprefix('student ')}") from None
        if not settings.server.startswith("openai:"):
            raise BadReference(f"settings.server: {settings.server!r} must begin with 'openai:'")
        if reference is not None and not visible(reference).strip():
            raise BadReference("the reference is empty; give the reference answer, or None beside a question")
        return reference, settings

    def _given(self, probe: Probe) -> tuple[Right, JudgeSettings]:
        reference, settings = self.read(probe)
        if reference is None and not probe.question.strip():
            raise BadReference("judge: there is no reference and no question; give the reference answer")
        return reference, settings

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        reference, settings = self._given(probe)
        try:
            calibration = look_up(settings.calibration, settings.server, settings.rubric, settings.samples)
            admit(calibration, settings.max_false_accept, settings.max_false_reject)
        except NotCalibrated as reason:
            return ungradable("grader_error", f"{reason}.")
        if not visible(answer.text).strip():
            return failed("empty", expected=reference, evidence="The answer is empty.")
        finding = hear(
            settings.server, probe.question, reference, answer.text, rubric=settings.rubric, samples=settings.samples,
            seconds=settings.seconds,
        )  # fmt: skip
        return _verdict(finding, answer.text, reference, calibration.in_words())

    def gold(self, probe: Probe) -> str:
        """The text of the reference."""
        reference, _ = self._given(probe)
        if reference is None:
            raise BadReference("the judge's reference is None: without one no right answer can be made; give a string")
        return reference

    def corrupt(self, probe: Probe) -> dict[str, str]:
        """What is wrong whatever the reference says; no more can be made of free text by a program."""
        gold = self.gold(probe)
        wrong = {"empty": " ", "no_answer_found": "I do not know.", "echoed_input": probe.question}
        return {name: text for name, text in wrong.items() if text and text.strip() != gold.strip()}

    def examples(self) -> list[Probe]:
        """None: `repairloop check` asks no model."""
        return []


def grade_many(probes: Sequence[Probe], answers: Sequence[Answer]) -> list[Verdict]:
    """The verdicts on many answers, in their order, asked for 16 at a time; otherwise as `repairloop.grade`."""
    if len(probes) != len(answers):
        raise ValueError(f"{len(probes)} probes do not go with {len(answers)} answers")
    with ThreadPoolExecutor(WIDTH) as pool:
        return list(pool.map(grade_probe, probes, answers))


def _verdict(finding: Finding, text: str, reference: str | None, measured: str) -> Verdict:
    checks = [
        Check(name=f"sample {n}, order {vote.order + 1}: {vote.verdict}", passed=vote.verdict == "right",
              detail=vote.said[:300])
        for n, vote in enumerate(finding.votes, 1)
    ]  # fmt: skip
    if finding.verdict is None:
        return ungradable(finding.error_class, f"{finding.why[:400]}.").like(checks=checks)
    agreed = sum(vote.verdict == finding.verdict for vote in finding.votes)
    said = f"{agreed} of {len(finding.votes)} samples of the judge say {finding.verdict}: {finding.why[:200]!r}."
    extracted = text.strip()[:500]
    start = text.index(extracted)
    seen: dict[str, Any] = {
        "extracted": extracted.encode("utf-8", "replace").decode("utf-8"), "span": (start, start + len(extracted)),
        "expected": reference and reference[:500], "checks": checks, "evidence": f"{said} {measured}",
    }  # fmt: skip
    return passed(**seen) if finding.verdict == "right" else failed("wrong_value", "heuristic", **seen)


grade = one_call("judge")
