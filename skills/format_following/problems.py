"""The two representations, and how a fresh one is drawn for each area and difficulty.

A `Request` is a task on a topic or an occasion, with the constraints that the answer must keep to. A
`Classification` is a text put together from two halves of known class, with the labels to choose from. This module
knows neither how they are worded nor what an answer looks like; it makes sure that an answer exists.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from random import Random
from typing import Any, Literal

from pydantic import Field

from repairloop.plugins import Problem
from repairloop.records import Wording
from skills.format_following import labels_seen, labels_unseen, phrasing_seen, phrasing_unseen
from skills.format_following.material import BANKS, OCCASIONS, TOPICS, Topic
from skills.format_following.spin import names

PHRASING: dict[Wording, Any] = {"seen": phrasing_seen, "unseen": phrasing_unseen}
LABELS: dict[Wording, Any] = {"seen": labels_seen, "unseen": labels_unseen}

Rule = dict[str, Any]
"""A constraint: `{"id": …, "args": {…}}`, in the words of the `constraints` grader."""


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


class Classification(Problem):
    """A text and the labels to choose from."""

    kind: Literal["sentiment", "theme", "sort", "time", "act"]
    truth: str
    """The class that the text was made from."""
    head: str
    tail: str
    labels: dict[str, str]
    """Class → label, in the order shown."""
    form: Literal["label", "letter"]

    @property
    def text(self) -> str:
        if self.kind == "sort":
            return self.tail
        text = f"{self.head} {self.tail}"
        return text[0].upper() + text[1:] + ("?" if self.kind == "act" and self.truth == "question" else ".")


def draw(area: str, rng: Random, bank: Wording, difficulty: int) -> Problem:
    """A fresh problem of the area."""
    return _DRAW[area.rpartition("/")[2]](area, rng, bank, difficulty)


# ---- subjects ---------------------------------------------------------------------------------------


def _topic(rng: Random, bank: Wording, most: int = 2) -> tuple[Topic, list[str]]:
    """A topic, and up to `most` of its things to narrow it to."""
    topic = rng.choice(BANKS[bank].topics)
    return topic, rng.sample(topic.things, rng.randint(0, most))


def _request(area: str, task: str, rng: Random, bank: Wording, rules: list[Rule]) -> Request:
    """A request whose rules do not depend on its topic."""
    if task == "note":
        occasion = rng.choice(BANKS[bank].occasions)
        focus = [rng.choice(BANKS[bank].people), rng.choice(occasion.matters)]
        return Request(area=area, task="note", topic=occasion.name, focus=focus, rules=rules)
    topic, focus = _topic(rng, bank)
    return Request(area=area, task=task, topic=topic.name, focus=focus, rules=rules)  # type: ignore[arg-type]


@cache
def _phrases(bank: Wording, name: str) -> list[str]:
    return names(getattr(PHRASING[bank], name))


# ---- areas ------------------------------------------------------------------------------------------

_LIST_COUNT = {1: (2, 4), 2: (3, 5), 3: (4, 7)}
_CLAUSE_COUNT = {1: (2, 2), 2: (2, 3), 3: (3, 4)}


def listing(form: str, n: int, rng: Random, bank: Wording) -> Rule:
    """A rule for a list of n."""
    only = {"only": True} if rng.random() < 0.4 else {}
    if form == "bullets" and rng.random() < 0.35:
        return rule("bullets", exactly=n, markers=rng.choice(list(PHRASING[bank].MARKERS)), **only)
    if form in ("bullets", "numbered"):
        return rule(form, exactly=n, **only)
    if form == "items":
        return rule("items", exactly=n, separator=rng.choice(list(PHRASING[bank].SEPARATORS)).strip())
    return rule("lines", exactly=n)


def _counts(area: str, rng: Random, bank: Wording, difficulty: int) -> Request:
    forms = ["bullets", "bullets", "numbered", "lines", "sentences", "words_max"]
    forms += ["items", "words", "between", "highlights"] if difficulty > 1 else []
    forms += ["words", "paragraphs", "placeholders"] if difficulty > 2 else []
    form = rng.choice(forms)
    few = rng.randint(*_CLAUSE_COUNT[difficulty])
    if form in ("bullets", "numbered", "lines", "items"):
        task = "list" if form == "items" else rng.choice(["list", "list", "describe", "note"])
        n = rng.randint(*_LIST_COUNT[difficulty]) if task == "list" else few
        return _request(area, task, rng, bank, [listing(form, n, rng, bank)])
    if form == "placeholders":
        return _request(area, "note", rng, bank, [rule("placeholders", min=rng.randint(2, 3))])
    if form == "highlights":
        return _request(area, "describe", rng, bank, [rule("highlights", min=rng.randint(2, 3))])
    task = rng.choice(["describe", "describe", "note"])
    if form == "sentences":
        return _request(area, task, rng, bank, [rule("sentences", exactly=rng.choice([1, few]))])
    if form == "paragraphs":
        return _request(area, task, rng, bank, [rule("paragraphs", exactly=2)])
    if form == "words_max":
        most = rng.choice([12, 15, 18, 20, 25, 30]) - 2 * (difficulty - 1)
        return _request(area, task, rng, bank, [rule("words", max=most)])
    if form == "between":
        low = rng.randint(4, 10)
        return _request(area, task, rng, bank, [rule("words", min=low, max=low + rng.randint(8, 10))])
    topic, focus = _topic(rng, bank)
    n = rng.randint(len(topic.name.split()) + 4, 10 if difficulty == 2 else 18)
    return Request(area=area, task="describe", topic=topic.name, focus=focus, rules=[rule("words", exactly=n)])


def affix(form: str, rng: Random, bank: Wording) -> Rule:
    if form == "first_word":
        return rule("first_word", word=rng.choice(_phrases(bank, "FIRST_WORDS")))
    if form == "last_word":
        return rule("last_word", word=rng.choice(_phrases(bank, "LAST_WORDS")))
    if form == "postscript":
        return rule("postscript", marker=rng.choice(list(PHRASING[bank].POSTSCRIPTS)))
    if form == "starts_with":
        return rule("starts_with", phrase=rng.choice(_phrases(bank, "STARTS")))
    if form == "ends_with":
        return rule("ends_with", phrase=rng.choice(_phrases(bank, "ENDS")))
    return rule("quoted")


_BEGINNINGS, _ENDINGS = ("starts_with", "first_word"), ("ends_with", "last_word", "postscript")


def _prefix_suffix(area: str, rng: Random, bank: Wording, difficulty: int) -> Request:
    if rng.random() < 0.08:
        return _request(area, "title", rng, bank, [rule("titled")])
    task = rng.choice(["describe", "describe", "note"])
    if difficulty == 3:
        forms = [rng.choice(_BEGINNINGS), rng.choice(_ENDINGS)]
    elif difficulty == 2:
        forms = [rng.choice([*_BEGINNINGS, *_ENDINGS, "quoted"])]
    else:
        forms = [rng.choice(["starts_with", "starts_with", "ends_with", "first_word", "quoted"])]
    return _request(area, task, rng, bank, [affix(form, rng, bank) for form in forms])


def _case(area: str, rng: Random, bank: Wording, difficulty: int) -> Request:
    form = rng.choice(["uppercase", "lowercase", "title_case", *(["capital_words"] if difficulty > 1 else [])])
    if form == "title_case":
        task = "title" if difficulty == 1 else rng.choice(["title", "list"])
    elif form == "capital_words":
        return _request(area, "describe", rng, bank, [rule("capital_words", min=rng.randint(2, difficulty))])
    else:
        task = rng.choice(["title", "describe", "note", "list"])
    rules = [rule(form)]
    if difficulty == 3 and task in ("describe", "note"):
        rules.append(rule("sentences", exactly=rng.randint(1, 3)))
    elif (difficulty == 3 and task == "list") or (difficulty == 2 and task == "list" and rng.random() < 0.4):
        rules.append(listing(rng.choice(["lines", "numbered", "bullets"]), rng.randint(2, 4), rng, bank))
    return _request(area, task, rng, bank, rules)


def _json_shape(area: str, rng: Random, bank: Wording, difficulty: int) -> Request:
    if rng.random() < 0.35:
        n = rng.randint(*_LIST_COUNT[difficulty])
        return _request(area, "list", rng, bank, [rule("json_list", exactly=n, of="string")])
    kinds: dict[str, str] = {"name": "string", "fact": "string", "quality": "string", "thing": "string",
                             "things": "list", "flag": "boolean", "number": "integer"}  # fmt: skip
    roles = PHRASING[bank].FIELDS
    allowed = [key for key, role in roles.items() if difficulty > 1 or role not in ("things", "flag", "number")]
    chosen = [rng.choice([key for key in allowed if roles[key] in ("name", "fact", "thing", "things")])]
    while len(chosen) < difficulty + 1:
        key = rng.choice(allowed)
        if roles[key] not in {roles[other] for other in chosen}:
            chosen.append(key)
    chosen.sort(key=lambda key: roles[key] not in ("name", "fact", "thing", "quality", "things"))
    return _request(area, "record", rng, bank, [rule("json_object", keys={key: kinds[roles[key]] for key in chosen})])


def _free_letters(topic: Topic) -> list[str]:
    """Letters that at least two facts of the topic do without."""
    return [
        letter for letter in "abcdefghijklmnopqrstuvwxyz" if sum(letter not in fact.lower() for fact in topic.facts) > 1
    ]  # fmt: skip


def _forbidden(area: str, rng: Random, bank: Wording, difficulty: int) -> Request:
    marks = rule(rng.choice(["no_commas", "no_commas", "no_exclamation", "no_digits"]))
    if rng.random() < 0.25:
        occasion = rng.choice(BANKS[bank].occasions)
        focus = [rng.choice(BANKS[bank].people), rng.choice(occasion.matters)]
        taboo = rule("excludes", words=rng.sample(occasion.taboo, difficulty))
        rules = {1: [rng.choice([marks, taboo])], 2: [taboo], 3: [marks, taboo]}[difficulty]
        return Request(area=area, task="note", topic=occasion.name, focus=focus, rules=rules)
    topic = rng.choice(BANKS[bank].topics)
    things = rng.sample(topic.things, 6)
    forms: dict[str, list[Rule]] = {
        "excludes": [rule("excludes", words=things[:difficulty])],
        "includes": [rule("includes", words=things[: min(difficulty, 2)])],
        "marks": [marks, rule("excludes", words=things[: difficulty - 1])] if difficulty > 1 else [marks],
        "keyword": [rule("keyword", word=things[0], min=2)],
        "letter": [],
        "both": [rule("includes", words=things[:1]), rule("excludes", words=things[1:difficulty])],
    }
    names = ["excludes", "includes", "marks"] + (["both", "keyword"] if difficulty > 1 else [])
    form = rng.choice(names + (["letter"] if difficulty > 2 else []))
    if form == "letter":
        forms["letter"] = [rule("letter", letter=rng.choice(_free_letters(topic)), exactly=0)]
    if form == "keyword" and " " in things[0]:
        forms["keyword"] = [rule("includes", words=things[:2])]
    task = "describe" if form in ("keyword", "letter") else rng.choice(["describe", "list"])
    focus = [] if form == "letter" else things[4 : 4 + rng.randint(0, 2)]
    return Request(area=area, task=task, topic=topic.name, focus=focus, rules=forms[form])  # type: ignore[arg-type]


def _several(area: str, rng: Random, bank: Wording, difficulty: int) -> Request:
    """A shape with a case, a beginning or end, or words to avoid: two rules, at difficulty 3 three."""
    topic, focus = _topic(rng, bank, most=1)
    task = rng.choice(["describe", "describe", "list", "title"])
    n = rng.randint(2, 3) if difficulty < 3 else rng.randint(2, 4)
    case = rule(rng.choice(["uppercase", "lowercase"]))
    avoid = rule("excludes", words=rng.sample([t for t in topic.things if t not in focus], rng.randint(1, 2)))
    if task == "title":
        shape = rule(rng.choice(["quoted", "titled"]))
        case = rule(rng.choice(["uppercase", "lowercase", "title_case"]))
        options = [case, avoid, rule("words", max=rng.choice([6, 7, 8, 9, 10]))]
    elif task == "list":
        form = rng.choice(["bullets", "numbered", "lines", "json_list", "items"])
        shape = rule("json_list", exactly=n, of="string") if form == "json_list" else listing(form, n, rng, bank)
        loose = form in ("bullets", "numbered") and "only" not in shape["args"]
        options = [case, avoid, *([affix("starts_with", rng, bank)] if loose else [])]
    else:
        shape = rng.choice([rule("sentences", exactly=n), rule("words", max=rng.choice([24, 26, 28, 30, 35]))])
        forms = rng.choice([["starts_with"], ["ends_with"], ["postscript"], ["first_word"], ["last_word"], ["quoted"]])
        options = [case, avoid, rule("no_commas"), *(affix(form, rng, bank) for form in forms)]
    rules = [shape, *rng.sample(options, min(2 if difficulty == 3 else 1, len(options)))]
    rng.shuffle(rules)
    return Request(area=area, task=task, topic=topic.name, focus=focus, rules=rules)  # type: ignore[arg-type]


@cache
def _halves(bank: Wording, kind: str, end: str) -> dict[str, list[str]]:
    return {name: names(block) or [""] for name, block in getattr(LABELS[bank], end)[kind].items()}


def _labels(area: str, rng: Random, bank: Wording, difficulty: int) -> Classification:
    kind = rng.choice(["sentiment", "theme", "sort", "time", *(["act"] if difficulty > 1 else [])])
    every: dict[str, str] = rng.choice(LABELS[bank].LABELS[kind])
    count = min(len(every), 2 if difficulty == 1 else rng.randint(2, 3) if difficulty == 2 else rng.randint(3, 5))
    classes = ["good", "bad"] if kind == "sentiment" and count == 2 else rng.sample(list(every), count)
    rng.shuffle(classes)
    truth = rng.choice(classes)
    heads, tails = _halves(bank, kind, "HEADS"), _halves(bank, kind, "TAILS")
    letter = difficulty > 1 and rng.random() < 0.35
    return Classification(
        kind=kind, truth=truth, labels={name: every[name] for name in classes}, form="letter" if letter else "label",
        head=rng.choice(heads.get(truth) or heads["*"]), tail=rng.choice(tails.get(truth) or tails["*"]),
    )  # type: ignore[arg-type]  # fmt: skip


_DRAW: dict[str, Callable[[str, Random, Wording, int], Problem]] = {
    "counts": _counts, "prefix_suffix": _prefix_suffix, "case": _case, "json_shape": _json_shape,
    "forbidden": _forbidden, "labels": _labels, "several": _several,
}  # fmt: skip


# ---- edits ------------------------------------------------------------------------------------------

_LISTS = ("bullets", "numbered", "lines", "items", "json_list", "sentences")


def has(problem: Problem, *rules: str) -> bool:
    """Whether it is a request with one of these rules."""
    return isinstance(problem, Request) and any(rule["id"] in rules for rule in problem.rules)


def _with_args(problem: Request, names: Sequence[str], **changed: Any) -> Request:
    """The request with other arguments for the rules of these names."""
    rules = [
        {**old, "args": {**old["args"], **changed}} if old["id"] in names else old for old in problem.rules
    ]  # fmt: skip
    return problem.model_copy(update={"rules": rules})


def _argument(problem: Request, names: Sequence[str], argument: str, default: Any) -> Any:
    values = [old["args"][argument] for old in problem.rules if old["id"] in names and argument in old["args"]]
    return values[0] if values else default


def longer(problem: Problem, rng: Random) -> Problem | None:
    """One more item, line or sentence, up to seven things or four sentences."""
    if not isinstance(problem, Request) or not has(problem, *_LISTS):
        return None
    n = _argument(problem, _LISTS, "exactly", 0) + 1
    most = 7 - len(_argument(problem, ["excludes"], "words", [])) if problem.task == "list" else 4
    return _with_args(problem, _LISTS, exactly=n) if n <= most else None


def another_word(problem: Problem, rng: Random) -> Problem | None:
    """Forbid one more word, one that comes to mind with the topic."""
    if not isinstance(problem, Request) or not has(problem, "excludes"):
        return None
    words = _argument(problem, ["excludes"], "words", [])
    used = {*words, *problem.focus, *_argument(problem, ["includes"], "words", [])}
    pool = OCCASIONS[problem.topic].taboo if problem.task == "note" else TOPICS[problem.topic].things
    left = [word for word in pool if word not in used]
    if len(words) > 2 or not left or _argument(problem, _LISTS, "exactly", 0) + len(words) > 6:
        return None
    return _with_args(problem, ["excludes"], words=[*words, rng.choice(left)])


def other_case(problem: Problem, rng: Random) -> Problem | None:
    """Capitals become small letters, and the other way round."""
    if not isinstance(problem, Request) or not has(problem, "uppercase", "lowercase"):
        return None
    swap = {"uppercase": "lowercase", "lowercase": "uppercase"}
    rules = [{**old, "id": swap.get(old["id"], old["id"])} for old in problem.rules]
    return problem.model_copy(update={"rules": rules})


def in_quotes(problem: Problem, rng: Random) -> Problem | None:
    """Ask for quotation marks as well, where beginnings and ends are asked for."""
    if not isinstance(problem, Request) or not problem.area.endswith("/prefix_suffix"):
        return None
    if has(problem, "quoted", "titled", "postscript"):
        return None
    return problem.model_copy(update={"rules": [*problem.rules, rule("quoted")]})


def by_letter(problem: Problem, rng: Random) -> Problem | None:
    """Ask for the letter of the label instead of the label."""
    if not isinstance(problem, Classification) or problem.form == "letter":
        return None
    return problem.model_copy(update={"form": "letter"})


EDITS: dict[str, Callable[[Problem, Random], Problem | None]] = {
    "ask for one more": longer, "forbid another word": another_word, "swap the case": other_case,
    "ask for quotation marks as well": in_quotes, "ask for the letter of the label": by_letter,
}  # fmt: skip
"""Suggestion → edit."""
