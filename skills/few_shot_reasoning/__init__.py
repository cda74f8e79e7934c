"""Few-shot reasoning: a rule is shown by examples, and is to be used on one more item.

    cat -> tac / maple -> elpam / tree ->     "eert"

Its truth is what all rules of the family (`rules.py`) that fit agree on; its answer carries out the one that was drawn.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, ClassVar

from repairloop import Area, Ask, Chunk, Draw, Problem, Skill, Step, by_step, eased, edit, skill
from skills.few_shot_reasoning.rules import IS, answers, done
from skills.rawtext import even

_READABLE = re.compile(r"(?!(?:not|nor?|non|never|none|neither|wrong|false|an?|the)\Z)[^-].*", re.IGNORECASE)
"""What a grader takes for an answer, whatever it says."""
_CELL = re.compile(r"(?!None)\w[\w .'-]{0,29}")


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
    """What the others are: `noise` (lines instead of them), `void` (crossed out), `named` (examples of another rule)."""
    others: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()  # of a table whose rows are the items; each begins with its name
    form: str

    def reference(self) -> Any:
        (found,) = answers(self.kind, self.shown, self.asked)
        return {"source": self.asked, "target": found} if self.graded_by == "edit" else found

    def settings(self) -> dict[str, Any]:
        return {"form": "free" if self.form != "only" else "number_only" if self.graded_by == "math" else "only"}

    def answer(self, w: Draw) -> str:
        result = done(self.kind, self.rule, self.asked)
        return f"{self.knowledge(w)}\nAnswer: {result}" if self.form == "worked" else result

    def knowledge(self, w: Draw) -> str:
        return w.line("rule", it=_told(self.rule, w, self.columns))

    def ask(self, w: Draw) -> Ask:
        (line, end), (this, other), name = w.row("pair"), w.row("named"), self.asked.split("|")[0]
        this, other = (f"{this}: ", f"{other}: ") if self.mark == "named" else ("", "")
        lines = [this + w.fill(line, {"x": x.split("|")[0], "y": y}) for x, y in self.shown]
        for x, y in self.others:
            more = w.fill(line, {"x": x, "y": y})
            lines.insert(w.rng.randint(0, len(lines)), other + more if other else w.line(self.mark, line=more))
        gap = "\n\n" if "\n" in line else "\n"
        text, last = gap.join(lines), gap + this + w.fill(end, {"x": name})
        if self.columns:
            rows = [self.columns, *(x.split("|") for x in sorted([*dict(self.shown), self.asked]))]
            text = "\n".join(map(w.pick((" | ", ", ", "; ")).join, rows)) + f"\n\n{text}"
        if self.form == "bare":
            return Ask(text + last, bare=True)
        form = w.line(f"form/{self.form}")
        if this or w.rng.random() < 0.5:
            return Ask(f"{w.line('head')} {form}".strip() + f"\n\n{text}{last}")
        return Ask(w.line("ask", x=name), [form] if form else [], text)

    @edit("ask about another item")
    def turned(self, w: Draw) -> "Induction | None":
        return _built([self.asked, *w.rng.sample([*dict(self.shown)], len(self.shown))], **dict(self))

    @edit("add an example that does not count")
    def distracted(self, w: Draw) -> "Induction | None":
        (x, y), (_, z) = w.rng.sample(self.shown, 2)
        return self.like(mark="void", others=((x.split("|")[0], z),)) if not self.mark and y != z else None


class Counted(Induction):
    graded_by: ClassVar[str] = "math"


class Marked(Induction):
    graded_by: ClassVar[str] = "edit"


def _built(items: Sequence[str], *, kind: str, rule: str, form: str, **more: Any) -> Induction | None:
    """A problem on the items, the last one to be asked about; None where the examples do not determine the answer."""
    *shown, (asked, y) = [(x, done(kind, rule, x)) for x in items]
    said = [*dict(shown).values(), y]
    dull = y == asked or len({*said[:-1]}) < 2 or len({*items}) < len(items) or not all(map(_READABLE.fullmatch, said))
    if dull or answers(kind, tuple(shown), asked) != {y}:
        return None
    cls = Marked if re.search("upper|capital|join|stars", rule) else Counted if y.isdecimal() else Induction
    form = "only" if form == "worked" and cls is Marked else form
    return cls(**more | {"kind": kind, "rule": rule, "shown": tuple(shown), "asked": asked, "form": form})


def _told(rule: str, w: Draw, columns: Sequence[str] = ()) -> str:
    """A rule in words, without what it gives."""
    so, _, rest = rule.rpartition(" ? ")
    if so or ", " in rule:
        one, two = (_told(part, w) for part in rest.split(" : " if so else ", "))
        return w.line("rule/but" if so else "rule/then", so=so and w.line(f"is/{so}"), a=one, b=two)
    name, first, *more = [*rule.split("|")[0].split(), "", ""]
    it = _told(" ".join(more), w) if name == "on" else w.line(f"is/{first}") if name == "sort" else ""
    n, m = (columns[int(at)] if columns and at.isdecimal() else at.removeprefix("-") for at in (first, more[0]))
    return w.line(f"rule/{name}", n=n, m=m, it=it)


class Rules(Step):
    below = eased(solved=4, repeated=0.8, most=20)
    falls = frozenset({"examples", "kinds"})
    examples: tuple[int, int] = by_step("Fewest and most examples, of most rules.", (5, 8), (4, 7), (2, 6))
    rules: int = by_step("Which rules there are to draw from: those of the list `draw/KIND/1`, 2 or 3.", 1, 2, 3)
    most: int = by_step("Numbers as items are smaller than this.", 30, 60, 90)
    columns: int = by_step("Columns of numbers of a table.", 1, 2, 3)
    signs: int = by_step("Signs that stand for others; an item has at most one less.", 3, 4, 5)
    turned: float = by_step("Share of the mappings that turn the signs of an item round too.", 0, 0, 0.5)
    spelled: bool = by_step("No example shows a sign alone, no label tells its group.", False, True, True)
    groups: int = by_step("Groups of words.", 2, 3, 4)
    kinds: bool = by_step("Groups are kinds of things, not by what a word looks like.", True, True, False)
    mark: str = by_step("Lines, examples crossed out, or examples of another rule.", "noise", "void", "named")


def _drawn(topic: str, w: Draw, step: Rules, *pool: Any) -> tuple[Sequence[str], dict[str, Any]]:
    """Items, and what else a problem holds; out of the words, numbers, columns and rows of raw material, if there are any."""
    rng, (words, numbers, columns, rows) = w.rng, pool
    kinds = ["word"] * 2 + ["number"] * (not words or bool(numbers))
    kind = {"number": "number", "string": "word", "two_rules": "word"}.get(topic) or w.pick(kinds)
    count, own, words = rng.randint(*step.examples) + 1, not words, words or w.all("word")
    items = [str(item) for item in rng.sample(words if kind == "word" else numbers or range(2, step.most), count + 2)]

    def rule(of: str, at: int = step.rules) -> str:
        i, j = sorted(rng.sample(range(1, len(columns) or step.columns + 2), 2))
        p, q = rng.sample(w.all("affix"), 2)
        places = {"d": rng.randint(2, 10 * at), "t": w.pick((1, 10, 100)), "f": rng.randint(2, 5), "i": i, "j": j}
        return w.line(f"draw/{of}/{at}", places, p=p, q=q)

    if topic == "table":
        fields = [*rng.sample(w.rows("field"), 1), *rng.sample(w.rows("count"), step.columns)]
        cells = ([name, *(w.pick(of.split(", ")) for _, of in fields)] for name in rng.sample(w.all("who"), count))
        items = rng.sample(rows, min(count, len(rows))) if rows else ["|".join(row) for row in cells]
        columns = columns or ("name", *(name for name, _ in fields))
        return items, {"kind": "row", "rule": rule("row"), "columns": columns}
    if topic == "mapping":
        signs, order = rng.sample(words, step.signs), "turned" if step.turned and rng.random() < step.turned else "same"
        count, most = count if step.spelled else 3, step.signs - 1
        items = [" ".join(rng.choices(signs, k=rng.randint(2, most))) for _ in range(count)]
        code = map("=".join, zip(signs, rng.sample(w.all("code"), step.signs), strict=True))
        return [*(() if step.spelled else signs), *items], {"kind": "signs", "rule": "|".join([order, *code])}
    if topic == "category":
        so, values, labels = f"sort {w.pick([*IS[kind]])}", ["yes", "no"], rng.sample(w.all("label"), step.groups)
        if own and step.kinds:
            so, values = "sort kind", rng.sample(w.wholes("kind"), step.groups)
            labels = labels if step.spelled else [whole.partition("@")[2] for whole in values]
            items = rng.sample([x for whole in values for x in w.all(whole)], count + 1)
        return items[:9], {"kind": "sort", "rule": "|".join([so, *map("=".join, zip(values, labels, strict=False))])}
    if topic == "exception":
        return items[:9], {"kind": f"{kind} but", "rule": f"{w.pick([*IS[kind]])} ? {rule(kind)} : {rule(kind)}"}
    if topic == "distracted":
        one, other = rule(kind, min(step.rules, 2)), rule(kind, min(step.rules, 2))
        others = tuple((x, done(kind, other, x)) for x in items[-2:])
        return items[:-2], {"kind": kind, "rule": one, "mark": step.mark, "others": others}
    return items[:-2], {"kind": kind, "rule": rule("two" if topic == "two_rules" else kind)}


@lru_cache(maxsize=4096)
def _said(text: str) -> tuple[list[str], list[int]]:
    """The words and the numbers of a raw text that may be items, each once."""
    said = dict.fromkeys(x.strip(".,;:") for x in even(text).split())
    words = [x for x in said if re.fullmatch("[a-z]{3,9}", x) and _READABLE.fullmatch(x)]
    return words, [int(x) for x in said if re.fullmatch("[1-9][0-9]{0,2}", x)]


def _induction(area: str, w: Draw, step: Rules, chunks: Sequence[Chunk] = ()) -> Any:
    """A problem of an area. Of raw material, with its words, numbers or rows as the items; None where it has too few."""
    table = chunks[0].meta if chunks and chunks[0].kind == "table" else {"rows": [], "columns": ()}
    cells = {name: [str(row.get(name)) for row in table["rows"][:30]] for name in [*table["columns"]][:20]}
    plain = {name: of for name, of in cells.items() if all(map(_CELL.fullmatch, (name, *of)))}
    first = next((name for name, of in plain.items() if len({*of}) == len(of) > 5 and not of[0].isdecimal()), "")
    columns = (first, *(name for name in plain if name != first))[:6] if first and len(plain) > 2 else ()
    rows = ["|".join(row) for row in zip(*(plain[name] for name in columns), strict=True)]
    said = [_said(chunk.text) for chunk in chunks[:4]]
    words = [*dict.fromkeys(word for found, _ in said for word in found)]
    numbers = [*dict.fromkeys(number for _, found in said for number in found)]
    topic, words, numbers = area.rpartition("/")[2], words[20:] and words, numbers[12:] and numbers
    if chunks and not {"table": columns, "number": numbers}.get(topic, words):
        return None
    drawn = (_drawn(topic, w, step, words, numbers, columns, rows) for _ in range(40 if chunks else 2000))
    made = (_built(items, area=area, form=w.line("form"), **more) for items, more in drawn)
    return next(filter(None, made), None)


@skill("few_shot_reasoning", grader="text", words="few_shot_reasoning.words")
class FewShotReasoning(Skill):
    areas = {f"few_shot_reasoning/{name}": Area(asks, _induction, lambda area, chunks, w, step: _induction(area, w, step, chunks)) for name, asks in {
        "string": "a rule on words: letters added, taken, turned, replaced", "number": "a rule on numbers",
        "category": "words or numbers in groups", "table": "look up a column, or calculate with columns",
        "mapping": "signs that stand for others", "distracted": "a rule among lines and examples that do not count",
        "two_rules": "two rules, one after the other", "exception": "a rule that holds but for one kind of item",
    }.items()}  # fmt: skip
    steps, problems, max_tokens, quick, material = Rules, (Induction,), 64, True, frozenset({"table", "text"})
