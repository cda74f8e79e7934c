"""Makes a text that satisfies a list of constraints, from the constraints alone.

The text is composed, not searched for: words that must be there and plain filler words are laid out in as
many units (items, lines, sentences, paragraphs) as are asked for, then cased and wrapped. What comes out is
checked once; constraints that contradict one another are found by that. This module knows nothing of how a
person would phrase an answer: a text that it makes is right, not good.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from graders.constraints.checks import CHECKS, occurrences, plain_words, split_words
from repairloop import BadReference

Constraints = Sequence[tuple[str, dict[str, Any]]]

_FILLERS: Final = (
    "apple", "bread", "candle", "door", "evening", "field", "garden", "house", "island", "jacket", "kitchen",
    "ladder", "morning", "notebook", "orange", "picture", "quilt", "river", "summer", "table", "umbrella", "village",
    "window", "xylophone", "yellow", "zebra", "sun", "tea", "oak", "ink", "sky", "cup", "hill", "bird", "fog", "wool",
    "dune", "jazz", "kite", "flax", "ox", "we", "go",
)  # fmt: skip
_WHOLE: Final = ("one_of", "number_only", "json_object", "json_list")


class Wanted:
    """The constraints, asked by id."""

    def __init__(self, constraints: Constraints) -> None:
        self.args: dict[str, list[dict[str, Any]]] = {}
        for name, args in constraints:
            self.args.setdefault(name, []).append(args)

    def __contains__(self, name: str) -> bool:
        return name in self.args

    def all(self, name: str, argument: str) -> list[Any]:
        """The values of one argument, over every constraint with this id."""
        return [args[argument] for args in self.args.get(name, []) if argument in args]

    def flat(self, name: str, argument: str) -> list[str]:
        """The words in all lists that one argument was given."""
        return list(itertools.chain.from_iterable(self.all(name, argument)))

    def first(self, name: str, argument: str, default: Any = None) -> Any:
        return next(iter(self.all(name, argument)), default)

    def low(self, name: str) -> int:
        """The least count allowed; 0 where nothing is asked."""
        return max([0, *self.all(name, "exactly"), *self.all(name, "min")])

    def high(self, name: str) -> int | None:
        return min([*self.all(name, "exactly"), *self.all(name, "max")], default=None)


def compose(constraints: Constraints, topic_words: Sequence[str] = (), min_words: int = 1) -> str:
    """A text that satisfies all constraints. Raises BadReference where they contradict one another."""
    wanted = Wanted(constraints)
    needed = _needed_words(wanted, topic_words)
    fillers = _fillers(wanted, needed)
    if any(name in wanted for name in _WHOLE):
        text = _whole_reply(wanted, needed, fillers)
    else:
        text = _cased(_prose(wanted, needed, fillers, min_words), wanted)
    text = _wrapped(text, wanted)
    for name, args in constraints:
        finding = CHECKS[name](text, **args)
        if not finding.passed:
            raise BadReference(f"no text found that satisfies all constraints; {name}: {finding.detail}")
    return text


def _fillers(wanted: Wanted, needed: list[str]) -> Iterator[str]:
    """Words that break no constraint, again and again; each once where words must differ."""
    scarce = _scarce(wanted)
    longest = min(wanted.all("word_length", "max"), default=99)
    phrases = [*needed, *_fixed_phrases(wanted), *wanted.all("keyword", "word"), *wanted.flat("excludes", "words")]
    taken = {word for phrase in phrases for word in plain_words(phrase)}
    allowed = [
        word for word in _FILLERS
        if word not in taken and len(word) <= longest and not scarce & set(word)
    ]  # fmt: skip
    if not allowed:
        raise BadReference("no word is left that breaks none of the constraints")
    return iter(allowed) if "distinct_words" in wanted else itertools.cycle(allowed)


def _scarce(wanted: Wanted) -> set[str]:
    """Letters that may not be used freely."""
    return {args["letter"].casefold() for args in wanted.args.get("letter", []) if args.keys() & {"exactly", "max"}}


def _fixed_phrases(wanted: Wanted) -> list[str]:
    """Phrases that stand somewhere in the text because a constraint says so."""
    return [
        *wanted.all("starts_with", "phrase"), *wanted.all("ends_with", "phrase"), *wanted.all("first_word", "word"),
        *wanted.all("last_word", "word"), *wanted.all("repeats_prompt", "prompt"),
        *wanted.flat("includes", "words"),
    ]  # fmt: skip


def _needed_words(wanted: Wanted, topic_words: Sequence[str]) -> list[str]:
    """Words that the text must hold, beside beginnings and ends."""
    needed = wanted.flat("includes", "words")
    for args in wanted.args.get("keyword", []):
        there = occurrences(" | ".join(_fixed_phrases(wanted)), args["word"])
        needed += [args["word"]] * (args.get("exactly", args.get("min", 0)) - there)
    needed += [f"[{word}]" for word in itertools.islice(itertools.cycle(_FILLERS), wanted.low("placeholders"))]
    needed += [f"*{word}*" for word in itertools.islice(itertools.cycle(_FILLERS), wanted.low("highlights"))]
    needed += ["NOTE", "WELL"] * (wanted.low("capital_words") // 2) + ["NOTE"] * (wanted.low("capital_words") % 2)
    needed += ["<<Picture>>"] if "titled" in wanted else []
    for args in wanted.args.get("letter", []):
        there = " ".join([*needed, *_fixed_phrases(wanted)]).casefold().count(args["letter"].casefold())
        single = next((word for word in _FILLERS if word.count(args["letter"].casefold()) == 1), args["letter"])
        needed += [single] * (args.get("exactly", args.get("min", 0)) - there)
    banned = wanted.flat("excludes", "words")
    topic = [
        word for word in topic_words
        if not any(occurrences(word, other) for other in banned) and not _scarce(wanted) & set(word.casefold())
    ]  # fmt: skip
    if topic_words and not topic:
        raise BadReference("every word of the topic is forbidden")
    return [*topic[:1], *needed]


def _whole_reply(wanted: Wanted, needed: list[str], fillers: Iterator[str]) -> str:
    if "one_of" in wanted:
        return str(wanted.first("one_of", "answer") or wanted.first("one_of", "options")[0])
    if "number_only" in wanted:
        return "7"
    value: Any
    if "json_list" in wanted:
        count = max(wanted.low("json_list"), 1 if wanted.high("json_list") is None else 0)
        kind = wanted.first("json_list", "of", "string")
        strings = [*needed[:count], *_distinct(fillers, count - len(needed))]
        strings[:1] = [" ".join([*strings[:1], *needed[count:]])] if strings else []
        value = [_sample(kind, _cased(text, wanted), n) for n, text in enumerate(strings)]
    else:
        keys = wanted.first("json_object", "keys")
        value = {}
        for number, (key, kind) in enumerate(keys.items()):
            value[key] = _sample(kind, _cased(" ".join(needed) or next(fillers), wanted), number)
            needed = [] if kind in ("string", "list", "object", "any") else needed
    return json.dumps(value, ensure_ascii=False)


def _distinct(fillers: Iterator[str], count: int) -> list[str]:
    """Different texts of one or two fillers each."""
    names: list[str] = []
    for word in itertools.islice(fillers, max(count, 0)):
        names.append(word if word not in names else f"{word} {'x' * len(names)}")
    return names


def _sample(kind: str, text: str, number: int) -> Any:
    return {
        "string": text, "any": text, "integer": number + 1, "number": number + 1, "boolean": number % 2 == 0,
        "list": [text], "object": {"name": text},
    }[kind]  # fmt: skip


def _prose(wanted: Wanted, needed: list[str], fillers: Iterator[str], min_words: int) -> str:
    first = [*wanted.all("starts_with", "phrase")[:1], *wanted.all("first_word", "word")[:1]][:1]
    last = [*wanted.all("last_word", "word")[:1], *wanted.all("ends_with", "phrase")[:1]][-1:]
    prompt = "".join(text + "\n" for text in wanted.all("repeats_prompt", "prompt")[:1])
    marker = [wanted.first("postscript", "marker", "P.S.")] if "postscript" in wanted else []
    listed = max(wanted.low(name) for name in ("bullets", "numbered", "items"))
    least = {name: wanted.low(name) for name in ("sentences", "lines", "paragraphs")}
    if "sorted_lines" in wanted:
        least["lines"] = max(2, least["lines"])
    intro = first if listed and "items" not in wanted else []  # a list begins with its marker, so a phrase stands above
    first = [] if intro else first
    units = max(1, listed, max(least.values()) - len(marker) - len(intro))
    fixed = len(split_words(" ".join([*intro, *first, *last, prompt, *marker]))) + bool(marker and not last)
    room = max(wanted.low("words"), min_words) - fixed - len(split_words(" ".join(needed)))
    slots = len(needed) + len(first) + (len(last) if not marker else 0)
    try:
        body = needed + [next(fillers) for _ in range(max(room, units - slots, 0 if needed or first or last else 1))]
        after = [next(fillers)] if marker and not last else []
    except StopIteration:
        raise BadReference("there are not enough different words") from None
    words = [*first, *body, *([] if marker else last)]
    chunks = [" ".join(words[n * len(words) // units : (n + 1) * len(words) // units]) for n in range(units)]
    if (listed or "sorted_lines" in wanted) and len(set(chunks)) < units:
        chunks = [f"{chunk} {next(fillers, '')}" for chunk in chunks]  # an item said twice is one item
    items = range(len(intro), len(intro) + listed)
    chunks = [*intro, *chunks, *([" ".join([*marker, *after, *last])] if marker else [])]
    return prompt + _laid_out(chunks, wanted, least, items)


def _laid_out(chunks: list[str], wanted: Wanted, least: dict[str, int], items: range) -> str:
    """Chunks as items, sentences, lines and paragraphs, each as many as are wanted."""
    total = len(chunks)
    separator = wanted.first("items", "separator")
    stops = min(total, least["sentences"]) if "sentences" in wanted or items else total
    breaks = {"\n\n": least["paragraphs"], "\n": total if items and not separator else least["lines"]}
    prefix = wanted.first("lines_start_with", "phrase", "")
    text = ""
    for n, chunk in enumerate(chunks):
        chunk = chunk[:1].upper() + chunk[1:]
        if n in items and "bullets" in wanted:
            chunk = f"{wanted.first('bullets', 'markers', '-')[0]} {chunk}"
        elif n in items and "numbered" in wanted:
            chunk = f"{items.index(n) + 1}. {chunk}"
        if _ends_group(n, stops, total) and chunk[-1:] not in ".!?":
            chunk += "."
        text += (prefix if not text or text.endswith("\n") else "") + chunk
        if n + 1 == total:
            break
        if separator and n + 1 in items and n in items:
            text += separator if separator[-1:].isspace() else f"{separator} "
            continue
        before_postscript = "postscript" in wanted and n + 2 == total
        broken = (sign for sign, count in breaks.items() if before_postscript or _ends_group(n, count, total))
        text += next(broken, " ")
    if "sorted_lines" in wanted:
        text = "\n".join(sorted(text.splitlines(), key=str.casefold))
    return text.rstrip(".") + "?" if "question" in wanted else text


def _ends_group(index: int, groups: int, total: int) -> bool:
    """Whether unit `index` of `total` is the last of one of `groups` groups of equal size."""
    return (index + 1) * groups // total > index * groups // total


def _cased(text: str, wanted: Wanted) -> str:
    if "uppercase" in wanted:
        return text.upper()
    if "lowercase" in wanted:
        return text.lower()
    if "title_case" in wanted:
        return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)*", lambda word: word[0][:1].upper() + word[0][1:], text)
    return text


def _wrapped(text: str, wanted: Wanted) -> str:
    if "quoted" in wanted:
        text = f'"{text}"'
    if "tagged" in wanted:
        tag = wanted.first("tagged", "tag")
        text = f"<{tag}>{text}</{tag}>"
    return f"```\n{text}\n```" if "fenced" in wanted else text
