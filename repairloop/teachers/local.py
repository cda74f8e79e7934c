"""A teacher in this process: local weights under vLLM, which holds them to the schema, or under transformers.

The weights are found, loaded and unloaded as a student's are. Under transformers, what is drawn (temperature above 0)
depends on the batch it was drawn in; the ledger keeps what came.
"""

from __future__ import annotations

import contextlib
import itertools
import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from repairloop.errors import StudentError
from repairloop.records import Answer, fingerprint
from repairloop.students import Sampling, Student, choose_engine, local_weights, open_student
from repairloop.students.base import Say, failed_answer
from repairloop.students.vllm import _WINDOW, VLLMStudent, _answer
from repairloop.students.weights import fingerprint_directory
from repairloop.teachers.call import BUDGET_SPENT, Call
from repairloop.teachers.ledger import Ledger

_BATCH: Final = 128


def identity(name: str) -> str:
    """What tells local weights from others, whatever their directory is called."""
    return fingerprint("weights", fingerprint_directory(local_weights(name)))


def open_local(name: str, say: Say) -> GuidedVLLM | PlainEngine:
    """The best engine that runs here. Raises StudentError where none does."""
    if choose_engine()[0].startswith("vllm"):
        try:
            return GuidedVLLM(name, local_weights(name))
        except StudentError as error:
            say(f"teacher {name}: {error}; transformers takes over, and nothing holds the model to the schema")
    return PlainEngine(open_student(name, engine="transformers"))


class GuidedVLLM(VLLMStudent):
    """Local weights under vLLM, each call with its own schema, temperature and seed."""

    def write(self, calls: Sequence[Call], ledger: Ledger) -> Iterator[Answer]:
        if self._llm is None:
            raise StudentError(f"teacher {self.name!r} is closed")
        engine = self._llm.llm_engine
        waiting = iter(calls)
        asked: dict[str, Call] = {}
        try:
            while True:
                for call in waiting:
                    if not ledger.admit(call.key):
                        yield failed_answer(call.probe, BUDGET_SPENT)
                        continue
                    try:
                        engine.add_request(call.key, self._prompt(call.probe), _parameters(call, self._stop))
                        asked[call.key] = call
                    except Exception as error:  # too long for the model, or text it cannot take: this call only
                        ledger.refund(call.key)
                        yield failed_answer(call.probe, error)
                    if len(asked) >= _WINDOW:
                        break
                if not asked:
                    return
                try:
                    finished = engine.step()
                except Exception as error:
                    raise StudentError(f"vLLM stopped: {type(error).__name__}: {error}") from error
                for output in finished:
                    if output.finished:
                        yield _kept(_answer(asked.pop(output.request_id).probe, output), ledger)
        finally:
            if asked:  # the reader went away, or the engine did
                with contextlib.suppress(Exception):
                    engine.abort_request(list(asked))


class PlainEngine:
    """Any student as a teacher: nothing but the prompt asks it for the form."""

    def __init__(self, student: Student) -> None:
        self._student = student

    def write(self, calls: Sequence[Call], ledger: Ledger) -> Iterator[Answer]:
        by_temperature = sorted(calls, key=lambda call: call.temperature)
        for temperature, group in itertools.groupby(by_temperature, key=lambda call: call.temperature):
            rest = list(group)
            while rest:
                batch, rest = rest[:_BATCH], rest[_BATCH:]
                admitted = []
                for call in batch:
                    if ledger.admit(call.key):
                        admitted.append(call.probe)
                    else:
                        yield failed_answer(call.probe, BUDGET_SPENT)
                for answer in self._student.answer(admitted, Sampling(temperature=temperature)):
                    yield _kept(answer, ledger)

    def close(self) -> None:
        self._student.close()


def _kept(answer: Answer, ledger: Ledger) -> Answer:
    if answer.status == "ok":
        return ledger.keep(answer)
    ledger.refund(answer.probe_id)
    return answer


def _parameters(call: Call, stop: list[str]) -> Any:
    from vllm import SamplingParams
    from vllm.sampling_params import RequestOutputKind, StructuredOutputsParams

    return SamplingParams(
        temperature=call.temperature, seed=call.seed, stop=stop, max_tokens=call.probe.max_tokens,
        output_kind=RequestOutputKind.FINAL_ONLY,
        structured_outputs=StructuredOutputsParams(json=json.loads(call.form.schema)),
    )  # fmt: skip
