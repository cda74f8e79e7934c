"""Outside questions: a user's own file of questions and answers, asked before and after a repair.

    --outside word_problems.csv:math      question,answer            →  the question as it stands
    --outside quiz.jsonl:choice           question, choices, answer  →  … with the options below it, named by letters
    --outside intents.csv:text            text,category              →  … with the labels that the file uses below it
    --outside slots.jsonl:fields          messages, expected         →  the messages as they stand

Any file that `repairloop import` knows will do, logs among them (`repairloop.tasks.formats`). No row that trains may
overlap with them, no choice looks at them, and they are asked in the identical way on both sides: what they say of a
repair, nothing in the loop was made to say. A row counts only if its own answer passes its grader. Files come from
anywhere: everything in them is data, bounded and cleaned. This module does not know what the questions ask, nor any
grader by name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from string import ascii_uppercase
from typing import Any, Final, NamedTuple

from repairloop.config import Config
from repairloop.ground.errors import UsageError
from repairloop.ground.overlap import normal
from repairloop.plugins.grade import check_reference
from repairloop.plugins.registry import get_grader
from repairloop.records import Probe, fingerprint
from repairloop.records.rows import clean
from repairloop.sources.userfile import JSON_LINES
from repairloop.tasks import formats
from repairloop.tasks.entry import Entry
from repairloop.tasks.formats.common import BadRow, one_line, parsed, plain, shown
from repairloop.tasks.formats.tables import LABELS

SKILL: Final = "outside"
"""What stands for a skill in the tables; the area is `outside/NAME`, named after the file."""
MOST_LABELS: Final = 50
"""Labels that a student is told; of more it is told none."""


class Questions(NamedTuple):
    """The questions of one file, ready to be asked, and what the user should know of them."""

    name: str
    probes: list[Probe]
    notes: list[str]


# ---- reading ------------------------------------------------------------------------------------------


def read_all(config: Config, cycle: int = 1) -> list[Questions]:
    """The questions of every file that the run names. UsageError on a file that cannot be used, before anything is
    asked."""
    found: list[Questions] = []
    taken: Counter[str] = Counter()
    for entry in config.outside.files:
        file, grader = _parse(entry)
        stem = re.sub(r"[^A-Za-z0-9_.-]+", "_", file.stem)[:60] or "questions"
        taken[stem] += 1
        name = stem if taken[stem] == 1 else f"{stem}-{taken[stem]}"
        found.append(_read(file, grader, name, config, cycle))
    return found


def _parse(entry: str) -> tuple[Path, str]:
    file, colon, grader = entry.rpartition(":")
    if not colon or not file or not grader:
        raise UsageError(f"--outside takes FILE:GRADER, as in --outside questions.csv:math; got {entry!r}")
    get_grader(grader)
    return Path(file).expanduser(), grader


def _read(file: Path, grader: str, name: str, config: Config, cycle: int) -> Questions:
    where = f"--outside {file}"
    if lacking := get_grader(grader).missing():
        raise UsageError(f"{where}: the grader {grader} cannot work here: {lacking}")
    if not file.is_file():
        raise UsageError(f"{where}: no such file")
    try:
        found = formats.read(file, file.name, {})
    except UsageError as error:
        raise UsageError(f"--outside {file.parent}/{error}"[:800]) from None
    form, entries = found.layout, found.entries
    if all(entry.gold is None for entry in entries):
        columns = shown([*form.columns.values(), *form.unused])
        raise UsageError(f"{where}: no answer among its columns ({columns}); docs/tasks.md says which are understood")
    labels = _labels(entries) if plain(form.columns.get("answer", "")) in LABELS else []
    order = list(range(len(entries)))
    Random(f"{config.seed}/{SKILL}/{name}").shuffle(order)
    unit = "line" if file.suffix.lower() in JSON_LINES else "row"
    chosen: list[tuple[int, Probe]] = []
    bad = [(found.first[reason], reason) for reason, count in found.left_out.items() for _ in range(count)]
    asked: set[str] = set()
    for place in order:
        if len(chosen) == config.outside.at_most:
            break
        entry = entries[place]
        try:
            probe = _probe(entry, labels, grader, f"{SKILL}/{name}", config.outside.max_tokens)
        except BadRow as error:
            bad.append((entry.line, str(error)))
            continue
        if probe.content in asked:
            continue
        asked.add(probe.content)
        ident = fingerprint(config.seed, cycle, probe.area, entry.line, probe.content)
        chosen.append((entry.line, probe.like(id=ident, index=entry.line)))
    bad.sort()
    reasons = f"first {unit} {bad[0][0]:,}: {bad[0][1]}" if bad else ""
    if not chosen:
        raise UsageError(f"{where}: none of its {found.rows:,} rows can be asked; {reasons}"[:600])
    unused = f"; not used: {shown(form.unused)}" if form.unused else ""
    drawn = "" if len(chosen) + len(bad) >= found.rows else " drawn by the run's seed"
    notes = [f"outside questions {name}: {len(chosen):,} of {found.rows:,}{drawn}, {form.form}{unused}"]
    notes += [f"outside questions {note}" for note in found.notes]
    if bad:
        notes.append(f"outside questions {name}: {len(bad):,} rows left out; {reasons}")
    return Questions(name, [probe for _, probe in sorted(chosen, key=lambda pair: pair[0])], notes)


def _labels(entries: Iterable[Entry]) -> list[str]:
    """The labels that a file uses, where they are few."""
    found = {clean(str(entry.gold), 200) for entry in entries if entry.gold is not None}
    return sorted(found) if 2 <= len(found) <= MOST_LABELS else []


def _probe(entry: Entry, labels: list[str], grader: str, area: str, max_tokens: int) -> Probe:
    """The entry as a question that its own answer passes; BadRow where there is none."""
    truth, options = entry.gold, entry.options
    if truth is None:
        raise BadRow("no answer")
    settings: dict[str, Any] = {}
    below = ""
    if options:
        if isinstance(truth, int) and not isinstance(truth, bool) and 0 <= truth < len(options):
            truth = list(options)[truth]
        settings = {"options": dict(options)}
        below = "".join(f"\n{letter}) {text}" for letter, text in options.items())
        below = f"\n{below}\n\nAnswer with the letter of the right option."
    elif labels:
        settings = {"options": labels} if len(labels) <= len(ascii_uppercase) else {}
        below = f"\n\nAnswer with one of these: {', '.join(labels)}."
    *before, last = entry.messages
    above = f"{entry.document}\n\n" if entry.document else ""
    messages = [*before, {**last, "content": f"{above}{last['content']}{below}"}]
    text = "\n".join(message["content"] for message in messages)
    asked = Probe(
        id="", skill=SKILL, area=area, split="outside", wording="unseen", messages=messages, grader=grader,
        settings=settings, content=fingerprint(SKILL, normal(text)), max_tokens=max_tokens,
    ).checked()  # fmt: skip
    reason = ""
    for reference in _references(truth, get_grader(grader).text_reference):
        probe = asked.like(reference=reference)
        verdict = check_reference(probe)
        if verdict.status == "pass":
            return probe
        reason = reason or verdict.evidence
    raise BadRow(f"its answer does not pass the grader {grader}: {one_line(reason)}")


def _references(truth: Any, text_only: bool) -> Iterator[Any]:
    """The forms in which a truth may be a grader's reference, the likeliest first."""
    if text_only:
        yield clean(truth) if isinstance(truth, str) else str(truth)
        return
    read = parsed(truth) if isinstance(truth, str) else truth
    for value in [read, truth] if read is not None and read != truth else [truth]:
        yield value
        yield {"value": value}
