"""Tables: a row a question, its parts in columns that are known by their names.

    question → answer      input → target      prompt → completion      query → response      text → category
    instruction + input → output      question + choices → answer      messages → expected      messages → their last turn

`--map question=COLUMN` and so on names a column where its name says nothing. A name says only what people usually mean
by it, so nothing is taken where two columns could be the answer, or the question: that is refused with what to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from repairloop.ground.errors import UsageError, nearest
from repairloop.records.rows import clean
from repairloop.sources.turns import TURNS
from repairloop.tasks.formats.common import (
    SHORT,
    Fields,
    Layout,
    Look,
    Row,
    has_calls,
    is_empty,
    kept,
    lettered,
    messages_of,
    one_line,
    options_of,
    parted,
    plain,
    reply_of,
    scored_options,
    shown,
    text_of,
    tools_in,
    turns_in,
)

QUESTIONS: Final = ("question", "question_text", "question_stem", "query_text", "query", "problem", "input", "inputs", "prompt", "instruction", "user_input", "utterance", "message", "request")  # fmt: skip
"""Columns that hold what is asked."""
TEXTS: Final = ("text", "sentence", "review", "content", "body", "email")
"""Columns that hold a text of which something is to be said: what is asked, where nothing else is."""
ANSWERS: Final = (
    "answer", "answers", "answer_key", "target", "targets", "expected", "ideal", "gold", "golden", "reference", "truth", "ground_truth",
    "expected_output", "expected_answer", "reference_answer", "correct_answer", "right_answer", "best_answer", "gold_answer",
    "reference_output", "expected_response", "correct", "gold_label",
)  # fmt: skip
"""Columns that hold what is right."""
REPLIES: Final = ("completion", "output", "response", "reply")
"""What is right, or what a model once said: right where nothing else is."""
LABELS: Final = ("label", "labels", "category", "class", "intent", "label_text", "sentiment", "class_name", "label_name", "topic", "intents")  # fmt: skip
"""Classes: what is right where nothing else is."""
WORKED: Final = ("solution", "rationale")
"""Worked answers: what is right where nothing else is."""
HINTS: Final = frozenset({"answer", "answers", "expect", "expected", "gold", "golden", "target", "truth", "correct", "solution", "solutions", "sql"})  # fmt: skip
"""Words in the name of a column that may hold what is right."""
TESTS: Final = ("test", "tests", "test_list", "unit_tests", "test_cases")
"""Columns with tests of code: a row that brings them is its own right answer."""
SCORED: Final = ("target_scores", "mc1_targets")
"""Options with a score each, the highest of which is right."""
OPTIONS: Final = ("choices", "options", "endings", "candidates", "answer_choices", "multiple_choice_options")
DOCUMENTS: Final = (
    "context", "contexts", "context_text", "passage", "document", "article", "paragraph", "background", "support", "story",
    "contract", "clause",
)  # fmt: skip
LONG: Final = 300
"""Characters of a text that a question may be about."""
_END: Final = re.compile(r"(?:<\|[a-z_]{2,30}\|>|</s>)\Z")
"""A token that ends a turn, as files for training have some behind the answer."""
TELLING: Final = frozenset({"explanation", "rationale", "solution", "reason", "reasoning", "analysis", "answer", "output", "cot", "steps"})  # fmt: skip
"""Words in the name of a column that explains the answer."""
SYSTEM: Final = ("system", "system_prompt", "system_message")
IDENTS: Final = ("id", "_id", "uid", "uuid", "idx", "index", "qid", "question_id", "example_id", "row_id", "key")
GROUPS: Final = ("group", "group_id")
AREAS: Final = ("area",)
TOOLS: Final = ("tools", "functions", "function")
MAPPED: Final = ("question", "answer", "options", "document", "system", "area", "id", "group", "given")
"""What `--map` names columns of."""
FEW: Final = 0.1
"""Share of rows below which different instructions are taken for something that rows share."""

UNDERSTOOD: Final = (
    "question, input, query, prompt, text or messages for what is asked, answer, target, expected, ideal, output, "
    "completion, response, label or category for what is right, choices or options beside them"
)


def recognise(look: Look) -> Layout | None:
    """The layout of a table; None where no column is one that is asked. UsageError on doubt."""
    table = _Table(look)
    return table.layout() if table.question else None


class _Table:
    """Where the rows of a table hold what."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.notes: list[str] = []
        self.named: dict[str, str] = {}
        for name in look.names:
            self.named.setdefault(plain(name), name)
        self.map_ = {what: self._mapped(what, column) for what, column in look.map_.items()}
        self.option_columns = {} if "options" in self.map_ else lettered(look.names)
        scored = [] if {"options", "answer"} & self.map_.keys() else self._there(SCORED)
        self.scored = scored[0] if scored else None
        self.options = self.scored or self._one("options", OPTIONS, lists=True)
        if self.options:
            self.option_columns = {}
        self.taken = {*self.map_.values(), *self.option_columns.values(), *([self.options] if self.options else [])}
        self.question, self.more = self._question()
        self.taken |= {name for name in (self.question, self.more) if name}
        self.talks = self.question is not None and any(turns_in(v) for v in look.values(self.question)[:50])
        self.system = self._one("system", SYSTEM)
        self.document = self._one("document", DOCUMENTS)
        self.tools = self._one("", TOOLS, lists=True)
        self.taken |= {name for name in (self.system, self.document, self.tools) if name}
        self.answer = self._answer() if self.question and not look.asked_only else None
        self.given = self.map_.get("given")
        self.ident = self._one("id", IDENTS)
        self.group = self._one("group", GROUPS)
        self.area = self._one("area", AREAS)

    # ---- columns

    def _mapped(self, what: str, column: str) -> str:
        names = self.look.names
        if column in names:
            return column
        if plain(column) in self.named:
            return self.named[plain(column)]
        raise UsageError(f"--map {what}={column}: {self.look.file}: {nearest(column, names, 'column')}")

    def _there(self, wanted: Iterable[str]) -> list[str]:
        """The columns of these names that hold something, and are not taken for something else."""
        found = [self.named[name] for name in wanted if name in self.named]
        taken = getattr(self, "taken", ())
        return [name for name in found if name not in taken and not all(map(is_empty, self.look.values(name)))]

    def _one(self, what: str, wanted: Iterable[str], *, lists: bool = False) -> str | None:
        """The column that was mapped, or the first of these names."""
        if what in self.map_:
            return self.map_[what]
        for name in self._there(wanted):
            value = next(v for v in self.look.values(name) if not is_empty(v))
            if (
                not lists
                or isinstance(value, list | dict)
                or (isinstance(value, str) and value.lstrip()[:1] in ("[", "{"))
            ):
                return name
        return None

    def _question(self) -> tuple[str | None, str | None]:
        """The column that is asked, and the one that goes below it."""
        if "question" in self.map_:
            name = self.map_["question"]
            return name, self._below(name)
        if talk := self._there(TURNS):
            return talk[0], None
        found = self._there(QUESTIONS)
        if not found:
            texts = self._there(TEXTS) or self._there(("title",))
            return (self._sole(texts, "question", "document") if texts else None), None
        first = self.named.get("instruction", self.named.get("prompt"))
        if len(found) == 2 and first in found and self._below(first) in found:
            return first, self._below(first)
        return self._sole(found + self._there(TEXTS)[:1], "question", "document"), None

    def _below(self, name: str | None) -> str | None:
        """`input`, where it stands beside an instruction."""
        return self.named.get("input") if name is not None and plain(name) in ("instruction", "prompt") else None

    def _answer(self) -> str | None:
        if "answer" in self.map_:
            return self.map_["answer"]
        self.taken.add(str(self.question))
        if self.scored:
            return self.scored
        if self._there(TESTS) and any(has_tests(row, self._there(TESTS)[0]) for row in self.look.rows[:50]):
            return self._there(TESTS)[0]
        right, replies, labels = map(self._there, (ANSWERS, REPLIES, LABELS))
        if self.options or self.option_columns:  # of something to choose from, what is right is one; a class is not
            labels = [name for name in labels if plain(name) in ("label", "labels")]
        if self.talks and not right and self._answers_itself():
            return None
        if right:
            return self._sole(
                [*right, *replies, *[n for n in labels if plain(n) in ("label", "labels")]], "answer", "given"
            )
        if replies:
            return self._sole(replies, "answer", "given")
        if (
            labels
            and not (self.options or self.option_columns)
            and (hinted := [name for name in self._hinted() if name not in labels])
        ):
            raise UsageError(
                f"{self.look.file}: {len(labels + hinted)} columns could be the answer: {shown([*hinted, *labels])}. Write which "
                f"one is: --map answer={hinted[0]}"
            )
        if labels:
            return self._sole(labels, "answer", "area")
        worked = self._there(WORKED)
        return worked[0] if worked else None

    def _hinted(self) -> list[str]:
        """Columns that are not known, and whose names have a word of right answers in them."""
        return [
            name for name in self._there(filter(hints, self.named))
            if not all(is_empty(v) or isinstance(v, bool | dict) for v in self.look.values(name))
        ]  # fmt: skip

    def _answers_itself(self) -> bool:
        """Whether the conversations end with what the model says."""
        some = [turns for v in self.look.values(str(self.question))[:50] if (turns := turns_in(v))]
        return any(parted(turns)[1] is not None for turns in some if any("role" in t or "from" in t for t in turns))

    def _sole(self, found: list[str], what: str, other: str) -> str:
        """The one column that it can be; UsageError with what to write where there are several.

        Columns that say the same are one. Of a number and the name that it stands for, the name is taken.
        """
        best, *rest = found
        doubtful = []
        for name in rest:
            pairs = {
                (one_line(a, 400), one_line(b, 400))
                for row in self.look.rows if not is_empty(a := row.get(best)) and not is_empty(b := row.get(name))
            }  # fmt: skip
            if pairs and all(a == b for a, b in pairs):
                continue
            sides = [{pair[side] for pair in pairs} for side in (0, 1)]
            one_to_one = len(pairs) == len(sides[0]) == len(sides[1]) and 2 <= len(pairs) <= len(self.look.rows) / 3
            if one_to_one and what == "answer":
                numbers = [all(v.lstrip("-").isdigit() for v in side) for side in sides]
                if numbers == [True, False]:
                    best, name = name, best
                self.notes.append(f"{one_line(name)} and {one_line(best)} say the same: {one_line(best)} is the answer")
                continue
            doubtful.append(name)
        if doubtful:
            names = [best, *doubtful]
            alike = f" or answer={names[1]}" if what == "question" else ""
            raise UsageError(
                f"{self.look.file}: {len(names)} columns could be the {what}: {shown(names)}. Write which one is: "
                f"--map {what}={names[0]}"
                + (f" (and --map {other}={names[1]}{alike}, if that is what it is)" if other else "")
            )
        return best

    # ---- rows

    def layout(self) -> Layout:
        look = self.look
        self.led = self.more is not None and self._instruction_is_shared()
        columns = {
            "question": self.question, "below it": self.more, "answer": self.answer, "options": self.options,
            "document": self.document, "system": self.system, "tools": self.tools, "area": self.area, "id": self.ident,
            "group": self.group, "given": self.given,
        }  # fmt: skip
        used = {what: column for what, column in columns.items() if column is not None}
        if self.option_columns:
            used["options"] = " ".join(self.option_columns.values())
        taken = {*used.values(), *self.option_columns.values()}
        parts = [self.question, self.more, self.document, self.options or " ".join(self.option_columns.values())]
        asked = " + ".join(one_line(part, 60) for part in parts if part)
        answer = one_line(self.answer, 60) if self.answer else "what the model says last" if self.talks else "no answer"
        self.dropped = taken - {self.answer, self.question}
        if (
            self.question
            and not self.document
            and not self.talks
            and (long := [n for n in look.names if n not in taken and self._is_long(n)])
        ):
            self.notes.append(
                f"{shown(long, 3)}: long texts that are not shown to the model; what the question is about: --map document={one_line(long[0], 60)}"
            )
        if self.scored:
            self.notes.append(
                f"{one_line(self.scored)}: its keys are the options, in an order of our own; the one with the highest score is right"
            )
        if self.led:
            self.notes.append(
                f"{one_line(self.question)} is the same in many rows and stands before the question, as the system's message"
            )
        return Layout(
            "table", f"columns {shown(look.names)}", f"{asked} → {answer}", self.fields, used,
            [name for name in look.names if name not in taken], self.notes,
        )  # fmt: skip

    def _is_long(self, name: str) -> bool:
        """Whether most values are long texts, and the name does not say that they explain the answer."""
        values = [v for v in self.look.values(name) if not is_empty(v)]
        long = sum(isinstance(v, str) and len(v) >= LONG for v in values)
        return TELLING.isdisjoint(plain(name).split("_")) and 2 * long > len(values)

    def _instruction_is_shared(self) -> bool:
        rows = [row for row in self.look.rows if not is_empty(row.get(str(self.more)))]
        said = {one_line(row.get(str(self.question)), 2000) for row in rows}
        return len(rows) >= 10 and len(said) <= max(1, FEW * len(rows))

    def fields(self, row: Row) -> Iterator[Fields]:
        found = self._asked(row)
        if self.scored:
            found["options"], found["gold"] = scored_options(row.get(self.scored))
        elif self.answer is not None:
            tested = plain(self.answer) in TESTS and has_tests(row, self.answer)
            found["gold"] = dict(row) if tested else self._gold(row.get(self.answer))
        if not self.scored and (self.options or self.option_columns):
            found["options"] = self._options(row)
        for what, column, most in (("document", self.document, 65_536), ("ident", self.ident, SHORT)):
            if column is not None and not is_empty(row.get(column)):
                value = row[column]
                if isinstance(value, list) and all(isinstance(part, str) for part in value):
                    value = "\n\n".join(value)
                found[what] = clean(value if isinstance(value, str) else one_line(value, most), most)
        if self.tools is not None:
            found["tools"] = tools_in(row.get(self.tools))
        if self.given is not None and not is_empty(row.get(self.given)):
            said = reply_of(row[self.given])
            found["given"] = said if isinstance(said, str) else one_line(said, 65_536)
        for what, column in (("area", self.area), ("group", self.group)):
            if column is not None and not is_empty(row.get(column)):
                found[what] = one_line(row[column])
        used = {self.question, self.more, self.answer, *self.dropped}
        found["columns"] = kept(row, used)  # type: ignore[arg-type]
        yield found

    def _asked(self, row: Row) -> Fields:
        value = row.get(str(self.question))
        system = ""
        if self.system is not None and isinstance(row.get(self.system), str):
            system = row[self.system]
        turns = turns_in(value) if self.talks else None
        if turns is not None:
            before, reply = parted(turns)
            said: Fields = {"messages": messages_of(before, system)}
            if reply is not None:
                if self.answer is None:
                    said["gold"] = reply_of(reply) or None
                elif not has_calls(reply):
                    said["given"] = clean(text_of(reply.get("content", reply.get("value"))))
            elif self.answer is None:
                said["gold"] = None
            return said
        below = row.get(self.more) if self.more is not None else None
        below = below if isinstance(below, str) and below.strip() else ""
        if not isinstance(value, str) and not is_empty(value) and not isinstance(value, list | dict):
            value = str(value)
        if below and isinstance(value, str) and value.strip():
            if self.led:
                system, value = "\n\n".join(filter(None, [system, value])), below
            else:
                value = f"{value.rstrip()}\n\n{below}"
        return {"messages": messages_of(value, system)}

    def _gold(self, value: Any) -> Any:
        if is_empty(value):
            return None
        if isinstance(value, list | dict):
            value = reply_of(value)
        names = self.look.classes.get(str(self.answer))
        if names and isinstance(value, int) and not isinstance(value, bool):
            if not 0 <= value < len(names):  # as `datasets` marks rows without a label
                return None
            return clean(names[value], SHORT)
        if (
            isinstance(value, dict)
            and set(map(plain, value)) >= {"text", "answer_start"}
            and isinstance(value["text"], list)
        ):
            texts = list(dict.fromkeys(clean(str(text)) for text in value["text"]))  # SQuAD
            return texts[0] if len(texts) == 1 else texts or None
        if isinstance(value, list) and all(
            isinstance(part, dict) and isinstance(part.get("text"), str) for part in value
        ):
            texts = list(dict.fromkeys(clean(part["text"]) for part in value))  # SQuAD as it was published
            return texts[0] if len(texts) == 1 else texts
        return without_ends(clean(value)) if isinstance(value, str) else value

    def _options(self, row: Row) -> dict[str, str]:
        if self.options is not None:
            return {} if is_empty(row.get(self.options)) else options_of(row[self.options])
        texts = {letter: row.get(column) for letter, column in self.option_columns.items()}
        return options_of({letter: text for letter, text in texts.items() if not is_empty(text)})


def without_ends(text: str) -> str:
    """A text less the tokens at its end that end a turn."""
    while end := _END.search(text.rstrip()[-40:]):
        text = text.rstrip()[: -len(end[0])].rstrip()
    return text


def hints(name: str) -> bool:
    """Whether the name of a column has a word of right answers in it."""
    return not HINTS.isdisjoint(plain(name).split("_"))


def has_tests(row: Row, column: str) -> bool:
    """Whether the column holds tests of code in Python."""
    said = row.get(column)
    said = "\n".join(map(str, said)) if isinstance(said, list) else said
    return isinstance(said, str) and re.search(r"\bassert\b", said) is not None


def check_map(map_: Mapping[str, str]) -> None:
    """UsageError on what `--map` cannot name."""
    for what, column in map_.items():
        if what not in MAPPED:
            raise UsageError(f"--map {what}={column}: {nearest(what, MAPPED, 'part of a row')}")


def nothing_asked(look: Look) -> str:
    """What to say of rows among whose columns no question is."""
    sizes = {name: sum(len(v) for v in look.values(name) if isinstance(v, str)) for name in look.names}
    first = max(sizes, key=lambda name: sizes[name], default="COLUMN")
    answer = next((one_line(name, 60) for name in look.names if hints(name) and name != first), "COLUMN")
    if any(len(name) > 60 for name in look.names) or all(name.startswith("column ") for name in look.names):
        return (
            f"{look.file}: its first line seems to hold a row, and no names of columns ({shown(look.names, 6)}). Write names "
            "above it, as in question,A,B,C,D,answer or text,label"
        )
    return (
        f"{look.file}: no question among its columns ({shown(look.names)}); understood are: {UNDERSTOOD}. Else write which "
        f"columns they are, as in --map question={one_line(first, 60)} --map answer={answer}"
    )
