"""The loop, as a LangGraph state machine. One node a stage; nothing else is decided here.

    probe → answer → grade → diagnose ──(nothing fails)──→ report
      ↑                │        │
      ├──(next phase)──┼────────┤
      └────── voice ←──┼────────┘ (something fails)
                       └→ synthesize → vet → train → dial → verify ──→ next cycle, or report

The first three nodes go round for each phase: up to three looks, `screen`, `confirm` and `settle`, after each of which
`diagnose` says what follows; `choose`, where more areas of several skills fail than are repaired; then, once the
student has been asked open requests (`voice`), what measures the repair: `holdout` decides on it, `dev` is what its dial
is chosen on, and `outside` are the user's own questions, where there are any. The state holds references; rows rest in shards. Every stage is idempotent, so a node that runs again finds
its work done.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from typing import Any, Literal

from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from repairloop.ground.files import own
from repairloop.loop.stages import answer, diagnose, dial, grade, probe, report, synthesize, train, verify, vet, voice
from repairloop.loop.stages.context import CHOOSE, FIND, LOOKS, ROWS, Context, Drained, State, cases_of, with_seal
from repairloop.loop.tasks import land, to_find
from repairloop.rundir import said
from repairloop.rundir.display import said_line

STAGES: dict[str, Callable[[Context, State], dict[str, Any]]] = {
    "probe": probe.run,
    "answer": answer.run,
    "grade": grade.run,
    "diagnose": diagnose.run,
    "voice": voice.run,
    "synthesize": synthesize.run,
    "vet": vet.run,
    "train": train.run,
    "dial": dial.run,
    "verify": verify.run,
    "report": report.run,
}


def after_grade(state: State) -> Literal["diagnose", "probe", "synthesize"]:
    if state["phase"] in (FIND, *LOOKS, CHOOSE):
        return "diagnose"
    return "synthesize" if state["phase"] == ROWS else "probe"


def after_diagnose(state: State) -> Literal["probe", "voice", "report"]:
    if state.get("outcome") in ("nothing fails", "diagnosed"):
        return "report"
    return "voice" if state["targets"] else "probe"


def after_train(state: State) -> Literal["dial", "report"]:
    return "dial" if state["candidate"] else "report"


def after_dial(state: State, runtime: Runtime[Context]) -> Literal["verify", "next_cycle", "report"]:
    return "verify" if state["candidate"] else after_verify(state, runtime)


def after_verify(state: State, runtime: Runtime[Context]) -> Literal["next_cycle", "report"]:
    return "next_cycle" if state["cycle"] < runtime.context.config.cycles else "report"


def next_cycle(state: State, runtime: Runtime[Context]) -> dict[str, Any]:
    ctx = runtime.context
    if ctx.mark == ("next_cycle", state["cycle"], state["phase"]):
        ctx.at_mark()
    update = first_state(ctx, state["cycle"] + 1, cases_of(state))
    return with_seal(update | verify.less_refused(ctx, state), state)


def first_state(ctx: Context, cycle: int = 1, cases: dict[str, tuple[str, ...]] | None = None) -> dict[str, Any]:
    """The state in which a cycle begins: every area is screened, once those of the user's tasks are found. What people said by now,
    it heeds."""
    ctx.heeded = said.heed(ctx.store, f"cycle {cycle}")
    if ctx.heeded:
        ctx.say(f"heeded: {said_line(ctx.said())}")
    refs = land(ctx) if ctx.config.tasks and not cases else {}
    ctx.cases = cases or cases_of({"refs": refs})
    phase = FIND if to_find(ctx.tasks()) else "screen"
    return {
        "cycle": cycle, "phase": phase, "areas": list(ctx.all_areas()), "each": {}, "targets": {}, "kin": {}, "refs": refs,
        "student": {"name": ctx.config.student, "weights": None, "adapter": None}, "candidate": None, "without": None, "gentler": None, "dial": {}, "outcome": "",
        "heeded": ctx.heeded, "adopted": [],
    }  # fmt: skip


def node(name: str) -> Callable[..., dict[str, Any]]:
    """A stage as a node: says when it starts and ends, and publishes what has landed."""
    stage = STAGES[name]

    def run(state: State, runtime: Runtime[Context]) -> dict[str, Any]:
        ctx = runtime.context
        ctx.emit = runtime.stream_writer
        ctx.at(state)
        ctx.check_stop()
        if ctx.mark == (name, state["cycle"], state["phase"]):
            ctx.at_mark()
        where = {"stage": name, "cycle": state["cycle"], "phase": state["phase"] if name in LOOPING else ""}
        ctx.emit({"event": "start", **where})
        started = time.monotonic()
        try:
            update = stage(ctx, state)
        except Drained:
            raise
        except Exception as error:
            if not ctx.stopping():
                raise
            # Ctrl-C on a terminal reaches an engine's processes too; what breaks then is made again by `resume`.
            ctx.emit({"event": "notice", "text": f"stopped in the middle of it: {error}"[:300]})
            raise Drained("stopped") from error
        ctx.store.land()
        ctx.store.publish_soon()
        ctx.emit({"event": "end", **where, "seconds": round(time.monotonic() - started, 3)})
        return with_seal(update, state)

    return run


LOOPING = ("probe", "answer", "grade", "diagnose")


def build() -> StateGraph[State, Context]:
    """The graph, not yet compiled."""
    graph = StateGraph(State, context_schema=Context)
    for name in STAGES:
        graph.add_node(name, node(name))
    graph.add_node("next_cycle", next_cycle)
    graph.add_edge(START, "probe")
    graph.add_edge("probe", "answer")
    graph.add_edge("answer", "grade")
    graph.add_conditional_edges("grade", after_grade)
    graph.add_conditional_edges("diagnose", after_diagnose)
    graph.add_edge("voice", "probe")
    graph.add_edge("synthesize", "vet")
    graph.add_edge("vet", "train")
    graph.add_conditional_edges("train", after_train)
    graph.add_conditional_edges("dial", after_dial)
    graph.add_conditional_edges("verify", after_verify)
    graph.add_edge("next_cycle", "probe")
    graph.add_edge("report", END)
    return graph


def compile_for(ctx: Context) -> Any:
    """The graph with the run's own checkpoint file."""
    file = ctx.store.path / "checkpoints.sqlite"
    open(file, "ab", opener=own).close()  # what sqlite puts beside it has the same permissions
    connection = sqlite3.connect(file, check_same_thread=False)
    return build().compile(checkpointer=SqliteSaver(connection))


def diagram() -> str:
    """The graph as Mermaid text, as it stands in docs/architecture.md."""
    return str(build().compile().get_graph().draw_mermaid())
