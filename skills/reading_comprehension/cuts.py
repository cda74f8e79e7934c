"""What the makers of questions on raw text share: the excerpt around a sentence, a blanked part, options."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random
from typing import TYPE_CHECKING, Any, Final

from skills.reading_comprehension.excerpt import Excerpt, Mode, between, closing, opening
from skills.reading_comprehension.options import options, size
from skills.reading_comprehension.phrase import pick, some
from skills.reading_comprehension.reading import Form, Option, Setting
from skills.reading_comprehension.seen import SEEN
from skills.reading_comprehension.sentences import Value, Window, sentences, window

if TYPE_CHECKING:
    from repairloop.sources.chunks import Chunk

Texts = list[tuple[str, ...]]
"""The sentences of a chunk, then of its neighbours."""

PLAIN_ENDS: Final = re.compile(r"[\w ,.;:!?'’…-]+")
"""Words that can be an item of a list; quotes and brackets could be taken for marks of the list."""


def texts_of(chunks: Sequence[Chunk]) -> Texts:
    return [sentences(chunk.text) for chunk in chunks]


def around(text: tuple[str, ...], step: int, rng: Random, suits: Callable[[str], Any] = len) -> Window | None:
    """An excerpt around a sentence that suits."""
    good = [n for n, said in enumerate(text) if suits(said)]
    return window(text, pick(rng, good), step, rng) if good else None


def target(
    text: tuple[str, ...], read: Callable[[str], tuple[Value, ...]], step: int, rng: Random
) -> tuple[Window, Value] | None:
    """An excerpt, and part of a sentence in it."""
    cut = around(text, step, rng, read)
    return (cut, pick(rng, read(cut.sentences[cut.at]))) if cut else None


def distinct(cut: Window, count: int, rng: Random) -> list[int]:
    """Up to so many of the shown sentences, in their order, that can be told by their first words, and have plain ends."""
    seen: dict[str, list[int]] = {}
    for n in cut.told:
        said = cut.sentences[n]
        if PLAIN_ENDS.fullmatch(opening(said)) and PLAIN_ENDS.fullmatch(closing(said)):
            seen.setdefault(opening(said).casefold(), []).append(n)
    single = [same[0] for same in seen.values() if len(same) == 1]
    return sorted(some(rng, single, min(count, len(single))))


def blanked(area: str, step: int, rng: Random, cut: Window, value: Value) -> Excerpt:
    """The question what stands in one place of a sentence."""
    said = cut.sentences[cut.at]
    before, after = said[: value.start], said[value.end :]
    wanted = [between(said, before, after)]
    return excerpt_of(
        area, step, rng, cut, "complete", "words", asked=[cut.at], before=before, after=after, wanted=wanted
    )


def excerpt_of(area: str, step: int, rng: Random, cut: Window, mode: Mode, form: Form, **more: Any) -> Excerpt:
    setting = Setting(token=pick(rng, SEEN.tokens), unsaid=pick(rng, SEEN.unsaid), none=pick(rng, SEEN.nones))
    return Excerpt(
        area=area, step=step, kind="report", setting=setting, sentences=cut.sentences, told=cut.told, mode=mode, form=form,
        **more,
    )  # fmt: skip


def with_options(problem: Excerpt, right: str, wrong: list[Option], rng: Random) -> Excerpt | None:
    """The question with options to choose from; None where there are too few wrong ones."""
    count = size(problem.step)
    chosen, near = options(Option(text=right, value=right), wrong, count, rng)
    if len(chosen) < 3:
        return None
    return problem.model_copy(update={"form": "letter", "options": chosen, "near": near[:6], "wanted": []})
