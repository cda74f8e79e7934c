"""Unseen bank: what arguments, inferences, principles, word lists and evaluations are about, and how they are put."""

from __future__ import annotations

from skills.reading_comprehension.bank import keyed, motions, principles, tools, traits, trials
from skills.reading_comprehension.phrase import rows, words

CAUSES = rows("""
the elevator was stuck between two floors | the interview took place in the lobby
{who} had packed the wrong suitcase | the costume ball went ahead without a king
locusts had come over the hills | the vineyard was wrapped in nets
a fuse had blown | the film broke off before the kiss
the ferry had lost its anchor | the wedding party spent the night on deck
{who} had sprained a wrist | the harp stayed silent that week
an avalanche had buried the pass | letters arrived by helicopter
the password had been changed | nobody could get at the accounts
the soup had turned sour | the travellers dined on crackers
a film crew had rented the plaza | the market spread into the side lanes
the compass was off by ten degrees | the sailors landed on the wrong beach
{who} had set the alarm for the wrong day | the ribbon was cut without a speech
ants had found the larder | the honey was hung from the beams
the satellite had failed | the match could not be shown
dust had clogged the filters | the air in the hall was stifling
the dam was being inspected | the lake was half empty
{who} had spilled tea over the blueprint | the terrace was built a metre too wide
the translator had missed the flight | the envoys talked with their hands
a rival store had halved its prices | the assistants stood idle all week
the thermostat was faulty | the tulips bloomed in winter
the choir master had lost his voice | the anthem was hummed
the ink was not waterproof | the treaty had to be copied again
{who} had sold the spare tyre | the rally car never reached the desert
the tailor had misread the figures | the sleeves came down to the knees
goats had eaten the signposts | the hikers walked in circles
the dye had run out | the flags were left white
""")

MOTIONS = motions("""
the old mine ought to be reopened | the old mine ought to stay shut
    copper is in short supply | the young are moving away for lack of work | the shafts could cave in | the springs would be fouled
the harbour ought to be dredged | the harbour is deep enough as it is
    the new freighters draw too much water | the mud smells in summer | the crabs live in that mud | the sand would return within a year
uniforms ought to be worn in class | pupils ought to wear what they please
    nobody is teased about cheap clothes | mornings go more smoothly | clothes are a way to be oneself | uniforms are uncomfortable in the heat
the opera house ought to be sold | the opera house ought to remain public
    it stands empty half the year | the hospital lacks funds | music belongs to all | the first owner would turn it into flats
night flights ought to be banned | night flights ought to go on
    thousands lie awake | the flights are half empty anyway | fresh fish has to come at dawn | the airport employs many fathers and mothers
bicycles ought to have their own lane | the lane ought to be left to pedestrians
    collisions happen every week | cycling keeps people fit | the pavement is narrow already | prams need the room
the zoo ought to give up its elephants | the elephants ought to stay in the zoo
    the enclosure is far too small | elephants live in herds | children adore them | they have never known the wild
voting ought to be done by post | voting ought to be done in person
    those who are ill could take part | counting would be faster | letters go astray | a secret vote needs a booth
the lighthouse ought to get a keeper again | the lighthouse ought to run by itself
    machines fail in storms | travellers want to climb the tower | a keeper's wages are high | it has worked unaided for a decade
the orchard ought to make way for houses | the orchard ought to be spared
    rents have become unbearable | the trees hardly bear any more | owls nest in it | it holds the slope together
exams ought to be replaced by projects | exams ought to be kept
    cramming is soon forgotten | projects teach teamwork | projects are copied off the web | exams are the same for all
the carnival ought to move indoors | the carnival ought to stay outdoors
    it rained three times in a row | the costumes are delicate | no hall is large enough | lanterns look best under the stars
pilgrims ought to pay a toll | the road ought to be free for pilgrims
    they wear out the paving | the chapel needs a bell | many of them own nothing | hospitality is an old custom
the desert camp ought to have wireless internet | the desert camp ought to stay offline
    guests want to send pictures | rescue would come sooner | silence is what people pay for | the mast would ruin the horizon
robots ought to sort the parcels | people ought to sort the parcels
    robots never get tired | heavy parcels hurt the spine | labels are often smudged | forty households live on that work
the reef ought to be closed to divers | the reef ought to be open to divers
    the coral breaks at a touch | turtles have fled the bay | the islanders live off the divers | guides see to it that no harm is done
""")

TRAITS = traits("""
parsimonious | very unwilling to spend | {who} cuts matches in half
elated | extremely glad | {who} hugged the postman over the good news
impetuous | doing things without thinking | {who} bought a camel on the first day of the trip
taciturn | saying very little | {who} got through dinner with two words
industrious | always busy with work | {who} had mended six nets before noon
credulous | too ready to believe things | {who} sent money to a prince who does not exist
pigheaded | never changing one's mind | {who} rowed on although the race was long over
magnanimous | forgiving and noble toward rivals | {who} carried the loser on both shoulders
apprehensive | worried about what may come | {who} looked at the rope bridge and turned pale
forthright | saying plainly what one thinks | {who} told the chef that the fish was raw
ungainly | moving without grace | {who} tripped over the carpet at every entrance
fastidious | hard to please about small things | {who} sent back the tea because of the cup
multifaceted | having many sides and talents | {who} paints, dives and teaches algebra
loquacious | fond of long talk | {who} kept the taxi waiting for the end of an anecdote
agile | able to move fast and easily | {who} was up the palm tree in no time
incredulous | not able to believe something | {who} pinched an arm to be sure of being awake
prompt | acting at once | {who} replied before the phone had stopped buzzing
languid | slow and weary in manner | {who} waved a fan and yawned
civil | well-mannered, if cool | {who} bowed even to the bailiff
even-handed | treating all sides alike | {who} cut the melon into equal parts
enterprising | ready to try new ventures | {who} opened a juice bar in the desert
squeamish | easily made sick by unpleasant sights | {who} fainted at a drop of blood
scatterbrained | unable to keep one's mind on things | {who} posted the lunch and ate the letter
ingenious | clever at inventing things | {who} built a raft out of bottles
""")

TOOLS = tools("""
grinding pepper | {who} was short of ground pepper
threading beads | a string of beads had come apart, {who} saw,
splitting bamboo | {who} was handed a stalk of bamboo
pressing olives | {who} had a basket full of olives
sounding depths | {who} wanted to learn how deep the bay was
combing wool | {who} had sheared a tangled fleece
shaping hats | {who} noticed a dent in the hat
lighting lanterns | {who} came upon a row of dark lanterns
peeling mangoes | {who} longed for a peeled mango
stretching leather | {who} found the leather too tight
calling falcons | {who} lost sight of the falcon
digging for clams | {who} was certain that clams lay below the sand
mixing paints | {who} had blue and yellow, but no green
knotting nets | {who} discovered a hole in the net
shelling peas | {who} faced a mountain of peas
testing ice | {who} did not trust the ice
marking cattle | {who} had bought six new cows
rolling dough | {who} had let the dough rest long enough
""")
SYLLABLES = (
    words("tra; bue; cin; dul; fos; gri; hal; jun; klo; lar; mup; nev; osk; pli; rud; sna; tuf; ulm; vop; zir"),
    words("ba; ckle; dop; fin; gash; hew; jin; keb; lom; nid; pra; rup; shen; tal; vix; wuk; yem; zet"),
)

POOLS = {
    "habits": rows("""
        meditate | meditating
        cycle to the office | cycling to the office
        chew fennel seeds | chewing fennel seeds
        share a flat | sharing a flat
        whistle at work | whistling at work
        skip lunch | skipping lunch
        sleep in hammocks | sleeping in hammocks
        solve number puzzles | solving number puzzles
        swim in the sea | swimming in the sea
        listen to audiobooks | listening to audiobooks
        bake their own bread | baking their own bread
        dress in linen | dressing in linen
        get up before sunrise | getting up before sunrise
        write letters by hand | writing letters by hand
        juggle | juggling
        tend roses | tending roses
        dance on weekends | dancing on weekends
        keep parrots | keeping parrots
    """),
    "outcomes": rows("""
        suffer less from headaches
        earn higher wages
        recover sooner from an illness
        trust strangers more readily
        drive more safely
        stay married longer
        take fewer days off
        solve problems more quickly
        feel lonely less often
        have better eyesight
        lose their temper less often
        speak up more often
        live longer
        give more to charity
    """),
    "groups": rows("""
        the staff of {org}
        all who belong to {org}
        the inhabitants of {town}
        the students of the college in {town}
        the supporters of {org}
        the pensioners of {town}
        the trainees of {org}
        the shopkeepers of {town}
    """),
    "wishes": rows("""
        favour a curfew
        oppose the casino
        would give money for an ice rink
        prefer the old ferry
        distrust the council
        hope for a cable car
        support the solar park
        long for cheaper rents
        would vote for a woman as governor
        resent the cruise ships
        admire the new bridge
        wish for a night market
    """),
    "subgroups": rows("""
        passengers of a delayed ferry | sitting on a delayed ferry
        spectators of a boxing match | watching a boxing match
        tenants of a single block | renting in a single block
        owners of sports cars | owning a sports car
        students on their way to a protest | being on the way to a protest
        patients in a dentist's chair | sitting in a dentist's chair
        relatives of the pollster | being related to the pollster
        tourists on a coach tour | being on a coach tour
        subscribers of one podcast | subscribing to one podcast
        dealers at an antiques fair | dealing in antiques
    """),
    "measures": rows("""
        tax empty flats | taxed empty flats | taxing empty flats
        dig wells in the outer districts | dug wells in the outer districts | digging wells in the outer districts
        paint the roofs white | painted the roofs white | painting the roofs white
        move the bus terminal | moved the bus terminal | moving the bus terminal
        license street musicians | licensed street musicians | licensing street musicians
        roof over the bazaar | roofed over the bazaar | roofing over the bazaar
        train young divers | trained young divers | training young divers
        replace cash with cards | replaced cash with cards | replacing cash with cards
        restore the city wall | restored the city wall | restoring the city wall
        fine litterers | fined litterers | fining litterers
        connect the two parks | connected the two parks | connecting the two parks
        stage a kite festival | staged a kite festival | staging a kite festival
    """),
    "goods": rows("""
        cafés sprang up everywhere | cafés will spring up everywhere
        burglaries all but ceased | burglaries will all but cease
        students stayed after their exams | students will stay after their exams
        summers became bearable | summers will become bearable
        unemployment fell | unemployment will fall
        herons returned to the ponds | herons will return to the ponds
        the debt shrank | the debt will shrink
        traffic jams disappeared | traffic jams will disappear
        neighbours began to greet each other | neighbours will begin to greet each other
        artists rented the lofts | artists will rent the lofts
    """),
    "features": rows("""
        an oil terminal
        a military base
        a natural hot spring
        a steady sea breeze
        an heiress with a soft heart
        a colony of painters
        a high-speed train
        a royal palace
        a strong football club
        fertile black soil
    """),
    "claims": rows("""
        the glacier will be gone in ten years | glaciers
        chocolate sharpens the mind | nutrition
        the dam has a hidden crack | dam construction
        copper will soon be worth more than nickel | metals
        the statue in the square is a copy | sculpture
        horses can sense an eclipse | horses
        the desert used to be sea | geology
        short people sleep more soundly | sleep research
        the moon drifts away from us | astronomy
        the island tongue stems from Basque | linguistics
        garlic keeps ticks away | parasites
        the spring contains lead | water chemistry
        the underdog will win the regatta | rowing
        the aqueduct is older than the town | archaeology
        the strike will end by Friday | labour disputes
        jackals are breeding in the suburbs | jackals
    """),
    "professions": rows("""
        a celebrated soprano
        a former airline pilot
        an Olympic fencer
        a writer of thrillers
        a circus clown of great fame
        a general
        a star hairdresser
        a photographer of renown
        a bridge champion
        a real estate tycoon
        a prize-winning florist
        a rock guitarist
    """),
    "goals": rows("""
        win the film award | entering a film | entered a film
        enlist as a firefighter | being of age | come of age
        practise as a surgeon | holding a degree | earned a degree
        cross the desert | hiring a camel | hired a camel
        rent a booth at the bazaar | paying a deposit | paid a deposit
        conduct the philharmonic | knowing how to read a score | learned how to read a score
        import spices | having a tax number | applied for a tax number
        breed champion pigeons | owning a loft | built a loft
        enter the archive | showing a pass | shown a pass
        be chosen as ambassador | speaking two languages | learned two languages
        land on the island | having a permit | obtained a permit
        patent the invention | drawing up a plan | drawn up a plan
    """),
    "wholes": rows("""
        musician | musicians | the orchestra | brilliant
        verse | verses | the epic | concise
        plank | planks | the raft | narrow
        episode | episodes | the series | gripping
        bead | beads | the necklace | inexpensive
        ingredient | ingredients | the cocktail | delicious
        dance | dances | the ballet | graceful
        gear | gears | the engine | reliable
        lecture | lectures | the course | stimulating
        juror | jurors | the jury | sensible
        flat | flats | the skyscraper | tiny
        shop | shops | the mall | thriving
    """),
    "problems": rows("""
        finance the excavation | sell the truck | apply for a grant | raffle off a painting
        attract more volunteers | put up posters | go on local radio | offer free lunches
        store the harvest | lease a warehouse | dry the fruit | erect a tent
        reach the crater | ride on mules | fly by helicopter | walk along the ridge
        keep out the flood | raise the dyke | stack sandbags | widen the canal
        outwit the monkeys | set up a fence | move the bins | keep a hawk
        cut the waiting time | add an evening shift | take bookings by phone | merge two counters
        cool the server room | buy a chiller | drill a vent | move it to the cellar
        pick a mascot | ask the children | hold a contest | keep the old one
        reduce waste | repair more | order less | resell the leftovers
    """),
    "vices": rows("""
        {who} forgets every birthday
        {who} has unpaid parking tickets
        {who} flunked chemistry twice
        {who} shouts at waiters
        {who} never returns what was borrowed
        {who} was thrown out of two bands
        {who} bluffs at poker
        {who} dyes a grey beard black
        {who} gossips without end
        {who} sleeps until noon
        {who} has a messy flat
        {who} brags about a yacht
    """),
    "rumours": rows("""
        a giant squid dwells in the bay | nets would come up torn | the nets come up whole
        a crypt lies beneath the chapel | the floor would echo | the floor does not echo
        the manor is cursed | its owners would die young | its owners live to a great age
        oil is to be found under the heath | the puddles would shimmer | the puddles do not shimmer
        the poet burned a second novel | her diary would speak of it | her diary does not speak of it
        wolves have crossed the border | their howling would be heard | no howling is heard
        the pier is sinking | the tide mark would climb | the tide mark stays where it is
        the cave reaches the sea | its water would be salty | its water is sweet
        the safe was opened in the night | its seal would be broken | its seal is whole
        the carpet is a thousand years old | its colours would have faded | its colours are bright
    """),
    "customs": rows("""
        the monsoon arrived on time | the monsoon will arrive on time
        whales passed the cape in May | whales will pass the cape in May
        the carnival broke even | the carnival will break even
        the visiting side won the cup | the visiting side will win the cup
        the almonds blossomed before Lent | the almonds will blossom before Lent
        the olive crop set a record | the olive crop will set a record
        the ferry line sold out by June | the ferry line will sell out by June
        the governor missed the parade | the governor will miss the parade
        fog closed the airport at New Year | fog will close the airport at New Year
        the volcano smoked in autumn | the volcano will smoke in autumn
    """),
}

SCHEMES = {
    "correlation": keyed("""
        premise: of {group}, those who {habit} have been found to {outcome} than everyone else
        premise: figures on {group} reveal that those among them who {habit} {outcome} than average
        premise: compared with the remainder of {group}, those who {habit} {outcome}
        conclusion: the cause is obvious, namely that {habiting} makes one {outcome}
        conclusion: {habiting} has the effect that people {outcome}
        strengthen: in a trial in which chance decided who was to begin {habiting}, only these people came to {outcome} than previously
        strengthen: as soon as people stop {habiting}, they cease to {outcome} than others
        weaken: nearly all who {habit} also {other}, and experiments have shown {othering} to be what makes people {outcome}
        weaken: it is because they {outcome} than most that some people come to {habit} in the first place
        assumption: no further trait shared by those who {habit} accounts for it that they {outcome}
        assumption: the influence does not run in the other direction, from the fact that people {outcome} to {habiting}
        flaw: from a statistical link it jumps to a causal one
        flaw: it ignores that two things may occur together without either producing the other
        method: a statistical link is used as a basis for a claim about causes
        method: it observes a link between two features and offers one as the cause of the other
        neutral: {person} wrote a thesis on {habiting}
        neutral: television has shown a series on {habiting}
    """),
    "sample": keyed("""
        premise: {person} put the question to {m} inhabitants of {town}, {n} of whom {view}
        premise: out of {m} persons interviewed by {person} in {town}, {n} {view}
        conclusion: the majority in {town} {view}
        conclusion: by and large, those who live in {town} {view}
        strengthen: the {m} names had been picked blindly from the complete register of {town}
        strengthen: interviews with ten times as many inhabitants of {town} produced the same share
        weaken: all {m} were {subgroup}, and {subgrouping} goes along with it that people {view}
        weaken: {person} had spoken to {subgroup} only, who are quite unlike the rest of {town}
        assumption: in their views on this, the {m} do not differ from the rest of {town}
        assumption: the interviews of {person} reached a fair cross-section of {town}
        flaw: it draws a conclusion about a population from a group that need not represent it
        flaw: nothing is done to make sure that those who were interviewed resemble those who were not
        method: it extends to a population what was observed in a few of its members
        method: observations on some are taken as a guide to all
        neutral: {person} carried out the interviews on foot
        neutral: {person} is fond of walking through {town}
    """),
    "analogy": keyed("""
        premise: ever since {other} {past}, things have changed for the better there: {happened}
        premise: {other} {past}, whereupon {happened}
        second: there are voices in {town} in favour of {doing}
        second: it would be easy for {town} to {base} likewise
        conclusion: should {town} {base}, the outcome will be the same: {will}
        conclusion: {town} can expect that by {doing} it, too, gets its reward: {will}
        strengthen: in every respect that counts, {town} resembles {other}
        strengthen: {doing} has led to the same outcome in each place comparable to {town}
        weaken: {other} owes that outcome to {feature}, which {town} lacks
        weaken: {other} is blessed with {feature}, and it was this, not the step as such, that brought the change; {town} has none
        assumption: whatever was decisive in {other} is present in {town}, too
        assumption: {other} and {town} are sufficiently alike for the comparison
        flaw: it treats two cases as equal although they may differ in what is decisive
        flaw: the similarity on which the comparison depends is never examined
        method: it transfers the outcome of one case to a second that is held to be similar
        method: its conclusion about one thing is based on a likeness to another
        neutral: {person} has lectured in {town} on {doing}
        neutral: a direct train links {other} and {town}
    """),
    "authority": keyed("""
        premise: no less a figure than {person}, {profession}, has declared that {claim}
        premise: {person} is {profession}, and {person} is positive that {claim}
        conclusion: we may rely on it that {claim}
        conclusion: {claim}, then
        strengthen: before turning to a new career, {person} did research on {field} for a decade
        strengthen: each earlier statement of {person} about {field} was later confirmed
        weaken: {person} admits to knowing nothing of {field}
        weaken: each earlier statement of {person} about {field} was later refuted
        assumption: what {person} says about {field} deserves to be believed
        assumption: the knowledge of {profession} extends to {field}
        flaw: the person cited has no known expertise in the subject
        flaw: renown in one area is mistaken for competence in a different one
        method: it cites a prominent figure in favour of its conclusion
        method: testimony of someone renowned is made to carry the conclusion
        neutral: {person} owns a summer house near {town}
        neutral: tickets for an evening with {person} are hard to come by in {town}
    """),
    "necessity": keyed("""
        premise: {doing} is indispensable for all who want to {goal}
        premise: those who want to {goal} cannot do so unless it is by {doing}
        second: we know of {person} that this much is settled: {person} has {done}
        second: {person} has {done}, as the papers prove
        conclusion: sooner or later, {person} is going to {goal}
        conclusion: success is assured, and {person} is going to {goal}
        strengthen: among those who have {done}, not one has yet failed to {goal}
        strengthen: once people have {done}, no further obstacle keeps them from it, and they all {goal}
        weaken: hundreds of people have {done} and yet did not {goal}
        weaken: apart from {doing}, one has to meet other demands in order to {goal}, which {person} does not meet
        assumption: {doing} is all that it takes to {goal}
        assumption: no one who has {done} can fail to {goal}
        flaw: it confuses a requirement with a guarantee
        flaw: that something cannot be done without a thing is read as if the thing alone would do
        method: it treats the fulfilment of a requirement as grounds for expecting the outcome
        method: an outcome is predicted because one of its preconditions has been fulfilled
        neutral: {person} keeps a scrapbook about it
        neutral: the grandparents of {person} moved to {town} long ago
    """),
    "composition": keyed("""
        premise: one by one, {person} tested the {parts} of {whole}, and they turned out to be {adj} without exception
        premise: there is no {part} in {whole} that is not {adj}, {person} assures us
        conclusion: the same goes for {whole} itself: it is {adj}
        conclusion: {whole}, all in all, has to be {adj}
        strengthen: {parts} of this sort add to one another, so that what they form is even more {adj}
        strengthen: with things of this kind, tests of the {parts} have always agreed with tests of the whole
        weaken: such {parts}, once joined, get in one another's way, so that what they form is anything but {adj}
        weaken: with things of this kind, it is the number and the arrangement of the {parts} that count, and here both are bad for being {adj}
        assumption: {whole} shares the qualities of its {parts}
        assumption: nothing about how the {parts} are joined keeps {whole} from being {adj}
        flaw: it assigns to a whole a quality that has been shown of its pieces only
        flaw: that something may change when pieces are joined is left out of account
        method: it builds a verdict about a whole upon verdicts about its pieces
        method: a quality of all pieces is carried over to what they form
        neutral: {person} has been paid for the tests
        neutral: {other} would have liked to assist {person}
    """),
    "division": keyed("""
        premise: {whole}, all in all, is {adj}, {person} assures us
        premise: it is agreed on all sides that {whole} is {adj} on the whole
        second: take any {part} in it that you like
        second: {other} was shown a certain {part} in it
        conclusion: that very {part} is bound to be {adj} as well
        conclusion: the {part} in question must be {adj}
        strengthen: the {parts} in {whole} are as alike as peas in a pod
        strengthen: a single {part} that is not {adj} would make {whole} the same, so there can be none
        weaken: some {parts} in {whole} are the very opposite, and this is one of those
        weaken: {whole} is {adj} through the interplay of its {parts}, none of which is so by itself
        assumption: each {part} shares the qualities of {whole}
        assumption: that {whole} is {adj} is due to all its {parts} in equal measure
        flaw: it assigns to a single piece a quality that has been shown of the whole only
        flaw: that a whole may have qualities which its pieces lack is left out of account
        method: it bases a verdict about one piece on a verdict about the whole
        method: a quality of a whole is carried over to something that it contains
        neutral: {person} enjoys telling {other} about {whole}
        neutral: a brochure on {whole} has been printed in {town}
    """),
    "dilemma": keyed("""
        premise: {org} faces a choice if it is to {problem}: {a} or {b}
        premise: those who run {org} see two options, in order to {problem}: to {a} and to {b}
        second: the first of these, to {a}, has been ruled out
        second: everyone agrees that it would be wrong to {a}
        conclusion: there is no way around it: {org} has to {b}
        conclusion: what remains for {org} is to {b}
        strengthen: an expert has searched for further options for {org} to {problem}, and found none
        strengthen: any option for {org} beyond those two is prohibited by law
        weaken: nothing prevents {org} from choosing to {c}
        weaken: others in the same position as {org} have preferred to {c}, with success
        assumption: the two options are the only ones {org} has
        assumption: no further option is open to {org} if it is to {problem}
        flaw: it offers a choice of two where there may be more to choose from
        flaw: options besides the ones that it mentions are ignored
        method: of two options it discards one, and so arrives at the other
        method: it narrows a choice down to a pair and then argues against one half
        neutral: {person} has drawn up a memo on how to {problem}
        neutral: the plan to {problem} is nothing new at {org}
    """),
    "attack": keyed("""
        premise: it is {person} who spreads the view that {claim}
        premise: {person} would have us believe that {claim}
        second: however, {vice}
        second: now {other} has revealed that {vice}
        conclusion: there is nothing in it, and it is false that {claim}
        conclusion: the view of {person} must be rejected, that is to say, it is false that {claim}
        strengthen: the statement of {person} is the only evidence there is, and {person} has invented evidence about {field} in the past
        strengthen: every study of {field} that was done with care contradicts {person}
        weaken: careful studies by others, done independently of {person}, show that {claim}
        weaken: the evidence on {field} that {person} has published is sound and can be verified by all
        assumption: the conduct of {person} has a bearing on whether the view is true
        assumption: {person}'s way of life makes {person} unreliable in questions of {field}
        flaw: instead of the view itself, the conduct of its defender is criticised
        flaw: it holds a person's conduct against the truth of what that person says
        method: doubt is cast on a view by casting doubt on its defender
        method: it attacks the source of a statement in order to refute the statement
        neutral: {other} has known {person} since they were at school in {town}
        neutral: {field} is a favourite subject of {person}
    """),
    "popularity": keyed("""
        premise: polls in {town} leave no room for doubt, since {n} percent hold that {claim}
        premise: {n} out of a hundred inhabitants of {town} take it for granted that {claim}
        conclusion: so many cannot err, and {claim}
        conclusion: one has to accept that {claim}
        strengthen: the {n} percent are for the most part people who examined the matter with their own eyes
        strengthen: on {field}, public opinion in {town} has yet to be wrong
        weaken: it was a single false broadcast from which all {n} percent got the idea
        weaken: on {field}, public opinion in {town} is notoriously wrong
        assumption: a view on {field} that the majority in {town} holds is correct
        assumption: where {field} is concerned, {n} percent of {town} are not misled
        flaw: the popularity of a view is confused with its truth
        flaw: that many people agree is treated as evidence of what they agree on
        method: it infers the truth of a view from how widespread the view is
        method: a head count takes the role of evidence
        neutral: {person} commissioned the poll in {town}
        neutral: the school of {town} offers a course on {field}
    """),
    "ignorance": keyed("""
        premise: to this day there is no evidence that {rumour}
        premise: not once has anyone been able to demonstrate that {rumour}
        conclusion: that {rumour} is a fable
        conclusion: it can be ruled out that {rumour}
        strengthen: teams led by {person} have gone to great lengths in search of evidence that {rumour}
        strengthen: evidence that {rumour} would be easy to come by if there were any, and many have tried
        weaken: no search was ever made for evidence that {rumour}
        weaken: all those who set out in search of evidence that {rumour} were turned back before they could start
        assumption: evidence would have come to light by today if it were a fact that {rumour}
        assumption: it would not stay hidden for so long if it were a fact that {rumour}
        flaw: it takes the absence of evidence for evidence of absence
        flaw: that something is undecided is passed off as its having been decided against
        method: it rejects a story on the ground that support for it is missing
        method: silence of the evidence is used as an argument for the opposite
        neutral: {person} collects stories of this kind
        neutral: in the inns of {town} the story is a favourite
    """),
    "trend": keyed("""
        premise: {n} times in a row by now, once a year, {past}
        premise: the chronicle of the past {n} years says for each of them that {past}
        conclusion: count on it for the coming year, when {future}
        conclusion: in the coming year, as ever, {future}
        strengthen: the causes at work in those {n} years are bound to persist through the coming one
        strengthen: experts see no sign of a change in what was behind those {n} years
        weaken: the causes at work in those {n} years have ceased to exist this spring
        weaken: thanks to {person}, the conditions behind those {n} years are gone for good
        assumption: the coming year does not differ from the past {n} in what matters here
        assumption: the causes at work in those {n} years will persist
        flaw: it treats a run of past events as a guarantee for the next
        flaw: a possible change of conditions is not taken into consideration
        method: it projects a pattern of the past onto what is to come
        method: an unbroken series is made the ground for a forecast
        neutral: {person} keeps an almanac of those {n} years
        neutral: there is a proverb about it in {town}
    """),
    "elimination": keyed("""
        premise: if {org} is to {problem}, exactly three options exist: to {a}, to {b}, and to {c}
        second: tests have ruled out the first two of these
        conclusion: {org} is left with one course, which is to {c}
        method: having named every option there is, it discards them until a single one remains
        method: it arrives at its conclusion by ruling out each of the alternatives
    """),
    "counterexample": keyed("""
        premise: {other} insists that all {parts} of {whole} are {adj}
        second: {person}, however, can point to one {part} there that is the contrary of {adj}
        conclusion: {other} is mistaken about the {parts}
        method: it overturns a universal statement by means of an exception
        method: one contrary case is produced in order to disprove what was said of all
    """),
    "absurdity": keyed("""
        premise: suppose for a moment that {rumour}; then {sign}
        second: the truth is that {missing}
        conclusion: the idea that {rumour} has to be dropped
        method: it supposes the truth of a claim and deduces something that conflicts with the facts
        method: a claim is refuted by way of a false consequence
    """),
}

PREDICATES = rows("""
owns a camera | does not own a camera
plays in the brass band | does not play in the brass band
has a garden plot | does not have a garden plot
understands Arabic | does not understand Arabic
works the night shift | does not work the night shift
carries a pager | does not carry a pager
gets a discount | does not get a discount
sleeps in the dormitory | does not sleep in the dormitory
may use the sauna | may not use the sauna
can read Braille | cannot read Braille
has a motorbike | does not have a motorbike
enjoys opera | does not enjoy opera
receives a bonus | does not receive a bonus
remembers the code | does not remember the code
breeds canaries | does not breed canaries
practises judo | does not practise judo
has crossed the equator | has not crossed the equator
rents a cabin | does not rent a cabin
drives the minibus | does not drive the minibus
subscribes to the journal | does not subscribe to the journal
is on the mailing list | is not on the mailing list
eats seafood | does not eat seafood
""")

PRINCIPLES = principles("""
those who were paid in advance (must|have to) deliver, or give the money back
{a} took a fee from {b} for a portrait and never painted it => {a} must paint it or return the fee
{org} paid {a} for ten lessons, and {a} gave six => {a} has to give four more or repay their price
{b} bought a ticket from {a} for a boat trip that did not take place => {a} must refund the ticket or take {b} out

an offence that was committed by accident deserves a milder response than one committed on purpose
{a} knocked over a vase of {org} while waving to a friend, whereas {b} smashed one in anger => {a} should be treated more gently than {b}
{b} trod on a guest's foot in the dark, and {a} kicked one => the guests should be less angry with {b}
{a} sent a rude message to {org} by a slip of the finger, {b} with full intent => {a} should be let off more lightly than {b}

it is wrong to keep silent when someone is blamed for what you have done
{a} broke a window at {org}, and everybody suspects {b} => {a} has to speak up
the dog of {a} ate the sausages, and {b} was scolded for it in front of {a} => {a} must say what happened
{a} left the gate open, and {b} lost a post over it => {a} ought to come forward

public money must not pay for private pleasure
{a} flew to a wedding with funds of the town of {town} => {a} did wrong
{a}, the mayor of {town}, had a pool built at home by the town's workers => the mayor must pay for the pool
{a} charged a birthday dinner to the budget of {town} => {a} has to pay it back

those who made a mess are the ones to clear it up
{a} held a picnic at {org} and left bottles all over the lawn => {a} should pick up the bottles
a ship of {a}'s lost oil off {town} => {a} must clean the beach
{a} papered the walls of {town} with posters for a concert => {a} has to scrape them off

what was said in a private letter may not be published without the writer's consent
{a} wants to print letters from {b}, who has not been asked => {a} must not print them
{org} exhibits a postcard in which {b} speaks of an illness, without having asked {b} => {org} has to take it down
{a} read out on the radio what {b} had written in confidence => {a} wronged {b}

someone who is better able to bear a burden should bear more of it
{a} and {b} move a piano, and {a} is by far the stronger => {a} should take the heavier end
{org} needs a levy, {a} is wealthy, {b} gets by on little => {a} should be asked for more than {b}
{a}, who has a van, and {b}, who has a bicycle, are to fetch forty chairs => {a} should fetch most of them

experience counts for more than rank
at sea in a gale, {a}, an old sailor, and {b}, an admiral's young nephew with a title, disagree on the course => {a} should be followed
{b} is head of {org} and has never climbed, {a} is a porter and knows the wall => on the wall, {a} should decide
{a}, a nurse for thirty years, and {b}, a newly made director, differ on how to lift a patient => it is {a} who should be listened to

an agreement made under threat does not bind
{a} signed over a vineyard to {b}, who held a pistol => {a} may keep the vineyard
{b} forced {a} to swear loyalty by locking up {a}'s children => {a} is free of the oath
{a} agreed to {b}'s price because {b} would otherwise have cut the rope => {a} need not pay it

those whom a decision affects must be heard before it is made
{org} moved the workshop of {a} to a cellar and had not asked {a} => {org} acted wrongly
the council of {town} wants to flood a valley, and nobody has spoken to {a}, who lives there => the council has to talk to {a} first
{a} changed the diet of the patients without a word to any of them => {a} should have consulted them

it is permitted to take what its owner has thrown away
{a} picked a lamp out of a skip that {b} had filled => {a} may have the lamp
{b} left a sofa at the kerb with a note saying "rubbish", and {a} carried it home => the sofa is rightly {a}'s
{a} gathered the bread that {org} had put in the bin => {a} did nothing wrong

the more dangerous a thing is, the more care is owed by those who handle it
{a} stores fireworks and {b} stores pillows at {org}, and only {b} has a lock => {a} needs a lock more than {b} does
{a} drives a tanker full of acid, {b} a cart with hay => {a} has to drive more carefully than {b}
{a} keeps a tiger and {b} a tortoise in {town} => more is to be demanded of {a}'s fence than of {b}'s
""")

TRIALS = trials("""
stay open on holidays | the number of callers a day | up
give out free samples | the number of orders a month | up
number the seats | the number of disputes an evening | down
offer a family ticket | the number of children a week | up
fit a second lock | the number of break-ins a decade | down
bring in a live band | the number of drinks sold a night | up
run a shuttle bus | the number of missed appointments a week | down
translate the web page | the number of bookings from abroad | up
service the engines weekly | the number of breakdowns a season | down
light the windows at night | the number of people who stop and look in an hour | up
hand out hard hats | the number of injuries a year | down
reward old clients | the number of clients who come back | up
move the rehearsals to noon | the number of protests from neighbours | down
hang out a flag | the number of callers who lose their way each week | down
""")
JOBS = words("""
a glass dome; a brick arch; a dozen stools; an overhauled generator; a layer of varnish; an iron ladder; a neon sign;
a gravel drive; a built-in cupboard; a dry basement; a hedge of yew; a revolving door
""")
