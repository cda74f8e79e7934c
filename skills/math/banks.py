"""The words that math problems are written with: two banks, `seen` and `unseen`, that share none.

A frame is text with places: `{a}`, `{b}`, `{c}` for quantities, `{name}` and `{other}` for people, `{he}`,
`{him}`, `{his}` for the first of them, `{things}`, `{box}`, `{boxes}` for what is counted and what holds it.
Both banks offer the same kinds of variety. This module holds words only, and no rule of how they combine.
"""

# fmt: off
from __future__ import annotations

from typing import NamedTuple


class Bank(NamedTuple):
    """Everything that one phrasing bank can say."""

    names: tuple[tuple[str, str], ...]
    """Name, and `he` or `she`."""
    things: tuple[tuple[str, str, str], ...]
    """What is counted, what holds it: one, and many."""
    calculations: dict[str, tuple[str, ...]]
    """Operation → ways to ask for it; `{e}` is the whole expression."""
    openings: dict[str, tuple[str, ...]]
    """How a story starts: `own` a number of things, or `groups` of them."""
    events: dict[str, tuple[str, ...]]
    """What happens then: `gain`, `lose`."""
    endings: dict[str, tuple[str, ...]]
    """The question: what `total` there is, or what each gets in a `share`."""
    frames: dict[str, tuple[str, ...]]
    """Relation → whole problems."""
    distractors: tuple[str, ...]
    """Sentences with a number `{x}` that matters to nobody."""
    wrappers: tuple[str, ...]
    """What stands around a problem `{q}`."""
    systems: tuple[str, ...]
    """System messages that ask for no form."""
    forms: dict[str, tuple[str, ...]]
    """Answer form → ways to ask for it; `{cue}` is how the final line begins."""
    cues: tuple[str, ...]
    """How a final line may begin."""


SEEN = Bank(
    names=(
        ("Tom", "he"), ("Maria", "she"), ("Ahmed", "he"), ("Lucy", "she"), ("Diego", "he"), ("Hannah", "she"), ("Kenji", "he"),
        ("Amara", "she"), ("Oliver", "he"), ("Priya", "she"), ("Mateo", "he"), ("Ingrid", "she"), ("Jamal", "he"), ("Sofia", "she"),
        ("Ethan", "he"), ("Mei", "she"), ("Viktor", "he"), ("Fatima", "she"), ("Liam", "he"), ("Rosa", "she"), ("Samuel", "he"),
        ("Yuki", "she"), ("Patrick", "he"), ("Zoe", "she"), ("Mr. Lopez", "he"), ("Mrs. Green", "she"), ("Grandpa Joe", "he"),
        ("Aunt May", "she"), ("Coach Brown", "he"), ("Dr. Patel", "she"),
    ),
    things=(
        ("marbles", "bag", "bags"), ("apples", "basket", "baskets"), ("stickers", "sheet", "sheets"), ("books", "shelf", "shelves"),
        ("cookies", "tray", "trays"), ("pencils", "pack", "packs"), ("seashells", "jar", "jars"), ("eggs", "carton", "cartons"),
        ("toy cars", "case", "cases"), ("roses", "bunch", "bunches"), ("balloons", "bundle", "bundles"), ("stamps", "album", "albums"),
        ("bricks", "pallet", "pallets"), ("oranges", "crate", "crates"), ("buttons", "tin", "tins"), ("postcards", "envelope", "envelopes"),
        ("tomatoes", "punnet", "punnets"), ("chairs", "row", "rows"), ("crayons", "box", "boxes"), ("candles", "carton", "cartons"),
        ("muffins", "tray", "trays"), ("light bulbs", "package", "packages"), ("football cards", "binder", "binders"),
        ("bottles of water", "crate", "crates"), ("coins", "pouch", "pouches"), ("plants", "bed", "beds"), ("nails", "box", "boxes"),
        ("photos", "folder", "folders"), ("lemons", "sack", "sacks"), ("tickets", "roll", "rolls"),
    ),
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
    openings={
        "own": (
            "{name} has {a} {things}.", "There are {a} {things} on {name}'s table.", "{name} starts the day with {a} {things}.",
            "{name} collected {a} {things} last summer.", "At first {name} owned {a} {things}.", "{name} keeps {a} {things} at home.",
            "In {his} room {name} has {a} {things}.", "{name} counted {a} {things} on Monday.", "{name}'s shop had {a} {things} in stock.",
            "For {his} birthday {name} got {a} {things}.",
        ),
        "groups": (
            "{name} has {a} {boxes} with {b} {things} in each.", "{name} buys {a} {boxes} of {things}. Each {box} holds {b}.",
            "There are {a} {boxes} in the store room, and every {box} contains {b} {things}.", "{name} fills {a} {boxes} with {b} {things} each.",
            "A delivery of {a} {boxes} arrives for {name}. There are {b} {things} per {box}.", "{name} packed {b} {things} into each of {a} {boxes}.",
        ),
    },
    events={
        "gain": (
            "{other} gives {him} {n} more.", "Then {he} buys another {n}.", "Later {he} finds {n} more {things}.", "{name} gets {n} more from {other}.",
            "The next day {he} adds {n} to them.", "{other} brings {n} more {things}.", "{He} wins {n} extra {things} in a game.",
            "After lunch {n} more {things} arrive.", "{name} then picks up {n} more.", "On Tuesday {he} receives {n} more in the mail.",
        ),
        "lose": (
            "{He} gives {n} of them to {other}.", "Then {he} loses {n}.", "{name} sells {n} of the {things}.", "{n} of them break.",
            "{other} takes {n} of the {things} away.", "Later {he} gives away {n} {things}.", "{He} uses {n} of them at school.",
            "After that, {name} throws out {n} old ones.", "{name} leaves {n} of them at {other}'s house.", "During the week {he} hands out {n} {things}.",
        ),
    },
    endings={
        "total": (
            "How many {things} does {name} have now?", "How many {things} are there now?", "What is the number of {things} in the end?",
            "How many {things} does {he} have altogether?", "Find how many {things} {name} has.", "How many are there in the end?",
            "So how many {things} is that now?", "Work out how many {things} {he} ends up with.",
        ),
        "share": (
            "{name} shares them equally among {n} friends. How many {things} does each friend get?",
            "If {he} splits all the {things} evenly between {n} children, how many does each child get?",
            "All of them go into {n} {boxes}, the same number in each. How many {things} are in one {box}?",
            "The {things} are then divided equally over {n} tables. How many are on each table?",
            "{He} hands them out fairly to {n} cousins. How many {things} per cousin?",
        ),
    },
    frames={
        "combine": (
            "{name} has {a} {things} and {other} has {b} {things}. How many {things} do they have together?",
            "A school bus carries {a} girls and {b} boys. How many children are on the bus?",
            "{name} read {a} pages on Saturday and {b} pages on Sunday. How many pages did {he} read that weekend?",
            "There are {a} red {things} and {b} blue {things} in a {box}. What is the total number of {things}?",
            "{name} drove {a} miles in the morning and {b} miles in the afternoon. How far did {he} drive in all?",
            "On Friday {a} people visited the museum. On Saturday {b} people came. How many visitors were there over the two days?",
            "A farmer has {a} cows and {b} sheep. How many animals is that altogether?",
            "How many {things} are there in all if {name} brings {a} and {other} brings {b}?",
        ),
        "more_than": (
            "{name} has {a} {things}. {other} has {b} more than {name}. How many {things} does {other} have?",
            "A red ribbon is {a} cm long. A green ribbon is {b} cm longer. How long is the green ribbon?",
            "{name} scored {a} points. {other} scored {b} points more. What was {other}'s score?",
            "Last year the club had {a} members. This year it has {b} more. How many members does the club have this year?",
            "A shirt costs ${a}, and a jacket costs ${b} more than the shirt. What does the jacket cost in dollars?",
        ),
        "difference": (
            "{name} has {a} {things} and {other} has {b}. How many more {things} does {name} have than {other}?",
            "{name} weighs {a} kg. {His} dog weighs {b} kg. How much heavier is {name} than the dog?",
            "The oak tree is {a} feet tall, the apple tree {b} feet. What is the difference in height?",
            "There are {a} adults and {b} children at the concert. How many more adults than children are there?",
            "A bike costs ${a} and a scooter costs ${b}. How many dollars more does the bike cost?",
            "In a vote, {a} pupils chose pizza and {b} chose soup. By how many votes did pizza win?",
        ),
        "missing": (
            "{name} had {b} {things}. {other} gave {him} some more, and now {he} has {a}. How many did {other} give {him}?",
            "{name} wants to save ${a}. So far {he} has ${b}. How many more dollars does {he} need?",
            "There were {b} people in the cinema. Some more came in, and then there were {a}. How many came in?",
            "{name} must read {a} pages and has read {b}. How many pages are still to go?",
            "A tank holds {a} litres. There are {b} litres in it. How many litres are missing until it is full?",
        ),
        "fewer": (
            "{name} has {a} {things}. {other} has {b} fewer than {name}. How many {things} does {other} have?",
            "Class A planted {a} trees and class B planted {b} fewer. How many trees did class B plant?",
            "A coat was ${a}. In the sale it is ${b} cheaper. What is the sale price in dollars?",
            "Yesterday it took {name} {a} minutes to get to work. Today it took {b} minutes less. How many minutes did it take today?",
            "The first train has {a} seats, the second has {b} seats fewer. How many seats does the second train have?",
        ),
        "left": (
            "There are {a} {things} in a {box}. {b} of them are old and the rest are new. How many {things} are new?",
            "Of {a} pupils in the hall, {b} are sitting. How many are standing?",
            "A bakery made {a} loaves and sold {b} by noon. How many loaves were left?",
            "{name} had ${a} and spent ${b} on a present. How many dollars are left?",
            "A rope is {a} metres long. {name} cuts off {b} metres. How many metres remain?",
            "{a} birds sat on a roof. {b} flew away. How many birds stayed?",
        ),
        "groups": (
            "There are {a} {boxes} and each one has {b} {things}. How many {things} are there?",
            "A theatre has {a} rows with {b} seats in each row. How many seats does it have?",
            "{name} runs {b} laps every day for {a} days. How many laps does {he} run?",
            "A gardener plants {a} rows of {b} tulips. How many tulips are planted?",
            "Each of the {a} teams has {b} players. How many players take part?",
            "How many {things} does {name} need to fill {a} {boxes} if every {box} takes {b}?",
        ),
        "price": (
            "One ticket costs ${b}. How many dollars do {a} tickets cost?",
            "{name} buys {a} {things} at ${b} each. How much does {he} pay in dollars?",
            "A pair of socks is ${b}. {name} takes {a} pairs. What is the bill in dollars?",
            "{other} orders {a} pizzas for the party. Each pizza costs ${b}. What is the total cost in dollars?",
            "{name} earns ${b} for every lawn {he} mows. How many dollars does {he} earn for {a} lawns?",
        ),
        "rate": (
            "A machine makes {b} {things} an hour. How many does it make in {a} hours?",
            "{name} types {b} words a minute. How many words does {he} type in {a} minutes?",
            "A car travels {b} miles each hour. How far does it travel in {a} hours?",
            "{name} drinks {b} glasses of water a week. How many glasses is that in {a} weeks?",
            "A tap drips {b} drops a minute. How many drops fall in {a} minutes?",
        ),
        "share": (
            "{name} shares {a} {things} equally among {b} friends. How many does each friend get?",
            "{a} pupils are put into {b} equal groups. How many pupils are in each group?",
            "A prize of ${a} is split evenly between {b} winners. How many dollars does each winner get?",
            "{name} has {b} {boxes} for {a} {things} and puts the same number in each. How many go into one {box}?",
            "A ribbon of {a} cm is cut into {b} pieces of the same length. How many cm long is each piece?",
        ),
        "pack": (
            "{name} packs {a} {things} into {boxes} of {b}. How many {boxes} does {he} need?",
            "A van carries {b} people. How many vans are needed for {a} people?",
            "{name} saves ${b} each week. After how many weeks does {he} have ${a}?",
            "There are {a} {things} to be placed {b} to a {box}. How many {boxes} will be filled?",
            "A book has {a} pages. {name} reads {b} pages a day. How many days does {he} need?",
        ),
        "unit_price": (
            "{b} notebooks cost ${a}. How many dollars does one notebook cost?",
            "{name} paid ${a} for {b} {things}, all at the same price. What was the price of one in dollars?",
            "A family of {b} paid ${a} for entry to the zoo. How many dollars was it per person?",
            "{name} worked {b} hours and earned ${a}. How many dollars is that per hour?",
        ),
        "price_change": (
            "{name} buys {a} {things} at ${b} each and pays with ${c}. How many dollars does {he} get back?",
            "A ticket costs ${b}. {name} buys {a} of them and hands over ${c}. How much change in dollars?",
            "{name} had ${c}. {He} bought {a} books for ${b} each. How many dollars does {he} have left?",
            "With ${c} in {his} pocket, {name} orders {a} sandwiches at ${b} apiece. How many dollars remain?",
        ),
        "more_total": (
            "{name} has {a} {things}. {other} has {b} more than {name}. How many {things} do they have together?",
            "{name} picked {a} pears. {other} picked {b} more than {name}. How many pears did they pick in total?",
            "A shop sold {a} coats in May and {b} more than that in June. How many coats were sold in the two months?",
            "The first class has {a} pupils. The second has {b} more. How many pupils are in both classes together?",
        ),
        "times_total": (
            "{name} has {a} {things}. {other} has {b} times as many. How many {things} do they have together?",
            "A small hall seats {a}. The big hall seats {b} times as many. How many seats are there in both?",
            "{name} walked {a} km in spring and {b} times as far in autumn. How many km is that in total?",
            "On Monday {a} people came. On Tuesday there were {b} times as many. How many came on both days together?",
        ),
    },
    distractors=(
        "{name} is {x} years old.", "The shop is {x} minutes from home.", "{other} lives at number {x}.", "It is {x} degrees outside.",
        "The radio plays song number {x}.", "There are {x} clouds in the sky.", "{name} was in town {x} days ago.", "The clock has been slow for {x} weeks.",
        "{other} also owns {x} socks.", "The building has {x} floors.",
    ),
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
    names=(
        ("Ben", "he"), ("Clara", "she"), ("Omar", "he"), ("Nadia", "she"), ("Felix", "he"), ("Grace", "she"), ("Hiro", "he"), ("Leila", "she"),
        ("Marcus", "he"), ("Anika", "she"), ("Pablo", "he"), ("Freya", "she"), ("Kwame", "he"), ("Elena", "she"), ("Noah", "he"), ("Lin", "she"),
        ("Anton", "he"), ("Samira", "she"), ("Declan", "he"), ("Carmen", "she"), ("Isaac", "he"), ("Naoko", "she"), ("Stefan", "he"),
        ("Ruby", "she"), ("Mr. Chen", "he"), ("Mrs. Novak", "she"), ("Uncle Ray", "he"), ("Grandma Edna", "she"), ("Captain Hill", "he"),
        ("Ms. Okafor", "she"),
    ),
    things=(
        ("beads", "bowl", "bowls"), ("peaches", "bucket", "buckets"), ("badges", "board", "boards"), ("magazines", "rack", "racks"),
        ("cupcakes", "platter", "platters"), ("pens", "cup", "cups"), ("pebbles", "glass", "glasses"), ("pancakes", "plate", "plates"),
        ("toy trains", "drawer", "drawers"), ("tulips", "vase", "vases"), ("kites", "locker", "lockers"), ("magnets", "panel", "panels"),
        ("tiles", "stack", "stacks"), ("melons", "cart", "carts"), ("screws", "pot", "pots"), ("letters", "pile", "piles"),
        ("mushrooms", "tub", "tubs"), ("benches", "section", "sections"), ("paint brushes", "kit", "kits"), ("lanterns", "chest", "chests"),
        ("doughnuts", "rack", "racks"), ("batteries", "blister", "blisters"), ("comic books", "bin", "bins"), ("cans of soup", "trolley", "trolleys"),
        ("tokens", "purse", "purses"), ("cabbages", "patch", "patches"), ("bolts", "barrel", "barrels"), ("drawings", "portfolio", "portfolios"),
        ("onions", "net", "nets"), ("puzzles", "cupboard", "cupboards"),
    ),
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
    openings={
        "own": (
            "{a} {things} belong to {name}.", "{name} arrives with {a} {things}.", "This morning there were {a} {things} in {name}'s van.",
            "{name} has saved up {a} {things} over the years.", "To begin with, {name} holds {a} {things}.", "In the garage {name} stores {a} {things}.",
            "{name} was given {a} {things} by a neighbour.", "{name}'s list shows {a} {things}.", "The kitchen where {name} works had {a} {things}.",
            "Before the trip {name} packed {a} {things}.",
        ),
        "groups": (
            "{name} owns {a} {boxes}. Inside every {box} are {b} {things}.", "In the hall stand {a} {boxes} holding {b} {things} apiece.",
            "{name} orders {a} {boxes} of {things}, {b} to a {box}.", "{name} loads {a} {boxes}, each with {b} {things}, onto a truck.",
            "Each {box} has {b} {things}, and {name} carries {a} {boxes}.", "{a} {boxes} came for {name}, and {he} found {b} {things} in each one.",
        ),
    },
    events={
        "gain": (
            "A friend, {other}, hands {him} {n} others.", "That evening {he} picks {n} additional {things}.", "{name} is sent {n} further {things}.",
            "{other} lends {him} {n} as well.", "{He} makes {n} new ones.", "Soon {n} {things} are put with them.", "At the fair {he} earns {n} more {things}.",
            "{other} drops off {n} extra.", "From the market {he} brings home {n} {things} more.", "{n} additional {things} turn up in the cellar.",
        ),
        "lose": (
            "{n} {things} get lost on the way.", "{other} borrows {n} of them.", "{He} trades {n} of the {things} for a hat.", "{name} donates {n} of them to a school.",
            "{n} turn out to be broken.", "By night {n} of the {things} have been used.", "{He} returns {n} {things} to the seller.",
            "{name} drops {n} of them in the river.", "A customer buys {n} of the {things}.", "{other} is handed {n} of them.",
        ),
    },
    endings={
        "total": (
            "What number of {things} does {name} have at this point?", "How many {things} remain with {name}?", "Give the count of {things} {name} has now.",
            "How many {things} would {he} count now?", "What is {name}'s number of {things} after all this?", "That makes how many {things}?",
            "How many {things} can {name} show at the end?", "Figure out the number of {things} now.",
        ),
        "share": (
            "These are dealt out evenly to {n} players. How many {things} per player?",
            "{name} arranges all of them in {n} equal lines. How many {things} are in a line?",
            "{n} neighbours divide the {things} equally. What does each neighbour receive?",
            "They go evenly to {n} classrooms. How many {things} reach each classroom?",
            "Now {n} helpers take the same number of {things} each until none are left. How many has every helper?",
        ),
    },
    frames={
        "combine": (
            "{a} {things} belong to {name} and {b} to {other}. What do they own between them?",
            "A ferry has {a} cars and {b} trucks aboard. How many vehicles is it carrying?",
            "{name} spent {a} minutes on maths and {b} minutes on spelling. How many minutes of study is that?",
            "In one {box} are {a} large {things} and {b} small ones. How many {things} does the {box} hold?",
            "A cyclist rode {a} km before lunch and {b} km after it. What distance did the cyclist cover?",
            "The library lent out {a} novels and {b} guides today. How many loans were made?",
            "{name}'s orchard has {a} plum trees and {b} cherry trees. What is the number of trees?",
            "If {name} carries {a} {things} and {other} carries {b}, how many {things} do the two carry?",
        ),
        "more_than": (
            "{other} has {b} {things} more than {name}, who has {a}. How many has {other}?",
            "Today's hike is {b} km longer than yesterday's, which was {a} km. How many km is today's hike?",
            "{name} sold {a} raffle slips and {other} sold {b} more than that. How many slips did {other} sell?",
            "A village had {a} residents ten years ago and has gained {b} since. How many live there today?",
            "The lamp is ${a}. The desk is ${b} dearer. What is the price of the desk in dollars?",
        ),
        "difference": (
            "{name} counts {a} {things}, {other} only {b}. How many extra {things} does {name} have?",
            "The blue truck weighs {a} tons and the white one {b} tons. How many tons heavier is the blue truck?",
            "One tower rises {a} metres and another {b} metres. By how many metres do they differ?",
            "A shelter houses {a} cats and {b} dogs. How many more cats than dogs live there?",
            "{name} paid ${a} for a phone, {other} paid ${b}. How many dollars more did {name} pay?",
            "Team Red has {a} points, Team Blue {b}. How far ahead is Team Red?",
        ),
        "missing": (
            "After {other} handed over some {things}, {name}'s {b} grew to {a}. How many were handed over?",
            "The class aims to raise ${a} and already has ${b}. How many dollars are still needed?",
            "A parking lot held {b} cars at eight and {a} at nine. If none left, how many drove in?",
            "{name} is on level {b} of {a}. How many levels are left?",
            "The shelf has room for {a} jars, and {b} are on it. How many more jars fit?",
        ),
        "fewer": (
            "{other} owns {b} {things} less than {name}, who owns {a}. What number does {other} own?",
            "In March it rained {a} mm, in April {b} mm less. How many mm fell in April?",
            "A hotel room is ${a} a night in summer and ${b} less in winter. What is the winter price in dollars?",
            "{name} did {a} push-ups. {other} managed {b} fewer. How many push-ups did {other} do?",
            "The old bridge was {a} metres long; the new one is {b} metres shorter. How many metres long is the new bridge?",
        ),
        "left": (
            "Out of {a} {things}, {b} are already painted. How many still have to be painted?",
            "{a} guests were invited and {b} cannot come. How many guests will come?",
            "A pot holds {a} bowls of stew. After dinner {b} bowls are gone. How many bowls are still there?",
            "{name} has ${a} on {his} card and buys a coat for ${b}. How many dollars stay on the card?",
            "From a plank of {a} inches {name} saws off {b} inches. How long is the rest in inches?",
            "{a} frogs were at the pond until {b} hopped off. How many frogs are still at the pond?",
        ),
        "groups": (
            "{a} {boxes} hold {b} {things} apiece. What is the number of {things}?",
            "A hotel has {a} floors and {b} rooms on every floor. How many rooms are there?",
            "For {a} nights in a row {name} draws {b} pictures. How many pictures does {he} draw?",
            "A baker lines up {a} rows of buns, {b} buns to a row. How many buns are lined up?",
            "{a} ships each carry {b} sailors. How many sailors are aboard?",
            "Every {box} takes {b} {things}. {name} fills {a} {boxes}. How many {things} is that?",
        ),
        "price": (
            "At ${b} for one lesson, what do {a} lessons cost in dollars?",
            "The {things} are ${b} apiece and {name} wants {a}. How many dollars must {he} pay?",
            "A taxi ride is ${b}. {name} takes {a} rides this month. What does {he} spend in dollars?",
            "A school orders {a} globes at ${b} per globe. How many dollars is the order?",
            "{other} pays {name} ${b} per car washed. What does {name} make in dollars by washing {a} cars?",
        ),
        "rate": (
            "In one day a plant turns out {b} {things}. How many come out in {a} days?",
            "{name} bakes {b} rolls per batch. How many rolls are in {a} batches?",
            "A train covers {b} km per hour. What distance in km does it cover in {a} hours?",
            "A hen house gives {b} eggs a day. How many eggs are laid in {a} days?",
            "{name} folds {b} shirts each minute. How many shirts are folded after {a} minutes?",
        ),
        "share": (
            "{b} children divide {a} {things} fairly. How many {things} per child?",
            "A coach splits {a} players into {b} teams of the same size. How big is each team?",
            "The rent of ${a} is paid equally by {b} roommates. How many dollars does each one pay?",
            "{a} {things} must fit evenly in {b} {boxes}. How many per {box}?",
            "A path of {a} metres is marked off in {b} equal stretches. How many metres is one stretch?",
        ),
        "pack": (
            "If a {box} takes {b} {things}, how many {boxes} will {name} use for {a}?",
            "Each canoe seats {b}. How many canoes do {a} campers need?",
            "{name} pays back ${b} a month. In how many months is a debt of ${a} repaid?",
            "{a} {things} are tied up in sets of {b}. How many sets are there?",
            "A hall needs {a} lamps and workers fit {b} lamps a day. How many days will it take?",
        ),
        "unit_price": (
            "The price of {b} mugs is ${a}. What is the price in dollars of a single mug?",
            "For {b} {things} of equal price {name} spent ${a}. How many dollars did each one cost?",
            "{b} friends paid ${a} for a boat trip. What did each pay in dollars?",
            "{name} got ${a} for {b} days of work. What is that in dollars a day?",
        ),
        "price_change": (
            "At ${b} apiece {name} takes {a} {things} and gives the clerk ${c}. What change in dollars is due?",
            "{a} stools cost ${b} each. {name} pays ${c} in cash. How many dollars come back?",
            "Out of ${c} {name} spends ${b} on each of {a} nephews. How many dollars are still in {his} wallet?",
            "{name} starts with ${c} and rides the ferris wheel {a} times at ${b} a ride. What is left in dollars?",
        ),
        "more_total": (
            "{other} owns {b} {things} more than {name}. If {name} owns {a}, how many do both own?",
            "{name} caught {a} fish and {other} caught {b} more than {him}. How many fish were caught by the two?",
            "The shop served {a} guests on Sunday and {b} more than that on Monday. What is the number of guests over both days?",
            "One shelf has {a} jars, and the shelf below has {b} jars more. How many jars stand on the two shelves?",
        ),
        "times_total": (
            "{other} has {b} times the {things} of {name}, who has {a}. How many have the two of them?",
            "The short film lasts {a} minutes, the long one {b} times as long. How many minutes do both last?",
            "{name} dug {a} holes and {other} dug {b} times that number. How many holes did they dig?",
            "A puppy weighs {a} pounds and its mother {b} times that. What do both weigh in pounds?",
        ),
    },
    distractors=(
        "{other} has been a member for {x} years.", "The bus leaves at gate {x}.", "{name} woke up {x} minutes late.", "A dog barks {x} times.",
        "The room is number {x}.", "The walk takes {x} minutes.", "{name}'s phone is at {x} percent.", "There were {x} pigeons outside.",
        "Their street has {x} lamp posts.", "{other} read a story of {x} lines.",
    ),
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
