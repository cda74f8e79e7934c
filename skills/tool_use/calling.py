"""What problems of generated worlds and of real APIs have in common: the truth, the answer, the rules, the prompt.

    tools    - add_event(title: string, date: string): Put an event in the calendar
    request  please put a meeting in my calendar called "new hires" on March 3 at noon
    answer   {"name": "add_event", "arguments": {"title": "new hires", "date": "March 3"}}

The truth is the calls that are wanted (`calls`), the answer is written from what is said and what is offered (`written`):
the two must agree.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from pydantic import Field

from repairloop import Ask, Draw, Problem, Settings, Step, by_step, calls_of, eased, edit
from skills.tool_use.operations import Operation
from skills.tool_use.prompt import NATIVE, form_text, instruction_text, laid_out, native_laid_out, request, rule_text
from skills.tool_use.values import Value

Rule = Literal["", "none", "missing", "part", "extra"]
"""What the prompt says about abstaining, in whole or in part, or about facts that no tool takes."""
Right = Literal["call", "none", "missing"]


class ToolSettings(Settings):
    abstain: float = Field(0.6, ge=0, le=1)
    """Share of problems in which no call is right, in the areas where that may be: no tool fits, or a value is missing."""
    python: float = Field(0.2, ge=0, le=1)
    """Share of problems of generated worlds whose calls are to be written as Python; the others as JSON."""
    tags: float = Field(0.12, ge=0, le=1)
    """Share of the others, of one call or two, whose JSON is to stand between tags."""


Range = tuple[int, int]
"""The fewest and the most."""


class Tools(Step):
    below = eased(solved=4, repeated=0.85)
    tools: Range = by_step("Tools that are offered.", (1, 1), (1, 2), (3, 3))
    near: float = by_step("Share of the tools beside the fitting one that are of its domain.", 0.15, 0.4, 0.6)
    parameters: int = by_step("Parameters of the fitting tool, as a rule.", 2, 3, 4)
    least: int = by_step("Parameters that its operation has at least.", 2, 3, 3)
    chatter: float = by_step("Share of requests with a word around them.", 0.1, 0.2, 0.4)
    others: int = by_step("Python functions beside the fitting one, at most.", 0, 1, 2)
    required: int = by_step("Most parameters of a Python function that must be given.", 3, 4, 5)
    rest: int = by_step("Most parameters of the functions beside it.", 2, 2, 3)
    optional: float = by_step("How often an optional parameter of a function is given.", 0.2, 0.4, 0.5)
    about: int = by_step("Most words that tell what a function does.", 12, 18, 24)


class Choice(Tools):
    second: float = by_step("Share of the fitting tools that have two parameters.", 0.4, 0.8, 1)


class Optional(Tools):
    mixed = frozenset({"spared"})
    spared: float = by_step("Share of tools of which all parameters but one are optional.", 1, 0.5, 1)


class Beyond(Tools):
    facts: int = by_step("Most facts that no tool takes.", 1, 2, 2)


class Several(Tools):
    required: int = by_step("Most parameters of a Python function that must be given.", 2, 3, 5)
    three: float = by_step("Share of requests for three calls; the others are for two.", 0, 0, 0.4)
    second: float = by_step("Share of requests for two calls whose tools have two parameters.", 0, 0.3, 1)
    more: float = by_step("Share of lists with tools beside those that are wanted.", 0, 0.5, 1)


class Calling(Problem):
    """Something is wanted, and tools are offered. Each kind declares the fields below itself: their order counts in keys."""

    if TYPE_CHECKING:
        right: Right
        missing: str
        """The parameter whose value the request leaves out."""
        naming: str
        form: str
        """`python`, or the two keys of a JSON call, `name/arguments`, with a tag around it: `name/arguments#tag`."""
        rule: Rule
        reply: str
        """How to abstain; `{param}` stands for the missing parameter; empty under `missing`: with a question."""
        chatter: bool
    optional_told: ClassVar[float] = 1.0
    """How often the prompt says what optional parameters are for, where there are some."""

    # -- what each kind knows of itself ---------------------------------------------------------------

    def calls(self) -> list[tuple[str, dict[str, Value]]]:
        """Name and arguments of the calls that are wanted."""
        raise NotImplementedError

    def written(self) -> list[str]:
        """The calls of the tools offered, with what is said about their parameters."""
        raise NotImplementedError

    def schemas(self) -> list[dict[str, Any]]:
        """The tools as the chat APIs have them."""
        raise NotImplementedError

    def has_optional(self) -> bool:
        """Whether a tool has optional parameters."""
        raise NotImplementedError

    def lacking(self) -> str:
        """The missing parameter, by the name that its tool gives it."""
        return self.missing

    def wanted_of(self, w: Draw) -> Sequence[tuple[Operation, Mapping[str, Value]]]:
        """What is asked for, and the values that are said."""
        raise NotImplementedError

    def listing(self, w: Draw) -> str:
        """The tools as the prompt lists them."""
        raise NotImplementedError

    def native_naming(self) -> str:
        """How tools are named where every server has to take the names: without dots."""
        raise NotImplementedError

    # -- the same for all -----------------------------------------------------------------------------

    def native(self) -> Self:
        """The same problem with its tools for the chat template."""
        return self.like(form=NATIVE, naming=self.native_naming())

    @property
    def several(self) -> bool:
        return len(self.wishes) > 1  # type: ignore[attr-defined]

    def reference(self) -> list[dict[str, Any]]:
        return [
            {"name": name, "arguments": {p: [value] for p, value in arguments.items()}}
            for name, arguments in (self.calls() if self.right == "call" else ())
        ]

    def settings(self) -> dict[str, Any]:
        settings: dict[str, Any] = {"tools": self.schemas()}
        if self.form != NATIVE:
            settings["form"] = "python" if self.form == "python" else "json"
        if self.rule in ("none", "missing"):
            settings["abstain"] = {"kind": self.rule, "token": self.reply}
        if self.rule == "missing":
            settings["abstain"]["missing"] = [self.lacking()] if self.missing else []
        return settings

    def answer(self, w: Draw) -> str:
        if self.right == "none":
            return self.reply
        if self.right == "missing":
            return self.reply.replace("{param}", self.lacking()) if self.reply else f"What is the {self.lacking()}?"
        written = self.written()
        if "#" in self.form or self.form == NATIVE:
            return "\n".join(written)
        return f"[{', '.join(written)}]" if self.several else written[0]

    def knowledge(self, w: Draw) -> str:
        return w.line(f"knowledge/{self.rule or ('optional' if self.has_optional() else 'call')}")

    def ask(self, w: Draw) -> Ask:
        asked = request(self.wanted_of(w), self.chatter, w)
        parts = [form_text(self.form, self.several, w)]
        if self.has_optional() and (self.optional_told == 1 or w.rng.random() < self.optional_told):
            parts.append(w.line("rule/optional"))
        rule = rule_text(self.rule, self.reply, self.several, w)
        parts.insert(0 if w.rng.random() < 0.25 else len(parts), rule)
        instruction = instruction_text(parts)
        if self.form == NATIVE:
            return native_laid_out(self.schemas(), instruction, asked, w)
        return laid_out(self.listing(w), instruction, asked, w)

    # -- edits: each changes what is asked or offered, and the truth follows --------------------------

    @edit("ask with other values")
    def with_other_values(self, w: Draw) -> Calling | None:
        raise NotImplementedError

    @edit("mention one more detail")
    def with_detail(self, w: Draw) -> Calling | None:
        """The tool gets another value."""
        raise NotImplementedError

    @edit("leave a required value out")
    def without_value(self, w: Draw) -> Calling | None:
        raise NotImplementedError

    @edit("take the fitting tool away")
    def without_tool(self, w: Draw) -> Calling | None:
        raise NotImplementedError

    @edit("ask for one more call")
    def with_call(self, w: Draw) -> Calling | None:
        """Another call of a tool of the list."""
        raise NotImplementedError

    @edit("state facts that no tool takes")
    def with_facts(self, w: Draw) -> Calling | None:
        raise NotImplementedError

    @edit("take one of the fitting tools away")
    def without_one_tool(self, w: Draw) -> Calling | None:
        raise NotImplementedError


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
