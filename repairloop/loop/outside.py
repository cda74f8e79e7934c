"""Outside questions: a user's own file of questions and answers, asked before and after a repair.

    --outside word_problems.csv:math      question,answer            →  the question as it stands
    --outside quiz.jsonl:choice           question, choices, answer  →  … with the options below it, named by letters
    --outside intents.csv:text            text,category              →  … with the labels that the file uses below it
    --outside slots.jsonl:fields          messages, expected         →  the messages as they stand

A file whose form is none of these is read as `repairloop import` reads it (SQuAD, sets in two texts, names of classes beside
the file …), and graded as named.

No row that trains may overlap with them, no choice looks at them, and they are asked in the identical way on both
sides: what they say of a repair, nothing in the loop was made to say. A row counts only if its own answer passes its
grader. Files come from anywhere: everything in them is data, bounded and cleaned. This module does not know what the
questions ask, nor any grader by name.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from random import Random
from string import ascii_uppercase
from typing import Any, Final, NamedTuple

from repairloop.config import Config
from repairloop.ground.errors import UsageError
from repairloop.ground.overlap import normal
from repairloop.plugins.grade import check_reference
from repairloop.plugins.registry import get_grader
from repairloop.records import Message, Probe, fingerprint
from repairloop.records.rows import clean
from repairloop.sources.chunks import Unreadable
from repairloop.sources.userfile import JSON, QUESTIONS, read_rows

SKILL: Final = "outside"
"""What stands for a skill in the tables; the area is `outside/NAME`, named after the file."""
ANSWERS: Final = ("answer", "target", "expected", "completion", "output", "label", "category")
OPTIONS: Final = ("choices", "options")
LABELS: Final = ("label", "category")
"""Columns whose values are classes: the student is told all that the file uses, up to `MOST_LABELS`."""
UNDERSTOOD: Final = (
    "messages, question, instruction (with input), prompt, input or text for what is asked, answer, target, expected, "
    "completion, output, label or category for the truth, and choices or options beside them"
)
MOST_LABELS: Final = 50
MOST_ROWS: Final = 100_000
"""Rows read of one file."""

Row = dict[str, Any]
Numbered = tuple[int, Row]


class BadRow(ValueError):
    """One row that cannot be asked; the message says why."""


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
    notes: list[str] = []
    rows = _rows(file, notes)
    if not rows:
        raise UsageError(f"{where}: no rows in it{'; ' + notes[0] if notes else ''}")
    unit = "line" if file.suffix.lower() in JSON[:3] else "row"
    form: Form | Imported
    try:
        form = _form(rows, where)
    except UsageError as error:
        form = _imported(file, grader, where, str(error))
        rows = [(number, {"case": probe}) for number, probe in form.probes]
        notes[:] = form.notes
    order = list(range(len(rows)))
    Random(f"{config.seed}/{SKILL}/{name}").shuffle(order)
    chosen: list[tuple[int, Probe]] = []
    bad: list[tuple[int, str]] = []
    asked: set[str] = set()
    for place in order:
        if len(chosen) == config.outside.at_most:
            break
        number, row = rows[place]
        try:
            probe = form.probe(row, grader, f"{SKILL}/{name}", config.outside.max_tokens)
        except BadRow as error:
            bad.append((number, str(error)))
            continue
        if probe.content in asked:
            continue
        asked.add(probe.content)
        ident = fingerprint(config.seed, cycle, probe.area, number)
        chosen.append((number, probe.like(id=ident, index=number)))
    bad.sort()
    reasons = f"first {unit} {bad[0][0]:,}: {bad[0][1]}" if bad else ""
    if not chosen:
        raise UsageError(f"{where}: none of its {len(rows):,} rows can be asked; {reasons}"[:600])
    unused = f"; not used: {', '.join(form.unused)}" if form.unused else ""
    drawn = "" if len(chosen) + len(bad) >= len(rows) else " drawn by the run's seed"
    notes.insert(0, f"outside questions {name}: {len(chosen):,} of {len(rows):,}{drawn}, {form.about}{unused}")
    if bad:
        notes.append(f"outside questions {name}: {len(bad):,} rows left out; {reasons}")
    return Questions(name, [probe for _, probe in sorted(chosen, key=lambda pair: pair[0])], notes)


def _rows(file: Path, notes: list[str]) -> list[Numbered]:
    """The rows of a file with their numbers; lines that are none are told in `notes`."""
    if not file.is_file():
        raise UsageError(f"--outside {file}: no such file")
    bad: list[int] = []

    def tell(part: str, why: str) -> None:
        notes.append(f"--outside {file}: passed over {part}: {why}")

    def objects() -> Iterator[Numbered]:
        for number, row in read_rows(file, tell):
            if isinstance(row, dict):
                yield number, row
            else:
                bad.append(number)

    try:
        rows = list(islice(objects(), MOST_ROWS))
    except (Unreadable, OSError) as error:
        raise UsageError(f"--outside {file}: cannot be read: {error}"[:400]) from None
    if bad:
        tell(f"{len(bad):,} rows", f"no objects with columns, number {bad[0]:,} first")
    if len(rows) == MOST_ROWS:
        notes.append(f"--outside {file}: only its first {MOST_ROWS:,} rows are read")
    return rows


class Form(NamedTuple):
    """Where a file's rows hold question, truth and options."""

    question: str
    answer: str
    more: str | None
    """What goes below the question: `input` beside `instruction`."""
    options: str | None
    labels: list[str]
    unused: list[str]

    @property
    def about(self) -> str:
        parts = [self.question, *([self.more] if self.more else []), *([self.options] if self.options else [])]
        return f"{' + '.join(map(_shown, parts))} → {_shown(self.answer)}"

    def probe(self, row: Row, grader: str, area: str, max_tokens: int) -> Probe:
        """The row as a question that its own answer passes; BadRow where there is none."""
        truth = row.get(self.answer)
        if truth is None or truth == "":
            raise BadRow("no answer")
        settings: dict[str, Any] = {}
        below = ""
        if self.options:
            options = _options(row.get(self.options))
            if isinstance(truth, int) and not isinstance(truth, bool) and 0 <= truth < len(options):
                truth = list(options)[truth]
            settings = {"options": options}
            below = "".join(f"\n{letter}) {text}" for letter, text in options.items())
            below = f"\n{below}\n\nAnswer with the letter of the right option."
        elif self.labels:
            settings = {"options": self.labels} if len(self.labels) <= len(ascii_uppercase) else {}
            below = f"\n\nAnswer with one of these: {', '.join(self.labels)}."
        elif self.more and isinstance(row.get(self.more), str) and row[self.more].strip():
            below = f"\n\n{clean(row[self.more])}"
        messages = _messages(row.get(self.question), parse=self.question.strip().lower() == "messages")
        messages[-1] = {**messages[-1], "content": messages[-1]["content"] + below}
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
        raise BadRow(f"its answer does not pass the grader {grader}: {_shown(reason)}")


class Imported(NamedTuple):
    """Questions that were read as a task's are."""

    about: str
    unused: list[str]
    probes: list[tuple[int, Probe]]
    notes: list[str]

    def probe(self, row: Row, grader: str, area: str, max_tokens: int) -> Probe:
        asked: Probe = row["case"]
        return asked.like(area=area, max_tokens=max_tokens)


def _imported(file: Path, grader: str, where: str, why: str) -> Imported:
    """The questions of a file by the import's own readers. UsageError, with what this module understands, where they read
    none either."""
    from repairloop.tasks import formats
    from repairloop.tasks.graded import grade_entries
    from repairloop.tasks.skill import led_in

    try:
        read = formats.read(file, file.name, {})
        graded = grade_entries(read.entries, grader=grader)
    except UsageError as error:
        raise UsageError(f"{why}. As `repairloop import` reads it: {error}"[:1200]) from None
    probes = []
    for case in graded.cases:
        if case.grader:
            messages = led_in(case.messages, graded.instruction)
            text = "\n".join(message["content"] for message in messages)
            asked = Probe(
                id="", skill=SKILL, area=SKILL, split="outside", wording="unseen", messages=messages, grader=case.grader,
                reference=case.reference, settings=case.settings, content=fingerprint(SKILL, normal(text)),
            ).checked()  # fmt: skip
            probes.append((case.line, asked))
    left = [f"{where}: left out: {count:,} × {_shown(reason)}" for reason, count in graded.left_out.items()]
    return Imported(read.layout.form, [_shown(name) for name in read.layout.unused][:20], probes, [*read.notes, *left])


def _form(rows: list[Numbered], where: str) -> Form:
    """The form of a file, by the names of its columns. UsageError, with what is understood, where there is none."""
    names = {str(name).strip().lower(): name for _, row in reversed(rows) for name in row}
    question, answer = _first(QUESTIONS, names), _first(ANSWERS, names)
    if question is None or answer is None or question == answer:
        columns = ", ".join(_shown(name) for name in list(names.values())[:20])
        lacking = "no question" if question is None else "no answer"
        raise UsageError(f"{where}: {lacking} among its columns ({columns}); understood are: {UNDERSTOOD}")
    more = names.get("input") if question == names.get("instruction") else None
    options = _first(OPTIONS, names)
    labels: list[str] = []
    if options is None and answer in [names.get(name) for name in LABELS]:
        found = {clean(str(row[answer]), 200) for _, row in rows if row.get(answer) not in (None, "")}
        labels = sorted(found) if 2 <= len(found) <= MOST_LABELS else []
    used = {question, answer, more, options}
    return Form(question, answer, more, options, labels, [_shown(n) for n in names.values() if n not in used][:20])


def _first(wanted: Iterable[str], names: Mapping[str, str]) -> str | None:
    return next((names[name] for name in wanted if name in names), None)


def _messages(value: Any, *, parse: bool) -> list[Message]:
    """A question as messages, the last one the user's."""
    if parse and isinstance(value, str):
        value = _json(value)
    if isinstance(value, str) and value.strip():
        return [{"role": "user", "content": clean(value)}]
    if not isinstance(value, list) or not value:
        raise BadRow("no question")
    messages = []
    for message in value:
        role, content = (message.get("role"), message.get("content")) if isinstance(message, dict) else (None, None)
        if role not in ("system", "user", "assistant") or not isinstance(content, str) or not content.strip():
            raise BadRow("a message is no object with a role (system, user, assistant) and a content")
        messages.append({"role": role, "content": clean(content)})
    if messages[-1]["role"] != "user":
        raise BadRow("the last message is not the user's")
    return messages


def _options(value: Any) -> dict[str, str]:
    """Letter → text, of a list of texts, of letter → text, or of a list of letters beside one of texts."""
    if isinstance(value, str):
        value = _json(value)
    if isinstance(value, dict) and isinstance(value.get("text"), list) and isinstance(value.get("label"), list):
        value = dict(zip(map(str, value["label"]), value["text"], strict=False))
    if isinstance(value, list):
        value = dict(zip(ascii_uppercase, value, strict=False)) if len(value) <= len(ascii_uppercase) else None
    if not isinstance(value, dict) or len(value) < 2 or any(isinstance(text, dict | list) for text in value.values()):
        raise BadRow("its choices are no list of texts, nor letter → text")
    return {clean(str(letter), 20): clean(str(text), 2000) for letter, text in value.items()}


def _references(truth: Any, text_only: bool) -> Iterator[Any]:
    """The forms in which a truth may be a grader's reference, the likeliest first."""
    if isinstance(truth, list) and len(truth) == 1 and isinstance(truth[0], dict) and "content" in truth[0]:
        truth = truth[0]["content"]  # a completion that is a message
    if text_only:
        yield clean(truth) if isinstance(truth, str) else str(truth)
        return
    parsed = _json(truth) if isinstance(truth, str) else truth
    for value in [parsed, truth] if parsed is not None and parsed != truth else [truth]:
        yield value
        yield {"value": value}


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _shown(text: object) -> str:
    line = " ".join(clean(str(text), 200).split())
    return "".join(c if c.isprintable() else "�" for c in line)
