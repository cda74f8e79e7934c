"""The student behind a server: keeps its width, names bad rows, waits out an outage, and never raises for a row."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from aiohttp import web

from repairloop import students
from repairloop.config import ServerSettings, StudentSettings
from repairloop.ground.errors import StudentError, UsageError
from repairloop.records import Answer, Probe
from repairloop.students import Sampling
from repairloop.students.base import Thinking
from tests.stub_server import StubServer, is_bad

open_student = partial(students.open_student, thinking=Thinking(), adaptations=())
"""Requests are counted here: without the trial questions of a student that is not known yet."""


def probe(number: int, text: str = "", max_tokens: int = 64) -> Probe:
    messages = [{"role": "user", "content": text or f"question {number}"}]
    return Probe(
        id=f"{number:016x}", skill="s", area="s/a", split="screen", grader="g", messages=messages, max_tokens=max_tokens
    )


def probes(count: int) -> list[Probe]:
    return [probe(number) for number in range(count)]


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repairloop.students.crew._TRIAL_SECONDS", 0.1)
    monkeypatch.setattr("repairloop.students.crew._TRIAL_LIMIT", 1.0)
    monkeypatch.setattr("repairloop.students.crew._FIRST_PAUSE", 0.005)
    monkeypatch.setattr("repairloop.students.crew._BATCH_SECONDS", 0.005)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


@pytest.fixture
def server() -> Iterator[StubServer]:
    with StubServer() as stub:
        yield stub


def ask(server: StubServer, asked: list[Probe], said: list[str] | None = None, **settings: float) -> dict[str, Answer]:
    lines: list[str] = [] if said is None else said
    with open_student(server.student, server=ServerSettings(**settings), say=lines.append) as student:
        answers = list(student.answer(asked, Sampling()))
    assert sorted(answer.probe_id for answer in answers) == sorted(p.id for p in asked), "one answer a probe"
    return {answer.probe_id: answer for answer in answers}


def test_answers_carry_text_reason_and_counts(server: StubServer) -> None:
    answers = ask(server, [probe(1, "one two three"), probe(2, "one two three", max_tokens=2), probe(3, "[empty]")])
    told: dict[str, Any] = {"text": "one two three", "prompt_tokens": 3, "answer_tokens": 3, "thoughts": ""}
    assert answers[probe(1).id].like(prompt_hash="") == Answer(probe_id=probe(1).id, **told)
    assert len({answer.prompt_hash for answer in answers.values()} - {""}) == 3
    assert (answers[probe(2).id].text, answers[probe(2).id].finish_reason) == ("one two", "length")
    assert (answers[probe(3).id].text, answers[probe(3).id].status) == ("", "ok")
    assert ask(server, [probe(4, "[surrogate]")])[probe(4).id].text == "bad ? text"


def test_no_probes_give_no_answers(server: StubServer) -> None:
    assert ask(server, []) == {}


def test_all_connections_are_used_and_no_more(server: StubServer) -> None:
    server.latency = 0.05
    ask(server, probes(60), connections=12)
    assert server.most_under_way == 12


def test_a_slow_answer_holds_nothing_up(server: StubServer) -> None:
    with open_student(server.student, server=ServerSettings(connections=4, timeout=10.0)) as student:
        started = time.monotonic()
        first = next(iter(student.answer([probe(0, "[hang]"), *probes(50)[1:]], Sampling())))
        assert first.status == "ok"
        assert time.monotonic() - started < 9


def test_bad_rows_fail_with_their_reason_and_the_rest_is_kept(server: StubServer) -> None:
    said: list[str] = []
    server.bad_share = 0.1
    answers = ask(server, probes(300), said, connections=16)
    for p in probes(300):
        bad = is_bad(p.question, 0.1)
        assert answers[p.id].status == ("failed" if bad else "ok")
        assert (answers[p.id].error == "HTTP 500: it broke (6 attempts)") == bad
        assert server.requests[p.question] >= (6 if bad else 1)
    assert said == [], "bad rows are no outage"


def test_only_bad_rows_left_are_no_outage_either(server: StubServer) -> None:
    said: list[str] = []
    asked = [*probes(20), *(probe(100 + n, f"{n} [500]") for n in range(30))]
    answers = ask(server, asked, said, connections=8)
    assert sum(answer.status == "failed" for answer in answers.values()) == 30
    assert said == []


@pytest.mark.parametrize(
    ("text", "error", "attempts"),
    [
        ("[400]", "HTTP 400: as you wished", 1),
        ("[302]", "HTTP 302: as you wished", 1),
        ("[503]", "HTTP 503: as you wished (6 attempts)", 6),
        ("[garbage]", "the reply is no chat completion: UnicodeDecodeError", 6),
        ("[huge]", "the reply is longer than 8388608 bytes", 1),
        ("[huge] [chunked]", "the reply is longer than 8388608 bytes", 1),
        ("[drop]", "the connection broke (6 attempts)", 6),
        ("[hang]", "no reply in time (6 attempts)", 6),
    ],
)
def test_a_misbehaving_reply_costs_its_own_row_only(server: StubServer, text: str, error: str, attempts: int) -> None:
    said: list[str] = []
    answers = ask(server, [*probes(20), probe(99, text)], said, timeout=0.5 if "[hang]" in text else 20.0)
    bad = answers.pop(probe(99).id)
    assert bad.status == "failed"
    assert bad.finish_reason == "error"
    assert bad.error is not None
    assert bad.error.startswith(error)
    assert server.requests[text] in (attempts, attempts + 1)  # one more where it was the last and the server was tried
    assert all(answer.status == "ok" for answer in answers.values())
    assert said == []


def test_chunked_replies_are_read(server: StubServer) -> None:
    assert ask(server, [probe(1, "[chunked] fine")])[probe(1).id].text == "[chunked] fine"


def test_a_busy_server_is_given_the_time_it_asks_for(server: StubServer) -> None:
    server.busy_replies, server.retry_after = 10, "0.3"
    started = time.monotonic()
    answers = ask(server, probes(20), connections=4)
    assert all(answer.status == "ok" for answer in answers.values()), "429 never uses up a row's attempts"
    assert time.monotonic() - started >= 0.3


def test_an_outage_is_said_once_and_work_goes_on_when_it_is_over(server: StubServer) -> None:
    server.latency = 0.01
    said: list[str] = []
    died = threading.Event()

    def die_and_come_back() -> None:
        while sum(server.requests.values()) < 100:
            time.sleep(0.005)
        server.stop()
        died.set()
        time.sleep(0.8)
        server.most_under_way = 0
        server.start()

    threading.Thread(target=die_and_come_back).start()
    answers = ask(server, probes(400), said, connections=16)
    assert died.is_set()
    assert all(answer.status == "ok" for answer in answers.values())
    assert len(said) == 2
    assert "does not answer" in said[0]
    assert "is back after" in said[1]
    assert server.most_under_way == 16, "full width again"


def test_a_server_that_answers_500_is_an_outage_too(server: StubServer) -> None:
    said: list[str] = []
    server.failing = True
    threading.Timer(0.5, lambda: setattr(server, "failing", False)).start()
    answers = ask(server, probes(100), said, connections=16)
    assert all(answer.status == "ok" for answer in answers.values())
    assert len(said) == 2


@pytest.mark.parametrize("count", [1, 5, 30])
def test_an_outage_from_the_first_row_on(server: StubServer, count: int) -> None:
    said: list[str] = []
    server.failing = True

    def mend() -> None:
        while not said:
            time.sleep(0.02)
        server.failing = False

    threading.Thread(target=mend, daemon=True).start()
    answers = ask(server, probes(count), said, connections=16)
    assert all(answer.status == "ok" for answer in answers.values())
    assert len(said) == 2


def test_a_server_that_stays_away_ends_the_work_at_the_deadline(server: StubServer) -> None:
    server.latency = 0.01
    with open_student(server.student, server=ServerSettings(connections=8, deadline=0.4)) as student:
        kept = []
        with pytest.raises(StudentError, match="has not answered for 0 s"):  # noqa: PT012
            for answer in student.answer(probes(200), Sampling()):
                kept.append(answer)
                if len(kept) == 20:
                    threading.Thread(target=server.stop).start()
    assert 20 <= len(kept) < 200
    assert all(answer.status == "ok" for answer in kept)


def test_a_reader_that_leaves_stops_the_work(server: StubServer) -> None:
    server.latency = 0.02
    with open_student(server.student, server=ServerSettings(connections=2)) as student:
        answers = student.answer(probes(500), Sampling())
        next(answers)
        answers.close()
        time.sleep(0.1)
        asked = sum(server.requests.values())
        time.sleep(0.2)
        assert sum(server.requests.values()) == asked < 100
        assert len(list(student.answer(probes(3), Sampling()))) == 3, "and the student can be asked again"


def test_the_request_carries_messages_and_sampling_and_nothing_else_of_the_probe(server: StubServer) -> None:
    with open_student(server.student) as student:
        list(student.answer([probe(1)], Sampling(temperature=0.7, top_p=0.9, stop=["END"])))
    seed = server.last_body.pop("seed")
    assert isinstance(seed, int)
    assert server.last_body == {
        "model": "stub", "messages": probe(1).messages, "max_tokens": 64, "temperature": 0.7, "top_p": 0.9,
        "stop": ["END"],
    }  # fmt: skip


def test_the_key_is_sent_when_there_is_one(server: StubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k-1")
    ask(server, [])
    assert server.headers[-1]["Authorization"] == "Bearer k-1"
    with open_student(server.student, asking=StudentSettings(headers={"authorization": "Bearer k-2"})):
        sent = [value for name, value in server.headers[-1].items() if name.lower() == "authorization"]
        assert sent == ["Bearer k-2"]


def test_nobody_at_the_address() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(
            StudentError, match=r"no server answers at http://127.*no connection.*start it and try again"
        ):
            open_student(f"openai:http://127.0.0.1:{taken.getsockname()[1]}/v1#stub")


def test_a_server_that_never_replies_is_found_out_at_the_door() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(StudentError, match="no reply in time"):
            open_student(
                f"openai:http://127.0.0.1:{silent.getsockname()[1]}/v1#stub", server=ServerSettings(timeout=0.2)
            )


def test_a_refused_key_and_an_unknown_model(server: StubServer) -> None:
    with pytest.raises(UsageError, match=r"did you mean stub\?"):
        open_student(server.student + "s")
    server.models_status = 401
    with pytest.raises(StudentError, match="refuses the key"):
        open_student(server.student)


def test_a_wrong_address_is_one_error_not_a_thousand_failed_rows(server: StubServer) -> None:
    with pytest.raises(StudentError, match="HTTP 404"):
        students.open_student(f"openai:{server.url}/nowhere#stub")
    assert sum(server.requests.values()) == 0


@pytest.mark.parametrize("name", ["openai:", "openai:localhost:8000#m", "openai:http://x", "openai:http://[::1#m"])
def test_malformed_names(name: str) -> None:
    with pytest.raises(UsageError, match="expected openai:BASE_URL#MODEL"):
        open_student(name)


def test_fingerprint_is_of_address_and_model(server: StubServer) -> None:
    with open_student(server.student) as one, open_student(server.student) as other:
        assert one.fingerprint() == other.fingerprint()
        assert len(one.fingerprint()) == 16


class _Twice(StubServer):
    """Sends every reply once more while its connection lies idle."""

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        response = await super()._chat(request)
        assert isinstance(response, web.Response)
        assert isinstance(response.body, bytes)
        assert request.transport is not None
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(response.body)}\r\n\r\n"
        asyncio.get_running_loop().call_later(0.05, request.transport.write, head.encode() + response.body)
        return response


def test_a_reply_that_comes_twice_is_no_other_questions_answer() -> None:
    with _Twice() as server, open_student(server.student, server=ServerSettings(connections=1)) as student:
        for number in range(4):
            (answer,) = student.answer([probe(number)], Sampling())
            assert answer.text == f"question {number}"
            time.sleep(0.2)
