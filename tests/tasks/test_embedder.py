"""A user's own embedding model: its vectors, areas by it, and folders that are none."""

import random
from collections import Counter

import numpy as np
import pytest
from typer.testing import CliRunner

from repairloop.cli import app
from repairloop.config import load_config
from repairloop.ground.errors import UsageError
from repairloop.loop import api
from repairloop.tasks import areas
from repairloop.tasks.areas import found
from repairloop.tasks.embedder import embedded
from repairloop.tasks.parts import assign
from tests.tasks.test_areas import KINDS, case
from tests.tasks.test_task_loop import cases, written

WORDS = sorted({word for words in KINDS.values() for word in words})


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A model of one layer to which the words of one kind are alike; of all other words it knows nothing."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("embedder")
    names = ["[PAD]", "[UNK]", *WORDS]
    tokenizer = Tokenizer(models.WordLevel({name: place for place, name in enumerate(names)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]").save_pretrained(folder)
    torch.manual_seed(0)
    config = BertConfig(vocab_size=len(names), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
                        intermediate_size=16, max_position_embeddings=64)  # fmt: skip
    made = BertModel(config)
    kinds = torch.randn(len(KINDS), 16)
    with torch.no_grad():
        made.embeddings.word_embeddings.weight.zero_()
        for place, words in enumerate(KINDS.values()):
            for word in words:
                made.embeddings.word_embeddings.weight[names.index(word)] = 3 * kinds[place] + 0.3 * torch.randn(16)
    made.save_pretrained(folder)
    return str(folder)


def test_vectors_have_length_one_and_do_not_depend_on_what_is_beside(model):
    texts = ["oven pan flour", "rose tulip", "", "oven " * 300]
    made = embedded(texts, model)
    assert made.shape == (4, 16)
    assert np.linalg.norm(made, axis=1) == pytest.approx(1, abs=1e-5)
    for place, text in enumerate(texts):
        assert embedded([text], model)[0] == pytest.approx(made[place], abs=1e-5)


def test_areas_are_found_by_what_only_the_model_knows(model):
    """No two questions of a kind share a word, and nothing else tells them apart."""
    rng = random.Random(0)
    kinds = list(KINDS)
    made = []
    for number in range(400):
        kind = kinds[number % 4]
        noise = "".join(rng.choice("abcdefghijklmnop") for _ in range(12))
        made.append(case(f"{rng.choice(KINDS[kind])} {noise}", columns={}))
    every = assign(made)
    hard = set(KINDS["garden"])
    weak = {one.id for one in every if one.question.split()[0] in hard}
    asked = [one for one in every if one.part == "find"]
    passed = {one.id: one.id not in weak or rng.random() < 0.1 for one in asked}
    by_model = found(asked, passed, every, embedder=model)
    rest = Counter(by_model.area_of(one) for one in every if one.id not in weak).most_common(1)[0][0]
    inside = [one.id in weak for one in every if by_model.area_of(one) != rest]
    assert len(by_model.names) > 1
    assert sum(inside) >= 0.9 * len(weak)
    assert sum(inside) >= 0.9 * len(inside)


def test_a_run_finds_areas_by_it(tmp_path, model, monkeypatch):
    asked_for = []

    def watched(texts, folder):
        asked_for.append((len(texts), folder))
        return embedded(texts, folder)

    monkeypatch.setattr(areas, "embedded", watched)
    (tmp_path / "student.toml").write_text('[areas."pears"]\npass_rate = 0.4\n')
    made, run = cases(areas=()), tmp_path / "run"
    folder = written(tmp_path / "t", made)
    asked = [
        "ask",
        str(folder),
        "--student",
        f"sim:{tmp_path / 'student.toml'}",
        "--out",
        str(run),
        "--embedder",
        model,
    ]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    assert asked_for == [(len(made), model)]
    assert model in (run / "config.toml").read_text()


def test_what_is_no_model_stops_a_run_before_anything_is_asked(tmp_path, model):
    folder = written(tmp_path / "t", cases(areas=()))
    for name, file, said in (("none", "a.txt", "is no folder with"), ("broken", "config.json", "cannot be loaded")):
        (tmp_path / name).mkdir()
        (tmp_path / name / file).write_text("{}")
        wanted = load_config(None, tasks=[str(folder)], diagnose={"embedder": str(tmp_path / name)})
        with pytest.raises(UsageError, match=said):
            api.run(wanted, tmp_path / "run")
    with pytest.raises(UsageError, match="there is none: name one with --tasks"):
        api.run(load_config(None, diagnose={"embedder": model}), tmp_path / "run")
    assert not (tmp_path / "run").exists()
