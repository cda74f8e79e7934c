"""Writes the answer that a student should learn to give: on the topic, short, and in the form asked for.

Composed from clauses and things that a request knows, rule by rule: pick what may be said, lay it out, put beginnings
and ends on, then set the case. No grader is asked; that the rules hold comes from the construction.
"""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any

from skills.english import capital
from skills.format_following.topics import roles

if TYPE_CHECKING:
    from skills.format_following.request import Request

Rules = dict[str, dict[str, Any]]
"""Constraint id → its arguments."""


def compose(request: Request, rules: Rules, rng: Random) -> str:
    if "json_object" in rules:
        known = request.known(rng)
        return json.dumps({key: known[roles()[key]] for key in rules["json_object"]["keys"]})
    if "json_list" in rules:
        return json.dumps([_cased(t, rules) for t in request.things(rules, rng)[: rules["json_list"]["exactly"]]])
    if request.task == "title":
        text = " ".join(map(capital, request.headed(rules, rng).split()))
        text = f"<<{text}>>" if "titled" in rules else text
    elif request.task == "list":
        text = _list(request.things(rules, rng), rules)
    elif rules.keys() & {"bullets", "numbered", "lines"}:
        text = _list(sorted(request.clauses(rules, rng)[:5], key=len), rules)
    else:
        text = _prose(request, rules, rng)
    text = _cased(text, rules)
    return f'"{text}"' if "quoted" in rules else text


def _cased(text: str, rules: Rules) -> str:
    if "uppercase" in rules:
        return text.upper()
    if "lowercase" in rules:
        return text.lower()
    return " ".join(map(capital, text.split(" "))) if "title_case" in rules else text


def sentence(clause: str) -> str:
    return capital(clause) + ("?" if "could you" in clause or "would you" in clause else ".")


def allowed(text: str, rules: Rules) -> bool:
    """Whether a clause or thing keeps to the words and letters that may be used."""
    spoken = f" {text.lower().replace('-', ' ')} "
    banned = [word.lower().replace("-", " ") for word in rules.get("excludes", {}).get("words", [])]
    letter = rules.get("letter", {}).get("letter")
    return not any(f" {word} " in spoken for word in banned) and not (letter and letter in spoken)


def _list(units: list[str], rules: Rules) -> str:
    """Units in the list form asked for; without one, in a row."""
    if "bullets" in rules:
        marker = rules["bullets"].get("markers", "-")
        text = "\n".join(f"{marker} {capital(unit)}" for unit in units[: rules["bullets"]["exactly"]])
    elif "numbered" in rules:
        text = "\n".join(f"{n}. {capital(unit)}" for n, unit in enumerate(units[: rules["numbered"]["exactly"]], 1))
    elif "lines" in rules:
        text = "\n".join(map(capital, units[: rules["lines"]["exactly"]]))
    elif "items" in rules:
        sign = rules["items"]["separator"]
        text = (f"{sign} " if sign in ",;" else f" {sign} ").join(units[: rules["items"]["exactly"]])
    elif "no_commas" in rules:
        text = "\n".join(map(capital, units[:3]))
    else:
        text = capital(f"{units[0]}, {units[1]} and {units[2]}")
    return f"{rules['starts_with']['phrase']}:\n{text}" if "starts_with" in rules else text


def _prose(request: Request, rules: Rules, rng: Random) -> str:
    """Clauses as sentences, as many as asked for, with beginning and end."""
    if "placeholders" in rules:
        return request.form_letter(rules["placeholders"]["min"])
    clauses = request.clauses(rules, rng)
    if "highlights" in rules:
        clauses.insert(0, request.starred(rules["highlights"]["min"]))
    elif "capital_words" in rules:
        clauses[0] = _shouted(clauses[0], rules["capital_words"]["min"])
    if "exactly" in rules.get("words", {}):
        return " ".join(map(sentence, _fitting(clauses, rules["words"]["exactly"])))
    if "paragraphs" in rules:
        return "\n\n".join(map(sentence, clauses[: rules["paragraphs"]["exactly"]]))
    if "sentences" in rules:
        chosen = clauses[: rules["sentences"]["exactly"] - ("ends_with" in rules) - ("postscript" in rules)]
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
    sentences = [sentence(clause) for clause in chosen]
    if "starts_with" in rules:
        sentences[0] = f"{rules['starts_with']['phrase']}: {chosen[0]}{sentences[0][-1]}"
    if "ends_with" in rules:
        phrase = rules["ends_with"]["phrase"]
        sentences.append(phrase if phrase.endswith("?") else f"{phrase}.")
    if "postscript" in rules:
        after = next(clause for clause in reversed(clauses) if clause not in chosen)
        return f"{' '.join(sentences)}\n{rules['postscript']['marker']} {sentence(after)}"
    return " ".join(sentences)


def _shouted(clause: str, count: int) -> str:
    """The clause with its longest words in capitals."""
    words = clause.split()
    for n in sorted(range(len(words)), key=lambda n: -len(words[n]))[:count]:
        words[n] = words[n].upper()
    return " ".join(words)


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
