"""Few-shot reasoning: a rule is shown by examples, and is to be used on one more item.

    cat -> tac / maple -> elpam / tree ->     "eert"

A problem's truth is what all rules of the family (`rules.py`) that fit its examples agree on; its answer carries out the
rule that they were made with. Where rules fit that differ, it is drawn again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from repairloop import Area, Ask, Chunk, Draw, Problem, Skill, edit, skill
from skills.few_shot_reasoning.rules import IS, answers, done
from skills.rawtext import even

_MISREAD = frozenset({"not", "no", "nor", "non", "never", "none", "neither", "wrong", "false", "a", "an", "the"})
"""What a grader does not take for an answer."""
_Pool = tuple[Sequence[str], Sequence[int], tuple[str, ...], Sequence[str]]
"""What raw material gives: words, numbers, the columns of a table and its rows, cells between bars."""


class Induction(Problem):
    """Examples, and one more item; answered by words in which case and marks do not count."""

    surface: ClassVar[frozenset[str]] = frozenset({"form", "rule"})
    area: str
    kind: str
    """The family of rules: `word`, `number`, `row` …; `word but` with an exception."""
    rule: str
    shown: tuple[tuple[str, str], ...]
    asked: str
    mark: str = ""
    """What distracts: `noise` (lines), `void` (examples that are crossed out), `named` (examples of another rule)."""
    others: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    """Of a table whose rows are the items; each begins with its name."""
    form: str

    def reference(self) -> Any:
        (found,) = answers(self.kind, self.shown, self.asked)
        return found

    def settings(self) -> dict[str, Any]:
        return {"form": "free" if self.form != "only" else "number_only" if self.graded_by == "math" else "only"}

    def answer(self, w: Draw) -> str:
        result = done(self.kind, self.rule, self.asked)
        return f"{self.knowledge(w)}\nAnswer: {result}" if self.form == "worked" else result

    def knowledge(self, w: Draw) -> str:
        return w.line("rule", it=_told(self.rule, w, self.columns))

    def ask(self, w: Draw) -> Ask:
        (line, end), (this, other) = w.row("pair"), w.row("named")
        this, other = (f"{this}: ", f"{other}: ") if self.mark == "named" else ("", "")
        lines = [this + w.fill(line, {"x": x.split("|")[0], "y": y}) for x, y in self.shown]
        void = [w.fill(line, {"x": x, "y": y}) for x, y in self.others]
        more = [w.line("noise") for _ in range(w.rng.randint(1, 3))] if self.mark == "noise" else []
        for extra in [*more, *(other + text if other else w.line("void", line=text) for text in void)]:
            lines.insert(w.rng.randint(0, len(lines)), extra)
        gap, name = "\n\n" if "\n" in line else "\n", self.asked.split("|")[0]
        text, last = gap.join(lines), gap + this + w.fill(end, {"x": name})
        if self.columns:
            rows, bar = [x.split("|") for x in sorted([*dict(self.shown), self.asked])], w.pick((" | ", ", ", "; "))
            text = "\n".join(bar.join(row) for row in [self.columns, *rows]) + f"\n\n{text}"
        if self.form == "bare":
            return Ask(text + last, bare=True)
        form = w.line(f"form/{self.form}")
        if this or w.rng.random() < 0.5:
            return Ask(f"{w.line('head')} {form}".strip() + f"\n\n{text}{last}")
        return Ask(w.line("ask", x=name), [form] if form else [], text)

    @edit("ask about another item")
    def turned(self, w: Draw) -> Induction | None:
        return _built(w.rng.sample([*dict(self.shown), self.asked], len(self.shown) + 1), **dict(self))

    @edit("show fewer examples")
    def fewer(self, w: Draw) -> Induction | None:
        kept = w.rng.sample([*dict(self.shown)], len(self.shown) - 1)
        return _built([*kept, self.asked], **dict(self)) if len(kept) > 1 else None

    @edit("add an example that does not count")
    def distracted(self, w: Draw) -> Induction | None:
        (x, y), (_, z) = w.rng.sample(self.shown, 2)
        return self.like(mark="void", others=((x.split("|")[0], z),)) if not self.mark and y != z else None


class Counted(Induction):
    graded_by: ClassVar[str] = "math"


class Marked(Induction):
    """Answered by words in which case and marks count."""

    graded_by: ClassVar[str] = "edit"

    def reference(self) -> Any:
        return {"source": self.asked, "target": super().reference()}


def _built(items: Sequence[str], *, kind: str, rule: str, form: str, **more: Any) -> Induction | None:
    """A problem on the items, the last one to be asked about; None where the examples do not determine the answer."""
    *shown, (asked, y) = [(x, done(kind, rule, x)) for x in items]
    made = {y for _, y in shown}
    if len(made) < 2 or len({*items}) < len(items) or any(y[:1] in "-" or y.lower() in _MISREAD for y in (*made, y)):
        return None
    if answers(kind, shown, asked) != {y} or (kind.endswith(" but") and answers(kind[:-4], shown, asked)):
        return None
    of = Marked if re.search("upper|capital|join|stars", rule) else Counted if y.isdecimal() else Induction
    form = "only" if form == "worked" and of is Marked else form
    return of(**more | {"kind": kind, "rule": rule, "shown": tuple(shown), "asked": asked, "form": form})


def _told(rule: str, w: Draw, columns: Sequence[str] = ()) -> str:
    """A rule in words, without what it gives."""
    so, _, rest = rule.rpartition(" ? ")
    if so or ", " in rule:
        one, two = (_told(part, w) for part in rest.split(" : " if so else ", "))
        return w.line("rule/but" if so else "rule/then", so=so and w.line(f"is/{so}"), a=one, b=two)
    name, *more = [*rule.split("|")[0].split(), ""]
    first, last = more[0], more[max(len(more) - 2, 0)].removeprefix("-")
    if columns:
        number = _told(" ".join(more[1:]), w) if name == "on" else ""
        return w.line(f"rule/{name}", it=number, c=columns[int(first)], d=name in ("on", "copy") or columns[int(last)])
    return w.line(f"rule/{name}", n=first, m=last, so=name == "sort" and w.line(f"is/{first}"))


def _drawn(topic: str, w: Draw, step: int, pool: _Pool) -> tuple[Sequence[str], dict[str, Any]]:
    """Items, and what else a problem holds."""
    rng, (words, numbers, columns, rows) = w.rng, pool
    kind = {"number": "number", "string": "word", "two_rules": "word"}.get(topic) or w.pick(("word", "word", "number"))
    count, words, own = rng.randint(*{1: (5, 8), 2: (4, 7), 3: (2, 6)}[step]) + 1, words or w.all("word"), not words
    some = words if kind == "word" else numbers or range(2, {1: 30, 2: 60, 3: 99}[step])
    items, affixes = [str(item) for item in rng.sample(some, count + 2)], rng.sample(w.all("affix"), 2)
    i, j = sorted(rng.sample(range(1, max(len(columns), step + 2)), 2))

    def rule(of: str, at: int = step) -> str:
        places = {"d": rng.randint(2, 10 * at), "t": w.pick((1, 10, 100)), "f": rng.randint(2, 5), "i": i, "j": j}
        return w.line(f"draw/{of}/{at}", places, p=affixes[0], q=affixes[1])

    if topic == "table":
        fields = [*rng.sample(w.rows("field"), 1), *rng.sample(w.rows("count"), step)]
        cells = ([name, *(w.pick(of.split(", ")) for _, of in fields)] for name in rng.sample(w.all("who"), count))
        items = rng.sample(rows, min(count, len(rows))) if rows else ["|".join(row) for row in cells]
        return items, {"kind": "row", "rule": rule("row"), "columns": columns or ("name", *dict(fields))}
    if topic == "mapping":
        signs, codes = rng.sample(words, 2 + step), rng.sample(w.all("code"), 2 + step)
        items = [" ".join(rng.choices(signs, k=rng.randint(2, 1 + step))) for _ in range(3 if step == 1 else count)]
        code = [
            "turned" if step == 3 and rng.random() < 0.5 else "same",
            *map("=".join, zip(signs, codes, strict=True)),
        ]
        return [*(signs if step == 1 else ()), *items], {"kind": "signs", "rule": "|".join(code)}
    if topic == "category":
        chosen, labels = rng.sample(w.wholes("kind"), 1 + step), rng.sample(w.all("label"), 1 + step)
        so, values = f"sort {w.pick([*IS[kind]])}", ["yes", "no"]
        if own and step < 3:
            so, values = "sort kind", [whole.partition("@")[2] for whole in chosen]
            items = rng.sample([x for whole in chosen for x in w.all(whole)], count + 1)
        labels = values if own and step == 1 else labels
        return items[:9], {"kind": "sort", "rule": "|".join([so, *map("=".join, zip(values, labels, strict=False))])}
    if topic == "exception":
        return items[:9], {"kind": f"{kind} but", "rule": f"{w.pick([*IS[kind]])} ? {rule(kind)} : {rule(kind)}"}
    if topic == "distracted":
        one, other = rule(kind, min(step, 2)), rule(kind, min(step, 2))
        others = tuple((x, done(kind, other, x)) for x in items[-2:]) if step > 1 else ()
        return items[:-2], {"kind": kind, "rule": one, "mark": ("noise", "void", "named")[step - 1], "others": others}
    return items[:-2], {"kind": kind, "rule": rule("two" if topic == "two_rules" else kind)}


def _induction(area: str, w: Draw, difficulty: int, pool: _Pool = ((), (), (), ())) -> Any:
    """A problem of an area; None where raw material gives none."""
    form, topic, tries = w.line("form"), area.rpartition("/")[2], 40 if any(pool) else 2000
    drawn = (_drawn(topic, w, difficulty, pool) for _ in range(tries))
    return next((made for items, more in drawn if (made := _built(items, area=area, form=form, **more))), None)


def _from_material(area: str, chunks: Sequence[Chunk], w: Draw, difficulty: int) -> Induction | None:
    """Words, numbers or rows of raw material as the items; of a table, the columns whose cells are short and plain."""
    rows = [*chunks[0].meta.get("rows", ())][:30] if chunks[0].kind == "table" else []
    cells = {name: [row.get(name) for row in rows] for name in [*chunks[0].meta.get("columns", ())][:20]}
    plain = {name: [*map(str, of)] for name, of in cells.items() if of and all(map(_is_plain, (name, *of)))}
    if area.endswith("/table"):
        first = next((name for name, of in plain.items() if len({*of}) == len(of) > 5 and not of[0].isdecimal()), "")
        columns = (first, *(name for name in plain if name != first))[:6]
        lines = ["|".join(row) for row in zip(*(plain[name] for name in columns), strict=True)] if first else []
        return _induction(area, w, difficulty, ((), (), columns, lines)) if first and len(columns) > 2 else None
    said = [x for chunk in chunks[:4] for x in even(chunk.text).split()] + [x for of in plain.values() for x in of]
    words = [x for x in dict.fromkeys(said) if re.fullmatch("[a-z]{3,9}", x) and x not in _MISREAD]
    numbers = [int(x) for x in dict.fromkeys(said) if re.fullmatch("[1-9][0-9]{0,2}", x)]
    return _induction(area, w, difficulty, (words, numbers[12:] and numbers, (), ())) if len(words) > 20 else None


def _is_plain(cell: Any) -> bool:
    return (isinstance(cell, int) and 0 <= cell < 10**9) or bool(
        isinstance(cell, str) and re.fullmatch(r"[\w .'-]{1,30}", cell)
    )


_ASKS = {
    "string": "a rule on words: letters added, taken, turned, replaced", "number": "a rule on numbers",
    "category": "words or numbers in groups", "table": "look up a column, or calculate with columns",
    "mapping": "signs that stand for others", "distracted": "a rule among lines and examples that do not count",
    "two_rules": "two rules, one after the other", "exception": "a rule that holds but for one kind of item",
}  # fmt: skip


@skill("few_shot_reasoning", grader="text", words="few_shot_reasoning.words")
class FewShotReasoning(Skill):
    """Rules shown by examples."""

    areas = {f"few_shot_reasoning/{name}": Area(asks, _induction, _from_material) for name, asks in _ASKS.items()}
    problems, max_tokens, quick, material = (Induction,), 64, True, frozenset({"table", "text"})
