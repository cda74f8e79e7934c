"""How servers that speak the OpenAI chat API differ: what they say, where they say it, and what they refuse.

Known of vLLM, SGLang, llama.cpp's server, Ollama, LM Studio, TGI, OpenAI, Azure, Anthropic, Gemini, Mistral, DeepSeek,
Groq and OpenRouter. This module reads replies, complaints and headers; it sends nothing, and decides nothing but what
a reply means. What a request holds beside a parameter that is refused is not its affair.

What is read here is without keys, and what is told of an error is fit to be shown: a server may echo what it was sent.
"""

from __future__ import annotations

import json
import math
import os
import re
import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from repairloop.ground.errors import UsageError
from repairloop.ground.foreign import fit, hide, hide_all, know
from repairloop.ground.messages import message_says
from repairloop.students.base import Say
from repairloop.students.crew import Cause, Fault

_PASSING: Final = frozenset({408, 409, 425})
"""Statuses, below 500, of a row that may succeed when repeated."""
_BUSY: Final = frozenset({429, 498, 529})
"""429 everywhere, 498 Groq's, 529 Anthropic's."""
_CUT: Final = frozenset({"length", "max_tokens", "model_length", "max_output_tokens"})
_LARGEST_COUNT: Final = 1 << 31
_SHOWN: Final = 200
"""Characters of a server's complaint that are told."""
_MOST_PARTS: Final = 500_000
"""Commas and brackets of a reply: as objects it may take fifty times as much memory as it has bytes."""
_LONGEST_ERROR: Final = 65_536
"""Bytes of an error that are read."""
_ENDPOINTS: Final = ("/chat/completions", "/completions", "/models")


# ---- addresses and keys ---------------------------------------------------------------------------------


def parse_name(name: str) -> tuple[str, str]:
    """Base URL and model of `openai:BASE_URL#MODEL`. Raises UsageError on anything else."""
    address, _, model = name.removeprefix("openai:").partition("#")
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or not model:
        raise UsageError(f"{name!r}: expected openai:BASE_URL#MODEL, as openai:http://localhost:8000/v1#name")
    if "@" in parts.netloc or (taken := [key for key, _ in parse_qsl(parts.query) if _HOLDS_KEY.search(key)]):
        what = "a password" if "@" in parts.netloc else f"the parameter {taken[0]!r}"
        raise UsageError(
            f"the address of {parts.hostname} holds {what}, and would rest in every file of a run: put it into "
            "OPENAI_API_KEY, or into student.headers as '$NAME' of a variable of the environment (docs/students.md)"
        )
    return base_of(address), model


_HOLDS_KEY: Final = re.compile(r"key|token|secret|passw|auth|sig$|signature|credential", re.IGNORECASE)


def base_of(address: str) -> str:
    """The address without the endpoint that people copy along with it."""
    parts = urlsplit(address)
    path = parts.path.rstrip("/")
    for endpoint in _ENDPOINTS:
        path = path.removesuffix(endpoint)
    return urlunsplit(parts._replace(path=path.rstrip("/"), fragment=""))


def at(url: str, path: str) -> str:
    """`path` below a base URL; what stands behind its question mark stays there."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=parts.path + path))


def is_versioned(url: str) -> bool:
    """Whether the address names a version, as `/v1` does."""
    return re.search(r"/v\d", urlsplit(url).path) is not None


def key_of_environment(name: str = "OPENAI_API_KEY") -> str:
    """A variable that holds a key, without the white space around it; empty where there is none."""
    key = os.environ.get(name, "").strip()
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise UsageError(f"{name} holds a character that no key has (a line break?); set it anew")
    know(key)
    return key


def models_of(body: bytes) -> list[str]:
    """The names of the models that a server lists; empty where it lists none."""
    try:
        data = _loads(body)
        listed = data if isinstance(data, list) else data["data"]
        return [str(model["id"]).removeprefix("models/") for model in listed]
    except (ValueError, RecursionError, LookupError, TypeError):
        return []


# ---- complaints -----------------------------------------------------------------------------------------


class Complaint(NamedTuple):
    """What a server says of an error."""

    text: str
    """At most 200 characters, on one line; empty where it says nothing."""
    code: str = ""
    """Its own names of the error, `code`, `type` and `status`, joined."""
    status: int | None = None
    """The HTTP status that stands in the body."""
    parameter: str = ""
    body: str = ""
    """The beginning of the body, for the time that it asks for."""


def complaint(content: bytes) -> Complaint:
    """What a body says of an error, in whichever of the usual places it stands."""
    beginning = hide(content[:_LONGEST_ERROR].decode("utf-8", "replace"))[:4096]
    try:
        data = _loads(content[:_LONGEST_ERROR])
    except (ValueError, RecursionError):
        return Complaint(_one_line(_page(beginning)), body=beginning)
    error = _error(data) or data
    if not isinstance(error, dict):
        return Complaint(_one_line(_words(error)), body=beginning)
    names = [str(error[name]) for name in ("code", "type", "status") if error.get(name) is not None]
    numbers = [int(name) for name in names if re.fullmatch(r"[45]\d\d", name)]
    where = error.get("param")
    return Complaint(
        _one_line(_words(error)), _one_line(" ".join(names)), numbers[0] if numbers else None,
        where if isinstance(where, str) else "", beginning,
    )  # fmt: skip


def _error(data: Any) -> Any:
    """The error that a body holds; None where it holds none."""
    if isinstance(data, list) and data and isinstance(data[0], dict):  # Gemini
        data = data[0]
    if not isinstance(data, dict):
        return None
    if data.get("error"):
        return data["error"]
    return data if "error" in (data.get("object"), data.get("type")) else None


def _words(error: Any, depth: int = 0) -> str:
    if isinstance(error, str):
        return error
    if depth > 4:
        return ""
    if isinstance(error, list):
        return "; ".join(filter(None, (_words(part, depth + 1) for part in error[:3])))
    if not isinstance(error, dict):
        return ""
    found = next(
        (w for k in ("message", "detail", "msg", "error", "title") if (w := _words(error.get(k), depth + 1))), ""
    )
    if isinstance(where := error.get("loc"), list):  # FastAPI: which field of the request
        found = f"{'.'.join(map(str, where[:5]))}: {found}"
    more = error.get("metadata")
    if isinstance(more, dict) and isinstance(raw := more.get("raw"), str) and raw:  # OpenRouter: the provider's words
        found = f"{found}: {_words(_loaded(raw), depth + 1) or raw}"
    return found


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _page(text: str) -> str:
    """A page of HTML is told by its title."""
    lower = text.lower()
    if not lower.lstrip().startswith("<"):
        return text
    start, end = lower.find("<title"), lower.find("</title")
    title = _one_line(text[start:end].partition(">")[2]) if 0 <= start < end else ""
    return f"a web page, {title!r}" if title else "a web page"


def _one_line(text: str) -> str:
    return fit(_clean(" ".join(text[:_LONGEST_ERROR].split())))[:_SHOWN]


def _loads(content: bytes) -> Any:
    """A JSON value without keys. ValueError where it is none, or one of very many parts."""
    if content.count(b",") + content.count(b"[") + content.count(b"{") > _MOST_PARTS:
        raise ValueError("it has too many parts")
    return hide_all(json.loads(content))


_OF_TEMPLATE: Final = re.compile(
    r"\bsystem\b.{0,60}\b(?:role|message|prompt|instruction)|\b(?:role|message|instruction).{0,60}\bsystem\b"
    r"|roles must alternate|only user.{0,30}assistant|jinja|chat.?template|template error|TemplateError",
    re.IGNORECASE | re.DOTALL,
)


def is_of_template(reason: str) -> bool:
    """Whether a refusal may be that of a chat template, of a system message above all."""
    return _OF_TEMPLATE.search(reason) is not None


_SPENT: Final = re.compile(
    r"insufficient[ _-]?(quota|balance|credit|funds)|credit balance is too low|out of credits|used all available credits"
    r"|billing[ _](hard_limit|not_active)|exceeded_current_quota|arrearage|余额不足",
    re.IGNORECASE,
)


def is_spent(status: int | None, said: Complaint) -> bool:
    """Whether the account has nothing left: waiting does not help."""
    return status == 402 or (
        (status is None or 400 <= status < 500) and _SPENT.search(f"{said.code} {said.text}") is not None
    )


_ASKS_FOR_TIME: Final = re.compile(r"rate.?limit|overloaded|exhausted|too.?many.?requests|throttl", re.IGNORECASE)


def cause_of(status: int | None, said: Complaint, after: float | None = None) -> Cause:
    """What an error means for the row that met it."""
    if status is None:
        return "busy" if _ASKS_FOR_TIME.search(f"{said.code} {said.text}") else "reply"
    if status in _BUSY or (status == 503 and after is not None):
        return "busy"
    if status >= 500:
        return "server"
    return "reply" if status in _PASSING else "row"


# ---- time that a server asks for ------------------------------------------------------------------------


def wait_of(headers: Mapping[str, str], said: Complaint = Complaint("")) -> float | None:
    """Seconds until the server wants to be asked again; None where it does not say."""
    for wait in _waits({name.lower(): value.strip() for name, value in headers.items()}, said):
        if wait is not None and math.isfinite(wait) and wait >= 0:
            return wait
    return None


def _waits(headers: dict[str, str], said: Complaint) -> Iterator[float | None]:
    if "retry-after-ms" in headers and (milliseconds := _number(headers["retry-after-ms"])) is not None:
        yield milliseconds / 1000
    if value := headers.get("retry-after"):
        yield _span(value) if (seconds := _number(value)) is None else seconds
        yield _until(value)
    spent = []
    for name, left in headers.items():
        if "ratelimit-remaining" in name or re.fullmatch(r"anthropic-ratelimit-[a-z-]+-remaining", name):
            reset = headers.get(name.replace("remaining", "reset"))
            if reset and _number(left) == 0:
                spent.append(_reset(reset))
    yield max((wait for wait in spent if wait is not None), default=None)
    if found := re.search(r'"retryDelay":\s*"([\d.]{1,12}s)"', said.body):
        yield _span(found[1])
    if found := re.search(r"again in ((?:[\d.]{1,12}(?:ms|[hms]|\s?seconds?))+)", said.body):
        yield _span(found[1])


def _reset(text: str) -> float | None:
    """A reset is a span, a moment, or a number: of seconds, or since 1970 in seconds or milliseconds."""
    number = _number(text)
    if number is None:
        return _until(text) if (span := _span(text)) is None else span
    if number > 1e9:
        number = number / (1000 if number > 1e11 else 1) - time.time()
    return max(0.0, number)


_SPAN: Final = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:([\d.]+)\s?s(?:econds?)?)?(?:([\d.]+)ms)?")


def _span(text: str) -> float | None:
    """`6m0s`, `1.5s`, `120ms`."""
    found = _SPAN.fullmatch(text.strip()[:40])
    if not found or not any(found.groups()):
        return None
    hours, minutes, seconds, milliseconds = (_number(part or "0") or 0.0 for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds + milliseconds / 1000


def _until(text: str) -> float | None:
    """Seconds until a moment, as HTTP or RFC 3339 writes it."""
    try:
        moment = datetime.fromisoformat(text) if text[:1].isdigit() else parsedate_to_datetime(text)
        return max(0.0, moment.timestamp() - time.time())
    except (ValueError, OverflowError, OSError):
        return None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


# ---- replies --------------------------------------------------------------------------------------------


class Said(NamedTuple):
    """What a reply says."""

    text: str
    thoughts: str
    """What the server set apart as the model's thoughts."""
    reason: str
    """`stop` or `length`."""
    prompt_tokens: int
    answer_tokens: int
    message: dict[str, Any]
    """As it came."""


def read_reply(content: bytes) -> Said:
    """What a reply with status 200 says. Raises NoAnswer where it is an error, Fault where it is no answer else."""
    try:
        data = _loads(content)
        choices = data.get("choices") if isinstance(data, dict) else None
        if not choices:
            raise _no_answer(data, content)
        choice = choices[0]
        finish = str(choice.get("finish_reason") or "stop").lower()
        if choice.get("error") or finish in ("error", "abort"):
            raise _no_answer(choice, content)
        if finish == "content_filter":
            raise Fault("row", "the server's content filter withheld the answer")
        message = choice["message"]
        text, thoughts = message_says(message)
        usage = data.get("usage") or {}
        counts = _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens"))
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError) as error:
        page = f" but {_page(content[:4096].decode('utf-8', 'replace'))}" if content[:4096].lstrip()[:1] == b"<" else ""
        why = page or f": {type(error).__name__}: {error}"
        raise Fault("reply", _one_line(f"the reply is no chat completion{why}")) from None
    return Said(_clean(text), _clean(thoughts), "length" if finish in _CUT else "stop", *counts, message)


class NoAnswer(Exception):
    """A reply with status 200 that holds an error."""

    def __init__(self, said: Complaint) -> None:
        super().__init__(said.text)
        self.said = said


def _no_answer(data: Any, content: bytes) -> Exception:
    """What is wrong with a reply that holds no answer."""
    if _error(data) is None:
        begins = _one_line(content[:400].decode("utf-8", "replace"))
        return Fault("reply", _one_line(f"the reply is no chat completion: {begins}"))
    said = complaint(json.dumps(data).encode())
    if said.status is None and "endpoint" in said.text.lower():  # LM Studio, of an address that it does not have
        return NoAnswer(said._replace(status=404))
    return NoAnswer(said)


def _clean(text: str) -> str:
    """A lone surrogate is no text."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _count(value: Any) -> int:
    return value if type(value) is int and 0 <= value < _LARGEST_COUNT else 0


# ---- parameters that are refused ------------------------------------------------------------------------

_OTHER_NAME: Final = {"max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"}
_LEFT_OUT: Final = ("top_p", "seed", "temperature")
"""What is left out where a server does not take it: answers are then drawn as the server pleases."""
_REFUSES: Final = re.compile(
    r"unsupported|not support|n.t support|not permitted|not allowed|unexpected|unrecogni[sz]ed|unknown|forbidden|extra"
    r"|cannot both|not a valid|deprecated|not available|only the default|top_p\W* must be",
    re.IGNORECASE,
)
_TOO_MUCH: Final = re.compile(r"too (large|long|many|high)|at most|maximum|context length", re.IGNORECASE)


class Dialect:
    """What is learned of one server while it is asked: parameters that it takes under another name, or not at all."""

    def __init__(self, server: str = "", say: Say = lambda line: None) -> None:
        self._server, self._say = server, say
        self._renamed: dict[str, str] = {}
        self._left_out: set[str] = set()
        self.refused = 0
        """Requests that were refused as such in turn, with no reply since."""

    def translate(self, body: bytes) -> bytes:
        """The request as this server takes it."""
        if not self._renamed and not self._left_out:
            return body
        request = json.loads(body)
        kept = {self._renamed.get(k, k): v for k, v in request.items() if k not in self._left_out}
        return json.dumps(kept).encode()

    def learn(self, status: int, said: Complaint, sent: bytes) -> bool:
        """Whether a refused request is worth asking again, in another form."""
        if self.translate(sent) != sent:  # refused for what was learned meanwhile
            return True
        if status not in (400, 422):
            return False
        name = self._refused_parameter(said, json.loads(sent))
        if name is None:
            return False
        if name in _LEFT_OUT:
            self._left_out.add(name)
            what = "it is left out, before and after alike: answers are drawn as the server pleases"
        else:
            self._renamed[name] = _OTHER_NAME[name]
            what = f"{_OTHER_NAME[name]} is sent instead"
        self._say(f"{self._server} takes no {name} ({said.text}); {what}")
        return True

    def _refused_parameter(self, said: Complaint, request: dict[str, Any]) -> str | None:
        words = f"{said.code} {said.text}"
        if _TOO_MUCH.search(words) or not _REFUSES.search(words):
            return None
        for name in (*_OTHER_NAME, *_LEFT_OUT):
            named = said.parameter == name or re.search(rf"(?<!\w){name}(?!\w)", words)
            if named and name in request and _OTHER_NAME.get(name) not in self._renamed:
                return name
        return None
