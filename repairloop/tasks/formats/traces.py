"""What observers of models write: verifiers' traces and results, and exports of Langfuse and Phoenix.

    verifiers `traces.jsonl`    {"task": {"data": {"prompt", "answer", …}}, "traces": [{"nodes": […], "rewards": {…}}], "ok"}
    verifiers `results.jsonl`   {"example_id", "prompt", "completion", "answer", "reward", "error"}
    Langfuse, items of a set    {"input", "expectedOutput", "metadata", "status"}
    Langfuse, traces            {"id", "input", "output", "scores" or a column a score, …}; a CORRECTION is a gold
    Phoenix, examples of a set  {"node_id", "input": {…}, "output": {…}, "metadata": {…}}, or `input.question` … in a table
    Phoenix, spans              {"span_kind", "context", "attributes": {"llm.input_messages" …, "annotations" …}}

What the model said there is no gold; scores and annotations only tell where to look. What ended in an error is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from repairloop.ground.errors import UsageError
from repairloop.records import Message
from repairloop.records.rows import clean
from repairloop.sources.turns import is_turn
from repairloop.tasks.formats.common import (
    BadRow,
    Fields,
    Layout,
    Look,
    Row,
    as_json,
    has_calls,
    is_empty,
    kept,
    messages_of,
    nested,
    once_each,
    one_line,
    parsed,
    parted,
    plain,
    reply_of,
    role_of,
    share,
    tools_in,
    turns_in,
)
from repairloop.tasks.formats.tables import ANSWERS, QUESTIONS, REPLIES

NO_GOLD: Final = "what the model said is no gold: scores only tell where to look, and corrections are golds"
CORRECTIONS: Final = (
    "correction", "corrected", "corrected_answer", "corrected_output", "corrected_response", "edited", "edited_answer",
    "edited_response", "edited_output", "better_answer", "better_response", "human_answer", "human_response", "expected_output",
)  # fmt: skip
"""Names of what a person wrote in place of what the model said."""
VERIFIERS_VERSION: Final = 1


def unfold(value: Any) -> list[Any] | None:
    """The single trace of a download of Langfuse's, with its scores, or the spans of a download of Phoenix's."""
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("observations"), list) and isinstance(value.get("trace"), dict):
        return [{**value["trace"], "observations": value["observations"], "scores": value.get("scores") or []}]
    if {"span_kind", "context", "attributes"} <= value.keys():
        return [value]
    return None


def recognise(look: Look) -> Layout | None:
    for known in (_verifiers, _verifiers_results, _langfuse_items, _langfuse_traces, _phoenix_examples, _phoenix_spans):
        if (layout := known(look)) is not None:
            return layout
    return None


# ---- free forms -------------------------------------------------------------------------------------------


def asked_in(value: Any, system: str = "") -> tuple[list[Message], Any]:
    """What is asked in an input, whatever its form, and what the model said to it, where the input goes on so far."""
    value = _read(value)
    if isinstance(value, Mapping):
        named = {plain(name): part for name, part in value.items()}
        inner = next((named[name] for name in ("messages", *QUESTIONS) if not is_empty(named.get(name))), None)
        if inner is None and isinstance(named.get("args"), list):
            inner = next(iter([*named["args"], *(named.get("kwargs") or {}).values()]), None)
        if inner is None:
            texts = [part for part in value.values() if isinstance(part, str) and part.strip()]
            inner = texts[0] if len(texts) == 1 else None
        if inner is None or inner is value:
            raise BadRow("what is asked cannot be told in its input")
        return asked_in(inner, system) if isinstance(inner, Mapping) else _parted(inner, system)
    return _parted(value, system)


def _parted(value: Any, system: str) -> tuple[list[Message], Any]:
    turns = turns_in(value)
    if turns is None:
        return messages_of(value, system), None
    before, reply = parted(turns)
    return messages_of(before, system), reply_of(dict(reply)) if reply is not None else None


def said_in(value: Any) -> Any:
    """What an output says, whatever its form: a text, calls, or an object."""
    value = _read(value)
    if isinstance(value, list) and value and isinstance(value[-1], Mapping):
        return said_in(value[-1])
    if not isinstance(value, Mapping):
        return clean(value) if isinstance(value, str) else value
    if is_turn(dict(value)) or has_calls(value):
        return reply_of(dict(value))
    named = {plain(name): part for name, part in value.items()}
    for name in ("messages", "choices", "message", "content", *ANSWERS, *REPLIES, "text", "result"):
        if not is_empty(named.get(name)):
            return said_in(named[name])
    return said_in(next(iter(value.values()))) if len(value) == 1 else dict(value)


def _read(value: Any) -> Any:
    """An input or output that stands as JSON."""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "[", '"') and len(value) < 2**24:
        found = parsed(value)
        return value if found is None else found
    return value


def given(value: Any) -> str | None:
    said = said_in(value)
    return None if is_empty(said) else said if isinstance(said, str) else as_json(said)


def gold_in(row: Mapping[str, Any]) -> Any:
    """What a row says is right, by the names of its fields."""
    named = {plain(name): value for name, value in row.items()}
    return next((reply_of(named[name]) for name in ANSWERS if not is_empty(named.get(name))), None)


def mean(scores: Iterable[Any]) -> float | None:
    """The mean of the scores that are from 0 to 1."""
    shares = [found for score in scores if (found := share(score)) is not None]
    return sum(shares) / len(shares) if shares else None


# ---- verifiers --------------------------------------------------------------------------------------------


def _verifiers(look: Look) -> Layout | None:
    if not look.has("traces", "task") or not all(isinstance(row.get("traces"), list) for row in look.rows[:50]):
        return None
    traces = [trace for row in look.rows if isinstance(row.get("traces"), list) for trace in row["traces"]]
    versions = {trace.get("version", 1) for trace in traces if isinstance(trace, Mapping)}
    if versions - {VERIFIERS_VERSION}:
        raise UsageError(
            f"{look.file}: traces of verifiers of the version {one_line(max(versions, key=str), 20)}; known is "
            f"{VERIFIERS_VERSION}"
        )
    return Layout(
        "traces of verifiers", "keys task, traces", "task.data.prompt → task.data.answer", _episode,
        {"question": "task.data.prompt", "answer": "task.data.answer", "given": "traces.nodes", "score": "traces.rewards"},
        [], [NO_GOLD], finish=lambda entries: once_each(entries, "rollouts"),
    )  # fmt: skip


def _episode(row: Row) -> Iterator[Fields]:
    task = row.get("task")
    data = task.get("data") if isinstance(task, Mapping) else None
    if not isinstance(task, Mapping) or not isinstance(data, Mapping):
        raise BadRow("its task holds no data")
    traces = [trace for trace in row["traces"] if isinstance(trace, Mapping)]
    whole = [trace for trace in traces if trace.get("ok", True) and not trace.get("errors")]
    if (row.get("errors") or traces) and not whole:
        raise BadRow("an error ended it")
    trace = whole[0] if whole else {}
    system = data.get("system_prompt")
    prompt = data.get("prompt")
    if is_empty(prompt):
        prompt = _prompt(trace.get("nodes") or [])
    messages, _ = asked_in(prompt, system if isinstance(system, str) else "")
    said = [
        n["message"]
        for n in trace.get("nodes") or []
        if n.get("sampled") and role_of(n.get("message") or {}) == "assistant"
    ]
    rewards = [r for r in (trace.get("rewards") or {}).values() if isinstance(r, Mapping)]
    weight = sum(float(r.get("weight", 1.0)) for r in rewards)
    score = sum(float(r.get("score", 0.0)) * float(r.get("weight", 1.0)) for r in rewards) / weight if weight else None
    yield {
        "messages": messages, "gold": gold_in(data), "given": given(said[-1]) if said else None,
        "score": None if score is None else min(1.0, max(0.0, score)), "tools": _plain_tools(trace.get("tools")),
        "ident": str(task.get("key") or data.get("idx") or data.get("name") or ""),
        "columns": kept(data, ("prompt", "system_prompt", "idx", *ANSWERS)),
    }  # fmt: skip


def _plain_tools(tools: Any) -> list[dict[str, Any]]:
    """verifiers keeps name, description and parameters of a tool without the wrapping."""
    return [tool if "function" in tool else {"type": "function", "function": tool} for tool in tools_in(tools or [])]


def _prompt(nodes: list[Any]) -> list[Any]:
    """The messages before the model's first."""
    made = []
    for node in nodes:
        if node.get("sampled"):
            break
        made.append(node.get("message"))
    return made


def _verifiers_results(look: Look) -> Layout | None:
    if not look.has("example_id", "prompt", "completion", "reward"):
        return None

    def fields(row: Row) -> Iterator[Fields]:
        if row.get("error"):
            raise BadRow("an error ended it")
        messages, _ = asked_in(row["prompt"])
        info = _read(row.get("info"))
        gold = row.get("answer")
        yield {
            "messages": messages, "gold": None if is_empty(gold) else reply_of(gold), "given": given(row["completion"]),
            "score": share(row.get("reward")), "ident": str(row["example_id"]), "tools": tools_in(row.get("tool_defs") or []),
            "columns": kept(row, (*_RESULTS, "info")) | (kept(info, ()) if isinstance(info, Mapping) else {}),
        }  # fmt: skip

    return Layout(
        "results of verifiers", "keys example_id, prompt, completion, reward", "prompt → answer", fields,
        {"question": "prompt", "answer": "answer", "id": "example_id", "given": "completion", "score": "reward"},
        [name for name in look.names if name not in _RESULTS], [NO_GOLD], finish=lambda entries: once_each(entries, "rollouts"),
    )  # fmt: skip


_RESULTS: Final = (
    "example_id", "prompt", "completion", "answer", "reward", "error", "timing", "is_completed", "is_truncated",
    "stop_condition", "metrics", "tool_defs", "token_usage",
)  # fmt: skip


# ---- Langfuse ---------------------------------------------------------------------------------------------


def _langfuse_items(look: Look) -> Layout | None:
    expected = next((name for name in ("expectedOutput", "expected_output") if look.has("input", name)), None)
    if expected is None or not any(
        name in look.names for name in ("datasetId", "dataset_id", "datasetName", "sourceTraceId")
    ):
        return None

    def fields(row: Row) -> Iterator[Fields]:
        if str(row.get("status", "")).upper() == "ARCHIVED":
            raise BadRow("it is archived")
        messages, _ = asked_in(row.get("input"))
        metadata = _read(row.get("metadata"))
        gold = said_in(row.get(expected))
        yield {
            "messages": messages, "gold": None if is_empty(gold) else gold, "ident": str(row.get("id", "")),
            "columns": kept(metadata, ()) if isinstance(metadata, Mapping) else {},
        }  # fmt: skip

    return Layout(
        "items of a Langfuse dataset", f"keys input, {expected}", f"input → {expected}", fields,
        {"question": "input", "answer": expected, "id": "id"}, ["metadata"],
    )  # fmt: skip


_TRACE: Final = (
    "id", "timestamp", "name", "input", "output", "metadata", "tags", "bookmarked", "public", "userId", "sessionId", "scores",
    "observations", "release", "version", "environment", "htmlPath", "projectId", "externalId", "createdAt", "updatedAt",
    "latency", "totalCost", "inputCost", "outputCost", "totalTokens", "inputTokens", "outputTokens", "usage", "level",
    "errorCount", "warningCount", "defaultCount", "debugCount", "observationCount", "comments", "traceId", "traceName", "type",
    "startTime", "endTime", "model", "modelParameters", "statusMessage", "parentObservationId", "completionStartTime",
)  # fmt: skip
_OF_TRACES: Final = ("bookmarked", "sessionId", "userId", "htmlPath", "traceId")


def _langfuse_traces(look: Look) -> Layout | None:
    if not look.has("id", "input", "output") or sum(name in look.names for name in _OF_TRACES) < 1:
        return None
    if not ("timestamp" in look.names or "startTime" in look.names):
        return None
    generations = any(str(v).upper() == "GENERATION" for v in look.values("type"))

    def fields(row: Row) -> Iterator[Fields]:
        if str(row.get("level", "")).upper() == "ERROR":
            raise BadRow("an error ended it")
        if generations and str(row.get("type", "")).upper() != "GENERATION":
            raise BadRow("it is no call of a model")
        messages, _ = asked_in(row.get("input"))
        scores, gold = _scores(row)
        metadata = _read(row.get("metadata"))
        yield {
            "messages": messages, "gold": gold, "given": given(row.get("output")), "score": scores,
            "ident": str(row.get("id", "")), "group": str(row.get("sessionId") or ""),
            "columns": (kept(metadata, ()) if isinstance(metadata, Mapping) else {}) | kept({"name": row.get("name")}, ()),
        }  # fmt: skip

    return Layout(
        "observations of Langfuse" if generations else "traces of Langfuse", "keys id, input, output",
        "input → correction", fields,
        {"question": "input", "given": "output", "score": "scores", "id": "id", "group": "sessionId"},
        ["name", "metadata"], [NO_GOLD],
    )  # fmt: skip


def _scores(row: Row) -> tuple[float | None, Any]:
    """What the scores of a trace say of its output, and the correction of it, if somebody wrote one."""
    given_ = _read(row.get("scores"))
    gold: Any = None
    values: list[Any] = []
    for score in given_ if isinstance(given_, list) else []:
        if not isinstance(score, Mapping):
            continue
        text = score.get("stringValue") or score.get("longStringValue")
        if str(score.get("dataType", "")).upper() == "CORRECTION":
            gold = said_in(text)
        else:
            values.append(score.get("value") if score.get("value") is not None else text)
    columns = given_ if isinstance(given_, Mapping) else {k: v for k, v in row.items() if k not in _TRACE}
    for name, value in columns.items():  # the batch export has a column for each score, with a list in it
        value = _read(value)
        if plain(name) in CORRECTIONS and not is_empty(value):
            gold = said_in(value[0] if isinstance(value, list) else value)
        elif isinstance(value, list):
            values += value
    return mean(values), gold


# ---- Phoenix ----------------------------------------------------------------------------------------------


def _phoenix_examples(look: Look) -> Layout | None:
    flat = "node_id" in look.names and any(name.startswith("input.") for name in look.names)
    if not flat and not (
        look.has("node_id", "input", "output") and all(isinstance(row.get("input"), dict) for row in look.rows[:50])
    ):
        return None

    def fields(row: Row) -> Iterator[Fields]:
        row = nested(row) if flat else row
        asked = row.get("input") or {}
        messages, said = asked_in(asked)
        output, metadata = row.get("output") or {}, row.get("metadata") or {}
        gold = said_in(output) if not is_empty(output) else said
        yield {
            "messages": messages, "gold": None if is_empty(gold) else gold, "ident": str(row.get("id") or ""),
            "tools": tools_in(asked.get("tools") or []) if isinstance(asked, Mapping) else [],
            "columns": kept(metadata, ()) if isinstance(metadata, Mapping) else {},
        }  # fmt: skip

    return Layout(
        "examples of a Phoenix dataset", "keys node_id, input, output", "input → output", fields,
        {"question": "input", "answer": "output", "id": "id"}, ["metadata"],
    )  # fmt: skip


def _phoenix_spans(look: Look) -> Layout | None:
    flat = "context.span_id" in look.names and any(name.startswith("attributes.") for name in look.names)
    if not flat and not (look.has("span_kind", "context", "attributes")):
        return None
    kinds = {_kind(row) for row in look.rows}
    wanted = "LLM" if "LLM" in kinds else ""

    def fields(row: Row) -> Iterator[Fields]:
        if wanted and _kind(row) != wanted:
            raise BadRow("it is no call of a model")
        if not wanted and not is_empty(row.get("parent_id")):
            raise BadRow("it is a step inside another span")
        if str(row.get("status_code", "")).upper() == "ERROR":
            raise BadRow("an error ended it")
        attributes = nested(nested(row).get("attributes") or {})
        yield _span(row, attributes)

    return Layout(
        "spans of Phoenix", "keys span_kind, context, attributes", "input → correction", fields,
        {"question": "llm.input_messages, else input.value", "given": "output", "score": "annotations"}, [], [NO_GOLD],
    )  # fmt: skip


def _kind(row: Row) -> str:
    return str(row.get("span_kind") or row.get("attributes.openinference.span.kind") or "").upper()


def _span(row: Row, attributes: dict[str, Any]) -> Fields:
    llm = attributes.get("llm") if isinstance(attributes.get("llm"), Mapping) else {}
    turns = _spoken(llm.get("input_messages"))  # type: ignore[union-attr]
    asked = turns or _value(attributes.get("input"))
    messages, _ = asked_in(asked)
    replies = _spoken(llm.get("output_messages"))  # type: ignore[union-attr]
    gold: Any = None
    scores: list[Any] = []
    for note in attributes.get("annotations") or []:
        note = note.get("annotation", note) if isinstance(note, Mapping) else {}
        if plain(note.get("name", "")) in CORRECTIONS:
            gold = note.get("explanation") or note.get("label")
        else:
            scores.append(note["score"] if note.get("score") is not None else note.get("label"))
    context = row.get("context") if isinstance(row.get("context"), Mapping) else {}
    return {
        "messages": messages, "gold": gold, "given": given(replies or _value(attributes.get("output"))), "score": mean(scores),
        "ident": str(context.get("span_id") or row.get("context.span_id") or ""),  # type: ignore[union-attr]
        "group": str(context.get("trace_id") or row.get("context.trace_id") or ""),  # type: ignore[union-attr]
        "columns": kept({"name": row.get("name")}, ()),
    }  # fmt: skip


def _value(side: Any) -> Any:
    return side.get("value") if isinstance(side, Mapping) else side


def _spoken(messages: Any) -> list[dict[str, Any]]:
    """Messages as spans have them: `[{"message": {"role", "content", "tool_calls": [{"tool_call": …}]}}]`, or with keys
    that are paths."""
    made = []
    for message in _read(messages) or []:
        if not isinstance(message, Mapping):
            continue
        message = nested(message)
        inner = message.get("message", message)
        if not isinstance(inner, Mapping):
            continue
        turn = {"role": inner.get("role"), "content": inner.get("content")}
        if turn["content"] is None and isinstance(inner.get("contents"), list):
            parts = [
                nested(part).get("message_content", part) for part in inner["contents"] if isinstance(part, Mapping)
            ]
            turn["content"] = parts
        calls = [
            nested(call).get("tool_call", call) for call in inner.get("tool_calls") or [] if isinstance(call, Mapping)
        ]
        if calls:
            turn["tool_calls"] = calls
        made.append(turn)
    return made
