"""Every command that shows something can show it as JSON."""

from __future__ import annotations

import pytest
from typer.main import get_command

from repairloop.cli import app

EVENTS = {"run", "ask", "resume"}
"""They tell what happens, with `--display json` as JSON."""
OTHERS = {"chat", "serve", "new"}
"""A conversation, a service, and files that are written for people to go on with."""
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - OTHERS))
def test_every_command_has_json(name: str) -> None:
    options = {option for parameter in COMMANDS[name].params for option in parameter.opts}
    assert ("--display" if name in EVENTS else "--json") in options


def test_the_others_are_there() -> None:
    assert set(COMMANDS) > EVENTS | OTHERS
