"""Rows of a file that a user has: their evaluation set, their questions, their requests, their chats.

What a file is, its content says before its name does, as people and tools write all of these:

    JSON, JSON lines (of any ending or none, with or without a byte-order mark)   CSV and TSV   YAML
    Parquet   Arrow, file and stream (`datasets`)   DuckDB   text, one a line, or cut at tabs or semicolons (`.txt`)
    a word and its tag a line (CoNLL)      a label and its text a line (fastText, TREC)      each text form gzipped and so on

A row is an object by column, a list (a conversation), or a text. Lines end at line feeds only: U+2028 and its kin stand
inside JSON strings by right. What cannot be read is `Unreadable`, or told and passed over where it is a part; the
caller decides whether that may be. Nothing here knows what the columns mean, but for the few names by which a table
that lies on its side (`{"question": [...], "answer": [...]}`) is told from one row.
"""

from __future__ import annotations

import bz2
import gzip
import io
import itertools
import json
import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from repairloop.sources.chunks import Unreadable
from repairloop.sources.classes import NAMING, names_in
from repairloop.sources.encoding import decoded
from repairloop.sources.files import HUGE, files, open_regular, refuse_huge
from repairloop.sources.labelled import is_labelled, labelled_rows
from repairloop.sources.table import arrow_rows, csv_rows, is_cut
from repairloop.sources.tagged import is_tagged, tagged_rows
from repairloop.sources.turns import TURNS

JSON_LINES: Final = (".jsonl", ".ndjson", ".jsonlines")
JSON: Final = (*JSON_LINES, ".json")
YAML: Final = (".yaml", ".yml")
TEXT: Final = (
    ".txt", ".text", ".lst", ".label", ".labels", ".in", ".out", ".src", ".tgt", ".source", ".target", ".test", ".train", ".dev",
)  # fmt: skip
"""Endings of files that hold a text a line."""
FORMS: Final = "JSON, JSON lines, CSV, TSV, YAML, Parquet, Arrow, DuckDB, or a .txt file with one a line"
"""What can be read, in words."""
FEW_LINES: Final = 20
"""Lines of a text by which it is seen whether it is a table."""
MOST_LINE: Final = 2**24
"""Characters; a longer line is passed over."""

QUESTIONS: Final = ("messages", "question", "instruction", "prompt", "input", "text")
"""Columns that hold what is asked; the first that is there counts, where one is wanted."""
ABROAD: Final = (
    "frage",
    "pregunta",
    "domanda",
    "pergunta",
    "vraag",
    "pytanie",
    "вопрос",
    "问题",
    "問題",
    "質問",
    "질문",
)
"""The same in other languages."""
ANSWERS_ABROAD: Final = (
    "antwort", "réponse", "reponse", "respuesta", "risposta", "resposta", "antwoord", "odpowiedź", "ответ", "答案", "回答", "答え", "답변",
)  # fmt: skip
"""Columns that hold what is right, in other languages."""


def _zstd(file: BinaryIO) -> Any:
    import pyarrow

    return pyarrow.CompressedInputStream(file, "zstd")


_PACKED = ((b"\x1f\x8b", ".gz", gzip.open), (b"BZh", ".bz2", bz2.open), (b"\xfd7zXZ", ".xz", lzma.open),
           (b"\x28\xb5\x2f\xfd", ".zst", _zstd))  # fmt: skip
_NO_TABLES = ((b"PK\x03\x04", "a zip archive or an Office file"), (b"SQLite format 3\0", "an SQLite file"),
              (b"%PDF", "a PDF"), (b"<?xml", "XML"), (b"\xef\xbb\xbf<?xml", "XML"), (b"\x80\x04", "a pickle"),
              (b"version https://git-lfs", "a pointer of git-lfs in place of the data, which `git lfs pull` brings"))  # fmt: skip
_BESIDE = ("dataset_info.json", "dataset_infos.json", "dataset_dict.json", "state.json")
"""What `datasets` puts beside the data in a folder."""

Tell = Callable[[str, str], None]
"""Takes which part cannot be read, and why."""
Unfold = Callable[[Any], list[Any] | None]
"""Gives the rows of one JSON or YAML text whose layout it knows; None of any other."""
Numbered = tuple[int, Any]


def read_rows(path: Path, tell: Tell, unfold: Unfold = lambda value: None) -> Iterator[Numbered]:
    """Number and row of every row of one file, from 1; a line's number where rows are lines. What `unfold` does not know
    lies in one of the usual ways (`rows_of`)."""
    with open_regular(path) as file:
        head = file.read(4096)
        file.seek(0)
        if head[:4] == b"PAR1" or head[:6] == b"ARROW1" or head[:4] == b"\xff\xff\xff\xff":
            yield from enumerate(arrow_rows(path), 1)
        elif head[8:12] == b"DUCK":
            yield from enumerate(_duckdb_rows(path), 1)
        else:
            yield from _text_rows(path, file, head, tell, unfold)


def is_typed(path: Path) -> bool:
    """Whether the values of a file have types of their own, by its name: those of JSON and YAML, packed or not."""
    name = path.name.lower()
    for _, ending, _ in _PACKED:
        name = name.removesuffix(ending)
    return Path(name).suffix in JSON + YAML


def files_below(path: Path) -> list[Path]:
    """The file itself, or the data files of a folder: hidden ones, licences and what describes the others left out (lists
    of the names of classes too)."""

    def tell(path: Path, why: str) -> None:
        raise Unreadable(f"{path.name}: {why}")

    if not path.is_dir():
        return [path]
    found = [f for f, _ in files(path, tell) if f.name not in _BESIDE and f.suffix.lower() not in (".md", ".lock")]
    naming = {f for f in found if f.name in NAMING and names_in(f)}
    return [f for f in found if f not in naming] if len(naming) < len(found) else found


def _text_rows(path: Path, file: BinaryIO, head: bytes, tell: Tell, unfold: Unfold) -> Iterator[Numbered]:
    name = path.name.lower()
    for mark, ending, unpack in _PACKED:
        if head.startswith(mark):
            with unpack(file) as packed:
                file = io.BytesIO(_bounded(packed))  # type: ignore[arg-type]
            name = name.removesuffix(ending)
    for mark, what in _NO_TABLES:
        if head.startswith(mark):
            raise Unreadable(f"it is {what}; understood are {FORMS}")
    ending = Path(name).suffix or (TEXT[0] if name in ("label", "labels") else "")
    if ending in (".parquet", ".arrow", ".duckdb"):
        raise Unreadable(f"broken {ending[1:].capitalize()}: it does not begin as such a file does")
    lines = _lines(file)
    start = list(itertools.islice(filter(lambda line: line[1].strip(), lines), 1))
    if not start:
        return
    lines = itertools.chain(start, lines)
    if ending in JSON or start[0][1].lstrip()[:1] in ("{", "["):
        found = _json_rows(lines, tell, unfold, sure=ending in JSON, by_line=ending in JSON_LINES)
        if found is not None:
            yield from found
            return
        file.seek(0)
        lines = _lines(file)
    if ending in (".csv", ".tsv", ".tab"):
        file.seek(0)
        yield from enumerate(csv_rows(file, tell, tab=ending != ".csv"), 1)
    elif ending in YAML:
        yield from enumerate(_yaml_rows(lines, unfold), 1)
    elif is_tagged(few := list(itertools.islice(lines, FEW_LINES))):
        yield from tagged_rows(itertools.chain(few, lines))
    elif is_labelled(few, texts=ending in TEXT):
        yield from labelled_rows(itertools.chain(few, lines))
    elif ending in TEXT and (cut_at := is_cut(few)):
        file.seek(0)
        yield from enumerate(csv_rows(file, tell, tab=cut_at == "\t", mark=cut_at), 1)
    elif ending in TEXT:
        yield from ((number, line) for number, line in itertools.chain(few, lines) if line.strip())
    else:
        raise Unreadable(
            f"its form is not known, by its content or its ending; understood are {FORMS} (call it .txt if it is that)"
        )


def _bounded(file: Any) -> bytes:
    try:
        data: bytes = file.read(HUGE + 1)
    except (OSError, EOFError, lzma.LZMAError, zlib.error) as error:
        raise Unreadable(f"broken archive: {error}") from None
    refuse_huge(len(data))
    return data


def _lines(file: BinaryIO) -> Iterator[tuple[int, str]]:
    """Number and text of each line, of any encoding that can be told; they end at line feeds, with or without a return."""
    number, rest = 0, ""
    for block in decoded(file):
        whole, feed, rest = (rest + block).rpartition("\n")
        if len(rest) > HUGE:
            raise Unreadable(f"a line of more than {HUGE >> 20} MiB")
        for line in whole.split("\n") if feed else ():
            number += 1
            yield number, line
    if rest:
        yield number + 1, rest


# ---- JSON and YAML ------------------------------------------------------------------------------------


def _json_rows(
    lines: Iterator[tuple[int, str]], tell: Tell, unfold: Unfold, *, sure: bool, by_line: bool
) -> Iterator[Numbered] | None:
    """Rows of JSON lines, or of one JSON text on many; None where it is neither and need not be (`sure`). `by_line`: by
    its name each line is a row, also where there is but one."""
    first = next(lines)
    value = _parsed(first[1])
    second = next((line for line in lines if line[1].strip()), None)
    if value is not None and (second is not None or (by_line and isinstance(value, dict) and unfold(value) is None)):
        return _json_lines(itertools.chain([first], [second] if second else [], lines), tell)
    if value is None:
        text = _joined(itertools.chain([first], [second] if second else [], lines))
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            if not sure:
                return None
            if second is None or _parsed(second[1]) is None:
                raise Unreadable(f"no JSON: {error}"[:200]) from None
            return _json_lines(enumerate(text.split("\n"), first[0]), tell)
    return enumerate(_unfolded(value, unfold), 1)


def _unfolded(value: Any, unfold: Unfold) -> list[Any]:
    known = unfold(value)
    return rows_of(value) if known is None else known


def _json_lines(lines: Iterable[tuple[int, str]], tell: Tell) -> Iterator[Numbered]:
    bad = first_bad = number = 0
    for number, line in lines:
        if not line.strip():
            continue
        value = _parsed(line) if len(line) <= MOST_LINE else None
        if value is None:
            bad, first_bad = bad + 1, first_bad or number
        else:
            flat = isinstance(value, dict) and not any(isinstance(part, list | dict) for part in value.values())
            yield from ((number, row) for row in ((value,) if flat else _apart(value)))
    if bad:
        tell(f"{bad:,} of {number:,} lines", f"no JSON, line {first_bad:,} first")


def _parsed(text: str) -> Any:
    """The value; None where there is none, and for `null`, which holds nothing either."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _joined(lines: Iterable[tuple[int, str]]) -> str:
    parts, size = [], 0
    for _, line in lines:
        parts.append(line)
        size += len(line)
        refuse_huge(size)
    return "\n".join(parts)


def _yaml_rows(lines: Iterable[tuple[int, str]], unfold: Unfold) -> list[Any]:
    from repairloop.sources.plain_yaml import documents

    found = documents(_joined(lines))
    return [row for value in found if value is not None for row in _unfolded(value, unfold)]


# ---- tables that are no text --------------------------------------------------------------------------


_PARTS: Final = frozenset(
    {*TURNS, "chat", "options", "option", "choices", "choice", "answers", "candidates", "distractors", "tools"}
)
"""Names of lists of objects that are part of a row, and no rows."""
_ASKED: Final = ("query", "problem", "goal", "stem")
"""Further names of questions: what holds one is a row."""


_EXAMPLES: Final = ("patterns", "examples", "utterances", "training_phrases", "samples", "phrases")
"""Names of lists of examples of one class."""
_NESTED: Final = ("paragraphs", "qas", "qa_pairs", "questions")
"""Names of lists of objects, each of which is a row together with what stands beside the list."""


def rows_of(value: Any) -> list[Any]:
    """The rows of a JSON or YAML text, in whichever of the usual ways they lie in it:

    [row, …]      {"data": [row, …]}      {"train": [row, …], "test": [row, …]}      {"rows": [{"row": row}, …]}
    {"question": [text, …], "answer": [text, …]}      {"question": {"0": text, …}, "answer": {"0": text, …}}
    {"data": [{"title", "paragraphs": [{"context", "qas": [row, …]}, …]}, …]}      {"train": [[text, label], …], …}
    {"columns": [name, …], "data": [[value, …], …]}      [[text, {"entities": [[0, 4, kind]]}], …]
    {"intents": [{"tag": label, "patterns": [text, …]}, …]}      {label: [text, …], …}, of different lengths
    {"Definition": [text], "Positive Examples": […], "Negative Examples": […], "Instances": [row, …]}
    """
    return [row for found in _rows_in(value) for row in _apart(found)]


def _apart(row: Any, depth: int = 4) -> Iterator[Any]:
    """The rows that a row holds (the questions to one passage), each with what they have in common; else itself. A list
    of two texts is a text and its label."""
    if isinstance(row, list) and len(row) == 2 and all(isinstance(part, str) for part in row):
        yield {"text": row[0], "label": row[1]}
        return
    if isinstance(row, list) and len(row) == 2 and isinstance(row[0], str) and isinstance(row[1], dict):
        yield {"text": row[0], **row[1]}  # as spaCy has it
        return
    if isinstance(row, dict) and (examples := _examples_in(row)):
        yield from examples
        return
    if isinstance(row, dict) and (
        told := _told_in_turn(row) or _followed_up(row) or _answered_in_turn(row) or _side_by_side(row)
    ):
        yield from told
        return
    row = _opened(row) if isinstance(row, dict) else row
    inner = _nested_in(row) if isinstance(row, dict) and depth else None
    if inner is None:
        yield row
        return
    shared = {name: value for name, value in row.items() if name != inner}
    for part in row[inner]:
        yield from _apart({**shared, **part}, depth - 1)


def _examples_in(row: dict[Any, Any]) -> list[dict[str, Any]]:
    """A text and its class for each of the examples of a class: `{"tag": "greet", "patterns": ["hi", …]}`, and as a text
    with a dash before each of them."""
    named = {str(key).lower(): value for key, value in row.items()}
    label = next(
        (named[key] for key in ("intent", "tag", "label", "class", "category") if isinstance(named.get(key), str)), None
    )
    examples = next((named[key] for key in _EXAMPLES if named.get(key)), None)
    if isinstance(examples, str):
        lines = [line.strip() for line in examples.split("\n") if line.strip()]
        examples = [line[1:].strip() for line in lines] if all(line.startswith("- ") for line in lines) else None
    asked = not named.keys().isdisjoint((*QUESTIONS, *_ASKED))  # a row of its own, with examples beside it
    if label is None or asked or not isinstance(examples, list) or not all(isinstance(text, str) for text in examples):
        return []
    return [{"text": text, "intent": label} for text in examples]


def _told_in_turn(row: dict[Any, Any]) -> list[dict[str, Any]]:
    """The questions of a conversation on one text, as CoQA has them, each behind those before it and their answers."""
    pair = [row.get("questions"), row.get("answers")]
    if not all(
        isinstance(part, list)
        and part
        and all(isinstance(x, dict) and isinstance(x.get("input_text"), str) for x in part)
        for part in pair
    ):
        return []
    shared = {name: value for name, value in row.items() if name not in ("questions", "answers", "additional_answers")}
    turns: list[dict[str, str]] = []
    rows = []
    for question, answer in zip(*pair, strict=False):
        turns = [*turns, {"role": "user", "content": question["input_text"]}]
        rows.append({**shared, "messages": turns, "answer": answer["input_text"]})
        turns = [*turns, {"role": "assistant", "content": answer["input_text"]}]
    return rows


def _followed_up(row: dict[Any, Any]) -> list[dict[str, Any]]:
    """The same, as QuAC has them: each question with its own answers, one of which was the one that was told."""
    asked = row.get("qas")
    if not isinstance(asked, list) or not all(
        isinstance(one, dict) and "followup" in one and isinstance(one.get("question"), str)
        and isinstance(one.get("orig_answer"), dict) and isinstance(one["orig_answer"].get("text"), str)
        for one in asked
    ):  # fmt: skip
        return []
    shared = {name: value for name, value in row.items() if name != "qas"}
    turns: list[dict[str, str]] = []
    rows = []
    for one in asked:
        turns = [*turns, {"role": "user", "content": one["question"]}]
        own = {
            name: value for name, value in one.items() if name not in ("question", "orig_answer", "followup", "yesno")
        }
        rows.append({**shared, **own, "messages": turns})
        turns = [*turns, {"role": "assistant", "content": one["orig_answer"]["text"]}]
    return rows


def _answered_in_turn(row: dict[Any, Any]) -> list[dict[str, Any]]:
    """The questions of a conversation whose turns are plain texts, with a reference for each, as MT-bench has them: each
    behind those before it and their references."""
    turns = next((name for name in ("turns", "prompt") if _are_texts(row.get(name))), "")
    right = next((name for name in ("reference", "references", "reference_answers") if _are_texts(row.get(name))), "")
    if not turns or not right or len(row[turns]) != len(row[right]):
        return []
    shared = {name: value for name, value in row.items() if name not in (turns, right)}
    said: list[dict[str, str]] = []
    rows = []
    for asked, answer in zip(row[turns], row[right], strict=True):
        said = [*said, {"role": "user", "content": asked}]
        rows.append({**shared, "messages": said, "answer": answer})
        said = [*said, {"role": "assistant", "content": answer}]
    return rows


def _side_by_side(row: dict[Any, Any]) -> list[dict[str, Any]]:
    """The questions of a row that has them in a list, and their answers and options in lists as long, as RACE has them."""
    asked = row.get("questions")
    if not isinstance(asked, list) or not _are_texts(asked):
        return []
    lists = [name for name, value in row.items() if isinstance(value, list) and len(value) == len(asked)]
    if "answers" not in lists or "options" not in lists:
        return []
    shared = {name: value for name, value in row.items() if name not in lists}
    names = {"questions": "question", "answers": "answer"}
    return [{**shared, **{names.get(name, name): row[name][place] for name in lists}} for place in range(len(asked))]


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(part, str) for part in value)


def _opened(row: dict[Any, Any]) -> dict[Any, Any]:
    """A row whose passage is an object that holds the questions on it too (MultiRC), with these beside the passage."""
    for key, value in row.items():
        if isinstance(value, dict) and isinstance(value.get("text"), str):
            for name in _NESTED:
                if isinstance(value.get(name), list) and all(isinstance(part, dict) for part in value[name]):
                    return {**row, key: value["text"], name: value[name]}
    return row


def _nested_in(row: dict[Any, Any]) -> Any:
    """The column that holds the rows of a row; None where it is a row itself."""
    if any(str(key).lower() in (*QUESTIONS, *_ASKED) for key in row):
        return None
    for key, value in row.items():
        if str(key).lower() in _NESTED and isinstance(value, list) and all(isinstance(part, dict) for part in value):
            return key
    return None


def _rows_in(value: Any) -> list[Any]:
    if isinstance(value, list):
        return [v["row"] if isinstance(v, dict) and isinstance(v.get("row"), dict) else v for v in value]
    if not isinstance(value, dict) or not value or _nested_in(value) is not None:
        return [value]
    if (table := _in_split(value)) is not None or (table := _instances(value)) is not None:
        return table
    inner = list(value.values())
    if len(inner) == 1 and isinstance(inner[0], dict):
        return _rows_in(inner[0])  # {"name of the file": {…}}
    if rows := next(
        (
            v
            for v in inner
            if isinstance(v, list) and v and all(isinstance(x, dict) and isinstance(x.get("row"), dict) for x in v)
        ),
        None,
    ):
        return [x["row"] for x in rows]  # as the viewer of `datasets` gives them, beside their features
    if (
        len(inner) > 1
        and all(isinstance(v, list) and v and all(isinstance(x, str) for x in v) for v in inner)
        and (len({len(v) for v in inner}) > 1)
    ):
        return [{"text": text, "label": label} for label, texts in value.items() for text in texts]
    if all(isinstance(v, list) and v and all(isinstance(x, list) and len(x) == 2 for x in v) for v in inner):
        return [row for v in inner for row in v]  # of each split, pairs
    if "messages" in value or "conversations" in value:
        sideways = all(isinstance(v, list) and v and isinstance(v[0], list) for v in inner)
    else:
        sideways = all(isinstance(v, list) and not any(isinstance(x, dict) for x in v) for v in inner)
        tables = [
            v for key, v in value.items()
            if str(key).lower() not in _PARTS and isinstance(v, list) and v and all(isinstance(x, dict) for x in v)
        ]  # fmt: skip
        if tables and not any(str(key).lower() in (*QUESTIONS, *_ASKED) for key in value):
            return [row for table in tables for row in _rows_in(table)]
    if sideways and len({len(v) for v in inner}) == 1:
        return [dict(zip(value, row, strict=True)) for row in zip(*inner, strict=True)]
    if all(isinstance(v, dict) and v.keys() == inner[0].keys() for v in inner):
        if any(str(key).lower() in QUESTIONS for key in value):
            return [{name: column[place] for name, column in value.items()} for place in inner[0]]
        return inner  # {"id 1": row, "id 2": row}
    return [value]


def _in_split(value: dict[Any, Any]) -> list[Any] | None:
    """The rows of `{"columns": [name, …], "data": [[value, …], …]}`, as pandas and Weights & Biases write them."""
    names, data = value.get("columns"), value.get("data")
    if not _are_texts(names) or not isinstance(data, list) or not data:
        return None
    if not all(isinstance(row, list) and len(row) == len(names) for row in data):  # type: ignore[arg-type]
        return None
    return [dict(zip(names, row, strict=True)) for row in data]  # type: ignore[arg-type]


def _instances(value: dict[Any, Any]) -> list[Any] | None:
    """The instances of a task of Natural Instructions, each below its definition; its examples are none of them, the less so
    as some are wrong. Of several outputs each is right."""
    named = {str(key).lower(): part for key, part in value.items()}
    told, rows = named.get("definition"), named.get("instances")
    told = " ".join(told) if _are_texts(told) else told  # type: ignore[arg-type]
    if not isinstance(told, str) or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return None
    found = []
    for row in rows:
        if _are_texts(row.get("output")):
            first, *others = dict.fromkeys(row["output"])
            row = {**row, "output": {"value": first, "aliases": others} if others else first}
        found.append({"instruction": told, **row})
    return found


def _duckdb_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of all tables of a DuckDB file."""
    import duckdb

    try:
        with duckdb.connect(str(path), read_only=True) as db:
            names = db.execute(
                "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal ORDER BY ALL"
            ).fetchall()
            for schema, table in names:
                quoted = ".".join('"' + part.replace('"', '""') + '"' for part in (schema, table))
                cursor = db.execute(f"FROM {quoted}")
                columns = [column[0] for column in cursor.description or ()]
                while batch := cursor.fetchmany(1024):
                    yield from (dict(zip(columns, row, strict=True)) for row in batch)
    except duckdb.Error as error:
        raise Unreadable(f"DuckDB cannot read it: {error}"[:300]) from None
