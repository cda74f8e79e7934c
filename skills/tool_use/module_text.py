'''How a problem of real APIs is worded: the request, and the list in one of three kinds of layout.

    {"name": "linecache.getline", "description": …, "parameters": {…, "lineno": {"type": "integer"}}}
    def getline(filename: str, lineno: int): """Get a line for a Python source file from the cache"""
    - getline(filename: string, lineno: integer): Get a line for a Python source file from the cache

The purpose is the API's own first sentence as an imperative; the frames around it, the rules and the forms are those of
the bank that the skill was given. What is right is not known here.
'''

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Final

from repairloop import Message
from skills.tool_use import catalogue
from skills.tool_use.apis import Api
from skills.tool_use.catalogue import Operation, Value, say
from skills.tool_use.module_problem import ModuleProblem, ModuleWish, schema, schemas, tool_name
from skills.tool_use.wording import (
    NATIVE,
    PYTHON_TYPES,
    ShownParameter,
    ShownTool,
    Words,
    form_text,
    instruction_text,
    json_list,
    messages,
    native_messages,
    request,
    rule_text,
    tool_list,
)

CLAUSES: Final = (
    "with @ {}", "with {} as the @", "the @ is {}", "the @ being {}", "using {} for the @", "where @ is {}", "@ {}",
    "with @ set to {}", "use {} as @", "for @ {}", "with the @ {}", "take {} for @", "@ = {}", "and @ {}",
)  # fmt: skip
QUOTED: Final = ('with @ "{}"', "with '{}' as the @", 'the @ is "{}"', 'using "{}" as @', "with `{}` for @", "@ '{}'")
YES: Final = ("with @ on", "@ set to true", "with @ enabled", "@: yes", "with @ true", "turn @ on")
NO: Final = ("with @ off", "@ set to false", "with @ disabled", "@: no", "with @ false", "turn @ off")
RETURNS: Final = ("return", "get", "look up", "find out", "fetch", "retrieve", "work out", "get hold of")
CHECKS: Final = ("check", "find out", "see", "determine", "verify", "look up")


def render(problem: ModuleProblem, words: Words, rng: Random) -> list[Message]:
    several = len(problem.wishes) > 1
    wishes: list[tuple[Operation, Mapping[str, Value]]] = [
        (_operation(problem, w, rng), {**w.given, **w.superfluous}) for w in problem.wishes
    ]
    asked = request(wishes, problem.chatter, words, rng)
    parts = [form_text(problem.form, several, words, rng)]
    offered = problem.offered()
    if any(p.default is not None for api in offered for p in api.parameters):
        parts.append(say(rng, words.optional_rules))
    rule = rule_text(problem.rule, problem.reply, words, rng, several)
    parts.insert(0 if rng.random() < 0.25 else len(parts), rule)
    if problem.form == NATIVE:
        return native_messages(schemas(problem), instruction_text(parts), asked, words, rng)
    return messages(_listing(offered, problem.naming, words, rng), instruction_text(parts), asked, words, rng)


# ---- the request -------------------------------------------------------------------------------------


def _operation(problem: ModuleProblem, wish: ModuleWish, rng: Random) -> Operation:
    """The API as something that can be asked for, its parameters and the facts beside them in one row."""
    types = {p.name: p.type for p in problem.api(wish.api).parameters}
    said = [(name, types.get(name, ""), value) for name, value in {**wish.given, **wish.superfluous}.items()]
    if wish.superfluous:
        rng.shuffle(said)
    parameters = {name: _parameter(name, value) for name, _, value in said}
    if not parameters:
        first = next(iter(types))
        parameters = {first: _parameter(first, "")}
    return Operation(wish.api, "", (), "", "", purposes(problem.api(wish.api).purpose), (), parameters)


def _parameter(name: str, value: Value) -> catalogue.Parameter:
    label = name.strip("_").replace("_", " ") or name

    def clauses(templates: tuple[str, ...]) -> tuple[str, ...]:
        return tuple([template.replace("@", label) for template in templates])

    if isinstance(value, bool):
        return catalogue.Parameter(name, "boolean", lambda rng: value, (), clauses(YES), clauses(NO))
    templates = CLAUSES + QUOTED if isinstance(value, str) else CLAUSES
    return catalogue.Parameter(name, "string", lambda rng: value, clauses(templates))


def purposes(purpose: str) -> tuple[str, ...]:
    """The ways of asking for it, all of them imperatives; `[a|b]` of a docstring is no choice of phrases."""
    purpose = purpose.replace("|", "/")
    verb, _, rest = purpose.partition(" ")
    if verb == "return":
        return tuple([f"{start} {rest}" for start in RETURNS])
    if verb == "check" and rest.startswith("whether "):
        return tuple([f"{start} {rest}" for start in CHECKS])
    return (purpose,)


# ---- the list ----------------------------------------------------------------------------------------


def _listing(apis: list[Api], naming: str, words: Words, rng: Random) -> str:
    chance = rng.random()
    whole = 0.35 / len(apis)
    if chance < whole:
        return json_list([schema(api, naming) for api in apis], rng)
    if chance < whole + 0.35:
        documented = rng.random() < 0.4
        return "\n".join(_signature(api, naming, documented) for api in apis)
    return tool_list([shown(api, naming) for api in apis], words, rng)


def shown(api: Api, naming: str) -> ShownTool:
    parameters = tuple(ShownParameter(p.name, p.type, p.choices, p.default is not None) for p in api.parameters)
    return ShownTool(tool_name(api.name, naming), api.about, parameters)


def _signature(api: Api, naming: str, documented: bool) -> str:
    """As Python has it, with its defaults; `documented`: with what is said of the parameters."""
    written = []
    for p in api.parameters:
        kind = f"Literal[{', '.join(map(repr, p.choices))}]" if p.choices else PYTHON_TYPES[p.type]
        written.append(f"{p.name}: {kind}" + (f" = {p.default}" if p.default is not None else ""))
    head = f"def {tool_name(api.name, naming)}({', '.join(written)}):"
    notes: Mapping[str, str] = {p.name: p.about for p in api.parameters if p.about} if documented else {}
    if not notes:
        return f'{head} """{api.about}"""'
    lines = [f"    {name}: {note}" for name, note in notes.items()]
    return "\n".join([head, f'    """{api.about}', *lines, '    """'])
