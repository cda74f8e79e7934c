"""The page of a run: whole, static, and safe with what a student wrote."""

import shutil
from html.parser import HTMLParser
from importlib.resources import files

import duckdb

from repairloop.rundir import page
from repairloop.rundir.rendering import environment
from repairloop.rundir.store import Store
from repairloop.rundir.views import area_rows, connect

VOID = {"meta", "line", "circle", "br"}


class Balanced(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.tags = [], set()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        assert not {"src", "href", "onerror"} & dict(attributes).keys()
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.add(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def tags(text):
    parser = Balanced()
    parser.feed(text)
    assert parser.open == []
    return parser.tags


def test_a_finished_run_has_one(planted):
    text = (planted.path / "report.html").read_text()
    assert text == page.build(Store.open(planted.path))
    tags(text)
    areas = [area for (area,) in planted.sql("SELECT area FROM areas").fetchall()]
    assert all(area in text for area in areas)
    assert "targeted areas, unseen wording: " in text
    assert text.count("<details>") >= 5
    assert "answer after the repair: pass" in text


def test_it_shows_what_the_pages_of_a_service_show(planted):
    shown = environment().get_template("shown.html").module
    with connect(planted.store) as db:
        rows = sorted(area_rows(db), key=lambda row: (not row["targeted"], row["area"]))
    assert str(shown.area_table(rows, None, "areas", None)) in page.build(planted.store)
    assert "area_table(rows" in (files("repairloop.service") / "templates" / "areas.html").read_text()


def test_a_side_of_which_nothing_could_be_graded_is_shown_as_none(planted, tmp_path):
    path = tmp_path / "run"
    shutil.copytree(planted.path, path)
    with duckdb.connect(str(path / "run.duckdb")) as db:
        (area,) = db.execute("SELECT area FROM outcomes WHERE wording = 'seen' LIMIT 1").fetchone()
        asked = "SELECT probe_id FROM probes WHERE area = ? AND wording = 'seen' AND split = 'holdout'"
        db.execute(f"UPDATE verdicts SET status = 'ungradable' WHERE side = 'after' AND probe_id IN ({asked})", [area])
        [row] = [row for row in area_rows(db) if row["area"] == area]
    assert row["seen"]["before"]
    assert row["seen"]["after"] is None
    tags(page.build(Store.open(path), path / "run.duckdb"))


def test_a_students_markup_stays_text(planted, tmp_path):
    path = tmp_path / "run"
    shutil.copytree(planted.path, path)
    evil = "</pre><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}" + "x" * 100_000
    with duckdb.connect(str(path / "run.duckdb")) as db:
        db.execute("UPDATE answers SET text = ?", [evil])
        db.execute("UPDATE verdicts SET evidence = ?, expected = ?, error_class = ?", [evil, evil, '"><script>'])
    text = page.build(Store.open(path), path / "run.duckdb")
    assert tags(text).isdisjoint({"script", "img"})
    assert len(text) < 500_000


def test_another_name_of_a_run_is_no_other_report(planted, tmp_path):
    moved = Store(shutil.copytree(planted.path, tmp_path / "another name"))
    there, here = (planted.path / "report.html").read_text(), page.build(moved)
    assert "<h1>another name</h1>" in here
    assert there != here
    assert page.own(there) == page.own(here)
