"""Tool use: choose functions from a list and call them with the right arguments, or say that no call is right.

A problem is what is wanted with which values, and which tools are offered; under which names, and what form the reply
has, is drawn anew for each, so that nothing but the list in the prompt says how to call. It comes from generated worlds
(`worlds`, `makers`, `edits`; operations and phrases in `seen` and `unseen`) or from Python functions (`apis`, `values`,
`modules`, `obstacles`, `module_edits`, `module_text`).

    tools    - add_event(title: string, date: string): Put an event in the calendar
    request  please put a meeting in my calendar called "new hires" on March 3 at noon
    answer   {"name": "add_event", "arguments": {"title": "new hires", "date": "March 3"}}

The words of a bank are choices within choices (`catalogue.say`), and above all the replies that abstain are many: what
has few forms is learnt by heart, and a student that has learnt them fails on others.

The seven kinds of instruction of AgentInstruct and their areas: all parameters (`choose_tool`, `fill_arguments`,
`optional_arguments`), superfluous ones (`superfluous`), missing ones (`missing_argument`), several tools
(`several_calls`), several with some parameters missing (`several_missing`), no tool (`no_tool`), a tool for a part only
(`some_absent`). What a tool does is not known here: a call is right by its name and its arguments alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import TYPE_CHECKING, Any, ClassVar

from repairloop import Message, Skill, Wording, skill
from skills.tool_use import edits, module_edits, module_problem, module_text, modules
from skills.tool_use.catalogue import pick, say
from skills.tool_use.makers import MAKERS
from skills.tool_use.module_problem import ModuleProblem
from skills.tool_use.wording import (
    NATIVE,
    form_text,
    instruction_text,
    messages,
    native_messages,
    request,
    rule_text,
    tool_list,
)
from skills.tool_use.worlds import (
    BANKS,
    NAMINGS,
    OPERATIONS,
    Bank,
    BeyondProblem,
    Offer,
    ToolProblem,
    Wish,
    parameter_name,
    shown,
    tool_name,
    write_call,
)

if TYPE_CHECKING:
    from repairloop.sources import Chunk

__all__ = [
    "BANKS", "NAMINGS", "OPERATIONS", "Bank", "BeyondProblem", "ModuleProblem", "Offer", "ToolProblem", "ToolUse", "Wish",
    "tool_name",
]  # fmt: skip

RULES = {
    "": (
        "A call names one tool of the list and gives its required parameters, by their names and with their types.",
        "The description of a tool says what it does; numbers and truth values go into a call without quotation marks.",
        "A tool is called by the very name that the list gives it, and so are its parameters.",
        "Text goes into a call in quotation marks, a number bare, and each value under its parameter's name.",
    ),
    "optional": (
        "An optional parameter is given only where the request has a value for it; otherwise it is left out.",
        "What the list marks as optional, or gives a default, may be left out of a call, and is unless it is asked for.",
    ),
    "none": (
        "A tool fits where its description says what the request asks for; sharing a word with it is not enough.",
        "No call is right where none of the descriptions covers the request; there the reply agreed on is given.",
    ),
    "missing": (
        "A required parameter needs a value from the request; one that is not there must be asked for, never guessed.",
        "Before a call each of its required parameters is looked up in the request; where one has no value, no call is "
        "made.",
    ),
    "part": (
        "Each part of a request needs a tool of its own; a part that no description covers gets no call.",
        "Calls are made for those parts of a request that some tool of the list is meant for, and for no others.",
    ),
    "extra": (
        "A call holds only parameters that the list names for its tool; whatever else a request says stays out.",
        "Not every fact in a request is an argument: it is one only if the tool has a parameter for it.",
    ),
}
"""What is to be known for each rule of the prompt."""


@skill("tool_use", grader="tool_call")
class ToolUse(Skill):
    """Nine areas over worlds and modules; difficulty is the number of tools, their likeness, and the arguments."""

    areas = {
        "tool_use/choose_tool": "choose one of several tools, simple arguments",
        "tool_use/fill_arguments": "fill in several arguments of several types",
        "tool_use/optional_arguments": "give optional arguments only where the user mentions them",
        "tool_use/missing_argument": "a required value may be missing: reply as told instead of guessing",
        "tool_use/no_tool": "perhaps no tool fits: reply as told instead of calling one",
        "tool_use/several_calls": "make two or three calls in one reply",
        "tool_use/superfluous": "the user states facts that no parameter takes: leave them out",
        "tool_use/several_missing": "several calls, of which one may lack a required value: reply as told",
        "tool_use/some_absent": "several things are asked for, some without a tool: call the others",
    }
    builds_on: ClassVar[dict[str, tuple[str, ...]]] = {
        "tool_use/fill_arguments": ("tool_use/choose_tool",),
        "tool_use/optional_arguments": ("tool_use/fill_arguments",),
        "tool_use/missing_argument": ("tool_use/choose_tool",),
        "tool_use/no_tool": ("tool_use/choose_tool",),
        "tool_use/several_calls": ("tool_use/choose_tool",),
        "tool_use/superfluous": ("tool_use/fill_arguments",),
        "tool_use/several_missing": ("tool_use/several_calls", "tool_use/missing_argument"),
        "tool_use/some_absent": ("tool_use/several_calls", "tool_use/no_tool"),
    }
    max_tokens = 64
    material = frozenset({"python"})

    def limit(self, area: str) -> int:
        several = ("tool_use/several_calls", "tool_use/several_missing", "tool_use/some_absent")
        least = 96 if area in several else self.max_tokens
        return 2 * least if self.tools == "native" else least  # some formats name every parameter twice

    def problem(self, area: str, rng: Random, bank: Wording, difficulty: int) -> ToolProblem:
        return MAKERS[area](BANKS[bank], rng, difficulty)

    def from_material(self, area: str, chunks: Sequence[Chunk], rng: Random, difficulty: int) -> ModuleProblem | None:
        return modules.make(area, chunks, BANKS["seen"].words, rng, difficulty)

    def native(self, problem: ToolProblem | ModuleProblem) -> ToolProblem | ModuleProblem:
        """The tools go to the chat template, under names that every server takes: without dots."""
        naming = {"dotted": "prefixed", "dotted_camel": "prefixed"}.get(problem.naming, problem.naming)
        if isinstance(problem, ModuleProblem) and naming != "last":
            naming = "joined"
        return problem.model_copy(update={"form": NATIVE, "naming": naming})

    def render(self, problem: ToolProblem | ModuleProblem, rng: Random, bank: Wording) -> list[Message]:
        words = BANKS[bank].words
        if isinstance(problem, ModuleProblem):
            return module_text.render(problem, words, rng)
        asked = request([(OPERATIONS[w.operation], w.given) for w in problem.wishes], problem.chatter, words, rng)
        parts = [form_text(problem.form, len(problem.wishes) > 1, words, rng)]
        if any(offer.optional for offer in problem.offers) and rng.random() < 0.6:
            parts.append(say(rng, words.optional_rules))
        rule = rule_text(problem.rule, problem.reply, words, rng, len(problem.wishes) > 1)
        parts.insert(0 if rng.random() < 0.25 else len(parts), rule)
        if problem.form == NATIVE:
            schemas = [shown(offer, problem.naming).schema() for offer in problem.offers]
            return native_messages(schemas, instruction_text(parts), asked, words, rng)
        tools = tool_list([shown(offer, problem.naming) for offer in problem.offers], words, rng)
        return messages(tools, instruction_text(parts), asked, words, rng)

    def reference(self, problem: ToolProblem | ModuleProblem) -> list[dict[str, Any]]:
        if problem.right != "call":
            return []
        if isinstance(problem, ModuleProblem):
            return module_problem.reference(problem)
        offers = {offer.operation: offer for offer in problem.offers}
        return [
            {
                "name": tool_name(offers[wish.operation], problem.naming),
                "arguments": {parameter_name(p, problem.naming): [value] for p, value in wish.given.items()},
            }
            for wish in problem.asked()
        ]

    def settings(self, problem: ToolProblem | ModuleProblem) -> dict[str, Any]:
        if isinstance(problem, ModuleProblem):
            tools, missing = module_problem.schemas(problem), problem.missing
        else:
            tools = [shown(offer, problem.naming).schema() for offer in problem.offers]
            missing = parameter_name(problem.missing, problem.naming)
        settings: dict[str, Any] = {"tools": tools}
        if problem.form != NATIVE:
            settings["form"] = "python" if problem.form == "python" else "json"
        if problem.rule in ("none", "missing"):
            settings["abstain"] = {"kind": problem.rule, "token": problem.reply}
        if problem.rule == "missing":
            settings["abstain"]["missing"] = [missing] if problem.missing else []
        return settings

    def solution(self, problem: ToolProblem | ModuleProblem, rng: Random) -> str:
        if problem.right == "none":
            return problem.reply
        if problem.right == "missing":
            naming = "" if isinstance(problem, ModuleProblem) else problem.naming
            name = parameter_name(problem.missing, naming)
            return problem.reply.replace("{param}", name) if problem.reply else f"What is the {name}?"
        if isinstance(problem, ModuleProblem):
            written = module_problem.written(problem)
        else:
            offers = {offer.operation: offer for offer in problem.offers}
            written = [
                write_call(offers[wish.operation], wish, problem) for wish in problem.wishes if wish.operation in offers
            ]
        if "#" in problem.form or problem.form == NATIVE:
            return "\n".join(written)
        return written[0] if len(problem.wishes) == 1 else f"[{', '.join(written)}]"

    def refinements(self) -> dict[str, Callable[[Any, Random], Any]]:
        return {name: _either(edit, module_edits.EDITS[name]) for name, edit in edits.EDITS.items()}

    def knowledge(self, problem: ToolProblem | ModuleProblem, rng: Random) -> str:
        optional = (
            any(p.default is not None for api in problem.offered() for p in api.parameters)
            if isinstance(problem, ModuleProblem)
            else any(offer.optional for offer in problem.offers)
        )
        return str(pick(rng, RULES[problem.rule or ("optional" if optional else "")]))


def _either(world: Callable[[Any, Random], Any], module: Callable[[Any, Random], Any]) -> Callable[[Any, Random], Any]:
    """One suggestion, for worlds and for modules."""
    return lambda problem, rng: (module if isinstance(problem, ModuleProblem) else world)(problem, rng)
