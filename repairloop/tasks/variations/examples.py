"""Examples put into another order, where a prompt shows some before it asks.

Examples are turns before the last question, or paragraphs of one form ("Q: … A: …") of which the last one lacks its
answer. That they are examples, and no conversation, is seen by their standing before other questions of the task too.
"""

from __future__ import annotations

import re
from collections import Counter
from random import Random
from typing import Final

from repairloop.records import Case, Message
from repairloop.tasks.variations.contract import Pools, Variation, Varied, asked, like, with_last

_LABEL: Final = re.compile(r"^([A-Z][\w ]{0,24}):", re.MULTILINE)
_GAP: Final = "\n\n"


def turns(case: Case) -> list[tuple[Message, Message]]:
    """The pairs of turns before the last question; empty where the turns are no pairs."""
    said = [message for message in case.messages[:-1] if message["role"] != "system"]
    if len(said) % 2 or any(m["role"] != ("assistant" if n % 2 else "user") for n, m in enumerate(said)):
        return []
    return list(zip(said[::2], said[1::2], strict=True))


def paragraphs(case: Case) -> tuple[int, list[str]]:
    """The paragraphs of the last message, and how many of them come before the examples; no examples: (0, [])."""
    parts = asked(case).split(_GAP)
    form = _LABEL.findall(parts[-1])
    if len(form) < 2 or not re.search(rf"^{re.escape(form[-1])}:\s*$", parts[-1], re.MULTILINE):
        return 0, []
    first = len(parts) - 1
    while first > 0 and _LABEL.findall(parts[first - 1]) == form and not parts[first - 1].rstrip().endswith(":"):
        first -= 1
    return (first, parts) if len(parts) - 1 - first >= 2 else (0, [])


def _texts(case: Case) -> list[str]:
    first, parts = paragraphs(case)
    return [f"{a['content']}\x1f{b['content']}" for a, b in turns(case)] or parts[first:-1]


class ExamplesReordered(Variation):
    name = "put the examples of the prompt into another order"
    touches = frozenset({"question"})

    def plan(self, pools: Pools) -> Counter[str]:
        """Example → the cases that show it."""
        return Counter(text for case in pools.cases for text in set(_texts(case)))

    def _shown(self, case: Case, pools: Pools) -> list[str]:
        seen: Counter[str] = pools.of(self)
        texts = _texts(case)
        return texts if len(set(texts)) >= 2 and all(seen[text] >= 2 for text in texts) else []

    def vary(self, case: Case, pools: Pools, rng: Random) -> Varied | None:
        texts = self._shown(case, pools)
        order = list(range(len(texts)))
        for _ in range(5 if texts else 0):
            rng.shuffle(order)
            made = _reordered(case, order)
            if made is not None and made.messages != case.messages:
                return Varied(made, {"order": order[:]})
        return None

    def fault(self, original: Case, varied: Varied, pools: Pools) -> str:
        case, order = varied.case, varied.record.get("order")
        before, after = self._shown(original, pools), self._shown(case, pools)
        if not before or Counter(before) != Counter(after):
            return "the examples are others"
        if not isinstance(order, list) or sorted(order) != list(range(len(before))):
            return "the record is no order"
        again = _reordered(case, [order.index(n) for n in range(len(order))])
        if again is None or again.messages != original.messages or again.question != original.question:
            return "the original does not come back"
        return ""


def _reordered(case: Case, order: list[int]) -> Case | None:
    """The case with the example `order[n]` at the n-th place."""
    if pairs := turns(case):
        lead = [message for message in case.messages[:-1] if message["role"] == "system"]
        said = [message for n in order for message in pairs[n]]
        return like(case, messages=[*lead, *said, case.messages[-1]])
    first, parts = paragraphs(case)
    content = _GAP.join([*parts[:first], *(parts[first + n] for n in order), parts[-1]])
    if case.question == asked(case):
        return like(case, messages=with_last(case, content), question=content)
    return like(case, messages=with_last(case, content)) if case.question in parts[-1] else None
