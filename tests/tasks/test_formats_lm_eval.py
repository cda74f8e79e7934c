"""lm-eval's samples, written as its `EvaluationTracker.save_results_samples` writes them."""

import json

import pytest

from repairloop.ground.errors import UsageError
from repairloop.tasks import formats


def sanitized(value):
    return [sanitized(part) for part in value] if isinstance(value, list | tuple) else str(value)


def sample(doc_id, doc, target, requests, resps, filtered, metrics, filter_="none"):
    """A line of the file, made of what lm-eval's evaluator holds, in the steps of its tracker."""
    arguments = {
        f"gen_args_{i}": {f"arg_{j}": part for j, part in enumerate(request)} for i, request in enumerate(requests)
    }
    return {
        "doc_id": doc_id, "doc": doc, "target": str(target), "arguments": arguments, "resps": sanitized(resps),
        "filtered_resps": sanitized(filtered), "filter": filter_, "metrics": list(metrics), "doc_hash": "0" * 64,
        "prompt_hash": "1" * 64, "target_hash": "2" * 64, **metrics,
    }  # fmt: skip


def read(tmp_path, samples):
    file = tmp_path / "samples_task_2026-01-01T00-00-00.000000.jsonl"
    file.write_text("".join(json.dumps(s, ensure_ascii=False) + "\n" for s in samples), encoding="utf-8")
    return formats.read(file, file.name, {})


def worked(n, filter_, passed):
    doc = {"question": f"Ann has {n} eggs and buys 2. How many?", "answer": f"{n} + 2 = {n + 2}\n#### {n + 2}"}
    context = f"Question: One and one?\nAnswer: 2\n\nQuestion: {doc['question']}\nAnswer:"
    return sample(
        n, doc, doc["answer"], [(context, {"until": ["Question:"], "do_sample": False})], [[f"It is {n + 2}."]],
        [str(n + 2) if passed else "[invalid]"], {"exact_match": float(passed)}, filter_,
    )  # fmt: skip


def test_generation_asks_the_documents_question_and_chooses_one_filter(tmp_path):
    samples = [worked(n, "strict-match", False) for n in range(4)] + [
        worked(n, "flexible-extract", n < 3) for n in range(4)
    ]
    found = read(tmp_path, samples)
    assert found.layout.format == "lm-eval samples"
    assert found.entries[0].messages == [{"role": "user", "content": "Ann has 0 eggs and buys 2. How many?"}]
    assert [(e.ident, e.score, e.given) for e in found.entries] == [
        ("0", 1.0, "It is 2."), ("1", 1.0, "It is 3."), ("2", 1.0, "It is 4."), ("3", 0.0, "It is 5."),
    ]  # fmt: skip
    assert found.entries[1].gold == "1 + 2 = 3\n#### 3"
    assert any("filter flexible-extract is chosen" in note and "strict-match (0%)" in note for note in found.notes)
    assert all(" filter" not in e.columns for e in found.entries)


def test_options_are_the_continuations_and_the_gold_is_one_of_them(tmp_path):
    doc = {"query": "The sky is", "texts": ["red", "blue", "green"], "gold": 1}
    requests = [("Complete. The sky is", f" {text}") for text in doc["texts"]]
    resps = [[(-3.5, False)], [(-0.5, True)], [(-2.0, False)]]
    (entry,) = read(
        tmp_path, [sample(0, doc, 1, requests, resps, [r[0] for r in resps], {"acc": 1.0, "acc_norm": 1.0})]
    ).entries
    assert entry.options == {"A": "red", "B": "blue", "C": "green"}
    assert (entry.gold, entry.given, entry.score) == ("B", "blue", 1.0)


def numbered(n, target, loud, acc):
    requests = [(f"How many legs has animal {n}?", f" {text}") for text in "123"]
    resps = [[(-0.5 if place == loud else -2.0, False)] for place in range(3)]
    return sample(n, {"q": n}, target, requests, resps, [r[0] for r in resps], {} if acc is None else {"acc": acc})


@pytest.mark.parametrize(
    ("samples", "golds", "said"),
    [
        ([numbered(n, n % 3, 0, None) for n in range(6)], "ABCABC", "taken for places"),
        ([numbered(n, 1 + n % 2, 1 + n % 2, 1.0) for n in range(6)], "BCBCBC", "taken for places"),
        ([numbered(n, 1 + n % 2, n % 2, 1.0) for n in range(6)], "121212", "taken for options"),
        ([numbered(n, 1 + n % 3, 0, None) for n in range(6)], "123123", ""),
    ],
)
def test_targets_that_are_numbers_among_options_that_are_numbers(tmp_path, samples, golds, said):
    found = read(tmp_path, samples)
    assert [entry.gold for entry in found.entries] == list(golds)
    assert said in " ".join(found.notes)
    assert bool(said) == ("target: its numbers" in " ".join(found.notes))


def test_letters_as_continuations_take_the_documents_own_choices(tmp_path):
    doc = {"question": "What is red?", "choices": ["grass", "blood", "sky", "snow"], "answer": 1, "subject": "colours"}
    context = "What is red?\nA. grass\nB. blood\nC. sky\nD. snow\nAnswer:"
    resps = [[(-1.0, False)]] * 4
    (entry,) = read(
        tmp_path, [sample(7, doc, 1, [(context, f" {x}") for x in "ABCD"], resps, [(-1.0, False)] * 4, {"acc": 0.0})]
    ).entries
    assert entry.options == {"A": "grass", "B": "blood", "C": "sky", "D": "snow"}
    assert entry.messages[-1]["content"] == "What is red?"
    assert (entry.gold, entry.score, entry.ident, entry.columns) == ("B", 0.0, "7", {"subject": "colours"})


def test_a_context_is_asked_as_it_was_sent_where_the_document_is_not_understood(tmp_path):
    doc = {"a": 1, "b": 2}
    turns = [{"role": "system", "content": "Add."}, {"role": "user", "content": "1 and 2"}]
    (chat,) = read(
        tmp_path, [sample(0, doc, 3, [([json.dumps(turns)], {})], [["3"]], ["3"], {"exact_match": 1.0})]
    ).entries
    assert (chat.messages, chat.gold) == (turns, "3")
    (plain,) = read(tmp_path, [sample(0, doc, 3, [("1 + 2 =", {})], [["3"]], ["3"], {"exact_match": 1.0})]).entries
    assert plain.messages == [{"role": "user", "content": "1 + 2 ="}]


def test_what_cannot_be_asked_is_left_out_and_counted(tmp_path):
    resps = [[(-1.0, False)], [(-2.0, False)]]
    two = sample(
        0, {"s": "x"}, 0, [("Ann is", " tall"), ("Bo is", " tall")], resps, [(-1, False), (-2, False)], {"acc": 1.0}
    )
    text = sample(1, {"page": "x"}, "", [("", "a whole page")], [[(-1.0, False)]], [(-1.0, False)], {"acc": 0.0})
    good = sample(2, {"s": "x"}, "4", [("2 + 2 =", {})], [["4"]], ["4"], {"exact_match": 1.0})
    found = read(tmp_path, [two, text, good])
    assert len(found.entries) == 1
    assert found.left_out == {
        "its options stand in different contexts: what is asked cannot be told": 1,
        "it was scored by the likelihood of a text, and nothing was answered": 1,
    }


def test_another_version_is_said(tmp_path):
    with pytest.raises(
        UsageError, match="samples of lm-eval of a version that is not known: target, arguments, resps is missing"
    ):
        read(tmp_path, [{"doc_id": 0, "doc": {"question": "q"}, "prompt_0": "q", "logit_0": "a"}])


def test_what_is_right_stands_in_the_target_alone(tmp_path):
    """As lm-eval writes it of a document that holds several answers, and options that nobody was shown."""
    doc = {
        "question": "Ann has 3 eggs and buys 2. How many?",
        "answer": "3 + 2 = 5",
        "choices": ["4", "5", "6"],
        "gold": 1,
        "topic": "eggs",
    }
    context = f"Question: {doc['question']}\nAnswer:"
    (entry,) = read(
        tmp_path, [sample(0, doc, doc["answer"], [(context, {})], [["5"]], ["5"], {"exact_match": 1.0})]
    ).entries
    assert (entry.messages[-1]["content"], entry.gold, entry.options) == (doc["question"], "3 + 2 = 5", {})
    assert entry.columns == {"topic": "eggs"}
