"""Breaks one constraint in a text that satisfies it: named error operators, one table for all constraints.

Each operator says which error class the break should be reported as. This module knows neither probes nor how
the text came about.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from typing import Any, Final

from graders.constraints import checks
from graders.constraints.checks import fold, parse_json, split_lines

Args = dict[str, Any]
Spoiled = list[tuple[str, str]]
"""Pairs of error class and broken text."""


def spoil(name: str, args: Args, text: str) -> Spoiled:
    """Texts that break the constraint `name`, made from one that satisfies it."""
    if name in _MORE:
        return [*_too_many(name, args, text), *_too_few(name, args, text), *_PLAIN.get(name, _nothing)(args, text)]
    return _PLAIN[name](args, text)


def _nothing(args: Args, text: str) -> Spoiled:
    return []


# ---- counts -----------------------------------------------------------------------------------------

_ITEMS: Final = frozenset(["bullets", "numbered", "items", "json_list", "placeholders", "highlights"])


def _too_many(name: str, args: Args, text: str) -> Spoiled:
    high = args.get("exactly", args.get("max"))
    if high is None:
        return []
    return [("extra_items" if name in _ITEMS and high else "format_violation", _MORE[name](args, text, high + 1))]


def _too_few(name: str, args: Args, text: str) -> Spoiled:
    low = args.get("exactly", args.get("min", 0))
    if not low:
        return []
    return [("incomplete_set" if name in _ITEMS and low > 1 else "format_violation", _FEWER[name](args, text, low - 1))]


def _keep(pattern: str, text: str, count: int, edge: str) -> str:
    """Only the first `count` matches stay; the others lose their edges."""
    number = itertools.count()
    return re.sub(pattern, lambda match: match[0] if next(number) < count else match[0].strip(edge), text)


def _more_items(line: str) -> Callable[[Args, str, int], str]:
    def add(args: Args, text: str, count: int) -> str:
        marker = args.get("markers", "-")[0]
        before = len(split_lines(text))
        return "\n".join([text, *(line.format(marker=marker, n=before + n + 1) for n in range(count))])

    return add


_MORE: Final[dict[str, Callable[[Args, str, int], str]]] = {
    "words": lambda args, text, n: text + " more" * n,
    "sentences": lambda args, text, n: text + "." + " There is more." * n,
    "lines": lambda args, text, n: text + "\nmore" * n,
    "paragraphs": lambda args, text, n: text + "\n\nmore" * n,
    "bullets": _more_items("{marker} one more, number {n}"),
    "numbered": _more_items("{n}. one more, number {n}"),
    "items": lambda args, text, n: args["separator"].join([text, *(f" one more, number {i}" for i in range(n))]),
    "placeholders": lambda args, text, n: text + " [more]" * n,
    "highlights": lambda args, text, n: text + " *more*" * n,
    "keyword": lambda args, text, n: text + f" {args['word']}" * n,
    "letter": lambda args, text, n: f"{text} {args['letter'] * n}",
    "capital_words": lambda args, text, n: text + " MORE" * n,
    "json_list": lambda args, text, n: json.dumps([*parse_json(text), *_more_values(args, n)]),
}
"""Counted constraint → the text with so many units more."""

_FEWER: Final[dict[str, Callable[[Args, str, int], str]]] = {
    "words": lambda args, text, n: " ".join(checks.split_words(text)[:n]),
    "sentences": lambda args, text, n: " ".join(checks.split_sentences(text)[:n]),
    "lines": lambda args, text, n: "\n".join(split_lines(text)[:n]),
    "paragraphs": lambda args, text, n: "\n\n".join(checks.split_paragraphs(text)[:n]),
    "bullets": lambda args, text, n: "\n".join(split_lines(text)[:n]) or "nothing",
    "numbered": lambda args, text, n: "\n".join(split_lines(text)[:n]) or "nothing",
    "items": lambda args, text, n: args["separator"].join(text.split(args["separator"])[:n]),
    "placeholders": lambda args, text, n: _keep(r"\[[^\[\]\n]+\]", text, n, "[]"),
    "highlights": lambda args, text, n: _keep(r"\*\*?[^\s*][^*\n]*\*\*?", text, n, "*"),
    "keyword": lambda args, text, n: _without(args["word"], text),
    "letter": lambda args, text, n: _without(args["letter"], text),
    "capital_words": lambda args, text, n: text.lower(),
    "json_list": lambda args, text, n: json.dumps(parse_json(text)[:n]),
}
"""Counted constraint → the text with no more than so many units."""


def _more_values(args: Args, count: int) -> list[Any]:
    kind = args.get("of", "any")
    if kind in ("integer", "number"):
        return [1000 + n for n in range(count)]
    if kind in ("string", "any"):
        return [f"one more, number {n}" for n in range(count)]
    return [{"list": [n], "object": {"n": n}, "boolean": True}[kind] for n in range(count)]


# ---- all others -------------------------------------------------------------------------------------


def _without(part: str, text: str) -> str:
    return re.sub(re.escape(part), "", text, flags=re.IGNORECASE)


def _foreign(phrase: str) -> str:
    """A word that the phrase neither begins nor ends with."""
    return "apple" if "zebra" in fold(phrase) or fold(phrase)[:1] == "z" else "zebra"


def _form(change: Callable[[Args, str], str]) -> Callable[[Args, str], Spoiled]:
    return lambda args, text: [("format_violation", change(args, text))]


def _spoil_includes(args: Args, text: str) -> Spoiled:
    return [("incomplete_set" if len(args["words"]) > 1 else "format_violation", _without(args["words"][0], text))]


def _spoil_object(args: Args, text: str) -> Spoiled:
    value = parse_json(text)
    fewer, more = dict(list(value.items())[1:]), {**value, "".join(value) + "_more": "more"}
    return [("schema_invalid", json.dumps(fewer)), ("schema_invalid", json.dumps(more)), *_talk(args, text)]


def _talk(args: Args, text: str) -> Spoiled:
    return [("schema_invalid", f"Sure, here you are: {text}")]


def _spoil_label(args: Args, text: str) -> Spoiled:
    others = [("wrong_value", option) for option in args["options"] if args.get("answer") not in (None, option)]
    return [("off_label", f"I would say that it is {text}, more or less"), *others[:1]]


_PLAIN: Final[dict[str, Callable[[Args, str], Spoiled]]] = {
    "starts_with": _form(lambda args, text: f"{_foreign(args['phrase'])} {text}"),
    "ends_with": _form(lambda args, text: f"{text} {_foreign(args['phrase'])}"),
    "first_word": _form(lambda args, text: f"{_foreign(args['word'])} {text}"),
    "last_word": _form(lambda args, text: f"{text} {_foreign(args['word'])}"),
    "postscript": _form(lambda args, text: _without(args.get("marker", "P.S."), text)),
    "repeats_prompt": _form(lambda args, text: f"{_foreign(args['prompt'])} {text}"),
    "titled": _form(lambda args, text: text.replace("<<", "").replace(">>", "")),
    "lines_start_with": _form(lambda args, text: f"{text}\n{_foreign(args['phrase'])}"),
    "quoted": _form(lambda args, text: text.strip(' \n"“”')),
    "tagged": _form(lambda args, text: text.replace(f"<{args['tag']}>", "")),
    "fenced": _form(lambda args, text: checks.unfenced(text)),
    "uppercase": _form(lambda args, text: text.lower()),
    "lowercase": _form(lambda args, text: text.upper()),
    "title_case": _form(lambda args, text: text.lower()),
    "includes": _spoil_includes,
    "excludes": _form(lambda args, text: f"{text} {args['words'][-1]}"),
    "no_commas": _form(lambda args, text: f"{text}, and more"),
    "no_digits": _form(lambda args, text: f"{text} 7"),
    "no_exclamation": _form(lambda args, text: f"{text}!"),
    "distinct_words": _form(lambda args, text: f"{text} {text}"),
    "word_length": _form(lambda args, text: f"{text} {'z' * (args['max'] + 1)}"),
    "sorted_lines": lambda args, text: [("wrong_order", "\n".join(reversed(split_lines(text))))],
    "question": _form(lambda args, text: text.rstrip(" \n\"'*_?") + "."),
    "json_object": _spoil_object,
    "json_list": _talk,
    "one_of": _spoil_label,
    "number_only": _form(lambda args, text: f"The answer is {text}"),
}
"""Constraint → the text, broken."""
