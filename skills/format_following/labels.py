"""Classification: a text put together from two halves of known class, and the labels to choose from.

    "our guide" + "was a lovely surprise", class good       Review: "Our guide was a lovely surprise." Is it good or bad?

The truth is the class that the second half (of a question or an order, the first) was taken from.
"""

from __future__ import annotations

from typing import Any, Final, Literal

from repairloop import Ask, Draw, Problem, edit
from skills.english import capital, joined
from skills.format_following.compose import Demands

LETTERS: Final = "ABCDEFGH"
CLASSES: Final = {"sentiment": ("good", "bad", "plain"), "time": ("past", "now", "future"),
                  "act": ("question", "order", "statement")}  # fmt: skip
"""Kinds of text whose labels have several names; a theme or a sort is its own label."""


class Classification(Problem):
    """A text and the labels to choose from."""

    kind: Literal["sentiment", "theme", "sort", "time", "act"]
    truth: str
    """The class that the text was made from."""
    head: str
    tail: str
    labels: dict[str, str]
    """Class → label, in the order shown."""
    form: Literal["label", "letter"]

    @property
    def text(self) -> str:
        if self.kind == "sort":
            return self.tail
        text = f"{self.head} {self.tail}"
        return capital(text) + ("?" if self.kind == "act" and self.truth == "question" else ".")

    def reference(self) -> list[dict[str, Any]]:
        options = list(self.labels.values()) if self.form == "label" else list(LETTERS[: len(self.labels)])
        return [{"id": "one_of", "args": {"options": options, "answer": options[list(self.labels).index(self.truth)]}}]

    def answer(self, w: Draw) -> str:
        if self.form == "label":
            return self.labels[self.truth]
        return next(letter for letter, name in zip(LETTERS, self.labels, strict=False) if name == self.truth)

    def ask(self, w: Draw) -> Ask:
        """Text, question and form in any order, or the text alone below a system's message."""
        labels = list(self.labels.values())
        shown = w.line("shown", text=self.text, Subject=w.all(f"subject/{self.kind}")[0])
        options = joined(labels, "or")
        if self.form == "letter":
            style = w.pick(w.all("option"))
            options = ", ".join(
                w.fill(style, {"letter": letter, "label": label})
                for letter, label in zip(LETTERS, labels, strict=False)
            )
        question = w.line(f"question/{self.kind}", options=options)
        form = w.line(f"form/{self.form}")
        joint = w.pick(["\n", "\n", " "])
        layout = w.rng.random()
        if layout < 0.3:
            parts = [shown, question, form]
        elif layout < 0.55:
            parts = [question, form, shown]
        elif layout < 0.7:
            parts = [form, question, shown]
        elif layout < 0.85:
            parts = [question, shown, form]
        else:
            return Ask(shown, system=f"{question} {form}", bare=True)
        return Ask(joint.join(parts), bare=True)

    @edit("ask for the letter of the label")
    def by_letter(self, w: Draw) -> Classification | None:
        return self.like(form="letter") if self.form == "label" else None


def labels(area: str, w: Draw, step: Demands) -> Classification:
    """A text of one of the kinds, and labels to choose from; an answer is sometimes a letter."""
    kind = w.pick(["sentiment", "theme", "sort", "time", *(["act"] if step.forms > 1 else [])])
    every = w.pick(_label_sets(kind, w))
    few, most = step.labels
    count = min(len(every), few if few == most else w.rng.randint(few, most))
    classes = ["good", "bad"] if kind == "sentiment" and count == 2 else w.rng.sample(list(every), count)
    w.rng.shuffle(classes)
    truth = w.pick(classes)
    letter = step.letters and w.rng.random() < w.settings.letters
    head, tail = (
        w.pick(w.all(f"{kind}@{truth}.{end}", f"{kind}/{truth}.{end}", f"{kind}.{end}")) for end in ("head", "tail")
    )
    return Classification(
        kind=kind, truth=truth, head=head, tail=tail, labels={name: every[name] for name in classes},
        form="letter" if letter else "label",
    )  # fmt: skip


def _label_sets(kind: str, w: Draw) -> list[dict[str, str]]:
    """Class → label, in each of the ways in which the classes are called."""
    if kind in CLASSES:
        return [dict(zip(CLASSES[kind], row, strict=True)) for row in w.rows(f"label/{kind}")]
    names = [whole.partition("@")[2] for whole in w.wholes(kind)]
    return [{name: name for name in names}]
