"""Seen bank: how passages of the nine kinds are framed, and how facts are told in them."""

from __future__ import annotations

from skills.reading_comprehension.bank import keyed, kind
from skills.reading_comprehension.phrase import phrases, rows, words

KINDS = {
    "report": kind(
        "report; notice; record",
        """
        This is (a short|the latest|a plain) report (on|about) {org}.
        Here is what is known (of|about) {org} in {town}.
        (Some|A few) facts about {org} have been put together.
        A note on {org}, {a_noun} in {town}.
        -
        """,
        """
        {Clause}.
        {Clause}.
        It (should|must|may) be (added|noted|mentioned) that {clause}.
        (Besides|In addition|Furthermore), {clause}.
        (We know|It is known|The files show) that {clause}.
        The facts are these: {clause}.
        """,
        """
        {Clause}. The (reasons|grounds) are as follows.
        The finding is that {clause}.
        """,
        """
        (So|Therefore|Hence) {clause}.
        From this it follows that {clause}.
        The report concludes that {clause}.
        """,
        """
        (That is all that is known so far.|Nothing else has been noted.)
        The report ends here.
        -
        -
        """,
    ),
    "argument": kind(
        "text; statement; argument",
        """
        There is (much|a good deal) to be said about {org}.
        Anybody who wants to judge {org} should (weigh|consider) a few things.
        People in {town} (ought to|should) think again about {org}.
        Let us look at {org} (without prejudice|with open eyes).
        -
        """,
        """
        {Clause}.
        (After all|Remember), {clause}.
        Nobody will (deny|dispute) that {clause}.
        It (counts|matters) that {clause}.
        (Consider this|Take one point): {clause}.
        We should keep in mind that {clause}.
        """,
        """
        {Clause}. (This can be shown.|There are good reasons to say so.)
        I maintain that {clause}.
        My claim is that {clause}.
        """,
        """
        (It follows|All this goes to show) that {clause}.
        (Thus|Hence|So) {clause}.
        We may (safely conclude|conclude from this) that {clause}.
        """,
        """
        (Whoever thinks otherwise should say why.|So much for the argument.)
        The matter seems plain.
        -
        -
        """,
    ),
    "long": kind(
        "article; chapter; essay",
        """
        {town} is not a place that many travellers know, but those who stay for a while soon hear of {org}.
        For as long as people can remember, {org} has had (friends|admirers) in {town} and beyond.
        On the edge of {town}, where the road bends, stands the home of {org}, {a_noun} unlike the others.
        Every {noun} has its (stories|tales), and {org} has more of them than most.
        """,
        """
        {Clause}.
        {Clause}.
        As (the older people tell it|one hears again and again), {clause}.
        (It is a matter of record|Old papers show) that {clause}.
        What is more, {clause}.
        And then there is this: {clause}.
        Nor should it be forgotten that {clause}.
        """,
        """
        {Clause}. That, at least, is the view of this chapter.
        One thing can be said at once: {clause}.
        """,
        """
        (In the light of this|When all is said and done), {clause}.
        The upshot is that {clause}.
        So we come to the conclusion that {clause}.
        """,
        """
        There is more to tell, but that (can wait for another day|belongs to another chapter).
        And so the days go by in {town}.
        -
        """,
    ),
    "satire": kind(
        "column; satire; gloss",
        """
        Stop the clocks: there is (news|word) from {org}.
        Historians will one day speak of {org} in a whisper.
        Great minds in {town} think of nothing but {org}.
        The world holds its breath, for this is about {org}.
        -
        """,
        """
        {Clause}.
        {Clause}, (no less|if you please).
        Hold on to your hat: {clause}.
        Trumpets, please: {clause}.
        (Believe it or not|Brace yourselves), {clause}.
        It has been carved in stone that {clause}.
        """,
        """
        Our deep thinkers have found out that {clause}. Hear their reasons.
        Behold the great insight: {clause}.
        """,
        """
        And so, (dear reader|ladies and gentlemen), {clause}.
        (Any child can see now|The sages nod): {clause}.
        Which proves, to loud applause, that {clause}.
        """,
        """
        A monument is being planned.
        (The brass band is already practising.|Postcards are on sale.)
        -
        """,
    ),
    "instruction": kind(
        "guide; leaflet; information sheet",
        """
        (Notes|Hints) for somebody who has to speak about {org}:
        How to (show|take) a guest round {org}:
        Guide for the new (helper|volunteer) at {org}:
        A talk about {org}, step by step:
        """,
        """
        Tell (them|the guests|your listeners) that {clause}.
        Point out that {clause}.
        (Say|Explain) that {clause}.
        Do not forget to mention that {clause}.
        Make it clear that {clause}.
        Bear in mind: {clause}.
        """,
        """
        Begin with the claim that {clause}.
        Open by saying that {clause}.
        """,
        """
        (Close|End) by saying that {clause}.
        Then draw the conclusion that {clause}.
        Sum up: {clause}.
        """,
        """
        Thank everybody for listening.
        (Leave time for questions.|Keep it short.)
        -
        """,
    ),
    "poem": kind(
        "poem; ballad; song",
        """
        Come, listen to a song of {town},
        A ballad of {org}
        O {town}, this song is made for you,
        I sing of {org},
        """,
        """
        {Clause}.
        {Clause}.
        And {clause}.
        They (sing|say) that {clause}.
        For {clause}.
        """,
        """
        Mark this, my friend: {clause}.
        I sing it plainly: {clause}.
        """,
        """
        And so {clause}.
        Hence, (good people|my friend), {clause}.
        So sing with me that {clause}.
        """,
        """
        And there (the song is done|my ballad ends).
        -
        -
        """,
    ),
    "conversation": kind(
        "conversation; dialogue; chat",
        """
        (Two people|Two neighbours|Two friends) talk about {org}.
        (Overheard|A talk) on a bench in {town}:
        At the bus stop in {town}.
        -
        """,
        """
        {Clause}.
        (You know|Well), {clause}.
        (Did you hear?|Guess what?) {Clause}.
        I (heard|read) that {clause}.
        (Oh, and|By the way), {clause}.
        I am (quite|pretty) sure that {clause}.
        """,
        """
        If you ask me, {clause}.
        I am telling you that {clause}. Listen.
        """,
        """
        So {clause}, (don't you see|you see)?
        Well then, {clause}.
        That can only mean that {clause}.
        """,
        """
        They say goodbye.
        -
        -
        """,
    ),
    "debate": kind(
        "debate; discussion; public debate",
        """
        (Good evening|Welcome), we talk about {org} tonight.
        The floor is open. Our subject is {org}.
        (Let us be fair and brief.|Please keep to the facts.) This is about {org}.
        -
        """,
        """
        {Clause}.
        Let me (remind you|point out) that {clause}.
        (Nobody here can deny|I put it to you) that {clause}.
        The fact is that {clause}.
        (With respect|Ladies and gentlemen), {clause}.
        """,
        """
        I stand here to say that {clause}.
        My side holds that {clause}.
        """,
        """
        (It is plain, then|I conclude), that {clause}.
        (So|Hence), ladies and gentlemen, {clause}.
        I rest my case: {clause}.
        """,
        """
        The bell rings.
        -
        -
        """,
    ),
    "meeting": kind(
        "meeting record; meeting transcript; set of minutes",
        """
        Minutes of a meeting of {org}
        Meeting held in {town}, (all members present|doors open at seven). Subject: {org}.
        (Item|Point) 1 on the agenda: {org}
        -
        """,
        """
        {Clause}.
        For the (minutes|record), {clause}.
        I (should like|have) to report that {clause}.
        Please note that {clause}.
        (On the first point|As to the last point), {clause}.
        The committee knows that {clause}.
        """,
        """
        I move to put on record that {clause}.
        My proposal rests on one view: {clause}.
        """,
        """
        The meeting should therefore find that {clause}.
        (So|Accordingly), {clause}.
        I ask you to conclude with me that {clause}.
        """,
        """
        The meeting was closed.
        (Next meeting in two weeks.|No votes were taken.)
        -
        -
        """,
    ),
}

REPLIES = phrases("""
Is that so?
Go on, {name}.
I see.
(Really|Truly)?
Interesting.
Thank you, {name}.
(Who would have thought?|Fancy that.)
I did not know that.
Right.
Let me write that down.
And what else?
{name}, please go on.
""")
CHAIRS = words("Moderator; Chair; Host; Presenter; Speaker of the house")
ASIDES = phrases("""
(the pigeons of {town} were deeply moved|even the pigeons took note)
a committee of eleven is looking into it
(the mayor wept|the mayor fainted) with joy
poets have been told to stand by
no expense was spared, least of all on biscuits
the crowd, all three of them, cheered
a statue would be the least one could do
the philosophers of {town} have not slept since
science may never recover
children will be named after this
the newspapers printed it in gold
nothing so grand has been seen since the invention of the spoon
""")
COUPLETS = rows("""
while the rain was coming down | and the lamps went on in town
when the leaves were turning red | and the swallows long had fled
as the river ran to sea | and the wind was in the tree
under clouds as grey as slate | when the hour was getting late
while the bells began to ring | in the early days of spring
by the light of moon and star | and the hills were blue and far
when the snow lay on the lane | and the frost was on the pane
to the sound of drum and fife | such are all the turns of life
as the geese flew overhead | and the sky was gold and red
while the kettle sang its song | and the evenings all were long
in the days of fog and peat | when the barley stood in sheet
with a whistle and a grin | and the tide was coming in
when the fields were white with hay | and the lark was up all day
and the clock upon the wall | struck the hour for one and all
while the dog slept by the door | and the waves broke on the shore
as the candles burned down low | and the street was hushed with snow
""")
NOISE = phrases("""
(many people|a good many people) in {town} have heard of {org}
the weather in {town} was (mild|changeable|fine) most of the time
opinions differ about the colour of the front door
there was talk of a new coat of paint
the neighbours (are used to|do not mind) the noise
{a_noun} needs patience above all
some say that the best days are still to come
visitors (often|always) remark on the view
the road to {org} is lined with old trees
a good deal of tea was drunk
nobody was in a hurry
the door is hardly ever locked
(a cat|an old cat) sleeps on the steps most afternoons
there are photographs of all this on the wall
it is easy to lose track of time there
the rest is soon told
""")

CLAUSES = keyed("""
deed: {who} {past} {what} {when}
deed: {when}, {who} {past} {what}
deed: it was {who} who {past} {what} {when}
deed: {who} (finally|at last|proudly) {past} {what} {when}
deed: {what} was {past} {when} by {who}
deed: {who} {past} {what}, and that was {when}
deed: {who} is the one who {past} {what} {when}
count: {who} {past} {n} {what}
count: {who} {past} {n} {what} (in all|altogether|in total)
count: {n} {what} were {past} by {who}
count: the number of {what} that {who} {past} was {n}
count: by the end, {who} had {past} {n} {what}
count: {who} {past} {what}, {n} of them
role: {who} is the {what}
role: the {what} is {who}
role: {who} (serves|works) as the {what}
role: the post of {what} is held by {who}
role: the {what} of the {noun} is {who}
home: {who} comes from {what}
home: {who} is from {what}
home: {what} is where {who} comes from
home: the home town of {who} is {what}
home: {who} comes (originally|as everybody knows) from {what}
spot: {who} is (kept|stored) {what}
spot: the place for {who} is {what}
spot: you will find {who} {what}
spot: {who} is always {what}
spot: {what} is where {who} is kept
price: {who} costs {n} {coin}
price: the price of {who} is {n} {coin}
price: {n} {coin} is what {who} costs
price: for {who} one pays {n} {coin}
price: {who} costs (exactly|just) {n} {coin}
cause: {effect} because {cause}
cause: because {cause}, {effect}
cause: since {cause}, {effect}
cause: {cause}, (and so|so) {effect}
cause: {cause}; as a result, {effect}
cause: {cause}, with the result that {effect}
own: I (think|believe|say) that {claim}
own: in my (view|opinion), {claim}
own: to my mind {claim}
own: I have always said that {claim}
own_reason: I (think|believe|hold) that {claim}, because {reason}
own_reason: in my (view|opinion) {claim}, for {reason}
own_reason: {claim}. My reason is that {reason}
own_reason: since {reason}, I say that {claim}
reported: {who} (thinks|believes|says) that {claim}
reported: in {who}'s (view|opinion), {claim}
reported_reason: {who} (thinks|holds|says) that {claim}, because {reason}
reported_reason: in the (view|opinion) of {who}, {claim}, for {reason}
reported_reason: {claim}, says {who}, because {reason}
reported_reason: {who}'s view is that {claim}, and the reason given is that {reason}
task: This is about {task} at {org}.
task: (Notes on|How to go about) {task}:
task: {org} has its own way of {task}.
task: Whoever is in charge of {task} keeps to an order.
step_first: (first|first of all|to begin with), you {x}
step_first: you (begin|start) like this: you {x}
step_next: (then|next|after that) you {x}
step_next: when you have done so, you {x}
step_back: (then|next) you {y}, but before you {y}, you {x}
step_back: before you {y}, which comes next, you {x}
step_back: after that you {y}, though not before you {x}
step_last: (finally|last of all|in the end), you {x}
step_last: and to round it off, you {x}
belong: {names} (belong|all belong) to {org}
belong: {names} are members of {org}
law: (everyone|everybody) at {org} who {a} {b}
law: whoever at {org} {a} also {b}
law: at {org}, anybody who {a} {b}
law: if somebody at {org} {a}, that person {b}
ban: (nobody|no one) at {org} who {a} {b}
ban: if somebody at {org} {a}, that person {not_b}
ban: at {org}, whoever {a} {not_b}
trait: {who} is {word}, that is to say {gloss}: {shown}
trait: {shown}; in other words, {who} is {word}, or {gloss}
trait: {who} has always been {word}, which means {gloss}, and so {shown}
trait: as {shown}, people call {who} {word}, by which they mean {gloss}
coined: {a} {word} is used for {use}
coined: {a} {word} is a tool for {use}
coined: for {use} they have {a} {word}
coined: what they call {a} {word} serves for {use}
coined_gap: {scene} and (reached for|picked up) the {gap}
coined_gap: {scene} and so asked for the {gap}
coined_gap: {scene}, for which the right tool was the {gap}
trial_action: {person} had {org} {action}
trial_action: {org} decided, at the wish of {person}, to {action}
trial_action: on the advice of {person}, {org} agreed to {action}
trial_before: before that, {counted} was {before}
trial_before: up to then {counted} had been {before}
trial_target: {person} (hoped|promised) that {counted} would be {target} (in the end|afterwards)
trial_target: the goal was to bring {counted} to {target}
trial_after: afterwards, {counted} was {after}
trial_after: when it had been done, {counted} came to {after}
verdict_reached: (the change did what was hoped for|the goal was reached)
verdict_reached: the measure was a full success, judged by its goal
verdict_short: the change helped, but the goal was (not reached|missed)
verdict_short: things got better, though by less than was hoped
verdict_unchanged: the change made no difference (at all|to what was counted)
verdict_unchanged: things stayed (just|exactly) as they had been
verdict_worse: the change made things worse
verdict_worse: things were worse afterwards than before
offer_limits: {org} wants {job}, for no more than {cost} {coin} and within {days} days
offer_limits: {job} is wanted by {org}; it must not cost more than {cost} {coin} or take more than {days} days
offer: {name} would (do it|do the work) for {cost} {coin} in {days} days
offer: {name} asks for {cost} {coin} and needs {days} days
offer: the offer of {name} is {cost} {coin}, ready in {days} days
claim_more: {who} {past} more {what} than {other}
claim_total: (together|between them), they {past} {n} {what}
claim_over: {who} {past} more than {n} {what}
claim_under: {who} {past} fewer than {n} {what}
""")
