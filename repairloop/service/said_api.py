"""What people say of a run, over HTTP: the one part of the API that adds to a run, and only to `said.jsonl` in it.

Who says it is who asks, with the role `review`. A POST that is sent again with its `Idempotency-Key` says nothing twice.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Path
from pydantic import ConfigDict, Field

from repairloop.rundir import said, say
from repairloop.rundir.display import said_line
from repairloop.rundir.store import Store
from repairloop.rundir.views import summary_of
from repairloop.service import models
from repairloop.service.access import Reviewer
from repairloop.service.api import PREFIX, PROBLEMS, AnyRuns, ARun, SameRun
from repairloop.service.runs import Runs

router = APIRouter(prefix=PREFIX, tags=["what people say"], responses=PROBLEMS | {403: {"model": models.Problem}})

ProbeId = Annotated[str, Path(max_length=64)]
RowId = Annotated[str, Path(max_length=64)]
Key = Annotated[
    str, Header(alias="Idempotency-Key", max_length=200, description="Sent again, the same thing is said once.")
]
Why = Annotated[str, Field(min_length=1, max_length=said.LONGEST_WHY, description="For who reads it later.")]


class SaidPage(models.Model):
    items: list[models.Saying]
    told: str
    """How much was said, in words."""
    adapter: Literal["accepted", "rejected", "inconclusive", "refused"] | None
    """What the run's last adapter comes to: what the gate said, or refused by a person; None before there is one."""
    signed_off: bool
    """Whether a person signed off what the gate accepted."""


class Sent(models.Model):
    model_config = ConfigDict(extra="forbid")

    why: Why


class Overruling(Sent):
    """The verdict that should be."""

    status: Literal["pass", "fail"]
    side: str = Field("before", max_length=300)
    """`before` the repair or `after` it."""


class Correction(Sent):
    """What is right, as the task's file would say it."""

    gold: str = Field(min_length=1, max_length=said.LONGEST_GOLD)


class Veto(Sent):
    """Why this row must not train."""


class Judgement(Sent):
    """A word on an adapter, by default the run's last."""

    word: Literal["sign-off", "refuse"]
    cycle: int | None = Field(None, ge=1, le=10_000)
    side: str | None = Field(None, max_length=300)


@router.get("/runs/{run}/said")
def all_said(runs: AnyRuns, store: SameRun) -> SaidPage:
    """What people said of a run, in order, and what its last adapter comes to by it."""
    sayings = said.read(store)
    with runs.snapshots.of(store) as db:
        decision = summary_of(db)
    found = say.standing(decision, sayings) if decision else {"word": None, "signed_off": False}
    items = [models.Saying.model_validate(asdict(one)) for one in sayings]
    told = said_line(sayings) if sayings else ""
    return SaidPage(items=items, told=told, adapter=found["word"], signed_off=found["signed_off"])


@router.post("/runs/{run}/probes/{probe_id}/verdict", status_code=201)
def overrule(
    runs: AnyRuns, store: ARun, probe_id: ProbeId, sent: Overruling, caller: Reviewer, key: Key = ""
) -> models.Saying:  # fmt: skip
    """Overrule the verdict on an answer. What the run states stays its grader's."""
    return _said(say_verdict(runs, store, probe_id, sent.status, sent.side, sent.why, caller.name, key))


@router.post("/runs/{run}/probes/{probe_id}/gold", status_code=201)
def correct(
    runs: AnyRuns, store: ARun, probe_id: ProbeId, sent: Correction, caller: Reviewer, key: Key = ""
) -> models.Saying:  # fmt: skip
    """Correct the gold of the case that a probe asks. A task that is graded by a file of the user's is corrected on the command line."""
    return _said(say_gold(runs, store, probe_id, sent.gold, sent.why, caller.name, key))


@router.post("/runs/{run}/rows/{row_id}/gold", status_code=201)
def correct_row(
    runs: AnyRuns, store: ARun, row_id: RowId, sent: Correction, caller: Reviewer, key: Key = ""
) -> models.Saying:  # fmt: skip
    """Correct the gold of the case that a row is made of, as that of a probe."""
    return _said(say_gold(runs, store, row_id, sent.gold, sent.why, caller.name, key))


@router.post("/runs/{run}/rows/{row_id}/veto", status_code=201)
def veto(runs: AnyRuns, store: ARun, row_id: RowId, sent: Veto, caller: Reviewer, key: Key = "") -> models.Saying:
    """Veto a training row, and any that asks the same."""
    return _said(say_veto(runs, store, row_id, sent.why, caller.name, key))


@router.post("/runs/{run}/adapter", status_code=201)
def judge(runs: AnyRuns, store: ARun, sent: Judgement, caller: Reviewer, key: Key = "") -> models.Saying:
    """Sign an adapter off that the gate accepted, or refuse one whatever the gate says."""
    with runs.snapshots.of(store) as db:
        return _said(
            say.judge(store, db, sent.word, why=sent.why, by=caller.name, cycle=sent.cycle, side=sent.side, key=key)
        )


def say_verdict(
    runs: Runs, store: Store, probe: str, status: str, side: str, why: str, by: str, key: str = ""
) -> said.Saying:
    with runs.snapshots.of(store) as db:
        return say.overrule(store, db, probe, status, why=why, by=by, side=side, key=key)


def say_gold(runs: Runs, store: Store, probe: str, gold: str, why: str, by: str, key: str = "") -> said.Saying:
    with runs.snapshots.of(store) as db:
        return say.correct(store, db, probe, gold, why=why, by=by, key=key, plugins=False)


def say_veto(runs: Runs, store: Store, row: str, why: str, by: str, key: str = "") -> said.Saying:
    with runs.snapshots.of(store) as db:
        return say.veto(store, db, row, why=why, by=by, key=key)


def _said(saying: said.Saying) -> models.Saying:
    return models.Saying.model_validate(asdict(saying))
