"""`repairloop synthesize`: proved rows for areas that one names, or that a run showed to fail; no student is asked.

Rows are made by the flows of `repairloop.flows` in batches, vetted one by one as they come (`repairloop.vetting`), and
written at once, so that their number does not matter to the memory. Areas do not depend on one another: each is made
into a part of its own (`repairloop.making.dataset`), many rows on all cores, and what was finished when a process ends is not
made again.
"""

from __future__ import annotations

import gc
import itertools
import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from repairloop.flows import Agent, Item, program_flow, run_flow
from repairloop.flows.kinds import MOST, Choice, choose, repair_agents, why
from repairloop.flows.mixed import BudgetSpent, families, teacher_flow
from repairloop.flows.proof import prove_items
from repairloop.flows.rows import to_row
from repairloop.ground.errors import RepairLoopError, UsageError, nearest
from repairloop.ground.outputs import new_file
from repairloop.ground.overlap import parts
from repairloop.making.dataset import Dataset, Part, Report
from repairloop.making.export import ENDINGS, FORMATS
from repairloop.plugins.parallel import spread
from repairloop.plugins.registry import all_skills, loaded_files
from repairloop.plugins.skill import Skill, select_areas
from repairloop.records import Proof, RepairRow
from repairloop.rundir.store import Store
from repairloop.rundir.views import connect, fetch
from repairloop.sources.library import Library, open_library, without_rows
from repairloop.teachers.teacher import Budget, Teacher, open_teacher
from repairloop.vetting import Protected, Vetter
from repairloop.vetting.protect import Texts
from repairloop.vetting.protect import read_all as read_protected

ITEMS: Final = 512
"""Items that go through a flow together."""
MAX_CHARS: Final = 8192
"""A row whose prompt and completion are longer together is `too_long`."""
MAX_BARREN: Final = 8
"""Batches in a row that give nothing new, after which an area is taken to be exhausted."""
MANY: Final = 5_000
"""Rows from which on all cores work, an area each."""
TAUGHT: Final = 0.25
"""Share of the rows that a teacher is asked for, where there is one."""
PROOFS: Final[tuple[Proof, ...]] = ("proved", "agreed", "unproved")
"""Strongest first."""
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
    teacher: str = ""
    """Its name; empty: programs make all rows."""
    budget: Budget = field(default_factory=Budget)
    judge: Mapping[str, Any] | None = None
    """Settings of the grader that judges, calibrated: what teacher samples agree on becomes `agreed` if it accepts it."""
    admit: Proof = "proved"
    """The weakest proof that a row may have."""

    def choices(self, area: str) -> list[Choice]:
        """The kinds of repair: by the area's failures, unless the format needs a wrong answer for each row."""
        if self.format == "dpo":
            return [Choice("preference", 1.0, "the format dpo holds no other kind")]
        chosen = choose(Counter(f.error_class or "" for f in self.failures.get(area, ())))
        return [c for c in chosen if c.kind != "correction" or self.format != "alpaca"]  # it holds single questions


def synthesize(
    order: Order, out: str | Path, *, protect: Iterable[Path] = (), run: Store | None = None, force: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None, say: Callable[[str], None] = lambda text: None,
) -> Report:  # fmt: skip
    """Write the rows to `out`, and beside it a dataset card (`.md`) and all that is known of each row (`.duckdb`).

    Raises UsageError on an unknown area, format or ending, on files that are there (but with `force`) and on sources that
    cannot be read, RepairLoopError where nothing could be made or the disk is full.
    """
    out = new_file(out, "--out")
    if order.format not in FORMATS:
        raise UsageError(nearest(order.format, FORMATS, "format"))
    if out.suffix not in ENDINGS:
        raise UsageError(f"{out} must end in {' or '.join(ENDINGS)}")
    shares = _shares(order.wanted, list(all_skills().values()))
    files = [str(path) for path in protect]
    texts, notes = read_protected(files)
    for note in notes:
        say(note)
    settings: dict[str, Any] = {
        "wanted": dict(order.wanted), "format": order.format, "seed": order.seed, "refine": order.refine,
        "difficulties": order.difficulties, "sources": [str(path) for path in order.sources],
        "protect": files, "run": run.path.name if run else None,
        "admit": order.admit, "judge": dict(order.judge) if order.judge else None,
    }  # fmt: skip
    total = sum(number for _, number, _ in shares)
    with ExitStack() as stack:
        stack.enter_context(_few_collections())
        library = teacher = None
        if any(skill.material for _, _, skill in shares):
            library = stack.enter_context(open_library(list(order.sources) or None, say))
            settings |= {"material": library.kinds, "material_hash": library.digest}
        if order.teacher:
            cache = out.with_name(f".{out.name}.teacher")
            teacher = stack.enter_context(open_teacher(order.teacher, cache=cache, budget=order.budget, say=say))
            settings["teacher"] = teacher.label
        failing = {area: [tuple(f) for f in failures] for area, failures in order.failures.items()}
        dataset = stack.enter_context(
            Dataset(out, order.format, settings, {"failures": failing, "texts": texts}, force)
        )
        maker = Maker(order, Protected(_probes(run) if run else (), texts), library, teacher)
        jobs = [
            Job(
                area,
                number,
                dataset.part(area),
                dataset.hash,
                order,
                library.file if library else None,
                run.path if run else None,
                texts,
            )
            for area, number, _ in shares
            if not dataset.part(area).exists()
        ]
        many = teacher is None and total >= MANY
        made = total - sum(job.number for job in jobs)
        progress(made, total)
        work = _work if many else lambda job: maker.make(job, lambda n: progress(made + n, total))
        for job in spread(work, jobs, loaded_files(), many=many):
            made += job.number
            progress(made, total)
        for area, _, _ in shares:
            dataset.take(area)
        if not dataset.report.rows:
            raise RepairLoopError(f"nothing was made: {dict(dataset.report.dropped) or 'no row was asked for'}")
        skills = [skill for _, _, skill in shares]
        dataset.report.notes |= set(without_rows(order.sources, library, dataset.report.sources, skills))
        dataset.finish(maker.guard.size)
    return dataset.report


class Job(NamedTuple):
    """One area to be made, and what another process needs for it."""

    area: str
    number: int
    part: Part
    hash: str
    """Of all that the dataset depends on."""
    order: Order
    library: Path | None
    run: Path | None
    protected: Texts


_makers: dict[str, Maker] = {}


def _work(job: Job) -> Job:
    """Make one part, in a process that makes several."""
    if job.hash not in _makers:
        probes = _probes(Store.open(job.run)) if job.run else ()
        library = Library(file=job.library) if job.library else None
        _makers[job.hash] = Maker(job.order, Protected(probes, job.protected), library, None)
    with _few_collections():
        return _makers[job.hash].make(job, lambda made: None)


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


def failing_areas(run: Store, rows: int) -> tuple[dict[str, int], dict[str, list[Failure]]]:
    """The areas that the run's last cycle showed to fail, with equal shares of `rows`, and their failures.

    UsageError where there is none.
    """
    with connect(run) as db:
        last = "cycle = (SELECT max(cycle) FROM areas)"
        found = fetch(db, f"SELECT area FROM areas WHERE decision = 'fails' AND {last} ORDER BY 1")
        failed = fetch(
            db,
            "SELECT area, probe_id, error_class, difficulty FROM failures "
            f"WHERE {last} AND side = 'before' AND split IN ('screen', 'confirm') ORDER BY area, probe_id",
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
        found = fetch(db, "SELECT content, messages, wording FROM probes")
    return [(row["content"], text, row["wording"]) for row in found for text in parts(json.loads(row["messages"]))[:1]]


@dataclass
class Maker:
    """Makes the rows of one area after the other; each area as if it were the only one."""

    order: Order
    guard: Protected
    library: Library | None
    teacher: Teacher | None

    def make(self, job: Job, progress: Callable[[int], None]) -> Job:
        """Write the area's part; `progress` is told rows made so far."""
        report = Report()
        skill = all_skills()[job.area.partition("/")[0]]
        try:
            job.part.write(self.rows(skill, job.area, job.number, report), report, progress)
        except NotImplementedError:
            raise UsageError(
                f"area {job.area}: skill {skill.name!r} has no flow; its problems must have `reference`, `ask` and `answer` "
                "(see `repairloop new skill`)"
            ) from None
        return job

    def rows(self, skill: Skill, area: str, number: int, report: Report) -> Iterator[RepairRow]:
        """Vetted rows of one area, until there are enough or nothing new comes; `report` is filled in meanwhile."""
        order = self.order
        failures = order.failures.get(area, [])
        vetter = Vetter(self.guard.overlap, MAX_CHARS, {f.probe_id: (area, f.error_class) for f in failures})
        kept = others = 0
        most = math.ceil(number * max(MOST, sum(choice.share for choice in order.choices(area))))
        taught = _taught(skill, area, number, order, self.library, self.teacher, report) if self.teacher else ()
        for batch in itertools.chain(taught, _made(skill, area, number, order, self.library, report)):
            vetted = vetter.vet((draft.row, draft.proof) for draft in batch if draft.reason is None)
            for row, edit, proof, reason in batch:
                verdict = None
                if reason is None:
                    reason, verdict = next(vetted)
                if reason is None and order.format == "dpo" and row.rejected is None:
                    reason = "no_wrong_answer"
                if reason is None and row.repair != "demonstration" and others == most:
                    reason = "enough_of_its_kind"  # a small area would end as a few questions with ever other mistakes
                if reason is not None:
                    report.keep_aside(row, reason)
                    continue
                kept += 1
                others += row.repair != "demonstration"
                report.count(row, edit)
                known = {"verdict": verdict.status, "grader_version": verdict.version} if verdict else {}
                yield row.like(**known, proof=proof)
                if kept == number:
                    return
        report.exhausted.append(area)


class Draft(NamedTuple):
    """A row to be vetted."""

    row: RepairRow
    edit: str
    """The refinement it went through."""
    proof: Proof
    """How far it is claimed to be proved."""
    reason: str | None
    """Why it is kept aside, if it is."""


def _made(
    skill: Skill, area: str, number: int, order: Order, library: Library | None, report: Report
) -> Iterator[list[Draft]]:
    """Rows by program agents, without end as long as new ones come."""
    failures, choices = order.failures.get(area, []), order.choices(area)
    flow: list[Agent] = [
        *program_flow(skill, order.refine, library, 1.0 if order.sources else 1 - WORLDS),
        *repair_agents(skill, choices, Counter(f.error_class or "" for f in failures)),
    ]
    index, barren, before = 0, 0, 0
    while barren < MAX_BARREN:
        kept = sum(report.rows.values())
        barren = barren + 1 if index and kept == before else 0
        before = kept
        size = min(ITEMS, math.ceil((number - kept) * 1.1 / (1 + order.refine)) + 8)
        items = _items(skill, area, order, range(index, index + size), str(order.seed))
        index += size
        drafts = []
        for item in sorted(run_flow(flow, items, report.yields), key=lambda i: (i.index, i.edit)):
            row = to_row(item, skill, 0, "repair", _cause(failures, item), why(choices, item.repair))
            drafts.append(Draft(row, item.edit, "proved", None))
        yield drafts


def _taught(
    skill: Skill, area: str, number: int, order: Order, library: Library | None, teacher: Teacher, report: Report
) -> Iterator[list[Draft]]:
    """Rows that a teacher had a hand in: a share of those wanted. A budget that is spent ends them."""
    failures = order.failures.get(area, [])
    for family in families(skill, area, library):
        flow = teacher_flow(skill, area, teacher, library, order.refine, family)
        size = math.ceil(number * TAUGHT / len(families(skill, area, library)))
        for start in range(0, size, ITEMS):
            asked = range(start, min(size, start + ITEMS))
            try:
                items = run_flow(flow, _items(skill, area, order, asked, f"{order.seed}/{family}"), report.yields)
                proven = prove_items(items, lambda _: skill, teacher, order.judge)
            except BudgetSpent as error:
                if not teacher.spent.calls:
                    raise UsageError(f"nothing can be asked of the teacher: {error}") from None
                report.notes.add("the teacher's budget is spent: programs made the rest")
                return
            drafts = []
            for item, proof, reason in proven:
                row = to_row(item, skill, 0, "repair", _cause(failures, item))
                weak = PROOFS.index(proof) > PROOFS.index(order.admit)
                drafts.append(Draft(row, item.edit, proof, f"{proof}: {reason}"[:200] if weak else None))
            yield drafts


def _items(skill: Skill, area: str, order: Order, indices: range, seed: str) -> list[Item]:
    """Items to be made; each has the difficulty of the failure that it answers."""
    failures = order.failures.get(area, [])
    steps = [d for d in order.difficulties if d in skill.difficulties] or list(skill.difficulties)
    steps = [f.difficulty for f in failures] or steps
    first = Item(area=area, index=0, difficulty=steps[0], seed=seed)
    return [first.like(index=i, difficulty=steps[i % len(steps)]) for i in indices]


def _cause(failures: Sequence[Failure], item: Item) -> dict[str, Any] | None:
    return failures[item.index % len(failures)]._asdict() if failures else None
