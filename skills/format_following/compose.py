"""How a request is drawn for each area: which task, on what, with which rules. It makes sure that an answer exists.

Difficulty steps (`Demands`) are how many units are asked for, which rules may come, and how many at once.
"""

from __future__ import annotations

from typing import Any, Final

from repairloop import Draw, Step, by_step, eased
from skills.format_following.request import Request, Rule, rule
from skills.format_following.topics import Topic, occasions, topics

_AFFIXES: Final = {"starts_with": "phrase", "ends_with": "phrase", "first_word": "word", "last_word": "word",
                   "postscript": "marker"}  # fmt: skip
"""Rules on a beginning or end, and the argument that holds it; its list of words has the rule's name."""
_BEGINNINGS: Final = ("starts_with", "first_word")
_ENDINGS: Final = ("ends_with", "last_word", "postscript")
SHAPES: Final = ("bullets", "numbered", "lines", "json_list", "items")
KINDS: Final = {"name": "string", "fact": "string", "quality": "string", "thing": "string", "things": "list",
                "flag": "boolean", "number": "integer"}  # fmt: skip
"""What a key of a JSON object is to hold → its type."""


class Demands(Step):
    below = eased(solved=4, repeated=0.8)
    forms: int = by_step("Forms to draw from: usual ones (1), rarer ones too (2), exact ones too (3).", 1, 2, 3)
    items: tuple[int, int] = by_step("Fewest and most items of a list.", (2, 4), (3, 5), (4, 7))
    clauses: tuple[int, int] = by_step("Fewest and most sentences or lines of an answer.", (2, 2), (2, 3), (3, 4))
    tight: int = by_step("So many words less than usual are allowed.", 0, 2, 4)
    keys: int = by_step("Keys of a JSON object.", 2, 3, 4)
    words: int = by_step("Words to avoid; of words that must stand there no more than two.", 1, 2, 3)
    rules: int = by_step("Rules at once, where there are several.", 2, 2, 3)
    labels: tuple[int, int] = by_step("Fewest and most labels to choose from.", (2, 2), (2, 3), (3, 5))
    letters: bool = by_step("Labels may have letters, to be answered with.", False, True, True)
    length: int = by_step("Most words of a raw text.", 70, 120, 180)
    listed: tuple[int, int] = by_step("Fewest and most words of a raw text to list.", (2, 4), (3, 5), (4, 6))


# ---- subjects and single rules ------------------------------------------------------------------------


def _topic(w: Draw, most: int = 2) -> tuple[Topic, list[str]]:
    """A topic, and up to `most` of its things to narrow it to."""
    topic = topics()[w.row("topic")[0]]
    return topic, w.rng.sample(topic.things, w.rng.randint(0, most))


def _note(area: str, w: Draw) -> Request:
    occasion = occasions()[w.row("occasion")[0]]
    focus = [w.pick(w.all("person")), w.pick(occasion.matters)]
    return Request(area=area, task="note", topic=occasion.name, focus=focus, rules=[])


def _request(area: str, task: Any, w: Draw, *rules: Rule) -> Request:
    """A request whose rules do not depend on its topic."""
    if task == "note":
        return _note(area, w).like(rules=list(rules))
    topic, focus = _topic(w)
    return Request(area=area, task=task, topic=topic.name, focus=focus, rules=list(rules))


def listing(form: str, n: int, w: Draw) -> Rule:
    """A rule for a list of n."""
    if form == "json_list":
        return rule("json_list", exactly=n, of="string")
    only = {"only": True} if w.rng.random() < 0.4 else {}
    if form == "bullets" and w.rng.random() < 0.35:
        return rule("bullets", exactly=n, markers=w.row("marker")[0], **only)
    if form in ("bullets", "numbered"):
        return rule(form, exactly=n, **only)
    if form == "items":
        return rule("items", exactly=n, separator=w.fill(w.row("separator")[0], {}))
    return rule("lines", exactly=n)


def affix(form: str, w: Draw) -> Rule:
    """A rule on a beginning or end."""
    return rule(form, **{_AFFIXES[form]: w.line(form)}) if form in _AFFIXES else rule("quoted")


def keys_of(w: Draw, *roles: str) -> dict[str, str]:
    """Key → what it is to hold, for these roles."""
    return {key: role for role in roles for key in w.all(f"key/{role}")}


# ---- areas --------------------------------------------------------------------------------------------


def counts(area: str, w: Draw, step: Demands) -> Request:
    rng = w.rng
    forms = ["bullets", "bullets", "numbered", "lines", "sentences", "words_max"]
    forms += ["items", "words", "between", "highlights"] if step.forms > 1 else []
    forms += ["words", "paragraphs", "placeholders"] if step.forms > 2 else []
    form = w.pick(forms)
    few = rng.randint(*step.clauses)
    if form in ("bullets", "numbered", "lines", "items"):
        task = "list" if form == "items" else w.pick(["list", "list", "describe", "note"])
        n = rng.randint(*step.items) if task == "list" else few
        return _request(area, task, w, listing(form, n, w))
    if form == "placeholders":
        return _request(area, "note", w, rule("placeholders", min=rng.randint(2, 3)))
    if form == "highlights":
        return _request(area, "describe", w, rule("highlights", min=rng.randint(2, 3)))
    task = w.pick(["describe", "describe", "note"])
    if form == "sentences":
        return _request(area, task, w, rule("sentences", exactly=w.pick([1, few])))
    if form == "paragraphs":
        return _request(area, task, w, rule("paragraphs", exactly=2))
    if form == "words_max":
        return _request(area, task, w, rule("words", max=w.pick([12, 15, 18, 20, 25, 30]) - step.tight))
    if form == "between":
        low = rng.randint(4, 10)
        return _request(area, task, w, rule("words", min=low, max=low + rng.randint(8, 10)))
    topic, focus = _topic(w)
    n = rng.randint(len(topic.name.split()) + 4, 18 if step.forms > 2 else 10)
    return Request(area=area, task="describe", topic=topic.name, focus=focus, rules=[rule("words", exactly=n)])


def prefix_suffix(area: str, w: Draw, step: Demands) -> Request:
    if w.rng.random() < 0.08:
        return _request(area, "title", w, rule("titled"))
    task = w.pick(["describe", "describe", "note"])
    if step.forms > 2:
        forms = [w.pick(_BEGINNINGS), w.pick(_ENDINGS)]
    elif step.forms > 1:
        forms = [w.pick([*_BEGINNINGS, *_ENDINGS, "quoted"])]
    else:
        forms = [w.pick(["starts_with", "starts_with", "ends_with", "first_word", "quoted"])]
    return _request(area, task, w, *(affix(form, w) for form in forms))


def case(area: str, w: Draw, step: Demands) -> Request:
    form = w.pick(["uppercase", "lowercase", "title_case", *(["capital_words"] if step.forms > 1 else [])])
    if form == "capital_words":
        return _request(area, "describe", w, rule("capital_words", min=w.rng.randint(2, step.words)))
    if form == "title_case":
        task = "title" if step.forms == 1 else w.pick(["title", "list"])
    else:
        task = w.pick(["title", "describe", "note", "list"])
    rules = [rule(form)]
    if step.forms > 2 and task in ("describe", "note"):
        rules.append(rule("sentences", exactly=w.rng.randint(1, 3)))
    elif task == "list" and (step.forms > 2 or (step.forms == 2 and w.rng.random() < 0.4)):
        rules.append(listing(w.pick(["lines", "numbered", "bullets"]), w.rng.randint(2, 4), w))
    return _request(area, task, w, *rules)


def json_shape(area: str, w: Draw, step: Demands) -> Request:
    if w.rng.random() < 0.35:
        n = w.rng.randint(*step.items)
        return _request(area, "list", w, listing("json_list", n, w))
    roles = keys_of(w, *KINDS)
    known = [key for key, role in roles.items() if step.forms > 1 or role not in ("things", "flag", "number")]
    chosen = [w.pick([key for key in known if roles[key] in ("name", "fact", "thing", "things")])]
    while len(chosen) < step.keys:
        key = w.pick(known)
        if roles[key] not in {roles[other] for other in chosen}:
            chosen.append(key)
    chosen.sort(key=lambda key: roles[key] in ("flag", "number"))
    return _request(area, "record", w, rule("json_object", keys={key: KINDS[roles[key]] for key in chosen}))


def forbidden(area: str, w: Draw, step: Demands) -> Request:
    marks = rule(w.pick(["no_commas", "no_commas", "no_exclamation", "no_digits"]))
    if w.rng.random() < 0.25:
        note = _note(area, w)
        taboo = rule("excludes", words=w.rng.sample(occasions()[note.topic].taboo, step.words))
        return note.like(rules={1: [w.pick([marks, taboo])], 2: [taboo], 3: [marks, taboo]}[step.forms])
    topic = topics()[w.row("topic")[0]]
    things = w.rng.sample(topic.things, 6)
    forms: dict[str, list[Rule]] = {
        "excludes": [rule("excludes", words=things[: step.words])],
        "includes": [rule("includes", words=things[: min(step.words, 2)])],
        "marks": [marks, rule("excludes", words=things[: step.words - 1])] if step.words > 1 else [marks],
        "keyword": [rule("includes", words=things[:2]) if " " in things[0] else rule("keyword", word=things[0], min=2)],
        "both": [rule("includes", words=things[:1]), rule("excludes", words=things[1 : step.words])],
    }
    names = ["excludes", "includes", "marks"] + (["both", "keyword"] if step.forms > 1 else [])
    form = w.pick(names + (["letter"] if step.forms > 2 else []))
    if form == "letter":
        forms["letter"] = [rule("letter", letter=w.pick(topic.free_letters()), exactly=0)]
    task: Any = "describe" if form in ("keyword", "letter") else w.pick(["describe", "list"])
    focus = [] if form == "letter" else things[4 : 4 + w.rng.randint(0, 2)]
    return Request(area=area, task=task, topic=topic.name, focus=focus, rules=forms[form])


def several(area: str, w: Draw, step: Demands) -> Request:
    """A shape with a case, a beginning or end, or words to avoid."""
    topic, focus = _topic(w, most=1)
    task: Any = w.pick(["describe", "describe", "list", "title"])
    n = w.rng.randint(2, step.rules + 1)
    case = rule(w.pick(["uppercase", "lowercase"]))
    avoid = rule("excludes", words=w.rng.sample([t for t in topic.things if t not in focus], w.rng.randint(1, 2)))
    if task == "title":
        shape = rule(w.pick(["quoted", "titled"]))
        case = rule(w.pick(["uppercase", "lowercase", "title_case"]))
        options = [case, avoid, rule("words", max=w.pick([6, 7, 8, 9, 10]))]
    elif task == "list":
        form = w.pick(SHAPES)
        shape = listing(form, n, w)
        loose = form in ("bullets", "numbered") and "only" not in shape["args"]
        options = [case, avoid, *([affix("starts_with", w)] if loose else [])]
    else:
        shape = w.pick([rule("sentences", exactly=n), rule("words", max=w.pick([24, 26, 28, 30, 35]))])
        form = w.pick(["starts_with", "ends_with", "postscript", "first_word", "last_word", "quoted"])
        options = [case, avoid, rule("no_commas"), affix(form, w)]
    rules = [shape, *w.rng.sample(options, min(step.rules - 1, len(options)))]
    w.rng.shuffle(rules)
    return Request(area=area, task=task, topic=topic.name, focus=focus, rules=rules)
