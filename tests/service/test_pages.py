"""The pages: whole without script, told apart from what a student wrote, safe with whatever that is."""

from __future__ import annotations

import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import pytest
from jinja2 import UndefinedError

from repairloop.records import Case
from repairloop.rundir.rendering import LONGEST, pieces
from repairloop.rundir.store import Store
from repairloop.service import api
from repairloop.service.ledger import Ledger
from repairloop.service.pages import environment
from repairloop.service.reading import canaries
from repairloop.service.tags import _TABLES
from repairloop.tasks.evaluation import Evaluation, Understood, save
from tests.service.conftest import client_of

VOID = {"meta", "line", "circle", "br", "link", "input"}
PAGES = ("", "/areas", "/failures", "/failures?side=after&flips=1", "/rows", "/adapter", "/sql")


class Page(HTMLParser):
    """A page whose tags are balanced, with nothing inline that a browser would run and nothing from elsewhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.links: list[str] = []
        self.actions: list[str] = []
        self.names: list[str] = []
        self.values: list[str] = []
        self.text = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attributes:
            assert not name.startswith("on")
            assert name != "style"
            if name in ("name", "value", "action"):
                {"name": self.names, "value": self.values, "action": self.actions}[name].append(value or "")
            if name in ("href", "src", "action"):
                assert value is not None
                assert value.startswith(("/", "#"))
                assert not value.startswith("//")
                self.links.append(value)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def page_of(client: Any, address: str) -> Page:
    reply = client.get(address, headers={"accept": "text/html"})
    assert reply.status_code == 200, reply.text
    return Page(reply.text)


def test_the_page_of_an_adapter_shows_what_the_dial_saw(client: Any) -> None:
    found = client.get("/api/v1/runs/first/decision").json()
    dial = found["summary"]["dial"]
    text = page_of(client, "/runs/first/adapter").text
    assert "canaries collapsed, net" in text
    assert dial["tried"]
    for one in dial["tried"]:
        assert f"{one['collapsed']} of {one['canaries']}" in text


def test_the_canaries_of_an_adapter_are_not_those_of_others_that_were_tried() -> None:
    db = duckdb.connect()
    db.execute("CREATE TABLE probes AS SELECT 'a' AS probe_id, 'Write a poem.' AS question")
    db.execute(
        "CREATE TABLE answers AS FROM (VALUES ('a', 'before', 'Roses'), ('a', 'bolder', '7'), ('a', 'after', '8')) AS t(probe_id, side, text)"
    )
    row = "SELECT 'a' AS probe_id, {} AS cycle, '{}' AS side, true AS collapsed, false AS recovered, '' AS reason, NULL::DOUBLE AS kl"
    db.execute(
        f"CREATE TABLE canaries AS {row.format(1, 'dev 1 of 1')} UNION ALL {row.format(1, 'bolder')} UNION ALL {row.format(1, 'after')} UNION ALL {row.format(2, 'dev 1 of 1')}"
    )
    assert [(one["side"], one["after"]) for one in canaries(db, 1, "after")] == [("after", "8")]
    assert [one["side"] for one in canaries(db, 2, "after")] == ["dev 1 of 1"], "none came as far as the gate"


def test_the_page_of_an_adapter_says_what_did_not_hold_before_it(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    known = api.decision_of

    def stepped_down(*where: Any) -> Any:
        found = known(*where)
        found["summary"]["dial"]["before"] = {"factor": 1.0, "step": 2, "said": "7 of 120 canaries collapsed, net"}
        return found

    assert "before it" not in page_of(client, "/runs/first/adapter").text
    monkeypatch.setattr(api, "decision_of", stepped_down)
    said = "λ 1 of adapter 2 was put to the gate's canaries before it: 7 of 120 canaries collapsed, net."
    assert said in page_of(client, "/runs/first/adapter").text


def test_every_link_of_every_page_leads_somewhere(client: Any) -> None:
    waiting, seen = ["/", "/api"], set[str]()
    kinds: dict[str, int] = {}
    while waiting:
        address = waiting.pop()
        kind = "/".join(part for n, part in enumerate(address.partition("?")[0].split("/")) if n in (1, 3))
        kinds[kind] = kinds.get(kind, 0) + 1
        if address in seen or kinds[kind] > 4:  # a few of each kind of page
            continue
        seen.add(address)
        if address.endswith("/tags"):  # where a form is sent to
            continue
        if "/tables/" in address or "/static/" in address or address.startswith("/openapi"):
            assert client.get(address).status_code == 200
            continue
        waiting += [link for link in page_of(client, address).links if not link.startswith("#")]
    assert kinds.keys() >= {
        "",
        "runs",
        "runs/areas",
        "runs/failures",
        "runs/probes",
        "runs/rows",
        "runs/adapter",
        "runs/sql",
        "compare",
        "skills",
        "graders",
        "tasks",
    }


FORMS = (
    "/runs/first/sql", "/runs/first/probes/x", "/runs/first/rows/x", "/runs/first/adapter", "/runs/first/tags", "/graders/math",
    "/jobs", "/jobs/1/priority", "/new",
)  # fmt: skip


def test_what_is_no_form_is_refused_by_all_in_the_same_words(client: Any) -> None:
    head = {"accept": "text/html", "content-type": "application/x-www-form-urlencoded"}
    for body in (b"why=\xff", b"&".join(b"a=%d" % n for n in range(1001))):
        for address in FORMS:
            reply = client.post(address, content=body, headers=head)
            assert (reply.status_code, "this is no form of ours" in reply.text) == (400, True), address


def test_pages_show_what_the_run_holds(client: Any, planted: Any) -> None:
    first = page_of(client, "/runs/first")
    assert "targeted areas, unseen wording" in first.text
    assert "script" not in first.tags  # nothing more comes
    areas = page_of(client, "/runs/first/areas")
    names = [name for (name,) in planted.sql("SELECT area FROM areas").fetchall()]
    assert all(name in areas.text for name in names)
    assert areas.tags.count("svg") > len(names)
    assert areas.tags.count("title") >= 1 + len(names)  # the map names each
    assert "Benjamini–Hochberg" in areas.text
    ((probe_id, extracted),) = planted.sql(
        "SELECT f.probe_id, f.extracted FROM failures f JOIN verdicts v ON v.probe_id = f.probe_id AND v.side = 'after' "
        "WHERE f.side = 'before' AND f.extracted <> '' ORDER BY 1 LIMIT 1"
    ).fetchall()
    shown = client.get(f"/runs/first/probes/{probe_id}").text
    marked = Page(shown[shown.index("<mark>") : shown.index("</mark>") + 7])
    assert marked.text in extracted
    assert shown.index("before: ") < shown.index("after: ")


def test_sql_is_asked_from_the_page(client: Any) -> None:
    assert page_of(client, "/runs/first/sql").tags.count("textarea") == 1
    reply = client.post("/runs/first/sql", data={"query": "SELECT '<b>' || count(*) AS n FROM probes"})
    assert "&lt;b&gt;" in reply.text
    assert "textarea" in Page(reply.text).tags
    reply = client.post("/runs/first/sql", data={"query": "DROP TABLE probes"}, headers={"accept": "text/html"})
    assert (reply.status_code, "no SELECT" in reply.text) == (400, True)


def test_a_run_that_goes_on_is_shown_live(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(root / "first", tmp_path / "first")
    Store.open(tmp_path / "first").manifest({"status": "running"})
    with client_of(tmp_path) as client:
        assert "script" not in page_of(client, "/runs/first").tags  # nobody drives it
        monkeypatch.setattr("repairloop.service.runs.is_driven", lambda store: True)
        page = page_of(client, "/runs/first")
        assert ("script" in page.tags, "running" in page.text) == (True, True)


def texts() -> list[str]:
    marks = "\x00\x1b[31m\x07\u202e\u2066\ufeff\u200b"
    made = [
        "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</pre></textarea></title><svg onload=alert(1)>", "{{7777*7777}}",
        "{% raw %}", "${7777*7777}", "javascript:alert(1)", "' onmouseover='alert(1)", "<!--", "]]>", "&lt;script&gt;", "<style>*{}</style>",
        "x" * 150_000, "\n" * 500, "a\tb\r\nc\rd", marks, "‮evil", "<a href='//evil.example'>", "<base href=//evil>", "<iframe>",
        "﷽" * 200, "e" + "\u0301" * 500, "👩‍👩‍👧‍👦" * 50, "../../etc/passwd", "?a=b&c=d#e", "%00%2e%2e%2f", "data:text/html,<script>",
    ]  # fmt: skip
    return [*made, *(f"{mark}{text[:300]}{mark}" for mark in marks for text in made)]


def hostile_task(some: list[str]) -> Evaluation:
    """A task whose every text is one of these."""
    of = {number: text.replace("\0", "") for number, text in enumerate(some)}
    cases = [
        Case(
            id=f"{n:016x}", file=of[n], line=n, digest="", messages=[{"role": "user", "content": of[n]}], question=of[n],
            gold=of[n], grader="text", reference=of[n], area=of[n][:200], about=of[n], doubt=of[n], given=of[n],
        )
        for n in range(len(some))
    ]  # fmt: skip
    texts = [*of.values()]
    understood = Understood(
        name="task", files=texts[:50], form=of[0], columns={of[1]: of[2]}, kind=of[3], grader=of[4], instruction=of[5],
        labels=texts[50:100], left_out={of[6]: 1}, notes=texts[100:],
    )  # fmt: skip
    return Evaluation(understood, cases)


def test_hostile_texts_stay_texts(root: Path, tmp_path: Path) -> None:
    """Every text of a run, and its name, is one of 300."""
    some = texts()
    assert len(some) > 150
    some += [f"{a}{b}"[:2000] for a, b in zip(some[:150], some[150:] + some[:150], strict=False)]
    assert len(some) >= 300
    name = "<script>alert(1)</script>‮ {{7777*7777}} 'x\"".replace("/", "∕")
    shutil.copytree(root / "first", tmp_path / name)
    store = Store.open(tmp_path / name)
    with duckdb.connect(str(store.database)) as db:
        db.execute("CREATE TABLE evil AS SELECT unnest($1) AS text, unnest(range($2)) AS n", [some, len(some)])
        for table, columns in {
            "answers": "text thoughts finish_reason", "verdicts": "evidence expected extracted error_class grader version",
            "probes": "question area", "repair_rows": "completion rejected source licence why dropped area",
            "areas": "area decision", "outcomes": "area decision", "decisions": "reason adapter",
        }.items():  # fmt: skip
            for column in columns.split():
                key = "area, 1" if column == "area" else f"rowid, '{column}'"  # an area has one name everywhere
                query = f"(SELECT text FROM evil WHERE n = hash({table}.{key}) % {len(some)})"
                db.execute(f"UPDATE {table} SET {column} = replace({query}, chr(0), '')")
        db.execute("UPDATE probes SET messages = json_array(json_object('role', area, 'content', question))")
        ids = db.execute("SELECT probe_id FROM failures WHERE side = 'before' ORDER BY 1 LIMIT 25").fetchall()
        rows = db.execute("SELECT row_id FROM repair_rows ORDER BY 1 LIMIT 15").fetchall()
        db.execute("DROP TABLE evil")
    Store.open(store.path).manifest({"database": store.signature()})
    shutil.copytree(store.path, tmp_path / "other")
    with Ledger(tmp_path).write(_TABLES) as ledger:
        ledger.executemany("INSERT INTO tags VALUES (?, ?, 'x', 'now')", [(name, text) for text in dict.fromkeys(some)])
    save(hostile_task(some), tmp_path / "task")
    allowed = {"script", "img", "iframe", "base", "style", "b"}
    with client_of(tmp_path) as client:
        assert {run["id"] for run in client.get("/api/v1/runs").json()["items"]} == {name, "other"}
        (home,) = {link for link in page_of(client, "/").links if link.startswith("/runs/")} - {"/runs/other"}
        addresses = [home + page for page in PAGES]
        addresses += [f"{home}/probes/{probe}" for (probe,) in ids] + [f"{home}/rows/{row}" for (row,) in rows]
        addresses += [
            f"{home}/failures?text=%3Cscript%3E",
            f"{home}/rows?area=%3Cscript%3E",
            f"{home}/failures?side=%22%3E",
            f"/compare?first={home.removeprefix('/runs/')}&second=other",
            "/?text=%3Cscript%3E&tag=%22%3E",
            "/tasks",
            *[link for link in page_of(client, "/tasks/task").links if link.startswith("/tasks/")][-3:],
        ]
        for address in ["/", *addresses]:
            page = page_of(client, address)
            assert allowed.isdisjoint(page.tags), address
            assert "60481729" not in page.text  # evaluated
            assert all(c in "\n\t" or c.isprintable() or c == "\u3000" for c in page.text.replace("\xa0", "")), address
            assert len(page.text) < 3_000_000


@pytest.mark.parametrize("text", ["", "x", "x" * 1300, "abc" * 5000, "y" * (LONGEST + 7)])
@pytest.mark.parametrize("span", [None, (0, 0), (0, 5), (3, 3), (1190, 1250), (5, 10**9), (-5, 2), (9, 4)])
def test_pieces_are_the_text(text: str, span: tuple[int, int] | None) -> None:
    found = pieces(text, span)
    both = [*found["head"], *found["rest"]]
    assert "".join(part for part, _ in both) == text[:LONGEST]
    assert found["left"] == max(0, len(text) - LONGEST)
    start, end = (max(0, place) for place in span or (0, 0))
    assert "".join(part for part, marked in both if marked) == text[start:end][: LONGEST - start]


def test_a_template_fails_on_what_it_is_not_given() -> None:
    with pytest.raises(UndefinedError):
        environment().get_template("error.html").render(path="/", status=400)
    assert environment().from_string("{{ x }}").render(x="<b>\u202e") == "&lt;b&gt;�"
