"""The two programs of the code grader, which run in two sandboxes: one has a student's code, the other the tests.

    tests  -- {"args": [...], "kwargs": {...}} -->  student
    tests  <-- {"value": ...} or {"raised": [...]} --  student

Only plain data crosses: None, bool, int, float, complex, str, bytes, list, tuple, dict, set and frozenset, built anew
on the other side by a decoder that makes nothing else. So an object that equals everything never reaches an assertion,
and the student's process can say what a call returned or raised, and no more. What the tests found goes to the grader
through a pipe that the student's process does not have, behind a word that it does not know.

The file also runs as a program (`python -c`), on built-in modules alone: `json` or `typing` would double the time that
it takes to start.
"""

from __future__ import annotations

import builtins
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType
    from typing import Any, Final, NoReturn

MAX_MESSAGE: Final = 4 << 20
"""Bytes of one message; a longer one counts as a broken channel."""
MAX_TEXT: Final = 300
"""Characters of what is told to people about one test."""
_SHOWN_INT: Final = 1 << 128
_NOT_RAISED_AGAIN: Final = ("StopIteration", "StopAsyncIteration")
"""Exceptions that would end a loop of the tests instead of failing them."""


class Unsendable(Exception):
    """A value that is not plain data, or too large. `foreign`: because of its type."""

    def __init__(self, what: str, foreign: bool = False) -> None:
        super().__init__(what)
        self.foreign = foreign


class Garbled(Exception):
    """A message that nobody who keeps to the protocol sends."""


# ---- plain data ---------------------------------------------------------------------------------------


def pack(value: Any) -> bytes:
    """Plain data as bytes. Subclasses cross as the plain type below them. Raises `Unsendable` for anything else."""
    out = bytearray()
    try:
        _pack(value, out)
    except RecursionError:
        raise Unsendable("a value that nests too deeply") from None
    if len(out) > MAX_MESSAGE:
        raise Unsendable(f"a value of more than {MAX_MESSAGE >> 20} MiB")
    return bytes(out)


def _pack(value: Any, out: bytearray) -> None:
    """One letter for the kind; then, but for None and truth values, a length in four bytes and the content."""
    if value is None or value is True or value is False:
        out += b"N" if value is None else b"T" if value else b"F"
    elif isinstance(value, int):
        _leaf(b"i", value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True), out)
    elif isinstance(value, float):
        _leaf(b"f", value.hex().encode(), out)
    elif isinstance(value, str):
        _leaf(b"s", value.encode("utf-8", "surrogatepass"), out)
    elif isinstance(value, (bytes, bytearray)):
        _leaf(b"b", bytes(value), out)
    elif isinstance(value, complex):
        _branch(b"c", (value.real, value.imag), out)
    elif isinstance(value, dict):
        _branch(b"d", [part for pair in value.items() for part in pair], out)
    else:
        for kind, letter in ((list, b"l"), (tuple, b"t"), (set, b"e"), (frozenset, b"z")):
            if isinstance(value, kind):
                return _branch(letter, value, out)
        raise Unsendable(f"a value of type {type(value).__name__[:80]}, which is not plain data", foreign=True)
    return None


def _leaf(letter: bytes, content: bytes, out: bytearray) -> None:
    if len(content) > MAX_MESSAGE:
        raise Unsendable(f"a value of more than {MAX_MESSAGE >> 20} MiB")
    out += letter + len(content).to_bytes(4, "big") + content


def _branch(letter: bytes, items: Any, out: bytearray) -> None:
    out += letter + len(items).to_bytes(4, "big")
    for item in items:
        _pack(item, out)
        if len(out) > MAX_MESSAGE:
            raise Unsendable(f"a value of more than {MAX_MESSAGE >> 20} MiB")


def unpack(data: bytes) -> Any:
    """What `pack` was given. Raises `Garbled` for bytes that it does not make; never makes anything but plain data."""
    try:
        value, end = _unpack(data, 0)
    except (ValueError, TypeError, RecursionError, MemoryError):  # TypeError: a list in a set
        raise Garbled from None
    if end != len(data):
        raise Garbled
    return value


_CONSTANTS: Final = {b"N": None, b"T": True, b"F": False}
_LEAVES: Final[dict[bytes, Callable[[bytes], Any]]] = {
    b"i": lambda content: int.from_bytes(content, "big", signed=True),
    b"f": lambda content: float.fromhex(content.decode("ascii")),
    b"s": lambda content: content.decode("utf-8", "surrogatepass"),
    b"b": bytes,
}
_BRANCHES: Final[dict[bytes, Callable[[list[Any]], Any]]] = {
    b"l": list,
    b"t": tuple,
    b"e": set,
    b"z": frozenset,
    b"c": lambda parts: complex(*parts),
    b"d": lambda parts: dict(zip(parts[::2], parts[1::2], strict=True)),
}


def _unpack(data: bytes, place: int) -> tuple[Any, int]:
    letter = data[place : place + 1]
    if letter in _CONSTANTS:
        return _CONSTANTS[letter], place + 1
    start = place + 5
    size = int.from_bytes(data[place + 1 : start], "big")
    if size > len(data) - start:  # every item of a branch takes a byte at least
        raise Garbled
    if letter in _LEAVES:
        return _LEAVES[letter](data[start : start + size]), start + size
    if letter not in _BRANCHES:
        raise Garbled
    items = []
    for _ in range(size):
        item, start = _unpack(data, start)
        items.append(item)
    return _BRANCHES[letter](items), start


def send(pipe: int, message: bytes) -> None:
    """A packed message, behind its length."""
    rest = memoryview(len(message).to_bytes(4, "big") + message)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def receive(pipe: int) -> dict[str, Any] | None:
    """The next message; None when the other side has gone. Raises `Garbled`."""
    head = _read(pipe, 4)
    size = int.from_bytes(head, "big")
    if size > MAX_MESSAGE:
        raise Garbled
    body = _read(pipe, size)
    if len(head) < 4 or len(body) < size:
        return None
    message = unpack(body)
    if not isinstance(message, dict):
        raise Garbled
    return message


def _read(pipe: int, size: int) -> bytes:
    """`size` bytes, fewer at the end."""
    content = bytearray()
    while len(content) < size and (chunk := os.read(pipe, min(size - len(content), 1 << 16))):
        content += chunk
    return bytes(content)


def short(value: Any) -> str:
    """A value for people. It may be as large as a message: only its beginning is looked at."""
    if isinstance(value, str):
        value = value[:MAX_TEXT]
    elif isinstance(value, (list, tuple)) and len(value) > 40:
        value = value[:40]
    elif isinstance(value, int) and abs(value) >= _SHOWN_INT:
        return f"an integer of {value.bit_length()} bits"
    try:
        text = repr(value)
    except Exception:
        text = f"a {type(value).__name__}"
    return text if len(text) <= 80 else text[:79] + "…"


# ---- the student's side -------------------------------------------------------------------------------


def student(job: dict[str, Any], asks: int, replies: int) -> None:
    """Load the student's code and call it as asked. Nothing that comes from here is trusted."""
    send(replies, pack({"ready": True}))
    if receive(asks) is None:  # whoever started this has gone
        return
    function, problem = load(job)
    send(replies, pack(problem or {"loaded": True}))
    while function and (request := receive(asks)) is not None:
        try:
            reply = pack({"value": function(*request["args"], **request["kwargs"])})
        except Unsendable as error:
            reply = pack({"unsendable": str(error)[:MAX_TEXT]})
        except BaseException as error:
            names = [kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins"]
            reply = pack({"raised": names, "text": described(error)})
        send(replies, reply)


def load(job: dict[str, Any]) -> tuple[Callable[..., Any] | None, dict[str, Any]]:
    """The function asked for, out of the first candidate that compiles; or the message that says why there is none."""
    whole, code, problem = False, None, None
    for whole, source in job["candidates"]:  # noqa: B007
        try:
            code = compile(source, "<answer>", "exec", dont_inherit=True)
            break
        except Exception as error:  # also RecursionError and MemoryError: code that nests too deeply
            problem = problem or error
    if code is None:
        return None, {"failed": "syntax_error", "text": described(problem)}
    module = type(sys)("answer")
    sys.modules["answer"], space = module, module.__dict__
    stub = None
    try:
        if whole:
            exec(compiled_context(job["context"]), space)
            stub = space.get(job["entry_point"])
        exec(code, space)
    except BaseException as error:
        return None, {"failed": "runtime_error", "text": described(error)}
    function = space.get(job["entry_point"])
    if function is stub or not callable(function):
        return None, {"failed": "wrong_function", "text": ""}
    return function, {}


def compiled_context(context: str) -> CodeType:
    """The code that stands before the answer; a function that has no body yet gets an empty one."""
    try:
        return compile(context, "<context>", "exec", dont_inherit=True)
    except SyntaxError:
        return compile(context.rstrip() + "\n    pass\n", "<context>", "exec", dont_inherit=True)


def described(error: BaseException | None) -> str:
    try:
        text = str(error)
        if isinstance(error, SyntaxError):
            text = f"{error.msg} (line {error.lineno})"
    except BaseException:
        text = ""
    return f"{type(error).__name__}: {text[:MAX_TEXT]}".rstrip(": ")


# ---- the side of the tests ----------------------------------------------------------------------------


class Tests:
    """Runs the tests, and says once what they found.

    What is said: `end` (None where all tests ran), `kind` and `text` about an early end, `results` (one
    `[passed, kind, text]` a test, kind and text of a failure), `calls` (how often the tests called the student).
    """

    def __init__(self, job: dict[str, Any], asks: int, replies: int, report: int) -> None:
        self.job, self.asks, self.replies, self.report = job, asks, replies, report
        self.results: list[tuple[bool, str, str]] = []
        self.calls = 0
        self.last = ""
        """The last call and what it gave, for people."""
        self.fault = ""
        """What came back from a call of the present test and is no plain data."""
        self.raised: BaseException | None = None

    def run(self) -> NoReturn:
        if self.reply() != {"ready": True}:
            self.finish("lost", text="the student's process did not start")
        self.say({"started": True})
        send(self.asks, pack({"begin": True}))
        loaded = self.reply()
        if "failed" in loaded:
            self.finish("failed", str(loaded["failed"]), str(loaded.get("text", "")))
        for source in self.job["tests"]:
            self.results.append(self.run_one(source))
        self.finish(None)

    def run_one(self, source: str) -> tuple[bool, str, str]:
        """Whether one test passes; if not, the class of the failure and what it looked like."""
        calls, self.fault, self.last = self.calls, "", ""
        name = self.job["entry_point"]
        space: dict[str, Any] = {"__name__": "tests"}
        try:
            code = compile(source, "<tests>", "exec", dont_inherit=True)
            exec(compiled_context(self.job["context"]), space)
            space[name] = self.call
            before = space.get("check")  # of the context, or none
            exec(code, space)
            if space.get("check") is not before:
                space["check"](self.call)
        except BaseException as error:
            if self.calls == calls and not isinstance(error, MemoryError):
                self.finish("bad_test", text=f"a test fails before it calls {name}: {described(error)}")
            return False, *self.explain(error, source)
        return (False, "wrong_output", self.fault) if self.fault else (True, "", "")

    def explain(self, error: BaseException, source: str) -> tuple[str, str]:
        if self.fault:
            return "wrong_output", self.fault
        if error is self.raised:
            return "runtime_error", self.last
        if isinstance(error, AssertionError):
            return "wrong_output", f"`{failing_line(error, source)}` does not hold; {self.last}"
        return "unusable_output", f"A test cannot go on ({described(error)[:80]}); {self.last}"

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Stands for the student's function in the tests."""
        shown = ", ".join(
            [*map(short, args[:4]), *(f"{name}={short(item)}" for name, item in list(kwargs.items())[:4])]
        )
        shown = f"{self.job['entry_point']}({shown})"
        try:
            request = pack({"args": args, "kwargs": kwargs})
        except Unsendable as error:
            if error.foreign or not self.calls:
                self.finish("bad_test", text=f"a test passes {error}")
            self.fault = f"What it returned is passed on by a test and is {error}"
            raise
        self.calls += 1
        try:
            send(self.asks, request)
        except OSError:
            self.finish("ended", text=f"at {shown}")
        reply = self.reply(f"at {shown}")
        if "value" in reply:
            self.last = f"{shown} returned {short(reply['value'])}"
            return reply["value"]
        if "unsendable" in reply:
            self.fault = f"{shown} returned {str(reply['unsendable'])[:MAX_TEXT]}"
            raise TypeError(self.fault)
        self.raised = exception(reply)
        self.last = f"{shown} raised {str(reply.get('text') or 'what is no exception')[:MAX_TEXT]}"
        if self.raised is None:
            self.finish("failed", "runtime_error", self.last)
        raise self.raised

    def reply(self, where: str = "") -> dict[str, Any]:
        try:
            message = receive(self.replies)
        except Garbled:
            self.finish("garbled")
        if message is None:
            self.finish("ended", text=where)
        return message

    def finish(self, end: str | None, kind: str = "", text: str = "") -> NoReturn:
        """Say what was found and end: no test can catch this and go on."""
        results = [(passed, kind, text[: 2 * MAX_TEXT]) for passed, kind, text in self.results]
        self.say({"end": end, "kind": kind, "text": text[:MAX_TEXT], "results": results, "calls": self.calls})
        os._exit(0)

    def say(self, message: dict[str, Any]) -> None:
        send(self.report, pack(message | {"nonce": self.job["nonce"]}))


def exception(reply: dict[str, Any]) -> Exception | None:
    """The exception that a call raised, as the nearest built-in one; None where it is none that tests may catch."""
    names, text = reply.get("raised"), reply.get("text")
    if not isinstance(names, list) or not isinstance(text, str):
        return None
    message = text.partition(": ")[2]
    for name in names[:20]:
        kind = getattr(builtins, name, None) if isinstance(name, str) else None
        if not (isinstance(kind, type) and issubclass(kind, Exception)):
            continue
        if name in _NOT_RAISED_AGAIN:
            return RuntimeError(text)
        try:
            return kind(message)
        except TypeError:  # one that takes more than a message: its parent will do
            continue
    return None


def failing_line(error: BaseException, source: str) -> str:
    """The line of the test in which the error arose, shortened."""
    number, trace = 0, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<tests>":
            number = trace.tb_lineno
        trace = trace.tb_next
    lines = source.splitlines()
    return lines[number - 1].strip()[:200] if 0 < number <= len(lines) else "assert"


def main() -> None:
    role, *pipes = sys.argv[1:]
    first, second = map(int, pipes)
    job = unpack(sys.stdin.buffer.read())
    if role == "student":
        student(job, first, second)
        os._exit(0)
    report = os.dup(2)
    os.dup2(1, 2)
    Tests(job, first, second, report).run()


if __name__ == "__main__":
    main()
