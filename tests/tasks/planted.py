"""Variations that are wrong, on purpose: a right one with one thing spoilt, in the case or in the record too."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from repairloop.records import Case
from repairloop.tasks.variations import Varied
from repairloop.tasks.variations.contract import ident
from repairloop.tasks.variations.places import put
from repairloop.tasks.variations.programs import parts
from repairloop.tasks.variations.reading import numbers

Wrong = Iterator[tuple[str, Varied]]


def spoilt(varied: Varied, record: dict[str, Any] | None = None, **changes: Any) -> Varied:
    """The varied case with other fields, and the id that they give it."""
    made = varied.case.like(**changes)
    return Varied(made.like(id=ident(made)), varied.record if record is None else {**varied.record, **record})


def retold(varied: Varied, old: str, new: str, **more: Any) -> Varied:
    """Another text, wherever it stands: message, question, document, settings."""
    case = varied.case
    messages = [{**message, "content": message["content"].replace(old, new)} for message in case.messages]
    settings = case.settings
    if "document" in settings:
        settings = {**settings, "document": settings["document"].replace(old, new)}
    texts = {"question": case.question.replace(old, new), "document": case.document.replace(old, new)}
    return spoilt(varied, messages=messages, settings=settings, **{**texts, **more})


def of_any(original: Case, varied: Varied, others: list[Case], rng: Random) -> Wrong:
    case = varied.case
    yield "the original's gold", spoilt(varied, gold=original.gold, reference=original.reference)
    yield "the original's id", Varied(case.like(id=original.id), varied.record)
    yield "the original's question", spoilt(varied, messages=original.messages)
    yield "another case's gold", spoilt(varied, gold=(other := rng.choice(others)).gold, reference=other.reference)
    yield "another case's question", spoilt(varied, messages=other.messages, question=other.question)
    yield "no record", Varied(case, {})
    yield (
        "the message cut",
        spoilt(varied, messages=[*case.messages[:-1], {"role": "user", "content": case.messages[-1]["content"][:-3]}]),
    )
    yield "another grader", spoilt(varied, grader="math" if case.grader != "math" else "text")
    yield "a system message more", spoilt(varied, messages=[{"role": "system", "content": "Say no."}, *case.messages])


def of_values(original: Case, varied: Varied, others: list[Case], rng: Random) -> Wrong:
    case, exchanges = varied.case, varied.record["exchanged"]
    path, old, new = rng.choice(exchanges)
    other = next((str(e[2]) for e in exchanges if e[2] != new), "Atlantis")
    yield "gold not updated", spoilt(varied, gold=original.gold)
    yield "reference not updated", spoilt(varied, reference=original.reference)
    yield "one slot of the reference not updated", spoilt(varied, reference=put(case.reference, tuple(path), old))
    yield "wrong value in the text", retold(varied, str(new), "Atlantis")
    yield "old value in the text", retold(varied, str(new), str(old))
    yield "wrong value in the reference", spoilt(varied, reference=put(case.reference, tuple(path), "Atlantis"))
    yield "exchanged in the question alone", spoilt(varied, messages=original.messages)
    yield "exchanged in the message alone", spoilt(varied, question=original.question, document=original.document)
    yield "the old value stands in it too", retold(varied, case.question, f"{case.question} {old}")
    yield "the new value stands in it twice", retold(varied, case.question, f"{case.question} {new}")
    yield "a value of no slot", _everywhere(varied, path, old, new, "Atlantis")
    yield "the value of another slot", _everywhere(varied, path, old, new, other)
    yield (
        "a word beside it changed",
        retold(varied, " the ", " no ") if " the " in case.question else spoilt(varied, gold="{}"),
    )
    yield "the record says another value", Varied(case, {"exchanged": [[path, "Atlantis", new]]})
    yield "the record is short of one", Varied(case, {"exchanged": exchanges[1:]})


def _everywhere(varied: Varied, path: list[Any], old: Any, new: Any, value: str) -> Varied:
    """Another value in text, gold and record alike."""
    made = retold(varied, str(new), value)
    exchanges = [[p, o, value if p == path else n] for p, o, n in varied.record["exchanged"]]
    reference = put(made.case.reference, tuple(path), value)
    gold = made.case.gold.replace(json.dumps(new, ensure_ascii=False), json.dumps(value, ensure_ascii=False))
    return spoilt(made, {"exchanged": exchanges}, reference=reference, gold=gold)


def of_options(original: Case, varied: Varied, others: list[Case], rng: Random) -> Wrong:
    case = varied.case
    wrong = [letter for letter in case.options if letter != case.reference]
    letter, text = rng.choice(wrong), case.messages[-1]["content"]
    one, other = case.options[letter], case.options[case.reference]
    swapped = text.replace(one, "\0").replace(other, one).replace("\0", other)
    yield "the old letter", spoilt(varied, reference=original.reference, gold=original.gold)
    yield "a wrong letter", spoilt(varied, reference=letter, gold=letter)
    yield "a wrong letter in the gold", spoilt(varied, gold=letter)
    yield (
        "two options swapped in the message",
        spoilt(varied, messages=[*case.messages[:-1], {"role": "user", "content": swapped}]),
    )
    yield "options not permuted", spoilt(varied, options=original.options)
    yield "the grader's options not permuted", spoilt(varied, settings=original.settings)
    yield "a distractor like the gold", retold(varied, one, other, options={**case.options, letter: other})
    yield "an option lost", retold(varied, one, "nothing", options={**case.options, letter: "nothing"})
    yield "the record says another order", Varied(case, {"from": {a: a for a in case.options}})
    yield "the question changed", retold(varied, case.question, f"{case.question} Not.")


def of_numbers(original: Case, varied: Varied, others: list[Case], rng: Random) -> Wrong:
    case, tree = varied.case, varied.record["program"]
    said = numbers(case.question)
    number = rng.choice(said)
    digits = re.sub(r"\D", "", case.reference) or "1"
    off = str(int(digits) + rng.choice((1, -1, 10)))
    changed = case.question[: number.start] + str(int(number.value) + 1) + case.question[number.end :]
    yield "answer off by a little", spoilt(varied, reference=off, gold=off)
    yield "the gold alone wrong", spoilt(varied, gold=off)
    yield "the reference alone wrong", spoilt(varied, reference=off)
    yield "gold not updated", spoilt(varied, gold=original.gold)
    yield "a number changed in the question alone", spoilt(varied, question=changed)
    yield (
        "a number changed in the message alone",
        spoilt(varied, messages=[*case.messages[:-1], {"role": "user", "content": changed}]),
    )
    yield "a number changed in both", retold(varied, case.question, changed)
    yield "a number added", retold(varied, case.question, f"3 things. {case.question}")
    yield (
        "a word changed",
        retold(varied, " many ", " few ") if " many " in case.question else retold(varied, "?", "??"),
    )
    signs = [part[0] for part in parts(tree)]
    text = json.dumps(tree)
    sign = {"+": "*", "*": "+", "-": "+", "/": "-"}[signs[-1]]
    yield "another program", spoilt(varied, {"program": json.loads(text.replace(f'"{signs[-1]}"', f'"{sign}"'))})
    yield "the record says other numbers", spoilt(varied, {"was": [*varied.record["was"][:-1], "99"]})
    yield "the record is no program", spoilt(varied, {"program": ["+", ["n", 0], ["n", 99]]})


def of_order(original: Case, varied: Varied, others: list[Case], rng: Random) -> Wrong:
    order = varied.record["order"]
    yield "the record says another order", Varied(varied.case, {"order": order[1:] + order[:1]})
    yield "the record is no order", Varied(varied.case, {"order": [0] * len(order)})
    yield "the record is short of one", Varied(varied.case, {"order": order[:-1]})


def of_documents(original: Case, varied: Varied, others: list[Case], rng: Random) -> Wrong:
    yield from of_order(original, varied, others, rng)
    case = varied.case
    yield "the document alone", spoilt(varied, messages=original.messages)
    yield "the message alone", spoilt(varied, document=original.document)
    words = [word for word in re.findall(r"\w+", case.document) if len(word) > 3]
    yield "a word changed", retold(varied, rng.choice(words), "Atlantis")
    yield "a document lost", retold(varied, case.document[case.document.rindex("[") + 4 :], "x")


def of_examples(original: Case, varied: Varied, others: list[Case], rng: Random) -> Wrong:
    yield from of_order(original, varied, others, rng)
    case = varied.case
    said = [n for n, m in enumerate(case.messages) if m["role"] == "assistant"]
    if said:
        n = rng.choice(said)
        yield (
            "an example's answer changed",
            spoilt(
                varied, messages=[*case.messages[:n], {"role": "assistant", "content": "13"}, *case.messages[n + 1 :]]
            ),
        )
        yield "an example lost", spoilt(varied, messages=[*case.messages[: n - 1], *case.messages[n + 1 :]])
    else:
        yield "an example's answer changed", retold(varied, "\nA: ", "\nA: 1")
        yield "an example lost", retold(varied, case.messages[-1]["content"].split("\n\n")[1], "")


def of_asides(original: Case, varied: Varied, others: list[Case], rng: Random) -> Wrong:
    case, sentence = varied.case, varied.record["sentence"]
    words = re.findall(r"\w{4,}", original.question)
    yield "another sentence in the text", retold(varied, sentence, "The moon is round.")
    yield (
        "another sentence in text and record",
        spoilt(retold(varied, sentence, "The moon is round."), {"sentence": "The moon is round."}),
    )
    told = sentence.replace(sentence.split()[-1], f"{rng.choice(words)}.")
    yield "a sentence on the same thing", spoilt(retold(varied, sentence, told), {"sentence": told})
    yield (
        "a sentence with a number",
        spoilt(retold(varied, sentence, f"He has 5. {sentence}"), {"sentence": f"He has 5. {sentence}"}),
    )
    yield "the sentence at the end", retold(varied, case.question, f"{original.question} {sentence}")
    yield "a place where none may stand", spoilt(varied, {"at": 3})
    yield "the question changed besides", retold(varied, rng.choice(words), "Atlantis")
    yield "the question alone", spoilt(varied, messages=original.messages)


def of_abstentions(original: Case, varied: Varied, others: list[Case], rng: Random) -> Wrong:
    case, taken = varied.case, varied.record["sentence"]
    yield "the answer still stands", retold(varied, case.document, original.document)
    yield "the answer stands elsewhere", retold(varied, case.document, f"{case.document} {taken}")
    yield "gold not updated", spoilt(varied, gold=original.gold)
    yield "another sentence in the record", spoilt(varied, {"sentence": "The moon is round. "})
    yield "another place in the record", spoilt(varied, {"at": varied.record["at"] + 1})
    yield "another key in the record", spoilt(varied, {"key": "nothing"})


PLANTED: dict[str, Callable[[Case, Varied, list[Case], Random], Wrong]] = {
    "ExchangedValues": of_values, "OptionsPermuted": of_options, "NumbersRedrawn": of_numbers,
    "DocumentsReordered": of_documents, "ExamplesReordered": of_examples, "SentencePutIn": of_asides,
    "AnswerTakenOut": of_abstentions,
}  # fmt: skip


def same(one: Varied, other: Varied) -> bool:
    """Whether nothing has been spoilt after all."""
    return one.case == other.case and one.record == other.record
