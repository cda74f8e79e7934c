"""What the numbers of a column stand for, where another file says it: 0 is `World`, 1 is `Sports`.

    README.md                               the head of a data set's card: dataset_info, features, class_label, names
    dataset_infos.json, dataset_info.json   as `datasets` writes them
    classes.txt, labels.txt …               a name a line, in order
    mapping.txt …                           a number and its name a line
    labels.json, categories.json …          a list of names, or number → name

They are looked for beside the file, a data set's own also in the folder above it. A list of names does not say which
column it is of: the caller knows which one holds what is right, and whether they can be its names.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

from repairloop.sources.files import open_regular

_LISTS: Final = ("classes", "labels", "class_names", "label_names", "categories", "label_map", "mapping", "id2label")
NAMING: Final = (
    "dataset_info.json",
    "dataset_infos.json",
    *(f"{name}{end}" for name in _LISTS for end in (".txt", ".json")),
)
"""Files that only say what numbers stand for."""
MOST: Final = 2**22
"""Bytes of such a file."""
MOST_NAMES: Final = 5000
LONGEST: Final = 200
"""Characters of a name."""

Names = dict[str, list[str]]


def beside(path: Path) -> tuple[Names, str]:
    """Column → names of its numbers, in order, and the file that says so; nothing where none does."""
    own, above = path.absolute().parent, path.absolute().parent.parent
    for folder, names in ((own, ("README.md", *NAMING)), (above, ("README.md", *NAMING[:2]))):
        for name in names:
            if (file := folder / name).is_file() and file != path.absolute() and (found := names_in(file)):
                return found, name
    return {}, ""


def of_features(info: Any) -> Names:
    """Column → names, of what `datasets` says of a set; also of the list that a card has for each column."""
    features = info.get("features") if isinstance(info, dict) else None
    if isinstance(features, list):
        features = {str(part.get("name")): part for part in features if isinstance(part, dict)}
    found = {}
    for column, feature in features.items() if isinstance(features, dict) else ():
        if names := _names_in(feature):
            found[str(column)] = names
    return found


def _names_in(feature: Any, depth: int = 3) -> list[str]:
    """The names of a column of classes, or of lists of them."""
    if not isinstance(feature, dict) or not depth:
        return []
    if feature.get("_type") == "ClassLabel":
        return _in_order(feature.get("names"))
    for key in ("dtype", "class_label", "names", "feature", "sequence", "list"):
        inner = feature.get(key)
        if key == "names" and (named := _in_order(inner)):
            return named
        if isinstance(inner, dict) and (named := _names_in(inner, depth - 1)):
            return named
    return []


def _in_order(names: Any) -> list[str]:
    """A list of names, or number → name, as a list from 0 on; empty where it is neither."""
    if isinstance(names, dict):
        numbered = {int(key): name for key, name in names.items() if re.fullmatch(r"[0-9]{1,4}", str(key))}
        if not numbered and all(isinstance(value, int) for value in names.values()):  # name → number
            numbered = {value: name for name, value in names.items()}
        names = [numbered[n] for n in range(len(names)) if n in numbered] if len(numbered) == len(names) else []
        names = names if len(names) == len(numbered) else []
    if not isinstance(names, list) or not 2 <= len(names) <= MOST_NAMES:
        return []
    told = [name.strip() for name in names if isinstance(name, str) and 0 < len(name.strip()) <= LONGEST]
    return told if len(set(told)) == len(names) else []


_NUMBERED: Final = re.compile(r"([0-9]{1,4})[\t ,;:]\s*(\S.*?)\s*")


def names_in(file: Path) -> Names:
    """What one such file says; nothing where it holds something else."""
    try:
        with open_regular(file) as opened:
            text = opened.read(MOST + 1).decode("utf-8-sig")
    except (OSError, ValueError):
        return {}
    if len(text) > MOST:
        return {}
    if file.suffix == ".txt":
        lines = [line for line in text.split("\n") if line.strip()]
        numbered = [_NUMBERED.fullmatch(line) for line in lines]
        return _sole(_in_order({found[1]: found[2] for found in numbered if found} if all(numbered) else lines))
    if file.suffix == ".md":
        return _card(text)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if file.name == "dataset_infos.json" and isinstance(value, dict):
        return next((found for info in value.values() if (found := of_features(info))), {})
    if isinstance(value, dict) and "features" in value:
        return of_features(value)
    return _sole(_in_order(value))


def _sole(names: list[str]) -> Names:
    return {"": names} if names else {}


def _card(text: str) -> Names:
    """The names in the head of a card (YAML between two lines `---`)."""
    import yaml

    head = re.match(r"\s*---\n(.*?)\n---", text, re.DOTALL)
    if head is None or "class_label" not in head[1]:
        return {}
    try:
        told = yaml.load(head[1], getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # the safe loader: no objects are made
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    info = told.get("dataset_info") if isinstance(told, dict) else None
    for one in info if isinstance(info, list) else [info]:
        if found := of_features(one):
            return found
    return {}
