"""What a run may be told over HTTP. The person who starts the service says which students and servers there are; a request
names them, and sets numbers and choices. What is a path, a program, an address or a key is set by nobody from afar.

Every key of the configuration is in `OPEN` or in `CLOSED`, and a test says so: a new one is decided on, not overlooked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from repairloop.config import Config, load_config
from repairloop.ground import toml
from repairloop.ground.errors import UsageError, nearest, shown
from repairloop.students.dialect import parse_name
from repairloop.students.weights import check_directory

BUNDLED: Final = {"smollm2": "the bundled student", "sim:planted": "a simulated student with planted weaknesses"}
OPEN: Final = frozenset(
    {"student", "engine", "skills", "tasks", "repair", "areas", "preset", "trainer", "cycles", "seed", "probes", "diagnose",
     "synthesize", "teacher", "train", "guard", "dial", "sampling", "server"}
)  # fmt: skip
CLOSED: Final = {
    "plugins": "a plug-in is a program",
    "skill_settings": "a skill's settings may name files",
    "asking.headers": "a header may hold a key",
    "asking.extra_body": "it goes to a server as it is",
    "diagnose.embedder": "it is a path",
    "synthesize.sources": "they are paths",
    "synthesize.protect": "they are paths",
    "teacher.cache": "it is a path",
    "teacher.judge": "it is an address, whose errors a file tells",
    "teacher.calibration": "it is a path",
    "train.command": "it is a program",
    "train.weights": "it is a path",
    "train.serve_as": "it may be a program",
    "guard.file": "it is a path",
    "gate": "from afar the rules by which an adapter is accepted are not made looser",
    "outside": "its questions are files",
}
"""Key → why it is not set over HTTP: on the machine, `repairloop run` and a file with settings do."""
LARGEST: Final = 1 << 16
"""Characters of settings, as JSON."""


@dataclass(frozen=True)
class Offers:
    """What the person who started the service offers."""

    folders: Mapping[str, Path] = field(default_factory=dict)
    """Name → the folder of a student."""
    servers: Sequence[str] = ()
    """Addresses of servers whose models may be asked."""
    at_once: int = 1
    """Jobs that run at the same time."""

    @classmethod
    def of(cls, students: Sequence[Path], servers: Sequence[str], at_once: int) -> Offers:
        """UsageError where one of them is none. A folder of students stands for the models that lie in it."""
        folders: dict[str, Path] = {}
        for given in students:
            found = [given] if (given / "config.json").is_file() else _models_in(given)
            for folder in found:
                name = folder.resolve().name
                if name in folders or name in BUNDLED:
                    raise UsageError(f"--students: two students are called {name!r}; rename the folder of one")
                folders[name] = check_directory(folder).resolve()
        return cls(folders, [parse_name(f"openai:{server}#any")[0] for server in servers], at_once)

    @property
    def students(self) -> dict[str, str]:
        """Student → what it is, of those that need no server."""
        return BUNDLED | dict.fromkeys(self.folders, "a model of this machine")


def _models_in(folder: Path) -> list[Path]:
    try:
        found = sorted(path for path in folder.iterdir() if (path / "config.json").is_file())
    except OSError as error:
        raise UsageError(f"--students {folder}: {(error.strerror or str(error)).lower()}") from None
    return found or [check_directory(folder)]


def settle(given: Mapping[str, Any], offers: Offers, task: Callable[[str], Path]) -> tuple[Config, str]:
    """The configuration that a request asks for, and the file that says so. `given`: as a file of settings, keys as
    there; `task`: the folder of a task by its name. UsageError where it is none, or not for a request to say."""
    given = {key: value for key, value in given.items() if value is not None}
    try:
        size = len(json.dumps(given, ensure_ascii=False).encode())
    except (UnicodeEncodeError, RecursionError):
        raise UsageError("settings: texts that are no Unicode, or nested without end") from None
    if size > LARGEST:
        raise UsageError(f"settings: longer than {LARGEST:,} characters, which none are")
    for key in _keys(given):
        _refuse_closed(key)
    if student := _student_of(given):
        given = _with_student(given, _known_student(student, offers))
    if isinstance(variables := _part(given, "student", "chat_template_kwargs"), dict):
        for key, value in variables.items():
            if not isinstance(value, bool | int | float) and not (
                isinstance(value, str) and value.isalnum() and len(value) < 20
            ):
                raise UsageError(
                    f"settings: student.chat_template_kwargs: {shown(key)} takes a number, yes or no, or a word"
                )
    if isinstance(name := _part(given, "teacher", "name"), str) and name:
        given["teacher"] = {**given["teacher"], "name": _known_server(name, offers, "teacher.name")}
    if given.get("trainer") == "command":
        raise UsageError(f"settings: trainer 'command' is not set over HTTP: {CLOSED['train.command']}")
    if isinstance(tasks := given.get("tasks"), list):
        try:
            given["tasks"] = [str(task(str(name))) for name in tasks]
        except UsageError as error:
            raise UsageError(f"settings: tasks: {error}") from None
    try:
        config = load_config(**given)
        text = _written(given)
    except UsageError as error:
        raise UsageError(f"settings: {str(error).removeprefix('the command line: ')}") from None
    if config.trainer == "command":
        raise UsageError("settings: trainer 'command' is not set over HTTP")
    _known_skills(config)
    return config, text


def _written(given: Mapping[str, Any]) -> str:
    import tomlkit

    try:
        text = tomlkit.dumps(given)
    except (TypeError, ValueError) as error:
        raise UsageError(f"not to be written as TOML: {str(error)[:200]}") from None
    toml.parse(text, "what was given")
    return text


def _keys(given: Mapping[str, Any], above: str = "") -> Iterator[str]:
    for key, value in given.items():
        if not above and key not in OPEN and key not in CLOSED:  # `asking` is what the table `student` is in here
            raise UsageError(f"settings: {nearest(key, OPEN, 'key')}")
        yield f"{above}{key}"
        if isinstance(value, dict):
            yield from _keys(value, f"{above}{key}.")


def _refuse_closed(key: str) -> None:
    """UsageError for a key that a request may not set. `student` as a table is what `asking` is in here, and `skills` as
    one holds the settings of skills."""
    if key.startswith("student."):
        key = f"asking.{key.removeprefix('student.')}"
    if key.startswith("skills.") and key != "skills.names":
        key = "skill_settings"
    for closed, why in CLOSED.items():
        if key == closed or key.startswith(f"{closed}."):
            raise UsageError(f"settings: {shown(key.replace('asking.', 'student.'))} is not set over HTTP: {why}")


def _part(given: Mapping[str, Any], section: str, key: str) -> Any:
    table = given.get(section)
    return table.get(key) if isinstance(table, dict) else None


def _student_of(given: Mapping[str, Any]) -> str | None:
    student = given.get("student")
    name = student.get("name") if isinstance(student, dict) else student
    if name is not None and not isinstance(name, str):
        raise UsageError("settings: student: a name is a text")
    return name


def _with_student(given: Mapping[str, Any], name: str) -> dict[str, Any]:
    student = given["student"]
    return {**given, "student": {**student, "name": name} if isinstance(student, dict) else name}


def _known_student(name: str, offers: Offers) -> str:
    """The student of that name, as a run is told it."""
    if name in BUNDLED:
        return name
    if name in offers.folders:
        return str(offers.folders[name])
    if name.startswith("openai:"):
        return _known_server(name, offers, "student")
    servers = [f"openai:{server}#MODEL" for server in offers.servers]
    raise UsageError(
        f"settings: {nearest(name, [*offers.students, *servers], 'student')}; further ones are named when the service is "
        "started, with --students and --allow-server"
    )


def _known_server(name: str, offers: Offers, key: str) -> str:
    if not name.startswith("openai:"):
        raise UsageError(f"settings: {key}: over HTTP it is openai:URL#MODEL, of a server that was allowed")
    address, model = parse_name(name)
    if address not in offers.servers or any(not char.isprintable() for char in model):
        raise UsageError(
            f"settings: {key}: that server is not among those that may be asked; they are named when the service is started, "
            "with --allow-server URL"
        )
    return f"openai:{address}#{model}"


def _known_skills(config: Config) -> None:
    from repairloop.plugins.registry import all_skills

    known = all_skills()
    for name in config.skills:
        if name not in known:
            raise UsageError(f"settings: skills: {nearest(name, known, 'skill')}")
