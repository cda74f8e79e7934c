"""Where a student behind a server is asked with its adapter: `train.serve_as`, in one of two forms.

    NAME or openai:BASE_URL#NAME   the adapter is put there by the trainer itself, or by hand
    a command                      run for each adapter, with {adapter}, its directory, {name}, the name to serve it
                                   under, {url}, the server's address, and {model}, the student's name there

A command's names are made of the adapter's content, so what is served already is not loaded again, and a server that was
restarted is loaded anew. This module knows no server: it runs the command and looks whether the name is served.
"""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from repairloop.config import Config
from repairloop.ground.errors import StudentError, UsageError
from repairloop.ground.stopping import Program
from repairloop.students.dialect import parse_name
from repairloop.students.weights import fingerprint_directory

_APPEARS_SECONDS: Final = 60.0
"""Longest wait, after the command, until the server lists what it loaded."""


def is_command(serve_as: str) -> bool:
    """Whether it loads an adapter, and so can be asked for several; else it is one name."""
    return "{adapter}" in serve_as or "{name}" in serve_as


def check_serve_as(student: str, trainer: str, serve_as: str, cycles: int) -> None:
    """UsageError where nobody could be asked after the training. Nothing has been spent by then."""
    served = student.startswith("openai:")
    if serve_as and not served:
        raise UsageError(
            f"train.serve_as is for a student behind a server; {student!r} is loaded here, adapter and all"
        )
    if not served or trainer != "command":
        return
    if not serve_as:
        raise UsageError(
            f"trainer 'command' leaves an adapter, and {student!r} answers through its server: say where the trained one "
            "will be asked, by its name there (--set train.serve_as=NAME) or by a command that loads it (docs/servers.md); "
            "or use --trainer none and `repairloop verify` later"
        )
    if is_command(serve_as):
        if "{adapter}" not in serve_as or "{name}" not in serve_as:
            raise UsageError(
                "train.serve_as as a command needs {adapter}, the directory, and {name}, to serve it under"
            )
        _split(serve_as)
    else:
        name_of(student, serve_as)
    if cycles > 1:
        raise UsageError(
            "a student behind a server is repaired in one cycle, since nothing here can merge its adapter into its "
            "weights: leave out --cycles, and begin a second run from the student that the first one leaves"
        )


def name_of(student: str, served: str) -> str:
    """`openai:BASE_URL#NAME` of what the student's server has under that name, or of one that is named in full."""
    url, model = parse_name(student)
    full = served if served.startswith("openai:") else f"openai:{url}#{served}"
    if parse_name(full) == (url, model):
        raise UsageError(f"train.serve_as names the student itself, {full!r}; its adapter needs a name of its own")
    return full


def serve(student: str, adapter: Path, config: Config, look_up: Callable[[], None] = lambda: None) -> str:
    """The student to ask for `student` with `adapter`; loaded first where it is not served yet.

    Raises UsageError where `train.serve_as` is missing, StudentError where the server does not have it in the end.
    """
    serve_as = config.train.serve_as
    if not serve_as:
        raise UsageError(
            f"{student!r} answers through its server, which loads its own adapters: load {adapter} there and name it, as "
            f"{student.partition('#')[0]}#ITS_NAME, or set train.serve_as (docs/servers.md)"
        )
    if not is_command(serve_as):
        full = name_of(student, serve_as)
        try:
            _listed(full, config, look_up)
        except UsageError as error:
            raise StudentError(f"load {adapter} where it is to be asked, as {full}, then go on ({error})") from None
        return full
    name = f"repairloop-{fingerprint_directory(adapter)}"
    url, listed = _listed(student, config, look_up)
    if name not in listed:
        places = {"{adapter}": str(adapter.resolve()), "{name}": name, "{url}": url, "{model}": parse_name(student)[1]}
        _load(serve_as, places, look_up)
        until = time.monotonic() + _APPEARS_SECONDS
        while (listed := _listed(student, config, look_up)[1]) and name not in listed:
            if time.monotonic() > until:
                raise StudentError(f"{url} does not list {name!r} after train.serve_as was run for {adapter}")
            look_up()
            time.sleep(0.5)
    return f"openai:{url}#{name}"


def _listed(student: str, config: Config, look_up: Callable[[], None]) -> tuple[str, list[str]]:
    """The address that a student's server answers at, and the models that it lists; UsageError where the student is none
    of them. Nothing is generated."""
    from repairloop.students.openai import OpenAIStudent

    asking = config.asking.model_copy(update={"tools": "text"})  # nothing is tried, its tools neither
    with closing(OpenAIStudent(student, config.server, _say_nothing, look_up, asking, kept=())) as opened:
        return opened.url, opened.models


def _say_nothing(line: str) -> None:
    pass


def _split(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError as error:
        raise UsageError(f"train.serve_as is no command line: {error}") from None


def _load(command: str, places: dict[str, str], look_up: Callable[[], None]) -> None:
    parts = _split(command)
    for place, value in places.items():
        parts = [part.replace(place, value) for part in parts]
    try:
        program = Program(parts)
    except OSError as error:
        raise StudentError(f"train.serve_as: {parts[0]!r} cannot be started: {error.strerror}") from None
    with closing(program.lines(look_up)) as lines:
        said = [line.strip()[:300] for line in lines if line.strip()][-5:]
    if program.code:
        raise StudentError(
            f"train.serve_as failed with exit code {program.code} for {places['{adapter}']}; it said: "
            f"{' | '.join(said) or 'nothing'}; the adapter is kept: mend it in the run's config.toml, then go on"
        )
