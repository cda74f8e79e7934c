"""Files of a user's become an evaluation set: read, understood, graded by their own golds, and put into parts.

What was understood is said before anything is made of it: what kind of file, which columns, three rows, what is left
out and why. The model's own answers in a log only tell where to look; no number of ours is made of them.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, get_args

from repairloop.ground.errors import UsageError
from repairloop.ground.overlap import normal
from repairloop.ground.slug import slug
from repairloop.plugins.registry import get_grader
from repairloop.records import Case, Part, fingerprint
from repairloop.sources.chunks import Unreadable
from repairloop.sources.files import open_regular
from repairloop.sources.userfile import files_below
from repairloop.tasks import formats, frames
from repairloop.tasks.entry import Entry
from repairloop.tasks.evaluation import Evaluation, Understood
from repairloop.tasks.formats import Read
from repairloop.tasks.formats.common import as_json, is_empty, one_line, shown, written
from repairloop.tasks.formats.joined import beside, partners
from repairloop.tasks.formats.tables import is_label, likely_answer

MOST_FILES: Final = 200
DISPUTED: Final = "another row asks the same and has another answer"
AGAIN: Final = "the same question with the same right answer stands before it"
SHOWN: Final = 3
"""Rows that are shown."""
Say = Callable[[str], None]


def import_files(
    files: Sequence[Path | str], *, map_: Mapping[str, str] | None = None, grader: str | None = None,
    name: str | None = None, instruction: str | None = None, seed: int = 0, say: Say = print,
) -> Evaluation:  # fmt: skip
    """The evaluation set of one or several files, or folders of them.

    `map_`: what a column is, where its name says nothing (`{"question": "Q1"}`). `grader`: instead of the one that the
    golds suggest. `name`: the task's, else the first file's. `instruction`: what every question is led in by. `say`
    takes what was understood, line by line. Raises UsageError on what cannot be read or is in doubt.
    """
    from repairloop.tasks.doubt import doubts
    from repairloop.tasks.graded import NO_ANSWER, grade_entries
    from repairloop.tasks.parts import assign
    from repairloop.tasks.parts import notes as parts_notes
    from repairloop.tasks.variations.redrawn import solver

    if name is not None and (not name or slug(name) != name):
        raise UsageError(
            f"--name {name!r}: a task is called by small letters, digits and underscores, as in {slug(name) or 'orders'}"
        )
    found = read_files(files, map_ or {}, say)
    entries = [entry for one in found for entry in one.entries]
    left_out, notes, disputed = Counter[str](), [note for one in found for note in one.notes], set[tuple[str, int]]()
    for one in found:
        for reason, count in one.left_out.items():
            left_out[f"{reason} ({one.file}, line {one.first[reason]:,})"] += count
    entries, shared = frames.apart(entries)
    notes += shared
    entries = _once(entries, left_out, notes, disputed)
    for reason, count in left_out.items():
        say(f"left out: {count:,} × {one_line(reason)}")
    for note in notes:
        say(f"note: {one_line(note, 400)}")
    refuse_without_golds(found, files)
    try:
        graded = grade_entries(entries, grader=grader, instruction=instruction, say=say)
    except UsageError as error:
        raise UsageError(f"{error}{_few(entries) if grader is None else ''}") from None
    cases = [
        case.like(doubt=DISPUTED) if (case.file, case.line) in disputed and not case.doubt else case
        for case in graded.cases
    ]
    against = doubts(cases, solve=solver(cases))
    cases = [case.like(doubt=case.doubt or against.get(case.id, "")) for case in cases]
    if against:
        doubted = [case for case in cases if case.doubt and case.doubt != NO_ANSWER]
        first = doubted[0]
        notes.append(
            f"{len(doubted):,} golds are in doubt and make no rows, first {first.file}, line "
            f"{first.line:,}: {one_line(first.doubt, 120)}; all of them: repairloop golds"
        )
        say(f"note: {notes[-1]}")
    cases = assign(cases, seed)
    left_out.update(graded.left_out)
    parts, *small = parts_notes(cases)
    say(f"parts: {parts}")
    for note in small:
        say(f"note: {note}")
    notes += [*graded.notes, *small]
    understood = Understood(
        name=name or _name(files[0] if Path(files[0]).is_dir() else found[0].file), files=[f"{label} sha256:{digest}" for label, digest in _digests(files)],
        form="; ".join(dict.fromkeys(f"{one.layout.format}: {one.layout.form}" for one in found)),
        columns=_columns(found), kind=graded.kind, grader=graded.grader, settings=graded.settings,
        instruction=graded.instruction, plugin=graded.plugin,
        plugin_version=get_grader(graded.grader).version if graded.plugin else "", labels=graded.labels,
        parts={part: sum(case.part == part for case in cases) for part in get_args(Part)}, left_out=dict(left_out), notes=list(dict.fromkeys(notes)),
    )  # fmt: skip
    return Evaluation(understood, cases)


# ---- files ------------------------------------------------------------------------------------------------


def read_files(files: Sequence[Path | str], map_: Mapping[str, str], say: Say) -> list[Read]:
    """Every file, as it was understood, which is said."""
    found = []
    paths = _paths(files)
    joined = partners(paths, map_)
    told = {file for partner in joined.values() for file in partner.files}
    for label, path in paths:
        if label in told:
            continue
        one = formats.read(path, label, map_, joined.get(label))
        found.append(one)
        layout = one.layout
        say(
            f"{label}: {layout.format} ({layout.why}): {layout.form}; {one.rows:,} rows, {len(one.entries):,} questions"
        )
        used = ", ".join(f"{what}: {one_line(column, 60)}" for what, column in layout.columns.items())
        say(f"  columns used: {used or 'none'}; kept beside: {shown(layout.unused) or 'none'}")
    return found


def refuse_without_golds(found: Sequence[Read], files: Sequence[Path | str]) -> None:
    """UsageError where no row of the files says what is right, with the column that may."""
    entries = [entry for one in found for entry in one.entries]
    if not all(is_empty(entry.gold) and entry.graded_by is None for entry in entries):
        return
    if any(entry.given is not None or entry.score is not None for entry in entries):
        bad = sum(entry.score is not None and entry.score < 0.5 for entry in entries)
        raise UsageError(
            f"none of the {len(entries):,} rows says what is right: what a model said is no gold, nor is a thumb ({bad:,} are judged wrong). "
            "Write what it should have said into a column `correction`, for the rows that you know it of"
        )
    unused = list(dict.fromkeys(name for one in found for name in one.layout.unused))
    near = next((said for _, path in _paths(files) if (said := beside(path))), "")
    raise UsageError(
        f"none of the {len(entries):,} rows has a right answer: say which column holds it (--map "
        f"{written('answer', likely_answer(unused))}); {f'not used are {shown(unused)}' if unused else 'it has no other column'}"
        f"{f'. {near}' if near else ''}"
    )


def _paths(files: Sequence[Path | str]) -> list[tuple[str, Path]]:
    """Name and path of each file; those of a folder are named from there."""
    found: list[tuple[str, Path]] = []
    for given in files:
        path = Path(given).expanduser()
        if not path.exists():
            raise UsageError(f"{given}: no such file")
        try:
            below = files_below(path)
        except Unreadable as error:
            raise UsageError(f"{given}: cannot be read: {error}") from None
        if path.is_dir() and not below:
            raise UsageError(f"{given}: no data files in this folder")
        found += [(str(file.relative_to(path)) if path.is_dir() else file.name, file) for file in below]
    if not found:
        raise UsageError("no file was named")
    if len(found) > MOST_FILES:
        raise UsageError(f"{len(found):,} files; {MOST_FILES} are the most: name those that hold your questions")
    twice = [label for label, count in Counter(label for label, _ in found).items() if count > 1]
    if twice:
        raise UsageError(
            f"two files are called {twice[0]!r}: a case is named by file and line; call one of them otherwise"
        )
    return found


def _digests(files: Sequence[Path | str]) -> Iterable[tuple[str, str]]:
    for label, path in _paths(files):
        digest = hashlib.sha256()
        with open_regular(path) as file:
            while block := file.read(2**20):
                digest.update(block)
        yield label, digest.hexdigest()[:16]


def _few(entries: Sequence[Entry]) -> str:
    """What to say of columns that may be classes, where the golds were none that can be checked."""
    names = list(dict.fromkeys(name for entry in entries[:500] for name in entry.columns))
    few = [name for name in names if is_label(entry.columns.get(name) for entry in entries)]
    return (
        f". Columns with few values that come again: {shown(few, 6)} (--map {written('answer', few[0])})" if few else ""
    )


def _name(file: Path | str) -> str:
    """A task's name, made of a file's or a folder's: small letters, digits and underscores."""
    return slug(Path(file).expanduser().absolute().name.partition(".")[0]) or "task"


def _columns(found: Sequence[Read]) -> dict[str, str]:
    columns: dict[str, list[str]] = {}
    for one in found:
        for what, column in one.layout.columns.items():
            columns.setdefault(what, []).append(one_line(column))
    return {what: ", ".join(dict.fromkeys(names)) for what, names in columns.items()}


# ---- duplicates -------------------------------------------------------------------------------------------


def _once(
    entries: list[Entry], left_out: Counter[str], notes: list[str], disputed: set[tuple[str, int]]
) -> list[Entry]:
    """Each question with one gold once. Where golds differ, all stay and are disputed."""
    golds: dict[str, dict[str, Entry]] = {}
    kept: list[Entry] = []
    again: list[Entry] = []
    for entry in entries:
        said = _gold(entry)
        others = golds.setdefault(_asked(entry), {})
        (again if said in others else kept).append(entry)
        others.setdefault(said, entry)
    if again:
        left_out[f"{AGAIN} ({again[0].file}, line {again[0].line:,})"] = len(again)
    fights = [[entry for said, entry in others.items() if said] for others in golds.values() if len(others) > 1]
    fights = [group for group in fights if len(group) > 1]
    disputed |= {(entry.file, entry.line) for group in fights for entry in group}
    if fights:
        a, b, *_ = fights[0]
        notes.append(
            f"{len(fights):,} questions stand there with different right answers: {a.file}, line {a.line:,} says "
            f"{one_line(a.gold or a.graded_by, 40)!r}, {b.file}, line {b.line:,} {one_line(b.gold or b.graded_by, 40)!r}; such golds are in doubt and make "
            "no rows"
        )
    return kept


def _asked(entry: Entry) -> str:
    """What is asked, the same for two entries that ask the same."""
    texts = [message["content"] for message in entry.messages]
    return fingerprint(*map(normal, [*texts, entry.document, *entry.options.values()]))


def _gold(entry: Entry) -> str:
    if entry.gold is None and entry.graded_by is not None:
        return as_json(entry.graded_by)
    gold = entry.gold if isinstance(entry.gold, str) else as_json(entry.gold)
    return "" if entry.gold is None else normal(entry.options.get(gold, gold))


# ---- what is shown -----------------------------------------------------------------------------------------


def examples(cases: Sequence[Case]) -> list[dict[str, Any]]:
    """Three graded cases: first, middle, last."""
    graded = [case for case in cases if case.grader]
    places = sorted({0, len(graded) // 2, len(graded) - 1}) if graded else []
    return [
        {"file": case.file, "line": case.line, "question": one_line(case.question, 100), "gold": one_line(case.gold, 80),
         "grader": case.grader}
        for case in (graded[place] for place in places[:SHOWN])
    ]  # fmt: skip
