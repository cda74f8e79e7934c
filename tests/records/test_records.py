"""Records are declared once: columns, packing, types and their page all come from the class."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from repairloop import Grader, all_skills, grade, grader, loose_answer, loose_probe, make_probes
from repairloop.ground.errors import DamagedRun
from repairloop.plugins.registry import Registry
from repairloop.records import Answer, Check, Link, Probe, RepairRow, Verdict
from repairloop.records.rows import DUCK, TABLES, columns_of, dump, pack, packed_columns, schema_of, table, unpack
from repairloop.rundir import store as store_module
from repairloop.rundir.store import Store

PROBE = next(iter(make_probes(all_skills()["tool_use"], "tool_use/choose_tool", "screen", "seen", 1, 0)))
ROW = RepairRow(
    id="0", cycle=1, kind="repair", skill="s", area="s/a", prompt=[{"role": "user", "content": "?"}], completion="!",
    source="world:0", agents=["a"], grader="math", error_classes=["sign"], reference={"a": [1, None]},
)  # fmt: skip
VERDICT = Verdict(
    status="fail", error_class="sign", certainty="exact", span=(3, 5), extracted="-3", cycle=2, side="after",
    checks=[Check(name="a", passed=True), Check(name="b", passed=False, detail="no")],
)  # fmt: skip


@pytest.mark.parametrize(
    "record", [PROBE, Answer(probe_id="0", text="1"), VERDICT, ROW, Link(row_id="1", cycle=1, probe_id="2")]
)
def test_what_is_packed_comes_back(record: Any) -> None:
    row = pack(record)
    assert [*row] == sorted(row, key=[*row].index)
    assert {column.name for column in columns_of(next(n for n, k in TABLES.items() if k is type(record)))} == row.keys()
    assert unpack(type(record), row) == record
    assert record.checked() == record.like()
    assert type(record)(**{k: getattr(record, k) for k in json.loads(dump(record))}) == record


@pytest.mark.parametrize("records", [[ROW, ROW.like(rejected="\x00")], [VERDICT, VERDICT.like(span=None)]])
def test_columns_are_packed_as_rows_are(records: list[Any]) -> None:
    rows = [pack(record) for record in records]
    assert packed_columns(records) == {name: [row[name] for row in rows] for name in rows[0]}


def test_what_a_grader_sees_and_gives_is_well_formed() -> None:
    for record in (loose_probe("math", "?", "1", {}), loose_answer("1"), grade(PROBE, loose_answer("nothing"))):
        assert record.checked() is record


def test_a_field_is_typed_in_one_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of the probe's declaration with four fields more: they are packed, rest, are published and described."""

    @table("probes_of_tomorrow")
    class ProbeOfTomorrow(Probe):
        """A question of tomorrow."""

        colour: str = "red"
        """Of the paper that it is written on."""
        weights: dict[str, float] = dataclasses.field(default_factory=dict)
        """By name."""
        place: tuple[int, int] | None = None
        """From where to where."""
        sure: bool | None = None

    try:
        columns = columns_of("probes_of_tomorrow")
        assert columns[: len(columns_of("probes"))] == columns_of("probes")
        assert [(c.name, DUCK[c.kind]) for c in columns[-5:]] == [
            ("colour", "VARCHAR"), ("weights", "VARCHAR"), ("place_start", "BIGINT"), ("place_end", "BIGINT"),
            ("sure", "BOOLEAN"),
        ]  # fmt: skip
        monkeypatch.setitem(store_module.TABLES, "probes_of_tomorrow", schema_of(columns))
        store = Store.create(tmp_path / "run", "")
        old = {field.name: getattr(PROBE, field.name) for field in dataclasses.fields(PROBE)}
        made = [
            ProbeOfTomorrow(**old, colour="blue", weights={"a": 0.5}, place=(2, 7), sure=True), ProbeOfTomorrow(**old),
        ]  # fmt: skip
        names = store.write("probes_of_tomorrow", made)
        assert list(store.records(ProbeOfTomorrow, names)) == made
        assert list(store.records(ProbeOfTomorrow, store.write("probes", [PROBE]))) == made[1:]  # an older shard
        monkeypatch.setitem(store_module.PUBLISHED, "probes_of_tomorrow", columns)
        store.once("probe", {}, lambda key: {"shards": {"probes": names}})
        store.publish(final=True)
        with duckdb.connect(str(store.database), read_only=True) as db:
            found = db.execute("SELECT colour, weights, place_end, sure FROM probes_of_tomorrow").fetchall()
        assert found == [("blue", '{"a":0.5}', 7, True), ("red", "{}", None, None)]
    finally:
        del TABLES["probes_of_tomorrow"]


@given(st.text(), st.text())
def test_texts_rest_cleaned_and_no_longer_than_they_may_be(evidence: str, detail: str) -> None:
    verdict = VERDICT.like(evidence=evidence * 100, checks=[Check(name="a", passed=True, detail=detail * 100)])
    found = unpack(Verdict, pack(verdict))
    assert len(found.evidence) <= 2000
    assert len(found.checks[0].detail) <= 500
    found.evidence.encode()
    assert "\x00" not in found.evidence + found.checks[0].detail


@pytest.mark.parametrize(
    "wrong",
    [
        VERDICT.like(status="perhaps"), VERDICT.like(certainty="sure"), VERDICT.like(error_class=3),
        VERDICT.like(evidence=b"no"), VERDICT.like(span="3-5"),
    ],
)  # fmt: skip
def test_a_verdict_that_is_none_is_the_graders_error(wrong: Verdict, apart: Registry) -> None:
    class Careless(Grader):
        def grade(self, probe: Probe, answer: Answer) -> Verdict:
            return wrong

    grader("careless")(Careless)
    verdict = grade(loose_probe("careless", "?", "1", {}), loose_answer("1"))
    assert (verdict.status, verdict.error_class) == ("ungradable", "grader_error")
    assert "Verdict" in verdict.evidence


def test_records_take_no_other_fields_and_hold_none() -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'txt'"):
        Answer(probe_id="0", txt="1")  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        loose_answer("1").txt = "1"  # type: ignore[attr-defined]


# ---- rows that belong together ---------------------------------------------------------------------------


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "run", "")


def test_rows_of_several_tables_are_joined_shard_by_shard(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "SHARD_ROWS", 2)
    probes = store.write("probes", [PROBE.like(id=str(n), index=n) for n in range(5)])
    answers = store.write("answers", [Answer(probe_id=str(n), text=f"t{n}") for n in range(5)])
    assert len(probes) == len(answers) == 3
    joined = list(store.joined((probes, ["item"]), (answers, ["text"])))
    assert [(p["item"], a["text"]) for p, a in joined] == [(n, f"t{n}") for n in range(5)]


def test_rows_that_do_not_belong_together_are_damage(store: Store) -> None:
    def shards(*ids: str) -> list[str]:
        return store.write("answers", [Answer(probe_id=ident) for ident in ids])

    for other in (["a", "c"], ["a"], ["a", "b", "c"], ["b", "a"]):
        with pytest.raises(DamagedRun, match="do not belong together"):
            list(store.joined((shards("a", "b"), None), (shards(*other), ["text"])))
    with pytest.raises(DamagedRun, match="do not belong together"):
        list(store.joined((shards("a"), None), ([], None)))


# ---- the page --------------------------------------------------------------------------------------------


def test_the_page_of_tables_says_what_the_classes_say() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, str(root / "scripts" / "tables.py"), "--check"], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}run: python scripts/tables.py"


def test_every_column_is_described() -> None:
    from repairloop.records.rows import described

    for kind in TABLES.values():
        assert [line for line in described(kind).splitlines() if line.endswith("|  |")] == []
