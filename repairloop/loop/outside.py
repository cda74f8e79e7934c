"""Outside questions: a user's own file of questions and answers, asked before and after a repair.

    --outside word_problems.csv:math      question,answer            →  the question as it stands
    --outside quiz.jsonl:choice           question, choices, answer  →  … with the options below it, named by letters
    --outside intents.csv:text            text,category              →  … led in by the labels that the file uses
    --outside slots.jsonl:fields          messages, expected         →  the messages as they stand

A file is read as `repairloop import` reads it, and each reply by the grader that is named.

No row that trains may overlap with them, no choice looks at them, and they are asked in the identical way on both
sides: what they say of a repair, nothing in the loop was made to say. A row counts only if its own answer passes its
grader. Files come from anywhere: everything in them is data, bounded and cleaned. This module does not know what the
questions ask, nor any grader by name.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from random import Random
from typing import Final, NamedTuple, TypeVar

from repairloop.config import Config
from repairloop.ground.errors import UsageError
from repairloop.ground.overlap import normal
from repairloop.plugins.registry import get_grader
from repairloop.records import Case, Message, Probe, fingerprint

SKILL: Final = "outside"
"""What stands for a skill in the tables; the area is `outside/NAME`, named after the file."""
READ: Final = 10
"""Rows that are graded for each that is asked, where a file holds so many: some are left out, and labels are all told."""
CHARACTERS: Final = 4
"""Of a text, for each token."""
T = TypeVar("T")


class Questions(NamedTuple):
    """The questions of one file, ready to be asked, and what the user should know of them."""

    name: str
    probes: list[Probe]
    notes: list[str]
    alone: list[str]
    """What is asked, without what many of the file's questions share, as a task has it."""


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
        try:
            found.append(_read(file, grader, name, config, cycle))
        except UsageError as error:
            raise UsageError(f"--outside {file}: {_unmapped(str(error))}") from None
    return found


def _parse(entry: str) -> tuple[Path, str]:
    file, colon, grader = entry.rpartition(":")
    if not colon or not file or not grader:
        raise UsageError(f"--outside takes FILE:GRADER, as in --outside questions.csv:math; got {entry!r}")
    get_grader(grader)
    return Path(file).expanduser(), grader


def _unmapped(said: str) -> str:
    """What the import says of a file, to someone who cannot name its columns."""
    if "--map" not in said:
        return said
    return f"{said}\nOutside questions have no --map: call these columns `question` and `answer` in the file"


def _read(file: Path, grader: str, name: str, config: Config, cycle: int) -> Questions:
    from repairloop.tasks import frames
    from repairloop.tasks.entry import messages_asked
    from repairloop.tasks.formats.common import one_line, shown
    from repairloop.tasks.graded import grade_entries
    from repairloop.tasks.importing import read_files, refuse_without_golds
    from repairloop.tasks.skill import led_in

    if lacking := get_grader(grader).missing():
        raise UsageError(f"the grader {grader} cannot work here: {lacking}")
    read = read_files([file], {}, lambda line: None)
    refuse_without_golds(read, [file])
    entries = [entry for one in read for entry in one.entries]
    draw, at_most = Random(f"{config.seed}/{SKILL}/{name}"), config.outside.at_most
    graded = grade_entries(_drawn(draw, entries, READ * at_most), grader=grader)
    found: dict[str, Probe] = {}
    sizes: dict[str, int] = {}
    for case in graded.cases:
        if case.grader:
            messages = led_in(case.messages, graded.instruction)
            content = fingerprint(SKILL, normal("\n".join(message["content"] for message in messages)))
            found.setdefault(content, _probe(case, messages, content, f"{SKILL}/{name}", config, cycle))
            sizes.setdefault(content, len(case.gold))
    chosen = _drawn(draw, list(found.values()), at_most)
    rows, unused = sum(one.rows for one in read), list(dict.fromkeys(n for one in read for n in one.layout.unused))
    forms = "; ".join(dict.fromkeys(one.layout.form for one in read))
    drawn = f" drawn by the run's seed from {rows:,}" if len(found) > at_most else f" of {rows:,}"
    notes = [f"{len(chosen):,}{drawn}, {forms}{f'; not used: {shown(unused)}' if unused else ''}"]
    left: Counter[str] = Counter(graded.left_out)
    for one in read:
        left.update({f"{why} ({one.file}, line {one.first[why]:,})": count for why, count in one.left_out.items()})
        notes += one.notes
    notes += [f"left out: {count:,} × {one_line(why, 300)}" for why, count in left.items()] + graded.notes
    longest = config.outside.max_tokens
    if cut := sum(sizes[probe.content] > CHARACTERS * longest for probe in chosen):
        notes.append(
            f"{cut:,} right answers are longer than {longest} tokens, at which a reply is cut: outside.max_tokens"
        )
    whole, apart = (
        [messages_asked(one)[-1]["content"] for one in some] for some in (entries, frames.apart(entries)[0])
    )
    known = dict(zip(whole, apart, strict=True))
    alone = [known.get(text, text) for text in (probe.messages[-1]["content"] for probe in chosen)]
    return Questions(name, chosen, [f"outside questions {name}: {note}" for note in notes], alone)


def _probe(case: Case, messages: list[Message], content: str, area: str, config: Config, cycle: int) -> Probe:
    return Probe(
        id=fingerprint(config.seed, cycle, area, case.id), index=case.line, skill=SKILL, area=area, split="outside",
        wording="unseen", messages=messages, grader=case.grader, reference=case.reference, settings=case.settings,
        content=content, max_tokens=config.outside.max_tokens,
    ).checked()  # fmt: skip


def _drawn(draw: Random, items: list[T], number: int) -> list[T]:
    """At most so many of the items, in their order."""
    if len(items) <= number:
        return items
    return [items[place] for place in sorted(draw.sample(range(len(items)), number))]
