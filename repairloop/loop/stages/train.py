"""Stage `train`: the vetted rows become an adapter. Knows the trainers, not how any of them trains.

`trl` trains a LoRA in a process of its own, `command` runs the user's program, `sim` lets a simulated student
learn, `none` leaves training to the user. A trainer that fails stops the run here, with everything kept.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

from repairloop.config import Config
from repairloop.ground.calls import message_of
from repairloop.ground.errors import TrainerError, UsageError, quoted
from repairloop.ground.files import own, write_atomic
from repairloop.ground.stopping import PATIENCE, Program
from repairloop.loop.stages.context import Context, State, StudentRef
from repairloop.records.rows import Row
from repairloop.rundir import said
from repairloop.rundir.store import receipt_name
from repairloop.rundir.wholeness import content_of, is_trained
from repairloop.students.served import is_command
from repairloop.students.template import Adaptations, put
from repairloop.students.train_lora import PAUSED, WHOLE, numbers_of

ENVIRONMENT = {"GOMP_SPINCOUNT": "2000"}
"""For a trainer on the CPU, unless the user set it: idle OpenMP threads spin briefly, not for milliseconds. Beside one
other busy process on two cores a step took 20 times as long (measured)."""


def run(ctx: Context, state: State) -> dict[str, Any]:
    trainer = trainer_of(ctx.config, state["student"]["name"])
    if trainer == "none":
        return {"candidate": None, "outcome": "exported"}
    candidate, kin = trained(ctx, state, trainer), frozenset(state.get("kin", {}))
    rows = training_rows(ctx, state, cut=trainer == "trl", vetoed=vetoed_rows(ctx, state)) if kin else []
    both = len({row["area"] in kin for row in rows}) == 2
    return {"candidate": candidate, "without": trained(ctx, state, trainer, kin) if both else None}


def compares(config: Config) -> bool:
    """Whether two adapters of a cycle can be trained and compared: one name of a server holds one."""
    serve_as = config.train.serve_as
    return trainer_of(config) != "none" and (not serve_as or is_command(serve_as))


def trained(ctx: Context, state: State, trainer: str, aside: frozenset[str] = frozenset()) -> StudentRef:
    """The student with what it learned from the cycle's rows, but for those of the areas `aside`."""
    cycle = state["cycle"]
    inputs = {
        "rows": state["refs"][f"{cycle}/rows"], "student": state["student"], "trainer": trainer,
        "settings": ctx.config.train.model_dump(exclude={"serve_as"}), "seed": ctx.config.seed,
    }  # fmt: skip
    vetoed = vetoed_rows(ctx, state)
    inputs |= {"vetoed": sorted(vetoed)} if vetoed else {}
    inputs |= {"aside": sorted(aside)} if aside else {}
    inputs |= {"template": ctx.config.asking.chat_template_kwargs} if ctx.config.asking.chat_template_kwargs else {}

    def make(key: str) -> dict[str, Any]:
        if ctx.adaptations() is None:  # the manifest that knew them was lost
            ctx.student(state["student"])
        ctx.close() if trainer != "sim" else None
        work = ctx.store.path / "adapters" / f".cycle-{cycle}-{key[:8]}.tmp"
        if not (work / PAUSED / WHOLE).is_file():  # of a training that was stopped, and goes on
            shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True, exist_ok=True)
        dataset = ctx.store.partial / f"train-{key}.jsonl"
        rows = training_rows(ctx, state, cut=trainer == "trl", vetoed=vetoed, aside=aside)
        if not rows:
            raise TrainerError(f"people vetoed all rows that would train; {_again(ctx)}")
        examples = [_example(row, ctx.adaptations() or ()) for row in rows]
        write_atomic(dataset, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in examples))
        but = f", without those of {', '.join(sorted(aside))}" if aside else ""
        ctx.emit({"event": "notice", "text": f"training on {len(rows)} rows with trainer {trainer!r}{but}"})
        TRAINERS[trainer](ctx, state, rows, dataset, work)
        # Named by what it holds: trained again to other weights it is another one, and all that follows is asked anew.
        final = work.with_name(f"cycle-{cycle}-{content_of(work)}")
        shutil.rmtree(final, ignore_errors=True)
        os.replace(work, final)
        return {"adapter": str(final.relative_to(ctx.store.path)), "numbers": numbers_of(final)}

    def whole(output: dict[str, Any]) -> bool:
        return is_trained(ctx.store.path, output, receipt_name("train", inputs))

    output = ctx.store.once("train", inputs, make, whole)
    if numbers := output.get("numbers"):  # a receipt of a former version has none
        ctx.store.manifest({"trained_in": numbers})
    return {**state["student"], "adapter": output["adapter"]}


def trainer_of(config: Config, student: str | None = None) -> str:
    """The trainer of a run. UsageError where it cannot be, or where what it leaves could not be asked."""
    from repairloop.students.served import check_serve_as

    student, train = student or config.student, config.train
    trainer = resolve_trainer(config.trainer, student, train.command)
    check_serve_as(student, trainer, train.serve_as, config.cycles)
    if trainer == "command" and student.startswith("openai:") and "{weights}" in train.command and not train.weights:
        raise UsageError(
            f"train.command asks for {{weights}}, and those of {student!r} are behind its server: write their path into "
            "the command, or set train.weights"
        )
    return trainer


def resolve_trainer(trainer: str, student: str, command: str = "") -> str:
    """The trainer that `auto` means for a student. UsageError where trainer and student do not go together."""
    kind = student.split(":", 1)[0]
    if trainer == "auto":
        without = {"sim": "sim", "openai": "none"}.get(kind, "trl")
        return "command" if command and kind != "sim" else without
    if trainer == "command" and not command:
        raise UsageError("trainer 'command' needs the program: --set train.command='prog {dataset} {weights} {out}'")
    if trainer == "sim" and kind != "sim":
        raise UsageError("trainer 'sim' is for a simulated student only (--student sim:FILE)")
    if trainer == "trl" and kind in ("sim", "openai"):
        raise UsageError(
            f"trainer 'trl' needs the weights of a local model; student {student!r} has none here: "
            "use --trainer none and `repairloop verify` later, or --trainer command with train.serve_as (docs/servers.md)"
        )
    return trainer


def vetoed_rows(ctx: Context, state: State) -> frozenset[str]:
    """The rows that would train and that people vetoed before the training began."""
    cycle = state["cycle"]
    line = said.heed(ctx.store, f"training {cycle}")
    vetoes = said.vetoes(said.before(ctx.store, line))
    if not vetoes.rows:
        return frozenset()
    rows = ctx.store.read(state["refs"][f"{cycle}/rows"], ["row_id", "content", "prompt", "dropped"])
    found = frozenset(
        row["row_id"] for row in rows
        if row["dropped"] is None
        and vetoes.hold(row["row_id"], row["content"], "\n".join(m["content"] for m in json.loads(row["prompt"])))
    )  # fmt: skip
    if found:
        ctx.say(f"{len(found)} rows that people vetoed do not train")
    return found


def training_rows(
    ctx: Context, state: State, cut: bool = True, vetoed: frozenset[str] = frozenset(), aside: frozenset[str] = frozenset()
) -> list[Row]:  # fmt: skip
    """The rows that train, shuffled by the run's seed; those with a cut answer only for a trainer that knows of them.
    `aside`: areas whose rows do not."""
    shards = state["refs"][f"{state['cycle']}/rows"]
    kept = (row for row in ctx.store.read(shards) if row["dropped"] is None and row["row_id"] not in vetoed)
    rows = [r for r in kept if r["area"] not in aside and (r["proof"] != "self" or cut or not is_cut(r))]
    Random(f"{ctx.config.seed}/{state['cycle']}/shuffle").shuffle(rows)
    return rows


def _example(row: Row, adaptations: Adaptations = ()) -> dict[str, Any]:
    """One conversational prompt/completion example, as TRL reads it, fitted to the student's template as its questions
    are; `rejected` where the row has a wrong answer, `anchor` where it is what the student says itself, `tools` where the
    template lists any: then calls stand in the message's `tool_calls`."""
    asked = put(json.loads(row["prompt"]), adaptations)
    prompt, tools = asked["conversation"], asked.get("tools")
    completion = [message_of(row["completion"]) if tools else {"role": "assistant", "content": row["completion"]}]
    more: dict[str, Any] = {} if row["rejected"] is None else {"rejected": row["rejected"]}
    more |= {"anchor": True} if row["kind"] == "self" else {}
    more |= {"tools": tools} if tools else {}
    return {"prompt": prompt, "completion": completion, **more, "row_id": row["row_id"]}


def is_cut(row: Row) -> bool:
    """Whether a row of the student's own voice holds the beginning of an answer only."""
    return row["kind"] == "self" and json.loads(row["settings"]).get("cut", False) is True


# ---- trainers: (ctx, state, rows, dataset file, output directory) → nothing, or TrainerError -------------


def train_trl(ctx: Context, state: State, rows: list[Row], dataset: Path, out: Path) -> None:
    weights = weights_of(ctx, state["student"])
    settings = ctx.config.train.model_dump() | {"seed": ctx.config.seed}
    settings["chat_template_kwargs"] = ctx.config.asking.chat_template_kwargs
    settings["adaptations"] = list(ctx.adaptations() or ())
    command = [
        sys.executable,
        "-m",
        "repairloop.students.train_lora",
        str(dataset),
        str(weights),
        str(out),
        json.dumps(settings),
    ]
    _run(ctx, command, "TRL", patience=60)  # to the end of a step, and to keep what it takes to go on


def train_command(ctx: Context, state: State, rows: list[Row], dataset: Path, out: Path) -> None:
    behind = state["student"]["name"].split(":", 1)[0] in ("sim", "openai")
    weights = ctx.config.train.weights if behind else weights_of(ctx, state["student"])
    places = {"{dataset}": str(dataset), "{weights}": str(weights), "{out}": str(out)}
    parts = shlex.split(ctx.config.train.command)
    for place, value in places.items():
        parts = [part.replace(place, value) for part in parts]
    _run(ctx, parts, parts[0])
    if not any(out.iterdir()):
        raise TrainerError(f"trainer command left no adapter in {out}; it must write one to {{out}}")


def train_sim(ctx: Context, state: State, rows: list[Row], dataset: Path, out: Path) -> None:
    student: Any = ctx.student(state["student"])
    student.learn(dict(Counter(row["area"] for row in rows if row["kind"] != "self")), out)


def adapters_of(adapter: Path) -> list[Path]:
    """The adapters that training kept, earliest first: those in subdirectories by number, and `adapter`, the last."""

    def number(path: Path) -> tuple[int, str]:
        digits = path.name.rpartition("-")[2]
        return (int(digits) if digits.isdecimal() else 0, path.name)

    earlier = [path.parent for path in adapter.glob("*/adapter_config.json")]
    return [*sorted(earlier, key=number), adapter]


TRAINERS = {"trl": train_trl, "command": train_command, "sim": train_sim}


def weights_of(ctx: Context, ref: StudentRef) -> Path:
    """The model directory that `ref` starts from, its adapter aside."""
    from repairloop.students import local_weights

    return ctx.path(ref["weights"]) if ref["weights"] else local_weights(ref["name"])


def _run(ctx: Context, command: list[str], name: str, patience: float = PATIENCE) -> None:
    """Run a trainer; its lines go to a log, its `progress DONE TOTAL LOSS` lines to the display."""
    log = ctx.store.path / "logs" / "train.log"
    try:
        program = Program(command, environment={**ENVIRONMENT, **os.environ}, patience=patience)
    except OSError as error:
        raise TrainerError(f"trainer {name} cannot be started: {error.strerror}; {_again(ctx)}") from None
    tail: list[str] = []
    with open(log, "a", encoding="utf-8", opener=own) as out, closing(program.lines(ctx.check_stop)) as lines:
        for line in lines:
            out.write(line)
            words = line.split()
            if len(words) >= 3 and words[0] == "progress" and words[1].isdigit() and words[2].isdigit():
                ctx.progress(int(words[1]), int(words[2]), "training steps")
            else:
                tail = [*tail[-4:], line.strip()[:300]]
    code = program.code
    if code:
        said = " | ".join(line for line in tail if line) or "nothing"
        raise TrainerError(
            f"trainer {name} failed with exit code {code}; it said: {said}\nThe log is {log}; {_again(ctx)}"
        )


def _again(ctx: Context) -> str:
    return f"the rows are kept; when it is mended: repairloop resume {quoted(ctx.store.path)}"
