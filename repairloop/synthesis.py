"""`repairloop synthesize`: proved rows for areas that one names, or that a run showed to fail; no student is asked.

Rows are made by the flows of `repairloop.flows` in batches, vetted one by one as they come (`repairloop.vetting`), and
written at once, so that their number does not matter to the memory. Areas are made one after the other, each into a
part of its own (`repairloop.dataset`): what was finished when a process ends is not made again.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from repairloop.dataset import Dataset, Report
from repairloop.errors import RepairLoopError, UsageError, nearest
from repairloop.export import ENDINGS, FORMATS
from repairloop.flows import Agent, Item, program_flow, run_flow
from repairloop.flows.kinds import Choice, choose, repair_agents, why
from repairloop.plugins import Skill, all_skills
from repairloop.protect import read_texts
from repairloop.records import RepairRow
from repairloop.sources.library import Library, open_library
from repairloop.stages.context import select_areas
from repairloop.stages.synthesize import to_row
from repairloop.store import Store
from repairloop.vetting import Protected, Vetter
from repairloop.views import connect, fetch

ITEMS: Final = 512
"""Items that go through a flow together."""
MAX_CHARS: Final = 8192
"""A row whose prompt and completion are longer together is `too_long`."""
MAX_BARREN: Final = 8
"""Batches in a row that give nothing new, after which an area is taken to be exhausted."""
WORLDS: Final = 0.5
"""Share of the rows made from generated worlds where no sources were named; with sources, only where none suits."""


class Failure(NamedTuple):
    """A probe that showed an area to fail."""

    probe_id: str
    error_class: str | None
    difficulty: int


@dataclass(frozen=True)
class Order:
    """What is asked for: rows by area, and how they are to be made."""

    wanted: Mapping[str, int]
    """Area, or a node above some → rows."""
    format: str = "prompt-completion"
    seed: int = 0
    refine: float = 0.25
    difficulties: tuple[int, ...] = (1, 2, 3)
    failures: Mapping[str, list[Failure]] = field(default_factory=dict)
    """Area → the failures that its rows answer; none where no run is known."""
    sources: tuple[Path, ...] = ()

    def choices(self, area: str) -> list[Choice]:
        """The kinds of repair: by the area's failures, unless the format needs a wrong answer for each row."""
        if self.format == "dpo":
            return [Choice("preference", 1.0, "the format dpo holds no other kind")]
        chosen = choose(Counter(f.error_class or "" for f in self.failures.get(area, ())))
        return [c for c in chosen if c.kind != "correction" or self.format != "alpaca"]  # it holds single questions


def synthesize(
    order: Order, out: Path, *, protect: Iterable[Path] = (), run: Store | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None, say: Callable[[str], None] = lambda text: None,
) -> Report:  # fmt: skip
    """Write the rows to `out`, and beside it a dataset card (`.md`) and all that is known of each row (`.duckdb`).

    Raises UsageError on an unknown area, format or ending and on sources that cannot be read, RepairLoopError where
    nothing could be made or the disk is full.
    """
    if order.format not in FORMATS:
        raise UsageError(nearest(order.format, FORMATS, "format"))
    if out.suffix not in ENDINGS:
        raise UsageError(f"{out} must end in {' or '.join(ENDINGS)}")
    shares = _shares(order.wanted, list(all_skills().values()))
    files = [str(path) for path in protect]
    texts = [text for file in files for text in read_texts(Path(file))]
    guard = Protected(_probes(run) if run else (), texts)
    settings = {
        "wanted": dict(order.wanted), "format": order.format, "seed": order.seed, "refine": order.refine,
        "difficulties": order.difficulties, "sources": [str(path) for path in order.sources],
        "protect": files, "run": run.path.name if run else None,
    }  # fmt: skip
    total = sum(number for _, number, _ in shares)
    with ExitStack() as stack:
        library: Library | None = None
        if any(skill.material for _, _, skill in shares):
            library = stack.enter_context(open_library(list(order.sources) or None, say))
            settings["material"] = library.kinds
            settings["material_hash"] = library.digest
        failing = {area: [tuple(f) for f in failures] for area, failures in order.failures.items()}
        dataset = stack.enter_context(Dataset(out, order.format, settings, {"failures": failing, "texts": texts}))
        for area, number, skill in shares:
            done = dataset.report.rows.total()
            if not dataset.has(area):
                report = Report()
                rows = _area(skill, area, number, order, guard, library, report)
                dataset.add(area, rows, report, lambda made, done=done: progress(done + made, total))  # type: ignore[misc]
            progress(dataset.report.rows.total(), total)
        if not dataset.report.rows:
            raise RepairLoopError(f"nothing was made: {dict(dataset.report.dropped) or 'no row was asked for'}")
        dataset.finish(guard.size)
    return dataset.report


def failing_areas(run: Store, rows: int) -> tuple[dict[str, int], dict[str, list[Failure]]]:
    """The areas that the run's last cycle showed to fail, with equal shares of `rows`, and their failures.

    UsageError where there is none.
    """
    with connect(run) as db:
        last = "cycle = (SELECT max(cycle) FROM areas)"
        found = fetch(db, f"SELECT area FROM areas WHERE failing AND {last} ORDER BY 1")
        failed = fetch(
            db,
            "SELECT area, probe_id, error_class, difficulty FROM failures "
            f"WHERE {last} AND side = 'before' AND split = 'confirm' ORDER BY area, probe_id",
        )
    if not found:
        raise UsageError(f"{run.path}: nothing was shown to fail in it; name areas with --area")
    causes: dict[str, list[Failure]] = {row["area"]: [] for row in found}
    for row in failed:
        if row["area"] in causes:
            causes[row["area"]].append(Failure(row["probe_id"], row["error_class"], row["difficulty"]))
    return {area: math.ceil(rows / len(found)) for area in causes}, causes


def _shares(wanted: Mapping[str, int], skills: list[Skill]) -> list[tuple[str, int, Skill]]:
    """Every leaf area with its number of rows: a node's rows are shared by the areas below it."""
    shares: dict[str, tuple[int, Skill]] = {}
    for node, number in wanted.items():
        leaves = select_areas(skills, [node])
        for place, (area, skill) in enumerate(leaves.items()):
            mine = number // len(leaves) + (place < number % len(leaves))
            shares[area] = (shares.get(area, (0, skill))[0] + mine, skill)
    return [(area, number, skill) for area, (number, skill) in shares.items() if number]


def _probes(run: Store) -> list[tuple[str, str, str]]:
    with connect(run) as db:
        found = fetch(db, "SELECT content, question, wording FROM probes")
    return [(row["content"], row["question"], row["wording"]) for row in found]


def _area(
    skill: Skill, area: str, number: int, order: Order, guard: Protected, library: Library | None, report: Report
) -> Iterator[RepairRow]:
    """Proved rows of one area, until there are enough or nothing new comes; `report` is filled in meanwhile."""
    failures = order.failures.get(area, [])
    choices = order.choices(area)
    flow: list[Agent] = [
        *program_flow(skill, order.refine, library, 1.0 if order.sources else 1 - WORLDS),
        *repair_agents(skill, choices, Counter(f.error_class or "" for f in failures)),
    ]
    steps = [d for d in order.difficulties if d in skill.difficulties] or list(skill.difficulties)
    vetter = Vetter(guard.overlap, MAX_CHARS, {f.probe_id: (area, f.error_class) for f in failures})
    kept = index = barren = 0
    while kept < number and barren < MAX_BARREN:
        size = min(ITEMS, math.ceil((number - kept) * 1.1 / (1 + order.refine)) + 8)
        items = []
        for i in range(index, index + size):
            difficulty = failures[i % len(failures)].difficulty if failures else steps[i % len(steps)]
            items.append(Item(area=area, index=i, difficulty=difficulty, seed=str(order.seed)))
        index += size
        before = kept
        for item in sorted(run_flow(flow, items, report.yields), key=lambda i: (i.index, i.edit)):
            if kept == number:
                break
            cause: dict[str, Any] | None = failures[item.index % len(failures)]._asdict() if failures else None
            row = to_row(item, skill, 0, "repair", cause, why(choices, item.repair))
            reason, verdict = vetter.vet(row)
            if reason is None and order.format == "dpo" and row.rejected is None:
                reason = "no_wrong_answer"
            if verdict is not None:
                row = row.model_copy(update={"verdict": verdict.status, "grader_version": verdict.version})
            if reason is not None:
                report.keep_aside(row, reason)
                continue
            kept += 1
            report.count(row, item.edit)
            yield row.model_copy(update={"proof": "proved"})
        barren = barren + 1 if kept == before else 0
    if kept < number:
        report.exhausted.append(area)
