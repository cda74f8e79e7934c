"""Which option a reply chooses: letters and texts of options, read at the places where an answer stands. Where options
have no letters they are labels, and their own names stand for them.

The order of the places, and what is no answer at any of them, is told in `graders.choice`. All text here is folded
(`graders.shared.cues.fold`), so that a full-width or a circled letter is a letter. The module does not know which option is
right.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Final, NamedTuple

from graders.shared.asked import only_answers, stem
from graders.shared.cues import after_cues, bare_key, cue_pattern, denied, key, retracted
from graders.shared.stance import sentences

MAX_WHOLE: Final = 2_000
"""Characters; a longer reply is not compared as a whole with an option's text."""


class Sheet(NamedTuple):
    """What may be chosen, made ready for comparing."""

    right: str
    texts: dict[str, str]
    """Letter → text; empty where only letters are known. Of labels: each to itself."""
    words: tuple[tuple[tuple[str, ...], str], ...]
    """Words of each option's text and its letter, longest text first."""
    longest: int
    operators: dict[str, str]
    plain: bool = True
    """No option speaks of what is wrong or supposed, or is a program: what a reply takes back can be told from it."""
    letters: bool = True
    """Options may be named by letters; else they are labels, and a letter is none of them."""


class Pick(NamedTuple):
    """What a passage chooses."""

    labels: tuple[str, ...]
    """One letter; several where the passage does not decide."""
    start: int
    end: int
    clash: str = ""
    """The letter of another option whose text, or letter, stands beside it."""


_ABROAD = r"""(?<!\w)(?:antwort|lösung|antwoord|svar(?:et)?|vastaus|răspuns(?:ul)?|válasz|respuesta|réponse|reponse|risposta|resposta|odpowiedź|odpověď|cevap|yanıt
      |jawaban|đáp\ án|ответ|відповідь|отговор|απάντηση|תשובה|الإجابة|الجواب|उत्तर|जवाब)
    (?:\s(?:correcta|correcte|corretta|correta|final|doğru|đúng|benar|الصحيحة|सही))?
    (?:\s?(?:ist|lautet|es|este?|è|é|is|er|är|to|jest|je|adalah|là|on|είναι|היא|это|هي|هو|है)(?!\w))?
    (?:\s(?:la|el|le|die|der|das|de|a(?=\s(?:[a-z]\b|letra|op)))(?!\w))?
    (?:\s(?:opción|option|opção|opzione|optie|letra|lettre|lettera|buchstabe)(?!\w))?
    [\s*_:=—–-]{0,8}
  | (?:答案|正解|答え|回答|答|정답|คำตอบ(?:คือ)?|(?<![不没未非])(?:選択|選擇|选择|選|选)(?![项項]))(?:應該|应该|应)?(?:是|为|為|は|은|는|이|選|选)?[\s*_:=]{0,8}"""
"""What an answer is called in other languages: German, Dutch, Scandinavian, Spanish, French, Italian, Portuguese, Polish,
Czech, Turkish, Indonesian, Vietnamese, Finnish, Romanian, Hungarian, Russian, Ukrainian, Bulgarian, Greek, Hebrew, Arabic,
Hindi; Chinese, Japanese, Korean, Thai."""
_CHOOSING = rf"{_ABROAD} | \b(?:I|we)(?:'d|'ll|\ would|\ will)?\s(?:choose|chose|pick|picked|select|selected|(?:go|went)\ with|opt\ for)\b"
_NOUNS = "answer|choice|option|response|selection|solution|pick"
CUE = cue_pattern(_NOUNS, rf"{_CHOOSING} | (?<![\w]\ )(?<!\w)(?:correct|right)(?:\ one)?[ \t*_]{{0,4}}:")
LABEL_CUE = cue_pattern(
    rf"{_NOUNS}|label|category|class|classification|intent|intention|topic|theme|sentiment|emotion|type|kind|tag|genre"
    r"|verdict|rating|stance|relation|output|result|prediction",
    rf"""{_CHOOSING} | \b(?:sentiment|label|intent|kategorie|klasse|thema|absicht|categor[ií]a|cat[ée]gorie|etiqueta)(?:\s(?:ist|es|est|è|é)\s|\s?[:=]\s?) | \b(?:is|was)\sabout\s | (?:→|->|=>)[ \t] | \b(?:classif(?:y|ied)|categori[sz]ed?|labell?(?:ed)?|tag(?:ged)?|rated?)\s(?:(?:it|this|that)\s)?(?:as|under|with)\s | \blabell?ed\s
      | \b(?:belongs?\sto|falls?\s(?:in(?:to)?|under))\s(?:the\s)?(?:(?:category|class|label|topic)\s(?:of\s)?)?""",
)
"""The same before a label, with the words for what labels are of."""
_LEAD = re.compile(
    r"""(?:[\s*_`"'$:>→=]|-(?=[\s>])){0,12}
    (?:(?:because|probably|most\ likely|likely|definitely|clearly|certainly|indeed|simply|just|therefore|thus|obviously|either
        |both|that|it\ is|it's|going\ to\ be)[\s,:]{1,4}){0,3}
    (?:(?:the\ )?(?:correct\ |right\ |best\ )?(?:option|choice|letter|answer|alternative)(?:\ is)?[\s:*_]{1,4})?
    (?:\\(?:boxed|fbox|text|textbf|mathrm|mathbf|bf|rm)?\s?[{(\[]){0,3} [\s*_`"'$]{0,8}""",
    re.VERBOSE | re.IGNORECASE,
)
_ASIAN = "\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Scripts without spaces, in which a word may follow a letter at once: `B입니다`."""
_LETTER = re.compile(
    rf"[(\[{{<]\s?([A-Za-z])\s?[)\]}}>.:]|([A-Za-z])(?![^\W_{_ASIAN}]|_[^\W_]|'[^\W_]|\.[A-Za-z]\b|-[^\W\d_])"
)
_FOLLOWS_SMALL = re.compile(rf"[ \t]*(?:\Z|\n|[.,;:!)\]}}*_`\"'$>/&({_ASIAN}-]|(?:or|and)\b)")
"""What may stand behind a letter that could be an article: the end, a sign, another letter."""
_FOLLOWS_A = re.compile(
    rf"[ \t]*(?:\Z|\n|[.,;:!)\]}}*_`\"'$>/&({_ASIAN}-]"
    r"|(?:because|since|as|for|with|which|given|due|but|or|and|is|in|based|here|instead)\b)"
)
_FOLLOWS_I = re.compile(r"[ \t]*(?:\Z|\n|[.)\]}*`\"$])")
_BESIDE = re.compile(r"[ \t]*(?:[)\]}>.:,*_`\"'$(-][ \t]*){0,8}")
_ENDS = re.compile(r"[ \t]*(?:\Z|[\n.,;:!)(\]}*_\"'-]|(?:is|are|was|because|since|or|and)\b)")
_BEHIND = re.compile(r"[\s*_`\"',]{0,4}(?:option\s|choice\s)?[(\[]\s?([A-Za-z])\s?[)\]]")
_GOES_ON = re.compile(r"[ \t]*(?:[+=^×÷<]|[*/]\s?\d|-\s?\d)")
_JOIN = re.compile(
    r"[)\]}*_`\"'$]{0,6}[ \t]*(?:(?P<comma>,)[ \t]*(?:(?:or|and)\b)?|[/&|]|\b(?:or|and)\b)[ \t]*"
    r"(?:(?:maybe|possibly|perhaps|also|even|else|both)[ \t]+){0,2}",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"\S{1,400}")
_ARTICLE = re.compile(r"(?:an?|the)[ \t]+", re.IGNORECASE)
_CLOSERS = "*_`\"'.,;:!?)]}$>"

_WHOLE = re.compile(
    r"(?:[\s*_`\"'(\[{<$]|\\(?:(?:text|textbf|mathrm|mathbf)(?=\{)|(?=[(\[])))*+([A-Za-z])(?:[\s*_`\"')\]}>.,:;!$]|\\(?=[)\]]))*+\Z"
)
_FIRST = re.compile(
    r"[\s*_`\"'(\[]{0,6}([A-Z])[*_`\"')\].]{0,4}(?:,?\s(?:because|since)\b|,\s(?:of\scourse|obviously|clearly|definitely|certainly|no\sdoubt|without\s(?:a\s)?doubt|for\ssure)\b)"
)
"""A letter that the reply begins with, and says why."""
_TWO_PARTS = re.compile(r"\s*+[*_`\"'(\[]{0,4}([A-Za-z])[*_`\"')\]]{0,4}[ \t]++(\S[^\n]*+)\s*+\Z")
_AGAINST = re.compile(
    r"(?:(?:well|so|no),?\s)?(?:(?:the\s(?:right\s|correct\s)?(?:answer|option|choice)|it|that|this)(?:'s|\sis)\s)?(?:"
    r"(?:not|(?:(?:the\s(?:right\s|correct\s)?(?:answer|option|choice)|it|that|this)\s)isn't)\s(?P<out>[^\n]{1,300}?)(?:,?\sbut(?:\srather)?|[,;:])\s(?:(?:it|that|this)(?:'s|\sis)\s)?(?P<pick>[^\n]{1,300})"
    r"|(?P<pick2>[^\n]{1,300}?)(?:(?:,|\s[-–—])?\s\(?(?:and\s|but\s)?not|\srather\sthan|\sinstead\sof)\s(?P<out2>[^\n]{1,300}))",
    re.IGNORECASE,
)
"""One option, and another one that it is not: "not A but B", "B, not A"."""
_SUFFIX = re.compile(
    r"(?<![\w'])(?:[(\[]([A-Za-z])[)\]]|([A-Z]))[*_)\]]{0,4}\s(?:(?:is|must\ be|would\ be|seems)\s"
    r"(?:(?:the|clearly|therefore|indeed|thus)\s){0,2}(?:correct|right|best|true|answer)|it\s(?:is|must\sbe|has\sto\sbe))\b"
)
_LABELLED = re.compile(
    r"^[ \t>#-]{0,8}(?:\*\*|__|`)?(?:[(\[]([A-Za-z])[)\]]|([A-Za-z])(?:\)|(?:\.|(?:\*\*|__)?:)(?=[\s*_`]|\Z)))",
    re.MULTILINE,
)
_TICKED = re.compile(r"^[ \t>*-]{0,8}(?:\[[xX✓✔]\]|[☑✅✔✓])\uFE0F?[ \t]{0,3}[(\[]?([A-Z])(?![\w'])", re.MULTILINE)
"""A line with a tick before its letter."""
_ALONE = re.compile(r"^[ \t*_`\"'(\[{>$]{0,8}([A-Z])[ \t*_`\"')\]}.:!$]{0,8}$", re.MULTILINE)
"""A letter that has a line to itself."""
_BOLD = re.compile(r"(?:\*\*|__)[(\[]?([A-Za-z])(?:[)\].:][^*_\n]{0,200})?(?:\*\*|__)")
_MARKED_WRONG = re.compile(r"[\s*_)\]}.:,(-]{0,6}(?:is\s)?(?:\w{1,12}\s)?(?:wrong|incorrect|no\b|✗|❌)", re.IGNORECASE)
_MENTION = re.compile(
    r"\b(?:option|choice|alternative|only|(?:it|this|that)'s|(?:this|that)\ is|it\ (?:is|(?:must|has\ to|should|would|can\ only)\ be)|(?<!\w\ )(?:choose|pick|select|maybe|perhaps|probably|(?:must|has\ to|can\ only)\ be)|(?<!thing\ )(?<!all\ )(?<!any\ )(?<!one\ )but|so|hence|thus|therefore|(?:would|'d)\ say|(?:right|correct|best)\ (?:one|letter)(?:\ is)?|(?:think|believe|guess)(?:\ that)?(?:\ it's|\ it\ is)?)(?=[\s:(])",
    re.IGNORECASE,
)
_INLINE = re.compile(r"(?<![\w(])\(?([A-Z])\)[ \t]")
_MARKED = re.compile(r"(?:\*\*|(?<!\w)[`\"'\[])([^`\"'*\[\]\n]{1,200})(?:\*\*|[`\"'\]](?!\w))")
"""What is in bold, in quotes or in brackets."""
_NUMBERED = re.compile(r"\A\(?[0-9]{1,2}[.)][ \t]+(?=\S)")
_SCORE = re.compile(
    r"(?:^|(?<=[,;|]))[ \t*>-]{0,8}([^:=\n,;|]{1,120}?)(?:[ \t*_]*[:=][ \t*_]*|[ \t](?=[0-9.]+[ \t]?%))([0-9]{1,3}(?:\.[0-9]{1,9})?)[ \t]?%?[ \t.]*(?=$|[,;|])",
    re.MULTILINE,
)
_JUDGED = re.compile(r"(?<![\w'])[(\[]?([A-Z])(?![\w'])[)\].:]{0,2}")
_VERDICT = re.compile(
    r"(?:\bis\s)?\b(?:(?P<yes>true|correct|right|yes)|(?P<no>false|incorrect|wrong|no))\b|(?P<tick>[✓✔✅☑])|(?P<cross>[✗✘❌☒])",
    re.IGNORECASE,
)
_AROUND = " \t*_`\"'()[]{}.,;:!=–—-\ufe0f"
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "last")
_ORDINAL = re.compile(
    rf"(?:the\s)?(?:(?:number|no\.)\s)?(?:({'|'.join(_ORDINALS)})|([1-6])(?:st|nd|rd|th)|(?P<bare>[1-6]))(?![\w.]\w)(?:(?:\s(?:option|choice|one|answer|alternative|word|statement)\b)|(?=\W*\Z))",
    re.IGNORECASE,
)
"""The place of an option, where that is all that is said of it."""
_DIGIT_ENDS = re.compile(r"[ \t*_]{0,4}(?:\Z|[\n.,;:)(]|-\s|(?:because|since|is|as)\b)")
_COUNTS = re.compile(r"[0-9]|\b(?:one|two|three|four|five|six)\b", re.IGNORECASE)
_RANKS = re.compile(rf"[1-9](?:st|nd|rd|th)\b|\b(?:{'|'.join(_ORDINALS)}|last)\b", re.IGNORECASE)
_ELEMENT = re.compile(r"</?[a-z_]{1,20}>")
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u2610\u2613-\u26ff\ufe0f]")
_SET_OFF = re.compile(r"[*`\"']{0,3}(?:[ \t]*(?:\n|[.;:!(]|,\s)|\s+(?:-\s|because\b|since\b|as\b))")


def choose(text: str, sheet: Sheet, said: str = "", question: str = "") -> Pick | None:
    """What a folded reply chooses, or None where it chooses nothing. `text` is what the reply stands by, `said` all
    of it, and `question` what was asked."""
    if not text.isascii():
        text, said = _EMOJI.sub(" ", text), _EMOJI.sub(" ", said)
    if not sheet.letters:
        text = spelled(_ELEMENT.sub(lambda tag: " " * len(tag[0]), text) if "<" in text else text)
    whole = _whole(text, sheet) or _against(said or text, sheet)
    if whole:
        return whole
    if sheet.letters and _VERDICT.search(said) and not _cued(text, sheet) and (judged := _judged(said, sheet)):
        return judged
    for find in (
        (_cued, _alone, _labelled, _mentioned) if sheet.letters else (_cued, _scored, _lines, _mentioned, _begun)
    ):
        picks = find(text, sheet)
        if picks:
            named = {label for pick in picks for label in pick.labels}
            undecided = find in (_alone, _labelled, _lines) or len(named) > 2 or set(sheet.texts) <= named != set()
            if len(named) > 1 and undecided:
                return picks[-1]._replace(labels=tuple(sorted(named)), clash="")
            return picks[-1]
    others = _left_over(said or text, sheet) if sheet.letters else None
    small = text.casefold()
    if not others and not any(words[-1] in small for words, _ in sheet.words) and not _NAMED_LETTER.search(text):
        return _in_words_of(text, question, sheet) if len(sheet.words) <= 26 else None
    return (
        others
        or _only_named(text, sheet, question)
        or _in_words_of(text, question, sheet)
        or _first_of_all(text, sheet)
    )


def _in_words_of(text: str, question: str, sheet: Sheet) -> Pick | None:
    """The option that the last sentence gives in the question's own words: "The shark is a fish."."""
    spans = [span for span in islice(sentences(text), 60) if text[slice(*span)].strip()]
    if not spans or not sheet.texts or len(text) > MAX_WHOLE:
        return None
    start, end = spans[-1]
    options = [tuple(_plain_words(" ".join(words))) for words, _ in sheet.words]
    found = only_answers(text[start:end], options, question, _plain_words, by_stem=True)
    if found is None or len(_plain_words(text[start:end])) == len(options[found]):  # the last of a list
        return None
    return Pick((sheet.words[found][1],), start, end)


def _plain_words(text: str) -> list[str]:
    """The words of a sentence or an option, without articles."""
    return [word for word in _WORD.findall(text.casefold().replace("'", "")) if word not in ("a", "an", "the")]


_WORD = re.compile(r"[^\W_]+")


def _first_of_all(text: str, sheet: Sheet) -> Pick | None:
    """The option whose text the reply begins with, and goes on to give reasons that name no other."""
    pick = _passage(text, 0, sheet) if sheet.texts else None
    if (
        not pick
        or len(pick.labels) > 1
        or pick.end - pick.start < 2
        or not _SET_OFF.match(text, pick.end)
        or _MARKED_WRONG.match(text, pick.end)
    ):
        return None
    rest = key(text[pick.end :])
    return None if any(" ".join(words) in rest for words, label in sheet.words if label != pick.labels[0]) else pick


def _letters(text: str, sheet: Sheet) -> list[re.Match[str]]:
    """Labels of options, wherever they stand."""
    found = [match for match in islice(_JUDGED.finditer(text), 100) if match[1] in (sheet.texts or "ABCDEFGH")]
    return [
        m
        for m in found
        if m[1] != "A"
        or m[0] != "A"
        or _FOLLOWS_A.match(text, m.end())
        or _VERDICT.match(text[m.end() :].lstrip(_AROUND))
    ]


def _judged(text: str, sheet: Sheet) -> Pick | None:
    """The one option that is called right, where a verdict stands beside each of several: "A: false, B: true"."""
    if any(_VERDICT.search(option) for option in sheet.texts.values()):  # the options are yes and no themselves
        return None
    letters = _letters(text, sheet)
    verdicts: dict[str, bool] = {}
    place: dict[str, int] = {}
    for n, letter in enumerate(letters):
        stop = letters[n + 1].start() if n + 1 < len(letters) else len(text)
        line = text[letter.end() : min(stop, letter.end() + 300)].partition("\n")[0]
        passage = line.strip(_AROUND)
        found = [v for v in _VERDICT.finditer(passage) if not (v.start() and v.end() < len(passage))]
        if not found or denied(passage, found[-1].start()):
            continue
        good = found[-1]["yes"] is not None or found[-1]["tick"] is not None
        if verdicts.setdefault(letter[1], good) != good:
            return None
        place[letter[1]] = letter.start(1)
    right = [label for label, good in verdicts.items() if good]
    if len(verdicts) < 2 or not right:
        return None
    return Pick(tuple(sorted(right)), place[right[0]], place[right[0]] + 1)


def _left_over(text: str, sheet: Sheet) -> Pick | None:
    """The one option that is left where all others that are named are ruled out: "Not A, not C, not D: B."."""
    out, left = set(), {}
    for letter in _letters(text, sheet):
        ruled = denied(text, letter.start()) or retracted(text, letter.end()) or _MARKED_WRONG.match(text, letter.end())
        if ruled:
            out.add(letter[1])
        else:
            left[letter[1]] = letter
    if len(left) != 1 or len(out - left.keys()) < 2:
        return None
    return Pick((one := next(iter(left)),), left[one].start(1), left[one].end(1))


def _only_named(text: str, sheet: Sheet, question: str) -> Pick | None:
    """The only option that a short reply names, in a sentence that puts nothing before it which could turn it round: "The
    speaker feels sadness.", "Neither positive nor neutral: negative."."""
    if not sheet.texts or len(text) > MAX_NAMED:
        return None
    found: dict[str, tuple[int, int]] = {}
    done, ruled_out = 0, False
    for token in islice(_TOKEN_START.finditer(text), MAX_NAMED // len(sheet.words) * 60 + 10):
        at = _text_at(text, token.end(), sheet) if token.end() >= done else None
        if at is None:
            continue
        done = at[1]
        if denied(text, token.start()) or retracted(text, at[1]) or _MARKED_WRONG.match(text, at[1]):
            ruled_out = True
        else:
            found.setdefault(at[0], (token.end(), at[1]))
    for letter in _letters(text, sheet) if sheet.letters else ():
        if not (found.get(letter[1]) or denied(text, letter.start())):
            found[letter[1]] = letter.span(1)
    if len(found) != 1:
        return None
    label, (start, end) = next(iter(found.items()))
    if text[start:end].lower() in _COMMON or (end - start == 1 and not _IS.search(text[:start])):
        return None
    begin, stop = next(span for span in sentences(text) if span[0] <= start < span[1])
    turned = _TURNS.search(text, begin, start) or _TURNED.search(text, end, stop)
    if sheet.letters and _DESCRIBES.match(text, end) and not _share(text[end:stop], question):
        return None
    colon = text[begin:start].rstrip(" *_`\"'(").endswith(":")  # "Neither positive nor neutral: negative."
    return None if turned and not (colon and ruled_out) else Pick((label,), start, end)


def _share(said: str, question: str) -> bool:
    """Whether what is said of an option takes up a word of the question: "London is a city in England" need not."""
    asked = {stem(word) for word in _plain_words(question) if len(word) > 3}
    return bool(asked) and not asked.isdisjoint(stem(word) for word in _plain_words(said))


_DESCRIBES = re.compile(r"[\s*_`\"')]{1,4}(?:is|was|are|were|has|have|had)\s", re.IGNORECASE)
MAX_NAMED: Final = 400
"""Characters of a reply in which an option may be named anywhere."""
_TOKEN_START = re.compile(r"(?<![^\s(\"'`*#→>])[(\"'`*#]{0,3}(?=\w)")
_COMMON: Final = frozenset(("a", "an", "the", "yes", "no", "it", "i", "is", "none", "other", "all"))
_NAMED_LETTER = re.compile(r"(?:\bis|[:=→])[\s*_(\"']{1,4}[A-Z]\b")
_IS = re.compile(r"(?:\bis|[:=→])[\s*_(\"']{1,4}\Z")
_TURNS = re.compile(
    r"\b(?:not|no|never|neither|nor|without|except|unlike|(?:thing|all|any|one)\sbut|like|near|plus|minus|opposite|similar|instead|mention(?:s|ed)?|may|might|could|would"
    r"|doubt|former|formerly|(?:second|third)\s(?:\w+est|most|worst|best)|almost|nearly|rather|false|wrong|double|half|than|if|or|whether|unsure|say|says|said|thought|used"
    r"|before|after|at\sfirst|originally|previously|unless|although|though|too|once|anyone|someone|some|most|people|many|often|cannot|can|confirm"
    r"|eliminate|exclude|rule|reject(?:ed)?|excluded|eliminated|plan|letter|non)\b|n't\b|[?@/]|\bof\s(?:(?:the|an?)\s)?[\"'(*]{0,3}\Z",
    re.IGNORECASE,
)
"""What before an option may make it no choice."""
_TURNED = re.compile(
    r"n't\b|\b(?:not|never|wrong|false|or|instead|used\sto|unlikely|minus|is\sno|mistaken|trap|mistake)\b|[?/]|[<>=]\s?\w|\A[-_']\w",
    re.IGNORECASE,
)


def _whole(text: str, sheet: Sheet) -> Pick | None:
    """The reply is a letter, an option's text, or both, and nothing else."""
    letter = _WHOLE.match(text) if sheet.letters else None
    if letter:
        return Pick((letter[1].upper(),), letter.start(1), letter.end(1))
    if len(text) > MAX_WHOLE:
        return None
    first = _FIRST.match(text) if sheet.letters else None
    if first and not any(find(text, sheet) for find in (_cued, _labelled)):
        return Pick((first[1],), first.start(1), first.end(1))
    passage = _passage(text, 0, sheet)
    if passage and not text[passage.end :].strip(_CLOSERS + " \n"):
        return passage
    if not sheet.texts:
        return None
    label = _label_of(text, sheet)
    if label:
        return Pick((label,), 0, len(text))
    both = _TWO_PARTS.match(text) if sheet.letters else None
    beside = both and _label_of(both[2], sheet)
    if both and beside and both[1].upper() in sheet.texts:
        label = both[1].upper()
        return Pick((label,), both.start(1), both.end(2), beside if beside != label else "")
    return None


def _against(text: str, sheet: Sheet) -> Pick | None:
    """The reply is one option and another one that it is not, and nothing else."""
    bare = text.strip(_AROUND + "\n\\") if len(text) <= MAX_WHOLE else ""
    found = _AGAINST.fullmatch(bare)
    if found is None or "?" in bare:
        return None
    pick, out = ("pick", "out") if found["pick"] else ("pick2", "out2")
    picked, other = _whole(found[pick], sheet), _whole(found[out], sheet)
    if not (picked and other) or len(picked.labels) > 1 or picked.labels[0] in other.labels:
        return None
    start, end = found.span(pick)
    shift = text.index(bare)
    return Pick(picked.labels, start + shift, end + shift, picked.clash)


def _label_of(text: str, sheet: Sheet) -> str:
    """The letter of the option whose text this is."""
    said = tuple(key(text).split())
    bare = tuple(bare_key(text).split())
    found = next((label for words, label in sheet.words if words in (said, bare)), "")
    if not found and not sheet.letters and len(said) == 1:  # "CardLost"
        run_on = {label for words, label in sheet.words if len(words) > 1 and "".join(words) == said[0]}
        return run_on.pop() if len(run_on) == 1 else ""
    return found


def _cued(text: str, sheet: Sheet) -> list[Pick]:
    """Choices that a cue leads in, or closes, in their order."""
    cue = CUE if sheet.letters else LABEL_CUE
    picks = [pick for end in after_cues(cue, text) if (pick := _passage(text, end, sheet))]
    for match in islice(_SUFFIX.finditer(text), 50) if sheet.letters else ():
        if not denied(text, match.start()):
            group = match.lastindex or 1
            picks.append(Pick((match[group].upper(),), match.start(group), match.end(group)))
    return sorted(picks, key=lambda pick: pick.start)


def _alone(text: str, sheet: Sheet) -> list[Pick]:
    """Letters that are ticked, or else that have a line to themselves."""
    for pattern in (_TICKED, _ALONE):
        found = [match for match in islice(pattern.finditer(text), 60) if match[1] != "I" or "I" in sheet.texts]
        if found:
            return [Pick((match[1],), *match.span(1)) for match in found]
    return []


def _labelled(text: str, sheet: Sheet) -> list[Pick]:
    """Lines that begin with a label, and labels in bold, but for those that are called wrong."""
    picks = []
    for pattern in (_LABELLED, _BOLD):
        for match in islice(pattern.finditer(text), 60):
            group = match.lastindex or 1
            label = match[group].upper()
            if label == "I" and "I" not in sheet.texts:
                continue
            start = match.start(group)
            end, clash = _beside(text, start + 1, label, sheet)
            if text[end - 1 : end + 1].endswith(":") and end == start + 1:  # "A: …" is a label beside its text only
                continue
            if not (_MARKED_WRONG.match(text, end) or retracted(text, end)):
                picks.append(Pick((label,), start, end, clash))
    return sorted(picks, key=lambda pick: pick.start)


def _mentioned(text: str, sheet: Sheet) -> list[Pick]:
    """Options that are named in passing."""
    picks = []
    for match in islice(_MENTION.finditer(text), 60):
        if not denied(text, match.start()):
            pick = _passage(text, match.end(), sheet)
            first = _passage(text, 0, sheet) if pick and match[0].lower() in ("maybe", "perhaps") else None
            if first and pick and first.labels != pick.labels:  # "A, and maybe B"
                pick = pick._replace(labels=(*first.labels, *pick.labels))
            picks += [pick] if pick else []
    for match in islice(_INLINE.finditer(text), 60) if sheet.letters else ():
        end, clash = _beside(text, match.end(1), match[1], sheet)
        if end > match.end() and not (
            denied(text, match.start()) or retracted(text, end) or _MARKED_WRONG.match(text, end)
        ):
            picks.append(Pick((match[1],), match.start(1), end, clash))
    for match in islice(_MARKED.finditer(text), 60) if not sheet.letters else ():
        label = _label_of(match[1], sheet)
        if label and not (denied(text, match.start()) or retracted(text, match.end())):
            picks.append(Pick((label,), *match.span(1)))
    return sorted(picks, key=lambda pick: pick.start)


def spelled(text: str) -> str:
    """Labels are written with underscores and hyphens, or with spaces; a minus stays, and the length stays what it was."""
    text = text.replace("_", " ")
    return _HYPHEN.sub(" ", text) if "-" in text else text


_HYPHEN: Final = re.compile(r"-(?![0-9])|(?<=\w)-")
"""A hyphen that is no minus."""


def _lines(text: str, sheet: Sheet) -> list[Pick]:
    """Labels that have a line to themselves."""
    picks, start = [], 0
    for line in text.split("\n")[:200]:
        if len(line) <= 200 and (label := _label_of(_NUMBERED.sub("", line.strip(" \t>#*•.")), sheet)):
            picks.append(Pick((label,), start, start + len(line)))
        start += len(line) + 1
    return picks


def _scored(text: str, sheet: Sheet) -> list[Pick]:
    """The label with the highest of the numbers that stand beside two labels or more, one a line."""
    picks = []
    for line in islice(_SCORE.finditer(text), 200):
        label = _label_of(line[1], sheet)
        if label:
            picks.append((float(line[2]), Pick((label,), *line.span(1))))
    best = max((score for score, _ in picks), default=0)
    return [pick for score, pick in picks if score == best] if len(picks) > 1 else []


def _begun(text: str, sheet: Sheet) -> list[Pick]:
    """The label that the reply begins with, and says why."""
    pick = _passage(text, 0, sheet)
    return [pick] if pick and _SET_OFF.match(text, pick.end) and not _MARKED_WRONG.match(text, pick.end) else []


def _passage(text: str, at: int, sheet: Sheet) -> Pick | None:
    """What is chosen right behind a cue that ends at `at`: one option, or several where it hedges."""
    first = _option_at(text, at, sheet)
    if first is None:
        stop = text.find("\n", at)
        equals = text.rfind("=", at, min(stop if stop >= 0 else len(text), at + 300))
        compared = _WHOLE.match(text[at : max(equals, at)])  # "A=B"
        first = _option_at(text, equals + 1, sheet) if equals >= 0 and not compared else None
    if first is None or retracted(text, first.end):
        return None
    labels, end = [*first.labels], first.end
    while (join := _JOIN.match(text, end)) and len(labels) < 26:
        other = _option_at(text, join.end(), sheet)
        if other is None or retracted(text, other.end) or (join["comma"] and not _ENDS.match(text, other.end)):
            break
        labels, end = [*labels, *other.labels], other.end
    labels = list(dict.fromkeys(labels))
    return first._replace(labels=tuple(labels), end=end if len(labels) > 1 else first.end)


def _option_at(text: str, at: int, sheet: Sheet) -> Pick | None:
    """The one option that stands at `at`: a letter, a text, or both."""
    lead = lead_end(text, at)
    letter = _LETTER.match(text, lead) if sheet.letters else None
    if letter is None or letter[1] is None:
        begin = at + len(text[at : at + 12]) - len(text[at : at + 12].lstrip())
        article = _ARTICLE.match(text, lead)
        for start in dict.fromkeys((begin, lead, article.end() if article else lead)):
            found = _text_at(text, start, sheet)
            if found:
                label, end = found
                behind = _BEHIND.match(text, end) if sheet.letters else None
                other = behind[1].upper() if behind else label
                clash = other if other != label and other in sheet.texts else ""
                return Pick((label,), start, behind.end() if behind else end, clash)
    if letter is None or not _is_label(text, letter):
        return _placed(text, lead, sheet)
    label = (letter[1] or letter[2]).upper()
    end, clash = _beside(text, letter.end(letter.lastindex or 1), label, sheet)
    return Pick((label,), letter.start(), max(end, letter.end()), clash)


def _placed(text: str, at: int, sheet: Sheet) -> Pick | None:
    """The option that is named by its place, where no option speaks of numbers itself."""
    place = _ORDINAL.match(text, at) if sheet.letters and sheet.texts else None
    if (
        place is None
        and sheet.letters
        and sheet.texts
        and re.search(r"(?:option|choice|number)[\s:*_]{1,4}\Z", text[max(0, at - 12) : at], re.IGNORECASE)
    ):
        place = re.compile(rf"(?P<bare>[1-6])(?={_DIGIT_ENDS.pattern})").match(text, at)
    counts = _COUNTS if place and place["bare"] else _RANKS
    if place is None or any(counts.search(option) for option in sheet.texts.values()):
        return None
    number = int(place[2] or place["bare"]) if place.re is _ORDINAL and not place[1] else 0
    number = number or (int(place["bare"]) if place["bare"] else _ORDINALS.index(place[1].lower()) + 1)
    labels = list(sheet.texts)
    number = len(labels) if place.re is _ORDINAL and (place[1] or "").lower() == "last" else number
    return Pick((labels[number - 1],), place.start(), place.end()) if number <= len(labels) else None


def lead_end(text: str, at: int) -> int:
    lead = _LEAD.match(text, at)
    return lead.end() if lead else at


def _is_label(text: str, letter: re.Match[str]) -> bool:
    """Whether a letter is a label, or an article, a pronoun, a variable in a sentence."""
    if letter[1]:
        return True
    if letter[2] in "Ii":
        return _FOLLOWS_I.match(text, letter.end()) is not None
    if letter[2] == "A":
        return _FOLLOWS_A.match(text, letter.end()) is not None
    return letter[2].isupper() or _FOLLOWS_SMALL.match(text, letter.end()) is not None


def _beside(text: str, end: int, label: str, sheet: Sheet) -> tuple[int, str]:
    """Where the option's text behind its letter ends, and the letter of the other option whose text stands there."""
    gap = _BESIDE.match(text, end)
    start = gap.end() if gap else end
    if text[start : start + 1] in ("", "\n"):
        return end, ""
    found = _text_at(text, start, sheet)
    if found is None:
        article = _ARTICLE.match(text, start)
        found = _text_at(text, article.end(), sheet) if article else None
    if found and found[0] == label:
        return found[1], ""
    if found and _ENDS.match(text, found[1]) and not retracted(text, found[1]):
        return found[1], found[0]
    return end, ""


def _text_at(text: str, at: int, sheet: Sheet) -> tuple[str, int] | None:
    """The letter of the longest option text that stands at `at`, and where it ends."""
    if not sheet.texts:
        return None
    tokens = [(m[0].casefold(), m.end()) for m in islice(_TOKEN.finditer(text, at, at + 2_000), sheet.longest)]
    for words, label in sheet.words:
        last = len(words) - 1
        if last >= len(tokens) or not tokens[last][0].startswith(words[last]):
            continue
        rest = tokens[last][0][len(words[last]) :]
        if rest.strip(_CLOSERS) or any(tokens[n][0] != words[n] for n in range(last)):
            continue
        if not _GOES_ON.match(text, tokens[last][1]):
            return label, tokens[last][1] - len(rest)
    return None
