"""The dial: λ = 0 is the student, λ = 1 the adapter, and whatever loads the copy loads the same thing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from repairloop.ground.errors import StudentError, UsageError
from repairloop.records import Probe
from repairloop.students import Sampling, open_student, smollm2
from repairloop.students.dial import dial_of, turned
from repairloop.students.merge import merge_adapter, merged_tensors
from tests.tiny_model import make_adapter, make_tiny

with_models = [
    pytest.mark.slow,
    pytest.mark.skipif(not smollm2.is_available(), reason="the bundled student, whose tokenizer is used"),
    pytest.mark.filterwarnings("ignore"),  # of the model libraries
]


def probes(area: str = "s/a", number: int = 8) -> list[Probe]:
    return [
        Probe(
            id=f"{n:016x}", skill="s", area=area, split="screen", grader="g", max_tokens=12,
            messages=[{"role": "user", "content": f"Say {n} in words."}],
        )
        for n in range(number)
    ]  # fmt: skip


class TestWeights:
    pytestmark = with_models

    @pytest.fixture(scope="class")
    def tiny(self, tmp_path_factory: pytest.TempPathFactory) -> Path:
        return make_tiny(tmp_path_factory.mktemp("tiny"))

    @pytest.fixture(scope="class")
    def adapter(self, tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
        return make_adapter(tiny, tmp_path_factory.mktemp("adapter"))

    def test_nought_is_the_student_one_the_adapter_and_a_half_neither(
        self, tiny: Path, adapter: Path, tmp_path: Path
    ) -> None:
        def answers(worn: Path | None) -> list[str]:
            assert student.wear(worn)
            return [a.text for a in sorted(student.answer(probes(), Sampling()), key=lambda a: a.probe_id)]

        with open_student(str(tiny), engine="transformers") as student:
            plain, changed = answers(None), answers(adapter)
            assert plain != changed
            assert answers(turned(adapter, 0, tmp_path / "nought")) == plain
            assert answers(turned(adapter, 1, tmp_path / "one")) == changed
            assert answers(turned(adapter, 0.5, tmp_path / "half")) not in (plain, changed)

    def test_what_is_worn_is_bit_for_bit_what_is_merged(self, tiny: Path, adapter: Path, tmp_path: Path) -> None:
        import torch
        from safetensors.torch import load_file

        for factor in (1, 0.3):
            copy = turned(adapter, factor, tmp_path / f"turned-{factor}")
            file = load_file(merge_adapter(tiny, copy, tmp_path / f"merged-{factor}") / "model.safetensors")
            worn = dict(merged_tensors(tiny, copy))
            assert file.keys() == worn.keys()
            assert all(torch.equal(file[name], worn[name]) for name in file)

    def test_a_student_that_wears_answers_as_one_opened_so(self, tiny: Path, adapter: Path) -> None:
        with open_student(str(tiny), engine="transformers", adapter=adapter) as fresh:
            expected, said = [a.text for a in fresh.answer(probes(), Sampling())], fresh.fingerprint()
        with open_student(str(tiny), engine="transformers") as student:
            plain, before = [a.text for a in student.answer(probes(), Sampling())], student.fingerprint()
            assert student.wear(adapter)
            assert [a.text for a in student.answer(probes(), Sampling())] == expected
            assert student.fingerprint() == said != before
            assert student.wear(None)
            assert [a.text for a in student.answer(probes(), Sampling())] == plain
            assert student.fingerprint() == before

    def test_an_adapter_of_another_model_is_not_worn(self, tiny: Path, adapter: Path, tmp_path: Path) -> None:
        config = json.loads((adapter / "adapter_config.json").read_text())
        for key, value in (("use_dora", True), ("rank_pattern", {"q_proj": 2}), ("peft_type", "LOHA")):
            other = tmp_path / key
            other.mkdir()
            (other / "adapter_model.safetensors").write_bytes((adapter / "adapter_model.safetensors").read_bytes())
            (other / "adapter_config.json").write_text(json.dumps(config | {key: value}))
            with pytest.raises(StudentError, match="more than a plain LoRA"):
                dict(merged_tensors(tiny, other))

    def test_the_copy_says_its_dial_and_turning_again_multiplies(self, adapter: Path, tmp_path: Path) -> None:
        from safetensors.torch import load_file

        half = turned(adapter, 0.5, tmp_path / "half")
        quarter = turned(half, 0.5, tmp_path / "quarter")
        assert (dial_of(adapter), dial_of(half), dial_of(quarter)) == (None, 0.5, 0.25)
        was, now = (load_file(path / "adapter_model.safetensors") for path in (adapter, quarter))
        for name, tensor in was.items():
            assert (now[name] == (tensor * 0.25 if ".lora_B." in name else tensor)).all()
        stamp = (half / "adapter_model.safetensors").stat().st_mtime_ns
        turned(adapter, 0.5, half)
        assert (half / "adapter_model.safetensors").stat().st_mtime_ns == stamp, "what is there is not made again"
        assert dial_of(turned(adapter, 0.75, half)) == 0.75, "for another factor it is"

    def test_checkpoints_and_merged_copies_beside_the_adapter_are_left_where_they_are(
        self, tiny: Path, adapter: Path, tmp_path: Path
    ) -> None:
        import shutil

        full = shutil.copytree(adapter, tmp_path / "full")
        shutil.copytree(adapter, full / "checkpoint-1")
        merge_adapter(tiny, full, full / "merged")
        assert not [path for path in turned(full, 0.5, tmp_path / "half").iterdir() if path.is_dir()]

    @pytest.mark.parametrize(
        ("settings", "said"),
        [({"use_dora": True}, "DoRA"), ({"modules_to_save": ["lm_head"]}, "more than LoRA"), ({"bias": "all"}, None)],
    )
    def test_more_than_a_plain_lora_is_refused(
        self, tiny: Path, tmp_path: Path, settings: dict[str, object], said: str | None
    ) -> None:
        odd = make_adapter(tiny, tmp_path / "odd", **settings)
        if said is None:  # a model without biases: nothing more is in the file, and it turns
            assert dial_of(turned(odd, 0.5, tmp_path / "out")) == 0.5
            return
        with pytest.raises(UsageError, match=said):
            turned(odd, 0.5, tmp_path / "out")
        assert not (tmp_path / "out").exists()

    def test_another_kind_of_adapter_and_a_broken_file_are_refused(self, adapter: Path, tmp_path: Path) -> None:
        (tmp_path / "adapter_model.safetensors").write_bytes((adapter / "adapter_model.safetensors").read_bytes())
        (tmp_path / "adapter_config.json").write_text(json.dumps({"peft_type": "IA3"}))
        with pytest.raises(UsageError, match="of type IA3"):
            turned(tmp_path, 0.5, tmp_path / "out")
        (tmp_path / "adapter_model.safetensors").write_bytes(b"nothing")
        with pytest.raises(UsageError, match="cannot be read"):
            turned(tmp_path, 0.5, tmp_path / "out")


@pytest.mark.parametrize("factor", [-0.5, float("nan"), float("inf")])
def test_a_factor_that_is_no_share_is_refused(factor: float, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="from 0 up"):
        turned(tmp_path, factor, tmp_path / "out")


def test_a_folder_that_is_no_adapter_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no adapter"):
        turned(tmp_path, 0.5, tmp_path / "out")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"dial": "much"}', '{"dial": -1}'])
def test_a_dial_that_cannot_be_read_is_said(text: str, tmp_path: Path) -> None:
    (tmp_path / "dial.json").write_text(text)
    with pytest.raises(UsageError, match="dial"):
        dial_of(tmp_path)


def test_a_simulated_student_goes_that_share_of_the_way(tmp_path: Path) -> None:
    area = "math/word/two_step"
    plain = open_student("sim:planted")
    before = plain.weaknesses.rate(area).pass_rate  # type: ignore[attr-defined]
    plain.learn({area: 150}, tmp_path / "learned")  # type: ignore[attr-defined]
    after = open_student("sim:planted", adapter=tmp_path / "learned").weaknesses.rate(area)  # type: ignore[attr-defined]
    for factor in (0, 0.25, 1):
        half = turned(tmp_path / "learned", factor, tmp_path / f"turned-{factor}")
        rate = open_student("sim:planted", adapter=half).weaknesses.rate(area)  # type: ignore[attr-defined]
        assert rate.pass_rate == pytest.approx(before + factor * (after.pass_rate - before))
        assert rate.error == "stopped_early"


def test_a_second_training_is_turned_from_where_it_began(tmp_path: Path) -> None:
    area, other = "math/word/two_step", "math/addition/carry"
    open_student("sim:planted").learn({area: 150}, tmp_path / "first")  # type: ignore[attr-defined]
    first = open_student("sim:planted", adapter=turned(tmp_path / "first", 0.5, tmp_path / "half"))
    first.learn({area: 150, other: 150}, tmp_path / "second")  # type: ignore[attr-defined]
    nought = open_student("sim:planted", adapter=turned(tmp_path / "second", 0, tmp_path / "nought"))
    for name in (area, other):
        assert nought.weaknesses.rate(name) == first.weaknesses.rate(name)  # type: ignore[attr-defined]
