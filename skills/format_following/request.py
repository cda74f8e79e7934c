"""The request: a task on a topic or an occasion, with the constraints that the answer must keep to.

    task "describe", topic "rain", focus ["puddles"], rules [sentences exactly=2, lowercase]
    "Tell me a little about rain, especially puddles in two sentences. Use only lowercase letters."
    answer   "rain makes me think of puddles. rain fills the rivers."

The truth is the list of rules. The answer is composed so that it keeps to them (`answers.py`); whoever draws rules
(`compose.py`) sees to it that one exists.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any, Final, Literal, Self

from pydantic import Field

from repairloop import Ask, Draw, Problem, Settings, edit
from skills.english import capital, joined
from skills.format_following.answers import Rules, allowed, compose, sentence
from skills.format_following.topics import Topic, occasions, topics

Rule = dict[str, Any]
"""A constraint: `{"id": …, "args": {…}}`, in the words of the `constraints` grader."""
LISTS: Final = ("bullets", "numbered", "lines", "items", "json_list", "sentences")
"""Rules that count the units of an answer."""
_OTHER_CASE: Final = {"uppercase": "lowercase", "lowercase": "uppercase"}


class FormatSettings(Settings):
    context: float = Field(0.3, ge=0, le=1)
    """Share of requests that begin with a sentence on who asks, or what for."""
    closer: float = Field(0.25, ge=0, le=1)
    """Share of requests that end with thanks, or a word on how long the answer may be."""
    letters: float = Field(0.35, ge=0, le=1)
    """Share of classifications answered with the letter of a label, at steps that have letters."""


def rule(name: str, **args: Any) -> Rule:
    return {"id": name, "args": args}


class Request(Problem):
    """A task with constraints on the form of its answer."""

    area: str
    task: Literal["describe", "title", "list", "note", "record"]
    topic: str
    """A topic, or for a `note` an occasion, by name."""
    focus: list[str] = Field(default_factory=list)
    """Things that the topic is narrowed to (or that a list may begin with); for a `note`: to whom, and what for."""
    rules: list[Rule]

    @property
    def about(self) -> Topic:
        return topics()[self.topic]

    def argument(self, names: Sequence[str], argument: str, default: Any) -> Any:
        """The argument of the first rule of these names that has it."""
        return next((r["args"][argument] for r in self.rules if r["id"] in names and argument in r["args"]), default)

    def has(self, *names: str) -> bool:
        return any(rule["id"] in names for rule in self.rules)

    # -- truth ----------------------------------------------------------------------------------------

    def reference(self) -> list[Rule]:
        return self.rules

    def settings(self) -> dict[str, Any]:
        if self.task in ("title", "list"):  # a good title or item may use none of the words we know
            return {"min_words": 2}
        if self.task == "note":
            return {"min_words": 3, "topic_words": occasions()[self.topic].stems(self.focus[1])}
        return {"min_words": 2 if self.task == "record" else 3, "topic_words": self.about.stems}

    # -- answer ---------------------------------------------------------------------------------------

    def answer(self, w: Draw) -> str:
        return compose(self, {rule["id"]: rule["args"] for rule in self.rules}, w.rng)

    def clauses(self, rules: Rules, rng: Random) -> list[str]:
        """Clauses that may be used, those that must be used first."""
        if self.task == "note":
            occasion = occasions()[self.topic]
            clauses = [rng.choice(occasion.opened(self.focus[1])), *rng.sample(occasion.lines, len(occasion.lines))]
        else:
            topic = self.about
            if "keyword" in rules:
                about = rng.sample(topic.about([rules["keyword"]["word"]]), rules["keyword"]["min"])
            else:
                things = self._wanted(rules)
                about = rng.sample(topic.about(things), 1) if things else []
            plain = topic.plain(rng)
            rest = [*rng.sample(topic.facts, 3), plain[0], *topic.facts, *plain]
            clauses = list(dict.fromkeys([*about, *rest]))
        return [clause for clause in clauses if allowed(clause, rules)]

    def things(self, rules: Rules, rng: Random) -> list[str]:
        """The things of a topic that may be listed, those that must be listed first."""
        every = rng.sample(self.about.things, len(self.about.things))
        return [thing for thing in dict.fromkeys([*self._wanted(rules), *every]) if allowed(thing, rules)]

    def _wanted(self, rules: Rules) -> list[str]:
        return list(dict.fromkeys([*rules.get("includes", {}).get("words", []), *self.focus]))

    def starred(self, count: int) -> str:
        """A clause with stars around things."""
        things = list(dict.fromkeys([*self.focus, *self.about.things]))[:count]
        return self.about.about([f"*{thing}*" for thing in things])[0]

    def headed(self, rules: Rules, rng: Random) -> str:
        """A title."""
        topic = self.about
        if self.focus:
            forms = [f"{topic.name} and {thing}" for thing in self.focus]
        else:
            forms = [f"{quality} {topic.noun}" for quality in topic.qualities] + [f"the joy of {topic.name}"]
        return rng.choice([form for form in forms if allowed(form, rules)])

    def known(self, rng: Random) -> dict[str, Any]:
        """What a record may hold, by role."""
        topic = self.about
        things = list(dict.fromkeys([*self.focus, *topic.things]))
        return {
            "name": topic.noun, "fact": capital(rng.choice(topic.facts)) + ".", "quality": rng.choice(topic.qualities),
            "thing": things[0], "things": things[:2], "flag": rng.random() < 0.7, "number": rng.randint(1, 5),
        }  # fmt: skip

    def form_letter(self, gaps: int) -> str:
        """A note with gaps to fill in."""
        parts = [sentence(occasions()[self.topic].opened(self.focus[1])[0]), "Yours, [sender]"]
        if gaps > 1:
            parts.insert(0, "Dear [name],")
        if gaps > 2:
            parts.insert(2, "Let us talk on [date].")
        return " ".join(parts)

    # -- question -------------------------------------------------------------------------------------

    def ask(self, w: Draw) -> Ask:
        """The task with a rule as its tail, or all rules behind it, before it, in a list below it, or as the system's."""
        task = self.said(w)
        worded = [_worded(rule, w) for rule in self.rules]
        extra = [w.line(f"rule/{name}") for name in self._companions()]
        layout = w.rng.random()
        before = [w.line("context")] if w.rng.random() < w.settings.context else []
        after = [w.line("closer")] if w.rng.random() < w.settings.closer else []
        if layout < 0.42:
            key, places = worded.pop(0)
            tail = w.line(f"rule/{key}.tail", places)
            task = f"{task[:-1]} {tail}?" if task.endswith("?") else f"{task} {tail}"
        rules = [w.line(f"rule/{key}", places) for key, places in worded] + extra
        task = task if task[-1] in "?.:" else f"{task}."
        if layout < 0.62:
            return _joined([*before, task, *rules, *after], w)
        if layout < 0.78:
            return _joined([*before, *rules, task, *after], w)
        if layout < 0.88:
            listed = "".join(f"\n- {line}" for line in rules)
            return Ask(f"{' '.join([*before, task])}\n{w.line('heading')}{listed}", bare=True)
        return _joined([*before, task, *after], w, w.line("system", rules=" ".join(rules)))

    def said(self, w: Draw) -> str:
        """The task, without its rules."""
        phrase = w.pick(w.all(f"task/{self.task}"))
        if self.task == "note":
            who, what = self.focus
            return w.fill(phrase, {"ask": occasions()[self.topic].ask.format(who=who, what=what)})
        topic, count = self.about, len(self.focus)
        subject = topic.label if self.task == "list" else topic.name
        if self.focus:
            frame = f"{'hint' if self.task == 'list' else 'focus'}/{count}"
            subject = w.line(frame, dict(zip("ab", self.focus, strict=False), t=subject))
        return w.fill(phrase, {"s": subject, "label": subject, "is": "are" if self.focus else topic.verb})

    def _companions(self) -> list[str]:
        """What must be said besides the rules themselves."""
        if any(rule["id"].startswith("json") for rule in self.rules):
            return ["json_only"]
        return ["only"] if any(rule["args"].get("only") for rule in self.rules) else []

    # -- edits ----------------------------------------------------------------------------------------

    def with_args(self, names: Sequence[str], **changed: Any) -> Self:
        """The request with other arguments for the rules of these names."""
        return self.like(rules=[{**r, "args": {**r["args"], **changed}} if r["id"] in names else r for r in self.rules])

    @edit("ask for one more")
    def longer(self, w: Draw) -> Self | None:
        """One more item, line or sentence, up to seven things or four sentences."""
        n = self.argument(LISTS, "exactly", 0) + 1
        most = 7 - len(self.argument(["excludes"], "words", [])) if self.task == "list" else 4
        return self.with_args(LISTS, exactly=n) if self.has(*LISTS) and n <= most else None

    @edit("forbid another word")
    def another_word(self, w: Draw) -> Self | None:
        """Forbid one more word, one that comes to mind with the topic."""
        if not self.has("excludes"):
            return None
        words = self.argument(["excludes"], "words", [])
        used = {*words, *self.focus, *self.argument(["includes"], "words", [])}
        left = [word for word in self._telling() if word not in used]
        if len(words) > 2 or not left or self.argument(LISTS, "exactly", 0) + len(words) > 6:
            return None
        return self.with_args(["excludes"], words=[*words, w.pick(left)])

    def _telling(self) -> list[str]:
        return occasions()[self.topic].taboo if self.task == "note" else self.about.things

    @edit("swap the case")
    def other_case(self, w: Draw) -> Self | None:
        """Capitals become small letters, and the other way round."""
        if not self.has(*_OTHER_CASE):
            return None
        return self.like(rules=[{**old, "id": _OTHER_CASE.get(old["id"], old["id"])} for old in self.rules])

    @edit("ask for quotation marks as well")
    def in_quotes(self, w: Draw) -> Self | None:
        """Ask for quotation marks as well, where beginnings and ends are asked for."""
        if not self.area.endswith("/prefix_suffix") or self.has("quoted", "titled", "postscript"):
            return None
        return self.like(rules=[*self.rules, rule("quoted")])


# ---- wording ------------------------------------------------------------------------------------------


def _joined(parts: list[str], w: Draw, system: str = "") -> Ask:
    return Ask(("\n" if w.rng.random() < 0.15 else " ").join(parts), system=system, bare=True)


def _worded(rule: Rule, w: Draw) -> tuple[str, dict[str, Any]]:
    """Which phrases say this rule, and what goes into their places."""
    name, args = rule["id"], rule["args"]
    places: dict[str, Any] = dict(args)
    n = args.get("exactly", args.get("min", args.get("max")))
    if n is not None:
        numbers = w.all("number")
        said = numbers[n] if n < len(numbers) and w.rng.random() < 0.5 else str(n)
        places |= {"n": said, "n_capital": said.capitalize(), "plural": "" if n == 1 else "s", "more": str(n + 1)}
    if name == "bullets" and "markers" in args:
        return "bullets_marked", places | {"marker": _sign("marker", args["markers"], w)}
    if name == "items":
        places["separator"] = _sign("separator", args["separator"], w)
    elif name == "words":
        if "min" in args:
            return "words_between", {"low": args["min"], "high": args["max"]}
        return ("words_exactly" if "exactly" in args else "words_max"), places
    elif name == "json_object":
        form, joint = w.row("key_form")
        which = w.rng.randrange(2)
        shown = (w.fill(form, {"key": k, "type": w.all(f"type/{kind}")[which]}) for k, kind in args["keys"].items())
        places["keys"] = w.fill(joint, {}).join(shown)
    elif name in ("includes", "excludes"):
        quote = w.pick(['"', "'", ""])
        words = [f"{quote}{word}{quote}" for word in args["words"]]
        several = len(words) > 1 or " " in words[0]
        places["words"] = joined(words, "or" if name == "excludes" else "and")
        places |= {"word_s": "words" if several else "word", "word_is": "are" if several else "is"}
    return name, places


def _sign(name: str, sign: str, w: Draw) -> str:
    """What a sign is called; one that this side has no name for is shown."""
    return next((w.fill(said, {}) for known, said in w.rows(name) if w.fill(known, {}) == sign), f'"{sign}"')
