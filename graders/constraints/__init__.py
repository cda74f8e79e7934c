"""The `constraints` grader: does a text keep to the form that was asked for?

All constraints must hold, and each is reported with what was found against what was wanted. Two settings ask for
substance, so that a text which only keeps to the form does not pass.

An unknown constraint, an unknown argument, a bad value, or constraints that contradict one another raise BadReference:
nothing passes unread. This grader judges neither truth nor style.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, NamedTuple

from pydantic import ConfigDict, Field

from graders.constraints.checks import CHECKS, plain, plain_words, validate
from graders.constraints.clash import contradiction
from graders.constraints.gold import compose
from graders.constraints.spoil import spoil
from repairloop import (
    ERROR_CLASSES,
    Answer,
    BadReference,
    Check,
    Given,
    Grader,
    Probe,
    Verdict,
    failed,
    grader,
    one_call,
    passed,
)

_RANK: Final = {name: rank for rank, name in enumerate(n for names in ERROR_CLASSES.values() for n in names)}
_DECLINES = re.compile(
    r"\W*(?:(?:i'?m|i am|so) sorry\W+|sorry\W+|unfortunately\W+|but\W+|as an ai\b[^.]{0,60}?\W+){0,3}"
    r"i\s+(?:can(?:'|no)t|am unable to|am not able to|won't)\s+"
    r"(?:help|assist|write|provide|answer|do|describe|fulfil|comply|complete|create|give)\b"
)


_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
"""What no reader sees: a constraint must hold with it and without it."""


class Constraint(Given):
    """One instruction."""

    model_config = ConfigDict(extra="forbid")

    id: str
    """Its name, after the IFEval and IFBench tradition; see `graders.constraints.checks`."""
    args: dict[str, Any] = {}
    """Its arguments."""


Instructions = Annotated[list[Constraint], Field(description='the instructions: [{"id": …, "args": {…}}, …]')]


class ConstraintsSettings(Given):
    """What a text must have besides the form."""

    min_words: int = Field(1, ge=1, le=2000)
    """The fewest words that count as an answer."""
    topic_words: list[str] = []
    """Beginnings of words, one of which must stand in the text, in any case."""


class Wanted(NamedTuple):
    """A reference that can be used, with the settings that belong to it."""

    constraints: list[tuple[str, dict[str, Any]]]
    topic_words: list[str]
    min_words: int
    expected: str


@grader("constraints", version="5")
class Constraints(Grader[Instructions, ConstraintsSettings]):
    """Is every instruction about the form of the text followed?"""

    def prepare(self, reference: Instructions, settings: ConstraintsSettings) -> Wanted:
        return _wanted(reference, settings)

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        wanted: Wanted = self.read(probe)
        text = plain(answer.text).strip()
        findings = [(name, CHECKS[name](text, **args)) for name, args in wanted.constraints]
        if "<!--" in text and text[:1] not in ("{", "[", "`"):
            shown = _COMMENT.sub("", text)
            findings = [
                (name, found if not found.passed else CHECKS[name](shown, **args))
                for (name, found), (_, args) in zip(findings, wanted.constraints, strict=True)
            ]
            text = shown
        checks = [Check(name=name, passed=found.passed, detail=found.detail[:400]) for name, found in findings]
        wrong = [(name, found) for name, found in findings if not found.passed]
        start = len(answer.text) - len(answer.text.lstrip())
        said = answer.text[start:].rstrip()[:400]
        report: dict[str, Any] = {"extracted": said, "span": (start, start + len(said)), "expected": wanted.expected}
        if wrong:
            error_class = min((found.error_class for _, found in wrong), key=_RANK.__getitem__)
            evidence = "; ".join(f"{name}: {found.detail[:300]}" for name, found in wrong[:5])
            if error_class == "schema_invalid":
                report |= {"extracted": None, "span": None}
            return failed(error_class, checks=checks, evidence=evidence, **report)
        missing = _without_substance(text, wanted.topic_words, wanted.min_words)
        if missing is not None:
            error_class, detail = missing
            checks.append(Check(name="substance", passed=False, detail=detail))
            evidence = f"The form is right, but {detail}."
            return failed(error_class, "heuristic", checks=checks, evidence=evidence, **report)
        return passed(checks=checks, **report)

    def gold(self, probe: Probe) -> str:
        return _compose(self.read(probe))

    def corrupt(self, probe: Probe) -> dict[str, str]:
        wanted: Wanted = self.read(probe)
        gold = _compose(wanted)
        texts: dict[str, str] = {}
        for name, args in wanted.constraints:
            for error_class, text in spoil(name, args, gold):
                operator = error_class if error_class not in texts else f"{error_class}:{name}"
                texts.setdefault(operator, text)
        if wanted.topic_words:
            off_topic = compose(wanted.constraints, (), wanted.min_words)
            if not _on_topic(off_topic, wanted.topic_words):
                texts["no_answer_found"] = off_topic
        return texts

    def examples(self) -> list[Probe]:
        topic: dict[str, Any] = {"topic_words": ["rain", "cloud"], "min_words": 2}
        references: list[list[dict[str, Any]]] = [
            *([{"id": name, "args": args}] for name, args in _EXAMPLES.items()),
            [{"id": "bullets", "args": {"exactly": 3, "only": True}}, {"id": "uppercase", "args": {}}],
            [{"id": "sentences", "args": {"exactly": 2}}, {"id": "postscript", "args": {}}, {"id": "no_commas"}],
            [{"id": "words", "args": {"exactly": 9}}, {"id": "ends_with", "args": {"phrase": "Good night."}}],
            [{"id": "json_list", "args": {"exactly": 3, "of": "string"}}, {"id": "lowercase", "args": {}}],
        ]
        return self.probes(
            [(one, {} if one[0]["id"] in ("one_of", "number_only") else topic) for one in references],
            "Write about rain.",
        )


_EXAMPLES: Final[dict[str, dict[str, Any]]] = {
    "words": {"exactly": 7}, "sentences": {"min": 2, "max": 3}, "lines": {"exactly": 4}, "paragraphs": {"exactly": 2},
    "bullets": {"exactly": 3, "markers": "*"}, "numbered": {"min": 2}, "items": {"separator": ";", "exactly": 4},
    "placeholders": {"min": 2}, "highlights": {"exactly": 2}, "keyword": {"word": "water", "exactly": 2},
    "letter": {"letter": "q", "min": 3}, "capital_words": {"min": 2}, "starts_with": {"phrase": "Well then,"},
    "ends_with": {"phrase": "That is all."}, "first_word": {"word": "Outside"}, "last_word": {"word": "roof"},
    "postscript": {"marker": "P.S."}, "repeats_prompt": {"prompt": "Write about rain."}, "titled": {},
    "lines_start_with": {"phrase": "> "}, "quoted": {}, "tagged": {"tag": "answer"}, "fenced": {}, "uppercase": {},
    "lowercase": {}, "title_case": {}, "includes": {"words": ["puddle", "grey sky"]}, "excludes": {"words": ["wet"]},
    "no_commas": {}, "no_digits": {}, "no_exclamation": {}, "distinct_words": {}, "word_length": {"max": 6},
    "sorted_lines": {}, "question": {}, "json_object": {"keys": {"name": "string", "count": "integer"}},
    "json_list": {"exactly": 3, "of": "string"}, "one_of": {"options": ["wet", "dry"], "answer": "wet"},
    "number_only": {},
}  # fmt: skip
"""Constraint → arguments to show it with."""


def _wanted(reference: Instructions, settings: ConstraintsSettings) -> Wanted:
    """The reference and its settings. Raises BadReference where they cannot be used, alone or together."""
    topic_words, min_words = settings.topic_words, settings.min_words
    if not all(plain_words(word) for word in topic_words):
        raise BadReference("settings.topic_words must be a list of words")
    constraints = validate([constraint.model_dump() for constraint in reference])
    clash = contradiction(constraints, min_words)
    if clash is not None:
        raise BadReference(f"settings that contradict: {clash}")
    expected = "; ".join(_in_words(name, args) for name, args in constraints)
    return Wanted(constraints, topic_words, min_words, expected[:2000])


def _compose(wanted: Wanted) -> str:
    """A text that keeps to the form and says something. Raises BadReference where none is found."""
    text = compose(wanted.constraints, wanted.topic_words, wanted.min_words)
    missing = _without_substance(text, wanted.topic_words, wanted.min_words)
    if missing is not None:
        raise BadReference(f"no text found that satisfies constraints and settings together: {missing[1]}")
    return text


def _in_words(name: str, args: dict[str, Any]) -> str:
    return " ".join([name, *(f"{argument}={value!r:.80}" for argument, value in args.items())])


def _on_topic(text: str, topic_words: list[str]) -> bool:
    joined = " " + " ".join(plain_words(text))
    return any(f" {' '.join(plain_words(word))}" in joined for word in topic_words)


def _without_substance(text: str, topic_words: list[str], min_words: int) -> tuple[str, str] | None:
    """Why a text of the right form is no answer: error class and detail; None where it is one."""
    words = plain_words(text)
    if len(words) < min_words:
        return "no_answer_found", f"it has {len(words)} words, wanted at least {min_words}"
    if topic_words and not _on_topic(text, topic_words):
        return "no_answer_found", f"it says nothing about the topic (none of {topic_words[:6]})"
    if _DECLINES.match(text[:300].casefold().replace("’", "'")):
        return "refusal", "it declines to answer"
    return None


grade = one_call("constraints")
