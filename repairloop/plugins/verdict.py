"""The three verdicts, as graders build them."""

from __future__ import annotations

from typing import Any

from repairloop.records import Certainty, Verdict


def passed(*, extracted: str | None = None, expected: str | None = None, **more: Any) -> Verdict:
    """A verdict of `pass`."""
    return Verdict(status="pass", extracted=extracted, expected=expected, **more)


def failed(error_class: str, certainty: Certainty = "exact", **more: Any) -> Verdict:
    """A verdict of `fail` with its error class."""
    return Verdict(status="fail", error_class=error_class, certainty=certainty, **more)


def ungradable(error_class: str, evidence: str) -> Verdict:
    """A verdict that decides nothing; left out of every rate."""
    return Verdict(status="ungradable", error_class=error_class, certainty="exact", evidence=evidence)
