"""Write all that may be set into docs/settings.md, as `repairloop/config.py` declares it.

python scripts/settings.py            # writes the page
python scripts/settings.py --check    # fails where the page is not what would be written
"""

import json
import sys
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from repairloop.config import OWN, PRESETS, Config, StudentSettings
from repairloop.records.fields import strings_under

PAGE = Path(__file__).parents[1] / "docs" / "settings.md"
HEAD = """# All settings

What decides a run: in a file (`--config FILE`), as tables and keys, or one by one (`--set probes.budget=50`). The defaults
come first, then the preset, then the file, then options as `--skills`, then `--set`. What was resolved stands in the run's
`config.toml`, which is such a file. What cannot be is refused before anything is spent.

A skill has settings of its own: `--set skills.NAME.KEY=VALUE` ([skills](skills.md#settings)).

<!-- Written by scripts/settings.py, from repairloop/config.py. -->
"""

PRESETS_HEAD = """## Presets

`standard` is made for the areas that it looks at itself: 29 of four skills. Where `--skills` or `areas` name others it sets nothing,
and the defaults above hold (4,000 rows in two passes: `--skills math` takes some 45 minutes on two idle cores); with `--tasks` the
last line stands in its place. `smoke` and `thorough` set what they set, whatever is named. An area of a skill that the preset does
not look at wants that skill named too.
"""


def main() -> int:
    sections: dict[str, list[str]] = {"the run": []}
    for name, info in Config.model_fields.items():
        kind = info.annotation
        if name == "skill_settings":
            continue
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            section = "student" if kind is StudentSettings else name
            sections[section] = [line(kind, key, f"{section}.{key}") for key in kind.model_fields]
        else:
            sections["the run"].append(line(Config, name, name))
    tables = (f"## {name}\n\n{table(lines)}" for name, lines in sections.items())
    whole = "\n".join([HEAD, *tables, f"{PRESETS_HEAD}\n{table(presets(), 'preset')}"])
    if "--check" in sys.argv:
        return int(not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != whole)
    PAGE.write_text(whole, encoding="utf-8")
    return 0


def table(lines: list[str], first: str = "key") -> str:
    head = "sets" if first == "preset" else "default | what it is"
    return "\n".join([f"| {first} | {head} |", "| --- |" + " --- |" * (head.count("|") + 1), *lines, ""])


def line(kind: type[BaseModel], key: str, name: str) -> str:
    info = kind.model_fields[key]
    choices = ""
    if get_origin(info.annotation) is Literal:
        choices = f"{', '.join(f'`{choice}`' for choice in get_args(info.annotation))}. "
    about = strings_under(kind).get(key, "").replace("|", "\\|")
    return f"| `{name}` | `{json.dumps(info.default)}` | {choices}{about} |"


def presets() -> list[str]:
    own = {"`standard` with `tasks`": OWN}
    return [
        f"| {name} | {', '.join(values(given))} |"
        for name, given in ({f"`{name}`": v for name, v in PRESETS.items()} | own).items()
    ]


def values(given: dict[str, Any], above: str = "") -> list[str]:
    found = []
    for key, value in given.items():
        found += values(value, f"{above}{key}.") if isinstance(value, dict) else [f"`{above}{key}={json.dumps(value)}`"]
    return found


if __name__ == "__main__":
    sys.exit(main())
