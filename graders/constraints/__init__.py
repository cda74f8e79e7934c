"""The `constraints` grader: does a text keep to the form that was asked for?

The reference is a list of `{"id": str, "args": {…}}`, after the IFEval and IFBench tradition; all of them must
hold, and each is reported with what was found against what was wanted. Two settings ask for substance, so that
a text which only keeps to the form does not pass:

- `min_words` (default 1): the fewest words that count as an answer;
- `topic_words` (default none): beginnings of words, one of which must stand in the text, in any case.

An unknown constraint, an unknown argument or a bad value raises ValueError: nothing passes unread. This
grader judges neither truth nor style.
"""

from __future__ import annotations

import re
from typing import Any, Final

from graders.constraints.checks import CHECKS, plain_words, validate
from graders.constraints.gold import compose
from graders.constraints.spoil import spoil
from repairloop.plugins import Grader, failed, grader, passed
from repairloop.records import ERROR_CLASSES, Answer, Check, Probe, Verdict

_RANK: Final = {name: rank for rank, name in enumerate(n for names in ERROR_CLASSES.values() for n in names)}
_DECLINES = re.compile(
    r"\W*(?:(?:i'?m|i am|so) sorry\W+|sorry\W+|unfortunately\W+|but\W+|as an ai\b[^.]{0,60}?\W+){0,3}"
    r"i\s+(?:can(?:'|no)t|am unable to|am not able to|won't)\s+"
    r"(?:help|assist|write|provide|answer|do|describe|fulfil|comply|complete|create|give)\b"
)


@grader("constraints", version="1")
class Constraints(Grader):
    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        constraints = validate(probe.reference)
        topic_words, min_words = _settings(probe)
        findings = [(name, CHECKS[name](answer.text, **args)) for name, args in constraints]
        checks = [Check(name=name, passed=found.passed, detail=found.detail[:400]) for name, found in findings]
        wrong = [(name, found) for name, found in findings if not found.passed]
        expected = "; ".join(_in_words(name, args) for name, args in constraints)
        said = answer.text.strip()[:400]
        if wrong:
            error_class = min((found.error_class for _, found in wrong), key=_RANK.__getitem__)
            evidence = "; ".join(f"{name}: {found.detail[:300]}" for name, found in wrong)
            return failed(
                error_class, extracted=None if error_class == "schema_invalid" else said, expected=expected,
                checks=checks, evidence=evidence,
            )  # fmt: skip
        missing = _without_substance(answer.text, topic_words, min_words)
        if missing is not None:
            error_class, detail = missing
            checks.append(Check(name="substance", passed=False, detail=detail))
            return failed(
                error_class, "heuristic", extracted=said, expected=expected, checks=checks,
                evidence=f"The form is right, but {detail}.",
            )  # fmt: skip
        return passed(extracted=said, expected=expected, checks=checks)

    def gold(self, probe: Probe) -> str:
        return compose(validate(probe.reference), *_settings(probe))

    def corrupt(self, probe: Probe) -> dict[str, str]:
        constraints = validate(probe.reference)
        topic_words, min_words = _settings(probe)
        gold = compose(constraints, topic_words, min_words)
        texts: dict[str, str] = {}
        for name, args in constraints:
            for error_class, text in spoil(name, args, gold):
                operator = error_class if error_class not in texts else f"{error_class}:{name}"
                texts.setdefault(operator, text)
        if topic_words and not _on_topic(off_topic := compose(constraints, (), min_words), topic_words):
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


def _settings(probe: Probe) -> tuple[list[str], int]:
    """(topic words, fewest words) of the probe. Raises ValueError on anything else."""
    topic_words, min_words = probe.settings.get("topic_words", []), probe.settings.get("min_words", 1)
    if set(probe.settings) - {"topic_words", "min_words"}:
        raise ValueError(f"unknown settings {sorted(set(probe.settings) - {'topic_words', 'min_words'})}")
    if not isinstance(topic_words, list | tuple) or not all(isinstance(w, str) and plain_words(w) for w in topic_words):
        raise ValueError("topic_words must be a list of words")
    if not isinstance(min_words, int) or not 1 <= min_words <= 2000:
        raise ValueError("min_words must be a count from 1 to 2000")
    return list(topic_words), min_words


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
