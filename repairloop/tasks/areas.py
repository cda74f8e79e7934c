"""Areas of a task that has none: what its cases are about, and what makes them hard, as far as answers show it.

    texts  →  topics, a tree of them      columns of the file, length, numbers, options, form of the gold  →  traits
    traits + which cases of `find` failed  →  a shallow tree  →  areas, with names from their own words

Topics are found on texts alone: TF-IDF of words and characters, truncated SVD, k-means again and again while the
silhouette is good enough. Then a tree of at most three decisions says on which traits failing depends; how far it may
grow, cross-validation says, so that where nothing depends on anything the task stays one area. Failures are looked at
in `find` alone; which areas fail is asked in `test`. That areas are the right ones is not claimed; that they fail, is
shown.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from repairloop.ground.slug import slug
from repairloop.records import Case

if TYPE_CHECKING:
    import numpy as np

ALL: Final = "all"
TESTED: Final = 10
"""Cases of `test` that an area has at least."""
DEPTH: Final = 3
"""Decisions of the tree, one below the other."""
FITTED: Final = 4000
"""Texts that topics are found on; the others are placed."""
SILHOUETTE: Final = 0.06
"""From which on a division into topics is kept."""
MOST_TOPICS: Final = 8
MOST_VALUES: Final = 30
"""Different values of a column that may name traits."""
CHARS: Final = 2000
"""Of a question that topics are found by."""


class Trait(NamedTuple):
    """Something that holds of some cases, and how that is said."""

    name: str
    """For a path: small letters, digits, underscores."""
    about: str
    otherwise: str
    holds: np.ndarray
    """Of every case, bool."""


class Kinds(NamedTuple):
    """Something of which every case has one of several: its topic, the value of a column."""

    said: list[tuple[str, str]]
    """Of each kind: its name for a path, and how it is said."""
    of: np.ndarray
    """The kind of every case, int."""


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


def found(asked: Sequence[Case], passed: Mapping[str, bool], every: Sequence[Case]) -> Areas:
    """The areas of `every` case, graded or not. `asked`: those of `find` that were asked and graded; `passed`: their ids → whether the
    answer was right."""
    import numpy as np

    tests = np.array([case.part == "test" and bool(case.grader) for case in every])
    if tests.sum() < 2 * TESTED or len(asked) < 2 * TESTED:
        note = (
            f"{len(asked)} questions to find areas on and {tests.sum()} to test them are too few for more than one area"
        )
        return _one(every, [note])
    topics = topics_of(every)
    kinds = [*([topics] if topics else []), *columns_of(every)]
    places = {case.id: place for place, case in enumerate(every)}
    rows = np.array([places[case.id] for case in asked])
    right = np.array([passed[case.id] for case in asked])
    leaves = _grown(kinds, forms_of(every), rows, right, tests, len(every))
    areas = [part for leaf in leaves for part in _by_kind(leaf, kinds[0], tests)] if kinds else leaves
    if len(areas) == 1:
        return _one(every, ["where it fails depends on nothing that shows: one area"])
    return _named(areas, every)


def _one(every: Sequence[Case], notes: list[str]) -> Areas:
    return Areas(dict.fromkeys((case.id for case in every), ALL), {ALL: "all questions"}, notes)


# ---- traits -------------------------------------------------------------------------------------------


def columns_of(cases: Sequence[Case]) -> list[Kinds]:
    """The columns of the file with few values, and the gold where it is one of a few."""
    import numpy as np

    columns = {name: [case.columns.get(name, "") for case in cases] for name in {n for c in cases for n in c.columns}}
    found = []
    for name, values in [*sorted(columns.items()), ("answer", [case.gold for case in cases])]:
        counts = Counter(values)
        if not 2 <= len(counts) <= MOST_VALUES or counts.most_common(1)[0][1] > 0.97 * len(cases):
            continue
        place = {value: index for index, value in enumerate(sorted(counts))}
        said = [
            (f"{_named_for(name)}_{_named_for(value)}", f"{_short(name)} is {_short(value) or 'nothing'}")
            for value in place
        ]
        found.append(Kinds(said, np.array([place[value] for value in values])))
    return found


_NUMBER: Final = re.compile(r"\d[\d.,:/]*")
_SENTENCE: Final = re.compile(r"[.!?。！？]+(?:\s|$)|\n")


def forms_of(cases: Sequence[Case]) -> list[Trait]:
    """Length, numbers, sentences, options, document, tools, script, and the form of the gold."""
    import numpy as np

    texts = [case.question for case in cases]
    counts: dict[str, tuple[str, Sequence[int], Sequence[int]]] = {}
    words = [len(text.split()) for text in texts]
    counts["words"] = ("words in the question", words, _thirds(words))
    counts["numbers"] = ("numbers in the question", [len(_NUMBER.findall(text)) for text in texts], (1, 2, 3, 4))
    counts["sentences"] = (
        "sentences in the question",
        [len(_SENTENCE.findall(text)) or 1 for text in texts],
        (2, 3, 4),
    )
    counts["options"] = ("options", [len(case.options) for case in cases], (1, 3, 4, 5))
    counts["document"] = (
        "words in the document",
        lengths := [len(case.document.split()) for case in cases],
        (1, *_thirds(lengths)),
    )
    counts["tools"] = ("tools", [len(case.tools) for case in cases], (1, 2, 4))
    counts["turns"] = ("messages", [len(case.messages) for case in cases], (3, 5))
    golds = [_parsed(case.gold) for case in cases]
    counts["parts"] = (
        "parts in the answer",
        [len(g) if isinstance(g, dict | list) else 1 for g in golds],
        (2, 3, 4, 6),
    )
    counts["letters"] = ("characters in the answer", long := [len(case.gold) for case in cases], _thirds(long))
    counts["foreign"] = (
        "letters that are not Latin", [sum(c.isalpha() and ord(c) > 0x24F for c in text[:500]) for text in texts], (5,),
    )  # fmt: skip
    found = []
    for name, (said, values, steps) in counts.items():
        array = np.array(values)
        for step in dict.fromkeys(steps):
            about = f"at least {step} {said}" if step > 1 else f"with {said}"
            other = f"fewer than {step} {said}" if step > 1 else f"without {said}"
            found.append(Trait(f"{name}_{step}_up", about, other, array >= step))
    for name, said, kind in (
        ("object", "an object", dict),
        ("list", "a list", list),
        ("number", "a number", int | float),
    ):
        holds = np.array([isinstance(gold, kind) for gold in golds])
        found.append(Trait(f"answer_{name}", f"the answer is {said}", f"the answer is not {said}", holds))
    for key in _common(golds):
        holds = np.array([isinstance(gold, dict) and key in gold for gold in golds])
        found.append(
            Trait(f"has_{_named_for(key)}", f"the answer has {_short(key)}", f"the answer has no {_short(key)}", holds)
        )
    least = max(5, len(cases) // 50)
    kept: dict[bytes, Trait] = {}
    for trait in found:
        if least <= int(trait.holds.sum()) <= len(cases) - least:
            kept.setdefault(np.packbits(trait.holds).tobytes(), trait)
    return list(kept.values())


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _common(golds: Sequence[Any]) -> list[str]:
    counts = Counter(key for gold in golds if isinstance(gold, dict) for key in gold)
    return [key for key, _ in counts.most_common(20)]


def _thirds(values: Sequence[int]) -> tuple[int, ...]:
    ordered = sorted(values)
    return tuple(ordered[len(ordered) * part // 3] for part in (1, 2)) if ordered else ()


# ---- topics -------------------------------------------------------------------------------------------


def topics_of(cases: Sequence[Case]) -> Kinds | None:
    """The topic of every case, each named by the words that tell it from the others; None where there is but one."""
    import numpy as np
    from sklearn.feature_extraction.text import CountVectorizer

    texts = [case.question[:CHARS] for case in cases]
    fitted = np.arange(0, len(texts), max(1, -(-len(texts) // FITTED)))
    try:
        vectors = _vectors(texts, fitted)
        counter = CountVectorizer(
            stop_words="english", token_pattern=r"(?u)\b[^\W\d_]{3,}\b", binary=True, max_features=5000
        )
        table = counter.fit_transform(texts)
    except ValueError:  # no words in it
        return None
    parts = _divided(vectors, np.arange(len(texts)), fitted, max(10, len(texts) // 40), 3)
    if len(parts) < 2:
        return None
    of = np.zeros(len(texts), dtype=int)
    names = counter.get_feature_names_out()
    share = np.asarray(table.mean(axis=0)).ravel()
    said: list[tuple[str, str]] = []
    for kind, inside in enumerate(parts):
        of[inside] = kind
        mine = np.asarray(table[inside].mean(axis=0)).ravel()
        telling = np.argsort(-(mine * np.log((mine + 0.01) / (share + 0.01))), kind="stable")[:3]
        words = [str(names[place]) for place in telling if mine[place] > share[place]] or ["other", "things"]
        said.append(("_".join(_named_for(word) for word in words[:2]), f"about {', '.join(words)}"))
    return Kinds(said, of)


def _vectors(texts: Sequence[str], fitted: np.ndarray) -> np.ndarray:
    import numpy as np
    from scipy.sparse import hstack
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, max_df=0.5, sublinear_tf=True, max_features=20_000)
    signs = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), min_df=2, max_df=0.5, sublinear_tf=True, max_features=20_000
    )
    some = [texts[place] for place in fitted]
    for kind in (words, signs):
        kind.fit(some)
    table = hstack([words.transform(texts), signs.transform(texts)]).tocsr()
    size = min(48, table.shape[1] - 1, len(fitted) - 1)
    if size < 2:
        raise ValueError("too few words")
    svd = TruncatedSVD(size, random_state=0).fit(table[fitted])
    return np.asarray(normalize(svd.transform(table)))


def _divided(vectors: np.ndarray, inside: np.ndarray, fitted: np.ndarray, least: int, deep: int) -> list[np.ndarray]:
    """`inside`, or the parts that it falls into, and those into theirs."""
    import numpy as np
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score

    own = np.intersect1d(inside, fitted)
    if deep == 0 or len(inside) < 2 * least or len(own) < 20:
        return [inside]
    best: tuple[float, Any] = (SILHOUETTE, None)
    sample = own[:: max(1, len(own) // 1000)]
    for k in range(2, min(MOST_TOPICS, len(own) // 10) + 1):
        made = KMeans(k, n_init=3, random_state=0).fit(vectors[own])
        labels = made.predict(vectors[sample])
        if (
            len(set(labels)) > 1
            and (score := float(silhouette_score(vectors[sample], labels, metric="cosine"))) > best[0]
        ):
            best = (score, made)
    if best[1] is None:
        return [inside]
    labels = best[1].predict(vectors[inside])
    parts = [inside[labels == label] for label in range(best[1].n_clusters)]
    small = [part for part in parts if len(part) < least]
    large = [part for part in parts if len(part) >= least]
    if len(large) + bool(small) < 2:
        return [inside]
    return [
        *(p for part in large for p in _divided(vectors, part, fitted, least, deep - 1)),
        *([np.concatenate(small)] if small else []),
    ]


# ---- the tree -----------------------------------------------------------------------------------------


class Leaf(NamedTuple):
    """An area in the making."""

    names: list[str]
    told: list[str]
    inside: np.ndarray
    """Of every case, bool."""


def _grown(
    kinds: Sequence[Kinds], traits: Sequence[Trait], rows: np.ndarray, right: np.ndarray, tests: np.ndarray, size: int
) -> list[Leaf]:
    """The leaves of a tree, as far as cross-validation lets it grow. A kind stands in it as the rate of right answers of
    its cases, drawn toward that of all, so that one decision can take several kinds together (Breiman et al. 1984, 4.2.2)."""
    import numpy as np
    from sklearn.model_selection import StratifiedKFold
    from sklearn.tree import DecisionTreeClassifier

    whole = [Leaf([], [], np.ones(size, dtype=bool))]
    folds = min(10, int(min(right.sum(), (~right).sum())))
    if folds < 2 or not (kinds or traits):
        return whole
    least = max(10, math.ceil(len(rows) * TESTED / tests.sum()))
    holds = np.column_stack([trait.holds for trait in traits]) if traits else np.empty((size, 0))

    def table(train: np.ndarray) -> tuple[np.ndarray, list[np.ndarray]]:
        """What the tree sees of every case, kinds encoded by the answers of `train` (places in `rows`)."""
        rates = [_rates(kind.of[rows[train]], right[train], len(kind.said)) for kind in kinds]
        return np.column_stack([*(rate[kind.of] for rate, kind in zip(rates, kinds, strict=True)), holds]), rates

    def tree(alpha: float) -> Any:
        return DecisionTreeClassifier(
            criterion="log_loss", max_depth=DEPTH, min_samples_leaf=least, ccp_alpha=alpha, random_state=0
        )

    seen, rates = table(np.arange(len(rows)))
    alphas = np.unique(tree(0.0).cost_complexity_pruning_path(seen[rows], right).ccp_alphas.clip(0))
    splits = StratifiedKFold(folds, shuffle=True, random_state=0).split(rows, right)
    losses = np.array([_losses(tree, alphas, table(train)[0][rows], right, train, test) for train, test in splits])
    mean = losses.mean(axis=0)
    best = int(mean.argmin())
    gain = losses[:, -1] - losses[:, best]  # against no decision at all, fold by fold
    if gain.mean() <= gain.std(ddof=1) / math.sqrt(folds):
        return whole
    return _leaves(tree(float(alphas[best])).fit(seen[rows], right).tree_, kinds, rates, traits, size)


def _rates(of: np.ndarray, right: np.ndarray, kinds: int) -> np.ndarray:
    """The rate of right answers of each kind, drawn toward that of all by as much as four answers."""
    import numpy as np

    n, passes = np.bincount(of, minlength=kinds), np.bincount(of, right, minlength=kinds)
    return (passes + 4 * right.mean()) / (n + 4)


def _losses(
    tree: Callable[[float], Any], alphas: np.ndarray, x: np.ndarray, y: np.ndarray, train: np.ndarray, test: np.ndarray
) -> list[float]:
    """Log loss on a fold for each alpha, with half a right and half a wrong answer more in each leaf."""
    import numpy as np

    found = []
    for alpha in alphas:
        made = tree(float(alpha)).fit(x[train], y[train])
        inside = made.apply(x[train])
        n, passes = np.bincount(inside), np.bincount(inside, y[train])
        p = ((passes + 0.5) / (n + 1))[made.apply(x[test])]
        found.append(float(-np.where(y[test], np.log(p), np.log(1 - p)).mean()))
    return found


def _leaves(
    tree: Any, kinds: Sequence[Kinds], rates: Sequence[np.ndarray], traits: Sequence[Trait], size: int
) -> list[Leaf]:
    import numpy as np

    found: list[Leaf] = []

    def walk(node: int, leaf: Leaf) -> None:
        if tree.children_left[node] == -1:
            found.append(leaf)
            return
        place = tree.feature[node]
        if place < len(kinds):
            kind, low = kinds[place], rates[place] <= tree.threshold[node]
            sides = [(*_together(kind, np.flatnonzero(low == yes)), (low == yes)[kind.of]) for yes in (True, False)]
        else:
            trait = traits[place - len(kinds)]
            sides = [("", trait.otherwise, ~trait.holds), (trait.name, trait.about, trait.holds)]
        children = (tree.children_left[node], tree.children_right[node])
        for child, (name, said, holds) in zip(children, sides, strict=True):
            names = [*leaf.names, name] if name else leaf.names
            walk(child, Leaf(names, [*leaf.told, said], leaf.inside & holds))

    walk(0, Leaf([], [], np.ones(size, dtype=bool)))
    return found


def _together(kind: Kinds, some: np.ndarray) -> tuple[str, str]:
    """Name and words of several kinds."""
    if len(some) > 2:
        return "", f"{'; or '.join(kind.said[place][1] for place in some[:4])}{' …' if len(some) > 4 else ''}"
    return "_or_".join(kind.said[place][0] for place in some), "; or ".join(kind.said[place][1] for place in some)


def _by_kind(leaf: Leaf, kind: Kinds, tests: np.ndarray) -> list[Leaf]:
    """The leaf, or its parts by kind, those together that are too few to be tested by themselves."""
    import numpy as np

    counts = np.bincount(kind.of[leaf.inside & tests], minlength=len(kind.said))
    large = np.flatnonzero(counts >= TESTED)
    if len(large) == 0 or (len(large) == 1 and counts.sum() - counts[large[0]] < TESTED):
        return [leaf]
    parts = []
    for place in large:
        name, said = kind.said[place]
        names = leaf.names if name in leaf.names else [*leaf.names, name]
        parts.append(Leaf(names, [*leaf.told, said], leaf.inside & (kind.of == place)))
    rest = leaf.inside & ~np.isin(kind.of, large)
    if (rest & tests).sum() >= TESTED:
        return [*parts, Leaf(leaf.names, [*leaf.told, "what is left"], rest)]
    return [*parts[:-1], parts[-1]._replace(inside=parts[-1].inside | rest)]


# ---- names --------------------------------------------------------------------------------------------


def _named(leaves: Sequence[Leaf], every: Sequence[Case]) -> Areas:
    """Names from what holds of an area; `other` where nothing does."""
    of: dict[str, str] = {}
    told: dict[str, str] = {}
    notes = []
    for leaf in leaves:
        base = "_".join(dict.fromkeys(leaf.names))[:48].strip("_") or "other"
        name = next(n for n in (base, *(f"{base}_{i}" for i in range(2, 99))) if n not in told)
        told[name] = ", ".join(dict.fromkeys(leaf.told))[:300]
        mine = [case for case, is_in in zip(every, leaf.inside, strict=True) if is_in]
        of |= dict.fromkeys((case.id for case in mine), name)
        some = [" ".join(case.question.split())[:70] for case in mine if case.part == "find"][:3]
        notes.append(f"area {name} ({len(mine):,}): {told[name]}; as in {' | '.join(some)}")
    return Areas(of, told, notes)


def _named_for(text: str) -> str:
    return slug(text, 24) or "x"


def _short(text: str) -> str:
    return " ".join(text.split())[:40]
