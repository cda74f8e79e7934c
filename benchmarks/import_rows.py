"""How long 100,000 rows take from a file to an evaluation set on disk, and in how much memory.

Of each form of file and kind of answer, each run in a process of its own. Time by the clock, and of all processors
together, which says more where the machine is shared. The last is a file of 1 GiB, of which the beginning is read.
`python benchmarks/import_rows.py [ROWS]`
"""

from __future__ import annotations

import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import machine

WORDS = [a + b for a in ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu") for b in ("dan", "fer", "gol", "hin", "jas", "kel", "lom", "mir", "nat", "pol")]  # fmt: skip
LABELS = [f"reason_{word}" for word in WORDS[:40]]


def sentence(rng: Random, words: int) -> str:
    return " ".join(rng.choices(WORDS, k=words))


def rows(kind: str, count: int) -> Iterator[dict[str, Any]]:
    rng = Random(1)
    for n in range(count):
        match kind:
            case "number":
                a, b = rng.randint(10, 10_000), rng.randint(10, 10_000)
                question = (
                    f"{sentence(rng, 6)} had {a} {sentence(rng, 4)} and got {b} more {sentence(rng, 8)}. How many?"
                )
                yield {"question": question, "answer": a + b, "topic": rng.choice(WORDS)}
            case "label":
                yield {"text": sentence(rng, 18), "category": rng.choice(LABELS)}
            case "option":
                choices = [sentence(rng, 3) for _ in range(4)]
                yield {"question": sentence(rng, 14), "choices": choices, "answer": rng.choice("ABCD")}
            case "JSON":
                gold = {"city": sentence(rng, 2), "day": rng.choice(WORDS), "people": rng.randint(1, 9)}
                system = {"role": "system", "content": "Give the booking as JSON."}
                yield {
                    "messages": [system, {"role": "user", "content": sentence(rng, 20)}],
                    "expected": json.dumps(gold),
                }
            case "short text":
                yield {"prompt": f"{sentence(rng, 12)}?", "completion": sentence(rng, 2)}
            case "lm-eval":
                question = sentence(rng, 12)
                context = f"Question: {sentence(rng, 40)}\nAnswer: 3\n\nQuestion: {question}\nAnswer:"
                for name in ("strict", "flexible"):
                    if 2 * n >= count:
                        return
                    yield {"doc_id": n, "doc": {"question": question, "answer": n}, "target": str(n), "resps": [["It is 3."]],
                           "arguments": {"gen_args_0": {"arg_0": context, "arg_1": {"until": ["\n"]}}}, "filter": name,
                           "filtered_resps": ["3"], "metrics": ["exact_match"], "exact_match": 0.0, "doc_hash": "0" * 64,
                           "prompt_hash": "0" * 64, "target_hash": "0" * 64}  # fmt: skip


def written(folder: Path, kind: str, form: str, count: int) -> Path:
    file = folder / f"rows.{form}"
    made = rows(kind, count)
    if form == "csv":
        first = next(made)
        with open(file, "w", newline="") as out:
            writer = csv.DictWriter(out, list(first))
            writer.writeheader()
            writer.writerow(first)
            writer.writerows(made)
    elif form == "parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(pa.Table.from_pylist(list(made)), file)
    else:
        with open(file, "w") as out:
            for row in made:
                out.write(json.dumps(row) + "\n")
            if count == 0:  # a file of 1 GiB
                filler = sentence(Random(1), 900)
                number = 0
                while out.tell() < 2**30:
                    out.write(json.dumps({"question": f"{number}? {filler}", "answer": number}) + "\n")
                    number += 1
    return file


def measure(kind: str, form: str, count: int) -> str:
    with tempfile.TemporaryDirectory() as name:
        file = written(Path(name), kind, form, count)
        size = file.stat().st_size / 2**20
        program = (
            "import resource, sys, time; started = time.perf_counter()\n"
            "from pathlib import Path\n"
            "from repairloop.tasks.evaluation import save\n"
            "from repairloop.tasks.importing import import_files\n"
            "both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)\n"
            "peak = lambda who: resource.getrusage(who).ru_maxrss / 1024\n"
            "said = []\n"
            "made = import_files([sys.argv[1]], say=said.append); save(made, Path(sys.argv[2]))\n"
            "seconds = time.perf_counter() - started\n"
            "busy = sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, both))\n"
            "print(f'{len(made.cases):,} | {made.understood.kind} | {seconds:.1f} | {busy:.1f} | "
            "{peak(resource.RUSAGE_SELF):.0f} | {peak(resource.RUSAGE_CHILDREN):.0f}')\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, str(file), str(Path(name) / "t")], capture_output=True, text=True
        )
    found = done.stdout.strip() or f"refused: {done.stderr.strip().splitlines()[-1][:200]}"
    return f"| {kind} | {form} | {size:.0f} | {found} |"


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    started = time.monotonic()
    table = [
        "| rows hold | file | MiB | cases | understood as | seconds | seconds of processors | peak, MiB | peak of a worker, MiB |",
        "| --- | --- | ---: | ---: | --- | ---: | ---: | ---: | ---: |",
    ]
    kinds = [("number", "csv"), ("label", "csv"), ("number", "jsonl"), ("option", "jsonl"), ("option", "parquet"),
             ("JSON", "jsonl"), ("short text", "jsonl"), ("lm-eval", "jsonl")]  # fmt: skip
    for kind, form in kinds:
        table.append(measure(kind, form, count))
        print(
            table[-1],
            f"{time.monotonic() - started:.0f} s",
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            file=sys.stderr,
        )
    table.append(measure("1 GiB, number", "jsonl", 0))
    machine.write("import_rows", f"{count:,} rows from a file to an evaluation set", "\n".join(["", *table, ""]))


if __name__ == "__main__":
    main()
