"""Conversations as tokens: as a student is asked, and as it is trained, one and the same up to where its answer begins.

A chat template may write more between a question and an answer than a prompt shows: an empty block of thoughts, or the
beginning of one. A row that is trained has no thoughts, so what is learned is the template's own form of an answer
without any: an empty block where the template writes one, and the end of one that the prompt has begun. The prompt is the
prompt that is asked, token by token. Knows tokenizers, no engine and no trainer.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from repairloop.records import Message, envelope


class Rendered(NamedTuple):
    """A conversation with its answer, as tokens."""

    tokens: list[int]
    prompt: int
    """How many of them are the prompt's: the others are learned."""


def asked(tokenizer: Any, messages: list[Message], options: dict[str, Any]) -> list[int]:
    """The tokens of a prompt. `options`: variables of the chat template, and the `tools` that it lists."""
    return list(tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_dict=False, **options))


def answered(tokenizer: Any, messages: list[Message], answer: dict[str, Any], options: dict[str, Any]) -> Rendered:
    """The prompt as it is asked, and behind it the answer (a message) as the student would give it without thoughts."""
    prompt = asked(tokenizer, messages, options)
    before = str(tokenizer.apply_chat_template(messages, add_generation_prompt=True, tokenize=False, **options))
    turn = [*messages, answer]
    whole = str(tokenizer.apply_chat_template(turn, tokenize=False, **options))
    marked = [*messages, {**answer, "content": _MARK}]
    head, found, tail = str(tokenizer.apply_chat_template(marked, tokenize=False, **options)).partition(_MARK)
    opening = envelope.opening(before)
    if not found:  # calls stand in the place of a text, with nothing of the template's own before them
        head = before.rpartition(opening)[0] if opening else before
    goes_on = head.startswith(before)
    closing = envelope.closing_of(opening) if opening else ""
    end = f"\n{closing}\n\n" if closing and not (goes_on and closing in head[len(before) :]) else ""
    tokens = list(tokenizer.apply_chat_template(turn, return_dict=False, **options))
    if not end and whole.startswith(before) and tokens[: len(prompt)] == prompt:
        return Rendered(tokens, len(prompt))
    start = before if goes_on else head
    said = whole[len(start) :] if whole.startswith(start) else f"{answer['content']}{tail}"
    return Rendered(prompt + tokenizer.encode(end + said, add_special_tokens=False), len(prompt))


_MARK: Final = "\u2e28answer\u2e29"


def rendered(tokenizer: Any, row: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """A row to train on, with `input_ids` and `labels` (-100 for the prompt, which is not learned) for its messages."""
    options = options | ({"tools": row["tools"]} if row.get("tools") else {})
    tokens, prompt = answered(tokenizer, [*row["prompt"], *row["completion"][:-1]], row["completion"][-1], options)
    kept = {key: value for key, value in row.items() if key not in ("prompt", "completion", "tools")}
    return {**kept, "input_ids": tokens, "labels": [-100] * prompt + tokens[prompt:]}
