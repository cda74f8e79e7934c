"""Files that measure: a user's own evaluation sets, whose questions no training row may ask.

    {"question": "Q", "answer": "A"}                              asked: Q       beside it: A
    {"messages": [{"role": "system", …}, {"role": "user", …}]}    asked: each of the user's messages
    {"data": [{"text": "Q\\nA) …\\nB) …"}]}                         asked: the text, and its question without the options

All strings of a row count, however deep they lie, also where they are JSON inside a string. Those that stand under a name
for questions are what is asked; where a file has no such name, every string is. A file is read whole or refused: a
question that was not understood would be trained on in silence.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from repairloop.ground.errors import UsageError
from repairloop.sources.chunks import Unreadable, label
from repairloop.sources.userfile import ABROAD, ANSWERS_ABROAD, files_below, read_rows

ASKED: Final = frozenset({
    "question", "questions", "prompt", "prompts", "instruction", "instructions", "input", "inputs", "text",
    "query", "problem", "task", "request", "user", "human", "goal", "stem", "sentence", "premise",
    "conversation", "conversations", "messages", "turns", "dialog", "dialogue", "chat", "human_input",
    "question_text", "question_stem", "problem_statement", "user_prompt", "prompt_text", "source_text",
    "content", "value", *ABROAD,
})  # fmt: skip
"""Names of what is asked."""
BESIDE: Final = frozenset({
    "answer", "answers", "target", "targets", "expected", "completion", "completions", "output", "outputs",
    "label", "labels", "category", "choices", "options", "choice", "option", "response", "responses",
    "chosen", "rejected", "solution", "solutions", "rationale", "explanation", "reasoning", "id", "ids",
    "name", "subject", "topic", "source", "split", "type", "difficulty", "level", "grader", "settings",
    "reference", "references", "assistant", "gpt", "gold", "tags", "context", "passage", "document",
    "documents", "distractors", *ANSWERS_ABROAD,
})  # fmt: skip
"""Names of what stands beside it."""
SYSTEM: Final = frozenset({"system", "system_prompt", "developer"})
"""What these say is an instruction that many questions share."""
_GENERAL: Final = frozenset({"text", "content", "value", "input", "sentence"})
"""Names that say nothing new below one that does: the `text` of a choice is a choice."""
MOST_TEXTS: Final = 5_000_000
SHOWN: Final = 80

Kind = Literal["asked", "beside", "system", "unknown"]
_ROLES: Final[dict[str, Kind]] = {"user": "asked", "human": "asked", "system": "system", "developer": "system"}


class Texts(NamedTuple):
    """What a file holds that rows may not."""

    asked: list[str]
    beside: list[str]
    """Answers, options, passages: a row may not hold a long piece of one, but a name or a number from it."""


def read_texts(path: Path) -> Texts:
    """The texts of an evaluation file, or of all files of a folder. UsageError on what is not understood, all of it."""
    found = Texts([], [])
    where = f"--protect {path}"
    if not path.exists():
        raise UsageError(f"{where}: no such file")
    try:
        for file in files_below(path):
            where = f"--protect {file}"
            texts = _texts(row for _, row in read_rows(file, _refuse))
            found.asked.extend(texts.asked)
            found.beside.extend(texts.beside)
    except Unreadable as error:
        raise UsageError(f"{where}: cannot be read: {error}"[:400]) from None
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{where}: cannot be read: {label(str(error), 300)}") from None
    if not found.asked:
        raise UsageError(f"--protect {path}: no questions in it")
    return found


def read_all(paths: Iterable[str | Path]) -> tuple[Texts, list[str]]:
    """The texts of all files, and a line for each that says what was read of it."""
    found, notes = Texts([], []), []
    for path in paths:
        texts = read_texts(Path(path).expanduser())
        found.asked.extend(texts.asked)
        found.beside.extend(texts.beside)
        notes.append(
            f"protected: {len(texts.asked):,} questions of {path}, the first: {label(texts.asked[0], SHOWN)!r}"
        )
    return found, notes


def _refuse(part: str, why: str) -> None:
    raise Unreadable(f"{part}: {why}")


def _texts(rows: Iterable[Any]) -> Texts:
    sorted_out: dict[Kind, dict[str, None]] = {"asked": {}, "beside": {}, "system": {}, "unknown": {}}
    count = 0
    for row in rows:
        for kind, text in _strings(row, "asked" if isinstance(row, str) else "unknown"):
            sorted_out[kind][text] = None
            count += 1
            if count > MOST_TEXTS:
                raise Unreadable(f"more than {MOST_TEXTS:,} texts")
    asked, beside, unknown = (list(sorted_out[kind]) for kind in ("asked", "beside", "unknown"))  # type: ignore[index]
    return Texts(asked, beside + unknown) if asked else Texts(unknown or beside, beside if unknown else [])


def _strings(value: Any, kind: Kind, *, said: bool = False) -> Iterator[tuple[Kind, str]]:
    """Kind and text of every string. What a name says of one holds for what lies below, until another name says more;
    what a turn of a conversation is, its role says (`said`), and no name below it."""
    if isinstance(value, str):
        inner = _inside(value)
        if inner is not None:
            yield from _strings(inner, kind, said=said)
        elif value.strip():
            yield kind, value
    elif isinstance(value, dict):
        role = value.get("role") or value.get("from")
        if isinstance(role, str) and ("content" in value or "value" in value):
            kind, said = _ROLES.get(role.lower(), "beside"), True
            value = {name: part for name, part in value.items() if part is not role}
        for name, part in value.items():
            below = kind if said else _kind(str(name), kind)
            if str(name).count(" ") >= 2:  # a table without names: the first row was taken for them
                below = "asked"
                yield "asked", str(name)
            yield from _strings(part, below, said=said)
    elif isinstance(value, list | tuple | set):
        for part in value:
            yield from _strings(part, kind, said=said)


def _kind(name: str, above: Kind) -> Kind:
    name = name.strip().lower()
    if name in SYSTEM:
        return "system"
    if name in ASKED and not (above == "beside" and name in _GENERAL):
        return "asked"
    return "beside" if name in BESIDE else above


def _inside(text: str) -> Any:
    """The list or object that a string holds as JSON, or as Python writes it; None where it holds none."""
    start = text.lstrip()[:1]
    if start not in ("{", "[", '"'):
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        if len(text) > 65_536:
            return None
        try:
            found = ast.literal_eval(text.strip())
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            return None
    return found if isinstance(found, dict | list) or (isinstance(found, str) and start == '"') else None


# ---- the question inside a text -----------------------------------------------------------------------

_TURN = re.compile(
    r"<\|im_start\|>user\s(.*?)(?:<\|im_end\|>|\Z)|<start_of_turn>user\s(.*?)(?:<end_of_turn>|\Z)"
    r"|<\|start_header_id\|>user<\|end_header_id\|>(.*?)(?:<\|eot_id\|>|\Z)"
    r"|<[|｜][Uu]ser[|｜]>(.*?)(?:<[|｜]|</s>|\Z)|\[INST\](.*?)(?:\[/INST\]|\Z)",
    re.DOTALL,
)
"""A user's turn in the templates of ChatML, Gemma, Llama 3, Phi and DeepSeek, Mistral."""
_SHOT = re.compile(r"^[ \t#*]*+(?:q|question|problem|user|human|input|instruction)[ \t]*+\d{0,4}[* \t]*+:", re.I | re.M)
_ANSWER = re.compile(r"^[ \t#*]*+(?:a|answer|solution|assistant|output|response|reasoning)[* \t]*+:", re.I | re.M)
_OPTIONS = re.compile(
    r"(?<!\s)\s++(?:(?:options|choices)[ \t]*+:?+\s*+)?+[(\[]?+(?:A[).:\]]|1\))\s.{1,1000}?[\s(\[](?:B[).:\]]|2\))\s",
    re.DOTALL | re.I,
)


def questions_in(text: str) -> Iterator[str]:
    """The text, and the questions that stand in it apart: in the turns of a chat template, behind the `Q:` of few-shot
    text, before the options of a choice."""
    turns = ["".join(turn) for turn in _TURN.findall(text)]
    for said in turns or [text]:
        yield said
        starts = [match.end() for match in _SHOT.finditer(said)]
        ends = [*[match.start() for match in _SHOT.finditer(said)][1:], len(said)] if starts else []
        for part in [said, *(said[start:end] for start, end in zip(starts, ends, strict=True))]:
            answer = _ANSWER.search(part)
            asked = part[: answer.start()] if answer and answer.start() else part
            yield asked
            if options := _OPTIONS.search(asked):
                yield asked[: options.start()]
