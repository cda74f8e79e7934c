"""`report.html`: one static page of a run, for people who have no terminal. No script, nothing fetched.

Reads what `views` reads. All text that a student or a user wrote is escaped, and bounded in length; of the page as a
whole nothing is left that a browser or a terminal obeys beside what stands in here.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from repairloop.ground.files import write_atomic
from repairloop.ground.foreign import visible
from repairloop.rundir import said
from repairloop.rundir.display import (
    decided,
    findings_line,
    passed_of,
    percent,
    said_line,
    saying_line,
    summary_lines,
)
from repairloop.rundir.said import Saying
from repairloop.rundir.store import Store
from repairloop.rundir.views import area_rows, connect, fetch, summary_of

EXAMPLES: Final = 3
"""Failures shown an area."""
CHARS: Final = 1500
"""Longest text shown of a question or an answer."""
SAID: Final = 50
"""What people said that is shown, the last of it."""

_STYLE = """
:root { color-scheme: light dark } svg .before { stroke: #98a2b3; fill: #98a2b3 } svg .after { stroke: currentColor; fill: currentColor }
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; overflow-wrap: anywhere }
body { color: light-dark(#1a1a1a, #e6e6e6); background: light-dark(#fff, #14171a) } .below { margin-left: 1.5rem }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid light-dark(#ddd, #3a4149); white-space: nowrap }
td svg { display: block } pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: .5rem; margin: .2rem 0 }
pre { background: light-dark(#f5f5f5, #1e2328) } .targeted td:first-child { font-weight: 600 }
.improved { color: light-dark(#067647, #6fd3a0) } .worse { color: light-dark(#b42318, #ff9d94) }
.unclear, .fails { color: light-dark(#93370d, #f5b66e) }
"""


def build(store: Store, file: Path | None = None) -> str:
    """The page, as HTML text; of `file`, a snapshot that is not published yet."""
    with connect(store, file) as db:
        areas = sorted(area_rows(db), key=lambda row: (not row["targeted"], row["area"]))
        decision = summary_of(db)
        rows = fetch(
            db,
            "SELECT coalesce(dropped, 'trains') AS fate, count(*) AS n FROM repair_rows GROUP BY 1 ORDER BY 2 DESC, 1",
        )
        examples = fetch(
            db,
            """SELECT f.area, f.probe_id, f.question, f.thoughts, f.answer, f.error_class, f.expected, f.evidence,
                      a.text AS after, v.status AS after_status
               FROM failures f
               LEFT JOIN answers a ON a.probe_id = f.probe_id AND a.side = 'after'
               LEFT JOIN verdicts v ON v.probe_id = f.probe_id AND v.side = 'after'
               WHERE f.side = 'before' AND f.area IN (SELECT area FROM areas WHERE targeted)
                 AND f.cycle = (SELECT max(cycle) FROM probes)
               QUALIFY row_number() OVER (PARTITION BY f.area ORDER BY v.status IS NULL, f.probe_id) <= $n
               ORDER BY f.area, f.probe_id""",
            {"n": EXAMPLES},
        )
    name = html.escape(store.path.resolve().name)
    manifest = store.read_manifest()
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>repairloop: {name}</title><style>{_STYLE}</style></head><body><main><h1>{name}</h1>",
        *map(_line, summary_lines(decision)),
        *(f"<p>In asking and in training: {html.escape(str(step))}.</p>" for step in manifest.get("adaptations", [])),
        *(f"<p>{html.escape(line)}</p>" for line in _computed(manifest)),
        f"<h2>Areas</h2><p>{findings_line(areas)}</p><div class='scroll' tabindex='0' role='region' aria-label='areas'><table><tr><th>area</th><th>looks</th><th>before</th><th>after</th><th>0 – 100 %</th><th>p adjusted</th>"
        "<th>decision</th><th>most frequent error</th></tr>",
        *map(_area, areas),
        "</table></div>",
        _PEOPLE[0] + people(said.read(store)) + _PEOPLE[1],
    ]
    if rows:
        parts.append("<h2>Repair rows</h2><table><tr><th>fate</th><th>rows</th></tr>")
        parts += [f"<tr><td>{html.escape(row['fate'])}</td><td>{row['n']}</td></tr>" for row in rows]
        parts.append("</table>")
    if examples:
        parts += ["<h2>Failures of the areas repaired</h2>", *map(_example, examples)]
    return visible("\n".join([*parts, "</main></body></html>\n"]))


_PEOPLE: Final = ("<!-- people -->", "<!-- /people -->")
"""What people said stands between these: all else is the run's own. No text of anybody's holds them, since all are escaped."""
_SAID_PART: Final = re.compile(f"{_PEOPLE[0]}.*?{_PEOPLE[1]}", re.DOTALL)
_NAME: Final = re.compile("<title>.*?</title>|<h1>.*?</h1>")


def people(sayings: Sequence[Saying]) -> str:
    """What people said: how much, and the last of it."""
    if not sayings:
        return ""
    lines = [f"<h2>What people said</h2><p>{html.escape(said_line(sayings))}</p><ul>"]
    for one in sayings[: -SAID - 1 : -1]:
        lines.append(f"<li>{html.escape(saying_line(one))}</li>")
    return visible("\n".join([*lines, "</ul>"]))


def own(text: str) -> str:
    """A report without what people said and what the run is called: what its rows give."""
    return _NAME.sub("", _SAID_PART.sub("", text))


def retold(store: Store) -> None:
    """Tell in a report that is there what people said by now. One that the loop writes meanwhile stays as it is: it was told."""
    file = store.path / "report.html"
    try:
        there = file.stat()
        text = file.read_text(encoding="utf-8")
        now = f"{_PEOPLE[0]}{people(said.read(store))}{_PEOPLE[1]}"
        new = _SAID_PART.sub(lambda _: now, text, count=1)
        if new != text and os.path.samestat(there, file.stat()):
            write_atomic(file, new)
    except (OSError, UnicodeDecodeError):  # none yet, or not ours: `fsck` says so
        return


def _computed(manifest: dict[str, Any]) -> list[str]:
    """With what the student was asked and trained; with more than one, that what is compared may differ by it."""
    asked, trained = manifest.get("computed", []), manifest.get("trained_in")
    lines = [f"Asked with {', then '.join(asked)}."] if asked else []
    lines += ["Not all answers were computed alike: some may differ by that alone."] if len(asked) > 1 else []
    return lines + ([f"Trained in {trained}."] if trained else [])


def _line(line: str) -> str:
    """A line of the result; what belongs to the one above it stands further in."""
    return f"<p{' class=below' if line.startswith('  ') else ''}>{html.escape(line.strip())}</p>"


def _area(row: dict[str, Any]) -> str:
    error = row["error_classes"][0] if row["error_classes"] else None
    cells = [
        row["area"], passed_of(row["looks"]), percent(row["before"]), percent(row["after"]), None,
        "–" if row["q_value"] is None else f"{row['q_value']:.2g}", decided(row),
        f"{error['error_class']} {error['share']:.0%}" if error else "",
    ]  # fmt: skip
    inner = "".join(f"<td>{_bars(row) if cell is None else html.escape(cell)}</td>" for cell in cells)
    classes = html.escape(f"{'targeted' if row['targeted'] else ''} {row['decision']}".strip())
    return f'<tr class="{classes}">{inner}</tr>'


def _bars(row: dict[str, Any]) -> str:
    """Both rates with their 95 % intervals, as a small drawing."""
    lines = []
    for y, side in ((5, "before"), (13, "after")):
        part = row[side]
        if part and part["pass_rate"] is not None:
            low, rate, high = (f"{200 * part[key]:.1f}" for key in ("low", "pass_rate", "high"))
            lines.append(f'<line x1="{low}" x2="{high}" y1="{y}" y2="{y}" class="{side}" stroke-width="2"/>')
            lines.append(f'<circle cx="{rate}" cy="{y}" r="3" class="{side}"/>')
    told = f"before {percent(row['before'])}, after {percent(row['after'])}"
    return f'<svg width="206" height="18" viewBox="-3 0 206 18" role="img" aria-label="{told}">{"".join(lines)}</svg>'


def _example(row: dict[str, Any]) -> str:
    def block(label: str, text: str | None) -> str:
        if text is None:
            return ""
        shown = text if len(text) <= CHARS else f"{text[:CHARS]} …"
        return f"{html.escape(label)}<pre>{html.escape(shown)}</pre>"

    return (
        f"<details><summary>{html.escape(row['area'])}: {html.escape(row['error_class'] or '')} "
        f"<code>{html.escape(row['probe_id'])}</code></summary>"
        f"{block('question', row['question'])}{block('thoughts', row['thoughts'] or None)}{block('answer', row['answer'])}{block('expected', row['expected'])}"
        f"{block('evidence', row['evidence'])}{block('answer after the repair: ' + (row['after_status'] or ''), row['after'])}"
        "</details>"
    )
