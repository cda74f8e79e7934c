"""One file, three presets, `--set`; a wrong key is refused with the nearest names and where it stands."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

import repairloop
from repairloop.config import PRESETS, Config, StudentSettings, TrainSettings, load_config, read_toml, to_toml
from repairloop.ground.errors import UsageError
from repairloop.students.sim import SimStudent


def test_layers_override_in_order(tmp_path):
    file = tmp_path / "c.toml"
    file.write_text("seed = 5\n[probes]\nscreen = 7\nbudget = 9\n")
    config = load_config(file, ["probes.screen=8"], seed=6)
    assert (config.seed, config.probes.screen, config.probes.budget) == (6, 8, 9)


@pytest.mark.parametrize("name", PRESETS)
def test_presets_are_whole(name):
    assert load_config(preset=name).preset == name


def test_naming_skills_frees_them_from_the_areas_of_the_preset():
    assert load_config(preset="smoke").areas
    assert load_config(preset="smoke", skills=["tool_use"]).areas == []


@pytest.mark.parametrize(
    "named", [{"skills": ["math"]}, {"areas": ["math/word"]}, {"skills": ["math"], "areas": ["math/word"]}]
)
def test_what_make_run_learns_by_is_for_the_areas_that_it_looks_at(named):
    """An area beside its skill brought the 640 rows of `standard` back, and a loss by which stories are learned half as well."""
    named, bare = load_config(**named), load_config()
    assert (named.synthesize.rows, named.train.loss, named.train.epochs) == (4000, "sft", 2)
    assert (bare.synthesize.rows, bare.train.loss, bare.train.epochs) == (640, "dft", 1)
    assert load_config(preset="smoke", areas=["math/word"]).synthesize.rows == 160


def test_resolved_configuration_comes_back_from_its_file(tmp_path):
    config = load_config(None, ["train.command='a b'", "areas=['math/word']"], preset="smoke")
    (tmp_path / "config.toml").write_text(to_toml(config))
    assert Config.model_validate(read_toml(tmp_path / "config.toml")) == config


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("probes.scren=5", "did you mean probes.screen"),
        ("sttudent=x", "did you mean student"),
        ("probes.screen=many", "--set probes.screen=many: probes.screen"),
        ("diagnose.target=2", "less than 1"),
        ("probes.screen", "KEY=VALUE"),
        ("preset=smok", "did you mean smoke"),
        ("probes=5", "probes"),
        ("probes.budget=13", "must not be below screen (14)"),
    ],
)
def test_a_wrong_setting_is_named(setting, said):
    with pytest.raises(UsageError, match=re.escape(said)):
        load_config(None, [setting])


def test_a_wrong_key_in_a_file_names_the_file(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text("[train]\nlearning_rat = 1\n")
    with pytest.raises(
        UsageError, match=r"mine\.toml: unknown key 'train\.learning_rat'; did you mean train\.learning_rate"
    ):
        load_config(file)


@pytest.mark.parametrize("content", [b"a = ", b"\xff\xfe"])
def test_a_file_that_is_no_toml(tmp_path, content):
    (tmp_path / "c.toml").write_bytes(content)
    with pytest.raises(UsageError, match="not valid TOML"):
        load_config(tmp_path / "c.toml")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UsageError, match="does not exist"):
        load_config(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("probes.guard=16", "probes.guard is now called guard.probes"),
        ("verify.margin=0.1", "verify is now called gate"),
    ],
)
def test_a_key_of_a_former_version_is_refused_with_its_new_name(setting, said):
    with pytest.raises(UsageError, match=said):
        load_config(None, [setting])


def test_replay_and_voice_that_leave_no_rows_to_repair_with_are_refused():
    with pytest.raises(UsageError, match="leave no rows to repair with"):
        load_config(settings=["synthesize.replay=0.6", "synthesize.voice=0.4"])


# ---- what no setting is ---------------------------------------------------------------------------------

LONG_KEY = ".".join("a" * 100_000)
BEYOND_SENSE = {
    "a dotted key": f"{LONG_KEY} = 1",
    "a dotted key with spaces": f"{LONG_KEY.replace('.', ' . ')} = 1",
    "a quoted dotted key": ".".join(['"a"'] * 100_000) + " = 1",
    "a table": f"[{LONG_KEY}]",
    "an array of tables": f"[[{LONG_KEY}]]",
    "a dotted key behind a string": f"x = '''\n\"\"\" ' '''\n{LONG_KEY} = 1",
    "a dotted key in a table": f"x = {{{LONG_KEY} = 1}}",
    "lists in lists": "x = " + "[" * 100_000,
    "closed lists in lists": "x = " + "[" * 1000 + "]" * 1000,
    "tables in tables": "x = " + "{a = " * 100_000,
    "a number of many digits": "seed = " + "9" * 100_000,
    "a hexadecimal number of many digits": "seed = 0x" + "f" * 100_000,
    "a number of more than 64 bits": "seed = 9223372036854775808",
    "a small number of more than 64 bits": "seed = -9223372036854775809",
    "a NUL": 'student = "sim:\\u0000"',
    "a NUL in a key": '[student.extra_body]\n"a\\u0000b" = 1',
    "no number": "[train]\nlearning_rate = nan",
    "no finite number": "[server]\ntimeout = inf",
    "a large file": "# " + "x" * (1 << 20),
    "a long line of quotes": "x = " + '"\\' * 200_000,
    "open strings": "x = " + "'''\"\"\"\n" * 100_000,
}


@pytest.mark.parametrize("text", BEYOND_SENSE.values(), ids=BEYOND_SENSE)
def test_toml_that_is_beyond_all_sense_is_refused_at_once_and_in_one_short_line(tmp_path, text):
    file = tmp_path / "c.toml"
    file.write_text(text)
    started = time.process_time()
    with pytest.raises(UsageError) as refused:
        load_config(file)
    assert time.process_time() - started < 8
    assert "c.toml" in str(refused.value)
    assert "sys." not in str(refused.value), "what to do in Python is nothing for people"
    assert len(str(refused.value)) < 600


@pytest.mark.parametrize(
    "setting",
    [
        f"{LONG_KEY}=1", f"student.extra_body.{LONG_KEY}=1", "student.extra_body=" + "[" * 100_000, "probes.screen=" + "9" * 100_000,
        "student.extra_body=" + "{a=" * 100_000, f"student.extra_body={{{LONG_KEY}=1}}", "x" * 100_000, "x" * 100_000 + "=1",
        "seed=" + "x" * 2_000_000, "=1", ".=1", "probes..screen=1", "probes.=1", "seed=1\nstudent='sim:planted'", "seed=1\n[train]",
        "seed=9223372036854775808", "train.learning_rate=inf", "train.epochs=nan", 'guard.file="\\u0000"', "seed=" + "x" * 100_000,
        "preset=" + "x" * 100_000,
    ],
    ids=lambda text: ascii(text[:30]),
)  # fmt: skip
def test_a_setting_that_is_beyond_all_sense_is_refused_at_once_and_in_one_short_line(setting):
    started = time.process_time()
    with pytest.raises(UsageError) as refused:
        load_config(None, [setting])
    assert time.process_time() - started < 8
    assert len(str(refused.value)) < 600


def test_dots_and_brackets_in_texts_and_comments_are_only_text(tmp_path):
    text = ".".join("a" * 500) + "[" * 500
    file = tmp_path / "c.toml"
    stops = f"\"{text}\", '{text}', \"\"\"\n{text}\"\"\", '''{text}'''"
    factors = ", ".join(["1.0", "0.5"] * 100)
    file.write_text(f"# {text}\nstudent = {{name = 'sim:planted', stop = [{stops}]}}\n[dial]\nfactors = [{factors}]\n")
    config = load_config(file, [f"train.command='{text}'"])
    assert config.asking.stop == [text] * 4
    assert (config.dial.factors, config.train.command) == ([1.0, 0.5], text)


@pytest.mark.parametrize("kind", ["folder", "pipe", "device", "long"])
def test_a_configuration_that_is_no_file_is_named_and_not_waited_for(tmp_path, kind):
    file = {"device": Path("/dev/zero"), "long": tmp_path / ("x" * 300)}.get(kind, tmp_path / "c.toml")
    if kind == "folder":
        file.mkdir()
    elif kind == "pipe":
        os.mkfifo(file)
    for read in (lambda: load_config(file), lambda: SimStudent.open(f"sim:{file}")):
        with pytest.raises(UsageError, match=r"no regular file|cannot be read"):
            read()


def test_a_configuration_that_could_not_be_read_again_is_not_run(tmp_path):
    deep: dict[str, object] = {}
    for _ in range(100):
        deep = {"a": deep}
    config = Config(student="sim:planted", asking=StudentSettings(extra_body=deep))
    with pytest.raises(UsageError, match="the configuration"):
        repairloop.run(config, tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_the_page_of_settings_says_what_the_classes_say():
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, str(root / "scripts" / "settings.py"), "--check"], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}run: python scripts/settings.py"
    page = (root / "docs" / "settings.md").read_text(encoding="utf-8")
    assert "| `probes.screen` | `14` | Probes an area in the first look" in page
    assert " |  |\n" not in page, "a setting without words"


def test_what_was_measured_for_make_run_alone_is_set_for_nothing_else(tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("question,answer\nWhat is 2 + 2?,4\n")
    assert (load_config().train.loss, load_config().train.epochs) == ("dft", 1)
    assert load_config(skills=["math"]).train == Config().train == TrainSettings(epochs=2)
    for named in ({"tasks": [str(file)]}, {"skills": ["math"], "tasks": [str(file)]}):
        assert load_config(**named).train == TrainSettings(epochs=1), (
            "two passes over a person's own rows were not tried"
        )
    assert {load_config(preset=name, skills=["math"]).train.epochs for name in ("smoke", "thorough")} == {1}
    own = load_config(tasks=[str(file)])
    assert (own.synthesize.rows, own.diagnose.max_areas, own.synthesize.kin) == (700, 12, 1.5)
