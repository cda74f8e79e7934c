"""How a person sees a run: events as lines or bars, areas as a table. Reads events and rows, computes nothing.

Three faces of the same events: `rich` (bars, for a terminal), `plain` (lines), `json` (one event a line).
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

Event = dict[str, Any]

SAYS = {
    "probe": "making probes", "answer": "asking the student", "grade": "grading", "diagnose": "diagnosing",
    "synthesize": "synthesizing rows", "vet": "vetting rows", "train": "training", "verify": "asking again",
    "report": "reporting",
}  # fmt: skip


def listener(display: str | None) -> Callable[[Event], None]:
    """The reader of events for `rich`, `plain` or `json`; by default rich on a terminal, else plain."""
    if display is None:
        display = "rich" if sys.stdout.isatty() else "plain"
    faces: dict[str, Callable[[], Callable[[Event], None]]] = {
        "rich": RichDisplay,
        "plain": PlainDisplay,
        "json": JsonDisplay,
    }
    return faces[display]()


@contextmanager
def bar(what: str) -> Iterator[Callable[[int, int | None], None]]:
    """A live bar on standard error, where that is a terminal; takes what is done and the whole, None where unknown."""
    console = Console(stderr=True)
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as live:
        task = live.add_task("", total=None)
        yield lambda done, total: live.update(task, completed=done, total=total)


class JsonDisplay:
    def __call__(self, event: Event) -> None:
        print(json.dumps(event, ensure_ascii=False), flush=True)


class PlainDisplay:
    """A line when a stage starts and ends, and one every ten seconds in between."""

    def __init__(self) -> None:
        self.last = 0.0

    def __call__(self, event: Event) -> None:
        if event["event"] == "progress":
            if time.monotonic() - self.last > 10:
                self.last = time.monotonic()
                print(f"    {event['done']}/{event['total']} {event['what']}", flush=True)
        elif event["event"] == "start":
            self.last = time.monotonic()
            print(title(event), flush=True)
        elif event["event"] == "end":
            print(f"    done in {event['seconds']:.1f} s", flush=True)
        elif event["event"] == "notice":
            print(f"    {event['text']}", flush=True)


class RichDisplay:
    """One live bar for the stage that runs; what is done stays above it."""

    def __init__(self) -> None:
        self.console = Console(highlight=False)
        self.progress: Progress | None = None
        self.task: TaskID | None = None
        self.title = ""

    def __call__(self, event: Event) -> None:
        kind = event["event"]
        if kind == "start":
            self._stop()
            self.title = title(event)
            columns = (
                TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[what]}"),
                TimeElapsedColumn(), TimeRemainingColumn(),
            )  # fmt: skip
            self.progress = Progress(*columns, console=self.console, transient=True)
            self.progress.start()
            self.task = self.progress.add_task(self.title, total=None, what="")
        elif kind == "progress" and self.progress is not None and self.task is not None:
            self.progress.update(self.task, completed=event["done"], total=event["total"], what=event["what"])
        elif kind == "end":
            self._stop()
            self.console.print(Text(f"✓ {self.title}  {event['seconds']:.1f} s", style="green"))
        elif kind == "notice":
            self.console.print(Text(f"  {event['text']}", style="dim"))
        elif kind == "finished":
            self._stop()

    def _stop(self) -> None:
        if self.progress is not None:
            self.progress.stop()
            self.progress = None

    def __del__(self) -> None:
        self._stop()


def title(event: Event) -> str:
    phase = f", {event['phase']}" if event.get("phase") else ""
    return f"cycle {event['cycle']}: {SAYS.get(event['stage'], event['stage'])}{phase}"


def percent(part: dict[str, Any] | None) -> str:
    if not part or part["pass_rate"] is None:
        return "–"
    return f"{part['pass_rate']:.0%} [{part['low']:.0%}–{part['high']:.0%}] of {part['n']}"


def area_table(rows: list[dict[str, Any]]) -> Table:
    """Areas with rates before and after on unseen wording; the targeted ones first."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("area", "before", "after", "change", "p adjusted", "decision", "most frequent error"):
        table.add_column(name, no_wrap=name in ("area", "before", "after"))
    for row in sorted(rows, key=lambda r: (not r["targeted"], r["area"])):
        change = row["change"]
        moved = (
            f"{change['change'] * 100:+.0f} [{change['low'] * 100:+.0f}…{change['high'] * 100:+.0f}]" if change else "–"
        )
        error = row["error_classes"][0] if row["error_classes"] else None
        table.add_row(
            Text(("● " if row["targeted"] else "  ") + row["area"], style="bold" if row["targeted"] else ""),
            percent(row["before"]), percent(row["after"]), moved,
            "–" if row["q_value"] is None else f"{row['q_value']:.2g}",
            Text(row["decision"], style={"improved": "green", "worse": "red", "failing": "yellow"}.get(row["decision"], "")),
            f"{error['error_class']} {error['share']:.0%}" if error else "",
        )  # fmt: skip
    return table


def summary_lines(decision: dict[str, Any]) -> list[str]:
    """The pooled result in words: gain on unseen and seen wording, their ratio, what happened to the rest."""
    if not decision:
        return []

    def words(name: str, part: dict[str, Any] | None) -> str | None:
        if not part:
            return None
        if part["before"] is None:
            return f"{name}: none could be graded on both sides"
        return (
            f"{name}: {part['before']:.1%} → {part['after']:.1%} ({part['change'] * 100:+.1f} points, 95 % interval "
            f"{part['low'] * 100:+.1f} to {part['high'] * 100:+.1f}, p = {part['p_value']:.2g}, n = {part['n']})"
        )

    pooled = decision["summary"]
    ratio = pooled["unseen_to_seen"]
    lines = [
        words("targeted areas, unseen wording", pooled["targeted_unseen"]),
        words("targeted areas, seen wording  ", pooled["targeted_seen"]),
        None if ratio is None else f"gain on unseen / gain on seen wording: {ratio:.2f}",
        words("untargeted areas              ", pooled["untargeted_unseen"]),
        *(words(f"outside questions, {part['name']}", part) for part in pooled.get("outside", [])),
        f"the adapter is {'accepted' if decision['accepted'] else 'rejected'}: {decision['reason']}",
    ]
    return [line for line in lines if line]
