"""`repairloop synthesize`: proved rows for areas that one names, or that a run showed to fail; no student is asked.

Rows are drafted in batches and vetted as they come, by the recipe and the maker that a cycle has too
(`repairloop.flows.recipe`), and written at once, so that their number does not matter to the memory. Areas do not depend
on one another: each is made into a part of its own (`repairloop.making.dataset`), many rows on all cores, and what was
finished when a process ends is not made again.
"""

from __future__ import annotations

import gc
import itertools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, NamedTuple

from repairloop.flows.recipe import ITEMS, Maker, Recipe, Wish
from repairloop.flows.rows import Failure
from repairloop.ground.errors import RepairLoopError, UsageError, nearest
from repairloop.ground.outputs import new_file
from repairloop.ground.overlap import parts
from repairloop.making.dataset import Dataset, Part, Report
from repairloop.making.export import ENDINGS, FORMATS
from repairloop.plugins.parallel import spread
from repairloop.plugins.registry import all_skills, get_skill, loaded_files
from repairloop.plugins.skill import Skill, select_areas
from repairloop.records import RepairRow
from repairloop.rundir import said
from repairloop.rundir.store import Store
from repairloop.rundir.views import connect, fetch
from repairloop.sources.library import Library, open_library, without_rows
from repairloop.vetting import Protected
from repairloop.vetting.protect import Texts, read_all

MAX_BARREN: Final = 8
"""Batches in a row that give nothing new, after which an area is taken to be exhausted."""
MANY: Final = 5_000
"""Rows from which on all cores work, an area each."""
HOLDS: Final[dict[str, Any]] = {"dpo": "pairs", "alpaca": "questions"}
"""What rows may be where the format does not hold all."""


def synthesize(
    recipe: Recipe, wanted: Mapping[str, int], out: str | Path, *, format: str = "prompt-completion",
    failures: Mapping[str, list[Failure]] | None = None, run: Store | None = None, force: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None, say: Callable[[str], None] = lambda text: None,
) -> Report:  # fmt: skip
    """Write rows to `out`, and beside it a dataset card (`.md`) and all that is known of each row (`.duckdb`).

    `wanted`: area, or a node above some → rows; `failures`: area → those that its rows answer; `run`: its probes are
    protected, and rows that people vetoed in it are kept aside, with those that ask the same. Raises UsageError on an unknown area, format or ending, on files that are there (but with `force`) and on
    sources that cannot be read, RepairLoopError where nothing could be made or the disk is full.
    """
    out = new_file(out, "--out")
    if format not in FORMATS:
        raise UsageError(nearest(format, FORMATS, "format"))
    if out.suffix not in ENDINGS:
        raise UsageError(f"{out} must end in {' or '.join(ENDINGS)}")
    recipe = replace(recipe, holds=HOLDS.get(format, "all"))
    shares = _shares(wanted, [recipe.as_set(skill) for skill in all_skills().values()])
    skills = [skill for _, _, skill in shares]
    texts, notes = read_all(recipe.config.synthesize.protect)
    for note in notes:
        say(note)
    settings = {"wanted": dict(wanted), "format": format, "run": run.path.name if run else None, **recipe.described()}
    vetoes = said.vetoes(said.to_hand_over(run) if run else ())
    settings |= {"vetoed": sorted(vetoes.rows)} if vetoes.rows else {}
    wishes = [Wish(area, number, (failures or {}).get(area, ())) for area, number, _ in shares]
    total = sum(wish.number for wish in wishes)
    with ExitStack() as stack:
        stack.enter_context(_few_collections())
        library = None
        if recipe.uses_material(skills):
            library = stack.enter_context(open_library(recipe.sources or None, say))
            settings |= {"kinds": library.kinds, "material_hash": library.digest}
        if teacher := recipe.teacher(out.with_name(f".{out.name}.teacher"), say):
            stack.enter_context(teacher)
        dataset = stack.enter_context(Dataset(out, format, settings, {"failures": failures, "texts": texts}, force))
        guard = Protected(_probes(run) if run else (), texts)
        maker = Maker(recipe, library, teacher)
        file, path = library.file if library else None, run.path if run else None
        jobs = [
            Job(wish, dataset.part(wish.area), dataset.hash, recipe, file, path, texts, vetoes)
            for wish in wishes
            if not dataset.part(wish.area).exists()
        ]
        many = teacher is None and total >= MANY
        made = total - sum(job.wish.number for job in jobs)
        progress(made, total)
        work = _work if many else lambda job: _make(job, maker, guard, lambda n: progress(made + n, total))
        for job in spread(work, jobs, loaded_files(), many=many):
            made += job.wish.number
            progress(made, total)
        for wish in wishes:
            dataset.take(wish.area)
        if not dataset.report.rows:
            raise RepairLoopError(f"nothing was made: {dict(dataset.report.dropped) or 'no row was asked for'}")
        dataset.report.notes |= set(without_rows(recipe.sources, library, dataset.report.sources, skills))
        dataset.finish(guard.size)
    return dataset.report


class Job(NamedTuple):
    """One area to be made, and what another process needs for it."""

    wish: Wish
    part: Part
    hash: str
    """Of all that the dataset depends on."""
    recipe: Recipe
    library: Path | None
    run: Path | None
    protected: Texts
    vetoes: said.Vetoes


_makers: dict[str, tuple[Maker, Protected]] = {}


def _work(job: Job) -> Job:
    """Make one part, in a process that makes several."""
    if job.hash not in _makers:
        probes = _probes(Store.open(job.run)) if job.run else ()
        library = Library(file=job.library) if job.library else None
        _makers[job.hash] = Maker(job.recipe, library), Protected(probes, job.protected)
    with _few_collections():
        return _make(job, *_makers[job.hash], lambda made: None)


def _make(job: Job, maker: Maker, guard: Protected, progress: Callable[[int], None]) -> Job:
    """Write one part; `progress` is told rows made so far."""
    skill = job.recipe.as_set(get_skill(job.wish.area.partition("/")[0]))
    report = Report()
    maker = replace(maker, yields=report.yields, notes=report.notes)
    try:
        job.part.write(_rows(skill, job.wish, maker, guard, job.vetoes, report), report, progress)
    except NotImplementedError:
        raise UsageError(
            f"area {job.wish.area}: skill {skill.name!r} has no flow; its problems must have `reference`, `ask` and `answer` "
            "(see `repairloop new skill`)"
        ) from None
    return job


def _rows(
    skill: Skill, wish: Wish, maker: Maker, guard: Protected, vetoes: said.Vetoes, report: Report
) -> Iterator[RepairRow]:
    """Vetted rows of one area, until there are enough or nothing new comes; `report` is filled in meanwhile."""
    vetter = maker.recipe.vetter(guard.overlap, [wish])
    kept = 0
    for batch in itertools.chain(maker.taught(skill, wish), _batches(skill, wish, maker, report)):
        rows = maker.with_mistakes(wish, batch)
        rows = [row.like(dropped="vetoed") if vetoes.hold(row.id, row.content, row.question) else row for row in rows]
        for row in vetter.vet(rows):
            if row.dropped is not None:
                report.keep_aside(row)
                continue
            kept += 1
            report.count(row)
            yield row
            if kept == wish.number:
                return
    report.exhausted.append(wish.area)


def _batches(skill: Skill, wish: Wish, maker: Maker, report: Report) -> Iterator[list[RepairRow]]:
    """Drafts by program agents, without end as long as new rows come of them."""
    index, barren, before = 0, 0, 0
    while barren < MAX_BARREN:
        kept = report.rows.total()
        barren = barren + 1 if index and kept == before else 0
        before = kept
        size = min(ITEMS, maker.items_for(skill, wish, (wish.number - kept) * 1.1) + 8)
        yield maker.drafts(skill, wish, range(index, index + size))
        index += size


@contextmanager
def _few_collections() -> Iterator[None]:
    """Millions of small objects come and go without cycles: looking for some takes a fifth of the time."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(500_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def failing_areas(run: Store, rows: int) -> tuple[int, dict[str, int], dict[str, list[Failure]]]:
    """The run's last cycle, the areas that it showed to fail, with equal shares of `rows`, and their failures, in the order
    in which the cycle answers them.

    UsageError where there is none.
    """
    with connect(run) as db:
        last = "cycle = (SELECT max(cycle) FROM areas)"
        found = fetch(db, f"SELECT area, cycle FROM areas WHERE decision = 'fails' AND {last} ORDER BY 1")
        failed = fetch(
            db,
            "SELECT area, probe_id, error_class, f.difficulty FROM failures f JOIN probes p USING (probe_id, cycle, area) "
            f"WHERE f.{last} AND side = 'before' AND f.split IN ('screen', 'confirm') "
            "ORDER BY f.split = 'confirm', p.item, probe_id",
        )
    if not found:
        raise UsageError(f"{run.path}: nothing was shown to fail in it; name areas with --area")
    causes: dict[str, list[Failure]] = {row["area"]: [] for row in found}
    for row in failed:
        if row["area"] in causes:
            causes[row["area"]].append(Failure(row["probe_id"], row["error_class"], row["difficulty"]))
    return found[0]["cycle"], shared(rows, list(causes)), causes


def shared(rows: int, areas: Sequence[str]) -> dict[str, int]:
    """Area → its share of `rows`, as equal as they come: the first have one more."""
    names = list(dict.fromkeys(areas))
    return {name: rows // len(names) + (place < rows % len(names)) for place, name in enumerate(names)}


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
        found = fetch(db, "SELECT content, messages, wording FROM probes")
    return [(row["content"], text, row["wording"]) for row in found for text in parts(json.loads(row["messages"]))[:1]]
