"""How problems are made up whose answers change words: tables, deletions, insertions, capitals, marks, masks.

Each area draws one of its variants, a text with places where it applies and places where it does not, and the
operation. Difficulty decides how long the text is and how many places change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random
from typing import Final

from skills.text_modification import edits
from skills.text_modification.bank import Material, Pairs
from skills.text_modification.text import Modification, Op, Sentence, kind
from skills.text_modification.writer import THE, Writer, pick

Composer = Callable[[Writer, int], Modification]
SENTENCES: Final = (4, 5, 7)
CHANGES: Final = (1, 2, 3)


def problem(sentences: list[Sentence], *ops: Op, capitals: bool = True) -> Modification:
    return Modification(area="", sentences=sentences, ops=list(ops), capitals=capitals)


def finish(made: Modification, area: str, rng: Random, bank: Material, step: int) -> Modification:
    """At the harder steps, at times, a second instruction or the word for a text that stays as it is."""
    made = made.model_copy(update={"area": area})
    if step == 1:
        return made
    chance = rng.random()
    if step == 3 and chance < 0.25:
        return edits.add_instruction(made, rng, bank) or made
    if chance > 0.75:
        more = made.model_copy(update={"sentences": made.sentences + Writer(rng, bank).plains(2)})
        out = edits.take_out(more, rng, bank)
        if out is not None:
            return out if chance > 0.88 else made.model_copy(update={"unchanged": out.unchanged})
    return made


def swapped(pairs: Iterable[tuple[str, str]]) -> Pairs:
    return tuple((new, old) for old, new in pairs)


# ---- paraphrase, simplify, limited vocabulary: words that say the same --------------------------------


def _saying(
    w: Writer, adjectives: Pairs, adverbs: Pairs, verbs: Pairs, step: int, less: int = 0
) -> tuple[list[Sentence], Pairs]:
    """Sentences with words that are to be changed, and the pairs. `less`: by how much the text is shorter."""
    sentences, pairs = [], []
    pools = [pool for pool in (adjectives, adverbs, verbs) if pool]
    w.taken.update(word for pair in adjectives for word in pair)
    drawn: set[str] = set()
    for _ in range(CHANGES[step - 1] + (step == 1 and w.chance(0.5))):
        pool = pick(w.rng, pools)
        pair = pick(w.rng, pool)
        if not drawn.isdisjoint(pair):
            continue
        drawn.update(pair)
        pairs.append(pair)
        for _ in range(2 if step == 3 and w.chance(0.3) else 1):
            if pool is adjectives:
                sentences.append(w.dress(w.clause(adj=pair[0])))
            elif pool is adverbs:
                sentences.append(w.dress(w.clause(adv=pair[0], adj=w.chance(0.3))))
            else:
                sentences.append(w.dress(w.clause(verb=("act", pair[0]), adj=w.chance(0.3))))
    return w.mixed(sentences, w.plains(max(0, SENTENCES[step - 1] - less - len(sentences)))), tuple(pairs)


def _either_way(w: Writer, pairs: Pairs) -> Pairs:
    return swapped(pairs) if w.chance(0.5) else pairs


def synonyms(w: Writer, step: int) -> Modification:
    b = w.bank
    adjectives, adverbs, verbs = (_either_way(w, p) for p in (b.same_adjectives, b.same_adverbs, b.hard_verbs))
    sentences, pairs = _saying(w, adjectives, adverbs, verbs, step)
    return problem(sentences, Op(name="synonyms", pairs=list(pairs)))


def glossary(w: Writer, step: int) -> Modification:
    sentences, pairs = _saying(w, w.bank.hard_adjectives, w.bank.hard_adverbs, w.bank.hard_verbs, step)
    return problem(sentences, Op(name="glossary", pairs=list(pairs)))


def vocabulary(w: Writer, step: int) -> Modification:
    """The list has every word of the answer, and some more, none of which says what a word of the text says."""
    b = w.bank
    sentences, pairs = _saying(w, b.hard_adjectives, b.hard_adverbs, b.hard_verbs, step, less=1)
    new = dict(pairs)
    words = {
        word.lower()
        for sentence in sentences
        for k, text in sentence
        if k not in ("name", "comma")
        for word in new.get(text, text).split(" ")
    }
    strange = [noun for theme in b.themes if theme is not w.theme for noun in theme.nouns if noun not in words]
    words.update(w.rng.sample(strange, step + 1))
    return problem(sentences, Op(name="vocabulary", pairs=list(pairs), words=sorted(words)))


# ---- expand -------------------------------------------------------------------------------------------


def abbreviations(w: Writer, step: int) -> Modification:
    sentences, pairs = [], {}
    for _ in range(CHANGES[step - 1]):
        if w.chance(0.6):
            parts = [pick(w.rng, words) for words in w.bank.organisations]
            short, long = "".join(part[0] for part in parts), " ".join(parts)
        else:
            short, long = pick(w.rng, w.bank.abbreviations)
        if short not in pairs:
            pairs[short] = long
            sentences.append(w.frame(w.bank.memberships, abbr=("abbr", short)))
    said = w.mixed(sentences, w.plains(SENTENCES[step - 1] - len(sentences)))
    return problem(said, Op(name="abbreviations", pairs=list(pairs.items())))


def facts(w: Writer, step: int) -> Modification:
    sentences = [w.dress(w.clause(adj=w.chance(0.4))) for _ in range(SENTENCES[step - 1])]
    anchors = [token[1] for sentence in sentences for token in sentence if token[0] == "noun"]
    chosen = w.rng.sample(anchors, CHANGES[step - 1])
    pairs = [(anchor, _joined(w.frame(w.bank.facts))) for anchor in chosen]
    return problem(sentences, Op(name="facts", pairs=pairs))


def _joined(sentence: Sentence) -> str:
    return " ".join(text for _, text in sentence).replace(" .", ".")


def appositions(w: Writer, step: int) -> Modification:
    people = [w.name() for _ in range(CHANGES[step - 1])]
    sentences = [w.dress(w.clause(who=[person], adj=w.chance(0.4))) for person in people]
    if step > 1 or w.chance(0.4):
        sentences.append(w.clause(who=[people[0]], adj=w.chance(0.4)))
    roles = w.rng.sample([role for theme in w.bank.themes for role in theme.roles], len(people))
    said = w.mixed(sentences, w.plains(max(0, SENTENCES[step - 1] - len(sentences))))
    return problem(said, Op(name="appositions", pairs=[(p[1], f"the {r}") for p, r in zip(people, roles, strict=True)]))


# ---- sentiment ----------------------------------------------------------------------------------------


def opposites(w: Writer, step: int) -> Modification:
    turn = w.chance(0.5)
    praise, reactions = (swapped(p) if turn else p for p in (w.bank.praise, w.bank.reactions))
    sentences, pairs = [], {}
    for _ in range(CHANGES[step - 1] + 1):
        if w.chance(0.7):
            old, new = pick(w.rng, praise)
            sentences.append(w.frame(w.bank.verdicts, praise=("praise", old)))
        else:
            old, new = pick(w.rng, reactions)
            sentences.append(w.frame(w.bank.verdicts, reaction=("reaction", old)))
        pairs[old] = new
    if step > 1:
        pairs |= [pick(w.rng, praise)]
    said = w.mixed(sentences, w.plains(max(0, SENTENCES[step - 1] - len(sentences))))
    return problem(said, Op(name="opposites", pairs=list(pairs.items())))


def negate(w: Writer, step: int) -> Modification:
    sentences = [w.frame(w.bank.states) for _ in range(CHANGES[step - 1] + 1)]
    return problem(w.mixed(sentences, w.plains(SENTENCES[step - 1] - len(sentences))), Op(name="negate"))


# ---- annotate -----------------------------------------------------------------------------------------


def tag(w: Writer, step: int) -> Modification:
    marks = dict(pick(w.rng, w.bank.tags))
    numeric = pick(w.rng, ("num", "date"))
    kinds = w.rng.sample(["name", "place", numeric], (1, 2, 3)[step - 1])
    sentences = []
    for n in range(SENTENCES[step - 1] - (numeric == "date" and step == 3)):
        if numeric == "date" and (n == 0 or w.chance(0.4)):
            sentence = w.frame(w.bank.travels, name=w.full_name() if w.chance(0.4) else w.name())
        else:
            number = w.number() if numeric == "num" and (n == 0 or w.chance(0.5)) else None
            who = [w.full_name() if w.chance(0.4) else w.name()] if n == 0 or w.chance(0.6) else [THE, w.role()]
            sentence = w.clause(who=who, num=number, adj=w.chance(0.3))
            if n == 0 or w.chance(0.5):
                sentence += [("prep", "in"), w.city()]
        sentences.append(sentence)
    return problem(w.mixed(sentences), Op(name="tag", pairs=[(k, marks[k]) for k in kinds]))


def mark(w: Writer, step: int) -> Modification:
    """Words that are given, wherever they stand."""
    nouns = [w.noun() for _ in range(CHANGES[step - 1] + (step == 1 and w.chance(0.4)))]
    style = pick(w.rng, w.bank.term_marks)
    return problem(_with_nouns(w, nouns, step), Op(name="mark", pairs=[(n, style.replace("{}", n)) for n in nouns]))


# ---- replace and remove -------------------------------------------------------------------------------


def _with_nouns(w: Writer, nouns: list[str], step: int) -> list[Sentence]:
    """A text in which each of these nouns stands, at the harder steps more than once."""
    sentences = []
    for noun in nouns:
        for _ in range(2 if step > 1 and w.chance(0.5) else 1):
            sentences.append(w.dress(w.clause(verb=w.verb(), noun=noun, adj=w.chance(0.4))))
    return w.mixed(sentences, w.plains(max(0, SENTENCES[step - 1] - len(sentences))))


def replace(w: Writer, step: int) -> Modification:
    count = CHANGES[step - 1] + (step == 1 and w.chance(0.4))
    nouns = [w.noun() for _ in range(count)]
    sentences = _with_nouns(w, nouns, step)
    others = [noun for theme in w.bank.themes if theme is not w.theme for noun in theme.nouns]
    pairs = list(zip(nouns, w.rng.sample(others, count), strict=True))
    if w.chance(0.3):
        name = next((t[1] for s in sentences for t in s if t[0] == "name"), None)
        if name:
            pairs[-1] = (name, w.name()[1])
    return problem(sentences, Op(name="replace", pairs=pairs))


def replace_first(w: Writer, step: int) -> Modification:
    noun = w.noun()
    sentences = [w.dress(w.clause(verb=w.verb(), noun=noun, adj=w.chance(0.3))) for _ in range(2 + step // 3)]
    said = w.mixed(sentences, w.plains(SENTENCES[step - 1] - len(sentences)))
    return problem(said, Op(name="replace_first", pairs=[(noun, w.noun())]))


def swap(w: Writer, step: int) -> Modification:
    a, b = w.name(), w.name()
    sentences = [
        w.clause(who=[person], adj=w.chance(0.3), where=w.chance(0.4)) for person in (a, b, *[a, b][: step - 1])
    ]
    if w.chance(0.4):
        sentences[0] = w.clause(who=[a, ("", "and"), b])
    said = w.mixed(sentences, w.plains(max(0, SENTENCES[step - 1] - len(sentences))))
    return problem(said, Op(name="swap", pairs=[(a[1], b[1])]))


def drop_mention(w: Writer, step: int) -> Modification:
    if w.chance(0.6):
        target = w.noun()
        sentences = [w.dress(w.clause(verb=w.verb(), noun=target, adj=w.chance(0.4))) for _ in range(CHANGES[step - 1])]
    else:
        person = w.name()
        target = person[1]
        sentences = [w.dress(w.clause(who=[person])) for _ in range(CHANGES[step - 1])]
    said = w.mixed(sentences, w.plains(max(1, SENTENCES[step - 1] - len(sentences))))
    return problem(said, Op(name="drop_mention", words=[target]))


def drop_words(w: Writer, step: int) -> Modification:
    words, sentences = [], []
    for _ in range(CHANGES[step - 1]):
        if w.chance(0.5):
            words.append(pick(w.rng, w.bank.adverbs))
            sentences.append(w.dress(w.clause(adv=words[-1], adj=w.chance(0.3))))
        else:
            words.append(w.adjective())
            sentences.append(w.dress(w.clause(adj=words[-1])))
    said = w.mixed(sentences, w.plains(SENTENCES[step - 1] - len(sentences)))
    return problem(said, Op(name="drop_words", words=list(dict.fromkeys(words))))


def drop_kinds(w: Writer, step: int) -> Modification:
    """Adjectives, asides, or sentences with a number."""
    name = pick(w.rng, ("drop_adjectives", "drop_asides", "drop_numbers"))
    changed = CHANGES[step - 1] + (step == 1 and w.chance(0.4))
    if name == "drop_adjectives":
        sentences = [w.dress(w.clause(adj=True)) for _ in range(changed + 1)]
        rest = [w.dress(w.clause()) for _ in range(max(0, SENTENCES[step - 1] - changed - 1))]
    elif name == "drop_asides":
        asides = w.rng.sample(w.bank.asides, changed)
        sentences = [[*w.clause(adj=w.chance(0.4), where=w.chance(0.4)), ("aside", aside)] for aside in asides]
        rest = w.plains(SENTENCES[step - 1] - changed)
    else:
        sentences = [w.dress(w.clause(num=w.number(), adj=w.chance(0.3))) for _ in range(changed)]
        rest = w.plains(SENTENCES[step - 1] - changed)
    return problem(w.mixed(sentences, rest), Op(name=name))


# ---- capitals -----------------------------------------------------------------------------------------


def capitals(w: Writer, step: int) -> Modification:
    name = pick(w.rng, ("starts", "people", "title", "upper", "upper_names", "upper_sentence"))
    sentences = w.plains(SENTENCES[step - 1])
    person = w.full_name() if w.chance(0.5) else w.name()
    sentences[w.rng.randrange(len(sentences))] = w.clause(who=[person], where=w.chance(0.5))
    for n, sentence in enumerate(sentences):
        if w.chance(0.3) and (name != "people" or step > 1):
            sentences[n] = [*sentence, ("prep", "in"), w.city()]
    if name in ("starts", "people", "title"):
        if name == "title":
            sentences = sentences[: len(sentences) - 1] or sentences
        small = [[(k, text.lower()) for k, text in sentence] for sentence in sentences]
        return problem(small, Op(name=name), capitals=False)
    if name == "upper":
        nouns = [token[1] for sentence in sentences for token in sentence if kind(token) in ("noun", "name")]
        return problem(sentences, Op(name=name, words=w.rng.sample(nouns, 1)))
    if name == "upper_sentence":
        return problem(sentences, Op(name=name, style=str(w.rng.randrange(1, len(sentences) + 1))))
    return problem(sentences, Op(name=name))
