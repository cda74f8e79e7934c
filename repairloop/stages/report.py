"""Stage `report`: what was found, repaired and proved, in two files, and what to look at next."""

from __future__ import annotations

import json
from typing import Any

from repairloop import page
from repairloop.errors import quoted
from repairloop.stages.context import Context, State
from repairloop.store import write_atomic


def run(ctx: Context, state: State) -> dict[str, Any]:
    ctx.close()
    ctx.store.manifest(
        {
            "status": "finished",
            "outcome": state["outcome"],
            "cycles": state["cycle"],
            "student": state["student"],
            "shards": sorted({name for names in state["refs"].values() for name in names}),
        }
    )
    ctx.emit({"event": "finished", "outcome": state["outcome"], "next": next_step(ctx, state)})
    summary = {
        "outcome": state["outcome"],
        "cycle": state["cycle"],
        "targets": state["targets"],
        "adaptations": list(ctx.adaptations() or ()),
        "next": next_step(ctx, state),
    }
    write_atomic(ctx.store.path / "report.json", json.dumps(summary, indent=1) + "\n")
    ctx.store.publish()
    write_atomic(ctx.store.path / "report.html", page.build(ctx.store))
    return {}


def next_step(ctx: Context, state: State) -> str:
    """The command that a person would want next."""
    run_dir = quoted(ctx.store.path)
    if state["outcome"] == "nothing fails":
        return f"repairloop areas {run_dir}"
    if state["outcome"] == "exported":
        return (
            f"repairloop export {run_dir} --format sft --out rows.parquet, train, "
            f"then repairloop verify {run_dir} --student YOUR_MODEL"
        )
    if f"{state['cycle']}/verdicts/after" not in state["refs"]:
        return f'repairloop sql {run_dir} "SELECT verdict, reason FROM decisions"'
    if state["outcome"] in ("rejected", "inconclusive"):
        return f"repairloop sql {run_dir} \"SELECT * FROM outcomes WHERE decision IN ('worse', 'unclear') OR targeted\""
    return f"repairloop failures {run_dir} --side after"
