"""An answer from sources, read once: its words and citations, which planted facts it tells, and what it may say.

A fact stands in an answer where one of its aliases does; it is *told* unless it is denied there ("not on 14 May",
"rather than …") or left open ("14 May or 3 June"). Nothing here decides what is wrong with an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Final, NamedTuple

from graders.grounded.citations import Citation, find_citations, without
from graders.grounded.sources import Fact, Sources, Span, Vocabulary, kinds, occurrences, parts
from graders.grounded.text import STOP, Token, normal, number_key, read, same_date

MAX_CHARS: Final = 65_536
MAX_TOLD: Final = 20
"""Places of one fact that are looked at."""
MAX_CHOICE: Final = 12
"""Words of a reply that is nothing but a choice between things without names."""

_DENIALS = frozenset({"not", "never", "no", "neither", "nor", "cannot", "without", "unlike", "except"})
_LIFTS_DENIAL = frozenset(
    {"only", "until", "before", "just", "more", "less", "fewer", "later", "earlier", "merely", "simply", "than"}
)
_DENIED_BEHIND = frozenset({"wrong", "incorrect", "false"})
_IT = frozenset({"it", "that", "right", "correct", "true", "the"})
_CLAUSE_END = frozenset(",;:(—")


class Manner(NamedTuple):
    """How an answer was to cite and to abstain: the settings, made ready."""

    citations: str
    citation_form: str | None
    """The form asked for, as it was shown."""
    form: Any
    """The same, as `find_citations` takes it."""
    abstain: list[str]
    nli: str | None


@dataclass(eq=False)
class Question(Vocabulary):
    """What a question holds, and each of its lines that asks something, as keys."""

    lines: frozenset[str] = frozenset()


@lru_cache(maxsize=256)
def asked(text: str) -> Question:
    """The question of a probe, read once."""
    text = normal(text[:MAX_CHARS])
    lines = [" ".join(t.key for t in read(line)) for line in text.splitlines() if line.rstrip().endswith("?")]
    question = Question(lines=frozenset(line for line in lines if line.count(" ") > 1))
    question.add(read(text))
    return question


@dataclass
class Reply:
    """An answer that was read once, and where the planted facts stand in it."""

    text: str
    citations: list[Citation]
    tokens: list[Token]
    question: Question
    sources: Sources
    stands: dict[int, set[int]] = field(default_factory=dict)
    """Index of a fact → the tokens in which it stands, told or not."""
    told: dict[int, list[Span]] = field(default_factory=dict)
    """Index of a fact → where it is told."""
    untold: dict[int, str] = field(default_factory=dict)
    """Index of a fact that stands in the answer and is not told → why."""

    @cached_property
    def occupied(self) -> set[int]:
        """Tokens that belong to a told fact."""
        return {i for spans in self.told.values() for start, end in spans for i in range(start, end)}

    @cached_property
    def sentences(self) -> list[Span]:
        spans, start = [], 0
        for i, token in enumerate(self.tokens):
            if i and token.sentence != self.tokens[i - 1].sentence:
                spans.append((start, i))
                start = i
        return [*spans, (start, len(self.tokens))] if self.tokens else []

    def shown(self, span: Span) -> str:
        start, end = self.tokens[span[0]].start, self.tokens[span[1] - 1].end
        return repr(" ".join(self.text[start:end].split())[:120])


def read_reply(text: str, sources: Sources, settings: Manner, question: str) -> Reply:
    citations = find_citations(text, frozenset(sources.documents), settings.form)
    if settings.citations == "none":  # what cites no document is a number like any other
        citations = [citation for citation in citations if set(citation.ids) <= sources.documents.keys()]
    tokens = read(without(text, citations) if citations else text)
    for document in sources.documents.values():  # a prompt often holds the sources
        question = question.replace(document, " ")
    reply = Reply(text, citations, tokens, asked(question), sources)
    if text.isupper():
        tokens[:] = [token._replace(opens=True) for token in tokens]
    for start, end in reply.sentences:
        if end - start <= 6 and all(token.raw[0].isupper() or token.key in STOP for token in tokens[start:end]):
            tokens[start:end] = [token._replace(opens=False) for token in tokens[start:end]]  # a name, no sentence
    for index, fact in enumerate(sources.facts):
        last = 0
        for span in sorted(set(occurrences(fact.aliases, tokens)), key=lambda span: (span[0], -span[1])):
            if span[1] <= last:  # "Voss" in "Karl Voss"
                continue
            last = span[1]
            reply.stands.setdefault(index, set()).update(range(*span))
            if len(reply.told.get(index, ())) >= MAX_TOLD:
                continue
            if _denied(span, reply):
                reply.untold.setdefault(index, "denies")
            elif _left_open(span, fact, reply):
                reply.untold.setdefault(index, "leaves open")
            else:
                reply.told.setdefault(index, []).append(span)
    return reply


# ---- told or not -------------------------------------------------------------------------------------


def _denied(span: Span, reply: Reply) -> bool:
    """Whether a value is denied: "not …", "rather than …", "… is wrong"."""
    tokens, text = reply.tokens, reply.text
    behind, lifted = "", False
    for i in range(span[0] - 1, max(-1, span[0] - 7), -1):
        gap = text[tokens[i].end : tokens[i + 1].start]
        if tokens[i].sentence != tokens[span[0]].sentence or not _CLAUSE_END.isdisjoint(gap):
            break
        if tokens[i].key == "no" and gap[:1] == ".":  # "Was it in June? No. It was in May."
            break
        key = tokens[i].key
        if (key, tokens[i - 1].key if i else "") in (("but", "anything"), ("except", "anything")):
            return True
        if key in ("but", "however", "because", "which", "that"):
            break
        if (key in _DENIALS or key.endswith("n't")) and not lifted:
            return True
        if (
            behind == "than"
            and key in ("less", "more", "fewer")
            and not any(f"{key} than" in document.casefold() for document in reply.sources.documents.values())
        ):
            return True
        if (key, behind) in (("rather", "than"), ("instead", "of"), ("other", "than")):
            return True
        behind, lifted = key, lifted or key in _LIFTS_DENIAL
    ahead = [token.key for token in tokens[span[1] : span[1] + 3] if token.sentence == tokens[span[0]].sentence]
    if not ahead or text[tokens[span[1] - 1].end : tokens[span[1]].start].strip():
        return False
    opens = span[0] == 0 or bool(text[tokens[span[0] - 1].end : tokens[span[0]].start].strip(" *_"))
    if opens and (ahead[0] in ("doesn't", "didn't") or (ahead[0] in ("does", "did") and ahead[1:2] == ["not"])):
        return True
    if ahead[0] in ("isn't", "wasn't"):
        return opens or not _IT.isdisjoint(ahead[1:2])
    if len(ahead) < 2 or ahead[0] not in ("is", "was", "are", "were"):
        return False
    return ahead[1] in _DENIED_BEHIND or (ahead[1] in ("not", "never") and (opens or not _IT.isdisjoint(ahead[2:])))


def _left_open(span: Span, fact: Fact, reply: Reply) -> bool:
    """Whether another value of the same kind is offered with "or"."""
    tokens = reply.tokens
    for step, at in ((1, span[1]), (-1, span[0] - 1)):
        window = range(at, at + 5 * step, step)
        near = [i for i in window if 0 <= i < len(tokens) and tokens[i].sentence == tokens[span[0]].sentence]
        either = next((n for n, i in enumerate(near[:2]) if tokens[i].key in ("or", "versus")), None)
        if either is None:
            continue
        for i in near[either + 1 :]:
            token = tokens[i]
            if fact.kind == "name":
                if token.raw[0].isupper() and token.key not in STOP:
                    return True
                if not fact.aliases[0].name and len(tokens) <= MAX_CHOICE:
                    return True
            elif token.kind != "word" and not {fact.kind, "number"}.isdisjoint(kinds(token)):
                return True
    return False


# ---- what sources and question hold ------------------------------------------------------------------


def holds(vocabulary: Vocabulary, tokens: list[Token]) -> bool:
    """Whether a vocabulary holds a value."""
    return all(_holds_token(vocabulary, token) for token in tokens)


def _holds_token(vocabulary: Vocabulary, token: Token) -> bool:
    if token.kind == "number":
        return token.key in vocabulary.numbers or token.key.rstrip("%") in vocabulary.numbers
    if token.kind == "code":
        pieces = [number_key(part) or part.casefold() for part in parts(token.raw)]
        return token.key in vocabulary.words or (
            len(pieces) > 1 and all(piece in vocabulary.numbers or piece in vocabulary.words for piece in pieces)
        )
    if token.kind == "date":
        return any(same_date(token.dates, (date,)) for known in vocabulary.dates for date in known)
    return (
        token.key in vocabulary.words or token.key in vocabulary.initials or token.key.rstrip("s") in vocabulary.words
    )


def supported(reply: Reply, span: Span) -> bool:
    """Whether sources and question together hold a value."""
    tokens = reply.tokens[slice(*span)]
    known = (reply.sources.vocabulary, reply.question)
    for token in tokens:
        if token.key in STOP or any(_holds_token(vocabulary, token) for vocabulary in known):
            continue
        if token.kind == "date" and any(
            any(same_date(((0, date[1], date[2]),), dates) or same_date(dates,
                ((0, date[1], date[2]),)) for dates in v.dates)
            and (not date[0] or any(str(date[0]) in w.numbers for w in known))
            for date in token.dates for v in known
        ):  # fmt: skip
            continue  # day and month stand in one place, the year in another
        if token.kind == "word" and any(_belongs_to(token.key, vocabulary) for vocabulary in known):
            continue
        return False
    return True


def _belongs_to(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word such as `norwegian` is made from one such as `norway`."""
    made = word.rstrip("s").endswith(("ian", "ean", "an", "ish", "ese", "ic"))
    return made and word[:4] in vocabulary.beginnings


# ---- which citation stands for what ------------------------------------------------------------------


def cited(reply: Reply) -> Iterator[tuple[Citation, list[tuple[int, Span]]]]:
    """Each citation with the facts that it stands for.

    A citation stands for what was said since the one before it in its sentence; where that holds no fact, for what
    follows it ("According to [1], …"). One that closes a line also stands for facts of that line that have none.
    """
    tokens = reply.tokens
    facts = sorted((span, index) for index, spans in reply.told.items() for span in spans)
    sentence_end = {tokens[span[0]].sentence: span for span in reply.sentences}
    groups: list[tuple[Citation, int, int]] = []
    at = 0
    for citation in _merged(reply):
        while at < len(tokens) and tokens[at].start < citation.start:
            at += 1
        groups.append((citation, at, _sentence_of(reply, citation, at)))
    free = dict.fromkeys(facts)
    done = 0
    for n, (citation, place, sentence) in enumerate(groups):
        start, end = sentence_end.get(sentence, (place, place))
        start = max(start, done)
        following = groups[n + 1][1] if n + 1 < len(groups) and groups[n + 1][2] == sentence else end
        mine = [fact for fact in free if start <= fact[0][0] < place]
        if not mine:
            mine = [fact for fact in free if place <= fact[0][0] < following]
            done = following if mine else done
        else:
            done = place
        if not mine:  # the facts before it have one already; it must hold them too
            mine = [fact for fact in facts if sentence_end.get(sentence, (0, 0))[0] <= fact[0][0] < place]
        line = reply.text.rfind("\n", 0, citation.start)
        for fact in [f for f in free if f not in mine and line < tokens[f[0][0]].start and f[0][0] < place]:
            if reply.sources.facts[fact[1]].documents & set(citation.ids) and tokens[fact[0][0]].sentence != sentence:
                mine = [*mine, fact]
        for fact in mine:
            free.pop(fact, None)
        yield citation, [(index, span) for span, index in mine]


def _merged(reply: Reply) -> Iterator[Citation]:
    """Citations, those side by side as one."""
    held: Citation | None = None
    for citation in reply.citations:
        if held and not reply.text[held.end : citation.start].strip(" ,;"):
            held = held._replace(ids=held.ids + citation.ids, end=citation.end)
            continue
        if held:
            yield held
        held = citation
    if held:
        yield held


def _sentence_of(reply: Reply, citation: Citation, place: int) -> int:
    """The sentence that a citation belongs to; one behind a full stop belongs to the sentence before it."""
    tokens = reply.tokens
    if not place:
        return tokens[0].sentence if tokens else 0
    before = tokens[place - 1]
    ended = any(mark in reply.text[before.end : citation.start] for mark in ".!?\n")
    if ended and place < len(tokens):
        after = tokens[place]
        between = reply.text[citation.end : after.start]
        if (
            after.raw[0].islower()
            or "," in between
            or ":" in between
            or "\n" in reply.text[before.end : citation.start]
        ):
            return after.sentence
    return before.sentence
