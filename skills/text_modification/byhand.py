"""The answer to learn from: the operations carried out on the text alone, as one who reads it would.

Nothing here looks at tokens. Sentences are found by their full stops, names by their capitals and by being names,
verbs by their forms (`lexicon`); tables and words come from the instruction. So the answer owes nothing to the
representation, by which it will be graded. Here sentences are turned, split, joined, sorted, translated and set out;
`byhand_words` is for what changes words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Final

from skills.english import capital
from skills.rawtext import any_of
from skills.text_modification import byhand_words, lexicon
from skills.text_modification.byhand_words import sentences
from skills.text_modification.text import Op

Reader = Callable[[str, Op], str]


def small(text: str) -> str:
    """The start of a sentence as it stands inside one: names keep their capital."""
    return text if lexicon.NAME.match(text) or text.startswith("I ") else text[0].lower() + text[1:]


def _each(change: Callable[[str, Op], str]) -> Reader:
    """A change of one sentence, given without its full stop."""
    return lambda text, op: " ".join(f"{capital(change(s.removesuffix('.'), op))}." for s in sentences(text))


def _front(sentence: str) -> tuple[str, str]:
    """A time set off by a comma, and the rest of the sentence."""
    front, comma, rest = sentence.partition(", ")
    return (f"{small(front)}, ", rest) if comma else ("", small(sentence))


@_each
def _passive(sentence: str, op: Op) -> str:
    front, rest = _front(sentence)
    verb = lexicon.VERB.search(rest)
    if not verb:
        return sentence
    subject, what = rest[: verb.start()], rest[verb.end() :]
    end = lexicon.REST.search(f" {what}")
    behind = end[0] if end else ""
    thing = what[: len(what) - len(behind)] if behind else what
    be = "were" if thing[0].isdigit() else "was"
    return f"{front}{thing} {be} {lexicon.VERBS[verb[1]].participle} by {subject}{behind}"


def _present(text: str, op: Op) -> str:
    now = {"was": "is", "were": "are"} | {past: verb.third for past, verb in lexicon.VERBS.items()}
    return re.sub(r"[a-z]+", lambda m: now.get(m[0], m[0]), text)


def _third_person(text: str, op: Op) -> str:
    name, pronoun, own = op.words[0], op.style, "her" if op.style == "she" else "his"
    text = re.sub(r"\bI\b", name, text, count=1)
    text = re.sub(r"(^|\. )I\b", lambda m: m[1] + capital(pronoun), text)
    text = re.sub(r"(^|\. )My\b", lambda m: m[1] + capital(own), text)
    return re.sub(r"\bmy\b", own, re.sub(r"\bI\b", pronoun, text))


def _repeat_names(text: str, op: Op) -> str:
    """Each pronoun stands for the last woman or man that was named."""
    last = {"she": "", "he": ""}
    out = []
    for word in re.split(r"(\W+)", text):
        if word.lower() in last:
            word = last[word.lower()]
        elif lexicon.NAME.fullmatch(word):
            last["she" if word in lexicon.WOMEN else "he"] = word
        out.append(word)
    return "".join(out)


@_each
def _turn_back(sentence: str, op: Op) -> str:
    front, rest = _front(sentence)
    word = front.partition(" ")[0].rstrip(",")
    if not front or (op.style != "time" and word not in op.words):
        return sentence
    return f"{rest} {front.removesuffix(', ')}"


@_each
def _turn_front(sentence: str, op: Op) -> str:
    heads = rf" {lexicon.TIMES}$" if op.style == "time" else f" {any_of(op.words)} "
    found = re.search(heads, sentence)
    if not found:
        return sentence
    return f"{sentence[found.start() + 1 :]}, {small(sentence[: found.start()])}"


@_each
def _split(sentence: str, op: Op) -> str:
    subject = lexicon.VERB.search(sentence)
    second = re.search(rf" and (?={any_of(lexicon.VERBS)} )", sentence)
    if not subject or not second:
        return sentence
    return f"{sentence[: second.start()]}. {sentence[: subject.start()]} {sentence[second.end() :]}"


def _merge(text: str, op: Op) -> str:
    out: list[str] = []
    owner = ""
    for sentence in sentences(text):
        verb = lexicon.VERB.search(sentence)
        subject = sentence[: verb.start()] if verb else ""
        if subject and subject == owner:
            out[-1] = f"{out[-1][:-1]} and{sentence[len(subject) :]}"
            owner = ""
        else:
            out.append(sentence)
            owner = subject
    return " ".join(out)


_TIME: Final = re.compile(rf"\b(\d\d):(\d\d)\b|\b({'|'.join(lexicon.ORDER)})\b")


def _order(text: str, op: Op) -> str:
    def at(sentence: str) -> int:
        found = _TIME.search(sentence)
        assert found is not None
        return lexicon.ORDER[found[3]] if found[3] else int(found[1]) * 60 + int(found[2])

    return " ".join(sorted(sentences(text), key=at))


def _translate(text: str, op: Op) -> str:
    new = dict(op.pairs)
    verbs = [word for word in new if word in lexicon.VERBS]
    out = []
    for sentence in text.split(". "):
        said = sentence.rstrip(".").split(" ")
        if op.style == "no_articles":
            said = [word for word in said if word != "the"]
        elif op.style.startswith("verb_"):
            verb = next(word for word in said if word in verbs)
            said.remove(verb)
            said.insert(0 if op.style == "verb_first" else len(said), verb)
        elif op.style == "adjective_after":
            line = " ".join(said)
            said = re.sub(rf"({lexicon.ADJECTIVE.pattern})(\w+)", lambda m: f"{m[2]} {m[1].rstrip()}", line).split(" ")
        out.append(" ".join(new[word] for word in said))
    return ". ".join(out) + "."


# ---- the whole text -----------------------------------------------------------------------------------

_LIST: Final = re.compile(r"[^:.!?]*: ([^.!?]*)\.")


def _pieces(text: str) -> list[str]:
    listed = _LIST.fullmatch(text)
    return re.split(r", | and ", listed[1]) if listed else sentences(text)


_FIELDS: Final = {
    "name": lexicon.NAME, "num": lexicon.NUMBER, "place": lexicon.CITY,
    "noun": re.compile(rf"\b{any_of(lexicon.THINGS)}\b"), "role": re.compile(rf"\b{any_of(lexicon.ROLES)}\b"),
}  # fmt: skip


def _records(text: str, op: Op) -> list[list[str]]:
    found = []
    for sentence in sentences(text):
        matches = [_FIELDS[kind].search(sentence) for _, kind in op.pairs]
        found.append([match[0] for match in matches if match])
    return found


def _json(text: str, op: Op) -> str:
    out = []
    for values in _records(text, op):
        keys = [key for key, _ in op.pairs]
        record = {key: int(v) if v.isdigit() else v for key, v in zip(keys, values, strict=True)}
        out.append(json.dumps(record, ensure_ascii=False))
    return "\n".join(out)


def _key_values(text: str, op: Op) -> str:
    records = [zip(op.pairs, values, strict=True) for values in _records(text, op)]
    return "\n\n".join("\n".join(f"{key}{op.style}{v}" for (key, _), v in record) for record in records)


READERS: Final[dict[str, Reader]] = byhand_words.READERS | {
    "passive": _passive, "present": _present, "third_person": _third_person, "repeat_names": _repeat_names,
    "turn_back": _turn_back, "turn_front": _turn_front, "split": _split, "merge": _merge, "order": _order,
    "translate": _translate, "reverse": lambda text, op: " ".join(reversed(sentences(text))),
    "last_first": lambda text, op: " ".join([*sentences(text)[-1:], *sentences(text)[:-1]]),
    "first_last": lambda text, op: " ".join([*sentences(text)[1:], sentences(text)[0]]),
    "lines": lambda text, op: "\n".join(_pieces(text)),
    "bullets": lambda text, op: "\n".join(f"{op.style} {piece}" for piece in _pieces(text)),
    "numbered": lambda text, op: "\n".join(f"{n}{op.style} {piece}" for n, piece in enumerate(_pieces(text), 1)),
    "csv": lambda text, op: "\n".join(op.style.join(values) for values in _records(text, op)), "json": _json,
    "key_values": _key_values,
}  # fmt: skip


def answer(text: str, ops: list[Op]) -> str:
    """The text as it ought to be."""
    for op in ops:
        text = READERS[op.name](text, op)
    return text
