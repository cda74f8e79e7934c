"""Cases by hand: a tiny reader of files as people bring them, for tests and benchmarks of variations."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from repairloop.records import Case
from repairloop.tasks.variations.contract import ident

DATA = next((up / "shared" / "data" for up in Path(__file__).parents if (up / "shared" / "data").is_dir()), Path())


def case(question: str, gold: str, grader: str, reference: Any, *, system: str = "", content: str = "", line: int = 1, **more: Any) -> Case:  # fmt: skip
    messages = [{"role": "system", "content": system}] if system else []
    messages.append({"role": "user", "content": content or question})
    made = Case(
        id="", file="by hand", line=line, digest="0" * 16, messages=messages, question=question, gold=gold,
        grader=grader, reference=reference, **more,
    )  # fmt: skip
    return made.like(id=ident(made))


def with_options(question: str, options: dict[str, str], right: str, **more: Any) -> Case:
    listed = "\n".join(f"{letter}) {text}" for letter, text in options.items())
    return case(
        question, right, "choice", right, content=f"{question}\n\n{listed}", options=options,
        settings={"options": options}, **more,
    )  # fmt: skip


def number(question: str, gold: str, **more: Any) -> Case:
    return case(question, gold, "math", gold.rpartition("####")[2].strip().replace(",", ""), **more)


def slots(question: str, value: dict[str, Any], **more: Any) -> Case:
    return case(question, json.dumps(value, ensure_ascii=False), "fields", {"value": value}, **more)


def word_problems(file: Path) -> list[Case]:
    with file.open(encoding="utf-8", newline="") as lines:
        return [
            number(row["question"], row["answer"], line=n, columns={"set": row["set"]})
            for n, row in enumerate(csv.DictReader(lines), 1)
        ]


def labelled(file: Path) -> list[Case]:
    with file.open(encoding="utf-8", newline="") as lines:
        return [case(row["text"], row["category"], "text", row["category"], line=n) for n, row in enumerate(csv.DictReader(lines), 1)]  # fmt: skip


def rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]


def slot_requests(file: Path) -> list[Case]:
    found = []
    for n, row in enumerate(rows(file), 1):
        system, user = (message["content"] for message in row["messages"])
        found.append(slots(user, json.loads(row["expected"]), system=system, line=n, columns={"intent": row["intent"]}))
    return found


def choices(file: Path) -> list[Case]:
    found = [
        with_options(row["question"], row["choices"], row["answer"], line=n, columns={"concept": row["concept"]})
        for n, row in enumerate(rows(file), 1)
    ]
    return [one for one in found if len({text.casefold() for text in one.options.values()}) == len(one.options)]


def stories(file: Path) -> list[Case]:
    return [number(row["question"], row["answer"], line=n) for n, row in enumerate(rows(file), 1)]


def every() -> dict[str, list[Case]]:
    """File → its cases; those that are not here are left out."""
    readers = {
        "own/word_problems.csv": word_problems, "own/intents.csv": labelled, "own/slots.jsonl": slot_requests,
        "own/commonsense.jsonl": choices, "gsm8k_test.jsonl": stories,
    }  # fmt: skip
    return {name: read(DATA / name) for name, read in readers.items() if (DATA / name).is_file()}
