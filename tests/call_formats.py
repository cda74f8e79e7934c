"""One call as each family of models writes it, text and objects: `FORMATS` maps a name to a function of the calls.

A call is `(name, arguments)`. What engines drop of special tokens (`skip_special_tokens`) is a format of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

Calls = list[tuple[str, dict[str, Any]]]


def raw(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def each(write: Callable[[str, dict[str, Any]], str], before: str = "", after: str = "", joint: str = "") -> Any:
    return lambda calls: before + joint.join(write(*call) for call in calls) + after


def as_json(name: str, arguments: dict[str, Any]) -> str:
    return json.dumps({"name": name, "arguments": arguments})


def listed(calls: Calls, name: str = "name", arguments: str = "arguments") -> str:
    return json.dumps([{name: n, arguments: a} for n, a in calls])


def objects(calls: Calls) -> list[dict[str, Any]]:
    return [
        {"id": f"call_{i}", "type": "function", "function": {"name": n, "arguments": json.dumps(a)}}
        for i, (n, a) in enumerate(calls)
    ]


def xml(
    tag: str, parameter: str, name: str, key: str, gap: str = "\n", more: Callable[[Any], str] = lambda v: ""
) -> Any:
    def write(n: str, a: dict[str, Any]) -> str:
        told = "".join(f"<{parameter}{key % k}{more(v)}>{gap}{raw(v)}{gap}</{parameter}>\n" for k, v in a.items())
        return f"<{tag}{name % n}>\n{told}</{tag}>"

    return write


def glm(n: str, a: dict[str, Any], prefix: str = "", suffix: str = "", sep: str = "", gap: str = "\n") -> str:
    told = "".join(
        f"{gap}<{prefix}arg_key{suffix}>{k}</{prefix}arg_key{suffix}>"
        f"{gap}<{prefix}arg_value{suffix}>{raw(v)}</{prefix}arg_value{suffix}>"
        for k, v in a.items()
    )
    return f"<{prefix}tool_call{suffix}>{n}{sep}{told}{gap}</{prefix}tool_call{suffix}>"


def gemma(mark: str) -> Callable[[str, dict[str, Any]], str]:
    def value(v: Any) -> str:
        if isinstance(v, str):
            return f"{mark}{v}{mark}"
        if isinstance(v, list):
            return "[" + ",".join(map(value, v)) + "]"
        if isinstance(v, dict):
            return "{" + ",".join(f"{k}:{value(one)}" for k, one in v.items()) + "}"
        return json.dumps(v)

    return lambda n, a: f"call:{n}{value(a)}"


def python(n: str, a: dict[str, Any]) -> str:
    return f"{n}({', '.join(f'{k}={v!r}' for k, v in a.items())})"


def elements(n: str, a: dict[str, Any]) -> str:
    return f"<{n}>\n" + "".join(f"<{k}>{raw(v)}</{k}>\n" for k, v in a.items()) + f"</{n}>"


def element(v: Any) -> str:
    mark = "]<]minimax[>["
    if isinstance(v, dict):
        return "".join(f"{mark}<{k}>{element(one)}{mark}</{k}>" for k, one in v.items())
    if isinstance(v, list):
        return "".join(f"{mark}<item>{element(one)}{mark}</item>" for one in v)
    return raw(v)


def xtml(n: str, a: dict[str, Any]) -> str:
    kinds = {str: "string", bool: "boolean", int: "number", float: "number", list: "array", dict: "object"}
    told = "".join(
        f'<|open|>argument key="{k}" type="{kinds[type(v)]}"<|sep|>{raw(v)}<|close|>argument<|sep|>'
        for k, v in a.items()
    )
    return f'<|open|>call tool="{n}" index="1"<|sep|>{told}<|close|>call<|sep|>'


def told_string(value: Any) -> str:
    return f' string="{str(isinstance(value, str)).lower()}"'


DSML = "｜DSML｜"
QWEN = xml("function", "parameter", "=%s", "=%s")
FORMATS: dict[str, Callable[[Calls], str]] = {
    "hermes, qwen 2.5 and 3": each(lambda n, a: f"<tool_call>\n{as_json(n, a)}\n</tool_call>", joint="\n"),
    "qwen 3 coder, 3.5, nemotron 3, step 3.5": each(
        lambda n, a: f"<tool_call>\n{QWEN(n, a)}\n</tool_call>", joint="\n"
    ),
    "mimo": each(xml("function", "parameter", "=%s", "=%s", gap=""), "<tool_call>\n", "\n</tool_call>"),
    "seed-oss": each(lambda n, a: f"<seed:tool_call>\n{QWEN(n, a)}\n</seed:tool_call>", joint="\n"),
    "minicpm": each(xml("function", "param", ' name="%s"', ' name="%s"', gap="")),
    "llama 3.1 function tag": each(lambda n, a: f"<function={n}>{json.dumps(a)}</function>"),
    "llama 3 json": each(lambda n, a: json.dumps({"name": n, "parameters": a}), joint="; "),
    "llama 3 python tag": each(lambda n, a: "<|python_tag|>" + json.dumps({"name": n, "parameters": a})),
    "llama 3 built-in": each(lambda n, a: "<|python_tag|>" + python(f"{n}.call", a), joint="\n"),
    "llama 3.2 pythonic": each(python, "[", "]", ", "),
    "llama 4 pythonic": each(python, "<|python_start|>[", "]<|python_end|>", ", "),
    "mistral, before v11": lambda calls: f"[TOOL_CALLS] {listed(calls)}",
    "mistral v11": each(lambda n, a: f"[TOOL_CALLS]{n}{json.dumps(a)}"),
    "mistral v13": each(lambda n, a: f"[TOOL_CALLS]{n}[ARGS]{json.dumps(a)}"),
    "mistral with ids": each(lambda n, a: f"[TOOL_CALLS]{n}[CALL_ID]a1B2c3D4e[ARGS]{json.dumps(a)}"),
    "mistral, tokens dropped": each(lambda n, a: f"{n}{json.dumps(a)}", joint="\n"),
    "mistral, half dropped": each(lambda n, a: f"{n}[ARGS]{json.dumps(a)}"),
    "deepseek v3 and r1": each(
        lambda n, a: f"<｜tool▁call▁begin｜>function<｜tool▁sep｜>{n}\n```json\n{json.dumps(a)}\n```<｜tool▁call▁end｜>",
        "<｜tool▁calls▁begin｜>", "<｜tool▁calls▁end｜><｜end▁of▁sentence｜>", "\n",
    ),
    "deepseek v3.1": each(
        lambda n, a: f"<｜tool▁call▁begin｜>{n}<｜tool▁sep｜>{json.dumps(a)}<｜tool▁call▁end｜>",
        "<｜tool▁calls▁begin｜>", "<｜tool▁calls▁end｜>",
    ),
    "deepseek v3.2": each(
        xml(f"{DSML}invoke", f"{DSML}parameter", ' name="%s"', ' name="%s"', "", told_string),
        f"<{DSML}function_calls>\n", f"\n</{DSML}function_calls>", "\n",
    ),
    "deepseek v4.1": each(
        xml(f"{DSML} invoke", f"{DSML} parameter", ' name="%s"', ' name="%s"', "", told_string),
        f"<{DSML} calls>\n", f"\n</{DSML} calls>", "\n",
    ),
    "step 3": each(
        lambda n, a: "<｜tool_call_begin｜>function<｜tool_sep｜>"
        + xml("steptml:invoke", "steptml:parameter", ' name="%s"', ' name="%s"', "")(n, a)
        + "<｜tool_call_end｜>",
        "<｜tool_calls_begin｜>", "<｜tool_calls_end｜>",
    ),
    "kimi k2": lambda calls: "<|tool_calls_section_begin|>"
    + "".join(
        f"<|tool_call_begin|>functions.{n}:{i}<|tool_call_argument_begin|>{json.dumps(a)}<|tool_call_end|>"
        for i, (n, a) in enumerate(calls)
    )
    + "<|tool_calls_section_end|>",
    "kimi k2, tokens dropped": lambda calls: "".join(f"functions.{n}:{i}{json.dumps(a)}" for i, (n, a) in enumerate(calls)),
    "kimi k3": each(xtml, "<|open|>tools<|sep|>", "<|close|>tools<|sep|>"),
    "glm 4.5": each(glm, joint="\n"),
    "glm 4.7": each(lambda n, a: glm(n, a, gap="")),
    "glm 4 9b": each(lambda n, a: f"{n}\n{json.dumps(a)}", joint="\n"),
    "longcat": each(lambda n, a: glm(n, a, prefix="longcat_")),
    "hunyuan 3": each(lambda n, a: glm(n, a, sep="<tool_sep>"), "<tool_calls>\n", "\n</tool_calls>"),
    "hunyuan 4": each(lambda n, a: glm(n, a, suffix=":6124c78e", sep="<tool_sep:6124c78e>")),
    "hunyuan a13b, jamba, minimax m1": lambda calls: f"<tool_calls>{listed(calls)}</tool_calls>",
    "minimax m2": each(
        xml("invoke", "parameter", ' name="%s"', ' name="%s"', ""), "<minimax:tool_call>\n", "\n</minimax:tool_call>", "\n"
    ),
    "minimax m3": each(
        lambda n, a: f']<]minimax[>[<invoke name="{n}">\n{element(a)}\n]<]minimax[>[</invoke>',
        "]<]minimax[>[<tool_call>\n", "\n]<]minimax[>[</tool_call>", "\n",
    ),
    "claude": each(
        xml("antml:invoke", "antml:parameter", ' name="%s"', ' name="%s"', ""),
        "<function_calls>\n", "\n</function_calls>", "\n",
    ),
    "claude 2": each(
        lambda n, a: f"<invoke>\n<tool_name>{n}</tool_name>\n<parameters>\n"
        + "".join(f"<{k}>{raw(v)}</{k}>\n" for k, v in a.items())
        + "</parameters>\n</invoke>",
        "<function_calls>\n", "\n</function_calls>", "\n",
    ),
    "cline": each(elements, joint="\n\n"),
    "gpt-oss": each(
        lambda n, a: f"<|channel|>commentary to=functions.{n} <|constrain|>json<|message|>{json.dumps(a)}<|call|>",
        joint="<|start|>assistant",
    ),
    "gpt-oss, name first": each(
        lambda n, a: f" to=functions.{n}<|channel|>commentary json<|message|>{json.dumps(a)}<|call|>",
        joint="<|start|>assistant",
    ),
    "gpt-oss, tokens dropped": each(lambda n, a: f"commentary to=functions.{n} json{json.dumps(a)}", joint="assistant"),
    "muse": each(
        lambda n, a: f" to={n}<|message|><atem:function_calls>\n"
        + xml("atem:invoke", "atem:parameter", ' name="%s"', ' name="%s"', "")(n, a)
        + "\n</atem:function_calls>",
        after="<|eot|>", joint="<|eom|><|start|>assistant",
    ),
    "functiongemma": each(lambda n, a: f"<start_function_call>{gemma('<escape>')(n, a)}<end_function_call>"),
    "gemma 4": each(lambda n, a: f"<|tool_call>{gemma('<|' + chr(34) + '|>')(n, a)}<tool_call|>"),
    "gemini": lambda calls: json.dumps([{"functionCall": {"name": n, "args": a}} for n, a in calls]),
    "gemma 3 tool_code": each(lambda n, a: f"print(default_api.{python(n, a)})", "```tool_code\n", "\n```", "\n"),
    "granite 3.0": lambda calls: f"<|tool_call|>{listed(calls)}",
    "granite 3.1 and 4": lambda calls: f"<tool_call>{listed(calls)}",
    "granite 20b": each(lambda n, a: f"<function_call> {as_json(n, a)}", joint="\n"),
    "command-r": lambda calls: f"Action: ```json\n{listed(calls, 'tool_name', 'parameters')}\n```",
    "command-a": lambda calls: f"<|START_ACTION|>{listed(calls, 'tool_name', 'parameters')}<|END_ACTION|>",
    "xlam": listed,
    "xlam with a thought": lambda calls: json.dumps({"thought": "", "tool_calls": json.loads(listed(calls))}),
    "internlm 2": each(
        lambda n, a: f"<|action_start|><|plugin|>\n{json.dumps({'name': n, 'parameters': a})}<|action_end|>", joint="\n"
    ),
    "phi-4-mini": lambda calls: f"<|tool_call|>{listed(calls)}<|/tool_call|>",
    "phi-4-mini functools": lambda calls: f"functools{listed(calls)}",
    "nemotron": lambda calls: f"<TOOLCALL>{listed(calls)}</TOOLCALL>",
    "apertus": lambda calls: f"<|tools_prefix|>{json.dumps([{n: a} for n, a in calls])}<|tools_suffix|>",
    "olmo 3": each(python, "<function_calls>\n", "\n</function_calls>", "\n"),
    "lfm 2": each(python, "<|tool_call_start|>[", "]<|tool_call_end|>", ", "),
    "inkling": each(
        lambda n, a: f"<|message_model|><|content_invoke_tool_json|>{json.dumps({'name': n, 'args': a})}<|end_message|>"
    ),
    "plamo 3": each(
        lambda n, a: f"<|plamo:begin_tool_request:plamo|><|plamo:begin_tool_name:plamo|>{n}<|plamo:end_tool_name:plamo|>"
        "<|plamo:begin_tool_arguments:plamo|><|plamo:constrain|>json<|plamo:msg|>"
        f"{json.dumps(a)}<|plamo:end_tool_arguments:plamo|><|plamo:end_tool_request:plamo|>"
    ),
    "gigachat": each(lambda n, a: f"function call<|role_sep|>\n{as_json(n, a)}"),
    "functionary 3.2": each(lambda n, a: f">>>{n}\n{json.dumps(a)}", joint="\n"),
    "functionary 2": each(lambda n, a: f"<|recipient|>{n}\n<|content|>{json.dumps(a)}", joint="\n<|from|>assistant\n"),
    "react": each(lambda n, a: f"Thought: I look it up.\nAction: {n}\nAction Input: {json.dumps(a)}", joint="\n"),
    "qwen 1 react": each(lambda n, a: f"✿FUNCTION✿: {n}\n✿ARGS✿: {json.dumps(a)}", joint="\n"),
    "openai tool_calls": lambda calls: json.dumps({"role": "assistant", "content": None, "tool_calls": objects(calls)}),
    "openai tool_calls, the list": lambda calls: json.dumps(objects(calls)),
    "openai responses": lambda calls: json.dumps(
        [{"type": "function_call", "call_id": "c1", "name": n, "arguments": json.dumps(a)} for n, a in calls]
    ),
    "anthropic tool_use": lambda calls: json.dumps(
        [{"type": "tool_use", "id": "t1", "name": n, "input": a} for n, a in calls]
    ),
    "bedrock": lambda calls: json.dumps([{"toolUse": {"toolUseId": "t1", "name": n, "input": a}} for n, a in calls]),
    "ollama": lambda calls: json.dumps({"message": {"role": "assistant", "content": "", "tool_calls": [
        {"function": {"name": n, "arguments": a}} for n, a in calls
    ]}}),
}  # fmt: skip
