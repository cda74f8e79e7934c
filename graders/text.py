"""A short answer in words, compared with the right one and its other names.

    reference "Paris"     answer "The answer is Paris."        pass
                          answer "Paris or Rome"               fail  extra_items
                          answer "It is not Paris."            fail  wrong_value

Two texts are compared by what `words` leaves of them, which is SQuAD's normalization (Rajpurkar et al. 2016, section
6.1, and the official `evaluate-v1.1`: case, punctuation, articles, white space), mended where that calls different
things the same: the sign and the decimal point of a number, `12:30`, `1/2`, `C++`, `x^2`, `<` and `>` stay. NFKC
comes first. A hyphen may be a space, or nothing.

The answer is the whole reply, what follows the last cue, the one passage in quotes or in bold, or what the last sentence
says beside words that lead it in ("I think it's …", "…, of course") or are the question's own ("The capital of France is
…"), in this order. The right words somewhere in a sentence prove nothing.

What the reply takes back, supposes or quotes as a mistake is not read (`graders.shared.stance`), unless a right answer speaks of
such things itself. A denial ("not Paris") and a hedge ("Paris or Rome") fail under every rule. The module knows no meanings: a synonym that
is not among the aliases is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Annotated, Any, Final, Literal, NamedTuple

from pydantic import Field

from graders.shared.asked import only_answers, stem
from graders.shared.cues import MAX_CHARS, NOT, after_cues, cue_pattern, denied, fold, retracted, show, taken
from graders.shared.programs import is_program
from graders.shared.stance import sentences, speaks_of_stance, standing, visible
from repairloop import (
    Answer,
    BadReference,
    Check,
    Given,
    Grader,
    Probe,
    Stated,
    Taken,
    Understanding,
    Verdict,
    failed,
    grader,
    one_call,
    passed,
)

MAX_NORMALIZED: Final = 4_096
"""Characters; longer text is not composed (NFKC takes quadratic time on runs of combining marks)."""
MAX_ANSWER: Final = 2_000
"""Characters; a longer reply is not an answer as a whole."""
MAX_QUOTES: Final = 50
SHORT: Final = 12
"""Words; a reply of no more is taken for an answer as a whole."""

Right = Annotated[str, Field(description="the right answer, a text with a word in it")]


class TextSettings(Given):
    """What else is right, and how near is right."""

    aliases: list[str] = []
    """Further right answers."""
    match: Literal["exact", "f1", "drop"] = "exact"
    """"f1": SQuAD's token F1 reaches the threshold; "drop": that, and every number of the right answer stands in the
    reply, compared by value (after DROP, Dua et al. 2019, section 5, where one shared number is enough)."""
    threshold: float = Field(0.8, gt=0, le=1)
    """For "f1" and "drop"."""
    form: Literal["free", "only"] = "free"
    """"only": the whole reply must be the answer."""


class Gold(NamedTuple):
    """One right answer, made ready for comparing."""

    text: str
    words: tuple[str, ...]
    forms: frozenset[str]
    numbers: frozenset[float]


class Rule(NamedTuple):
    """Reference and settings of a probe."""

    golds: tuple[Gold, ...]
    forms: frozenset[str]
    """Of all of them."""
    match: str
    threshold: float
    form: str
    plain: bool
    """No right answer speaks of what is wrong, not so, or supposed: what a reply takes back can be told from it."""


class Passage(NamedTuple):
    """A piece of the reply that may be the answer."""

    start: int
    end: int


@grader("text", version="5")
class Text(Grader[Right, TextSettings]):
    """Exact match, or token F1, against a set of right strings."""

    text_reference = True

    def prepare(self, reference: Right, settings: TextSettings) -> Rule:
        return _read_rule(reference, settings)

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        rule: Rule = self.read(probe)
        text = answer.text[:MAX_CHARS]
        folded = whole = visible(fold(text))
        if len(text) <= MAX_ANSWER and not rule.forms.isdisjoint(forms(folded)):
            if folded.rstrip(" *_`\"'").endswith("?") and not any("?" in gold.text for gold in rule.golds):
                return _report(text, None, rule, ("no_answer_found", "heuristic"), "It asks, and does not answer.")
            return _report(text, Passage(0, len(text)), rule, None, "It is the right answer.")
        if rule.plain:
            if is_program(folded) and not any(is_program(gold.text) for gold in rule.golds):
                evidence = "The reply is a program, which no one carries out."
                return _report(text, None, rule, ("no_answer_found", "exact"), evidence)
            left = standing(folded) if rule.form == "free" else folded
            if left != folded and not _echoes(words(folded[:MAX_ANSWER]), probe.question):
                folded = left
            if rule.form == "free":
                folded = _without_denied(folded, rule)
        changed = folded is not whole
        groups = [[Passage(0, len(text))]] if len(text) <= MAX_ANSWER and (changed or rule.match != "exact") else []
        groups += _marked(folded) if rule.form == "free" else []
        shown = None
        for group in groups:
            for passage in group:
                if _is_right(folded[passage.start : passage.end], rule):
                    return _report(text, passage, rule, None, "It is the right answer.")
            said = folded[group[0].start : group[0].end]
            if group[0] != (0, len(text)):
                shown = shown or group[0]
                if not NOT.match(said) or _holds(words(said), rule):
                    return _wrong(probe, text, folded, group[0], rule)
        asks = folded.rstrip(" *_`\"'\n").endswith("?") and not any("?" in gold.text for gold in rule.golds)
        told = (
            rule.form == "free"
            and not (shown or asks)
            and any(gold.words[-1] in folded.casefold() for gold in rule.golds)
        )
        for passage in _sentence(folded, probe.question) if told else ():
            if _is_right(folded[passage.start : passage.end], rule):
                return _report(text, passage, rule, None, "It is the right answer.")
        if told and rule.plain and _adds_only_the_answer(folded, probe.question, rule):
            return _report(
                text, _gold_in(folded, rule), rule, None, "It says the right answer, in the words of the question."
            )
        if told and rule.plain and (polar := _polar(folded, probe.question, rule)):
            return _report(text, polar, rule, None, "It says the right answer, and what was asked with it.")
        if shown is None and (len(folded[:MAX_ANSWER].split()) <= SHORT or rule.form == "only"):
            shown = Passage(0, len(text))
        return _wrong(probe, text, folded, shown, rule)

    def understands(self, rows: Sequence[Stated], asked: bool) -> Understanding | None:
        """Short texts; lists of them where they are names of one thing."""
        golds = [_acceptable(row) for row in rows]
        given = [gold for row, gold in zip(rows, golds, strict=True) if gold and not row.text]
        lists = [gold for gold in given if len(set(gold)) > 1]
        of_one_thing = sum(map(_are_alike, lists)) >= 0.4 * len(lists)
        if (lists and not of_one_thing and not asked) or not any(golds):
            return None
        objects = any(isinstance(row.gold, dict) and gold for row, gold in zip(rows, golds, strict=True))
        lengths = sorted(_size(gold[0]) for gold in golds if gold)
        long = lengths[len(lengths) // 2] > FEW_WORDS
        if not asked and not _are_comparable(rows, golds):
            return None
        found: list[Taken | str] = []
        for row, gold in zip(rows, golds, strict=True):
            if not gold:
                found.append("the right answer is no text")
            elif _size(gold[0]) > MOST_WORDS and gold[0] not in row.document and not asked:
                found.append(f"the right answer is too long to be compared word by word ({_size(gold[0])} words)")
            else:
                found.append(Taken(gold[0], {"aliases": list(gold[1:])} if len(gold) > 1 else {}))
        shown = f"an answer of several words is right from F1 {TextSettings().threshold} on" if long else ""
        aliases = "of several right answers in a row, each is right" if lists else ""
        return Understanding(
            kind="short text", rows=found, confidence=0.9 if objects else 0.75 if given else 0.3, settings={"match": "f1"} if long else {},
            instruction="Answer with the answer alone, in a few words.", marks=["short", "word", "only", "alone"],
            notes=[note for note in (shown, aliases) if note],
        )  # fmt: skip

    def gold(self, probe: Probe) -> str:
        """The reference itself."""
        rule: Rule = self.read(probe)
        return rule.golds[0].text

    def corrupt(self, probe: Probe) -> dict[str, str]:
        rule: Rule = self.read(probe)
        right, taboo = rule.golds[0].text, {word for gold in rule.golds for word in gold.words}
        strange = next(f"quixley{n}" for n in range(1000) if f"quixley{n}" not in taboo)
        wrong = {
            "wrong_value": strange,
            "wrong_in_a_sentence": f"The answer is {strange}.",
            "extra_items": f"{right} or {strange}",
            "several": f"{right}, {strange}, {strange}x and {strange}y",
            "negation": f"not {right}",
            "denied": f"The answer is not {right}.",
            "retraction": f"The answer is {right}? No, it is {strange}.",
            "buried": f"Nobody whom {strange} ever met before that summer would have {right} said it without laughing.",
        }
        if rule.form == "only":
            wrong["format_violation"] = f"The answer is {right}."
        unsure = "Hard to say: several sources would have to be compared first, which takes rather long here."
        if not taboo & set(words(unsure)):
            wrong["no_answer_found"] = unsure
        question = probe.question
        if question and not taboo & set(words(question)):
            wrong["echoed_input"] = question
        return wrong

    def examples(self) -> list[Probe]:
        return self.probes((reference, settings, question) for question, reference, settings in _EXAMPLES)


# ---- what a user's golds are ------------------------------------------------------------------------------

FEW_WORDS: Final = 4
"""Of the median gold: with more of them, one word more or less is no other answer."""
MANY_WORDS: Final = 6
"""Of a gold that stands in no document: with more of them it may be said otherwise."""
MOST_WORDS: Final = 15
"""Words of a short text."""


def _acceptable(row: Stated) -> tuple[str, ...]:
    """The texts that are right: one, those of a list, or those of an object as question-answering sets have it."""
    gold, one = row.gold, row.text
    if one is not None:
        return (one,)
    if isinstance(gold, dict):
        named = {str(name).lower(): value for name, value in gold.items()}
        if "answer_start" in named:  # as SQuAD has it
            gold = named.get("text")
        elif isinstance(named.get("aliases"), list):  # as TriviaQA has it
            gold = [named.get("value"), *named["aliases"]]
    if not isinstance(gold, list):
        return ()
    texts = [Stated(part).text for part in gold]
    return tuple(dict.fromkeys(text for text in texts if text)) if all(texts) else ()


def _size(text: str) -> int:
    """Words; of scripts without spaces between them, two characters are one."""
    return len(text.split()) + len(_UNSPACED.findall(text)) // 2


_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_PROGRAM = re.compile(
    r"\A\s*(?:select\s.+\sfrom\s|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s|create\s+(?:table|view|index)\s)"
    r"|\A\s*+(?:[A-Za-z -]{1,20}:)?\s*+\[?[A-Za-z_][\w.]*\([A-Za-z_]\w*\s*=.*\)\]?\s*\Z"
    r"|^[ \t]*(?:def\s+\w+\s*\(|class\s+\w+\s*[(:]|import\s+[\w.]+\s*$|from\s+[\w.]+\s+import\s)",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
"""What programs and queries begin with; a call with named arguments."""


def _are_comparable(rows: Sequence[Stated], golds: Sequence[tuple[str, ...]]) -> bool:
    """Whether a wrong answer would show word by word: golds are no programs, where one word is everything, and neither
    are most of them whole sentences, which have many right wordings unless they were cut out of what was asked."""
    some = [(row, gold[0]) for row, gold in zip(rows, golds, strict=True) if gold]
    if 2 * sum(_PROGRAM.search(gold) is not None for _, gold in some) > len(some):
        return False
    free = sum(_size(gold) > MANY_WORDS and gold not in f"{row.question} {row.document}" for row, gold in some)
    return 2 * free <= len(some)


def _are_alike(texts: tuple[str, ...]) -> bool:
    """Whether several texts may be names of one thing: each shares a word with the first, or is its initials."""
    first = set(words(texts[0]))
    initials = "".join(word[0] for word in words(texts[0]))
    return all(
        first & set(words(text)) or initials == text.replace(".", "").casefold() or text in texts[0] or texts[0] in text
        for text in texts[1:]
    )


# ---- what two equal texts share ---------------------------------------------------------------------------

_DELETED = re.compile(r"'|\.(?!\d)|(?<![\w+])\+(?=\d)|(?<![^\W\d_])#")
_SPACED = re.compile(
    r"[\"()\[\]{};!?*_`~|\\&@$%€£¥¡¿§¶·‹›«»،؛؟۔।॥]|(?<!\d)[,:/]|[,:/](?!\d)|-(?!\d)"
    r"|(?<!\w)\^|\^(?!\w)|(?<!\S)[+]+(?!\S)"
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
_LETTER_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=\w)|(?<=\w)-(?=[^\W\d_])")
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_NUMBER = re.compile(r"-?(?:\d{1,30}(?:\.\d{1,30})?|\.\d{1,30})")
_NEGATIONS = frozenset(
    {"not", "no", "never", "neither", "nor", "cannot", "isnt", "wasnt", "arent", "without", "except"}
)


def words(text: str, hyphen: str = " ") -> list[str]:
    """What is left of a text when it is compared. `hyphen`: what becomes of one beside a letter."""
    text = fold(text)
    if not text.isascii() and len(text) <= MAX_NORMALIZED:
        text = unicodedata.normalize("NFKC", text)
    text = text.casefold()
    if "," in text:
        text = _THOUSANDS.sub("", text)
    if "-" in text:
        text = _HYPHEN.sub(" ", _LETTER_HYPHEN.sub(hyphen, text))
    if not text.replace(" ", "").isalnum():
        text = _SPACED.sub(" ", _DELETED.sub("", text)).replace(",", " ")
    return _ARTICLES.sub(" ", text).split() or text.split()


def forms(text: str) -> frozenset[str]:
    """Every way to write down the words of a text: with its hyphens as spaces, and without them."""
    spaced = " ".join(words(text))
    return frozenset({spaced, " ".join(words(text, ""))} if "-" in fold(text) else {spaced})


def f1(said: list[str] | tuple[str, ...], right: tuple[str, ...]) -> float:
    """SQuAD's token F1, from 0 to 1."""
    same = 0 if set(right).isdisjoint(said) else sum((Counter(said) & Counter(right)).values())
    return 2 * same / (len(said) + len(right)) if same else 0.0


def numbers(said: list[str] | tuple[str, ...]) -> frozenset[float]:
    return frozenset(float(word) for word in said if _NUMBER.fullmatch(word))


# ---- finding the answer in a reply ------------------------------------------------------------------------

_CUE = cue_pattern("answer|ans|solution|result|response", r"^[ \t*_]{0,8}A[ \t*_]{0,4}:")
_QUOTED = re.compile(r"\"([^\"\n]{1,300})\"|\*\*([^*\n]{1,300})\*\*")
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_CLAUSE = re.compile(
    r"\s+(?:because|since|as|so|which|who|where|\(|-\s)|;"
    r"|,\s+(?:of\scourse|without\s(?:a\s|any\s)?doubt|no\sdoubt|obviously|definitely|certainly|for\ssure|I\s(?:think|believe|guess))\b|,\s+(?:the|an?|which|who|because|located|as|since|so|in|due)\s|,?\s+(?:and\s|but\s)?(?:\w{1,12}ly\s)?(?:not|rather\sthan|instead\sof)\s",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"[ \t\n*_`]{0,40}(?:(?:probably|likely|definitely|clearly|certainly|indeed|simply|obviously|surely)[\s,]{1,3})?",
    re.IGNORECASE,
)
_WRAPPED = re.compile(r"[\s*_`$]*+(?:\"([^\"\n]{1,300})\"|\\(?:text|mathrm|textbf|mathbf)\{([^{}\n]{1,300})\})")


def _marked(text: str) -> list[list[Passage]]:
    """Groups of readings of a folded reply, the most decisive first; the first that denies nothing decides. In a
    group, the first passage is what is shown where none is right."""
    denials: list[list[Passage]] = []
    for end in after_cues(_CUE, text):
        boxed = text[max(0, end - 8) : end].rstrip().endswith("{")
        group = [p for p in _after(text, end, boxed) if text[p.start : p.end].strip() and not retracted(text, p.end)]
        if group and not NOT.match(text, end):
            return [*denials, group]
        denials += [group] if group else []
    if denials:
        return denials
    alone: dict[str, Passage] = {}
    for match in islice(_QUOTED.finditer(text), MAX_QUOTES):
        span = Passage(*match.span(match.lastindex or 1))
        if not denied(text, match.start()) and not retracted(text, match.end()):
            alone.setdefault(" ".join(words(text[span.start : span.end])), span)
            if len(alone) > 1:
                return []
    return [[span] for span in alone.values()]


_DRESSED = re.compile(
    r"(?:[\s\"'*_`(\[{,:;!?¿¡#•→➡⇒►▶▪◦●★☑=]|\.(?!\d)|[-•>→](?=\s+[^\W\d])|[✅✔✓\ufe0f\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff])*+"  # no sign of a value: "-5", "√5"
    r"(?:(?:so|well|yes|no|hmm+|sure|okay|of\scourse)(?:[\s,!:]|\.(?!\d)){1,3}){0,2}(?:I(?:'m|\sam)\snot\s(?:\w{1,12}\s){0,2}(?:sure|certain),?\sbut\s)?(?:not\s[^,.\n]{1,60},?\sbut\s)?"
    r"(?:(?:I(?:'d|\swould)?\s(?:think|believe|guess|suppose|say)(?:\sthat)?|probably|maybe|perhaps|(?:most\s)?likely|definitely|certainly|surely|clearly|obviously)[\s,:]{1,3}){0,2}"
    r"(?:(?:it|that|this)(?:'s|\s(?:is|(?:must|would|should|has\sto|can\sonly)\sbe))\s(?:(?:probably|definitely|clearly|certainly|of\scourse)\s)?)?",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:\sit\sis|\sis\s(?:the\s)?(?:(?:right|correct)\s)?(?:answer|one))?(?:,?\s(?:of\scourse|without\s(?:a\s|any\s)?doubt|no\sdoubt|obviously|definitely|certainly|for\ssure|I\s(?:think|believe|guess|suppose)))?(?:,\snot\s[^,.\n]{1,60})?[\s.!*]*\Z",
    re.IGNORECASE,
)
_EQUATES = re.compile(r"\s(?:is|was|are|were)\s")
_TURNED = re.compile(r"\b(?:not|never|wrong|sure|no|neither)\b|n't\b|\?", re.IGNORECASE)


_NOT_BUT = re.compile(
    r"(?:(?<=\bis)|(?<=\bwas)|(?<=\bare)|(?<=\bwere)|(?<='s))(?:\snot|n't)\s(?!(?:only|just|merely|simply|sure|certain)\b)"
    r"([^,.;?!\n]{1,60}?)(?:,?\sbut\s(?:rather\s)?|[,;]\s(?:it|that|this)(?:'s|\sis|\swas)\s)(?!not\b|never\b|also\b)",
    re.IGNORECASE,
)
"""`It's not Lyon, it's Paris`, `is not Lyon but Paris`: what is denied, up to what is said instead."""


def _without_denied(text: str, rule: Rule) -> str:
    """The text without what is denied right before the answer; its length stays what it was."""

    def said(found: re.Match[str]) -> str:
        supposed = _SUPPOSED.search(text, max(0, found.start() - MAX_ANSWER), found.start())
        return found[0] if supposed or _holds(words(found[1]), rule) else " " * len(found[0])

    return _NOT_BUT.sub(said, text)


_SUPPOSED = re.compile(r"\b(?:if|unless|whether|suppose|assuming)\b", re.IGNORECASE)


_YES_NO = re.compile(
    r"[\s*_`\"']{0,9}(yes|no)\b[\s*_`\"',.:;!-]{1,6}(\w[^.?!\n]{1,300})[.!]?[\s*_`\"']{0,9}", re.IGNORECASE
)
_HELPS = frozenset(
    "is are was were am be been do does did has have had can ca could will wo would shall should must may might".split()  # noqa: SIM905
)
_PRONOUNS = frozenset("it he she they that this these those there i we you".split())  # noqa: SIM905


def _polar(text: str, question: str, rule: Rule) -> Passage | None:
    """The "yes" or "no" that is right, where the rest of the reply only says the same in words of the question, in their
    order: "No, the sky is not blue."."""
    found = _YES_NO.fullmatch(text)
    if found is None or found[1].casefold() not in rule.forms:
        return None
    first, *asked = _full_words(_SENTENCE_END.split(question.rpartition("?")[0])[-1])
    said = _full_words(found[2])
    if first not in _HELPS or not _NEGATIONS.isdisjoint(asked) or "or" in asked or said.count("not") > 1:
        return None
    if (found[1].casefold() == "no") != (not _NEGATIONS.isdisjoint(said)):
        return None
    rest = iter(stem(word) for word in asked if word not in _HELPS)
    kept = [word for word in said if word not in _HELPS and word not in _NEGATIONS]
    kept = kept[1:] if kept and kept[0] in _PRONOUNS else kept
    return Passage(*found.span(1)) if all(stem(word) in rest for word in kept) else None


def _full_words(text: str) -> list[str]:
    text = text[:MAX_ANSWER].replace("’", "'").replace("n't", " not")
    return words(_SHORT_IS.sub(r"\1 is", text)) or [""]


_SHORT_IS = re.compile(r"\b(it|he|she|that|this|there|they|we|you)'(?:s|re)\b", re.IGNORECASE)


def _sentence(text: str, question: str) -> Iterator[Passage]:
    """What the last sentence of a short reply says, without the words that lead it in, and those of the question. Sentences
    before it must deny something."""
    if len(text) > MAX_ANSWER or len(text.split()) > 40:
        return
    start, end = _last_sentence(text)
    lead = _DRESSED.match(text, start, end)
    start = lead.end() if lead else start
    tail = _TAIL.search(text, start, end)
    end = tail.start() if tail else end
    if start < end <= start + 300 and not NOT.match(text, start):
        yield Passage(start, end)
        asked = {*words(question), "is"}
        label, colon, _ = text[start:end].partition(": ")
        if (
            colon and label.strip() and {stem(word) for word in asked}.issuperset(map(stem, words(label)))
        ):  # "Capital: Paris"
            yield Passage(start + len(label) + 2, end)
        for verb in _EQUATES.finditer(text, start, end):
            sides = Passage(start, verb.start()), Passage(verb.end(), end)
            for side, other in (sides, sides[::-1]):
                said = words(text[side.start : side.end])
                if (
                    said and asked.issuperset(said) and not (len(said) == 1 and said[0].endswith("ed"))
                ):  # "Ann was treated"
                    yield other


def _last_sentence(text: str) -> tuple[int, int]:
    """Where the last sentence of a reply stands; an empty place where those before it say more than that something is not so."""
    *before, last = sentences(text) if text.strip() else [(0, 0)]
    turned = all(_TURNED.search(text, *span) or not text[slice(*span)].strip() for span in before)
    return last if turned else (0, 0)


def _adds_only_the_answer(text: str, question: str, rule: Rule) -> bool:
    """Whether the last sentence of a short reply says a right answer, in words of the question, and nothing else."""
    start, end = _last_sentence(text)
    lead = _DRESSED.match(text, start, end)
    asked = {*words(question)}
    golds = [gold.words for gold in rule.golds if not asked.issuperset(gold.words)]  # else it was one to choose from
    if _ASKS_PLACE.search(question):  # "the garage" where "in the garage" is right
        golds += [gold[1:] for gold in golds if len(gold) > 1 and gold[0] in ("in", "on", "at")]
    return only_answers(text[lead.end() if lead else start : end], golds, question, words) is not None


_ASKS_PLACE = re.compile(r"\b(?:where|when|on\swhich|in\swhich)\b", re.IGNORECASE)


def _gold_in(text: str, rule: Rule) -> Passage:
    """Where a right answer stands in a text that holds one."""
    small = text.casefold()
    places = [(small.find(gold.text.casefold()), len(gold.text)) for gold in rule.golds]
    found = [(at, size) for at, size in places if at >= 0]
    return Passage(found[0][0], found[0][0] + found[0][1]) if found else Passage(0, len(text))


def _after(text: str, at: int, boxed: bool) -> Iterator[Passage]:
    """What may be the answer behind a cue: up to the end of the sentence, of the line, of one clause."""
    lead = _LEAD.match(text, at)
    start = lead.end() if lead else at
    stop = text.find("}" if boxed else "\n", start)
    stop = min(stop if stop >= 0 else len(text), start + 400)
    wrapped = _WRAPPED.match(text, start, stop + 1)
    if wrapped:
        yield Passage(*wrapped.span(wrapped.lastindex or 1))
        return
    ends = [match.start() for match in _SENTENCE_END.finditer(text, start, stop)][:3]
    clause = None if NOT.match(text, start) else _CLAUSE.search(text, start, ends[0] if ends else stop)
    for end in dict.fromkeys([*ends, stop, *([clause.start()] if clause else [])]):
        if end > start:
            yield Passage(start, end)


def _is_right(said: str, rule: Rule) -> bool:
    """Whether a passage is a right answer."""
    if forms(said) & rule.forms:
        return True
    if rule.match == "exact" or (rule.form == "only" and _CUE.search(said)):
        return False
    tokens = words(said)
    return any(
        f1(tokens, gold.words) >= rule.threshold
        and (rule.match == "f1" or gold.numbers <= numbers(tokens))
        and not _denies(tokens, gold)
        and not _hedges(said, tokens, gold)
        for gold in rule.golds
    )


def _holds(tokens: list[str], rule: Rule) -> bool:
    """Whether a right answer stands among the words."""
    line = f" {' '.join(tokens)} "
    return any(f" {form} " in line for form in rule.forms)


def _denies(tokens: list[str], gold: Gold) -> bool:
    return sum(word in _NEGATIONS for word in tokens) > sum(word in _NEGATIONS for word in gold.words)


_PARTS = re.compile(r"\b(?:or|and|also|alternatively|either|both|maybe|perhaps|possibly)\b|[,/&;|\n]", re.IGNORECASE)


def _hedges(said: str, tokens: list[str], gold: Gold) -> bool:
    """Whether the right answer is one of several, more than an apposition ("Paris, France") makes them."""
    if tokens.count("or") > gold.words.count("or"):
        return True
    parts = [part for part in _PARTS.split(said[:MAX_ANSWER]) if part.strip()][:40]
    return len(parts) > 2 and any(forms(part) & gold.forms for part in parts)


# ---- why an answer is wrong -------------------------------------------------------------------------------

_UNSURE = re.compile(
    r"\W*(?:I\s(?:do\snot|don't|can't|cannot)\s|I(?:'m|\sam)\s(?:not|un)\s?sure|not\ssure|no\sidea|unknown\b|unsure\b)",
    re.IGNORECASE,
)


def _wrong(probe: Probe, text: str, folded: str, passage: Passage | None, rule: Rule) -> Verdict:
    """The verdict on a reply that is not right. `passage`: what was taken for its answer, if anything was."""
    said = folded[passage.start : passage.end] if passage else folded
    tokens = words(said)
    held = _holds(tokens, rule)
    best = rule.golds[0]
    if held and (_denies(tokens, best) or NOT.match(said)):
        return _report(text, passage, rule, ("wrong_value", "exact"), "It denies the right answer.")
    if held and any(_is_right(part, rule) for part in _PARTS.split(said[:MAX_ANSWER])[:40]):
        evidence = "The right answer stands beside others; one was asked for."
        return _report(text, passage, rule, ("extra_items", "exact"), evidence)
    if held and rule.form == "only":
        evidence = "The right answer is there, but more than that was given."
        return _report(text, passage, rule, ("format_violation", "exact"), evidence)
    if held:
        evidence = "The right words stand in it, but not as the answer alone."
        return _report(text, passage, rule, ("format_violation", "heuristic"), evidence)
    if _echoes(words(folded[:MAX_ANSWER]), probe.question):
        whole = Passage(0, len(text))
        return _report(text, whole, rule, ("echoed_input", "exact"), "It repeats the question's own words.")
    if _UNSURE.match(said):
        return _report(text, None, rule, ("no_answer_found", "heuristic"), "The reply says that it does not know.")
    if passage is None:
        evidence = "Nothing in the reply is marked as its answer."
        return _report(text, None, rule, ("no_answer_found", "exact"), evidence)
    if not tokens:
        return _report(text, None, rule, ("no_answer_found", "exact"), "The reply holds no word.")
    return _report(text, passage, rule, ("wrong_value", "exact"), "It is another answer.")


def _echoes(tokens: list[str], question: str) -> bool:
    """Whether a reply is made of the question's words, and of at least half of them."""
    if len(tokens) < 2 or 2 * len(tokens) < len(question[:MAX_CHARS].split()) // 2:
        return False
    asked = words(question[:MAX_ANSWER])
    return 2 * len(tokens) >= len(asked) and set(tokens) <= set(asked)


def _report(text: str, passage: Passage | None, rule: Rule, error: tuple[Any, Any] | None, why: str) -> Verdict:
    """The verdict; its evidence holds the exact match and the F1 against the nearest right answer."""
    written = text[passage.start : passage.end][:MAX_ANSWER] if passage else ""
    said = words(written)
    scores = [f1(said, gold.words) for gold in rule.golds]
    nearest = rule.golds[scores.index(max(scores))]
    exact = not rule.forms.isdisjoint(forms(written))
    share = max(scores) if not exact else 1.0
    evidence = f"{why} EM {int(exact)}, F1 {share:.2f} against {show(nearest.text)}."
    seen: dict[str, Any] = {"expected": rule.golds[0].text, "evidence": evidence}
    if passage:
        seen |= taken(text, *passage)
        seen["checks"] = [
            Check(name="exact", passed=exact),
            Check(name="f1", passed=share >= rule.threshold, detail=f"{share:.3f}"),
        ]
    return failed(*error, **seen) if error else passed(**seen)


# ---- reference and settings -------------------------------------------------------------------------------


def _read_rule(reference: str, settings: TextSettings) -> Rule:
    aliases = settings.aliases
    for text in (reference, *aliases):
        if not words(text):
            raise BadReference(f"{text!r} among reference and aliases has no word in it")
        if len(text) > MAX_ANSWER:
            raise BadReference(f"a right answer is longer than {MAX_ANSWER} characters")
    golds = dict.fromkeys((reference, *aliases))
    ready = tuple(Gold(text, tuple(words(text)), forms(text), numbers(words(text))) for text in golds)
    plain = not speaks_of_stance(golds)
    return Rule(
        ready,
        frozenset().union(*(gold.forms for gold in ready)),
        settings.match,
        settings.threshold,
        settings.form,
        plain,
    )


_EXAMPLES: list[tuple[str, str, dict[str, Any]]] = [
    ("Which city is the capital of France?", "Paris", {}),
    ("Which city is the capital of France? Reply with its name only.", "Paris", {"form": "only"}),
    ("Who wrote the play?", "William Shakespeare", {"aliases": ["Shakespeare", "W. Shakespeare"]}),
    ("Where is the arch?", "St. Louis", {}),
    ("What did they sign?", "the Treaty of Versailles", {"match": "f1"}),
    ("What did they sign?", "Treaty of Versailles", {"match": "f1", "threshold": 0.5, "form": "only"}),
    ("How far did he run?", "42.195 kilometres", {"match": "drop", "aliases": ["42.195 km"]}),
    ("When was that?", "4 May 1990", {"match": "drop", "threshold": 0.6}),
    ("Which language?", "C++", {}),
    ("What is the temperature?", "-5 °C", {"aliases": ["−5 degrees"]}),
    ("Which play?", "Romeo and Juliet", {}),
    ("What is the question?", "To be, or not to be", {"match": "f1"}),
    ("Which city?", "Saint-Étienne", {"form": "only"}),
    ("Which grade?", "A", {}),
    ("Which colour is the tallest of these boxes?", "dark-blue", {"form": "only", "match": "f1", "threshold": 0.1}),
]

grade = one_call("text")
