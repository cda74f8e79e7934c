"""Phrases of instructions in the bank that repair rows and screening probes are put in.

One phrase a line, without its full stop; it is an order that may stand behind "Then". `(a|b)` is a choice, `{t}` what
the text is called, other slots are told in `prompt`.
"""

# fmt: off
ASKS = {
    "synonyms": """
        (Paraphrase|Rephrase) the {t} with these (words|synonyms): {pairs}
        Say the same in other words, (using|by means of) this list: {pairs}
        (Put|Write) the {t} in other words; (the new words are|use for it): {pairs}
        (Write|Make) a paraphrase of the {t} in which only these words change: {pairs}
        Reword the {t} by this (list|table) of synonyms: {pairs}
        Keep the meaning of the {t} and (exchange|change) these words: {pairs}
        (Give|Produce) a paraphrase by (word pairs|synonyms): {pairs}
        Vary the wording of the {t} with (these|the following) synonyms: {pairs}
    """,
    "turn_back": """
        (Paraphrase|Rephrase) the {t}: (wherever|where) a sentence has the form {front}, write {back}
        (Turn|Change) each sentence of the form {front} into {back}, words unchanged
        Move (the opening part|the first part) of every sentence like {front} to its end, so that it reads {back}
        (Rewrite|Recast) sentences built like {front} as {back}
        (Say|Put) it the other way round: {front} becomes {back}
        Reorder each sentence that (goes|runs) {front} to {back}
        Let no sentence (start|open) as in {front}; use {back} instead
        (Change|Switch) the order of the parts from {front} to {back}
    """,
    "turn_front": """
        (Paraphrase|Rephrase) the {t}: (wherever|where) a sentence has the form {back}, write {front}
        (Turn|Change) each sentence of the form {back} into {front}, words unchanged
        Move (the last part|the closing part) of every sentence like {back} to its beginning: {front}
        (Rewrite|Recast) sentences built like {back} as {front}, comma included
        (Say|Put) it the other way round: {back} becomes {front}
        Reorder each sentence that (goes|runs) {back} to {front}
        (Open|Start) with the last part wherever a sentence is like {back}, as in {front}
        (Change|Switch) the order of the parts from {back} to {front}
    """,
    "glossary": """
        (Simplify|Make simpler) the {t} with this (glossary|list): {pairs}
        Replace the (hard|difficult) words by easy ones: {pairs}
        (Write|Put) the {t} in plain words; the glossary is: {pairs}
        (Make|Get) the {t} easy to read. (Easy words|Plain words) to use: {pairs}
        Swap each (rare|hard) word for the simple one given here: {pairs}
        (Help|Write for) young readers: change these words only: {pairs}
        Use the (simple|short) word where the {t} has a hard one: {pairs}
        (Turn|Bring) the {t} into simple English by this list: {pairs}
    """,
    "split": """
        (Simplify|Make simpler) the {t}: a sentence that tells two (deeds|actions) joined by "and" becomes two sentences, who did it is said again
        (Split|Cut) every sentence with two verbs at "and" and repeat the (doer|subject), so "X came and saw" gives "X came. X saw."
        (Break|Divide) sentences in which somebody does one thing and another in two, (naming|with) the doer each time
        (Write|Put) each action in a sentence of its own: split at the "and" between two verbs, repeat the subject
        Shorten the sentences: "X did A and did B." (becomes|turns into) "X did A. X did B."
        (Make|Form) two short sentences out of each one that joins two actions with "and"; both begin with the same person
        Take sentences with two actions apart at "and" and (start|open) both with the doer
    """,
    "abbreviations": """
        (Expand|Write out) the (abbreviations|short forms): {pairs}
        (Replace|Exchange) each abbreviation by its full form: {pairs}
        Spell out what is (shortened|abbreviated) in the {t}: {pairs}
        (Expand|Lengthen) the {t} by this list of short forms: {pairs}
        Let the {t} have no abbreviations. (They mean|Their long forms are): {pairs}
        (Put|Write) the long form wherever a short one stands: {pairs}
        Give every abbreviation in full, (as follows|like this): {pairs}
    """,
    "facts": """
        (Expand|Extend) the {t}. {pairs}
        (Add|Work in) these facts, each as a sentence of its own. {pairs}
        (Make|Render) the {t} longer by what is given here. {pairs}
        (Fill out|Enrich) the {t} with new sentences. {pairs}
        (Put|Insert) new sentences (where they belong|in their places). {pairs}
        (Complete|Supplement) the {t} as follows. {pairs}
    """,
    "appositions": """
        (Expand|Extend) the {t}: where a person is first named, add between commas who that is: {pairs}
        (Say|Tell) who people are, between commas, right behind their (first mention|name, the first time): {pairs}
        (Put|Insert) between commas after each of these names, at its first place only: {pairs}
        (Introduce|Present) each person at the first mention, in the form "X, the boss,": {pairs}
        (Add|Supply) an apposition in commas to the first place of each name: {pairs}
        Behind a name, the first time it (stands|occurs), (write|add) in commas: {pairs}
    """,
    "translate": """
        (Translate|Put) the {t} into (the made-up language|the language) {language}, word for word: {pairs}
        (Render|Give) the {t} in {language}, an invented tongue. Its words: {pairs}
        (Translate|Turn) each word by this dictionary of {language}: {pairs}
        (Write|Say) the {t} in {language}. (Dictionary|Word list): {pairs}
        How would {language} speakers write the {t}? (Use|Here is) their vocabulary: {pairs}
        (Make|Produce) a translation into {language} out of this word list: {pairs}
        (Carry|Bring) the {t} over into {language}; the words are: {pairs}
    """,
    "lines": """
        (Write|Put) each {piece} on a line of its own
        (Format|Lay out) the {t} with one {piece} (per line|a line)
        (Break|Split) the {t} into lines, one {piece} each
        (Start|Begin) a new line for every {piece}
        (Give|Show) the {pieces} line by line
        (Arrange|Set) the {pieces} below each other, one a line
        Make a line of every {piece}, without (numbers|bullets)
    """,
    "bullets": """
        (Turn|Make) the {t} into bullet points, one {piece} each, marked "{mark}"
        (Format|Write) the {pieces} as a (bullet list|bulleted list) with "{mark}"
        (Give|List) each {piece} on its own line after "{mark} "
        (Put|Set) "{mark} " before each {piece} and start a new line for it
        Make a (list|bullet list), "{mark}" and a space before each {piece}
        (Arrange|Show) the {pieces} as points, each line opening with "{mark} "
        (Convert|Change) the {t} to a list whose lines start with "{mark} "; a line is one {piece}
    """,
    "numbered": """
        (Turn|Make) the {t} into a numbered list ("1{mark} ", "2{mark} ", ...), one {piece} a line
        (Number|Count) the {pieces} as "1{mark} ", "2{mark} " and so on, each on a line of its own
        (Format|Write) the {pieces} as a numbered list of the form "1{mark} ..."
        (Put|Set) a number in front of each {piece}, written "1{mark} ", and start a new line for it
        (Give|List) the {pieces} by number, one per line: 1{mark}, 2{mark}, ...
        (Convert|Change) the {t} to numbered lines, beginning with "1{mark} "; a line is one {piece}
    """,
    "csv": """
        (Turn|Convert) each sentence into a line of values separated by "{mark}", in this order: {fields}
        (Format|Write) the data as rows without a header: {fields}, with "{mark}" in between and no blanks
        (Give|Make) one row per sentence with {fields}, divided by "{mark}"
        (Put|Bring) the {t} into table rows; columns are {fields}, the separator is "{mark}", no header line
        (Extract|Pull) {fields} from each sentence and join them with "{mark}", no spaces, one line each
        (Make|Write) a line "{shape}" of every sentence
    """,
    "json": """
        (Turn|Convert) each sentence into a JSON object on one line, with the keys {fields} in this order
        (Format|Write) the data as JSON, one object a line: {fields}
        (Give|Make) one JSON object per sentence with {fields}; numbers without quotes
        (Put|Bring) the {t} into JSON lines whose keys are {fields}, numbers as numbers
        (Represent|Express) every sentence as a single-line JSON object that has {fields}
        (Make|Write) JSON of every sentence: {fields}, in this order, numbers unquoted
    """,
    "key_values": """
        (Turn|Convert) each sentence into lines of the form "{shape}", for {fields}; an empty line between records
        (Format|Write) the data as a form, one field a line like "{shape}": {fields}, with a blank line between two records
        (Give|List) {fields} below each other as "{shape}"; leave a line free between sentences' records
        (Put|Bring) the {t} into lines "{shape}" with the fields {fields}, a blank line before a new record
        (Make|Write) one block per sentence with {fields}, each on a line as "{shape}", blocks apart by one empty line
    """,
    "dates": """
        (Write|Format) every date like this: {sample}
        (Change|Convert) the form of all dates as in {sample}
        (Reformat|Rewrite) the dates so that {sample}
        (Bring|Put) each date into the other format ({sample})
        (Use|Apply) the date format of this example throughout: {sample}
        Give the dates in the way of {sample}
    """,
    "opposites": """
        (Change|Turn) the mood of the {t} to its opposite with these words: {pairs}
        (Make|Let) the {t} say the (opposite|reverse) by this table: {pairs}
        (Flip|Reverse) the sentiment; exchange only: {pairs}
        Give the {t} the other (tone|sentiment), by these words: {pairs}
        (Rewrite|Recast) the {t} as if the opinion were the other one: {pairs}
        (Turn round|Invert) what people felt. Words for it: {pairs}
        (Replace|Swap) each word of judgement by its opposite: {pairs}
    """,
    "negate": """
        (Change|Turn) the sentiment: (put|write) "not" right behind every "was" and "were"
        (Negate|Deny) each sentence with "was" or "were" by a "not" after it
        (Make|Let) the {t} say the contrary by adding "not" after each "was" or "were"
        (Insert|Add) the word "not" after "was" and "were", (everywhere|in all places)
        Reverse each statement with "was" or "were" by means of "not"
        Say of everybody and everything that it was not so: "was" becomes "was not", "were" becomes "were not"
    """,
    "tag": """
        (Annotate|Mark) the {t}, X standing for what is marked: {marks}
        (Mark up|Label) words in the {t} like this, where X is the word itself: {marks}
        (Add|Put) these marks to the {t} (X is what stands there now): {marks}
        (Tag|Annotate) as follows, X being the marked words: {marks}
        (Write|Set) marks for later search. Instead of X write as follows: {marks}
        (Go through|Work through) the {t} and mark, with X for the words found: {marks}
    """,
    "replace": """
        (Replace|Exchange) these words wherever they stand: {pairs}
        (Change|Swap) the following words in the {t}: {pairs}
        (Substitute|Replace) words by this table: {pairs}
        Put the new keywords into the {t}: {pairs}
        (Do|Carry out) a search and replace: {pairs}
        (Exchange|Update) the keywords of the {t}: {pairs}
        Write the {t} again with (other words|these changes): {pairs}
        Everywhere in the {t}, (change|replace): {pairs}
    """,
    "replace_first": """
        (Replace|Exchange) only the first "{a}" of the {t} by "{b}"
        (Change|Turn) "{a}" into "{b}", but only (where it stands first|the first time)
        Put "{b}" for "{a}" at its first place, later ones stay
        Write "{b}" instead of the first "{a}" and leave (the others|every further one) alone
        (Swap|Substitute) "{b}" for "{a}" once, at its earliest place
        The first "{a}" must (become|be changed to) "{b}"; no other place changes
    """,
    "swap": """
        (Swap|Exchange) the names {a} and {b} everywhere
        Let {a} and {b} change (places|roles): each gets the other's name
        (Write|Put) {a} for {b} and {b} for {a} throughout the {t}
        Interchange {a} and {b} in the (whole {t}|{t})
        (Replace|Change) {a} by {b}, and {b} by {a}
        Make {a} do what {b} does, and the other way round, by swapping the names
    """,
    "drop_mention": """
        (Remove|Delete) every sentence that mentions "{a}"
        (Leave out|Drop) all sentences in which "{a}" stands
        Cut what is said about "{a}": whole sentences with this word go
        (Take out|Strike) each sentence with "{a}" in it
        Keep only the sentences without "{a}"
        (Erase|Delete) the sentences where the word "{a}" (stands|occurs)
        Shorten the {t} by all sentences that contain "{a}"
    """,
    "drop_words": """
        (Remove|Delete) these words and nothing else: {words}
        (Leave out|Drop) the words {words} wherever they stand
        (Strike|Take out) every {words}
        Cut the following words from the {t}: {words}
        (Erase|Cross out) {words} in the {t}
        Write the {t} without (the words|using) {words}
        The words {words} have to go, (all else stays|the rest stays as it is)
    """,
    "drop_adjectives": """
        (Remove|Delete) the adjectives before nouns
        (Leave out|Drop) every adjective
        (Strike|Take out) all adjectives, nothing else
        Cut the adjectives from the {t}
        Write the {t} without (adjectives|any adjective)
        (Erase|Cross out) each adjective in the {t}
        Keep everything except the adjectives
    """,
    "drop_asides": """
        (Remove|Delete) what stands in brackets, and the brackets
        (Leave out|Drop) the remarks in parentheses
        (Strike|Take out) everything between ( and ), these signs included
        Cut all bracketed (asides|remarks) from the {t}
        Write the {t} without its parentheses and what they (hold|contain)
        (Erase|Cross out) each parenthesis with its words
    """,
    "drop_numbers": """
        (Remove|Delete) every sentence that has a number in it
        (Leave out|Drop) sentences with (digits|figures)
        Cut each sentence in which a number stands
        Keep only the sentences that (have|contain) no number
        (Strike|Take out) all sentences with numbers
        Write the {t} without the sentences that give a number
    """,
    "drop_last": """
        (remove|delete) the last sentence
        (leave out|drop) the sentence at the end
        cut the final sentence
        (strike|take out) what is now the last sentence
        shorten it by its last sentence
    """,
    "starts": """
        (Give|Put) a capital letter to the start of each sentence, and to nothing else
        (Capitalise|Write with a capital) the first letter of every sentence only
        Make the first letter of each sentence a capital; (names stay small|leave names small)
        (Begin|Start) every sentence with a capital letter and change no other letter
        Set a capital at each start of a sentence, the rest (remains|stays) in small letters
        (Correct|Mend) the sentence starts: capital there, small letters elsewhere
    """,
    "people": """
        (Capitalise|Write with capitals) the names of people, and nothing else
        (Give|Put) a capital to every person's name; sentence starts stay small unless a name stands there
        Make the first letter of people's names a capital and (change no other letter|leave the rest small)
        Only the names of persons (get|need) capitals: put them in
        (Correct|Mend) the names of people by capital letters, all else stays small
    """,
    "title": """
        (Write|Put) every word of the {t} with a capital first letter
        (Set|Format) the {t} in title case, each word with a capital, small words too
        (Capitalise|Start with a capital) each single word
        Give all words a capital (first letter|initial), articles and prepositions too
        Make the first letter of every word a capital
        (Turn|Change) the {t} into title case, no word excepted
    """,
    "upper": """
        (Write|Put) the word "{a}" in capitals wherever it stands
        (Set|Print) each "{a}" in capital letters
        (Capitalise|Make capitals of) all letters of "{a}"
        (Change|Turn) "{a}" into capital letters, every time
        Put all letters of "{a}" in upper case and (no other word|nothing else)
        (Stress|Emphasise) "{a}" by writing it in capitals
    """,
    "upper_names": """
        (Write|Put) the names of all people in capital letters
        (Set|Print) every person's name in capitals
        (Capitalise|Make capitals of) all letters of people's names
        Put personal names in upper case, as is done in (scripts|lists)
        (Stress|Emphasise) the people by writing their names all in capitals
        (Change|Turn) each name of a person into capital letters
    """,
    "upper_sentence": """
        (Write|Put) the {nth} sentence in capitals
        (Set|Print) all of the {nth} sentence in capital letters
        (Change|Turn) the {nth} sentence into capitals, the others stay
        Put every letter of the {nth} sentence in upper case
        (Stress|Emphasise) the {nth} sentence by capital letters throughout
        Make the {nth} sentence, and only that, all capitals
    """,
    "formal": """
        (Make|Render) the {t} formal: {pairs}
        (Change|Shift) the style from casual to formal by this list: {pairs}
        (Write|Put) the {t} as for an office; use: {pairs}
        Replace the casual words by formal ones: {pairs}
        (Rewrite|Recast) the {t} in a formal style with: {pairs}
        Let the {t} sound (official|serious) by these words: {pairs}
    """,
    "informal": """
        (Make|Render) the {t} casual: {pairs}
        (Change|Shift) the style from formal to casual by this list: {pairs}
        (Write|Put) the {t} as for a friend; use: {pairs}
        Replace the formal words by casual ones: {pairs}
        (Rewrite|Recast) the {t} in a relaxed style with: {pairs}
        Let the {t} sound (chatty|relaxed) by these words: {pairs}
    """,
    "passive": """
        (Put|Set) each sentence into the passive, like "X opened Y here." to "Y was opened by X here."
        (Change|Turn) the {t} from active to passive ("A sold B at noon." gives "B was sold by A at noon.")
        (Rewrite|Recast) every sentence in the passive with "by"; place and time stay where they are
        (Use|Choose) the passive voice: "On Monday, A sold B." becomes "On Monday, B was sold by A."
        Make the thing the subject: "A lifted B in the yard." turns into "B was lifted by A in the yard."
        Say by whom each thing was done, in the passive, as in "B was lifted by A yesterday."
    """,
    "present": """
        (Put|Set) the {t} into the present tense
        (Change|Turn) the past tense into the present
        (Rewrite|Recast) the {t} as if it happened now: simple present
        (Tell|Write) the {t} in the present tense
        Make all verbs (present tense|simple present)
        (Use|Choose) the simple present instead of the past
    """,
    "third_person": """
        (Tell|Write) the {t} about {name}: the first "I" becomes "{name}", each later one "{pronoun}", and "my" becomes "{own}"
        (Change|Turn) it from first to third person. "I" is {name} the first time, then "{pronoun}"; "my" is "{own}"
        (Put|Set) the {t} into the third person: {name} for the first "I", "{pronoun}" for the others, "{own}" for "my"
        (Rewrite|Recast) what {name} says about (the day|it) in the third person: name first, then "{pronoun}"; "{own}" for "my"
        Speak of {name} instead of "I": the name once, at the start, then "{pronoun}", with "{own}" for "my"
    """,
    "order": """
        (Rewrite|Arrange) the {t} in the order of events, earliest first
        (Put|Bring) the sentences into the order in which things happened
        Sort the sentences by (time|when it happened), the earliest first
        (Tell|Write) it again from the first event to the last, sentences unchanged
        The sentences are mixed up: (order|arrange) them by time
        (Move|Shift) the sentences so that what came first stands first
    """,
    "merge": """
        (Rewrite|Shorten) the {t}: two sentences in a row about the same person become one with "and", the person named once
        (Join|Merge) neighbouring sentences with the same subject by "and", like "X came. X saw." to "X came and saw."
        (Combine|Put together) sentences that follow each other and begin with the same person: "X did A and did B."
        Where two sentences running have one and the same doer, (make|form) one of them with "and"
        (Connect|Link) with "and" what the same person does in two sentences running; (do not repeat the name|name the person once)
    """,
    "repeat_names": """
        (Rewrite|Recast) the {t} with names instead of "he" and "she"
        (Replace|Exchange) each "he" or "she" by the name of the person
        (Put|Write) the name wherever "he" or "she" stands
        Make clear who is meant: no "he", no "she", (names only|but the names)
        (Change|Turn) every "she" and "he" into the name it stands for
    """,
    "iso_dates": """
        (Normalise|Standardise) the dates to year-month-day ({sample})
        (Write|Put) all dates in ISO form, {sample}
        (Convert|Bring) each date to the ISO format YYYY-MM-DD
        Use the form YYYY-MM-DD for (all dates|every date)
        (Change|Rewrite) the dates to ISO 8601, as in {sample}
    """,
    "digits": """
        (Normalise|Standardise) the numbers: digits instead of words
        (Write|Put) all numbers in digits
        (Convert|Change) number words to digits
        Use figures for every number (that is written out|in words)
        (Turn|Bring) spelled-out numbers into digits
        (Replace|Exchange) each number word by the number in digits
    """,
    "clock": """
        (Normalise|Standardise) the times to the 24-hour clock, in the form 07:05
        (Write|Put) all times of day in 24-hour form (HH:MM)
        (Convert|Change) am and pm times to HH:MM
        Use the 24-hour clock, two digits each, for (all times|every time)
        (Turn|Bring) the times with am and pm into the form HH:MM
    """,
    "units": """
        (Normalise|Convert) all amounts in {old} to {new} (1 {old} = {factor} {new})
        (Write|Give) every amount of {old} in {new}; one {old} is {factor} {new}
        (Change|Turn) {old} into {new}, other units stay
        Use {new} instead of {old} (1 {old} is {factor} {new})
        (Bring|Convert) what is measured in {old} to {new}, and nothing else
    """,
    "spelling": """
        (Normalise|Standardise) the spelling to American English
        (Write|Put) the {t} in American spelling
        (Change|Turn) British spellings into American ones
        Use American instead of British spelling, (same words|words unchanged)
        (Convert|Bring) the {t} to American spelling
    """,
    "spelling_table": """
        (Normalise|Standardise) the spelling by this table: {pairs}
        (Write|Put) one spelling throughout: {pairs}
        (Change|Correct) the variants of spelling to the house style: {pairs}
        Make the spelling (uniform|even): {pairs}
        (Convert|Bring) spellings to ours: {pairs}
    """,
    "contractions": """
        (Normalise|Standardise) the {t}: write contractions out
        (Write out|Expand) every contraction, such as "isn't" to "is not"
        (Replace|Change) short forms with an apostrophe by the full ones
        Use full forms instead of contractions ("isn't" is "is not")
        (Turn|Bring) contracted forms into full ones
    """,
    "marked": """
        (Reword|Rework) the {t} so that nobody can call it copied: replace the words between stars (and drop the stars): {pairs}
        (Rewrite|Recast) the {t} to avoid plagiarism. Put these for the starred words, stars gone: {pairs}
        (Make|Create) an original version: each starred word gives way to its synonym without stars: {pairs}
        (Change|Exchange) the words marked with stars, removing the stars: {pairs}
        For a version of our own, (swap|replace) what is between stars, stars included: {pairs}
    """,
    "foreign": """
        (Mix|Switch) languages: put these {language} nouns into the English {t}: {pairs}
        (Code-switch|Switch) to {language} for the nouns, articles stay English: {pairs}
        (Replace|Exchange) nouns by {language} ones, the rest stays English: {pairs}
        Write it as a speaker of English and {language} might, with: {pairs}
        (Blend|Work) {language} words into the {t}: {pairs}
        Let the nouns be {language} and all else English: {pairs}
    """,
    "mask_email": """
        (Hide|Obfuscate) every e-mail address: {sample}
        (Mask|Cover) the e-mail addresses, like {sample}
        (Make|Render) e-mail addresses unreadable as in {sample}
        For privacy, (change|replace) e-mail addresses like this: {sample}
        Protect the addresses: {sample}
    """,
    "mask_phone": """
        (Hide|Obfuscate) each phone number: all digits but the last {n} become "{sign}"
        (Mask|Cover) phone numbers with "{sign}" for each digit except the last {n}; spaces and signs stay
        (Make|Render) phone numbers unreadable: "{sign}" for every digit, only the last {n} remain
        For privacy, (put|write) "{sign}" over the digits of phone numbers, save the last {n}
        Leave the last {n} digits of a phone number and (turn|change) the others into "{sign}"
    """,
    "initials": """
        (Hide|Obfuscate) the people: write only initials, like {sample}
        (Mask|Cover) people's names by their initials ({sample})
        (Make|Render) the {t} anonymous with initials for names, as in {sample}
        For privacy, (shorten|cut) names of people to initials: {sample}
        Replace every person's name by initials, {sample}
    """,
    "mask_digits": """
        (Hide|Obfuscate) all digits with "{sign}"
        (Mask|Cover) every digit by one "{sign}"
        (Make|Render) the numbers unreadable: "{sign}" for each digit
        For privacy, (put|write) "{sign}" in place of each digit
        (Turn|Change) each single digit into "{sign}"
    """,
    "mark": """
        (Annotate|Mark) these words wherever they stand: {pairs}
        (Mark|Label) the keywords of the {t} as shown: {pairs}
        (Add|Put) marks to the words that are listed: {pairs}
        (Tag|Annotate) each place of the following words: {pairs}
        Mark these words for the index, every time they (stand there|occur): {pairs}
    """,
    "redact": """
        (Hide|Obfuscate) these words wherever they stand: {pairs}
        (Mask|Cover) what nobody may read: {pairs}
        For privacy, (change|replace) each of these: {pairs}
        (Make|Render) the {t} anonymous: {pairs}
        (Take out|Hide) what is secret: {pairs}
    """,
    "reverse": """
        (Rewrite|Arrange) the {t} with its sentences in reverse order
        (Put|Bring) the sentences into the opposite order, the last one first
        (Turn|Change) the order of the sentences round, from the last to the first
        Write the sentences backwards: the last one comes first, the first one last
        (Tell|Write) it from the end to the beginning, sentence by sentence, each unchanged
    """,
    "last_first": """
        (Move|Shift) the last sentence to the beginning
        (Rewrite|Arrange) the {t} so that its last sentence stands first
        (Put|Bring) the last sentence to the front, the others keep their order
        (Open|Start) with what is the last sentence now; the rest follows as it is
        Let the last sentence change its place: it goes before all others
    """,
    "first_last": """
        (Move|Shift) the first sentence to the end
        (Rewrite|Arrange) the {t} so that its first sentence stands last
        (Put|Bring) the first sentence to the end, the others keep their order
        (End|Finish) with what is the first sentence now; the rest stands before it as it is
        Let the first sentence change its place: it goes behind all others
    """,
    "spaces": """
        (Normalise|Clean up) the white space: one space between words, none before punctuation marks, no line breaks
        (Correct|Mend) the spacing: single spaces only, no space before a comma, colon or full stop, all on one line
        (Remove|Delete) superfluous spaces, those before punctuation marks too, and line breaks
        Put the {t} on one line with (single|plain) spaces between words and none before punctuation marks
        (Take out|Strike) each space and line break too many, so that words are one space apart and marks follow at once
    """,
    "vocabulary": """
        (Rewrite|Recast) the {t} with a small vocabulary. Names and numbers are free, other words must be on this list, so exchange each word that is missing for the one that means the same: {words}
        (Use|Take) only words of this list, names and numbers aside; swap a word that is not there for the one with its meaning, and change nothing else: {words}
        (Write|Put) the {t} in limited English: apart from names and numbers, just these words. A word that is missing gives way to its synonym on the list: {words}
        (Say|Tell) the same with these words alone (names and numbers are allowed), one word for one: {words}
        Keep every fact, but for each word that is not listed (write|use) the listed one that says the same: {words}
    """,
    "prefix": """
        (write|put) "{a}" and a space in front of the whole text
        (begin|start) the result with "{a}" and a space
        set "{a}" before the first sentence
        let the result open with the words "{a}"
        add "{a}" at the very beginning
    """,
    "entail": """
        Statement: {statement} (Answer|Reply) "{e}" if the {t} says so, "{c}" if it says otherwise, "{n}" if it leaves that open.
        (Compare|Check) this with the {t}: {statement} Say "{e}" if it follows, "{c}" if it cannot be true, "{n}" if one cannot know.
        (Read|Take) the {t} as true. Is this so: {statement} ("{e}" for yes by the {t}, "{c}" for no by the {t}, "{n}" for not told.)
        Does the {t} bear this out? {statement} (Write|Choose) "{e}" if it does, "{c}" if it is at odds with it, "{n}" if neither.
        Hypothesis: {statement} Going by the {t} alone, it is "{e}" (backed), "{c}" (at odds) or "{n}" (left open).
        What is the relation of the {t} to this sentence? {statement} "{e}": the {t} says it. "{c}": the {t} denies it. "{n}": the {t} is silent on it.
    """,
}

NOTES = {
    "only": """
        (Reply|Answer) with the (changed|new) {t} only.
        (Give|Write) just the result.
        Only the (new|finished) {t}, (please|no comment).
        (Return|Send back) the {t} and nothing else.
        No (explanation|remarks), just the {t}.
        The reply is (the result|the new {t}) alone.
        (Leave|Keep) everything else as it is and reply with the {t} only.
        All else stays. (Reply|Answer) only with the result.
    """,
    "only_label": """
        (Reply|Answer) with that word only.
        (Give|Write) just the answer.
        One of the three, nothing else.
        No (explanation|reasons), just the word.
        The reply is the answer (alone|and nothing more).
    """,
    "letter": """
        (Reply|Answer) with the letter only: {options}
        (Give|Write) just the letter. {options}
        (Choose|Pick) one letter: {options}
        Options: {options} - (only the letter|one letter), please.
        Which letter is right? {options}
    """,
    "unchanged": """
        If there is nothing to change, (reply|answer) "{word}".
        Should nothing need changing, (write|say) only "{word}".
        (Reply|Answer) "{word}" in case nothing has to change.
        Nothing to do? Then (write|say) "{word}" instead of the {t}.
        Where the {t} needs no change at all, the reply is "{word}".
    """,
    "names_stay": """
        (Names of people|Surnames) stay as they are.
        (Leave|Keep) surnames unchanged.
        This does not (touch|concern) people's names.
        A surname is not (meant|to be changed).
    """,
    "items": """
        Only the things themselves, not what (introduces them|stands before them).
        (Leave out|Drop) the words before the colon.
        What stands before the colon (goes|is not part of it).
    """,
    "keep": """
        The order of words stays.
        (Keep|Leave) the English word order.
        (No change|Change nothing) in the order of words.
    """,
    "verb_last": """
        The verb (goes|stands) at the end of the sentence.
        Put the verb last in each sentence.
        In {language} the verb (comes|stands) last.
    """,
    "verb_first": """
        The verb (goes|stands) at the start of the sentence.
        Put the verb first in each sentence.
        In {language} the verb (comes|stands) first.
    """,
    "adjective_after": """
        An adjective (goes|stands) right after its noun.
        Put adjectives behind their nouns.
        In {language} the adjective (comes|stands) behind the noun.
    """,
    "no_articles": """
        The word "the" is (left out|dropped).
        There are no articles in {language}: leave "the" out.
        Do not translate "the", (drop it|leave it out).
    """,
}

TEXT_NOUNS = ("text", "note", "message", "report", "story", "piece")
PAIRS = (
    ("{a} → {b}", ", "), ("{a} = {b}", "; "), ('"{a}" by "{b}"', ", "), ("- {a}: {b}", "\n"), ("{a} becomes {b}", ", "),
    ("{a} -> {b}", "\n"), ("{b} for {a}", ", "), ("{a}: {b}", "; "), ("{a} / {b}", ", "), ('"{a}" is now "{b}"', ", "),
)
FACTS = (
    ('After the sentence about "{a}" add: "{b}"', " "), ('Behind the sentence with "{a}" goes: "{b}"', " "),
    ('To follow the sentence on {a}: "{b}"', "\n"), ('"{b}" comes right after the sentence in which "{a}" stands.', " "),
    ('- behind the sentence that has "{a}": "{b}"', "\n"),
)
WRAPS = (
    ("Text: ", ""), ('"""\n', '\n"""'), ("<text>\n", "\n</text>"), ("---\n", "\n---"), ("", ""), ("", ""), ("", ""),
    ("Here is the text:\n", ""), ("[START]\n", "\n[END]"), ("```\n", "\n```"), ("## Text\n", ""), (">>> ", " <<<"),
)
SYSTEM = """
    You (edit|revise) texts (exactly as asked|with care).
    You are (an editor|a copy editor) who does what is asked and no more.
    You are a (writing|text) tool.
    You (change|rework) texts for (an office|a publisher).
    Reply with the (result|finished text) alone.
"""
POLITE = """
    (Please|Hi,) help me with (a text|this).
    (Hello|Good day)!
    Task:
    (Quick|Small) (job|request):
    (Thanks|Thank you) for your help with this.
"""
THEN = """
    Then {ask}
    After that, {ask}
    Next, {ask}
    (And then|Finally,) {ask}
    As a second step, {ask}
    When that is done, {ask}
"""
PIECES = (("sentence", "sentences"), ("listed thing", "listed things"))
KINDS = {"name": "names of people", "num": "numbers", "date": "dates", "place": "names of cities"}
BLANK = "X"
MARK = "{kind}: {mark}"
SAMPLE = '"{a}" becomes "{b}"'
