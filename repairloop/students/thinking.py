"""Whether a student thinks before it answers, and what its chat template has to do with that. Loads no engine.

A template says much: its prompt may begin the thoughts, or end them at once. Where it only knows of thoughts, one trial
question tells. What is found decides how much room a reply has, so it is found once a run, and shared by both sides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from repairloop.records import Probe, envelope
from repairloop.students.base import Student, Thinking

if TYPE_CHECKING:
    from repairloop.config import StudentSettings

TRIAL: Final = Probe(
    id="think".rjust(16, "0"), skill="self", area="self/thinks", split="screen", grader="", max_tokens=48,
    messages=[{"role": "user", "content": "What is 2 + 2? Reply with the number alone."}],
)  # fmt: skip
"""A question that needs no thought: who thinks all the same, thinks."""
LONG: Final = 2048
"""Tokens that the second trial of a server may take: its template may begin the thoughts, and only their end shows."""
_PROMPT_END: Final = 24
"""Tokens of a prompt that say whether it ends inside thoughts."""


def by_template(tokenizer: Any, asking: StudentSettings) -> Literal["yes", "no", "perhaps"]:
    """What chat template and tokenizer say of thoughts."""
    options = {"add_generation_prompt": True, "tokenize": False, **asking.chat_template_kwargs}
    try:
        prompt = str(tokenizer.apply_chat_template(TRIAL.messages, **options))
    except Exception:  # what is wrong with the template will be said when a probe is rendered
        return "no"
    behind = prompt.rpartition(TRIAL.messages[0]["content"])[2]
    if envelope.opening(behind):
        return "yes"
    if envelope.marks(behind):
        return "no"  # it ends the thoughts before they begin
    known = [str(tokenizer.chat_template or ""), *map(str, getattr(tokenizer, "added_tokens_encoder", {}))]
    return "perhaps" if any(map(envelope.marks, known)) else "no"


def keeps_marks(tokenizer: Any) -> bool:
    """Whether special tokens must be kept in the text: some of them mark thoughts."""
    return any(envelope.is_mark(str(token)) for token in tokenizer.all_special_tokens)


def beginning(tokenizer: Any, prompt: list[int]) -> str:
    """What a reply to this prompt begins with, unsaid: the mark that the template has written already."""
    return envelope.opening(str(tokenizer.decode(prompt[-_PROMPT_END:], skip_special_tokens=False)))


def settle(student: Student) -> None:
    """Find out whether a student thinks, where that is not known yet. Where its template alone does not say, it is asked
    a trial question, and where the reply was cut without a sign of either, once more with room for long thoughts."""
    if student.settled:
        return
    if student.by_template != "perhaps":
        student.thinking = Thinking(student.by_template == "yes")
    else:
        for tokens in (TRIAL.max_tokens, LONG):
            answer, opening = student.try_out(TRIAL.like(max_tokens=tokens))
            if answer is None or answer.status == "failed":
                return  # it stays unknown, and is tried again before the next question
            thinks = bool(answer.thoughts) or (not answer.text and answer.finish_reason == "length")
            student.thinking = Thinking(thinks, opening)
            if thinks or answer.finish_reason != "length" or student.engine != "openai":
                break
    student.settled = True
    if student.thinking.thinks:
        say(student)


def say(student: Student) -> None:
    """Tell the user that the student thinks, and what that means."""
    room = student.asking.thinking_tokens
    student.notice.append(
        f"{student.name} thinks before it answers: its thoughts are kept apart and not graded, and have room for "
        f"{room:,} tokens (student.thinking_tokens)"
    )
