"""Classification tasks of the seen bank: what is labelled, with which labels, and how it is asked.

`HEADS` and `TAILS` hold, for each kind and class, the two halves of a text; the class `*` stands for all. The
truth is the class that a tail (or, for `act`, a head) was taken from.
"""

# fmt: off
LABELS = {
    "sentiment": [
        {"good": "positive", "bad": "negative", "plain": "neutral"},
        {"good": "happy", "bad": "unhappy", "plain": "indifferent"},
        {"good": "praise", "bad": "complaint", "plain": "information"},
        {"good": "satisfied", "bad": "dissatisfied", "plain": "unclear"},
    ],
    "theme": [{
        "sports": "sports", "food": "food", "weather": "weather", "music": "music", "money": "money",
        "health": "health", "school": "school", "traffic": "traffic",
    }],
    "sort": [{
        "fruit": "fruit", "tool": "tool", "animal": "animal", "colour": "colour", "country": "country",
        "vehicle": "vehicle", "furniture": "furniture", "drink": "drink",
    }],
    "time": [
        {"past": "past", "now": "present", "future": "future"},
        {"past": "finished", "now": "ongoing", "future": "planned"},
    ],
    "act": [
        {"question": "question", "order": "command", "statement": "statement"},
        {"question": "asking", "order": "ordering", "statement": "telling"},
    ],
}

HEADS = {
    "sentiment": {"*": """the soup; our hotel room; this phone; the new film; her concert; the bus tour; my haircut; the pizza; the staff; this novel; the parcel service; our guide; the mattress; the repair; their garden; the museum; this jacket; the dance class; the coffee; the game"""},
    "theme": {
        "sports": "the goalkeeper; our home team; the young striker; the coach; the champion; a lucky runner",
        "food": "the chef; my grandmother; the baker; our cook; a hungry guest; the waiter",
        "weather": "a cold wind; the storm; thick fog; heavy rain; a warm front; the first frost",
        "music": "the singer; a young pianist; the band; the violinist; our drummer; the street choir",
        "money": "the bank; my savings account; the tax office; our landlord; the investor; a careful saver",
        "health": "the doctor; a tired nurse; the patient; my dentist; the pharmacist; an old surgeon",
        "school": "the teacher; our class; a clever pupil; the headmaster; the new student; her maths tutor",
        "traffic": "a slow lorry; the bus driver; the morning queue; a parked van; the cyclist; the tram",
    },
    "sort": {"*": ""},
    "time": {"*": """my aunt; the baker; our team; the neighbour; a friend of mine; the mayor; her brother; the farmer; our teacher; the driver; the gardener; a tourist; the painter; my cousin; the nurse; the clerk"""},
    "act": {
        "question": "do you know who has; have you seen; who took; where can I find; when do we need; who pays for; why do they want",
        "order": "bring me; put away; give back; take care of; find; hand over; send me",
        "statement": "I have bought; he sold; we found; she forgot; they like; nobody wanted; my father keeps",
    },
}

TAILS = {
    "sentiment": {
        "good": """was wonderful; made my day; was better than I had hoped; is worth every penny; was simply perfect; pleased all of us; was a lovely surprise; could not have been better; was great fun; is the best I know; impressed everybody; deserves five stars; was excellent; left us smiling""",
        "bad": """was awful; ruined my evening; was worse than I had feared; is a waste of money; was a complete failure; annoyed all of us; was a nasty surprise; could hardly have been worse; was terribly dull; is the worst I know; disappointed everybody; deserves no stars; was dreadful; left us angry""",
        "plain": """was booked on Monday; is on Station Road; was mentioned in the paper; comes from the north; is listed on page two; was changed in March; costs the same as last year; is open to the public; was new to me; belongs to the town""",
    },
    "theme": {
        "sports": "won the final match; missed a penalty; trained for the league; broke a world record; scored twice in the second half; lost the cup",
        "food": "tasted the tomato sauce; served a roast with gravy; baked a plum cake; added too much pepper; finished the fresh pasta; ordered a second dessert",
        "weather": "will reach the coast tonight; cleared by noon; brought clouds and drizzle; kept temperatures low; moved over the hills; ended the dry spell",
        "music": "played a slow melody; practised a new song; recorded an album; tuned up before the concert; sang in two voices; gave three encores",
        "money": "raised the interest rate; paid back the loan; checked the yearly budget; lost half of the shares; sent a bill for the rent; put coins aside each month",
        "health": "spoke about the high fever; recovered from the flu; changed the bandage; measured the blood pressure; recommended rest and tablets; treated a broken arm",
        "school": "corrected the homework; prepared for the exam; wrote an essay in class; learned the times tables; got a good mark in biology; opened the textbook",
        "traffic": "blocked the left lane; waited at the red light; caused a jam on the ring road; stopped at the crossing; was late because of roadworks; turned at the roundabout",
    },
    "sort": {
        "fruit": "plum; cherry; pear; melon; apricot; raspberry; banana; fig; peach; grape",
        "tool": "hammer; saw; chisel; screwdriver; pliers; spanner; drill; wrench; axe; rake",
        "animal": "rabbit; dolphin; sheep; crocodile; eagle; mouse; camel; salmon; goat; squirrel",
        "colour": "purple; yellow; scarlet; turquoise; beige; brown; crimson; grey; pink; blue",
        "country": "Norway; Peru; Kenya; Japan; Portugal; Canada; Egypt; Poland; Vietnam; Greece",
        "vehicle": "lorry; bicycle; tractor; minibus; scooter; ambulance; tram; van; motorbike; car",
        "furniture": "sofa; wardrobe; bookcase; armchair; desk; stool; chest of drawers; bench; cupboard; bed",
        "drink": "lemonade; coffee; milk; cider; cocoa; apple juice; wine; beer; espresso; mineral water",
    },
    "time": {
        "past": "walked to the market yesterday; sold the old car last week; wrote a long letter in May; lost a key this morning; had lunch an hour ago; visited Rome as a child; painted the fence last summer; left the party early",
        "now": "is cooking dinner right now; is waiting at the door at the moment; is reading the paper; is just parking the van; is talking on the phone now; is washing the dishes at this very minute; is repairing the roof these days; is looking for a seat",
        "future": "will fly to Spain next month; is going to buy a boat; will call back on Friday; is going to move in the autumn; will open a shop soon; will bring the cake tomorrow; is going to retire next year; will meet us later tonight",
    },
    "act": {"*": """the blue umbrella; two bus tickets; the garden keys; a sharp knife; the red folder; this old lamp; the spare tyre; some fresh paint; the long ladder; a clean towel; the last biscuit; those rubber boots; a box of nails; the morning paper"""},
}

QUESTIONS = {
    "sentiment": """
        Is this (review|comment) {options}?
        Does the (writer|customer) sound {options}?
        (Decide|Say) whether the (text|comment) is {options}.
        (Judge|Rate) the mood of the review: {options}.
        What is the tone here, {options}?
        Label the opinion as {options}.
        Which label fits the (review|opinion): {options}?
        (Mark|Tag) the feedback as {options}.
    """,
    "theme": """
        Is this (sentence|text) about {options}?
        Which topic does it belong to: {options}?
        (Decide|Say) whether it is about {options}.
        What is the topic, {options}?
        Label the topic as {options}.
        (Sort|Put) this sentence under one topic: {options}.
        Which subject fits: {options}?
        The news item is about one of these: {options}. Which one?
    """,
    "sort": """
        What kind of thing is it, {options}?
        Is this (word|term) a kind of {options}?
        (Decide|Say) which group the word belongs to: {options}.
        Which group fits: {options}?
        Sort the word into one group: {options}.
        Label the word as {options}.
        Where does it belong: {options}?
        Which category is right: {options}?
    """,
    "time": """
        (Decide|Say) what the sentence describes: {options}.
        Is the action {options}?
        Which time is it about: {options}?
        Label the time of the action as {options}.
        How would you call what happens here, {options}?
        Which label fits the action: {options}?
        When does it take place? Choose {options}.
        Mark the action as {options}.
    """,
    "act": """
        What is the speaker doing, as a label: {options}?
        (Decide|Say) which label fits the sentence: {options}.
        Label the sentence as {options}.
        Which type of sentence is it: {options}?
        How would you class this sentence: {options}?
        Is the right label {options}?
        Sort the sentence by type: {options}.
        Choose the type: {options}.
    """,
}

SHOWN = """
    "{text}"
    Text: {text}
    Input: {text}
    {Subject}: "{text}"
    {Subject}: {text}
    Here it is: {text}
    ---\\n{text}\\n---
"""
SUBJECTS = {"sentiment": "Review", "theme": "Sentence", "sort": "Word", "time": "Sentence", "act": "Sentence"}

FORMS = {
    "label": """
        Answer with one word.
        Reply with one of the labels and nothing else.
        (Give|Write) only the label.
        Your answer must be exactly one of them.
        One word (only|is enough), please.
        (Answer|Reply) with the label only, no explanation.
        Just write the right label.
        No full sentence, only the label.
    """,
    "letter": """
        Answer with the letter only.
        (Give|Write) only the letter of the right label.
        Reply with one letter and nothing else.
        Just write the letter.
        One letter (only|is enough), please.
        Your answer must be one of the letters.
    """,
}
OPTION_LISTS = """
    A) {a}
    (A) {a}
    A: {a}
"""
# fmt: on
