"""How fast program flows make proved rows, how much memory that takes, and how varied the rows are.

    python benchmarks/synthesis_rate.py [ROWS ...]

Each size is a process of its own over all areas of all skills: first one process alone, then as `repairloop synthesize`
does it, on all cores. Peak memory is the operating system's own accounting of the largest process. Of the last size,
every row's truth is recomputed from its problem while it is made, near-duplicates that are left are counted exactly,
and it is looked whether each area and each refinement is there.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import duckdb
import machine
import pyarrow.parquet as pq

from repairloop import all_skills
from repairloop.config import Config, ProbeSettings
from repairloop.flows import recipe
from repairloop.flows.recipe import Recipe
from repairloop.ground.overlap import Overlap
from repairloop.making import synthesis

SAMPLE = 100_000
"""Rows over which the near-duplicates that are left are counted, exactly."""
HERE = Path(__file__)


RECIPE = Recipe(Config(probes=ProbeSettings(difficulties=[1, 2, 3])))
"""The usual one, at all three steps of difficulty: the first alone holds no million rows."""


def one_process(rows: int, out: Path) -> None:
    synthesis.MANY = 10**12  # type: ignore[misc]
    synthesis.synthesize(RECIPE, {name: rows // len(all_skills()) for name in all_skills()}, out, force=True)


def recomputed(rows: int, out: Path) -> None:
    """Make the rows again, and each row's truth from its problem as it rests."""
    counts: Counter[bool] = Counter()
    to_row = recipe.to_row

    def checked(item, skill, *more):  # type: ignore[no-untyped-def]
        row = to_row(item, skill, *more)
        problem = type(item.problem).model_validate_json(json.dumps(row.problem))
        counts[(skill.reference(problem), skill.settings(problem)) == (row.reference, row.settings)] += 1
        return row

    recipe.to_row = checked  # type: ignore[assignment]
    one_process(rows, out)
    print(f"{counts[True]:,} truths recomputed and equal, {counts[False]:,} not")


def near_left(out: Path) -> tuple[int, int]:
    """Rows that are nearly the same as another one of their area (Jaccard of word 5-grams at least .8)."""
    near = looked_at = 0
    areas: dict[str, list[tuple[str, str, str]]] = {}
    for batch in pq.ParquetFile(out).iter_batches(columns=["row_id", "area", "prompt"]):
        for row in batch.to_pylist():
            areas.setdefault(row["area"], []).append(
                (row["row_id"], "", "\n".join(m["content"] for m in row["prompt"]))
            )
    for texts in areas.values():
        some = texts[: SAMPLE // len(areas)]
        index = Overlap(some)
        near += sum(bool(set(index.matches("", text)) - {ident}) for ident, _, text in some)
        looked_at += len(some)
    return near, looked_at


def present(out: Path) -> str:
    with duckdb.connect(str(out.with_suffix(".duckdb")), read_only=True) as db:
        there = {a for (a,) in db.execute("SELECT DISTINCT area FROM variety").fetchall()}
        edits = {
            tuple(r) for r in db.execute("SELECT DISTINCT split_part(area, '/', 1), refinement FROM variety").fetchall()
        }
        kinds = db.execute(
            "SELECT transformation, repair, sum(n)::BIGINT FROM variety GROUP BY ALL ORDER BY 1, 2"
        ).fetchall()
        asked = db.execute(
            "SELECT json_extract_string(problem, '$.kind'), count(*) FROM rows WHERE area LIKE 'tool_use/%' "
            "AND source NOT LIKE 'world:%' GROUP BY 1 ORDER BY 1"
        ).fetchall()
    areas = [area for skill in all_skills().values() for area in skill.areas]
    wanted = [(skill.name, name) for skill in all_skills().values() for name in skill.refinements()]
    missing = [area for area in areas if area not in there] + [str(pair) for pair in wanted if pair not in edits]
    return (
        f"{len(areas)} areas and {len(wanted)} refinements asked for; missing: {', '.join(missing) or 'none'}.\n\n"
        "| made from | kind of repair | rows |\n| --- | --- | ---: |\n"
        + "\n".join(f"| {t} | {k} | {n:,} |" for t, k, n in kinds)
        + "\n\nTool use from real modules, by kind of instruction: " + ", ".join(f"{k} {n}" for k, n in asked) + "."
    )  # fmt: skip


def measured(words: list[str], out: Path) -> tuple[str, str]:
    started = time.monotonic()
    done = subprocess.run([sys.executable, *words], check=True, capture_output=True, text=True)
    seconds = time.monotonic() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    made = pq.ParquetFile(out).metadata.num_rows
    return f"{made:,} | {seconds:.1f} | {made / seconds:,.0f} | {peak:.2f} |", done.stdout


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or [20_000, 100_000]
    lines = ["| | rows | seconds | rows/s | largest process so far, GiB |", "| --- | ---: | ---: | ---: | ---: |"]
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            out = Path(folder) / f"{size}.parquet"
            areas = [word for name in all_skills() for word in ("--area", name)]
            own = [str(HERE), "one_process", str(size), str(out)]
            lines.append(f"| one process | {measured(own, out)[0]}")
            command = ["-m", "repairloop.cli", "synthesize", *areas, "--rows", str(size), "--out", str(out)]
            command += ["--set", "probes.difficulties=[1,2,3]"]
            row, said = measured(command, out)
            lines.append(f"| all cores | {row}")
        said = said.split("\n\n")[1]
        checked = measured([str(HERE), "recomputed", str(sizes[-1]), str(out)], out)[1]
        near, looked_at = near_left(out)
        notes = (
            f"Of the last: {checked.strip()}; {near:,} of {looked_at:,} rows are nearly the same as another one of their area.\n"
            f"{said}\n\n{present(out)}\n"
        )
    machine.write("synthesis_rate", "Rows from program flows", "\n".join(lines) + f"\n\n{notes}")


if __name__ == "__main__":
    if sys.argv[1:2] in (["one_process"], ["recomputed"]):
        globals()[sys.argv[1]](int(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
