"""A description in prose becomes a declared task: a teacher writes it in a few steps, and a program checks each.

    spec.md  →  outline  →  values  →  areas, one call each  →  more wordings  →  voices  →  NAME.toml
               areas, kinds  lists     facts, question, sums    where few

A step is a form that the teacher fills in (`repairloop.teachers`). What it wrote is tried as the task itself is tried when
it is read: slots are known, sums come to numbers, the truth passes its grader. Where it does not, the teacher is told why,
once; what fails again is dropped and counted. A computed area brings an example that the teacher worked out by itself:
where the sums come to something else, the area falls. Areas that ask the same are one.

The description, tools and examples are data: bounded, cleaned, and shown to the teacher between marks. What is not known:
whether the questions are those that the description means. That is for a person to read, and the file is made for it.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from repairloop.config import ServerSettings
from repairloop.ground import toml
from repairloop.ground.errors import RepairLoopError, UsageError, shown
from repairloop.ground.files import write_atomic
from repairloop.ground.foreign import in_line
from repairloop.ground.overlap import normal, shingles
from repairloop.ground.slug import slug
from repairloop.plugins.words import places_of
from repairloop.records import Message, fingerprint
from repairloop.sources.chunks import clean
from repairloop.tasks.declared import DeclaredSkill
from repairloop.tasks.specification import (
    MARKS,
    NOT_STATED,
    AreaSpec,
    Spec,
    answer_phrases,
    checked,
    needs,
    parse,
    rows_of,
    slots_of,
)
from repairloop.teachers.prompts import Prompt, has_control_marks, load_prompt
from repairloop.teachers.teacher import Budget, Request, Spent, Teacher, open_teacher

LONGEST: Final = 16_000
"""Characters of a description."""
MOST_AREAS: Final = 12
ENOUGH: Final = 8
"""Wordings from which on no more are asked for."""
MOST_WIDENED: Final = 24
"""Lists that more wordings are asked for."""
LONGEST_PHRASE: Final = 500
ALIKE: Final = 0.6
"""Share of five-word runs in common from which on two areas are one."""
SHOWN: Final = 12
"""Examples and tools that the teacher is shown."""
_PACKAGE: Final = "repairloop.making"
_TABLES: Final = (".csv", ".tsv", ".parquet", ".jsonl", ".ndjson")
_QUESTIONS: Final = ("question", "input", "prompt", "text", "instruction", "query")
_ANSWERS: Final = ("answer", "output", "target", "label", "expected", "completion", "ideal", "response", "category")


# ---- what the teacher fills in ------------------------------------------------------------------------


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Idea(_Form):
    name: str
    asks: str
    hard: str
    kind: Literal["computed", "looked_up", "json", "label", "call"]


class Outline(_Form):
    about: str
    instruction: str
    form: str
    abstention: str
    areas: list[Idea] = Field(min_length=1, max_length=MOST_AREAS)
    left_out: list[str] = Field(max_length=20)


class TextList(_Form):
    name: str
    entries: list[str] = Field(max_length=200)


class Range(_Form):
    name: str
    least: float
    most: float
    step: float


class Code(_Form):
    name: str
    pattern: str


class Rows(_Form):
    name: str
    columns: list[str] = Field(max_length=12)
    rows: list[list[str]] = Field(max_length=200)


class Lists(_Form):
    texts: list[TextList] = Field(max_length=20)
    numbers: list[Range] = Field(max_length=20)
    codes: list[Code] = Field(max_length=10)
    tables: list[Rows] = Field(max_length=6)
    irrelevant: list[str] = Field(max_length=20)


class Ways(_Form):
    ways: list[str] = Field(max_length=40)


class Sum(_Form):
    name: str
    sum: str


class Pair(_Form):
    slot: str
    value: str


class WorkedExample(_Form):
    values: list[Pair] = Field(max_length=20)
    answer: str


class Computed(_Form):
    tell: list[Ways] = Field(max_length=8)
    ask: list[str] = Field(max_length=40)
    sums: list[Sum] = Field(min_length=1, max_length=12)
    answer: str
    worked: str
    example: WorkedExample


class LookedUp(_Form):
    table: str
    ask: list[str] = Field(max_length=40)
    answer: str


class Key(_Form):
    key: str
    slot: str


class Json(_Form):
    tell: list[Ways] = Field(max_length=8)
    ask: list[str] = Field(max_length=40)
    fields: list[Key] = Field(min_length=1, max_length=16)


class LabelTexts(_Form):
    label: str
    texts: list[str] = Field(max_length=60)


class Labelled(_Form):
    labels: list[LabelTexts] = Field(min_length=2, max_length=40)
    ask: list[str] = Field(max_length=40)


class Calling(_Form):
    tool: str
    arguments: list[Key] = Field(max_length=16)
    tell: list[Ways] = Field(max_length=8)
    ask: list[str] = Field(max_length=40)


class Voices(_Form):
    voices: list[str] = Field(max_length=8)
    kinds: list[str] = Field(max_length=8)


KINDS: Final[dict[str, type[_Form]]] = {
    "computed": Computed, "looked_up": LookedUp, "json": Json, "label": Labelled, "call": Calling,
}  # fmt: skip
"""Kind of area → the form that it is asked for in; its prompt has its name."""


class Fault(Exception):
    """What the teacher wrote cannot be; the message is for the teacher, and its beginning is what is counted."""


# ---- what is given ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wish:
    """What a person brings."""

    name: str
    text: str
    """The description."""
    labels: Sequence[str] = ()
    tools: Sequence[dict[str, Any]] = ()
    examples: Sequence[tuple[str, str]] = ()
    """Question and answer."""
    sources: Sequence[Path] = ()
    origin: str = "a description"
    """The description's file."""


@dataclass
class Written:
    """The task that came of it, and what became of all that was written."""

    data: dict[str, Any]
    dropped: Counter[str] = field(default_factory=Counter)
    """What, and why → how many."""
    left_out: list[str] = field(default_factory=list)
    """What the teacher says no program can check."""
    notes: list[str] = field(default_factory=list)


def read_wish(
    name: str, description: Path, labels: str = "", tools: Path | None = None, examples: Path | None = None,
    sources: Sequence[Path] = (),
) -> Wish:  # fmt: skip
    """What a person named, read. UsageError with option and file."""
    text = _read_text(description, "--from", 4 * LONGEST)
    if not text.strip():
        raise UsageError(f"--from {shown(description)} says nothing")
    if len(text) > LONGEST:
        raise UsageError(
            f"--from {shown(description)} has {len(text):,} characters; a description has {LONGEST:,} at most: what it should "
            "know by heart belongs to --sources"
        )
    named = [label.strip() for label in labels.split(",") if label.strip()]
    if labels and len(dict.fromkeys(named)) < 2:
        raise UsageError(f"--labels takes two labels at least, with commas between them; got {shown(labels)}")
    for source in sources:
        if not source.exists():
            raise UsageError(f"--sources {shown(source)} does not exist")
    return Wish(
        name, clean(text), tuple(dict.fromkeys(named)), _read_tools(tools) if tools else (),
        _read_examples(examples) if examples else (), tuple(sources), in_line(description.name, 80),
    )  # fmt: skip


def _read_text(path: Path, option: str, most: int) -> str:
    try:
        with open(path, "rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise UsageError(f"{option} {shown(path)} cannot be read: {(error.strerror or '').lower()}") from None
    if len(data) > most:
        raise UsageError(f"{option} {shown(path)} is larger than {most >> 10} KiB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{option} {shown(path)} is no text in UTF-8") from None


def _read_tools(path: Path) -> list[dict[str, Any]]:
    text = _read_text(path, "--tools", 1 << 19)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        try:
            found = [json.loads(line) for line in text.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            raise UsageError(f"--tools {shown(path)} is no JSON: a list of tools, or a tool on each line") from None
    found = found.get("tools", [found]) if isinstance(found, dict) else found
    if not isinstance(found, list) or not found or len(found) > 100:
        raise UsageError(f"--tools {shown(path)} holds no list of 1 to 100 tools")
    for number, tool in enumerate(found):
        inner = tool.get("function", tool) if isinstance(tool, dict) else None
        if not isinstance(inner, dict) or not isinstance(inner.get("name"), str):
            raise UsageError(f"--tools {shown(path)}: tool {number} has no name; a tool is a JSON schema with a name")
    return [_without_none(tool) for tool in found]


def _without_none(value: Any) -> Any:
    """JSON without nulls, which TOML has not."""
    if isinstance(value, dict):
        return {key: _without_none(part) for key, part in value.items() if part is not None}
    return [_without_none(part) for part in value if part is not None] if isinstance(value, list) else value


def _read_examples(path: Path) -> list[tuple[str, str]]:
    rows = rows_of(path, "--examples")
    columns = list(dict.fromkeys(column for row in rows[:100] for column in row))
    by_name = {column.strip().lower(): column for column in columns}
    asked = next((by_name[name] for name in _QUESTIONS if name in by_name), None)
    right = next((by_name[name] for name in _ANSWERS if name in by_name), None)
    if asked is None or right is None:
        raise UsageError(
            f"--examples {shown(path)} has the columns {', '.join(map(shown, columns[:12]))}; call one 'question' and one 'answer'"
        )
    found = []
    for row in rows:
        question, answer = row.get(asked), row.get(right)
        if isinstance(answer, (dict, list)):
            answer = json.dumps(answer, ensure_ascii=False)
        if isinstance(question, str) and question.strip() and answer is not None:
            found.append((clean(question).strip()[:2000], clean(str(answer)).strip()[:2000]))
    if not found:
        raise UsageError(f"--examples {shown(path)} holds no row with a question and an answer")
    return found[:500]


def specify(
    wish: Wish, file: Path, teacher: str, budget: Budget, *, settings: ServerSettings | None = None,
    say: Callable[[str], None] = lambda text: None,
) -> tuple[Written, Spent]:  # fmt: skip
    """Have a task written to `file`, and what that cost. What the teacher replied is kept beside the file, so that asking
    again pays for nothing twice. RepairLoopError where nothing that works came of it; then nothing is written."""
    cache = file.with_name(f".{file.name}.teacher")
    with open_teacher(teacher, cache=cache, budget=budget, settings=settings, say=say) as open_:
        made = Writer(wish, open_, file.parent, say).write()
        spent = open_.spent
    file.parent.mkdir(parents=True, exist_ok=True)
    text = to_text(made, wish.origin)
    checked(parse(toml.parse(text, str(file)), str(file)), str(file), file.parent)  # what is written can be read
    write_atomic(file, text, opener=None)
    return made, spent


# ---- the steps ----------------------------------------------------------------------------------------

Form = TypeVar("Form", bound=BaseModel)
Kept = TypeVar("Kept")


class Writer:
    """One description on its way to a task."""

    def __init__(
        self, wish: Wish, teacher: Teacher, folder: Path, say: Callable[[str], None] = lambda text: None
    ) -> None:
        self.wish, self.teacher, self.folder, self.say = wish, teacher, folder, say
        self.made = Written({"name": wish.name})

    def write(self) -> Written:
        """The task as the tables of its file. RepairLoopError where nothing that works came of it."""
        made, data = self.made, self.made.data
        outline = self._outline()
        data |= {"about": _line(outline.about), "instruction": _line(outline.instruction), "form": _line(outline.form)}
        if reply := _line(outline.abstention)[:200].rstrip("."):
            data["abstain"] = {"reply": reply, "form": "Where what is needed is not said, reply: {reply}"}
        made.left_out = [_line(text)[:200] for text in outline.left_out if _line(text)]
        if self.wish.labels:
            data["labels"] = list(self.wish.labels)
        if self.wish.tools:
            data["tools"] = list(self.wish.tools)
        self._values(outline)
        areas = self._areas(outline)
        if not areas:
            raise RepairLoopError(
                f"nothing that works came of the description; {_told(made.dropped) or 'the teacher wrote nothing'}. Say more of "
                "how its answers are known, or write the file by hand: repairloop new task NAME"
            )
        data["areas"] = areas
        self._widen()
        self._voices()
        self._examples()
        self._whole()
        return made

    def _ask(
        self,
        step: str,
        jobs: Mapping[str, list[Message]],
        form: type[Form],
        take: Callable[[str, Form], Kept],
        tokens: int,
    ) -> dict[str, Kept]:
        """What `take` makes of each reply. Where it finds a fault, the teacher is told once and asked again."""
        kept: dict[str, Kept] = {}
        waiting = dict(jobs)
        for attempt in range(2):
            again: dict[str, list[Message]] = {}
            seed = int(fingerprint("specify", self.wish.name, step, attempt), 16) & 0x7FFFFFFF
            requests = [Request(name, messages, tokens, 0.3, seed) for name, messages in waiting.items()]
            for reply in self.teacher.ask(requests, form):
                if reply.value is None:
                    self._drop(step, (reply.error or "no reply").partition(":")[0])
                    continue
                try:
                    kept[reply.id] = take(reply.id, reply.value)  # type: ignore[arg-type]
                except Fault as fault:
                    if attempt:
                        self._drop(step, str(fault).partition(":")[0])
                        continue
                    told: list[Message] = [
                        {"role": "assistant", "content": reply.value.model_dump_json()},
                        {"role": "user", "content": f"That does not work. {fault}\n\nWrite all of it again, mended."},
                    ]
                    again[reply.id] = [*waiting[reply.id], *told]
            waiting = again
            if not waiting:
                break
        return kept

    def _drop(self, what: str, why: str) -> None:
        self.made.dropped[f"{what}: {in_line(why, 80)}"] += 1

    def _messages(self, prompt: str, sources: Mapping[str, str], **values: object) -> list[Message]:
        loaded = load_prompt(_PACKAGE, prompt)
        given = {"spec": self.wish.text, **sources}
        return loaded.messages(values, {name: text for name, text in given.items() if name in loaded.placeholders})

    def _given(self) -> str:
        """What is given beside the description, as the program's own words around the user's."""
        wish, parts = self.wish, []
        if wish.labels:
            parts.append(f"The labels are: {', '.join(wish.labels)}")
        if wish.tools:
            parts.append("The tools are:\n" + "\n".join(json.dumps(tool)[:1500] for tool in wish.tools[:SHOWN]))
        if wish.examples:
            shown_ = "\n".join(f"Q: {in_line(q, 400)}\nA: {in_line(a, 200)}" for q, a in wish.examples[:SHOWN])
            parts.append(f"Examples:\n{shown_}")
        return "\n\n".join(parts) or "Nothing else is given."

    def _outline(self) -> Outline:
        def take(_: str, outline: Outline) -> Outline:
            ideas: dict[str, Idea] = {}
            for idea in outline.areas:
                name = _name(idea.name) or _name(idea.asks)
                if idea.kind == "call" and not self.wish.tools:
                    self._drop("area", "a call, and there are no tools")
                elif not name or name == NOT_STATED or name in ideas:
                    self._drop("area", "its name is taken, or is none")
                elif any(normal(idea.asks) == normal(other.asks) for other in ideas.values()):
                    self._drop("area", "asks what another asks")
                else:
                    ideas[name] = idea.model_copy(update={"name": name})
            if not ideas:
                raise Fault("No area can be used: give each a name of its own in small letters, and another question.")
            return outline.model_copy(update={"areas": list(ideas.values())})

        messages = self._messages("outline", {"given": self._given()}, most=MOST_AREAS)
        found = self._ask("outline", {"outline": messages}, Outline, take, 3000)
        if not found:
            raise RepairLoopError(f"the teacher gave no outline of the task: {_told(self.made.dropped)}")
        self.say(f"outline: {len(found['outline'].areas)} areas")
        return found["outline"]

    # -- values -----------------------------------------------------------------------------------------

    def _values(self, outline: Outline) -> None:
        data = self.made.data
        data["values"], data["tables"] = {}, {}
        for source in self.wish.sources:
            if source.is_file() and source.suffix.lower() in _TABLES:
                self._put_table(_name(source.stem) or "rows", {"file": os.path.relpath(source, self.folder)})

        def take(_: str, lists: Lists) -> bool:
            before = len(data["values"]) + len(data["tables"])
            self._take_lists(lists)
            if len(data["values"]) + len(data["tables"]) == before and not data["tables"]:
                raise Fault(
                    "No list can be used: six different entries at least, names in small letters without digits."
                )
            return True

        listed = "\n".join(
            f"{idea.name} ({idea.kind}): {_line(idea.asks)}; {_line(idea.hard)}" for idea in outline.areas
        )
        given = self._given() if not data["tables"] else f"{self._given()}\n\nThere are already:\n{self._slots()}"
        self._ask("values", {"values": self._messages("values", {"given": given, "areas": listed})}, Lists, take, 8000)
        self.say(f"values: {len(data['values'])} lists, {len(data['tables'])} tables")

    def _take_lists(self, lists: Lists) -> None:
        for texts in lists.texts:
            entries = list(dict.fromkeys(_line(text) for text in texts.entries))
            entries = [text for text in entries if text and len(text) <= 80]
            if len(entries) < 6:
                self._drop("values", "fewer than six entries")
            else:
                self._put_values(texts.name, entries)
        for numbers in lists.numbers:
            self._put_values(numbers.name, {"from": numbers.least, "to": numbers.most, "step": numbers.step})
        for code in lists.codes:
            self._put_values(code.name, {"pattern": code.pattern})
        for table in lists.tables:
            columns = [_name(column) for column in table.columns]
            rows = [[_line(cell)[:200] for cell in row] for row in table.rows if len(row) == len(columns)]
            if len(rows) < 6 or not all(columns):
                self._drop("table", "fewer than six rows, or a column without a name")
            else:
                self._put_table(_name(table.name) or "rows", {"columns": columns, "rows": rows})
        sentences = [text for raw in lists.irrelevant if (text := _line(raw)) and len(text) <= 200 and "{" not in text]
        self.made.data["irrelevant"] = list(dict.fromkeys(sentences))

    def _put_values(self, name: str, values: Any) -> None:
        self._put("values", _name(name), values)

    def _put_table(self, name: str, table: dict[str, Any]) -> None:
        self._put("tables", name, table)

    def _put(self, kind: str, name: str, value: Any) -> None:
        """A list or a table, where the task could be read with it."""
        data = self.made.data
        if not name or name in data[kind]:
            return self._drop(kind, "a name that is taken, or none")
        trial = {**data, kind: {**data[kind], name: value}, "areas": {"probe": {"ask": "x", "answer": "y"}}}
        try:
            self._parsed(trial)
        except UsageError as error:
            return self._drop(kind, _short(error))
        data[kind][name] = value
        return None

    def _parsed(self, data: dict[str, Any]) -> Spec:
        return checked(parse(data, "it"), "it", self.folder).spec

    def _slots(self) -> str:
        """The slots that there are, told."""
        spec = self._parsed({**self.made.data, "areas": {"probe": {"ask": "x", "answer": "y"}}})
        lines = []
        for name, values in spec.values.items():
            if isinstance(values, list):
                lines.append(f"{{{name}}}: one of {len(values)} texts, as {', '.join(values[:4])}")
            else:
                lines.append(f"{{{name}}}: {json.dumps(values.model_dump(by_alias=True))}")
        for name, table in spec.tables.items():
            row = ", ".join(f"{{{c}}} as {v}" for c, v in zip(table.columns, table.rows[0], strict=True))
            lines.append(f"table {name}, {len(table.rows)} rows: {row}")
        return "\n".join(lines)

    # -- areas ------------------------------------------------------------------------------------------

    def _areas(self, outline: Outline) -> dict[str, Any]:
        slots = self._slots()
        found: dict[str, dict[str, Any]] = {}
        ideas = {idea.name: idea for idea in outline.areas}
        for kind, form in KINDS.items():
            jobs = {}
            for name, idea in ideas.items():
                if idea.kind != kind:
                    continue
                values: dict[str, object] = {}
                sources = {"slots": slots, "area": _line(idea.asks), "hard": _line(idea.hard)}
                if kind == "label":
                    labels = ", ".join(self.wish.labels)
                    sources["labels"] = f"The labels are: {labels}" if labels else "Choose three to six labels."
                if kind == "call":
                    sources["tools"] = "\n".join(json.dumps(tool)[:2000] for tool in self.wish.tools[:SHOWN])
                jobs[name] = self._messages(kind, sources, **values)

            def take(name: str, draft: Any) -> dict[str, Any]:
                idea = ideas[name]
                return self._tried(name, {"asks": _line(idea.asks)[:300], "hard": _line(idea.hard)[:300]}, draft)

            found |= self._ask("area", jobs, form, take, 4000) if jobs else {}
        kept: dict[str, Any] = {}
        for name in ideas:  # in the outline's order
            if name in found:
                if other := next((o for o in kept if _alike(kept[o], found[name])), None):
                    self._drop("area", f"asks the same as {other}")
                else:
                    kept[name] = found[name]
        self.say(f"areas: {len(kept)} of {len(ideas)} kept")
        return kept

    def _tried(self, name: str, area: dict[str, Any], draft: Any) -> dict[str, Any]:
        """An area as the file has it, tried. Raises Fault."""
        match draft:
            case Computed():
                area |= {"tell": self._facts(draft.tell, draft), "ask": self._phrases(draft.ask)}
                area["let"] = {_name(s.name, digits=True): s.sum for s in draft.sums}
                area["answer"] = draft.answer.strip()
                if draft.worked.strip():
                    area["worked"] = [draft.worked.strip()]
            case LookedUp():
                area |= {
                    "show": draft.table.strip().strip("{}"),
                    "ask": self._phrases(draft.ask),
                    "answer": draft.answer.strip(),
                }
            case Json():
                area |= {"tell": self._facts(draft.tell, draft), "ask": self._phrases(draft.ask)}
                area["answer"] = {key.key.strip(): key.slot.strip() for key in draft.fields}
            case Labelled():
                area |= self._labelled(draft)
            case Calling():
                area |= {"tell": self._facts(draft.tell, draft), "ask": self._phrases(draft.ask)}
                arguments = {key.key.strip(): key.slot.strip() for key in draft.arguments}
                area["call"] = {"name": draft.tool.strip(), "arguments": arguments}
        area = {key: value for key, value in area.items() if value not in ("", [], {})}
        area, skill = self._trimmed(name, area)
        if isinstance(draft, Computed):
            self._check_example(skill, name, draft.example)
        return area

    def _phrases(self, phrases: Sequence[str], extra: frozenset[str] = frozenset()) -> list[str]:
        """Those that can be phrases: bounded, clean, each once."""
        found: dict[str, str] = {}
        for phrase in phrases:
            text = phrase.replace("\r\n", "\n").strip()
            try:
                places_of(text)
            except UsageError:
                self._drop("phrase", "a choice that is not closed")
                continue
            if not text or len(text) > LONGEST_PHRASE or MARKS.search(text) or has_control_marks(text):
                self._drop("phrase", "empty, too long, or with marks")
            elif normal(text) in found:
                self._drop("phrase", "the same once more")
            else:
                found[normal(text)] = text
        return list(found.values())

    def _facts(self, facts: Sequence[Ways], draft: Any) -> list[list[str]]:
        """Facts, each in ways that say the same slots: those that most of them say."""
        kept = []
        for fact in facts:
            ways = self._phrases(fact.ways)
            said = Counter(frozenset(places_of(way)) for way in ways)
            if not said:
                continue
            usual = max(said, key=lambda slots: (said[slots], sorted(slots)))
            same = [way for way in ways if places_of(way) == usual]
            for _ in range(len(ways) - len(same)):
                self._drop("phrase", "says other slots than the other ways of its fact")
            kept.append(same)
        return kept

    def _labelled(self, draft: Labelled) -> dict[str, Any]:
        known = {normal(label): label for label in self.wish.labels}
        labels: dict[str, list[str]] = {}
        for entry in draft.labels:
            label = known.get(normal(entry.label)) if known else _line(entry.label)[:80]
            if not label:
                self._drop("label", "none of those that were given")
                continue
            texts = self._phrases(entry.texts)
            open_ = [text for text in texts if normal(label) not in normal(text).split(" ")]
            for _ in range(len(texts) - len(open_)):
                self._drop("phrase", "names its label")
            if open_:
                labels[label] = open_
        if len(labels) < 2:
            raise Fault("Two labels at least need texts that do not name them.")
        ask = [phrase for phrase in self._phrases(draft.ask) if "text" in places_of(phrase)]
        return {"labels": labels, "ask": ask}

    def _trimmed(self, name: str, area: dict[str, Any]) -> tuple[dict[str, Any], DeclaredSkill]:
        """The area less the phrases that cannot be used; and the task with it alone. Raises Fault."""
        spec = self._shell()
        known = {*spec.values, *spec.columns, *area.get("let", {})}

        def usable(phrase: str, extra: frozenset[str] = frozenset()) -> bool:
            odd = [s for s in places_of(phrase) - extra if s not in area.get("let", {}) and not spec.base(s)]
            if odd:
                self._drop("phrase", "an unknown slot")
            return not odd

        text = frozenset({"text"}) if area.get("labels") else frozenset()
        before = dict(area)
        for key in ("ask", "worked"):
            if key in area:
                area[key] = [phrase for phrase in area[key] if usable(phrase, text)]
        if "tell" in area:
            area["tell"] = [ways for fact in area["tell"] if (ways := [way for way in fact if usable(way)])]
        if "labels" in area:
            area["labels"] = {
                label: ways for label, texts in area["labels"].items() if (ways := [t for t in texts if usable(t)])
            }
        if before.get("ask") and not area["ask"]:
            odd = sorted({s for phrase in before["ask"] for s in places_of(phrase)} - known - text)
            raise Fault(f"Slots that are not there: {', '.join(odd[:6])}. There are: {', '.join(sorted(known)[:30])}.")
        area = {key: value for key, value in area.items() if value not in ("", [], {})}
        area = self._saying(area, spec)
        try:
            return area, self._skill({name: area}, tried=True)
        except UsageError as error:
            if "worked" in area:
                self._drop("phrase", "steps that do not lead to the answer")
                without = {key: value for key, value in area.items() if key != "worked"}
                return self._trimmed(name, without)
            raise Fault(f"It cannot be used: {_short(error)}.") from None

    def _shell(self) -> Spec:
        return self._parsed({**self.made.data, "areas": {"probe": {"ask": "x", "answer": "y"}}})

    def _saying(self, area: dict[str, Any], spec: Spec) -> dict[str, Any]:
        """The area less the questions that do not say what the answer rests on, where others do."""
        if area.get("labels") or not area.get("ask"):
            return area
        try:
            made = AreaSpec.model_validate(area)
            wanted = {slot for slot in needs(made, answer_phrases(made)) if spec.base(slot) in spec.values}
            told = {slot for fact in made.tell for slot in needs(made, fact)}
            whole = [phrase for phrase in made.ask if not wanted - told - needs(made, [phrase])]
        except ValueError:
            return area  # what is wrong with it is found when it is tried
        if whole and len(whole) < len(made.ask):
            for _ in range(len(made.ask) - len(whole)):
                self._drop("phrase", "does not say what the answer rests on")
            return area | {"ask": whole}
        return area

    def _skill(self, areas: dict[str, Any], *, tried: bool) -> DeclaredSkill:
        """The task with these areas. UsageError where it does not work."""
        data = {key: value for key, value in self.made.data.items() if key != "examples"} | {"areas": areas}
        skill = DeclaredSkill(checked(parse(data, "it"), "it", self.folder))
        if tried:
            skill.check()
        return skill

    def _check_example(self, skill: DeclaredSkill, name: str, example: WorkedExample) -> None:
        """The teacher's own sum against the program's. Raises Fault."""
        slots = {pair.slot.strip().strip("{}"): pair.value.strip() for pair in example.values}
        area = skill.spec.areas[name]
        wanted = needs(area, answer_phrases(area))
        if missing := sorted(wanted - slots.keys()):
            raise Fault(f"The example gives no value for {missing[0]}: it needs one for each slot behind the answer.")
        try:
            right = skill.worked_out(
                name, {slot: text for slot, text in slots.items() if slot in slots_of(skill.spec, area)}
            )
        except ValueError as error:
            raise Fault(f"The example cannot be worked out: {in_line(str(error), 200)}") from None
        if not skill.agrees(name, right, example.answer):
            given = ", ".join(f"{slot} = {slots[slot]}" for slot in sorted(wanted))
            raise Fault(
                f"The example and the sums disagree: with {given[:200]} the sums give {right}, the example {example.answer[:80]}."
            )

    # -- more -------------------------------------------------------------------------------------------

    def _widen(self) -> None:
        """More ways of saying what is said in few."""
        lists: dict[str, tuple[list[str], str]] = {}
        for name, area in self.made.data["areas"].items():
            lists[f"{name} ask"] = (area.get("ask", []), name)
            for number, fact in enumerate(area.get("tell", [])):
                lists[f"{name} tell {number}"] = (fact, name)
            for label, texts in area.get("labels", {}).items():
                lists[f"{name} label {label}"] = (texts, name)
        few = {key: value for key, value in lists.items() if 0 < len(value[0]) < ENOUGH}
        jobs = {}
        for key, (ways, _) in list(few.items())[:MOST_WIDENED]:
            slots = ", ".join(f"{{{slot}}}" for slot in sorted(places_of(ways[0]))) or "none of them"
            jobs[key] = load_prompt(_PACKAGE, "widen").messages({"slots": slots}, {"ways": "\n".join(ways)})

        def take(key: str, more: Ways) -> int:
            ways, name = few[key]
            usual = places_of(ways[0])
            new = [way for way in self._phrases(more.ways) if places_of(way) == usual]
            new = [way for way in new if normal(way) not in set(map(normal, ways))]
            if " label " in key:
                label = normal(key.partition(" label ")[2])
                new = [way for way in new if label not in normal(way).split(" ")]
            before = list(ways)
            ways += new[: 2 * ENOUGH]
            try:
                self._skill({name: self.made.data["areas"][name]}, tried=True)
            except UsageError:
                ways[:] = before
                self._drop("phrase", "more ways that do not work")
            return len(ways)

        if jobs:
            self._ask("more ways", jobs, Ways, take, 1500)

    def _voices(self) -> None:
        """The prompts of the agents: the program's words around a few of the teacher's."""

        def take(_: str, found: Voices) -> Voices:
            def plain(texts: Sequence[str]) -> list[str]:
                lines = [_line(text).rstrip(".") for text in texts]
                return list(dict.fromkeys(text for text in lines if 3 <= len(text) <= 80 and "$" not in text))

            return Voices(voices=plain(found.voices), kinds=plain(found.kinds))

        found = self._ask("voices", {"voices": self._messages("voices", {})}, Voices, take, 600)
        voices = found["voices"] if found else Voices(voices=[], kinds=[])
        prompts: dict[str, list[str]] = {"suggest": [SUGGEST]}
        if voices.voices:
            prompts["reword"] = [REWORD.replace("VOICE", voice) for voice in voices.voices]
        if self.wish.sources and voices.kinds:
            prompts |= {
                "transform": [TRANSFORM.replace("KIND", kind) for kind in voices.kinds],
                "ask": [ASK],
                "solve": [SOLVE],
            }
            data = self.made.data
            data["sources"] = [os.path.relpath(source, self.folder) for source in self.wish.sources]
        for step, texts in prompts.items():
            for text in texts:
                Prompt(step, text)
        self.made.data["prompts"] = prompts

    def _examples(self) -> None:
        """The person's own examples, where their answers pass the grader of an area."""
        skill = self._skill(self.made.data["areas"], tried=False)
        kept = []
        for question, answer in self.wish.examples:
            if MARKS.search(question + answer) or has_control_marks(question + answer):
                self._drop("example", "holds marks that no text of a task may hold")
            elif why := skill.fault_of(question, answer):
                self._drop("example", why)
            else:
                kept.append({"question": question, "answer": answer})
        if kept:
            self.made.data["examples"] = kept

    def _whole(self) -> None:
        """The task as a whole, tried; an area that falls is left out."""
        areas = self.made.data["areas"]
        for _ in range(len(areas) + 1):
            try:
                self.made.notes = self._skill(areas, tried=False).check()
                return
            except UsageError as error:
                fallen = re.match(r"it: areas\.(\w+)", str(error))
                if fallen is None or fallen[1] not in areas or len(areas) == 1:
                    raise RepairLoopError(
                        f"the task that came of the description does not work: {_short(error)}"
                    ) from None
                self._drop("area", _short(error))
                del areas[fallen[1]]


REWORD: Final = """Say the message below in other words, as VOICE would say it.

Keep every number, name, quotation, code, option and list exactly as it stands and in the same order. Do not answer the message and do not explain anything. Everything that the message asks for must still be asked for, and nothing else.

$message"""
TRANSFORM: Final = """Write KIND from the material below, in which the following could be asked: $task

Length: 80 to 150 words, with definite facts (who, where, when, how many). Write the text alone, without a word about the task.

$material"""
ASK: Final = """Below stands a text. Write one question on it, for the following task: $task

The answer must follow from the text alone, and there must be one right answer. Write the question alone.

$material"""
SOLVE: Final = """Below stands a text with a question. Answer it by the text alone.

In `completion` write the whole reply that a reader should get: where the answer has to be worked out, one or two sentences of reasons and then the answer; otherwise the answer alone. In `answer` write the short final answer alone.

$question"""
SUGGEST: Final = """Below stands a question of a task: $task

These changes can be made to it: $refinements. Name those that would make it harder or more telling, the best one first.

$question"""


# ---- small things -------------------------------------------------------------------------------------


def _line(text: str) -> str:
    """A text of the teacher on one line, without what cannot be seen."""
    return " ".join(MARKS.sub("", clean(text)).split())[:1000] if not has_control_marks(text) else ""


def _name(text: str, digits: bool = False) -> str:
    """A text as a name; empty where nothing is left of it. A name that ends in a digit would be a second value."""
    name = slug(text) if digits else slug(text).rstrip("0123456789_")
    return name if re.fullmatch(r"[a-z][a-z0-9_]*", name) else ""


def _short(error: Exception) -> str:
    return in_line(str(error).removeprefix("it: "), 300)


def _told(dropped: Counter[str]) -> str:
    return "; ".join(f"{number} × {what}" for what, number in dropped.most_common(6))


def _alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two areas ask the same: most runs of words of what they say stand in both, or they say that they do."""
    if normal(one.get("asks", "")) == normal(other.get("asks", "")):
        return True
    runs = []
    for area in (one, other):
        said = [*area.get("ask", []), *(way for fact in area.get("tell", []) for way in fact)]
        said += [text for texts in area.get("labels", {}).values() for text in texts]
        runs.append(frozenset().union(*(shingles(normal(text)) for text in said)))
    return len(runs[0] & runs[1]) >= ALIKE * len(runs[0] | runs[1])


# ---- the file -----------------------------------------------------------------------------------------


def to_text(made: Written, origin: str) -> str:
    """The task as TOML that a person reads: lists with an entry a line, and what was left out as comments."""
    import tomlkit

    def laid(value: Any) -> Any:
        if isinstance(value, dict) and any(isinstance(part, (dict, list)) for part in value.values()):
            table = tomlkit.table()
            for key, part in value.items():
                table[key] = laid(part)
            return table
        if isinstance(value, list) and (len(value) > 2 or any(isinstance(part, list) for part in value)):
            array = tomlkit.array()
            array.extend(value)
            return array.multiline(True)
        if isinstance(value, dict):
            inline = tomlkit.inline_table()
            inline.update(value)
            return inline
        return value

    document = tomlkit.document()
    lines = [
        f"{made.data['name']}: a declared task, written by a teacher from {origin}. Read it before you rely on it:"
    ]
    lines += [
        "whether these are the questions that were meant, no program knows. What may stand here: docs/specification.md."
    ]
    lines += [f"Left out, since no program can check it: {in_line(text, 150)}" for text in made.left_out]
    for line in lines:
        document.add(tomlkit.comment(line))
    order = ["name", "about", "instruction", "form", "labels", "sources", "irrelevant", "tools", "abstain", "values", "tables",
             "areas", "prompts", "examples"]  # fmt: skip
    for key in order:
        value = made.data.get(key)
        if value in (None, "", [], {}):
            continue
        if key in ("examples", "tools"):
            tables = tomlkit.aot()
            for part in value:
                tables.append(tomlkit.item(part))
            document[key] = tables
        else:
            document[key] = laid(value)
    return tomlkit.dumps(document)
