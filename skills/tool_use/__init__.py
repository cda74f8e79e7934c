"""Tool use: choose a function from a list and call it with the right arguments, or say that no call is right.

A problem is which operation is wanted with which values; which tools are offered, under which names, and what
form the reply has is drawn anew for each, so that nothing but the list in the prompt says how to call.
The operations and all phrases are in `skills.tool_use.seen` and `skills.tool_use.unseen`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from types import ModuleType
from typing import Any, ClassVar, Final, Literal

from pydantic import BaseModel, ConfigDict

from repairloop import Message, Problem, Skill, Wording, skill
from skills.tool_use import seen, unseen
from skills.tool_use.catalogue import Operation, Value, parse, pick
from skills.tool_use.wording import (
    ShownParameter,
    ShownTool,
    Words,
    form_text,
    instruction_text,
    messages,
    request,
    rule_text,
    tool_list,
)


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
    """`python`, or the two keys of a JSON call: `name/arguments`."""
    rule: Literal["", "none", "missing"] = ""
    """What the prompt says about abstaining."""
    reply: str = ""
    """How to abstain; `{param}` stands for the missing parameter; empty under `missing`: with a question."""
    chatter: bool = False


@skill("tool_use", grader="tool_call")
class ToolUse(Skill):
    """Six areas over one representation; difficulty is the number of tools, their likeness, and the arguments."""

    areas = {
        "tool_use/choose_tool": "choose one of several tools, simple arguments",
        "tool_use/fill_arguments": "fill in several arguments of several types",
        "tool_use/optional_arguments": "give optional arguments only where the user mentions them",
        "tool_use/missing_argument": "a required value may be missing: reply as told instead of guessing",
        "tool_use/no_tool": "perhaps no tool fits: reply as told instead of calling one",
        "tool_use/several_calls": "make two or three calls in one reply",
    }
    max_tokens = 64

    def limit(self, area: str) -> int:
        return 96 if area == "tool_use/several_calls" else self.max_tokens

    def problem(self, area: str, rng: Random, bank: Wording, difficulty: int) -> ToolProblem:
        make = _MAKERS[area]
        return make(BANKS[bank], rng, difficulty)

    def render(self, problem: ToolProblem, rng: Random, bank: Wording) -> list[Message]:
        words = BANKS[bank].words
        asked = request([(OPERATIONS[w.operation], w.given) for w in problem.wishes], problem.chatter, words, rng)
        parts = [form_text(problem.form, len(problem.wishes) > 1, words, rng)]
        if any(offer.optional for offer in problem.offers) and rng.random() < 0.6:
            parts.append(pick(rng, words.optional_rules))
        rule = rule_text(problem.rule, problem.reply, words, rng)
        parts.insert(0 if rng.random() < 0.25 else len(parts), rule)
        tools = tool_list([shown(offer, problem.naming) for offer in problem.offers], words, rng)
        return messages(tools, instruction_text(parts), asked, words, rng)

    def reference(self, problem: ToolProblem) -> list[dict[str, Any]]:
        if problem.right != "call":
            return []
        offers = {offer.operation: offer for offer in problem.offers}
        return [
            {
                "name": tool_name(offers[wish.operation], problem.naming),
                "arguments": {parameter_name(p, problem.naming): [value] for p, value in wish.given.items()},
            }
            for wish in problem.wishes
        ]

    def settings(self, problem: ToolProblem) -> dict[str, Any]:
        settings: dict[str, Any] = {"tools": [shown(offer, problem.naming).schema() for offer in problem.offers]}
        settings["form"] = "python" if problem.form == "python" else "json"
        if problem.rule:
            settings["abstain"] = {"kind": problem.rule, "token": problem.reply}
        if problem.rule == "missing":
            settings["abstain"]["missing"] = (
                [parameter_name(problem.missing, problem.naming)] if problem.missing else []
            )
        return settings

    def solution(self, problem: ToolProblem, rng: Random) -> str:
        if problem.right == "none":
            return problem.reply
        if problem.right == "missing":
            name = parameter_name(problem.missing, problem.naming)
            return problem.reply.replace("{param}", name) if problem.reply else f"What is the {name}?"
        written = [_write_call(wish, problem) for wish in problem.wishes]
        return written[0] if len(written) == 1 else f"[{', '.join(written)}]"

    def refinements(self) -> dict[str, Callable[[ToolProblem, Random], ToolProblem | None]]:
        return {
            "ask with other values": _other_values,
            "mention one more detail": _one_more_detail,
            "leave a required value out": _leave_out,
            "take the fitting tool away": _take_away,
            "ask for one more call": _one_more_call,
        }


# ---- problems ----------------------------------------------------------------------------------------


def _choose_tool(bank: Bank, rng: Random, difficulty: int) -> ToolProblem:
    wanted = pick(rng, bank.operations)
    offer = _offer(wanted, 2 if difficulty == 3 or rng.random() < 0.4 * difficulty else 1, rng)
    count = (2, 3, 4 + int(rng.random() * 2))[difficulty - 1]
    offers = _among(bank, [offer], count, difficulty, rng)
    return _problem(bank, rng, difficulty, wishes=(_wish(offer, rng),), offers=offers)


def _fill_arguments(bank: Bank, rng: Random, difficulty: int) -> ToolProblem:
    wanted = _with_parameters(bank, rng, 3 if difficulty > 1 else 2)
    offer = _offer(wanted, (2, 3, 4)[difficulty - 1], rng)
    count = (1, 1 + int(rng.random() * 2), 3)[difficulty - 1]
    offers = _among(bank, [offer], count, difficulty, rng)
    return _problem(bank, rng, difficulty, wishes=(_wish(offer, rng),), offers=offers)


def _optional_arguments(bank: Bank, rng: Random, difficulty: int) -> ToolProblem:
    wanted = _with_parameters(bank, rng, 3 if difficulty > 1 else 2)
    count = (2, 3, 4)[difficulty - 1]
    offer = _offer(wanted, count, rng, optional=count - 1 if difficulty != 2 or rng.random() < 0.5 else 1)
    wish = _wish(offer, rng, left_out=tuple(p for p in offer.optional if rng.random() < 0.5))
    offers = _among(bank, [offer], (1, 1 + int(rng.random() * 2), 3)[difficulty - 1], difficulty, rng)
    return _problem(bank, rng, difficulty, wishes=(wish,), offers=offers)


def _missing_argument(bank: Bank, rng: Random, difficulty: int) -> ToolProblem:
    wanted = _with_parameters(bank, rng, 3 if difficulty > 1 else 2)
    offer = _offer(wanted, 3 if difficulty > 1 or rng.random() < 0.4 else 2, rng)
    offers = _among(bank, [offer], (1, 1 + int(rng.random() * 2), 3)[difficulty - 1], difficulty, rng)
    reply = pick(rng, bank.words.missing_tokens) if rng.random() < 0.75 else ""
    wish = _wish(offer, rng)
    missing = "" if rng.random() < 0.4 else pick(rng, _open_to_question(wish))
    if missing:
        wish = Wish(operation=wish.operation, given={p: v for p, v in wish.given.items() if p != missing})
    return _problem(
        bank, rng, difficulty, wishes=(wish,), offers=offers, right="missing" if missing else "call", missing=missing,
        rule="missing", reply=reply,
    )  # fmt: skip


def _no_tool(bank: Bank, rng: Random, difficulty: int) -> ToolProblem:
    wanted = pick(rng, bank.operations)
    offer = _offer(wanted, 2 if difficulty == 3 or rng.random() < 0.5 else 1, rng)
    fits = rng.random() < 0.4
    count = (1 + int(rng.random() * 2), 2 + int(rng.random() * 2), 3 + int(rng.random() * 3))[difficulty - 1]
    offers = _among(bank, [offer], count if fits else count + 1, difficulty, rng)
    if not fits:
        offers = tuple(one for one in offers if one is not offer)
    fields = _problem(bank, rng, difficulty, wishes=(_wish(offer, rng),), offers=offers)
    name, _, args = ("name/arguments" if fields.form == "python" else fields.form).partition("/")
    reply = pick(rng, bank.words.none_tokens).replace("$name", name).replace("$args", args)
    return fields.model_copy(update={"right": "call" if fits else "none", "rule": "none", "reply": reply})


def _several_calls(bank: Bank, rng: Random, difficulty: int) -> ToolProblem:
    calls = 3 if difficulty == 3 and rng.random() < 0.4 else 2
    count = 2 if calls == 2 and rng.random() < (0.0, 0.3, 1.0)[difficulty - 1] else 1
    first = _offer(pick(rng, bank.operations), count, rng)
    if rng.random() < 0.4:
        wanted, wishes = [first], [_wish(first, rng)]
        while len(wishes) < calls:
            if (wish := _wish(first, rng)) not in wishes:
                wishes.append(wish)
    else:
        wanted = list(_among(bank, [first], calls, 1, rng, count))
        wishes = [_wish(offer, rng) for offer in wanted]
    others = int(rng.random() < (0.0, 0.4, 1.0)[difficulty - 1])
    offers = _among(bank, wanted, len(wanted) + others, difficulty, rng)
    return _problem(bank, rng, difficulty, wishes=tuple(wishes), offers=offers)


_MAKERS: Final[dict[str, Callable[[Bank, Random, int], ToolProblem]]] = {
    "tool_use/choose_tool": _choose_tool,
    "tool_use/fill_arguments": _fill_arguments,
    "tool_use/optional_arguments": _optional_arguments,
    "tool_use/missing_argument": _missing_argument,
    "tool_use/no_tool": _no_tool,
    "tool_use/several_calls": _several_calls,
}


def _problem(bank: Bank, rng: Random, difficulty: int, **fields: Any) -> ToolProblem:
    chance = rng.random()
    form = "python" if chance < 0.2 else "/".join(bank.words.keys[0] if chance < 0.6 else pick(rng, bank.words.keys))
    return ToolProblem(
        naming=pick(rng, NAMINGS), form=form, chatter=rng.random() < (0.1, 0.2, 0.4)[difficulty - 1], **fields
    )


def _with_parameters(bank: Bank, rng: Random, least: int) -> Operation:
    """An operation with at least so many parameters, where a few draws find one."""
    for _ in range(12):
        operation: Operation = pick(rng, bank.operations)
        if len(operation.parameters) >= least:
            break
    return operation


def _offer(operation: Operation, count: int, rng: Random, optional: int = 0) -> Offer:
    """A tool with `count` of the operation's parameters, the first among them; the last ones may be optional.

    A lone parameter has many values; where the first has few, there are two.
    """
    first, *rest = operation.parameters
    if count == 1 and operation.parameters[first].narrow:
        count = 2
    while len(rest) > count - 1:
        rest.pop(int(rng.random() * len(rest)))
    names = (first, *rest)
    verb = int(rng.random() * len(operation.verbs))
    return Offer(
        operation=operation.id,
        verb=verb,
        parameters=names,
        optional=names[max(1, len(names) - optional) :] if optional else (),
    )


def _among(
    bank: Bank, wanted: list[Offer], count: int, difficulty: int, rng: Random, size: int = 0
) -> tuple[Offer, ...]:
    """The wanted tools among others, `count` in all; the harder, the more are of the same domain."""
    offers, taken = list(wanted), [offer.operation for offer in wanted]
    while len(offers) < count:
        relatives = bank.relatives[wanted[0].operation]
        close = relatives and rng.random() < (0.15, 0.4, 0.6)[difficulty - 1]
        operation = pick(rng, relatives if close else bank.operations)
        if operation.id in taken or any((operation.id, other) in bank.clashes for other in taken):
            continue
        taken.append(operation.id)
        chance = rng.random()
        offers.append(
            _offer(operation, size or (1 if chance < 0.5 else 2), rng, optional=int(not size and chance > 0.85))
        )
    if count > 1:
        rng.shuffle(offers)
    return tuple(offers)


def _wish(offer: Offer, rng: Random, left_out: tuple[str, ...] = ()) -> Wish:
    known = OPERATIONS[offer.operation].parameters
    return Wish(operation=offer.operation, given={p: known[p].draw(rng) for p in offer.parameters if p not in left_out})


def _open_to_question(wish: Wish) -> list[str]:
    """Parameters that may be missing: all but yes-or-no ones."""
    known = OPERATIONS[wish.operation].parameters
    return [p for p in wish.given if known[p].type != "boolean"]


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
    return ShownTool(tool_name(offer, naming), operation.about, parameters)


def parameter_name(name: str, naming: str) -> str:
    return _camel(name) if naming in ("camel", "dotted_camel") else name


def _camel(snake: str) -> str:
    first, *rest = snake.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _write_call(wish: Wish, problem: ToolProblem) -> str:
    """The call in the form that the prompt asks for, arguments in the order of the list."""
    offer = next(offer for offer in problem.offers if offer.operation == wish.operation)
    name = tool_name(offer, problem.naming)
    arguments = {parameter_name(p, problem.naming): wish.given[p] for p in offer.parameters if p in wish.given}
    if problem.form != "python":
        name_key, arguments_key = problem.form.split("/")
        return json.dumps({name_key: name, arguments_key: arguments}, ensure_ascii=False)
    written = (f"{p}={json.dumps(v) if isinstance(v, str) else v}" for p, v in arguments.items())
    return f"{name}({', '.join(written)})"


# ---- refinements -------------------------------------------------------------------------------------


def _other_values(problem: ToolProblem, rng: Random) -> ToolProblem | None:
    known = OPERATIONS
    wishes = tuple(
        Wish(operation=w.operation, given={p: known[w.operation].parameters[p].draw(rng) for p in w.given})
        for w in problem.wishes
    )
    return None if wishes == problem.wishes else problem.model_copy(update={"wishes": wishes})


def _one_more_detail(problem: ToolProblem, rng: Random) -> ToolProblem | None:
    """The tool gets another parameter, the request a value for it."""
    wish = problem.wishes[0]
    offer = _offer_for(problem, wish)
    known = OPERATIONS[wish.operation].parameters
    unused = [p for p in known if offer is not None and p not in offer.parameters]
    if offer is None or not unused or len(problem.wishes) > 1:
        return None
    new = pick(rng, unused)
    wider = offer.model_copy(update={"parameters": (*offer.parameters, new)})
    wish = Wish(operation=wish.operation, given={**wish.given, new: known[new].draw(rng)})
    offers = tuple(wider if one == offer else one for one in problem.offers)
    return problem.model_copy(update={"wishes": (wish,), "offers": offers})


def _leave_out(problem: ToolProblem, rng: Random) -> ToolProblem | None:
    wish = problem.wishes[0]
    open_ones = _open_to_question(wish)
    if problem.rule != "missing" or problem.missing or len(wish.given) < 2 or not open_ones:
        return None
    missing = pick(rng, open_ones)
    wish = Wish(operation=wish.operation, given={p: v for p, v in wish.given.items() if p != missing})
    return problem.model_copy(update={"wishes": (wish,), "right": "missing", "missing": missing})


def _take_away(problem: ToolProblem, rng: Random) -> ToolProblem | None:
    if problem.rule != "none" or problem.right == "none" or len(problem.offers) < 2:
        return None
    offers = tuple(offer for offer in problem.offers if offer.operation != problem.wishes[0].operation)
    return problem.model_copy(update={"right": "none", "offers": offers})


def _one_more_call(problem: ToolProblem, rng: Random) -> ToolProblem | None:
    """Another call of a tool of the list."""
    if len(problem.wishes) != 2:
        return None
    wish = _wish(pick(rng, problem.offers), rng)
    return None if wish in problem.wishes else problem.model_copy(update={"wishes": (*problem.wishes, wish)})


def _offer_for(problem: ToolProblem, wish: Wish) -> Offer | None:
    return next((offer for offer in problem.offers if offer.operation == wish.operation), None)
