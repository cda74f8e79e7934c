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
    )
    return [case for part in parts for case in part]
