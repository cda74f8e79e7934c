"""The graders `all_of` and `any_of`: which part decides, what is kept of the others, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders import composed
from repairloop import Grader, check_reference, get_grader, grader, loose_probe, ungradable
from repairloop.ground.errors import BadReference
from repairloop.plugins.registry import Registry
from repairloop.records import Answer, Probe, Verdict

SUM = {"grader": "math", "reference": "85"}
OTHER_SUM = {"grader": "math", "reference": "91"}
SHORT = {"grader": "constraints", "reference": [{"id": "words", "args": {"max": 4}}]}
BARE = {"grader": "math", "reference": "85", "settings": {"form": "number_only"}}
OSLO = {"grader": "fields", "reference": {"value": "Oslo"}}
LOST = {"grader": "lost_for_the_test"}


class Lost(Grader):
    """Never knows."""

    name = "lost_for_the_test"

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        return ungradable("grader_timeout", "It took too long.")

    def gold(self, probe: Probe) -> str:
        return "85"

    def corrupt(self, probe: Probe) -> dict[str, str]:
        return {}


@pytest.fixture(autouse=True)
def _lost(apart: Registry) -> None:
    grader("lost_for_the_test")(Lost)


def nested(depth: int) -> list[dict[str, Any]]:
    parts = [SUM]
    for _ in range(depth - 1):
        parts = [{"grader": "all_of", "reference": parts}]
    return parts


@pytest.mark.parametrize(
    ("text", "status", "error_class"),
    [
        ("85", "pass", None),
        ("The answer is 85.", "pass", None),
        ("So it is 85.", "pass", None),
        ("86", "fail", "off_by_one"),
        ("850", "fail", "scale_or_unit"),
        ("If you add them up, the answer is 85.", "fail", "format_violation"),
        ("If you add them up, the answer is 86.", "fail", "off_by_one"),
        ("I do not know.", "fail", "no_answer_found"),
        ("", "fail", "empty"),
        ("I'm sorry, I cannot help with that.", "fail", "refusal"),
    ],
)
def test_all_of_fails_with_the_first_part_that_fails(text: str, status: str, error_class: str | None) -> None:
    verdict = composed.all_of(text, [SUM, SHORT])
    assert (verdict.status, verdict.error_class) == (status, error_class), verdict
    assert verdict.grader == "all_of"
    assert verdict.version == composed.AllOf.version


def test_the_evidence_of_every_part_is_kept() -> None:
    verdict = composed.all_of("If you add them up, the answer is 86.", [SUM, SHORT, OSLO])
    assert [(c.name, c.passed) for c in verdict.checks][:3] == [
        ("1 math", False), ("2 constraints", False), ("3 fields", False),
    ]  # fmt: skip
    assert {"2 constraints: words", "3 fields: value"} <= {c.name for c in verdict.checks}
    assert verdict.checks[0].detail.startswith("off_by_one: ")
    assert verdict.checks[1].detail.startswith("format_violation: ")
    assert verdict.evidence.startswith("Part 1 of 3, math: ")
    assert (verdict.extracted, verdict.span) == ("86", (34, 36))
    assert verdict.expected is not None
    assert verdict.expected.startswith("85 and words")


def test_a_pass_says_what_was_taken_for_the_answer() -> None:
    for verdict in (composed.all_of("It is 85.", [SHORT, SUM]), composed.any_of("It is 85.", [OSLO, SUM])):
        assert verdict.status == "pass"
        assert (verdict.extracted, verdict.span) == ("85", (6, 8))
        assert verdict.error_class is None
    assert composed.any_of("It is 85.", [OSLO, SUM]).evidence.startswith("Part 2 of 2, math: ")


def test_a_fail_decides_all_of_and_a_pass_decides_any_of_beside_one_that_is_ungradable() -> None:
    assert composed.all_of("86", [LOST, SUM]).error_class == "off_by_one"
    lost = composed.all_of("85", [SUM, LOST])
    assert (lost.status, lost.error_class) == ("ungradable", "grader_timeout")
    assert lost.evidence == "Part 2 of 2, lost_for_the_test: It took too long."
    assert [c.name for c in lost.checks] == ["1 math", "2 lost_for_the_test"]
    assert composed.any_of("85", [LOST, SUM]).status == "pass"
    assert composed.any_of("86", [SUM, LOST]).status == "ungradable"


def test_any_of_passes_with_any_part_and_fails_as_the_first_one() -> None:
    assert composed.any_of("91", [SUM, OTHER_SUM]).status == "pass"
    assert composed.any_of("Oslo", [SUM, OSLO]).status == "pass"
    verdict = composed.any_of("86", [SUM, OTHER_SUM])
    assert (verdict.status, verdict.error_class) == ("fail", "off_by_one")
    assert verdict.expected == "85 or 91"
    assert composed.any_of("90", [SUM, OTHER_SUM]).error_class != "off_by_one"
    assert composed.any_of("85 or 91", [SUM, OTHER_SUM]).status == "fail", "a hedge is no answer"


def test_order_changes_no_status() -> None:
    for text in ("85", "86", "The answer is 85.", "If you add them up, the answer is 85.", "Oslo"):
        for reference in ([SUM, SHORT, BARE], [SUM, OSLO], [SHORT, OTHER_SUM]):
            for ask in (composed.all_of, composed.any_of):
                assert ask(text, reference).status == ask(text, reference[::-1]).status


def test_compositions_nest() -> None:
    either = {"grader": "any_of", "reference": [SUM, OTHER_SUM]}
    assert composed.all_of("91", [either, SHORT]).status == "pass"
    verdict = composed.all_of("90", [either, SHORT])
    assert verdict.status == "fail"
    assert "1 any_of: 2 math" in {c.name for c in verdict.checks}
    assert composed.all_of("85", nested(4)).status == "pass"
    both = {"grader": "all_of", "reference": [BARE, SHORT]}
    assert composed.any_of("It is 85.", [both, OSLO]).error_class == "format_violation"


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ([], "list of one or more parts"),
        (None, "must be a list"),
        ("85", "must be a list"),
        ({"grader": "math"}, "must be a list"),
        (["math"], "reference.0 must be an object"),
        ([SUM, {"reference": "85"}], "reference.1.grader is missing"),
        ([{"grader": 7}], "reference.0.grader must be a text"),
        ([{"grader": "maths", "reference": "85"}], "unknown grader 'maths'; did you mean math"),
        ([{**SUM, "settings": "none"}], "reference.0.settings must be an? object"),
        ([{"grader": "any_of", "reference": []}], r"part 1 \(any_of\): the reference must be a list"),
        (nested(5), "nested deeper than 4"),
        ([SUM] * 33, "more than 32 parts"),
        (
            [{"grader": "all_of", "reference": [SUM] * 20}, {"grader": "all_of", "reference": [SUM] * 20}],
            "more than 32",
        ),
        ([{"grader": "constraints", "reference": [{"id": "no_such"}]}], "part 1 constraints"),
    ],
)
def test_a_bad_reference_is_named(reference: Any, message: str) -> None:
    for name in ("all_of", "any_of"):
        handler, probe = get_grader(name), loose_probe(name, "How much?", reference, {})
        with pytest.raises(BadReference, match=message):
            handler.gold(probe)
        if "part 1 constraints" not in message:  # that one's own grader raises a plain ValueError
            with pytest.raises(BadReference, match=message):
                handler.grade(probe, Answer(probe_id="", text="85"))
        assert check_reference(probe).error_class == "gold_unparseable"


def test_a_part_that_cannot_read_its_reference_makes_it_bad() -> None:
    class Picky(Lost):
        def grade(self, probe: Probe, answer: Answer) -> Verdict:
            raise BadReference("there is no schema")

    grader("picky_for_the_test")(Picky)
    for ask in (composed.all_of, composed.any_of):
        verdict = ask("86", [SUM, {"grader": "picky_for_the_test"}])
        assert (verdict.status, verdict.error_class) == ("ungradable", "gold_unparseable")
        assert verdict.evidence == "part 2 picky_for_the_test: there is no schema"


def test_a_gold_that_passes_all_parts_is_found_or_the_reference_refused() -> None:
    handler = get_grader("all_of")
    boxed = {**SUM, "settings": {"form": "boxed"}}
    farewell = {"grader": "constraints", "reference": [{"id": "ends_with", "args": {"phrase": "That is all."}}]}
    assert handler.gold(loose_probe("all_of", "", [SUM, boxed], {})) == "\\boxed{85}"
    assert handler.gold(loose_probe("all_of", "", [SUM, farewell], {})) == "85\nThat is all."
    with pytest.raises(BadReference, match=r"no single answer passes all parts \(1 math, 2 math\)"):
        handler.gold(loose_probe("all_of", "", [SUM, OTHER_SUM], {}))


def test_corruptions_of_one_part_that_another_accepts_are_left_out() -> None:
    off_by_one = {"grader": "math", "reference": "86"}
    wrong = get_grader("any_of").corrupt(loose_probe("any_of", "", [SUM, off_by_one], {}))
    assert wrong
    assert "86" not in wrong.values()


def test_the_question_reaches_every_part() -> None:
    probe = loose_probe("all_of", "What is it?", [LOST], {})
    assert [part.probe.question for part in composed.AllOf()._parts(probe)] == ["What is it?"]


def test_at_most_forty_checks() -> None:
    many = {"grader": "constraints", "reference": [{"id": "lines", "args": {"min": n}} for n in range(1, 30)]}
    verdict = composed.all_of("85", [SUM, many, many])
    assert verdict.status == "fail"
    assert len(verdict.checks) <= composed.MAX_CHECKS
    assert sum(c.name.startswith("3 constraints: ") for c in verdict.checks) > 5


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_characters="0123456789")))
def test_total_and_never_a_pass_without_the_answer(text: str) -> None:
    for name in ("all_of", "any_of"):
        handler = get_grader(name)
        probe = loose_probe(name, "How much?", [SUM, OTHER_SUM, {"grader": "all_of", "reference": [SUM, SHORT]}], {})
        if not any(character.isnumeric() for character in text):
            assert handler.grade(probe, Answer(probe_id="", text=text)).status == "fail"
        assert handler.grade(probe, Answer(probe_id="", text=f"{text} 85")) is not None
