"""The bank `seen`: operations, values and phrases for repair rows and screening; `unseen` shares none of them."""

from __future__ import annotations

from typing import Final

from skills.tool_use.wording import LineStyle, Words

# fmt: off
POOLS: Final = {
    "city": (
        "Oslo", "Lisbon", "Denver", "Kyoto", "Nairobi", "Lima", "Porto", "Austin", "Gdansk", "Hanoi", "Bergen",
        "Leeds", "Tampa", "Quito", "Lyon", "Basel", "Perth", "Osaka", "Tunis", "Bogota", "Krakow", "Dublin", "Seville",
        "Malmo", "Santa Fe", "Cape Town", "New Delhi", "Salt Lake City", "Tel Aviv", "Buenos Aires", "Utrecht",
        "Turin", "Boise", "Ghent", "Zagreb", "Cairo", "Manila", "Toledo", "Reno", "Nice", "Cork", "Split", "Accra",
        "Dakar", "Graz", "Bern", "Riga", "Vilnius", "Naples", "Oxford", "Fresno", "Mumbai", "Bilbao", "Rouen", "Essen",
        "Kigali", "Lusaka", "Rosario", "Leon City", "Jakarta", "Tallinn", "Salem", "Durban", "Ankara",
    ),
    "first": (
        "Anna", "Luis", "Priya", "Tom", "Mei", "Omar", "Clara", "Jonas", "Aisha", "Ben", "Sofia", "Raj", "Elena",
        "Marco", "Grace", "Yusuf", "Nina", "Carl", "Leila", "Hugo", "Ruth", "Diego", "Amy", "Pavel", "Zoe", "Kofi",
        "Irene", "Sam", "Adele", "Boris", "Carmen", "Daniel", "Edith", "Fatima", "George", "Hilda", "Ivan", "Julia",
        "Kenji", "Laura", "Miguel", "Noor", "Oscar", "Paula", "Rafael", "Sonia", "Theo", "Ursula", "Wendy", "Yara",
    ),
    "last": (
        "Moreno", "Schmidt", "Okafor", "Lindgren", "Patel", "Rossi", "Nguyen", "Carter", "Haddad", "Novak", "Silva",
        "Brandt", "Murphy", "Tanaka", "Duval", "Costa", "Weber", "Ellis", "Khan", "Petrov", "Lopez", "Wright", "Berg",
        "Adams", "Becker", "Chavez", "Dubois", "Evans", "Farouk", "Greco", "Hansen", "Ito", "Jonsson", "Kowalski",
        "Lang", "Mensah", "Nielsen", "Owens", "Pereira", "Reid", "Santos", "Torres", "Umeh",
    ),
    "adjective": (
        "Silver", "Broken", "Midnight", "Golden", "Silent", "Paper", "Electric", "Crimson", "Hidden", "Northern",
        "Little", "Burning", "Velvet", "Lonely", "Second", "Wild", "Frozen", "Empty", "Bright", "Hollow", "Distant",
        "Summer", "Wooden", "Tiny", "Clever", "Dusty", "Early", "Final", "Green", "Happy", "Idle", "Lost", "Misty",
        "Noble", "Old", "Perfect", "Rusty", "Sacred",
    ),
    "thing": (
        "River", "Garden", "Station", "Mirror", "Harbor", "Letters", "Bridge", "Skies", "Orchard", "Engine", "Lantern",
        "Voyage", "Winter", "Ocean", "Castle", "Promise", "Machine", "Road", "Hearts", "Tides", "Window", "Forest",
        "Airport", "Ballroom", "Cabin", "Doorway", "Eagle", "Festival", "Ghost", "Highway", "Jungle", "Kettle",
        "Lullaby", "Mountain", "Night", "Parade", "Rocket", "Sailor",
    ),
    "subject": (
        "the budget draft", "the bus", "the kitchen sink", "my order", "the front door", "the projector",
        "the contract", "the cake", "our flight", "the printer", "the parcel", "the baby", "the invoice", "the car",
        "the demo", "dinner", "the heating", "the guest room", "the script", "the blender", "our table", "the shower",
        "the lesson plan", "the cable", "the painting", "the boat", "the delivery",
    ),
    "state": (
        "is ready", "is late again", "needs a second look", "is not working", "looks great", "will take longer",
        "has to wait", "is done for today", "is missing", "went well", "is on its way", "was cancelled", "is broken",
        "is too loud", "needs a signature", "got cheaper", "begins at noon", "is in the hall", "was great",
    ),
    "product": (
        "desk lamp", "running shoes", "coffee grinder", "phone case", "yoga mat", "rain jacket", "air fryer",
        "notebook", "hiking boots", "office chair", "water bottle", "toaster", "guitar strings", "winter gloves",
        "bike helmet",
    ),
    "color": ("red", "navy", "black", "olive", "white", "beige", "purple", "teal", "grey", "yellow"),
    "dish": (
        "pad thai", "margherita pizza", "lentil soup", "chicken tacos", "mushroom risotto", "beef ramen",
        "greek salad", "falafel wrap", "fish curry", "veggie burger", "pumpkin ravioli", "dumplings", "paella", "pho",
        "sushi", "club sandwich", "butter chicken", "poke bowl", "onion soup", "lasagna", "nachos", "bento box",
        "gyros", "spring rolls", "pierogi", "moussaka", "cheese fondue", "caesar salad", "fish and chips",
        "lamb kebab", "tofu stir fry", "hot pot", "gnocchi", "quesadillas", "chow mein", "beef stew", "egg rolls",
        "pork buns", "shrimp tempura", "steak frites",
    ),
    "cuisine": (
        "Thai", "Italian", "Mexican", "Ethiopian", "Korean", "Greek", "Indian", "Lebanese", "French", "Peruvian",
    ),
    "restaurant": ("Luna", "Bistro", "Corner", "Sakura", "Olive", "Harvest", "Marina", "Copper"),
    "venue": ("Kitchen", "Grill", "Table", "House", "Cantina", "Tavern", "Room", "Diner"),
    "company": (
        "Nordwind", "Halcyon", "Brightline", "Vertex", "Solace", "Copperfield", "Quanta", "Bluepeak", "Orion",
        "Tesserae", "Maplesoft", "Ironwood", "Lumen", "Fairview", "Kestrel", "Pinnacle",
    ),
    "kind_of_company": ("Motors", "Foods", "Energy", "Bank", "Labs", "Textiles", "Media", "Airlines", "Steel", "Games"),
    "topic": (
        "quarterly planning", "parental leave", "the office move", "travel costs", "new hires", "data backups",
        "office plants", "the fire exit", "desk sharing", "printer paper", "overtime rules", "the website",
        "exit interviews", "the coffee machine", "meeting notes", "sick days", "the mail server", "holiday cover",
        "client visits", "the new logo", "supplier prices", "the warehouse", "monthly figures", "first-week training",
        "expense claims", "the job fair", "the canteen", "remote work", "safety checks", "team lunches",
        "test results", "contract changes", "price lists", "the trade show", "the summer party", "customer refunds",
        "password resets", "the annual audit", "team goals", "shipping delays",
    ),
    "room": (
        "kitchen", "bedroom", "hallway", "living room", "garage", "study", "bathroom", "attic", "nursery", "porch",
    ),
    "currency": ("USD", "EUR", "GBP", "NOK", "INR", "MXN"),
    "money": ("JPY", "CHF", "CAD", "BRL", "SEK", "KES", "PLN"),
    "language": (
        "Spanish", "Swahili", "German", "Japanese", "Arabic", "Portuguese", "Hindi", "Dutch", "Polish", "Welsh",
    ),
    "word": (
        "serendipity", "ledger", "brisk", "candid", "harbinger", "meander", "obsolete", "plaintive", "resilient",
        "quaint", "tenuous", "ubiquitous", "vivid", "wary", "zealous", "arcane", "blithe", "coax", "dapper",
        "eclectic", "fathom", "garner", "hasten", "impede", "jovial", "keen", "languid", "mellow", "novice", "opaque",
        "placate", "quell", "robust", "sullen", "thrive", "usurp", "verbose", "whimsical", "yearn", "austere",
        "benign", "cursory", "deft", "ephemeral",
    ),
    "stem": (
        "report", "holiday", "budget", "roster", "thesis", "menu", "plan", "letter", "agenda", "photo", "summary",
        "contract", "notes", "list", "speech", "invoice", "logo", "minutes", "survey", "lease", "cv",
    ),
    "ending": ("_2024.pdf", "_final.docx", "_v2.xlsx", "_draft.txt", "_march.csv", "_old.zip", "-copy.pptx", "-new.md"),
    "folder": ("Archive", "Clients", "Taxes", "Family", "Recipes", "Projects", "Receipts", "Team A"),
    "street": (
        "Maple", "Station", "Victoria", "Mill", "Church", "Lake", "Castle", "Cedar", "Queen", "Park", "Bridge", "Hill",
    ),
    "road": ("Street", "Road", "Avenue", "Lane", "Square", "Terrace"),
    "mailbox": ("anna.k", "info", "j.moreno", "sales", "priya", "office", "tom77", "hr", "support", "lab", "m.weber"),
    "mailhost": ("@nordwind.com", "@mailbox.org", "@halcyon.io", "@cityschool.edu", "@example.com", "@postal.net"),
    "sport": ("running", "swimming", "rowing", "cycling", "boxing", "pilates", "tennis", "climbing"),
    "food": ("oatmeal", "banana", "omelette", "rice bowl", "protein bar", "yogurt", "tuna sandwich", "apple", "bagel"),
    "specialty": ("dentist", "dermatologist", "eye doctor", "physiotherapist", "pediatrician", "cardiologist"),
    "task": (
        "water the plants", "call the bank", "take out the bins", "renew my passport", "pick up the kids",
        "pay the rent", "stretch", "buy milk", "feed the cat", "send the slides", "book the van", "take my pills",
        "check the oven", "iron my shirt", "charge the drill", "wash the car", "email my tutor", "turn off the heater",
        "thaw the chicken", "sign the form", "walk the dog", "ring grandma", "clean the filter", "print the tickets",
        "post the letter", "back up my phone", "order flowers", "fix the shelf", "read the contract",
        "empty the dryer", "bring the umbrella", "check the tires", "cancel the trial", "water the lawn",
        "pack my bag", "lock the shed", "return the drill", "defrost the freezer", "weigh the parcel",
        "tune the piano", "vote",
    ),
}

OPERATIONS: Final = """
# weather
get|fetch|check forecast: Weather forecast for a city
  do check the weather | look up the forecast | pull up the weather for {} | get me the forecast
  ask what's the weather going to be | how's the weather looking | what is the forecast
  city city: in {} | for {}
  date day: on {} | for {}
  unit celsius/fahrenheit: in {} | in degrees {}

get|read|measure air_quality: Air quality index of a city
  do check the air quality | look up how clean the air is | get the air quality index
  ask how's the air quality | what is the air quality index
  city city: in {} | for {}
  pollutant ozone/pm25/no2: for {} | looking at {} only

find|get|compute sunset: Time of sunset at a place
  do find out when the sun sets | look up sunset | get the sunset time
  ask when does the sun go down | what time is sunset
  city city: in {} | over in {}
  date day: on {} | for {}

# calendar
create|add|schedule event: Put an event in the calendar
  do put a meeting in my calendar | add an event | schedule a meeting | set up a calendar entry
  title topic: called "{}" | about {} | on {}
  date day: on {} | for {}
  time time: at {} | starting at {}
  private bool: and mark it private | as a private event // visible to everybody | not private

cancel|delete|remove event: Remove an event from the calendar
  do cancel a meeting | take a meeting off my calendar | call off a meeting
  event_id code EV: number {} | with the id {} | {}
  notify bool: and tell the guests | letting everyone know // without telling anyone | and don't notify anybody

move|shift event: Move an event to another time
  do move a meeting | push back a meeting | reschedule a calendar entry
  event_id code EV: with id {} | {}
  date day: to {} | over to {}
  time time: at {} | so that it starts at {}

invite|add guest: Invite a person to an event
  do invite someone | add a guest | send out an invitation
  guest first+last: namely {} | for {} | to {}
  event_id code EV: to event {} | for the meeting {}
  optional_guest bool: as optional | but attendance is optional // as a required guest | attendance is mandatory

# music
play|start song: Play a song
  do play {} | put on {} | play a song | start some music
  song adjective+thing: called {} | namely {} | titled "{}"
  artist first+last: by {} | from {}
  shuffle bool: with shuffle on | shuffled // without shuffle | shuffle off

create|make|build playlist: Create a playlist
  do make a playlist | start a new playlist | create a playlist
  playlist adjective+thing: called {} | named "{}"
  song_count int 5-80: with {} songs | of {} tracks
  mood happy/calm/sad/energetic: for a {} mood | that feels {}

set|change volume: Set the loudness of the music
  do change the volume | set the music volume | adjust how loud the music is
  level int 1-100: to {} percent | to {}
  room room: in the {} | for the {} speaker

queue|add album: Add an album to the queue
  do queue the album {} | line up the album {} next | queue an album | add a record to the queue
  album adjective+thing: called {} | with the title {}
  artist first+last: by {} | from {}

# flights
search|find|list flights: Find flights to a city
  do find me a flight | search for flights | look for plane tickets | see what flights there are
  ask are there any flights | which flights go
  destination city: to {} | into {}
  departure_date day: on {} | leaving on {}
  passengers int 2-9: for {} people | for {} passengers
  cabin economy/business/first: in {} class | flying {}

get|check|track flight_status: Status of a flight
  do check on flight {} | check if my flight is on time | look up a flight's status
  ask is my flight delayed | what's the status of my flight
  flight_number code LH: number {} | flight {}
  departure_date day: on {} | leaving on {}

change|switch seat: Change the seat on a booking
  do change my seat | move me to another seat | switch seats
  booking code BK: on booking {} | for reservation {}
  seat_type aisle/window/middle: to the {} | to a seat by the {}

add|book bag: Add checked bags to a booking
  do add luggage | add checked bags | book baggage
  booking code BK: to booking {} | for booking {}
  bags int 2-6: with {} bags | {} pieces
  weight_kg num 8-40: at {} kg each | weighing {} kg each

# restaurants
book|reserve|request table: Book a table in a restaurant
  do book a table | reserve us a table | get us a table | make a dinner reservation
  restaurant restaurant+venue: at {} | at the {}
  party_size int 2-14: for {} people | for a party of {}
  time time: at {} | around {}
  outdoor bool: outside | on the terrace // inside | indoors

find|search|list restaurants: Find restaurants in a city
  do find somewhere to eat | search for restaurants | look up places to eat
  ask where can I eat | what restaurants are there
  city city: in {} | around {}
  cuisine cuisine: with {} food | serving {} food
  max_price int 15-120: under {} dollars a head | for at most {} dollars

order|deliver dish: Order food to an address
  do order {} | get me some food delivered | order dinner | place a food order
  dish dish: the {} | namely {}
  portions int 2-12: {} portions | {} times
  address #+street+road: to {} | delivered to {}

rate|score restaurant: Leave a rating for a restaurant
  do leave a rating | rate a restaurant | post a rating
  restaurant restaurant+venue: for {} | of {}
  stars int 1-5: with {} stars | {} out of five

# money
convert|exchange currency: Convert an amount between currencies
  do convert some money | work out an exchange | change currency
  amount num 5-5000: with an amount of {} | for {}
  from_currency currency: from {} | out of {}
  to_currency money: to {} | into {}

transfer|send|wire money: Transfer money to a person
  do transfer money | send money | wire some cash | make a payment
  recipient first+last: to {} | over to {}
  amount num 5-3000: of {} dollars | totalling {} dollars
  reference code INV: with reference {} | for invoice {}
  instant bool: as an instant transfer | right now // as a normal transfer | no hurry

get|quote stock_price: Current price of a share
  do get the share price | look up a stock | check a stock price
  ask what's the stock price | how is the share doing
  company company+kind_of_company: of {} | for {}
  from_currency currency: in {} | quoted in {}

estimate|calculate loan_payment: Monthly payment of a loan
  do work out a loan payment | calculate the monthly payment | estimate a loan
  ask how much would I pay a month on a loan | what are the monthly payments
  principal int 2000-90000: of {} dollars | borrowing {} dollars
  years int 2-30: over {} years | paid back in {} years
  rate_percent num 2-14: at {} percent | with {} percent interest

# messages
send|write text_message: Send a text message
  do text someone | send a text | drop a quick message | message {}
  contact first+last: to {} | addressed to {}
  message subject+state: saying "{}" | that says "{}"
  urgent bool: marked urgent | as urgent // not urgent | no rush

mute|silence chat: Mute a chat for some hours
  do mute a chat | silence a group chat | turn off chat notifications
  chat company+kind_of_company: named {} | from {}
  hours int 2-72: for {} hours | for the next {} hours

call|ring|phone contact: Call a person
  do call {} | give {} a ring | make a phone call | start a call
  contact first+last: with {} | to {}
  video bool: on video | with the camera on // audio only | without video
  speaker bool: on speaker | on loudspeaker // off speaker | not on speaker

forward|pass voicemail: Forward a voicemail
  do forward a voicemail | pass on a voicemail | send a voicemail on
  voicemail_id code VM: {} | number {}
  contact first+last: to {} | over to {}

# email
send|compose|write email: Send an email
  do send an email | email {} | write an email | shoot off an email
  to_address mailbox+mailhost: to {} | addressed to {}
  subject topic: about {} | with the subject "{}"
  body subject+state: saying "{}" | with the text "{}"

search|find inbox: Search the inbox
  do search my inbox | dig through my email | look for mail
  query topic: about {} | mentioning {}
  sender first+last: from {} | sent by {}
  unread_only bool: but only unread ones | unread only // read ones too | including what I've read

archive|file mail: Archive mail of one sender
  do archive old mail | tidy up my inbox | archive messages
  sender first+last: from {} | sent by {}
  older_than_days int 7-365: older than {} days | from more than {} days ago

# clock
set|create alarm: Set an alarm
  do set an alarm | wake me up | set my alarm clock
  time time: at {} | for {}
  label task: labelled "{}" | to {}
  repeat daily/weekdays/never: repeating {} | with repeat set to {}

start|begin timer: Start a countdown timer
  do start a timer | set a timer | begin a countdown
  minutes int 2-180: for {} minutes | of {} min
  label task: named "{}" | called "{}"

add|create|set reminder: Create a reminder
  do remind me | set a reminder | make a reminder
  task task: to {} | with the text "{}"
  date day: on {} | for {}
  time time: at {} | at exactly {}

# smart home
set|adjust thermostat: Set a room's temperature
  do set the thermostat | change the temperature | adjust the heating
  room room: in the {} | for the {}
  temperature num 12-29: to {} degrees | to {}
  mode heat/cool/auto: in {} mode | with {} mode

dim|set|adjust lights: Dim the lights of a room
  do dim the lights | change the lighting | turn down the lights
  room room: in the {} | of the {}
  brightness int 1-99: to {} percent | to a brightness of {}
  color color: and make them {} | in {}

lock|secure door: Lock a door
  do lock a door | secure a door | lock up
  room room: of the {} | leading to the {}
  delay_seconds int 5-240: in {} seconds | after {} seconds
  alarm bool: with the alarm on | and arm the alarm // with the alarm off | without arming the alarm

run|start vacuum: Send the robot vacuum to a room
  do send out the vacuum | start the robot vacuum | vacuum
  room room: in the {} | over in the {}
  passes int 2-5: doing {} passes | going over it {} times
  quiet bool: quietly | in quiet mode // at full power | not in quiet mode

# shop
search|find products: Search the shop for products
  do find me something to buy | search the shop | shop | look for a product
  product color+product: for {} | namely {}
  max_price int 15-400: under {} dollars | below {} dollars
  sort_by price/rating/newest: sorted by {} | ordered by {}

track|locate order: Where an order is
  do track my order | check where my package is | look up my order
  ask where's my order | when will my order arrive
  order_id code OR: with number {} | {}
  email mailbox+mailhost: placed under {} | for {}

add|put cart_item: Put a product in the cart
  do add something to my cart | put an item in the basket | add {} to my cart
  product color+product: namely {} | the {}
  quantity int 2-30: {} of them | {} pieces
  gift_wrap bool: gift wrapped | with gift wrapping // no gift wrap | without gift wrapping

return|refund item: Return a bought item
  do return something | send an item back | start a return
  order_id code OR: from order {} | on order {}
  reason damaged/late/unwanted: because it was {} | reason: {}
  refund_to card/credit: refunding to my {} | with the money back as {}

# maps
get|find|plan directions: Directions to an address
  do get directions | show me the way | plan a route | navigate
  ask how do I get | what's the best way
  address #+street+road: to {} | over to {}
  travel_mode walking/driving/transit: {} | by {}
  avoid_tolls bool: avoiding tolls | without toll roads // tolls are fine | tolls allowed

find|search parking: Find parking near an address
  do find parking | look for a parking spot | find somewhere to park
  ask where can I park | is there any parking
  address #+street+road: near {} | close to {}
  max_hours int 2-24: for {} hours | for up to {} hours

compute|get|measure distance: Distance between two cities
  do work out the distance | measure how far it is | compute the distance
  ask how far is it | what's the distance
  from_city city: from {} | starting at {}
  to_city city: to {} | going to {}
  unit kilometers/miles: in {} | using {}

# library
find|search|look_up book: Find a book in the library
  do look up a book | search the library catalogue | find the book {}
  ask do you have a book | is there a copy of a book
  book_title adjective+thing: called {} | titled {}
  author first+last: by {} | written by {}
  format print/audio/ebook: in {} format | as {}

renew|extend book_loan: Renew a borrowed book
  do renew a book | extend a loan | keep a library book longer
  copy_id code LB: with the number {} | {}
  weeks int 2-8: for {} more weeks | by {} weeks

reserve|hold book: Reserve a book at a branch
  do reserve the book {} | put a hold on a book | reserve a book
  book_title adjective+thing: called {} | with the title {}
  branch city: at the {} branch | for pickup in {}

# health
log|record|track meal: Log something eaten
  do log a meal | add a meal to my diary | record what I ate
  food food: the {} | namely {}
  calories int 80-1400: with {} calories | of {} kcal
  meal breakfast/lunch/dinner: for {} | as {}

log|record|save workout: Log a workout
  do log a workout | record my exercise | save a training session
  activity sport: of {} | doing {}
  minutes int 5-150: for {} minutes | lasting {} minutes
  distance_km num 2-60: over {} km | covering {} km

book|request doctor_visit: Book a visit to a doctor
  do book a doctor's visit | get me in to see somebody at the clinic | make a medical appointment
  specialty specialty: with the {} | to see the {}
  date day: on {} | for {}
  first_visit bool: as a new patient | it's my first visit // I've been there before | not my first visit

refill|order prescription: Refill a prescription
  do refill my prescription | order more of my medicine | get my prescription filled
  prescription_id code RX: {} | number {}
  pharmacy #+street+road: at the pharmacy on {} | for pickup at {}

# words
translate|convert phrase: Translate a text
  do translate "{}" | translate a sentence | put a phrase in another language
  text subject+state: the text is "{}" | namely "{}"
  target_language language: into {} | to {}
  formal bool: formally | in a formal tone // informally | in a casual tone

define|explain|look_up word: Meaning of a word
  do define {} | explain the word {} | look up a word | get a definition
  word word: the word is {} | of {}
  language language: in {} | with the explanation in {}

count|tally words: Count the words of a file
  do count the words | get a word count | check how long a text is
  file_name stem+ending: in {} | of {}
  skip_numbers bool: ignoring numbers | without counting numbers // numbers included | counting numbers too

find|list synonyms: Find synonyms of a word
  do find synonyms | list words that mean the same | look for other words
  word word: for {} | instead of {}
  limit int 2-25: giving me {} of them | at most {}

# files
rename|retitle file: Rename a file
  do rename a file | change a file's name | rename {}
  file_name stem+ending: the file is {} | namely {}
  new_name adjective+thing: to {} | as {}

share|send file: Share a file with a person
  do share a file | give someone access to a file | share {}
  file_name stem+ending: the file is {} | namely {}
  share_with mailbox+mailhost: with {} | for {}
  can_edit bool: with edit rights | so they can edit it // read only | without edit rights

move|transfer file: Move a file to a folder
  do move {} | move a file | put a file somewhere else
  file_name stem+ending: the file is {} | it's {}
  folder folder: to the folder {} | into {}

delete|erase file: Delete a file
  do delete {} | delete a file | get rid of a file
  file_name stem+ending: the one called {} | namely {}
  permanent bool: permanently | for good // keeping it in the bin | not permanently

# support desk
open|create|file ticket: Open a support ticket
  do open a ticket | file a support request | report a problem
  summary subject+state: saying "{}" | titled "{}"
  priority low/medium/high: with {} priority | at priority {}
  customer first+last: for {} | on behalf of {}

assign|hand ticket: Assign a ticket to a person
  do assign a ticket | hand over a ticket | reassign a case
  ticket_id code TK: {} | number {}
  assignee first+last: to {} | over to {}
  priority low/medium/high: at {} priority | with priority {}

close|resolve ticket: Close a ticket
  do close a ticket | mark a case as solved | resolve a ticket
  ticket_id code TK: {} | with the number {}
  resolution fixed/duplicate/rejected: as {} | marked {}

# cinema
find|list showtimes: Showtimes of a film
  do find showtimes | look up when a film is on | check the cinema times
  ask when is a film showing | what are the showtimes
  film adjective+thing: of {} | for {}
  city city: in {} | at a cinema in {}
  date day: on {} | for {}

buy|purchase|book cinema_tickets: Buy tickets for a film
  do buy movie tickets | get movie tickets for {} | buy some cinema seats
  film adjective+thing: for {} | to see {}
  tickets int 2-12: {} of them | {} tickets
  row front/middle/back: in the {} row | sitting in the {}

review|rate film: Rate a film
  do rate a film | give the film {} a rating | leave a film rating
  film adjective+thing: called {} | for {}
  stars int 1-10: {} out of ten | with a score of {}
  spoilers bool: flagged for spoilers | with a spoiler warning // spoiler free | without spoilers

# figures
calculate|compute rectangle_area: Area of a rectangle
  do work out a rectangle's area | calculate the area of a rectangle | find a rectangle's area
  ask what's the area of a rectangle | how big is a rectangle
  width num 2-900: with width {} | {} wide
  height num 2-900: and height {} | {} high

calculate|compute percentage: A percentage of a number
  do work out a percentage | calculate a percentage | find a percentage
  number num 5-9000: of {} | taken from {}
  percent num 2-98: at {} percent | using {} percent

roll|throw dice: Roll dice
  do roll some dice | throw dice | roll for me
  dice int 2-40: {} of them | with {} dice
  sides int 4-100: with {} sides each | each having {} sides

generate|create password: Make a random password
  do generate a password | make me a new password | create a password
  length int 8-64: with {} characters | {} characters long
  account company+kind_of_company: for {} | for my {} account
  symbols bool: with symbols | including special characters // without symbols | no special characters
"""

CLASHES: Final = (("create_event", "add_reminder"), ("send_text_message", "send_email"))
"""Operations of which either might do the other's work: never offered beside each other."""

WORDS: Final = Words(
    openers=(
        ("{}", ""), ("{} please", "."), ("please {}", "."), ("can you {}", "?"), ("could you {}", "?"),
        ("can u {}", "?"), ("I need you to {}", "."), ("I'd like you to {}", "."), ("hey, {}", "."),
        ("hi there, {}", "."), ("go ahead and {}", "."), ("I want to {}", "."), ("I need to {}", "."),
        ("{} for me", "."), ("if you don't mind, {}", "."), ("it's time to {}", "."), ("try to {}", "."),
        ("we need to {}", "."), ("my wife asked me to {}", "."), ("{} right away", "."), ("ok so {}", "."),
        ("I'm trying to {}", "."),
    ),
    question_openers=(
        ("{}", "?"), ("{}", ""), ("hey, {}", "?"), ("quick question: {}", "?"), ("do you know, {}", "?"),
        ("so {}", "?"), ("can you tell me: {}", "?"), ("I was wondering, {}", "?"), ("hi! {}", "?"),
        ("my mother wants to know: {}", "?"), ("excuse me, {}", "?"), ("please look this up: {}", "?"),
    ),
    closers=("", "", "", "", "", " Thanks!", " Thank you.", " That's all.", " Cheers", " thx"),
    chatter=(
        "I just got home.", "It's been a long week.", "My phone is nearly dead.", "I'm in a hurry.", "Sorry, me again.",
        "The kids are driving me mad.", "I'm on the couch with a cold.", "We have guests coming.",
        "I can't find my keys.", "The last assistant got this wrong.", "I haven't had my coffee yet.",
        "My sister told me about this app.", "I'm typing with one hand.", "What a day.",
        "Nothing works on my computer today.", "I keep putting this off.", "I'd do it myself, but I'm driving.",
        "The office is so loud.", "I finally have a minute.", "My dog ate the list.",
    ),
    label_joints=("{}: {}, ", "{} = {}, ", "{} should be {}, "),
    also=(" and then ", " and ", ", then ", "; also ", ", and ", " and at the same time "),
    new_sentence=(" Also {}.", " Then {}.", " {}, too.", " I also need you to {}.", " And please {}."),
    roles=(
        "You are an assistant that calls tools.", "You can call tools.", "You help users by calling the right tool.",
        "You are a helpful assistant with tools.", "You control an app through tools.", "Tool assistant.",
        "You pick a tool for every request.", "You never answer yourself; you call tools.", "You are an agent.",
    ),
    tool_intros=(
        "Tools:", "Available tools:", "You have these tools:", "You can use the following tools.",
        "Here are your tools:", "Tool list:", "The tools are:", "# Tools", "Choose among these tools:",
        "These tools can be called:", "Your toolbox:", "You have access to:", "Tools you can call:",
        "Use one of the tools below.", "Actions:",
    ),
    json_forms=(
        "Reply with JSON only: $shape", "Answer with one JSON object: $shape.", "Write the call as $shape.",
        "Reply only with a JSON object like $shape.", "Call a tool by writing $shape and nothing else.",
        'Answer in JSON with the keys "$name" and "$args".', "Format: $shape",
        'Your reply must be a JSON object with "$name" and "$args".', "The answer is $shape, without any comment.",
        'Put the tool in "$name" and its arguments in "$args" of one JSON object.', "Use this form: $shape.",
        "Only JSON, please: $shape", "A call looks like $shape. Write just the call.", "To call a tool, answer $shape.",
        "Answer with the tool call in JSON ($shape).", "Produce a JSON tool call: $shape.",
    ),
    json_list_forms=(
        "Reply with a JSON list of calls, each like $shape.", "Answer with a JSON array of objects $shape.",
        "Write all calls as one JSON list: [$shape, ...]", "Put every call in a JSON list; one call is $shape.",
        "Reply only with [$shape, ...], one object for each call.", "Format: [$shape, $shape]",
        "Make all calls at once: a JSON array, each item $shape.",
        'Use a JSON list with "$name" and "$args" in every item.',
        "The answer is a JSON list with one $shape for each thing asked.", "Only JSON, please: [$shape, ...]",
        "Call as many tools as needed, in one list of $shape.",
        'Answer in JSON: a list of calls with "$name" and "$args".',
    ),
    python_forms=(
        "Reply with a Python call like $shape.", "Write the call as Python code: $shape",
        "Answer with one Python function call only.", "Use Python call syntax with keyword arguments: $shape.",
        "Format: $shape", "Call the tool as in Python, e.g. $shape.",
        "Your reply is a single Python call with keyword arguments.", "Only write the call, in Python syntax ($shape).",
    ),
    python_list_forms=(
        "Reply with a Python list of calls: [$shape, $shape].", "Write the calls as a Python list, each like $shape.",
        "Answer with one list of Python calls only.", "Use Python syntax: [$shape, ...]", "Format: [$shape, ...]",
        "Put every call in one Python list, with keyword arguments.", "Your reply is a single list of Python calls.",
        "Only write the calls, as a list in Python syntax ($shape).",
    ),
    shapes=(("...", "{...}"), ("<tool>", "{...}"), ("tool name", '{"parameter": value}'), ("tool", "{...}")),
    python_shapes=("tool(param=value)", 'name(a=1, b="x")', "tool_name(parameter=value, ...)", "do_it(option=value)"),
    keys=(
        ("name", "arguments"), ("tool", "args"), ("function", "arguments"), ("action", "input"), ("fn", "kwargs"),
        ("tool_name", "parameters"),
    ),
    optional_rules=(
        "Leave out optional arguments that the user doesn't mention.", "Give optional arguments only if asked for.",
        "Don't add optional arguments that nobody asked for.", "Skip optional parameters without a value.",
        "Use optional parameters only when the user names a value.", "Optional ones only if mentioned.",
        "Do not guess optional arguments.", "If an optional value is not mentioned, leave it out.",
    ),
    none_rules=(
        "If no tool fits, reply $token.", "If none of the tools can do it, answer $token.",
        "No fitting tool? Answer $token.", "When no tool matches the request, write $token.",
        "If nothing in the list helps, reply with $token only.", "Write $token if there is no tool for it.",
        "Answer just $token when the tools can't do what is asked.",
        "Don't force a tool: if none is right, reply $token.", "Requests that no tool covers get the answer $token.",
        "If the user wants something else, say $token.", "$token means that no tool fits; use it then.",
        "Otherwise, if no tool is of use, reply exactly $token.",
    ),
    none_tokens=(
        "NO_TOOL", "null", '{"$name": null}', "none of the tools fit", "NONE", "no match", "NOT_POSSIBLE", "no tool",
        '{"error": "no tool"}', "N/A", "I have no tool for that", "NO_MATCH", '{"$name": null, "$args": {}}',
        "nothing fits",
    ),
    missing_rules=(
        "If a required value is missing, reply $token.",
        "When a required argument is not in the request, answer $token.", "Something required missing? Write $token.",
        "Don't guess required values; reply $token instead.",
        "If you lack a required argument, reply with $token only.",
        "Write $token when the user left out a required value.", "If the user forgot a required argument, say $token.",
        "A required value that wasn't given: answer $token.",
        "Before calling, check the required arguments; if one is missing, reply $token.",
        "Reply $token for a missing argument.", "Use $token if a required parameter has no value.",
        "Missing a required parameter: $token.",
    ),
    missing_questions=(
        "If a required value is missing, ask for it in a question with the parameter's name.",
        "When a required argument is not in the request, reply with a question that names it.",
        "Don't guess required values; ask for the parameter by name.",
        "If you lack a required argument, ask one question that uses its name.",
        "Something required missing? Ask the user for it, naming the parameter.",
        "If the user forgot a required argument, ask for that parameter by its name.",
        "A required value that wasn't given: ask for it with the parameter's name.",
        "When the user left out a required value, reply with one question naming the parameter.",
    ),
    extra_rules=(
        "Leave out details that no parameter takes.", "Ignore what the tool has no parameter for.",
        "Don't invent parameters for extra details.", "Use only parameters of the list, whatever else the user says.",
        "Details without a parameter are dropped.", "Not all that the user says is an argument.",
        "If a detail has no parameter, skip it.", "Never add a parameter that the tool does not have.",
        "The user may say more than the tool needs; pass only what it takes.", "Extra details are no arguments.",
    ),
    part_rules=(
        "If there is no tool for a part of the request, skip that part.", "Call only the tools that exist; skip the rest.",
        "Leave out whatever no tool can do.", "Parts of the request without a tool get no call.",
        "Do what the tools can do and leave the rest.", "If some of it has no tool, call tools for the other parts only.",
        "Not everything asked may have a tool; make just the calls that are possible.",
        "When a tool is missing for one thing, make the calls for the others.",
        "Never force a tool on a part that it does not fit; drop that part.", "Only make calls for what has a tool.",
    ),
    several_missing_rules=(
        "If any call lacks a required value, make no call and reply $token.",
        "When one of the calls misses a required argument, answer only $token.",
        "Make the calls only if all required values are there; otherwise reply $token.",
        "One required value missing anywhere? Write $token and no calls.",
        "If a required argument of some call was not given, reply just $token, without calls.",
        "Don't make some of the calls: if a required value is missing, the whole answer is $token.",
        "A request that leaves a required value of any tool open gets $token and nothing else.",
        "Check every call first; if one misses a required argument, answer $token alone.",
    ),
    missing_tokens=(
        "MISSING: {param}", '{"missing": "{param}"}', "NEED {param}", "missing {param}", "NEEDS_INFO: {param}",
        "[{param}?]", '{"need": "{param}"}', "please give {param}", "MISSING({param})", "{param} is missing",
    ),
    parameter_marks=("<parameter>", "PARAM", "<name>", "parameter_name"),
    request_frames=(
        "{}", "{}", "{}", "User: {}", "Request: {}", "The user says: {}", "<request>{}</request>", "Request:\n{}",
        'User request: "{}"', "Task: {}", "### Request\n{}", "Here is what the user wants: {}", '"""{}"""',
    ),
    lines=(
        LineStyle("- {name}({params}): {about}", "{p}: {type}", "{p}: {type}, optional", "{choices}", ", ", "|"),
        LineStyle("* {name}({params}) - {about}", "{p}: {type}", "[{p}: {type}]", "one of {choices}", ", ", "/"),
        LineStyle("{name}: {about} ({params})", "{p} {type}", "{p} {type}, may be left out", "{choices}", "; ", " or "),
        LineStyle("**{name}** {about}. Parameters: {params}", "{p} ({type})", "{p} ({type}, optional)", "{choices}",
            ", ", "/"),
        LineStyle("{name}({params})  # {about}", "{p}: {type}", "{p}: {type} = None", "Literal[{choices}]", ", ", ", "),
        LineStyle("{about} -> {name}({params})", "{p}: {type}", "{p}?: {type}", "{choices}", ", ", " | "),
        LineStyle("- `{name}`: {about}; needs {params}", "`{p}` ({type})", "`{p}` (optional {type})", "{choices}",
            ", ", "|"),
        LineStyle('<tool name="{name}">{about} {params}</tool>', '<param name="{p}" type="{type}"/>',
            '<param name="{p}" type="{type}" optional="yes"/>', "{choices}", "", "|"),
    ),
    type_names=(
        {"string": "string", "integer": "integer", "number": "number", "boolean": "boolean"},
        {"string": "str", "integer": "int", "number": "float", "boolean": "bool"},
        {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"},
        {"string": "STRING", "integer": "INTEGER", "number": "FLOAT", "boolean": "BOOLEAN"},
    ),
    parameter_notes=("The {}", "{} to use", "", ""),
)
# fmt: on
