"""The form of answers to open requests: what is called collapsed, what is not, and what the student does by itself."""

import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repairloop.loop import canaries
from repairloop.loop.canaries import FLOORS, calibrate, distances, form_of, reasons
from repairloop.loop.requests import freedoms
from repairloop.records import Answer
from tests.clock import least_seconds

ESSAY = (
    "The 2000 presidential election in the United States was one of the closest in the history of the country. "
    "It was decided by the state of Florida, where the two candidates were only a few hundred votes apart. "
    "After a recount that was stopped by the Supreme Court, George W. Bush was declared the winner."
)
REWORDED = (
    "In November of the year 2000 the voters of the United States chose a new president, and it took more than a "
    "month until they knew whom. The result in Florida was so close that it was counted again."
)
LISTED = "Here are some ideas:\n\n1. Bake bread together.\n2. Build a tent from blankets.\n3. Paint with water colours."
FRENCH = (
    "Les élections de 2000 sont une des plus serrées de l'histoire du pays. Elles ont été décidées dans la Floride, "
    "où les deux candidats ne sont séparés que par quelques voix, et la cour a arrêté le compte."
)


def ask(text):
    return [{"role": "user", "content": text}]


def why(before, after):
    return reasons(form_of(before), form_of(after), FLOORS)


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        ("2000 - 2000 = 0000", "digits"),
        ("2000", "kind"),
        ("Yes.", "shorter"),
        ("Florida", "shorter"),
        ("", "kind"),
        ("the election of the year, " * 30, "repeats"),
        ("ha" * 300, "repeats"),
        ('{"name": "write_essay", "arguments": {"topic": "the election", "words": 200, "year": 2000}}', "kind"),
        ('[{"title": "Election", "year": 2000, "text": "It was decided in Florida, after a recount of the votes."}]', "kind"),
        ('```json\n{"title": "Election", "year": 2000, "winner": "George W. Bush", "state": "Florida"', "kind"),
        ("write_essay(topic='the presidential election of 2000', words=200, style='formal')", "kind"),
        ("<tool_call>\nwrite_essay: the presidential election of 2000, 200 words, in a formal style", "kind"),
        (FRENCH, "language"),
        ("Выборы 2000 года были одними из самых близких в истории страны, и решила их Флорида.", "language"),
        ("--- ### *** ||| --- ### *** !!! ??? ... ::: --- ### *** ||| ;;; ---", "letters"),
    ],
)  # fmt: skip
def test_what_is_no_longer_the_reply_of_the_same_student_is_called_collapsed(after, reason):
    assert reason in why(ESSAY, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ESSAY, ESSAY),
        (ESSAY, REWORDED),
        (ESSAY, ESSAY[:120]),
        (ESSAY, LISTED),
        (LISTED, REWORDED),
        (ESSAY, ESSAY + " " + REWORDED),
        ("Paris.", "The capital of France is Paris."),
        ("The capital of France is Paris.", "Paris."),
        ("42", "It is 42."),
        ("The next number is 21317.", "21317"),
        (ESSAY, f"{REWORDED} Here it is as a program:\n```python\nwinner = 'Bush'\n```"),
        ('{"a": 1, "b": [1, 2]}', '{"a": 2}'),
        ("```python\nprint('hello')\n```", "print('hello')"),
        (FRENCH, FRENCH[: len(FRENCH) // 2]),
        ("AI AI AI AI AI AI AI AI AI AI AI AI AI " * 9, "AI, in Spanish: IA."),
        (ESSAY, "A meal plan for a family: a banana, no milk, as a snack do a salad, a soup, a pizza, no meat. " * 2),
        ("The ruler of the road, and of the river. " * 9, "RIVER: A Beautiful Dream, " + "A Beautiful Dream, " * 20),
        ("no, no, no, " * 20, "no, no, no, " * 25),
    ],
)
def test_other_words_and_somewhat_shorter_answers_are_not(before, after):
    assert why(before, after) == []


@pytest.mark.parametrize("before", ["I like Paris best.", "In 1 week I will be in Paris."])
def test_a_short_answer_that_becomes_a_number_it_did_not_hold_has_collapsed(before):
    assert why(before, "1789 - 1 = 1788")


@pytest.mark.parametrize("before", ["42", '{"a": 1}', "2024-05-01", "Yes.", "A longer answer in words."])
def test_an_answer_that_becomes_nothing_has_collapsed_whatever_it_was(before):
    [found] = canaries.compare(answers({"a": before}), answers({"a": ""}), FLOORS)
    assert found.collapsed


def test_the_kind_of_a_reply_is_told_by_its_form():
    kinds = {
        "": "empty", "42": "number", "12 + 30 = 42": "number", '{"a": 1}': "json", "[1, 2]": "json",
        "get_weather(city='Rome')": "call", "def f(x):\n    return x": "code",
        f"{ESSAY}\n```\n1 + 1\n```": "prose", f"So:\n```\n{ESSAY}": "code", LISTED: "list", ESSAY: "prose",
        "- one thing\n- another": "list", "[sic] he said (really)": "prose", "I (we) did it.": "prose",
    }  # fmt: skip
    assert {text: form_of(text).kind for text in kinds} == kinds


def test_a_student_that_errs_by_itself_raises_only_the_limits_that_it_breaks():
    steady = [(form_of(ESSAY), form_of(REWORDED))] * 150
    assert calibrate(steady) == FLOORS
    curt = [(form_of(ESSAY), form_of("Florida decided it."))] * 50
    limits = calibrate([*steady, *curt])
    assert limits["shorter"] > FLOORS["shorter"]
    assert {name: limits[name] for name in limits if name != "shorter"} == {
        name: FLOORS[name] for name in FLOORS if name != "shorter"
    }
    assert reasons(form_of(ESSAY), form_of("2000 - 2000 = 0000"), limits), "digits are still no essay"


def test_a_student_that_comes_to_code_by_itself_is_still_held_to_words_and_to_its_script():
    """One level above the limit is not the next: a student that went to code by itself was held to no kind of reply at all."""
    code = "def essay(topic):\n    return topic"
    limits = calibrate([(form_of(ESSAY), form_of(REWORDED))] * 90 + [(form_of(ESSAY), form_of(code))] * 10)
    assert limits["kind"] > 1
    assert "kind" not in reasons(form_of(ESSAY), form_of(code), limits)
    for machine in (
        "write_essay(topic='the election of 2000', style='formal')",
        f'{{"essay": "{REWORDED}", "words": 20}}',
    ):
        assert "kind" in reasons(form_of(ESSAY), form_of(machine), limits)
    limits = calibrate([(form_of(ESSAY), form_of(FRENCH))] * 10)
    assert "language" not in reasons(form_of(ESSAY), form_of(FRENCH), limits)
    assert "language" in reasons(form_of(ESSAY), form_of("Выборы 2000 года решила Флорида, и все ждали."), limits)


def test_a_student_that_stops_short_by_itself_is_still_held_to_its_kind_of_reply():
    """One odd pair, beside many that are too short, raised the limit of kind above every step that there is."""
    odd = '{"essay": "The election of 2000 was decided in Florida.", "words": 9}'
    pairs = [(form_of(ESSAY), form_of(REWORDED))] * 280
    limits = calibrate(
        [*pairs, *[(form_of(ESSAY), form_of("Florida decided it."))] * 19, (form_of(ESSAY), form_of(odd))]
    )
    assert limits["shorter"] > FLOORS["shorter"]
    assert (limits["kind"], limits["language"]) == (FLOORS["kind"], FLOORS["language"])
    assert "kind" in reasons(form_of(ESSAY), form_of(odd), limits)


def test_more_of_the_code_that_was_there_is_no_other_kind_of_reply():
    code = "```python\ndef winner(year):\n    return {2000: 'Bush'}[year]\n```"
    assert why(f"{ESSAY}\n\n{code}", f"Here it is:\n\n{code}\n{code}") == []
    assert why(ESSAY, f"Here it is:\n\n{code}\n{code}") == ["kind"]


def test_who_asks_for_another_language_may_get_it_or_not():
    before, after = answers({"a": ESSAY, "b": ESSAY}), answers({"a": FRENCH, "b": "42"})
    assert canaries.summary(before, after, {})[0].collapsed == 2
    free = dict.fromkeys("ab", freedoms(ask("Translate it into French.")))
    _, each = canaries.summary(before, after, {}, free=free)
    assert [one.id for one in each if one.collapsed] == ["b"]
    own = canaries.own_pairs(before, [after], free)
    assert distances(*own["a"][0])["language"] == 0


def test_who_asks_for_code_may_get_words_or_code_and_who_asks_for_a_label_sets_no_limit():
    code = (
        "def winner(candidates):\n    most = max(candidates.values())\n    return [name for name in candidates if most]"
    )
    before, after = answers({"a": ESSAY}), answers({"a": code})
    free = {"a": freedoms(ask("Write a function that says who won."))}
    assert canaries.summary(before, after, {})[0].collapsed == 1
    assert canaries.summary(before, after, {}, free=free)[0].collapsed == 0
    assert canaries.summary(before, answers({"a": "2000"}), {}, free=free)[0].collapsed == 1
    assert calibrate(canaries.own_pairs(before, [after], free)["a"])["kind"] == FLOORS["kind"]
    assert canaries.own_pairs(before, [after], {"a": freedoms(ask("Classify it."))}) == {}


def test_one_odd_pair_among_many_raises_nothing():
    pairs = [(form_of(ESSAY), form_of(REWORDED))] * 199 + [(form_of(ESSAY), form_of("42"))]
    assert calibrate(pairs) == FLOORS
    assert calibrate([]) == FLOORS


def answers(texts, **fields):
    return {name: Answer(probe_id=name, text=text, **fields) for name, text in texts.items()}


def test_the_summary_counts_what_collapsed_and_names_the_worst():
    before = answers({f"c{i:02}": f"{ESSAY} {i}" for i in range(40)})
    changed = {"c03": "2000 - 2000 = 0000", "c05": "Yes."}
    after = answers({name: changed.get(name, REWORDED) for name in before})
    pairs = canaries.own_pairs(
        before, [answers(dict.fromkeys(before, REWORDED)), answers(dict.fromkeys(before, LISTED))]
    )
    found, each = canaries.summary(before, after, pairs, {"c03": 2.0, "c04": 0.5, "c05": 0.6})
    assert (found.n, found.collapsed, found.share) == (40, 2, 0.05)
    assert 0.05 < found.upper < 0.16
    assert found.false_alarm == 0
    assert found.pairs == 120
    assert {one["id"] for one in found.worst[:2]} == set(changed)
    assert [one.id for one in each if one.collapsed] == sorted(changed)
    assert found.kl_median == 0.6
    assert found.length_ratio == pytest.approx(len(REWORDED) / len(f"{ESSAY} 10"))
    assert (found.digits_before, found.digits_after) == (0, 1 / 40)
    assert json.loads(json.dumps(found.to_json()))["note"] == ""
    assert canaries.CanarySummary(**found.to_json()) == found


REPEATING = "the election of the year, " * 30


def net_of(*pairs):
    before, after = (
        {str(n): Answer(probe_id=str(n), text=pair[side]) for n, pair in enumerate(pairs)} for side in (0, 1)
    )
    found, _ = canaries.summary(before, after, {})
    return found.collapsed, found.recovered, found.net


def test_what_moves_as_far_the_other_way_is_held_against_what_collapsed():
    assert net_of((ESSAY, REPEATING), (REPEATING, ESSAY), (ESSAY, ESSAY)) == (1, 1, 0)
    assert net_of((ESSAY, REPEATING), (ESSAY, REPEATING), (REPEATING, ESSAY)) == (2, 1, 1)


def test_where_a_label_was_asked_for_a_short_answer_is_no_collapse_but_repetition_is():
    before = answers(dict.fromkeys("abcd", ESSAY))
    after = answers({"a": "Positive", "b": "42", "c": REPEATING, "d": ""})
    _, each = canaries.summary(
        before, after, {}, free=dict.fromkeys("abcd", freedoms(ask("Is it positive or negative?")))
    )
    assert [one.id for one in each if one.collapsed] == ["c", "d"]
    assert canaries.summary(before, after, {})[0].collapsed == 4


def test_an_end_of_repetition_does_not_pay_for_digits():
    assert net_of((ESSAY, "2000 - 2000 = 0000"), (REPEATING, ESSAY), (REPEATING, ESSAY)) == (1, 2, 1)


def test_longer_answers_do_not_pay_for_digits():
    more = ("It was Florida that decided it, and everyone waited.", f"{ESSAY} {REWORDED}")
    assert net_of((ESSAY, "2000 - 2000 = 0000"), more, more) == (1, 2, 1)


def test_a_canary_that_got_no_answer_before_says_nothing():
    before = answers({f"c{i:02}": ESSAY if i < 30 else " \n" for i in range(40)})
    before |= {"f": Answer(probe_id="f", status="failed")}
    after = answers(dict.fromkeys(before, REWORDED)) | {"c00": Answer(probe_id="c00", status="failed")}
    found, _ = canaries.summary(before, after, {})
    assert (found.n, found.silent, found.unanswered) == (29, 10, 2)
    assert found.false_alarm is None
    assert found.limits == FLOORS


def test_a_student_that_says_nothing_makes_the_canaries_say_nothing():
    before = answers({f"c{i:02}": "" for i in range(40)})
    found, _ = canaries.summary(before, answers(dict.fromkeys(before, ESSAY)), {})
    assert (found.n, found.upper) == (0, 1.0)
    assert found.note.startswith("canaries say nothing here: the student answered 40 of 40 with nothing")


WORDS = [
    "the",
    "of",
    "in",
    "is",
    "a",
    "house",
    "river",
    "stone",
    "under",
    "light",
    "which",
    "people",
    "slowly",
    "green",
    "yesterday",
    "made",
]


def text_of(rng):
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(20, 60))).capitalize() + "."


def test_false_alarms_are_measured_on_requests_that_set_no_limit():
    rng = Random(0)
    pairs = {f"c{i}": [(form_of(text_of(rng)), form_of(text_of(rng)))] for i in range(100)}
    for name in list(pairs)[:8]:  # this student answers eight in a hundred with one word
        pairs[name] = [(pairs[name][0][0], form_of("Yes."))]
    called, tried = canaries.false_alarms(pairs)
    assert tried == 100
    assert called <= 4


@settings(max_examples=200, deadline=None)
@given(st.text(), st.text(), st.booleans())
def test_no_text_is_too_odd(before, after, finished):
    forms = form_of(before, finished), form_of(after)
    for form in forms:
        assert 0 <= form.repeated <= 1
        assert form.letters + form.digits + form.markup == pytest.approx(1 if form.kind != "empty" else 0, abs=1e-9)
    for name, value in distances(*forms).items():
        assert value == value, name
    for reason in reasons(*forms, FLOORS):
        assert canaries.in_words(reason, *forms)


@pytest.mark.parametrize(
    "text",
    ["[" * 65_536, '{"a":' * 13_000, "a" * 65_536, "(" * 65_536, "f(" * 32_000, "\n" * 65_536, "-\n" * 32_000, "١" * 65_536, "a(" + " " * 65_536, "a" + " " * 8000 + "b", "x{" * 32_000],
    ids=lambda text: repr(text[:5]),
)  # fmt: skip
def test_hostile_texts_cost_a_moment(text):
    assert least_seconds(lambda: form_of(text), 0.5) < 0.5
