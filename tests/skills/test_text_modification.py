"""The skill text_modification: one text, one instruction, one right result; two sides that share nothing."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest

from repairloop import all_graders, check_reference, get_grader, grade, make_probes
from repairloop.ground.errors import UsageError
from repairloop.plugins.skill import with_settings
from repairloop.plugins.words import Side, both_sides, cells_of, parsed, pieces_of, read_words
from repairloop.records import Answer, Probe, Wording, fingerprint
from repairloop.sources import Chunk
from skills.english import NUMBER_WORDS, clock_text, conjugated, date_text, number_word, plural
from skills.text_modification import TextModification, excerpts, lexicon
from skills.text_modification.entailment import AT_ODDS, FOLLOWS, OPEN, Entailment
from skills.text_modification.modification import Modification
from skills.text_modification.text import Op, Sentence, line

SKILL = TextModification()
AREAS = sorted(TextModification.areas)
WORDINGS: tuple[Wording, ...] = ("seen", "unseen")
COUNT = 9
CASES = [(area, step, wording) for area in AREAS for step in SKILL.difficulties for wording in WORDINGS]
all_graders()


def probes(area: str, step: int, wording: Wording, count: int = COUNT) -> list[Probe]:
    return list(make_probes(SKILL, area, "train", wording, count, "test", (step,)))


def problem_of(probe: Probe) -> Modification | Entailment:
    kind = Entailment if "statement" in probe.problem else Modification
    return kind.model_validate(probe.problem)


def probe_of(problem: Any, rng: Random, wording: Wording) -> Probe:
    return Probe(
        id="0" * 16, skill="text_modification", area=problem.area, split="train", grader=SKILL.grader_for(problem),
        messages=SKILL.render(problem, rng, wording), reference=SKILL.reference(problem),
        settings=SKILL.settings(problem), problem=problem.model_dump(mode="json"),
    )  # fmt: skip


def ask(probe: Probe, text: str) -> Any:
    return grade(probe, Answer(probe_id=probe.id, text=text))


def proved(probe: Probe) -> None:
    """Gold and solution pass, every corruption fails."""
    assert check_reference(probe).status == "pass", (probe.question, probe.reference)
    solution = SKILL.solution(problem_of(probe), Random(0))
    assert ask(probe, solution).status == "pass", (probe.question, solution, probe.reference)
    for operator, text in get_grader(probe.grader).corrupt(probe).items():
        assert ask(probe, text).status == "fail", (operator, text, probe.reference)


SIDES = both_sides(SKILL.words_file)  # type: ignore[arg-type]


def told(side: Side, *names: str) -> set[str]:
    return {entry for name in names for entry in side.lists[name]}


def of_themes(side: Side, part: str) -> set[str]:
    return told(side, *(f"{theme}.{part}" for theme in side.wholes["theme"]))


@pytest.mark.parametrize(("area", "step", "wording"), CASES)
def test_the_whole_text_stands_in_the_question(area: str, step: int, wording: Wording) -> None:
    made = probes(area, step, wording)
    assert len(made) == COUNT
    for probe in made:
        problem = problem_of(probe)
        assert problem.text() in probe.question
        assert not re.search(r"\{[a-z]+\}", probe.question), probe.question


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("wording", WORDINGS)
def test_reading_the_text_gives_what_the_representation_says(area: str, wording: Wording) -> None:
    """Truth and answer come about in two ways, over many more problems than are graded."""
    for index in range(150):
        problem = SKILL.problem(area, Random(index), wording, index % 3 + 1)
        if isinstance(problem, Entailment):
            assert problem.truth() == problem.meant
            continue
        truth = problem.truth()
        if problem.text() == truth:
            assert problem.unchanged is not None
            truth = problem.unchanged
        assert SKILL.solution(problem, Random(0)) == truth


def _example(op: Op, *sentences: Sentence) -> str:
    return Modification(area="", sentences=list(sentences), ops=[op]).truth()


HID: Sentence = [("name", "Maria"), ("verb=hide", "hid"), ("det", "the"), ("adj", "old"), ("noun", "rope")]
SOLD: Sentence = [("det", "the"), ("role", "baker"), ("verb=sell", "sold"), ("num=14", "14"), ("noun", "tarts")]
MONDAY: Sentence = [("when=00", "on Monday")]


@pytest.mark.parametrize(
    ("op", "sentences", "right"),
    [
        (Op(name="replace", pairs=[("rope", "lamp")]), [HID], "Maria hid the old lamp."),
        (Op(name="passive"), [HID], "The old rope was hidden by Maria."),
        (Op(name="passive"), [[*SOLD, *MONDAY]], "14 tarts were sold by the baker on Monday."),
        (Op(name="present"), [HID], "Maria hides the old rope."),
        (Op(name="drop_adjectives"), [HID, SOLD], "Maria hid the rope. The baker sold 14 tarts."),
        (Op(name="drop_numbers"), [HID, SOLD], "Maria hid the old rope."),
        (Op(name="turn_front", style="time"), [[*SOLD, *MONDAY]], "On Monday, the baker sold 14 tarts."),
        (Op(name="turn_back", style="clause", words=["when"]), [[("sub", "when"), *HID, ("comma", ","), *SOLD]],
         "The baker sold 14 tarts when Maria hid the old rope."),
        (Op(name="split"), [[*HID, ("and", "and"), *SOLD[2:]]], "Maria hid the old rope. Maria sold 14 tarts."),
        (Op(name="merge"), [HID, [HID[0], *SOLD[2:]]], "Maria hid the old rope and sold 14 tarts."),
        (Op(name="tag", pairs=[("name", "{} [NAME]"), ("num", "<{}>")]), [HID, SOLD],
         "Maria [NAME] hid the old rope. The baker sold <14> tarts."),
        (Op(name="bullets", style="-"), [HID, SOLD], "- Maria hid the old rope.\n- The baker sold 14 tarts."),
        (Op(name="json", pairs=[("n", "num"), ("job", "role")]), [SOLD], '{"n": 14, "job": "baker"}'),
        (Op(name="upper_sentence", style="2"), [HID, SOLD], "Maria hid the old rope. THE BAKER SOLD 14 TARTS."),
        (Op(name="appositions", pairs=[("Maria", "the cook")]), [HID, HID],
         "Maria, the cook, hid the old rope. Maria hid the old rope."),
        (Op(name="mask_phone", words=["*"], style="2"), [[("", "call"), ("phone", "+44 1234567")]], "Call +** *****67."),
        (Op(name="third_person", words=["Ann"], style="she"), [[("I", "I"), *HID[1:]], [("I", "I"), ("verb=sell", "sold"), ("my", "my"), HID[4]]],
         "Ann hid the old rope. She sold her rope."),
    ],
)  # fmt: skip
def test_operations_by_example(op: Op, sentences: list[Sentence], right: str) -> None:
    assert _example(op, *sentences) == right


def test_words_and_values_have_their_forms() -> None:
    assert [conjugated(base).participle for base in ("hide", "carry", "wrap", "weigh")] == [
        "hidden", "carried", "wrapped", "weighed",
    ]  # fmt: skip
    assert (conjugated("push").third, conjugated("carry").third, plural("box"), plural("dairy")) == (
        "pushes", "carries", "boxes", "dairies",
    )  # fmt: skip
    assert (number_word(40), number_word(41), number_word(13)) == ("forty", "forty-one", "thirteen")
    assert [clock_text(t) for t in ("00:05", "12:00", "17:30")] == ["12:05 am", "12:00 pm", "5:30 pm"]
    assert date_text("2021-05-03", "month") == "May 3, 2021"


def test_a_reader_can_tell_the_kinds_of_words_apart() -> None:
    """A word of the sides is not a verb and an adjective, or a thing and a verb, at once."""
    adjectives = {word for side in SIDES.values() for word in told(side, "adjectives", "colours")}
    assert not adjectives & (lexicon.VERBS.keys() | lexicon.THINGS | lexicon.ROLES)
    assert not lexicon.THINGS & lexicon.VERBS.keys()
    foreign = {row[0] for side in SIDES.values() for row in side.rows["foreign"]}
    for side in SIDES.values():
        wheres = {word for where in of_themes(side, "wheres") for word in where.split()}
        assert not wheres & (adjectives | lexicon.THINGS | lexicon.VERBS.keys() | set(NUMBER_WORDS) | foreign)
        for theme in side.wholes["theme"]:
            nouns = side.lists[f"{theme}.nouns"]
            assert len(nouns) == 9
            assert {noun for _, noun in side.rows[f"{theme}.acts"]} <= set(nouns)


def said(wording: Wording) -> dict[str, set[str]]:
    """What a side says, by its kind, choices made; lists that both sides draw from, and units, are left out."""
    found: dict[str, set[str]] = {}
    lists = read_words(SKILL.words_file)  # type: ignore[arg-type]
    for name, entries in SIDES[wording].lists.items():
        if lists[name].shared or name.startswith("unit@"):
            continue
        kind = f"theme{name[name.index('.') :]}" if "@" in name else name
        cells = {cell for entry in entries for cell in cells_of(entry)}
        cells = {"".join(pieces_of(cell)) if any(type(p) is tuple for p in parsed(cell)) else cell for cell in cells}
        found.setdefault(kind, set()).update({cell.strip().casefold() for cell in cells} - {""})
    return found


def test_the_sides_share_no_wording_and_no_name() -> None:
    seen, unseen = (said(wording) for wording in WORDINGS)
    assert seen.keys() == unseen.keys()
    for name, ours in seen.items():
        theirs = unseen[name]
        assert not (ours & theirs) - {"base", "participle", ",\\s", ";\\s", "\\n", "\\s"}, (name, ours & theirs)
        assert max(len(ours), len(theirs)) <= 1.3 * min(len(ours), len(theirs)) + 3, name
    names = [
        told(side, "women", "men", "last", "cities") | of_themes(side, "nouns") | of_themes(side, "roles")
        for side in SIDES.values()
    ]
    assert not names[0] & names[1]


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("wording", WORDINGS)
def test_wordings_are_many(area: str, wording: Wording) -> None:
    """Instructions, with the text and the words of the task taken out, hardly ever repeat."""
    skeletons = set()
    for index in range(200):
        problem = SKILL.problem(area, Random(index), wording, 1)
        said = "\n".join(m["content"] for m in SKILL.render(problem, Random(f"r{index}"), wording))
        said = said.replace(problem.text(), "")
        if isinstance(problem, Entailment):
            said = said.replace(problem.said(), "_")
            words = problem.labels
        else:
            words = [w for op in problem.ops for w in (*op.words, *(x.strip("*") for pair in op.pairs for x in pair))]
        for word in sorted(words, key=len, reverse=True):
            said = said.replace(word, "_")
        skeletons.add(re.sub(r"(_\W+)+_", "_", said))
    assert len(skeletons) >= 150, len(skeletons)


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("step", SKILL.difficulties)
def test_content_is_plentiful(area: str, step: int) -> None:
    keys = {SKILL.problem(area, Random(i), "seen", step).key() for i in range(400)}
    assert len(keys) >= 398  # by the birthday rule: a space of more than 35,000


@pytest.mark.parametrize("area", AREAS)
def test_easy_problems_are_short_and_hard_ones_longer(area: str) -> None:
    easy, hard = (
        [len(SKILL.problem(area, Random(i), "seen", step).text().split()) for i in range(60)] for step in (1, 3)
    )
    assert max(easy) <= 60
    assert sum(hard) > 1.3 * sum(easy)


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("wording", WORDINGS)
def test_refinements_keep_text_and_truth_together(area: str, wording: Wording) -> None:
    done: dict[str, int] = {}
    for index in range(12):
        rng = Random(index)
        problem = SKILL.problem(area, rng, wording, index % 3 + 1)
        for name, edit in SKILL.refinements().items():
            changed = edit(problem, rng)
            if changed is None:
                continue
            done[name] = done.get(name, 0) + 1
            assert changed.area == area
            assert changed.key() != problem.key()
            proved(probe_of(changed, rng, wording))
    assert sum(done.values()) >= 4, done


def test_every_refinement_is_of_use() -> None:
    done = set()
    for index in range(200):
        rng = Random(index)
        problem = SKILL.problem(AREAS[index % len(AREAS)], rng, "seen", 2)
        done |= {name for name, edit in SKILL.refinements().items() if edit(problem, rng) is not None}
    assert done == set(SKILL.refinements())


def test_a_text_with_nothing_to_change_is_answered_by_the_word() -> None:
    made = [p for step in (2, 3) for p in probes("text_modification/normalise", step, "seen", 60)]
    told = [p for p in made if p.problem["unchanged"]]
    absent = [p for p in told if p.grader == "text"]
    assert 0 < len(absent) < len(told) < len(made) / 2
    for probe in absent:
        problem = problem_of(probe)
        assert problem.unchanged in probe.question
        assert ask(probe, problem.unchanged).status == "pass"
        assert ask(probe, problem.text()).status == "fail"
    for probe in told:
        if probe.grader == "edit":
            assert ask(probe, probe.problem["unchanged"]).status == "fail"


def test_a_surname_that_looks_like_the_word_stays() -> None:
    look_alike = SKILL.refinements()["add a surname that looks like the word"]
    op = Op(name="replace", pairs=[("rope", "lamp")])
    problem = Modification(area="text_modification/replace_keywords", sentences=[HID], ops=[op])
    changed = look_alike(problem, Random(1))
    right = SKILL.solution(changed, Random(0))
    assert "Rope" in right
    assert "lamp" in right
    probe = probe_of(changed, Random(2), "seen")
    assert ask(probe, right).status == "pass"
    assert ask(probe, right.replace("Rope", "Lamp")).status == "fail"


def test_statements_are_judged_by_their_details() -> None:
    def truth(statement: Sentence, negated: bool = False) -> int:
        return Entailment(
            area="", sentences=[HID, [*SOLD, *MONDAY]], statement=statement, negated=negated, turned=False,
            labels=["a", "b", "c"], lettered=False, rotate=0, meant=0,
        ).truth()  # fmt: skip

    assert truth(SOLD) == FOLLOWS
    assert truth(SOLD, negated=True) == AT_ODDS
    assert truth([*SOLD, ("when=01", "on Tuesday")]) == AT_ODDS
    assert truth([*SOLD, ("where", "in the yard")]) == OPEN
    assert truth([*HID[:3], ("adj", "new"), HID[4]]) == AT_ODDS
    assert truth([*HID[:3], ("adj", "wet"), HID[4]]) == OPEN
    assert truth([*HID[:4], ("noun", "lamp")]) == OPEN
    assert line(HID) == "Maria hid the old rope."


# ---- raw material -------------------------------------------------------------------------------------

_PROSE = (
    """The ferry leaves the old harbour at noon on weekdays, and it usually returns before dark. Tickets cost 14 crowns for
adults (children travel free). The crossing takes 35 minutes when the sea is calm! In winter the service ends frequently before
four, since the captain requires light and obtained a rule for it.

The harbour office isn't open on Sundays. You can't book a place by phone, but they're happy to answer letters.
The ferry was built on 3 May 1987 in Bergen and repaired on October 12, 2004 at a small yard.""",
    """# Bread

Knead the dough slowly for twelve minutes and allow it to rest. Twenty-four small loaves fit on three trays. The dough
must not be touched while it rests. However, a warm kitchen helps it to rise quickly (an oven with a lamp is enough).

- flour
- water

The bakers of Lindau always keep a part of the dough for the next day. Their idea is simple and good. Fresh bread is
always better than old bread, says the baker.""",
    """The CPU reads the next word from memory and puts the result on the stack. If the stack is full, the program stops
with an error message. The GUI shows the message in a separate window. Each message has a number, a date and a short text.
You can also write the message to a file with the additional option described in section 9 of the manual.

Questions about the program may be sent to help.desk@machine.example or asked by phone at +49 5551234567. The office
opens at 8 and closes at 17. The behaviour of older versions is described in the catalogue.""",
    """Anna walked through the garden in the morning and found a letter under the door. The letter was from her father.
He had written about the house, the dog and the weather. Anna read the letter twice and gave it to her mother. Her
mother laughed. They bought bread in the town and walked home along the river. The river was quiet and the street empty.""",
    "Das Haus steht am Fluss und hat einen Garten. Der Garten ist im Sommer voller Blumen. Im Winter liegt dort Schnee, "
    "und die Kinder bauen einen Mann daraus. Der Fluss friert nur selten zu, aber 1985 war er ganz aus Eis.",
)
_FROM_TEXT = [
    area for area in AREAS if area.rpartition("/")[2] not in ("translate", "textual_entailment", "limited_vocabulary")
]


def chunk(text: str) -> Chunk:
    return Chunk(fingerprint("text", text), "text", text, "a note", "notes.txt", "CC0-1.0", {})


CHUNKS = [chunk(text) for text in _PROSE]


def from_texts(area: str, count: int) -> list[tuple[Chunk, Modification]]:
    """Problems of an area from the texts above, at all difficulties."""
    found = []
    for index in range(count):
        first, others = CHUNKS[index % len(CHUNKS)], CHUNKS[(index + 1) % len(CHUNKS) :]
        problem = SKILL.from_material(area, [first, *others], Random(f"{area}{index}"), index % 3 + 1)
        if problem is not None:
            found.append((first, problem))
    return found


@pytest.mark.parametrize("area", _FROM_TEXT)
def test_raw_texts_give_problems_whose_truth_is_proved(area: str) -> None:
    made = from_texts(area, 30)
    assert len(made) >= 6, len(made)
    assert len({problem.key() for _, problem in made}) >= 0.5 * len(made)
    for index, (source, problem) in enumerate(made):
        assert problem.area == area
        assert len(problem.text().split()) <= 230
        if problem.ops[0].name not in ("starts", "title", "spaces", "marked"):
            assert problem.text() in " ".join(source.text.split())
        proved(probe_of(problem, Random(index), "seen"))


@pytest.mark.parametrize("area", _FROM_TEXT)
def test_refinements_apply_to_raw_texts(area: str) -> None:
    done: dict[str, int] = {}
    for index, (_, problem) in enumerate(from_texts(area, 15)):
        for name, edit in SKILL.refinements().items():
            changed = edit(problem, Random(index))
            if changed is not None:
                done[name] = done.get(name, 0) + 1
                assert changed.key() != problem.key()
                proved(probe_of(changed, Random(index), "seen"))
    assert sum(done.values()) >= 6, done


def test_every_operation_on_raw_texts_comes_up() -> None:
    names = {op.name for area in _FROM_TEXT for _, problem in from_texts(area, 100) for op in problem.ops}
    assert names >= {
        "synonyms", "glossary", "abbreviations", "facts", "lines", "bullets", "numbered", "dates", "opposites", "mark",
        "tag", "replace", "replace_first", "drop_mention", "drop_words", "drop_asides", "drop_numbers", "upper", "starts",
        "upper_sentence", "title", "formal", "informal", "reverse", "last_first", "first_last", "spaces", "iso_dates",
        "digits", "contractions", "spelling_table", "marked", "foreign", "redact", "mask_digits", "mask_email",
        "mask_phone",
    }  # fmt: skip


def test_areas_that_rest_on_meaning_take_no_raw_text() -> None:
    for area in sorted(set(AREAS) - set(_FROM_TEXT)):
        assert from_texts(area, 10) == []


def test_a_problem_from_raw_text_is_determined_by_text_and_generator() -> None:
    for area in _FROM_TEXT:
        made = from_texts(area, 12)
        assert made == from_texts(area, 12)
        keys = {problem.key() for _, problem in made}
        assert len(keys) >= len({source.id for source, _ in made})


_LONG_ROW = "The lamp is red and the rope is new. "


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "word", "\n\n\n", "One. Two. Three.", "def f(x):\n    return x\n\n\nclass A: pass",
        "| a | b |\n|---|---|\n| 1 | 2 |", "# Title\n\n- one\n- two\n", "x" * 1_000_000, "a. " * 300_000,
        "The lamp is red " * 60_000, "A" + " b" * 500_000 + ".", "((((" * 100_000, "The lamp" + "\u0000" * 50 + " is red. " * 9,
        "\u202eThe lamp is red and new. The rope is old and wet. " * 9,
        "这是一个句子。那是另一个句子。" * 30, "الكتاب على الطاولة. والقلم تحت الكرسي. " * 20,
        "The e\u0301clair is here now today. The cafe\u0301 is open all day long. " * 6,
        "See Dr. Wu about it. Bring e.g. a pen. Ask J. Smith too. " * 8,
        _LONG_ROW * 30_000, _LONG_ROW * 8, "\r\n".join([_LONG_ROW.strip()] * 30),
        "The date is 31 February 2021 as they say. The other is 2021-13-45 in the book. " * 4,
        "We met on 5 May 2021 and in June 2020 again. Then came 3/4/2021 and 12.12.2012 as well. " * 4,
        "Write to a+b@c.example now please. Or to x@y today please. Or call 1234567 or 12-34 56 78 90 soon. " * 3,
        "İstanbul is a large city. The ŉ is a letter. Straße is a word in Größe and ſ too. " * 4,
    ],
)  # fmt: skip
def test_hostile_material_gives_no_problem_or_a_right_one(text: str) -> None:
    for area in AREAS:
        for step in SKILL.difficulties:
            problem = SKILL.from_material(area, [chunk(text), *CHUNKS], Random(step), step)
            if problem is not None:
                assert len(problem.text()) < 2500
                proved(probe_of(problem, Random(step), "seen"))


def test_marks_of_chat_templates_do_not_get_through() -> None:
    marks = ("<|im_start|>", "<|im_end|>", "[INST]", "<s>", "</s>", "{{ x }}", "```")
    texts = [
        _PROSE[3].replace(". ", f". Here is {mark} in the text. ", 4).replace("river", f"{mark}river") for mark in marks
    ]
    texts += [_PROSE[3].replace("Anna", f"{mark} Anna") for mark in marks]
    for text in texts:
        for area in _FROM_TEXT:
            for seed in range(4):
                problem = SKILL.from_material(area, [chunk(text), chunk(text + " ")], Random(seed), 1)
                said = "" if problem is None else problem.text() + SKILL.solution(problem, Random(0))
                assert not any(mark in said for mark in marks)


def test_raw_text_is_taken_in_whole_sentences() -> None:
    text = "Setup\n=====\nThe box is `small`. Open it with care! Then lift\nthe lid, which is heavy. See Dr. Wu."
    assert excerpts.rows(text) == [["Open it with care!", "Then lift the lid, which is heavy."]]


@pytest.mark.parametrize("area", AREAS)
def test_knowledge_tells_a_rule_and_not_the_answer(area: str) -> None:
    told = set()
    for index in range(60):
        problem = SKILL.problem(area, Random(index), "seen", index % 3 + 1)
        rule = SKILL.knowledge(problem, Random(index))
        assert 20 < len(rule) < 600
        assert not re.search(r"\{[a-z]+\}", rule)
        if isinstance(problem, Modification):
            assert SKILL.solution(problem, Random(0)) not in rule
        told.add(rule)
    assert len(told) >= 2


def test_a_statement_may_be_turned_round() -> None:
    turn = SKILL.refinements()["turn the statement round"]
    seen = set()
    for index in range(40):
        problem: Any = SKILL.problem("text_modification/textual_entailment", Random(index), "seen", 2)
        changed = turn(problem, Random(index))
        if changed is not None:
            assert {problem.meant, changed.meant} == {FOLLOWS, AT_ODDS}
            assert changed.said() != problem.said()
            seen.add(changed.meant)
    assert seen == {FOLLOWS, AT_ODDS}


def test_shares_can_be_set() -> None:
    def asked(values: dict[str, float]) -> list[Any]:
        skill = with_settings(SKILL, values)
        return [skill.problem(area, Random(i), "seen", 3) for area in AREAS for i in range(12)]

    texts = [p for p in asked({"second": 0, "unchanged": 0}) if isinstance(p, Modification)]
    assert {len(p.ops) for p in texts if not p.area.endswith("reword")} == {1}
    assert {p.unchanged for p in texts} == {None}
    assert sum(len(p.ops) > 1 for p in asked({"second": 0.5}) if isinstance(p, Modification)) > 50
    assert all(p.lettered for p in asked({"lettered": 1}) if isinstance(p, Entailment))
    with pytest.raises(UsageError, match="second"):
        with_settings(SKILL, {"second": 2})
