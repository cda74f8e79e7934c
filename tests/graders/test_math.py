"""The math grader: right values pass however they are written, wrong ones fail with the class that says why."""

from __future__ import annotations

import math
import time
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import graders.math
from graders.math.numbers import plain, read_number
from repairloop import Answer, Probe, Verdict, check_reference, get_grader, grade
from repairloop.plugins.grade import MAX_ANSWER_CHARS


def verdict(reference: Any, text: str, **settings: Any) -> Verdict:
    probe = Probe(
        id="0" * 16, skill="math", area="math/x", split="screen", messages=[], reference=reference, grader="math",
        settings=settings,
    )  # fmt: skip
    return grade(probe, Answer(probe_id=probe.id, text=text))


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("-5", "-5"), ("-5", "answer: −5"), ("-5", "the result is -5 exactly"), ("7425000", "7,425,000"), ("1000", "1 000"),
        ("1000", "1'000"), ("1e3", "the value is 1000"), ("0.4", ".4"), ("29", "$29.00"), ("1000.99", "1,000.99$"),
        ("1200000", "1.2 million"), ("3/2", "1 1/2"), ("7/4", "1¾"), ("2.5", "answer 2½"), ("-0.5", "got -½ as the result"),
        ("40/9", "The answer is 4 4/9."), ("10/9", "\\frac{10}{9}"), ("-10/9", "-\\frac{10}{9}"), ("3/4", "0.75"), ("7/25", "28%"),
        ("28%", "28 percent"), ("28%", "$28$ %"), ("28%", "28"), ("28%", "0.28"), ("15000", "\\boxed{\\$15,\\!000}"),
        ("14916", "is $\\boxed{14{,}916}$. I hope it is correct."), ("90", "\\boxed{90^\\circ}"), ("10", "\\boxed{10\\text{ cm}}"),
        ("1500", "\\boxed{1.5 \\times 10^3}"), ("123", "the answer is １２３"), ("2", "x=2"), ("1/3", "$k = \\frac{1}{3}$"),
        ("1/12", "0.0833333333333333"), ("18", "**Answer: \\$18 per day.**"), ("70000", "$200,000 − $130,000 = $70,000."),
        ("73", "Thus the number is **73**.\n\n---\n\nFinal Answer: **73**"), ("-3", "#### -3"), ("85", "47 + 38 = 85."),
        ("12", "She has 12 apples left."), ("72", "The answer is 72, in total, so the farmer earns that much."),
        ("42", "42 because geometry proves it"), ("42", "There are 42 apples, not 17."), ("4", "\\boxed{5} is wrong. The final answer is $4$."),
        ("16", "Then 8 * 2 is 16."), ("18", "16 - 3 - 4 = <<16-3-4=9>>9 eggs\n9 * 2 = $<<9*2=18>>18\nA: 18"), ("60", "**ANSWER: 28 + 32 = 60**\nDone."),
        ("\\frac{3}{4}", "So it is 3/4."), ("2*x+1", "1 + 2x"), ("2*x+1", "The answer is $2x+1$."), ("\\sqrt{2}", "\\boxed{\\sqrt2}"),
        ("sqrt(3)/3", "\\frac{\\sqrt{3}}{3}"), ("2**(1/4)", "\\boxed{\\sqrt{\\sqrt{2}}}"), ("\\tan^2(y)+1", "$\\sec^2(y)$"),
        ("-5", "‐5"), ("-5", "‑5"), ("25", "5**2"), ("7/2", "three and a half"), ("7/2", "The answer is 3 and a half."), ("3.75", "3 and 3/4 cups"),
        ("2500000", "two and a half million"), ("18", "a dozen and a half"), ("2*x", "2x."), ("2*x", "**2x**"), ("2*x", "The derivative is 2x."),
        ("2*x", "The derivative of x^2 is $2x$."), ("2*x", "The derivative of x^2 is 2x."), ("2*x", "Answer: 2x"), ("2*x", "f'(x) is 2x"),
        ("\\ln(2)", "ln(2)"), ("\\sin x", "sin x"), ("n!", "n!"), ("2 and 1/3", "x = 2 and x = 1/3"), ("2 and 1/3", "1/3 and 2"),
        ("24,24 €", "24,24 Euro"), ("24,24 €", "24.24 EUR"), ("3,5 km", "3.5 km"), ("1.118,61 €", "1118.61"), ("1.118,61", "1118.61"),
        ("3.667 €", "3667 Euro"), ("3.667 €", "3,667 €"), ("2,3", "2 and 3"), ("1,234", "1234"), ("09:00", "9:00"), ("billing", "billing"),
        ("10/3", "3 and a third"), ("3.375", "3 and three eighths"), ("12", "**Answer: 12**(dollars)"), ("12", "The total is **$12**(USD)."),
        ("2", "2 pies"), ("2", "2 tan dogs"), ("40° 26' 46\"", "40°26'46\""), ("(2, 3)", "\\boxed{(2, 3)}"),
        ("1 - \\frac{1}{\\mathrm{e}}", "$1 - \\frac{1}{\\mathrm{e}}$"), ("$12:00$", "12:00"),
    ],
)  # fmt: skip
def test_right_answers_pass(reference, text):
    assert verdict(reference, text).status == "pass"


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("16", "16π"), ("16", "16 π"), ("16", "The answer is 16π."), ("16", "16√2"), ("16", "±16"), ("16", "± 16"), ("16", "∛16"), ("16", "√ 16"),
        ("16", "16‰"), ("16", "16 + π"), ("16", "π - 16"), ("16", "2·16·π"), ("5", "‑5"), ("3", "3 and a half"), ("1/2", "3 and a half"),
        ("1000", "two and a half million"), ("3/2", "a dozen and a half"), ("2*x", "The derivative is not 2x."),
        ("2*x", "The derivative is 2x + 1."), ("2*x", "The derivative is 2x or 3x."), ("2*x", "Is it 2x?"), ("2*x", "Half of it is 2x."),
        ("(2, 3)", "\\boxed{(3, 2)}"), ("(2, 3)", "\\boxed{3, 2}"), ("(2, 3)", "y and x are 2 and 3"),
        ("3,5 km", "3,5 kg"), ("3.667", "3667"), ("09:00", "10:00"), ("billing", "gnillib"), ("16", "16 pi"), ("16", "16pi"), ("16", "The area is 16 pi cm²"), ("16", "16 times π"), ("16", "16 ln(2)"), ("16", "16 sin x"), ("16", "16e^2"),
        ("16", "plus or minus 16"), ("16", "+/- 16"), ("16", "16 per mille"), ("16", "π times 16"), ("3", "3 and a third"), ("3", "3 and five sixths"),
        ("7/2", "The roots are 3 and 1/2."), ("7/2", "The sum of 3 and 1/2"), ("n!", "n"), ("n", "The number is n!"),
        ("2*x", "The derivative plus one is 2x."), ("2*x", "Three times it is 2x."), ("2*x", "The trap is 2x"), ("\\ln 2", "ln 3"),
    ],
)  # fmt: skip
def test_what_is_only_a_part_of_a_value_is_none(reference, text):
    assert verdict(reference, text).status == "fail"


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("90 minutes", "1h 30m"), ("90 minutes", "1 h 30 min"), ("90 minutes", "1h30"), ("90 minutes", "It takes 1 hour and 30 minutes."),
        ("66 inches", "5 ft 6 in"), ("66 inches", "5'6\""), ("66 inches", "He is 5 feet 6 inches tall."), ("$5.50", "$5 and 50 cents"),
        ("3661 seconds", "1 hour 1 minute 1 second"),
    ],
)  # fmt: skip
def test_a_quantity_may_be_said_in_two_units(reference, text):
    assert verdict(reference, text).status == "pass"


@pytest.mark.parametrize(
    ("question", "text", "right", "wrong"),
    [
        ("How many hours does it last?", "1h 30m", "1.5", "1"), ("How many hours does it last?", "1 hour and 30 minutes", "1.5", "1"),
        ("How many feet tall is he?", "5 ft 6 in", "5.5", "5"), ("How many dollars?", "$5 and 50 cents", "5.5", "5"),
        ("How much does it cost?", "$5 and 50 cents", "$5.50", "5"), ("How many hours does it last?", "2 hours", "2", "1"),
    ],
)  # fmt: skip
def test_the_larger_of_two_units_is_not_all_of_a_quantity(question, text, right, wrong):
    assert [graders.math.grade(text, gold, question=question).status for gold in (right, wrong)] == ["pass", "fail"]


@pytest.mark.parametrize(
    ("reference", "text", "error_class"),
    [
        ("5", "-5", "sign"), ("-3", "3", "sign"), ("86", "The answer is 85.", "off_by_one"), ("850", "85", "scale_or_unit"),
        ("0.5", "50", "scale_or_unit"), ("11", "ANSWER: 711", "wrong_value"), ("10", "the value is 110", "wrong_value"), ("110", "the value is 10", "arithmetic_slip"),
        ("42", "The answer is not 42", "no_answer_found"), ("42", "", "empty"), ("42", "I don't know", "no_answer_found"),
        ("2", "AZYUK2A", "no_answer_found"), ("12", "12:30", "no_answer_found"), ("14", "3,14", "wrong_value"),
        ("528", "52_8", "no_answer_found"), ("1/3", "0.33", "precision"), ("100", "99.9999999", "precision"),
        ("84", "84 or 85", "extra_items"), ("1728", "The answer is 1331 and 1728", "extra_items"),
        ("47", "47 + 38", "wrong_value"), ("38", "47 + 38", "wrong_value"), ("4", "$4\\sqrt{2}$", "wrong_value"),
        ("12", "the answer is 12.7", "wrong_value"), ("12", "Tom has 12 apples. Then he has 37.", "wrong_value"),
        ("5", "\\boxed{5}. wait, \\boxed{9}", "wrong_value"), ("5 cm", "5 m", "scale_or_unit"), ("0.00000001", "0.00000002", "wrong_value"),
        ("100000000001000000000", "100000000000000000000", "arithmetic_slip"), ("2*x+1", "2x-1", "wrong_value"), ("12:30", "12:45", "wrong_value"),
        ("\\frac{1}{2^{99}+\\pi}", "\\frac{1}{2^{98}+\\pi}", "wrong_value"), ("1331 and 1728", "1728", "wrong_value"), ("28%", "280%", "scale_or_unit"),
    ],
)  # fmt: skip
def test_wrong_answers_fail_with_their_class(reference, text, error_class):
    found = verdict(reference, text)
    assert (found.status, found.error_class) == ("fail", error_class), found.evidence


def test_classes_that_the_settings_tell():
    word = {"operands": ["12", "5", "40"], "intermediate": ["60"], "distractors": ["33"]}
    assert verdict("20", "60", **word).error_class == "stopped_early"
    assert verdict("20", "The answer is 40", **word).error_class == "echoed_input"
    assert verdict("20", "12 + 5 + 40 = 57", **word).error_class == "wrong_operation"
    assert verdict("20", "33", **word).error_class == "distractor_chosen"
    assert verdict("85", "47 - 38 = 9", operands=["47", "38"], operation="+").error_class == "wrong_operation"
    assert verdict("12", "84/7", operands=["84", "7"], operation="/").error_class == "echoed_input"
    assert verdict("12", "84 / 7 = 12", operands=["84", "7"], operation="/").status == "pass"
    assert verdict("1", "4/4", operands=["1/4", "3/4"], operation="+").status == "pass"


def test_a_slip_is_exact_where_a_false_step_shows_it_and_a_guess_elsewhere():
    shown = verdict("322", "7 * 46 = 280 + 48 = 328", operands=["7", "46"], operation="*")
    assert (shown.error_class, shown.certainty) == ("arithmetic_slip", "heuristic")
    shown = verdict("90", "5 * 7 = 36, 36 + 55 = 94", operands=["5", "7"])
    assert (shown.error_class, shown.certainty) == ("arithmetic_slip", "exact")
    assert "5 * 7 = 36" in shown.evidence
    bare = verdict("85", "75", operands=["47", "38"], operation="+")
    assert (bare.error_class, bare.certainty) == ("arithmetic_slip", "heuristic")


@pytest.mark.parametrize(
    ("form", "kept", "broken"),
    [
        ({"form": "number_only"}, ["85", "85.", "$85", "85 apples", "**85**"], ["The answer is 85.", "47 + 38 = 85", "She has 85 apples left."]),
        ({"form": "boxed"}, ["\\boxed{85}", "47 + 38 = \\boxed{85}"], ["85", "The answer is 85."]),
        ({"form": "final_line", "cue": "Result:"}, ["47 + 38 = 85\nResult: 85", "**Result:** 85"], ["85", "The answer is 85", "Result: 85\nI hope this helps"]),
        ({"form": "final_line", "cue": "####"}, ["So\n#### 85"], ["Answer: 85"]),
        ({"form": "free"}, ["85", "\\boxed{85}", "#### 85", "It comes to 85."], []),
    ],
)  # fmt: skip
def test_the_form_asked_for_counts(form, kept, broken):
    assert [verdict("85", text, **form).status for text in kept] == ["pass"] * len(kept)
    assert [verdict("85", text, **form).error_class for text in broken] == ["format_violation"] * len(broken)
    assert verdict("85", broken[0].replace("85", "99") if broken else "99", **form).error_class == "wrong_value"


def test_extracted_is_what_stands_at_the_span():
    for text in (
        "So 47 + 38 = 85 in all.",
        "Answer: **85**",
        "x \\boxed{ 85 } y",
        "85",
        "  1 000 ",
        "- 5",
        "The answer is −5.",
    ):
        found = verdict("85", text)
        assert found.span is not None
        assert text[slice(*found.span)] == found.extracted
    assert verdict("85", "So 47 + 38 = 85 in all.").extracted == "85"


@pytest.mark.parametrize(
    "reference",
    ["", "   ", None, True, ["12"], "\\frac{", "1/0", ")(", "$$", float("nan"), "nan", "NaN", "None", "N/A", "null", "TBD",
     "undefined", "{}", "[]", "-", "?", "not available"],
)  # fmt: skip
def test_a_bad_reference_is_ungradable_never_a_pass(reference):
    probe = Probe(id="0" * 16, skill="math", area="m", split="screen", messages=[], reference=reference, grader="math")
    assert check_reference(probe).status == "ungradable"


@pytest.mark.parametrize(
    ("reference", "right", "wrong"),
    [
        ("5 km", ["It is 5 km.", "It is 5000 m.", "The answer is $5000\\text{ m}$.", "**5000** m", "5"],
         ["It is 5 cm.", "So they walked 5 cm in all.", "= 5 cm", "\\boxed{5\\text{ cm}}", "The distance is 5 m.", "5 miles"]),
        ("3 hours", ["The trip takes 180 minutes.", "They need 3 h.", "3"], ["The trip takes 3 days.", "It takes 3 minutes."]),
        ("$5", ["It costs 500 cents.", "It costs 5 dollars.", "5"], ["It costs 5 cents.", "It costs 5 euros."]),
        ("20 mph", ["20 miles per hour", "32.18688 km/h", "20 miles"], ["The speed is 20 km/h."]),
        ("5 V", ["It is 5000 mV."], ["It is 5 mV."]), ("5 MB", ["5000 kB"], ["It is 5 GB."]),
        ("20 °C", ["20 degrees Celsius", "It is 68 °F.", "It is 20 degrees.", "20"], ["It is 20 °F."]),
        ("5 m^2", ["The area is 50000 cm².", "5 square metres"], ["The area is 5 m."]),
        ("2 L", ["It holds 2000 mL.", "2000 cm^3"], ["It holds 2 mL."]),
        ("90 minutes", ["It takes 1 hour and 30 minutes.", "1 h 30 min", "1.5 hours"], ["It takes 30 minutes."]),
        ("1 hour 30 minutes", ["It takes 90 minutes.", "1.5 h"], ["1.3 hours"]),
        ("1 atm", ["101.325 kPa", "It is 1 atmosphere."], ["It is 1 Pa.", "The pressure is 1 bar."]),
        ("2 gallons", ["It holds 8 quarts.", "2"], ["It holds 2 liters.", "2 pints"]),
        ("3 GHz", ["3 gigahertz", "3000 MHz"], ["It runs at 3 MHz."]), ("4 MΩ", ["4000 kΩ"], ["It is 4 Ω."]),
        ("5 apples", ["5 pears", "It is 5 in total."], ["6 apples"]),
    ],
)  # fmt: skip
def test_quantities_are_what_they_say_in_any_unit_of_their_dimension(reference, right, wrong):
    assert [text for text in right if verdict(reference, text).status != "pass"] == []
    assert [text for text in wrong if verdict(reference, text).status != "fail"] == []


@pytest.mark.parametrize(
    ("question", "reference", "right", "echo"),
    [
        ("Convert 152 km to metres.", "152000 m", ["152,000 m", "152 km is 152000 m.", "152000"], "152 km"),
        ("How many metres are 152 km?", "152000", ["152 km = 152000 m"], "It is 152 km."),
        ("A 3-hour film lasts how many minutes?", "180 minutes", ["180", "3 hours are 180 minutes."], "3 hours"),
        ("He runs 2 km and 3 km. How many metres are that?", "5000 m", ["5 km"], "2 km"),
        ("Which is longer, 5 km or 4 miles?", "4 miles", ["4 miles"], "5 km"),
    ],
)
def test_what_the_question_gave_is_not_what_it_asks_for_in_another_unit(question, reference, right, echo):
    assert [graders.math.grade(text, reference, question=question).status for text in right] == ["pass"] * len(right)
    assert graders.math.grade(echo, reference, question=question).status == "fail"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("100K", 100_000), ("The total is 100k.", 100_000), ("$1.5M", 1_500_000), ("$2.5 B", 2_500_000_000), ("2.5bn", 2_500_000_000),
        ("5 hundred", 500), ("There are 3 hundred thousand.", 300_000), ("2 trillion", 2 * 10**12), ("1_000_000", 1_000_000),
        ("It is 1_000_000.", 1_000_000), ("$1\\_000$", 1000), ("12,34,567", 1_234_567), ("1,00,000 rupees", 100_000),
    ],
)  # fmt: skip
def test_letters_words_and_groups_make_numbers_large(text, value):
    assert verdict(str(value), text).status == "pass"
    assert verdict(str(value + 1), text).status == "fail"


def test_a_letter_that_is_a_unit_makes_nothing_large():
    assert verdict("273 K", "273K").status == "pass"
    assert verdict("273K", "It is 273 K.").status == "pass"
    assert verdict("5 m", "5m").status == "pass"
    assert verdict("3 m", "3M").status == "fail"
    assert verdict("9", "2k+1 is 9").status == "pass"
    assert verdict("twelve", "12").status == "pass"


@pytest.mark.parametrize(
    "text",
    [
        "\\[\n17 + 26 = 43\n\\]", "Adding gives\n\\[\nx = 43.\n\\]", "First,\n\\[\n17 + 20 = 37\n\\]\nthen\n\\[\n37 + 6 = 43\n\\]",
        "\\begin{align*}\n17+26 &= 37+6 \\\\\n&= 43\n\\end{align*}", "\\begin{equation}\n17+26=43\n\\end{equation}",
        "\\begin{equation*}\\begin{split}x&=17+26\\\\&=43.\\end{split}\\end{equation*}", "$$\n\\begin{aligned}\nx&=17+26\\\\[4pt]\n&=43\n\\end{aligned}\n$$",
        "So\n\\begin{align}\nx &= 17+26 \\\\\n  &= 43 \\\\\n\\end{align}", "\\begin{gathered}17+26\\\\43\\end{gathered}",
        "\\[\n17+26=43\n\\tag{1}\n\\]", "\\begin{equation}\\label{eq:sum}\n17+26=43\n\\end{equation}",
        "The answer is\n\\[\n\\begin{aligned} x &= 40 + 3 \\\\ &= 43 \\end{aligned}\n\\]", "\\[\n17+26=43\n\\]\nwhere \\(x\\) is the sum.",
        "\\(43\\) is the value of \\(x\\).", "\\[ \\boxed{43} \\]",
    ],
)  # fmt: skip
def test_displayed_mathematics_is_read_to_its_last_line(text):
    assert verdict("43", text).status == "pass"
    assert verdict("37", text).status == "fail"


def test_displayed_expressions_are_read_too():
    assert verdict("3/4", "The sum is:\n\n\\[\n\\frac{3}{4}\n\\]").status == "pass"
    assert verdict("2*x+1", "\\begin{align*} f(x) &= x + x + 1 \\\\ &= 2x+1 \\end{align*}").status == "pass"
    matrix = "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}"
    assert verdict(matrix, f"\\[{matrix}\\]").status == "pass"
    assert verdict(matrix, "\\[\\begin{pmatrix}1&2\\\\3&5\\end{pmatrix}\\]").status == "fail"


@pytest.mark.parametrize(
    "text",
    [
        "print(43)", "int('43')", "def f():\n    return 43", "```python\nprint(43)\n```", "```python\nx = 17 + 26\nprint(x)  # 43\n```",
        "max(1, 43)", "eval('43')", "lambda: 43", "(lambda: 43)()", "__import__('os').system('echo 43')", "return 43", "f(43)",
        "The answer is print(43)", "The answer is int('43').", "#### int(43)", "\\boxed{int('43')}", "console.log(43)", "43 or exit()", "43 if True else 44", "17 if x else 43",
        "import math; print(43)", "x.append(43)", "int main() { return 43; }", "let x = 43;\nconsole.log(x);", "f(2)+43", "43;import os",
    ],
)  # fmt: skip
def test_a_program_is_no_number_whatever_stands_in_it(text):
    assert verdict("43", text).status == "fail"


@pytest.mark.parametrize(
    "text",
    [
        "f(x) = 43", "P(A) = 43", "The answer is f(5) = 43.", "gcd(86, 43) = 43", "Let f(x) = 2x. Then f(2) = 43", "(43)",
        "```\n43\n```", "```python\n43\n```", "```\nAnswer: 43\n```", "```python\nprint(17+26)\n```\nThe answer is 43.", "sqrt(1849)",
        "She has 43 apple(s).", "Answer: 43 (approx.)", "The function returns 43.", "def add():\n    return 5\n\nThe answer is 43.",
    ],
)  # fmt: skip
def test_mathematics_and_prose_beside_a_program_are_still_read(text):
    assert verdict("43", text).status == "pass"


@pytest.mark.parametrize(
    "text",
    ["$9^{9^{9^{9}}}$", "9**9**9", "$99999999!$", "9" * 60_000, "\\boxed{2^{2^{2^{49}}}}", "1e999999999", "((((" * 5000,
     "\\frac{1}{" * 3000, "\\boxed{" * 9000, "=" * 60_000, "1,000" * 12_000, "answer is " * 6000, "1 " * 30_000, "$" * 60_000,
     "answer\n" * 9000, "answer to " * 6000, " " * 60_000 + "x 6", "1/" * 30_000, "1 + " * 16_000, "- " * 30_000, "5 or " * 12_000,
     "\x00\ud800", "٣", "²", "½" * 60_000, "__import__('os').system('true') or 1", "f(" * 30_000, "a.b(" * 15_000,
     "```\n" * 15_000, "\\\\" + " " * 60_000, "\\begin{align}" + "&" * 60_000, "\\[" * 30_000, "$$" * 2_000 + "\\\\",
     "return " * 9_000, "7 " + "km " * 20_000, "1 h " * 15_000, "7K" * 30_000, "1_000" * 12_000],
)  # fmt: skip
def test_hostile_text_is_answered_soon(text):
    start = time.process_time()
    found = verdict("5", text, operands=["2", "3"], operation="+")
    assert found.status == "fail", found
    assert time.process_time() - start < 5


def test_a_hang_in_the_library_is_ungradable_and_the_next_answer_is_graded(monkeypatch):
    monkeypatch.setattr(graders.math, "SECONDS", 0.3)
    deep = "\\frac{1}{1+" * 40 + "1" + "}" * 40
    assert verdict("x", f"${deep}$").error_class in ("grader_timeout", "wrong_value")
    monkeypatch.undo()
    assert verdict("2*x+1", "$x + x + 1$").status == "pass"


@given(st.text(alphabet="0123456789.,-+/ =%$()\\{}^*ab½", max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_string_of_mathematical_signs_gets_a_verdict_or_a_timeout(text):
    found = verdict("85", text)
    assert found.error_class != "grader_error", found.evidence
    assert found.error_class != "gold_unparseable", found.evidence


@given(st.integers(-(10**12), 10**12))
def test_integers_are_read_in_every_spelling(value):
    for text in (str(value), f"{value:,}", f"{value}.0", f"{value} apples", f"**{value}**", f"\\boxed{{{value}}}"):
        number = read_number(plain(text))
        assert number is not None
        assert number.value == value


@given(st.integers(-999, 999), st.integers(1, 999))
def test_fractions_are_exact(top, under):
    assert verdict(f"{top}/{under}", str(Fraction(top, under))).status == "pass"
    assert verdict(f"{top}/{under}", str(Fraction(top, under) + Fraction(1, 10**9))).status == "fail"


@pytest.mark.timeout(60)
def test_plain_numbers_are_graded_fast():
    handler = get_grader("math")
    probe = Probe(id="0" * 16, skill="math", area="m", split="screen", messages=[], reference="85", grader="math")
    answers = [
        Answer(probe_id=probe.id, text=text) for text in ("85", "The answer is 85.", "47 + 38 = 85", "She has 85 left.")
    ]
    best = usual = math.inf
    for _ in range(15):
        start = time.process_time()
        for _ in range(250):
            for answer in answers:
                handler.grade(probe, answer)
        graded = time.process_time()
        for _ in range(1000):
            sorted(str(n) for n in range(30))
        best, usual = min(best, graded - start), min(usual, time.process_time() - graded)
    # 10,000 a second of an idle core, on which the other loop takes 3.6 ms: a busy one is slow at both
    assert best < 0.1 / 0.0036 * usual


def test_text_beyond_the_limit_is_cut():
    assert verdict("85", "85" + " " * MAX_ANSWER_CHARS + "99").status == "pass"


def test_a_calculation_left_undone_is_an_answer_only_where_it_was_not_the_question():
    assert graders.math.grade("11 + 4/9", "103/9").status == "pass"
    assert graders.math.grade("Answer \\( (9+1) \\)", "10").status == "pass"
    assert graders.math.grade("47 + 38", "85", question="What is 47 + 38?").status == "fail"
    assert graders.math.grade("47 + 38", "85", settings={"operands": ["47", "38"], "operation": "+"}).status == "fail"


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("What is 12 * (3 + 4)?", "It is 84.", "40"),
        ("Calculate 3/4 + 1/4.", "1", "4/8"),
        ("Solve for x: 2x + 3 = 11", "x = 4", "x = 7"),
        ("Solve $x^2 = 9$.", "x = 3 or x = -3", "x = 3"),
        ("What is 17 times 6?", "102", "23"),
        ("Evaluate $\\frac{1}{2} + \\frac{1}{3}$", "\\frac{5}{6}", "\\frac{2}{5}"),
        ("Simplify $\\sqrt{50}$", "$5\\sqrt{2}$", "$2\\sqrt{5}$"),
    ],
)
def test_without_a_reference_a_formula_is_solved(question, right, wrong):
    assert graders.math.grade(right, question=question).status == "pass"
    assert graders.math.grade(wrong, question=question).status == "fail"


@pytest.mark.parametrize(
    "question", ["", "How many apples does Tom have?", "What is love?", "Solve x + y = 3", "$a$ and $b$"]
)
def test_without_a_reference_a_story_is_ungradable(question):
    found = graders.math.grade("5", question=question)
    assert (found.status, found.error_class) == ("ungradable", "gold_unparseable")


@pytest.mark.parametrize(
    ("answer", "reference", "right"),
    [
        ("The answer is 3².", "9", True), ("x² + 1", "x^2+1", True), ("10⁻³", "0.001", True), ("√16", "4", True),
        ("2√3", "\\sqrt{12}", True), ("2³·5 = 40", "40", True), ("√16", "5", False), ("3³", "9", False),
        ("The area is 12 m².", "12", True), ("12 m²", "144", False), ("x < 5 and x > 2", "(2,5)", True),
        ("x <= 5 and x > 2", "(2,5)", False), ("x ≤ 2 or x ≥ 3", "(-\\infty,2] \\cup [3,\\infty)", True),
        ("x < 2 or x ≥ 3", "(-\\infty,2] \\cup [3,\\infty)", False), ("y = -1 and x = 3", "(3,-1)", True),
        ("y = 3 and x = -1", "(3,-1)", False), ("(-oo,2] U [3,oo)", "(-\\infty,2] \\cup [3,\\infty)", True),
        ("sqrt(16)", "4", True), ("10^-3", "1/1000", True), ("10^-3", "1000", False),
    ],
)  # fmt: skip
def test_signs_of_unicode_and_words_between_bounds(answer, reference, right):
    verdict = graders.math.grade(answer, reference)
    assert (verdict.status == "pass") == right, verdict
    if verdict.span:
        start, end = verdict.span
        assert answer[start:end] == verdict.extracted


def test_the_number_of_an_item_is_no_answer_and_one_that_is_explained_is():
    assert verdict("10", "10: he ate 7 and gave 3 away").status == "pass"
    for text in ("10: he ate 7\n11: he gave 3 away", "10. He ate 7.\n11. He gave 3 away."):
        assert verdict("10", text).status == "fail"
