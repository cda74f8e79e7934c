"""promptfoo's tests, before they were run: a configuration with its tests, and a table with `__expected`.

    {"prompts": ["Say {{word}} in French."], "tests": [{"vars": {"word": "cat"}, "assert": [{"type", "value"}]}, …]}
    question,__expected,__expected2      What is 2 + 2?,equals: 4,icontains: four

What is asked is the prompt with its variables; a configuration that has several prompts, or keeps them in files, says so
only when it has run, and is refused with how. A table has no prompt: only a column that is a question by its name is one.
Assertions are read as those of results (`promptfoo`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from repairloop.ground.errors import UsageError
from repairloop.tasks.formats import promptfoo
from repairloop.tasks.formats.common import BadRow, Fields, Layout, Look, Row, is_empty, kept, messages_of, plain
from repairloop.tasks.formats.tables import QUESTIONS

RUN: Final = "run `promptfoo eval -o out.json` and import out.json, which holds each prompt as it was sent"
_COLUMN = re.compile(r"__expected\d*")
_TYPED = re.compile(r"([a-z]+(?:-[a-z]+)*)(?:\([\d.]+\))?(?::\s*(.*))?", re.DOTALL)
_OTHERS: Final = frozenset(
    {"javascript", "fn", "eval", "python", "llm-rubric", "grade", "similar", "factuality", "regex", "equals", "file", "g-eval",
     "answer-relevance", "context-recall", "context-faithfulness", "model-graded-closedqa", "math-equivalent", "is-sql", "is-xml",
     "not-equals", "not-regex", "not-is-json", "webhook", "rouge-n", "bleu", "levenshtein", "classifier", "is-refusal"}
)  # fmt: skip
"""Types of assertions that a cell may name, beside those that are taken over."""


def unfold(value: Any) -> list[Any] | None:
    """The tests of a configuration, each with its prompts."""
    if not isinstance(value, dict) or not {"prompts", "tests"} <= value.keys():
        return None
    prompts, tests, default = value["prompts"], value["tests"], value.get("defaultTest")
    if not isinstance(tests, list) or not all(isinstance(test, dict) for test in tests):
        return [{"prompts": prompts, "tests": tests}]
    shared = default if isinstance(default, dict) else {}
    return [
        {
            "prompts": prompts, "description": test.get("description"), "metadata": test.get("metadata"),
            "vars": {**_object(shared.get("vars")), **_object(test.get("vars"))},
            "assert": [*_listed(shared.get("assert")), *_listed(test.get("assert"))],
        }
        for test in tests
    ]  # fmt: skip


def recognise(look: Look) -> Layout | None:
    if look.has("prompts") and (look.has("vars", "assert") or look.has("tests")):
        return _configured(look)
    expected = [name for name in look.names if _COLUMN.fullmatch(name)]
    return _table(look, expected) if expected else None


def _configured(look: Look) -> Layout:
    prompts = _listed(look.rows[0]["prompts"])
    if not look.has("vars"):
        raise UsageError(f"{look.file}: a configuration of promptfoo whose tests stand elsewhere: {RUN}")
    if len(prompts) != 1 or not isinstance(prompts[0], str) or prompts[0].startswith("file://") or _is_path(prompts[0]):
        raise UsageError(
            f"{look.file}: a configuration of promptfoo with {len(prompts)} prompts, or with one in another file: {RUN}"
        )
    aside: Counter[str] = Counter()

    def fields(row: Row) -> Iterator[Fields]:
        variables = row["vars"]
        if any(isinstance(value, list) for value in variables.values()):
            raise BadRow("a variable of it has several values")
        try:
            asked = promptfoo.filled(prompts[0], variables)
        except promptfoo.Unmapped:
            raise BadRow("its prompt needs more than its variables") from None
        found: Fields = {"messages": messages_of(asked if isinstance(asked, str) else str(asked))}
        found |= promptfoo.right(row["assert"], variables, aside)
        yield {**found, "columns": {**kept(_object(row.get("metadata")), ()), **kept(variables, ())}}

    words = {"question": "prompts", "answer": "assert"}
    return Layout(
        "tests of promptfoo", "keys prompts, tests", "prompt → assertions", fields, words,
        finish=lambda entries: (entries, promptfoo.left_out(aside)),
    )  # fmt: skip


def _table(look: Look, expected: list[str]) -> Layout:
    named = {plain(name): name for name in look.names}
    question = look.map_.get("question") or next((named[name] for name in QUESTIONS if name in named), None)
    if question is None or question not in look.names:
        raise UsageError(
            f"{look.file}: tests of promptfoo, whose prompt stands elsewhere: {RUN}; or say which column is all that is asked: "
            "--map question=COLUMN"
        )
    aside: Counter[str] = Counter()

    def fields(row: Row) -> Iterator[Fields]:
        assertions = [_assertion(str(row[name])) for name in expected if not is_empty(row.get(name))]
        found: Fields = {"messages": messages_of(row.get(question))}
        found |= promptfoo.right(assertions, row, aside)
        yield {**found, "columns": kept(row, {question, *expected})}

    return Layout(
        "tests of promptfoo", f"column {expected[0]}", f"{question} → assertions", fields,
        {"question": question, "answer": ", ".join(expected)}, [n for n in look.names if n not in (question, *expected)],
        finish=lambda entries: (entries, promptfoo.left_out(aside)),
    )  # fmt: skip


def _assertion(cell: str) -> dict[str, Any]:
    """What a cell says: `type: value`, or a text that the answer must be."""
    typed = _TYPED.fullmatch(cell.strip())
    if typed and (typed[1] in _OTHERS or promptfoo.is_known(typed[1])):
        return {"type": typed[1], "value": typed[2]}
    return {"type": "equals", "value": cell}


def _is_path(text: str) -> bool:
    return "\n" not in text and re.fullmatch(r"[\w./-]+\.(?:txt|json|ya?ml|py|js|mjs|md|j2)(?::\w+)?", text) is not None


def _object(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
