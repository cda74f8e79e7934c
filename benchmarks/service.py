"""The service over a run with a million probes: time to the first byte of its failures page, and its memory.

A small run with the simulated student is made, and each of its probes copied, with its answers and verdicts, under an id
and with texts of its own, until there are enough; people hold 2,000 failures for passed. Then the service answers each address once (`first`) and five times more,
one after the other (`median`, `worst`; `processor`: time on one core that such a reply takes, which other work on the machine
does not change).

    python benchmarks/service.py [--probes N] [--against CHECKOUT]

With `--against`, the code of another checkout is measured on the same run just before.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

import machine

from repairloop.rundir import said
from repairloop.rundir.store import Store, sealed

SMALL = ("probes.screen=10", "diagnose.max_areas=7", "probes.budget=13", "probes.holdout=16", "probes.holdout_seen=10",
         "guard.panel=3", "guard.skill=0", "synthesize.rows=1200")  # fmt: skip
TIMES = 5
PAGE = "/runs/large/failures"
OVERRULED = 2000
"""Failures that people hold for passed."""
ASKED = {
    "no filter": "",
    "area": "?area=math",
    "area without children": "?area=text_extraction/one_field/date_time",
    "area, class": "?area=math&error_class=wrong_value",
    "flips": "?flips=1",
    "area, flips, after": "?side=after&area=math&flips=1",
    "text, frequent": "?text=how",
    "text, rare": "?text=7f3a1",
    "text in no row": "?text=zebra+crossing+at+night",
    "area, text": "?area=math&text=how",
    "overruled": "?overruled=1",
    "area, overruled": "?area=math&overruled=1",
}


def grow(store: Store, probes: int) -> int:
    """Copy the rows of the published snapshot until it has at least so many probes; how many it has."""
    import duckdb

    said = {"probes": "question", "answers": "text", "verdicts": "evidence"}
    with duckdb.connect(str(store.database), config={"memory_limit": "2GiB"}) as db:
        ((there,),) = db.execute("SELECT count(*) FROM probes").fetchall()
        for table, text in said.items():
            db.execute(f"CREATE TABLE former AS FROM {table}")
            db.execute(
                f"INSERT INTO {table} BY NAME SELECT former.* REPLACE (md5(probe_id || '/' || k)[:16] AS probe_id, "
                f"{text} || ' ' || md5(k || probe_id) AS {text}) FROM former, "
                f"(SELECT unnest(range(1, {-(-probes // there)})) AS k) ORDER BY k // 10, hash(probe_id)"
            )
            db.execute("DROP TABLE former")
        ((there,),) = db.execute("SELECT count(*) FROM probes").fetchall()
    store.manifest({"database": store.signature()})
    return int(there)


def overrule(store: Store, number: int) -> None:
    """Have people hold so many failures for passed, wherever they stand."""
    import duckdb

    with duckdb.connect(str(store.database), read_only=True) as db:
        query = "SELECT probe_id FROM failures WHERE side = 'before' ORDER BY hash(probe_id) LIMIT ?"
        probes = [probe for (probe,) in db.execute(query, [number]).fetchall()]
    with (store.path / said.NAME).open("w", encoding="utf-8") as file:
        for n, probe in enumerate(probes, start=1):
            saying = said.Saying(
                n=n, at="2026-01-01T00:00:00.000+00:00", who="ada", why="it is right", about="verdict", of=probe, old="fail",
                new="pass", more={"side": "before", "grader": "fail"},
            )  # fmt: skip
            fields = asdict(saying)
            file.write(json.dumps({**fields, "sum": sealed(fields)}) + "\n")


def measure(root: Path, code: Path) -> tuple[list[tuple[str, float, float, float, float]], float]:
    """Of each address: seconds at first, median, worst, of a processor; and MiB of the service at its highest."""
    environment = os.environ | {"PYTHONPATH": str(code)}
    command = [sys.executable, "-m", "repairloop.cli", "serve", "--root", str(root), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=code) as service:
        try:
            assert service.stdout is not None
            found = re.search(r"http://127\.0\.0\.1:(\d+)", service.stdout.readline())
            assert found is not None
            rows = []
            for name, query in ASKED.items():
                first = first_byte(int(found[1]), PAGE + query)
                used = processor(service.pid)
                further = [first_byte(int(found[1]), PAGE + query) for _ in range(TIMES)]
                used = (processor(service.pid) - used) / TIMES
                rows.append((name, first, statistics.median(further), max(further), used))
            status = Path(f"/proc/{service.pid}/status").read_text(encoding="utf-8")
            peak = int(re.search(r"VmHWM:\s*(\d+)", status)[1]) / 1024  # type: ignore[index]
        finally:
            service.terminate()
    return rows, peak


def processor(pid: int) -> float:
    """Seconds of a processor that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def first_byte(port: int, address: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.connect()
    started = time.perf_counter()
    connection.request("GET", address, headers={"accept": "text/html"})
    reply = connection.getresponse()
    seconds = time.perf_counter() - started
    reply.read()
    connection.close()
    assert reply.status == 200, (address, reply.status)
    return seconds


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--probes", type=int, default=1_000_000)
    options.add_argument("--against", type=Path)
    options.add_argument("--root", type=Path, help="a folder with such a run in it, `large`; default: made now")
    given = options.parse_args()
    here = Path(__file__).parents[1]
    with tempfile.TemporaryDirectory() as folder:
        root = given.root or Path(folder)
        if not given.root:
            words = [word for setting in SMALL for word in ("--set", setting)]
            subprocess.run(
                [sys.executable, "-m", "repairloop.cli", "run", "--student", "sim:planted", "--out", str(root / "large"), *words],
                check=True, stdout=subprocess.DEVNULL, cwd=here,
            )  # fmt: skip
            grow(Store.open(root / "large"), given.probes)
            overrule(Store.open(root / "large"), OVERRULED)
        store = Store.open(root / "large")
        size = store.database.stat().st_size / 2**20
        import duckdb

        with duckdb.connect(str(store.database), read_only=True) as db:
            probes = db.execute("SELECT count(*) FROM probes").fetchall()[0][0]
            failed = dict(db.execute("SELECT side, count(*) FROM failures GROUP BY 1").fetchall())
        before = measure(root, given.against) if given.against else None
        after = measure(root, here)
    lines = [f"A run with {probes:,} probes, {failed['before']:,} failures before and {failed['after']:,} after the repair, "
             f"{size:,.0f} MiB; milliseconds to the first byte.\n"]  # fmt: skip
    for title, (rows, peak) in (({"Before": before} if before else {}) | {"After": after}).items():
        lines += [
            f"## {title}\n",
            "| filter | first | median | worst | processor |",
            "| --- | ---: | ---: | ---: | ---: |",
        ]
        lines += ["| " + " | ".join([name, *(f"{1e3 * one:,.0f}" for one in times)]) + " |" for name, *times in rows]
        lines += [f"\nPeak memory of the service: {peak:,.0f} MiB.\n"]
    machine.write("service", "Failures pages over a million probes", "\n".join(lines))


if __name__ == "__main__":
    main()
