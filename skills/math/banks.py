"""The words that calculations and answer forms are asked with: two banks, `seen` and `unseen`, that share none.

A frame is text with places: `{e}` for the whole expression, `{a}` and `{b}` for its numbers. Both banks offer the same
kinds of variety. This module holds words only, and no rule of how they combine; those of stories: `storybook.py`.
"""

# fmt: off
from __future__ import annotations

from typing import NamedTuple


class Bank(NamedTuple):
    """Everything that one phrasing bank can say."""

    calculations: dict[str, tuple[str, ...]]
    """Operation → ways to ask for it; `{e}` is the whole expression."""
    wrappers: tuple[str, ...]
    """What stands around a problem `{q}`."""
    systems: tuple[str, ...]
    """System messages that ask for no form."""
    forms: dict[str, tuple[str, ...]]
    """Answer form → ways to ask for it; `{cue}` is how the final line begins."""
    cues: tuple[str, ...]
    """How a final line may begin."""


SEEN = Bank(
    calculations={
        "+": (
            "What is {e}?", "Add {a} and {b}.", "Work out {e}.", "{e} = ?", "Find the sum of {a} and {b}.", "How much is {a} plus {b}?",
            "Calculate {e}", "What do you get when you add {b} to {a}?", "{e} =", "What's the total of {a} and {b}?",
            "I have to add up {a} and {b}. What should I get?", "Solve: {e}", "Put {a} and {b} together. What number is that?",
            "Can you tell me what {e} comes to?", "What is {b} more than {a}?", "My calculator is broken. {e} please.",
            "a = {a}, b = {b}. What is a + b?", "Start at {a} and count up {b}. Where do you end?",
        ),
        "-": (
            "What is {e}?", "Subtract {b} from {a}.", "Work out {e}.", "{e} = ?", "Find the difference between {a} and {b}.",
            "How much is {a} minus {b}?", "Calculate {e}", "What do you get when you take {b} away from {a}?", "{e} =",
            "What is left of {a} after taking off {b}?", "I had to do {e} in class. What should I get?", "Solve: {e}",
            "Take {b} from {a}. What number is that?", "Can you tell me what {e} comes to?", "What is {b} less than {a}?",
            "My calculator is broken. {e} please.", "a = {a}, b = {b}. What is a - b?", "Start at {a} and count down {b}. Where do you end?",
        ),
        "*": (
            "What is {e}?", "Multiply {a} by {b}.", "Work out {e}.", "{e} = ?", "Find the product of {a} and {b}.", "How much is {a} times {b}?",
            "Calculate {e}", "What do you get when you multiply {a} and {b}?", "{e} =", "What are {a} lots of {b}?",
            "I have to do {e} for homework. What should I get?", "Solve: {e}", "Take {a} and multiply it by {b}. What number is that?",
            "Can you tell me what {e} comes to?", "My calculator is broken. {e} please.", "a = {a}, b = {b}. What is a times b?",
        ),
        "/": (
            "What is {e}?", "Divide {a} by {b}.", "Work out {e}.", "{e} = ?", "Find the quotient of {a} and {b}.",
            "How much is {a} divided by {b}?", "Calculate {e}", "What do you get when you divide {a} by {b}?", "{e} =",
            "How many times does {b} go into {a}?", "I have to do {e} for homework. What should I get?", "Solve: {e}",
            "Split {a} into {b} equal parts. How big is one part?", "Can you tell me what {e} comes to?",
            "My calculator is broken. {e} please.", "a = {a}, b = {b}. What is a divided by b?",
        ),
        "%": (
            "What is the remainder when {a} is divided by {b}?", "Divide {a} by {b}. What remainder is left?", "Find the remainder of {a} / {b}.",
            "{a} divided by {b} leaves what remainder?", "Work out the remainder: {a} / {b}", "How much is left over when {a} is split into groups of {b}?",
            "Calculate {a} mod {b}.", "If you divide {a} by {b}, what is the remainder?", "What is {a} modulo {b}?",
            "Take {b} away from {a} as often as you can. What remains?", "a = {a}, b = {b}. What is the remainder of a / b?",
            "I share {a} equally among {b}. What number is left over?",
        ),
    },
    wrappers=(
        "{q}", "{q}", "{q}", "{q}", "{q}", "Question: {q}", "Q: {q}\nA:", "Please solve this problem. {q}", "Hi! {q}", "Help me with my homework: {q}",
        "Problem:\n{q}", "{q} Thanks!", "Here is a math question.\n\n{q}", "Think about this. {q}", "\"{q}\" What is the answer?",
        "Maths test, question 4: {q}", "My teacher asked: {q}", "Quick question - {q}",
    ),
    systems=("You are a helpful assistant.", "You are a maths tutor for children.", "You solve math problems.", "Answer the user's question."),
    forms={
        "free": ("", "", "", "", "", "Show how you get there.", "Explain in one line.", "Keep it short.", "Show your work."),
        "number_only": (
            "Reply with the number only.", "Give just the number.", "Only write the number, no words.", "Your answer must be a single number.",
            "Answer with the result and nothing else.", "No explanation, just the number.", "Output only the final number.",
            "One number, please, without any text.", "I need only the number.", "Say nothing but the result.",
        ),
        "final_line": (
            "End with a line \"{cue} N\", where N is the result.", "Put the result on the last line after \"{cue}\".",
            "Finish your reply with \"{cue}\" and the number.", "The last line must start with \"{cue}\".",
            "Write your working, then a final line: {cue} <number>", "Close with the line {cue} followed by your result.",
        ),
        "boxed": (
            "Put the answer in \\boxed{{}}.", "Write the result as \\boxed{{...}}.", "Your final answer should be inside \\boxed{{}}.",
            "Box the result with \\boxed{{}}.", "Give the result in LaTeX: \\boxed{{result}}.", "Enclose the final number in \\boxed{{}}.",
        ),
    },
    cues=("Answer:", "Final answer:", "####", "Result:", "So the answer is"),
)


UNSEEN = Bank(
    calculations={
        "+": (
            "Tell me the value of {e}.", "What does {e} equal?", "Please add: {e}", "{e} is what number?", "Sum {a} and {b}.",
            "Add up these two numbers: {a}, {b}.", "Evaluate {e}.", "If I add {a} to {b}, what is the result?", "Compute the sum {e}.",
            "{a} and {b} make how many?", "Fill in the blank: {e} = ___", "What number is {a} increased by {b}?", "Determine {e}",
            "I'm checking a bill: {a} and {b} more. What's the sum?", "Let x = {a} and y = {b}. Find x + y.", "Simple sum: {e}. Result?",
            "Begin with {a}, then add {b}. What comes out?", "How many are {a} and {b} in total?",
        ),
        "-": (
            "Tell me the value of {e}.", "What does {e} equal?", "Please subtract: {e}", "{e} is what number?", "Reduce {a} by {b}.",
            "Subtract the second number from the first: {a}, {b}.", "Evaluate {e}.", "If I subtract {b} from {a}, what is the result?",
            "Compute the difference {e}.", "{a} without {b} makes how many?", "Fill in the blank: {e} = ___", "What number is {a} decreased by {b}?",
            "Determine {e}", "I'm checking a bill: {a} with {b} off. What's due?", "Let x = {a} and y = {b}. Find x - y.",
            "Simple subtraction: {e}. Result?", "Begin with {a}, then remove {b}. What comes out?", "By how much is {a} larger than {b}?",
        ),
        "*": (
            "Tell me the value of {e}.", "What does {e} equal?", "Please multiply: {e}", "{e} is what number?", "Multiply these two numbers: {a}, {b}.",
            "Evaluate {e}.", "If I multiply {a} by {b}, what is the result?", "Compute the product {e}.", "{a} groups of {b} make how many?",
            "Fill in the blank: {e} = ___", "What number is {b} taken {a} times?", "Determine {e}", "I'm checking a bill: {a} at {b} each. What's due?",
            "Let x = {a} and y = {b}. Find x times y.", "Simple product: {e}. Result?", "Begin with {a}, then multiply by {b}. What comes out?",
        ),
        "/": (
            "Tell me the value of {e}.", "What does {e} equal?", "Please divide: {e}", "{e} is what number?", "Divide the first number by the second: {a}, {b}.",
            "Evaluate {e}.", "If I divide {a} by {b}, what is the result?", "Compute the quotient {e}.", "{a} shared by {b} makes how much each?",
            "Fill in the blank: {e} = ___", "What number times {b} gives {a}?", "Determine {e}", "I'm checking a bill: {a} for {b} people. What's one share?",
            "Let x = {a} and y = {b}. Find x divided by y.", "Simple division: {e}. Result?", "Begin with {a}, then divide by {b}. What comes out?",
        ),
        "%": (
            "When {a} is divided by {b}, what remainder do you get?", "Tell me the remainder of {a} divided by {b}.", "Please find the remainder: {a} / {b}",
            "{a} over {b} - what remains?", "Evaluate {a} mod {b}.", "Dividing {a} by {b} leaves a remainder. Which one?",
            "Compute the remainder of the division {a} / {b}.", "Groups of {b} are made from {a}. How many do not fit?",
            "Fill in the blank: {a} mod {b} = ___", "Determine what is left when {a} is divided by {b}.", "Let x = {a} and y = {b}. Find x mod y.",
            "Keep subtracting {b} from {a}. What is left at the end?",
        ),
    },
    wrappers=(
        "{q}", "{q}", "{q}", "{q}", "{q}", "Task: {q}", "Exercise: {q}\nSolution:", "Could you solve this one? {q}", "Hello there. {q}",
        "I am stuck on this: {q}", "### Problem\n{q}", "{q} Thank you.", "A puzzle for you:\n\n{q}", "Consider the following. {q}",
        "Solve what is between the lines.\n---\n{q}\n---", "From the workbook, page 12: {q}", "My son wants to know: {q}", "One more: {q}",
    ),
    systems=("You are a careful assistant.", "You help pupils with arithmetic.", "You are good with numbers.", "Reply to what is asked."),
    forms={
        "free": ("", "", "", "", "", "Show the steps.", "Give a short reason.", "Be brief.", "Write down how you did it."),
        "number_only": (
            "Respond with nothing except the number.", "Just the number as your reply.", "Write a number and no other words.",
            "The reply should be one number only.", "State the result alone.", "Skip the explanation and give the number.",
            "Print the final number, nothing more.", "A bare number is all I want.", "Do not write anything but the number.", "Return only the result.",
        ),
        "final_line": (
            "The reply has to close with \"{cue}\" and then the result.", "On the final line write \"{cue}\" plus the number.",
            "As your last line give: {cue} <result>", "Begin the last line with \"{cue}\" and state the number there.",
            "After the steps, add one line that reads {cue} and the value.", "Conclude on a new line with {cue} and the result.",
        ),
        "boxed": (
            "Use \\boxed{{}} for the final result.", "Wrap your result in \\boxed{{}}.", "State the number as \\boxed{{number}}.",
            "The result belongs in \\boxed{{...}}.", "Finish with the result in a \\boxed{{}}.", "Mark the final value with \\boxed{{}}.",
        ),
    },
    cues=("The answer is:", "ANSWER =", "Final result:", "Solution:", "Therefore:"),
)

BANKS = {"seen": SEEN, "unseen": UNSEEN}
