"""Vetting: a row that should not train is kept aside, for the right reason; a good one is not."""

from random import Random

import pytest

from repairloop import all_skills, get_grader, get_skill, loose_probe, split_of
from repairloop.flows import Item, program_flow, run_flow
from repairloop.flows.rows import Failure, to_row
from repairloop.ground.overlap import parts
from repairloop.vetting import Protected, Vetter, row_id
from repairloop.vetting.protect import Texts

AREA = "math/word/one_step"


CAUSE = Failure("f", "wrong_value", 1)


def rows(area=AREA, number=12, refine=0.0, seed="0/1"):
    skill = get_skill(area.split("/")[0])
    items = [Item(area=area, index=i, difficulty=1 + i % 3 if refine else 1, seed=seed) for i in range(number)]
    return [to_row(item, skill, 1, "repair", CAUSE) for item in run_flow(program_flow(skill, refine), items)]


def vet(drafts, asked=(), wanted=10**6, max_chars=10**5):
    wanted = dict.fromkeys({row.area for row in drafts}, wanted)
    causes = {"f": (drafts[0].area, "wrong_value"), "other": ("math/fractions", "sign")}
    guard = Protected([(*pair, "seen")[:3] for pair in asked])
    return list(Vetter(guard.overlap, max_chars, causes, wanted).vet(drafts))


def reasons(drafts, asked=(), wanted=10**6, **more):
    return [row.dropped for row in vet(drafts, asked, wanted, **more)]


def test_good_rows_train():
    vetted = vet(rows())
    assert {(row.dropped, row.verdict, row.proof) for row in vetted} == {(None, "pass", "proved")}


@pytest.mark.parametrize("area", [area for skill in all_skills().values() for area in skill.areas])
def test_every_area_has_a_flow_whose_rows_are_proved(area):
    drafts = rows(area, 60, refine=1.0)
    refined = [row for row in drafts if any(agent.startswith("editor: ") for agent in row.agents)]
    assert refined
    assert all(row.agents[-1] == "solver" for row in drafts)
    assert all(split_of(area, row.content) == "train" for row in drafts)
    kept = [row for row in vet(drafts) if row.dropped is None]
    wrong = [row for row in vet(drafts) if row.dropped == "wrong"]
    assert wrong == []
    assert len(kept) >= 40


def test_each_defect_is_kept_aside_for_its_reason():
    drafts = rows()
    other = "A text about something else. " * 3
    asked = [
        (drafts[0].content, other),
        ("", drafts[1].question.upper().replace(" ", "  ")),
    ]
    drafts[2] = drafts[2].like(completion="The answer is 999999.")
    drafts[3] = drafts[3].like(completion="  ")
    drafts[5] = drafts[4].like(id="copy")
    drafts[6] = drafts[6].like(prompt=[])
    drafts[7] = drafts[7].like(rejected=drafts[7].completion)
    assert reasons(drafts, asked) == [
        "contaminated_same_content", "contaminated_same_text", "wrong", "ill_formed", None, "duplicate", "ill_formed",
        "ill_formed", None, None, None, None,
    ]  # fmt: skip


def test_nearly_the_same_text_is_contamination():
    words = [f"word{i}" for i in range(60)]
    drafts = rows(number=1)
    prompt = [{"role": "user", "content": " ".join([*words, drafts[0].question])}]
    row = drafts[0]
    ident = row_id(row.source, row.cycle, row.area, "", row.content, prompt)
    draft = row.like(prompt=prompt, id=ident)
    near = " ".join([*words, drafts[0].question]).replace("word30", "other")
    assert reasons([draft], [("", near)]) == ["contaminated_near_text"]
    far = " ".join(reversed(words))
    assert reasons([draft], [("", far)]) == [None]


def test_a_users_question_is_kept_out_of_rows_that_say_more():
    row = rows(number=1)[0]
    question = "Which river runs through Oakham?"
    prompt = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": f"Hi! {question} Thanks."}]
    ident = row_id(row.source, row.cycle, row.area, "", row.content, prompt)
    draft = row.like(prompt=prompt, id=ident)
    guard = Protected(texts=Texts([question], []))
    found = Vetter(guard.overlap, 10**5, {"f": (row.area, "wrong_value")}).vet([draft, row])
    assert [vetted.dropped for vetted in found] == ["contaminated_same_question", None]


def test_more_than_the_budget_is_surplus():
    assert reasons(rows(), wanted=5).count("surplus") == 7


def test_no_more_than_half_of_an_area_is_other_than_demonstrations():
    others = [row.like(repair="preference") for row in rows()]
    found = list(Vetter(lambda row: None, 10**5, {"f": (AREA, "wrong_value")}, {AREA: 7}, most=0.5).vet(others))
    assert [row.dropped for row in found] == [None] * 4 + ["enough_of_its_kind"] * 8


def test_a_row_whose_truth_no_program_knows_needs_a_proof_of_its_own():
    row = rows(number=1)[0].like(problem={})
    judged = row.like(proof="agreed")
    for admit, want in (
        ("proved", ["unproved"] * 2),
        ("agreed", ["unproved", None]),
        ("unproved", [None, "duplicate"]),
    ):
        vetter = Vetter(lambda row: None, 10**5, {"f": (AREA, "wrong_value")}, admit=admit)
        found = list(vetter.vet([row, judged]))
        assert [row.dropped for row in found] == want
        assert {row.verdict for row in found} == {"ungradable"}


def test_a_flow_does_not_depend_on_what_else_is_made():
    assert rows(number=12)[:5] == rows(number=5)


def test_thirteen_words_of_the_holdout_are_too_many_and_of_seen_wording_are_not():
    draft = rows(number=1)[0]
    words = " ".join(f"word{i}" for i in range(13))
    draft = draft.like(completion=f"{words} {draft.completion}")
    apart = " ".join(f"other{i}" for i in range(40))
    asked = ("", f"{apart} {words} {apart}")
    assert reasons([draft], [(*asked, "unseen")]) == ["contaminated_same_words"]
    assert reasons([draft], [asked]) == [None]


def test_a_row_that_is_not_from_where_it_says_is_kept_aside():
    a, b, *others = rows(number=12)
    c, d, e, f, g, *others = others
    changed = [
        a.like(source=b.source), b.like(failures=["other"]),
        c.like(failures=["no such probe"]), d.like(error_classes=["sign"]),
        e.like(agents=[*e.agents, "editor: use larger numbers"]),
        f.like(content=g.content), g,
    ]  # fmt: skip
    assert reasons([*changed, *others]) == ["lineage"] * 6 + [None] * (1 + len(others))


def test_what_the_trainer_would_cut_is_too_long():
    assert set(reasons(rows(), max_chars=20)) == {"too_long"}


def test_a_good_row_is_no_duplicate_of_a_bad_one():
    draft = rows(number=1)[0]
    bad = draft.like(completion="The answer is 999999.")
    assert reasons([bad, draft, draft]) == ["wrong", None, "duplicate"]


def test_a_rejected_side_that_is_right_is_wrong():
    draft = rows(number=1)[0]
    right = draft.like(rejected=f" {draft.completion}\n")
    assert reasons([right]) == ["wrong"]


def test_planted_corruption_is_caught_for_the_right_reason():
    """A thousand defects of five kinds among good rows, before vetting."""
    rng = Random(7)
    areas = [
        "math/word/two_step",
        "text_extraction/several_fields",
        "tool_use/fill_arguments",
        "format_following/counts",
    ]
    assert all(area in get_skill(area.split("/")[0]).areas for area in areas)

    def clean(seed, number):
        made = [
            row.like(failures=[], error_classes=[])
            for area in areas for row in rows(area, number, seed=seed)
        ]  # fmt: skip
        return [row for row, vetted in zip(made, vet(made), strict=True) if vetted.dropped is None]

    good, fresh = clean("0/1", 400), clean("0/2", 300)
    seen = {row.question for row in good}
    fresh = [row for row in fresh if row.question not in seen]
    rng.shuffle(fresh)
    assert len(fresh) > 1000
    asked, planted, kinds = [], [], []
    for number, row in enumerate(fresh[:1000]):
        kind = ("wrong", "ill_formed", "contaminated", "duplicate", "lineage")[number % 5]
        if kind == "wrong":
            probe = loose_probe(row.grader, row.question, row.reference, row.settings)
            change = {"completion": rng.choice(sorted(get_grader(row.grader).corrupt(probe).values()))}
            kind = "wrong" if change["completion"].strip() else "ill_formed"
        elif kind == "ill_formed":
            change = rng.choice([{"completion": " "}, {"prompt": []}, {"rejected": row.completion}])
        elif kind == "contaminated":
            asked.append(
                ("", parts(row.prompt)[0]) if number % 2 else (row.content, "a text of another kind altogether")
            )
            change = {}
        elif kind == "duplicate":
            row, change = rng.choice(good), {}
        else:
            other = fresh[rng.randrange(1000)]
            change = {"source": f"{other.source}0"} if number % 2 else {"failures": ["f"], "error_classes": ["x"]}
        planted.append(row.like(**change))
        kinds.append(kind)
    found = vet([*good, *planted], asked)
    reasons_ = [row.dropped or "" for row in found[len(good) :]]
    caught = [reason.startswith(kind) for reason, kind in zip(reasons_, kinds, strict=True)]
    missed = [(k, r) for ok, k, r in zip(caught, kinds, reasons_, strict=True) if not ok]
    assert sum(caught) >= 995, missed
    planted_contents = {content for content, _ in asked}
    lost = [row for row in found[: len(good)] if row.dropped and row.content not in planted_contents]
    assert len(lost) <= 0.001 * len(good), [row.dropped for row in lost]
