"""Requests on a text from raw material: retell it, name it, list words of it, in exactly the form that is asked for.

    "The trail was closed in May. A storm had washed the bridge away. Volunteers built a new one."
    →  Retell the text below in exactly two sentences.     The trail was closed in May. A storm had washed the bridge away.
    →  Which of these words stands in the text, bridge or castle? One word.     bridge

A `Given` is a request whose content is sentences and words of the text; a `Found` is a classification whose truth is
which of the words offered stands there. Sentences are kept where any form can be put on them: words, commas and one
full stop, in letters that have two cases (see `excerpts`). What a text means is not known: to retell is to give its first sentences.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random
from typing import TYPE_CHECKING, Any, Final, Literal

from repairloop.records import Message
from skills.format_following.problems import Classification, Request, rule
from skills.format_following.spin import Phrase, phrases

if TYPE_CHECKING:
    pass


class Given(Request):
    """A request on a text."""

    sentences: list[str]
    """Of the text, in order, without their full stops."""
    terms: list[str]
    """Telling words of the text, in small letters; at least eight."""

    @property
    def text(self) -> str:
        return " ".join(f"{sentence[0].upper()}{sentence[1:]}." for sentence in self.sentences)

    @property
    def title(self) -> str:
        """The topic, where it can head a text; else words of the text."""
        small = self.text.lower()
        return self.topic or " and ".join(sorted(self.terms, key=lambda term: (-small.count(term), -len(term)))[:2])


class Found(Classification):
    """A text, and words of which one stands in it."""

    kind: Literal["found"]  # type: ignore[assignment]

    @property
    def text(self) -> str:
        return self.head


def length(sentences: Sequence[str]) -> int:
    return sum(sentence.count(" ") + 1 for sentence in sentences)


def fits(text: str, rules: dict[str, dict[str, Any]]) -> bool:
    """Whether a sentence or word keeps to the words and signs that may be used."""
    if ("no_commas" in rules and "," in text) or ("no_digits" in rules and any(map(str.isdigit, text))):
        return False
    return set(re.findall(r"[^\W_]+", text.lower())).isdisjoint(rules.get("excludes", {}).get("words", ()))


def shorter(sentences: Sequence[str]) -> int:
    """How many of the first sentences make an answer that is shorter than the text, and not long."""
    return sum(length(sentences[: n + 1]) <= 34 for n in range(len(sentences) - 1))


# ---- wording ------------------------------------------------------------------------------------------

TASKS: Final[dict[str, list[Phrase]]] = {task: phrases(block) for task, block in {
    "describe": """
        (Retell|Sum up|Render) the text below
        Say (briefly|in your answer) what the text below tells
        (Give|Write) the (gist|content) of the text below
        What does the text below say?
        (Pass on|Repeat) what the text below tells us
        (Can|Could) you sum up the text below?
        (Shorten|Condense) the text below
        Tell me what the text below is about
        (Write|Make) a summary of the text below
    """,
    "title": """
        Give the text below a title
        (Find|Suggest) a title for the text below
        What would be a good title for the text below?
        Think of a good title for the text below
        (Write|Invent) a heading for the text below
        The text below needs a title
        Name the text below
    """,
    "list": """
        (List|Name) words (from|of) the text below
        (Pick|Copy) words from the text below
        Which (telling|long) words stand in the text below?
        (Collect|Gather) words from the text below
        (Find|Give me) words that stand in the text below
        Make a list of words from the text below
    """,
    "record": """
        Describe the text below as a JSON object
        (Put|Turn) the text below into a JSON object
        (Write|Make) a JSON record of the text below
        (Give me|I need) JSON about the text below
        Return a JSON object on the text below
    """,
}.items()}  # fmt: skip
QUESTIONS: Final = phrases("""
    Which of these words stands in the text: {options}?
    Which word does the text use, {options}?
    (Find|Choose) the word that the text contains: {options}.
    One of these words is in the text: {options}. Which one?
    (Say|Decide) which word occurs in the text: {options}.
    Look for these words in the text: {options}. Which is there?
    Only one of {options} is in the text. Which?
""")
SUBJECT: Final = "Text"
_AROUND: Final = ("{x}", "Text:\n{x}", "---\n{x}\n---", '"{x}"', "Text: {x}", "<text>\n{x}\n</text>", "### Text\n{x}")


def with_text(messages: list[Message], problem: Given, rng: Random) -> list[Message]:
    """The request, with its text below it."""
    shown = rng.choice(_AROUND).replace("{x}", problem.text)
    *before, user = messages
    return [*before, {**user, "content": f"{user['content']}{rng.choice((chr(10), chr(10) * 2))}{shown}"}]


# ---- edits --------------------------------------------------------------------------------------------


def longer(problem: Given, rng: Random) -> Given | None:
    """One more item, line or sentence, as far as the text goes."""
    for place, old in enumerate(problem.rules):
        count = old["args"].get("exactly")
        if old["id"] not in ("bullets", "numbered", "lines", "items", "json_list", "sentences") or count is None:
            continue
        banned = sum(len(other["args"]["words"]) for other in problem.rules if other["id"] == "excludes")
        there, bound = (len(problem.terms), 7) if problem.task == "list" else (shorter(problem.sentences), 4)
        if count < min(bound, there - banned):
            rules: list[Any] = list(problem.rules)
            rules[place] = {**old, "args": {**old["args"], "exactly": count + 1}}
            return problem.model_copy(update={"rules": rules})
    return None


def another_word(problem: Given, rng: Random) -> Given | None:
    """Forbid one more word of the text, where an answer is left."""
    for place, old in enumerate(problem.rules):
        words = old["args"].get("words", [])
        if old["id"] != "excludes" or len(words) > 2:
            continue
        left = [term for term in problem.terms if term not in words]
        if problem.task != "list":
            left = [term for term in left if _answerable(problem, [*words, term])]
        if left:
            rules: list[Any] = list(problem.rules)
            rules[place] = rule("excludes", words=[*words, rng.choice(left)])
            return problem.model_copy(update={"rules": rules})
    return None


def _answerable(problem: Given, banned: list[str]) -> bool:
    """Whether the sentences that do without the words suffice."""
    wanted = max((old["args"].get("exactly", 1) for old in problem.rules if old["id"] != "words"), default=1)
    return sum(fits(s, {"excludes": {"words": banned}}) for s in problem.sentences) >= wanted


EDITS: Final[dict[str, Callable[[Given, Random], Given | None]]] = {
    "ask for one more": longer, "forbid another word": another_word,
}  # fmt: skip
"""Suggestion → edit, where the text decides what is left to ask."""
