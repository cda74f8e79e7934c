"""inspect_ai's logs: `.eval` by its own reader, `.json` by its schema.

    {"version": 2, "status", "eval": {…}, "samples": [{"id", "epoch", "input", "choices", "target", "scores", "error", …}]}

What is asked is the sample's input, behind the system's message that the solver put before it; the target is the gold.
Samples that an error ended, or that no scorer scored, are left out; epochs of one sample are one question.
"""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from repairloop.ground.errors import UsageError
from repairloop.records.rows import clean
from repairloop.sources.chunks import Unreadable
from repairloop.sources.files import HUGE
from repairloop.tasks.formats.common import (
    BadRow,
    Fields,
    Layout,
    Look,
    Row,
    kept,
    messages_of,
    once_each,
    one_line,
    role_of,
    share,
    shown,
    text_of,
)

KEYS: Final = ("id", "epoch", "input", "target", "scores")
VERSIONS: Final = (1, 2)
"""Of the log's schema."""
MOST: Final = 16 * HUGE
"""Bytes of all samples of a log, unpacked."""
ATTACHED: Final = "attachment://"


def unfold(value: Any) -> list[Any] | None:
    """The samples of a log that is one JSON text."""
    if not isinstance(value, dict) or not {"version", "status", "eval"} <= value.keys():
        return None
    if value["version"] not in VERSIONS:
        raise UsageError(
            f"a log of inspect_ai of the version {one_line(value['version'], 20)}; known are {shown(VERSIONS)}: convert it "
            "with `inspect log convert`"
        )
    samples = value.get("samples")
    if not isinstance(samples, list) or not samples:
        raise UsageError("a log of inspect_ai without samples; run the evaluation with --log-samples")
    return samples


def is_log(path: Path) -> bool:
    """Whether a file is an `.eval` log: an archive with the header or the journal of one."""
    try:
        with zipfile.ZipFile(path) as archive:
            return bool({"header.json", "_journal/start.json"} & set(archive.namelist()))
    except (zipfile.BadZipFile, OSError, ValueError):
        return path.suffix == ".eval"


def rows(path: Path) -> Iterator[tuple[int, Row]]:
    """The samples of an `.eval` log, by inspect_ai's own reader. UsageError where it is not installed."""
    try:
        from inspect_ai.log import read_eval_log_samples
    except ImportError:
        raise UsageError(
            f"{path.name}: a log of inspect_ai, which its own reader reads: pip install 'repairloop[inspect]', or convert it "
            "with `inspect log convert --to json`"
        ) from None
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = [member.file_size for member in archive.infolist()]
        if max(sizes, default=0) > HUGE or sum(sizes) > MOST:
            raise Unreadable(f"it unpacks to more than {MOST >> 20} MiB, or a sample to more than {HUGE >> 20} MiB")
        samples = read_eval_log_samples(str(path), all_samples_required=False, resolve_attachments=True)
        for number, sample in enumerate(samples, 1):
            yield number, sample.model_dump(mode="python", exclude={"events", "events_data", "store", "attachments"})
    except Unreadable:
        raise
    except Exception as error:  # whatever its reader raises on a log that is broken or of another version
        raise Unreadable(f"inspect_ai cannot read it: {one_line(error, 300)}") from None


def recognise(look: Look) -> Layout | None:
    if not look.has("id", "epoch", "input", "target"):
        return None
    scorers = list(dict.fromkeys(str(name) for row in look.rows for name in row.get("scores") or {}))
    scorer = scorers[0] if scorers else ""

    def fields(row: Row) -> Iterator[Fields]:
        if row.get("error"):
            raise BadRow("an error ended it")
        scores = row.get("scores") or {}
        values = [score.get("value") if isinstance(score, Mapping) else score for score in scores.values()]
        if not scores or all(value is None or (isinstance(value, float) and math.isnan(value)) for value in values):
            raise BadRow("it was not scored")
        row = {**row, **_attached(row)}
        found: Fields = {
            "messages": messages_of(row["input"], _system(row)),
            "gold": _target(row.get("target"), bool(row.get("choices"))),
        }
        if row.get("choices"):
            found["options"] = dict(zip(_letters(len(row["choices"])), map(_text, row["choices"]), strict=True))
        found["columns"] = kept(row.get("metadata") or {}, ())
        found["ident"] = str(row["id"])
        found["score"] = share(values[list(scores).index(scorer)]) if scorer in scores else None
        said = (row.get("output") or {}).get("completion")
        found["given"] = clean(said) if isinstance(said, str) else None
        yield found

    notes = [f"of the scorers {shown(scorers)}, {one_line(scorer, 40)} says where to look"] if len(scorers) > 1 else []
    return Layout(
        "log of inspect_ai", f"keys {shown(KEYS)}", "input + choices → target" if any(look.values("choices")) else "input → target",
        fields, {"question": "input", "answer": "target", "id": "id", "given": "output", "score": scorer or "scores"},
        list(dict.fromkeys(str(name) for row in look.rows for name in row.get("metadata") or {})), notes,
        finish=lambda entries: once_each(entries, "epochs"),
    )  # fmt: skip


def _letters(count: int) -> str:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    if not 2 <= count <= len(letters):
        raise BadRow("its choices are less than 2 or more than 26")
    return letters[:count]


def _text(value: Any) -> str:
    return clean(str(value), 4000)


def _system(row: Row) -> str:
    """What the system says in the conversation; the solver may have put it there."""
    first = next(iter(row.get("messages") or []), None)
    return text_of(first.get("content")) if isinstance(first, Mapping) and role_of(first) == "system" else ""


def _target(target: Any, chosen: bool) -> Any:
    """Several targets: each is right; where there is something to choose from, they are chosen together."""
    if isinstance(target, list):
        texts = [clean(text) for text in target if isinstance(text, str) and text.strip()]
        if len(texts) > 1:
            return texts if chosen else {"value": texts[0], "aliases": texts[1:]}
        return texts[0] if texts else None
    return clean(target) if isinstance(target, str) and target.strip() else None


def _attached(row: Row) -> Row:
    """Input, messages and output with what stands apart put back."""
    apart = row.get("attachments")
    if not isinstance(apart, Mapping) or not apart:
        return {}

    def back(value: Any, depth: int = 0) -> Any:
        if isinstance(value, str):
            return apart.get(value.removeprefix(ATTACHED), value) if value.startswith(ATTACHED) else value
        if depth > 12:
            return value
        if isinstance(value, list):
            return [back(part, depth + 1) for part in value]
        return {name: back(part, depth + 1) for name, part in value.items()} if isinstance(value, dict) else value

    return {name: back(row.get(name)) for name in ("input", "messages", "output")}
