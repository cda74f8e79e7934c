"""Areas of a task that has none: which of its questions the student fails, as far as answers to some of them tell.

    texts  →  vectors  ┐
    columns, length,   ├  + which cases of `find` failed  →  the risk of every case  →  its sides  →  areas, named
    numbers, options … ┘

Texts (the questions, or what a teacher says that they take, whichever tells more) become vectors by TF-IDF of words and characters, or by a model of the user's own, and truncated SVD; with what
shows besides (traits) they go into a logistic regression on the answers to `find`. Where cross-validation says that this tells nothing, the task is one
area. Else cases are divided where the riskier side is the most that can be expected to be shown to fail. A side that is
much the same as one trait is that trait, and large ones fall into their topics (k-means again and again while the
silhouette is good enough). Failures are looked at in `find` alone; which areas fail is asked in `test`. That areas are
the right ones is not claimed; that they fail, is shown.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from repairloop.ground.slug import slug
from repairloop.records import Case
from repairloop.tasks.embedder import embedded

if TYPE_CHECKING:
    import numpy as np

ALL: Final = "all"
TESTED: Final = 10
"""Cases of `test` that an area has at least."""
SPLIT: Final = 20
"""Cases of `test` from which on a topic of an area is one of its own."""
SAME: Final = 0.75
"""Share that a trait and a side have in common, of all cases in either, from which on the side is the trait."""
STRENGTHS: Final = (0.001, 0.006, 0.04, 0.25, 1.6, 10.0)
"""Of the regression, from the most held back to the least."""
WEIGHT: Final = 3.0
"""Of a text's vector against a trait."""
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


def found(
    asked: Sequence[Case], passed: Mapping[str, bool], every: Sequence[Case], target: float = 0.7, embedder: str = "",
    lines: Mapping[str, str] | None = None,
) -> Areas:  # fmt: skip
    """The areas of `every` case, graded or not. `asked`: those of `find` that were asked and graded; `passed`: their ids →
    whether the answer was right; `target`: the rate of right answers below which an area fails; `embedder`: folder of a
    model that makes the vectors of the texts, in place of TF-IDF; `lines`: case id → a text to find areas by beside the
    question (`flows.annotated`): the one that tells failures better by cross-validation is taken."""
    import numpy as np
    from threadpoolctl import threadpool_limits

    tests = np.array([case.part == "test" and bool(case.grader) for case in every])
    if not are_enough(asked, every):
        note = (
            f"{len(asked)} questions to find areas on and {tests.sum()} to test them are too few for more than one area"
        )
        return _one(every, [note])
    said = [[case.question[:CHARS] for case in every], *([[lines[case.id] for case in every]] if lines else [])]
    fitted = np.arange(0, len(every), max(1, -(-len(every) // FITTED)))
    tables = [embedded(texts, embedder) if embedder else _weighed(texts, fitted) for texts in said]
    # tables so small that threads, which wait for one another on busy cores, took ten times as long
    with threadpool_limits(1):
        kinds, traits = columns_of(every), forms_of(every)
        places = {case.id: place for place, case in enumerate(every)}
        rows = np.array([places[case.id] for case in asked])
        wrong = np.array([not passed[case.id] for case in asked])
        tried: list[Any] = []
        for texts, table in zip(said, tables, strict=True):
            vectors = _vectors(table, fitted)
            seen = np.column_stack([WEIGHT * vectors, *(trait.holds for trait in [*traits, *_values(kinds)])])
            if (risks := _risks(seen, rows, wrong)) is not None:
                tried.append((float(_loss(risks[1], wrong).mean()), len(tried), texts, vectors, risks))
        if not tried:
            return _one(every, ["where it fails depends on nothing that shows: one area"])
        *_, texts, vectors, (risk, unseen) = min(tried, key=lambda one: one[:2])
        holds = risk > _cut(unseen, wrong, risk[tests], target)
        topics = topics_of(texts, vectors, fitted)
    harder = _side(holds, traits, [*kinds, *([topics] if topics else [])])
    sides = [harder, Leaf([], ["what is left"], ~harder.inside)]
    if min((side.inside & tests).sum() for side in sides) < TESTED // 2:
        return _one(every, ["what fails is too little, or nearly all: one area"])
    made = _named([part for side in sides for part in (_by_kind(side, topics, tests) if topics else [side])], every)
    if lines and texts is said[-1]:
        made.notes.append(
            "areas are found by what the teacher says that questions take, which tells failures better than their words"
        )
    return made


def are_enough(asked: Sequence[Case], every: Sequence[Case]) -> bool:
    """Whether there can be more areas than one: that many are asked, and that many can be tested."""
    return len(asked) >= 2 * TESTED <= sum(case.part == "test" and bool(case.grader) for case in every)


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


def topics_of(texts: Sequence[str], vectors: np.ndarray, fitted: np.ndarray) -> Kinds | None:
    """The topic of every text, each named by the words that tell it from the others; None where there is but one."""
    import numpy as np
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(
        stop_words="english", token_pattern=r"(?u)\b[^\W\d_]{3,}\b", binary=True, max_features=5000
    )
    try:
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


def _vectors(table: Any, fitted: np.ndarray) -> np.ndarray:
    """A row of at most 48 numbers for every text; none where there are no words to tell them by."""
    import numpy as np
    from sklearn.decomposition import TruncatedSVD
    from sklearn.preprocessing import normalize

    size = min(48, table.shape[1] - 1, len(fitted) - 1)
    if size < 2:
        return np.empty((table.shape[0], 0))
    svd = TruncatedSVD(size, random_state=0).fit(table[fitted])
    return np.asarray(normalize(svd.transform(table)))


def _weighed(texts: Sequence[str], fitted: np.ndarray) -> Any:
    """Sparse table of texts × words and parts of words, by TF-IDF."""
    import numpy as np
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, max_df=0.5, sublinear_tf=True, max_features=20_000)
    signs = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), min_df=2, max_df=0.5, sublinear_tf=True, max_features=20_000
    )
    some = [texts[place] for place in fitted]
    tables = []
    for kind in (words, signs):
        try:
            tables.append(kind.fit(some).transform(texts))
        except ValueError:  # nothing that two of them share
            continue
    return hstack(tables).tocsr() if tables else np.empty((len(texts), 0))


def _divided(vectors: np.ndarray, inside: np.ndarray, fitted: np.ndarray, least: int, deep: int) -> list[np.ndarray]:
    """`inside`, or the parts that it falls into, and those into theirs."""
    import numpy as np
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score

    own = np.intersect1d(inside, fitted)
    if not vectors.shape[1] or deep == 0 or len(inside) < 2 * least or len(own) < 20:
        return [inside]
    best: tuple[float, Any] = (SILHOUETTE, None)
    sample = own[:: max(1, len(own) // 1000)]
    unlike = len(np.unique(vectors[own].round(6), axis=0))
    for k in range(2, min(MOST_TOPICS, len(own) // 10, unlike) + 1):
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


# ---- the risk -----------------------------------------------------------------------------------------


class Leaf(NamedTuple):
    """An area in the making."""

    names: list[str]
    told: list[str]
    inside: np.ndarray
    """Of every case, bool."""


def _values(kinds: Sequence[Kinds]) -> list[Trait]:
    """Each kind as a trait of its own."""
    return [
        Trait(name, said, f"not {said}", kind.of == place)
        for kind in kinds
        for place, (name, said) in enumerate(kind.said)
    ]


def _risks(seen: np.ndarray, rows: np.ndarray, wrong: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """The chance of a wrong answer: of every case, and of each in `rows` by a regression that did not see its answer.
    None where that is no better, by more than its standard error, than the same chance for all."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    folds = min(5, int(min(wrong.sum(), (~wrong).sum())))
    if folds < 2 or not seen.shape[1]:
        return None
    splits = StratifiedKFold(folds, shuffle=True, random_state=0)
    tried = []
    for strength in STRENGTHS:
        model = LogisticRegression(C=strength, max_iter=1000)
        chance = cross_val_predict(model, seen[rows], wrong, cv=splits, method="predict_proba")[:, 1]
        tried.append((_loss(chance, wrong), chance, model))
    loss, unseen, model = min(tried, key=lambda one: float(one[0].mean()))
    gain = _loss(np.full(len(wrong), wrong.mean()), wrong) - loss
    if gain.mean() <= gain.std(ddof=1) / math.sqrt(len(gain)):
        return None
    return model.fit(seen[rows], wrong).predict_proba(seen)[:, 1], unseen


def _loss(chance: np.ndarray, wrong: np.ndarray) -> np.ndarray:
    import numpy as np

    return -np.log(np.where(wrong, chance, 1 - chance).clip(1e-9))


def _cut(unseen: np.ndarray, wrong: np.ndarray, tested: np.ndarray, target: float) -> float:
    """The risk from which on cases are of the riskier side: where the share of failures that is on it and the share of
    failures in it (their F1) are best, times the power to show that it fails by the cases of `test`, whose risks are
    `tested` (exact binomial test at half of 5 %)."""
    import numpy as np
    from scipy.stats import binom

    best = (0.0, 1 - target)
    for cut in np.arange(0.15, 0.8, 0.05):
        mine, n = wrong[unseen > cut], int((tested > cut).sum())
        if len(mine) < 5 or n < 5:
            continue
        rate = (mine.sum() + 1) / (len(mine) + 2)
        most = binom.ppf(0.025, n, target) - 1  # right answers with which it is shown
        worth = binom.cdf(most, n, 1 - rate) * 2 * mine.sum() / (len(mine) + wrong.sum())
        best = max(best, (float(worth), float(cut)))
    return best[1]


def _side(holds: np.ndarray, traits: Sequence[Trait], kinds: Sequence[Kinds]) -> Leaf:
    """The side of these cases: the trait, or values of one column, that it is much the same as; else told by what holds
    of it more than of others."""
    import numpy as np

    known = [*traits, *_values(kinds)]
    both = [*known, *(Trait("", trait.otherwise, "", ~trait.holds) for trait in known)]
    alike = [*both, *(_together(kind, holds) for kind in kinds)]
    share = [(trait.holds & holds).sum() / max(1, (trait.holds | holds).sum()) for trait in alike]
    if share and share[best := int(np.argmax(share))] >= SAME:
        return Leaf([alike[best].name or "other"], [alike[best].about], alike[best].holds)
    inside, outside = max(1, holds.sum()), max(1, (~holds).sum())
    lift = [(trait.holds & holds).sum() / inside - (trait.holds & ~holds).sum() / outside for trait in both]
    telling = [both[place] for place in np.argsort(lift, kind="stable")[::-1][:3] if lift[place] >= 0.2]
    told = "; ".join(f"often {trait.about}" for trait in telling) or "like those that failed"
    return Leaf([next((trait.name for trait in telling if trait.name), "harder")], [told], holds)


def _together(kind: Kinds, holds: np.ndarray) -> Trait:
    """The values of a kind whose cases are mostly among these."""
    import numpy as np

    sizes = np.bincount(kind.of, minlength=len(kind.said))
    some = np.flatnonzero(np.bincount(kind.of, holds, minlength=len(kind.said)) * 2 > sizes)
    said = [kind.said[place] for place in some]
    more = " …" if len(said) > 4 else ""
    about = "; or ".join(about for _, about in said[:4]) + more
    return Trait("_or_".join(name for name, _ in said[:2]), about, "", np.isin(kind.of, some))


def _by_kind(leaf: Leaf, kind: Kinds, tests: np.ndarray) -> list[Leaf]:
    """The leaf, or its parts by kind, those together that are too few to be tested by themselves."""
    import numpy as np

    counts = np.bincount(kind.of[leaf.inside & tests], minlength=len(kind.said))
    large = np.flatnonzero(counts >= SPLIT)
    if len(large) == 0 or (len(large) == 1 and counts.sum() - counts[large[0]] < SPLIT):
        return [leaf]
    parts = []
    for place in large:
        name, said = kind.said[place]
        names = leaf.names if name in leaf.names else [*leaf.names, name]
        parts.append(Leaf(names, [*leaf.told, said], leaf.inside & (kind.of == place)))
    rest = leaf.inside & ~np.isin(kind.of, large)
    if (rest & tests).sum() >= SPLIT:
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
