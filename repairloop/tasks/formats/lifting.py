"""Rows of tools as rows of a table: what a tool keeps in objects, lists and texts of its own becomes columns.

    {"data": {"text"}, "annotations": [{"result": […]}]}           Label Studio
    {"text", "label", "answer": "accept", "_task_hash"}            Prodigy: what was rejected or passed over has no label
    {"fields": {"text"}, "responses": {"topic": [{"value"}]}}      Argilla: where people disagree there is no label
    {"contents": [{"role", "parts": [{"text"}]}]}                  Vertex AI
    {"system": "SYSTEM: …", "chat": "USER: … ASSISTANT: …"}        Glaive, and other conversations written as one text
    {"inputs": "{…}", "outputs": "{…}"}                           LangSmith, in a table
    {"Question": "… number0 …", "Numbers": "3.0 5.0"}              sums whose numbers stand apart
    {"question": {"stem", "choices"}}                              a question that is an object

A row that is of none of them stays as it is. Each is known by its own keys, row by row.
"""

from __future__ import annotations

import re
from typing import Any, Final

from repairloop.tasks.formats.common import Row, parsed, plain


def _annotated(row: Row) -> Row:
    """A row of Label Studio (`{"data": {"text"}, "annotations": [{"result": […]}]}`), with what was annotated as columns."""
    made = {name: value for name, value in row.items() if name not in ("data", "annotations", "predictions")}
    made |= row["data"]
    results = [
        part
        for one in row["annotations"]
        if isinstance(one, dict) and not one.get("was_cancelled")
        for part in one.get("result") or []
    ]
    for part in results:
        value = part.get("value") if isinstance(part, dict) else None
        if not isinstance(value, dict):
            continue
        for kind in ("choices", "text", "rating", "labels"):
            said = value.get(kind)
            if said is None or (kind == "text" and "start" in value):
                continue
            name = str(part.get("from_name") or kind)
            if "start" in value:
                made.setdefault(name, []).append({"start": value["start"], "end": value.get("end"), "label": said})
            else:
                made.setdefault(
                    "label" if kind == "choices" else name,
                    said[0] if isinstance(said, list) and len(said) == 1 else said,
                )
    return made


def _of_parts(row: Row) -> list[dict[str, str]]:
    """The turns of a row of Vertex AI: `{"contents": [{"role": "user", "parts": [{"text": …}]}, …]}`; none of any other."""
    turns = []
    system = row.get("systemInstruction")
    for turn in [*([{"role": "system", **system}] if isinstance(system, dict) else []), *row["contents"]]:
        parts = turn.get("parts") if isinstance(turn, dict) else None
        if not isinstance(parts, list) or not all(
            isinstance(part, dict) and isinstance(part.get("text"), str) for part in parts
        ):
            return []
        turns.append({"role": str(turn.get("role") or "user"), "content": "\n".join(part["text"] for part in parts)})
    return turns


_CHATML: Final = re.compile(r"<\|im_start\|>\s*(system|user|assistant)\s*\n(.*?)(?:<\|im_end\|>|\Z)\s*", re.DOTALL)
_INST: Final = re.compile(
    r"(?:<s>)?\s*\[INST\](?:\s*<<SYS>>(.*?)<</SYS>>)?(.*?)\[/INST\](.*?)(?:</s>|(?=(?:<s>)?\s*\[INST\])|\Z)\s*",
    re.DOTALL,
)
_HEADED: Final = re.compile(
    r"###\s*(System|Instruction|Input|Human|User|Response|Assistant|Output)\s*:\s*(.*?)\s*(?=\n?###|\Z)", re.DOTALL
)


def turns_of_text(text: str) -> list[dict[str, str]]:
    """The turns of a conversation that is written as one text, as files for training have it; none of any other text.

    <|im_start|>user\\n…<|im_end|>      <s>[INST] … [/INST] … </s>      ### Instruction: … ### Response: …
    """
    if len(text) > 2**20:
        return []
    if "<|im_start|>" in text:
        return [{"role": role, "content": said.strip()} for role, said in _CHATML.findall(text)]
    turns: list[dict[str, str]] = []
    if "[/INST]" in text:
        for system, asked, said in _INST.findall(text):
            turns += [{"role": "system", "content": system.strip()}] if system.strip() else []
            turns += [{"role": "user", "content": asked.strip()}]
            turns += [{"role": "assistant", "content": said.strip()}] if said.strip() else []
    elif text.lstrip().startswith("###"):
        for who, said in _HEADED.findall(text):
            role = {"System": "system", "Response": "assistant", "Assistant": "assistant", "Output": "assistant"}.get(
                who, "user"
            )
            if turns and turns[-1]["role"] == role == "user":
                turns[-1]["content"] += f"\n\n{said}"
            elif said:
                turns.append({"role": role, "content": said})
    return turns if any(turn["role"] == "user" for turn in turns) else []


_SPEAKER: Final = re.compile(r"^(SYSTEM|USER|ASSISTANT|FUNCTION RESPONSE):[ \t]*", re.MULTILINE)
_SPEAKERS: Final = {"SYSTEM": "system", "USER": "user", "ASSISTANT": "assistant", "FUNCTION RESPONSE": "tool"}


def _spoken(row: Row) -> Row:
    """A row of Glaive's, whose conversation is one text with the speakers' names before the turns, with it as messages."""
    name = next((name for name in ("chat", "sample") if isinstance(row.get(name), str)), "")
    if not name or len(row[name]) > 2**20:
        return row
    before, *parts = _SPEAKER.split(row[name])
    if before.strip() or "USER" not in parts[::2]:
        return row
    turns: list[dict[str, Any]] = []
    system = row.get("system")
    if isinstance(system, str) and system.strip():
        turns.append({"role": "system", "content": system.strip().removeprefix("SYSTEM:").strip()})
    for who, text in zip(parts[::2], parts[1::2], strict=True):
        said = text.replace("<|endoftext|>", "").strip()
        turn: dict[str, Any] = {"role": _SPEAKERS[who], "content": said}
        if who == "ASSISTANT" and (call := _call_told(said)):
            turn |= {"content": "", "tool_calls": [{"function": {"arguments": {}, **call}}]}
        turns.append(turn)
    return {"messages": turns, **{key: value for key, value in row.items() if key not in (name, "system")}}


def _call_told(said: str) -> dict[str, Any] | None:
    """The call behind `<functioncall>`, whose arguments may stand in single quotes: `{"name": "f", "arguments": '{"a": 1}'}`."""
    told = said.partition("<functioncall>")[2].strip()
    start, end = told.find("'{"), told.rfind("}'")
    bare = told[:start] + told[start + 1 : end + 1] + told[end + 2 :] if 0 <= start < end else told
    call = parsed(told) or parsed(bare)
    return call if isinstance(call, dict) and "name" in call else None


def _reviewed(row: Row) -> Row:
    """A row of Prodigy's with its label, or the options that were chosen, where a person accepted it."""
    if "_task_hash" not in row or row.get("answer") not in ("accept", "reject", "ignore"):
        return row
    chosen = row.get("accept")
    made = {
        name: value
        for name, value in row.items()
        if name not in ("answer", "accept", "options", "config") and not name.startswith("_")
    }
    if isinstance(chosen, list):
        made["label"] = chosen[0] if len(chosen) == 1 else chosen
    if row["answer"] != "accept":
        made |= {name: None for name in ("label", "spans") if name in made}
    return made


def _answered(row: Row) -> Row:
    """A row of Argilla's, with its fields and what all who answered agree on as columns."""
    fields, responses = row.get("fields"), row.get("responses")
    if not isinstance(fields, dict) or not isinstance(responses, dict | list):
        return row
    said: dict[str, list[Any]] = {}
    for one in responses if isinstance(responses, list) else [responses]:
        values = one.get("values", one) if isinstance(one, dict) and one.get("status") != "discarded" else None
        for name, answers in values.items() if isinstance(values, dict) else ():
            for answer in answers if isinstance(answers, list) else [answers]:
                if isinstance(answer, dict) and "value" in answer:
                    said.setdefault(str(name), []).append(answer["value"])
    agreed = {name: values[0] if all(v == values[0] for v in values) else None for name, values in said.items()}
    if len(agreed) == 1:
        agreed = {"label": next(iter(agreed.values()))}
    rest = {name: row[name] for name in ("id", "external_id") if name in row}
    return {**rest, **fields, **agreed}


def _read(row: Row) -> Row:
    """A row whose `inputs` and `outputs` are objects that stand as JSON (LangSmith's tables), with these read."""
    if not isinstance(row.get("inputs"), str) or not isinstance(row.get("outputs"), str):
        return row
    inputs, outputs = parsed(row["inputs"]), parsed(row["outputs"])
    both = isinstance(inputs, dict) and isinstance(outputs, dict)
    return {**row, "inputs": inputs, "outputs": outputs} if both else row


_PLACE: Final = re.compile(r"\b(?:number|N_)([0-9]{1,2})\b")


def _numbered(row: Row) -> Row:
    """A row whose texts have places for numbers that stand apart (MAWPS), with these in their places."""
    said = row.get("Numbers", row.get("numbers"))
    numbers = said.split() if isinstance(said, str) else []

    def filled(found: re.Match[str]) -> str:
        place = int(found[1])
        return str(numbers[place]).removesuffix(".0") if place < len(numbers) else found[0]

    if not numbers or len(numbers) > 100:
        return row
    return {
        key: _PLACE.sub(filled, value)
        if isinstance(value, str) and plain(key) not in ("numbers", "equation")
        else value
        for key, value in row.items()
    }


def lifted(row: Row) -> Row:
    """A row whose question is an object (`{"stem": …, "choices": […]}`), with what is in it as columns."""
    if isinstance(row.get("data"), dict) and isinstance(row.get("annotations"), list):
        return _annotated(row)
    for tool in (_read, _numbered, _reviewed, _answered, _spoken):
        row = tool(row)
    if isinstance(row.get("contents"), list) and (turns := _of_parts(row)):
        return {
            "messages": turns,
            **{name: value for name, value in row.items() if name not in ("contents", "systemInstruction")},
        }
    if (
        isinstance(row.get("text"), str)
        and row["text"].lstrip()[:1] in ("<", "[", "#")
        and (turns := turns_of_text(row["text"]))
    ):
        return {"messages": turns, **{name: value for name, value in row.items() if name != "text"}}
    for name, value in row.items():
        if isinstance(value, dict) and plain(name) == "question":
            text = next((key for key in ("stem", "text", "question", "body") if isinstance(value.get(key), str)), None)
            if text is not None:
                rest = {key: part for key, part in value.items() if key != text}
                return {**rest, **row, name: value[text]}
    return row
