"""How problems are made up whose answers change words: tables, deletions, insertions, capitals, marks, masks.

Each area draws one of its variants, a text with places where it applies and places where it does not, and the
operation. Difficulty decides how long the text is and how many places change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from skills.text_modification.modification import Modification, problem
from skills.text_modification.text import THE, Op, Pairs, Sentence, kind
from skills.text_modification.writer import Writer

Composer = Callable[[Writer], Modification]


def swapped(pairs: Iterable[tuple[str, str]]) -> Pairs:
    return tuple((new, old) for old, new in pairs)


# ---- paraphrase, simplify, limited vocabulary: words that say the same --------------------------------


def _saying(w: Writer, adjectives: Pairs, adverbs: Pairs, verbs: Pairs, size: int) -> tuple[list[Sentence], Pairs]:
    """Sentences with words that are to be changed, and the pairs."""
    sentences, pairs = [], []
    pools = (adjectives, adverbs, verbs)
    w.taken.update(word for pair in adjectives for word in pair)
    drawn: set[str] = set()
    for _ in range(w.changes + (w.step.more and w.chance(0.5))):
        pool = w.pick(pools)
        pair: tuple[str, str] = w.pick(pool)
        if not drawn.isdisjoint(pair):
            continue
        drawn.update(pair)
        pairs.append(pair)
        for _ in range(2 if w.step.again and w.chance(0.3) else 1):
            if pool is adjectives:
                sentences.append(w.dress(w.clause(adj=pair[0])))
            elif pool is adverbs:
                sentences.append(w.dress(w.clause(adv=pair[0], adj=w.chance(0.3))))
            else:
                sentences.append(w.dress(w.clause(verb=("act", pair[0]), adj=w.chance(0.3))))
    return w.text(sentences, size), tuple(pairs)


def _either_way(w: Writer, pairs: Pairs) -> Pairs:
    return swapped(pairs) if w.chance(0.5) else pairs


def synonyms(w: Writer) -> Modification:
    adjectives, adverbs, verbs = (
        _either_way(w, w.rows(of)) for of in ("same/adjectives", "same/adverbs", "hard/verbs")
    )
    sentences, pairs = _saying(w, adjectives, adverbs, verbs, w.size)
    return problem(sentences, Op(name="synonyms", pairs=list(pairs)))


def _hard(w: Writer, size: int) -> tuple[list[Sentence], Pairs]:
    return _saying(w, w.rows("hard/adjectives"), w.rows("hard/adverbs"), w.rows("hard/verbs"), size)


def glossary(w: Writer) -> Modification:
    sentences, pairs = _hard(w, w.size)
    return problem(sentences, Op(name="glossary", pairs=list(pairs)))


def vocabulary(w: Writer) -> Modification:
    """The list has every word of the answer, and some more, none of which says what a word of the text says."""
    sentences, pairs = _hard(w, w.size - 1)
    new = dict(pairs)
    words = {
        word.lower()
        for sentence in sentences
        for k, text in sentence
        if k not in ("name", "comma")
        for word in new.get(text, text).split(" ")
    }
    strange = [noun for noun in w.elsewhere() if noun not in words]
    words.update(w.rng.sample(strange, w.changes + 1))
    return problem(sentences, Op(name="vocabulary", pairs=list(pairs), words=sorted(words)))


# ---- expand -------------------------------------------------------------------------------------------


def abbreviations(w: Writer) -> Modification:
    sentences, pairs = [], {}
    for _ in range(w.changes):
        if w.chance(0.6):
            parts = [w.any(f"organisation/{part}") for part in ("first", "middle", "last")]
            short, long = "".join(part[0] for part in parts), " ".join(parts)
        else:
            short, long = w.row("abbreviations")
        if short not in pairs:
            pairs[short] = long
            sentences.append(w.frame("memberships", abbr=("abbr", short)))
    return problem(w.text(sentences), Op(name="abbreviations", pairs=list(pairs.items())))


def facts(w: Writer) -> Modification:
    sentences = [w.dress(w.clause(adj=w.chance(0.4))) for _ in range(w.size)]
    anchors = [token[1] for sentence in sentences for token in sentence if token[0] == "noun"]
    chosen = w.rng.sample(anchors, w.changes)
    pairs = [(anchor, _joined(w.frame("facts"))) for anchor in chosen]
    return problem(sentences, Op(name="facts", pairs=pairs))


def _joined(sentence: Sentence) -> str:
    return " ".join(text for _, text in sentence).replace(" .", ".")


def appositions(w: Writer) -> Modification:
    people = [w.name() for _ in range(w.changes)]
    sentences = [w.dress(w.clause(who=[person], adj=w.chance(0.4))) for person in people]
    if w.step.lures or w.chance(0.4):
        sentences.append(w.clause(who=[people[0]], adj=w.chance(0.4)))
    roles = w.rng.sample(w.elsewhere("roles", here=True), len(people))
    said = w.text(sentences)
    return problem(said, Op(name="appositions", pairs=[(p[1], f"the {r}") for p, r in zip(people, roles, strict=True)]))


# ---- sentiment ----------------------------------------------------------------------------------------


def opposites(w: Writer) -> Modification:
    turn = w.chance(0.5)
    praise, reactions = (swapped(p) if turn else p for p in (w.rows("praise"), w.rows("reactions")))
    sentences, pairs = [], {}
    for _ in range(w.changes + 1):
        if w.chance(0.7):
            old, new = w.pick(praise)
            sentences.append(w.frame("verdicts", praise=("praise", old)))
        else:
            old, new = w.pick(reactions)
            sentences.append(w.frame("verdicts", reaction=("reaction", old)))
        pairs[old] = new
    if w.step.lures:
        pairs |= [w.pick(praise)]
    return problem(w.text(sentences), Op(name="opposites", pairs=list(pairs.items())))


def negate(w: Writer) -> Modification:
    sentences = [w.frame("states") for _ in range(w.changes + 1)]
    return problem(w.text(sentences), Op(name="negate"))


TAGGED = ("name", "num", "date", "place")


# ---- annotate -----------------------------------------------------------------------------------------


def tag(w: Writer) -> Modification:
    marks = dict(zip(TAGGED, w.row("tags"), strict=True))
    numeric = w.pick(("num", "date"))
    kinds = w.rng.sample(["name", "place", numeric], w.changes)
    sentences = []
    for n in range(w.size - (numeric == "date" and w.step.again)):
        if numeric == "date" and (n == 0 or w.chance(0.4)):
            sentence = w.frame("travels", name=w.somebody())
        else:
            number = w.number() if numeric == "num" and (n == 0 or w.chance(0.5)) else None
            who = [w.somebody()] if n == 0 or w.chance(0.6) else [THE, w.role()]
            sentence = w.clause(who=who, num=number, adj=w.chance(0.3))
            if n == 0 or w.chance(0.5):
                sentence += [("prep", "in"), w.city()]
        sentences.append(sentence)
    return problem(w.mixed(sentences), Op(name="tag", pairs=[(k, w.draw.fill(marks[k], {})) for k in kinds]))


def mark(w: Writer) -> Modification:
    """Words that are given, wherever they stand."""
    nouns = [w.noun() for _ in range(w.changes + (w.step.more and w.chance(0.4)))]
    style = w.draw.line("term_marks")
    return problem(_with_nouns(w, nouns), Op(name="mark", pairs=[(n, style.replace("{}", n)) for n in nouns]))


# ---- replace and remove -------------------------------------------------------------------------------


def _with_nouns(w: Writer, nouns: list[str]) -> list[Sentence]:
    """A text in which each of these nouns stands, at the harder steps more than once."""
    sentences = []
    for noun in nouns:
        for _ in range(2 if w.step.lures and w.chance(0.5) else 1):
            sentences.append(w.dress(w.clause(verb=w.verb(), noun=noun, adj=w.chance(0.4))))
    return w.text(sentences)


def replace(w: Writer) -> Modification:
    count = w.changes + (w.step.more and w.chance(0.4))
    nouns = [w.noun() for _ in range(count)]
    sentences = _with_nouns(w, nouns)
    pairs = list(zip(nouns, w.rng.sample(w.elsewhere(), count), strict=True))
    if w.chance(0.3):
        name = next((t[1] for s in sentences for t in s if t[0] == "name"), None)
        if name:
            pairs[-1] = (name, w.name()[1])
    return problem(sentences, Op(name="replace", pairs=pairs))


def replace_first(w: Writer) -> Modification:
    noun = w.noun()
    sentences = [w.dress(w.clause(verb=w.verb(), noun=noun, adj=w.chance(0.3))) for _ in range(2 + w.step.again)]
    return problem(w.text(sentences), Op(name="replace_first", pairs=[(noun, w.noun())]))


def swap(w: Writer) -> Modification:
    a, b = w.name(), w.name()
    sentences = [
        w.clause(who=[person], adj=w.chance(0.3), where=w.chance(0.4)) for person in (a, b, *[a, b][: w.changes - 1])
    ]
    if w.chance(0.4):
        sentences[0] = w.clause(who=[a, ("", "and"), b])
    return problem(w.text(sentences), Op(name="swap", pairs=[(a[1], b[1])]))


def drop_mention(w: Writer) -> Modification:
    if w.chance(0.6):
        target = w.noun()
        sentences = [w.dress(w.clause(verb=w.verb(), noun=target, adj=w.chance(0.4))) for _ in range(w.changes)]
    else:
        person = w.name()
        target = person[1]
        sentences = [w.dress(w.clause(who=[person])) for _ in range(w.changes)]
    return problem(w.text(sentences, max(len(sentences) + 1, w.size)), Op(name="drop_mention", words=[target]))


def drop_words(w: Writer) -> Modification:
    words, sentences = [], []
    for _ in range(w.changes):
        if w.chance(0.5):
            words.append(w.any("adverbs"))
            sentences.append(w.dress(w.clause(adv=words[-1], adj=w.chance(0.3))))
        else:
            words.append(w.adjective())
            sentences.append(w.dress(w.clause(adj=words[-1])))
    return problem(w.text(sentences), Op(name="drop_words", words=list(dict.fromkeys(words))))


def drop_kinds(w: Writer) -> Modification:
    """Adjectives, asides, or sentences with a number."""
    name = w.pick(("drop_adjectives", "drop_asides", "drop_numbers"))
    changed = w.changes + (w.step.more and w.chance(0.4))
    if name == "drop_adjectives":
        sentences = [w.dress(w.clause(adj=True)) for _ in range(changed + 1)]
        rest = [w.dress(w.clause()) for _ in range(w.size - changed - 1)]
    elif name == "drop_asides":
        asides = w.rng.sample(w.all("asides"), changed)
        sentences = [[*w.clause(adj=w.chance(0.4), where=w.chance(0.4)), ("aside", aside)] for aside in asides]
        rest = w.plains(w.size - changed)
    else:
        sentences = [w.dress(w.clause(num=w.number(), adj=w.chance(0.3))) for _ in range(changed)]
        rest = w.plains(w.size - changed)
    return problem(w.mixed(sentences, rest), Op(name=name))


# ---- capitals -----------------------------------------------------------------------------------------


def capitals(w: Writer) -> Modification:
    name = w.pick(("starts", "people", "title", "upper", "upper_names", "upper_sentence"))
    sentences = w.plains(w.size)
    person = w.full_name() if w.chance(0.5) else w.name()
    sentences[w.rng.randrange(len(sentences))] = w.clause(who=[person], where=w.chance(0.5))
    for n, sentence in enumerate(sentences):
        if w.chance(0.3) and (name != "people" or w.step.lures):
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
