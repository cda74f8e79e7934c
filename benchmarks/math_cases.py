"""The math grader on labelled cases, beside math-verify on the same ones: accuracy, false accepts, false rejects.

    python benchmarks/math_cases.py CASES.jsonl

One case a line: `gold`, `answer`, `correct`, `tags`; those marked `contested` are counted apart. math-verify is given
the setting that serves it best here (golds, and short answers without any mark, wrapped in dollars) and a process that can be killed, since it may not return.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import machine

from graders import math
from repairloop import guarded
from repairloop.ground.guard import GuardError

SECONDS = 5.0


def peer(gold: str, answer: str) -> bool:
    """What math-verify says; run by the guard."""
    from math_verify import parse, verify

    marked = any(mark in answer for mark in ("$", "boxed", "\\(", "\\[")) or len(answer) > 60
    gold = gold if "$" in gold or "boxed" in gold else f"${gold}$"
    answer = answer if marked else f"${answer}$"
    return bool(verify(parse(gold, parsing_timeout=None), parse(answer, parsing_timeout=None), timeout_seconds=None))


def peer_says(case: dict[str, Any]) -> bool:
    try:
        return bool(guarded("math_cases:peer", case["gold"], case["answer"], seconds=SECONDS))
    except GuardError:
        return False
    except Exception:
        return False


def score(cases: list[dict[str, Any]], said: list[bool]) -> str:
    accepts = sum(s and not c["correct"] for c, s in zip(cases, said, strict=True))
    rejects = sum(not s and c["correct"] for c, s in zip(cases, said, strict=True))
    return f"{1 - (accepts + rejects) / len(cases):.3f} | {accepts} | {rejects}"


def main() -> None:
    cases = [json.loads(line) for line in Path(sys.argv[1]).read_text().splitlines()]
    verdicts = [math.grade(case["answer"], case["gold"]) for case in cases]
    ours = [verdict.status == "pass" for verdict in verdicts]
    theirs = [peer_says(case) for case in cases]
    lines = [
        "| cases | n | grader | accuracy | false accepts | false rejects |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, wanted in (("uncontested", False), ("contested", True)):
        chosen = [i for i, case in enumerate(cases) if bool(case.get("contested")) == wanted]
        some = [cases[i] for i in chosen]
        for grader, said in (("math", ours), ("math-verify", theirs)):
            lines.append(f"| {name} | {len(some)} | {grader} | {score(some, [said[i] for i in chosen])} |")
    by_tag: dict[str, list[bool]] = defaultdict(list)
    for case, said in zip(cases, ours, strict=True):
        if not case.get("contested"):
            for tag in case["tags"]:
                by_tag[tag].append(said == case["correct"])
    lines += ["", "| tag | n | right |", "| --- | --- | --- |"]
    lines += [
        f"| {tag} | {len(right)} | {sum(right)} |" for tag, right in sorted(by_tag.items(), key=lambda t: -len(t[1]))
    ]
    wrong = [
        f"- {'false accept' if said else 'false reject'}: gold `{case['gold']!r}`, answer `{case['answer'][-120:]!r}`, "
        f"{verdict.status} {verdict.error_class or ''}"
        for case, said, verdict in zip(cases, ours, verdicts, strict=True)
        if said != case["correct"] and not case.get("contested")
    ]
    machine.write("math_cases", "The math grader on labelled cases", "\n".join([*lines, "", *wrong, ""]))


if __name__ == "__main__":
    main()
