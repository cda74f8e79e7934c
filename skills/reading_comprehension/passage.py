"""The nine kinds of passage, made from clauses: what stands around each clause, and who says it.

A poem, for example, is made of stanzas in which a clause and a line of a rhyming couplet take turns:

    Mira Holt opened the second kitchen in 1998,
    while the rain was coming down.
    Tom Reyes sold the van in 2004,
    and the lamps went on in town.

The module knows no facts: it gets clauses (`Said`) and gives text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from repairloop import Draw
from skills.english import capital, sentence, with_article
from skills.reading_comprehension.reading import Reading, Said, some


def weave(problem: Reading, said: list[Said], w: Draw) -> str:
    """The passage."""
    for noise in some(w, w.all("noise"), problem.depth.noise):
        place = 1 + int(w.rng.random() * len(said))
        if said[place - 1].mode != "conclude":
            said = [*said[:place], Said(w.fill(noise, _slots(problem)), "plain"), *said[place:]]
    return _WEAVERS[problem.kind](problem, said, w)


def _slots(problem: Reading) -> dict[str, str]:
    place = problem.setting
    return {
        "org": place.org, "town": place.town, "noun": place.noun, "a_noun": with_article(place.noun), "task": place.task,
    }  # fmt: skip


def _framed(problem: Reading, said: list[Said], w: Draw) -> list[str]:
    """Each clause in a frame of its kind, as a whole sentence; a frame hardly ever comes twice. Where it is to
    be brief, the shorter one of two."""
    pieces: list[str] = []
    used: list[tuple[int, str]] = []
    for n, one in enumerate(said):
        if one.mode in ("plain", "view"):
            pieces.append(sentence(one.clause))
            continue
        part = "states" if one.mode == "state" else "concludes" if n else "claims"
        pool = tuple(enumerate(w.all(f"kind/{problem.kind}/{part}")))  # one that counts twice may come twice
        frame: tuple[int, str] = w.pick(pool)
        for _ in range(3):
            frame = w.pick(pool) if frame in used else frame
        if problem.depth.brief:
            frame = min(frame, w.pick(pool), key=lambda numbered: len(numbered[1]))
        used.append(frame)
        pieces.append(w.fill(frame[1], {"clause": one.clause, "Clause": capital(one.clause)}))
    return pieces


def _edge(part: str, problem: Reading, w: Draw) -> str:
    """How a passage begins or ends; often not at all where it has to be short."""
    return (
        "" if problem.depth.brief and w.rng.random() < 0.85 else w.line(f"kind/{problem.kind}/{part}", _slots(problem))
    )


def _prose(problem: Reading, said: list[Said], w: Draw) -> str:
    pieces = _framed(problem, said, w)
    return _run([_edge("openers", problem, w), *pieces, _edge("closers", problem, w)], " ")


def _long(problem: Reading, said: list[Said], w: Draw) -> str:
    """Two paragraphs."""
    pieces = _framed(problem, said, w)
    cut = (len(pieces) + 1) // 2
    first = _run([_edge("openers", problem, w), *pieces[:cut]], " ")
    return _run([first, _run([*pieces[cut:], _edge("closers", problem, w)], " ")], "\n\n")


def _satire(problem: Reading, said: list[Said], w: Draw) -> str:
    """Facts told straight, with mocking remarks in between."""
    pieces = _framed(problem, said, w)
    for aside in some(w, w.all("asides"), problem.depth.noise + 1 - (w.rng.random() < 0.5)):
        place = int(w.rng.random() * len(pieces))
        pieces[place] = f"{pieces[place]} {sentence(w.fill(aside, _slots(problem)))}"
    return _run([_edge("openers", problem, w), *pieces, _edge("closers", problem, w)], " ")


def _instruction(problem: Reading, said: list[Said], w: Draw) -> str:
    pieces = _framed(problem, said, w)
    mark = w.pick(("{}.", "{})", "({})", "-", "*", "Step {}:", "{} -"))
    lines = [f"{mark.replace('{}', str(n))} {piece}" for n, piece in enumerate(pieces, 1)]
    return _run([w.line(f"kind/{problem.kind}/openers", _slots(problem)), *lines, _edge("closers", problem, w)], "\n")


def _poem(problem: Reading, said: list[Said], w: Draw) -> str:
    pieces = _framed(problem, said, w)
    lines = [w.line(f"kind/{problem.kind}/openers", _slots(problem))]
    for at in range(0, len(pieces), 2):
        pair = w.row("couplets")
        for piece, rhyme in zip(pieces[at : at + 2], pair, strict=False):
            lines += [f"{piece[:-1]}," if piece[-1] == "." else piece, rhyme]
        lines[-1] = f"{lines[-1]}."
    return _run([*lines, _edge("closers", problem, w)], "\n")


def _spoken(problem: Reading, said: list[Said], w: Draw) -> str:
    """Turns of labelled speakers; who speaks is either given or takes turns."""
    speakers = problem.setting.speakers
    mark, bold = w.pick((": ", ": ", " - ", ":\n")), w.rng.random() < 0.12
    turns: list[tuple[str, str]] = []
    given = any(one.speaker for one in said)
    for n, (one, text) in enumerate(zip(said, _framed(problem, said, w), strict=True)):
        speaker = one.speaker or (turns[-1][0] if given and turns else speakers[n % len(speakers)])
        turns.append((speaker, text))
        if len(speakers) == 2 and n < len(said) - 1 and w.rng.random() < problem.depth.replies:
            other = speakers[speaker == speakers[0]]
            turns.append((other, w.line("replies", name=speaker.partition(" ")[0])))
    lines: list[str] = []
    before = ""
    for speaker, text in turns:
        if speaker == before:
            lines[-1] += f" {text}"
        else:
            lines.append(f"**{speaker}**{mark}{text}" if bold else f"{speaker}{mark}{text}")
        before = speaker
    opener = _edge("openers", problem, w)
    if opener and problem.kind == "debate":
        opener = f"{w.line('chairs')}{mark}{opener}"
    return _run([opener, *lines, _edge("closers", problem, w)], "\n")


def _run(pieces: list[str], gap: str) -> str:
    return gap.join(piece for piece in pieces if piece)


_WEAVERS: Final[dict[str, Callable[[Reading, list[Said], Draw], str]]] = {
    "report": _prose, "argument": _prose, "long": _long, "satire": _satire, "instruction": _instruction,
    "poem": _poem, "conversation": _spoken, "debate": _spoken, "meeting": _spoken,
}  # fmt: skip
