"""One file, three presets, `--set`; a wrong key is refused with the nearest names and where it stands."""

import re

import pytest

from repairloop.config import PRESETS, Config, load_config, read_toml, to_toml
from repairloop.errors import UsageError


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
