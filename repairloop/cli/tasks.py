"""`repairloop import`: what is said of a user's files, and what to do next."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from repairloop.ground.errors import UsageError, quoted
from repairloop.ground.foreign import fit
from repairloop.tasks.evaluation import CASES, FILE, save


def import_(
    files: list[Path], out: Path, pairs: list[str], grader: str | None, name: str | None, *, quiet: bool, force: bool
) -> dict[str, Any]:
    """Import the files into the folder, saying what was understood unless `quiet`. What was understood, for `--json`.

    `--map question=a answer=b` comes as one pair and what stands where files do: such a PART=COLUMN is taken for a pair."""
    from repairloop.tasks.formats.tables import MAPPED
    from repairloop.tasks.importing import examples, import_files

    named = [one for one in files if str(one).partition("=")[0] in MAPPED and "=" in str(one) and not one.exists()]
    files = [one for one in files if one not in named]
    if not files:
        raise UsageError("name a file to import")
    pairs = [*pairs, *map(str, named)]
    out = out.expanduser()
    if out.exists() and not out.is_dir():
        raise UsageError(f"--out {out} is a file; name a folder")
    if not force and any((out / part).exists() for part in (FILE, CASES)):
        raise UsageError(f"{out} holds a task already; name another folder, or replace it with --force")
    made = import_files(
        files, map_=mapping(pairs), grader=grader, name=name, say=(lambda line: None) if quiet else _say
    )
    save(made, out)
    return {
        **made.understood.model_dump(mode="json"), "cases": len(made.cases), "examples": examples(made.cases),
        "folder": str(out), "next": [f"repairloop ask {quoted(out)}", f"repairloop run --tasks {quoted(out)}"],
    }  # fmt: skip


SAMPLES: Final = 5
"""Answers that a student is asked for to each question, at temperature 0.7."""


def golds(folder: Path, student: str | None, run: Path | None, *, quiet: bool) -> dict[str, Any]:
    """The golds of a task that are in doubt, with reasons, and how many may be wrong; with a student also by what its
    samples agree on. What is found is kept with the task: such a case is asked, and makes no rows. `run`: whose corrected golds take the
    place of the task's."""
    from repairloop.loop.tasks import corrected
    from repairloop.rundir import said
    from repairloop.rundir.store import Store
    from repairloop.tasks.doubt import doubts, wrong_share
    from repairloop.tasks.evaluation import Evaluation, load, load_grader
    from repairloop.tasks.graded import NO_ANSWER
    from repairloop.tasks.importing import DISPUTED
    from repairloop.tasks.variations.redrawn import solver

    made = load(folder)
    load_grader(made.understood)
    given = said.golds(said.read(Store.open(run))) if run else {}
    made = Evaluation(made.understood, [corrected(case, given) for case in made.cases])
    answers, verdicts = _sampled(made, student, quiet) if student else (None, None)
    settled = {case.id for case in made.cases if case.corrected}
    found = doubts(made.cases, answers, verdicts, solve=solver(made.graded))
    against = {case: why for case, why in found.items() if case not in settled}
    cases = []
    for case in made.cases:
        former = case.doubt.split("; ")
        if student:  # what former samples said gives way to what these say
            former = [why for why in former if why in (DISPUTED, NO_ANSWER)]
        now = against.get(case.id, "").split("; ")
        cases.append(case.like(doubt="; ".join(dict.fromkeys(filter(None, (*former, *now))))))
    save(Evaluation(made.understood, cases), folder)
    share = wrong_share(cases, answers, verdicts)
    listed = [
        {"file": c.file, "line": c.line, "question": c.question, "gold": c.gold, "doubt": c.doubt}
        for c in cases
        if c.doubt and c.doubt != NO_ANSWER
    ]
    return {
        "task": made.name, "cases": len(made.graded), "doubts": listed, "share": share and vars(share),
        "corrected": sum(case.id in given for case in made.cases),
    }  # fmt: skip


def _sampled(made: Any, student: str, quiet: bool) -> tuple[dict[str, list[str]], dict[str, list[Any]]]:
    """Case id → what the student answers to it, some times over, and the verdicts."""
    from repairloop.plugins.grade import grade
    from repairloop.students import open_student
    from repairloop.students.base import Sampling
    from repairloop.tasks.skill import asked

    probes = [asked(case, made.understood, f"{made.name}/all", "find", id=case.id, index=0) for case in made.graded]
    answers: dict[str, list[str]] = {probe.id: [] for probe in probes}
    verdicts: dict[str, list[Any]] = {probe.id: [] for probe in probes}
    by_id = {probe.id: probe for probe in probes}
    opened = open_student(student, say=lambda line: None if quiet else _say(line))
    try:
        for seed in range(SAMPLES):
            for answer in opened.answer(probes, Sampling(temperature=0.7, seed=seed)):
                if answer.status == "ok":
                    answers[answer.probe_id].append(answer.text)
                    verdicts[answer.probe_id].append(grade(by_id[answer.probe_id], answer))
    finally:
        opened.close()
    return answers, verdicts


def mapping(pairs: list[str]) -> dict[str, str]:
    """`question=Q1` … as what → column. UsageError on anything else."""
    made: dict[str, str] = {}
    for pair in pairs:
        what, equals, column = pair.partition("=")
        what, column = what.strip().lower(), column.strip()
        if not equals or not what or not column:
            raise UsageError(f"--map takes PART=COLUMN, as in --map question=text; got {pair!r}")
        if what in made:
            raise UsageError(f"--map {what} was given twice: {made[what]} and {column}")
        made[what] = column
    return made


def _say(line: str) -> None:
    print(fit(line))
