"""Generated worlds: an operation that is wanted, the values given for it, and the tools that are offered.

    wish    create_event, {"title": "new hires", "date": "March 3"}
    offer   create_event as `calendar.add_event(title, date, private?)`, among others

Which parameters of an operation a tool has, what it is called and how it is written is drawn for each problem, so that
nothing but the list in the prompt says how to call. What is right is computed by `asked`, from the wishes and from what
no tool takes; this module does not know how anything is worded.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from types import ModuleType
from typing import ClassVar, Final, Literal

from pydantic import BaseModel, ConfigDict

from repairloop import Problem
from repairloop.calls import calls_of
from skills.tool_use import seen, unseen
from skills.tool_use.catalogue import Operation, Value, parse, pick
from skills.tool_use.wording import NATIVE, ShownParameter, ShownTool, Words


@dataclass(frozen=True)
class Bank:
    """One phrasing bank: its operations in order, those of the same domain by id, what clashes, its words."""

    operations: tuple[Operation, ...]
    relatives: dict[str, tuple[Operation, ...]]
    clashes: frozenset[tuple[str, str]]
    words: Words

    @staticmethod
    def of(module: ModuleType) -> Bank:
        operations = tuple(parse(module.OPERATIONS, module.POOLS).values())
        relatives = {o.id: tuple(p for p in operations if p.domain == o.domain and p is not o) for o in operations}
        clashes = frozenset(pair for a, b in module.CLASHES for pair in ((a, b), (b, a)))
        return Bank(operations, relatives, clashes, module.WORDS)


BANKS: Final[dict[str, Bank]] = {"seen": Bank.of(seen), "unseen": Bank.of(unseen)}
OPERATIONS: Final = {operation.id: operation for bank in BANKS.values() for operation in bank.operations}
NAMINGS: Final = ("snake", "snake", "snake", "camel", "camel", "camel", "dotted", "dotted_camel", "prefixed", "pascal")


class Offer(BaseModel):
    """A tool of the list: an operation under one of its verbs, with some of its parameters."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    operation: str
    verb: int
    parameters: tuple[str, ...]
    optional: tuple[str, ...] = ()


class Wish(BaseModel):
    """An operation that the user asks for, with the values that the user gives."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    operation: str
    given: dict[str, Value]


class ToolProblem(Problem):
    """What is asked for, and the tools to do it with."""

    surface: ClassVar[frozenset[str]] = frozenset({"offers", "naming", "form", "rule", "reply", "chatter"})

    wishes: tuple[Wish, ...]
    right: Literal["call", "none", "missing"] = "call"
    missing: str = ""
    """The parameter whose value the request leaves out."""
    offers: tuple[Offer, ...]
    naming: str
    form: str
    """`python`, or the two keys of a JSON call, `name/arguments`, with a tag around it: `name/arguments#tag`."""
    rule: Literal["", "none", "missing", "part", "extra"] = ""
    """What the prompt says about abstaining, in whole or in part, or about facts that no tool takes."""
    reply: str = ""
    """How to abstain; `{param}` stands for the missing parameter; empty under `missing`: with a question."""
    chatter: bool = False

    def asked(self) -> tuple[Wish, ...]:
        """What the right calls give."""
        return self.wishes


class BeyondProblem(ToolProblem):
    """A request that holds more than the tools can take."""

    superfluous: tuple[str, ...] = ()
    """Parameters of the first wish that its tool does not have."""
    absent: tuple[str, ...] = ()
    """Operations that are asked for and have no tool."""

    def asked(self) -> tuple[Wish, ...]:
        first, *rest = self.wishes
        kept = {p: v for p, v in first.given.items() if p not in self.superfluous}
        wishes = (Wish(operation=first.operation, given=kept), *rest)
        return tuple(wish for wish in wishes if wish.operation not in self.absent)


# ---- offers and wishes ------------------------------------------------------------------------------


def draw_offer(operation: Operation, count: int, rng: Random, optional: int = 0) -> Offer:
    """A tool with `count` of the operation's parameters, or as many as make sense; the last ones may be optional.

    Those of its core are among them. A lone parameter has many values; where the first has few, there are two.
    """
    core = operation.core
    if count == 1 and operation.parameters[core[0]].narrow:
        count = 2
    others = [name for name in operation.parameters if name not in core]
    while others and len(core) + len(others) > count:
        others.pop(int(rng.random() * len(others)))
    verb = int(rng.random() * len(operation.verbs))
    return Offer(
        operation=operation.id,
        verb=verb,
        parameters=tuple(name for name in operation.parameters if name in core or name in others),
        optional=tuple(others[max(0, len(others) - optional) :]) if optional else (),
    )


def among(
    bank: Bank, wanted: list[Offer], count: int, difficulty: int, rng: Random, size: int = 0, core: int = 9
) -> tuple[Offer, ...]:
    """The wanted tools among others, `count` in all; the harder, the more are of the same domain.

    The others have `size` parameters each, where that is given, and at most `core` that they cannot do without.
    """
    offers, taken = list(wanted), [offer.operation for offer in wanted]
    while len(offers) < count:
        relatives = bank.relatives[wanted[0].operation]
        close = relatives and rng.random() < (0.15, 0.4, 0.6)[difficulty - 1]
        operation = pick(rng, relatives if close else bank.operations)
        if (
            len(operation.core) > core
            or operation.id in taken
            or any((operation.id, other) in bank.clashes for other in taken)
        ):
            continue
        taken.append(operation.id)
        chance = rng.random()
        offers.append(
            draw_offer(operation, size or (1 if chance < 0.5 else 2), rng, optional=int(not size and chance > 0.85))
        )
    if count > 1:
        rng.shuffle(offers)
    return tuple(offers)


def draw_wish(offer: Offer, rng: Random, left_out: tuple[str, ...] = ()) -> Wish:
    known = OPERATIONS[offer.operation].parameters
    return Wish(operation=offer.operation, given={p: known[p].draw(rng) for p in offer.parameters if p not in left_out})


def open_to_question(wish: Wish) -> list[str]:
    """Parameters that may be missing: all but yes-or-no ones."""
    known = OPERATIONS[wish.operation].parameters
    return [p for p in wish.given if known[p].type != "boolean"]


def told_apart(wishes: Sequence[Wish], index: int, missing: str) -> bool:
    """Whether no value of the other wishes may pass for the one that this wish lacks."""
    lacking = OPERATIONS[wishes[index].operation].parameters[missing]
    others = [
        OPERATIONS[wish.operation].parameters[p] for i, wish in enumerate(wishes) if i != index for p in wish.given
    ]
    return not any(p.name == missing or p.sorts & lacking.sorts for p in others)


def without(wish: Wish, missing: str) -> Wish:
    return Wish(operation=wish.operation, given={p: v for p, v in wish.given.items() if p != missing})


# ---- names and calls ---------------------------------------------------------------------------------


def tool_name(offer: Offer, naming: str) -> str:
    operation = OPERATIONS[offer.operation]
    snake = f"{operation.verbs[offer.verb]}_{operation.noun}"
    domain = operation.domain.replace(" ", "_")
    match naming:
        case "camel":
            return _camel(snake)
        case "pascal":
            return _camel(f"_{snake}")
        case "dotted":
            return f"{domain}.{snake}"
        case "dotted_camel":
            return f"{_camel(domain)}.{_camel(snake)}"
        case "prefixed":
            return f"{domain}_{snake}"
    return snake


def shown(offer: Offer, naming: str) -> ShownTool:
    """The tool as the prompt has it."""
    operation = OPERATIONS[offer.operation]
    parameters = tuple(
        ShownParameter(
            parameter_name(p, naming),
            operation.parameters[p].type,
            operation.parameters[p].choices,
            p in offer.optional,
        )
        for p in offer.parameters
    )
    return ShownTool(tool_name(offer, naming), operation.about, parameters, operation.noun.replace("_", " "))


def parameter_name(name: str, naming: str) -> str:
    return _camel(name) if naming in ("camel", "dotted_camel") else name


def _camel(snake: str) -> str:
    first, *rest = snake.split("_")
    return first + "".join(word.capitalize() for word in rest)


def write_call(offer: Offer, wish: Wish, problem: ToolProblem) -> str:
    """The call of the tool offered, with what the wish gives of its parameters, in the order of the list."""
    arguments = {parameter_name(p, problem.naming): wish.given[p] for p in offer.parameters if p in wish.given}
    return call_text(tool_name(offer, problem.naming), arguments, problem.form)


def call_text(name: str, arguments: Mapping[str, Value], form: str) -> str:
    """The call in the form that the prompt asks for."""
    if form == NATIVE:
        return calls_of({"tool_calls": [{"name": name, "arguments": dict(arguments)}]})
    if form != "python":
        keys, _, tag = form.partition("#")
        name_key, arguments_key = keys.split("/")
        written_json = json.dumps({name_key: name, arguments_key: dict(arguments)}, ensure_ascii=False)
        return f"<{tag}>{written_json}</{tag}>" if tag else written_json
    written = (f"{p}={json.dumps(v) if isinstance(v, str) else v}" for p, v in arguments.items())
    return f"{name}({', '.join(written)})"
