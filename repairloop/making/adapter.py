"""The adapter that a run decided on last, as a folder that leaves it: where the gate accepted it and nobody refuses it.

A copy of the files as they went to the gate. What trained it stays in the run, and leaves it as rows (`export`).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any, Final

from repairloop.ground.errors import RepairLoopError, UsageError, quoted, shown
from repairloop.ground.foreign import in_line
from repairloop.ground.outputs import disk, new_folder, refuse_taken
from repairloop.rundir import said, say
from repairloop.rundir.store import Store
from repairloop.rundir.views import connect

FORMAT: Final = "adapter"


def adapter(store: Store, out: str | Path) -> dict[str, Any]:
    """Copy it to `out`, a folder that is not there. Returns `out`, `files` (how many) and `signed_off`. RepairLoopError where it is not
    to be used, with who says so and why; UsageError where there is none."""
    out = new_folder(out, "--out")
    with connect(store) as db:
        decision = say.decision_on(db)
    found = say.standing(decision, said.certain(store))
    if found["word"] != "accepted":
        raise RepairLoopError(_why_not(store, decision, found["people"]))
    inside = store.path / decision["adapter"]
    files = sorted(file for file in inside.iterdir() if file.is_file()) if inside.is_dir() else []
    if not files:
        raise UsageError(
            f"the adapter {shown(decision['adapter'])} is no folder of this run, and there is nothing to copy"
        )
    refuse_taken([out], force=False)
    draft = out.with_name(f".{out.name}.{os.getpid()}.repairloop.tmp")
    with disk(out):
        draft.mkdir(parents=True)
        try:
            for file in files:
                shutil.copyfile(file, draft / file.name)
            refuse_taken([out], force=False)  # one may have come meanwhile
            os.rename(draft, out)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return {"out": out, "files": len(files), "signed_off": found["signed_off"]}


def _why_not(store: Store, decision: dict[str, Any], people: list[said.Saying]) -> str:
    refused = [f"{one.who} refuses it ({in_line(one.why)})" for one in people if one.new == "refused"]
    if refused:
        again = f"repairloop say adapter {quoted(store.path)} sign-off --why WHY"
        return f"the adapter is not exported: {', '.join(refused)}; who refuses it takes that back by: {again}"
    return f"the adapter is not exported: the gate says {decision['verdict']}; {in_line(decision['reason'], 600)}"
