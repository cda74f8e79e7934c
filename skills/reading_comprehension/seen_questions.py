"""Seen bank: how questions are put, and how the form of the answer is asked for."""

from __future__ import annotations

from skills.reading_comprehension.bank import edges, keyed
from skills.reading_comprehension.phrase import phrases, rows, words

QUESTIONS = keyed("""
deed/who: Who {past} {what}?
deed/who: What is the name of the (person|one) who {past} {what}?
deed/who: By whom was {what} {past}?
deed/who: Which person {past} {what}, according to the {noun}?
deed/number: When did {who} {base} {what}?
deed/number: When was {what} {past} by {who}?
deed/number: According to the {noun}, when did {who} {base} {what}?
deed/what: What did {who} do {when}?
deed/what: Which of these did {who} do {when}?
deed/what: {when} {who} did something. What was it?
count/number: How many {what} did {who} {base}?
count/number: What is the number of {what} that {who} {past}?
count/number: According to the {noun}, how many {what} did {who} {base}?
count/who: Who {past} {n} {what}?
count/who: Which person {past} {n} {what}?
count/who: {n} {what} were {past} by one person. Who was that?
role/who: Who is the {what}?
role/who: What is the name of the {what}?
role/who: Who (serves|works) as the {what}?
role/what: What is {who}'s post?
role/what: What post does {who} hold?
role/what: As what does {who} (work|serve)?
home/what: Where does {who} come from?
home/what: Which town does {who} come from?
home/what: What is the home town of {who}?
home/who: Who comes from {what}?
home/who: Which person is from {what}?
spot/what: Where is {who} kept?
spot/what: In which place is {who} stored?
spot/what: Where would one look for {who}?
spot/who: What is kept {what}?
spot/who: Which thing is stored {what}?
price/number: How much does {who} cost?
price/number: What is the price of {who}?
price/number: How many {coin} does one pay for {who}?
price/who: What costs {n} {coin}?
price/who: Which thing has a price of {n} {coin}?
cause/base: Why is it that {what}?
cause/base: What is given as the reason that {what}?
cause/base: What was the cause of this: {what}?
cause/what: What came of it that {base}?
cause/what: What was the result of this: {base}?
cause/what: Which effect did it have that {base}?
view/who: Who (thinks|says|believes) that {what}?
view/who: Whose view is it that {what}?
view/who: Who is of the opinion that {what}?
view/who_reason: Who gives as a reason that {base}?
view/who_reason: Whose reason is that {base}?
view/who_reason: Who argues from the fact that {base}?
view/what: What does {who} think?
view/what: Which view is held by {who}?
view/what: What is {who}'s opinion?
judge: How do you judge this statement, going by the {noun}: {true} or {false}?\\n{claim}
judge: Statement: {claim}\\nWhat does the {noun} make of it?
judge: (Judge|Check) the following by the {noun} alone: {claim}
judge: "{claim}" Does the {noun} bear this out?
between: {later}. How many {unit} after {clause} was that?
between: How many {unit} lie between these two: {clause}, and {later}?
between: First {clause}, later on {later}. How many {unit} passed in between?
more: How many more {what} did {who} {base} than {last}?
more: By how many {what} was {who} ahead of {last}?
more: {who} {past} more {what} than {last}. How many more?
together: How many {what} did {names} {base} together?
together: What is the total of {what} that {names} {past}?
together: Add up the {what} that {names} {past}. How many are there?
beyond: How many more {what} did {most} {base} together than {last} alone?
beyond: Together, {most} {past} more {what} than {last}. How many more?
dearer: How many {coin} more than {last} does {who} cost?
dearer: What is the difference in price, in {coin}, between {who} and {last}?
cost: What do {names} cost together, in {coin}?
cost: How many {coin} does one pay for {names} together?
change: Somebody has {n_base} {coin} and buys {names}. How many {coin} are left?
change: From {n_base} {coin}, how much change is there after {names} (has been paid for|is paid)?
tally: How many people {past} more than {n_base} {what}?
tally: Of the people named, how many {past} over {n_base} {what}?
most/count: Who {past} the most {what}?
most/count: Which person {past} more {what} than anybody else in the {noun}?
most/price: Of {names}, which costs the most?
most/price: Which is the dearest: {names}?
least/count: Who {past} the fewest {what}?
least/count: Which person {past} fewer {what} than anybody else in the {noun}?
least/price: Of {names}, which costs the least?
least/price: Which is the cheapest: {names}?
first: Which of these happened first?
first: What came before all the others?
last: Which of these happened last?
last: What came after all the others?
order/deed: Put these events in order, the earliest first:
order/deed: (Arrange|Sort) the following from the earliest to the latest:
order/deed: In what order did these things happen? Start with the first.
order/step: Put these steps of {task} in the right order:
order/step: In what order are these things done?
order/step: Arrange the steps as the {noun} gives them, beginning with the first:
order/count_up: Who {past} how many {what}? Put the people in order, from the fewest to the most:
order/count_up: Sort these people by the {what} they {past}, the smallest number first:
order/count_down: Who {past} how many {what}? Put the people in order, from the most to the fewest:
order/count_down: Sort these people by the {what} they {past}, the largest number first:
order/price_up: Put these things in order of price, the cheapest first:
order/price_up: Sort by price, from low to high:
order/price_down: Put these things in order of price, the dearest first:
order/price_down: Sort by price, from high to low:
text/complete: Complete this sentence as the {noun} has it: {gapped}
text/complete: What stands at the gap in the {noun}? {gapped}
text/complete: {gapped}\\nWhat does the {noun} have in place of {gap}?
text/complete: Which (number or name|word or number) belongs in the gap, by the {noun}? {gapped}
text/complete: According to the {noun}, what is left out here? {gapped}
text/reason: How does this sentence go on in the {noun}? {before} …
text/reason: {before} …\\nWith which words does the {noun} end this sentence?
text/reason: According to the {noun}, which words follow here? {before} …
text/gap: Which word stands at {gap} in the {noun}?
text/gap: One word of the {noun} is missing. Which one is it?
text/gap: Fill the gap in the {noun}.
text/judge: Does the {noun} say this, word for word? Write "{true}" if so, "{false}" if not.\\n{claim}
text/judge: "{claim}" Is that, to the letter, what the {noun} says ({true}), or not ({false})?
text/judge: Check this sentence against the {noun}. If it stands there unchanged, it is "{true}", otherwise "{false}".\\n{claim}
text/first: Which of these sentences comes first in the {noun}?
text/first: Only one of these is the earliest in the {noun}. Which beginning is it?
text/last: Which of these sentences comes last in the {noun}?
text/last: Which of these beginnings stands furthest down in the {noun}?
text/order: Put these sentences in the order in which they stand in the {noun}. Only their beginnings are given:
text/order: In which order does the {noun} have the sentences that begin like this?
text/order: Sort these beginnings of sentences as in the {noun}:
text/match: Which end belongs to which beginning of a sentence in the {noun}?
text/match: Match the beginnings of sentences with their ends, as in the {noun}.
text/match: Put the halves of these sentences from the {noun} together again.
text/heading: Below which title does this sentence stand? {claim}
text/heading: According to which section is this so? {claim}
text/heading: {claim}\\nUnder what heading is that written?
text/speaker: Who says "{claim}" in the {noun}?
text/speaker: Whose words are these: "{claim}"?
text/speaker: "{claim}" Who said this?
text/largest: What is the greatest of the numbers that the {noun} writes in digits?
text/largest: Which number in the {noun}, of those in digits, is the highest?
text/smallest: What is the smallest of the numbers that the {noun} writes in digits?
text/smallest: Which number in the {noun}, of those in digits, is the lowest?
text/spread: What is the difference between the greatest and the smallest number in digits in the {noun}?
text/spread: Take the highest and the lowest of the numbers in digits in the {noun}. By how much do they differ?
text/years: How many years lie between the earliest and the latest year in the {noun}?
text/years: The {noun} gives more than one year. How long, in years, is it from the first to the last of them in time?
text/count: How many times does the word "{claim}" stand in the {noun}?
text/count: Count how often the {noun} has the word "{claim}".
text/count: The word "{claim}" comes up in the {noun}. How many times?
match/deed: Match each person with the time at which he or she did what the {noun} tells.
match/deed: Who did something when? Give each person the right time.
match/count: Match each person with the number of {what} that he or she {past}.
match/count: Which number goes with which person?
match/role: Match each person with his or her post.
match/role: Who holds which post?
match/home: Match each person with the town he or she comes from.
match/home: Who comes from where?
match/spot: Match each thing with the place where it is kept.
match/spot: Which thing is kept where?
match/price: Match each thing with its price in {coin}.
match/price: What costs how many {coin}?
argument_written: the argument in the {noun}
argument_written: the (author|writer)'s argument
argument_written: the reasoning of the {noun}
argument_spoken: {name}'s argument
argument_spoken: the argument put forward by {name}
argument_spoken: {name}'s reasoning
strengthen: Which of these, if true, most strengthens {argument}?
strengthen: What would support {argument} most, if it were true?
strengthen: Which statement, if it is true, makes {argument} stronger?
weaken: Which of these, if true, most weakens {argument}?
weaken: What would count most against {argument}, if it were true?
weaken: Which statement, if it is true, makes {argument} weaker?
assumption: Which of these is assumed in {argument}?
assumption: On which assumption does {argument} rest?
assumption: What has to be taken for granted in {argument}?
flaw: What is wrong with {argument}?
flaw: Which of these describes the flaw in {argument}?
flaw: Where does {argument} go astray?
method: How does {argument} proceed?
method: Which of these describes the method of {argument}?
method: By which technique does {argument} reach its conclusion?
conclusion: What is the main point of {argument}?
conclusion: Which of these states the conclusion of {argument}?
conclusion: What is {argument} meant to show above all?
inference: Which of these must be true if all of the {noun} is true?
inference: What follows from the {noun}?
inference: Which statement can be inferred from the {noun} with certainty?
principle: Which principle does the judgement in the {noun} rest on?
principle: Which of these principles supports the verdict in the {noun}?
principle: On which general rule is the case decided?
word_gap: Which word fills the gap ({gap})?
word_gap: Which of these belongs in the place marked {gap}?
word_gap: One word is missing ({gap}). Which one?
word_meaning: What does "{word}" mean in the {noun}?
word_meaning: Which of these comes closest to the meaning of "{word}"?
word_meaning: As it is used here, "{word}" means:
trial: Which evaluation does the {noun} support best?
trial: How is the result to be judged?
trial: Which judgement of the change do the figures bear out?
offers: Which offer should {org} accept?
offers: Going by the {noun}, which firm meets all conditions?
claims: Which of these claims do the figures support?
claims: Which claim about the figures in the {noun} holds?
claims: Only one of these statements agrees with the {noun}. Which one?
""")
RULES = keyed("""
letter: (Answer|Reply) with the letter (only|alone).
letter: Give (only|just) the letter of the right option.
letter: One letter is enough.
letter: Choose one option and write its letter.
words: (Answer|Reply) with the answer only.
words: Be brief: give only what is asked for.
words: No full sentence, please.
words: Use as few words as you can.
words: Do not explain.
token: If the {noun} does not say, reply with "{token}".
token: Should the {noun} not tell, answer "{token}".
token: Where the {noun} is silent, write "{token}".
token: If that cannot be learned from the {noun}, say "{token}".
verdict: (Answer|Reply) with one of these: {verdicts}.
verdict: Write one of the following and nothing else: {verdicts}.
verdict: Possible answers: {verdicts}.
number: (Answer|Reply) with the number only.
number: Give the number and nothing else.
number: Just the number, please.
worked: Show the calculation, then write "{cue}" and the number on a line of its own.
worked: Work it out. Your last line must be "{cue}" with the result.
worked: Write down how you get there and finish with a line that starts with "{cue}".
list: Write one item to a line and nothing else.
list: Give the whole list, each item on a new line.
list: Copy the items in the right order, one below the other.
list_labels: Give the letters in the right order, with commas between them.
list_labels: Write only the letters, separated by commas.
list_labels: Answer in the form X, Y, Z.
pairs: Write each pair on a line of its own, with a dash in between.
pairs: One line for each: left side - right side.
pairs: Answer with lines of the form A - B.
pairs_labels: Answer with pairs such as 1-A, one to a line.
pairs_labels: Write number and letter of each pair, joined by a dash, one pair to a line.
pairs_labels: Give the pairs as number-letter, each on a new line.
""")
TOKENS = words("""
not stated; unknown; not given; it does not say; no answer; NONE; not in the text; cannot be told; no information; unanswerable
""")
NONES = words("None of these.; None of the above.; None of the other options.; No option is right.")
UNSAID = words("""
The passage does not say.; This is not stated.; It cannot be told from the passage.; Not mentioned in the passage.
""")
LABELS = rows("""
true | false | not given
yes | no | not stated
right | wrong | cannot tell
correct | incorrect | not mentioned
supported | contradicted | open
""")
CUES = words("Answer:; Result:; The answer is; Final answer:; #### ")
LEADS = phrases("""
Read the {noun} and answer the question.
Here is {a_noun}, followed by a question.
Please read this carefully.
(Study|Look at) the {noun} below.
The question is about the following {noun}.
A question on {a_noun}:
(Reading task.|Reading exercise.)
Use only what the {noun} says.
""")
SYSTEMS = phrases("""
You answer questions about texts.
You are a careful reader.
You help pupils with reading comprehension. Rely on the text alone.
(Answer|Reply) from the passage and from nothing else.
You read closely and answer briefly.
Your task is to read {a_noun} and to answer one question on it.
""")
WRAPS = edges("""
|
|
{Noun}:¶ |
\"\"\"¶ | ¶\"\"\"
--- {noun} ---¶ | ¶--- end ---
<text>¶ | ¶</text>
[ | ]
Text:¶ |
The {noun}:¶ |
*** ¶ | ¶***
""")
EXCERPTS = words("text; passage; excerpt; paragraph")
