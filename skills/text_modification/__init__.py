"""The skill `text_modification`: carry out an instruction on a short text, all of it and nothing besides.

AgentInstruct names 18 kinds of modification; each is an area. A problem is a text as a representation (sentences made
of typed tokens, `text`) and operations on it, so that the one right text can be computed (`changes`, `grammar`,
`shape`). Texts come from `writer` and the modules `compose_…`, instructions from `prompt`, both out of two
banks that share nothing; `edits` makes problems harder; `byhand` writes the answer to learn, from the text alone.

    Replace these words wherever they stand: rope → lamp. Reply with the changed text only.
    Text: Maria hid the rope on the quay. The sailor mended the net.
    →  Maria hid the lamp on the quay. The sailor mended the net.

What is made here of each kind is what has one right answer. Paraphrase: given synonyms, clauses and times moved.
Simplify: a given glossary, sentences split at "and". Expand: abbreviations, given facts and appositions. Translate:
word for word into an invented language. Sentiment: given opposites, negation. Style: given words, voice, tense, person.
Rewrite: order of events, joining, names for pronouns. Limited vocabulary: one word for one, by meaning. What only a
teacher could write and a judge could grade is not here: free paraphrase, summary or simplification, translation between
real languages, a change of tone in words of one's own.

Raw texts serve too (`compose_material`): an excerpt of whole sentences (`excerpts`), and an operation that a program
can carry out on any text. `rules` says what an operation goes by.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Any, ClassVar, Final

from repairloop import Message, Skill, Wording, skill
from skills.text_modification import byhand, edits, entail, rules, shape
from skills.text_modification import compose_sentences as built
from skills.text_modification import compose_values as valued
from skills.text_modification import compose_words as worded
from skills.text_modification.compose_material import modification
from skills.text_modification.compose_statements import entailment
from skills.text_modification.compose_words import Composer, finish
from skills.text_modification.prompt import BANKS, Words
from skills.text_modification.text import Entailment, Modification, first
from skills.text_modification.writer import Writer, pick

if TYPE_CHECKING:
    from repairloop.sources.chunks import Chunk


@skill("text_modification", grader="edit")
class TextModification(Skill):
    """One text, one instruction, one right result."""

    areas = {
        "text_modification/paraphrase": "given synonyms, or the parts of a sentence in another order",
        "text_modification/simplify": "a given glossary of plain words, or one action a sentence",
        "text_modification/expand": "abbreviations written out, given facts or descriptions put in",
        "text_modification/translate": "word for word into an invented language with its own word order",
        "text_modification/format": "lines, bullets, numbers, CSV, JSON, fields, dates",
        "text_modification/change_sentiment": "given opposites, or negation",
        "text_modification/annotate": "names, numbers, dates and cities marked",
        "text_modification/replace_keywords": "words replaced, names swapped",
        "text_modification/remove": "sentences, words, adjectives or asides deleted",
        "text_modification/capitalise": "capitals for sentence starts, names, all words, one word, one sentence",
        "text_modification/change_style": "formal and casual words, voice, tense, person",
        "text_modification/rewrite": "the order of events, sentences joined, names for pronouns",
        "text_modification/normalise": "dates, numbers, times, units, spelling, contractions",
        "text_modification/reword": "marked words replaced and sentences turned round",
        "text_modification/code_switch": "nouns in another language",
        "text_modification/obfuscate": "e-mail addresses, phone numbers, names and digits masked",
        "text_modification/textual_entailment": "whether a statement follows, is at odds, or neither",
        "text_modification/limited_vocabulary": "only words of a list",
    }
    builds_on: ClassVar[dict[str, tuple[str, ...]]] = {
        "text_modification/reword": ("text_modification/paraphrase", "text_modification/replace_keywords"),
        "text_modification/code_switch": ("text_modification/replace_keywords",),
    }
    max_tokens = 192
    material: ClassVar[frozenset[str]] = frozenset({"text"})

    def limit(self, area: str) -> int:
        """Marks and new sentences take room."""
        return 256 if area in ("text_modification/annotate", "text_modification/expand") else self.max_tokens

    def problem(self, area: str, rng: Random, bank: Wording, difficulty: int) -> Modification | Entailment:
        material = BANKS[bank][0]
        if area == "text_modification/textual_entailment":
            return entailment(area, rng, material, difficulty)
        made = pick(rng, _VARIANTS[area])(Writer(rng, material), difficulty)
        return finish(made, area, rng, material, difficulty)

    def from_material(self, area: str, chunks: Sequence[Chunk], rng: Random, difficulty: int) -> Modification | None:
        return modification(area, chunks, rng, difficulty)

    def render(self, problem: Modification | Entailment, rng: Random, bank: Wording) -> list[Message]:
        words = Words(rng, bank)
        return words.entailment(problem) if isinstance(problem, Entailment) else words.modification(problem)

    def reference(self, problem: Modification | Entailment) -> Any:
        if isinstance(problem, Entailment):
            right = problem.labels[entail.truth(problem)]
            return "ABC"[problem.options().index(right)] if problem.lettered else right
        source, target = problem.text(), shape.truth(problem)
        if problem.unchanged is not None and source == target:
            return problem.unchanged
        if problem.ops[0].name in _ANEW or first(problem.sentences[0], "item") >= 0:
            return {"source": source, "edits": [{"find": [0, len(source)], "replace": target}]}
        if problem.ops[0].name == "lines":
            return {"source": source, "edits": shape.line_breaks(problem.sentences)}
        if problem.ops[0].name != "vocabulary":
            return {"source": source, "target": target}
        hard = [old for old, _ in problem.ops[0].pairs]
        return [
            {"grader": "edit", "reference": {"source": source, "target": target}},
            {"grader": "constraints", "reference": [{"id": "excludes", "args": {"words": hard}}]},
        ]

    def settings(self, problem: Modification | Entailment) -> dict[str, Any]:
        grader = self.grader_for(problem)
        if grader == "choice":
            assert isinstance(problem, Entailment)
            return {"options": problem.options()}
        if grader == "text":
            return {"form": "only"}
        exact = isinstance(problem, Modification) and any(op.name in _EXACT for op in problem.ops)
        return {"whitespace": "exact"} if exact else {}

    def grader_for(self, problem: Modification | Entailment) -> str:
        if isinstance(problem, Entailment):
            return "choice" if problem.lettered else "text"
        if problem.unchanged is not None and problem.text() == shape.truth(problem):
            return "text"
        return "all_of" if problem.ops[0].name == "vocabulary" else "edit"

    def solution(self, problem: Modification | Entailment, rng: Random) -> str:
        if isinstance(problem, Entailment):
            meant = problem.labels[problem.meant]
            return "ABC"[problem.options().index(meant)] if problem.lettered else meant
        return byhand.answer(problem)

    def knowledge(self, problem: Modification | Entailment, rng: Random) -> str:
        return rules.rule(problem, rng)

    def refinements(self) -> dict[str, Callable[[Any, Random], Any]]:
        return {
            "ask for one more thing": _modified(edits.add_instruction),
            "make the text longer": edits.lengthen,
            "leave nothing to be changed": _modified(edits.take_out),
            "add a surname that looks like the word": _modified(edits.look_alike),
            "add a longer word that holds the word": _modified(edits.more_alike),
            "change the rule": _modified(edits.other_rule),
            "edit the text so that the answer changes": edits.other_answer,
            "turn the statement round": edits.deny,
        }


def _modified(edit: Callable[[Modification, Random], Modification | None]) -> Callable[[Any, Random], Any]:
    """The edit, for texts that are to be modified; it does not apply to statements that are to be judged."""
    return lambda problem, rng: edit(problem, rng) if isinstance(problem, Modification) else None


_ANEW: Final = frozenset(("csv", "key_values", "spaces"))
"""What leaves nothing of the text in its place, or changes it between words."""
_EXACT: Final = frozenset(("lines", "bullets", "numbered", "csv", "key_values", "spaces"))
"""Where white space counts."""
_VARIANTS: Final[Mapping[str, tuple[Composer, ...]]] = {
    f"text_modification/{kind}": variants
    for kind, variants in {
        "paraphrase": (worded.synonyms, built.turns),
        "simplify": (worded.glossary, worded.glossary, built.split),
        "expand": (worded.abbreviations, worded.facts, worded.appositions),
        "translate": (built.translate,),
        "format": (built.layout, built.layout, built.records, built.records, valued.dates),
        "change_sentiment": (worded.opposites, worded.opposites, worded.negate),
        "annotate": (worded.tag, worded.tag, worded.mark),
        "replace_keywords": (worded.replace, worded.replace, worded.replace_first, worded.swap),
        "remove": (worded.drop_mention, worded.drop_words, worded.drop_kinds, worded.drop_kinds),
        "capitalise": (worded.capitals,),
        "change_style": (built.register, built.passive, built.present, built.third_person),
        "rewrite": (built.order, built.merge, built.repeat_names, built.moved),
        "normalise": (
            valued.iso_dates,
            valued.figures,
            valued.units,
            valued.spelling,
            valued.contractions,
            valued.spaces,
        ),
        "reword": (built.reword,),
        "code_switch": (built.foreign,),
        "obfuscate": (built.masks, built.masks, built.redact),
        "limited_vocabulary": (worded.vocabulary,),
    }.items()
}
