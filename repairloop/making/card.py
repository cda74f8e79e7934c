"""The dataset card of an export: what the file holds, how each row was proved, and what it is not good for.

Reads the run's manifest, configuration and counts; knows nothing of how the file was written.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from repairloop.ground.version import __version__
from repairloop.records import VERIFIED, fingerprint
from repairloop.rundir.store import Store
from repairloop.rundir.views import connect, fetch
from repairloop.rundir.wholeness import stored_config

PAGE = """\
---
pretty_name: "{title}"
license: apache-2.0
language: en
tags: [repairloop, synthetic]
configs:
- config_name: default
  data_files: "{file}"
---
# {title}

{rows} records in format `{format}`, made by repairloop {version} to repair what the student `{student}` was shown
to fail. `repair` rows aim at an area that failed; `replay` rows keep an area that did not; `self` rows are the
student's own answers to open requests, as it was.

| area | repair | replay | self |
| --- | ---: | ---: | ---: |
{areas}

## Columns

{columns}

`failure_ids` names the student's failed probes that a row answers, `error_classes` what was wrong in them, and
`agents` the steps that the row went through. In the run directory, `repairloop show RUN FAILURE_ID` shows a
failure with its evidence.

## How each row was proved

{own}Each {other}completion was graded by the grader named in its `grader` column, by a truth computed from the problem behind
the row, which the completion's author did not supply; only passes are here. No row has the content, the text or
nearly the text of any probe that measures: what may train and what measures is separated by content.
{rejected}
Kept aside: {aside}.{left_out}

## How it was made

| | |
| --- | --- |
| repairloop | {made_by} |
| student | `{student}` |
| seed | {seed} (sampling {sampling_seed}) |
| cycles | {cycles} |
| skills | {skills} |
| configuration | `config.toml` of the run, hash `{config_hash}` |

The same configuration and version make the same rows again.

## Licence and limits

Generated; Apache-2.0, like the generator. The texts are composed by program from phrasing banks: English, short,
without facts about the world. The rows aim at one student's failures; for another student, measure first. That
they help is not said by this file but by the run: see `repairloop areas RUN`.
"""

REJECTED = """
Rejected answers are the student's own, graded as wrong by the same grader; the student's licence applies to them.
"""
RIGHT = """
{rows} rows of the run have the student's own right answer as their completion, passed by the same grader; the student's
licence applies to them. Their last agent is `student: verified answer`.
"""
OWN = """
{rows} rows are labelled `self`. Nothing proves them and nothing could: each is a whole answer that the student gave to an
open request before it was repaired. They teach nothing; they keep what it says as it is, and are for this student only,
whose licence applies to them. Beginnings of longer answers, which the run's own trainer learns without their end, are left
out here.

"""
LEFT_OUT = " Left out: {left_out} rows, because the format holds {holds} only."


def card(store: Store, format: str, schema: pa.Schema, holds: str, counts: dict[str, Any]) -> str:
    """The card as Markdown. `counts` is what `export` returns; `holds` says which rows the format can hold."""
    config = stored_config(store)
    config_toml = (store.path / "config.toml").read_text(encoding="utf-8")
    with connect(store) as db:
        aside = fetch(
            db,
            "SELECT dropped AS reason, count(*) AS n FROM repair_rows WHERE dropped IS NOT NULL GROUP BY 1 ORDER BY 1",
        )
        verified = db.execute(
            "SELECT count(*) FROM repair_rows WHERE dropped IS NULL AND list_contains(agents, $agent)",
            {"agent": VERIFIED},
        ).fetchone()[0]
        cycles, skills = db.execute("SELECT count(DISTINCT cycle), list(DISTINCT skill) FROM repair_rows").fetchone()
    own = sum(kinds.get("self", 0) for kinds in counts["areas"].values())
    return PAGE.format(
        title=f"Repair rows of {store.path.resolve().name}", file=counts["out"].name, rows=counts["rows"],
        format=format, version=__version__, student=config.student,
        areas="\n".join(_area(area, kinds) for area, kinds in counts["areas"].items()),
        columns="\n".join(f"- `{field.name}`: {_plain(field.type)}" for field in schema),
        own=OWN.lstrip().format(rows=own) if own else "", other="other " if own else "",
        rejected=(REJECTED if format in ("dpo", "kto") else "") + (RIGHT.format(rows=verified) if verified else ""),
        aside=", ".join(f"{row['n']} {row['reason']}" for row in aside) or "none",
        left_out=LEFT_OUT.format(left_out=counts["left_out"], holds=holds) if counts["left_out"] else "",
        made_by=store.read_manifest()["repairloop"], seed=config.seed, sampling_seed=config.sampling.seed,
        cycles=cycles, skills=", ".join(sorted(skills)), config_hash=fingerprint(config_toml),
    )  # fmt: skip


def _area(area: str, kinds: dict[str, int]) -> str:
    return f"| {area} | {kinds.get('repair', 0)} | {kinds.get('replay', 0)} | {kinds.get('self', 0)} |"


def _plain(kind: pa.DataType) -> str:
    """The type of a column in words."""
    if not pa.types.is_list(kind):
        return {"string": "text", "int64": "number", "bool": "true or false"}[str(kind)]
    if pa.types.is_struct(kind.value_type):
        return f"list of {{{', '.join(field.name for field in kind.value_type)}}}"
    return f"list of {_plain(kind.value_type)}s"
