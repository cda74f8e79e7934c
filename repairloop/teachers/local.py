"""A teacher in this process: local weights under vLLM, which holds them to the schema, or under transformers.

The weights are found, loaded and unloaded as a student's are. Under transformers, what is drawn (temperature above 0)
depends on the batch it was drawn in; the ledger keeps what came.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Final

from repairloop.ground.errors import StudentError
from repairloop.records import Answer, fingerprint
from repairloop.students import Sampling, Student, choose_engine, local_weights, open_student
from repairloop.students.base import Say, failed_answer
from repairloop.students.vllm import Request, VLLMStudent
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
        refused: list[Call] = []

        def admitted() -> Iterator[Request]:
            for call in calls:
                if ledger.admit(call.key):
                    yield call.key, call.probe, partial(_parameters, call, self._stop)
                else:
                    refused.append(call)

        for answer in self.run(admitted()):
            yield _kept(answer, ledger)
        for call in refused:
            yield failed_answer(call.probe, BUDGET_SPENT)


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
