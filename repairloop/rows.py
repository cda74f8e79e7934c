"""Records to table rows and back. Knows the columns of `store.TABLES` and nothing of stages."""

from __future__ import annotations

import json
from typing import Any

from pydantic_core import to_json

from repairloop.records import Answer, Probe, RepairRow, Verdict, assemble

Row = dict[str, Any]


def dump(value: Any) -> str:
    return to_json(value).decode()  # a quarter of the time of the standard library's


def clean(text: str, limit: int = 65_536) -> str:
    """Text that can rest anywhere: bounded, with no lone surrogates and no NUL."""
    return text[:limit].encode("utf-8", "replace").decode("utf-8").replace("\x00", "�")


def from_probe(probe: Probe, cycle: int) -> Row:
    return {
        "probe_id": probe.id, "cycle": cycle, "skill": probe.skill, "area": probe.area, "split": probe.split,
        "wording": probe.wording, "item": probe.index, "difficulty": probe.difficulty, "question": probe.question,
        "messages": dump(probe.messages), "reference": dump(probe.reference), "grader": probe.grader,
        "settings": dump(probe.settings), "content": probe.content, "problem": dump(probe.problem),
        "max_tokens": probe.max_tokens,
    }  # fmt: skip


def to_probe(row: Row) -> Probe:
    """A probe as it rested; its fields were validated when it was written."""
    return assemble(Probe, {
        "id": row["probe_id"], "skill": row["skill"], "area": row["area"], "split": row["split"], "wording": row["wording"],
        "index": row["item"], "difficulty": row["difficulty"], "messages": json.loads(row["messages"]),
        "reference": json.loads(row["reference"]), "grader": row["grader"], "settings": json.loads(row["settings"]),
        "content": row["content"], "problem": json.loads(row["problem"]), "max_tokens": row["max_tokens"],
    })  # fmt: skip


def from_answer(answer: Answer, cycle: int, side: str, student: str) -> Row:
    return {
        "probe_id": answer.probe_id, "cycle": cycle, "side": side, "student": student, "text": answer.text,
        "finish_reason": answer.finish_reason, "prompt_tokens": answer.prompt_tokens,
        "answer_tokens": answer.answer_tokens, "status": answer.status, "error": answer.error,
        "prompt_hash": answer.prompt_hash, "thoughts": answer.thoughts,
    }  # fmt: skip


def to_answer(row: Row) -> Answer:
    return assemble(Answer, {
        "probe_id": row["probe_id"], "text": row["text"], "finish_reason": row["finish_reason"],
        "prompt_tokens": row["prompt_tokens"], "answer_tokens": row["answer_tokens"], "status": row["status"],
        "error": row["error"], "prompt_hash": row.get("prompt_hash") or "", "thoughts": row.get("thoughts"),
    })  # fmt: skip


def from_verdict(verdict: Verdict, probe_id: str, cycle: int, side: str) -> Row:
    start, end = verdict.span or (None, None)
    return {
        "probe_id": probe_id, "cycle": cycle, "side": side, "status": verdict.status,
        "error_class": verdict.error_class, "certainty": verdict.certainty,
        "extracted": None if verdict.extracted is None else clean(verdict.extracted, 2000),
        "span_start": start, "span_end": end, "expected": verdict.expected,
        "checks": dump([[c.name, c.passed, clean(c.detail, 500)] for c in verdict.checks]),
        "evidence": clean(verdict.evidence, 2000), "grader": verdict.grader, "version": verdict.version,
    }  # fmt: skip


def from_repair_row(row: RepairRow) -> Row:
    return {
        "row_id": row.id, "cycle": row.cycle, "kind": row.kind, "repair": row.repair, "why": row.why, "skill": row.skill, "area": row.area,
        "difficulty": row.difficulty, "prompt": dump(row.prompt), "completion": row.completion,
        "rejected": None if row.rejected is None else clean(row.rejected), "reference": dump(row.reference), "settings": dump(row.settings),
        "content": row.content, "problem": dump(row.problem), "source": row.source, "licence": row.licence,
        "agents": row.agents, "error_classes": row.error_classes, "grader": row.grader,
        "grader_version": row.grader_version, "verdict": row.verdict, "proof": row.proof, "dropped": row.dropped,
    }  # fmt: skip


def to_repair_row(row: Row, failures: list[str] | None = None) -> RepairRow:
    return assemble(RepairRow, {
        "id": row["row_id"], "cycle": row["cycle"], "kind": row["kind"], "repair": row["repair"], "why": row["why"],
        "skill": row["skill"], "area": row["area"], "difficulty": row["difficulty"], "prompt": json.loads(row["prompt"]), "completion": row["completion"],
        "rejected": row["rejected"], "reference": json.loads(row["reference"]), "settings": json.loads(row["settings"]),
        "content": row["content"], "problem": json.loads(row["problem"]), "source": row["source"], "licence": row["licence"],
        "agents": row["agents"], "failures": failures or [], "error_classes": row["error_classes"], "grader": row["grader"],
        "grader_version": row["grader_version"], "verdict": row["verdict"], "proof": row["proof"], "dropped": row["dropped"],
    })  # fmt: skip


def lineage(row: RepairRow) -> list[Row]:
    return [{"row_id": row.id, "cycle": row.cycle, "probe_id": probe_id} for probe_id in row.failures]
