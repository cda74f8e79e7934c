"""The skill `format_following`: give a short answer to a small task in exactly the form that was asked for.

What is asked is a task, a topic and a list of constraints; the truth is that list (or, for labels, the class that the
text was made from), so the `constraints` grader decides every answer. Topics, occasions, texts, labels and all
wording come from two banks that share nothing. `excerpts` draws requests on texts from raw material, which `given`
holds and words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import TYPE_CHECKING, Any, ClassVar

from repairloop.plugins import Problem, Skill, skill
from repairloop.records import Message, Wording
from skills.format_following import excerpts, given
from skills.format_following.compose import answer
from skills.format_following.given import Found, Given
from skills.format_following.material import OCCASIONS, TOPICS
from skills.format_following.problems import EDITS, Classification, Request, draw
from skills.format_following.render import LETTERS, render

if TYPE_CHECKING:
    from repairloop.sources.chunks import Chunk


@skill("format_following", grader="constraints")
class FormatFollowing(Skill):
    areas = {
        "format_following/counts": "exactly so many bullets, numbered items, lines, sentences or words",
        "format_following/prefix_suffix": "begin or end with given words, a postscript, quotation marks",
        "format_following/case": "capitals only, small letters only, Title Case",
        "format_following/json_shape": "a JSON object with given keys and types, a JSON list of so many",
        "format_following/forbidden": "without given words, letters or signs; with required words",
        "format_following/labels": "reply with the right one of the given labels and nothing else",
        "format_following/several": "two or three constraints at once",
    }
    builds_on: ClassVar[dict[str, tuple[str, ...]]] = {
        "format_following/several": (
            "format_following/counts",
            "format_following/prefix_suffix",
            "format_following/case",
            "format_following/forbidden",
        )
    }
    max_tokens = 56
    material = frozenset({"text"})

    def problem(self, area: str, rng: Random, bank: Wording, difficulty: int) -> Problem:
        return draw(area, rng, bank, difficulty)

    def from_material(self, area: str, chunks: Sequence[Chunk], rng: Random, difficulty: int) -> Given | Found | None:
        return excerpts.from_material(area, chunks, rng, difficulty)

    def render(self, problem: Request | Classification, rng: Random, bank: Wording) -> list[Message]:
        return render(problem, rng, bank)

    def reference(self, problem: Request | Classification) -> list[dict[str, Any]]:
        if isinstance(problem, Request):
            return problem.rules
        right = list(problem.labels).index(problem.truth)
        options = list(problem.labels.values()) if problem.form == "label" else list(LETTERS[: len(problem.labels)])
        return [{"id": "one_of", "args": {"options": options, "answer": options[right]}}]

    def settings(self, problem: Request | Classification) -> dict[str, Any]:
        if isinstance(problem, Classification):
            return {}
        if problem.task in ("title", "list"):  # a good title or item may use none of the words we know
            return {"min_words": 2}
        if isinstance(problem, Given):
            return {"min_words": 2 if problem.task == "record" else 3, "topic_words": problem.terms}
        if problem.task == "note":
            return {"min_words": 3, "topic_words": OCCASIONS[problem.topic].stems(problem.focus[1])}
        return {"min_words": 2 if problem.task == "record" else 3, "topic_words": TOPICS[problem.topic].stems}

    def solution(self, problem: Request | Classification, rng: Random) -> str:
        return answer(problem, rng)

    def refinements(self) -> dict[str, Callable[[Any, Random], Any]]:
        return {name: _for_both(edit, given.EDITS.get(name, edit)) for name, edit in EDITS.items()}


Edit = Callable[[Any, Random], Any]


def _for_both(edit: Edit, for_given: Edit) -> Edit:
    """The edit, and the one that does the same where a text is given."""
    return lambda problem, rng: (for_given if isinstance(problem, Given) else edit)(problem, rng)
