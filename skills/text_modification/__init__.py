"""The skill `text_modification`: carry out an instruction on a short text, all of it and nothing besides.

AgentInstruct names 18 kinds of modification; each is an area. A problem is a text as a representation (sentences made
of typed tokens, `text`) and operations on it (`modification`), so that the one right text can be computed (`changes`,
`builds`), or a statement on it (`entailment`). Texts come from `writer` and the modules `compose_…`; `byhand` writes the
answer to learn, from the text alone. All that is said stands in `text_modification.words`.

    Replace these words wherever they stand: rope → lamp. Reply with the changed text only.
    Text: Maria hid the rope on the quay. The sailor mended the net.
    →  Maria hid the lamp on the quay. The sailor mended the net.

What is made here of each kind is what has one right answer. Paraphrase: given synonyms, clauses and times moved.
Simplify: a given glossary, sentences split at "and". Expand: abbreviations, given facts and appositions. Translate:
word for word into an invented language. Sentiment: given opposites, negation. Style: given words, voice, tense, person.
Rewrite: order of events, joining, names for pronouns. Limited vocabulary: one word for one, by meaning. What only a
teacher could write and a judge could grade is not here: free paraphrase, summary or simplification, translation between
real languages, a change of tone in words of one's own.

Raw texts serve too (`material`): an excerpt of whole sentences (`excerpts`), and an operation that a program can carry
out on any text.
"""

from __future__ import annotations

from typing import Any

from repairloop import Area, Draw, Skill, skill
from skills.text_modification import compose_sentences as built
from skills.text_modification import compose_values as valued
from skills.text_modification import compose_words as worded
from skills.text_modification.compose_words import Composer
from skills.text_modification.entailment import Entailment, entailment
from skills.text_modification.material import from_text
from skills.text_modification.modification import Modification, TextSettings
from skills.text_modification.writer import Texts, Writer


def _of(asks: str, *composers: Composer, **more: Any) -> Area:
    """An area whose problems are made by one of these; one that stands there twice makes twice as many."""

    def make(area: str, w: Draw, step: Texts) -> Modification:
        made = w.pick(composers)(Writer(w, step)).like(area=area)
        return _harder(made, w, step) if step.unchanged else made

    return Area(asks, make, **{"from_material": from_text, **more})


def _harder(made: Modification, w: Draw, step: Texts) -> Modification:
    """At times a second instruction, or the word for a text that stays as it is."""
    chance, unchanged = w.rng.random(), w.settings.unchanged
    if step.second and chance < w.settings.second:
        return made.add_instruction(w) or made
    if chance > 1 - unchanged:
        out = made.like(sentences=made.sentences + Writer(w).plains(2)).take_out(w)
        if out is not None:
            return out if chance > 1 - 0.48 * unchanged else made.like(unchanged=out.unchanged)
    return made


@skill("text_modification", grader="edit", words="text_modification.words", settings=TextSettings)
class TextModification(Skill):
    """One text, one instruction, one right result."""

    areas = {
        "text_modification/paraphrase": _of(
            "given synonyms, or the parts of a sentence in another order", worded.synonyms, built.turns
        ),
        "text_modification/simplify": _of(
            "a given glossary of plain words, or one action a sentence", worded.glossary, worded.glossary, built.split
        ),
        "text_modification/expand": _of(
            "abbreviations written out, given facts or descriptions put in", worded.abbreviations, worded.facts,
            worded.appositions, max_tokens=256,
        ),
        "text_modification/translate": _of(
            "word for word into an invented language with its own word order", built.translate, from_material=None
        ),
        "text_modification/format": _of(
            "lines, bullets, numbers, CSV, JSON, fields, dates", built.layout, built.layout, built.records, built.records,
            valued.dates,
        ),
        "text_modification/change_sentiment": _of(
            "given opposites, or negation", worded.opposites, worded.opposites, worded.negate
        ),
        "text_modification/annotate": _of(
            "names, numbers, dates and cities marked", worded.tag, worded.tag, worded.mark, max_tokens=256
        ),
        "text_modification/replace_keywords": _of(
            "words replaced, names swapped", worded.replace, worded.replace, worded.replace_first, worded.swap
        ),
        "text_modification/remove": _of(
            "sentences, words, adjectives or asides deleted", worded.drop_mention, worded.drop_words, worded.drop_kinds,
            worded.drop_kinds,
        ),
        "text_modification/capitalise": _of(
            "capitals for sentence starts, names, all words, one word, one sentence", worded.capitals
        ),
        "text_modification/change_style": _of(
            "formal and casual words, voice, tense, person", built.register, built.passive, built.present,
            built.third_person,
        ),
        "text_modification/rewrite": _of(
            "the order of events, sentences joined, names for pronouns", built.order, built.merge, built.repeat_names,
            built.moved,
        ),
        "text_modification/normalise": _of(
            "dates, numbers, times, units, spelling, contractions", valued.iso_dates, valued.figures, valued.units,
            valued.spelling, valued.contractions, valued.spaces,
        ),
        "text_modification/reword": _of(
            "marked words replaced and sentences turned round", built.reword,
            needs=("text_modification/paraphrase", "text_modification/replace_keywords"),
        ),
        "text_modification/code_switch": _of(
            "nouns in another language", built.foreign, needs=("text_modification/replace_keywords",)
        ),
        "text_modification/obfuscate": _of(
            "e-mail addresses, phone numbers, names and digits masked", built.masks, built.masks, built.redact
        ),
        "text_modification/textual_entailment": Area(
            "whether a statement follows, is at odds, or neither", entailment
        ),
        "text_modification/limited_vocabulary": _of("only words of a list", worded.vocabulary, from_material=None),
    }  # fmt: skip
    steps = Texts
    problems = (Modification, Entailment)
    quick = True
    max_tokens = 192
    material = frozenset({"text"})
