"""The words of stories, bank `unseen`. What a bank holds and how its parts go together: `stories.py`."""

# fmt: off
from __future__ import annotations

from skills.math.storybook import Book, Scene, lines

_NAMES = lines("""
Adam he / Bella she / Chris he / Diana she / Eric he / Farah she / Gabriel he / Hazel she / Ivan he / Jasmine she / Karim he
Laura she / Marcus he / Nina she / Omar he / Paula she / Quinn she / Ravi he / Stella she / Tariq he / Uma she / Victor he
Wanda she / Xavier he / Yara she / Zach he / Mr. Novak he / Mrs. Bell she / Mr. Carter he / Ms. Reed she / Alex he / Abby she
Brian he / Carla she / Dylan he / Elena she / Frank he / Gina she / Howard he / Irene she / Jerry he / Kelly she / Logan he
Mandy she / Noah he / Penny she / Ralph he / Rita she / Simon he / Tara she / Toby he / Vera she / Walter he / Wilma she
""")

_NOUNS = {
    "fruit": "pears / plums / cherries / strawberries / limes / melons",
    "veg": "cucumbers / peppers / turnips / cabbages / radishes",
    "flower": "lilies / violets / carnations / orchids",
    "sweet": "donuts / lollipops / pancakes / waffles / candy canes",
    "toy": "beads / tennis balls / puzzles / action figures / toy boats / yo-yos",
    "card": "coins / posters / trading cards / key rings / badges",
    "supply": "pens / paintbrushes / rulers / folders / glue sticks",
    "sea": "shark teeth / feathers / acorns / pinecones",
    "animal": "pigs / ducks / rabbits / cattle / turkeys",
    "pet": "parrots / turtles / guinea pigs / canaries",
    "book": "novels / cookbooks / textbooks / dictionaries",
    "tree": "walnut trees / birch trees / cherry trees / palm trees",
    "ware": "hats / sweaters / belts / plates / candles",
    "gadget": "cameras / bicycles / fans / watches",
}

_SCENES = (
    Scene(
        things="pears / plums / cherries / strawberries / limes", boxes="bowl / carton / bucket",
        openings="""
        {name} gathered {a} {things} from {his} backyard = did {name} gather
        {name} brought home {a} {things} from the farm stand = did {name} bring home
        there were {a} {things} in {name}'s fridge = were in the fridge at first
        """,
        gains="""
        {he} gathered {n} more {things} before dinner = did {he} gather before dinner
        a neighbor brought {him} {n} more {things} = did the neighbor bring
        {kin} shared {n} {things} with {him} = did {kin} share with {him}
        """,
        losses="""
        {kin} ate {n} of the {things} = did {kin} eat
        {he} had {n} {things} for breakfast = did {he} have for breakfast
        {he} cut up {n} of the {things} for a fruit salad = did {he} put in the fruit salad
        {he} sold {n} of the {things} to a neighbor = did {he} sell
        """),
    Scene(
        things="beads / tennis balls / action figures / toy boats / yo-yos", boxes="drawer / tin / chest",
        openings="""
        {name} owned {a} {things} = did {name} own at first
        {name} kept {a} {things} in {his} room = did {name} keep in {his} room
        {name} got {a} {things} from {his} grandparents = did {name} get from {his} grandparents
        """,
        gains="""
        {he} bought {n} more {things} with {his} allowance = did {he} buy with {his} allowance
        {his} cousin handed {him} {n} more {things} = did {his} cousin hand {him}
        {he} received {n} more {things} on {his} birthday = did {he} receive on {his} birthday
        """,
        losses="""
        {he} traded {n} of them for a comic = did {he} trade
        {he} donated {n} of {his} {things} to a hospital = did {he} donate
        {he} let {kin} keep {n} of them = did {he} let {kin} keep
        {n} of the {things} got lost [at the playground|during a move] = got lost
        """),
    Scene(
        things="coins / posters / trading cards / key rings / badges", boxes="binder / tray / case",
        openings="""
        {name} started a collection with {a} {things} = were in the collection at the start
        {name} found {a} {things} in the attic = did {name} find in the attic
        {name} brought {a} {things} to a swap meet = did {name} bring to the swap meet
        """,
        gains="""
        {he} ordered {n} more {things} online = did {he} order
        {his} uncle sent {him} {n} {things} from a trip = did {his} uncle send
        {he} swapped a puzzle for {n} {things} = did {he} get for the puzzle
        """,
        losses="""
        {he} mailed {n} of the {things} to a pen pal = did {he} mail to the pen pal
        {he} let go of {n} {things} at the swap meet = did {he} let go of
        {n} of {his} {things} were ruined by water = were ruined
        a dealer bought {n} of them = did the dealer buy
        """),
    Scene(
        things="donuts / pancakes / waffles / lollipops", boxes="plate / bag / carton",
        openings="""
        {name} prepared {a} {things} for {his} [family|guests|soccer team] = did {name} prepare
        there were {a} {things} on the counter when {name} came home = were on the counter at first
        {name} ordered {a} {things} for the office = did {name} order
        """,
        gains="""
        {he} added {n} {things} from the bakery = did {he} add from the bakery
        {kin} came by with {n} more {things} = did {kin} come with
        {he} had to get {n} more {things} = did {he} have to get
        """,
        losses="""
        the guests took {n} of the {things} = did the guests take
        {he} dropped {n} of the {things} = did {he} drop
        {he} and {kin} ate {n} of them = did they eat
        {n} of the {things} were burned = were burned
        """),
    Scene(
        things="pens / paintbrushes / rulers / folders / glue sticks", boxes="cup / drawer / kit",
        openings="""
        {name} counted {a} {things} in the art room = were in the art room at first
        a teacher bought {a} {things} for {name}'s class = did the teacher buy
        {name} put {a} {things} on the shelf = did {name} put on the shelf
        """,
        gains="""
        {he} added {n} {things} from home = did {he} add from home
        the school sent {n} more {things} = did the school send
        {kin} donated {n} more {things} = did {kin} donate
        """,
        losses="""
        {he} handed out {n} of the {things} = did {he} hand out
        the first graders used up {n} of the {things} = did the first graders use up
        {he} threw out {n} {things} that were broken = did {he} throw out
        """, now="is that altogether / does the class have then", left="does the class still have / are not gone", would="would the class then have",
        state="now there are {n} {things}"),
    Scene(
        things="feathers / acorns / pinecones / shark teeth", boxes="pouch / shoebox / basket",
        openings="""
        {name} spotted and picked up {a} {things} on a hike = did {name} pick up on the hike
        {name} gathered {a} {things} in the forest = did {name} gather
        """,
        gains="""
        on the way back {he} came across {n} more {things} = did {he} come across on the way back
        {he} gathered {n} more {things} on Sunday = did {he} gather on Sunday
        """,
        losses="""
        {he} left {n} of them at {his} grandma's house = did {he} leave at {his} grandma's house
        {he} glued {n} of the {things} on a poster = did {he} glue on the poster
        {he} let {kin} have {n} of them = did {he} let {kin} have
        """),
    Scene(
        things="dollars", boxes="", many="How much money / How many dollars",
        openings="""
        {name} started the week with {a} dollars in {his} wallet = did {name} start with
        {name} made {a} dollars [at a garage sale|raking leaves|walking dogs] = did {name} make at first
        {name} put {a} dollars into {his} savings in June = did {name} put into {his} savings
        """,
        gains="""
        {his} aunt sent {him} {n} dollars = did {his} aunt send
        {he} got {n} dollars for [helping a neighbor|cleaning the garage] = did {he} get for {his} help
        {he} received {n} dollars as allowance = did {he} get as allowance
        """,
        losses="""
        {he} used {n} dollars to buy [sneakers|a backpack|groceries] = did {he} use
        {he} donated {n} dollars to an animal shelter = did {he} donate
        {he} spent {n} dollars at the [arcade|movies|bakery] = did {he} spend there
        """),
    Scene(
        things="novels / cookbooks / textbooks", boxes="crate / rack / carton", actor="the owner",
        openings="""
        a used book store had {a} {things} on sale = did the store have on sale at first
        there were {a} {things} in the bargain bin of a shop = were in the bin at first
        """,
        gains="""
        a customer brought in {n} {things} = did the customer bring in
        the owner put out {n} more {things} = did the owner put out
        """,
        losses="""
        the store sold {n} of the {things} = did the store sell
        the owner gave {n} of the {things} to a library = did the owner give to a library
        customers bought {n} of them = did customers buy
        """,
        now="does the store have then / does the store now have", left="does the store still have / remain in the store",
        would="would then be in the store", state="that makes {n} {things} in the store", decoy="the store also sold {x} {decoy}"),
    Scene(
        things="cats / dogs / parrots / turtles / guinea pigs", small=True, boxes="pen / room", actor="the staff",
        openings="""
        an animal shelter was home to {a} {things} = lived at the shelter at first
        a vet took care of {a} {things} on Monday = did the vet have on Monday
        """,
        gains="""
        {n} more {things} were brought in = were brought in
        a family dropped off {n} {things} = did the family drop off
        """,
        losses="""
        {n} of the {things} were adopted = were adopted
        families took home {n} of the {things} = did families take home
        """,
        now="are there then / are there to feed now", left="are still at the shelter / are left to care for", would="would be at the shelter",
        state="now there are {n} {things}", decoy="it had {x} {decoy} as well"),
    Scene(
        things="customers / guests / visitors", small=True, boxes="table", actor="the manager",
        openings="""
        a waiter had {a} {things} to serve = did the waiter have at first
        there were {a} {things} in a restaurant at noon = were in the restaurant at noon
        """,
        gains="""
        a group of {n} {things} came in = came in
        {n} more {things} sat down = sat down later
        """,
        losses="""
        {n} of the {things} paid and left = paid and left
        {n} of the {things} went home = went home
        """,
        now="are in the restaurant then / are there after that", left="are still in the restaurant / are left to serve", would="would be in the restaurant",
        state="now there are {n} {things}", decoy="there were {x} empty chairs"),
    Scene(
        things="walnut trees / birch trees / palm trees / lilac bushes", boxes="line / section", actor="the gardeners",
        openings="""
        a city garden has {a} {things} = did the garden have at first
        along the river there are {a} {things} = were along the river at first
        """,
        gains="""
        volunteers planted {n} more {things} = did the volunteers plant
        the gardeners added {n} {things} = did the gardeners add
        """,
        losses="""
        the gardeners removed {n} {things} = did the gardeners remove
        {n} of the {things} dried out = dried out
        """,
        now="does that make in all / will there be when the work is done", left="are left standing / remain",
        would="would there then be", state="now there are {n} {things}", decoy="there are {x} {decoy} too"),
    Scene(
        things="cans / bottles / newspapers / jars", boxes="sack / bin", actor="",
        openings="""
        {name} collected {a} {things} for recycling = did {name} collect at first
        on Monday {name} took {a} {things} to the recycling center = did {name} take on Monday
        """,
        gains="""
        {kin} helped {him} and brought {n} more {things} = did {kin} bring
        the day after, {he} collected {n} more {things} = did {he} collect the day after
        """,
        losses="""
        {n} of the {things} were too dirty to recycle = were too dirty
        {he} kept {n} of them for a school project = did {he} keep for the project
        {he} dropped off {n} of them = did {he} drop off
        """),
    Scene(
        things="lives", boxes="",
        openings="""
        {name} was playing a computer game and had {a} lives = did {name} have at first
        {name} began a new level with {a} lives = did {name} have at the start of the level
        """,
        gains="""
        {he} earned {n} extra lives = did {he} earn
        in the next level {he} won {n} lives = did {he} win in the next level
        """,
        losses="""
        {he} lost {n} lives in a hard part = did {he} lose in the hard part
        a dragon took {n} of {his} lives = did the dragon take
        """),
)

_FRAMES = {
    "combine": """
        {name} owns {a} {toy}, and {other} owns {b}. How many {toy} do the two of them own?
        {name} found {a} {sea} and {other} found {b} {sea}. How many {sea} did they find [altogether|in total|together]?
        A train has {a} passengers in the first car and {b} in the second car. How many passengers are in the two cars?
        ~{a} boys and {b} girls went on the field trip. How many students went[ in total|]?
        {name} used {a} eggs for a cake and {b} eggs for cookies. How many eggs did {he} use in all?
        A zoo has {a} monkeys and {b} lions. How many of these animals does it have in total?
        {name} rode {a} miles on {his} bike before lunch and {b} miles after lunch. How many miles did {he} ride altogether?
        A bakery sold {a} loaves of white bread and {b} loaves of rye bread. How many loaves did it sell in total?
        {name} paid {a} dollars for [sneakers|a lamp] and {b} dollars for [a belt|a rug]. How much money did {he} spend altogether?
        {name} caught {a} fish on Saturday. On Sunday {he} caught {b} fish. What is the total number of fish that {he} caught?
        The museum has {a} paintings on the first floor and {b} on the second floor. How many paintings is that in all?
        {name} dug up {a} {veg} and {b} {veg2}. How many vegetables did {he} dig up?
        In a parking lot there are {a} cars and {b} trucks. How many vehicles are parked there?
        {name} wrote {a} letters in May and {b} letters in June. How many letters did {name} write in the two months?
        ~{name} swam {a} laps and {other} swam {b} laps. How many laps did the two swim in total?
        {name}'s garden has {a} {flower} and {b} {flower2}. How many flowers are in the garden?
        {name} practiced the piano for {a} minutes yesterday and {b} minutes today. How many minutes did {he} practice in total?
        Last year I collected {a} {card}. This year I collected {b}. How many {card} do I have now?
        """,
    "more_than": """
        {name} made {a} bracelets. {other} made {b} more bracelets than {name}. How many bracelets did {other} make?
        {other} has {b} more {card} than {name}. {name} has {a} {card}. How many {card} does {other} have?
        The blue rope is {a} feet long. The yellow rope is {b} feet longer than that. What is the length of the yellow rope?
        A [chair|bag] costs ${a}. A [table|suitcase] is ${b} more expensive. What is its price?
        ~{name} is {a} years old. {his} cousin is {b} years older. What is the age of {his} cousin?
        A bakery sold {a} rolls on Friday. On Saturday it sold {b} rolls more than on Friday. How many rolls did it sell on Saturday?
        A farm has {a} {animal} and {b} more {animal2} than {animal}. How many {animal2} does the farm have?
        ~It took {name} {a} minutes to walk to school. The way back took {b} minutes more. How long did the way back take?
        """,
    "fewer": """
        {other} has {b} fewer {card} than {name}. If {name} has {a}, how many {card} does {other} have?
        {name} caught {a} fish and {other} caught {b} fewer fish. How many fish did {other} catch?
        ~It rained on {a} days last year and on {b} fewer days this year. On how many days did it rain this year?
        ~{name} jumped {a} inches. {other} jumped {b} inches less. How far did {other} jump?
        A phone costs {a} dollars in one store and {b} dollars less in another. How much is it in the cheaper store?
        The first floor has {a} windows. The second floor has {b} windows fewer. How many windows are on the second floor?
        {name} typed {a} words. {other} typed {b} words less than {name}. How many words did {other} type?
        """,
    "times": """
        {name} owns {a} {book}. {other} owns {b} times as many. How many {book} does {other} own?
        ~{name} caught {a} fish. {his} dad caught {b} times as many fish. How many fish did {his} dad catch?
        The zoo had {a} visitors on Monday and {b} times as many on Sunday. How many visitors came on Sunday?
        A [belt|mug] costs ${a}. A [coat|kettle] is {b} times as expensive. What does it cost?
        ~A small box weighs {a} pounds. The big box is {b} times as heavy. How heavy is the big box?
        ~{name} walked {a} blocks. {other} walked {b} times as far. How many blocks did {other} walk?
        """,
    "difference": """
        {name} collected {a} {sea} and {other} collected {b}. How many more did {name} collect?
        {other} has {b} {toy} and {name} has {a}. How many {toy} more than {other} does {name} have?
        A farm has {a} {animal} and {b} {animal2}. How many more {animal} than {animal2} are there?
        ~This morning {a} cars and {b} trucks crossed the bridge. How many fewer trucks than cars crossed it?
        A desk costs ${a} and a chair costs ${b}. What is the difference in price?
        ~{name} swam {a} laps, and {other} swam {b} laps. How many more laps did {name} swim?
        The Lions scored {a} points and the Bears scored {b} points. How many more points did the Lions score?
        ~One sunflower is {a} inches tall and another is {b} inches tall. How many inches taller is the first one?
        {name} baked {a} {sweet} and sold {b} {sweet2}. How many more {sweet} did {he} bake than {sweet2} did {he} sell?
        One movie lasts {a} minutes and another lasts {b} minutes. How much longer is the first movie?
        On Saturday {name} earned {a} dollars. On Sunday {he} earned {b} dollars. How much more did {he} earn on Saturday?
        ~The soup cooks for {b} minutes and the roast for {a} minutes. How many minutes longer does the roast cook?
        """,
    "missing": """
        {name} is saving for a [bike|tent|guitar] that costs ${a}. So far {he} has saved ${b}. How many more dollars must {he} save?
        A recipe calls for {a} {fruit}. {name} has only {b}. How many more {fruit} does {he} have to buy?
        {name} wants to invite {a} people. {he} has written {b} invitations. How many invitations does {he} still have to write?
        The hike is {a} miles long. {name} has walked {b} miles. How many miles are left to walk?
        A team needs {a} points to win. It has {b} points now. How many more points does it need?
        {name} has to plant {a} {tree} and has planted {b}. How many {tree} must {he} still plant?
        A bus can carry {a} people. There are {b} people on it. How many more people can get on?
        {name} is making a necklace with {a} beads. {he} has put on {b} beads. How many beads are missing?
        """,
    "left": """
        Of the {a} {toy} that {name} has, {b} are green and the others are yellow. How many {toy} are yellow?
        ~There were {a} people at the party and {b} of them were adults. How many were children?
        {name} printed {a} flyers and handed out {b}. How many flyers remain?
        {name} had {a} emails in {his} inbox and answered {b} of them. How many emails does {he} have yet to answer?
        {a} ducks were swimming on a pond. {b} of them swam away. How many ducks stayed on the pond?
        ~There were {a} baseball games this season, and {name} missed {b} of them. How many games did {he} see?
        A store got {a} {gadget} and {b} of them did not work. How many {gadget} worked?
        ~{name} had a ribbon of {a} inches and used {b} inches to wrap a gift. How long is the ribbon now?
        {name} gave the cashier {a} dollars for groceries that cost {b} dollars. How much change should {he} get?
        ~A pie was cut into {a} slices. The family ate {b} slices. How many slices of pie are left?
        Together, Class A and Class B have {a} students. Class A has {b} students. How many students does Class B have?
        ~A bus has {a} seats and {b} people are sitting on it. How many seats are empty?
        """,
    "groups": """
        {name} filled {a} buckets with {b} {fruit} each. How many {fruit} did {he} have?
        A crate holds {b} {veg}. How many {veg} are there in {a} crates?
        A parking garage has {a} floors. There are {b} spaces on each floor. How many spaces does it have?
        Each page of an album holds {b} photos. {name} filled {a} pages. How many photos are in the album?
        {name} bought {a} boxes of {sweet}. If there are {b} {sweet} in a box, how many {sweet} did {he} get?
        A choir stands in {a} rows of {b} singers. How many singers are in the choir?
        ~There are {a} dogs in the park and each dog has {b} balls. How many balls do the dogs have?
        {a} vans went on a trip with {b} students in each. How many students went on the trip?
        {name} set {a} tables with {b} plates on each table. How many plates did {name} use?
        Every one of {a} guests got {b} {sweet}. How many {sweet} were given out?
        A building has {a} apartments, and every apartment has {b} windows. How many windows are there altogether?
        {name} tied {a} bunches of {flower}. {he} used {b} {flower} in each bunch. How many {flower} did {he} use?
        If there are {a} weeks until summer camp and {name} reads {b} books per week, how many books will {he} read by then?
        """,
    "price": """
        {name} wants {a} {ware} that cost ${b} each. How much money does {he} need?
        At the school store a folder sells for {b} dollars. {name} buys {a}. What does {he} have to pay?
        ~A ride on the train costs {b} dollars. {name} takes {a} rides. How much does {he} spend on them?
        A farmer sells {fruit} at {b} dollars a box. How much will {a} boxes cost?
        For each dog that {name} walks {he} gets ${b}. How much does {he} get for walking {a} dogs?
        {a} families each paid {b} dollars for the picnic. How much did they pay in all?
        {name} bought {a} {gadget} for the office at {b} dollars apiece. What was the total cost?
        A class of {a} students buys zoo tickets. If one ticket is {b} dollars, how much do all tickets cost?
        """,
    "rate": """
        {name} types {b} words a minute. How many words does {he} type in {a} minutes?
        A train goes {b} miles an hour. How many miles does it go in {a} hours?
        A factory makes {b} {gadget} per day. How many does it make in {a} days?
        ~A baby drinks {b} ounces of milk a day. How many ounces does the baby drink in {a} days?
        {name} solves {b} puzzles each week. How many puzzles does {he} solve in {a} weeks?
        ~{name} needs {b} minutes to bake one tray of cookies. How long does {he} need for {a} trays?
        ~A hose fills {b} buckets in a minute. How many buckets can it fill in {a} minutes?
        ~{name} rides {b} miles to work each day. How far does {he} ride in {a} days?
        """,
    "share": """
        {name} divided {a} {sweet} evenly among {b} children. How many {sweet} did each child get?
        ~A coach splits {a} players into {b} teams of the same size. How many players are on a team?
        {name} poured {a} ounces of juice into {b} glasses, the same amount in each. How many ounces are in a glass?
        {name} planted {a} {flower} in {b} equal rows. How many {flower} are in one row?
        If {a} {toy} are split evenly between {b} kids, how many {toy} does each kid get?
        {name} has {a} problems to do in {b} days. If {he} does the same number every day, how many problems will {he} do a day?
        A worker laid {a} tiles in {b} rows with an equal number in each. How many tiles are in each row?
        {name} drove {a} miles in {b} hours. How many miles did {he} drive per hour?
        The {a} {animal} on a farm are kept in {b} barns, with an equal number in every barn. How many {animal} live in each barn?
        """,
    "pack": """
        {name} has {a} {card} and puts {b} on each page of an album. How many pages will {he} fill?
        An elevator can carry {b} people. How many trips are needed for {a} people?
        A gardener plants {b} {flower} in a pot. How many pots does the gardener need for {a} {flower}?
        {name} has {a} pages left to read. If {he} reads {b} pages each evening, in how many evenings will {he} be done?
        How many {ware} at ${b} each can {name} buy with ${a}?
        {name} puts away ${b} each month. After how many months will {he} have ${a}?
        {a} eggs are packed into cartons of {b}. How many cartons are filled?
        {name}'s dog eats {b} ounces of food a day. For how many days will {a} ounces last?
        A class of {a} students works in groups of {b}. How many groups are there?
        If {b} {supply} fit in a cup, how many cups are needed for {a} {supply}?
        A machine folds {b} shirts a minute. How many minutes does it take to fold {a} shirts?
        """,
    "unit_price": """
        {name} bought {b} {ware} for ${a}. What did each one cost if all had the same price?
        A pack of {b} {toy} is sold for {a} cents. How many cents is that for each one?
        {name} got {a} dollars for {b} days of work. How much did {he} make each day?
        {b} roommates share the rent of {a} dollars equally. How much does each of them pay?
        {b} rides at the fair cost {a} tickets. How many tickets is one ride?
        For {b} lessons {name} paid ${a}. How much is one lesson?
        """,
    "measured_sum": """
        {name} jogged {a} miles on Monday and {b} miles on Thursday. How many miles did {he} jog altogether?
        A cook used {a} pounds of {veg} and {b} pounds of {veg2}. How many pounds of vegetables is that?
        {name} paid ${a} for a sandwich and ${b} for a milkshake. How much did {he} pay altogether?
        It snowed {a} inches in January and {b} inches in February. How much did it snow in the two months?
        A tank held {a} liters. Then {b} liters were added. How many liters does it hold now?
        {name} mixed {a} cups of raisins with {b} cups of nuts. How many cups of trail mix did {he} make?
        """,
    "measured_more": """
        {name} threw the ball {a} yards and {other} threw it {b} yards. How many yards farther did {name} throw it?
        A bag of rice weighs {a} pounds and a bag of beans weighs {b} pounds. How many pounds heavier is the rice?
        One worm is {a} inches long and another is {b} inches long. How much longer is the first worm?
        In March it rained {a} inches, and in April {b} inches. How much more did it rain in March?
        """,
    "measured_left": """
        A jug had {a} liters of lemonade in it. The children drank {b} liters. How many liters are left?
        A rope of {a} yards was shortened by {b} yards. How many yards long is it now?
        {name} took ${a} to the fair and spent ${b} there. How much money did {he} bring home?
        A truck carried {a} tons of sand and lost {b} tons on the way. How many tons arrived?
        """,
    "three": """
        {name} found {a} {sea}, {other} found {b}, and {third} found {c}. How many {sea} did the three of them find?
        {name}, {other} and {third} own {a}, {b} and {c} {card}. How many {card} do they own in all?
        A baker made {a} rolls, {b} muffins, and {c} pies. How many things did the baker make altogether?
        ~{name} swam {a} laps on Friday, {b} laps on Saturday, and {c} laps on Sunday. How many laps did {he} swim in total?
        ~A bus picked up {a} children at the first stop, {b} at the second stop, and {c} at the third. How many children did it pick up?
        {name} spent {a} dollars on gas, {b} dollars on food, and {c} dollars on a hotel. How much did the trip cost?
        A farmer sold {a} {veg} on Monday and {b} on Tuesday. On Wednesday the farmer sold {c}. How many {veg} were sold in the three days?
        In one jar there are {a} beads, in another {b}, and in a third {c}. How many beads are in the jars?
        """,
    "combine+left": """
        {name} had {a} {flower} and {b} {flower2} in {his} garden. {he} cut {c} of these flowers for {his} mother. How many flowers are left in the garden?
        {name} got {a} math worksheets and {b} history worksheets. {he} did {c} of them on the bus. How many worksheets are left to do?
        {name} put {a} large {toy} and {b} small {toy} in a box. Later {he} took out {c} of them. How many {toy} are in the box now?
        ~There were {a} adults and {b} children on a boat. At the island {c} people got off. How many people stayed on the boat?
        {name} saved {a} movies and {b} songs on a drive. Then {he} erased {c} of the files. How many files are still on the drive?
        {name} and {his} dad picked {veg}. {name} picked {a}, and {his} dad picked {b}. {c} of them were spoiled. How many {veg} were still good?
        A school bought {a} apples and {b} pears. The students ate {c} of the fruits. How many fruits were left?
        {name} made {a} hot dogs and {b} hamburgers for a cookout. {c} of them were not eaten. How many were eaten?
        {name} ironed shirts. There were {a} white shirts and {b} blue shirts. If {he} has ironed {c} so far, how many does {he} have to iron yet?
        {name} got {a} dollars from {his} grandma and {b} dollars from {his} aunt. If {he} bought a game for {c} dollars, how much money was left?
        """,
    "combine+each": """
        In a word game every word gives {c} points. {name} found {a} words in the first round and {b} in the second. What was {his} score?
        {name} collected {a} sacks of leaves in the morning and {b} sacks in the afternoon. Each sack weighed {c} pounds. How many pounds of leaves did {he} collect?
        {name} put up {a} shelves and {b} pictures. Each took {c} minutes. How long did {he} work?
        ~At a wedding each of {c} tables had {a} adults and {b} children. How many guests were at the wedding?
        {name} bought {a} pop albums and {b} rock albums. Every album has {c} songs. How many songs is that?
        {name} bought {a} red pens and {b} black pens. If a pen costs {c} dollars, how much did {he} spend?
        {name} mowed {a} lawns on Saturday and {b} lawns on Sunday. {he} gets {c} dollars for a lawn. How much money did {he} make?
        {name} read {a} chapters last week and {b} chapters this week. Every chapter has {c} pages. How many pages did {he} read?
        {a} girls and {b} boys planted trees. If each child planted {c} trees, how many trees did they plant?
        ~A zoo has {c} ponds. If there are {a} ducks and {b} swans on each pond, how many birds are there?
        {name} has {a} boxes of crackers and {other} has {b} boxes. Each box holds {c} crackers. How many crackers do they have together?
        A club bought {a} tickets for members and {b} tickets for guests. At ${c} a ticket, how much did the club pay?
        """,
    "left+each": """
        {name} had {a} bags of {fruit}, but left {b} bags in the car. If there are {c} {fruit} in a bag, how many {fruit} does {he} have with {him}?
        ~{a} people signed up for a bake sale, but {b} did not come. Each of the others brought {c} pies. How many pies were there?
        A worker must install {a} windows and has installed {b} of them. If one window takes {c} hours, how long will the rest take?
        {name} had {a} candles and kept {b} for {him}self. {he} sold the others for ${c} each. How much money did {he} get?
        ~A group of {a} people went to a museum. {b} of them got in free and the others paid {c} dollars each. How much did the group pay?
        {name} filled {a} bags with cans but did not recycle {b} of the bags. If {he} earned {c} points for each bag {he} recycled, how many points did {he} earn?
        A quiz has {a} questions. {name} missed {b} of them and got {c} points for every right answer. How many points did {name} get?
        ~{name} wants to run {a} laps and has run {b}. If a lap takes {c} minutes, how many more minutes will {he} run?
        A carton holds {a} eggs, but {b} are cracked. {name} sells the good ones for {c} cents each. How many cents does {he} get?
        """,
    "combine+pack": """
        {name} has {a} red beads and {b} white beads. If each bracelet needs {c} beads, how many bracelets can {he} make?
        {a} parents and {b} children want to cross a lake. If a boat takes {c} people, how many boats are needed?
        {name} must read {a} pages of history and {b} pages of science. At {c} pages an hour, how many hours will it take {him}?
        {name} has {a} lemon {sweet} and {b} plain ones. How many plates can {he} fill with {c} {sweet} on each plate?
        {name} saved {a} dollars and got {b} dollars for {his} birthday. How many {ware} can {he} buy if one costs {c} dollars?
        At camp {a} boys and {b} girls sleep in tents. If each tent sleeps {c}, how many tents are needed?
        {name} got {a} pieces of candy from neighbors and {b} pieces from {his} sister. If {he} eats {c} pieces a day, how long will the candy last?
        A shelter had {a} cats when {b} more came in. If {c} cats are adopted each day, how many days will it take until all are adopted?
        A store has {a} green hats and {b} gray hats. The hats are put on hooks with {c} on each hook. How many hooks are used?
        """,
    "combine+share": """
        {name} found {a} {sea} and {other} found {b}. They split all of them evenly between {c} jars. How many {sea} are in each jar?
        {a} managers and {b} workers played volleyball in {c} teams of the same size. How many people were on a team?
        {name} has {a} novels and {b} comics. If {he} puts them on {c} shelves with an equal number on each, how many are on one shelf?
        {name} uploaded {a} pictures from {his} phone and {b} from {his} laptop into {c} folders of equal size. How many pictures are in a folder?
        A cook made {a} tacos and then {b} more for {c} guests. If all guests ate the same number, how many tacos did each one eat?
        Two classes raised {a} dollars and {b} dollars and gave the money in equal parts to {c} charities. How much did each charity get?
        """,
    "left+pack": """
        {name} baked {a} {sweet}. {kin} took {b}. If {name} packs {c} of the remaining {sweet} in a box, how many boxes will {he} have?
        A pet shop had {a} birds. After {b} were sold, the others were put in cages with {c} in each. How many cages were there?
        {name} had {a} {fruit}. {he} gave {b} away and made pies from the others. If a pie takes {c} {fruit}, how many pies did {he} make?
        {name} got ${a} for {his} birthday and spent ${b} right away. How many toys at ${c} each can {he} still buy?
        A restaurant had {a} customers. {b} of them left, and the rest sat at tables with {c} people each. How many tables were taken?
        A road is {a} miles long and {b} miles of it are paved. If workers pave {c} miles a day, in how many days will they finish?
        {name} cut {a} {flower}, but threw away {b}. How many vases can {he} fill with {c} {flower} in each?
        ~The teacher had {a} books to hand back and handed back {b}. If each shelf holds {c} of the books that are left, how many shelves are needed?
        """,
    "left+share": """
        {name} had {a} {toy}. {he} kept {b} and divided the others evenly among {c} cousins. How many {toy} did each cousin get?
        {name} has to read {a} pages. {he} read {b} pages yesterday and has {c} days for the rest. How many pages must {he} read each day?
        {name} had {a} shirts to fold. {he} folded {b}, and the others were left in {c} equal stacks. How many shirts were in each stack?
        A pizza shop made {a} pizzas. It sold {b} and gave the rest to {c} schools, the same number to each. How many pizzas did each school get?
        {name} had ${a}. {he} paid ${b} for lunch and spent the rest on {c} {ware} of the same price. How much was each one?
        Of {a} students, {b} went by car. The other students went in {c} vans with the same number in each. How many students were in a van?
        """,
    "spend": """
        {name} had ${c}. {he} bought a [lamp|cake|scarf] for ${a} and a [chair|plant|book] for ${b}. How many dollars are left?
        {name} gave the clerk {c} dollars for a pizza that cost {a} dollars and a drink that cost {b} dollars. What was {his} change?
        {name} made {c} {sweet}. {he} took {a} to school and {b} to {his} neighbor. How many {sweet} stayed at home?
        ~There are {c} people at the picnic. {a} are men, {b} are women, and the rest are children. How many children are at the picnic?
        A train had {c} passengers. {a} got off at the first station and {b} at the second. How many passengers were still on the train?
        {name} has a string of {c} inches. {he} cuts off a piece of {a} inches and a piece of {b} inches. How many inches are left?
        """,
    "groups+gain": """
        {name} planted {a} rows of {b} {flower} and {c} {flower2} by the gate. How many flowers did {he} plant?
        {name} owns {a} sets of {b} {toy}. If {he} gets {c} more {toy}, how many will {he} have?
        A family bought {a} movie tickets at ${b} each and popcorn for ${c}. How much did they pay?
        A school has {a} classes of {b} students and {c} teachers. How many people is that?
        {name} earned {b} dollars a day for {a} days and {c} dollars in tips. How much did {he} earn in total?
        {name} reads {b} pages a night. After {a} nights {he} has {c} pages to go. How many pages does the book have?
        """,
    "groups+lose": """
        {name} filled {a} jars with {b} {sea} each, but {c} {sea} were stolen. How many {sea} are left?
        A farmer has {a} cartons of {b} eggs. {c} eggs are cracked. How many eggs are not cracked?
        {name} bought {a} boxes of {sweet} with {b} in a box. {his} friends ate {c} of them. How many {sweet} remain?
        {name} saved ${b} a week for {a} weeks. Then {he} bought a gift for ${c}. How much does {he} have left?
        A hotel has {a} floors with {b} rooms each. {c} of the rooms are taken. How many rooms are free?
        {name} has {a} sheets of {b} stickers. {he} used {c} stickers. How many stickers does {he} still have?
        {a} buses with {b} seats each drive to a game. If {c} seats are empty, how many people are on the buses?
        """,
    "groups+share": """
        {name} has {a} cartons of {b} eggs and uses all of them for {c} cakes, the same number for each. How many eggs go into each cake?
        {a} packs of {b} {supply} are divided evenly among {c} students. How many {supply} does each student get?
        {name} saved ${b} a month for {a} months and spent it all on {c} {ware} of the same price. How much did one cost?
        {a} tables with {b} guests each are split up over {c} equal groups. How many guests are in a group?
        {name} picks {b} {fruit} an hour for {a} hours and puts them into {c} baskets evenly. How many {fruit} are in a basket?
        """,
    "price_change": """
        {name} takes {c} dollars to the store and buys {a} {ware} for {b} dollars each. How much money does {he} bring home?
        ~{name} went on {a} rides at {b} tickets each. {he} had {c} tickets at first. How many tickets were left?
        {a} friends had lunch for ${b} each and paid with ${c}. What change did they get?
        {name} has {c} beads. {he} makes {a} bracelets with {b} beads each. How many beads are not used?
        A farmer had {c} pounds of feed. The horses ate {b} pounds a day for {a} days. How many pounds were left?
        """,
    "more_total": """
        {name} caught {a} fish, and {other} caught {b} more than that. How many fish did the two of them catch?
        {name} wrote {a} cards. {other} wrote {b} more cards than {name}. How many cards were written in all?
        A library lent out {a} {book} on Monday and {b} more on Tuesday than on Monday. How many {book} were lent out on the two days?
        {name} spent ${a} on a hat and ${b} more than that on a coat. What did {he} spend in total?
        """,
    "fewer_total": """
        {name} owns {a} {toy} and {other} owns {b} less than {name}. How many {toy} do the two own in total?
        There are {a} {animal} on a farm and {b} fewer {animal2} than {animal}. How many animals are there?
        A shop sold {a} {gadget} in May and {b} fewer in June. How many {gadget} did it sell in both months?
        """,
    "times_total": """
        {name} planted {a} {tree}, and {other} planted {b} times as many. How many {tree} did both of them plant?
        {name} has {a} {book}. {his} teacher has {b} times as many. How many {book} do the two have altogether?
        A ball costs ${a}. A bat costs {b} times as much as the ball. What do the ball and the bat cost together?
        ~{name} worked {a} hours on Monday and {b} times as long during the rest of the week. How many hours did {he} work?
        """,
}

UNSEEN = Book(
    names=_NAMES, nouns=_NOUNS, scenes=_SCENES, frames=_FRAMES,
    kin="{his} cousin / {his} uncle / {his} grandma / {his} neighbor / {his} roommate / {his} friend {other}",
    then=" / Afterwards / A little later / After a while,",
    now="does {he} now have / does {name} now have / does that make / has {name} got now",
    left="does {name} still have / does {he} have left / remain",
    would="would {he} end up with / would {name} then have / would {he} then have",
    state="in the end {he} had {n} {things} / by now {he} has {n} {things}",
    pack="""
        {he} wants to put {what} {in} {boxes} with {c} {things} {in} each. How many {boxes} will {he} need?
        One {box} holds {c} {things}. How many {boxes} will {he} fill with {what}?
        How many {boxes} can {he} make up from {what} if {c} {things} go {in} each one?
        """,
    pack_place="""
        {actor} divided {what} into {boxes} of {c}. How many {boxes} did that make?
        There is room for {c} {things} {in} each {box}. How many {boxes} does it take for {what}?
        """,
    share="""
        If {he} divides {what} evenly between {c} {boxes}, how many {things} go {in} each {box}?
        {he} handed {what} out to {c} cousins so that all got the same number. How many {things} did each cousin get?
        {c} children got {what}, and each got the same number. How many {things} did every child get?
        """,
    share_place="""
        {actor} will divide {what} evenly over {c} {boxes}. How many {things} will be {in} each {box}?
        """,
    distractors="""
        {third} turned {x} last week.
        {other} has lived next door for {x} years.
        {third} owns {x} {thing}.
        {third} brought {x} {thing}.
        {third} counted {x} {thing} yesterday.
        """,
)
