"""Plain logs of chats with feedback: what was asked, what the model said, and what somebody thought of it.

    {"messages": […, {"role": "assistant", …}], "feedback": "thumbs_down", "correction": "…"}
    {"prompt", "response", "rating": 2}      {"question", "response", "answer", "feedback"}
    {"messages": [{…}, {"role": "assistant", "content", "feedback": {"rating": "down", "correction": "…"}}, …]}

A correction is a gold. A thumb or a rating is none, whichever way it points: what a person liked may be wrong. It only
tells where to look.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from repairloop.sources.turns import TURNS
from repairloop.tasks.formats.common import (
    Fields,
    Layout,
    Look,
    Row,
    is_empty,
    kept,
    messages_of,
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
from repairloop.tasks.formats.tables import ANSWERS, GROUPS, IDENTS, QUESTIONS, REPLIES
from repairloop.tasks.formats.traces import CORRECTIONS, NO_GOLD, given

FEEDBACK: Final = (
    "feedback", "user_feedback", "human_feedback", "rating", "user_rating", "thumbs", "thumb", "vote", "reaction", "liked",
    "is_liked", "helpful", "is_helpful", "thumbs_up", "thumbs_down", "upvoted",
)  # fmt: skip
_SESSIONS: Final = ("session_id", "conversation_id", "thread_id", "chat_id", *GROUPS)


def recognise(look: Look) -> Layout | None:
    named = {plain(name): name for name in look.names}
    feedback = [named[name] for name in FEEDBACK if name in named]
    correction = next((named[name] for name in CORRECTIONS if name in named and name != "expected_output"), None)
    talk = next((named[name] for name in TURNS if name in named), None)
    question = talk or next((named[name] for name in QUESTIONS if name in named), None)
    reply = None if talk else next((named[name] for name in REPLIES if name in named), None)
    inside = talk is not None and any(
        _judged(turn)
        for value in look.values(talk)[:200]
        for turn in turns_in(value) or []
        if role_of(turn) == "assistant"
    )
    if question is None or not (feedback or correction or inside):
        return None
    if talk is None and reply is None:
        return None
    if talk is not None and not inside and not any(_answered(value) for value in look.values(talk)[:200]):
        return None
    answer = next((named[name] for name in ANSWERS if name in named), None)
    top = max((n for name in feedback for v in look.values(name) if (n := _number(v)) is not None), default=1.0)
    ident = next((named[name] for name in IDENTS if name in named), None)
    group = next((named[name] for name in _SESSIONS if name in named), None)
    used = {question, reply, answer, correction, ident, group, *feedback} - {None}

    def fields(row: Row) -> Iterator[Fields]:
        shared: Fields = {
            "columns": kept(row, used), "ident": "" if ident is None else str(row.get(ident, "")),  # type: ignore[arg-type]
            "group": "" if group is None else str(row.get(group) or ""),
        }  # fmt: skip
        if row.get("tools"):
            shared["tools"] = tools_in(row["tools"])
        turns = turns_in(row.get(question)) if talk else None
        if turns is not None and inside:
            yield from ({**shared, **found} for found in _turns(turns, top))
            return
        if turns is not None:
            before, said = parted(turns)
            found: Fields = {"messages": messages_of(before), "given": None if said is None else given(dict(said))}
        else:
            found = {
                "messages": messages_of(row.get(question)),
                "given": None if reply is None else given(row.get(reply)),
            }
        judged = [row[name] for name in feedback if not is_empty(row.get(name))]
        found["score"] = next((s for value in judged if (s := _score(value, top)) is not None), None)
        for name in ("thumbs_down",):
            if name in named and _score(row.get(named[name]), top) == 1.0:
                found["score"] = 0.0
        right = row.get(correction) if correction else None
        right = next((c for value in judged if (c := _correction(value)) is not None), right)
        if is_empty(right) and answer is not None:
            right = row.get(answer)
        found["gold"] = None if is_empty(right) else reply_of(right)
        yield {**shared, **found}

    columns = {"question": question, "given": reply or question, "answer": correction or answer, "score": ", ".join(feedback),
               "id": ident, "group": group}  # fmt: skip
    how = [*feedback, *([correction] if correction else []), *(["feedback in messages"] if inside else [])]
    return Layout(
        "log of chats with feedback", f"columns {one_line(question, 60)}, {', '.join(one_line(name, 60) for name in how)}",
        f"{one_line(question, 60)} → {one_line(correction or answer or 'corrections', 60)}", fields,
        {what: column for what, column in columns.items() if column},
        [name for name in look.names if name not in used], [NO_GOLD],
    )  # fmt: skip


def _turns(turns: list[dict[str, Any]], top: float) -> Iterator[Fields]:
    """A question for each thing that the model said and somebody judged."""
    for place, turn in enumerate(turns):
        if role_of(turn) == "assistant" and place and role_of(turns[place - 1]) == "user" and (judged := _judged(turn)):
            right = next((c for value in judged.values() if (c := _correction(value)) is not None), None)
            right = next(
                (turn[name] for name in turn if plain(name) in CORRECTIONS and not is_empty(turn[name])), right
            )
            yield {
                "messages": messages_of(turns[:place]), "given": given(dict(turn)), "gold": None if right is None else reply_of(right),
                "score": next((s for value in judged.values() if (s := _score(value, top)) is not None), None),
            }  # fmt: skip


def _judged(turn: Mapping[str, Any]) -> dict[str, Any]:
    """What was thought of a message, as it stands in it."""
    return {
        name: value for name, value in turn.items() if plain(name) in (*FEEDBACK, *CORRECTIONS) and not is_empty(value)
    }


def _answered(value: Any) -> bool:
    turns = turns_in(value)
    return turns is not None and any(role_of(turn) == "assistant" for turn in turns)


def _number(value: Any) -> float | None:
    if isinstance(value, Mapping):
        value = next((value[name] for name in ("rating", "score", "value") if name in value), None)
    value = (
        parsed(value) if isinstance(value, str) and value.strip().lstrip("-").replace(".", "", 1).isdigit() else value
    )
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _score(value: Any, top: float) -> float | None:
    """A thumb, or a rating of `top` at most."""
    if isinstance(value, Mapping):
        value = next(
            (value[name] for name in ("rating", "score", "value", "thumb", "type", "label") if name in value), None
        )
    number = _number(value)
    if number is not None and top > 1:
        return min(1.0, max(0.0, (number - 1) / (max(top, 5.0) - 1)))
    return share(value)


def _correction(value: Any) -> Any:
    """A correction that stands in the feedback."""
    value = parsed(value) if isinstance(value, str) and value.lstrip()[:1] == "{" else value
    if not isinstance(value, Mapping):
        return None
    return next((value[name] for name in value if plain(name) in CORRECTIONS and not is_empty(value[name])), None)
