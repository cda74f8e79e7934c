"""A service's API for Python programs and for the command line; it needs nothing of the extra.

    client = Client("http://127.0.0.1:8765")
    areas = client.areas("first")["items"]
    wrong = list(client.failures("first", area="math"))

What a service says is foreign: a reply is bounded in size and time, has to be what the API gives (`models`), and its texts
are made fit to be shown. Redirects are not followed and no proxy is asked, so the token goes to that address alone. It is
taken from REPAIRLOOP_TOKEN and never printed; over plain http whoever carries the bytes can read it.

The standard library's client rather than aiohttp: it works within a notebook, where an event loop runs already.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO, Any, Final, TypeVar
from urllib.parse import quote, urlencode, urlsplit

from pydantic import BaseModel, ValidationError

from repairloop.ground import foreign
from repairloop.ground.errors import RepairLoopError, UsageError, of_system, shown
from repairloop.ground.foreign import fit_all, in_line
from repairloop.ground.version import __version__
from repairloop.service import job_models, models

TOKEN: Final = "REPAIRLOOP_TOKEN"
SECONDS: Final = 60.0
"""The longest that a reply may take, downloads and events aside: those have so long for each piece."""
UPLOAD_SECONDS: Final = 300.0
"""For a file that is sent, and read there."""
LARGEST: Final = 64 << 20
"""Bytes of a reply."""
LONGEST_LINE: Final = 1 << 20
"""Bytes of an event."""
PIECE: Final = 1 << 16
_OURS: Final = frozenset({400, 401, 403, 404, 405, 413, 414, 422})
"""Said where another request would be answered."""

M = TypeVar("M", bound=BaseModel)


class Client:
    """A service at `url`. Methods give what docs/service.md says, as dictionaries; RepairLoopError where there is no answer,
    UsageError where the service says that it was asked for what cannot be."""

    def __init__(self, url: str, token: str | None = None) -> None:
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise UsageError(f"{shown(url)} is no address of a service") from None
        strange = parts.username is not None or parts.query or parts.fragment or not _plain(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or strange:
            raise UsageError("a service is named by its address alone, as http://127.0.0.1:8765")
        self.url = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
        self._tls, self._host, self._port = parts.scheme == "https", parts.hostname, port
        self._path = parts.path.rstrip("/")
        self._token = (os.environ.get(TOKEN, "") if token is None else token).strip()
        if self._token:
            foreign.know(self._token)
            if not _plain(self._token):
                raise UsageError(f"{TOKEN} is no token: it has spaces or odd characters")

    def runs(self, text: str | None = None) -> Iterator[dict[str, Any]]:
        """The runs, the one that was written last first. `text`: only those whose name has this."""
        return self._pages(models.RunPage, "runs", text=text)

    def run(self, run: str) -> dict[str, Any]:
        return self._get(models.Run, "runs", run)

    def areas(self, run: str, cycle: int | None = None) -> dict[str, Any]:
        return self._get(models.Areas, "runs", run, "areas", cycle=cycle)

    def failures(
        self, run: str, *, area: str | None = None, error_class: str | None = None, side: str = "before",
        text: str | None = None, flips: bool = False, overruled: bool = False, page: int = 200,
    ) -> Iterator[dict[str, Any]]:  # fmt: skip
        """Wrong answers, `page` at a time. `overruled`: those that people hold for passed."""
        return self._pages(
            models.FailurePage, "runs", run, "failures", area=area, error_class=error_class, side=side, text=text,
            flips=int(flips), overruled=int(overruled), limit=page,
        )  # fmt: skip

    def failure_page(self, run: str, **filters: Any) -> dict[str, Any]:
        """One page of them, with `total` and `next`."""
        return self._get(models.FailurePage, "runs", run, "failures", **filters)

    def probe(self, run: str, probe_id: str) -> dict[str, Any]:
        return self._get(models.Probe, "runs", run, "probes", probe_id)

    def rows(
        self, run: str, *, area: str | None = None, kind: str | None = None, fate: str | None = None, page: int = 200
    ) -> Iterator[dict[str, Any]]:
        """Training rows. `fate`: `trains`, or the reason why one was kept aside."""
        return self._pages(models.RowPage, "runs", run, "rows", area=area, kind=kind, fate=fate, limit=page)

    def row(self, run: str, row_id: str) -> dict[str, Any]:
        return self._get(models.RowStory, "runs", run, "rows", row_id)

    def decision(self, run: str) -> dict[str, Any]:
        """What the gate said. UsageError before it has."""
        return self._get(models.Decision, "runs", run, "decision")

    def sql(self, run: str, query: str, seconds: float = 8.0) -> dict[str, Any]:
        """`columns`, the first `rows` of the result, and how many there are in `total`."""
        path = self._address("runs", run, "sql")
        return self._ask(models.Result, "POST", path, {"query": query, "seconds": seconds})

    def download(self, run: str, table: str, file: IO[bytes], format: str = "parquet") -> int:
        """A table written to an open file; its bytes."""
        path = self._address("runs", run, "tables", table, format=format)
        written = 0
        with self._reply("GET", path) as reply:
            while piece := reply.read(PIECE):
                try:
                    file.write(piece)
                except OSError as error:
                    raise of_system(error) from None
                written += len(piece)
        return written

    def events(self, run: str, after: str = "") -> Iterator[dict[str, Any]]:
        """What happens in a run, as it happens, until it ends; each with its `id`, after which another call goes on."""
        headers = {"last-event-id": after} if after else {}
        with self._reply("GET", self._address("runs", run, "events"), headers=headers) as reply:
            place = after
            while line := reply.readline(LONGEST_LINE + 1):
                if len(line) > LONGEST_LINE:
                    raise RepairLoopError(f"{self.url} sends an event of more than {LONGEST_LINE:,} bytes")
                name, _, value = line.decode("utf-8", "replace").rstrip("\r\n").partition(": ")
                if name == "id":
                    place = value
                elif name == "data":
                    yield {"id": place} | _dictionary(value, self.url)

    def feedback(
        self, messages: list[dict[str, str]], response: str, *, verdict: str | None = None, correction: str | None = None,
        tags: Sequence[str] = (), key: str | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Tell what somebody thinks of an answer: `verdict` is `right` or `wrong`. With the same `key` it is kept once."""
        said = {
            "messages": messages, "response": response, "verdict": verdict, "correction": correction, "tags": list(tags),
        }  # fmt: skip
        headers = {"idempotency-key": secrets.token_hex(16) if key is None else key}
        return self._ask(models.FeedbackKept, "POST", self._address("feedback"), said, headers)

    # -- runs that are started there

    def jobs(self, run: str | None = None) -> Iterator[dict[str, Any]]:
        """Jobs, the newest first; of a run there is one at most."""
        return self._pages(job_models.JobPage, "jobs", run=run)

    def job(self, job: int) -> dict[str, Any]:
        return self._get(job_models.Job, "jobs", str(job))

    def begin(self, settings: dict[str, Any], run: str | None = None, *, key: str | None = None) -> dict[str, Any]:
        """The job of a new run, with settings as a file of settings has them. With the same `key` there is one."""
        return self._job({"settings": settings, "run": run}, key)

    def go_on(self, run: str, *, key: str | None = None) -> dict[str, Any]:
        """The job by which a run without one goes on."""
        return self._job({"resume": run}, key)

    def act(self, job: int, action: str) -> dict[str, Any]:
        """`pause`, `resume`, `cancel` or `retry` it."""
        return self._ask(job_models.Job, "POST", self._address("jobs", str(job), action))

    def upload(self, name: str, data: bytes) -> dict[str, Any]:
        """The task that a file of questions and answers becomes there."""
        path = self._address("tasks", file=name)
        return self._ask(job_models.Task, "POST", path, data, seconds=UPLOAD_SECONDS)

    def _job(self, asked: dict[str, Any], key: str | None) -> dict[str, Any]:
        headers = {"idempotency-key": secrets.token_hex(16) if key is None else key}
        return self._ask(job_models.Job, "POST", self._address("jobs"), asked, headers)

    def _pages(self, model: type[M], *parts: str, **query: Any) -> Iterator[dict[str, Any]]:
        after: str | None = None
        seen: set[str] = set()
        while True:
            page = self._get(model, *parts, **query, after=after)
            yield from page["items"]
            after = page["next"]
            if after is None:
                return
            if after in seen or not page["items"]:
                raise RepairLoopError(f"{self.url} gives a list that does not end")
            seen.add(after)

    def _get(self, model: type[M], *parts: str, **query: Any) -> dict[str, Any]:
        return self._ask(model, "GET", self._address(*parts, **query))

    def _ask(
        self, model: type[M], method: str, path: str, content: Any = None, headers: dict[str, str] | None = None,
        seconds: float = 0.0,
    ) -> dict[str, Any]:  # fmt: skip
        late = threading.Event()
        pieces: list[bytes] = []
        with self._reply(method, path, content, headers, late, seconds) as reply:
            while piece := reply.read(PIECE):
                pieces.append(piece)
                if len(pieces) * PIECE > LARGEST:
                    raise RepairLoopError(f"{self.url} answers with more than {LARGEST >> 20} MiB")
        if late.is_set():
            raise self._slow(seconds)
        try:
            found = model.model_validate_json(b"".join(pieces)).model_dump()
        except (ValidationError, ValueError, RecursionError):
            raise self._strange() from None
        return dict(fit_all(found))

    def _address(self, *parts: str, **query: Any) -> str:
        given = {name: value for name, value in query.items() if value is not None}
        path = "/".join(quote(part, safe="") for part in parts)
        if any(part in ("", ".", "..") for part in parts):
            raise UsageError("a run, a probe and a row have a name")
        return f"{self._path}/api/v1/{path}" + (f"?{urlencode(given)}" if given else "")

    @contextmanager
    def _reply(
        self, method: str, path: str, content: Any = None, headers: dict[str, str] | None = None,
        late: threading.Event | None = None, seconds: float = 0.0,
    ) -> Iterator[http.client.HTTPResponse]:  # fmt: skip
        """What is answered, where it is no problem. With `late` all of it has `seconds` (0: `SECONDS`), and it is set where that was
        too little; else each piece has them."""
        connection: http.client.HTTPConnection
        seconds = seconds or SECONDS
        if self._tls:
            connection = http.client.HTTPSConnection(
                self._host, self._port, timeout=seconds, context=ssl.create_default_context()
            )
        else:
            connection = http.client.HTTPConnection(self._host, self._port, timeout=seconds)
        sent = {"accept": "application/json", "user-agent": f"repairloop/{__version__}"} | (headers or {})
        body = None
        if isinstance(content, bytes):
            body, sent["content-type"] = content, "application/octet-stream"
        elif content is not None:
            body, sent["content-type"] = json.dumps(content).encode(), "application/json"
        if self._token:
            sent["authorization"] = f"Bearer {self._token}"
        ending = threading.Timer(seconds, _cut, (connection, late))
        ending.daemon = True
        try:
            if late is not None:
                ending.start()
            connection.request(method, path, body, sent)
            reply = connection.getresponse()
            if reply.status not in (200, 201, 202, 204):
                raise self._problem(reply)
            yield reply
        except RepairLoopError:
            raise
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            if isinstance(error, TimeoutError) or (late is not None and late.is_set()):
                raise self._slow(seconds) from None
            said = str(error) or type(error).__name__
            raise RepairLoopError(f"{self.url} does not answer: {in_line(said, 200)}") from None
        finally:
            ending.cancel()
            connection.close()

    def _slow(self, seconds: float) -> RepairLoopError:
        return RepairLoopError(f"{self.url} did not answer within {seconds or SECONDS:g} s")

    def _problem(self, reply: http.client.HTTPResponse) -> RepairLoopError:
        if reply.status in range(300, 400):
            return RepairLoopError(f"{self.url} names another address, which is not asked; name it yourself")
        try:
            problem = models.Problem.model_validate_json(reply.read(PIECE))
        except (ValidationError, ValueError, RecursionError):
            return self._strange(reply.status)
        said = in_line(problem.detail or problem.title, 600)
        if reply.status == 401:
            said = f"{said} ({TOKEN} {'holds none that it knows' if self._token else 'is not set'})"
        return (UsageError if reply.status in _OURS else RepairLoopError)(said)

    def _strange(self, status: int = 200) -> RepairLoopError:
        return RepairLoopError(
            f"{self.url} does not answer as a service of repairloop does (status {status}); is it the right address, and of "
            f"this version ({__version__})?"
        )


def _plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and " " not in text


def _cut(connection: http.client.HTTPConnection, late: threading.Event) -> None:
    """End what a connection waits for."""
    late.set()
    held = connection.sock
    if held is not None:
        with suppress(OSError):
            held.shutdown(socket.SHUT_RDWR)


def _dictionary(text: str, url: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise RepairLoopError(f"{url} sends an event that is none")
    return dict(fit_all(found))
