"""With what a run's students answer: kept, shown, and said where it is not as it was."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from repairloop.loop.stages.context import Context
from repairloop.rundir import page
from repairloop.rundir.store import Store
from repairloop.students import smollm2, transformers
from repairloop.students.weights import precision
from tests.conftest import small
from tests.tiny_model import make_tiny

UNALIKE = "Not all answers were computed alike"


@pytest.mark.slow
@pytest.mark.skipif(not smollm2.is_available(), reason="the bundled student, whose tokenizer is used")
@pytest.mark.filterwarnings("ignore")
def test_a_run_that_goes_on_where_numbers_are_others_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny = make_tiny(tmp_path / "tiny")
    said: list[str] = []
    config = small(student=str(tiny), engine="transformers")
    ctx = Context(Store.create(tmp_path / "run", ""), config, emit=lambda event: said.append(event["text"]))
    here = precision(tiny)
    other = {"float32": "bfloat16", "bfloat16": "float32"}[here]

    def opened() -> list[str]:
        said.clear()
        ctx.student({"name": str(tiny), "weights": None, "adapter": None})
        ctx.close()
        return [text for text in said if "differ by that alone" in text]

    assert opened() == []
    assert opened() == []
    assert ctx.store.read_manifest()["computed"] == [f"transformers in {here}"]
    monkeypatch.setattr(transformers, "precision", lambda weights: other)
    asked = f"asked with transformers in {other}; this run began with transformers in {here}"
    assert [text.partition(":")[0] for text in opened()] == [asked]
    assert ctx.store.read_manifest()["computed"] == [f"transformers in {here}", f"transformers in {other}"]


def test_the_report_says_with_what_was_asked_and_trained(planted, tmp_path: Path) -> None:
    assert planted.store.read_manifest()["computed"] == ["sim"]
    text = (planted.path / "report.html").read_text()
    assert "<li>Asked with sim.</li>" in text
    assert UNALIKE not in text
    assert "Trained in" not in text, "nothing was computed there"
    manifest = {"computed": ["vllm-cpu in float32", "vllm-cpu in bfloat16"], "trained_in": "<b>float32</b>"}
    (store := Store(shutil.copytree(planted.path, tmp_path / "run"))).manifest(manifest)
    text = page.build(store)
    assert "Asked with vllm-cpu in float32, then vllm-cpu in bfloat16." in text
    assert UNALIKE in text
    assert "Trained in &lt;b&gt;float32" in text
