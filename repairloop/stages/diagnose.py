"""Stage `diagnose`: which areas fail, shown on fresh probes, and how many rows each is given.

Screening only puts areas forward: the lowest share of them. Those are asked fresh probes, which frees the
estimate of the selection's bias. An area fails when the exact one-sided binomial test against the target,
Benjamini–Hochberg adjusted over all areas that were confirmed, is below alpha *and* the rate lies at least
`effect` below the target.

Of the failing areas those are repaired first that promise most: far below the target, and half solved already, be
it that some answers pass or that wrong answers hold the right one. (Seeding a repair from half-solved areas did better
than from the hardest; the others come in later cycles.)
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from repairloop import stats
from repairloop.rows import dump
from repairloop.stages.context import Context, State

Counts = dict[str, tuple[int, int]]
"""Area → (passes, graded answers)."""


def run(ctx: Context, state: State) -> dict[str, Any]:
    return screened(ctx, state) if state["phase"] == "screen" else confirmed(ctx, state)


def screened(ctx: Context, state: State) -> dict[str, Any]:
    """After the first look: the areas to confirm; none when all reach the target."""
    settings, counts = ctx.config.diagnose, count(ctx, state, "screen")
    low = {a: k / n for a, (k, n) in counts.items() if n and k / n < settings.target}
    if low:
        number = math.ceil(settings.share * len(counts))
        return {"phase": "confirm", "areas": lowest(low, number, known_shares(ctx, state, "screen"))}
    return {"targets": {}, "outcome": "nothing fails", "refs": _conclude(ctx, state, counts, {})}


def confirmed(ctx: Context, state: State) -> dict[str, Any]:
    """After fresh probes: failing areas, and the rows that each of the worst of them is given."""
    settings, config = ctx.config.diagnose, ctx.config
    screen, confirm = count(ctx, state, "screen"), count(ctx, state, "confirm")
    adjusted = p_values(confirm, settings.target)
    failing = {
        area: confirm[area]
        for area, (_, q) in adjusted.items()
        if q <= settings.alpha and confirm[area][0] / confirm[area][1] <= settings.target - settings.effect
    }
    parents = _parent_rates(screen, confirm)
    known = known_shares(ctx, state, "confirm")
    promise = {a: (settings.target - k / n) * (k / n + known.get(a, 0.0)) for a, (k, n) in failing.items()}
    chosen = {a: failing[a] for a in by_promise(failing, promise)[: settings.max_areas]}
    total = round(config.synthesize.rows * (1 - config.synthesize.replay - config.synthesize.voice))
    targets = stats.budget(dict(sorted(chosen.items())), parents, total, settings.target)
    refs = _conclude(ctx, state, screen, confirm, failing, targets)
    if not targets:
        return {"targets": {}, "outcome": "nothing fails", "refs": refs}
    return {"phase": "holdout", "areas": list(ctx.all_areas()), "targets": targets, "refs": refs}


def lowest(rates: Mapping[str, float], number: int, promise: Mapping[str, float]) -> list[str]:
    """The `number` areas with the lowest rates; among those tied for the last places the most promising."""
    limit = sorted(rates.values())[:number][-1]
    below = [area for area, rate in rates.items() if rate < limit]
    tied = by_promise([area for area, rate in rates.items() if rate == limit], promise)
    return sorted([*below, *tied[: number - len(below)]])


def by_promise(areas: Iterable[str], promise: Mapping[str, float]) -> list[str]:
    return sorted(areas, key=lambda area: (-promise.get(area, 0.0), area))


def known_shares(ctx: Context, state: State, phase: str) -> dict[str, float]:
    """Area → share of its answers that fail although the expected answer stands in them, word for word.

    The student knows it and says it in the wrong form: such an area is half solved before a single answer passes.
    """
    cycle, refs = state["cycle"], state["refs"]
    asked: Counter[str] = Counter()
    known: Counter[str] = Counter()
    probes = ctx.store.read(refs[f"{cycle}/probes/{phase}"], ["area"])
    answers = ctx.store.read(refs[f"{cycle}/answers/{phase}"], ["text"])
    verdicts = ctx.store.read(refs[f"{cycle}/verdicts/{phase}"], ["status", "expected"])
    for probe, answer, verdict in zip(probes, answers, verdicts, strict=True):
        expected = (verdict["expected"] or "").strip().casefold()
        asked[probe["area"]] += 1
        known[probe["area"]] += verdict["status"] == "fail" and bool(expected) and expected in answer["text"].casefold()
    return {area: known[area] / n for area, n in asked.items()}


def p_values(confirm: Counts, target: float) -> dict[str, tuple[float, float]]:
    """Area → (p, adjusted p) of "its pass rate is at least the target"."""
    areas = [area for area, (_, n) in confirm.items() if n]
    raw = [stats.below_target(*confirm[area], target) for area in areas]
    return {a: (p, q) for a, p, q in zip(areas, raw, stats.adjust(raw), strict=True)}


def count(ctx: Context, state: State, phase: str) -> Counts:
    """Passes and graded answers of every area that was asked in a phase; ungradable ones are left out."""
    cycle, refs = state["cycle"], state["refs"]
    passes: Counter[str] = Counter()
    graded: Counter[str] = Counter()
    asked: dict[str, None] = {}
    pairs = zip(refs[f"{cycle}/probes/{phase}"], refs[f"{cycle}/verdicts/{phase}"], strict=True)
    for probes, verdicts in pairs:
        areas = ctx.store.read_table(probes, ["area"])["area"].to_pylist()
        statuses = ctx.store.read_table(verdicts, ["status"])["status"].to_pylist()
        asked |= dict.fromkeys(areas)
        graded.update(a for a, s in zip(areas, statuses, strict=True) if s != "ungradable")
        passes.update(a for a, s in zip(areas, statuses, strict=True) if s == "pass")
    return {area: (passes[area], graded[area]) for area in asked}


def _parent_rates(screen: Counts, confirm: Counts) -> dict[str, float]:
    """Area → pass rate of all areas with the same parent, over everything asked before the holdout."""
    passes: Counter[str] = Counter()
    graded: Counter[str] = Counter()
    for counts in (screen, confirm):
        for area, (k, n) in counts.items():
            passes[area.rsplit("/", 1)[0]] += k
            graded[area.rsplit("/", 1)[0]] += n
    rates = {parent: passes[parent] / n if n else 0.0 for parent, n in graded.items()}
    return {area: rates[area.rsplit("/", 1)[0]] for area in screen}


def _conclude(
    ctx: Context,
    state: State,
    screen: Counts,
    confirm: Counts,
    failing: Counts | None = None,
    targets: dict[str, int] | None = None,
) -> dict[str, list[str]]:
    """Write the `areas` table of this cycle."""
    cycle, skills = state["cycle"], ctx.all_areas()
    failing, targets = failing or {}, targets or {}
    tested = p_values(confirm, ctx.config.diagnose.target)
    classes = _error_classes(ctx, state)

    def row(area: str) -> dict[str, Any]:
        screen_k, screen_n = screen[area]
        confirm_k, confirm_n = confirm.get(area, (None, None))
        p, q = tested.get(area, (None, None))
        decision = "failing" if area in failing else "not shown to fail" if area in tested else "not confirmed"
        return {
            "cycle": cycle, "skill": skills[area].name, "area": area, "screen_n": screen_n,
            "screen_passed": screen_k, "confirm_n": confirm_n, "confirm_passed": confirm_k, "p_value": p,
            "q_value": q, "failing": area in failing, "targeted": area in targets, "decision": decision,
            "error_classes": dump(classes.get(area, [])), "rows": targets.get(area, 0),
        }  # fmt: skip

    inputs = {
        "cycle": cycle, "settings": ctx.config.diagnose.model_dump(), "targets": targets,
        "verdicts": [n for key, names in state["refs"].items() if key.startswith(f"{cycle}/verdicts/") for n in names],
    }  # fmt: skip
    output = ctx.store.once(
        "diagnose",
        inputs,
        lambda key: {"shards": {"areas": ctx.store.write("areas", (row(a) for a in sorted(screen)))}},
    )
    return {f"{cycle}/areas": output["shards"]["areas"]}


def _error_classes(ctx: Context, state: State) -> dict[str, list[dict[str, Any]]]:
    """Area → its error classes, the most frequent first, each with its share and three examples."""
    cycle, refs = state["cycle"], state["refs"]
    found: dict[str, dict[str, list[dict[str, str]]]] = {}
    for phase in ("screen", "confirm"):
        shards = [refs.get(f"{cycle}/{table}/{phase}", []) for table in ("probes", "answers", "verdicts")]
        for probes, answers, verdicts in zip(*shards, strict=True):
            questions = ctx.store.read([probes], ["probe_id", "area", "question"])
            replies = ctx.store.read([answers], ["text"])
            judged = ctx.store.read([verdicts], ["status", "error_class"])
            for p, a, v in zip(questions, replies, judged, strict=True):
                if v["status"] != "fail":
                    continue
                examples = found.setdefault(p["area"], {}).setdefault(v["error_class"], [])
                example = {"probe_id": p["probe_id"]}
                if len(examples) < 3:
                    example |= {"question": p["question"][:300], "answer": a["text"][:300]}
                examples.append(example)
    return {
        area: [
            {
                "error_class": name,
                "count": len(hits),
                "share": round(len(hits) / sum(map(len, by.values())), 4),
                "examples": hits[:3],
            }
            for name, hits in sorted(by.items(), key=lambda item: (-len(item[1]), item[0]))
        ]
        for area, by in found.items()
    }
