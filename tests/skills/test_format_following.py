"""The skill format_following: its own answers pass, broken ones fail, and the two sides share nothing."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from repairloop import check_reference, grade, make_probes, split_of
from repairloop.plugins.skill import with_settings
from repairloop.plugins.words import both_sides, cells_of, places_of, read_words
from repairloop.records import Answer, Probe
from skills.format_following import Classification, FormatFollowing, Request
from skills.format_following.topics import occasions, topics

SKILL = FormatFollowing()
AREAS = list(SKILL.areas)
SIDES = both_sides(SKILL.words_file)
SHARED = {name for name, entries in read_words(SKILL.words_file).items() if entries.shared}


def problem_of(probe: Probe):
    return (Classification if "kind" in probe.problem else Request)(**probe.problem)


def passes(probe: Probe, text: str) -> bool:
    return grade(probe, Answer(probe_id=probe.id, text=text)).status == "pass"


@pytest.mark.parametrize("area", AREAS)
def test_edits_give_problems_that_can_be_asked_and_answered(area):
    applied = Counter()
    for index in range(200):
        rng = Random(index)
        problem = SKILL.problem(area, rng, "seen", 1 + index % 3)
        for name in rng.choices(list(SKILL.refinements()), k=6):
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


def said(bank: str) -> dict[str, set[str]]:
    """What a side says, by what it is; lists that both sides draw from are left out."""
    found: dict[str, set[str]] = {}
    for name, entries in SIDES[bank].lists.items():
        if name not in SHARED:
            kind = name.partition("@")[0] + name[name.index(".") :] if "@" in name else name
            found.setdefault(kind, set()).update(entries)
    return found


def test_the_sides_share_nothing_and_are_equally_wide():
    seen, unseen = said("seen"), said("unseen")
    assert seen.keys() == unseen.keys()
    for name, entries in seen.items():
        assert entries & unseen[name] <= {"{rules}"}, name  # they may stand there bare
        assert 0.75 < len(entries) / len(unseen[name]) < 1.34 or len(entries) < 8, name
        assert len(entries) >= 3 or not name.startswith("rule/") or name.endswith(".tail"), name
    phrases = [sum(len(side[name]) for name in side if "/" in name) for side in (seen, unseen)]
    assert min(phrases) > 400
    for table in ("separator", "marker"):
        assert {row[0] for row in SIDES["seen"].rows[table]} & {row[0] for row in SIDES["unseen"].rows[table]} == set()


def _names(bank: str) -> dict[str, set[str]]:
    about = [topics()[row[0]] for row in SIDES[bank].rows["topic"]]
    notes = [occasions()[row[0]] for row in SIDES[bank].rows["occasion"]]
    return {
        "topics": {topic.name for topic in about},
        "lists": {topic.label for topic in about},
        "things": {thing for topic in about for thing in topic.things} | {topic.noun for topic in about},
        "facts": {fact for topic in about for fact in topic.facts},
        "occasions": {occasion.name for occasion in notes} | {line for o in notes for line in o.openings + o.lines},
        "matters": {matter for occasion in notes for matter in occasion.matters},
        "forbidden in notes": {word for occasion in notes for word in occasion.taboo},
        "labels": {cell for kind in ("sentiment", "time", "act") for e in SIDES[bank].lists[f"label/{kind}"] for cell in cells_of(e)},
        "classes": {whole for kind in ("theme", "sort") for whole in SIDES[bank].wholes[kind]},
    }  # fmt: skip


def test_the_sides_share_no_names_things_or_facts():
    seen, unseen = _names("seen"), _names("unseen")
    for what in seen:
        assert seen[what] & unseen[what] == set(), what
        assert 0.8 < len(seen[what]) / len(unseen[what]) < 1.25, what


def test_every_place_of_a_phrase_can_be_filled():
    known = {
        "s", "is", "word_is", "n_capital", "label", "ask", "t", "a", "b", "n", "plural", "more", "marker", "separator", "low", "high", "phrase",
        "word", "words", "word_s", "letter", "keys", "key", "type", "rules", "options", "text", "Subject", "who", "what",
        "make", "bring", "things", "c", "d",
    }  # fmt: skip
    for side in SIDES.values():
        for name, entries in side.lists.items():
            for entry in entries:
                assert places_of(entry) <= known, (name, entry)


@pytest.mark.parametrize("bank", ["seen", "unseen"])
def test_topics_are_many_and_rich(bank):
    about = [topics()[row[0]] for row in SIDES[bank].rows["topic"]]
    assert len(about) >= 60
    for topic in about:
        assert min(len(topic.things), len(topic.qualities), len(topic.facts) + 1) >= 6, topic.name
        assert len(set(topic.things)) == len(topic.things)
        assert not any(set(",.;!?0123456789") & set(fact) for fact in topic.facts), topic.name


def test_a_setting_reaches_problems_and_text():
    bare = with_settings(SKILL, {"context": 0.0, "closer": 0.0, "letters": 1.0})
    full = with_settings(SKILL, {"context": 1.0, "closer": 1.0, "letters": 0.0})
    problem = SKILL.problem("format_following/case", Random(1), "seen", 1)
    lengths = [sum(len(str(s.render(problem, Random(n), "seen"))) for n in range(40)) for s in (bare, full)]
    assert lengths[1] > lengths[0] + 40 * 20
    for skill, form in ((bare, "letter"), (full, "label")):
        drawn = make_probes(skill, "format_following/labels", "train", "seen", 40, "settings", (2, 3))
        assert {probe.problem["form"] for probe in drawn} == {form}


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
