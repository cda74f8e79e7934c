"""Open requests: those that come with the project, and the user's own in a file. Knows texts, not students."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Final

from repairloop.ground.errors import UsageError
from repairloop.loop.canaries import FLOORS
from repairloop.records import Message, fingerprint
from repairloop.sources.userfile import FORMS

LONGEST: Final = 4000
"""Characters of a user's request; longer ones are left out."""
UNDERSTOOD: Final = f"{FORMS}; of tables a column messages, prompt, question, instruction (with input), query or text"


_CLOSED: Final = re.compile(
    r"""\b(?:
        classif(?:y|ied|ication) | categori[sz]e | (?:assign|give)\ a\ (?:label|category|rating|score) | sentiment\ of | predict
      | (?:true|right|correct|positive)\ or\ (?:false|wrong|incorrect|negative) | (?:yes|spam)\ or\ no[t]? | whether\ or\ not
      | (?:decide|determine|check|tell\ me|say)\ (?:if|whether) | (?:one|a\ single|single)[\ -]word
      | which\ (?:of|one|word|number|option|is\ (?:the\ )?\w+(?:er|est)) | (?:choose|select|pick)\ the\ (?:right|correct|best|odd)
      | calculate | compute\ the | solve\ (?:the|this|for) | simplify\ the | factori[sz]e | how\ (?:many|much|old|far|tall)\b
      | what\ (?:time|year|day|date|number|percent\w*|colou?r)\b | identify\ (?:the|all|which) | indicate | unscramble
      | (?:what|who|when|where)\ (?:is|was|were|are)\ the\ (?:\w+\ )?(?:
            capital|sum|product|area|volume|perimeter|value|output|average|mean|median|number|name|total|probability
          | square\ root|derivative|remainder)
    )\b | \d\ *[+*×÷=^]\ *\d | \d\ +[-/]\ +\d""",
    re.IGNORECASE | re.VERBOSE,
)
_ENDS: Final = 160
CLOSED: Final = ("repeats", "language")
"""The distances that count where a request asks for a label, a number or a choice."""


def is_open(messages: list[Message]) -> bool:
    """Whether a request seems to ask for a text, not for a label, a name, a number or a choice: to those a short reply
    may be the better one. A guess, by English words at its beginning and end."""
    text = messages[-1]["content"]
    return not (_CLOSED.search(text[:_ENDS]) or _CLOSED.search(text[-_ENDS:]))


_TONGUES: Final = (
    "arabic bengali chinese czech danish dutch english finnish french german greek hebrew hindi hungarian indonesian "
    "italian japanese korean latin mandarin norwegian persian polish portuguese romanian russian spanish swahili swedish "
    "thai turkish ukrainian urdu vietnamese"
)
_FOREIGN: Final = re.compile(
    rf"\btranslat|\blanguages?\b|\b(?:in|into|to|from) (?:{_TONGUES.replace(' ', '|')})\b", re.IGNORECASE
)
_CODE: Final = re.compile(
    r"""\b(?:
        cod(?:e|ing) | program(?:s|ming)? | scripts? | functions? | class(?:es)? | algorithms? | quer(?:y|ies) | formulas?
      | regex(?:es)? | regular\ expressions? | python | javascript | java | typescript | html | css | sql | json | xml | yaml
      | latex | bash | shell | lua | rust | php | ruby | apis? | databases?
    )\b | \bc\+\+ | \bc\#""",
    re.IGNORECASE | re.VERBOSE,
)


def freedoms(messages: list[Message]) -> tuple[str, ...]:
    """The distances of `canaries` that say nothing of an answer to this request. Of one that asks for a label, a number or
    a choice only repetition and language count; of one about another language not its language, of one about code not its
    kind. A guess, like `is_open`."""
    ends = messages[-1]["content"][:_ENDS], messages[-1]["content"][-_ENDS:]
    ways = {name for name in FLOORS if name not in CLOSED} if not is_open(messages) else set()
    if any(map(_FOREIGN.search, ends)):
        ways.add("language")
    if any(map(_CODE.search, ends)):
        ways.add("kind")
    return tuple(sorted(ways))


def _bundled(name: str) -> str:
    return (files("repairloop") / "data" / name).read_text(encoding="utf-8")


def listed() -> list[str]:
    """The bundled list, written for this project, for students that can make up no requests of their own."""
    return _bundled("requests.txt").strip().split("\n")


def with_material(seed: str, measuring: bool) -> list[str]:
    """Requests of the other common form, an instruction and below it what it is about: each bundled instruction with topics,
    sentences or facts, in an order of the seed's, first each with one of them. A student that has learned to answer such
    prompts with a piece of them is found out by these, and by no question of one sentence.

    `measuring`: those of the third of the instructions, and of the material, that is kept to measure; else those that train. A
    request that shares either with the student's own voice would find the repaired student at its best."""
    found: list[list[str]] = []
    for section in re.split("^== .*\n", _bundled("instructions.txt"), flags=re.MULTILINE)[1:]:
        instructions, _, material = section.partition("\n--\n")
        about = _third(material.strip().split("\n"), measuring)
        found += [[] for _ in about[len(found) :]]
        for instruction in _third(instructions.split("\n"), measuring):
            place = int(fingerprint(seed, instruction), 16)
            for number, texts in enumerate(found[: len(about)]):
                texts.append(f"{instruction}\n\n{about[(place + number) % len(about)]}".replace("\\n", "\n"))
    return [text for texts in found for text in shuffled(texts, seed)]


def _third(lines: list[str], which: bool) -> list[str]:
    return [line for place, line in enumerate(lines) if (place % 3 == 0) == which]


def beside(material: str, seed: str) -> str:
    """What a repaired task is asked about, asked something else: one of a few bundled instructions, and the text below it.
    No canary has one of these instructions."""
    instructions = _bundled("beside.txt").strip().split("\n")
    return f"{instructions[int(fingerprint(seed, material), 16) % len(instructions)]}\n\n{material}"


def shuffled(texts: Iterable[str], seed: str) -> list[str]:
    """In an order of the seed's, in which every text has its place whatever the others are."""
    return sorted(texts, key=lambda text: fingerprint(seed, text))


def read_requests(file: Path) -> list[list[Message]]:
    """The user's requests, each as chat messages that end with the user's turn, as `repairloop import` reads questions; empty
    and overlong ones are left out.

    Raises UsageError, with what can be read, on a file that is missing, empty or of unknown form.
    """
    from repairloop.tasks import formats
    from repairloop.tasks.entry import messages_asked

    if not file.is_file():
        raise UsageError(f"guard file {str(file)!r} does not exist")
    try:
        read = formats.read(file, file.name, {}, asked_only=True)
    except UsageError as error:
        unmapped = "; a guard file has no --map: call the column `prompt`" if "--map" in str(error) else ""
        raise UsageError(
            f"guard file {str(file)!r} has no requests: {error}{unmapped}; it takes {UNDERSTOOD}"
        ) from None
    if passed_over := [note for note in read.notes if note.startswith(f"{file.name}: {formats.PASSED_OVER}")]:
        raise UsageError(f"guard file {str(file)!r} cannot be read: {'; '.join(passed_over)}; it takes {UNDERSTOOD}")
    asked = [messages_asked(entry) for entry in read.entries]
    found = [messages for messages in asked if sum(len(m["content"]) for m in messages) <= LONGEST]
    if not found:
        raise UsageError(
            f"guard file {str(file)!r} has no requests of at most {LONGEST:,} characters; it takes {UNDERSTOOD}"
        )
    return found
