"""The words of stories, bank `seen`. What a bank holds and how its parts go together: `stories.py`."""

# fmt: off
from __future__ import annotations

from skills.math.storybook import Book, Scene, lines

_NAMES = lines("""
Tom he / Maria she / Ahmed he / Lucy she / Diego he / Hannah she / Kenji he / Amara she / Oliver he / Priya she / Mateo he
Ingrid she / Jamal he / Sofia she / Ethan he / Mei she / Viktor he / Fatima she / Liam he / Rosa she / Samuel he / Yuki she
Patrick he / Zoe she / Mr. Lopez he / Mrs. Green she / Ben he / Emma she / Jack he / Anna she / David he / Grace she / Henry he
Julia she / Kevin he / Kate she / Leo he / Lily she / Mark he / Molly she / Nathan he / Olivia she / Peter he / Rachel she
Ryan he / Sarah she / Steven he / Tina she / Carlos he / Chloe she / Danny he / Ella she / George he / Holly she
""")

_NOUNS = {
    "fruit": "apples / oranges / lemons / peaches / bananas / mangoes",
    "veg": "carrots / tomatoes / potatoes / onions / pumpkins",
    "flower": "roses / tulips / daisies / sunflowers",
    "sweet": "cookies / cupcakes / muffins / candies / chocolates",
    "toy": "marbles / toy cars / balloons / building blocks / dolls / kites",
    "card": "baseball cards / stickers / stamps / postcards / comic books",
    "supply": "pencils / crayons / erasers / notebooks / markers",
    "sea": "seashells / smooth stones / starfish",
    "animal": "cows / sheep / goats / chickens / horses",
    "pet": "puppies / kittens / hamsters / goldfish",
    "book": "books / magazines / storybooks",
    "tree": "maple trees / oak trees / pine trees / apple trees",
    "ware": "T-shirts / caps / scarves / backpacks / mugs",
    "gadget": "radios / lamps / clocks / phones",
}

_SCENES = (
    Scene(
        things="apples / oranges / lemons / peaches / mangoes", boxes="basket / bag / crate",
        openings="""
        {name} picked {a} {things} at the orchard = did {name} pick
        {name} [had|has] {a} {things} in [a bowl|{his} kitchen] = did {name} have at first
        {name} bought {a} {things} at the market = did {name} buy
        """,
        gains="""
        {kin} gave {him} {n} more {things} = did {kin} give {him}
        {he} picked {n} more {things} [in the afternoon|from another tree] = did {he} pick later
        {he} bought {n} more {things} on the way home = did {he} buy on the way home
        """,
        losses="""
        {he} gave {n} of them to {kin} = did {he} give to {kin}
        {he} ate {n} of the {things} = did {he} eat
        {he} used {n} of the {things} to make [a pie|a salad|juice] = did {he} use
        {n} of the {things} went bad = went bad
        """),
    Scene(
        things="marbles / toy cars / balloons / building blocks", boxes="box / bag / jar",
        openings="""
        {name} [had|has] {a} {things} = did {name} have to start with
        {name} got {a} {things} for {his} birthday = did {name} get for {his} birthday
        {name} took {a} {things} to school = did {name} take to school
        """,
        gains="""
        {kin} gave {him} {n} more {things} = did {kin} give {him}
        {he} won {n} more {things} in a game = did {he} win
        {he} got {n} more {things} from {kin} = did {he} get from {kin}
        {he} found {n} more {things} under the bed = did {he} find
        """,
        losses="""
        {he} lost {n} of them = did {he} lose
        {he} gave {n} of {his} {things} to {kin} = did {he} give to {kin}
        {kin} borrowed {n} of the {things} = did {kin} borrow
        {n} of the {things} broke = broke
        """),
    Scene(
        things="baseball cards / stickers / stamps / postcards / comic books", boxes="album / folder / box",
        openings="""
        {name} [has|had] {a} {things} in {his} collection = did {name} have in the beginning
        {name} collected {a} {things} last year = did {name} collect last year
        {name} bought {a} {things} at a [yard sale|flea market] = did {name} buy
        """,
        gains="""
        {he} bought {n} more {things} from a friend = did {he} buy from {his} friend
        {kin} gave {him} {n} new {things} = did {kin} give {him}
        {he} traded some toys for {n} more {things} = did {he} get for the toys
        {he} got {n} more {things} in the mail = came in the mail
        """,
        losses="""
        {he} sold {n} of them = did {he} sell
        {kin} bought {n} of {his} {things} = did {kin} buy
        {he} gave away {n} of the {things} = did {he} give away
        {his} dog tore up {n} of them = did the dog tear up
        """),
    Scene(
        things="cookies / cupcakes / muffins / brownies", boxes="tray / box / bag",
        openings="""
        {name} baked {a} {things} for [the school bake sale|a party|{his} class] = did {name} bake
        {name} made {a} {things} on Saturday morning = did {name} make in the morning
        {name} brought {a} {things} to [school|the picnic] = did {name} bring
        """,
        gains="""
        {he} [baked|made] {n} more {things} = did {he} make later
        {kin} brought {n} more {things} = did {kin} bring
        {he} bought {n} more {things} at the bakery = did {he} buy at the bakery
        """,
        losses="""
        {he} sold {n} of them = did {he} sell
        {his} friends ate {n} of the {things} = did {his} friends eat
        {he} gave {n} {things} to {kin} = did {he} give to {kin}
        {n} of the {things} fell on the floor = fell on the floor
        """),
    Scene(
        things="pencils / crayons / erasers / notebooks / markers", boxes="box / pack / case",
        openings="""
        {name} had {a} {things} in {his} [desk|school bag] = did {name} have at the start
        {name} bought {a} {things} for the new school year = did {name} buy
        {name} was given {a} {things} by {his} teacher = did the teacher give {name}
        """,
        gains="""
        {he} found {n} more {things} in a drawer = did {he} find in the drawer
        {kin} gave {him} {n} more {things} = did {kin} give {him}
        {he} bought {n} more {things} at the store = did {he} buy at the store
        """,
        losses="""
        {he} gave {n} of them to {kin} = did {he} give to {kin}
        {he} lost {n} of the {things} at school = did {he} lose
        {he} lent {n} of {his} {things} to a classmate = did {he} lend to a classmate
        """),
    Scene(
        things="seashells / smooth stones / starfish", boxes="bucket / jar / box",
        openings="""
        {name} found {a} {things} on the beach = did {name} find on the beach
        {name} collected {a} {things} [during {his} vacation|at the lake] = did {name} collect
        """,
        gains="""
        {he} found {n} more {things} the next day = did {he} find the next day
        {kin} found {n} {things} and gave them to {him} = did {kin} find
        """,
        losses="""
        {he} gave {n} of the {things} to {kin} = did {he} give to {kin}
        {he} threw {n} of them back into the water = did {he} throw back
        {he} used {n} of the {things} to make a necklace = did {he} use for the necklace
        """),
    Scene(
        things="dollars", boxes="", many="How many dollars / How much money",
        openings="""
        {name} [had|has] {a} dollars in {his} piggy bank = did {name} have in the bank at first
        {name} earned {a} dollars [mowing lawns|washing cars|babysitting] = did {name} earn
        {name} saved {a} dollars last month = did {name} save last month
        """,
        gains="""
        {kin} gave {him} {n} dollars = did {kin} give {him}
        {he} got {n} dollars for {his} birthday = did {he} get for {his} birthday
        {he} earned {n} more dollars by [walking dogs|selling lemonade] = did {he} earn later
        {he} found {n} dollars in an old coat = did {he} find
        """,
        losses="""
        {he} spent {n} dollars on [a new game|a book|lunch|a shirt] = did {he} spend
        {he} paid {n} dollars for a movie ticket = did {he} pay for the ticket
        {he} lent {n} dollars to {kin} = did {he} lend to {kin}
        """),
    Scene(
        things="books / storybooks / magazines", boxes="shelf / box / bag", actor="the librarian",
        openings="""
        there were {a} {things} on the library cart = were on the cart at first
        the class library had {a} {things} = did the class library have at first
        """,
        gains="""
        a family donated {n} {things} = did the family donate
        students returned {n} more {things} = did the students return
        the teacher bought {n} more {things} = did the teacher buy
        """,
        losses="""
        students checked out {n} of the {things} = did the students check out
        {n} of the {things} were sent to another school = were sent to another school
        the librarian put away {n} of the {things} = did the librarian put away
        """,
        now="are there now / are there in all", left="are left / are still there", would="would there be",
        state="there are now {n} {things}", decoy="there were also {x} {decoy} on a table"),
    Scene(
        things="puppies / kittens / hamsters / goldfish", small=True, boxes="cage / tank / basket", actor="the owner",
        openings="""
        a pet store had {a} {things} = did the pet store have at first
        there were {a} {things} at the pet store on Monday = were at the pet store on Monday
        """,
        gains="""
        the store got {n} more {things} = did the store get
        a farmer brought in {n} more {things} = did the farmer bring in
        """,
        losses="""
        the store sold {n} of them = did the store sell
        {n} of the {things} found a new home = found a new home
        {n} of the {things} were sold [during the week|on the weekend] = were sold
        """,
        now="does the pet store have now / are in the store now", left="does the store have left / are still for sale",
        would="would the store have", state="the store now has {n} {things}", decoy="the store also had {x} {decoy}"),
    Scene(
        things="people / passengers / children", small=True, boxes="", actor="the driver",
        openings="""
        there were {a} {things} on the bus = were on the bus at first
        a bus started its trip with {a} {things} = were on the bus when it started
        """,
        gains="""
        at the next stop {n} more {things} got on = got on at the next stop
        {n} more {things} got on at the school = got on at the school
        """,
        losses="""
        {n} {things} got off at the library = got off at the library
        at the park {n} of the {things} got off = got off at the park
        """,
        now="are on the bus now / are there on the bus now", left="are still on the bus / are left on the bus", would="would be on the bus",
        state="there are {n} {things} on the bus", decoy="{x} bikes were parked at the stop"),
    Scene(
        things="maple trees / oak trees / rose bushes / pine trees", boxes="row", actor="the workers",
        openings="""
        there were {a} {things} in the park = were in the park at first
        the town park had {a} {things} = were in the park before
        """,
        gains="""
        park workers planted {n} more {things} = did the workers plant
        the city planted {n} new {things} = did the city plant
        """,
        losses="""
        the workers cut down {n} {things} that were sick = did the workers cut down
        a storm knocked over {n} of the {things} = did the storm knock over
        """,
        now="are in the park now / does the park have now", left="are left in the park / does the park still have",
        would="would the park have", state="the park now has {n} {things}", decoy="there were also {x} {decoy} in the park"),
    Scene(
        things="songs / pictures / games / videos", boxes="folder / album", actor="",
        openings="""
        {name} had {a} {things} on {his} [phone|computer|tablet] = did {name} have on it at first
        {name} saved {a} {things} on a memory card = did {name} save on the card
        """,
        gains="""
        {he} added {n} new {things} = did {he} add
        {he} copied {n} more {things} from {kin} = did {he} copy from {kin}
        {he} downloaded {n} more {things} = did {he} download
        """,
        losses="""
        {he} deleted {n} of them [to make room|] = did {he} delete
        {he} deleted {n} old {things} = did {he} delete
        """),
    Scene(
        things="points", boxes="",
        openings="""
        {name} scored {a} points in the first round of a [quiz|board game] = did {name} score in the first round
        {name} had {a} points in a video game = did {name} have at first
        """,
        gains="""
        {he} scored {n} more points in the next round = did {he} score in the next round
        {he} found a treasure that was worth {n} points = was the treasure worth
        {he} got {n} bonus points = did {he} get as a bonus
        """,
        losses="""
        {he} lost {n} points in the last round = did {he} lose in the last round
        a wrong answer cost {him} {n} points = did the wrong answer cost
        """),
)

_FRAMES = {
    "combine": """
        {name} has {a} {toy} and {other} has {b} {toy}. How many {toy} do they have [altogether|in all|together|in total]?
        {name} picked {a} {fruit} and {other} picked {b} {fruit}[ from the tree|]. How many {fruit} [were picked in total|did they pick in all|did they pick together]?
        {name} read {a} pages on [Saturday|Monday] and {b} pages on [Sunday|Tuesday]. How many pages did {he} read in all?
        ~There are {a} girls and {b} boys in [the class|the choir|the chess club]. How many [children|students] are there altogether?
        A farmer has {a} {animal} and {b} {animal2}. How many animals does the farmer have in all?
        {name} bought {a} red {toy} and {b} blue {toy}. How many {toy} did {name} buy in total?
        On Friday {a} people visited the museum. On Saturday {b} people visited it. How many people visited the museum on both days?
        {name} spent {a} dollars on a [shirt|hat|book] and {b} dollars on a [jacket|game|bag]. How much did {he} spend in all?
        {name} drove {a} miles in the morning and {b} miles in the afternoon. How far did {he} drive in total?
        {other} has {a} {card}. {name} has {b} {card}. How many {card} do they have in total?
        A restaurant served {a} pizzas at lunch and {b} pizzas at dinner. How many pizzas were served today?
        {name} planted {a} {flower} and {b} {flower2} in the garden. How many flowers did {he} plant?
        {name} has {a} {supply} in {his} desk and {b} {supply} in {his} bag. How many {supply} does {name} have in all?
        {name} grew {a} {veg}. {other} grew {b} {veg}. How many {veg} did they grow altogether?
        It took {name} {a} minutes to [do {his} math homework|wash the dishes] and {b} minutes to [read a story|sweep the floor]. How many minutes did {he} need in all?
        {name} scored {a} points in the first game and {b} points in the second game. How many points did {he} score [altogether|in the two games]?
        A school has {a} computers in the lab and {b} computers in the library. How many computers does the school have?
        My brother has {a} {card} and I have {b}. How many {card} do we have together?
        """,
    "more_than": """
        {name} has {a} {card}. {other} has {b} more {card} than {name}. How many {card} does {other} have?
        {name} picked {a} {fruit}. {other} picked {b} more than {name}. How many {fruit} did {other} pick?
        A red ribbon is {a} inches long. A green ribbon is {b} inches longer. How long is the green ribbon?
        One plant is {a} inches tall. Another plant is {b} inches taller. How tall is the other plant?
        A pencil costs {a} cents and a notebook costs {b} cents more. How much does the notebook cost?
        {name} read {a} pages last week. This week {he} read {b} more pages than last week. How many pages did {he} read this week?
        ~There are {a} boys in the band. There are {b} more girls than boys. How many girls are in the band?
        Last year {a} people came to the fair. This year {b} more people came than last year. How many people came to the fair this year?
        """,
    "fewer": """
        {name} has {a} {toy}. {other} has {b} fewer {toy} than {name}. How many {toy} does {other} have?
        {name} sold {a} [tickets|cups of lemonade] on Saturday and {b} fewer on Sunday. How many did {he} sell on Sunday?
        A coat cost {a} dollars. It is now {b} dollars cheaper. How much does the coat cost now?
        {name} scored {a} points. {other} scored {b} points less. How many points did {other} score?
        ~There are {a} students in Class A. Class B has {b} fewer students. How many students are in Class B?
        {name} found {a} {sea}. {other} found {b} less than {name}. How many {sea} did {other} find?
        {name} ran for {a} minutes on Monday. On Tuesday {he} ran for {b} minutes less. How many minutes did {he} run on Tuesday?
        """,
    "times": """
        {name} has {a} {toy}. {other} has {b} times as many {toy} as {name}. How many {toy} does {other} have?
        {name} picked {a} {fruit}. {other} picked {b} times as many. How many {fruit} did {other} pick?
        On Friday {a} people came to the show. {b} times as many people came on Saturday. How many people came on Saturday?
        A ball costs {a} dollars. A racket costs {b} times as much. How much does the racket cost?
        ~{name} is {a} years old. {his} grandfather is {b} times as old. How old is {his} grandfather?
        ~A cat weighs {a} pounds. A dog weighs {b} times as much as the cat. How many pounds does the dog weigh?
        """,
    "difference": """
        {name} has {a} {card} and {other} has {b} {card}. How many more {card} does {name} have than {other}?
        {name} picked {a} {fruit}. {other} picked {b} {fruit}. How many more {fruit} did {name} pick than {other}?
        ~There are {a} girls and {b} boys in the [choir|school play]. How many more girls than boys are there?
        ~{name} weighs {a} pounds and {his} dog weighs {b} pounds. How much heavier is {name}?
        A bike costs {a} dollars and a scooter costs {b} dollars. How much more does the bike cost[ than the scooter|]?
        {name} read {a} pages and {other} read {b} pages. How many fewer pages did {other} read than {name}?
        The red team scored {a} points. The blue team scored {b} points. By how many points did the red team win?
        {name} has {b} {toy}. {other} has {a} {toy}. How many fewer {toy} does {name} have than {other}?
        A store sold {a} {supply} on Monday and {b} on Tuesday. How many more {supply} did it sell on Monday?
        ~One tree is {a} feet tall. Another tree is {b} feet tall. How much taller is the first tree?
        {name} has {a} red {toy} and {b} green {toy}. How many more red {toy} than green {toy} does {he} have?
        ~{name} is {a} years old and {his} sister is {b} years old. How much older is {name}?
        """,
    "missing": """
        {name} wants to buy a [game|skateboard|doll] that costs {a} dollars. {he} has {b} dollars. How much more money does {he} need?
        {name} needs {a} {supply} for {his} class. {he} already has {b}. How many more {supply} does {he} need?
        {name} is reading a book with {a} pages. {he} has read {b} pages. How many pages does {he} still have to read?
        A puzzle has {a} pieces. {name} has put together {b} pieces. How many pieces are left?
        {name} wants to make {a} {sweet}. {he} has made {b} so far. How many more {sweet} does {he} have to make?
        A tank holds {a} gallons of water. There are {b} gallons in it. How many more gallons are needed to fill it?
        The class wants to collect {a} cans for the food drive. It has collected {b} cans. How many more cans does the class need?
        {name} has {b} {card}. How many more {card} must {he} get to have {a}?
        """,
    "left": """
        {name} has {a} {toy}. {b} of them are red and the rest are blue. How many {toy} are blue?
        ~There are {a} children in the class. {b} of them are girls. How many boys are in the class?
        A bakery made {a} loaves of bread and sold {b}[ of them|]. How many loaves were left?
        {name} had {a} math problems for homework. {he} finished {b} of them at school. How many problems does {he} still have to do?
        {a} birds were sitting in a tree. {b} of them flew away. How many birds were left[ in the tree|]?
        ~A team played {a} games and won {b} of them. How many games did the team lose?
        {name} found {a} {sea}, but {b} of them were broken. How many {sea} were not broken?
        {name} bought a rope that was {a} feet long and cut off {b} feet. How many feet of rope are left?
        {name} had {a} dollars. {he} paid {b} dollars for a [book|toy|cake]. How much change did {he} get?
        There were {a} {sweet} on the table. The children ate {b}. How many {sweet} were not eaten?
        {name} and {other} have {a} {card} together. {name} has {b} of them. How many {card} does {other} have?
        A parking lot has {a} spaces and {b} of them are taken. How many spaces are free?
        """,
    "groups": """
        There are {a} [baskets|boxes|bags]. There are {b} {fruit} in each one. How many {fruit} are there in all?
        {name} has {a} boxes of {supply}. Each box has {b} {supply}. How many {supply} does {name} have[ in all| altogether|]?
        A theater has {a} rows with {b} seats in each row. How many seats are there?
        {name} bought {a} packs of {card}. There are {b} {card} in each pack. How many {card} did {name} buy?
        {name} planted {a} rows of {veg} with {b} in each row. How many {veg} did {name} plant?
        There are {a} teams at the tournament. Each team has {b} players. How many players are there?
        {a} children each brought {b} {sweet} to the party. How many {sweet} did they bring in total?
        Each [table|van|bench] has {b} seats. How many people can sit at {a} of them?
        {name}, {other} and {third} put {fruit} into {a} bags. Each bag holds {b} {fruit}. How many {fruit} are in the bags?
        If each student gets {b} {supply} and there are {a} students, how many {supply} are needed?
        {name} gave {b} {sweet} to each of {his} {a} friends. How many {sweet} did {he} give away?
        A bookcase has {a} shelves and every shelf holds {b} {book}. How many {book} fit in the bookcase?
        We ordered {a} pizzas. Each pizza was cut into {b} slices. How many slices did we have?
        """,
    "price": """
        A [ticket|sandwich|notebook] costs {b} dollars. How much do {a} of them cost?
        {name} bought {a} {ware} for ${b} each. How much did {he} pay[ in all| in total|]?
        {name} bought {a} {ware}. Each one cost {b} dollars. How much money did {name} spend?
        {name} earns {b} dollars for every lawn {he} mows. How much money does {he} earn for {a} lawns?
        A movie ticket costs ${b}. If {a} friends go to the movies, how much will they pay?
        {name} sold {a} {gadget} for {b} dollars each. How much money did {he} get?
        If one {fruit1} costs {b} cents, how many cents do {a} {fruit} cost?
        {name} earns {b} dollars an hour. {he} worked {a} hours this week. How much did {he} earn?
        """,
    "rate": """
        ~{name} can read {b} pages in an hour. How many pages can {he} read in {a} hours?
        A car travels {b} miles each hour. How far does it travel in {a} hours?
        ~{name} runs {b} miles every day. How many miles does {he} run in {a} days?
        ~{name} drinks {b} glasses of water a day. How many glasses does {he} drink in {a} days?
        A machine makes {b} {gadget} an hour. How many {gadget} does it make in {a} hours?
        ~{name} does {b} push-ups each morning. How many push-ups does {he} do in {a} days?
        {name} saves {b} dollars every week. How much will {he} have saved after {a} weeks?
        ~It takes {name} {b} minutes to paint one chair. How long will it take {him} to paint {a} chairs?
        """,
    "share": """
        {name} has {a} {sweet}. {he} wants to share them equally with {b} friends, and keeps none. How many {sweet} does each friend get?
        {a} students are put into {b} equal groups. How many students are in each group?
        {name} put {a} {fruit} into {b} bags, with the same number in each bag. How many {fruit} are in each bag?
        {name} packed {a} {book} into {b} boxes. Each box has the same number of {book}. How many {book} are in each box?
        {b} friends share {a} {sweet} equally. How many {sweet} does each of them get?
        {name} read {a} pages in {b} days. {he} read the same number of pages every day. How many pages did {he} read each day?
        A restaurant sold {a} sandwiches in {b} days. How many sandwiches did it sell each day on average?
        There are {a} chairs in {b} equal rows. How many chairs are in each row?
        {name} cut a board that was {a} inches long into {b} equal pieces. How long is each piece?
        """,
    "pack": """
        {name} has {a} {book}. If each shelf holds {b} {book}, how many shelves does {he} need?
        {a} children are going to the zoo. If each van can take {b} children, how many vans are needed?
        {name} wants to put {a} {flower} in vases with {b} {flower} in each vase. How many vases does {he} need?
        {name} reads {b} pages a day. How many days will it take {him} to read a book with {a} pages?
        {name} has {a} dollars. How many {ware} can {he} buy if each one costs {b} dollars?
        {name} saves {b} dollars a week. How many weeks will it take {him} to save {a} dollars?
        A baker packs {b} {sweet} in a box. How many boxes does the baker need for {a} {sweet}?
        {name} picked {a} {fruit}. {he} eats {b} of them every day. How long will the {fruit} last?
        There are {a} students in the gym. How many teams of {b} can they make?
        Each bouquet has {b} {flower}. How many bouquets can {name} make with {a} {flower}?
        {name} drove {a} miles at {b} miles per hour. How many hours did the trip take?
        """,
    "unit_price": """
        {name} paid {a} dollars for {b} {ware}. Each one cost the same. How much did one cost?
        {b} tickets cost {a} dollars. How much does one ticket cost?
        {name} earned {a} dollars in {b} hours. How much did {he} earn in one hour?
        {b} friends paid ${a} for a pizza party and split the cost equally. How much did each friend pay?
        A box of {b} {supply} costs {a} cents. How much does each one cost in cents?
        {name} bought {b} {gadget} for a total of {a} dollars. If they all cost the same, what was the price of each?
        """,
    "measured_sum": """
        {name} walked {a} miles in the morning and {b} miles in the evening. How many miles did {he} walk in all?
        {name} bought {a} pounds of {fruit} and {b} pounds of {fruit2}. How many pounds of fruit did {he} buy?
        {name} spent ${a} on [lunch|a toy] and ${b} on [a book|a drink]. How much money did {he} spend in total?
        It rained {a} inches on Monday and {b} inches on Tuesday. How many inches did it rain altogether?
        A bucket had {a} gallons of water in it. {name} poured in {b} gallons more. How many gallons are in the bucket now?
        A recipe needs {a} cups of flour and {b} cups of sugar. How many cups is that in all?
        """,
    "measured_more": """
        {name} ran {a} miles and {other} ran {b} miles. How much farther did {name} run than {other}?
        A [melon|pumpkin] weighs {a} pounds. A [cabbage|squash] weighs {b} pounds. How much heavier is the first one?
        A blue ribbon is {a} inches long and a white ribbon is {b} inches long. How much longer is the blue ribbon?
        {name} used {a} cups of milk and {b} cups of cream. How much more milk than cream did {he} use?
        """,
    "measured_left": """
        {name} had {a} gallons of paint and used {b} gallons. How many gallons of paint are left?
        A board was {a} feet long. {name} sawed off {b} feet. How long is the board now?
        {name} had ${a}. {he} spent ${b} on a snack. How much money does {he} have left?
        {name} bought {a} pounds of flour and used {b} pounds to bake bread. How much flour is left?
        """,
    "three": """
        {name} picked {a} {fruit}, {other} picked {b} {fruit}, and {third} picked {c} {fruit}. How many {fruit} did they pick [in all|in total|altogether]?
        {name} has {a} {toy}, {other} has {b} {toy}, and {third} has {c} {toy}. How many {toy} do they have [together|altogether|in total]?
        {name} read {a} pages on Monday, {b} pages on Tuesday, and {c} pages on Wednesday. How many pages did {he} read in all?
        A store sold {a} {gadget} in May, {b} in June, and {c} in July. How many {gadget} did it sell in the three months?
        There are {a} {animal}, {b} {animal2}, and {c} ducks on a farm. How many animals are on the farm?
        {name} bought a [shirt|game] for ${a}, a [hat|ball] for ${b}, and a [belt|book] for ${c}. How much did {he} spend in all?
        There are {a} {tree} in the park. Workers will plant {b} more today and {c} more tomorrow. How many {tree} will there be when they are done?
        ~{name} walked {a} blocks to the store, {b} blocks to the library, and {c} blocks home. How many blocks did {he} walk in all?
        """,
    "combine+left": """
        {name} picked {a} {flower} and {b} {flower2}. {he} used {c} of the flowers [for a bouquet|to decorate a table]. How many flowers were left?
        {name} had {a} math problems and {b} [science|spelling] problems for homework. If {he} finished {c} of the problems at school, how many did {he} still have to do?
        {name} bought {a} red {toy} and {b} green {toy}. If {he} gave {c} of them to {kin}, how many {toy} would {he} have left?
        There were {a} boys and {b} girls at the pool. Then {c} of the children went home. How many children were still at the pool?
        {name} took {a} pictures at the zoo and {b} pictures at the museum. {he} deleted {c} of them. How many pictures does {he} still have?
        {name} and {other} picked {fruit}. {name} picked {a} and {other} picked {b}. If {c} of the {fruit} were bad, how many good {fruit} did they have?
        The cafeteria ordered {a} red apples and {b} green apples. If {c} students each took one apple, how many apples were left over?
        {name} baked {a} cookies and {b} brownies. After the sale {he} had {c} left. How many did {he} sell?
        {name} had to wash {a} shirts and {b} towels. By noon {he} had washed {c} of them. How many were still dirty?
        {name} earned {a} dollars on Saturday and {b} dollars on Sunday. {he} spent {c} dollars on a present. How much money did {he} have left?
        """,
    "combine+each": """
        {name} scored {c} points for each [coin|star|key] {he} found in a video game. {he} found {a} on the first level and {b} on the second level. How many points did {he} score?
        {name} filled {a} bags with cans on Saturday and {b} bags on Sunday. If each bag had {c} cans in it, how many cans were there in all?
        {name} bought {a} chairs and {b} tables. It took {him} {c} minutes to put each one together. How many minutes did it take in all?
        ~A waiter served {c} tables. At each table there were {a} women and {b} men. How many customers did the waiter have?
        {name} rode the [roller coaster|carousel] {a} times and the [ferris wheel|water slide] {b} times. If each ride cost {c} tickets, how many tickets did {he} use?
        {name} had {a} pages of math homework and {b} pages of reading homework. If there were {c} problems on each page, how many problems did {he} have?
        {name} bought {a} {ware} and {other} bought {b} {ware}. Each one cost {c} dollars. How much did they spend together?
        There were {a} friends playing a game when {b} more joined. If each player got {c} cards, how many cards did they use?
        {name} bought {a} packs of red {toy} and {b} packs of blue {toy}. If there are {c} {toy} in every pack, how many {toy} did {name} buy?
        {name} worked {a} hours on Friday and {b} hours on Saturday. If {he} earns {c} dollars an hour, how much money did {he} earn?
        ~A pet store has {c} cages. Each cage has {a} parrots and {b} canaries in it. How many birds are there in all?
        {name} planted {a} rows of {veg} and {b} rows of {veg2}. There are {c} plants in every row. How many plants did {name} plant?
        """,
    "left+each": """
        {name} bought {a} boxes of {sweet} and gave {b} boxes to {kin}. If each box has {c} {sweet} inside, how many {sweet} does {he} still have?
        A team had {a} players, but {b} of them were sick. Each of the others scored {c} points. How many points did the team score?
        {name} needs to paint {a} rooms. {he} has already painted {b}. If each room takes {c} hours, how many hours will {he} need for the rest?
        {name} had {a} {ware} to sell for {c} dollars each. If {he} sold all but {b} of them, how much money did {he} make?
        {name} invited {a} friends to a party, but {b} couldn't come. If {he} wants to have {c} {sweet} for each friend who comes, how many should {he} make?
        A teacher had {a} worksheets to grade and has graded {b} of them. If there are {c} problems on each worksheet, how many problems are left to grade?
        In a video game, each enemy is worth {c} points. A level has {a} enemies. If {name} beats all but {b} of them, how many points does {he} get?
        {name} needs {a} {card} for a full set and has {b}. If each one costs ${c}, how much will it cost {him} to finish the set?
        A cook has to fry {a} eggs and has already fried {b}. If each egg takes {c} minutes, how many minutes will the rest take?
        """,
    "combine+pack": """
        {name} picked {a} {fruit} and {other} picked {b} {fruit}. If they put {c} {fruit} in each bag, how many bags do they need?
        There are {a} students and {b} adults going on a trip. If each van holds {c} people, how many vans do they need?
        {name} has {a} math problems and {b} spelling problems. If {he} can do {c} problems in an hour, how many hours will {he} need?
        {name} baked {a} oatmeal cookies and {b} chocolate chip cookies. If {he} puts {c} cookies in a bag, how many bags can {he} fill?
        {name} earned {a} dollars mowing lawns and {b} dollars washing cars. If {he} spends {c} dollars a week, how many weeks will the money last?
        There are {a} boys and {b} girls on the debate team. If they make groups of {c}, how many groups will there be?
        {name} won {a} tickets at one game and {b} tickets at another. If a [toy|prize] costs {c} tickets, how many can {he} get?
        {name} has {a} mystery books and {b} adventure books. If {he} puts {c} books on each shelf, how many shelves will {he} fill?
        {name} had to wash {a} shirts and {b} sweaters. If the washing machine holds {c} pieces, how many loads did {he} have to do?
        """,
    "combine+share": """
        {name} picked {a} {fruit} and {other} picked {b}. They put all the {fruit} into {c} baskets, the same number in each. How many {fruit} are in each basket?
        {a} boys and {b} girls were split into {c} equal teams. How many children were on each team?
        {name} had {a} {card} and {other} had {b}. They put them together and shared them equally among {c} friends. How many {card} did each friend get?
        {name} took {a} pictures with {his} phone and {b} with {his} camera. If {he} sorted them into {c} albums with the same number in each, how many pictures were in each album?
        A cook made {a} chicken wings and then {b} more. If {c} friends ate the same number each, how many wings did each one eat?
        {name} earned {a} dollars in May and {b} dollars in June for {c} hours of work. How much did {he} earn per hour?
        """,
    "left+pack": """
        {name} had {a} {sweet}. {kin} ate {b} of them. If {name} puts the rest in bags of {c}, how many bags can {he} make?
        A store had {a} {book}. It sold {b} and put the rest on shelves with {c} on each shelf. How many shelves were used?
        The cafeteria had {a} apples. The cooks gave {b} to students and used the rest to make pies. If each pie takes {c} apples, how many pies could they make?
        {name} had {a} dollars and spent {b}. How many {ware} can {he} buy with the rest if each one costs {c} dollars?
        {name} is reading a book with {a} pages. {he} has read {b} pages. If {he} reads {c} pages a day, how many days will {he} need to finish the book?
        {name} wants a [bike|guitar] that costs {a} dollars. {he} has {b} dollars. If {he} saves {c} dollars a week, how many weeks will it take?
        {name} picked {a} {flower} to make bouquets with {c} flowers in each. If {b} of them wilted, how many bouquets could {he} make?
        {name} had {a} pieces of clothing to wash. {he} washed {b} in one load. If the other loads had {c} pieces each, how many more loads were there?
        """,
    "left+share": """
        {name} had {a} {fruit}. {he} gave {b} to {kin} and put the rest equally into {c} bags. How many {fruit} are in each bag?
        {name} had {a} homework problems. {he} finished {b} of them and still had {c} pages left. If each page has the same number of problems, how many problems are on each page?
        A farmer had {a} {animal}. The farmer sold {b} and kept the others in {c} pens with the same number in each. How many {animal} were in each pen?
        {name} had {a} {toy}. After losing {b} of them, {he} shared the rest equally among {c} friends. How many did each friend get?
        {name} had {a} dollars. {he} spent {b} dollars and bought {c} equal presents with the rest. How much did each present cost?
        Of {a} players, {b} went home. The others made {c} equal teams. How many players were on each team?
        """,
    "spend": """
        {name} bought a [shirt|book|toy] for ${a} and a [hat|game|bag] for ${b}. {he} paid with ${c}. How much change did {he} get?
        {name} had {c} dollars. {he} spent {a} dollars on [food|a ticket] and {b} dollars on [a toy|the bus]. How much money did {he} have left?
        {name} has {c} {sweet}. {he} gives {a} to {other} and {b} to {third}. How many {sweet} does {he} have left?
        There are {c} children at the camp. {a} of them swim, {b} of them play soccer, and the rest hike. How many children hike?
        A box holds {c} {fruit}. {name} took out {a} and {other} took out {b}. How many {fruit} are left in the box?
        {name} has to read {c} pages. {he} read {a} pages on Monday and {b} on Tuesday. How many pages does {he} have left to read?
        """,
    "groups+gain": """
        {name} has {a} boxes with {b} {supply} in each and {c} more {supply} on {his} desk. How many {supply} does {he} have in all?
        {name} bought {a} packs of {card} with {b} in each pack. {kin} gave {him} {c} more. How many {card} does {name} have now?
        {name} bought {a} {ware} for ${b} each and a [hat|bag] for ${c}. How much did {he} spend in all?
        There are {a} tables with {b} chairs each, and {c} chairs along the wall. How many chairs are there?
        {name} saves {b} dollars a week for {a} weeks. {kin} gives {him} {c} dollars more. How much money does {he} have?
        {name} ran {b} miles a day for {a} days and then {c} miles on Sunday. How many miles did {he} run altogether?
        """,
    "groups+lose": """
        {name} bought {a} bags of {fruit} with {b} in each bag. {he} ate {c} of them. How many {fruit} does {he} have left?
        {name} has {a} packs of {card} with {b} in each pack. If {he} gives {c} to {kin}, how many {card} will {he} have left?
        {name} baked {a} trays of {sweet} with {b} on each tray. {his} family ate {c}. How many {sweet} were left?
        {name} worked {a} hours for {b} dollars an hour. Then {he} spent {c} dollars. How much money does {he} have left?
        There are {a} rows of {b} seats in the theater. {c} seats are empty. How many seats are taken?
        {name} planted {a} rows of {b} {flower}. Rabbits ate {c} of them. How many {flower} were left?
        A bus makes {a} trips with {b} seats each. If {c} seats stayed empty in all, how many seats were used?
        """,
    "groups+share": """
        {name} bought {a} boxes with {b} {sweet} each and shared them equally among {c} friends. How many {sweet} did each friend get?
        {a} bags of {b} {fruit} each were put into {c} equal crates. How many {fruit} went into each crate?
        {name} has {a} packs of {b} {card}. {he} puts the same number on each of {c} pages. How many {card} are on each page?
        There are {a} rows with {b} chairs in each. The chairs are moved into {c} equal rows. How many chairs are in each new row?
        {name} earned {b} dollars a day for {a} days and bought {c} {ware} with all the money. How much did each one cost?
        """,
    "price_change": """
        {name} buys {a} {ware} at {b} dollars each and pays with {c} dollars. How much change does {he} get?
        {name} had ${c}. {he} bought {a} {ware} for ${b} each. How much money did {name} have left?
        {name} bought {a} tickets for {b} dollars each. {he} gave the clerk {c} dollars. How many dollars did {he} get back?
        {name} has {c} {fruit}. {he} puts {b} into each of {a} bags. How many {fruit} are left over?
        {kin} gave {name} {c} dollars. If {he} spends {b} dollars a day for {a} days, how much will {he} have left?
        """,
    "more_total": """
        {name} has {a} {toy}. {other} has {b} more than {name}. How many {toy} do they have together?
        {name} picked {a} {fruit} and {other} picked {b} more than {name}. How many {fruit} did they pick in all?
        A store sold {a} {gadget} on Monday and {b} more than that on Tuesday. How many did it sell on both days?
        ~There are {a} boys in the club and {b} more girls than boys. How many children are in the club?
        """,
    "fewer_total": """
        {name} has {a} {card}. {other} has {b} fewer than {name}. How many {card} do they have altogether?
        {name} sold {a} tickets and {other} sold {b} fewer. How many tickets did they sell together?
        {name} read {a} pages on Saturday and {b} pages less on Sunday. How many pages did {he} read on the two days?
        """,
    "times_total": """
        {name} has {a} {toy}. {other} has {b} times as many as {name}. How many {toy} do they have in all?
        {name} found {a} {sea} and {other} found {b} times as many. How many {sea} did they find together?
        A hat costs {a} dollars and a coat costs {b} times as much. How much do they cost together?
        ~{name} ran {a} laps and {other} ran {b} times as many. How many laps did they run in total?
        """,
}

SEEN = Book(
    names=_NAMES, nouns=_NOUNS, scenes=_SCENES, frames=_FRAMES,
    kin="{other} / {his} sister / {his} brother / {his} mom / {his} dad / {his} best friend",
    then=" / Then / Later / After that,",
    now="does {name} have now / does {he} have in all / does {he} have altogether / does {name} have in total",
    left="does {name} have left / does {he} still have / are left",
    would="would {he} have / would {name} have",
    state="now {he} has {n} {things} / {he} now has {n} {things}",
    pack="""
        {he} put {what} into {boxes} with {c} {things} {in} each {box}. How many {boxes} did {he} use?
        If each {box} holds {c} {things}, how many {boxes} does {he} need for {what}?
        If {he} puts {c} {things} {in} each {box}, how many {boxes} can {he} fill?
        """,
    pack_place="""
        {actor} put {what} into {boxes} with {c} {things} {in} each {box}. How many {boxes} were used?
        There will be {c} {things} {in} each {box}. How many {boxes} are needed for {what}?
        """,
    share="""
        {he} put {what} into {c} {boxes}, with the same number {in} each {box}. How many {things} are {in} each {box}?
        {he} shared {what} equally among {c} friends. How many {things} did each friend get?
        If {he} puts the same number {in} each of {c} {boxes}, how many {things} will be {in} each {box}?
        """,
    share_place="""
        {actor} put {what} into {c} {boxes} with the same number {in} each. How many {things} are {in} each {box}?
        """,
    distractors="""
        {third} is {x} years old.
        {third}'s family has lived in town for {x} years.
        {third} has {x} {thing}.
        {third} bought {x} {thing} last week.
        {third} got {x} {thing} as a present.
        """,
)
