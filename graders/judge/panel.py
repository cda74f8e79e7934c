"""What a judge says of one text when it is asked several times, and whether that is a verdict.

Half of the samples show the texts in one order, half in the other. A verdict needs two thirds of all samples, and in
neither order more samples against it than for it. All else is undecided, with the reason. How far a decided one can
be trusted is not known here (see `calibration`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final, Literal

from graders.judge.prompt import MAX_TOKENS, RESPONSE_FORMAT, TEMPERATURE, messages, read_reply, visible
from repairloop import fingerprint

_FIXED: Final[dict[str, Any]] = {
    "temperature": TEMPERATURE, "max_tokens": MAX_TOKENS, "response_format": RESPONSE_FORMAT,
}  # fmt: skip


@dataclass(frozen=True)
class Vote:
    """One sample."""

    order: int
    """0: the reference was shown first; 1: the text to be judged."""
    verdict: str
    """`right`, `wrong`, `unsure`; `unreadable` for a reply that holds no opinion, `none` where there was no reply."""
    said: str
    """The judge's reason, or why there is no reply."""
    timed_out: bool = False


@dataclass(frozen=True)
class Finding:
    """What the votes come to."""

    verdict: Literal["right", "wrong"] | None
    """None: undecided."""
    why: str
    """The reason of one who voted for the verdict, or why there is none."""
    votes: tuple[Vote, ...]
    error_class: str = "grader_error"
    """What an undecided one is: `grader_error` or `grader_timeout`."""

    @property
    def flipped(self) -> bool:
        """Whether the judge says the opposite when the order is changed."""
        leads = [Counter(v.verdict for v in self.votes if v.order == order) for order in (0, 1)]
        forward, backward = (lead["right"] - lead["wrong"] for lead in leads)
        return forward * backward < 0

    @property
    def unanswered(self) -> bool:
        """Undecided for want of replies."""
        return self.verdict is None and any(v.verdict == "none" for v in self.votes)


def hear(
    server: str, question: str, reference: str | None, candidate: str, *, rubric: str, samples: int, seconds: float
) -> Finding:
    """Ask the judge `samples` times, at once, what it says of `candidate`."""
    from graders.judge.client import ask

    prompts = [
        (
            messages(question, reference, candidate, rubric, number % 2),
            int(fingerprint(number, question, reference, candidate), 16) & 0x7FFFFFFF,
        )
        for number in range(samples)
    ]
    votes = []
    for number, reply in enumerate(ask(server, prompts, _FIXED, seconds)):
        if reply.fault is not None:
            votes.append(Vote(number % 2, "none", visible(reply.fault), reply.timed_out))
        elif opinion := read_reply(reply.text):
            votes.append(Vote(number % 2, opinion.verdict, opinion.reason))
        else:
            votes.append(Vote(number % 2, "unreadable", "the reply holds no verdict"))
    return decide(tuple(votes))


def decide(votes: tuple[Vote, ...]) -> Finding:
    """The verdict of the votes, if they have one."""
    counts = Counter(vote.verdict for vote in votes)
    needed = -(-2 * len(votes) // 3)
    for verdict in ("right", "wrong"):
        orders = [[v.verdict == verdict for v in votes if v.order == order] for order in (0, 1)]
        if counts[verdict] >= needed and all(2 * sum(votes_for) >= len(votes_for) for votes_for in orders):
            said = next((v.said for v in votes if v.verdict == verdict and v.said), "")
            return Finding(verdict, said, votes)  # type: ignore[arg-type]
    if len(votes) - counts["none"] < needed:
        lost = next(v for v in votes if v.verdict == "none")
        return Finding(None, lost.said, votes, "grader_timeout" if lost.timed_out else "grader_error")
    found = Finding(None, "", votes)
    if found.flipped:
        why = "the judge's verdict depends on the order in which the texts are shown"
    elif counts["unsure"] >= needed:
        why = "the judge is not sure"
    elif counts["unreadable"] >= needed:
        why = "the judge's replies hold no verdict"
    else:
        why = "the judge does not agree with itself"
    named = ", ".join(f"{count} {verdict}" for verdict, count in counts.most_common())
    return Finding(None, f"{why} ({named})", votes)
