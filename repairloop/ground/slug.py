"""A text as a name: small letters, digits and underscores, as they stand in paths of areas and in names of tasks."""

from __future__ import annotations

import re
import unicodedata


def slug(text: str, most: int = 40) -> str:
    """`Is it due? (Höhe)` → `is_it_due_hohe`; empty where nothing of it is left."""
    plain = unicodedata.normalize("NFKD", text[: 4 * most].casefold()).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:most].strip("_")
