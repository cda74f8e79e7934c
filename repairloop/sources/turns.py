"""Conversations in rows: what is said in one, in whichever of the usual ways its turns are written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from repairloop.ground.messages import content_of
from repairloop.records.envelope import bare

TURNS: Final = ("messages", "conversations", "conversation", "dialog", "dialogue", "turns")
ASKED: Final = ("instruction", "prompt")
USERS: Final = ("user", "human")
MODELS: Final = ("assistant", "gpt", "model", "chatgpt", "chatbot", "bot", "ai")
SAID: Final = ("output", "completion", "response", "chosen")


def conversation(row: Any) -> str:
    """What is said in a row, but for what the system says; empty where the row is no conversation."""
    if isinstance(row, list):
        return _joined(map(_turn, row)) if row and all(map(is_turn, row)) else ""
    if not isinstance(row, dict):
        return ""
    named = {str(key).lower(): value for key, value in row.items()}
    for name in TURNS:
        if said := conversation(_parsed(named.get(name))):
            return said
    parts = [next((named[name] for name in names if named.get(name)), None) for names in (ASKED, ("input",), SAID)]
    if parts[0] is None or parts[2] is None:
        return ""
    return _joined(conversation(part) or (part if isinstance(part, str) else "") for part in parts)


def is_turn(value: Any) -> bool:
    return isinstance(value, dict) and ("role" in value or "from" in value) and ("content" in value or "value" in value)


def _turn(turn: dict[str, Any]) -> str:
    who = str(turn.get("role") or turn.get("from")).lower()
    if who not in (*USERS, *MODELS):
        return ""
    try:
        said = content_of(turn.get("content") or turn.get("value")).text
    except (TypeError, RecursionError):
        return ""
    return bare(said) if who in MODELS else said


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(text.strip() for text in texts if text.strip())


def _parsed(value: Any) -> Any:
    """Messages may stand in a cell as JSON."""
    if isinstance(value, str) and value.lstrip().startswith("[{"):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return None
    return value
