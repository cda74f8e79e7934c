"""Tool calls that stand beside the text of a message, as the chat API has them, written as text.

A server that knows a model's format takes the calls out of its reply; a trainer that does so hands them over in the
message. Graders read text, so there they are put back: one JSON object a line, between the tags that most models use.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def calls_of(message: Mapping[str, Any]) -> str:
    """The calls of a message (`tool_calls`, or `function_call` of old) as text; empty where it has none.

    What cannot be read is written as it came: it is for a grader to say that it is no call.
    """
    calls = message.get("tool_calls") or message.get("function_call") or []
    return "\n".join(map(_written, calls if isinstance(calls, list) else [calls]))


def joined(text: str, calls: str) -> str:
    """A reply: its text, then its calls."""
    return f"{text.rstrip()}\n{calls}" if text.strip() and calls else calls or text


def message_of(text: str) -> dict[str, Any]:
    """A reply as a message of the assistant, its calls taken out of the text: what `joined` has put together."""
    said, *blocks = text.split("<tool_call>")
    calls = []
    for number, block in enumerate(blocks):
        written, end, behind = block.partition("</tool_call>")
        try:
            call = json.loads(written)
        except ValueError:
            call = None
        if not end or behind.strip() or not isinstance(call, dict) or not isinstance(call.get("arguments"), dict):
            return {"role": "assistant", "content": text}
        calls.append({"type": "function", "id": f"call{number:05d}", "function": call})
    return (
        {"role": "assistant", "content": said.rstrip(), "tool_calls": calls}
        if calls
        else {"role": "assistant", "content": text}
    )


def _written(call: Any) -> str:
    function = call.get("function", call) if isinstance(call, dict) else call
    if isinstance(function, dict):
        function = {"name": function.get("name"), "arguments": function.get("arguments")}
    written = json.dumps(function, ensure_ascii=False, default=str).encode("utf-8", "replace").decode("utf-8")
    return f"<tool_call>\n{written}\n</tool_call>"
