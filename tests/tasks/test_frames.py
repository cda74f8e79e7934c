"""What many questions share goes to the system's message, and nothing else does."""

import random

from repairloop.tasks.entry import Entry
from repairloop.tasks.frames import apart

HEAD = "Sort the mail below into one of the reasons that our desk knows, and say nothing else.\n\n"
TAIL = "\n\nAnswer with the reason alone, in small letters and without a full stop."
WORDS = "lamp river stone paper green quick seven quiet north table".split()  # noqa: SIM905


def entries(make, count=60):
    rng = random.Random(3)
    asked = [" ".join(rng.choices(WORDS, k=9)) + f" {n}?" for n in range(count)]
    return asked, [
        Entry(file="f", line=n, digest="0", messages=[{"role": "user", "content": make(n, text)}], gold="x")
        for n, text in enumerate(asked)
    ]


def test_a_beginning_and_an_end_that_all_share():
    asked, given = entries(lambda n, text: HEAD + text + TAIL)
    made, notes = apart(given)
    assert [entry.messages[-1] for entry in made] == [{"role": "user", "content": text} for text in asked]
    assert {entry.messages[0]["content"] for entry in made} == {f"{HEAD.strip()}\n\n{TAIL.strip()}"}
    assert "60 questions begin or end with the same text" in notes[0]


def test_two_templates_in_one_file_and_a_system_that_is_there():
    other = "You are careful. Read what a customer wrote to us and name what it is about in one word.\nMail: "
    _, given = entries(lambda n, text: (HEAD if n % 2 else other) + text)
    given[0] = Entry(
        file="f", line=0, digest="0", messages=[{"role": "system", "content": "Hi."}, *given[0].messages], gold="x"
    )
    made, _ = apart(given)
    assert made[0].messages[0]["content"] == f"Hi.\n\n{other.strip()}"
    assert made[1].messages[0]["content"] == HEAD.strip()
    assert all(len(entry.messages[-1]["content"].split()) == 10 for entry in made)


def test_questions_of_their_own_stay_as_they_are():
    for make in (lambda n, text: text, lambda n, text: f"Q: {text} A:", lambda n, text: f"Please. {text}"):
        _, given = entries(make)
        assert apart(given) == (given, [])
    _, few = entries(lambda n, text: HEAD + text, 10)
    assert apart(few) == (few, [])


def test_a_question_that_is_nothing_but_the_frame_stays():
    _, given = entries(lambda n, text: HEAD + (text if n else ""))
    made, _ = apart(given)
    assert made[0].messages == given[0].messages
