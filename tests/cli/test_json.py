"""Every command that shows something can show it as JSON."""

from __future__ import annotations

import pytest
from typer.main import get_command

from repairloop.cli import app

EVENTS = {"run", "ask", "resume"}
"""They tell what happens, with `--display json` as JSON."""
OTHERS = {"chat", "serve", "new", "say", "token"}
"""A conversation, a service, files that are written for people to go on with, what a person says, and tokens, of which one
command shows something."""
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]
COMMANDS["token list"] = COMMANDS["token"].commands["list"]


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - OTHERS))
def test_every_command_has_json(name: str) -> None:
    options = {option for parameter in COMMANDS[name].params for option in parameter.opts}
    assert ("--display" if name in EVENTS else "--json") in options


def test_the_others_are_there() -> None:
    assert set(COMMANDS) > EVENTS | OTHERS
