"""Format following: give a short answer to a small task in exactly the form that was asked for.

What is asked is a task, a topic and a list of constraints (`request.py`, drawn by `compose.py`, answered by
`answers.py`), or which of some labels fits a text (`labels.py`). `given.py` makes both out of raw texts. All that is
said, and all that answers are made from (`topics.py`), stands in `format_following.words`.
"""

from __future__ import annotations

from repairloop import Area, Skill, skill
from skills.format_following import compose, labels
from skills.format_following.given import Found, Given, from_material
from skills.format_following.labels import Classification
from skills.format_following.request import FormatSettings, Request


@skill("format_following", grader="constraints", words="format_following.words", settings=FormatSettings)
class FormatFollowing(Skill):
    """Answers in a form."""

    areas = {
        "format_following/counts": Area(
            "exactly so many bullets, numbered items, lines, sentences or words", compose.counts, from_material
        ),
        "format_following/prefix_suffix": Area(
            "begin or end with given words, a postscript, quotation marks", compose.prefix_suffix, from_material
        ),
        "format_following/case": Area("capitals only, small letters only, Title Case", compose.case, from_material),
        "format_following/json_shape": Area(
            "a JSON object with given keys and types, a JSON list of so many", compose.json_shape, from_material
        ),
        "format_following/forbidden": Area(
            "without given words, letters or signs; with required words", compose.forbidden, from_material
        ),
        "format_following/labels": Area(
            "reply with the right one of the given labels and nothing else", labels.labels, from_material
        ),
        "format_following/several": Area(
            "two or three constraints at once", compose.several, from_material,
            needs=("format_following/counts", "format_following/prefix_suffix", "format_following/case",
                   "format_following/forbidden"),
        ),
    }  # fmt: skip
    presets = {"standard": ("format_following",)}
    steps = compose.Demands
    problems = (Request, Classification, Given, Found)
    max_tokens = 56
    material = frozenset({"text"})
