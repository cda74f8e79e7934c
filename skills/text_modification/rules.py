"""The rule that an operation goes by, in a sentence or two: what a learner must know before the text is seen.

    units, km to m  →  "1 km is 1000 m, so multiply the number by 1000 and write m instead of km."

A rule names nothing of the text and never the result.
"""

from __future__ import annotations

from random import Random
from typing import Final

from skills.format_following.spin import Phrase, phrases
from skills.text_modification.text import Entailment, Modification, Op
from skills.text_modification.values import FACTORS, date_text
from skills.text_modification.writer import pick

_TABLE: Final = """
    Each word of the table gives way to its partner (at every place where|wherever) it stands as a whole word. Longer words that only contain it, and all other words, stay.
    A table of words works place by place: (look for|find) each word on the left and write the one on the right, with all else (kept|unchanged).
"""
_MASK: Final = """
    To mask is to (put the sign over|replace) what must not be read and to leave everything around it as it is.
    What is private gives way to the sign that was (named|given); no other (letter|sign) of the text changes.
"""
_CAPITALS: Final = """
    Capitals change letters, never words: what is not named keeps (the letters that it has|its letters), and no word is added or lost.
    (Only|Just) the letters that were named become capitals. Marks, spaces and digits have no capitals and stay.
"""
_DELETE: Final = """
    To delete is to leave out exactly what was named: all other sentences and words stay, in their order.
    What is deleted leaves no gap; what is not deleted is (copied|repeated) letter by letter.
"""
_ORDER: Final = """
    When sentences move, each is copied as it is, with its own mark at the end; none is lost and none (comes twice|is written twice).
    A new order changes where sentences stand and nothing inside them.
"""
_RECORD: Final = """
    A record has one value for each field that was asked for, in the order asked for, and nothing else of the sentence.
    Each sentence gives one record. Its values are copied from the sentence; words between them are left out.
"""
_TURN: Final = """
    When the first part of a sentence goes to the end, its comma goes and the sentence begins with what is now first; the other way round a comma comes in. Names keep their capital.
    "When A, B." and "B when A." say the same: the words stay, only the comma and the capital (move|change).
"""
_ROWS: Final = """
    One piece a line: each line holds one whole piece with its own words and marks, and the line has the mark that was asked for in front.
    In a list every piece (has|gets) its own line, in the order of the text, and no piece is joined with another.
"""
_RULES: Final[dict[str, str]] = {
    **dict.fromkeys(
        ("synonyms", "glossary", "opposites", "replace", "formal", "informal", "spelling_table", "foreign"), _TABLE
    ),
    **dict.fromkeys(("mask_email", "mask_digits", "redact"), _MASK),
    **dict.fromkeys(("people", "title", "upper", "upper_names", "upper_sentence", "starts"), _CAPITALS),
    **dict.fromkeys(("drop_mention", "drop_words", "drop_asides", "drop_numbers", "drop_last"), _DELETE),
    **dict.fromkeys(("reverse", "last_first", "first_last"), _ORDER),
    **dict.fromkeys(("csv", "json", "key_values"), _RECORD),
    **dict.fromkeys(("turn_back", "turn_front"), _TURN),
    **dict.fromkeys(("lines", "bullets", "numbered"), _ROWS),
    "abbreviations": """
        A short form is written out by putting its long form in its place; the words around it stay.
        An abbreviation and its long form mean the same, so one can stand where the other stood, at every place.
    """,
    "split": """
        Two actions joined by "and" make two sentences; the second needs its own subject, the same as the first, and (a full stop|its own end).
    """,
    "facts": """
        A new sentence goes right behind the one that (holds|has) the word, as it was given; the sentences that were there stay.
        To add a fact, find the sentence that it is about and write the new sentence after its full stop.
    """,
    "appositions": """
        An apposition says who somebody is. It stands right behind the name between two commas, and only where the name comes first.
    """,
    "translate": """
        Word for word means: each word becomes its partner in the dictionary, and only the rule of word order decides where it stands.
        A translation by dictionary takes word after word: (look it up|find it), write its partner, and then put the words in the order that the language asks for.
    """,
    "dates": """
        The third of May 2021 is written {forms}. Day, month and year stay the same, only their form changes.
    """,
    "iso_dates": """
        In ISO form a date is year, month and day joined by hyphens, with four digits for the year and two each for month and day: the third of May 2021 is 2021-05-03.
    """,
    "negate": """
        A statement with "was" or "were" is denied by "not" right behind that verb.
    """,
    "tag": """
        Marks are put around or behind what was named, at every place, and the marked words themselves stay.
    """,
    "mark": """
        A mark is added to each place of the word; the word itself stays, and (words that only contain it|longer words) get none.
    """,
    "replace_first": """
        "The first" counts from the beginning of the text: that one place changes and all later ones stay.
    """,
    "swap": """
        In a swap each name takes the other's place, both at the same time, so no place is changed twice.
    """,
    "drop_adjectives": """
        An adjective stands before a noun and says of what kind it is. A sentence without it is still whole: "the old rope" becomes "the rope".
    """,
    "passive": """
        In the passive the thing comes first, then "was" (one thing) or "were" (several) with the participle, then "by" with the doer; place and time stay.
    """,
    "present": """
        In the simple present a verb after "he", "she" or a name ends in -s, and "was" becomes "is", "were" becomes "are".
    """,
    "third_person": """
        In the third person the speaker is named once; after that "I" becomes "he" or "she" and "my" becomes "his" or "her".
    """,
    "order": """
        Days and months follow the calendar, Monday and January first; times of day follow the clock. Sentences move as a whole.
        To sort by time, compare the times alone; each sentence then goes to its place unchanged, the earliest first.
    """,
    "merge": """
        Two sentences with one subject become one by "and": the subject is said once, and the full stop between them goes.
    """,
    "repeat_names": """
        "She" stands for the woman who was named last, "he" for the man who was named last.
    """,
    "digits": """
        Number words have their figures: twelve is 12, twenty is 20, and thirty-four is 34.
    """,
    "clock": """
        On the 24-hour clock hours before noon stay, those from 1 pm on get 12 more, 12 am is 00 and 12 pm is 12; hours have two digits.
    """,
    "units": """
        1 {old} is {factor} {new}, so multiply the number by {factor} and write {new} instead of {old}.
        One {old} has {factor} {new}. Amounts in other units stay.
    """,
    "spelling": """
        American spelling has -or for -our, -er for -re, -ize for -ise and single letters in many places where British spelling doubles them.
    """,
    "spaces": """
        Between two words stands one space; a comma, a colon or a full stop follows its word at once.
    """,
    "contractions": """
        An apostrophe stands for letters left out: n't is "not", 'll is "will", 've is "have", 're is "are"; "can't" is "cannot" and "won't" is "will not".
    """,
    "marked": """
        A word between stars gives way to its partner and the stars go with it; words without stars stay.
    """,
    "mask_phone": """
        Digits are counted from the end: the last ones stay, every digit before them becomes the sign, and spaces and other signs stay.
    """,
    "initials": """
        An initial is the first letter of a name. Each part of a name gives one, and nothing else of the name stays.
    """,
    "vocabulary": """
        A word that is not on the list gives way to the one on the list that means the same: {senses}.
        These mean the same: {senses}. Words that are on the list already stay.
    """,
}
_PHRASES: Final[dict[str, list[Phrase]]] = {name: phrases(block) for name, block in _RULES.items()}
_ENTAILMENT: Final = phrases("""
    A statement follows if the text tells all that it says; it is at odds if it denies what the text tells or gives another number, time, place or the opposite; if it adds something that is not told, it is left open.
    Less detail than the text (still follows|follows too), another detail (contradicts|is at odds with it), more detail is open.
""")


def rule(problem: Modification | Entailment, rng: Random) -> str:
    """What to know for this problem."""
    if isinstance(problem, Entailment):
        return pick(rng, _ENTAILMENT).draw(rng, {})
    said = []
    for op in problem.ops:
        if op.name in _PHRASES:
            said.append(pick(rng, _PHRASES[op.name]).draw(rng, _slots(op)))
    return " ".join(said)


def _slots(op: Op) -> dict[str, object]:
    if op.name == "units":
        old, new = op.pairs[0]
        return {"old": old, "new": new, "factor": FACTORS[old, new]}
    if op.name == "dates":
        return {"forms": date_text("2021-05-03", op.style)}
    if op.name == "vocabulary":
        return {"senses": ", ".join(f'"{old}" means "{new}"' for old, new in op.pairs)}
    return {}
