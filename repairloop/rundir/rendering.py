"""How what a run holds becomes HTML: one set of templates for the page that rests in a run (`page`) and for those of the service, which
has further ones of its own.

Templates escape by default and fail on what they are not given; and whatever an expression puts into a page goes through
`visible` first, so that control characters and direction marks are seen and not obeyed.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any, Final

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from repairloop.ground.errors import quoted
from repairloop.ground.foreign import visible
from repairloop.rundir.display import decided, passed_of, percent

CUT: Final = 1200
"""Characters of a text that are shown at once; the rest unfolds."""
LONGEST: Final = 100_000
"""Characters of a text that are shown at all."""


@cache
def environment(*packages: str) -> Environment:
    """The templates of these packages, and ours."""
    loaders = [PackageLoader(package) for package in (*packages, "repairloop.rundir")]
    made = Environment(
        loader=ChoiceLoader(loaders), autoescape=True, undefined=StrictUndefined, finalize=_finalized, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.globals |= {
        "percent": percent, "passed_of": passed_of, "decided": decided, "pieces": pieces, "quoted": quoted,
    }  # fmt: skip
    return made


def _finalized(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def pieces(text: str | None, span: tuple[int, int] | None = None) -> dict[str, Any]:
    """A text as it is shown: `head` and `rest`, each a list of parts with whether they are marked; `left`, how many
    characters are not shown at all."""
    text = text or ""
    start, end = span or (0, 0)
    start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))

    def between(first: int, last: int) -> list[tuple[str, bool]]:
        edges = sorted({first, last, *(place for place in (start, end) if first < place < last)})
        return [(text[a:b], start <= a and b <= end) for a, b in pairwise(edges)]

    shown = min(len(text), LONGEST)
    cut = CUT if shown > CUT * 5 // 4 else shown
    return {"head": between(0, cut), "rest": between(cut, shown), "length": len(text), "left": len(text) - shown}
