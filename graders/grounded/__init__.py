"""Answers from sources: planted facts, nothing that the sources do not hold, citations, and silence where they are.

The idea: facts are planted in the sources, so an answer is checked against known values: is each required one there,
does a number, date or name stand in the answer that no source and no question holds, does the cited document hold the
fact, does the answer abstain where the sources are silent. Overlap of words decides nothing. What a sentence without
any planted fact says of the sources stays unchecked, unless `nli` names a model that is asked.

A fact that is not required may be told. Numbers, dates and spelled numbers are compared by value, text by its words. Where
the sources do not tell, abstaining is right.

A value that is denied ("not on 14 May"), left open ("14 May or 3 June"), taken back or supposed (`graders.shared.stance`) is
not told. Names are words with a capital
inside a sentence, a hypothesis for languages like English. No text of the answer is ever run or formatted.
"""

from __future__ import annotations

from typing import Any, Final, Literal

from graders.grounded import nli as grounded_nli
from graders.grounded.citations import form_of
from graders.grounded.findings import MIN_ECHO_WORDS, Finding, fact_name, findings, not_entailed
from graders.grounded.reply import MAX_CHARS, Manner, Reply, asked, read_reply
from graders.grounded.sources import Fact, Sources, SourcesAndFacts, kinds, names, occurrences, sources_of
from graders.grounded.text import normal, read
from graders.shared.programs import is_program
from graders.shared.stance import standing
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
    ungradable,
)

MAX_CHECKS: Final = 40

_RANK: Final = {name: rank for rank, name in enumerate(n for group in ERROR_CLASSES.values() for n in group)}


class GroundedSettings(Given):
    """How sources are cited, and what is said where they are silent."""

    citations: Literal["required", "optional", "none"] = "optional"
    """"optional": those that are given must be right; "required": each fact needs one; "none": not read."""
    citation_form: str | None = None
    """The form asked for, shown for document 1: "[1]", "(doc 1)", "[Doc 1]" …; absent: any."""
    abstain: str | list[str] = []
    """The phrase or phrases asked for where the sources are silent; absent: any clear words."""
    nli: str | None = None
    """A sequence-classification model for `transformers`, by path or hub id, that decides each sentence which holds no
    planted fact: it must entail the sentence with a probability of at least 0.5."""


@grader("grounded", version="4")
class Grounded(Grader[SourcesAndFacts, GroundedSettings]):
    """Checks an answer against the facts planted in its sources."""

    kept = 512
    reaches = ("nli",)

    def prepare(self, reference: SourcesAndFacts, settings: GroundedSettings) -> tuple[Sources, Manner]:
        return sources_of(reference), _manner(settings)

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        sources, settings = self.read(probe)
        raw = answer.text[:MAX_CHARS]
        expected = "; ".join(fact.value for fact in sources.required) if sources.answerable else _silence(settings)
        if not raw.strip():
            return failed("no_answer_found", expected=expected, evidence="There is no text.")
        whole = normal(raw)[:MAX_CHARS]  # some signs become many
        said = whole
        if sources.answerable:
            said = "" if is_program(whole) else standing(whole)
        reply = read_reply(said, sources, settings, probe.question)
        start = len(raw) - len(raw.lstrip())
        report: dict[str, Any] = {"expected": expected, "span": (start, start + len(raw.strip()))}
        report["extracted"] = raw.strip().encode("utf-8", "replace").decode()
        found = list(findings(reply, settings))
        if found and said != whole:  # what the whole says tells better what is wrong
            reply_to_all = read_reply(whole, sources, settings, probe.question)
            found = list(findings(reply_to_all, settings)) or found
        if not found and settings.nli:
            try:
                found = list(not_entailed(reply, settings.nli))
            except grounded_nli.NoModel as error:
                return ungradable("grader_error", str(error))
        checks = _checks(reply, found, settings)
        if not found:
            return passed(checks=checks, **report)
        worst = min(found, key=lambda finding: _RANK[finding.error_class])
        return failed(worst.error_class, worst.certainty, checks=checks, evidence=worst.evidence[:500], **report)

    def gold(self, probe: Probe) -> str:
        """The values of the required facts, a sentence each, with a citation unless none is wanted."""
        sources, settings = self.read(probe)
        if not sources.answerable:
            return _silence(settings)
        return " ".join(_sentence(fact, settings) for fact in sources.required)

    def corrupt(self, probe: Probe) -> dict[str, str]:
        sources, settings = self.read(probe)
        gold = self.gold(probe)
        made_up = "The review by Quixley Vandermolen confirms it."
        wrong = {
            "unsupported_entity": f"{gold} The {made_up[4:]}",
            "unsupported_number": f"{gold} There were {_fresh(sources, probe.question)} of them.",
        }
        text = " ".join(sources.documents.values())
        if len(text.split()) > MIN_ECHO_WORDS + 5:
            wrong["echoed_input"] = "\n".join(sources.documents.values())
        if not sources.answerable:
            wrong["missed_abstention"] = "It was a good day for all of us there, and so it went on."
            if settings.abstain:
                wrong["format_violation"] = "I do not know that, sorry to say."
            return wrong
        wrong["no_answer_found"] = "Sure, let me help with this right away!"
        wrong["false_abstention"] = _silence(settings)
        first = sources.required[0]
        rest = " ".join(_sentence(fact, settings) for fact in sources.required[1:])
        if rest:
            wrong["incomplete_set"] = rest
        wrong["denied"] = f"It is certainly not {first.value}. {rest}"
        other = _other(sources, first)
        if other:
            wrong["contradicts_source"] = f"{_sentence(first, settings, other)} {rest}".strip()
            wrong["hedged"] = f"It is either {first.value} or {other}. {rest}"
        if settings.citations == "required":
            wrong["wrong_citation:none"] = " ".join(f"It is {fact.value}." for fact in sources.required)
        if settings.citations != "none" and first.documents:
            form = settings.citation_form or "[1]"
            elsewhere = sorted(set(sources.documents) - first.holding)
            unknown = next(str(n) for n in range(90, 99_999) if str(n) not in sources.documents)
            wrong["wrong_citation"] = (
                _sentence(first, settings, cited=elsewhere[0] if elsewhere else unknown) + f" {rest}"
            )
            wrong["wrong_citation:unknown"] = f"{gold} So it is {form.replace('1', unknown)}."
        return {operator: text.strip() for operator, text in wrong.items()}

    def examples(self) -> list[Probe]:
        return self.probes((reference, more, question) for question, reference, more in _EXAMPLES)


def _manner(settings: GroundedSettings) -> Manner:
    example, phrases = settings.citation_form, settings.abstain
    form = None if example is None else form_of(example)
    if example is not None and form is None:
        raise BadReference(f"settings.citation_form is {example!r}; it shows document 1, as in '[1]' or '(doc 1)'")
    phrases = phrases if isinstance(phrases, list) else [phrases] if phrases else []
    if not all(phrase.strip() for phrase in phrases):
        raise BadReference("settings.abstain is not a phrase or a list of phrases")
    if settings.nli is not None and not settings.nli.strip():
        raise BadReference("settings.nli is empty; it is the name of a model")
    return Manner(settings.citations, example, form, phrases, settings.nli)


def _checks(reply: Reply, found: list[Finding], settings: Manner) -> list[Check]:
    """One check a required fact, one for each other thing that was looked at."""
    bad = {finding.check: finding.evidence[:200] for finding in found}
    looked_at = [fact_name(fact) for fact in reply.sources.required] if reply.sources.answerable else ["abstention"]
    classes = {finding.error_class for finding in found}
    looked_at += [name for name in bad if name not in looked_at]
    checks = [
        Check(name=name, passed=name not in bad, detail=bad.get(name, "")) for name in looked_at[: MAX_CHECKS - 4]
    ]
    general = {"numbers": "unsupported_number", "names": "unsupported_entity", "slots": "contradicts_source"}
    if settings.citations != "none":
        general["citations"] = "wrong_citation"
    return checks + [Check(name=name, passed=error not in classes) for name, error in general.items()]


# ---- right and wrong answers on purpose --------------------------------------------------------------


def _silence(settings: Manner) -> str:
    return str(settings.abstain[0]) if settings.abstain else "The sources do not say."


def _sentence(fact: Fact, settings: Manner, value: str | None = None, cited: str | None = None) -> str:
    value = value or fact.value
    documents = sorted(fact.documents)
    if settings.citations == "none" or not (documents or cited):
        if settings.citations == "required":
            raise BadReference(f"fact {fact.value!r:.80}: a citation is required, but no document holds it")
        return f"{value}."
    example = settings.citation_form or "[1]"
    return f"{value} {example.replace('1', cited or documents[0])}."


def _fresh(sources: Sources, question: str) -> str:
    """A number that neither the sources nor the question hold."""
    known = sources.vocabulary.numbers | asked(question).numbers
    return next(str(n) for n in range(48_317, 999_999) if str(n) not in known)


def _other(sources: Sources, fact: Fact) -> str | None:
    """Another value of the fact's kind from the sources, that is none of the facts."""
    taken = {key for other in sources.facts if other.required for alias in other.aliases for key in alias.keys}
    for text in sources.documents.values():
        text = normal(text)
        tokens = read(text)
        spans = names(tokens) if fact.kind == "name" else ((i, i + 1) for i, t in enumerate(tokens) if t.kind != "word")
        for span in spans:
            token = tokens[span[0]]
            if fact.kind != "name" and fact.kind not in kinds(token):
                continue
            if (
                not {t.key for t in tokens[slice(*span)]} & taken
                and next(occurrences(fact.aliases, [*tokens[slice(*span)]]), None) is None
            ):
                return text[token.start : tokens[span[1] - 1].end]
    return None


_DOCS = [
    {
        "id": "1",
        "text": "The Halden museum opened on 14 May 2021. It has 12 rooms and was paid for by Ida Brandt, who gave "
        "$1.2 million. About 35% of the visitors are children.",
    },
    {
        "id": "2",
        "text": "The Fredrik annex was built in 1998 by the architect Karl Voss. It holds 1,450 maps and closed for "
        "repairs on 3 June 2020.",
    },
    {"id": "b7", "text": "Tickets cost 80 kroner. The museum is shut on Mondays."},
]
_OPENED = {"value": ["14 May 2021"], "documents": ["1"]}
_MAPS = {"value": "1,450 maps", "documents": ["2"]}
_BUILDER = {"value": ["Karl Voss", "Voss"], "documents": ["2"]}
_EXAMPLES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("When did the museum open?", {"documents": _DOCS, "facts": [_OPENED]}, {}),
    ("When did the museum open?", {"documents": _DOCS, "facts": [_OPENED]}, {"citations": "required"}),
    ("When did the museum open?", {"documents": _DOCS, "facts": [_OPENED]},
        {"citations": "none", "abstain": "not stated"}),
    (
        "Who built the annex, and how many maps does it hold?",
        {"documents": _DOCS, "facts": [_BUILDER, _MAPS, {**_OPENED, "required": False}]},
        {"citations": "required", "citation_form": "(doc 1)"},
    ),
    ("Who built the annex?", {"documents": _DOCS, "facts": [_BUILDER]}, {"citation_form": "[Doc 1]"}),
    ("How much did Ida Brandt give?", {"documents": _DOCS, "facts": [{"value": "$1,200,000"}]}, {}),
    ("What share are children?", {"documents": _DOCS, "facts": [{"value": "35%", "documents": ["1"]}]}, {}),
    ("How many rooms?", {"documents": _DOCS, "facts": [{"value": ["12", "twelve"], "documents": ["1"]}]}, {}),
    ("What does a ticket cost?", {"documents": _DOCS, "facts": [{"value": "80 kroner", "documents": ["b7"]}]},
        {"citations": "required"}),
    ("When is it shut?", {"documents": _DOCS[2:], "facts": [{"value": ["Mondays", "Monday"]}]}, {"citations": "none"}),
    ("Who directs the museum?", {"documents": _DOCS, "facts": [], "answerable": False}, {"abstain": "not stated"}),
    ("Who directs the museum?", {"documents": _DOCS, "answerable": False}, {"abstain": ["NOT IN THE SOURCES", "none"]}),
    (
        "When was the cafe opened?",
        {"documents": _DOCS, "facts": [{**_OPENED, "required": False}], "answerable": False},
        {"citations": "required"},
    ),
]  # fmt: skip


grade = one_call("grounded")
