"""README and docs tell the truth: their commands run, their Python runs, the picture is the graph."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from repairloop import get_grader
from repairloop.cli import app
from repairloop.grading import check
from repairloop.loop.graph import diagram
from tests.forks import Fork
from tests.service.live import served

ROOT = Path(__file__).parents[2]
ELSEWHERE = {"servers.md"}
"""Pages whose commands want a server."""
PAGES = [
    ROOT / "README.md",
    ROOT / "SKILL.md",
    *sorted(page for page in (ROOT / "docs").glob("*.md") if page.name not in ELSEWHERE),
]


OTHERS = {("skills.md", "python"), ("tasks.md", "csv")}
"""One program in parts (test_scaffold), and a table that `own` makes longer."""


SAID_OF = {
    "PROBE_ID": "SELECT probe_id FROM failures WHERE side = 'before' LIMIT 1",
    "ROW_ID": "SELECT row_id FROM repair_rows WHERE dropped IS NULL LIMIT 1",
}
"""What a person may say something of."""


def on_page(name, kind):
    return re.search(rf"```{kind}\n(.*?)```", (ROOT / "docs" / name).read_text(encoding="utf-8"), re.DOTALL)[1]


def own(rows=120):
    """The table of docs/tasks.md, with as many rows as a run needs."""
    head = on_page("tasks.md", "csv").partition("\n")[0] + "\n"
    lines = (
        f"{n + 2} adults at {7 + n % 9} euros each: what is the total?,{(n + 2) * (7 + n % 9)},north"
        for n in range(rows)
    )
    return head + "\n".join(lines) + "\n"


def blocks(kind):
    pages = [page for page in PAGES if (page.name, kind) not in OTHERS]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    return re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)


def commands():
    lines = [line.partition("  #")[0].rstrip() for block in blocks("sh") for line in block.splitlines()]
    return list(dict.fromkeys(line for line in lines if line.startswith("repairloop ")))


def test_the_diagram_is_the_graph():
    assert diagram().strip() in {block.strip() for block in blocks("mermaid")}


def test_there_are_commands_to_try():
    assert len(commands()) >= 12


@pytest.fixture(scope="module")
def workplace(planted, tmp_path_factory):
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(planted.path, folder / "runs" / "first")
    (folder / "answers.jsonl").write_text("".join(blocks("jsonl")))
    for text in blocks("toml"):
        if "[areas." in text:  # a declared task
            name = re.match(r'name = "(.*?)"', text)[1]
            (folder / f"{name}.toml").write_text(text)
    (folder / "tickets.csv").write_text(own())
    (folder / "tickets.toml").write_text(on_page("specification.md", "toml"))
    (folder / "notes").mkdir()
    for kind, name in (("markdown", "mill.md"), ("csv", "sales.csv"), ("py", "shop.py")):
        (folder / "notes" / name).write_text("".join(blocks(kind)))
    for line in commands():
        if line.startswith("repairloop synthesize"):
            run = Fork(*shlex.split(line)[1:], "--force", folder=folder, complaints=True)
            said = run.lines.read()
            assert run.wait() == 0, said
    return folder


@pytest.mark.timeout(900)
def test_every_command_runs(planted, workplace, monkeypatch):
    """In their order, in one test: later ones use what earlier ones made, wherever the tests of this file are run."""
    for line in commands():
        with monkeypatch.context() as patch:
            _runs(line, planted, workplace, patch)


def _runs(line, planted, workplace, monkeypatch):
    some = planted.sql("SELECT probe_id FROM failures LIMIT 1").fetchall()[0][0]
    words = [word.replace("PROBE_ID", some) for word in shlex.split(line, comments=True)]
    if words[1] == "say":
        said_of = {name: planted.sql(query).fetchall()[0][0] for name, query in SAID_OF.items()}
        words = [said_of.get(word, word) for word in shlex.split(line, comments=True)]
    if "ROW_ID" in words:
        made = workplace / words[words.index("ROW_ID") - 1]
        row = pq.read_table(made)["row_id"][0].as_py() if made.is_file() else _a_row(planted)
        words = [word.replace("ROW_ID", row) for word in words]
    assert words.pop(0) == "repairloop"
    if words[0] == "run" and not any(word.startswith("sim:") for word in words):
        words = ["plan", *words[1:]]  # the real student has tests of its own; what is asked must still be valid
        words = [w for i, w in enumerate(words) if w != "--out" and words[i - 1] != "--out"]
    if words[0] == "check":  # all of it is checked in test_cli; here its words are
        monkeypatch.setattr(check, "all_skills", dict)
        monkeypatch.setattr(check, "all_graders", lambda: {"math": get_grader("math")})
        monkeypatch.chdir(workplace)
        assert CliRunner().invoke(app, words).exit_code == 0, line
        return
    if words[0] == "serve":  # until a signal ends it
        run = Fork(*words, "--port", "0", folder=workplace)
        assert re.search(r"http://(127|0)\.0\.0\.[01]:", run.lines.readline())
        os.kill(run.pid, signal.SIGTERM)
        assert run.wait() == 143, line
        return
    if words[0] == "--server":
        with served(workplace / "runs") as url:
            _ends_well(["--server", url, *words[2:]], workplace, line)
        return
    if words[0] in ("export", "grade", "import", "synthesize"):
        words.append("--force")  # several of them name the same file, and all run in one folder
    _ends_well(words, workplace, line)


def _ends_well(words, workplace, line):
    run = Fork(*words, folder=workplace, complaints=True)
    said = run.lines.read()
    assert run.wait() == 0, (line, said)


def _a_row(planted):
    return planted.sql("SELECT row_id FROM lineage ORDER BY 1 LIMIT 1").fetchall()[0][0]


def test_every_python_block_runs(workplace):
    for block in blocks("python"):
        subprocess.run([sys.executable, "-c", block], cwd=workplace, check=True, capture_output=True)
