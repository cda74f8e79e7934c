"""What a model or a server puts around an answer, taken off before anyone reads it.

Four kinds of wrapping, in this order: a header and begin-of-text tokens that were left in; *thoughts*, in the spellings
of the open model families and in channels (harmony, raw or with its special tokens dropped); end-of-turn tokens and what
runs on behind them; tags that say "this is the answer" (`<answer>`, `<response>` behind thoughts, boxes).

The rules:

- The answer is what stands behind the last thoughts; where nothing does, what stood before them.
- Thoughts that were opened and never closed leave no answer, whatever they say: the answer was cut.
- A closing tag alone closes thoughts that the chat template opened.
- A tag that is only spoken of is none: one in backticks, quotes or a code block, one in the middle of a sentence, an
  element of an XML answer; and one that the truth itself holds (see `kept_by`).

What cannot be known: thoughts whose tags an engine dropped, or that a template opened and the length cut, look like an
answer. A student that knows its prompt says how its reply begins (`opening`). Everything here is linear in the text.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from repairloop.records import Answer

VERSION: Final = "1"
"""Of the rules; verdicts under other rules are not the same."""
MAX_CHARS: Final = 1 << 20
"""Characters of a reply that are read; what stands behind them was cut."""
MAX_MARKS: Final = 4096
"""Marks of thoughts that are looked at."""
LINE: Final = 300
"""Characters of a line, on both sides of a mark, that say whether it is quoted."""


class Opened(NamedTuple):
    """A reply without its envelope."""

    text: str
    thoughts: str
    cut: bool
    """Whether it ended inside its thoughts: there is no answer then."""
    pieces: tuple[tuple[int, int], ...]
    """Where the answer stands in the reply; several places only for calls in channels."""

    def span(self, span: tuple[int, int]) -> tuple[int, int]:
        """A span of the answer, in the reply."""
        return self._place(span[0]), self._place(span[1] - 1) + 1 if span[1] > span[0] else self._place(span[0])

    def _place(self, position: int) -> int:
        for start, end in self.pieces:
            if position < end - start:
                return start + position
            position -= end - start
        return self.pieces[-1][1] if self.pieces else 0


@dataclass(frozen=True)
class Keep:
    """Marks that belong to the answer, by name."""

    names: frozenset[str] = frozenset()
    first: str = ""
    """The one that the answer begins with."""


NOTHING: Final = Keep()


# ---- thoughts: how they begin and end -------------------------------------------------------------------

_TAG: Final = (
    r"(?:\w{1,12}[:_|])?think(?:ing)?(?:_fast|_faster)?(?::\w{1,16})?|thoughts?|reason(?:ing)?|reasoning_content|scratchpad"
    r"|antthinking|inner_monologue"
)
"""Names of tags: `think`, `seed:think`, `mm:think`, `longcat_think`, `ifm|think_fast`, `think:6124c78e`, `thought` …"""

_FAMILIES: Final[dict[str, tuple[str, str]]] = {
    "tag": (rf"<\s?(?:{_TAG})\s?>", rf"<\s?/\s?(?:{_TAG})\s?>|<(?:{_TAG})\s?/>"),
    "bracket": (r"\[(?:THINK(?:ING)?|THOUGHTS?|REASONING)\]", r"\[/(?:THINK(?:ING)?|THOUGHTS?|REASONING)\]"),
    "kimi": (r"◁\s?think\s?▷", r"◁\s?/\s?think\s?▷"),
    "open_thoughts": (r"<\|begin_of_thoughts?\|>", r"<\|end_of_thoughts?\|>"),
    "cohere": (r"<\|START_THINKING\|>", r"<\|END_THINKING\|>"),
    "bar": (r"<\|(?:think|thinking|thought)\|>", r"<\|(?:/|end_?)(?:think|thinking|thought)\|>|<\|end\|>"),
    "gemma": (r"<\|channel>\s{0,2}(?:thoughts?|analysis)?\s{0,2}", r"<channel\|>"),
    "unused": (r"<unused94>(?:thought)?", r"<unused95>"),
    "plamo": (r"<\|plamo:begin_think:plamo\|>", r"<\|plamo:end_think:plamo\|>"),
    "xtml": (r"<\|open\|>think<\|sep\|>", r"<\|close\|>think<\|sep\|>"),
    "content": (r"<\|content_thinking\|>", r"<\|content_text\|>"),
    "self": (r"to=self<\|message\|>", r"<\|eom\|>"),
    "granite": (
        r"(?:\*\*)?here(?:'s|\u2019s| is) my thought process:?(?:\*\*)?:?",
        r"(?:\*\*)?here(?:'s|\u2019s| is) my response:?(?:\*\*)?:?",
    ),
    "apriel": (r"here are my reasoning steps:?", r"\[BEGIN FINAL RESPONSE\]"),
}
"""Family → how thoughts begin, how they end."""
_SPOKEN: Final = ("granite", "apriel", "self")
"""Families whose marks begin with words: what they say counts at the beginning of a reply only."""


def _either(families: Iterable[str]) -> re.Pattern[str]:
    ways = (f"(?P<open_{name}>{_FAMILIES[name][0]})|(?P<close_{name}>{_FAMILIES[name][1]})" for name in families)
    return re.compile("|".join(ways), re.IGNORECASE)


_SIGN = re.compile(r"[<\[◁](?=[|/｜\sa-zA-Z◁])")
"""How a tag begins."""
_SPEECH = _either(_SPOKEN)
_MARK = _either(name for name in _FAMILIES if name not in _SPOKEN)
_WORDS: Final = (
    "my thought process",
    "my response",
    "my reasoning steps",
    "BEGIN FINAL RESPONSE",
    "to=self<|message|>",
)
"""One of them stands in what `_SPEECH` finds."""
_HINT = re.compile(r"<|\[[/A-Z|]|\[think|◁|assistant|analysis|commentary|thought process|reasoning steps")
"""Whether there may be anything to take off; most answers end here."""


class _Mark(NamedTuple):
    """A mark of thoughts."""

    opens: bool
    family: str
    start: int
    end: int
    name: str
    """Of a tag its name, else its family."""


# ---- the whole ------------------------------------------------------------------------------------------


def open_text(text: str, keep: Callable[[], Keep] = lambda: NOTHING) -> Opened:
    """A reply without its envelope. `keep` is asked only where there is something to take off."""
    if not _HINT.search(text) or not _is_marked(text := text[:MAX_CHARS]):
        return Opened(text, "", False, ((0, len(text)),))
    kept = keep()
    start = 0 if _TURN.fullmatch(kept.first) else _after_header(text, 0)
    found = _channels(text, start) or _bare_channels(text, start) or _thoughts(text, start, kept)
    if found.cut or len(found.pieces) != 1 or _CALL.match(found.text):
        return found
    begin, end = found.pieces[0]
    begin = _after_header(text, begin) if begin > start else begin
    end = _turn_end(text, begin, end, kept)
    place = _inner(text, begin, end, kept, behind=begin > start or bool(found.thoughts))
    place = _trimmed(text, *place) if place != (0, len(text)) else place
    return Opened(text[slice(*place)], found.thoughts, False, (place,))


def _is_marked(text: str) -> bool:
    return (
        any(_holds(pattern, text) for pattern in (_MARK, _TURN, _ANSWER))
        or any(map(text.__contains__, _WORDS))
        or _after_header(text, 0) > 0
        or _BARE.match(text) is not None
        or "<|channel|>" in text
    )


def _find(pattern: re.Pattern[str], text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
    """`pattern.finditer` for a pattern that begins with a sign of a tag: many times faster where those are few."""
    end = len(text) if end is None else end
    for sign in _SIGN.finditer(text, start, end):
        if sign.start() >= start and (match := pattern.match(text, sign.start(), end)) is not None:
            start = match.end()
            yield match


def _holds(pattern: re.Pattern[str], text: str) -> bool:
    return next(_find(pattern, text), None) is not None


def opened(answer: Answer, keep: Callable[[], Keep] = lambda: NOTHING) -> tuple[Answer, Opened | None]:
    """An answer without its envelope, and how it was taken off; an answer that was opened before is as it is."""
    if answer.thoughts is not None or answer.status == "failed" or not _HINT.search(answer.text):
        return answer, None
    found = open_text(answer.text, keep)
    finish = "length" if found.cut else answer.finish_reason
    return answer.like(text=found.text, thoughts=found.thoughts, finish_reason=finish), found


def bare(text: str) -> str:
    """The answer alone; empty where it was cut inside its thoughts."""
    return open_text(text).text


_NAMED: Final = re.compile(rf'"(?:{_TAG}|(?:final_?)?answer)"', re.IGNORECASE)
"""A setting that names a tag to be used."""


def may_ask(stated: str) -> bool:
    """Whether what a probe states (its reference and settings, as JSON) holds or names a mark at all."""
    return _NAMED.search(stated) is not None or any(_holds(pattern, stated) for pattern in (_MARK, _TURN, _ANSWER))


def kept_by(gold: str) -> Keep:
    """The marks that a right answer holds, outside of code and quotes."""
    page = _Page(gold)
    found = [(mark.start, mark.end, mark.name) for mark in _marks(gold)]
    found += [(*match.span(), match[0].lower()) for match in _find(_TURN, gold)]
    found += [(*match.span(), _answer_name(match)) for match in _find(_ANSWER, gold)]
    names = {start: name for start, end, name in found[:MAX_MARKS] if not page.quoted(start, end)}
    return Keep(frozenset(names.values()), names.get(len(gold) - len(gold.lstrip()), ""))


# ---- prompts, and templates that begin the thoughts ------------------------------------------------------

_OTHER_ENDS: Final = {
    "<|begin_of_thought|>": "<|end_of_thought|>",
    "<|START_THINKING|>": "<|END_THINKING|>",
    "<|channel|>analysis<|message|>": "<|end|><|start|>assistant<|channel|>final<|message|>",
    "<|think|>": "<|end|>",
    "<|channel>thought": "<channel|>",
    "<unused94>thought": "<unused95>",
    "<|plamo:begin_think:plamo|>": "<|plamo:end_think:plamo|>",
    "<|open|>think<|sep|>": "<|close|>think<|sep|>",
    "<|content_thinking|>": "<|content_text|>",
    "to=self<|message|>": "<|eom|>",
}
"""Opening mark → closing mark, where that is not the same with a stroke."""
_OPENING_AT_END = re.compile(
    f"(?P<mark>{'|'.join(first for name, (first, _) in _FAMILIES.items() if name not in _SPOKEN)}"
    r"|<\|channel\|>analysis<\|message\|>)\s*\Z",
    re.IGNORECASE,
)


def opening(prompt: str) -> str:
    """The mark at the end of a prompt that begins thoughts: what the model writes next stands inside them."""
    found = _OPENING_AT_END.search(prompt[-200:])
    return found["mark"].strip() if found else ""


def closing_of(opening: str) -> str:
    """What ends the thoughts that this mark begins."""
    return _OTHER_ENDS.get(opening) or f"{opening[:1]}/{opening[1:]}"


def orphan(text: str) -> str:
    """The mark that would have begun the thoughts which this reply only ends; empty where there are none."""
    if not _HINT.search(text):
        return ""
    first = next(iter(_marks(text[:MAX_CHARS])), None)
    if first is None or first.opens or not open_text(text).thoughts:
        return ""
    mark = text[first.start : first.end]
    return next((begin for begin, end in _OTHER_ENDS.items() if end == mark), mark.replace("/", "", 1))


def marks(text: str) -> bool:
    """Whether there is a mark of thoughts in a text, whatever it means there."""
    return any(mark.family not in _SPOKEN and text[mark.start : mark.end] not in _TURNS for mark in _marks(text)) or (
        "<|channel|>analysis" in text
    )


_TURNS: Final = frozenset({"<|end|>", "<|eom|>"})
"""Ends of thoughts that end any message."""


def is_mark(token: str) -> bool:
    """Whether a special token marks thoughts: an engine that drops it would run thoughts and answer together."""
    return token in ("<|channel|>", "<|message|>", "<|channel>", "<channel|>") or (
        _MARK.fullmatch(token) is not None and token not in _TURNS
    )


# ---- what is only spoken of ------------------------------------------------------------------------------

_FENCE = re.compile(r"^[ \t]{0,8}(?:[-*+]|\d{1,3}[.)])?[ \t]{0,4}(?:```|~~~)([^\n]*)", re.MULTILINE)
_APOSTROPHES = re.compile(r"(?<!\w)'|'(?!\w)")
_TRIVIAL: Final = frozenset({"", "and", "or", "to", "&", "und", "et"})
"""What stands between two tags that are only named."""


class _Page:
    """A text and where its code stands; code blocks are counted from `start`."""

    def __init__(self, text: str, start: int = 0) -> None:
        self.text = text
        fences = _FENCE.finditer(text, start) if "```" in text or "~~~" in text else ()
        self._fences = [(match.start(), not match[1].strip("`~ \t")) for match in fences]

    def since(self, start: int) -> None:
        """Count code blocks from here on: what stands before is no part of the answer."""
        self._fences = self._fences[bisect_left(self._fences, (start, False)) :]

    def quoted(self, start: int, end: int) -> bool:
        """Whether a mark stands in a code block, in backticks or in quotes."""
        return self.in_block(start) or self.in_quotes(start, end)

    def in_block(self, start: int) -> bool:
        """In a block that the next fence ends; where that begins one, the block before was never ended."""
        place = bisect_left(self._fences, (start, False))
        return place % 2 == 1 and place < len(self._fences) and self._fences[place][1]

    def in_quotes(self, start: int, end: int) -> bool:
        head, tail = self.line(start, end)
        if any(head.count(sign) % 2 and sign in tail for sign in '`"'):
            return True
        if any(head.rfind(left) > head.rfind(right) for left, right in ("“”", "«»", "‘’")):
            return True
        return len(_APOSTROPHES.findall(head)) % 2 == 1 and _APOSTROPHES.search(tail) is not None

    def line(self, start: int, end: int) -> tuple[str, str]:
        """What stands before and behind a mark on its line."""
        before, behind = self.text[max(0, start - LINE) : start], self.text[end : end + LINE]
        return before.rpartition("\n")[2], behind.partition("\n")[0]

    def alone(self, start: int, end: int) -> bool:
        return not any(map(str.strip, self.line(start, end)))


_ELEMENT = re.compile(r"<(/?)([A-Za-z][\w:.-]{0,40})(?:\s[^<>]{0,200})?(/?)>")
_VOID: Final = frozenset({"br", "hr", "img", "input", "meta", "link", "p", "li"})
"""Elements of HTML that need not be closed."""


class _Elements:
    """How many XML elements are open at a place; places are asked for in their order."""

    def __init__(self, text: str, start: int) -> None:
        self._text, self._place, self._depth = text, start, 0

    def depth(self, place: int) -> int:
        for match in _ELEMENT.finditer(self._text, self._place, place):
            if not match[3] and match[2].lower() not in _VOID:
                self._depth = max(0, self._depth + (-1 if match[1] else 1))
        self._place = max(self._place, place)
        return self._depth


# ---- thoughts -------------------------------------------------------------------------------------------


def _marks(text: str) -> list[_Mark]:
    found = []
    spoken = _SPEECH.finditer(text) if any(map(text.__contains__, _WORDS)) else ()
    for match in itertools.chain(spoken, _find(_MARK, text)):
        kind, _, family = (match.lastgroup or "").partition("_")
        name = match[0].strip("</> \t\n").lower() if family == "tag" else family
        found.append(_Mark(kind == "open", family, *match.span(), name))
        if len(found) == MAX_MARKS:
            break
    return sorted(found, key=lambda mark: mark.start)


def _thoughts(text: str, start: int, keep: Keep) -> Opened:
    """Thoughts between tags. `place` is where what may be the answer begins."""
    page, elements, marks = _Page(text, start), _Elements(text, start), _marks(text)
    place, before, thoughts = start, (start, start), list[str]()
    named: list[bool] = []  # opening marks that count for nothing: whether each is an element of XML
    for number, mark in enumerate(marks):
        if mark.start < place:
            continue
        leading = not text[place : mark.start].strip()
        kept = mark.name in keep.names and not (mark.opens and leading and not thoughts and keep.first != mark.name)
        if kept or (page.quoted(mark.start, mark.end) and not (mark.opens and leading)):
            continue
        if not mark.opens:
            if named and (named[-1] or not page.alone(mark.start, mark.end)):
                named.pop()
            elif _closes(page, place, mark):
                thoughts.append(text[place : mark.start])
                place = mark.end
        else:
            last = _end_of(page, marks, number)
            if not leading:
                inside = elements.depth(mark.start) > 0
                if inside or not _begins(text, mark, last):
                    named.append(inside)
                    continue
                before = place, mark.start
            if last is None:
                thoughts.append(text[mark.end :])
                return Opened("", _joined(thoughts), True, ())
            thoughts.append(text[mark.end : last.start])
            place = last.end
        if place > mark.start:
            named = []
            page.since(place)
            elements = _Elements(text, place)
    where = place, len(text)
    if text[slice(*before)].strip() and not text[place : _turn_end(text, place, len(text), keep)].strip():
        where = before
    return Opened(text[slice(*where)], _joined(thoughts), False, (where,))


def _end_of(page: _Page, marks: list[_Mark], number: int) -> _Mark | None:
    """The mark that ends what mark `number` begins: the first of its family that is not only spoken of; where all are,
    the last of them that is not in backticks."""
    spoken, family, tried = None, marks[number].family, 0
    for mark in marks[number + 1 :]:
        if mark.opens or mark.family != family or (family == "granite" and page.line(mark.start, mark.end)[0].strip()):
            continue
        if not page.quoted(mark.start, mark.end):
            return mark
        tried += 1
        if page.text[mark.start - 1] != "`" and (not page.in_block(mark.start) or page.alone(mark.start, mark.end)):
            spoken = mark
        if tried == 64:
            break
    return spoken


def _begins(text: str, mark: _Mark, last: _Mark | None) -> bool:
    """Whether a mark behind other text begins thoughts: it begins a line, or is one of a pair around something."""
    if mark.family in _SPOKEN:
        return False
    if text[mark.start - 1] == "\n":
        return True
    return last is not None and text[mark.end : last.start].strip(" .…,").lower() not in _TRIVIAL


def _closes(page: _Page, place: int, mark: _Mark) -> bool:
    """Whether a closing mark without an opening one ends thoughts, and does not stand in a sentence about it."""
    if mark.family in ("self", "content", "granite") or page.text[mark.start : mark.end] == "<|end|>":
        return False
    head, tail = page.line(max(place, mark.start), mark.end)
    if not head.strip() or not (head[-1].isspace() or head[-1] in "([{<"):
        return True  # it begins a line, or follows a word at once
    if tail.strip():
        return False
    return "\n" in page.text[place : mark.start].strip() or head.rstrip()[-1] in ".!?…:;)]}*$"


def _joined(thoughts: list[str]) -> str:
    return "\n".join(part for part in map(str.strip, thoughts) if part)


# ---- channels -------------------------------------------------------------------------------------------

_MESSAGE = re.compile(
    r"(?:<\|start\|>\s{0,2}[\w.-]{0,40})?(?P<to>(?:\s{0,2}to=[^\s<]{1,100})?)\s{0,2}"
    r"<\|channel\|>\s{0,2}(?P<channel>\w{1,20})(?P<head>[^<]{0,160})(?:<\|constrain\|>[^<]{0,40})?<\|message\|>"
)
_MESSAGE_END = re.compile(r"<\|(?:end|return|call|start|channel)\|>")
_TO = re.compile(r"\s?to=(?!python|browser)\S")
"""A message to a tool; two are the model's own, and part of its thoughts."""

_CALL = re.compile(
    r"<\|start\|>\s{0,2}[\w.-]{0,40}\s{1,2}to=|<\|channel\|>[^<]{0,160}to=|(?:analysis|commentary)\s?to=|\s{0,8}to="
)
"""A message to a tool, as it stands."""

_BARE = re.compile(r"\s{0,8}(?:assistant)?(?P<channel>analysis|commentary)")
_GLUED = re.compile(r"[A-Za-z0-9\\$<*…]|\s?to=")
"""What follows the name of a channel when its tokens were dropped, and never the word."""
_NEXT = re.compile(r"assistant(?P<channel>analysis|commentary|final)")


def _channels(text: str, start: int) -> Opened | None:
    """The harmony format as the model writes it."""
    if "<|message|>" not in text or "<|channel|>" not in text:
        return None
    page = _Page(text, start)
    messages = [match for match in _MESSAGE.finditer(text, start) if not page.quoted(*match.span())]
    if not messages:
        return None
    parts, cut = [], False
    for message in messages:
        end = _MESSAGE_END.search(text, message.end())
        stop = end.start() if end else len(text)
        if _TO.search(message["head"] + (message["to"] or "")):
            begin = message.start() if message["to"] else text.index("<|channel|>", message.start())
            parts.append(("call", begin, end.end() if end and end[0] == "<|call|>" else stop))
        else:
            parts.append((message["channel"], message.end(), stop))
        cut = end is None
    head = _MESSAGE_END.split(text[start : messages[0].start()], maxsplit=1)[0]  # the template began the first message
    return _said(text, parts, [head], cut)


def _bare_channels(text: str, start: int) -> Opened | None:
    """The harmony format without its special tokens: `analysisWe add.assistantfinal43`."""
    begin = _BARE.match(text, start)
    if begin is None:
        return None
    following = list(_NEXT.finditer(text, begin.end()))
    if not following and not _GLUED.match(text, begin.end()):
        return None
    heads = [begin, *following]
    stops = [match.start() for match in following] + [len(text)]
    parts = [
        ("call", head.start("channel"), stop) if _TO.match(text, head.end()) else (head["channel"], head.end(), stop)
        for head, stop in zip(heads, stops, strict=True)
    ]
    return _said(text, parts, [], cut=True)


def _said(text: str, parts: list[tuple[str, int, int]], thoughts: list[str], cut: bool) -> Opened:
    """The answer of messages (channel, start, end): every call as it stands, and the last message of the final channel,
    or of another that is no analysis where there is none."""
    pieces = [(start, end) for channel, start, end in parts if channel == "call"]
    thoughts = thoughts + [text[start:end] for channel, start, end in parts if channel == "analysis"]
    spoken = [part for part in parts if part[0] not in ("call", "analysis")]
    if spoken:
        last = [part for part in spoken if part[0] == "final"] or spoken
        pieces.append(_trimmed(text, *last[-1][1:]))
    answer = "".join(text[start:end] for start, end in pieces)
    return Opened(answer, _joined(thoughts), cut and not pieces, tuple(pieces))


# ---- the ends of the turn -------------------------------------------------------------------------------

_HEADER = re.compile(
    r"\s{0,8}(?:<s>(?!.{0,400}</s>.{0,80}\S)|<bos>|<pad>|<unk>|<\|begin_of_text\|>|<\|startoftext\|>|<\|endoftext\|>(?=\s{0,8}\S)"
    r"|<｜begin▁of▁sentence｜>|\[BOS\]|\[/INST\]|<｜Assistant｜>|<\|assistant\|>|\[\|assistant\|\]|<\|CHATBOT_TOKEN\|>"
    r"|<\|START_OF_TURN_TOKEN\|>|<\|(?:im_start|start|begin)\|>\s{0,2}assistant(?!<\|channel)"
    r"|<\|(?:start_header_id|header_start|start_of_role|role_start)\|>assistant<\|(?:end_header_id|header_end|end_of_role|role_end)\|>"
    r"|<start_of_turn>model|<\|turn>model|<\|im_assistant\|>(?:assistant)?<\|im_middle\|>|<\|message_model\|>"
    r"|assistant(?=\r?\n))",
    re.DOTALL,
)
"""What stands before a reply: tokens that begin a text, and the header of the turn."""
_HEADERS: Final = 8

_TURN = re.compile(
    r"</s>|<(?:seed:)?eos>|<pad>|\[PAD\]|<\|(?:im_end|im_start|eot_id|eom_id|eot|eom|end|endoftext|end_of_text|end_of_turn|endofturn|end_of_sentence"
    r"|return|start_header_id|header_start|user|system|observation|start|im_user|im_system|assistant|end_message|end_of_msg"
    r"|message_model|message_user|start_of_role|role_start|END_OF_TURN_TOKEN|END_RESPONSE|END_TEXT|begin|assistant_end"
    r"|eos|eod|eod_id|pad|finetune_right_pad_id|endofprompt|end_of_response|endofresponse)\|>"
    r"|<end_of_turn>|<start_of_turn>|<turn\|>|<\|turn>|<｜end▁of▁sentence｜>|<｜User｜>|<｜Assistant｜>"
    r"|\[\|(?:endofturn|user|system|assistant)\|\]|\[(?:EOS|INST|END FINAL RESPONSE)\]|<\|close\|>(?:response|message)<\|sep\|>",
    re.IGNORECASE,
)
"""What ends a turn, or begins the next one."""


_CALLS_ON = re.compile(
    r"\s{0,2}(?:<\|start\|>\s{0,2}assistant\s{0,2}to=(?!user|self)|<\|message_model\|><\|content_invoke_tool)"
)
"""A further message of the same turn, to a tool."""


def _after_header(text: str, start: int) -> int:
    for _ in range(_HEADERS):
        match = _HEADER.match(text, start)
        if match is None:
            break
        start = match.end()
    return start


def _turn_end(text: str, start: int, end: int, keep: Keep) -> int:
    """Where the turn ends. A token in quotes, or in the middle of a sentence about it, ends nothing."""
    page: _Page | None = None
    struck = text.find("<s>", start, end)  # HTML's own `</s>` follows
    for match in _find(_TURN, text, start, end):
        if _CALLS_ON.match(text, match.start()) or _CALLS_ON.match(text, match.end()):
            continue
        if match[0].lower() in keep.names or (match[0] == "</s>" and 0 <= struck < match.start()):
            continue
        behind = text[match.end() : min(end, match.end() + LINE)]
        spaced = match.start() > start and text[match.start() - 1] in " \t"
        if spaced and behind.partition("\n")[0].strip() and not _TURN.match(behind.lstrip()):
            continue
        page = page or _Page(text, start)
        if not page.quoted(match.start(), match.end()):
            return match.start()
    return end


# ---- tags around the answer -----------------------------------------------------------------------------

_ANSWER = re.compile(
    r"<\s?(?P<last>/?)\s?(?P<name>answer|final[ _-]?answer|response|solution|output|final|conclusion)\s?>"
    r"|<\|(?P<box>begin|end)_of_(?P<what>box|solution|response|answer)\|>"
    r"|<\|(?P<cohere>START|END)_(?P<which>RESPONSE|TEXT)\|>|(?P<k3><\|(?P<side>open|close)\|>response<\|sep\|>)"
    r"|\[(?P<apriel>BEGIN|END) FINAL RESPONSE\]|(?P<solar>(?<!\n)<\|content\|>)|(?P<muse>to=user<\|message\|>)",
    re.IGNORECASE,
)
_BOX: Final = "box"
_ANYWHERE: Final = ("answer", "finalanswer", _BOX)
"""Tags that count anywhere; those of other words only behind thoughts."""


def _answer_name(match: re.Match[str]) -> str:
    return re.sub(r"[ _-]", "", (match["name"] or _BOX).lower())


def _is_last(match: re.Match[str]) -> bool:
    if match["name"]:
        return match["last"] == "/"
    return (match["box"] or match["cohere"] or match["side"] or match["apriel"] or "").lower() in ("end", "close")


def _inner(text: str, start: int, end: int, keep: Keep, behind: bool) -> tuple[int, int]:
    """Where the answer stands between tags that say so; `behind`: thoughts stand before. Of several the last counts."""
    page, elements, tags = _Page(text, start), _Elements(text, start), list[_Tag]()
    for match in _find(_ANSWER, text, start, end):
        name = _answer_name(match)
        if name not in keep.names and not page.quoted(*match.span()):
            tags.append(_Tag(*match.span(), name, _is_last(match), name == _BOX or not elements.depth(match.start())))
        if len(tags) == MAX_MARKS:
            break
    body = text[start:end].strip()
    if not tags or (body[0] + body[-1] in ("{}", "[]") and not _ANSWER.match(body)):
        return start, end
    stop: dict[str, _Tag] = {}  # the nearest closing tag of each name
    for tag in reversed(tags):
        if tag.closes:
            stop[tag.name] = tag
        elif (found := _inside(page, start, end, tag, stop.pop(tag.name, None), behind)) is not None:
            return found
    first = tags[0]
    if first.closes and (first.name in _ANYWHERE or behind) and not text[first.end : end].strip():
        return start, first.start  # the template opened it
    return start, end


class _Tag(NamedTuple):
    start: int
    end: int
    name: str
    closes: bool
    outside: bool
    """Of any XML element."""


def _inside(page: _Page, start: int, end: int, tag: _Tag, closing: _Tag | None, behind: bool) -> tuple[int, int] | None:
    """Where the answer stands behind an opening tag; None where that is only spoken of."""
    leading = not page.text[start : tag.start].strip()
    if not tag.outside or not (tag.name in _ANYWHERE or (behind and leading)):
        return None
    if closing is None:
        begins = leading or not page.line(tag.start, tag.end)[0].strip()
        return (tag.end, end) if begins or not page.text[tag.end : tag.end + 1].isspace() else None
    alone = leading and not page.text[closing.end : end].strip()
    if page.text[tag.end : closing.start].strip(" .…,").lower() in _TRIVIAL and not alone:
        return None
    return tag.end, closing.start


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the white space around it."""
    body = text[start:end]
    begin = start + len(body) - len(body.lstrip())
    return begin, max(begin, start + len(body.rstrip()))
