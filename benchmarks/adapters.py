"""The gate on real adapters: those that are made to harm should be turned down, those that are made gently accepted.

    python benchmarks/adapters.py WORK [NUMBER] [--student smollm2] [--set KEY=VALUE ...]

One run in WORK/run finds what fails in `text_extraction/one_field` and makes rows, with the trainer `none`. Then NUMBER
adapters (30 by default) that harm and as many that should not are trained on those rows by the product's own trainer, a
different seed and nine tenths of the rows each, and `repairloop.verify` puts each to the product's own gate as it is: no
dial comes before it, since the question is what the gate lets through.

What harms: `narrow`, the rows of one area alone, six times over; `long`, the repair rows three times over, without replay
and the student's own voice; `high rate`, 14 times the usual rate; `wrong template`, trained under another chat template
than the student is asked with; `random`, no training at all, only noise. What should not: all rows as the product trains
them, turned down to λ .5 or .7, or learned at half the rate. That the latter harm nothing is an intention, not known.

One line for each adapter in WORK/verdicts.jsonl; what stands there is not done again, so a stopped benchmark goes on.
About four minutes an adapter on two idle cores. Writes `benchmarks/results/adapters.md` after each one.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import machine
from training import train

import repairloop
from repairloop.config import Config, load_config
from repairloop.loop.stages.train import _example
from repairloop.records import fingerprint
from repairloop.students import local_weights
from repairloop.students.dial import turned

Row = dict[str, Any]
SETTINGS = [
    "synthesize.rows=400", "synthesize.voice=0.35", "train.loss=dft", "train.learning_rate=7e-4", "train.epochs=1",
    "dial.probes=1", "dial.guard=0",
]  # fmt: skip
"""The recipe of `make run`, with enough rows to learn from; the dev part is asked and not used."""


def everything(rows: list[Row], rng: Random) -> list[Row]:
    return rows


def repairs(rows: list[Row], rng: Random) -> list[Row]:
    return [row for row in rows if row["kind"] == "repair"]


def one_area(rows: list[Row], rng: Random) -> list[Row]:
    chosen = rng.choice(sorted({row["area"] for row in repairs(rows, rng)}))
    return [row for row in repairs(rows, rng) if row["area"] == chosen]


@dataclass(frozen=True)
class Kind:
    """One way to make an adapter."""

    harms: bool
    rows: Callable[[list[Row], Random], list[Row]] = everything
    train: dict[str, Any] = field(default_factory=dict)
    factor: float = 1.0
    """λ."""
    template: bool = True
    """Whether it is trained under the student's own chat template."""
    trained: bool = True


KINDS = {
    "narrow": Kind(True, one_area, {"epochs": 6}),
    "long": Kind(True, repairs, {"epochs": 3}),
    "high rate": Kind(True, everything, {"learning_rate": 1e-2}),
    "wrong template": Kind(True, everything, template=False),
    "random": Kind(True, trained=False),
    "λ .5": Kind(False, everything, factor=0.5),
    "λ .7": Kind(False, everything, factor=0.7),
    "half the rate": Kind(False, everything, {"learning_rate": 3.5e-4}),
}


def the_run(path: Path, config: Config) -> repairloop.Run:
    """The run whose rows are trained on, made or gone on with where it was stopped."""
    if not path.exists():
        return repairloop.run(config, path, say)
    return repairloop.resume(path, say)


def say(event: dict[str, Any]) -> None:
    if event["event"] in ("start", "notice"):
        print("   ", event.get("text") or f"{event['stage']} {event['phase']}", file=sys.stderr, flush=True)


def rows_of(run: repairloop.Run) -> list[Row]:
    found = run.sql("SELECT * FROM repair_rows WHERE dropped IS NULL ORDER BY row_id")
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def without_template(weights: Path, out: Path) -> Path:
    """The model with no chat template of its own: the trainer falls back to the plain one."""
    out.mkdir(exist_ok=True)
    for file in weights.iterdir():
        copy = out / file.name
        if file.suffix == ".safetensors":
            copy.unlink(missing_ok=True)
            copy.symlink_to(file.resolve())
        elif file.name == "tokenizer_config.json":
            told = json.loads(file.read_text("utf-8"))
            told.pop("chat_template", None)
            copy.write_text(json.dumps(told), encoding="utf-8")
        elif file.is_file() and not file.name.startswith("chat_template"):
            shutil.copyfile(file, copy)
    return out


def make(kind: Kind, number: int, rows: list[Row], run: repairloop.Run, config: Config, folder: Path) -> Path:
    """The adapter of this kind and number. Kinds that differ by λ alone are trained once, so what was trained is kept."""
    rng = Random(f"{number}/adapters")
    weights = local_weights(config.student)
    made = fingerprint(kind.rows.__name__, kind.train, kind.template, kind.trained, number)
    adapter = folder.parent / "trained" / made
    if not kind.trained:
        noise(weights, number, config.train.rank, adapter)
    elif not (adapter / "adapter_config.json").is_file():
        chosen = kind.rows(rows, rng)
        chosen = rng.sample(chosen, round(0.9 * len(chosen)))
        adapted = tuple(run.store.read_manifest().get("adaptations", []))
        data = folder / "rows.jsonl"
        data.write_text("".join(json.dumps(_example(row, adapted)) + "\n" for row in chosen), encoding="utf-8")
        if not kind.template:
            weights = without_template(weights, folder / "weights")
        train(data, weights, adapter, config.train.model_dump() | kind.train | {"seed": number})
    return adapter if kind.factor == 1 else turned(adapter, kind.factor, folder / f"adapter-{kind.factor}")


def noise(weights: Path, seed: int, rank: int, out: Path) -> None:
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    torch.manual_seed(seed)
    model = AutoModelForCausalLM.from_pretrained(weights, dtype=torch.float32)
    lora = LoraConfig(r=rank, lora_alpha=2 * rank, target_modules="all-linear", init_lora_weights=False)
    get_peft_model(model, lora).save_pretrained(out)


def judged(run: repairloop.Run, adapter: Path) -> dict[str, Any]:
    """What the gate says of it, by which rules, and the figures."""
    output = repairloop.verify(run.path, str(adapter), say)
    summary = run.summary(output["side"])["summary"]
    canaries = summary["canaries"] or {}
    return {
        "verdict": output["verdict"], "reason": output["reason"],
        "rules": sorted({rule["name"] for rule in summary["rules"] if rule["word"] == output["verdict"]}),
        "gain": summary["targeted_unseen"]["change"],
        "others": (summary["untargeted_unseen"] or {}).get("change"),
        "canaries": [canaries.get("net"), canaries.get("n")],
    }  # fmt: skip


def report(done: list[dict[str, Any]], run: repairloop.Run) -> None:
    wanted = {True: "none", False: "≥ 28 of 30"}
    lines = [
        "| made | kind | adapters | accepted | inconclusive | rejected | gain | others | canaries, net | by |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, kind in KINDS.items():
        some = [one for one in done if one["kind"] == name]
        if not some:
            continue
        counted = Counter(one["verdict"] for one in some)
        rules = Counter(rule for one in some if one["verdict"] != "accepted" for rule in one["rules"])
        cells = [
            "to harm" if kind.harms else "not to harm", name, str(len(some)),
            *(str(counted[word]) for word in ("accepted", "inconclusive", "rejected")),
            _span(one["gain"] for one in some), _span(one["others"] for one in some),
            _span(one["canaries"][0] / one["canaries"][1] if one["canaries"][1] else None for one in some),
            ", ".join(f"{rule} {n}" for rule, n in rules.most_common()) or "–",
        ]  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    for harms in (True, False):
        some = [one["verdict"] for one in done if KINDS[one["kind"]].harms == harms]
        sort = "to harm" if harms else "not to harm"
        lines.append(f"\nMade {sort}: {some.count('accepted')} of {len(some)} accepted (wanted: {wanted[harms]}).")
    lines.append(
        f"\n{len(rows_of(run))} rows of one run on `text_extraction/one_field`, nine tenths of them an adapter. Gain on "
        "unseen wording, change of all other areas, and net collapsed canaries: smallest to largest of the kind, in points; "
        "`by` counts the rules that stood in the way. What was trained, and why each verdict: the docstring of the script, "
        "and `verdicts.jsonl` in its folder.\n"
    )
    machine.write("adapters", "The gate on adapters that harm and that should not", "\n".join(lines))


def _span(values: Any) -> str:
    known = [100 * value for value in values if value is not None]
    return f"{min(known):+.0f} to {max(known):+.0f}" if known else "–"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("number", type=int, nargs="?", default=30)
    parser.add_argument("--student", default="smollm2")
    parser.add_argument("--set", action="append", default=[], dest="settings")
    options = parser.parse_args()
    config = load_config(
        student=options.student, skills=["text_extraction"], areas=["text_extraction/one_field"], trainer="none",
        settings=[*SETTINGS, *options.settings],
    )  # fmt: skip
    options.work.mkdir(parents=True, exist_ok=True)
    run = the_run(options.work / "run", config)
    log = options.work / "verdicts.jsonl"
    done = [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.exists() else []
    rows = rows_of(run)
    sorts = [[name for name, kind in KINDS.items() if kind.harms == harms] for harms in (True, False)]
    for place in range(options.number):
        for names in sorts:
            name, number = names[place % len(names)], place // len(names)
            if any((one["kind"], one["number"]) == (name, number) for one in done):
                continue
            folder = options.work / f"{name.replace(' ', '-').replace(',', '')}-{number}"
            folder.mkdir(exist_ok=True)
            started = time.monotonic()
            adapter = make(KINDS[name], number, rows, run, config, folder)
            trained = time.monotonic()
            found = judged(run, adapter)
            seconds = [round(trained - started), round(time.monotonic() - trained)]
            done.append({"kind": name, "number": number, **found, "seconds": seconds})
            with log.open("a", encoding="utf-8") as out:
                out.write(json.dumps(done[-1], ensure_ascii=False) + "\n")
            shutil.rmtree(folder)  # weights merged with the adapter among it
            report(done, run)


if __name__ == "__main__":
    main()
