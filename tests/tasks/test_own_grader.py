"""A user's own function as a grader: its shapes, what it may do wrong, and that it never runs in this process."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from repairloop import Answer, UsageError, Verdict, get_grader, grade, load_plugins, loose_probe
from repairloop.grading import grade_file
from repairloop.plugins import own
from repairloop.plugins.registry import INSTALLED, loaded_files
from repairloop.tasks.entry import Entry
from repairloop.tasks.graded import Graded, grade_entries


@pytest.fixture(autouse=True)
def forgotten():  # type: ignore[no-untyped-def]
    with INSTALLED.apart():
        yield


def entries(golds: list[Any], **more: Any) -> list[Entry]:
    return [
        Entry(file="mine.csv", line=n + 1, digest="", messages=[{"role": "user", "content": f"Question {n}?"}], gold=gold, **more)
        for n, gold in enumerate(golds)
    ]  # fmt: skip


def made(folder: Path, source: str, golds: list[Any] | None = None, name: str = "score", **more: Any) -> Graded:
    (folder / "mine.py").write_text(source)
    return grade_entries(entries(golds or ["4", "7", "12"], **more), grader=f"{folder / 'mine.py'}:{name}")


def says(graded: Graded, text: str, number: int = 0) -> Verdict:
    case = graded.cases[number]
    probe = loose_probe(case.grader, case.question, case.reference, case.settings)
    return grade(probe, Answer(probe_id="", text=text))


SHAPES = {
    "plain": "def score(answer, gold):\n    return answer.strip() == gold",
    "plain, turned": "def score(expected, actual):\n    return actual.strip().startswith(expected)",
    "plain, a number": "def score(answer, gold):\n    return 0.9 if answer == gold else 0.1",
    "plain, numpy": "import numpy as np\ndef score(answer, gold):\n    return np.bool_(answer == gold)",
    "plain, with question": "def score(answer, gold, question):\n    assert question\n    return answer == gold",
    "verifiers": "def score(completion, answer, **kwargs):\n    return float(completion[-1]['content'] == answer)",
    "verifiers, text": "async def score(completion, answer):\n    return float(completion.strip() == answer)",
    "TRL": "def score(completions, answer, **kwargs):\n    return [float(c == a) for c, a in zip(completions, answer)]",
    "TRL, messages": "def score(prompts, completions, ground_truth, **kwargs):\n"
    "    return [2.0 if c[0]['content'] == g else 0.5 for c, g in zip(completions, ground_truth)]",
    "promptfoo": "def score(output, context):\n"
    "    return {'pass': output == context['vars']['expected'], 'score': 0.5, 'reason': 'compared'}",
    "promptfoo, a number": "def score(output, context):\n    return float(output == context['vars']['answer'])",
    "inspect": "class Score:\n    def __init__(self, value, explanation=None):\n        self.value, self.explanation = value, explanation\n"
    "def score():\n    async def inner(state, target):\n"
    "        return Score('C' if state.output.completion == target.text else 'I', explanation='read')\n    return inner",
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes(tmp_path: Path, shape: str) -> None:
    graded = made(tmp_path, SHAPES[shape])
    assert (graded.kind, graded.grader, len(graded.cases)) == ("own", "own_score", 3)
    assert graded.plugin == f"{tmp_path / 'mine.py'}:score"
    assert any(shape.partition(",")[0].split()[0] in note for note in graded.notes)
    assert says(graded, "4").status == "pass"
    assert says(graded, "5").status == "fail"
    assert says(graded, "7", number=1).status == "pass"


def test_the_real_scorer_of_inspect(tmp_path: Path) -> None:
    pytest.importorskip("inspect_ai")
    source = "from inspect_ai.scorer import includes\nscore = includes\n"
    graded = made(tmp_path, source)
    assert says(graded, "It is 4.").status == "pass"
    assert says(graded, "It is 5.").status == "fail"


@pytest.mark.parametrize(
    ("pattern", "form"),
    [
        (r"<answer>(.*?)</answer>", "<answer>…</answer>"), (r"\\boxed\{(.*?)\}", r"\boxed{…}"), (r"#### (.*)", "#### …"),
    ],
)  # fmt: skip
def test_the_form_that_it_wants_is_found(tmp_path: Path, pattern: str, form: str) -> None:
    source = f"import re\ndef score(answer, gold):\n    m = re.search(r'{pattern}', answer)\n    return bool(m) and m[1] == gold"
    graded = made(tmp_path, source)
    assert form in graded.instruction
    assert says(graded, form.replace("…", "4")).status == "pass"
    assert says(graded, "4").status == "fail"


COLUMNS = {
    "plain": "def score(answer, gold, unit):\n    return answer in (f'{gold} {unit}', gold) and unit in 'kgs'",
    "plain, by default": "def score(answer, gold, *, unit='g'):\n    return answer in (f'{gold} {unit}', gold)",
    "plain, all": "def score(answer, gold, **columns):\n    return answer in (f'{gold} {columns[\"unit\"]}', gold)",
    "TRL": "def score(completions, answer, unit):\n    return [float(c in (f'{a} {u}', a)) for c, a, u in zip(completions, answer, unit)]",
    "TRL, all": "def score(completions, answer, **columns):\n"
    "    return [float(c in (f'{a} {u}', a)) for c, a, u in zip(completions, answer, columns['unit'])]",
    "verifiers": "def score(completion, answer, info):\n    return float(completion in (f'{answer} {info[\"unit\"]}', answer))",
    "promptfoo": "def score(output, context):\n"
    "    row = context['vars']\n    return output in (f'{row[\"gold\"]} {row[\"unit\"]}', row['gold'])",
    "inspect": "class Score:\n    def __init__(self, value):\n        self.value, self.explanation = value, ''\n"
    "def score():\n    async def inner(state, target):\n"
    "        said = state.output.completion\n"
    "        return Score('C' if said in (f'{target.text} {state.metadata[\"unit\"]}', target.text) else 'I')\n    return inner",
}  # fmt: skip


@pytest.mark.parametrize("shape", COLUMNS)
def test_columns_are_given_by_name(tmp_path: Path, shape: str) -> None:
    graded = made(tmp_path, COLUMNS[shape], columns={"unit": "kg", "other": "x"})
    assert says(graded, "4 kg").status == "pass"
    assert says(graded, "4 g").status == "fail"


@pytest.mark.parametrize("more", ["strict=True", "**columns"])
def test_a_row_without_a_value_in_a_column(tmp_path: Path, more: str) -> None:
    source = f"def score(answer, gold, unit, {more}):\n    return answer == (f'{{gold}} {{unit}}' if unit else gold)"
    (tmp_path / "mine.py").write_text(source)
    rows = [
        Entry(file="f", line=n, digest="", messages=[{"role": "user", "content": f"Question {n}?"}], gold=f"{n}", columns={"unit": "kg"} if n == 3 else {})
        for n in range(1, 9)
    ]  # fmt: skip
    graded = grade_entries(rows, grader=f"{tmp_path / 'mine.py'}:score")
    assert len(graded.cases) == 7  # all but the one whose gold lacks its unit
    assert says(graded, "1").status == "pass"


def test_several_targets_of_a_log_are_a_list_for_a_scorer(tmp_path: Path) -> None:
    golds = [{"value": f"{n}", "aliases": [f"it is {n}"]} for n in range(1, 9)]
    graded = made(tmp_path, "def score(answer, gold):\n    return answer in gold or answer == str(gold)", golds)
    assert len(graded.cases) == 8
    assert says(graded, "it is 1").status == "pass"


def test_a_column_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(
        UsageError, match="must be given unit, and no column that is kept beside the questions is called so"
    ):
        made(tmp_path, COLUMNS["plain"], columns={"other": "x"})
    graded = made(tmp_path, COLUMNS["TRL"], columns={"unit": "kg", "other": "x"})
    assert graded.cases[0].settings == {"columns": {"unit": "kg"}}  # no more than it asks for


def test_half_of_what_the_gold_gets_is_not_enough(tmp_path: Path) -> None:
    source = "def score(answer, gold):\n    return 2.0 if answer == gold else 1.0 if gold in answer else 0.0"
    graded = made(tmp_path, source)
    assert says(graded, "4").status == "pass"
    assert says(graded, "or 4").status == "fail"


# ---- what may go wrong ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "error_class", "evidence"),
    [
        ("raise KeyError('x')", "grader_error", r"score raised KeyError: 'x' \(line 4 of mine.py\)"),
        ("while True: pass", "grader_timeout", "took longer than"),
        ("return 'well'", "grader_error", "returned str 'well', which is no score"),
        ("return None", "grader_error", "returned None"),
        ("return float('nan')", "grader_error", "returned nan"),
        ("return object()", "grader_error", "returned object, which is no score"),
        ("raise SystemExit(0)", "grader_error", "raised SystemExit"),
        ("import os; os._exit(3)", "grader_error", "the worker ended"),
        ("return len([0] * 10**10)", "grader_error", "needed more than"),
        ("return score(answer, gold)", "grader_error", "raised RecursionError"),
        ("class E(Exception):\n            def __reduce__(self): return (print, ('evil',))\n        raise E('e')", "grader_error", "raised E: e"),
    ],
)  # fmt: skip
def test_what_is_no_score_decides_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, error_class: str, evidence: str
) -> None:
    monkeypatch.setattr(own, "SECONDS", 0.5)
    source = f"def score(answer, gold):\n    print('noise')\n    if answer == 'evil':\n        {body}\n    return answer == gold"
    graded = made(tmp_path, source)
    verdict = says(graded, "evil")
    assert (verdict.status, verdict.error_class) == ("ungradable", error_class)
    assert __import__("re").search(evidence, verdict.evidence)
    assert says(graded, "4").status == "pass"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            "def score(answer, gold):\n    return 1 / 0",
            r"calls none of the first golds right; it raised ZeroDivisionError",
        ),
        ("def score(answer, gold):\n    return False", "in none of the forms that were tried"),
        ("def score(answer, gold):\n    while True: pass", "takes longer than 0.3 s"),
        ("def score(answer):\n    return True", r"\(answer\) is none of the shapes"),
        ("def score(completion, answer, parser):\n    return 1.0", "it wants a parser"),
        ("score = 3", "'score' is no function"),
        ("def other(a, b): pass", "there is no 'score' in it; its functions: other"),
        ("def score(:", "cannot be loaded: raised SyntaxError"),
        ("import nowhere_to_be_found", "raised ModuleNotFoundError"),
        ("raise SystemExit('bye')", "raised SystemExit: bye"),
        ("def score():\n    return 3", "it takes no argument"),
    ],
)
def test_what_cannot_be_a_grader_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, message: str
) -> None:
    monkeypatch.setattr(own, "SECONDS", 0.3)
    with pytest.raises(UsageError, match=message):
        made(tmp_path, source)


def test_a_file_that_hangs_while_it_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "LOAD_SECONDS", 0.5)
    with pytest.raises(UsageError, match="loading the file takes more than"):
        made(tmp_path, "while True: pass")
    with pytest.raises(UsageError, match="there is no file"):
        load_plugins([str(tmp_path / "nothing.py:score")])


def test_golds_that_it_calls_wrong_are_left_out(tmp_path: Path) -> None:
    source = "def score(answer, gold):\n    return answer == gold and gold != '7'"
    graded = made(tmp_path, source)
    assert [case.gold for case in graded.cases] == ["4", "12"]
    assert sum(graded.left_out.values()) == 1


def test_the_file_never_runs_in_this_process(tmp_path: Path) -> None:
    (tmp_path / "beside.py").write_text("def same(a, b):\n    return a == b\n")
    source = "import os, beside\nPID = os.getpid()\ndef score(answer, gold):\n    return beside.same(answer, gold)\ndef pid(answer, gold):\n    return PID"
    graded = made(tmp_path, source)
    assert says(graded, "4").status == "pass"
    assert not [m for m in sys.modules.values() if getattr(m, "__file__", "") == str(tmp_path / "mine.py")]
    assert "beside" not in sys.modules


def test_a_changed_file_is_another_version(tmp_path: Path) -> None:
    graded = made(tmp_path, "def score(answer, gold):\n    return answer == gold")
    before = get_grader("own_score").version
    assert says(graded, "x").status == "fail"
    graded = made(tmp_path, "def score(answer, gold):\n    return gold in answer or answer == 'x'")
    assert get_grader("own_score").version != before
    assert says(graded, "x").status == "pass"


@pytest.mark.slow
def test_it_grades_files_and_other_processes_find_it(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("def score(answer, gold):\n    return answer == gold")
    spec = f"{tmp_path / 'mine.py'}:score"
    rows = "".join(f'{{"reference": "{n}", "answer": "{n - n % 2}"}}\n' for n in range(1500))
    (tmp_path / "rows.jsonl").write_text(rows)
    counts = grade_file("own_score", tmp_path / "rows.jsonl", tmp_path / "out.jsonl", plugins=[spec])
    assert counts == {"pass": 750, "fail": 750}
    assert spec in loaded_files()
