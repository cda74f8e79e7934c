"""The math grader: is the number, or the expression, in this answer the right one?

    reference "86"      answer "47 + 38 = 85"       fail  off_by_one
    reference "3/4"     answer "So it is \\boxed{0.75}."   pass

The answer is looked for in this order: the reply as a whole, the last `\\boxed{}`, the last cue ("the answer
is", "Answer:", "####"), what the last sentence equals, its last number. Numbers are compared exactly, as
fractions; only what is no number goes to math-verify, in a worker process that can be killed. A right value
elsewhere in the text does not count, and a sum left undone is no answer, nor is a program or a call (`print(43)`). What
the reply does not stand by is not looked at (`graders.shared.stance`): "The answer is 85. Wait, no: 84." is 84. A bound ("less
than 85") is no value, unless the question asks for one, nor is one of several guesses.
Where reference and answer both carry a unit that is known, they are compared as quantities: "It is 5000 m." is 5 km.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import islice, pairwise
from math import factorial, prod
from typing import Annotated, Any, Final, Literal, NamedTuple

from pydantic import Field

from graders.math.number_words import read_words
from graders.math.numbers import (
    MAX_DIGITS,
    NUMBER,
    Number,
    ascii_signs,
    number_at,
    plain,
    read_compound,
    read_number,
    with_unit,
)
from graders.math.slips import classify, exact, is_echo, other_results
from graders.math.unicode_math import typed, unfold
from graders.math.units import may_be_unit, measure, same_quantity
from graders.shared.asked import stem
from graders.shared.cues import denied, retracted
from graders.shared.json_text import Number as JsonNumber
from graders.shared.json_text import json_values
from graders.shared.programs import is_program, without_code
from graders.shared.stance import standing
from repairloop import (
    Answer,
    BadReference,
    Given,
    Grader,
    GuardError,
    Probe,
    Stated,
    Taken,
    Understanding,
    Verdict,
    failed,
    grader,
    guarded,
    one_call,
    passed,
    ungradable,
)

MAX_EXPRESSION: Final = 500
"""Characters; what is longer is not given to math-verify."""

MAX_CUES: Final = 20
"""How many cues are tried, from the last one backwards."""

SECONDS: Final = 0.9
"""What math-verify may take for one answer."""


Right = Annotated[
    str | int | float | None,
    Field(description="the number or expression, best as text; None where the question is a formula to be worked out"),
]


class MathSettings(Given):
    """The form asked for, and what wrong answers are told apart by."""

    form: Literal["free", "number_only", "final_line", "boxed"] = "free"
    """The form asked for."""
    cue: str | None = None
    """How the final line begins; absent: "Answer:"."""
    operands: list[str] | None = None
    """The numbers of the question."""
    operation: str = ""
    """What is done with them: + - * /."""
    intermediate: list[str] = []
    """Results of earlier steps."""
    distractors: list[str] = []
    """Numbers of the question that do not matter."""


class Wanted(NamedTuple):
    """A reference made ready."""

    text: str
    number: Number | None
    """The same, where it is one."""
    is_clock: bool
    """It is a time of day."""


@grader("math", version="9")
class MathGrader(Grader[Right, MathSettings]):
    """Exact numbers and fractions first, expressions by math-verify behind a guard."""

    text_reference = True
    kept = 65_536

    def prepare(self, reference: Right, settings: MathSettings) -> tuple[Wanted | None, MathSettings]:
        return (None if reference is None else _wanted(_truth(reference))), settings

    def _given(self, probe: Probe) -> tuple[Wanted, MathSettings]:
        wanted, settings = self.read(probe)
        return wanted or _wanted(_solution(probe.question)), settings

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        unfolded = unfold(answer.text)
        if unfolded is None:
            return self._graded(probe, answer)
        verdict = self._graded(probe, answer.like(text=unfolded.text))
        if verdict.span is None:
            return verdict
        start, end = unfolded.span(*verdict.span)
        return verdict.like(span=(start, end), extracted=answer.text[start:end])

    def _graded(self, probe: Probe, answer: Answer) -> Verdict:
        try:
            (expected, reference, is_clock), settings = self._given(probe)
        except GuardError as error:
            return ungradable("grader_timeout", str(error))
        plainly = _PLAIN.fullmatch(answer.text) is not None
        text = answer.text if plainly else _NOTES.sub(_spaces, standing(answer.text, probe.question))
        if is_clock:
            return _grade_clock(expected, text)
        if reference is None:
            return _grade_expression(expected, answer.text, text, settings)
        found = find(text if plainly else without_code(text), settings.cue, question=probe.question)
        if found is None or (not plainly and (is_program(text) or is_program(text[found.start : found.end]))):
            why = "The reply holds no number to be taken for the answer"
            if found:
                why = "The answer is a program or a call, which no one carries out"
            return failed("no_answer_found", expected=expected, evidence=f"{why}.")
        seen: dict[str, Any] = {
            "extracted": answer.text[found.start : found.end],
            "span": (found.start, found.end),
            "expected": expected,
        }
        if found.kind == "number" and found.number is not None:
            reference = _in_asked_unit(reference, found.number, probe.question)
            right = _is_right(found.number, reference, text, answer.text, probe.question)
            if right and found.how == "whole" and (thing := _other_thing(text, found, probe.question)):
                evidence = f"{thing} are counted, which was not asked for. Expected {expected}."
                return failed("scale_or_unit", "heuristic", evidence=evidence, **seen)
            if right and reference.unit:
                other = _counted(text, found, reference)
                if other:
                    evidence = f"{other} are counted, where {reference.unit} are measured. Expected {expected}."
                    return failed("scale_or_unit", "heuristic", evidence=evidence, **seen)
            if right and _is_given(found.number, reference, probe.question):
                evidence = f"It is what the question gave, in {found.number.unit}. Expected {expected}."
                return failed("echoed_input", evidence=evidence, **seen)
            if right and _is_division_asked(found.number, probe.question):
                evidence = f"The division is not carried out. Expected {expected}."
                return failed("wrong_value", evidence=evidence, **seen)
            if not right or (found.number.parts and is_echo(found.number, settings)):
                error_class, certainty, why = classify(found.number, reference, settings, answer.text, probe.question)
                return failed(error_class, certainty, evidence=f"{why} Expected {expected}.", **seen)
        elif found.kind == "several":
            return failed(
                "extra_items", evidence=f"Several numbers are given as the answer. Expected {expected}.", **seen
            )
        elif found.kind == "unfinished" and (
            found.how == "last"
            or (found.how == "whole" and reference.value.denominator == 1)  # "11 + 4/9" is a way to write 103/9
            or settings.operands is not None  # it is the calculation that was to be done
            or _bare(found.text) in _bare(probe.question)
            or _OPEN.search(found.text)
        ):
            return failed("wrong_value", evidence=f"The calculation is not carried out. Expected {expected}.", **seen)
        else:
            same = _equivalent(expected, found.text)
            if isinstance(same, Verdict):
                return same
            if not same:
                return failed("wrong_value", evidence=f"{found.text[:80]} is not {expected}.", **seen)
        return _in_form(answer.text, found, settings, seen)

    def understands(self, rows: Sequence[Stated], asked: bool) -> Understanding | None:
        """Numbers, expressions, and worked solutions that say which number they come to."""
        some = [_understood(row)[1] for row in rows[:: max(1, len(rows) // SAMPLE)]] if len(rows) > 2 * SAMPLE else []
        if some and not asked and sum(how in ("", "words") for how in some) > 0.7 * len(some):
            return None
        read = [_understood(row) for row in rows]
        ways = Counter(how for _, how in read)
        mathematical = ways["number"] + ways["expression"] + ways["worked"]
        if mathematical < 0.5 * len(rows) and not asked:
            return None
        mixed = asked or mathematical >= MOSTLY * len(rows)
        found = [f"{row.text!r} is no number" if how == "words" and not mixed else taken
                 for row, (taken, how) in zip(rows, read, strict=True)]  # fmt: skip
        if not asked and _are_codes(rows):
            return None
        formal = ways["expression"] > 0.5 * mathematical
        return Understanding(
            kind="expression" if formal else "number", rows=found, confidence=SURE - 0.1 * formal, room=128,
            notes=["of worked golds, the result at their end is what counts"] if ways["worked"] else [],
        )  # fmt: skip

    def gold(self, probe: Probe) -> str:
        (text, number, _), settings = self._given(probe)
        if number is None and not _CLOCK.fullmatch(text) and not _IS_WORD.fullmatch(text):
            guarded("graders.math.expressions:equivalent", text, text, seconds=SECONDS)
        return _dress(text, settings)

    def corrupt(self, probe: Probe) -> dict[str, str]:
        (text, reference, _), settings = self._given(probe)
        wrong = {"no_answer_found": "I do not know."}
        if reference is None:
            return wrong | {"wrong_value": _dress(f"({text}) + 1", settings)}
        value = reference.value
        values: dict[str, Fraction | None] = {
            "off_by_one": value + 1,
            "wrong_value": value * 3 + 17,
            "sign": -value,
            "scale_or_unit": value * 10,
            "stopped_early": next(iter(exact(settings.intermediate)), None),
            "distractor_chosen": next(iter(exact(settings.distractors)), None),
            "echoed_input": next(iter(exact(settings.operands)), None),
            "wrong_operation": next(other_results(settings), None),
        }
        for operator, other in values.items():
            if other is not None and other != value:
                wrong[operator] = _dress(f"{other * 100}%" if reference.percent else str(other), settings)
        wrong["extra_items"] = _dress(f"{text} or {value + 1}", settings)
        if settings.form in ("number_only", "boxed"):
            wrong["format_violation"] = f"The answer is {text}."
        elif settings.form == "final_line":
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
        return self.probes([(reference, more, f"Give {reference}.") for reference, more in cases])


# ---- finding the answer in a reply --------------------------------------------------------------------


SURE: Final = 0.85
"""That a column of numbers is one of numbers that were worked out."""
SAMPLE: Final = 500
"""Rows that show that a long column is no column of numbers."""
MOSTLY: Final = 0.7
"""Share of numbers and expressions, from which on words among them ("odd", "no solution") are answers of the same kind."""
_FORMAL = re.compile(
    r"\\[a-zA-Z]|[0-9a-z)}]\s?\^|[0-9)]\s?[-+*/=]\s?[0-9a-z(]|√|π|\A[(\[][-0-9., ]+[)\]]\Z|\A-?[0-9]*[a-z]\Z"
)
"""What an expression holds and words do not."""


def _are_codes(rows: Sequence[Stated]) -> bool:
    """Whether golds of digits are codes, and not numbers: some begin with a nought, or they are versions or parts with
    hyphens that stand in the question as they are."""
    texts = [(row.text or "").strip() for row in rows]
    noughts = sum(bool(_NOUGHT.fullmatch(text)) for text in texts)
    if noughts >= max(2, 0.01 * len(rows)):
        return True
    coded = [
        (row, text)
        for row, text in zip(rows, texts, strict=True)
        if _CODE.fullmatch(text) and (text.count(".") != 1 or _VERSION.search(row.question))
    ]
    some = coded[:: max(1, len(coded) // SAMPLE)]
    quoted = sum(text in row.question or text in row.document for row, text in some)
    return len(coded) >= 0.5 * len(rows) and quoted >= 0.8 * len(some)


_NOUGHT = re.compile(r"0[0-9]+")
_CODE = re.compile(r"[0-9]+(?:-[0-9]+)+|v?[0-9]+(?:\.[0-9]+)+")
"""`0918-55`, `3.11.2`, and `3.10` where a version is spoken of: digits that mean no number, where they are read off."""
_VERSION = re.compile(r"\b(?:version|release)s?\b", re.IGNORECASE)


def _understood(row: Stated) -> tuple[Taken | str, str]:
    """A gold as a reference, and how it was read: `number`, `expression`, `worked`, `words`, or nothing."""
    text = row.text or row.written.strip()
    if not text or _ABSENT.fullmatch(text):
        return "the right answer is no number", ""
    if counted := _COUNTED.fullmatch(text):  # "12 (apples)": what was counted is told, and not asked for
        text = counted[1]
    if len(text) <= 60 and not _DATED.search(text):
        reading = _read_reference(typed(text))
        if reading is not None or _CLOCK.fullmatch(text):
            return Taken(text), "number"
    if len(text) > 4 and any(mark in text for mark in ("####", "boxed", "nswer", "A:", "olution", "esult")):
        found = find(without_code(text))
        if found is not None and found.how in ("boxed", "cue") and found.kind in ("number", "expression"):
            return Taken(text[found.start : found.end].strip()), "worked"
    if (
        len(text) <= MAX_EXPRESSION
        and _FORMAL.search(text)
        and not _DAY.fullmatch(text)
        and not re.search(r"[A-Za-z]{3,}\s+[A-Za-z]{3,}", text)
    ):
        return Taken(text), "expression"
    if len(text) <= 60 and len(text.split()) <= 4:
        return Taken(text), "words"
    return f"{text[:60]!r} is no number", ""


_DAY = re.compile(r"[0-9]{1,4}([-/.])[0-9]{1,2}\1[0-9]{1,4}(?:[ T][0-9:.]{4,12}Z?)?")
"""A day in digits, and no difference of three numbers."""
_COUNTED = re.compile(r"(-?[0-9][0-9.,]{0,20})\s*\([A-Za-z][^()0-9]{0,38}\)")
_DATED = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:[a-z]{0,8})\b|[0-9][-/][0-9]{1,2}[-/][0-9]",
    re.IGNORECASE,
)


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


_PLAIN = re.compile(r"(?:The answer is |Answer: |#### |\\boxed\{|\()?-?\$?[0-9][0-9,]*+(?:[./][0-9]++)?%?[.})]?")
"""By far the most replies: there is nothing in them that a reply could take back."""
_CUE = re.compile(
    r"""\#\#\#\#
    | ^[ \t*]*A[ \t]*:
    | \b(?:answer|result|solution)\b (?:\s(?:to|of|for)\b[^\n.:=]{0,60}?)? [\s*_]*+
      (?: (?:is|was|equals|would\ be|:|=)++ [\s*_:]*+ | (?=[$\\]) )
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_OTHERS_ANSWER = re.compile(
    r"\b(?:your|his|her|their|(?:student|pupil|user)(?:'s)?|previous|old|first|earlier|given|submitted)\s\Z",
    re.IGNORECASE,
)
"""Before "answer" where it is not the reply's own, if that has one of its own."""
_UNDONE = re.compile(r"\s*[-+(]*[0-9][0-9.,/]*(?:\s*[-+*/×÷]\s*\(?[0-9][0-9.,/]*\)*)+\s*[.)]?")
_POWERS = re.compile(r"\^|\bsqrt|\bpi\b")
_CLOSED = re.compile(r"\s*(?:[-+*/^(){}0-9.,\s]|sqrt|pi\b)+\s*")
"""A closed expression, and nothing else: no word around it, no letter in it."""
_NEGATED = re.compile(r"\s*(?:not\b|n't\b|never\b|neither\b|anything\s(?:but|except)\b)", re.IGNORECASE)
_NOT_BEFORE = re.compile(
    r"(?:\bnot|n't|\bnever|(?<!not\sbe\s)(?<!n't\sbe\s)\banything\sbut|\bcan\s?not\s(?:[a-z]+ly\s)?be)\s+(?:[a-z]+\s)?[$\\(*]*\Z",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:not|never|cannot|neither|nor|than|of|but|out|if|whether|unless|unlike|no|hardly|nowhere|far|reject\w*|exclude\w*|different|differs?|unequal)\b|n't\b|wrong|false|doubt",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"(?:\b(?:less|more|(?!other\b|rather\b)[a-z]{2,8}er)\s+than|\bat\s+(?:most|least)|\b(?:at|an?)\s(?:minimum|maximum)(?:\sof)?"
    r"|\b(?:between|over|under|above|below|exceeds?|exceeding|beyond|up\s+to|almost|nearly|just\s(?:shy|short)\sof|shy\sof|short\sof|approach(?:es|ing)?|within(?:\s[0-9][\w.]{0,12}\sof)?|in\sexcess\sof|upwards\sof|m(?:in|ax)\.?|(?:\A|\b(?:is|was|be|are|about|around|anything|anywhere|somewhere|ranges?|values?)\s)(?:from\s)?[$€£]?[0-9][0-9.,]{0,20}\sto|(?:upper|lower)\s+bound\s(?:is|of))|\bbetween\s[^\n.]{1,30}\sand|\b(?:sum|product|count|counting|add|adding|numbers|integers)\b[^\n.=]{0,30}\sfrom\s[^\n.=]{1,20}\sto"
    r"|(?<![-=<>])[<>≤≥≠]=?|\\(?:le|leq|leqslant|ge|geq|geqslant|lt|gt|neq?)\b|!=)"
    r"\s*(?:(?:about|approximately|roughly|around|exactly|or\sequal\sto)\s+)?[$€£(*\\]{0,4}\s?\Z",
    re.IGNORECASE,
)
"""What comes before a number that only bounds the answer."""
_BOUNDING = re.compile(
    r"than|between|most|least|minimum|maximum|over|under|above|below|exceed\w*|beyond|approach\w*|almost|nearly|within|min|max|min\.|max\.|to|is|of|and|about|approximately|roughly|around|exactly|.*[<>=≤≥≠]|.*\\[a-z]{1,8}"
)
"""The last word before a number that may be a bound."""
_BOUND_BEHIND = re.compile(
    r"\s?(?:(?!or\b|at\b|and\b)[A-Za-z]{1,15}\s)?(?:or\s(?:more|less|fewer|greater|higher|lower|larger|smaller|above|below|over|under)\b"
    r"|at\s(?:the\s)?(?:very\s)?(?:most|least)\b|(?:max(?:imum)?|minimum)\b|tops\b|is\s(?:only\s)?(?:an?|the)\s(?:upper|lower)\s(?:limit|bound)\b|\s?[<>≤≥]=?(?=\s?\$?[A-Za-z]\b)|and\s(?:up|above|below|over)\b|plus\b(?!\s*[0-9$])|\+(?=[\s.,;]|\Z))",
    re.IGNORECASE,
)
_ASKS_FOR_BOUND = re.compile(
    r"\b(?:at\s(?:least|most)|minimum|maximum|minimal|maximal|least|most|fewest|smallest|largest|greatest|highest|lowest|limit|bound|range|up\sto"
    r"|more\sthan|less\sthan|fewer\sthan|over|under|above|below|inequalit\w+|how\smuch\smore|how\smany\smore)\b|[<>≤≥]",
    re.IGNORECASE,
)
_ASKS_FOR_ENOUGH = re.compile(
    r"\b(?:needs?|needed|must|can\s(?!be\b)|could\s(?!be\b)|enough|afford|requires?|required)", re.IGNORECASE
)
_NO_STRICT = re.compile(r"least|most|minimum|maximum|\bor\b|up\sto|m(?:in|ax)\b", re.IGNORECASE)
"""Where something is needed, or can be done, "at least 85" is an answer, and "more than 85" is none."""
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n")
_OPEN = re.compile(r"(?:\.{2,3}|…|\\[lc]?dots)\s*(?:[-+*×·]|\\cdot|\\times)\s*[0-9(]")
"""A sum or product that leaves out what is in between."""
_OPERATION = re.compile(r"[0-9)}%]\s*(?:[-+*×÷/]|x|\\times|\\cdot|\\div)\s*[-(]?\s*(?:[0-9(]|\\[a-z])")
_SYMBOLS = re.compile(
    r"\\[a-zA-Z]|[\^!π√∛∜∞θ‰±∓]|\*\*|sqrt|\bpi\b|[0-9][xyznpi]\b|[A-Za-z)]\s*[-+*/]\s*[A-Za-z0-9(]|[0-9][A-Za-z]?\(|[0-9)]\s*[-+]\s*[A-Za-z]\b"
)
_LIST = re.compile(r"[0-9%]\s*(?:,\s+|;\s*|\s(?:and|or|to|versus|vs\.?)\s)(?:and\s|or\s)?[-+$£€]?[0-9]")
_OR = re.compile(
    r"(?:\s?[A-Za-z°%]{1,15}(?:\s[a-z]{1,12})?)??,?\s(?:or|and/or|and\salso)\s(?:(?:maybe|perhaps|possibly|even|else|about|it\sis|it's|is\sit)\s){0,2}[$€£*\\(-]{0,3}[0-9]",
    re.IGNORECASE,
)
"""Behind a number, another one that it may be as well."""
_GOES_ON = re.compile(r"\s*(?:[-+*/×÷·⋅<>≤≥^]\s*(?:[0-9.\\({$π√∛∜∞θ]|sqrt|[A-Za-z]\b)|[\\^_]|[xyz]\b)|[({\[]")


def find(text: str, cue: str | None = None, *, question: str | None = "") -> Found | None:
    """What `text` gives as its answer, or None. `cue` is how the final line was asked to begin; a bound ("at least 85") is an
    answer where the `question` asks for one, or is None."""
    if len(text) <= 160:
        cleaned = plain(text)
        number = read_number(cleaned)
        if (
            number is not None
            and number.end + 3 < len(cleaned)
            and _is_bound(cleaned, number.start, number.end, question)
        ):
            return None
        if number is not None and number.start and _is_name(cleaned, number.start, question):
            return None
        if (
            number is not None
            and number.end + 3 < len(cleaned)
            and _is_no_result(cleaned, *_digits(cleaned, number), question)
        ):
            return None
        if number is not None and len(cleaned) > 8 and _is_part(cleaned, number.start, number.end):
            return Found(text, *_stripped(text, 0, len(text)), "whole", "unfinished")
        if number is not None:
            boxed = "\\boxed" in text
            if cleaned is text:
                return Found(text, number.start, number.end, "whole", "number", number)
            return Found(text, *_stripped(text, 0, len(text)), "boxed" if boxed else "whole", "number", number)
        value = read_words(text.strip(" \n\t.*!"))
        if value is not None:
            span = _stripped(text, 0, len(text))
            return Found(text, *span, "whole", "number", Number(value, False, 0, None, *span))
        if _UNDONE.fullmatch(cleaned) or (_OPEN.search(cleaned) and "=" not in cleaned):
            return Found(text, *_stripped(text, 0, len(text)), "whole", "unfinished")
        if _POWERS.search(cleaned) and _CLOSED.fullmatch(cleaned):
            return Found(text, *_stripped(text, 0, len(text)), "whole", "expression")
    signs = ascii_signs(text)
    if "{" in text and (named := _in_json(text)):
        return named
    found = _after_cue(text, signs, cue, _last_boxed(text, signs), question)
    if found:
        return found
    if listed := _only_numbers(signs):
        return listed
    check = _CHECK.search(signs)
    told = signs[: check.start()] if check and any(sign.isdigit() for sign in signs[: check.start()]) else signs
    told = _without_reason(told)
    last = _first_of_all(told, question) or _last_number(text, told, question) or _in_words(signs)
    if "\\" in text:  # a formula is read as a whole: its last number alone says nothing
        start, end = _passage(text, with_digit=last is not None)
        if last is None or last.start < end:
            return _read(text, start, end, "last")
    if last is None and len(text) <= 60 and _SYMBOLS.search(signs) and not re.search(r"[A-Za-z]{5}", text):
        return Found(text, *_stripped(text, 0, len(text)), "whole", "expression")
    return last


_CHECK = re.compile(
    r"(?:(?<=[.!]\s)|(?<=\n))\W{0,4}(?:(?:let\s(?:me|us)|let's|to|we\scan|I)\s)?(?:double-?\s?)?(?:check|verify|verification|proof|probe|vérification)\b[^\n=.]{0,30}[:,](?=[^\n]*=)(?![^\n]*\n[^\n]*[0-9])[^.\n]*\.?\s*\Z",
    re.IGNORECASE,
)
"""A last sentence that only checks what was said before: "Check: 42 × 24 = 1008."."""


def _without_reason(signs: str) -> str:
    """A reply without the reason that ends it: "375, because 57 are broken", "42, since 24 x 42 = 1008". A reason that works
    out something else is none."""
    if not _REASON.search(signs, max(0, len(signs) - 220)) or not (reason := _BECAUSE.search(signs)):
        return signs
    said = [number_at(found) for found in NUMBER.finditer(reason[1])]
    why = signs[reason.end(1) :]
    values = {number.value for found in NUMBER.finditer(why) if (number := number_at(found))}
    return (
        signs if "=" in why and (not said or not said[-1] or said[-1].value not in values) else signs[: reason.end(1)]
    )


_BECAUSE = re.compile(
    r"((?:(?<=[.!?\n])|\A)[^.!?\n]*[0-9][^!?\n;:=]{0,60}?(?:=\s?[0-9][^!?\n;:=,]{0,60}?)?)(?:(?<![;:.])[ \t](?:because|since)|,[ ]as)[ ](?:(?!,\s(?:so|we|he|she|it|the)\b|\bso\b|\btherefore\b|[.!?]\s)[^\n]){1,200}\Z",
    re.IGNORECASE,
)
"""A last sentence that gives its reason behind its number."""
_REASON = re.compile(r"(?:[ \t](?:because|since)|,[ ]as)[ ]", re.IGNORECASE)
"""The middle of `_BECAUSE`, which stands at most 209 characters before the end: looked for first, as it costs nothing."""
_BOX = re.compile(r"boxed\s{0,3}\{")
_JOINS = re.compile(r"[,;&]|and|or|\\text")
_BETWEEN = re.compile(r"(?:[\s$,;&}]|\\q?quad\b|\\[,;:! \\]|\\text\s?\{[^{}]{0,40}\}|and\b|or\b|\\)*+\Z")
"""All that may stand between boxes that belong together."""


def _last_boxed(text: str, signs: str) -> Found | None:
    """The content of the last `\\boxed{…}` whose brackets balance; of several that stand together, all of it."""
    boxes = []
    for match in list(_BOX.finditer(text))[-MAX_CUES:]:
        end = _closing(text, match.end())
        if end is not None and not _is_denied(signs, match.start() - 1):
            boxes.append((match.start(), match.end(), end))
    if not boxes:
        return None
    run = [boxes[-1]]
    for box in boxes[-2::-1]:
        between = text[box[2] + 1 : run[0][0]].lower()
        if box[2] >= run[0][0] or not (_JOINS.search(between) and _BETWEEN.match(between)):
            break
        run.insert(0, box)
    parts = list(dict.fromkeys(text[start:end].strip() for _, start, end in run))
    if len(parts) == 1:
        return _read(text, run[-1][1], run[-1][2], "boxed")
    return Found(", ".join(parts), run[0][1], run[-1][2], "boxed", "several")


def _closing(text: str, start: int) -> int | None:
    """Where the bracket closes that was open before `start`."""
    depth = 1
    for end in range(start, min(len(text), start + 2000)):
        depth += (text[end] == "{") - (text[end] == "}")
        if depth == 0:
            return end
    return None


def _after_cue(text: str, signs: str, cue: str | None, boxed: Found | None, question: str | None) -> Found | None:
    """What follows the last cue; or `boxed`, where no cue comes after that."""
    starts = []
    if cue:
        at = signs.lower().rfind(cue.lower())
        starts = [at + len(cue)] if at >= 0 else []
    cues = [m for m in _CUE.finditer(signs) if not _is_denied(signs, m.start())]
    if len(cues) > 1:
        cues = [m for m in cues if not _OTHERS_ANSWER.search(signs, max(0, m.start() - 30), m.start())] or cues
    starts += [m.end() for m in cues][: -MAX_CUES - 1 : -1]
    for start in starts:
        if boxed and start <= boxed.end:
            break
        begin = start + len(signs[start:]) - len(signs[start:].lstrip(" \t\r\n:*_"))
        plain_digits = signs[begin:].strip(" .").isdigit()
        if not plain_digits and (_NEGATED.match(signs, begin) or _bounds_at(signs, begin, question)):
            continue
        formula = _DISPLAYED.match(text, begin)
        if formula and (found := _read(text, *formula.span(formula.lastindex or 0), "cue")):
            return found
        stop = _SENTENCE_END.search(signs, begin + 1)
        found = _read(text, begin, min(stop.start() if stop else len(text), begin + 2000), "cue")
        if found:
            return found
    return boxed


def _read(text: str, start: int, end: int, how: str) -> Found | None:
    """What `text[start:end]`, a passage that holds the answer and little else, says."""
    start, end = _last_line(text, *_stripped(text, start, end))
    clean = ascii_signs(plain(text[start:end].replace("&", " ")))
    head = _FOR_REASON.split(clean, maxsplit=1)[0] if how == "cue" else clean
    clean = head if any(sign.isdigit() for sign in head) else clean
    tail = _behind_equals(clean) or clean
    if tail[:1].isalpha():
        tail = _ADVERB.sub("", tail, count=1)
    if not tail:
        return None
    number = read_number(tail)
    if number is None:
        first = NUMBER.match(tail)
        if first and (_OR.match(tail, first.end()) or _LIST.search(tail)):
            return _one_of(text, start, end, how, tail)
        if first and not _GOES_ON.match(tail, first.end()):
            number = _measured(first, tail)
            if number and _is_part(tail, first.start(), first.end()):
                return Found(text[start:end], start, end, how, "unfinished")
    if number is None and (value := read_words(tail.strip(" .*!"))) is not None:
        number = Number(value, False, 0, None, start, end)
    if number is not None:
        return Found(text[start:end], start, end, how, "number", number)
    if _SYMBOLS.search(tail):
        return Found(text[start:end], start, end, how, "expression")
    if _LIST.search(tail) or _OR.search(tail):
        return _one_of(text, start, end, how, tail)
    if _OPERATION.search(tail) or _OPEN.search(tail):
        return Found(text[start:end], start, end, how, "unfinished")
    for match in reversed(list(NUMBER.finditer(tail))):
        number = _measured(match, tail)
        if number and not (_NOT_BEFORE.search(tail[: match.start()][-20:]) or denied(tail, match.start())):
            if _is_part(tail, match.start(), match.end()):
                return Found(text[start:end], start, end, how, "unfinished")
            return Found(text[start:end], start, end, how, "number", number)
    return None if how == "cue" else Found(text[start:end], start, end, how, "expression")


_FOR_REASON = re.compile(r",?\s(?:because|since)\s", re.IGNORECASE)
_ADVERB = re.compile(
    r"\A(?:(?:probably|likely|most\slikely|definitely|clearly|certainly|indeed|simply|just|exactly|therefore|thus|approximately|about|roughly"
    r"|still|really|actually|obviously|surely|only)[\s,:]+){1,3}",
    re.IGNORECASE,
)


_NOTES = re.compile(r"(?<=[0-9)])[ \t]+(?:#(?!#)|//)[ \t][^\n]*$|^[ \t]*(?:%|REM|//)[ \t][^\n]*$", re.MULTILINE)
"""A comment behind a value, as in a program, or a line of LaTeX that is one."""


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _one_of(text: str, start: int, end: int, how: str, tail: str) -> Found:
    """Several numbers that stand side by side: one where all are the same ("3/4 or 0.75"), else no answer."""
    read = [number for match in NUMBER.finditer(tail) if (number := _measured(match, tail))]
    if 0 < len(read) <= 4 and all(_same(number, read[0]) or _same(read[0], number) for number in read):
        return Found(text[start:end], start, end, how, "number", read[0])
    return Found(text[start:end], start, end, how, "several")


_LINES = r"(?:align(?:ed|at)?|equation|gather(?:ed)?|multline|split|eqnarray|flalign|displaymath|math)"
_DISPLAYED = re.compile(
    r"\\\[(.{1,1000}?)\\\]|\\\((.{1,500}?)\\\)|\$\$(.{1,1000}?)\$\$"
    rf"|(\\begin\{{{_LINES}\*?\}}.{{1,1000}}?\\end\{{{_LINES}\*?\}})",
    re.DOTALL,
)
_FRAME = re.compile(
    rf"\s*+(?:\\(?:begin|end)\{{{_LINES}\*?\}}(?:\{{[0-9]{{1,2}}\}})?|\\(?:no(?:tag|number)\b|(?:tag\*?|label)\{{[^{{}}\n]{{0,40}}\}}|[][\\])|&|\$\$)"
)
"""What stands around the lines of displayed mathematics."""
_FRAMES = re.compile(rf"(?<!\s)(?:{_FRAME.pattern})++\s*+")
_BREAK = re.compile(r"\\\\(?:\[[0-9a-z.]{1,8}\])?")
_SUM = re.compile(
    r"\\begin\{(?:array|tabular)\}(?=(?:(?!\\end\{).){1,600}?(?:[-+×÷]|\\times|\\cdot))(?:(?!\\end\{).){1,800}\\hline"
    r"((?:(?!\\hline|\\end\{|\\\\).){1,100}?)(?:\\\\\s*(?:\\hline\s*)?)?\\end\{(?:array|tabular)\}",
    re.DOTALL,
)
"""A sum as it is written at school; what stands below its line."""
_TABLE = re.compile(r"\\begin\{(?:[a-zA-Z]?matrix|cases|array|tabular)")


def _last_line(text: str, start: int, end: int) -> tuple[int, int]:
    """Of displayed mathematics, its last line; of other text all of it."""
    if not any(sign in text[start:end] for sign in ("\\begin", "\\\\", "\\tag", "\\label")):
        return start, end
    if _TABLE.search(text, start, end):
        below = _SUM.search(text, start, end)
        return below.span(1) if below else (start, end)
    while frame := _FRAME.match(text, start, end):
        start = frame.end()
    for frames in _FRAMES.finditer(text, start, end):
        if frames.end() == end:
            end = frames.start()
    for match in reversed(list(_BREAK.finditer(text, start, end))):
        if text[match.end() : end].strip(" \t\r\n&.,"):
            start = match.end()
            break
    return _stripped(text, start, end)


_EQUALS = re.compile(r"[<>!]=|\\approx|[=≈{}]")


def _behind_equals(text: str) -> str:
    """What follows the last `=` that stands in no bracket."""
    depth = start = 0
    for match in _EQUALS.finditer(text):
        sign = match[0]
        if sign in "{}":
            depth += 1 if sign == "{" else -1
        elif depth == 0 and sign in ("=", "≈", "\\approx"):
            start = match.end()
    return text[start:].strip()


def _last_number(text: str, signs: str, question: str | None) -> Found | None:
    """What the last sentence with a number comes to: the number behind its last `=`, else its last number."""
    denies = _DENIES.search(signs) is not None
    last = None
    numbers = list(NUMBER.finditer(signs))
    for place in reversed(range(len(numbers))):
        match = numbers[place]
        start, end = match.span()
        if denies and (_NOT_BEFORE.search(signs, max(0, start - 20), start) or denied(signs, start)):
            continue
        if _is_bound(signs, start, end, question) or retracted(signs, end) or _is_difference(signs, start, end):
            continue
        if _is_name(signs, start, question) or _is_no_result(signs, start, end, question):
            continue
        if place and _is_aside(signs, numbers[place - 1], match, question or ""):
            continue
        last = match
        break
    if last is None:
        return None
    before = signs[max(0, last.start() - 400) : last.start()]
    sentence = re.split(r"[.!?]\s|\n", before)[-1]
    begin = last.start() - len(sentence)
    whole = _parted(signs, begin)
    equals = sentence.rfind("=")
    if whole:
        last = whole
    elif equals >= 0:
        behind = NUMBER.search(signs, last.start() - len(sentence) + equals + 1)
        if behind and not (_GOES_ON.match(signs, behind.end()) or _is_step(signs, behind, last, question or "")):
            last = behind
        if _MULTIPLE.search(signs, begin, last.start()):
            return Found(last[0], last.start(), last.end(), "last", "unfinished")
    elif _OTHERS.search(sentence):
        return _one_of(
            signs, last.start() - len(sentence), last.end(), "last", signs[last.start() - len(sentence) : last.end()]
        )
    elif _is_part(signs, last.start(), last.end()):
        return Found(last[0], last.start(), last.end(), "last", "unfinished")
    number = _measured(last, signs)
    return number and Found(last[0], last.start(), last.end(), "last", "number", number)


_PARTS = re.compile(
    r"[ \t]*(?:(?!\(|:[ \t]|=)[^0-9.!?\n()=:]){0,40}?(?:\(|:[ \t]|=|,\s(?:which|that)\sis\s)([^.!?\n]{3,120})"
)


def _parted(signs: str, begin: int) -> re.Match[str] | None:
    """The number that a sentence gives, where those behind it only say how it is made up: "85 apples (40 red and 45
    green)", "85 = 5 x 17"."""
    whole = NUMBER.search(signs, begin, begin + 200)
    parts = whole and _PARTS.match(signs, whole.end())
    if not whole or not parts or not whole[0].lstrip("-$€£").replace(",", "").replace(".", "").isdigit():
        return None
    read = [read_number(plain(found[0])) for found in islice(NUMBER.finditer(signs, *parts.span(1)), 7)]
    made, of = read_number(plain(whole[0])), [number.value for number in read if number]
    if not made or not 2 <= len(of) == len(read) <= 6:
        return None
    if "=" in parts[1] and of[-1] != made.value:  # "322 : 14 = 23"
        return None
    of = of[1:] if of[0] == made.value else of  # "85 apples (85 = 40 + 45)"
    *some, end = of
    ways = {sum(of), prod(of), of[0] - sum(of[1:]), *((sum(some), prod(some)) if made.value == end else ())}
    return whole if made.value in ways else None


_DIFFERENCE = re.compile(
    r"\s(?:[a-z]{2,15}\s)?(?:(?:more|less|fewer|[a-z]{2,8}er)\sthan|short\sof|away\sfrom|ahead\sof)\b"
)


def _digits(text: str, number: Number) -> tuple[int, int]:
    """Where the figures of a number that was read from a whole text stand in it."""
    match = NUMBER.search(text, max(0, number.start - 1))
    return match.span() if match else (number.start, number.end)


def _first_of_all(signs: str, question: str | None) -> Found | None:
    """The number that a reply begins with and then explains: "$68. You save $12.", "48: 12 and 36"; or that is the total
    of those which follow."""
    total = _TOTAL.match(signs)
    begin = len(signs) - len(signs.lstrip(" \n*_(["))
    match = NUMBER.match(signs, total.end() if total else begin) if begin < 8 or total else None
    number = match and _measured(match, signs)
    if not match or not number or not _SET_OFF.match(signs, match.end()):
        return None
    rest = signs[match.end() :]
    if match[0].isdigit() and re.search(rf"(?<![0-9.])[(]?{int(match[0]) + 1}[.):]\s", rest):  # "1. …", "2. …"
        return None
    if not total and _WHY.match(rest):
        return Found(match[0], *match.span(), "last", "number", number)
    values = [one.value for found in islice(NUMBER.finditer(rest), 20) if (one := number_at(found))]
    given = any(one and one.value == number.value for one in map(number_at, NUMBER.finditer(question or "")))
    if (total or given or _CONCLUDES.search(rest)) and (
        sum(values) != number.value or (total and not _LISTS.match(rest))
    ):
        return None
    return Found(match[0], *match.span(), "last", "number", number)


_TOTAL = re.compile(r"\W{0,4}(?:the\s)?(?:total|sum)\b[^\n.:=0-9]{0,60}?(?::|\bis)[\s*_]{1,4}", re.IGNORECASE)
_WHY = re.compile(r"(?:\s[A-Za-z%]{1,15}){0,2}[*_]{0,2},?\s(?:because|since)\s", re.IGNORECASE)
_LISTS = re.compile(r"[^\n]{0,40}\n\s*(?:\n|[-*•])")
_SET_OFF = re.compile(
    r"(?:\s?(?!or\b|and\b|plus\b|minus\b|times\b)[A-Za-z%°]{1,15}){0,2}[*_)\]]{0,4}(?:[.!]\s|\n(?!\s*[-+=*/×÷])|\s[-–—]{1,2}\s(?![-$\s(]*[0-9]|[a-z]\b)|[:;]\s(?!-?[0-9]+\s?=)|,?\s(?:because|since|as)\b)"
)
"""What ends a passage that is an answer by itself."""
_CONCLUDES = re.compile(
    r"=|\b(?:so|therefore|thus|hence|total|together|altogether|in\sall|leaves|leaving|left|makes|gives|sum|result|finally|then|now|but|actually|no|not|wrong)\b",
    re.IGNORECASE,
)


def _is_aside(signs: str, before: re.Match[str], match: re.Match[str], question: str) -> bool:
    """Whether a number says something more of the one before it: "85 apples in 2 colours", "150 km (60 km an hour)",
    "85 apples, 45 of them new"."""
    start, end = match.span()
    bracket = signs.rfind("(", max(0, start - 200), start)
    if bracket > 0 and ")" not in signs[bracket:start] and not _EXPLAINS.match(signs, bracket):
        return any(sign.isdigit() for sign in signs[max(0, bracket - 200) : bracket])
    between = signs[before.end() : start]
    if re.search(r"[.!?]\s|[=\n]", between):
        return False
    if _OF_THEM.match(signs, end) or _OUT_OF.search(between):
        return True
    values = {number.value for found in NUMBER.finditer(question) if (number := number_at(found))}
    one, other = number_at(before), number_at(match)
    if len(between) > 80 or one is None or other is None:
        return False
    if _OF_ALL.search(signs, max(0, before.start() - 20), before.start()):
        return False
    if one.value not in values and _is_beside(signs, before, match, question):
        return True
    if _is_asked_for(signs, before, question) and not _is_asked_for(signs, match, question):
        return _ADJUNCT.fullmatch(between) is not None or (one.value not in values and not _LEADS_TO.search(between))
    return _ADJUNCT.fullmatch(between) is not None and other.value in values and one.value not in values


_EXPLAINS = re.compile(
    r"\(\s?(?:=\s?[0-9$.,/%]+\s?\)|or\b|sorry\b|oops\b|no\b|actually\b|rather\b|base\b|mod\b|which\s(?:is|makes|equals)|that\sis|i\.?e\.?|maybe\b|perhaps\b|making\b)",
    re.IGNORECASE,
)
_OF_THEM = re.compile(r"\s(?:[a-z]{2,15}\s)?of\s(?:them|these|those|which|whom)\b")


def _is_beside(signs: str, before: re.Match[str], match: re.Match[str], question: str) -> bool:
    """Whether a number stands in a clause beside the one that speaks of what was asked: "He sells 850 kg and keeps 60 kg"."""
    joint = _JOINT.search(signs, before.end(), match.start())
    if joint is None:
        return False
    last = _SENTENCE_END.split(question.rstrip(" ?.!\n"))[-1]
    asked = {stem(word) for word in _WORDS.findall(last.lower())} - _SMALL_TALK
    counted = _ASKED.search(question)
    asked -= {stem(counted[1].lower())} if counted else set()
    front = max(0, before.start() - 200)
    begin = max([front, *(at.end() for at in _CLAUSE_START.finditer(signs, front, before.start()))])
    stop = _CLAUSE_START.search(signs, match.end())
    sides = signs[begin : joint.start()], signs[joint.end() : stop.start() if stop else len(signs)]
    told = [{stem(word) for word in _WORDS.findall(side.lower())} for side in sides]
    return bool(asked & told[0]) and not asked & told[1] and not _CONCLUDES.search(sides[1])


_JOINT = re.compile(r",?\s(?:and|while|whereas)\s|[,;]\s(?!but\b)")
_CLAUSE_START = re.compile(r"[.!?]\s|\n|[,;:]\s|\s(?:and|but|while|whereas)\s")
_WORDS = re.compile(r"[a-z]{3,}")
_SMALL_TALK: Final = frozenset(
    stem(word)
    for word in "how many much what which when who does did has have had are was were the his her their its for with from and all now still each every more than that there will would can in on at of to".split()  # noqa: SIM905
)
_OUT_OF = re.compile(
    r"\b(?:out\sof|who\s(?:is|are|was|were|has|had))\s(?:(?:the|all|his|her|their)\s){0,2}\Z", re.IGNORECASE
)
_ADJUNCT = re.compile(
    r"(?:[\s*_$€£,]|(?!(?:and|or|so|but|then|to|minus|plus|times)\b)[A-Za-z'%°/-]+){0,12}"
    r"\b(?:in|over|after|for|during|within|on|at|with|from|per|every|each|across|among)\s"
    r"(?:(?:the|a|an|all|both|each|next|last|first|those|these|only|just|about|another|his|her|its|their|my|our)\s){0,2}[*_$€£]{0,3}"
)
_ASKED = re.compile(
    r"\bhow\smany\s(?:more\s|of\s(?:the|his|her)\s|different\s|total\s|whole\s)?([A-Za-z]{3,20})\b", re.IGNORECASE
)


_OF_ALL = re.compile(r"\b(?:of|from|among)\s(?:(?:the|these|those|all|her|his|their)\s){0,2}[$€£]?\Z", re.IGNORECASE)
_LEADS_TO = re.compile(
    r"\b(?:so|then|now|therefore|thus|hence|makes?|making|leaves?|leaving|total|gives?|equals?|minus|plus|times|to\s*[$€£]?\Z|is|are|or|but|actually|rather|divided|remain\w*)\b|\bto\s[$€£]?\Z|[-+*/×÷:;→]",
    re.IGNORECASE,
)
"""What may stand between a number and another that comes of it."""


def _is_asked_for(signs: str, match: re.Match[str], question: str) -> bool:
    """Whether a number counts what the question asks for: "how many seats", "how much money", "what percentage"."""
    money = _MONEY.match(signs, match.end())
    if (match["currency"] or money) and _ASKS_MONEY.search(question):
        return not (money and _has_smaller(money[0], signs[money.end() : money.end() + 40]))
    if match["percent"] and re.search(r"\bpercent", question, re.IGNORECASE):
        return True
    if not (asked := _ASKED.search(question)):
        return False
    noun = re.escape(asked[1].lower().rstrip("s"))
    behind = signs[match.end() : match.end() + 60]
    counted = re.match(rf"[\s*_]{{1,4}}(?:[A-Za-z-]{{2,15}}\s){{0,2}}{noun}s?", behind, re.IGNORECASE)
    return counted is not None and not _has_smaller(behind[: counted.end()], behind[counted.end() :])


_SMALLER = re.compile(r",?\s(?:and\s)?[0-9]{1,4}\s?([A-Za-z]{1,12})")


def _has_smaller(larger: str, behind: str) -> bool:
    """Whether a quantity goes on in a smaller unit: "1 hour 30 minutes"."""
    found = _SMALLER.match(behind)
    one, other = measure(larger.strip(" *_")), measure(found[1]) if found else None
    return one is not None and other is not None and one.dimension == other.dimension and other.size < one.size


_MONEY = re.compile(r"\s?(?:[$€£]|dollars?\b|euros?\b|bucks\b|pounds?\b)", re.IGNORECASE)
_ASKS_MONEY = re.compile(r"\bhow\smuch\b|\b(?:price|cost|earn|pay|spend|money|profit|salary)\b", re.IGNORECASE)


def _is_step(signs: str, behind: re.Match[str], last: re.Match[str], question: str) -> bool:
    """Whether the number behind a `=` is only a step to the last one: "= 85, minus 1 that he eats, 84"."""
    if not _ON_FROM.fullmatch(signs, behind.end(), last.start()):
        return False
    number = number_at(last)
    given = [one.value for found in NUMBER.finditer(question) if (one := number_at(found))]
    return number is not None and number.value not in given


_ON_FROM = re.compile(
    r"[^=.!?\n(]{0,40}?[,;]\s(?:but|plus|minus|less|and|then|so|now|leaving|which\sleaves)\b(?:[^=.!?\n]|\.[0-9]){0,80}"
)
_MULTIPLE = re.compile(r"(?<![0-9.*/+^-])(?<![-+*/]\s)(?:[2-9]|[1-9][0-9]+)[a-z]\s?=\s?-?\Z")
"""Twice x is not x."""


def _is_no_result(signs: str, start: int, end: int, question: str | None) -> bool:
    """Whether a number is no result by the words around it: what is only lacking, how sure one is, how it is written,
    what could have been."""
    asked = question if question and len(question.split()) > 3 else "if more"
    before, behind = _NO_RESULT.search(signs, max(0, start - 60), start), _LACKS.match(signs, end)
    if behind:
        return (
            re.search(
                r"\b(?:more|off|discount|less|fewer|needs?|left|missing|extra|too|difference|(?:old|young|tall|short|long|high|low|fast|slow|warm|cold|hott?|bigg?|small|large|heavi|light|cheap|earli|lat)er)\b",
                asked.rpartition(".")[2] or asked,
            )
            is None
        )
    if before and "remainder" in before[0].lower():
        return "remain" not in asked.lower() and "left" not in asked.lower()
    if before and before[0].lstrip()[:5].lower() in ("could", "shoul", "might"):
        return re.search(r"\b(?:would|could|should|might|if)\b", asked, re.IGNORECASE) is None
    return before is not None


_LACKS = re.compile(
    r"\s(?:[a-z]{2,15}\s)?(?:(?:more|off|too\s(?:many|few|much|little|high|low))\s*[.!]?\s*(?:\Z|\n)|(?:(?:years?|months?|days?|degrees?|[a-z]{1,3})\s)?(?:more|less|fewer|colder|warmer|hotter|cooler|older|younger|taller|shorter|longer|higher|lower|faster|slower|bigger|smaller|larger|heavier|lighter|cheaper|earlier|later)(?:\sthan\s(?![-$0-9])|\s*[.!]?\s*\Z)|would\s(?!be\b|remain\b|still\b|have\b|fit\b|go\b|come\b)[a-z]+\b)"
)
_NO_RESULT = re.compile(
    r"(?:\b(?:confidence|certainty)\b[^\n.;]{0,30}?(?:\sis|\sof|[:=])"
    r"|\b(?:answer|number|result|value|it|sum|total)\s(?:begins|starts|ends)\s(?:with|in)|\bdigits?\b[^\n.;]{0,20}?(?:\sis|\sare|:)|\boff\sby|\bremainder(?:\sof|\sis|\swas)?"
    r"|\b(?:should|could|might)\s(?:not\s)?have\s(?!been\b)[a-z]{2,15}(?:\s[a-z]{2,15}){0,2})\s[*_$€£]{0,3}\Z",
    re.IGNORECASE,
)


def _is_name(signs: str, start: int, question: str | None) -> bool:
    """Whether the number at `start` belongs to a name: "page 85", "ISO-85"; not where the question speaks of pages."""
    name = _NAME.search(signs, max(0, start - 12), start)
    return name is not None and name[1].lower() not in (question or "").lower()


_NAME = re.compile(
    r"(?<![A-Za-z])(page|step|question|problem|line|row|chapter|section|figure|table|exercise|room|route|version|(?-i:[A-Z]{2,6})(?=-))(?:[\s#]{1,2}|-)\Z",
    re.IGNORECASE,
)
"""What a number behind it only names: "page 85", "ISO-85"."""
_PART_OF = re.compile(
    r"[0-9]\s?(?:%\s)?(?:[a-z]{2,15}\s)?out\sof\s(?:the\s|all\s)?\Z|[0-9]\s?%?(?:\s[a-z]{1,12})?\sof\s(?:the|those|all)\s\Z"
)
_IN_PASSING = re.compile(r"[0-9][^.!?\n]{0,40},\s(?:(?:which|that)\sis\s|(?:and\s)?so\s|or\s|i\.e\.\s)?[$£€]?\Z")


def _is_difference(signs: str, start: int, end: int) -> bool:
    """Whether a number only compares the one before it: "85 apples, 5 more than Tom", "85 out of 100"."""
    return bool(
        (_DIFFERENCE.match(signs, end) and _IN_PASSING.search(signs, max(0, start - 60), start))
        or _PART_OF.search(signs, max(0, start - 40), start)
    )


_OTHERS = re.compile(
    r"(?:(?<![0-9.,])[0-9]{1,3}\s){3}\Z|[(\[]-?[0-9][0-9.]{0,20}[,;]\s\Z|[0-9]\s?(?:[A-Za-z°%]{1,15}\s?)?[,(]?\s?[(]?\bor\s(?:(?:maybe|perhaps|possibly|even|else|about|it's|it\sis)\s){0,2}[$£€*\\(]{0,3}\Z"
    r"|[0-9]\s?[A-Za-z°%]{0,15}\s?[;|]\s?[$£€*\\(]{0,3}\Z"
    r"|[0-9](?:\s?[A-Za-z°%]{1,15})?\s?(?:,\s|/|\s-\s)(?:maybe\s|perhaps\s)?[$£€]?[0-9][0-9.,/]*(?:\s?[A-Za-z°%]{1,15})?(?:,\s|\s?/|,?\sand\s|\s-\s)(?:and\s|maybe\s|perhaps\s)?[$£€]?\Z",
    re.IGNORECASE,
)
"""Before the last number of a sentence, others beside which it stands as one of several."""
_UNDER_WAY = re.compile(
    r"[0-9)]\s*(?:[-+*×÷/·⋅∗]|x|times|plus|minus)\s*[$£€]?\Z|\b(?i:half(?:\sof)?|twice|double|triple|thrice|(?:square|cube|multiple|divisor|factor|negative|opposite|reciprocal|inverse|logarithm|third|quarter)\sof|%\sof)\s(?:the\snumber\s)?[$£€]?\Z|(?<![A-Za-z])[b-hj-z]\s*[-+*/^]\s*\Z|[πθ∞]\s*[-+*/^×·⋅]\s*\Z|\b(?:log|ln|sqrt|sin|cos|tan|exp|root\sof)\s*[(]?\Z"
)
_WITH_LETTER = re.compile(
    r"\s*[-+*/^]\s*[b-hj-z](?![A-Za-z'])|\s*[-+*/^×·⋅]\s*(?:[0-9][0-9.]{0,9}\s?)?(?:[π√∛∜∞θ]|sqrt)|\s(?:squared|cubed|factorial|choose\s[0-9]|mod(?:ulo)?\s[0-9]|over\s[0-9]{1,9}(?=[\s.!]*\Z)|(?:more|less|fewer|greater|higher|lower)\sthan\s[$£€]?[0-9]|(?:plus|minus|times|divided\sby)\s(?:[0-9]|one|two|three|four|five|six|seven|eight|nine|ten)\b)"
)
"""A number that is only a part of what is to be calculated."""


def _is_part(signs: str, start: int, end: int) -> bool:
    """Whether the number is only a part of what is to be calculated: "half of 85", "85 squared"."""
    return bool(_UNDER_WAY.search(signs, max(0, start - 40), start) or _WITH_LETTER.match(signs, end))


_SAYS = re.compile(
    r"\b(?:is|are|was|were|equals|makes?|has|have|had|gives?|gets?|(?:comes|equal)\sto|total\sof)\s|[=:]\s"
)


def _in_words(signs: str) -> Found | None:
    """What the last sentence of a reply without figures comes to: "The total is eighty-five."."""
    sentence = signs.rstrip(" \n.!*")
    start = max(sentence.rfind(". "), sentence.rfind("\n")) + 1
    if len(sentence) - start > 200 or any(sign.isdigit() for sign in signs):
        return None
    said = [start, *(said.end() for said in _SAYS.finditer(sentence, start))]
    if denied(signs, said[-1]):
        return None
    words = sentence[said[-1] :].strip(" *").split()
    if len(said) < 2 or read_words(" ".join(words[:1])) is None:  # "Seven seats can be used."
        front = sentence[start:].strip(" *").split()
        sizes = [n for n in range(1, min(9, len(front)) + 1) if read_words(" ".join(front[:n])) is not None]
        rest = front[sizes[-1] :] if sizes else []
        if (
            sizes
            and len(rest) < 8
            and not any(read_words(word) is not None for word in rest if word.lower() not in ("a", "an", "and"))
        ):
            words, said = front[: sizes[-1]], [start]
    elif len(said) < 2:
        return None
    value, most = None, len(words)
    while value is None and most and len(words) - most < 3:  # "eighty-five red apples"
        value, most = read_words(" ".join(words[:most])), most - 1
    if value in (None, 1):
        return None
    return Found(
        sentence[said[-1] :],
        said[-1],
        len(sentence),
        "last",
        "number",
        Number(value, False, 0, None, said[-1], len(sentence)),
    )


_BULLET = re.compile(r"(?:[-*•]|\(?[0-9]{1,2}[.)])[ \t]+(?=\S)")


_SIDE_BY_SIDE = re.compile(r"[\s()\[\]{}\\$]*-?[0-9](?:[0-9.,;|&\s()\[\]{}\\$€£%/-]|and\b|or\b)*")
_APART_IN_LINE = re.compile(r"[,;|&]?\s+(?:(?:and|or)\s+)?|[;|&]")


def _only_numbers(signs: str) -> Found | None:
    """A reply that is a list of different numbers, one a line, and says nothing else."""
    if len(signs) > 4000:
        return None
    lines = [line.strip() for line in signs.split("\n") if line.strip() and not line.lstrip().startswith("```")]
    if len(lines) == 1 and _SIDE_BY_SIDE.fullmatch(lines[0]):
        lines = [part for part in _APART_IN_LINE.split(lines[0].strip("()[]{} .\\$")) if part]
    if not 1 < len(lines) <= 100:
        return None
    bare = [_BULLET.sub("", line, count=1) for line in lines]
    numbers = [None if line.startswith("+") else read_number(plain(line), words=3) for line in bare]
    if any(number is None for number in numbers) or len({number.value for number in numbers if number}) < 2:
        return None
    return Found(signs, *_stripped(signs, 0, len(signs)), "whole", "several")


def _is_bound(signs: str, start: int, end: int, question: str | None) -> bool:
    """Whether a number only bounds the answer ("less than 85", "85 or more") where no bound was asked for."""
    window = signs[max(0, start - 60) : start].rstrip(" $€£(*\\")
    last = window[-12:].lower().rpartition(" ")[2].rpartition("\n")[2]
    before = _BOUND.search(signs, max(0, start - 60), start) if _BOUNDING.fullmatch(last) else None
    found = before or _BOUND_BEHIND.match(signs, end)
    if found is None or question is None:
        return False
    asked = question[-2000:]
    return not (_ASKS_FOR_BOUND.search(asked) or (_NO_STRICT.search(found[0]) and _ASKS_FOR_ENOUGH.search(asked)))


def _bounds_at(signs: str, start: int, question: str | None) -> bool:
    """Whether a passage begins with a bound."""
    first = NUMBER.search(signs, start, start + 60)
    if first is not None and first.start() == start and first.end() + 3 > len(signs):
        return False
    return first is not None and _is_bound(
        signs[start : first.end() + 30], first.start() - start, first.end() - start, question
    )


def _is_denied(signs: str, start: int) -> bool:
    """Whether what stands at `start` is denied by the words before it."""
    return start > 4 and denied(signs, start)


_ANSWER_KEYS = ("final_answer", "answer", "final", "result", "solution", "value", "output", "response")


_ASIDE = re.compile(
    r"question|problem|input|note|confidence|\bid\b|index|step|check|previous|draft|wrong|guess|comment|\bnot\b|\bm(?:in|ax)|bound|limit",
    re.IGNORECASE,
)
"""Keys under which no answer stands."""


def _in_json(text: str) -> Found | None:
    """The answer that a JSON object at the end of the reply names; of several objects, they must agree."""
    values = [found for found in json_values(text) if isinstance(found.value, dict) and found.value]
    if not values or text[values[-1].span[1] :].strip(" \n\t`.") or re.search(r"\\[a-z]", text):
        return None
    answers: list[tuple[str, tuple[int, int]]] = []
    for found in values:
        names = {str(name).lower().replace(" ", "_"): name for name in found.value}
        named = [names[name] for name in _ANSWER_KEYS if name in names]
        if (found.doubled and set(named[:1]) & set(found.doubled)) or any(
            found.value.get(name) is False for name in ("correct", "is_correct", "valid", "right")
        ):
            return Found(text, *found.span, "json", "several")
        said = [item for name, item in found.value.items() if isinstance(item, JsonNumber) and not _ASIDE.search(name)]
        value = found.value[named[0]] if named else said[0] if len(said) == 1 else None
        if isinstance(value, str):
            answers.append((str(value), found.span))
        elif named or said or len(found.value) == 1:
            answers.append(("", found.span))
    if not answers:
        return None
    given = [find(value) for value, _ in answers]
    span = answers[-1][1]
    last = given[-1]
    if any(one is None for one in given) or last is None:
        return Found(text[slice(*span)], *span, "json", "several")
    if last.number and any(one.number is None or one.number.value != last.number.value for one in given if one):
        return Found(text[slice(*span)], *span, "json", "several")
    return Found(last.text, *span, "json", last.kind, last.number)


def _measured(match: re.Match[str], text: str) -> Number | None:
    number = number_at(match)
    return number and with_unit(number, text)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space around it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _in_asked_unit(reference: Number, number: Number, question: str) -> Number:
    """A reference without a unit, in the unit that the question asks for ("how many minutes"), where the answer has one."""
    if reference.unit or reference.percent or not number.unit or measure(number.unit) is None:
        return reference
    asked = _ASKED.search(question)
    if asked and measure(asked[1]):
        return reference._replace(unit=asked[1])
    if re.search(r"\bhow\sold\b", question, re.IGNORECASE):
        return reference._replace(unit="year")
    sums = set(re.findall(r"[$€£](?=[0-9])|(?<=[0-9] )(?:dollar|euro|pound)(?=s)", question))
    cents = measure(number.unit)
    if (
        len(sums) == 1
        and cents
        and cents.size != 1
        and (money := measure(min(sums)))
        and money.dimension == cents.dimension
    ):
        return reference._replace(unit=min(sums))
    return reference._replace(unit=sums.pop()) if len(sums) == 1 and _ASKS_SUM.search(question) else reference


_ASKS_SUM = re.compile(
    r"\bhow\smuch\s(?:money|does\s\w+\s(?:earn|cost|pay|spend))|\b(?:price|cost)\b[^.?]{0,40}\?", re.IGNORECASE
)


def _is_given(number: Number, reference: Number, question: str) -> bool:
    """Whether a quantity stands in the question as it is said, where it is wanted in another unit: "152 km", of 152 km in
    metres."""
    unit, wanted = measure(number.unit), measure(reference.unit)
    if unit is None or wanted is None or unit.size == wanted.size:
        return False
    for found in NUMBER.finditer(question):
        one, behind = number_at(found), measure(question[found.end() : found.end() + 80].lstrip(" -"))
        if one and behind and (one.value, behind.size) == (number.value, unit.size):
            return True
    return False


def _is_division_asked(number: Number, question: str) -> bool:
    """Whether a fraction is only the division that was to be done: "1008/24"."""
    if number.parts is None or number.value.denominator != 1:
        return False
    given = {one.value for found in NUMBER.finditer(question) if (one := number_at(found))}
    return given.issuperset(map(Fraction, number.parts))


def _is_right(number: Number, reference: Number, text: str, said: str, question: str) -> bool:
    """Whether a number is the right one. `5!` and no more is 120, and never 5; behind what was taken back it is a 5."""
    if "!" in text and _FACTORIAL.fullmatch(text) and text.strip() == said.strip():
        n = number.value
        return n.denominator == 1 and 3 <= n <= 30 and factorial(int(n)) == reference.value
    if _same(number, reference):
        return True
    if reference.value.denominator != 1 and (chance := _CHANCE.search(text)) and int(chance[2]):
        return Fraction(int(chance[1]), int(chance[2])) == reference.value and number.value in [
            int(chance[1]),
            int(chance[2]),
        ]
    dozens = "dozen" in text and re.search(r"\bhow many dozens?\b", question, re.IGNORECASE)
    return bool(dozens) and number.value == reference.value * 12


_CHANCE = re.compile(r"(?<![0-9.,/])([0-9]{1,6})\s(?:out\sof|in)\s(?:every\s)?([0-9]{1,6})(?![0-9.,/]*[0-9])[.!]?\s*\Z")
"""`3 out of 8` is 3/8."""


# ---- what is right? -----------------------------------------------------------------------------------


def _wanted(text: str) -> Wanted:
    return Wanted(text, _read_reference(text), bool(_CLOCK.fullmatch(text)))


def _truth(reference: str | int | float) -> str:
    """The reference as text."""
    if not isinstance(reference, str):
        return str(reference)
    if not reference.strip():
        raise BadReference("the reference is empty")
    if _ABSENT.fullmatch(reference):
        raise BadReference(f"the reference {reference.strip()!r} says that there is none")
    return typed(reference)


def _solution(question: str) -> str:
    """What the question's formula or equation comes to."""
    found = _solved(question)
    if found is None:
        raise BadReference("math: there is no reference, and the question is no formula or equation that can be solved")
    return found


_ABSENT = re.compile(
    r"\s*(?:nan|nat|none|nil|null|<?n\.?/?a\.?>?|#n/a|tbd|tba|tbc|todo|undefined|unknown|missing|not (?:available|given|known)"
    r"|no (?:answer|reference|gold)|-+|–|—|\?+|\.\.\.|…|\{\s*\}|\[\s*\]|\(\s*\)|\"\"|'')\s*",
    re.IGNORECASE,
)
"""What stands in a column where nothing was known. "No solution" is an answer, and so is the empty set by its sign."""


@lru_cache(maxsize=4096)
def _solved(question: str) -> str | None:
    found: str | None = guarded("graders.math.solving:truth", question[:2000], seconds=SECONDS)
    return found


# ---- is it right? -------------------------------------------------------------------------------------


def _read_reference(text: str) -> Number | None:
    if len(text) > MAX_DIGITS or _FACTORIAL.fullmatch(text):
        return None
    words = read_words(text.strip(" .")) if text[:1].isalpha() else None
    if words is not None:
        return Number(words, False, 0, None, 0, len(text))
    return read_number(plain(text)) or read_compound(ascii_signs(plain(text)))


_FACTORIAL = re.compile(r"[$\s]*[0-9]+!+[$\s]*")


def _same(answer: Number, reference: Number) -> bool:
    """Equal as exact numbers. A percentage may be answered without its sign, and a fraction that no decimal
    can write by one with six places or more."""
    if answer.unit and reference.unit:
        same = same_quantity(answer.value, answer.unit, reference.value, reference.unit)
        if same is not None:
            return same
        if (
            measure(answer.unit)
            and not measure(reference.unit)
            and len(reference.unit) > 4
            and f"{reference.unit}s" not in _NO_NOUN
        ):
            return False  # "12 km" where apples are counted
    if may_be_unit(answer.letter, reference.unit) or may_be_unit(reference.letter, answer.unit):
        return answer.as_written == reference.as_written  # kelvins, not thousands
    if answer.value == reference.value:
        return True
    if reference.percent and not answer.percent:
        return answer.value == reference.value * 100
    if answer.places >= 6 and not _terminates(reference.value):
        return abs(answer.value - reference.value) < Fraction(1, 10**answer.places)
    return False


_NOUN = re.compile(
    r"(?:[\s*_$}]|\\text\{){0,4}((?:[a-z]{2,15}\s)?(?:[a-z]{3,20}s|people|children|men|women|mice|sheep|fish|teeth))\b",
    re.IGNORECASE,
)
_NO_NOUN = frozenset(
    [
        "is",
        "was",
        "has",
        "does",
        "goes",
        "this",
        "thus",
        "plus",
        "minus",
        "times",
        "less",
        "units",
        "points",
        "degrees",
        "pounds",
        "bucks",
        "quid",
        "pence",
        "percents",
        "others",
        "always",
        "gives",
        "makes",
        "equals",
        "means",
        "as",
        "across",
        "towards",
        "perhaps",
        "yes",
        "us",
        "its",
        "his",
        "ours",
        "yours",
        "theirs",
        "hers",
        "minus",
        "versus",
        "afterwards",
        "besides",
    ]
)


def _counted(text: str, found: Found, reference: Number) -> str:
    """The things that are counted where a quantity with a unit was asked for: "85 apples" for 85 km; else ""."""
    if measure(reference.unit) is None or found.number is None:
        return ""
    passage = ascii_signs(text[found.start : found.end + 40])
    for match in NUMBER.finditer(passage):
        number = number_at(match)
        if number and number.value == found.number.value:
            noun = _NOUN.match(passage, match.end())
            words = noun[1].split() if noun else []
            if not words or any(word.lower() in _NO_NOUN or measure(word) for word in words) or len(words[-1]) < 4:
                return ""
            return words[-1]
    return ""


def _other_thing(text: str, found: Found, question: str) -> str:
    """What the answer counts, where that is another thing that the question counts ("3 rolls" of "96 rolls in bags"); else ""."""
    asked = _ASKED.search(question)
    if not asked or found.number is None:
        return ""
    things = {noun.lower() for noun in _COUNTS_THINGS.findall(question[: asked.start()])} - {asked[1].lower()}
    passage = ascii_signs(text[found.start : found.end + 30])
    for match in NUMBER.finditer(passage) if things else ():
        number = number_at(match)
        noun = _THING.match(passage, match.end())
        if number and noun and number.value == found.number.value:
            return noun[1] if noun[1].lower() in things else ""
    return ""


_COUNTS_THINGS = re.compile(r"[0-9]\s([a-z]{3,20}s)\b")
_THING = re.compile(r"[\s*_]{1,4}([a-z]{3,20}s)(?=[\s*_]*(?:[.!\n]|\Z))", re.IGNORECASE)


def _terminates(value: Fraction) -> bool:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _in_form(text: str, found: Found, settings: MathSettings, seen: dict[str, Any]) -> Verdict:
    """The verdict on a right value: a pass, unless the form asked for is strict and was not kept."""
    form = settings.form
    if form == "number_only":
        bare = read_number(plain(text), words=3) if found.number else found.text.strip() == text.strip("$ \n")
        if not bare:
            return failed("format_violation", evidence="The value is right, but more than that was given.", **seen)
    if form == "boxed" and found.how != "boxed":
        return failed("format_violation", evidence="The value is right, but it is not in \\boxed{}.", **seen)
    if form == "final_line":
        cue = _cue(settings)
        line = text.rstrip()[-400:].rsplit("\n", 1)[-1].replace("*", "").strip()
        if not line.lower().startswith(cue.lower()):
            return failed(
                "format_violation",
                evidence=f"The value is right, but the last line does not begin with {cue!r}.",
                **seen,
            )
    return passed(**seen)


def _grade_expression(expected: str, whole: str, text: str, settings: MathSettings) -> Verdict:
    """A reference that is no number: the passage that holds the answer, by math-verify. `text` is what the reply `whole`
    stands by."""
    found = None
    if _bare(whole) == _bare(expected) or (len(whole) <= 200 and _same_words(expected, whole)):
        found, text = Found(whole, *_stripped(whole, 0, len(whole)), "whole", "expression"), whole
    elif is_program(text) and not is_program(expected) and (not _CALLED.search(text) or _NAMED.search(text)):
        evidence = "The answer is a program or a call, which no one carries out."
        return failed("no_answer_found", expected=expected, evidence=evidence)
    else:
        found = find(text, settings.cue, question=None)
    if found is None or (found.how in ("last", "whole") and found.text is not whole):
        start, end = _last_line(text, *_passage(text))
        written = text[start:end] if _TABLE.search(text, start, end) else text[start:end].replace("&", " ").lstrip(" =")
        found = Found(written, start, end, found.how if found else "last", "expression")
    taken = text[found.start : found.end]
    seen: dict[str, Any] = {"extracted": taken, "span": (found.start, found.end), "expected": expected}
    if found.text is not whole and not _SEVERAL.search(expected):
        if _is_one_of_several(text, found.start, found.end):
            return failed("extra_items", evidence=f"Several are given as the answer. Expected {expected}.", **seen)
        found = found._replace(text=_first_formula(found.text))
    if found.text is not whole and len(found.text.split()) > 2 and not _MATHEMATICAL.search(found.text):
        return failed("no_answer_found", expected=expected, evidence="The reply holds nothing that is mathematics.")
    same = _equivalent(expected, _undressed(found.text, expected))
    if isinstance(same, Verdict):
        return same
    if not same:
        return failed("wrong_value", evidence=f"{found.text[:80]} is not {expected}.", **seen)
    return _in_form(text, found, settings, seen)


def _undressed(passage: str, expected: str) -> str:
    """A passage without the marks around it, and without words that lead in the one expression that it asserts: "The
    derivative is 2x."."""
    if _bare(passage) == _bare(expected):
        return passage
    marks = "*_` \t\n"
    core = passage.strip(marks).removesuffix(".").strip(marks)
    lead = _LEADS_IN.match(core) if len(core) <= MAX_EXPRESSION else None
    if lead is None:
        return core
    rest = core[lead.end() :].strip(marks)
    several = _SEVERAL.search(expected) is not None
    unclear = (
        _UNCLEAR_LEAD.search(lead[0])
        or _PAIR_OF_LETTERS.search(lead[0])
        or denied(core, lead.end())
        or "?" in rest
        or (not several and _JOINED.search(rest))
    )
    if unclear or not rest or any(word not in _IN_FORMULAS for word in re.findall(r"(?<!\\)\b[A-Za-z]{2,}", rest)):
        return core
    return rest


_PAIR_OF_LETTERS = re.compile(r"\b[a-z]\sand\s[a-z]\b")
"""In their order two values are said: "y and x are"."""
_LEADS_IN = re.compile(
    r"(?:[A-Za-z0-9'()^²³/+-]{1,20}[\s,]{1,3}){0,8}(?:is|are|at|equals)[\s:*]{1,4}|(?:so|thus|therefore|hence),?\s{1,3}",
    re.IGNORECASE,
)
_UNCLEAR_LEAD = re.compile(
    r"\b(?:not|never|no|none|nobody|neither|nor|wrong|incorrect|false|if|whether|unless|doubt|unlikely|opposite|negative|inverse|reciprocal|half|twice|double"
    r"|square|cube|triple|third|quarter|times|plus|minus|sum|difference|log(?:arithm)?|numerator|denominator|factor|remainder|mistakes?|errors?|trap|fake|typo|before|first"
    r"|says?|thinks?|claims?|except|without|instead|rather|maybe|perhaps|hardly|different|than)\b|n't\b",
    re.IGNORECASE,
)
"""Words that may turn round what stands behind them."""
_JOINED = re.compile(r"[,;=<>≤≥]|\b(?:or|and)\b")
_IN_FORMULAS: Final = frozenset(
    "and or pi sqrt sin cos tan cot sec csc arcsin arccos arctan log ln exp inf oo infinity mod".split()  # noqa: SIM905
)


_MATHEMATICAL = re.compile(
    r"[^\x00-\x7f]|[0-9\\^=+*/{}()\[\]<>]|(?<![A-Za-z'])[B-HJ-Zb-hj-z](?![A-Za-z'])|\b(?:pi|inf|infinity|sqrt|oo|empty|none|no|yes|true|false|[A-Za-z]{2,3})\b\s*\Z",
    re.IGNORECASE,
)


_CALLED, _NAMED = re.compile(r"[A-Za-z]\("), re.compile(r"[A-Za-z_]{2,}\(|lambda|=>")
"""A product such as `i(2-i)` looks like a call; a name of more letters is one."""


def _passage(text: str, *, with_digit: bool = False) -> tuple[int, int]:
    """Where an expression is looked for without a cue: the last formula between dollars or in a display that is not denied,
    else the last line; nothing where all formulas are."""
    formulas = list(_FORMULA.finditer(text, max(0, len(text) - 4000)))
    for formula in reversed(formulas):
        if with_digit and not re.search("[0-9]", formula[0]):
            continue
        if not _is_unasserted(text, *formula.span()):
            return _stripped(text, *formula.span(formula.lastindex or 0))
    end = len(text.rstrip())
    start = end if any(_is_unasserted(text, *formula.span()) for formula in formulas) else text.rfind("\n", 0, end) + 1
    return _stripped(text, start, end)


def _is_unasserted(text: str, start: int, end: int) -> bool:
    """Whether a formula is denied or put in question by the words around it."""
    before = max(0, start - 20)
    return (
        denied(text, start)
        or retracted(text, end)
        or bool(_NOT_BEFORE.search(text, before, start) or _COMPARED.search(text, before, start))
    )


_COMPARED = re.compile(
    r"\b(?:(?:less|more|greater|smaller|larger|bigger|other|different)\s(?:than|from)|at\s(?:most|least))\s\Z"
)


_SEVERAL = re.compile(r"[,;:|=<>≤≥]|\\\{|\b(?:or|and)\b|\\(?:pm|mp|cup|cap|in|text|quad|begin|leq?|geq?|lor)|±|∪")
"""References in which commas, or more than one formula, have a meaning."""
_APART = re.compile(
    r"\$?[\s.,;/|*_)]{0,8}(?:(?:or|and|maybe|perhaps|possibly|else|versus)\b[\s,]{0,3}){0,3}(?:\(?[0-9]{1,2}[.)][ \t]+|[-*•][ \t]+)?\$?",
    re.IGNORECASE,
)
_DENIED_TAIL = re.compile(r",?\s(?:and\s|but\s)?(?:\w{1,12}ly\s)?(?:not|rather\sthan|instead\sof)\s", re.IGNORECASE)


def _is_one_of_several(text: str, start: int, end: int) -> bool:
    """Whether another formula stands right beside the one in the passage, as one more guess."""
    if _DENIED_TAIL.search(text, start, end):
        return False
    formulas = list(_FORMULA.finditer(text, max(0, len(text) - 4000)))
    for one, other in pairwise(formulas):
        if one[0] != other[0] and one.start() < end + 3 and other.end() > start - 3:
            between = text[one.end() : other.start()]
            if _APART.fullmatch(between) and re.search(r"[;/|,\n]|\b(?:or|and|maybe|perhaps)\b", between):
                return True
    return False


def _first_formula(passage: str) -> str:
    """A passage without the denial of another value behind it, and without words around the only formula in it."""
    denial = _DENIED_TAIL.search(passage)
    passage = passage[: denial.start()] if denial else passage
    formulas = list(_FORMULA.finditer(passage))
    if len(formulas) == 1 and re.fullmatch(r"(?:[A-Za-z]{2,}[\s,:]+){1,3}", passage[: formulas[0].start()]):
        return formulas[0][0]
    return passage


_FORMULA = re.compile(rf"{_DISPLAYED.pattern}|\$([^$]{{1,500}})\$", re.DOTALL)


_ENDLESS = re.compile(
    r"(?:\^|\*\*)[\s{(]*[0-9]+[\s})]*(?:\^|\*\*|!)|(?:\^|\*\*)[\s{(]*[0-9]{5}|[0-9]{4}\s*!|[0-9]{201}|!!"
)


_TIME = r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?+(?![:0-9])(?:\s?(?:\\text\s?\{\s?)?([AaPp])\.?\s?[Mm]\b)?+"
_CLOCK = re.compile(rf"[$\s]*+{_TIME}[.$\s}}]*+")
_TIMES = re.compile(rf"(?<![:0-9]){_TIME}")


def _grade_clock(expected: str, text: str) -> Verdict:
    """A time of day: the last one in the reply that is not denied."""
    wanted = _CLOCK.fullmatch(expected)
    times = [time for time in _TIMES.finditer(text) if not _is_off(text, time)]
    if not wanted or not times or is_program(text):
        return failed("no_answer_found", expected=expected, evidence="The reply holds no time of day.")
    last = times[-1]
    cued = [at for at in _CUE.finditer(text) if not _is_denied(text, at.start())]
    if cued and (behind := [time for time in times if time.start() >= cued[-1].end()]):
        last = behind[0]
    seen: dict[str, Any] = {"extracted": last[0], "span": last.span(), "expected": expected}
    others = [time for time in times if time is not last and _seconds(time) != _seconds(last)]
    if any(_BESIDE.fullmatch(text, *sorted((one.start(), one.end(), last.start(), last.end()))[1:3]) for one in others):
        return failed("extra_items", evidence=f"Several times are given as the answer. Expected {expected}.", **seen)
    if _seconds(last) == _seconds(wanted):
        return passed(**seen)
    return failed("wrong_value", evidence=f"{last[0]} is not {expected}.", **seen)


_BESIDE = re.compile(
    r"[\s,;/|*_]{0,6}(?:(?:or|and|maybe|perhaps|possibly|to|-)\b[\s,]{0,3}){0,3}(?:\(?[0-9]{1,2}[.)][ \t]|[-*•][ \t])?",
    re.IGNORECASE,
)


def _is_off(text: str, time: re.Match[str]) -> bool:
    """Whether a time is denied, or only bounds the answer."""
    start, end = time.span()
    before = max(0, start - 60)
    return (
        denied(text, start)
        or retracted(text, end)
        or bool(_NOT_BEFORE.search(text, before, start) or _TIME_BOUND.search(text, before, start))
    )


_TIME_BOUND = re.compile(r"\b(?:before|after|until|earlier\sthan|later\sthan|past)\s+\Z", re.IGNORECASE)


def _seconds(time: re.Match[str]) -> int:
    hours, minutes, seconds = int(time[1]), int(time[2]), int(time[3] or 0)
    if time[4]:
        hours = hours % 12 + (12 if time[4] in "Pp" else 0)
    return (hours * 60 + minutes) * 60 + seconds


def _bare(text: str) -> str:
    return "".join(text.strip("$ ").split())


_WORDY = re.compile(r"[A-Za-z][A-Za-z' -]*")
_IS_WORD = re.compile(r"(?!(?:sqrt|infty|infinity|theta|alpha|beta|gamma|delta|lambda|sigma|omega)\b)[A-Za-z]{4,}")
"""A gold that is one word, and no product of letters."""
_LEAD = re.compile(
    r"(?:(?:so|thus|therefore|hence|then)\b,?\s*)?(?:there (?:is|are)|(?:it|the (?:equation|system)) has|the answer(?: is)?:?|answer:|it is|it's)\s+",
    re.IGNORECASE,
)
_NOTHING = frozenset({
    "no solution", "no solutions", "no real solution", "no real solutions", "none", "the empty set", "empty set",
    "\\emptyset", "\\varnothing", "∅", "{}", "\\{\\}",
})  # fmt: skip


def _without_marks(text: str) -> str:
    """A text without the marks around it; behind a single letter they may be a factorial or a conjugate."""
    bare = text.strip(" \n$.*!")
    return bare if len(bare) > 1 else text.strip(" \n$.")


def _same_words(expected: str, answer: str) -> bool:
    """`Yes.` for `yes`, `There is no solution.` for `no solution`, `\\varnothing` for `\\emptyset`."""
    wanted, given = (_LEAD.sub("", _without_marks(text).lower(), count=1) for text in (expected, answer))
    return (bool(_WORDY.fullmatch(wanted)) and wanted == given) or (wanted in _NOTHING and given in _NOTHING)


def _equivalent(expected: str, answer: str) -> bool | Verdict:
    """Whether the two mean the same; a verdict where that cannot be told."""
    if _bare(answer) == _bare(expected) or (len(answer) <= 200 and _same_words(expected, answer)):
        return True
    if len(answer) > MAX_EXPRESSION or _ENDLESS.search(answer) or _IS_WORD.fullmatch(expected):
        return False
    try:
        return bool(guarded("graders.math.expressions:equivalent", expected, answer, seconds=SECONDS))
    except GuardError as error:
        return ungradable("grader_timeout", str(error))
    except ValueError as error:
        return ungradable("gold_unparseable", str(error))


# ---- gold answers -------------------------------------------------------------------------------------


def _cue(settings: MathSettings) -> str:
    return "Answer:" if settings.cue is None else settings.cue


def _dress(value: str, settings: MathSettings) -> str:
    """A value in the form that the probe asked for."""
    form = settings.form
    if form == "boxed":
        return f"\\boxed{{{value}}}"
    return f"{_cue(settings)} {value}" if form == "final_line" else value


grade = one_call("math")
