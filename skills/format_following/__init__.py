"""The skill `format_following`: give a short answer to a small task in exactly the form that was asked for.

What is asked is a task, a topic and a list of constraints; the truth is that list (or, for labels, the class that the
text was made from), so the `constraints` grader decides every answer. Topics, occasions, texts, labels and all
wording come from two banks that share nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from repairloop.plugins import Problem, Skill, skill
from repairloop.records import Message, Wording
from skills.format_following.compose import answer
from skills.format_following.material import OCCASIONS, TOPICS
from skills.format_following.problems import EDITS, Classification, Request, draw
from skills.format_following.render import LETTERS, render


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
    max_tokens = 56

    def problem(self, area: str, rng: Random, bank: Wording, difficulty: int) -> Problem:
        return draw(area, rng, bank, difficulty)

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
        if problem.task == "note":
            return {"min_words": 3, "topic_words": OCCASIONS[problem.topic].stems(problem.focus[1])}
        return {"min_words": 2 if problem.task == "record" else 3, "topic_words": TOPICS[problem.topic].stems}

    def solution(self, problem: Request | Classification, rng: Random) -> str:
        return answer(problem, rng)

    def refinements(self) -> dict[str, Callable[[Any, Random], Any]]:
        return dict(EDITS)
