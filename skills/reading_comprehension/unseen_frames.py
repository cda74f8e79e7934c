"""Unseen bank: how passages of the nine kinds are framed, and how facts are told in them."""

from __future__ import annotations

from skills.reading_comprehension.bank import keyed, kind
from skills.reading_comprehension.phrase import phrases, rows, words

KINDS = {
    "report": kind(
        "account; dispatch; bulletin",
        """
        What follows is (an account|a summary) of matters at {org}.
        From {town} we have (word|tidings) of {org}.
        {town}: a summary of the situation at {org}.
        Overview of {org}, the {noun} in {town}.
        -
        """,
        """
        {Clause}.
        {Clause}.
        (Records|Documents) state that {clause}.
        (Moreover|Likewise|At the same time), {clause}.
        It has been (confirmed|established) that {clause}.
        One further detail: {clause}.
        """,
        """
        Our (main result|central finding): {clause}.
        It has been decided to state that {clause}. The basis is this.
        """,
        """
        (Consequently|As a consequence), {clause}.
        The account closes with the finding that {clause}.
        All of which implies that {clause}.
        """,
        """
        (End of the account.|No further details are available.)
        Updates will follow.
        -
        -
        """,
    ),
    "argument": kind(
        "opinion piece; plea; line of reasoning",
        """
        (Few|Not many) people have thought hard enough about {org}.
        It is time to speak (frankly|openly) about {org}.
        A sober look at {org} in {town} is overdue.
        Allow me a word on {org}.
        -
        """,
        """
        {Clause}.
        (To begin somewhere|For one thing): {clause}.
        It is (beyond question|common ground) that {clause}.
        (Add to this|Note also) that {clause}.
        Let nobody overlook that {clause}.
        We have it on good evidence that {clause}.
        """,
        """
        What I want to establish is that {clause}.
        {Clause}: this is my position, and (here|below) is why.
        It can be demonstrated that {clause}.
        """,
        """
        (Accordingly|For this reason), {clause}.
        One cannot but infer that {clause}.
        What does it all amount to? That {clause}.
        """,
        """
        I leave it to the reader to find a (hole|gap) in this.
        (Let critics reply.|That settles it for me.)
        -
        -
        """,
    ),
    "long": kind(
        "feature; story; portrait",
        """
        You reach {town} by a winding lane, and before you have unpacked, somebody has told you about {org}.
        Mention {org} anywhere within a day's ride of {town} and faces light up.
        There was a time when hardly a soul outside {town} knew of {org}, but this has changed.
        Guidebooks give {town} half a page, and most of that half page goes to {org}, its {noun}.
        """,
        """
        {Clause}.
        {Clause}.
        (According to those who were there|If memory serves), {clause}.
        (Letters from those days|The ledgers) reveal that {clause}.
        To this must be added that {clause}.
        Another thing people mention is that {clause}.
        Somewhat later in the telling one learns that {clause}.
        """,
        """
        Let it be said at the outset that {clause}.
        Behind these pages stands one conviction: {clause}.
        """,
        """
        (Taken together|Seen from a distance), this means that {clause}.
        It is hard not to end with the thought that {clause}.
        Where does it lead? To the view that {clause}.
        """,
        """
        (Evening falls over {town}.|The rest of the story has not been written yet.)
        And with that, the traveller moves on.
        -
        """,
    ),
    "satire": kind(
        "lampoon; parody; mock report",
        """
        Ring every bell: {org} is in the headlines again.
        Posterity will have one question only, and it concerns {org}.
        Wars have been started over less than what goes on at {org}.
        Sensation in {town}! The subject: {org}.
        -
        """,
        """
        {Clause}.
        {Clause}, (would you believe it|as the cosmos had planned).
        (Drum roll|Cue the violins): {clause}.
        Sit down before you read on: {clause}.
        Let schoolchildren learn it by rote: {clause}.
        Let us bow our heads, for {clause}.
        """,
        """
        A revelation has struck mankind: {clause}. The proof, in all its splendour, follows.
        Our (sharpest|brightest) minds declare that {clause}.
        """,
        """
        Ergo, o (marvel|wonder) of logic, {clause}.
        From which genius deduces that {clause}.
        And there you have it, signed and sealed: {clause}.
        """,
        """
        Souvenirs may be bought at the exit.
        (A holiday has been declared.|Ballet and opera versions are in preparation.)
        -
        """,
    ),
    "instruction": kind(
        "manual; handout; briefing",
        """
        (Briefing|Handout) for whoever presents {org} to the public:
        So you have been asked to introduce {org}. Proceed as follows:
        What a (steward|deputy) has to pass on about {org}:
        Short manual for a speech on {org}:
        """,
        """
        Inform (your audience|everyone present) that {clause}.
        Mention that {clause}.
        Let people know that {clause}.
        Stress that {clause}.
        Remind those who (listen|are there) that {clause}.
        Keep this fact ready: {clause}.
        """,
        """
        Start from the thesis that {clause}.
        State right away that {clause}.
        """,
        """
        Finish with the (result|inference) that {clause}.
        Lead them to see that {clause}.
        Your last sentence: {clause}.
        """,
        """
        Wait for applause, if any.
        (Hand back the badge afterwards.|Speak slowly throughout.)
        -
        """,
    ),
    "poem": kind(
        "verses; rhyme; lay",
        """
        Sit down by me and hear a tale of {town},
        These lines are for {org}
        Of {org} my verses tell,
        In {town}, my dears, there runs a rhyme:
        """,
        """
        {Clause}.
        {Clause}.
        Now {clause}.
        The story goes that {clause}.
        Yes, {clause}.
        """,
        """
        One truth I hold: {clause}.
        I tell you from the start: {clause}.
        """,
        """
        Thus, (dear|gentle) listener, {clause}.
        And that is how we know that {clause}.
        So let the chorus say that {clause}.
        """,
        """
        And (so the verses close|here the rhyme falls silent).
        -
        -
        """,
    ),
    "conversation": kind(
        "exchange; phone call; talk",
        """
        A (phone call|talk over the fence) about {org}.
        (Over lunch|On the train) in {town}, two colleagues exchange news of {org}.
        In a waiting room in {town}:
        -
        """,
        """
        {Clause}.
        (Listen|Look), {clause}.
        (Have you been told?|You will like this.) {Clause}.
        Somebody told me that {clause}.
        (And besides|What is more), {clause}.
        I could swear that {clause}.
        """,
        """
        Honestly, {clause}. I will tell you why.
        I am convinced that {clause}.
        """,
        """
        Which means, as I see it, that {clause}.
        (There you are|You see what I am driving at): {clause}.
        Put two and two together: {clause}.
        """,
        """
        The call ends there.
        -
        -
        """,
    ),
    "debate": kind(
        "disputation; panel; exchange of views",
        """
        (A warm welcome|Thank you for coming) to our round on {org}.
        This evening's subject: {org}. You have three minutes each.
        (Who would like to start?|Let us begin.) We are here to discuss {org}.
        -
        """,
        """
        {Clause}.
        May I (recall|state) that {clause}.
        (No one in this hall will dispute|Our opponents themselves admit) that {clause}.
        (Honoured guests|Friends), {clause}.
        The evidence says that {clause}.
        """,
        """
        The thesis that I defend is that {clause}.
        I am going to convince you that {clause}.
        """,
        """
        (My verdict|My conclusion) is that {clause}.
        (It is therefore clear|We must grant, then), that {clause}.
        And that is why, friends, {clause}.
        """,
        """
        A gong sounds.
        -
        -
        """,
    ),
    "meeting": kind(
        "protocol; transcript; committee record",
        """
        Protocol of the assembly of {org}
        Committee of {org}, {town}, (quorum reached|regular session).
        Agenda: (1) apologies, (2) {org}, (3) any other business
        -
        """,
        """
        {Clause}.
        (Let it be entered|Please enter) that {clause}.
        I can inform the assembly that {clause}.
        (From my department|Under this heading): {clause}.
        As was circulated beforehand, {clause}.
        You will find in your papers that {clause}.
        """,
        """
        I request the assembly to agree that {clause}.
        The point that I wish to make is that {clause}.
        """,
        """
        I (submit|propose) to the assembly, therefore, that {clause}.
        (In consequence|As a result), {clause}.
        We are bound to find that {clause}.
        """,
        """
        Session adjourned.
        (The assembly rose at nine.|Coffee was served.)
        -
        -
        """,
    ),
}

REPLIES = phrases("""
You don't say.
Carry on, {name}.
Understood.
(Seriously|Are you certain)?
How remarkable.
Noted, {name}.
(Well I never.|Imagine!)
That is news to me.
Fine.
Give me a second to take that in.
Anything more?
Keep talking, {name}.
""")
CHAIRS = words("Facilitator; Umpire; President; Referee; Compère")
ASIDES = phrases("""
(the ducks on the pond of {town} observed a minute of silence|the ducks of {town} were beside themselves)
an inquiry with nine subcommittees has been set up
(the deputy mayor sobbed|the deputy mayor had to lie down)
composers are sharpening their pencils
the bill for sandwiches alone was staggering
both spectators threw their hats in the air
somebody should really strike a medal
scholars all over {town} have cancelled their leave
physics will have to be rewritten
twins have already been christened in its honour
the evening news brought nothing else for a week
mankind has not advanced so far since it discovered the napkin
""")
COUPLETS = rows("""
while the moon came up the hill | and the mill wheel all stood still
when the apples filled the tray | at the ending of the day
as the shadows crossed the floor | and the cat came to the door
in the greyness of the dawn | with the dew upon the lawn
while the crickets filled the night | by a single candle light
when the harvest had been stored | and the guests were all on board
to the ringing of a spoon | on an autumn afternoon
as the mist rolled off the sea | and the hive was full of bee
under heaven, wide and clear | at the turning of the year
while the fiddler played a reel | and the spinner turned her wheel
when the swifts were on the wing | oh, what tidings they did bring
with the thunder at its back | and the puddles on the track
in the season of the pear | there was woodsmoke in the air
as the tall ships left the bay | and the gulls had much to say
while the lanterns swung and swayed | and an old guitar was played
by the hearth and by the well | as the grandmothers would tell
""")
NOISE = phrases("""
(a number of people|quite a few people) outside {town} follow what goes on at {org}
the summers in {town} are (short|dry|windy) more often than not
nobody agrees on who chose the wallpaper
a second entrance has been under discussion
those who live next door have (stopped complaining|grown fond of the bustle)
to run {a_noun} calls for a thick skin
it is whispered that change is on the way
guests tend to praise the soup
a row of poplars marks the way to {org}
plenty of coffee went cold in the course of it
there was ample time for everything
one could hear a pin drop
(a parrot|a grey parrot) keeps watch in the corridor
sketches of it all are pinned up in the hall
hours pass quickly in such company
so far, so good
""")

CLAUSES = keyed("""
deed: {when} it was {who} who {past} {what}
deed: {who}, {when}, {past} {what}
deed: {who} (duly|eventually|single-handedly) {past} {what} {when}
deed: the person who {past} {what} {when} was {who}
deed: {when} {what} was {past} by {who}
deed: (without much fuss|after some thought), {who} {past} {what} {when}
deed: {what}, {past} {when}, was the work of {who}
count: {who} {past} exactly {n} {what}
count: it was {n} {what} that {who} {past}
count: a total of {n} {what} were {past} by {who}
count: when it was over, {who} had {past} {n} {what}
count: {who} {past} {n} {what}, no more and no fewer
count: as for {what}, {who} {past} {n}
role: {who} has the post of {what}
role: the job of {what} (belongs|falls) to {who}
role: {who} (acts|is employed) as {what}
role: as {what}, the {noun} has {who}
role: the {what}, by name {who}, is on duty
home: {who} hails from {what}
home: {who}'s home town is {what}
home: {who} calls {what} home
home: the place that {who} comes from is {what}
home: {what} is the home town of {who}
spot: {who} has its place {what}
spot: {who} can be found {what}
spot: anyone who looks for {who} will find it {what}
spot: {what} is the place for {who}
spot: they keep {who} {what}
price: {who} is sold for {n} {coin}
price: {who} can be had for {n} {coin}
price: they charge {n} {coin} for {who}
price: {who} goes for {n} {coin}
price: {n} {coin} will buy you {who}
cause: {effect} owing to the fact that {cause}
cause: as {cause}, {effect}
cause: {cause}, which is why {effect}
cause: {cause}; for that reason, {effect}
cause: the reason why {effect} was that {cause}
cause: seeing that {cause}, it is no wonder that {effect}
own: as far as I am concerned, {claim}
own: it is my (conviction|firm belief) that {claim}
own: I would argue that {claim}
own: you will not talk me out of it: {claim}
own_reason: I am (convinced|certain) that {claim}, seeing that {reason}
own_reason: it is my (conviction|belief) that {claim}, as {reason}
own_reason: {claim}. Why? Because {reason}
own_reason: given that {reason}, I would argue that {claim}
reported: {who} is (convinced|certain) that {claim}
reported: as far as {who} is concerned, {claim}
reported_reason: {who} (insists|argues|maintains) that {claim}, seeing that {reason}
reported_reason: according to {who}, {claim}, as {reason}
reported_reason: {claim}, argues {who}, given that {reason}
reported_reason: {who}'s position is that {claim}, on the ground that {reason}
task: At {org} there is a routine for {task}.
task: (Routine|Checklist) for {task}
task: {task} takes several steps at {org}.
task: Newcomers to {org} are taught the routine of {task}.
step_first: (at the outset|initially|right at the start), you {x}
step_first: step number one is that you {x}
step_next: (thereupon|following that|once that is done), you {x}
step_next: the next thing is that you {x}
step_back: you may now {y}, provided that you {x} first
step_back: following that, you {y}, but not until you {x}
step_back: now it is time to {y}, yet beforehand you {x}
step_last: (to finish|at the very end|to conclude), you {x}
step_last: the last step is that you {x}
belong: {names} are (with|all with) {org}
belong: the people of {org} include {names}
law: (every person|each person) at {org} who {a} {b} as well
law: at {org}, a person who {a} always {b}
law: for all at {org} it holds that one who {a} {b}
law: at {org}, to be somebody who {a} is to be somebody who {b}
ban: (not a single person|not one person) at {org} who {a} {b}
ban: at {org}, a person who {a} never is one who {b}
ban: for all at {org} it holds that one who {a} {not_b}
trait: one would have to call {who} {word} ({gloss}), for {shown}
trait: {shown}. So {word} is the right term for {who}, meaning {gloss}
trait: being {word}, or, to put it differently, {gloss}, is typical of {who}: {shown}
trait: {who} is what is known as {word}, i.e. {gloss}; for instance, {shown}
coined: {use} is done with {a} {word}
coined: {a} {word} is something made for {use}
coined: whoever is busy {use} works with {a} {word}
coined: {a} {word} comes in handy for {use}
coined_gap: {scene} and called for the {gap}
coined_gap: {scene} and therefore unpacked the {gap}
coined_gap: {scene}, a clear case for the {gap}
trial_action: at the suggestion of {person}, {org} began to {action}
trial_action: {person} got {org} to {action}
trial_action: it was {person} who persuaded {org} to {action}
trial_before: until that day, {counted} had stood at {before}
trial_before: {counted} was {before} at the time
trial_target: {person} counted on {counted} of {target} (before long|within the year)
trial_target: the plan called for {counted} to reach {target}
trial_after: since then, {counted} has been {after}
trial_after: the figures that came in later put {counted} at {after}
verdict_reached: (the step achieved its aim|the aim was achieved)
verdict_reached: measured by its aim, the step was a complete success
verdict_short: there was progress, but the aim was (not achieved|not met)
verdict_short: the step did some good, yet less than had been planned
verdict_unchanged: the step had no effect (whatsoever|on the figure in question)
verdict_unchanged: nothing (improved|changed), for better or for worse
verdict_worse: the step did harm
verdict_worse: the figure ended up on the wrong side of where it had started
offer_limits: {job} is what {org} is looking for, at {cost} {coin} at the very most and in {days} days at the latest
offer_limits: for {job}, {org} can spend up to {cost} {coin} and wait up to {days} days
offer: {name} quotes {cost} {coin} and {days} days
offer: {name} could finish in {days} days, at {cost} {coin}
offer: with {name} it would be {days} days and {cost} {coin}
claim_more: the {what} {past} by {who} outnumber those of {other}
claim_total: the {what} {past} by all of them add up to {n}
claim_over: the {what} {past} by {who} number more than {n}
claim_under: the {what} {past} by {who} number fewer than {n}
""")
