"""Wording of the unseen bank: how holdout probes are put. No phrase is shared with the seen bank.

The form is that of `phrasing_seen`.
"""

# fmt: off
TASKS = {
    "describe": """
        Say what {s} {is} like
        (What is there to know|What should one know) about {s}?
        (Jot down|Put together) (some lines|a little text) on {s}
        (Would|Will) you write about {s}?
        (Sketch|Characterise) {s} for (someone new|a visitor|my grandma)
        Give (us|me) an idea of {s}
        I would like to read about {s}
        (Write up|Type up) a (small|little) piece on {s}
        (Share|Post) (a thought|your thoughts) on {s}
        How would you (picture|portray) {s}?
        (Speak|Write) about {s}, if you please
        Please (cover|introduce) {s}
        Write an advert (for|about) {s}
        Teach a (beginner|tourist) about {s}
        (Produce|Craft) a (small|tiny) text on {s}
        Let me hear about {s}
    """,
    "title": """
        (Create|Devise) a title for a (novel|play|musical) about {s}
        What should a (documentary|lecture) on {s} be called?
        (Offer|Provide) a catchy (heading|title) about {s}
        (Would|Will) you title my (composition|speech) on {s}?
        A (magazine|journal) runs a piece on {s}; (supply|write) its headline
        (Pick|Choose) a name for an (exhibition|event) about {s}
        Please think up a title for my (video|presentation) on {s}
        (Dream up|Draft) the title of a (comic|ballad) about {s}
        How would you call a (column|workshop) about {s}?
        Label a (chapter|section) on {s}
        Craft a (banner line|header) about {s}
        My (poster|brochure) on {s} still needs a title; write one
    """,
    "list": """
        Mention (several|a handful of) {label}
        (Would|Will) you give examples of {label}?
        (Enumerate|Offer) {label}
        (Share|Show me) a couple of {label}
        What {label} can you think of?
        I am looking for {label}
        (Provide|Supply) {label}
        Tell us which {label} one might (expect|meet)
        (Brainstorm|Come up with) {label}
        Please (set out|jot down) {label}
        For a (game|worksheet), (find|recall) {label}
        Compile {label}
        Let me have {label}
        (Produce|Create) an overview of {label}
    """,
    "note": """
        (Type|Jot down) a (brief|small) (letter|reply) to {ask}
        (Would|Will) you word a (letter|text) to {ask}?
        I must {ask}; please find the words
        (Craft|Prepare) a (chat message|greeting card) to {ask}
        Phrase a (voice message|line or two) to {ask}
        Say how to {ask} in (writing|a mail)
        My plan is to {ask}; supply the (wording|text)
        (Produce|Create) a (polite|warm) (mail|letter) to {ask}
        Let us {ask}; (word|type) the note
        What could I write to {ask}?
        Set down (some|a few) lines to {ask}
        Assist me, I wish to {ask}, so (phrase|word) it for me
    """,
    "record": """
        (Represent|Capture) {s} in JSON form
        (Provide|Supply|Prepare) one JSON object on {s}
        (Would|Will) you encode {s} as JSON?
        (Generate|Compose) (structured data|a JSON snippet) on {s}
        An app needs {s} as a JSON object; write it
        (Output|Print) an object in JSON format about {s}
        Model {s} as a JSON object
        Let me have a JSON document on {s}
        (Express|Render) {s} as a JSON structure
        Store {s} in a JSON object
        Respond in JSON; the subject is {s}
        (Draft|Craft) an API response in JSON on {s}
    """,
}

FOCUS = {
    1: """
        {t} (plus|along with) {a}
        {t}, in particular {a}
        {a}, in connection with {t}
        {t} (together with|next to) {a}
        {t}, not leaving out {a}
    """,
    2: """
        {t} (plus|along with) {a} and {b}
        {t}, in particular {a} and {b}
        {a} and {b}, in connection with {t}
        {t} together with {a} and {b}
        {t}, both {a} and {b}
    """,
}

HINTS = {
    1: """
        {t}, say {a}
        {t}, perhaps {a}
        {t}, for instance {a}
    """,
    2: """
        {t}, say {a} or {b}
        {t}, perhaps {a} and {b}
        {t}, for instance {a} and {b}
    """,
}

CONTEXTS = """
    (A colleague|A reader|My uncle) wants to (know|see) this.
    (We run|I edit) a (little magazine|village paper|bulletin board).
    (Hey|Greetings)!
    (Good afternoon|Dear assistant), (one request|here is a job).
    It will be (printed|shown) on a (card|mug|screen|brochure).
    (Here is a task|A little exercise) for you.
    I study (design|languages) and practise writing.
    You are (an experienced editor|a tidy secretary).
    There is not much (space|room) left.
    Our (shop|office|parish) needs it (tonight|tomorrow).
"""

CLOSERS = """
    (A little|Not much) is needed.
    Make it (compact|concise).
    (Much obliged|Cheers)!
    Many thanks (for this|for your help).
    Please do not ramble.
    Stay concise.
"""

LISTED = """
    Requirements:
    (Observe|Respect) the following:
    Conditions (to meet|for the reply):
    Mind this:
"""

SYSTEM = """
    (House style|Formatting policy) for all replies: {rules}
    As an editor you obey the format (to the letter|strictly). {rules}
    You are a concise assistant. {rules}
    Instructions for the reply: {rules}
"""

RULES = {
    "bullets": """
        Your reply (is to contain|contains) {n} bullets, not more.
        Structure the reply as {n} bullet points.
        (Provide|Produce) {n} bullet points in total.
        Format this as a bullet list with {n} entries.
        There have to be {n} bulleted entries.
        The number of bullets is {n}.
        Only {n} bullet points are allowed, and all {n} are needed.
        Stick to {n} bullets.
        Bullet points, please: exactly {n}.
        Your answer must contain exactly {n} bullet points.
        Answer in {n} bullet points, nothing more.
        > as a {n}-point bullet list
        > with {n} bullet points
        > formatted as {n} bulleted entries
        > by means of {n} bullets
        > in {n} bullet points exactly
    """,
    "bullets_marked": """
        Structure it as {n} bullet points with {marker} in front.
        (Provide|Produce) {n} entries, each one led by {marker}.
        A list of {n} is needed; the sign for every entry is {marker}.
        Open each of your {n} bulleted lines with {marker}.
        {n_capital} bullets, please, and {marker} as the bullet sign.
        > with {n} bullets that use {marker} as their sign
        > in the form of {n} lines led by {marker}
    """,
    "numbered": """
        Your reply contains {n} points with numbers in front.
        Format it as a numbered list; stop at {n}.
        (Provide|Produce) {n} entries, numbered 1., 2. and so on.
        Count the entries: 1. to {n}., one per line.
        An ordered list of {n} entries is needed.
        Order them with numbers, {n} in total.
        Number your {n} points.
        Answer as a numbered list of exactly {n}.
        > as an ordered list with {n} entries
        > in the form of {n} numbered lines
        > with numbers, {n} entries in total
        > as a list numbered 1 to {n}
    """,
    "only": """
        Leave out any (preamble|greeting).
        The list alone (will do|is wanted).
        Skip the intro and the outro.
        Nothing else goes into the reply.
    """,
    "lines": """
        Spread the reply over {n} lines.
        Break it into {n} lines, one thought each.
        (Provide|Produce) {n} lines of text.
        The number of lines is {n}.
        > spread over {n} lines
        > with one idea per line, {n} lines in total
        > as {n} lines of text
    """,
    "items": """
        (Provide|Produce) {n} of these, divided by {separator}.
        Name {n} and use {separator} as the separator.
        Between your {n} entries there should be {separator}.
        Line up {n} of them with {separator} as dividers.
        Join {n} entries with {separator}.
        > as {n} entries divided by {separator}
        > joining {n} of them with {separator}
    """,
    "words_exactly": """
        The word count has to be {n}.
        Your reply consists of {n} words, neither more nor less.
        Make use of {n} words precisely.
        Count your words: {n} are required.
        The length is {n} words sharp.
        Answer in exactly {n} words.
        Your answer must be {n} words long.
        > with a length of exactly {n} words
        > made of {n} words precisely
        > with a word count of {n}
        > that has exactly {n} words
    """,
    "words_max": """
        Your reply may not exceed {n} words.
        {n_capital} words are the maximum.
        Keep to a maximum of {n} words.
        Anything above {n} words is too long.
        Stop before you reach {more} words.
        Be done within {n} words.
        Answer with at most {n} words.
        Your answer must be no longer than {n} words.
        > within {n} words
        > with a maximum of {n} words
        > not exceeding {n} words
        > with no more than {n} words
    """,
    "words_between": """
        The word count lies between {low} and {high}.
        Aim for no fewer than {low} and no more than {high} words.
        Your reply needs {low} words at the least, {high} at the most.
        > with a word count between {low} and {high}
        > of no fewer than {low} and no more than {high} words
    """,
    "sentences": """
        Your reply consists of {n} sentence{plural}.
        Reply in {n} sentence{plural}, not more, not fewer.
        (Provide|Produce) {n} sentence{plural} in total.
        The number of sentences is {n}.
        Finish after sentence number {n}.
        There should be precisely {n} sentence{plural}.
        Your answer must be exactly {n} sentence{plural} long.
        Answer in exactly {n} sentence{plural}.
        > by writing precisely {n} sentence{plural}
        > with {n} sentence{plural} in total
        > made of {n} sentence{plural}
        > in just {n} sentence{plural}
    """,
    "paragraphs": """
        Split the reply into {n} paragraphs and leave a line free in between.
        Your reply consists of {n} brief paragraphs (blank line in between).
        Structure it as {n} paragraphs divided by one empty line.
        > split into {n} brief paragraphs by a free line
        > as {n} paragraphs divided by an empty line
    """,
    "highlights": """
        Emphasise {n} words or more by asterisks, *like so*.
        A minimum of {n} words is to be set in *asterisks*.
        Set no fewer than {n} words between stars: *example*.
        > emphasising {n} words or more with *asterisks*
        > where no fewer than {n} words stand between *stars*
    """,
    "placeholders": """
        Insert a minimum of {n} bracketed blanks such as [address].
        No fewer than {n} spots stay open, shown as [time].
        Work with {n} or more template fields in brackets, like [reason].
        > containing a minimum of {n} blanks like [address]
        > where no fewer than {n} spots stay open as in [time]
    """,
    "starts_with": """
        The opening words are "{phrase}".
        Kick off with "{phrase}".
        At the very beginning write "{phrase}".
        Make "{phrase}" the opening of the reply.
        Use "{phrase}" as your opening.
        "{phrase}" comes first, then the rest.
        Your answer must start with "{phrase}".
        Start with the phrase "{phrase}" and go on from there.
        Begin your reply with "{phrase}".
        > opening with "{phrase}"
        > whose first words are "{phrase}"
        > with "{phrase}" at the very beginning
    """,
    "ends_with": """
        The closing words are "{phrase}".
        Round it off with "{phrase}".
        At the very end write "{phrase}".
        Make "{phrase}" the end of the reply; add nothing to it.
        Use "{phrase}" as your closing.
        Your answer must end with "{phrase}".
        Finish with the exact phrase "{phrase}" and nothing after it.
        End your reply with "{phrase}".
        > closing with "{phrase}"
        > whose final words are "{phrase}"
        > with "{phrase}" at the very end
    """,
    "first_word": """
        "{word}" is to be the very first word.
        Put "{word}" in front as the opening word.
        Your reply opens on the word "{word}".
        Choose "{word}" as word number one.
        Your first word must be "{word}".
        > opening on the word "{word}"
        > whose very first word is "{word}"
        > using "{word}" as the first word
    """,
    "last_word": """
        "{word}" is to be the very last word.
        Put "{word}" at the end as the closing word.
        Your reply closes on the word "{word}".
        The final word has to be "{word}".
        Your last word must be "{word}".
        > closing on the word "{word}"
        > whose final word is "{word}"
        > using "{word}" as the last word
    """,
    "postscript": """
        Below the text goes a postscript, introduced by {marker}
        Append a final line introduced by {marker}
        Close with a postscript marked {marker}
        Do not forget an afterthought at the end, marked {marker}
        At the end of your answer, add a postscript starting with {marker}
        > plus an afterthought marked {marker}
        > followed by a postscript marked {marker}
    """,
    "quoted": """
        Enclose the entire reply in quotation marks (").
        The entire reply goes between a pair of " signs.
        Quote marks (") open and close your reply.
        Surround everything you write with " characters.
        Your whole answer must be inside double quotes.
        > enclosed in a pair of " signs
        > surrounded by quotation marks (")
        > inside double quotation marks
    """,
    "titled": """
        Enclose the title like this: <<a title>>.
        The signs << and >> surround the title.
        Mark the title with << in front and >> behind.
        > enclosed like <<this>>
        > surrounded by the signs << and >>
    """,
    "uppercase": """
        (Type|Set) every letter as a capital.
        Your entire reply should be uppercase.
        Lowercase letters are forbidden.
        Keep caps lock on.
        Only uppercase English letters are allowed.
        Shout: each letter is upper case.
        Reply in full capitals.
        Your answer must be in all capital letters.
        Answer in English and in capital letters only.
        All caps, please.
        The whole answer must be in capitals.
        > in upper case throughout
        > with every letter capitalised
        > with caps lock on
        > in all capital letters
        > using capitals only
        > in all caps
    """,
    "lowercase": """
        (Type|Set) every letter as a small one.
        Your entire reply should be lowercase.
        Uppercase letters are forbidden.
        Keep the shift key untouched.
        Only lower case letters are allowed.
        Capitals are not permitted, not even at the start.
        Your answer must be in all lowercase letters.
        Answer in English and in lowercase letters only.
        All lowercase, please.
        The whole answer must be in small letters.
        > in lower case throughout
        > with no uppercase at all
        > with small letters everywhere
        > in all lowercase letters
        > using small letters only
        > in all lowercase
    """,
    "title_case": """
        Give each word a leading capital.
        Format it In Title Case Like This.
        The words should be capitalised as in book titles.
        Every word opens with an uppercase letter.
        Headline capitalisation is required.
        Every word must start with a capital letter.
        Use title case throughout.
        > capitalised like a book title
        > with a leading capital on every word
        > using Title Case
        > with the first letter of each word capitalised
    """,
    "capital_words": """
        No fewer than {n} words should be fully uppercase.
        Set a minimum of {n} words in full capitals.
        Stress {n} words or more by typing them in upper case.
        > where no fewer than {n} words are fully uppercase
        > stressing a minimum of {n} words with full capitals
    """,
    "json_object": """
        Its fields are {keys}, and there are no other fields.
        Allowed and required fields: {keys}.
        The fields to fill are {keys}.
        Each of these fields is required, others are not allowed: {keys}.
        Work with the properties {keys} and none besides.
        The keys should be exactly {keys}.
        Your JSON must have the keys {keys} and no more.
        > having the fields {keys}
        > whose properties are {keys}
        > limited to the fields {keys}
        > with these keys only: {keys}
    """,
    "json_only": """
        The JSON alone will do.
        No comment around it, (just|only) JSON.
        Skip every explanation outside the object.
        It has to parse as JSON (as it stands|directly).
    """,
    "json_list": """
        Format it as a JSON array holding {n} strings.
        (Provide|Produce) one JSON array; its length is {n}, its entries are strings.
        Respond with {n} strings inside a JSON array.
        It has to parse as a JSON array of length {n}, strings only.
        Answer with a JSON list that has exactly {n} strings.
        Your answer must be a JSON array of {n} strings.
        > inside a JSON array of length {n}, strings only
        > formatted as a JSON array holding {n} strings
        > in a JSON list with {n} strings
    """,
    "excludes": """
        The {word_s} {words} {word_is} forbidden.
        Steer clear of the {word_s} {words}.
        You may not write the {word_s} {words}.
        Keep the {word_s} {words} out of it.
        Get by without the {word_s} {words}.
        Taboo: {words}.
        Do not include {words}.
        Your answer must not contain the {word_s} {words}.
        Without using {words}, please.
        > while keeping {words} out of it
        > steering clear of {words}
        > with no mention of {words}
        > without saying {words}
    """,
    "includes": """
        The {word_s} {words} {word_is} required.
        Work in the {word_s} {words}.
        Somewhere the {word_s} {words} should turn up.
        Bring in {words}.
        Your reply needs to contain {words}.
        Be sure to include {words}.
        Your answer must contain the {word_s} {words}.
        > working in the {word_s} {words}
        > that contains {words}
        > bringing in {words}
        > including the {word_s} {words}
    """,
    "keyword": """
        "{word}" should turn up no fewer than {n} times.
        Work in the word "{word}" {n} times or more.
        A minimum of {n} uses of "{word}" is required.
        > in which "{word}" turns up no fewer than {n} times
        > working in "{word}" {n} times or more
    """,
    "no_commas": """
        Commas are forbidden.
        Get by without a single comma.
        Refrain from using commas.
        The reply contains no comma at all.
        Your answer must not contain any commas.
        Write without commas.
        > with no comma at all
        > free of commas
        > refraining from commas
        > and do not use any commas
    """,
    "no_exclamation": """
        Exclamation marks are forbidden.
        Refrain from using exclamation marks.
        Stay calm: not one exclamation mark.
        > free of exclamation marks
        > with not one exclamation mark
    """,
    "no_digits": """
        Digits are forbidden.
        Refrain from using digits.
        The reply contains no numerals like 3 or 7.
        > free of digits
        > with no numerals like 3 or 7
    """,
    "letter": """
        The letter "{letter}" is forbidden.
        Get by without the letter "{letter}".
        Choose words in which no "{letter}" occurs.
        > free of the letter "{letter}"
        > choosing words in which no "{letter}" occurs
    """,
}

STARTS = """
    Allow me to explain; To my mind; Simply put; At first glance; Ladies and gentlemen; Dear all; The short version; \
    Rumour has it; What a topic; In a nutshell; Imagine for a moment; Experts agree; Long ago; Greetings from here; \
    If you ask me; Mark my words; Without further ado; On the whole; Let it be known; Here comes the answer; Sit back; \
    Make no mistake; Attention please; Speaking of which; People often ask; Some say; In other words; \
    The plain truth; As everyone can tell; Good morning; Strange but true; Before you go; A quick word; Rest assured; \
    To begin with; Hand on heart
"""

ENDS = """
    I could go on; Over to you; Hope to hear from you; What more could one want?; Yours sincerely; So be it; \
    All the best; No more, no less; Sleep well; Keep smiling; Make of it what you will; Would you agree?; Farewell; \
    Nothing else matters; Pass it on; This is the whole truth; See for yourself; Warm greetings; Time will tell; \
    Remember that; Is that clear?; Come what may; Mind how you go; My work is done; With love; Tell your friends; \
    To be continued; Such is life; Can I help further?; Cheerio
"""

FIRST_WORDS = """
    Now; Perhaps; Truly; Nowadays; Typically; Everywhere; Really; Mostly; Basically; Obviously; Traditionally; Still; \
    Actually; Briefly; Somehow; Yes
"""

LAST_WORDS = "tomorrow; daily; anyway; nowadays; everyone; tonight; here; naturally"

SEPARATORS = {"; ": "semicolons", " + ": "plus signs", " > ": "arrows (>)"}
MARKERS = {"*": "an asterisk (*)", "•": "a dot (•)"}
POSTSCRIPTS = {"P.P.S.": "P.P.S.", "PS:": "PS:"}

FIELDS = {
    "topic": "name", "subject": "name", "description": "fact", "comment": "fact", "statement": "fact", "trait": "quality",
    "property": "quality", "item": "thing", "detail": "thing", "keywords": "things", "related": "things",
    "popular_today": "flag", "for_children": "flag", "recommended": "flag", "score": "number", "stars": "number",
    "level": "number",
}
KEY_FORMS = [('"{key}" as {type}', ", "), ("{key} = {type}", "; "), ("`{key}` being {type}", " plus ")]
TYPES = {
    "string": ("a string", "words"), "boolean": ("true/false", "a boolean value"),
    "integer": ("an integer", "a number without decimals"),
    "list": ("an array of strings", "an array"),
}
# fmt: on
