"""Constraints that no text can satisfy together.

The idea: a table of ids that exclude one another, counts whose bounds do not meet, and phrases that one constraint asks
for and another forbids. Only what is certain for a text in letters of two cases is reported: constraints that get
through may still have no text (see `gold`), and this module looks for none.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, Final

from graders.constraints.checks import MARKER, fold, occurrences, plain_words, split_words

Constraints = list[tuple[str, dict[str, Any]]]

_EXCLUSIVE: Final = frozenset(map(frozenset, (
    ("uppercase", "lowercase"), ("lowercase", "title_case"), ("json_object", "json_list"), ("tagged", "question"),
    ("fenced", "question"), ("quoted", "tagged"), ("quoted", "fenced"), ("tagged", "fenced"), ("json_object", "quoted"),
    ("json_object", "tagged"), ("json_object", "question"), ("json_list", "quoted"), ("json_list", "tagged"),
    ("json_list", "question"), *(("number_only", other) for other in (
        "no_digits", "uppercase", "lowercase", "title_case", "question", "quoted", "tagged", "fenced", "titled",
        "postscript", "json_object", "json_list", "sorted_lines",
    )),
)))  # fmt: skip
"""Pairs of ids, whatever their arguments."""

_MANY: Final = 10**9

_KEYS: Final = {"keyword": "word", "letter": "letter", "items": "separator", "bullets": "markers"}
"""Counted constraint → the argument that says what is counted."""

_LITERAL: Final = frozenset(["starts_with", "ends_with", "lines_start_with", "repeats_prompt", "postscript", "items"])
"""Constraints whose phrase must stand in the text sign by sign; the phrases of others are compared word by word."""

_OPEN: Final = frozenset(["lines_start_with", "repeats_prompt", "postscript"])
"""Constraints whose phrase may go on: `Note` is kept by `Notes`."""

_EDGES: Final = " \t\n\r\"'*_#.!?"


def contradiction(constraints: Constraints, min_words: int = 1) -> str | None:
    """Why no text satisfies all of them, in words; None where nothing is known against it."""
    return next(
        itertools.chain(_of_ids(constraints), _of_counts(constraints, min_words), _of_phrases(constraints)), None
    )


def _of_ids(constraints: Constraints) -> Iterator[str]:
    for (one, _), (other, _) in itertools.combinations(constraints, 2):
        if frozenset((one, other)) in _EXCLUSIVE:
            yield f"{one} and {other} cannot both hold"


# ---- counts -----------------------------------------------------------------------------------------


def _of_counts(constraints: Constraints, min_words: int) -> Iterator[str]:
    bounds: dict[tuple[str, str], tuple[int, int]] = {}
    for name, args in constraints:
        if not args.keys() & {"exactly", "min", "max"} or name == "word_length":
            continue
        what = (name, fold(str(args.get(_KEYS[name], ""))) if name in _KEYS else "")
        least, most = bounds.get(what, (0, _MANY))
        least, most = max(least, _least(args)), min(most, _most(args))
        bounds[what] = least, most
        if least > most:
            yield f"{name} must be at least {least} and at most {most}"

    def low(name: str) -> int:
        return max((bound[0] for (other, _), bound in bounds.items() if other == name), default=0)

    def high(name: str) -> int:
        return min((bound[1] for (other, _), bound in bounds.items() if other == name), default=_MANY)

    if min_words > high("words"):
        yield f"settings.min_words is {min_words}, but words must be at most {high('words')}"
    # each of the first needs one of the second: a sentence has a word, an item a line of its own
    for many, few in (
        ("sentences", "words"), ("bullets", "words"), ("numbered", "words"), ("bullets", "lines"), ("numbered", "lines"),
        ("paragraphs", "lines"),
    ):  # fmt: skip
        if low(many) > high(few):
            yield f"{many} must be at least {low(many)}, but {few} at most {high(few)}"
    names = {name for name, _ in constraints}
    if high("lines") < 2 and names & {"postscript", "sorted_lines"}:
        yield f"{min(names & {'postscript', 'sorted_lines'})} needs two lines, but lines must be at most {high('lines')}"
    if low("capital_words") and "lowercase" in names:
        yield "capital_words and lowercase cannot both hold"
    if low("numbered") and "no_digits" in names:
        yield "numbered and no_digits cannot both hold"
    listed = next((name for name in ("bullets", "numbered") if low(name)), None)
    whole = next((name for name in ("json_object", "json_list", "number_only") if name in names), None)
    if listed and whole:
        yield f"{listed} and {whole} cannot both hold"


def _least(args: dict[str, Any]) -> int:
    return int(args.get("exactly", args.get("min", 0)))


def _most(args: dict[str, Any]) -> int:
    return int(args.get("exactly", args.get("max", _MANY)))


# ---- phrases ----------------------------------------------------------------------------------------


def _required(constraints: Constraints) -> list[tuple[str, str]]:
    """(id, phrase): what must stand in the text."""
    found: list[tuple[str, str]] = []
    for name, args in constraints:
        least = _least(args)
        if name in ("starts_with", "lines_start_with"):
            found.append((name, args["phrase"]))
        elif name == "ends_with":
            found.append((name, args["phrase"].strip(_EDGES)))
        elif name in ("first_word", "last_word") or (name == "keyword" and least):
            found.append((name, args["word"]))
        elif name == "includes":
            found += [(name, word) for word in args["words"]]
        elif name == "repeats_prompt":
            found.append((name, args["prompt"]))
        elif name == "postscript":
            found.append((name, args.get("marker", "P.S.")))
        elif name == "items" and least > 1:
            found.append((name, args["separator"]))
    return [
        (name, phrase.rpartition(" ")[0] if name in _OPEN and phrase[-1:].isalnum() else phrase)
        for name, phrase in found
    ]


def _of_phrases(constraints: Constraints) -> Iterator[str]:
    required = _required(constraints)
    for name, args in constraints:
        for other, phrase in required:
            why = _forbids(name, args, phrase, literal=other in _LITERAL)
            if why:
                yield f"{other} asks for {phrase[:60]!r}, but {why}"
    yield from _of_edges(constraints)
    names = {name for name, _ in constraints}
    exact = [args["tag"] for name, args in constraints if name == "tagged"]
    exact += [args["phrase"] for name, args in constraints if name == "lines_start_with"]
    keys = [key for name, args in constraints if name == "json_object" for key in args["keys"]]
    for text in [*exact, *keys] if "uppercase" in names else []:
        if any(map(str.islower, text)):
            yield f"uppercase and {text[:60]!r} cannot both hold"
    for text in exact if "lowercase" in names else []:
        if any(map(str.isupper, text)):
            yield f"lowercase and {text[:60]!r} cannot both hold"


def _forbids(name: str, args: dict[str, Any], phrase: str, *, literal: bool) -> str | None:
    """Why the constraint forbids the phrase; None where it does not."""
    words = plain_words(phrase)
    most = _most(args)
    if name == "excludes":
        banned = next((word for word in args["words"] if occurrences(phrase, word)), None)
        return f"excludes forbids {banned[:60]!r}" if banned else None
    if name == "keyword" and most == 0 and occurrences(phrase, args["word"]):
        return f"keyword allows no {args['word'][:60]!r}"
    if name == "letter" and phrase.casefold().count(args["letter"].casefold()) > most:
        return f"letter allows {most} {args['letter']!r}"
    if name == "words" and literal and len(split_words(phrase)) > most:
        return f"words must be at most {most}"
    if name == "word_length" and any(len(word) > args["max"] for word in words):
        return f"word_length allows {args['max']} letters"
    if name == "distinct_words" and len(set(words)) < len(words):
        return "distinct_words allows no word twice"
    signs = {"no_commas": ",，、", "no_exclamation": "!"}.get(name, "") if literal else ""
    if any(sign in phrase for sign in signs) or (name == "no_digits" and any(map(str.isdigit, phrase))):
        return f"{name} forbids it"
    return None


def _of_edges(constraints: Constraints) -> Iterator[str]:
    """Beginnings and ends that cannot both stand there."""
    starts = [fold(args["phrase"]).strip(_EDGES) for name, args in constraints if name == "starts_with"]
    ends = [fold(args["phrase"]).strip(_EDGES) for name, args in constraints if name == "ends_with"]
    firsts = [plain_words(args["word"]) for name, args in constraints if name == "first_word"]
    lasts = [plain_words(args["word"]) for name, args in constraints if name == "last_word"]
    for one, other in itertools.combinations(starts, 2):
        if not (one.startswith(other) or other.startswith(one)):
            yield f"starts_with asks for {one[:60]!r} and for {other[:60]!r}"
    for one, other in itertools.combinations(ends, 2):
        if not (one.endswith(other) or other.endswith(one)):
            yield f"ends_with asks for {one[:60]!r} and for {other[:60]!r}"
    starts = [MARKER.sub("", start) for start in starts if not start[:1].isdigit()]
    for words, phrases, place in ((firsts, starts, 0), (lasts, ends, -1)):
        edges = {*(word[place] for word in words), *(w[place] for w in map(plain_words, phrases) if w)}
        if len(edges) > 1 and words:
            yield f"the text cannot {'begin' if place == 0 else 'end'} with {' and with '.join(sorted(edges))}"
