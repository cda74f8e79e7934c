"""What a reply stands by: the same text with what it hides, supposes, asks, quotes as a mistake or takes back blanked out.

    standing("The answer is 85. Wait, no: 84.")           "                            84."
    standing("Suppose the answer is 84. No. It is 85.")   "                          No. It is 85."
    standing("84<!-- 85 -->")                             "84           "

The length never changes, so that every position is one in the reply. A sentence is looked at by itself, and is blanked
as far as it is not asserted: a question, a comment, a clause with "if the answer is", what "some people say", what "is
wrong". A correction ("Wait, no:", "Scratch that", "I made a mistake") takes back all that stands before it, but for one
that speaks of something that was not asserted in the first place. That one value is denied ("not 85") is looked at where
the value stands (`graders.shared.cues`).

These are habits of English, told by words: what is said in other ways, or in other languages, is taken as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

MAX_SENTENCE: Final = 1_000
"""Characters of a sentence that are looked at; longer ones are no prose."""
MAX_CORRECTIONS: Final = 200

Span = tuple[int, int]


def _any(*patterns: str) -> str:
    return "(?:" + "|".join(patterns) + ")"


# ---- what is hidden ------------------------------------------------------------------------------------

_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(del|s|strike)>.*?(?:</\1>|\Z)|~~(?=\S)[^~\n]{1,400}~~|^[ \t]*\[[^\]\n]{0,40}\]:\s?\#\s?[(\"'][^\n]*$"
    r"|/\*.*?\*/|\{#.*?#\}|\(\*\s.*?\s\*\)|\\(?:sout|st)\{[^{}\n]{0,200}\}",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
"""Comments of HTML, Markdown and programs, and what is struck out."""


_TAG = re.compile(
    r"</?(?:b|i|u|em|strong|p|br|hr|span|div|code|pre|center|font|mark|small|big|h[1-6]|ul|ol|li|table|tr|t[dh]|answer|final|result|label|category|intent|class|output)"
    r"(?:\s[a-z-]{1,20}=[^<>\n]{0,200})?\s?/?>",
    re.IGNORECASE,
)
"""The dress of a page."""


def visible(text: str) -> str:
    """The text without comments and what is struck out."""
    return _HIDDEN.sub(_blank, text) if any(sign in text for sign in _HIDES) else text


def _blank(found: re.Match[str]) -> str:
    return "".join("\n" if sign == "\n" else " " for sign in found[0])


# ---- what a sentence does not assert --------------------------------------------------------------------

_OPENS: Final = r"(?:(?:so|but|and|or|hmm+|wait|ok(?:ay)?|now|then|well|no|yes|hold\ on)\b[\s,:.!-]*+)*+"
_SUBJECT: Final = (
    r"(?:it|that|this|those|they|[a-z]|(?:the|my|your|our|its)\s(?:\w{1,12}\s){0,2}"
    r"(?:answer|result|solution|value|choice|option|order|output|number|one))"
)
_IS: Final = r"(?:is|was|were|are|be|being|equals|had\sbeen|to\sbe|would\sbe|should\sbe)"
_ASKS = re.compile(
    rf"\W*{_OPENS}(?:is|are|was|were|am|can|could|would|should|might|may|do(?:es)?|did|has|have|will|shall|isn't|aren't|what(?:'s)?"
    r"|which|how|why|who|where|when|or)\b",
    re.IGNORECASE | re.VERBOSE,
)
"""How a question begins. "The answer is 42?" is none, but an answer of one who is not sure."""
_CLAUSE = r"(?:(?!,\s|;|\sbut\s|\sthen\s|\showever\b|\.\s).){0,300}"
_PREMISE = (
    r"(?:(?!,\s|;|\sbut\s|\sthen\s|\showever\b|\.\s|\s(?:we|you|I)\s(?:get|have|find|need)\b|\sthe\sanswer\b).){0,300}"
)


def _for(words: str, *patterns: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """A pattern, and the words without one of which it cannot match."""
    return frozenset(words.split()), re.compile(_any(*patterns), re.IGNORECASE)


_UNSAID: Final = (
    _for(  # a hypothesis: "suppose x = …"
        "suppose supposing assume assuming imagine pretend",
        rf"\b(?:suppos(?:e|ing)|assum(?:e|ing)|imagine|pretend)(?:\sthat)?\s(?:(?:the|my|your|our)\s)?\w{{1,20}}(?:\s\w{{1,20}}){{0,2}}?(?:'s\b|\s{_IS}\b|\s?=){_PREMISE}",
    ),
    _for(
        "were had case say only",
        rf"(?:\A|(?<=[.;:,]))\W*(?:(?:were|had)\s{_SUBJECT}\s(?:been\s|to\sbe\s)?(?:[\s$(\"'*]*[0-9A-Z\\])|(?:in\scase|if\sonly|say)\s{_SUBJECT}\s{_IS}\b){_CLAUSE}",
    ),
    _for(
        "wrong wrongly lie fail mislead",
        r"\bif\s(?:I|you|we)\s(?:had|wanted|were|meant)\s(?:to\s)?[^,.\n]{0,30}?\b(?:wrong(?:ly)?|lie|fail|mislead)\b[^.\n]{0,200}",
    ),
    _for(
        "if whether unless",
        rf"\b(?:if|whether|unless)\s(?![a-z]\s){_SUBJECT}(?:'s\b|\s{_IS}\b|\s?=){_CLAUSE}",
        r"\bif\s(?:(?!\.\s|;).){1,150}?,?\s(?:(?:the|this|that|it|we|nothing)\b(?:(?!\.\s|;|,\s).){0,60})\b(?:fails?|contradicts?|contradiction|impossible|(?:does|would|will)(?:n't|\snot)\s(?:hold|work|fit))\b",
    ),
    _for(  # a thought that is played with
        "assuming argument hypothetically provided say",
        r"\bassuming\s[$(]{0,2}[0-9][\w.,]{0,20}",
        r"(?:\A|(?<=[.;:,\n]))[^.;:,\n]{0,80}\b(?:for\s(?:the\s)?(?:sake\sof\s)?argument(?:'s\ssake)?|hypothetically)\b.{0,200}",
        rf"\b(?:provided\s(?:that\s)?|let's\ssay\s(?:that\s)?){_SUBJECT}(?:'s|\s{_IS})\b{_CLAUSE}",
    ),
    _for(  # what would be if something else were so
        "would",
        r"[^.,;\n]{1,80}\swould\s(?:only\s)?be\s(?:(?:the|my)\s)?(?:right|correct|true|answer)(?:\s\w{1,12})?\sif\b[^.;\n]{0,200}",
        r"(?:\A|(?<=[.;:\n]))\W*(?:had\s(?:I|we|you|he|she|it|they|the)|without)\b[^.;\n]{1,100}\swould\s(?:(?!,?\sbut\s|[.;\n]).){1,100}",
        rf"\bwould\s(?:(?:only\s)?be\s[$(*]{{0,3}}(?:[0-9\\]|(?-i:[A-Z]))(?:(?!,\s|;|\.\s).){{1,100}}\sif\b(?:(?!;|\.\s).){{1,100}}\b(?:were|had)\b|have\sbeen\s[$(*]{{0,3}}(?:[0-9\\]|(?-i:[A-Z]))(?:(?!,\s|;|\.\s).){{1,100}}\s(?:if|without|had|but\sfor)\b){_CLAUSE}",
    ),
    _for(  # what is not said: "I disagree that …", "there is no way that …", "I cannot confirm …"
        "information data insufficient retract withdraw back disagree deny denies denied reject refuse decline unable impossible way evidence proof chance indication possibility not cannot",
        rf"\b(?:disagree|deny|den(?:ies|ied)|impossible|no\s(?:way|evidence|reason|proof|chance|indication|sign|possibility))\s(?:(?:that|whether|if)\s|to\s(?:say|tell|know|confirm|verify|claim)\s|(?=it(?:'s|\sis)\b)){_CLAUSE}",
        r"\bI(?:'m|\sam)?\s(?:can't|cannot|won't|will\snot|unable\sto|not\sable\sto)\s(?:answer|help|solve\s(?:this|that|it)|determine\s(?:this|that|it))\b(?:(?!\s(?:but|so)\s|[;:]|\.\s|\s(?:however|therefore)\b).){0,300}",
        rf"\b(?:not\senough|insufficient|too\slittle)\s(?:information|data|evidence)\b{_CLAUSE}",
        rf"\bI\s(?:reject|retract|withdraw|take\sback|(?:refuse|decline)\sto\s(?:say|answer|confirm|give|choose|pick)|disagree\swith)\b{_CLAUSE}",
        rf"\bI(?:'m|\sam)?\s(?:unable\sto|not\sable\sto|can(?:'t|not)|could\snot|couldn't|won't|will\snot|do\snot|don't)\s(?:confirm|verify|claim|guarantee|agree|prove|accept|endorse)\b{_CLAUSE}",
    ),
    _for(  # "the answer is not known, but …"
        "unknown known undetermined indeterminate",
        r"(?:\A\W*|\b(?:answer|result|number|value|it)\s(?:is|remains|was)\s)(?:unknown|not\sknown|undetermined|indeterminate)\b[^\n.!?]{0,200}",
    ),
    _for(  # a doubt: "I doubt that …", "it is not clear whether …", "I wish it were …"
        "doubt wish hope unsure uncertain unclear unlikely unconvinced not",
        rf"\b(?:(?<!no\s)(?<!not\s)(?<!n't\s)doubt|wish|hope|(?:un|not\s(?:\w{{1,12}}ly\s)?)(?:sure|certain|clear|likely|convinced))(?:\s(?:that|whether|if|it|the|of)\b){_CLAUSE}",
    ),
    _for(  # somebody else's opinion
        "might may could would often wrongly mistakenly some many most others careless hasty naive lazy sloppy",
        rf"\b(?:you|one|someone|somebody|people|others|an?\s(?:careless|hasty|naive|lazy|sloppy|inattentive)\s\w{1, 12}|(?:some|many|most)(?:\s(?:people|students|pupils|readers|sources))?)\s"
        rf"(?:(?:might|may|could|would)\s(?:\w{{1,12}}\s)?(?:be\s(?:tempted|inclined)\sto\s)?|(?:often|wrongly|mistakenly)\s)"
        rf"(?:think|say|believe|guess|answer|claim|argue|expect|assume|conclude|get|suppose){_CLAUSE}",
        rf"\b(?:others|some|many|most)(?:\s(?:people|students|pupils|readers))?\s(?:think|say|believe|claim|argue|get)\b{_CLAUSE}",
        rf"\ban?\s(?:careless|hasty|naive|lazy|sloppy)\s\w{{1,12}}\s(?:thinks|says|believes|gets|answers|finds)\b{_CLAUSE}",
    ),
    _for(  # a mistake that is quoted
        "old outdated previous mistake mistakes error errors misconception misconceptions trap traps slip slips fallacy wrong incorrect false mistaken naive erroneous untrue tempting intuitive",
        rf"\b(?:common|frequent|typical|usual|popular|tempting|easy|classic|careless)\s(?:\w{{1,12}}\s)?(?:mistake|error|misconception|trap|slip|fallacy)s?\b{_CLAUSE}",
        rf"\b(?:the|an?|my|his|her|their)\s(?:wrong|incorrect|false|mistaken|naive|erroneous|tempting|intuitive)\s(?:answer|result|solution|choice|option|value|order|date|call|attempt|guess|try|reply)s?\b{_CLAUSE}",
        rf"\b(?:it\s(?:is|would\sbe)|it's)\s(?:wrong|incorrect|false|untrue|a\smistake|an\serror)\s(?:that|to)\b{_CLAUSE}",
        r"\A\W*(?:wrong|incorrect|false|old|outdated|previous)(?:\s(?:answer|result|solution|choice|option))?[*_]{0,2}:[^\n]{0,200}",
    ),
    _for(  # what was thought before
        "first initially originally previously earlier wrongly mistakenly initial original previous old former draft preliminary",
        rf"\bI\s(?:had\s)?(?:(?:at\s)?(?:first|initially|originally|previously|wrongly|mistakenly|earlier)\s)(?:thought|said|got|wrote|answered|guessed|believed|assumed|had|computed){_CLAUSE}",
        rf"\b(?:at\sfirst|initially|originally|previously|earlier),?\sI\s(?:thought|said|got|wrote|answered|guessed|believed|assumed|had){_CLAUSE}",
        r"(?:\A|(?<=[.;!?\n]))[^.;!?,\n]{1,80}\s(?:at\sfirst|initially|originally|previously),?\s(?=(?:but\s)?(?:now|then|finally|later)\b)",
        rf"\b(?:my|the)\s(?:first|initial|original|earlier|previous|old|former|preliminary)\s(?:attempt|guess|thought|try|idea|draft|answer|result|value)\s(?:is|was|were)\b{_CLAUSE}",
    ),
    _for(  # an aside on what it was
        "previously formerly originally initially was-aside",
        r"[(\[]\s?(?:was|previously|formerly|originally|initially)\b[^()\[\]\n]{1,60}[)\]]|,\s(?:formerly|previously|originally|initially)\s[$(]{0,2}-?[0-9A-Z][\w.,]{0,20}",
    ),
    _for(  # several at once
        "possible plausible conceivable candidates",
        r"\b(?:both|all|any|either)\b(?:(?!\.\s).){0,200}\b(?:are|is|seem|could\sbe|would\sbe|might\sbe)\s(?:\w{1,12}ly\s)?(?:possible|plausible|conceivable|candidates)\b",
        r"(?:(?!,\s|;|\.\s|\b(?:is|are|answer)\b).){1,80}\s(?:are|is)\s(?:(?:both|all|also|equally|just\sas)\s(?:possible|plausible|conceivable)\b|(?:possible|plausible|conceivable)\s(?:too|as\swell)\b)",
    ),
    _for(
        "one-of",
        r"\b(?:(?:is|are|be)\s)?one\sof(?:\sthese|\sthe\sfollowing)?\s?(?::[^\n]{0,300}|[\s$(]{1,3}[0-9][\w.,$]{0,20}\s?(?:and|or|,)\s?[0-9$][^\n.]{0,80})",
    ),
)
"""What a sentence says and does not assert."""
_PERHAPS = re.compile(
    rf"\b(?:maybe|perhaps|possibly|(?:could|might|may)\s(?:also\s|well\s|even\s)?be)\b{_CLAUSE}"
    rf"|\b(?:(?:first|second|third|another|next|other)\s(?:guess|answer|possibility|candidate)|(?:guess|answer|possibility)\s(?:[1-9]|[ivx]{{1,3}}|one|two))(?:\s?:|\s{_IS}\b){_CLAUSE}",
    re.IGNORECASE,
)
"""A guess. One alone is an answer; of several none is."""
_LISTS = re.compile(
    r"^[ \t>*_#-]{0,8}(?:(?:my|the|some|all|here\sare|a\sfew|several|two|three|four)\s){0,3}(?:possib(?:le|ilities)(?:\s(?:answers|values|solutions|results))?"
    r"|guesses|candidates|alternatives|(?:plausible|likely|candidate)\s(?:answers|values|solutions))(?:\sare)?[*_]{0,2}:(?:(?![.!?]\s)[^\n])*"
    r"(?:\n[ \t]*(?:[-*•+]|\(?\w{1,3}[.)])[ \t][^\n]*)*",
    re.IGNORECASE | re.MULTILINE,
)
"""A list of what it might be, with the lines that follow as its items."""

_WRONG: Final = (
    r"(?:wrong|incorrect|mistaken|erroneous|invalid|false|untrue|impossible|ruled\sout|excluded|rejected|out\sof\sthe\squestion|nonsense|off\sby|a\s(?:misprint|typo|lie)|(?:a\s|an\s|my\s)?(?:\w{1,12}\s)?(?:mistake|error)|the\swrong\s\w{1,12}"
    r"|a\s(?:trap|misconception|decoy|distractor|myth|red\sherring)|too\s(?:high|low|big|small|large|much|many|little|few|long|short|early|late))"
)
_RIGHT: Final = r"(?:(?:the\s)?(?:right|correct|actual|real|true)(?:\s(?:answer|one|value|choice|result))?|the\s(?:answer|solution|result)|it|possible|what)"
_IS_WRONG: Final = (
    rf"(?:(?:is|was|are|were|be|seems?|looks?|'s|proved?)\s(?:\w{{1,12}}ly\s|also\s|just\s|of\scourse\s|to\sbe\s)?{_WRONG}\b"
    rf"|(?:is|was|are|were)(?:n't|\snot|\snever)\s(?:\w{{1,12}}ly\s)?{_RIGHT}\b|can(?:'t|not)\sbe\s{_RIGHT}\b|can\sbe\s(?:ruled\sout|excluded|rejected)\b|used\sto\sbe\b|(?:was|were)\s(?:my|the|his|her|our)\s(?:first|initial|original|old|previous|earlier|former)\s(?:guess|answer|attempt|try|idea|thought|result|draft)\b|(?:fails|violates|contradicts)\b"
    rf"|(?:would|must|has\sto)\sbe\s{_WRONG}\b|(?:does|did|would)(?:n't|\snot)\s(?:fit|work|satisfy|hold))"
)
_CALLED_WRONG = re.compile(
    rf"\s?\b(?<!not\s)(?<!n't\s){_IS_WRONG}(?!\s?\?)|(?<=\w)'s\s(?:{_WRONG})\b"
    rf"|[\s*_`]{{0,3}}[(\[]\s?(?:this\sis\s|that's\s|it's\s|it\sis\s)?(?:not\s(?:correct|right|true)|{_WRONG}|no)\s?[)\]]|[\s*_`]{{0,3}}(?:<-+|←|[–—-]+)\s?{_WRONG}\b(?=\s*(?:\Z|[.,;\n]))|\sas\s{_WRONG}\b|[\s*_`.:,-]{{0,4}}[❌✗✘]",
    re.IGNORECASE,
)
"""What a sentence says, or a mark, behind something that is wrong; "isn't it?" does not."""
_WRONG_WORDS: Final = frozenset(
    [
        "wrong",
        "incorrect",
        "mistaken",
        "erroneous",
        "invalid",
        "mistake",
        "error",
        "not",
        "never",
        "cannot",
        "trap",
        "misconception",
        "decoy",
        "distractor",
        "myth",
        "herring",
        "too",
        *[
            "false",
            "untrue",
            "impossible",
            "ruled",
            "excluded",
            "rejected",
            "out-of",
            "nonsense",
            "off",
            "misprint",
            "typo",
            "lie",
            "used-to",
            "was-first",
            "fails",
            "violates",
            "contradicts",
        ],
    ]
)
_BOUND = re.compile(
    r"[;:](?=\s)|,?\s(?:because|since|while|whereas|although|though|but|so|and|as|for|therefore|hence|if)\s|,\s",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\b(?:is|are|was|were|must\sbe)\b|=")
_RELATIVE = re.compile(r",?\s(?:which|(?:but|and)\s(?:that|this|it|he|she|they|you|I)|that)\s?\Z", re.IGNORECASE)


def _unsaid(sentence: str, words: frozenset[str]) -> Iterator[Span]:
    """What a sentence does not assert; `words` are those of the ones that matter that it holds."""
    if sentence.rstrip("\"'”’)]}*_` \t$").endswith("?") and _ASKS.match(sentence):
        yield 0, len(sentence)
        return
    for needed, pattern in _UNSAID:
        if not needed.isdisjoint(words):
            yield from (found.span() for found in pattern.finditer(sentence))
    if not _WRONG_WORDS.isdisjoint(words):
        for found in _CALLED_WRONG.finditer(sentence):
            yield _subject_of(sentence, found), found.end()


def _subject_of(sentence: str, predicate: re.Match[str]) -> int:
    """Where the clause begins that says of something that it is wrong."""
    end = predicate.start()
    relative = _RELATIVE.search(sentence, max(0, end - 12), end)
    if relative:
        end = relative.start()
    bounds = [found.end() for found in _BOUND.finditer(sentence, 0, end)]
    before = sentence[:end].rstrip()
    if before.endswith(",") and len(bounds) > 1:  # "My first attempt, 85, was wrong."
        bounds = bounds[:-2]
    elif re.match(r"\s?(?:are|were)\b", predicate[0]):
        # "84 and 85 are wrong" is one clause, "85 is right, the rest are wrong" are two
        joins = [at for at in bounds if re.search(r"(?:\sand\s|,\s)\Z", sentence[:at])]
        bounds = [at for at in bounds if at not in joins or _SAYS.search(sentence[:at])]
    start = bounds[-1] if bounds else 0
    subject = sentence[start:end].strip()
    return (
        0 if subject and (subject in sentence[:start] or subject.lower() in ("he", "she", "they")) else start
    )  # "Tom says 85, but Tom is wrong"


# ---- what is taken back --------------------------------------------------------------------------------

_VALUE: Final = r"(?=[\s*_\"'“(\[{$\\`]{0,6}(?:-?[0-9$€£]|(?-i:[A-Z])|\\))"
"""What begins like a value, and not like a sentence about something else."""
_SIGHS: Final = (
    r"(?:(?:oh|ah|oops|hmm+|wait|hold\son|hang\son|no|sorry|actually|but|ugh|whoops|well)\b[\s,.!:…—-]*+){0,5}"
)
_BACK: Final = (
    _for(  # at the beginning of a sentence
        "was-first used-to out-of correct corrected wrong false untrue misprint typo impossible nonsense incorrect mistaken erroneous invalid mistake error slip not never cannot back mind nevermind disregard ignore forget bad let correction corrections",
        rf"(?:(?<=[.!?…;\n])|\A)[\s*_#>(]*+{_SIGHS}"
        + _any(
            rf"(?:(?:that|this)(?:\s(?:answer|result|output|value|number|one))?|it|the\s(?:above|previous)(?:\s\w{{1,12}})?|my\s(?:(?:first|previous|last)\s)?(?:answer|result|calculation|work(?:ing)?))"
            rf"(?:'s\s(?:\w{{1,12}}ly\s)?(?:{_WRONG}|not\s{_RIGHT})|\s(?:\w{{1,12}}ly\s)?{_IS_WRONG})\b[^\n.!?;,:—-]{{0,60}}",
            r"(?:I|we)(?:'ve)?\s(?:have\s)?(?:made|did|see|found|notice|spot|spotted|noticed)\s(?:a|an|my|the|that)\s(?:\w{1,12}\s)?(?:mistake|error|slip)\b[^\n.!?;,:—-]{0,80}",
            r"I\swas\s(?:wrong|mistaken)\b[^\n.!?;,:—-]{0,80}",
            r"I\stake\s(?:that|it|this)\sback",
            r"(?:never\s?mind|disregard|ignore|forget)(?:\s(?:that|this|it|the\s(?:above|previous)[^\n.!?]{0,40}|what\sI[^\n.!?]{0,40}))",
            r"never\s?mind\b",
            r"my\s(?:mistake|bad|error)\b",
            r"let\sme\s(?:redo|recalculate|recompute|correct|fix|rework|restart|start\s(?:over|again)|try\s(?:that\s)?again|rethink)\b[^\n.!?:]{0,60}",
            r"corrections?\s?(?=[:,.!])",
            r"(?:the\s)?correct(?:ed)?\s(?:call|version|one|output|json|order)\s?(?=:)",
        ),
    ),
    _for(  # anywhere
        "scratch strike wait hold hmm hmmm hmmmm no mean meant make rather thought thoughts reflection oops whoops sorry actually correction corrected edit edited"
        " update updated revised amended kidding joking disagree agree know say tell idea",
        r"(?:(?<=[.!?…;\n])|\A)\s*+(?:just|only|I(?:'m|\sam|\swas)(?:\s(?:just|only))?)\s(?:kidding|joking)\b",
        r"\bI\s(?:(?:strongly\s|completely\s|respectfully\s)?disagree|(?:do\snot|don't)\sagree)(?=[\s\"'*)]*(?:[.!;]|\Z))",
        r"(?:(?<=[.!?…;,\n])|\A)\s*+(?:but\s)?I\s(?:(?:really\s|honestly\s)?(?:do\snot|don't)\sknow|(?:can't|cannot)\s(?:say|tell)|have\sno\sidea)[\s.!]*\Z",
        rf"(?<!\w)(?:corrections?|corrected|edit(?:ed)?|updated?|revised|amended)\s?:\s{{0,3}}(?:(?:it|that)(?:'s|\s(?:is|should\sbe))\s)?{_VALUE}",
        rf"(?<=[.!?…])\s+actually,?\s{_VALUE}(?=\S{{1,30}}(?:\s\S{{1,15}})?[\s.!]*(?:\n|\Z))",
        r"(?<!\w)(?:scratch|strike)\sthat\b",
        rf"(?<!\w)(?:wait|hold\son|hmm+|oops|whoops|sorry)\b[^\n.!?:]{{0,60}}:\s(?:(?:it|that)(?:'s|\s(?:is|should\sbe))\s)?{_VALUE}",
        r"(?<!\w)(?:wait|hold\son|hmm+)[\s,.!…—-]{1,4}no\b|(?<!\w)no[\s,.!…—-]{1,4}wait\b",
        rf"(?<!\w)(?:I\s(?:really\s)?meant?(?:\sto\ssay)?|make\s(?:that|it)|or\srather|on\s(?:(?:second|further)\sthoughts?|reflection))[\s,:]{{1,3}}(?:{_SUBJECT}\s{_IS}\s)?{_VALUE}",
        r"(?:(?<=[.!?…,;\n—-])|\A)\s*+(?:oops|whoops|sorry|correction|actually|no|wait|hmm+)\b[\s,:.!…—-]{1,4}"
        r"(?=(?:the|my)\s(?:\w{1,12}\s){0,2}(?:answer|result|solution|choice|value|total)\s(?:is|should\sbe|must\sbe)\b)",
        rf"(?<=[.!?…,;\n—-])\s*+(?:{_SIGHS})no(?:[\s,:—-]{{2,4}}|[,:—-]|(?<=[.!?…—-]\sno)\s)(?:(?:it|that)(?:'s|\s(?:is|should\sbe|must\sbe))\s)?{_VALUE}",
        rf"(?:(?<=[.!?…,;\n—-])|\A)\s*+(?:oops|sorry|actually|correction|no|wait|rather)\b[\s,:.!—-]{{1,4}}{_SIGHS}(?:(?:it|that)(?:'s|\s(?:is|should\sbe|must\sbe))\s)(?:actually\s)?{_VALUE}",
        rf"(?:(?<=[.!?…,;\n—-])|\A)\s*+(?:oops|sorry|whoops|wait)\b[\s,:.!…—-]{{1,4}}{_VALUE}",
        r"(?<=\?)\s++no[.,!]\s++(?=\S{1,30}(?:\s\S{1,15}){0,2}[\s.!]*(?:\n|\Z))",
    ),
)
"""What takes back all that stands before it."""
_LEADS_ON = re.compile(
    rf"[\s,.:;!…—-]*+(?:(?:no|wait|sorry)\b[\s,.:!—-]*+)*+(?:(?:I\smean[t]?\s|{_SUBJECT}\s(?:should\sbe|must\sbe|ought\sto\sbe|is\sactually|is\sreally)\s)[\s:]*+)?",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:(?<!\b[DMS][rst])(?<!\bMrs)(?<!\bProf)(?<![.!?…])[.!?…]++[\"'”’)\]*_`$]*+(?=\s|\Z)|\n)+")
_SIGNS = str.maketrans(
    dict.fromkeys(',.;:!?()[]{}*_`"“”‘…—–=$\n\t#>', " ") | {"’": "'", "❌": " wrong ", "✗": " wrong ", "✘": " wrong "}
)
_GUESSED: Final = frozenset(
    ["maybe", "perhaps", "possibly", "could", "might", "may", "guess", "possibility", "candidate", "second", "third"]
)
_LISTED: Final = frozenset(
    ["possible", "possibilities", "guesses", "candidates", "alternatives", "plausible", "likely", "candidate"]
)
_WITHIN: Final = _WRONG_WORDS.union(_GUESSED, *(words for words, _ in _UNSAID))
_ANY_WORD: Final = _WITHIN.union(_LISTED, *(words for words, _ in _BACK))
"""The words without one of which nothing here applies, but for questions and comments. Most replies have none."""
_NOT: Final = frozenset(["not", "never", "cannot"])
_DENIABLE: Final = frozenset(
    [
        "right",
        "correct",
        "actual",
        "real",
        "true",
        "answer",
        "solution",
        "result",
        "value",
        "choice",
        "one",
        "it",
        "possible",
        "fit",
        "work",
        "satisfy",
        "hold",
        "sure",
        "certain",
        "clear",
        "likely",
        "convinced",
        *[
            "confirm",
            "verify",
            "claim",
            "guarantee",
            "agree",
            "prove",
            "accept",
            "endorse",
            "help",
            "solve",
            "determine",
            "know",
            "say",
            "tell",
            "what",
        ],
    ]
)
_SEVERAL_WORDS: Final = {
    "one of": "one-of", "used to be": "used-to", "out of the question": "out-of", "answer 1": "second", "answer 2": "second", "was my ": "was-first", "(was": "was-aside", "[was": "was-aside", "was the ": "was-first",
}  # fmt: skip
"""Words that matter only together, and what stands for them among the words."""
_TOGETHER: Final = re.compile("|".join(re.escape(said) for said in _SEVERAL_WORDS))
_HIDES: Final = ("<", "~~", "]:", "/*", "{#", "(* ", "\\s")


def _words_in(text: str) -> frozenset[str]:
    """What there is of the words that matter: a "not" does beside what may be denied of an answer."""
    small = text.lower().translate(_SIGNS)
    words = small.split()
    found = _ANY_WORD.intersection(words)
    if "n't" in small:
        found |= {"not"}
    if not _NOT.isdisjoint(found) and _DENIABLE.isdisjoint(words):
        found -= _NOT
    together = [_SEVERAL_WORDS[said] for said in _TOGETHER.findall(text.lower())] if " " in text else None
    return found.union(together) if together else found


def standing(text: str, asked: str = "") -> str:
    """The text with what the reply does not stand by blanked out; its length stays what it was. Where it was `asked` what
    would be, what would be is an answer."""
    words = _words_in(text)
    if "would" in words and ("would" in asked.lower() or "without" in asked.lower()):
        words -= {"would"}
    if not words and "?" not in text and not any(sign in text for sign in _HIDES):
        return text
    left = visible(text)
    left = _TAG.sub(_blank, left) if "</" in left or "<br" in left or "/>" in left else left
    spans = list(_not_asserted(left if left.isascii() else left.replace("’", "'"), words))
    return blanked(left, spans) if spans else left


def _not_asserted(text: str, words: frozenset[str]) -> Iterator[Span]:
    """What a text without comments does not stand by; `words` are those of the ones that matter that it holds."""
    unsaid: list[Span] = []
    perhaps: list[Span] = []
    if "?" in text or not words.isdisjoint(_WITHIN):
        for start, end in sentences(text):
            sentence = text[start:end]
            within = words.intersection(_words_in(sentence)) if end - start < len(text) else words
            if end - start > MAX_SENTENCE or not ("?" in sentence or within):
                continue
            found = [(start + s, start + e) for s, e in _unsaid(sentence, within)]
            yield from found
            unsaid += [(min(found)[0], end)] if found else []
            if not _GUESSED.isdisjoint(within):
                perhaps += [(start + m.start(), start + m.end()) for m in _PERHAPS.finditer(sentence)]
    if len(perhaps) > 1:
        yield from perhaps
    if not words.isdisjoint(_LISTED):
        yield from (found.span() for found in _LISTS.finditer(text))
    patterns = [pattern for needed, pattern in _BACK if not needed.isdisjoint(words)]
    if patterns:
        yield 0, _taken_back(text, unsaid, patterns)


def speaks_of_stance(texts: Iterable[str]) -> bool:
    """Whether a right answer is itself something that a reply would not stand by ("wrong", "a common mistake")."""
    return any(map(_speaks_of_stance, texts))


@lru_cache(maxsize=4096)
def _speaks_of_stance(text: str) -> bool:
    return any(standing(said) != said for said in (text, f"The answer is {text}."))


def blanked(text: str, spans: Iterable[Span]) -> str:
    """The text with spaces in place of what stands in the spans; line ends stay."""
    parts: list[str] = []
    done = 0
    for start, end in sorted(spans):
        if end <= done:
            continue
        parts.append(text[done : max(start, done)])
        piece = text[max(start, done) : end]
        parts.append("\n".join(" " * len(line) for line in piece.split("\n")))
        done = end
    return "".join([*parts, text[done:]])


def sentences(text: str) -> Iterator[Span]:
    """Where sentences and lines stand, with the signs that end them."""
    start = 0
    for end in _SENTENCE.finditer(text):
        if end.end() > start:
            yield start, end.end()
        start = end.end()
    if start < len(text):
        yield start, len(text)


_OF_WHAT_COMES = re.compile(r"[\s*_#>(]*this\b[^\n.!?]{0,160}:[ \t]*\n", re.IGNORECASE)
"""`This is wrong, do not use it:` speaks of what stands below."""


def _taken_back(text: str, unsaid: Sequence[Span], patterns: Sequence[re.Pattern[str]]) -> int:
    """Where that begins which is left when all corrections are made; 0 where there is none."""
    back = 0
    corrections = (found for pattern in patterns for found in islice(pattern.finditer(text), MAX_CORRECTIONS))
    for found in corrections:
        before = len(text[: found.start()].rstrip())
        if any(start < before <= end for start, end in unsaid):  # it speaks of what was not asserted
            continue
        if _OF_WHAT_COMES.match(text, found.start()):
            continue
        lead = _LEADS_ON.match(text, found.end())
        back = max(back, lead.end() if lead else found.end())
    return back


# ---- what stands at certain places ----------------------------------------------------------------------


def kept(text: str, spans: Sequence[Span]) -> list[bool]:
    """Which of the passages (calls, JSON values, blocks of code) the words around them stand by. What is written in the
    passages themselves plays no part."""
    left = standing(masked_at(text, spans))
    return [left[start:end].strip() != "" for start, end in spans]


def masked_at(text: str, spans: Sequence[Span]) -> str:
    """The text with capital letters in place of what stands in the spans, as if there were a name."""
    parts: list[str] = []
    done = 0
    for start, end in spans:
        parts.append(text[done:start])
        parts.append("\n".join("X" * len(line) for line in text[max(start, done) : end].split("\n")))
        done = max(done, end)
    return "".join([*parts, text[done:]])
