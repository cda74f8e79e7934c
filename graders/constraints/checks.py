"""The checkable constraints: each a tiny pure function from a text to what was found against what was wanted.

A constraint is named by its function; its arguments are the keyword arguments of that function, and one
table (`ARGUMENTS`) says what may be given for each. All of them are linear in the length of the text, all
of them take any text. This module knows no probe, no topic, and not how to satisfy anything.
"""

from __future__ import annotations

import inspect
import json
import re
import unicodedata
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from repairloop import BadReference, nearest


class Finding(NamedTuple):
    """What one check found. `error_class` is what to report if it did not pass."""

    passed: bool
    detail: str
    error_class: str = "format_violation"


Check = Callable[..., Finding]

MAX_CONSTRAINTS: Final = 40
"""In one reference."""

CHECKS: Final[dict[str, Check]] = {}
"""Constraint id → its check, `check(text, **args)`."""


def constraint(check: Check) -> Check:
    """Register a check under the name of its function."""
    CHECKS[check.__name__] = check
    return check


# ---- pieces of a text -------------------------------------------------------------------------------

_BULLET = re.compile(r"^[ \t]*([-*•+–])[ \t](.*)$", re.MULTILINE)
_NUMBER = re.compile(r"^[ \t]*(\d{1,4})[.)][ \t](.*)$", re.MULTILINE)
MARKER = re.compile(r"^[ \t]*(?:[-*•+–]|\d{1,4}[.)])[ \t]+", re.MULTILINE)
_PLAIN_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]*_]*+(?=\s|$)|\n[ \t]*\n")
_ABBREVIATIONS = frozenset([
    "mr.", "mrs.", "ms.", "dr.", "st.", "prof.", "vs.", "e.g.", "i.e.", "p.s.", "p.p.s.", "a.m.", "p.m.", "approx.",
])  # fmt: skip
_PIECE = re.compile(r"\S{1,200}")
"""What is composed at once: putting marks in order takes a time that grows with the square of their number."""
_INITIAL = re.compile(r"\(?(?:[A-HJ-Z]\.)+")
_LETTERED = frozenset([
    "plan", "option", "vitamin", "grade", "class", "group", "section", "part", "type", "point", "answer", "choice", "appendix",
    "team", "room", "gate", "exhibit", "version", "letter", "chapter", "figure", "table", "step", "vitamins", "an", "a", "is",
])  # fmt: skip
_STRAIGHT = str.maketrans("’‘“”", "''\"\"")
_EDGES = " \t\n\r\"'*_#"
_SMALL_WORDS = frozenset([
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "nor", "of", "on", "or", "the", "to", "with",
])  # fmt: skip


def split_words(text: str) -> list[str]:
    """Words as a person counts them: list markers and lone signs do not count, `well-known` is one."""
    pieces = MARKER.sub("", text).replace("—", " ").replace("–", " ").split()
    return [piece for piece in pieces if any(map(str.isalnum, piece))]


def plain_words(text: str) -> list[str]:
    """Words in small letters, without signs, for comparing."""
    return _PLAIN_WORD.findall(plain(text).casefold().translate(_STRAIGHT))


def plain(text: str) -> str:
    """The text with one form of each letter (`é` may be written as two signs) and of each end of a line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() else _PIECE.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)


def split_sentences(text: str) -> list[str]:
    """Sentences end at `.`, `!`, `?` before a space, or at a blank line; `Dr.`, list numbers and initials do not end one."""
    text = MARKER.sub("", text)
    found, start = [], 0
    for end in _SENTENCE_END.finditer(text):
        words = text[max(start, end.start() - 20) : end.end()].split()
        if words and words[-1].casefold() in _ABBREVIATIONS:
            continue
        if words and _INITIAL.fullmatch(words[-1]) and _is_initial(words[:-1], text[end.end() : end.end() + 4]):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if any(map(str.isalnum, sentence))]


def _is_initial(before: list[str], behind: str) -> bool:
    """Whether a letter with its dot belongs to a name: a capital goes on behind it, and what stands before it is none of
    the words that have a letter of their own ("plan B.")."""
    goes_on = behind.lstrip(" \t")[:1]
    return goes_on.isupper() and not (before and before[-1].casefold() in _LETTERED)


def split_lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def split_paragraphs(text: str) -> list[str]:
    return [block.strip() for block in re.split(r"\n[ \t]*\n", text) if block.strip()]


def fold(text: str) -> str:
    """Small letters, straight quotes, single spaces."""
    return " ".join(plain(text).casefold().translate(_STRAIGHT).split())


def occurrences(text: str, phrase: str) -> int:
    """How often the phrase stands in the text as whole words, in any case."""
    joined, wanted = f" {'  '.join(plain_words(text))} ", f" {'  '.join(plain_words(phrase))} "
    return joined.count(wanted)


def unfenced(text: str) -> str:
    """The text inside a code fence that encloses it all; otherwise the text itself."""
    text = text.strip()
    if len(text) > 6 and text.startswith("```") and text.endswith("```"):
        first, newline, rest = text[3:-3].partition("\n")
        return (rest if newline else first).strip()
    return text


# ---- counts -----------------------------------------------------------------------------------------


def counted(
    what: str, found: int, exactly: int | None, min: int | None, max: int | None, *, items: bool = False
) -> Finding:
    """Compare a count with its bounds. Missing or surplus `items` have classes of their own."""
    low = exactly if exactly is not None else min
    high = exactly if exactly is not None else max
    if exactly is not None:
        wanted = f"exactly {exactly}"
    else:
        wanted = " and ".join(f"{word} {n}" for word, n in (("at least", min), ("at most", max)) if n is not None)
    detail = f"{found} {what}, wanted {wanted}"
    if low is not None and found < low:
        return Finding(False, detail, "incomplete_set" if items and found else "format_violation")
    if high is not None and found > high:
        return Finding(False, detail, "extra_items" if items and high else "format_violation")
    return Finding(True, detail)


def _listed(
    what: str, found: list[str], exactly: int | None, min: int | None, max: int | None, rest: int = 0
) -> Finding:
    """Count list items: an item said twice is one item; `rest` lines beside the list are too many."""
    result = counted(what, len(found), exactly, min, max, items=True)
    distinct = len({fold(item) for item in found})
    if result.passed and distinct < len(found):
        return Finding(False, f"{result.detail}; only {distinct} of them different", "incomplete_set")
    if result.passed and rest:
        return Finding(False, f"{result.detail}; {rest} lines that are none of them", "format_violation")
    return result


@constraint
def words(text: str, *, exactly: int | None = None, min: int | None = None, max: int | None = None) -> Finding:
    return counted("words", len(split_words(text)), exactly, min, max)


@constraint
def sentences(text: str, *, exactly: int | None = None, min: int | None = None, max: int | None = None) -> Finding:
    return counted("sentences", len(split_sentences(text)), exactly, min, max)


@constraint
def lines(text: str, *, exactly: int | None = None, min: int | None = None, max: int | None = None) -> Finding:
    return counted("lines", len(split_lines(text)), exactly, min, max)


@constraint
def paragraphs(text: str, *, exactly: int | None = None, min: int | None = None, max: int | None = None) -> Finding:
    return counted("paragraphs", len(split_paragraphs(text)), exactly, min, max)


@constraint
def bullets(
    text: str,
    *,
    exactly: int | None = None,
    min: int | None = None,
    max: int | None = None,
    markers: str = "-*•+–",
    only: bool = False,
) -> Finding:
    """Lines that start with a marker. `only`: no other lines beside them."""
    found = [item for marker, item in _BULLET.findall(text) if marker in markers and plain_words(item)]
    return _listed("bullets", found, exactly, min, max, rest=len(split_lines(text)) - len(found) if only else 0)


@constraint
def numbered(
    text: str, *, exactly: int | None = None, min: int | None = None, max: int | None = None, only: bool = False
) -> Finding:
    """Lines `1.` or `1)`, `2.` … in this order. `only`: no other lines beside them."""
    found = [(number, item) for number, item in _NUMBER.findall(text) if plain_words(item)]
    rest = len(split_lines(text)) - len(found) if only else 0
    result = _listed("numbered items", [item for _, item in found], exactly, min, max, rest)
    order = [int(number) for number, _ in found]
    if result.passed and order != list(range(1, len(order) + 1)):
        return Finding(False, f"numbers run {order[:12]}, wanted 1 to {len(order)}", "wrong_order")
    return result


@constraint
def items(
    text: str, *, separator: str, exactly: int | None = None, min: int | None = None, max: int | None = None
) -> Finding:
    """Pieces between the separators."""
    found = [piece.strip(" \t\r\n.") for piece in text.split(separator)]
    return _listed(f"items between {separator!r}", list(filter(plain_words, found)), exactly, min, max)


@constraint
def placeholders(text: str, *, exactly: int | None = None, min: int | None = None, max: int | None = None) -> Finding:
    """Placeholders in square brackets: `[name]`."""
    return counted("placeholders", len(re.findall(r"\[[^\[\]\n]+\]", text)), exactly, min, max, items=True)


@constraint
def highlights(text: str, *, exactly: int | None = None, min: int | None = None, max: int | None = None) -> Finding:
    """Parts between stars: `*so*` or `**so**`."""
    found = len(re.findall(r"\*\*?[^\s*][^*\n]*\*\*?", text))
    return counted("highlighted parts", found, exactly, min, max, items=True)


@constraint
def keyword(
    text: str, *, word: str, exactly: int | None = None, min: int | None = None, max: int | None = None
) -> Finding:
    return counted(f"times {word!r}", occurrences(text, word), exactly, min, max)


@constraint
def letter(
    text: str, *, letter: str, exactly: int | None = None, min: int | None = None, max: int | None = None
) -> Finding:
    return counted(f"letters {letter!r}", text.casefold().count(letter.casefold()), exactly, min, max)


@constraint
def capital_words(text: str, *, exactly: int | None = None, min: int | None = None, max: int | None = None) -> Finding:
    """Words of two letters or more, all in capitals."""
    found = sum(len(word) > 1 and word.isupper() for word in re.findall(r"[^\W\d_]+", text))
    return counted("words in capitals", found, exactly, min, max)


# ---- beginnings, ends, wrappings --------------------------------------------------------------------


def _found(passed: bool, detail: str) -> Finding:
    return Finding(passed, detail)


@constraint
def starts_with(text: str, *, phrase: str) -> Finding:
    start, wanted = fold(text.lstrip()[: 4 * len(phrase) + 200]).lstrip(_EDGES), fold(phrase).lstrip(_EDGES)
    after = start[len(wanted) : len(wanted) + 1]
    whole = not (after.isalnum() and wanted[-1:].isalnum())
    return _found(start.startswith(wanted) and whole, f"begins {text.strip()[:40]!r}, wanted {phrase!r}")


@constraint
def ends_with(text: str, *, phrase: str) -> Finding:
    edges = _EDGES + ".!?"
    end, wanted = fold(text.rstrip()[-4 * len(phrase) - 200 :]).rstrip(edges), fold(phrase).rstrip(edges)
    before = end[: len(end) - len(wanted)][-1:]
    whole = not (before.isalnum() and wanted[:1].isalnum())
    return _found(end.endswith(wanted) and whole, f"ends {text.strip()[-40:]!r}, wanted {phrase!r}")


@constraint
def first_word(text: str, *, word: str) -> Finding:
    found = next(iter(plain_words(MARKER.sub("", text.lstrip()[:1000]))), "")
    return _found([found] == plain_words(word), f"first word {found[:40]!r}, wanted {word!r}")


@constraint
def last_word(text: str, *, word: str) -> Finding:
    found = (plain_words(text) or [""])[-1]
    return _found([found] == plain_words(word), f"last word {found[:40]!r}, wanted {word!r}")


@constraint
def postscript(text: str, *, marker: str = "P.S.") -> Finding:
    """After other text, a line that starts with the marker and says something."""
    wanted = fold(marker)
    found = [line for line in map(fold, split_lines(text)[1:]) if line.lstrip(_EDGES).startswith(wanted)]
    passed = any(plain_words(line.lstrip(_EDGES)[len(wanted) :]) for line in found)
    return _found(passed, f"{len(found)} lines after the first begin {marker!r}, wanted one that says something")


@constraint
def repeats_prompt(text: str, *, prompt: str) -> Finding:
    """First the prompt, word for word, then an answer."""
    whole, wanted = fold(text), fold(prompt)
    passed = whole.startswith(wanted) and bool(plain_words(whole[len(wanted) :]))
    return _found(passed, f"begins {text.strip()[:40]!r}, wanted the request repeated, then the answer")


@constraint
def titled(text: str) -> Finding:
    """Somewhere a title in double angle brackets: `<<Title>>`."""
    found = re.findall(r"<<([^<>\n]+)>>", text)
    return _found(any(map(plain_words, found)), f"{len(found)} titles in << >>, wanted one")


@constraint
def lines_start_with(text: str, *, phrase: str) -> Finding:
    found = split_lines(text)
    right = sum(line.startswith(phrase) and len(line) > len(phrase) for line in found)
    return _found(bool(found) and right == len(found), f"{right} of {len(found)} lines begin {phrase!r}, wanted all")


@constraint
def quoted(text: str) -> Finding:
    inner = text.strip()
    passed = inner[:1] in ('"', "“") and inner[-1:] in ('"', "”") and bool(plain_words(inner))
    return _found(passed, f"from {inner[:1]!r} to {inner[-1:]!r}, wanted double quotation marks around it all")


@constraint
def tagged(text: str, *, tag: str) -> Finding:
    inner = text.strip()
    passed = inner.startswith(f"<{tag}>") and inner.endswith(f"</{tag}>") and len(inner) > 2 * len(tag) + 5
    return _found(passed, f"from {inner[:20]!r} to {inner[-20:]!r}, wanted <{tag}>…</{tag}> around it all")


@constraint
def fenced(text: str) -> Finding:
    inner = text.strip()
    body = unfenced(inner)
    passed = body != inner and "```" not in body and bool(plain_words(body))
    return _found(passed, f"from {inner[:20]!r} to {inner[-20:]!r}, wanted one ``` fence around it all")


# ---- case and words ---------------------------------------------------------------------------------


@constraint
def uppercase(text: str) -> Finding:
    small, capital = sum(map(str.islower, text)), sum(map(str.isupper, text))
    return _found(not small and capital > 0, f"{small} small letters and {capital} capitals, wanted capitals only")


@constraint
def lowercase(text: str) -> Finding:
    small, capital = sum(map(str.islower, text)), sum(map(str.isupper, text))
    return _found(not capital and small > 0, f"{capital} capitals and {small} small letters, wanted small letters only")


@constraint
def title_case(text: str) -> Finding:
    """Words begin with a capital; little words (`of`, `the`) may be small, except the first; not all capitals."""
    found = [word for word in re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text) if word[0].isalpha()]
    wrong = [
        word for n, word in enumerate(found) if word[0].islower() and (n == 0 or word not in _SMALL_WORDS)
    ]  # fmt: skip
    shouted = len(found) > 1 and all(word.isupper() for word in found)
    passed = bool(found) and not wrong and not shouted
    how = "all in capitals" if shouted else f"{len(wrong)} of {len(found)} words without capital {wrong[:3]}"
    return _found(passed, f"{how}, wanted Title Case")


@constraint
def includes(text: str, *, words: list[str]) -> Finding:
    missing = [word for word in words if not occurrences(text, word)]
    detail = f"{len(words) - len(missing)} of {len(words)} words" + (f", missing {missing[:5]}" if missing else "")
    return Finding(not missing, detail, "incomplete_set" if len(missing) < len(words) else "format_violation")


@constraint
def excludes(text: str, *, words: list[str]) -> Finding:
    present = [word for word in words if occurrences(text, word)]
    return _found(not present, f"{len(present)} forbidden words, wanted 0 {present[:5] or ''}".strip())


@constraint
def no_commas(text: str) -> Finding:
    found = sum(map(text.count, ",，、"))
    return _found(not found, f"{found} commas, wanted 0")


@constraint
def no_digits(text: str) -> Finding:
    found = sum(map(str.isdigit, text))
    return _found(not found, f"{found} digits, wanted 0")


@constraint
def no_exclamation(text: str) -> Finding:
    return _found("!" not in text, f"{text.count('!')} exclamation marks, wanted 0")


@constraint
def distinct_words(text: str) -> Finding:
    found = plain_words(text)
    again = len(found) - len(set(found))
    return _found(bool(found) and not again, f"{again} words said again, wanted 0")


@constraint
def word_length(text: str, *, max: int) -> Finding:
    long = [word for word in plain_words(text) if len(word) > max]
    return _found(not long, f"{len(long)} words longer than {max} letters, wanted 0")


@constraint
def sorted_lines(text: str) -> Finding:
    found = [fold(line) for line in split_lines(MARKER.sub("", text))]
    passed = len(found) > 1 and found == sorted(found)
    return Finding(passed, f"{len(found)} lines, wanted them in alphabetical order", "wrong_order")


@constraint
def question(text: str) -> Finding:
    return _found(text.strip().rstrip("\"'*_").endswith("?"), f"ends {text.strip()[-10:]!r}, wanted a question mark")


# ---- whole replies ----------------------------------------------------------------------------------

_LABEL_EDGES = " \t\r\n\"'*_`.!"
_TYPES: Final[dict[str, Callable[[Any], bool]]] = {
    "string": lambda value: isinstance(value, str) and bool(value.strip()),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "list": lambda value: isinstance(value, list) and bool(value),
    "object": lambda value: isinstance(value, dict) and bool(value),
    "any": lambda value: True,
}
"""JSON types by name. Empty strings, lists and objects say nothing and do not count."""


class NotJson(ValueError):
    """The text is no JSON, or JSON that names a key twice."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise NotJson("a key stands twice")
    return dict(pairs)


def _no_constant(name: str) -> None:
    raise NotJson(f"{name} is no JSON")


def _finite(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise NotJson(f"{digits[:20]} is out of all bounds")
    return value


def parse_json(text: str) -> Any:
    """The value of a reply that is JSON and nothing else, in a code fence or not. Raises NotJson."""
    try:
        value = json.loads(unfenced(text), object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_finite)
        json.dumps(value)  # what is nested too deeply to be written again is no answer either
        return value
    except (ValueError, RecursionError) as error:
        raise NotJson(f"{type(error).__name__}: {error}"[:120]) from None


@constraint
def json_object(text: str, *, keys: dict[str, str]) -> Finding:
    """One JSON object with exactly these keys; `keys` maps each to its type."""
    try:
        value = parse_json(text)
    except NotJson as error:
        return Finding(False, f"no JSON ({error}), wanted an object", "schema_invalid")
    if not isinstance(value, dict):
        return Finding(False, f"a JSON {type(value).__name__}, wanted an object", "schema_invalid")
    missing, extra = [key for key in keys if key not in value], [key for key in value if key not in keys]
    wrong = [key for key in keys if key in value and not _TYPES[keys[key]](value[key])]
    faults = {"missing": missing, "too many": extra, "of another type": wrong}
    said = "".join(f"; {fault}: {names[:5]}" for fault, names in faults.items() if names)
    detail = f"{len(value)} keys, wanted {len(keys)}{said}"
    return Finding(not (missing or extra or wrong), detail, "schema_invalid")


@constraint
def json_list(
    text: str,
    *,
    exactly: int | None = None,
    min: int | None = None,
    max: int | None = None,
    of: str = "any",
) -> Finding:
    """One JSON list; `of` is the type of its items."""
    try:
        value = parse_json(text)
    except NotJson as error:
        return Finding(False, f"no JSON ({error}), wanted a list", "schema_invalid")
    if not isinstance(value, list):
        return Finding(False, f"a JSON {type(value).__name__}, wanted a list", "schema_invalid")
    wrong = sum(not _TYPES[of](item) for item in value)
    if wrong:
        return Finding(False, f"{wrong} of {len(value)} items are no {of}", "schema_invalid")
    found = [item if isinstance(item, str) else json.dumps(item) for item in value]
    return _listed("items in the list", found, exactly, min, max)


@constraint
def one_of(text: str, *, options: list[str], answer: str | None = None) -> Finding:
    """One of the options and nothing else; the right one, where `answer` is given."""
    said = fold(text[:1000]).strip(_LABEL_EDGES) if len(text) < 1000 else ""
    known = {fold(option).strip(_LABEL_EDGES): option for option in options}
    if said not in known:
        return Finding(False, f"{text.strip()[:40]!r}, wanted one of {options}", "off_label")
    if answer is not None and known[said] != answer:
        return Finding(False, f"{known[said]!r}, wanted {answer!r}", "wrong_value")
    return Finding(True, f"{known[said]!r}")


@constraint
def number_only(text: str) -> Finding:
    passed = re.fullmatch(r"\s*[-+−]?\d{1,40}(?:[.,]\d{1,40})*\s*", text[:200]) is not None and len(text) < 200
    return _found(passed, f"{text.strip()[:40]!r}, wanted a number and nothing else")


# ---- arguments --------------------------------------------------------------------------------------


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 2000


def _phrase(value: Any) -> bool:
    return isinstance(value, str) and bool(plain_words(value)) and len(value) <= 2000


def _phrases(value: Any) -> bool:
    return isinstance(value, list | tuple) and 0 < len(value) <= 100 and all(map(_phrase, value))


ARGUMENTS: Final[dict[str, tuple[Callable[[Any], bool], str]]] = {
    "exactly": (_count, "a count from 0 to 2000"),
    "min": (_count, "a count from 0 to 2000"),
    "max": (_count, "a count from 0 to 2000"),
    "markers": (lambda value: isinstance(value, str) and set(value) <= set("-*•+–") and value != "", "some of -*•+–"),
    "only": (lambda value: isinstance(value, bool), "true or false"),
    "separator": (lambda value: isinstance(value, str) and 0 < len(value) <= 40, "a text of 1 to 40 characters"),
    "word": (lambda value: _phrase(value) and len(plain_words(value)) == 1, "one word"),
    "letter": (lambda value: isinstance(value, str) and len(value) == 1 and value.isalpha(), "one letter"),
    "phrase": (lambda value: isinstance(value, str) and 0 < len(value.strip()) <= 500, "a text"),
    "marker": (_phrase, "a text with a letter in it"),
    "prompt": (_phrase, "a text with a word in it"),
    "tag": (lambda value: isinstance(value, str) and re.fullmatch(r"[A-Za-z][\w-]{0,40}", value) is not None, "a tag's name"),
    "words": (_phrases, "a list of words"),
    "options": (_phrases, "a list of labels"),
    "answer": (lambda value: value is None or _phrase(value), "one of the options"),
    "keys": (
        lambda value: isinstance(value, dict) and bool(value) and all(isinstance(k, str) and k for k in value)
        and all(isinstance(kind, str) and kind in _TYPES for kind in value.values()),
        f"a mapping of keys to types ({', '.join(_TYPES)})",
    ),
    "of": (lambda value: isinstance(value, str) and value in _TYPES, f"a type ({', '.join(_TYPES)})"),
}  # fmt: skip
"""Argument → what is allowed for it, as a test and in words."""

_PARAMETERS: Final = {
    name: {p.name: p.default is p.empty for p in inspect.signature(check).parameters.values() if p.name != "text"}
    for name, check in CHECKS.items()
}
"""Constraint id → its arguments, and whether each must be given."""


def validate(reference: Any) -> list[tuple[str, dict[str, Any]]]:
    """The reference as (id, arguments). Raises BadReference on an unknown id, and on a bad, a missing or an unknown argument."""
    if not isinstance(reference, list | tuple) or not reference:
        raise BadReference("the reference must be a list of constraints, [{'id': …, 'args': {…}}]")
    if len(reference) > MAX_CONSTRAINTS:
        raise BadReference(f"the reference has {len(reference)} constraints; at most {MAX_CONSTRAINTS} can be checked")
    known = []
    for entry in reference:
        if not isinstance(entry, dict) or set(entry) - {"id", "args"} or not isinstance(entry.get("args", {}), dict):
            raise BadReference(f"a constraint must be {{'id': …, 'args': {{…}}}}, not {entry!r:.200}")
        name, args = entry.get("id"), entry.get("args", {})
        if not isinstance(name, str) or name not in CHECKS:
            raise BadReference(nearest(str(name), CHECKS, "constraint"))
        _validate_args(name, args)
        known.append((name, args))
    return known


def _validate_args(name: str, args: dict[str, Any]) -> None:
    parameters = _PARAMETERS[name]
    for argument, value in args.items():
        if argument not in parameters:
            raise BadReference(f"{name}: {nearest(str(argument), parameters, 'argument')}")
        allowed, wanted = ARGUMENTS[argument]
        if not allowed(value):
            raise BadReference(f"{name}: {argument} must be {wanted}, not {value!r:.100}")
    missing = [argument for argument, required in parameters.items() if required and argument not in args]
    if missing:
        raise BadReference(f"{name}: {' and '.join(missing)} must be given")
    if "exactly" in parameters:
        if not args.keys() & {"exactly", "min", "max"}:
            raise BadReference(f"{name}: one of exactly, min and max must be given")
        if "exactly" in args and args.keys() & {"min", "max"}:
            raise BadReference(f"{name}: exactly goes with neither min nor max")
        if args.get("min", 0) > args.get("max", 2000):
            raise BadReference(f"{name}: min is above max")
    if name == "one_of" and args.get("answer") not in (None, *args["options"]):
        raise BadReference(f"one_of: the answer {args['answer']!r} is not among the options")
