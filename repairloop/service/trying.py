"""A grader tried on one text, by whoever may review: `repairloop grade` on a file of one row, in a process of its own that is
bounded and has no key (`children`).

A grader that asks a model is not tried from afar, nor is a setting given that names a file, a model or an address.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from repairloop.ground.errors import RepairLoopError, UsageError
from repairloop.plugins.registry import all_graders, get_grader
from repairloop.service.children import answer_of

SECONDS: Final = 40.0
"""The start of the process among them."""
LARGEST: Final = 1 << 20
"""Bytes of what it replies."""


def tried(name: str, answer: str, reference: Any, question: str, settings: dict[str, Any]) -> dict[str, Any]:
    """The verdict, as a row of `repairloop grade`. UsageError where that grader, or what it is given, is not for this;
    Busy where enough of them go on."""
    handler = get_grader(name)
    for grader, given in _parts(name, settings, reference):
        known = all_graders().get(grader)
        if known is not None and known.judges:
            raise UsageError(f"grader {grader!r} asks a model, and is tried by `repairloop grade` alone")
        if known is not None and (reaching := sorted(set(known.reaches).intersection(given))):
            raise UsageError(
                f"setting {reaching[0]!r} of {grader!r} names something outside, and is set by `repairloop grade` alone"
            )
    if missing := handler.missing():
        raise UsageError(f"grader {name!r} cannot work here: {missing}")
    row = {"id": "1", "question": question, "reference": reference, "answer": answer, "settings": settings}
    with TemporaryDirectory(prefix="repairloop-") as folder:
        file, out = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
        file.write_text(json.dumps(row), encoding="utf-8")
        try:
            answer_of(["grade", name, "--input", str(file), "--output", str(out)], SECONDS)
            with out.open("rb") as reply:
                found: dict[str, Any] = json.loads(reply.read(LARGEST))
        except UsageError as error:
            raise UsageError(f"the grader gave no verdict: {str(error).replace(f'{folder}/', '')}") from None
        except (OSError, ValueError):
            raise RepairLoopError(f"the grader gave no verdict of less than {LARGEST >> 20} MiB") from None
    return found


def _parts(name: str, settings: dict[str, Any], reference: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each grader that is named, with its settings: this one, and those that a reference of parts names."""
    yield name, settings
    waiting = [reference, settings]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            given = value.get("settings")
            yield str(value.get("grader")), given if isinstance(given, dict) else {}
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
