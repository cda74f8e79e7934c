"""Students that think: found out, given room, asked and trained alike, and judged by what they answer."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import repairloop
from repairloop import get_skill, grade, make_probes
from repairloop.config import Config, StudentSettings, load_config, read_toml, to_toml
from repairloop.ground import stats
from repairloop.ground.errors import TrainerError, UsageError
from repairloop.loop.stages.context import Context
from repairloop.records import Answer, Probe, envelope
from repairloop.rundir.store import Store
from repairloop.students import Sampling, open_student, smollm2
from repairloop.students.base import Student, Thinking
from repairloop.students.rendering import answered, asked, rendered
from repairloop.students.sim import SimStudent
from repairloop.students.thinking import TRIAL, by_template
from tests.conftest import SMALL, small
from tests.stub_server import StubServer
from tests.students.test_servers import OddServer

# ---- settings -------------------------------------------------------------------------------------------


def test_a_student_is_a_name_or_a_table_and_either_way_it_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.write_text('student = "smollm2"\n')
    assert load_config(file).student == "smollm2"
    file.write_text(
        '[student]\nname = "sim:planted"\nstop = ["\\n\\n"]\n[student.chat_template_kwargs]\nenable_thinking = false\n'
    )
    config = load_config(file, ["student.thinking_tokens=500", "student.extra_body={top_k = 1}"])
    assert (config.student, config.asking.thinking_tokens, config.asking.stop) == ("sim:planted", 500, ["\n\n"])
    assert config.asking.chat_template_kwargs == {"enable_thinking": False}
    assert config.asking.extra_body == {"top_k": 1}
    named = load_config(file, student="smollm2")
    assert (named.student, named.asking.stop) == ("smollm2", ["\n\n"]), (
        "an option names it, the file says how to ask it"
    )
    file.write_text(to_toml(config))
    assert Config.model_validate(read_toml(file)) == config
    assert Config.model_validate({"student": "smollm2"}).asking == StudentSettings(), "a former run's configuration"


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("student.max_token=3", "unknown key 'student.max_token'; did you mean student.max_tokens"),
        ("asking.max_tokens=3", "unknown key 'asking'"),
        ("student.thinking_tokens=-1", "student.thinking_tokens"),
        ('student.extra_body={model = "other"}', "student.extra_body"),
        ("student.length_parameter=longest", "student.length_parameter"),
    ],
)
def test_a_setting_that_cannot_be_is_named(setting: str, told: str) -> None:
    with pytest.raises(UsageError) as error:
        load_config(None, [setting])
    assert told in str(error.value)


# ---- templates: asked and trained alike -----------------------------------------------------------------

QWEN = (
    "{%- for m in messages %}{%- if m.role == 'assistant' %}<|im_start|>assistant\n"
    "{%- if loop.last %}{{ '\n<think>\n\n</think>\n\n' }}{% else %}{{ '\n' }}{% endif %}{{ m.content }}<|im_end|>\n"
    "{%- else %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{%- endif %}{{ '\n' }}{%- endfor %}"
    "{%- if add_generation_prompt %}<|im_start|>assistant{{ '\n' }}"
    "{%- if enable_thinking is defined and enable_thinking is false %}{{ '<think>\n\n</think>\n\n' }}{% endif %}{% endif %}"
)
"""Thinks unless told not to; writes an empty block before an answer without thoughts."""
OPENS = (
    "{% for m in messages %}{% if m.role == 'assistant' %}<|im_start|>assistant\n{{ m.content.split('</think>')[-1] }}<|im_end|>\n"
    "{% else %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n<think>\n{% endif %}"
)
"""Begins the thoughts itself, and drops them from the turns before."""
CHANNELS = (
    "{% for m in messages %}<|start|>{{ m.role }}{% if m.role == 'assistant' %}<|channel|>final{% endif %}<|message|>"
    "{{ m.content }}{% if loop.last and m.role == 'assistant' %}<|return|>{% else %}<|end|>{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<|start|>assistant{% endif %}{# <|channel|>analysis #}"
)
"""Names the channel only where it writes an answer."""
TEMPLATES = {
    "a thinking template": (QWEN, {}),
    "told not to think": (QWEN, {"enable_thinking": False}),
    "begins the thoughts": (OPENS, {}),
    "channels": (CHANNELS, {}),
    "plain": ("", {}),
}
CONVERSATIONS = [
    [{"role": "user", "content": "What is 17 + 26?"}],
    [{"role": "system", "content": "You add."}, {"role": "user", "content": "17 + 26?"}],
    [
        {"role": "user", "content": "17 + 26?"},
        {"role": "assistant", "content": "44"},
        {"role": "user", "content": "Once more.\n"},
    ],
]
ANSWERS = ["43", "The answer is 43.\n\nIt is.", "  indented", "s", '{"a": [1, 2]}', "é – 日本", "ends with a space "]


def tokenizer(template: str = "") -> Any:
    from transformers import AutoTokenizer

    made = AutoTokenizer.from_pretrained(smollm2.weights())
    made.chat_template = template or made.chat_template
    return made


bundled = pytest.mark.skipif(not smollm2.is_available(), reason="the bundled student, whose tokenizer is used")


@bundled
@pytest.mark.parametrize("name", TEMPLATES)
def test_a_row_is_trained_on_the_very_prompt_that_is_asked(name: str) -> None:
    template, options = TEMPLATES[name]
    made = tokenizer(template)
    for messages in CONVERSATIONS:
        for answer in ANSWERS:
            prompt = asked(made, messages, options)
            row = {"prompt": messages, "completion": [{"role": "assistant", "content": answer}], "weight": 0.5}
            trained = rendered(made, row, options)
            learned = trained["input_ids"][len(prompt) :]
            assert trained["input_ids"][: len(prompt)] == prompt, "token by token"
            assert trained["labels"] == [-100] * len(prompt) + learned
            assert (trained["weight"], "prompt" in trained) == (0.5, False)
            begun = envelope.opening(made.decode(prompt))
            found = envelope.open_text(begun + made.decode(learned))
            assert (found.text.strip(), found.thoughts, found.cut) == (answer.strip(), "", False), "what it would reply"


@bundled
def test_a_student_told_not_to_think_is_trained_on_the_answer_alone() -> None:
    template, options = TEMPLATES["told not to think"]
    made = tokenizer(template)
    for answer in ("43", "The answer is 43."):
        tokens, prompt = answered(made, CONVERSATIONS[0], {"role": "assistant", "content": answer}, options)
        assert made.decode(tokens[prompt:]) == f"{answer}<|im_end|>\n"
    tokens, prompt = answered(tokenizer(QWEN), CONVERSATIONS[0], {"role": "assistant", "content": "43"}, {})
    assert tokenizer().decode(tokens[prompt:]) == "<think>\n\n</think>\n\n43<|im_end|>\n"
    tokens, prompt = answered(tokenizer(OPENS), CONVERSATIONS[0], {"role": "assistant", "content": "43"}, {})
    assert tokenizer().decode(tokens[prompt:]) == "\n</think>\n\n43<|im_end|>\n"


@bundled
def test_a_template_says_whether_its_student_thinks() -> None:
    said = {
        name: by_template(tokenizer(t), StudentSettings(chat_template_kwargs=o)) for name, (t, o) in TEMPLATES.items()
    }
    assert said == {
        "a thinking template": "perhaps",
        "told not to think": "no",
        "begins the thoughts": "yes",
        "channels": "perhaps",
        "plain": "no",
    }


@bundled
@pytest.mark.slow
def test_local_weights_are_asked_with_the_settings_and_given_room(tmp_path: Path) -> None:
    from tests.tiny_model import make_tiny

    weights = make_tiny(tmp_path / "tiny")
    (weights / "chat_template.jinja").write_text(OPENS)
    probe = Probe(
        id="1" * 16, skill="s", area="s/a", split="screen", grader="", messages=CONVERSATIONS[0], max_tokens=4
    )
    asking = StudentSettings(thinking_tokens=8)
    with open_student(str(weights), engine="transformers", asking=asking) as student:
        assert student.thinking == Thinking(True)
        assert any("8 tokens (student.thinking_tokens)" in line for line in student.notice)
        answer = next(iter(student.answer([probe], Sampling())))
    assert (answer.text, answer.finish_reason, answer.answer_tokens) == ("", "length", 12), (
        "cut in the template's thoughts"
    )
    assert answer.thoughts
    (weights / "chat_template.jinja").write_text(QWEN)
    hashes = set()
    for options in ({}, {"enable_thinking": False}):
        asking = StudentSettings(chat_template_kwargs=options)
        with open_student(str(weights), engine="transformers", asking=asking) as student:
            answer = next(iter(student.answer([probe], Sampling())))
            hashes.add(answer.prompt_hash)
            assert (student.thinking, answer.answer_tokens) == (Thinking(False), 4)
    assert len(hashes) == 2


# ---- servers --------------------------------------------------------------------------------------------


def message(content: str | None, finish: str = "stop", **more: Any) -> dict[str, Any]:
    return {"choices": [{"message": {"role": "assistant", "content": content, **more}, "finish_reason": finish}]}


def probes(count: int, max_tokens: int = 64) -> list[Probe]:
    skill = get_skill("math")
    area = next(iter(skill.areas))
    made = make_probes(skill, area, "screen", "seen", count, "thinking")
    return [probe.like(max_tokens=max_tokens) for probe in made]


def ask(server: StubServer, asked: list[Probe], **asking: Any) -> tuple[Student, dict[str, Answer]]:
    with open_student(server.student, asking=StudentSettings(**asking)) as student:
        return student, {answer.probe_id: answer for answer in student.answer(asked, Sampling())}


FORMS: dict[str, Callable[[str, str, bool], dict[str, Any]]] = {
    "reasoning_content": lambda t, a, cut: message(
        None if cut else a, "length" if cut else "stop", reasoning_content=t
    ),
    "reasoning": lambda t, a, cut: message("" if cut else f"\n\n{a}", "length" if cut else "stop", reasoning=t),
    "in the text": lambda t, a, cut: message(
        f"<think>\n{t}" + ("" if cut else f"\n</think>\n\n{a}"), "length" if cut else "stop"
    ),
    "begun by the template": lambda t, a, cut: message(
        t + ("" if cut else f"\n</think>\n\n{a}"), "length" if cut else "stop"
    ),
    "channels, stripped": lambda t, a, cut: message(
        f"analysisWe {t}" + ("" if cut else f"assistantfinal{a}"), "length" if cut else "stop"
    ),
}


class Thinker:
    """A server whose model thinks 50 to 2,000 words, and is then right in 60 of 100 cases; the thoughts hold both."""

    def __init__(self, form: str, asked: list[Probe], rate: float = 0.6) -> None:
        self.form, self.rate = FORMS[form], rate
        self.replies = {probe.messages[-1]["content"]: self._reply(probe) for probe in asked}

    def _reply(self, probe: Probe) -> tuple[str, str]:
        from repairloop import get_grader

        rng = random.Random(probe.id)
        handler = get_grader(probe.grader)
        wrong = handler.corrupt(probe)
        gold, bad = handler.gold(probe), wrong[sorted(wrong)[0]]
        words = (f"Is it {bad}? The answer is {gold}. Hm. " * 1000).split(" ")[: rng.randint(50, 2000)]
        return " ".join(words), gold if rng.random() < self.rate else bad

    def __call__(self, body: dict[str, Any]) -> dict[str, Any]:
        thoughts, answer = self.replies.get(body["messages"][-1]["content"], ("Two and two. " * 20, "4"))
        room = body.get("max_tokens") or body["max_completion_tokens"]
        words = thoughts.split(" ")
        return self.form(" ".join(words[:room]), answer, len(words) > room)


@pytest.mark.parametrize("form", FORMS)
def test_a_thinking_student_on_a_server_is_as_good_as_its_answers(form: str) -> None:
    asked = probes(150)
    with OddServer(Thinker(form, asked)) as server:
        student, answers = ask(server, asked)
    assert student.thinking.thinks
    assert any("thinks before it answers" in line for line in student.notice)
    verdicts = [grade(probe, answers[probe.id]) for probe in asked]
    low, high = stats.interval(sum(v.status == "pass" for v in verdicts), len(verdicts))
    assert low < 0.6 < high
    assert all(v.thoughts for v in verdicts)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_cut_in_its_thoughts_is_truncated_on_any_server(form: str) -> None:
    asked = probes(20)
    with OddServer(Thinker(form, asked)) as server:
        _, answers = ask(server, asked, thinking_tokens=0)
    verdicts = [grade(probe, answers[probe.id]) for probe in asked]
    cut = [v for v in verdicts if v.error_class == "truncated"]
    assert len(cut) >= 15
    assert all(v.status == "fail" and v.extracted is None and v.thoughts for v in cut)


def test_a_server_that_does_not_think_is_asked_as_ever() -> None:
    with OddServer(lambda body: message("4")) as server:
        student, answers = ask(server, [TRIAL.like(id="2" * 16, max_tokens=7)])
    assert (student.thinking, student.notice) == (Thinking(False), [])
    assert [answer.text for answer in answers.values()] == ["4"]
    assert [body["max_tokens"] for body in server.bodies] == [1, TRIAL.max_tokens, 7], "its template, its thoughts, it"


def test_all_settings_reach_the_server() -> None:
    with OddServer(lambda body: message("4", reasoning_content="Two and two.")) as server:
        ask(
            server, [TRIAL.like(id="2" * 16)], chat_template_kwargs={"thinking": True},
            extra_body={"reasoning_effort": "low"}, max_tokens=100, thinking_tokens=1000, stop=["###"],
            length_parameter="max_completion_tokens",
        )  # fmt: skip
    body = server.bodies[-1]
    assert "max_tokens" not in body
    wanted = {
        "chat_template_kwargs": {"thinking": True}, "reasoning_effort": "low", "max_completion_tokens": 1100, "stop": ["###"],
    }  # fmt: skip
    assert {key: body[key] for key in wanted} == wanted


def test_headers_are_sent() -> None:
    with StubServer() as server:
        ask(server, [], headers={"X-Team": "repair"})
        assert server.headers[0]["X-Team"] == "repair"


def test_an_answer_that_the_server_takes_for_thoughts_is_said(tmp_path: Path) -> None:
    said: list[dict[str, Any]] = []
    settings = ["probes.screen=3", "probes.budget=3", 'areas=["math/division"]', "guard.canaries=0"]
    with OddServer(lambda body: message(None, reasoning_content="43")) as server:
        config = small(student=server.student, trainer="none", settings=settings, skills=["math"])
        repairloop.run(config, tmp_path / "run", said.append)
    told = [event["text"] for event in said if event["event"] == "notice"]
    assert any("3 of 3 replies held thoughts and no answer, though they were not cut" in text for text in told)


def test_a_run_goes_on_only_as_its_student_was_asked(tmp_path: Path) -> None:
    settings = ["student.thinking_tokens=3000", "train.command='false'"]
    config = small(student=thinking_sim(tmp_path, 0.4), trainer="command", settings=settings, skills=["math"])
    file = tmp_path / "run" / "config.toml"

    def asked_with(**asking: Any) -> None:
        file.write_text(to_toml(config.model_copy(update={"asking": config.asking.model_copy(update=asking)})))

    with pytest.raises(TrainerError):
        repairloop.run(config, tmp_path / "run")
    asked_with(thinking_tokens=0)
    for again in (repairloop.resume, lambda path: repairloop.verify(path, "sim:planted")):
        with pytest.raises(UsageError, match=r'no longer those .*"thinking_tokens":3000.*set them back'):
            again(tmp_path / "run")
    asked_with(headers={"X-Team": "b"})
    with pytest.raises(TrainerError):
        repairloop.resume(tmp_path / "run")


def test_what_was_found_out_under_former_settings_is_forgotten_where_nothing_was_answered(tmp_path: Path) -> None:
    def reply(body: dict[str, Any]) -> dict[str, Any]:
        thinks = body["chat_template_kwargs"]["enable_thinking"]
        return message("4", **({"reasoning_content": "Two and two."} if thinks else {}))

    store = Store.create(tmp_path / "run", "")
    with OddServer(reply) as server:
        for thinks in (True, False, True):
            asking = StudentSettings(chat_template_kwargs={"enable_thinking": thinks})
            ctx = Context(store, Config(student=server.student, asking=asking))
            ctx.student({"name": server.student, "weights": None, "adapter": None})
            ctx.close()
            assert store.read_manifest()["thinking"]["thinks"] == thinks


# ---- the simulated student, and a whole run -------------------------------------------------------------


def thinking_sim(folder: Path, rate: float) -> str:
    file = folder / "thinks.toml"
    file.write_text(f"thoughts = [50, 2000]\n[default]\npass_rate = {rate}\n")
    return f"sim:{file}"


def test_a_simulated_thinking_student_is_measured_as_planted(tmp_path: Path) -> None:
    asked = probes(300)
    name = thinking_sim(tmp_path, 0.6)
    student = open_student(name)
    assert isinstance(student, SimStudent)
    answers = list(student.answer(asked, Sampling()))
    verdicts = [grade(probe, answer) for probe, answer in zip(asked, answers, strict=True)]
    low, high = stats.interval(sum(v.status == "pass" for v in verdicts), len(verdicts))
    assert low < 0.6 < high
    assert all(50 <= len((a.thoughts or "").split()) <= 4000 for a in answers)
    short = open_student(name, asking=StudentSettings(max_tokens=20, thinking_tokens=10))
    cut = [grade(probe, answer) for probe, answer in zip(asked, short.answer(asked, Sampling()), strict=True)]
    assert {v.error_class for v in cut} == {"truncated"}


def test_a_run_keeps_thoughts_and_asks_both_sides_alike(tmp_path: Path) -> None:
    events: list[dict[str, Any]] = []
    settings = [*SMALL, "student.thinking_tokens=1500", "synthesize.rows=200", "diagnose.max_areas=2"]
    config = load_config(
        None, [*settings, 'areas=["text_extraction/one_field"]'], student=thinking_sim(tmp_path, 0.4),
        skills=["text_extraction"],
    )  # fmt: skip
    run = repairloop.run(config, tmp_path / "run", events.append)
    thought = run.sql("SELECT count(*) FROM answers WHERE length(thoughts) > 0").fetchall()[0][0]
    assert thought == run.sql("SELECT count(*) FROM answers WHERE status = 'ok'").fetchall()[0][0] > 0
    assert run.sql("SELECT count(*) FROM answers WHERE text LIKE '%think>%'").fetchall()[0][0] == 0
    assert "thoughts" in run.failures().columns
    told = [event["text"] for event in events if event["event"] == "notice"]
    assert any("replies were cut inside their thoughts" in text for text in told)
    assert json.loads((run.path / "manifest.json").read_text())["thinking"] == {"thinks": True, "opening": ""}
    assert "thinking_tokens = 1500" in (run.path / "config.toml").read_text()
    assert run.sql("SELECT DISTINCT side FROM answers WHERE length(thoughts) > 0 ORDER BY 1").fetchall()[:2] == [
        ("after",),
        ("before",),
    ]
    assert run.summary()["verdict"] != "rejected", "both sides were asked alike"
