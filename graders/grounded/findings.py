"""What is wrong with an answer from sources, one finding for each kind of fault that it has.

All of these compare known values: planted facts, numbers, dates, names, ids of documents. Overlap of words decides
nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from graders.grounded import nli as grounded_nli
from graders.grounded.reply import Manner, Reply, cited, holds, supported
from graders.grounded.sources import Fact, Span, frames, is_name, kinds, names
from graders.grounded.text import STOP, normal, read, same_date
from repairloop import Certainty

MIN_ECHO_WORDS: Final = 25
"""A shorter document may be given back word for word."""
ENTAILED: Final = 0.5

_SILENT = re.compile(
    r"\b(?:says?\s+nothing|is\s+silent)\s+(?:about|on|of)\b|\b(?:gives|has|holds|contains|offers|provides|mentions)\s+no(?:thing)?\b"
    r"|\b(?:not|isn't|aren't|wasn't|weren't|never)\s+(?:\w{1,20}\s+){0,2}?(?:stated|mentioned|given|specified|provided|named|"
    r"found|available|included|listed|said|disclosed|known|clear|answerable|answered|in\s+the)\b"
    r"|\b(?:do|does|did)(?:\s+not|n't)\s+(?:\w{1,20}\s+){0,2}?(?:say|state|mention|specify|give|provide|contain|include|"
    r"tell|list|indicate|reveal|answer|know|have|address|cover)\b"
    r"|\b(?:cannot|can't|can\s+not|could\s+not|couldn't)\s+(?:be\s+(?:\w{1,20}\s+)?)?(?:determine|find|answer|know|infer|"
    r"tell|found|known|answered|determined|inferred)"
    r"|\bno\s+(?:\w{1,20}\s+){0,2}?(?:information|mention|answer|data|details?|indication)\b"
    r"|\b(?:unknown|unanswerable|unspecified|nothing\s+(?:in|about))\b|\A\W*(?:none|n/?a|null|nothing)\W*\Z",
    re.IGNORECASE,
)
_GUESS = re.compile(
    r"\b(?:likely|probably|presumably|perhaps|i\s+(?:would\s+)?(?:think|guess|assume|estimate|suppose)|"
    r"my\s+(?:best\s+)?guess|may\s+(?:be|have)|might\s+(?:be|have)|could\s+be|must\s+be)\b",
    re.IGNORECASE,
)
_ABOUT = frozenset({
    "about", "around", "approximately", "roughly", "nearly", "almost", "over", "some", "circa", "ca", "under",
    "approx",
})  # fmt: skip
_LIST_MARK = re.compile(r"(?:^|\n)[ \t]*(?:[*_]{0,2})\Z")
_CHAIN = re.compile(r"\s*(?:[,;/|&]|\n|\n[ \t]*(?:[-*•]|[(]?\d{1,2}[.)]))\s*|\s+(?:and|or|&)\s+|\s*,\s*(?:and|or)\s+")
_COUNTED = frozenset({
    "step", "point", "part", "item", "option", "example", "reason", "number", "no",
})  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with an answer."""

    error_class: str
    check: str
    evidence: str
    certainty: Certainty = "heuristic"


def findings(reply: Reply, settings: Manner) -> Iterator[Finding]:
    echo = next(_echo(reply), None)
    if echo:
        yield echo
        return
    silent, asked_for, only = _abstains(reply, settings)
    sources = reply.sources
    if not sources.answerable:
        yield from _silence_kept(reply, silent, asked_for, settings)
    else:
        missing = [index for index, fact in enumerate(sources.facts) if fact.required and index not in reply.told]
        if only or (silent and len(missing) == len(sources.required)):
            yield Finding("false_abstention", "abstention", "It says that the sources do not tell, but they do.")
            return
        for index in missing:
            yield _missing(index, len(missing), reply)
        yield from _both_ways(reply)
        yield from _listed(reply)
    yield from _unsupported_numbers(reply)
    yield from _unsupported_names(reply)
    yield from _contradictions(reply)
    if settings.citations != "none":
        yield from _citations(reply, settings)


def _echo(reply: Reply) -> Iterator[Finding]:
    keys = " ".join(token.key for token in reply.tokens)
    if keys in reply.question.lines:
        yield Finding("echoed_input", "echo", "It gives the question back.", "exact")
        return
    copied = [name for name, text in reply.sources.keys.items() if text in f" {keys} "]
    sizes = {name: text.count(" ") - 1 for name, text in reply.sources.keys.items()}
    whole = next((name for name in copied if sizes[name] >= MIN_ECHO_WORDS), None)
    if whole is not None:
        yield Finding("echoed_input", "echo", f"It gives document {whole} back word for word.", "exact")
    elif len(copied) == len(sizes) > 1 and sum(sizes.values()) >= MIN_ECHO_WORDS:
        yield Finding("echoed_input", "echo", "It gives all documents back word for word.", "exact")


def _abstains(reply: Reply, settings: Manner) -> tuple[bool, bool, bool]:
    """Whether the reply abstains, whether in words that were asked for, and whether these are a whole sentence."""
    keys = [token.key for token in reply.tokens]
    phrases = [key for phrase in settings.abstain if (key := tuple(t.key for t in read(normal(phrase))))]
    asked_for = any(_holds(keys, phrase) for phrase in phrases)
    sentences = [tuple(keys[slice(*span)]) for span in reply.sentences]
    only = any(sentence in phrases for sentence in sentences)
    return asked_for or _SILENT.search(reply.text) is not None, asked_for, only


def _holds(keys: list[str], phrase: tuple[str, ...]) -> bool:
    return f" {' '.join(phrase)} " in f" {' '.join(keys)} "


def _silence_kept(reply: Reply, silent: bool, asked_for: bool, settings: Manner) -> Iterator[Finding]:
    """What is wrong with a reply where abstaining is right."""
    if not silent:
        yield Finding("missed_abstention", "abstention", "The sources do not tell, but it answers.")
        return
    guess = _GUESS.search(reply.text)
    values = [span for span in reply.sentences if _is_value_only(reply, span)]
    if guess or values:
        what = reply.shown(values[0]) if values else repr(guess[0]) if guess else ""
        yield Finding("missed_abstention", "abstention", f"The sources do not tell; it says so and answers: {what}.")
    elif settings.abstain and not asked_for:
        evidence = f"It abstains, but not with the words asked for ({settings.abstain[0]!r:.80})."
        yield Finding("format_violation", "abstention", evidence)


def _is_value_only(reply: Reply, span: Span) -> bool:
    """Whether a sentence is nothing but a value."""
    tokens = [token for token in reply.tokens[slice(*span)] if token.key not in STOP]
    return 0 < len(tokens) <= 4 and all(
        t.kind in ("number", "date") or is_name(t._replace(opens=False)) for t in tokens
    )


def _missing(index: int, count: int, reply: Reply) -> Finding:
    """Why a required fact is not told: what stands in its place, or that nothing does."""
    fact, check = reply.sources.facts[index], fact_name(reply.sources.facts[index])
    wanted = f"The sources say {fact.value!r:.120}"
    if reply.untold.get(index) == "denies":
        return Finding("contradicts_source", check, f"{wanted}; it denies that.")
    if index in reply.untold:
        return Finding("wrong_value", check, f"{wanted}; it leaves open which of several values is right.")
    for span in _rivals(reply, fact.kind):
        token = reply.tokens[span[0]]
        if any(same_date(token.dates, a.dates) or {token.key} & {str(d[0]) for d in a.dates} for a in fact.aliases):
            return Finding("precision", check, f"{wanted}; it says {reply.shown(span)}, which is less exact.")
        unsupported = not supported(reply, span)
        if unsupported and fact.kind == "name":
            return Finding(
                "unsupported_entity", check, f"{wanted}; it says {reply.shown(span)}, which no source holds."
            )
        if unsupported:
            evidence = f"{wanted}; it says {reply.shown(span)}, which no source holds."
            return Finding("unsupported_number", check, evidence, "exact")
        return Finding("contradicts_source", check, f"{wanted}; it says {reply.shown(span)} instead.")
    if count < len(reply.sources.required):
        return Finding("incomplete_set", check, f"{wanted}; it does not tell that.")
    content = {token.key for token in reply.tokens if token.kind == "word" and token.key not in STOP}
    if not (content - reply.question.words) & reply.sources.vocabulary.words:
        return Finding("no_answer_found", check, f"{wanted}; it tells nothing from them.")
    return Finding("wrong_value" if count == 1 else "incomplete_set", check, f"{wanted}; it does not tell that.")


def _both_ways(reply: Reply) -> Iterator[Finding]:
    """A required fact that is told in one place and denied in another."""
    for index, why in reply.untold.items():
        fact = reply.sources.facts[index]
        if why == "denies" and fact.required and index in reply.told:
            yield Finding("contradicts_source", fact_name(fact), f"It tells {fact.value!r:.120} and denies it.")
            return


def _rivals(reply: Reply, kind: str) -> Iterator[Span]:
    """Values of a kind that are in the answer, belong to no required fact, and were not in the question."""
    tokens = reply.tokens
    if kind == "name":
        spans = names(tokens)
    else:
        spans = ((i, i + 1) for i, t in enumerate(tokens) if t.kind in ("number", "date", "code"))
    required = {
        i
        for index, found in reply.told.items()
        if reply.sources.facts[index].required
        for s in found
        for i in range(*s)
    }
    for span in spans:
        token = tokens[span[0]]
        if kind != "name" and (kind not in kinds(token) or _is_list_mark(reply, span[0])):
            continue
        if not required & set(range(*span)) and not holds(reply.question, tokens[slice(*span)]):
            yield span


def _unsupported_numbers(reply: Reply) -> Iterator[Finding]:
    for i, token in enumerate(reply.tokens):
        if token.kind == "word" or i in reply.occupied or (token.kind == "code" and not token.raw[0].isdigit()):
            continue
        if supported(reply, (i, i + 1)) or _is_list_mark(reply, i) or _is_rounded(reply, i):
            continue
        what = "date" if token.kind == "date" else "number"
        evidence = f"The {what} {reply.shown((i, i + 1))} stands in no source and not in the question."
        yield Finding("unsupported_number", f"{what} {token.raw[:40]}", evidence, "exact")
        return


def _is_list_mark(reply: Reply, i: int) -> bool:
    """Whether a number only counts items: `1.` at the start of a line, `(2)`, "step 3"."""
    token = reply.tokens[i]
    if token.kind != "number" or len(token.raw) > 2:
        return False
    before, behind = reply.text[max(0, token.start - 8) : token.start], reply.text[token.end : token.end + 2]
    if behind[:1] in (".", ")", ":") and (_LIST_MARK.search(f"\n{before}" if token.start < 8 else before)):
        return bool(behind[1:].strip() == "" and i + 1 < len(reply.tokens))
    return bool(i and reply.tokens[i - 1].key in _COUNTED and reply.tokens[i - 1].end + 2 > token.start)


def _is_rounded(reply: Reply, i: int) -> bool:
    """Whether "about 1,200" rounds a number of the sources."""
    token = reply.tokens[i]
    before = [t.key for t in reply.tokens[max(0, i - 2) : i]]
    if token.kind != "number" or not (set(before) & _ABOUT or before == ["more", "than"]) or len(token.key) > 15:
        return False
    digits = token.key.rstrip("%").lstrip("-")
    whole, _, part = digits.partition(".")
    step = 10.0 ** -len(part) if part else 10.0 ** (len(whole) - len(whole.rstrip("0")))
    return any(vocabulary.near(float(digits), step) for vocabulary in (reply.sources.vocabulary, reply.question))


def _unsupported_names(reply: Reply) -> Iterator[Finding]:
    for start, end in names(reply.tokens):
        span = (start, end)
        if not reply.occupied & set(range(start, end)) and not supported(reply, span):
            evidence = f"The name {reply.shown(span)} stands in no source and not in the question."
            yield Finding("unsupported_entity", f"name {reply.shown(span)[:60]}", evidence)
            return


def _contradictions(reply: Reply) -> Iterator[Finding]:
    """Another value in the slot of a planted fact."""
    if not reply.sources.frames:
        return
    tokens = reply.tokens
    spans = [(i, i + 1) for i, token in enumerate(tokens) if token.kind in ("number", "date")]
    for span in [*spans, *names(tokens)]:
        token = tokens[span[0]]
        for frame in frames(span, tokens):
            index = reply.sources.frames.get(frame)
            if (
                index is None
                or reply.sources.facts[index].kind not in kinds(token)
                or span[0] in reply.stands.get(index, ())
            ):
                continue
            fact = reply.sources.facts[index]
            evidence = f"The sources say {fact.value!r:.120} there; it says {reply.shown(span)}."
            yield Finding("contradicts_source", fact_name(fact), evidence)
            return


def _listed(reply: Reply) -> Iterator[Finding]:
    """A required value among others of its kind, with nothing but commas and "and" between them."""
    required = {i for n, found in reply.told.items() for span in found for i in range(*span)}
    for index, found in reply.told.items():
        fact = reply.sources.facts[index]
        if not fact.required:
            continue
        spans = [*names(reply.tokens)] if fact.kind == "name" else [(i, i + 1) for i in range(len(reply.tokens))]
        spans = sorted({*spans, *found})
        if found and all(_stands_in_list(reply, spans, span, fact, required) for span in found):
            evidence = f"{fact.value!r:.120} stands in a list with values that are not asked for."
            yield Finding("extra_items", fact_name(fact), evidence)
            return


def _stands_in_list(reply: Reply, spans: list[Span], span: Span, fact: Fact, told: set[int]) -> bool:
    """Whether values that are no fact stand in one list with the one at `span`.

    Of names, one more after a comma is no list: a place may be named with its country.
    """
    at, count, joined = spans.index(span), 0, False
    for step in (1, -1):
        here, i = span, at + step
        while 0 <= i < len(spans):
            first, second = (here, spans[i]) if step > 0 else (spans[i], here)
            token = reply.tokens[spans[i][0]]
            if token.key in ("and", "or") or _is_list_mark(reply, spans[i][0]):
                i += step
                continue
            gap = reply.text[reply.tokens[first[1] - 1].end : reply.tokens[second[0]].start]
            if token.kind == "number" and holds(reply.question, [token]):  # "In 2019, 12,400 came"
                break
            same = fact.kind == "name" or (token.kind != "word" and fact.kind in kinds(token))
            if not same or first[1] > second[0] or len(gap) > 12 or not _CHAIN.fullmatch(gap):
                break
            if spans[i][0] not in told:
                count += 1
                joined = joined or gap.strip() != ","
            here, i = spans[i], i + step
    return count > 1 or (count == 1 and (joined or fact.kind != "name"))


def _citations(reply: Reply, settings: Manner) -> Iterator[Finding]:
    sources, form = reply.sources, settings.form
    for citation in reply.citations:
        shown = repr(reply.text[citation.start : citation.end][:60])
        unknown = [name for name in citation.ids if name not in sources.documents]
        if unknown:
            yield Finding(
                "wrong_citation", f"citation {shown}", f"It cites {shown}, but there is no such document.", "exact"
            )
            return
        if form and citation.form != form and citation.form[0]:
            evidence = f"It cites {shown}, not in the form {settings.citation_form!r}."
            yield Finding("format_violation", f"citation {shown}", evidence, "exact")
            return
    backed: dict[int, set[Span]] = {}
    for citation, facts in cited(reply):
        shown = repr(reply.text[citation.start : citation.end][:60])
        for index, span in facts:
            fact = sources.facts[index]
            if fact.documents and not fact.documents & set(citation.ids):
                evidence = (
                    f"It cites {shown} for {fact.value!r:.120}, which stands in document {_listing(fact.documents)}."
                )
                yield Finding("wrong_citation", fact_name(fact), evidence, "exact")
                return
            backed.setdefault(index, set()).add(span)
        holding = {name for index, _ in facts for name in sources.facts[index].holding}
        idle = [name for name in citation.ids if facts and holding and name not in holding]
        if idle:
            evidence = f"It cites document {idle[0]!r:.40} with {shown}, which does not hold what is said there."
            yield Finding("wrong_citation", f"citation {shown}", evidence, "exact")
            return
    if settings.citations == "required":
        for index in reply.told:
            fact = sources.facts[index]
            if fact.required and index not in backed:
                yield Finding(
                    "wrong_citation", fact_name(fact), f"It tells {fact.value!r:.120} without a citation.", "exact"
                )
                return


def _listing(ids: frozenset[str]) -> str:
    return " or ".join(sorted(ids)[:4])


def not_entailed(reply: Reply, model: str) -> Iterator[Finding]:
    """Sentences without a planted fact that no source entails."""
    texts = list(reply.sources.documents.values())
    spans = [span for span in reply.sentences if span[1] - span[0] > 2 and not reply.occupied & set(range(*span))]
    for span in spans[: grounded_nli.MAX_SENTENCES]:
        sentence = reply.text[reply.tokens[span[0]].start : reply.tokens[span[1] - 1].end]
        if _SILENT.search(sentence) or reply.text[reply.tokens[span[1] - 1].end :].lstrip()[:1] == "?":
            continue
        entails, contradicts = grounded_nli.judge(model, texts, sentence)
        if entails < ENTAILED:
            error_class = "contradicts_source" if contradicts > ENTAILED else "unsupported_entity"
            evidence = f"By {model}, no source entails {reply.shown(span)} (at most {entails:.2f})."
            yield Finding(error_class, f"entailed: {reply.shown(span)[:60]}", evidence)
            return


def fact_name(fact: Fact) -> str:
    return f"fact {fact.value[:60]}"
