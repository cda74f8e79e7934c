"""Tables: a row a question, its parts in columns that are known by their names.

    question → answer      input → target      prompt → completion      query → response      text → category
    instruction + input → output      question + choices → answer      messages → expected      messages → their last turn

`--map question=COLUMN` and so on names a column where its name says nothing. A name says only what people usually mean
by it, so nothing is taken where two columns could be the answer, or the question: that is refused with what to write.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from string import ascii_uppercase
from typing import Any, Final

from repairloop.ground.errors import UsageError, nearest
from repairloop.records.rows import clean
from repairloop.sources.turns import TURNS, is_turn
from repairloop.sources.userfile import ABROAD, ANSWERS_ABROAD
from repairloop.tasks.formats.common import (
    SHORT,
    BadRow,
    Fields,
    Layout,
    Look,
    Row,
    has_calls,
    is_empty,
    judged_options,
    kept,
    lettered,
    messages_of,
    one_line,
    options_of,
    parted,
    passage_of,
    plain,
    reply_of,
    right_and_wrong,
    scored_options,
    shown,
    text_of,
    tools_in,
    tools_told,
    turns_in,
    unpathed,
    up_to_a_call,
    written,
    wrong_columns,
)

QUESTIONS: Final = (
    "question", "question_text", "question_stem", "query_text", "query", "problem", "input", "inputs", "prompt", "instruction",
    "user_input", "utterance", "utt", "message", "request", "goal", "s_question",
    *ABROAD,
)  # fmt: skip
"""Columns that hold what is asked."""
TEXTS: Final = ("text", "sentence", "review", "content", "body", "email")
"""Columns that hold a text of which something is to be said: what is asked, where nothing else is."""
FURTHER_TEXTS: Final = (
    "claim", "statement", "tweet", "comment", "headline", "ctx", "description", "email_text", "ticket", "post", "texte", "texto",
    "testo", "tekst", "текст", "文本", "テキスト", "텍스트",
)  # fmt: skip
"""Columns that hold such a text where none of the others does."""
PAIRS: Final = (
    ("premise", "hypothesis"), ("context", "hypothesis"), ("text", "hypothesis"), ("sentence1", "sentence2"), ("sentence_1", "sentence_2"), ("sentence_a", "sentence_b"),
    ("text1", "text2"), ("text_1", "text_2"), ("text_a", "text_b"), ("question1", "question2"), ("1_string", "2_string"),
)  # fmt: skip
"""Two texts of which something is to be said: both are asked, where nothing else is."""
ABOVE: Final = ("body", "s_body")
"""What stands before a question that is a column of its own: a story of which only the end is asked."""
ANSWERS: Final = (
    "answer", "answers", "answer_key", "target", "targets", "expected", "ideal", "gold", "golden", "reference", "truth", "ground_truth",
    "expected_output", "expected_answer", "reference_answer", "correct_answer", "right_answer", "best_answer", "gold_answer", "final_answer",
    "reference_output", "expected_response", "correct", "gold_label", "correct_option", "correct_answer_num", "answer_index", "answer_idx", "correct_index", "cop", "lösung", "answers_spans", "l_solutions",
    *ANSWERS_ABROAD,
)  # fmt: skip
"""Columns that hold what is right."""
INDEXES: Final = ("answer_index", "answer_idx", "correct_index", "correct_answer_num")
"""Which option is right, by its number or letter: said once more where another column says it too."""
REPLIES: Final = ("completion", "output", "response", "reply")
"""What is right, or what a model once said: right where nothing else is."""
LABELS: Final = ("label", "labels", "category", "class", "intent", "label_text", "sentiment", "class_name", "label_name", "topic", "intents", "class_index", "kategorie", "catégorie", "categoría", "categoria", "étiquette", "категория", "标签")  # fmt: skip
"""Classes: what is right where nothing else is."""
WORKED: Final = ("solution", "rationale", "summary", "highlights")
"""Texts and worked answers: what is right where nothing else is."""
HINTS: Final = frozenset({"answer", "answers", "expect", "expected", "gold", "golden", "target", "truth", "correct", "solution", "solutions", "sql"})  # fmt: skip
"""Words in the name of a column that may hold what is right."""
TESTS: Final = ("test", "tests", "test_list", "unit_tests", "test_cases")
"""Columns with tests of code: a row that brings them is its own right answer."""
SCORED: Final = ("target_scores", "mc1_targets")
"""Options with a score each, the highest of which is right."""
OPTIONS: Final = (
    "choices", "options", "endings", "candidates", "answer_choices", "multiple_choice_options", "multiple_choice_targets",
)  # fmt: skip
DOCUMENTS: Final = (
    "context", "contexts", "context_text", "passage", "passages", "document", "article", "paragraph", "paragraphs", "background",
    "retrieved_contexts", "retrieval_context", "support", "story", "contract", "clause", "premise", "kontext", "contexte", "contexto",
)  # fmt: skip
_TASKS: Final = frozenset({"instruction", "prompt", "problem", "goal"})
_SORTS: Final = frozenset({"category", "topic", "class", "class_name"})
"""Columns that sort tasks, where what is asked is one."""
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
    if (inside := _inside(look)) is not None:
        return inside
    table = _Table(look)
    return table.layout() if table.question else None


_INPUTS: Final = ("inputs", "input")
_OUTPUTS: Final = ("outputs", "output", "reference_outputs", "expected", "expected_output")


def _inside(look: Look) -> Layout | None:
    """The layout of a table whose rows keep what is asked in an object, and what is right in another (`inputs`, `outputs`)."""
    asked = next((name for name in look.names if plain(name) in _INPUTS and _are_objects(look.values(name))), None)
    if asked is None or {"question", "answer"} & look.map_.keys():
        return None
    right = next((name for name in look.names if plain(name) in _OUTPUTS and _are_objects(look.values(name))), None)
    opened = (
        right
        if right and not any(is_turn(v) or has_calls(v) for v in look.values(right) if isinstance(v, dict))
        else None
    )
    if opened and not any(plain(key) in ANSWERS for value in look.values(opened) for key in value or {}):
        opened = None  # the object itself is right

    def lift(row: Row) -> Row:
        rest = {name: value for name, value in row.items() if name not in (asked, opened)}
        return {**rest, **(row.get(asked) or {}), **((row.get(opened) or {}) if opened else {})}

    found = recognise(replace(look, rows=[lift(row) for row in look.rows]))
    return None if found is None else replace(found, fields=lambda row: found.fields(lift(row)))


def _are_objects(values: Iterable[Any]) -> bool:
    filled = [value for value in values if not is_empty(value)]
    return bool(filled) and all(isinstance(value, dict) for value in filled)


class _Table:
    """Where the rows of a table hold what."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.notes: list[str] = []
        self.named: dict[str, str] = {}
        for name in look.names:
            self.named.setdefault(plain(name), name)
        self.map_ = {what: self._mapped(what, column) for what, column in look.map_.items()}
        if {"q", "a"} <= self.named.keys() and "b" not in self.named and not self._there((*QUESTIONS, *ANSWERS)):
            self.map_ = {"question": self.named["q"], "answer": self.named["a"]} | self.map_
        self.option_columns = {} if "options" in self.map_ else lettered(look.names)
        if self.map_.get("answer") in self.option_columns.values():
            self.option_columns = {}
        if look.names and all(map(UNNAMED.fullmatch, look.names)) and not {"question", "answer"} & self.map_.keys():
            self._name_columns()
        scored = [] if {"options", "answer"} & self.map_.keys() else self._there(SCORED)
        self.scored = scored[0] if scored else None
        self.judged = None if {"options", "answer"} & self.map_.keys() else self._judged()
        self.options = self.scored or self.judged or self._one("options", OPTIONS, lists=True) or self._listed_answers()
        if self.options:
            self.option_columns = {}
        self.taken = {*self.map_.values(), *self.option_columns.values(), *([self.options] if self.options else [])}
        self.above: str | None = None
        self.pair: str | None = None
        self.question, self.more = self._question()
        self.word = next(iter(self._there(("word", "target_word"))), None) if self.pair else None
        self.taken |= {name for name in (self.question, self.more, self.above, self.pair, self.word) if name}
        self.talks = self.question is not None and any(turns_in(v) for v in look.values(self.question)[:50])
        self._note_calls()
        self.system = self._one("system", SYSTEM)
        self.document = self._one("document", DOCUMENTS)
        self.tools = self._one("", TOOLS, lists=True)
        self.taken |= {name for name in (self.system, self.document, self.tools) if name}
        self.answer = self._answer() if self.question and not look.asked_only else None
        if self.document is None and self.answer and plain(str(self.question)) in ("input", "inputs"):
            self.document = next((name for name in self._there(("code",)) if name != self.answer), None)
        if self.document is None and self.question and not self.talks:
            self.document = self._told_document()
        self.wrong = self._wrong_options()
        self.names_of, self.first_number = self._class_names()
        self.unlabelled = self._unlabelled()
        self.mark = self._label_mark()
        self.abstains = self._abstains()
        self.given = self.map_.get("given")
        self.ident = self._one("id", IDENTS)
        self.group = self._one("group", GROUPS)
        if self.group and "group" not in self.map_ and is_label(self.look.values(self.group)):
            self.group = None  # a department, and nothing that rows have in common
        self.area = self._one("area", AREAS)

    # ---- columns

    def _name_columns(self) -> None:
        """Columns without names, where only one thing can be meant: a text and its label, or a question, its options, and
        the letter of the one that is right."""
        names = self.look.names
        if len(names) == 2 and (label := [name for name in names if is_label(self.look.values(name))]):
            text = [name for name in names if is_asked(self.look.values(name))]
            if len(label) == 1 and len(text) == 1 and label != text:
                self.map_ |= {"question": text[0], "answer": label[0]}
        elif 4 <= len(names) <= 12:
            question, *texts, last = names
            letters = set(ascii_uppercase[: len(texts)])
            said = {str(v).strip() for v in self.look.values(last)}
            if is_asked(self.look.values(question)) and len(said) > 1 and said <= letters:
                self.map_ |= {"question": question, "answer": last}
                self.option_columns = dict(zip(ascii_uppercase, texts, strict=False))
        if "question" in self.map_:
            options = f", {', '.join(self.option_columns.values())} for the options" if self.option_columns else ""
            self.notes.append(
                f"its first line is a row, and its columns have no names: {self.map_['question']} is taken for the question"
                f"{options}, {self.map_['answer']} for the right answer"
            )

    def _label_mark(self) -> str:
        """What stands between the labels of a cell that holds several, as in `joy, anger`: nearly all of them stand alone in
        other cells."""
        if self.answer is None or not (plain(self.answer) in LABELS or "answer" in self.map_):
            return ""
        cells = [value for value in self.look.values(self.answer) if isinstance(value, str) and value.strip()]
        for mark in ("|", ";", ","):
            parted = [[part.strip() for part in cell.split(mark)] for cell in cells]
            alone = {parts[0] for parts in parted if len(parts) == 1 and re.search(r"[^\W\d]", parts[0])}
            among = [part for parts in parted if len(parts) > 1 for part in parts]
            several = sum(len(parts) > 1 for parts in parted)
            if several >= max(2, 0.05 * len(cells)) and sum(part in alone for part in among) >= 0.9 * len(among):
                self.notes.append(
                    f"{self.answer}: a cell with {mark!r} holds several labels, all of which are right together"
                )
                return mark
        return ""

    def _note_calls(self) -> None:
        """Says how many conversations are asked up to their first call alone."""
        talks = [turns for v in self.look.values(str(self.question)) if (turns := turns_in(v))] if self.talks else []
        if behind := sum(up_to_a_call(turns) is not None for turns in talks):
            self.notes.append(
                f"{behind:,} of {len(talks):,} conversations go on behind a call of a tool: they are asked up to it, and the call is right"
            )

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
                or (what == "options" and self._lists_options(name))
            ):
                return name
        return None

    def _judged(self) -> str | None:
        """The column of options each of which is said to be right or not."""
        for name in self._there((*OPTIONS, "answers", "alternatives")):
            if any(other != name for other in self._there(ANSWERS)):
                return None  # what is right stands elsewhere
            filled = [value for value in self.look.values(name) if not is_empty(value)]
            right = []
            for value in filled:
                try:
                    right.append(judged_options(value)[1])
                except BadRow:
                    continue
            counted = all(letters == ["B"] for letters in right) and all(len(value) == 2 for value in filled)  # 0 and 1
            if len(right) > 0.9 * len(filled) and not counted:
                self.several = any(len(letters) > 1 for letters in right)
                self.notes.append(
                    f"{one_line(name, 60)}: its texts are the options, each said to be right or not; "
                    + ("all that are right are wanted" if self.several else "one of them is right")
                )
                return name
        return None

    def _listed_answers(self) -> str | None:
        """`answers` that are options: lists of several texts, beside a column with the number of one of them."""
        told = [name for name in self._there(("label", *INDEXES)) if name != "answers"]
        if not (found := self._there(("answers",))) or len(told) != 1:
            return None
        rows = [row for row in self.look.rows if not is_empty(row.get(told[0])) and not is_empty(row.get(found[0]))]
        sizes = [
            len(v) if isinstance(v := row[found[0]], list) and all(isinstance(x, str) for x in v) else 0 for row in rows
        ]
        numbers = [_whole(row[told[0]]) for row in rows]
        if (
            not rows
            or min(sizes) < 3
            or not all(n is not None and 0 <= n < s for n, s in zip(numbers, sizes, strict=True))
        ):
            return None
        self.notes.append(
            f"{found[0]}: its texts are the options, and {told[0]} is the number of the right one, from 0"
        )
        return found[0]

    def _lists_options(self, name: str) -> bool:
        """Whether nearly all texts of a column list options."""
        filled = [v for v in self.look.values(name) if not is_empty(v)]
        listed = 0
        for value in filled:
            try:
                listed += len(options_of(value)) >= 2
            except BadRow:
                continue
        return listed > 0.9 * len(filled)

    def _question(self) -> tuple[str | None, str | None]:
        """The column that is asked, and the one that goes below it."""
        if "question" in self.map_:
            name = self.map_["question"]
            return name, self._below(name)
        if talk := self._there(TURNS):
            return talk[0], None
        found = self._there(QUESTIONS)
        if not found:
            texts = self._there(TEXTS) or self._there(FURTHER_TEXTS)
            pair = next((both for names in PAIRS if len(both := self._there(names)) == 2), None)
            if pair is not None and set(texts) <= set(pair):
                self.pair = pair[1]
                return pair[0], None
            texts = texts or [name for name in self.look.tokens if name not in self.taken] or self._there(("title",))
            texts = texts or [name for name in self._there(DOCUMENTS) if self._is_text(name)]
            texts = texts or [name for name in self.look.names if all(map(turns_in, self.look.values(name)))]
            return (self._sole(texts, "question", "document") if texts else None), None
        if len(found) == 1 and plain(found[0]) in ("question", "s_question") and (above := self._there(ABOVE)):
            self.above = above[0]
            return found[0], None
        first = self.named.get("instruction", self.named.get("prompt"))
        if len(found) == 2 and first in found and self._below(first) in found:
            return first, self._below(first)
        return self._sole(found + self._there(TEXTS)[:1], "question", "document"), None

    def _is_text(self, name: str) -> bool:
        return any(isinstance(value, str) for value in self.look.values(name))

    def _below(self, name: str | None) -> str | None:
        """`input`, where it stands beside an instruction."""
        return self.named.get("input") if name is not None and plain(name) in ("instruction", "prompt") else None

    def _answer(self) -> str | None:
        if "answer" in self.map_:
            return self.map_["answer"]
        self.taken.add(str(self.question))
        if self.scored or self.judged:
            return self.scored or self.judged
        if self._there(TESTS) and any(has_tests(row, self._there(TESTS)[0]) for row in self.look.rows[:50]):
            return self._there(TESTS)[0]
        right, replies, labels = map(self._there, (ANSWERS, REPLIES, LABELS))
        marked = [name for name in (*self.look.marked, *self._slots()) if name not in self.taken]
        marked = [name for name in marked if NAMED_PARTS.search(plain(name))] or marked
        right = [name for name in right if name not in marked]
        replies = [name for name in replies if name not in marked]
        right = [name for name in right if plain(name) not in INDEXES] or right[:1]
        labels = [name for name in labels if name not in marked]
        if self.options or self.option_columns:  # of something to choose from, what is right is one; a class is not
            labels = [name for name in labels if plain(name) in ("label", "labels")]
        if self.talks and not right and self._answers_itself():
            return None
        if right:
            self._refuse_parts(right)
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
        if labels and not marked and plain(str(self.question)) in _TASKS and set(map(plain, labels)) <= _SORTS:
            raise UsageError(
                f"{self.look.file}: {shown(labels)} sorts what {one_line(self.question, 60)} asks for, and may be no answer to it. If it "
                f"is, write --map {written('answer', labels[0])}"
            )
        if labels or marked:
            return self._sole([*marked, *labels], "answer", "area")
        worked = self._there(WORKED)
        if not worked and (told := [n for n in self.option_columns.values() if plain(n).startswith("answer")]):
            raise UsageError(
                f"{self.look.file}: {shown(told)} may be options, or each of them right. Write which column says which one is right "
                f"(--map answer=COLUMN), or that one of them is (--map {written('answer', told[0])})"
            )
        return worked[0] if worked else None

    def _refuse_parts(self, right: list[str]) -> None:
        """UsageError where answers are objects in objects (QASPER): which part of them is right cannot be told."""
        for name in right:
            first = next((v for v in self.look.values(name) if not is_empty(v)), None)
            one = first[0] if isinstance(first, list) and first else None
            inner = one if isinstance(one, dict) else {}
            deep = [key for key, part in inner.items() if isinstance(part, dict) and plain(key) in ANSWERS]
            if len(deep) == 1:
                paths = [f"{name}.0.{deep[0]}.{key}" for key in inner[deep[0]]]
                raise UsageError(
                    f"{self.look.file}: {name} has answers of several parts: {shown(paths)}. Write which one is right, as in --map "
                    f"answer={paths[0]}"
                )

    def _told_document(self) -> str | None:
        """The one column of texts of some length whose name ends with a word for documents (`flores_passage`)."""
        found = [
            name for name in self._there(self.named)
            if name != self.answer and plain(name).rpartition("_")[2] in ("passage", "context", "article", "story", "paragraph")
            and sum(len(v) for v in self.look.values(name) if isinstance(v, str)) >= 80 * len(self.look.rows)
        ]  # fmt: skip
        return found[0] if len(found) == 1 else None

    def _slots(self) -> list[str]:
        """Columns of objects that are called as marked parts are."""
        return [
            name for name in self._there(self.named)
            if NAMED_PARTS.search(plain(name)) and _are_objects(self.look.values(name)) and name not in self.look.marked
        ]  # fmt: skip

    def _wrong_options(self) -> list[str]:
        """The columns of wrong options, where what is right stands in one of its own."""
        if self.options or self.option_columns or self.answer is None or self.talks:
            return []
        wrong = [name for name in wrong_columns(self._there(self.named)) if name != self.answer]
        rows = [row for row in self.look.rows if not is_empty(row.get(self.answer))]
        made = sum(bool(self._right_and_wrong(row, wrong)) for row in rows)
        if not wrong or made < 0.9 * len(rows):
            return []
        self.notes.append(
            f"{shown(wrong, 4)}: wrong options; they and {one_line(self.answer, 60)} are put in an order of our own"
        )
        return wrong

    def _right_and_wrong(self, row: Row, wrong: list[str]) -> dict[str, str]:
        try:
            several = len(wrong) == 1 and plain(wrong[0]).endswith("s")
            return right_and_wrong(row.get(str(self.answer)), [row.get(name) for name in wrong], several=several)
        except BadRow:
            return {}

    def _class_names(self) -> tuple[list[str], int]:
        """The names of the numbers in the column of what is right, where the file or one beside it has them, and the
        number of the first one."""
        answer = str(self.answer)
        named = list(self.look.classes.get(answer) or self.look.classes.get("") or ())
        numbers = {n for v in self.look.values(answer) if (n := _whole(v)) is not None and n >= 0}
        filled = [v for v in self.look.values(answer) if not is_empty(v)]
        if (
            not named
            or self.answer is None
            or self.options
            or self.option_columns
            or not all(_whole(v) is not None for v in filled)
        ):
            return [], 0
        first = 1 if numbers and 0 not in numbers and max(numbers) == len(named) else 0
        fits = bool(numbers) and max(numbers) < len(named) + first
        if not fits or (answer not in self.look.classes and 2 * len(numbers) <= len(named)):
            return [], 0
        said = ", ".join(f"{n} is {one_line(name, 40)}" for n, name in enumerate(named[:3], first))
        self.notes.append(
            f"{one_line(answer, 60)}: its numbers stand for names ({self.look.named_by or self.look.file}): {said} …"
        )
        return named, first

    def _unlabelled(self) -> frozenset[str]:
        """What stands for "no label" among labels: `-1` below numbers from 0 to 2 or more, and `-` among words."""
        if self.answer is None or self.options or self.option_columns:
            return frozenset()
        counts = Counter(
            str(v).strip() for v in self.look.values(self.answer) if not is_empty(v) and not isinstance(v, list | dict)
        )
        most = 0.5 * counts.total()
        if (
            0 < counts["-1"] < most
            and {"0", "1", "2"} <= counts.keys()
            and all(number.isdigit() and int(number) < 1000 for number in counts if number != "-1")
        ):
            return frozenset({"-1"})
        return frozenset({"-"}) if 0 < counts["-"] < most and len(counts) > 2 else frozenset()

    def _abstains(self) -> bool:
        """Whether some questions, and not nearly all, have no answer in their text, as SQuAD 2 has it."""
        if self.answer is None or self.document is None or self.options or self.option_columns:
            return False
        told = next((self.named[name] for name in ("is_impossible", "unanswerable") if name in self.named), None)
        values = [v for v in self.look.values(self.answer) if isinstance(v, list | dict)]
        spans = any(_is_squad(v) for v in values) and len(values) > 0.9 * len(self.look.rows)
        self.told_absent = told
        absent = sum(self._is_absent(row) for row in self.look.rows)
        if not (spans or told) or not 0.03 * len(self.look.rows) <= absent <= 0.9 * len(self.look.rows):
            return False
        self.notes.append(
            f"{absent:,} of {len(self.look.rows):,} questions have no answer in their text: {ABSENT!r} is right there, and the prompt says so"
        )
        return True

    def _is_absent(self, row: Row) -> bool:
        value = row.get(str(self.answer))
        if self.told_absent is not None and not is_empty(row.get(self.told_absent)):
            return str(row[self.told_absent]).strip().lower() in ("true", "1", "yes")
        return value == [] or (isinstance(value, dict) and value.get("text") == [])

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
        twice = re.compile(rf"{re.escape(found[0])} \(\d+\)")  # of two columns of one name the second one is called so
        best, *rest = [*found, *(name for name in self.look.names if twice.fullmatch(name) and name not in found)]
        if self.look.asked_only:
            return best
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
            alike = f" or {written('answer', names[1])}" if what == "question" else ""
            raise UsageError(
                f"{self.look.file}: {len(names)} columns could be the {what}: {shown(names)}. Write which one is: "
                f"--map {written(what, names[0])}"
                + (f" (and --map {written(other, names[1])}{alike}, if that is what it is)" if other else "")
            )
        return best

    # ---- rows

    def layout(self) -> Layout:
        look = self.look
        self.led = self.more is not None and self._instruction_is_shared()
        columns = {
            "question": self.question, "above it": self.above, "word": self.word, "and": self.pair, "below it": self.more, "answer": self.answer, "options": self.options,
            "document": self.document, "system": self.system, "tools": self.tools, "area": self.area, "id": self.ident,
            "group": self.group, "given": self.given,
        }  # fmt: skip
        used = {what: column for what, column in columns.items() if column is not None}
        if self.option_columns:
            used["options"] = " ".join(self.option_columns.values())
        if self.wrong:
            used["options"] = ", ".join([str(self.answer), *self.wrong])
        taken = {*used.values(), *self.option_columns.values(), *self.wrong}
        options = self.options or " ".join(self.option_columns.values()) or " ".join(self.wrong)
        parts = [self.above, self.word, self.question, self.pair, self.more, self.document, options]
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
        long += sum(isinstance(v, list) and all(isinstance(x, str) and len(x.split()) >= 4 for x in v) for v in values)
        return TELLING.isdisjoint(plain(name).split("_")) and 2 * long > len(values)

    def _instruction_is_shared(self) -> bool:
        rows = [row for row in self.look.rows if not is_empty(row.get(str(self.more)))]
        said = {one_line(row.get(str(self.question)), 2000) for row in rows}
        return len(rows) >= 10 and len(said) <= max(1, FEW * len(rows))

    def fields(self, row: Row) -> Iterator[Fields]:
        found = self._asked(row)
        if self.scored:
            found["options"], found["gold"] = scored_options(row.get(self.scored))
        elif self.judged:
            found["options"], right = judged_options(row.get(self.judged))
            if not right:
                raise BadRow("none of its options is right")
            found["gold"] = right if self.several else right[0] if len(right) == 1 else right
        elif self.answer is not None:
            tested = plain(self.answer) in TESTS and has_tests(row, self.answer)
            found["gold"] = dict(row) if tested else self._gold(row.get(self.answer))
            if self.abstains and self._is_absent(row):
                found["gold"] = ABSENT
        if not (self.scored or self.judged) and (self.options or self.option_columns):
            found["options"] = self._options(row)
        elif self.wrong:
            found["options"] = self._right_and_wrong(row, self.wrong)
        for what, column, most in (("document", self.document, 65_536), ("ident", self.ident, SHORT)):
            if column is not None and not is_empty(row.get(column)):
                value = row[column]
                if what == "document" and not isinstance(value, str):
                    value = passage_of(value)
                found[what] = clean(value if isinstance(value, str) else one_line(value, most), most)
        if self.tools is not None:
            found["tools"] = tools_in(row.get(self.tools))
        if self.given is not None and not is_empty(row.get(self.given)):
            said = reply_of(row[self.given])
            found["given"] = said if isinstance(said, str) else one_line(said, 65_536)
        for what, column in (("area", self.area), ("group", self.group)):
            if column is not None and not is_empty(row.get(column)):
                found[what] = one_line(row[column])
        if not found.get("tools") and _is_call(found.get("gold")):
            system = " ".join(m["content"] for m in found["messages"] if m["role"] == "system")
            found["tools"] = tools_told(system[:200_000])
        used = {self.question, self.more, self.answer, *self.dropped}
        found["columns"] = kept(row, used)  # type: ignore[arg-type]
        yield found

    def _asked(self, row: Row) -> Fields:
        value = row.get(str(self.question))
        system = SAY_ABSENT if self.abstains else ""
        if self.system is not None and isinstance(row.get(self.system), str):
            system = "\n\n".join(filter(None, [row[self.system], system]))
        turns = turns_in(value) if self.talks else None
        if turns is not None:
            before, reply = (self.answer is None and up_to_a_call(turns)) or parted(turns)
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
        if self.pair is not None and isinstance(value, str) and value.strip():
            word: list[tuple[str | None, Any]] = (
                [(self.word, row.get(self.word))] if self.word and not is_empty(row.get(self.word)) else []
            )
            parts = (*word, (self.question, value), (self.pair, row.get(self.pair)))
            if is_empty(row.get(self.pair)):
                raise BadRow("one of its two texts is missing")
            value = "\n".join(f"{_title(name)}: {str(text).strip()}" for name, text in parts)
        if self.above is not None and isinstance(value, str) and isinstance(row.get(self.above), str):
            value = f"{row[self.above].strip()} {value.strip()}".strip() if value.strip() else value
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
        if str(value).strip() in self.unlabelled:
            return None
        if self.names_of and (number := _whole(value)) is not None:
            place = number - self.first_number
            return (
                clean(self.names_of[place], SHORT) if 0 <= place < len(self.names_of) else None
            )  # -1: without a label
        if self.mark and isinstance(value, str):
            return list(dict.fromkeys(part for part in map(clean, map(str.strip, value.split(self.mark))) if part))
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], int | float):
            return value[0]
        if isinstance(value, Decimal | datetime.date | datetime.time):
            return str(value)
        if isinstance(value, dict) and set(value) <= _ONE_OF and "spans" in value:  # DROP: a number, a date, or texts
            return _one_of(value)
        if (
            isinstance(value, dict)
            and set(map(plain, value)) >= {"text", "answer_start"}
            and isinstance(value["text"], list)
        ):
            return self._each_of(clean(str(text)) for text in value["text"])  # SQuAD
        if isinstance(value, list) and all(
            isinstance(part, dict) and isinstance(part.get("text"), str) for part in value
        ):
            return self._each_of(clean(part["text"]) for part in value)  # SQuAD as it was published
        if plain(self.answer) == "ideal" and isinstance(value, list) and all(isinstance(part, str) for part in value):
            return self._each_of(map(clean, value))  # openai/evals
        return without_ends(clean(value)) if isinstance(value, str) else value

    def _each_of(self, texts: Iterable[str]) -> Any:
        """A gold of several texts, each of which is right; where there is something to choose from, they are chosen together."""
        said = list(dict.fromkeys(text for text in texts if text.strip()))
        if len(said) < 2:
            return said[0] if said else None
        return said if self.options or self.option_columns else {"value": said[0], "aliases": said[1:]}

    def _options(self, row: Row) -> dict[str, str]:
        if self.options is not None:
            return {} if is_empty(row.get(self.options)) else options_of(row[self.options])
        texts = {letter: row.get(column) for letter, column in self.option_columns.items()}
        return options_of({letter: text for letter, text in texts.items() if not is_empty(text)})


_CALL: Final = re.compile(
    r"<tool_call>|\A\s*\[?\s*[A-Za-z_][\w. /-]{0,80}\(.*\)\s*\]?\s*\Z|\A\s*\{\s*\"name\"", re.DOTALL
)
"""What a model writes that calls a tool."""


def _is_call(gold: Any) -> bool:
    """Whether a gold calls tools, which a system's message may list."""
    if isinstance(gold, str):
        return _CALL.search(gold) is not None
    return (
        isinstance(gold, list)
        and bool(gold)
        and all(isinstance(part, dict) and set(part) == {"name", "arguments"} for part in gold)
    )


ABSENT: Final = "unanswerable"
SAY_ABSENT: Final = f"Where the text does not hold the answer, reply with the one word {ABSENT}."
NAMED_PARTS: Final = re.compile(r"(?:^|_)(?:ner|slots?|entit\w*|annot\w*)(?:_|$)")
"""Names of columns of marked parts that are meant before others (chunks)."""
_ONE_OF: Final = frozenset({"number", "date", "spans", "types", "hit_id", "worker_id"})


def _one_of(value: Mapping[str, Any]) -> Any:
    """What an answer of DROP says."""
    if not is_empty(value.get("number")):
        return str(value["number"])
    if isinstance(value.get("spans"), list) and value["spans"]:
        texts = list(dict.fromkeys(clean(str(text)) for text in value["spans"]))
        return texts[0] if len(texts) == 1 else texts
    date = value.get("date")
    said = (
        " ".join(str(date[part]) for part in ("day", "month", "year") if not is_empty(date.get(part)))
        if isinstance(date, dict)
        else ""
    )
    return said or None


def _is_squad(value: Any) -> bool:
    if isinstance(value, dict):
        return set(map(plain, value)) >= {"text", "answer_start"}
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(part, dict) and "answer_start" in part for part in value)
    )


def _whole(value: Any) -> int | None:
    """A whole number, also as a table writes it."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return int(value) if re.fullmatch(r"\s*-?[0-9]{1,6}\s*", value) else None
    return int(value) if isinstance(value, int) or (isinstance(value, float) and value.is_integer()) else None


def _title(name: str | None) -> str:
    """A column as a person would write it: `sentence1` → `First sentence`."""
    said = plain(name).replace("_", " ")
    if numbered := re.fullmatch(r"([a-z]+) ?([12ab])", said):
        return f"{'First' if numbered[2] in '1a' else 'Second'} {numbered[1]}"
    return said.capitalize()


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
    names = _deep_names(look)
    asked = likely_question(look)
    forms = [name for name in look.names if name.rstrip().endswith("?")]
    if len(forms) >= 2 and not any(is_asked(look.values(name)) for name in look.names):
        return (
            f"{look.file}: its columns are called as questions ({shown(forms, 3)}), so a row is what one person answered: give a row a "
            "question, as in question,answer, with what is right"
        )
    answer = likely_answer([name for name in names if name != asked], look)
    said = f"--map {written('question', asked)} --map {written('answer', answer)}"
    if look.names and (all(map(UNNAMED.fullmatch, look.names)) or any(len(name) > 60 for name in look.names)):
        return (
            f"{look.file}: its first line seems to hold a row, and no names of columns ({shown(look.names, 6)}). Write names "
            f"above it, as in question,A,B,C,D,answer or text,label; or say which is which, as in {said}"
        )
    return (
        f"{look.file}: no question among its columns ({shown(names)}). Write which columns they are, if these are not the right "
        f"ones: {said}. Names that are understood: {UNDERSTOOD}"
    )


UNNAMED: Final = re.compile(r"column [0-9]+")
_ASKED_WORDS: Final = frozenset(
    {"question", "query", "prompt", "text", "sentence", "utterance", "message", "input", "email", "ticket", "title"}
)
_LABEL_WORDS: Final = (
    "label", "class", "category", "intent", "tag", "topic", "slots", "json", "summary", "queue", "group", "department", "team",
    "rating", "score", "type", "status",
)  # fmt: skip
"""Words in the names of columns that may hold a class, the likeliest first."""


def is_label(values: Iterable[Any]) -> bool:
    """Whether values are few that come again."""
    said = [one_line(v, 80) for v in values if not is_empty(v) and not isinstance(v, list | dict)]
    return len(said) >= 10 and 2 <= len(set(said)) <= len(said) / 3 and sum(map(len, said)) <= 40 * len(said)


def is_asked(values: Iterable[Any]) -> bool:
    """Whether values are texts of some words, most of which differ."""
    said = [v for v in values if isinstance(v, str) and v.strip()]
    return len(said) >= 10 and len(set(said)) > len(said) / 2 and sum(len(v.split()) for v in said) >= 3 * len(said)


def _deep_names(look: Look) -> list[str]:
    """The columns; of one that holds objects, what is in them (`translation.de`)."""
    names = []
    for name in look.names:
        first = next((v for v in look.values(name) if isinstance(v, dict)), None)
        deep = [f"{name}.{key}" for key in first] if first and len(first) <= 12 and "." not in name else []
        names += deep or [name]
    return names


def likely_question(look: Look) -> str:
    """The column that is most likely asked: one whose name says so, else one of texts that differ, the longest."""
    names = _deep_names(look)
    values = {name: [unpathed(row, name) if name not in row else row[name] for row in look.rows] for name in names}
    texts = [name for name in names if is_asked(values[name])] or names
    told = [name for name in texts if not _ASKED_WORDS.isdisjoint(plain(name.rpartition(".")[2]).split("_"))]
    sizes = {name: sum(len(v) for v in values[name] if isinstance(v, str)) for name in names}
    return max(told or texts, key=lambda name: sizes[name], default="COLUMN")


def likely_answer(names: Iterable[str], look: Look | None = None) -> str:
    """The column that most likely holds what is right: by its name, else by holding few values that come again."""
    names = [name for name in names if plain(name) not in IDENTS]
    words = {name: set(plain(name).split("_")) for name in names}
    if found := next((name for name in names if words[name] & HINTS), None):
        return found
    if found := next((name for name in names if words[name] & {"reference", "canonical"}), None):
        return found
    for word in _LABEL_WORDS:
        if found := next((name for name in names if word in words[name]), None):
            return found
    few = [name for name in names if look and is_label(row.get(name) for row in look.rows)]
    return few[0] if few else names[-1] if names else "COLUMN"
