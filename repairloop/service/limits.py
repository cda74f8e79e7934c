"""How often something may be done: so many times at once, and so many more a second, each for itself (a token bucket)."""

from __future__ import annotations

import threading
import time
from typing import Final

KEYS: Final = 10_000
"""Of so many something is remembered; who asked longest ago is forgotten first."""


class Limit:
    def __init__(self, burst: float, per_second: float) -> None:
        self.burst, self.per_second = burst, per_second
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, key: str) -> float:
        """One of what `key` has: 0, or after how many seconds it has one again."""
        now = time.monotonic()
        with self._lock:
            left, since = self._left.pop(key, (self.burst, now))
            left = min(self.burst, left + (now - since) * self.per_second)
            has = left >= 1
            self._left[key] = (left - has, now)
            while len(self._left) > KEYS:
                self._left.pop(next(iter(self._left)))
        return 0.0 if has else (1 - left) / self.per_second
