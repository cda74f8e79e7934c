"""One option out of several, named by its letter or by its text; or one of some labels, named by itself.

    reference "B", options ["Paris", "London"]     answer "The answer is (B)."    pass
                                                   answer "A) Paris"              fail  distractor_chosen
    reference "card_lost", by "text"               answer "Intent: card lost"     pass

The answer is looked for in this order, and of several the last one counts: the whole reply, what follows a cue ("the
answer is", "I choose", `\\boxed{`; also "Die Antwort ist", "Respuesta:", "答案：" and so on, in some
twenty-five languages) or goes before one ("B is correct"), a labelled or bold line ("B) London", "**B**"), a mention
("option B", "I think London"). A bare letter counts only as the whole reply or behind a cue, so that the article in "A dog" and the pronoun in "I think" are never options. An option's text somewhere in a sentence proves
nothing. What the reply takes back, supposes or quotes as a mistake is not read (`graders.shared.stance`), unless the options
themselves speak of such things. Labels (`by = "text"`) have no letters, and there may be any number of them; one also counts
where it has a line to itself, stands in quotes or in bold, or begins the reply and is set off. Two options, three one after the other, all of them, or a letter beside another option's text are no answer.

The module does not know what the options say: whether they are true, or alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from string import ascii_uppercase
from typing import Annotated, Any, Literal

from pydantic import Field

from graders.choice.reading import CUE, Sheet, choose, lead_end, spelled
from graders.choice.understood import MAX_LABELS, of_labels, of_letters, of_options
from graders.shared.cues import MAX_CHARS, after_cues, bare_key, clean, fold, key, show, taken
from graders.shared.programs import is_program
from graders.shared.stance import speaks_of_stance, standing, visible
from repairloop import (
    FAMILY_OF,
    Answer,
    BadReference,
    Check,
    Given,
    Grader,
    Probe,
    Stated,
    Understanding,
    Verdict,
    failed,
    grader,
    one_call,
    passed,
)

Right = Annotated[str, Field(description="the right option's letter, or its text")]


class ChoiceSettings(Given):
    """The options, and what is known of the wrong ones."""

    options: list[str] | dict[str, str] = {}
    """The texts, as a list (A, B, C, … in order) or as letter → text; absent: any letter may be answered."""
    by: Literal["letter", "text"] = "letter"
    """"text": the options are labels, without letters; up to 2,000 of them."""
    operators: dict[str, str | None] = {}
    """Letter → what made this distractor; it is told in the evidence, and is the error class where it is one of
    `ERROR_CLASSES` (else `distractor_chosen`)."""


@grader("choice", version="7")
class Choice(Grader[Right, ChoiceSettings]):
    """The chosen option compared with the right one."""

    text_reference = True

    def prepare(self, reference: Right, settings: ChoiceSettings) -> Sheet:
        return _read_sheet(reference, settings)

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        sheet: Sheet = self.read(probe)
        text = answer.text[:MAX_CHARS]
        folded = whole = fold(text)
        if sheet.plain:
            folded, whole = standing(folded), visible(whole)
        expected = _shown(sheet, sheet.right)
        pick = choose(folded, sheet, whole, probe.question)
        if pick is None or (sheet.plain and is_program(folded)):
            return _unread(text, folded, sheet, expected)
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

    def understands(self, rows: Sequence[Stated], asked: bool) -> Understanding | None:
        if any(row.options for row in rows):
            return of_options(rows)
        return of_letters(rows) or of_labels(rows, asked)

    def gold(self, probe: Probe) -> str:
        """The letter of the right option; the right label itself."""
        right: str = self.read(probe).right
        return right

    def corrupt(self, probe: Probe) -> dict[str, str]:
        sheet: Sheet = self.read(probe)
        right = sheet.right
        if not sheet.letters:
            return _wrong_labels(sheet)
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
        return self.probes(_EXAMPLES, "Which one is right?")


def _wrong_labels(sheet: Sheet) -> dict[str, str]:
    right, others = sheet.right, [label for label in sheet.texts if label != sheet.right]
    strange = next(f"quixley{n}" for n in range(10_000) if f"quixley{n}" not in sheet.texts)
    listed = "\n".join([*others[:20], right])
    wrong = {
        "extra_items": f"{right} or {others[0]}",
        "all_options": listed,
        "negation": f"The answer is not {right}.",
        "retraction": f"The answer is {right}? No, it is {others[0]}.",
        "no_answer_found": "Let me go over all that is there first, and then we shall see.",
        "off_label": strange,
    }
    for number, label in enumerate(others[:5]):
        wrong[f"distractor_chosen_{number}" if number else "distractor_chosen"] = label
    return wrong


# ---- replies without a choice ----------------------------------------------------------------------------


def _unread(text: str, folded: str, sheet: Sheet, expected: str) -> Verdict:
    """The verdict on a reply that chooses no option: something else may stand behind its last cue, or be a label."""
    if not sheet.letters and 0 < len(text.strip()) <= 60 and "\n" not in text.strip() and "?" not in text:
        evidence = f"{show(text)} is none of the labels."
        return failed("off_label", "heuristic", evidence=evidence, expected=expected, **taken(text, 0, len(text)))
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


def _read_sheet(reference: str, settings: ChoiceSettings) -> Sheet:
    if not reference.strip():
        raise BadReference("the reference is the right option's letter or text, and not empty")
    if settings.by == "text":
        return _read_labels(reference, settings)
    texts, operators = _read_options(settings.options), settings.operators
    named = {letter.strip().upper(): name for letter, name in operators.items() if name}
    if texts and not named.keys() <= texts.keys():
        raise BadReference(f"settings.operators names {sorted(named)}, the options are {sorted(texts)}")
    keys = _distinct_keys(texts)
    letter = fold(reference).strip().strip("().[]").upper()
    right = letter if letter in (texts or ascii_uppercase) and len(letter) == 1 else keys.get(key(reference), "")
    right = right or keys.get(bare_key(reference), "")
    if not right:
        known = f"none of the options {', '.join(texts)}, nor the text of one" if texts else "no letter from A to Z"
        raise BadReference(f"the reference {show(reference)} is {known}")
    words = sorted(((tuple(k.split()), label) for k, label in keys.items()), key=lambda pair: -len(" ".join(pair[0])))
    plain = not speaks_of_stance(texts.values()) and not any(map(is_program, texts.values()))
    return Sheet(right, texts, tuple(words), max((len(w) for w, _ in words), default=0), named, plain)


def _read_labels(reference: str, settings: ChoiceSettings) -> Sheet:
    options = settings.options
    labels = list(options.values()) if isinstance(options, dict) else options
    if not 2 <= len(labels) <= MAX_LABELS or settings.operators:
        raise BadReference(f"by = text: settings.options lists 2 to {MAX_LABELS} labels, and there are no operators")
    if not all(label.strip() and clean(label) == label for label in labels):
        raise BadReference("the labels of settings.options are strings that are not empty, without surrogates")
    keys: dict[str, str] = {}
    for label in labels:
        if keys.setdefault(key(spelled(label)), label) != label:
            raise BadReference(
                f"two labels differ in spelling alone: {show(label)} and {show(keys[key(spelled(label))])}"
            )
    if len(keys) < len(labels) or "" in keys:
        raise BadReference("two labels of settings.options are the same, or one is but marks")
    right = keys.get(key(spelled(reference)), "")
    if not right:
        raise BadReference(f"the reference {show(reference)} is none of the {len(labels)} labels")
    words = sorted(((tuple(k.split()), label) for k, label in keys.items()), key=lambda pair: -len(" ".join(pair[0])))
    plain = not speaks_of_stance(map(spelled, labels)) and not any(map(is_program, labels))
    longest = max(len(w) for w, _ in words)
    return Sheet(right, {label: label for label in labels}, tuple(words), longest, {}, plain, letters=False)


def _read_options(options: list[str] | dict[str, str]) -> dict[str, str]:
    if options == {}:
        return {}
    if isinstance(options, list) and len(options) <= 26:
        options = dict(zip(ascii_uppercase, options, strict=False))
    if not isinstance(options, dict) or not 2 <= len(options) <= 26:
        raise BadReference("settings.options is a list of 2 to 26 texts, or letter → text")
    texts = {letter.strip().upper(): text for letter, text in options.items()}
    if len(texts) < len(options) or not all(len(letter) == 1 and letter in ascii_uppercase for letter in texts):
        raise BadReference("the keys of settings.options are different letters from A to Z")
    if not all(text.strip() and clean(text) == text for text in texts.values()):
        raise BadReference("the texts of settings.options are strings that are not empty, without surrogates")
    return dict(sorted(texts.items()))


def _distinct_keys(texts: dict[str, str]) -> dict[str, str]:
    """Key of each option's text → its letter; without leading articles where they do not tell options apart."""
    readers: tuple[Callable[[str], str], ...] = (bare_key, key)
    for read in readers:
        keys = {read(text): label for label, text in texts.items()}
        if len(keys) == len(texts):
            break
    else:
        raise BadReference("two of settings.options have the same text")
    for name, label in keys.items():
        if name.upper() in texts and name.upper() != label:
            raise BadReference(f"the text of option {label} is {name.upper()!r}, the letter of another option")
    return keys


def _shown(sheet: Sheet, label: str) -> str:
    if not sheet.letters:
        return show(label)
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
    ("card_lost", {"options": ["card_lost", "card_arrival", "top-up failed", "other"], "by": "text"}),
    ("A", {"options": ["A", "B", "A/B"], "by": "text"}),
    ("label 30", {"options": [f"label {n}" for n in range(40)], "by": "text"}),
    ("not relevant", {"options": ["relevant", "not relevant"], "by": "text"}),
    ("2", {"options": ["0", "1", "2"], "by": "text"}),
]

grade = one_call("choice")
