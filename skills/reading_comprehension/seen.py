"""The bank of seen wording, put together from its four parts."""

from __future__ import annotations

from skills.reading_comprehension import seen_arguments as arguments
from skills.reading_comprehension import seen_frames as frames
from skills.reading_comprehension import seen_questions as questions
from skills.reading_comprehension import seen_worlds as worlds
from skills.reading_comprehension.bank import Bank, gathered

SEEN: Bank = gathered(worlds, frames, questions, arguments)
