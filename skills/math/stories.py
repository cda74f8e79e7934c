"""Stories as a child's textbook prints them, put together from the lists of `math.words`.

    relation "lose+pack", 35 10 5
    scene     "{name} picked 35 apples at the orchard."  loss "{he} ate 10 of the apples"
    →         "Tom picked 35 apples at the orchard. He ate 10 of the apples. If he puts 5 apples in each basket, how many
              baskets does he need for the rest?"

Two kinds. A `story/RELATION` is a whole story; `small` ones are odd with large numbers. A `scene@` has openings, gains
and losses, each with how one asks for its number; told or in an if-clause, one of the numbers unknown, the things put
into boxes at the end. What a scene does not say for itself (`now`, `left` …) is said as the lists of that name do.

Places: `{a}`, `{b}`, `{c}`, `{n}` for quantities; `{name}`, `{other}`, `{third}` for people, `{he}`, `{him}`, `{his}` for
the first of them, `{kin}` for somebody near; a kind of noun (`{fruit}`, `{fruit2}` for another one, `{fruit1}` for one
piece). Sentences need no capital letters: they get them. This module knows no words of stories and draws no numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random
from typing import Final

from repairloop import Draw
from skills.english import capital, number_word

IF, BESIDE, WORDS, SPACED, COMMAS = 0.3, 0.5, 0.08, 0.05, 0.3
"""Shares: the last event in an if-clause; a number that does not matter beside the first one that does; small numbers in
words; full stops set off by a space; thousands with a comma."""
SMALL: Final = 150
"""Largest number of a phrase for small numbers."""


def people(w: Draw) -> dict[str, str]:
    """Who a story is about."""
    (name, he), (other, _), (third, _) = w.rng.sample(w.rows("person"), 3)
    him, his = ("him", "his") if he == "he" else ("her", "her")
    places = {"name": name, "other": other, "third": third, "he": he, "him": him, "his": his}
    kin, kin2 = w.rng.sample(w.all("kin"), 2)
    return {**places, "kin": kin.format_map(places), "kin2": kin2.format_map(places)}


def story(relation: str, operands: Sequence[str], distractor: int | None, who: dict[str, str], w: Draw) -> str:
    """The text of a story."""
    shown = [f"{int(o):,}" if w.rng.random() < COMMAS and o.isdigit() else o for o in operands]
    small = all(float(o) <= SMALL for o in operands)
    places = Places(who, w)
    places.update(zip("abc", shown, strict=False))
    rows = w.rows(f"story/{relation}") if w.has(f"story/{relation}") else []
    frames = [text for text, size in rows if small or not size]
    if frames and not (relation in _BOXED and w.rng.random() < 0.4):
        told = _sentences(w.fill(w.pick(frames), places))
        distracted = False
    else:
        told, distracted = _scene(relation, shown, small, places, w, distractor)
    if distractor is not None and not distracted:
        places["x"] = str(distractor)
        aside = _aside(" ".join(told), places, w)
        last = len(told) > 1 and not re.search(r"\b(?:he|she)\b", told[-1])
        told.insert(len(told) - 1 if last and w.rng.random() < 0.3 else 0, aside)
    return _printed(" ".join(map(capital, told)), w.rng)


_KINDS: Final = ("fruit", "toy", "sea", "supply", "card", "pet")
"""Kinds of things that somebody else may have, in a sentence that does not matter."""


def _aside(text: str, places: Places, w: Draw) -> str:
    """A sentence with a number that does not matter: about things that the story does not name."""
    kinds = [kind for kind in _KINDS if kind not in places]
    things = [noun for kind in kinds for noun in w.all(f"noun/{kind}") if one(noun).split()[-1] not in text]
    phrase = w.pick(w.all("distractor"))
    return w.fill(phrase, places | {"thing": w.pick(things)})


# ---- places -------------------------------------------------------------------------------------------


class Places(dict[str, str]):
    """What stands for the places of a phrase. Nouns of a kind are drawn when they are first asked for."""

    def __init__(self, who: dict[str, str], w: Draw) -> None:
        super().__init__(who)
        self._w = w

    def __missing__(self, place: str) -> str:
        kind = place.rstrip("12")
        first, second = self._w.rng.sample(self._w.all(f"noun/{kind}"), 2)
        self.update({kind: first, f"{kind}1": one(first), f"{kind}2": second})
        return self[place]


def one(plural: str) -> str:
    """One of several."""
    if plural.endswith("ies") and plural not in ("cookies", "brownies", "movies"):
        return f"{plural[:-3]}y"
    if plural.endswith(("shes", "ches", "xes", "sses", "toes", "goes", "shelves")):
        return f"{plural[:-3]}f" if plural.endswith("shelves") else plural[:-2]
    return plural.removesuffix("s")


# ---- scenes -------------------------------------------------------------------------------------------

_BOXED: Final = frozenset(["share", "pack"])
"""Relations that both frames and scenes tell."""
_AT: Final = {"shelf": "on", "tray": "on", "plate": "on", "rack": "on", "table": "at"}
"""What stands before a place that is not a container."""
_PLACED: Final = re.compile(r"(?:on|in|at|during|the day|along) ")
"""How a clause begins that says itself when or where."""


def _scene(
    relation: str, shown: list[str], small: bool, places: Places, w: Draw, distractor: int | None
) -> tuple[list[str], bool]:
    """The sentences of a story in a scene, and whether a number that does not matter stands among them."""
    fit = [
        s
        for s in w.wholes("scene")
        if (small or not w.has(f"{s}.small")) and (w.has(f"{s}.boxes") or not _boxed(relation))
    ]
    scene = w.pick(fit)
    things, *others = w.rng.sample(w.all(f"{scene}.things"), len(w.all(f"{scene}.things")))
    box = w.pick(w.all(f"{scene}.boxes")) if w.has(f"{scene}.boxes") else ""
    actor = w.all(f"{scene}.actor")[0] if w.has(f"{scene}.actor") else ""
    places.update(things=things, box=box, boxes=_many(box), actor=actor)
    places["in"] = _AT.get(box, "in")
    opening, first_ask = w.row(f"{scene}.openings")
    decoy, beside = "", False
    if distractor is not None and others and "{a} {things}" in opening and w.rng.random() < BESIDE:
        opening, beside = opening.replace("{a} {things}", "{a} {things} and {x} {decoy}"), True
        places.update(x=str(distractor), decoy=others[0])
    elif distractor is not None and others:
        decoyed = {**places, "x": str(distractor), "decoy": others[0], "things": others[0], "a": str(distractor)}
        decoyed["name"], decoyed["his"] = places["third"], "the"
        decoy = w.fill(w.all(f"{scene}.decoy")[0] if w.has(f"{scene}.decoy") else opening, decoyed) + "."
        decoy = decoy.replace("the birthday", "a birthday")
    told = _Telling(scene, places, w, beside).tell(relation, shown, opening, first_ask)
    if decoy:
        told.insert(1 if w.has(f"{scene}.decoy") else 0, decoy)
    return told, beside or bool(decoy)


def _boxed(relation: str) -> bool:
    return relation.endswith(("share", "pack"))


def _many(box: str) -> str:
    if box == "shelf":
        return "shelves"
    return box + ("es" if box.endswith(("x", "ch", "sh")) else "s") if box else ""


class _Telling:
    """One story in one scene. `beside`: other things stand beside the ones asked for, so these are always named."""

    def __init__(self, scene: str, places: Places, w: Draw, beside: bool) -> None:
        self.scene, self.places, self.w, self.beside = scene, places, w, beside

    def tell(self, relation: str, shown: list[str], opening: str, first_ask: str) -> list[str]:
        """`lose+gain`: what happens; `gain+pack`: what happens, then a division; `start_lose`: an unknown number."""
        if relation.startswith(("start_", "change_")) or relation.endswith("_change"):
            return self._unknown(relation, shown, opening, first_ask)
        kinds = relation.split("+")
        events = [kind for kind in kinds if kind in ("gain", "lose")]
        clauses = self._events(events, shown[1:])
        first = self._put(opening, {"a": shown[0]})
        if _boxed(relation):
            self.places["c"] = shown[-1]
            what = "the rest" if events == ["lose"] else "all of them" if events else self.w.pick(["them", "them all"])
            if self.beside:
                what = f"{'the rest of' if events == ['lose'] else 'all'} the {self.places['things']}"
            return [f"{first}.", *self._then(clauses), *self._division(kinds[-1], what)]
        if self.w.rng.random() < IF:
            return [f"{first}.", *self._then(clauses[:-1]), self._if(clauses[-1], events[-1])]
        return [f"{first}.", *self._then(clauses), self._ask(self._question(events[-1]))]

    def _events(self, kinds: list[str], numbers: list[str]) -> list[str]:
        """Clauses for what happens, no two alike."""
        pools = {kind: [told for told, _ in self.w.rows(f"{self.scene}.{self._LISTS[kind]}")] for kind in self._LISTS}
        clauses: list[str] = []
        for kind, number in zip(kinds, numbers, strict=False):
            phrase = self.w.pick(pools[kind])
            pools[kind].remove(phrase)
            clauses.append(self._put(phrase, {"n": number, "kin": self.places["kin2" if clauses else "kin"]}))
        return clauses

    _LISTS: Final = {"gain": "gains", "lose": "losses"}

    def _unknown(self, relation: str, shown: list[str], opening: str, first_ask: str) -> list[str]:
        """The number at first, or the one that something changed by, is asked for; what there is at last is told."""
        kind = "gain" if "gain" in relation.partition("_")[2] else "lose"
        if relation.startswith("start_"):
            last, number = (shown[0], shown[1])
            clause = self._events([kind], [number])[0]
            return [
                f"{self._put(opening, {'a': 'some'})}.",
                *self._then([clause]),
                self._state(last, kind),
                self._ask(self._put(first_ask)),
            ]
        if relation == "gain+lose_change":
            start, number, last = shown
            before, kind = self._events(["gain"], [number]), "lose"
        else:
            start, last, before = (shown[1], shown[0], []) if kind == "gain" else (shown[0], shown[1], [])
        clause, ask = self.w.row(f"{self.scene}.{self._LISTS[kind]}")
        told = [f"{self._put(opening, {'a': start})}.", *self._then([*before, self._put(clause, {"n": "some"})])]
        return [*told, self._state(last, kind), self._ask(self._put(ask))]

    def _state(self, number: str, kind: str) -> str:
        return f"{self._put(self._own('state'), {'n': number})}."

    def _question(self, kind: str) -> str:
        return self._put(self._own("now" if kind == "gain" else "left"))

    def _own(self, name: str) -> str:
        """A phrase of the scene's own list of this name, or else of the common one."""
        return str(self.w.pick(self.w.all(f"{self.scene}.{name}", name)))

    def _ask(self, ask: str) -> str:
        many = self._put(self._own("many"))
        return f"{many} {ask}?"

    def _if(self, clause: str, kind: str) -> str:
        would = self._put(self._own("would"))
        if would.endswith((" have", " be")):
            would += self.w.pick(("", " left", " left") if kind == "lose" else ("", " in all", " altogether"))
        many = self._put(self._own("many"))
        return f"If {clause}, {many[0].lower()}{many[1:]} {would}?"

    def _then(self, clauses: list[str]) -> list[str]:
        """The clauses as sentences; only the last one begins with a word that orders them."""
        told = []
        for place, clause in enumerate(clauses):
            ordered = (place or len(clauses) == 1) and not _PLACED.match(clause)
            told.append(f"{self.w.pick(self.w.all('then')) if ordered else ''} {clause}.".strip())
        return told

    def _division(self, kind: str, what: str) -> list[str]:
        name = f"{kind}_place" if self.places["actor"] else kind
        return _sentences(self._put(self.w.pick(self.w.all(name)), {"what": what}))

    def _put(self, phrase: str, more: dict[str, str] | None = None) -> str:
        self.places.update(more or {})
        if self.beside:
            phrase = phrase.replace(" of them", " of the {things}")
        return self.w.fill(phrase, self.places)


# ---- print --------------------------------------------------------------------------------------------


def _sentences(text: str) -> list[str]:
    """The sentences of a text. A name such as `Mr. Lopez` does not end one."""
    return re.split(r"(?<!Mr)(?<!Ms)(?<!Mrs)(?<=[.?]) ", text)


def _printed(text: str, rng: Random) -> str:
    """The text as it is printed: prices with two places, now and then a small number in words or loose punctuation."""
    text = text.replace("some dollars", "some money").replace("some more dollars", "some more money")
    text = re.sub(r"(\$[0-9]+\.[0-9])(?![0-9])", r"\g<1>0", text)
    if rng.random() < WORDS:
        text = re.sub(r"(?<![\d.,$] )(?<=[a-z] )([2-9])(?= [a-z])", lambda m: number_word(int(m[1])), text)
    if rng.random() < SPACED:
        text = re.sub(r"(?<!Mr)(?<!Ms)(?<!Mrs)([.,?])(?= |$)", r" \1", text).replace("$", "$ ")
    return text
