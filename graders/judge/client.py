"""Several prompts to one judge over HTTP, at once: for each its reply, or the reason why there is none.

One call is one event loop with one session, in a thread of its own. So it is the same below a script, a thread, a
running event loop, a notebook or a forked worker, and leaves nothing behind. What may pass (a busy server, an error
of its own, a broken connection) is tried again within the time given. A server that cannot be reached is left alone
for a while, so that a thousand verdicts do not each wait for it. This module knows nothing of verdicts.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import aiohttp

from repairloop import Message, bare, dialect, fit

_LARGEST_REPLY: Final = 1 << 20
"""Bytes."""
_ATTEMPTS: Final = 6
"""For one prompt; to be told to wait does not count."""
_FIRST_PAUSE: Final = 0.25
"""Before the second attempt, in seconds; it doubles with each, up to eight."""
_REST_SECONDS: Final = 10.0
"""How long a server that could not be reached is not tried again."""
_unreachable: dict[str, float] = {}
"""Address → until when it is left alone, on the monotonic clock."""


@dataclass(frozen=True)
class Reply:
    """What came of one prompt."""

    text: str = ""
    fault: str | None = None
    """Why there is no text."""
    timed_out: bool = False


class _Fault(Exception):
    def __init__(self, reason: str, *, passing: bool, busy: bool = False, unreachable: bool = False) -> None:
        super().__init__(fit(reason))
        self.passing, self.busy, self.unreachable = passing, busy, unreachable


def ask(
    server: str, prompts: Sequence[tuple[list[Message], int]], fixed: dict[str, Any], seconds: float
) -> list[Reply]:
    """One reply a prompt, in their order, within `seconds`. Raises UsageError on a malformed server, nothing else.

    A prompt is its messages and a seed; `fixed` holds the other fields of the request. The key, where one is needed,
    comes from OPENAI_API_KEY.
    """
    url, model = dialect.parse_name(server)
    if time.monotonic() < _unreachable.get(url, 0.0):
        return [Reply(fault=_no_connection(url))] * len(prompts)
    bodies = [
        json.dumps({"model": model, "messages": shown, "seed": seed, **fixed}).encode() for shown, seed in prompts
    ]
    with ThreadPoolExecutor(1, thread_name_prefix="judge") as thread:
        return thread.submit(lambda: asyncio.run(_ask_all(url, bodies, seconds))).result()


async def _ask_all(url: str, bodies: list[bytes], seconds: float) -> list[Reply]:
    headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
    if key := dialect.key_of_environment():
        headers["Authorization"] = f"Bearer {key}"
    async with aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=None), cookie_jar=aiohttp.DummyCookieJar(), headers=headers
    ) as session:
        return await asyncio.gather(*(_ask_one(session, url, body, seconds) for body in bodies))


async def _ask_one(session: aiohttp.ClientSession, url: str, body: bytes, seconds: float) -> Reply:
    last, attempts, pause = "it is silent", 0, _FIRST_PAUSE
    try:
        async with asyncio.timeout(seconds):
            while True:
                try:
                    return Reply(text=await _post(session, url, body))
                except _Fault as fault:
                    last = str(fault)
                    attempts += not fault.busy
                    if not fault.passing or attempts >= _ATTEMPTS:
                        if fault.unreachable:
                            _unreachable[url] = time.monotonic() + _REST_SECONDS
                        return Reply(fault=last)
                await asyncio.sleep(pause)
                pause = min(2 * pause, 8.0)
    except TimeoutError:
        reason = f"no reply from the judge at {url} within {seconds:g} s ({last}); if it is only slow, raise the limit"
        return Reply(fault=reason, timed_out=True)


async def _post(session: aiohttp.ClientSession, url: str, body: bytes) -> str:
    try:
        async with session.post(dialect.at(url, "/chat/completions"), data=body, allow_redirects=False) as response:
            content = bytearray()
            async for chunk in response.content.iter_any():
                content += chunk
                if len(content) > _LARGEST_REPLY:
                    raise _Fault(f"the judge's reply is longer than {_LARGEST_REPLY} bytes", passing=False)
            status, reason, headers = response.status, response.reason, response.headers
    except aiohttp.ClientConnectorError:
        raise _Fault(_no_connection(url), passing=True, unreachable=True) from None
    except (aiohttp.ClientError, OSError) as error:
        raise _Fault(f"the connection to the judge broke ({type(error).__name__})", passing=True) from None
    if status == 200:
        return _text(bytes(content), headers)
    hint = "; set OPENAI_API_KEY" if status in (401, 403) else ""
    said = dialect.complaint(bytes(content))
    raise _refused(status, said, headers, f"the judge at {url} replies HTTP {status}: {said.text or reason}{hint}")


def _refused(status: int | None, said: dialect.Complaint, headers: Mapping[str, str], reason: str) -> _Fault:
    """What to make of an error: the same as of one of a student's server."""
    cause = dialect.cause_of(status, said, dialect.wait_of(headers, said))
    passing = cause != "row" and not dialect.is_spent(status, said)
    return _Fault(reason, passing=passing, busy=passing and cause == "busy")


def _no_connection(url: str) -> str:
    return f"no judge answers at {url} (no connection); start it and grade again"


def _text(content: bytes, headers: Mapping[str, str]) -> str:
    try:
        text = dialect.read_reply(content).text
    except dialect.NoAnswer as error:
        raise _refused(error.said.status, error.said, headers, f"the judge's reply is an error: {error}") from None
    except dialect.Fault as fault:
        raise _Fault(f"the judge's reply is no use: {fault}", passing=fault.cause != "row") from None
    if not text:
        raise _Fault("the judge's reply is no chat completion", passing=True)
    return bare(text)
