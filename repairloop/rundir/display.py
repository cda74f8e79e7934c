"""How a person sees a run: events as lines or bars, areas as a table. Reads events and rows, computes nothing.

Three faces of the same events: `rich` (bars, for a terminal), `plain` (lines), `json` (one event a line).
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, Final

from rich.console import Console, ConsoleOptions
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from repairloop.ground.foreign import Door, in_line, visible
from repairloop.rundir.said import ABOUT, Saying, counted

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


class _SafeConsole(Console):
    """A console whose styles are its own: of a text nothing is left that the terminal obeys."""

    def render(self, renderable: Any, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        for segment in super().render(renderable, options):
            if segment.control or segment.text.isprintable():
                yield segment
            else:
                yield Segment(visible(segment.text), segment.style)


def console(stderr: bool = False, width: int | None = None) -> Console:
    """The terminal, for what is styled. It writes past the door that all else goes through (`foreign.Door`)."""
    stream: Any = sys.stderr if stderr else sys.stdout
    return _SafeConsole(file=stream.raw if isinstance(stream, Door) else stream, highlight=False, width=width)


def plain(value: Any) -> Any:
    """A value of a query as JSON has it: sums and decimals as numbers; what JSON has no form for, as text."""
    if isinstance(value, dict):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, Decimal) and value.is_finite():
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def to_json(value: Any, indent: int | None = None) -> str:
    """JSON that a terminal may be given: what it would obey is escaped, as JSON can, and so is not lost."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=str)
    return (
        "".join(c if c == "\n" or c.isprintable() else json.dumps(c)[1:-1] for c in text)
        if not text.isprintable()
        else text
    )


@contextmanager
def bar(what: str) -> Iterator[Callable[[int, int | None], None]]:
    """A live bar on standard error, where that is a terminal; takes what is done and the whole, None where unknown."""
    live_on = console(stderr=True)
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=live_on, transient=True, disable=not live_on.is_terminal) as live:
        task = live.add_task("", total=None)
        yield lambda done, total: live.update(task, completed=done, total=total)


class JsonDisplay:
    def __call__(self, event: Event) -> None:
        print(to_json(event), flush=True)


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
        self.console = console()
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


def passed_of(part: dict[str, Any] | None) -> str:
    return f"{round(part['pass_rate'] * part['n'])}/{part['n']}" if part and part["n"] else "–"


STYLES = {"improved": "green", "worse": "red", "unclear": "yellow", "fails": "yellow"}


def decided(row: dict[str, Any]) -> str:
    """What the looks found, and what the comparison after a repair decided."""
    finding = row["finding"]
    return row["decision"] if finding in (None, row["decision"]) else f"{finding} → {row['decision']}"


def findings_line(rows: list[dict[str, Any]]) -> str:
    """How many areas fail, pass or neither, and for which questions that is said; empty before the diagnosis."""
    found = Counter(row["finding"] for row in rows if row["finding"])
    if not found:
        return ""
    return (
        f"{found.total()} area{'s' if found.total() > 1 else ''} on the wording asked: {found['fails']} fail, {found['passes']} pass, "
        f"{found['inconclusive']} inconclusive"
    )


_SAID: Final = {
    "verdict": ("verdict overruled", "verdicts overruled"), "gold": ("gold corrected", "golds corrected"),
    "row": ("row vetoed", "rows vetoed"), "adapter": ("word on an adapter", "words on an adapter"),
}  # fmt: skip


def said_line(sayings: Sequence[Saying]) -> str:
    """How much people said, by what it is about, and what that changes."""
    found = counted(sayings)
    told = [f"{n} {_SAID[about][n != 1]}" for about in ABOUT if (n := found[about])]
    return f"{', '.join(told)}. Rates, intervals, tests and the gate's decision are the graders' own."


def saying_line(one: Saying) -> str:
    """One saying, on a line."""
    side = f" {one.more['side']}" if one.about == "verdict" else ""
    what = f"{one.about} of {one.of}{side}: {in_line(one.old, 80)} → {in_line(one.new, 80)}"
    return f"{one.at[:16].replace('T', ' ')} {in_line(one.who, 40)}: {what}; {in_line(one.why)}"


def people_lines(rows: Sequence[dict[str, Any]]) -> list[str]:
    """The areas in which people hold verdicts otherwise than the graders, counted with and without."""
    lines = []
    for row in rows:
        if not (held := row["people"]):
            continue
        parts = [f"{held['overruled']} overruled"]
        for name in ("looks", "after") if row["before"] is row["looks"] else ("looks", "before", "after"):
            was = passed_of(row[name])
            if (now := held[name]) and was != (told := f"{now['passed']}/{now['n']}"):
                parts.append(f"{name} {was} → {told}")
        lines.append(f"  {row['area']}: {', '.join(parts)}")
    told = "as people hold it (counts, no estimates: they look at what they choose; all above is the graders' own):"
    return [told, *lines] if lines else []


def area_table(rows: list[dict[str, Any]]) -> Table:
    """Areas with what the looks found, and rates before and after on unseen wording; the targeted ones first."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("area", "looks", "before", "after", "change", "p adjusted", "decision", "most frequent error"):
        table.add_column(name, no_wrap=name in ("area", "looks", "before", "after"))
    for row in sorted(rows, key=lambda r: (not r["targeted"], r["area"])):
        change = row["change"]
        moved = (
            f"{change['change'] * 100:+.0f} [{change['low'] * 100:+.0f}…{change['high'] * 100:+.0f}]" if change else "–"
        )
        error = row["error_classes"][0] if row["error_classes"] else None
        table.add_row(
            Text(("● " if row["targeted"] else "  ") + row["area"], style="bold" if row["targeted"] else ""),
            passed_of(row["looks"]), percent(row["before"]), percent(row["after"]), moved,
            "–" if row["q_value"] is None else f"{row['q_value']:.2g}",
            Text(decided(row), style=STYLES.get(row["decision"], "")),
            f"{error['error_class']} {error['share']:.0%}" if error else "",
        )  # fmt: skip
    return table


def summary_lines(decision: dict[str, Any]) -> list[str]:
    """The pooled result in words: gain on unseen and seen wording, their ratio, what happened to the rest, the verdict."""
    if not decision:
        return []

    def words(name: str, part: dict[str, Any] | None) -> str | None:
        if not part:
            return None
        if part["before"] is None:
            return f"{name}: none could be graded on both sides"
        if part["after"] is None:
            return (
                f"{name}: {part['before']:.1%} before (95 % interval {part['low']:.1%} to {part['high']:.1%}, n = "
                f"{part['n']}); not asked again, since no adapter came as far as the gate"
            )
        return (
            f"{name}: {part['before']:.1%} → {part['after']:.1%} ({part['change'] * 100:+.1f} points, 95 % interval "
            f"{part['low'] * 100:+.1f} to {part['high'] * 100:+.1f}, p = {part['p_value']:.2g}, n = {part['n']})"
        )

    pooled = decision["summary"]
    ratio = pooled.get("unseen_to_seen")
    lines = [
        *(
            line
            for part in pooled.get("tasks", [])
            for line in (words(f"your task {part['name']}, held out", part), form_line(part.get("form")))
        ),
        words("targeted areas, unseen wording", pooled.get("targeted_unseen")),
        words("targeted areas, seen wording", pooled.get("targeted_seen")),
        None if ratio is None else f"gain on unseen / gain on seen wording: {ratio:.2f}",
        wording_line(pooled.get("wording"), decision["cycle"]),
        words("untargeted areas", pooled.get("untargeted_unseen")),
        *(words(f"outside questions, {part['name']}", part) for part in pooled.get("outside", [])),
        *(panel_lines(pooled) if "panel" in pooled else []),
        *canary_lines(pooled.get("canaries")),
        *dial_lines(pooled.get("dial")),
        f"the adapter is {decision['verdict']}: {decision['reason']}",
    ]
    return [line for line in lines if line]


def wording_line(skills: dict[str, list[int] | None] | None, cycle: int) -> str | None:
    """How much of the wording of a later cycle a former one has measured with, and so chosen by."""
    if not skills or cycle == 1:
        return None
    again = [
        f"{found[0]} of {found[1]} of {name}" if found else f"all of {name}"
        for name, found in skills.items()
        if not found or found[0]
    ]
    told = f", but for phrases that a former cycle measured with: {', '.join(again)}" if again else ""
    return f"measured with wording of its own{told}"


def form_line(form: dict[str, Any] | None) -> str | None:
    """Answers in the form asked for, apart from how many of those are right: the one is often repaired without the other."""
    if not form:
        return None
    before, after, chance = form["before"], form["after"], form["chance"]

    def share(value: float | None) -> str:
        return "none" if value is None else f"{value:.1%}"

    line = (
        f"  in the form asked for {share(before['formed'])} → {share(after['formed'])}, "
        f"right of those {share(before['right'])} → {share(after['right'])}"
    )
    if chance is None:
        return line
    repaired = (after["formed"] or 0) > (before["formed"] or 0)
    told = "the form is repaired, not what it knows" if repaired else "what it knows is not repaired"
    return f"{line} (by chance {chance:.1%}{f', which that does not exceed: {told}' if after['interval'][0] <= chance else ''})"


def panel_lines(pooled: dict[str, Any]) -> list[str]:
    """A line a skill of what happened outside the targeted areas, and one of what could have been seen at all."""
    lines = [
        f"  {row['skill']:24} {row['before']:.1%} → {row['after']:.1%} ({row['change'] * 100:+.1f} points, "
        f"{row['low'] * 100:+.1f} to {row['high'] * 100:+.1f}, n = {row['n']}; worse: p = {row['p_worse']:.2g})"
        for row in pooled["panel"]
    ]
    seen = pooled["detectable"]

    def points(change: float | None) -> str:
        return "none" if change is None else f"{change * 100:.0f}"

    skills = sorted(loss for loss in seen["skill"].values() if loss is not None)
    parts = [f"a gain of {points(seen['gain'])} points"]
    parts += [f"a loss of {points(seen['together'])} of all others together"] if seen["together"] is not None else []
    parts += [f"of {points(skills[0])} to {points(skills[-1])} of a skill"] if skills else []
    areas = " / ".join(map(points, seen["area"].values()))
    parts += [f"of {areas} of one area with {' / '.join(seen['area'])} guard probes"] if areas else []
    what = f"detectable with power {seen['power']:.1f} at {seen['flips']:.1%} flips: {', '.join(parts)}"
    return [*lines, what]


def canary_lines(found: dict[str, Any] | None) -> list[str]:
    """What became of the open requests."""
    if not found:
        return []
    kl = "" if found["kl_median"] is None else f", KL {found['kl_median']:.3f} nats a token"
    lines = [
        f"open requests: {found['collapsed']} of {found['n']} collapsed, {found.get('recovered', 0)} recovered, "
        f"net {found.get('net', found['collapsed'])} "
        f"(at most {found['upper']:.1%}); median length "
        f"{found['median_before']:.0f} → {found['median_after']:.0f} characters, mostly digits "
        f"{found['digits_before']:.1%} → {found['digits_after']:.1%}, finished {found['finished_before']:.0%} → "
        f"{found['finished_after']:.0%}{kl}"
    ]
    worst = [one for one in found["worst"] if "asked" in one]
    lines += [f"  moved most: {one['asked']}: {one['before']} → {one['after']} ({one['reason']})" for one in worst]
    return lines + ([f"  {found['note']}"] if found["note"] else [])


def _held(one: dict[str, Any]) -> str:
    """What is held against a candidate of the dial."""
    said = [f"{one['collapsed']} of {one['canaries']} canaries collapsed, net"] if one["collapsed"] else []
    if said and "holds" in one:  # older runs do not say it
        said.append(f"the gate's hold with {one['holds']:.0%}")
    return f" ({'; '.join([*said, *([one['unfit']] if one['unfit'] else [])])})" if said or one["unfit"] else ""


def dial_lines(dial: dict[str, Any] | None) -> list[str]:
    """What the dial was set to, and what the candidates did on the dev part."""
    if not dial or not (dial["tried"] or "before" in dial):
        return []
    if dial["tried"]:
        chosen = "none" if dial["chosen"] is None else f"λ {dial['chosen']:g} of adapter {dial['step']} of {dial['of']}"
        tried = ", ".join(
            f"{one['factor']:g}/{one['step']}: {one['gain'] * 100:+.0f}{_held(one)}" for one in dial["tried"]
        )
        lines = [f"dial, by the dev part: {chosen}; points gained at λ/adapter {tried}"]
    else:
        lines = [f"dial: λ {dial['chosen']:g}; {dial['why']}"]
    if before := dial.get("before"):
        of = f" of adapter {before['step']}" if before["step"] else ""
        lines.append(f"  λ {before['factor']:g}{of} was put to the gate's canaries before it: {before['said']}")
    if kin := dial.get("kin"):
        ended = "" if dial["chosen"] is None else f"; they {'help' if kin['helps'] else 'do not help'} on the dev part"
        lines.append(f"  adapter 1 is without the rows of {', '.join(kin['areas'])}, which are kin to the task{ended}")
    return lines
