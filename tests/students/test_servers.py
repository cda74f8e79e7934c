"""What servers really send: each is read right, or is one clear line at once. A small stub server for each difference."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from functools import partial
from typing import Any

import pytest
from aiohttp import web

from repairloop import students
from repairloop.config import Config, ServerSettings, StudentSettings
from repairloop.ground.errors import RepairLoopError, StudentError, UsageError
from repairloop.records import Answer, Probe
from repairloop.students import Sampling, dialect, served
from repairloop.students.base import Thinking
from tests.stub_server import StubServer

open_student = partial(students.open_student, thinking=Thinking(), adaptations=())
"""Requests are counted here: without the trial questions of a student that is not known yet."""
Reply = tuple[int, Any, dict[str, str]]
"""Status, body (JSON, or bytes as they are) and headers."""


class OddServer(StubServer):
    """Replies whatever `chat` says to a request, and lists its model at `models_at` only."""

    def __init__(self, chat: Callable[[dict[str, Any]], Any], models_at: str = "/v1/models") -> None:
        super().__init__()
        self.chat, self.models_at, self.bodies = chat, models_at, list[dict[str, Any]]()
        self.elsewhere: Reply = (404, b"404 page not found", {})

    async def _start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._any)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()

    async def _any(self, request: web.Request) -> web.Response:
        self.headers.append(dict(request.headers))
        reply: Any = self.elsewhere
        if request.path == self.models_at:
            reply = {"data": [{"id": "stub"}]}
        elif request.path == "/v1/chat/completions":
            self.bodies.append(json.loads(await request.read()))
            reply = self.chat(self.bodies[-1])
            while reply is None:  # silence
                await asyncio.sleep(60)
        status, body, headers = reply if isinstance(reply, tuple) else (200, reply, {})
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return web.Response(status=status, body=content, headers=headers)


def completion(message: Any, finish: Any = "stop", **more: Any) -> dict[str, Any]:
    message = message if isinstance(message, dict) else {"role": "assistant", "content": message}
    return {"choices": [{"message": message, "finish_reason": finish}], **more}


def probes(count: int) -> list[Probe]:
    return [
        Probe(
            id=f"{n:016x}", skill="s", area="s/a", split="screen", grader="g", max_tokens=64,
            messages=[{"role": "user", "content": f"question {n}"}],
        )
        for n in range(count)
    ]  # fmt: skip


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repairloop.students.crew._TRIAL_SECONDS", 0.1)
    monkeypatch.setattr("repairloop.students.crew._FIRST_PAUSE", 0.005)
    monkeypatch.setattr("repairloop.students.crew._BATCH_SECONDS", 0.005)
    monkeypatch.setattr("repairloop.students.openai._LOOK_UP", 0.05)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


@pytest.fixture
def serve() -> Iterator[Callable[..., OddServer]]:
    servers: list[OddServer] = []

    def start(chat: Any, **more: Any) -> OddServer:
        server = OddServer(chat if callable(chat) else lambda body: chat, **more)
        server.start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.__exit__()


def ask(server: OddServer, count: int = 1, said: list[str] | None = None, **settings: float) -> list[Answer]:
    say = [].append if said is None else said.append
    with open_student(server.student, server=ServerSettings(**settings), say=say) as student:  # type: ignore[arg-type]
        return list(student.answer(probes(count), Sampling()))


# ---- replies that are read ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("5", "5"),
        (None, ""),
        ({"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "hm"}]}, {"type": "text", "text": "5"}]}, "5"),
        ({"content": [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": "5"}]}, "5"),
        ({"content": [{"type": "reasoning", "text": "hm"}, {"type": "output_text", "text": "5"}]}, "5"),
        ({"content": ["1", {"type": "text", "text": "2"}]}, "12"),
        ({"content": {"type": "text", "text": "5"}}, "5"),
        ({"content": []}, ""),
        ({"content": None, "refusal": "I will not."}, "I will not."),
        ({"content": [{"type": "refusal", "refusal": "I will not."}]}, "I will not."),
        ({"content": "5", "reasoning_content": "hm"}, "5"),
        ({"content": "5", "reasoning": "hm", "reasoning_details": []}, "5"),
    ],
)  # fmt: skip
def test_the_answer_is_the_text_of_the_message_whatever_its_form(serve: Any, message: Any, text: str) -> None:
    [answer] = ask(serve(completion(message)))
    assert (answer.status, answer.text) == ("ok", text)


@pytest.mark.parametrize(
    ("message", "thoughts"),
    [
        ({"content": None, "reasoning_content": "Let me think"}, "Let me think"),
        ({"content": "5", "reasoning": "Let me think"}, "Let me think"),
        ({"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "Let me think"}]}]}, "Let me think"),
        ({"content": "5"}, ""),
    ],
)
def test_thoughts_are_kept_apart(message: Any, thoughts: str) -> None:
    assert dialect.read_reply(json.dumps(completion(message)).encode()).thoughts == thoughts


@pytest.mark.parametrize(
    ("finish", "reason"),
    [("stop", "stop"), (None, "stop"), ("length", "length"), ("MAX_TOKENS", "length"), ("model_length", "length"),
     ("eos_token", "stop"), ("tool_calls", "stop")],
)  # fmt: skip
def test_how_an_answer_ended(serve: Any, finish: Any, reason: str) -> None:
    [answer] = ask(serve(completion("5", finish, usage=None)))
    assert (answer.status, answer.finish_reason) == ("ok", reason)


def test_what_a_content_filter_withheld_counts_nowhere(serve: Any) -> None:
    [answer] = ask(serve(completion("", "content_filter")))
    assert (answer.status, answer.error) == ("failed", "the server's content filter withheld the answer")


# ---- errors in a 200 ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"choices": None, "error": {"message": "Provider returned error", "code": 400}}, "Provider returned error"),
        ({"error": {"message": "bad image", "code": "400", "metadata": {"raw": '{"detail": "no vision"}'}}}, "bad image: no vision"),
        ({"object": "error", "message": "too long by 3", "code": 400}, "too long by 3"),
        ([{"error": {"code": 400, "message": "API key not valid", "status": "INVALID_ARGUMENT"}}], "API key not valid"),
        ({"choices": [{"error": {"code": 400, "message": "upstream said no"}, "finish_reason": "error"}]}, "upstream said no"),
    ],
)  # fmt: skip
def test_an_error_in_a_reply_is_told_in_the_servers_words(serve: Any, body: Any, told: str) -> None:
    [answer] = ask(serve(body))
    assert (answer.status, answer.error) == ("failed", f"an error in the reply: {told}")


def test_an_error_in_a_reply_that_may_pass_is_tried_again(serve: Any) -> None:
    replies = iter(
        [{"error": {"message": "slow down", "code": 429}}, {"error": "Rate limit reached"}, {"error": "hiccup"}]
    )
    [answer] = ask(serve(lambda body: next(replies, completion("5"))))
    assert answer.text == "5"


def test_a_page_instead_of_a_reply_is_told_as_one(serve: Any) -> None:
    page = b"<!DOCTYPE html><html><head><title>502\n Bad gateway</title></head><body>long</body></html>"
    [answer] = ask(serve((200, page, {"Content-Type": "text/html"})))
    assert answer.error == "the reply is no chat completion but a web page, '502 Bad gateway' (6 attempts)"
    [answer] = ask(serve((400, page, {})))
    assert answer.error == "HTTP 400: a web page, '502 Bad gateway'"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"error": "model 'x' not found"}, "model 'x' not found"),
        ({"detail": "Not Found"}, "Not Found"),
        ({"detail": [{"loc": ["body", "messages"], "msg": "field required"}]}, "body.messages: field required"),
        ({"object": "error", "message": {"detail": [{"loc": ["body", "n"], "msg": "too many"}]}}, "body.n: too many"),
        ({"type": "error", "error": {"type": "invalid_request_error", "message": "no"}}, "no"),
        ({"statusCode": 400, "message": "no such deployment"}, "no such deployment"),
        (b"plain words", "plain words"),
        ({"error": "bad \ud800\n text"}, "bad ? text"),
        (b"", ""),
        ([], ""),
        ({"error": {"message": {"message": {"message": {"message": {"message": {"message": "deep"}}}}}}}, ""),
    ],
)
def test_complaints_are_found_wherever_they_stand(body: Any, told: str) -> None:
    assert dialect.complaint(body if isinstance(body, bytes) else json.dumps(body).encode()).text == told


# ---- what ends at once ----------------------------------------------------------------------------------

QUOTA = {"error": {"message": "You exceeded your current quota, please check your plan and billing details.",
                   "type": "insufficient_quota", "param": None, "code": "insufficient_quota"}}  # fmt: skip


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (429, QUOTA),
        (402, {"error": {"message": "Insufficient Balance"}}),
        (402, {"error": {"message": "This request requires more credits", "code": 402}}),
        (
            400,
            {"type": "error", "error": {"type": "invalid_request_error", "message": "Your credit balance is too low"}},
        ),
        (429, {"error": {"type": "exceeded_current_quota_error", "message": "Your account is suspended"}}),
        (200, QUOTA),
    ],
)
def test_a_spent_account_ends_the_work_at_once_and_keeps_what_it_answered(serve: Any, status: int, body: Any) -> None:
    server = serve(lambda request: (status, body, {"Retry-After": "1"}) if len(server.bodies) > 20 else completion("5"))
    kept = []
    started = time.monotonic()
    with (  # noqa: PT012
        open_student(server.student, server=ServerSettings(connections=1)) as student,
        pytest.raises(StudentError, match=r"no quota left .*; finished answers are kept"),
    ):
        for answer in student.answer(probes(50), Sampling()):
            kept.append(answer)
    assert len(kept) == 20
    assert len(server.bodies) == 21
    assert time.monotonic() - started < 5


def test_a_rate_limit_that_only_speaks_of_a_quota_is_waited_out(serve: Any) -> None:
    busy = [{"error": {"code": 429, "message": "You exceeded your current quota", "status": "RESOURCE_EXHAUSTED",
                       "details": [{"@type": "RetryInfo", "retryDelay": "0.2s"}]}}]  # fmt: skip
    server = serve(lambda body: (429, busy, {}) if len(server.bodies) == 1 else completion("5"))
    assert [answer.text for answer in ask(server)] == ["5"]


def test_a_wait_beyond_the_deadline_is_said_and_not_waited_for(serve: Any) -> None:
    server = serve((429, {"error": "daily limit"}, {"Retry-After": "36000"}))
    with pytest.raises(StudentError, match=r"asks to wait 10 h \(HTTP 429: daily limit\), longer than server.deadline"):
        ask(server, 5)


def test_a_server_that_refuses_every_request_is_one_error(serve: Any) -> None:
    server = serve((400, {"error": {"message": "logprobs are not supported"}}, {}))
    with pytest.raises(StudentError, match="refuses every request: HTTP 400: logprobs are not supported"):
        ask(server, 200, connections=2)
    assert len(server.bodies) <= 22


def test_a_busy_server_is_said_once(serve: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repairloop.students.crew._PATIENCE", 0.1)
    said: list[str] = []
    server = serve(lambda body: (429, {"error": "slow"}, {}) if len(server.bodies) < 30 else completion("5"))
    assert all(answer.text == "5" for answer in ask(server, 4, said))
    assert len(said) == 1
    assert "is busy (HTTP 429: slow)" in said[0]


# ---- parameters that are refused ------------------------------------------------------------------------

MAX_TOKENS = (
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
)
TEMPERATURE = (
    "Unsupported value: 'temperature' does not support 0.0 with this model. Only the default (1) value is supported."
)


def refusing(names: dict[str, Any]) -> Callable[[dict[str, Any]], Any]:
    """A server that takes none of these parameters, and says so with their texts."""
    return lambda body: next(((400, text, {}) for name, text in names.items() if name in body), completion("5"))


@pytest.mark.parametrize(
    ("names", "sent"),
    [
        ({"max_tokens": {"error": {"message": MAX_TOKENS, "param": "max_tokens", "code": "unsupported_parameter"}}},
         {"temperature": 0.0, "top_p": 1.0, "max_completion_tokens": 64}),
        ({"max_tokens": {"error": {"message": MAX_TOKENS}}, "temperature": {"error": {"message": TEMPERATURE}}},
         {"top_p": 1.0, "max_completion_tokens": 64}),
        ({"top_p": {"error": {"message": "`temperature` and `top_p` cannot both be specified for this model."}}},
         {"temperature": 0.0, "max_tokens": 64}),
        ({"top_p": {"detail": [{"type": "extra_forbidden", "loc": ["body", "top_p"], "msg": "Extra inputs are not permitted"}]}},
         {"temperature": 0.0, "max_tokens": 64}),
        ({"top_p": {"error": "Input validation error: `top_p` must be > 0.0 and < 1.0", "error_type": "validation"}},
         {"temperature": 0.0, "max_tokens": 64}),  # text-generation-inference
    ],
)  # fmt: skip
def test_a_refused_parameter_is_renamed_or_left_out_and_said_once(serve: Any, names: Any, sent: Any) -> None:
    said: list[str] = []
    server = serve(refusing(names))
    answers = ask(server, 30, said, connections=8)
    assert [answer.text for answer in answers] == ["5"] * 30
    assert {k: v for k, v in server.bodies[-1].items() if k not in ("model", "messages")} == sent
    assert len(said) == len(names)
    assert len(server.bodies) <= 30 + 9 * len(names)


def test_what_was_learned_holds_for_all_that_the_student_asks(serve: Any) -> None:
    server = serve(refusing({"max_tokens": {"error": {"message": MAX_TOKENS}}}))
    with open_student(server.student, server=ServerSettings(connections=1)) as student:
        first = list(student.answer(probes(2), Sampling()))
        again = list(student.answer(probes(2), Sampling()))
    assert len(server.bodies) == 5
    assert {a.probe_id: a.prompt_hash for a in first} == {a.probe_id: a.prompt_hash for a in again}


@pytest.mark.parametrize(
    "words",
    [
        "'max_tokens' is too large: 64. This model's maximum context length is 32 tokens and your request has 20.",
        "max_tokens must be at most 32; unsupported value",
        "unknown field: temperature_schedule",
        "your message holds an unsupported character",
    ],
)
def test_a_request_that_asks_for_too_much_is_not_put_in_other_words(serve: Any, words: str) -> None:
    server = serve((400, {"error": {"message": words}}, {}))
    [answer] = ask(server)
    assert (answer.status, len(server.bodies)) == ("failed", 1)


def test_a_server_that_takes_neither_name_is_asked_twice_and_no_more(serve: Any) -> None:
    text = {"error": {"message": "Unsupported parameter: max_tokens or max_completion_tokens"}}
    server = serve(refusing({"max_tokens": text, "max_completion_tokens": text}))
    [answer] = ask(server)
    assert (answer.status, len(server.bodies)) == ("failed", 2)


# ---- how long a server wants to be left alone -----------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7), ({"retry-after": "0.5"}, 0.5), ({"Retry-After": "2s"}, 2),
        ({"Retry-After": "20", "retry-after-ms": "1500"}, 1.5),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "6m0s"}, 360),
        ({"x-ratelimit-remaining-requests": "9", "x-ratelimit-reset-requests": "6m0s",
          "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "120ms"}, 0.12),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "12"}, 12),
        ({"ratelimit-remaining": "0", "ratelimit-reset": "3"}, 3),
        ({"Retry-After": "soon"}, None), ({"Retry-After": "-3"}, None), ({"Retry-After": "nan"}, None), ({}, None),
        ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "9" * 50 + "h"}, None),
    ],
)  # fmt: skip
def test_the_time_that_headers_ask_for(headers: dict[str, str], seconds: float | None) -> None:
    wait = dialect.wait_of(headers)
    assert wait == (seconds if seconds is None else pytest.approx(seconds))


@pytest.mark.parametrize("epoch", ["seconds", "milliseconds", "http", "rfc3339"])
def test_moments_are_read_as_spans(epoch: str) -> None:
    then = time.time() + 30
    moment = {
        "seconds": f"{then:.0f}", "milliseconds": f"{then * 1000:.0f}", "http": formatdate(then, usegmt=True),
        "rfc3339": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(then)),
    }[epoch]  # fmt: skip
    headers = (
        {"Retry-After": moment} if epoch == "http" else {"x-ratelimit-remaining": "0", "x-ratelimit-reset": moment}
    )
    if epoch == "rfc3339":
        headers = {"anthropic-ratelimit-requests-remaining": "0", "anthropic-ratelimit-requests-reset": moment}
    wait = dialect.wait_of(headers)
    assert wait is not None
    assert 25 < wait < 32


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("Rate limit reached. Please try again in 6m0s.", 360), ("Please try again in 500ms. Visit …", 0.5),
     ("try again in 20 seconds", 20), ("Try again later.", None)],
)  # fmt: skip
def test_the_time_that_a_text_asks_for(text: str, seconds: float | None) -> None:
    said = dialect.complaint(json.dumps({"error": {"message": text}}).encode())
    assert dialect.wait_of({}, said) == (None if seconds is None else pytest.approx(seconds))


def test_retry_after_zero_is_no_invitation_to_hammer(serve: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repairloop.students.crew._FIRST_PAUSE", 0.25)
    server = serve(lambda body: (429, {}, {"Retry-After": "0"}) if len(server.bodies) < 4 else completion("5"))
    started = time.monotonic()
    assert [answer.text for answer in ask(server)] == ["5"]
    assert time.monotonic() - started > 0.8


# ---- addresses and keys ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/completions", "/v1/models", "/v1/", "", "/"])
def test_an_address_that_is_not_quite_the_base_is_mended(serve: Any, path: str) -> None:
    server = serve(completion("5"))
    for elsewhere in ((404, b"404 page not found", {}), (200, {"error": "Unexpected endpoint or method. (GET /models)"}, {}),
                      (200, b"<html><title>Chat</title></html>", {})):  # fmt: skip
        server.elsewhere = elsewhere
        with open_student(f"openai:{server.url.removesuffix('/v1')}{path}#stub") as student:
            assert [answer.text for answer in student.answer(probes(1), Sampling())] == ["5"]
            assert (len(student.notice) == 1) == (path in ("", "/"))


def test_an_address_without_an_api_is_one_line_with_a_hint(serve: Any) -> None:
    server = serve(completion("5"), models_at="/nowhere")
    for elsewhere in (
        (404, b"404 page not found", {}),
        (200, {"error": "Unexpected endpoint or method. (POST /api)"}, {}),
    ):
        server.elsewhere = elsewhere
        with (
            open_student(f"openai:{server.url.removesuffix('/v1')}/api#stub") as student,
            pytest.raises(StudentError, match=r"mostly ends in /v1"),
        ):
            list(student.answer(probes(1), Sampling()))


def test_a_redirect_is_told_and_not_followed(serve: Any) -> None:
    server = serve(completion("5"), models_at="/nowhere")
    server.elsewhere = (301, b"", {"Location": "https://example.org/v1/models"})
    with pytest.raises(StudentError, match=r"redirects to https://example.org/v1/models: name the address"):
        ask(server)


def test_a_query_behind_the_address_stays_behind_it() -> None:
    assert dialect.at("https://h/openai?api-version=1", "/models") == "https://h/openai/models?api-version=1"
    assert dialect.base_of("https://h/openai/chat/completions?api-version=1") == "https://h/openai?api-version=1"


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        ({"data": [{"id": "stub"}]}, ["stub"]),
        ({"object": "list", "data": [{"id": "models/stub"}]}, ["stub"]),
        ([{"id": "stub"}], ["stub"]),
        ({"data": None}, []),
        ({}, []),
        ("x", []),
    ],
)
def test_lists_of_models_in_their_forms(listed: Any, names: list[str]) -> None:
    assert dialect.models_of(json.dumps(listed).encode()) == names


def test_looking_what_a_server_lists_generates_nothing_and_sends_the_headers(serve: Any) -> None:
    server = serve(completion("5"))
    config = Config(student=server.student, asking=StudentSettings(headers={"X-Team": "a"}, tools="native"))
    assert served._listed(server.student, config, lambda: None)[1] == ["stub"]
    assert (server.bodies, server.headers[-1]["X-Team"]) == ([], "a")


def test_bad_rows_among_good_ones_are_no_refusal_of_everything(serve: Any) -> None:
    bad = (400, {"error": {"message": "this question is not taken"}}, {})
    server = serve(lambda body: bad if body["messages"][-1]["content"] == "question 0" else completion("5"))
    with open_student(server.student, server=ServerSettings(connections=1)) as student:
        for _ in range(25):
            answers = {answer.probe_id: answer.status for answer in student.answer(probes(3), Sampling())}
            assert sorted(answers.values()) == ["failed", "ok", "ok"]


@pytest.mark.parametrize("key", ["sk-x\n", " sk-x\r\n", "\tsk-x"])
def test_a_key_is_sent_without_the_white_space_around_it(serve: Any, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", key)
    server = serve(completion("5"))
    ask(server)
    assert {headers["Authorization"] for headers in server.headers} == {"Bearer sk-x"}


@pytest.mark.parametrize("key", ["sk-x\nsk-y", "sk-x sk-y", "sk-ä", "sk\x00"])
def test_a_key_that_can_be_none_is_refused_at_once(serve: Any, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setattr("os.environ", {"OPENAI_API_KEY": key})
    with pytest.raises(UsageError, match="OPENAI_API_KEY holds a character that no key has"):
        ask(serve(completion("5")))


# ---- stopping -------------------------------------------------------------------------------------------


class Stopped(RepairLoopError):
    pass


@pytest.mark.parametrize("trouble", ["busy", "down", "silent"])
def test_a_wait_ends_when_it_is_asked_to_and_keeps_what_was_answered(serve: Any, trouble: str) -> None:
    stop = threading.Event()

    def chat(body: Any) -> Any:
        if len(server.bodies) <= 3:
            return completion("5")
        stop.set()
        return {"busy": (429, {}, {"Retry-After": "30"}), "down": (503, {}, {}), "silent": None}[trouble]

    def look_up() -> None:
        if stop.is_set():
            raise Stopped

    server = serve(chat)
    kept = []
    started = time.monotonic()
    with (  # noqa: PT012
        open_student(server.student, server=ServerSettings(connections=1), look_up=look_up) as student,
        pytest.raises(Stopped),
    ):
        for answer in student.answer(probes(50), Sampling()):
            kept.append(answer)
    assert len(kept) == 3
    assert time.monotonic() - started < 5
