"""Suggest and edit: how a problem is made harder, by a change of its representation.

An edit returns None where it does not apply. What it adds to a text comes from the bank that rows are made from.
"""

from __future__ import annotations

from random import Random
from typing import Final

from skills.text_modification import entail
from skills.text_modification.bank import Material
from skills.text_modification.shape import LAYOUTS, STEPS, truth
from skills.text_modification.text import Entailment, Modification, Op, Sentence, first, kind, value
from skills.text_modification.verbs import conjugated
from skills.text_modification.words_seen import SEEN
from skills.text_modification.writer import THE, pick

_MAY_MISS: Final = frozenset((
    "synonyms", "turn_back", "turn_front", "glossary", "split", "abbreviations", "opposites", "negate", "tag",
    "replace", "replace_first", "drop_mention", "drop_words", "drop_adjectives", "drop_asides", "drop_numbers",
    "dates", "iso_dates", "digits", "clock", "units", "spelling", "spelling_table", "contractions", "foreign",
    "mask_email", "mask_phone", "mask_digits", "upper", "repeat_names", "vocabulary", "mark", "redact",
))  # fmt: skip
"""What may find nothing to do."""
_WHOLE: Final = frozenset(("csv", "json", "key_values", "order"))
"""What needs the same of every sentence, so that no other may be added."""
_ORDERS: Final = ("adjective_after", "keep", "verb_last", "verb_first", "no_articles")
_RULES: Final[dict[str, tuple[str, ...]]] = {
    "bullets": ("-", "*", "•", "+"), "numbered": (".", ")", ":"), "csv": (",", ";", "|", "/"),
    "key_values": (": ", " = ", " -> "), "dates": ("month", "slash", "dots", "compact"),
    "mask_email": ("first", "user", "[EMAIL]"), "mask_phone": ("2", "3", "4"), "initials": (".", ""),
    "upper_sentence": ("1", "2"),
}  # fmt: skip
"""Operation → styles that it may have."""
_ALIKE: Final = frozenset(("replace", "glossary", "drop_mention", "upper", "synonyms"))
_TAILS: Final = ("keeper", "maker", "wright", "stand")
_EXTRA_WHO: Final = ("somebody", "a stranger", "another person", "one of us", "the lady upstairs", "a friend of mine")
_EXTRA_VERBS: Final = ("carry", "clean", "find", "borrow", "hide", "check", "bring", "forget")
_EXTRA_NOUNS: Final = ("sack", "cup", "box", "list", "broom", "wallet", "lid", "sign", "bell", "cap")


def take_out(problem: Modification, rng: Random, words: Material = SEEN) -> Modification | None:
    """Leave only the sentences in which nothing is to be changed, and give the word to reply then."""
    op = problem.ops[0]
    if len(problem.ops) > 1 or op.name not in _MAY_MISS:
        return None
    left = [sentence for sentence in problem.sentences if STEPS[op.name]([sentence], op) == [sentence]]
    if len(left) == len(problem.sentences):
        return None
    left += [_extra(rng) for _ in range(2 - len(left))]
    word = problem.unchanged or pick(rng, words.unchanged)
    return problem.model_copy(update={"sentences": left, "unchanged": word})


def add_instruction(problem: Modification, rng: Random, words: Material = SEEN) -> Modification | None:
    """Ask for one more thing, to be done after the first."""
    first_op = problem.ops[0]
    if len(problem.ops) > 1 or first_op.name in LAYOUTS or not problem.capitals or first_op.name == "vocabulary":
        return None
    added = [Op(name="prefix", words=[pick(rng, words.prefixes)])]
    done = STEPS[first_op.name](problem.sentences, first_op)
    if done == problem.sentences or not done:
        return None
    nouns = [token[1] for sentence in done for token in sentence if kind(token) == "noun" and token[1].isalpha()]
    if nouns and first_op.name not in ("upper_sentence", "facts", "upper"):
        added.append(Op(name="upper", words=[pick(rng, nouns)]))
    if len(done) > 1 and first_op.name not in ("initials", "spaces"):
        added.append(pick(rng, (Op(name="bullets", style="-"), Op(name="numbered", style="."))))
        added.append(Op(name="drop_last"))
    made = problem.model_copy(update={"ops": [first_op, pick(rng, added)]})
    return made if truth(made) != problem.text() else None


def lengthen(problem: Modification | Entailment, rng: Random) -> Modification | Entailment | None:
    """More sentences, at the beginning or the end, that have nothing to do with the task."""
    if isinstance(problem, Entailment):
        extra = [_extra(rng) for _ in range(rng.randrange(1, 3))]
    elif problem.ops[0].name in ("translate", "vocabulary"):
        extra = _recombined(problem, rng)
    elif problem.capitals and problem.ops[0].name not in _WHOLE and first(problem.sentences[0], "item") < 0:
        extra = [_extra(rng) for _ in range(rng.randrange(1, 3))]
    else:
        extra = []
    if not extra:
        return None
    before = rng.random() < 0.5
    return problem.model_copy(
        update={"sentences": extra + problem.sentences if before else problem.sentences + extra},
    )


def _recombined(problem: Modification, rng: Random) -> list[Sentence]:
    """A new sentence out of two, with the subject of one and the rest of the other: the words stay the same."""
    halves = []
    for sentence in problem.sentences:
        if first(sentence, "comma") < 0:
            cut = 2 if sentence[0] == THE else 1
            halves.append((sentence[:cut], sentence[cut:]))
    made = [[*who, *rest] for who, _ in halves for _, rest in halves]
    new = [sentence for sentence in made if sentence not in problem.sentences]
    return [pick(rng, new)] if new else []


def _extra(rng: Random) -> Sentence:
    base = pick(rng, _EXTRA_VERBS)
    return [
        ("role", pick(rng, _EXTRA_WHO)), (f"verb={base}", conjugated(base).past), THE,
        ("noun", pick(rng, _EXTRA_NOUNS)),
    ]  # fmt: skip


def look_alike(problem: Modification, rng: Random) -> Modification | None:
    """A surname that looks like a word that is to be changed, and stays."""
    op = problem.ops[0]
    if op.name not in _ALIKE or problem.names_stay or not problem.capitals:
        return None
    targets = [old for old, _ in op.pairs] or op.words
    things = [token[1] for sentence in problem.sentences for token in sentence if token[0] in ("noun", "adj")]
    alike = [word for word in targets if word in things and word.islower()]
    if not alike:
        return None
    who = f"{pick(rng, ('Mr', 'Mrs', 'Doctor'))} {pick(rng, alike).capitalize()}"
    sentence: Sentence = [("role", who), *_extra(rng)[1:]]
    at = rng.randrange(len(problem.sentences) + 1)
    sentences = [*problem.sentences[:at], sentence, *problem.sentences[at:]]
    return problem.model_copy(update={"sentences": sentences, "names_stay": True})


def more_alike(problem: Modification, rng: Random) -> Modification | None:
    """A longer word that holds the word that is to be changed, and stays."""
    op = problem.ops[0]
    if op.name not in ("replace", "drop_mention", "upper"):
        return None
    targets = [old for old, _ in op.pairs] or op.words
    nouns = [word for word in targets if word.isalpha() and word.islower()]
    if not nouns or any(token[1].endswith(_TAILS) for sentence in problem.sentences for token in sentence):
        return None
    sentence = _extra(rng)
    sentence[-1] = ("noun", f"{pick(rng, nouns)}{pick(rng, _TAILS)}")
    return problem.model_copy(update={"sentences": [*problem.sentences, sentence]})


def other_rule(problem: Modification, rng: Random) -> Modification | None:
    """Another order of words, mark or sign: the text stays, the rule does not."""
    op = problem.ops[0]
    options = _RULES.get(op.name, ())
    if op.name == "translate" and any(old == THE[1] for old, _ in op.pairs):
        adjective = any(kind(token) == "adj" for sentence in problem.sentences for token in sentence)
        options = _ORDERS if adjective else _ORDERS[1:]
    options = tuple(option for option in options if option != op.style)
    if not options:
        return None
    return problem.model_copy(
        update={"ops": [op.model_copy(update={"style": pick(rng, options)}), *problem.ops[1:]]},
    )


def other_answer(problem: Modification | Entailment, rng: Random) -> Entailment | None:
    """Edit the text so that a statement that follows no longer does."""
    if not isinstance(problem, Entailment) or problem.meant or problem.negated:
        return None
    at = entail.place(problem)
    sentence = problem.sentences[at]
    number = first(sentence, "num")
    sentences = list(problem.sentences)
    if number >= 0 and first(problem.statement, "num") >= 0 and rng.random() < 0.7:
        new = str(int(value(sentence[number])) + rng.randrange(1, 9))
        sentences[at] = [(f"num={new}", new) if n == number else token for n, token in enumerate(sentence)]
        return problem.model_copy(update={"sentences": sentences, "meant": entail.AT_ODDS})
    del sentences[at]
    return problem.model_copy(update={"sentences": sentences, "meant": entail.OPEN})


def deny(problem: Modification | Entailment, rng: Random) -> Entailment | None:
    """Deny the statement where it follows; take the denial back where it is at odds."""
    if not isinstance(problem, Entailment) or problem.meant == entail.OPEN:
        return None
    changed = problem.model_copy(update={"negated": not problem.negated, "turned": False})
    meant = entail.truth(changed)
    return changed.model_copy(update={"meant": meant}) if meant in (entail.FOLLOWS, entail.AT_ODDS) else None
