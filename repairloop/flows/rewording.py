"""A teacher says a prompt in other words, and a program checks that all that decides the answer still stands in it.

    Hi! Work out 85 - 8.    →  Could you please calculate 85 - 8?    kept
                            →  Take 8 away from 85, please.          another order
                            →  What is 85 - 9?                       number lost
                            →  Hi! Work out 85 - 8.                  unchanged

Locked are numbers and number words, signs, names (capitalised words inside a sentence), identifiers, quotations, code
and JSON, the problem's own strings wherever they stand in the prompt, and a list of small words that decide what is
asked (not, more, before, each, who …). All of them must stand in both texts in the same order, no more and no fewer;
quotations, code and whole runs of the problem's own strings verbatim. The check is strict rather than clever: a good
rewording that names two values in another order is dropped.

A problem that knows better what of it may change says so (`Problem.wording`) and checks it itself: the question of a user's
case, whose documents and options stay.

What it does not know is meaning. A new name that begins a sentence, and a free word put for another of contrary meaning
(`lend` for `borrow`), go unseen.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from pydantic import BaseModel, ConfigDict

from repairloop.flows import Item
from repairloop.flows.teacher import TeacherAgent, Unusable, _text, _written
from repairloop.plugins.skill import Problem
from repairloop.tasks.skill import CaseProblem

CHECK: Final = "rewording_check"
"""The step in the path of an item whose rewording was found to keep what decides."""

_TOKEN: Final = re.compile(r"\w+(?:[-'’.,:/@&]\w+)*|[^\w\s]")
_WORD: Final = re.compile(r"\w+(?:['’]\w+)*")
_SIGNS: Final = frozenset("+-−–×÷*/=≠<>≤≥%$€£¥#@^|\\~{}[]()_°")
_SPAN: Final = re.compile(
    r'```.*?```|""".*?"""|`[^`\n]+`|"[^"\n]+"|“[^“”\n]+”|«[^«»\n]+»|(?<!\w)\'[^\'\n]+\'(?!\w)|<[^<>\n]{1,80}>',
    re.DOTALL,
)
_START: Final = re.compile(r"(?:^|[.!?:;…•>\n]|(?:^|\n)\s*[-*])[\s\"“'‘(*_]*$")
_TITLE: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Prof)\. *$")
_DECODER: Final = json.JSONDecoder()
_JSON_TRIALS: Final = 50
_I: Final = frozenset({"I", "I'm", "I'd", "I'll", "I've", "I’m", "I’d", "I’ll", "I’ve"})


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NUMBERS: Final = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion dozen half "
    "halves quarter quarters third thirds double doubled triple twice thrice once first second fourth fifth sixth seventh "
    "eighth ninth tenth last pair couple"
)
_DECIDING: Final = _words(
    # denial, quantity, comparison
    "not no never none nor neither nothing nobody without cannot except unless only all any each every both either some "
    "several many much few fewer less least more most exactly under over above below between within than equal same "
    "different other another highest lowest largest smallest biggest longest shortest greater smaller larger higher lower "
    "older younger oldest youngest earliest latest taller heavier lighter cheaper dearer faster slower wider narrower "
    "average mean total sum difference product quotient remainder ratio "
    "percent plus minus times divided per left remain remains remaining altogether together "
    # time, cause, condition
    "before after until since during while then next previous earlier later because so therefore hence thus if whether "
    "although but or against instead "
    # units
    "minute minutes hour hours day days week weeks month months year years seconds cm centimetre centimetres centimeter "
    "centimeters m metre metres meter meters km kilometre kilometres kilometer kilometers mile miles foot feet inch inches "
    "g gram grams kg kilogram kilograms litre litres liter liters ml cent cents dollar dollars euro euros pound pounds "
    "degree degrees today yesterday tomorrow ago "
    # ways in which things change hands and numbers
    "give gives gave given giving get gets got getting receive received take takes took taken taking lose loses lost losing "
    "find finds found buy buys bought sell sells sold spend spends spent earn earns earned add adds added subtract multiply "
    "divide remove removes removed borrow lend lent share shared eat ate use used break broke win wins won away back off out up down "
    # questions
    "who whom whose what which when where why how "
    # form of the answer
    "word words sentence sentences paragraph paragraphs line lines letter letters bullet bullets item items list capital "
    "capitals uppercase lowercase comma commas period periods exclamation json csv yaml xml html markdown title "
    "heading table column row true false null yes unknown alphabetical ascending descending order begin begins start starts "
    "end ends include includes contain contains avoid omit exclude short long brief"
)
_FREE: Final = _words(
    "a an the of to in on by for with from as is are was were be been it its this that these those i you he she they we me "
    "him her them us my your his their our do does did has have had will would can could there here"
)
"""Words that decide nothing, although a problem may hold them."""


def fault(original: str, reworded: str, problem: Problem) -> str:
    """Why a rewording may not stand for the original; empty where it may."""
    if " ".join(original.split()) == " ".join(reworded.split()):
        return "unchanged"
    was, now = len(_WORD.findall(original)), len(_WORD.findall(reworded))
    if not was // 2 <= now <= 2 * was + 12:
        return "far shorter or longer"
    runs = _own_runs(original, problem)
    own = {word.casefold() for run in runs for word in _WORD.findall(run)} - _FREE
    common = {word for text in (original, reworded) for word in _WORD.findall(text) if word[0].islower()}
    names = {n for n in _names(original) | _names(reworded) if n.lower() not in common | _FREE | _DECIDING}
    before, after = list(_locked(original, own, names)), list(_locked(reworded, own, names))
    for what, more, fewer in (("lost", before, after), ("added", after, before)):
        if missing := Counter(more) - Counter(fewer):
            return f"{next(iter(missing))[0]} {what}"
    if before != after:
        return "another order"
    if _spans(original) != _spans(reworded) or not _hold(reworded, _json(original)):
        return "quotation or code changed"
    return "" if _hold(reworded, runs) else "text of the problem changed"


def _locked(text: str, own: set[str], names: set[str]) -> Iterator[tuple[str, str]]:
    """Kind and form of every word and sign that decides, in order."""
    for found in _TOKEN.finditer(text):
        token = found.group()
        small = token.casefold()
        if any(c.isdigit() for c in token):
            yield ("number" if re.fullmatch(r"[\d.,:/-]+", token) else "identifier"), token
        elif small in _NUMBERS:
            yield "number", small
        elif token in _SIGNS:
            yield "sign", token
        elif len(token) > 1 and re.search(r"[._/@:]|[a-z][A-Z]|^[A-Z]{2,}$", token):
            yield "identifier", token
        elif small in own or any(part in own for part in re.split(r"[-'’,&]", small)):
            yield "value", small
        elif small in _DECIDING or small.endswith(("n't", "n’t")):
            yield "deciding word", small
        elif token.split("'")[0].split("’")[0] in names:
            yield "name", token


def _names(text: str) -> set[str]:
    """Capitalised words inside a sentence: wherever they stand, they are names."""
    found = set()
    for token in _WORD.finditer(text):
        word, before = token.group(), text[max(0, token.start() - 40) : token.start()]
        if word[0].isupper() and word not in _I and (not _START.search(before) or _TITLE.search(before)):
            found.add(word.split("'")[0].split("’")[0])
    return found


def _own_runs(text: str, problem: Problem) -> list[str]:
    """The pieces of a text that are made of nothing but the problem's own strings and numbers."""
    covered = bytearray(len(text))
    for leaf in {leaf.strip() for leaf in _leaves(problem.model_dump(mode="json"))}:
        if leaf and not leaf.endswith("?"):
            for found in re.finditer(rf"(?<!\w){re.escape(leaf)}(?!\w)", text, re.IGNORECASE):
                covered[found.start() : found.end()] = b"\x01" * len(found.group())
    for found in re.finditer(r"[^\w\n]+", text):  # what stands between two pieces belongs to both
        if found.start() and covered[found.start() - 1] and covered[found.end() : found.end() + 1] == b"\x01":
            covered[found.start() : found.end()] = b"\x01" * len(found.group())
    runs = [text[m.start() : m.end()].strip() for m in re.finditer(rb"\x01+", bytes(covered))]
    return [run for run in runs if any(word.casefold() not in _FREE for word in _WORD.findall(run))]


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _leaves(part)
    elif isinstance(value, list):
        for part in value:
            yield from _leaves(part)


def _spans(text: str) -> list[str]:
    return _SPAN.findall(text)


def _json(text: str) -> list[str]:
    """The JSON objects and lists that stand in a text."""
    found, end = [], 0
    for place in [m.start() for m in re.finditer(r"[{\[]", text)][:_JSON_TRIALS]:
        if place >= end:
            try:
                _, end = _DECODER.raw_decode(text, place)
                found.append(text[place:end])
            except (ValueError, RecursionError):
                continue
    return found


def _hold(text: str, pieces: list[str]) -> bool:
    """Whether the pieces stand in a text one behind the other; a piece of one word in either case."""
    place, small = 0, text.casefold()
    for piece in pieces:
        single = _WORD.fullmatch(piece) is not None and len(small) == len(text)
        at = small.find(piece.casefold(), place) if single else text.find(piece, place)
        if at < 0:
            return False
        place = at + len(piece)
    return True


# ---- the agent ------------------------------------------------------------------------------------------


class Reworded(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    message: str


@dataclass
class Rewording(TeacherAgent):
    """The last message of a prompt, `$message`, in a teacher's words, if they pass the check."""

    answer_type: type[BaseModel] = Reworded
    name: str = "teacher_rewording"
    needs: ClassVar[str] = "message"

    _ITEM_SOURCES: ClassVar[dict[str, Callable[[Item], str]]] = {
        **TeacherAgent._ITEM_SOURCES,
        "message": lambda item: (item.problem and item.problem.wording()) or item.prompt[-1]["content"],
    }

    def take(self, item: Item, value: Any, step: str) -> Item:
        assert isinstance(item.problem, Problem)
        text = _text(value.message)
        *before, last = item.prompt
        if own := item.problem.wording():
            if (problem := item.problem.reworded(text)) is None:
                raise Unusable("something that decides lost or added")
            was = item.problem
            if isinstance(was, CaseProblem) and isinstance(problem, CaseProblem) and item.prompt == was.messages():
                prompt = problem.messages()  # what was reworded may be an instruction that comes before
            elif own in last["content"]:
                prompt = [*before, {**last, "content": last["content"].replace(own, text)}]
            else:
                raise Unusable("the prompt does not say what was reworded")
            return _written(
                item, step, "prompt", prompt=prompt, problem=problem
            )  # what it means now, samples must tell
        if reason := fault(last["content"], text, item.problem):
            raise Unusable(reason)
        return _written(item, step, "prompt", prompt=[*before, {**last, "content": text}]).by(CHECK)
