"""Files that measure: the texts of a user's own evaluation sets, which no training row may overlap with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from repairloop.errors import UsageError


def read_texts(file: Path) -> list[str]:
    """The texts of an evaluation file: of each row its strings, also those inside lists and objects; or its lines.

    `.jsonl`, `.json`, `.parquet`, `.csv`; anything else is read as lines. Raises UsageError on what cannot be read.
    """
    if not file.is_file():
        raise UsageError(f"--protect {file}: no such file")
    try:
        if file.suffix in (".parquet", ".csv"):
            import duckdb

            reader = "read_parquet" if file.suffix == ".parquet" else "read_csv"
            rows: Iterable[Any] = (
                duckdb.execute(f"FROM {reader}($file)", {"file": str(file)}).to_arrow_table().to_pylist()
            )
        elif file.suffix == ".json":
            rows = [json.loads(file.read_text(encoding="utf-8"))]
        else:
            lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
            rows = map(json.loads, lines) if file.suffix in (".jsonl", ".ndjson") else lines
        return [text for row in rows for text in _strings(row)]
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"--protect {file}: cannot be read ({error})"[:300]) from None
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in ("duckdb", "_duckdb"):
            raise
        raise UsageError(f"--protect {file}: cannot be read ({error})"[:300]) from None


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value.strip():
            yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
