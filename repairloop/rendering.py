"""Conversations as tokens: as a student is asked, and as it is trained, one and the same up to where its answer begins.

A chat template may write more between a question and an answer than a prompt shows: an empty block of thoughts, or the
beginning of one. A row that is trained has no thoughts, so what is learned is the template's own form of an answer
without any: an empty block where the template writes one, and the end of one that the prompt has begun. The prompt is the
prompt that is asked, token by token. Knows tokenizers, no engine and no trainer.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from repairloop import envelope
from repairloop.records import Message


class Rendered(NamedTuple):
    """A conversation with its answer, as tokens."""

    tokens: list[int]
    prompt: int
    """How many of them are the prompt's: the others are learned."""


def asked(tokenizer: Any, messages: list[Message], options: dict[str, Any]) -> list[int]:
    """The tokens of a prompt. `options`: variables of the chat template."""
    tokens = tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_dict=False, **options)
    return list(tokens)


def answered(tokenizer: Any, messages: list[Message], answer: str, options: dict[str, Any]) -> Rendered:
    """The prompt as it is asked, and behind it the answer as the student would give it without thoughts."""
    prompt = asked(tokenizer, messages, options)
    before = str(tokenizer.apply_chat_template(messages, add_generation_prompt=True, tokenize=False, **options))
    written = tokenizer.apply_chat_template(_turn(messages, _MARK), tokenize=False, **options)
    head, _, tail = str(written).partition(_MARK)
    if opening := envelope.opening(before):
        between = f"\n{envelope.closing_of(opening)}\n\n"
    else:
        between = head[len(before) :] if head.startswith(before) else ""
        whole = list(tokenizer.apply_chat_template(_turn(messages, answer), return_dict=False, **options))
        if head.startswith(before) and whole[: len(prompt)] == prompt:
            return Rendered(whole, len(prompt))
    tokens = tokenizer.encode(f"{between}{answer}{tail}", add_special_tokens=False)
    return Rendered(prompt + tokens, len(prompt))


_MARK: Final = "\u2e28answer\u2e29"


def _turn(messages: list[Message], answer: str) -> list[Message]:
    return [*messages, {"role": "assistant", "content": answer}]


def rendered(tokenizer: Any, row: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """A row to train on, with `input_ids` and `labels` (-100 for the prompt, which is not learned) for its messages."""
    answer = row["completion"][-1]["content"]
    tokens, prompt = answered(tokenizer, [*row["prompt"], *row["completion"][:-1]], answer, options)
    kept = {key: value for key, value in row.items() if key not in ("prompt", "completion")}
    return {**kept, "input_ids": tokens, "labels": [-100] * prompt + tokens[prompt:]}
