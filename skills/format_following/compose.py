"""Writes the answer that a student should learn to give: on the topic, short, and in the form asked for.

Composed from clauses and things of the topic, rule by rule: pick what may be said, lay it out, put beginnings and
ends on, then set the case. No grader is asked; that the rules hold comes from the construction.
"""

from __future__ import annotations

import json
from random import Random
from typing import Any

from skills.format_following.given import Given, fits
from skills.format_following.material import OCCASIONS, TOPICS
from skills.format_following.problems import PHRASING, Classification, Request

_ROLES: dict[str, str] = {key: role for phrasing in PHRASING.values() for key, role in phrasing.FIELDS.items()}
Rules = dict[str, dict[str, Any]]
"""Constraint id → its arguments."""


def answer(problem: Request | Classification, rng: Random) -> str:
    if isinstance(problem, Classification):
        return _label(problem)
    rules: Rules = {rule["id"]: rule["args"] for rule in problem.rules}
    if "json_object" in rules:
        return _record(problem, rules["json_object"]["keys"], rng)
    if "json_list" in rules:
        things = [_cased(thing, rules) for thing in _things(problem, rules, rng)[: rules["json_list"]["exactly"]]]
        return json.dumps(things)
    if problem.task == "title":
        text = _title(problem, rules, rng)
    elif problem.task == "list":
        text = _list(_things(problem, rules, rng), rules)
    elif rules.keys() & {"bullets", "numbered", "lines"}:
        text = _list(sorted(_clauses(problem, rules, rng)[:5], key=len), rules)
    else:
        text = _prose(problem, rules, rng)
    text = _cased(text, rules)
    return f'"{text}"' if "quoted" in rules else text


def _label(problem: Classification) -> str:
    if problem.form == "letter":
        return "ABCDEFGH"[list(problem.labels).index(problem.truth)]
    return problem.labels[problem.truth]


def _cased(text: str, rules: Rules) -> str:
    if "uppercase" in rules:
        return text.upper()
    if "lowercase" in rules:
        return text.lower()
    if "title_case" in rules:
        return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))
    return text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sentence(clause: str) -> str:
    return _capital(clause) + ("?" if "could you" in clause or "would you" in clause else ".")


# ---- what may be said -------------------------------------------------------------------------------


def _allowed(text: str, rules: Rules) -> bool:
    """Whether a clause or thing keeps to the words and letters that may be used."""
    spoken = f" {text.lower().replace('-', ' ')} "
    banned = [word.lower().replace("-", " ") for word in rules.get("excludes", {}).get("words", [])]
    letter = rules.get("letter", {}).get("letter")
    return not any(f" {word} " in spoken for word in banned) and not (letter and letter in spoken)


def _clauses(problem: Request, rules: Rules, rng: Random) -> list[str]:
    """Clauses that may be used, those that must be used first."""
    if isinstance(problem, Given):
        return [sentence for sentence in problem.sentences if fits(sentence, rules)]
    if problem.task == "note":
        occasion = OCCASIONS[problem.topic]
        openings = [opening.replace("{what}", problem.focus[1]) for opening in occasion.openings]
        clauses = [rng.choice(openings), *rng.sample(occasion.lines, len(occasion.lines))]
    else:
        topic = TOPICS[problem.topic]
        wanted = rules.get("includes", {}).get("words", [])
        if "keyword" in rules:
            about = rng.sample(topic.about([rules["keyword"]["word"]]), rules["keyword"]["min"])
        else:
            things = list(dict.fromkeys([*wanted, *problem.focus]))
            about = rng.sample(topic.about(things), 1) if things else []
        plain = topic.plain(rng)
        rest = [*rng.sample(topic.facts, 3), plain[0], *topic.facts, *plain]
        clauses = list(dict.fromkeys([*about, *rest]))
    return [clause for clause in clauses if _allowed(clause, rules)]


def _things(problem: Request, rules: Rules, rng: Random) -> list[str]:
    """The things of a topic that may be listed, those that must be listed first."""
    if isinstance(problem, Given):
        return [term for term in problem.terms if fits(term, rules)]
    topic = TOPICS[problem.topic]
    wanted = rules.get("includes", {}).get("words", [])
    things = list(dict.fromkeys([*wanted, *problem.focus, *rng.sample(topic.things, len(topic.things))]))
    return [thing for thing in things if _allowed(thing, rules)]


def _title(problem: Request, rules: Rules, rng: Random) -> str:
    if isinstance(problem, Given):
        title = " ".join(map(_capital, problem.title.split()))
        return f"<<{title}>>" if "titled" in rules else title
    topic = TOPICS[problem.topic]
    if problem.focus:
        forms = [f"{topic.name} and {thing}" for thing in problem.focus]
    else:
        forms = [f"{quality} {topic.noun}" for quality in topic.qualities] + [f"the joy of {topic.name}"]
    title = " ".join(map(_capital, rng.choice([form for form in forms if _allowed(form, rules)]).split()))
    return f"<<{title}>>" if "titled" in rules else title


def _record(problem: Request, keys: dict[str, str], rng: Random) -> str:
    if isinstance(problem, Given):
        said = {"name": problem.title, "fact": f"{_capital(problem.sentences[0])}.", "thing": problem.terms[0],
                "things": problem.terms[:2]}  # fmt: skip
        return json.dumps({key: said[_ROLES[key]] for key in keys})
    topic = TOPICS[problem.topic]
    things = list(dict.fromkeys([*problem.focus, *topic.things]))
    values: dict[str, Any] = {
        "name": topic.noun, "fact": _capital(rng.choice(topic.facts)) + ".", "quality": rng.choice(topic.qualities),
        "thing": things[0], "things": things[:2], "flag": rng.random() < 0.7, "number": rng.randint(1, 5),
    }  # fmt: skip
    return json.dumps({key: values[_ROLES[key]] for key in keys})


# ---- how it is laid out -----------------------------------------------------------------------------


def _list(units: list[str], rules: Rules) -> str:
    """Units in the list form asked for; without one, in a row."""
    if "bullets" in rules:
        marker = rules["bullets"].get("markers", "-")
        text = "\n".join(f"{marker} {_capital(unit)}" for unit in units[: rules["bullets"]["exactly"]])
    elif "numbered" in rules:
        text = "\n".join(f"{n}. {_capital(unit)}" for n, unit in enumerate(units[: rules["numbered"]["exactly"]], 1))
    elif "lines" in rules:
        text = "\n".join(_capital(unit) for unit in units[: rules["lines"]["exactly"]])
    elif "items" in rules:
        sign = rules["items"]["separator"]
        text = (f"{sign} " if sign in ",;" else f" {sign} ").join(units[: rules["items"]["exactly"]])
    elif "no_commas" in rules:
        text = "\n".join(_capital(unit) for unit in units[:3])
    else:
        text = _capital(f"{units[0]}, {units[1]} and {units[2]}")
    return f"{rules['starts_with']['phrase']}:\n{text}" if "starts_with" in rules else text


def _prose(problem: Request, rules: Rules, rng: Random) -> str:
    """Clauses as sentences, as many as asked for, with beginning and end."""
    if "placeholders" in rules:
        return _form_letter(problem, rules["placeholders"]["min"])
    clauses = _clauses(problem, rules, rng)
    clauses = _marked(problem, clauses, rules)
    if "exactly" in rules.get("words", {}):
        return " ".join(map(_sentence, _fitting(clauses, rules["words"]["exactly"])))
    own = ("ends_with" in rules) + ("postscript" in rules)
    if "paragraphs" in rules:
        return "\n\n".join(map(_sentence, clauses[: rules["paragraphs"]["exactly"]]))
    if "sentences" in rules:
        chosen = clauses[: rules["sentences"]["exactly"] - own]
    elif "keyword" in rules:
        chosen = clauses[: rules["keyword"]["min"]]
    else:
        words = rules.get("words", {})
        affixed = rules.keys() & {"starts_with", "ends_with", "postscript", "first_word", "last_word"}
        chosen = _enough(clauses, words.get("min", 1 if affixed else 7), words.get("max", 40))
    if "last_word" in rules:
        chosen[-1] += f" {rules['last_word']['word']}"
    if "first_word" in rules:
        comma = "" if "no_commas" in rules else ","
        chosen[0] = f"{rules['first_word']['word']}{comma} {chosen[0]}"
    sentences = [_sentence(clause) for clause in chosen]
    if "starts_with" in rules:
        sentences[0] = f"{rules['starts_with']['phrase']}: {chosen[0]}{sentences[0][-1]}"
    if "ends_with" in rules:
        phrase = rules["ends_with"]["phrase"]
        sentences.append(phrase if phrase.endswith("?") else f"{phrase}.")
    if "postscript" in rules:
        after = next(clause for clause in reversed(clauses) if clause not in chosen)
        return f"{' '.join(sentences)}\n{rules['postscript']['marker']} {_sentence(after)}"
    return " ".join(sentences)


def _enough(clauses: list[str], low: int, high: int) -> list[str]:
    """Clauses from the front that have at least `low` words together, if that can be without more than `high`."""
    chosen: list[str] = []
    words = 0
    for clause in clauses:
        length = len(clause.split())
        if words < low and words + length <= high:
            chosen.append(clause)
            words += length
    return chosen


def _fitting(clauses: list[str], words: int) -> list[str]:
    """Clauses that have this many words together, the earlier ones preferred. Raises ValueError if there are none."""
    ways: dict[int, list[str]] = {0: []}
    for clause in clauses:
        length = len(clause.split())
        for total, chosen in list(ways.items()):
            if total + length <= words:
                ways.setdefault(total + length, [*chosen, clause])
        if words in ways:
            return ways[words]
    raise ValueError(f"no clauses of {words} words together")


def _marked(problem: Request, clauses: list[str], rules: Rules) -> list[str]:
    """The first clause with stars around things, or with words in capitals, where that is asked for."""
    if "highlights" in rules:
        topic = TOPICS[problem.topic]
        things = list(dict.fromkeys([*problem.focus, *topic.things]))[: rules["highlights"]["min"]]
        return [topic.about([f"*{thing}*" for thing in things])[0], *clauses]
    if "capital_words" in rules:
        words = clauses[0].split()
        for n in sorted(range(len(words)), key=lambda n: -len(words[n]))[: rules["capital_words"]["min"]]:
            words[n] = words[n].upper()
        return [" ".join(words), *clauses[1:]]
    return clauses


def _form_letter(problem: Request, gaps: int) -> str:
    occasion = OCCASIONS[problem.topic]
    parts = [_sentence(occasion.openings[0].replace("{what}", problem.focus[1])), "Yours, [sender]"]
    if gaps > 1:
        parts.insert(0, "Dear [name],")
    if gaps > 2:
        parts.insert(2, "Let us talk on [date].")
    return " ".join(parts)
