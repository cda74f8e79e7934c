"""Vetting: a row that should not train is kept aside, for the right reason; a good one is not."""

import pytest

from repairloop.flows import Item, program_flow, run_flow
from repairloop.plugins import all_skills, get_skill, split_of
from repairloop.records import RepairRow
from repairloop.stages.vet import vet

AREA = "math/word/one_step"


def rows(area=AREA, number=12, refine=0.0):
    skill = get_skill(area.split("/")[0])
    items = [Item(area=area, index=i, difficulty=1 + i % 3 if refine else 1, seed="0/1") for i in range(number)]
    return [
        RepairRow(
            id=f"{item.index}{item.edit}", cycle=1, kind="repair", skill=skill.name, area=area,
            prompt=item.prompt, completion=item.completion, reference=skill.reference(item.problem),
            settings=skill.settings(item.problem), content=item.problem.key(),
            problem=item.problem.model_dump(mode="json"), source=item.source, agents=list(item.agents),
            failures=["f"], grader=skill.grader,
        )
        for item in run_flow(program_flow(skill, refine), items)
    ]  # fmt: skip


def reasons(drafts, asked=(), wanted=1000):
    return [row.dropped for row in vet(drafts, asked, {AREA: wanted})]


def test_good_rows_train():
    vetted = vet(rows(), [], {AREA: 1000})
    assert {(row.dropped, row.verdict) for row in vetted} == {(None, "pass")}


@pytest.mark.parametrize("area", [area for skill in all_skills().values() for area in skill.areas])
def test_every_area_has_a_flow_whose_rows_are_proved(area):
    drafts = rows(area, 60, refine=1.0)
    refined = [row for row in drafts if any(agent.startswith("editor: ") for agent in row.agents)]
    assert refined
    assert all(row.agents[-1] == "solver" for row in drafts)
    assert all(split_of(area, row.content) == "train" for row in drafts)
    kept = [row for row in vet(drafts, [], {area: 1000}) if row.dropped is None]
    wrong = [row for row in vet(drafts, [], {area: 1000}) if row.dropped == "wrong"]
    assert wrong == []
    assert len(kept) >= 40


def test_each_defect_is_kept_aside_for_its_reason():
    drafts = rows()
    other = "A text about something else. " * 3
    asked = [
        (drafts[0].content, other),
        ("", drafts[1].question.upper().replace(" ", "  ")),
    ]
    drafts[2] = drafts[2].model_copy(update={"completion": "The answer is 999999."})
    drafts[3] = drafts[3].model_copy(update={"completion": "  "})
    drafts[5] = drafts[4].model_copy(update={"id": "copy"})
    drafts[6] = drafts[6].model_copy(update={"prompt": []})
    drafts[7] = drafts[7].model_copy(update={"rejected": drafts[7].completion})
    assert reasons(drafts, asked) == [
        "contaminated_same_content", "contaminated_same_text", "wrong", "ill_formed", None, "duplicate", "ill_formed",
        "ill_formed", None, None, None, None,
    ]  # fmt: skip


def test_nearly_the_same_text_is_contamination():
    words = [f"word{i}" for i in range(60)]
    drafts = rows(number=1)
    prompt = [{"role": "user", "content": " ".join([*words, drafts[0].question])}]
    draft = drafts[0].model_copy(update={"prompt": prompt})
    near = " ".join([*words, drafts[0].question]).replace("word30", "other")
    assert reasons([draft], [("", near)]) == ["contaminated_near_text"]
    far = " ".join(reversed(words))
    assert reasons([draft], [("", far)]) == [None]


def test_more_than_the_budget_is_surplus():
    assert reasons(rows(), wanted=5).count("surplus") == 7


def test_a_flow_does_not_depend_on_what_else_is_made():
    assert rows(number=12)[:5] == rows(number=5)
