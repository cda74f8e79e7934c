"""The trainer, on a model of 60,000 weights that is made here: what it learns from, what it keeps, what it leaves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from repairloop.config import TrainSettings
from repairloop.loop.stages.train import ENVIRONMENT, adapters_of
from repairloop.students import smollm2
from repairloop.students.train_lora import (
    KEEP_EVERY,
    NUMBERS,
    PAUSED,
    checkpoint_steps,
    examples,
    mixed_batches,
    numbers_of,
)
from tests.tiny_model import make_tiny

trained = pytest.mark.skipif(not smollm2.is_available(), reason="the bundled student, whose tokenizer is used")
ROWS = [
    {
        "prompt": [{"role": "user", "content": f"Say {n}."}],
        "completion": [{"role": "assistant", "content": f"{n} it is"}],
        "rejected": "I will not\u2028say it",
    }
    for n in range(48)
]
"""What a student said may hold line breaks that end no line of a file."""


def says(content: str) -> list[dict[str, str]]:
    return [{"role": "assistant", "content": content}]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny(tmp_path_factory.mktemp("tiny"))


def program(narrow: bool = False, keep_every: float = KEEP_EVERY) -> list[str]:
    """The trainer as on a processor that multiplies bfloat16 faster (`narrow`), or as on one that does not."""
    as_if = f"weights.multiplies_bfloat16 = lambda: {narrow}; train_lora.KEEP_EVERY = {keep_every}"
    imports = "import sys; from repairloop.students import train_lora, weights"
    return [sys.executable, "-c", f"{imports}; {as_if}; train_lora.main(*sys.argv[1:])"]


def train(weights: Path, out: Path, rows: list[dict[str, Any]], narrow: bool = False, **settings: Any) -> list[float]:
    """Train as the stage does; the losses that were reported."""
    dataset = out.with_suffix(".jsonl")
    dataset.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    defaults = {"rank": 4, "learning_rate": 0.03, "batch_size": 8, "epochs": 10}
    chosen = TrainSettings(**{**defaults, **settings}).model_dump() | {"seed": 0}
    command = [*program(narrow), str(dataset), str(weights), str(out), json.dumps(chosen)]
    done = subprocess.run(command, capture_output=True, text=True, env={**ENVIRONMENT, **os.environ})
    assert done.returncode == 0, done.stderr[-2000:]
    lines = [line.split() for line in done.stdout.splitlines() if line.startswith("progress ")]
    return [float(line[3]) for line in lines if len(line) == 4]


def log_probability(weights: Path, adapter: Path | None, row: dict[str, Any], answer: str) -> float:
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(weights)
    model = AutoModelForCausalLM.from_pretrained(weights, dtype=torch.float32)
    if adapter:
        model = PeftModel.from_pretrained(model, str(adapter))
    prompt = tokenizer.apply_chat_template(row["prompt"], add_generation_prompt=True, return_dict=False)
    whole = tokenizer.apply_chat_template([*row["prompt"], *says(answer)], return_dict=False)
    with torch.no_grad():
        log_probs = model(torch.tensor([whole])).logits[0, :-1].log_softmax(-1)
    tokens = torch.tensor(whole[1:])
    return float(log_probs.gather(1, tokens[:, None])[len(prompt) - 1 :].sum())


@pytest.fixture(scope="module")
def plain(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[float]]:
    """An adapter trained by SFT with three checkpoints, and its losses."""
    out = tmp_path_factory.mktemp("plain") / "adapter"
    return out, train(tiny, out, ROWS, checkpoints=3)


@trained
@pytest.mark.slow
def test_the_loss_goes_down_and_the_adapters_on_the_way_are_kept(tiny: Path, plain: tuple[Path, list[float]]) -> None:
    out, losses = plain
    assert losses[-1] < losses[0] * 0.8
    kept = adapters_of(out)
    assert kept == [out / "checkpoint-1", out / "checkpoint-2", out]
    assert all((adapter / "adapter_model.safetensors").is_file() for adapter in kept)
    assert not list(out.glob("**/optimizer*"))
    before, early, last = (log_probability(tiny, adapter, ROWS[0], "0 it is") for adapter in (None, kept[0], out))
    assert before < early
    assert before < last
    assert early != last


@trained
@pytest.mark.slow
def test_an_adapter_says_its_numbers_and_a_training_goes_on_in_those_it_began_in(
    tiny: Path, plain: tuple[Path, list[float]], tmp_path: Path
) -> None:
    from safetensors.torch import load_file

    here, other = "float32", "bfloat16"
    assert numbers_of(plain[0]) == here
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / NUMBERS).write_text(other)
    train(tiny, tmp_path / "other", ROWS, epochs=1)
    for out, numbers in ((plain[0], here), (tmp_path / "other", other)):
        kept = load_file(out / "adapter_model.safetensors").values()
        assert {str(tensor.dtype) for tensor in kept} == {f"torch.{numbers}"}
    assert numbers_of(tmp_path) == ""


@trained
@pytest.mark.slow
def test_dft_learns_from_what_is_likely_already(tiny: Path, plain: tuple[Path, list[float]], tmp_path: Path) -> None:
    losses = train(tiny, tmp_path / "dft", ROWS, loss="dft", checkpoints=1, epochs=1)
    assert losses[0] < plain[1][0] * 0.5, "unlikely tokens hardly count"
    assert adapters_of(tmp_path / "dft") == [tmp_path / "dft"]


@trained
@pytest.mark.slow
def test_bco_sets_the_completion_against_the_rejected_side(
    tiny: Path, plain: tuple[Path, list[float]], tmp_path: Path
) -> None:
    train(tiny, tmp_path / "bco", ROWS, loss="bco", checkpoints=1)

    def moved(adapter: Path, answer: str) -> float:
        return log_probability(tiny, adapter, ROWS[3], answer) - log_probability(tiny, None, ROWS[3], answer)

    right, wrong = (moved(tmp_path / "bco", answer) for answer in ("3 it is", ROWS[3]["rejected"]))
    assert right > 0 > wrong
    by_sft = moved(plain[0], "3 it is") - moved(plain[0], ROWS[3]["rejected"])
    assert right - wrong > by_sft, "SFT does not read the rejected side"


@trained
def test_an_anchor_keeps_an_answer_as_likely_as_it_was(tiny: Path, tmp_path: Path) -> None:
    own = {"prompt": [{"role": "user", "content": "Who are you?"}], "completion": says("a small model")}
    other = [{key: row[key] for key in ("prompt", "completion")} for row in ROWS]
    moved = {}
    arms = {"without": [], "learned": [own] * 12, "anchored": [{**own, "anchor": True}] * 12}
    for name, more in arms.items():
        train(tiny, tmp_path / name, [*other, *more])
        after = log_probability(tiny, tmp_path / name, own, "a small model")
        moved[name] = abs(after - log_probability(tiny, None, own, "a small model"))
    assert moved["anchored"] < 0.6 * min(moved["without"], moved["learned"])


def test_under_bco_a_row_with_a_rejected_side_is_two_examples() -> None:
    plain = {"prompt": ROWS[0]["prompt"], "completion": says("yes"), "weight": 0.5}
    made = examples([ROWS[0], plain], "bco")
    assert [(e["side"], e["completion"][0]["content"], e["weight"]) for e in made] == [
        (1, "0 it is", 1.0),
        (-1, ROWS[0]["rejected"], 1.0),
        (0, "yes", 0.5),
    ]
    assert [e["side"] for e in examples([ROWS[0], plain], "sft")] == [0, 0]


def test_batches_are_of_similar_length_and_lose_no_row() -> None:
    rows = [{"prompt": says("x" * (n * 37 % 200)), "completion": says(str(n))} for n in range(100)]
    mixed = mixed_batches(rows, 16, seed=1)
    assert sorted(row["completion"][0]["content"] for row in mixed) == sorted(map(str, range(100)))
    spans = [
        max(lengths) - min(lengths)
        for batch in (mixed[i : i + 16] for i in range(0, 96, 16))
        for lengths in [[len(row["prompt"][0]["content"]) for row in batch]]
    ]
    assert sum(spans) / len(spans) < 100, "drawn at random they would span nearly 200"


def test_checkpoints_are_evenly_spaced_and_the_last_is_not_among_them() -> None:
    assert checkpoint_steps(60, 3) == {20: 1, 40: 2}
    assert checkpoint_steps(57, 2) == {28: 1}
    assert checkpoint_steps(57, 1) == {}
    assert checkpoint_steps(2, 5) == {1: 1}, "a short training keeps what there is"


def test_adapters_are_told_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for name in ("checkpoint-10", "checkpoint-9", "merged", "."):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / ("config.json" if name == "merged" else "adapter_config.json")).touch()
    assert [path.name for path in adapters_of(tmp_path)] == ["checkpoint-9", "checkpoint-10", tmp_path.name]


@trained
@pytest.mark.slow
@pytest.mark.parametrize(("narrow", "killed"), [(False, False), (True, True)])
def test_a_training_that_is_stopped_or_killed_goes_on_and_comes_to_the_same_weights(
    tiny: Path, tmp_path: Path, narrow: bool, killed: bool
) -> None:
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    train(tiny, whole, ROWS, narrow, checkpoints=3)
    dataset = whole.with_suffix(".jsonl")
    chosen = TrainSettings(rank=4, learning_rate=0.03, batch_size=8, epochs=10, checkpoints=3).model_dump() | {
        "seed": 0
    }
    command = [*program(narrow, 0 if killed else KEEP_EVERY), dataset, tiny, stopped, json.dumps(chosen)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**ENVIRONMENT, **os.environ}) as process:
        assert process.stdout is not None
        next(line for line in process.stdout if line.startswith("progress 25 " if killed else "progress"))
        if killed:
            process.kill()
        else:
            process.terminate()
            assert "stopped after step" in process.stdout.read()
        assert process.wait() == (-9 if killed else 143)
    assert not (stopped / "adapter_model.safetensors").exists()
    assert len(train(tiny, stopped, ROWS, narrow, checkpoints=3)) <= (8 if killed else 11), "not from the beginning"
    kept = {file.relative_to(whole): file.read_bytes() for file in whole.rglob("*.safetensors")}
    assert {file.relative_to(stopped): file.read_bytes() for file in stopped.rglob("*.safetensors")} == kept
    assert len(kept) == 3
    assert not (stopped / PAUSED).exists()
