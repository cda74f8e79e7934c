"""What the makers of questions on raw text share: the excerpt around a sentence, a blanked part, options."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from repairloop import Chunk, Draw
from skills.reading_comprehension.excerpt import Excerpt, Mode, between, closing, opening
from skills.reading_comprehension.reading import Form, Option, Setting, options, some
from skills.reading_comprehension.sentences import Value, Window, sentences, window
from skills.reading_comprehension.steps import Depth
from skills.reading_comprehension.world import fixed

Texts = list[tuple[str, ...]]
"""The sentences of a chunk, then of its neighbours."""

PLAIN_ENDS: Final = re.compile(r"[\w ,.;:!?'’…-]+")
"""Words that can be an item of a list; quotes and brackets could be taken for marks of the list."""


def texts_of(chunks: Sequence[Chunk]) -> Texts:
    return [sentences(chunk.text) for chunk in chunks]


def around(text: tuple[str, ...], step: Depth, w: Draw, suits: Callable[[str], Any] = len) -> Window | None:
    """An excerpt around a sentence that suits."""
    good = [n for n, said in enumerate(text) if suits(said)]
    return window(text, w.pick(good), step.words, w) if good else None


def target(
    text: tuple[str, ...], read: Callable[[str], tuple[Value, ...]], step: Depth, w: Draw
) -> tuple[Window, Value] | None:
    """An excerpt, and part of a sentence in it."""
    cut = around(text, step, w, read)
    return (cut, w.pick(read(cut.sentences[cut.at]))) if cut else None


def distinct(cut: Window, count: int, w: Draw) -> list[int]:
    """Up to so many of the shown sentences, in their order, that can be told by their first words, and have plain ends."""
    seen: dict[str, list[int]] = {}
    for n in cut.told:
        said = cut.sentences[n]
        if PLAIN_ENDS.fullmatch(opening(said)) and PLAIN_ENDS.fullmatch(closing(said)):
            seen.setdefault(opening(said).casefold(), []).append(n)
    single = [same[0] for same in seen.values() if len(same) == 1]
    return sorted(some(w, single, min(count, len(single))))


def blanked(area: str, step: Depth, w: Draw, cut: Window, value: Value) -> Excerpt:
    """The question what stands in one place of a sentence."""
    said = cut.sentences[cut.at]
    before, after = said[: value.start], said[value.end :]
    wanted = [between(said, before, after)]
    return excerpt_of(
        area, step, w, cut, "complete", "words", asked=[cut.at], before=before, after=after, wanted=wanted
    )


def excerpt_of(area: str, step: Depth, w: Draw, cut: Window, mode: Mode, form: Form, **more: Any) -> Excerpt:
    return Excerpt(
        area=area, step=step.number, kind="report", setting=Setting(**fixed(w)), sentences=cut.sentences, told=cut.told, mode=mode, form=form,
        **more,
    )  # fmt: skip


def with_options(problem: Excerpt, right: str, wrong: list[Option], w: Draw) -> Excerpt | None:
    """The question with options to choose from; None where there are too few wrong ones."""
    count = problem.depth.options
    chosen, near = options(Option(text=right, value=right), wrong, count, w)
    if len(chosen) < 3:
        return None
    return problem.like(form="letter", options=chosen, near=near[:6], wanted=[])
