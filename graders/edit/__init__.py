"""A text that was to be modified: what had to change changed, and what had to stay stayed, span by span.

The idea: the changes are known, so a right result is known piece by piece (`graders.edit.plan`): kept text, an
allowed text, kept text, … An answer is right when it is such a row of pieces, whole; which edit is missing or wrong,
or which kept words were touched, is told apart by the same pieces (`graders.edit.compare`). It does not judge
paraphrase, style or truth: a change that cannot be written down cannot be graded here.

The reference gives the changes, laid over the source:

    {"source": "The grey cat sat.",
     "edits": [{"find": "grey", "replace": "black"}],          "replace" may be a list of allowed texts
     "delete": ["very"], "insert": [{"after": "cat", "text": "quietly"}],
     "keep": ["The"]}

or the whole expected text, `{"source": …, "target": …, "keep": […]}`. A span is a text, which then stands for all places
where it stands as whole words, or `[start, end]` in characters (of the text in Unicode normal form C). An anchor must
stand exactly once. All text that no edit names must stay, whether `keep` names it or not.
"""

from __future__ import annotations

import re
from typing import Any, Final, Literal

from graders.edit.compare import Finding, accepts, compare, embedded
from graders.edit.plan import MAX_EDIT_CHECKS, Changes, Plan, plan_of
from graders.edit.text import bare_places, printable
from repairloop import Answer, Check, Given, Grader, Probe, Verdict, failed, grader, one_call, passed

MAX_CHARS: Final = 65_536

_FENCE = re.compile(r"```[^\n`]*\n(.*?)\n?[ \t]*```", re.DOTALL)
_OPENING = re.compile(
    r"(?:(?:sure|certainly|of course|okay|ok|yes|absolutely|great)\b[^\n:]{0,80}(?:\n+|[,.!:] ?))?"
    r"(?:[*_#> ]{0,4}(?:here(?:'s|’s| is| are| you)|below is|this is|(?:[a-z]{1,20} ){0,4}"
    r"(?:text|version|sentence|paragraph|passage|result|output|answer))\b[^\n:]{0,120}:[*_ ]{0,3}\s*)?",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\n[ \t]*\n(?=[*_(\[ ]{0,4}(?:note|changes?|explanation|edits?|let me know|i hope|i(?:'ve| have)? "
    r"(?:only )?(?:replaced|changed|removed|deleted|made|kept|corrected|swapped|inserted|added)|the changes|"
    r"these changes|please let me)\b)",
    re.IGNORECASE,
)
_WRAPS: Final = {'"': '"', "'": "'", "“": "”", "‘": "’", "«": "»", "`": "`", "*": "*", "_": "_"}


class EditSettings(Given):
    """What counts as the same text."""

    form: Literal["only", "free"] = "only"
    """"only": the reply is the text alone; "free": a code fence, a line such as "Here is the new text:", quotation marks
    around it and a closing remark are cut off."""
    whitespace: Literal["loose", "exact"] = "loose"
    """"loose": white space only keeps words apart, quotation marks are equal in all forms; "exact": line breaks and
    spaces count, apart from those around the text and at the end of a line."""
    case: Literal["exact", "loose"] = "exact"
    """Whether case counts."""


@grader("edit", version="2")
class Edit(Grader[Changes, EditSettings]):
    """Compares a modified text with the source and with the changes that were asked for."""

    def prepare(self, reference: Changes, settings: EditSettings) -> tuple[Plan, bool]:
        return plan_of(reference, settings.whitespace, settings.case), settings.form == "free"

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        plan, free = self.read(probe)
        text = printable(answer.text[:MAX_CHARS])
        if not text.strip():
            return failed("no_answer_found", expected=plan.gold, evidence="There is no text.")
        spans = list(_readings(text))
        for cut, (start, end) in enumerate(spans):
            if not accepts(plan, text[start:end]):
                continue
            report = _report(plan, answer, text, start, end)
            if cut and not free:
                evidence = "The text is right, but other text or marks stand around it; the text alone was asked for."
                return failed("format_violation", evidence=evidence, checks=plan.all_passed, **report)
            return passed(checks=plan.all_passed, **report)
        start, end = spans[-1]
        finding = _surrounded(plan, text[start:end], compare(plan, text[start:end]), free)
        return failed(
            finding.error_class, finding.certainty, checks=_checks(plan, finding, text[start:end]),
            evidence=finding.evidence[:500], **_report(plan, answer, text, start, end),
        )  # fmt: skip

    def gold(self, probe: Probe) -> str:
        plan: Plan = self.read(probe)[0]
        return plan.gold.strip()

    def corrupt(self, probe: Probe) -> dict[str, str]:
        plan, free = self.read(probe)
        gold, new = plan.gold.strip(), [slot.new[0] for slot in plan.slots]
        wrong = {
            "echoed_input": plan.source,
            "no_answer_found": "Sure, I can take care of that for you right away, just tell me when to begin.",
            "extra_items": f"{gold} Nothing else was ever heard of it.",
            "doubled": f"{gold}\n\n{gold}",
        }
        if not free:
            wrong["format_violation"] = f"Here is the new text:\n\n{gold}"
            wrong["fenced"] = f"```\n{gold}\n```"
        for n, slot in enumerate(plan.slots[:10]):
            if len(plan.slots) > 1:
                wrong[f"incomplete_set:{n + 1}" if n else "incomplete_set"] = plan.written(
                    [*new[:n], slot.old, *new[n + 1 :]]
                )
            bad = new[n].replace(new[n].strip(), "quixley") if new[n].strip() else " quixley "
            wrong[f"wrong_value:{n + 1}" if n else "wrong_value"] = plan.written([*new[:n], bad, *new[n + 1 :]])
        words = gold.split()
        if len(words) > 3:
            wrong["truncated_text"] = " ".join(words[: len(words) // 2])
            wrong["kept_word_lost"] = " ".join(words[:1] + words[2:])
            wrong["wrong_order"] = " ".join(words[len(words) // 2 :] + words[: len(words) // 2])
        return {operator: text for operator, text in wrong.items() if not accepts(plan, text)}

    def examples(self) -> list[Probe]:
        return self.probes((one, more, f"Change this text: {one['source']}") for one, more in _EXAMPLES)


def _report(plan: Plan, answer: Answer, text: str, start: int, end: int) -> dict[str, Any]:
    """What was taken for the text; with its place, unless normal form C moved it."""
    span = (start, end) if len(text) == min(len(answer.text), MAX_CHARS) else None
    return {"extracted": text[start:end], "span": span, "expected": plan.gold}


# ---- what stands around the text ---------------------------------------------------------------------


def _readings(text: str) -> Any:
    """Spans of the text that may be the result: the whole of it, and what is left when more and more is cut off."""
    start, end = _trim(text, 0, len(text))
    yield start, end
    fence = None
    for fence in _FENCE.finditer(text):  # noqa: B007
        pass
    if fence:
        start, end = _trim(text, *fence.span(1))
        yield start, end
    else:
        opening = _OPENING.match(text, start, end)
        if opening and start < opening.end() < end:
            start, end = _trim(text, opening.end(), end)
            yield start, end
        closing = _CLOSING.search(text, start, end)
        if closing and closing.start() > start:
            start, end = _trim(text, start, closing.start())
            yield start, end
    if end - start > 2 and _WRAPS.get(text[start]) == text[end - 1]:
        width = 2 if text[start : start + 2] == "**" and text[end - 2 : end] == "**" and end - start > 4 else 1
        yield _trim(text, start + width, end - width)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _surrounded(plan: Plan, text: str, finding: Finding, free: bool) -> Finding:
    """The finding, or a better one where the right text stands in the reply with more text around it."""
    if finding.error_class == "echoed_input" or (finding.error_class == "incomplete_set" and finding.places):
        return finding
    clean = plan.form.clean(text)
    bare = "".join(clean.split())
    place = embedded(plan, bare)
    if place is None or place[0] == place[1] or place == (0, len(bare)):
        return finding
    raw = bare_places(clean)
    before, behind = clean[: raw[place[0]]], clean[raw[place[1] - 1] + 1 :]
    apart = all("\n" in side for side in (before, behind) if side.strip())
    shown = " ".join((before if before.strip() else behind).split())[:80]
    evidence = f"The right text stands in the reply, with other text around it: {shown!r}."
    if apart and not free and embedded(plan, bare[place[1] :]) is None:
        return Finding("format_violation", evidence, "heuristic")
    return Finding("extra_items", evidence, "heuristic")


# ---- single checks -----------------------------------------------------------------------------------


def _checks(plan: Plan, finding: Finding, text: str) -> list[Check]:
    """One check for each edit, and one for each span that had to stay."""
    checks = []
    for n, name in enumerate(plan.edits[:MAX_EDIT_CHECKS] if finding.places else ()):
        mine = [p.status for p, slot in zip(finding.places or [], plan.slots, strict=True) if slot.edit == n]
        done = mine.count("done")
        detail = "" if done == len(mine) else ("partly done" if done else next(s for s in mine if s != "done"))
        checks.append(Check(name=f"edit {n + 1}: {name}", passed=not detail, detail=detail))
    bare = plan.form.bare(text)
    for name, span in plan.spans:
        stays = plan.form.holds(text, span) if plan.keep else plan.form.bare(span) in bare
        checks.append(Check(name=name, passed=stays, detail="" if stays else "changed or gone"))
    return checks


# ---- examples ----------------------------------------------------------------------------------------

_NOTE = (
    "The grey cat sat on the very old wall. Anna Berg counted 14 birds, and the grey dog slept. "
    "Nobody had seen the gate since Monday."
)
_EXAMPLES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"source": _NOTE, "edits": [{"find": "grey", "replace": "black"}]}, {}),
    ({"source": _NOTE, "edits": [{"find": "grey", "replace": "black", "count": 1}], "keep": ["the grey dog"]}, {}),
    ({"source": _NOTE, "edits": [{"find": "14", "replace": ["fifteen", "15"]}, {"find": [4, 8], "replace": "red"}]},
        {}),
    ({"source": _NOTE, "delete": ["very", "and"]}, {}),
    ({"source": _NOTE, "insert": [{"after": "Nobody", "text": "else"}, {"before": "slept", "text": "hardly"}]}, {}),
    (
        {
            "source": _NOTE, "edits": [{"find": "Anna Berg", "replace": "Karl Voss"}], "delete": ["very"],
            "insert": [{"after": [0, 3], "text": ["little", "small"]}], "keep": ["14 birds", "Monday"],
        },
        {"form": "free"},
    ),
    ({"source": _NOTE, "target": _NOTE.replace("sat", "sits").replace("counted", "counts")}, {}),
    ({"source": _NOTE, "target": " ".join(reversed(re.split(r"(?<=\.) ", _NOTE)))}, {"form": "free"}),
    ({"source": _NOTE, "target": _NOTE.upper()}, {}),
    ({"source": _NOTE, "edits": [{"find": "cat", "replace": "hare"}]}, {"case": "loose"}),
    ({"source": "Milk, eggs, flour", "target": "- Milk\n- eggs\n- flour"}, {"whitespace": "exact"}),
    ({"source": "one\ntwo\nthree", "edits": [{"find": "two", "replace": "2"}]},
        {"whitespace": "exact", "form": "free"}),
    ({"source": "colour", "edits": [{"find": "colour", "replace": "color"}]}, {}),
    ({"source": "Tom gave Ann a pear.", "target": "Ann gave Tom a pear.", "keep": ["a pear"]}, {}),
]  # fmt: skip


grade = one_call("edit")
