"""OpenAI's JSON lines, those that a table is not: preference fine-tuning, and the items of evals.

    {"input": {"messages": […], "tools": […]}, "preferred_output": [{…}], "non_preferred_output": [{…}]}
    {"item": {…}}      {"item": {…}, "sample": {"output_text": …}}      {"datasource_item": {…}, "sample": {…}, "results": […]}

Fine-tuning by examples (`messages`, `tools`), by reinforcement (`messages` and columns), prompt and completion, and the
samples of openai/evals (`input`, `ideal`) are tables. An item is a row of a table itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from repairloop.records.rows import clean
from repairloop.tasks.formats import tables
from repairloop.tasks.formats.common import (
    BadRow,
    Fields,
    Layout,
    Look,
    Row,
    as_json,
    kept,
    messages_of,
    reply_of,
    share,
    tools_in,
)

_PREFERRED: Final = ("input", "preferred_output", "non_preferred_output")


def recognise(look: Look) -> Layout | None:
    if look.has(*_PREFERRED):
        return Layout(
            "OpenAI preference fine-tuning", "keys input, preferred_output, non_preferred_output",
            "input.messages → preferred_output", _preferred,
            {"question": "input.messages", "answer": "preferred_output", "given": "non_preferred_output", "tools": "input.tools"},
        )  # fmt: skip
    for key in ("item", "datasource_item"):
        if look.has(key) and all(isinstance(row.get(key), dict) for row in look.rows[:50]):
            return _items(look, key)
    return None


def _preferred(row: Row) -> Iterator[Fields]:
    asked = row["input"]
    if not isinstance(asked, Mapping) or not asked.get("messages"):
        raise BadRow("its input has no messages")
    given = reply_of(row["non_preferred_output"])
    yield {
        "messages": messages_of(asked["messages"]), "gold": reply_of(row["preferred_output"]), "score": 0.0,
        "tools": tools_in(asked.get("tools") or []), "given": given if isinstance(given, str) else as_json(given),
        "columns": kept(row, _PREFERRED),
    }  # fmt: skip


def _items(look: Look, key: str) -> Layout | None:
    """The items as the rows of a table; what the model said to them stands beside."""
    inner = replace(look, rows=[row[key] for row in look.rows if isinstance(row.get(key), dict)])
    table = tables.recognise(inner)
    if table is None:
        return None

    def fields(row: Row) -> Iterator[Fields]:
        if not isinstance(row.get(key), dict):
            raise BadRow(f"its {key} is no object")
        if isinstance(row.get("sample"), Mapping) and row["sample"].get("error"):
            raise BadRow("an error ended it")
        for found in table.fields(row[key]):
            said = _said(row.get("sample"))
            if said is not None:
                found["given"] = said
            results = row.get("results")
            if isinstance(results, list) and results and isinstance(results[0], Mapping):
                found["score"] = share(results[0].get("score", results[0].get("passed")))
            yield found

    return replace(table, format="items of OpenAI's evals", why=f"key {key}, in it {table.why}", fields=fields)


def _said(sample: Any) -> str | None:
    if not isinstance(sample, Mapping):
        return None
    text = sample.get("output_text")
    if not isinstance(text, str):
        output = sample.get("output")
        last = output[-1] if isinstance(output, list) and output else None
        text = last.get("content") if isinstance(last, Mapping) else None
    return clean(text) if isinstance(text, str) else None
