"""How problems are made up whose answers change how sentences are built, or how the text is set out.

As in `compose_words`: a variant, a text with places where it applies and, where that makes sense, places where it does
not, and the operation.
"""

from __future__ import annotations

from typing import Final

from skills.english import plural
from skills.text_modification.compose_words import swapped
from skills.text_modification.modification import Modification, problem
from skills.text_modification.text import COMMA, THE, Op, Sentence
from skills.text_modification.writer import Writer, pieces, places

# ---- clauses turned, split, joined, sorted ------------------------------------------------------------


def _joint(w: Writer, word: str, front: bool) -> Sentence:
    """When A, B; or B when A."""
    one, two = w.clause(adj=w.chance(0.3)), w.clause(where=w.chance(0.4))
    sub = ("sub", word)
    return [sub, *one, COMMA, *two] if front else [*two, sub, *one]


def turns(w: Writer) -> Modification:
    """Clauses or times moved to the other end of their sentences."""
    back = w.chance(0.5)
    name = "turn_back" if back else "turn_front"
    count = w.changes
    if w.chance(0.4):
        changed = [w.timed(w.clause(adj=w.chance(0.4)), front=back) for _ in range(count + w.step.more)]
        op = Op(name=name, style="time")
    else:
        words = w.rng.sample(w.all("conjunctions"), 2)
        used = words[: 1 + w.step.again]
        changed = [_joint(w, used[n % len(used)], back) for n in range(count)]
        op = Op(name=name, style="clause", words=used)
    return problem(w.text(changed, w.size - (1 + w.step.again) * (op.style == "clause")), op)


def split(w: Writer) -> Modification:
    changed = [
        [*w.clause(adj=w.chance(0.3)), ("and", "and"), *w.clause(who=[], where=w.chance(0.4))] for _ in range(w.changes)
    ]
    return problem(w.text(changed, w.size - w.step.lures), Op(name="split"))


def merge(w: Writer) -> Modification:
    groups = []
    for _ in range(1 + w.step.again):
        who = w.who() if w.chance(0.3) else [w.name()]
        groups.append([w.clause(who=who, adj=w.chance(0.3)), w.clause(who=who, where=w.chance(0.4))])
    groups += [[sentence] for sentence in w.plains(max(1, w.size - 2 * len(groups)))]
    w.rng.shuffle(groups)
    return problem([sentence for group in groups for sentence in group], Op(name="merge"))


def order(w: Writer) -> Modification:
    """Sentences with times, days or months, out of order."""
    count = w.changes + 2
    if w.chance(0.5):
        times = [[("prep", "at"), (f"time={t}", t)] for t in _distinct_times(w, count)]
    else:
        times = [[time] for time in w.rng.sample(w.ranked(), count)]
    front = w.chance(0.5)
    sentences = [w.timed(w.clause(adj=w.chance(0.3)), time, None if w.step.again else front) for time in times]
    ordered = sorted(range(count), key=lambda i: times[i][-1][0])
    if ordered == list(range(count)):
        sentences = [*sentences[1:], sentences[0]]
    return problem(sentences, Op(name="order"))


MOVES: Final = ("reverse", "last_first", "first_last")


def moved(w: Writer) -> Modification:
    """Sentences in another order, whatever they say."""
    return problem(w.plains(w.size), Op(name=w.pick(MOVES)))


def _distinct_times(w: Writer, count: int) -> list[str]:
    hours = w.rng.sample(range(7, 23), count)
    return [f"{hour:02}:{w.rng.randrange(12) * 5:02}" for hour in hours]


def repeat_names(w: Writer) -> Modification:
    """One woman and one man, so that a pronoun has one meaning."""
    people = [("she", w.any("women")), ("he", w.any("men"))]
    w.rng.shuffle(people)
    sentences: list[Sentence] = []
    for pronoun, name in people[: 1 if w.step.more and w.chance(0.5) else 2]:
        sentences.append(w.clause(who=[("name", name)], adj=w.chance(0.4)))
        for _ in range(1 + (w.step.again and w.chance(0.6))):
            sentences.append(w.clause(who=[(f"pron={name}", pronoun)], where=w.chance(0.4)))
    rest = [w.clause(who=[THE, w.role()], adj=w.chance(0.3)) for _ in range(w.size - len(sentences))]
    return problem([*sentences, *rest] if w.chance(0.5) else [*rest, *sentences], Op(name="repeat_names"))


# ---- voice, tense, person, register -------------------------------------------------------------------


def passive(w: Writer) -> Modification:
    sentences = []
    for _ in range(max(1, w.size - 2)):
        number = w.number() if w.step.lures and w.chance(0.3) else None
        sentence = w.clause(adj=w.chance(0.4), where=w.chance(0.5), num=number)
        sentences.append(w.timed(sentence, front=w.step.lures and w.chance(0.5)) if w.chance(0.4) else sentence)
    return problem(sentences, Op(name="passive"))


def present(w: Writer) -> Modification:
    sentences = []
    for _ in range(w.size):
        adverb = w.any("adverbs") if w.chance(0.3) else None
        sentences.append(w.clause(adv=adverb, adj=w.chance(0.4), where=w.chance(0.4)))
        if w.step.lures and w.chance(0.3):
            sentences[-1] = [*sentences[-1], ("and", "and"), *w.clause(who=[])]
    return problem(sentences, Op(name="present"))


def third_person(w: Writer) -> Modification:
    woman = w.chance(0.5)
    name = w.any("women" if woman else "men")
    sentences = []
    for _ in range(w.changes + 1):
        sentence = w.clause(who=[("I", "I")], adj=w.chance(0.4))
        if w.chance(0.5):
            sentence = [("my", "my") if token == THE else token for token in sentence]
        sentences.append(w.timed(sentence) if w.step.lures and w.chance(0.3) else sentence)
    others = [p for p in w.plains(w.size - len(sentences)) if ("name", name) not in p]
    op = Op(name="third_person", words=[name], style="she" if woman else "he")
    return problem(w.mixed(sentences, others), op)


def register(w: Writer) -> Modification:
    """Casual words for formal ones, or the other way."""
    formal = w.chance(0.5)
    sentences: list[Sentence] = []
    pairs: dict[str, str] = {}
    for _ in range(w.changes):
        drawn = [w.row(f"slang/{of}") for of in ("openers", "roles", "verbs", "amounts")]
        opener, role, verb, amount = drawn if formal else swapped(drawn)
        sentence: Sentence = [("opener", opener[0]), COMMA] if w.chance(0.4) else []
        used = [opener] if sentence else []
        if w.chance(0.6):
            sentence += [THE, ("role", role[0])]
            used.append(role)
        else:
            sentence.append(w.name())
        sentence += [("act", verb[0]), ("amount", amount[0]), ("noun", plural(w.noun()))]
        sentences.append([*sentence, w.where()] if w.chance(0.4) else sentence)
        pairs |= [*used, verb, amount]
    said = w.text(sentences, w.size - 1)
    return problem(said, Op(name="formal" if formal else "informal", pairs=list(pairs.items())))


def reword(w: Writer) -> Modification:
    """Marked words give way to synonyms, and the time goes to the other end of its sentence."""
    back = w.chance(0.5)
    sentences, pairs = [], {}
    pool = w.rows("same/adjectives") + w.rows("hard/adjectives")
    chosen = w.rng.sample(pool, w.changes + w.step.more)
    for old, new in chosen:
        if old in pairs or new in w.taken:
            continue
        w.taken.update((old, new))
        pairs[f"*{old}*"] = new
        sentences.append(w.timed(w.clause(adj=f"*{old}*"), front=back))
    rest = [w.timed(w.clause(), front=back) if w.chance(0.5) else w.plain() for _ in range(w.changes - 1)]
    ops = [Op(name="marked", pairs=list(pairs.items())), Op(name="turn_back" if back else "turn_front", style="time")]
    return problem(w.mixed(sentences, rest), *ops)


# ---- other languages ----------------------------------------------------------------------------------


def foreign(w: Writer) -> Modification:
    language = w.rng.randrange(len(w.all("languages")))
    entries = w.rng.sample(w.rows("foreign"), w.changes + 1)
    sentences = [
        w.dress(w.clause(verb=w.verb(), noun=entry[0], adj=w.chance(0.4)))
        for entry in entries
        for _ in range(2 if w.step.lures and w.chance(0.15) else 1)
    ]
    said = w.text(sentences)
    pairs = [(entry[0], entry[language + 1]) for entry in entries]
    return problem(said, Op(name="foreign", pairs=pairs, words=[w.all("languages")[language]]))


def translate(w: Writer) -> Modification:
    style = w.pick(("keep", "no_articles", "verb_last", "verb_first", "adjective_after"))
    sentences = []
    for n in range(w.changes):
        adjective = style == "adjective_after" and n == 0
        sentences.append(w.clause(who=[THE, w.role()], adj=adjective or w.chance(0.5)))
    words = list(dict.fromkeys(text for s in sentences for k, text in s if style != "no_articles" or k != "det"))
    words += [w.noun() for _ in range(w.changes - 1)]
    pairs = list(zip(words, _invented(w, len(words)), strict=True))
    language = _invented(w, 1)[0].capitalize() + w.pick(("ish", "ian", "ese"))
    return problem(sentences, Op(name="translate", pairs=pairs, words=[language], style=style), capitals=False)


def _invented(w: Writer, count: int) -> list[str]:
    """Words of two or three syllables, no two alike."""
    words: dict[str, None] = {}
    while len(words) < count:
        words["".join(w.any("syllables") for _ in range(2 + w.chance(0.3)))] = None
    return list(words)


# ---- form ---------------------------------------------------------------------------------------------

MARKS: Final = ("-", "*", "•", "+")


def layout(w: Writer) -> Modification:
    """Sentences, or the things of an enumeration, as lines, bullets or numbers."""
    name, style = w.pick((("lines", ""), ("bullets", w.pick(MARKS)), ("numbered", w.pick((".", ")", ":")))))
    if w.chance(0.6):
        return problem(w.plains(w.size), Op(name=name, style=style))
    sentence = w.frame("lists")
    for n in range(count := 2 * w.changes + 2):
        number = f"{w.rng.randrange(2, 30)} " if w.chance(0.4) else ""
        noun = w.noun()
        item = f"{number}{plural(noun)}" if number or w.chance(0.5) else f"{w.adjective()} {plural(noun)}"
        sentence.append(("item", item))
        if n < count - 1:
            sentence.append(("", "and") if n == count - 2 else COMMA)
    return problem([sentence], Op(name=name, style=style))


def records(w: Writer) -> Modification:
    frame, *held = w.row("records")
    name = w.pick(("csv", "json", "key_values"))
    years = pieces(frame)[0][1] == "since"
    sentences = []
    for _ in range(w.changes):
        who = w.somebody()
        number = str(w.rng.randrange(1900, 2025) if years else w.rng.randrange(18, 96))
        sentences.append(w.frame([frame], name=who, num=(f"num={number}", number)))
    fields = []
    for place, _, names in (field.partition(": ") for field in held if field):
        fields.append((w.pick(names.split(", ")), place))
    w.rng.shuffle(fields)
    if len(fields) > 2 and w.chance(0.4):
        fields.pop()
    styles = {"csv": w.pick((",", ";", "|", "/")), "json": "", "key_values": w.pick((": ", " = ", " -> "))}
    return problem(sentences, Op(name=name, pairs=fields, style=styles[name]))


# ---- masks --------------------------------------------------------------------------------------------


def masks(w: Writer) -> Modification:
    name = w.pick(("mask_email", "mask_phone", "initials", "mask_digits"))
    count = w.changes
    sign = w.pick(("*", "#", "X", "_"))
    if name == "initials":
        sentences = [w.clause(who=[w.full_name()], adj=w.chance(0.4), where=w.chance(0.4)) for _ in range(count + 1)]
        rest = [w.clause(who=[THE, w.role()]) for _ in range(w.size - len(sentences))]
        return problem(w.mixed(sentences, rest), Op(name=name, style=w.pick((".", ""))))
    if name == "mask_digits":
        sentences = [w.clause(num=w.number(), adj=w.chance(0.3)) for _ in range(count)]
        sentences.append(w.frame("travels"))
        return problem(w.text(sentences), Op(name=name, words=[sign]))
    wanted = name.removeprefix("mask_")
    other = "phone" if wanted == "email" else "email"
    ours = [frame for frame in w.all("contacts") if wanted in places(frame)]
    sentences = [w.frame(ours) for _ in range(count)]
    if w.step.lures:
        sentences.append(w.frame([f for f in w.all("contacts") if other in places(f) and wanted not in places(f)]))
    said = w.text(sentences)
    if name == "mask_email":
        style = w.pick(("first", "user", "[EMAIL]", "<hidden>", "(address removed)"))
        return problem(said, Op(name=name, style=style))
    return problem(said, Op(name=name, style=str(w.rng.randrange(2, 5)), words=[sign]))


def redact(w: Writer) -> Modification:
    """Names that are given give way to one sign."""
    names = [w.name() for _ in range(w.changes)]
    sentences = [w.dress(w.clause(who=[name], adj=w.chance(0.4))) for name in names for _ in range(1 + w.chance(0.3))]
    hidden = w.draw.line("hidden")
    return problem(w.text(sentences), Op(name="redact", pairs=[(name[1], hidden) for name in names]))
