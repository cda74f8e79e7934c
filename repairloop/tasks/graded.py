"""Entries become cases: what an answer is, which grader checks it, and whether each gold passes.

No grader is known here by name. All that are installed are shown the right answers, each says which it takes and how
sure it is (`Grader.understands`), and the surest that takes nearly all of them is it. Where rows differ in what they are
(options here, objects there), each sort is asked about apart. Then every gold is graded as an answer to its own
question: one that does not pass is left out, counted and shown, since no student could be right there.

Long free text has no grader that a program could be; that is said, and not guessed at. Whether a gold that passes is
true is another question (`doubt`).
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

from repairloop.ground.errors import UsageError
from repairloop.ground.overlap import normal
from repairloop.ground.slug import slug
from repairloop.plugins.grade import gold_graded, loose_probe
from repairloop.plugins.grader import Grader
from repairloop.plugins.own import own_name
from repairloop.plugins.parallel import spread
from repairloop.plugins.registry import all_graders, get_grader, load_plugins, loaded_files, the_judge
from repairloop.plugins.understanding import Stated, Taken, Understanding, shortened
from repairloop.records import Case, fingerprint
from repairloop.tasks.entry import Entry, messages_asked
from repairloop.tasks.formats.common import read_literal

NEARLY_ALL: Final = 0.95
"""Share of rows of one sort that a grader must take."""
MOST: Final = 0.8
SURER: Final = 2.0
"""A grader that is so much surer than those that take nearly all rows has them if it takes most; the rest is left out."""
CERTAIN: Final = 0.98
"""Confidence from which on rows that are not taken are wrong, and nothing else."""
CLEAR: Final = 0.25
"""Confidence below which nobody has understood anything."""
FEWEST: Final = 0.5
"""Share of golds that must become cases, for the file to be taken for understood."""
SECONDS: Final = 4.0
"""Of checking, beyond which it is spread over processes."""
CHUNK: Final = 500
MOST_TOKENS: Final = 1024
MOST_READ: Final = 200_000
"""Characters of a gold that is read as JSON."""
REASONS: Final = 12
"""Reasons that are told apart; further ones are counted together."""

Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Graded:
    """The cases of some entries, and how their golds were understood."""

    cases: list[Case]
    """With a grader and without: an entry without a gold is a place to look."""
    kind: str
    """What an answer is, for people; several, joined by " + ", the most frequent first."""
    grader: str
    """The grader that most cases have."""
    settings: dict[str, Any]
    """Those that all graded cases share."""
    labels: list[str]
    """The labels, where an answer is one of a few."""
    instruction: str
    """What every question is led in by; empty where the questions say it themselves, or differ."""
    plugin: str = ""
    """The user's own grader: `/folder/file.py:name`."""
    left_out: dict[str, int] = field(default_factory=dict)
    """Reason, with the first line that has it → entries that are no cases."""
    notes: list[str] = field(default_factory=list)
    """What a person should know of the golds."""


class Sort(NamedTuple):
    """Entries whose golds one grader understands in one way."""

    places: list[int]
    """Which entries."""
    grader: str
    found: Understanding


def area_names(said: Iterable[str]) -> dict[str, str]:
    """What a file calls its areas → each as the last part of a path, no two alike (`C`, `C++`); empty where it says nothing."""
    names: dict[str, str] = {}
    for area in sorted({area for area in said if area.strip()}):
        name = slug(area) or "area"
        apart = f"{name[:33]}_{fingerprint(area, digits=6)}"
        names[area] = name if name != "area" and name not in names.values() else apart
    return names


def grade_entries(
    entries: Sequence[Entry], *, grader: str | None = None, instruction: str | None = None,
    say: Say = lambda line: None,
) -> Graded:  # fmt: skip
    """The cases of the entries, in their order.

    `grader`: the name of one, or the user's own function (`file.py:name`), instead of inferring it. `instruction`:
    instead of the one that the grader has. `say` is told what was understood, with examples. Raises UsageError where no
    entry has a gold, where no grader fits, and where less than half of the golds pass their own grader.
    """
    plugin = ""
    if grader is not None:
        plugin, grader = _named(grader)
    with_gold = [n for n, entry in enumerate(entries) if not _is_empty(entry.gold) or entry.graded_by]
    if not with_gold:
        raise UsageError(
            f"none of the {len(entries):,} rows has a right answer: say which column holds it (--map answer=COLUMN)"
        )
    stated = _several({n: _stated(entries[n]) for n in with_gold})
    if grader is None and (ratings := _ratings(stated)):
        raise UsageError(ratings)
    sorts = _sorts(entries, stated, grader)
    missed = Missed(entries)
    taken: dict[int, tuple[Sort, Taken]] = {}
    for sort in sorts:
        for place, row in zip(sort.places, sort.found.rows, strict=True):
            if isinstance(row, str):
                missed.add(place, row)
            else:
                taken[place] = sort, row
    passed = _passing(entries, stated, taken, missed, say)
    if len(passed) < FEWEST * len(with_gold):
        raise UsageError(_unfit(len(passed), len(with_gold), missed, sorts, grader))
    return _made(entries, stated, taken, passed, missed, sorts, plugin, instruction, say)


def _named(grader: str) -> tuple[str, str]:
    """The plug-in that a grader's name names, if it does, and the name that the grader has."""
    path, mark, function = grader.rpartition(":")
    if not mark or not path.endswith(".py"):
        return "", get_grader(grader).name
    load_plugins([grader])
    return f"{Path(path).expanduser().resolve()}:{function}", own_name(function)


# ---- what is right, as the file says it ---------------------------------------------------------------------


def _is_empty(gold: Any) -> bool:
    return gold is None or (isinstance(gold, str) and not gold.strip()) or gold != gold


def _stated(entry: Entry) -> Stated:
    gold = _read(entry.gold)
    written = entry.gold if gold is not entry.gold else ""
    return Stated(
        gold, entry.messages[-1]["content"], entry.options, entry.tools, written, entry.columns, entry.document
    )


def _read(gold: Any) -> Any:
    """A text that is a JSON object or list, or a list as Python writes it, as what it is; anything else as it is."""
    if not isinstance(gold, str) or len(gold) > MOST_READ:
        return gold
    text = gold.strip()
    if text[:1] + text[-1:] not in ("{}", "[]"):
        return gold
    found = read_literal(text)
    return gold if found is None else found


SEVERAL: Final = 0.1
"""Share of golds that must have a mark between texts, for the mark to be one."""
_MARKS: Final = ("||", "|", ";")


_SEVERAL_LETTERS: Final = re.compile(r"\s*[A-J](?:\s*(?:[,;/&+|]|and)?\s*[A-J])*\s*")
"""Letters of one option or of several."""


def _several(stated: dict[int, Stated]) -> dict[int, Stated]:
    """Golds in which a mark stands between short texts ("Ann|Ann Lee") as lists of these, where many golds have it; and so
    letters of several options ("A, C")."""
    lettered = {n: row.gold for n, row in stated.items() if row.options and isinstance(row.gold, str)}
    of_several = sum(len(re.findall("[A-J]", gold)) > 1 for gold in lettered.values())
    if of_several >= SEVERAL * len(stated) and all(map(_SEVERAL_LETTERS.fullmatch, lettered.values())):
        return {
            n: replace(row, gold=re.findall("[A-J]", lettered[n]), written=lettered[n]) if n in lettered else row
            for n, row in stated.items()
        }
    texts = {
        n: row.gold for n, row in stated.items() if isinstance(row.gold, str) and not row.options and not row.tools
    }
    for mark in _MARKS:
        parted = {n: [part.strip() for part in text.split(mark)] for n, text in texts.items() if mark in text}
        short = sum(
            len(parts) <= 30 and all(0 < len(part) <= 60 and "\n" not in part for part in parts)
            for parts in parted.values()
        )
        if parted and short > 0.9 * len(parted) and len(parted) >= SEVERAL * len(stated):
            told = {n: parted.get(n, [text.strip()]) for n, text in texts.items()}
            return {
                n: replace(row, gold=[part for part in told[n] if part], written=row.gold) if n in told else row
                for n, row in stated.items()
            }
    return stated


_RATING: Final = re.compile(r"-?[0-9](?:\.[0-9]{1,17})?|10(?:\.0{1,17})?")


def _ratings(stated: dict[int, Stated]) -> str:
    """What to say of golds that are ratings (decimals of a small range), or a few numbers with gaps between them (0 and 4), of
    texts that ask for no number: by them no answer is right or wrong. Empty for any other golds."""
    rows = [row for row in stated.values() if not row.options and not row.tools]
    said = [row.text or "" for row in rows]
    if len(rows) < MANY_RATINGS or len(rows) < len(stated) or not all(map(_RATING.fullmatch, said)):
        return ""
    values = sorted(map(float, said))
    broken = sum(value != int(value) for value in values) >= 0.2 * len(rows)
    few = sorted(set(values))
    apart = not broken and 2 <= len(few) <= MOST_CODES and any(b - a > 1 for a, b in pairwise(few))
    asking = sum(any(c.isdigit() for c in row.question) or row.question.rstrip().endswith("?") for row in rows)
    if not (broken or apart) or asking > 0.5 * len(rows):
        return ""
    said_of = (
        f"decimals from {values[0]:g} to {values[-1]:g}, of texts that ask for no number: ratings, by which no answer is right or wrong"
        if broken
        else f"the numbers {', '.join(f'{value:g}' for value in few)}, of texts that ask for none: they stand for something"
    )
    return (
        f"the right answers are {said_of}. What to do: another column as the answer, names of classes in place of the numbers (low, high), "
        "or `--grader NAME` where exactly this number is wanted (`repairloop graders` lists them)"
    )


MANY_RATINGS: Final = 10
MOST_CODES: Final = 6


# ---- which grader ----------------------------------------------------------------------------------------


def _sorts(entries: Sequence[Entry], stated: dict[int, Stated], asked: str | None) -> list[Sort]:
    if asked is not None:
        handler = get_grader(asked)
        said_so = {n: given for n in stated if (given := entries[n].graded_by) and _is_empty(entries[n].gold)}
        if all(given[0] != handler.name for given in said_so.values()):
            said_so = {}  # none of them is what was named
        named = {n: row for n, row in stated.items() if n not in said_so}
        return ([_named_for(handler, named)] if named else []) + _as_said(said_so)
    sorts = _as_said({n: given for n in stated if (given := entries[n].graded_by) is not None})
    strata: dict[str, list[int]] = defaultdict(list)
    for n, row in stated.items():
        if entries[n].graded_by is None:
            strata[_shape(row)].append(n)
    loose = strata.pop("text", []) + strata.pop("list", [])
    for places in [*strata.values(), sorted(loose)]:
        sorts += _understood(places, stated) if places else []
    return _one_each(sorts, stated)


def _as_said(said: dict[int, tuple[str, Any, dict[str, Any]]]) -> list[Sort]:
    """Rows that say themselves how they are graded, by grader."""
    places: dict[str, list[int]] = defaultdict(list)
    for n, (name, _, _) in said.items():
        places[get_grader(name).name].append(n)
    return [
        Sort(of_it, name, Understanding(kind=name.replace("_", " "), rows=[Taken(*said[n][1:]) for n in of_it], confidence=1.0))
        for name, of_it in places.items()
    ]  # fmt: skip


def _named_for(handler: Grader, stated: dict[int, Stated]) -> Sort:
    """Rows whose grader was named."""
    rows = list(stated.values())
    found = handler.understands(rows, True) or _as_it_is(handler, rows)
    return Sort(list(stated), handler.name, found if found.labels else _told_labels(found, rows))


def _told_labels(found: Understanding, rows: list[Stated]) -> Understanding:
    """What a grader that was named understands, led in by the labels that the golds are by what all graders make of them: a
    student that is not told the names cannot say them. Numbers were named as such, and are worked out."""
    if any(row.options or row.tools for row in rows):
        return found
    offers = [offer for other in all_graders().values() if (offer := other.understands(rows, False)) is not None]
    best = max(offers, key=lambda offer: (offer.share >= NEARLY_ALL, offer.confidence), default=found)
    if not any(c.isalpha() for label in best.labels for c in label):
        return found
    return replace(found, labels=best.labels, instruction=best.instruction, marks=best.marks)


def _shape(row: Stated) -> str:
    """Sorts of rows that are never one: those with options, with tools, with objects; and the rest."""
    if row.options:
        return "options"
    if row.tools:
        return "tools"
    gold = row.gold
    if isinstance(gold, dict) or (isinstance(gold, list) and any(isinstance(part, dict) for part in gold)):
        return "object"
    return "list" if isinstance(gold, list) else "text"


def _understood(places: list[int], stated: dict[int, Stated]) -> list[Sort]:
    """The surest grader that takes nearly all rows; where there is none, texts and lists are looked at apart."""
    rows = [stated[n] for n in places]
    offers = [
        (found.confidence, found.share, name, found)
        for name, handler in all_graders().items()
        if (found := handler.understands(rows, False)) is not None and found.confidence >= CLEAR
    ]
    fit = [offer for offer in offers if offer[1] >= NEARLY_ALL or offer[0] >= CERTAIN]
    surer = [offer for offer in offers if offer[1] >= MOST and all(offer[0] >= SURER * other[0] for other in fit)]
    if fit:
        best = max(surer or fit, key=lambda offer: offer[:2])
        return [Sort(places, best[2], best[3])]
    by_shape: dict[str, list[int]] = defaultdict(list)
    for n in places:
        by_shape[_shape(stated[n])].append(n)
    if len(by_shape) > 1:
        return [sort for part in by_shape.values() for sort in _understood(part, stated)]
    if offers and (best := max(offers, key=lambda offer: offer[0] * offer[1]))[1] >= FEWEST:
        return [Sort(places, best[2], best[3])]
    return [Sort(places, "", Understanding(kind="", rows=["no grader takes it"] * len(places), confidence=0.0))]


def _one_each(sorts: list[Sort], stated: dict[int, Stated]) -> list[Sort]:
    """Sorts of one grader and one kind are one, understood together: they share labels and keys."""
    groups: dict[tuple[str, str], list[Sort]] = defaultdict(list)
    for sort in sorts:
        groups[sort.grader, sort.found.kind].append(sort)
    made = []
    for (name, kind), parts in groups.items():
        if len(parts) > 1 and name:
            places = sorted(n for part in parts for n in part.places)
            found = get_grader(name).understands([stated[n] for n in places], False)
            if found is not None and found.kind == kind and found.share >= NEARLY_ALL:
                parts = [Sort(places, name, found)]
        made += parts
    return made


def _as_it_is(handler: Grader, rows: Iterable[Stated]) -> Understanding:
    """The golds as references of a grader that was named and says nothing of golds."""
    takes_options = "options" in getattr(handler.settings_type, "model_fields", ())
    found: list[Taken | str] = []
    for row in rows:
        reference = row.text if handler.text_reference and row.text else row.gold
        found.append(Taken(reference, {"options": dict(row.options)} if takes_options and row.options else {}))
    return Understanding(kind=handler.name.replace("_", " "), rows=found, confidence=1.0)


def reference_of(case: Case, made: Case, gold: str) -> tuple[Any, dict[str, Any]] | None:
    """Reference and settings of a new gold for `made`, a case like `case`: read as that one's was. None where it is not so read,
    or where the original's gold alone does not give the reference that it has (tests of code, assertions)."""
    for named in (False, True):  # as a grader that was inferred, else as one that was named
        was = _alone(case, case.gold, named)
        if was is not None and was.reference == case.reference:
            now = _alone(made, gold, named)
            if now is None or now.adds != was.adds:
                return None
            return now.reference, {k: v for k, v in made.settings.items() if k not in was.settings} | dict(now.settings)
    return None


def _alone(case: Case, gold: str, named: bool) -> Taken | None:
    """What the case's grader takes a gold for that it is shown alone."""
    read = _read(gold)
    handler, written = get_grader(case.grader), gold if read is not gold else ""
    rows = [Stated(read, case.question, case.options, case.tools, written, case.columns, case.document)]
    found = handler.understands(rows, named) or (_as_it_is(handler, rows) if named else None)
    row = found.rows[0] if found else ""
    return None if isinstance(row, str) else row


# ---- whether golds pass ------------------------------------------------------------------------------------


class Missed:
    """Entries that become no cases, by reason."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self.first: dict[str, str] = {}
        self.counts: Counter[str] = Counter()

    def add(self, place: int, why: str) -> None:
        """`why` may quote the row: quotations and numbers tell no reasons apart."""
        alike = re.sub(r"'[^']*'|\"[^\"]*\"|[0-9]+", "…", why)
        if alike not in self.first and len(self.first) >= REASONS:
            alike = "other reasons"
            self.first.setdefault(alike, alike)
        entry = self.entries[place]
        self.first.setdefault(alike, f"{why} ({entry.file}, line {entry.line})")
        self.counts[alike] += 1

    def told(self) -> dict[str, int]:
        return {self.first[alike]: n for alike, n in self.counts.most_common()}


class Asked(NamedTuple):
    """A gold on its way through its grader."""

    grader: str
    question: str
    reference: Any
    settings: dict[str, Any]


def _passing(
    entries: Sequence[Entry], stated: dict[int, Stated], taken: dict[int, tuple[Sort, Taken]], missed: Missed, say: Say
) -> dict[int, str]:
    """Entries whose gold passes its own grader → the answer that a grader makes of the gold. What is asked twice with
    one reference and one set of settings is graded once."""
    keys: dict[str, int] = {}
    whose: dict[int, list[int]] = defaultdict(list)
    asked: list[Asked] = []
    for place, (sort, row) in taken.items():
        settings = {**sort.found.settings, **row.settings}
        own = json.dumps([row.reference, dict(row.settings)], ensure_ascii=False, default=str)
        key = f"{sort.grader}\x1f{id(sort)}\x1f{own}"
        if key not in keys:
            keys[key] = len(asked)
            asked.append(Asked(sort.grader, stated[place].question, row.reference, settings))
        whose[keys[key]].append(place)
    passed: dict[int, str] = {}
    for number, (answer, why) in enumerate(_checked_all(asked, say)):
        for place in whose[number]:
            if answer is None:
                missed.add(place, why)
            else:
                passed[place] = answer
    return passed


def _checked_all(asked: list[Asked], say: Say) -> list[tuple[str | None, str]]:
    """Here, as long as that is quick; what is left then, over all cores."""
    made: list[tuple[str | None, str]] = []
    step = 1
    while len(made) < len(asked):
        started = time.monotonic()
        made += _checked(asked[len(made) : len(made) + step])
        left = len(asked) - len(made)
        seconds = (time.monotonic() - started) / step * left
        if step > 1 and seconds > SECONDS:  # the first one may wait for a grader's imports
            say(f"checking {left:,} golds by their own grader: about {seconds:,.0f} s on one core")
            size = max(1, min(CHUNK, left // 16))
            rest = asked[len(made) :]
            for found in spread(
                _checked, [rest[n : n + size] for n in range(0, left, size)], loaded_files(), many=True
            ):
                made += found
        step = min(2 * step, CHUNK)
    return made


def _checked(asked: list[Asked]) -> list[tuple[str | None, str]]:
    """Of each: its gold as an answer, or None and why it does not pass."""
    made: list[tuple[str | None, str]] = []
    for one in asked:
        probe = loose_probe(one.grader, one.question, one.reference, one.settings)
        text, verdict = gold_graded(probe)
        passes = verdict.status == "pass"
        made.append((text, "") if passes else (None, verdict.evidence.removeprefix("BadReference: ")))
    return made


def _unfit(passed: int, golds: int, missed: Missed, sorts: list[Sort], asked: str | None) -> str:
    """What to say of golds that are not understood."""
    why = next(iter(missed.told()), "")
    if asked is not None:
        return f"grader {asked}: only {passed:,} of {golds:,} golds pass it; the first that does not: {why}"
    unread = [sort for sort in sorts if not sort.grader]
    if not unread:
        kind = ", ".join(dict.fromkeys(sort.found.kind for sort in sorts))
        return f"taken for {kind}, only {passed:,} of {golds:,} right answers can be used; the first that cannot: {why}"
    try:
        judge = f"`--grader {the_judge().name}` (a model whose errors were measured), "
    except UsageError:
        judge = ""
    return (
        f"no grader fits the right answers: of {golds:,}, {passed:,} could be checked. They look like long free "
        f"text, or like several things. What to do: {judge}`--grader FILE.py:NAME` for a function of your own, "
        "`--grader NAME` where you know which one it is (`repairloop graders` lists them), or another column as the answer"
    )


# ---- cases -------------------------------------------------------------------------------------------------


def _made(
    entries: Sequence[Entry], stated: dict[int, Stated], taken: dict[int, tuple[Sort, Taken]], passed: dict[int, str],
    missed: Missed, sorts: list[Sort], plugin: str, instruction: str | None, say: Say,
) -> Graded:  # fmt: skip
    sizes: Counter[int] = Counter(id(taken[place][0]) for place in passed)
    sorts = sorted((sort for sort in sorts if sizes[id(sort)]), key=lambda sort: -sizes[id(sort)])
    limits, leads = {}, {}
    for sort in sorts:
        places = [place for place in sort.places if place in passed]
        limits[id(sort)] = _limit(sort.found, [passed[n] for n in places], [stated[n] for n in places])
        own = [entries[n] for n in places[:: max(1, len(places) // 100)]]
        leads[id(sort)] = "" if _is_said(sort.found, own) else sort.found.instruction
    shared = instruction if instruction is not None else leads[id(sorts[0])] if len(sorts) == 1 else ""
    apart = instruction is None and len(sorts) > 1
    areas = area_names(entry.area for entry in entries)
    cases: list[Case] = []
    seen: set[str] = set()
    for place, entry in enumerate(entries):
        if place in stated and place not in passed:
            continue
        more: dict[str, Any] = {}
        lead = adds = ""
        if place in passed:
            sort, row = taken[place]
            lead, adds = (leads[id(sort)] if apart else ""), row.adds
            more = {
                "gold": _shown(entry.gold, passed[place]), "grader": sort.grader, "reference": row.reference,
                "settings": {**sort.found.settings, **row.settings}, "max_tokens": limits[id(sort)],
                "doubt": NO_ANSWER if _is_form_alone(entry) else "",
            }  # fmt: skip
        messages = messages_asked(entry, lead, adds)
        key = fingerprint(*(normal(message["content"]) for message in messages), more.get("gold", ""))
        if key in seen:
            missed.add(place, "the same question with the same right answer stands before it")
            continue
        seen.add(key)
        cases.append(
            Case(
                id=fingerprint("case", key), file=entry.file, line=entry.line, digest=entry.digest, messages=messages,
                question=entry.messages[-1]["content"], options=entry.options, document=entry.document,
                tools=entry.tools, columns=entry.columns, group=entry.group, area=areas.get(entry.area, ""), about=entry.area,
                given=entry.given, score=entry.score, **more,
            )
        )  # fmt: skip
    first = sorts[0]
    notes = [note for sort in sorts for note in sort.found.notes]
    formal = sum(case.doubt == NO_ANSWER for case in cases)
    if formal:
        notes.append(f"of {formal:,} rows only the form of the answer is known: they are asked, and make no rows")
    unasked = len(entries) - len(stated)
    if unasked:
        notes.append(f"{unasked:,} rows have no right answer: they are places to look and are not graded")
    if len({case.gold for case in cases if case.grader}) == 1:
        notes.append("all right answers are the same: whoever always says it is right everywhere")
    graded = Graded(
        cases=cases, kind=" + ".join(dict.fromkeys(sort.found.kind for sort in sorts)), grader=first.grader,
        settings=_shared([case.settings for case in cases if case.grader]), labels=list(first.found.labels),
        instruction=shared, plugin=plugin, left_out=missed.told(), notes=notes,
    )  # fmt: skip
    _tell(graded, sorts, entries, passed, say)
    return graded


NO_ANSWER: Final = "the file says how an answer is checked, and not what is right"
"""Why such a case makes no rows: what a grader composes keeps to the form and says nothing."""
_SAYS_WHAT: Final = frozenset({"includes", "one_of"})


def _is_form_alone(entry: Entry) -> bool:
    """Whether all that is known of the right answer is its form: constraints, a schema."""
    if not _is_empty(entry.gold) or entry.graded_by is None:
        return False
    name, reference, _ = entry.graded_by
    parts = (
        [(part.get("grader"), part.get("reference")) for part in reference] if name == "all_of" else [(name, reference)]
    )
    return any(
        (grader == "constraints" and not any(one.get("id") in _SAYS_WHAT for one in form))
        or (grader == "fields" and isinstance(form, dict) and "value" not in form)
        for grader, form in parts
    )


def _is_said(found: Understanding, sample: list[Entry]) -> bool:
    """Whether the user's own prompts say what the instruction would: nearly all of them hold half of its marks."""
    marks = [mark.casefold() for mark in found.marks]
    if not marks:
        return False
    says, short = 0, max(map(len, marks)) < 3  # "0" and "1" stand in many texts that do not ask for them
    for entry in sample:
        prompt = " ".join(message["content"] for message in entry.messages).casefold()
        words = set(re.findall(r"\w+", prompt))
        told = sum(mark in (words if short else prompt) for mark in marks)
        says += told == len(marks) if short else 2 * told >= len(marks)
    return says >= 0.9 * len(sample)


def _limit(found: Understanding, answers: list[str], rows: list[Stated]) -> int:
    """Tokens of the longest answer: two bytes a token, and some room; worked golds count as they stand."""
    worked = [len(row.gold.encode()) for row in rows if isinstance(row.gold, str)] if found.room > 64 else []
    longest = max(len(text.encode("utf-8", "replace")) for text in [*answers, *found.labels])
    tokens = max(found.room, longest // 2 + 16, max(worked, default=0) // 3 + 16 if worked else 0)
    return min(MOST_TOKENS, -(-tokens // 16) * 16)


def _shown(gold: Any, answer: str) -> str:
    """A gold as the file has it, as text; that of a grader where it is none."""
    if isinstance(gold, str):
        return gold.strip()
    return answer if gold is None or isinstance(gold, bool | int | float) else json.dumps(gold, ensure_ascii=False)


def _shared(settings: list[dict[str, Any]]) -> dict[str, Any]:
    """What all settings have in common."""
    first = settings[0]
    kept = {name: value for name, value in first.items() if all(one.get(name) == value for one in settings)}
    return {name: value for name, value in kept.items() if all(name in one for one in settings)}


def _tell(graded: Graded, sorts: list[Sort], entries: Sequence[Entry], passed: dict[int, str], say: Say) -> None:
    """What was understood, with three rows of each sort."""
    for sort in sorts:
        places = [place for place in sort.places if place in passed]
        labels = list(sort.found.labels)
        of = f", one of {len(labels)}: {', '.join(labels[:8])}{' …' if len(labels) > 8 else ''}" if labels else ""
        say(f"an answer is: {sort.found.kind}{of}; grader {sort.grader}, {len(places):,} rows")
        for place in places[:: max(1, len(places) // 3)][:3]:
            question = entries[place].messages[-1]["content"]
            say(f"  {shortened(question, 70)} → {shortened(_shown(entries[place].gold, passed[place]))}")
    for why, n in graded.left_out.items():
        say(f"left out: {n:,} × {why}")
    for note in graded.notes:
        say(f"note: {note}")
