"""Generated worlds: an operation that is wanted, the values given for it, and the tools that are offered.

    wish    create_event, {"title": "new hires", "date": "March 3"}
    offer   create_event as `calendar.add_event(title, date, private?)`, among others

Which parameters of an operation a tool has, what it is called and how it is written is drawn for each problem, so that
nothing but the list in the prompt says how to call. What is right is computed by `asked`, from the wishes and from what
no tool takes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar, Final

from repairloop import Draw, Part
from skills.tool_use.calling import Calling, Right, Rule, call_text
from skills.tool_use.operations import Operation, Parameter, clashes, operations, relatives, world
from skills.tool_use.prompt import ShownParameter, ShownTool, tool_list
from skills.tool_use.values import Value

NAMINGS: Final = ("snake", "snake", "snake", "camel", "camel", "camel", "dotted", "dotted_camel", "prefixed", "pascal")


class Offer(Part):
    """A tool of the list: an operation under one of its verbs, with some of its parameters."""

    operation: str
    verb: int
    parameters: tuple[str, ...]
    optional: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def shown(offer: Offer, naming: str) -> ShownTool:
    """The tool as the prompt has it."""
    operation = operations()[offer.operation]
    parameters = tuple(
        ShownParameter(parameter_name(p, naming), known.type, known.choices, p in offer.optional)
        for p, known in ((p, operation.parameters[p]) for p in offer.parameters)
    )
    return ShownTool(tool_name(offer, naming), operation.about, parameters, operation.noun.replace("_", " "))


class Wish(Part):
    """An operation that the user asks for, with the values that the user gives."""

    operation: str
    given: dict[str, Value]

    @property
    def known(self) -> Mapping[str, Parameter]:
        return operations()[self.operation].parameters

    def without(self, missing: str) -> Wish:
        return Wish(operation=self.operation, given={p: v for p, v in self.given.items() if p != missing})

    def plus(self, name: str, w: Draw) -> Wish:
        return Wish(operation=self.operation, given={**self.given, name: self.known[name].draw(w)})

    def open_to_question(self) -> list[str]:
        """Parameters that may be missing: all but yes-or-no ones."""
        return [p for p in self.given if self.known[p].type != "boolean"]


class ToolProblem(Calling):
    """What is asked for, and the tools to do it with."""

    surface: ClassVar[frozenset[str]] = frozenset({"offers", "naming", "form", "rule", "reply", "chatter"})
    optional_told: ClassVar[float] = 0.6

    wishes: tuple[Wish, ...]
    right: Right = "call"
    missing: str = ""
    offers: tuple[Offer, ...]
    naming: str
    form: str
    rule: Rule = ""
    reply: str = ""
    chatter: bool = False

    def asked(self) -> tuple[Wish, ...]:
        """What the right calls give."""
        return self.wishes

    def beyond(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Parameters of the first wish that its tool does not have, and operations that have no tool."""
        return (), ()

    def offer_for(self, wish: Wish) -> Offer | None:
        return next((offer for offer in self.offers if offer.operation == wish.operation), None)

    def _named(self, wish: Wish, parameters: Sequence[str]) -> dict[str, Value]:
        return {parameter_name(p, self.naming): wish.given[p] for p in parameters if p in wish.given}

    def calls(self) -> list[tuple[str, dict[str, Value]]]:
        offers = {offer.operation: offer for offer in self.offers}
        return [(tool_name(offers[w.operation], self.naming), self._named(w, list(w.given))) for w in self.asked()]

    def written(self) -> list[str]:
        tools = [(wish, self.offer_for(wish)) for wish in self.wishes]
        return [
            call_text(tool_name(offer, self.naming), self._named(wish, offer.parameters), self.form)
            for wish, offer in tools
            if offer
        ]

    def schemas(self) -> list[dict[str, Any]]:
        return [shown(offer, self.naming).schema() for offer in self.offers]

    def has_optional(self) -> bool:
        return any(offer.optional for offer in self.offers)

    def lacking(self) -> str:
        return parameter_name(self.missing, self.naming)

    def wanted_of(self, w: Draw) -> list[tuple[Operation, Mapping[str, Value]]]:
        return [(operations()[wish.operation], wish.given) for wish in self.wishes]

    def listing(self, w: Draw) -> str:
        return tool_list([shown(offer, self.naming) for offer in self.offers], w)

    def native_naming(self) -> str:
        return {"dotted": "prefixed", "dotted_camel": "prefixed"}.get(self.naming, self.naming)

    # -- edits ----------------------------------------------------------------------------------------

    def with_other_values(self, w: Draw) -> ToolProblem | None:
        wishes = tuple(
            Wish(operation=wish.operation, given={p: wish.known[p].draw(w) for p in wish.given}) for wish in self.wishes
        )
        return None if wishes == self.wishes else self.like(wishes=wishes)

    def with_detail(self, w: Draw) -> ToolProblem | None:
        """The tool gets another parameter, the request a value for it."""
        offer, unused = self._unused()
        if offer is None or not unused or self.several:
            return None
        new = w.pick(unused)
        wider = offer.like(parameters=(*offer.parameters, new))
        offers = tuple(wider if one == offer else one for one in self.offers)
        return self.like(wishes=(self.wishes[0].plus(new, w),), offers=offers)

    def _unused(self) -> tuple[Offer | None, list[str]]:
        """The first tool that is wanted, and parameters that its operation could have beside those spoken of."""
        wish = self.wishes[0]
        offer = self.offer_for(wish)
        return offer, [p for p in wish.known if offer and p not in offer.parameters and p not in wish.given]

    def without_value(self, w: Draw) -> ToolProblem | None:
        first, *rest = self.wishes
        open_ones = [p for p in first.open_to_question() if told_apart(self.wishes, 0, p)]
        if self.rule != "missing" or self.missing or not open_ones or (not rest and len(first.given) < 2):
            return None
        missing = w.pick(open_ones)
        return self.like(wishes=(first.without(missing), *rest), right="missing", missing=missing)

    def without_tool(self, w: Draw) -> ToolProblem | None:
        if self.rule != "none" or self.right == "none" or len(self.offers) < 2:
            return None
        offers = tuple(offer for offer in self.offers if offer.operation != self.wishes[0].operation)
        return self.like(right="none", offers=offers)

    def with_call(self, w: Draw) -> ToolProblem | None:
        if len(self.wishes) != 2:
            return None
        wishes = (*self.wishes, draw_wish(w.pick(self.offers), w))
        lacking = next((i for i, wish in enumerate(wishes) if self.missing and self._lacks(wish)), None)
        if wishes[-1] in self.wishes or (lacking is not None and not told_apart(wishes, lacking, self.missing)):
            return None
        return self.like(wishes=wishes)

    def _lacks(self, wish: Wish) -> bool:
        offer = self.offer_for(wish)
        return offer is not None and self.missing in offer.parameters and self.missing not in wish.given

    def with_facts(self, w: Draw) -> ToolProblem | None:
        """The request gets a value that the operation could take and the tool does not."""
        _, unused = self._unused()
        if self.rule not in ("", "extra") or not unused or self.several:
            return None
        new = w.pick(unused)
        wishes = (self.wishes[0].plus(new, w),)
        return self._beyond(wishes=wishes, rule="extra", superfluous=(*self.beyond()[0], new))

    def without_one_tool(self, w: Draw) -> ToolProblem | None:
        """One of several operations has no tool any more."""
        left = list(dict.fromkeys(wish.operation for wish in self.asked()))
        if self.rule not in ("", "part") or len(left) < 2:
            return None
        gone = w.pick(left)
        offers = tuple(offer for offer in self.offers if offer.operation != gone)
        return self._beyond(offers=offers, rule="part", absent=(*self.beyond()[1], gone))

    def _beyond(self, **changes: Any) -> BeyondProblem:
        return BeyondProblem(**{**dict(self), **changes})


class BeyondProblem(ToolProblem):
    """A request that holds more than the tools can take."""

    superfluous: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    def beyond(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self.superfluous, self.absent

    def asked(self) -> tuple[Wish, ...]:
        first, *rest = self.wishes
        kept = {p: v for p, v in first.given.items() if p not in self.superfluous}
        wishes = (Wish(operation=first.operation, given=kept), *rest)
        return tuple(wish for wish in wishes if wish.operation not in self.absent)


# ---- offers and wishes ------------------------------------------------------------------------------


def draw_offer(operation: Operation, count: int, w: Draw, optional: int = 0) -> Offer:
    """A tool with `count` of the operation's parameters, or as many as make sense; the last ones may be optional.

    Those of its core are among them. A lone parameter has many values; where the first has few, there are two.
    """
    core = operation.core
    if count == 1 and operation.parameters[core[0]].narrow:
        count = 2
    others = [name for name in operation.parameters if name not in core]
    while others and len(core) + len(others) > count:
        others.pop(int(w.rng.random() * len(others)))
    return Offer(
        operation=operation.id,
        verb=int(w.rng.random() * len(operation.verbs)),
        parameters=tuple(name for name in operation.parameters if name in core or name in others),
        optional=tuple(others[max(0, len(others) - optional) :]) if optional else (),
    )


def among(
    wanted: Sequence[Offer], count: int, share: float, w: Draw, size: int = 0, core: int = 9
) -> tuple[Offer, ...]:
    """The wanted tools among others, `count` in all; this share of the others is of the same domain.

    The others have `size` parameters each, where that is given, and at most `core` that they cannot do without.
    """
    offers, taken, every = list(wanted), [offer.operation for offer in wanted], world(w)
    near = relatives(taken[0], w.wholes("operation"))
    while len(offers) < count:
        close = near and w.rng.random() < share
        operation = w.pick(near if close else every)
        clash = any((operation.id, other) in clashes() for other in taken)
        if len(operation.core) > core or operation.id in taken or clash:
            continue
        taken.append(operation.id)
        chance = w.rng.random()
        more = size or (1 if chance < 0.5 else 2)
        offers.append(draw_offer(operation, more, w, optional=int(not size and chance > 0.85)))
    if count > 1:
        w.rng.shuffle(offers)
    return tuple(offers)


def draw_wish(offer: Offer, w: Draw, left_out: Sequence[str] = ()) -> Wish:
    known = operations()[offer.operation].parameters
    return Wish(operation=offer.operation, given={p: known[p].draw(w) for p in offer.parameters if p not in left_out})


def told_apart(wishes: Sequence[Wish], index: int, missing: str) -> bool:
    """Whether no value of the other wishes may pass for the one that this wish lacks."""
    sorts = wishes[index].known[missing].sorts
    others = [wish.known[p] for i, wish in enumerate(wishes) if i != index for p in wish.given]
    return not any(p.name == missing or p.sorts & sorts for p in others)


# ---- names -------------------------------------------------------------------------------------------


def tool_name(offer: Offer, naming: str) -> str:
    operation = operations()[offer.operation]
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


def parameter_name(name: str, naming: str) -> str:
    return _camel(name) if naming in ("camel", "dotted_camel") else name


def _camel(snake: str) -> str:
    first, *rest = snake.split("_")
    return first + "".join(word.capitalize() for word in rest)
