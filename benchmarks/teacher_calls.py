"""What asking a teacher costs over bare aiohttp, and what it costs when every reply is in the cache.

    python benchmarks/teacher_calls.py [--calls 2000] [--rounds 5]

The server is a stub in a process of its own: 20 ms a reply, an object that fits the schema. Both sides use 64
connections, send the same requests and write each reply to disk; they take turns. The teacher also counts its budget,
keeps each reply before it is used, and validates it. Writes `benchmarks/results/teacher_calls.md`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import aiohttp
import machine
from pydantic import BaseModel

from repairloop.teachers.reading import Form
from repairloop.teachers.teacher import Request, open_teacher

ROOT = Path(__file__).resolve().parents[1]
CONNECTIONS = 64


class Question(BaseModel):
    question: str
    answer: str
    difficulty: int


def make_requests(count: int) -> list[Request]:
    text = "Write one question about this text. In shop {} there are {} red boxes and {} blue boxes, and no others."
    return [
        Request(str(n), [{"role": "user", "content": text.format(n, 3 * n, 7 * n)}], max_tokens=64, seed=n)
        for n in range(count)
    ]


def start_stub() -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.teacher_stub", "--port", str(port), "--latency", "0.02"], cwd=ROOT
    )
    url = f"http://127.0.0.1:{port}/v1"
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{url}/models", timeout=1)
            return process, url
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise SystemExit("the stub server does not start")


def bare(url: str, requests: Sequence[Request], file: int) -> float:
    """The least one can write with aiohttp: workers, one session, one line a reply."""
    form = Form.of(Question)
    shape = {"name": "Question", "schema": json.loads(form.schema), "strict": True}

    async def work() -> None:
        waiting = iter(requests)

        async def worker(session: aiohttp.ClientSession) -> None:
            for request in waiting:
                body = {
                    "model": "stub", "messages": form.ask_for(request.messages), "max_tokens": request.max_tokens,
                    "seed": request.seed, "response_format": {"type": "json_schema", "json_schema": shape},
                }  # fmt: skip
                async with session.post(f"{url}/chat/completions", json=body) as response:
                    data = await response.json()
                row = [request.id, json.loads(data["choices"][0]["message"]["content"])]
                os.write(file, json.dumps(row).encode() + b"\n")

        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS)) as session:
            await asyncio.gather(*(worker(session) for _ in range(CONNECTIONS)))

    started = time.perf_counter()
    asyncio.run(work())
    return time.perf_counter() - started


def through_teacher(url: str, requests: Sequence[Request], cache: Path, paid: int) -> float:
    """Seconds, from opening the teacher to closing it."""
    started = time.perf_counter()
    with open_teacher(f"openai:{url}#stub", cache=cache) as teacher:
        replies = list(teacher.ask(requests, Question))
        spent = teacher.spent.calls
    seconds = time.perf_counter() - started
    assert all(isinstance(reply.value, Question) for reply in replies)
    assert sum(not reply.cached for reply in replies) == paid
    assert spent == len(requests), "nothing was paid for twice"
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--calls", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    requests = make_requests(arguments.calls)
    rounds: list[tuple[float, float, float]] = []
    process, url = start_stub()
    try:
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as stream:
            bare(url, requests[:200], stream.fileno())
            for number in range(arguments.rounds):
                cache = Path(folder) / str(number)
                if number % 2:
                    first = through_teacher(url, requests, cache, len(requests))
                    plain = bare(url, requests, stream.fileno())
                else:
                    plain = bare(url, requests, stream.fileno())
                    first = through_teacher(url, requests, cache, len(requests))
                rounds.append((plain, first, through_teacher(url, requests, cache, 0)))
                print(
                    "round {}: bare {:.2f} s, first {:.2f} s, cached {:.2f} s".format(number + 1, *rounds[-1]),
                    flush=True,
                )
    finally:
        process.kill()
        process.wait()
    machine.write("teacher_calls", "Asking a teacher, against bare aiohttp", report(rounds, arguments.calls))


def report(rounds: list[tuple[float, float, float]], count: int) -> str:
    lines = [
        f"{count} calls, {CONNECTIONS} connections, 20 ms a reply, replies on disk, no uvloop. The teacher's time "
        "includes opening and closing it; the cached pass asks the same again and sends nothing.",
        "",
        "| round | bare aiohttp, s | teacher, first pass, s | teacher ÷ bare | cached pass, s |",
        "| --- | --- | --- | --- | --- |",
    ]
    for number, (plain, first, cached) in enumerate(rounds, start=1):
        lines.append(f"| {number} | {plain:.2f} | {first:.2f} | {first / plain:.2f} | {cached:.3f} |")
    plain, first, cached = (statistics.median(side) for side in zip(*rounds, strict=True))
    ratio = statistics.median(f / p for p, f, _ in rounds)
    lines += [
        f"| median | {plain:.2f} ({count / plain:.0f} calls/s) | {first:.2f} ({count / first:.0f} calls/s) | **{ratio:.2f}** "
        f"| {cached:.3f} ({count / cached:.0f} calls/s) |",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
