"""The answer to learn from: the operations carried out on the text alone, as one who reads it would.

Nothing here looks at tokens. Sentences are found by their full stops, names by their capitals and by being names,
verbs by their forms (`lexicon`); tables and words come from the instruction. So the answer owes nothing to the
representation, by which it will be graded.
"""

from __future__ import annotations

from collections.abc import Callable

from skills.text_modification import byhand_sentences, byhand_words
from skills.text_modification.text import Modification, Op

Reader = Callable[[str, Op], str]
READERS: dict[str, Reader] = byhand_words.READERS | byhand_sentences.READERS


def answer(problem: Modification) -> str:
    """The text as it ought to be; or the word for no change, where there is one and none was needed."""
    text = problem.text()
    done = text
    for op in problem.ops:
        done = READERS[op.name](done, op)
    if problem.unchanged is not None and done == text:
        return problem.unchanged
    return done
