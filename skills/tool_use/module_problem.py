'''A problem of real APIs: which are wanted with which values, which are offered, and what may stand in the way.

    wanted   linecache.getline(filename, lineno)
    wish     getline, {"filename": "data/report.csv", "lineno": 40}, superfluous {"priority": 3}
    truth    getline(filename="data/report.csv", lineno=40), or no call where `right` says so

    {"name": "linecache.getline", "description": …, "parameters": {…, "lineno": {"type": "integer"}}}
    def getline(filename: str, lineno: int): """Get a line for a Python source file from the cache"""
    - getline(filename: string, lineno: integer): Get a line for a Python source file from the cache

The purpose is the API's own first sentence as an imperative. An edit gives None where the result would be open to doubt:
where another value may pass for the one left out, a fact for an argument, or an API of the list for the one taken away.
That is judged by names, sorts of values and shared words, not by meaning.
'''

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, ClassVar, Final, Literal

from pydantic import Field

from repairloop import Draw, Part
from skills.tool_use import operations
from skills.tool_use.apis import Api, Parameter
from skills.tool_use.calling import Calling, Right, Rule, call_text
from skills.tool_use.operations import Operation
from skills.tool_use.prompt import ShownParameter, ShownTool, json_list, python_type, tool_list
from skills.tool_use.values import Value, draw, listed

Kind = Literal["all", "superfluous", "missing", "several", "several_missing", "absent", "some_absent"]
"""The kinds of instruction of AgentInstruct."""
MOST_CALLS: Final = 3


class ModuleWish(Part):
    """An API that the user asks for, the values given for its parameters, and facts that it does not take."""

    api: str
    given: dict[str, Value]
    superfluous: dict[str, Value] = Field(default_factory=dict)


class ModuleProblem(Calling):
    """What is asked for of real APIs, and which of them are offered."""

    surface: ClassVar[frozenset[str]] = frozenset({"others", "offers", "naming", "form", "rule", "reply", "chatter"})

    kind: Kind
    wanted: tuple[Api, ...]
    """The APIs that the user asks for."""
    wishes: tuple[ModuleWish, ...]
    right: Right = "call"
    missing: str = ""
    absent: tuple[str, ...] = ()
    """Names of APIs that are wanted and not offered."""
    others: tuple[Api, ...]
    offers: tuple[str, ...]
    """Names of the APIs of the list, in its order."""
    naming: str
    form: str
    rule: Rule = ""
    reply: str = ""
    chatter: bool = False

    def offered(self) -> list[Api]:
        known = {api.name: api for api in (*self.wanted, *self.others)}
        return [known[name] for name in self.offers]

    def api(self, name: str) -> Api:
        return next(api for api in (*self.wanted, *self.others) if api.name == name)

    def calls(self) -> list[tuple[str, dict[str, Value]]]:
        return [(tool_name(wish.api, self.naming), wish.given) for wish in self.wishes if wish.api not in self.absent]

    def written(self) -> list[str]:
        calls = []
        for wish in self.wishes:
            if wish.api in self.offers:
                stated = {**wish.given, **wish.superfluous}
                arguments = {p.name: stated[p.name] for p in self.api(wish.api).parameters if p.name in stated}
                calls.append(call_text(tool_name(wish.api, self.naming), arguments, self.form))
        return calls

    def schemas(self) -> list[dict[str, Any]]:
        return [schema(api, self.naming) for api in self.offered()]

    def has_optional(self) -> bool:
        return any(p.default is not None for api in self.offered() for p in api.parameters)

    def native_naming(self) -> str:
        return self.naming if self.naming == "last" else "joined"

    # -- wording --------------------------------------------------------------------------------------

    def wanted_of(self, w: Draw) -> list[tuple[Operation, Mapping[str, Value]]]:
        return [(self._operation(wish, w), {**wish.given, **wish.superfluous}) for wish in self.wishes]

    def _operation(self, wish: ModuleWish, w: Draw) -> Operation:
        """The API as something that can be asked for, its parameters and the facts beside them in one row."""
        api = self.api(wish.api)
        said = list({**wish.given, **wish.superfluous}.items())
        if wish.superfluous:
            w.rng.shuffle(said)
        known = {name: spoken(name, value, w) for name, value in said}
        if not known:
            first = api.parameters[0].name
            known = {first: spoken(first, "", w)}
        return Operation(wish.api, "", (), "", "", known, purposes(api.purpose, w))

    def listing(self, w: Draw) -> str:
        apis = self.offered()
        chance = w.rng.random()
        whole = 0.35 / len(apis)
        if chance < whole:
            return json_list(self.schemas(), w)
        if chance < whole + 0.35:
            documented = w.rng.random() < 0.4
            return "\n".join(_signature(api, self.naming, documented) for api in apis)
        return tool_list([shown(api, self.naming) for api in apis], w)

    # -- edits ----------------------------------------------------------------------------------------

    def with_other_values(self, w: Draw) -> ModuleProblem | None:
        wishes = tuple(
            wish.like(given={name: value_of(self.api(wish.api).parameter(name), w) for name in wish.given})
            for wish in self.wishes
        )
        return None if wishes == self.wishes else self.like(wishes=wishes)

    def with_detail(self, w: Draw) -> ModuleProblem | None:
        """An optional parameter gets a value."""
        open_ones = [
            (i, p)
            for i, wish in enumerate(self.wishes)
            for p in self.api(wish.api).parameters
            if p.default is not None and p.name not in wish.given
        ]
        if not open_ones or self.right == "missing":
            return None
        index, parameter = w.pick(open_ones)
        wishes = list(self.wishes)
        wishes[index] = wishes[index].like(given={**wishes[index].given, parameter.name: value_of(parameter, w)})
        return self.like(wishes=tuple(wishes))

    def without_value(self, w: Draw) -> ModuleProblem | None:
        """Where nothing was agreed on for it, the reply is a question."""
        return self.leave_out(w) if self.rule in ("", "missing") else None

    def without_tool(self, w: Draw) -> ModuleProblem | None:
        return self.take_away(w) if self.rule == "none" and self.right == "call" and not self.several else None

    def with_call(self, w: Draw) -> ModuleProblem | None:
        """A call of another API of the list."""
        others = list(self.others)
        if not others or self.rule not in ("", "part", "missing") or len(self.wishes) >= MOST_CALLS:
            return None
        api = others.pop(int(w.rng.random() * len(others)))
        given = {p.name: value_of(p, w) for p in api.parameters if p.default is None or w.rng.random() < 0.3}
        leaks = {(p.type, p.sort) for p in api.parameters if p.type == "string" and p.name in given}
        lacking = [p for known in self.wanted for p in known.parameters if p.name == self.missing]
        if not given or any(p.name in given or (p.type, p.sort) in leaks for p in lacking):
            return None
        kinds = {"all": "several", "missing": "several_missing"}
        return self.like(
            wanted=(*self.wanted, api), others=tuple(others), kind=kinds.get(self.kind, self.kind),
            wishes=(*self.wishes, ModuleWish(api=api.name, given=given)),
        )  # fmt: skip

    def with_facts(self, w: Draw) -> ModuleProblem | None:
        return self.add_facts(w) if self.rule in ("", "extra") and len(self.wishes[0].superfluous) < 3 else None

    def without_one_tool(self, w: Draw) -> ModuleProblem | None:
        return self.take_away(w) if self.rule in ("", "part") and self.several else None

    # -- what may stand in the way of a call ----------------------------------------------------------

    def leave_out(self, w: Draw) -> ModuleProblem | None:
        """One required value is not in the request."""
        open_ones = [
            (i, p)
            for i, wish in enumerate(self.wishes)
            for p in self.api(wish.api).required()
            if p.type != "boolean" and not self._may_pass(i, p)
        ]
        if not open_ones or self.missing or not told_apart(self.offered(), question=not self.reply):
            return None
        index, parameter = w.pick(open_ones)
        wishes = list(self.wishes)
        given = {name: value for name, value in wishes[index].given.items() if name != parameter.name}
        wishes[index] = wishes[index].like(given=given)
        kind = "several_missing" if self.several else "missing"
        return self.like(wishes=tuple(wishes), kind=kind, right="missing", missing=parameter.name, rule="missing")

    def _may_pass(self, index: int, parameter: Parameter) -> bool:
        """Whether a value of the other wishes may pass for the one that would be missing."""
        others = [
            self.api(wish.api).parameter(name)
            for i, wish in enumerate(self.wishes)
            if i != index
            for name in wish.given
        ]
        return any(p.name == parameter.name or (p.type == "string" and p.sort == parameter.sort) for p in others)

    def add_facts(self, w: Draw) -> ModuleProblem | None:
        """The request states one or two facts that the wanted API does not take."""
        wish, api = self.wishes[0], self.wanted[0]
        taken = {word for p in api.parameters for word in p.name.casefold().split("_")}
        taken |= set(api.purpose.casefold().split())
        sorts = {p.sort for p in api.parameters} - {"count", "small", "number", "flag"}
        facts = dict(wish.superfluous)
        for _ in range(1 + int(w.rng.random() * 2)):
            name, sort = w.row("module/fact")
            if name not in facts and sort not in sorts and not taken & set(name.split("_")):
                facts[name] = draw(sort, (), w.rng)
        if facts == wish.superfluous or self.several:
            return None
        return self.like(wishes=(wish.like(superfluous=facts),), kind="superfluous", rule="extra")

    def take_away(self, w: Draw) -> ModuleProblem | None:
        """One of the wanted APIs is not in the list, or the only one."""
        left = list(dict.fromkeys(wish.api for wish in self.wishes if wish.api not in self.absent))
        gone = w.pick(left)
        offers = tuple(name for name in self.offers if name != gone)
        rivals = [api for api in self.offered() if api.name != gone]
        if not offers or any(alike(self.api(gone), api, absent=True) for api in rivals):
            return None
        less = self.like(offers=offers, absent=(*self.absent, gone))
        if not self.several:
            return less.like(kind="absent", right="none")
        return less.like(kind="some_absent", rule="part") if len(left) > 1 else None


# ---- APIs that are alike, parameters that are told apart ----------------------------------------------


def alike(a: Api, b: Api, absent: bool) -> bool:
    """Whether one API might be taken for the other, or, where one is to be absent, might do any of its work."""
    if a.name.rpartition(".")[2].casefold().strip("_") == b.name.rpartition(".")[2].casefold().strip("_"):
        return True
    first, second = _content(a.about, a.name), _content(b.about, b.name)
    shared = len(first & second)
    if absent:
        return shared * 3 >= min(len(first), len(second))
    return shared * 4 >= 3 * min(len(first), len(second))


@lru_cache(maxsize=8192)
def _content(about: str, name: str) -> frozenset[str]:
    text = f"{about} {name.rpartition('.')[2]}".casefold().replace("_", " ")
    return frozenset(word.rstrip("s") for word in re.findall(r"[a-z]{3,}", text)) - listed("common")


def told_apart(apis: Iterable[Api], question: bool) -> bool:
    """Whether no two of the parameters are written alike, and a question can name each of them."""
    names = {p.name for api in apis for p in api.parameters}
    bare = {name.replace("_", "").casefold() for name in names}
    return len(bare) == len(names) and not (question and bare & {"what", "is", "the"})


def value_of(parameter: Parameter, w: Draw) -> Value:
    """A value that is not the default."""
    default = _literal(parameter.default, parameter.type) if parameter.default is not None else None
    if isinstance(default, bool) and parameter.type == "boolean":
        return not default
    choices = tuple(choice for choice in parameter.choices if choice != default)
    while (value := draw(parameter.sort, choices, w.rng)) == default:
        pass
    return value


# ---- phrases, schemas and signatures ------------------------------------------------------------------

_MARKS: Final = re.compile(r"[\\(){}|]")


def _plain(text: str) -> str:
    """The text as a phrase that says just that."""
    return _MARKS.sub(r"\\\g<0>", text)


def spoken(name: str, value: Value, w: Draw) -> operations.Parameter:
    """A parameter or fact with the clauses that may say its value."""
    label = name.strip("_").replace("_", " ") or name

    def clauses(*lists: str) -> tuple[str, ...]:
        return tuple(clause.replace("{label}", label) for name in lists for clause in w.all(name))

    if isinstance(value, bool):
        return operations.Parameter(name, "yes", (), clauses("module/yes"), clauses("module/no"))
    lists = ("module/clause", "module/quoted") if isinstance(value, str) else ("module/clause",)
    return operations.Parameter(name, "", clauses(*lists))


def purposes(purpose: str, w: Draw) -> tuple[str, ...]:
    """The ways of asking for it, all of them imperatives."""
    purpose = purpose.replace("|", "/")
    verb, _, rest = purpose.partition(" ")
    if verb == "return":
        return tuple(f"{start} {_plain(rest)}" for start in w.all("module/returns"))
    if verb == "check" and rest.startswith("whether "):
        return tuple(f"{start} {_plain(rest)}" for start in w.all("module/checks"))
    return (_plain(purpose),)


def schema(api: Api, naming: str) -> dict[str, Any]:
    """As the chat APIs have it, with what is said of parameters, and their defaults."""
    found = shown(api, naming).schema()
    for p in api.parameters:
        if p.about:
            found["parameters"]["properties"][p.name]["description"] = p.about
        if p.default not in (None, "None", "..."):
            found["parameters"]["properties"][p.name]["default"] = _literal(str(p.default), p.type)
    return found


def _literal(source: str, kind: str) -> Value:
    """The default as JSON; source text where it is a name."""
    if source in ("True", "False"):
        return source == "True"
    if kind in ("integer", "number") and re.fullmatch(r"-?\d+(\.\d*)?", source):
        return float(source) if "." in source else int(source)
    return source[1:-1] if source.startswith("'") else source


def tool_name(name: str, naming: str) -> str:
    if naming == "last":
        return name.rpartition(".")[2]
    return name.replace(".", "_") if naming == "joined" else name


def shown(api: Api, naming: str) -> ShownTool:
    parameters = tuple(ShownParameter(p.name, p.type, p.choices, p.default is not None) for p in api.parameters)
    return ShownTool(tool_name(api.name, naming), api.about, parameters)


def _signature(api: Api, naming: str, documented: bool) -> str:
    """As Python has it, with its defaults; `documented`: with what is said of the parameters."""
    written = []
    for p in api.parameters:
        default = f" = {p.default}" if p.default is not None else ""
        written.append(f"{p.name}: {python_type(p.type, p.choices)}{default}")
    head = f"def {tool_name(api.name, naming)}({', '.join(written)}):"
    notes = [f"    {p.name}: {p.about}" for p in api.parameters if p.about and documented]
    if not notes:
        return f'{head} """{api.about}"""'
    return "\n".join([head, f'    """{api.about}', *notes, '    """'])
