"""Stage `diagnose`: every area fails, passes or stays inconclusive, and those that fail at the frontier are repaired.

Up to three looks at an area, with fresh probes each. All areas are asked the first. An area is asked no further when
its pass rate is at or above the target, or so low that nothing another area says could change the finding. The rest
of the budget goes in two batches, an equal share each, to the areas that are undecided. Every answer counts. An area
*fails* when the exact stage-wise test against the target (`stats.below_target`), Benjamini–Hochberg adjusted over all
areas, is at most alpha; it *passes* when the exact test against the target less the effect is, on the other side, its
own family. All this holds for the wording asked, which is one bank of phrasings: whether another wording would be
understood, the holdout shows.

What is repaired is what the student can learn now. Of the failing areas those are ready whose prerequisites
(`Skill.builds_on`) do not fail, or are repaired in this cycle themselves; a prerequisite comes before what needs it.
Of those that are ready the most promising comes first: far below the target, yet solved in part: wrong answers hold the
right one, or, which counts for less, some pass (a pass rate drawn toward that of the parent); and worth its
promise once more for every failing area that waits for it. Where there are more of them than are repaired, of several skills, 14
answers are too few to tell them apart, so each is asked as many more as the budget has for an area; these answers choose, and decide
nothing else. (Inside one skill more answers were worth nothing in three of four.) What an area builds on is part of its solution too: stories of two
steps, of which the student solved none, were learned beside those of one step, and of public stories two and a half
times as many as from those of one step alone (benchmarks/results/carry_over.md). What is repaired in one cycle opens
more in the next. The measure of promise is a heuristic: what else might tell beforehand what is learned, and how well this
does, stands in benchmarks/results/frontier.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from repairloop.config import DiagnoseSettings
from repairloop.ground import stats
from repairloop.loop import tasks
from repairloop.loop.stages.context import CHOOSE, FIND, LOOKS, Context, State
from repairloop.plugins.skill import Skill
from repairloop.records import AreaRow

MOST: Final = 200
"""Probes an area in one look after the first, at most, however few areas are undecided."""

PASSED: Final = 0.25
"""What a right answer counts for in a promise, beside a wrong one that holds what is right: in forms (case, counts) some answers
pass by chance, and little is learned (benchmarks/results/frontier.md)."""

Counts = dict[str, tuple[int, int]]
"""Area → (passes, graded answers)."""
Looks = dict[str, list[tuple[int, int]]]
"""Area → (passes, graded answers) of every look at it."""


class Finding(NamedTuple):
    """What is known of an area after its looks."""

    decision: str
    """`fails`, `passes` or `inconclusive`."""
    p_fails: float
    q_fails: float
    p_passes: float
    q_passes: float


def run(ctx: Context, state: State) -> dict[str, Any]:
    """The areas of the user's tasks; another look at the undecided areas; or the findings and what is repaired."""
    if state["phase"] == FIND:
        return tasks.found(ctx, state)
    looks, settings = looks_at(ctx, state), ctx.config.diagnose
    if state["phase"] == CHOOSE:
        return conclude(ctx, state, looks)
    place = LOOKS.index(state["phase"])
    if place + 1 < len(LOOKS):
        left = tasks.budget(ctx.tasks(), looks, ctx.config.probes.budget) - asked(ctx, state)
        areas = undecided(looks, settings)
        if each := share(left, len(areas), len(LOOKS) - 1 - place):
            ctx.emit(
                {"event": "notice", "text": f"{len(areas)} of {len(looks)} areas undecided: {each} more probes each"}
            )
            return {"phase": LOOKS[place + 1], "areas": areas, "each": {**state["each"], LOOKS[place + 1]: each}}
    return conclude(ctx, state, looks)


def conclude(ctx: Context, state: State, looks: Looks) -> dict[str, Any]:
    """The findings, and the rows that each area to be repaired is given; then the phase that follows. Where there are more
    to choose among than are repaired, of several skills, they are asked more first."""
    settings, config = ctx.config.diagnose, ctx.config
    findings, counts, skills = decide(looks, settings), pooled(looks), ctx.all_areas()
    parents = parent_rates(counts)
    failing = [area for area, finding in findings.items() if finding.decision == "fails"]
    may = [area for area in failing if tasks.may_make_rows(skills[area], area)]
    several = len({skills[area].name for area in may}) > 1
    if config.repair and several and state["phase"] != CHOOSE and len(may) > settings.max_areas:
        each = config.probes.budget
        text = f"{len(may)} areas fail, {settings.max_areas} are repaired: {each} more probes each to choose by"
        ctx.emit({"event": "notice", "text": text})
        return {"phase": CHOOSE, "areas": may, "each": {**state["each"], CHOOSE: each}}
    barren = [area for area in failing if area not in may]
    if barren:
        ctx.say(f"{', '.join(barren)}: fails, and none of its cases may make rows, so it is not repaired")
    needs = builds_on(skills.values())
    worth = promises(asked_more(ctx, state, counts), known_shares(ctx, state), needs, settings.target)
    chosen = frontier({area: worth[area] for area in may}, needs, settings.max_areas)
    total = round(config.synthesize.rows * (1 - config.synthesize.replay - config.synthesize.voice))
    repaired = {area: counts[area] for area in sorted(chosen)}
    targets = tasks.by_size(ctx.tasks(), stats.budget(repaired, parents, total, settings.target))
    refs = _write(ctx, state, looks, findings, targets)
    if (targets and not config.repair) or (barren and not targets):
        return {"targets": targets, "outcome": "diagnosed", "refs": refs}
    if not targets:
        return {"targets": {}, "outcome": "nothing fails", "refs": refs}
    return {"phase": "holdout", "areas": list(skills), "targets": targets, "refs": refs}


# ---- the three looks --------------------------------------------------------------------------------


def undecided(looks: Looks, settings: DiagnoseSettings) -> list[str]:
    """The areas that have not stopped, in the order given."""
    return [area for area, (_, stopped) in p_values(looks, settings).items() if not stopped]


def p_values(looks: Looks, settings: DiagnoseSettings) -> dict[str, tuple[float, bool]]:
    """Area → p-value of "its rate is at least the target", and whether it has stopped."""
    level = settings.alpha / len(looks) if looks else 0.0
    return {a: stats.below_target(found, settings.target, level, settings.effect) for a, found in looks.items()}


def share(left: int, areas: int, batches: int) -> int:
    """Probes for each of the undecided areas in the next look: `left` goes to them in so many equal batches."""
    return min(MOST, max(0, left) // batches // areas) if areas else 0


def decide(looks: Looks, settings: DiagnoseSettings) -> dict[str, Finding]:
    """The finding of every area that was looked at."""
    low = [p for p, _ in p_values(looks, settings).values()]
    floor = settings.target - settings.effect
    high = [stats.above_floor(found, settings.target, floor) for found in looks.values()]
    rows = zip(looks, low, stats.adjust(low), high, stats.adjust(high), strict=True)
    return {area: Finding(_word(q, r, settings.alpha), p, q, s, r) for area, p, q, s, r in rows}


def _word(fails: float, passes: float, alpha: float) -> str:
    return "fails" if fails <= alpha else "passes" if passes <= alpha else "inconclusive"


# ---- what is repaired -------------------------------------------------------------------------------


def promises(
    counts: Mapping[str, tuple[int, int]], known: Mapping[str, float], needs: Mapping[str, Sequence[str]], target: float
) -> dict[str, float]:
    """Area → how much rows would help: the way to the target, times how far the area is solved already, by itself or in
    what it builds on. `counts`: area → (passes, n); `known`: area → share of its answers that hold what is right,
    though they fail; `needs`: area → what it builds on."""
    parents = parent_rates(counts)
    rates = {area: stats.shrunk(*count, parents[area]) for area, count in counts.items()}
    solved = {area: PASSED * rate + known.get(area, 0.0) for area, rate in rates.items()}
    below = {area: min((solved[one] for one in needs.get(area, ()) if one in solved), default=0.0) for area in counts}
    return {area: max(0.0, target - rates[area]) * max(solved[area], below[area]) for area in counts}


def frontier(worth: Mapping[str, float], builds_on: Mapping[str, Sequence[str]], number: int) -> list[str]:
    """At most `number` of the failing areas, in the order in which they are chosen; `worth`: failing area → promise."""
    opened = Counter(above for area in worth for above in foundations(area, builds_on) if above in worth)
    worth = {area: promise * (1 + opened[area]) for area, promise in worth.items()}
    chosen: list[str] = []
    while len(chosen) < min(number, len(worth)):
        waiting = worth.keys() - set(chosen)
        ready = [a for a in waiting if waiting.isdisjoint(builds_on.get(a, ()))]
        chosen.append(min(ready, key=lambda a: (-worth[a], a)))
    return chosen


def foundations(area: str, builds_on: Mapping[str, Sequence[str]]) -> set[str]:
    """All that an area builds on, directly or through others."""
    found: set[str] = set()
    left = [area]
    while left:
        new = set(builds_on.get(left.pop(), ())) - found
        found |= new
        left += new
    return found


def builds_on(skills: Iterable[Skill]) -> dict[str, tuple[str, ...]]:
    return {area: needs for skill in skills for area, needs in skill.builds_on.items()}


def asked_more(ctx: Context, state: State, counts: Counts) -> Counts:
    """The counts, with the answers that were given for the choice alone."""
    more = count(ctx, state, CHOOSE) if f"{state['cycle']}/verdicts/{CHOOSE}" in state["refs"] else {}
    return {area: (k + more.get(area, (0, 0))[0], n + more.get(area, (0, 0))[1]) for area, (k, n) in counts.items()}


def known_shares(ctx: Context, state: State) -> dict[str, float]:
    """Area → share of its answers that fail although the student knows what is right."""
    graded: Counter[str] = Counter()
    known: Counter[str] = Counter()
    for probe, answer, verdict in rounds(ctx, state, (*LOOKS, CHOOSE)):
        graded[probe["area"]] += 1
        known[probe["area"]] += verdict["status"] == "fail" and knows(
            verdict["expected"] or "", answer["text"], probe["question"]
        )
    return {area: known[area] / n for area, n in graded.items()}


def knows(expected: str, answer: str, question: str) -> bool:
    """Whether a wrong answer holds the expected one as whole words: known, and said in the wrong form.

    What stands in the question may have been copied with it, so it counts only where it was picked out: words (a number
    comes up by chance), in an answer less than half as long as the question. A heuristic.
    """
    expected = expected.strip().casefold()
    if not expected:
        return False
    whole = re.compile(rf"(?<!\w)(?<!\d[.,]){re.escape(expected)}(?!\w|[.,]\d)")
    if not whole.search(answer.casefold()):
        return False
    if not whole.search(question.casefold()):
        return True
    return any(c.isalpha() for c in expected) and len(answer) < len(question) / 2


# ---- rows -------------------------------------------------------------------------------------------


def rounds(
    ctx: Context, state: State, phases: Sequence[str] = LOOKS
) -> Iterator[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    """Probe, answer and verdict of everything asked in these phases of this cycle."""
    cycle, refs = state["cycle"], state["refs"]
    for phase in phases:
        probes, answers, verdicts = (refs.get(f"{cycle}/{t}/{phase}", []) for t in ("probes", "answers", "verdicts"))
        yield from ctx.store.joined(  # type: ignore[misc]
            (probes, ["area", "difficulty", "question"]),
            (answers, ["text"]),
            (verdicts, ["status", "error_class", "expected"]),
        )


def asked(ctx: Context, state: State) -> int:
    """Probes of the looks so far, graded or not."""
    names = [n for phase in LOOKS for n in state["refs"].get(f"{state['cycle']}/probes/{phase}", [])]
    return ctx.store.count(names)


def looks_at(ctx: Context, state: State) -> Looks:
    """Every area's passes and graded answers, look by look."""
    looks: Looks = {}
    for place, phase in enumerate(LOOKS):
        if f"{state['cycle']}/verdicts/{phase}" in state["refs"]:
            for area, counts in count(ctx, state, phase).items():
                before = looks.setdefault(area, [])
                before += [(0, 0)] * (place - len(before)) + [counts]  # a look may have found nothing left to ask
    return looks


def pooled(looks: Looks) -> Counts:
    """Area → passes and graded answers of all looks."""
    return {area: (sum(k for k, _ in found), sum(n for _, n in found)) for area, found in looks.items()}


def count(ctx: Context, state: State, phase: str) -> Counts:
    """Passes and graded answers of every area that was asked in a phase; ungradable ones are left out."""
    cycle, refs = state["cycle"], state["refs"]
    passes: Counter[str] = Counter()
    graded: Counter[str] = Counter()
    asked: dict[str, None] = {}
    probes, verdicts = refs[f"{cycle}/probes/{phase}"], refs[f"{cycle}/verdicts/{phase}"]
    for probe, verdict in ctx.store.joined((probes, ["area"]), (verdicts, ["status"])):
        asked[probe["area"]] = None
        graded[probe["area"]] += verdict["status"] != "ungradable"
        passes[probe["area"]] += verdict["status"] == "pass"
    return {area: (passes[area], graded[area]) for area in asked}


def parent_rates(counts: Mapping[str, tuple[int, int]]) -> dict[str, float]:
    """Area → pass rate of all areas with the same parent, over everything asked before the holdout."""
    passes: Counter[str] = Counter()
    graded: Counter[str] = Counter()
    for area, (k, n) in counts.items():
        passes[area.rsplit("/", 1)[0]] += k
        graded[area.rsplit("/", 1)[0]] += n
    rates = {parent: passes[parent] / n if n else 0.0 for parent, n in graded.items()}
    return {area: rates[area.rsplit("/", 1)[0]] for area in counts}


def _write(
    ctx: Context, state: State, looks: Looks, findings: dict[str, Finding], targets: dict[str, int]
) -> dict[str, list[str]]:
    """Write the `areas` table of this cycle."""
    cycle, skills = state["cycle"], ctx.all_areas()
    classes, counts = _error_classes(ctx, state), pooled(looks)

    def row(area: str) -> AreaRow:
        found = findings[area]
        each: dict[str, Any] = {f"{phase}_{part}": None for phase in LOOKS for part in ("n", "passed")}
        for phase, (k, n) in zip(LOOKS, looks[area], strict=False):
            each |= {f"{phase}_n": n, f"{phase}_passed": k}
        return AreaRow(
            cycle=cycle, skill=skills[area].name, area=area, **each, n=counts[area][1], passed=counts[area][0],
            p_value=found.p_fails, q_value=found.q_fails, p_passes=found.p_passes, q_passes=found.q_passes,
            decision=found.decision, targeted=area in targets, error_classes=classes.get(area, []),
            rows=targets.get(area, 0),
        )  # fmt: skip

    inputs = {
        "cycle": cycle, "settings": ctx.config.diagnose.model_dump(), "targets": targets,
        "verdicts": [n for key, names in state["refs"].items() if key.startswith(f"{cycle}/verdicts/") for n in names],
    }  # fmt: skip
    output = ctx.store.once(
        "diagnose", inputs, lambda key: {"shards": {"areas": ctx.store.write("areas", (row(a) for a in sorted(looks)))}}
    )
    return {f"{cycle}/areas": output["shards"]["areas"]}


def _error_classes(ctx: Context, state: State) -> dict[str, list[dict[str, Any]]]:
    """Area → its error classes, the most frequent first, each with its share and three examples."""
    found: dict[str, dict[str, list[dict[str, str]]]] = {}
    for p, a, v in rounds(ctx, state):
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
