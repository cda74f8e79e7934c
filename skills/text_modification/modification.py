"""A text and what is to be done with it: one instruction or two, carried out one after the other.

The truth is what the operations make of the tokens (`changes`, `builds`), written out. How the text comes about by
reading and rewriting it, as a person would, is another matter (`byhand`), and the two are only compared when an answer
is graded.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final

from pydantic import Field

from repairloop import Ask, Draw, Problem, Settings, edit
from skills.english import capital, conjugated, date_text, joined
from skills.text_modification.builds import LAYOUTS, STEPS, carried_out, line_breaks
from skills.text_modification.changes import FACTORS, mask_email
from skills.text_modification.text import THE, Op, Sentence, first, kind, written
from skills.text_modification.writer import Writer

_ANEW: Final = frozenset(("csv", "key_values", "spaces"))
"""What leaves nothing of the text in its place, or changes it between words."""
_EXACT: Final = frozenset(("lines", "bullets", "numbered", "csv", "key_values", "spaces"))
"""Where white space counts."""
_MAY_MISS: Final = frozenset((
    "synonyms", "turn_back", "turn_front", "glossary", "split", "abbreviations", "opposites", "negate", "tag",
    "replace", "replace_first", "drop_mention", "drop_words", "drop_adjectives", "drop_asides", "drop_numbers",
    "dates", "iso_dates", "digits", "clock", "units", "spelling", "spelling_table", "contractions", "foreign",
    "mask_email", "mask_phone", "mask_digits", "upper", "repeat_names", "vocabulary", "mark", "redact",
))  # fmt: skip
"""What may find nothing to do."""
_WHOLE: Final = frozenset(("csv", "json", "key_values", "order"))
"""What needs the same of every sentence, so that no other may be added."""
_ORDERS: Final = ("adjective_after", "keep", "verb_last", "verb_first", "no_articles")
_RULES: Final[dict[str, tuple[str, ...]]] = {
    "bullets": ("-", "*", "•", "+"), "numbered": (".", ")", ":"), "csv": (",", ";", "|", "/"),
    "key_values": (": ", " = ", " -> "), "dates": ("month", "slash", "dots", "compact"),
    "mask_email": ("first", "user", "[EMAIL]"), "mask_phone": ("2", "3", "4"), "initials": (".", ""),
    "upper_sentence": ("1", "2"),
}  # fmt: skip
"""Operation → styles that it may have."""
_KNOWN: Final[dict[str, str]] = {
    name: rule
    for rule, names in {
        "table": "synonyms glossary opposites replace formal informal spelling_table foreign",
        "mask": "mask_email mask_digits redact",
        "capitals": "people title upper upper_names upper_sentence starts",
        "delete": "drop_mention drop_words drop_asides drop_numbers drop_last",
        "move": "reverse last_first first_last",
        "record": "csv json key_values",
        "turn": "turn_back turn_front",
        "rows": "lines bullets numbered",
    }.items()
    for name in names.split()
}
"""Operation → the rule that it goes by, where that is not called as the operation is."""
_NUMBERS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


class TextSettings(Settings):
    second: float = Field(0.25, ge=0, le=0.5)
    """Share of problems that ask for a second thing, at steps and of texts where one may be asked for."""
    unchanged: float = Field(0.25, ge=0, le=0.5)
    """Share of problems that say what to reply if nothing is to be changed, at steps and of texts where that may be;
    in half of them nothing is."""
    lettered: float = Field(0.35, ge=0, le=1)
    """Share of statements whose answers are options with letters."""


class Modification(Problem):
    surface: ClassVar[frozenset[str]] = frozenset({"area", "unchanged"})
    area: str
    sentences: list[Sentence]
    ops: list[Op]
    """What sets out the whole text stands last."""
    capitals: bool = True
    """Sentences begin with a capital. If not, the text is written in small letters throughout."""
    names_stay: bool = False
    """A name in the text looks like a word that is to be changed."""
    unchanged: str | None = None
    """What to reply if nothing is to be changed, where the question says so."""

    def text(self) -> str:
        return written(self.sentences, self.capitals)

    @property
    def op(self) -> Op:
        """The first operation."""
        return self.ops[0]

    def of_things(self) -> bool:
        """The text is an enumeration."""
        return first(self.sentences[0], "item") >= 0

    # ---- truth --------------------------------------------------------------------------------------

    def truth(self) -> str:
        return carried_out(self.sentences, self.ops, self.capitals)

    def needless(self) -> bool:
        """Nothing is to be changed, and there is a word for that."""
        return self.unchanged is not None and self.text() == self.truth()

    def grader(self) -> str:
        if self.needless():
            return "text"
        return "all_of" if self.op.name == "vocabulary" else "edit"

    def settings(self) -> dict[str, Any]:
        if self.needless():
            return {"form": "only"}
        return {"whitespace": "exact"} if any(op.name in _EXACT for op in self.ops) else {}

    def reference(self) -> Any:
        source, target = self.text(), self.truth()
        if self.unchanged is not None and source == target:
            return self.unchanged
        if self.op.name in _ANEW or self.of_things():
            return {"source": source, "edits": [{"find": [0, len(source)], "replace": target}]}
        if self.op.name == "lines":
            return {"source": source, "edits": line_breaks(self.sentences)}
        if self.op.name != "vocabulary":
            return {"source": source, "target": target}
        hard = [old for old, _ in self.op.pairs]
        return [
            {"grader": "edit", "reference": {"source": source, "target": target}},
            {"grader": "constraints", "reference": [{"id": "excludes", "args": {"words": hard}}]},
        ]

    def answer(self, w: Draw) -> str:
        from skills.text_modification import byhand  # its patterns take a while to be made

        text = self.text()
        done = byhand.answer(text, self.ops)
        return self.unchanged if self.unchanged is not None and done == text else done

    def knowledge(self, w: Draw) -> str:
        said = []
        for op in self.ops:
            name = f"rule/{_KNOWN.get(op.name, op.name)}"
            if w.has(name):
                places: dict[str, Any] = {"senses": ", ".join(f'"{old}" means "{new}"' for old, new in op.pairs)}
                if op.name == "units":
                    places = _units(op)
                elif op.name == "dates":
                    places = {"forms": date_text("2021-05-03", op.style)}
                said.append(w.line(name, places))
        return " ".join(said)

    # ---- text ---------------------------------------------------------------------------------------

    def ask(self, w: Draw) -> Ask:
        """Each operation as an order, the tables it needs, the rules."""
        noun, items = w.line("text"), self.of_things()
        orders = [_order(op, w, noun, items) for op in self.ops]
        ask = orders[0]
        if len(orders) > 1 and w.rng.random() < 0.3 and not ask.endswith("\n"):
            ask = "\n".join(f"{n}. {capital(order)}" for n, order in enumerate(orders, 1))
        elif len(orders) > 1:
            ask += ("" if ask.endswith("\n") else " ") + w.line("then", ask=_small(orders[1]))

        def note(name: str, **places: Any) -> str:
            return w.line(f"note/{name}", places, t=noun)

        rules = [note("only")]
        if self.unchanged is not None:
            rules.insert(w.rng.randrange(2), note("unchanged", word=self.unchanged))
        if self.names_stay:
            rules.insert(0, note("names_stay"))
        if items:
            rules.insert(0, note("items"))
        for op in self.ops:
            if op.name == "translate":
                rules.insert(0, note(op.style, language=op.words[0]))
        return Ask(ask, rules, self.text())

    # ---- edits --------------------------------------------------------------------------------------

    @edit("ask for one more thing")
    def add_instruction(self, w: Draw) -> Modification | None:
        """Ask for one more thing, to be done after the first."""
        op = self.op
        if len(self.ops) > 1 or op.name in LAYOUTS or not self.capitals or op.name == "vocabulary":
            return None
        added = [Op(name="prefix", words=[w.pick(w.all("prefixes"))])]
        done = STEPS[op.name](self.sentences, op)
        if done == self.sentences or not done:
            return None
        nouns = [token[1] for sentence in done for token in sentence if kind(token) == "noun" and token[1].isalpha()]
        if nouns and op.name not in ("upper_sentence", "facts", "upper"):
            added.append(Op(name="upper", words=[w.pick(nouns)]))
        if len(done) > 1 and op.name not in ("initials", "spaces"):
            added.append(w.pick((Op(name="bullets", style="-"), Op(name="numbered", style="."))))
            added.append(Op(name="drop_last"))
        made = self.like(ops=[op, w.pick(added)])
        return made if made.truth() != self.text() else None

    @edit("make the text longer")
    def lengthen(self, w: Draw) -> Modification | None:
        """More sentences, at the beginning or the end, that have nothing to do with the task."""
        if self.op.name in ("translate", "vocabulary"):
            extra = self._recombined(w)
        elif self.capitals and self.op.name not in _WHOLE and not self.of_things():
            extra = extras(w)
        else:
            extra = []
        if not extra:
            return None
        before = w.rng.random() < 0.5
        return self.like(sentences=extra + self.sentences if before else self.sentences + extra)

    def _recombined(self, w: Draw) -> list[Sentence]:
        """A new sentence out of two, with the subject of one and the rest of the other: the words stay the same."""
        halves = []
        for sentence in self.sentences:
            if first(sentence, "comma") < 0:
                cut = 2 if sentence[0] == THE else 1
                halves.append((sentence[:cut], sentence[cut:]))
        made = [[*who, *rest] for who, _ in halves for _, rest in halves]
        new = [sentence for sentence in made if sentence not in self.sentences]
        return [w.pick(new)] if new else []

    @edit("leave nothing to be changed")
    def take_out(self, w: Draw) -> Modification | None:
        """Leave only the sentences in which nothing is to be changed, and give the word to reply then."""
        op = self.op
        if len(self.ops) > 1 or op.name not in _MAY_MISS:
            return None
        left = [sentence for sentence in self.sentences if STEPS[op.name]([sentence], op) == [sentence]]
        if len(left) == len(self.sentences):
            return None
        left += [_extra(w) for _ in range(2 - len(left))]
        return self.like(sentences=left, unchanged=self.unchanged or w.pick(w.all("unchanged")))

    @edit("add a surname that looks like the word")
    def look_alike(self, w: Draw) -> Modification | None:
        """A surname that looks like a word that is to be changed, and stays."""
        if self.op.name not in ("replace", "glossary", "drop_mention", "upper", "synonyms"):
            return None
        if self.names_stay or not self.capitals:
            return None
        things = [token[1] for sentence in self.sentences for token in sentence if token[0] in ("noun", "adj")]
        alike = [word for word in self._targets() if word in things and word.islower()]
        if not alike:
            return None
        who = f"{w.pick(w.all('extra/titles'))} {w.pick(alike).capitalize()}"
        sentence: Sentence = [("role", who), *_extra(w)[1:]]
        at = w.rng.randrange(len(self.sentences) + 1)
        return self.like(sentences=[*self.sentences[:at], sentence, *self.sentences[at:]], names_stay=True)

    @edit("add a longer word that holds the word")
    def more_alike(self, w: Draw) -> Modification | None:
        """A longer word that holds the word that is to be changed, and stays."""
        if self.op.name not in ("replace", "drop_mention", "upper"):
            return None
        tails = w.all("extra/tails")
        nouns = [word for word in self._targets() if word.isalpha() and word.islower()]
        if not nouns or any(token[1].endswith(tails) for sentence in self.sentences for token in sentence):
            return None
        sentence = _extra(w)
        sentence[-1] = ("noun", f"{w.pick(nouns)}{w.pick(tails)}")
        return self.like(sentences=[*self.sentences, sentence])

    def _targets(self) -> list[str]:
        return [old for old, _ in self.op.pairs] or self.op.words

    @edit("change the rule")
    def other_rule(self, w: Draw) -> Modification | None:
        """Another order of words, mark or sign: the text stays, the rule does not."""
        op = self.op
        options = _RULES.get(op.name, ())
        if op.name == "translate" and any(old == THE[1] for old, _ in op.pairs):
            adjective = any(kind(token) == "adj" for sentence in self.sentences for token in sentence)
            options = _ORDERS if adjective else _ORDERS[1:]
        options = tuple(option for option in options if option != op.style)
        if not options:
            return None
        return self.like(ops=[op.like(style=w.pick(options)), *self.ops[1:]])


def problem(sentences: list[Sentence], *ops: Op, capitals: bool = True) -> Modification:
    return Modification(area="", sentences=sentences, ops=list(ops), capitals=capitals)


def _extra(w: Draw) -> Sentence:
    base, who, thing = w.pick(w.all("extra/verbs")), w.pick(w.all("extra/who")), w.pick(w.all("extra/nouns"))
    return [("role", who), (f"verb={base}", conjugated(base).past), THE, ("noun", thing)]


def extras(w: Draw) -> list[Sentence]:
    """A sentence or two that have nothing to do with any other."""
    return [_extra(w) for _ in range(w.rng.randrange(1, 3))]


# ---- orders -------------------------------------------------------------------------------------------


def _order(op: Op, w: Draw, noun: str, items: bool) -> str:
    """The operation as an order, with its full stop, or with a line break where a table ends it."""
    text = w.line(f"ask/{op.name}", _places(op, w, items), t=noun)
    if "\n" in text:
        return f"{text}\n"
    return text if text.endswith((".", "?", '."', ".'")) else f"{text}."


def _places(op: Op, w: Draw, items: bool) -> dict[str, Any]:
    """What the order says of this operation: see the words file."""
    name = op.name
    if name in ("lines", "bullets", "numbered"):
        piece, pieces = w.rows("piece/item" if items else "piece/sentence")[0]
        return {"mark": op.style, "piece": piece, "pieces": pieces}
    if name in ("csv", "json", "key_values"):
        keys = [key for key, _ in op.pairs]
        shape = f"{keys[0]}{op.style}..." if name == "key_values" else op.style.join(keys)
        return {"mark": op.style, "fields": _listed(keys, w), "shape": shape}
    if name in ("turn_back", "turn_front"):
        return _patterns(op, w)
    if name == "tag":
        blank = w.all("blank")[0]
        found = [_told(w, "mark", kind=w.all(f"kind/{k}")[0], mark=mark.replace("{}", blank)) for k, mark in op.pairs]
        return {"marks": ", ".join(_shuffled(found, w))}
    if name == "third_person":
        return {"name": op.words[0], "pronoun": op.style, "own": "her" if op.style == "she" else "his"}
    if name == "upper_sentence":
        return {"nth": _NUMBERS[int(op.style) - 1], "number": op.style}
    if name == "units":
        return _units(op)
    if name in ("dates", "iso_dates", "mask_email", "initials"):
        return {"sample": _sample(op, w)}
    if name in ("mask_phone", "mask_digits"):
        return {"sign": op.words[0], "n": op.style}
    if name in ("replace_first", "swap"):
        return dict(zip("ab", op.pairs[0], strict=True))
    if name in ("drop_words", "vocabulary"):
        return {"words": _listed(op.words, w) if name == "drop_words" else ", ".join(_shuffled(op.words, w))}
    if op.pairs:
        return {"pairs": _table(op, w), "language": op.words[0] if op.words else ""}
    return {"a": op.words[0]} if op.words else {}


def _units(op: Op) -> dict[str, Any]:
    old, new = op.pairs[0]
    return {"old": old, "new": new, "factor": FACTORS[old, new]}


def _told(w: Draw, name: str, **places: str) -> str:
    """The one entry of a list, filled."""
    return w.fill(w.all(name)[0], places)


def _table(op: Op, w: Draw) -> str:
    """The pairs, in any order, in one of the forms."""
    entry, between = w.row("fact" if op.name == "facts" else "pair")
    joint = w.fill(between, {})
    rows = [w.fill(entry, {"a": old.strip("*"), "b": new}) for old, new in _shuffled(op.pairs, w)]
    return ("\n" if joint == "\n" else "") + joint.join(rows)


def _patterns(op: Op, w: Draw) -> dict[str, str]:
    """How a sentence runs with its part in front, and with it at the end."""
    x, y = w.pick((("A", "B"), ("X", "Y"), ("this", "that"), ("P", "Q")))
    if op.style == "time":
        time = w.pick(w.all("times"))
        return {"front": f'"{capital(time)}, {y}"', "back": f'"{capital(y)} {time}"'}
    front = (f'"{capital(word)} {x}, {y}"' for word in op.words)
    back = (f'"{capital(y)} {word} {x}"' for word in op.words)
    return {"front": " or ".join(front), "back": " or ".join(back)}


def _sample(op: Op, w: Draw) -> str:
    """An example with other data than those of the text."""
    writer = Writer(w)
    if op.name == "initials":
        old = writer.full_name()[1]
        new = "".join(part[0] + op.style for part in old.split())
    elif op.name == "mask_email":
        token = writer.email()
        old, new = token[1], mask_email([[token]], op)[0][0][1]
    else:
        token = writer.date()
        old, new = token[1], date_text(token[0].removeprefix("date="), op.style)
    return _told(w, "sample", a=old, b=new)


def _shuffled(items: list[Any], w: Draw) -> list[Any]:
    return w.rng.sample(items, len(items))


def _listed(words: list[str], w: Draw) -> str:
    mark = w.pick(('"', "", "'"))
    quoted = [f"{mark}{word}{mark}" for word in words]
    return ", ".join(quoted) if len(quoted) == 1 or w.rng.random() < 0.5 else joined(quoted)


def _small(text: str) -> str:
    return text if text.startswith("I ") else text[0].lower() + text[1:]
