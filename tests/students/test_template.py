"""Chat templates: what one refuses is adapted by name, found at the door, and the same in asking and in training."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from transformers import AutoTokenizer

from repairloop import grade as grade_probe
from repairloop import loose_probe, students
from repairloop.config import StudentSettings, load_config
from repairloop.ground.calls import calls_of, joined, message_of
from repairloop.ground.errors import UsageError
from repairloop.loop.stages.context import Context
from repairloop.loop.stages.train import _example
from repairloop.records import Answer, Probe, Verdict
from repairloop.rundir.store import Store
from repairloop.students import Sampling, smollm2
from repairloop.students.base import Thinking
from repairloop.students.rendering import rendered
from repairloop.students.template import DAY, SHAPES, SYSTEM, adapt, fitting, hold_day, of_today, put, shape
from tests.stub_server import StubServer
from tests.students.test_train_lora import train
from tests.tiny_model import make_tiny

open_student = partial(students.open_student, thinking=Thinking())
"""Requests are counted here: without the trial question of a student that may think."""

TURNS = (
    "{{ bos_token }}{% for m in messages %}"
    "{% if (m['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('roles must alternate') }}{% endif %}"
    "<start_of_turn>{{ 'model' if m['role'] == 'assistant' else m['role'] }}\n{{ m['content'] | trim }}<end_of_turn>\n"
    "{% endfor %}{% if add_generation_prompt %}<start_of_turn>model\n{% endif %}"
)
REFUSES = (
    "{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}" + TURNS
)
"""As Gemma 1 and 2 have it."""
LEAVES_OUT = (
    "{% for m in messages %}{% if m['role'] != 'system' %}<|{{ m['role'] }}|>{{ m['content'] }}<|end|>{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
TAKES = "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}<|end|>{% endfor %}<|assistant|>"
ONE_TURN = "{% if messages | length > 2 %}{{ raise_exception('one turn only') }}{% endif %}" + TAKES


def render(template: str) -> Any:
    jinja2 = pytest.importorskip("jinja2")

    def refuse(message: str) -> None:
        raise ValueError(message)

    made = jinja2.Environment().from_string(template)
    return lambda asked: made.render(
        messages=asked["conversation"], bos_token="<bos>", raise_exception=refuse, add_generation_prompt=True
    )


def grade(name: str, text: str, reference: Any) -> Verdict:
    return grade_probe(loose_probe(name, "?", reference, {}), Answer(probe_id="", text=text))


def test_a_system_text_is_put_above_the_user_text_that_follows_it() -> None:
    system, user, answer = ({"role": role, "content": role} for role in ("system", "user", "assistant"))
    folded = {"role": "user", "content": "system\n\nuser"}
    assert adapt([system, user], (SYSTEM,)) == [folded]
    assert adapt([user, answer, user], (SYSTEM,)) == [user, answer, user]
    assert adapt([system, user, answer, system, user], (SYSTEM,)) == [folded, answer, folded]
    assert adapt([system, answer], (SYSTEM,)) == [answer, {"role": "user", "content": "system"}]
    assert adapt([system, user], ()) == [system, user]
    assert system == {"role": "system", "content": "system"}, "what was given stays as it is"


@pytest.mark.parametrize(
    ("template", "steps"),
    [(TAKES, ()), (REFUSES, (SYSTEM,)), (LEAVES_OUT, (SYSTEM,)), (TURNS, (SYSTEM,))],
    ids=["takes it", "refuses", "leaves it out", "wants turns"],
)
def test_what_a_template_refuses_or_leaves_out_is_adapted(template: str, steps: tuple[str, ...]) -> None:
    assert fitting("m", render(template)) == steps
    for roles in SHAPES:
        text = render(template)(put(shape(roles), steps))
        assert all(message["content"] in text for message in shape(roles))


def test_a_template_that_nothing_helps_is_named_with_the_shape() -> None:
    with pytest.raises(
        UsageError, match=r"m: its chat template does not take .*user, assistant, user \(one turn only\)"
    ):
        fitting("m", render(ONE_TURN))
    with pytest.raises(UsageError, match="leaves out what the user says"):
        fitting("m", render("<|assistant|>"))


def test_a_student_after_is_asked_as_the_one_before_or_not_at_all() -> None:
    assert fitting("m", render(TAKES), (SYSTEM,)) == (SYSTEM,), "it could take a system message, and gets none"
    with pytest.raises(UsageError, match="does not take what the run's student was asked"):
        fitting("m", render(REFUSES), ())


# ---- a model on disk --------------------------------------------------------------------------------------

real = pytest.mark.skipif(not smollm2.is_available(), reason="the bundled student, whose tokenizer is used")


@pytest.fixture(scope="module")
def gemma(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = make_tiny(tmp_path_factory.mktemp("gemma"))
    (directory / "chat_template.jinja").write_text(REFUSES)
    return directory


def asked(*messages: tuple[str, str]) -> Probe:
    return Probe(
        id="0" * 16, skill="s", area="s/a", split="screen", grader="g", max_tokens=4,
        messages=[{"role": role, "content": text} for role, text in messages],
    )  # fmt: skip


@real
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_model_whose_template_refuses_the_system_role_answers_and_says_how(gemma: Path) -> None:
    with open_student(str(gemma), engine="transformers") as student:
        assert student.adaptations == (SYSTEM,)
        assert any("takes no system message" in line for line in student.notice)
        answers = [
            next(iter(student.answer([probe], Sampling())))
            for probe in (asked(("system", "Be short."), ("user", "Hi.")), asked(("user", "Be short.\n\nHi.")))
        ]
    assert [answer.status for answer in answers] == ["ok", "ok"]
    assert answers[0].prompt_hash == answers[1].prompt_hash != ""


@real
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_the_run_keeps_the_steps_and_rows_take_them(gemma: Path, tmp_path: Path) -> None:
    config = load_config(None, [], student=str(gemma), engine="transformers")
    ctx = Context(Store.create(tmp_path / "run", "student = 'x'\n"), config)
    assert ctx.adaptations() is None
    ref: Any = {"name": str(gemma), "weights": None, "adapter": None}
    try:
        ctx.student(ref)
        assert ctx.store.read_manifest()["adaptations"] == [SYSTEM]
        tokenizer = ctx.student(ref)._tokenizer  # type: ignore[attr-defined]
    finally:
        ctx.close()
    prompt = [{"role": "system", "content": "Be short."}, {"role": "user", "content": "Hi."}]
    row = {
        "prompt": json.dumps(prompt),
        "completion": "Hello.",
        "rejected": None,
        "kind": "repair",
        "row_id": "1",
        "settings": "{}",
    }
    made = _example(row, ctx.adaptations() or ())
    asked_with = tokenizer.apply_chat_template(
        adapt(prompt, ctx.adaptations() or ()), add_generation_prompt=True, return_dict=False
    )
    trained = tokenizer.apply_chat_template([*made["prompt"], *made["completion"]], return_dict=False)
    assert trained[: len(asked_with)] == asked_with
    assert made["prompt"] == [{"role": "user", "content": "Be short.\n\nHi."}]
    assert made["completion"] == [{"role": "assistant", "content": "Hello."}]


DATED = (
    "{% if not date_string is defined %}{% set date_string = strftime_now('%d %b %Y') %}{% endif %}Today: {{ date_string }}\n"
    + TAKES
)
"""As Llama 3.2 has it."""


@real
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_the_day_that_a_template_writes_is_that_of_the_runs_first_question(tmp_path: Path) -> None:
    directory = make_tiny(tmp_path / "llama")
    (directory / "chat_template.jinja").write_text(DATED)
    hashes, first = {}, f"{DAY}2026-02-28"
    for kept in (None, (first,), (f"{DAY}2026-03-01",), (first,)):
        with open_student(str(directory), engine="transformers", adaptations=kept) as student:
            assert student.adaptations == (kept or (f"{DAY}{date.today().isoformat()}",))
            assert not any("system message" in line for line in student.notice)
            (answer,) = student.answer([asked(("user", "Hi."))], Sampling())
            assert hashes.setdefault(kept, answer.prompt_hash) == answer.prompt_hash
            tokenizer = student._tokenizer  # type: ignore[attr-defined]
    assert len({*hashes.values()}) == 3
    row = {"prompt": [{"role": "user", "content": "Hi."}], "completion": [{"role": "assistant", "content": "Ho."}]}
    learned = AutoTokenizer.from_pretrained(directory)
    hold_day(learned, (SYSTEM, first))
    assert rendered(learned, row, {}) == rendered(tokenizer, row, {})
    assert "Today: 28 Feb 2026" in learned.decode(rendered(learned, row, {})["input_ids"])
    assert adapt(row["prompt"], (first,)) == row["prompt"]


@real
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_what_a_models_own_file_sets_is_in_no_answer(tmp_path: Path) -> None:
    """vLLM leaves it aside too; and what a student makes up has its own room, not that of an answer."""
    directory = make_tiny(tmp_path / "m")
    question = asked(("user", "one one one one")).like(max_tokens=24)
    texts = []
    for penalty in (1.0, 3.0):
        known = {"eos_token_id": 2, "repetition_penalty": penalty, "no_repeat_ngram_size": 0 if penalty == 1.0 else 1}
        (directory / "generation_config.json").write_text(json.dumps(known))
        asking = StudentSettings(max_tokens=24 if penalty == 1.0 else 400)
        with open_student(str(directory), engine="transformers", asking=asking) as student:
            rooms = [student._generate]  # type: ignore[attr-defined]
            longest: list[int] = []
            texts.append(next(a.text for a in student.answer([question], Sampling()))[:40])

            def seen(
                batch: Any, sampling: Any, room: Any, *rest: Any, to: Any = rooms[0], longest: Any = longest
            ) -> Any:
                longest += [room(probe) for probe, _ in batch]
                return to(batch, sampling, room, *rest)

            student._generate = seen  # type: ignore[attr-defined]
            student.compose(4, seed=1, max_tokens=12)
        assert longest == [12] * 4
    assert texts[0] == texts[1] != ""


@pytest.mark.parametrize(
    ("template", "holds"),
    [(TAKES, TAKES), ({"default": DATED, "tool_use": TAKES}, {"default": "2026", "tool_use": TAKES}), (None, None)],
)
def test_templates_of_several_names_and_none(template: Any, holds: Any) -> None:
    tokenizer = SimpleNamespace(chat_template=template)
    found = of_today(tokenizer)
    hold_day(tokenizer, found)
    if isinstance(template, dict):
        assert found
        assert "strftime_now" not in tokenizer.chat_template["default"]
        assert tokenizer.chat_template["tool_use"] == holds["tool_use"]
    else:
        assert (found, tokenizer.chat_template) == ((), holds)


# ---- a server ---------------------------------------------------------------------------------------------

REFUSALS = [
    (400, "System role not supported"),
    (400, "Conversation roles must alternate user/assistant/user/assistant/..."),
    (400, "Only user and assistant roles are supported!"),
    (422, "Template error: invalid operation: System role not supported (in <string>:1)"),
    (500, 'Error rendering prompt with jinja template: "System role not supported"'),
    (400, "Unsupported value: 'messages[0].role' does not support 'system' with this model."),
]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repairloop.students.crew._FIRST_PAUSE", 0.02)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("refusal", REFUSALS, ids=[text[:20] for _, text in REFUSALS])
def test_a_server_that_refuses_the_system_role_is_found_out_by_one_short_question(refusal: tuple[int, str]) -> None:
    with StubServer() as server:
        server.system_refusal = refusal
        with open_student(server.student) as student:
            assert student.adaptations == (SYSTEM,)
            assert sum(server.requests.values()) == 2
            assert server.last_body["max_tokens"] == 1
            [answer] = student.answer([asked(("system", "Be short."), ("user", "Hi."))], Sampling())
        assert answer.status == "ok"
        assert server.last_body["messages"] == [{"role": "user", "content": "Be short.\n\nHi."}]


@pytest.mark.usefixtures("quick")
def test_a_server_that_takes_it_is_asked_as_before() -> None:
    with StubServer() as server, open_student(server.student) as student:
        assert (student.adaptations, student.notice) == ((), [])
        [answer] = student.answer([asked(("system", "Be short."), ("user", "Hi."))], Sampling())
        assert [message["role"] for message in server.last_body["messages"]] == ["system", "user"]
        assert answer.status == "ok"


@pytest.mark.usefixtures("quick")
def test_steps_that_a_run_has_kept_are_taken_without_trying() -> None:
    with StubServer() as server:
        with open_student(server.student, adaptations=(SYSTEM,)) as student:
            assert sum(server.requests.values()) == 0
            list(student.answer([asked(("system", "Be short."), ("user", "Hi."))], Sampling()))
        assert server.last_body["messages"] == [{"role": "user", "content": "Be short.\n\nHi."}]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("status", [429, 500, 400])
def test_other_trouble_at_the_door_adapts_nothing(status: int) -> None:
    with StubServer() as server:
        server.system_refusal = (status, "out of memory")
        with open_student(server.student) as student:
            assert student.adaptations == ()
            assert not student.tried  # it could not be told: a run keeps nothing of it, and tries again
        server.system_refusal = None
        with open_student(server.student) as student:
            assert student.tried


# ---- tools ------------------------------------------------------------------------------------------------

LISTS = (
    "{% if tools %}<|im_start|>system\n{{ messages[0].content if messages[0].role == 'system' }}# Tools\n"
    "{% for tool in tools %}{{ tool | tojson }}\n{% endfor %}<|im_end|>\n"
    "{% elif messages[0].role == 'system' %}<|im_start|>system\n{{ messages[0].content }}<|im_end|>\n{% endif %}"
    "{% for m in messages %}{% if m.role != 'system' %}<|im_start|>{{ m.role }}\n{{ m.content }}"
    "{% for call in m.tool_calls or [] %}<tool_call>\n<function={{ call.function.name }}>\n"
    "{% for key, value in call.function.arguments.items() %}<parameter={{ key }}>\n{{ value if value is string else value | tojson }}\n"
    "</parameter>\n{% endfor %}</function>\n</tool_call>{% endfor %}<|im_end|>\n{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
"""As Qwen3-Coder has it."""
NATIVE: dict[str, Any] = {"tools": "native"}


@pytest.fixture(scope="module")
def coder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = make_tiny(tmp_path_factory.mktemp("coder"))
    (directory / "chat_template.jinja").write_text(LISTS)
    return directory


def offered(name: str, question: str, **types: str) -> list[dict[str, str]]:
    parameters = {
        "type": "object",
        "properties": {p: {"type": kind} for p, kind in types.items()},
        "required": [*types],
    }
    tool = {"type": "function", "function": {"name": name, "description": "…", "parameters": parameters}}
    return [{"role": "tools", "content": json.dumps([tool])}, {"role": "user", "content": question}]


def tool_row(name: str, arguments: dict[str, Any], **types: str) -> dict[str, Any]:
    return {
        "prompt": json.dumps(offered(name, "Please.", **types)), "rejected": None, "kind": "repair", "row_id": "1", "settings": "{}",
        "completion": calls_of({"tool_calls": [{"name": name, "arguments": arguments}]}),
    }  # fmt: skip


@real
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_tools_go_through_the_templates_own_list(coder: Path) -> None:
    with open_student(str(coder), engine="transformers", asking=StudentSettings(**NATIVE)) as student:
        probe = asked(("user", "?")).like(messages=offered("get_weather", "Oslo?", city="string"))
        [answer] = student.answer([probe], Sampling())
        tokenizer = student._tokenizer  # type: ignore[attr-defined]
        tools = json.loads(probe.messages[0]["content"])
        tokens = tokenizer.apply_chat_template(
            probe.messages[1:], tools=tools, add_generation_prompt=True, return_dict=False
        )
    assert answer.status == "ok"
    assert answer.prompt_hash == student.hashed(tokens)
    assert "get_weather" in tokenizer.decode(tokens)


@real
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_template_that_lists_no_tools_is_refused_at_the_door(gemma: Path) -> None:
    with pytest.raises(UsageError, match=r"leaves out the tools.*student\.tools=text"):
        open_student(str(gemma), engine="transformers", asking=StudentSettings(**NATIVE))


@real
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_rows_with_calls_are_trained_as_the_template_writes_them_and_as_the_student_is_asked(
    coder: Path, tmp_path: Path
) -> None:
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(coder)
    rows = [
        _example(tool_row("get_weather", {"city": "Oslo", "days": 3}, city="string", days="integer"), ()),
        _example(tool_row("send_mail", {"to": ["a", "b"]}, to="array"), ()),
    ]
    made = rendered(tokenizer, rows[0], {})
    prompt = offered("get_weather", "Please.", city="string", days="integer")
    asked_with = tokenizer.apply_chat_template(**put(prompt, ()), add_generation_prompt=True, return_dict=False)
    assert made["input_ids"][: len(asked_with)] == asked_with
    assert made["labels"] == [-100] * len(asked_with) + made["input_ids"][len(asked_with) :]
    learned = tokenizer.decode(made["input_ids"][len(asked_with) :])
    assert learned == (
        "<tool_call>\n<function=get_weather>\n<parameter=city>\nOslo\n</parameter>\n<parameter=days>\n3\n</parameter>\n"
        "</function>\n</tool_call><|im_end|>\n"
    )
    assert (
        grade("tool_call", learned, [{"name": "get_weather", "arguments": {"city": ["Oslo"], "days": [3]}}]).status
        == "pass"
    )
    losses = train(coder, tmp_path / "adapter", rows * 8, epochs=10)
    assert losses[-1] < losses[0], "both rows train, whatever the names of their arguments"


def test_a_reply_and_its_message_are_the_same() -> None:
    calls = [{"name": "f", "arguments": {"a": 1}}, {"name": "g", "arguments": {}}]
    for said in ("", "I look it up."):
        text = joined(said, calls_of({"tool_calls": [{"function": call} for call in calls]}))
        message = message_of(text)
        assert [call["function"] for call in message["tool_calls"]] == calls
        assert joined(message["content"], calls_of(message)) == text
    for text in (
        "No tool fits.",
        "<tool_call>\n{\n</tool_call>",
        '<tool_call>{"name": "f", "arguments": {}}</tool_call> no',
    ):
        assert message_of(text) == {"role": "assistant", "content": text}


@pytest.mark.usefixtures("quick")
def test_a_server_is_sent_the_tools_and_its_calls_are_the_answer() -> None:
    with StubServer() as server:
        server.calls = [{"type": "function", "function": {"name": "get_weather", "arguments": '{"city": "Oslo"}'}}]
        with open_student(server.student, asking=StudentSettings(**NATIVE)) as student:
            assert server.last_body["tools"][0]["function"]["name"] == "tell_hour_in_town"
            probe = asked(("user", "?")).like(messages=offered("get_weather", "Oslo?", city="string"))
            [answer] = student.answer([probe], Sampling())
        assert server.last_body["tools"] == json.loads(probe.messages[0]["content"])
        assert server.last_body["messages"] == [{"role": "user", "content": "Oslo?"}]
        assert (
            grade("tool_call", answer.text, [{"name": "get_weather", "arguments": {"city": ["Oslo"]}}]).status == "pass"
        )


@pytest.mark.usefixtures("quick")
def test_a_server_that_refuses_tools_stops_the_run_at_the_door() -> None:
    with StubServer() as server:
        server.tools_refusal = (
            400,
            '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set',
        )
        with pytest.raises(UsageError, match=r"does not take tools .*student\.tools=text"):
            open_student(server.student, asking=StudentSettings(**NATIVE))
        with open_student(server.student) as student:
            assert student.notice == []
