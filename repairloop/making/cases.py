"""Verdicts that people overruled, as cases for graders: one a line, as `repairloop grade` reads answers, with the verdict that a
person holds in `status`. A grader's tests read them with `repairloop.testing.overruled_cases`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from repairloop.ground.errors import RepairLoopError, UsageError
from repairloop.ground.outputs import disk, new_file, placed
from repairloop.rundir import said
from repairloop.rundir.store import Store
from repairloop.rundir.views import connect, fetch

FORMAT: Final = "grader-cases"


def cases(store: Store, out: str | Path, force: bool = False) -> int:
    """Write the cases to `out` (`.jsonl`); how many. UsageError on another ending and on a file that is there, RepairLoopError where
    people hold every verdict as the graders do."""
    out = new_file(out, "--out")
    if out.suffix != ".jsonl":
        raise UsageError(f"{out} must end in .jsonl")
    found = list(_cases(store))
    if not found:
        raise RepairLoopError(
            f"nobody has overruled a verdict of {store.path}: repairloop say verdict RUN PROBE_ID pass --why WHY"
        )
    with disk(out), placed(out, force=force) as (file,):
        file.write_text("".join(json.dumps(case, ensure_ascii=False) + "\n" for case in found), encoding="utf-8")
    return len(found)


def _cases(store: Store) -> Iterator[dict[str, Any]]:
    """Of the verdicts that a person overruled in words; one that follows from a corrected gold is no fault of a grader."""
    last = {(one.of, one.more["side"]): one for one in said.read(store) if one.about == "verdict"}
    with connect(store) as db:
        for (probe_id, side), saying in last.items():
            rows = fetch(
                db,
                """SELECT p.area, p.messages, p.question, p.reference, p.settings, a.text AS answer, a.finish_reason, v.status,
                          v.grader, v.version
                   FROM verdicts v JOIN answers a USING (probe_id, side) JOIN probes p USING (probe_id)
                   WHERE v.probe_id = ? AND v.side = ?""",
                [probe_id, side],
            )
            for row in rows:
                if row["status"] != saying.new:
                    yield {
                        "id": f"{probe_id}/{side}", "grader": row["grader"], "version": row["version"], "area": row["area"],
                        "question": row["question"], "messages": json.loads(row["messages"]),
                        "reference": json.loads(row["reference"]), "settings": json.loads(row["settings"]),
                        "answer": row["answer"], "finish_reason": row["finish_reason"], "status": saying.new,
                        "was": row["status"], "why": saying.why, "who": saying.who, "at": saying.at,
                    }  # fmt: skip
