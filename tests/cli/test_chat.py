"""Talking to a student before and after: two conversations, one terminal that nothing a student writes can drive."""

import io
import re
import subprocess
import sys

import pytest
from rich.console import Console

from repairloop.cli.chat import chat, find_voices
from repairloop.config import load_config, to_toml
from repairloop.ground.errors import UsageError
from repairloop.rundir.store import Store
from repairloop.students import smollm2
from tests.loop.test_loop import command
from tests.stub_server import StubServer


@pytest.fixture
def server():
    with StubServer() as stub:
        yield stub


def run_of(path, student):
    """A run directory of a student, with nothing done in it yet."""
    return Store.create(path / "run", to_toml(load_config(student=student)))


def talk(run, *lines, width=80, terminal=False, **options):
    out = io.StringIO()
    chat(run, lines=lines, console=Console(file=out, width=width, force_terminal=terminal, no_color=True), **options)
    return out.getvalue()


def test_a_question_is_put_to_both_and_each_goes_on_from_its_own_answer(server, tmp_path):
    with StubServer() as tuned:
        server.replies, tuned.replies = ["I was the base."], ["I am repaired."]
        said = talk(run_of(tmp_path, server.student).path, "Who are you?", "And then?", adapter=tuned.student)
        for stub, own in ((server, "I was the base."), (tuned, "I am repaired.")):
            assert stub.last_body["messages"] == [
                {"role": "user", "content": "Who are you?"}, {"role": "assistant", "content": own},
                {"role": "user", "content": "And then?"},
            ]  # fmt: skip
    assert said.count("before: I was the base.") == said.count("after: I am repaired.") == 2


def test_reset_begins_anew_and_quit_ends(server, tmp_path):
    said = talk(run_of(tmp_path, server.student).path, "One", "/reset", "Two", "/help", "/quit", "Three")
    assert server.last_body["messages"] == [{"role": "user", "content": "Two"}]
    assert "/reset begins" in said
    assert "Three" not in server.requests


def test_temperature_and_length_reach_the_student(server, tmp_path):
    said = talk(run_of(tmp_path, server.student).path, "one two three", temperature=0.7, max_tokens=2)
    assert (server.last_body["temperature"], server.last_body["max_tokens"]) == (0.7, 2)
    assert "one two […]" in said, "an answer that was cut is no whole one"


def test_a_wide_terminal_shows_them_beside_each_other(server, tmp_path):
    run = run_of(tmp_path, server.student).path
    wide = talk(run, "hello there", width=120, terminal=True, adapter=server.student)
    assert any(line.count("hello there") == 2 for line in wide.splitlines())
    narrow = talk(run, "hello there", width=60, terminal=True, adapter=server.student)
    assert not any(line.count("hello there") == 2 for line in narrow.splitlines())


def test_an_answer_cannot_drive_the_terminal(server, tmp_path):
    server.replies = ["\x1b[2J\x1b]0;gone\x07 [red]x[/] \u202eevil\r\nsecond line"]
    run = run_of(tmp_path, server.student).path
    for width in (60, 120):
        said = talk(run, "hi", width=width, adapter=server.student)
        assert not set("\x1b\x07\r\u202e") & set(said)
        assert "[red]x[/]" in said
        assert "second line" in said


def test_a_question_that_fails_leaves_the_conversation_as_it_was(server, tmp_path):
    said = talk(run_of(tmp_path, server.student).path, "One", "Two [400]", "Three")
    assert "(no answer: HTTP 400: as you wished; /reset begins anew)" in said
    assert [m["content"] for m in server.last_body["messages"]] == ["One", "One", "Three"]


def test_an_empty_answer_is_shown_and_the_conversation_goes_on(server, tmp_path):
    talk(run_of(tmp_path, server.student).path, "[empty]", "next")
    assert [m["role"] for m in server.last_body["messages"]] == ["user", "assistant", "user"]


def test_questions_may_be_piped_in(server, tmp_path):
    run = run_of(tmp_path, server.student).path
    done = subprocess.run(
        command("chat", run, "--adapter", server.student), input="One\n\nTwo\n", capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stdout.splitlines() if line] == [
        f"after: {server.student}", "> One", "before: One", "after: One", "> Two", "before: Two", "after: Two",
    ]  # fmt: skip


def test_behind_a_server_there_is_no_after_unless_it_is_named(server, tmp_path):
    said = talk(run_of(tmp_path, server.student).path, "One")
    assert "its repaired one is behind a server too: name it" in said
    assert "before: One" in said
    assert "after: One" not in said


def test_a_simulated_student_has_nothing_to_say(planted):
    done = subprocess.run(command("chat", planted.path), input="hi\n", capture_output=True, text=True)
    assert done.returncode == 2
    assert "a simulated student answers probes only" in done.stderr


def decided(store, **update):
    decision = {"cycle": 1, "side": "after", "accepted": False, "reason": "no proved gain", "summary": "{}",
                "adapter": "adapters/cycle-1-ab"}  # fmt: skip
    store.once("verify", {}, lambda key: {"shards": {"decisions": store.write("decisions", [{**decision, **update}])}})
    store.publish()


def test_who_is_after(tmp_path):
    store = run_of(tmp_path, "smollm2")
    config = load_config()
    with pytest.raises(UsageError, match="no repaired student yet; name an adapter"):
        find_voices(store, config, None)
    folder = store.path / "adapters" / "cycle-1-ab"
    folder.mkdir()
    (folder / "adapter_config.json").write_text("{}")
    decided(store)
    rejected = find_voices(store, config, None)
    assert rejected.before == {"name": "smollm2", "weights": None, "adapter": None}
    assert rejected.after == {"name": "smollm2", "weights": None, "adapter": str(folder)}
    assert "NOT accepted; rejected: no proved gain" in rejected.notes[0]
    kept = {"name": "smollm2", "weights": "adapters/one/merged", "adapter": None}
    store.manifest({"student": kept})
    assert find_voices(store, config, None).after == kept, "a later cycle's rejected adapter is not the run's student"
    assert find_voices(store, config, "./other").after == {"name": "./other", "weights": None, "adapter": None}


def test_what_is_no_run_and_no_adapter_is_said(tmp_path):
    done = subprocess.run(command("chat", tmp_path / "none"), input="", capture_output=True, text=True)
    assert done.returncode == 2
    assert "no run directory" in done.stderr


@pytest.mark.student
@pytest.mark.skipif(not smollm2.is_available(), reason="the bundled student is not installed")
@pytest.mark.filterwarnings("ignore")  # of the model libraries
def test_the_real_student_before_and_after_in_a_pipe(tmp_path):
    torch, peft = pytest.importorskip("torch"), pytest.importorskip("peft")
    from transformers import AutoModelForCausalLM

    store = run_of(tmp_path, "smollm2")
    torch.manual_seed(0)
    base = AutoModelForCausalLM.from_pretrained(smollm2.weights(), dtype=torch.bfloat16)
    loud = peft.get_peft_model(base, peft.LoraConfig(r=4, target_modules=["q_proj"], init_lora_weights=False))
    loud.save_pretrained(store.path / "adapters" / "loud")
    store.manifest({"student": {"name": "smollm2", "weights": None, "adapter": "adapters/loud"}})
    words = [sys.executable, "-m", "repairloop.cli", "chat", store.path, "--max-tokens", "16"]
    asked = "My name is Wilhelmina.\nWhat is my name?\n/reset\nWhat is my name?\n"
    done = subprocess.run(words, input=asked, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr
    answers = re.findall(r"^(before|after): (.*)$", done.stdout, re.MULTILINE)
    before, after = ([text for label, text in answers if label == side] for side in ("before", "after"))
    assert (len(before), len(after)) == (3, 4), "the note on who is after, and three answers of each"
    assert before != after[1:], "the adapter speaks"
    assert before[1] != before[2], "what was said before is part of the question"
