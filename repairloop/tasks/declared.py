"""A declared task as a skill: its areas are the file's, its problems are drawn from the file's values, tables, passages.

A problem holds what was drawn and no text: the truth is computed from it by the file's sums, and the question is said in
one of the file's phrases. Phrases, values and rows of tables have two sides, as every skill's words: what rows are made
of is never what measures, where there is enough of it. `thin` says where there is not.

    key       what a question rests on: the values behind a computed answer; else all that every wording says
    refined   other values; a sentence that decides nothing; the fact that is asked for left out

Left out: a fact whose slots the answer needs and nothing else says. Then the answer is the file's abstention (in JSON,
null), and that is what the area `not_stated` asks for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from itertools import product
from operator import itemgetter
from random import Random
from typing import Any, ClassVar, Final

from repairloop.ground.errors import UsageError
from repairloop.plugins.grade import check_reference, grade, loose_answer, loose_probe
from repairloop.plugins.items import item_rng, split_of
from repairloop.plugins.sides import FEWEST, assign
from repairloop.plugins.skill import Problem, Skill
from repairloop.plugins.words import Draw, Entry, List, Side, places_of, sides
from repairloop.records import Message, Probe, Split, Wording, fingerprint
from repairloop.tasks.expression import NoExpression, Value, names, read_number, shown, value
from repairloop.tasks.specification import (
    NOT_STATED,
    AreaSpec,
    Declared,
    Numbers,
    Pattern,
    Spec,
    always,
    answer_phrases,
    has_nought,
    lone_slot,
    needs,
    slots_of,
)

DRAWS: Final = 100
"""Draws of values until what must hold does."""
TRIED: Final = 12
"""Problems of each area and side that are tried when a task is read."""
USED: Final[tuple[tuple[Split, Wording], ...]] = (
    ("train", "seen"), ("screen", "seen"), ("confirm", "seen"), ("dev", "unseen"), ("holdout", "unseen"), ("holdout", "seen"),
)  # fmt: skip
"""Splits and sides that the loop asks an area for."""
MANY: Final = 60
"""Phrases of a list from which on their sides go by their hash alone."""
FEW: Final = 60
"""An area with fewer different questions than this in its holdout is said to be small."""
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"


class DeclaredProblem(Problem):
    """What was drawn for one question."""

    surface: ClassVar[frozenset[str]] = frozenset({"passage", "beside", "order", "dress"})
    area: str
    """The file's area, without the task's name."""
    slots: dict[str, str] = {}
    label: str = ""
    text: str = ""
    """The phrase that has the label."""
    left_out: int = -1
    """The fact that is not told; with a table, which of the rows that are asked about is not in it."""
    rows: list[list[str]] = []
    """The rows of the table that is shown which are asked about."""
    others: list[list[str]] = []
    """The other rows that are shown."""
    order: list[int] = []
    """In which order all of them stand."""
    passage: str = ""
    beside: str = ""
    """A sentence that decides nothing."""
    dress: list[str] = []
    """Slots that do not count when two problems are compared."""

    def key(self) -> str:
        """Slots that only dress it do not count."""
        counted = {name: text for name, text in sorted(self.slots.items()) if name not in self.dress}
        rest = [counted, self.label, self.text, self.left_out, sorted(self.others)]
        return fingerprint(self.area, json.dumps(rest))


@dataclass(frozen=True)
class Basis:
    """What an area rests on, found once."""

    slots: frozenset[str]
    """What is drawn."""
    wanted: frozenset[str]
    """The slots behind the answer."""
    gone: list[frozenset[str]]
    """Fact → the slots that nothing says where it is left out; with a table, row → those of it that are not asked by."""
    counted: frozenset[str] | None
    """What two problems are compared by: what is behind a computed answer, else all that every wording says; None: all."""
    asked: frozenset[str]
    """The slots that every wording says, of the question and of what is told before it."""
    sums: dict[str, frozenset[str]]
    """Sum → the slots that it rests on."""
    held: frozenset[str]
    """Slots of what must hold."""


def basis_of(spec: Spec, area: AreaSpec) -> Basis:
    wanted = needs(area, answer_phrases(area))
    asked = always(area, area.ask).union(*(always(area, fact) for fact in area.tell))
    computed = any(slot in area.let for phrase in answer_phrases(area) for slot in places_of(phrase))
    standing = wanted | asked
    slots = slots_of(spec, area)
    if area.show:
        row_of = {s: s.removeprefix(spec.base(s)) for s in slots if spec.columns.get(spec.base(s)) == area.show}
        rows = [{s for s in row_of if row_of[s] == row} for row in sorted(set(row_of.values()))]
        gone = [_unsaid(area, row, wanted, [area.ask, *area.tell]) for row in rows]
    else:
        rests = [[area.ask, *area.tell[:n], *area.tell[n + 1 :]] for n in range(len(area.tell))]
        gone = [_unsaid(area, needs(area, fact), wanted, rest) for fact, rest in zip(area.tell, rests, strict=True)]
    return Basis(
        frozenset(slots), frozenset(wanted), gone, None if area.labels else frozenset(wanted if computed else standing),
        frozenset(asked), {name: frozenset(needs(area, [f"{{{name}}}"])) for name in area.let},
        frozenset(needs(area, [f"{{{name}}}" for name in names(area.where)])) if area.where else frozenset(),
    )  # fmt: skip


def _unsaid(area: AreaSpec, slots: set[str], wanted: set[str], rest: Sequence[Sequence[str]]) -> frozenset[str]:
    """Of the slots, those that the rest never says; of an answer with several values none, where it hangs on the wording
    which of them it says."""
    surely = set().union(*(always(area, ways) for ways in rest))
    perhaps = needs(area, [phrase for ways in rest for phrase in ways])
    unclear = slots & wanted & perhaps - surely if isinstance(area.answer, dict) else set()
    return frozenset() if unclear else frozenset(slots - perhaps)


class DeclaredSkill(Skill):
    """A declared task."""

    def __init__(self, declared: Declared) -> None:
        self.declared, self.spec = declared, declared.spec
        self.name = self.spec.name  # type: ignore[misc]
        self.difficulties = (1,)  # type: ignore[misc]
        self.thin: list[str] = []
        """Lists that are too short for two sides: both sides draw from them."""
        self._pools: dict[Wording, dict[str, Sequence[Any]]] = {"seen": {}, "unseen": {}}
        for name, values in self.spec.values.items():
            if isinstance(values, list):
                self._put(name, values)
        for name, table in self.spec.tables.items():
            self._put(f"table {name}", table.rows)
        if self.spec.passages:
            self._put("passages", self.spec.passages)
        self.areas = {  # type: ignore[misc]
            f"{self.name}/{name}": area.asks or area.hard or name for name, area in self.spec.areas.items()
        }
        self._bases = {name: basis_of(self.spec, area) for name, area in self.spec.areas.items()}
        self._ranges = {
            name: (Fraction(str(v.least)), Fraction(str(v.step)), v.count)
            for name, v in self.spec.values.items()
            if isinstance(v, Numbers)
        }
        self._able = [name for name in self.spec.areas if self._removable(name)]
        if self.spec.abstain and self._able:
            self.areas[f"{self.name}/{NOT_STATED}"] = self.spec.abstain.asks
        self._kinds = {name: self._kind(name) for name in self.spec.areas}
        self.grader = next(iter(self._kinds.values()))  # type: ignore[misc]
        self._limits: dict[str, int] = {}

    # -- words ------------------------------------------------------------------------------------------

    def _put(self, name: str, all_: Sequence[Any]) -> None:
        """Values in halves by their hash; where there are few, both sides have them all."""
        distinct = list(dict.fromkeys(map(json.dumps, all_)))
        if len(distinct) < 2 * FEWEST:
            self.thin.append(f"{name}: {len(distinct)} values")
            halves = distinct, distinct
        else:
            order = sorted(distinct, key=lambda text: fingerprint(self.name, name, text))
            middle = len(order) // 2
            halves = order[:middle], order[middle:]
        for side, half in zip(("seen", "unseen"), halves, strict=True):
            self._pools[side][name] = [json.loads(text) for text in half]  # type: ignore[index]

    @cached_property
    def sides(self) -> dict[Wording, Side]:
        """The phrases of the file on two sides, with as few runs of words in common as can be."""
        lists: dict[str, List] = {}
        for name, area in self.spec.areas.items():
            several = [("ask", area.ask), ("worked", area.worked)]
            several += [(f"tell.{n}", fact) for n, fact in enumerate(area.tell)]
            several += [(f"labels.{label}", texts) for label, texts in area.labels.items()]
            for key, phrases in several:
                if phrases:
                    lists[f"{name}.{key}"] = self._list(f"{name}.{key}", phrases, key != "worked")
        if self.spec.irrelevant:
            lists["irrelevant"] = self._list("irrelevant", self.spec.irrelevant, False)
        # to put many on sides with few words in common takes a time that grows with their square
        halved = {name: _halves(of) for name, of in lists.items() if len(of.entries) > MANY and not of.shared}
        return sides(lists, assign(lists, halved), self.declared.origin)

    def _list(self, name: str, phrases: Sequence[str], measured: bool) -> List:
        distinct = list(dict.fromkeys(phrases))
        few = len(distinct) < 2 * FEWEST or not measured
        if few and measured:
            self.thin.append(f"areas.{name}: {len(distinct)} phrases")
        return List(name, shared=few, entries=[Entry(phrase, 1) for phrase in distinct])

    # -- what an area rests on --------------------------------------------------------------------------

    def _area(self, problem: DeclaredProblem) -> AreaSpec:
        return self.spec.areas[problem.area]

    def _removable(self, name: str) -> list[int]:
        """Facts that can be left out, so that the answer is not said; with a table, its rows."""
        basis = self._bases[name]
        return [n for n, gone in enumerate(basis.gone) if gone & basis.wanted]

    def _dress(self, name: str, slots: Iterable[str]) -> list[str]:
        """Of the slots, those that do not count when two problems are compared."""
        counted = self._bases[name].counted
        return [] if counted is None else sorted(set(slots) - counted)

    # -- drawing ----------------------------------------------------------------------------------------

    def problem(self, area: str, rng: Random, bank: Wording, difficulty: int) -> DeclaredProblem:
        name = area.removeprefix(f"{self.name}/")
        if name != NOT_STATED:
            return self._drawn(name, self.on(rng, bank))
        problem = self._drawn(rng.choice(self._able), self.on(rng, bank))
        return problem.like(left_out=rng.choice(self._removable(problem.area)))

    def _drawn(self, name: str, w: Draw, label: str = "", text: str = "") -> DeclaredProblem:
        """A fresh problem of one of the file's areas; with a label, of that label and phrase."""
        area = self.spec.areas[name]
        wanted = self._bases[name].slots
        if area.labels:
            label = label or w.pick(list(area.labels))
            text = text or w.pick(w.all(f"{name}.labels.{label}"))
            wanted &= needs(area, [text, *area.ask]) | self._bases[name].held
        for _ in range(DRAWS):
            slots, rows = self._values(name, wanted, w)
            try:
                known = self._known(name, slots)
                if not area.where or value(area.where, known) is True:
                    break
            except NoExpression:
                continue
        else:
            raise UsageError(
                f"{self.declared.origin}: areas.{name}: in {DRAWS} draws no values for which 'where' holds and every sum comes "
                "to a number; widen the values"
            )
        mine = [row for (table, _), row in sorted(rows.items()) if table == area.show]
        others = self._others(name, mine, w) if area.show else []
        places = range(len(mine) + len(others))
        return DeclaredProblem(
            area=name, slots=slots, label=label, text=text, rows=mine, others=others, order=w.rng.sample(places, len(places)),
            passage=w.pick(self._pools[w.side]["passages"]) if area.passage else "", dress=self._dress(name, slots),
        )  # fmt: skip

    def _values(
        self, name: str, slots: Iterable[str], w: Draw
    ) -> tuple[dict[str, str], dict[tuple[str, str], list[str]]]:
        """A value for each slot; table and number of each row that they come from → the row. Two slots of one list
        differ, as far as it goes, and two rows in what is asked by."""
        found: dict[str, str] = {}
        rows: dict[tuple[str, str], list[str]] = {}
        for slot in sorted(slots):
            base = self.spec.base(slot)
            if table := self.spec.columns.get(base):
                suffix = slot.removeprefix(base)
                if (table, suffix) not in rows:
                    pool = self._pools[w.side][f"table {table}"]
                    taken = [row for (other, _), row in rows.items() if other == table]
                    rows[table, suffix] = self._other(partial(w.pick, pool), taken, self._asked_by(name, table))
                found[slot] = rows[table, suffix][self.spec.tables[table].columns.index(base)]
            else:
                before = [text for other, text in found.items() if self.spec.base(other) == base]
                found[slot] = self._other(partial(self._value, base, w), before)
        return found, rows

    @staticmethod
    def _other(draw: Callable[[], Any], taken: Sequence[Any], key: Callable[[Any], Any] = str) -> Any:
        before = [key(one) for one in taken]
        made = draw()
        for _ in range(30):
            if key(made) not in before:
                break
            made = draw()
        return made

    def _asked_by(self, name: str, table: str) -> Callable[[list[str]], Any]:
        """The cells by which a question says which row of a table it means; all, where it says none."""
        columns = self.spec.tables[table].columns
        asked = set(map(self.spec.base, self._bases[name].asked))
        return itemgetter(*([n for n, column in enumerate(columns) if column in asked] or range(len(columns))))

    def _value(self, name: str, w: Draw) -> str:
        values = self.spec.values[name]
        if isinstance(values, Numbers):
            least, step, count = self._ranges[name]
            return shown(least + w.rng.randrange(count) * step)
        if isinstance(values, Pattern):
            kinds = {"A": _LETTERS, "a": _LETTERS.lower(), "0": "0123456789"}
            return "".join(w.rng.choice(kinds[c]) if c in kinds else c for c in values.pattern)
        return str(w.pick(self._pools[w.side][name]))

    def _others(self, name: str, mine: Sequence[list[str]], w: Draw) -> list[list[str]]:
        """Other rows to be shown, none of which could be meant."""
        area = self.spec.areas[name]
        asked_by = self._asked_by(name, area.show)
        meant = [asked_by(row) for row in mine]
        free = [row for row in self._pools[w.side][f"table {area.show}"] if asked_by(row) not in meant]
        return w.rng.sample(free, min(len(free), max(0, area.rows - len(mine))))

    def _known(self, name: str, slots: Mapping[str, str]) -> dict[str, Value]:
        """The slots and sums of a problem as values. NoExpression where a sum comes to nothing."""
        known: dict[str, Value] = {}
        for slot, text in slots.items():
            number = read_number(text) if self.spec.base(slot) in self.spec.numeric else None
            known[slot] = text if number is None else number
        for sum_, text in self.spec.areas[name].let.items():
            if self._bases[name].sums[sum_] <= slots.keys():
                known[sum_] = value(text, known)
        return known

    def _places(self, problem: DeclaredProblem) -> dict[str, str]:
        """Slot or sum → how it is written."""
        words = {True: self.spec.yes, False: self.spec.no}
        known = self._known(problem.area, problem.slots)
        told = {name: words[v] if isinstance(v, bool) else shown(v) for name, v in known.items()}
        return told | problem.slots  # as they were drawn

    # -- the question -----------------------------------------------------------------------------------

    def render(self, problem: DeclaredProblem, rng: Random, bank: Wording) -> list[Message]:
        w, area, places = self.on(rng, bank), self._area(problem), self._places(problem)
        text = w.fill(problem.text, places) if problem.text else ""
        asked = w.line(f"{problem.area}.ask", {**places, "text": text}) if area.ask else text
        facts = [
            w.line(f"{problem.area}.tell.{n}", places)
            for n in range(len(area.tell))
            if area.show or n != problem.left_out
        ]
        if problem.beside:
            facts.insert(w.rng.randint(0, len(facts)), problem.beside)
        told = " ".join(facts)
        if problem.passage:
            told = _planted(problem.passage, facts, w.rng)
        gap = "\n\n" if problem.passage or area.show else " "
        table = self._table(area, problem) if area.show else ""
        question = "\n\n".join(filter(None, [table, gap.join(filter(None, [told, asked]))]))
        asks: Message = {"role": "user", "content": question}
        system = self._system()
        found: list[Message] = [{"role": "system", "content": system}, asks] if system else [asks]
        if self.spec.tools and self.tools == "native":
            return [{"role": "tools", "content": json.dumps(self.spec.tools, ensure_ascii=False)}, *found]
        return found

    def _system(self) -> str:
        """What all questions are led in by. It is in a system message, which the overlap of rows with questions leaves out."""
        spec = self.spec
        parts = [spec.instruction]
        if spec.tools and self.tools == "text":
            parts.append("\n".join(["Tools:", *(json.dumps(tool, ensure_ascii=False) for tool in spec.tools)]))
        parts += [spec.form, spec.abstain.form if spec.abstain else ""]
        places = {"labels": ", ".join(spec.all_labels), "reply": spec.abstain.reply if spec.abstain else ""}
        w = Draw({}, "seen", Random(0))
        return "\n".join(w.fill(part, places) for part in parts if part)

    def _table(self, area: AreaSpec, problem: DeclaredProblem) -> str:
        columns, rows = self.spec.tables[area.show].columns, [*problem.rows, *problem.others]
        shown_ = [rows[n] for n in problem.order if n != problem.left_out]
        return "\n".join(f"| {' | '.join(line)} |" for line in [columns, ["---"] * len(columns), *shown_])

    # -- the truth --------------------------------------------------------------------------------------

    def reference(self, problem: DeclaredProblem) -> Any:
        right = self._right(problem)
        kind = self.grader_for(problem)
        return {"value": right} if kind == "fields" else right

    def _right(self, problem: DeclaredProblem) -> Any:
        """The right answer: a text, an object, or calls."""
        area = self._area(problem)
        if area.labels:
            return problem.label
        out = self._out(problem)
        if isinstance(area.answer, dict):
            places = self._places(problem)
            return {
                key: None if needs(area, [phrase]) & out else self._typed(phrase, places)
                for key, phrase in area.answer.items()
            }
        if area.call:
            if problem.left_out >= 0:
                return []
            given = {k: [v] for k, v in self._arguments(problem).items()}
            return [{"name": area.call.name, "arguments": given}]
        if problem.left_out >= 0:
            return self._abstention()
        return Draw({}, "seen", Random(0)).fill(str(area.answer), self._places(problem))

    def _abstention(self) -> str:
        return Draw({}, "seen", Random(0)).fill(self.spec.abstain.reply, {}) if self.spec.abstain else ""

    def _out(self, problem: DeclaredProblem) -> frozenset[str]:
        """The slots that the question does not say, since something is left out."""
        return self._bases[problem.area].gone[problem.left_out] if problem.left_out >= 0 else frozenset()

    def _typed(self, phrase: Any, places: Mapping[str, str]) -> Any:
        """A phrase filled in; a lone slot with a number as a number."""
        if not isinstance(phrase, str):
            return phrase
        text = Draw({}, "seen", Random(0)).fill(phrase, places)
        slot = lone_slot(phrase)
        number = read_number(text) if slot and self.spec.base(slot) not in self.spec.codes and text[:1] != "+" else None
        if number is None or "/" in text:
            return text
        return int(number) if number.denominator == 1 and "." not in text else float(number)

    def _arguments(self, problem: DeclaredProblem) -> dict[str, Any]:
        call = self._area(problem).call
        places = self._places(problem)
        return {key: self._typed(phrase, places) for key, phrase in (call.arguments if call else {}).items()}

    def _kind(self, name: str) -> str:
        """The grader of an area's answers."""
        area = self.spec.areas[name]
        if chosen := area.grader or self.spec.grader:
            return chosen
        if area.call:
            return "tool_call"
        if isinstance(area.answer, dict):
            return "fields"
        if area.labels:  # to one grader a label as `none` reads like an abstention
            fits = [check_reference(loose_probe("fields", "", {"value": label}, {})).status for label in area.labels]
            return "fields" if set(fits) == {"pass"} else "text"
        return "math" if self._counts(name, str(area.answer)) else "text"

    def _counts(self, name: str, answer: str) -> bool:
        """Whether every answer of an area is a number; a code is none, though it be of digits."""
        slots = {self.spec.base(slot) for slot in places_of(answer)}
        if slots & self.spec.codes:
            return False
        if self.spec.base(lone_slot(answer)):
            return slots <= self.spec.numeric
        for side, n in product(self._pools, range(TRIED)):
            text = self._right(self._drawn(name, self.on(item_rng("kind", name, "read", n), side)))
            if read_number(text) is None or has_nought(text):
                return False
        return True

    def grader_for(self, problem: DeclaredProblem) -> str:
        area = self._area(problem)
        abstains = problem.left_out >= 0 and not isinstance(area.answer, dict) and not area.call
        return "text" if abstains else self._kinds[problem.area]

    def settings(self, problem: DeclaredProblem) -> dict[str, Any]:
        return self._settings(problem.area) if self.grader_for(problem) == self._kinds[problem.area] else {}

    def _settings(self, name: str) -> dict[str, Any]:
        """What an area gives its grader."""
        area, kind = self.spec.areas[name], self._kinds[name]
        given = area.settings or (self.spec.settings if not area.grader else {})
        usual: dict[str, Any] = {}
        if kind == "fields":
            usual = {"form": "json" if isinstance(area.answer, dict) else "text"}
        elif kind == "tool_call":
            usual = {"tools": self.spec.tools}
        elif kind == "choice" and area.labels:
            usual = {"options": self.spec.all_labels}
        return usual | given

    def solution(self, problem: DeclaredProblem, rng: Random) -> str:
        area = self._area(problem)
        if area.worked and problem.left_out < 0:
            said = {"label": problem.label} if area.labels else {}
            return self.on(rng).line(f"{problem.area}.worked", {**self._places(problem), **said})
        right = self._right(problem)
        if area.call:
            call = {"name": area.call.name, "arguments": self._arguments(problem)}
            return self._abstention() if problem.left_out >= 0 else json.dumps(call, ensure_ascii=False)
        return right if isinstance(right, str) else json.dumps(right, ensure_ascii=False)

    def knowledge(self, problem: DeclaredProblem, rng: Random) -> str:
        return ""

    @property
    def material(self) -> frozenset[str]:  # type: ignore[override]
        """Kinds of raw material that a teacher may be given: the task's prompts say what becomes of it."""
        written = self.spec.prompts.transform and self.spec.prompts.ask and self.spec.prompts.solve
        return frozenset({"text", "table", "code", "python"}) if self.spec.sources and written else frozenset()

    def own_prompts(self, step: str, area: str) -> dict[str, str]:
        """The prompts of the task's file."""
        return {f"{self.name}.{step}.{n}": text for n, text in enumerate(getattr(self.spec.prompts, step, []))}

    def limit(self, area: str) -> int:
        """Room for the longest answer that was seen, and as much again."""
        if area not in self._limits:
            longest = 0
            for n in range(TRIED):
                rng = item_rng("limit", area, "read", n)
                longest = max(longest, len(self.solution(self.problem(area, rng, "seen", 1), rng)))
            self._limits[area] = min(1024, 48 + longest * 2 // 3)
        return self._limits[area]

    # -- refinement -------------------------------------------------------------------------------------

    def refinements(self) -> dict[str, Callable[[Any, Random], Any]]:
        found: dict[str, Callable[[Any, Random], Any]] = {"use other values": self._other_values}
        if self.spec.irrelevant:
            found["put in a sentence that decides nothing"] = self._beside
        if f"{self.name}/{NOT_STATED}" in self.areas:
            found["ask for what is not said"] = self._leave_out
        return found

    def _other_values(self, problem: DeclaredProblem, rng: Random) -> DeclaredProblem | None:
        if not problem.slots:
            return None
        for _ in range(8):
            made = self._drawn(problem.area, self.on(rng), problem.label, problem.text)
            made = made.like(left_out=problem.left_out, beside=problem.beside, passage=problem.passage)
            if made.key() != problem.key():
                return made
        return None

    def _beside(self, problem: DeclaredProblem, rng: Random) -> DeclaredProblem | None:
        if problem.beside or (self._area(problem).labels and not self._area(problem).ask):
            return None
        w = self.on(rng)
        phrase = w.pick(w.all("irrelevant"))
        places = {slot: self._value_or_cell(slot, w) for slot in sorted(places_of(phrase))}
        return problem.like(beside=w.fill(phrase, places))

    def _value_or_cell(self, slot: str, w: Draw) -> str:
        base = self.spec.base(slot)
        table = self.spec.columns.get(base)
        if table is None:
            return self._value(base, w)
        row: list[str] = w.pick(self._pools[w.side][f"table {table}"])
        return row[self.spec.tables[table].columns.index(base)]

    def _leave_out(self, problem: DeclaredProblem, rng: Random) -> DeclaredProblem | None:
        able = self._removable(problem.area)
        return problem.like(left_out=rng.choice(able)) if able and problem.left_out < 0 else None

    # -- is it whole ------------------------------------------------------------------------------------

    def check(self) -> list[str]:
        """Try the task: problems of each area on each side are drawn, and their truth passes its grader, as does the
        answer to learn. UsageError with the key where one does not; else what a person should know."""
        notes = list(self.declared.notes)
        for area in self.areas:
            key = f"{self.declared.origin}: areas.{area.removeprefix(self.name + '/')}"
            for split, side in USED:
                self._try(key, area, split, side)
            few = self._distinct(area, "holdout", "unseen")
            if few < FEW:
                notes.append(
                    f"{key.partition(': ')[2]}: only about {few} different questions in the holdout; widen its values"
                )
        lists = "; ".join(self.thin[:8]) + ("; …" if len(self.thin) > 8 else "")
        if self.thin:
            notes.append(
                f"too few for two sides, so rows and measures share them (six are enough, thirty are good): {lists}"
            )
        if self.spec.abstain and f"{self.name}/{NOT_STATED}" not in self.areas:
            notes.append("abstain: no area tells a fact ('tell') or shows a table, so nothing can be left out")
        for number, example in enumerate(self.spec.examples):
            if why := self.fault_of(example.question, example.answer, example.area):
                raise UsageError(f"{self.declared.origin}: examples.{number}: {why}")
        return notes

    def _try(self, key: str, area: str, split: Split, side: Wording) -> None:
        for n in range(TRIED // 3):
            rng = item_rng("check", area, f"{split}-{side}", n)
            try:
                problem: Any = self.draw(area, rng, split, side, 1)
            except UsageError as error:
                if str(error).startswith(self.declared.origin):
                    raise
                raise UsageError(
                    f"{key}: too few different questions; give it more values, or phrases with slots, or show fewer rows of a larger table"
                ) from None
            probe = self._probe(area, problem, rng, split, side)
            verdict = check_reference(probe)
            if verdict.status != "pass":
                raise UsageError(
                    f"{key}: the grader {probe.grader!r} does not take its answers: {verdict.evidence}"[:600]
                )
            text = self.solution(problem, rng)
            verdict = grade(probe, loose_answer(text))
            if verdict.status != "pass":
                raise UsageError(
                    f"{key}: the answer to learn does not pass the grader {probe.grader!r}: {text[:120]!r}: {verdict.evidence}"[
                        :600
                    ]
                )

    def _probe(self, area: str, problem: Any, rng: Random, split: Split, side: Wording) -> Probe:
        return Probe(
            id="", skill=self.name, area=area, split=split, wording=side, messages=self.render(problem, rng, side),
            reference=self.reference(problem), grader=self.grader_for(problem), settings=self.settings(problem),
            content=problem.key(),
        )  # fmt: skip

    def _distinct(self, area: str, split: Split, side: Wording) -> int:
        """Different questions of a split, counted up to `FEW`."""
        found: set[str] = set()
        rng = item_rng("distinct", area, split, 0)
        barren = 0
        while len(found) < FEW and barren < 5 * FEW:
            key = self.problem(area, rng, side, 1).key()
            new = key not in found and split_of(area, key) == split
            found |= {key} if new else set()
            barren = 0 if new else barren + 1
        return len(found)

    def worked_out(self, area: str, slots: Mapping[str, str]) -> str:
        """What an area's answer comes to with these slots. ValueError where they do not do."""
        problem = DeclaredProblem(area=area, slots=dict(slots))
        try:
            return str(self._right(problem))
        except UsageError as error:
            raise ValueError(str(error)) from None

    def agrees(self, area: str, right: str, said: str) -> bool:
        """Whether an answer passes the area's grader where this one is right."""
        probe = Probe(
            id="", skill=self.name, area=area, split="train", messages=[{"role": "user", "content": "…"}], reference=right,
            grader=self._kinds[area], settings=self._settings(area),
        )  # fmt: skip
        return grade(probe, loose_answer(said)).status == "pass"

    def fault_of(self, question: str, answer: str, area: str = "") -> str:
        """Why an example's answer cannot be one of an area, or of any where none is named; empty where it can."""
        whys = []
        for name in [area] if area else list(self.spec.areas):
            spec, kind = self.spec.areas[name], self._kinds[name]
            if spec.labels and answer not in self.spec.all_labels:
                whys.append(f"{answer[:60]!r} is none of the labels")
                continue
            if kind == "math" and not any(map(str.isdigit, answer)):
                whys.append(f"{answer[:60]!r} is no number")
                continue
            right: Any = answer
            if isinstance(spec.answer, dict) or spec.call:
                try:
                    right = json.loads(answer)
                except ValueError:
                    whys.append("its answer is no JSON")
                    continue
            if isinstance(spec.answer, dict) and (not isinstance(right, dict) or right.keys() != spec.answer.keys()):
                whys.append(f"its answer has not the fields {', '.join(spec.answer)}")
                continue
            if spec.call:
                return ""
            probe = Probe(
                id="", skill=self.name, area=name, split="train", messages=[{"role": "user", "content": question}],
                reference={"value": right} if kind == "fields" else right, grader=kind, settings=self._settings(name),
            )  # fmt: skip
            verdict = check_reference(probe)
            if verdict.status == "pass":
                return ""
            whys.append(verdict.evidence)
        return whys[0] if whys else ""


def _halves(of: List) -> dict[str, list[str]]:
    """The phrases of a list in halves, by their hash."""
    idents = sorted((entry.id for entry in of.entries), key=lambda ident: fingerprint(of.name, ident))
    return {"seen": idents[: len(idents) // 2], "unseen": idents[len(idents) // 2 :]}


def _planted(passage: str, facts: Sequence[str], rng: Random) -> str:
    """Facts put between the sentences of a passage, in their order."""
    sentences = re.split(r"(?<=[.!?…])\s+", passage.strip())
    places = sorted(rng.randint(0, len(sentences)) for _ in facts)
    for place, fact in reversed(list(zip(places, facts, strict=True))):
        sentences.insert(place, fact)
    return " ".join(sentences)
