"""How a person says something of a run: that a verdict is overruled, a gold corrected, a row vetoed, an adapter signed off or refused.

Each is held against the run's rows first, so that what is written down (`repairloop.rundir.said`) names something that is there
and says what was held before. `db` is the run's open database.
"""

from __future__ import annotations

import getpass
import json
from typing import Any, Final, Literal

from repairloop.ground.errors import UsageError, quoted, shown
from repairloop.plugins.grade import gold_graded, grade
from repairloop.records import Answer, Case, Probe, RepairRow
from repairloop.records.rows import unpack
from repairloop.rundir import said
from repairloop.rundir.page import retold
from repairloop.rundir.said import Saying
from repairloop.rundir.store import Store
from repairloop.rundir.views import fetch, one_probe, summary_of
from repairloop.tasks.evaluation import FILE, load_grader, load_understood
from repairloop.tasks.graded import reference_of

WORDS: Final[dict[str, str]] = {"sign-off": "signed off", "refuse": "refused"}
Word = Literal["sign-off", "refuse"]


def me() -> str:
    """The name of who is logged in."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name
        return "local"


def overrule(
    store: Store, db: Any, probe_id: str, status: str, *, why: str, by: str, side: str = "before", key: str = ""
) -> Saying:
    """Hold a verdict for wrong: `status`, `pass` or `fail`, in its place. UsageError where it is held already, and on an answer
    that could not be graded, which counts nowhere."""
    if status not in ("pass", "fail"):
        raise UsageError(f"a verdict is overruled to pass or fail; got {shown(status)}")
    probe = one_probe(db, probe_id)["probe_id"]
    found = fetch(db, "SELECT side, status FROM verdicts WHERE probe_id = ?", [probe])
    by_side = {row["side"]: row["status"] for row in found}
    if side not in by_side:
        known = ", ".join(sorted(by_side)) or "none"
        raise UsageError(f"probe {probe} has no verdict on the side {shown(side)}; it has: {known}")
    if by_side[side] == "ungradable":
        raise UsageError(
            f"the answer {side} to probe {probe} could not be graded, and counts nowhere: there is no verdict to overrule"
        )

    def make(before: list[Saying]) -> dict[str, Any]:
        held = said.verdicts(before).get((probe, side), by_side[side])
        if held == status and not _repeated(before, key):
            raise UsageError(f"the answer {side} to probe {probe} is held for {held} already")
        more = {"side": side, "grader": by_side[side]}
        return _fields("verdict", probe, held, status, why, by, key, more)

    return _said(store, make)


def correct(
    store: Store, db: Any, of: str, gold: str, *, why: str, by: str, key: str = "", plugins: bool = True
) -> Saying:
    """Correct the gold of a case, in a task of the user's, that a probe asks or a row is made of (`of`: either's id). The answers that
    were given are graded by it, and what the grader says of them is what people hold. UsageError where the truth is a program's, where
    the gold is not one that the task's grader takes, and without `plugins` where that grader is a file of the user's, which then is not
    loaded."""
    probe, ident = _asking(db, of)
    folder = store.path / "tasks" / probe.skill
    rows = fetch(db, "SELECT * FROM cases WHERE case_id = ? LIMIT 1", [ident]) if isinstance(ident, str) else []
    if not rows or not (folder / FILE).is_file():
        raise UsageError(
            f"what is right of {probe.id} is computed by a program ({probe.skill}), it is no gold of a file: overrule the verdict, "
            "which becomes a case for its grader"
        )
    case = unpack(Case, rows[0])
    if len(gold) > said.LONGEST_GOLD:
        raise UsageError(f"a gold has at most {said.LONGEST_GOLD:,} characters; this one has {len(gold):,}")
    if (understood := load_understood(folder)).plugin:
        if not plugins:
            raise UsageError(
                f"the task {probe.skill} is graded by a file of yours, which a service does not load; say it on the command "
                f"line: repairloop say gold {quoted(store.path)} {probe.id} GOLD --why WHY"
            )
        load_grader(understood)
    found = reference_of(case, case, gold)
    if found is None:
        raise UsageError(f"{shown(gold)} is not read as the golds of {probe.skill} are, such as {shown(case.gold)}")
    reference, settings = found
    verdict = gold_graded(probe.like(reference=reference, settings=settings))[1]
    if verdict.status != "pass":
        raise UsageError(f"{shown(gold)} does not pass as an answer to its own question: {verdict.evidence}")
    regraded = _regraded(db, probe.skill, case.id, reference, settings)
    more = {"task": probe.skill, "asked": probe.id, "reference": reference, "settings": settings, "regraded": regraded}

    def make(before: list[Saying]) -> dict[str, Any]:
        former = said.golds(before).get(case.id)
        held = former.new if former else case.gold
        if held == gold and not _repeated(before, key):
            raise UsageError(f"the gold is {shown(gold)} already")
        return _fields("gold", case.id, held, gold, why, by, key, more)

    return _said(store, make)


def _asking(db: Any, of: str) -> tuple[Probe, Any]:
    """A probe, or a row as one, and the case that it is of, where it is of one."""
    found = fetch(db, "SELECT * FROM repair_rows WHERE starts_with(row_id, ?) LIMIT 2", [of])
    if len(found) == 1 and not fetch(db, "SELECT 1 AS one FROM probes WHERE starts_with(probe_id, ?) LIMIT 1", [of]):
        row = unpack(RepairRow, found[0])
        case = row.problem.get("case")
        return row.probe, case.get("id") if isinstance(case, dict) else None
    probe = unpack(Probe, one_probe(db, of))
    return probe, probe.problem.get("case")


def _regraded(db: Any, task: str, case: str, reference: Any, settings: dict[str, Any]) -> list[list[str]]:
    """Probe, side, verdict by the gold that was, and by this one, of each answer to a case that is graded by both."""
    found = []
    needle = json.dumps({"case": case}, separators=(",", ":"))[1:-1]
    asked = fetch(db, "SELECT * FROM probes WHERE skill = ? AND contains(problem, ?)", [task, needle])
    for row in asked:
        probe = unpack(Probe, row).like(reference=reference, settings=settings)
        answers = fetch(
            db,
            "SELECT a.*, v.status AS was FROM answers a JOIN verdicts v USING (probe_id, side) WHERE probe_id = ? "
            "AND v.status <> 'ungradable' ORDER BY side",
            [probe.id],
        )
        for answer in answers:
            now = grade(probe, unpack(Answer, answer)).status
            found += [[probe.id, answer["side"], answer["was"], now]] if now != "ungradable" else []
    return found


def veto(store: Store, db: Any, row_id: str, *, why: str, by: str, key: str = "") -> Saying:
    """Never train on this row, nor on one that asks the same. UsageError where there is none, and where it does not train."""
    rows = fetch(
        db, "SELECT row_id, dropped, content, prompt FROM repair_rows WHERE starts_with(row_id, ?) LIMIT 2", [row_id]
    )
    if len(rows) != 1:
        raise UsageError(f"there is {'more than one row' if rows else 'no row'} {shown(row_id)} in this run")
    row = rows[0]
    if row["dropped"]:
        raise UsageError(f"row {row['row_id']} is kept aside already: {row['dropped']}")
    question = "\n".join(message["content"] for message in json.loads(row["prompt"]))

    def make(before: list[Saying]) -> dict[str, Any]:
        if row["row_id"] in said.vetoes(before).rows and not _repeated(before, key):
            raise UsageError(f"row {row['row_id']} is vetoed already")
        more = {"content": row["content"], "text": said.text_key(question)}
        return _fields("row", row["row_id"], "trains", "vetoed", why, by, key, more)

    return _said(store, make)


def judge(
    store: Store, db: Any, word: str, *, why: str, by: str, cycle: int | None = None, side: str | None = None, key: str = ""
) -> Saying:  # fmt: skip
    """Sign the adapter off, or refuse it; by default the last one that was decided on. A refusal stands whatever the gate said; a
    sign-off joins the gate's acceptance and takes nobody's place: UsageError where the gate did not accept."""
    if word not in WORDS:
        raise UsageError(f"an adapter is given sign-off or refuse; got {shown(word)}")
    decision = decision_on(db, cycle, side)
    place = (decision["cycle"], decision["side"])
    if word == "sign-off" and decision["verdict"] != "accepted":
        raise UsageError(
            f"the gate did not accept this adapter, it is {decision['verdict']}: a person can make the gate stricter, never looser"
        )

    def make(before: list[Saying]) -> dict[str, Any]:
        mine = [saying.new for saying in said.on_adapter(before, *place) if saying.who == by]
        if mine == [WORDS[word]] and not _repeated(before, key):
            raise UsageError(f"{by} has {WORDS[word]} this adapter already")
        more = {"cycle": place[0], "side": place[1]}
        return _fields("adapter", decision["adapter"], decision["verdict"], WORDS[word], why, by, key, more)

    return _said(store, make)


def decision_on(db: Any, cycle: int | None = None, side: str | None = None) -> dict[str, Any]:
    """What the gate said of the last adapter, or of that of a cycle or a side. UsageError where it said nothing."""
    found = summary_of(db, side, cycle)
    if not found:
        which = "".join([f" of cycle {cycle}" if cycle else "", f" on the side {shown(side)}" if side else ""])
        raise UsageError(f"the run has decided on no adapter{which} yet")
    return found


def standing(decision: dict[str, Any], sayings: list[Saying]) -> dict[str, Any]:
    """What the adapter of a decision comes to with what people said of it: `word` (`refused`, else what the gate said), `people`,
    the last word of each, and `signed_off`."""
    people = said.on_adapter(sayings, decision["cycle"], decision["side"])
    refused = any(saying.new == "refused" for saying in people)
    return {
        "word": "refused" if refused else decision["verdict"], "people": people,
        "signed_off": decision["verdict"] == "accepted" and not refused and any(s.new == "signed off" for s in people),
    }  # fmt: skip


def _repeated(before: list[Saying], key: str) -> bool:
    return bool(key) and any(saying.key == key for saying in before)


def _fields(
    about: said.About, of: str, old: str, new: str, why: str, by: str, key: str, more: dict[str, Any]
) -> dict[str, Any]:
    return {"about": about, "of": of, "old": old, "new": new, "why": why, "who": by, "key": key, "more": more}


def _said(store: Store, make: Any) -> Saying:
    made = said.add(store, make)
    retold(store)
    return made
