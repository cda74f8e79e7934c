"""Constraints over variables with few values: what they say, whether they hold, and a search for values that meet all.

One evaluator serves both. `Constraint.may(domains)` says whether the constraint can hold and whether it can fail while
each variable still has several values left: with one value each that is the truth, with more it is what the search
prunes by (arc consistency, Mackworth 1977; the smallest domain first, Haralick and Elliott 1980). Either answer may be
"yes" too often and is never "no" wrongly.

A constraint is a JSON list, its word first; terms are whole numbers, names of variables, other texts, or
`["+", a, b, …]`, `["-", a, b]`, `["*", a, b]` of terms:

    ["=", a, b]  !=  <  <=  >  >=         ["all_different", [x, y, …]]      ["not", c]  ["and", c, …]  ["or", c, …]
    ["one_of", x, [v, …]]                 ["sum", [a, b, …], "=", c]        ["if", c, d]  ["iff", c, d]
    ["adjacent", a, b]: next to each other    ["left_of", a, b]: a < b      ["exactly", n, c, …]: n of them hold
    ["directly_left_of", a, b]: a + 1 = b
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from graders.puzzle.base import is_int, need

Value = int | str
Domains = dict[str, tuple[Value, ...]]
May = Callable[[Domains], tuple[bool, bool]]
Bounds = Callable[[Domains], tuple[int, int]]
Values = Callable[[Domains], tuple[Value, ...]]

MAX_DEPTH: Final = 8
MAX_INT: Final = 10**9
_NEGATION: Final = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_SWAPPED: Final = {">": "<", ">=": "<="}


class Constraint(NamedTuple):
    text: str
    names: frozenset[str]
    may: May
    """Domains → (can hold, can fail)."""


class Term(NamedTuple):
    text: str
    names: frozenset[str]
    values: Values | None
    """All values it may have; None for a calculation, which has bounds alone."""
    bounds: Bounds | None
    """Least and greatest value; None where it is no number."""


# ---- terms --------------------------------------------------------------------------------------------


def term(raw: Any, variables: Domains, depth: int = 0) -> Term:
    need(depth < MAX_DEPTH, f"a term nests more than {MAX_DEPTH} deep")
    if isinstance(raw, str) and raw in variables:
        number = all(isinstance(value, int) for value in variables[raw])
        return Term(raw, frozenset([raw]), lambda domains: domains[raw], _range(raw) if number else None)
    if is_int(raw, -MAX_INT, MAX_INT):
        return Term(str(raw), frozenset(), lambda _: (raw,), lambda _: (raw, raw))
    if isinstance(raw, str):
        known = any(raw in values for values in variables.values())
        need(known, f"{raw!r} is neither a variable nor a value of one")
        return Term(raw, frozenset(), lambda _: (raw,), None)
    need(isinstance(raw, list) and len(raw) >= 3 and raw[0] in ("+", "-", "*"), f"{raw!r} is no term")
    sign, parts = raw[0], [term(part, variables, depth + 1) for part in raw[1:]]
    need(sign == "+" or len(parts) == 2, f"{sign} takes two terms")
    bounds = [_number(part) for part in parts]
    text = "(" + f" {sign} ".join(part.text for part in parts) + ")"
    return Term(text, _names(parts), None, _calculate(sign, bounds))


def _range(name: str) -> Bounds:
    def bounds(domains: Domains) -> tuple[int, int]:
        numbers = [int(value) for value in domains[name]]
        return min(numbers), max(numbers)

    return bounds


def _calculate(sign: str, parts: list[Bounds]) -> Bounds:
    def total(domains: Domains) -> tuple[int, int]:
        pairs = [part(domains) for part in parts]
        return sum(low for low, _ in pairs), sum(high for _, high in pairs)

    def difference(domains: Domains) -> tuple[int, int]:
        (low, high), (low2, high2) = parts[0](domains), parts[1](domains)
        return low - high2, high - low2

    def product(domains: Domains) -> tuple[int, int]:
        corners = [a * b for a in parts[0](domains) for b in parts[1](domains)]
        return min(corners), max(corners)

    return {"+": total, "-": difference, "*": product}[sign]


def _number(part: Term) -> Bounds:
    need(part.bounds is not None, f"{part.text!r} is not a number, but is compared or calculated with")
    assert part.bounds is not None
    return part.bounds


def _names(parts: list[Any]) -> frozenset[str]:
    return frozenset().union(*(part.names for part in parts))


# ---- constraints --------------------------------------------------------------------------------------


def constraint(raw: Any, variables: Domains, depth: int = 0) -> Constraint:
    """The constraint that a JSON list says. BadReference for one that is not in the vocabulary."""
    need(depth < MAX_DEPTH, f"a constraint nests more than {MAX_DEPTH} deep")
    need(
        isinstance(raw, list) and bool(raw) and isinstance(raw[0], str),
        f"{raw!r} is no constraint; it is a list with a word first",
    )
    word, *parts = raw
    need(word in _KINDS, f"unknown constraint {word!r}; known: {', '.join(_KINDS)}")
    return _KINDS[word](word, parts, variables, depth)


def _comparison(word: str, parts: list[Any], variables: Domains, depth: int) -> Constraint:
    need(len(parts) == 2, f"{word!r} takes two terms")
    a, b = (term(part, variables) for part in parts)
    return Constraint(f"{a.text} {word} {b.text}", a.names | b.names, _compare(word, a, b))


def _compare(word: str, a: Term, b: Term) -> May:
    if word in ("=", "!="):
        if a.values and b.values:
            may = _same_values(a.values, b.values)
        else:
            may = _same_bounds(_number(a), _number(b))
        return may if word == "=" else lambda domains: may(domains)[::-1]
    if word in _SWAPPED:
        return _compare(_SWAPPED[word], b, a)
    left, right = _number(a), _number(b)
    slack = 0 if word == "<" else 1

    def less(domains: Domains) -> tuple[bool, bool]:
        (low, high), (low2, high2) = left(domains), right(domains)
        return low < high2 + slack, high >= low2 + slack

    return less


def _same_values(left: Values, right: Values) -> May:
    def same(domains: Domains) -> tuple[bool, bool]:
        a, b = left(domains), right(domains)
        return not set(a).isdisjoint(b), len(a) > 1 or len(b) > 1 or a != b

    return same


def _same_bounds(left: Bounds, right: Bounds) -> May:
    def same(domains: Domains) -> tuple[bool, bool]:
        (low, high), (low2, high2) = left(domains), right(domains)
        return low <= high2 and low2 <= high, not low == high == low2 == high2

    return same


def _one_of(word: str, parts: list[Any], variables: Domains, depth: int) -> Constraint:
    need(
        len(parts) == 2 and isinstance(parts[1], list) and bool(parts[1]),
        "one_of takes a variable and a list of values",
    )
    inner = [constraint(["=", parts[0], value], variables, depth + 1) for value in parts[1]]
    any_of = _any(inner)
    values = ", ".join(map(str, parts[1]))
    return Constraint(f"{term(parts[0], variables).text} is one of {values}", _names(inner), any_of)


def _all_different(word: str, parts: list[Any], variables: Domains, depth: int) -> Constraint:
    need(
        len(parts) == 1 and isinstance(parts[0], list) and len(parts[0]) > 1, "all_different takes a list of variables"
    )
    names = parts[0]
    need(
        all(isinstance(name, str) and name in variables for name in names),
        f"all_different {names!r} names what is no variable",
    )
    need(len(set(names)) == len(names), "all_different names a variable twice")

    def may(domains: Domains) -> tuple[bool, bool]:
        fixed = [domains[name][0] for name in names if len(domains[name]) == 1]
        distinct = len(set(fixed)) == len(fixed)
        return distinct, not distinct or len(fixed) < len(names)

    return Constraint(f"all different: {', '.join(names)}", frozenset(names), may)


def _sum(word: str, parts: list[Any], variables: Domains, depth: int) -> Constraint:
    need(len(parts) == 3 and isinstance(parts[0], list) and len(parts[0]) > 1, 'sum is ["sum", [a, b, …], "=", c]')
    need(parts[1] in _NEGATION, f"sum compares with one of {' '.join(_NEGATION)}, not {parts[1]!r}")
    return constraint([parts[1], ["+", *parts[0]], parts[2]], variables, depth)


def _places(word: str, parts: list[Any], variables: Domains, depth: int) -> Constraint:
    need(len(parts) == 2, f"{word} takes two terms")
    a, b = parts
    forms: dict[str, Any] = {
        "left_of": ["<", a, b],
        "directly_left_of": ["=", ["+", a, 1], b],
        "adjacent": ["or", ["=", ["+", a, 1], b], ["=", ["+", b, 1], a]],
    }
    inner = constraint(forms[word], variables, depth + 1)
    return inner._replace(text=f"{term(a, variables).text} {word.replace('_', ' ')} {term(b, variables).text}")


def _connective(word: str, parts: list[Any], variables: Domains, depth: int) -> Constraint:
    number = -1
    if word == "exactly":
        need(
            bool(parts) and is_int(parts[0], 0, len(parts) - 1),
            "exactly takes a number and constraints, at least as many",
        )
        number, *parts = parts
    inner = [constraint(part, variables, depth + 1) for part in parts]
    needed = {"not": 1, "if": 2, "iff": 2}.get(word)
    need(bool(inner) and needed in (None, len(inner)), f"{word!r} takes {needed or 'some'} constraints")
    texts = [f"({part.text})" for part in inner]
    text = {
        "not": f"not {texts[0]}", "if": f"if {texts[0]} then {texts[-1]}", "iff": f"{texts[0]} exactly if {texts[-1]}",
        "and": " and ".join(texts), "or": " or ".join(texts), "exactly": f"exactly {number} of {', '.join(texts)}",
    }[word]  # fmt: skip
    may = {
        "not": _not,
        "and": _all,
        "or": _any,
        "if": _if,
        "iff": _iff,
        "exactly": lambda made: _exactly(number, made),
    }[word]
    return Constraint(text, _names(inner), may(inner))


def _not(inner: list[Constraint]) -> May:
    return lambda domains: inner[0].may(domains)[::-1]


def _all(inner: list[Constraint]) -> May:
    def may(domains: Domains) -> tuple[bool, bool]:
        pairs = [part.may(domains) for part in inner]
        return all(holds for holds, _ in pairs), any(fails for _, fails in pairs)

    return may


def _any(inner: list[Constraint]) -> May:
    def may(domains: Domains) -> tuple[bool, bool]:
        pairs = [part.may(domains) for part in inner]
        return any(holds for holds, _ in pairs), all(fails for _, fails in pairs)

    return may


def _if(inner: list[Constraint]) -> May:
    def may(domains: Domains) -> tuple[bool, bool]:
        (holds, fails), (holds2, fails2) = inner[0].may(domains), inner[1].may(domains)
        return fails or holds2, holds and fails2

    return may


def _iff(inner: list[Constraint]) -> May:
    def may(domains: Domains) -> tuple[bool, bool]:
        (holds, fails), (holds2, fails2) = inner[0].may(domains), inner[1].may(domains)
        return (holds and holds2) or (fails and fails2), (holds and fails2) or (fails and holds2)

    return may


def _exactly(number: int, inner: list[Constraint]) -> May:
    def may(domains: Domains) -> tuple[bool, bool]:
        pairs = [part.may(domains) for part in inner]
        least, most = sum(not fails for _, fails in pairs), sum(holds for holds, _ in pairs)
        return least <= number <= most, not least == most == number

    return may


_KINDS: Final[dict[str, Callable[[str, list[Any], Domains, int], Constraint]]] = {
    **dict.fromkeys(_NEGATION, _comparison),
    "one_of": _one_of,
    "all_different": _all_different,
    "sum": _sum,
    **dict.fromkeys(("adjacent", "left_of", "directly_left_of"), _places),
    **dict.fromkeys(("not", "and", "or", "if", "iff", "exactly"), _connective),
}


# ---- searching ----------------------------------------------------------------------------------------


def holds(rule: Constraint, values: Mapping[str, Value]) -> bool:
    """Whether a constraint holds, where each of its variables has a value."""
    return rule.may({name: (values[name],) for name in rule.names})[0]


def solve(domains: Domains, rules: list[Constraint]) -> dict[str, Value] | None:
    """Values that meet all constraints, the same on every machine; None where there are none. May take long."""
    touching: dict[str, list[Constraint]] = {name: [rule for rule in rules if name in rule.names] for name in domains}
    pruned = _prune(domains, list(domains), touching)
    if pruned is None or not all(rule.may(pruned)[0] for rule in rules):
        return None
    return _search(pruned, touching)


def _search(domains: Domains, touching: dict[str, list[Constraint]]) -> dict[str, Value] | None:
    open_names = [name for name, values in domains.items() if len(values) > 1]
    if not open_names:
        return {name: values[0] for name, values in domains.items()}
    name = min(open_names, key=lambda name: len(domains[name]))
    for value in domains[name]:
        pruned = _prune({**domains, name: (value,)}, [name], touching)
        found = pruned and _search(pruned, touching)
        if found:
            return found
    return None


def _prune(domains: Domains, changed: list[str], touching: dict[str, list[Constraint]]) -> Domains | None:
    """The domains without values that no constraint allows any more; None where nothing is left for a variable."""
    domains, queue = dict(domains), dict.fromkeys(changed)
    while queue:
        first = next(iter(queue))
        del queue[first]
        for rule in touching[first]:
            if not rule.may(domains)[0]:
                return None
            for name in sorted(rule.names):
                values = domains[name]
                if len(values) == 1:
                    continue
                left = tuple(value for value in values if rule.may({**domains, name: (value,)})[0])
                if not left:
                    return None
                if len(left) < len(values):
                    domains[name] = left
                    queue[name] = None
    return domains
