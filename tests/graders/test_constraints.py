"""The constraints grader: every constraint tells right from wrong, nothing passes unread, any text is survived."""

from __future__ import annotations

import itertools
import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.constraints import Constraints
from graders.constraints.checks import CHECKS, split_sentences, split_words, validate
from graders.constraints.clash import contradiction
from graders.constraints.gold import compose
from graders.constraints.spoil import spoil
from repairloop import BadReference, check_reference, grade, loose_answer, loose_probe
from repairloop.records import Answer, Probe
from tests.some import some

GRADER = Constraints()
SINGLE = {probe.reference[0]["id"]: probe for probe in GRADER.examples() if len(probe.reference) == 1}


def probe(*constraints: tuple[str, dict], **more) -> Probe:
    return Probe(
        id="0", skill="s", area="s/a", split="screen", messages=[{"role": "user", "content": "?"}],
        reference=[{"id": name, "args": args} for name, args in constraints], grader="constraints", settings=more,
    )  # fmt: skip


def verdict(text: str, *constraints: tuple[str, dict], **more):
    return grade(probe(*constraints, **more), Answer(probe_id="0", text=text))


# (id, arguments, texts that pass, texts that fail with their error class)
CASES = [
    ("words", {"exactly": 4}, ["Rain is well-known, Sir.", "1. rain falls\n2. wind blows", "it's – rain again today"],
     [("Rain falls.", "format_violation"), ("rain falls - on - the roof", "format_violation")]),
    ("words", {"min": 2, "max": 3}, ["Rain falls.", "a b c"], [("one", "format_violation"), ("a b c d", "format_violation")]),
    ("sentences", {"exactly": 2}, ["It rains. Dr. Low is wet!", "It rains\n\nIt pours", "Costs 3.50 now. Yes?", "Rain (really!). Wind."],
     [("It rains.", "format_violation"), ("One. Two. Three.", "format_violation")]),
    ("lines", {"exactly": 2}, ["a\n\nb\n"], [("a", "format_violation"), ("a\nb\nc", "format_violation")]),
    ("paragraphs", {"exactly": 2}, ["a\nb\n\nc"], [("a\nb", "format_violation"), ("a\n\nb\n\nc", "format_violation")]),
    ("bullets", {"exactly": 2}, ["- a\n- b", "Here:\n* a\n  • b"],
     [("- a", "incomplete_set"), ("- a\n- b\n- c", "extra_items"), ("a\nb", "format_violation"), ("- a\n- A", "incomplete_set"),
      ("**a**\n**b**", "format_violation"), ("-a\n-b", "format_violation"), ("- \n- ...", "format_violation")]),
    ("bullets", {"exactly": 2, "markers": "*", "only": True}, ["* a\n* b"],
     [("- a\n- b", "format_violation"), ("Here:\n* a\n* b", "format_violation")]),
    ("numbered", {"exactly": 2}, ["1. a\n2. b", "So:\n1) a\n2) b"],
     [("1. a", "incomplete_set"), ("1. a\n2. b\n3. c", "extra_items"), ("1. a\n3. b", "wrong_order"), ("- a\n- b", "format_violation")]),
    ("items", {"separator": ";", "exactly": 3}, ["a; b; c", "a;b;c."], [("a; b", "incomplete_set"), ("a; b; c; d", "extra_items"), ("a; a; b", "incomplete_set")]),
    ("placeholders", {"min": 2}, ["Dear [name], see [place]."], [("Dear [name]", "incomplete_set"), ("none", "format_violation")]),
    ("highlights", {"exactly": 1}, ["so *very* wet", "so **very wet** today"], [("* a\n* b", "format_violation"), ("*a* *b*", "extra_items")]),
    ("keyword", {"word": "rain", "exactly": 2}, ["Rain, rain!", "rain rain's rain"], [("rainy rain", "format_violation")]),
    ("letter", {"letter": "Q", "max": 1}, ["quite"], [("quite queer", "format_violation")]),
    ("capital_words", {"min": 2}, ["so VERY WET"], [("I am VERY wet", "format_violation")]),
    ("starts_with", {"phrase": "Well then"}, ["Well then, rain.", '"well  then: rain"', "**Well then** rain"], [("So well then", "format_violation"), ("Well thence", "format_violation")]),
    ("ends_with", {"phrase": "11 is it."}, ["So 11 is it", "That 11 is IT!"], [("711 is it", "format_violation"), ("11 is it. Bye", "format_violation")]),
    ("first_word", {"word": "Rain"}, ["rain, again", "1. Rain"], [("Rainy", "format_violation"), ("The rain", "format_violation")]),
    ("last_word", {"word": "roof"}, ["on the Roof!", '"the roof."'], [("the roofs", "format_violation")]),
    ("postscript", {"marker": "P.S."}, ["Rain.\nP.S. Bye.", "Rain.\n\np.s. bye"], [("P.S. Rain", "format_violation"), ("Rain.\nP.S.", "format_violation"), ("Rain. P.S. Bye", "format_violation")]),
    ("repeats_prompt", {"prompt": "Say it."}, ["Say it.\nRain"], [("Rain", "format_violation"), ("Say it.", "format_violation")]),
    ("titled", {}, ["<<Rain>> falls"], [("<Rain>", "format_violation"), ("<<>> rain", "format_violation")]),
    ("lines_start_with", {"phrase": "> "}, ["> a\n> b"], [("> a\nb", "format_violation"), ("> a\n>", "format_violation")]),
    ("quoted", {}, ['"Rain."', "“Rain”"], [('"Rain', "format_violation"), ("'Rain'", "format_violation"), ('""', "format_violation")]),
    ("tagged", {"tag": "b"}, ["<b>rain</b>"], [("<b>rain", "format_violation"), ("<b></b>", "format_violation")]),
    ("fenced", {}, ["```\nrain\n```", "```text\nrain\n```"], [("rain", "format_violation"), ("```\n\n```", "format_violation")]),
    ("uppercase", {}, ["RAIN 2!"], [("RAiN", "format_violation"), ("123", "format_violation")]),
    ("lowercase", {}, ["rain 2!"], [("Rain", "format_violation"), ("123", "format_violation")]),
    ("title_case", {}, ["The Joy of Rain", "Well-known Rain", "Rain"], [("Joy rain", "format_violation"), ("the Joy", "format_violation"), ("THE JOY", "format_violation")]),
    ("includes", {"words": ["wet roof", "rain"]}, ["Rain on a wet roof."], [("Rain on a wet, wet door", "incomplete_set"), ("train on wetroof", "format_violation")]),
    ("excludes", {"words": ["wet"]}, ["wetter"], [("so Wet!", "format_violation")]),
    ("no_commas", {}, ["rain; wind"], [("rain, wind", "format_violation")]),
    ("no_digits", {}, ["two"], [("2", "format_violation"), ("x²", "format_violation")]),
    ("no_exclamation", {}, ["rain."], [("rain!", "format_violation")]),
    ("distinct_words", {}, ["rain and wind"], [("rain and Rain", "format_violation")]),
    ("word_length", {"max": 4}, ["rain on me"], [("water", "format_violation")]),
    ("sorted_lines", {}, ["- a\n- B\n- c"], [("b\na", "wrong_order"), ("a", "wrong_order")]),
    ("question", {}, ["Rain?", 'Rain?"'], [("Rain.", "format_violation")]),
    ("json_object", {"keys": {"a": "string", "b": "integer"}}, ['{"a": "x", "b": 1}', '```json\n{"b": 1, "a": "x"}\n```'],
     [('{"a": "x"}', "schema_invalid"), ('{"a": "x", "b": 1, "c": 2}', "schema_invalid"), ('{"a": "", "b": 1}', "schema_invalid"),
      ('{"a": "x", "b": true}', "schema_invalid"), ('Sure: {"a": "x", "b": 1}', "schema_invalid"), ('{"a": "x", "b": NaN}', "schema_invalid"),
      ('{"a": "x", "a": "y", "b": 1}', "schema_invalid"), ('["a"]', "schema_invalid"), ("{'a': 'x', 'b': 1}", "schema_invalid")]),
    ("json_list", {"exactly": 2, "of": "string"}, ['["a", "b"]'],
     [('["a"]', "incomplete_set"), ('["a", "b", "c"]', "extra_items"), ('["a", 1]', "schema_invalid"), ('["a", "a"]', "incomplete_set"), ("a, b", "schema_invalid")]),
    ("one_of", {"options": ["wet", "dry"], "answer": "wet"}, ["wet", "Wet.", '"WET"', "**wet**"],
     [("dry", "wrong_value"), ("It is wet", "off_label"), ("wet dry", "off_label"), ("damp", "off_label")]),
    ("number_only", {}, ["42", " -3.5\n", "1,000"], [("42 drops", "format_violation"), ("it is 4", "format_violation")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "args", "right", "wrong"), CASES)
def test_each_constraint_tells_right_from_wrong(name, args, right, wrong):
    for text in right:
        assert verdict(text, (name, args)).status == "pass", text
    for text, error_class in wrong:
        found = verdict(text, (name, args))
        assert (found.status, found.error_class) == ("fail", error_class), (text, found.evidence)
        assert found.certainty == "exact"
        assert "wanted" in found.evidence or name in ("includes", "one_of", "json_list", "bullets", "items", "numbered")


def test_every_constraint_has_cases_and_an_example():
    assert len(CHECKS) >= 25
    assert {name for name, *_ in CASES} == set(CHECKS) == set(SINGLE)


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_operators_name_the_class_that_is_reported(name):
    example = SINGLE[name]
    for operator, text in some(GRADER.corrupt(example).items()):
        assert grade(example, Answer(probe_id="0", text=text)).error_class == operator.partition(":")[0], text


def test_any_two_constraints_are_satisfied_or_contradict():
    composed = 0
    examples = {name: example.reference[0]["args"] for name, example in SINGLE.items()}
    for pair in itertools.combinations(sorted(examples), 2):
        constraints = [(name, examples[name]) for name in pair]
        try:
            gold = compose(constraints)
        except ValueError:
            continue
        composed += 1
        for name, args in constraints:
            for _, text in spoil(name, args, gold):
                assert not CHECKS[name](text, **args).passed, (pair, name, text)
    assert composed > 400  # of 741


@pytest.mark.parametrize(
    "constraints",
    [
        [("uppercase", {}), ("lowercase", {})],
        [("words", {"exactly": 2}), ("bullets", {"exactly": 5})],
        [("includes", {"words": ["rain"]}), ("excludes", {"words": ["rain"]})],
        [("json_object", {"keys": {"a": "string"}}), ("bullets", {"exactly": 2})],
        [("no_digits", {}), ("number_only", {})],
        [("words", {"exactly": 200}), ("distinct_words", {})],
    ],
)
def test_contradictions_make_the_probe_ungradable(constraints):
    with pytest.raises(ValueError, match=r"word|satisfies|contradict"):
        GRADER.gold(probe(*constraints))
    assert check_reference(probe(*constraints)).error_class == "gold_unparseable"


@pytest.mark.parametrize(
    ("constraints", "more", "message"),
    [
        ([("uppercase", {}), ("lowercase", {})], {}, "uppercase and lowercase"),
        ([("lowercase", {}), ("title_case", {})], {}, "cannot both hold"),
        ([("words", {"min": 9}), ("words", {"max": 5})], {}, "at least 9 and at most 5"),
        ([("words", {"exactly": 4}), ("words", {"exactly": 5})], {}, "words must be"),
        ([("keyword", {"word": "rain", "min": 2}), ("keyword", {"word": "Rain", "max": 1})], {}, "keyword must be"),
        ([("sentences", {"min": 4}), ("words", {"max": 3})], {}, "sentences must be at least 4"),
        ([("bullets", {"exactly": 3}), ("lines", {"exactly": 2})], {}, "bullets must be at least 3"),
        ([("paragraphs", {"min": 3}), ("lines", {"max": 2})], {}, "paragraphs must be"),
        ([("lines", {"exactly": 1}), ("postscript", {})], {}, "needs two lines"),
        ([("words", {"max": 3})], {"min_words": 5}, "settings.min_words is 5"),
        ([("includes", {"words": ["wet roof"]}), ("excludes", {"words": ["Roof"]})], {}, "excludes forbids 'Roof'"),
        ([("first_word", {"word": "rain"}), ("excludes", {"words": ["rain"]})], {}, "excludes forbids"),
        ([("starts_with", {"phrase": "Well then"}), ("first_word", {"word": "So"})], {}, "cannot begin with"),
        ([("ends_with", {"phrase": "The end."}), ("last_word", {"word": "roof"})], {}, "cannot end with"),
        ([("starts_with", {"phrase": "Well"}), ("starts_with", {"phrase": "So"})], {}, "starts_with asks for"),
        ([("starts_with", {"phrase": "Well, then"}), ("no_commas", {})], {}, "no_commas forbids it"),
        ([("items", {"separator": ", ", "exactly": 3}), ("no_commas", {})], {}, "no_commas forbids it"),
        ([("includes", {"words": ["room 4"]}), ("no_digits", {})], {}, "no_digits forbids it"),
        ([("number_only", {}), ("no_digits", {})], {}, "number_only and no_digits"),
        ([("numbered", {"exactly": 2}), ("no_digits", {})], {}, "numbered and no_digits"),
        ([("json_object", {"keys": {"a": "string"}}), ("json_list", {"exactly": 1})], {}, "json_object and json_list"),
        ([("json_object", {"keys": {"a": "string"}}), ("uppercase", {})], {}, "uppercase and 'a'"),
        ([("json_list", {"exactly": 2}), ("bullets", {"exactly": 2})], {}, "bullets and json_list"),
        ([("word_length", {"max": 4}), ("includes", {"words": ["weather"]})], {}, "word_length allows 4"),
        ([("letter", {"letter": "e", "exactly": 0}), ("last_word", {"word": "the"})], {}, "letter allows 0"),
        ([("words", {"max": 2}), ("ends_with", {"phrase": "That is all."})], {}, "words must be at most 2"),
        ([("distinct_words", {}), ("starts_with", {"phrase": "so so"})], {}, "no word twice"),
        ([("quoted", {}), ("tagged", {"tag": "b"})], {}, "quoted and tagged"),
        ([("tagged", {"tag": "b"}), ("uppercase", {})], {}, "uppercase and 'b'"),
        ([("capital_words", {"min": 1}), ("lowercase", {})], {}, "capital_words and lowercase"),
    ],
)  # fmt: skip
def test_what_contradicts_is_said_by_grade_and_gold(constraints, more, message):
    bad = probe(*constraints, **more)
    for call in (lambda p: GRADER.grade(p, Answer(probe_id="", text="RAIN")), GRADER.gold, GRADER.corrupt):
        with pytest.raises(BadReference, match=rf"settings that contradict: .*{re.escape(message)}"):
            call(bad)
    assert grade(bad, Answer(probe_id="0", text="RAIN")).error_class == "gold_unparseable"


def test_nothing_that_one_text_satisfies_is_called_a_contradiction():
    constraints = [(name, args) for name, args, _, _ in CASES] + [
        (name, SINGLE[name].reference[0]["args"]) for name in SINGLE
    ]
    texts = {text for _, _, right, wrong in CASES for text in [*right, *(text for text, _ in wrong)]}
    texts |= {GRADER.gold(example) for example in SINGLE.values()}
    for text in texts:
        held = [(name, args) for name, args in constraints if CHECKS[name](text, **args).passed]
        for pair in itertools.combinations(held, 2):
            assert contradiction(list(pair)) is None, (text, pair)


def test_settings_that_are_not_ours_are_let_be_and_slips_are_not():
    assert verdict("RAIN", ("uppercase", {}), document="…", tools=[]).status == "pass"
    for name in ("min_word", "topicwords"):
        with pytest.raises(BadReference, match="did you mean"):
            GRADER.grade(probe(("uppercase", {}), **{name: 2}), Answer(probe_id="", text="RAIN"))


@pytest.mark.parametrize(
    "reference",
    [
        [{"id": ["words"]}],
        [{"id": None}],
        [{"id": {}, "args": {}}],
        [{"id": "uppercase", "args": {}}] * 41,
        {"id": "uppercase"},
        "uppercase",
        [[]],
        [{1: 2}],
        [{"id": "x", "args": {"a": {1}}}],
    ],
)
def test_a_reference_of_another_type(reference):
    for call in (lambda p: GRADER.grade(p, Answer(probe_id="", text="RAIN")), GRADER.gold):
        with pytest.raises(BadReference):
            call(probe(("uppercase", {})).like(reference=reference))


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ([{"id": "bulets", "args": {"exactly": 2}}], "did you mean bullets"),
        ([{"id": "bullets", "args": {"exacly": 2}}], "did you mean exactly"),
        ([{"id": "bullets", "args": {}}], "must be given"),
        ([{"id": "bullets", "args": {"exactly": "2"}}], "must be a count"),
        ([{"id": "bullets", "args": {"exactly": True}}], "must be a count"),
        ([{"id": "words", "args": {"min": 5, "max": 3}}], "above max"),
        ([{"id": "words", "args": {"exactly": 5, "max": 6}}], "neither"),
        ([{"id": "includes", "args": {"words": []}}], "a list of words"),
        ([{"id": "includes", "args": {"words": "rain"}}], "a list of words"),
        ([{"id": "starts_with", "args": {}}], "phrase must be given"),
        ([{"id": "json_object", "args": {"keys": {"a": "float"}}}], "mapping"),
        ([{"id": "one_of", "args": {"options": ["a", "b"], "answer": "c"}}], "not among"),
        ([{"id": "uppercase", "args": {}, "more": 1}], "constraint"),
        (["uppercase"], "must be"),
        ([], "list of constraints"),
        (None, "must be a list"),
    ],
)
def test_bad_references_never_pass_unread(reference, message):
    with pytest.raises(ValueError, match=message):
        validate(reference)
    bad = probe(("uppercase", {})).like(reference=reference)
    with pytest.raises(ValueError, match=message):
        GRADER.gold(bad)
    assert check_reference(bad).status == "ungradable"
    assert grade(bad, Answer(probe_id="0", text="RAIN")).error_class == "gold_unparseable"


@pytest.mark.parametrize("more", [{"min_word": 2}, {"topic_words": "rain"}, {"topic_words": [""]}, {"min_words": 0}])
def test_bad_settings_are_refused(more):
    with pytest.raises(ValueError):
        GRADER.gold(probe(("uppercase", {}), **more))


def test_a_text_of_the_right_form_needs_substance():
    rain = {"topic_words": ["rain", "cloud"], "min_words": 3}
    assert verdict("RAIN FALLS HERE", ("uppercase", {}), **rain).status == "pass"
    assert verdict("GREY CLOUDS COME", ("uppercase", {}), **rain).status == "pass"
    for text, error_class in [
        ("A", "no_answer_found"), ("SURE WITH PLEASURE", "no_answer_found"), ("RAIN FALLS", "no_answer_found"),
        ("TRAINS ARE LATE", "no_answer_found"), ("I'M SORRY, BUT I CANNOT WRITE ABOUT RAIN.", "refusal"),
    ]:  # fmt: skip
        found = verdict(text, ("uppercase", {}), **rain)
        assert (found.status, found.error_class, found.certainty) == ("fail", error_class, "heuristic"), text


def test_all_constraints_must_hold_and_each_is_reported():
    found = verdict("rain, wind", ("uppercase", {}), ("no_commas", {}), ("words", {"exactly": 2}))
    assert [check.passed for check in found.checks] == [False, False, True]
    assert "9 small letters" not in found.evidence
    assert "8 small letters" in found.evidence
    assert "1 commas, wanted 0" in found.evidence


def test_the_first_class_of_the_list_is_reported():
    found = verdict("- rain\n- wind\n- Sun", ("bullets", {"exactly": 2}), ("lowercase", {}))
    assert found.error_class == "format_violation"
    assert verdict("- rain\n- wind\n- sun", ("bullets", {"exactly": 2}), ("lowercase", {})).error_class == "extra_items"


def test_a_cut_json_reply_is_truncated():
    cut = Answer(probe_id="0", text='{"a": "ra', finish_reason="length")
    assert grade(probe(("json_object", {"keys": {"a": "string"}})), cut).error_class == "truncated"


def test_words_and_sentences_are_counted_as_people_do():
    assert split_words("1. It's well-known – rain!\n- so\n* (3.5)") == ["It's", "well-known", "rain!", "so", "(3.5)"]
    assert split_sentences("Mr. Low met Dr. No at 5 p.m. in town. He ran... Why?! Yes") == [
        "Mr. Low met Dr. No at 5 p.m. in town.", "He ran...", "Why?!", "Yes",
    ]  # fmt: skip


SIMPLE = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["words", "id", "args", "é", ""])


@settings(max_examples=60, deadline=None)
@given(value=SIMPLE | st.lists(SIMPLE, max_size=3) | st.dictionaries(st.sampled_from(["id", "args", "min"]), SIMPLE))
def test_any_reference_is_read_or_refused(value):
    for reference in (value, [value], [{"id": "words", "args": value}], [{"id": "words", "args": {"exactly": value}}]):
        try:
            validate(reference)
        except ValueError:
            continue
        assert reference[0]["id"] in CHECKS


def test_hostile_texts_take_bounded_time():
    size = 65_536
    pieces = [".", "- ", " ", "*", "*a", "[", "<<a", "1. ", "\n ", '{"a":', "a", "A.\n\n", "P.S. ", ". '"]
    rng = random.Random(1)
    texts = [piece * (size // len(piece)) for piece in pieces]
    texts += ["- " + " " * size, "x" + "." * size + "x", "".join(rng.choices(pieces, k=size // 2))[:size]]
    for text in texts:
        for name, example in SINGLE.items():
            started = time.process_time()
            CHECKS[name](text, **example.reference[0]["args"])
            assert time.process_time() - started < 2, (name, text[:20])


@pytest.mark.parametrize(
    ("name", "args", "text"),
    [
        ("paragraphs", {"exactly": 2}, "One.\r\n\r\nTwo."),
        ("lines", {"exactly": 2}, "One.\rTwo."),
        ("sentences", {"exactly": 1}, "J. K. Rowling wrote it."),
        ("sentences", {"exactly": 1}, "It was written by J. R. R. Tolkien."),
        ("sentences", {"exactly": 2}, "Ask Dr. A. Smith. He knows."),
        ("sentences", {"exactly": 2}, "I choose plan B. Then we go."),
        ("sentences", {"exactly": 2}, "So do I. They know."),
        ("keyword", {"word": "café", "exactly": 1}, "The cafe\u0301 is open."),
        ("keyword", {"word": "cafe\u0301", "exactly": 1}, "The café is open."),
        ("ends_with", {"phrase": "Good cafe\u0301."}, "Sleep. Good café."),
    ],
)
def test_ends_of_lines_initials_and_letters_of_two_signs_are_counted_as_people_do(name, args, text):
    probe = loose_probe("constraints", "", [{"id": name, "args": args}], {})
    found = grade(probe, loose_answer(text))
    assert found.status == "pass", found.evidence
    assert found.span is not None
    assert text[slice(*found.span)] == found.extracted
