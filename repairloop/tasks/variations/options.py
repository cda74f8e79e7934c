"""Options put into another order.

    A) much   B) plenty   C) more      right: C
    A) more   B) much     C) plenty    right: A

The options are found in the message by their letters and texts, and the letters stay where they are. Where a text
speaks of other options or of their order ("all of the above", "option B") nothing is moved.

Wrong options are not exchanged for those of other questions: that one was wrong there proves nothing here. Tried on 45
questions, with the right options of all questions on the same thing kept out, three of the new ones were right.
"""

from __future__ import annotations

import re
from random import Random
from typing import Any, Final

from repairloop.records import Case
from repairloop.tasks.variations.contract import Pools, Variation, Varied, asked, like, with_last
from repairloop.tasks.variations.places import Span

_SAYS_ORDER: Final = re.compile(
    r"\b(?:above|below|former|latter|preceding|following|both|neither|either|options?|choices?|answers?|"
    r"all of|none of|any of|these|those)\b",
    re.IGNORECASE,
)
_SAYS_LETTER: Final = re.compile(r"\b(?:options?|choices?|answers?|letters?|items?)\s+\(?[A-Z]\b|\([A-Z]\)|\b[A-Z](?:\s*,\s*[A-Z])*\s*(?:and|or|&|/)\s*[A-Z]\b")  # fmt: skip
_MAX_OPTIONS: Final = 12


def places(case: Case) -> list[Span]:
    """Where the texts of the options stand in the message, in their order; empty where that cannot be told."""
    texts = list(case.options.values())
    if not 2 <= len(texts) <= _MAX_OPTIONS or len({text.strip().casefold() for text in texts}) < len(texts):
        return []
    gap, sep = r"[^\w]{0,8}?", r"[^\w\n]{1,4}"
    for lettered in (True, False):
        parts = [
            (rf"\(?\b{re.escape(letter)}{sep}" if lettered else "") + f"({re.escape(text)})"
            for letter, text in case.options.items()
        ]
        found = list(re.finditer(gap.join(parts) + r"(?!\w)", asked(case)))
        if len(found) == 1:
            return [found[0].span(n + 1) for n in range(len(texts))]
        if found:
            return []
    return []


def right_letter(case: Case, reference: Any = None) -> str:
    """The letter of the right option; empty where the reference names none."""
    given = case.reference if reference is None else reference
    if not isinstance(given, str):
        return ""
    if given.strip().upper() in case.options:
        return given.strip().upper()
    named = [letter for letter, text in case.options.items() if text.strip() == given.strip()]
    return named[0] if len(named) == 1 else ""


def with_options(case: Case, found: list[Span], texts: list[str], right: str) -> Case | None:
    """The case with these texts behind its letters, and `right` as the right letter."""
    old = list(case.options.values())
    content, end = "", 0
    for (start, stop), text in zip(found, texts, strict=True):
        content += asked(case)[end:start] + text
        end = stop
    content += asked(case)[end:]
    options = dict(zip(case.options, texts, strict=True))
    settings = dict(case.settings)
    if "options" in settings:
        given = settings["options"]
        listed = list(given.values()) if isinstance(given, dict) else given
        if listed != old:
            return None
        settings["options"] = dict(zip(given, texts, strict=True)) if isinstance(given, dict) else texts
    if settings.get("operators"):
        return None
    reference = right if case.reference.strip().upper() in case.options else options[right]
    gold = _gold(case, right, options[right])
    if gold is None:
        return None
    return like(
        case, messages=with_last(case, content), options=options, settings=settings, reference=reference, gold=gold
    )


def _gold(case: Case, letter: str, text: str) -> str | None:
    """The gold written as the file writes it: a letter, a text, or both."""
    was = right_letter(case)
    gold, old = case.gold.strip(), case.options[was]
    if gold.upper() == was:
        return letter if gold == was else letter.lower()
    if gold == old.strip():
        return text
    letters = list(case.options)
    if gold.isdecimal() and (first := int(gold) - letters.index(was)) in (0, 1):  # its place, counted from 0 or 1
        return str(letters.index(letter) + first)
    if (both := re.fullmatch(rf"(\W?){re.escape(was)}(\W{{1,4}}){re.escape(old)}(\W?)", gold)) is not None:
        return f"{both[1]}{letter}{both[2]}{text}{both[3]}"
    return None


def movable(case: Case) -> list[Span]:
    """Where the options stand, if none of them, nor the question, speaks of their letters or order."""
    if not case.options or not right_letter(case):
        return []
    letters = set(case.options)
    for text in case.options.values():
        if _SAYS_ORDER.search(text) or _SAYS_LETTER.search(text) or text.strip().upper() in letters:
            return []
    if _SAYS_LETTER.search(case.question):
        return []
    found = places(case)
    if not found or "letter" in case.question.casefold():
        return []
    return found


def well_placed(case: Case) -> str:
    """Why options, message, settings and reference do not fit together; empty where they do."""
    if not places(case):
        return "the options do not stand in the message"
    given = case.settings.get("options")
    if given is not None and list(given.values() if isinstance(given, dict) else given) != list(case.options.values()):
        return "the grader has other options"
    return "" if right_letter(case) else "the reference is none of the options"


class OptionsPermuted(Variation):
    name = "put the options into another order"
    touches = frozenset({"options", "settings", "reference", "gold"})

    def vary(self, case: Case, pools: Pools, rng: Random) -> Varied | None:
        found = movable(case)
        if not found:
            return None
        letters = list(case.options)
        order = letters[:]
        while order == letters:
            rng.shuffle(order)
        right = letters[order.index(right_letter(case))]
        made = with_options(case, found, [case.options[letter] for letter in order], right)
        return None if made is None else Varied(made, {"from": dict(zip(letters, order, strict=True))})

    def fault(self, original: Case, varied: Varied, pools: Pools) -> str:
        case, came = varied.case, varied.record.get("from")
        if not isinstance(came, dict) or sorted(came) != sorted(came.values()) or list(came) != list(case.options):
            return "the record is no order of the options"
        if why := well_placed(case):
            return why
        right = case.options[right_letter(case)]
        if right != original.options[right_letter(original)]:
            return "another option is right"
        back = {came[letter]: text for letter, text in case.options.items()}
        texts = [back[letter] for letter in original.options]
        again = with_options(case, places(case), texts, came[right_letter(case)])
        return _comes_back(original, again)


def _comes_back(original: Case, again: Case | None) -> str:
    if again is None:
        return "the original cannot be made of it"
    for name in ("messages", "options", "settings", "reference", "gold", "question"):
        if getattr(again, name) != getattr(original, name):
            return f"the original {name} does not come back"
    return ""
