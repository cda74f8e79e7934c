"""Words files: the grammar, what is drawn from a side, which side says what, and what `repairloop check` says of it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from repairloop import Ask, Draw, UsageError
from repairloop.plugins.sides import assign, look, runs, units, write_lock
from repairloop.plugins.words import (
    both_sides,
    lock_of,
    places_by_choice,
    places_of,
    read,
    read_lock,
    read_words,
    sides,
)

WORDS = """
# a comment
== greeting
(Hello|Good morning), {name}.
Hi there (you).
() *3

== person: name he
Tom | he / Maria | she
The Duke
=== cue = Answer: / #### / a \\/ b
== scene@orchard
== .thing = apples / pears
== .told: say asked
{name} (has|had) {n} | does {name} have
== scene@bus
== .thing = seats
== escaped
\\{name\\} \\(a\\|b\\)\\nnext {not a place} \\boxed{}
"""


def drawn(text: str = WORDS, seed: int = 0, quick: bool = False) -> Draw:
    lists = read(text)
    lock = {name: {"seen": [unit.id for unit in of]} for name, of in units(lists).items()}
    return Draw(sides(lists, lock), "seen", Random(seed), quick=quick)


@pytest.mark.parametrize("quick", [False, True])
def test_what_is_drawn_is_what_stands_there(quick: bool) -> None:
    w = drawn(quick=quick)
    said = Counter(w.line("greeting", name="Ann") for _ in range(2000))
    assert set(said) == {"Hello, Ann.", "Good morning, Ann.", "Hi there (you).", ""}
    assert 1100 < said[""] < 1300  # three of five
    assert w.rows("person") == (("Tom", "he"), ("Maria", "she"), ("The Duke", ""))
    assert w.all("cue") == ("Answer:", "####", "a \\/ b")
    assert w.fill(w.all("cue")[2], {}) == "a / b"
    assert set(w.wholes("scene")) == {"scene@orchard", "scene@bus"}
    assert w.all("scene@orchard.thing") == ("apples", "pears")
    assert not w.has("scene@bus.told")
    assert w.all("scene@bus.told", "cue") == w.all("cue")
    assert w.line("escaped", name="Ann") == "{name} (a|b)\nnext {not a place} \\boxed{}"


def test_places_stand_by_choice() -> None:
    phrase = "{a} ({b}|{c} {b}|x {b}) (in {d}) \\{e\\} ({f}|)"
    assert [ways for ways in places_by_choice(phrase) if any(ways)] == [
        [{"a"}],
        [{"b"}, {"b", "c"}, {"b"}],
        [{"d"}],
        [{"f"}, set()],
    ]
    assert set().union(*(way for ways in places_by_choice(phrase) for way in ways)) == places_of(phrase)


def test_what_fills_a_place_is_never_read_as_words() -> None:
    hostile = "{name} (a|b) \\n {x.__class__}"
    assert drawn().fill("{name}!", {"name": hostile}) == f"{hostile}!"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("an entry", "line 1: an entry before the first list"),
        ("== a\nb\n== a\nc", "line 3: there is a list 'a' already"),
        ("== a\nb\nb", "line 3: 'b' stands in 'a' already"),
        ("== a\n(b|c", "line 2: .*not closed"),
        ("== a: one two\nx | y | z", "line 2: 3 cells where the table 'a' has columns"),
        ("==a\nb", "line 1: a list begins"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read(text)


def test_a_list_that_is_not_there_is_named() -> None:
    with pytest.raises(UsageError, match="greeting"):
        drawn().line("greetings")


# ---- sides --------------------------------------------------------------------------------------------

PAIRS = "".join(
    f"How many {thing} does {{name}} have now?\nTell me the number of {thing} that {{name}} owns.\n"
    for thing in ("red apples", "old coins", "new books", "small boats", "tall trees", "wet socks")
)


def shares(lock: dict, lists: dict) -> int:
    found = {side: [u.runs for u in units(lists)["ask"] if u.id in lock["ask"][side]] for side in ("seen", "unseen")}
    return len(frozenset().union(*found["seen"]) & frozenset().union(*found["unseen"]))


def test_a_run_needs_two_words_of_its_own() -> None:
    assert runs("{a} and {b}") == frozenset()
    assert runs("(Put|Take) the number") == {("put", "the", "number"), ("take", "the", "number")}


def test_sides_have_little_in_common_and_are_halves() -> None:
    lists = read(f"== ask\n{PAIRS}{{q}}")
    lock = assign(lists, {})
    assert {side: len(idents) for side, idents in lock["ask"].items()} == {"seen": 6, "unseen": 6, "both": 1}
    assert shares(lock, lists) == 0  # all of one frame on one side
    splits = {tuple(sorted(assign(lists, {}, afresh)["ask"]["seen"])) for afresh in range(8)}
    assert len(splits) > 1


def test_a_new_entry_moves_no_other_and_one_that_is_gone_is_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "mine.words"
    file.write_text(f"== ask\n{PAIRS}== of@one\n== .a = x / y\n== of@two\n== .a = z\n")
    assert write_lock(file)[0] == 14
    before = json.loads(lock_of(file).read_text())
    assert write_lock(file)[0] == 0
    file.write_text(file.read_text().replace("How many red apples does {name} have now?", "A new entry, {name}."))
    with pytest.raises(UsageError, match=r"A new entry.*on no side yet; run `repairloop words"):
        both_sides(file)
    new, after = write_lock(file)
    assert new == 1
    moved = {ident: side for side, idents in after["ask"].items() for ident in idents}
    kept = {ident: side for side, idents in before["ask"].items() for ident in idents}
    assert {ident: moved[ident] for ident in moved.keys() & kept.keys()} == {
        i: kept[i] for i in moved.keys() & kept.keys()
    }
    assert len(moved) == len(kept) == 12
    assert {side: len(names) for side, names in after["of@"].items()} == {"seen": 1, "unseen": 1}


def sides_of(lock: dict, name: str) -> dict[str, str]:
    return {ident: side for side, idents in lock[name].items() for ident in idents}


@pytest.mark.parametrize("afresh", range(6))
def test_what_can_say_the_same_is_on_one_side_in_whichever_list_it_is(afresh: int) -> None:
    lists = read(f"== ask\n{PAIRS}Count (them|the coins).\n== cue = count them / count it / sum up / add up")
    lock = assign(lists, {}, afresh)
    ask, cue = sides_of(lock, "ask"), sides_of(lock, "cue")
    assert ask[lists["ask"].entries[-1].id] == cue[lists["cue"].entries[0].id]
    assert sorted(cue.values()) == ["seen", "seen", "unseen", "unseen"]
    del lock["cue"]
    assert sides_of(assign(lists, lock), "cue")[lists["cue"].entries[0].id] == ask[lists["ask"].entries[-1].id]


@pytest.mark.parametrize("afresh", range(6))
def test_rows_with_a_cell_that_says_the_same_are_on_one_side(afresh: int) -> None:
    lists = read(
        "== t: a b\nx | the name of it\ny | the name of it\nz | a place\nw | a place\n== ask = the name of it / who is it"
    )
    lock = assign(lists, {}, afresh)
    t, (name, _) = sides_of(lock, "t"), lists["ask"].entries
    x, y, *_ = lists["t"].entries
    assert t[x.id] == t[y.id] == sides_of(lock, "ask")[name.id]
    assert sorted(t.values()) == ["seen", "seen", "unseen", "unseen"]


@pytest.mark.parametrize("afresh", range(6))
def test_wholes_with_the_same_lists_are_halved_and_share_few_words(afresh: int) -> None:
    text = "".join(
        f"== of@{name}\n== .thing = {thing} / {name} things\n" + f"== .also = {name} too\n" * (n > 3)
        for n, (name, thing) in enumerate(zip("abcdefgh", "xyxyxyxy", strict=True))
    )
    lock = assign(read(text), {}, afresh)
    assert [sum(name in "efgh" for name in lock["of@"][side]) for side in ("seen", "unseen")] == [2, 2]
    side = sides_of(lock, "of@")
    assert side["a"] == side["c"] != side["b"] == side["d"]
    assert side["e"] == side["g"] != side["f"] == side["h"]


def test_what_a_person_sorted_stays_when_all_else_is_split_anew(tmp_path: Path) -> None:
    file = tmp_path / "mine.words"
    file.write_text(f"=== by hand = of@\n== ask\n{PAIRS}== of@one = x / y\n== of@two = z\n== of@three = w\n")
    write_lock(file)
    by_hand = {"seen": ["one", "two", "three"]}
    lock_of(file).write_text(json.dumps({**read_lock(file), "of@": by_hand}))
    locks = [write_lock(file, afresh)[1] for afresh in range(6)]
    assert all(lock["of@"] == by_hand for lock in locks)
    assert len({json.dumps(lock["ask"]) for lock in locks}) > 1
    file.write_text(file.read_text().replace("by hand = of@", "by hand = of@ / ask@"))
    with pytest.raises(UsageError, match=r"mine.words: 'by hand' names ask@, and there are no such"):
        write_lock(file, 1)


def test_what_says_nothing_of_its_own_alone_is_on_both_sides() -> None:
    lists = read("== a = () / {q} / {q}? / {q}: {r} / - {q} / one\n== t: b c\n{q} | / {q} | ,\n")
    both = {name: [e.text for e in lists[name].entries if e.id in of["both"]] for name, of in assign(lists, {}).items()}
    assert both == {"a": ["", "{q}", "{q}?"], "t": ["{q} |"]}


def test_both_sides_draw_from_a_shared_list_and_what_says_nothing_is_on_both(tmp_path: Path) -> None:
    file = tmp_path / "mine.words"
    file.write_text("=== all = a / b\n== ask = {q} / () / one {q} / two {q}\n")
    write_lock(file)
    found = both_sides(file)
    assert found["seen"].lists["all"] == found["unseen"].lists["all"] == ("a", "b")
    assert set(found["seen"].lists["ask"]) & set(found["unseen"].lists["ask"]) == {"{q}", ""}


def test_what_is_too_near_and_too_thin_is_named(tmp_path: Path) -> None:
    file = tmp_path / "mine.words"
    file.write_text(
        "== ask\nHow many apples does {name} have?\nNow: how many apples does {name} have?\n== thin = a b c / d\n"
    )
    lists = read_words(file)
    first, second = (entry.id for entry in lists["ask"].entries)
    thin = [entry.id for entry in lists["thin"].entries]
    lock_of(file).write_text(json.dumps({"ask": {"seen": [first], "unseen": [second]}, "thin": {"seen": thin}}))
    faults = look(file)
    assert [line.partition(":")[0] for line in faults.near] == ["ask"]
    assert faults.thin == ["ask: 1 seen, 1 unseen", "thin: 2 seen, 0 unseen"]


# ---- layout -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", ["", "A letter.\nYours, Ann"])
def test_everything_that_is_asked_stands_in_the_messages_once(document: str) -> None:
    w = drawn("=== system = You are {token}.\n=== polite = Please,\n=== wrap: before after\n() | () \n<doc> | </doc>\n")
    layouts = set()
    for _ in range(400):
        messages = Ask("Do it.", ["Be short.", "Be right."], document, {"token": "kind"}).messages(w)
        text = "\n".join(message["content"] for message in messages)
        assert [text.count(part) for part in ("Do it.", "Be short.", "Be right.")] == [1, 1, 1]
        assert document in messages[-1]["content"]
        assert [message["role"] for message in messages] in (["user"], ["system", "user"])
        layouts.add(tuple(text.index(part) for part in ("Do it.", "Be short.", document)))
    assert len(layouts) > 6
    assert Ask("Do it.", bare=True).messages(w) == [{"role": "user", "content": "Do it."}]
