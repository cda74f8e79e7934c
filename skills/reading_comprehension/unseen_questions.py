"""Unseen bank: how questions are put, and how the form of the answer is asked for."""

from __future__ import annotations

from skills.reading_comprehension.bank import edges, keyed
from skills.reading_comprehension.phrase import phrases, rows, words

QUESTIONS = keyed("""
deed/who: Name the person who {past} {what}.
deed/who: (Give|State) the name of whoever {past} {what}.
deed/who: {what} was {past} by which person?
deed/who: Whom does the {noun} credit with having {past} {what}?
deed/number: Say when {who} {past} {what}.
deed/number: {who} {past} {what}. When was that?
deed/number: At what point in time was {what} {past} by {who}?
deed/what: State what {who} did {when}.
deed/what: {when}, {who} did one of the following. Which?
deed/what: Of these deeds, which one did {who} do {when}?
count/number: Give the number of {what} {past} by {who}.
count/number: {who} {past} {what}. How many were there?
count/number: State how many {what} {who} {past}.
count/who: Name the person who {past} {n} {what}.
count/who: Which of the people in the {noun} {past} {n} {what}?
count/who: Somebody {past} {n} {what}. Who?
role/who: Name the {what}.
role/who: Which person holds the post of {what}?
role/who: The post of {what} is held by whom?
role/what: Which post does {who} have?
role/what: State the job of {who}.
role/what: In what function is {who} mentioned?
home/what: Which place does {who} call home?
home/what: Name the town that {who} hails from.
home/what: {who} hails from which town?
home/who: Name the person who hails from {what}.
home/who: Who calls {what} home?
spot/what: Say where {who} can be found.
spot/what: At which spot does {who} have its place?
spot/what: Somebody needs {who}. Where should they look?
spot/who: Name the thing that has its place {what}.
spot/who: Which object can be found {what}?
price/number: For how many {coin} is {who} sold?
price/number: State the price of {who}.
price/number: What do they charge for {who}?
price/who: What can be bought for {n} {coin}?
price/who: Name the thing that is sold for {n} {coin}.
cause/base: For what reason is it that {what}?
cause/base: According to the {noun}, {what}. What brought this about?
cause/base: Name the reason why {what}.
cause/what: According to the {noun}, {base}. What did that lead to?
cause/what: Name the consequence of the fact that {base}.
cause/what: What happened for the reason that {base}?
view/who: Name the person who maintains that {what}.
view/who: Who takes the position that {what}?
view/who: Which speaker is convinced that {what}?
view/who_reason: Name the person whose ground is that {base}.
view/who_reason: Which speaker points to the fact that {base}?
view/who_reason: Who supports a position by saying that {base}?
view/what: State the position that {who} takes.
view/what: What is {who} convinced of?
view/what: Which position does {who} defend?
judge: Compare this sentence with the {noun}. Is it {true} or {false}?\\n{claim}
judge: Claim to be examined: {claim}\\nWhich verdict follows from the {noun}?
judge: What is your verdict on the sentence "{claim}", given the {noun}?
judge: Somebody who has read the {noun} says: {claim}\\nYour verdict?
between: It is a fact that {clause}, and that {later}. By how many {unit} are the two apart?
between: Find out how many {unit} went by from the one to the other: {clause}; {later}.
between: How large is the gap, in {unit}, between the first of these and the second? {clause}. {later}.
more: Compare {who} and {last}: by how many do their {what} differ?
more: How large is the lead of {who} over {last} in {what}?
more: State by how many {who} beats {last} in {what} {past}.
together: Taken together, {names} {past} how many {what}?
together: Give the sum of the {what} {past} by {names}.
together: If the {what} {past} by {names} are counted as one, how many is that?
beyond: By how many do the {what} {past} by {most}, taken together, exceed those of {last}?
beyond: {most} join forces against {last}. By how many {what} are they ahead?
dearer: State the difference in {coin} between the price of {who} and that of {last}.
dearer: By how many {coin} is {last} cheaper than {who}?
cost: State the sum in {coin} for {names}.
cost: A customer takes {names}. What is the bill in {coin}?
change: A purse holds {n_base} {coin}. After the purchase of {names}, how many remain?
change: {names}: paid for with {n_base} {coin}. State the change in {coin}.
tally: Give the number of people who {past} more than {n_base} {what}.
tally: For how many of the people is it true that they {past} upwards of {n_base} {what}, not counting {n_base} itself?
most/count: Name the person with the highest number of {what} {past}.
most/count: In {what} {past}, who comes out on top?
most/price: Name the most expensive of these: {names}.
most/price: {names}: which one has the highest price?
least/count: Name the person with the lowest number of {what} {past}.
least/count: In {what} {past}, who comes last?
least/price: Name the least expensive of these: {names}.
least/price: {names}: which one has the lowest price?
first: Name the earliest of these events.
first: Of the following, what took place before the rest?
last: Name the latest of these events.
last: Of the following, what took place after the rest?
order/deed: Give the chronological order of these events:
order/deed: Bring these events into the order of time, from old to new:
order/deed: Rank the following by date or time, the earliest on top.
order/step: Bring these parts of {task} into their proper sequence:
order/step: What is the sequence of these actions in the {noun}?
order/step: Rank the actions by when they are done, the first on top:
order/count_up: Rank the people by the number of {what} {past}, in ascending order:
order/count_up: From the lowest number of {what} {past} to the highest, how do these people line up?
order/count_down: Rank the people by the number of {what} {past}, in descending order:
order/count_down: From the highest number of {what} {past} to the lowest, how do these people line up?
order/price_up: Rank these by what they cost, in ascending order:
order/price_up: Line these up from the least to the most expensive:
order/price_down: Rank these by what they cost, in descending order:
order/price_down: Line these up from the most to the least expensive:
text/complete: Write what replaces {gap} in this sentence of the {noun}: {gapped}
text/complete: This is taken from the {noun}, with a piece blotted out: {gapped}\\nRestore the piece.
text/complete: {gapped}\\nSay what is hidden by {gap}, going by the {noun}.
text/complete: Go by the {noun} and fill in (the blank|the empty place): {gapped}
text/complete: A piece is lacking here, as a look at the {noun} shows: {gapped}\\nName it.
text/reason: Finish this sentence just as the {noun} does: {before} …
text/reason: The {noun} begins a sentence in this way: {before} …\\nChoose its continuation.
text/reason: {before} …\\nPick the words that the {noun} puts next.
text/gap: Choose the word that was removed from the {noun} at {gap}.
text/gap: Somebody has blotted out a word of the {noun}. Restore it.
text/gap: Pick the word that makes the {noun} whole again.
text/judge: Compare letter by letter with the {noun}: {claim}\\nSay "{true}" for an exact copy and "{false}" for anything else.
text/judge: Is the next line copied faithfully from the {noun}? Then it is "{true}"; if anything was altered, "{false}".\\n{claim}
text/judge: {claim}\\n"{true}" or "{false}": this was lifted from the {noun} without any alteration.
text/first: Name the sentence that precedes the others in the {noun}.
text/first: Choose the beginning that one meets before the rest when reading the {noun}.
text/last: Name the sentence that follows all the others in the {noun}.
text/last: Choose the beginning that one meets after the rest when reading the {noun}.
text/order: Here are some beginnings of sentences. Bring them into the sequence of the {noun}:
text/order: Somebody mixed up these sentences of the {noun}, of which you see the first words. Restore their sequence:
text/order: Arrange the sentences that start like this, going by their places in the {noun}:
text/match: Join each start of a sentence to its finish, going by the {noun}.
text/match: Pair starts and finishes so that every sentence reads as in the {noun}.
text/match: Sentences of the {noun} were cut apart. Find the finish of every start.
text/heading: Name the headline over this sentence: {claim}
text/heading: Choose the part of the {noun}, by its title, that holds these words: {claim}
text/heading: {claim}\\nState the title of the part where this is found.
text/speaker: Name the person who utters the words "{claim}".
text/speaker: "{claim}" Give the name of the speaker.
text/speaker: State who is quoted with "{claim}".
text/largest: Find the maximum of all numbers in digits in the {noun}.
text/largest: Name the top figure, among those in digits, of the {noun}.
text/smallest: Find the minimum of all numbers in digits in the {noun}.
text/smallest: Name the bottom figure, among those in digits, of the {noun}.
text/spread: Subtract the minimum of the numbers in digits in the {noun} from their maximum.
text/spread: Find out how far apart the bottom and the top figure in digits in the {noun} are.
text/years: Find the number of years from the oldest year named in the {noun} to the most recent one.
text/years: Subtract the oldest of the years in the {noun} from the most recent.
text/count: Find the number of places where the {noun} uses the word "{claim}".
text/count: Say how frequently "{claim}" occurs as a word in the {noun}.
text/count: Go through the {noun} and tally the word "{claim}".
match/deed: Assign to every person the time given for his or her deed.
match/deed: Pair the people with the times at which they acted.
match/count: Assign to every person the right number of {what} {past}.
match/count: Pair the people with their numbers of {what}.
match/role: Assign the right post to every person.
match/role: Pair the people with their posts.
match/home: Assign the right home town to every person.
match/home: Pair the people with the towns they hail from.
match/spot: Assign the right spot to every object.
match/spot: Pair the objects with the spots where they have their place.
match/price: Assign the right price in {coin} to every article.
match/price: Pair the articles with what they are sold for, in {coin}.
argument_written: the case made in the {noun}
argument_written: the chain of thought in the {noun}
argument_written: the author's case
argument_spoken: {name}'s case
argument_spoken: the case that {name} makes
argument_spoken: {name}'s line of thought
strengthen: Suppose it were true: which of these would back up {argument} best?
strengthen: Pick the statement that, supposing it is correct, lends most support to {argument}.
strengthen: Which added fact would help {argument} most?
weaken: Suppose it were true: which of these would damage {argument} most?
weaken: Pick the statement that, supposing it is correct, does most harm to {argument}.
weaken: Which added fact would undermine {argument}?
assumption: Pick the unstated premise of {argument}.
assumption: What does {argument} silently presuppose?
assumption: Which of these must be granted for {argument} to go through?
flaw: Pick the criticism that applies to {argument}.
flaw: What mistake in reasoning is made in {argument}?
flaw: Why is {argument} open to objection?
method: Pick the description that fits the way {argument} works.
method: Which strategy does {argument} use?
method: How is the conclusion of {argument} arrived at?
conclusion: Pick the sentence that sums up what {argument} is out to prove.
conclusion: To which conclusion does {argument} lead?
conclusion: What does {argument} ask us to accept in the end?
inference: Pick the statement that cannot be false if the {noun} is correct.
inference: What may be concluded, without any doubt, from the {noun}?
inference: Granted all that the {noun} says, which of these is certain?
principle: Pick the maxim that justifies what is concluded in the {noun}.
principle: Of which general rule is this case an instance?
principle: Which maxim stands behind the conclusion of the {noun}?
word_gap: Pick the word that has to stand where you see {gap}.
word_gap: What should replace the blank ({gap})?
word_gap: Complete the {noun}: which word goes into the blank {gap}?
word_meaning: Pick the best explanation of "{word}".
word_meaning: How would you paraphrase "{word}" as it occurs in the {noun}?
word_meaning: In the {noun}, somebody is called "{word}". What is meant by that?
trial: Pick the assessment that fits the figures in the {noun}.
trial: Was the step worth it, judging by the figures?
trial: Which assessment is backed by the {noun}?
offers: Which bidder stays within the limits set by {org}?
offers: Pick the bidder that {org} should hire.
claims: Pick the assertion that the {noun} confirms.
claims: One assertion squares with the figures, the others do not. Which is it?
claims: Check the assertions against the figures in the {noun}: which one is right?
""")
RULES = keyed("""
letter: Your reply should be (one letter|a single letter).
letter: State the letter, nothing more.
letter: Indicate your choice by its letter.
letter: Type the letter of your choice.
words: Keep your reply as short as possible.
words: Only the bare answer, please.
words: State it without any further words.
words: A word or two will do.
words: Skip the explanation.
token: In case the {noun} leaves this open, your reply is "{token}".
token: When no answer can be found in the {noun}, put "{token}".
token: "{token}" is the right reply if the {noun} gives no answer.
verdict: Your reply is one of {verdicts}.
verdict: Choose from {verdicts}.
verdict: Three words or fewer, taken from this list: {verdicts}.
number: Reply in figures, without any words.
number: Your reply should consist of one number.
number: Only the figure, please.
worked: Do the sum step by step; the final line has to start with "{cue}", followed by the result.
worked: First the calculation. Then, on the last line, "{cue}" plus the number.
worked: Let me see your working, and close with "{cue}" and the result on the last line.
list: Reply with the sorted list, line by line.
list: Use a fresh line for every entry and add no comments.
list: Write the entries in their new order, one a line.
list_labels: Reply with the letters alone, in sequence, comma-separated.
list_labels: State the sequence of letters, e.g. X, Y, Z.
list_labels: Only the letters count: put them in sequence with commas.
pairs: Reply line by line in the form left - right.
pairs: State one pair a line, the two halves parted by a hyphen.
pairs: For every entry of the first list, write "entry - partner" on its own line.
pairs_labels: Reply with codes like 1-A, each on its own line.
pairs_labels: For every number, state the letter that belongs to it, as in 1-A, line by line.
pairs_labels: Use the form digit-letter, one pair a line.
""")
TOKENS = words("""
not mentioned; nothing found; left open; no data; missing; unclear; it is not said; not specified; not disclosed; without answer
""")
NONES = words("All of these are wrong.; None of them.; Nothing listed here.; None of the alternatives.")
UNSAID = words("""
This is left open.; There is no information on this.; The text is silent about it.; It is not specified.
""")
LABELS = rows("""
accurate | inaccurate | not covered
in agreement | in conflict | no information
consistent | inconsistent | undecidable
confirmed | refuted | unclear
valid | invalid | not addressed
""")
CUES = words("Solution:; Total:; The result is; Outcome:; My answer:")
LEADS = phrases("""
Below you find {a_noun} and a task.
Go through the {noun}, then do the task.
Take your time over these lines.
(Consult|Go through) the {noun} that follows.
Everything you need is in the {noun}.
Task on {a_noun}:
(Comprehension test.|Comprehension task.)
Outside knowledge is of no use here.
""")
SYSTEMS = phrases("""
You are an assistant for text comprehension.
Close reading is your strength.
You are tested on how well you understand texts. Use no other source.
(Base|Ground) every reply on the text at hand.
You are brief and exact.
You will be shown {a_noun}, together with one task.
""")
WRAPS = edges("""
|
 |
{noun}:¶ |
'''¶ | ¶'''
===== {noun} =====¶ | ¶===== end of {noun} =====
<{noun}>¶ | ¶</{noun}>
« | »
Source text:¶ |
This is the {noun}:¶ |
~~~¶ | ¶~~~
""")
EXCERPTS = words("extract; snippet; piece of writing; section")
