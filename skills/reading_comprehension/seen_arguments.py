"""Seen bank: what arguments, inferences, principles, word lists and evaluations are about, and how they are put."""

from __future__ import annotations

from skills.reading_comprehension.bank import keyed, motions, principles, tools, traits, trials
from skills.reading_comprehension.phrase import rows, words

CAUSES = rows("""
the pump had frozen | the tour was put off
{who} had lost the key | the back door stayed shut
the bridge was being painted | all visitors came by ferry
the price of coal had doubled | the stove was lit only on Sundays
a storm had torn the roof | the books were moved to the attic
{who} had broken an ankle | the parade set out without a drummer
the well had run dry | water was fetched from the next valley
the letter had gone to the wrong house | nobody came to the first meeting
the lamp oil was used up | the talk was held by candlelight
the street was full of snow | the milk cart came three hours late
{who} had read the timetable wrongly | the guests missed the last train
mice had eaten the cable | the telephone was dead for a week
the flour had become damp | the cakes did not rise
the clock had stopped in the night | the doors opened an hour late
a circus had come to town | the evening class stood empty
the fence had rotted | the goats got into the garden
{who} had mixed up the labels | half of the parcels were sent back
the river had risen | the lower path was closed
the printer had run out of red ink | the posters were black and white
the stairs were being mended | the exhibition was moved to the yard
two violinists had caught a cold | the concert was shortened
the map was forty years old | the walkers ended up in a quarry
{who} had forgotten to order chairs | the audience had to stand
the baker had overslept | there was no bread at breakfast
the window had been left open | the birds flew out
a new tax had been announced | everybody bought sugar at once
""")


MOTIONS = motions("""
the entrance fee should go up | the entrance fee should stay as it is
    the repairs have to be paid for | other places charge far more | families could no longer afford it | fewer people would come
the car park should become a garden | the car park is needed
    children have nowhere to play | the cars spoil the view | old people cannot walk far | the shops depend on drivers
school should start an hour later | school should start as early as it does
    tired pupils learn little | the first buses are too full | parents have to be at work | the afternoons are for sports
the old bridge must be torn down | the old bridge must be saved
    it is no longer safe | ships cannot pass below it | it is the pride of the town | a new one would cost too much
dogs should be allowed on the beach | dogs should be kept off the beach
    there is room enough for everybody | walkers come in winter too | the sand would be dirty | small children are afraid of them
the festival should last a week | the festival should last two days
    guests travel a long way for it | the hotels would be full | the helpers are worn out by then | the noise is bad enough
the square needs a fountain | the square is best left empty
    people like to sit near water | it would cool the air in summer | the market takes up all the room | fountains are costly to keep
meetings should be held in the morning | meetings should be held in the evening
    everybody is awake by then | the hall is free at that time | most members have jobs | the last bus leaves late
the forest road should be closed to cars | the forest road should stay open to cars
    the deer need peace | the dust harms the trees | the farmers use it every day | it is the shortest way to the doctor
the town should buy the empty factory | the town should leave the factory alone
    young firms need cheap rooms | a ruin frightens off visitors | there is poison in the ground | the money is needed for the school
the newspaper should appear only online | the newspaper should be printed as before
    paper has become dear | young readers look at screens only | many readers have no computer | a paper can be kept
lunch should be free for all pupils | parents should pay for lunch
    nobody learns on an empty stomach | collecting money takes time | what costs nothing is thrown away | most families can pay
the river should be opened to swimmers | swimming in the river should stay banned
    the water is clean again | the pool is too small | the current is treacherous | the fish need quiet
shops should close on Sundays | shops should open on Sundays
    the staff need a day of rest | the streets are quiet then | people who work all week need the time | tourists come at the weekend
a tram line should be built | more buses should be bought
    trams make less noise | trams last for forty years | buses can change their route | rails cost a fortune
the statue should be moved to the park | the statue should stay at the station
    nobody looks at it where it is | the park needs a landmark | travellers know it as a meeting place | moving it could crack the stone
""")


TRAITS = traits("""
frugal | careful not to spend much | {who} mends old coats instead of buying new ones
jubilant | full of joy over a success | {who} danced round the table when the results came in
hasty | acting too quickly | {who} signed the contract without reading it
reticent | not willing to say much | {who} answered every question with a nod
diligent | working hard and steadily | {who} toiled from dawn to dusk without a pause
gullible | easily deceived | {who} believed that the bridge was for sale
obstinate | unwilling to give way | {who} went on arguing long after everybody had left
generous | glad to give to others | {who} shared the last sandwich with a stranger
timid | easily frightened | {who} hid behind the curtain when the bell rang
candid | open and honest in speech | {who} told the mayor to his face that the plan was poor
clumsy | awkward in moving or handling things | {who} knocked over three vases in one hour
meticulous | very careful about details | {who} lined up the pencils by length
versatile | able to do many different things | {who} plays the harp, keeps bees and repairs radios
garrulous | talking too much | {who} told the whole train about the operation
nimble | quick and light in movement | {who} jumped from stone to stone across the brook
sceptical | slow to believe things | {who} asked for proof of every word
punctual | always on time | {who} comes in at the stroke of nine
lethargic | without energy | {who} needed an hour to get up from the sofa
courteous | polite and considerate | {who} held the door for every guest
impartial | not favouring either side | {who} gave both teams the same chance
ambitious | eager to succeed | {who} wants to run the whole firm by the age of thirty
vigilant | watching carefully for danger | {who} slept with one eye open
absent-minded | forgetful because the mind is elsewhere | {who} put the keys into the fridge
resourceful | good at finding ways out | {who} mended the engine with a hairpin
""")


TOOLS = tools("""
cutting reeds | {who} had reeds to cut
stirring glue | {who} was about to stir the glue
measuring rain | {who} wished to know how much rain had fallen
lifting hot pans | {who} had a hot pan to lift
scaring crows | there were crows in the field again, {who} saw,
opening oysters | {who} sat down before a heap of oysters
smoothing clay | {who} found that the clay was still rough
drying herbs | {who} came home with wet herbs
weighing gold | {who} was offered gold by weight
carving spoons | {who} meant to carve a spoon
catching eels | {who} had seen an eel in the ditch
sharpening scythes | {who} noticed that the scythe was blunt
cleaning chimneys | {who} saw that the chimney was black with soot
polishing amber | {who} had a dull piece of amber
bending wire | {who} needed a bent piece of wire
picking cherries | {who} stood under the cherry tree
cracking nuts | {who} had been given a bowl of nuts
sorting seeds | {who} found all the seeds in one heap
""")
SYLLABLES = (
    words("bril; dor; fen; gla; hob; jer; kel; lum; mor; nad; pell; quor; ras; sib; tov; vex; wim; yor; zan; cro"),
    words("let; na; dle; mick; fer; dock; sel; tin; vane; gon; by; pot; ric; stell; wen; zo; kin; mer"),
)

POOLS = {
    "habits": rows("""
        keep a diary | keeping a diary
        walk to work | walking to work
        drink green tea | drinking green tea
        own a dog | owning a dog
        sing in the shower | singing in the shower
        eat breakfast | eating breakfast
        sleep with the window open | sleeping with the window open
        play chess | playing chess
        take cold baths | taking cold baths
        read before going to bed | reading before going to bed
        grow their own vegetables | growing their own vegetables
        wear wool | wearing wool
        take an afternoon nap | taking an afternoon nap
        learn poems by heart | learning poems by heart
        cook for themselves | cooking for themselves
        do crosswords | doing crosswords
        go barefoot at home | going barefoot at home
        stand at their desks | standing at their desks
    """),
    "outcomes": rows("""
        sleep better
        catch fewer colds
        stay calmer under pressure
        remember names more easily
        spend less money
        arrive late less often
        make fewer mistakes
        have more friends
        see the doctor less often
        learn languages faster
        complain less
        have stronger backs
        finish their work sooner
        quarrel less
    """),
    "groups": rows("""
        the people who work at {org}
        the members of {org}
        the people of {town}
        the pupils of the school in {town}
        the friends of {org}
        the older people in {town}
        the volunteers at {org}
        the families of {town}
    """),
    "wishes": rows("""
        want a later bus
        are against the new road
        would pay for a swimming pool
        want the market to be moved
        are happy with the mayor
        would like a night school
        are in favour of the wind farm
        want longer opening hours
        would welcome a hotel
        are tired of the fireworks
        like the new street lamps
        want the tower to be lit
    """),
    "subgroups": rows("""
        people waiting at a bus stop | waiting at a bus stop
        guests of a wedding | being guests of a wedding
        customers of one tavern | drinking in one tavern
        members of a sports club | being members of a sports club
        people who had come to complain | having come to complain
        night workers | working at night
        friends of the person who asked | being friends of the person who asked
        visitors of a trade fair | visiting a trade fair
        readers of one magazine | reading one magazine
        parents of small children | having small children
    """),
    "measures": rows("""
        close the main street to cars | closed the main street to cars | closing the main street to cars
        plant trees along the canal | planted trees along the canal | planting trees along the canal
        make the buses free | made the buses free | making the buses free
        lower the dog tax | lowered the dog tax | lowering the dog tax
        put up more benches | put up more benches | putting up more benches
        open the museum at night | opened the museum at night | opening the museum at night
        ban plastic bags | banned plastic bags | banning plastic bags
        pave the old market | paved the old market | paving the old market
        hire a second doctor | hired a second doctor | hiring a second doctor
        switch off the lamps at midnight | switched off the lamps at midnight | switching off the lamps at midnight
        build a skating rink | built a skating rink | building a skating rink
        hold a weekly flea market | held a weekly flea market | holding a weekly flea market
    """),
    "goods": rows("""
        more people came to the shops | more people will come to the shops
        the number of thefts went down | the number of thefts will go down
        young families moved in | young families will move in
        the air became cleaner | the air will become cleaner
        the hotels were full | the hotels will be full
        fewer people were ill | fewer people will be ill
        the town saved money | the town will save money
        the streets became quieter | the streets will become quieter
        people spent more time outdoors | people will spend more time outdoors
        rents stopped rising | rents will stop rising
    """),
    "features": rows("""
        a ring road
        a university
        a large harbour
        a mild climate
        a rich sponsor
        thousands of students
        an underground railway
        a famous cathedral
        a young population
        cheap electricity
    """),
    "claims": rows("""
        the winter will be mild | the weather
        coffee harms the memory | the effects of food
        the old bridge is about to collapse | the building of bridges
        the price of silver will fall | the silver trade
        the painting in the town hall is a forgery | painting
        cats can hear earthquakes coming | the behaviour of animals
        the valley was once a lake | the history of rocks
        left-handed people live longer | public health
        the comet will be visible by day | comets
        the dialect is dying out | language
        honey heals burns | medicine
        the well water is unsafe | water supply
        the team will win the cup | football
        the castle was built by monks | old buildings
        the new tax will ruin the shops | public finance
        wild boars are moving into the town | wild animals
    """),
    "professions": rows("""
        a famous tenor
        a retired dentist
        a champion skier
        a bestselling novelist
        a much loved actress
        a bishop
        a television cook
        a fashion designer
        a chess master
        a successful banker
        a racing driver
        a fiddler of renown
    """),
    "goals": rows("""
        win the county prize | sending in a drawing | sent in a drawing
        join the rescue team | passing a swimming test | passed a swimming test
        become a judge | studying law | studied law
        sail round the island | buying a chart | bought a chart
        get a stall at the fair | filling in a form | filled in a form
        sing at the opera | being able to read music | learned to read music
        open a restaurant | having a licence | got a licence
        grow a prize pumpkin | owning a plot of land | bought a plot of land
        climb the tower | getting the key from the sexton | got the key from the sexton
        be elected mayor | collecting a hundred signatures | collected a hundred signatures
        cross the border | carrying a passport | packed a passport
        publish a novel | finishing a manuscript | finished a manuscript
    """),
    "wholes": rows("""
        player | players | the team | excellent
        page | pages | the catalogue | short
        brick | bricks | the tower | light
        scene | scenes | the play | brief
        tile | tiles | the floor | cheap
        spice | spices | the stew | tasty
        song | songs | the concert | pleasant
        part | parts | the machine | well made
        chapter | chapters | the novel | exciting
        voter | voters | the parliament | reasonable
        room | rooms | the hotel | small
        firm | firms | the industry | profitable
    """),
    "problems": rows("""
        pay for a new roof | raise the fees | sell the van | ask the town for money
        find more members | advertise in the newspaper | hold an open day | visit the schools
        make room for the archive | rent the attic next door | throw out the old files | build a shed
        get the goods to the island | hire a barge | charter a plane | wait for the ice to freeze
        keep the cellar dry | dig a ditch | install a pump | seal the walls
        stop the thefts | hire a guard | buy better locks | get a dog
        shorten the queues | open a second desk | sell tickets in advance | work longer hours
        warm the hall | repair the boiler | bring in stoves | hang up thick curtains
        choose a leader | hold an election | draw lots | follow the oldest member
        save paper | print on both sides | send out nothing but e-mails | charge for every copy
    """),
    "vices": rows("""
        {who} is always late
        {who} owes money to half the town
        {who} once failed the driving test
        {who} quarrels with everybody
        {who} never pays a round
        {who} was fired from the last job
        {who} cheats at cards
        {who} wears the same coat all year
        {who} cannot keep a secret
        {who} is known to be lazy
        {who} has been divorced three times
        {who} boasts all day long
    """),
    "rumours": rows("""
        there are otters in the lower pond | there would be tracks in the mud | there are no tracks in the mud
        a tunnel runs below the square | the paving would sound hollow | the paving does not sound hollow
        the old mill is haunted | the dogs would avoid it | the dogs do not avoid it
        gold lies in the river bed | the sand would glitter | the sand does not glitter
        the count hid a treasure in the park | his letters would mention it | his letters do not mention it
        a lynx lives in the woods | sheep would be missing | no sheep are missing
        the tower leans | the plumb line would hang crooked | the plumb line hangs straight
        the lake has no bottom | the anchor would never hold | the anchor holds
        somebody lives in the empty house | smoke would rise from the chimney | no smoke rises from the chimney
        the violin is by a great master | it would bear his mark | it does not bear his mark
    """),
    "customs": rows("""
        the river flooded the lower fields | the river will flood the lower fields
        the storks came back in April | the storks will come back in April
        the fair made a profit | the fair will make a profit
        the home team lost the derby | the home team will lose the derby
        the first snow fell in November | the first snow will fall in November
        the apple harvest was good | the apple harvest will be good
        the bus company raised its fares | the bus company will raise its fares
        the mayor opened the ball with a waltz | the mayor will open the ball with a waltz
        it rained on the day of the regatta | it will rain on the day of the regatta
        the lake froze over | the lake will freeze over
    """),
}

SCHEMES = {
    "correlation": keyed("""
        premise: among {group}, those who {habit} {outcome} than the others
        premise: a survey among {group} has shown that those who {habit} {outcome} than the rest
        premise: it has been noticed that of {group} those who {habit} {outcome} than the others
        conclusion: {habiting} makes people {outcome}
        conclusion: it is {habiting} that makes people {outcome}
        strengthen: when half of {group}, drawn by lot, took to {habiting}, they soon (began|came) to {outcome} than the other half
        strengthen: those who gave up {habiting} no longer {outcome} than the others
        weaken: those who {habit} also {other} far more than the others do, and {othering} is known to make people {outcome}
        weaken: people who already {outcome} than others find it easier to {habit}
        assumption: nothing else that those who {habit} have in common makes them {outcome}
        assumption: it is not the other way round: that they {outcome} is not what makes people {habit}
        flaw: two things that go together are taken for cause and effect
        flaw: a mere (coincidence|connection) of two things is treated as if one brought about the other
        method: from the fact that two things are found together it infers that one brings about the other
        method: it explains one thing by another that tends to occur along with it
        neutral: {person} first heard of {habiting} from a neighbour
        neutral: much has been written about {habiting} in recent years
    """),
    "sample": keyed("""
        premise: {n} of the {m} people whom {person} asked in {town} {view}
        premise: {person} asked {m} people in {town}, and {n} of them said that they {view}
        conclusion: most people in {town} {view}
        conclusion: the people of {town}, for the most part, {view}
        strengthen: the {m} people were drawn by lot from all who live in {town}
        strengthen: an earlier count of all households in {town} gave much the same result
        weaken: the {m} people were all {subgroup}, and {subgrouping} makes it far more likely that people {view}
        weaken: hardly any people in {town} are like those {m}, who were all {subgroup}
        assumption: the {m} people are like the other people in {town} in what they think of the matter
        assumption: those whom {person} asked are typical of {town} as a whole
        flaw: a few who may be special are taken to stand for everybody
        flaw: what is found in a small group is said of all without a look at how the group was picked
        method: it generalises from some members of a group to the whole of it
        method: from what was found in a sample it infers what holds for all
        neutral: {person} needed two days for asking the {m} people
        neutral: {person} has lived in {town} for many years
    """),
    "analogy": keyed("""
        premise: {other} {past}, and after that {happened}
        premise: when {other} {past}, it turned out that {happened}
        second: {town} is thinking of {doing}, too
        second: now {town} could {base} as well
        conclusion: if {town} should {base}, {will} there as well
        conclusion: after {doing} in {town}, {will} there, too
        strengthen: {town} and {other} are alike in size, wealth and customs
        strengthen: in three more places that are much like {town} it was {doing} that had this effect
        weaken: what made it work in {other} was {feature}, and {town} has nothing of the kind
        weaken: without {feature} it would never have worked in {other}, and {town} has to do without
        assumption: in all that made it work, {town} is like {other}
        assumption: there is no difference between {town} and {other} that matters here
        flaw: two cases are compared without asking whether they are alike where it matters
        flaw: what worked in one place is expected of another that may be quite different
        method: it argues that what held in one case will hold in another that is like it
        method: it draws a parallel between two cases
        neutral: the council of {town} has talked about {doing} more than once
        neutral: people from {town} like to spend their holidays in {other}
    """),
    "authority": keyed("""
        premise: {person}, {profession}, says that {claim}
        premise: {profession} of the name of {person} has said in public that {claim}
        conclusion: {claim}
        conclusion: it is true that {claim}
        strengthen: {person} has also spent many years on the study of {field}
        strengthen: in matters of {field}, {person} has been right every time so far
        weaken: {person} has never had anything to do with {field}
        weaken: in matters of {field}, {person} has been wrong more often than right
        assumption: {person} is a good judge of {field}
        assumption: somebody who is {profession} knows enough about {field}
        flaw: it relies on somebody whose fame lies in another field
        flaw: somebody is trusted on a subject of which he or she may know nothing
        method: it supports a claim by the word of a well-known person
        method: it appeals to what somebody of standing has said
        neutral: {person} has been a guest in {town} several times
        neutral: many people in {town} admire {person}
    """),
    "necessity": keyed("""
        premise: nobody can {goal} without {doing}
        premise: {doing} is something without which nobody can {goal}
        second: {person} has {done}
        second: as everybody knows, {person} has {done}
        conclusion: {person} will {goal}
        conclusion: nothing can keep {person} from it: {person} will {goal}
        strengthen: everybody who has {done} so far was able to {goal}
        strengthen: there has never been anybody who had {done} and then failed to {goal}
        weaken: most of those who have {done} were never able to {goal}
        weaken: to {goal} takes a good deal more than {doing}, and that {person} does not have
        assumption: for whoever wants to {goal}, nothing is needed beyond {doing}
        assumption: to have {done} is enough for anybody who wants to {goal}
        flaw: what is needed for something is taken to be enough for it
        flaw: a condition that has to be met is treated as if it were the only one
        method: from the fact that a required condition is met it infers the result
        method: it moves from something that has to be there to the thing for which it has to be there
        neutral: {person} has talked about this plan for years
        neutral: a cousin of {person} lives in {town}
    """),
    "composition": keyed("""
        premise: {person} has looked at every {part} of {whole}, and each is {adj}
        premise: every single {part} of {whole} is {adj}, as {person} has found
        conclusion: {whole} as a whole is {adj}
        conclusion: {whole} must be {adj}, taken as a whole
        strengthen: put together, the {parts} make one another even more {adj}
        strengthen: {person} has never seen {parts} that were {adj} one by one and not so together
        weaken: put together, the {parts} lose just what made each of them {adj}
        weaken: there are so many {parts} in {whole}, and so badly matched, that together they are not {adj} at all
        assumption: what holds for each {part} holds for {whole}, too
        assumption: {whole} cannot be less {adj} than its {parts} are one by one
        flaw: what is true of the parts is taken to be true of the whole
        flaw: it does not see that parts may differ from what they make up together
        method: from what the parts are like it infers what the whole is like
        method: it ascribes to a thing what it has found in every piece of it
        neutral: {person} has been interested in {whole} for a long time
        neutral: {other} asked {person} to have a look at {whole}
    """),
    "division": keyed("""
        premise: {whole} as a whole is {adj}, as {person} (says|has found)
        premise: nobody doubts that {whole} is {adj}, taken as a whole
        second: {person} has picked out one {part} of it
        second: now there is one {part} of it that {person} has in mind
        conclusion: that {part}, too, is {adj}
        conclusion: this one {part} must be {adj}
        strengthen: no {part} of {whole} differs much from any other
        strengthen: {whole} can be {adj} only if each {part} is
        weaken: the {parts} of {whole} differ widely, and that one is the exception
        weaken: it is the way in which the {parts} fit together that makes {whole} {adj}, not what each is like
        assumption: what holds for {whole} holds for that {part}, too
        assumption: {whole} owes what it is to each {part} alike
        flaw: what is true of the whole is taken to be true of each part
        flaw: it does not see that something may be so together which is not so piece by piece
        method: from what the whole is like it infers what a part is like
        method: it ascribes to a piece what it has found in the thing that the piece belongs to
        neutral: {other} has heard of {whole} from {person}
        neutral: there has been talk of {whole} in {town}
    """),
    "dilemma": keyed("""
        premise: in order to {problem}, {org} can (either|only) {a} or {b}
        premise: if {org} wants to {problem}, it has to {a} or to {b}
        second: it does not want to {a}
        second: to {a} is out of the question
        conclusion: {org} must {b}
        conclusion: it is necessary for {org} to {b}
        strengthen: all other ways to {problem} have been tried in vain
        strengthen: the rules of {org} allow no third way
        weaken: {org} could also {c}
        weaken: there is another way to {problem}, which is to {c}
        assumption: there is no third way for {org} to {problem}
        assumption: {org} cannot do anything but {a} or {b}
        flaw: it passes over the possibility that there are more than two ways
        flaw: two ways are treated as if there were no others
        method: it sets two ways against each other and rules out one of them
        method: it leaves one course open by closing the only other one that it allows
        neutral: {person} has often spoken about the wish to {problem}
        neutral: {org} has had this on its list for a year
    """),
    "attack": keyed("""
        premise: {person} says that {claim}
        premise: according to {person}, {claim}
        second: but {vice}
        second: yet, as {other} says, {vice}
        conclusion: it is not true that {claim}
        conclusion: {person} is wrong: it is not so that {claim}
        strengthen: {person} has nothing to show for the claim but a bare word, and has lied about {field} before
        strengthen: those who have looked into {field} with care all disagree with {person}
        weaken: people who have never met {person} have found by careful study that {claim}
        weaken: {person} has given proof, which anybody can check, that {claim}
        assumption: what {person} is like tells us whether the claim is true
        assumption: somebody of whom such things can be said cannot be right about {field}
        flaw: it finds fault with a person and not with what the person says
        flaw: a claim is dismissed because of who makes it
        method: it turns against a claim by turning against the one who makes it
        method: it rejects a view on account of the character of its holder
        neutral: {person} and {other} both live in {town}
        neutral: {person} likes to talk about {field}
    """),
    "popularity": keyed("""
        premise: {n} percent of the people in {town} believe that {claim}
        premise: nearly everybody in {town}, {n} in a hundred, is sure that {claim}
        conclusion: {claim}, just as they believe
        conclusion: it must be true that {claim}
        strengthen: most of those {n} percent have measured or seen it for themselves
        strengthen: what so many in {town} believe of {field} has always been borne out
        weaken: the {n} percent have it all from one joke in a newspaper
        weaken: what so many in {town} believe of {field} has mostly turned out to be false
        assumption: what most people in {town} believe of {field} is true
        assumption: {n} percent of the people in {town} cannot be mistaken about {field}
        flaw: something is taken to be true because many believe it
        flaw: the number of those who share a belief is offered in the place of proof
        method: it supports a claim by pointing out how many hold it
        method: it lets a matter of fact be settled by a majority
        neutral: {person} has heard about this in {town}
        neutral: {field} is often talked about in {town}
    """),
    "ignorance": keyed("""
        premise: nobody has ever (proved|shown) that {rumour}
        premise: in all these years, no proof has been found that {rumour}
        conclusion: it is not true that {rumour}
        conclusion: the story that {rumour} is false
        strengthen: {person} has looked for twenty years, in every way there is, for proof that {rumour}
        strengthen: if it were so that {rumour}, a simple test would have shown it, and the test has been made often
        weaken: nobody has ever looked for proof that {rumour}
        weaken: the place where proof that {rumour} might be found has always been closed to everybody
        assumption: if it were true that {rumour}, proof would have been found by now
        assumption: whether it is true that {rumour} would be known by now
        flaw: the lack of proof for something is taken for proof of the contrary
        flaw: it treats what has not been shown as if it had been shown to be false
        method: from the fact that nothing has been found in favour of a claim it infers that the claim is false
        method: it rests on what has not been found
        neutral: {person} tells the story to every guest
        neutral: a book about such stories is sold in {town}
    """),
    "trend": keyed("""
        premise: in each of the last {n} years, {past}
        premise: for {n} years now, year after year, {past}
        conclusion: next year, too, {future}
        conclusion: {future} next year as well
        strengthen: whatever brought it about in those {n} years will be the same next year
        strengthen: nothing that was behind those {n} years has changed, or is going to change
        weaken: what brought it about in those {n} years has just come to an end
        weaken: {person} has put a stop to what was behind it in those {n} years
        assumption: next year will be like the last {n} years in this respect
        assumption: what was behind it in those {n} years will go on
        flaw: it takes for granted that things will go on as they have gone so far
        flaw: what has been is taken to be what will be, whatever may have changed
        method: it extends what has happened so far into the future
        method: from a run of past cases it predicts the next one
        neutral: {person} has written down each of those years in a notebook
        neutral: people in {town} like to bet on it
    """),
    "elimination": keyed("""
        premise: there are three ways to {problem}, and no more: to {a}, to {b}, or to {c}
        second: to {a} or to {b} has been shown to be impossible
        conclusion: {org} must {c}
        method: it lists all possibilities and strikes out every one but the last
        method: it goes through the cases, rejects them in turn, and keeps what remains
    """),
    "counterexample": keyed("""
        premise: {other} says that every {part} of {whole} is {adj}
        second: but {person} has found one {part} in it that is not {adj} at all
        conclusion: what {other} says of the {parts} is not true
        method: it refutes a general claim by a single case to which the claim does not apply
        method: it brings forward one instance that goes against a general statement
    """),
    "absurdity": keyed("""
        premise: if it were true that {rumour}, {sign}
        second: but {missing}
        conclusion: it is not true that {rumour}
        method: it shows that a claim leads to something that is plainly not so
        method: it draws a consequence from a claim and finds the consequence to be false
    """),
}

PREDICATES = rows("""
has a key | does not have a key
sings in the chorus | does not sing in the chorus
owns a boat | does not own a boat
speaks Greek | does not speak Greek
works on Saturdays | does not work on Saturdays
wears a badge | does not wear a badge
pays the full fee | does not pay the full fee
eats in the canteen | does not eat in the canteen
may vote | may not vote
can swim | cannot swim
has a bicycle | does not have a bicycle
likes jazz | does not like jazz
gets a parking space | does not get a parking space
knows the password | does not know the password
keeps a cat | does not keep a cat
plays the flute | does not play the flute
has been to Rome | has not been to Rome
lives on the island | does not live on the island
takes the early train | does not take the early train
reads the newsletter | does not read the newsletter
is insured | is not insured
drinks coffee | does not drink coffee
""")


PRINCIPLES = principles("""
    whoever (damages|breaks) what was lent to them (ought to|should) replace it
    {a} borrowed a saw from {b} and broke it => {a} ought to buy {b} a new saw
    {b} lent {a} a tent, and it came back with a burnt hole => {a} should pay for a new tent
    {a} had the loan of a guitar from {org} and dropped it down the stairs => {a} owes {org} a guitar

    a promise must be kept even when keeping it has become a burden
    {a} had promised to drive {b} to the airport, and then was invited to a party that day => {a} should drive {b} all the same
    {a} gave {b} a word to sing at the wedding, and later found a better paid evening => {a} has to sing at the wedding
    {a} agreed to look after the dog of {b} and then saw how much work it was => {a} must go on looking after the dog

    (nobody|no one) should be judge in a matter that touches their own gain
    {a} sits on the jury of a cake contest, and {a}'s own daughter takes part => {a} should leave the jury
    {a} is to choose a builder for {org}, and one of the builders is {a}'s own firm => {a} must let somebody else choose
    {a} has to decide who gets the prize money, and {a} is one of those who applied => {a} should have no say in it

    those who benefit from something should share in its cost
    {a} uses the boat of {b} every weekend, and the boat needs a new engine => {a} ought to pay a part of it
    {org} built a path that leads to the house of {a} as well => {a} should pay a share of the path
    {a} and {b} both draw water from a well that has to be cleaned => {a} and {b} should both pay for the cleaning

    people should not be punished for what they could not have known
    {a} parked in a street in {town} from which the sign had been stolen => {a} should not have to pay a fine
    {a} served {b} nuts, and nothing had told {a} of the allergy => {a} must not be blamed
    {a} bought a bicycle in good faith, and it turned out to have been stolen => {a} should go unpunished

    help is owed first to those who need it most
    {org} has one bed left, {a} has a cold, and {b} has a broken leg => the bed should go to {b}
    there is one blanket, {a} is shivering, and {b} wears a fur coat => the blanket should go to {a}
    {org} can rescue only one boat at a time, and the boat of {b} is sinking faster than that of {a} => {org} should turn to {b} first

    whoever was there first has the better claim
    {a} and {b} both want the seat by the window, and {a} sat down before {b} came in => the seat is {a}'s
    {a} asked for the hall on Monday, {b} on Tuesday, and both want the same evening => {a} should have the hall
    {b} joined the queue in {town} before {a} did, and there is one ticket left => the ticket should go to {b}

    a secret may be betrayed in order to prevent serious harm
    {b} told {a} in confidence of a plan to set fire to a barn, and {a} told the police => {a} was right to tell
    {a} had sworn silence, but heard that {b} meant to drive with faulty brakes => {a} may warn others
    {a} read in a sealed letter that the bridge would be blown up => {a} did well to break the seal and tell everybody

    rules must be applied to everybody in the same way
    {org} fined {a} for coming late, and {b}, who is popular, came later still => {org} should fine {b}, too
    {a} was not let in without a tie, and {b} came without one => {org} must not let {b} in
    {org} charges everybody a fee, and {a} asks to be let off as an old friend => {a} should pay the fee

    gifts must not be asked back
    {a} gave {b} a ring, and after a quarrel wants it again => {b} may keep the ring
    {a} left a piano to {org} as a present and now has room for it => the piano stays with {org}
    {a} handed {b} a book for a birthday and now misses it => {a} cannot demand the book

    nobody should profit from a wrong that they have done
    {a} hid the better entry of {b} and so won the contest => {a} must not keep the prize
    {a} sold a horse to {org} with false papers at a high price => {a} has to give up the gain
    {a} spread a rumour so that shares would fall, and bought them cheaply => {a} should lose what was earned by it

    whoever takes a risk freely has to bear the loss
    {a} put all savings into a shaky firm, though warned, and lost them => {a} cannot ask others to make up for it
    {a} bet the watch against {b} in a game and lost => {a} must hand over the watch
    {a} camped on the thin ice for a dare, and the tent sank => the loss of the tent is {a}'s own
""")


TRIALS = trials("""
open an hour earlier | the number of visitors a week | up
send out a newsletter | the number of new members a year | up
put up better signs | the number of complaints a month | down
lower the prices | the number of sales a day | up
hire a night guard | the number of thefts a year | down
serve free coffee | the number of guests a day | up
change the timetable | the number of late arrivals a month | down
offer weekend courses | the number of pupils | up
replace the old machines | the number of breakdowns a year | down
paint the front in yellow | the number of passers-by who came in each week | up
train the staff anew | the number of accidents a year | down
start a club card | the number of regular customers | up
ban loud music | the number of angry letters a month | down
plant a flower bed | the number of photographs taken each day | up
""")
JOBS = words("""
a new roof; a garden wall; a set of benches; a repaired boiler; a fresh coat of paint; a wooden staircase; a new sign;
a stone path; a row of shelves; a watertight cellar; a fence of oak; a pair of gates
""")
