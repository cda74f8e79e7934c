"""Golds that may be wrong, told from what speaks against them. Nothing here asks a model, and nothing is corrected.

Four witnesses, each with a reason for a person to read:

- *samples* of a student or a teacher that agree with one another against the gold (self-consistency: Wang et al. 2022,
  arXiv 2203.11171). They are heard only where their agreement is worth something: where samples agree, they must agree
  with the gold more often than not. A student that is wrong in one way everywhere casts no doubt.
- *duplicates* and near-duplicates with another gold;
- *neighbours*, of labels: texts that are alike have another label (k nearest neighbours over TF-IDF; confident learning,
  Northcutt, Jiang, Chuang 2021). Where neighbours do not tell the labels of a task, they are not heard.
- a *program* that solves the question otherwise: the question is a formula itself, or questions that say nearly the same with
  other numbers have a program (`variations.redrawn`); and labels that are one letter away from a frequent one.

How many golds are wrong at most, is what the surest samples, or neighbours, disagree with: they are wrong at times
themselves, so it is an upper bound. Planted wrong golds measure it: benchmarks/golds.py.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np

from repairloop.ground.errors import BadReference
from repairloop.ground.near import hashed, signatures
from repairloop.ground.overlap import THRESHOLD, normal
from repairloop.ground.slips import one_letter_from
from repairloop.ground.stats import interval
from repairloop.plugins.grade import grade, loose_answer, loose_probe
from repairloop.plugins.registry import get_grader
from repairloop.plugins.understanding import shortened
from repairloop.records import Case, Probe, Verdict, fingerprint

AGREE: Final = 0.75
"""Share of the samples that must say one thing; of four answers, three."""
FEWEST_SAMPLES: Final = 3
WORTH: Final = 0.5
"""Share of the cases on which samples agree, that must agree with the gold, for them to be heard."""
FEWEST: Final = 20
"""Cases on which samples agree; with fewer, what their agreement is worth cannot be told."""
NEIGHBOURS: Final = 20
MARGIN: Final = 0.3
"""By how much more the neighbours must be for another label than for the gold, of their weight."""
TOLD, TOLD_ALONE = 0.82, 0.5
"""How far two halves of the neighbours must say the same, from 0 (chance) to 1, for them to be heard: where they are sure
together, and where one half alone is sure."""
MOST_LABELLED: Final = 10_000
"""Texts that are held against one another."""
FREQUENT: Final = 5
"""Cases of a label that another may be a slip of."""
FORMULA: Final = 200
"""Characters of a question that may be a formula."""

Solve = Callable[[Case], str | None]
"""What a program says is the answer to a case, or None where it cannot tell."""


def doubts(
    cases: Sequence[Case], answers: Mapping[str, Sequence[str]] | None = None,
    verdicts: Mapping[str, Sequence[Verdict]] | None = None, *, solve: Solve | None = None,
) -> dict[str, str]:  # fmt: skip
    """Id of each case whose gold is in doubt → why, in the order of the cases.

    `answers`: of some cases, what models answered, samples of one or of several; `verdicts`: the grader's on each of
    them, in the same order. `solve`: a program that answers questions without looking at the gold.
    """
    graded = [case for case in cases if case.grader]
    found: dict[str, list[str]] = defaultdict(list)
    witnesses: list[dict[str, str]] = [_slips(graded), _otherwise_solved(graded, solve), _contradicted(graded)]
    if answers and verdicts:
        witnesses.append(_outvoted(graded, answers, verdicts))
    if (neighbours := _neighbours(graded)) is not None:
        witnesses.append(neighbours.against())
    for reasons in witnesses:
        for ident, why in reasons.items():
            found[ident].append(why)
    return {case.id: "; ".join(found[case.id]) for case in graded if case.id in found}


@dataclass(frozen=True)
class Share:
    """How many golds are wrong."""

    low: float
    """At least, with 95 % confidence: what duplicates, programs and slips show."""
    high: float
    """At most, with 95 % confidence."""
    of: int
    """Cases that the upper end rests on."""
    how: str
    """What it rests on, for people."""


def wrong_share(
    cases: Sequence[Case], answers: Mapping[str, Sequence[str]] | None = None,
    verdicts: Mapping[str, Sequence[Verdict]] | None = None,
) -> Share | None:  # fmt: skip
    """An interval for the share of wrong golds; None where nothing bounds it from above."""
    graded = [case for case in cases if case.grader]
    ends: list[tuple[float, int, str]] = []
    if answers and verdicts:
        votes = [vote for case in graded if (vote := _vote(case, answers.get(case.id, ()), verdicts.get(case.id, ())))]
        sure = [vote for vote in votes if vote.share == 1.0]
        if len(sure) >= FEWEST:
            against = sum(not vote.for_gold for vote in sure)
            ends.append((interval(against, len(sure))[1], len(sure), "cases on which all samples say the same"))
    if (neighbours := _neighbours(graded)) is not None:
        against, of = neighbours.disagreement()
        if of >= FEWEST:
            ends.append((interval(against, of)[1], of, "texts whose neighbours are for one label"))
    if not ends:
        return None
    high, of, how = min(ends)
    certain = len(_slips(graded)) + _too_many(graded)
    return Share(min(high, interval(certain, len(graded))[0] if certain else 0.0), high, of, how)


# ---- samples ---------------------------------------------------------------------------------------------


class Vote(NamedTuple):
    """What most samples of a case say."""

    for_gold: bool
    share: float
    """Of all samples, that say it."""
    said: str
    times: int
    of: int


def _outvoted(
    cases: Iterable[Case], answers: Mapping[str, Sequence[str]], verdicts: Mapping[str, Sequence[Verdict]]
) -> dict[str, str]:
    votes = {
        case.id: vote
        for case in cases
        if (vote := _vote(case, answers.get(case.id, ()), verdicts.get(case.id, ()))) and vote.share >= AGREE
    }
    if len(votes) < FEWEST or sum(vote.for_gold for vote in votes.values()) < WORTH * len(votes):
        return {}
    return {
        ident: f"{vote.times} of {vote.of} samples agree on {shortened(vote.said)}"
        for ident, vote in votes.items()
        if not vote.for_gold
    }


def _vote(case: Case, answers: Sequence[str], verdicts: Sequence[Verdict]) -> Vote | None:
    """The largest group of samples that say the same; None where there are too few samples."""
    if len(answers) < FEWEST_SAMPLES or len(answers) != len(verdicts):
        return None
    groups: list[tuple[str, str, int]] = []
    """What is said, the same as it is compared, and how often."""
    right = 0
    for text, verdict in zip(answers, verdicts, strict=True):
        if verdict.status == "pass":
            right += 1
        elif verdict.status == "fail" and verdict.extracted:
            said = _compared(verdict.extracted)
            for number, (first, key, count) in enumerate(groups):
                if key == said or _is_same(case, first, text):
                    groups[number] = first, key, count + 1
                    break
            else:
                groups.append((verdict.extracted, said, 1))
    said, _, most = max(groups, key=lambda group: group[2], default=("", "", 0))
    if not right and not most:
        return None
    count = max(right, most)
    return Vote(right >= most, count / len(answers), case.gold if right >= most else said, count, len(answers))


def _compared(said: str) -> str:
    text = said.strip()
    if text[:1] in ("{", "["):
        try:
            return json.dumps(json.loads(text), sort_keys=True)
        except (ValueError, RecursionError):
            pass
    return normal(text).strip(" .,;:!*`'\"")


def _is_same(case: Case, said: str, text: str) -> bool:
    """Whether an answer is right where the other one is taken for the truth."""
    if not get_grader(case.grader).text_reference:
        return False
    return grade(loose_probe(case.grader, case.question, said, case.settings), loose_answer(text)).status == "pass"


# ---- duplicates ------------------------------------------------------------------------------------------

_WORD = re.compile(r"\w+")
_SMALL: Final = frozenset({"a", "an", "the"})


def _bare(case: Case) -> str:
    """What is asked, without marks and articles; options and documents count, in any order of the options."""
    words = [word for word in _WORD.findall(normal(case.question)) if word not in _SMALL]
    return "\x1f".join([" ".join(words), normal(case.document), *sorted(map(normal, case.options.values()))])


def _contradicted(cases: Sequence[Case]) -> dict[str, str]:
    """Cases that ask the same as another one, or nearly, and have another gold. Where most of several agree, only the
    others are in doubt."""
    found: dict[str, str] = {}
    for group, nearly in _alike(cases):
        golds: list[tuple[Case, list[Case]]] = []
        for case in group:
            mine = next((members for first, members in golds if _agree(first, case)), None)
            if mine is None:
                golds.append((case, [case]))
            else:
                mine.append(case)
        if len(golds) < 2:
            continue
        most = max(len(members) for _, members in golds)
        settled = most >= 2 and 2 * most > len(group)
        for first, members in golds:
            if settled and len(members) == most:
                continue
            other = next(one for one, _ in golds if one is not first)
            what = "nearly the same question" if nearly else "the same question"
            for case in members:
                found.setdefault(
                    case.id, f"{what} ({other.file}, line {other.line}) has another answer: {shortened(other.gold)}"
                )
    return found


def _alike(cases: Sequence[Case]) -> list[tuple[list[Case], bool]]:
    """Groups of cases that ask the same; and of those that nearly do, with the same numbers."""
    same: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        same[_bare(case)].append(case)
    groups = [(members, False) for members in same.values() if len(members) > 1]
    firsts = [members[0] for members in same.values()]
    firsts = [case for case in firsts if len(case.question.split()) >= 8]
    signed = signatures([one.grams for one in hashed([case.question for case in firsts])])
    bands: dict[int, int] = {}
    for number, (case, own) in enumerate(zip(firsts, signed, strict=True)):
        for other in {bands[band] for band in own.bands if band in bands}:
            near = np.count_nonzero(signed[other].minima == own.minima) >= THRESHOLD * len(own.minima)
            if near and _rest(case) == _rest(firsts[other]):
                groups.append(([firsts[other], case], True))
        for band in own.bands:
            bands.setdefault(band, number)
    return groups


def _rest(case: Case) -> tuple[Any, ...]:
    """What must be the same in cases whose words differ a little: numbers, document, options."""
    numbers = re.findall(r"\d+(?:[.,]\d+)*", case.question)
    return numbers, normal(case.document), sorted(map(normal, case.options.values()))


def _agree(first: Case, second: Case) -> bool:
    """Whether the gold of one is right by the other's."""
    if first.reference == second.reference and first.options == second.options:
        return True
    try:
        answer = get_grader(second.grader).gold(_probe(second))
    except (ValueError, BadReference):
        return True
    if second.options and first.options != second.options:  # letters say something else there
        answer = second.options.get(answer, answer)
        right = first.options.get(get_grader(first.grader).gold(_probe(first)), "")
        return normal(answer) == normal(right)
    return grade(_probe(first), loose_answer(answer)).status == "pass"


def _too_many(cases: Sequence[Case]) -> int:
    """Golds that must be wrong because the same question has others: of each group, all but the most frequent one."""
    count = 0
    for group, nearly in _alike(cases):
        if not nearly:
            sizes = Counter(json.dumps(case.reference, sort_keys=True, default=str) for case in group)
            count += 0 if all(_agree(group[0], case) for case in group) else len(group) - max(sizes.values())
    return count


def _probe(case: Case) -> Probe:
    return loose_probe(case.grader, case.question, case.reference, case.settings, case.id)


# ---- programs and slips ------------------------------------------------------------------------------------


def _otherwise_solved(cases: Sequence[Case], solve: Solve | None) -> dict[str, str]:
    found = {}
    for case in cases:
        for said in filter(None, (solve(case) if solve else None, _by_its_grader(case))):
            try:
                answer = get_grader(case.grader).gold(_probe(case))
                own = loose_probe(case.grader, case.question, said, case.settings)
                verdicts = grade(own, loose_answer(answer)), grade(_probe(case), loose_answer(said))
            except ValueError:
                continue
            if (
                verdicts[0].status == "fail" and verdicts[1].status != "pass"
            ):  # 27 is right for "27%", not the other way
                found[case.id] = f"worked out by a program, it is {shortened(said)}"
    return found


def _by_its_grader(case: Case) -> str | None:
    """What a question comes to that is a formula itself, where its grader can tell without a reference."""
    question = case.question
    letters = sum(c.isalpha() for c in question)
    if len(question) > FORMULA or not re.search(r"\d\s*[-+*/×÷^=(]|[-+*/×÷^=)]\s*\d", question) or letters > 60:
        return None
    try:
        return get_grader(case.grader).gold(loose_probe(case.grader, question, None, case.settings))
    except Exception:  # it needs a reference, or cannot solve the question
        return None


def _slips(cases: Sequence[Case]) -> dict[str, str]:
    """Golds that stand once, and one letter away from one that stands often."""
    counts = Counter(case.gold for case in cases if len(case.gold) <= 60)
    if len(counts) > 0.5 * len(cases):
        return {}
    usual = [gold for gold, n in counts.items() if n >= FREQUENT]
    once = {gold for gold, n in counts.items() if n == 1 and len(gold) >= 4}
    near = one_letter_from(once, usual)
    return {
        case.id: f"{case.gold!r} stands once and is one letter away from {near[case.gold]!r}"
        for case in cases
        if case.gold in near
    }


# ---- neighbours ------------------------------------------------------------------------------------------


class Neighbours:
    """For which label the texts around each text are. `votes`: a row a case, a column a label, the weight of those
    neighbours that have it, which sum to 1; `halves`: the same of every other neighbour, and of the rest."""

    def __init__(
        self, cases: list[Case], labels: list[str], own: np.ndarray, votes: np.ndarray, halves: list[np.ndarray]
    ) -> None:  # fmt: skip
        self.cases, self.labels, self.own, self.votes, self.halves = cases, labels, own, votes, halves
        self.best = votes.argmax(axis=1)
        rows = np.arange(len(cases))
        self.sure = _is_sure(votes)
        self.margin = votes[rows, self.best] - votes[rows, own]

    def tell(self) -> bool:
        """Whether neighbours tell the labels of this task at all. How often they agree with the golds does not say that,
        for golds may be wrong; but two halves of the neighbours, where they are sure together, must be for one label."""
        one, other = self.halves
        same = one.argmax(axis=1) == other.argmax(axis=1)
        chance = float(((np.bincount(self.best) / len(self.best)) ** 2).sum())
        for sure, least in ((self.sure, TOLD), (_is_sure(one), TOLD_ALONE)):
            if sure.sum() < FEWEST or float(same[sure].mean()) - chance < least * (1 - chance):
                return False
        return True

    def against(self) -> dict[str, str]:
        return {
            self.cases[
                n
            ].id: f"texts like it are {self.labels[self.best[n]]!r} ({self.votes[n, self.best[n]]:.0%} of the nearest)"
            for n in np.flatnonzero((self.best != self.own) & (self.margin > MARGIN))
        }

    def disagreement(self) -> tuple[int, int]:
        """Of the cases whose neighbours are sure: how many have another gold, and how many there are."""
        return int((self.best != self.own)[self.sure].sum()), int(self.sure.sum())


def _is_sure(votes: np.ndarray) -> np.ndarray:
    """Whose votes are for one label by the margin."""
    two = np.partition(votes, -2, axis=1)[:, -2:]
    sure: np.ndarray = two[:, 1] - two[:, 0] > MARGIN
    return sure


def _neighbours(cases: Sequence[Case]) -> Neighbours | None:
    """The neighbours of cases whose golds are labels; None where they are not, are too few, or tell nothing. Of cases that
    ask the same, one stands for all: the others are `_contradicted`, and would be a text's own neighbours."""
    cases = list({_bare(case): case for case in cases}.values())
    own = [case.gold.casefold() for case in cases if not case.options and len(case.gold) <= 60]
    counts = Counter(own)
    if len(own) < len(cases) or len(cases) < 2 * FEWEST or len(counts) < 2 or 4 * len(counts) > len(cases):
        return None
    chosen = list(cases)
    if len(chosen) > MOST_LABELLED:
        chosen = sorted(chosen, key=lambda case: fingerprint("neighbours", case.id))[:MOST_LABELLED]
    labels = sorted({case.gold.casefold() for case in chosen})
    if 4 * len(labels) > len(chosen):
        return None
    place = {label: n for n, label in enumerate(labels)}
    mine = np.array([place[case.gold.casefold()] for case in chosen])
    texts = [f"{case.document} {case.question}" for case in chosen]
    found = Neighbours(chosen, labels, mine, *_votes(texts, mine, len(labels)))
    return found if found.tell() else None


def _votes(texts: list[str], own: np.ndarray, labels: int) -> tuple[np.ndarray, list[np.ndarray]]:
    """The votes of all neighbours, and of two halves of them."""
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    try:
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit_transform(texts)
        pieces = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, max_features=50_000
        ).fit_transform(texts)
    except ValueError:  # there is no word in them
        even = np.full((len(texts), labels), 1.0 / labels)
        return even, [even, even]
    matrix = hstack([words, pieces]).tocsr().astype(np.float32)
    k = min(NEIGHBOURS, len(texts) - 1)
    nearest = np.zeros((len(texts), k), dtype=np.int64)
    weights = np.zeros((len(texts), k))
    for start in range(0, len(texts), 500):
        like = (matrix[start : start + 500] @ matrix.T).toarray()
        rows = np.arange(len(like))
        like[rows, start + rows] = -1.0  # oneself
        near = np.argpartition(-like, k - 1, axis=1)[:, :k]
        near = np.take_along_axis(near, np.argsort(-np.take_along_axis(like, near, axis=1), axis=1), axis=1)
        nearest[start : start + 500] = near
        weights[start : start + 500] = np.maximum(np.take_along_axis(like, near, axis=1), 0.0) ** 2

    def votes(chosen: slice) -> np.ndarray:
        mine, weight = own[nearest[:, chosen]], weights[:, chosen]
        counted = np.zeros((len(texts), labels), np.float32)
        for column in range(mine.shape[1]):
            np.add.at(counted, (np.arange(len(texts)), mine[:, column]), weight[:, column])
        made: np.ndarray = counted / (counted.sum(axis=1, keepdims=True) + 1e-9)
        return made

    return votes(slice(None)), [votes(slice(0, None, 2)), votes(slice(1, None, 2))]
