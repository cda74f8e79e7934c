"""Whether a student still answers open requests as it did: the form of an answer, compared before and after.

An open request has no right answer, so nothing here judges what is said, only the form: how long, whether it repeats
itself, how much of it is letters and digits, which kind of reply and which language. A *canary* has collapsed when one
of these moved further than the student moves by itself. That is calibrated: each distance has a floor (what nobody
would call the same reply), and two samples of the unchanged student, held against each other and against its greedy
answer, raise a floor where the student by itself goes beyond it, until at most one pair in 200 does. What is measured in
steps, the kind of reply and the language, is calibrated apart, by one pair in 100: there the next limit is soon no limit
at all, and one odd answer stands in two pairs.

The greedy answers of a small student are brittle: any change of its weights, a harmless one too, sends some of them into
repetition and frees others of it. So what counts is *net*: collapsed canaries less those that moved as far the other
way. Repetition is held against repetition, length against length and the kind of reply against itself, so that an adapter
that ends repetition, or says more, cannot pay with it for answers that became digits.

Pure functions of texts; nothing here knows of runs or students. Texts are hostile: only their beginning is read.
"""

from __future__ import annotations

import itertools
import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from statistics import mean, median
from types import MappingProxyType
from typing import Any, Final

from repairloop.ground import stats
from repairloop.records import Answer
from repairloop.records.envelope import opened

READ: Final = 8192
"""Characters of a text that are looked at."""
LONG: Final = 60
"""Characters of an answer that has something to lose: one that is shorter may become shorter still."""
MANY_WORDS: Final = 12
"""Words of an answer that can repeat itself."""
OWN: Final = 200
"""The student may collapse by its own measure in one of so many pairs; above that, floors are raised."""
OWN_STEPS: Final = 100
"""The same of `STEPS`."""
FEW: Final = 20
"""Canaries below which nothing is said of a share."""

FLOORS: Final[dict[str, float]] = {
    "shorter": math.log(6),
    "repeats": 0.5,
    "letters": 0.4,
    "digits": 0.4,
    "kind": 1.0,
    "language": 1.0,
}
"""Distance → the smallest that counts, whatever the student does by itself. `shorter` is the logarithm of a ratio of
lengths; `repeats`, `letters` and `digits` are differences of shares; `kind` and `language` are 0, 1 or 2: a student that by
itself comes to code or seems to change its language is still held to words and to its script."""

STEPS: Final = ("kind", "language")
"""The distances that are counted in steps."""

_MACHINE: Final = ("empty", "number", "json", "call")
"""Kinds of reply that no one gives to someone who asked for words."""


@dataclass(frozen=True)
class Form:
    """The form of one text."""

    chars: int
    words: int
    finished: bool
    repeated: float
    """Share of its word 4-grams that came before in it; of its 12-character pieces where words are few."""
    letters: float
    """Share of the characters that are no white space; so are `digits` and `markup` (everything else)."""
    digits: float
    markup: float
    script: str
    """That of most letters, as Unicode names it: `LATIN`, `CYRILLIC`, `CJK` …; empty where there are few."""
    language: str
    """Of a text in Latin letters, by its function words: a guess, empty where there are too few of them."""
    kind: str
    """`empty`, `number`, `json`, `call`, `code`, `list` or `prose`; `any` where each would do."""
    coded: bool
    """Whether some of it is code."""


def form_of(text: str, finished: bool = True) -> Form:
    """The form of any text, in bounded time."""
    text = text[:READ]
    solid = [c for c in text if not c.isspace()]
    size = len(solid) or 1
    letters, digits = sum(map(str.isalpha, solid)), sum(map(str.isdigit, solid))
    words = _WORD.findall(text.lower())
    kind = kind_of(text.strip(), letters, digits)
    script = script_of(solid) if letters >= 10 else ""
    return Form(
        chars=len(text.strip()), words=len(words), finished=finished, repeated=repeated(text, words),
        letters=letters / size, digits=digits / size, markup=(len(solid) - letters - digits) / size, script=script,
        language=language_of(words) if script == "LATIN" else "", kind=kind, coded=kind == "code" or "```" in text,
    )  # fmt: skip


_WORD = re.compile(r"\w+")


def repeated(text: str, words: Sequence[str]) -> float:
    """How much of a text it has said before: 0 for nothing, near 1 for one phrase without end."""
    if len(words) >= MANY_WORDS:
        pieces: Sequence[Any] = [tuple(words[i : i + 4]) for i in range(len(words) - 3)]
    else:
        pieces = [text[i : i + 12] for i in range(max(0, len(text) - 11))]
    return 1 - len(set(pieces)) / len(pieces) if len(pieces) >= MANY_WORDS else 0.0


def script_of(letters: Iterable[str]) -> str:
    """The script of most letters."""
    scripts = Counter(unicodedata.name(c, "").partition(" ")[0] for c in letters if c.isalpha())
    return scripts.most_common(1)[0][0] if scripts else ""


_FUNCTION_WORDS: Final = {
    "english": "the of and to in is that it for you was with as this are be have not from they which can a an or on at by we do no",
    "french": "le la les des une est et dans pour que qui ce pas vous nous sont avec sur au du ne se",
    "german": "der die das und ist nicht ein eine zu den mit von auf für sich dem es ich wir sie auch",
    "spanish": "el la los las que en un una es por con para del se no su al como más lo pero",
    "italian": "il che di la è un una per non con del sono della le si gli dei nel come più",
    "portuguese": "o que de a do da em um uma para com não os as é no na por mais ao dos",
    "dutch": "de het een van en is dat op te zijn met voor niet aan er ook maar wordt bij",
}
_LANGUAGES_OF: Final[dict[str, list[str]]] = {}
for _language, _words in _FUNCTION_WORDS.items():
    for _one in _words.split():
        _LANGUAGES_OF.setdefault(_one, []).append(_language)


def language_of(words: Sequence[str]) -> str:
    """The language whose function words stand out: at least three, two different ones, a tenth of all, twice those of any
    other. (One alone is no sign of it.)"""
    hits = Counter(language for word in words for language in _LANGUAGES_OF.get(word, ()))
    (best, most), (_, second) = [*hits.most_common(2), ("", 0), ("", 0)][:2]
    different = sum(best in _LANGUAGES_OF.get(word, ()) for word in set(words))
    return best if most >= 3 and different >= 2 and most >= 0.1 * len(words) and most >= 2 * second else ""


_CALL = re.compile(r"\[?\s*[A-Za-z_][\w.]*\([^()\n]*\)\s*\]?;?")
_BULLET = re.compile(r"\s*(?:[-*•+]|\(?\d{1,3}[.)]|[A-Za-z][.)])\s")
_CODE = re.compile(
    r"\s*(?:def |class |import |from \w+ import|#include|public |return\b|for ?\(|if ?\(|</?\w+[ >]|let |const |var |\}|SELECT )|.*[{;]\s*$"
)
_JSON = re.compile(r"[\[{]\s*(?:\"|[\[{\]}]|-?\d)")


def kind_of(text: str, letters: int, digits: int) -> str:
    """Which kind of reply a stripped text is."""
    if not text:
        return "empty"
    bare = re.sub(r"^```\w*", "", text).removesuffix("```").strip()
    if "<tool_call>" in text[:40] or ('"arguments"' in bare and _JSON.match(bare)) or _CALL.fullmatch(bare):
        return "call"
    if _JSON.match(bare) and (bare.endswith(("}", "]")) or '":' in bare[:200]) and _is_like_json(bare):
        return "json"
    if digits > letters:
        return "number"
    lines = [line for line in text.split("\n") if line.strip()]
    fenced = sum(map(len, text.split("```")[1::2]))  # prose that comes to an example is prose
    if fenced > len(text) / 2 or sum(_CODE.match(line) is not None for line in lines) > len(lines) / 2:
        return "code"
    if len(lines) > 1 and sum(_BULLET.match(line) is not None for line in lines) >= len(lines) / 2:
        return "list"
    return "prose"


def _is_like_json(text: str) -> bool:
    """JSON, or the beginning of it: an answer may have been cut."""
    try:
        json.loads(text)
    except RecursionError:
        return True
    except ValueError:
        return text.count('"') >= 4 and ":" in text
    return True


# ---- two answers to one request --------------------------------------------------------------------------


def distances(before: Form, after: Form) -> dict[str, float]:
    """How far an answer has moved, feature by feature; 0 where it did not get worse."""
    worded = before.kind not in _MACHINE
    said = before.chars >= LONG and before.repeated < FLOORS["repeats"]  # what repeats itself has no length to lose
    bare = before.chars < LONG and 0 < after.digits * after.chars <= before.digits * before.chars  # "It is 42." → "42"
    emptied = after.kind == "empty" != before.kind
    return {
        "shorter": math.log(before.chars / max(1, after.chars)) if said else 0.0,
        "repeats": after.repeated - before.repeated if after.words >= MANY_WORDS or after.chars >= LONG else 0.0,
        "letters": 0.0 if bare else before.letters - after.letters,
        "digits": 0.0 if bare else after.digits - before.digits,
        "kind": 2.0 if emptied else _apart(before, after) if worded and not (bare and after.kind == "number") else 0.0,
        "language": 2.0 if _differ(before.script, after.script) else float(_differ(before.language, after.language)),
    }


def _apart(before: Form, after: Form) -> float:
    """From words to what a machine reads, 2; to code, which a student that explains may come to by itself, 1; to more
    of the code that was there, 0."""
    return 2.0 if after.kind in _MACHINE else float(after.kind == "code" and not before.coded)


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)


Free = Mapping[str, Collection[str]]
"""Request → the distances that say nothing of an answer to it: where a label is asked for its length, where a
translation is, its language."""
Pair = tuple[Form, Form]
"""The forms of two answers to one request."""


def calibrate(pairs: Iterable[Pair]) -> dict[str, float]:
    """The distance from which each feature counts, given pairs of answers of the unchanged student.

    The floors, as long as they call at most one pair in 200 collapsed, and those of `STEPS` one in 100. Otherwise the
    feature that calls most of them is raised just above the smallest distance of those, and so on.
    """
    found = [distances(*pair) for pair in pairs]
    shares = [name for name in FLOORS if name not in STEPS]
    limits = _raised(found, STEPS, OWN_STEPS) | _raised(found, shares, OWN)
    return {name: limits[name] for name in FLOORS}


def _raised(found: Sequence[Mapping[str, float]], names: Sequence[str], own: int) -> dict[str, float]:
    limits = {name: FLOORS[name] for name in names}
    while True:
        called = [d for d in found if any(d[name] >= limits[name] for name in limits)]
        if len(called) <= len(found) / own:
            return limits
        guilty = Counter(name for d in called for name in limits if d[name] >= limits[name])
        name = max(guilty, key=lambda n: (guilty[n], n))
        limits[name] = math.nextafter(min(d[name] for d in called if d[name] >= limits[name]), math.inf)


def reasons(before: Form, after: Form, limits: Mapping[str, float]) -> list[str]:
    """Why the answer has collapsed, the clearest reason first; empty where it has not."""
    found = distances(before, after)
    over = {name: found[name] / limits[name] for name in limits if found[name] >= limits[name]}
    return sorted(over, key=lambda name: (-over[name], name))


def in_words(reason: str, before: Form, after: Form) -> str:
    """A reason for people."""
    return {
        "shorter": f"{before.chars} → {after.chars} characters",
        "repeats": f"repeats itself: {before.repeated:.0%} → {after.repeated:.0%}",
        "letters": f"letters {before.letters:.0%} → {after.letters:.0%}",
        "digits": f"digits {before.digits:.0%} → {after.digits:.0%}",
        "kind": f"{before.kind} → {after.kind}",
        "language": f"{before.language or before.script} → {after.language or after.script}".lower(),
    }[reason]


# ---- many canaries ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Compared:
    """One canary, before and after."""

    id: str
    why: str
    """The feature by which it has collapsed (a key of `FLOORS`); empty where it has not."""
    recovered: str
    """The feature by which the answer before would have collapsed, seen from the one after; only where it has not."""
    before: Form
    after: Form
    kl: float | None = None

    @property
    def collapsed(self) -> bool:
        return bool(self.why)

    @property
    def reason(self) -> str:
        """Why it has collapsed, for people."""
        return in_words(self.why, self.before, self.after) if self.why else ""


@dataclass(frozen=True)
class CanarySummary:
    """What the canaries say of a student; `n` of them count."""

    n: int
    collapsed: int
    recovered: int
    """Canaries that moved as far the other way."""
    net: int
    """Collapsed less recovered, see `net`: what the gate bounds."""
    share: float
    """Of the net ones."""
    upper: float
    """One-sided exact 95 % bound of that share, as if nothing had recovered but `net` collapsed; 1
    where nothing is known."""
    false_alarm: float | None
    """Share of the unchanged student's own pairs called collapsed under limits from the other half of the requests."""
    pairs: int
    """Pairs that this was measured on."""
    limits: dict[str, float]
    median_before: float
    """Characters."""
    median_after: float
    digits_before: float
    """Share of answers that are mostly digits."""
    digits_after: float
    finished_before: float
    finished_after: float
    silent: int
    """Canaries left out because the student answered them with nothing before."""
    unanswered: int
    """Canaries left out because a request failed on either side."""
    worst: list[dict[str, str]] = field(default_factory=list)
    """At most three: `id` and `reason`; in a run also what was `asked`, and the answers `before` and `after`, cut."""
    kl_median: float | None = None
    """KL(before ‖ after) a token on the answers before, in nats; None where no weights are at hand."""
    kl_mean: float | None = None
    note: str = ""
    """What a reader must know: that the canaries say little, and why."""

    @property
    def length_ratio(self) -> float | None:
        """Median length after, by that before."""
        return self.median_after / self.median_before if self.median_before else None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def compare(
    before: Mapping[str, Answer], after: Mapping[str, Answer], limits: Mapping[str, float], kl: Mapping[str, float] | None = None,
    free: Free = MappingProxyType({}),
) -> list[Compared]:  # fmt: skip
    """Every canary that was answered with something before and whose request did not fail after. An answer that became
    empty counts whatever is free."""
    found = []
    for ident, old in before.items():
        new = after.get(ident)
        if new is None or "failed" in (old.status, new.status) or not old.text.strip():
            continue
        forms = _form(old), _form(new)
        ways = free.get(ident, ()) if new.text.strip() else ()
        held = {name: limit for name, limit in limits.items() if name not in ways}
        why = next(iter(reasons(*forms, held)), "")
        recovered = "" if why else next(iter(reasons(*forms[::-1], held)), "")
        found.append(Compared(ident, why, recovered, *forms, (kl or {}).get(ident)))
    return found


def net(found: Iterable[Compared]) -> int:
    """Collapsed canaries less recovered ones: by repetition, by length, by anything else; none of the three below 0."""
    balance: Counter[str] = Counter()
    for one in found:
        balance[_GROUP.get(one.why, "reply")] += one.collapsed
        balance[_GROUP.get(one.recovered, "reply")] -= bool(one.recovered)
    return sum(max(0, value) for value in balance.values())


_GROUP: Final = {"repeats": "repeats", "shorter": "shorter"}


def own_pairs(
    greedy: Mapping[str, Answer], samples: Sequence[Mapping[str, Answer]], free: Free = MappingProxyType({})
) -> dict[str, list[Pair]]:
    """Request → pairs of the unchanged student's answers to it: the greedy one against each sample, and each sample
    against the next. Not samples against the greedy one: greedy decoding repeats itself more than sampling does. Requests
    that are free in more than `STEPS` set no limit."""
    pairs: dict[str, list[Pair]] = {}
    for ident in sorted(set(greedy).intersection(*samples)) if samples else []:
        answers = [greedy[ident], *(sample[ident] for sample in samples)]
        ways = set(free.get(ident, ()))
        if ways <= set(STEPS) and all(answer.status == "ok" and answer.text.strip() for answer in answers):
            first, *rest = [_loosened(_form(answer), ways) for answer in answers]
            pairs[ident] = [(first, other) for other in rest] + list(itertools.pairwise(rest))
    return pairs


def false_alarms(pairs: Mapping[str, Sequence[Pair]]) -> tuple[int, int]:
    """Pairs called collapsed, of how many: each half of the requests under limits from the other half."""
    halves = [[pair for one in list(pairs)[start::2] for pair in pairs[one]] for start in (0, 1)]
    called = 0
    for own, other in (halves, halves[::-1]):
        limits = calibrate(other)
        called += sum(bool(reasons(*pair, limits)) for pair in own)
    return called, sum(map(len, halves))


def summary(
    before: Mapping[str, Answer], after: Mapping[str, Answer], pairs: Mapping[str, Sequence[Pair]],
    kl: Mapping[str, float] | None = None, free: Free = MappingProxyType({}),
) -> tuple[CanarySummary, list[Compared]]:  # fmt: skip
    """What the canaries say, and each of them. `pairs`: see `own_pairs`; without any the floors stand as they are."""
    limits = calibrate(pair for own in pairs.values() for pair in own)
    called, tried = false_alarms(pairs)
    found = compare(before, after, limits, kl, free)
    silent = sum(answer.status == "ok" and not answer.text.strip() for answer in before.values())
    n, collapsed, more = len(found), sum(one.collapsed for one in found), net(found)
    old, new = [one.before for one in found], [one.after for one in found]
    known = [one.kl for one in found if one.kl is not None]
    worst = sorted(found, key=lambda one: (not one.collapsed, -_score(one, limits), -(one.kl or 0), one.id))[:3]
    return CanarySummary(
        n=n, collapsed=collapsed, recovered=sum(bool(one.recovered) for one in found), net=more,
        share=more / n if n else 0.0, upper=stats.at_most(more, n),
        false_alarm=called / tried if tried else None, pairs=tried, limits=limits,
        median_before=median([f.chars for f in old]) if n else 0.0,
        median_after=median([f.chars for f in new]) if n else 0.0,
        digits_before=_share(f.digits > f.letters for f in old), digits_after=_share(f.digits > f.letters for f in new),
        finished_before=_share(f.finished for f in old), finished_after=_share(f.finished for f in new),
        silent=silent, unanswered=len(before) - silent - n,
        worst=[{"id": one.id, "reason": one.reason or "not collapsed; moved most"} for one in worst],
        kl_median=median(known) if known else None, kl_mean=mean(known) if known else None,
        note=_note(n, silent, len(before), limits),
    ), found  # fmt: skip


def _note(n: int, silent: int, asked: int, limits: Mapping[str, float]) -> str:
    if n < FEW and silent * 2 > asked:
        return f"canaries say nothing here: the student answered {silent} of {asked} with nothing before the repair"
    if n < FEW:
        return f"canaries say little here: only {n} of {asked} were answered before and after"
    blind = [name for name in limits if limits[name] > FLOORS[name]]
    return f"limits raised, the student by itself goes beyond them: {', '.join(blind)}" if blind else ""


def _form(answer: Answer) -> Form:
    answer, _ = opened(answer)  # one of a former version may hold thoughts
    return form_of(answer.text, answer.finish_reason == "stop")


def _loosened(form: Form, free: Collection[str]) -> Form:
    """The form without what is free of `STEPS`."""
    if "language" in free:
        form = replace(form, script="", language="")
    return replace(form, kind="any") if "kind" in free else form


def _score(one: Compared, limits: Mapping[str, float]) -> float:
    return max(value / limits[name] for name, value in distances(one.before, one.after).items())


def _share(values: Iterable[bool]) -> float:
    counted = list(values)
    return sum(counted) / len(counted) if counted else 0.0
