"""Graders for other people's loops: as a reward function for TRL, as a scorer for inspect_ai.

    GRPOTrainer(model, reward_funcs=trl_reward("math"), train_dataset=rows, …)     rows have a column `reference`
    Task(dataset=samples, solver=generate(), scorer=inspect_scorer("math"))        samples have a `target`

Three verdicts stay three: `ungradable` is neither a reward of zero nor a wrong answer. TRL leaves a reward of None
out; inspect_ai leaves an unscored sample out of its metrics. Neither library is imported before it is needed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from repairloop.ground.calls import calls_of, joined
from repairloop.ground.errors import UsageError
from repairloop.ground.messages import content_of, reply_in
from repairloop.plugins.grade import grade, loose_probe
from repairloop.plugins.registry import get_grader
from repairloop.plugins.verdict import ungradable
from repairloop.records import Answer, Verdict
from repairloop.records.envelope import opening

if TYPE_CHECKING:
    from inspect_ai.scorer import Scorer, Target  # type: ignore[import-not-found,unused-ignore]
    from inspect_ai.solver import TaskState  # type: ignore[import-not-found,unused-ignore]

Text = str | Sequence[dict[str, Any]]
"""A text, or a conversation of messages."""


def trl_reward(name: str, **settings: Any) -> TrlReward:
    """The grader `name` as a reward function for TRL's GRPO and its kin (`reward_funcs`).

    `settings` hold for every row; the dataset's columns say the rest (see `TrlReward`). Raises UsageError where
    there is no such grader.
    """
    return TrlReward(name, settings)


class TrlReward:
    """1.0 for a pass, 0.0 for a fail, None for ungradable. May be pickled.

    Columns of the dataset: `reference`, or `reference_json` for one that is no plain string, because Arrow fills up
    the keys that a dict lacks with None and so changes it; and `settings`, as an object (keys that are None are left
    out) or as JSON. Both may be absent. Without the first two a column of another usual name is the reference
    (`ANSWERS`) where it is the only one of them.

    What a model says is its last message. A grader that `reads_calls` is given the `tool_calls` of all its
    messages as well.
    """

    def __init__(self, name: str, settings: dict[str, Any]) -> None:
        self.name, self.settings = get_grader(name).name, settings
        self.__name__ = f"repairloop_{name}"

    def __call__(self, prompts: list[Text], completions: list[Text], **columns: Any) -> list[float | None]:
        """One reward a completion, as TRL calls it: with the prompts, and with all columns of the batch as lists.

        Raises UsageError where the rows have no reference that is known as one, and none can be graded without.
        """
        columns = self._named(columns)
        verdicts = [
            self._verdict(number, prompt, completion, columns)
            for number, (prompt, completion) in enumerate(zip(prompts, completions, strict=True))
        ]
        known = "reference" in columns or "reference_json" in columns
        if not known and (own := _own(columns)) and all(v.error_class == "gold_unparseable" for v in verdicts):
            raise UsageError(
                f"{self.__name__}: no row can be graded: the dataset has no column 'reference' (or 'reference_json'), but "
                f"{', '.join(own)}; rename the one that holds the right answer"
            )
        return [_REWARDS[verdict.status] for verdict in verdicts]

    def _named(self, columns: dict[str, Any]) -> dict[str, Any]:
        """The columns, the one that holds the reference under that name. Raises UsageError where two could be it."""
        if "reference" in columns or "reference_json" in columns:
            return columns
        usual = [name for name in columns if name.lower() in ANSWERS]
        if len(usual) > 1:
            raise UsageError(
                f"{self.__name__}: the dataset has no column 'reference' (or 'reference_json'), and {' and '.join(usual)} "
                "could both be meant; rename one of them to 'reference'"
            )
        return columns | {"reference": columns[usual[0]]} if usual else columns

    def _verdict(self, number: int, prompt: Text, completion: Text, columns: dict[str, Any]) -> Verdict:
        row = {name: values[number] for name, values in columns.items() if name in _COLUMNS}
        try:
            reference, settings = self._row(row)
        except (ValueError, TypeError) as error:
            return ungradable("gold_unparseable", f"row {number}: {error}"[:500])
        try:
            question, text = _question(prompt), _reply(completion, calls=get_grader(self.name).reads_calls)
        except (TypeError, RecursionError) as error:
            return ungradable("grader_error", f"row {number}: {error}"[:500])
        if isinstance(prompt, str):
            text = opening(prompt) + text  # the template began the thoughts
        return grade(loose_probe(self.name, question, reference, settings), Answer(probe_id="", text=text))

    def _row(self, row: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Reference and settings of one row. Raises ValueError or TypeError where they cannot be read."""
        written, given = row.get("reference_json"), row.get("settings")
        reference = row.get("reference") if written is None else json.loads(written)
        own = dict(json.loads(given) if isinstance(given, str) else given or {})
        return reference, self.settings | {key: value for key, value in own.items() if value is not None}


ANSWERS = frozenset({"answer", "ground_truth", "solution", "gold", "target", "expected", "label", "final_answer"})
"""Columns that hold the right answer in other people's datasets."""
_COLUMNS = ("reference", "reference_json", "settings")
_OF_TRL = frozenset({"completion_ids", "trainer_state", "log_extra", "log_metric", "prompts", "environments", "images"})
"""What TRL adds to the dataset's columns."""
_REWARDS: dict[str, float | None] = {"pass": 1.0, "fail": 0.0, "ungradable": None}


_METADATA = ("status", "error_class", "certainty", "expected", "thoughts", "grader", "version")


def inspect_scorer(name: str, **settings: Any) -> Scorer:
    """The grader `name` as a scorer for inspect_ai, with the metrics accuracy and standard error.

    The reference is the sample's `metadata["reference"]` where there is one, else its target (a list where it has
    several, None where it is empty); `metadata["settings"]` add to `settings`. An ungradable answer is unscored (NaN,
    what `Score.unscored` gives), so it is counted by no metric. Grading runs in a thread. Raises UsageError where
    there is no such grader, ImportError without inspect_ai.
    """
    import anyio
    from inspect_ai.scorer import CORRECT, INCORRECT, Score, accuracy, scorer, stderr

    get_grader(name)
    values = {"pass": CORRECT, "fail": INCORRECT, "ungradable": float("nan")}

    @scorer(metrics=[accuracy(), stderr()], name=f"repairloop_{name}")
    def make(grader: str, settings: dict[str, Any]) -> Scorer:
        async def score(state: TaskState, target: Target) -> Score:
            verdict = await anyio.to_thread.run_sync(_score, grader, settings, state, list(target))
            return Score(
                value=values[verdict.status], answer=verdict.extracted, explanation=verdict.evidence,
                metadata={name: getattr(verdict, name) for name in _METADATA},
            )  # fmt: skip

        return score

    return make(name, settings)


def _score(grader: str, settings: dict[str, Any], state: TaskState, target: list[str]) -> Verdict:
    metadata = state.metadata or {}
    stated = target[0] if len(target) == 1 else target
    reference = metadata.get("reference", stated or None)
    cut = state.output.stop_reason in ("max_tokens", "model_length")
    text = state.output.completion
    if get_grader(grader).reads_calls:
        text = joined(text, "\n".join(filter(None, map(_calls, _generated(state)))))
    answer = Answer(probe_id="", text=text, finish_reason="length" if cut else "stop")
    return grade(loose_probe(grader, state.input_text, reference, settings | (metadata.get("settings") or {})), answer)


def _generated(state: TaskState) -> list[Any]:
    """The messages that the model wrote; the last one may be in the output alone."""
    written = [m for m in state.messages if m.role == "assistant" and m.source == "generate"]
    last = [choice.message for choice in state.output.choices[:1]]
    return written + [m for m in last if m not in written]


def _calls(message: Any) -> str:
    calls = [{"name": call.function, "arguments": call.arguments} for call in message.tool_calls or []]
    return calls_of({"tool_calls": calls})


# ---- texts and conversations --------------------------------------------------------------------------


def _own(columns: dict[str, Any]) -> list[str]:
    """The dataset's own columns."""
    return [name for name in columns if name not in _OF_TRL and name not in _COLUMNS]


def _question(prompt: Text) -> str:
    """The text of all messages."""
    return prompt if isinstance(prompt, str) else "\n".join(content_of(turn.get("content")).text for turn in prompt)


def _reply(completion: Text, *, calls: bool) -> str:
    """What the model said last, and all calls that it made where `calls` are wanted."""
    return completion if isinstance(completion, str) else reply_in(completion, calls=calls).text
