"""Every page in a real browser: no word on the console, no report against the policy, nothing that axe-core objects to.

Wants Playwright and what `scripts/browser.sh` fetches; REPAIRLOOP_CHROMIUM and REPAIRLOOP_AXE name another Chromium, and
another `axe.min.js`. Skipped without. A picture of every page is kept in `build/pages`.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.forks import Fork
from tests.service.team import Team, served, team_at

playwright = pytest.importorskip("playwright.sync_api")
FETCHED = Path(sys.prefix) / "browser"
CHROMIUM = Path(os.environ.get("REPAIRLOOP_CHROMIUM", FETCHED / "chromium"))
AXE = Path(os.environ.get("REPAIRLOOP_AXE", FETCHED / "axe.min.js"))
PICTURES = Path(__file__).parents[2] / "build" / "pages"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (CHROMIUM.exists() and AXE.exists()), reason="no Chromium: scripts/browser.sh"),
]


@pytest.fixture(scope="module")
def service(root: Path) -> Iterator[str]:
    with command(root) as address:
        yield address


@contextmanager
def command(root: Path) -> Iterator[str]:
    run = Fork("serve", "--root", root, "--port", "0")
    try:
        yield re.search(r"http://127\.0\.0\.1:\d+", run.lines.readline())[0]  # type: ignore[index]
    finally:
        os.kill(run.pid, signal.SIGTERM)
        assert run.wait() == 143


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        libraries = f"{FETCHED / 'lib'}:{os.environ.get('LD_LIBRARY_PATH', '')}"
        opened = started.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
            env={**os.environ, "LD_LIBRARY_PATH": libraries},
        )  # fmt: skip
        yield opened
        opened.close()


@pytest.fixture
def team(root: Path, tmp_path: Path) -> Iterator[tuple[Team, str]]:
    """A service that asks for tokens, and its address."""
    found = team_at(tmp_path, root)
    with served(found.app()) as port:
        yield found, f"http://127.0.0.1:{port}"


def addresses(planted: Any) -> list[str]:
    ((probe_id,),) = planted.sql("SELECT probe_id FROM failures ORDER BY 1 LIMIT 1").fetchall()
    ((row_id,),) = planted.sql("SELECT row_id FROM repair_rows WHERE kind = 'repair' ORDER BY 1 LIMIT 1").fetchall()
    pages = ["", "/areas", "/failures", f"/probes/{probe_id}", "/rows", f"/rows/{row_id}", "/adapter", "/said", "/sql"]
    others = [
        "/jobs",
        "/new",
        "/new/task",
        "/compare",
        "/tasks",
        "/skills",
        "/skills/math",
        "/graders",
        "/graders/math",
    ]
    return ["/", "/api", "/runs/none", *others, *(f"/runs/first{page}" for page in pages)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_sound(browser: Any, service: str, planted: Any, scheme: str) -> None:
    said: list[str] = []
    seen = browser.new_context(color_scheme=scheme)
    looked_through = browser.new_context(color_scheme=scheme, bypass_csp=True)  # the policy admits no axe
    for address in addresses(planted):
        page = seen.new_page()
        page.on("console", lambda message, where=address: said.append(f"{where}: {message.text}"))
        page.on("pageerror", lambda error, where=address: said.append(f"{where}: {error}"))
        page.goto(service + address)
        page.set_viewport_size({"width": 360, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
        page.close()
        page = looked_through.new_page()
        page.goto(service + address)
        page.screenshot(
            path=PICTURES / f"{address.strip('/').replace('/', '-') or 'runs'}-{scheme}.png", full_page=True
        )
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert page.evaluate("axe.run().then((r) => r.violations.map((v) => [v.id, v.nodes[0].html]))") == [], address
        page.close()
    assert [line for line in said if not line.startswith("/runs/none: Failed to load resource")] == []  # its 404


def test_forms_work_without_script(browser: Any, service: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{service}/runs/first/failures")
    page.select_option("select[name=area]", "math")
    page.check("input[name=flips]")
    page.click("main button")
    assert "area=math" in page.url
    assert "flips=1" in page.url
    page.click("article h2 a")
    assert "/probes/" in page.url
    page.goto(f"{service}/runs/first/sql")
    page.fill("textarea", "SELECT 6 * 7 AS answer")
    page.click("main button")
    assert page.inner_text("tbody") == "42"
    page.goto(f"{service}/runs/first")
    page.fill("input[name=add]", "to the board")
    page.click("text=add tag")
    assert page.inner_text(".tags .tag") == "to the board"
    page.click(".tags .tag")
    assert page.inner_text("tbody td a") == "first"
    page.goto(f"{service}/runs/first")
    page.click("[aria-label='take the tag to the board off']")
    assert page.query_selector(".tags .tag") is None
    page.goto(f"{service}/graders/math")
    page.fill("[name=answer]", "47 + 38 = 85")
    page.fill("[name=reference]", "86")
    page.fill("[name=settings]", "")
    page.click("main button")
    assert page.inner_text("#try + [role=status] .word") == "fail"


@pytest.mark.parametrize("script", [True, False])
def test_a_person_signs_in_and_out(browser: Any, team: tuple[Team, str], script: bool) -> None:
    found, service = team
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{service}/runs/first/areas")
    page.fill("#token", "rl_none")
    page.click("main button")
    assert "That is no token" in page.inner_text("[role=alert]")
    page.fill("#token", found.of["review"])
    page.click("main button")
    assert page.url == f"{service}/runs/first/areas"
    assert "of-review" in page.inner_text("header")
    assert page.evaluate("document.cookie") == ""
    (cookie,) = context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["secure"]) == (True, "Strict", False)
    page.goto(f"{service}/runs/first/sql")
    page.click("main button")
    assert page.inner_text("[role=status]").endswith("rows")
    page.click("header button")
    assert page.url == f"{service}/sign-in"
    assert context.cookies() == []
    page.goto(f"{service}/runs/first")
    assert page.inner_text("h1") == "Sign in"
    assert [line for line in said if "Failed to load resource" not in line] == []  # the 401s


def test_events_come_by_the_cookie(browser: Any, team: tuple[Team, str]) -> None:
    found, service = team
    page = browser.new_context().new_page()
    page.goto(service)
    page.fill("#token", found.of["read"])
    page.click("main button")
    told = page.evaluate(
        """() => new Promise((tell) => {
            const source = new EventSource("/api/v1/runs/first/events");
            source.onmessage = (message) => { source.close(); tell(message.lastEventId); };
            source.onerror = () => tell("refused");
        })"""
    )
    assert told.isdigit()


def test_the_page_to_sign_in_is_sound(browser: Any, team: tuple[Team, str]) -> None:
    page = browser.new_context(bypass_csp=True).new_page()
    page.goto(f"{team[1]}/runs/first")
    page.set_viewport_size({"width": 360, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate("axe.run().then((r) => r.violations.map((v) => [v.id, v.nodes[0].html]))") == []


def test_people_say_something_on_the_pages(browser: Any, root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "first", tmp_path / "first")
    said: list[str] = []
    with command(tmp_path) as service:
        context = browser.new_context(bypass_csp=True)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{service}/runs/first/failures")
        page.click("article h2 a")
        page.fill("form:has(input[name=status]) input[name=why]", "<b>it is right</b>")
        page.click("form:has(input[name=status]) button")
        assert page.url.endswith("#said")
        assert "<b>it is right</b>" in page.inner_text("main")
        page.goto(f"{service}/runs/first/adapter")
        page.fill("form:has(input[value=sign-off]) input[name=why]", "looked at it")
        page.click("form:has(input[value=sign-off]) button")
        assert "A person signed it off." in page.inner_text("main")
        page.goto(f"{service}/runs/first/said")
        assert "1 verdict overruled, 1 word on an adapter" in page.inner_text("main")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert page.evaluate("axe.run().then((r) => r.violations.map((v) => [v.id, v.nodes[0].html]))") == []
    assert said == []


def test_a_file_is_uploaded_and_a_run_of_it_is_started_paused_and_cancelled(browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "sums.csv"
    file.write_text("question,answer\n" + "".join(f"What is {n} + {n + 3}?,{2 * n + 3}\n" for n in range(40)))
    said: list[str] = []
    (tmp_path / "runs").mkdir()
    with command(tmp_path / "runs") as service:
        page = browser.new_context(bypass_csp=True).new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))

        def is_sound() -> None:
            page.evaluate(AXE.read_text(encoding="utf-8"))
            assert page.evaluate("axe.run().then((r) => r.violations.map((v) => [v.id, v.nodes[0].html]))") == []

        page.goto(f"{service}/new/task")
        page.set_input_files("#file", file)
        page.click("main button")
        assert "40" in page.inner_text("main")
        is_sound()
        page.goto(f"{service}/new")
        page.select_option("#student", "sim:planted")
        page.select_option("#preset", "smoke")
        page.select_option("#task", index=1)
        page.fill("#run", "mine")
        page.click("text=what would it cost?")
        assert "expected time" in page.inner_text("[aria-label=cost]")
        is_sound()
        page.click("text=start >> nth=-1")
        assert "/jobs/" in page.url
        is_sound()
        for action, state in (("pause", "paused"), ("resume", "running"), ("cancel", "cancelled")):
            page.click(f"main >> button:text-is('{action}')")
            for _ in range(200):
                if page.inner_text("[role=status] .word") == state:
                    break
                page.wait_for_timeout(100)
                page.reload()
            assert page.inner_text("[role=status] .word") == state
    assert said == []


def test_a_live_run_tells_its_events(browser: Any, service: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run whose lock this process holds, as one that drives it does."""
    import fcntl
    import shutil

    from repairloop.rundir.store import Store

    path = root / "live"
    shutil.copytree(root / "first", path)
    try:
        Store.open(path).manifest({"status": "running"})
        with (path / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            said: list[str] = []
            page = browser.new_context().new_page()
            page.on("console", lambda message: said.append(message.text))
            page.goto(f"{service}/runs/live")
            with (path / "logs" / "events.jsonl").open("a") as log:
                log.write('{"event": "notice", "text": "<img src=x onerror=alert(1)> here"}\n')
                log.write('{"event": "start", "stage": "train", "cycle": 2, "phase": ""}\n')
            page.wait_for_selector("[data-node=train][aria-current=step]", timeout=20_000)
            assert "<img src=x onerror=alert(1)> here" in page.inner_text(".events")
            assert page.query_selector(".events img") is None
            assert said == []
            page.close()
    finally:
        shutil.rmtree(path)
