"""Graders as a TRL reward and as an inspect_ai scorer: three verdicts stay three."""

from __future__ import annotations

import json
import math
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from repairloop.grading.rewards import inspect_scorer, trl_reward
from repairloop.ground.errors import UsageError


def as_trl(reward: Any, prompts: list[Any], completions: list[Any], **columns: list[Any]) -> list[float | None]:
    """Call it as GRPOTrainer does: all by keyword, with what the trainer adds."""
    return reward(
        prompts=prompts, completions=completions, completion_ids=[[1, 2]] * len(prompts), trainer_state=object(),
        log_extra=lambda column, values: None, log_metric=lambda name, value: None, **columns,
    )  # fmt: skip


def chat(text: str) -> list[dict[str, Any]]:
    return [{"role": "assistant", "content": text}]


def test_texts_and_conversations_get_the_same_rewards() -> None:
    reward = trl_reward("math")
    replies = ["The answer is 85.", "86", "", "I do not know.", "3.50"]
    reference = ["85", "85", "85", "85", "7/2"]
    wanted = [1.0, 0.0, 0.0, 0.0, 1.0]
    assert as_trl(reward, ["How much?"] * 5, replies, reference=reference) == wanted
    asked = [[{"role": "user", "content": "How much?"}]] * 5
    assert as_trl(reward, asked, [chat(text) for text in replies], reference=reference) == wanted


def test_what_cannot_be_graded_is_none_and_not_zero() -> None:
    reward = trl_reward("fields")
    assert as_trl(reward, ["?"] * 2, ["Oslo"] * 2, reference=[{"value": "Oslo"}, "no reference of this grader"]) == [
        1.0,
        None,
    ]
    assert as_trl(trl_reward("constraints"), ["?"], ["one two"]) == [None], "no column, no reference"


def test_settings_come_from_the_call_and_from_the_columns() -> None:
    strict = trl_reward("math", form="number_only")
    said = ["The answer is 85."] * 4
    rows = [None, {"form": "free"}, '{"form": "free"}', {"form": None}]
    assert as_trl(strict, ["?"] * 4, said, reference=["85"] * 4) == [0.0] * 4
    assert as_trl(strict, ["?"] * 4, said, reference=["85"] * 4, settings=rows) == [0.0, 1.0, 1.0, 0.0]


def test_a_structured_reference_survives_as_json() -> None:
    two_words = [{"id": "words", "args": {"exactly": 2}}]
    reward = trl_reward("constraints")
    given = [json.dumps(two_words), json.dumps([{"id": "no_commas", "args": {}}]), None]
    assert as_trl(reward, ["?"] * 3, ["one two", "a, b", "x"], reference_json=given) == [1.0, 0.0, None]


def test_a_row_that_cannot_be_read_is_none_and_the_rest_goes_on() -> None:
    reward = trl_reward("math")
    rows = ['{"form"', "[1, 2]", '"boxed"', None]
    assert as_trl(reward, ["?"] * 4, ["85"] * 4, reference=["85"] * 4, settings=rows) == [None, None, None, 1.0]
    assert as_trl(reward, ["?"], ["85"], reference_json=["{"]) == [None]


def test_the_last_thing_that_the_model_said_counts() -> None:
    reward = trl_reward("math")
    turns = [
        {"role": "assistant", "content": "86", "tool_calls": []},
        {"role": "tool", "content": "87"},
        {"role": "assistant", "content": [{"type": "text", "text": "It is "}, {"type": "text", "text": "85"}]},
        {"role": "tool", "content": "88"},
    ]
    silent: list[dict[str, Any]] = [{"role": "assistant", "content": None}]
    assert as_trl(reward, [chat("?")] * 3, [turns, silent, []], reference=["85"] * 3) == [1.0, 0.0, 0.0]


OSLO = {"name": "get_weather", "arguments": {"city": "Oslo"}}
WANTED = json.dumps([{"name": "get_weather", "arguments": {"city": ["Oslo"]}}])


def called(*calls: dict[str, Any], content: Any = "", **message: Any) -> list[dict[str, Any]]:
    written = [{"type": "function", "function": call} for call in calls]
    return [{"role": "assistant", "content": content, "tool_calls": written, **message}]


def test_calls_beside_the_text_are_part_of_the_answer() -> None:
    reward = trl_reward("tool_call")
    rome = {"name": "get_weather", "arguments": {"city": "Rome"}}
    as_text = {"name": "get_weather", "arguments": '{"city": "Oslo"}'}
    completions = [
        called(OSLO), called(as_text, content=None), called(OSLO, content="I look it up."),
        called(rome), called(OSLO, rome), called({"name": "get_weather", "arguments": "{"}), called({"name": "get_weather"}),
        [{"role": "assistant", "content": None, "function_call": as_text}], called(None), called(),  # type: ignore[arg-type]
    ]  # fmt: skip
    wanted = [1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    assert as_trl(reward, ["?"] * 10, completions, reference_json=[WANTED] * 10) == wanted


def test_a_call_is_no_abstention_whatever_words_stand_beside_it() -> None:
    reward = trl_reward("tool_call")
    joke = "None of the tools fits. Here is a joke."
    completions = [
        called(OSLO, content=joke),
        called(content=joke),
        [*called(OSLO), {"role": "tool", "content": "5"}, *chat(joke)],
    ]
    assert as_trl(reward, ["?"] * 3, completions, reference_json=["[]"] * 3) == [0.0, 1.0, 0.0]


def test_calls_of_several_turns_count_together() -> None:
    turns = [*called(OSLO), {"role": "tool", "content": "5 degrees"}, *chat("It has 5 degrees.")]
    assert as_trl(trl_reward("tool_call"), ["?"], [turns], reference_json=[WANTED]) == [1.0]
    assert as_trl(trl_reward("math"), ["?"], [[*called(OSLO), *chat("It is 85.")]], reference=["85"]) == [1.0]


def test_a_column_of_another_usual_name_is_the_reference_where_it_is_the_only_one() -> None:
    for name in ("solution", "answer", "ground_truth", "Answer"):
        columns = {name: ["85", "85"], "difficulty": [1, 2]}
        assert as_trl(trl_reward("math"), ["?"] * 2, ["85", "86"], **columns) == [1.0, 0.0]
    assert as_trl(trl_reward("math"), ["?"], ["85"], reference=["85"], answer=["86"]) == [1.0], "reference goes first"


def test_columns_that_say_no_reference_are_named() -> None:
    reward = trl_reward("math")
    with pytest.raises(UsageError, match="answer and solution could both be meant"):
        as_trl(reward, ["?"], ["85"], answer=["85"], solution=["40 + 45 = 85"])
    with pytest.raises(UsageError, match=r"no column 'reference'.*but result, level; rename"):
        as_trl(reward, ["?"], ["85"], result=["85"], level=[1])


def test_a_reward_has_a_name_and_can_be_sent_to_another_process() -> None:
    reward = trl_reward("math", form="number_only")
    assert reward.__name__ == "repairloop_math"
    again = pickle.loads(pickle.dumps(reward))
    assert as_trl(again, ["?"], ["85"], reference=["85"]) == [1.0]
    assert again.__name__ == "repairloop_math"


def test_an_unknown_grader_is_refused_at_once() -> None:
    with pytest.raises(UsageError, match="did you mean math"):
        trl_reward("maths")


def test_neither_library_is_imported_before_it_is_needed() -> None:
    code = "import sys, repairloop.grading.rewards as r; r.trl_reward('math'); print({'trl', 'inspect_ai'} & {*sys.modules})"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


# ---- inspect_ai ----------------------------------------------------------------------------------------


def evaluate(tmp_path: Path, samples: list[Any], replies: list[str], grader: str, **settings: Any) -> Any:
    """The log of one evaluation, in which the replies answer the samples in their order."""
    inspect_ai = pytest.importorskip("inspect_ai")
    from inspect_ai.dataset import MemoryDataset
    from inspect_ai.model import ModelOutput
    from inspect_ai.solver import solver

    @solver
    def says() -> Any:
        async def solve(state: Any, generate: Any) -> Any:
            state.output = ModelOutput.from_content("none", replies[int(state.sample_id) - 1])
            return state

        return solve

    task = inspect_ai.Task(dataset=MemoryDataset(samples), solver=says(), scorer=inspect_scorer(grader, **settings))
    [log] = inspect_ai.eval(task, model="mockllm/model", log_dir=str(tmp_path), display="none")
    assert log.status == "success", log.error
    return log


@pytest.mark.filterwarnings("ignore")
def test_inspect_scores_right_wrong_and_ungradable(tmp_path: Path) -> None:
    pytest.importorskip("inspect_ai")
    from inspect_ai.dataset import Sample

    samples = [
        Sample(input="47 + 38?", target="85"),
        Sample(input="47 + 38?", target="85"),
        Sample(input="47 + 38?", target="85", metadata={"settings": {"form": "boxed"}}),
    ]
    log = evaluate(tmp_path, samples, ["The answer is 85.", "86", "85"], "math")
    scores = [next(iter(sample.scores.values())) for sample in log.samples]
    assert [score.value for score in scores] == ["C", "I", "I"]
    assert [score.answer for score in scores] == ["85", "86", "85"]
    assert [score.metadata["error_class"] for score in scores] == [None, "off_by_one", "format_violation"]
    assert "off by one" in scores[1].explanation
    assert log.results.scores[0].metrics["accuracy"].value == pytest.approx(1 / 3)
    assert list(log.samples[0].scores) == ["repairloop_math"]

    samples = [Sample(input="Where?", target="", metadata={"reference": {"value": "Oslo"}}) for _ in range(2)]
    log = evaluate(tmp_path, [*samples, Sample(input="Where?", target="Oslo")], ["Oslo", "Bergen", "Oslo"], "fields")
    scores = [next(iter(sample.scores.values())) for sample in log.samples]
    assert [score.value for score in scores[:2]] == ["C", "I"]
    assert math.isnan(scores[2].value)
    assert scores[2].metadata["status"] == "ungradable"
    assert log.results.scores[0].metrics["accuracy"].value == 0.5, "an ungradable one is not counted as wrong"


@pytest.mark.filterwarnings("ignore")
def test_inspect_takes_settings_and_lists(tmp_path: Path) -> None:
    pytest.importorskip("inspect_ai")
    from inspect_ai.dataset import Sample

    samples = [Sample(input="?", target="85") for _ in range(2)]
    log = evaluate(tmp_path, samples, ["It is 85.", "85"], "math", form="number_only")
    assert [next(iter(sample.scores.values())).value for sample in log.samples] == ["I", "C"]
    with pytest.raises(UsageError, match="unknown grader"):
        inspect_scorer("no such grader")
