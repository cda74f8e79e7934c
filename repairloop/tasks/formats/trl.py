"""TRL's datasets, the forms that a table is not: preference, unpaired preference, stepwise supervision.

    preference            prompt, chosen, rejected     the chosen one is the gold     prompt may stand in both
    unpaired preference   prompt, completion, label    a gold where the label is true, else a place to look
    stepwise supervision  prompt, completions, labels  the steps are a gold where all labels are true

Language modelling, prompt-only and prompt-completion are tables (`tables`). What was rejected tells where to look.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from repairloop.records.rows import clean
from repairloop.sources.turns import TURNS
from repairloop.tasks.formats.common import (
    BadRow,
    Fields,
    Layout,
    Look,
    Row,
    as_json,
    is_empty,
    kept,
    messages_of,
    parsed,
    parted,
    reply_of,
    role_of,
    tools_in,
    turns_in,
)

_USED: Final = ("prompt", "chosen", "rejected", "completion", "completions", "label", "labels", "tools")


def recognise(look: Look) -> Layout | None:
    if look.has("chosen", "rejected"):
        prompt = "prompt" if look.has("prompt") else "the beginning that both share"
        return _layout(look, "preference", f"{prompt} → chosen", "chosen", _preference, given="rejected")
    if look.has("prompt", "completion", "label") and all(_truth(v) is not None for v in look.values("label")):
        return _layout(look, "unpaired preference", "prompt → completion, where label is true", "completion", _unpaired)
    if look.has("prompt", "completions", "labels") and all(_listed(v) is not None for v in look.values("labels")):
        return _layout(
            look, "stepwise supervision", "prompt → completions, where all labels are true", "completions", _stepwise
        )
    return None


def _layout(look: Look, name: str, form: str, answer: str, fields: Any, given: str | None = None) -> Layout:
    columns = {"question": "prompt" if look.has("prompt") else "chosen", "answer": answer}
    if given:
        columns["given"] = given
    unused = [column for column in look.names if column not in _USED]

    def read(row: Row) -> Iterator[Fields]:
        found = fields(row)
        if row.get("tools"):
            found["tools"] = tools_in(row["tools"])
        found["columns"] = kept(row, _USED)
        yield found

    return Layout(f"TRL's set, {name}", f"columns {', '.join(columns.values())}", form, read, columns, unused)


def _preference(row: Row) -> Fields:
    chosen, rejected = ([turn] if isinstance(turn := row.get(name), dict) else turn for name in ("chosen", "rejected"))
    prompt = next((row[name] for name in ("prompt", *TURNS) if not is_empty(row.get(name))), None)
    if is_empty(prompt) or ((turns := turns_in(chosen)) and role_of(turns[0]) != "assistant"):
        prompt, chosen, rejected = _shared(chosen, rejected)
    gold = reply_of(turns_in(chosen) or chosen)
    if is_empty(gold):
        raise BadRow("nothing was chosen")
    given = reply_of(turns_in(rejected) or rejected)
    return {
        "messages": messages_of(prompt), "gold": gold.strip() if isinstance(gold, str) else gold, "score": 0.0,
        "given": given if isinstance(given, str) or given is None else as_json(given),
    }  # fmt: skip


def _shared(chosen: Any, rejected: Any) -> tuple[Any, Any, Any]:
    """The beginning that both have in common, and what goes on behind it."""
    a, b = turns_in(chosen), turns_in(rejected)
    if a is not None and b is not None:
        before, reply = parted(a)
        return before, [reply] if reply else None, b[len(before) :]
    if not isinstance(chosen, str) or not isinstance(rejected, str):
        raise BadRow("what was chosen and rejected are neither texts nor conversations")
    place = next(
        (n for n, (x, y) in enumerate(zip(chosen, rejected, strict=False)) if x != y), min(len(chosen), len(rejected))
    )
    while place and not chosen[place - 1].isspace():
        place -= 1
    if (turn := chosen.rfind(_TURN, 0, place)) >= 0:
        place = turn + len(_TURN)
    if not chosen[:place].strip():
        raise BadRow("no question: what was chosen and rejected have no beginning in common")
    return chosen[:place].rstrip(), chosen[place:], rejected[place:]


_TURN: Final = "\n\nAssistant:"
"""What stands before a reply in conversations that are one text, as HH-RLHF has them."""


def _unpaired(row: Row) -> Fields:
    said = reply_of(turns_in(row["completion"]) or row["completion"])
    good = _truth(row["label"])
    found: Fields = {"messages": messages_of(row["prompt"]), "score": float(bool(good))}
    if good:
        return found | {"gold": said.strip() if isinstance(said, str) else said}
    return found | {"given": said if isinstance(said, str) else as_json(said)}


def _stepwise(row: Row) -> Fields:
    steps, labels = _listed(row["completions"]), _listed(row["labels"])
    if not steps or not labels or len(steps) != len(labels):
        raise BadRow("it has not one label for each step")
    said = clean("\n".join(map(str, steps)))
    good = all(_truth(label) for label in labels)
    return {"messages": messages_of(row["prompt"]), "score": float(good)} | (
        {"gold": said} if good else {"given": said}
    )


def _truth(value: Any) -> bool | None:
    """True or false, also as tables write them."""
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False, "1": True, "0": False}.get(str(value).strip().lower())


def _listed(value: Any) -> list[Any] | None:
    value = parsed(value) if isinstance(value, str) else value
    return value if isinstance(value, list) else None
