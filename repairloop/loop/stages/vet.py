"""Stage `vet`: no row trains that a machine has not proved, and none that overlaps with what measures.

Every draft ends with a reason or with none: those of `repairloop.vetting`, held against every probe of every split
and cycle and against the files that the user protects, and `surplus` (more than the area's budget). Only a row with
no reason trains; the others are kept aside with theirs. Rows of the student's own voice have no truth that could be
proved: they pass all but the grader, and are counted apart.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from repairloop.ground.errors import RepairLoopError, quoted
from repairloop.ground.overlap import Overlap, normal, parts
from repairloop.loop.stages.context import FIND, Context, State
from repairloop.loop.stages.synthesize import failures_of, replay_budget
from repairloop.loop.stages.voice import own_budget
from repairloop.records import RepairRow
from repairloop.records.rows import unpack
from repairloop.vetting import Protected, Vetter, grams
from repairloop.vetting.protect import Texts, read_all

CHARS_A_TOKEN: Final = 4
"""Of English text, about: rows with more than this times `train.max_tokens` would be cut."""
Asked = tuple[str, str, str]
"""Content key, text and wording of a probe."""


def run(ctx: Context, state: State) -> dict[str, Any]:
    cycle, refs = state["cycle"], state["refs"]
    measures = (names for key, names in sorted(refs.items()) if "/probes/" in key and not key.endswith(f"/{FIND}"))
    probes = [name for names in measures for name in names]
    wanted = {**replay_budget(ctx, state), **state["targets"], "self": own_budget(ctx)}
    protect = ctx.config.synthesize.protect
    inputs = {"drafts": refs[f"{cycle}/drafts"], "probes": probes, "wanted": wanted, "protect": protect}

    def make(key: str) -> dict[str, Any]:
        failures: dict[str, list[str]] = {}
        for link in ctx.store.read(refs[f"{cycle}/draft_lineage"]):
            failures.setdefault(link["row_id"], []).append(link["probe_id"])
        drafts = ctx.store.read(refs[f"{cycle}/drafts"])
        rows = [unpack(RepairRow, row, failures=failures.get(row["row_id"], [])) for row in drafts]
        columns = ["content", "messages", "wording"]
        asked = (
            (p["content"], text, p["wording"])
            for p in ctx.store.read(probes, columns)
            for text in parts(json.loads(p["messages"]))[:1]
        )
        questions = outside_questions(ctx, state)
        outside = Protected(texts=Texts(questions, []))
        own, _ = read_all(protect)
        guard = Protected(texts=Texts(own.asked + questions, own.beside))
        causes = {
            f["probe_id"]: (area, f["error_class"]) for area, all_ in failures_of(ctx, state).items() for f in all_
        }
        rows = vet(rows, asked, wanted, causes, CHARS_A_TOKEN * ctx.config.train.max_tokens, guard)
        dropped = Counter(row.dropped for row in rows if row.dropped)
        return {
            "shards": {
                "repair_rows": ctx.store.write("repair_rows", rows),
                "lineage": ctx.store.write("lineage", (link for row in rows for link in row.lineage)),
            },
            "kept": sum(row.dropped is None and row.kind != "self" for row in rows),
            "own": sum(row.dropped is None and row.kind == "self" for row in rows),
            "dropped": dict(sorted(dropped.items())),
            "outside": sum(outside.overlap(row) is not None for row in rows) if questions else 0,
        }

    output = ctx.store.once("vet", inputs, make)
    aside = ", ".join(f"{n} {reason}" for reason, n in output["dropped"].items()) or "none"
    own, wished = output["own"], wanted["self"]
    few = f" (for {wished} wanted)" if own < wished else ""
    voice = f", {own} of the student's own voice{few}" if wished else ""
    ctx.emit({"event": "notice", "text": f"{output['kept']} rows proved{voice}; kept aside: {aside}"})
    if output["outside"]:
        text = f"{output['outside']} of those kept aside overlap with the outside questions"
        ctx.emit({"event": "notice", "text": text})
    if not output["kept"]:
        raise RepairLoopError(
            f"no row survived vetting ({aside}); see: repairloop sql {quoted(ctx.store.path)} "
            '"SELECT dropped, count(*) FROM repair_rows GROUP BY 1"'
        )
    return {"refs": {f"{cycle}/rows": output["shards"]["repair_rows"]}}


def vet(
    rows: Sequence[RepairRow], asked: Iterable[Asked], wanted: Mapping[str, int],
    causes: Mapping[str, tuple[str, str | None]], max_chars: int, guard: Protected | None = None,
) -> list[RepairRow]:  # fmt: skip
    """The rows with verdict, proof and reason filled in. `asked`: the run's probes; `guard`: the user's own questions;
    `causes`: see `Vetter`."""
    places = {id(row): place for place, row in enumerate(rows)}
    overlapping = overlaps(rows, asked)

    def overlap(row: RepairRow) -> str | None:
        return overlapping.get(places[id(row)]) or (guard.overlap(row) if guard else None)

    vetter = Vetter(overlap, max_chars, causes)
    kept: Counter[str] = Counter()
    vetted = []
    for row, (reason, verdict) in zip(
        rows, vetter.vet((row, "self" if row.kind == "self" else "proved") for row in rows), strict=True
    ):
        if reason is None and kept[row.area] >= wanted[row.area]:
            reason = "surplus"
        kept[row.area] += reason is None
        update: dict[str, Any] = {"dropped": reason}
        if verdict is not None:
            proved = verdict.status == "pass" and reason in (None, "surplus")
            update |= {"verdict": verdict.status, "grader_version": verdict.version}
            update |= {"proof": "proved" if proved else "unproved"}
        vetted.append(row.like(**update))
    return vetted


def outside_questions(ctx: Context, state: State) -> list[str]:
    """The messages of the user's outside questions: rows of ours never meet the other probes, by construction."""
    shards = state["refs"].get(f"{state['cycle']}/probes/outside", [])
    return [text for probe in ctx.store.read(shards, ["messages"]) for text in parts(json.loads(probe["messages"]))]


def overlaps(rows: Sequence[RepairRow], asked: Iterable[Asked]) -> dict[int, str]:
    """Place of each row that overlaps with a probe → how. The rows are indexed and the probes stream by."""
    said = [parts(row.prompt) for row in rows]
    index = Overlap(
        (f"{place}/{n}", row.content, text) for place, row in enumerate(rows) for n, text in enumerate(said[place])
    )
    places: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        for gram in grams(normal(f"{said[place][0]} {row.completion}")):
            places.setdefault(gram, []).append(place)
    found: dict[int, str] = {}
    for content, question, wording in asked:
        if wording == "unseen":
            for gram in grams(normal(question)):
                for place in places.get(gram, ()):
                    found.setdefault(place, "same_words")
        found.update({int(item.partition("/")[0]): how for item, how in index.matches(content, question).items()})
    return found
