"""The command line: thin, so that `--help` answers at once. Every command imports what it needs when it runs.

Exit codes: 0 done, 1 failure, 2 usage, 130 and 143 stopped by Ctrl-C and SIGTERM with nothing lost.
"""

from __future__ import annotations

import json
import signal
import sys
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from repairloop.cli.say import app as say_app

if TYPE_CHECKING:
    from repairloop.cli.places import Place
    from repairloop.config import Config

app = typer.Typer(
    help="Find what a language model cannot do, prove it, repair it, prove the repair.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
)  # fmt: skip
new_app = typer.Typer(help="Write a working plug-in and its test, or a task of your own.", no_args_is_help=True)
app.add_typer(new_app, name="new")
token_app = typer.Typer(help="Who may use the service at an address that others reach.", no_args_is_help=True)
app.add_typer(token_app, name="token")
app.add_typer(say_app, name="say")

RunDir = Annotated[Path, typer.Argument(metavar="RUN", help="A run directory.")]
AnyRun = Annotated[Path, typer.Argument(metavar="RUN", help="A run directory; with --server the name of a run there.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Student = Annotated[str | None, typer.Option(help="smollm2, a path or hub id, openai:URL#MODEL, sim:FILE.")]
Skills = Annotated[
    str | None, typer.Option(help="Skills, separated by commas. Default: those that the preset looks at.")
]
Preset = Annotated[str | None, typer.Option(help="smoke, standard or thorough.")]
Trainer = Annotated[str | None, typer.Option(help="trl, command, none; sim for a simulated student.")]
Cycles = Annotated[int | None, typer.Option(help="How often to go round the loop.")]
Settings = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Set one value: a.b=value.")]
ConfigFile = Annotated[Path | None, typer.Option("--config", help="A TOML file with settings.")]
Tasks = Annotated[
    list[str] | None,
    typer.Option(metavar="TASKS", help="Your own task: a file of yours, or what `import` made; may be given again."),
]
Outside = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FILE:GRADER", help="Questions of your own, asked before and after; may be given several times."
    ),
]
Protect = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE", help="Your evaluation set: no training row may overlap with it; may be given again."),
]
Guard = Annotated[Path | None, typer.Option(metavar="FILE", help="Requests of yours that must not get worse.")]
OutFile = Annotated[str, typer.Option(metavar="FILE", help="A file ending in .parquet or .jsonl.")]
Embedder = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="A model that tells texts apart, for areas of --tasks that no file names."),
]
Force = Annotated[bool, typer.Option("--force", help="Replace files that are there.")]
Display = Annotated[str | None, typer.Option(help="rich, plain or json; plain where there is no terminal.")]


OVER_HTTP = frozenset({"runs", "summary", "areas", "failures", "show", "trace", "sql", "run", "resume", "cancel"})
"""Commands that a service answers too."""
_server: str | None = None


def _print_version(asked: bool) -> None:
    if asked:
        from repairloop.ground.version import __version__

        print(f"repairloop {__version__}")
        raise typer.Exit


@app.callback()
def options(
    ctx: typer.Context,
    server: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help=f"Ask a service, and not this machine: {', '.join(sorted(OVER_HTTP))}. Token: REPAIRLOOP_TOKEN.",
        ),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    global _server
    _server = server
    if server is not None and ctx.invoked_subcommand not in OVER_HTTP:
        from repairloop.ground.errors import UsageError

        raise UsageError(
            f"--server goes with {', '.join(sorted(OVER_HTTP))}; {ctx.invoked_subcommand} works here alone"
        )


def _place(run: Path) -> Place:
    """Where a command looks: at a run directory, or with --server at a run there."""
    if _server is None:
        from repairloop.cli.places import Here

        return Here(run)
    from repairloop.cli.places import Client, There

    return There(Client(_server), str(run))


def _ours() -> str:
    """How the commands that are recommended begin."""
    return "repairloop" if _server is None else "repairloop --server URL"


def main() -> None:
    """Run the command line; turn our errors into one message and an exit code."""
    import os

    os.environ.setdefault("LANGSMITH_TRACING", "false")
    from repairloop.ground import stopping
    from repairloop.ground.foreign import Door

    sys.stdout, sys.stderr = Door(sys.stdout), Door(sys.stderr)  # type: ignore[assignment]
    stopping.owns_process = True
    for number in stopping.SIGNALS:
        signal.signal(number, _stop)
    debug = "--debug" in sys.argv
    warnings.showwarning = _show_warning
    try:
        app()
    except SystemExit as stop:
        if stop.code in stopping.STOPPED:
            stopping.end(int(stop.code), "stopped; finished work is kept")
        raise
    except KeyboardInterrupt:
        stopping.end(130, "stopped; finished work is kept")
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except Exception as error:
        from repairloop.ground.errors import RepairLoopError, of_system

        if debug:
            import traceback

            traceback.print_exc()
            sys.exit(1)
        if isinstance(error, OSError):
            error = of_system(error)
        if isinstance(error, RepairLoopError):
            if error.exit_code in stopping.STOPPED:
                stopping.end(error.exit_code, f"repairloop: {error}")
            print(f"repairloop: {error}", file=sys.stderr)
            sys.exit(error.exit_code)
        print(f"repairloop: {type(error).__name__}: {error}\nrun again with --debug to see where", file=sys.stderr)
        sys.exit(1)


def _stop(number: int, frame: object) -> None:
    """End what goes on; where a library swallows the exception, as in a callback it does, the process ends all the same."""
    import threading

    from repairloop.ground import stopping

    ending = threading.Timer(1.0, stopping.end, (128 + number, "stopped; finished work is kept"))
    ending.daemon = True
    ending.start()
    raise KeyboardInterrupt if number == signal.SIGINT else SystemExit(128 + number)


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: Any = None,
    line: str | None = None,
) -> None:
    """Ours are for people, in one line; others as Python shows them."""
    if category.__name__ == "DamageWarning":
        print(f"repairloop: {message}", file=sys.stderr)
    else:
        sys.stderr.write(warnings.formatwarning(message, category, filename, lineno, line))


def _config(
    file: Path | None, settings: list[str] | None, student: str | None, skills: str | None, preset: str | None,
    trainer: str | None, cycles: int | None, outside: list[str] | None, guard: Path | None, protect: list[Path] | None,
    tasks: list[str] | None = None, embedder: Path | None = None, **more: Any,
) -> Config:  # fmt: skip
    from repairloop.config import load_config

    return load_config(
        file, settings, student=student, skills=_names(skills), preset=preset, trainer=trainer, cycles=cycles, tasks=tasks or None,
        **_files(outside, guard, protect, embedder), **more,
    )  # fmt: skip


def _names(skills: str | None) -> list[str] | None:
    return None if skills is None else [name.strip() for name in skills.split(",") if name.strip()]


def _files(
    outside: list[str] | None, guard: Path | None, protect: list[Path] | None, embedder: Path | None
) -> dict[str, Any]:
    """Options that name files, as settings."""
    return {
        "outside": {"files": outside} if outside else None, "guard": {"file": str(guard)} if guard else None,
        "synthesize": {"protect": [str(file) for file in protect]} if protect else None,
        "diagnose": {"embedder": str(embedder)} if embedder else None,
    }  # fmt: skip


def _listener(display: str | None) -> Any:
    from repairloop.ground.errors import UsageError
    from repairloop.rundir.display import listener

    if display not in (None, "rich", "plain", "json"):
        raise UsageError(f"--display takes rich, plain or json; got {display!r}")
    return listener(display)


def _print_json(value: Any) -> None:
    from repairloop.rundir.display import to_json

    print(to_json(value, indent=1))


# ---- the loop -----------------------------------------------------------------------------------------


@app.command()
def run(
    student: Student = None, tasks: Tasks = None, skills: Skills = None, preset: Preset = None, trainer: Trainer = None,
    cycles: Cycles = None,
    out: Annotated[str | None, typer.Option(metavar="RUN", help="The run directory. Default: runs/DATE-TIME.")] = None,
    outside: Outside = None, guard: Guard = None, protect: Protect = None, embedder: Embedder = None,
    said: Annotated[
        list[Path] | None,
        typer.Option(metavar="RUN", help="An earlier run: golds that people corrected and rows that they vetoed hold here too."),
    ] = None,
    set_: Settings = None, config: ConfigFile = None, display: Display = None,
) -> None:  # fmt: skip
    """Run the loop: probe, diagnose, repair, verify."""
    listen = _listener(display)
    if _server is not None:
        return _run_there(
            out, tasks or [], listen, display, config, set_, said, student=student, skills=_names(skills), preset=preset,
            trainer=trainer, cycles=cycles, **_files(outside, guard, protect, embedder),
        )  # fmt: skip
    resolved = _config(config, set_, student, skills, preset, trainer, cycles, outside, guard, protect, tasks, embedder)
    from repairloop.loop import api

    _finish(api.run(resolved, out, listen, said or ()), display)
    return None


@app.command()
def ask(
    tasks: Annotated[list[str], typer.Argument(metavar="TASKS…", help="Files of yours, or what `import` made.")],
    student: Student = None,
    out: Annotated[str | None, typer.Option(metavar="RUN", help="The run directory. Default: runs/DATE-TIME.")] = None,
    embedder: Embedder = None, set_: Settings = None, config: ConfigFile = None, display: Display = None,
) -> None:  # fmt: skip
    """Ask a student your own questions and say which areas fail: the diagnosis without a repair."""
    listen = _listener(display)
    resolved = _config(config, set_, student, None, None, None, None, None, None, None, tasks, embedder, repair=False)
    from repairloop.loop import api

    _finish(api.run(resolved, out, listen), display)


@app.command("import")
def import_(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Tables, logs, fine-tuning files, or folders of them.")
    ],
    out: Annotated[Path, typer.Option(metavar="TASKS", help="The folder to write.")],
    map_: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="PART=COLUMN",
            help="Name a column: question, answer, options, document, system, area, id, group or given.",
        ),
    ] = None,
    grader: Annotated[
        str | None, typer.Option(metavar="NAME|FILE.py:NAME", help="Default: what the right answers suggest.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="The task's name. Default: the file's.")] = None,
    as_json: AsJson = False, force: Force = False,
) -> None:  # fmt: skip
    """Make a task of your own of files that you have, and say what was understood."""
    from repairloop.cli import tasks

    found = tasks.import_(files, out, map_ or [], grader, name, quiet=as_json, force=force)
    if as_json:
        return _print_json(found)
    print(f"\n{found['cases']:,} cases in {out}; what was understood stands in {out / 'task.toml'}")
    print("next:\n  " + "\n  ".join(f"{line} --student MODEL" for line in found["next"]))
    return None


@app.command()
def golds(
    tasks: Annotated[Path, typer.Argument(metavar="TASKS", help="A folder that `import` made.")],
    student: Student = None,
    said: Annotated[
        Path | None, typer.Option(metavar="RUN", help="Correct those that people corrected in a run.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the right answers of a task that may be wrong; with a student, also by what its samples agree on."""
    from repairloop.cli.tasks import golds as find

    found = find(tasks, student, said, quiet=as_json)
    if as_json:
        return _print_json(found)
    if said:
        print(f"{found['corrected']:,} golds are corrected as people said in {_short(said)}")
    for one in found["doubts"]:
        print(_short(f"{one['file']}:{one['line']}  {one['question']}  →  {one['gold']}\n    {one['doubt']}", 1000))
    print(f"{len(found['doubts']):,} of {found['cases']:,} golds are in doubt; they are asked, and make no rows")
    if share := found["share"]:
        low = f"at least {share['low']:.1%} and " if share["low"] > 0 else ""
        print(f"wrong are {low}at most {share['high']:.1%} of them, by {share['of']:,} {share['how']}")
    return None


@app.command()
def resume(run: AnyRun, display: Display = None) -> None:
    """Go on with a run that was stopped, failed or damaged."""
    if _server is not None:
        from repairloop.cli import remote
        from repairloop.service.client import Client

        return _finish_there(remote.go_on(Client(_server), str(run), _listener(display)), display)
    from repairloop.loop import api

    _finish(api.resume(run, _listener(display)), display)
    return None


@app.command()
def cancel(
    run: Annotated[str, typer.Argument(metavar="RUN", help="The name of a run on a service.")], as_json: AsJson = False
) -> None:
    """With --server: end a run there, at its next safe point; what was finished is kept."""
    from repairloop.cli import remote
    from repairloop.ground.errors import UsageError
    from repairloop.service.client import Client

    if _server is None:
        raise UsageError(
            "cancel goes with --server URL; a run of this machine is stopped by Ctrl-C where it was started"
        )
    job = remote.cancel(Client(_server), run)
    if as_json:
        return _print_json(job)
    print(_short(f"job {job['id']}, {job['state']}: {job['said']}"))
    return None


def _run_there(
    out: str | None, tasks: list[str], listen: Any, display: str | None, file: Path | None, settings: list[str] | None,
    said: list[Path] | None, **given: Any,
) -> None:  # fmt: skip
    """Start a run on the service and follow it."""
    from repairloop.cli import remote
    from repairloop.config import layered
    from repairloop.ground.errors import UsageError
    from repairloop.service.client import Client

    if said:
        raise UsageError("--said names a run of this machine, and goes with runs of this machine alone")
    client = Client(_server or "")
    _finish_there(remote.begin(client, layered(file, settings, **given), tasks, out, listen), display)


def _finish_there(name: str, display: str | None) -> None:
    """What `_finish` says, of a run on the service."""
    from repairloop.ground.errors import quoted
    from repairloop.service.client import Client

    if display == "json":
        return
    _print_areas(_place(Path(name)).areas(None))
    print()
    found = Client(_server or "").run(name)
    for line in found["summary"]:
        print(line)
    if found["outcome"] == "nothing fails":
        print(NOTHING_FAILS)
    print(
        f"\nThe run {name} is on {_server}. Look at it next with:\n  repairloop --server {_server} failures {quoted(name)}"
    )


@app.command()
def fsck(run: RunDir, as_json: AsJson = False) -> None:
    """Say what is damaged in a run directory, and make again what can be made again. Exit code 1 where something is left."""
    from repairloop.loop import api

    found = api.fsck(run, None if as_json else _listener("plain"))
    if as_json:
        _print_json(found)
    else:
        for damage in found["damaged"]:
            how = f"made again {damage['again']}" if damage["mended"] else "NOT made again"
            print(_short(f"{damage['file']}: {damage['damage']}; {how}", 1000))
        for name in found["removed"]:
            print(_short(f"{name}: left by a process that was killed; removed"))
        print("the run is whole" if found["whole"] else _short(f"the run is not whole. {found['note']}", 1000))
    if not found["whole"]:
        raise typer.Exit(1)


NOTHING_FAILS = "nothing fails: every area that was looked at reaches the target, or none could be shown to miss it"
NOTHING_ASKED = "nothing was asked: the tasks have too few cases for an area that could be looked at; give more"


def _finish(run: Any, display: str | None) -> None:
    from repairloop.rundir.display import summary_lines

    if display == "json":
        return
    looked_at = _show_areas(run, None)
    print()
    for line in summary_lines(run.summary()):
        print(line)
    report = json.loads((run.path / "report.json").read_text())
    if report["outcome"] == "nothing fails":
        print(NOTHING_FAILS if looked_at else NOTHING_ASKED)
    print(f"\nThe run is in {run.path}. Look at it next with:\n  {report['next']}")


@app.command()
def plan(
    student: Student = None, tasks: Tasks = None, skills: Skills = None, preset: Preset = None, trainer: Trainer = None,
    cycles: Cycles = None, outside: Outside = None, guard: Guard = None, protect: Protect = None, embedder: Embedder = None,
    set_: Settings = None, config: ConfigFile = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Show areas, probes, rows and expected time, before anything is spent."""
    resolved = _config(config, set_, student, skills, preset, trainer, cycles, outside, guard, protect, tasks, embedder)
    from repairloop.loop.plan import plan as make

    found = make(resolved)
    if as_json:
        return _print_json(found)
    print(f"student {found['student']} on {found['engine']}, trainer {found['trainer']}, {found['cycles']} cycle(s)")
    print(f"{len(found['areas'])} area{'s' if len(found['areas']) > 1 else ''}:")
    for area in found["areas"]:
        print(f"  {area}")
    asked = found["probes"]
    print(
        f"probes: {asked['screen']} in the first look, at most {asked['confirm']} in the second and {asked['settle']} in "
        f"the third, {asked['choose']} to choose by what is repaired, {asked['holdout']} held out, asked twice"
    )
    print(f"open requests: {asked['canaries']}; to choose the dial by: {asked['dev']} probes for each candidate")
    if "outside" in asked:
        print(f"outside questions: {asked['outside']}, asked twice")
    for note in found["files"]:
        print(_short(note))
    print(f"rows: {found['rows']} at most, for at most {found['targets_at_most']} failing areas")
    if teacher := found["teacher"]:
        budget = " and ".join(f"{limit:,} {name}" for name, limit in teacher["budget"].items())
        print(
            f"teacher {teacher['name']}: a hand in at most {teacher['items']:,} rows, about {teacher['calls']:,} calls; it may "
            f"spend {budget}, whatever it replies is kept in the run"
        )
    times = ", ".join(f"{name} {seconds} s" for name, seconds in found["seconds"].items())
    print(f"expected time: about {max(1, round(found['total_seconds'] / 60))} min on two idle cores ({times} a cycle)")
    return None


@app.command()
def verify(
    run: RunDir,
    student: Annotated[str, typer.Option(help="The student to ask: a name, or a directory with an adapter.")],
    display: Display = None,
    as_json: AsJson = False,
) -> None:
    """Ask a student the run's holdout and decide, as after training."""
    from repairloop.loop import api

    output = api.verify(run, student, _listener("plain" if as_json else display) if not as_json else None)
    if as_json:
        return _print_json(output)
    from repairloop.rundir.display import summary_lines

    opened = api.open(run)
    _show_areas(opened, None, output["side"])
    for line in summary_lines(opened.summary(output["side"])):
        print(line)
    return None


@app.command()
def chat(
    run: RunDir,
    adapter: Annotated[
        str | None,
        typer.Option(metavar="DIR|NAME", help="Another adapter or student to talk to than the repaired one."),
    ] = None,
    engine: Annotated[str | None, typer.Option(help="transformers (the default), vllm or auto.")] = None,
    temperature: Annotated[float, typer.Option(min=0, help="0 is greedy.")] = 0.0,
    max_tokens: Annotated[int, typer.Option(min=1, help="Longest answer.")] = 256,
) -> None:
    """Talk to the student as it was and as it is repaired, side by side. Questions may be piped in, one a line."""
    import os

    from repairloop.cli.chat import chat as talk
    from repairloop.loop.stages.train import ENVIRONMENT

    os.environ.update({**ENVIRONMENT, **os.environ})  # before torch is imported, which reads it once
    talk(run, adapter=adapter, engine=engine, temperature=temperature, max_tokens=max_tokens)


# ---- looking ------------------------------------------------------------------------------------------


Root = Annotated[Path, typer.Option("--root", metavar="DIR", help="The folder with the runs.")]


@app.command()
def serve(
    root: Root = Path("runs"),
    host: Annotated[
        str, typer.Option(help="The address to answer at. Other than loopback: with tokens.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: one that is free.")] = 8765,
    tokens: Annotated[bool, typer.Option("--tokens", help="Ask for tokens on loopback too.")] = False,
    name: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST", help="A name by which browsers call it; may be given again. With tokens."),
    ] = None,
    proxy: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ADDRESS", help="A reverse proxy's address or network, whose X-Forwarded-For and -Proto count."
        ),
    ] = None,
    proxy_user_header: Annotated[
        str | None, typer.Option(metavar="HEADER", help="The header in which that proxy names the user.")
    ] = None,
    proxy_role: Annotated[str, typer.Option(help="What such users may: read, review or run.")] = "read",
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Runs that it drives at the same time.")] = 1,
    students: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR", help="A model, or a folder of them, that runs may be started on; may be given again."
        ),
    ] = None,
    allow_server: Annotated[
        list[str] | None,
        typer.Option(metavar="URL", help="A server whose models runs may be started on; may be given again."),
    ] = None,
) -> None:
    """Show runs, failures and decisions in a browser and over HTTP: on this machine, or to whoever has a token."""
    from repairloop.ground.errors import UsageError

    try:
        from repairloop.service.app import serve as answer
        from repairloop.service.offers import Offers
    except ModuleNotFoundError as error:
        raise UsageError(
            f"the service needs {error.name}, which is not installed: pip install 'repairloop[service]'"
        ) from None
    answer(
        root, host, port, Offers.of(students or [], allow_server or [], jobs), tokens=tokens, names=name or (),
        proxies=proxy or (), user_header=proxy_user_header or "", user_role=proxy_role,
    )  # fmt: skip


@token_app.command("create")
def token_create(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose it is.")],
    role: Annotated[
        str, typer.Option(help="read: look; review: judge and sign off, too; run: start and stop runs, too.")
    ] = "read",
    root: Root = Path("runs"),
) -> None:
    """Make a token and print it, once: it is kept hashed."""
    from repairloop.service.tokens import Tokens

    ledger = _ledger(root)
    token = Tokens(ledger).create(name, role)
    _write_down(ledger, f"token create {name} --role {role}")
    print(token)
    print(f"that is the token of {name}, which may {role}; it is not shown again", file=sys.stderr)


@token_app.command("list")
def token_list(root: Root = Path("runs"), as_json: AsJson = False) -> None:
    """Tokens by name, with their roles."""
    from repairloop.service.tokens import Tokens

    found = Tokens(_ledger(root)).list()
    if as_json:
        return _print_json(found)
    for token in found:
        print(f"{token['name']:<30} {token['role']:<8} {token['created'][:16].replace('T', ' ')}")
    return None


@token_app.command("revoke")
def token_revoke(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose it was.")], root: Root = Path("runs")
) -> None:
    """End a token, and all sessions of browsers that signed in with it, at once."""
    from repairloop.service.tokens import Tokens

    ledger = _ledger(root)
    Tokens(ledger).revoke(name)
    _write_down(ledger, f"token revoke {name}")


@app.command()
def audit(
    root: Root = Path("runs"),
    last: Annotated[int, typer.Option(min=1, max=1_000_000, help="So many entries.")] = 100,
    refused: Annotated[
        bool | None, typer.Option("--refused/--done", help="Only what was refused, or only what was not.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Who did what over the service, when and from where, and what was refused; the last entry last."""
    from repairloop.service.audit import Audit

    found = Audit(_ledger(root)).last(last, refused)
    if as_json:
        return _print_json(found)
    for entry in found:
        said = [
            entry["at"][:19],
            entry["who"] or "-",
            entry["address"] or "-",
            entry["status"] or "",
            entry["method"],
            entry["path"],
        ]
        print(" ".join(str(part) for part in (*said, entry["note"] and f"({entry['note']})") if part))
    return None


def _ledger(root: Path) -> Any:
    from repairloop.ground.errors import UsageError
    from repairloop.service.ledger import Ledger

    if not root.is_dir():
        raise UsageError(f"--root: {root} is no folder; it is the one that repairloop serve shows")
    return Ledger(root)


def _write_down(ledger: Any, command: str) -> None:
    from repairloop.service.audit import Audit
    from repairloop.service.tokens import person

    Audit(ledger).add(person(), "command line", "", f"repairloop {command}", 0)


@app.command()
def runs(
    root: Annotated[Path, typer.Option(metavar="DIR", help="The folder with the runs.")] = Path("runs"),
    as_json: AsJson = False,
) -> None:
    """The runs of a folder: state, student, what they are about, gain and decision; the newest first."""
    if _server is not None:
        from repairloop.service.client import Client

        found = list(Client(_server).runs())
    else:
        from repairloop.ground.errors import UsageError
        from repairloop.service.models import RunSummary
        from repairloop.service.runs import Runs

        if not root.is_dir():
            raise UsageError(f"--root: {root} is no folder; runs are made there by: repairloop run --out {root}/NAME")
        here = Runs(root)
        found = [RunSummary.model_validate(here.summary(name)).model_dump() for name in here.names()]
    if as_json:
        return _print_json(found)
    from rich.table import Table
    from rich.text import Text

    from repairloop.rundir.display import console

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("run", "state", "student", "about", "gain", "decision"):
        table.add_column(name, overflow="fold")
    for run in found:
        gain = run["gain"]
        about = ", ".join([*run["tasks"], *run["skills"]]) or "all skills"
        moved = f"{gain['change'] * 100:+.0f} [{gain['low'] * 100:+.0f}…{gain['high'] * 100:+.0f}]" if gain else "–"
        cells = (run["id"], run["state"], run["student"] or "–", about, moved, run["verdict"] or run["damage"] or "–")
        table.add_row(*(Text(_short(cell, 200)) for cell in cells))
    console(width=None if sys.stdout.isatty() else 200).print(table)
    return None


@app.command()
def summary(run: AnyRun, as_json: AsJson = False) -> None:
    """The result of a run in words: gains with their intervals, what happened to the rest, and the gate's decision."""
    decision, lines = _place(run).summary()
    if as_json:
        return _print_json(decision)
    for line in lines or [
        "no adapter was decided on: nothing fails, or the run has not come so far (repairloop areas)"
    ]:
        print(line)
    return None


@app.command()
def areas(
    run: AnyRun,
    cycle: Annotated[int | None, typer.Option(min=1, max=10**6, help="Default: the last.")] = None,
    as_json: AsJson = False,
) -> None:
    """Pass rates before and after, with intervals, tests and decisions."""
    rows = _place(run).areas(cycle)
    return _print_json(rows) if as_json else _print_areas(rows)


def _show_areas(run: Any, cycle: int | None, side: str | None = None) -> int:
    """Print the areas of a run; how many they are."""
    from repairloop.rundir import said
    from repairloop.rundir.views import area_rows, connect

    with connect(run.store) as db:
        rows = area_rows(db, cycle, side, said.verdicts(run.said()))
    _print_areas(rows)
    return len(rows)


def _print_areas(rows: list[dict[str, Any]]) -> None:
    from repairloop.rundir.display import area_table, console, findings_line, people_lines

    screen = console(width=None if sys.stdout.isatty() else 200)
    screen.print(area_table(rows))
    if line := findings_line(rows):
        screen.print(line)
    for line in people_lines(rows):
        print(line)


@app.command()
def failures(
    run: AnyRun,
    area: Annotated[str | None, typer.Option(help="An area and all below it.")] = None,
    error_class: Annotated[str | None, typer.Option(help="One error class.")] = None,
    side: Annotated[str, typer.Option(help="before, or after the repair.")] = "before",
    limit: Annotated[int, typer.Option(min=1, max=10**9)] = 20,
    as_json: AsJson = False,
) -> None:
    """Wrong answers, with what was expected and the evidence."""
    from repairloop.ground.errors import UsageError, nearest, quoted
    from repairloop.records import FAMILY_OF

    if error_class is not None and error_class not in FAMILY_OF:
        raise UsageError(nearest(error_class, FAMILY_OF, "error class"))
    place = _place(run)
    if area is not None:
        known = place.area_names()
        if not any(a == area or a.startswith(area + "/") for a in known):
            nodes = {known_area[:end] for known_area in known for end in _ends(known_area)}
            raise UsageError(nearest(area, nodes, "area"))
    rows, total = place.failures(area, error_class, side, limit)
    if as_json:
        return _print_json(rows)
    from rich.text import Text

    from repairloop.rundir.display import console

    screen = console()
    for row in rows:
        screen.print(Text(f"{row['probe_id']}  {row['area']}  {row['error_class']} ({row['certainty']})", style="bold"))
        for name in ("question", "thoughts", "answer", "expected", "evidence", "people"):
            if row.get(name) or name not in ("thoughts", "people"):
                screen.print(Text(f"  {name:9} {_short(row[name])}"))
    one = f"; one in full: {_ours()} show {quoted(run)} PROBE_ID" if rows else ""
    print(f"{min(limit, total)} of {total} failures{one}")
    return None


def _ends(area: str) -> list[int]:
    """Where the names of an area and of the nodes above it end in its path."""
    return [*(at for at, char in enumerate(area) if char == "/"), len(area)]


def _short(text: Any, limit: int = 300) -> str:
    from repairloop.ground.foreign import in_line

    return in_line(str(text), limit)


@app.command()
def show(run: AnyRun, probe_id: str, as_json: AsJson = False) -> None:
    """One probe: question, answer, verdict, evidence, the rows it led to, the answer after the repair."""
    from repairloop.rundir.display import saying_line
    from repairloop.rundir.said import Saying

    story = _place(run).story(probe_id)
    if as_json:
        return _print_json(story)
    probe = story["probe"]
    print(
        f"{probe['probe_id']}  {probe['area']}  {probe['split']}, {probe['wording']} wording, difficulty {probe['difficulty']}"
    )
    for message in probe["messages"]:
        print(f"\n{message['role']}:\n  {_indent(message['content'])}")
    for answer in story["answers"]:
        if answer["thoughts"]:
            print(f"\nthoughts {answer['side']}:\n  {_indent(answer['thoughts'])}")
        print(
            f"\nanswer {answer['side']} ({answer['finish_reason']}):\n  {_indent(answer['text'] or answer['error'] or '')}"
        )
        judged = answer["verdict"] or "not graded"
        error = f", {answer['error_class']} ({answer['certainty']})" if answer["error_class"] else ""
        print(f"  → {judged}{error}; by {answer['grader']}@{answer['version']}")
        print(f"    extracted {answer['extracted']!r}, expected {answer['expected']!r}")
        print(f"    {_short(answer['evidence'], 600)}")
        for name, ok, detail in answer["checks"]:
            print(f"    {'✓' if ok else '✗'} {name} {_short(detail, 200)}")
    for saying in story["said"]:
        print(f"\nsaid {saying_line(Saying(**saying))}")
    rows = story["rows"]
    print(f"\n{len(rows)} row(s) made for this failure" if rows else "\nno row was made for this probe")
    for row in rows[:5]:
        print(
            f"  {row['row_id']}  {'trained' if row['dropped'] is None else 'kept aside: ' + row['dropped']}  via {' → '.join(row['agents'])}"
        )
        print(f"    {_short(row['prompt'][-1]['content'], 200)}\n    ⇒ {_short(row['completion'], 200)}")
    return None


def _indent(text: str) -> str:
    return text.replace("\n", "\n  ")


@app.command("said")
def said_(run: RunDir, as_json: AsJson = False) -> None:
    """What people said of a run: who, when, why, what was held and what is held now."""
    from repairloop.loop import api
    from repairloop.rundir.display import said_line, saying_line

    found = api.open(run).said()
    if as_json:
        from dataclasses import asdict

        return _print_json([asdict(saying) for saying in found])
    for saying in found:
        print(saying_line(saying))
    print(said_line(found) if found else "nobody has said anything of this run")
    return None


@app.command()
def adapter(
    run: RunDir,
    cycle: Annotated[int | None, typer.Option(min=1, max=10**6, help="Default: the last.")] = None,
    side: Annotated[str | None, typer.Option(help="after, or what `verify` asked.")] = None,
    as_json: AsJson = False,
) -> None:
    """Where a run's adapter lies and what it comes to. Exit code 1 where the gate did not accept it, or a person refuses it."""
    from dataclasses import asdict

    from repairloop.loop import api
    from repairloop.rundir import said, say
    from repairloop.rundir.display import saying_line
    from repairloop.rundir.views import connect

    opened = api.open(run)
    with connect(opened.store) as db:
        decision = say.decision_on(db, cycle, side)
    found = say.standing(decision, said.certain(opened.store))
    inside = opened.path / decision["adapter"]
    told = {
        "adapter": str(inside if inside.exists() else decision["adapter"]),
        "gate": decision["verdict"],
        "reason": decision["reason"],
    }
    if as_json:
        _print_json(told | found | {"people": [asdict(saying) for saying in found["people"]]})
    else:
        for saying in found["people"]:
            print(saying_line(saying))
        print(_short(f"the gate: {told['gate']}; {told['reason']}", 1000))
        refused = ", ".join(saying.who for saying in found["people"] if saying.new == "refused")
        fate = f"is refused by {_short(refused)}, whatever the gate says" if refused else f"is {told['gate']}"
        print(f"the adapter {_short(told['adapter'])} {fate}{', and signed off' if found['signed_off'] else ''}")
    if found["word"] != "accepted":
        raise typer.Exit(1)


@app.command()
def sql(
    run: AnyRun,
    query: str,
    seconds: Annotated[float, typer.Option(min=0.1, help="The longest that it may take.")] = 8.0,
    as_json: AsJson = False,
) -> None:
    """One SELECT over the run; tables: probes answers verdicts failures areas repair_rows lineage outcomes decisions canaries cases."""
    from itertools import islice

    found = _place(run).sql(query, seconds)
    if as_json:
        _print_json_rows(found.columns, found.rows)
        if found.given < found.total:
            print(f"{found.given:,} of {found.total:,} rows: a service gives no more to a query", file=sys.stderr)
        return
    from rich.table import Table
    from rich.text import Text

    from repairloop.rundir.display import console

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in found.columns:
        table.add_column(Text(_short(column, 120)))
    at_most = min(found.given, max(1, SHOWN_CELLS // max(1, len(found.columns))))
    for row in islice(found.rows, at_most):
        table.add_row(*(Text(_short(value, 120)) for value in row))
    console(width=None if sys.stdout.isatty() else 200).print(table)
    if found.total > at_most:
        all_of_them = "; all of them: --json" if found.given == found.total else ""
        print(f"{at_most:,} of {found.total:,} rows{all_of_them}")


SHOWN_CELLS = 20_000
"""Cells of a table that are shown: more take long to set, and nobody reads them."""


def _print_json_rows(columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """A JSON list, written as it is read: as Python's objects all rows together may be large."""
    from repairloop.rundir.display import plain, to_json

    mark = "["
    for row in rows:
        one = to_json(dict(zip(columns, map(plain, row), strict=True)), indent=1)
        print(mark + "\n " + one.replace("\n", "\n "), end="")
        mark = ","
    print("[]" if mark == "[" else "\n]")


@app.command()
def export(
    run: RunDir,
    format: Annotated[
        str,
        typer.Option(
            help="sft, prompt-completion, dpo, kto, sharegpt or alpaca; adapter: what was accepted, as a folder; grader-cases: "
            "verdicts overruled."
        ),
    ],
    out: Annotated[
        str, typer.Option(metavar="FILE", help="A file ending in .parquet or .jsonl; of an adapter a new folder.")
    ],
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Write the rows that train, with a dataset card beside them; the adapter, if the gate accepted it and nobody refuses it; or
    the verdicts that people overruled, as cases for graders."""
    from repairloop.making import adapter as adapters
    from repairloop.making.cases import FORMAT, cases
    from repairloop.making.export import export as write
    from repairloop.rundir.store import Store

    if format == FORMAT:
        number = cases(Store.open(run), out, force)
        if as_json:
            return _print_json({"cases": number, "file": str(out)})
        print(f"{number} verdicts that people overruled in {out}: repairloop grade GRADER --input {out} --output FILE")
        return None
    if format == adapters.FORMAT:
        found = adapters.adapter(Store.open(run), out)
        if as_json:
            return _print_json(found)
        print(
            f"the adapter is in {found['out']}, {found['files']} files{'; signed off' if found['signed_off'] else ''}"
        )
        return None
    counts = write(Store.open(run), format, out, force)
    if as_json:
        return _print_json(counts)
    for one in counts["refused"]:
        told = f"note: {one['who']} refuses the adapter of cycle {one['cycle']} ({one['side']}) that such rows came to: {one['why']}"
        print(_short(told, 600), file=sys.stderr)
    vetoed = f"; {counts['vetoed']} that people vetoed are left out" if counts["vetoed"] else ""
    print(f"{counts['rows']} rows in {out}, described in {counts['card']}{vetoed}")
    return None


@app.command()
def synthesize(
    out: OutFile,
    run: Annotated[
        Path | None, typer.Argument(metavar="[RUN]", help="A run: rows for the areas that fail in it.")
    ] = None,
    area: Annotated[
        list[str] | None, typer.Option(help="An area and all below it; may be given several times.")
    ] = None,
    rows: Annotated[int, typer.Option(min=1, help="Rows in all.")] = 1000,
    format: Annotated[
        str, typer.Option(help="sft, prompt-completion, dpo, kto, sharegpt or alpaca.")
    ] = "prompt-completion",
    sources: Annotated[
        list[Path] | None,
        typer.Option(help="A file or folder of raw material that all rows are made of, as far as it reaches."),
    ] = None,
    protect: Protect = None,
    seed: Annotated[int | None, typer.Option(help="Another seed, other rows.")] = None,
    teacher: Annotated[
        str | None, typer.Option(help="openai:BASE_URL#MODEL or a local model; has a hand in a quarter of the rows.")
    ] = None,
    calls: Annotated[int | None, typer.Option(help="The most that the teacher may be called.")] = None,
    tokens: Annotated[int | None, typer.Option(help="The most tokens that the teacher may read and write.")] = None,
    plugin: Annotated[list[str] | None, typer.Option(help="A plug-in file with a skill of your own.")] = None,
    set_: Settings = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Make proved training rows for areas, or for a run's failing ones, as a cycle makes them; no student is asked."""
    from dataclasses import replace

    from repairloop.config import load_config
    from repairloop.flows.recipe import Recipe
    from repairloop.ground.errors import UsageError, quoted
    from repairloop.making.synthesis import failing_areas, shared
    from repairloop.making.synthesis import synthesize as make
    from repairloop.plugins.registry import all_skills, load_plugins
    from repairloop.rundir.display import bar
    from repairloop.rundir.store import Store
    from repairloop.rundir.wholeness import stored_config

    if (run is None) == (not area):
        raise UsageError("name either a run, or areas with --area")
    if run is not None and config is not None:
        raise UsageError("a run has its configuration: change values of it with --set, not --config")
    store, cycle = None, 0
    failures: dict[str, Any] = {}
    if run is not None:
        store = Store.open(run)
        stored_config(store)
        config = run / "config.toml"
    made_of = {"sources": [str(path) for path in sources], "material": 1.0} if sources else {}
    guarded = {"protect": [str(file) for file in protect]} if protect else {}
    asked = {"name": teacher, "calls": calls, "tokens": tokens}
    recipe = Recipe(load_config(
        config, set_, seed=seed, plugins=plugin, synthesize={**made_of, **guarded} or None,
        teacher={key: value for key, value in asked.items() if value is not None} or None,
    ))  # fmt: skip
    load_plugins(recipe.config.plugins)
    wanted = shared(rows, area) if area else {}
    if store and run:
        cycle, wanted, failures = failing_areas(store, rows)
        if own := [a for a in wanted if a.partition("/")[0] not in all_skills()]:
            raise UsageError(
                f"{own[0]} is of a task of your own, whose rows a cycle makes: repairloop export {quoted(run)} writes them"
            )
    with bar("synthesizing rows") as progress:
        report = make(replace(recipe, cycle=cycle), wanted, out, format=format, failures=failures, run=store, force=force,
                      progress=progress, say=lambda text: print(_short(text), file=sys.stderr))  # fmt: skip
    if as_json:
        return _print_json(_report(report, out))
    _show_report(report)
    print(f"{report.rows.total():,} rows in {out}, described in {Path(out).with_suffix('.md')}")
    print(f"where a row comes from and why: repairloop trace {quoted(out)} ROW_ID")
    for note in sorted(report.notes):
        print(note)
    if report.exhausted:
        print(f"no more distinct content: {', '.join(report.exhausted)}")
    return None


def _report(report: Any, out: str) -> dict[str, Any]:
    rows = [
        {"area": area, "kind": kind, "refinement": edit or None, "rows": n}
        for (area, _, kind, edit), n in report.rows.items()
    ]
    aside = [{"area": area, "reason": reason, "rows": n} for (area, reason), n in report.dropped.items()]
    return {
        "file": out, "card": str(Path(out).with_suffix(".md")), "rows": report.rows.total(), "made": rows, "kept_aside": aside,
        "notes": sorted(report.notes), "exhausted": list(report.exhausted),
    }  # fmt: skip


def _show_report(report: Any) -> None:
    """Rows by area, kind and refinement; what was kept aside; the yield of each agent."""
    kinds = sorted({kind for _, _, kind, _ in report.rows})
    by_area: dict[str, dict[str, int]] = {}
    for (area, _, kind, edit), n in report.rows.items():
        counts = by_area.setdefault(area, dict.fromkeys([*kinds, "refined", "kept aside"], 0))
        counts[kind] += n
        counts["refined"] += n if edit else 0
    for (area, _), n in report.dropped.items():
        if area in by_area:
            by_area[area]["kept aside"] += n
    print(f"{'area':40}" + "".join(f"{name:>15}" for name in [*kinds, "refined", "kept aside"]))
    for area, counts in list(by_area.items())[:40]:
        print(f"{area:40}" + "".join(f"{n:15,}" for n in counts.values()))
    if len(by_area) > 40:
        print(f"… and {len(by_area) - 40} more areas; all of them are on the card")
    aside: dict[str, int] = {}
    for (_, reason), n in report.dropped.items():
        aside[reason] = aside.get(reason, 0) + n
    print(f"\nkept aside: {', '.join(f'{n:,} {reason}' for reason, n in sorted(aside.items())) or 'none'}")
    print(f"variety of the prompts: {report.variety}\n")
    print(f"{'agent':30}{'in':>10}{'out':>10}{'seconds':>10}{'tokens':>10}  rejected")
    for name, made in report.yields.items():
        rejected = ", ".join(f"{n} {reason}" for reason, n in made.rejected.most_common(3))
        print(f"{name:30}{made.taken:10,}{made.made:10,}{made.seconds:10.1f}{made.tokens:10,}  {rejected}")
    print()


@app.command()
def trace(
    place: Annotated[Path, typer.Argument(metavar="DATASET|RUN", help="What `synthesize` wrote, or a run.")],
    row_id: str,
    as_json: AsJson = False,
) -> None:
    """One training row: what it was made from, by which agents, for which failures, and whether it still passes."""
    found = _place(place).trace(row_id)
    if as_json:
        return _print_json(found)
    row = found["row"]
    print(f"{row['row_id']}  {row['area']}  {row['kind']}: {row['repair']}  {_short(row['why'])}")
    for message in row["prompt"]:
        print(f"\n{message['role']}:\n  {_indent(message['content'])}")
    print(f"\nto learn:\n  {_indent(row['completion'])}")
    if row["rejected"] is not None:
        print(f"\nrejected:\n  {_indent(_short(row['rejected'], 1000))}")
    fate = f"kept aside: {row['dropped']}" if row["dropped"] else row["proof"]
    now = f"; now: {found['now']['status']} by {found['now']['grader']}" if "now" in found else ""
    by = f" by {row['grader']}@{row['grader_version']}" if row["grader"] else ", the student's own voice"
    print(f"\n{fate}{by}{now}")
    print(f"agents   {' → '.join(row['agents'])}")
    print(f"source   {_short(row['source'], 500)}  ({_short(row['licence']) or 'licence not stated'})")
    print(f"failures {'none named: no run was given' if not found['failures'] else ''}")
    for failure in found["failures"]:
        print(f"  {failure['probe_id']}  {failure['error_class']}  {_short(failure.get('evidence') or '', 200)}")
    return None


# ---- parts --------------------------------------------------------------------------------------------


@app.command()
def skills(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="One skill: its areas and difficulty steps.")
    ] = None,
    plugin: Annotated[list[str] | None, typer.Option(help="A plug-in file to look into too.")] = None,
    as_json: AsJson = False,
) -> None:
    """The skills that are installed, with their areas, or one of them with its difficulty steps."""
    from repairloop.plugins.registry import all_skills, get_skill, load_plugins

    load_plugins(plugin or [])
    chosen = [get_skill(name)] if name else list(all_skills().values())
    found: list[dict[str, Any]] = [
        {"name": s.name, "grader": s.grader, "areas": s.areas, "about": (s.__doc__ or "").strip().split("\n")[0]}
        | ({"difficulties": s.difficulties, "steps": s.told_steps()} if name else {})
        for s in chosen
    ]
    if as_json:
        return _print_json(found)
    for entry in found:
        print(f"{entry['name']}  (graded by {entry['grader']})  {entry['about']}")
        for area, about in entry["areas"].items():
            print(f"  {area:36} {about}")
    for kind in found[0]["steps"] if name else ():
        _print_steps(kind["areas"], kind["numbers"], kind["fields"])
    if name and not found[0]["steps"]:
        print(
            f"\ndifficulty steps {', '.join(map(str, found[0]['difficulties']))}: what they are, the skill does not say"
        )
    return None


def _print_steps(areas: list[str], numbers: list[int], fields: list[dict[str, Any]]) -> None:
    """Difficulty steps, a column each, a line a field."""
    from repairloop.plugins.steps import said

    print(f"\n{', '.join(areas)}:")
    rows = [("step", *map(str, numbers), "")]
    rows += [(field["name"], *map(said, field["values"]), field["text"]) for field in fields]
    widths = [max(len(row[at]) for row in rows) for at in range(len(numbers) + 1)]
    for row in rows:
        print(
            "  " + "  ".join([*(f"{cell:{width}}" for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip()
        )


@app.command()
def graders(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="One grader: what it is given, and its settings.")
    ] = None,
    plugin: Annotated[list[str] | None, typer.Option(help="A plug-in file to look into too.")] = None,
    as_json: AsJson = False,
) -> None:
    """The graders that are installed, or one of them with its reference and its settings."""
    from repairloop.plugins.registry import all_graders, get_grader, load_plugins

    load_plugins(plugin or [])
    chosen = [get_grader(name)] if name else list(all_graders().values())
    found = [
        {"name": g.name, "version": g.version, "about": (g.__doc__ or "").strip().split("\n")[0]}
        | (g.takes() if name else {})
        for g in chosen
    ]
    if as_json:
        return _print_json(found)
    for entry in found:
        print(f"{entry['name']}@{entry['version']}  {entry['about']}")
    for part in ("reference", "settings") if name else ():
        _print_given(part, found[0][part], found[0]["fields"] if part == "reference" else found[0]["settings"])
    return None


def _print_given(part: str, about: Any, fields: list[dict[str, Any]]) -> None:
    """What a grader takes, a line a field with its text below it."""
    print(f"\n{part}: {about}" if isinstance(about, str) else f"\n{part}:" if fields else f"\n{part}: none")
    for field in fields:
        default = f", else {json.dumps(field['default'], ensure_ascii=False)}" if "default" in field else ""
        whose = "" if field["of"] == fields[0]["of"] else f"{field['of']}."
        print(f"  {whose}{field['name']}  ({field['type']}{', must be given' if field['required'] else default})")
        print(f"      {field['text']}")


@app.command()
def check(
    plugin: Annotated[list[str] | None, typer.Option(help="A plug-in file to check too.")] = None,
    as_json: AsJson = False,
) -> None:
    """Prove the graders, with no model: every gold answer passes, every corrupted one fails; and that the two sides of
    each skill's words are apart."""
    from repairloop.grading.check import check_all, check_words

    found, words = check_all(plugin or []), check_words()
    if as_json:
        _print_json(found + words)
    else:
        for entry in found:
            caught = f"{entry['corrupted_caught']}/{entry['corrupted']} corrupted answers caught"
            print(f"{entry['grader']:14} {entry['gold_passed']}/{entry['gold']} gold answers pass, {caught}")
            for line in entry["wrong"][:5]:
                print(f"    {_short(line)}")
        _show_words(words)
    if any(entry["wrong"] for entry in found + words):
        raise typer.Exit(1)


def _show_words(words: list[dict[str, Any]]) -> None:
    for entry in words:
        apart = f"{entry['sharing']} of {entry['entries']} unseen entries share three words with the seen side"
        print(f"words of {entry['words']}: {apart}, {len(entry['near'])} too near, {len(entry['thin'])} lists thin")
        again, number = entry["second_cycle"]
        print(f"    of {number} phrases that a second cycle measures with, {number - again} are its own")
        for line in entry["wrong"][:5] or [*entry["near"][:3], *entry["thin"][:3]]:
            print(f"    {_short(line)}")


@app.command()
def words(
    file: Annotated[Path, typer.Argument(metavar="WORDS", help="A skill's words file, such as colours.words.")],
    afresh: Annotated[
        int | None, typer.Option(metavar="N", help="Put all entries on sides anew; N names the split.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Put the new entries of a words file on a side, `seen` or `unseen`, with as little in common as can be."""
    from repairloop.grading.check import words_checked
    from repairloop.plugins.folds import folds_of
    from repairloop.plugins.sides import write_lock
    from repairloop.plugins.words import both_sides, lock_of

    new, _ = write_lock(file, afresh)
    both_sides.cache_clear()
    both_sides(file)
    folds_of.cache_clear()
    checked = words_checked(file.stem, file)
    if as_json:
        return _print_json({"new": new, "lock": str(lock_of(file)), **checked})
    _show_words([checked])
    print(f"{new} entries were put on a side; the sides are in {lock_of(file)}")
    return None


@app.command()
def grade(
    grader: Annotated[str, typer.Argument(metavar="GRADER", help="A grader's name; see `repairloop graders`.")],
    input: Annotated[Path, typer.Option("--input", help="JSON, JSON lines, CSV, Parquet …, or a DuckDB file.")],
    output: Annotated[str, typer.Option("--output", metavar="FILE", help="A file ending in .jsonl or .parquet.")],
    table: Annotated[str | None, typer.Option(help="The table, where the input is a DuckDB file.")] = None,
    plugin: Annotated[list[str] | None, typer.Option(help="A plug-in file with the grader.")] = None,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Grade answers from a file: id, question, reference, answer, settings in; one verdict a row out."""
    import time

    from repairloop.grading import grade_file
    from repairloop.rundir.display import bar

    started = time.monotonic()
    with bar("graded") as progress:
        counts = grade_file(grader, input, output, table, plugin or [], progress, force)
    seconds = time.monotonic() - started
    if as_json:
        return _print_json({"file": output, **{status: counts[status] for status in ("pass", "fail", "ungradable")}})
    found = ", ".join(f"{counts[status]:,} {status}" for status in ("pass", "fail", "ungradable"))
    why = "; what is ungradable says why in `evidence`" if counts["ungradable"] else ""
    print(f"{counts.total():,} rows graded in {seconds:.1f} s: {found}\nverdicts in {output}{why}", file=sys.stderr)
    return None


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """What is installed, which engine would run, what is missing and the command that mends it."""
    from repairloop.cli.doctor import diagnose

    found = diagnose()
    if as_json:
        return _print_json(found)
    for entry in found:
        state = "✓" if entry["ok"] else "✗"
        print(f"{state} {entry['what']:24} {entry['found'] or 'not found'}  ({entry['needed_for']})")
        if not entry["ok"] and entry["mend"]:
            print(f"    mend: {entry['mend']}")
    return None


@new_app.command("skill")
def new_skill(name: str, folder: Annotated[str, typer.Option(metavar="FOLDER", help="Where to write.")] = ".") -> None:
    """Write NAME.py, a working skill, its words, and its test."""
    from repairloop.cli.scaffold import new_skill as write

    _say_written(write(name, folder))


@new_app.command("grader")
def new_grader(name: str, folder: Annotated[str, typer.Option(metavar="FOLDER", help="Where to write.")] = ".") -> None:
    """Write NAME.py, a working grader, and its test."""
    from repairloop.cli.scaffold import new_grader as write

    _say_written(write(name, folder))


@new_app.command("task")
def new_task(
    name: str,
    folder: Annotated[str, typer.Option(metavar="FOLDER", help="Where to write.")] = ".",
    from_: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="A description in prose, for a teacher to work on.")
    ] = None,
    teacher: Annotated[str, typer.Option(help="Who writes it: openai:URL#MODEL, or a local model.")] = "",
    labels: Annotated[str, typer.Option(metavar="A,B,C", help="The labels, where answers are some.")] = "",
    tools: Annotated[Path | None, typer.Option(metavar="FILE", help="Tools, as JSON schemas.")] = None,
    examples: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Questions and answers, for the teacher to see.")
    ] = None,
    sources: Annotated[
        list[Path] | None, typer.Option(metavar="PATH", help="Tables and texts of yours; may be given again.")
    ] = None,
    calls: Annotated[int | None, typer.Option(min=0, help="The most requests to the teacher.")] = None,
    tokens: Annotated[int | None, typer.Option(min=0, help="The most tokens of the teacher.")] = None,
) -> None:
    """Write NAME.toml, a task that is declared: what is asked, of what, and what is right."""
    from repairloop.cli.scaffold import new_task as write
    from repairloop.cli.scaffold import task_file
    from repairloop.ground.errors import UsageError, quoted

    if bool(teacher) != (from_ is not None):
        raise UsageError("--from and --teacher go together: a description is made into a task by a teacher")
    if not teacher and (labels or tools or examples or sources or calls is not None or tokens is not None):
        raise UsageError(
            "--labels, --tools, --examples, --sources, --calls and --tokens are for a teacher (--from FILE --teacher MODEL); "
            "a file of questions and answers becomes a task by `repairloop import FILE`"
        )
    if from_ is None:
        file = write(name, folder)
        print(f"wrote {file}")
    else:
        from repairloop.making.specify import read_wish, specify
        from repairloop.teachers.teacher import Budget

        file = task_file(name, folder)
        wish = read_wish(name, from_, labels, tools, examples, sources or [])
        made, spent = specify(
            wish, file, teacher, Budget(calls, tokens), say=lambda text: print(_short(text), file=sys.stderr)
        )
        for what, number in sorted(made.dropped.items()):
            print(f"dropped: {number} × {_short(what)}")
        for text in made.left_out:
            print(f"left out, no program can check it: {_short(text)}")
        for note in made.notes:
            print(_short(note, 600))
        print(f"wrote {file}: areas {', '.join(made.data['areas'])}; {spent.calls} requests, {spent.tokens:,} tokens")
        print("Read it before you rely on it: whether these are the questions that you meant, no program knows.")
    print(f"try it: repairloop plan --tasks {quoted(file)}\nuse it: repairloop run --tasks {quoted(file)}")


def _say_written(files: list[Path]) -> None:
    from repairloop.ground.errors import quoted

    for file in files:
        print(f"wrote {file}")
    print(f"try it: pytest {quoted(files[-1])}\nuse it: repairloop run --set 'plugins=[\"{files[0]}\"]' …")
