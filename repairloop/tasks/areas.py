"""Areas of a task that has none: what its cases are about, and what makes them hard, as far as answers show it.

    texts  →  TF-IDF of words and pieces of words, truncated SVD  →  how like those that failed a text is
    that, columns of the file, form of question and gold, and which cases of `find` failed
           →  a tree of at most three decisions  →  areas, named by what sets their cases apart

How far the tree may grow, cross-validation says, over all of it, so that where nothing depends on anything the task stays
one area. Failures are looked at in `find` alone; which areas fail is asked in `test`, of cases that suggested nothing.
That areas are the right ones is not claimed; that they fail, is shown. Weak kinds that are few cases each are one area
together: what they have in common is that they fail. Where a text must be understood to see what is hard in it, this
sees nothing.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from repairloop.records import Case

if TYPE_CHECKING:
    import numpy as np

ALL: Final = "all"
OTHER: Final = "other"
TESTED: Final = 15
"""Cases of `test` that an area has at least, about."""
DEPTH: Final = 3
"""Decisions of the tree, one below the other."""
FITTED: Final = 4000
"""Texts that words are learnt from; the others are placed by them."""
SIZE: Final = 48
"""Numbers that stand for a text."""
FOLDS: Final = 10
INNER: Final = 5
MOST_VALUES: Final = 30
"""Different values of a column that may make areas."""
CHARS: Final = 2000
"""Of a question that is read."""
DRAWN: Final = 4
"""Answers that draw the rate of a value toward that of all."""

Embedder = Callable[[list[str]], Any]
"""Texts → vectors, one a row."""


@dataclass(frozen=True)
class Areas:
    """Which area each case is in."""

    of: Mapping[str, str]
    """Case id → area."""
    told: Mapping[str, str]
    """Area → what it is, in a line."""
    notes: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return sorted(self.told)

    def area_of(self, case: Case) -> str:
        return self.of[case.id]

    def about(self, area: str) -> str:
        return self.told[area]


def found(
    asked: Sequence[Case], passed: Mapping[str, bool], every: Sequence[Case], embedder: Embedder | None = None
) -> Areas:
    """The areas of `every` case. `asked`: those of `find` that were asked and graded; `passed`: their ids → whether the
    answer was right."""
    import numpy as np

    tests = sum(case.part == "test" and bool(case.grader) for case in every)
    if tests < 2 * TESTED or len(asked) < 2 * TESTED:
        few = f"{len(asked)} questions to find areas on and {tests} to test them are too few for more than one area"
        return _one(every, few)
    places = {case.id: place for place, case in enumerate(every)}
    rows = np.array([places[case.id] for case in asked])
    right = np.array([passed[case.id] for case in asked])
    texts = [case.question[:CHARS] for case in every]
    seen = Seen(_vectors(texts, embedder), columns_of(every), forms_of(every), rows, right)
    leaves = _grown(seen, max(10, math.ceil(len(rows) * TESTED / tests)))
    if len(leaves) < 2:
        return _one(every, "where it fails depends on nothing that shows: one area")
    return _named(leaves, every, texts)


def _one(every: Sequence[Case], note: str) -> Areas:
    return Areas(dict.fromkeys((case.id for case in every), ALL), {ALL: "all questions"}, [note])


def labelled(cases: Sequence[Case]) -> tuple[list[Case], list[str]]:
    """The cases in the areas that the user's own column names, and what is to be said of it: small ones are one area,
    `other`, and so are cases without a name. Nothing changes where no case has one."""
    counts = Counter(case.area for case in cases if case.part == "test" and case.grader)
    values = sorted({case.area for case in cases if case.area})
    if not values:
        return list(cases), []
    large = [value for value in values if counts[value] >= TESTED]
    small = [value for value in values if counts[value] < TESTED]
    if len(small) == 1 and not any(not case.area for case in cases):
        large, small = values, []
    name_of = dict(zip(large, _unlike([_slug(value) or "area" for value in large], OTHER), strict=True))
    said = []
    if small and large:
        shown = ", ".join(_short(value) for value in small[:5]) + (" …" if len(small) > 5 else "")
        said.append(f"areas with fewer than {TESTED} questions to test on are one, {OTHER!r}: {shown}")
    elif small:
        said.append(f"no area has {TESTED} questions to test on: the task is one area")
    rest, about = (OTHER, "the small areas together") if large else (ALL, "all questions")
    placed = [
        case.like(area=name_of[case.area], about=_short(case.area))
        if case.area in name_of
        else case.like(area=rest, about=about)
        for case in cases
    ]
    return placed, said


# ---- what is seen of a case ---------------------------------------------------------------------------


class Trait(NamedTuple):
    """Something that holds of some cases, and how it is said that it does, and that it does not."""

    name: str
    about: str
    without: str
    otherwise: str
    holds: np.ndarray
    """Of every case, bool."""


class Column(NamedTuple):
    """A column with few values."""

    name: str
    values: list[str]
    of: np.ndarray
    """The place in `values` of every case, int."""


class Seen(NamedTuple):
    """All that the tree may decide by, of every case, and the answers to some."""

    vectors: np.ndarray | None
    columns: list[Column]
    traits: list[Trait]
    rows: np.ndarray
    """Places of the cases that were asked."""
    right: np.ndarray
    """Of those, bool."""


def columns_of(cases: Sequence[Case]) -> list[Column]:
    """The columns of the file with few values, and the gold where it is one of a few."""
    import numpy as np

    columns = {name: [case.columns.get(name, "") for case in cases] for name in {n for c in cases for n in c.columns}}
    made = []
    for name, values in [*sorted(columns.items()), ("answer", [case.gold for case in cases])]:
        counts = Counter(values)
        if 2 <= len(counts) <= MOST_VALUES and counts.most_common(1)[0][1] <= 0.97 * len(cases):
            place = {value: index for index, value in enumerate(sorted(counts))}
            made.append(Column(name, list(place), np.array([place[value] for value in values])))
    return made


_NUMBER: Final = re.compile(r"\d[\d.,:/]*")
_SENTENCE: Final = re.compile(r"[.!?。！？]+(?:\s|$)|\n")


def forms_of(cases: Sequence[Case]) -> list[Trait]:
    """Length, numbers, sentences, options, document, tools, script, and the form of the gold."""
    import numpy as np

    texts = [case.question[:CHARS] for case in cases]
    golds = [_parsed(case.gold) for case in cases]
    words = [len(case.question.split()) for case in cases]
    documents = [len(case.document.split()) for case in cases]
    letters = [len(case.gold) for case in cases]
    parts = [len(gold) if isinstance(gold, dict | list) else 1 for gold in golds]
    foreign = [0 if text.isascii() else sum(c.isalpha() and ord(c) > 0x24F for c in text[:500]) for text in texts]
    counted: list[tuple[str, str, Sequence[int], Sequence[int]]] = [
        ("words", "words in the question", words, _thirds(words)),
        ("numbers", "numbers in the question", [len(_NUMBER.findall(text)) for text in texts], (1, 2, 3, 4)),
        ("sentences", "sentences in the question", [len(_SENTENCE.findall(text)) or 1 for text in texts], (2, 3, 4)),
        ("options", "options", [len(case.options) for case in cases], (1, 3, 4, 5)),
        ("document", "words in the document", documents, (1, *_thirds(documents))),
        ("tools", "tools", [len(case.tools) for case in cases], (1, 2, 4)),
        ("messages", "messages", [len(case.messages) for case in cases], (3, 5)),
        ("parts", "parts in the answer", parts, (2, 3, 4, 6)),
        ("letters", "characters in the answer", letters, _thirds(letters)),
        ("foreign", "letters that are not Latin", foreign, (5,)),
    ]
    made = []
    for name, said, values, steps in counted:
        array = np.array(values)
        for step in dict.fromkeys(step for step in steps if step > 0):
            about, otherwise = (
                (f"at least {step} {said}", f"fewer than {step} {said}") if step > 1 else (f"with {said}", f"no {said}")
            )
            made.append(Trait(f"{name}_{step}_up", about, f"{name}_below_{step}", otherwise, array >= step))
    for name, said, kind in (("object", "an object", dict), ("list", "a list", list), ("number", "a number", _Number)):
        holds = np.array([isinstance(gold, kind) for gold in golds])
        made.append(
            Trait(f"answer_{name}", f"the answer is {said}", f"answer_no_{name}", f"the answer is not {said}", holds)
        )
    keys = Counter(key for gold in golds if isinstance(gold, dict) for key in gold)
    for key, _ in keys.most_common(20):
        holds = np.array([isinstance(gold, dict) and key in gold for gold in golds])
        slug, short = _slug(key) or "key", _short(key)
        made.append(
            Trait(f"has_{slug}", f"the answer has {short}", f"has_no_{slug}", f"the answer has no {short}", holds)
        )
    least = max(5, len(cases) // 50)
    kept: dict[bytes, Trait] = {}
    for trait in made:
        if least <= int(trait.holds.sum()) <= len(cases) - least:
            kept.setdefault(np.packbits(trait.holds).tobytes(), trait)
    return list(kept.values())


_Number: Final = (int, float)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _thirds(values: Sequence[int]) -> tuple[int, ...]:
    ordered = sorted(values)
    return tuple(ordered[len(ordered) * part // 3] for part in (1, 2)) if ordered else ()


def _vectors(texts: list[str], embedder: Embedder | None) -> np.ndarray | None:
    """A vector of length 1 a text; None where texts have no words in common."""
    import numpy as np
    from sklearn.preprocessing import normalize

    if embedder is not None:
        return np.asarray(normalize(np.asarray(embedder(texts), dtype=float)))
    from scipy.sparse import hstack
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

    fitted = np.arange(0, len(texts), max(1, -(-len(texts) // FITTED)))
    try:
        words = CountVectorizer(token_pattern=r"(?u)\b\w+\b", max_features=30_000).fit([texts[i] for i in fitted])
        pieces = CountVectorizer(analyzer="char_wb", ngram_range=(3, 5), max_features=20_000)
        inside = pieces.fit_transform(
            words.get_feature_names_out()
        )  # a word's pieces are counted once, not in every text
    except ValueError:  # no words at all
        return None
    counts = words.transform(texts)
    tables = []
    for table in (counts, counts @ inside):
        weight = TfidfTransformer(sublinear_tf=True)
        often = np.asarray((table[fitted] > 0).sum(axis=0)).ravel()
        kept = table[:, (often >= 2) & (often <= 0.5 * len(fitted))].astype(float)
        if kept.shape[1]:
            tables.append(weight.fit(kept[fitted]).transform(kept))
    size = min(SIZE, sum(table.shape[1] for table in tables) - 1, len(fitted) - 1)
    if size < 2:
        return None
    table = hstack(tables).tocsr()
    return np.asarray(normalize(TruncatedSVD(size, random_state=0).fit(table[fitted]).transform(table)))


# ---- the tree -----------------------------------------------------------------------------------------


class Leaf(NamedTuple):
    """An area in the making."""

    names: list[str]
    told: list[str]
    worded: bool
    """Whether its words set it apart."""
    inside: np.ndarray
    """Of every case, bool."""


def _scores(seen: Seen, train: np.ndarray) -> np.ndarray:
    """Of every case, by the answers of `train` (places in `rows`): how likely its text makes a right answer, and the rate of
    right ones of its value in each column. As numbers, so that one decision can take several values together (Breiman et
    al. 1984, 4.2.2)."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    rows, right = seen.rows[train], seen.right[train]
    made = []
    if seen.vectors is not None:
        model = LogisticRegression(C=9.0, max_iter=300).fit(seen.vectors[rows], right)
        made.append(model.predict_proba(seen.vectors)[:, 1])
    for column in seen.columns:
        size = len(column.values)
        n, k = np.bincount(column.of[rows], minlength=size), np.bincount(column.of[rows], right, minlength=size)
        made.append(((k + DRAWN * right.mean()) / (n + DRAWN))[column.of])
    return np.column_stack(made) if made else np.empty((len(seen.traits[0].holds), 0))


def _folds(right: np.ndarray, most: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    from sklearn.model_selection import StratifiedKFold

    number = min(most, int(min(right.sum(), (~right).sum())))
    yield from StratifiedKFold(number, shuffle=True, random_state=0).split(right, right)


def _grown(seen: Seen, least: int) -> list[Leaf]:
    """The leaves of a tree, as far as cross-validation lets it grow; none below `least` cases that were asked."""
    import numpy as np
    from sklearn.tree import DecisionTreeClassifier

    right, rows = seen.right, seen.rows
    if min(right.sum(), (~right).sum()) < 4 or (seen.vectors is None and not seen.columns and not seen.traits):
        return []
    holds = np.column_stack([trait.holds for trait in seen.traits]) if seen.traits else None

    def tables(train: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What the tree sees of every case; and of those in `train`, each scored by the answers of others."""
        scores = _scores(seen, train)
        own = scores[rows[train]].copy()
        for others, some in _folds(right[train], INNER):
            own[some] = _scores(seen, train[others])[rows[train[some]]]
        if holds is None:
            return scores, own
        return np.hstack([scores, holds]), np.hstack([own, holds[rows[train]]])

    def tree(alpha: float) -> Any:
        return DecisionTreeClassifier(
            criterion="log_loss", max_depth=DEPTH, min_samples_leaf=least, ccp_alpha=alpha, random_state=0
        )

    every, own = tables(np.arange(len(rows)))
    steps = np.unique(tree(0.0).cost_complexity_pruning_path(own, right).ccp_alphas.clip(0))
    if len(steps) < 2:
        return []
    alphas = [*np.sqrt(steps[:-1] * steps[1:]), steps[-1] * 2]  # as CART takes them; the last one decides nothing
    losses = []
    for train, test in _folds(right, FOLDS):
        there, here = tables(train)
        fitted = [tree(alpha).fit(here, right[train]) for alpha in alphas]
        losses.append([_loss(made, here, right[train], there[rows[test]], right[test]) for made in fitted])
    loss = np.array(losses)
    best = int(loss.sum(axis=0).argmin())
    gain = loss[:, -1] - loss[:, best]
    if gain.mean() <= gain.std(ddof=1) / math.sqrt(len(gain)):
        return []
    return _leaves(tree(alphas[best]).fit(own, right).tree_, seen, every)


def _loss(tree: Any, here: np.ndarray, known: np.ndarray, there: np.ndarray, right: np.ndarray) -> float:
    """Log loss, with half a right and half a wrong answer more in each leaf."""
    import numpy as np

    inside = tree.apply(here)
    p = ((np.bincount(inside, known) + 0.5) / (np.bincount(inside) + 1))[tree.apply(there)]
    return float(-np.where(right, np.log(p), np.log(1 - p)).sum())


def _leaves(tree: Any, seen: Seen, every: np.ndarray) -> list[Leaf]:
    import numpy as np

    made: list[Leaf] = []
    texts, columns = int(seen.vectors is not None), len(seen.columns)

    def walk(node: int, leaf: Leaf) -> None:
        if tree.children_left[node] == -1:
            made.append(leaf)
            return
        place = tree.feature[node]
        low = every[:, place] <= tree.threshold[node]
        for child, side in ((tree.children_left[node], low), (tree.children_right[node], ~low)):
            name, said = "", ""
            if place >= texts + columns:
                trait = seen.traits[place - texts - columns]
                name, said = (trait.without, trait.otherwise) if child == tree.children_left[node] else trait[:2]
            elif place >= texts:
                column = seen.columns[place - texts]
                name, said = _several(column, np.unique(column.of[side]))
            names, told = [*leaf.names, name], [*leaf.told, said]
            walk(child, Leaf(names, told, leaf.worded or place < texts, leaf.inside & side))

    walk(0, Leaf([], [], False, np.ones(len(every), dtype=bool)))
    return made


def _several(column: Column, some: Sequence[int]) -> tuple[str, str]:
    """Name and words of several values."""
    values = [column.values[place] for place in some]
    shown = " or ".join(_short(value) or "nothing" for value in values[:6])
    if len(values) > 6:
        shown += f" or {len(values) - 6} others"
    name = "_".join(_slug(value) for value in values) if len(values) < 3 else ""
    return f"{_slug(column.name)}_{name}".strip("_"), f"{_short(column.name)} is {shown}"


# ---- names --------------------------------------------------------------------------------------------


def _named(leaves: Sequence[Leaf], every: Sequence[Case], texts: list[str]) -> Areas:
    """Names from what holds of an area, and from its words where they set it apart."""
    import numpy as np

    words = _telling(leaves, texts)
    names, told = [], []
    for leaf, own in zip(leaves, words, strict=True):
        parts = [*(_slug(word) for word in own[:2]), *leaf.names]
        names.append("_".join(dict.fromkeys(part for part in parts if part))[:48].strip("_") or OTHER)
        said = [f"questions with words like {', '.join(own)}"] if own else ["other questions"] if leaf.worded else []
        told.append("; ".join(dict.fromkeys(said + [one for one in leaf.told if one]))[:300])
    names = _unlike(names, ALL)
    of: dict[str, str] = {}
    notes = []
    for name, leaf, about in zip(names, leaves, told, strict=True):
        mine = [every[place] for place in np.flatnonzero(leaf.inside)]
        of |= dict.fromkeys((case.id for case in mine), name)
        some = [" ".join(case.question.split())[:70] for case in mine if case.part == "find"][:3]
        notes.append(f"area {name} ({len(mine):,}): {about}; as in {' | '.join(some)}")
    return Areas(of, dict(zip(names, told, strict=True)), notes)


def _telling(leaves: Sequence[Leaf], texts: list[str]) -> list[list[str]]:
    """Of each leaf that its words set apart, the four that most do."""
    import numpy as np
    from sklearn.feature_extraction.text import CountVectorizer

    pattern = r"(?u)\b[^\W\d_]{3,}\b"
    counter = CountVectorizer(stop_words="english", token_pattern=pattern, binary=True, max_features=5000)
    try:
        table = counter.fit_transform(texts)
    except ValueError:
        return [[] for _ in leaves]
    known = counter.get_feature_names_out()
    made = []
    for leaf in leaves:
        mine, rest = (np.asarray(table[side].mean(axis=0)).ravel() for side in (leaf.inside, ~leaf.inside))
        telling = np.argsort(-(mine * np.log((mine + 0.01) / (rest + 0.01))), kind="stable")[:4]
        made.append([str(known[place]) for place in telling if leaf.worded and mine[place] > 1.5 * rest[place]])
    return made


def _unlike(names: Sequence[str], taken: str) -> list[str]:
    """The names, those that came before with a number behind them."""
    made: list[str] = []
    for name in names:
        made.append(next(n for n in (name, *(f"{name}_{i}" for i in range(2, 9999))) if n not in made and n != taken))
    return made


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:24].strip("_")


def _short(text: str) -> str:
    return " ".join(text.split())[:40]
