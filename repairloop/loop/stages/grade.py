"""Stage `grade`: an error handler's verdict on every answer. Knows no grader by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from repairloop.loop.stages.context import CHOOSE, FIND, LOOKS, Context, State, next_phase
from repairloop.plugins.grade import grade
from repairloop.plugins.registry import get_grader
from repairloop.records import Answer, Probe
from repairloop.records.envelope import VERSION as ENVELOPE
from repairloop.records.rows import Row, pack, unpack


def run(ctx: Context, state: State) -> dict[str, Any]:
    cycle, phase, refs = state["cycle"], state["phase"], state["refs"]
    probes, answers = refs[f"{cycle}/probes/{phase}"], refs[f"{cycle}/answers/{phase}"]
    refs = {f"{cycle}/verdicts/{phase}": grade_shards(ctx, probes, answers, cycle, "before")}
    return {"refs": refs} if phase in (FIND, *LOOKS, CHOOSE) else {"refs": refs, "phase": next_phase(phase, ctx.config)}


def grade_shards(ctx: Context, probes: list[str], answers: list[str], cycle: int, side: str) -> list[str]:
    """Names of the verdict shards, one for each pair of shards; the shards stand in the same order."""
    names: list[str] = []
    for probe_shard, answer_shard in zip(probes, answers, strict=True):
        ctx.check_stop()

        def rows(probe_shard: str = probe_shard, answer_shard: str = answer_shard) -> Iterator[Row]:
            for p, a in ctx.store.joined(([probe_shard], None), ([answer_shard], None)):
                yield pack(grade(unpack(Probe, p), unpack(Answer, a)), cycle=cycle, side=side)

        used = set(ctx.store.read_table(probe_shard, ["grader"])["grader"].to_pylist())
        versions = {name: get_grader(name).version for name in sorted(used)}
        inputs = {"probes": probe_shard, "answers": answer_shard, "graders": versions, "side": side}
        inputs["envelope"] = ENVELOPE

        def make(key: str, rows: Callable[[], Iterator[Row]] = rows) -> dict[str, Any]:
            return {"shards": {"verdicts": ctx.store.write("verdicts", rows())}}

        output = ctx.store.once("grade", inputs, make)
        names += output["shards"]["verdicts"]
        ctx.progress(len(names), len(probes), "shards graded")
    return names
