"""Wording of the seen bank: how tasks are put and how constraints are said in repair rows and screening probes.

One phrase a line. `(a|b)` is a choice, `{slot}` is filled in. In `RULES` a plain line is a sentence of its own;
a line that starts with `>` is a tail that goes on the task itself (`Describe rain` + `in two sentences`).
"""

# fmt: off
TASKS = {
    "describe": """
        Describe {s}
        (Briefly describe|Please describe) {s}
        (Write|Compose) (a short text|a few words) about {s}
        Tell me (something|a little) about {s}
        (Can|Could) you describe {s}?
        (Explain|Show) what {s} {is} like
        Write (something|a short post) about {s}
        (I need|We need) a (short text|blurb) about {s}
        (Introduce|Present) {s} to (a child|my class|a newcomer)
        Give me a (short|brief) (text|description) of {s}
        What can you (say|write) about {s}?
        (Make|Write) a (caption|flyer text) about {s}
        Talk about {s}
        (Sum up|Outline) {s} for (me|our readers)
        Help me write about {s}
        Draft a (short message|quick post) on {s}
    """,
    "title": """
        Suggest a title for a (story|poem|song) about {s}
        (Think of|Find) a (title|name) for a (book|film|talk) about {s}
        Write a headline (for an article|for a report) about {s}
        (Can|Could) you name a (painting|photo) of {s}?
        (I need|Give me) a title for a (school project|short talk) about {s}
        Invent a (book|song) title about {s}
        What would be a good (title|headline) for a text about {s}?
        Make up a (title|name) for a (show|game) about {s}
        (Please write|Write) one title for a (podcast|blog) about {s}
        Propose a (heading|title) for a page about {s}
        Name my (essay|album) about {s}
        Come up with a (title|headline) on {s}
    """,
    "list": """
        (Name|List) (some|a few) {label}
        Which {label} (come to mind|do you know)?
        (Give|Tell) me {label}
        (I need|We need) a list of {label}
        Make a list of {label}
        (Can|Could) you list {label}?
        (Write down|Note down) {label}
        What are (typical|common) {label}?
        Think of {label}
        (Please list|Please name) {label}
        (Collect|Gather) {label} for (my class|a quiz)
        Help me list {label}
        Suggest {label}
        (Put together|Draw up) a list: {label}
    """,
    "note": """
        Write a (short|quick) (note|message) to {ask}
        (Draft|Compose) (a message|an email) to {ask}
        Help me {ask} in a (note|text message)
        (I want|I would like) to {ask}; write the (message|note)
        (Can|Could) you write a (card|note) to {ask}?
        (Please write|Please draft) a (short message|note) to {ask}
        Write (a few words|a short letter) to {ask}
        I have to {ask}; what should the (message|text) say?
        Make a (note|postcard) to {ask}
        (Give|Send) me a text I can use to {ask}
        (Prepare|Put together) a (brief note|short message) to {ask}
        How would you {ask} in a (letter|message)?
    """,
    "record": """
        (Describe|Summarise) {s} as a (JSON object|JSON record)
        (Write|Make|Give me) a JSON object (about|for) {s}
        (Can|Could) you give me JSON data about {s}?
        (Create|Build) a (small JSON object|JSON entry) about {s}
        Return (data|a record) about {s} in JSON
        (I need|We need) a JSON object on {s}
        Put {s} into a JSON object
        (Fill in|Produce) a JSON record about {s}
        (Please return|Please write) JSON about {s}
        Make a database entry, as JSON, for {s}
        Turn what you know about {s} into a JSON object
        (Answer|Reply) with a JSON object about {s}
    """,
}

FOCUS = {
    1: """
        {t} and {a}
        {t} with {a}
        {t}, especially {a}
        {a} and {t}
        {t} (including|as well as) {a}
    """,
    2: """
        {t}, {a} and {b}
        {t} with {a} and {b}
        {t}, especially {a} and {b}
        {t} and its link to {a} and {b}
        {a}, {b} and {t}
    """,
}

HINTS = {
    1: """
        {t}, such as {a}
        {t} (for example {a})
        {t}, {a} among them
    """,
    2: """
        {t}, such as {a} and {b}
        {t} (for example {a} or {b})
        {t}, {a} and {b} among them
    """,
}

CONTEXTS = """
    I am making a (leaflet|poster|quiz) for (my class|our club|the school).
    This is for (a friend|my blog|a newsletter|our website).
    (Hi|Hello)!
    (Hello there|Good morning), I need (a hand|some help).
    My (son|daughter|teacher) asked for this.
    We are (practising|learning) English.
    It goes on a (sign|postcard|slide).
    (Quick question|Small favour).
    I have (little time|five minutes).
    You are (a careful writer|a good copywriter).
"""

CLOSERS = """
    Keep it short.
    (Be brief|Please be brief).
    A short answer is (fine|enough).
    Thanks!
    Thank you (in advance|so much).
    Do not write much.
"""

LISTED = """
    Rules:
    Please (follow|keep to) these rules:
    The text must follow (these points|these rules):
    What matters:
"""

SYSTEM = """
    You (write|answer) (short texts|briefly) and follow (instructions|every instruction). {rules}
    Follow this style guide. {rules}
    {rules}
    You are a writing assistant. {rules}
"""

RULES = {
    "bullets": """
        Use exactly {n} bullet points.
        (Write|Give) exactly {n} bullets.
        The answer (must|should) have exactly {n} bullet points.
        (Answer|Reply) with a bulleted list of {n} points.
        Make it a list with {n} bullets, no more and no fewer.
        I want {n} bullet points.
        Put your answer into {n} bullets.
        The list needs (exactly|precisely) {n} bullets.
        Break the answer down into {n} bullets.
        I need it as bullet points: {n} of them.
        (Keep|Limit) it to exactly {n} bullet points.
        > in exactly {n} bullet points
        > as a list of {n} bullets
        > using {n} bullet points
        > in {n} (short bullets|bullets)
        > and put it into exactly {n} bullet points
    """,
    "bullets_marked": """
        Use exactly {n} bullet points, each starting with {marker}.
        (Write|Give) {n} bullets and start each line with {marker}.
        Make a list of exactly {n} points, with {marker} before each.
        The answer must be {n} bullets that begin with {marker}.
        There must be {n} lines that start with {marker} and a space.
        > as exactly {n} bullets starting with {marker}
        > in {n} bullet points marked with {marker}
    """,
    "numbered": """
        Number the (points|items) from 1 to {n}.
        Use a numbered list with exactly {n} (items|points).
        (Write|Give) a numbered list of {n} items.
        The answer must be a numbered list, 1 to {n}.
        Make a numbered list: exactly {n} entries.
        I want {n} numbered points.
        (Keep|Limit) it to {n} numbered points.
        A numbered list is needed: {n} items.
        > as a numbered list of {n} items
        > in exactly {n} numbered points
        > numbered from 1 to {n}
        > and number the {n} points
    """,
    "only": """
        Write nothing (before|after) the list.
        (Give|Write) only the list.
        No introduction, (please|just the list).
        Add no other text.
    """,
    "lines": """
        Write exactly {n} lines.
        Put (each one|each) on its own line, {n} lines in all.
        The answer must have {n} lines.
        Use {n} lines, (no more, no less|not more and not fewer).
        > in exactly {n} lines
        > on {n} separate lines
        > using {n} lines
    """,
    "items": """
        Give exactly {n} of them, separated by {separator}.
        Write {n} items with {separator} between them.
        Put {separator} between the {n} items.
        The answer must be {n} entries separated by {separator}.
        Separate the {n} items with {separator}.
        > as {n} items separated by {separator}
        > as {n} entries with {separator} between them
    """,
    "words_exactly": """
        Use exactly {n} words.
        The answer must have exactly {n} words.
        Write {n} words, no more and no fewer.
        Your text should be exactly {n} words long.
        It has to be {n} words.
        Hit exactly {n} words.
        It should be {n} words long, not one more.
        > in exactly {n} words
        > using exactly {n} words
        > in {n} words
        > that is exactly {n} words long
    """,
    "words_max": """
        Use at most {n} words.
        Do not use more than {n} words.
        Write no more than {n} words.
        The limit is {n} words.
        Stay under {more} words.
        Your text may have up to {n} words.
        (Keep|Limit) it to {n} words.
        Fewer than {more} words, please.
        > in at most {n} words
        > in no more than {n} words
        > using up to {n} words
        > and use {n} words or fewer
    """,
    "words_between": """
        Use between {low} and {high} words.
        The text should have {low} to {high} words.
        Write at least {low} and at most {high} words.
        > in {low} to {high} words
        > using between {low} and {high} words
    """,
    "sentences": """
        Write exactly {n} sentence{plural}.
        Use {n} sentence{plural}.
        The answer must have exactly {n} sentence{plural}.
        I want {n} sentence{plural}, no more and no fewer.
        Make it {n} sentence{plural} long.
        Limit yourself to {n} sentence{plural}, exactly.
        (Keep|Limit) it to exactly {n} sentence{plural}.
        Sum it up with {n} sentence{plural}.
        > in exactly {n} sentence{plural}
        > in {n} sentence{plural}
        > using {n} short sentence{plural}
        > and use exactly {n} sentence{plural}
    """,
    "paragraphs": """
        Write exactly {n} paragraphs with an empty line between them.
        Use {n} short paragraphs, separated by a blank line.
        The answer must have {n} paragraphs, with a blank line between.
        > in {n} tiny paragraphs with a blank line between
        > in exactly {n} short paragraphs, split by an empty line
    """,
    "highlights": """
        Highlight at least {n} words with stars, like *this*.
        Put stars around {n} or more words, for example *word*.
        Mark at least {n} words with *asterisks*.
        > with at least {n} words in *stars*
        > and put *stars* around at least {n} words
    """,
    "placeholders": """
        Use at least {n} placeholders in square brackets, such as [name].
        Leave {n} or more gaps to fill in, written like [date].
        Put in at least {n} placeholders, for example [place].
        > with at least {n} placeholders such as [name]
        > leaving at least {n} gaps like [date]
    """,
    "starts_with": """
        Begin with the words "{phrase}".
        Start your answer with "{phrase}".
        The (first words|text) must be "{phrase}"(.|, then go on.)
        Your answer should begin with "{phrase}".
        Open with the phrase "{phrase}".
        Let the text begin with "{phrase}".
        "{phrase}" should open the text.
        Before anything else, write "{phrase}".
        The answer has to open with "{phrase}".
        > starting with the words "{phrase}"
        > that begins with "{phrase}"
        > and begin with "{phrase}"
    """,
    "ends_with": """
        End with the words "{phrase}".
        Finish your answer with "{phrase}".
        The last words must be "{phrase}".
        Close with the phrase "{phrase}".
        The text should end with "{phrase}", with nothing after it.
        "{phrase}" should be how it ends.
        After everything else, write "{phrase}".
        The answer has to close with "{phrase}".
        > ending with the words "{phrase}"
        > and finish with "{phrase}"
        > that ends with "{phrase}"
    """,
    "first_word": """
        The first word must be "{word}".
        Start with the word "{word}".
        Let "{word}" be the first word.
        Your answer has to start with the word "{word}".
        "{word}" must come first.
        > with "{word}" as the first word
        > starting with the word "{word}"
        > and make "{word}" the first word
    """,
    "last_word": """
        The last word must be "{word}".
        End with the word "{word}".
        Let "{word}" be the last word.
        Your answer has to end with the word "{word}".
        "{word}" must come last.
        > with "{word}" as the last word
        > ending with the word "{word}"
        > and make "{word}" the last word
    """,
    "postscript": """
        Add a postscript that starts with {marker} at the end.
        End with a line that starts with {marker}
        Put a postscript at the end, beginning with {marker}
        After the text, add a postscript starting with {marker}
        A postscript has to follow, starting with {marker}
        > with a postscript that starts with {marker}
        > and add a postscript beginning with {marker}
    """,
    "quoted": """
        Put the whole answer in double quotation marks.
        Wrap your whole answer in double quotes.
        Your answer must stand between double quotation marks.
        Start and end with a double quotation mark.
        Add a double quote before and after your whole answer.
        > in double quotation marks
        > wrapped in double quotes
        > and put double quotes around it all
    """,
    "titled": """
        Put the title in double angle brackets, like <<my title>>.
        Write it between << and >>.
        The title must be wrapped in <<double angle brackets>>.
        > in double angle brackets, such as <<title>>
        > between << and >>
    """,
    "uppercase": """
        (Write|Answer) in capital letters only.
        Use only capital letters.
        (The text|Everything) must be in capital letters.
        All letters must be capitals.
        Write the whole answer in ALL CAPS.
        No small letters, please.
        Use capitals (everywhere|throughout).
        Everything should be uppercase.
        Type as if the caps key were stuck.
        Use all caps, every single letter.
        The reply has to be all uppercase.
        > in capital letters
        > in ALL CAPS
        > using only capital letters
        > in uppercase
        > and use capital letters for all of it
        > all in capitals
    """,
    "lowercase": """
        (Write|Answer) in small letters only.
        Use only lowercase letters.
        (The text|Everything) must be in lowercase.
        No capital letters, please.
        Do not use any capital letters.
        All letters must be small.
        Everything should be lowercase.
        Type as if there were no shift key.
        Use small letters from start to end.
        The reply has to be all lowercase.
        > in lowercase letters
        > in small letters only
        > without any capital letters
        > in lowercase
        > all in small letters
        > and use lowercase for all of it
    """,
    "title_case": """
        Use Title Case.
        Capitalise the first letter of each word.
        (Write|Put) it in Title Case.
        Start every important word with a capital letter.
        Each word should begin with a capital.
        Write Every Word Like This.
        Use capitals like the title of a book.
        > in Title Case
        > with a capital at the start of each word
        > written Like This
        > and capitalise every word
    """,
    "capital_words": """
        Write at least {n} words in capital letters.
        Put {n} or more words in ALL CAPS.
        At least {n} words must be all capitals.
        > with at least {n} words in ALL CAPS
        > with {n} or more words in capital letters
    """,
    "json_object": """
        Use exactly the keys {keys}.
        The keys (must be|are) {keys}.
        It must have these keys and no others: {keys}.
        Include only these keys: {keys}.
        The object needs the keys {keys}.
        Name the keys {keys}.
        Use these keys, all of them and nothing more: {keys}.
        > with the keys {keys}
        > with exactly these keys: {keys}
        > using only the keys {keys}
        > and use the keys {keys}
    """,
    "json_only": """
        (Give|Write) only the JSON.
        Output JSON and nothing else.
        No text outside the JSON.
        Reply with (valid JSON|the JSON) only.
    """,
    "json_list": """
        Give a JSON list of exactly {n} strings.
        (Answer|Reply) with a JSON array of {n} strings.
        Write a JSON array with exactly {n} strings.
        The answer must be a JSON list with {n} strings and nothing else.
        I need a JSON list of {n} strings.
        Use a JSON array; it should have {n} strings.
        > as a JSON list of exactly {n} strings
        > as a JSON array with {n} strings
        > and return them as a JSON list of {n} strings
    """,
    "excludes": """
        Do not use the {word_s} {words}.
        Avoid the {word_s} {words}.
        The {word_s} {words} must not appear.
        Leave out the {word_s} {words}.
        Never write {words}.
        Do not mention {words}.
        Words you must not use: {words}.
        Find a way around the {word_s} {words}.
        It should not contain {words}.
        > without the {word_s} {words}
        > without using {words}
        > but avoid {words}
        > and do not use {words}
    """,
    "includes": """
        Use the {word_s} {words}.
        Include the {word_s} {words}.
        The {word_s} {words} must appear.
        Mention {words}.
        Make sure to use {words}.
        Words you must use: {words}.
        It should contain {words}.
        > using the {word_s} {words}
        > that mentions {words}
        > with the {word_s} {words} in it
        > and mention {words}
    """,
    "keyword": """
        Use the word "{word}" at least {n} times.
        The word "{word}" must appear {n} times or more.
        Say "{word}" at least {n} times.
        > using the word "{word}" at least {n} times
        > with "{word}" in it at least {n} times
    """,
    "no_commas": """
        Do not use commas.
        Use no commas.
        Avoid commas.
        There must be no comma in it.
        The text has to do without commas.
        Not one comma, please.
        > without commas
        > without any commas
        > and use no commas
        > that has no commas
    """,
    "no_exclamation": """
        Do not use exclamation marks.
        Avoid exclamation marks.
        Use no exclamation marks.
        > without exclamation marks
        > and use no exclamation marks
    """,
    "no_digits": """
        Do not use any digits.
        Write no digits.
        Avoid digits such as 1 or 2.
        > without digits
        > and use no digits
    """,
    "letter": """
        Do not use the letter "{letter}".
        The letter "{letter}" must not appear.
        Avoid every word with the letter "{letter}".
        > without the letter "{letter}"
        > and avoid the letter "{letter}"
    """,
}

STARTS = """
    Here is my answer; To be honest; Good question; As you know; In my view; Let me see; First of all; Well then; \
    Dear reader; Picture this; Once upon a time; Good news; It is well known; Listen closely; Hear me out; In short; \
    Here we go; Just so you know; Believe it or not; My friends; Good evening; By the way; Take note; As a rule; \
    Hello everyone; From what I know; Let us begin; On a good day; Truth be told; For a start; Without doubt; \
    Here is the story; Now then; Guess what; As they say; Fun fact
"""

ENDS = """
    I hope that helps; Have a nice day; That is all; See you soon; Thanks for reading; What do you think?; \
    Best wishes; That is my answer; Good night; Take care; The end; More to come; Let me know; Enjoy; Until next time; \
    Is there more to say?; End of story; Try it yourself; Now you know; Kind regards; That says it all; Think about it; \
    It is that simple; Any questions?; Stay curious; And that is that; Ask me anything; Yours truly; Over and out; \
    Case closed
"""

FIRST_WORDS = """
    Today; Honestly; Sometimes; Clearly; Often; Surely; Here; Indeed; Usually; Certainly; Generally; Luckily; Overall; \
    Naturally; Outside; Frankly
"""

LAST_WORDS = "today; always; indeed; forever; everywhere; together; sometimes; again"

SEPARATORS = {", ": "commas", " / ": "slashes (/)", " | ": "vertical bars (|)"}
MARKERS = {"-": "a dash (-)", "+": "a plus sign (+)"}
POSTSCRIPTS = {"P.S.": "P.S."}

FIELDS = {
    "name": "name", "title": "name", "summary": "fact", "note": "fact", "fact": "fact", "quality": "quality",
    "feature": "quality", "example": "thing", "part": "thing", "tags": "things", "examples": "things",
    "useful": "flag", "popular": "flag", "is_common": "flag", "rating": "number", "rank": "number", "priority": "number",
}
KEY_FORMS = [('"{key}" ({type})', ", "), ("{key}: {type}", ", "), ("{key} ({type})", " and ")]
TYPES = {
    "string": ("string", "text"), "boolean": ("true or false", "boolean"), "integer": ("integer", "whole number"),
    "list": ("list of strings", "list"),
}
# fmt: on
