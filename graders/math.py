"""The math grader: is the number, or the expression, in this answer the right one?

    reference "86"      answer "47 + 38 = 85"       fail  off_by_one
    reference "3/4"     answer "So it is \\boxed{0.75}."   pass

The answer is looked for in this order: the reply as a whole, the last `\\boxed{}`, the last cue ("the answer
is", "Answer:", "####"), what the last sentence equals, its last number. Numbers are compared exactly, as
fractions; only what is no number goes to math-verify, in a worker process that can be killed. A right value
elsewhere in the text does not count, and a sum left undone is no answer.

Settings (all optional): `form` (`free`, `number_only`, `final_line`, `boxed`), `cue` (how the final line
begins), and what error classes are told by: `operands`, `operation`, `intermediate`, `distractors`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import permutations
from typing import Any, Final, NamedTuple

from graders.numbers import MAX_DIGITS, NUMBER, Number, ascii_signs, number_at, plain, read_number
from repairloop import Answer, Grader, Probe, Verdict, failed, grader, guarded, passed, ungradable
from repairloop.guard import GuardError
from repairloop.records import Certainty

MAX_EXPRESSION: Final = 500
"""Characters; what is longer is not given to math-verify."""

MAX_CUES: Final = 20
"""How many cues are tried, from the last one backwards."""

SECONDS: Final = 2.0
"""What math-verify may take for one answer."""


@grader("math", version="1")
class MathGrader(Grader):
    """Exact numbers and fractions first, expressions by math-verify behind a guard."""

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        expected = str(probe.reference)
        settings = probe.settings
        reference = _read_reference(expected)
        found = find(answer.text, settings.get("cue"))
        if reference is None:
            return _grade_expression(expected, answer.text, found, settings)
        if found is None:
            return failed(
                "no_answer_found", expected=expected, evidence="The reply holds no number to be taken for the answer."
            )
        seen: dict[str, Any] = {
            "extracted": answer.text[found.start : found.end],
            "span": (found.start, found.end),
            "expected": expected,
        }
        if found.kind == "number" and found.number is not None:
            if not _same(found.number, reference) or _is_echo(found.number, settings):
                error_class, certainty, why = classify(found.number, reference, settings, answer.text)
                return failed(error_class, certainty, evidence=f"{why} Expected {expected}.", **seen)
        elif found.kind == "several":
            return failed(
                "extra_items", evidence=f"Several numbers are given as the answer. Expected {expected}.", **seen
            )
        elif found.kind == "unfinished":
            return failed("wrong_value", evidence=f"The calculation is not carried out. Expected {expected}.", **seen)
        else:
            same = _equivalent(expected, found.text)
            if isinstance(same, Verdict):
                return same
            if not same:
                return failed("wrong_value", evidence=f"{found.text[:80]} is not {expected}.", **seen)
        return _in_form(answer.text, found, settings, seen)

    def gold(self, probe: Probe) -> str:
        text = probe.reference
        if not isinstance(text, str) or not text.strip():
            raise ValueError(f"the reference must be a string that is a number or an expression, not {text!r}")
        if _read_reference(text) is None:
            guarded("graders.expressions:equivalent", text, text, seconds=SECONDS)
        return _dress(text, probe.settings)

    def corrupt(self, probe: Probe) -> dict[str, str]:
        settings, text = probe.settings, str(probe.reference)
        reference = _read_reference(text)
        wrong = {"no_answer_found": "I do not know."}
        if reference is None:
            return wrong | {"wrong_value": _dress(f"({text}) + 1", settings)}
        value = reference.value
        values: dict[str, Fraction | None] = {
            "off_by_one": value + 1,
            "wrong_value": value * 3 + 17,
            "sign": -value,
            "scale_or_unit": value * 10,
            "stopped_early": next(iter(_exact(settings.get("intermediate"))), None),
            "distractor_chosen": next(iter(_exact(settings.get("distractors"))), None),
            "echoed_input": next(iter(_exact(settings.get("operands"))), None),
            "wrong_operation": next((v for v, _ in _other_results(settings)), None),
        }
        for operator, other in values.items():
            if other is not None and other != value:
                wrong[operator] = _dress(f"{other * 100}%" if reference.percent else str(other), settings)
        wrong["extra_items"] = _dress(f"{text} or {value + 1}", settings)
        if settings.get("form", "free") in ("number_only", "boxed"):
            wrong["format_violation"] = f"The answer is {text}."
        elif settings.get("form") == "final_line":
            wrong["format_violation"] = text
        return wrong

    def examples(self) -> list[Probe]:
        sums = {"operands": ["47", "38"], "operation": "+"}
        cases: list[tuple[str, dict[str, Any]]] = [
            ("85", {"form": "number_only", **sums}),
            ("85", {"form": "boxed", **sums}),
            ("85", {"form": "final_line", "cue": "Answer:", "operands": ["5", "12", "25"], "intermediate": ["60"]}),
            ("-36", {"operands": ["47", "83"], "operation": "-"}),
            ("0", {}), ("3/4", {}), ("2 1/2", {}), ("2.5", {"form": "boxed"}), ("1,234", {}), ("28%", {}),
            ("$70,000", {}), ("5 cm", {}), ("\\frac{3}{4}", {}), ("2*x+1", {}), ("\\sqrt{2}", {"form": "boxed"}),
            ("x^2 - 1", {"form": "final_line"}),
        ]  # fmt: skip
        return [
            Probe(
                id=f"{n:016x}", skill="math", area="math/examples", split="screen", grader="math",
                messages=[{"role": "user", "content": f"Give {reference}."}], reference=reference, settings=settings,
            )
            for n, (reference, settings) in enumerate(cases)
        ]  # fmt: skip


# ---- finding the answer in a reply --------------------------------------------------------------------


class Found(NamedTuple):
    """What a reply gives as its answer."""

    text: str
    start: int
    end: int
    how: str
    """`whole`, `boxed`, `cue`, or `last`."""
    kind: str
    """`number`, `several` numbers, an `unfinished` calculation, or an `expression`."""
    number: Number | None = None


_CUE = re.compile(
    r"""\#\#\#\#
    | ^[ \t*]*A[ \t]*:
    | \b(?:answer|result|solution)\b (?:\s(?:to|of|for)\b[^\n.:=]{0,60}?)? [\s*_]*+
      (?: (?:is|was|equals|would\ be|:|=)++ [\s*_:]*+ | (?=[$\\]) )
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_NEGATED = re.compile(r"\s*(?:not\b|n't\b|never\b)", re.IGNORECASE)
_NOT_BEFORE = re.compile(r"\bnot\s+(?:[a-z]+\s)?$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n")
_OPERATION = re.compile(r"[0-9)}%]\s*(?:[-+*×÷/]|x|\\times|\\cdot|\\div)\s*[-(]?\s*(?:[0-9(]|\\[a-z])")
_SYMBOLS = re.compile(
    r"\\[a-zA-Z]|[\^!]|\*\*|\bsqrt|\bpi\b|[A-Za-z)]\s*[-+*/]\s*[A-Za-z0-9(]|[0-9][A-Za-z]?\(|[0-9)]\s*[-+]\s*[A-Za-z]\b"
)
_LIST = re.compile(r"[0-9%]\s*(?:,\s+|;\s*|\s(?:and|or)\s)(?:and\s|or\s)?[-+$£€]?[0-9]")
_GOES_ON = re.compile(r"\s*(?:[-+*/×÷<>≤≥^]\s*(?:[0-9.\\({$]|[A-Za-z]\b)|[\\^_]|[xyz]\b)|[({\[]")


def find(text: str, cue: str | None = None) -> Found | None:
    """What `text` gives as its answer, or None. `cue` is how the final line was asked to begin."""
    if len(text) <= 160:
        cleaned = plain(text)
        number = read_number(cleaned)
        if number is not None:
            boxed = "\\boxed" in text
            if cleaned is text:
                return Found(text, number.start, number.end, "whole", "number", number)
            return Found(text, *_stripped(text, 0, len(text)), "boxed" if boxed else "whole", "number", number)
    signs = ascii_signs(text)
    found = _after_cue(text, signs, cue, _last_boxed(text))
    if found:
        return found
    last = _last_number(text, signs)
    if "\\" in text:  # a formula is read as a whole: its last number alone says nothing
        start, end = _passage(text)
        if last is None or last.start < end:
            return _read(text, start, end, "last")
    return last


def _last_boxed(text: str) -> Found | None:
    """The content of the last `\\boxed{…}` whose brackets balance."""
    at = text.rfind("\\boxed")
    if at < 0:
        return None
    start = text.find("{", at) + 1
    if not start or text[at + 6 : start - 1].strip():
        return None
    depth = 1
    for end in range(start, min(len(text), start + 2000)):
        depth += (text[end] == "{") - (text[end] == "}")
        if depth == 0:
            return _read(text, start, end, "boxed")
    return None


def _after_cue(text: str, signs: str, cue: str | None, boxed: Found | None) -> Found | None:
    """What follows the last cue; or `boxed`, where no cue comes after that."""
    starts = []
    if cue:
        at = signs.lower().rfind(cue.lower())
        starts = [at + len(cue)] if at >= 0 else []
    starts += [m.end() for m in _CUE.finditer(signs)][: -MAX_CUES - 1 : -1]
    for start in starts:
        if boxed and start <= boxed.end:
            break
        begin = start + len(signs[start:]) - len(signs[start:].lstrip(" \t\r\n:*_"))
        if _NEGATED.match(signs, begin):
            continue
        stop = _SENTENCE_END.search(signs, begin + 1)
        found = _read(text, begin, min(stop.start() if stop else len(text), begin + 2000), "cue")
        if found:
            return found
    return boxed


def _read(text: str, start: int, end: int, how: str) -> Found | None:
    """What `text[start:end]`, a passage that holds the answer and little else, says."""
    start, end = _stripped(text, start, end)
    clean = ascii_signs(plain(text[start:end]))
    tail = re.split(r"=|≈|\\approx", clean)[-1].strip() or clean
    if not tail:
        return None
    number = read_number(tail)
    if number is None:
        first = NUMBER.match(tail)
        if first and not _GOES_ON.match(tail, first.end()) and not _LIST.search(tail):
            number = number_at(first)
    if number is not None:
        return Found(text[start:end], start, end, how, "number", number)
    if _SYMBOLS.search(tail):
        return Found(text[start:end], start, end, how, "expression")
    if _LIST.search(tail):
        return Found(text[start:end], start, end, how, "several")
    if _OPERATION.search(tail):
        return Found(text[start:end], start, end, how, "unfinished")
    for match in reversed(list(NUMBER.finditer(tail))):
        number = number_at(match)
        if number and not _NOT_BEFORE.search(tail[: match.start()][-20:]):
            return Found(text[start:end], start, end, how, "number", number)
    return None if how == "cue" else Found(text[start:end], start, end, how, "expression")


def _last_number(text: str, signs: str) -> Found | None:
    """What the last sentence with a number comes to: the number behind its last `=`, else its last number."""
    last = None
    for match in NUMBER.finditer(signs):
        if not _NOT_BEFORE.search(signs, max(0, match.start() - 20), match.start()):
            last = match
    if last is None:
        return None
    before = signs[max(0, last.start() - 400) : last.start()]
    sentence = re.split(r"[.!?]\s|\n", before)[-1]
    equals = sentence.rfind("=")
    if equals >= 0:
        behind = NUMBER.search(signs, last.start() - len(sentence) + equals + 1)
        if behind and not _GOES_ON.match(signs, behind.end()):
            last = behind
    elif re.search(r"[0-9]\s+or\s+[$£€]?\Z", sentence):
        return Found(last[0], last.start(), last.end(), "last", "several")
    elif re.search(r"[0-9)]\s*(?:[-+*×÷/]|x|times|plus|minus)\s*[$£€]?\Z", sentence):
        return Found(last[0], last.start(), last.end(), "last", "unfinished")
    number = number_at(last)
    return number and Found(last[0], last.start(), last.end(), "last", "number", number)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space around it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


# ---- is it right? -------------------------------------------------------------------------------------


@lru_cache(maxsize=65_536)
def _read_reference(text: str) -> Number | None:
    return read_number(plain(text)) if len(text) <= MAX_DIGITS else None


def _same(answer: Number, reference: Number) -> bool:
    """Equal as exact numbers. A percentage may be answered without its sign, and a fraction that no decimal
    can write by one with six places or more."""
    if answer.unit and reference.unit and answer.unit != reference.unit:
        return False
    if answer.value == reference.value:
        return True
    if reference.percent and not answer.percent:
        return answer.value == reference.value * 100
    if answer.places >= 6 and not _terminates(reference.value):
        return abs(answer.value - reference.value) < Fraction(1, 10**answer.places)
    return False


def _terminates(value: Fraction) -> bool:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _is_echo(answer: Number, settings: dict[str, Any]) -> bool:
    """`84/7` in reply to 84 ÷ 7: the question again."""
    operands = settings.get("operands")
    return bool(
        answer.parts and operands and settings.get("operation") == "/" and answer.parts == tuple(_exact(operands))
    )


def _in_form(text: str, found: Found, settings: dict[str, Any], seen: dict[str, Any]) -> Verdict:
    """The verdict on a right value: a pass, unless the form asked for is strict and was not kept."""
    form = settings.get("form", "free")
    if form == "number_only":
        bare = read_number(plain(text), words=3) if found.number else found.text.strip() == text.strip("$ \n")
        if not bare:
            return failed("format_violation", evidence="The value is right, but more than that was given.", **seen)
    if form == "boxed" and found.how != "boxed":
        return failed("format_violation", evidence="The value is right, but it is not in \\boxed{}.", **seen)
    if form == "final_line":
        cue = settings.get("cue", "Answer:")
        line = text.rstrip()[-400:].rsplit("\n", 1)[-1].replace("*", "").strip()
        if not line.lower().startswith(cue.lower()):
            return failed(
                "format_violation",
                evidence=f"The value is right, but the last line does not begin with {cue!r}.",
                **seen,
            )
    return passed(**seen)


def _grade_expression(expected: str, text: str, found: Found | None, settings: dict[str, Any]) -> Verdict:
    """A reference that is no number: the passage that holds the answer, by math-verify."""
    if found is None or found.how in ("last", "whole"):
        start, end = _passage(text)
        found = Found(text[start:end], start, end, found.how if found else "last", "expression")
    seen: dict[str, Any] = {"extracted": found.text, "span": (found.start, found.end), "expected": expected}
    same = _equivalent(expected, found.text)
    if isinstance(same, Verdict):
        return same
    if not same:
        return failed("wrong_value", evidence=f"{found.text[:80]} is not {expected}.", **seen)
    return _in_form(text, found, settings, seen)


def _passage(text: str) -> tuple[int, int]:
    """Where an expression is looked for without a cue: the last formula between dollars, else the last line."""
    formulas = re.findall(r"\$\$?([^$]{1,500})\$", text[-4000:])
    if formulas:
        start = text.rfind(formulas[-1])
        return _stripped(text, start, start + len(formulas[-1]))
    end = len(text.rstrip())
    return _stripped(text, text.rfind("\n", 0, end) + 1, end)


_ENDLESS = re.compile(
    r"(?:\^|\*\*)[\s{(]*[0-9]+[\s})]*(?:\^|\*\*|!)|(?:\^|\*\*)[\s{(]*[0-9]{5}|[0-9]{4}\s*!|[0-9]{201}|!!"
)


_CLOCK = re.compile(r"[$\s]*[0-9]{1,2}:[0-9]{2}[$\s]*")


def _bare(text: str) -> str:
    return "".join(text.strip("$ ").split())


def _equivalent(expected: str, answer: str) -> bool | Verdict:
    """Whether the two mean the same; a verdict where that cannot be told."""
    if _bare(answer) == _bare(expected):
        return True
    if len(answer) > MAX_EXPRESSION or _ENDLESS.search(answer) or _CLOCK.fullmatch(expected):
        return False
    try:
        return bool(guarded("graders.expressions:equivalent", expected, answer, seconds=SECONDS))
    except GuardError as error:
        return ungradable("grader_timeout", str(error))
    except ValueError as error:
        return ungradable("gold_unparseable", str(error))


# ---- what went wrong? ---------------------------------------------------------------------------------

_STEP = re.compile(
    r"(?:^|[^-+*/×÷0-9.,%)x\s$])[\s$]*+([0-9]++(?:,[0-9]{3})*+(?:\.[0-9]++)?+)\s*+([-+*/×÷x])\s*+\$?([0-9]++(?:,[0-9]{3})*+(?:\.[0-9]++)?+)\s*+=\s*+\$?"
    r"(-?[0-9]++(?:,[0-9]{3})*+(?:\.[0-9]++)?+)(?!\s*[-+*/×÷%^0-9])",
    re.MULTILINE,
)


def classify(answer: Number, reference: Number, settings: dict[str, Any], text: str) -> tuple[str, Certainty, str]:
    """Error class, its certainty and one sentence why. The first that fits, so the order is part of it."""
    value, right = answer.value, reference.value
    if answer.unit and reference.unit and answer.unit != reference.unit:
        return "scale_or_unit", "exact", f"The unit is {answer.unit}, not {reference.unit}."
    if value == -right:
        return "sign", "exact", "The sign is wrong."
    if abs(value - right) == 1:
        return "off_by_one", "exact", f"It is off by one: {value}."
    if right and value / right in _POWERS_OF_TEN:
        return "scale_or_unit", "exact", f"It is off by a power of ten: {value}."
    if value in _exact(settings.get("intermediate")):
        return "stopped_early", "heuristic", f"{value} is the result of an earlier step."
    if value in _exact(settings.get("operands")) or _is_echo(answer, settings):
        return "echoed_input", "heuristic", f"{value} is what the question gave."
    for other, how in _other_results(settings):
        if value == other:
            return "wrong_operation", "heuristic", f"{value} is {how}."
    if settings.get("distractors") and value in _with_distractors(settings):
        return "distractor_chosen", "heuristic", f"{value} comes of a number that does not matter."
    step = _false_step(text)
    if step:
        return "arithmetic_slip", "exact", f"The step {step!r} is false."
    if _looks_like_a_slip(value, right):
        return "arithmetic_slip", "heuristic", f"{value} differs by one digit or one carry."
    if _is_rounded(answer, right):
        return "precision", "exact", f"{value} is right only to {answer.places} places."
    return "wrong_value", "exact", f"The value is {value if abs(value) < 10**12 else 'very large'}."


_POWERS_OF_TEN = {Fraction(10) ** n for n in (-3, -2, -1, 1, 2, 3)}


def _exact(values: list[str] | None) -> list[Fraction]:
    """The settings' numbers, exactly."""
    return [Fraction(int(v)) if v.isdigit() else Fraction(v.replace(",", "")) for v in values or ()]


def _other_results(settings: dict[str, Any]) -> Iterator[tuple[Fraction, str]]:
    """What other operations make of the operands, each with its name."""
    operands = _exact(settings.get("operands"))[:5]
    for a, b in permutations(operands, 2):
        for sign, value in _all_results(a, b):
            if sign != settings.get("operation"):
                yield value, f"{a} {sign} {b}"
    if len(operands) > 2:
        yield sum(operands, Fraction(0)), "the sum of all numbers in the question"


def _all_results(a: Fraction, b: Fraction) -> list[tuple[str, Fraction]]:
    return [("+", a + b), ("-", a - b), ("*", a * b), *([("/", a / b)] if b else [])]


def _with_distractors(settings: dict[str, Any]) -> set[Fraction]:
    """The distractors, and what they make with every other number of the question."""
    others = [*_exact(settings.get("operands")), *_exact(settings.get("intermediate"))][:8]
    distractors = _exact(settings["distractors"])[:3]
    return {
        *distractors,
        *(v for d in distractors for n in others for _, v in [*_all_results(d, n), *_all_results(n, d)]),
    }


def _false_step(text: str) -> str | None:
    """The first worked step in the text, `a + b = c`, that is not true."""
    for match in _STEP.finditer(ascii_signs(text)[:4000]):
        if len(match[0]) > 60:
            continue
        a, b, c = (Fraction(match[g].replace(",", "")) for g in (1, 3, 4))
        if match[2] in "/÷" and b == 0:
            continue
        truth = {"+": a + b, "-": a - b, "/": a / (b or 1), "÷": a / (b or 1)}.get(match[2], a * b)
        places = len(match[4].partition(".")[2])
        if abs(truth - c) >= (Fraction(1, 10**places) if places or match[2] in "/÷" else Fraction(1, 2)):
            return match[0].strip(" \n:(<>$")
    return None


def _looks_like_a_slip(value: Fraction, right: Fraction) -> bool:
    """One digit differs, or the difference is a carry."""
    if value.denominator != 1 or right.denominator != 1 or abs(right) < 10:
        return False
    if abs(value - right) in (10, 100, 1000) and abs(value - right) < abs(right):
        return True
    ours, theirs = str(abs(int(value))), str(abs(int(right)))
    return len(ours) == len(theirs) and sum(a != b for a, b in zip(ours, theirs, strict=True)) == 1


def _is_rounded(answer: Number, right: Fraction) -> bool:
    """The answer is the truth rounded or cut, or the other way about."""
    if right.denominator == 1 and answer.value.denominator == 1:
        return False
    return abs(answer.value - right) <= max(Fraction(1, 10**answer.places), abs(right) / 1000) and abs(
        right
    ) >= Fraction(1, 100)


# ---- gold answers -------------------------------------------------------------------------------------


def _dress(value: str, settings: dict[str, Any]) -> str:
    """A value in the form that the probe asked for."""
    form = settings.get("form", "free")
    if form == "boxed":
        return f"\\boxed{{{value}}}"
    return f"{settings.get('cue', 'Answer:')} {value}" if form == "final_line" else value
