"""How a problem is put: each operation as an order, the tables it needs, the rules, and where the text stands.

Each part is an independent choice from the bank's phrases. The representation decides what must be said, this module
how. Slots of phrases: `{pairs}` a table, `{words}` a list of words, `{a}`, `{b}` words, `{t}` what the text is called,
`{front}`, `{back}` patterns of sentences, `{sample}` an example, `{marks}` marks with a blank in them, `{piece}`,
`{pieces}`, `{mark}` for lists, `{fields}`, `{shape}` for records.
"""

from __future__ import annotations

from random import Random
from typing import Any, Final

from repairloop import Message
from skills.format_following.spin import Phrase
from skills.text_modification import entail, phrases_seen, phrases_unseen
from skills.text_modification.bank import Material, Voice, voice
from skills.text_modification.changes import mask_email
from skills.text_modification.text import Entailment, Modification, Op, first
from skills.text_modification.values import FACTORS, date_text
from skills.text_modification.words_seen import SEEN
from skills.text_modification.words_unseen import UNSEEN
from skills.text_modification.writer import Writer, pick

BANKS: Final[dict[str, tuple[Material, Voice]]] = {
    "seen": (SEEN, voice(phrases_seen)),
    "unseen": (UNSEEN, voice(phrases_unseen)),
}
_NUMBERS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_LETTERS: Final = "ABC"


class Words:
    """Puts one problem into words."""

    def __init__(self, rng: Random, bank: str) -> None:
        self.rng = rng
        self.material, self.voice = BANKS[bank]
        self.noun = pick(rng, self.voice.nouns)

    def modification(self, problem: Modification) -> list[Message]:
        items = first(problem.sentences[0], "item") >= 0
        asks = [self.ask(op, items) for op in problem.ops]
        if len(asks) == 1:
            ask = asks[0]
        elif self.rng.random() < 0.3 and not asks[0].endswith("\n"):
            ask = "\n".join(f"{n}. {_capital(ask)}" for n, ask in enumerate(asks, 1))
        else:
            then = pick(self.rng, self.voice.then).draw(self.rng, {"ask": _small(asks[1])})
            ask = asks[0] + ("" if asks[0].endswith("\n") else " ") + then
        rules = [self.note("only")]
        if problem.unchanged is not None:
            rules.insert(self.rng.randrange(2), self.note("unchanged", word=problem.unchanged))
        if problem.names_stay:
            rules.insert(0, self.note("names_stay"))
        if items:
            rules.insert(0, self.note("items"))
        for op in problem.ops:
            if op.name == "translate":
                rules.insert(0, self.note(op.style, language=op.words[0]))
        return self.messages(ask, rules, problem.text())

    def entailment(self, problem: Entailment) -> list[Message]:
        e, c, n = problem.labels
        said = entail.statement(problem)
        ask = self.phrase(self.voice.asks["entail"], statement=said, e=e, c=c, n=n)
        if problem.lettered:
            style = pick(self.rng, ("A) {}", "A. {}", "(A) {}", "A = {}"))
            options = (style.replace("A", _LETTERS[i]).replace("{}", o) for i, o in enumerate(problem.options()))
            rules = [self.note("letter", options=", ".join(options))]
        else:
            rules = [self.note("only_label")]
        return self.messages(ask, rules, problem.text())

    # ---- orders -------------------------------------------------------------------------------------

    def ask(self, op: Op, items: bool) -> str:
        """The operation as an order, with its full stop, or with a line break where a table ends it."""
        text = self.phrase(self.voice.asks[op.name], **self.slots(op, items))
        if "\n" in text:
            return f"{text}\n"
        return text if text.endswith((".", "?", '."', ".'")) else f"{text}."

    def slots(self, op: Op, items: bool) -> dict[str, Any]:
        name, v = op.name, self.voice
        if name in ("lines", "bullets", "numbered"):
            piece, pieces = v.pieces[items]
            return {"mark": op.style, "piece": piece, "pieces": pieces}
        if name in ("csv", "json", "key_values"):
            keys = [key for key, _ in op.pairs]
            shape = f"{keys[0]}{op.style}..." if name == "key_values" else op.style.join(keys)
            return {"mark": op.style, "fields": self.listed(keys), "shape": shape}
        if name in ("turn_back", "turn_front"):
            return self.patterns(op)
        if name == "tag":
            found = [
                v.mark.replace("{kind}", v.kinds[kind]).replace("{mark}", mark.replace("{}", v.blank))
                for kind, mark in op.pairs
            ]
            return {"marks": ", ".join(self.shuffled(found))}
        if name == "third_person":
            return {"name": op.words[0], "pronoun": op.style, "own": "her" if op.style == "she" else "his"}
        if name == "upper_sentence":
            return {"nth": _NUMBERS[int(op.style) - 1], "number": op.style}
        if name == "units":
            old, new = op.pairs[0]
            return {"old": old, "new": new, "factor": FACTORS[old, new]}
        if name in ("dates", "iso_dates", "mask_email", "initials"):
            return {"sample": self.sample(op)}
        if name in ("mask_phone", "mask_digits"):
            return {"sign": op.words[0], "n": op.style}
        if name in ("replace_first", "swap"):
            return dict(zip("ab", op.pairs[0], strict=True))
        if name in ("drop_words", "vocabulary"):
            return {"words": self.listed(op.words) if name == "drop_words" else ", ".join(self.shuffled(op.words))}
        if op.pairs:
            language = op.words[0] if op.words else ""
            return {"pairs": self.table(op, v.facts if name == "facts" else v.pairs), "language": language}
        return {"a": op.words[0]} if op.words else {}

    def table(self, op: Op, styles: tuple[tuple[str, str], ...]) -> str:
        """The pairs, in any order, in one of the bank's forms."""
        entry, joint = pick(self.rng, styles)
        rows = [entry.replace("{a}", old.strip("*")).replace("{b}", new) for old, new in self.shuffled(op.pairs)]
        return ("\n" if joint == "\n" else "") + joint.join(rows)

    def patterns(self, op: Op) -> dict[str, str]:
        """How a sentence runs with its part in front, and with it at the end."""
        x, y = pick(self.rng, (("A", "B"), ("X", "Y"), ("this", "that"), ("P", "Q")))
        if op.style == "time":
            time = pick(self.rng, self.material.times)
            return {"front": f'"{_capital(time)}, {y}"', "back": f'"{_capital(y)} {time}"'}
        front = (f'"{_capital(word)} {x}, {y}"' for word in op.words)
        back = (f'"{_capital(y)} {word} {x}"' for word in op.words)
        return {"front": " or ".join(front), "back": " or ".join(back)}

    def sample(self, op: Op) -> str:
        """An example with other data than those of the text."""
        w = Writer(self.rng, self.material)
        if op.name == "initials":
            old = w.full_name()[1]
            new = "".join(part[0] + op.style for part in old.split())
        elif op.name == "mask_email":
            token = w.email()
            old, new = token[1], mask_email([[token]], op)[0][0][1]
        else:
            token = w.date()
            old, new = token[1], date_text(token[0].removeprefix("date="), op.style)
        return self.voice.sample.replace("{a}", old).replace("{b}", new)

    # ---- pieces -------------------------------------------------------------------------------------

    def phrase(self, phrases: list[Phrase], /, **slots: Any) -> str:
        return str(pick(self.rng, phrases).draw(self.rng, {"t": self.noun, **slots}))

    def note(self, name: str, /, **slots: Any) -> str:
        return self.phrase(self.voice.notes[name], **slots)

    def shuffled(self, items: list[Any]) -> list[Any]:
        return self.rng.sample(items, len(items))

    def listed(self, words: list[str]) -> str:
        mark = pick(self.rng, ('"', "", "'"))
        quoted = [f"{mark}{word}{mark}" for word in words]
        if len(quoted) == 1 or self.rng.random() < 0.5:
            return ", ".join(quoted)
        return f"{', '.join(quoted[:-1])} and {quoted[-1]}"

    def messages(self, ask: str, rules: list[str], text: str) -> list[Message]:
        """The order, the rules and the text as chat messages."""
        rng, v = self.rng, self.voice
        polite = f"{self.phrase(v.polite)} " if rng.random() < 0.2 else ""
        system = self.phrase(v.system) if rng.random() < 0.2 else ""
        before, behind = pick(rng, v.wraps)
        shown = before + text + behind
        if system and rng.random() < 0.4:
            system, rules = " ".join([system, *rules]), []
        gap = pick(rng, ("\n\n", "\n", "\n\n"))
        rule = " ".join(rules)
        said = polite + ask + (" " if rule and not ask.endswith("\n") else "") + rule
        place = rng.random()
        if place < 0.5:
            content = said.rstrip("\n") + gap + shown
        elif place < 0.78:
            content = shown + gap + said.rstrip("\n")
        else:
            content = (polite + ask).rstrip("\n") + gap + shown + (gap + rule if rule else "")
        user = {"role": "user", "content": content}
        return [{"role": "system", "content": system}, user] if system else [user]


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _small(text: str) -> str:
    return text if text.startswith("I ") else text[0].lower() + text[1:]
