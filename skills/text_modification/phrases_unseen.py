"""Phrases of instructions in the bank that is kept for the holdout. Built as `phrases_seen`, which shares none."""

# fmt: off
ASKS = {
    "synonyms": """
        Find another wording for the {t} by (trading|putting in) these synonyms: {pairs}
        (Restate|Reformulate) the {t}, (guided by|following) this thesaurus: {pairs}
        I would like a paraphrase. (Thesaurus|Allowed exchanges): {pairs}
        (Reformulate|Restate) what is said; (exchange only|the only exchanges are): {pairs}
        Keep the sense but let (other|new) words speak: {pairs}
        (Refresh|Renew) the wording of the {t}, namely: {pairs}
        (Express|State) the {t} differently with the help of (this thesaurus|these pairs): {pairs}
        Consult these pairs and (restate|reformulate) the {t}: {pairs}
    """,
    "turn_back": """
        (Restate|Reformulate) the {t} so that {front} always reads {back}
        Sentences of the pattern {front} should (get|receive) the pattern {back}
        (Shift|Carry) what stands before the comma to the back: from {front} make {back}
        Flip the halves of any sentence patterned {front}, giving {back}
        For every {front} I want {back}, same words
        (Rearrange|Reshuffle) any sentence of the pattern {front}: {back}
        Where the pattern {front} (appears|turns up), switch it to {back}
        (Transform|Remodel) {front} to {back} (throughout|from start to end)
    """,
    "turn_front": """
        (Restate|Reformulate) the {t} so that {back} always reads {front}
        Sentences of the pattern {back} should (get|receive) the pattern {front}
        (Shift|Carry) the closing piece to the front with a comma: from {back} make {front}
        Flip the halves of any sentence patterned {back}, giving {front}
        For every {back} I want {front}, same words
        (Rearrange|Reshuffle) any sentence of the pattern {back}: {front}
        Where the pattern {back} (appears|turns up), switch it to {front}
        (Transform|Remodel) {back} to {front} (throughout|from start to end)
    """,
    "glossary": """
        Ease the {t} for (learners|beginners), with this word list: {pairs}
        (Trade|Exchange) every lofty word for an everyday one: {pairs}
        (Rework|Redo) the {t} for a ten-year-old; the everyday words are: {pairs}
        Bring the {t} down to (everyday|basic) language. Substitutions: {pairs}
        Clear the {t} of (learned|lofty) words by these substitutions: {pairs}
        Make it (plainer|more readable): {pairs}
        Everyday words(, please|), in place of (lofty|learned) ones: {pairs}
        Lower the reading level of the {t}; (trade|substitute): {pairs}
    """,
    "split": """
        Ease the {t}: wherever one subject has two verbs linked by "and", make two sentences and state the subject in both
        (Separate|Unlink) double actions: "X hid A and found B." should read "X hid A. X found B."
        One action per sentence: cut at the linking "and", state the subject anew
        (Undo|Dissolve) every "and" that links two verbs: full stop, subject once more, second verb
        Chop sentences with two actions into two, each opening with the same subject
        No sentence may keep two verbs; separate them at "and" and (give|supply) the subject to both
        For easier reading, "X hid A and found B." is (to be|now) "X hid A. X found B."
    """,
    "abbreviations": """
        (Unfold|Resolve) the abbreviations in full: {pairs}
        Readers do not know our short forms, so (unfold|resolve) them: {pairs}
        No abbreviation may remain; (in full|at length) they are: {pairs}
        Lengthen what is clipped: {pairs}
        (Substitute|Supply) the complete name for each abbreviation: {pairs}
        Key to the abbreviations, to be (applied|worked in): {pairs}
        Have every short form (unfolded|completed): {pairs}
    """,
    "facts": """
        (Amplify|Enlarge) the {t}. {pairs}
        More detail is (wanted|needed). {pairs}
        (Weave|Slot) in the sentences given here. {pairs}
        Let the {t} grow by some sentences. {pairs}
        (Augment|Pad) the {t} by the sentences below. {pairs}
        (Supply|Provide) the missing details as sentences. {pairs}
    """,
    "appositions": """
        (Amplify|Enlarge) the {t}: on first mention, follow each name with its description in commas: {pairs}
        (Describe|Characterise) the people, in commas behind the earliest mention of the name: {pairs}
        Readers do not know these people; (slot|weave) in who they are, in commas, at the earliest mention: {pairs}
        First mentions get a description set off by two commas: {pairs}
        (Supply|Provide) descriptions on both sides of which stands a comma, after the earliest mention of each name: {pairs}
        Each name, when it first turns up, is followed by a comma, these words and another comma: {pairs}
    """,
    "translate": """
        {language} is an invented language; (convey|express) the {t} in it one word at a time. Lexicon: {pairs}
        (Convey|Express) the {t} in {language} with the help of this lexicon: {pairs}
        Our novel has a tongue called {language}. (Convert|Transpose) the {t}, word by word: {pairs}
        (Interpret|Convert) the {t} for speakers of {language}, whose words are: {pairs}
        From English to {language}(, please|), word by word: {pairs}
        (Transpose|Convert) into {language} by lexicon: {pairs}
        Using the {language} lexicon, (convert|transpose) each word: {pairs}
    """,
    "lines": """
        Every {piece} gets its own line
        (Separate|Divide) the {pieces} by line breaks
        Press enter after each {piece}, no blank lines
        (Stack|Pile) the {pieces}, one beneath the other
        I (want|need) the {t} as lines, a {piece} being one line
        (Restructure|Reshape) the {t}: line break after every {piece}
        Set out the {pieces} as separate lines with nothing before them
    """,
    "bullets": """
        (Restructure|Reshape) the {t} as a list with "{mark}" and a blank opening every line, a {piece} being one line
        Each {piece} becomes a bullet: new line, "{mark}", blank, {piece}
        I (want|need) bullets of the kind "{mark} ..." for the {pieces}
        (Present|Itemise) the {pieces} one to a line, "{mark} " leading each
        Bullet the {pieces}, using the sign "{mark}"
        For my slides: the {pieces} as lines that open with "{mark} "
        (Separate|Divide) the {pieces} into bullets with the sign "{mark}" and a blank
    """,
    "numbered": """
        (Restructure|Reshape) the {t} as lines counted 1{mark} 2{mark} 3{mark} with a {piece} behind each
        Each {piece} becomes a line that opens with its number and "{mark}"
        I (want|need) the {pieces} counted, on lines "1{mark} ...", "2{mark} ..."
        (Present|Itemise) the {pieces} one to a line behind 1{mark}, 2{mark} and so forth
        Enumerate the {pieces}: number, "{mark}", blank, {piece}, new line
        For the minutes: the {pieces} as lines with numbers like "1{mark}"
    """,
    "csv": """
        From each sentence (take|collect) {fields}, joined by "{mark}" with no blank, one line a sentence
        (Tabulate|Export) the {t}: no title row, columns {fields}, column mark "{mark}", no blanks around it
        I (want|need) import rows of the kind {shape}, one for each sentence
        (Reduce|Boil down) every sentence to {fields} with "{mark}" between, on a line
        Rows(, please|): {fields}; the delimiter is "{mark}" without blanks
        (Restructure|Reshape) sentence by sentence to {shape}
    """,
    "json": """
        From each sentence (take|collect) {fields} as a one-line JSON object, integers bare
        (Serialise|Export) the {t}: a JSON object a line, keys {fields}
        I (want|need) JSON Lines with the members {fields}, integers not quoted
        (Reduce|Boil down) every sentence to a JSON object having {fields} in this sequence
        JSON objects(, please|), one a sentence and a line: {fields}
        (Restructure|Reshape) sentence by sentence to JSON with {fields}; integers stay integers
    """,
    "key_values": """
        From each sentence (take|collect) {fields} on separate lines of the kind "{shape}"; between sentences an empty line
        (List|Export) the {t} as index cards: lines "{shape}" for {fields}, cards parted by an empty line
        I (want|need) lines such as "{shape}" with {fields} for each sentence, an empty line after each block but the last
        (Reduce|Boil down) every sentence to {fields}, a line each, as in "{shape}"; part the blocks by an empty line
        Index cards(, please|): {fields}, written "{shape}", with an empty line from card to card
    """,
    "dates": """
        All dates in another notation: {sample}
        (Adapt|Recode) the dates on the model of {sample}
        The notation of dates shall be that of {sample}
        Our house rule for dates is {sample}; (adapt|recode) them
        Dates have to look otherwise, namely {sample}
        (Recode|Adapt) each date: {sample}
    """,
    "opposites": """
        (Transform|Convert) praise into blame or blame into praise: {pairs}
        Let the review feel the other way, exchanging: {pairs}
        The verdict is to be the contrary; (trade|exchange): {pairs}
        Switch good and bad in the {t}: {pairs}
        Adopt the contrary opinion, with these exchanges: {pairs}
        What was liked is now disliked, or the reverse: {pairs}
        The feeling of the {t} shall (flip|tip over): {pairs}
    """,
    "negate": """
        (Contradict|Dispute) the {t}: each "was" or "were" is followed by a new "not"
        Let nothing be as it was: "was not" for "was", "were not" for "were"
        (Convert|Transform) the statements to denials, a "not" following any "was" or "were"
        The feelings are to be denied: supply "not" after "was" and after "were"
        (Transform|Convert) each "was" to "was not" and each "were" to "were not"
        (Deny|Dispute) what the {t} says by supplying "not" behind "was" and "were"
    """,
    "tag": """
        (Supply|Furnish) the {t} with marks; Y being the marked expression, use {marks}
        (Flag|Highlight) expressions of these kinds, with Y for the expression: {marks}
        For a data set, (flag|code) the {t} so (Y is the expression found): {marks}
        Our annotation scheme, where Y is what is found: {marks}
        Every expression Y of these kinds (gets|receives) its mark: {marks}
        Apply this scheme to the {t}, Y meaning the expression: {marks}
    """,
    "replace": """
        Some terms are out of date: {pairs}
        (Trade|Convert) the terms, at (each|every) occurrence: {pairs}
        Every occurrence counts: {pairs}
        New terms for old ones in the {t}: {pairs}
        (Transform|Convert) all occurrences as listed: {pairs}
        (Adapt|Adjust) the terms of the {t}: {pairs}
        Issue the {t} anew with these terms exchanged: {pairs}
        The following terms are to be traded: {pairs}
    """,
    "replace_first": """
        Trade the earliest "{a}" for "{b}", leaving any later occurrence alone
        (Convert|Transform) one occurrence of "{a}", the foremost, to "{b}"
        At its foremost occurrence "{a}" gives way to "{b}", further down it remains
        Only once, namely at the earliest occurrence, "{b}" is to stand for "{a}"
        The foremost "{a}" is wrong: it should be "{b}"; later occurrences are right
        (Adapt|Adjust) just the earliest occurrence of "{a}": it is "{b}"
    """,
    "swap": """
        The two people were mixed up: {a} should be {b} and {b} should be {a}
        Trade {a} against {b} and {b} against {a}, at (each|every) occurrence
        (Transpose|Cross over) the names {a} and {b}
        Call {a} by the name of {b}, and {b} by that of {a}
        Have {a} and {b} trade names in all sentences
        Wherever it says {a}, it should say {b}; wherever {b}, then {a}
    """,
    "drop_mention": """
        Sentences containing "{a}" are (unwanted|to be cancelled)
        (Cancel|Scrap) any sentence that names "{a}"
        (Weed|Sift) out all sentences having "{a}"
        Censor the {t}: no sentence with "{a}" may remain
        Nothing that speaks of "{a}" should remain; cancel such sentences whole
        (Thin out|Reduce) the {t} by (cancelling|omitting) sentences with the word "{a}"
        (Omit|Skip) any sentence where "{a}" turns up
    """,
    "drop_words": """
        (Cancel|Scrap) the words {words}, and just these
        (Omit|Skip) each occurrence of {words}
        (Weed|Sift) out {words} wherever they turn up
        These words are superfluous: {words}
        Free the {t} from the words {words}
        (Thin out|Reduce) the {t} by {words}
        The {t} can do without {words}; (omit|skip) them
    """,
    "drop_adjectives": """
        (Cancel|Scrap) any adjective standing before a noun
        (Omit|Skip) the adjectives
        (Weed|Sift) out the adjectives, keep all other words
        Free the {t} from its adjectives
        Describe nothing: all adjectives have to disappear
        (Thin out|Reduce) the {t} by its adjectives
        Adjectives are superfluous here; (omit|skip) every one
    """,
    "drop_asides": """
        (Cancel|Scrap) the bracketed words together with their brackets
        (Omit|Skip) anything inside round brackets, brackets as well
        (Weed|Sift) out the parenthetical remarks
        Free the {t} from its round brackets and their contents
        (Thin out|Reduce) the {t} by all that is in brackets
        Round brackets and their contents are (superfluous|not needed)
    """,
    "drop_numbers": """
        (Cancel|Scrap) any sentence containing a figure
        (Omit|Skip) such sentences as give figures
        (Weed|Sift) out the sentences with figures in them
        Free the {t} from sentences that contain digits
        Sentences with a figure are (superfluous|not needed)
        (Thin out|Reduce) the {t} by each sentence that states a figure
    """,
    "drop_last": """
        (cancel|scrap) the closing sentence
        omit the very last sentence
        weed out the sentence that closes it
        end one sentence earlier
        skip its closing sentence
    """,
    "starts": """
        Sentences should open with a big letter; no further big letters
        (Give|Lend) every sentence a big letter at the front and nowhere else
        Repair how sentences open: first letter big, all other letters little
        The opening letter of any sentence has to be upper case, others remain lower case
        (Convert|Transform) just the opening letter of each sentence to upper case
        (Upper case|Big letters) for the letter that opens a sentence, lower case for the others
    """,
    "people": """
        Human names should open with a big letter; no further big letters
        (Give|Lend) people's names, first and last, their big letters and nothing else
        Repair how people are spelled: big first letters for names, all other letters little
        The opening letter of any human name has to be upper case, others remain lower case
        (Convert|Transform) just the opening letters of people's names to upper case
    """,
    "title": """
        Open every single word with a big letter
        Headline style(, please|): any word, be it ever so little, opens with a big letter
        (Convert|Transform) the opening letter of all words to upper case
        (Give|Lend) each word, articles too, a big first letter
        (Upper case|Big letters) for the opening letter of every word
        Make a headline of the {t} where each word has a big first letter
    """,
    "upper": """
        (Upper case|Big letters) for all of "{a}" at (each|every) occurrence
        (Convert|Transform) "{a}" to upper case (throughout|from start to end)
        (Let|Make) "{a}" shout: big letters at (each|every) occurrence
        Big letters only, for the word "{a}"
        (Highlight|Set off) "{a}" by upper case, wherever it turns up
        Spell "{a}" with nothing but big letters
    """,
    "upper_names": """
        (Upper case|Big letters) for people's names, every letter
        (Convert|Transform) all human names to upper case
        (Let|Make) human names shout: big letters only
        Big letters throughout for whoever is named
        (Highlight|Set off) whoever is named by upper case
        Spell human names with nothing but big letters
    """,
    "upper_sentence": """
        (Upper case|Big letters) for the whole {nth} sentence
        (Convert|Transform) the {nth} sentence to upper case
        (Let|Make) the {nth} sentence shout: big letters only
        Big letters throughout in sentence number {number}
        (Highlight|Set off) sentence number {number} by upper case
        Spell the {nth} sentence with nothing but big letters
    """,
    "formal": """
        Raise the register of the {t}: {pairs}
        The {t} is too chummy; (trade|exchange): {pairs}
        Dress the {t} up for a letter to the ministry: {pairs}
        Colloquial words are to give way to elevated ones: {pairs}
        Elevated style(, please|): {pairs}
        Polish the {t} for official use, exchanging: {pairs}
    """,
    "informal": """
        Lower the register of the {t}: {pairs}
        The {t} is too stiff; (trade|exchange): {pairs}
        Loosen the {t} up for a chat with friends: {pairs}
        Elevated words are to give way to colloquial ones: {pairs}
        Colloquial style(, please|): {pairs}
        Relax the {t} for everyday use, exchanging: {pairs}
    """,
    "passive": """
        Passive voice throughout, on the model "The gate was shut by Y at night." for "Y shut the gate at night."
        (Transform|Convert) active sentences to passive ones; who did it follows after "by", place and time keep their positions
        Let the object lead: "Y shut the gate at night." is to be "The gate was shut by Y at night."
        For a report I want the passive with "by", such as "Last year, Z was built by Y." from "Last year, Y built Z."
        (Convert|Transform) to passive: Y built Z on the hill, thus Z was built by Y on the hill
        The doers should come after "by", verbs in the passive, places and times unmoved
    """,
    "present": """
        Present tense throughout(, please|)
        (Transform|Convert) past forms to present ones
        Let everything happen now: verbs in the present
        As on a stage, everything takes place now; convert the verbs
        (Convert|Transform) each verb from past to present
        It should read as a report of what goes on now, in the simple present
    """,
    "third_person": """
        {name} is the one who speaks. Third person(, please|): "{name}" for the earliest "I", "{pronoun}" for any further one, "{own}" for "my"
        (Transform|Convert) to third person, thus: "I" to "{name}" at the earliest occurrence, to "{pronoun}" later on, "my" to "{own}"
        Let a narrator speak of {name}: the earliest "I" is the name, further ones "{pronoun}", and "my" is "{own}"
        No more "I" or "my": {name} at the earliest occurrence of "I", "{pronoun}" later, "{own}" in place of "my"
        (Convert|Transform) the first person to {name}: name at the earliest "I", afterwards "{pronoun}", with "{own}" where it says "my"
    """,
    "order": """
        Chronological order(, please|), oldest event at the top
        (Restore|Re-establish) the chronology; the sentences themselves remain
        The sentences got shuffled: line them up by time
        Line up the sentences from the earliest event to the latest
        Someone mixed up the {t}; make it chronological
        Begin with the oldest event, then what came after, sentence by sentence
    """,
    "merge": """
        (Fuse|Weld) adjacent sentences that share their subject, by "and", subject stated once: "Y sang. Y danced." is "Y sang and danced."
        Whenever one subject governs two adjacent sentences, fuse them with "and" and omit the second mention
        Adjacent sentences opening with the same subject are to be fused through "and"
        The {t} is choppy: fuse any two adjacent sentences that have one subject, as in "Y sang and danced."
        Link adjacent sentences of one subject: "Y did this and did that."
    """,
    "repeat_names": """
        Pronouns are unclear here; state the name for each "he" and "she"
        Resolve the pronouns "he" and "she" to names
        (Convert|Transform) "she" and "he" to the names meant
        Whom does "she" or "he" mean? State the name in its place
        Free the {t} from "he" and "she" by stating names
    """,
    "iso_dates": """
        ISO notation for dates, please ({sample})
        (Recode|Re-encode) all dates as YYYY-MM-DD
        The database wants dates such as {sample}; (adapt|adjust) them
        Make the dates sortable, year first: {sample}
        Dates shall follow ISO 8601: {sample}
    """,
    "digits": """
        Figures(, please|), in place of number words
        (Recode|Re-encode) number words as figures
        The database wants figures; adapt the number words
        Any number that is spelled with letters shall be in figures
        Spell no number: figures (throughout|from start to end)
        (Convert|Transform) what is counted in words to figures
    """,
    "clock": """
        Times like 07:05 instead of am and pm(, please|)
        (Recode|Re-encode) the times to two-digit hours from 00 to 23, with minutes
        The timetable wants 24-hour times (HH:MM); (adapt|adjust) them
        Free the {t} from am and pm by 24-hour notation, as 07:05
        Railway time throughout: HH:MM
    """,
    "units": """
        {new} in place of {old}(, please|), one {old} being {factor} {new}
        (Recode|Re-encode) {old} as {new}: multiply by {factor}
        The database wants {new}; adapt whatever is in {old} (times {factor})
        Whatever is in {old} shall be in {new}, {factor} to one, other measures untouched
        (Express|State) any measure in {old} by {new}, with {factor} {new} to the {old}
    """,
    "spelling": """
        American orthography(, please|)
        (Adapt|Adjust) British orthography for readers in the United States
        Our readers are American: adapt how words are spelled, nothing else
        Spell as in New York, not as in London
        (Convert|Transform) British orthography to American
    """,
    "spelling_table": """
        One orthography throughout(, please|): {pairs}
        (Adapt|Adjust) the orthography as follows: {pairs}
        Our house orthography: {pairs}
        Clean up the orthography: {pairs}
        Orthography is mixed; settle it thus: {pairs}
    """,
    "contractions": """
        No contractions(, please|): "isn't" would be "is not"
        Unfold all contractions, as "is not" from "isn't"
        Apostrophe forms are unwanted; give both words in full
        Free the {t} from contracted forms
        (Convert|Transform) contractions to their complete forms
    """,
    "marked": """
        Our version must not look copied: trade whatever is starred, stars vanishing: {pairs}
        Escape the plagiarism check by these exchanges of starred words (no stars in the result): {pairs}
        Independent wording is required; starred words turn into synonyms without stars: {pairs}
        Make it our own: starred words vanish, stars and all, and in come: {pairs}
        To avoid copying, exchange each starred word and omit its stars: {pairs}
    """,
    "foreign": """
        Sprinkle the {t} with {language}: {pairs}
        Bilingual style(, please|): {language} nouns in English sentences: {pairs}
        Nouns in {language}, everything else in English: {pairs}
        Mimic a bilingual speaker who says {language} nouns: {pairs}
        Change over to {language} at these nouns: {pairs}
        Our character mixes English and {language}: {pairs}
    """,
    "mask_email": """
        E-mail addresses are (confidential|private): {sample}
        (Blacken|Black out) e-mail addresses on the model {sample}
        (Disguise|Veil) any e-mail address thus: {sample}
        Before (publication|printing), disguise e-mail addresses: {sample}
        No e-mail address may (stay|remain) legible: {sample}
    """,
    "mask_phone": """
        Phone numbers are (confidential|private): "{sign}" for any digit but the final {n}, other characters remain
        (Blacken|Black out) phone numbers, one "{sign}" a digit, sparing the final {n} digits
        (Disguise|Veil) phone numbers so that just the final {n} digits are legible, "{sign}" for each of the rest
        Before (publication|printing), exchange the digits of phone numbers for "{sign}", the final {n} excepted
        No phone number may (stay|remain) legible: "{sign}" over its digits, only the final {n} spared
    """,
    "initials": """
        Names are (confidential|private): {sample}
        (Blacken|Black out) human names down to initials, {sample}
        (Disguise|Veil) whoever is named by initials: {sample}
        Before (publication|printing), reduce human names to initials ({sample})
        No one may be recognised: initials for names, {sample}
    """,
    "mask_digits": """
        Figures are (confidential|private): "{sign}" over each digit
        (Blacken|Black out) all digits with "{sign}", one for one
        (Disguise|Veil) digits as "{sign}"
        Before (publication|printing), exchange any digit for "{sign}"
        No digit may (stay|remain) legible; type "{sign}" over it
    """,
    "mark": """
        Our indexer (wants|expects) these terms coded: {pairs}
        (Flag|Highlight) every listed term: {pairs}
        (Supply|Furnish) the listed terms with their codes: {pairs}
        Terms to be highlighted at all their occurrences: {pairs}
        Code the {t} by this key of terms: {pairs}
    """,
    "redact": """
        (Blacken|Black out) the following, at all occurrences: {pairs}
        (Disguise|Veil) these persons: {pairs}
        Before (publication|printing), these must vanish: {pairs}
        Confidential terms and their stand-ins: {pairs}
        None of these may (remain|be) legible: {pairs}
    """,
    "reverse": """
        Flip the sequence of sentences: final one at the top
        (Restore|Re-establish) the {t} that someone wrote backwards, final sentence foremost
        Run through the {t} in the contrary direction, sentence after sentence
        Sentence order upside down(, please|): bottom becomes top
        Stack the sentences the other way up; their wording remains
    """,
    "last_first": """
        The closing sentence belongs at the top
        Lift the final sentence to the top; beneath it all follows in sequence
        Begin with the closing sentence, then continue from the old opening
        Promote the final sentence to opening sentence
        Someone forgot the opening: take the closing sentence for it and drop that from the bottom
    """,
    "first_last": """
        The opening sentence belongs at the bottom
        Lower the opening sentence to the bottom; above it all remains in sequence
        Close with the opening sentence, having begun with the one after it
        Demote the opening sentence to closing sentence
        The opener came too early: let it follow everything else
    """,
    "spaces": """
        Tidy up blanks: a single blank separates words, punctuation attaches directly, everything runs on without breaks
        Stray blanks and newlines have crept in; eliminate them (none precedes punctuation)
        (Repair|Fix) the typing: collapse runs of blanks and newlines to a single blank, and attach punctuation
        Squeeze every gap to a single blank; commas and stops attach to their word
        Whitespace cleanup(, please|): single blanks, attached punctuation, everything in a single row
    """,
    "vocabulary": """
        Restricted vocabulary: besides names and figures only the words given here may occur; trade any other word for its equal in the list, the rest remains: {words}
        Learners know just these words (plus names and figures). Trade each unknown word for the listed one of equal meaning: {words}
        The machine accepts this word list, names and figures besides; trade other words for an accepted one of equal meaning: {words}
        Convey the same by listed words only, trading word for word; names and figures may occur: {words}
        Any word missing from the list (names and figures excepted) is to be traded for a listed equal: {words}
    """,
    "prefix": """
        type "{a}" and a blank ahead of everything
        have the result open with "{a}" and a blank
        lead in with "{a}"
        precede it all by "{a}"
        supply the heading words "{a}" ahead of the opening sentence, on the same line
    """,
    "entail": """
        Claim: {statement} Judging by the {t}, is the claim "{e}" (it is backed up), "{c}" (it is ruled out) or "{n}" (no telling)?
        Hold the claim against the {t}: {statement} It may be "{e}" when the {t} implies it, "{c}" when the {t} rules it out, "{n}" when there is no telling.
        Suppose the {t} holds. {statement} Label this claim "{e}" (implied), "{c}" (ruled out) or "{n}" (no telling).
        Someone claims: {statement} On the evidence of the {t}: "{e}" if implied, "{c}" if ruled out, "{n}" if the evidence is missing.
        Label the claim by the {t} and nothing else. {statement} Labels: "{e}" = implied, "{c}" = ruled out, "{n}" = no evidence.
        Which label fits the claim, given the {t}? {statement} "{e}" stands for implied, "{c}" for ruled out, "{n}" for no evidence.
    """,
}

NOTES = {
    "only": """
        (Output|Print) the finished {t} and (stop|that is all).
        I only need the (outcome|final {t}).
        No comments (around|about) the {t}.
        Your reply (consists of|is) the finished {t}.
        (Send|Show) me the outcome and nothing besides.
        (Do not|Never) explain; the {t} suffices.
        Whatever I did not mention (remains|is to stay). (Output|Print) the {t} alone.
        Touch nothing else; (output|print) just the outcome.
    """,
    "only_label": """
        (Output|Print) the label and (stop|that is all).
        I (only|just) need the label.
        No comments around the label.
        Your (reply|answer) consists of the label.
        (Do not|Never) explain; the label suffices.
    """,
    "letter": """
        (Output|Print) one letter. {options}
        I only need the letter out of these: {options}
        Labels by letter: {options} - reply with one letter.
        {options} (Which one|Which of these)? One letter suffices.
        Your reply consists of one letter: {options}
    """,
    "unchanged": """
        When no place calls for a change, (output|print) "{word}" and no more.
        If the {t} is fine already, your reply is "{word}".
        "{word}" is the reply to a {t} without any such place.
        Found (nothing|no place) of the kind? (Output|Print) "{word}".
        (Output|Print) "{word}" if none of this applies.
    """,
    "names_stay": """
        Family names are (exempt|untouched).
        This rule (exempts|spares) family names.
        Family names remain, whatever they look like.
        (Spare|Do not touch) the family names.
    """,
    "items": """
        Skip the introduction that ends in a colon.
        The introduction up to the colon is (superfluous|not needed).
        Without the introduction, that is, from the colon on.
    """,
    "keep": """
        Word order is that of English.
        Let (each|every) word keep its position.
        Positions (remain|do not change).
    """,
    "verb_last": """
        {language} sentences end with the verb.
        The final position belongs to the verb.
        Let the verb (close|end) each sentence.
    """,
    "verb_first": """
        {language} sentences open with the verb.
        The foremost position belongs to the verb.
        Let the verb (lead|open) each sentence.
    """,
    "adjective_after": """
        In {language} nouns precede their adjectives.
        Let the adjective follow its noun.
        First the noun, then its adjective.
    """,
    "no_articles": """
        {language} knows no article: omit "the".
        Articles are (omitted|skipped).
        (Omit|Skip) every "the".
    """,
}

TEXT_NOUNS = ("passage", "paragraph", "draft", "entry", "snippet", "column")
PAIRS = (
    ("{a} ~> {b}", ", "), ("{a} => {b}", "; "), ("'{a}' to '{b}'", ", "), ("* {a} | {b}", "\n"), ("{b} instead of {a}", ", "),
    ("{a} >> {b}", "\n"), ("{a} turns into {b}", ", "), ("[{a}] [{b}]", " "), ("{a} is to be {b}", ", "), ("{a} ({b})", ", "),
)
FACTS = (
    ('Where "{a}" is mentioned, let this sentence follow: "{b}"', " "), ("'{b}' is to follow the sentence containing {a}.", " "),
    ('* sentence containing {a}, followed by "{b}"', "\n"), ('Next to the sentence naming {a}, on its right, place "{b}"', " "),
    ('Once {a} has been mentioned, the following sentence reads "{b}"', "\n"),
)
WRAPS = (
    ("Passage: ", ""), ("'''\n", "\n'''"), ("<passage>\n", "\n</passage>"), ("~~~\n", "\n~~~"), ("Input: ", ""),
    ("***\n", "\n***"), ("My draft:\n", ""), ("{{{\n", "\n}}}"), ("BEGIN\n", "\nEND"), ("== Draft ==\n", ""), ("| ", ""),
    ("Original: ", ""),
)
SYSTEM = """
    You are a (proofreader|desk editor) who follows instructions (to the letter|precisely).
    You (rework|adapt) passages on demand, (precisely|to the letter).
    You serve a newspaper as (proofreader|rewrite desk).
    Output (finished passages|the outcome) without any comment.
    You are good at (precise|careful) text work.
"""
POLITE = """
    Could you (assist|lend a hand)?
    (Good morning|Hey)!
    (Job|Errand) for you:
    (Something|A job) for the rewrite desk:
    I am (stuck|in a hurry), so:
"""
THEN = """
    On top of that, {ask}
    Moreover, {ask}
    (Subsequently|Afterwards), {ask}
    (Lastly|In addition), {ask}
    To finish, {ask}
    Once you have that, {ask}
"""
PIECES = (("single sentence", "single sentences"), ("item of the enumeration", "items of the enumeration"))
KINDS = {"name": "persons", "num": "figures", "date": "calendar days", "place": "towns"}
BLANK = "Y"
MARK = "{mark} for {kind}"
SAMPLE = "{a} turns into {b}"
