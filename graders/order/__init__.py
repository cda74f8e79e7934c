"""A ranking, a sequence or a matching, compared place by place.

    reference ["Mercury", "Venus", "Earth"]      answer "Mercury, Earth, Venus"       fail  wrong_order
    reference {"matching": {"Oslo": "Norway"}}   answer "Oslo - Norway"               pass

The answer is the list right behind the last cue ("the order is", "Answer:"); without a cue the last list of the reply;
or the whole reply as a run of labels ("CAB"). Every common way to write a list or pairs is read
(`graders.order.lists`). What a reply denies, supposes or takes back is not read (`graders.shared.stance`). Names in a sentence are no list; two lists joined by "or", and the list of all orders, are no
answer. A list reads from left to right and from top to bottom, with `<` as with `>`; lines that carry numbers are read
in the order in which they stand.

The evidence of a wrong order holds Kendall's tau distance (how many pairs of items stand the wrong way round) and the
longest run of neighbours that is right. The module does not know what the order is by.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Annotated, Any, Final, NamedTuple

from pydantic import ConfigDict, Field

from graders.order.lists import Entry, Listing, Names, Pairing, listings, pairings, whole_reply
from graders.shared.cues import (
    MAX_CHARS,
    NOT,
    after_cues,
    bare_key,
    cue_pattern,
    denied,
    fold,
    key,
    retracted,
    show,
    taken,
)
from graders.shared.programs import is_program
from graders.shared.stance import blanked, speaks_of_stance, standing
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

MAX_ITEMS: Final = 100
MAX_CHECKS: Final = 40

_CUE = cue_pattern("answer|order|ordering|ranking|sequence|result|solution|matching|matches|list|pairs")


class Matching(Given):
    """Pairs."""

    model_config = ConfigDict(extra="forbid")

    matching: dict[str, str]
    """Left → right."""


Right = Annotated[list[str] | Matching, Field(description='the items in their order, or {"matching": {left: right}}')]


class OrderSettings(Given):
    """What else may be named, and how."""

    items: list[str] | None = None
    """Everything that may be named, distractors included (in a matching: on the right side)."""
    aliases: dict[str, list[str]] = {}
    """Item → its other names."""
    labels: dict[str, str] = {}
    """Item → the label that the question gave it ("A", "1"), by which the answer may refer to it."""


class Board(NamedTuple):
    """Reference and settings, made ready for comparing."""

    wanted: list[str]
    """The items in their order; of a matching, the left sides."""
    pairs: dict[str, str]
    """Left → right; empty where the reference is a list."""
    items: list[str]
    """What may be named; of a matching, on the right."""
    lefts: Names
    rights: Names
    labelled: bool
    """The items have labels that are letters."""
    plain: bool
    """No item speaks of what is wrong, or not so: what a reply takes back can be told from them."""


@grader("order", version="4")
class Order(Grader[Right, OrderSettings]):
    """The last list, or the last pairs, of the reply against those of the reference."""

    def prepare(self, reference: Right, settings: OrderSettings) -> Board:
        return _read_board(reference, settings)

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        board: Board = self.read(probe)
        text = answer.text[:MAX_CHARS]
        folded = fold(text)
        if board.plain:
            folded = _said(folded)
        expected = _written(board)
        if board.plain and is_program(folded):
            return failed("no_answer_found", expected=expected, evidence="The reply is a program.")
        if board.pairs:
            pairing = _chosen(folded, _kept(folded, pairings(folded, board.lefts, board.rights)))
            if pairing is None:
                return _unread(folded, board, expected)
            return _grade_pairs(board, pairing, {**taken(text, pairing.start, pairing.end), "expected": expected})
        run = whole_reply(folded, board.lefts)
        found = [run] if run else listings(folded, board.lefts, board.labelled)
        found = _kept(folded, found) if board.plain else found
        listing = _chosen(folded, [one for one in found if len(one.entries) > 1 or len(board.wanted) == 1])
        if listing is None:
            return _unread(folded, board, expected)
        seen = {**taken(text, listing.start, listing.end), "expected": expected}
        if listing.hedged or _lists_every_order(found, board) or _is_one_guess(folded, found, listing):
            evidence = "It gives several orders; one was asked for."
            return failed("extra_items", evidence=evidence, **seen)
        return _grade_list(board, listing.entries, seen)

    def understands(self, rows: Sequence[Stated], asked: bool) -> Understanding | None:
        """Lists whose items stand in the question, which asks for their order."""
        found = [_understood(row, asked) for row in rows]
        if not any(isinstance(row, Taken) for row in found):
            return None
        return Understanding(
            kind="ordered list", rows=found, confidence=0.9, instruction="Answer with the items in their order.",
            marks=["order"], notes=["the order of the items counts"],
        )  # fmt: skip

    def gold(self, probe: Probe) -> str:
        """The items in a numbered list, or the pairs as a JSON object."""
        return _written(self.read(probe))

    def corrupt(self, probe: Probe) -> dict[str, str]:
        board: Board = self.read(probe)
        wrong = _corrupt_pairs(board) if board.pairs else _corrupt_list(board)
        wrong["no_answer_found"] = "Let me go over all of them once more."
        return wrong

    def examples(self) -> list[Probe]:
        return self.probes(_EXAMPLES, "Put them in order.")


# ---- finding the list -------------------------------------------------------------------------------------


def _chosen(text: str, found: list[Any]) -> Any:
    """The list, or the pairs, right behind the last cue that has any; else the last of all; else None."""
    if len(found) < 2:
        return found[0] if found else None
    for end in after_cues(_CUE, text):
        behind = next((one for one in found if one.end > end), None)
        if behind:
            return behind
    return found[-1]


_NOT_SO = re.compile(
    r",?\s(?:and\s|but\s)?(?:\w{1,12}ly\s)?(?:not|rather\sthan|instead\sof)\s(?:(?![.;]\s)[^\n]){1,600}", re.IGNORECASE
)
_NOT_BUT = re.compile(
    r"\A\W*(?:the\s(?:\w+\s)?order\sis\s|it\sis\s|it's\s)?not\s[^\n.]{1,400}?\sbut\s(?:rather\s)?", re.IGNORECASE
)
"""`Not A, B, C but B, A, C`."""
_NEXT_CLAUSE = re.compile(r";(?=\s+(?:so\s|and\s|but\s)?(?:the|it|my)\b)|,(?=\s+but\s(?:the|it|my)\b)", re.IGNORECASE)


_OPENER = re.compile(
    r"(?:(?<=[.!?]\s)|^)[ \t]*(?:yes|no|so|indeed|ok|okay|hence|thus|therefore|right),(?=\s+(?:the|it|my)\b)",
    re.IGNORECASE | re.MULTILINE,
)
_GAP = re.compile(r"(?<=[.!?])[ ]{4,}(?=[,a-z])")
"""Where a clause was blanked out between two sentences."""


def _said(text: str) -> str:
    """What a folded reply stands by, clause by clause; its length stays what it was."""
    text = standing(text)
    text = _NOT_BUT.sub(lambda found: " " * len(found[0]), text, count=1)
    if re.search(r"\b(?:not|than|instead)\b", text):
        starts = [
            found.span()
            for found in _NOT_SO.finditer(text)
            if text[: found.start()].strip() and not _is_opening(text, found)
        ]
        text = blanked(text, starts) if starts else text
    if not any(words in text.lower() for words in (", the ", ", it ", ", my ", "; ", "    ")):
        return text
    text = _OPENER.sub(lambda found: " " * len(found[0]), _NEXT_CLAUSE.sub("\n", text))
    return _GAP.sub(lambda found: "\n".ljust(len(found[0])), text)


def _is_opening(text: str, denial: re.Match[str]) -> bool:
    """Whether a denial begins a sentence ("The order is not …") and is no afterthought behind an answer."""
    line = text[max(text.rfind("\n", 0, denial.start()) + 1, denial.start() - 200) : denial.start()]
    sentence = re.split(r"[.!?]\s", line)[-1]
    return re.search(r"[,;|/&<>=]|->|\b(?:then|and)\b", sentence) is None


def _kept(text: str, found: list[Any]) -> list[Any]:
    """The lists, or pairs, that are not denied."""
    return [
        one for one in found if not (denied(text, one.start) or retracted(text, one.end) or NOT.match(text, one.start))
    ]


_BETWEEN = re.compile(r"[\s.;,|]*(?:or\s+)?(?:[-*•]|[(]?\d{1,2}[.)])?\s*", re.IGNORECASE)


def _is_one_guess(text: str, found: list[Listing], chosen: Listing) -> bool:
    """Whether other orders of the same items stand right beside the chosen one, as further guesses."""
    size = len(chosen.entries)
    for one, other in pairwise(found):
        orders = [[entry.item for entry in listing.entries] for listing in (one, other)]
        differ = orders[0] != orders[1] and len(orders[0]) == len(orders[1]) == size
        if differ and chosen in (one, other) and _BETWEEN.fullmatch(text, one.end, other.start):
            return True
    return False


def _lists_every_order(found: list[Listing], board: Board) -> bool:
    """Whether the reply has every possible order of the items; where there are two, that may be a correction."""
    size = len(board.wanted)
    orders = {tuple(str(entry.item) for entry in one.entries) for one in found if len(one.entries) == size}
    complete = sum(sorted(order) == sorted(board.wanted) for order in orders)
    return 2 <= size <= 5 and complete == math.factorial(size)


def _unread(text: str, board: Board, expected: str) -> Verdict:
    """The verdict on a reply without a list: the items may stand in it all the same."""
    line = _bare_words(text)
    named = [item for item in board.wanted if _bare_words(item) in line]
    if len(named) > 1 or (named and len(board.wanted) == 1):
        evidence = f"It names {_listed(named)}, but not as a list or as pairs that could be read."
        return failed("format_violation", "heuristic", expected=expected, evidence=evidence)
    return failed("no_answer_found", expected=expected, evidence="There is no list of the items in the reply.")


_WORD = re.compile(r"[^\W_]+")


def _bare_words(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "


# ---- comparing --------------------------------------------------------------------------------------------


def _grade_list(board: Board, entries: list[Entry], seen: dict[str, Any]) -> Verdict:
    wanted, given = board.wanted, [entry.item for entry in entries]
    checks = []
    for place, item in enumerate(wanted[:MAX_CHECKS]):
        right = place < len(given) and given[place] == item
        said = entries[place].text[:60] if place < len(entries) else "nothing"
        checks.append(Check(name=f"place {place + 1}", passed=right, detail="" if right else show(said)))
    seen["checks"] = checks
    if given == wanted:
        return passed(evidence=f"All {len(wanted)} are in their places.", **seen)
    known = [item for item in given if item is not None]
    unknown = [entry.text for entry in entries if entry.item is None]
    missing = [item for item in wanted if item not in known]
    extra = [item for item in known if item not in wanted]
    partial = _partial([item for item in dict.fromkeys(known) if item in wanted], wanted)
    if unknown and (missing or len(board.items) > len(wanted)):
        evidence = f"{_listed(unknown)} is none of the items. {partial}"
        return failed("off_label", evidence=evidence, **seen)
    if missing:
        instead = f" Instead it has {_listed(extra)}." if extra else ""
        evidence = f"Missing: {_listed(missing)}.{instead} {partial}"
        return failed("incomplete_set", evidence=evidence, **seen)
    if unknown or extra or len(known) > len(wanted):
        twice = [item for item in wanted if known.count(item) > 1]
        evidence = f"Too many: {_listed([*unknown, *extra, *twice])}. {partial}"
        return failed("extra_items", evidence=evidence, **seen)
    return failed("wrong_order", evidence=partial, **seen)


def _partial(order: list[str], wanted: list[str]) -> str:
    """What is right in the order of the items that are there: Kendall's tau distance and the longest run."""
    ranks = [wanted.index(item) for item in order]
    pairs = [(one, two) for n, one in enumerate(ranks) for two in ranks[n + 1 :]]
    turned = sum(one > two for one, two in pairs)
    longest = run = min(1, len(ranks))
    for one, two in pairwise(ranks):
        run = run + 1 if two == one + 1 else 1
        longest = max(longest, run)
    return f"Kendall tau distance {turned} of {len(pairs)}, longest run in order {longest} of {len(wanted)}."


def _grade_pairs(board: Board, pairing: Pairing, seen: dict[str, Any]) -> Verdict:
    given: dict[str, list[str | None]] = {}
    for one, other in pairing.pairs:
        if one.item:
            given.setdefault(one.item, []).append(other.item)
    checks = []
    for name in board.wanted[:MAX_CHECKS]:
        said = given.get(name, [])
        detail = ", ".join(str(partner) for partner in said[:3]) or "nothing"
        good = said == [board.pairs[name]]
        checks.append(Check(name=name[:80], passed=good, detail="" if good else detail[:120]))
    seen["checks"] = checks
    strangers = [left.text for left, _ in pairing.pairs if left.item is None]
    unknown = [right.text for left, right in pairing.pairs if left.item and right.item is None]
    missing = [left for left in board.wanted if left not in given]
    several = [left for left, rights in given.items() if len(set(rights)) > 1]
    wrong = [left for left, rights in given.items() if rights[0] != board.pairs[left]]
    right_ones = len(board.wanted) - len(missing) - len({*wrong, *several})
    share = f"{right_ones} of {len(board.wanted)} pairs are right."
    if pairing.hedged or several:
        evidence = f"It gives several partners to {_listed(several) or 'some'}. {share}"
        return failed("extra_items", evidence=evidence, **seen)
    if unknown or strangers:
        evidence = f"{_listed([*unknown, *strangers])} is none of the items. {share}"
        error_class = "extra_items" if not (unknown or missing or wrong) else "off_label"
        return failed(error_class, evidence=evidence, **seen)
    if missing:
        return failed("incomplete_set", evidence=f"Missing: {_listed(missing)}. {share}", **seen)
    if not wrong:
        return passed(evidence=share, **seen)
    used = [given[left][0] for left in board.wanted]
    evidence = f"Wrong: {_listed(f'{left} - {given[left][0]}' for left in wrong)}. {share}"
    if sorted(map(str, used)) == sorted(board.pairs.values()):
        return failed("wrong_order", evidence=f"The right partners are exchanged. {evidence}", **seen)
    distractors = set(board.items) - set(board.pairs.values())
    error_class = "distractor_chosen" if distractors & set(used) else "wrong_value"
    return failed(error_class, evidence=evidence, **seen)


def _listed(items: Iterable[str]) -> str:
    shown = [show(item, 40) for item in items]
    return ", ".join(shown[:5]) + (f" and {len(shown) - 5} more" if len(shown) > 5 else "")


# ---- what a user's golds are ------------------------------------------------------------------------------

_ORDER = re.compile(
    r"\b(?:orders?|ordering|rank(?:ing)?|sort(?:ed)?|arrange|sequence|chronolog\w+|ascending|descending|alphabetical\w*"
    r"|from\s(?:the\s)?\w+est\sto|first\sto\slast|reverse)\b",
    re.IGNORECASE,
)


def _understood(row: Stated, asked: bool) -> Taken | str:
    gold = row.gold
    if isinstance(gold, dict) and set(gold) == {"matching"}:
        return Taken(gold)
    if isinstance(gold, str) and not asked:
        gold = [part.strip() for part in gold.split("," if "," in gold else None)]
        asked_for = row.question.casefold()
        if len(gold) > MAX_ITEMS or any(
            part.casefold() not in asked_for
            or not re.search(rf"(?<!\w){re.escape(part)}(?!\w)", row.question, re.IGNORECASE)
            for part in gold
        ):
            return "the right answer holds more than what stands in the question"
    if not isinstance(gold, list) or len(gold) < 2 or len(set(map(str, gold))) < len(gold):
        return "the right answer is no list of different items"
    items = [Stated(item).text for item in gold]
    texts = [item for item in items if item]
    if len(texts) < len(items):
        return "an item of the right answer is no text"
    if not asked:
        question = row.question.casefold()
        if not _ORDER.search(row.question) or sum(item.casefold() in question for item in texts) < 0.8 * len(texts):
            return "the question asks for no order of what stands in it"
    return Taken(texts)


# ---- reference and settings -------------------------------------------------------------------------------


def _read_board(reference: Right, settings: OrderSettings) -> Board:
    pairs = reference.matching if isinstance(reference, Matching) else {}
    wanted = reference if isinstance(reference, list) else list(pairs)
    base = list(dict.fromkeys(pairs.values())) if pairs else wanted
    if not base or not _are_names([*wanted, *base]) or len(wanted) > MAX_ITEMS:
        raise BadReference(f'the reference is a list of 1 to {MAX_ITEMS} strings, or {{"matching": {{left: right}}}}')
    if not pairs and len(set(wanted)) < len(wanted):
        raise BadReference("the items of the reference differ from one another")
    items = base if settings.items is None else settings.items
    if not _are_names(items) or not set(base) <= set(items) or len(items) > 4 * MAX_ITEMS:
        raise BadReference("settings.items is a list of strings that holds all items of the reference")
    aliases, labels = settings.aliases, settings.labels
    everything = {*items, *wanted}
    if not all(map(_are_names, aliases.values())):
        raise BadReference("settings.aliases maps an item to a list of its other names")
    if not _are_names(labels.values()):
        raise BadReference("settings.labels maps an item to its label, a string")
    if not {*aliases, *labels} <= everything:
        raise BadReference("settings.aliases and settings.labels are about items of the reference or settings.items")
    lefts = _names(wanted if pairs else items, aliases, labels)
    rights = _names(items, aliases, labels) if pairs else lefts
    names = [*lefts, *rights]
    plain = not speaks_of_stance(names) and not any(re.search(r"\b(?:not|than|instead)\b|\(", name) for name in names)
    return Board(wanted, pairs, items, lefts, rights, any(label.isalpha() for label in labels.values()), plain)


def _are_names(values: Iterable[str]) -> bool:
    """Whether all are strings of one line that names could be."""
    return all(v.strip() and "\n" not in v and len(v) <= 200 for v in values)


def _names(items: list[str], aliases: dict[str, list[str]], labels: dict[str, str]) -> Names:
    names: dict[str, str] = {}
    for item in items:
        written = [item, *aliases.get(item, []), *([labels[item]] if item in labels else [])]
        for known in {k for text in written for k in (key(text), bare_key(text))}:
            if names.setdefault(known, item) != item:
                raise BadReference(f"{known!r} stands for two items, {item!r} and {names[known]!r}")
    return Names(names)


# ---- right and wrong answers ------------------------------------------------------------------------------


def _written(board: Board) -> str:
    if board.pairs:
        return json.dumps(board.pairs, ensure_ascii=False)
    return _numbered(board.wanted)


def _numbered(items: list[str]) -> str:
    return "\n".join(f"{n}. {item}" for n, item in enumerate(items, 1))


def _strange(names: Names) -> str:
    return next(f"Quixley-{n}" for n in range(1000) if f"quixley-{n}" not in names)


def _corrupt_list(board: Board) -> dict[str, str]:
    right, strange = board.wanted, _strange(board.lefts)
    others = [item for item in board.items if item not in right]
    wrong = {
        "off_label": ", ".join([*right[:-1], strange]),
        "extra_items": _numbered([*right, right[0]]),
        "unknown_item": json.dumps([*right, strange]),
        "format_violation": f"Of {' as well as '.join(right[:2])} much could be told.",
    }
    if others:
        wrong["distractor"] = _numbered([*right, others[0]])
        wrong["distractor_instead"] = _numbered([*right[:-1], others[0]])
    if len(right) > 1:
        wrong["wrong_order"] = _numbered(right[::-1])
        wrong["neighbours"] = _numbered([*right[:-2], right[-1], right[-2]])
        wrong["in_a_line"] = f"The order is {' > '.join(right[::-1])}."
        wrong["incomplete_set"] = _numbered(right[:-1])
        wrong["hedge"] = f"{', '.join(right)} or {', '.join(right[::-1])}"
    return wrong


def _corrupt_pairs(board: Board) -> dict[str, str]:
    pairs, strange = board.pairs, _strange(board.rights)
    lefts, rights = list(pairs), list(pairs.values())
    distractors = [item for item in board.items if item not in rights]
    first = lefts[0]
    other = next((item for item in board.items if item != pairs[first]), strange)
    wrong = {
        "off_label": json.dumps(pairs | {first: strange}),
        "unknown_left": json.dumps(pairs | {_strange(board.lefts): rights[0]}),
        "extra_items": "\n".join(f"{left} - {right}" for left, right in [*pairs.items(), (first, other)]),
        "wrong_value": json.dumps(pairs | {first: other}),
        "format_violation": f"Of {' as well as '.join(lefts[:2])} much could be told.",
    }
    if distractors:
        wrong["distractor_chosen"] = json.dumps(pairs | {first: distractors[0]})
    if len(lefts) > 1:
        wrong["incomplete_set"] = json.dumps({left: pairs[left] for left in lefts[:-1]})
    turned = dict(zip(lefts, [*rights[1:], rights[0]], strict=True))
    if turned != pairs:
        wrong["wrong_order"] = json.dumps(turned)
    return wrong


_PLANETS = ["Mercury", "Venus", "Earth", "Mars"]
_CAPITALS = {"Oslo": "Norway", "Rome": "Italy", "Lima": "Peru"}
_EXAMPLES: list[tuple[Any, dict[str, Any]]] = [
    (_PLANETS, {}),
    (_PLANETS, {"items": [*_PLANETS, "Pluto"], "aliases": {"Earth": ["Terra", "the blue planet"]}}),
    (["Venus", "Mercury", "Mars"], {"labels": {"Mercury": "A", "Venus": "B", "Mars": "C"}}),
    (["boil the water", "add the salt and pepper", "put in the pasta"], {}),
    (["3", "10", "25"], {"items": ["25", "3", "10", "7"]}),
    (["-5", "0.5", "1,000"], {}),
    (["only one"], {}),
    (["A", "C", "B"], {}),
    (["Declaration of 1776, the first", "St. Louis fair", "fall of the wall"], {"labels": {"St. Louis fair": "2"}}),
    ({"matching": _CAPITALS}, {}),
    ({"matching": _CAPITALS}, {"items": ["Peru", "Norway", "Chile", "Italy"], "aliases": {"Norway": ["Norge"]}}),
    ({"matching": {"1": "C", "2": "A", "3": "B"}}, {}),
    ({"matching": {"whale": "mammal", "trout": "fish", "dog": "mammal"}}, {"items": ["mammal", "fish", "bird"]}),
    (
        {"matching": {"Hamlet": "Shakespeare", "Faust": "Goethe"}},
        {"labels": {"Hamlet": "1", "Faust": "2", "Shakespeare": "b", "Goethe": "a"}},
    ),
]

grade = one_call("order")
