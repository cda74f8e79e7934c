"""Answers that hold the right value and do not give it, each with a twin that does: `cases()` names them all.

The idea: the ways in which a right value stands in a reply that answers something else are few, whatever is asked: it is
denied, taken back, supposed, one of several, hidden in a comment, quoted as somebody's mistake, or left to a program. So
they are written once, as forms with places for a right value and two wrong ones, and filled in for every grader that reads
prose; what only one grader can meet is listed below them. A false answer must not pass. A true one must: it takes back,
denies or supposes the wrong value, in the same words, so that nothing is won by reading strictly.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple


class Case(NamedTuple):
    """One answer to one question."""

    grader: str
    kind: str
    answer: str
    right: bool
    """It gives the right value, as its answer and alone."""
    reference: Any
    settings: dict[str, Any] = {}
    question: str = ""

    @property
    def name(self) -> str:
        return f"{self.grader} {'true' if self.right else 'false'} {self.kind}: {self.answer[:60]!r}"


class Subject(NamedTuple):
    """A question with a right value and two wrong ones, as a reply would write them."""

    grader: str
    reference: Any
    right: str
    wrong: str
    other: str
    settings: dict[str, Any] = {}
    question: str = ""


# ---- what every reply in prose can do ------------------------------------------------------------------

FALSE: dict[str, list[str]] = {
    "denied": [
        "The answer is not {r}.", "{r} is wrong.", "It is not {r}.", "The answer isn't {r}.", "{r} is not the answer.",
        "I don't think it is {r}.", "It can't be {r}.", "The answer is definitely not {r}.", "{r} is incorrect.", "{r} is not correct.",
        "The answer is anything but {r}.", "No, it isn't {r}.", "{r} would be wrong.", "The answer cannot be {r}.",
    ],
    "corrected": [
        "The answer is {r}. Wait, no: {w}.", "The answer is {r}. Correction: {w}.", "The answer is {r}. Actually, it is {w}.",
        "The answer is {r}. Sorry, I meant {w}.", "The answer is {r}. Scratch that: {w}.", "The answer is {r}... no, {w}.",
        "The answer is {r}. Oops, the answer is {w}.", "Answer: {r}\n\nWait, that is wrong. It should be {w}.",
        "I first thought the answer was {r}, but the answer is {w}.", "The answer is {r}. That was a mistake.\nThe answer is {w}.",
        "The answer is {r}. Hmm, that's not right. The answer is {w}.", "The answer is {r}. No, the answer is {w}.",
        "The answer is {r}. Wait, that's wrong.", "The answer is {r}. On second thought, {w}.", "The answer is {r}, or rather {w}.",
        "The answer is ~~{r}~~ {w}.", "The answer is <del>{r}</del> {w}.",
    ],
    "hypothetical": [
        "I don't know. If it were {r}, fine.", "If the answer is {r}, I would be surprised.", "Suppose the answer is {r}.",
        "Let's assume the answer is {r}.", "I wish the answer were {r}.", "Is the answer {r}?", "Could it be {r}?",
        "I doubt that the answer is {r}.", "It is unclear whether the answer is {r}.",
    ],
    "hedged": [
        "{r} or {w}", "either {w} or {r}", "The answer is either {r} or {w}.", "Maybe {w}, maybe {r}.", "The answer is {w} or maybe {r}.",
        "It could be {w}. It could also be {r}.", "The answer is {r} or {w}; I am not sure which.", "Both {w} and {r} are possible.",
        "The answer is {r}, or possibly {w}.",
    ],
    "listed": [
        "Possible: {o}; {w}; {r}", "The answer is one of: {o}; {w}; {r}", "My guesses: {w}; {o}; {r}", "{o}; {w}; {r}",
        "1. {o}\n2. {w}\n3. {r}", "{w}\n{o}\n{r}", "The answer is {o} or {w} or {r}.",
    ],
    "comment": [
        "{w}<!-- {r} -->", "The answer is {w}. <!-- The answer is {r}. -->", "<!-- {r} -->", "<!-- The answer is {r}. -->",
        "The answer is {w}.\n\n[//]: # (The answer is {r}.)", "The answer is {w}.\n<!--\nThe answer is {r}.",
    ],
    "quoted": [
        'A student answered "{r}", which is wrong.', "You might think that the answer is {r}.", "A common mistake is to answer {r}.",
        "Some people say the answer is {r}, but that is wrong.", "The wrong answer is {r}.", "The answer {r} is wrong.",
        "It is a common misconception that the answer is {r}.", "My first attempt, {r}, was wrong.",
    ],
    "code": ["print({r!r})", "def answer():\n    return {r!r}", "(lambda: {r!r})()", "str({r!r})", "SELECT {r!r}", "echo {r!r}"],
}  # fmt: skip
"""Kind → replies that hold the right value `{r}` and do not answer with it; `{w}` and `{o}` are wrong values."""

TRUE: dict[str, list[str]] = {
    "denied": [
        "The answer is not {w}. The answer is {r}.", "{w} is wrong. The answer is {r}.", "The answer isn't {w}; the answer is {r}.",
        "The answer is {r}, not {w}.", "It can't be {w}. The answer is {r}.", "The answer is {r}. {w} is wrong.",
        "The answer is {r}, and certainly not {w}.",
    ],
    "corrected": [
        "The answer is {w}. Wait, no: {r}.", "The answer is {w}. Correction: {r}.", "The answer is {w}. Actually, it is {r}.",
        "The answer is {w}. Sorry, I meant {r}.", "The answer is {w}. Scratch that: {r}.", "The answer is {w}... no, {r}.",
        "The answer is {w}. Oops, the answer is {r}.", "Answer: {w}\n\nWait, that is wrong. It should be {r}.",
        "I first thought the answer was {w}, but the answer is {r}.", "The answer is {w}. That was a mistake.\nThe answer is {r}.",
        "The answer is {w}. Hmm, that's not right. The answer is {r}.", "The answer is {w}. No, the answer is {r}.",
        "The answer is {w}. On second thought, {r}.", "The answer is {w}, or rather {r}.", "The answer is ~~{w}~~ {r}.",
        "The answer is <del>{w}</del> {r}.", "The answer is {r}. Wait, let me check. Yes, the answer is {r}.",
        "The answer is {r}. Wait, is that right? Yes, it is.",
    ],
    "hypothetical": [
        "If the answer were {w}, something would be off. The answer is {r}.", "Suppose the answer is {w}. That fails. So the answer is {r}.",
        "Is the answer {w}? No. The answer is {r}.", "The answer is {r}. If it were {w}, nothing would fit.",
    ],
    "hedged": [
        "Is it {w} or {r}? The answer is {r}.", "At first sight either {w} or {r} would do. The answer is {r}.", "I think the answer is {r}.",
        "The answer is probably {r}.",
    ],
    "listed": ["Possible: {o}; {w}; {r}. The answer is {r}.", "Candidates:\n1. {o}\n2. {w}\n3. {r}\n\nThe answer is {r}."],
    "comment": [
        "{r}<!-- {w} -->", "The answer is {r}. <!-- The answer is {w}. -->", "<!-- {w} -->\n{r}", "{r} <!-- checked -->",
        "The answer is {r}.\n\n[//]: # (The answer is {w}.)",
    ],
    "quoted": [
        'A student answered "{w}", which is wrong. The answer is {r}.', "You might think that the answer is {w}, but the answer is {r}.",
        "A common mistake is to answer {w}. The answer is {r}.", "Some people say the answer is {w}, but that is wrong. The answer is {r}.",
        "My first attempt, {w}, was wrong. The answer is {r}.",
    ],
    "code": ["The answer is {r}.", "**Answer:** {r}", "{r}"],
}  # fmt: skip
"""Kind → replies that answer with the right value, whatever they say of the wrong ones."""

_CITIES = ["Paris", "London", "Rome", "New York"]
_MUSEUM = {
    "documents": [
        {
            "id": "1",
            "text": "The museum opened on 14 May 2021. It closed on 3 June 2022 for repairs, and again on 9 July 2023.",
        }
    ],
    "facts": [{"value": "14 May 2021"}],
    "answerable": True,
}
SUBJECTS: list[Subject] = [
    Subject("math", "85", "85", "84", "83"),
    Subject("math", "3/4", "3/4", "1/4", "2/3"),
    Subject("math", "$70,000", "$70,000", "$7,000", "$700"),
    Subject("math", "85 km", "85 km", "84 km", "83 km"),
    Subject("math", "\\sqrt{2}", "$\\sqrt{2}$", "$\\sqrt{3}$", "$\\sqrt{5}$"),
    Subject("math", "12:30", "12:30", "12:45", "11:15"),
    Subject("choice", "B", "B", "A", "C", {"options": _CITIES}),
    Subject("choice", "B", "(B)", "(A)", "(D)"),
    Subject("choice", "London", "London", "Paris", "Rome", {"options": _CITIES}),
    Subject("text", "Paris", "Paris", "London", "Rome"),
    Subject("text", "William Shakespeare", "William Shakespeare", "Ben Jonson", "John Webster", {"match": "f1"}),
    Subject("estimate", "384400 km", "384,400 km", "3 km", "17 km", {"tolerance": 0.05}),
    Subject(
        "grounded",
        _MUSEUM,
        "14 May 2021",
        "3 June 2022",
        "9 July 2023",
        {"citations": "none"},
        "When did the museum open?",
    ),
]


_PLANETS = ["Mercury", "Venus", "Earth", "Mars"]
_RACE: dict[str, Any] = {
    "kind": "csp", "variables": {"ann": [1, 2, 3], "bob": [1, 2, 3]}, "constraints": [["=", "ann", 1], ["=", "bob", 2]],
}  # fmt: skip
SUBJECTS += [
    Subject(
        "order",
        _PLANETS,
        "Mercury > Venus > Earth > Mars",
        "Venus > Mercury > Earth > Mars",
        "Mars > Venus > Earth > Mercury",
    ),
    Subject(
        "puzzle",
        {"kind": "arithmetic", "numbers": [4, 7, 8, 8], "target": 24},
        "(7 - 8 / 8) * 4",
        "(7 + 8 / 8) * 4",
        "(8 - 7) * 8 * 4",
    ),
    Subject(
        "any_of",
        [{"grader": "math", "reference": "85"}, {"grader": "text", "reference": "eighty-five"}],
        "85",
        "84",
        "83",
    ),
    Subject(
        "all_of",
        [
            {"grader": "math", "reference": "85"},
            {"grader": "constraints", "reference": [{"id": "words", "args": {"max": 40}}]},
        ],
        "85",
        "84",
        "83",
    ),
]


def _in_prose() -> Iterator[Case]:
    for subject in SUBJECTS:
        places = {"r": subject.right, "w": subject.wrong, "o": subject.other}
        for forms, right in ((FALSE, False), (TRUE, True)):
            for kind, templates in forms.items():
                for template in templates:
                    if template not in UNFIT.get((subject.grader, right), ()):
                        answer = template.format(**places)
                        yield Case(
                            subject.grader, kind, answer, right, subject.reference, subject.settings, subject.question
                        )


UNFIT: dict[tuple[str, bool], list[str]] = {}
"""Forms that mean something else where this is asked."""


# ---- numbers ----------------------------------------------------------------------------------------

_CODE = [
    'int("{n}")', 'eval("{n}")', "(lambda: {n})()", 'len("x"*{n})', "print({n})", "range({n})", "f({n})", "def f(): return {n}", "lambda: {n}",
    '__import__("os").system("id") or {n}', "max({m}, {n})", "min({n}, 99)", "{n} if True else {m}", "exec('x = {n}')", "return {n}", "assert x == {n}",
    "SELECT {n}", "SELECT {n};", "SELECT {n} FROM dual", "SELECT COUNT(*) FROM t WHERE id = {n}", "select {n} from t", "echo {n}", "echo $(({m}+1))",
    "console.log({n})", "printf('%d', {n})", "puts {n}", "System.out.println({n});", "let x = {n};", "const answer = {n};", "(() => {n})()", "=SUM({m},1)",
    "#define ANSWER {n}", "cout << {n};", "$ echo {n}", ">>> {n} + 0", "sum([{m}, 1])", "abs(-{n})", "round({n}.2)", "float('{n}')", "open('x').read() or {n}",
    "```python\nprint({n})\n```", "```python\nanswer = {n}\n```", "```sql\nSELECT {n}\n```", "```\ndef answer():\n    return {n}\n```", "The answer is int('{n}').",
    "The answer is f({n}).", "Run this: `print({n})`", "for i in range({n}): pass", "while x < {n}: x += 1", "import math; math.floor({n}.5)",
]  # fmt: skip
_BOUNDS = [
    "The answer is less than {n}.", "The answer is more than {n}.", "The answer is at most {n}.", "The answer is at least {n}.", "It is greater than {n}.",
    "It is below {n}.", "It is over {n}.", "x < {n}", "x > {n}", "x >= {n}", "x ≤ {n}", "x ≠ {n}", "$x \\le {n}$", "The answer is {n} or more.",
    "The answer is {n} or less.", "{n} or fewer", "less than {n}", "more than {n}", "fewer than {n}", "at least {n}", "The answer is between {m} and {n}.",
    "somewhere between {m} and {n}", "The answer is smaller than {n}.", "It exceeds {n}.", "The result is not more than {n}, I think.", "< {n}", "> {n}",
    "The answer is from {m} to {n}.", "The answer is up to {n}.", "{n} at most", "The upper bound is {n}.",
]  # fmt: skip
_UNDONE = [
    "{n}!", "${n}!$", "1+2+...+{n}", "1 + 2 + … + {n}", "{m} + 1", "The answer is {m} + 1.", "80 + 5 = ?", "\\sum_{{k=1}}^{{{n}}} k", "1 * 2 * ... * {n}", "{m}+1 =",
    "2 * {n} / 2 + 0", "sum from 1 to {n}", "{n}!!",
]  # fmt: skip
_NUMBERS_JSON = [
    '{{"answer": {m}, "check": {n}}}', '{{"check": {n}, "answer": {m}}}', '{{"answer": {m}, "confidence": {n}}}', '{{"result": {m}, "previous": {n}}}',
    '{{"answer": "{m}", "note": "not {n}"}}', '{{"answer": {m}, "answer": {n}}}', '{{"answer": {n}, "answer": {m}}}', '{{"answer": {n}}} {{"answer": {m}}}',
    '```json\n{{"answer": {m}, "steps": [{n}]}}\n```', '{{"answer": [{m}, {n}]}}', '{{"final_answer": {m}, "answer_before": {n}}}', '{{"answer": null, "guess": {n}}}',
    '{{"a": {m}, "b": {n}}}', 'Here: {{"answer": {m}, "operands": [{n}, 0]}}',
]  # fmt: skip
_NUMBERS_TRUE = [
    "{n}", "{n}.", "**{n}**", "The answer is {n}!", "{n} or {n}.0", '{{"answer": {n}, "check": {m}}}', '{{"answer": {n}, "confidence": 0.9}}', '{{"answer": {n}}}',
    '```json\n{{"answer": {n}, "steps": [40, 45]}}\n```', '{{"check": {m}, "answer": {n}}}', '{{"answer": "{n}"}}', 'Here it is: {{"answer": {n}}}',
    "40 + 45 = {n}", "f(2) = {n}", "x = {n}", "x = 40 + 45\nx = {n}", "The answer is {n}, which is more than {m}.", "The answer is {n}, and that is less than 90.",
    "It is more than {m}: it is {n}.", "{m} is wrong because 40 + 45 is {n}, so {n}.", "If x = {n}, then x - 40 = 45, which fits. So x = {n}.",
    "Is it {m}? 40 + 45 = {n}, so no. It is {n}.", "The answer is {n}. Check: {n} - 40 = 45.", "The answer is {n} rather than {m}.", "Not {m} but {n}.",
    "First I add 40 and 45. That is {n}.\nLet me check: {n} - 45 = 40. Correct.\nThe answer is {n}.", "40 + 40 = 80, 80 + 5 = {n}.", "It's not 80, it's {n}.",
    "If we add 40 and 45 we get {n}.", "If you have 40 and get 45 more, you have {n}.", "There are at least 80, at most 90, and exactly {n}. The answer is {n}.",
    "First guess: {m}. Too low.\nSecond guess: 86. Too high.\nSo the answer is {n}.", "I was not sure at first, but the answer is {n}.", "He did not eat 3 of the 88, so {n} are left.",
    "The answer is {n}. I am sure that it isn't {m}.", "Someone said {m}. That is wrong. The answer is {n}.", "```\n{n}\n```", "`{n}`", "The total would be {n}.",
    "Let x be the number. Suppose x = 40. Then 2x + 5 = {n}. The answer is {n}.", "To find it, we do not need 12. 40 + 45 = {n}", "#### {n}", "Answer: {n} <!-- 40 + 45 -->",
    "The number of students who did not pass is {n}.", "85 students did not pass, so the answer is {n}.", "Some of the 100 are broken, {n} are not. The answer is {n}.",
    "Wait, let me add again: 40 + 45 = {n}. Yes, the answer is {n}.", "I made no mistake: the answer is {n}.", "There is no doubt: the answer is {n}.",
]  # fmt: skip


def _numbers() -> Iterator[Case]:
    for reference, n, m in (("85", "85", "84"), ("43", "43", "42")):
        for kind, templates in (("code", _CODE), ("bound", _BOUNDS), ("undone", _UNDONE), ("json", _NUMBERS_JSON)):
            for template in templates:
                yield Case("math", kind, template.format(n=n, m=m), False, reference)
    for template in _NUMBERS_TRUE:
        yield Case("math", "stated", template.format(n="85", m="84"), True, "85")
    for answer in (
        "85 apples",
        "There are 85 apples.",
        "The answer is 85 people.",
        "85 miles",
        "85 kg",
        "85 seconds",
        "85 euros",
        "It is 85 cookies.",
        "85 red marbles",
    ):
        yield Case("math", "another unit", answer, False, "85 km")
    for answer in (
        "85 km",
        "85",
        "85 kilometres",
        "85,000 m",
        "It is 85 km in all.",
        "The distance is 85 kilometers.",
        "85 km/h for one hour makes 85 km",
        "He walks 85 km.",
    ):
        yield Case("math", "another unit", answer, True, "85 km")
    for answer, right in (
        ("85 km", False),
        ("85 kg", False),
        ("85 apples", True),
        ("85", True),
        ("85 apples in all", True),
        ("There are 85 red apples.", True),
    ):
        yield Case("math", "another unit", answer, right, "85 apples")
    for answer, right in (
        ("2 dozen", True),
        ("two dozen", True),
        ("24", True),
        ("2 dozen eggs", True),
        ("The answer is 2 dozen.", True),
        ("1 dozen", False),
        ("3 dozen", False),
    ):
        yield Case("math", "dozens", answer, right, "24")
    yield Case("math", "dozens", "2 dozen", True, "2", question="How many dozen eggs are there?")
    yield Case("math", "dozens", "2 dozen", False, "2", question="How many eggs are there?")
    yield Case(
        "math",
        "bound",
        "She needs at least 85 points.",
        True,
        "85",
        question="What is the minimum number of points that she needs?",
    )
    yield Case("math", "factorial", "5!", True, "120")
    for last, right in (("85", True), ("84", False)):
        column = f"\\begin{{array}}{{r}} 40 \\\\ +45 \\\\ \\hline {last} \\end{{array}}"
        yield Case("math", "sum in a column", column, right, "85")
        yield Case(
            "math",
            "sum in a column",
            f"We add:\n$$\n\\begin{{array}}{{r}}\n40 \\\\\n+ 45 \\\\\n\\hline\n{last} \\\\\n\\end{{array}}\n$$",
            right,
            "85",
        )
    for answer in (
        "not $2x+1$",
        "$2x+1$ is wrong.",
        "$2x+1$ or $2x+2$",
        "The answer isn't $2x+1$.",
        "$2x+2$<!-- $2x+1$ -->",
        "I doubt that it is $2x+1$.",
        "lambda x: 2*x+1",
    ):
        yield Case("math", "expression", answer, False, "2x+1")
    for answer in (
        "$2x+1$",
        "2x + 1",
        "The answer is $2x+1$.",
        "$2x+2$ is wrong. The answer is $2x+1$.",
        "f(x) = 2x+1",
        "It is $1+2x$, not $2x+2$.",
        "$2x+2$... no, $2x+1$",
    ):
        yield Case("math", "expression", answer, True, "2x+1")
    for answer in ("see solution", "See the solution above."):
        yield Case("math", "reference", answer, False, "85")


# ---- calls ---------------------------------------------------------------------------------------------

CALLS_FALSE: dict[str, list[str]] = {
    "denied": [
        "I would not call {r}.", "I will not call {r}.", "Do not call {r}.", "Don't call {r}.", "I won't call {r} here.", "There is no need to call {r}.",
        "You should never call {r}.", "It would be wrong to call {r}.", "I refuse to call {r}.", "I am not going to call {r}.", "Calling {r} would be a mistake.",
        "{r} is wrong.", "{r} is not needed.",
    ],
    "comment": ["# {r}", "// {r}", "<!-- {r} -->", "/* {r} */", "-- {r}", "~~{r}~~", "```python\n# {r}\n```"],
    "corrected": [
        "{r}\nWait, no: {w}", "{r}\nScratch that. {w}", "{r}\nNo, that is wrong. {w}", "I call {r}. Sorry, I meant {w}.", "Instead of {r}, I call {w}.", "{r}\nWait, that's wrong.",
        "{r}\nActually, never mind.", "{r}\n\nI made a mistake. The right call is {w}",
    ],
    "hypothetical": ["If the city were known, I would call {r}.", "For example, {r} could be called.", "Should I call {r}?", "I could call {r}, but I do not.", "Suppose I call {r}."],
    "hedged": ["{r} or {w}", "Either {r} or {w}.", "Maybe {w}, maybe {r}."],
    "quoted": ["You might think of {r}.", "A common mistake is to call {r}.", "My first attempt, {r}, was wrong.", "The wrong call is {r}."],
}  # fmt: skip
CALLS_TRUE: dict[str, list[str]] = {
    "denied": ["I would not call {w}. I call {r}", "{r}", "{r}\n\nNo other call is needed."],
    "comment": ["<!-- {w} -->\n{r}", "~~{w}~~ {r}", "{r} <!-- one call -->", "# {w}\n{r}"],
    "corrected": ["{w}\nWait, no: {r}", "{w}\nScratch that. {r}", "{w}\nNo, that is wrong. {r}", "I call {w}. Sorry, I meant {r}", "Instead of {w}, I call {r}"],
    "hypothetical": ["Should I call {w}? No. I call {r}", "I need the weather, so I call {r}"],
    "quoted": ["My first attempt, {w}, was wrong. I call {r}", "```\n{r}\n```"],
}  # fmt: skip
_IN_PROGRAMS = [
    "(lambda: {r})()", "lambda: {r}", "def run():\n    return {r}", "if False:\n    {r}", "eval('{r!s}')", "{r} if ready else None", "None and {r}", "for _ in []:\n    {r}",
    "schedule({r})", "async def run():\n    await {r}", "() => {r}", "function run() {{ return {r} }}", "try:\n    pass\nexcept Exception:\n    {r}", '"""{r}"""',
]  # fmt: skip
_WEATHER = {"tools": [
    {"name": "get_weather", "parameters": {"properties": {"city": {"type": "string"}}, "required": ["city"]}},
    {"name": "get_time", "parameters": {"properties": {"city": {"type": "string"}}, "required": ["city"]}},
]}  # fmt: skip
_OSLO = [{"name": "get_weather", "arguments": {"city": ["Oslo"]}}]
_SHOP = {
    "html": '<form><input id="q" name="q"><input type="checkbox" id="gift" name="gift"><button id="buy" type="button">Buy</button>'
    '<button id="sell" type="button">Sell</button></form>',
    "effect": {"clicked": "#buy"},
}


def _calls() -> Iterator[Case]:
    python = 'get_weather(city="Oslo")', 'get_weather(city="Rome")'
    as_json = tuple(json.dumps({"name": "get_weather", "arguments": {"city": city}}) for city in ("Oslo", "Rome"))
    click = 'click("#buy")', 'click("#sell")'
    click_json = tuple(json.dumps({"action": "click", "selector": selector}) for selector in ("#buy", "#sell"))
    for grader, reference, settings, pairs in (
        ("tool_call", _OSLO, _WEATHER, (python, as_json)),
        ("web_action", _SHOP, {}, (click, click_json)),
    ):
        for r, w in pairs:
            for forms, right in ((CALLS_FALSE, False), (CALLS_TRUE, True)):
                for kind, templates in forms.items():
                    for template in templates:
                        if right or not (template.startswith("Maybe") and grader == "x"):
                            yield Case(grader, kind, template.format(r=r, w=w), right, reference, settings)
            if r == pairs[0][0]:
                for template in _IN_PROGRAMS:
                    yield Case(grader, "in a program", template.format(r=r, w=w), False, reference, settings)
                for template in (
                    "result = {r}",
                    "await {r}",
                    "{r};",
                    "{r}  # the one that is asked for",
                    "```python\n{r}\n```",
                    "print({r})",
                ):
                    if grader == "tool_call" or not template.startswith("print"):
                        yield Case(grader, "in a program", template.format(r=r, w=w), True, reference, settings)
    for answer, right in (
        ("[7] click", True),
        ("click [7]", True),
        ("[8] click", False),
        ("not click [7]", False),
        ("Do not click [7].", False),
        ("# click [7]", False),
    ):
        page = {
            "html": '<button data-id="7">Buy</button><button data-id="8">Sell</button>',
            "effect": {"clicked": "[data-id='7']"},
        }
        yield Case("web_action", "lines", answer, right, page, {"ids": "data-id"})


# ---- JSON ------------------------------------------------------------------------------------------------

_JSON_FALSE: dict[str, list[str]] = {
    "two": ["{r} {w}", "{w} {r}", "Maybe {w} or {r}", "{w}\n{r}", "```json\n{w}\n```\n```json\n{r}\n```", "Either {r} or {w}.", "Option 1: {w}\nOption 2: {r}", "[{r}, {w}]"],
    "denied": ["The answer is not {r}.", "{r} is wrong.", "It isn't {r}.", "Not {r}"],
    "corrected": ["{r}\nWait, no: {w}", "{r}\nCorrection: {w}", "{r}\n\nThat is wrong. It should be {w}", "{r}\nWait, that's wrong."],
    "hypothetical": ["If it were {r}, fine.", "Suppose the answer is {r}.", "Is it {r}?"],
    "comment": ["<!-- {r} -->", "{w}<!-- {r} -->", "// {r}", "# {r}", "/* {r} */"],
    "quoted": ["A common mistake is to answer {r}.", "You might think that the answer is {r}.", "The wrong answer is {r}."],
}  # fmt: skip
_JSON_TRUE: dict[str, list[str]] = {
    "two": ["{r} {r}", "Draft: {w}\nFinal answer: {r}", "```json\n{r}\n```", "Here it is:\n{r}\nI hope that helps.", "The input was {{\"text\": \"so\"}}. The output is {r}"],
    "denied": ["Not {w}, but {r}", "The answer is not {w}. The answer is {r}"],
    "corrected": ["{w}\nWait, no: {r}", "{w}\nCorrection: {r}", "{w}\n\nThat is wrong. It should be {r}"],
    "comment": ["{r}<!-- {w} -->", "<!-- {w} -->\n{r}"],
    "quoted": ["A common mistake is to answer {w}. The answer is {r}"],
}  # fmt: skip
_COUNT_SCHEMA = {
    "type": "object",
    "properties": {"count": {"type": "number"}},
    "required": ["count"],
    "additionalProperties": False,
}


def _as_json() -> Iterator[Case]:
    subjects: list[tuple[Any, str, str]] = [
        (
            {"value": {"city": "Oslo", "name": "Ida"}},
            '{"city": "Oslo", "name": "Ida"}',
            '{"city": "Rome", "name": "Ida"}',
        ),
        ({"value": {"count": 2}, "schema": _COUNT_SCHEMA}, '{"count": 2}', '{"count": 3}'),
        ({"schema": _COUNT_SCHEMA}, '{"count": 2}', '{"count": "two"}'),
    ]
    for reference, r, w in subjects:
        for forms, right in ((_JSON_FALSE, False), (_JSON_TRUE, True)):
            for kind, templates in forms.items():
                for template in templates:
                    yield Case("fields", kind, template.format(r=r, w=w), right, reference)
    typed = {"value": {"count": 1}, "schema": _COUNT_SCHEMA}
    for answer, right in (
        ('{"count": 1}', True), ('{"count": 1.0}', True), ('{"count": "1"}', False), ('{"count": true}', False), ('{"count": [1]}', False), ('{"count": 1e400}', False),
        ('{"count": -1e400}', False), ('{"count": NaN}', False), ('{"count": Infinity}', False), ('{"count": 1, "count": 2}', False), ('{"count": 2, "count": 1}', False),
        ('{"count": 0x1}', False), ('{"count": 01}', False), ('{"count": 1, "note": "or 2"}', False),
    ):  # fmt: skip
        yield Case("fields", "typed", answer, right, typed)
    for answer in (
        '{"count": 1e400}',
        '{"count": 1e999999999}',
        '{"count": -1e400}',
        '{"count": "1"}',
        '{"count": true}',
    ):
        yield Case("fields", "typed", answer, False, {"schema": _COUNT_SCHEMA})
    for kind in ("number", "integer"):
        for answer, right in (
            ('{"a": 1e400}', False),
            ('{"a": -1e999}', False),
            ('{"a": "1"}', False),
            ('{"a": true}', False),
            ('{"a": 1}', True),
            ('{"a": NaN}', False),
        ):
            yield Case("constraints", "typed", answer, right, [{"id": "json_object", "args": {"keys": {"a": kind}}}])
    yield Case("constraints", "typed", "[1e400]", False, [{"id": "json_list", "args": {"exactly": 1, "of": "number"}}])
    yield Case("constraints", "typed", "[1]", True, [{"id": "json_list", "args": {"exactly": 1, "of": "number"}}])


# ---- short values, lists, texts of a form ------------------------------------------------------------------


def _values() -> Iterator[Case]:
    value, people = {"value": "Ida Brandt"}, {"value": ["Ida Brandt", "Karl Voss"]}
    for kind, answer, right in (
        ("stated", "Ida Brandt", True), ("stated", "**Ida Brandt**", True), ("denied", "not Ida Brandt", False), ("hedged", "Ida Brandt or Karl Voss", False),
        ("corrected", "Ida Brandt. Wait, no: Karl Voss", False), ("comment", "Karl Voss<!-- Ida Brandt -->", False), ("comment", "<!-- Ida Brandt -->", False),
        ("code", "print('Ida Brandt')", False), ("question", "Is it Ida Brandt?", False), ("quoted", "Some say Ida Brandt.", False), ("listed", "Ida Brandt\nKarl Voss", False),
        ("hypothetical", "If it were Ida Brandt, fine.", False), ("struck out", "~~Ida Brandt~~ Karl Voss", False), ("struck out", "~~Ida Brandt~~", False),
    ):  # fmt: skip
        yield Case("fields", kind, answer, right, value)
    for form, good in (
        ("json", '["Ida Brandt", "Karl Voss"]'),
        ("lines", "Ida Brandt\nKarl Voss"),
        ("commas", "Ida Brandt, Karl Voss"),
    ):
        yield Case("fields", f"list as {form}", good, True, people, {"form": form})
        for kind, answer in (
            ("denied", f"Not {good}"), ("comment", f"<!-- {good} -->"), ("corrected", f"{good}\nWait, no: " + good.replace("Voss", "Brandt")), ("hedged", f"{good} or none"),
            ("too many", good.replace("Ida Brandt", "Ida Brandt, Ole Dahl" if form == "commas" else "Ida Brandt\nOle Dahl")), ("struck out", good.replace("Karl Voss", "~~Karl Voss~~")),
        ):  # fmt: skip
            yield Case("fields", f"list as {form}, {kind}", answer, False, people, {"form": form})
    one_of = [{"id": "one_of", "args": {"options": ["wet", "dry"], "answer": "wet"}}]
    for answer, right in (
        ("wet", True), ("Wet.", True), ("not wet", False), ("wet or dry", False), ("dry. Wait, no: wet", False), ("wet <!-- dry -->", False), ("<!-- wet -->", False), ("wet?", False),
        ("It is not wet.", False), ("wet, dry", False), ("print('wet')", False), ("~~wet~~", False), ("~~wet~~ dry", False), ("maybe wet", False),
    ):  # fmt: skip
        yield Case("constraints", "label", answer, right, one_of)
    for answer, right in (
        ("42", True),
        ("print(42)", False),
        ("not 42", False),
        ("42 or 43", False),
        ("<!-- 42 -->", False),
        ("42!", False),
        ("~~42~~", False),
        ("int('42')", False),
    ):
        yield Case("constraints", "number", answer, right, [{"id": "number_only"}])
    hidden: list[tuple[list[dict[str, Any]], str, str]] = [
        ([{"id": "includes", "args": {"words": ["puddle"]}}], "The street is grey. {}", "puddle"),
        ([{"id": "keyword", "args": {"word": "water", "exactly": 2}}], "There is water here. {}", "water"),
        ([{"id": "ends_with", "args": {"phrase": "Good night."}}], "Sleep well. {}", "Good night."),
        ([{"id": "starts_with", "args": {"phrase": "Well then,"}}], "{} it rains today.", "Well then,"),
        ([{"id": "bullets", "args": {"exactly": 3}}], "- one\n- two\n{}", "- three"),
        ([{"id": "sentences", "args": {"exactly": 2}}], "It rains here. {}", "It pours."),
        ([{"id": "words", "args": {"min": 6}}], "It rains in the {}", "long dark night"),
        ([{"id": "postscript", "args": {}}], "It rains.\n\n{}", "P.S. Take a coat."),
        ([{"id": "titled", "args": {}}], "{}\nIt rains.", "<<Rain>>"),
        ([{"id": "question", "args": {}}], "It rains here. {}", "Does it?"),
    ]
    for reference, text, part in hidden:
        yield Case("constraints", "shown", text.format(part), True, reference)
        yield Case("constraints", "in a comment", text.format(f"<!-- {part} -->"), False, reference)
        yield Case("constraints", "in a comment", text.format(f"<!--\n{part}\n-->"), False, reference)
    yield Case(
        "constraints",
        "in a comment",
        "The roof is <!-- wet --> dry.",
        False,
        [{"id": "excludes", "args": {"words": ["wet"]}}],
    )


def _edits() -> Iterator[Case]:
    reference = {
        "source": "The mill has three wheels. It was built in 1824.",
        "edits": [{"find": "three", "replace": "four"}],
    }
    good, bad = "The mill has four wheels. It was built in 1824.", "The mill has three wheels. It was built in 1824."
    yield Case("edit", "stated", good, True, reference)
    for kind, answer in (
        ("denied", f"Not this: {good}"), ("comment", f"<!-- {good} -->"), ("comment", f"{bad}<!-- {good} -->"), ("corrected", f"{good}\n\nWait, no:\n\n{bad}"), ("hedged", f"{good}\n\nor\n\n{bad}"),
        ("struck out", "The mill has ~~three~~ four wheels. It was built in 1824."), ("struck out", f"~~{good}~~"), ("listed", f"1. {bad}\n2. {good}"), ("code", f"print({good!r})"),
        ("code", f"text.replace('three', 'four')  # {good}"), ("hypothetical", f"If I changed it, it would be: {good}"), ("question", f"Is it this? {good}"), ("noted", "The mill has four (not three) wheels. It was built in 1824."),
        ("noted", "The mill has three/four wheels. It was built in 1824."),
    ):  # fmt: skip
        yield Case("edit", kind, answer, False, reference)


# ---- programs, puzzles -----------------------------------------------------------------------------------------

_ADD = {"entry_point": "add", "tests": "assert add(2, 3) == 5\nassert add(-1, 1) == 0\n"}
_GOOD, _BAD = "def add(a, b):\n    return a + b", "def add(a, b):\n    return a - b"


def _programs() -> Iterator[Case]:
    good, bad = f"```python\n{_GOOD}\n```", f"```python\n{_BAD}\n```"
    for kind, answer, right in (
        ("stated", good, True), ("stated", _GOOD, True), ("stated", f"Here it is:\n{good}\nIt adds.", True),
        ("corrected", f"{good}\nWait, that is wrong. It should be:\n{bad}", False), ("corrected", f"{bad}\nWait, that is wrong. It should be:\n{good}", True),
        ("corrected", f"{good}\n\nScratch that:\n\n{bad}", False), ("corrected", f"{bad}\n\nScratch that:\n\n{good}", True), ("corrected", f"{good}\nWait, that's wrong.", False),
        ("comment", f"<!--\n{good}\n-->\n{bad}", False), ("comment", f"<!--\n{good}\n-->", False), ("comment", f"<!--\n{bad}\n-->\n{good}", True),
        ("comment", "\n".join(f"# {line}" for line in _GOOD.split("\n")), False), ("comment", "```python\n" + "\n".join(f"# {line}" for line in _GOOD.split("\n")) + "\n```", False),
        ("comment", f'```python\n"""\n{_GOOD}\n"""\n```', False), ("quoted", f"A common mistake is to write this:\n{good}\nHere is mine:\n{bad}", False),
        ("quoted", f"Mine:\n{bad}\n\nThis is wrong, do not use it:\n{good}", False), ("quoted", f"Mine:\n{good}\n\nThis is wrong, do not use it:\n{bad}", True),
        ("denied", f"Do not write this:\n{good}", False), ("in a program", f"if False:\n    {_GOOD.replace(chr(10), chr(10) + '    ')}", False), ("in a program", f"source = '''\n{_GOOD}\n'''", False),
        ("denied", f"Do not write this:\n{bad}\nWrite this:\n{good}", True), ("in a program", f"```python\ndef outer():\n    {_GOOD.replace(chr(10), chr(10) + '    ')}\n```", False),
    ):  # fmt: skip
        yield Case("code", kind, answer, right, _ADD)


def _puzzles() -> Iterator[Case]:
    countdown = {"kind": "arithmetic", "numbers": [4, 7, 8, 8], "target": 24}
    for kind, answer, right in (
        ("claim", "(7-(8/8))*4 = 25", False), ("claim", "(7-(8/8))*4 = 24", True), ("claim", "(7-(8/8))*4", True), ("claim", "(7 - 8/8) * 4 = 6 * 4 = 24", True),
        ("claim", "(7 - 8/8) * 4 = 6 * 4 = 25", False), ("claim", "(7-(8/8))*4 ≠ 24", False), ("claim", "(7-(8/8))*4 = 24.0", True), ("claim", "25 = (7-(8/8))*4", False), ("claim", "24 = (7-(8/8))*4", True),
        ("claim", "(7-(8/8))*4 > 24", False), ("claim", "(7-(8/8))*4 is not 24", False), ("claim", "(7-(8/8))*4 != 24", False), ("claim", "(7-(8/8))*4 = 24!", True), ("code", "eval('(7-(8/8))*4')", False),
        ("code", "print((7-(8/8))*4)", False), ("claim", "Step 1: 8/8 = 1\nStep 2: 7 - 1 = 6\nStep 3: 6 * 4 = 24\nAnswer: (7 - 8/8) * 4 = 24", True),
        ("claim", "(7-(8/8))*4 = 25. Wait, no: (7-(8/8))*4 = 24", True), ("claim", "(7-(8/8))*4 = 3", False), ("claim", "(7-(8/8))*4 ≈ 23", False),
    ):  # fmt: skip
        yield Case("puzzle", kind, answer, right, countdown)
    good, bad = "ann = 1\nbob = 2", "ann = 2\nbob = 1"
    for kind, answer, right in (
        ("stated", good, True), ("denied", "ann is not 1, bob is not 2", False), ("corrected", f"{good}\nWait, no:\n{bad}", False), ("corrected", f"{bad}\nWait, no:\n{good}", True),
        ("comment", f"<!-- {good} -->", False), ("comment", f"{bad}\n<!--\n{good}\n-->", False), ("hypothetical", "Suppose ann = 1 and bob = 2.", False), ("struck out", "~~ann = 1~~ ann = 2\nbob = 2", False),
        ("hedged", "ann = 1 or 2, bob = 2", False), ("two", '{"ann": 1, "bob": 2} {"ann": 2, "bob": 1}', False), ("two", '{"ann": 2, "bob": 1} {"ann": 1, "bob": 2}', False),
        ("corrected", '{"ann": 2, "bob": 1}\nWait, no: {"ann": 1, "bob": 2}', True), ("corrected", '{"ann": 1, "bob": 2}\nWait, no: {"ann": 2, "bob": 1}', False), ("stated", '{"ann": 1, "bob": 2}', True),
        ("denied", 'It is not {"ann": 1, "bob": 2}.', False), ("question", "Is ann = 1 and bob = 2?", False), ("quoted", "A common mistake is ann = 1, bob = 2.", False),
        ("stated", "Suppose ann = 2. That fails.\nSo ann = 1 and bob = 2.", True), ("code", "ann = 1 if x else 2\nbob = 2", False), ("claim", "ann = 1, bob = 2 is wrong.", False),
    ):  # fmt: skip
        yield Case("puzzle", kind, answer, right, _RACE)


# ---- written after the rules, in other words ------------------------------------------------------------

_OTHER_NUMBERS_FALSE: list[str] = [
    "I am certain it isn't 85.", "It's definitely not 85.", '85? No way.', '85 is too high.', '85 is too low.', "85 can't be right.",
    "85 doesn't work.", 'Not 85.', 'No, not 85.', "The answer was thought to be 85, but it's 84.", 'The answer is 85. Hmm, let me recompute: 84.',
    'The answer is 85. Actually 84.', 'The answer is 85 — no, 84.', 'The answer is 85 (correction: 84).', 'The answer is 85. EDIT: 84.',
    "The answer is 85. Edit: it's 84.", "The answer is 85. My bad, it's 84.", 'The answer is 85. I made an error; it is 84.', '85. Wait. 84.',
    '85, I mean 84', '85, no 84', '85 -> 84', "I'd say 85, but on reflection it's 84.", 'Answer: 85. Revised answer: 84.',
    'Initially I got 85. Now I get 84.', 'The answer is 85. Ignore that. The answer is 84.', 'Assuming the answer were 85, we could check it.',
    'Were it 85, we would be done.', 'Had it been 85, fine.', 'In case it is 85, good.', 'Imagine it is 85.', 'Say it is 85.', "What if it's 85?",
    'Should it be 85?', "I wonder whether it's 85.", 'Pretend that the answer is 85.', 'If only it were 85!', "It's 84 or 85.", '84/85', '84 – 85',
    '84-85', 'Between 80 and 85.', "It's one of 84 and 85.", '84, 85, or 86', '{84, 85}', '[84, 85]', '84 and 85', 'Either 84 or 85 would do.',
    'The answer is 85 and 84.', 'Could be 84, could be 85.', "I'm torn between 84 and 85.", 'A: 84 B: 85', '84; 85', 'Options are 83, 84, 85.',
    'I guess 83, 84 or 85.', '84?\n85?', '84 85', '- 84\n- 85', '* 83\n* 84\n* 85', '83 84 85', '<!--85-->', '<!-- answer: 85 -->84', '84 /* 85 */',
    '84 // 85', '84 # 85', '% 85', '<del>85</del>', '~~85~~', '<s>85</s> 84', '\\sout{85} 84', '<!-- x --> 84 <!-- 85 -->', '<!-- 85',
    '"85" is what my friend said, and he is wrong.', 'He wrote 85, which is incorrect.', 'An incorrect answer would be 85.',
    'People often answer 85, wrongly.', 'Do not answer 85.', "Don't say 85.", 'Beware: 85 is a trap.',
    "85 was last year's answer; this year it is 84.", 'The naive answer is 85.', 'The tempting answer is 85.', 'A wrong attempt: 85',
    "exec('print(85)')", 'Integer.parseInt("85")', 'lambda x: 85', '(function(){return 85})()', 'SELECT 85 AS answer', 'select 85', 'print 85',
    '`print(85)`', '```js\nconsole.log(85)\n```', 'x = lambda: 85', 'math.floor(85.5)', "Number('85')", 'str(85)', '80 if False else 85', '[85][0]',
    '85 or None', 'True and 85', 'import sys; sys.exit(85)', 'WITH t AS (SELECT 85) SELECT * FROM t', '=85+0*RAND()', 'int(input()) or 85',
    'chr(85)', '0b1010101', '0x55', 'bool(85)', 'sorted([85])[0]', 'yield 85', 'yield 85', '< 85', '> 85', '≥ 85', '≤85', '!= 85', 'x ≠ 85',
    'under 85', 'over 85', 'nearly 85 but not quite', 'fewer than 85', 'no more than 85', 'no less than 85', 'not less than 85', 'up to 85', '85+',
    'at minimum 85', 'a maximum of 85', '85 plus something', 'more than 85 but less than 90', 'greater than 85', 'strictly less than 85', '84 + 1',
    '85!', '85!!', '1 + 2 + ... + 85', '\\sum_{i=1}^{85} i', '1·2·3·…·85', '85 - x', '85x', 'x + 85', '85n', '85 + C', 'f(x) = 85x', '85 choose 2',
    'C(85, 1)', '85 mod 7', '85^2', '2^85', '√85', 'log 85', '1/85', '-85', '85%', '0.85', '850', '85.5', '8 5', '1085', '85 million', '85k',
    '{"answer": 84, "note": 85}', '{"answer": "84 or 85"}', '{"answer": 84}\n{"answer": 85}', '{"final": 84, "draft": 85}',
    '{"answer": {"wrong": 85, "right": 84}}', '{"answer": "not 85"}', '{"answer": "print(85)"}', '{"question": 85}', '{"answer":[85,84]}',
]  # fmt: skip
_OTHER_NUMBERS_TRUE: list[str] = [
    '85', '85.0', 'The answer is 85!', 'So 40 + 45 = 85.', '= 85', 'x=85', '$85$', '\\boxed{85}', '85 apples', "It's 85.", 'I get 85.', 'We get 85',
    "That's 85 in total.", 'Total: 85', '85 (since 40+45=85)', '85, because 40 + 45 = 85', 'The answer is 85, because 84 is too low.',
    '84 is too low and 86 is too high, so the answer is 85.', 'The answer is 84. No wait, 85.', '84. Hmm, actually it is 85.', '84... no, 85.',
    'The answer is 84. Let me double check. 40+45 = 85. So the answer is 85.', 'The answer is 84. I made an error; it is 85.', 'Scratch that. 85.',
    'The answer is 84. Correction: 85.', 'Initially I got 84. Now I get 85.', 'The answer is 84. Ignore that. The answer is 85.',
    'Answer: 84. Revised answer: 85.', 'Let x = 40. Then x + 45 = 85.', 'If x = 40, then x + 45 = 85.',
    'Suppose we have 40 apples and get 45 more. Then we have 85.', 'Assume there are 7 days in a week. 7*10 + 15 = 85.',
    'If each of the 17 boxes holds 5 then there are 85.', 'Suppose each box has 5. 17 boxes have 85.', '40 + 45 is not 84, it is 85.',
    'It is not 84. It is 85.', 'Not 84, 85.', 'Nobody ate 3 of them, so 85 are left.', '85 were not sold.', 'There were no losses. 85 remain.',
    'No, she has 85.', 'Yes, 85.', 'Yes, it is 85.', 'There is no other way: 85.', "The answer isn't obvious, but it is 85.",
    'It may look hard, but the answer is 85.', 'It could take a while to see, but it is 85.', "I'm not sure but I think it is 85.",
    "I believe it's 85.", 'Probably 85.', 'Perhaps surprisingly, the answer is 85.', 'Maybe this helps: 40 + 45 = 85.',
    'Some of the apples are red. In all there are 85.', 'Many people came: 85.', 'Most of them, 85, are red.',
    'The first box has 40, the second 45. Together they have 85.', 'At first he had 40. Then he got 45. Now he has 85.',
    'Originally there were 100, 15 were sold, so 85 are left.', 'My first step is 40 + 45 = 85.',
    'One common mistake is to forget the carry. 40 + 45 = 85.', 'The error is 0. The answer is 85.',
    'Wrong ways abound, but the right answer is 85.', 'Check: 85 - 45 = 40. Right. The answer is 85.', 'Wait, 40 + 45 = 85.',
    'Let me think. 40 and 45 make 85.', 'Actually, 40 + 45 = 85.', 'Hmm, 85.', 'Sorry for the delay. The answer is 85.', 'Oh, 85!', 'Okay, so 85.',
    'The answer is 85. Thanks for waiting!', 'The answer is 85. Sorry for the long text.', 'The answer is 85. Let me know if you have questions.',
    'The answer is 85. Does that help?', 'The answer is 85. Is there anything else?', 'The answer is 85. I hope this is correct.',
    'The answer is 85. If you need more help, ask.', 'The answer is 85. I am not sure whether you want the steps.',
    "The answer is 85. Don't hesitate to ask!", 'The answer is 85. Note that 84 would be wrong.', 'The answer is 85. Not 84!',
    'The answer is 85, not 84 as one might think.', 'One might think it is 84, but it is 85.', "You may be tempted to say 84. It's 85.",
    'It is more than 80. It is 85.', 'She has at least 80, in fact 85.', '85 is less than 90, so it fits. The answer is 85.',
    'Since 85 > 80, the answer is 85.', '85 > 80, so 85.', 'He needs 85 more than he has: 85.', 'With 5 more than 80, he has 85.',
    'She has 5 fewer than 90, which is 85.', 'That is 5 less than 90, so 85.', 'All but 15 of the 100 are left: 85.',
    'Over 5 days he walked 85 km in all, so the answer is 85.', '17 times 5 is 85.', '85 or eighty-five', 'eighty-five', 'Eighty-five.',
    '40 and 45 make 85.', 'Between them they have 85.', 'Both of them together have 85.', 'Either way, the answer is 85.',
    'There are three parts: 40, 40 and 5. In total 85.', 'Parts: 40, 40, 5. Sum: 85', '{"answer": 85}', '{"answer": "85"}',
    '{"result": 85, "unit": "km"}', '{"x": 85}', '{"steps": [40, 45], "answer": 85}', '```json\n{"answer": 85}\n```', 'The result is {"answer": 85}',
    '{"reasoning": "84 is wrong, it is 85", "answer": 85}', '```python\nprint(40+45)\n```\nThis prints 85.', '`85`',
    'I ran print(40 + 45) and got 85.', 'f(40) = 85', 'max(40, 85) = 85', 'The sum function gives 85.', 'gcd(85, 170) = 85', 'A(5) = 17 * 5 = 85',
    'P = 85', 'n = 85.', '∴ 85', '=> 85', '→ 85', '- 40 + 45 = 85', '1. 40 + 40 = 80\n2. 80 + 5 = 85', 'Step 1: 40\nStep 2: 45\nAnswer: 85',
    '40\n+45\n---\n85', '40 + 45\n= 85',
]  # fmt: skip
_OTHER_UNITS_FALSE: list[str] = [
    '85 apples', '85 miles', '85 hours', '85 cookies', '85 kilograms', '85 kg', '$85', '85 %', '85 cm', '85 persons', '85 students',
]  # fmt: skip
_OTHER_UNITS_TRUE: list[str] = [
    '85 km', '85 kilometers', '85', '85km', 'The distance is 85 km.', 'It is 85 km long.', '85,000 metres', '85 km.', 'about 85 km', '85 kms',
    'She ran 85 km, which is a lot.', '85 km, not 85 miles', '85 kilometres apart',
]  # fmt: skip
_OTHER_OPTION_FALSE: list[str] = [
    'Definitely not B.', 'B is a trap.', "I'd rule out B.", 'Not B.', 'B is wrong, so is A.', "It isn't London.", 'London is not correct.', 'B? No.',
    'I considered B but chose A.', 'I was going to say B, but A is better.', 'First I thought B. Then A.', 'B, no wait, A', 'Answer: B. EDIT: A',
    'B or C', 'A/B', 'Both A and B', 'B and C', 'Maybe B, maybe C', 'If it were B, fine', 'Suppose B.', 'One might choose B.',
    'Students often pick B, wrongly.', '<!-- B -->', 'A <!-- B -->', '~~B~~ A', '~~B~~', "print('B')", "return 'B'", "SELECT 'B'", "lambda: 'B'",
    'A, B, C, D', '{"answer": "A", "second": "B"}', 'Answer: A\nAnswer: B\nAnswer: C', 'The opposite of B', 'Anything but B',
    'The answer is A. Not B.', "The correct answer isn't B but A.",
]  # fmt: skip
_OTHER_WORD_FALSE: list[str] = [
    'not Paris', 'Paris is wrong', "It isn't Paris", 'Paris? No, London.', 'Paris, no wait, London', 'Paris or London', 'either Paris or London',
    'London/Paris', 'Maybe Paris, maybe London.', 'Some say Paris.', 'If it were Paris...', 'Suppose it is Paris.', '<!-- Paris -->',
    '~~Paris~~ London', '~~Paris~~', "print('Paris')", "SELECT 'Paris'", 'The answer is Paris. Correction: London.',
    'The answer is Paris. I mean London.', 'The answer is London, not Paris.', 'Anything but Paris', 'People wrongly answer Paris.',
    'The wrong answer is "Paris".', 'Is it Paris?', 'I doubt it is Paris.', 'Paris, London, Rome', '1. Paris\n2. London',
    'The answer is one of Paris, London.', 'Paris would be wrong.', 'The answer was Paris, but it is now London.',
    'The answer is "Paris". No, "London".', 'Formerly Paris',
]  # fmt: skip
_OTHER_CALL_FALSE: list[str] = [
    'Never call get_weather(city="Oslo").', 'I must not call get_weather(city="Oslo").', 'I shouldn\'t call get_weather(city="Oslo").',
    'One could call get_weather(city="Oslo").', '# call get_weather(city="Oslo")', '\'\'\'\nget_weather(city="Oslo")\n\'\'\'',
    'print(\'get_weather(city="Oslo")\')', 'exec(\'get_weather(city="Oslo")\')', 'if x: get_weather(city="Oslo")',
    'while True:\n    get_weather(city="Oslo")', 'class A:\n    def f(self):\n        get_weather(city="Oslo")', 'get_weather(city="Rome")',
    'We would call get_weather(city="Oslo") if it were sunny.', 'Calling get_weather(city="Oslo") is not allowed.',
    'Forget get_weather(city="Oslo").', 'I was told not to call get_weather(city="Oslo").', 'Skip get_weather(city="Oslo").',
    'get_weather(city="Oslo")\nOops, wrong city: get_weather(city="Rome")', 'get_weather(city="Oslo"); get_weather(city="Rome")',
    'get_weather(city="Oslo") vs get_weather(city="Rome")', 'Call A: get_weather(city="Oslo")\nCall B: get_weather(city="Rome")',
    'lambda x: get_weather(city="Oslo")', 'f = lambda: get_weather(city="Oslo")', '[get_weather(city="Oslo") for _ in []]',
    '(get_weather(city="Oslo") if False else None)', 'False and get_weather(city="Oslo")', '<!--\nget_weather(city="Oslo")\n-->',
    '/*\nget_weather(city="Oslo")\n*/', 'Example: get_weather(city="Oslo")', 'e.g. get_weather(city="Oslo")',
    'An example call: get_weather(city="Oslo")', 'The call get_weather(city="Oslo") is a mistake.', 'What about get_weather(city="Oslo")?',
    'Did you mean get_weather(city="Oslo")?', 'Would get_weather(city="Oslo") help?', 'I will not get_weather(city="Oslo")',
    'No get_weather(city="Oslo") please', 'do_not(get_weather(city="Oslo"))', 'def f(): get_weather(city="Oslo")',
    'return lambda: get_weather(city="Oslo")', 'setTimeout(() => get_weather(city="Oslo"))', 'schedule(lambda: get_weather(city="Oslo"))',
]  # fmt: skip
_OTHER_JSON_VALUE_FALSE: list[str] = [
    '{"city": "Oslo"} or {"city": "Rome"}', '{"city": "Oslo"}\n{"city": "Rome"}', 'not {"city": "Oslo"}', '{"city": "Oslo"} is wrong',
    'Wrong: {"city": "Oslo"}', 'Bad example: {"city": "Oslo"}', '{"city": "Oslo"} // no, {"city": "Rome"}', '<!-- {"city": "Oslo"} -->',
    '{"city": "Oslo"}\nEDIT: {"city": "Rome"}', '{"city": "Oslo"}\nI mean {"city": "Rome"}', 'If {"city": "Oslo"}, fine',
    '1. {"city": "Rome"}\n2. {"city": "Oslo"}', "{'city': 'Oslo'}", '[{"city": "Oslo"}]',
    '{"answer": {"city": "Oslo"}, "alternative": {"city": "Rome"}}', 'Is it {"city": "Oslo"}?', '# {"city": "Oslo"}',
    'Do not return {"city": "Oslo"}.', '```json\n{"city": "Oslo"}\n```\nor\n```json\n{"city": "Rome"}\n```', '{"city": "not Oslo"}',
    '{"city": "Oslo or Rome"}', '{"city": ["Oslo"]}', '{"city": "<!-- Oslo -->"}', '{"city": "Oslo", "city": "Rome"}',
]  # fmt: skip
_OTHER_ORDER_FALSE: list[str] = [
    'not Mercury, Venus, Earth, Mars', 'Mercury, Venus, Earth, Mars is wrong', "The order isn't Mercury, Venus, Earth, Mars.",
    'Mercury, Venus, Earth, Mars or Venus, Mercury, Earth, Mars', 'Mercury, Venus, Earth, Mars. Wait, no: Venus, Mercury, Earth, Mars',
    '<!-- Mercury, Venus, Earth, Mars -->', '~~Mercury, Venus, Earth, Mars~~ Venus, Mercury, Earth, Mars',
    'Suppose the order is Mercury, Venus, Earth, Mars.', 'Is it Mercury, Venus, Earth, Mars?', 'Some say Mercury, Venus, Earth, Mars.',
    'A wrong order: Mercury, Venus, Earth, Mars', "sorted(['Mercury', 'Venus', 'Earth', 'Mars'])",
    'It is unlikely that the order is Mercury, Venus, Earth, Mars.', 'The reverse of Mercury, Venus, Earth, Mars',
    '1. Mercury\n2. Venus\n3. Earth\n4. Mars\n\nThat is wrong. It should be:\n1. Venus\n2. Mercury\n3. Earth\n4. Mars',
]  # fmt: skip
_OTHER_AMOUNT_FALSE: list[str] = [
    'less than 384,400 km', 'not 384,400 km', '384,400 km is wrong', '384,400 km or 3 km', '384,400 miles', '384,400 kg', '384,400 apples',
    'at most 384,400 km', 'print(384400)', '384,400 km. Wait, no: 3 km', '<!-- 384,400 km -->', 'between 1 km and 384,400 km',
    'If it were 384,400 km', 'Is it 384,400 km?', '384,400', '-384,400 km', '384,400 km/h', 'two or 384,400 km', 'far from 384,400 km',
]  # fmt: skip
_OTHER_OPTION_TRUE: list[str] = [
    'B', '(B)', 'B.', 'b', '**B**', 'B) London', 'London', 'The answer is B.', 'I choose B.', 'A is wrong. B is right.', 'It is not A. It is B.',
    'A? No, B.', 'First I thought A. But the answer is B.', 'The answer is A. Wait, no, B.', 'The answer is B, not A.', 'Option B',
    'Answer: B <!-- sure -->', '<!-- A --> B', 'B is correct; A is wrong.', 'Is it A? No. The answer is B.',
    'If it were A, it would rain. So the answer is B.', "I'm not sure, but the answer is B.",
    'The correct answer is B. Let me know if you have questions!', 'The answer is B. Is there anything else?',
    'Since A is wrong, C is wrong and D is wrong, the answer is B.', 'You might think A, but the answer is B.',
    'The answer is B. Actually, London is the capital of the UK.',
]  # fmt: skip
_OTHER_WORD_TRUE: list[str] = [
    'Paris', 'Paris.', 'The answer is Paris.', 'Answer: Paris', 'The answer is **Paris**', 'The answer is Paris, not London.',
    'The answer is London. Wait, no: Paris.', 'The answer is not London. The answer is Paris.', 'The answer is Paris. Let me know if you need more.',
    'The answer is Paris. Does that help?', 'The answer is Paris because it is the capital.', 'You might think it is London. The answer is Paris.',
    '<!-- c -->Paris', 'Paris <!-- c -->', 'The answer is Paris. London is wrong.', 'London is wrong. The answer is Paris.',
    'If it were London it would rain. The answer is Paris.', 'I am not sure, but the answer is Paris.', 'The answer is "Paris".',
]  # fmt: skip
_OTHER_CALL_TRUE: list[str] = [
    'get_weather(city="Oslo")', 'I will call get_weather(city="Oslo")', '```python\nget_weather(city="Oslo")\n```',
    '```\nget_weather(city="Oslo")\n```', 'Sure! get_weather(city="Oslo")', 'Since no other tool fits, I call get_weather(city="Oslo").',
    'I do not know the weather, so I call get_weather(city="Oslo").', 'To find out, I need to call get_weather(city="Oslo").',
    'Let me check the weather: get_weather(city="Oslo")', 'get_weather(city="Rome") is wrong. get_weather(city="Oslo")',
    'get_weather(city="Rome")\nOops, wrong city. Scratch that: get_weather(city="Oslo")', '# weather\nget_weather(city="Oslo")',
    'Tool call: get_weather(city="Oslo")', 'weather = get_weather(city="Oslo")', '[get_weather(city="Oslo")]',
    'get_weather(city="Oslo")\n\nThis will give us the weather. If it rains, take a coat.',
    'I can\'t know the weather without a tool. get_weather(city="Oslo")',
    'It is not possible to answer without a tool, so: get_weather(city="Oslo")',
    'You asked for the weather. I could guess, but instead I call get_weather(city="Oslo")',
    'Not get_weather(city="Rome"). get_weather(city="Oslo")',
]  # fmt: skip
_OTHER_JSON_VALUE_TRUE: list[str] = [
    '{"city": "Oslo"}', '```json\n{"city": "Oslo"}\n```', 'Here is the JSON:\n{"city": "Oslo"}', 'Not {"city": "Rome"}. {"city": "Oslo"}',
    '{"city": "Rome"}\nWait, no: {"city": "Oslo"}', 'Draft: {"city": "Rome"}\nFinal: {"city": "Oslo"}',
    '{"city": "Oslo"}\n\nLet me know if you need anything else!', '{"city": "Oslo"}\nNote that the country is not given.',
    'If you want it as JSON: {"city": "Oslo"}', 'The city isn\'t Rome. {"city": "Oslo"}', 'Sorry for the delay. {"city": "Oslo"}',
    '{"city": "Oslo"}\nIs there anything else?', 'I am not sure about the name, but: {"city": "Oslo"}',
]  # fmt: skip
_OTHER_ORDER_TRUE: list[str] = [
    'Mercury, Venus, Earth, Mars', '1. Mercury\n2. Venus\n3. Earth\n4. Mars', 'The order is Mercury, Venus, Earth, Mars.',
    'Not Venus first. Mercury, Venus, Earth, Mars', 'Venus, Mercury, Earth, Mars. Wait, no: Mercury, Venus, Earth, Mars',
    'The order is Mercury, Venus, Earth, Mars. Does that help?', 'First Mercury, then Venus, then Earth, and finally Mars.',
    'Mercury is first, so: Mercury > Venus > Earth > Mars',
    'The order is not Venus, Mercury, Earth, Mars.\nThe order is Mercury, Venus, Earth, Mars.',
]  # fmt: skip
_OTHER_AMOUNT_TRUE: list[str] = [
    '384,400 km', 'about 400,000 km', 'It is roughly 384,000 km.', 'It is more than 300,000 km: about 384,400 km.', 'not 3 km but 384,400 km',
    '3 km. Wait, no: 384,400 km', 'Between 380,000 and 390,000 km', 'The Moon is about 384,400 km away. Does that help?', "I'd guess 400,000 km",
    'I am not sure, but about 384,400 km.', 'If I remember correctly, it is about 384,400 km.',
]  # fmt: skip


def _others() -> Iterator[Case]:
    lists: list[tuple[str, Any, dict[str, Any], list[str], list[str]]] = [
        ("math", "85", {}, _OTHER_NUMBERS_FALSE, _OTHER_NUMBERS_TRUE),
        ("math", "85 km", {}, _OTHER_UNITS_FALSE, _OTHER_UNITS_TRUE),
        ("choice", "B", {"options": _CITIES}, _OTHER_OPTION_FALSE, _OTHER_OPTION_TRUE),
        ("text", "Paris", {}, _OTHER_WORD_FALSE, _OTHER_WORD_TRUE),
        ("tool_call", _OSLO, _WEATHER, _OTHER_CALL_FALSE, _OTHER_CALL_TRUE),
        ("fields", {"value": {"city": "Oslo"}}, {}, _OTHER_JSON_VALUE_FALSE, _OTHER_JSON_VALUE_TRUE),
        ("order", _PLANETS, {}, _OTHER_ORDER_FALSE, _OTHER_ORDER_TRUE),
        ("estimate", "384400 km", {"factor": 1.2}, _OTHER_AMOUNT_FALSE, _OTHER_AMOUNT_TRUE),
    ]
    for grader, reference, settings, false, true in lists:
        for answers, right in ((false, False), (true, True)):
            for answer in answers:
                yield Case(grader, "other words", answer, right, reference, settings)


# ---- a second reading: other words for the same kinds ---------------------------------------------------

_SECOND: list[tuple[str, Any, dict[str, Any], str, list[str], list[str]]] = [
    ('math', '85', {}, 'How much is it?', [
        'sum([40, 45])', 'Math.max(84, 85)', 'console.log(85)', 'System.out.println(85);', 'SELECT 85;',
        'SELECT 40 + 45 AS answer;', 'echo 85', 'echo $((40+45))', '```python\nx = 40\ny = 45\nprint(x + y)\n```',
        '```js\nreturn 85;\n```', 'return 85', 'const answer = () => 85;', 'answer = lambda: 85\nanswer()',
        'let x = 85;', 'int x = 85; return x;', '85 if True else 84', '[85][0]', '[x for x in range(86)][-1]',
        "eval('80+5')", 'str(85)', 'float("85")', 'round(84.6)', 'abs(-85)', 'max(84, 85)', 'min(85, 90)',
        'len([0]*85)', "ord('U')", '0x55', '0b1010101', '0o125', "int('55', 16)", 'import os\nprint(85)',
        '#include <stdio.h>\nint main(){printf("85");}', 'def solve():\n    return 85\n\nsolve()',
        'fn main() { println!("85"); }', '=SUM(40,45)', 'The answer is print(85).', 'The answer is int("85").',
        "Answer: len('x'*85)", 'The answer is `max(84, 85)`', '\\boxed{int(85)}', 'Run this: print(85)',
        'x = 85 # maybe\nprint(x)', 'assert x == 85', "os.system('echo 85')", '{{ 80 + 5 }}', '${80+5}',
        '<script>document.write(85)</script>', '<?php echo 85; ?>', 'puts 85', "printf '%d' 85", '(() => 85)()',
        '(define x 85)', "awk 'BEGIN{print 85}'", "It isn't 85.", 'It is not 85.', "The answer isn't 85.",
        "The answer can't be 85.", 'Certainly not 85.', '85 is not the answer.', '85 is incorrect.',
        '85 would be wrong.', '85 is false.', '85? No.', 'No, not 85.', 'Anything but 85.',
        "It's definitely not equal to 85.", 'The answer is different from 85.', 'The answer is unequal to 85.',
        'The answer differs from 85.', 'The answer ≠ 85', 'x != 85', 'It cannot possibly be 85.',
        '85 is the wrong answer.', 'I disagree that it is 85.', 'It is never 85.', 'I rule out 85.',
        '85 can be excluded.', '85 is out of the question.', 'The answer is something other than 85.',
        'Everyone knows it is not 85.', "No way it's 85.", 'There is no way that the answer is 85.',
        "It's wrong to say 85.", '85 is clearly a mistake.', '85 fails the check.', 'Not 85, but something else.',
        'The answer is hardly 85.', 'It is far from 85.', 'It is nowhere near 85.', "85 doesn't work.",
        '85 is ruled out.', 'I reject 85.', 'The claim that the answer is 85 is false.',
        "The statement 'the answer is 85' is incorrect.", 'It would be a mistake to answer 85.',
        "Whatever you do, don't answer 85.", "Don't say 85.", "It's untrue that it is 85.",
        'The answer is at most 85.', 'The answer is under 85.', 'It is below 85.', 'It is less than 85.',
        'It is bigger than 85.', 'The answer exceeds 85.', "It's no more than 85.", "It's no less than 85.",
        'It is somewhat more than 85.', "It's slightly less than 85.", 'just over 85', 'almost 85', 'nearly 85',
        'not quite 85', 'just shy of 85', 'It is between 80 and 85.', 'between 84 and 85', 'from 80 to 85', '84-85',
        '84–85', '80 to 85', 'up to 85', '85 or more', '85+', '85 or so, or maybe 90', '<85', '> 85', '≤ 85',
        'x < 85', 'x \\le 85', '85 < x', 'x ∈ [80, 85]', 'The upper bound is 85.', 'fewer than 85 apples',
        '85 at the very least', '85 max', 'min. 85', 'upwards of 85', 'in excess of 85',
        'The answer is greater than or equal to 85.',
        'The answer is larger than 84 and smaller than 86, maybe not 85.', "It's within 5 of 85.",
        'If I had to guess, I would say 84 rather than 85.', 'Assume it is 85. Then we get a contradiction.',
        "Let's suppose the answer were 85.", "Suppose it's 85.", 'If x = 85, the equation fails.',
        'Were it 85, I would know.', "Had it been 85, I'd have said so.", 'What if it is 85?',
        "Let's say it's 85 for the sake of argument.", 'For the sake of argument, take 85.', 'Hypothetically, 85.',
        'In case it is 85, tell me.', "Provided that it's 85, we are done.",
        'It would be 85 if the price were doubled.', 'It would have been 85 without the discount.',
        "Unless it is 85, I don't know.", 'Assuming 85, the check fails.', "Maybe it is 85, I can't say.",
        'I wish it was 85.', 'Imagine it were 85.', '84, 85, 86', '84 or 85', '85 or 84', '84/85', 'Either 84 or 85.',
        '83? 84? 85?', "It's one of 84, 85, 86.", '- 84\n- 85', '1. 84\n2. 85', 'It could be 84, it could be 85.',
        'Perhaps 84, perhaps 85.', 'First guess: 84. Second guess: 85.', '84 | 85', '84; 85', '[84, 85]', '{84, 85}',
        '(84, 85)', 'The answer is 84 or maybe 85.', 'My guesses are 84, 85 and 86.', 'Candidates: 84, 85.',
        'A: 84\nB: 85', 'The answer might be 84, or else 85.', '84 and 85 are both possible.',
        "I'd say 84, though 85 is possible too.", '85 (or 84)', '85, alternatively 84', 'Options: 80, 85, 90',
        'Answer 1: 84\nAnswer 2: 85', '85 and 84', 'The answer is 85 and also 84.', 'Pick any: 81 82 83 84 85',
        '\\boxed{84} or \\boxed{85}', '$84$ or $85$', 'Try 84, 85, or 86.', 'The answer is 84. Or is it 85?',
        '84 <!-- the answer is 85 -->', '84 # 85', '84 // 85', '84 /* 85 */', '<!-- 85 -->',
        '# 85 is the answer in a comment\n84', '% 85\n84', '-- 85\n84', '84\n<!--\nAnswer: 85\n-->', '~~85~~ 84',
        '<del>85</del> 84', '/* 85 */', '; 85\n84', '84 {# 85 #}', '84 (* 85 *)', '"""85"""\n84',
        '<span style="display:none">85</span>84', 'REM 85', '84 <!-- 85', '<details><summary>84</summary></details>',
        'The answer is 85. Correction: 84.', '85. Sorry, I meant 84.', '85... no, 84.', "85. Actually, it's 84.",
        '85. Scratch that. 84.', 'The answer is 85. On second thought, the answer is 84.',
        'The answer is 85. I made an error; it is 84.', '85 — oops, 84', '85, I mean 84',
        '85. Let me recheck: 40 + 44 = 84.', 'The answer is 85.\n\nWait. I added wrongly. The answer is 84.',
        '85\nEDIT: 84', '85 -> 84', "It's 85. Hmm, that's not right. It's 84.",
        'The answer is 85. That is wrong. The correct answer is 84.', 'Answer: 85\nRevised answer: 84',
        'Draft: 85\nFinal: 84', 'Initial answer: 85. Final answer: 84.', 'First I got 85, but it is 84.',
        "85. No, that's wrong.", 'The answer is 85. Just kidding.', 'The answer is 85. Never mind.',
        '85. Strike that.', '85. Forget it.', '85 (this is wrong)', '85 [incorrect]', '85 ❌', '85 ✗', '85 (wrong)',
        '85 is what I first thought, but 84 is right.', 'Answer: 85. I take it back.',
        "The answer is 85. Ignore that, it's 84.", 'The answer is 85 — no wait, 84.',
        "The answer's 85. Apologies, it should be 84.", 'I said 85 but it should be 84.',
        'The answer should have been 84, not 85.', '84 is right and 85 is wrong.', '84, not 85.', '84 instead of 85',
        '84 rather than 85', '84 (not 85)', 'The answer is 84 and not 85.', "It's 84; 85 is a trap.",
        '84. People often say 85.', 'The answer is 84, although many think it is 85.',
        'The answer is 85. This was my first attempt. After checking, I get 84.', 'Before: 85. After: 84.',
        'The old answer was 85; the new one is 84.', '85 was my first guess.', '85 used to be the answer.',
        'Previously 85, now 84.', 'Bob says 85. I get 84.', "My friend claims it's 85, but it's 84.",
        "The student's answer was 85. It's wrong.", "The book says 85; it's a misprint.",
        '"The answer is 85" is what the textbook claims, and I disagree.',
        'According to Tom the answer is 85, but Tom is mistaken.', 'You might think the answer is 85.',
        'Some would say 85.', 'The common wrong answer is 85.', 'A typical error gives 85.',
        'One might be tempted to say 85.', 'Others get 85.', 'Someone told me 85, which is false.',
        'The user suggested 85. I do not agree.', 'An earlier model answered 85. That is incorrect.',
        'A careless reader gets 85.', 'Is it 85?', 'Could it be 85?', 'Is the answer 85?', 'Why 85?',
        'Do you mean 85?', "85, right? I don't know.", 'Shall I answer 85?', 'Would 85 be right?', 'Is it 84 or 85?',
        "Who says it's 85?", 'How could it be 85?', "Is 85 the answer? I'm not sure.", 'Did you want 85?',
        'Are there 85?', 'Maybe 85?? or 84??', "I can't answer that, even though you mention 85.",
        'I cannot tell whether it is 85.', "I don't know if it's 85.", "I'm unable to confirm 85.", "I won't say 85.",
        'I refuse to say 85.', "I'm not sure it's 85.", "There's no evidence that it is 85.",
        "It's impossible to say that it is 85.", "I'm sorry, but I can't verify that it is 85.",
        'No answer. (The hint 85 does not help.)', "I doubt it's 85.", "I'm not convinced it's 85.", '185', '850',
        '8.5', '85.5', '0.85', '85e3', '85k', 'A85', 'v85', '85th', 'the 85th', '1985', '85!', '85%', '85^2', '85²',
        '√85', '\\sqrt{85}', '-85', '1/85', '85/2', '85x', '2·85', '85 + 1', '85 - 1', '84 + 1 + 0.5', '1+2+...+85',
        '85:00', '$85 million', '85 thousand', '85 million', '85 dozen', '85 percent', '10^85', '85 mod 7', 'log(85)',
        'eighty-fifth', '85, 000', '85 000', '8 5', '85 hundred', 'half of 85', 'twice 85', '85 squared',
        'the square root of 85', '85 minus one', '5 more than 85', '85 less 1', 'one less than 85',
        'one more than 85', 'double 85', 'a multiple of 85', 'a divisor of 85', 'the negative of 85', 'minus 85',
        'negative 85', '85 factorial', '85 choose 2', '85 (base 9)', '85_{16}', '85i', '85 + 2i', '|85 - 170| + 1',
        '85 ± 3', '85 +/- 3', '85 or thereabouts: 84', 'sin 85', 'the sum of the numbers up to 85', '85 × 0',
        'None of the above, certainly not 85.', 'Problem 85: 84', 'Step 85. The result is 84.', '(85) 84',
        '<think>The answer is 85.</think> The answer is 84.', '<think>85</think>', '<think>85',
        '<thinking>85</thinking>84', '<|channel|>analysis 85<|channel|>final 84', '<scratchpad>85</scratchpad>\n84',
        '[thinking] 85 [/thinking] 84', '<reasoning>it is 85</reasoning>', 'Thought: 85\nFinal Answer: 84',
        '<draft>85</draft><final>84</final>', '{"answer": 84, "check": 85}', '{"answer": 84} {"answer": 85}',
        '{"answer": 85} {"answer": 84}', '{"answer": [84, 85]}', '{"wrong": 85}', '{"not": 85}',
        '{"answer": null, "guess": 85}', '{"answer": "not 85"}', '{"answer": "84", "draft": "85"}',
        '{"answer": {"value": 84, "other": 85}}', '{"correct": false, "answer": 85}', '{"min": 85}',
        '{"question": 85}', '{"a": 84, "b": 85}', '```\n84\n85\n```', '<answer>84</answer> 85?',
        "It certainly isn't 85.", 'The value does not equal 85.', 'We can exclude 85.', '85 cannot be right.',
        '85 is too low.', 'I would never say 85.', 'Nope, 85 is off by one.', '85 is not what I get.',
        'The result was not 85.', 'It turned out not to be 85.', 'The teacher marked 85 as wrong.',
        '85 must be an error.', 'The total falls short of 85.', 'It approaches 85.', 'It does not reach 85.',
        'The answer lies above 85.', 'somewhere below 85', 'It can be anything up to 85.', '85 is an upper limit.',
        '85 is a lower bound.', 'The answer is no greater than 85.', 'n ≥ 85', '85 ≤ n', 'Anything from 80 to 85.',
        'The answer is in the range 80-85.', 'Should the answer be 85?', 'Might it be 85?', "Isn't it 85?",
        'Let me guess: 84, 85 or 86.', "It's 84, or 85, or 86.", "Either it's 84 or it's 85.",
        'One of 84 and 85 is right.', 'Two candidates: 84 and 85.', "Let's pretend it's 85.",
        "If we forget the tax, it's 85, but we may not: 84.", 'The answer is 85. Hold on, I misread: 84.',
        "The answer is 85. Hmm, I should double check: it's 84.", '85. Wait. 84.', '85, no, 84.', '85 (sorry, 84)',
        'The answer is 85, sorry, 84.', 'My answer of 85 was incorrect; 84 is correct.', 'I retract 85.',
        'I withdraw my answer of 85.', '85 <-- wrong', 'NOT 85', 'answer != 85', 'System.exit(85)',
        'np.sum([40, 45])', 'sum(range(86))', 'let y = 85;', 'eval(85)', 'SELECT 85 FROM dual;', 'print 85',
        'print "85"', '`print(85)`', '<!--85-->84', '84 <!-- or 85 -->', '// The answer is 85\n84',
        '"85" is what Bob said; he is wrong.', "Bob's answer, 85, is wrong.", 'My classmates say 85 but I get 84.',
        'ChatGPT says 85. The correct answer is 84.', "I can't solve this. Is it 85?",
        "I'm not able to say whether 85 is right.", "There's not enough information to say 85.", '85 divided by 2',
        'ten more than 85', '1/85th', '84.85', '3:85', '84 (previously 85)', '84 [was 85]', '84, formerly 85',
    ], [
        '85', '85.', '**85**', '`85`', '```\n85\n```', '\\boxed{85}', '$85$', '$$85$$', '\\(85\\)', '\\[ 85 \\]',
        '= 85', 'x = 85', '$x = 85$', 'The answer is 85.', 'The answer is 85!', 'Answer: 85', '**Answer:** 85',
        '### Answer\n\n85', '#### 85', 'Final Answer: 85', 'Eighty-five.', 'eighty five', '85.0', '85.00', '170/2',
        '+85', '85 apples', '$85', '85 dollars', '€85', '85 units', '٨٥', '８５',
        'The answer is 85, which is less than 100.', 'The answer is 85, not 84.', "It's not 84 but 85.",
        'Not 84, but 85.', 'The answer is not 84; it is 85.', '84 is wrong. The answer is 85.',
        "It isn't 84, it's 85.", 'If you add 40 and 45 you get 85.', 'Suppose we add 40 and 45. Then we get 85.',
        'If we add them, the sum is 85.', 'Let x be the total. Then x = 85.', 'Assume x = 40 + 45. Hence x = 85.',
        'First I thought 84, but the answer is 85.', '84. Wait, no: 85.', '84... Actually, 85.',
        'The answer is 84. Correction: 85.', 'I made a mistake above. The answer is 85.', 'Is it 84? No, it is 85.',
        'What is 40 + 45? It is 85.', 'So what do we get? 85.', 'How many are left? There are 85 left.',
        "I think it's 85.", 'I believe the answer is 85.', "It's probably 85.", 'Maybe 85.', "Perhaps it's 85.",
        "I'm not sure, but I think it's 85.", "I'm not 100% sure, but the answer is 85.",
        "I don't have a calculator, but it is 85.",
        "This can't be done with integers alone, but here it is: the answer is 85.",
        'There were 100 at least before; now there are 85.', 'She has more than 40: she has 85.',
        'He has 85 apples, 5 more than Tom.', 'He has 85 apples, which is 5 more than 80.', '5 more than 80 is 85.',
        'The total is 85, 15 less than 100.', 'It is exactly 85.', 'It equals 85.', 'It comes to 85 in total.',
        'In total, 85.', 'That makes 85 altogether.', 'So, 85 it is.', '40 + 45 = 85', '$40 + 45 = 85$', '40+45=85.',
        '40 + 45\n= 85', '\\begin{align}40+45 &= 85\\end{align}',
        '| step | value |\n| --- | --- |\n| total | 85 |\n\nThe answer is 85.',
        '1. Add 40 and 45.\n2. Get 85.\n\nThe answer is 85.', 'Step 1: 40. Step 2: 45. Step 3: 40 + 45 = 85.',
        '{"answer": 85}', '{"answer": "85"}', '```json\n{"answer": 85}\n```', '```\nThe answer is 85\n```',
        '<answer>85</answer>', '<think>is it 84?</think>85',
        '<think>Suppose it is 84. No.</think>\n\nThe answer is 85.', 'Sure! The answer is 85.',
        'The answer is 85. Let me know if you need anything else!', 'The answer is 85. Would you like me to explain?',
        'The answer is 85. Is there anything else you want to know?', "The answer is 85. You can't get it wrong now!",
        'The answer is 85, no more and no less.', 'The answer is 85 - no doubt about it.', 'No doubt: 85.',
        "Without a doubt, it's 85.", 'It can only be 85.', 'It must be 85.', 'It has to be 85.',
        'It cannot be anything but 85.', "It's none other than 85.", 'The answer is nothing but 85.',
        'Nothing is wrong here: the answer is 85.', 'A common mistake is 84; the right answer is 85.',
        "Many people say 84, but it's 85.", "You might think it's 84. It's 85.", "Don't forget the carry: 85.",
        "The result isn't negative; it's 85.", 'The answer is 85 (not 84).', 'The answer is 85 rather than 84.',
        'The answer is 85 instead of 84.', 'Rounded, it is 85.', 'approximately 85', 'about 85', 'roughly 85', '≈ 85',
        'The answer is approximately 85.', 'The maximum is 85.', 'The answer is **85**.',
        'The answer is: **85** apples.', 'Therefore, $\\boxed{85}$.', 'Thus the answer is $85$ dollars.',
        'Total: $85.00', 'The answer is 85. Check: 85 - 45 = 40.', 'The answer is 85, since 40 + 45 = 85.',
        'The answer is 85 because 84 would be too small.', '85 because 84 is too small.', '85 is the answer.',
        '85 is correct.', '85 is right.', '85 would be my answer.', 'Well, 85.', 'Hmm, 85.', 'OK so 85', 'Yes, 85.',
        "No, it's 85.", '85, obviously.', "It's 85, isn't it?", '85, right?', '85?', 'The answer is 85?', 'I get 85.',
        "I'd say 85.", 'I would say it is 85.', 'My answer would be 85.', 'My final answer: 85.', 'Final: 85',
        'Result = 85', 'Result: 85', 'Ans: 85', 'ANSWER: 85', 'The correct answer is 85.', 'the answer=85',
        'Answer → 85', 'The sum of 40 and 45 is 85.', 'The product is 85.',
        'The number from 80 to 90 that fits is 85.', 'Between 80 and 90 the only one that fits is 85.',
        'The number of people over 40 is 85.', 'He paid no more than he had, 85 dollars.',
        'If the price doubles, it would be 170; as it stands it is 85.',
        'Had he bought two it would be 170, but he bought one, so it is 85.', 'Since 7 is not even, we get 85.',
        'The first is not prime, so the answer is 85.', 'I was asked for the total. The total is 85.',
        'Note that 84 is not divisible by 5. So the answer is 85.', '84 is a trap! The answer is 85.',
        'Unlike 84, 85 is divisible by 5, so 85.', 'Tom says 84 and Ann says 85. Ann is right: the answer is 85.',
        'The answer is 85 (eighty-five).', 'eighty-five (85)', 'The answer is 85, i.e. 5 · 17.',
        'La respuesta es 85.', 'Die Antwort ist 85.', '答案是85', 'La réponse est 85.', 'Ответ: 85', 'A: 85',
        '= 40 + 45 = 85', "Let's go: 40 + 45 = 80 + 5 = 85",
        'Adding gives 85; subtracting gives 5. The question asks for the sum, so 85.',
        'First: 40\nSecond: 45\nTotal: 85', '- First: 40\n- Second: 45\n- Total: 85',
        'Scratch work: 40+45. Answer: 85',
        "Let me try: 40+44=84. That's wrong, it's 45: 40+45=85. So the answer is 85.",
        'Oops, I forgot the 1. The answer is 85.', 'My previous answer, 84, was wrong. The answer is 85.',
        'I said 84 before, but it should be 85.', "Sorry, 84 was wrong; it's 85.", 'The answer should be 85, not 84.',
        '84? No. 85.', '84? No, 85!', "Could it be 84? It could not. It's 85.", 'if x=40 then x+45=85, so 85',
        'It is either 84 or 85; since it must be odd, it is 85.',
        'Possible answers are 84 and 85. Only 85 is odd, so the answer is 85.',
        'Let me think. 40 + 40 is 80. Plus 5 is 85.', '40 plus 45 is 85.', '40 and 45 make 85.', "There're 85.",
        'You will need 85 of them.', 'You need at least 40 and then 45 more, in total 85.', '<b>85</b>',
        '<p>The answer is 85.</p>', 'x=85;', '\\text{The answer is } 85', '$\\text{Answer: } 85$', '\\fbox{85}',
        'The answer is \\textbf{85}', 'The answer is $\\mathbf{85}$.', 'The answer is \\(85\\).',
        "It isn't 84; it is 85.", "The answer isn't 84 but 85.", 'I can exclude 84, so the answer is 85.',
        '84 is too low, 85 is right.', "It's more than 84: it's 85.",
        'There are no fewer than 3 steps. The answer is 85.', 'With at least one bus full, there are 85 people.',
        'They sold fewer than 100 tickets, namely 85.', 'Out of 100, 85 passed.', 'The score was 85 out of 100.',
        '85 of the 100 students passed.', "85 people didn't come.", "The number of people who didn't come is 85.",
        'The number of students who do not play is 85.',
        "He wasn't there for 15 of the 100 days, so he was there for 85 days.",
        "She can't spend more than she has, so she spends $85.", 'They never used 15 of them, leaving 85.',
        'If he works 5 days, he earns 85 dollars.', 'If each costs 5, then 17 cost 85.', 'When x is 17, 5x is 85.',
        'Suppose each costs 5. Then 17 cost 5 * 17 = 85.',
        "Let's assume each costs 5 dollars. So the total is 85 dollars.",
        'Assuming each costs 5 dollars, 17 cost 85 dollars.', 'Imagine a box with 40. Adding 45 gives 85.',
        'We were told it is 40 at first. Later it is 85.', 'Initially there were 40, finally there are 85.',
        'At first he had 40. Now he has 85.', 'Tom says he has 40 more than Ann, so he has 85.',
        'The question says there are 40 boys and 45 girls, so 85 children.',
        'According to the question, 40 + 45 children come: 85.', 'What is 40+45? 85.',
        'How much does she pay? She pays $85.', 'Could she pay less? No. She pays $85.',
        'The mistake would be to forget the 5. The answer is 85.', "Don't forget to add 45: 40 + 45 = 85.",
        'Not counting the driver, there are 85.', 'Without the driver there are 85 people.',
        'Except for the driver, 85 people are on the bus.', 'Both have 85.', 'It is 85, as 40 + 45 = 85.',
        'It is 85: forty plus forty-five.', 'I first computed 40, then 45, and so 85.',
        'First, 40. Second, 45. Third, 85.', 'My guess is 85.', 'My best guess: 85', 'I guess 85.', '85, I think.',
        '85 I believe', '85 to be exact', 'exactly 85', 'precisely 85.', 'a total of 85',
        'a maximum of 40 and then 45 more gives 85', 'The second answer is 85.',
        'The first number is 40, the second is 45, the sum is 85.', 'He used to have 40; now he has 85.',
        'The probability aside, 85.', 'No problem! 85.', "No worries, it's 85.", 'Nothing else: 85',
        'I have no doubt that the answer is 85.', "There is no doubt it's 85.", "It's not hard: 85.",
        "That's not difficult. 40 + 45 = 85.", "It doesn't matter in which order: 85.",
        'The order does not matter, so the answer is 85.', 'I know the answer: 85.',
        'You asked for the sum. It is 85.', 'The total cost is $85 (tax not included).',
        'The total is 85 (not including tax).', "$85 – that's the total.", '**Total:** 85', '**Final Answer**\n\n85',
        'Final Answer: $\\boxed{85}$', 'The answer is: $$85$$', '$$\\begin{aligned}40+45&=85\\end{aligned}$$',
        '| a | b | sum |\n|---|---|---|\n| 40 | 45 | 85 |\n\nSo the sum is 85.',
        'Error check: 85 - 45 = 40. The answer is 85.', 'There was an error in the 40s column; the answer is 85.',
        "It's possible to seat 85.", "It's possible that some stay home, but 85 come.", '85 are possible.',
        'The only possible answer is 85.', 'The only possible value is 85.', 'It would be 85.', 'That would be 85.',
        'It should be 85.', 'She would have 85.', 'He would have had 85 apples.', 'He should pay 85.',
        "She'd have 85 left.", 'There would be 85 left.', 'It would cost 85 dollars.',
        'If she sold all, she would have 85 dollars.',
    ]),
    ('math', '5 km', {}, 'How much is it?', [
        '5 apples', '5 miles', '5 kg', 'not 5 km', 'less than 5 km', '5 km or 6 km', '5 km²', 'within 5 km',
        '5 hours',
    ], [
        '5 km', '5000 m', "It's 5 kilometres.", 'about 5 km', '5 km, not 6 km.', '5 kilometers away',
    ]),
    ('math', '3/4', {}, 'How much is it?', [
        'not 3/4', 'less than 3/4', '1 - 3/4', '3/4 or 1/4', '4/3', 'Fraction(3, 4)', '3/4?? no, 1/4',
        '1/4 (not 3/4)', '\\frac{4}{3}', '2 3/4',
    ], [
        '3/4', '0.75', '\\frac{3}{4}', 'three quarters', '75%', '$\\dfrac34$', '6/8',
        'The probability is 3/4, not 1/4.', 'It is 3/4 and not 1/2.', 'The answer is 3/4, so less than 1.',
        'P = 3/4 < 1',
    ]),
    ('math', 'x^2 + 1', {}, 'How much is it?', [
        'not $x^2+1$', '$x^2+1$ is wrong', 'Is it $x^2+1$?', '$x^2+1$ or $x^2-1$', "The answer isn't $x^2 + 1$.",
        'lambda x: x**2 + 1', 'def f(x): return x**2 + 1', '$x^2-1$ <!-- $x^2+1$ -->', '$x^2-1$, not $x^2+1$.',
        'Suppose it were $x^2+1$.', '$x^2+1$. Wait, no: $x^2-1$.', 'less than $x^2+1$', '$x^2+1$? No, $x^2-1$.',
        "I doubt it's $x^2+1$.",
    ], [
        'x^2 + 1', '$x^2+1$', 'f(x) = x^2 + 1', 'The answer is $x^2 + 1$.', '1 + x^2', '\\boxed{x^2+1}',
        "The derivative isn't $2x$; the answer is $x^2+1$.", '$x^2 + 1$, not $x^2 - 1$.',
    ]),
    ('math', '\\sqrt{2}', {}, 'How much is it?', [
        'math.sqrt(2)', 'Math.sqrt(2)', 'np.sqrt(2)', 'not sqrt(2)', '\\sqrt{2} or \\sqrt{3}', '1.41',
        '\\sqrt{3} (not \\sqrt{2})', 'print(2**0.5)', 'less than \\sqrt{2}',
    ], [
        '$\\sqrt{2}$', 'sqrt(2)', '√2', 'The answer is √2.', '2^{1/2}', "It's $\\sqrt{2}$, which is less than 2.",
        'The length is \\(\\sqrt{2}\\).', 'x = \\sqrt{2}',
    ]),
    ('choice', 'B', {'options': ['Paris', 'London', 'Rome', 'New York']}, 'Which city is the capital of the UK?', [
        'not B', 'B is wrong', 'Is it B?', "It isn't B.", 'A or B', 'A, B', 'Either B or D.', 'B? No, C.',
        'B. Wait, no: C.', 'The answer is B. Correction: C.', "I first thought B, but it's C.", 'If it were B, fine.',
        '<!-- B --> C', 'C <!-- B -->', "def f(): return 'B'", 'All of the above', 'None of the above',
        'A vitamin like B is good', 'Plan B is to leave.', 'Vitamin B', 'Hepatitis B',
        'A) Paris\nB) London\nC) Rome\nD) New York', 'A B C D', 'Not London.', "I doubt it's B.",
        'B is incorrect; the right one is C.', 'Everything except B.', 'All but B', 'Eliminate B.',
        'B can be ruled out.', 'Some say B, I say C.', 'My friend picked B. I pick C.', '<think>B</think> C',
        '<think>B</think>', 'Draft: B\nFinal: C', 'B -> C', 'Between B and C.', 'Option B is a trap; choose C.',
        'B ❌', 'B (wrong)', '~~B~~ C', "You might think B. It's C.", 'The answer is C, not B.', 'C rather than B',
        'C (B is a common mistake)', '{"answer": "C", "check": "B"}', '{"answer": "B"} {"answer": "C"}',
        "I can't choose B.", "I won't pick B.", 'I refuse to answer B.', 'B, C', 'The answer is B and C.',
        'Could be B, could be C.', 'B?? C??', 'First guess B, second guess C', 'A: no. B: no. C: yes.',
        'B is false, C is true', 'Never B', "B isn't it.", "I'd avoid B.", 'Skip B.', 'A is right, B is wrong.',
        'B) Paris', 'B - Rome', "The right answer is in B's neighbour.", 'If not A, then B.', 'Whatever, but not B!',
        "Don't choose B.", 'It would be wrong to choose B.', 'The incorrect option is B.', 'B is the only wrong one.',
        'B is the least likely.', 'b00k', 'B+', 'B-', 'Bb', 'Grade B: the answer is C', 'London? Never.',
        'Not London but Rome.', 'Rome, not London.', "I'd have said London if it were cheaper.",
    ], [
        'B)', '`B`', '\\boxed{B}', 'Answer: B', 'The answer is (B) London.', 'B. London', 'London.', "It's London.",
        "I'd go with B.", 'Option B is correct.', 'B is correct.', 'B is right.', 'B, because London is the capital.',
        'The answer is B, not C.', 'Not A, but B.', "It's not A; it's B.", 'A. Wait, no: B.',
        'I first thought A, but the answer is B.', "I'm not sure, but I think it's B.", 'Maybe B.', 'Probably B.',
        'A is Paris, so no. The answer is B.', 'The correct option is B: London.', '**Answer: B**', '```\nB\n```',
        'Final answer: B', 'The capital of the UK is London, so the answer is B.',
        "Since it can't be A, C, or D, the answer is B.", 'I would eliminate A, C and D. The answer is B.',
        'A is incorrect, C is incorrect, D is incorrect. So the answer is B.',
        'A) Paris - wrong\nB) London - correct\nC) Rome - wrong\n\nThe answer is B.', '{"answer": "B"}',
        '```json\n{"answer": "B"}\n```', '<think>A?</think>B', 'The answer is B. Do you want to know why?',
        'If I had to choose, the answer is B.', 'My choice: B', "Let's see. The answer is (B).", 'London (B)',
        'B (London)', 'B - London', 'The best answer is B, without a doubt.', 'Choose B.', 'Definitely B.',
        'It must be B.', 'It can only be B.', 'B, no doubt.', 'La respuesta es B.', '答案是B',
        'The answer is B rather than A.', 'The answer is B, London; Paris is in France.',
        'You may think A. The answer is B.', 'A common mistake is A. The answer is B.', '$B$', '\\text{B}',
        '<b>B</b>', '<answer>B</answer>', "The answer is option B, which isn't far from Paris.", 'B!',
        "The answer is 'B'.", 'The answer is "B".', '**B) London**', 'b) London',
    ]),
    ('text', 'Paris', {}, 'Which city is the capital of France?', [
        "It isn't Paris.", 'Paris or Lyon', 'Lyon, not Paris.', 'Paris? No, Lyon.', 'Paris. Wait, no: Lyon.',
        'The answer is Paris. Correction: Lyon.', "lambda: 'Paris'", "def f(): return 'Paris'", "return 'Paris'",
        "If it were Paris, I'd know.", 'Lyon <!-- Paris -->', 'Paris, Lyon, Nice', 'Maybe Paris, maybe Lyon.',
        "I doubt it's Paris.", "I don't know whether it's Paris.", "Some say Paris; it's Lyon.",
        'Tom says Paris. I say Lyon.', 'Paris Hilton', 'Paris, Texas', 'Parisian', 'East of Paris', 'near Paris',
        'a suburb of Paris', 'Anything but Paris.', 'Other than Paris', "I first thought Paris, but it's Lyon.",
        '<think>Paris</think> Lyon', '<think>Paris</think>', 'Draft: Paris\nFinal: Lyon',
        '{"answer": "Lyon", "check": "Paris"}', '{"answer": "Paris"} {"answer": "Lyon"}', '~~Paris~~ Lyon', 'Paris ❌',
        'Paris (wrong)', 'Paris -> Lyon', 'It cannot be Paris.', "It's everything except Paris.",
        'No one would say Paris.', 'Not Paris but Lyon.', "The capital isn't Paris; it's Lyon.", 'Never Paris.',
        'A common mistake is Paris.', 'I refuse to say Paris.', 'It would be wrong to say Paris.',
        'Paris used to be the capital; now it is Lyon.', 'Paris was the capital until 1940; it is Lyon now.',
        '1. Paris\n2. Lyon', 'Either Paris or Lyon', 'Paris/Lyon', 'Was it Paris?', 'Why Paris?', '# Paris\nLyon',
        'echo Paris', "'Par' + 'is'", "capital = 'Paris'", 'Paris is incorrect, the answer is Lyon', 'sapiR',
        'It was never Paris.', 'Definitely not Paris.', "No, it's not Paris.", "Paris isn't right.",
        'Paris? I doubt it.', "I'd say Paris or Lyon.", 'Paris, Lyon or Nice', 'Paris and Lyon',
        'between Paris and Lyon', 'Perhaps Paris, perhaps Lyon.', 'Paris, no, Lyon.', "It's Paris. No, it's Lyon.",
        "It's Paris. It's Lyon.", 'Maybe Paris or Lyon.', "I think it's not Paris.", "I don't think it's Paris.",
        "It's not Paris, it's Lyon.", 'The wrong city is Paris.', 'The city is not Paris.',
        'Lyon is the capital, Paris is not.', 'Paris is not the capital of France.', 'Paris is the wrong answer.',
        "The capital of France isn't Paris.", 'The capital of Germany and Paris', "It's near Paris.",
        'The capital of France is near Paris.', "It's Paris, Texas.", "It's Paris or Lyon.",
    ], [
        'paris', '**Paris**', '"Paris"', '`Paris`', '```\nParis\n```', "It's Paris.", 'It is Paris.',
        'The capital of France is Paris.', 'The capital is Paris, not Lyon.', 'Not Lyon, but Paris.',
        "It isn't Lyon. It's Paris.", 'Lyon? No, Paris.', 'Lyon. Wait, no: Paris.',
        'The answer is Lyon. Correction: Paris.', 'I first thought Lyon, but the answer is Paris.',
        "I think it's Paris.", "I'm not sure, but I think it's Paris.", 'Probably Paris.', 'Maybe Paris.',
        'The answer is Paris, of course.', 'Paris, of course.', 'Paris, without a doubt.', '{"answer": "Paris"}',
        'Sure! The answer is Paris.', 'The answer is Paris. Do you need anything else?', 'The answer is: Paris',
        'Final answer: Paris', '<think>Lyon?</think>Paris', '<answer>Paris</answer>', '\\boxed{Paris}',
        'Is it Lyon? No. The answer is Paris.', 'Some say Lyon, but the answer is Paris.',
        'The answer is Paris rather than Lyon.', 'Lyon is wrong. The answer is Paris.', 'Paris!',
        'Paris is the capital of France.', 'That would be Paris.', 'A common mistake is Lyon; the answer is Paris.',
        'It can only be Paris.', 'The city is Paris.', 'The capital city is Paris.', 'Paris, I think.',
        'I believe it is Paris.', 'Surely Paris.', 'The answer: Paris', 'My answer is Paris.',
        'So the answer is Paris.', 'The correct answer is Paris.', "I'd say Paris.", 'I would say Paris.',
        'It must be Paris.', 'This is Paris.', "Well, it's Paris.", "No, it's Paris.", "Hmm, I think it's Paris.",
        'It is not Lyon. It is Paris.', "Is it Lyon? No, it's Paris.",
    ]),
    ('order', ['Mercury', 'Venus', 'Earth', 'Mars'], {}, 'Put them in order of distance from the sun.', [
        'Mars, Earth, Venus, Mercury', 'Mercury, Venus, Mars, Earth', 'Mercury, Venus, Earth, Mars is wrong.',
        'Mercury, Venus, Earth, Mars. Wait, no: Mars, Earth, Venus, Mercury.', "print('Mercury, Venus, Earth, Mars')",
        "def f(): return ['Mercury', 'Venus', 'Earth', 'Mars']", 'If it were Mercury, Venus, Earth, Mars, fine.',
        'Some say Mercury, Venus, Earth, Mars; it is Venus, Mercury, Earth, Mars.',
        '["Mercury","Venus","Earth","Mars"]\n["Venus","Mercury","Earth","Mars"]',
        'Mercury, Venus, Earth, Mars, Pluto', 'Mercury, Venus, Earth', 'Mars < Earth < Venus < Mercury',
        '1. Mercury\n2. Venus\n3. Earth\n4. Mars\n\nNo, that is wrong.',
        "['Mars', 'Earth', 'Venus', 'Mercury'][::-1]", "reversed(['Mars','Earth','Venus','Mercury'])",
        'The wrong order is Mercury, Venus, Earth, Mars.',
        '<think>Mercury, Venus, Earth, Mars</think>Venus, Mercury, Earth, Mars',
        'I doubt that it is Mercury, Venus, Earth, Mars.',
        'Draft: Mercury, Venus, Earth, Mars\nFinal: Venus, Mercury, Earth, Mars', '~~Mercury, Venus, Earth, Mars~~',
        'I will not say Mercury, Venus, Earth, Mars.', '4. Mercury\n3. Venus\n2. Earth\n1. Mars',
    ], [
        '- Mercury\n- Venus\n- Earth\n- Mars', 'Mercury → Venus → Earth → Mars', 'Mercury < Venus < Earth < Mars',
        '["Mercury", "Venus", "Earth", "Mars"]', '```json\n["Mercury", "Venus", "Earth", "Mars"]\n```',
        'The correct order is: Mercury, Venus, Earth, and Mars.',
        'Here it is:\n1. Mercury\n2. Venus\n3. Earth\n4. Mars\n\nLet me know if you need more!',
        'Mercury, Venus, Mars, Earth. Wait, no: Mercury, Venus, Earth, Mars.',
        'Not Venus, Mercury, Earth, Mars, but:\n1. Mercury\n2. Venus\n3. Earth\n4. Mars',
        "I'm not sure, but I think it's:\n1. Mercury\n2. Venus\n3. Earth\n4. Mars",
        '1) Mercury\n2) Venus\n3) Earth\n4) Mars', '**Mercury**, **Venus**, **Earth**, **Mars**',
        'Answer: Mercury, Venus, Earth, Mars', '<think>Venus first?</think>Mercury, Venus, Earth, Mars',
        '1. Mercury (not the farthest)\n2. Venus\n3. Earth\n4. Mars',
    ]),
    ('estimate', '384400 km', {}, 'About how far is the Moon?', [
        'not 384400 km', 'less than 384400 km', 'at most 384400 km', 'Is it 384400 km?', '384400 km is wrong.',
        '384400 km or 150000 km', "It isn't 384400 km.", '384400 miles per hour', '384400 kg',
        'If it were 384400 km, fine.', '384400 km. Wait, no: 150000 km.', '150000 km <!-- 384400 km -->',
        "I doubt it's 384400 km.", '150000 km, not 384400 km.', "Some say 384400 km; it's 150000 km.",
        'between 100 km and 384400 km', 'Suppose it is 384400 km.', 'from 3 km to 384400 km',
        '384400 km? No, 150000 km.', "I don't know whether it's 384400 km.", '100000 km, 384400 km, 900000 km',
        '384400 km²', '-384400 km', '384400!', "float('384400') km", '<think>384400 km</think>150000 km',
        '384400 km ❌', "You might think 384400 km. It's 150000 km.", 'Draft: 384400 km. Final: 150000 km.',
        'My friend says 384400 km, but I get 150000 km.', '384400%',
    ], [
        '384400 km', 'about 384,400 km', '384,400 kilometres', 'roughly 384 thousand km',
        'The answer is about 384,400 km.', 'approximately 3.84e5 km', '$3.844 \\times 10^5$ km', '238,855 miles',
        '~384400 km', 'The Moon is about 384,400 km away, not 150,000 km.',
        "It's not 150,000 km but about 384,400 km.", "I'm not sure, but about 384,400 km.",
        'Less than the distance to the Sun: about 384,400 km.', "I'd estimate 384,400 km.",
        '150000 km. Wait, no: 384400 km.', '384 400 km', 'around 385,000 km', '**384,400 km**',
        '\\boxed{384400\\text{ km}}', 'Answer: 384400 km', 'It would be around 384,400 km.',
        '384,400 km (238,855 miles)', 'The distance is 384,400 km on average.',
    ]),
    ('fields', {'value': {'a': 'x'}}, {'form': 'json'}, 'How much is it?', [
        '{"a":"x"} {"a":"y"}', '{"a":"y"} {"a":"x"}', 'Maybe {"a":"x"} or {"a":"y"}',
        '```json\n{"a":"x"}\n```\n```json\n{"a":"y"}\n```', 'not {"a":"x"}', 'The answer is not {"a":"x"}.',
        '{"a":"x"} is wrong', '<!-- {"a":"x"} -->', '{"a":"x"}. Wait, no: {"a":"y"}', 'Is it {"a":"x"}?',
        'If it were {"a":"x"}, fine.', '// {"a":"x"}', '# {"a":"x"}', 'json.loads(\'{"a":"x"}\')', 'print({"a":"x"})',
        'lambda: {"a":"x"}', 'def f():\n    return {"a": "x"}', '[{"a":"x"}, {"a":"y"}]', '{"a":"x","a":"y"}',
        '{"a":["x","y"]}', '{"a":"x or y"}', '{"a":"not x"}', '{"a":"x","b":"y"}', '{"b":{"a":"x"}}',
        'Some would say {"a":"x"}.', 'I would not answer {"a":"x"}.', 'Wrong: {"a":"x"}', 'Bad example: {"a":"x"}',
        '<think>{"a":"x"}</think>{"a":"y"}', '<think>{"a":"x"}</think>', 'Draft: {"a":"x"}\nFinal: {"a":"y"}',
        '{"a":"x"} -> {"a":"y"}', 'Before: {"a":"x"} After: {"a":"y"}', 'I doubt it is {"a":"x"}.', '~~{"a":"x"}~~',
        '{a:"x"', '"{\\"a\\":\\"x\\"}" is not what I mean', 'You might write {"a":"x"}, but that is incorrect.',
        'Never return {"a":"x"}.', 'Instead of {"a":"x"} I return nothing.', '{"a":"x"} ❌', '/* {"a":"x"} */',
        'Suppose the output is {"a":"x"}.', '{"a":"x"}\nCorrection: {"a":"z"}',
        'One could answer {"a":"x"} or {"a":"y"}.', 'const f = () => ({"a":"x"})', 'if False:\n    return {"a":"x"}',
        'Input: {"a":"x"}\nOutput: {"a":"y"}', 'Tom says {"a":"x"}. I say {"a":"y"}.',
    ], [
        '{"a":"x"}', '```json\n{"a":"x"}\n```', '```\n{"a":"x"}\n```', 'Here it is: {"a":"x"}',
        'Here is the JSON:\n\n```json\n{"a": "x"}\n```\n\nLet me know if you need more.', '{"a":"x"} {"a":"x"}',
        '{"a":"y"}. Wait, no: {"a":"x"}', 'Not {"a":"y"}, but {"a":"x"}', 'The answer is {"a":"x"}.',
        '{"a":"x"}\n\nThe name is not given in the text, so I left it out.', '<think>{"a":"y"}?</think>{"a":"x"}',
        'I\'m not sure, but: {"a":"x"}', '{"a":"X"}', 'Output: {"a":"x"}', 'Final answer: {"a":"x"}', '**{"a":"x"}**',
        '{"a": "x"} (not "y")', 'Sorry, my first answer was wrong. {"a":"x"}', '{"a":"x"}\nIs that what you wanted?',
        '{"a":"y"}\nCorrection: {"a":"x"}', '{"a":"y"} is wrong. The right one is {"a":"x"}', 'Sure! {"a":"x"}',
    ]),
    ('fields', {'value': 'Oslo'}, {'form': 'text'}, 'How much is it?', [
        'not Oslo', 'Oslo or Bergen', 'Is it Oslo?', 'Oslo is wrong', "print('Oslo')", 'Oslo <!-- Bergen -->',
        'Bergen <!-- Oslo -->', '# Oslo', 'Oslo. Wait, no: Bergen.', '~~Oslo~~', '<think>Oslo</think>Bergen',
        'Oslo ❌', 'Oslo()', 'maybe Oslo, maybe Bergen', '["Oslo","Bergen"]', '"Oslo" + ""',
    ], [
        'Oslo', 'oslo', 'Oslo.', '**Oslo**', '"Oslo"', '`Oslo`', '  Oslo\n',
    ]),
    ('fields', {'value': ['a1', 'b2']}, {'form': 'commas'}, 'How much is it?', [
        'a1, b2, c3', 'a1', 'not a1, b2', 'a1 or b2', 'a1, not b2', '["a1","b2"].pop()', 'a1, ~~b2~~',
        'a1, b2 <!-- c3 -->', 'a1, b2, or maybe c3',
    ], [
        'a1, b2', 'b2, a1', 'a1, b2.',
    ]),
    ('fields', {'value': ['a1', 'b2']}, {'form': 'json'}, 'How much is it?', [
        '["a1","b2"] ["a1"]', '["a1","b2"] or ["a1"]', 'not ["a1","b2"]', '["a1","b2"].reverse()',
        'sorted(["a1","b2"])', '["a1","b2"]+["c3"]', 'Is it ["a1","b2"]?', '["a1","b2"] is wrong',
        '<!-- ["a1","b2"] -->', '["a1","b2"][:1]', 'len(["a1","b2"])',
    ], [
        '["a1","b2"]', '["b2", "a1"]', '```json\n["a1","b2"]\n```', 'Here: ["a1", "b2"]',
    ]),
    ('fields', {'schema': {'type': 'object', 'properties': {'n': {'type': 'integer'}}, 'required': ['n'], 'additionalProperties': False}, 'value': {'n': 85}}, {}, 'How much is it?', [
        '{"n": "85"}', '{"n": 85.5}', '{"n": 84}', '{"n": 85} {"n": 84}', '{"n": 84} {"n": 85}', 'not {"n": 85}',
        '{"n": true}', '{"n": null}', '{"n": 85, "m": 1}', '{"n": [85]}', '{"n": 8.5e2}', '{"n": 84} // {"n": 85}',
        '{"n": 84 /* 85 */}', 'Is it {"n": 85}?', '{"n": 85} is wrong.', 'f({"n": 85})', '{"n": 1e400}', '{"n": NaN}',
        '{"n": 85} or {"n": 86}', 'print({"n": 85})',
    ], [
        '{"n": 85}', '```json\n{"n": 85}\n```', 'The answer is {"n": 85}', '{"n": 84}\nWait, no: {"n": 85}',
        'Sure, here: {"n": 85}. It is not 84.',
    ]),
    ('fields', {'schema': {'type': 'object', 'properties': {'n': {'type': 'integer'}}, 'required': ['n'], 'additionalProperties': False}}, {}, 'How much is it?', [
        '{"n": "85"}', '{"n": 85', 'not {"n": 85}', '{"n": 1}{"n": 2}', '<!-- {"n": 85} -->',
        'Suppose {"n": 85}. That would be wrong.',
    ], [

    ]),
    ('tool_call', [{'name': 'f', 'arguments': {'city': ['Oslo'], 'n': [1]}}], {'tools': [{'name': 'f', 'description': '', 'parameters': {'type': 'object', 'properties': {'city': {'type': 'string'}, 'n': {'type': 'integer'}}, 'required': ['city', 'n']}}]}, 'Do it for Oslo.', [
        'I would not call f(city="Oslo", n=1).', '# f(city="Oslo", n=1)', '(lambda: f(city="Oslo", n=1))()',
        '// f(city="Oslo", n=1)', '/* f(city="Oslo", n=1) */', '<!-- f(city="Oslo", n=1) -->',
        'def g():\n    return f(city="Oslo", n=1)', 'if False: f(city="Oslo", n=1)',
        'if False:\n    f(city="Oslo", n=1)', 'Should I call f(city="Oslo", n=1)?',
        'Do not call f(city="Oslo", n=1).', 'Don\'t call f(city="Oslo", n=1).', 'f(city="Oslo", n=1) is wrong.',
        'f(city="Oslo", n=1)\nWait, no: f(city="Rome", n=1)', 'f(city="Oslo", n=1) or f(city="Rome", n=1)',
        'f(city="Rome", n=1)\nf(city="Oslo", n=1)', 'Never call f(city="Oslo", n=1).',
        'Instead of f(city="Oslo", n=1) I do nothing.', 'You could call f(city="Oslo", n=1).',
        'I could call f(city="Oslo", n=1), but I won\'t.', 'For example: f(city="Oslo", n=1)',
        'print(\'f(city="Oslo", n=1)\')', 'g = lambda: f(city="Oslo", n=1)', 'str(f(city="Oslo", n=1))',
        'not f(city="Oslo", n=1)', 'assert not f(city="Oslo", n=1)', 'f(city="Oslo", n=1) if False else None',
        'None and f(city="Oslo", n=1)', '~~f(city="Oslo", n=1)~~', '<think>f(city="Oslo", n=1)</think>',
        '<think>f(city="Oslo", n=1)</think>f(city="Rome", n=1)', 'Suppose I called f(city="Oslo", n=1).',
        'If I were to call f(city="Oslo", n=1), it would fail.', 'It would be a mistake to call f(city="Oslo", n=1).',
        'No need to call f(city="Oslo", n=1).', 'I refuse to call f(city="Oslo", n=1).',
        'There is no reason to call f(city="Oslo", n=1).', 'The user asked me not to call f(city="Oslo", n=1).',
        'Calling f(city="Oslo", n=1) is not allowed.', 'Avoid f(city="Oslo", n=1).',
        'I\'d rather not call f(city="Oslo", n=1).', 'Wrong call: f(city="Oslo", n=1)',
        'Draft: f(city="Oslo", n=1)\nFinal: f(city="Rome", n=1)', 'f(city="Oslo", n=1) ❌',
        'while False:\n    f(city="Oslo", n=1)', 'class A:\n    def m(self):\n        f(city="Oslo", n=1)',
        'try:\n    pass\nexcept:\n    f(city="Oslo", n=1)', 'const g = () => f(city="Oslo", n=1);',
        'function g() { f(city="Oslo", n=1) }', '"""\nf(city="Oslo", n=1)\n"""', '[f(city="Oslo", n=1) for _ in []]',
        'h(f(city="Oslo", n=1))', 'f(city="Oslo", n=1) != 3', 'return', 'x = \'f(city="Oslo", n=1)\'',
        'I was going to call f(city="Oslo", n=1), but it is unnecessary.',
        '{"name": "f", "arguments": {"city": "Oslo", "n": 1}} is wrong',
        'Do not send {"name": "f", "arguments": {"city": "Oslo", "n": 1}}',
        '# {"name": "f", "arguments": {"city": "Oslo", "n": 1}}',
        '// {"name": "f", "arguments": {"city": "Oslo", "n": 1}}',
        '<!-- {"name": "f", "arguments": {"city": "Oslo", "n": 1}} -->',
        '{"name": "f", "arguments": {"city": "Oslo", "n": 1}}\n{"name": "f", "arguments": {"city": "Rome", "n": 1}}',
        '{"name": "f", "arguments": {"city": "Oslo", "n": 1}} or {"name": "f", "arguments": {"city": "Rome", "n": 1}}',
        '{"name": "f", "arguments": {"city": "Oslo", "n": 1}}\nWait, no: {"name": "f", "arguments": {"city": "Rome", "n": 1}}',
        'not {"name": "f", "arguments": {"city": "Oslo", "n": 1}}',
        'Would {"name": "f", "arguments": {"city": "Oslo", "n": 1}} be right?',
        'json.dumps({"name": "f", "arguments": {"city": "Oslo", "n": 1}})',
        'if x:\n    call({"name": "f", "arguments": {"city": "Oslo", "n": 1}})',
        '<tool_call>{"name": "f", "arguments": {"city": "Rome", "n": 1}}</tool_call> <!-- <tool_call>{"name": "f", "arguments": {"city": "Oslo", "n": 1}}</tool_call> -->',
        'I won\'t emit <tool_call>{"name": "f", "arguments": {"city": "Oslo", "n": 1}}</tool_call>',
        'Some would call f(city="Oslo", n=1). I would call f(city="Rome", n=1).',
        'The wrong call is f(city="Oslo", n=1).', 'I called f(city="Oslo", n=1) by mistake.',
        'An incorrect answer is f(city="Oslo", n=1).', 'raise ValueError(\'f(city="Oslo", n=1)\')',
        'try_later(f(city="Oslo", n=1))', 'else:\n    f(city="Oslo", n=1)',
        'f(city="Oslo", n=1) should not be called.', 'f(city="Oslo", n=1) must not be used.',
        'f(city="Oslo", n=1) would be wrong.', 'f(city="Oslo", n=1) isn\'t needed.',
        'f(city="Oslo", n=1). Scratch that.', 'f(city="Oslo", n=1)\nNever mind, no call is needed.',
        'Previously I called f(city="Oslo", n=1). Now f(city="Rome", n=1).',
        'f(city="Rome", n=1) <!-- f(city="Oslo", n=1) -->', 'Not f(city="Oslo", n=1) but f(city="Rome", n=1)',
        'f(city="Rome", n=1) rather than f(city="Oslo", n=1)', 'f(city="Rome", n=1), not f(city="Oslo", n=1)',
    ], [
        'f(city="Oslo", n=1)', '{"name": "f", "arguments": {"city": "Oslo", "n": 1}}',
        '```python\nf(city="Oslo", n=1)\n```', '```json\n{"name": "f", "arguments": {"city": "Oslo", "n": 1}}\n```',
        '<tool_call>\n{"name": "f", "arguments": {"city": "Oslo", "n": 1}}\n</tool_call>',
        'I will call f(city="Oslo", n=1).', 'I\'ll call f(city="Oslo", n=1) now.', 'Calling f(city="Oslo", n=1)',
        'Let me call f(city="Oslo", n=1).', '```\nf(city="Oslo", n=1)\n```', '[f(city="Oslo", n=1)]',
        '[{"name": "f", "arguments": {"city": "Oslo", "n": 1}}]', 'Not f(city="Rome", n=1), but f(city="Oslo", n=1)',
        'f(city="Rome", n=1)\nWait, no: f(city="Oslo", n=1)', 'I should call f. f(city="Oslo", n=1)',
        'The user did not give a date, so I use the default. f(city="Oslo", n=1)',
        'To find out, I need: f(city="Oslo", n=1)', 'Sure! f(city="Oslo", n=1)', 'Action: f(city="Oslo", n=1)',
        '<think>Should I call f(city="Rome", n=1)?</think>f(city="Oslo", n=1)',
        'f(city="Oslo", n=1)  # the weather of Oslo', '# weather\nf(city="Oslo", n=1)',
        'I don\'t need the other tool. f(city="Oslo", n=1)', 'I can\'t answer without a tool. f(city="Oslo", n=1)',
        'result = f(city="Oslo", n=1)', 'f(city="Oslo", n=1);', '`f(city="Oslo", n=1)`', '**f(city="Oslo", n=1)**',
        'I would call f(city="Oslo", n=1)', 'First, I would call f(city="Oslo", n=1).',
        'Do you want more? f(city="Oslo", n=1)', 'I\'m not sure about n, but: f(city="Oslo", n=1)',
        'Here is the call:\n\nf(city="Oslo", n=1)', 'Call: {"name": "f", "arguments": {"city": "Oslo", "n": 1}}',
        'await f(city="Oslo", n=1)', 'Instead of guessing, I call f(city="Oslo", n=1)',
        'I will not guess. I will call f(city="Oslo", n=1).',
    ]),
    ('choice', 'B', {'options': ['Paris', 'London', 'Rome', 'New York']}, 'Which is the capital of the UK?', [
        "I'd reject B.", 'B is out.', "B can't be it.", 'Rule out B.', "B isn't correct, C is.", "It's not option B.",
        'Not (B).', 'Neither B nor C.', 'B or maybe D', "I'm torn between B and C.", 'Option B? Hmm, no.',
        'First I chose B. Now I choose C.', 'B, wait, C.', 'The answer is B... no, C.', "You'd think B, but it's C.",
        'They chose B, wrongly.', 'Option B would be right if the question were about France.',
        "I can't decide between B and C.", 'choose(B)', 'return B', 'lambda: B', 'B && C', 'Except B, all are right.',
    ], [
        'I pick B', 'My pick is B.', "It's B.", 'It is B.', 'The right one is B.', 'So B.', 'Therefore, B.',
        'Hence B is the answer.', "I believe it's B.", 'I think B.', "I'd say B.", "I would say it's B.",
        'Must be B.', 'Clearly B.', 'Option (B)', '(B) London', '[B]', 'B: London', 'Answer = B',
        'The answer would be B.', 'The answer must be B.', 'London is the capital of the UK, so B.',
        "It's London, so the answer is B.", 'I choose option B because London is the capital.',
        'Not A. Not C. Not D. The answer is B.', 'A and C are wrong, so B.',
        'Although A is tempting, the answer is B.', 'C is in Italy. The answer is B.', 'B is the right choice.',
        'B is the correct option.', 'Correct answer: B', 'Correct option: B', 'Right answer: B)', 'The letter is B.',
        '\\boxed{\\text{B}}', '$\\boxed{B}$', 'B) London is correct.', 'B. London is the capital of the UK.',
        "B - it's London.", 'Final choice: B',
    ]),
    ('math', '4', {}, 'What is the minimum number of buses needed?', [

    ], [
        'The minimum is 4.', 'at least 4', 'You need at least 4.',
    ]),
    ('math', '85', {}, 'How much would he have paid if he had bought 17 at $5?', [

    ], [
        'If he had bought 17 at $5, he would have paid 85.',
    ]),
    ('math', '85', {}, 'Tom has 40 red and 45 green apples. How many apples has he?', [
        'Had I multiplied, it would be 85.', 'Without the discount it would be 85.', 'page 85', 'ISO-85', '85 over 2',
        'It used to be 85; now it is 84.', 'More than 85', 'At least 85.', 'Fewer than 85',
        'Almost 85, to be exact 84.6', "85 or thereabouts? I'd say 84.", 'Between 80 and 85', '80-85', '85 squared',
        '-85', '85%', 'Not 85 but 84.', 'The answer: 8 5 3', 'The answer to question 85 is 12.', 'Step 85: done.',
        'Tom has 85 too many, so 0.', 'There are 85 pears, and 84 apples.', '84 (some say 85)', '84, not 85',
        'The answer is the square root of 85.', 'The answer is half of 85.', 'twice 85',
        'The answer is 85 less than 100.', 'one less than 85', '85 + 1', '85 - 1 = 84', '100 - 85', '$84.85', '0.85',
        '8.5', '85!', '85k', '85th', 'the answer is 85 thousand', '3 x 85', '85, 86', '85; 84', 'I cannot answer 85.',
        'If 85 is right then I am a fool; the answer is 84.', 'Everyone gets 85 but it is actually 84.',
        "My calculator says 85. It's broken. The result is 84.", '85 is too high.', '85 is too low.',
        '85 can be ruled out.', "85 looks right, but it's 84.", 'Incorrect: 85', 'Wrong answer: 85', '85?? no idea',
        '!= 85', '≠ 85', 'The total is 84 + 1.', 'Answer: 84 (earlier draft: 85)', 'Q85', 'eighty-four',
        'eighty-five hundred', '85/85', '85 mod 3', 'The number of apples exceeds 85.', 'Neither 84 nor 85',
        '85 would be my answer if the apples were pears.', 'print(85-1)', 'Output: 85\n(this output is wrong)',
        '[85, 84]', '{85, 84}', '(85, 84)',
    ], [
        '85 = 5 x 17', '85 apples (40 red and 45 green)', '85.0', '85.', '**85**', "It's 85.",
        'So that makes 85 apples in all.', '40 + 45 = 85', '= 85', 'The total is eighty-five.', 'Eighty five',
        '85 apples', 'He has 85.', 'Tom has 85 apples: 40 red ones and 45 green ones.', 'I get 85', 'Answer → 85',
        'ANSWER: 85', 'Ans. 85', '\\boxed{85}', '$85$', '85 (not 84)', "At first I thought 84, but it's 85.",
        'Not 84 but 85', '84 is wrong; 85 is right.', '85, since 40+45=85', 'Adding 45 to 40 gives 85.',
        'First, 40 red. Then, 45 green. Altogether: 85.', 'The sum of 40 and 45 is 85.',
        'Let x be the number of apples. x = 40 + 45 = 85.', 'The number of apples is 85', 'The answer is: 85 apples.',
        'It comes to 85', 'That leaves us with 85', 'It would be 85.', 'There are 85 apples in total', '85 total',
        '85 it is', 'Final answer: 85!', "I'd say 85.", 'I believe the answer is 85',
        'The correct result is 85 and not 84.', 'Result = 85', '40+45: 85', 'Thus, Tom has 85 apples.', 'So 85.',
        'Hence 85', 'There are 2 colours, so 40 + 45 = 85 apples.', 'After 3 steps, the result is 85.',
        'Tom has a total of 85 apples (85 = 40 + 45).', '<answer>85</answer>', '```\n85\n```', '85 🍎', '85', '(85)',
        '[85]', '{"answer": 85}', 'answer=85', 'Solution: 85', "The answer's 85.", "Can't be 84, so 85.",
        '84? No, 85.', 'Sum: 85', 'Total number of apples = 40 + 45 = 85 apples', "Tom's apples number 85",
        'Therefore the answer is 85 (eighty-five).',
    ]),
    ('choice', 'B', {'options': ['Oslo', 'Paris', 'Rome', 'Bern']}, 'Capital of France?', [
        'Oslo?', 'A and B', 'A/B', 'not B', 'B is the distractor; the answer is A.', 'Everything except B',
        'Choose anything but option B.', 'The letter after B', 'B minus', 'Plan B', 'Vitamin B',
        'B is what most people choose; I choose C.', 'It could be B. It could be D.', 'A (B is close, but no)',
        'B? Hmm. A.', 'Definitely B... just kidding, D.', 'Rule out B.', "I'd have said B until I read D. So D.",
        'The second worst option is B.', 'A > B', "The answer isn't A, C, or B",
        'Paris is the capital of Texas county. Answer: A', 'B or not B', 'Between A and B, A.', 'B is false',
        'B: false', 'A: true, B: false, C: false, D: false', '[x] A [ ] B', '☑ A ☐ B', '☒ B', '❌ B ✅ A', '~~B~~',
        'Would I pick B? No way.', 'Answer: A. Confidence in B: 10%', 'B has been eliminated',
        'Anyone who says Paris is mistaken.', 'Paris used to be; it is Rome now.',
    ], [
        'B', 'B.', '(B)', 'B)', 'b', '**B**', 'B it is', 'The answer is B', 'Option B', 'B: Paris', 'B) Paris',
        'Paris', 'Paris.', "It's B.", 'B, Paris', 'I choose B', "I'd go with B", 'The correct option is (B).',
        'Answer: B', 'My answer is B because the others are not in France.',
        'Oslo is Norway, Rome is Italy, Bern is Switzerland, so B.', '\\boxed{B}', '\\text{B}', '[x] B', '☑ B', '✅ B',
        'Answer = B', 'Letter B', 'choice b', 'B – Paris', 'I pick option B over A', 'So the answer must be B.',
        'It has to be B', 'B is correct.', 'B is right, the rest are wrong.', 'Definitely B', 'A? No. B.',
        'Paris (B)', 'Answer B', 'Option B is the capital of France.', '<answer>B</answer>',
        'B\n\nExplanation: Paris is the capital; Rome is not.', '{"answer": "B"}', 'Final answer: B',
    ]),
    ('text', 'Paris', {}, 'Capital of France?', [
        'Paris?', 'Not Paris.', 'Paris, Texas', 'Paris Hilton', 'Paris or London', 'London, formerly Paris',
        'The Paris of the East: Bucharest', 'anywhere but Paris', 'near Paris', "Paris's neighbour",
        "Paris is what I would say if I had to guess, but I don't know.", 'Is it Paris',
        "I've been to Paris. The answer is London.", 'London (not Paris)', 'London. Paris is wrong.',
        'Paris, no, London', 'Greater Paris Area is wrong', '“Paris” is incorrect', 'Paris → London', 'Paris (false)',
        'It is said to be Paris, wrongly.', 'Parisian', 'Paris, Paris, or maybe Rome',
    ], [
        'Paris', 'paris', 'PARIS', 'Paris.', 'It is Paris.', 'The answer is Paris', '**Paris**',
        'The capital is Paris.', 'The capital of France is Paris.', 'Paris, not London', 'Not London but Paris',
        'London? No, Paris.', '"Paris"', 'Answer: Paris', 'That would be Paris.', 'Paris is the right answer.',
        'Paris is the answer', "I think it's Paris.", "It's Paris!", 'Paris it is', 'Capital: Paris',
        'Of course, Paris.', 'Well, Paris',
    ]),
    ('choice', 'card_lost', {'options': ['card_lost', 'card_arrival', 'top_up_failed', 'other'], 'by': 'text'}, "I can't find my card. Which intent?", [
        'card lost or card arrival', 'not card_lost', 'card_lost?',
        'It is not about card_lost but about card_arrival.', 'card_arrival', 'other (card_lost)',
        'card_lost, card_arrival', 'The intents are card_lost, card_arrival, top_up_failed, other.', 'lost', 'card',
        'I lost my card', 'card_lost is wrong', 'anything but card_lost', 'card_arrival > card_lost',
        'Rejected: card_lost', 'card_lost: 0.2\ncard_arrival: 0.8', '{"card_lost": 0.1, "card_arrival": 0.9}',
        'First thought card_lost; final: card_arrival', 'The customer did not lose the card, so card_arrival.',
        'unclear', 'card_lost_or_stolen', 'topic: other', 'card_arrival (previously card_lost)', 'no card_lost',
        '~~card_lost~~ other',
    ], [
        'card_lost', 'card lost', 'Card lost', 'CARD_LOST', 'card-lost', '"card_lost"', '**card_lost**',
        'Intent: card_lost', 'The intent is card_lost.', 'card_lost.', 'The label is card lost',
        'category: card_lost', '{"intent": "card_lost"}', 'card_lost (the customer cannot find the card)',
        'card_lost because the card is missing', 'This is card_lost.', 'I would classify this as card_lost',
        'Label: Card Lost', 'card_lost, not card_arrival', 'The customer lost the card. Intent: card_lost',
        'card_arrival? No, card_lost', '`card_lost`', '<label>card_lost</label>', '-> card_lost', '1. card_lost',
        'Answer: "card_lost"', 'The best matching intent is "card_lost".',
        'card_lost\n\nThe customer cannot find the card.', 'It should be labelled card_lost', 'CardLost',
        'The correct label would be card_lost.', 'card_lost: 0.9\ncard_arrival: 0.1',
    ]),
    ('fields', {'value': {'name': 'Ada', 'age': 36}}, {}, 'Give name and age as JSON.', [
        '{"name":"Ada","age":37}', '{"name":"Ada"}', '{"name":"Ada","age":36,"x":1}',
        '{"name":"Ada","age":"36 or 37"}', '[{"name":"Ada","age":36},{"name":"Bob","age":36}]',
        '{"name":"ada lovelace","age":36}', 'Name: Ada\nAge: 36 (not sure, could be 37)\n{"name":"Ada","age":37}',
        '{"name":"Ada","age":36}\n{"name":"Ada","age":37}', '// {"name":"Ada","age":36}\n{"name":"Ada","age":35}',
        'Example: {"name":"Ada","age":36}. My answer: {"name":"Ada","age":35}',
        'I would not answer {"name":"Ada","age":36}.', '{"name":"Ada","age":36', '{"name":null,"age":36}',
        '{"person":{"name":"Ada","age":36}, "other": {"name":"Bob","age":1}}',
        'json.dumps({"name":"Ada","age":36-1})', 'Wrong: {"name":"Ada","age":36}',
        'The output {"name":"Ada","age":36} is incorrect.', 'Do not output {"name":"Ada","age":36}',
        '{"Name":"Bob","age":36}', '{"name":"Ada","age":-36}', '{"name":"Ada","age":36.5}',
        '{"name":"Ada","age":[36,37]}', '{"name":["Ada","Bob"],"age":36}', '{"name":"Ada","age":36,"age":35}', 'null',
        '{}', '[]',
    ], [
        '{"name":"Ada","age":36}', '{"age":36,"name":"Ada"}', '```json\n{"name": "Ada", "age": 36}\n```',
        'Here is the JSON:\n{"name":"Ada","age":36}', '{"name":"Ada","age":36}\n\nLet me know if you need more.',
        'The answer is {"name":"Ada","age":36}.', '{\n  "name": "Ada",\n  "age": 36\n}',
        'Sure! ```\n{"name":"Ada","age":36}\n```', '{"name":"Ada","age":36} \n{"name":"Ada","age":36}',
        'Not {"name":"Ada","age":37} but {"name":"Ada","age":36}',
        '{"name":"Ada","age":35}\nCorrection: {"name":"Ada","age":36}', 'Output: {"name":"Ada","age":36}',
        'JSON: {"name":"Ada","age":36}', '{"name": "Ada", "age": 36.0}', '<answer>{"name":"Ada","age":36}</answer>',
        '{"name":"Ada ","age":36}', '**{"name":"Ada","age":36}**',
        'The person is Ada, aged 36: {"name":"Ada","age":36}',
    ]),
    ('math', '751', {}, 'What is 1502 / 2?', [
        '1502 / 2 = 700 + 50 = 750',
    ], [
        '1502 / 2 = 700 + 50 + 1 = 751', '1502 / 2 = 751',
    ]),
    ('math', '12', {}, 'How many?', [
        'It is half of twelve.', 'It is close to twelve.', 'See table 12', 'RFC-12',
    ], [
        'Total- 12', 'Ans- 12', 'That comes to twelve.', 'He has a total of twelve.', 'The total is twelve.',
    ]),
]  # fmt: skip
"""Grader, reference, settings, question, false answers, true ones."""


def _second() -> Iterator[Case]:
    for grader, reference, settings, question, false, true in _SECOND:
        for answers, right in ((false, False), (true, True)):
            for answer in answers:
                yield Case(grader, "second reading", answer, right, reference, settings, question)


_READ: list[tuple[str, Any, dict[str, Any], str, list[str], list[str]]] = [
    ('math', '85', {}, 'Tom has 40 apples and buys 45 more. How many apples does he have?', [
        'Unknown; 85 is only a guess', 'He would need 85 more', 'The answer is not known, but 85 has been proposed',
        'Correct answer: 84 / Your answer: 85', 'The answer begins with 85', 'The first two digits are 85',
        'Tom has 40 apples and buys 45 more, so 40 + 45 = 85, minus 1 that he eats, 84.',
        '40 + 45 = 85 would be right if he had eaten none. He has 80.',
        'Step 1: 40 + 45 = 85\nStep 2: 85 / 5 = 17\nTherefore, the answer is 17.',
        "Let's see: 40 + 45 = 85. But he gives away 5. So 80.", '**Final Answer: 80** (not 85)',
        'The calculator shows 85, but the right result is 95.', 'It lies between 80 and 85.', 'Roughly 85 to 90 apples',
        'He has no more than 85 apples.', 'Did you mean 85?', 'Answer: 5\n\nExplanation: 85 ends in 5.',
        'Tom = 85? No. Tom = 58.', '\\boxed{80}\n\nNote: \\(40+45=85\\) is what a calculator gives.',
        'Before: 85. After: 40.', 'He has 40 apples. He buys 45. That is page 85 of the book.',
        'Question 85: How many apples does he have? Answer: 95', 'On a scale from 0 to 100 my confidence is 85.',
        'Total: 95\nConfidence: 85%', 'There are 850 apples, or 85 tens.', 'eighty-five hundred', '8.5', '0.85', '85%',
        '-85', '85 dozen', 'Tom has forty apples, Anna has 85, so Tom has 40.', '40 apples. He should have bought 85.',
        'The sum of 40 and 45 is 75; some say 85.', 'Die Antwort ist nicht 85, sondern 75.', 'La respuesta no es 85.',
        "Ce n'est pas 85, c'est 75.", 'La réponse est 75 (et non 85).',
        "I got 85 on the first try, 95 on the second, and 95 is what I'll go with.",
        'My answer was 85 but the checker rejected it. New answer: 95.',
        'If Tom had 40 apples, then he would have 85; but he has 41, so 86.',
        "85 is what you'd get by adding. But this is subtraction: 5.",
        'He has 40 + 45 apples, i.e. more than 80 but fewer than 85.', 'Alternatives: 75, 85, 95.', '75 (or 85)',
        '75/85', "It's a toss-up between 85 and 95.", 'Half of 85', 'double 85', '85 too many', 'off by 85',
        '85 apples were sold, so 0 are left.',
    ], [
        '85 apples in 2 colours', 'He has 85 apples now: 40 he had, 45 he bought.', '40 + 45 → 85',
        "Sure! Let's solve it step by step.\n\n1. Tom has 40 apples.\n2. He buys 45 more.\n3. 40 + 45 = 85\n\nSo Tom has **85** apples. Let me know if you have other questions!",
        'Tom has 85 apples. (He had 40 before.)', '$40 + 45 = \\boxed{85}$',
        '\\[ 40 + 45 = 85 \\]\n\nSo, Tom has 85 apples.', 'The answer is 85, i.e. 40 + 45.',
        '85, since 40 plus 45 makes 85', 'Tom hat 85 Äpfel.', 'Tom tiene 85 manzanas.', 'Tom a maintenant 85 pommes.',
        '汤姆有85个苹果。', 'Ответ: 85', '答案是85。', '# Answer\n85', '**Answer**\n\n85',
        '| step | value |\n|---|---|\n| had | 40 |\n| bought | 45 |\n| total | 85 |', 'Had: 40\nBought: 45\nTotal: 85',
        "After buying 45, Tom's 40 apples become 85.", 'Eighty-five (85) apples.', 'Tom has eighty five apples',
        "It's 85. I first got 95, but I had carried wrongly.", 'I first said 95; that was a slip. 85.',
        'Not 95: 40 + 45 is 85.',
        'Answer: 85\nExplanation: 40 and 45 are added, because he buys more. If he had sold 45, it would be -5.',
        '85. Adding 40 and 45 gives 85, so he has 85 apples, 5 short of 90.', '5 more than 80, that is 85.',
        'He has 85 apples, 45 of them new.', '40 apples + 45 apples = 85 apples', '40+45=85 🍎',
        'Tom has 85 apples, which is 15 less than 100.', 'The answer is: \n\n85', '<b>85</b>',
        'So the final answer is $85$.', 'Total apples = 85', 'total = 40 + 45 = 85', 'Tom now owns 85 of them.',
        'I would say 85.', 'That makes 85 in total.', "That'd be 85.", 'Tom ends up with 85 apples.',
        'The number of apples Tom has is equal to 85.', 'Let a = 40, b = 45. a + b = 85.',
        'Let n be the number of apples. n = 40 + 45 = 85. Hence n = 85.', 'He has 85, not 5.',
        'If you add 45 to 40, you get 85. That is how many apples Tom has.', 'Q: How many apples does he have?\nA: 85',
        'Question: Tom has 40 apples and buys 45 more. How many apples does he have?\nAnswer: 85',
        'Great question! 85.', '85 (40 + 45)', '= 85', '85 ✅',
    ]),
    ('math', '48', {}, 'A shop sells 12 pens on Monday and three times as many on Tuesday. How many pens does it sell in the two days?', [
        '12 on Monday, 36 on Tuesday.', 'On Tuesday it sells 36 pens.', '36',
        '12 × 3 = 36, so 36 pens. (48 would be too many.)', '48 hours have passed; it sells 36.',
        'It sells 12 + 3 = 15 pens, not 48.', 'The shop sells 48 pens on Tuesday and 12 on Monday, 60 in all.',
        '12 + 36 = 48, and counting Monday once more, 60.',
        "The answer would be 48 if Tuesday were three times Monday; I can't tell.",
        '48 pens were left over; 24 were sold.', 'We need 48 / 2 = 24.', 'The answer is 12 + 36 = 58.',
        'I cannot determine the answer. 48?',
    ], [
        'Monday: 12. Tuesday: 3 × 12 = 36. Together: 12 + 36 = 48.', '12 + 36 = 48 pens',
        'It sells 12 on Monday and 36 on Tuesday, so 48 in the two days.', '48 pens in 2 days',
        '48 (12 on Monday, 36 on Tuesday)', '48: 12 on Monday and 36 on Tuesday', '4 × 12 = 48',
        'Since Tuesday is three times Monday, the total is four times Monday: 48.',
        'In the two days, it sells 48 pens.', 'Tuesday: 36\nMonday: 12\nSum: 48',
        '**48 pens** are sold over the 2 days.', '48 — that is 12 plus 36.',
        'On Monday 12 are sold, on Tuesday 36; all in all 48.', '$12 + 3 \\cdot 12 = 12 + 36 = 48$',
        'The total number of pens sold in the two days is 12 + 36 = 48.',
        'Total pens sold: 48\n\nBreakdown:\n- Monday: 12\n- Tuesday: 36',
        'The answer is 48. Here is why: On Monday 12 pens. On Tuesday 3 times 12 = 36 pens.',
    ]),
    ('math', '68', {}, 'A jacket costs $80. It is reduced by 15%. What is the new price?', [
        'The discount is $12.', '$80 - 15 = $65', '15% of 80 is 12, so you save $68? No, you save $12.',
        '80 × 0.85 = 68, plus tax of 10%: $74.80', 'It was $68 before and is $80 now.', '$68 off', '68%', '68 cents',
        'The new price is $12 less than $68, so $56.', 'Not $68 but $65.', 'The price drops to about $65-$68.',
    ], [
        '$68', '$68.00', '68 dollars', 'The new price is $80 - $12 = $68.', '15% of $80 is $12. $80 - $12 = $68.',
        '80 × 0.85 = 68', 'The jacket now costs $68, $12 less than before.', 'It costs 68$ after the 15% discount.',
        'New price: $68 (a saving of $12)', '68.00 USD', 'USD 68',
        'The discount is 0.15 × 80 = 12. The new price is 68.', '$68. You save $12.',
        'You pay 85% of $80, which is $68.', '\\$68', '$$80 \\times (1-0.15) = 68$$', 'The price went from $80 to $68.',
        'It drops from $80 to $68', '$80 → $68',
    ]),
    ('math', '150 km', {}, 'A train goes 60 km/h for 2.5 hours. How far does it go?', [
        '150 miles', '150 m', '150 minutes', '60 × 2.5 = 150, but with stops it is 140 km.', '150 km/h',
        'It goes 15 km. 150 km would take longer.', 'More than 150 km', 'about 100 km, certainly not 150 km',
    ], [
        '150 km', '150 kilometers', '60 km/h × 2.5 h = 150 km', 'The train travels 150 km in 2.5 hours.', '150,000 m',
        'distance = speed × time = 60 × 2.5 = 150 km', 'It covers 150 km.', 'd = 150 km',
        '150 km (60 km in each hour, 30 km in the last half hour)',
        'In 2 hours it goes 120 km, in the other half hour 30 km; altogether 150 km.',
    ]),
    ('math', '3/4', {}, 'What is 1/2 + 1/4?', [
        '2/6', '1/2 + 1/4 = 2/6, not 3/4', '3/4 is what you get if you find a common denominator, but I get 2/6.',
        '4/3', '3 and 4', "It's less than 3/4.", '1/2 = 2/4, and 3/4 - 2/4 = 1/4',
        'The denominators are 2 and 4, the numerator is 3.',
    ], [
        '3/4', '0.75', '75%', 'three quarters', 'three fourths', '\\frac{3}{4}', '$\\frac{3}{4}$',
        '1/2 = 2/4, so 2/4 + 1/4 = 3/4.', 'The sum is 3/4 (0.75).', '¾', '6/8', '\\boxed{\\dfrac{3}{4}}',
        '1/2 + 1/4 = 2/4 + 1/4 = 3/4', 'It is 3/4, or 0.75 as a decimal.', 'The answer is 3/4, which is 75%.',
    ]),
    ('math', '-3', {}, 'Solve 2x + 10 = 4.', [
        'x = 3', 'x = -3 is not a solution; x = 7 is.', '2x = -3', 'x > -3', 'x = -6/3', 'x=±3', '|x| = 3',
    ], [
        'x = -3', 'x = −3', 'x=-3', '2x = 4 - 10 = -6, x = -3', 'minus three', 'negative 3',
        'The solution is x = -3. Check: 2(-3) + 10 = 4.', '$x = -3$', '-3', '2x + 10 = 4\n2x = -6\nx = -3',
        'x equals -3', '-6/2 = -3', 'Subtract 10 from both sides: 2x = -6. Divide by 2: x = -3.',
    ]),
    ('choice', 'B', {'options': ['Oslo', 'Paris', 'Rome', 'Bern']}, 'Capital of France?', [
        "If I had to guess wrong I'd say B", 'A=B', 'Not B.', 'Any of A, B, C, D could be meant.', 'B or C',
        'A. Oslo\nB. Paris\nC. Rome\nD. Bern', "I can't choose between B and C.", 'The first option', 'The last option',
        '1', '3', 'Neither B nor D: C', 'A, because B is too obvious.', 'B is Paris, C is Rome. The answer is C.',
        'I would go with A; B second.', 'Rome (B is Paris, which is wrong)', 'Paris was the capital; Bern is.',
        'The question has four options: A, B, C and D. Let me think about which one is right.',
        'Sorry, I cannot answer that. Option B is not something I can confirm.',
        'C\n\nExplanation: Paris (B) is in France, but Rome is the capital.',
        'Answer: C (Rome). B is wrong since Paris is in Texas.', "I don't know", 'None of the above',
        'All of the above', "Most students pick B. It's a trap. D.", 'A: true, B: false, C: false, D: false',
        'B is incorrect, C is correct.', 'Not A, not B, not C: D.', 'E', "B? I'm not sure, might be D.",
        'La respuesta es C, no B.', 'Die Antwort ist nicht B.', 'Eliminate B and C. Then A.', 'B < A',
        'Option B can be excluded.', 'The odd one out is B, so the answer is among A, C and D.',
        'Would be B if the question were about Germany. Here: A.', "A is right, B isn't.",
        'Scores: A 0.7, B 0.2, C 0.05, D 0.05', 'A 70% B 20% C 5% D 5%', "I'd rank them: A, B, C, D.",
    ], [
        'Not A, not C, not D: B.', 'A: false, B: true, C: false, D: false', 'The second option', '2', 'the 2nd one',
        'Option 2', 'Second', 'B. Paris is the capital of France.', 'Paris is the capital of France, so B.',
        'The answer is B) Paris.', '(b) Paris', 'B - Paris', 'b.', 'My final answer: **B**',
        'The capital of France is Paris. Therefore, the correct answer is B.',
        'A is in Norway, C in Italy, D in Switzerland. So the answer is B.',
        'A. Oslo – incorrect\nB. Paris – correct\nC. Rome – incorrect\nD. Bern – incorrect',
        'A) Oslo: no. B) Paris: yes. C) Rome: no. D) Bern: no.', 'A ✗ B ✓ C ✗ D ✗', "It's Paris, of course.",
        'La respuesta correcta es B.', 'Die richtige Antwort ist B.', 'La bonne réponse est B) Paris.', '答案：B',
        '正确答案是B。', 'B。', 'Of the four, only Paris is in France.',
        'B, since Oslo is in Norway, Rome in Italy and Bern in Switzerland.', "I was torn between B and C, but it's B.",
        'I was going to say C but the answer is B.', 'Correct: B', '$\\boxed{\\text{B}}$', '\\boxed{B. Paris}',
        'Choice: B', 'Select B', 'The correct choice is option B, Paris.',
        'C? Rome is in Italy. D? Bern is Swiss. A? Norway. B it must be.',
        'Answer: B\n\nA is wrong because Oslo is in Norway. C is wrong because Rome is in Italy. D is wrong because Bern is in Switzerland.',
        "Let's go through the options:\nA) Oslo is the capital of Norway.\nB) Paris is the capital of France.\nC) Rome is the capital of Italy.\nD) Bern is the capital of Switzerland.\n\nSo the answer is B.",
        'A 2% B 95% C 2% D 1%, so B', "I'd say B, though I'm not fully certain.", 'Paris (option B) is right.',
        'The answer is "Paris".', '[B]', '{B}', '<B>', 'B!', 'B 🙂',
    ]),
    ('choice', 'B', {'options': {'A': 'It absorbs blue light', 'B': 'Short waves are scattered more', 'C': 'The sea is reflected in it', 'D': 'Ozone is blue'}}, 'Why is the sky blue?', [
        'It absorbs blue light', 'Because ozone is blue.', 'Short waves are scattered less, so D.',
        'Not because short waves are scattered more, but because the sea is reflected in it.',
        'Some say short waves are scattered more. That is false. A.',
        'The sea is reflected in it (C). B explains sunsets.', 'Both B and D are right.',
        'It is C: the sea is reflected in it, rather than B.', 'Sky is blue. Waves are scattered. Answer is unclear.',
        'D. Ozone is blue, while short waves are scattered more at sunset.',
    ], [
        'Short waves are scattered more', 'Because short waves are scattered more.',
        'B: short waves are scattered more than long ones.', 'Shorter wavelengths are scattered more strongly, so B.',
        'Rayleigh scattering, hence option B.',
        'It is not that ozone is blue (D); it is that short waves are scattered more (B).',
        'B\n\nThe sea (C) only reflects the sky, and ozone (D) plays a small part.',
        'Answer: B. Light of short waves is scattered more by air.',
        'The correct answer is:\n\n**B) Short waves are scattered more**',
    ]),
    ('choice', 'negative', {'options': ['positive', 'negative', 'neutral'], 'by': 'text'}, 'Sentiment of: The battery died after two days.', [
        'positive', 'not negative', 'neutral, leaning negative',
        'The review is neither positive nor negative: neutral.', 'negative or neutral',
        'It contains negative words, but overall the sentiment is neutral.',
        'Sentiment: neutral (a negative event, stated plainly)', 'positive, negative, neutral',
        'The options are positive, negative and neutral.', "I can't classify this as negative.",
        'Mixed: positive and negative', 'non-negative', 'The opposite of negative', 'positive > negative > neutral',
        'negative: 30%, neutral: 60%, positive: 10%', "This isn't a negative review; it's neutral.", 'Double negative',
        'False negative',
    ], [
        'negative', 'Negative', 'NEGATIVE.', 'The sentiment is negative.', 'Sentiment: Negative',
        "It's a negative review.", 'negative 😡', 'The customer is unhappy, so negative.',
        'This is clearly negative, not neutral.', 'Neither positive nor neutral: negative.',
        'I would label it as **negative** because the battery died.',
        'The sentiment of the sentence is negative since the battery died after only two days.',
        '{"sentiment": "negative"}', '{"label": "negative", "score": 0.97}', 'negative (0.98)',
        'Label: negative\nReason: the battery died', 'Das Sentiment ist negative.', '`negative`',
        'The text expresses a negative sentiment.', 'Classification: NEGATIVE', 'negativ... negative',
        'negative. The battery dying is not positive.', 'positive: 2%, neutral: 8%, negative: 90%',
        'This review expresses dissatisfaction with the battery. Therefore the sentiment is negative.',
    ]),
    ('text', 'Marie Curie', {'aliases': ['Curie', 'Maria Sklodowska-Curie']}, 'Who discovered radium?', [
        'Pierre Curie', 'Irène Joliot-Curie', 'Not Marie Curie', 'Marie Antoinette', "Marie Curie's husband",
        'Marie Curie or Lise Meitner', 'a student of Marie Curie', 'Marie Curie? I am not sure, perhaps Becquerel.',
        'Becquerel, not Marie Curie.', 'Lise Meitner. Marie Curie found polonium.', 'Someone other than Marie Curie.',
        'Unlike Marie Curie, Becquerel discovered radium.',
        'It was Becquerel who discovered radium, before Marie Curie.', 'Who is Marie Curie?',
        'I cannot say whether it was Marie Curie.', 'Marie Curie, Lise Meitner, Otto Hahn',
        'People often credit Marie Curie, but it was Otto Hahn.',
    ], [
        'Marie Curie', 'Marie Curie.', 'Radium was discovered by Marie Curie.', 'It was Marie Curie.',
        'Marie Curie discovered radium.', 'Curie', 'The discoverer of radium was Marie Curie.',
        '**Marie Curie** discovered radium in 1898.', 'Marie Curie (1867–1934)', 'Answer: Marie Curie',
        'Marie Curie, in 1898', 'Not Pierre, but Marie Curie.', 'Maria Sklodowska-Curie', 'Ans: Marie Curie',
        'Radium was discovered in 1898 by Marie Curie.', 'That was Marie Curie!', 'I believe it was Marie Curie.',
        'The answer is: Marie Curie', 'MARIE CURIE', '"Marie Curie"', '- Marie Curie',
    ]),
    ('text', 'blue', {}, 'What colour was the door?', [
        'The door was not blue.', 'light red, not blue', 'blue-green', 'The door was red; the window was blue.',
        'The window was blue.', 'It used to be blue; now it is green.', 'blueberry',
        'The text does not say whether it was blue.', 'Either blue or green', 'Red. The blue one was the gate.',
        'blue?', 'Somewhere between blue and green',
    ], [
        'blue', 'Blue.', 'The door was blue.', 'It was blue.', 'The colour of the door was blue.',
        "The door's colour was blue.", 'Color: blue', 'According to the text, the door was blue.',
        'The door was blue, not green.', 'Blue, as the text says.', 'The answer is blue.',
    ]),
    ('text', '1969', {}, 'In which year did people first land on the Moon?', [
        '1968 or 1969', '1970', 'In the 1960s', 'before 1969', 'after 1969', '19690', 'July 16, not 1969',
        '1969 is wrong', 'Apollo 13, not in 1969', '1972. In 1969 they only orbited it.',
    ], [
        '1969', 'In 1969.', '1969.', 'People first landed on the Moon in 1969.', 'The year was 1969.',
        'It was in 1969, during Apollo 11.', '1969 (Apollo 11)', 'Year: 1969',
    ]),
    ('fields', {'value': '12 March 2024'}, {'document': 'The invoice was sent on 12 March 2024 and paid on 2 April 2024.', 'absent': 'none'}, 'When was the invoice sent? Reply with the date only.', [
        '2 April 2024', 'none', '12 March 2025', '12 March 2024 or 2 April 2024', 'not 12 March 2024', '12 March',
        'The date is not given.', 'paid: 2 April 2024 (sent: 12 March 2024)',
    ], [
        '12 March 2024', '12 March 2024.', '"12 March 2024"',
    ]),
    ('fields', {'value': {'order': 'A-17', 'total': 42.5, 'paid': True}}, {}, 'Give order, total and paid as JSON.', [
        '{"order": "A-17", "total": 42.5, "paid": false}', '{"order": "A-17", "total": 42, "paid": true}',
        '{"order": "A17", "total": 42.5, "paid": true}', '{"order": "A-17", "total": 42.5}',
        '{"order": "A-17", "total": 42.5, "paid": true, "currency": "EUR"}',
        'Incorrect: {"order": "A-17", "total": 42.5, "paid": true}',
        'The schema would be {"order": "A-17", "total": 42.5, "paid": true} but the values are {"order": "A-18", "total": 42.5, "paid": true}',
        'order: A-17, total: 42.5, paid: no', '{"order": "A-17", "total": 42.5, "paid": null}',
        'Either {"order": "A-17", "total": 42.5, "paid": true} or {"order": "A-17", "total": 42.5, "paid": false}.',
        '[{"order": "A-17", "total": 42.5, "paid": false}]',
        'Draft: {"order": "A-17", "total": 42.5, "paid": true}\nFinal: {"order": "A-17", "total": 42.5, "paid": false}',
        "I can't produce JSON.", '{"order": "A-17", "total": -42.5, "paid": true}',
    ], [
        '{"order": "A-17", "total": 42.5, "paid": true}',
        '```json\n{"order": "A-17", "total": 42.50, "paid": true}\n```',
        'Sure, here you go:\n\n```\n{"paid": true, "total": 42.5, "order": "A-17"}\n```\nAnything else?',
        'Draft: {"order": "A-17", "total": 42.5, "paid": false}\nFinal: {"order": "A-17", "total": 42.5, "paid": true}',
        'Output:\n{"order":"A-17","total":42.5,"paid":true}',
        '{\n "order": "A-17",\n "total": 42.5,\n "paid": true\n}\n\nThe order is A-17, and it was paid.',
        'Here is the JSON with the fields order, total and paid: {"order": "A-17", "total": 42.5, "paid": true}',
    ]),
    ('fields', {'value': ['red', 'green', 'blue']}, {}, 'List the colours as JSON.', [
        '["red", "green"]', '["red", "green", "blue", "yellow"]', '["red", "green", "blue"] is wrong: ["red", "green"]',
        'red, green, or blue', '["red or green", "blue"]', 'not ["red", "green", "blue"]', '["blue", "blue", "blue"]',
    ], [
        '["red", "green", "blue"]', '["blue", "red", "green"]', '```json\n["red","green","blue"]\n```',
        'The colours are:\n["red", "green", "blue"]',
    ]),
    ('tool_call', [{'name': 'get_weather', 'arguments': {'city': ['Oslo'], 'unit': ['celsius', '']}}], {'tools': [{'name': 'get_weather', 'description': 'Weather of a city', 'parameters': {'type': 'object', 'properties': {'city': {'type': 'string'}, 'unit': {'type': 'string'}}, 'required': ['city']}}, {'name': 'send_mail', 'description': 'Sends a mail', 'parameters': {'type': 'object', 'properties': {'to': {'type': 'string'}, 'body': {'type': 'string'}}, 'required': ['to', 'body']}}]}, 'What is the weather in Oslo?', [
        'get_weather(city="Bergen")', 'I would call get_weather(city="Oslo") if I could.',
        'Should I call get_weather(city="Oslo")?', 'get_weather(city="Oslo")\nget_weather(city="Bergen")',
        'send_mail(to="Oslo", body="weather")', 'The weather in Oslo is sunny.', 'get_weather(town="Oslo")',
        '{"name": "get_weather", "arguments": {"city": "Oslo", "unit": "kelvin"}}',
        '{"name": "get_weather", "arguments": {}}', 'Do not call get_weather(city="Oslo").',
        'There is no need for {"name": "get_weather", "arguments": {"city": "Oslo"}}; it\'s cold.',
        'For example, get_weather(city="Oslo") would return the weather of Oslo.', 'get_weather("Oslo" + "Bergen")',
        'get_weather(city=city)', 'def get_weather(city="Oslo"): pass',
        'Previously I called get_weather(city="Oslo"). Now: send_mail(to="me", body="cold")',
        'Instead of get_weather(city="Oslo"), use send_mail(to="x", body="y").', "# get_weather(city='Oslo')",
        '{"name": "get_weather", "arguments": {"city": ["Oslo", "Bergen"]}}', 'get_weather(city="Oslo", city="Bergen")',
        'if cold: get_weather(city="Oslo")',
    ], [
        'get_weather(city="Oslo")', 'get_weather(city=\'Oslo\', unit="celsius")',
        '{"name": "get_weather", "arguments": {"city": "Oslo"}}',
        '<tool_call>\n{"name": "get_weather", "arguments": {"city": "Oslo"}}\n</tool_call>',
        '```json\n{"name": "get_weather", "arguments": {"city": "Oslo"}}\n```', '[get_weather(city="Oslo")]',
        'I will look up the weather.\n\nget_weather(city="Oslo")', '```python\nget_weather(city="Oslo")\n```',
        'To answer this I need the weather of Oslo.\n{"name": "get_weather", "arguments": {"city": "Oslo"}}',
        '[{"name": "get_weather", "arguments": {"city": "Oslo"}}]',
        '{"tool": "get_weather", "parameters": {"city": "Oslo"}}',
        '{"function": "get_weather", "args": {"city": "Oslo"}}',
        'Sure, I\'ll call the weather tool: get_weather(city="Oslo")', 'get_weather("Oslo")',
        '{"type": "function", "function": {"name": "get_weather", "arguments": "{\\"city\\": \\"Oslo\\"}"}}',
        'Action: get_weather\nAction Input: {"city": "Oslo"}',
        'I should not send a mail here. get_weather(city="Oslo")',
    ]),
    ('tool_call', [], {'tools': [{'name': 'get_weather', 'description': 'Weather of a city', 'parameters': {'type': 'object', 'properties': {'city': {'type': 'string'}, 'unit': {'type': 'string'}}, 'required': ['city']}}, {'name': 'send_mail', 'description': 'Sends a mail', 'parameters': {'type': 'object', 'properties': {'to': {'type': 'string'}, 'body': {'type': 'string'}}, 'required': ['to', 'body']}}]}, 'Play some jazz.', [
        'get_weather(city="jazz")', "I'll send a mail: send_mail(to='dj', body='jazz')",
        '{"name": "play_music", "arguments": {"genre": "jazz"}}', 'play_music(genre="jazz")',
        'Calling play_music with genre jazz…\n{"name": "play_music", "arguments": {"genre": "jazz"}}',
    ], [
        "I'm sorry, none of my tools can play music.", "I can't play music. I can look up the weather or send a mail.",
        'None of the given functions can be used for this.',
        'There is no tool for that; get_weather only gives the weather and send_mail sends mails.',
        "I don't have a tool that plays jazz. Would you like me to send a mail instead?",
    ]),
    ('order', ['wash', 'chop', 'fry', 'serve'], {'items': ['wash', 'chop', 'fry', 'serve']}, 'Put the steps in order.', [
        '1. chop\n2. wash\n3. fry\n4. serve', 'wash, chop, serve, fry', 'serve → fry → chop → wash',
        'The order is not wash, chop, fry, serve.', 'wash, chop, fry',
        'wash, chop, fry, serve is wrong. Right: chop, wash, fry, serve.',
        'First chop, then wash, then fry, and finally serve.',
        'Either wash, chop, fry, serve or chop, wash, fry, serve.', '1. wash\n1. chop\n2. serve\n3. fry',
        "The steps are chop, fry, serve and wash, I'm not sure about the order.",
        'Before you wash, chop. Then fry and serve.',
        'serve, fry, chop, wash (reversed it would be wash, chop, fry, serve)',
    ], [
        '1. wash\n2. chop\n3. fry\n4. serve', 'wash, chop, fry, serve', 'wash → chop → fry → serve',
        'First wash, then chop, then fry, and finally serve.', 'Wash > Chop > Fry > Serve',
        'The correct order is: wash, chop, fry, serve.', '- wash\n- chop\n- fry\n- serve',
        'Step 1: Wash\nStep 2: Chop\nStep 3: Fry\nStep 4: Serve', '["wash", "chop", "fry", "serve"]',
        'First you wash, next you chop, after that you fry, last you serve.',
        'Not chop, wash, fry, serve but wash, chop, fry, serve.',
        '**1. Wash** the vegetables.\n**2. Chop** them.\n**3. Fry** them.\n**4. Serve** hot.',
        'Here is the order:\n\n1) wash\n2) chop\n3) fry\n4) serve\n\nEnjoy!', 'wash; chop; fry; serve',
        'wash < chop < fry < serve', 'wash\nchop\nfry\nserve',
    ]),
    ('order', {'matching': {'France': 'Paris', 'Italy': 'Rome', 'Norway': 'Oslo'}}, {'items': ['Paris', 'Rome', 'Oslo', 'Bern']}, 'Match the countries and capitals.', [
        'France: Rome\nItaly: Paris\nNorway: Oslo', 'France - Paris, Italy - Rome',
        'France: Paris, Italy: Rome, Norway: Bern',
        'France is not matched with Paris; France: Bern, Italy: Rome, Norway: Oslo',
        'France, Italy, Norway: Paris, Oslo, Rome', 'France: Paris or Rome\nItaly: Rome\nNorway: Oslo',
    ], [
        'France: Paris\nItaly: Rome\nNorway: Oslo', 'France → Paris, Italy → Rome, Norway → Oslo',
        '- France – Paris\n- Italy – Rome\n- Norway – Oslo',
        '| Country | Capital |\n|---|---|\n| France | Paris |\n| Italy | Rome |\n| Norway | Oslo |',
        '{"France": "Paris", "Italy": "Rome", "Norway": "Oslo"}',
        'France goes with Paris, Italy with Rome, and Norway with Oslo.',
    ]),
    ('estimate', '384400 km', {'factor': 2}, 'How far is the Moon?', [
        '384,400 miles away? No: about 1 million km.', '384,400 m', 'about 38,000 km', '4 million km',
        'It takes light 1.3 seconds.', "I don't know; some say 384,400 km.", '384400 kg',
        'between 100 km and 10,000,000 km', 'not 384,400 km but 38,440 km', 'It is farther than 384,400 km.',
    ], [
        'about 380,000 km', '384,400 kilometers', 'roughly 240,000 miles', 'The Moon is about 384,400 km away.',
        '≈ 3.8 × 10^5 km', '$3.84 \\times 10^8$ m', 'around 400,000 km, which light travels in 1.3 seconds',
        'On average 384,400 km (238,900 miles)', 'approximately 30 Earth diameters, or 384,000 km',
        'It varies between 363,000 km and 405,000 km; on average it is 384,400 km.', '~385 thousand km', '3.8e5 km',
        '0.38 million km',
    ]),
    ('grounded', {'documents': [{'id': '1', 'text': 'The bridge was built in 1932 by the engineer Ole Berg. It was widened in 1967 by Nina Lund.'}], 'facts': [{'value': 'Ole Berg'}], 'answerable': True}, {'citations': 'none'}, 'Who built the bridge?', [
        'Nina Lund', 'The bridge was built by Nina Lund, not Ole Berg.', 'Not Ole Berg',
        "The document doesn't say who built the bridge.", 'Ole Berg or Nina Lund',
        'It is unclear whether Ole Berg built it.', 'Was it Ole Berg?',
    ], [
        'Ole Berg', 'The bridge was built by Ole Berg.', 'The bridge was built in 1932 by the engineer Ole Berg.',
        'Ole Berg built it; Nina Lund only widened it.', 'It was built by Ole Berg in 1932.',
        'According to the document, the engineer Ole Berg built the bridge.', 'Not Nina Lund but Ole Berg built it.',
    ]),
    ('grounded', {'documents': [{'id': '1', 'text': 'The bridge was built in 1932 by the engineer Ole Berg.'}], 'facts': [], 'answerable': False}, {'citations': 'none'}, 'What did the bridge cost?', [
        'It cost 3 million crowns.', 'The bridge cost a lot: 2 million.', '1932', 'Probably about 500,000 crowns.',
    ], [
        'The document does not say what the bridge cost.', "I can't tell from the text.", 'Not stated.',
        "The cost of the bridge isn't mentioned in the document.", 'There is no information about the cost.',
        'The text only says that it was built in 1932 by Ole Berg; it gives no cost.',
    ]),
    ('constraints', [{'id': 'words', 'args': {'max': 8}}, {'id': 'excludes', 'args': {'words': ['cat']}}], {}, 'Say something short about pets without the word cat.', [
        'The cat sat.', 'I like dogs very much because they are always so glad to see me.', 'Cat', 'My CAT sleeps.', '',
    ], [
        'Dogs are loyal friends.', 'Pets make us happy.', 'Fish category: calm.',
    ]),
    ('puzzle', {'kind': 'csp', 'variables': {'Ann': [1, 2, 3], 'Bob': [1, 2, 3], 'Cleo': [1, 2, 3]}, 'constraints': [['all_different', ['Ann', 'Bob', 'Cleo']], ['=', 'Ann', 2], ['=', 'Bob', 3]]}, {}, 'Who sits where?', [
        'Ann: 1, Bob: 3, Cleo: 2', 'Ann: 2, Bob: 3, Cleo: 3', 'Ann: 2, Bob: 3', 'Ann is not 2. Ann: 3, Bob: 2, Cleo: 1',
        'Ann: 2, Bob: 3, Cleo: 1 or 3', 'Ann: 2, Bob: 1, Cleo: 3. (Not Bob: 3, Cleo: 1)',
    ], [
        'Ann: 2, Bob: 3, Cleo: 1', 'Ann = 2\nBob = 3\nCleo = 1', '- Ann: 2\n- Bob: 3\n- Cleo: 1',
        '{"Ann": 2, "Bob": 3, "Cleo": 1}', '| Person | Seat |\n|---|---|\n| Ann | 2 |\n| Bob | 3 |\n| Cleo | 1 |',
        '**Ann**: 2, **Bob**: 3, **Cleo**: 1', 'Ann → 2, Bob → 3, Cleo → 1',
    ]),
    ('puzzle', {'kind': 'arithmetic', 'numbers': [2, 3, 4, 6], 'target': 24}, {}, 'Make 24 from 2, 3, 4, 6.', [
        '2 * 3 * 4 = 24', '24', '6 * 4 * (3 - 2) = 25', '6 * 4 + 3 - 2', '4 * 6 = 24', "It's impossible.",
        'Not 6 * 4 * (3 - 2).',
    ], [
        '6 * 4 * (3 - 2) = 24', '6 * 4 * (3 - 2)', '(3 - 2) × 6 × 4 = 24', 'One way is 6 × 4 × (3 − 2) = 24.',
        '$6 \\times 4 \\times (3-2) = 24$', '3 - 2 = 1; 6 × 4 = 24; so (3 - 2) × 6 × 4 = 24',
        '**Solution:** `6 * 4 * (3 - 2)`',
    ]),
    ('code', {'entry_point': 'add', 'tests': 'assert add(1, 2) == 3\nassert add(-1, 1) == 0'}, {}, 'Write add(a, b).', [
        '```python\ndef add(a, b):\n    return a - b\n```', 'def add(a, b): pass', "I can't write code.",
        '```python\n# def add(a, b): return a + b\n```',
        'Wrong:\n```python\ndef add(a, b):\n    return a + b\n```\nRight:\n```python\ndef add(a, b):\n    return a * b\n```',
        'def sub(a, b):\n    return a + b',
    ], [
        '```python\ndef add(a, b):\n    return a + b\n```', 'def add(a, b):\n    return a + b',
        'Here is the function:\n\n```python\ndef add(a, b):\n    """Adds."""\n    return a + b\n```\n\nExample:\n```python\nprint(add(1, 2))  # 3\n```',
        '```py\nadd = lambda a, b: a + b\n```', '```\ndef add(a, b):\n    return a + b\n```',
    ]),
    ('edit', {'source': 'The cat sat on the mat.', 'edits': [{'find': 'cat', 'replace': 'dog'}]}, {'form': 'free'}, 'Replace cat by dog.', [
        'The cat sat on the mat.', 'The dog sat on the rug.', 'The dog sat on the mat', 'dog', 'A dog sat on the mat.',
        'The dogs sat on the mat.', "Don't write: The dog sat on the mat.",
    ], [
        'The dog sat on the mat.', 'Here is the new text:\n\nThe dog sat on the mat.', '"The dog sat on the mat."',
        '```\nThe dog sat on the mat.\n```',
    ]),
    ('web_action', {'html': "<form><input id='q' name='q'><button id='go' type='button'>Search</button><a id='home' href='/'>Home</a></form>", 'effect': {'clicked': '#go'}}, {}, 'Press Search.', [
        "click('#home')", "Don't click('#go').", "click('#q')", 'I would click the button.',
        "click('#go')\nclick('#home')", "// click('#go')", "Should I click('#go')?",
    ], [
        "click('#go')", 'click("#go")', "I'll press the button.\n\nclick('#go')", "```\nclick('#go')\n```",
        '{"action": "click", "selector": "#go"}',
    ]),
    ('math', '375', {}, 'A cinema has 18 rows with 24 seats each. 57 seats are broken. How many seats can be used?', [
        '18 × 24 = 432 seats.', 'The cinema has 432 seats, of which 57 are broken. So 432 + 57 = 489; 375 is too low.',
        '432 - 57 = 385', '**385** seats can be used, since 375 would forget ten of them.',
        'I computed 375, but after checking, 385 is correct.', '57 of the 375 seats are broken.',
        'Usable seats: 385 (I first wrote 375)', 'The usable seats are 18 × 24 − 57.', '18 rows, 24 seats, 57 broken.',
        'It depends: 375 if none of the broken ones is repaired, 432 otherwise.',
        "Somewhere around 375, I can't say exactly. Maybe 380.",
        'Let me think. 18*24=432. 432-57=375. Hmm, wait. 18*24 = 442, so 442-57 = 385.',
        'x = 432 - 57 = 375, then divide by 18 rows: about 21 per row. So 21.',
        'Your result of 375 is incorrect; the right result is 385.', 'Is it 375 or 385?', '3.75', '3750', '37,5',
        'The answer is three hundred eighty-five.', 'not 375', '375 - 57 = 318', '375 + 57',
        'Step 3: 375. Step 4: 375 / 3 = 125. Final: 125', "We're looking for a number that is smaller than 375.",
        "The teacher's key says 375. I disagree: it is 385.",
        'If each row had 24 seats there would be 375, but it has 25, so 393.',
    ], [
        '375', '375 seats', '375 seats can be used.', '18 × 24 = 432, 432 − 57 = 375',
        'There are 18 × 24 = 432 seats in total. 57 of them are broken, so 432 - 57 = 375 seats can be used.',
        'The cinema has 375 usable seats and 57 broken ones.', 'Of the 432 seats, 375 can be used.',
        '375 of the 432 seats can be used.', '375 out of 432 seats are usable',
        'Only 375 seats are usable, because 57 are broken.', '432 total - 57 broken = 375 usable',
        'Total seats: 432\nBroken: 57\nUsable: 375', 'Usable seats = 375',
        '**Step 1:** 18 × 24 = 432\n**Step 2:** 432 − 57 = 375\n\n**Answer: 375 seats**',
        '\\[18 \\times 24 - 57 = 432 - 57 = 375\\]', '$$\\boxed{375}$$', 'Es können 375 Plätze benutzt werden.',
        'Se pueden usar 375 asientos.', '375席', '可以使用375个座位。', 'Можно использовать 375 мест.',
        'Hmm, 18 times 24 is 442? No, 432. So 432 minus 57 is 375.',
        'The number of seats that can be used is 375 (432 minus 57).', '375, as 57 of 432 are broken',
        "I believe it's 375 seats.", 'After removing the 57 broken seats, 375 seats remain.',
        '375 seats remain after the 57 broken ones are removed.', 'You can use 375 seats.', 'There remain 375.',
        'That leaves 375.', 'That leaves us with 375 seats, in 18 rows.', '= 375 seats',
        'three hundred and seventy-five', 'Three hundred seventy-five seats can be used.',
        'So 375 seats can be used in this cinema with 18 rows.',
    ]),
    ('math', '210', {}, 'Sara earns $15 an hour. She worked 6 hours on Friday and 8 hours on Saturday. How much money did she earn?', [
        'She earned $90 on Friday and $120 on Saturday.', '6 + 8 = 14 hours', '$15 × 6 = $90',
        '$210 would be before tax; she earned $168.', 'She earned $90 + $120 = $200.', 'She worked 210 hours.',
        "$210 is what she'd earn with $15 for 14 hours, but the rate on Saturday is double: $330.",
        'Her boss says 210, she says 240; she is right.', '210 minutes', '$2.10', 'between $200 and $210', '14',
        'She earned $210 less than her sister.',
    ], [
        '$210', 'She earned $210.', '$210.00', '210 dollars',
        'She earned $90 on Friday and $120 on Saturday, so $210 in total.',
        'She earned $210 in total: $90 on Friday and $120 on Saturday.', '$90 + $120 = $210', '14 hours × $15 = $210',
        "She worked 14 hours. At $15 an hour that's $210.", 'She earned $210 for 14 hours of work.',
        'Sara earned $210 ($15 × 14 hours).', 'Friday: $90\nSaturday: $120\nTotal: $210',
        '- Friday: 6 × 15 = 90\n- Saturday: 8 × 15 = 120\n\n90 + 120 = **210**', 'The total is $210.',
        'Sara made $210 over the two days.', 'Sara made 210 bucks', '6*15 + 8*15 = 210', '$15/hour × 14 hours = $210',
        'For 14 hours at $15 per hour she gets $210.', 'Sie hat 210 Dollar verdient.', 'Sara a gagné 210 $.',
        '$210, because 14 times 15 is 210', 'She got $210 on these two days.',
    ]),
    ('math', '125', {}, 'There were 240 birds on a lake. A third of them flew away, then 35 more left. How many birds are still on the lake?', [
        '80 birds flew away.', '240 - 80 = 160 birds are still there.', '240 / 3 = 80; 80 + 35 = 115',
        '115 birds left in all.', '125 birds left, so 115 are on the lake.', '205 (240 - 35). Not 125.',
        'Counting again I get 135 rather than 125.',
    ], [
        '125', '125 birds', '240 - 80 - 35 = 125', 'A third of 240 is 80. 240 - 80 = 160. 160 - 35 = 125.',
        '125 birds are still on the lake.', 'There are 125 birds left on the lake.',
        'Of the 240 birds, 115 left, so 125 are still there.', '125 birds stay, 115 leave.',
        'First 80 fly away, which leaves 160. Then 35 leave, which leaves 125.', '160 − 35 = 125 birds remain.',
        'Remaining: 125', 'In the end 125 birds were left.', 'After 80 and then 35 birds left, there were 125.',
        '125 birds are on the lake after 115 left.',
        '80 birds flew away first, and then 35 more, so 125 of the 240 birds are still there.',
        'Still on the lake: 125', 'Left on the lake: 240 - 115 = 125.',
    ]),
    ('math', '65%', {}, 'In a class of 40 pupils 26 are girls. What percentage of the class are girls?', [
        '26%', '35% are boys.', '0.65%', '14/40 = 35%', '65% would be right if there were 26 boys.', 'more than 65%',
        '26 girls and 14 boys', '6.5%',
    ], [
        '65%', '65 %', '65 percent', '26/40 = 0.65 = 65%', '26 / 40 × 100 = 65', '65% of the class are girls.',
        '65% of the 40 pupils are girls.', 'Girls make up 65% of the class, boys 35%.', 'The percentage is 65%.',
        '26 out of 40 is 65%.', '$\\frac{26}{40} \\times 100\\% = 65\\%$', 'sixty-five percent', '0.65, i.e. 65%',
        '65 per cent', '65% (26 of 40)', "It's 65% girls and 35% boys.",
    ]),
    ('math', '42', {}, 'Work out 1,008 ÷ 24.', [
        '1008 ÷ 24 = 41 remainder 24', '24 × 42 = 1008, so the answer is 24.',
        "42 is the answer to everything, but here it's 43.", '1008/24', '4.2', 'The quotient is 40, the remainder 48.',
        '24', '240/24 = 10, 1008/24 = 402', 'Ungefähr 42, genau 43.', '-42',
    ], [
        '42', '1,008 ÷ 24 = 42', '42, because 24 × 42 = 1008', '42 remainder 0', 'The quotient is 42.',
        '1008/24 = 42.0', '24 goes into 1008 42 times.', '24 fits into 1008 exactly 42 times.',
        '1008 divided by 24 is 42.', '1008 divided by 24 equals 42', '24 × 40 = 960, 1008 − 960 = 48 = 2 × 24, so 42.',
        'It is 42. Check: 42 × 24 = 1008.', '42. Check: 42 × 24 = 1,008.', 'forty-two', 'Forty-two!',
        'Das Ergebnis ist 42.', 'Le résultat est 42.', 'El resultado es 42.', '結果は42です。', '42 (check: 24·42 = 1008)',
    ]),
    ('math', '20', {}, 'A film starts at 19:45 and lasts 95 minutes. How many minutes after 21:00 does it end?', [
        'It ends at 21:20? No, 21:10, so 10.', '21:20', '95 minutes', 'It ends 80 minutes later.', '20:00',
        '20 seconds', '20 hours',
    ], [
        '20', '20 minutes', 'It ends at 21:20, so 20 minutes after 21:00.', 'It ends 20 minutes after 21:00.',
        '19:45 + 95 min = 21:20, that is 20 minutes after 21:00.', '20 minutes after 21:00', '20 min',
        'It takes 75 minutes until 21:00, and 95 − 75 = 20.',
    ]),
    ('math', '7', {}, 'The marks are 7, 9, 4 and 8. What is the mean?', [
        '28', '(7+9+4+8)/4', '7, 9, 4, 8', '7.5 (median)', 'The mean is 7.25, the first mark 7.', '4, 7, 8, 9',
        'Seven is the first mark, the mean is 6.',
    ], [
        '7', 'The mean is 7.', '28/4 = 7', '(7+9+4+8)/4 = 28/4 = 7', 'The sum is 28, and 28 divided by 4 is 7.',
        'The mean of 7, 9, 4 and 8 is 7.', 'mean = 7', 'x̄ = 7', '7.0', 'The average mark is 7.',
        'Sum: 28\nCount: 4\nMean: 7', '7, since the four marks add up to 28',
    ]),
    ('math', '120000', {}, 'What is 25 * 4,800?', [
        '12,000', '120', '25 * 4,800 = 12000', '1.2 million', '120.000,5', '12e5', '120 thousandths',
    ], [
        '120,000', '120000', '120 000', '120 thousand', '120k', '1.2e5', '1.2 × 10^5', '25 × 4,800 = 120,000',
        '100 × 1,200 = 120,000', 'one hundred twenty thousand', 'One hundred and twenty thousand.',
        'The product is 120,000.', '$1.2 \\times 10^{5}$',
    ]),
    ('choice', 'C', {'options': {'A': '12', 'B': '18', 'C': '24', 'D': '36'}}, 'What is 4 × 6?', [
        'A', '12', '18', 'B, not C', "It's 24, so B", '24 is not among the options', 'A) 12\nB) 18\nC) 24\nD) 36',
        'C or D', 'All of them', '4 × 6 = 18', '36 (D)', 'None is right', 'D. C is 24.', 'C (36)', 'E',
        "The answer can't be C.", 'C is too small; D.', 'I picked C at first, now D.',
    ], [
        'C', '24', 'C) 24', '(C) 24', '4 × 6 = 24', '4 × 6 = 24, so C', '4 × 6 = 24. The answer is C.',
        'The answer is 24.', 'The answer is C, 24', 'Option C: 24', 'c) 24', '24 (C)', 'C - 24',
        "It's 24, which is option C.", 'Answer: C\nExplanation: 6 + 6 + 6 + 6 = 24', 'C. 24 is the product of 4 and 6.',
        'A: 12 no, B: 18 no, C: 24 yes, D: 36 no', 'A is wrong (12), B is wrong (18), D is wrong (36). C it is.',
        'The product is 24, therefore C.', 'Choose C.', 'The correct letter is C.', 'C, obviously.', 'The third option',
        'the third one (24)',
    ]),
    ('choice', 'B', {'options': ['whale', 'shark', 'penguin', 'bat']}, 'Which of these is a fish?', [
        'whale', 'A', 'All except the shark', 'The bat and the penguin are not fish.',
        "Whales are fish, sharks aren't.", 'C. penguin', 'penguin', 'Neither the whale nor the shark.',
        'shark or whale', 'The whale is a fish, unlike the shark.', 'whale > shark',
        "I am not a biologist, so I can't say whether the shark is a fish.", 'B, C, D', "D because bats aren't sharks",
        'A whale looks like a shark. So whale.',
    ], [
        'shark', 'B', 'Shark.', 'The shark is a fish.', 'The shark.', 'A shark is a fish.', 'the shark', 'B. shark',
        'It is the shark, because whales and bats are mammals and penguins are birds.',
        'Whales are mammals, penguins are birds, bats are mammals. The shark is the fish.', 'Only the shark is a fish.',
        'The answer is the shark.', 'The fish is the shark.', 'Sharks are fish.',
        'A whale is a mammal, a penguin a bird and a bat a mammal, so the answer is shark.', 'shark 🦈',
        'Answer: shark (B)', 'Not the whale! The shark.', 'El tiburón... the answer is B.', 'B – the shark',
        'Of these animals, the shark is a fish.', '**shark**', '{"answer": "B"}', '{"answer": "shark"}',
        '{"answer": "B", "reason": "A whale is a mammal"}',
    ]),
    ('choice', 'D', {'options': {'A': 'The Nile', 'B': 'The Amazon', 'C': 'The Danube', 'D': 'The Volga', 'E': 'None of these'}}, 'Which is the longest river in Europe?', [
        'C', 'The Danube', 'The Danube (C), not the Volga', 'E', 'None of these',
        'The longest is the Danube, followed by the Volga.', 'B. The Amazon',
        'The Volga is the second longest, the Danube the longest.', 'The Volga or the Danube', 'D? I doubt it. C.',
        "It isn't the Volga.", 'the Nile, since D is not in Europe', 'None of these (E); the Volga is in Asia.',
    ], [
        'D', 'The Volga', 'Volga', 'The Volga.', 'D. The Volga', 'The longest river in Europe is the Volga.',
        'The Volga is the longest river in Europe.', "It's the Volga, at 3,530 km.",
        'D) The Volga, which flows into the Caspian Sea', 'The answer is D (the Volga).',
        'Not C (the Danube) but D (the Volga).',
        'The Nile is in Africa and the Amazon in South America. The Danube is shorter than the Volga. So D.',
        'Option D is correct', 'D — Volga', 'The right answer: D', 'Answer is D.', 'ANSWER: D',
        'Final answer: (D) The Volga',
    ]),
    ('choice', 'B', {'options': {'A': 'True', 'B': 'False', 'C': 'Cannot be determined'}}, 'All birds can fly. True or false?', [
        'True', 'A', 'C', 'Cannot be determined', 'It is true.', 'Not false', 'True, not false.',
        "It's false that it is false, so true.", 'A (true)',
    ], [
        'False', 'B', 'It is false.', 'B. False', 'False, because penguins cannot fly.', 'The statement is false.',
        'That is false.', "False. Penguins can't fly.", 'FALSE', 'The answer is False.',
        "This is false: ostriches don't fly.", '(B) False', 'Answer: B) False',
    ]),
    ('choice', 'cancellation', {'options': ['billing', 'technical_issue', 'cancellation', 'feedback', 'other'], 'by': 'text'}, 'I want to end my subscription because I was charged twice. Topic?', [
        'billing', 'billing and cancellation', 'The topic is billing, not cancellation.', 'billing (or cancellation)',
        'cancel', 'no cancellation', 'other', 'cancellation?', 'technical issue',
        'topics: billing, technical_issue, cancellation, feedback, other', "I'd say billing rather than cancellation.",
        'Primary: billing\nSecondary: cancellation', "This isn't cancellation.", 'billing: 0.7, cancellation: 0.3',
        'cancellation 0.3, billing 0.7', 'Could be cancellation, could be billing.',
        'The user mentions a cancellation, but the main topic is billing.',
    ], [
        'cancellation', 'Cancellation', 'Topic: cancellation', 'The topic is cancellation.',
        'This message is about cancellation.', 'This is a cancellation request.', 'cancellation, not billing',
        'The user wants to end the subscription → cancellation', 'The main topic is cancellation.',
        'Category: **Cancellation**', 'I would assign the topic "cancellation".', 'It falls under cancellation.',
        'The message belongs to the category cancellation.', 'Cancellation (the user wants to end the subscription)',
        'cancellation.\n\nReason: the user wants to end the subscription.', '{"topic": "cancellation"}',
        '[cancellation]', '<topic>cancellation</topic>', 'billing: 0.3, cancellation: 0.7',
        'Although the user mentions a charge, the topic is cancellation.', 'Not billing: cancellation',
        'Thema: cancellation',
        'The best label for this message is cancellation, as the user wants to end the subscription.',
        'topic=cancellation', "'cancellation'",
    ]),
    ('text', 'Lake Baikal', {'aliases': ['Baikal']}, 'Which is the deepest lake in the world?', [
        'Lake Tanganyika', 'Lake Baikal is not the deepest.', 'The second deepest is Lake Baikal.',
        'Lake Victoria, not Baikal', 'Lake Baikal or Lake Tanganyika', 'a lake near Baikal',
        'Tanganyika; Baikal is only the largest.', 'deeper than Lake Baikal', "I'm not sure. Is it Baikal?",
        'Baikal seal', 'Some say Baikal, but it is Tanganyika.', 'Neither Baikal nor Tanganyika',
    ], [
        'Lake Baikal', 'Baikal', 'lake baikal', 'The deepest lake in the world is Lake Baikal.',
        'Lake Baikal is the deepest lake in the world.', 'It is Lake Baikal.', 'Lake Baikal (Russia)',
        'The deepest lake is Lake Baikal.', "That's Lake Baikal.", 'The answer is Lake Baikal.', '**Lake Baikal**',
        'Lake Baikal, which is 1,642 m deep.', 'Lake Baikal, with a depth of 1,642 metres', 'Lake: Baikal',
        'I think the deepest lake in the world is Lake Baikal.',
    ]),
    ('text', 'seven', {'aliases': ['7']}, 'How many dwarfs does Snow White meet?', [
        'eight', 'seven or eight', 'not seven', 'twenty-seven', 'less than seven', 'seventh', 'six, not seven', '7.5',
        'more than 7',
    ], [
        'seven', '7', 'Seven.', 'She meets seven dwarfs.', 'Seven dwarfs', 'Snow White meets seven dwarfs.',
        'There are seven dwarfs.', '7 dwarfs', 'She meets 7.',
    ]),
    ('text', 'the printing press', {}, 'What did Gutenberg invent?', [
        'the telescope', 'the printing press and the telescope', 'He did not invent the printing press.',
        'something like the printing press', 'a new kind of ink for the printing press',
        'paper, not the printing press', 'the steam-powered printing press', 'the press',
    ], [
        'the printing press', 'The printing press.', 'Gutenberg invented the printing press.',
        'He invented the printing press.', 'printing press', 'It was the printing press.',
        'Johannes Gutenberg invented the printing press.', 'Gutenberg is known for inventing the printing press.',
        "Gutenberg's invention was the printing press.", 'The invention of Gutenberg was the printing press.',
    ]),
    ('text', 'in the garage', {'match': 'f1'}, 'Where did Tim leave the bike?', [
        'in the garden', 'not in the garage', 'in the garage or in the garden',
        'Tim left the bike in the garden, the car in the garage.', 'behind the house',
    ], [
        'in the garage', 'In the garage.', 'Tim left the bike in the garage.', 'He left it in the garage.',
        'the garage', 'It is in the garage.',
    ]),
    ('text', 'Friday', {}, 'On which day does the shop close early?', [
        'Saturday', 'not on Friday', 'Friday or Saturday', 'every day but Friday', 'the day before Friday',
        'Good Friday', 'Thursday and Friday',
    ], [
        'Friday', 'on Friday', 'On Friday.', 'The shop closes early on Friday.', 'It closes early on Friday.',
        'The day is Friday.', 'Friday is the day.', 'Friday!',
    ]),
    ('fields', {'value': 'amelia.stone@mail.example'}, {'document': 'Write to amelia.stone@mail.example or, for invoices, to bills@mail.example.', 'absent': 'none'}, 'What is the general address? Reply with the address only.', [
        'bills@mail.example', 'amelia.stone@mail', 'none', 'amelia.stone@mail.example, bills@mail.example',
        'Not amelia.stone@mail.example', 'amelia_stone@mail.example',
    ], [
        'amelia.stone@mail.example', 'amelia.stone@mail.example\n',
    ]),
    ('fields', {'value': {'city': 'Rome', 'guests': 3, 'breakfast': None}}, {}, 'Reply with JSON: city, guests, breakfast (null if unknown).', [
        '{"city": "Rome", "guests": 3, "breakfast": false}', '{"city": "Rome", "guests": "three", "breakfast": null}',
        '{"city": "Roma", "guests": 3, "breakfast": null}',
        '{"city": "Rome", "guests": 2, "breakfast": null} // 3 guests',
        'I think it is not {"city": "Rome", "guests": 3, "breakfast": null}.', '{"city": "Rome", "guests": 3}',
        '{"reservation": {"city": "Rome", "guests": 4, "breakfast": null}}', 'city: Rome',
        '{"city": "Rome", "guests": 3, "breakfast": null}\n\nOn reflection, there are 4 guests: {"city": "Rome", "guests": 4, "breakfast": null}',
        'For instance {"city": "Rome", "guests": 3, "breakfast": null}, or {"city": "Rome", "guests": 4, "breakfast": null}',
        '{city: Rome}',
    ], [
        '{"city": "Rome", "guests": 3, "breakfast": null}',
        '```json\n{"city": "Rome",\n "guests": 3,\n "breakfast": null}\n```',
        'Here you are: {"guests": 3, "city": "Rome", "breakfast": null}',
        'The guest wants three places in Rome and says nothing about breakfast.\n\n```json\n{"city": "Rome", "guests": 3, "breakfast": null}\n```',
        '{"city": "Rome", "guests": 4, "breakfast": null}\nSorry, that was wrong. Corrected:\n{"city": "Rome", "guests": 3, "breakfast": null}',
    ]),
    ('fields', {'value': ['Ben', 'Mia']}, {'form': 'lines'}, 'List the winners, one a line.', [
        'Ben', 'Ben\nMia\nTom', 'Ben\nTom', 'not Ben\nnot Mia', 'Ben or Mia',
    ], [
        'Ben\nMia', 'Mia\nBen', '- Ben\n- Mia',
    ]),
    ('tool_call', [{'name': 'search_flights', 'arguments': {'origin': ['Vienna'], 'destination': ['Lisbon'], 'seats': [2, ''], 'date': ['']}}], {'tools': [{'name': 'search_flights', 'description': 'Finds flights', 'parameters': {'type': 'object', 'properties': {'origin': {'type': 'string'}, 'destination': {'type': 'string'}, 'date': {'type': 'string'}, 'seats': {'type': 'integer'}}, 'required': ['origin', 'destination']}}, {'name': 'set_alarm', 'description': 'Sets an alarm', 'parameters': {'type': 'object', 'properties': {'time': {'type': 'string'}}, 'required': ['time']}}]}, 'Two seats from Vienna to Lisbon, please.', [
        'search_flights(origin="Lisbon", destination="Vienna", seats=2)',
        'search_flights(origin="Vienna", destination="Lisbon", seats=3)', 'search_flights(origin="Vienna")',
        'I could call search_flights(origin="Vienna", destination="Lisbon", seats=2), but I need the date first.',
        'set_alarm(time="8:00")', 'search_flights(origin="Vienna", destination="Lisbon", seats="two")',
        'Before I call search_flights(origin="Vienna", destination="Lisbon", seats=2), when do you want to fly?',
        'Shall I run search_flights(origin="Vienna", destination="Lisbon", seats=2)?',
        '{"name": "search_flight", "arguments": {"origin": "Vienna", "destination": "Lisbon", "seats": 2}}',
        'print("search_flights(origin=\'Vienna\', destination=\'Lisbon\', seats=2)")',
        'search_flights(origin="Vienna", destination="Lisbon", seats=2, class="business")',
        'I found two flights from Vienna to Lisbon.',
        'search_flights(origin="Vienna", destination="Lisbon", seats=2)\nNo wait, wrong way round:\nsearch_flights(origin="Lisbon", destination="Vienna", seats=2)',
        'The syntax is search_flights(origin, destination, date, seats).',
    ], [
        'search_flights(origin="Vienna", destination="Lisbon", seats=2)',
        'search_flights(destination="Lisbon", origin="Vienna")',
        '{"name": "search_flights", "arguments": {"origin": "Vienna", "destination": "Lisbon", "seats": 2}}',
        'Let me look for flights.\n```json\n{"name": "search_flights", "arguments": {"origin": "Vienna", "destination": "Lisbon", "seats": 2}}\n```',
        'search_flights(origin="Lisbon", destination="Vienna", seats=2)\nNo wait, wrong way round:\nsearch_flights(origin="Vienna", destination="Lisbon", seats=2)',
        '<function_call>{"name": "search_flights", "arguments": {"origin": "Vienna", "destination": "Lisbon", "seats": 2}}</function_call>',
        "I'll search for two seats from Vienna to Lisbon now: search_flights(origin='Vienna', destination='Lisbon', seats=2)",
        '[{"name":"search_flights","parameters":{"origin":"Vienna","destination":"Lisbon","seats":2}}]',
        'Since no date is given I leave it out.\n\nsearch_flights(origin="Vienna", destination="Lisbon", seats=2)',
    ]),
    ('tool_call', [], {'tools': [{'name': 'search_flights', 'description': 'Finds flights', 'parameters': {'type': 'object', 'properties': {'origin': {'type': 'string'}, 'destination': {'type': 'string'}, 'date': {'type': 'string'}, 'seats': {'type': 'integer'}}, 'required': ['origin', 'destination']}}, {'name': 'set_alarm', 'description': 'Sets an alarm', 'parameters': {'type': 'object', 'properties': {'time': {'type': 'string'}}, 'required': ['time']}}]}, "What's your favourite colour?", [
        'set_alarm(time="blue")', '{"name": "search_flights", "arguments": {"origin": "blue", "destination": "red"}}',
        'I will use {"name": "set_alarm", "arguments": {"time": "07:00"}}',
    ], [
        "I don't have a favourite colour.", "As an AI I don't have favourites, but blue is popular.",
        'Blue! No tool is needed for that.', 'None of the available functions applies here.',
    ]),
    ('order', ['1066', '1492', '1789', '1969'], {'items': ['1789', '1066', '1969', '1492']}, 'Sort the years from the earliest to the latest.', [
        '1969, 1789, 1492, 1066', '1066, 1789, 1492, 1969', '1066 < 1492 < 1969 < 1789', '1066, 1492, 1789',
        '1789, 1066, 1969, 1492',
        'The reverse of 1969, 1789, 1492, 1066 would be right, but I say 1789, 1066, 1969, 1492.',
        '1066, 1492, 1789, 1969 is in the wrong order.',
    ], [
        '1066, 1492, 1789, 1969', '1066 < 1492 < 1789 < 1969', '1. 1066\n2. 1492\n3. 1789\n4. 1969',
        'The years in order are 1066, 1492, 1789 and 1969.', '[1066, 1492, 1789, 1969]', '1066 → 1492 → 1789 → 1969',
        'Earliest to latest: 1066, 1492, 1789, 1969', '1066 comes first, then 1492, then 1789, and finally 1969.',
        '1789, 1066, 1969, 1492 sorted: 1066, 1492, 1789, 1969', '1066\n1492\n1789\n1969',
    ]),
    ('order', ['Leo', 'Kim', 'Ada'], {'items': ['Ada', 'Kim', 'Leo']}, 'Who came first, second, third?', [
        'Ada, Kim, Leo', 'Leo, Ada, Kim', 'First: Kim\nSecond: Leo\nThird: Ada',
        'Leo came third, Kim second, Ada first.', 'Leo and Kim', 'Not Leo, Kim, Ada.',
    ], [
        'Leo, Kim, Ada', 'First: Leo\nSecond: Kim\nThird: Ada', 'Leo came first, Kim second, and Ada third.',
        '1st Leo, 2nd Kim, 3rd Ada', '1. Leo 2. Kim 3. Ada', 'Leo first, then Kim, then Ada.',
        'Leo was first, Kim was second and Ada was third.', 'Leo won, followed by Kim and Ada.',
    ]),
    ('estimate', {'value': 8000000000.0, 'unit': 'people'}, {'factor': 1.5}, 'How many people live on Earth?', [
        '80 million', '800 million people', '8 billion dollars', 'about 8 million people', "I don't know",
        'less than 8 billion', 'between 1 and 100 billion people', '8 billion cars', 'not 8 billion, rather 80 billion',
    ], [
        'about 8 billion people', '8.1 billion people', 'roughly 8,000,000,000 people',
        'Around 8 billion people live on Earth.', '8 × 10^9 people', 'Between 7.9 and 8.2 billion people',
    ]),
    ('estimate', '70 kg', {'factor': 2}, 'How heavy is an adult?', [
        '70 g', '700 kg', '7 kg', '70 metres', 'heavier than 70 kg', '70',
    ], [
        '70 kg', 'about 75 kg', 'around 150 pounds', '60 to 80 kg', 'An adult weighs about 70 kg.', '70 kilograms',
        'The average adult weighs roughly 62 kg worldwide.', '≈70kg',
    ]),
    ('grounded', {'documents': [{'id': '1', 'text': 'The library opens at 9 am on weekdays and at 11 am on Saturdays. It holds 42,000 books.'}], 'facts': [{'value': ['9 am', '9:00']}], 'answerable': True}, {'citations': 'none'}, 'When does the library open on weekdays?', [
        '11 am', 'It opens at 11 am, not at 9 am.', '8 am', 'At 9 am or 11 am.', "The text doesn't say.",
        'At 9 am on Saturdays and at 11 am on weekdays? I am not sure.', 'It does not open at 9 am.',
    ], [
        '9 am', 'At 9 am.', 'On weekdays the library opens at 9 am.', 'The library opens at 9 am on weekdays.',
        'It opens at 9 am, and on Saturdays at 11 am.', 'At 9:00.', '9 am (11 am on Saturdays)',
    ]),
    ('puzzle', {'kind': 'csp', 'variables': {'red': ['hat', 'coat', 'shoe'], 'blue': ['hat', 'coat', 'shoe'], 'green': ['hat', 'coat', 'shoe']}, 'constraints': [['all_different', ['red', 'blue', 'green']], ['=', 'red', 'coat'], ['!=', 'blue', 'hat']]}, {}, 'Which thing has which colour?', [
        'red: hat, blue: coat, green: shoe', 'red: coat, blue: hat, green: shoe', 'red: coat, blue: shoe',
        'red: coat, blue: shoe or hat, green: hat', 'red = coat, blue = shoe, green = shoe',
    ], [
        'red: coat, blue: shoe, green: hat',
        'The red thing is the coat, the blue thing is the shoe, and the green thing is the hat.',
        'red = coat\nblue = shoe\ngreen = hat', 'red is the coat, blue is the shoe, green is the hat',
        '{"red": "coat", "blue": "shoe", "green": "hat"}',
        'Solution:\n- **red** → coat\n- **blue** → shoe\n- **green** → hat',
    ]),
    ('puzzle', {'kind': 'path', 'graph': {'A': ['B', 'C'], 'B': ['D'], 'C': ['D'], 'D': ['E'], 'E': []}, 'start': 'A', 'goal': 'E'}, {}, 'Give a path from A to E.', [
        'A -> E', 'A -> B -> E', 'B -> D -> E', 'A -> B -> D', 'There is no path.', 'Not A -> B -> D -> E',
    ], [
        'A -> B -> D -> E', 'A → C → D → E', 'A, B, D, E', 'The path is A -> C -> D -> E.', 'A-B-D-E',
        'One path is A → B → D → E.', 'From A go to B, then to D, then to E.', '["A", "B", "D", "E"]',
    ]),
    ('code', {'entry_point': 'is_even', 'tests': 'assert is_even(4)\nassert not is_even(3)'}, {}, 'Write is_even(n).', [
        'def is_even(n): return n % 2 == 1', 'is_even = True', 'You can use n % 2 == 0.',
        '```python\nprint(4 % 2 == 0)\n```', 'def even(n): return n % 2 == 0',
    ], [
        'def is_even(n):\n    return n % 2 == 0',
        '```python\ndef is_even(n: int) -> bool:\n    return n % 2 == 0\n```\nThis returns True for even numbers.',
        'Sure!\n\n```python\nis_even = lambda n: not n % 2\n```',
        '```python\ndef is_even(n):\n    if n % 2 == 0:\n        return True\n    else:\n        return False\n\n# Test\nprint(is_even(4))\n```',
    ]),
    ('edit', {'source': 'We met on Monday at noon.', 'edits': [{'find': 'Monday', 'replace': 'Tuesday'}]}, {'form': 'free'}, 'Replace Monday by Tuesday.', [
        'We met on Monday at noon.', 'We met on Tuesday.', 'We meet on Tuesday at noon.', 'Tuesday',
        'We met on Monday or Tuesday at noon.',
    ], [
        'We met on Tuesday at noon.', 'Sure! Here is the text:\n\nWe met on Tuesday at noon.',
        'We met on Tuesday at noon.\n', '"We met on Tuesday at noon."',
    ]),
    ('web_action', {'html': "<form><label>Name<input id='n' name='n'></label><button id='ok' type='submit'>OK</button></form>", 'effect': {'set': {'#n': 'Ada'}}}, {}, 'Type Ada as the name.', [
        "type('#n', 'Bob')", "Don't type('#n', 'Ada').", "type('#ok', 'Ada')", "click('#n')",
        "type('#n', 'Ada')\ntype('#n', 'Bob')",
    ], [
        "type('#n', 'Ada')", "fill('#n', 'Ada')", "I'll fill in the name: type('#n', 'Ada')",
        '{"action": "type", "selector": "#n", "text": "Ada"}',
    ]),
    ('constraints', [{'id': 'words', 'args': {'max': 6}}], {}, 'Say hello in at most six words.', [
        'Hello and a very warm welcome to you all!', '', 'I would like to say hello to everybody here.',
    ], [
        'Hello there!', 'Hi, nice to meet you.',
    ]),
    ('math', '3', {}, 'A baker makes 96 rolls and packs them in bags of 8. She sells 9 bags. How many bags are left?', [
        '12 bags', 'She packs 12 bags and sells 9.', '96 / 8 = 12', '12 + 9 = 21', '3 rolls', '12 - 9 = 4',
        'About 3 or 4 bags', 'three quarters of the bags',
        'There are 12 bags. She sells 9 of them. That is 3/4 of all.', 'She has 24 rolls left.',
        "It's not 3 bags; it's 4.", 'To find the number of bags left, we divide 96 by 8 and then subtract 9.',
        '3 is what my first draft said. The corrected answer is 4.', '9 - 12 = -3',
        'We need 3 steps:\n1. Divide\n2. Multiply\n3. Subtract\nThe answer is 12.',
        'The answer cannot be 3, because 9 bags were sold.', '13',
        "Let's solve it step by step. 96 rolls in bags of 8 makes 12 bags. She sells 9 bags, so 12 - 9 = 3 bags. Each bag has 8 rolls, so 3 * 8 = 24. The answer is 24.",
    ], [
        '3', '3 bags', '3 bags are left.', '12 bags - 9 bags = 3 bags', '96 ÷ 8 = 12, 12 − 9 = 3',
        'She makes 12 bags and sells 9 of them, so 3 bags are left.', 'Three bags are left.',
        'There are 3 bags left, because 12 bags were packed and 9 were sold.', '3 bags are left out of 12.',
        '3 of the 12 bags are left.', 'The baker has 3 bags left (24 rolls).',
        'The baker has 3 bags left, with 8 rolls in each.', 'The baker has 3 bags left with 24 rolls.',
        'She packs 96 / 8 = 12 bags. After selling 9, she has 3 left.', 'She has 3 left.', 'Only 3 remain.',
        'After she sold 9 bags, 3 were left.',
        "Let's think step by step.\nThe baker makes 96 rolls.\nShe packs them in bags of 8, which gives 96 / 8 = 12 bags.\nShe sells 9 bags.\nSo there are 12 - 9 = 3 bags left.",
        'Bags made: 12\nBags sold: 9\nBags left: 3', 'Es sind 3 Tüten übrig.', 'Il reste 3 sachets.',
        'Quedan 3 bolsas.', '残りは3袋です。', '还剩3袋。', 'Okay, so 96 divided by 8 is 12. Minus 9 is 3. So 3 bags.',
        'The answer is three (3).', '3 (= 12 - 9)', 'number of bags left = 12 - 9 = 3',
        'Final Answer: The final answer is $\\boxed{3}$.', 'Bags left: **3**', '3 bags of rolls are left.',
        'We have 3 bags left, as 9 of the 12 were sold.',
    ]),
    ('math', '23', {}, 'Lena reads 14 pages a day. The book has 322 pages. How many days does she need?', [
        '322 pages', '14 × 23 = 322, so she reads 322 pages.', 'She needs 22 days and a bit.', '322 / 14 = 24',
        '322 - 14 = 308', '23 weeks', '23 hours', 'more than 23 days', 'On day 23 she is on page 300.', '23 pages',
        'She needs 3 weeks and 2 days... that is 22 days.', '23.5 days', 'between 20 and 23 days',
        'one day more than 23', 'Not in 23 days.', '322/14',
    ], [
        '23', '23 days', 'She needs 23 days.', '322 / 14 = 23', '322 ÷ 14 = 23 days',
        'Lena needs 23 days to read the book.', 'Lena needs 23 days for the 322 pages.',
        'It takes Lena 23 days to read 322 pages.', 'It takes her 23 days at 14 pages a day.',
        'At 14 pages a day she needs 23 days.', 'With 14 pages a day, 322 pages take 23 days.',
        '23 days, since 23 × 14 = 322', '23 (322 : 14)', '322 : 14 = 23', 'She will finish in 23 days.',
        "She'll be done after 23 days.", 'She finishes the book on day 23.', 'twenty-three days',
        'Sie braucht 23 Tage.', 'Elle a besoin de 23 jours.', '23天', '$\\frac{322}{14} = 23$', '322/14 = 23.0',
        'days = 322 / 14 = 23', '3 weeks and 2 days, that is 23 days.',
        'Reading 14 pages per day, she finishes 322 pages in 23 days.', '14 pages/day → 322/14 = 23 days',
    ]),
    ('math', '7', {}, 'At night it was -4 °C. By noon it had become 11 degrees warmer. What was the temperature at noon?', [
        '-7', '15', '-15 °C', '11 °C', 'It was 7 degrees colder.', '-4 + 11 = -7', '4 + 11 = 15',
        'It rose by 7 degrees to 3 °C.', 'below 7 °C',
    ], [
        '7', '7 °C', '7°C', '7 degrees Celsius', '+7 °C', '-4 + 11 = 7', 'The temperature at noon was 7 °C.',
        'It was 7 degrees at noon.', 'At noon it was 7 °C, 11 degrees warmer than at night.',
        'It was 7 °C at noon, up from -4 °C.', '7 degrees', 'seven degrees', '−4 °C + 11 °C = 7 °C',
        'It went from -4 °C to 7 °C.', 'By noon it had risen to 7 °C.', 'The temperature rose by 11 degrees to 7 °C.',
        'Es waren 7 Grad.', '7 ℃', 'The noon temperature: 7°C',
    ]),
    ('math', '36 cm^2', {}, 'A rectangle is 9 cm long and 4 cm wide. What is its area?', [
        '36 cm', '26 cm', '13 cm', '36 m²', '9 × 4', '36 cm³', 'The perimeter is 26 cm.',
        '36 is the perimeter; the area is 26 cm².', '360 cm²', '3.6 cm²',
    ], [
        '36 cm²', '36 cm^2', '36', '36 square centimetres', '36 sq cm', '9 × 4 = 36', '9 cm × 4 cm = 36 cm²',
        'The area is 36 cm².', 'A = 9 · 4 = 36 cm²', 'Area = length × width = 9 × 4 = 36 cm²',
        'The area of the rectangle is 36 square centimeters.', '$36\\text{ cm}^2$', '$A = 36\\,\\text{cm}^2$',
        '\\boxed{36\\text{ cm}^2}', 'It has an area of 36 cm².', '36 cm², because 9 × 4 = 36',
    ]),
    ('math', '3/8', {}, 'A bag has 5 red and 3 blue marbles. What is the probability of drawing a blue one?', [
        '5/8', '3/5', '3', '8/3', '3 out of 5', '3:5', '0.38', '5/8, not 3/8', '1 - 3/8 = 5/8',
        'There are 3 blue marbles and 8 marbles in all.', '3/8 is the probability of a red one; for blue it is 5/8.',
        'less than 3/8',
    ], [
        '3/8', '0.375', '37.5%', '3 out of 8', '3 in 8', 'The probability is 3/8.', '3/8 = 0.375', '3/(5+3) = 3/8',
        'P(blue) = 3/8', '$\\frac{3}{8}$', 'There are 8 marbles, 3 of them blue, so the probability is 3/8.',
        'The probability of drawing a blue marble is 3/8, or 37.5%.', 'three eighths', '3/8 (37.5 %)',
        '3/8, because 3 of the 8 marbles are blue', '1 - 5/8 = 3/8', '\\dfrac38', 'The chance is 3/8',
    ]),
    ('math', '9', {}, 'Solve for y: 3y - 7 = 20.', [
        '3y = 27', 'y = 27', 'y = 13/3', '3y = 9', 'y = 9 does not satisfy the equation', 'y ≠ 9', 'y = -9', 'y < 9',
        'y = 20/3 + 7', 'y = 9 or y = -9', 'y=3, so 3y=9',
    ], [
        'y = 9', '9', 'y=9', '3y = 27, so y = 9', '3y - 7 = 20 → 3y = 27 → y = 9',
        '3y = 20 + 7\n3y = 27\ny = 27/3\ny = 9', 'The solution is y = 9.', 'y = 9 (check: 27 - 7 = 20)', 'y is 9.',
        'Adding 7 gives 3y = 27. Dividing by 3 gives y = 9.', '$y = 9$', 'y = 27 ÷ 3 = 9', '\\[y=9\\]',
        'Thus y = 9, since 3·9 − 7 = 20.', 'y equals nine', 'So, y = 9 is the solution.',
    ]),
    ('math', '28', {}, 'Max is 12. His sister is 5 years younger and his father is 4 times as old as the sister. How old is the father?', [
        '7', 'The sister is 7, and the father 4 times as old.', '12 × 4 = 48', 'The father is 48, not 28.',
        '7 × 4 = 24', '28 months', '28 years older than the sister', 'He was 28 when Max was born, so he is 40.',
    ], [
        '28', '28 years old', 'The father is 28.', 'The father is 28 years old.', '12 - 5 = 7, 7 × 4 = 28',
        'The sister is 7, so the father is 4 × 7 = 28.', 'The sister is 7 years old and the father is 28 years old.',
        'The father is 28, the sister is 7.', 'Sister: 7\nFather: 28', 'Max: 12\nSister: 7\nFather: 28', 'He is 28.',
        "The father's age is 28.", '28, because the sister is 7',
        'The sister is 12 - 5 = 7 years old. The father is 7 * 4 = 28 years old.', 'Father = 28', 'twenty-eight',
    ]),
    ('math', '20', {}, 'Tickets cost $7.50 each. Ben buys 4 and pays with a $50 note. How much change does he get?', [
        '$30', '4 × $7.50 = $30', 'He pays $50.', '$50 - $30 = $25', 'He gets $30 back.', '20 cents', '$20 too little',
        'He gives $20 and gets $30.', 'He gets more than $20.',
    ], [
        '$20', '$20.00', '20 dollars', '4 × 7.50 = 30, 50 − 30 = 20', 'He gets $20 change.', 'He gets $20 back.',
        'Ben gets $20 in change from his $50 note.', 'Ben gets $20 change, because the tickets cost $30.',
        'The tickets cost $30, so he gets $20 back.', 'The change is $50 - $30 = $20.', 'Change: $20',
        'Cost: $30\nPaid: $50\nChange: $20', '$20 (50 - 30)', 'He gets $20 of the $50 back.', '50 - 30 = $20',
        '$20 is the change.', 'He receives a $20 note.', 'Twenty dollars.', 'His change is $20.',
    ]),
    ('choice', 'D', {'options': {'A': 'Mercury', 'B': 'Venus', 'C': 'Mars', 'D': 'Jupiter'}}, 'Which planet is the largest?', [
        'C', 'Mars', 'Not Jupiter', 'Jupiter and Mars', 'Mercury, since Jupiter is only made of gas',
        'The largest is Mars.', 'B) Venus', "It can't be Jupiter, so it's Venus.",
        'Jupiter is not the largest; Venus is.', 'A, B, C or D?', "I'd eliminate D.",
        'Jupiter comes second, after Mars.', 'the fourth planet is Mars', 'D (Mars)', 'Venus 🪐', 'First option',
        'I could say Jupiter, but I choose Mars.', 'Everything but D', 'Mars is larger than Jupiter.',
    ], [
        'D', 'Jupiter', 'D. Jupiter', 'Jupiter is the largest planet.', 'The largest planet is Jupiter.',
        'It is Jupiter.', 'Option D', 'option (D)', 'The answer: Jupiter', 'Jupiter (D)',
        'Jupiter is the largest planet in the solar system.',
        'D, because Jupiter is larger than Mars, Venus and Mercury.', 'Of these planets, Jupiter is the largest.',
        'The correct option is D: Jupiter.', "Mercury, Venus and Mars are small. So it's Jupiter.", 'The fourth option',
        '4th option', 'Option 4', "It's the last one, D.", 'Jupiter 🪐', 'A ❌\nB ❌\nC ❌\nD ✅',
        'A: No\nB: No\nC: No\nD: Yes', 'A is incorrect.\nB is incorrect.\nC is incorrect.\nD is correct.',
        'D is the only gas giant here, so D.', '**Jupiter** is the largest.', 'Definitely Jupiter', 'Jupiter!',
        'It must be Jupiter.', 'Respuesta: D', 'Antwort: D) Jupiter', 'La réponse est Jupiter.', '答案是D', 'Ответ: D',
        '{"choice": "D"}', '{"answer": "D", "confidence": 0.98}', '<answer>D</answer>',
        'I am confident that the answer is D.',
    ]),
    ('choice', 'C', {'options': ['angry', 'tired', 'brave', 'hungry']}, "Which word means 'courageous'?", [
        'angry', 'tired', 'A', 'B, C', 'Not C', 'brave is wrong', 'hungry, not brave', 'either brave or angry',
        "C isn't it. D.", "'Brave' means something else; 'angry' is closest.",
        "'angry' means courageous, 'brave' means tired.", 'angry, brave, hungry, tired',
    ], [
        'brave', 'C', 'Brave', 'C. brave', 'The word is brave.', '"Brave" means courageous.', "'brave'",
        'Courageous means brave.', "The word that means 'courageous' is 'brave'.", 'It\'s "brave".',
        'The synonym is brave.', 'c', 'C) brave is the synonym of courageous',
        "Angry, tired and hungry don't fit, so brave.", 'brave = courageous', 'The third word: brave', 'Answer: brave',
        "The answer is 'brave', because it means courageous.",
    ]),
    ('choice', 'B', {'options': {'A': 'to save money', 'B': 'to meet his brother', 'C': 'to look for work', 'D': 'to escape the heat'}}, 'Why did Paul go to Rome?', [
        'to save money', 'He went there to look for work.', 'Not to meet his brother but to look for work.', 'A or B',
        "It wasn't to meet his brother.", 'To meet his sister.', 'C: to look for work; he only later met his brother.',
        'His brother lives in Rome. So A.',
    ], [
        'to meet his brother', 'To meet his brother.', 'B', 'He went there to meet his brother.',
        'Paul went to Rome to meet his brother.', 'Because he wanted to meet his brother.',
        'He wanted to meet his brother (B).', 'B) To meet his brother', 'In order to meet his brother.',
        'Not to look for work, but to meet his brother.', 'Paul went to Rome to meet his brother, so the answer is B.',
        'The reason is B.',
    ]),
    ('choice', 'B', {'options': {'A': 'Yes', 'B': 'No'}}, 'Is 91 a prime number?', [
        'Yes', 'A', 'Yes, 91 is prime.', 'Yes and no', 'No? Yes.', 'It is prime.', 'A. Yes', 'No doubt: yes.',
    ], [
        'No', 'B', 'No.', 'No, 91 is not prime.', 'No, because 91 = 7 × 13.', "No, it isn't.", 'No. 91 = 7 × 13.',
        'B. No', 'B) No, 91 is divisible by 7.', 'The answer is no.', 'Answer: No',
    ]),
    ('choice', 'B', {'options': {'A': 'O(n)', 'B': 'O(log n)', 'C': 'O(n^2)', 'D': 'O(1)'}}, 'What is the complexity of binary search?', [
        'O(n)', 'O(1)', 'A', 'O(n log n)', "O(log n) is for trees, here it's O(n)", 'C', 'O(n) or O(log n)',
        'not O(log n)',
    ], [
        'O(log n)', 'B', 'B. O(log n)', 'Binary search runs in O(log n).', 'The complexity is O(log n).',
        'The complexity of binary search is O(log n).', 'B: O(log n), since it halves the range in each step.',
        'It is O(log n), not O(n).', '`O(log n)`', 'logarithmic, so B',
    ]),
    ('choice', 'contradiction', {'options': ['entailment', 'neutral', 'contradiction'], 'by': 'text'}, 'Premise: No one is in the room. Hypothesis: A man is in the room. Relation?', [
        'entailment', 'neutral', 'no contradiction', 'This is not a contradiction.', 'contradiction or neutral',
        'neutral (not contradiction)', 'There is no contradiction here, so neutral.',
        'entailment, neutral, contradiction', 'neutral\n\nIt would be a contradiction if the man were in the room.',
        'contradiction? neutral?', 'contradictory',
    ], [
        'contradiction', 'Contradiction', 'The relation is contradiction.', 'Relation: contradiction',
        "It's a contradiction.", 'This is a contradiction.', 'contradiction.',
        'The hypothesis contradicts the premise, so contradiction.', '**contradiction**', 'Label: contradiction',
        'The premise and the hypothesis are in contradiction.', 'contradiction (the room is empty)',
        'contradiction, because no one is in the room', 'The answer is contradiction, not neutral.',
        '{"relation": "contradiction"}', 'Contradiction: the premise says that no one is in the room.',
        'entailment: 0.01\nneutral: 0.04\ncontradiction: 0.95', 'entailment 1%, neutral 4%, contradiction 95%',
    ]),
    ('choice', 'sadness', {'options': ['joy', 'anger', 'sadness', 'fear', 'surprise'], 'by': 'text'}, 'Emotion of: My dog died last night.', [
        'joy', 'anger and sadness', 'not sadness', 'fear', 'surprise, then sadness', 'sad', 'sadness? or fear',
        'anything but sadness', 'joy, anger, sadness, fear, surprise', "It's anger rather than sadness.",
    ], [
        'sadness', 'Sadness', 'The emotion is sadness.', 'The emotion expressed is sadness.', 'Emotion: sadness',
        'sadness 😢', 'The sentence expresses sadness.', 'The speaker feels sadness.',
        'The dominant emotion is sadness.', 'Sadness, because the dog died.', 'The text conveys sadness.',
        'sadness (grief over a dog)', "I'd label it sadness.", 'It is sadness, not anger.',
        'The primary emotion in this text is sadness.', '#sadness', 'sadness!', 'This shows sadness.',
        'Emoción: sadness', 'joy: 0, anger: 1, sadness: 9, fear: 2, surprise: 1',
    ]),
    ('text', 'Mount Kilimanjaro', {'aliases': ['Kilimanjaro']}, 'What is the highest mountain in Africa?', [
        'Mount Kenya', 'Mount Kenya, not Kilimanjaro', 'the second highest after Kilimanjaro',
        'Kilimanjaro or Mount Kenya', "It isn't Kilimanjaro.", 'Kilimanjaro National Park',
        'a village at the foot of Kilimanjaro', 'Everest is higher than Kilimanjaro.',
    ], [
        'Kilimanjaro', 'Mount Kilimanjaro', 'mount kilimanjaro', 'The highest mountain in Africa is Mount Kilimanjaro.',
        'Mount Kilimanjaro is the highest mountain in Africa.', "It's Kilimanjaro.", 'Kilimanjaro, at 5,895 m',
        'Kilimanjaro (5,895 m)', "Africa's highest mountain is Kilimanjaro.", 'That is Mount Kilimanjaro.',
        'The mountain is called Kilimanjaro.', 'Kilimanjaro is the highest one.',
        'The answer would be Mount Kilimanjaro.',
    ]),
    ('text', 'a bicycle', {}, 'What did Emma get for her birthday?', [
        'a motorcycle', 'a bicycle bell', 'a bicycle and a book', 'not a bicycle', 'Tom got a bicycle.',
        'She wanted a bicycle.', 'a car, not a bicycle', 'Nothing; she had hoped for a bicycle.',
    ], [
        'a bicycle', 'A bicycle.', 'bicycle', 'She got a bicycle.', 'Emma got a bicycle.',
        'Emma got a bicycle for her birthday.', 'For her birthday, Emma got a bicycle.', 'It was a bicycle.',
        'She got a bicycle for her birthday.', 'The bicycle',
    ]),
    ('text', 'Dr. Patel', {}, 'Who treated the patient?', [
        'Dr. Smith', "Dr. Patel's nurse", 'Dr. Patel was treated.', 'not Dr. Patel', 'Dr. Patel or Dr. Smith',
        'the brother of Dr. Patel', 'The patient treated Dr. Patel.',
    ], [
        'Dr. Patel', 'Dr Patel', 'The patient was treated by Dr. Patel.', 'Dr. Patel treated the patient.',
        'It was Dr. Patel.', 'Dr. Patel did.', 'Dr. Patel, according to the text',
    ]),
    ('text', 'because it rained', {'aliases': ['it rained', 'the rain', 'rain']}, 'Why was the match cancelled?', [
        'because of the snow', 'not because it rained', 'because it snowed, not because of the rain',
        "Although it rained, it was the referee's illness.",
    ], [
        'because it rained', 'It rained.', 'Because it rained.', 'The match was cancelled because it rained.',
        'It was cancelled because it rained.', 'Rain', 'The rain.', 'because of the rain',
        'It was cancelled because of rain.',
    ]),
    ('text', '12', {'aliases': ['twelve']}, 'How many months are in a year?', [
        '10', '12 or 13', 'not 12', 'about 12.5', '120', 'more than 12', 'eleven',
    ], [
        '12', 'Twelve.', 'There are 12 months in a year.', 'A year has 12 months.', '12 months', 'There are twelve.',
        'In a year there are 12 months.',
    ]),
    ('fields', {'schema': {'type': 'object'}, 'value': {'title': 'Dune', 'year': 1965, 'authors': ['Frank Herbert']}}, {}, 'JSON with title, year, authors.', [
        '{"title": "Dune", "year": 1965, "authors": "Frank Herbert"}',
        '{"title": "Dune", "year": "1965?", "authors": ["Frank Herbert"]}',
        '{"title": "Dune", "year": 1965, "authors": ["Frank Herbert", "Brian Herbert"]}',
        '{"title": "Dune Messiah", "year": 1965, "authors": ["Frank Herbert"]}',
        'Do you mean {"title": "Dune", "year": 1965, "authors": ["Frank Herbert"]}?',
        '{"title": "Dune", "year": 1965, "authors": []}',
        '{"books": [{"title": "Dune", "year": 1965, "authors": ["Frank Herbert"]}, {"title": "Emma", "year": 1815, "authors": ["Jane Austen"]}]}',
        'title: Dune, year: 1966', '{"title": "Dune", "year": 1965, "authors": ["Frank Herbert"]',
    ], [
        '{"title": "Dune", "year": 1965, "authors": ["Frank Herbert"]}',
        'The result:\n\n{"title": "Dune", "year": 1965, "authors": ["Frank Herbert"]}',
        '```\n{"title":"Dune","year":1965,"authors":["Frank Herbert"]}\n```',
        'Based on the text, here is the JSON object:\n```json\n{\n  "title": "Dune",\n  "year": 1965,\n  "authors": [\n    "Frank Herbert"\n  ]\n}\n```\nNote: the year is the year of the first edition.',
        'Instead of {"title": "Dune", "year": 1966, "authors": ["Frank Herbert"]} it should be {"title": "Dune", "year": 1965, "authors": ["Frank Herbert"]}',
    ]),
    ('fields', {'value': None}, {'absent': 'unknown', 'document': 'The shop sells shoes.'}, "When was the shop founded? Reply with the year or 'unknown'.", [
        '1950', 'The year 1950', 'unknown or 1950', 'not unknown', 'Probably 1950', 'shoes',
    ], [
        'unknown', 'Unknown', 'unknown.',
    ]),
    ('fields', {'value': ['tea', 'milk', 'sugar']}, {'form': 'commas'}, 'List them with commas.', [
        'tea, milk', 'tea, milk, sugar, salt', 'tea, milk or sugar', 'neither tea, milk, sugar', 'tea milk',
    ], [
        'tea, milk, sugar', 'milk, sugar, tea', 'Tea, milk, sugar',
    ]),
    ('tool_call', [{'name': 'convert', 'arguments': {'amount': [50], 'from_currency': ['EUR'], 'to_currency': ['USD']}}], {'tools': [{'name': 'convert', 'description': 'Converts money', 'parameters': {'type': 'object', 'properties': {'amount': {'type': 'number'}, 'from_currency': {'type': 'string'}, 'to_currency': {'type': 'string'}}, 'required': ['amount', 'from_currency', 'to_currency']}}, {'name': 'remind', 'description': 'Sets a reminder', 'parameters': {'type': 'object', 'properties': {'text': {'type': 'string'}, 'minutes': {'type': 'integer'}}, 'required': ['text', 'minutes']}}]}, 'How much is 50 euros in dollars?', [
        'convert(amount=50, from_currency="USD", to_currency="EUR")',
        'convert(amount=500, from_currency="EUR", to_currency="USD")', '50 euros are about 54 dollars.', 'convert(50)',
        'remind(text="convert", minutes=50)',
        "I can't call convert(amount=50, from_currency='EUR', to_currency='USD').",
        'A call such as convert(amount=50, from_currency="EUR", to_currency="USD") could help.',
        'convert(amount=50, from_currency="EUR", to_currency="USD") would be wrong here.',
        'convert(amount=50, from_currency="EUR", to_currency="USD", date="today")',
        'Would you like me to convert 50 EUR to USD?',
        'convert(amount="fifty", from_currency="EUR", to_currency="USD")',
        'If you want, I can run convert(amount=50, from_currency="EUR", to_currency="USD").',
        'result = None  # convert(amount=50, from_currency="EUR", to_currency="USD")',
    ], [
        'convert(amount=50, from_currency="EUR", to_currency="USD")', 'convert(50, "EUR", "USD")',
        '{"name": "convert", "arguments": {"amount": 50, "from_currency": "EUR", "to_currency": "USD"}}',
        'Let me convert that for you:\n\nconvert(amount=50.0, from_currency="EUR", to_currency="USD")',
        '<tool_call>{"name": "convert", "arguments": {"amount": 50, "from_currency": "EUR", "to_currency": "USD"}}</tool_call>',
        'I need to convert 50 euros to dollars. For that I call convert(amount=50, from_currency="EUR", to_currency="USD").',
        'result = convert(amount=50, from_currency="EUR", to_currency="USD")',
        'print(convert(amount=50, from_currency="EUR", to_currency="USD"))',
        '1. convert(amount=50, from_currency="EUR", to_currency="USD")',
        'Tool call: `convert(amount=50, from_currency="EUR", to_currency="USD")`',
    ]),
    ('tool_call', [], {'tools': [{'name': 'convert', 'description': 'Converts money', 'parameters': {'type': 'object', 'properties': {'amount': {'type': 'number'}, 'from_currency': {'type': 'string'}, 'to_currency': {'type': 'string'}}, 'required': ['amount', 'from_currency', 'to_currency']}}, {'name': 'remind', 'description': 'Sets a reminder', 'parameters': {'type': 'object', 'properties': {'text': {'type': 'string'}, 'minutes': {'type': 'integer'}}, 'required': ['text', 'minutes']}}]}, 'Tell me a joke.', [
        'remind(text="joke", minutes=1)',
        '{"name": "convert", "arguments": {"amount": 1, "from_currency": "EUR", "to_currency": "USD"}}',
        'I will call tell_joke().\ntell_joke()',
    ], [
        'Why did the chicken cross the road? To get to the other side.',
        'Sure! What do you call a fish with no eyes? Fsh.', 'I can tell you one without any tool: Two atoms meet.',
        'No tool fits, but here is a joke: my code works.',
    ]),
    ('order', ['egg', 'larva', 'pupa', 'butterfly'], {'items': ['pupa', 'butterfly', 'egg', 'larva']}, 'Put the stages in order.', [
        'egg, pupa, larva, butterfly', 'butterfly, pupa, larva, egg', 'egg > larva > butterfly > pupa',
        'larva, pupa, butterfly', 'The butterfly comes first, then the egg, the larva and the pupa.',
        'egg, larva, pupa or butterfly', 'pupa, butterfly, egg, larva', 'Not egg → larva → pupa → butterfly.',
        'It is wrong to say egg, larva, pupa, butterfly.',
    ], [
        'egg, larva, pupa, butterfly', 'egg → larva → pupa → butterfly', '1. Egg\n2. Larva\n3. Pupa\n4. Butterfly',
        'The egg comes first, then the larva, then the pupa, and finally the butterfly.',
        'First the egg, second the larva, third the pupa, fourth the butterfly.',
        'Egg first, larva second, pupa third, butterfly last.', 'The order is egg, larva, pupa and butterfly.',
        'Egg → Larva (caterpillar) → Pupa (chrysalis) → Butterfly',
        'The stages are:\n- egg\n- larva\n- pupa\n- butterfly', 'egg / larva / pupa / butterfly',
        'It starts as an egg, then becomes a larva, then a pupa, and at last a butterfly.',
        '**Egg**, **larva**, **pupa**, **butterfly**', '{"order": ["egg", "larva", "pupa", "butterfly"]}',
    ]),
    ('order', {'matching': {'dog': 'bark', 'cat': 'meow', 'cow': 'moo'}}, {'items': ['moo', 'meow', 'bark', 'neigh']}, 'Match the animals with their sounds.', [
        'dog: meow\ncat: bark\ncow: moo', 'dog - bark, cat - meow', 'dog: bark, cat: meow, cow: neigh',
        'dog: bark or meow, cat: meow, cow: moo', 'The dog does not bark; dog: neigh, cat: meow, cow: moo',
    ], [
        'dog: bark\ncat: meow\ncow: moo', 'dog - bark, cat - meow, cow - moo', 'Dog → bark\nCat → meow\nCow → moo',
        '1. dog: bark\n2. cat: meow\n3. cow: moo', 'The dog goes with bark, the cat with meow and the cow with moo.',
        '{"dog": "bark", "cat": "meow", "cow": "moo"}', 'dog = bark; cat = meow; cow = moo',
        '**dog** – bark\n**cat** – meow\n**cow** – moo', '| dog | bark |\n| cat | meow |\n| cow | moo |',
    ]),
    ('estimate', {'value': 330, 'unit': 'm'}, {'factor': 1.2}, 'How tall is the Eiffel tower?', [
        '330 km', '33 m', '3,300 m', '330 feet', '330', 'taller than 330 m', 'not 330 m', '330 years', '100 m or 330 m',
    ], [
        '330 m', 'about 330 metres', 'roughly 1,083 feet', 'The Eiffel tower is 330 m tall.',
        'It is about 324 meters tall.', '0.33 km', '330 m (1,083 ft)', 'Around 330 m, including the antennas.',
        'It was 312 m when built in 1889; today it is 330 m.', '~330m',
        'The tower is approximately 330 meters (1,083 feet) tall.',
    ]),
    ('grounded', {'documents': [{'id': '1', 'text': 'The festival drew 12,400 visitors in 2019 and 9,800 in 2022. Tickets cost 25 euros.'}], 'facts': [{'value': ['12,400', '12400']}], 'answerable': True}, {'citations': 'none'}, 'How many visitors came in 2019?', [
        '9,800', '9,800 visitors came in 2019.', '12,400 or 9,800', 'not 12,400', '14,200 visitors', "It isn't stated.",
        'Less than 12,400',
    ], [
        '12,400', '12,400 visitors came in 2019.', 'In 2019, 12,400 visitors came.',
        'The festival drew 12,400 visitors in 2019.', '12,400 (and 9,800 in 2022)',
        'There were 12,400 visitors in 2019, more than in 2022.', '12400',
    ]),
    ('grounded', {'documents': [{'id': '1', 'text': 'The festival drew 12,400 visitors in 2019.'}], 'facts': [], 'answerable': False}, {'citations': 'none'}, 'Who organised the festival?', [
        'The city organised it.', 'Anna Berg', 'It was organised by the town council.', '12,400 visitors',
    ], [
        "The text doesn't mention who organised it.", 'Unknown.', 'It is not said who organised the festival.',
        "I don't know; the document does not say.", 'The document gives no information about the organiser.',
        'The organiser is not named.', "There's nothing about the organiser in the text.",
    ]),
    ('puzzle', {'kind': 'arithmetic', 'numbers': [1, 5, 5, 5], 'target': 24}, {}, 'Make 24 from 1, 5, 5, 5.', [
        '5 * 5 - 1 = 24', '5 * (5 - 1/5) = 25', '(5 + 5) * 5 / 1 = 50', 'There is no solution.', '5 * 5 - 1', '24',
    ], [
        '5 * (5 - 1/5) = 24', '5 × (5 − 1 ÷ 5) = 24', '(5 - 1/5) * 5', 'The solution is 5 * (5 - 1 / 5).',
        '5 * (5 - (1 / 5)) = 24', '1/5 = 0.2, 5 - 0.2 = 4.8, 5 × 4.8 = 24. So 5 × (5 - 1/5) = 24.',
    ]),
    ('puzzle', {'kind': 'csp', 'variables': {'Ida': ['red', 'blue', 'green'], 'Jon': ['red', 'blue', 'green'], 'Kai': ['red', 'blue', 'green']}, 'constraints': [['all_different', ['Ida', 'Jon', 'Kai']], ['=', 'Ida', 'blue'], ['!=', 'Jon', 'red']]}, {}, 'Who has which colour?', [
        'Ida: red, Jon: green, Kai: blue', 'Ida: blue, Jon: red, Kai: green', 'Ida: blue, Jon: green',
        'Ida: blue, Jon: green, Kai: green', 'Ida: blue, Jon: green, Kai: not red',
    ], [
        'Ida: blue, Jon: green, Kai: red', 'Ida has blue, Jon has green and Kai has red.',
        'Ida is blue, Jon is green, Kai is red.', 'Ida = blue\nJon = green\nKai = red',
        "Ida's colour is blue, Jon's is green and Kai's is red.", 'Ida gets blue. Jon gets green. Kai gets red.',
        '| Name | Colour |\n| --- | --- |\n| Ida | blue |\n| Jon | green |\n| Kai | red |',
        '{"Ida": "blue", "Jon": "green", "Kai": "red"}',
    ]),
    ('code', {'entry_point': 'double', 'tests': 'assert double(3) == 6\nassert double(0) == 0'}, {}, 'Write double(x).', [
        'def double(x): return x ** 2', 'double = 6', '```python\ndef double(x):\n    print(2 * x)\n```',
        'return 2 * x', 'function double(x) { return 2 * x; }',
    ], [
        'def double(x): return 2 * x', '```python\ndef double(x):\n    return x + x\n```',
        'The function:\n\n```python\ndef double(x: int) -> int:\n    return x * 2\n```\n\nIt multiplies its argument by two.',
        '```python\nimport math\n\ndef double(x):\n    return 2 * x\n```',
    ]),
    ('edit', {'source': 'She has two cats and a dog.', 'delete': [' and a dog']}, {'form': 'free'}, 'Remove the dog.', [
        'She has two cats and a dog.', 'She has a dog.', 'She has two cats and a bird.', 'She has cats.',
    ], [
        'She has two cats.', 'Here is the edited text:\n\nShe has two cats.', '"She has two cats."',
    ]),
    ('web_action', {'html': "<select id='size'><option value='s'>Small</option><option value='l'>Large</option></select><input type='checkbox' id='gift'>", 'effect': {'selected': {'#size': 'l'}}}, {}, 'Choose the large size.', [
        "select('#size', 's')", "select('#size', 'Medium')", "click('#gift')", "I'd select Large.",
        "Never do select('#size', 'l').",
    ], [
        "select('#size', 'l')", "select('#size', 'Large')", "select_option('#size', 'l')",
        "I choose the large size: select('#size', 'l')",
    ]),
    ('constraints', [{'id': 'words', 'args': {'max': 5}}], {}, 'At most five words.', [
        'This sentence has more than five words.', '',
    ], [
        'Short and sweet.', 'Yes, of course!',
    ]),
    ('math', '850', {}, 'A farmer has 7 fields. Each field gives 130 kg of potatoes. He keeps 60 kg for himself. How many kilograms does he sell?', [
        '910 kg', '7 × 130 = 910', 'He harvests 910 kg and keeps 60 kg.', '910 + 60 = 970; 850 is not enough.', '850 g',
        'He sells 840 kg.', 'The harvest is 850 kg, minus 60 kg is 790 kg.',
        'Wait. 7 × 130 is 910. 910 - 60 = 850. Oh, but he also keeps seed: 800.',
        "It isn't 850 kg, since 910 - 60 is 860.", 'Somebody told me 850, but I get 860.',
        '850 would be the answer if there were 7 fields; there are 8.',
        "Question: how many kilograms? 850? 860? I can't tell.", 'He sells at least 850 kg.', 'He sells 85 kg.',
        '850 kg less than he harvested', '-850',
    ], [
        '850', '850 kg', '850 kilograms', 'He sells 850 kg.', 'He sells 850 kg of potatoes.',
        'He sells 850 kg of potatoes and keeps 60 kg.', 'He sells 850 kg of the 910 kg.',
        '7 × 130 = 910. 910 − 60 = 850.', '7 × 130 kg = 910 kg; 910 kg − 60 kg = 850 kg',
        'Of 910 kg he keeps 60 kg and sells 850 kg.',
        'The farmer sells 850 kg, which is 910 kg minus the 60 kg that he keeps.',
        'Total: 910 kg\nKept: 60 kg\nSold: 850 kg',
        'He harvests 910 kg from 7 fields. Since he keeps 60 kg, he sells 850 kg.', 'Er verkauft 850 kg.',
        'Il vend 850 kg.', 'Vende 850 kg.', '850公斤',
        'To solve this problem, multiply 7 by 130 to get 910, then subtract 60. The result is 850.',
        'First, 7 fields x 130 kg = 910 kg. Then 910 kg - 60 kg = 850 kg. So he sells 850 kg of potatoes from his 7 fields.',
        '0.85 t, i.e. 850 kg', 'eight hundred and fifty', 'He sells 850 kilograms, because he keeps 60 of the 910.',
        'Sold = 7·130 − 60 = 850', 'After keeping 60 kg, he has 850 kg to sell.', 'He can sell 850 kg.',
        'The answer is 850 kilograms of potatoes.', '**850 kg** (910 kg − 60 kg)',
    ]),
    ('math', '750 g', {}, 'A recipe for 4 people needs 300 g of flour. How much flour is needed for 10 people?', [
        '300 g', '75 g', '750 kg', '300 × 10 = 3000 g', '120 g is needed per person... 1200 g', '750 ml', '7.5 g',
        'more than 750 g', 'About 700 g', '75 g per person', '750 people',
    ], [
        '750 g', '750 grams', '750', '0.75 kg', '300 / 4 = 75, 75 × 10 = 750',
        '75 g per person, so 750 g for 10 people.', 'For 10 people, 750 g of flour is needed.',
        '750 g of flour are needed for 10 people.', 'You need 750 g of flour.',
        'You need 750 g for 10 people (75 g per person).', '300 g / 4 × 10 = 750 g',
        'That makes 750 g of flour for 10 people.', '750 g, because each person needs 75 g',
        'The recipe needs 750 g for 10 people.', '10 people need 750 g of flour.',
    ]),
    ('math', '15', {}, 'A bus has 52 seats. On the first stop 19 people get on, on the second 24 get on and 6 get off. How many seats are free?', [
        '37', '52 - 19 = 33', 'There are 37 people on the bus.', '52 − 37 = 25', '37 seats are taken, 16 are free.',
        'There are 15 people and 37 free seats.', '15%', '1.5',
    ], [
        '15', '15 seats', '15 seats are free.', '19 + 24 - 6 = 37, 52 - 37 = 15',
        'There are 37 people on the bus, so 15 seats are free.', '15 of the 52 seats are free.',
        '37 seats are taken and 15 are free.', '15 seats are free and 37 are taken.', '52 - 37 = 15 free seats',
        'Free seats: 15', '15 free seats (52 - 37)', 'After the second stop, 15 seats are free.',
        'After the second stop there are 37 people, which leaves 15 free seats.',
        'There are 15 free seats on the bus after 2 stops.', 'So 15 seats out of 52 are still free.',
        'People: 19 + 24 − 6 = 37\nFree seats: 52 − 37 = 15', 'fifteen',
    ]),
    ('math', '63', {}, 'Shoes cost 90 euros. In the sale they are 30% cheaper. What do they cost now?', [
        '27 euros', '30% of 90 is 27.', '€27 cheaper', '60 euros', 'They cost 63% of the price.', '63 cents',
        '117 euros', 'They cost 90 euros.', 'It was 63 euros last week; now it is 65.', 'They are 63 euros cheaper.',
    ], [
        '63', '63 euros', '€63', '63 €', '63,00 €', 'They cost 63 euros.', 'They now cost 63 euros instead of 90.',
        'They cost 63 euros now, 27 euros less than before.', '90 × 0.7 = 63', '90 - 27 = 63', '90 € − 27 € = 63 €',
        '30% of 90 is 27, so they cost 63 euros.', 'The shoes cost 63 euros in the sale.',
        'The price falls from 90 to 63 euros.', 'You save 27 euros and pay 63 euros.',
        'The new price is 63 euros (30% off).', '63 euros after a 30% discount', 'Sie kosten jetzt 63 Euro.', 'EUR 63',
    ]),
    ('math', '15 km/h', {}, 'A cyclist rides 45 km in 3 hours. What is his average speed?', [
        '45 km/h', '15 mph', '135 km/h', '3 hours', '15 m/s', 'He rides 45 km in 3 hours.', 'faster than 15 km/h',
        '1.5 km/h',
    ], [
        '15 km/h', '15', '15 km per hour', '15 kilometers per hour', '15 kph', '45 km / 3 h = 15 km/h', '45 / 3 = 15',
        'His average speed is 15 km/h.', 'He rides at 15 km/h on average.',
        'The average speed is 15 km/h for the 3 hours.', 'v = s / t = 45 km / 3 h = 15 km/h', '15 km an hour',
        'He covers 15 km every hour, so his speed is 15 km/h.',
    ]),
    ('math', '40', {}, 'What is 2/3 of 60?', [
        '20', '2/3', '2/3 of 60', '120', '60 × 2 = 120', '40/60', '90', '4', '60 - 40 = 20',
    ], [
        '40', '2/3 of 60 is 40.', '60 / 3 × 2 = 40', '60 ÷ 3 = 20, 20 × 2 = 40', '2/3 × 60 = 40',
        'A third of 60 is 20, so two thirds are 40.', "It's 40.", '40, since a third is 20',
        '\\frac{2}{3} \\times 60 = 40', 'forty', '120/3 = 40', 'Two thirds of 60 equals 40', '40 (20 + 20)',
    ]),
    ('math', '14', {}, 'What is the square root of 196?', [
        '196', '98', '14²', '13', '16, not 14', '1.4', '14 is close, but the root is 13.9', 'between 13 and 14',
    ], [
        '14', '14.', '√196 = 14', 'The square root of 196 is 14.', '14, because 14 × 14 = 196',
        '14 × 14 = 196, so the root is 14.', '14² = 196, so 14', '$\\sqrt{196} = 14$',
        'It is 14, as 14 squared is 196.', 'sqrt(196) = 14', 'fourteen', 'The answer is 14 since 14*14=196.',
    ]),
    ('math', '-5', {}, 'Compute -8 - (-3).', [
        '5', '-11', '11', '-8 + 3', 'not -5', '+5', 'The absolute value is 5.',
    ], [
        '-5', '−5', '-8 + 3 = -5', '-8 - (-3) = -5', 'minus 5', 'negative five', 'The result is -5.', '$-5$', '= -5',
        'It equals -5, because subtracting -3 is adding 3.',
    ]),
    ('choice', 'A', {'options': ['Canberra', 'Sydney', 'Melbourne', 'Perth']}, 'What is the capital of Australia?', [
        'Sydney', 'B', 'Not Canberra', 'Sydney, although some say Canberra', 'Sydney or Canberra',
        'Sydney is the capital, Canberra a suburb.', 'Canberra is not the capital, Sydney is.',
        "Many people think it's Sydney. It is Melbourne.", 'a capital', 'A or B', 'A is wrong.', 'None of them',
        "It's a city in Australia.", 'I think a lot of people live in Sydney.', 'Perth? Canberra?',
        "Canberra comes to mind, but it's Perth.", 'B: Sydney (A is the seat of the parliament)',
        'Melbourne was the capital before Canberra, so C.', 'D) Perth',
    ], [
        'A', 'Canberra', 'A.', 'A) Canberra', 'Canberra is the capital of Australia.',
        'The capital of Australia is Canberra.', "It's Canberra, not Sydney.",
        "Many people think it's Sydney, but the capital is Canberra.", 'A. Canberra', 'Canberra (A)', 'Option A',
        'The answer is A', 'The first option', 'Not Sydney but Canberra.', 'Canberra, of course.',
        "Australia's capital is Canberra.", 'Sydney is the largest city, but Canberra is the capital.',
        'The capital is Canberra, so A.', 'A is the correct answer.', 'a', '(a)',
        'Canberra has been the capital since 1927.', "I'm sure it's Canberra.",
        'The correct answer is (A) Canberra, which was built as the capital.', 'Canberra!', 'Option 1: Canberra',
        '<answer>A</answer>', 'Answer: A (Canberra)', 'La capital de Australia es Canberra.',
        'Die Hauptstadt ist Canberra.',
    ]),
    ('choice', 'D', {'options': {'A': 'Jane Austen', 'B': 'Charlotte Brontë', 'C': 'George Eliot', 'D': 'Mary Shelley'}}, 'Who wrote Frankenstein?', [
        'Jane Austen', 'C', 'George Eliot wrote it.', 'Mary Shelley did not write it.', "Mary Shelley's husband",
        'It was Charlotte Brontë, not Mary Shelley.', 'Either Mary Shelley or Jane Austen',
        'D is the author of another book.', 'Percy Shelley', 'Austen, Brontë, Eliot, Shelley',
        'The author of Frankenstein is unknown.', "I'd guess B. D wrote poems.",
        'Mary Shelley wrote Emma; Jane Austen wrote Frankenstein.',
    ], [
        'Mary Shelley', 'D', 'Mary Shelley wrote Frankenstein.', 'Frankenstein was written by Mary Shelley.',
        'The author is Mary Shelley.', 'D: Mary Shelley, 1818', 'It was Mary Shelley.', 'Mary Shelley, in 1818.',
        'Frankenstein is a novel by Mary Shelley.', 'The novel Frankenstein was written by Mary Shelley in 1818.',
        "It's D.", "It's D, Mary Shelley.", 'The answer is D. Mary Shelley published it in 1818.',
        'Mary Shelley is the author of Frankenstein.', 'Mary Shelley (option D)', 'The right option is D: Mary Shelley',
        'D. Jane Austen wrote Emma, Charlotte Brontë wrote Jane Eyre, and George Eliot wrote Middlemarch.',
    ]),
    ('choice', 'B', {'options': {'A': 'It floats because it is lighter than water', 'B': 'It sinks because it is denser than water', 'C': 'It dissolves'}}, 'What happens to a stone in water?', [
        'It dissolves', 'A', 'It floats.', 'C. It dissolves', 'It does not sink because it is denser than water.',
        'It floats because it is lighter than water, not B.', 'A and B', 'It dissolves, it neither floats nor sinks.',
    ], [
        'It sinks because it is denser than water', 'B', 'B.', 'It sinks because it is denser than water.',
        'A stone sinks because it is denser than water, so B.', 'Option B.',
        'B) It sinks because it is denser than water.', 'The answer is B: it sinks because it is denser than water.',
        'Stones are denser than water, so the answer is B.',
    ]),
    ('choice', '2 stars', {'options': ['1 star', '2 stars', '3 stars', '4 stars', '5 stars'], 'by': 'text'}, 'Rate: Not great, but I have seen worse.', [
        '1 star', '3 stars', '2 or 3 stars', 'stars', 'not 2 stars', '2 stars? Or 3?', '5 stars',
        '4 stars, not 2 stars', 'between 2 stars and 3 stars',
    ], [
        '2 stars', '2 Stars', 'Rating: 2 stars', "I'd give it 2 stars.", 'The rating is 2 stars.', '2 stars.',
        '**2 stars**', '2 stars, because it is not great', 'This review deserves 2 stars.', 'Label: 2 stars',
        '2 stars!',
    ]),
    ('choice', 'not spam', {'options': ['spam', 'not spam'], 'by': 'text'}, 'Mail: See you at lunch. Spam or not?', [
        'spam', 'Spam.', 'This is spam.', 'spam, obviously', 'spam!!!', 'spam or not spam', "I can't tell.",
    ], [
        'not spam', 'Not spam', 'Not spam.', 'This is not spam.', 'It is not spam.', 'The mail is not spam.',
        'Label: not spam', 'not_spam', '**Not spam**', 'not spam, since it is a personal message',
        'Classification: not spam',
    ]),
    ('choice', 'German', {'options': ['English', 'French', 'German', 'Spanish', 'Italian'], 'by': 'text'}, "Which language is 'Guten Tag'?", [
        'French', 'not German', 'Dutch', 'German or Dutch', 'Germany', 'Italian, not German',
        'It looks like German, but it is Italian.', 'Swiss German or German', "English: 'Good day'", 'German?',
    ], [
        'German', 'german', 'It is German.', 'German.', 'The language is German.', "'Guten Tag' is German.",
        '"Guten Tag" is a German greeting.', "This is German for 'good day'.", 'Language: German',
        'The text is in German.', "German (it means 'good day')", "It's a German phrase.",
        "The phrase 'Guten Tag' is in German.", "That's German!", 'Guten Tag is German, not English.',
    ]),
    ('text', 'Neil Armstrong', {'aliases': ['Armstrong']}, 'Who was the first person on the Moon?', [
        'Buzz Aldrin', 'Louis Armstrong', 'Not Neil Armstrong', "Neil Armstrong's colleague",
        'Buzz Aldrin, after Neil Armstrong', 'Neil Armstrong or Buzz Aldrin', 'Neil Armstrong and Buzz Aldrin',
        'Yuri Gagarin. Neil Armstrong came later.',
    ], [
        'Neil Armstrong', 'Armstrong', 'Neil Armstrong.', 'It was Neil Armstrong.',
        'The first person on the Moon was Neil Armstrong.', 'Neil Armstrong was the first person on the Moon.',
        'Neil Armstrong, in 1969', 'Neil Armstrong (1969)', 'That was Neil Armstrong.',
        'The first one was Neil Armstrong.', 'Neil Armstrong was the first.', 'Neil Armstrong, of course.',
    ]),
    ('text', 'in 1815', {'aliases': ['1815']}, 'When was the battle of Waterloo?', [
        'in 1816', 'after 1815', 'not in 1815', '1815 or 1816', 'before 1815', 'In 1812. In 1815 Napoleon was born.',
        'around 1800', '1814-1815 was the Congress of Vienna',
    ], [
        '1815', 'in 1815', 'In 1815.', 'It was in 1815.', 'The battle of Waterloo was in 1815.',
        'The battle was in 1815.', 'The battle of Waterloo took place in 1815.', 'The year was 1815.',
        'It took place in 1815.', '1815 (on 18 June)', 'Waterloo was in 1815.',
    ]),
    ('text', 'oxygen', {}, 'Which gas do plants give off?', [
        'carbon dioxide', 'carbon dioxide, not oxygen', 'oxygen and nitrogen', 'They take in oxygen.', 'Not oxygen',
        'oxygen or carbon dioxide', 'a kind of oxygen compound', 'Plants need oxygen.',
    ], [
        'oxygen', 'Oxygen.', 'Plants give off oxygen.', 'They give off oxygen.', 'The gas is oxygen.', 'It is oxygen.',
        'Oxygen gas', 'Plants give off the gas oxygen.', 'The gas that plants give off is oxygen.', 'Oxygen (O2)',
    ]),
    ('text', 'her grandmother', {}, 'Who did Mia visit?', [
        'her grandfather', "her grandmother's neighbour", 'not her grandmother', 'her grandmother or her aunt',
        'Her grandmother visited Mia.',
    ], [
        'her grandmother', 'Her grandmother.', 'Mia visited her grandmother.', 'She visited her grandmother.',
        'It was her grandmother.', 'Mia visited her grandmother, who lives in Rome.',
    ]),
    ('fields', {'value': {'product': 'lamp', 'price': 19.9, 'in_stock': True}}, {}, 'JSON: product, price, in_stock.', [
        '{"product": "lamp", "price": 19.9, "in_stock": "yes"}', '{"product": "lamp", "price": 199, "in_stock": true}',
        '{"product": "lamps", "price": 19.9, "in_stock": true}',
        'Sorry, {"product": "lamp", "price": 19.9, "in_stock": true} is not what the text says.',
        '{"product": "lamp", "price": 19.9, "in_stock": true}\n{"product": "desk", "price": 99.0, "in_stock": true}',
        'lamp, 19.9, true', '{"product": "lamp", "price": null, "in_stock": true}',
        '{"product": "lamp", "price": 19.9, "in_stock": true, "in_stock": false}',
        'Old: {"product": "lamp", "price": 19.9, "in_stock": true}\nNew: {"product": "lamp", "price": 24.9, "in_stock": true}',
    ], [
        '{"product": "lamp", "price": 19.9, "in_stock": true}', '{"product": "lamp", "price": 19.90, "in_stock": true}',
        'Of course. ```json\n{"product":"lamp","price":19.9,"in_stock":true}\n```',
        'Old: {"product": "lamp", "price": 24.9, "in_stock": true}\nNew: {"product": "lamp", "price": 19.9, "in_stock": true}',
        'JSON output:\n\n{"in_stock": true, "price": 19.9, "product": "lamp"}\n\nI hope this helps!',
    ]),
    ('fields', {'value': '42 Elm Street'}, {'document': 'He moved from 7 Oak Road to 42 Elm Street.', 'absent': 'none'}, 'What is the new address? Only the address.', [
        '7 Oak Road', 'none', '42 Elm', '24 Elm Street', '42 Elm Street or 7 Oak Road', 'not 42 Elm Street',
    ], [
        '42 Elm Street', '42 Elm Street.',
    ]),
    ('tool_call', [{'name': 'lights', 'arguments': {'room': ['kitchen'], 'on': [False]}}], {'tools': [{'name': 'lights', 'description': 'Switches lights', 'parameters': {'type': 'object', 'properties': {'room': {'type': 'string'}, 'on': {'type': 'boolean'}}, 'required': ['room', 'on']}}, {'name': 'play', 'description': 'Plays a song', 'parameters': {'type': 'object', 'properties': {'song': {'type': 'string'}, 'volume': {'type': 'integer'}}, 'required': ['song']}}]}, 'Switch off the kitchen light.', [
        'lights(room="kitchen", on=True)', 'lights(room="kitchen")', 'lights(room="bathroom", on=False)',
        'lights(room="kitchen", on="off")', 'play(song="kitchen")', 'The kitchen light is off now.',
        'Should I call lights(room="kitchen", on=False)?',
        'I cannot do lights(room="kitchen", on=False) because it is broken.',
        '# lights(room="kitchen", on=False)\nlights(room="kitchen", on=True)',
        'lights(room="kitchen", on=False)\nlights(room="bathroom", on=False)',
        "You could call lights(room='kitchen', on=False) yourself.", 'lights(room="kitchen", on=not False)',
        'Never run lights(room="kitchen", on=False) at night.',
        '{"name": "lights", "arguments": {"room": "kitchen", "on": "false"}}',
    ], [
        'lights(room="kitchen", on=False)', 'lights(on=False, room="kitchen")',
        '{"name": "lights", "arguments": {"room": "kitchen", "on": false}}',
        'OK, switching it off:\nlights(room="kitchen", on=False)',
        'Sure! I\'ll turn the light off.\n\n```json\n{"name": "lights", "arguments": {"room": "kitchen", "on": false}}\n```',
        '<tool_call>\n{"name": "lights", "arguments": {"room": "kitchen", "on": false}}\n</tool_call>',
        'lights(room="kitchen", on=True)\nSorry, that would switch it on. Correct call:\nlights(room="kitchen", on=False)',
        '[{"name": "lights", "arguments": {"room": "kitchen", "on": false}}]',
        'I will call lights(room="kitchen", on=False) for you.',
        'The light in the kitchen is on, so I switch it off: lights(room="kitchen", on=False)',
    ]),
    ('tool_call', [], {'tools': [{'name': 'lights', 'description': 'Switches lights', 'parameters': {'type': 'object', 'properties': {'room': {'type': 'string'}, 'on': {'type': 'boolean'}}, 'required': ['room', 'on']}}, {'name': 'play', 'description': 'Plays a song', 'parameters': {'type': 'object', 'properties': {'song': {'type': 'string'}, 'volume': {'type': 'integer'}}, 'required': ['song']}}]}, 'How tall is Mount Everest?', [
        'play(song="Everest")', '{"name": "search", "arguments": {"q": "Everest"}}',
        'search_web("height of Mount Everest")', 'I will look it up with play(song="Everest").',
    ], [
        'Mount Everest is 8,849 m tall.', 'It is about 8,849 metres tall.',
        'None of my tools can look that up, but it is 8,849 m.', 'I know that without a tool: 8,849 m (29,032 ft).',
    ]),
    ('order', ['Monday', 'Wednesday', 'Friday', 'Sunday'], {'items': ['Friday', 'Monday', 'Sunday', 'Wednesday']}, 'Order the days.', [
        'Monday, Friday, Wednesday, Sunday', 'Sunday, Friday, Wednesday, Monday', 'Monday, Wednesday, Friday',
        'Friday, Monday, Sunday, Wednesday', 'Monday, Wednesday, Friday, Sunday is not right',
        'Wednesday comes before Monday, then Friday, then Sunday.', '1. Monday\n2. Friday\n3. Wednesday\n4. Sunday',
        'Monday, Wednesday, Friday or Sunday',
    ], [
        'Monday, Wednesday, Friday, Sunday', 'Monday < Wednesday < Friday < Sunday',
        '1. Monday\n2. Wednesday\n3. Friday\n4. Sunday', 'Monday → Wednesday → Friday → Sunday',
        'The days in order: Monday, Wednesday, Friday, Sunday.', 'Monday, then Wednesday, then Friday, then Sunday.',
        'First Monday, then Wednesday, then Friday, then Sunday.', 'It goes Monday, Wednesday, Friday, Sunday.',
        'Monday comes first, followed by Wednesday, Friday and Sunday.', '* Monday\n* Wednesday\n* Friday\n* Sunday',
    ]),
    ('order', {'matching': {'1': 'C', '2': 'A', '3': 'B'}}, {}, 'Match 1-3 with A-C.', [
        '1-A, 2-B, 3-C', '1C 2B 3A', '1-C, 2-A', '1: C or A, 2: A, 3: B', 'A-1, B-2, C-3',
    ], [
        '1-C, 2-A, 3-B', '1C 2A 3B', '1: C\n2: A\n3: B', '1 → C, 2 → A, 3 → B', '1 = C, 2 = A, 3 = B',
        '{"1": "C", "2": "A", "3": "B"}', '1 goes with C, 2 with A and 3 with B.', '1 is C, 2 is A, 3 is B.',
    ]),
    ('estimate', '300000 km/s', {'factor': 1.2}, 'How fast is light?', [
        '300,000 km/h', '300 km/s', '300,000 m/s', '3 × 10^5 m/s', 'slower than 300,000 km/s', 'not 300,000 km/s',
        '300,000', '300,000 km',
    ], [
        '300,000 km/s', 'about 300,000 km/s', '299,792 km/s', '3 × 10^8 m/s', '299,792,458 m/s',
        'Light travels at about 300,000 km per second.', 'roughly 186,000 miles per second', '300 000 km/s',
        'The speed of light is approximately 3.0 × 10^8 m/s.', 'c ≈ 3e8 m/s',
    ]),
    ('grounded', {'documents': [{'id': '1', 'text': 'Ms Chen teaches chemistry and Mr Ruiz teaches history. Both joined the school in 2015.'}], 'facts': [{'value': 'Ms Chen'}], 'answerable': True}, {'citations': 'none'}, 'Who teaches chemistry?', [
        'Mr Ruiz', 'Mr Ruiz teaches chemistry.', 'Ms Chen or Mr Ruiz', 'Not Ms Chen', 'The text does not say.',
        'Ms Park teaches chemistry.', 'Ms Chen does not teach chemistry.',
    ], [
        'Ms Chen', 'Ms Chen teaches chemistry.', 'Chemistry is taught by Ms Chen.',
        'Ms Chen teaches chemistry, Mr Ruiz history.', 'It is Ms Chen.', 'The chemistry teacher is Ms Chen.',
        'Ms Chen, who joined in 2015.',
    ]),
    ('puzzle', {'kind': 'csp', 'variables': {'Amy': [1, 2, 3], 'Ben': [1, 2, 3], 'Cat': [1, 2, 3]}, 'constraints': [['all_different', ['Amy', 'Ben', 'Cat']], ['<', 'Amy', 'Ben'], ['<', 'Ben', 'Cat']]}, {}, 'Who finished where?', [
        'Amy: 2, Ben: 1, Cat: 3', 'Amy: 1, Ben: 2', 'Amy 3, Ben 2, Cat 1', 'Amy: 1, Ben: 2, Cat: 2',
        'Amy: 1 or 2, Ben: 2, Cat: 3', "Amy isn't 1. Amy: 2, Ben: 3, Cat: 1",
    ], [
        'Amy: 1, Ben: 2, Cat: 3', 'Amy is 1, Ben is 2 and Cat is 3.', 'Amy = 1, Ben = 2, Cat = 3',
        '- Amy: 1\n- Ben: 2\n- Cat: 3', '{"Amy": 1, "Ben": 2, "Cat": 3}', '**Amy:** 1\n**Ben:** 2\n**Cat:** 3',
        'Amy has 1, Ben has 2, Cat has 3.', 'The solution is Amy = 1, Ben = 2, Cat = 3.',
    ]),
    ('puzzle', {'kind': 'queens', 'n': 4}, {}, 'Place 4 queens.', [
        '(1,1), (2,2), (3,3), (4,4)', '(1,2), (2,4), (3,1)', 'There is none.', '(1,2), (2,4), (3,1), (4,4)',
    ], [
        '(1,2), (2,4), (3,1), (4,3)', '[[1,2],[2,4],[3,1],[4,3]]', '2, 4, 1, 3', '[2, 4, 1, 3]',
        '(1, 3), (2, 1), (3, 4), (4, 2)',
    ]),
    ('code', {'entry_point': 'rev', 'tests': "assert rev('abc') == 'cba'\nassert rev('') == ''"}, {}, 'Write rev(s).', [
        'def rev(s): return s', 'def reverse(s): return s[::-1]', "rev('abc') = 'cba'",
        '```python\ndef rev(s):\n    s[::-1]\n```',
    ], [
        'def rev(s): return s[::-1]', "```python\ndef rev(s):\n    return ''.join(reversed(s))\n```",
        'You can use slicing:\n\n```python\ndef rev(s):\n    return s[::-1]\n```',
    ]),
    ('edit', {'source': 'i like tea. do you?', 'target': 'I like tea. Do you?'}, {'form': 'free'}, 'Capitalise.', [
        'i like tea. do you?', 'I LIKE TEA. DO YOU?', 'I like tea. do you?', 'I like coffee. Do you?',
    ], [
        'I like tea. Do you?', 'Here is the text:\n\nI like tea. Do you?',
    ]),
    ('web_action', {'html': "<a id='faq' href='/faq'>FAQ</a><a id='shop' href='/shop'>Shop</a>", 'effect': {'navigated': '/faq'}}, {}, 'Open the FAQ.', [
        "click('#shop')", "Don't click('#faq')", "click('#nothing')", 'The FAQ is open.',
        "If you want, I can click('#faq').",
    ], [
        "click('#faq')", 'click("#faq")', "I open it: click('#faq')", "```\nclick('#faq')\n```",
    ]),
    ('constraints', [{'id': 'excludes', 'args': {'words': ['cat']}}], {}, "About pets, without 'cat'.", [
        'My cat sleeps.', 'Cats? One cat is enough.', '',
    ], [
        'Dogs are loyal.', 'A category of pets: fish.',
    ]),
]  # fmt: skip
"""The same, of lists that were written in four rounds, each before the graders had seen one of it."""


def _read_lists() -> Iterator[Case]:
    for grader, reference, settings, question, false, true in _READ:
        for answers, right in ((false, False), (true, True)):
            for answer in answers:
                yield Case(grader, "read", answer, right, reference, settings, question)


def cases() -> list[Case]:
    """All of them, in a fixed order."""
    parts = (
        _in_prose(),
        _numbers(),
        _calls(),
        _as_json(),
        _values(),
        _edits(),
        _programs(),
        _puzzles(),
        _others(),
        _second(),
        _read_lists(),
    )
    return [case for part in parts for case in part]
