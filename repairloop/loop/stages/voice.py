"""Stage `voice`: open requests, and how the student answers them before anything is changed.

Requests are bundled ones, the student's own (`Student.compose`) where it can be made to speak for the user, and the user's
in `guard.file`. They are dealt out by a hash of their text, so that no request is in two hands:

    canaries       answered before and after a repair, and compared in form (`repairloop.loop.canaries`)
    canaries dev   a slice to choose by (checkpoint, dial), and to measure how much the student differs from itself
    own voice      the others; the student's answers become rows that keep it as it is (`own_rows`)

Half of the own voice is asked beside what is repaired, where that is a user's task: the very texts that the failing areas ask
about, under another instruction. A student that has learned to answer *these texts* so, and not *this task*, spoils first what looks like it.

All are asked greedily, whatever the run's sampling is, and the dev slice twice more at temperature 0.7.
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Iterator, Sequence, Set
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from repairloop.ground.files import own, write_atomic
from repairloop.ground.overlap import Overlap, normal
from repairloop.ground.stopping import Program
from repairloop.loop import canaries
from repairloop.loop.canaries import CanarySummary
from repairloop.loop.requests import beside, freedoms, is_open, listed, read_requests, shuffled, with_material
from repairloop.loop.stages.answer import as_side, ask_shards, same_prompts
from repairloop.loop.stages.context import Context, State, StudentRef
from repairloop.loop.stages.probe import trained_rows
from repairloop.plugins.items import make_probes
from repairloop.plugins.understanding import shortened
from repairloop.records import Answer, CanaryRow, Message, Probe, RepairRow, Split, fingerprint
from repairloop.records.rows import unpack
from repairloop.students import has_nvidia_gpu
from repairloop.students.base import Sampling
from repairloop.students.template import adapt
from repairloop.tasks.skill import TaskSkill
from repairloop.vetting import row_id

SLICE: Final = 100
"""Canaries of the dev slice, besides those of `guard.canaries`; never more than half as many."""
MAX_TOKENS: Final = 96
"""Longest answer to an open request."""
REQUEST_TOKENS: Final = 48
"""Longest request that the student is given the time to write."""
DRAWS: Final = 128
"""Requests drawn at a time."""
USABLE: Final = 0.4
"""Share of the draws that become requests, about; no more is drawn than half as much again."""
MADE_UP: Final = 1 / 6
"""Share of the requests that the student makes up itself: each costs it as much time as an answer."""
BESIDE: Final = 0.5
"""Share of the own voice that is asked about the texts of the areas that are repaired."""
LONGEST: Final = 1200
"""Characters of such a text."""
SPARE: Final = 1.1
"""Own-voice requests asked for each row wanted, since vetting drops some."""
SAMPLES: Final = (Sampling(temperature=0.7, seed=1), Sampling(temperature=0.7, seed=2))
COMPARED: Final = 64
"""Canaries that the divergence is measured on."""


def run(ctx: Context, state: State) -> dict[str, Any]:
    cycle, ref, guard = state["cycle"], state["student"], ctx.config.guard
    wanted = {"canaries": guard.canaries, "dev": min(SLICE, guard.canaries // 2), "own": own_requests(ctx)}
    near = near_requests(ctx, state, round(wanted["own"] * BESIDE))
    wanted["own"] -= len(near)
    trained, measured = trained_rows(ctx, state), former_canaries(ctx, state)
    measuring, training = wanted["canaries"] + wanted["dev"], wanted["own"]
    made = requests(ctx, state, measuring, training, trained) if measuring + training else []
    file = [["file", messages] for messages in read_requests(Path(guard.file))] if guard.file else []
    given, file = len(file), taken(file, wanted, str(ctx.config.seed))
    if len(file) < given:
        more = "each once, and as many as guard.canaries has room for"
        ctx.emit(
            {"event": "notice", "text": f"{len(file):,} of the {given:,} requests of {guard.file} are asked: {more}"}
        )
    inputs = {"cycle": cycle, "seed": ctx.config.seed, "wanted": wanted, "made": made, "file": file}
    inputs |= {"near": near} if near else {}
    inputs["trained"] = [names for name, names in sorted(state["refs"].items()) if name.endswith("/rows")]

    def make(key: str) -> dict[str, Any]:
        free = [request for request in made if not has_trained(request, trained)]
        hands = deal(free, file, wanted, str(ctx.config.seed), measured)
        hands["own"] += near
        shards = {name: ctx.store.write("probes", probes(hands[name], cycle, name)) for name in wanted}
        return {"shards": shards, "sizes": {name: len(hand) for name, hand in hands.items()}}

    output = ctx.store.once("voice", inputs, make)
    shards, sizes = output["shards"], output["sizes"]
    if sizes["canaries"] < guard.canaries:
        ctx.emit({"event": "notice", "text": f"{sizes['canaries']} canaries, for {guard.canaries} wanted"})
    asked = [*shards["dev"], *shards["canaries"], *shards["own"]]
    answers = dict(zip(asked, ask_shards(ctx, asked, ref, cycle, "before", GREEDY), strict=True))
    refs = {
        f"{cycle}/requests": shards["own"], f"{cycle}/replies": [answers[name] for name in shards["own"]],
    }  # fmt: skip
    for name, phase in (("canaries", "canaries"), ("dev", "canaries dev")):
        refs[f"{cycle}/probes/{phase}"] = shards[name]
        refs[f"{cycle}/answers/{phase}"] = [answers[shard] for shard in shards[name]]
    for sampling in SAMPLES:
        side = f"sample {sampling.seed}"
        refs[f"{cycle}/answers/canaries {side}"] = ask_shards(ctx, shards["dev"], ref, cycle, side, sampling)
    return {"refs": refs}


GREEDY: Final = Sampling()


def own_requests(ctx: Context) -> int:
    """Own-voice requests to ask for the rows that are wanted."""
    return round(own_budget(ctx) * SPARE)


def own_budget(ctx: Context) -> int:
    """Own-voice rows that train."""
    return round(ctx.config.synthesize.rows * ctx.config.synthesize.voice)


# ---- requests --------------------------------------------------------------------------------------------

Request = list[Any]
"""Where it comes from, and its chat messages; JSON. `own`: the student made it up; `list`: bundled; `material`, `voice`: bundled
instructions with material, kept to measure and kept to train; `near`: beside what is repaired; `file`: the user's."""


def has_trained(request: Request, trained: Overlap | None) -> bool:
    """Whether a row of a former cycle overlaps with it."""
    return bool(trained and trained.matches(_key(request), request[1][-1]["content"]))


def former_canaries(ctx: Context, state: State) -> set[str]:
    """Keys of what former cycles measured with: it measures again, and never trains."""
    cycles = range(1, state["cycle"])
    names = [f"{cycle}/probes/{phase}" for cycle in cycles for phase in ("canaries", "canaries dev")]
    shards = [shard for name in names for shard in state["refs"].get(name, [])]
    return {row["content"] for row in ctx.store.read(shards, ["content"])}


def requests(
    ctx: Context, state: State, measuring: int, training: int, trained: Overlap | None = None
) -> list[Request]:  # fmt: skip
    """A third of the form "instruction, and below it what it is about", of those that measure and of those that train; about a
    sixth the student's own, and the others of the bundled list; all that stands there where the student can make up none. Nothing that
    trained in a former cycle."""
    order, wanted = str(ctx.config.seed), measuring + training

    def free(source: str, texts: Sequence[str]) -> list[tuple[str, str]]:
        return [(source, text) for text in texts if not has_trained(_request(source, text), trained)]

    voice = free("voice", with_material(order, False))
    bundled = free("material", with_material(order, True))[: measuring // 3] + voice[: training // 3]
    bundled += free("list", shuffled(listed(), order))
    given = bundled[: wanted - round(wanted * MADE_UP)]
    found = {normal(text): _request(source, text) for source, text in given}
    rounds = math.ceil(1.5 * max(0, wanted - len(found)) / USABLE / DRAWS)
    for number in range(rounds):
        if len(found) >= wanted:
            break
        ctx.check_stop()

        def make(key: str, number: int = number) -> dict[str, Any]:
            seed = int(fingerprint(ctx.config.seed, state["cycle"], number), 16) & 0x7FFFFFFF
            return {"shards": {}, "texts": ctx.student(state["student"]).compose(DRAWS, seed, REQUEST_TOKENS)}

        inputs = {
            "cycle": state["cycle"], "seed": ctx.config.seed, "round": number, "student": state["student"],
            "engine": ctx.config.engine, "named": ctx.config.student, "tokens": [DRAWS, REQUEST_TOKENS],
        }  # fmt: skip
        texts = ctx.store.once("compose", inputs, make)["texts"]
        for text in texts or []:
            found.setdefault(normal(text), _request("own", text))
        ctx.progress(min(len(found), wanted), wanted, "requests made up")
        if texts is None:
            break
    for source, text in bundled if len(found) < wanted else ():
        found.setdefault(normal(text), _request(source, text))
    for source, text in voice:
        if len(found) >= wanted:
            break
        found.setdefault(normal(text), _request(source, text))
    return list(found.values())


def near_requests(ctx: Context, state: State, wanted: int) -> list[Request]:
    """What rows of the user's targeted areas may ask about, each text once, in proportion to the rows that an area gets."""
    skills, rows, seed = ctx.all_areas(), sum(state["targets"].values()), f"{ctx.config.seed}/{state['cycle']}/near"
    found: dict[str, Request] = {}
    for area, share in sorted(state["targets"].items()):
        if not isinstance(skill := skills[area], TaskSkill):
            continue  # its texts hold their instructions: `make run` kept open requests no better with them
        number = min(round(wanted * share / rows), len(skill.cases(area, "train")))
        for probe in make_probes(skill, area, "train", "seen", number, seed) if number else ():
            text = probe.messages[-1]["content"].strip()
            if 0 < len(text) <= LONGEST:
                found.setdefault(normal(text), _request("near", beside(text, seed)))
    return list(found.values())


def _request(source: str, text: str) -> Request:
    return [source, [{"role": "user", "content": text}]]


def deal(
    made: list[Request], file: list[Request], wanted: dict[str, int], seed: str, measured: Set[str] = frozenset()
) -> dict[str, list[Request]]:
    """Requests → hands that share none. Of those that are made only open ones (`is_open`) become canaries, first those with
    material that are kept for it, then those that were canaries before (`measured`), which do not train. Of the user's own a
    quarter at most goes to the dev slice. Where requests are few, the canaries come first, and own voice gets a sixth."""
    mine, theirs = ordered(made, seed), file
    known = {_key(request) for request in theirs}
    mine = [request for request in mine if _key(request) not in known]
    kept = [request for request in mine if request[0] == "material"]
    free = [request for request in mine if request[0] in ("own", "list") and is_open(request[1])]
    free = kept + sorted(free, key=lambda request: _key(request) not in measured)
    quarter = min(wanted["dev"] // 2, len(theirs) // 4)
    room = min(len(free), len(mine) - min(wanted["own"], len(mine) // 6))
    share = min(1.0, room / max(1, wanted["canaries"] + wanted["dev"]))
    first = int(wanted["canaries"] * share)
    second = first + int(wanted["dev"] * share)
    asked = sorted(free[:second], key=lambda request: fingerprint(seed, _instruction(request)))
    held = {_key(request) for request in [*kept, *asked]} | measured
    return {
        "canaries": theirs[quarter:] + asked[:first],
        "dev": theirs[:quarter] + asked[first:],
        "own": [request for request in mine if _key(request) not in held][: wanted["own"]],
    }


def _instruction(request: Request) -> str:
    """What a request is dealt by: those of one instruction, with other material, come into one hand."""
    text = str(request[1][-1]["content"])
    return text.partition("\n\n")[0] if request[0] == "material" else text


def taken(file: list[Request], wanted: dict[str, int], seed: str) -> list[Request]:
    """Of the user's requests those that are asked: each once, and no more than are made; all where none is."""
    most = wanted["canaries"] + wanted["dev"]
    return ordered(file, seed)[: most or None]


def ordered(made: list[Request], seed: str) -> list[Request]:
    """Without doubles, in the order of a hash of the text."""
    by_key = {_key(request): request for request in made}
    return [by_key[key] for key in sorted(by_key, key=lambda key: fingerprint(seed, key))]


def _key(request: Request) -> str:
    return fingerprint(*(part for message in request[1] for part in (message["role"], normal(message["content"]))))


def probes(hand: list[Request], cycle: int, name: str) -> Iterator[Probe]:
    """The requests as probes without a grader. The user's own measure like wording that no row may share."""
    skill, split = ("self", "train") if name == "own" else ("canary", "canary")
    for index, request in enumerate(hand):
        source, messages = request
        area = "self" if name == "own" else f"canary/{source}"
        yield _probe(skill, area, split, index, messages, cycle, source)  # type: ignore[arg-type]


def _probe(skill: str, area: str, split: Split, index: int, messages: list[Message], cycle: int, source: str) -> Probe:
    key = _key([source, messages])
    return Probe(
        id=fingerprint("open", cycle, key), skill=skill, area=area, split=split, index=index, messages=messages,
        wording="unseen" if source == "file" else "seen", grader="", content=key, max_tokens=MAX_TOKENS,
        problem={"source": source}, cycle=cycle,
    )  # fmt: skip


# ---- the student's own voice -----------------------------------------------------------------------------


def own_rows(ctx: Context, state: State) -> list[RepairRow]:
    """Rows of the student's own answers. They are what it says already: nothing to prove, nothing to learn.

    An answer that was cut at its longest loses its last word, which may be half of one, and is marked: only a trainer
    that holds the student to its own distribution can use it, others would learn to end there.
    """
    cycle, refs = state["cycle"], state["refs"]
    if f"{cycle}/requests" not in refs:
        return []
    pairs = ctx.store.joined((refs[f"{cycle}/requests"], None), (refs[f"{cycle}/replies"], None))
    said = ((unpack(Probe, probe), unpack(Answer, answer)) for probe, answer in pairs)
    rows = [own_row(probe, answer, cycle) for probe, answer in said if answer.status == "ok"]
    return [row for row in rows if row.completion.strip()]


ASKED: Final = {
    "list": "bundled list: request",
    "voice": "bundled list: instruction and material",
    "own": "student: request",
    "near": "bundled list: another instruction",
}
"""Where a request comes from → who wrote it, for the row's agents."""


def own_row(probe: Probe, answer: Answer, cycle: int) -> RepairRow:
    cut = answer.finish_reason != "stop"
    said = answer.text.rstrip().rpartition(" ")[0] if cut else answer.text
    source = f"student:{probe.id}"
    asked = ASKED[probe.problem["source"]]
    return RepairRow(
        id=row_id(source, cycle, "self", "", probe.content, probe.messages), cycle=cycle, kind="self",
        why="keeps the student's own voice", skill="self", area="self", prompt=probe.messages, completion=said,
        settings={"cut": True} if cut else {}, content=probe.content, source=source,
        agents=[asked, "student: answer"], grader="", proof="self",
    )  # fmt: skip


# ---- canaries, again -------------------------------------------------------------------------------------


def compare_canaries(
    ctx: Context, state: State, candidate: StudentRef, side: str, phase: str = "canaries", divergence: bool = True,
    replies: Sequence[str] = (),
) -> tuple[CanarySummary | None, dict[str, list[str]]]:  # fmt: skip
    """Ask `candidate` the canaries of a phase (`canaries`, or `canaries dev` to choose by) and compare; the summary, and
    the references of answers and table. `replies`: its answers, where it gave them as another side. None where there are no
    canaries: `guard.canaries = 0` and no file."""
    cycle, refs = state["cycle"], state["refs"]
    asked = refs.get(f"{cycle}/probes/{phase}", [])
    if not ctx.store.count(asked):
        return None, {}
    own = [refs[f"{cycle}/answers/canaries {name}"] for name in ("dev", *(f"sample {s.seed}" for s in SAMPLES))]
    before = refs[f"{cycle}/answers/{phase}"]
    after = as_side(ctx, replies, side) if replies else ask_shards(ctx, asked, candidate, cycle, side, GREEDY)
    same_prompts(ctx, before, after)
    inputs = {"before": before, "after": after, "own": own, "side": side, "candidate": candidate, "kl": divergence}

    def make(key: str) -> dict[str, Any]:
        old = _answers(ctx, before)
        kl = divergences(ctx, state, candidate, asked, old, key) if divergence else None
        greedy, *samples = [_answers(ctx, names) for names in own]
        probes = {p.id: p for p in ctx.store.records(Probe, asked)}
        dev = ctx.store.records(Probe, refs[f"{cycle}/probes/canaries dev"])
        ways = {p.id: freedoms(p.messages) for p in (*probes.values(), *dev)}
        new = _answers(ctx, after)
        found, each = canaries.summary(old, new, canaries.own_pairs(greedy, samples, ways), kl, ways)
        worst = [w | _seen(probes[w["id"]], old[w["id"]], new[w["id"]]) for w in found.worst]
        rows = (
            CanaryRow(
                cycle=cycle, side=side, probe_id=one.id, source=probes[one.id].problem["source"],
                collapsed=one.collapsed, recovered=bool(one.recovered), reason=one.reason,
                before=asdict(one.before), after=asdict(one.after), kl=one.kl,
            )
            for one in each
        )  # fmt: skip
        return {
            "shards": {"canaries": ctx.store.write("canaries", rows)},
            "summary": {**found.to_json(), "worst": worst},
        }

    output = ctx.store.once("canaries", inputs, make)
    where = {f"{cycle}/answers/{phase} {side}": after, f"{cycle}/canaries/{phase} {side}": output["shards"]["canaries"]}
    return CanarySummary(**output["summary"]), where


def _seen(probe: Probe, before: Answer, after: Answer) -> dict[str, str]:
    """What a reader sees of a canary, each on one line and cut."""
    return {"asked": shortened(probe.question), "before": shortened(before.text), "after": shortened(after.text)}


def _answers(ctx: Context, shards: list[str]) -> dict[str, Answer]:
    return {answer.probe_id: answer for answer in ctx.store.records(Answer, shards)}


def divergences(
    ctx: Context, state: State, candidate: StudentRef, asked: list[str], before: dict[str, Answer], key: str
) -> dict[str, float] | None:
    """Canary → KL(before ‖ after) a token on its answer before; None, said, where no weights are at hand."""
    from repairloop.loop.stages.train import weights_of

    base, adapter = state["student"], candidate["adapter"]
    if base["name"].startswith("sim:"):
        return None
    if base["name"].startswith("openai:"):
        _no_divergence(ctx, "the student is behind a server, which gives no distributions")
        return None
    if adapter is None or base["adapter"] is not None or not (ctx.path(adapter) / "adapter_config.json").is_file():
        _no_divergence(ctx, "the repaired student is not the student with one LoRA")
        return None
    known = [p for p in ctx.store.records(Probe, asked) if before[p.id].text.strip()]
    chosen = [(p, before[p.id]) for p in known[:: max(1, len(known) // COMPARED)][:COMPARED]]
    pairs = ctx.store.partial / f"divergence-{key}.jsonl"
    write_atomic(pairs, "".join(
        json.dumps({
            "id": p.id, "messages": adapt(p.messages, ctx.adaptations() or ()), "text": a.text,
            "finished": a.finish_reason == "stop", "chat_template_kwargs": ctx.config.asking.chat_template_kwargs,
            "adaptations": list(ctx.adaptations() or ()),
        }) + "\n"
        for p, a in chosen
    ))  # fmt: skip
    command = ["repairloop.students.divergence", str(pairs), str(weights_of(ctx, base)), str(ctx.path(adapter))]
    if has_nvidia_gpu():
        ctx.close()  # its memory is wanted
    try:
        return dict(_measure(ctx, command, len(chosen)))
    except _NotMeasured as error:
        _no_divergence(ctx, str(error))
        return None
    finally:
        pairs.unlink(missing_ok=True)


class _NotMeasured(Exception):
    """The divergence could not be had; why."""


def _no_divergence(ctx: Context, why: str) -> None:
    ctx.emit({"event": "notice", "text": f"KL between the student before and after is left out: {why}"})


def _measure(ctx: Context, command: list[str], total: int) -> Iterator[tuple[str, float]]:
    """Run `repairloop.students.divergence`; its lines as they come."""
    from repairloop.loop.stages.train import ENVIRONMENT

    log = ctx.store.path / "logs" / "divergence.log"
    with open(log, "a", encoding="utf-8", opener=own) as errors:
        program = Program([sys.executable, "-m", *command], stderr=errors, environment={**ENVIRONMENT, **os.environ})
        with closing(program.lines(ctx.check_stop)) as lines:
            for done, line in enumerate(lines, start=1):
                ctx.progress(min(done, total), total, "canaries compared")
                if line.startswith("{"):
                    measured = json.loads(line)
                    yield measured["id"], measured["kl"]
        if program.code:
            raise _NotMeasured(f"its program failed with exit code {program.code}; the log is {log}")
