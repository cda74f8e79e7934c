"""Stage `report`: what was found, repaired and proved, in two files, and what to look at next."""

from __future__ import annotations

import json
from typing import Any

from repairloop.ground.errors import quoted
from repairloop.ground.files import write_atomic
from repairloop.loop.stages.context import Context, State
from repairloop.rundir import page
from repairloop.rundir.wholeness import REPORT, Damage


def run(ctx: Context, state: State) -> dict[str, Any]:
    ctx.close()
    pages: list[str] = []
    ctx.store.publish(lambda file: pages.append(page.build(ctx.store, file)), final=True)
    write_atomic(ctx.store.path / "report.html", pages[0])
    write_atomic(ctx.store.path / "report.json", summary(ctx, state))
    ctx.store.finish(outcome=state["outcome"], cycles=state["cycle"], student=state["student"])
    ctx.emit({"event": "finished", "outcome": state["outcome"], "next": next_step(ctx, state)})
    return {}


def summary(ctx: Context, state: State) -> str:
    """report.json, as text."""
    told = {
        "outcome": state["outcome"],
        "cycle": state["cycle"],
        "targets": state["targets"],
        "adaptations": list(ctx.adaptations() or ()),
        "next": next_step(ctx, state),
    }
    return json.dumps(told, indent=1) + "\n"


def mend(ctx: Context, state: State) -> list[Damage]:
    """Make again what of the report of a finished run is not what its rows give; what that was. The command in
    report.json goes by how the run is called."""

    def known(text: str) -> Any:
        try:
            told = json.loads(text)
        except (ValueError, RecursionError):
            return None
        return {key: value for key, value in told.items() if key != "next"} if isinstance(told, dict) else None

    found = []
    for name, text in (("report.json", summary(ctx, state)), ("report.html", page.build(ctx.store))):
        file = ctx.store.path / name
        there = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else None
        if name == "report.html" and there is not None and there != text and page.own(there) == page.own(text):
            write_atomic(file, text)  # what people said since is no damage, nor is another name
        elif there is None or (known(there) != known(text) if name == "report.json" else there != text):
            found.append(Damage(name, "is missing" if there is None else "is not what the rows give", REPORT))
            write_atomic(file, text)
    return found


def next_step(ctx: Context, state: State) -> str:
    """The command that a person would want next."""
    run_dir = quoted(ctx.store.path)
    if state["outcome"] == "nothing fails":
        return f"repairloop areas {run_dir}"
    if state["outcome"] == "diagnosed":
        return f"repairloop failures {run_dir}"
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
