"""The bank `unseen`: operations, values and phrases kept for the holdout; `seen` shares none of them."""

from __future__ import annotations

from typing import Final

from skills.tool_use.wording import LineStyle, Words

# fmt: off
POOLS: Final = {
    "town": (
        "Bristol", "Tromso", "Valencia", "Phoenix", "Nagoya", "Kampala", "Cusco", "Braga", "Dallas", "Lodz", "Hue",
        "Aarhus", "York", "Omaha", "Cali", "Nantes", "Lugano", "Hobart", "Sapporo", "Rabat", "Medellin", "Wroclaw",
        "Galway", "Granada", "Uppsala", "San Jose", "Port Louis", "Los Altos", "Grand Rapids", "La Paz", "Haarlem",
        "Verona", "Plymouth", "Lucerne", "Malaga", "Nairn", "Kobe", "Leon", "Odense", "Mainz", "Zurich", "Toulon",
        "Mobile", "Macon", "Gaborone", "Windhoek", "Cordoba", "Puebla", "Merida", "Vigo", "Bonn", "Tulsa", "Bruges",
        "Rijeka", "Luxor", "Cebu", "Akron", "Spokane", "Cannes", "Sligo", "Zadar", "Lagos", "Lome",
    ),
    "given": (
        "Ingrid", "Mateo", "Kavya", "Oliver", "Hana", "Tariq", "Bruna", "Stefan", "Wanjiru", "Felix", "Marta", "Arjun",
        "Camille", "Dario", "Phoebe", "Idris", "Lotte", "Victor", "Samira", "Emil", "Judith", "Pablo", "Tess", "Igor",
        "Rosa", "Kwame", "Helen", "Max", "Anton", "Beatriz", "Chen", "Dora", "Esther", "Farid", "Greta", "Hiro",
        "Isabel", "Jamal", "Karin", "Lars", "Mona", "Neil", "Olga", "Petra", "Quentin", "Rita", "Simon", "Thea", "Uma",
        "Vera",
    ),
    "family": (
        "Delgado", "Fischer", "Adeyemi", "Nilsson", "Sharma", "Bianchi", "Pham", "Hughes", "Mansour", "Kovac",
        "Ferreira", "Vogel", "Gallagher", "Sato", "Lefevre", "Ramos", "Keller", "Foster", "Rahman", "Volkov", "Ortiz",
        "Bishop", "Holm", "Abbott", "Bergman", "Castillo", "Drummond", "Eriksen", "Fontaine", "Gupta", "Hoffmann",
        "Ibarra", "Jensen", "Kimura", "Larsson", "Mbeki", "Nowak", "Osei", "Pires", "Quinn", "Romano", "Suarez",
        "Tran",
    ),
    "quality": (
        "Amber", "Restless", "Sunday", "Iron", "Quiet", "Glass", "Neon", "Scarlet", "Secret", "Southern", "Giant",
        "Rising", "Cotton", "Gentle", "Third", "Savage", "Painted", "Tender", "Shining", "Borrowed", "Remote",
        "Autumn", "Marble", "Thirsty", "Ancient", "Pewter", "Dancing", "Faded", "Humble", "Inner", "Jolly", "Lucky",
        "Modern", "Narrow", "Crooked", "Azure", "Royal", "Sleepy",
    ),
    "object": (
        "Valley", "Market", "Signal", "Compass", "Island", "Postcards", "Tower", "Clouds", "Meadow", "Circuit",
        "Candle", "Journey", "Thunder", "Desert", "Palace", "Whisper", "Clock", "Trail", "Strangers", "Waves",
        "Balcony", "Canyon", "Kingdom", "Ladder", "Museum", "Diary", "Ferry", "Theatre", "Victory", "Wagon", "Zebra",
        "Bakery", "Chapter", "Dream", "Echo", "Feather", "Glacier", "Hotel",
    ),
    "what": (
        "the tender", "the tram", "the dishwasher", "our booking", "the back gate", "the microphone", "the permit",
        "lunch", "the lift", "the scanner", "the crate", "the puppy", "the receipt", "the van", "the rehearsal",
        "the new site", "the heater", "the guest list", "the library book", "the mixer", "our tent", "the speech",
        "the vaccine", "the window frame", "the sample", "the poster", "the ferry",
    ),
    "how": (
        "has arrived", "is delayed", "must be checked", "stopped again", "turned out fine", "takes one more day",
        "can be collected", "is finished", "got lost", "was a success", "is nearly there", "was moved",
        "makes odd noises", "is too small", "has to be signed", "costs more now", "starts early", "is in the lobby",
        "was perfect",
    ),
    "grocery": (
        "oat milk", "brown rice", "cherry tomatoes", "olive oil", "sourdough bread", "red lentils", "feta", "spinach",
        "black beans", "peanut butter", "limes", "eggs", "smoked salmon", "basil", "dark chocolate", "parmesan",
        "couscous", "green tea", "maple syrup", "pickles", "butter", "cashews", "rye crackers", "mozzarella", "leeks",
        "honey", "soy sauce", "raspberries", "tofu", "chickpeas", "coconut milk", "pine nuts", "avocados",
        "watercress", "sea salt", "vanilla sugar", "kidney beans", "plums",
    ),
    "recipe": (
        "shakshuka", "apple crumble", "minestrone", "fried plantain", "chili", "carrot cake", "goulash", "bibimbap",
        "ratatouille", "banana bread", "jollof rice", "pancakes", "borscht", "tomato tart",
    ),
    "vehicle": ("van", "pickup", "hatchback", "convertible", "minibus", "station wagon", "scooter", "camper"),
    "paint": ("orange", "maroon", "ivory", "mustard", "pink", "cream", "indigo", "bronze", "blue", "brown"),
    "bill": ("electricity", "water", "internet", "gas", "insurance", "mobile", "council tax", "heating", "streaming"),
    "store": (
        "Falcon", "Greenway", "Atlas", "Redwood", "Nimbus", "Cobalt", "Sunrise", "Harper", "Zenith", "Polar",
        "Monarch",
    ),
    "trade": ("Telecom", "Market", "Studios", "Logistics", "Pharma", "Gym", "Insurance", "Books", "Robotics", "Travel"),
    "account": (
        "@sky.notes", "@bakerlena", "@metrofan", "@studio_nine", "@greenroof", "@tinyboats", "@oldmaps", "@pixelpat",
    ),
    "matter": (
        "street parking", "spring cleaning", "the choir trip", "rent increases", "solar panels", "exam dates",
        "lost keys", "the bake sale", "tax returns", "night shifts", "dog training", "fire drills", "the book club",
        "garden tools", "the school play", "winter tires", "wifi trouble", "piano lessons", "first aid",
        "moving house", "old photos", "bus passes", "the town fair", "bird watching", "car sharing", "jam making",
        "house plants", "sleep habits", "pension plans", "the ski week", "the film night", "lunch ideas", "gift ideas",
        "the new kitchen", "volunteer shifts", "recycling days", "the street party", "the boat club", "visa papers",
    ),
    "area": (
        "basement", "balcony", "dining room", "greenhouse", "shed", "laundry room", "lobby", "loft", "pantry", "patio",
    ),
    "team": ("Rovers", "Falcons", "Wanderers", "United", "Tigers", "Comets", "Rangers", "Sharks", "Pirates", "Bears"),
    "lane": (
        "Birch", "Harbour", "Abbey", "Juniper", "Windsor", "Canal", "Chapel", "Elm", "Prince", "Forge", "Quay",
        "Ridge", "Rose", "Tanner", "Summit", "Linden",
    ),
    "way": ("Drive", "Way", "Close", "Court", "Boulevard", "Row"),
    "subject": (
        "algebra", "chemistry", "pottery", "world history", "drawing", "economics", "Latin", "biology", "guitar",
    ),
    "pet": ("Biscuit", "Coco", "Pepper", "Ziggy", "Mochi", "Rocky", "Hazel", "Toffee", "Nacho", "Willow", "Gizmo"),
    "server": (
        "web", "auth", "billing", "search", "mail", "cache", "queue", "db", "proxy", "metrics", "files", "chat",
        "maps", "video", "stats", "images",
    ),
    "stage": ("-prod", "-staging", "-eu", "-us", "-test", "-backup", "-01", "-02", "-07", "-12"),
    "picture": (
        "beach", "wedding", "skyline", "portrait", "sunrise", "kitten", "concert", "hike", "dunes", "birthday",
        "picnic", "fireworks", "snow", "team", "ferris", "dog", "market", "graduation", "reef",
    ),
    "format_of_picture": ("_01.jpg", "_12.png", "-orig.tiff", "_raw.heic", "_big.webp", "-7.bmp"),
    "plant": (
        "tomatoes", "roses", "lavender", "ferns", "basil", "hydrangeas", "strawberries", "orchids", "zucchini", "mint",
    ),
    "job": (
        "welder", "nurse", "data analyst", "barista", "electrician", "editor", "truck driver", "teacher", "chef",
        "clerk", "plumber", "pilot", "midwife", "florist", "lawyer", "baker", "tailor", "roofer", "surveyor",
        "pharmacist", "librarian", "gardener", "cashier", "painter", "web developer", "security guard", "bus driver",
        "surgeon", "translator", "architect", "night porter", "lifeguard", "butcher", "optician", "tour guide",
        "lab assistant", "office manager", "social worker",
    ),
    "show": (
        "Daily", "Deep", "Open", "Plain", "Late", "Curious", "Slow", "Honest", "Weekly", "Noisy", "Brave", "Simple",
    ),
    "genre": (
        "History", "Science", "Money", "Football", "Cooking", "Crime", "Language", "Design", "Music", "Chess",
        "Gardens", "Space",
    ),
    "length_from": ("inches", "feet", "yards", "pounds", "gallons"),
    "length_to": ("centimeters", "meters", "grams", "liters", "millimeters"),
    "street_fault": ("pothole", "broken streetlight", "fallen tree", "full bin", "blocked drain", "sprayed wall"),
}

OPERATIONS: Final = """
# outdoors
fetch|get|show snow_depth: Snow depth at a ski resort
  do see how much snow there is | look up the snow depth | check the snow
  ask how deep is the snow | how much snow is there
  know how deep the snow is | how much snow there is
  want the snow depth | a snow report
  resort town: at {} | up at {}
  on_day day: on {} | as of {}
  measure metric/imperial: in {} units | with {} measurements

lookup|get|find tide_times: High and low tide of a port
  do look up the tides | find out when it's high tide | get the tide table
  ask when is high tide | what are the tides
  know when high tide is | when the tide turns
  want the tide table | the tides
  port town: in {} | at the port of {}
  on_day day: on {} | for {}

get|check|report pollen_count: Pollen count of a region
  do check the pollen | look up the pollen count | see how bad the pollen is
  ask how bad is the pollen | what's the pollen count
  know how much pollen there is | how bad the pollen gets
  want the pollen count | a pollen report
  region town: around {} | in the {} area
  plant_type grass/birch/ragweed: of {} | for {} pollen

find|suggest|list trails: Hiking trails near a town
  do find a hike | suggest somewhere to hike | look for hiking trails
  ask where can I go hiking | which trails are there
  know where one can hike | which trails there are
  want a hiking trail | a nice hike
  near town: near {} | close to {}
  max_length_km num 3-40: under {} km | no longer than {} km
  dogs bool: that allow dogs | with dogs allowed // without dogs | no dogs needed

# gym
join|reserve|take gym_class: Reserve a place in a gym class
  do get me into a class at the gym | sign me up for a gym class | reserve a spot in a class
  want a place in a gym class | a spot in a class
  class_name spin/yoga/zumba/barre: the {} one | for {}
  on_day day: on {} | for {}
  spots int 2-6: with {} spots | {} places

freeze|pause membership: Pause a gym membership
  do freeze my membership | pause my gym subscription | put my membership on hold
  member_no code GM: number {} | {}
  months int 2-12: for {} months | lasting {} months

log|save body_weight: Save a body weight
  do log my weight | save what I weigh | note down my weight
  kilos num 40-140: at {} kilos | as {} kg
  on_day day: on {} | for {}

# podcasts
play|resume|open episode: Play an episode of a podcast
  do play a podcast | listen to {} | resume an episode | open a podcast episode
  want a podcast episode | a podcast to listen to
  podcast show+genre: of {} | from the podcast {}
  episode_no int 2-480: number {} | episode {}
  speed num 1-3: at speed {} | at {} times the speed

follow|subscribe podcast: Subscribe to a podcast
  do subscribe to {} | follow a podcast | subscribe me to a podcast
  podcast show+genre: called {} | named {}
  auto_download bool: and download new episodes | downloading automatically // without downloads | but don't download

delete|clear downloads: Delete downloaded episodes
  do clear my podcast downloads | delete downloaded episodes | free up space from podcasts
  podcast show+genre: of {} | from {}
  keep_last int 2-30: keeping the last {} | except the newest {}

# trains
find|search|show trains: Train connections between two towns
  do find a train | look up train connections | see which trains run
  ask are there any trains | which trains run
  know which trains run | when a train goes
  want a train connection | a train
  origin town: from {} | starting in {}
  arrival_town* town: to {} | going to {}
  leave_at time: at {} | leaving at {}
  direct_only bool: direct only | without changing // changes are fine | with changes allowed

get|tell platform: Platform of a train
  do find my platform | look up the platform | tell me which platform
  ask which platform is it | what platform does my train leave from
  know which platform it is | where my train leaves from
  want the platform of my train | my platform
  train_no code IC: for train {} | for {}
  station_town town: in {} | at {} station

refund|reimburse rail_ticket: Refund a train ticket
  do refund a train ticket | get my money back for a train ticket | cancel my rail ticket
  want a refund of a train ticket | the price of my rail ticket back
  ticket_code code RT: {} | with code {}
  cause strike/illness/delay: because of {} | due to {}

# cars
rent|hire|book car: Rent a vehicle
  do rent a vehicle | hire something to drive | book a rental
  want a rental vehicle | something to drive
  vehicle vehicle: I mean a {} | a {} please
  pickup_town town: in {} | picking it up in {}
  rental_days int 2-45: for {} days | lasting {} days
  insurance bool: with insurance | including insurance // without insurance | no insurance

extend|prolong rental: Extend a car rental
  do extend my rental | keep the rental car longer | prolong my car rental
  want a longer rental | the rental car for longer
  contract_no code RC: number {} | on contract {}
  extra_days* int 2-20: by {} days | for another {} days

start|begin charging: Charge an electric car
  do charge my car | start charging the car | plug in the car remotely
  target_level int 30-100: to {} percent | up to {}
  begin_at time: at {} | starting at {}
  cheap_rate bool: on the cheap tariff | at the night rate // at the normal rate | whatever the tariff

# kitchen list
put|add|append grocery: Add something to the grocery list
  do add something to the groceries | put {} on the shopping list | add to my grocery list
  item grocery: I mean {} | the {}
  packs int 2-24: {} packs | {} times
  organic bool: organic | the organic kind // not organic | conventional

plan|schedule dinner: Plan a dish for a day
  do plan dinner | put {} on the meal plan | plan a meal
  want a planned dinner | a dish on the meal plan
  recipe_name recipe: with {} | making {}
  on_day* day: on {} | for {}
  servings int 2-16: for {} people | with {} servings

find|get|fetch recipe: Find a recipe
  do find a recipe | look up how to cook something | get me cooking instructions
  ask how do I cook something | do you have a recipe
  know how to cook something | how a dish is made
  want a recipe | cooking instructions
  recipe_name recipe: for {} | of {}
  max_prep_min int 10-120: ready in {} minutes | under {} minutes
  diet vegan/halal/keto: that is {} | for a {} diet

preheat|heat oven: Heat the oven
  do preheat the oven | heat up the oven | turn on the oven
  degrees int 90-260: to {} degrees | at {}
  program fan/grill/bake: on {} | with the {} program
  off_after_min int 10-180: switching off after {} minutes | for {} minutes

brew|make coffee: Brew coffee
  do make coffee | brew some coffee | start the coffee machine
  want some coffee | a pot of coffee
  cups int 2-12: {} cups | for {} people
  strength mild/regular/strong: {} please | of {} strength
  ready_by time: ready by {} | for {}

# banking
block|lock card: Block a bank card
  do block my card | lock a bank card | stop a lost card
  card_no code CARD: {} | number {}
  replacement bool: and order a new one | with a replacement // without a replacement | no new one needed

pay|settle bill: Pay a bill
  do pay a bill | settle a bill | pay one of my bills
  bill_type bill: the {} bill | for {}
  total* num 10-900: of {} euros | over {} euros
  due_on day: due on {} | by {}

set|change spending_cap: Limit the spending of a card
  do cap my spending | set a card limit | change how much I can spend
  card_no code CARD: on card {} | for {}
  cap* int 50-5000: to {} | at {} euros
  period weekly/monthly/yearly: {} | on a {} basis

show|get|read balance: Balance of an account
  do show my balance | check an account | look up what's left in an account
  ask how much money do I have | what's the balance
  know how much money there is | what's left
  want the balance | the state of an account
  account_no code AC: in account {} | of {}
  as_of day: as of {} | on {}

compute|project savings: Growth of savings with interest
  do project my savings | work out compound interest | see what savings will grow to
  ask how much will my savings grow to | what will I have saved
  know what my savings will grow to | how far my savings will get
  want a savings projection | the growth of my savings
  deposit int 200-60000: starting with {} euros | from {} euros
  yearly_rate num 1-12: at {} percent a year | growing {} percent yearly
  term_years* int 2-40: after {} years | over {} years

# social
publish|post|share status: Publish a post
  do post something | publish a status | share an update
  post_text what+how: saying "{}" | with the words "{}"
  audience friends/public/family: for {} | visible to {}
  comments bool: with comments on | with comments allowed // with comments off | no comments

follow|watch account: Follow an account
  do follow {} | follow an account | keep up with someone online
  handle account: I mean {} | called {}
  alerts bool: with alerts | and alert me of new posts // without alerts | but no alerts

block|mute user: Block an account
  do block {} | block a user | keep an account from writing to me
  handle account: I mean {} | the user {}
  block_days int 3-365: for {} days | lasting {} days

# notes
write|save|jot note: Save a note
  do make a note | jot something down | save a note | take a note
  want a note | a new note
  note_text what+how: that {} | reading "{}"
  notebook matter: in the notebook {} | under {}
  pinned bool: and pin it | pinned to the top // not pinned | without pinning

tag|mark note: Tag a note
  do tag a note | put a tag on a note | mark a note
  note_id code NT: {} | number {}
  tag_name* work/home/ideas/later: as {} | with the tag {}

search|find notes: Search the notes
  do search my notes | look through my notes | find something I noted
  want my notes | whatever I noted
  phrase matter: about {} | on {}
  written_after day: written after {} | since {}

# parcels
book|order courier: Send a courier
  do book a courier | have a parcel picked up | order a courier
  want a courier | a parcel pick-up
  pickup_address #+lane+way: at {} | from {}
  collect_on day: on {} | for {}
  parcels int 2-20: for {} parcels | with {} boxes
  fragile bool: marked fragile | it's fragile // not fragile | nothing fragile

quote|estimate shipping: Price of sending a parcel
  do get a shipping quote | price a parcel | estimate shipping
  ask what would shipping cost | how much is it to send a parcel
  know what sending a parcel costs | how much the postage is
  want a shipping quote | the postage of a parcel
  ship_to town: to {} | headed for {}
  kilos* num 1-35: weighing {} kg | of {} kilos
  service standard/express/overnight: with {} service | by {} delivery

redirect|reroute parcel: Redirect a parcel
  do redirect a parcel | send my parcel elsewhere | reroute a delivery
  parcel_no code PX: {} | number {}
  new_address* #+lane+way: to {} | over to {}

# city hall
report|flag street_damage: Report damage in a street
  do report damage | tell the city about a problem | report something in the street
  fault street_fault: a {} | I mean a {}
  site* #+lane+way: on {} | at {}
  dangerous bool: it's dangerous | and flag it as dangerous // not dangerous | no danger to anyone

pay|clear fine: Pay a parking fine
  do pay a parking fine | clear a fine | settle my parking ticket
  fine_no code PF: number {} | {}
  total* num 15-300: of {} euros | over {} euros

renew|prolong permit: Renew a permit
  do renew a permit | prolong my permit | get my permit extended
  want my permit renewed | a longer permit
  permit_no code PM: number {} | {}
  valid_months int 3-36: for {} months | by {} months

# school
enroll|register student: Put a student in a course
  do enroll a student | register {} for a course | sign up a student
  student given+family: I mean {} | called {}
  course* subject: in {} | for {}
  level_name beginner/intermediate/advanced: at {} level | as {}

grade|mark essay: Enter a grade
  do enter a grade | grade an essay | mark someone's homework
  student given+family: of {} | for {}
  points* num 1-100: with {} points | at {} points
  remark what+how: with the remark "{}" | noting "{}"

find|match tutor: Find a tutor
  do find a tutor | get me a private teacher | match me with a tutor
  ask who can tutor me | is there a tutor
  know who can tutor me | if there is a tutor
  want a tutor | private lessons
  course subject: for {} | in {}
  max_fee int 10-90: under {} euros an hour | for at most {} euros
  online bool: online | over video // in person | face to face

# pets
book|arrange vet: Book a visit to the vet
  do book the vet | get a vet's appointment | arrange a check-up at the vet
  want a vet's appointment | a check-up at the vet
  pet_name pet: for {} | with {}
  on_day day: on {} | for {}
  vaccination bool: including the shots | with a vaccination // without shots | no vaccination

log|note dog_walk: Log a walk with a dog
  do log a walk | note down a dog walk | record that I walked the dog
  pet_name pet: with {} | for {}
  length_min* int 10-150: of {} minutes | lasting {} minutes
  leash bool: on the leash | leashed // off the leash | unleashed

order|buy pet_food: Order food for a pet
  do order pet food | buy some pet food | get more food for my pet
  want pet food | a bag of pet food
  pet_name pet: for {} | that {} eats
  sack_kg num 1-20: in a {} kg bag | {} kg of it
  flavor beef/salmon/turkey: with {} flavor | the {} kind

# measures
compute|get circle_size: Area of a circle
  do compute a circle's area | work out the size of a circle | get the area of a circle
  ask what's the area of a circle | how large is a circle
  know how large a circle is | what a circle's area is
  want the area of a circle | a circle's size
  radius num 2-700: with a radius of {} | of radius {}
  decimals int 2-9: to {} decimals | with {} decimal places

convert|change units: Convert a quantity to another unit
  do convert units | change a measurement | convert a quantity
  know what a quantity is elsewhere | how much a quantity is
  want a unit conversion | a quantity converted
  quantity_value num 2-4000: of {} | starting with {}
  source_unit* length_from: from {} | given in {}
  goal_unit* length_to: to {} | into {}

compute|work_out bmi: Body mass index
  do compute a BMI | work out my body mass index | get a body mass index
  ask what's my BMI | what is the body mass index
  know what my body mass index is | what my BMI comes to
  want my BMI | a body mass index
  kilos num 40-140: for {} kg | at {} kilos
  height_cm* int 140-205: at a height of {} cm | being {} cm tall

draw|pick random_numbers: Draw random numbers
  do draw random numbers | pick some numbers at random | give me random numbers
  want random numbers | some lucky numbers
  how_many int 2-60: {} of them | with {} numbers
  upper int 10-9999: up to {} | no higher than {}
  repeats bool: repeats allowed | with repeats // no repeats | without repeats

# writing
check|proof spelling: Check spelling
  do check the spelling | proofread something | spell check "{}"
  passage what+how: I mean "{}" | in the sentence "{}"
  dialect british/american/canadian: in {} English | using {} spelling

detect|identify text_language: Find the language of a text
  do identify a language | detect which language something is in | detect the language of "{}"
  ask which language is it | what language is something in
  know which language something is in | what language somebody wrote in
  want the language of something | a guess at the language
  passage what+how: for "{}" | of the text "{}"
  guesses int 2-9: with {} guesses | giving {} candidates

summarize|shorten article: Summarize an article
  do summarize an article | shorten an article | give me the gist of an article
  want a summary of an article | the gist of an article
  article_id code AR: {} | number {}
  sentences int 2-15: in {} sentences | with {} sentences
  bullets bool: as bullet points | in bullets // as running text | without bullets

# servers
restart|reboot server: Restart a server
  do restart {} | reboot a server | restart a machine
  host server+stage: I mean {} | the host {}
  grace_sec int 5-600: after {} seconds | waiting {} seconds
  forced bool: by force | forcing it // gently | without force

scale|resize service: Set the number of copies of a service
  do scale a service | scale {} | change how many copies of a service run
  host server+stage: I mean {} | the service {}
  replicas* int 2-48: to {} copies | with {} replicas

tail|read logs: Read a server's log
  do show the logs | read a log | pull the logs
  want the logs | the log of a machine
  host server+stage: of {} | from {}
  lines int 20-900: the last {} lines | {} lines
  severity debug/warning/error: at level {} | showing {} only

rotate|renew api_key: Rotate an API key
  do rotate a key | renew an API key | replace an API key
  want a fresh API key | another API key
  key_id code AK: {} | with the id {}
  valid_days int 7-365: valid for {} days | expiring in {} days

# photos
resize|rescale image: Resize an image
  do resize an image | make a picture another size | rescale {}
  image picture+format_of_picture: I mean {} | the picture {}
  pixels_wide* int 100-4000: to {} pixels across | {} pixels wide
  keep_ratio bool: keeping the proportions | in proportion // ignoring the proportions | without keeping the proportions

rotate|turn image: Rotate an image
  do rotate a picture | turn an image | rotate {}
  image picture+format_of_picture: I mean {} | the image {}
  angle* int 15-345: by {} degrees | {} degrees
  direction left/right: to the {} | turning {}

create|start photo_album: Make a photo album
  do make a photo album | start a photo album | create an album for pictures
  want a photo album | an album for pictures
  album_name quality+object: called {} | named {}
  shared_with given+family: shared with {} | that {} can see

# sports
get|fetch match_score: Score of a match
  do get the score | look up a result | check a match
  ask what's the score | how did the match go
  know how the match went | what the score is
  want the score | the result of a match
  club town+team: of {} | for {}
  match_day day: on {} | played on {}

list|show fixtures: Coming matches of a club
  do list the next matches | show the fixtures | look up upcoming games
  ask when are the next games | who do they play next
  know when they play | when the next games are
  want the fixtures | the coming games
  club town+team: of {} | for {}
  games int 2-20: the next {} | {} games
  venue_type home/away: {} only | just the {} ones

buy|order match_pass: Buy tickets for a match
  do buy tickets for a game | get tickets to see a match | order match tickets
  want tickets for a game | match tickets
  club town+team: of {} | with {}
  admissions int 2-9: {} tickets | for {} people
  stand north/south/east: in the {} stand | on the {} side

# garden
water|irrigate plants: Water plants
  do water the {} | water something | turn on the sprinklers
  plant plant: for the {} | over the {}
  liters num 2-60: with {} liters | using {} liters
  begin_at time: at {} | starting at {}

trim|mow lawn: Send out the lawn mower
  do mow the lawn | send out the mower | cut the grass
  lawn_area area: by the {} | near the {}
  blade_mm int 20-90: at {} mm | down to {} mm
  at_night bool: at night | during the night // in daylight | not at night

# jobs
search|find jobs: Search for jobs
  do find me a job | search for openings | look for work
  ask are there any jobs | which jobs are open
  know which jobs are open | who is hiring
  want a job | job openings
  role job: as {} | in the role of {}
  work_town town: in {} | around {}
  min_salary int 20000-120000: paying at least {} | from {} a year
  remote bool: remote | working from home // on site | not remote

post|advertise vacancy: Advertise a job
  do post a vacancy | advertise a job | put up a job ad
  role job: for the position of {} | looking for one {}
  employer* store+trade: at {} | for {}
  apply_by day: open until {} | closing on {}

book|schedule interview: Schedule a job interview
  do schedule an interview | set up an interview | arrange a job interview
  want a job interview | an interview
  candidate given+family: with {} | for {}
  on_day* day: on {} | for {}
  interview_at time: at {} | from {}

# tickets for events
reserve|hold concert_seat: Reserve seats at a concert
  do reserve seats at a concert | hold concert seats | get us into a concert
  want seats at a concert | concert seats
  band quality+object: by {} | with {}
  seat_count int 2-12: {} seats | for {} people
  balcony bool: on the balcony | upstairs // downstairs | not on the balcony

get|look_up venue_info: Facts about a concert hall
  do look up a concert hall | get the details of a venue
  know where a concert hall is | how big a venue is
  want the details of a concert hall | facts about a venue
  hall store+trade: called {} | I mean {}
  info_kind address/capacity/hours: with its {} | giving the {}

# teams
assign|give chore: Give somebody a task in a project
  do assign a task | give someone a task | hand out some work
  worker given+family: to {} | for {}
  chore* what+how: saying "{}" | worded "{}"
  finish_by day: until {} | finished by {}

list|show chores: Open tasks of a person
  do list the open tasks | show what is left to do
  know what is left to do | which tasks are open
  want the open tasks | the remaining work
  worker given+family: of {} | for {}
  only_late bool: late ones only | just what is overdue // including those on time | late or not

# stock room
count|check inventory: How much of an article is in stock
  do check the stock | see how much is left | count what we have
  ask how much is in stock | how many do we have
  know how much is left | how many are in stock
  want a stock check | the number in stock
  sku code SKU: of {} | for {}
  depot town: in {} | at the {} depot

reorder|restock goods: Order more of an article
  do reorder something | restock an article | order more stock
  want more stock | a new batch
  sku code SKU: of {} | for {}
  batch int 10-990: {} pieces | a batch of {}
  rush bool: as a rush order | in a rush // at normal pace | no rush needed

# boats
rent|charter boat: Rent a boat
  do rent a boat | charter a boat
  want a boat | a boat to rent
  harbor_town town: in {} | at {}
  on_day day: on {} | for {}
  crew int 2-12: for {} people | with {} aboard

# trash
get|show pickup_days: Days of garbage collection in a street
  do look up the garbage collection | see when the bins are emptied
  ask when is the garbage collected | when do the bins go out
  know when the garbage is collected | when the bins are emptied
  want the garbage days | the collection days
  site #+lane+way: for {} | at {}
  waste paper/glass/organic_waste: of {} | for {} only

# chess
start|open chess_game: Start a game of chess
  do start a game of chess | open a chess game | set up a chess game
  want a game of chess | a chess game
  opponent given+family: against {} | with {}
  clock_min int 2-90: with {} minutes each | of {} minutes
  rated bool: rated | counting for the rating // unrated | not for the rating

# physics
compute|find falling_time: Time that a fall takes
  do work out a falling time | compute how long a fall takes
  ask how long does a fall take | how long would something fall
  know how long a fall takes | how long something falls
  want the time of a fall | a falling time
  drop_m num 2-900: from {} meters | of {} m
  gravity num 2-25: with a gravity of {} | under gravity {}

compute|find resistance: Electrical resistance from voltage and current
  do work out a resistance | compute an electrical resistance
  ask what's the resistance | how high is the resistance
  want the resistance | an electrical resistance
  volts num 2-400: at {} volts | with a voltage of {}
  amps* num 2-60: and {} amps | with {} amps

# forms
fill|submit form: Hand in a form at an office
  do hand in a form | submit a form | fill in a form
  form_no code FM: number {} | {}
  applicant given+family: for {} | on behalf of {}
  copies_wanted int 2-9: with {} copies | in {} copies
"""

CLASHES: Final = (("pay_bill", "pay_fine"), ("publish_status", "write_note"))
"""Operations of which either might do the other's work: never offered beside each other."""

WORDS: Final = Words(
    openers=(
        ("{}", "."), ("{}", "!"), ("kindly {}", "."), ("{} if you would", "."), ("[would|will] you [kindly |]{}", "?"),
        ("I want to have you {}", "."), ("hello, {}", "."), ("[morning|evening]! {}", "."),
        ("do me a favor and {}", "."), ("let's {}", "."), ("I'd be [glad|grateful] if you could {}", "."),
        ("are you able to {}", "?"), ("one thing: {}", "."), ("next job, {}", "."),
        ("my [boss|neighbor|son|daughter] wants me to {}", "."), ("I have to {}", "."), ("help me {}", "."),
        ("is it possible to {}", "?"), ("we should {}", "."), ("for later: {}", "."), ("your task is to {}", "."),
        ("I'd appreciate it if you [could|would] {}", "."), ("would it be possible to {}", "?"), ("mind if I ask you to {}", "?"),
        ("I was [told|asked] to {}", "."), ("the plan is to {}", "."), ("I can't manage to {}, please do", "."),
        ("[today|this time] I'd rather {}", "."), ("make sure to {}", "."), ("how about you {}", "?"),
        ("someone has to {}", "."),
    ),
    question_openers=(
        ("{}", "?"), ("{}", "??"), ("tell me, {}", "?"), ("hello, {}", "?"), ("just curious, {}", "?"),
        ("listen, {}", "?"), ("one question, {}", "?"), ("I'd like to know: {}", "?"), ("my [sister|aunt|son] asks: {}", "?"),
        ("sorry to bother you, {}", "?"), ("any idea: {}", "?"), ("assistant, {}", "?"), ("out of interest, {}", "?"),
        ("help me out: {}", "?"), ("I keep forgetting, {}", "?"),
    ),
    know_openers=(
        ("[would|will] you tell me {}", "?"), ("I wonder {}", "."), ("have you any idea {}", "?"), ("kindly find out {}", "."),
        ("it would be good to know {}", "."), ("I'd like to see {}", "."), ("tell us {}", "."), ("is it possible to say {}", "?"),
        ("we [must|should] find out {}", "."), ("my [husband|wife|coach] asks {}", "."), ("I can't remember {}", "."),
        ("give me an idea {}", "."), ("what I don't know yet is {}", "."),
    ),
    want_openers=(
        ("I'm after {}", "."), ("I [require|wish for] {}", "."), ("[would|will] you get us {}", "?"), ("I have to have {}", "."),
        ("{} if possible", "."), ("{}", "!"), ("we're looking for {}", "."), ("I came here for {}", "."), ("what about {}", "?"),
        ("I was hoping for {}", "."), ("let me have {}", "."), ("give me {}", "."), ("all I want is {}", "."),
        ("could there be {}", "?"), ("my [boss|brother|class] asked for {}", "."),
    ),
    closers=(
        "", "", "", "", "", "", " Many thanks!", " Thank you so much.", " That's it for now.", " Much appreciated.", " ty",
        " Bye!",
    ),
    chatter=(
        "I have just left [work|school|the gym].", "It has been raining since breakfast.", "We finally have visitors.",
        "I lost my [glasses|ticket|notes].", "My laptop keeps freezing.", "The neighbors are noisy again.",
        "I'm writing from the [train|bus|waiting room].", "Such a slow afternoon.", "I had far too much tea.",
        "The children are asleep at last.", "I always forget these things.", "What a view!",
        "My old app could not do this.", "I'm packing my things.", "I asked a friend, but he is away.",
        "The sun is out.", "I am new here.", "There is a queue in front of me.", "I only have a short break.",
        "Somebody is knocking.", "We talked about this [yesterday|last night].", "It's my first day back.",
        "I'm helping my [parents|uncle] with this.", "This has waited long enough.", "I'd call, but the line is busy.",
        "Everything is closed today.", "I read about this [online|in the paper].", "My hands are full.",
        "The deadline is close.", "I'm up early for a change.", "Good to have you.",
    ),
    label_joints=("{} {}, ", "{} is {}, ", "{} - {}, "),
    also=(
        " and also ", " and likewise ", ", and after that ", "; besides, ", ", plus ", " and, while you're at it, ", " as well as ",
    ),
    new_sentence=(
        " After that, {}.", " In addition, {}.", " Oh, and {}.", " And {}.", " Second, {}.", " Besides that, {}.",
        " There is more: {}.", " Would you then {}?", " As another thing, {}.", " Finally, {}.",
    ),
    roles=(
        "You route requests to [functions|commands].", "You translate what people ask for into function calls.",
        "Function calling mode.", "You operate software on behalf of a [customer|client].",
        "You are the tool-calling part of an app.", "You act only through [APIs|functions].", "You turn messages into API calls.",
        "You work as a dispatcher.", "You are connected to some functions.", "Your job is to decide which function [to run|is meant].",
        "You are the [interface|bridge] between a customer and [a server|a set of services].", "Act as a function caller.",
        "You are [skilled|experienced] at using APIs.", "Below is a conversation with a system that [runs|executes] functions.",
        "You have been connected to a [home|company|phone] system.",
    ),
    tool_intros=(
        "Functions:", "These functions exist:", "You may call the following:", "API:", "What you can call:",
        "Function list:", "Below are the [functions|commands] you can choose from.", "At your disposal:", "Known [functions|commands]:",
        "The app offers:", "Signatures:", "Callable functions:", "## [Functions|Interface]", "Pick from these functions:",
        "Commands:", "[Installed|Enabled|Registered] functions:", "Services that can be called:",
        "You may invoke any of [these|the following] functions:", "Interface of the [system|service]:",
        "A customer may be served with these functions:", "Catalogue of functions:", "The functions at hand are these.",
    ),
    json_forms=(
        "Respond with nothing but $shape.", "Give the call as $shape.", "Output JSON shaped like $shape.",
        "Your whole response is a JSON object: $shape.", "Return $shape and no other text.",
        'Express the call in JSON, with "$name" for the function and "$args" for its arguments.',
        'Return JSON that has "$name" and "$args".', "Call the right function by printing $shape.",
        'State the function under "$name" and the arguments under "$args", as JSON.', "Pattern of a response: $shape.",
        "Emit exactly one call, $shape.", "Required output: $shape.", "Send back $shape, no prose.",
        "JSON only. Schema: $shape", "The call has to look like this: $shape.",
        "Print the function call as JSON ($shape).", "[Invoke|Trigger] a function by [emitting|outputting] $shape.",
        "The [response|output] must parse as JSON: $shape.", "Respond in the [format|structure] $shape, with no words around it.",
        "Select one function and [express|represent] the call as $shape.", "[Output|Print] a single JSON object [such as|similar to] $shape.",
        'Fill in "$name" and "$args" of a JSON object; [print|output] nothing else.', "Expected response: $shape",
    ),
    json_list_forms=(
        "Respond with a JSON list of calls, every one shaped like $shape.", "Return all calls as [$shape, ...].",
        "Output a list in JSON; entries look like $shape.", "Give every call needed, as a JSON list of $shape.",
        "Your response is a JSON array with a $shape for each call.",
        "Several calls may be needed: print [$shape, ...].",
        'Required output: one JSON list, an object with "$name" and "$args" for each call.',
        "Emit the calls together as a JSON array of $shape objects.", "Send back [$shape, ...], no prose.",
        'List the calls in JSON, "$name" and "$args" in each.', "Pattern of a response: [$shape, $shape].",
        "All calls go in one JSON list, each as $shape.", "The [response|output] must parse as a JSON array of $shape.",
        "[Invoke|Trigger] functions by [emitting|outputting] a JSON list, an entry being $shape.",
        "Respond with every call in a single JSON array: [$shape, $shape, ...]",
        "Expected response: a list in JSON with $shape [per|for every] call.", "[Output|Print] [$shape, ...] for the calls, no more.",
    ),
    python_forms=(
        "Respond with a Python function call, such as $shape.",
        "Print one line of Python that calls the function: $shape",
        "Write the call in Python syntax with named arguments.", "Output format: $shape",
        "Return the call as Python code and no other text.", "Express it as a Python call using keywords ($shape).",
        "Your whole response is one call in Python style.",
        "Give me the Python expression that calls it, with keywords.",
        "[Invoke|Trigger] the function as a line of Python would: $shape", "Expected response: $shape, valid Python.",
        "[Output|Print] a single Python call, keywords included.", "Respond in Python syntax, e.g. $shape.",
    ),
    python_list_forms=(
        "Respond with a Python list of function calls.", "Print all calls in one Python list: [$shape, ...]",
        "Return the calls as a list in Python syntax, with named arguments.", "Output format: [$shape, $shape]",
        "Express them as a list of Python calls using keywords.",
        "Your whole response is one Python list of the calls.",
        "Write every call into one list, Python style ($shape).", "Give me one Python list of calls, with keywords.",
        "[Invoke|Trigger] the functions in one Python list, e.g. [$shape, ...].", "Expected response: [$shape, $shape], valid Python.",
        "[Output|Print] a list that holds the Python calls.",
    ),
    tag_forms=(
        "Wrap the call in <$tag></$tag>: $shape.", "Respond with <$tag>$shape</$tag>.", "Output $shape inside of a <$tag> element.",
        "Between <$tag> and </$tag> give the call as JSON, $shape.", "[Emit|Print] <$tag>$shape</$tag> and nothing else.",
    ),
    tag_list_forms=(
        "Wrap each call in <$tag></$tag>: $shape.", "Respond with <$tag>$shape</$tag>, one per call.",
        "Output each call as $shape inside of its own <$tag> element.", "[Emit|Print] a line <$tag>$shape</$tag> for every call.",
    ),
    tags=("function_call", "invoke", "api_call", "request"),
    name_marks=("___", "<function>", "the function", "fn", "<which function>", "FUNCTION", "function's name", "xyz"),
    argument_marks=(
        "{...}", '{"key": "value"}', "{<parameter>: <value>}", '{"arg": ...}', "<object of arguments>", '{"key1": "value1", ...}',
        "{<key>: <value>, ...}",
    ),
    python_shapes=(
        "f(arg=value)", "function(key=value, ...)", "<name>(<parameter>=<value>)", "my_function(x=1)",
        "fn(first=1, second='two')", "<function>(<key>=<value>, ...)", "example(key=\"text\")", "some_function(param1=..., param2=...)",
    ),
    keys=(
        ("name", "arguments"), ("function", "parameters"), ("call", "with"), ("api", "params"), ("operation", "inputs"),
        ("method", "fields"), ("function_name", "arguments"), ("call", "args"), ("api", "arguments"), ("method", "params"),
        ("run", "with"), ("operation", "values"), ("fn", "payload"), ("action", "parameters"), ("op", "data"),
        ("tool", "parameters"), ("function", "inputs"),
    ),
    optional_rules=(
        "Optional [arguments|inputs] appear only if the [request|message] gives them.", "Do not fill optional arguments on your own.",
        "Never invent optional arguments.", "Omit each optional argument that the request is silent about.",
        "Only use an optional argument when a value for it was given.",
        "No defaults for optional arguments: omit them.", "What is optional and not requested stays away.",
        "Drop optional arguments without a value.", "Optional arguments the [customer|message] is silent about are omitted.",
        "Unless a value was [stated|given], an optional argument is [omitted|dropped].",
        "[Supply|Set|Use] optional [arguments|inputs] only where the message does.",
    ),
    none_rules=(
        "Should none of the [functions|commands] help, respond with $token.", "When nothing suits, print $token.",
        "For requests outside these functions: $token", "In case there is no suitable [function|command], [give|print|output] $token.",
        "Respond $token whenever the [functions|commands] cannot do it.", "[Print|Emit] $token if the [request|message] is about something else.",
        "If it is [impossible|out of the question] with these, respond with $token only.",
        "Without a matching function, your response is $token.", "Some requests match nothing; those get $token.",
        "$token is the response for requests nothing here covers.", "Not covered? Then $token.",
        "Never [call|invoke] a function that does something else: respond $token.",
        "[Give|Print] $token where no [function|command] serves the request.",
        "Functions may be [unsuitable|of no help|off the mark]; [respond|print] $token in such a [case|situation].",
        "If the [request|message] cannot be [met|served] by a function listed, [output|give] $token.",
        "[Emit|Output] $token for requests [beyond|outside] the list.",
    ),
    none_tokens=(
        "NO_[FUNCTION|CALL|SERVICE|COMMAND]", "[]", '{"$name": "none"}', "no suitable [function|command]", "SKIP",
        "nothing [applies|suitable|usable]", "UNSUPPORTED", "0 calls", '{"error": "[unsupported|no function|out of scope]"}', "-",
        "out of [scope|reach|range]", "not [covered|supported|offered]", "{}", "[WRONG_NUMBER|MISMATCH|DEAD_END|DECLINED|IGNORE|HALT]",
        "ERR_[9|31|UNFIT|RANGE]", "[this|that] is beyond me", "<[null|skip|unsupported]>", "[unfit|foreign|odd] request",
        '{"result": "[declined|unfit|none]"}', "[#|--|q|1]", "case [3|20|85|600]", "[black|gold|pink] [token|mark|stamp]",
        "[B|D|G|L|R|S|V][0|1|3|7|9]", "[shut|wrong|blank|far] [gate|window|aisle|counter|corner]",
        "~[drop|miss|rest|void][4|5|6]~",
    ),
    missing_rules=(
        "Should a required [argument|input] not be given, respond with $token.", "When a [needed|required] value is absent, [print|output] $token.",
        "Incomplete [requests|messages] get $token.", "Never guess: without a required value your response is $token.",
        "If the request lacks a required [argument|input], [give|output] $token and no call.", "Required but not stated? Then $token.",
        "Print $token if a required argument was not stated.", "For a required [argument|input] that nobody gave: $token",
        "In case a required [value|argument] is [unknown|open], respond $token.", "Respond $token while a required argument is open.",
        "Do not make values up; $token is the response if one is required and absent.",
        "Absent required value: $token.", "[Give|Output] $token wherever a required argument [was omitted|is absent].",
        "Calls need all required [arguments|inputs]; for one that is [absent|open], [print|output] $token.",
        "If the [customer|message] omits what [a function|the signature] requires, [respond|print] $token.",
    ),
    missing_questions=(
        "Should a required argument not be given, ask one question that contains its name.",
        "When a needed value is absent, respond with a question naming that argument.",
        "Incomplete requests get a question with the name of the open argument.",
        "Never guess: inquire after a required value that is absent, by the name of its argument.",
        "If the request lacks a required argument, ask back with that argument's name.",
        "In case a required value is unknown, ask the customer for it, by name.",
        "Do not make values up; ask one question with the argument's name instead.",
        "Required but not stated? Ask for it, using the argument's name.",
        "Where a required argument was [omitted|not stated], respond with a question about it, by its name.",
        "For an open argument that is required, [put|pose] a question with its name.",
    ),
    extra_rules=(
        "Facts that fit no argument stay out of the call.", "Disregard information the function cannot take.",
        "Arguments must exist in the signature, even when more is said.", "Surplus information is not passed on.",
        "Only what the function accepts goes into the call.", "What has no matching argument is omitted.",
        "Some information may be irrelevant to the function; omit it.", "Pass no argument outside the signature.",
        "Customers mention needless things; keep those out.", "Made-up arguments are errors.",
        "The signature decides which [facts|information] to [use|pass]; [omit|disregard] others.",
        "[Information|Whatever] beyond the signature is [dropped|disregarded].",
    ),
    part_rules=(
        "Where no [function|command] covers one of the [wishes|matters], omit it.", "Cover what can be covered, omit everything else.",
        "Wishes outside these functions are left undone.", "Carry out whatever is possible here and nothing more.",
        "One wish may be [impossible|unsupported]; respond with the remaining calls.",
        "Should a [function|command] be lacking for something, [give|output] the calls for everything else.",
        "Impossible wishes are passed over in silence.", "Return calls just for the wishes that a function covers.",
        "Do not bend a function to a wish it was not made for; omit the wish.",
        "Some wishes might not be supported: give the supported calls.",
        "[Give|Output|Print] calls for [whatever|all that] is supported; [pass over|omit] what is not.",
        "Of several wishes, only those [with|that have] a function [lead to|get] a call.",
    ),
    several_missing_rules=(
        "Should [any|one] call be incomplete, respond with $token in place of [all|the other] calls.",
        "All or nothing: with one required [value|argument] absent, [print|give] $token.",
        "When a required argument of any function is open, the response is $token alone.",
        "Give no call at all while a required [value|argument] is [absent|open]; respond $token.",
        "If just one required argument was not stated, print $token instead of the list.",
        "Incomplete in any part? Then $token and no list.",
        "The list is given only when every required argument was stated, else $token.",
        "Should the [customer|message] omit a required [value|argument] of one function, [give|output] only $token.",
        "One absent required value [stops|cancels] all calls: [print|output] $token.",
    ),
    missing_tokens=(
        "[INCOMPLETE|Incomplete|ABSENT|REQUIRED|OPEN|WANTED]: {param}", '{"[ask_for|incomplete|absent|open]": "{param}"}',
        "[ASK|ask|REQUEST|lost] {param}", "UNKNOWN({param})", "{param}?", "no {param} given", "absent: {param}",
        "<ask>{param}</ask>", "<open>{param}</open>", "kindly [supply|provide|state] {param}", "[ASK|GIVE|OPEN]({param})",
        "{param} [required|absent|was omitted|not stated|has no value]", "where is {param}?", "we [require|want] {param}",
        "[HOLD|PAUSE|INPUT|RETRY] {param}", "{param} -> ?", "value of {param} absent", '{"problem": "{param} [absent|open]"}',
        "[add|supply] {param} please", "[R|U|Z|Y|P][2|5|8|9]: {param}", "[vacant|hollow|bald|spare] [seat|place|cell|gap] {param}",
        "{param} => [enter|put|ask|say]", "[case|item|point] [3|4|6]: {param}",
    ),
    parameter_marks=("<argument>", "NAME", "<which>", "ARG", "<the argument>", "argument_name", "<open argument>"),
    request_frames=(
        "{}", "{}", "{}", "Customer: {}", "Message: {}", 'The customer writes: "{}"', "Handle this: {}",
        "<message>{}</message>", "### [Input|Message]\n{}", "Input: {}", "Now: {}", "What was asked: {}", "~~~\n{}\n~~~",
        "[Client|Caller]: {}", "[Instruction|Prompt]: {}", "A customer says: {}", "<input>{}</input>", "This came in: {}",
    ),
    items=(
        "• {name}({params}) — {about}", "+ {name} [{params}] {about}", "[{name}] {about} | {params}",
        "{name}: {about}. Arguments: {params}", "`{name}` takes {params}; {about}", "{name} <- {params}  // {about}",
        "function {name}({params}): {about}", "{name} = {about}, arguments {params}", "> {name}: {about} [{params}]",
        "({params}) => {name}  /* {about} */", "{name} :: {about}\n  in: {params}", "## {name}\n{about}. Arguments: {params}",
        "Function {name} ({about}) with arguments {params}", "{about}:\n    {name}({params})", "{name}; {about}; {params}",
        "fn {name}({params}) // {about}", "Entry {name}: {params} ({about})", "· {about}: {name}, arguments {params}",
    ),
    parameter_styles=(
        ("{p}: {type}", "{p}: {type} (may be omitted)"), ("{p} {type}", "{p} {type} optional"), ("{p} = {type}", "{p} = {type} or nothing"),
        ("{p} as {type}", "{p} as {type}, can be omitted"), ("`{p}` {type}", "`{p}` {type} or none"), ("{p}:{type}", "{p}:{type}?"),
        ("{p}: {type}", "{p}: {type} | null"), ("<{p}> {type}", "[{p}] {type}"), ("{type} {p}", "{type} {p} (opt.)"),
        ("{p}<{type}>", "{p}<{type}>?"), ("'{p}': {type}", "'{p}': {type} (not needed)"), ("{p}/{type}", "{p}/{type}/optional"),
    ),
    choice_styles=(
        ("any of {choices}", ", "), ("({choices})", "|"), ("in ({choices})", ", "), ("({choices})", " or "), ("either {choices}", " or "),
        ("{{choices}}", ", "), ("value from {choices}", "/"), ("({choices})", "/"), ("[{choices}]", ", "),
    ),
    blocks=(
        LineStyle('<fn id="{name}" does="{about}">{params}</fn>', '<arg id="{p}">{type}</arg>',
            '<arg id="{p}" required="false">{type}</arg>', "{choices}", "", "|"),
        LineStyle("[{name}]\nabout = \"{about}\"\n{params}", '{p} = "{type}"', '{p} = "{type}, optional"', "{choices}",
            "\n", " or "),
        LineStyle("Function: {name}\nPurpose: {about}\n{params}", "  argument {p}, {type}: {note}",
            "  argument {p}, {type}, not needed: {note}", "any of {choices}", "\n", ", "),
        LineStyle("// {about}\ntype {name} = (_: {\n{params}\n}) => any;", "  {p}: {type},", "  {p}?: {type},",
            "'{choices}'", "\n", "' | '"),
        LineStyle("| {name} | {about} | {params} |", "{p} ({type})", "{p} ({type}, optional)", "{choices}", "<br>", "/"),
        LineStyle("{name}:\n  does: {about}\n  takes: {{params}}", "{p}: {type}", "{p}: {type} (optional)", "{choices}",
            ", ", "/"),
        LineStyle("func {name}({params}) // {about}", "{p} {type}", "{p} *{type}", "{choices}", ", ", "|"),
        LineStyle("* {name}: {about}\n{params}", "  * {p} [{type}] - {note}", "  * {p} [{type}, optional] - {note}",
            "either {choices}", "\n", " or "),
    ),
    type_names=(
        {"string": "string", "integer": "integer", "number": "number", "boolean": "boolean"},
        {"string": "str", "integer": "int", "number": "float", "boolean": "bool"},
        {"string": "String", "integer": "Int", "number": "Double", "boolean": "Bool"},
        {"string": "words", "integer": "int", "number": "decimal", "boolean": "true/false"},
        {"string": "char[]", "integer": "long", "number": "double", "boolean": "bool"},
        {"string": "STR", "integer": "INT", "number": "NUM", "boolean": "BOOL"},
    ),
    parameter_notes=(
        "Value for {}", "{}, as given", "{} that the $noun has", "Sets the {}", "{} in the [message|request]", "A value: {}",
        "[Wanted|Stated] {}", "What the {} is", "{} ($noun)",
    ),
    flag_notes=("{} or not", "Switches {} on", "Set for {}", "{} (truth value)"),
)
# fmt: on
