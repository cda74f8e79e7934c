"""The completion to learn from: the gold in the form that the file has it, worked where a program gives the steps."""

from __future__ import annotations

import json
import re
from random import Random
from typing import Any, Final

from repairloop.plugins.grade import grade, loose_answer
from repairloop.plugins.registry import get_grader
from repairloop.records import Case
from repairloop.tasks.variations.contract import Pools, asked, probe_of
from repairloop.tasks.variations.options import places, right_letter
from repairloop.tasks.variations.redrawn import worked_answer

_CALCULATED: Final = re.compile(r"<<[^<>\n]{0,200}>>")
_LAST: Final = re.compile(r"\n?#{3,4}\s*([^\n]+)\s*$")


def solution(case: Case, rng: Random, pools: Pools | None = None) -> str:
    """A completion that the case's grader passes: the first of several ways to write the gold that it does pass, the
    worked one before the bare one. With `pools` numbers are worked by the program that the task shows. The gold as the
    file has it where no way passes: it will be vetted like any other row."""
    probe = probe_of(case)
    for text in _ways(case, pools):
        if text and grade(probe, loose_answer(text)).status == "pass":
            return text
    try:
        return get_grader(case.grader).gold(probe)
    except (ValueError, NotImplementedError):
        return case.gold


def _ways(case: Case, pools: Pools | None) -> list[str]:
    gold = case.gold.strip()
    if case.options and (letter := right_letter(case)):
        return [_option(case, letter), letter, gold]
    ways = [_written_out(gold), worked_answer(case, pools) if pools else "", gold]
    reference: Any = case.reference
    if isinstance(reference, dict) and "value" in reference:
        ways.append(json.dumps(reference["value"], ensure_ascii=False))
    if isinstance(reference, str):
        ways.append(reference)
    return ways


def _option(case: Case, letter: str) -> str:
    """Letter and text as the message writes them: `B) plenty`."""
    text = case.options[letter]
    found = places(case)
    if found:
        start = found[list(case.options).index(letter)][0]
        before = asked(case)[max(0, start - 8) : start]
        if lead := re.search(rf"\(?{re.escape(letter)}[^\w\n]{{1,4}}$", before):
            return f"{lead[0]}{text}"
    return f"{letter}) {text}"


def _written_out(gold: str) -> str:
    """A gold that is worked already, less a calculator's marks: `<<48/2=24>>`, and `#### 24` as a sentence."""
    if not (_CALCULATED.search(gold) or _LAST.search(gold)):
        return ""
    return _LAST.sub(r"\nThe answer is \1.", _CALCULATED.sub("", gold)).strip()
