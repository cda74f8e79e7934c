"""`repairloop say …`: what a person says of a run. Each command is one saying, with a reason."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(
    help="Say something of a run: overrule a verdict, correct a gold, veto a row, sign an adapter off or refuse it.",
    no_args_is_help=True,
)

RunDir = Annotated[Path, typer.Argument(metavar="RUN", help="A run directory.")]
Why = Annotated[str, typer.Option(help="The reason, for who reads it later.")]
By = Annotated[str | None, typer.Option(metavar="NAME", help="Who says it. Default: who is logged in.")]


@app.command()
def verdict(
    run: RunDir,
    probe_id: Annotated[str, typer.Argument(metavar="PROBE_ID")],
    status: Annotated[str, typer.Argument(metavar="pass|fail", help="What the verdict should be.")],
    why: Why,
    side: Annotated[str, typer.Option(help="The answer before, or after the repair.")] = "before",
    by: By = None,
) -> None:
    """Overrule the verdict on an answer. The run's rates stay its graders'; yours is shown beside them."""
    _said(_open(run).overrule(probe_id, status, why, side, by))


@app.command()
def gold(
    run: RunDir,
    of: Annotated[str, typer.Argument(metavar="PROBE_ID|ROW_ID", help="What asks the case, or is made of it.")],
    right: Annotated[str, typer.Argument(metavar="GOLD", help="What is right.")],
    why: Why,
    by: By = None,
) -> None:
    """Correct the gold of a case of your own task, as the file would say it. The next cycle uses it."""
    from repairloop.ground.errors import quoted
    from repairloop.ground.foreign import in_line

    saying = _open(run).correct(of, right, why, by)
    _said(saying)
    for probe, side, was, now in saying.more["regraded"]:
        print(f"  {probe} {side}: {was} → {now}")
    print(f"in the task itself: repairloop golds TASKS --said {in_line(quoted(run))}")


@app.command()
def veto(
    run: RunDir, row_id: Annotated[str, typer.Argument(metavar="ROW_ID")], why: Why, by: By = None
) -> None:  # fmt: skip
    """Veto a training row: it is not exported, and neither it nor one that asks the same trains again."""
    _said(_open(run).veto(row_id, why, by))


@app.command()
def adapter(
    run: RunDir,
    word: Annotated[str, typer.Argument(metavar="sign-off|refuse")],
    why: Why,
    cycle: Annotated[int | None, typer.Option(min=1, max=10**6, help="Default: the last.")] = None,
    side: Annotated[str | None, typer.Option(help="after, or what `verify` asked.")] = None,
    by: By = None,
) -> None:
    """Sign an adapter off that the gate accepted, or refuse one whatever the gate says."""
    _said(_open(run).judge(word, why, by, cycle, side))


def _open(run: Path) -> Any:
    from repairloop.loop import api

    return api.open(run)


def _said(saying: Any) -> None:
    from repairloop.rundir.display import saying_line

    print(f"said {saying_line(saying)}")
