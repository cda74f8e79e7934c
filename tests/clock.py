"""How long something takes, told so that a pause of the machine is not taken for slow code."""

from __future__ import annotations

import time
from collections.abc import Callable


def least_seconds(work: Callable[[], object], enough: float, tries: int = 3) -> float:
    """The least processor seconds `work` took; asked again, up to `tries` times, while it is `enough` or more.

    One figure can hold a collection of the garbage of all tests before (nearly a second was seen), or a neighbour's
    use of the caches; code that is really slow is slow every time.
    """
    least = float("inf")
    for _ in range(tries):
        started = time.process_time()
        work()
        least = min(least, time.process_time() - started)
        if least < enough:
            break
    return least
