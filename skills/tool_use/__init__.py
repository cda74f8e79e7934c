"""Tool use: choose functions from a list and call them with the right arguments, or say that no call is right.

A problem is what is wanted with which values, and which tools are offered; under which names, and what form the reply
has, is drawn anew for each, so that nothing but the list in the prompt says how to call. What all have in common is in
`calling.py`, put into words by `prompt.py`. It comes from generated worlds (`worlds.py`, `makers.py`, over `operations.py`)
or from Python functions (`apis.py`, `values.py`, `modules.py`, `module_problem.py`). All that is said stands in
`tool_use.words`: above all the replies that abstain are many; what has few forms is learnt by heart, and a student that
has learnt them fails on others.

The seven kinds of instruction of AgentInstruct and their areas: all parameters (`choose_tool`, `fill_arguments`,
`optional_arguments`), superfluous ones (`superfluous`), missing ones (`missing_argument`), several tools
(`several_calls`), several with some parameters missing (`several_missing`), no tool (`no_tool`), a tool for a part only
(`some_absent`). What a tool does is not known here: a call is right by its name and its arguments alone.
"""

from __future__ import annotations

from typing import Any

from repairloop import Area, Skill, skill
from skills.tool_use import makers
from skills.tool_use.calling import Beyond, Choice, Optional, Several, Tools, ToolSettings
from skills.tool_use.module_problem import ModuleProblem
from skills.tool_use.modules import make
from skills.tool_use.worlds import BeyondProblem, ToolProblem

_ONE, _SEVERAL, _MANY = ("tool_use/choose_tool",), "tool_use/several_calls", 96


@skill("tool_use", grader="tool_call", words="tool_use.words", settings=ToolSettings)
class ToolUse(Skill):
    """Nine areas over worlds and modules."""

    areas = {
        "tool_use/choose_tool": Area(
            "choose one of several tools, simple arguments", makers.choose_tool, make,
            steps=Choice.but(tools=((2, 2), (3, 3), (4, 5)), others=(1, 2, 4)),
        ),
        "tool_use/fill_arguments": Area(
            "fill in several arguments of several types", makers.fill_arguments, make, needs=_ONE,
            steps=Tools.but(optional=(1, 1, 1)),
        ),
        "tool_use/optional_arguments": Area(
            "give optional arguments only where the user mentions them", makers.optional_arguments, make,
            needs=("tool_use/fill_arguments",), steps=Optional.but(optional=(0.5, 0.5, 0.5)),
        ),
        "tool_use/missing_argument": Area(
            "a required value may be missing: reply as told instead of guessing", makers.missing_argument, make,
            needs=_ONE, steps=Tools.but(parameters=(2, 3, 3)),
        ),
        "tool_use/no_tool": Area(
            "perhaps no tool fits: reply as told instead of calling one", makers.no_tool, make, needs=_ONE,
            steps=Choice.but(tools=((1, 2), (2, 3), (3, 5)), second=(0.5, 0.5, 1), others=(1, 2, 3)),
        ),
        "tool_use/several_calls": Area(
            "make two or three calls in one reply", makers.several_calls, make, _MANY, needs=_ONE,
            steps=Several.but(more=(0, 0.4, 1)),
        ),
        "tool_use/superfluous": Area(
            "the user states facts that no parameter takes: leave them out", makers.superfluous, make,
            needs=("tool_use/fill_arguments",), steps=Beyond,
        ),
        "tool_use/several_missing": Area(
            "several calls, of which one may lack a required value: reply as told", makers.several_missing, make, _MANY,
            needs=(_SEVERAL, "tool_use/missing_argument"), steps=Several,
        ),
        "tool_use/some_absent": Area(
            "several things are asked for, some without a tool: call the others", makers.some_absent, make, _MANY,
            needs=(_SEVERAL, "tool_use/no_tool"), steps=Several,
        ),
    }  # fmt: skip
    presets = {
        "standard": (
            "tool_use/choose_tool",
            "tool_use/fill_arguments",
            "tool_use/optional_arguments",
            "tool_use/missing_argument",
            "tool_use/no_tool",
            "tool_use/several_calls",
        )
    }
    steps = Tools
    problems = (ToolProblem, BeyondProblem, ModuleProblem)
    max_tokens = 64
    material = frozenset({"python"})
    quick = True

    def limit(self, area: str) -> int:
        least = super().limit(area)
        return 2 * least if self.tools == "native" else least  # some formats name every parameter twice

    def native(self, problem: Any) -> Any:
        return problem.native()
