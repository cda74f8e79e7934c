"""How often a judge errs, measured on cases with known truth, and whether that is good enough to decide.

    python -m graders.judge openai:http://localhost:8000/v1#MODEL judge.json --grader math

A judge is known by its model, the prompt, the rubric and the number of samples: rates measured for one say nothing
of another, so that is the key under which they rest in the file. Rates are shares of the cases that it *decided*, as
a judge may leave a case open at no harm; how many it left open, and how many for a preference of order, stands
beside them. Each kind of case is counted apart, for an average would hide that injections always succeed.
Intervals are Wilson's at 95 % (`repairloop.ground.stats.interval`): with no error at all it takes 73 wrong cases to show
that at most 5 % are accepted.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from graders.judge.cases import Case, balanced, known_cases, probes_of, with_variants
from graders.judge.panel import Finding, hear
from graders.judge.prompt import PROMPT, RUBRIC
from repairloop import RepairLoopError, StudentError, fingerprint

FEWEST: Final = 50
"""Right and wrong cases, each, that must have been decided."""
WIDTH: Final = 16
"""Verdicts under way at one time."""
_MAX_LOST: Final = 0.1
"""Share of cases without a reply at which a calibration is given up."""


class NotCalibrated(Exception):
    """A judge may not decide, and why."""


class Tally(BaseModel):
    """What became of the cases of one kind."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    asked: int = 0
    decided: int = 0
    errors: int = 0
    """Decided wrongly: accepted though wrong, or rejected though right."""
    flipped: int = 0
    """Left open because the verdict changed with the order."""

    @property
    def rate(self) -> float | None:
        """Errors among the decided ones; None where nothing was decided."""
        return self.errors / self.decided if self.decided else None

    @property
    def bounds(self) -> tuple[float, float]:
        """95 % interval of the rate."""
        from repairloop import interval

        return interval(self.errors, self.decided)

    def __add__(self, other: Tally) -> Tally:
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in type(self).model_fields})


class Calibration(BaseModel):
    """What was measured of one judge. `wrong` and `right` hold a tally for each kind of case."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str
    prompt: str
    rubric: str
    """Key of the rubric's text."""
    samples: int
    wrong: dict[str, Tally]
    right: dict[str, Tally]
    unanswered: int = 0
    """Cases that count nowhere, because the judge gave too few replies."""

    @property
    def key(self) -> str:
        return fingerprint(self.model, self.prompt, self.rubric, self.samples)

    @property
    def false_accept(self) -> Tally:
        return sum(self.wrong.values(), Tally())

    @property
    def false_reject(self) -> Tally:
        return sum(self.right.values(), Tally())

    def save(self, path: str | Path) -> None:
        """Put it into the file, beside those of other judges that are there."""
        file = Path(path)
        book = _read(file) if file.exists() else {}
        text = json.dumps({**book, self.key: self.model_dump()}, indent=1)
        draft = file.with_name(f"{file.name}.{os.getpid()}.tmp")
        draft.write_text(text, encoding="utf-8")
        draft.replace(file)

    def in_words(self) -> str:
        accepted, rejected = self.false_accept, self.false_reject
        return (
            f"On known cases it accepts {_share(accepted)} of the wrong answers and rejects {_share(rejected)} of the "
            "right ones."
        )


def calibrate(
    server: str, cases: Sequence[Case], *, rubric: str = RUBRIC, samples: int = 5, seconds: float = 60.0,
    say: Callable[[str], None] = lambda line: None,
) -> Calibration:  # fmt: skip
    """Ask the judge about the cases and the variants of the wrong ones, and count.

    `server` is `openai:BASE_URL#MODEL`, `seconds` what one case may take, `say` takes single lines of progress.
    Raises StudentError when more than a tenth of the cases get no replies.
    """
    asked = with_variants(cases)

    def ask(case: Case) -> Finding:
        return hear(
            server, case.question, case.reference, case.candidate, rubric=rubric, samples=samples, seconds=seconds
        )

    tallies: dict[bool, dict[str, Tally]] = {False: {}, True: {}}
    unanswered = 0
    with ThreadPoolExecutor(WIDTH) as pool:
        for number, (case, finding) in enumerate(zip(asked, pool.map(ask, asked), strict=True), 1):
            if number % 100 == 0:
                say(f"{number} of {len(asked)} cases")
            if finding.unanswered:
                unanswered += 1
                if unanswered > _MAX_LOST * len(asked):
                    pool.shutdown(wait=False, cancel_futures=True)
                    raise StudentError(f"the judge cannot be calibrated: {finding.why}")
                continue
            right = tallies[case.right]
            right[case.kind] = right.get(case.kind, Tally()) + Tally(
                asked=1,
                decided=finding.verdict is not None,
                errors=finding.verdict is not None and (finding.verdict == "right") != case.right,
                flipped=finding.verdict is None and finding.flipped,
            )
    return Calibration(
        model=_model(server), prompt=PROMPT, rubric=fingerprint(rubric), samples=samples, wrong=tallies[False],
        right=tallies[True], unanswered=unanswered,
    )  # fmt: skip


def look_up(path: str | None, server: str, rubric: str, samples: int) -> Calibration:
    """The calibration of that judge. Raises NotCalibrated where the file has none."""
    run = f"python -m graders.judge '{server}' {path or 'judge.json'} --grader math"
    unknown = "the judge may not decide, for how often it errs is unknown"
    if path is None:
        raise NotCalibrated(f"{unknown}: settings.calibration names no file. To measure it: {run}")
    try:
        status = os.stat(path)
        book = _book(path, status.st_mtime_ns, status.st_size)
    except (OSError, ValueError) as error:
        reason = "is not there" if isinstance(error, FileNotFoundError) else f"cannot be read ({error})"
        raise NotCalibrated(f"{unknown}: {path} {reason}. To measure it: {run}") from None
    wanted = Calibration(
        model=_model(server), prompt=PROMPT, rubric=fingerprint(rubric), samples=samples, wrong={}, right={}
    )
    if wanted.key not in book:
        held = ", ".join(sorted({f"{c.model} with {c.samples} samples" for c in book.values()})[:3]) or "nothing"
        raise NotCalibrated(
            f"{unknown}: {path} was measured for {held}, or with another prompt or rubric, not for {wanted.model} with "
            f"{samples} samples as it is now. To measure it: {run}, with the rubric in use"
        )
    return book[wanted.key]


def admit(calibration: Calibration, max_false_accept: float, max_false_reject: float) -> None:
    """Raise NotCalibrated unless the measured rates allow the judge to decide.

    The upper bound of each rate must be within its limit, and no single kind of case may be shown to be beyond it.
    """
    for tallies, total, name, done, limit in (
        (calibration.wrong, calibration.false_accept, "wrong", "accept", max_false_accept),
        (calibration.right, calibration.false_reject, "right", "reject", max_false_reject),
    ):
        if total.decided < FEWEST:
            raise NotCalibrated(
                f"the judge may not decide: it was measured on {total.decided} {name} answers that it decided, "
                f"{FEWEST} are needed (it left {total.asked - total.decided} open, {total.flipped} of them because its "
                "verdict changed with the order)"
            )
        if total.bounds[1] > limit:
            raise NotCalibrated(
                f"the judge may not decide: it may {done} up to {total.bounds[1]:.1%} of the {name} answers "
                f"({total.errors} of {total.decided} seen), allowed are {limit:.1%}"
            )
        for kind, tally in tallies.items():
            if tally.bounds[0] > limit:
                raise NotCalibrated(
                    f"the judge may not decide: of {name} answers of the kind {kind!r} it {done}s {tally.errors} of "
                    f"{tally.decided}, allowed are {limit:.1%}"
                )


def _read(file: Path) -> dict[str, Any]:
    book = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(book, dict):
        raise ValueError("it is no JSON object")
    return book


@lru_cache(maxsize=16)
def _book(path: str, modified: int, size: int) -> dict[str, Calibration]:
    """Every calibration of a file, by its key. Raises OSError, and ValueError on anything else than such a file."""
    try:
        found = [Calibration.model_validate(entry) for entry in _read(Path(path)).values()]
    except (ValidationError, RecursionError) as error:
        raise ValueError("it is no file of calibrations") from error
    return {calibration.key: calibration for calibration in found}


def _model(server: str) -> str:
    return server.partition("#")[2]


def _share(tally: Tally) -> str:
    rate = tally.rate
    return "an unknown share" if rate is None else f"{rate:.1%} (at most {tally.bounds[1]:.1%}, n={tally.decided})"


# ---- from the command line ----------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure a judge on cases made by other graders, save the rates, show them."""
    parser = argparse.ArgumentParser(prog="graders.judge", description="Measure how often a judge errs.")
    parser.add_argument("server", help="openai:BASE_URL#MODEL")
    parser.add_argument("file", help="where the rates are kept, as JSON")
    parser.add_argument("--grader", action="append", required=True, help="makes the cases; may be given several times")
    parser.add_argument("--cases", type=int, default=120, help="right and plain wrong cases, each (default 120)")
    parser.add_argument("--rubric", default=RUBRIC, help="what counts as right")
    parser.add_argument("--samples", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=60.0, help="what one case may take")
    given = parser.parse_args(arguments)
    try:
        made = [case for name in given.grader for case in known_cases(name, probes_of(name, given.cases))]
        cases = balanced(made, given.cases)
        print(f"{len(with_variants(cases))} cases with {given.samples} samples each")
        calibration = calibrate(
            given.server, cases, rubric=given.rubric, samples=given.samples, seconds=given.seconds, say=print
        )
        calibration.save(given.file)
    except (RepairLoopError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    for name, tallies in (("wrong", calibration.wrong), ("right", calibration.right)):
        for kind, tally in tallies.items():
            print(f"{name} {kind}: {tally.errors} errors in {tally.decided} decided, {tally.asked} asked", end="")
            print(f", {tally.flipped} changed with the order")
    print(calibration.in_words())
    return 0
