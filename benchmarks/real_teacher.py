"""Both families of teacher flows with a real teacher: the bundled model behind vLLM's own server, held to schemas.

    python benchmarks/real_teacher.py [--items 10]

The model has 135 million parameters and is no teacher; what is measured is that everything runs through, that every
item that is lost has its reason, and that a second run pays for nothing. Writes `benchmarks/results/real_teacher.md`.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import machine
from real_answers import served

from repairloop import Skill, get_skill
from repairloop.config import ServerSettings
from repairloop.flows import Item, Yield, run_flow
from repairloop.flows.mixed import Family, describe, tallies, teacher_flow
from repairloop.flows.proof import prove_items
from repairloop.sources import read_sources
from repairloop.sources.library import Library
from repairloop.teachers.teacher import Teacher, open_teacher

AREAS: dict[Family, list[str]] = {
    "reworded": ["math/word/one_step", "text_extraction/one_field/contact", "tool_use/choose_tool"],
    "written": ["reading_comprehension/literal", "text_modification/simplify", "tool_use/fill_arguments"],
}
SETTINGS = ServerSettings(connections=16, timeout=300)


class Run:
    """What came of all flows, by family and agent."""

    def __init__(self) -> None:
        self.rows: list[Item] = []
        self.yields: dict[Family, dict[str, Yield]] = {family: {} for family in AREAS}
        self.told: dict[tuple[Family, str], list[dict[str, Any]]] = {}
        self.examples: dict[str, str] = {}
        self.seconds = 0.0
        self.calls = 0

    def make(self, teacher: Teacher, library: Library, number: int) -> None:
        started, before = time.perf_counter(), teacher.spent.calls
        for family, areas in AREAS.items():
            for area in areas:
                flow = teacher_flow(skill_of(area), area, teacher, library, 0.2, family)
                items = [Item(area, n, 1, f"7/{family}") for n in range(number)]
                self.rows += run_flow(flow, items, self.yields[family])
                for name, tally in tallies(flow).items():
                    self.told.setdefault((family, name), []).append(describe(tally))
                    for reason, example in tally.examples.items():
                        self.examples.setdefault(f"{name}: {reason}", example)
        self.seconds, self.calls = time.perf_counter() - started, teacher.spent.calls - before

    def table(self) -> str:
        lines = [
            "| family | agent | in | out | rejected | seconds | tokens |",
            "| --- | --- | ---: | ---: | --- | ---: | ---: |",
        ]
        for family, agents in self.yields.items():
            for name, found in agents.items():
                told = self.told.get((family, name), [])
                reasons = sum((Counter(one["rejected"]) for one in told), Counter[str]())
                rejected = ", ".join(f"{reason} {n}" for reason, n in reasons.most_common())
                tokens = f"{sum(one['tokens'] for one in told):,}" if told else ""
                lines.append(
                    f"| {family} | {name} | {found.taken} | {found.made} | {rejected} | {found.seconds:.1f} | {tokens} |"
                )
        return "\n".join(lines)


def skill_of(area: str) -> Skill:
    return get_skill(area.partition("/")[0])


def shown(text: str) -> str:
    return " ".join(text.replace("|", "/").replace("`", "'").split())[:300]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10, help="for each area")
    number = parser.parse_args().items
    first, second = Run(), Run()
    with tempfile.TemporaryDirectory() as cache, Library(read_sources(None, print)) as library, served() as server:
        with open_teacher(server, cache=Path(cache), settings=SETTINGS) as teacher:
            first.make(teacher, library, number)
            started = time.perf_counter()
            proven = prove_items(first.rows, skill_of, teacher, None)
            proving = time.perf_counter() - started
            spent = teacher.spent
        with open_teacher(server, cache=Path(cache), settings=SETTINGS) as teacher:
            second.make(teacher, library, number)
    lines = ["| area | rows | proof | why |", "| --- | ---: | --- | --- |"]
    counted = Counter((item.area, "prompt" in item.wrote, proof, why) for item, proof, why in proven)
    for (area, _, proof, why), n in sorted(counted.items()):
        lines.append(f"| {area} | {n} | {proof} | {shown(why)} |")
    pieces = [f"- {name}: `{shown(example)}`" for name, example in sorted(first.examples.items())]
    for family in AREAS:
        for row in [row for row in first.rows if row.seed.endswith(family)][:2]:
            pieces.append(f"- {family}: `{shown(row.prompt[-1]['content'][-300:])}` → `{shown(row.completion)}`")
    same = "the same items" if second.rows == first.rows else "other items"
    body = (
        f"{number} items for each of {sum(map(len, AREAS.values()))} areas, a fifth of the reworded ones with a refined "
        f"sibling; {first.calls} calls, {first.seconds:.0f} s.\n\n{first.table()}\n\n"
        f"How the {len(first.rows)} rows are proved ({proving:.0f} s, no calibrated judge; {spent.calls} calls and "
        f"{spent.tokens:,} tokens in all):\n\n"
        + "\n".join(lines)
        + f"\n\nThe second run: {same}, {second.calls} calls, "
        f"{second.seconds:.1f} s. (Calls that got no reply are not kept, and are asked again.)\n\n"
        "Examples, the first of each reason and of each family:\n\n" + "\n".join(pieces) + "\n"
    )
    machine.write("real_teacher", "Teacher flows with the bundled model as the teacher", body)


if __name__ == "__main__":
    main()
