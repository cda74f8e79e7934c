"""Logs and sets of other tools, each written to the schema that its own tool writes."""

import importlib.util
import json
import math
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import yaml
from datasets import Dataset

from repairloop import grade, loose_probe
from repairloop.ground.errors import UsageError
from repairloop.plugins.grade import loose_answer
from repairloop.tasks import formats
from repairloop.tasks.graded import grade_entries


def lines(path, rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def read(path, **map_):
    return formats.read(path, path.name, map_)


def of(tmp_path, *rows, **map_):
    return read(lines(tmp_path / "f.jsonl", rows), **map_)


def user(text):
    return {"role": "user", "content": text}


def bot(text):
    return {"role": "assistant", "content": text}


# ---- inspect_ai -------------------------------------------------------------------------------------------


def inspect_sample(ident, asked, target, scores, *, said="4", epoch=1, **more):
    own = [user(asked)] if isinstance(asked, str) else asked
    return {
        "id": ident, "epoch": epoch, "input": asked, "target": target,
        "messages": [{"id": "m1", "content": "Be brief.", "role": "system"}, *own, bot(said)],
        "output": {"model": "m", "choices": [{"message": bot(said), "stop_reason": "stop"}], "completion": said},
        "scores": scores, "metadata": {"topic": "sums"}, "store": {}, "events": [{"event": "sample_init"}],
        "model_usage": {}, "attachments": {}, **more,
    }  # fmt: skip


def inspect_log(*samples, version=2):
    return {
        "version": version, "status": "success",
        "eval": {"task": "sums", "task_id": "t", "model": "m", "dataset": {}, "config": {}, "created": "2026-01-01"},
        "plan": {"steps": []}, "results": {"total_samples": 3, "scores": []}, "stats": {}, "samples": list(samples),
        "reductions": [{"scorer": "match", "samples": [{"value": 1.0, "sample_id": "a"}]}],
    }  # fmt: skip


def match(value):
    return {"match": {"value": value, "answer": "4", "explanation": "4", "history": []}}


def test_a_log_of_inspect_as_json(tmp_path):
    samples = [
        inspect_sample("a", "2 + 2?", "4", match("C")),
        inspect_sample("a", "2 + 2?", "4", match("I"), epoch=2),
        inspect_sample("b", [user("3 + 3?")], ["6", "six"], match("P")),
        inspect_sample("c", "Grass?", "B", match(0.0), choices=["red", "green"]),
        inspect_sample("d", "attachment://77", "9", match("C"), attachments={"77": "A long question?"}),
        inspect_sample("e", "5 + 5?", "10", {}),
        inspect_sample("f", "6 + 6?", "12", match(math.nan)),
        inspect_sample("g", "7 + 7?", "14", {}, error={"message": "lost", "traceback": "", "traceback_ansi": ""}),
    ]  # fmt: skip
    (tmp_path / "log.json").write_text(json.dumps(inspect_log(*samples), indent=2))
    found = read(tmp_path / "log.json")
    assert found.layout.format == "log of inspect_ai"
    assert [(e.ident, e.messages[-1]["content"], e.gold, e.score) for e in found.entries] == [
        ("a", "2 + 2?", "4", 0.5), ("b", "3 + 3?", {"value": "6", "aliases": ["six"]}, 0.5), ("c", "Grass?", "B", 0.0), ("d", "A long question?", "9", 1.0),
    ]  # fmt: skip
    assert found.entries[0].messages[0] == {"role": "system", "content": "Be brief."}
    assert found.entries[2].options == {"A": "red", "B": "green"}
    assert (found.entries[0].given, found.entries[0].columns) == ("4", {"topic": "sums"})
    assert found.left_out == {"it was not scored": 2, "an error ended it": 1}
    assert "several epochs" in found.notes[0]


def test_each_of_several_targets_of_inspect_is_right(tmp_path):
    samples = [
        inspect_sample(f"s{n}", f"{n} + 1 is what?", [str(n + 1), f"it is {n + 1}"], match("C")) for n in range(30)
    ]
    (tmp_path / "log.json").write_text(json.dumps(inspect_log(*samples)))
    cases = grade_entries(read(tmp_path / "log.json").entries).cases
    assert {case.grader for case in cases} == {"text"}
    probe = loose_probe("text", cases[4].question, cases[4].reference, cases[4].settings)
    said = [grade(probe, loose_answer(text)).status for text in ("5", "it is 5", "6")]
    assert said == ["pass", "pass", "fail"]


def test_columns_that_one_names_of_a_log(tmp_path):
    samples = [inspect_sample(f"s{n}", f"{n} + 1?", str(n + 1), match("C")) for n in range(3)]
    for n, sample in enumerate(samples):
        sample["metadata"] = {"topic": "sums", "level": f"l{n}"} if n else {}
        sample["user"] = f"u{n}"
    (tmp_path / "log.json").write_text(json.dumps(inspect_log(*samples)))
    found = read(tmp_path / "log.json", area="level", group="user")
    assert [(e.area, e.group, e.ident) for e in found.entries] == [
        ("", "u0", "s0"),
        ("l1", "u1", "s1"),
        ("l2", "u2", "s2"),
    ]
    table = tmp_path / "t.csv"
    table.write_text("question,answer,Category\n" + "".join(f"What is {n}?,{n},c{n % 2}\n" for n in range(9)))
    assert {e.area for e in read(table, area="category").entries} == {"c0", "c1"}  # by another spelling
    with pytest.raises(UsageError, match=r"--map levle.*level"):
        read(tmp_path / "log.json", area="levle")


def test_a_row_that_lacks_what_all_others_have(tmp_path):
    rows = [{"task": {"data": {"prompt": f"{n}?", "answer": str(n)}}, "traces": [], "ok": True} for n in range(60)]
    del rows[57]["traces"]
    found = of(tmp_path, *rows)
    assert len(found.entries) == 59
    assert found.left_out == {"it lacks what the other rows have": 1}


def test_a_log_of_inspect_of_another_version_or_without_samples(tmp_path):
    file = tmp_path / "log.json"
    file.write_text(json.dumps(inspect_log(inspect_sample("a", "?", "4", match("C")), version=7)))
    with pytest.raises(UsageError, match="version 7; known are 1, 2"):
        read(file)
    file.write_text(json.dumps(inspect_log()))
    with pytest.raises(UsageError, match="without samples"):
        read(file)


@pytest.fixture
def eval_log(tmp_path):
    """An archive as inspect_ai writes it."""
    log = inspect_log(inspect_sample("a", "2 + 2?", "4", match("C")))
    with zipfile.ZipFile(tmp_path / "log.eval", "w", zipfile.ZIP_DEFLATED) as archive:
        header = {name: value for name, value in log.items() if name not in ("samples", "reductions")}
        archive.writestr("_journal/start.json", json.dumps({"version": 2, "eval": log["eval"], "plan": log["plan"]}))
        archive.writestr("samples/a_epoch_1.json", json.dumps(log["samples"][0]))
        archive.writestr("header.json", json.dumps(header))
    return tmp_path / "log.eval"


@pytest.mark.skipif(importlib.util.find_spec("inspect_ai") is not None, reason="inspect_ai is installed")
def test_an_eval_log_needs_inspects_own_reader(eval_log):
    with pytest.raises(UsageError, match=r"pip install 'repairloop\[inspect\]'"):
        read(eval_log)


def test_an_eval_log_by_inspects_own_reader(tmp_path):
    inspect_ai = pytest.importorskip("inspect_ai")
    from inspect_ai.dataset import Sample
    from inspect_ai.model import ModelOutput, ModelUsage, get_model
    from inspect_ai.scorer import match
    from inspect_ai.solver import generate, system_message

    outputs = [ModelOutput.from_content("mockllm", said) for said in ("4", "five")]
    for output in outputs:
        output.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)
    task = inspect_ai.Task(
        dataset=[Sample(input="2 + 2?", target="4", id="a"), Sample(input="3 + 3?", target="6", id="b")],
        solver=[system_message("Be brief."), generate()], scorer=match(),
    )  # fmt: skip
    inspect_ai.eval(
        task,
        model=get_model("mockllm/model", custom_outputs=outputs),
        log_dir=str(tmp_path),
        log_format="eval",
        display="none",
    )
    (file,) = tmp_path.glob("*.eval")
    assert [(e.ident, e.gold, e.score, e.given) for e in read(file).entries] == [
        ("a", "4", 1.0, "4"),
        ("b", "6", 0.0, "five"),
    ]


def test_an_archive_that_is_no_log_and_one_that_unpacks_to_too_much(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("a.csv", "question,answer")
    with pytest.raises(UsageError, match="a zip archive or an Office file"):
        read(tmp_path / "x.zip")


# ---- as their own tools wrote them -------------------------------------------------------------------------

SUM = "Ann has 2 pears and buys 5. How many has she?"


@pytest.mark.parametrize(
    ("name", "form", "number", "first"),
    [
        ("inspect_ai-0.3.285.json", "log of inspect_ai", 3, (SUM, "7", {})),
        ("inspect_ai-0.3.285-choices.json", "log of inspect_ai", 2, ("What colour is blood?", "A", {"A": "red", "B": "green", "C": "blue"})),
        ("lm_eval-0.4.13.jsonl", "lm-eval samples", 6, (SUM, "7", {})),
        ("lm_eval-0.4.13-choices.jsonl", "lm-eval samples", 4, ("What colour is grass?", "B", {"A": "red", "B": "green", "C": "blue"})),
        ("promptfoo-0.118.17.json", "results of promptfoo", 4, ("How much is 2 + 3? Answer with a number.", "5", {})),
    ],
)  # fmt: skip
def test_files_that_their_own_tools_wrote(name, form, number, first):
    """Made with a student that says the same to everything: `inspect eval` on its mock, `lm_eval --model dummy`, promptfoo's echo."""
    found = read(Path(__file__).parent / "files" / name)
    entry = found.entries[0]
    assert (found.layout.format, len(found.entries)) == (form, number)
    assert (entry.messages[-1]["content"], entry.gold, entry.options or {}) == first
    assert all(entry.score is not None for entry in found.entries)


# ---- promptfoo --------------------------------------------------------------------------------------------


def result(test, asked, assertions, *, success=True, reason=0, said="4", variables=None, **more):
    return {
        "id": f"r{test}", "promptIdx": 0, "testIdx": test, "promptId": "p", "provider": {"id": "openai:m", "label": ""},
        "testCase": {"vars": variables or {}, "assert": assertions, "options": {}, "metadata": {"suite": "a"}},
        "prompt": {"raw": asked, "label": "{{q}}"}, "vars": variables or {"q": asked}, "response": {"output": said},
        "success": success, "score": 1 if success else 0, "failureReason": reason, "latencyMs": 1, "namedScores": {},
        "error": None if reason == 0 else "x", "gradingResult": {"pass": success, "score": 1, "reason": ""}, **more,
    }  # fmt: skip


def promptfoo(*results):
    return {
        "evalId": "eval-1", "results": {"version": 3, "timestamp": "2026-01-01", "prompts": [{"raw": "{{q}}"}],
                                        "results": list(results), "stats": {"successes": 1}},
        "config": {"tests": []}, "shareableUrl": None, "metadata": {},
    }  # fmt: skip


def one_result(tmp_path, assertions, **more):
    (tmp_path / "out.json").write_text(json.dumps(promptfoo(result(0, "2 + 2?", assertions, **more))))
    return read(tmp_path / "out.json")


@pytest.mark.parametrize("ending", ["json", "yaml", "jsonl"])
def test_results_of_promptfoo(tmp_path, ending):
    chat = json.dumps([{"role": "system", "content": "Add."}, user("5 + 5?")])
    results = [
        result(0, "2 + 2?", [{"type": "equals", "value": "4"}]),
        result(0, "2 + 2?", [{"type": "equals", "value": "4"}], success=False, reason=1, said="5"),
        result(1, chat, [{"type": "equals", "value": "{{right}}"}], variables={"right": "10", "kind": "sum"}),
        result(2, "down", [{"type": "equals", "value": "1"}], success=False, reason=2),
        result(3, "[prompt stripped]", []),
    ]
    file = tmp_path / f"out.{ending}"
    if ending == "jsonl":
        lines(file, results)
    else:
        file.write_text((json.dumps if ending == "json" else yaml.safe_dump)(promptfoo(*results)))
    found = read(file)
    assert [(e.messages[-1]["content"], e.gold, e.score, e.group) for e in found.entries] == [
        ("2 + 2?", "4", 0.5, "test 0"), ("5 + 5?", "10", 1.0, "test 1"),
    ]  # fmt: skip
    assert found.entries[1].messages[0] == {"role": "system", "content": "Add."}
    assert found.entries[1].columns == {"suite": "a", "kind": "sum"}
    assert found.left_out["an error ended it (failureReason 2)"] == 1
    assert sum(found.left_out.values()) == 2


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda log: log["results"].update(version=9), "version 9, known are 2, 3"),
        (lambda log: [row.pop("testCase") for row in log["results"]["results"]], "testCase is missing"),
        (
            lambda log: [row.update(passed=row.pop("success")) for row in log["results"]["results"]],
            "success is missing",
        ),
    ],
)
def test_results_of_a_promptfoo_of_another_version_are_refused_with_what_to_do(tmp_path, change, why):
    log = promptfoo(result(0, "2 + 2?", [{"type": "equals", "value": "4"}]))
    change(log)
    (tmp_path / "out.json").write_text(json.dumps(log))
    with pytest.raises(UsageError, match=rf"{why}.*promptfoo eval -o out\.json"):
        read(tmp_path / "out.json")


@pytest.mark.parametrize(
    ("assertions", "gold", "graded"),
    [
        ([{"type": "equals", "value": {"a": 1}}], {"a": 1}, None),
        ([{"type": "icontains", "value": "Paris"}, {"type": "latency", "threshold": 9}], None,
         ("constraints", [{"id": "includes", "args": {"words": ["Paris"]}}], {})),
        ([{"type": "contains", "value": 42}], None, ("constraints", [{"id": "includes", "args": {"words": ["42"]}}], {})),
        ([{"type": "regex", "value": "42"}], None, ("constraints", [{"id": "includes", "args": {"words": ["42"]}}], {})),
        ([{"type": "regex", "value": "^42$"}], "42", None),
        ([{"type": "regex", "value": "^42\\$$"}], "42$", None),
        ([{"type": "regex", "value": "^42\\$"}], None, ("constraints", [{"id": "includes", "args": {"words": ["42$"]}}], {})),
        ([{"type": "contains-any", "value": ["Paris", "Lutetia"]}], None, ("text", "Paris", {"aliases": ["Lutetia"]})),
        ([{"type": "contains-all", "value": "a, b"}], None, ("constraints", [{"id": "includes", "args": {"words": ["a", "b"]}}], {})),
        ([{"type": "not-contains", "value": "sorry"}, {"type": "word-count", "value": {"max": 9}}], None,
         ("constraints", [{"id": "excludes", "args": {"words": ["sorry"]}}, {"id": "words", "args": {"max": 9}}], {})),
        ([{"type": "is-json", "value": {"type": "object", "required": ["a"], "properties": {"a": {"type": "number"}}}}], None,
         ("fields", {"schema": {"type": "object", "required": ["a"], "properties": {"a": {"type": "number"}}}}, {})),
        ([{"type": "starts-with", "value": "Yes"}], None, ("constraints", [{"id": "starts_with", "args": {"phrase": "Yes"}}], {})),
        ([{"type": "llm-rubric", "value": "is kind"}], None, None),
        ([{"type": "regex", "value": "(a+)+$"}], None, None),
        ([{"type": "equals", "value": "{{ x | upper }}"}], None, None),
        ([{"type": "equals", "value": "file://secret.txt"}], None, None),
    ],
)  # fmt: skip
def test_assertions_become_golds_or_graders_where_they_map(tmp_path, assertions, gold, graded):
    from repairloop.plugins.grade import check_reference, loose_probe

    found = one_result(tmp_path, assertions)
    (entry,) = found.entries
    assert (entry.gold, entry.graded_by) == (gold, graded)
    if graded:
        assert check_reference(loose_probe(graded[0], "?", graded[1], graded[2])).status == "pass"
    if gold is None and graded is None:
        assert f"not taken over, as no grader checks the same: {assertions[0]['type']} (1)" in found.notes[-1]


def test_tests_of_promptfoo_with_their_prompt(tmp_path):
    config = {
        "prompts": ["In {{lang}}: {{word}}?"], "defaultTest": {"assert": [{"type": "not-contains", "value": "sorry"}]},
        "tests": [{"vars": {"lang": "French", "word": "cat"}, "assert": [{"type": "icontains", "value": "chat"}]},
                  {"vars": {"lang": "German", "word": ["cat", "dog"]}, "assert": []}],
    }  # fmt: skip
    (tmp_path / "promptfooconfig.yaml").write_text(yaml.safe_dump(config))
    found = read(tmp_path / "promptfooconfig.yaml")
    (entry,) = found.entries
    assert (entry.messages, entry.gold, entry.columns) == (
        [user("In French: cat?")],
        None,
        {"lang": "French", "word": "cat"},
    )
    assert [check["id"] for check in entry.graded_by[1]] == ["excludes", "includes"]
    assert found.left_out == {"a variable of it has several values": 1}


@pytest.mark.parametrize(
    "more",
    [
        {"prompts": ["{{a}}", "{{a}}!"]},
        {"prompts": "file://p.txt"},
        {"prompts": ["prompts/p.txt"]},
        {"tests": "file://t.csv"},
    ],
)
def test_a_configuration_that_says_its_prompts_elsewhere_is_refused_with_what_to_do(tmp_path, more):
    config = {
        "prompts": ["{{a}}"],
        "tests": [{"vars": {"a": "b"}, "assert": [{"type": "equals", "value": "c"}]}],
        **more,
    }
    (tmp_path / "c.yaml").write_text(yaml.safe_dump(config))
    with pytest.raises(UsageError, match=r"promptfoo eval -o out\.json"):
        read(tmp_path / "c.yaml")


def test_a_table_of_promptfoo_has_assertions_in_its_cells(tmp_path):
    file = tmp_path / "tests.csv"
    file.write_text(
        "question,__expected1,__expected2\n2 + 2?,4,\n3 + 3?,icontains: six,llm-rubric: is kind\nNoon?,12:00,\n"
    )
    found = read(file)
    assert [(e.messages[0]["content"], e.gold, e.graded_by and e.graded_by[1]) for e in found.entries] == [
        ("2 + 2?", "4", None), ("3 + 3?", None, [{"id": "includes", "args": {"words": ["six"]}}]), ("Noon?", "12:00", None),
    ]  # fmt: skip
    assert any("llm-rubric (1)" in note for note in found.notes)
    file.write_text("body,__expected\nHello,icontains:bonjour\n")
    with pytest.raises(UsageError, match="whose prompt stands elsewhere"):
        read(file)
    assert read(file, question="body").entries[0].graded_by[0] == "constraints"


# ---- TRL and OpenAI ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "asked", "gold", "given"),
    [
        ({"messages": [user("2 + 2?"), bot("4")]}, "2 + 2?", "4", None),
        ({"prompt": [user("2 + 2?")]}, "2 + 2?", None, None),
        ({"prompt": "2 + 2?"}, "2 + 2?", None, None),
        ({"prompt": "2 + 2?", "completion": "4"}, "2 + 2?", "4", None),
        ({"prompt": [user("2 + 2?")], "completion": [bot("4")]}, "2 + 2?", "4", None),
        ({"prompt": "2 + 2?", "chosen": " 4", "rejected": " 5"}, "2 + 2?", "4", " 5"),
        ({"prompt": [user("2 + 2?")], "chosen": [bot("4")], "rejected": [bot("5")]}, "2 + 2?", "4", "5"),
        ({"chosen": "The sky is blue.", "rejected": "The sky is green."}, "The sky is", "blue.", "green."),
        ({"chosen": [user("2 + 2?"), bot("4")], "rejected": [user("2 + 2?"), bot("5")]}, "2 + 2?", "4", "5"),
        ({"conversations": [{"from": "human", "value": "2 + 2?"}], "chosen": {"from": "gpt", "value": "4"},
          "rejected": {"from": "gpt", "value": "5"}}, "2 + 2?", "4", "5"),
        ({"chosen": "\n\nHuman: 2 + 2?\n\nAssistant: It is 4.", "rejected": "\n\nHuman: 2 + 2?\n\nAssistant: It is 5."},
         "\n\nHuman: 2 + 2?\n\nAssistant:", "It is 4.", " It is 5."),
        ({"prompt": "2 + 2?", "completion": " 4", "label": True}, "2 + 2?", "4", None),
        ({"prompt": [user("2 + 2?")], "completion": [bot("5")], "label": False}, "2 + 2?", None, "5"),
        ({"prompt": "Which?", "completions": ["So.", "Thus 4."], "labels": [True, True]}, "Which?", "So.\nThus 4.", None),
        ({"prompt": "Which?", "completions": ["So.", "Thus 5."], "labels": [True, False]}, "Which?", None, "So.\nThus 5."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["lines", "datasets"])
def test_the_six_forms_of_trl(tmp_path, row, asked, gold, given, form):
    if form == "lines":
        (entry,) = of(tmp_path, row).entries
    else:
        Dataset.from_list([row]).save_to_disk(tmp_path / "set")
        (entry,) = read(next((tmp_path / "set").glob("*.arrow"))).entries
    assert (entry.messages[-1]["content"], entry.gold, entry.given) == (asked, gold, given)


TOOL = {"type": "function", "function": {"name": "add", "parameters": {"type": "object", "properties": {}}}}
CALL = {"id": "c1", "type": "function", "function": {"name": "add", "arguments": '{"a": 2}'}}


def test_openai_fine_tuning_with_tools(tmp_path):
    row = {
        "messages": [user("2 + 2?"), {"role": "assistant", "tool_calls": [CALL]}],
        "tools": [TOOL],
        "parallel_tool_calls": False,
    }
    (entry,) = of(tmp_path, row).entries
    assert (entry.gold, entry.tools) == ([{"name": "add", "arguments": {"a": 2}}], [TOOL])


def test_openai_preference(tmp_path):
    row = {
        "input": {"messages": [user("Hi")], "tools": [], "parallel_tool_calls": True},
        "preferred_output": [bot("Hello!")], "non_preferred_output": [bot("Go away.")],
    }  # fmt: skip
    found = of(tmp_path, row)
    (entry,) = found.entries
    assert found.layout.format == "OpenAI preference fine-tuning"
    assert (entry.messages, entry.gold, entry.given, entry.score) == ([user("Hi")], "Hello!", "Go away.", 0.0)


def test_items_of_openais_evals(tmp_path):
    rows = [{"item": {"ticket_text": f"Printer {n}", "correct_label": "Hardware"}} for n in range(3)]
    assert [e.gold for e in of(tmp_path, *rows, question="ticket_text", answer="correct_label").entries] == [
        "Hardware"
    ] * 3
    done = {
        "item": {"input": "2 + 2?", "ground_truth": "4"}, "sample": {"output_text": "5", "error": None},
        "results": [{"name": "match", "passed": False, "score": 0.0}],
    }  # fmt: skip
    (entry,) = of(tmp_path, done).entries
    assert (entry.messages[0]["content"], entry.gold, entry.given, entry.score) == ("2 + 2?", "4", "5", 0.0)
    listed = {
        "datasource_item": {"question": "2 + 2?", "answer": "4"},
        "sample": {"output": [bot("4")]},
        "results": [{"passed": True}],
    }
    (entry,) = of(tmp_path, listed).entries
    assert (entry.gold, entry.given, entry.score) == ("4", "4", 1.0)


# ---- verifiers --------------------------------------------------------------------------------------------


def episode(n, reward, *, ok=True, **data):
    trace = {
        "version": 1, "id": f"t{n}", "verifiers": {"version": "0.1.9"}, "task": {"type": "Sum", "data": {}}, "tools": [],
        "agent": {"config": {}, "name": "agent", "trainable": True}, "ok": ok, "errors": [] if ok else [{"type": "X", "message": "x"}],
        "nodes": [{"message": {"role": "system", "content": "Add."}, "sampled": False},
                  {"parent": 0, "message": {"role": "user", "content": f"{n} + 1?"}, "sampled": False},
                  {"parent": 1, "message": {"role": "assistant", "content": str(n + 1)}, "sampled": True}],
        "rewards": {"correct": {"score": reward, "weight": 1.0}, "style": {"score": 1.0, "weight": 0.0}}, "metrics": {},
    }  # fmt: skip
    task = {
        "type": "Sum",
        "data": {"idx": n, "answer": str(n + 1), "split": "test", **data},
        "key": f"k{n}",
        "hash": "h",
    }
    return {"id": f"e{n}", "env": {"id": "sums"}, "task": task, "ok": ok, "errors": [], "traces": [trace]}


def test_traces_of_verifiers(tmp_path):
    rows = [episode(1, 1.0, prompt="1 + 1?", system_prompt="Add."), episode(1, 0.0, prompt="1 + 1?", system_prompt="Add."),
            episode(2, 0.0), episode(3, 0.0, ok=False, prompt="x")]  # fmt: skip
    found = of(tmp_path, *rows)
    assert [(e.messages, e.gold, e.given, e.score, e.ident) for e in found.entries] == [
        ([{"role": "system", "content": "Add."}, user("1 + 1?")], "2", "2", 0.5, "k1"),
        ([{"role": "system", "content": "Add."}, user("2 + 1?")], "3", "3", 0.0, "k2"),
    ]
    assert found.entries[0].columns == {"split": "test"}
    assert found.left_out == {"an error ended it": 1}
    later = episode(1, 1.0, prompt="1 + 1?")
    later["traces"][0]["version"] = 9
    with pytest.raises(UsageError, match="traces of verifiers of the version 9; known is 1"):
        of(tmp_path, later)


def test_results_of_verifiers(tmp_path):
    row = {
        "example_id": 4, "prompt": [{"role": "system", "content": "Add."}, user("2 + 2?")], "completion": [bot("5")], "answer": "4",
        "info": {"level": 1}, "reward": 0.0, "error": None, "timing": {}, "is_completed": True, "is_truncated": False,
        "stop_condition": None, "metrics": {}, "tool_defs": None,
    }  # fmt: skip
    found = of(tmp_path, row, {**row, "error": "lost"})
    (entry,) = found.entries
    assert (entry.gold, entry.given, entry.score, entry.ident, entry.columns) == ("4", "5", 0.0, "4", {"level": "1"})
    assert found.left_out == {"an error ended it": 1}


# ---- Langfuse and Phoenix ---------------------------------------------------------------------------------


def test_items_of_a_langfuse_dataset(tmp_path):
    row = {
        "id": "i1", "datasetId": "d", "datasetName": "sums", "status": "ACTIVE", "input": {"question": "2 + 2?"},
        "expectedOutput": {"answer": "4"}, "metadata": {"topic": "sums"}, "sourceTraceId": None, "createdAt": "2026-01-01",
    }  # fmt: skip
    found = of(
        tmp_path,
        row,
        {**row, "id": "i2", "input": [user("3 + 3?")], "expectedOutput": "6"},
        {**row, "status": "ARCHIVED"},
    )
    assert [(e.messages[0]["content"], e.gold, e.ident, e.columns) for e in found.entries] == [
        ("2 + 2?", "4", "i1", {"topic": "sums"}), ("3 + 3?", "6", "i2", {"topic": "sums"}),
    ]  # fmt: skip
    assert found.left_out == {"it is archived": 1}


def langfuse(n, **more):
    return {
        "id": f"t{n}", "timestamp": "2026-01-01T00:00:00Z", "name": "chat", "userId": "u", "sessionId": "s1", "tags": [], "bookmarked": False,
        "input": {"messages": [user(f"{n} + {n}?")]}, "output": {"role": "assistant", "content": "5"}, "metadata": {"tier": "free"}, **more,
    }  # fmt: skip


def test_traces_of_langfuse(tmp_path):
    rows = [
        langfuse(1, scores=[{"name": "thumb", "value": 0, "dataType": "BOOLEAN"},
                            {"name": "output", "dataType": "CORRECTION", "stringValue": "2", "value": 0}]),
        langfuse(2, scores=[{"name": "thumb", "value": 0, "dataType": "BOOLEAN"}]),
        langfuse(3, **{"user-feedback": [1], "quality": None}),
    ]  # fmt: skip
    found = of(tmp_path, *rows)
    assert [(e.messages[0]["content"], e.gold, e.given, e.score, e.group) for e in found.entries] == [
        ("1 + 1?", "2", "5", 0.0, "s1"), ("2 + 2?", None, "5", 0.0, "s1"), ("3 + 3?", None, "5", 1.0, "s1"),
    ]  # fmt: skip
    assert "no gold" in found.notes[0]


def test_observations_and_a_single_trace_of_langfuse(tmp_path):
    observation = {
        "id": "o", "traceId": "t", "type": "GENERATION", "startTime": "2026-01-01", "name": "llm", "level": "DEFAULT",
        "input": json.dumps([user("2 + 2?")]), "output": "5", "helpful": [0],
    }  # fmt: skip
    found = of(tmp_path, observation, {**observation, "type": "SPAN"}, {**observation, "level": "ERROR"})
    assert [(e.messages, e.given, e.score) for e in found.entries] == [([user("2 + 2?")], "5", 0.0)]
    assert found.left_out == {"it is no call of a model": 1, "an error ended it": 1}
    (tmp_path / "trace.json").write_text(json.dumps({"trace": langfuse(1), "observations": [observation], "scores": [
        {"name": "output", "dataType": "CORRECTION", "stringValue": "2", "traceId": "t1"}]}))  # fmt: skip
    (entry,) = read(tmp_path / "trace.json").entries
    assert (entry.messages, entry.gold) == ([user("1 + 1?")], "2")


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_examples_of_a_phoenix_dataset(tmp_path, form):
    rows = [{"id": f"e{n}", "node_id": f"n{n}", "input": {"question": f"{n} + 1?"}, "output": {"answer": str(n + 1)},
             "metadata": {"topic": "sums"}, "splits": []} for n in range(2)]  # fmt: skip
    if form == "csv":
        flat = [{"id": r["id"], "node_id": r["node_id"], "input.question": r["input"]["question"],
                 "output.answer": r["output"]["answer"], "metadata.topic": "sums"} for r in rows]  # fmt: skip
        pd.DataFrame.from_records(flat).to_csv(tmp_path / "f.csv", index=False)
        found = read(tmp_path / "f.csv")
    else:
        found = of(tmp_path, *rows)
    assert [(e.messages[0]["content"], e.gold, e.ident, e.columns) for e in found.entries] == [
        ("0 + 1?", "1", "e0", {"topic": "sums"}), ("1 + 1?", "2", "e1", {"topic": "sums"}),
    ]  # fmt: skip


def span(kind, **attributes):
    return {
        "id": "S1", "name": "ChatCompletion", "context": {"trace_id": "t", "span_id": "s"}, "span_kind": kind, "parent_id": None,
        "start_time": "2026-01-01T00:00:00Z", "end_time": "2026-01-01T00:00:01Z", "status_code": "OK", "status_message": "",
        "attributes": attributes, "events": [],
    }  # fmt: skip


def test_spans_of_phoenix(tmp_path):
    said = {"llm.input_messages.0.message.role": "system", "llm.input_messages.0.message.content": "Add.",
            "llm.input_messages.1.message.role": "user", "llm.input_messages.1.message.content": "2 + 2?",
            "llm.output_messages.0.message.role": "assistant", "llm.output_messages.0.message.content": "5"}  # fmt: skip
    down = {"annotations.0.annotation.name": "thumb", "annotations.0.annotation.annotator_kind": "HUMAN",
            "annotations.0.annotation.score": 0, "annotations.0.annotation.label": "thumbs-down"}  # fmt: skip
    right = {"annotations.1.annotation.name": "correction", "annotations.1.annotation.explanation": "4"}
    found = of(
        tmp_path,
        span("LLM", **said, **down),
        span("LLM", **said, **down, **right),
        span("CHAIN", **{"input.value": "x"}),
    )
    assert [(e.gold, e.given, e.score) for e in found.entries] == [(None, "5", 0.0), ("4", "5", 0.0)]
    assert found.entries[0].messages == [{"role": "system", "content": "Add."}, user("2 + 2?")]
    assert found.left_out == {"it is no call of a model": 1}


def test_spans_of_phoenix_as_a_table(tmp_path):
    frame = pd.DataFrame([{
        "name": "llm", "span_kind": "LLM", "parent_id": None, "status_code": "OK", "context.span_id": "s", "context.trace_id": "t",
        "attributes.llm.input_messages": [{"message.role": "user", "message.content": "2 + 2?"}],
        "attributes.output.value": "5",
    }])  # fmt: skip
    frame.to_parquet(tmp_path / "spans.parquet")
    (entry,) = read(tmp_path / "spans.parquet").entries
    assert (entry.messages, entry.given, entry.gold, entry.ident) == ([user("2 + 2?")], "5", None, "s")


# ---- chats ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "gold", "given", "score"),
    [
        ({"messages": [user("2 + 2?"), bot("5")], "feedback": "thumbs_down"}, None, "5", 0.0),
        ({"messages": [user("2 + 2?"), bot("4")], "feedback": "👍"}, None, "4", 1.0),
        ({"messages": [user("2 + 2?"), bot("5")], "feedback": "thumbs_down", "correction": "4"}, "4", "5", 0.0),
        ({"messages": [user("2 + 2?"), bot("5")], "feedback": {"rating": "down", "correction": "4"}}, "4", "5", 0.0),
        ({"prompt": "2 + 2?", "response": "5", "rating": 2, "corrected_response": ""}, None, "5", 0.25),
        ({"question": "2 + 2?", "response": "5", "answer": "4", "thumbs": -1}, "4", "5", 0.0),
        ({"messages": [user("2 + 2?"), {**bot("5"), "feedback": "bad", "correction": "4"}, user("Thanks")]}, "4", "5", 0.0),
    ],
)  # fmt: skip
def test_chats_with_feedback(tmp_path, row, gold, given, score):
    found = of(tmp_path, row)
    (entry,) = found.entries
    assert found.layout.format == "log of chats with feedback"
    assert (entry.messages, entry.gold, entry.given, entry.score) == ([user("2 + 2?")], gold, given, score)
    assert "no gold" in found.notes[0]


def test_ratings_are_counted_to_their_best(tmp_path):
    found = of(tmp_path, *({"prompt": f"q{n}", "response": "a", "rating": n} for n in (1, 3, 5)))
    assert [e.score for e in found.entries] == [0.0, 0.5, 1.0]


def test_a_table_with_a_score_is_still_a_table(tmp_path):
    found = of(tmp_path, {"question": "2 + 2?", "answer": "4", "score": 3})
    assert (found.layout.format, found.entries[0].gold) == ("table", "4")
