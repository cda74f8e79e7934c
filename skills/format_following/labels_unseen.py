"""Classification tasks of the unseen bank. Texts, labels and wording are shared with no task of the seen bank.

The form is that of `labels_seen`.
"""

# fmt: off
LABELS = {
    "sentiment": [
        {"good": "good", "bad": "bad", "plain": "factual"},
        {"good": "approving", "bad": "critical", "plain": "objective"},
        {"good": "pleased", "bad": "displeased", "plain": "neither"},
        {"good": "favourable", "bad": "unfavourable", "plain": "descriptive"},
    ],
    "theme": [{
        "gardening": "gardening", "films": "films", "fashion": "fashion", "politics": "politics", "space": "space",
        "computers": "computers", "pets": "pets", "travel": "travel",
    }],
    "sort": [{
        "vegetable": "vegetable", "instrument": "instrument", "bird": "bird", "clothing": "clothing", "city": "city",
        "profession": "profession", "metal": "metal", "dessert": "dessert",
    }],
    "time": [
        {"past": "earlier", "now": "now", "future": "later"},
        {"past": "completed", "now": "running", "future": "upcoming"},
    ],
    "act": [
        {"question": "inquiry", "order": "instruction", "statement": "remark"},
        {"question": "asks", "order": "demands", "statement": "reports"},
    ],
}

HEADS = {
    "sentiment": {"*": """the breakfast buffet; our flight; this laptop; the stage play; his lecture; the boat ride; my new bike; the curry; the receptionist; this cookbook; the online shop; our cabin; the sofa; the service; their choir; the castle; this raincoat; the yoga course; the tea; the quiz night"""},
    "theme": {
        "gardening": "the old gardener; my uncle; the rose lover; a keen neighbour; our park keeper; the florist",
        "films": "the director; a famous actor; the camera crew; the critic; our cinema club; the stuntman",
        "fashion": "the designer; a tall model; the tailor; the boutique; our stylist; the magazine",
        "politics": "the minister; the opposition; a local senator; the parliament; the new party; our candidate",
        "space": "the astronaut; a small probe; the telescope; the rocket crew; a young astronomer; the space agency",
        "computers": "the programmer; a hacker; the help desk; our server; the software firm; a clever coder",
        "pets": "the puppy; our tabby; a lazy hamster; the parrot; my goldfish; the old terrier",
        "travel": "the tourist; our guide book; the hotel guest; a backpacker; the cruise group; the travel agent",
    },
    "sort": {"*": ""},
    "time": {"*": """my uncle; the barber; our choir; the lodger; a colleague of ours; the judge; her sister; the shepherd; our trainer; the pilot; the janitor; a reporter; the sculptor; my niece; the vet; the cashier"""},
    "act": {
        "question": "does anybody still use; what happened to; did you order; whose job is; can we afford; why did you hide; is it time for",
        "order": "fetch; stop using; throw out; wrap up; look after; return; clear away",
        "statement": "I really miss; she painted; our guests enjoyed; the shop has; he described; someone broke; the children drew",
    },
}

TAILS = {
    "sentiment": {
        "good": """was a delight; exceeded our expectations; was superb; gets my full praise; was a pure joy; won us over at once; is a real gem; went without a hitch; was fabulous; is highly recommended; charmed the whole family; was a treat; thrilled everyone; could be my favourite""",
        "bad": """was a nightmare; fell far below our expectations; was lousy; gets only blame from me; was pure misery; put us off at once; is real rubbish; went wrong from start to end; was horrible; cannot be recommended; upset the whole family; was an insult; bored everyone; is my least favourite""",
        "plain": """took place in April; is near the river; was run by two people; starts at nine; has a green logo; was moved to the second floor; is mentioned on the website; lasted one hour; was photographed by a visitor; is the one from the catalogue""",
    },
    "theme": {
        "gardening": "pruned the hedge; planted bulbs in the border; watered the seedlings; mowed the lawn; spread compost on the beds; dug up the weeds",
        "films": "shot the last scene; cut the trailer; praised the leading role; rewrote the screenplay; rehearsed the car chase; showed an old western",
        "fashion": "presented silk dresses; chose a velvet jacket; shortened the skirt; walked down the catwalk; mixed stripes with dots; sold the autumn collection",
        "politics": "won the election; voted against the bill; debated the new law; called for a referendum; formed a coalition; answered questions before the senate",
        "space": "landed on a distant moon; orbited Mars; sent pictures of a galaxy; floated outside the station; counted down to launch; discovered a comet",
        "computers": "fixed the bug in the code; installed an update; restarted after the crash; forgot the password of the database; encrypted the files; compiled the program",
        "pets": "barked at the vet; slept in the basket; chewed on the leash; begged for a treat; hid under the cage; wagged its tail at the door",
        "travel": "booked a room with a sea view; missed the connecting flight; packed for the trip; visited three capitals; sent postcards from Lisbon; crossed the border by ferry",
    },
    "sort": {
        "vegetable": "carrot; spinach; leek; cabbage; turnip; broccoli; celery; radish; pea; onion",
        "instrument": "violin; trumpet; flute; drum; harp; cello; clarinet; trombone; banjo; piano",
        "bird": "sparrow; pigeon; owl; stork; penguin; swallow; robin; heron; crow; ostrich",
        "clothing": "shirt; trousers; pullover; sock; coat; skirt; glove; scarf; blouse; dress",
        "city": "London; Berlin; Cairo; Tokyo; Madrid; Toronto; Warsaw; Lima; Nairobi; Vienna",
        "profession": "plumber; lawyer; nurse; baker; pilot; carpenter; teacher; surgeon; librarian; farmer",
        "metal": "iron; copper; silver; gold; tin; zinc; lead; aluminium; nickel; steel",
        "dessert": "pudding; cheesecake; ice cream; tiramisu; brownie; apple pie; mousse; jelly; sorbet; custard",
    },
    "time": {
        "past": "missed the bus the day before yesterday; cleaned the attic two weeks ago; ate all the cherries last night; won a prize in spring; phoned ten minutes ago; lived in Dublin for years, long ago; closed the factory in 1998; slept badly last night",
        "now": "is peeling potatoes as we speak; is standing in the queue this second; is watching the news; is currently feeding the ducks; is singing in the shower right now; is trying on shoes at present; is currently writing a book; is tying a knot",
        "future": "will marry in two years; is going to study law; will repaint the hall next week; is about to retire in June; will answer the mail tomorrow morning; will return in an hour; is going to learn Dutch next winter; will join the club in spring",
    },
    "act": {"*": """the green suitcase; three theatre seats; the cellar door; a heavy blanket; the yellow notebook; that broken radio; the wooden spoon; some warm milk; the round mirror; a pair of scissors; the first prize; these leather gloves; a bag of flour; the evening train"""},
}

QUESTIONS = {
    "sentiment": """
        (How|In what way) does the author feel, {options}?
        (Classify|Grade) the feedback: {options}.
        The remark is one of these: {options}. Tell me which.
        Would you call the statement {options}?
        (Find|Determine) the attitude: {options}.
        Assign a verdict, either {options}.
        The attitude expressed is {options}?
        What would describe the feeling best: {options}?
    """,
    "theme": """
        (Classify|File) the message: {options}.
        Which section should print it: {options}?
        (Find|Determine) the field it deals with: {options}.
        It deals with {options}?
        The headline goes into one column: {options}. Tell me which.
        Assign the line to a field, either {options}.
        Would you file it under {options}?
        What field are we in: {options}?
    """,
    "sort": """
        (Classify|File) the expression: {options}.
        The expression names one of these: {options}. Tell me which.
        (Find|Determine) the class: {options}.
        Would you file it under {options}?
        To what class does the expression belong, {options}?
        Assign a class, either {options}.
        In a dictionary of things it stands under {options}?
        What does the expression name: {options}?
    """,
    "time": """
        (Classify|File) the event: {options}.
        (Find|Determine) the moment of the event: {options}.
        The event is one of these: {options}. Tell me which.
        Would you call the event {options}?
        Assign a moment to the event, either {options}.
        On a timeline the event stands under {options}?
        What describes the moment best: {options}?
        How is the event placed in time: {options}?
    """,
    "act": """
        (Classify|File) the utterance: {options}.
        (Find|Determine) the nature of the utterance: {options}.
        The utterance is one of these: {options}. Tell me which.
        Would you file the utterance under {options}?
        Assign a tag to the utterance, either {options}.
        What describes the utterance best: {options}?
        Whoever talks here does what? Options: {options}.
        A linguist would pick which tag: {options}?
    """,
}

SHOWN = """
    >> {text}
    Consider this: {text}
    Given: {text}
    {Subject} = "{text}"
    ({Subject}) {text}
    Look at the following: "{text}"
    ***\\n{text}\\n***
"""
SUBJECTS = {"sentiment": "Feedback", "theme": "Headline", "sort": "Expression", "time": "Event", "act": "Utterance"}

FORMS = {
    "label": """
        Respond with a single word.
        Output the tag alone.
        (State|Name) the tag, nothing more.
        A single word (will do|suffices).
        Choose one tag and output just that.
        Spare me the reasons; name the tag.
        Your whole reply is one of those words.
        Do not explain, only (pick|choose).
    """,
    "letter": """
        Respond with a single letter.
        Output the letter alone.
        (State|Name) the letter, nothing more.
        A single letter (will do|suffices).
        Spare me the reasons; name the letter.
        Your whole reply is one letter.
    """,
}
OPTION_LISTS = """
    A. {a}
    [A] {a}
    A = {a}
"""
# fmt: on
