"""The bank of unseen wording, put together from its four parts."""

from __future__ import annotations

from skills.reading_comprehension import unseen_arguments as arguments
from skills.reading_comprehension import unseen_frames as frames
from skills.reading_comprehension import unseen_questions as questions
from skills.reading_comprehension import unseen_worlds as worlds
from skills.reading_comprehension.bank import Bank, gathered

UNSEEN: Bank = gathered(worlds, frames, questions, arguments)
