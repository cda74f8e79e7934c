"""What graders are given: types that refuse, are kept, and are told; rooms that know nothing of each other; checks of a
few lines that become graders."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import Field

import graders
from repairloop import (
    BadReference,
    Given,
    Grader,
    UsageError,
    Verdict,
    all_graders,
    check_grader,
    get_grader,
    grade,
    load_plugins,
    loose_answer,
    loose_probe,
    match_grader,
    passed,
)

ROOMS = Path(graders.__path__[0])


class Size(Given):
    """A size."""

    value: float
    """How much."""
    unit: str = "m"
    """Of what."""


class SizeSettings(Given):
    """How near."""

    tolerance: float = Field(0.1, ge=0)
    """Largest error."""
    names: list[str] | None = None
    """Other units,
    if any."""


class Sizes(Grader[Annotated[str | Size, Field(description="a size")], SizeSettings]):
    name = "sizes"
    made = 0

    def prepare(self, reference: str | Size, settings: SizeSettings) -> tuple[Any, SizeSettings]:
        Sizes.made += 1
        if reference == "0":
            raise BadReference("a size of nothing")
        return reference, settings


def read(reference: Any, **settings: Any) -> Any:
    return Sizes().read(loose_probe("sizes", "", reference, settings))


def test_json_becomes_what_the_types_say() -> None:
    size, settings = read({"value": 3, "unit": "km"}, tolerance=0.5)
    assert (size, settings) == (Size(value=3, unit="km"), SizeSettings(tolerance=0.5))
    assert read("3 m") == ("3 m", SizeSettings())


def test_a_setting_that_is_none_is_as_if_it_were_absent() -> None:
    assert read("3 m", tolerance=None, names=None) == ("3 m", SizeSettings())


def test_a_foreign_setting_is_left_alone_and_a_slip_is_refused() -> None:
    assert read("3 m", document="…") == ("3 m", SizeSettings())
    with pytest.raises(BadReference, match="sizes: unknown setting 'tolerence'; did you mean tolerance"):
        read("3 m", tolerence=0.5)


@pytest.mark.parametrize(
    ("reference", "settings", "says"),
    [
        (3, {}, "sizes: the reference must be a text, not 3; a reference is a size"),
        ({"unit": "km"}, {}, "sizes: reference.value is missing"),
        ({"value": "3"}, {}, 'sizes: reference.value must be a number, not "3"'),
        ({"value": True}, {}, "reference.value must be a number"),
        ("3 m", {"tolerance": -1}, "sizes: settings.tolerance must be greater than or equal to 0, not -1"),
        ("3 m", {"names": "km"}, "settings.names must be a list"),
        ("3 m", {"names": [1]}, "settings.names.0 must be a text"),
        ("3 \ud800", {}, "lone surrogate"),
        ({"value": float("nan")}, {}, "must be JSON"),
        (object(), {}, "must be JSON"),
        ("0", {}, "sizes: a size of nothing"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(reference: Any, settings: dict[str, Any], says: str) -> None:
    for _ in range(2):
        with pytest.raises(BadReference) as told:
            read(reference, **settings)
        assert says in str(told.value)


def test_a_reference_is_made_ready_once() -> None:
    handler, before = Sizes(), Sizes.made
    probes = [loose_probe("sizes", question, {"value": 5}, {"tolerance": 0.2}) for question in "ab"]
    assert handler.read(probes[0]) is handler.read(probes[1])
    assert Sizes.made == before + 1


def test_a_text_that_looks_like_json_is_not_taken_for_it() -> None:
    assert read('["3 m", {}]') == ('["3 m", {}]', SizeSettings())
    assert read("3 m") == ("3 m", SizeSettings())


def test_the_types_are_told() -> None:
    found = Sizes().takes()
    assert found["reference"] == "a size"
    assert [(f["name"], f["type"], f["text"], f["required"]) for f in found["fields"]] == [
        ("value", "number", "How much.", True),
        ("unit", "text", "Of what.", False),
    ]
    assert found["settings"][1] == {
        "of": "SizeSettings", "name": "names", "type": "list of text", "text": "Other units, if any.", "required": False,
    }  # fmt: skip


@pytest.mark.slow
def test_the_command_prints_reference_and_settings() -> None:
    command = [sys.executable, "-m", "repairloop.cli", "graders", "choice"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "reference: the right option's letter, or its text" in said
    assert "options  (list of text or object: text → text)" in said
    told = json.loads(subprocess.run([*command, "--json"], capture_output=True, text=True, check=True).stdout)
    assert [field["name"] for field in told[0]["settings"]] == ["options", "by", "operators"]


# ---- rooms ----------------------------------------------------------------------------------------------


def rooms() -> dict[str, set[str]]:
    """Room → the other rooms that it imports from."""
    found: dict[str, set[str]] = {}
    for file in ROOMS.rglob("*.py"):
        room = file.relative_to(ROOMS).with_suffix("").parts[0]
        imports = found.setdefault(room, set())
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("graders."):
                imports.add(str(node.module).split(".")[1])
    return {room: others - {room} for room, others in found.items() if room != "__init__"}


def test_a_grader_knows_no_other_grader() -> None:
    found = rooms()
    assert 10 < len(found) <= 20
    assert {room: others for room, others in found.items() if others - {"shared"}} == {}
    assert found["shared"] == set()


# ---- checks of a few lines ------------------------------------------------------------------------------


def verdict(name: str, text: str, reference: Any) -> Verdict:
    return grade(loose_probe(name, "", reference, {}), loose_answer(text))


def wrong_checks(name: str) -> list[str]:
    handler = get_grader(name)
    checks = check_grader(handler, handler.examples())
    assert len(checks) > 3 * len(handler.examples())
    return [check.name for check in checks if not check.passed]


def test_a_check_of_three_lines_is_a_grader() -> None:
    @match_grader("same_word", examples=["Oslo", "Bergen", "Rome"])
    def same_word(said: str, right: str) -> bool:
        """Is the reply the right word, whatever its case?"""
        return said.strip(" .!").casefold() == right.casefold()

    assert wrong_checks("same_word") == []
    assert same_word("oslo.", "Oslo")
    assert verdict("same_word", "OSLO!", "Oslo").status == "pass"
    assert (verdict("same_word", "Rome", "Oslo").error_class, verdict("same_word", "", "Oslo").error_class) == (
        "wrong_value",
        "empty",
    )
    assert verdict("same_word", "x", 3).error_class == "gold_unparseable"
    assert get_grader("same_word").__doc__ == "Is the reply the right word, whatever its case?"


def test_what_a_lax_check_lets_pass_is_shown() -> None:
    @match_grader("suffix", examples=["Oslo", "Bergen"])
    def suffix(said: str, right: str) -> bool:
        return said.rstrip(" .!").endswith(right)

    assert wrong_checks("suffix") == ["negation"] * 2


def test_references_that_are_no_texts_and_verdicts_of_ones_own() -> None:
    @match_grader(
        "at_least", examples=[3, 5], gold=lambda n: "word " * n,
        wrong=lambda n: {"incomplete_set": "word " * (n - 1), "no_answer_found": "…", "wrong_value": "none"},
    )  # fmt: skip
    def at_least(said: str, right: int) -> bool | Verdict:
        count = len(said.split())
        return passed(extracted=str(count)) if count >= right else False

    assert wrong_checks("at_least") == []
    assert verdict("at_least", "a b c d", 3).extracted == "4"
    assert verdict("at_least", "a b c d", "3").error_class == "gold_unparseable"


@pytest.mark.parametrize(
    ("examples", "check", "says"),
    [
        (["a"], lambda said, right: True, "two examples"),
        ([1, 2], lambda said, right: True, "`gold`"),
        (["a", "b"], lambda said: True, "the reply and the reference"),
    ],
)
def test_a_check_that_could_not_be_proved_is_refused(examples: list[Any], check: Any, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        match_grader("unproved", examples=examples)(check)
    assert "unproved" not in all_graders()


def test_a_file_may_hold_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "vowels.py"
    file.write_text(
        "from repairloop import match_grader\n\n\n"
        '@match_grader("vowels", examples=["aei", "ou"])\n'
        "def vowels(said: str, right: str) -> bool:\n"
        '    """Are these the vowels?"""\n'
        "    return said == right\n"
    )
    load_plugins([str(file)])
    assert wrong_checks("vowels") == []
