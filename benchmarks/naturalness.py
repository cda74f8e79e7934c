"""How natural the skills' questions read to the bundled student: nats a token, beside real text of the same length.

    python benchmarks/naturalness.py questions.csv requests.jsonl
    python benchmarks/naturalness.py questions.csv --area math --save before.json
    python benchmarks/naturalness.py questions.csv --area math --before before.json

The reference is files of real questions and requests, in any form that `--guard` takes. Each question is scored as a user's turn, its own tokens only. Shorter texts cost more a token, so an area is compared with reference texts of the same length: bins of
equal token counts, weighted as the area fills them. What the student finds likely is no proof of good English: it is
one model's habit, and wrappers and answer forms count with the question.
"""

from __future__ import annotations

import json
import statistics
from collections import defaultdict
from pathlib import Path
from typing import Annotated, Any

import machine
import typer

from repairloop import all_skills, make_probes
from repairloop.loop.requests import read_requests
from repairloop.students.smollm2 import weights

BIN = 10
"""Width of a bin, in tokens."""
FEWEST = 5
"""So many reference texts a bin must hold to be compared with."""

TURN = "<|im_start|>user\n"
"""How the bundled student's template opens a user's message; its standing system message is left out, for speed."""

Scores = list[tuple[int, float]]
"""Of each text its tokens, and nats a token."""


class Scorer:
    """The bundled student, asked how likely it finds a user's message."""

    def __init__(self) -> None:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        self.torch = torch
        self.tokenizer = AutoTokenizer.from_pretrained(weights())
        self.model = AutoModelForCausalLM.from_pretrained(weights(), dtype=torch.bfloat16).eval()

    def __call__(self, texts: list[str], batch: int = 16) -> Scores:
        rows = sorted((self._tokens(text) for text in texts), key=lambda row: len(row[0]))
        found: Scores = []
        for start in range(0, len(rows), batch):
            found += self._batch(rows[start : start + batch])
        return found

    def _tokens(self, text: str) -> tuple[list[int], int, int]:
        """The message in its turn, and where the text itself starts and ends."""
        whole = f"{TURN}{text}"
        coded = self.tokenizer(whole, return_offsets_mapping=True, add_special_tokens=False)
        start = next(i for i, (begin, _) in enumerate(coded["offset_mapping"]) if begin >= len(TURN))
        return coded["input_ids"], start, len(coded["input_ids"])

    def _batch(self, rows: list[tuple[list[int], int, int]]) -> Scores:
        torch = self.torch
        width = max(len(tokens) for tokens, _, _ in rows)
        ids = torch.tensor([tokens + [0] * (width - len(tokens)) for tokens, _, _ in rows])
        mask = torch.tensor([[1] * len(tokens) + [0] * (width - len(tokens)) for tokens, _, _ in rows])
        with torch.inference_mode():
            logits = self.model(input_ids=ids, attention_mask=mask).logits
        found: Scores = []
        for row, (tokens, start, end) in zip(logits, rows, strict=True):
            nats = torch.nn.functional.cross_entropy(row[start - 1 : end - 1].float(), torch.tensor(tokens[start:end]))
            found.append((end - start, float(nats)))
        return found


def matched(ours: Scores, bins: dict[int, list[float]]) -> tuple[float, float, int]:
    """Nats of ours and of reference texts of the same length; how many of ours have a bin to compare with."""
    pairs = [(nats, bins[n // BIN]) for n, nats in ours if len(bins.get(n // BIN, ())) >= FEWEST]
    if not pairs:
        return statistics.mean(nats for _, nats in ours), float("nan"), 0
    return statistics.mean(a for a, _ in pairs), statistics.mean(statistics.mean(b) for _, b in pairs), len(pairs)


def main(
    reference: Annotated[list[Path], typer.Argument(help="Files of real questions.")],
    area: Annotated[str, typer.Option(help="Only areas that begin so.")] = "",
    real: Annotated[int, typer.Option(help="At most so many texts of a reference file.")] = 400,
    texts: Annotated[int, typer.Option(help="Texts of an area and a wording.")] = 60,
    save: Annotated[Path | None, typer.Option(help="Write the figures as JSON and no result file.")] = None,
    before: Annotated[Path | None, typer.Option(help="Figures that `--save` wrote with other wording.")] = None,
) -> None:
    """Score the skills' questions and write results/naturalness.md."""
    score = Scorer()
    bins: dict[int, list[float]] = defaultdict(list)
    for file in reference:
        questions = [messages[-1]["content"] for messages in read_requests(file)]
        for length, nats in score(questions[:: max(1, len(questions) // real)][:real]):
            bins[length // BIN].append(nats)
    figures: dict[str, list[Any]] = {}
    areas = {name: skill for skill in all_skills().values() for name in skill.areas if name.startswith(area)}
    for name, plugin in areas.items():
        for wording in ("seen", "unseen"):
            split = "train" if wording == "seen" else "holdout"
            probes = make_probes(plugin, name, split, wording, texts, "naturalness", plugin.difficulties[:1])
            figures[f"{name}, {wording}"] = list(matched(score([probe.question for probe in probes]), bins))
    if save:
        save.write_text(json.dumps(figures), encoding="utf-8")
        return
    old = json.loads(before.read_text(encoding="utf-8")) if before else {}
    machine.write(
        "naturalness",
        "How natural the skills' questions read to the bundled student",
        report(figures, old, texts),
    )


def report(figures: dict[str, list[Any]], old: dict[str, list[Any]], texts: int) -> str:
    head = ["area, wording", *(["before"] if old else []), "nats a token", "real text of that length", "texts compared"]
    rows = [head, ["---"] * len(head)]
    for name, (ours, real, count) in figures.items():
        was = [f"{old[name][0]:.2f}" if name in old else "-"] if old else []
        rows.append([name, *was, f"{ours:.2f}", f"{real:.2f}" if count else "-", f"{count} of {texts}"])
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"Easiest step of each area, as asked (wrappers and forms included).\n\n{table}\n"


if __name__ == "__main__":
    typer.run(main)
