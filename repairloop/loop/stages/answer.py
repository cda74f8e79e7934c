"""Stage `answer`: ask the student, keep each answer as it comes.

Finished answers go line by line into a journal, so that a kill loses the requests in flight and nothing more;
when a shard of probes is answered, the journal becomes a shard in the order of the probes. A failed request
is a row with a status; it is asked again on resume, never taken for an answer.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from repairloop.ground.errors import RepairLoopError, StudentError, quoted
from repairloop.ground.files import own
from repairloop.loop.stages.context import Context, State, StudentRef
from repairloop.records import Answer, Probe, fingerprint
from repairloop.records.rows import clean, pack
from repairloop.students.base import Sampling

FIELDS = tuple(field.name for field in fields(Answer) if field.name not in ("cycle", "side", "student"))
"""What a journal's line holds, before its hash: all that the student's reply gives."""


def run(ctx: Context, state: State) -> dict[str, Any]:
    cycle, phase = state["cycle"], state["phase"]
    shards = ask_shards(ctx, state["refs"][f"{cycle}/probes/{phase}"], state["student"], cycle, "before")
    return {"refs": {f"{cycle}/answers/{phase}": shards}}


def ask_shards(
    ctx: Context, probe_shards: list[str], ref: StudentRef, cycle: int, side: str, sampling: Sampling | None = None
) -> list[str]:
    """Ask `ref` the probes of these shards; the names of the answer shards, in the same order.

    Before and after a repair both come through here: the probes are the same shards, the sampling is the
    run's, or `sampling` for open requests, and there is no other way to ask.
    """
    sampling = sampling or ctx.sampling()
    total = ctx.store.count(probe_shards)
    done, counts, names = 0, Counter[str](), list[str]()
    for shard in probe_shards:
        inputs = {"probes": shard, "student": ref, "sampling": sampling.model_dump(exclude={"stop"}), "side": side}
        inputs |= {"engine": ctx.config.engine, "named": ctx.config.student}
        inputs |= {"asking": asking} if (asking := ctx.config.asking.described()) else {}

        def make(key: str, shard: str = shard, done: int = done) -> dict[str, Any]:
            probes = list(ctx.store.records(Probe, [shard]))
            student = ctx.student(ref)
            answers = ask(ctx, ctx.store.journal("answer", key), probes, ref, done, total, sampling)
            bad = sum(answer.status == "failed" for answer in answers)
            stop_on_failures(ctx, bad, len(answers), answers)
            name = student.fingerprint()
            rows = (pack(answer, cycle=cycle, side=side, student=name) for answer in answers)
            only_thoughts = [answer for answer in answers if answer.thoughts and not answer.text.strip()]
            whole = sum(answer.finish_reason == "stop" for answer in only_thoughts)
            shards = ctx.store.write("answers", rows)
            return {"shards": {"answers": shards}, "failed": bad, "cut": len(only_thoughts) - whole, "unsaid": whole}

        output = ctx.store.once("answer", inputs, make)
        done += ctx.store.count([shard])
        counts.update({name: output.get(name, 0) for name in ("failed", "cut", "unsaid")})
        names += output["shards"]["answers"]
    for text in _told(counts, total, ctx.config.asking.thinking_tokens):
        ctx.emit({"event": "notice", "text": text})
    return names


def as_side(ctx: Context, shards: Sequence[str], side: str) -> list[str]:
    """The same answers, as those of another side."""

    def make(key: str) -> dict[str, Any]:
        return {
            "shards": {"answers": ctx.store.write("answers", (row | {"side": side} for row in ctx.store.read(shards)))}
        }

    return list(ctx.store.once("side", {"answers": list(shards), "side": side}, make)["shards"]["answers"])


def _told(counts: Counter[str], total: int, room: int) -> Iterator[str]:
    """What the user should know of the answers to one set of probes."""
    if cut := counts["cut"]:
        more = f"more room for them: a run with --set student.thinking_tokens={2 * room or 4096}"
        yield f"{cut:,} of {total:,} replies were cut inside their thoughts; {more}"
    if unsaid := counts["unsaid"]:
        why = "if the answer stands in the thoughts, the server sets too much apart: start it without its reasoning parser"
        yield f"{unsaid:,} of {total:,} replies held thoughts and no answer, though they were not cut; {why}"
    if failed := counts["failed"]:
        yield f"{total - failed} probes answered, {failed} not; those count nowhere"


def same_prompts(ctx: Context, before: list[str], after: list[str]) -> None:
    """Refuse a comparison where a probe was asked differently on the two sides. RepairLoopError names the first one.

    Where a side has no hash (a request that failed, a shard of an older version) nothing is known, and nothing refused.
    """
    different, total, first = 0, 0, ""
    for old, new in ctx.store.joined((before, ["prompt_hash"]), (after, ["prompt_hash"])):
        hashes = old.get("prompt_hash"), new.get("prompt_hash")
        total += 1
        if all(hashes) and hashes[0] != hashes[1]:
            first = first or old["probe_id"]
            different += 1
    if different:
        raise RepairLoopError(
            f"probe {first} was asked differently before and after, and so were {different - 1:,} of {total - 1:,} "
            "others: the rendered prompts differ (another chat template, tokenizer, engine or sampling), so the answers "
            f"cannot be compared; the question: repairloop show {quoted(ctx.store.path)} {first}"
        )


def stop_on_failures(ctx: Context, failed: int, total: int, answers: list[Answer]) -> None:
    if total and failed > ctx.config.server.max_failed * total:
        reason = next(a.error for a in answers if a.status == "failed")
        raise StudentError(
            f"{total - failed} probes answered and kept, {failed} failed ({reason}); "
            f"when the student answers again: repairloop resume {quoted(ctx.store.path)}"
        )


def ask(
    ctx: Context, journal: Path, probes: list[Probe], ref: StudentRef, before: int = 0, total: int = 0,
    sampling: Sampling | None = None,
) -> list[Answer]:  # fmt: skip
    """Answers to `probes`, in their order; what the journal already holds is not asked again."""
    total = total or len(probes)
    answers = _load(journal)
    missing = [probe for probe in probes if probe.id not in answers]
    if missing:
        student = ctx.student(ref)
        step = max(1, min(100, total // 50))
        descriptor = own(str(journal), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        try:
            for count, answer in enumerate(student.answer(missing, sampling or ctx.sampling()), start=1):
                if count == 1:
                    ctx.note_thinking(student)
                answer = _clean(answer)
                os.write(descriptor, _line(answer))
                answers[answer.probe_id] = answer
                ctx.check_stop()
                if count % step == 0:
                    ctx.progress(before + len(probes) - len(missing) + count, total, "probes answered")
        finally:
            os.close(descriptor)
    ctx.progress(before + len(probes), total, "probes answered")
    unanswered = Answer(probe_id="", status="failed", finish_reason="error", error="the student gave no answer")
    return [answers.get(p.id) or unanswered.like(probe_id=p.id) for p in probes]


def _clean(answer: Answer) -> Answer:
    text, thoughts = clean(answer.text), clean(answer.thoughts or "")
    if text == answer.text and thoughts == (answer.thoughts or ""):
        return answer
    cut = "length" if len(answer.text) > len(text) else answer.finish_reason
    return answer.like(text=text, finish_reason=cut, thoughts=thoughts)


def _line(answer: Answer) -> bytes:
    values = [getattr(answer, name) for name in FIELDS]
    return json.dumps([*values, fingerprint(json.dumps(values))]).encode() + b"\n"


def _load(file: Path) -> dict[str, Answer]:
    """What a journal holds. A torn last line, lines that do not fit the hash at their end or have none, as a former
    version's, and failed answers are left out, to be asked again."""
    answers: dict[str, Answer] = {}
    if not file.exists():
        return answers
    content = file.read_bytes()
    for line in content.splitlines():
        try:
            *values, check = json.loads(line)
            if check != fingerprint(json.dumps(values)):
                continue
            answer = Answer(**dict(zip(FIELDS, values, strict=True))).checked()
        except (ValueError, TypeError, RecursionError):
            continue
        if answer.status == "ok":
            answers[answer.probe_id] = answer
    if not content.endswith(b"\n") and content:
        with open(file, "ab") as out:
            out.write(b"\n")
    return answers
