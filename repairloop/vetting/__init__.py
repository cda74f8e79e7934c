"""Which rows may train: each is proved, whole, distinct, apart from what measures, and what its lineage says.

The first reason that holds keeps a row aside:

    ill_formed          no prompt that ends with a question, no answer, or an answer that is its own rejected side
    too_long            more text than the trainer would read
    contaminated_…      the content, the text, nearly the text, thirteen words or a whole question of what measures
    duplicate           a row with this text came before
    near_duplicate      a row with nearly this text came before (MinHash); a user's own question may be near another
    lineage             its id is not the digest of what it says it was made from, or it names failures that it is not for
    wrong               its completion does not pass its grader, or its rejected side does
    unproved            no program knows its truth, and what else speaks for it is not enough
    surplus             its area has all the rows that are wanted
    enough_of_its_kind  half of them are other than demonstrations already

What is kept aside leaves no trace: a good row is not a duplicate of a bad one. Whoever makes rows vets them by this module,
which knows nothing of how rows are made and where they go.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from repairloop.ground.near import NearDuplicates, Signature, hashed, signatures
from repairloop.ground.overlap import Overlap, Phrases, normal, parts, shingles, usual
from repairloop.plugins.grade import grade
from repairloop.records import OWN, Answer, Message, Proof, RepairRow, Verdict, fingerprint
from repairloop.vetting.protect import Texts, questions_in

NGRAM: Final = 13
"""Words in a row that a protected text and a training row may not share (Brown et al. 2020, appendix C)."""
RUN: Final = 8
"""Of the thirteen words so many in a row that are of a task's form: then they are the form, with an end of the question before it."""
LOOKED_AT: Final = 2000
"""Texts of a task that its form is found in, at most."""
SHORTEST: Final = 3
"""Words and marks of the shortest question that is looked for inside other texts: `29 - 25`. A shorter one has to be the
whole message."""


PROOFS: Final[tuple[Proof, ...]] = ("proved", "agreed", "unproved")
"""Strongest first."""


class Vetter:
    """Vets rows in their order, each area's as if there were no other.

    `causes`: probe id → (area, error class) of the failures that rows may name. `wanted`: area → rows that may train;
    without it, all. `most`: share of these that may be other than demonstrations. `admit`: the weakest proof.
    """

    def __init__(
        self, overlap: Callable[[RepairRow], str | None], max_chars: int,
        causes: Mapping[str, tuple[str, str | None]] | None = None, wanted: Mapping[str, int] | None = None,
        most: float = 1.0, admit: Proof = "proved",
    ) -> None:  # fmt: skip
        self._overlap, self._max_chars, self._causes = overlap, max_chars, causes or {}
        self._wanted, self._most, self._admit = wanted, most, admit
        self._texts: set[tuple[str, int]] = set()
        self._near: defaultdict[str, NearDuplicates] = defaultdict(NearDuplicates)
        self._kept: Counter[str] = Counter()
        self._others: Counter[str] = Counter()

    def vet(self, rows: Iterable[RepairRow]) -> Iterator[RepairRow]:
        """Each row with its verdict, its proof, and the reason why it is kept aside, if it is; a row that has a reason
        keeps it. One without a problem has no truth of a program's: no grader is asked, and its proof stands. One that is
        `agreed` or `human` is graded, and is no more than that. Rows that come together are hashed together."""
        rows = list(rows)
        texts = hashed([_said(row) for row in rows])
        for row, text, own in zip(rows, texts, signatures([text.grams for text in texts]), strict=True):
            if row.dropped:
                yield row
                continue
            reason, verdict = self._vet(row, (row.area, text.key), own)
            known: dict[str, Any] = {"dropped": reason or self._beyond(row)}
            if verdict is not None:
                proof: Proof = "unproved" if reason else row.proof if row.proof in ("agreed", "human") else "proved"
                known |= {"verdict": verdict.status, "grader_version": verdict.version, "proof": proof}
            yield row.like(**known)

    def _vet(self, row: RepairRow, key: tuple[str, int], own: Signature) -> tuple[str | None, Verdict | None]:
        if reason := ill_formed(row):
            return reason, None
        if len(row.question) + len(row.completion) > self._max_chars:
            return "too_long", None
        if how := self._overlap(row):
            return f"contaminated_{how}", None
        if key in self._texts:
            return "duplicate", None
        near = self._near[row.area]
        if not is_own(row.agents) and near.find(own):
            return "near_duplicate", None
        if not self._is_from(row):
            return "lineage", None
        verdict = prove(row, row.completion) if row.problem else None
        claimed = (verdict is None and row.proof != "self") or row.proof == "agreed"
        if claimed and PROOFS.index(row.proof) > PROOFS.index(self._admit):
            return "unproved", verdict
        wrong = verdict is not None and verdict.status != "pass"
        if wrong or (verdict is not None and row.rejected is not None and prove(row, row.rejected).status == "pass"):
            return "wrong", verdict
        self._texts.add(key)
        near.add(own)
        return None, verdict

    def _beyond(self, row: RepairRow) -> str | None:
        """Why a good row is one too many, if it is; else it counts."""
        area, other = row.area, row.repair != "demonstration"
        wanted = None if self._wanted is None else self._wanted[area]
        if wanted is not None and self._kept[area] >= wanted:
            return "surplus"
        if wanted is not None and other and self._others[area] >= math.ceil(wanted * self._most):
            return "enough_of_its_kind"  # a small area would end as a few questions with ever other mistakes
        self._kept[area] += 1
        self._others[area] += other
        return None

    def _is_from(self, row: RepairRow) -> bool:
        if row.id != row_id(row.source, row.cycle, row.area, edit_of(row.agents), row.content, row.prompt):
            return False
        known = [self._causes.get(failure) for failure in row.failures]
        return all(cause is not None and cause[0] == row.area for cause in known) and set(row.error_classes) == {
            cause[1] or "" for cause in known if cause
        }


def row_id(source: str, cycle: int, area: str, edit: str, content: str, prompt: list[Message]) -> str:
    """A row's id: the digest of what it was made from, and of its question, which may come with more after it."""
    asked = next((m["content"] for m in prompt if m["role"] == "user"), "")
    return fingerprint(source, cycle, area, edit, content, asked)


def is_own(agents: Sequence[str]) -> bool:
    """Whether a row is a case of the user's as it came: only its answer is written."""
    return list(agents[:2]) == [OWN, "solver"]


def edit_of(agents: Iterable[str]) -> str:
    """The refinement on a row's path; empty for a row as it was first made."""
    return next((agent.removeprefix("editor: ") for agent in agents if agent.startswith("editor: ")), "")


def _said(row: RepairRow) -> str:
    """What tells a row from others. Of a user's case not the system's message, which all cases share and which may be long."""
    return parts(row.prompt)[0] if row.agents[:1] == [OWN] else row.question


def ill_formed(row: RepairRow) -> str | None:
    roles = [m.get("role") for m in row.prompt]
    whole = bool(roles) and roles[-1] == "user" and all(m.get("content", "").strip() for m in row.prompt)
    return None if whole and row.completion.strip() and row.rejected != row.completion else "ill_formed"


def prove(row: RepairRow, text: str) -> Verdict:
    """The grader's verdict on a text as the row's answer, by the truth recomputed from the representation."""
    return grade(row.probe, Answer(probe_id=row.id, text=text, thoughts=""))


# ---- what measures --------------------------------------------------------------------------------------


class Form(NamedTuple):
    """What all texts of a task share, as options that are always the same, or one document that serves all questions."""

    runs: frozenset[str]
    """`RUN` words in a row."""
    shingles: frozenset[str]
    """Of `Overlap`."""


NO_FORM: Final = Form(frozenset(), frozenset())


def form_of(tasks: Iterable[Sequence[str]]) -> Form:
    """The form of tasks. `tasks`: the texts of each, as they are asked; of many a part is looked at."""
    plain = [[normal(text) for text in texts[:: -(-len(texts) // LOOKED_AT) or 1]] for texts in tasks]
    return Form(
        frozenset().union(*(usual(set(grams(text, RUN)) for text in texts) for texts in plain)),
        frozenset().union(*(usual(shingles(text) for text in texts) for texts in plain)),
    )


class Protected:
    """Texts that measure, held in memory, for rows that stream by.

    `probes`: content key, text and wording of each probe; `texts`: what the user protects. A row overlaps by its content,
    by a message of the user's or by all of its messages together (`overlap.parts`); for the system's message alone it
    does not. Texts of the user's own, and probes of wording that no row uses, may not share thirteen words with a row;
    probes of the wording that rows use share whole frames with them. A shorter question of the user's may not stand in a
    row whole, nor a row's question in one of the user's, with options behind it or examples before it. `form`: what speaks for
    none of it (`form_of`).
    """

    def __init__(
        self, probes: Iterable[tuple[str, str, str]] = (), texts: Texts = Texts([], []), form: Form = NO_FORM
    ) -> None:
        probes = list(probes)
        self.size = len(probes) + len(texts.asked) + len(texts.beside)
        asked = list(dict.fromkeys(part for text in texts.asked for part in questions_in(text)))
        own = list(dict.fromkeys(map(normal, [*asked, *texts.beside])))
        items = [(f"p{i}", content, text) for i, (content, text, _) in enumerate(probes)]
        items += [(f"f{i}", "", text) for i, text in enumerate(own) if text]
        self._index = Overlap(items, form.shingles) if items else None
        self._grams = {gram for text in own for gram in grams(text)}
        self._grams |= {gram for _, text, wording in probes if wording == "unseen" for gram in grams(normal(text))}
        self._grams = (
            {gram for gram in self._grams if form.runs.isdisjoint(grams(gram, RUN))} if form.runs else self._grams
        )
        plain = list(dict.fromkeys(filter(None, map(normal, asked))))
        self._phrases = Phrases(core for text in plain if (core := _core(text)) and _is_short(core))
        self._asked = "\n".join(f" {text} " for text in plain)

    def overlap(self, row: RepairRow) -> str | None:
        """How a row overlaps: `same_content`, `same_text`, `near_text`, `same_words` or `same_question`; None where it
        does not."""
        if self._index is None:
            return None
        said = parts(row.prompt)
        found = {how for text in said for how in self._index.matches(row.content, text).values()}
        if found:
            return min(found, key=_SEVEREST.index)
        plain = normal(said[0])
        if self._grams and not self._grams.isdisjoint(grams(f"{plain} {normal(row.completion)}")):
            return "same_words"
        if self._asked and (self._phrases.within(plain) or any(map(self._is_part, said[1:] or said))):
            return "same_question"
        return None

    def _is_part(self, message: str) -> bool:
        """Whether a short message of a row stands in a protected question."""
        core = _core(normal(message))
        return bool(core) and _is_short(core) and f" {core} " in self._asked


_CLOSING: Final = frozenset(".?!:,;\"'=")


def _core(normalised: str) -> str:
    """The text without closing marks; nothing where what is left is no question by itself."""
    words = normalised.split(" ")
    while words and words[-1] in _CLOSING:
        words.pop()
    return " ".join(words) if len(words) >= SHORTEST else ""


def _is_short(normalised: str) -> bool:
    return next(grams(normalised), None) is None


_SEVEREST: Final = ("same_content", "same_text", "near_text")
_WORD = re.compile(r"\w")


def grams(normalised: str, number: int = NGRAM) -> Iterator[str]:
    """Every so many words in a row of a text; punctuation is no word."""
    words = [word for word in normalised.split(" ") if _WORD.match(word)]
    return (" ".join(words[i : i + number]) for i in range(len(words) - number + 1))
