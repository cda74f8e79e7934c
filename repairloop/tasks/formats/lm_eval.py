"""lm-eval's samples: `samples_TASK_DATE.jsonl` of `lm_eval --log_samples`.

    {"doc_id", "doc": {…}, "target", "arguments": {"gen_args_0": {"arg_0": context, "arg_1": continuation | settings}},
     "resps", "filtered_resps", "filter", "metrics": ["exact_match"], "exact_match": 1.0, …}

A document has a row for each filter: one filter is chosen, that under which most answers are right, since the others
miss answers by their form. What is asked is the document's own question where its columns are known and it stands in
the context, else the context as it was sent, with its examples. Several arguments are options: their continuations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from string import ascii_uppercase
from typing import Any, Final

from repairloop.ground.errors import UsageError
from repairloop.ground.overlap import normal
from repairloop.records.rows import clean
from repairloop.tasks.formats import tables
from repairloop.tasks.formats.common import (
    BadRow,
    Fields,
    Layout,
    Look,
    Row,
    is_empty,
    kept,
    messages_of,
    one_line,
    plain,
    shown,
    turns_in,
)

KEYS: Final = ("doc", "target", "arguments", "resps")
FILTER: Final = " filter"
"""Under this name an entry's columns hold the filter, until one is chosen."""
_RIGHT: Final = frozenset({*tables.ANSWERS, "label", "labels"})
"""Columns of a document that say what is right, which the target does already."""
_KNOWN: Final = frozenset(
    {"doc_id", "doc", "target", "arguments", "resps", "filtered_resps", "filter", "metrics", "doc_hash", "prompt_hash",
     "target_hash"}
)  # fmt: skip


def recognise(look: Look) -> Layout | None:
    if look.has("doc_id", "doc") and not look.has(*KEYS):
        lacking = [key for key in KEYS if not look.has(key)]
        raise UsageError(
            f"{look.file}: samples of lm-eval of a version that is not known: {shown(lacking)} is missing; write them "
            "again with lm-eval 0.4.3 or newer (`lm_eval --log_samples --output_path DIR`)"
        )
    if not look.has(*KEYS) or not all(isinstance(row.get("doc"), dict) for row in look.rows[:50]):
        return None
    doc = _doc(look)
    metric = _metric(look.rows)
    places, said = _places(look.rows)
    read = _Reader(doc, metric, places)
    columns = {"question": doc.columns.get("question", "arguments") if doc else "arguments", "answer": "target"}
    return Layout(
        "lm-eval samples", f"keys {shown(KEYS)}", f"{one_line(columns['question'], 60)} → target", read.fields,
        columns | {"given": "resps"} | ({"score": metric} if metric else {}),
        [name for name in (doc.unused if doc else []) if name != columns["question"]], [said] if said else [],
        finish=chosen,
    )  # fmt: skip


def _doc(look: Look) -> Layout | None:
    """The layout of the documents themselves, where their columns are known beyond doubt."""
    docs = [row["doc"] for row in look.rows if isinstance(row.get("doc"), dict)]
    try:
        return tables.recognise(Look(look.file, docs, asked_only=True))
    except UsageError:
        return None


def _metric(rows: list[Row]) -> str:
    """The metric that says whether an answer is right: the first that is a number from 0 to 1 everywhere."""
    named = [name for row in rows[:50] for name in (row.get("metrics") or [n for n in row if n not in _KNOWN])]
    for name in dict.fromkeys(map(str, named)):
        values = [row.get(name) for row in rows if name in row]
        if values and all(isinstance(v, bool | int | float) and 0 <= v <= 1 for v in values):
            return name
    return ""


def _places(rows: list[Row]) -> tuple[bool, str]:
    """Whether the targets of a file are places among the options, from 0, and what to say of that where the options are
    numbers too. They are if all of them may be, unless the likeliest options and `acc` tell that they are the texts."""
    read = []
    for row in rows:
        requests = _requests(row.get("arguments"))
        texts = [request[1].strip() for request in requests if len(request) > 1 and isinstance(request[1], str)]
        if len(texts) == len(requests) > 1:
            read.append((row, texts, str(row.get("target")).strip()))
    if not read or not all(target.isdecimal() and int(target) < len(texts) for _, texts, target in read):
        return False, ""
    doubtful, as_place, as_text = False, 0, 0
    for row, texts, target in read:
        if target not in texts or texts.index(target) == int(target):
            continue
        doubtful = True
        if row.get("acc") in (0, 1) and (best := _likeliest(row, len(texts))) is not None:
            as_place += (best == int(target)) == bool(row["acc"])
            as_text += (best == texts.index(target)) == bool(row["acc"])
    if not doubtful:
        return True, ""
    if as_text > as_place:
        return False, "target: its numbers are taken for options, and not for their places, as its acc says"
    return True, "target: its numbers are taken for places among the options, from 0, and not for options"


class _Reader:
    def __init__(self, doc: Layout | None, metric: str, places: bool) -> None:
        self.doc = doc
        self.metric = metric
        self.places = places
        """Whether targets are places among the options."""

    def fields(self, row: Row) -> Iterator[Fields]:
        if not isinstance(row.get("doc"), dict):
            raise BadRow("its document is no object")
        requests = _requests(row["arguments"])
        if not requests:
            raise BadRow("nothing was asked in it")
        own = self._own(row["doc"], requests)
        found: Fields = {"gold": _target(row.get("target"))}
        continuations = [request[1] for request in requests if len(request) > 1 and isinstance(request[1], str)]
        chosen_from = len(continuations) == len(requests) > 1
        if chosen_from:
            self._options(found, own, requests, continuations)
        elif len(requests) > 1:
            raise BadRow("it holds several requests, and they are no options of one question")
        elif continuations:
            raise BadRow("it was scored by the likelihood of a text, and nothing was answered")
        elif own and own.get("options") and _stand(own["options"], requests[0][0]):
            found["options"] = own["options"]
        found["messages"] = own["messages"] if own else _context(requests[0][0])
        if own and own.get("document"):
            found["document"] = own["document"]
        columns = kept(row["doc"], ()) if own is None else own["columns"]
        columns = {name: text for name, text in columns.items() if plain(name) not in _RIGHT}
        found["columns"] = {FILTER: str(row.get("filter", "none")), **columns}
        found["ident"] = str(row.get("doc_id", ""))
        score = row.get(self.metric)
        found["score"] = float(score) if isinstance(score, int | float) else None
        found["given"] = _given(row, continuations if chosen_from else [])
        yield found

    def _own(self, doc: Row, requests: list[list[Any]]) -> Fields | None:
        """The document's own question, where it stands in what was asked."""
        if self.doc is None:
            return None
        try:
            own = next(iter(self.doc.fields(doc)), None)
        except BadRow:
            return None
        if own is None or normal(own["messages"][-1]["content"]) not in normal(_written(requests[0][0])):
            return None
        return own

    def _options(self, found: Fields, own: Fields | None, requests: list[list[Any]], continuations: list[str]) -> None:
        """Options and the gold as a letter of them."""
        texts = [clean(text.strip(), 4000) for text in continuations]
        if len({_written(request[0]) for request in requests}) > 1:
            raise BadRow("its options stand in different contexts: what is asked cannot be told")
        if len(set(texts)) < len(texts) or len(texts) > len(ascii_uppercase):
            raise BadRow("its options are too many, or two of them are the same")
        if own and own.get("options") and len(own["options"]) == len(texts):
            options = own["options"]
        elif [text.strip("().") for text in texts] == list(ascii_uppercase[: len(texts)]):
            options = {}  # they stand in the context
        else:
            options = dict(zip(ascii_uppercase, texts, strict=False))
        target = str(found["gold"])
        if target.isdecimal() and (self.places or target not in texts) and int(target) < len(texts):
            found["gold"] = list(options)[int(target)] if options else texts[int(target)]
        if options:
            found["options"] = options


def _requests(arguments: Any) -> list[list[Any]]:
    """Of each request its arguments: `{"gen_args_0": {"arg_0": …}}`, or lists of them as older versions write."""
    if isinstance(arguments, Mapping):
        arguments = [arguments[name] for name in sorted(arguments, key=_place)]
    made = []
    for request in arguments if isinstance(arguments, list) else []:
        if isinstance(request, Mapping):
            request = [request[name] for name in sorted(request, key=_place)]
        if isinstance(request, list) and request:
            made.append(request)
    return made


def _place(name: object) -> int:
    number = str(name).rpartition("_")[2]
    return int(number) if number.isdigit() else 0


def _stand(options: Mapping[str, str], context: Any) -> bool:
    """Whether all options stand in what was asked."""
    asked = normal(_written(context))
    return all(normal(text) in asked for text in options.values())


def _written(context: Any) -> str:
    """A context as text."""
    while isinstance(context, list) and len(context) == 1:  # JSON of a conversation, wrapped by the models of APIs
        context = context[0]
    turns = turns_in(context)
    if turns is not None:
        return "\n".join(str(turn.get("content", "")) for turn in turns)
    return context if isinstance(context, str) else ""


def _context(context: Any) -> list[dict[str, str]]:
    while isinstance(context, list) and len(context) == 1 and not isinstance(context[0], dict):
        context = context[0]
    return messages_of(context)


def _target(target: Any) -> Any:
    """lm-eval writes every target as a text; a list among them stays one, for whoever reads golds."""
    return None if is_empty(target) else clean(target) if isinstance(target, str) else target


def _given(row: Row, continuations: list[str]) -> str | None:
    resps = row.get("filtered_resps") or row.get("resps")
    if continuations and isinstance(resps, list) and len(resps) == len(continuations):
        best = _likeliest(row, len(continuations))
        return None if best is None else clean(continuations[best].strip())
    said = row.get("resps")
    while isinstance(said, list) and said:
        said = said[0]
    return clean(said) if isinstance(said, str) else None


def _likeliest(row: Row, options: int) -> int | None:
    """The place of the likeliest of so many options; None where the likelihoods are not there."""
    resps = row.get("filtered_resps") or row.get("resps")
    if not isinstance(resps, list) or len(resps) != options:
        return None
    try:
        scores = [float(r[0][0] if isinstance(r[0], list | tuple) else r[0]) for r in resps]
    except (TypeError, ValueError, IndexError, KeyError):
        return None
    return max(range(options), key=scores.__getitem__)


def chosen(entries: list[Any]) -> tuple[list[Any], list[str]]:
    """The entries of one filter, and which one that is."""
    by: dict[str, list[Any]] = defaultdict(list)
    for entry in entries:
        by[entry.columns.pop(FILTER)].append(entry)
    if len(by) < 2:
        return entries, []
    rate: Callable[[str], float] = lambda name: sum(e.score or 0 for e in by[name]) / len(by[name])  # noqa: E731
    best = max(by, key=rate)
    others = ", ".join(f"{one_line(name, 40)} ({rate(name):.0%})" for name in by if name != best)
    return by[best], [
        f"filter {one_line(best, 40)} is chosen: most answers pass under it ({rate(best):.0%}), then {others}. It only "
        "tells where to look"
    ]
