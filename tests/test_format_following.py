"""The skill format_following: its own answers pass, broken ones fail, and the two banks share nothing."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

import graders.constraints  # registers the grader
from repairloop.plugins import check_reference, grade, make_probes, split_of
from repairloop.records import Answer, Probe
from skills.format_following import Classification, FormatFollowing, Request
from skills.format_following.material import BANKS
from skills.format_following.problems import EDITS, LABELS, PHRASING
from skills.format_following.render import VOICES
from skills.format_following.spin import Phrase, names

SKILL = FormatFollowing()
AREAS = list(SKILL.areas)
GRADER = graders.constraints.Constraints()


def problem_of(probe: Probe):
    return (Classification if "kind" in probe.problem else Request)(**probe.problem)


def passes(probe: Probe, text: str) -> bool:
    return grade(probe, Answer(probe_id=probe.id, text=text)).status == "pass"


@pytest.mark.parametrize("bank", ["seen", "unseen"])
@pytest.mark.parametrize("difficulty", [1, 2, 3])
@pytest.mark.parametrize("area", AREAS)
def test_gold_and_solution_pass_and_corruptions_fail(area, difficulty, bank):
    probes = list(make_probes(SKILL, area, "train", bank, 150, "test", (difficulty,)))
    assert len(probes) == 150
    for probe in probes:
        assert check_reference(probe).status == "pass", probe.reference
        problem = problem_of(probe)
        assert problem.key() == probe.content
        assert SKILL.reference(problem) == probe.reference
        solution = SKILL.solution(problem, Random(probe.index))
        assert passes(probe, solution), (probe.question, solution)
        corrupted = GRADER.corrupt(probe)
        assert corrupted
        for operator, text in corrupted.items():
            assert not passes(probe, text), (operator, probe.reference, text)


@pytest.mark.parametrize("area", AREAS)
def test_edits_give_problems_that_can_be_asked_and_answered(area):
    applied = Counter()
    for index in range(200):
        rng = Random(index)
        problem = SKILL.problem(area, rng, "seen", 1 + index % 3)
        for name in rng.choices(list(EDITS), k=6):
            edited = SKILL.refinements()[name](problem, rng)
            if edited is None:
                continue
            applied[name] += 1
            assert edited.key() != problem.key()
            problem = edited
        probe = Probe(
            id="0", skill="format_following", area=area, split="train", messages=SKILL.render(problem, rng, "seen"),
            reference=SKILL.reference(problem), settings=SKILL.settings(problem), grader="constraints",
        )  # fmt: skip
        assert check_reference(probe).status == "pass", probe.reference
        solution = SKILL.solution(problem, rng)
        assert passes(probe, solution), (probe.reference, solution)
    assert applied


def test_the_same_index_gives_the_same_probe():
    for area in AREAS:
        first = list(make_probes(SKILL, area, "screen", "seen", 12, 7))
        assert first[:5] == list(make_probes(SKILL, area, "screen", "seen", 5, 7))
        assert [probe.messages for probe in first] != [
            probe.messages for probe in make_probes(SKILL, area, "screen", "seen", 12, 8)
        ]


def test_solutions_depend_on_the_generator_alone():
    problem = SKILL.problem("format_following/several", Random(1), "seen", 3)
    assert SKILL.solution(problem, Random(5)) == SKILL.solution(problem, Random(5))


@pytest.mark.parametrize("area", AREAS)
def test_there_is_much_to_ask(area):
    rng = Random(3)
    keys = [SKILL.problem(area, rng, "seen", 1 + n % 3).key() for n in range(4000)]
    assert len(set(keys)) > 2800
    assert min(Counter(split_of(area, key) for key in keys).values()) > 300


@pytest.mark.parametrize("bank", ["seen", "unseen"])
@pytest.mark.parametrize("area", AREAS)
def test_one_problem_has_many_wordings(area, bank):
    wordings = Counter()
    for index in range(3):
        problem = SKILL.problem(area, Random(index), bank, 2)
        texts = {str(SKILL.render(problem, Random(n), bank)) for n in range(150)}
        wordings[index] = len(texts)
    assert min(wordings.values()) > 80, wordings


def _templates(bank) -> list[Phrase]:
    voice = VOICES[bank]
    tables = [voice.tasks, voice.focus, voice.hints, voice.rules, voice.tails, voice.questions, voice.forms]
    lists = [phrases for table in tables for phrases in table.values()]
    lists += [voice.contexts, voice.closers, voice.listed, voice.shown]
    return [phrase for phrases in lists for phrase in phrases]


def test_the_banks_share_no_wording():
    seen, unseen = ({text for phrase in _templates(bank) for text in phrase.variants()} for bank in ("seen", "unseen"))
    assert seen & unseen == set()
    assert min(len(seen), len(unseen)) > 600
    assert 0.8 < len(seen) / len(unseen) < 1.25  # equally wide
    for name, phrases in VOICES["seen"].rules.items():
        assert len(phrases) >= 3, name
        assert len(VOICES["unseen"].rules[name]) >= 3, name
    for blocks in ("STARTS", "ENDS", "FIRST_WORDS", "LAST_WORDS"):
        assert set(names(getattr(PHRASING["seen"], blocks))) & set(names(getattr(PHRASING["unseen"], blocks))) == set()
    for table in ("FIELDS", "SEPARATORS", "MARKERS", "POSTSCRIPTS"):
        assert getattr(PHRASING["seen"], table).keys() & getattr(PHRASING["unseen"], table).keys() == set()


def _names(bank) -> dict[str, set[str]]:
    topics, occasions, people = BANKS[bank].topics, BANKS[bank].occasions, BANKS[bank].people
    labels = LABELS[bank]
    blocks = [
        block for table in (labels.HEADS, labels.TAILS) for by_class in table.values() for block in by_class.values()
    ]
    return {
        "topics": {topic.name for topic in topics},
        "lists": {topic.label for topic in topics},
        "things": {thing for topic in topics for thing in topic.things} | {topic.noun for topic in topics},
        "facts": {fact for topic in topics for fact in topic.facts},
        "occasions": {occasion.name for occasion in occasions} | {line for o in occasions for line in o.openings + o.lines},
        "matters": {matter for occasion in occasions for matter in occasion.matters},
        "people": set(people),
        "forbidden in notes": {word for occasion in occasions for word in occasion.taboo},
        "labels": {label for sets in labels.LABELS.values() for every in sets for label in every.values()},
        "texts": {half for block in blocks for half in names(block)},
    }  # fmt: skip


def test_the_banks_share_no_names_things_or_texts():
    seen, unseen = _names("seen"), _names("unseen")
    for what in seen:
        assert seen[what] & unseen[what] == set(), what
        assert 0.8 < len(seen[what]) / len(unseen[what]) < 1.25, what


@pytest.mark.parametrize("bank", ["seen", "unseen"])
def test_topics_are_many_and_rich(bank):
    assert len(BANKS[bank].topics) >= 60
    for topic in BANKS[bank].topics:
        assert min(len(topic.things), len(topic.qualities), len(topic.facts) + 1) >= 6, topic.name
        assert len(set(topic.things)) == len(topic.things)
        assert not any(set(",.;!?0123456789") & set(fact) for fact in topic.facts), topic.name


@pytest.mark.parametrize("bank", ["seen", "unseen"])
def test_texts_are_short_and_whole(bank):
    sizes = []
    for area in AREAS:
        for probe in make_probes(SKILL, area, "train", bank, 60, "size", (1, 2)):
            assert not {"{", "}"} & set(probe.question) or "json" in probe.area
            assert "  " not in probe.question
            assert "None" not in probe.question
            sizes.append(len(probe.question) + len(SKILL.solution(problem_of(probe), Random(1))))
    assert sum(sizes) / len(sizes) / 4 < 90  # four characters a token


def test_labels_are_right_whatever_their_order():
    problem = Classification(
        kind="act", truth="question", head="who took", tail="the blue umbrella",
        labels={"order": "command", "question": "question"}, form="letter",
    )  # fmt: skip
    assert problem.text == "Who took the blue umbrella?"
    assert SKILL.solution(problem, Random(1)) == "B"
    assert SKILL.reference(problem) == [{"id": "one_of", "args": {"options": ["A", "B"], "answer": "B"}}]
    plain = problem.model_copy(update={"form": "label"})
    assert SKILL.solution(plain, Random(1)) == "question"
    assert SKILL.reference(plain)[0]["args"]["answer"] == "question"
