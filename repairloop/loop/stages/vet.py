"""Stage `vet`: no row trains that a machine has not proved, and none that overlaps with what measures.

Every draft ends with a reason or with none: those of `repairloop.vetting`, held against every probe of every split
and cycle and against the files that the user protects. Only a row with
no reason trains; the others are kept aside with theirs. Rows of the student's own voice have no truth that could be
proved: they pass all but the grader, and are counted apart. What people vetoed in former cycles, and what asks the same, is kept aside
as `vetoed`.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from repairloop.flows.recipe import Wish
from repairloop.ground.errors import RepairLoopError, quoted
from repairloop.ground.overlap import parts
from repairloop.loop.stages.context import FIND, Context, State
from repairloop.loop.stages.synthesize import wishes
from repairloop.loop.stages.voice import own_budget
from repairloop.loop.tasks import form
from repairloop.records import RepairRow
from repairloop.records.rows import unpack
from repairloop.rundir import said
from repairloop.vetting import Protected
from repairloop.vetting.protect import Texts, read_all


def run(ctx: Context, state: State) -> dict[str, Any]:
    cycle, refs = state["cycle"], state["refs"]
    measures = (names for key, names in sorted(refs.items()) if "/probes/" in key and not key.endswith(f"/{FIND}"))
    probes = [name for names in measures for name in names]
    wished = [*wishes(ctx, state), Wish("self", own_budget(ctx), kind="self")]
    wanted = {wish.area: wish.number for wish in wished}
    protect = ctx.config.synthesize.protect
    vetoes = said.vetoes(ctx.said())
    inputs = {"drafts": refs[f"{cycle}/drafts"], "probes": probes, "wanted": wanted, "protect": protect}
    inputs["recipe"] = ctx.recipe(cycle).described()
    inputs |= {"vetoed": sorted(vetoes.rows)} if vetoes.rows else {}

    def make(key: str) -> dict[str, Any]:
        failures: dict[str, list[str]] = {}
        for link in ctx.store.read(refs[f"{cycle}/draft_lineage"]):
            failures.setdefault(link["row_id"], []).append(link["probe_id"])
        drafts = ctx.store.read(refs[f"{cycle}/drafts"])
        rows = [unpack(RepairRow, row, failures=failures.get(row["row_id"], [])) for row in drafts]
        rows = [row.like(dropped="vetoed") if vetoes.hold(row.id, row.content, row.question) else row for row in rows]
        columns = ["content", "messages", "wording"]
        asked = (
            (p["content"], text, p["wording"])
            for p in ctx.store.read(probes, columns)
            for text in parts(json.loads(p["messages"]))[:1]
        )
        questions = texts_of(ctx, state, "outside")
        outside = Protected(texts=Texts(questions, []))
        requests = texts_of(ctx, state, "canaries", "canaries dev", area="canary/file")
        guarded = Protected(texts=Texts(requests, []))
        own, _ = read_all(protect)
        guard = Protected(asked, Texts(own.asked + questions + requests, own.beside), form(ctx.tasks()))
        rows = list(ctx.recipe(cycle).vetter(guard.overlap, wished).vet(rows))
        dropped = Counter(row.dropped for row in rows if row.dropped)
        return {
            "shards": {
                "repair_rows": ctx.store.write("repair_rows", rows),
                "lineage": ctx.store.write("lineage", (link for row in rows for link in row.lineage)),
            },
            "kept": sum(row.dropped is None and row.kind != "self" for row in rows),
            "repairs": sum(row.dropped is None and row.kind == "repair" for row in rows),
            "own": sum(row.dropped is None and row.kind == "self" for row in rows),
            "dropped": dict(sorted(dropped.items())),
            "outside": sum(outside.overlap(row) is not None for row in rows) if questions else 0,
            "guard": sum(guarded.overlap(row) is not None for row in rows) if requests else 0,
        }

    output = ctx.store.once("vet", inputs, make)
    aside = ", ".join(f"{n} {reason}" for reason, n in output["dropped"].items()) or "none"
    own, least = output["own"], wanted["self"]
    few = f" (for {least} wanted)" if own < least else ""
    voice = f", {own} of the student's own voice{few}" if least else ""
    ctx.emit({"event": "notice", "text": f"{output['kept']} rows proved{voice}; kept aside: {aside}"})
    for what, name in (("outside", "the outside questions"), ("guard", f"the requests of {ctx.config.guard.file}")):
        if number := output.get(what):  # a receipt of a former version may not say
            ctx.emit({"event": "notice", "text": f"{number} of those kept aside overlap with {name}"})
    if not output.get("repairs", output["kept"]):  # what keeps the student as it is repairs nothing
        raise RepairLoopError(
            f"no row for what is repaired survived vetting ({aside}); see: repairloop sql {quoted(ctx.store.path)} "
            '"SELECT dropped, count(*) FROM repair_rows GROUP BY 1"'
        )
    return {"refs": {f"{cycle}/rows": output["shards"]["repair_rows"]}}


def texts_of(ctx: Context, state: State, *phases: str, area: str = "") -> list[str]:
    """The messages of what the user brought to measure by: rows of ours never meet the other probes, by construction."""
    shards = [name for phase in phases for name in state["refs"].get(f"{state['cycle']}/probes/{phase}", [])]
    found = (probe for probe in ctx.store.read(shards, ["area", "messages"]) if area in ("", probe["area"]))
    return [text for probe in found for text in parts(json.loads(probe["messages"]))]
