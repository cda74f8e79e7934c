"""The bundled student on its real engines: answers, reasons, limits, adapters, and nothing left behind."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from repairloop.ground.errors import StudentError
from repairloop.records import Answer, Probe
from repairloop.students import Sampling, Student, choose_engine, open_student, smollm2
from repairloop.students.dial import turned
from repairloop.students.merge import merge_adapter

pytestmark = [
    pytest.mark.student,
    pytest.mark.skipif(not smollm2.is_available(), reason="the bundled student is not installed"),
    pytest.mark.filterwarnings("ignore"),  # of the model libraries
]


def probe(number: int, text: str, max_tokens: int = 16) -> Probe:
    return Probe(
        id=f"{number:016x}", skill="s", area="s/a", split="screen", grader="g", max_tokens=max_tokens,
        messages=[{"role": "user", "content": text}],
    )  # fmt: skip


SUMS = [probe(n, f"What is {n} plus {3 * n}? Give only the number.") for n in range(10, 22)]
LONG = probe(900, "word " * 3000)
COUNT = probe(901, "Count from 1 to 100.", max_tokens=5)
NO_TEXT = probe(902, "\ud800")


def ask(student: Student, probes: list[Probe]) -> dict[str, Answer]:
    answers = list(student.answer(probes, Sampling()))
    assert sorted(a.probe_id for a in answers) == sorted(p.id for p in probes)
    return {a.probe_id: a for a in answers}


@pytest.fixture(scope="module")
def adapter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained LoRA whose weights are large enough to change every answer."""
    torch = pytest.importorskip("torch")
    peft = pytest.importorskip("peft")
    from transformers import AutoModelForCausalLM

    out = tmp_path_factory.mktemp("adapter")
    torch.manual_seed(0)
    base = AutoModelForCausalLM.from_pretrained(smollm2.weights(), dtype=torch.bfloat16)
    model = peft.get_peft_model(base, peft.LoraConfig(r=4, target_modules="all-linear", init_lora_weights=False))
    model.save_pretrained(out)
    return out


@pytest.fixture(scope="module")
def opened_with_adapter(adapter: Path) -> tuple[list[str], str]:
    """Answers and fingerprint of a student opened with the adapter, and closed again: vLLM takes one at a time."""
    if not choose_engine()[0].startswith("vllm"):
        pytest.skip("no vLLM that runs here")
    with open_student("smollm2", engine="vllm", adapter=adapter) as student:
        answers = ask(student, SUMS[:8])
        return [answers[p.id].text for p in SUMS[:8]], student.fingerprint()


@pytest.fixture(scope="module")
def vllm_student(opened_with_adapter: object) -> Iterator[Student]:
    before = dict(os.environ)
    student = open_student("smollm2")
    assert dict(os.environ) == before, "loading leaves no trace in the environment"
    yield student
    student.close()
    with pytest.raises(StudentError, match="is closed"):
        list(student.answer(SUMS, Sampling()))


def check_answers(answers: dict[str, Answer]) -> None:
    assert all(answers[p.id].status == "ok" and answers[p.id].text for p in SUMS)
    assert any(answers[p.id].finish_reason == "stop" for p in SUMS)
    assert all(answers[p.id].prompt_tokens > 20 and answers[p.id].answer_tokens > 0 for p in SUMS)
    assert (answers[COUNT.id].finish_reason, answers[COUNT.id].answer_tokens) == ("length", 5)
    assert answers[LONG.id].status == answers[NO_TEXT.id].status == "failed"
    assert "2048" in str(answers[LONG.id].error)


def test_vllm_answers(vllm_student: Student) -> None:
    assert vllm_student.engine.startswith("vllm")
    assert vllm_student.notice == []
    assert vllm_student.path == smollm2.weights()
    check_answers(ask(vllm_student, [*SUMS, LONG, COUNT, NO_TEXT]))


def test_vllm_asks_exactly_what_a_bare_chat_would(vllm_student: Student) -> None:
    from vllm import SamplingParams

    bare = vllm_student.llm.chat(  # type: ignore[attr-defined]
        [p.messages for p in SUMS], SamplingParams(temperature=0, max_tokens=16), use_tqdm=False
    )
    answers = ask(vllm_student, SUMS)
    for p, output in zip(SUMS, bare, strict=True):
        assert answers[p.id].prompt_tokens == len(output.prompt_token_ids)
        assert answers[p.id].text == output.outputs[0].text


def test_vllm_can_be_left_half_way_asked_from_a_thread_and_sampled(vllm_student: Student) -> None:
    half = vllm_student.answer(SUMS, Sampling())
    next(half)
    half.close()
    drawn: list[list[tuple[str, str]]] = []
    long = [probe(n, "word " * 1500) for n in range(300, 304)]  # more than one step of the engine reads

    def draw() -> None:
        answers = vllm_student.answer([*SUMS[:4], *long], Sampling(temperature=1.0, seed=5))
        drawn.append(sorted((a.probe_id, a.text) for a in answers))

    for _ in range(3):
        thread = threading.Thread(target=draw)
        thread.start()
        thread.join()
    first, *later = drawn
    assert later[0] == later[1], "an answer's seed is its own"
    # before it the prompts were in no cache: read in other pieces they come to other last bits on some processors
    assert sum(one == other for one, other in zip(first, later[0], strict=True)) >= 6


def test_vllm_wears_an_adapter_as_if_opened_with_it_and_takes_it_off(
    vllm_student: Student, adapter: Path, opened_with_adapter: tuple[list[str], str], tmp_path: Path
) -> None:
    if vllm_student.engine != "vllm-cpu":
        pytest.skip("vLLM on a GPU keeps no room for an adapter unless it is opened with one")
    plain, without = ask(vllm_student, SUMS[:8]), vllm_student.fingerprint()
    for factor in (1, 0):
        assert vllm_student.wear(turned(adapter, factor, tmp_path / str(factor)))
        answers = [a.text for a in ask(vllm_student, SUMS[:8]).values()]
        assert sorted(answers) == sorted(opened_with_adapter[0] if factor else [a.text for a in plain.values()])
    assert vllm_student.wear(adapter)
    answers = ask(vllm_student, SUMS[:8])
    assert ([answers[p.id].text for p in SUMS[:8]], vllm_student.fingerprint()) == opened_with_adapter
    assert vllm_student.wear(None)
    assert ({p: a.text for p, a in ask(vllm_student, SUMS[:8]).items()}, vllm_student.fingerprint()) == (
        {p: a.text for p, a in plain.items()}, without,
    )  # fmt: skip


def test_transformers_answers_like_vllm(vllm_student: Student) -> None:
    by_vllm = ask(vllm_student, SUMS)
    with open_student("smollm2", engine="transformers") as student:
        assert student.engine == "transformers"
        assert student.fingerprint() == vllm_student.fingerprint()
        answers = ask(student, [*SUMS, LONG, COUNT, NO_TEXT])
        stopped = next(iter(student.answer([COUNT], Sampling(stop=["1"]))))
    check_answers(answers)
    assert "1" not in stopped.text
    assert stopped.finish_reason == "stop"
    assert all(answers[p.id].prompt_tokens == by_vllm[p.id].prompt_tokens for p in SUMS)
    same = sum(answers[p.id].text == by_vllm[p.id].text for p in SUMS)
    assert same >= len(SUMS) * 0.7, "the engines round differently, but they ask the same of the same model"


def test_an_adapter_changes_the_answers_and_its_merged_copy_is_kept(adapter: Path, tmp_path: Path) -> None:
    with open_student("smollm2", engine="transformers") as student:
        plain, without = ask(student, SUMS[:4]), student.fingerprint()
    with open_student("smollm2", engine="transformers", adapter=adapter) as student:
        assert student.fingerprint() != without
        assert student.path == adapter / "merged"
        changed = ask(student, SUMS[:4])
    assert all(plain[p.id].text != changed[p.id].text for p in SUMS[:4])
    stamp = (adapter / "merged" / "model.safetensors").stat().st_mtime_ns
    merge_adapter(smollm2.weights(), adapter, adapter / "merged")
    assert (adapter / "merged" / "model.safetensors").stat().st_mtime_ns == stamp


def test_weights_that_cannot_be_read_are_an_error_of_the_student(tmp_path: Path) -> None:
    for file in smollm2.weights().iterdir():
        if file.suffix != ".safetensors":
            (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "model.safetensors").write_bytes(b"\x00" * 100)
    with pytest.raises(StudentError, match="cannot load"):
        open_student(str(tmp_path), engine="transformers")
