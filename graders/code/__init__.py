"""Python code, checked by unit tests that run where the code cannot reach them.

`solution` is optional: without it a probe can be graded and not checked beforehand (`gold` raises `BadReference`). By the
clock, loading and tests may take four times the seconds, since a program that sleeps has to end some time, and longer
where a busy machine keeps a program waiting. Solutions to HumanEval and MBPP take some hundredths. The wait for both
sandboxes to start does not count.

The code is the last fenced block that defines the name, or all blocks together, or the text itself; with a context it
may also be the function's body alone.

Why a pass cannot be forged. The student's code and the tests run in two sandboxes (`graders.code.sandbox`) that share two
pipes and nothing else. A call crosses as plain data, and so does what it returns: the tests compare values that were
built anew on their side, with an interpreter that the student's code has never touched. Patched built-ins, objects
that equal everything, an early exit or a search of the memory change only what its own process says a call returned;
and to pass, it has to say the right thing. Hence also what cannot be tested: functions, classes and iterators as
arguments or results, arguments that are changed in place, printed output. Tests that need it fail on the solution.

Where no sandbox can run, every verdict is `ungradable: grader_error` with the command that mends it.
"""

from __future__ import annotations

import contextlib
import keyword
import math
import os
import re
import select
import signal
import subprocess
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import Field

from graders.code import sandbox
from graders.code.answer import FoundCode, candidates, find_code
from graders.code.examples import EXAMPLES
from graders.code.runner import Garbled, pack, unpack
from graders.code.understood import understood
from repairloop import (
    Answer,
    BadReference,
    Check,
    Given,
    Grader,
    Probe,
    Stated,
    TimeLimit,
    Understanding,
    Verdict,
    failed,
    grader,
    one_call,
    passed,
    ungradable,
)

SECONDS: Final = 2.0
MAX_SECONDS: Final = 60.0
_CLOCK: Final = 4.0
"""How much longer it may take by the clock than in processor time."""
MAX_TESTS: Final = 200
MAX_TEST_CHARS: Final = 200_000
MAX_CHECKS: Final = 40
_MAX_REPORT: Final = 1 << 20
"""Bytes that the tests' side may say: 200 tests of at most 600 characters each stay below."""
_SOURCE: Final = Path(__file__).with_name("runner.py").read_text(encoding="utf-8")

_STUDENT_KINDS: Final = ("syntax_error", "runtime_error", "wrong_function")


class UnitTests(Given):
    """A function's name, and tests of it."""

    entry_point: str
    """The name of the function."""
    tests: str | list[str]
    """Python: a function `check(candidate)`, as HumanEval has it, or plain assertions that use the name, as MBPP has
    them; or a list of such texts, each one check of its own."""
    solution: str | None = None
    """Python that passes them."""


class CodeSettings(Given):
    """What the code runs in."""

    context: str = ""
    """Code that stands before the answer: imports, helper functions, the signature that the answer completes."""
    seconds: float = Field(SECONDS, gt=0, le=MAX_SECONDS)
    """Processor time for loading the code and running all tests."""


@grader("code", version="4")
class Code(Grader[UnitTests, CodeSettings]):
    """Runs the code of an answer against unit tests, each in a sandbox of its own."""

    kept = 256

    def prepare(self, reference: UnitTests, settings: CodeSettings) -> _Task:
        return _task(reference, settings)

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        task: _Task = self.read(probe)
        found = find_code(answer.text, task.entry_point)
        if found is None:
            return failed("no_answer_found", expected=task.solution, evidence="There is no code in the reply.")
        if reason := sandbox.available():
            return ungradable("grader_error", f"Code cannot be graded here: {reason}.")
        try:
            report = _run(task, found)
        except (sandbox.NoSandbox, _Lost) as error:
            return ungradable("grader_error", f"The sandbox did not start: {error}."[:500])
        return _judge(task, found, report)

    def missing(self) -> str | None:
        return sandbox.available()

    def understands(self, rows: Sequence[Stated], asked: bool) -> Understanding | None:
        """Tests of a function, as HumanEval, MBPP and their kin have them."""
        return understood(rows)

    def gold(self, probe: Probe) -> str:
        """The solution in a code fence."""
        task: _Task = self.read(probe)
        if task.solution is None:
            raise BadReference("the reference has no 'solution'; add one, so that the tests can be checked with it")
        return _fenced(task.solution)

    def corrupt(self, probe: Probe) -> dict[str, str]:
        name = self.read(probe).entry_point
        signature = f"def {name}(*args, **kwargs):\n    "
        codes = {
            "syntax_error": f"def {name}(*args, **kwargs:\n    return None",
            "runtime_error": f"{signature}raise RuntimeError('not done yet')",
            "wrong_function": f"def my_{name}(*args, **kwargs):\n    return None",
            "wrong_output": f"{signature}return None",
            "time_limit": f"{signature}while True:\n        pass",
            "early_exit": f"import os\n\n{signature}os._exit(0)",
            "exit_while_loading": f"import sys\n\n{signature}return None\n\nsys.exit(0)",
            "patched_builtins": f"import builtins\n\nbuiltins.AssertionError = ZeroDivisionError\n"
            f"builtins.all = builtins.any = lambda items: True\n\n{signature}return None",
            "equal_to_everything": f"class Any:\n    def __eq__(self, other):\n        return True\n\n{signature}return Any()",
        }
        return {operator: _fenced(code) for operator, code in codes.items()} | {
            "no_answer_found": f"I would write {name} with a loop over its arguments."
        }

    def examples(self) -> list[Probe]:
        return self.probes(
            (reference, {"seconds": 0.25, **settings}, f"Write a Python function {reference['entry_point']}.")
            for reference, settings in EXAMPLES
        )


# ---- the reference ------------------------------------------------------------------------------------


class _Task(NamedTuple):
    entry_point: str
    tests: tuple[str, ...]
    solution: str | None
    context: str
    seconds: float


def _task(reference: UnitTests, settings: CodeSettings) -> _Task:
    """The checked reference and settings; BadReference where they cannot be used."""
    name, tests, solution = reference.entry_point, reference.tests, reference.solution
    if not name.isidentifier() or keyword.iskeyword(name):
        raise BadReference("reference.entry_point is the name of a Python function")
    tests = [tests] if isinstance(tests, str) else tests
    if not 0 < len(tests) <= MAX_TESTS:
        raise BadReference(f"reference.tests is Python, or a list of 1 to {MAX_TESTS} pieces of Python")
    if sum(map(len, tests)) > MAX_TEST_CHARS:
        raise BadReference(f"reference.tests has more than {MAX_TEST_CHARS} characters")
    if solution is not None and not solution.strip():
        raise BadReference("reference.solution is Python")
    for test in tests:
        _check_syntax(test)
    return _Task(name, tuple(tests), solution, settings.context, settings.seconds)


@lru_cache(maxsize=1024)
def _check_syntax(test: str) -> None:
    """Raises BadReference for a test that is not Python or tests nothing. Tests are ours, so they may be parsed here."""
    try:
        compile(test, "<tests>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise BadReference(f"a test is not Python: {error}; it begins {test[:60]!r}") from None


# ---- running it ---------------------------------------------------------------------------------------


class _Lost(Exception):
    """A sandbox did not start; the message is what was said."""


def _run(task: _Task, found: FoundCode) -> dict[str, Any]:
    """What the tests' side reports (see `runner.Tests`), or `end: "time"` or `"brought_down"`; and `exit`, the
    code with which the student's process ended, if it has.

    Raises `_Lost` when a sandbox does not come up.
    """
    nonce = os.urandom(16).hex()
    common: dict[str, Any] = {"entry_point": task.entry_point, "context": task.context}
    with contextlib.ExitStack() as stack:
        asked, asks, replies, replied, report, reported = ends = [
            stack.enter_context(os.fdopen(number, mode, 0))
            for pair in (os.pipe(), os.pipe(), os.pipe())
            for number, mode in zip(pair, ("rb", "wb"), strict=True)
        ]
        job = common | {"candidates": candidates(found.sources, task.context)}
        student = _start(stack, job, task.seconds, "student", asked, replied)
        job = common | {"tests": list(task.tests), "nonce": nonce}
        tests = _start(stack, job, task.seconds, "tests", asks, replies, stderr=reported)
        for end in ends:
            if end is not report:
                end.close()
        lines = _Report(report.fileno(), nonce)
        both = [student, tests]
        started = lines.next(math.inf, sandbox.START_SECONDS, both)
        if started != {"started": True}:
            raise _Lost((started or {}).get("text") or lines.rest() or "it said nothing")
        said = lines.next(task.seconds, _CLOCK * task.seconds, both)
        if said is None:
            return {"end": "brought_down" if lines.closed else "time", "results": [], "exit": None}
        if said["end"] == "ended":
            with contextlib.suppress(subprocess.TimeoutExpired):
                student.wait(1)
        return said | {"exit": student.poll()}


def _start(
    stack: contextlib.ExitStack, job: dict[str, Any], seconds: float, *arguments: Any, stderr: Any = None
) -> subprocess.Popen[bytes]:
    """One of the two programs, with its pipes; it is stopped when the stack is left."""
    role, *pipes = arguments
    numbers = [pipe.fileno() for pipe in pipes]
    process = sandbox.start(
        _SOURCE,
        role,
        *map(str, numbers),
        job=pack(job),
        seconds=seconds,
        keep=tuple(numbers),
        stderr=stderr,
    )
    stack.callback(sandbox.stop, process)
    return process


class _Report:
    """What the tests' side says: messages that hold the nonce."""

    def __init__(self, pipe: int, nonce: str) -> None:
        self.pipe, self.nonce = pipe, nonce
        self.buffer, self.closed = b"", False
        self.poll = select.poll()
        self.poll.register(pipe, select.POLLIN)

    def next(self, seconds: float, clock: float, workers: Sequence[subprocess.Popen[bytes]]) -> dict[str, Any] | None:
        """The next message; None when nothing more comes, or not before `workers` have reached this limit (`TimeLimit`)."""
        limit = TimeLimit(seconds, clock, lambda: [pid for worker in workers for pid in sandbox.processes(worker)])
        while not self.closed and len(self.buffer) < self._size():
            left = limit.left()
            if self.poll.poll(max(left, 0.005) * 1000):
                chunk = os.read(self.pipe, 1 << 16)
                self.buffer += chunk
                self.closed = not chunk or len(self.buffer) > _MAX_REPORT
            elif left <= 0:
                return None
        size = self._size()
        try:
            message = unpack(self.buffer[4:size])
        except Garbled:  # what bubblewrap says when it cannot start
            return None
        if not isinstance(message, dict) or message.pop("nonce", None) != self.nonce:
            return None
        self.buffer = self.buffer[size:]
        return message

    def _size(self) -> int:
        """Bytes of the next message, with its length before it."""
        return 4 + int.from_bytes(self.buffer[:4], "big")

    def rest(self) -> str:
        return " ".join(self.buffer.decode(errors="replace").split())[-300:]


# ---- the verdict --------------------------------------------------------------------------------------


def _judge(task: _Task, found: FoundCode, report: dict[str, Any]) -> Verdict:
    results: list[tuple[bool, str, str]] = [tuple(result) for result in report["results"]]
    end, text = report["end"], _clean(str(report.get("text", "")))
    if end == "bad_test":
        raise BadReference(f"the tests cannot be used: {text}; only plain data crosses to the answer and back")
    if end is None and not report["calls"]:
        raise BadReference(f"the tests never call {task.entry_point}; they would pass any answer")
    more: dict[str, Any] = {
        "extracted": _clean(found.shown), "span": found.span, "expected": task.solution, "checks": _checks(task, results)
    }  # fmt: skip
    if end is not None:
        error_class, certainty, evidence = _ended(task, end, report, text)
        return failed(error_class, certainty, evidence=evidence, **more)
    wrong = [(kind, text) for right, kind, text in results if not right]
    if not wrong:
        return passed(evidence=f"{len(results)} of {len(results)} tests hold.", **more)
    kind, text = wrong[0]
    count = f" ({len(wrong)} of {len(results)} tests fail)" if len(results) > 1 else ""
    evidence = f"{_clean(text)}{count}."
    if kind == "unusable_output":
        return failed("wrong_output", "heuristic", evidence=evidence, **more)
    return failed(kind, evidence=evidence + _memory_note(text), **more)


def _checks(task: _Task, results: list[tuple[bool, str, str]]) -> list[Check]:
    """One check a test, failures first where there are more than are shown."""
    checks = [
        Check(name=f"test {number}" if len(task.tests) > 1 else "tests", passed=right, detail=_clean(text)[:300])
        for number, (right, _, text) in enumerate(results, 1)
    ]
    checks += [
        Check(name=f"test {number}" if len(task.tests) > 1 else "tests", passed=False, detail="not finished")
        for number in range(len(results) + 1, len(task.tests) + 1)
    ]
    return checks if len(checks) <= MAX_CHECKS else sorted(checks, key=lambda check: check.passed)[:MAX_CHECKS]


def _ended(task: _Task, end: str, report: dict[str, Any], text: str) -> tuple[str, Any, str]:
    """Class, certainty and evidence of a run that did not come to its end."""
    if end == "time":
        return "time_limit", "exact", f"It had not finished after {task.seconds:g} s."
    if end == "ended":
        return "runtime_error", "exact", f"{_exit(report['exit'])} {text or 'while it was loaded'}."
    if end == "garbled":
        return "runtime_error", "exact", "It disturbed the channel through which its results go."
    if end == "brought_down":
        return "runtime_error", "heuristic", "The tests broke down over what it returned."
    kind = report["kind"] if report["kind"] in _STUDENT_KINDS else "runtime_error"
    if kind == "syntax_error":
        return kind, "exact", f"It does not compile: {text}."
    if kind == "wrong_function":
        return kind, "exact", f"It does not define {task.entry_point}."
    return kind, "exact", f"{text}.{_memory_note(text)}"


def _memory_note(text: str) -> str:
    return f" It may use {sandbox.MEMORY_MIB} MiB." if "MemoryError" in text else ""


def _exit(code: int | None) -> str:
    """How the student's process ended; bubblewrap gives 128 and the number of a signal."""
    if code is not None and code > 128:
        with contextlib.suppress(ValueError):
            return f"Its process was ended by {signal.Signals(code - 128).name}"
    return f"It ended its process (exit code {code})" if code is not None else "It closed the channel of its results"


def _clean(text: str) -> str:
    """The text without lone surrogates, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _fenced(code: str) -> str:
    longest = max((len(mark) for mark in re.findall("`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}python\n{code.strip()}\n{fence}"


grade = one_call("code")
