"""What a grader promises, one function each: a grader and its own examples in, AssertionError out where it does not hold."""

from __future__ import annotations

import contextlib
import os
import resource
import tempfile
import time
import weakref
import zlib
from collections.abc import Iterator
from random import Random
from typing import Any, Final

from repairloop.ground import guard
from repairloop.plugins.grade import check_reference, grade
from repairloop.plugins.grade import loose_answer as said
from repairloop.plugins.grader import Grader
from repairloop.records import FAMILY_OF, Probe, Verdict
from repairloop.testing import hostile

SECONDS: Final = 1.0
"""Most that one text may take, in this process and in a worker each; processor time, as the machine may be busy."""
MEMORY_MIB: Final = 512
EVERY: Final = 4
"""One hostile text in so many is shown to a grader, each grader its own, and all payloads and all megabytes to each."""
ODD_TEXTS: Final = 60
BAD_REFERENCES: Final[tuple[Any, ...]] = (
    None, True, 3, -1, float("nan"), "", "\ud800", "x" * 70_000, [], {}, [None], [1, [2]], [[[[[]]]]], {"": ""}, {"a": 1},
    {"reference": None}, object(),
)  # fmt: skip


def gold_passes_and_corruptions_fail(handler: Grader, examples: list[Probe]) -> None:
    """The gold answer of every example passes, and what its error operators make of it fails."""
    refused = [found.evidence for probe in examples if (found := check_reference(probe)).status != "pass"]
    assert refused == [], "a gold answer does not pass"
    wrong = [(probe, name, text) for probe in examples for name, text in handler.corrupt(probe).items()]
    assert wrong, "no error operator makes a wrong answer: write `corrupt`"
    kept = [(name, text) for probe, name, text in wrong if graded(handler, probe, text).status != "fail"]
    assert kept == [], "what an error operator makes does not fail"


def operators_are_named_after_what_is_reported(handler: Grader, examples: list[Probe]) -> None:
    """Of the answers of operators that are named after an error class, four in five are given that class."""
    given = []
    for probe in examples:
        for operator, text in handler.corrupt(probe).items():
            name = operator.partition(":")[0]
            if name in FAMILY_OF and name != "wrong_value":  # a better word for a wrong value is welcome
                given.append((name, graded(handler, probe, text).error_class))
    odd = [f"{name}: reported as {reported}" for name, reported in given if name != reported]
    assert len(odd) <= 0.2 * len(given), odd


def white_space_around_an_answer_does_not_matter(handler: Grader, examples: list[Probe]) -> None:
    """Right answers and wrong ones stay so with space around them."""
    for number, probe in enumerate(examples):
        for text in (handler.gold(probe), *handler.corrupt(probe).values()):
            plain = graded(handler, probe, text)
            before, after = (" ", "\n\n", "\t \n")[number % 3], ("\n", "  ", " \t")[number % 3]
            spaced = grade(probe, said(before + text + after))
            assert spaced.status == plain.status, (text, spaced)


def any_text_gets_a_verdict(handler: Grader, examples: list[Probe]) -> None:
    """Pieces of answers in any order, and odd characters: a whole verdict, twice the same."""
    rng = Random(f"odd/{handler.name}")
    for number in range(ODD_TEXTS):
        probe = examples[number % len(examples)]
        texts = [handler.gold(probe), *handler.corrupt(probe).values(), "\ud800", "\x00", "\u202e", "ß½٣", '"{', "\n- "]
        pieces = [piece[: rng.choice((3, 20, 400))] for piece in rng.choices(texts, k=rng.randint(0, 6))]
        text = rng.choice(("", " ", "\n", " or ")).join(pieces)
        found = grade(probe, said(text))
        whole(found, text)
        again = grade(probe, said(text))
        assert again.like(elapsed_ms=found.elapsed_ms) == found, text


def hostile_text_is_never_a_pass(handler: Grader, examples: list[Probe]) -> None:
    """Bombs, payloads and lies: no pass, no error, nothing run, in bounded time and memory."""
    probe = examples[0]
    assert check_reference(probe).status == "pass"  # also starts what the grader needs
    before, passing, slow = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, [], []
    with _workers() as seconds, _untouched():
        for label, text in hostile_texts(handler.name):
            spent: list[float] = []
            while not spent or (
                spent[-1] > SECONDS and len(spent) < 2
            ):  # a collection of garbage may fall into one try
                started = time.process_time()
                found = grade(probe, said(text))
                spent.append(time.process_time() - started)
            whole(found, text)
            slow += [(label, spent)] if spent[-1] > SECONDS else []
            passing += [label] if found.status == "pass" else []
    assert passing == [], "a right answer is found in text that holds none, or among wrong ones"
    assert slow == [], f"more than {SECONDS:g} s of processor time; `guarded` bounds it"
    assert max(seconds, default=0.0) <= SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < MEMORY_MIB


def a_bad_reference_is_ungradable(handler: Grader, examples: list[Probe]) -> None:
    """Where no gold can be made of a reference, no answer passes or fails by it."""
    for reference in BAD_REFERENCES:
        probe = examples[0].like(reference=reference)
        try:
            handler.gold(probe)
        except Exception:
            found = grade(probe, said(handler.gold(examples[0])))
            assert found.status == "ungradable", f"{str(reference)[:80]!r} is no reference, and yet {found}"
            assert found.evidence


def what_others_put_into_settings_is_left_alone(handler: Grader, examples: list[Probe]) -> None:
    """A setting that the grader does not know may be there for another reader of the row."""
    for probe in examples:
        more = probe.like(settings={**probe.settings, "zzz_of_another_reader": {"of": [1, None]}})
        assert grade(more, said(handler.gold(probe))).status == "pass", probe.reference


def it_tells_what_it_takes(handler: Grader, examples: list[Probe]) -> None:
    """`repairloop graders NAME` has words on the reference and on every field and setting."""
    found = handler.takes()
    assert found["reference"]
    assert [f"{one['of']}.{one['name']}" for one in [*found["fields"], *found["settings"]] if not one["text"]] == []


CONTRACTS: Final = (
    gold_passes_and_corruptions_fail,
    operators_are_named_after_what_is_reported,
    white_space_around_an_answer_does_not_matter,
    any_text_gets_a_verdict,
    hostile_text_is_never_a_pass,
    a_bad_reference_is_ungradable,
    what_others_put_into_settings_is_left_alone,
    it_tells_what_it_takes,
)


_GRADED: Final[weakref.WeakKeyDictionary[Grader, dict[tuple[str, str], Verdict]]] = weakref.WeakKeyDictionary()


def graded(handler: Grader, probe: Probe, text: str) -> Verdict:
    """The verdict on a gold answer or a corrupted one, of which more than one contract speaks: found once."""
    known, key = _GRADED.setdefault(handler, {}), (repr(probe), text)
    if key not in known:
        known[key] = grade(probe, said(text))
    return known[key]


def whole(verdict: Verdict, text: str) -> None:
    """A verdict that says all that one has to: its class known, its evidence short, its span where the answer stands."""
    assert verdict.status in ("pass", "fail") or verdict.error_class == "grader_timeout", (text[:300], verdict)
    assert (verdict.error_class is None) == (verdict.status == "pass"), verdict
    assert verdict.error_class is None or verdict.error_class in FAMILY_OF, verdict
    assert len(verdict.evidence) < 4_000
    assert len(verdict.checks) <= 41
    if verdict.span is not None:
        assert 0 <= verdict.span[0] <= verdict.span[1] <= len(text), verdict


def hostile_texts(name: str) -> list[tuple[str, str]]:
    """The texts that one grader gets to see, with their names: about a third of the battery."""
    turn = zlib.crc32(name.encode()) % EVERY
    return [
        (label, text)
        for number, (label, text) in enumerate(hostile.answers().items())
        if number % EVERY == turn or label.startswith(("payload", "megabytes"))
    ]


@contextlib.contextmanager
def _workers() -> Iterator[list[float]]:
    """The seconds of work of each guarded call; a worker's first call, which loads it, only where it is killed."""
    spent: list[float] = []
    known: weakref.WeakSet[Any] = weakref.WeakSet()
    ask = guard._Worker.ask

    def timed(worker: Any, request: bytes, address: str, seconds: float, *limits: Any) -> Any:
        before = guard.worked(worker.pid) or 0.0
        try:
            reply = ask(worker, request, address, seconds, *limits)
        except guard.GuardTimeout:
            spent.append(seconds)
            raise
        if worker in known:
            spent.append((guard.worked(worker.pid) or 0.0) - before)
        known.add(worker)
        return reply

    guard._Worker.ask = timed  # type: ignore[assignment]
    try:
        yield spent
    finally:
        guard._Worker.ask = ask  # type: ignore[method-assign]


@contextlib.contextmanager
def _untouched() -> Iterator[None]:
    """Nothing may be written where the payloads try to write."""
    hostile.MARKER.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as place, contextlib.chdir(place):
        yield
        assert os.listdir(place) == []
    assert not hostile.MARKER.exists()
