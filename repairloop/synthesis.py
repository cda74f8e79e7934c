"""`repairloop synthesize`: proved rows for areas that one names, or that a run showed to fail; no student is asked.

Rows are made by the flows of `repairloop.flows` in batches, vetted one by one as they come, and written at once, so
that their number does not matter to the memory. A row is written when its completion passes a grader whose truth was
recomputed from the representation, when nothing like it came before, and when it does not overlap with what is
protected: the probes of the run, and the files that the user names. What is left out is counted by its reason, with
examples. Areas are made one after the other, and the index of near-duplicates is one area's.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from repairloop import __version__
from repairloop.errors import RepairLoopError, UsageError, nearest
from repairloop.export import BATCH, ENDINGS, FORMATS, LINEAGE, replacing
from repairloop.flows import Item, Yield, program_flow, run_flow
from repairloop.near import NearDuplicates
from repairloop.overlap import Overlap, normal
from repairloop.plugins import Skill, all_skills
from repairloop.records import RepairRow, fingerprint
from repairloop.stages.context import select_areas
from repairloop.stages.synthesize import to_row
from repairloop.stages.vet import ill_formed, prove
from repairloop.store import Store, write_atomic
from repairloop.views import connect, fetch

ITEMS: Final = 512
"""Items that go through a flow together."""
MAX_CHARS: Final = 8192
"""A row whose prompt and completion are longer together is `too_long`."""
MAX_BARREN: Final = 8
"""Batches in a row that give nothing new, after which an area is taken to be exhausted."""
NGRAM: Final = 13
"""Words in a row that a protected text and a training row may not share (Brown et al. 2020, appendix C)."""
SAMPLE: Final = 10_000
"""Rows that distinct-n is counted on."""


@dataclass
class Report:
    """What a synthesis made: counts by area and refinement, what was left out and why, what each agent yielded."""

    rows: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(area, refinement or "") → rows written."""
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(area, reason) → rows kept aside."""
    examples: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Reason → one row that was kept aside for it."""
    yields: dict[str, Yield] = field(default_factory=dict)
    exhausted: list[str] = field(default_factory=list)
    """Areas that hold no more distinct content."""
    grams: list[set[tuple[str, ...]]] = field(default_factory=lambda: [set(), set(), set()])
    words: list[int] = field(default_factory=lambda: [0, 0, 0])

    def count_words(self, text: str) -> None:
        words = normal(text).split(" ")
        for n in (1, 2, 3):
            grams = [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]
            self.grams[n - 1].update(grams)
            self.words[n - 1] += len(grams)

    def distinct(self) -> list[float]:
        """Distinct-1, -2 and -3 of the prompts: different n-grams over all n-grams (Li et al. 2016)."""
        return [len(found) / all_ if all_ else 0.0 for found, all_ in zip(self.grams, self.words, strict=True)]


def synthesize(
    wanted: dict[str, int], out: Path, format: str = "prompt-completion", *, seed: int = 0, refine: float = 0.25,
    difficulties: tuple[int, ...] = (1, 2, 3), protect: Iterable[Path] = (), run: Store | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Report:  # fmt: skip
    """Write `wanted` rows (area, or a node above it → number) to `out`, and a dataset card beside it.

    Raises UsageError on an unknown area, format or ending, RepairLoopError where nothing could be made.
    """
    if format not in FORMATS:
        raise UsageError(nearest(format, FORMATS, "format"))
    if out.suffix not in ENDINGS:
        raise UsageError(f"{out} must end in {' or '.join(ENDINGS)}")
    skills = list(all_skills().values())
    shares = _shares(wanted, skills)
    chosen, report = FORMATS[format], Report()
    guard = Protected(run, protect)
    total = sum(number for _, number, _ in shares)

    def records() -> Iterator[dict[str, Any]]:
        for area, number, skill in shares:
            for row in _area(skill, area, number, seed, refine, difficulties, guard, report):
                plain = {
                    "row_id": row.id, "area": row.area, "kind": row.kind, "error_classes": row.error_classes,
                    "agents": row.agents, "source": row.source, "cycle": row.cycle, "prompt": row.prompt,
                    "completion": row.completion, "rejected": row.rejected, "failure_ids": row.failures,
                    "grader": f"{row.grader}@{row.grader_version}",
                }  # fmt: skip
                yield from ({**record, **{n: plain[n] for n in LINEAGE}} for record in chosen.records(plain))

    with replacing(out) as temporary, ENDINGS[out.suffix](temporary, chosen.schema) as write:
        batch: list[dict[str, Any]] = []
        for record in records():
            batch.append(record)
            if len(batch) == BATCH:
                write(batch)
                batch = []
                progress(report.rows.total(), total)
        write(batch)
        if not report.rows:
            raise RepairLoopError(f"nothing was made: {dict(report.dropped) or 'no row was asked for'}")
    progress(report.rows.total(), total)
    settings = {"wanted": wanted, "format": format, "seed": seed, "refine": refine, "difficulties": difficulties}
    write_atomic(out.with_suffix(".md"), card(out, settings, report, guard))
    return report


def failing_areas(run: Store, rows: int) -> dict[str, int]:
    """The areas that the run's last cycle showed to fail → equal shares of `rows`. UsageError where there is none."""
    with connect(run) as db:
        found = fetch(db, "SELECT area FROM areas WHERE failing AND cycle = (SELECT max(cycle) FROM areas) ORDER BY 1")
    if not found:
        raise UsageError(f"{run.path}: nothing was shown to fail in it; name areas with --area")
    return {row["area"]: math.ceil(rows / len(found)) for row in found}


def _shares(wanted: dict[str, int], skills: list[Skill]) -> list[tuple[str, int, Skill]]:
    """Every leaf area with its number of rows: a node's rows are shared by the areas below it."""
    shares: dict[str, tuple[int, Skill]] = {}
    for node, number in wanted.items():
        leaves = select_areas(skills, [node])
        for place, (area, skill) in enumerate(leaves.items()):
            mine = number // len(leaves) + (place < number % len(leaves))
            shares[area] = (shares.get(area, (0, skill))[0] + mine, skill)
    return [(area, number, skill) for area, (number, skill) in shares.items()]


def _area(
    skill: Skill, area: str, number: int, seed: int, refine: float, difficulties: tuple[int, ...], guard: Protected,
    report: Report,
) -> Iterator[RepairRow]:  # fmt: skip
    flow = program_flow(skill, refine)
    steps = [d for d in difficulties if d in skill.difficulties] or list(skill.difficulties)
    near, texts = NearDuplicates(), set[int]()
    kept = index = barren = 0
    while kept < number and barren < MAX_BARREN:
        size = min(ITEMS, math.ceil((number - kept) * 1.1 / (1 + refine)) + 8)
        items = [
            Item(area=area, index=i, difficulty=steps[i % len(steps)], seed=str(seed))
            for i in range(index, index + size)
        ]
        index += size
        before = kept
        for item in sorted(run_flow(flow, items, report.yields), key=lambda i: (i.index, i.edit)):
            if kept == number:
                break
            row = to_row(item, skill, 0, "repair")
            reason = _reason(row, texts, near, guard)
            if reason is None:
                verdict = prove(row)
                if verdict.status == "pass":
                    row = row.model_copy(update={"verdict": "pass", "grader_version": verdict.version})
                else:
                    reason = "wrong"
            if reason is not None:
                report.dropped[area, reason] += 1
                report.examples.setdefault(
                    reason, {"area": area, "prompt": row.question[:500], "completion": row.completion[:300]}
                )
                continue
            kept += 1
            report.rows[area, item.edit] += 1
            if report.rows.total() <= SAMPLE:
                report.count_words(row.question)
            yield row
        barren = barren + 1 if kept == before else 0
    if kept < number:
        report.exhausted.append(area)


def _reason(row: RepairRow, texts: set[int], near: NearDuplicates, guard: Protected) -> str | None:
    """Why a row is kept aside, by its words alone; None for one that goes on to be proved."""
    question = row.question
    if reason := ill_formed(row):
        return reason
    if len(question) + len(row.completion) > MAX_CHARS:
        return "too_long"
    text = int(fingerprint(normal(question)), 16)
    if text in texts:
        return "duplicate"
    if overlap := guard.overlap(row):
        return f"contaminated_{overlap}"
    if near.seen(question):
        return "near_duplicate"
    texts.add(text)
    return None


# ---- what must not be trained on ----------------------------------------------------------------------


class Protected:
    """The texts that measure: a run's probes, and the user's own evaluation files."""

    def __init__(self, run: Store | None, files: Iterable[Path]) -> None:
        self.files = [str(file) for file in files]
        probes = _probes(run) if run else []
        texts = [text for file in self.files for text in read_texts(Path(file))]
        items = [(f"p{i}", content, text) for i, (content, text) in enumerate(probes)]
        items += [(f"f{i}", "", text) for i, text in enumerate(texts)]
        self.size = len(items)
        self._index = Overlap(items) if items else None
        self._grams = {gram for text in texts for gram in _grams(normal(text))}

    def overlap(self, row: RepairRow) -> str | None:
        """How a row overlaps: `same_content`, `same_text`, `near_text` or `same_words`; None where it does not."""
        if self._index is None:
            return None
        found = self._index.matches(row.content, row.question)
        if found:
            return next(iter(found.values()))
        if self._grams and not self._grams.isdisjoint(_grams(normal(f"{row.question} {row.completion}"))):
            return "same_words"
        return None


def _grams(text: str) -> Iterator[str]:
    words = [word for word in text.split(" ") if re.match(r"\w", word)]
    return (" ".join(words[i : i + NGRAM]) for i in range(len(words) - NGRAM + 1))


def _probes(run: Store) -> list[tuple[str, str]]:
    with connect(run) as db:
        return [(row["content"], row["question"]) for row in fetch(db, "SELECT content, question FROM probes")]


def read_texts(file: Path) -> list[str]:
    """The texts of an evaluation file: of each row its strings, also those inside lists and objects; or its lines.

    `.jsonl`, `.json`, `.parquet`, `.csv`; anything else is read as lines. Raises UsageError on what cannot be read.
    """
    if not file.is_file():
        raise UsageError(f"--protect {file}: no such file")
    try:
        if file.suffix in (".parquet", ".csv"):
            import duckdb

            reader = "read_parquet" if file.suffix == ".parquet" else "read_csv"
            rows: Iterable[Any] = (
                duckdb.execute(f"FROM {reader}($file)", {"file": str(file)}).to_arrow_table().to_pylist()
            )
        elif file.suffix == ".json":
            rows = [json.loads(file.read_text(encoding="utf-8"))]
        else:
            lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
            rows = map(json.loads, lines) if file.suffix in (".jsonl", ".ndjson") else lines
        return [text for row in rows for text in _strings(row)]
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"--protect {file}: cannot be read ({error})"[:300]) from None
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in ("duckdb", "_duckdb"):
            raise
        raise UsageError(f"--protect {file}: cannot be read ({error})"[:300]) from None


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value.strip():
            yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


# ---- the card -----------------------------------------------------------------------------------------


def card(out: Path, settings: dict[str, Any], report: Report, guard: Protected) -> str:
    """The dataset card: counts, what was left out, how it was made, and what it is not good for."""
    areas: dict[str, Counter[str]] = {}
    for (area, edit), number in sorted(report.rows.items()):
        areas.setdefault(area, Counter())["refined" if edit else "as made"] += number
    table = "\n".join(f"| {a} | {c['as made']} | {c['refined']} |" for a, c in areas.items())
    edits: Counter[str] = Counter()
    for (_, edit), n in report.rows.items():
        if edit:
            edits[edit] += n
    reasons: Counter[str] = Counter()
    for (_, reason), n in report.dropped.items():
        reasons[reason] += n
    distinct = ", ".join(f"distinct-{n} {value:.3f}" for n, value in enumerate(report.distinct(), 1))
    agents = "\n".join(f"| {name} | {y.taken} | {y.made} | {y.seconds:.1f} |" for name, y in report.yields.items())
    config = json.dumps(settings, sort_keys=True)
    return (
        f"---\nlicense: apache-2.0\nlanguage: en\ntags: [repairloop, synthetic]\n---\n# {out.name}\n\n"
        f"{report.rows.total()} rows, made by repairloop {__version__}. Settings: `{config}` (hash `{fingerprint(config)}`).\n\n"
        f"| area | as made | refined |\n| --- | ---: | ---: |\n{table}\n\n"
        f"Refinements: {', '.join(f'{name} {n}' for name, n in edits.most_common()) or 'none'}.\n"
        f"Variety of the prompts ({min(SAMPLE, report.rows.total())} rows): {distinct}.\n"
        f"Kept aside: {', '.join(f'{n} {reason}' for reason, n in reasons.most_common()) or 'none'}.\n"
        f"Areas that hold no more distinct content: {', '.join(report.exhausted) or 'none'}.\n\n"
        f"| agent | items in | items out | seconds |\n| --- | ---: | ---: | ---: |\n{agents}\n\n"
        "## How each row was proved\n\nEach completion passed the grader named in its `grader` column, by a truth computed from the "
        "problem behind the row, which the completion's author did not supply.\n"
        f"Held against {guard.size} protected texts ({', '.join(guard.files) or 'no file was named'}).\n\n"
        "## Limits\n\nContent and wording come from programs: generated worlds, and phrasing banks that the probes of "
        "`holdout` do not share. A row teaches a form and a skill, not facts about the world.\n"
    )  # fmt: skip
