"""Raw material: files of many kinds, or what every machine has, as chunks with origin and licence.

    from pathlib import Path
    from repairloop.sources import read_sources

    for chunk in read_sources([Path("notes"), Path("src")], print):
        print(chunk.kind, chunk.origin, chunk.licence, chunk.text[:60])

One small file an adapter: text, Markdown, HTML, PDF, Python, other code, tables, the standard library. Each is a
function from a `Source` to its chunks; `reading` names it by its ending. Nothing that is read is ever run.
"""

from repairloop.records import Chunk, Kind
from repairloop.sources.reading import read_sources

__all__ = ["Chunk", "Kind", "read_sources"]
