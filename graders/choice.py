"""One option out of several, named by its letter or by its text.

    reference "B", options ["Paris", "London"]     answer "The answer is (B)."    pass
                                                   answer "A) Paris"              fail  distractor_chosen

The answer is looked for in this order, and of several the last one counts: the whole reply, what follows a cue ("the
answer is", "I choose", `\\boxed{`; also "Die Antwort ist", "Respuesta:", "答案：" and so on, in some
twenty-five languages) or goes before one ("B is correct"), a labelled or bold line ("B) London", "**B**"), a mention
("option B", "I think London"). A bare letter counts only as the whole reply or behind a cue, so that the article in "A dog" and the pronoun in "I think" are never options. An option's text somewhere in a sentence proves
nothing. What the reply takes back, supposes or quotes as a mistake is not read (`graders.stance`), unless the options
themselves speak of such things. Two options, three one after the other, all of them, or a letter beside another option's text are no answer.

Reference: the option's letter, or its text. Settings:

    options     the texts, as a list (A, B, C, … in order) or as letter → text; absent: any letter may be answered
    operators   letter → what made this distractor; it is told in the evidence, and is the error class where it is
                one of `ERROR_CLASSES` (else `distractor_chosen`)

The module does not know what the options say: whether they are true, or alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from string import ascii_uppercase
from typing import Any

from graders.choice_reading import CUE, Sheet, choose, lead_end
from graders.cues import MAX_CHARS, after_cues, bare_key, clean, fold, key, show, taken
from graders.programs import is_program
from graders.stance import speaks_of_stance, standing
from repairloop import FAMILY_OF, Answer, BadReference, Check, Grader, Probe, Verdict, failed, grader, one_call, passed


@grader("choice", version="3")
class Choice(Grader):
    """The chosen option compared with the right one."""

    text_reference = True

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        sheet = _sheet(probe)
        text = answer.text[:MAX_CHARS]
        folded = fold(text)
        if sheet.plain:
            folded = standing(folded)
        expected = _shown(sheet, sheet.right)
        pick = choose(folded, sheet)
        if pick is None or (sheet.plain and is_program(folded)):
            return _unread(text, folded, expected)
        seen: dict[str, Any] = {**taken(text, pick.start, pick.end), "expected": expected}
        if len(pick.labels) > 1:
            evidence = f"It names {' and '.join(pick.labels)}; one option was asked for."
            return failed("extra_items", evidence=evidence, **seen)
        label = pick.labels[0]
        if pick.clash:
            evidence = f"It says {label}, but {_shown(sheet, pick.clash)} stands beside it: two options in one."
            return failed("extra_items", evidence=evidence, **seen)
        seen["checks"] = [Check(name=f"option {label}", passed=label == sheet.right)]
        if label == sheet.right:
            return passed(evidence=f"It chose {_shown(sheet, label)}.", **seen)
        if sheet.texts and label not in sheet.texts:
            listed = ", ".join(sheet.texts)
            return failed("off_label", evidence=f"{label} is none of the options {listed}.", **seen)
        operator = sheet.operators.get(label, "")
        made = f", the distractor made by {show(operator)}" if operator else ""
        evidence = f"It chose {_shown(sheet, label)}{made}; {expected} is right."
        known = FAMILY_OF.get(operator, "grader") != "grader"
        return failed(operator if known else "distractor_chosen", evidence=evidence, **seen)

    def gold(self, probe: Probe) -> str:
        """The letter of the right option."""
        return _sheet(probe).right

    def corrupt(self, probe: Probe) -> dict[str, str]:
        sheet = _sheet(probe)
        right = sheet.right
        others = [label for label in sheet.texts or ascii_uppercase[:4] if label != right]
        other = others[0]
        wrong = {
            "extra_items": f"{right} or {other}",
            "all_options": "\n".join(f"The answer is {label}." for label in [*others, right]),
            "negation": f"The answer is not {right}.",
            "retraction": f"The answer is {right}? No, it is {other}.",
            "no_answer_found": "Let me go over them one by one.",
        }
        for label in others:
            operator = sheet.operators.get(label, "")
            name = operator if FAMILY_OF.get(operator, "grader") != "grader" else "distractor_chosen"
            wrong[name if name not in wrong else f"{name}_{label}"] = f"Answer: {label}"
        if sheet.texts:
            wrong["clash"] = f"{right}) {sheet.texts[other]}"
            wrong["wrong_text"] = sheet.texts[other]
            wrong["listed"] = "\n".join(f"{label}) {text}" for label, text in sheet.texts.items())
        if 0 < len(sheet.texts) < 26:
            wrong["off_label"] = next(label for label in ascii_uppercase[::-1] if label not in sheet.texts)
        return wrong

    def examples(self) -> list[Probe]:
        return [
            Probe(
                id=f"{n:016x}", skill="choice", area="choice/examples", split="screen", grader="choice",
                messages=[{"role": "user", "content": "Which one is right?"}], reference=reference, settings=settings,
            )
            for n, (reference, settings) in enumerate(_EXAMPLES)
        ]  # fmt: skip


# ---- replies without a choice ----------------------------------------------------------------------------


def _unread(text: str, folded: str, expected: str) -> Verdict:
    """The verdict on a reply that chooses no option: something else may stand behind its last cue."""
    for end in after_cues(CUE, folded):
        start = lead_end(folded, end)
        stop = folded.find("\n", start)
        line = folded[start : stop if stop >= 0 else len(folded)].strip()
        if 0 < len(line) <= 40 and "?" not in line and not re.match(r"not\b", line, re.IGNORECASE):
            evidence = f"{show(line)} is none of the options."
            seen = taken(text, start, start + len(line))
            return failed("off_label", "heuristic", evidence=evidence, expected=expected, **seen)
        break
    evidence = "The reply does not say which option it chooses."
    return failed("no_answer_found", evidence=evidence, expected=expected)


# ---- reference and settings -------------------------------------------------------------------------------


def _sheet(probe: Probe) -> Sheet:
    settings = probe.settings
    try:
        canonical = json.dumps([probe.reference, settings.get("options"), settings.get("operators")])
    except (TypeError, ValueError, RecursionError) as error:
        raise BadReference(f"choice: reference, options and operators must be JSON ({error})") from None
    return _read_sheet(canonical)


@lru_cache(maxsize=4_096)
def _read_sheet(canonical: str) -> Sheet:
    reference, options, operators = json.loads(canonical)
    if not isinstance(reference, str) or not reference.strip():
        raise BadReference("choice: the reference is the right option's letter or text, a string that is not empty")
    texts = _read_options(options)
    operators = {} if operators is None else operators
    if not isinstance(operators, dict) or not all(isinstance(v, str | None) for v in operators.values()):
        raise BadReference("choice: settings.operators maps letters to names of error operators")
    named = {letter.strip().upper(): name for letter, name in operators.items() if name}
    if texts and not named.keys() <= texts.keys():
        raise BadReference(f"choice: settings.operators names {sorted(named)}, the options are {sorted(texts)}")
    keys = _distinct_keys(texts)
    letter = fold(reference).strip().strip("().[]").upper()
    right = letter if letter in (texts or ascii_uppercase) and len(letter) == 1 else keys.get(key(reference), "")
    right = right or keys.get(bare_key(reference), "")
    if not right:
        known = f"none of the options {', '.join(texts)}, nor the text of one" if texts else "no letter from A to Z"
        raise BadReference(f"choice: the reference {show(reference)} is {known}")
    words = sorted(((tuple(k.split()), label) for k, label in keys.items()), key=lambda pair: -len(" ".join(pair[0])))
    plain = not speaks_of_stance(texts.values()) and not any(map(is_program, texts.values()))
    return Sheet(right, texts, tuple(words), max((len(w) for w, _ in words), default=0), named, plain)


def _read_options(options: Any) -> dict[str, str]:
    if options is None:
        return {}
    if isinstance(options, list) and len(options) <= 26:
        options = dict(zip(ascii_uppercase, options, strict=False))
    if not isinstance(options, dict) or not 2 <= len(options) <= 26:
        raise BadReference("choice: settings.options is a list of 2 to 26 texts, or letter → text")
    texts = {str(letter).strip().upper(): text for letter, text in options.items()}
    if len(texts) < len(options) or not all(len(letter) == 1 and letter in ascii_uppercase for letter in texts):
        raise BadReference("choice: the keys of settings.options are different letters from A to Z")
    if not all(isinstance(text, str) and text.strip() and clean(text) == text for text in texts.values()):
        raise BadReference("choice: the texts of settings.options are strings that are not empty, without surrogates")
    return dict(sorted(texts.items()))


def _distinct_keys(texts: dict[str, str]) -> dict[str, str]:
    """Key of each option's text → its letter; without leading articles where they do not tell options apart."""
    readers: tuple[Callable[[str], str], ...] = (bare_key, key)
    for read in readers:
        keys = {read(text): label for label, text in texts.items()}
        if len(keys) == len(texts):
            break
    else:
        raise BadReference("choice: two of settings.options have the same text")
    for name, label in keys.items():
        if name.upper() in texts and name.upper() != label:
            raise BadReference(f"choice: the text of option {label} is {name.upper()!r}, the letter of another option")
    return keys


def _shown(sheet: Sheet, label: str) -> str:
    text = sheet.texts.get(label)
    return f"{label} ({show(text)})" if text else clean(label)


_CITIES = ["Paris", "London", "Rome", "New York"]
_EXAMPLES: list[tuple[str, dict[str, Any]]] = [
    ("B", {}),
    ("a", {}),
    ("B", {"options": _CITIES}),
    ("London", {"options": _CITIES}),
    ("(D)", {"options": _CITIES, "operators": {"A": "distractor_chosen", "B": "closest_name", "C": "wrong_order"}}),
    (
        "C",
        {"options": ["84", "86", "85", "-85"], "operators": {"A": "off_by_one", "B": "arithmetic_slip", "D": "sign"}},
    ),
    ("A", {"options": {"A": "yes", "B": "no"}}),
    ("no", {"options": {"a": "yes", "b": "no"}}),
    ("the Sun", {"options": ["a star", "the Sun", "the Moon"]}),
    ("B", {"options": ["a", "an", "the", "no article"]}),
    ("A", {"options": ["all of the above", "none of the above"]}),
    ("I", {"options": [f"item {n}" for n in range(1, 11)], "operators": {"J": "off_by_one"}}),
    ("E", {"options": ["$x^2$", "$x^3$", "x + 1", "x - 1", "not enough information"]}),
    ("C", {"options": {"C": "１０ km", "D": "10 m"}}),
]

grade = one_call("choice")
