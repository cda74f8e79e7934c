"""What stands around an answer: taken off for every grader alike, and left alone where it is the answer."""

from __future__ import annotations

import time

import pytest

from repairloop import Grader, all_graders, grade, loose_answer, loose_probe, passed
from repairloop.plugins.grade import asked_for
from repairloop.records import Answer, Probe, Verdict, envelope
from repairloop.records.envelope import bare, open_text
from tests.clock import least_seconds

THOUGHTS = (
    "Okay, is it A, or 44? The answer is \\boxed{44}. I could call it [1] or say:\n"
    '```json\n{"name": "no"}\n```\nOption C. No, wait.'
)
"""What must not be graded: another letter, another number, a call, code."""

WRAPPERS = {
    "empty think": "<think>\n\n</think>\n\n{}",
    "think": "<think>\n{t}\n</think>\n\n{}",
    "closing tag only": "{t}\n</think>\n\n{}",
    "answer tags": "<answer>{}</answer>",
    "think and answer tags": "<think>{t}</think>\n<answer>\n{}\n</answer>",
    "im_end": "{}<|im_end|>",
    "eos": "{}</s>",
    "harmony": "<|channel|>analysis<|message|>{t}<|end|><|start|>assistant<|channel|>final<|message|>{}<|return|>",
    "harmony, stripped": "analysisWe look. {t}assistantfinal{}",
    "thinking": "<thinking>{t}</thinking>\n{}",
    "thought": "<thought>\n{t}\n</thought>\n\n{}",
    "reasoning and answer": "<reasoning>\n{t}\n</reasoning>\n<answer>\n{}\n</answer>",
    "Magistral": "[THINK]{t}[/THINK]{}</s>",
    "Seed": "<seed:think>{t}</seed:think>{}<seed:eos>",
    "Kimi": "◁think▷{t}◁/think▷{}",
    "OpenThinker": "<|begin_of_thought|>\n{t}\n<|end_of_thought|>\n\n<|begin_of_solution|>\n{}\n<|end_of_solution|>",
    "Granite 3.2": "Here is my thought process:\n\n{t}\n\nHere is my response:\n\n{}",
    "Granite 3.3": "<think>{t}</think><response>{}</response>",
    "Command A": "<|START_THINKING|>{t}<|END_THINKING|><|START_RESPONSE|>{}<|END_RESPONSE|><|END_OF_TURN_TOKEN|>",
    "Gemma 4": "<|channel>thought\n{t}\n<channel|>{}<turn|>",
    "Gemma 4, told not to think": "<|channel>thought\n<channel|>{}<turn|>",
    "MedGemma": "<unused94>thought\n{t}<unused95>{}<end_of_turn>",
    "MiniMax M3": "<mm:think>{t}</mm:think>\n{}",
    "LongCat": "<longcat_think>\n{t}\n</longcat_think>\n{}",
    "Hunyuan": "<think>\n{t}\n</think>\n<answer>\n{}\n</answer><|eos|>",
    "Apriel": "Here are my reasoning steps:\n{t}\n[BEGIN FINAL RESPONSE]\n{}\n[END FINAL RESPONSE]\n<|end|>",
    "Solar": "<|think|>{t}<|end|><|begin|>assistant<|content|>{}<|end|>",
    "Marco": "<Thought>\n{t}\n</Thought>\n<Output>\n{}\n</Output>",
    "Kimi K3": "<|open|>think<|sep|>{t}<|close|>think<|sep|><|open|>response<|sep|>{}<|close|>response<|sep|>",
    "two blocks": "<think>\n{t}\n</think>\n<think>\nOnce more: 45.\n</think>\n\n{}",
    "block, word, block": "<think>{t}</think>\nLet me look again.\n<think>It is 45.</think>\n\n{}",
    "upper case": "<THINK>\n{t}\n</THINK>\n{}",
    "header left in": "<|im_start|>assistant\n<think>\n{t}\n</think>\n\n{}<|im_end|>",
    "Llama header": "<|start_header_id|>assistant<|end_header_id|>\n\n{}<|eot_id|>",
    "header, stripped": "assistant\n\n{}",
    "next turn": "{}<|im_end|>\n<|im_start|>user\nAnd what is 7 + 7?<|im_end|>\n<|im_start|>assistant\n14",
    "Gemma's next turn": "{}<end_of_turn>\n<start_of_turn>user\nThe answer is A.",
    "begin and end of text": "<s> {}</s>",
    "DeepSeek": "{t}\n</think>\n\n{}<｜end▁of▁sentence｜>",
    "EXAONE": "<thought>\n{t}\n</thought>\n\n{}[|endofturn|]",
    "answer tag, not closed": "<think>{t}</think>\n<answer>\n{}",
    "answer tag, closed only": "{}\n</answer>",
    "text around the tag": "I think that this is it:\n<answer>{}</answer>\nI hope that it helps.",
    "tags in thoughts": "<think>\nThe form is `<think>…</think>`, then the answer. {t}\n</think>\n\n{}",
    "harmony without a start": "{t}<|end|><|start|>assistant<|channel|>final<|message|>{}<|return|>",
    "harmony with a preamble": "<|channel|>analysis<|message|>{t}<|end|><|start|>assistant<|channel|>commentary<|message|>"
    "Let me see.<|end|><|start|>assistant<|channel|>final<|message|>{}",
    "glued": "{t}</think>{}",
    "self-closed": "<think/>\n\n{}",
    "padding": "{}<|im_end|><pad><pad>",
    "padding alone": "{}[PAD][PAD]",
    "CRLF": "<think>\r\n{t}\r\n</think>\r\n\r\n{}",
    "closed twice": "<think>\n{t}\n</think>\n</think>\n\n{}",
    "a preamble": "Let me think.\n\n<thinking>\n{t}\n</thinking>\n\n{}",
    "one of a sentence": "Sure: <think>{t}</think> {}",
    "Reflection": "<thinking>\n{t}\n<reflection>\nNo.\n</reflection>\n</thinking>\n<output>\n{}\n</output>",
    "Inst": "[/INST] {}</s>[INST] And 7 + 7? [/INST] 14",
    "a box": "<think>{t}</think><|begin_of_box|>{}<|end_of_box|>",
}  # fmt: skip

CUT = {
    "think": "<think>\n{t}\n{}\nBut wait, let me",
    "think, at once": "<think>{}",
    "thinking": "<thinking>{}\nBut",
    "Magistral": "[THINK]{t} {} But",
    "Kimi": "◁think▷{}\nHm",
    "Gemma 4": "<|channel>thought\n{}\nBut",
    "Command A": "<|START_THINKING|>{}",
    "OpenThinker": "<|begin_of_thought|>\n{}\n",
    "harmony": "<|channel|>analysis<|message|>{}",
    "harmony, the second": "<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>analysis<|message|>{}",
    "harmony, stripped": "analysisWe look. {}",
    "Granite": "Here is my thought process:\n\n{}\n",
    "again": "<think>\nHm.\n</think>\n<think>\n{}",
    "answer tag": "<think>\n<answer>{}</answer>",
    "end of turn": "<think>\n{}<|im_end|>",
    "header": "<|im_start|>assistant\n<think>\n{}",
    "preamble": "Let me think.\n<think>\n{}",
    "reasoning": "<reasoning>\n{}",
}
"""Ended inside the thoughts, which hold the right answer."""


def wrapped(wrapper: str, text: str) -> str:
    return wrapper.replace("{t}", THOUGHTS).replace("{}", text)


def golds() -> list[tuple[Probe, str]]:
    return [
        (probe, handler.gold(probe))
        for name, handler in all_graders().items()
        for probe in handler.examples()
        if name != "judge" and not handler.missing()
    ]


GOLDS = golds()


@pytest.mark.parametrize("name", WRAPPERS)
def test_a_right_answer_is_right_in_every_envelope(name: str) -> None:
    wrong = []
    for probe, gold in GOLDS:
        if "<answer>" in gold and "around" in name:
            continue  # which of the two pairs is asked for, nobody could say
        answer = loose_answer(wrapped(WRAPPERS[name], gold))
        if probe.grader == "code" and name != "think":  # a sandbox each is slow; the same text has the same verdict
            assert envelope.opened(answer, lambda probe=probe: asked_for(probe))[0].text.strip() == gold.strip()
            continue
        verdict = grade(probe, answer)
        if verdict.status != "pass":
            wrong.append((probe.grader, gold[:80], verdict.error_class, verdict.extracted))
    assert not wrong, f"{len(wrong)} of {len(GOLDS)}: {wrong[:4]}"


@pytest.mark.parametrize("name", CUT)
def test_what_was_cut_inside_its_thoughts_is_truncated_whatever_they_say(name: str) -> None:
    for probe, gold in GOLDS:
        verdict = grade(probe, loose_answer(wrapped(CUT[name], gold)))
        assert (verdict.status, verdict.error_class) == ("fail", "truncated"), (probe.grader, gold[:80])
        assert verdict.extracted is None


def test_every_grader_is_given_the_answer_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[str, str]] = []

    def see(self: Grader, probe: Probe, answer: Answer) -> Verdict:
        given.append((self.name, answer.text))
        return passed()

    for handler in all_graders().values():
        monkeypatch.setattr(type(handler), "grade", see)
        for text in ("<think>\n44?\n</think>\n\n43<|im_end|>", "<think>\nThe answer is 43. But"):
            grade(loose_probe(handler.name, "", None, {}), loose_answer(text))
    assert given == [(name, text) for name in all_graders() for text in ("43", "")]


def test_a_wrong_answer_stays_wrong_when_the_thoughts_are_right() -> None:
    for handler in all_graders().values():
        for probe in handler.examples() if handler.name not in ("judge", "code") and not handler.missing() else []:
            gold = handler.gold(probe)
            for wrong in list(handler.corrupt(probe).values())[:3]:
                verdict = grade(probe, loose_answer(f"<think>\n{gold}\n</think>\n\n{wrong}"))
                assert verdict.status == "fail", (handler.name, gold, wrong)


def check(name: str, answer: str, reference: object, question: str = "", **settings: object) -> Verdict:
    return grade(loose_probe(name, question, reference, settings), loose_answer(answer))


def test_the_verdict_keeps_the_thoughts_apart_and_its_span_points_into_the_reply() -> None:
    text = "<think>\n17 + 26 is 44?\n</think>\n\nThe answer is 43.<|im_end|>"
    verdict = check("math", text, "43")
    assert (verdict.status, verdict.thoughts, verdict.extracted) == ("pass", "17 + 26 is 44?", "43")
    assert verdict.span is not None
    assert text[slice(*verdict.span)] == "43"
    assert check("math", "The answer is 43.", "43").thoughts == ""
    cut = check("math", "<think>\nThe answer is 43. But", "43")
    assert (cut.thoughts, cut.expected) == ("The answer is 43. But", "43")
    nothing = check("math", "<think>\nThe answer is 43.\n</think>\n", "43")
    assert (nothing.status, nothing.error_class, nothing.thoughts) == ("fail", "empty", "The answer is 43.")


def test_a_bad_reference_is_ungradable_also_where_the_answer_was_cut() -> None:
    assert check("math", "<think>\n43", "nonsense ((").status == "ungradable"


def test_thoughts_that_were_kept_apart_already_are_not_looked_for_again() -> None:
    answer = Answer(probe_id="", text="", thoughts="The answer is 43.", finish_reason="length")
    verdict = grade(loose_probe("math", "", "43", {}), answer)
    assert (verdict.error_class, verdict.thoughts) == ("truncated", "The answer is 43.")
    spoken = Answer(probe_id="", text="<think>", thoughts="")
    assert grade(loose_probe("text", "", "<think>", {}), spoken).status == "pass"


KEPT = [
    "The tag <think> begins the thoughts of Qwen3.",
    "Qwen3 writes <think> and </think> around its thoughts.",
    "Use `<think>` and `</think>`, then `<answer>`.",
    "The closing tag is </think>.",
    "Wrap it in <think></think> tags.",
    'The reply begins with "<think>" and ends with "</think>".',
    "Put it into <answer> and </answer> tags.",
    "Put it into an <answer> tag at the end.",
    "Then comes (</think>) as the last one.",
    "A turn ends with <|im_end|> in ChatML and with </s> in Llama 2.",
    "```python\ndef strip(t):\n    return t.split('</think>')[-1]\n```",
    "```\n<think>\nplan\n</think>\nThe answer\n```",
    "```xml\n<answer>43</answer>\n```",
    're.sub(r"<think>.*?</think>", "", text)',
    "text.replace('<think>', '').replace('</think>', '')",
    "<result>\n  <reasoning>\n    because\n  </reasoning>\n  <value>3</value>\n</result>",
    "<result><reasoning>because</reasoning><answer>3</answer></result>",
    "<quiz>\n<question>2 + 2?</question>\n<answer>4</answer>\n</quiz>",
    '{"text": "<answer>3</answer>"}',
    '{"reply": "B</s>", "ok": true}',
    "<p>The price is <s>$5</s> $4.</p>",
    "<s>old</s> new",
    "analysis of the data shows that it rises",
    "analysis: it rises",
    "final answer: 43",
    "The assistant final score is 43.",
    "assistant",
    "Here is my response: 43",
    "An assistant\nhelps.",
    "if a <b and c> d: think",
    '<tool_call>\n{"name": "f", "arguments": {}}\n</tool_call>',
    "[TOOL_CALLS]f[ARGS]{}",
    "  indented\n\n",
    "a < b\n",
]


@pytest.mark.parametrize("text", KEPT)
def test_what_is_only_spoken_of_or_is_part_of_the_answer_stays(text: str) -> None:
    assert open_text(text) == (text, "", False, ((0, len(text)),))


@pytest.mark.parametrize("text", [text for text in KEPT if text.strip() == text and text != "assistant"])
def test_and_it_stays_behind_thoughts(text: str) -> None:
    assert bare(f"<think>\n{THOUGHTS}\n</think>\n\n{text}") == text


def test_tags_that_the_truth_asks_for_are_the_answer() -> None:
    starts = [{"id": "starts_with", "args": {"phrase": "<answer>"}}]
    assert check("constraints", "<answer>Rain falls.</answer>", starts).status == "pass"
    assert check("constraints", "<think>Hm.</think>\n<answer>Rain falls.</answer>", starts).status == "pass"
    assert check("constraints", "Rain falls.", starts).status == "fail"
    ends = [{"id": "ends_with", "args": {"phrase": "</s>"}}]
    assert check("constraints", "Rain falls.</s>", ends).status == "pass"
    assert check("text", "<think>", "<think>").status == "pass"
    assert check("text", "</think>", "</think>").status == "pass"
    assert check("text", "<|im_end|>", "<|im_end|>").status == "pass"


def test_thoughts_are_taken_off_where_tests_speak_of_their_tags() -> None:
    reference = {
        "entry_point": "bare",
        "tests": "assert bare('<think>a</think>b') == 'b'",
        "solution": "def bare(t):\n    return t.split('</think>')[-1]",
    }
    probe = loose_probe("code", "", reference, {})
    wrapper = "<think>\nA plan.\n</think>\n\n```python\ndef bare(t):\n    return t.split('</think>')[-1]\n```"
    answer, found = envelope.opened(loose_answer(wrapper), lambda: asked_for(probe))
    assert found is not None
    assert answer.text.startswith("```python")
    assert answer.thoughts == "A plan."


def test_calls_in_channels_come_through_as_they_stand() -> None:
    call = '<|channel|>commentary to=functions.f <|constrain|>json<|message|>{"a": 1}<|call|>'
    thought = "<|channel|>analysis<|message|>I could call g.<|end|><|start|>assistant"
    assert bare(thought + call) == call
    bare_call = 'commentary to=functions.f json{"a": 1}'
    assert bare(f"analysisI could call g.assistant{bare_call}") == bare_call


def test_an_answer_before_its_thoughts_is_the_answer() -> None:
    found = open_text("43 <think>That was easy enough.</think>")
    assert (found.text, found.thoughts) == ("43", "That was easy enough.")


@pytest.mark.parametrize(
    ("prompt", "mark"),
    [
        ("<|im_start|>assistant\n<think>\n", "<think>"),
        ("<|im_start|>assistant\n<think>\n\n</think>\n\n", ""),
        ("<|im_start|>assistant\n", ""),
        ("<think>Assistant:", ""),
        ("<|CHATBOT_TOKEN|><|START_THINKING|>", "<|START_THINKING|>"),
        ("<|turn>model\n<|channel>thought\n", "<|channel>thought"),
        ("<|start|>assistant<|channel|>analysis<|message|>", "<|channel|>analysis<|message|>"),
    ],
)
def test_a_prompt_says_whether_it_begins_the_thoughts(prompt: str, mark: str) -> None:
    assert envelope.opening(prompt) == mark
    if mark:
        assert bare(f"{mark}Hm.{envelope.closing_of(mark)}\n\n43") == "43"


def test_a_reply_that_only_ends_its_thoughts_says_how_they_began() -> None:
    assert envelope.orphan("Hm.\n</think>\n\n43") == "<think>"
    assert envelope.orphan("Hm.\n[/THINK]43") == "[THINK]"
    assert envelope.orphan("<think>Hm.</think>43") == ""
    assert envelope.orphan("The closing tag is </think>.") == ""


HOSTILE = [
    "<think>" * 60_000,
    "</think>" * 60_000,
    "\n<think>`</think>`" * 20_000,
    "a <think> b </think>" * 20_000,
    "<answer>" * 60_000,
    "<a><answer> " * 40_000,
    "<a " * 150_000,
    "</s> x " * 70_000,
    "<s>" + "</s> x " * 70_000,
    "<|channel|>" * 40_000,
    "<|channel|>a<|message|>" * 20_000,
    "analysis" + "assistantfinal" * 30_000,
    "```\n" * 100_000 + "</think>",
    "<|im_start|>assistant" * 20_000,
    '"' * 200_000 + "</think>" * 20_000,
    "here is my thought process:" + "\nhere is my response: x" * 20_000,
    "<" * 400_000,
    "[think" * 70_000,
    " " * 400_000 + "<think>",
    "<s>" + "x" * 500 + "</s>" * 90_000,
    "\n<think>x</thought>" * 20_000,
]


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_text_is_opened_in_bounded_time(number: int) -> None:
    started = time.process_time()
    open_text(HOSTILE[number])
    assert time.process_time() - started < 9


def test_a_text_without_any_mark_costs_next_to_nothing() -> None:
    text = "We add 17 and 26, which gives 43. So the answer is 43. " * 4
    taken = least_seconds(lambda: [open_text(text) for _ in range(10_000)], 0.5)
    assert taken < 0.5, "50 µs each, on a busy machine"
