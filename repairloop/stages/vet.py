"""Stage `vet`: no row trains that a machine has not proved, and none that overlaps with what measures.

Every draft ends with a reason or with none: `ill_formed`, `wrong` (its completion fails the grader),
`duplicate` of another row, `contaminated_…` (same content, same text or nearly the same text as a probe of any
split and cycle), `surplus` (more than the area's budget). Only a row with no reason trains; the others are kept
aside with theirs.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from repairloop.errors import RepairLoopError
from repairloop.overlap import Overlap, normal
from repairloop.plugins import grade
from repairloop.records import Answer, Probe, RepairRow
from repairloop.rows import from_repair_row, lineage, to_repair_row
from repairloop.stages.context import Context, State
from repairloop.stages.synthesize import replay_budget


def run(ctx: Context, state: State) -> dict[str, Any]:
    cycle, refs = state["cycle"], state["refs"]
    probes = [name for key, names in sorted(refs.items()) if "/probes/" in key for name in names]
    wanted = {**replay_budget(ctx, state), **state["targets"]}
    inputs = {"drafts": refs[f"{cycle}/drafts"], "probes": probes, "wanted": wanted}

    def make(key: str) -> dict[str, Any]:
        failures: dict[str, list[str]] = {}
        for link in ctx.store.read(refs[f"{cycle}/draft_lineage"]):
            failures.setdefault(link["row_id"], []).append(link["probe_id"])
        drafts = ctx.store.read(refs[f"{cycle}/drafts"])
        rows = [to_repair_row(row, failures.get(row["row_id"])) for row in drafts]
        asked = ((p["content"], p["question"]) for p in ctx.store.read(probes, ["content", "question"]))
        rows = vet(rows, asked, wanted)
        dropped = Counter(row.dropped for row in rows if row.dropped)
        return {
            "shards": {
                "repair_rows": ctx.store.write("repair_rows", map(from_repair_row, rows)),
                "lineage": ctx.store.write("lineage", (link for row in rows for link in lineage(row))),
            },
            "kept": sum(row.dropped is None for row in rows),
            "dropped": dict(sorted(dropped.items())),
        }

    output = ctx.store.once("vet", inputs, make)
    aside = ", ".join(f"{n} {reason}" for reason, n in output["dropped"].items()) or "none"
    ctx.emit({"event": "notice", "text": f"{output['kept']} rows proved; kept aside: {aside}"})
    if not output["kept"]:
        raise RepairLoopError(
            f"no row survived vetting ({aside}); see: repairloop sql {ctx.store.path} "
            '"SELECT dropped, count(*) FROM repair_rows GROUP BY 1"'
        )
    return {"refs": {f"{cycle}/rows": output["shards"]["repair_rows"]}}


def vet(rows: list[RepairRow], asked: Any, wanted: dict[str, int]) -> list[RepairRow]:
    """The rows with verdict and reason filled in. `asked`: (content, question) of every probe."""
    index = Overlap((row.id, row.content, row.question) for row in rows)
    overlapping: dict[str, str] = {}
    for content, question in asked:
        overlapping.update(index.matches(content, question))
    vetted = []
    seen: set[str] = set()
    kept: Counter[str] = Counter()
    for row in rows:
        verdict = None
        if reason := ill_formed(row):
            pass
        elif row.id in overlapping:
            reason = f"contaminated_{overlapping[row.id]}"
        elif (text := normal(row.question)) in seen:
            reason = "duplicate"
        else:
            seen.add(text)
            verdict = prove(row)
            reason = "wrong" if verdict.status != "pass" else "surplus" if kept[row.area] >= wanted[row.area] else None
        kept[row.area] += reason is None
        update: dict[str, Any] = {"dropped": reason}
        if verdict is not None:
            update |= {"verdict": verdict.status, "grader_version": verdict.version}
        vetted.append(row.model_copy(update=update))
    return vetted


def ill_formed(row: RepairRow) -> str | None:
    roles = [m.get("role") for m in row.prompt]
    whole = bool(roles) and roles[-1] == "user" and all(m.get("content", "").strip() for m in row.prompt)
    return None if whole and row.completion.strip() and row.rejected != row.completion else "ill_formed"


def prove(row: RepairRow) -> Any:
    """The grader's verdict on the row's completion, by the truth recomputed from the representation."""
    probe = Probe.model_construct(
        id=row.id, skill=row.skill, area=row.area, split="train", messages=row.prompt, reference=row.reference,
        grader=row.grader, settings=row.settings, problem=row.problem, content=row.content,
    )  # fmt: skip
    return grade(probe, Answer(probe_id=row.id, text=row.completion))
