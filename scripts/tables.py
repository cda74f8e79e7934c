"""Write the columns of all tables into docs/tables.md, as `repairloop/records/__init__.py` declares them.

python scripts/tables.py            # writes the page
python scripts/tables.py --check    # fails where the page is not what would be written
"""

import inspect
import sys
from pathlib import Path

from repairloop.records import Record
from repairloop.records.rows import TABLES, described

PAGE = Path(__file__).parents[1] / "docs" / "tables.md"
MARK = "<!-- From here on written by scripts/tables.py, from repairloop/records/__init__.py. -->\n"


def section(name: str, kind: type[Record]) -> str:
    return f"## `{name}`\n\n{inspect.cleandoc(kind.__doc__ or '')}\n\n{described(kind)}\n"


def main() -> int:
    page = PAGE.read_text(encoding="utf-8")
    by_hand, mark, _ = page.partition(MARK)
    assert mark, f"{PAGE} lacks the line {MARK}"
    whole = f"{by_hand}{MARK}\n" + "\n".join(section(name, kind) for name, kind in TABLES.items())
    if "--check" in sys.argv:
        return int(page != whole)
    PAGE.write_text(whole, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
