"""Open requests in a run: who gets which, how the answers become rows, what the user's own file may be, and what a
repair that harms looks like."""

import json
import re
from collections import Counter
from random import Random
from types import SimpleNamespace

import pytest

import repairloop
from repairloop.ground.errors import UsageError
from repairloop.ground.overlap import Overlap, normal
from repairloop.loop import requests
from repairloop.loop.api import stored_config
from repairloop.loop.graph import first_state
from repairloop.loop.stages import voice
from repairloop.loop.stages.context import Context
from repairloop.making.export import export
from repairloop.records import Probe
from repairloop.records.rows import pack
from repairloop.rundir.display import summary_lines
from repairloop.rundir.store import Store
from repairloop.students import Sampling, open_student, own, smollm2
from repairloop.tasks.importing import import_files
from repairloop.tasks.skill import TaskSkill
from tests.conftest import small
from tests.tasks.test_task_loop import cases, config, written

# ---- requests -------------------------------------------------------------------------------------------


def test_the_bundled_list_holds_many_different_requests_that_pass_the_rules_for_own_ones():
    listed = requests.listed()
    assert len(listed) >= 240
    assert own.usable((text, True) for text in listed) == listed
    assert sum(len(text) > 120 for text in listed) >= 10
    assert sum(len(text) < 50 for text in listed) >= 40


def test_of_what_is_drawn_only_whole_and_different_requests_are_kept():
    drawn = [
        ("How do I bake bread at home?", True), ("how do I bake  BREAD at home?", True), ("How do I bake", False),
        ("Hi", True), ("x" * 601, True), ("12345 67890 12345 + 67890", True), ("Tell me more<|im_start|>user", True),
        (" What is a black hole?\n", True),
    ]  # fmt: skip
    assert own.usable(drawn) == ["How do I bake bread at home?", "What is a black hole?"]


class Template:
    """A tokenizer as far as a chat template goes; tokens are characters."""

    def __init__(self, start, turn, eos, bos=None, system=""):
        self.start, self.turn, self.eos_token, self.bos_token, self.system = start, turn, eos, bos, system

    def apply_chat_template(self, messages, tokenize):
        assert not tokenize
        return self.start + self.system + "".join(self.turn.format(**message) for message in messages)

    def encode(self, text, add_special_tokens):
        assert not add_special_tokens
        return list(text)


CHATML, LLAMA = "<|im_start|>{role}\n{content}<|im_end|>\n", "<|h|>{role}<|/h|>\n\n{content}<|eot|>"


@pytest.mark.parametrize(
    ("tokenizer", "expected"),
    [
        (
            Template("", CHATML, "<|im_end|>", "<|im_start|>", CHATML.format(role="system", content="Be kind.")),
            ["<|im_start|>system\nBe kind.<|im_end|>\n<|im_start|>user\n", "<|im_start|>user\n"],
        ),
        (Template("", CHATML, "<|im_end|>"), ["<|im_start|>user\n"]),
        (
            Template("<|bos|>", LLAMA, "<|eot|>", "<|bos|>", LLAMA.format(role="system", content="Be kind.")),
            ["<|bos|><|h|>system<|/h|>\n\nBe kind.<|eot|><|h|>user<|/h|>\n\n", "<|bos|><|h|>user<|/h|>\n\n"],
        ),
        (Template("", "{role}: {content}\n", "</s>"), ["user: "]),
    ],
)
def test_the_place_of_the_users_text_is_found_in_any_template(tokenizer, expected):
    assert ["".join(tokens) for tokens in own.openings(tokenizer)] == expected


# ---- the user's own file --------------------------------------------------------------------------------


def asked(file):
    return [messages[-1]["content"] for messages in requests.read_requests(file)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", '{"prompt": "Say A"}\n{"prompt": "Say B"}\n'),
        ("a.jsonl", '{"id": 7, "Instruction": "Say A"}\n\n{"question": "Say B"}\n{"question": ""}\n'),
        ("a.json", '[{"text": "Say A"}, {"input": "Say B"}]'),
        ("a.json", '["Say A", "Say B"]'),
        ("a.yaml", "- Say A\n- prompt: Say B\n"),
        ("a.csv", "Frage;Antwort\nSay A;x\nSay B;y\n"),
        ("a.TSV", "n\ttext\n1\tSay A\n2\tSay B\n"),
        ("a", '{"prompt": "Say A"}\r\n{"prompt": "Say B"}'),
        ("a.csv", "n,text\n1,Say A\n2,Say B\n3,\n"),
        ("a.txt", "Say A\n\nSay B\n"),
        ("a.txt", "\ufeffSay A\nSay B"),
        (
            "a.jsonl",
            '{"messages": [{"role": "user", "content": "Say A"}, {"role": "assistant", "content": "A"}]}\n'
            '{"messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Say B"}]}\n'
            '{"messages": [{"role": "assistant", "content": "no user"}]}\n{"messages": {}}\n',
        ),
    ],
)
def test_requests_are_read_from_every_form_that_is_named(tmp_path, name, content):
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert asked(tmp_path / name) == ["Say A", "Say B"]


POEM, TURN = "Write a poem about rain.", {"from": "human", "value": "Write a poem about rain."}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"instruction": "Sum it up.", "input": "Rain fell.", "output": "Rain."}, "Sum it up.\n\nRain fell."),
        ({"instruction": "Sum it up.", "context": "Rain fell.", "response": "Rain."}, "Rain fell.\n\nSum it up."),
        ({"id": 1, "conversations": [TURN, {"from": "gpt", "value": "Rain"}]}, POEM),
        ({"model": "m", "conversation": [{"role": "user", "content": POEM}, {"role": "assistant", "content": "Rain"}]}, POEM),
        ({"session": "1", "conversation_input": [{"role": "user", "content": POEM}], "checklist": ["a", "b"]}, POEM),
        ({"question_id": 81, "category": "writing", "turns": [POEM, "Now shorter."]}, POEM),
        ({"question_id": "a", "cluster": "c", "turns": [{"content": POEM}]}, POEM),
        ({"uid": "a", "category": "poems", "prompt": POEM}, POEM),
        ({"key": 1, "prompt": POEM, "instruction_id_list": ["a:b"], "kwargs": [{}]}, POEM),
        ({"query": POEM}, POEM),
        ({"text": f"### Instruction:\n{POEM}\n\n### Response:\nRain"}, POEM),
        ({"text": f"<|im_start|>user\n{POEM}<|im_end|>\n<|im_start|>assistant\nRain<|im_end|>"}, POEM),
    ],
)  # fmt: skip
def test_requests_of_public_sets_are_read_whole(tmp_path, row, said):
    file = tmp_path / "a.jsonl"
    file.write_text(f"{json.dumps(row)}\n" * 5)
    assert asked(file) == [said] * 5


def test_a_parquet_file_with_conversations_is_read(tmp_path):
    import duckdb

    file = str(tmp_path / "a.parquet")
    duckdb.execute(f"COPY (SELECT [{{'role': 'user', 'content': 'Say A'}}] AS messages) TO '{file}' (FORMAT parquet)")
    assert asked(tmp_path / "a.parquet") == ["Say A"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.jsonl", None, "does not exist"),
        ("a.jsonl", "", "has no requests"),
        ("a.txt", "\n\n", "has no requests"),
        ("a.jsonl", '{"name": "x", "value": "y"}\n', "no question among its columns (name, value)"),
        ("a.csv", "name,value\nx,y\n", "a guard file has no --map: call the column `prompt`"),
        ("a.jsonl", "not json\n", "cannot be read"),
        ("a.json", "[" * 100_000, "cannot be read"),
        ("a.parquet", "not parquet", "cannot be read"),
        ("a.docx", "x", "its form is not known"),
        ("a.txt", b"\xff\xfe\x00", "cannot be read"),
        ("a.jsonl", "3\n4\n", "has no requests"),
        ("a.txt", "x" * 5000, "has no requests"),
    ],
)
def test_a_bad_guard_file_is_refused_with_what_can_be_read(tmp_path, name, content, said):
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UsageError) as error:
        requests.read_requests(file)
    assert said in str(error.value)
    assert name in str(error.value)
    if content is not None:
        assert "it takes JSON, JSON lines, CSV, TSV" in str(error.value)


def test_a_bad_guard_file_stops_a_run_before_anything_is_spent(tmp_path):
    (tmp_path / "empty.jsonl").write_text("")
    settings = [f"guard.file='{tmp_path / 'empty.jsonl'}'"]
    with pytest.raises(UsageError, match="has no requests"):
        repairloop.run(small(settings=settings), tmp_path / "run")
    assert not (tmp_path / "run").exists()


# ---- who gets which -------------------------------------------------------------------------------------


def made(number, source="own", start=0):
    return [[source, [{"role": "user", "content": f"Request number {i}"}]] for i in range(start, start + number)]


def keys(hand):
    return {messages[-1]["content"] for _, messages in hand}


WANTED = {"canaries": 200, "dev": 40, "own": 150}


@pytest.mark.parametrize("number", [0, 1, 7, 254, 300, 900])
def test_no_request_is_in_two_hands(number):
    hands = voice.deal(made(number), [], WANTED, "0/1")
    assert sum(map(len, hands.values())) == len(set().union(*map(keys, hands.values())))
    assert all(len(hands[name]) <= WANTED[name] for name in WANTED)
    if number == 254:
        assert len(hands["own"]) >= 40
        assert len(hands["canaries"]) >= 170
    if number == 900:
        assert {name: len(hand) for name, hand in hands.items()} == WANTED


def test_the_hands_depend_on_the_texts_alone_and_not_on_their_order():
    assert voice.deal(made(900)[::-1], [], WANTED, "0") == voice.deal(made(900), [], WANTED, "0")
    assert voice.deal(made(900), [], WANTED, "1") != voice.deal(made(900), [], WANTED, "0")


def test_the_users_requests_stand_beside_those_that_are_made_and_never_train():
    file = voice.taken(made(1000, "file", 850), WANTED, "0/1")
    hands = voice.deal(made(900), file, WANTED, "0/1")
    theirs = [
        messages[-1]["content"] for hand in ("canaries", "dev") for source, messages in hands[hand] if source == "file"
    ]
    assert len(theirs) == 240
    assert keys(hands["own"]).isdisjoint(theirs)
    assert len(hands["canaries"]) > len(hands["dev"]) > 0


def test_without_canaries_of_ours_all_of_the_users_are_asked():
    none = {"canaries": 0, "dev": 0, "own": 0}
    file = voice.taken(made(300, "file") + made(9, "file"), none, "0/1")
    assert len(voice.deal([], file, none, "0/1")["canaries"]) == 300


@pytest.mark.parametrize(
    ("request_", "open_"),
    [
        ("Write a 200 word essay on the 2000 presidential election.", True),
        ("How do I choose a good password?", True),
        ("Explain how to solve conflicts at work, e.g. between 9-11 colleagues.", True),
        ("Write a regular expression for a date such as 2024-05-17 and explain each part.", True),
        ("Give your opinion on the sentiment in Europe after 1990.", True),
        ("Classify the tweet into one of three categories: event, demo, news.", False),
        ("Is this review positive or negative? The soup was cold.", False),
        ("What is the sum of 17 and 25?", False),
        ("12 + 30", False),
        ("How many bones does an adult human have?", False),
        (f"{'A long text about nothing. ' * 40}\nDecide whether it is offensive.", False),
    ],
)
def test_a_request_for_a_label_a_number_or_a_choice_is_not_open(request_, open_):
    assert requests.is_open([{"role": "user", "content": request_}]) == open_


@pytest.mark.parametrize(
    ("request_", "ways"),
    [
        ("Translate into Italian: a room for two nights.", ["language"]),
        ("How do you say good evening in French?", ["language"]),
        (f"{'Dentistry is about teeth. ' * 40}\nMake the article available in a second language.", ["language"]),
        ("What are the main causes of the French Revolution?", []),
        ("Write a postcard from a harbour in Spain.", []),
        ("Write a class in Python for a bank account.", ["kind"]),
        ("Show me how to add numbers in C++.", ["kind"]),
        ("Explain classical music, and who coded messages in it.", []),
        ("Is this review positive or negative? The soup was cold.", ["digits", "kind", "letters", "shorter"]),
        ("Classify it, in French.", ["digits", "kind", "language", "letters", "shorter"]),
    ],
)
def test_what_a_request_leaves_free_is_not_held_against_the_answer(request_, ways):
    assert list(requests.freedoms([{"role": "user", "content": request_}])) == ways


def test_what_is_not_open_becomes_no_canary():
    closed = [["own", [{"role": "user", "content": f"What is the sum of {i} and {i}?"}]] for i in range(300)]
    hands = voice.deal(made(300) + closed, [], WANTED, "0/1")
    assert keys(hands["canaries"]) | keys(hands["dev"]) <= keys(made(300))
    assert keys(hands["own"]) & keys(closed)


# ---- in a run -------------------------------------------------------------------------------------------


def rows(run, query):
    return run.sql(query).fetchall()


def test_own_rows_train_labelled_self_and_never_proved(planted):
    found = rows(
        planted,
        "SELECT DISTINCT kind, proof, verdict, area, skill FROM repair_rows WHERE proof = 'self' OR kind = 'self'",
    )
    assert found == [("self", "self", "ungradable", "self", "self")]
    trained, kept = rows(
        planted, "SELECT count(*), count(*) FILTER (dropped IS NULL) FROM repair_rows WHERE kind = 'self'"
    )[0]
    assert 20 <= kept <= trained
    dataset = next((planted.path / "partial").glob("train-*.jsonl")).read_text().splitlines()
    ids = {json.loads(line)["row_id"] for line in dataset}
    own_ids = {i for (i,) in rows(planted, "SELECT row_id FROM repair_rows WHERE kind = 'self' AND dropped IS NULL")}
    assert own_ids
    assert own_ids <= ids
    assert rows(planted, "SELECT count(*) FROM lineage JOIN repair_rows USING (row_id) WHERE kind = 'self'") == [(0,)]


def test_own_rows_share_no_request_with_a_canary(planted):
    canaries = {normal(q) for (q,) in rows(planted, "SELECT question FROM probes WHERE skill = 'canary'")}
    trained = {
        normal(json.loads(p)[-1]["content"])
        for (p,) in rows(planted, "SELECT prompt FROM repair_rows WHERE kind = 'self'")
    }
    assert len(canaries) > 150
    assert canaries.isdisjoint(trained)
    assert rows(planted, "SELECT DISTINCT split, area, grader FROM probes WHERE skill = 'canary' ORDER BY area") == [
        ("canary", "canary/list", ""),
        ("canary", "canary/material", ""),
    ]


def test_those_that_moved_most_stand_in_the_summary(planted):
    told = [line for line in summary_lines(planted.summary()) if "moved most" in line]
    assert len(told) == 3
    assert all(re.fullmatch(r"  moved most: '.+': '.*' → '.*' \(.+\)", line) for line in told)
    assert "moved most" in (planted.path / "report.html").read_text()


def test_that_fewer_of_the_users_requests_are_asked_is_said(tmp_path):
    file = tmp_path / "mine.txt"
    file.write_text(
        "\n".join(f"Tell me about the town of {n}, and its people." for n in range(50))
        + "\nTell me about the town of 3, and its people."
    )
    said = []
    config = small(skills=["math"], trainer="none", settings=[f"guard.file='{file}'", "guard.canaries=20"])
    run = repairloop.run(config, tmp_path / "run", said.append)
    notes = [event["text"] for event in said if event["event"] == "notice"]
    assert f"30 of the 51 requests of {file} are asked: each once, and as many as guard.canaries has room for" in notes
    assert rows(run, "SELECT count(DISTINCT question) FROM probes WHERE area = 'canary/file'") == [(30,)]


def test_an_export_says_that_own_rows_are_not_proved(planted, tmp_path):
    written = export(planted.store, "sft", tmp_path / "rows.jsonl")
    number = written["areas"]["self"]["self"]
    card = (tmp_path / "rows.md").read_text()
    assert f"{number} rows are labelled `self`. Nothing proves them" in card
    assert f"| self | 0 | 0 | {number} |" in card
    labels = {
        (r["kind"], r["proof"], r["grader"])
        for r in map(json.loads, (tmp_path / "rows.jsonl").open())
        if r["kind"] == "self"
    }
    assert labels == {("self", "self", "")}


def test_without_canaries_and_voice_no_open_request_is_asked(tmp_path):
    run = repairloop.run(small(skills=["math"], settings=["guard.canaries=0", "synthesize.voice=0"]), tmp_path / "run")
    assert rows(run, "SELECT count(*) FROM probes WHERE grader = ''") == [(0,)]
    assert rows(run, "SELECT count(*) FROM repair_rows WHERE kind = 'self'") == [(0,)]


# ---- canaries asked again -------------------------------------------------------------------------------


@pytest.fixture
def guarded(tmp_path):
    return asked_before(tmp_path, "Tell me about the town of {}, and about its people.")


def asked_before(tmp_path, request_):
    """A context whose student has answered its open requests, the user's own among them, and what it says."""
    file = tmp_path / "mine.txt"
    file.write_text("\n".join(request_.format(name) for name in NAMES))
    config = small(settings=[f"guard.file='{file}'"])
    said = []
    ctx = Context(Store.create(tmp_path / "run", repairloop.config.to_toml(config)), config, emit=said.append)
    assert stored_config(ctx.store) == config
    state = first_state(ctx) | {"targets": {"math/addition/carry": 100}}
    state["refs"] = voice.run(ctx, state)["refs"]
    return ctx, state, said


NAMES = ["Arles", "Bergen", "Cork", "Delft", "Evora", "Fulda", "Ghent", "Hanko"]


def candidate(ctx, name, collapsed):
    folder = ctx.store.path / "adapters" / name
    folder.mkdir()
    (folder / "sim.toml").write_text(f"collapsed = {collapsed}\n")
    return {"name": "sim:planted", "weights": None, "adapter": f"adapters/{name}"}


def test_a_repair_that_harms_nothing_has_no_collapsed_canary(guarded):
    ctx, state, _ = guarded
    found, refs = voice.compare_canaries(ctx, state, candidate(ctx, "good", 0.0), "after")
    assert found.n >= 150
    assert (found.collapsed, found.false_alarm, found.kl_median) == (0, 0, None)
    assert set(refs) == {"1/answers/canaries after", "1/canaries/canaries after"}


def test_a_repair_that_makes_it_answer_with_digits_is_seen_and_stands_in_the_table(guarded):
    ctx, state, _ = guarded
    bad = candidate(ctx, "bad", 0.3)
    found, refs = voice.compare_canaries(ctx, state, bad, "after")
    assert 0.2 < found.share < 0.4
    assert found.upper > found.share
    assert found.digits_after == pytest.approx(found.share)
    assert all("→" in one["reason"] for one in found.worst)
    table = list(ctx.store.read(refs["1/canaries/canaries after"]))
    assert sum(row["collapsed"] for row in table) == found.collapsed
    assert sum(row["recovered"] for row in table) == found.recovered
    assert {row["source"] for row in table} == {"list", "material", "file"}
    assert json.loads(table[0]["before"])["kind"] == "prose"
    assert voice.compare_canaries(ctx, state, bad, "after") == (found, refs)


def test_a_label_that_was_asked_for_is_no_collapse_and_sets_no_limit(tmp_path):
    ctx, state, _ = asked_before(tmp_path, "Classify the town of {} as small, large or unknown.")
    found, refs = voice.compare_canaries(ctx, state, candidate(ctx, "bad", 1.0), "after")
    collapsed = {"file": set(), "list": set(), "material": set()}
    for row in ctx.store.read(refs["1/canaries/canaries after"]):
        collapsed[row["source"]].add(row["collapsed"])
    assert collapsed == {"file": {False}, "list": {True}, "material": {True}}
    dev = ctx.store.records(Probe, state["refs"]["1/probes/canaries dev"])
    sources = [probe.problem["source"] for probe in dev]
    assert "file" in sources
    assert found.pairs == 3 * (len(sources) - sources.count("file"))


def test_the_dev_slice_is_apart_from_the_canaries_that_decide(guarded):
    ctx, state, _ = guarded
    found, refs = voice.compare_canaries(ctx, state, candidate(ctx, "bad", 0.3), "dial 0.5", "canaries dev", False)
    assert found.n >= 20
    dev, decides = (
        {row["probe_id"] for row in ctx.store.read(state["refs"][f"1/probes/{phase}"])}
        for phase in ("canaries dev", "canaries")
    )
    assert {row["probe_id"] for row in ctx.store.read(refs["1/canaries/canaries dev dial 0.5"])} <= dev
    assert dev.isdisjoint(decides)


def test_a_row_with_thirteen_words_of_the_users_request_is_contaminated(guarded):
    ctx, state, _ = guarded
    wordings = {row["area"]: row["wording"] for row in ctx.store.read(state["refs"]["1/probes/canaries"])}
    assert wordings == {"canary/file": "unseen", "canary/list": "seen", "canary/material": "seen"}


def test_open_requests_are_asked_greedily_whatever_the_run_samples(guarded):
    ctx, state, _ = guarded
    ctx.config = ctx.config.model_copy(update={"sampling": ctx.config.sampling.model_copy(update={"temperature": 1.0})})
    again = voice.run(ctx, state)["refs"]
    assert again == {key: state["refs"][key] for key in again}


# ---- the real student -----------------------------------------------------------------------------------

real = [
    pytest.mark.student,
    pytest.mark.skipif(not smollm2.is_available(), reason="the bundled student is not installed"),
    pytest.mark.filterwarnings("ignore"),
]


def open_probe(text, max_tokens=48):
    return Probe(
        id=repairloop.records.fingerprint(text), skill="canary", area="canary/own", split="canary", grader="",
        max_tokens=max_tokens, messages=[{"role": "user", "content": text}],
    )  # fmt: skip


class TestRealStudent:
    pytestmark = real

    def test_it_makes_up_requests_and_rarely_collapses_by_itself(self):
        from repairloop.loop import canaries

        with open_student("smollm2") as student:
            texts = student.compose(96, seed=3, max_tokens=40)
            few, again, others = (student.compose(16, seed=seed, max_tokens=40) for seed in (3, 3, 4))
            assert few == again, "a seed decides"
            assert not set(others) & set(texts)
            # among more at a time some come out otherwise, on some processors
            assert len(set(few) & set(texts)) >= 0.5 * len(few) > 0
            assert len(texts) >= 24
            assert own.usable((text, True) for text in texts) == texts
            probes = [open_probe(text) for text in texts[:40]]
            greedy, *samples = (
                {a.probe_id: a for a in student.answer(probes, sampling)} for sampling in (Sampling(), *voice.SAMPLES)
            )
        called, tried = canaries.false_alarms(canaries.own_pairs(greedy, samples))
        assert tried >= 60
        assert called <= 0.05 * tried  # few pairs: benchmarks/canaries.py measures it on many
        found, _ = canaries.summary(greedy, dict.fromkeys(greedy, repairloop.Answer(probe_id="", text="42")), {})
        assert found.share > 0.9

    def test_the_divergence_of_an_adapter_that_does_nothing_is_zero_and_of_another_is_not(self, tmp_path):
        torch, peft = pytest.importorskip("torch"), pytest.importorskip("peft")
        from transformers import AutoModelForCausalLM

        measured = {}
        for name in ("nothing", "noise"):
            torch.manual_seed(0)
            base = AutoModelForCausalLM.from_pretrained(smollm2.weights(), dtype=torch.bfloat16)
            model = peft.get_peft_model(base, peft.LoraConfig(r=4, target_modules="all-linear"))
            if name == "noise":
                for key, value in model.named_parameters():
                    if "lora_B" in key:
                        torch.nn.init.normal_(value, std=0.1)
            model.save_pretrained(tmp_path / name)
            ctx = Context(Store.create(tmp_path / f"run-{name}", ""), small(student="smollm2"))
            state = first_state(ctx)
            texts = ["What is a black hole?", "Write a poem about snow.", "Hi!"]
            probes = [open_probe(text) for text in texts]
            answers = {p.id: repairloop.Answer(probe_id=p.id, text="It is a thing that people see.") for p in probes}
            shards = ctx.store.write("probes", probes)
            ref = {**state["student"], "adapter": str(tmp_path / name)}
            measured[name] = voice.divergences(ctx, state, ref, shards, answers, "k")
        assert set(measured["nothing"]) == {p.id for p in probes}
        assert all(value < 1e-4 for value in measured["nothing"].values())
        assert all(value > 0.01 for value in measured["noise"].values())


def test_a_server_gives_no_distributions_and_that_is_said(guarded):
    ctx, state, said = guarded
    state = {**state, "student": {**state["student"], "name": "openai:http://127.0.0.1:1/v1#m"}}
    assert voice.divergences(ctx, state, candidate(ctx, "good", 0.0), [], {}, "k") is None
    assert said[-1]["text"].startswith(
        "KL between the student before and after is left out: the student is behind a server"
    )


def test_own_answers_train_as_anchors_and_cut_ones_are_marked(guarded):
    from repairloop.loop.stages.train import _example, is_cut

    probe = open_probe("What is a black hole?").like(problem={"source": "own"})
    whole = voice.own_row(probe, repairloop.Answer(probe_id=probe.id, text="A star that fell in."), 1)
    cut = voice.own_row(
        probe, repairloop.Answer(probe_id=probe.id, text="A star that fell in. Noth", finish_reason="length"), 1
    )
    assert (whole.completion, cut.completion) == ("A star that fell in.", "A star that fell in.")
    rows_ = [pack(row) for row in (whole, cut)]
    assert [is_cut(row) for row in rows_] == [False, True]
    assert [_example(row).get("anchor") for row in rows_] == [True, True]


def test_bundled_requests_with_material_are_open_and_come_first_with_each_instruction():
    for measuring, number in ((True, 48), (False, 80)):
        texts = requests.with_material("0", measuring)
        instructions = [text.partition("\n\n")[0] for text in texts]
        first = instructions[: len(set(instructions))]
        assert len(set(first)) == len(first) >= number - 3
        assert len(set(texts)) == len(texts) > 4 * len(first)
        assert all(text.partition("\n\n")[2] for text in texts)
        assert all(requests.is_open([{"role": "user", "content": text}]) for text in texts)
        other = requests.with_material("1", measuring)
        assert set(other[: len(first)]) != set(texts[: len(first)])
        assert set(other) == set(texts)


def test_what_measures_shares_neither_instruction_nor_material_with_what_trains():
    kept, voiced = (requests.with_material("0", measuring) for measuring in (True, False))
    for place in (0, 2):
        assert {text.partition("\n\n")[place] for text in kept}.isdisjoint(
            text.partition("\n\n")[place] for text in voiced
        )


def test_requests_are_of_three_kinds(guarded, monkeypatch):
    """A third with material, a sixth the student's own; where it can make up none, all bundled ones take their place."""
    ctx, state, _ = guarded

    def kinds():
        found = voice.requests(ctx, state, 60, 120)
        assert len({message["content"] for _, [message] in found}) == len(found)
        return Counter(source for source, _ in found)

    assert kinds() == {"material": 20, "voice": 40, "list": len(requests.listed())}
    able = SimpleNamespace(compose=lambda count, seed, tokens: [f"Tell me of day {n} of {seed}." for n in range(30)])
    monkeypatch.setattr(ctx, "student", lambda ref: able)
    ctx.store = Store.create(ctx.store.path.with_name("another"), "")
    assert kinds() == {"material": 20, "voice": 40, "list": 90, "own": 30}


@pytest.mark.parametrize("able", [True, False])
def test_a_later_cycle_has_as_much_of_its_own_voice_as_the_first(guarded, monkeypatch, able):
    """Of the same bundled texts each time, less those that had trained, the second cycle had half, and 15 with material."""
    ctx, state, _ = guarded
    words = sorted({word for text in requests.listed() for word in text.split()})
    said = SimpleNamespace(compose=lambda count, seed, tokens: [" ".join(Random(seed + n).sample(words, 9)) for n in range(50)] if able else None)  # fmt: skip
    monkeypatch.setattr(ctx, "student", lambda ref: said)
    ctx.store = Store.create(ctx.store.path.with_name(f"another-{able}"), "")
    wanted, trained, measured = {"canaries": 200, "dev": 100, "own": 240}, [], set()
    for cycle in (1, 2):
        before = Overlap((str(n), voice._key(one), one[1][-1]["content"]) for n, one in enumerate(trained))
        found = voice.requests(ctx, state | {"cycle": cycle}, 300, 240, before if trained else None)
        hands = voice.deal(found, [], wanted, "0", measured)
        assert {name: len(hand) for name, hand in hands.items()} == wanted
        kinds = Counter(source for source, _ in hands["own"])
        assert kinds["voice"] > 60
        assert keys(hands["own"]).isdisjoint(keys(trained))
        assert measured.isdisjoint(map(voice._key, hands["own"])), "what measured never trains"
        measured |= {voice._key(one) for name in ("canaries", "dev") for one in hands[name]}
        trained += hands["own"]


def test_two_cycles_on_the_simulated_student_train_as_much_own_voice(tmp_path):
    run = repairloop.run(small(skills=["math"], settings=["synthesize.rows=600", "cycles=2", "guard.canaries=60", "diagnose.max_areas=2"]), tmp_path / "run")  # fmt: skip
    trained = dict(rows(run, "SELECT cycle, count(*) FROM repair_rows WHERE kind = 'self' AND dropped IS NULL GROUP BY 1"))  # fmt: skip
    assert trained == {1: 150, 2: 150}
    assert dict(rows(run, "SELECT cycle, count(*) FROM canaries WHERE side = 'after' GROUP BY 1")) == {1: 60, 2: 60}


def test_each_hand_has_its_share_of_requests_with_material():
    wanted = {"canaries": 120, "dev": 60, "own": 90}
    given = made(60, "material") + made(30, "voice", 60) + made(300, "list", 100)
    hands = voice.deal(given, [], wanted, "0")
    assert {name: len(hand) for name, hand in hands.items()} == wanted
    by_hand = {name: Counter(source for source, _ in hand) for name, hand in hands.items()}
    assert by_hand["canaries"]["material"] + by_hand["dev"]["material"] == 60
    assert 10 < by_hand["dev"]["material"] < 30 < by_hand["canaries"]["material"] < 50, "a third of each, about"
    assert by_hand["own"]["voice"] > 0 == by_hand["own"]["material"]
    assert by_hand["canaries"]["voice"] == by_hand["dev"]["voice"] == 0


def test_requests_of_one_instruction_come_into_one_hand():
    texts = requests.with_material("0", True)[:96]
    given = [["material", [{"role": "user", "content": text}]] for text in texts] + made(400, "list")
    hands = voice.deal(given, [], {"canaries": 200, "dev": 100, "own": 50}, "0")
    instructions = [
        {text.partition("\n\n")[0] for text in keys(hands[name]) if text in texts} for name in ("canaries", "dev")
    ]
    assert min(map(len, instructions)) > 10
    assert len(instructions[0] & instructions[1]) <= 1, "the one at the cut"


def test_beside_the_texts_of_a_skill_nothing_is_asked(guarded):
    ctx, state, _ = guarded
    assert {one.problem["source"] for one in ctx.store.records(Probe, state["refs"]["1/requests"])} == {"list", "voice"}


def test_texts_beside_are_as_many_as_a_task_of_the_users_has_and_none_that_measures(tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("question,answer\n" + "".join(f"Where does {n} of the boats from {name} lie?,{name}\n" for n in range(3, 9) for name in NAMES))  # fmt: skip
    evaluation = import_files([file])
    skill = TaskSkill(evaluation.understood, evaluation.cases)
    [area] = skill.areas
    ctx = SimpleNamespace(config=small(), all_areas=lambda: {area: skill})
    near = voice.near_requests(ctx, {"cycle": 1, "targets": {area: 1000}}, 200)
    texts = [message["content"].split("\n\n", 1)[1] for _, [message] in near]
    assert sorted(texts) == sorted(case.question for case in skill.cases(area, "train"))
    held = {case.question for case in skill.every if case.part != "find"}
    assert held
    assert not held & set(texts)
    instructions = {message["content"].partition("\n\n")[0] for _, [message] in near}
    assert len(instructions) > 3
    kept = requests.with_material("0", True)
    assert not instructions & {text.partition("\n\n")[0] for text in kept}


def test_half_of_the_own_voice_of_a_run_on_a_task_is_beside_it(tmp_path):
    file = tmp_path / "student.toml"
    file.write_text('[areas."pears"]\npass_rate = 0.2\n')
    folder = written(tmp_path / "t", cases(areas=()))
    run = repairloop.run(config(folder, f"sim:{file}"), tmp_path / "run")
    agents = Counter(a for (a,) in rows(run, "SELECT agents[1] FROM repair_rows WHERE kind = 'self'"))
    near, wanted = agents["bundled list: another instruction"], agents.total()
    assert 0.4 < near / wanted < 0.65
