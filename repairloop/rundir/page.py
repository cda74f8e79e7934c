"""`report.html`: one static page of a run, for people who have no terminal. No script, nothing fetched.

Reads what `views` reads, and is made of the templates that the service's pages are made of (`rendering`). All text that a student or
a user wrote is escaped, and bounded in length; of the page as a whole nothing is left that a browser or a terminal obeys
beside what stands in the templates.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from repairloop.ground.files import write_atomic
from repairloop.ground.foreign import visible
from repairloop.rundir import said
from repairloop.rundir.display import (
    findings_line,
    said_line,
    saying_line,
    summary_lines,
)
from repairloop.rundir.rendering import environment
from repairloop.rundir.said import Saying
from repairloop.rundir.store import Store
from repairloop.rundir.views import area_rows, connect, fetch, summary_of

EXAMPLES: Final = 3
"""Failures shown an area."""
CHARS: Final = 1500
"""Longest text shown of a question or an answer."""
SAID: Final = 50
"""What people said that is shown, the last of it."""


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
            """SELECT f.area, f.probe_id, f.side, f.question, f.thoughts, f.answer, f.error_class, f.extracted, f.expected, f.evidence,
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
    manifest = store.read_manifest()
    told = [
        *summary_lines(decision),
        *(f"In asking and in training: {step}." for step in manifest.get("adaptations", [])),
        *_computed(manifest),
    ]
    for example in examples:
        for key in ("question", "thoughts", "answer", "after"):
            example[key] = _short(example[key])
    text = environment().get_template("report.html").render(
        name=store.path.resolve().name, told=told, findings=findings_line(areas), areas=areas, rows=rows, examples=examples,
        people=Markup(people(said.read(store))),
    )  # fmt: skip
    return visible(text)


def _short(text: str | None) -> str | None:
    return text if text is None or len(text) <= CHARS else f"{text[:CHARS]} …"


_PEOPLE: Final = ("<!-- people -->", "<!-- /people -->")
"""What people said stands between these: all else is the run's own. No text of anybody's holds them, since all are escaped."""
_SAID_PART: Final = re.compile(f"{_PEOPLE[0]}.*?{_PEOPLE[1]}", re.DOTALL)
_NAME: Final = re.compile("<title>.*?</title>|<h1>.*?</h1>")


def people(sayings: Sequence[Saying]) -> str:
    """What people said: how much, and the last of it."""
    if not sayings:
        return ""
    lines = list(map(saying_line, sayings[: -SAID - 1 : -1]))
    return visible(environment().get_template("said_part.html").render(told=said_line(sayings), sayings=lines))


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
