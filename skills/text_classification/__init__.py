"""Text classification: which of some labels fit a text. Topics, intents, what reviews speak of, attitudes, feelings.

    Which topic does this news item have: traffic, health or schools? Answer with the topic alone.
    "A lorry blocks the bridge. More follows."                                                        traffic

A text is put together from sentences whose label is known; label sets and the names of labels are drawn anew for each.
Topics, intents and aspects of one side are not those of the other: what is measured is the skill, not the labels. Of raw
material, sentences are put under their headings. That a sentence fits its own label only is the words file's word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from json import dumps
from string import ascii_uppercase
from typing import Any, ClassVar, Final, Literal, NamedTuple

from pydantic import Field

from repairloop import (
    Area,
    Ask,
    Chunk,
    Draw,
    Problem,
    Settings,
    Skill,
    Step,
    by_step,
    eased,
    edit,
    has_control_marks,
    skill,
)
from skills.english import joined
from skills.rawtext import sentences, words_of

Rule = Literal["only", "most", "first", "last", "listed", "all", "in_order"]
"""Which label is right: the only one that fits; the one of most parts; the one of the first or the last part; of those
that fit the one that is listed first; all of them; all of them in the order of the text."""
GRADERS: Final = {"letter": "choice", "free": "text"}
"""Form → its grader, where that is not `fields`."""
WRITTEN: Final = {"json": dumps, "lines": "\n".join, "commas": ", ".join}
"""Form of several labels → how it writes them."""


class Part(NamedTuple):
    """A piece of a text. Its label is empty where it speaks of nothing in particular; else it says, or denies, it."""

    label: str
    text: str
    says: bool = True


class Classification(Problem):
    surface: ClassVar[frozenset[str]] = frozenset(["names", "means", "form"])

    kind: str
    """Of the labels: `topic`, `intent`, …; what is asked hangs on it."""
    labels: tuple[str, ...]
    """On offer, in this order."""
    parts: tuple[Part, ...]
    rule: Rule
    absent: str = ""
    """The answer where no label fits; empty where one always does."""
    shots: tuple[Part, ...] = ()
    """Examples in the prompt."""
    names: dict[str, str]
    """Label → how the prompt calls it."""
    plain: bool
    """The names say what the labels mean; else definitions or examples do."""
    means: dict[str, str]
    """Definitions that the prompt shows."""
    form: Literal["name", "free", "letter", "json", "lines", "commas"]

    def right(self) -> list[str]:
        """The truth."""
        said = [part.label for part in self.parts if part.says and part.label in self.labels]
        if self.rule in ("all", "in_order") or not said:
            return list(dict.fromkeys(said))
        if self.rule == "most":
            return [Counter(said).most_common(1)[0][0]]
        return [min(said, key=self.labels.index)] if self.rule == "listed" else [said[-1 if self.rule == "last" else 0]]

    def grader(self) -> str:
        return GRADERS.get(self.form, "")

    def reference(self) -> Any:
        named = [self.names[label] for label in self.right()]
        if self.form in GRADERS:
            return named[0] if named else self.absent
        return {"value": named if self.form in WRITTEN else named[0] if named else None}

    def settings(self) -> dict[str, Any]:
        if self.form in GRADERS:
            return {"options": self.offered()} if self.form == "letter" else {}
        others = [{"label": self.names[label]} for label in self.labels if label not in self.right()]
        form, ordered = self.form if self.form in WRITTEN else "text", self.rule == "in_order"
        told = {"form": form, "document": self.text(), "distractors": others, "ordered": ordered}
        return {**told, "absent": self.absent} if self.absent else told

    def answer(self, w: Draw) -> str:
        """Looked up label by label, where `right` goes through the text."""
        places = {label: [n for n, p in enumerate(self.parts) if p.says and p.label == label] for label in self.labels}
        found = [label for label in self.labels if places[label]]
        if self.rule != "listed":
            weight = {"most": lambda at: -len(at), "last": lambda at: -at[-1]}.get(self.rule, lambda at: at[0])
            found.sort(key=lambda label: weight(places[label]))
        answer = self.written(found if self.form in WRITTEN else found[:1])
        return w.line("reply", x=answer) if self.form in GRADERS else answer

    def text(self) -> str:
        return " ".join(part.text for part in self.parts)

    def offered(self) -> list[str]:
        """The labels as the prompt calls them; among letters the word for none is one."""
        named = [self.names[label] for label in self.labels]
        return [*named, self.absent] if self.absent and self.form == "letter" else named

    def written(self, labels: Sequence[str]) -> str:
        """Labels as an answer in the form that is asked for."""
        named = [self.names[label] for label in labels] or [self.absent]
        if self.form == "letter":
            return ascii_uppercase[self.offered().index(named[0])]
        return WRITTEN[self.form](named) if self.form in WRITTEN else named[0]

    def ask(self, w: Draw) -> Ask:
        several, offered = self.form in WRITTEN, self.offered()
        lines = several or self.means or self.form == "letter" or w.rng.random() < 0.3
        places = {"label": w.line(f"called/{self.kind}"), "text": w.line(f"text/{self.kind}"), "absent": self.absent}
        asked = "ask/several" if several else "ask/listed" if lines else "ask/inline"
        question = w.line(asked, places, labels=joined(offered, "or"))
        lists = f"rule/{self.rule}", "rule/none" if self.absent else "", f"form/{self.form}"
        rules = [w.line(name, places) for name in lists if w.has(name)]
        means = {self.names[label]: f": {means}" for label, means in self.means.items()}
        marks = [f"{letter}) " if self.form == "letter" else "- " for letter in ascii_uppercase] if lines else []
        options = "\n".join(f"{mark}{n}{means.get(n, '')}" for mark, n in zip(marks, offered, strict=False))
        if not self.shots:
            return Ask(question, rules, self.text(), places, options=options)
        before, behind = w.row("shot")
        shown = [f"{before} {shot.text}\n{behind} {self.written([shot.label])}" for shot in self.shots]
        told = "\n".join(filter(None, [" ".join(filter(None, [question, *rules])), options]))
        return Ask("\n\n".join([told, *shown, f"{before} {self.text()}\n{behind}"]), bare=True)

    def knowledge(self, w: Draw) -> str:
        return w.line(f"know/{self.rule}" if w.has(f"know/{self.rule}") else "know")

    @edit("list the labels in another order")
    def reorder(self, w: Draw) -> Classification | None:
        labels = tuple(w.rng.sample(self.labels, len(self.labels)))
        return self.like(labels=labels) if labels != self.labels else None

    @edit("take the right label off the list")
    def withdraw(self, w: Draw) -> Classification | None:
        labels = tuple(label for label in self.labels if label not in self.right())
        if not self.absent or self.shots or not 1 < len(labels) < len(self.labels):
            return None
        return self.like(labels=labels, means={i: means for i, means in self.means.items() if i in labels})

    @edit("say of another label that it does not fit")
    def deny(self, w: Draw) -> Classification | None:
        free = [label for label in self.labels if label not in {part.label for part in self.parts}]
        if not free or not self.plain or not w.has(f"deny/{self.kind}"):
            return None
        label = w.pick(free)
        denial = Part(label, w.line(f"deny/{self.kind}", x=self.names[label].replace("_", " ")), says=False)
        return self.like(parts=w.pick(((denial, *self.parts), (*self.parts, denial))))

    @edit("tell it from the end")
    def reverse(self, w: Draw) -> Classification | None:
        return self.like(parts=self.parts[::-1]) if len({part.label for part in self.parts if part.label}) > 1 else None


class Sizes(Step):
    below = eased(solved=4, repeated=0.8)
    labels: int = by_step("Labels on offer, where there are so many.", 2, 4, 6)
    sentences: int = by_step("Sentences about the right label, or about the label that the text denies.", 1, 2, 3)
    fillers: int = by_step("Sentences about nothing.", 0, 1, 3)
    attitudes: int = by_step("Of a review, as many as there are; the first two are good and bad.", 2, 6, 6)
    feelings: bool = by_step("Notes with a feeling stand for reviews, in `sentiment`.", False, False, True)


RULES: Final = {"overlap": ["most"], "several": ["all"], "order": ["first", "last", "listed", "in_order"]}
OPEN: Final = ("topic", "intent", "aspect")
"""Kinds with many labels, which are others on each side."""
STYLES: Final[tuple[Callable[[str], str], ...]] = (str, str, str.capitalize, str.upper, lambda n: n.replace(" ", "_"))
"""How the names of a set of labels are written."""


def from_words(area: str, w: Draw, step: Sizes) -> Classification:
    task = area.rpartition("/")[2]
    kind = {"topic": "topic", "intent": "intent", "sentiment": "feeling" if step.feelings else "sentiment"}.get(task)
    kind = kind or w.pick((*OPEN, "sentiment") if task == "negation" else OPEN)
    told = "negated" if task == "negation" and kind == "sentiment" else "text"
    fills = {place: w.line(f"fill/{place}") for place in ("person", "city", "day", "month", "goods", "n")}

    def lines(label: str) -> Iterator[str]:
        entries = w.all(f"{label}.{told}" if label else f"filler/{kind}")
        return (w.fill(entry, fills) for entry in w.rng.sample(entries, len(entries)))

    ids = w.wholes(kind) if kind in OPEN else w.all(kind)[: 2 if told == "negated" else step.attitudes]
    defined = task == "definitions" or (task != "examples" and w.rng.random() < w.settings.extras)
    means = {label: w.line(f"{label}.means") for label in ids} if defined else {}
    made = build(task, kind, w, step, lines, {label: w.line(f"{label}.name") for label in ids}, means)
    assert made is not None  # no list of words is that short
    return made


def build(
    task: str, kind: str, w: Draw, step: Sizes, lines: Callable[[str], Iterator[str]], names: Mapping[str, str],
    means: Mapping[str, str],
) -> Classification | None:  # fmt: skip
    """A problem of an area; None where there are not sentences enough for it."""
    rng, left = w.rng, dict[str, Iterator[str]]()

    def take(label: str, count: int) -> list[Part]:
        return [Part(label, text) for text in islice(left.setdefault(label, lines(label)), count)]

    labels = rng.sample(list(names), min(step.labels, len(names) - (task == "none")))
    away = [label for label in names if label not in labels]
    rule: Rule = w.pick(RULES.get(task, ("only",)))
    if task == "overlap":
        groups = [take(i, step.sentences + more) for i, more in zip(rng.sample(labels, 2), (2, 0), strict=True)]
    elif task in ("several", "order"):
        told = rng.sample(labels, rng.randint(1 + (task == "order"), min(len(labels), step.sentences + 1)))
        groups = [take(label, rng.randint(1, 2)) for label in told]
    else:
        groups = [take(w.pick(away if task == "none" and rng.random() < 0.4 else labels), step.sentences)]
    if not all(groups) or (rule == "most" and len(groups[0]) <= len(groups[1])):
        return None
    parts = [part for group in groups for part in group]
    parts = rng.sample(parts, len(parts)) if rule == "most" else parts
    others = [label for label in labels if label != parts[0].label] if task == "negation" and kind in OPEN else []
    denied = rng.sample(others, min(step.sentences, len(others)))
    more = [Part(label, w.line(f"deny/{kind}", x=names[label]), says=False) for label in denied]
    for part in more + (take("", step.fillers) if step.fillers else []):
        parts.insert(rng.randint(0, len(parts)), part)
    plain = task not in ("definitions", "examples")
    form = w.pick([*WRITTEN] if rule in ("all", "in_order") else ("name", "free"))
    form = "letter" if form not in WRITTEN and rng.random() < w.settings.letters else form
    shown = labels if task == "examples" else rng.sample(labels, 2 * (plain and rng.random() < w.settings.extras))
    shots = [shot for label in shown for shot in take(label, 1 + (rng.random() < 0.3))]
    if task == "examples" and {shot.label for shot in shots} != set(labels):
        return None
    style, codes = str if kind == "heading" else w.pick(STYLES), w.line("codes").split()
    return Classification(
        kind=kind, labels=tuple(labels), parts=tuple(parts), rule=rule, absent=w.line("none") if task == "none" else "",
        names={i: style(names[i]) if plain else code for i, code in zip(labels, codes, strict=False)}, plain=plain,
        means={i: means[i] for i in labels if means}, form=form, shots=tuple(rng.sample(shots, len(shots))),
    )  # fmt: skip


def from_material(area: str, chunks: Sequence[Chunk], w: Draw, step: Sizes) -> Classification | None:
    """Sentences to be put under their headings, which are called as the material calls them."""
    texts, task = below(chunks[:8], w.all("common")), area.rpartition("/")[2]
    if len(texts) < 2 + (task == "none"):
        return None
    step = step.model_copy(update={"sentences": min(step.sentences, 2), "fillers": 0})
    lines = {title: iter(w.rng.sample(said, len(said))) for title, said in texts.items()}
    return build(task, "heading", w, step, lines.__getitem__, {title: title for title in texts}, {})


def below(chunks: Sequence[Chunk], common: Iterable[str]) -> dict[str, list[str]]:
    """Heading → sentences below it that hold a word of it and of no other one. Words are alike if they begin alike."""

    def words(text: str) -> set[str]:
        return {word[:5] for word in words_of(text) if len(word) > 2}.difference(common)

    found = {chunk.title[-200:].rpartition(" > ")[2]: chunk for chunk in chunks if chunk.kind == "text"}
    own = {title: words(title) for title in found if re.fullmatch(r"[A-Z][A-Za-z0-9 ]{2,40}", title)}
    own = {t: held for t, held in own.items() if held and not any(held & own[other] for other in own if other != t)}
    texts: dict[str, list[str]] = {}
    for title in own:
        for said in dict.fromkeys(sentences(found[title].text, re.compile(r"(?<=[.!?]) (?=[A-Z])"))[:40]):
            safe = re.fullmatch(r"[^{}|<>\\`*_#]{30,300}", said) and said.isprintable() and not has_control_marks(said)
            if safe and [other for other in own if own[other] & words(said)] == [title]:
                texts.setdefault(title, []).append(said)
    return texts


class ClassificationSettings(Settings):
    letters: float = Field(0.25, ge=0, le=1)
    """Share of questions for one label that have letters before the labels."""
    extras: float = Field(0.15, ge=0, le=1)
    """Share of questions that give definitions, and share of those that give examples, where they need none."""


_TOPIC, _BOTH = ("text_classification/topic",), ("text_classification/topic", "text_classification/sentiment")


@skill("text_classification", grader="fields", words="text_classification.words", settings=ClassificationSettings)
class TextClassification(Skill):
    areas = {
        "text_classification/topic": Area("the topic of a news item", from_words, from_material),
        "text_classification/intent": Area("what a message to a shop wants", from_words),
        "text_classification/sentiment": Area("the attitude of a review, the feeling of a note", from_words),
        "text_classification/several": Area("all labels that fit", from_words, from_material, 48, _TOPIC),
        "text_classification/none": Area("perhaps no label fits: answer as told", from_words, from_material, 0, _TOPIC),
        "text_classification/definitions": Area("only definitions say what labels mean", from_words, needs=_TOPIC),
        "text_classification/examples": Area("only examples say what labels mean", from_words, from_material, 0, _TOPIC),
        "text_classification/overlap": Area("two labels fit; the main one", from_words, from_material, 0, _TOPIC),
        "text_classification/negation": Area("a text tells what it is not about, or not like", from_words, needs=_BOTH),
        "text_classification/long": Area("a few sentences of a long text decide", from_words, needs=_TOPIC,
                                         steps=Sizes.but(sentences=(2, 2, 2), fillers=(4, 7, 10))),
        "text_classification/order": Area("the order of labels or text decides", from_words, from_material, 48, _TOPIC),
    }  # fmt: skip
    steps = Sizes
    problems = (Classification,)
    max_tokens = 24
    material = frozenset({"text"})
    quick = True
