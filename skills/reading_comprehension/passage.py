"""The nine kinds of passage, made from clauses: what stands around each clause, and who says it.

A poem, for example, is made of stanzas in which a clause and a line of a rhyming couplet take turns:

    Mira Holt opened the second kitchen in 1998,
    while the rain was coming down.
    Tom Reyes sold the van in 2004,
    and the lamps went on in town.

The module knows no facts: it gets clauses (`tell.Said`) and gives text.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

from skills.reading_comprehension.bank import Bank, Kind
from skills.reading_comprehension.phrase import Phrase, Phrases, capital, draw, pick, sentence, some, with_article
from skills.reading_comprehension.reading import Reading
from skills.reading_comprehension.tell import Said


def weave(problem: Reading, said: list[Said], rng: Random, bank: Bank) -> str:
    """The passage."""
    for noise in some(rng, bank.noise, problem.step - 1):
        place = 1 + int(rng.random() * len(said))
        if said[place - 1].mode != "conclude":
            said = [*said[:place], Said(noise.draw(rng, _slots(problem)), "plain"), *said[place:]]
    return _WEAVERS[problem.kind](problem, said, rng, bank)


def _slots(problem: Reading) -> dict[str, str]:
    setting = problem.setting
    return {
        "org": setting.org,
        "town": setting.town,
        "noun": setting.noun,
        "a_noun": with_article(setting.noun),
        "task": setting.task,
    }


def _framed(problem: Reading, said: list[Said], kind: Kind, rng: Random) -> list[str]:
    """Each clause in a frame of its kind, as a whole sentence; a frame hardly ever comes twice. At the easiest step
    the shorter one of two."""
    pieces: list[str] = []
    used: list[Phrase] = []
    for n, one in enumerate(said):
        if one.mode in ("plain", "view"):
            pieces.append(sentence(one.clause))
            continue
        pool = kind.states if one.mode == "state" else kind.concludes if n else kind.claims
        frame = pick(rng, pool)
        for _ in range(3):
            frame = pick(rng, pool) if frame in used else frame
        if problem.step == 1:
            frame = min(frame, pick(rng, pool), key=lambda phrase: len(phrase.source))
        used.append(frame)
        pieces.append(frame.draw(rng, {"clause": one.clause, "Clause": capital(one.clause)}))
    return pieces


def _edge(pool: Phrases, problem: Reading, rng: Random) -> str:
    """How a passage begins or ends; often not at all where it has to be short."""
    return "" if problem.step == 1 and rng.random() < 0.85 else draw(rng, pool, _slots(problem))


def _prose(problem: Reading, said: list[Said], rng: Random, bank: Bank) -> str:
    kind = bank.kinds[problem.kind]
    pieces = _framed(problem, said, kind, rng)
    return _run([_edge(kind.openers, problem, rng), *pieces, _edge(kind.closers, problem, rng)], " ")


def _long(problem: Reading, said: list[Said], rng: Random, bank: Bank) -> str:
    """Two paragraphs."""
    kind = bank.kinds["long"]
    pieces = _framed(problem, said, kind, rng)
    cut = (len(pieces) + 1) // 2
    first = _run([_edge(kind.openers, problem, rng), *pieces[:cut]], " ")
    return _run([first, _run([*pieces[cut:], _edge(kind.closers, problem, rng)], " ")], "\n\n")


def _satire(problem: Reading, said: list[Said], rng: Random, bank: Bank) -> str:
    """Facts told straight, with mocking remarks in between."""
    kind = bank.kinds["satire"]
    pieces = _framed(problem, said, kind, rng)
    for aside in some(rng, bank.asides, problem.step - (rng.random() < 0.5)):
        place = int(rng.random() * len(pieces))
        pieces[place] = f"{pieces[place]} {sentence(aside.draw(rng, _slots(problem)))}"
    return _run([_edge(kind.openers, problem, rng), *pieces, _edge(kind.closers, problem, rng)], " ")


def _instruction(problem: Reading, said: list[Said], rng: Random, bank: Bank) -> str:
    kind = bank.kinds["instruction"]
    pieces = _framed(problem, said, kind, rng)
    mark = pick(rng, ("{}.", "{})", "({})", "-", "*", "Step {}:", "{} -"))
    lines = [f"{mark.replace('{}', str(n))} {piece}" for n, piece in enumerate(pieces, 1)]
    return _run([draw(rng, kind.openers, _slots(problem)), *lines, _edge(kind.closers, problem, rng)], "\n")


def _poem(problem: Reading, said: list[Said], rng: Random, bank: Bank) -> str:
    kind = bank.kinds["poem"]
    pieces = _framed(problem, said, kind, rng)
    lines = [draw(rng, kind.openers, _slots(problem))]
    for at in range(0, len(pieces), 2):
        pair = pick(rng, bank.couplets)
        for piece, rhyme in zip(pieces[at : at + 2], pair, strict=False):
            lines += [f"{piece[:-1]}," if piece[-1] == "." else piece, rhyme]
        lines[-1] = f"{lines[-1]}."
    return _run([*lines, _edge(kind.closers, problem, rng)], "\n")


def _spoken(problem: Reading, said: list[Said], rng: Random, bank: Bank) -> str:
    """Turns of labelled speakers; who speaks is either given or takes turns."""
    kind, speakers = bank.kinds[problem.kind], problem.setting.speakers
    mark, bold = pick(rng, (": ", ": ", " - ", ":\n")), rng.random() < 0.12
    turns: list[tuple[str, str]] = []
    given = any(one.speaker for one in said)
    for n, (one, text) in enumerate(zip(said, _framed(problem, said, kind, rng), strict=True)):
        speaker = one.speaker or (turns[-1][0] if given and turns else speakers[n % len(speakers)])
        turns.append((speaker, text))
        if len(speakers) == 2 and n < len(said) - 1 and rng.random() < (0.1, 0.4, 0.6)[problem.step - 1]:
            other = speakers[speaker == speakers[0]]
            turns.append((other, draw(rng, bank.replies, {"name": speaker.partition(" ")[0]})))
    lines: list[str] = []
    before = ""
    for speaker, text in turns:
        if speaker == before:
            lines[-1] += f" {text}"
        else:
            lines.append(f"**{speaker}**{mark}{text}" if bold else f"{speaker}{mark}{text}")
        before = speaker
    opener = _edge(kind.openers, problem, rng)
    if opener and problem.kind == "debate":
        opener = f"{pick(rng, bank.chairs)}{mark}{opener}"
    return _run([opener, *lines, _edge(kind.closers, problem, rng)], "\n")


def _run(pieces: list[str], gap: str) -> str:
    return gap.join(piece for piece in pieces if piece)


_WEAVERS: Final[dict[str, Callable[[Reading, list[Said], Random, Bank], str]]] = {
    "report": _prose, "argument": _prose, "long": _long, "satire": _satire, "instruction": _instruction,
    "poem": _poem, "conversation": _spoken, "debate": _spoken, "meeting": _spoken,
}  # fmt: skip
