"""The `constraints` grader: does a text keep to the form that was asked for?

The reference is a list of `{"id": str, "args": {…}}`, after the IFEval and IFBench tradition; all of them must
hold, and each is reported with what was found against what was wanted. Two settings ask for substance, so that
a text which only keeps to the form does not pass:

- `min_words` (default 1): the fewest words that count as an answer;
- `topic_words` (default none): beginnings of words, one of which must stand in the text, in any case.

An unknown constraint, an unknown argument, a bad value, or constraints that contradict one another raise BadReference:
nothing passes unread. This grader judges neither truth nor style.
"""

from __future__ import annotations

import difflib
import json
import re
from functools import lru_cache
from typing import Any, Final, NamedTuple

from graders.constraints.checks import CHECKS, plain, plain_words, validate
from graders.constraints.clash import contradiction
from graders.constraints.gold import compose
from graders.constraints.spoil import spoil
from repairloop import (
    ERROR_CLASSES,
    Answer,
    BadReference,
    Check,
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
_SETTINGS: Final = ("topic_words", "min_words")


class Wanted(NamedTuple):
    """A reference that can be used, with the settings that belong to it."""

    constraints: list[tuple[str, dict[str, Any]]]
    topic_words: list[str]
    min_words: int
    expected: str


@grader("constraints", version="4")
class Constraints(Grader):
    """Is every instruction about the form of the text followed?"""

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        wanted, text = read(probe), plain(answer.text).strip()
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
        return _compose(read(probe))

    def corrupt(self, probe: Probe) -> dict[str, str]:
        wanted = read(probe)
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
        return [
            Probe(
                id=f"{number:016x}", skill="format_following", area="format_following/example", split="screen",
                messages=[{"role": "user", "content": "Write about rain."}], grader="constraints",
                reference=reference, settings={} if reference[0]["id"] in ("one_of", "number_only") else topic,
            )
            for number, reference in enumerate(references)
        ]  # fmt: skip


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


def read(probe: Probe) -> Wanted:
    """The reference and its settings. Raises BadReference where they cannot be used, alone or together."""
    settings = probe.settings
    for name in settings.keys() - set(_SETTINGS):
        close = difflib.get_close_matches(name, _SETTINGS, n=1, cutoff=0.8)
        if close:
            raise BadReference(f"unknown setting {name!r}; did you mean {close[0]}?")
    try:
        text = json.dumps([probe.reference, *map(settings.get, _SETTINGS)])
    except (TypeError, ValueError, RecursionError) as error:
        raise BadReference(f"the reference must be JSON, a list of constraints: {error}"[:300]) from None
    wanted = _read(text)
    if isinstance(wanted, str):
        raise BadReference(wanted)
    return wanted


@lru_cache(maxsize=4096)
def _read(text: str) -> Wanted | str:
    """What can be used, or what is wrong with it: both are worth keeping."""
    reference, topic_words, min_words = json.loads(text)
    topic_words, min_words = topic_words or [], 1 if min_words is None else min_words
    if not isinstance(topic_words, list) or not all(isinstance(w, str) and plain_words(w) for w in topic_words):
        return "settings.topic_words must be a list of words"
    if not isinstance(min_words, int) or isinstance(min_words, bool) or not 1 <= min_words <= 2000:
        return "settings.min_words must be a count from 1 to 2000"
    try:
        constraints = validate(reference)
    except BadReference as error:
        return str(error)
    clash = contradiction(constraints, min_words)
    if clash is not None:
        return f"settings that contradict: {clash}"
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
