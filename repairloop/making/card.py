"""The card of a file of rows: what it holds, how each row was proved, how it was made, and what it is not good for.

One page and one account of proof, for the rows of a run (`repairloop.making.export`) and for those that `synthesize`
makes (`repairloop.making.dataset`): who has rows says what is known of them. Knows nothing of how files are written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from repairloop.ground.version import __version__

PAGE = """\
---
pretty_name: "{title}"
license: {licence}
language: en
tags: [repairloop, synthetic]
configs:
- config_name: default
  data_files: "{file}"
---
# {title}

{about}

{counts}

## Columns

{columns}

`failure_ids` names the student's failed probes that a row answers, `error_classes` what was wrong in them, and
`agents` the steps that the row went through.

## How each row was proved

{proofs}

{held}
Kept aside: {aside}.{more}

## How it was made

{made}

The same settings and version make the same rows again.

## Licences and limits

Rows by the licence of their source: {licences}. What programs of repairloop make up is Apache-2.0, like them; where a
student's own words are in a row, the student's licence applies. Content and wording come from generated worlds, raw material
and phrasing banks that the probes of `holdout` do not share: English, and without facts about the world. A row teaches a form
and a skill. That it helps is not said by this file but by a run: see `repairloop areas RUN`.
"""
PROOFS = {
    "proved": "{n} rows are `proved`: the completion passed the grader named in the `grader` column, by a truth computed from the\n"
    "problem behind the row, which the completion's author did not supply. A wrong answer beside it was failed by the same grader.",
    "human": "{n} rows are `human`: as those that are proved, by a gold of the user's file that a person corrected.",
    "agreed": "{n} rows are `agreed`: no program knows the truth; a teacher's samples agree on the completion, and a calibrated judge\n"
    "accepts it.",
    "unproved": "{n} rows are `unproved`: a teacher wrote them, and its samples disagree or no calibrated judge accepts them.",
    "self": "{n} rows are labelled `self`. Nothing proves them and nothing could: each is a whole answer that the student gave to an\n"
    "open request before it was repaired. They teach nothing; they keep what it says as it is, and are for this student only.\n"
    "Beginnings of longer answers, which the run's own trainer learns without their end, are left out here.",
}  # fmt: skip
"""What speaks for a row, strongest first."""


@dataclass(frozen=True)
class Contents:
    """What is known of a file of rows."""

    title: str
    file: str
    about: str
    kinds: Sequence[str]
    counts: Mapping[str, Mapping[str, int]]
    """Area → kind → rows."""
    schema: pa.Schema
    proofs: Counter[str]
    licences: Counter[str]
    aside: Counter[str]
    """Reason → rows kept aside."""
    held: str
    """What the rows were held against."""
    made: Mapping[str, object]
    """How it was made, by name."""
    more: str = ""


def card(of: Contents) -> str:
    """The card as Markdown."""
    known = next(iter(of.licences)) if len(of.licences) == 1 else ""
    return PAGE.format(
        title=of.title, file=of.file, about=of.about, licence=known.lower() or "other",
        counts=table(["area", *of.kinds], ([a, *(c.get(k, 0) for k in of.kinds)] for a, c in of.counts.items())),
        columns="\n".join(f"- `{field.name}`: {_plain(field.type)}" for field in of.schema),
        proofs="\n\n".join(said.format(n=of.proofs[proof]) for proof, said in PROOFS.items() if of.proofs[proof]),
        held=of.held, aside=counted(of.aside), more=of.more,
        made=table(["", ""], [["repairloop", __version__], *map(list, of.made.items())]),
        licences=counted(Counter({name or "not stated by the source": n for name, n in of.licences.items()})),
    )  # fmt: skip


def table(names: Sequence[str], rows: object) -> str:
    """A table in Markdown, its first column to the left."""
    lines = [names, ["---", *["---:" if names[-1] else "---"] * (len(names) - 1)], *rows]  # type: ignore[misc]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def counted(of: Counter[str]) -> str:
    return ", ".join(f"{n} {name}" for name, n in of.most_common()) or "none"


def _plain(kind: pa.DataType) -> str:
    """The type of a column in words."""
    if not pa.types.is_list(kind):
        return {"string": "text", "int64": "number", "bool": "true or false"}[str(kind)]
    if pa.types.is_struct(kind.value_type):
        return f"list of {{{', '.join(field.name for field in kind.value_type)}}}"
    return f"list of {_plain(kind.value_type)}s"
