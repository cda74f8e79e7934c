"""IFEval and its kin: a prompt, the names of the instructions in it, and their arguments.

    {"key": 1, "prompt": "… no commas …", "instruction_id_list": ["punctuation:no_comma"], "kwargs": [{}]}

The instructions that `constraints` can check become its reference. A row with one that it cannot (a language, sections
counted by their heading) is left out, since half of a check would pass what is wrong; such instructions are counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from repairloop.records.rows import clean
from repairloop.tasks.formats import promptfoo
from repairloop.tasks.formats.common import BadRow, Fields, Layout, Look, Row, kept, messages_of, parsed, plain, shown

Check = tuple[str, dict[str, Any]]
_USED: Final = ("prompt", "instruction_id_list", "kwargs", "key")


def recognise(look: Look) -> Layout | None:
    if not look.has("prompt", "instruction_id_list", "kwargs"):
        return None
    aside: Counter[str] = Counter()

    def fields(row: Row) -> Iterator[Fields]:
        names, arguments = _list(row["instruction_id_list"]), _list(row["kwargs"])
        if not names or len(names) != len(arguments):
            raise BadRow("it has not one set of arguments for each of its instructions")
        checks = []
        for name, given in zip(names, arguments, strict=True):
            given = {key: value for key, value in given.items() if value is not None} if isinstance(given, dict) else {}
            try:
                checks.append(_KNOWN[str(name)](given))
            except (KeyError, TypeError, ValueError):
                aside[str(name)] += 1
                raise BadRow("one of its instructions is none that can be checked here") from None
        yield {
            "messages": messages_of(row["prompt"]), "ident": str(row.get("key", "")), "columns": kept(row, _USED),
            **promptfoo.graded([_check(name, args) for name, args in checks]),
            "area": str(names[0]) if len(names) == 1 else "several",
        }  # fmt: skip

    def finish(entries: list[Any]) -> tuple[list[Any], list[str]]:
        listed = [f"{name} ({count})" for name, count in aside.most_common()]
        return entries, [f"instructions that are not checked: {shown(listed)}"] if listed else []

    return Layout(
        "IFEval", "keys prompt, instruction_id_list, kwargs", "prompt → its instructions", fields,
        {"question": "prompt", "answer": "instruction_id_list, kwargs", "area": "instruction_id_list"},
        [name for name in look.names if plain(name) not in _USED], finish=finish,
    )  # fmt: skip


def _check(name: str, args: dict[str, Any]) -> promptfoo.Check:
    return (name, args) if name == "fields" else ("constraints", [{"id": name, "args": args}])


def _list(value: Any) -> list[Any]:
    value = parsed(value) if isinstance(value, str) else value
    return value if isinstance(value, list) else []


def _related(number: Any, relation: Any) -> dict[str, int]:
    """`at least` and `less than`, as IFEval says them."""
    if relation == "at least":
        return {"min": int(number)}
    if relation == "less than" and int(number) > 0:
        return {"max": int(number) - 1}
    raise ValueError(relation)


def _counted(name: str, number: str, relation: str, **also: str) -> Callable[[Mapping[str, Any]], Check]:
    """A count. `also`: the check's own arguments → those of the instruction."""
    return lambda k: (
        name,
        {**{own: clean(str(k[key])) for own, key in also.items()}, **_related(k[number], k[relation])},
    )


def _said(name: str, argument: str, key: str) -> Callable[[Mapping[str, Any]], Check]:
    return lambda k: (name, {argument: clean(str(k[key]))})


def _words(name: str, key: str) -> Callable[[Mapping[str, Any]], Check]:
    return lambda k: (name, {"words": [clean(str(word)) for word in k[key]]})


def _plainly(name: str, **args: Any) -> Callable[[Mapping[str, Any]], Check]:
    return lambda k: (name, dict(args))


_KNOWN: Final[dict[str, Callable[[Mapping[str, Any]], Check]]] = {
    "keywords:existence": _words("includes", "keywords"),
    "keywords:forbidden_words": _words("excludes", "forbidden_words"),
    "keywords:frequency": _counted("keyword", "frequency", "relation", word="keyword"),
    "keywords:letter_frequency": _counted("letter", "let_frequency", "let_relation", letter="letter"),
    "length_constraints:number_sentences": _counted("sentences", "num_sentences", "relation"),
    "length_constraints:number_words": _counted("words", "num_words", "relation"),
    "length_constraints:number_paragraphs": lambda k: ("items", {"separator": "***", "exactly": int(k["num_paragraphs"])}),
    "detectable_content:number_placeholders": lambda k: ("placeholders", {"min": int(k["num_placeholders"])}),
    "detectable_content:postscript": _said("postscript", "marker", "postscript_marker"),
    "detectable_format:number_bullet_lists": lambda k: ("bullets", {"exactly": int(k["num_bullets"])}),
    "detectable_format:number_highlighted_sections": lambda k: ("highlights", {"min": int(k["num_highlights"])}),
    "detectable_format:title": _plainly("titled"),
    "detectable_format:constrained_response": _plainly(
        "one_of", options=["My answer is yes.", "My answer is no.", "My answer is maybe."]
    ),
    "combination:two_responses": _plainly("items", separator="******", exactly=2),
    "combination:repeat_prompt": _said("repeats_prompt", "prompt", "prompt_to_repeat"),
    "startend:end_checker": _said("ends_with", "phrase", "end_phrase"),
    "startend:quotation": _plainly("quoted"),
    "change_case:capital_word_frequency": _counted("capital_words", "capital_frequency", "capital_relation"),
    "change_case:english_capital": _plainly("uppercase"),
    "change_case:english_lowercase": _plainly("lowercase"),
    "detectable_format:json_format": _plainly("fields", schema={"type": ["object", "array"]}),
    "punctuation:no_comma": _plainly("no_commas"),
}  # fmt: skip
"""IFEval's names → the check that asks the same, and its arguments."""
