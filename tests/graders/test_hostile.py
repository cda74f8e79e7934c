"""Hostile answers against every grader: no crash, no execution, bounded time and memory, and never a pass.

Here each grader gets a third of the texts (the sandbox fewer), each another third, so that all are used;
`benchmarks/hostile.py` runs them all.
"""

from __future__ import annotations

import resource
import time
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from repairloop import Answer, all_graders, check_reference, grade
from repairloop.ground import guard
from repairloop.plugins.grade import MAX_ANSWER_CHARS
from tests import hostile

SECONDS = 1.0
"""Most that one text may take, in this process and in a worker each."""
MEMORY_MIB = 512
NOT_HERE = ("judge",)
"""A judge asks a model, which these tests have not."""
FEWER = {"code": 60, "all_of": 100, "any_of": 100}
"""Texts for graders that run a sandbox for each, or other graders."""
GRADERS = [name for name in all_graders() if name not in NOT_HERE]
ANSWERS = hostile.answers()


def texts_for(name: str) -> list[tuple[str, str]]:
    """The texts of one grader: every third, or as many as it can take."""
    items = list(ANSWERS.items())
    if name == "code":
        items.sort(key=lambda item: not item[0].startswith("payload"))
        return items[: FEWER[name] // 2] + items[100 :: len(items) // (FEWER[name] // 2)]
    step = -(-len(items) // FEWER[name]) if name in FEWER else 3
    return items[GRADERS.index(name) % step :: step]


@pytest.fixture
def guarded_work(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of work of each call of a worker; a worker's first call, which loads it, only where it is killed."""
    spent: list[float] = []
    known: weakref.WeakSet[Any] = weakref.WeakSet()
    ask = guard._Worker.ask

    def timed(worker: Any, request: bytes, address: str, seconds: float, *limits: Any) -> Any:
        before = guard.worked(worker.pid) or 0.0  # processor time: the machine may be busy
        try:
            reply = ask(worker, request, address, seconds, *limits)
        except guard.GuardTimeout:
            spent.append(seconds)
            raise
        if worker in known:
            spent.append((guard.worked(worker.pid) or 0.0) - before)
        known.add(worker)
        return reply

    monkeypatch.setattr(guard._Worker, "ask", timed)
    return spent


@pytest.fixture
def untouched(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing may be written where the payloads try to write."""
    hostile.MARKER.unlink(missing_ok=True)
    monkeypatch.chdir(tmp_path)
    yield
    assert not hostile.MARKER.exists()
    assert list(tmp_path.iterdir()) == []


def test_the_battery_is_what_it_says() -> None:
    assert len(ANSWERS) >= 320
    assert hostile.answers() == ANSWERS
    assert max(len(text.encode("utf-8", "surrogatepass")) for text in ANSWERS.values()) <= 2_000_000
    assert len(set(ANSWERS.values())) > 0.98 * len(ANSWERS)


@pytest.mark.parametrize("name", GRADERS)
def test_no_hostile_text_passes_or_breaks_anything(name: str, guarded_work: list[float], untouched: None) -> None:
    handler = all_graders()[name]
    probe = handler.examples()[0]
    first = check_reference(probe)  # also starts what the grader needs
    if first.status == "ungradable":
        pytest.skip(f"{name} cannot grade here: {first.evidence}")
    before, slow, passed, odd = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, [], [], []
    for label, text in texts_for(name):
        answer = Answer(probe_id=probe.id, text=text[:MAX_ANSWER_CHARS])
        spent = []
        while not spent or (spent[-1] > SECONDS and len(spent) < 2):  # a collection of garbage may fall into one try
            started = time.process_time()
            verdict = handler.grade(probe, answer)
            spent.append(time.process_time() - started)
        slow += [(label, spent)] if spent[-1] > SECONDS else []
        passed += [label] if verdict.status == "pass" else []
        odd += [(label, verdict.evidence)] if verdict.error_class in ("gold_unparseable", "grader_error") else []
    assert passed == []
    assert odd == []
    assert slow == []
    assert max(guarded_work, default=0.0) <= SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < MEMORY_MIB


@pytest.mark.parametrize("name", [name for name in GRADERS if name not in FEWER])
def test_megabytes_are_cut_before_they_cost(name: str, untouched: None) -> None:
    probe = all_graders()[name].examples()[0]
    for label, text in ANSWERS.items():
        if label.startswith("megabytes"):
            verdict = grade(probe, Answer(probe_id=probe.id, text=text))
            assert verdict.status == "fail", (label, verdict)
