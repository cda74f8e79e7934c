"""A user's own function as a grader: `file.py:name`, in the shapes that other tools have.

    def right(answer, gold) -> bool | float                            plain
    def reward(completion, answer, …) -> float                         verifiers: arguments by name, async or not
    def reward(prompts, completions, **columns) -> list[float]         TRL
    def get_assert(output, context) -> bool | float | {"pass", …}      promptfoo
    def scorer(): async def score(state, target) -> Score              inspect_ai

Which shape it is, its signature says. The file is never loaded in this process: it is loaded and run in a worker
(`repairloop.ground.guard`) with a limit of time and memory, and only plain data comes back. A function that raises, hangs or
returns what is no score makes the answer `ungradable`, never a fail. A number passes where it is more than half of what
the gold itself gets, so that a reward of 2 for right and 0.5 for the form needs no setting.

What cannot be known: whether the function is right, and whether it gives the same answer twice.
"""

from __future__ import annotations

import asyncio
import hashlib
import inspect
import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, Literal, NamedTuple

from repairloop.ground.errors import BadReference, UsageError
from repairloop.ground.guard import FILE_PLUGIN, GuardError, GuardTimeout, file_module, guarded
from repairloop.plugins.given import Given
from repairloop.plugins.grader import Grader
from repairloop.plugins.understanding import Stated, Taken, Understanding
from repairloop.plugins.verdict import failed, passed, ungradable
from repairloop.records import Answer, Probe, Verdict

SECONDS: Final = 5.0
"""Processor time for one answer."""
LOAD_SECONDS: Final = 60.0
"""Processor time for loading the file, the first time."""
MEMORY_MIB: Final = 2048
TRIED: Final = 6
"""Golds on which it is tried how the function wants an answer to be given."""
MOST_SAID: Final = 500
WITHOUT_SCORE: Final = 3
"""Golds, one after the other, that a function may fail on before it is said to be at fault."""

FORMS: Final = (
    "{}", r"\boxed{{}}", "<answer>{}</answer>", "<answer>\n{}\n</answer>", "#### {}", "The answer is {}.", "Answer: {}", "ANSWER: {}"
)  # fmt: skip
"""How a right answer may have to be written; `{}` stands for the gold."""
GOLDS: Final = (
    "answer", "gold", "target", "reference", "expected", "ground_truth", "solution", "label", "truth", "correct", "correct_answer",
    "right", "y_true", "final_answer", "ideal", "expected_output", "reference_answer",
)  # fmt: skip
"""Names of a parameter that is given the gold."""
ANSWERS: Final = (
    "output", "response", "prediction", "pred", "reply", "completion", "generated", "generation", "model_answer", "model_output", "text",
    "said", "actual", "y_pred", "candidate", "hypothesis", "student_answer", "given",
)  # fmt: skip
"""Names of a parameter that is given the answer."""
QUESTIONS: Final = ("question", "prompt", "input", "query", "instruction", "problem")

Shape = Literal["plain", "inspect", "verifiers", "trl", "promptfoo"]


class OwnSettings(Given):
    """How the function is called."""

    form: str = "{}"
    """How a right answer is written; `{}` stands for the gold."""
    talk: Literal["text", "messages"] = "text"
    """Whether answers are texts, or conversations of one message, for functions of TRL and verifiers."""
    columns: dict[str, Any] = {}
    """Further columns of the row, which the function asks for by name."""


class Looked(NamedTuple):
    """What a worker found of a function."""

    shape: Shape
    names: tuple[str, ...]
    """Parameters that must be given."""
    factory: bool
    """It makes the function that scores."""
    turned: bool
    """Plain: the gold comes first."""
    told: str
    """The same in words."""
    all_columns: bool = False
    """It is given every column that it has a parameter for, though it needs not be, or all of them in one object."""


class Score(NamedTuple):
    """What a function says of an answer, as plain data."""

    value: float | None
    """The score; None where it is none."""
    right: bool | None
    """Whether it says itself that the answer is right."""
    said: str
    """Its reason, or what went wrong."""


def own_name(function: str) -> str:
    """What the grader of a function is called."""
    return f"own_{function.lower()}"


def own_grader(spec: str, known: Grader | None = None) -> Grader:
    """The grader of `file.py:name`; `known`, the one of that name, where nothing has changed. UsageError where the file or the function is not there, where it cannot be loaded, and
    where its signature is of no known shape."""
    path, _, name = spec.rpartition(":")
    file = Path(path).expanduser()
    if not file.is_file():
        raise UsageError(f"grader {spec}: there is no file {path!r}")
    if not name.isidentifier():
        raise UsageError(f"grader {spec}: {name!r} is no name of a function; write FILE.py:NAME")
    place = str(file.resolve())
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:8]
    if known is not None and (getattr(known, "place", ""), known.version) == (place, digest):
        return known
    try:
        found = guarded(
            "repairloop.plugins.own:look", place, name, seconds=LOAD_SECONDS, memory=None, once=True
        )  # fmt: skip
    except GuardTimeout:
        raise UsageError(f"grader {spec}: loading the file takes more than {LOAD_SECONDS:g} s") from None
    except GuardError as error:
        raise UsageError(f"grader {spec}: the file cannot be loaded: {error}") from None
    if isinstance(found, str):
        raise UsageError(f"grader {spec}: {found}")
    made: type[Own] = type(
        "Own", (Own,), {"__module__": f"{FILE_PLUGIN}{file.stem}", "__qualname__": f"{place}:{name}"}
    )  # fmt: skip
    made.name, made.version = own_name(name), digest
    made.place, made.function, made.looked, made.spec = place, name, Looked(*found), spec
    made.__doc__ = f"Your function {name} of {file.name}, {made.looked.told}."
    return made()


class Own(Grader[Any, OwnSettings]):
    """A function of the user's."""

    place = ""
    """The file."""
    function = ""
    looked = Looked("plain", (), False, False, "")
    spec = ""

    def __init__(self) -> None:
        self._best: dict[str, Score] = {}

    def prepare(self, reference: Any, settings: OwnSettings) -> tuple[Any, OwnSettings]:
        if reference is None:
            raise BadReference("the function needs a gold to hold the answer against")
        return reference, settings

    def grade(self, probe: Probe, answer: Answer) -> Verdict:
        reference, settings = self.read(probe)
        try:
            score = self._score(probe, answer.text, reference, settings)
            best = self._score_of_gold(probe, reference, settings) if score.right is None else score
        except GuardTimeout:
            return ungradable("grader_timeout", f"{self.function} took longer than {SECONDS:g} s")
        except GuardError as error:
            return ungradable("grader_error", f"{self.function} was lost: {error}"[:MOST_SAID])
        expected = _text(reference)[:2000]
        if score.value is None and score.right is None:
            return ungradable("grader_error", f"{self.function} {score.said}")
        said = f"{self.function} says {score.value:g}" if score.value is not None else f"{self.function} has decided"
        evidence = f"{said}{f': {score.said}' if score.said else ''}."
        right = score.right
        if right is None:
            if best.value is None or best.value <= 0:
                return ungradable(
                    "gold_unparseable", f"{self.function} gives the gold itself {best.value} ({best.said})"
                )
            right = score.value is not None and score.value > best.value / 2
            evidence = f"{evidence} The gold itself gets {best.value:g}."
        seen: dict[str, Any] = {
            "extracted": answer.text.strip()[:500] or None,
            "expected": expected,
            "evidence": evidence,
        }
        return passed(**seen) if right else failed("wrong_value", "heuristic", **seen)

    def gold(self, probe: Probe) -> str:
        reference, settings = self.read(probe)
        return settings.form.replace("{}", _text(reference), 1)

    def corrupt(self, probe: Probe) -> dict[str, str]:
        return {}

    def understands(self, rows: Sequence[Stated], asked: bool) -> Understanding | None:
        """The golds as they are; on some of them it is tried in which form the function takes an answer."""
        if not asked:
            return None
        golds = [row.written or row.gold for row in rows]
        plain = self.looked.shape == "plain"
        names = self.looked.names[2:] if plain else self.looked.names
        given = (*GOLDS, *ANSWERS, *QUESTIONS, *(() if plain else _OF_SHAPE))
        wanted = [name for name in names if name not in given]
        missing = [name for name in wanted if not any(name in row.columns for row in rows[:1000])]
        if missing:
            raise UsageError(
                f"grader {self.spec}: the function must be given {', '.join(missing)}, and no column that is kept beside the questions "
                "is called so (those that are question or answer, lists and long texts are not kept)"
            )
        some = [] if self.looked.all_columns else [name for name in names if any(name in row.columns for row in rows)]
        columns = [
            {**dict.fromkeys(wanted), **row.columns} if self.looked.all_columns else {name: row.columns.get(name) for name in some} for row in rows
        ]  # fmt: skip
        taken = [Taken(gold, {"columns": more} if more else {}) for gold, more in zip(golds, columns, strict=True)]
        settings = self._manner(rows, taken)
        form = settings.get("form", "{}")
        said = form.replace("{}", "…", 1).replace("\n", " ")
        return Understanding(
            kind="own", rows=taken, confidence=1.0, settings=settings, room=128,
            instruction="" if form == "{}" else f"Write the answer in this form: {said}", marks=[form.partition("{}")[0].strip()],
            notes=[f"{self.spec} is {self.looked.told}"]
            + ([] if form == "{}" else [f"the function takes answers of this form: {said}"]),
        )  # fmt: skip

    def _manner(self, rows: Sequence[Stated], taken: Sequence[Taken]) -> dict[str, Any]:
        """The form and the way of talking in which most of some golds are right. UsageError where none is in any."""
        step = max(1, len(rows) // TRIED)
        some = [(row, one) for row, one in zip(rows, taken, strict=True) if one.reference is not None][::step][:TRIED]
        talks = ("text", "messages") if self.looked.shape in ("trl", "verifiers") else ("text",)
        best: tuple[int, dict[str, Any]] = 0, {}
        said: list[str] = []
        for form in FORMS:
            for talk in talks:
                settings = {"form": form, "talk": talk}
                count = 0
                for row, one in some:
                    right, why = self._holds(row, one, settings)
                    count += right
                    if why:
                        said.append(why)
                        if len(said) >= WITHOUT_SCORE and not count and "longer than" in why:
                            raise UsageError(f"grader {self.spec}: on the golds of the file the {why}")
                if count > best[0]:
                    best = count, {key: value for key, value in settings.items() if value != _USUAL[key]}
                if count == len(some):
                    return best[1]
        if not best[0]:
            why = f"; it {said[0]}" if said else ", in none of the forms that were tried"
            raise UsageError(
                f"grader {self.spec}: it calls none of the first golds right{why}. It was taken for {self.looked.told}"
            )
        return best[1]

    def _holds(self, row: Stated, one: Taken, settings: dict[str, Any]) -> tuple[bool, str]:
        """Whether the gold is right by the function, and else what went wrong."""
        chosen = OwnSettings(**settings, columns=dict(one.settings.get("columns", {})))
        probe = Probe(
            id="", skill="", area="", split="screen", messages=[{"role": "user", "content": row.question}],
            reference=one.reference, grader=self.name, settings={},
        )  # fmt: skip
        try:
            score = self._score(probe, chosen.form.replace("{}", _text(one.reference), 1), one.reference, chosen)
        except GuardTimeout:
            return False, f"function takes longer than {SECONDS:g} s"
        except GuardError as error:
            return False, f"was lost: {error}"
        if score.right is not None:
            return score.right, ""
        return score.value is not None and score.value > 0, "" if score.value is not None else score.said

    def _score_of_gold(self, probe: Probe, reference: Any, settings: OwnSettings) -> Score:
        key = json.dumps([reference, settings.model_dump(), probe.question], default=str)
        if key not in self._best:
            if len(self._best) >= 65_536:
                self._best.clear()
            text = settings.form.replace("{}", _text(reference), 1)
            self._best[key] = self._score(probe, text, reference, settings)
        return self._best[key]

    def _score(self, probe: Probe, text: str, reference: Any, settings: OwnSettings) -> Score:
        asked = {
            "messages": probe.messages,
            "question": probe.question,
            "columns": settings.columns,
            "talk": settings.talk,
        }
        found = guarded(
            "repairloop.plugins.own:call", self.place, self.function, tuple(self.looked), text, _each(reference), asked,
            seconds=SECONDS, memory=MEMORY_MIB, needs=self.place,
        )  # fmt: skip
        return Score(*found)


_USUAL: Final[dict[str, Any]] = {"form": "{}", "talk": "text"}
_OF_SHAPE: Final = (
    "state",
    "target",
    "completion",
    "completions",
    "prompts",
    "prompt",
    "output",
    "context",
    "info",
    "task",
)


def _each(gold: Any) -> Any:
    """What a log keeps as the right answer and other names of it, as the list that functions know."""
    if isinstance(gold, dict) and gold.keys() == {"value", "aliases"} and isinstance(gold["aliases"], list):
        return [gold["value"], *gold["aliases"]]
    return gold


def _text(reference: Any) -> str:
    """A right answer as text: of several names the first."""
    reference = reference["value"] if _each(reference) is not reference else reference
    return reference if isinstance(reference, str) else json.dumps(reference, ensure_ascii=False, default=str)


# ---- in the worker ----------------------------------------------------------------------------------------


def look(file: str, name: str) -> tuple[Any, ...] | str:
    """The shape of a function, or what is wrong with it. Runs in a worker."""
    try:
        module = file_module(file)
    except BaseException as error:
        return f"the file cannot be loaded: {_raised(error, file)}"
    if not hasattr(module, name):
        functions = [
            key for key, value in vars(module).items() if inspect.isfunction(value) and not key.startswith("_")
        ]
        return f"there is no {name!r} in it; its functions: {', '.join(map(str, functions)) or 'none'}"
    found = getattr(module, name)
    if not callable(found) or inspect.isclass(found):
        return f"{name!r} is no function"
    try:
        return tuple(_shape(found, file))
    except (TypeError, ValueError) as error:
        return str(error)


def _shape(function: Callable[..., Any], file: str, *, made: bool = False) -> Looked:
    """ValueError where it is of no known shape."""
    parameters = [
        p for p in inspect.signature(function).parameters.values() if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)
    ]  # fmt: skip
    names = tuple(p.name for p in parameters)
    needed = tuple(p.name for p in parameters if p.default is p.empty)
    known = set(names)
    any_name = len(needed) < len(
        [p for p in inspect.signature(function).parameters.values() if p.kind is not p.VAR_POSITIONAL]
    )
    if {"state", "target"} <= known:
        return Looked("inspect", needed, made, False, "a scorer of inspect_ai: (state, target)", True)
    if not needed and not made:
        try:
            inner = function()
        except Exception as error:
            raise ValueError(f"it takes no argument, and called without it {_raised(error, file)}") from None
        if callable(inner):
            return _shape(inner, file, made=True)
        raise ValueError("it takes no argument; a grader takes the answer and the gold")
    if made:
        raise ValueError(f"it makes a function of ({', '.join(names)}), where a scorer takes (state, target)")
    if "completions" in known:
        return Looked("trl", needed, False, False, "a reward function of TRL: (completions, **columns)", any_name)
    if {"output", "context"} <= known or function.__name__ == "get_assert":
        return Looked("promptfoo", needed, False, False, "an assertion of promptfoo: (output, context)", True)
    if "completion" in known and known & {"answer", "state", "info", "prompt", "task", "parser"}:
        if "parser" in needed:
            raise ValueError(
                "it wants a parser, which its environment of verifiers would give; give it one as a default"
            )
        told = f"a reward function of verifiers: ({', '.join(names)})"
        return Looked("verifiers", needed, False, False, told, any_name or not known.isdisjoint(("info", "state")))
    positional = [p.name for p in parameters if p.kind is not p.KEYWORD_ONLY]
    if len(positional) < 2 or positional[: len(needed[:2])] != list(needed[:2]):
        raise ValueError(
            f"({', '.join(names)}) is none of the shapes that are known: (answer, gold), verifiers (completion, answer), TRL "
            "(completions, **columns), promptfoo (output, context), inspect_ai (state, target)"
        )
    first, second = positional[:2]
    turned = (first in GOLDS and second not in GOLDS) or (first == "answer" and second in ANSWERS)
    order = f"{second} is the answer, {first} the gold" if turned else f"{first} is the answer, {second} the gold"
    return Looked("plain", (*positional[:2], *needed[2:]), False, turned, f"a plain function: {order}", any_name)


def call(file: str, name: str, looked: tuple[Any, ...], text: str, gold: Any, asked: dict[str, Any]) -> tuple[Any, ...]:
    """The score of one answer, as plain data whatever the function does. Runs in a worker."""
    try:
        return tuple(_read(_called(getattr(file_module(file), name), Looked(*looked), text, gold, asked)))
    except MemoryError:
        raise
    except BaseException as error:
        return None, None, _raised(error, file)


def _called(function: Callable[..., Any], looked: Looked, text: str, gold: Any, asked: dict[str, Any]) -> Any:
    columns, messages = asked["columns"], asked["messages"]
    conversation = asked["talk"] == "messages"
    said = [{"role": "assistant", "content": text}] if conversation else text
    prompt = messages if conversation else asked["question"]
    golds = dict.fromkeys(GOLDS, gold)
    if looked.shape == "inspect":
        scorer = function() if looked.factory else function
        return _awaited(scorer(*_state(text, gold, asked)))
    if looked.shape == "promptfoo":
        row = {**golds, **dict.fromkeys(QUESTIONS, asked["question"]), **columns}
        context = {"prompt": asked["question"], "vars": row, "test": {"vars": row, "assert": []}, "config": {}}
        return _awaited(function(text, context))
    if looked.shape == "plain":
        first = (gold, text) if looked.turned else (text, gold)
        more = {**golds, **dict.fromkeys(ANSWERS, text), **dict.fromkeys(QUESTIONS, asked["question"]), **columns}
        wanted = {*looked.names[2:], *columns} - set(looked.names[:2])
        return _awaited(function(*first, **_fitting(function, {name: more[name] for name in wanted})))
    given: dict[str, Any] = {
        **golds,
        **dict.fromkeys(QUESTIONS, prompt),
        **columns,
        "prompt": prompt,
        "completion": said,
    }
    given |= {"info": columns, "task": "default"}
    given["state"] = {"prompt": prompt, "completion": said, "answer": gold, "info": columns, "task": "default"}
    if looked.shape == "verifiers":
        return _awaited(function(**_fitting(function, given)))
    rows = {
        key: [value] for key, value in given.items() if key not in ("completion", "prompt", "state", "info", "task")
    }
    found = _awaited(function(**_fitting(function, {**rows, "prompts": [prompt], "completions": [said]})))
    if not isinstance(found, list | tuple) or len(found) != 1:
        raise TypeError(f"returned {_named(found)} for one completion, not a list of one score")
    return found[0]


def _fitting(function: Callable[..., Any], given: dict[str, Any]) -> dict[str, Any]:
    """What the function has parameters for."""
    parameters = inspect.signature(function).parameters
    if any(p.kind is p.VAR_KEYWORD for p in parameters.values()):
        return given
    return {name: value for name, value in given.items() if name in parameters}


def _awaited(found: Any) -> Any:
    return asyncio.run(_wait(found)) if inspect.isawaitable(found) else found


async def _wait(found: Any) -> Any:
    return await found


def _state(text: str, gold: Any, asked: dict[str, Any]) -> tuple[Any, Any]:
    """State and target for a scorer: those of inspect_ai where it is installed, else what looks like them."""
    targets = [str(part) for part in gold] if isinstance(gold, list) else [str(gold)]
    question, columns = asked["question"], asked["columns"]
    try:
        from inspect_ai.model import ChatMessageAssistant, ChatMessageUser, ModelOutput
        from inspect_ai.scorer import Target
        from inspect_ai.solver import TaskState
    except ImportError:
        output = SimpleNamespace(completion=text, message=SimpleNamespace(text=text, content=text), stop_reason="stop")
        state = SimpleNamespace(
            output=output, input=question, input_text=question, metadata=columns, store={}, choices=[],
            messages=[SimpleNamespace(role="assistant", text=text, content=text)], target=_Target(targets),
        )  # fmt: skip
        return state, _Target(targets)
    output = ModelOutput.from_content("own", text)
    target = Target(targets if len(targets) > 1 else targets[0])
    said = [ChatMessageUser(content=question), ChatMessageAssistant(content=text)]
    state = TaskState(
        model="own/model", sample_id=1, epoch=1, input=question, messages=said, target=target, output=output,
        metadata=columns,
    )  # fmt: skip
    return state, target


class _Target(list[str]):
    @property
    def text(self) -> str:
        return "".join(self)


_GRADES: Final = {"C": 1.0, "P": 0.5, "I": 0.0, "N": 0.0}
"""Inspect's letters: correct, partial, incorrect, no answer."""


def _read(found: Any) -> Score:
    """What a function returned, as a score. TypeError where it is none."""
    said = ""
    if hasattr(found, "value") and not isinstance(found, int | float):  # inspect_ai's Score
        said, found = str(getattr(found, "explanation", None) or ""), found.value
        if isinstance(found, str):
            if found not in _GRADES:
                raise TypeError(f"gave the score {found[:40]!r}, which is none of {', '.join(_GRADES)}, nor a number")
            found = _GRADES[found]
    right: bool | None = None
    if not isinstance(found, dict) and hasattr(found, "score") and hasattr(found, "reason"):  # promptfoo's result
        found = {
            "pass": getattr(found, "pass_", getattr(found, "pass", None)),
            "score": found.score,
            "reason": found.reason,
        }
    if isinstance(found, dict):
        decided = next(
            (found[key] for key in ("pass", "pass_", "passed", "correct") if found.get(key) is not None), None
        )
        said = said or str(found.get("reason") or "")
        if isinstance(decided, bool):
            right = decided
        found = found.get("score", decided)
        if found is None and right is None:
            raise TypeError("returned an object without `pass` and `score`")
    kind = type(found).__name__
    if kind in ("bool", "bool_", "bool"):
        right = bool(found) if right is None else right
        value: float | None = float(bool(found))
    elif found is None:
        value = None
    elif isinstance(found, int | float) or (hasattr(found, "item") and hasattr(found, "__float__")):
        value = float(found)
    else:
        raise TypeError(f"returned {_named(found)}, which is no score")
    if value is None and right is None:
        raise TypeError("returned None, which is no score")
    if value is not None and not math.isfinite(value):
        raise TypeError(f"returned {value}, which is no score")
    return Score(value, right, " ".join(said[:MOST_SAID].split()))


def _named(found: Any) -> str:
    return (
        f"{type(found).__name__} {found!r:.80}"
        if isinstance(found, str | list | tuple | dict)
        else type(found).__name__
    )


def _raised(error: BaseException, file: str) -> str:
    """An exception in words, with the line of the user's file that it comes from."""
    if isinstance(error, TypeError) and str(error).startswith(("returned ", "gave ")):
        return str(error)[:MOST_SAID]
    lines = [at.lineno for at in inspect.trace() if at.filename == file]
    where = f" (line {lines[-1]} of {Path(file).name})" if lines else ""
    text = " ".join(str(error)[:MOST_SAID].split())
    return f"raised {type(error).__name__}: {text}{where}"[:MOST_SAID]
