"""Records that are built without validation are what validation would have made of them."""

import pytest

from repairloop import all_skills, grade, loose_answer, loose_probe, make_probes
from repairloop.records import Answer, Probe, RepairRow, Verdict
from repairloop.rows import from_answer, from_probe, from_repair_row, to_answer, to_probe, to_repair_row

PROBE = next(iter(make_probes(all_skills()["tool_use"], "tool_use/choose_tool", "screen", "seen", 1, 0)))
ROW = RepairRow(
    id="0", cycle=1, kind="repair", skill="s", area="s/a", prompt=[{"role": "user", "content": "?"}], completion="!",
    source="world:0", agents=["a"], grader="math",
)  # fmt: skip


@pytest.mark.parametrize(
    "record",
    [
        to_probe(from_probe(PROBE, 1)), loose_probe("math", "?", "1", {}), loose_answer("1"),
        to_answer(from_answer(Answer(probe_id="0", text="1"), 1, "before", "s")), to_repair_row(from_repair_row(ROW)),
        grade(PROBE, loose_answer("nothing")),
    ],
)  # fmt: skip
def test_they_equal_their_validated_selves(record):
    kind = type(record)
    assert kind in (Probe, Answer, Verdict, RepairRow)
    assert set(record.__dict__) == set(kind.model_fields)
    assert kind.model_validate(record.model_dump()) == record
    assert record.model_copy(update={}) == record
    assert kind.model_validate_json(record.model_dump_json()) == record
