"""What is written where a person says: nothing that is there is replaced unasked, and no name that could be misread is taken."""

import json
import multiprocessing
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import repairloop
from repairloop.cli.scaffold import new_grader
from repairloop.config import Config
from repairloop.flows.recipe import Recipe
from repairloop.grading import grade_file
from repairloop.ground.errors import UsageError, quoted
from repairloop.ground.outputs import new_file, new_folder, placed
from repairloop.making import dataset
from repairloop.making.export import export
from repairloop.making.synthesis import synthesize
from tests.conftest import small

RECIPE, WANTED = Recipe(Config()), {"math/division": 5}


def cli(*words, cwd=None):
    command = [sys.executable, "-m", "repairloop.cli", *map(str, words)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True)


def answers(folder):
    (folder / "answers.in").write_text('{"answer": "5", "reference": "5"}\n')
    return folder / "answers.in"


WRITERS = {
    "export": lambda run, out, **more: export(run.store, "sft", out, **more),
    "synthesize": lambda run, out, **more: synthesize(RECIPE, WANTED, out, **more),
    "grade": lambda run, out, **more: grade_file("math", answers(Path(out).absolute().parent), out, **more),
}
WRITTEN = {
    "export": ["x.jsonl", "x.md"],
    "synthesize": ["x.jsonl", "x.md", "x.duckdb"],
    "grade": ["x.jsonl"],
}


@pytest.mark.parametrize(("writer", "name"), [(writer, name) for writer, names in WRITTEN.items() for name in names])
def test_nothing_that_is_there_is_replaced_unless_that_was_asked_for(planted, tmp_path, writer, name):
    there = tmp_path / name
    there.write_text("mine")
    with pytest.raises(UsageError, match=rf"cannot write .*{name}.*there already.*--force"):
        WRITERS[writer](planted, tmp_path / "x.jsonl")
    assert there.read_text() == "mine"
    assert {file.name for file in tmp_path.iterdir()} <= {name, "answers.in"}
    WRITERS[writer](planted, tmp_path / "x.jsonl", force=True)
    assert there.read_bytes() != b"mine"
    assert {file.name for file in tmp_path.iterdir()} - {"answers.in"} == set(WRITTEN[writer])


def test_the_card_of_another_export_is_replaced_by_none(planted, tmp_path):
    export(planted.store, "sft", tmp_path / "README.jsonl")
    card = (tmp_path / "README.md").read_bytes()
    with pytest.raises(UsageError, match=r"README\.md"):
        export(planted.store, "sft", tmp_path / "README.parquet")
    assert (tmp_path / "README.md").read_bytes() == card
    assert not (tmp_path / "README.parquet").exists()


@pytest.mark.parametrize("kind", ["folder", "link", "link to nothing", "pipe"])
@pytest.mark.parametrize("force", [False, True])
def test_what_is_no_regular_file_is_not_replaced_even_when_asked_for(planted, tmp_path, kind, force):
    out, target = tmp_path / "x.jsonl", tmp_path / "target"
    if kind == "folder":
        out.mkdir()
    elif kind == "pipe":
        os.mkfifo(out)
    else:
        out.symlink_to(target)
        if kind == "link":
            target.write_text("mine")
    before = os.lstat(out)
    with pytest.raises(UsageError, match="cannot write"):
        export(planted.store, "sft", out, force=force)
    assert os.lstat(out).st_ino == before.st_ino
    assert kind != "link" or target.read_text() == "mine"


def test_a_file_that_comes_while_another_is_written_is_kept(tmp_path):
    def write():
        with placed(tmp_path / "x", tmp_path / "y", force=False) as drafts:
            for draft in drafts:
                draft.write_text("ours")
            (tmp_path / "y").write_text("mine")

    with pytest.raises(UsageError, match="there already"):
        write()
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"y": "mine"}


def test_one_process_at_a_time_writes_a_file_and_the_draft_of_a_killed_one_is_taken_over(tmp_path):
    started = multiprocessing.get_context("fork").Event()

    def hold():
        with placed(tmp_path / "x", force=False) as (draft,):
            draft.write_text("half of what was to be writ")
            started.set()
            multiprocessing.Event().wait()

    holder = multiprocessing.get_context("fork").Process(target=hold)
    holder.start()
    assert started.wait(60)
    with pytest.raises(UsageError, match="another process is writing it"), placed(tmp_path / "x", force=True):
        pass
    holder.kill()
    holder.join()
    assert [file.name for file in tmp_path.iterdir()] == [".x.repairloop.tmp"]
    with placed(tmp_path / "x", force=False) as (draft,):
        assert draft.read_bytes() == b""
        draft.write_text("whole")
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"x": "whole"}


MISREAD = [
    "", " ", "x.jsonl/", "x.jsonl/.", "./x.jsonl//", "s3://bucket/x.jsonl", "C:\\x.jsonl", "~/x.jsonl", "~root/x.jsonl", "-x.jsonl",
    "--force.jsonl", "x\n.jsonl", "x\r.jsonl", "x\t.jsonl", "x\x1b[31m.jsonl", "x\x7f.jsonl", "x\x9b.jsonl", "x\u202elnosj.jsonl",
    "x\u2066.jsonl", "x\u200b.jsonl", "x\ufeff.jsonl", "x\u00a0y.jsonl", "x\u2028.jsonl", "x\udcff.jsonl", "x\0.jsonl", "x\u00ad.jsonl",
    "a" * 300 + ".jsonl", "ä" * 120 + ".jsonl", "a" * 300 + "/x.jsonl", "d/" * 2000 + "x.jsonl", " x.jsonl", "x.jsonl ", "x.jsonl.",
    "new./x.jsonl", "CON.jsonl", "nul.jsonl", "Aux.x.jsonl", "com1/x.jsonl", "lpt9.jsonl", "x*.jsonl", "x?.jsonl", "a|b.jsonl",
    "x<y>.jsonl", 'x".jsonl', "sim:planted.jsonl", "new\u202e/x.jsonl",
]  # fmt: skip


@pytest.mark.parametrize("name", MISREAD, ids=ascii)
@pytest.mark.parametrize("writer", WRITERS)
def test_a_name_that_could_be_misread_is_refused_before_anything_is_made(planted, tmp_path, monkeypatch, writer, name):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as refused:
        WRITERS[writer](planted, name) if writer != "grade" else grade_file("math", Path("none"), name)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 600
    assert list(tmp_path.iterdir()) == []


FOLDERS = [name for name in MISREAD if not name.endswith(("/", "/."))]


@pytest.mark.parametrize("name", FOLDERS, ids=ascii)
def test_a_run_and_a_plug_in_are_refused_such_names_too(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    for write in (lambda: repairloop.run(small(skills=["math"]), name), lambda: new_grader("shout", name)):
        with pytest.raises(UsageError) as refused:
            write()
        assert str(refused.value).isprintable()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["x.jsonl", "./x.jsonl", "../x.jsonl", "a b/it's.jsonl", "résumé.jsonl", "結果.jsonl", "a//x.jsonl", ".x.jsonl",
             "[1].jsonl", "{a}.jsonl", "console.jsonl", "x.y.z.jsonl", "a" * 190 + ".jsonl", "a=b,c;d&e$f`g!h#i%j@k+l^m.jsonl"],
)  # fmt: skip
def test_every_other_name_is_taken_as_it_is(name):
    assert new_file(name, "--out") == Path(name)
    assert new_folder(name + "/", "--out") == Path(name)


def test_folders_that_are_there_may_be_called_anything(tmp_path):
    odd = tmp_path / "my: \u202efolder "
    odd.mkdir()
    assert new_file(odd / "x.jsonl", "--out") == odd / "x.jsonl"
    with pytest.raises(UsageError):
        new_file(odd / "other:" / "x.jsonl", "--out")


def test_a_folder_that_is_called_like_an_option_is_named_otherwise_in_a_command():
    assert quoted("-x/my run") == "'./-x/my run'"
    assert quoted(Path("--help")) == "./--help"
    assert quoted("runs/-x") == "runs/-x"


def test_the_files_of_a_run_are_written_by_the_run_alone(planted, tmp_path):
    path = tmp_path / "run"
    shutil.copytree(planted.path, path)
    before = {file: file.read_bytes() for file in path.rglob("*") if file.is_file()}
    (tmp_path / "link").symlink_to(path)
    shard = next((path / "shards").glob("*.parquet"))
    for out in (
        path / "report.jsonl",
        path / "manifest.jsonl",
        shard,
        tmp_path / "link" / "x.jsonl",
        path / "logs" / "new" / "x.jsonl",
    ):
        with pytest.raises(UsageError, match="lies in the run"):
            export(planted.store, "sft", out, force=True)
    with pytest.raises(UsageError, match="lies in the run"):
        repairloop.run(small(skills=["math"]), path / "another")
    with pytest.raises(UsageError, match="lies in the run"):
        new_grader("shout", path)
    assert {file: file.read_bytes() for file in path.rglob("*") if file.is_file()} == before
    assert export(planted.store, "sft", path / "export" / "rows.jsonl")["rows"]


def test_rows_that_were_being_put_in_their_places_are_put_there_by_the_same_command(tmp_path, monkeypatch):
    out, replace = tmp_path / "x.jsonl", os.replace

    def killed(source, target):
        if Path(target) == out:
            raise KeyboardInterrupt
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr("repairloop.ground.outputs.os.replace", killed)
        with pytest.raises(KeyboardInterrupt):
            synthesize(RECIPE, WANTED, out)
    assert {"x.md", "x.duckdb"} <= set(os.listdir(tmp_path))
    with pytest.raises(UsageError, match="there already"):
        synthesize(RECIPE, {"math/division": 6}, out)
    with monkeypatch.context() as patch:
        patch.setattr("repairloop.flows.recipe.run_flow", lambda *_, **__: pytest.fail("nothing is made again"))
        synthesize(RECIPE, WANTED, out)
    assert set(os.listdir(tmp_path)) == {"x.jsonl", "x.md", "x.duckdb"}
    assert len(out.read_text().splitlines()) == 5


def test_a_folder_of_somebody_else_is_not_taken_for_parts(tmp_path):
    (tmp_path / ".x.jsonl.parts").mkdir()
    (tmp_path / ".x.jsonl.parts" / "mine").write_text("mine")
    with pytest.raises(UsageError, match="holds other files"):
        synthesize(RECIPE, WANTED, tmp_path / "x.jsonl", force=True)
    assert (tmp_path / ".x.jsonl.parts" / "mine").read_text() == "mine"


def test_rows_are_made_by_one_process_at_a_time(tmp_path):
    making = dataset.Dataset(tmp_path / "x.jsonl", "sft", {}, {})
    with making, pytest.raises(UsageError, match="another process is writing it"):
        dataset.Dataset(tmp_path / "x.jsonl", "sft", {"other": 1}, {})
    assert list(tmp_path.iterdir()) == []


def test_the_commands_take_force_and_say_what_is_wrong_in_one_line(planted, tmp_path):
    (tmp_path / "README.md").write_text("mine")
    words = ["export", planted.path, "--format", "sft", "--out", "README.jsonl"]
    done = cli(*words, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("repairloop: cannot write README.md: it is there already")
    assert done.stderr.count("\n") == 1
    assert cli(*words, "--force", cwd=tmp_path).returncode == 0
    assert json.loads((tmp_path / "README.jsonl").read_text().splitlines()[0])["messages"]
    slash = cli("grade", "math", "--input", answers(tmp_path), "--output", "x.jsonl/", cwd=tmp_path)
    assert (slash.returncode, "names a folder" in slash.stderr) == (2, True)
    made = cli("new", "grader", "a" * 300, cwd=tmp_path)
    assert (made.returncode, "at most 60" in made.stderr) == (2, True)
