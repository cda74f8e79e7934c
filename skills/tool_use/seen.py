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
    "branch_kind": ("feature", "fix", "bugfix", "chore", "hotfix", "docs", "refactor", "spike"),
    "branch_topic": (
        "-login-page", "-dark-mode", "-csv-import", "-rate-limit", "-avatar-upload", "-typo", "-slow-query",
        "-empty-cart", "-ssl-renewal", "-date-parser", "-retry-loop", "-flaky-test", "-new-icons", "-memory-leak",
        "-user-roles", "-email-footer", "-map-zoom", "-audit-trail", "-null-check", "-timezone-bug", "-docker-image",
        "-python-upgrade", "-tax-rules", "-voice-input",
    ),
    "repo_word": (
        "payments", "checkout", "catalog", "loyalty", "dashboard", "scheduler", "gateway", "accounts", "pricing",
        "alerts", "widgets", "crawler", "uploader", "invoicing", "onboarding", "reviews",
    ),
    "repo_kind": ("-service", "-api", "-app", "-worker", "-core", "-client"),
    "version": tuple(f"{major}.{minor}.{patch}" for major in range(1, 7) for minor in range(0, 19, 3) for patch in (0, 1, 4)),
    "table_name": (
        "customers", "orders_2024", "invoices", "sessions", "page_views", "payments_log", "users", "subscriptions",
        "shipments", "refund_requests", "audit_events", "stock_items", "coupons", "employees", "suppliers", "logins",
        "error_reports", "price_history", "cart_items", "support_cases", "vehicles", "bookings", "devices", "ratings",
        "payroll", "campaigns", "warehouse_bins", "sensor_values", "newsletter_optins", "delivery_slots", "teachers",
        "exam_results", "patients", "visits", "prescriptions", "contracts_old", "product_tags", "search_terms",
        "chat_messages", "gift_cards", "timesheets", "branches",
    ),
    "game": (
        "checkers", "backgammon", "poker", "scrabble", "solitaire", "dominoes", "table tennis", "darts", "mahjong",
        "tetris", "pinball", "mini golf",
    ),
    "element": (
        "helium", "zinc", "carbon", "sodium", "nickel", "oxygen", "argon", "sulfur", "calcium", "lithium", "chlorine",
        "magnesium", "titanium", "tungsten",
    ),
}

OPERATIONS: Final = """
# weather
get|fetch|check forecast: Weather forecast for a city
  do check the weather | look up the forecast | pull up the weather for {} | get me the forecast
  ask what's the weather going to be | how's the weather looking | what is the forecast
  know what the weather will be like | how warm it will get
  want the [weather|forecast] | a weather report
  city city: in {} | for {}
  date day: on {} | for {}
  unit celsius/fahrenheit: in {} | in degrees {}

get|read|measure air_quality: Air quality index of a city
  do check the air quality | look up how clean the air is | get the air quality index
  ask how's the air quality | what is the air quality index
  know how clean the air is | how bad the smog is
  want the air quality | the [smog|air quality] reading
  city city: in {} | for {}
  pollutant ozone/pm25/no2: for {} | looking at {} only

find|get|compute sunset: Time of sunset at a place
  do find out when the sun sets | look up sunset | get the sunset time
  ask when does the sun go down | what time is sunset
  know when the sun sets | what time it gets dark
  want the sunset time | the exact time of sunset
  city city: in {} | over in {}
  date day: on {} | for {}

# calendar
create|add|schedule event: Put an event in the calendar
  do put a meeting in my calendar | add an event | schedule a meeting | set up a calendar entry
  want a meeting in my calendar | a new calendar entry | an event
  title topic: called "{}" | about {} | on {}
  date* day: on {} | for {}
  time time: at {} | starting at {}
  private bool: and mark it private | as a private event // visible to everybody | not private

cancel|delete|remove event: Remove an event from the calendar
  do cancel a meeting | take a meeting off my calendar | call off a meeting
  event_id code EV: number {} | with the id {} | {}
  notify bool: and tell the guests | letting everyone know // without telling anyone | and don't notify anybody

move|shift event: Move an event to another time
  do move a meeting | push back a meeting | reschedule a calendar entry
  event_id code EV: with id {} | {}
  date* day: to {} | over to {}
  time time: at {} | so that it starts at {}

invite|add guest: Invite a person to an event
  do invite someone | add a guest | send out an invitation
  guest first+last: it's {} | for {} | to {}
  event_id* code EV: to event {} | for the meeting {}
  optional_guest bool: as optional | but attendance is optional // as a required guest | attendance is mandatory

# music
play|start song: Play a song
  do play {} | put on {} | play a song | start some music
  want some music | a song
  song adjective+thing: called {} | it's {} | titled "{}"
  artist first+last: by {} | from {}
  shuffle bool: with shuffle on | shuffled // without shuffle | shuffle off

create|make|build playlist: Create a playlist
  do make a playlist | start a new playlist | create a playlist
  want a playlist | a new playlist
  playlist adjective+thing: called {} | named "{}"
  song_count int 5-80: with {} songs | of {} tracks
  mood happy/calm/sad/energetic: with a mood that is {} | that feels {}

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
  know which flights there are | what flights go out
  want a flight | [some |]plane tickets
  destination city: to {} | into {}
  departure_date day: on {} | leaving on {}
  passengers int 2-9: for {} people | for {} passengers
  cabin economy/business/first: in {} class | {} class

get|check|track flight_status: Status of a flight
  do check on flight {} | check if my flight is on time | look up a flight's status
  ask is my flight delayed | what's the status of my flight
  know whether my flight is on time | if my flight is delayed
  want the status of my flight | an update on my flight
  flight_number code LH: number {} | flight {}
  departure_date day: on {} | leaving on {}

change|switch seat: Change the seat on a booking
  do change my seat | move me to another seat | switch seats
  want another seat | a different seat
  booking code BK: on booking {} | for reservation {}
  seat_type* aisle/window/middle: to the {} | preferably {}

add|book bag: Add checked bags to a booking
  do add luggage | add checked bags | book baggage
  want extra luggage | checked baggage
  booking code BK: to booking {} | for booking {}
  bags* int 2-6: with {} bags | {} pieces
  weight_kg num 8-40: at {} kg each | weighing {} kg each

# restaurants
book|reserve|request table: Book a table in a restaurant
  do book a table | reserve us a table | get us a table | make a dinner reservation
  want a table | a dinner reservation | a reservation
  restaurant restaurant+venue: at {} | at the {}
  party_size int 2-14: for {} people | for a party of {}
  time time: at {} | around {}
  outdoor bool: outside | on the terrace // inside | indoors

find|search|list restaurants: Find restaurants in a city
  do find somewhere to eat | search for restaurants | look up places to eat
  ask where can I eat | what restaurants are there
  know where I can eat | which restaurants there are
  want somewhere to eat | a place to eat
  city city: in {} | around {}
  cuisine cuisine: with {} food | serving {} food
  max_price int 15-120: under {} dollars a head | for at most {} dollars

order|deliver dish: Order food to an address
  do order {} | get me some food delivered | order dinner | place a food order
  want some food delivered | a food delivery
  dish dish: the {} | it's {}
  portions int 2-12: {} portions | {} times
  address #+street+road: to {} | delivered to {}

rate|score restaurant: Leave a rating for a restaurant
  do leave a rating | rate a restaurant | post a rating
  restaurant restaurant+venue: for {} | of {}
  stars* int 1-5: with {} stars | {} out of five

# money
convert|exchange currency: Convert an amount between currencies
  do convert some money | work out an exchange | change currency
  know what I'd get for my money | how much an exchange would give
  want a currency conversion | an exchange
  amount num 5-5000: with an amount of {} | for {}
  from_currency* currency: from {} | out of {}
  to_currency* money: to {} | into {}

transfer|send|wire money: Transfer money to a person
  do transfer money | send money | wire some cash | make a payment
  want a bank transfer | a money transfer
  recipient first+last: to {} | over to {}
  amount* num 5-3000: of {} dollars | totalling {} dollars
  reference code INV: with reference {} | for invoice {}
  instant bool: as an instant transfer | right now // as a normal transfer | no hurry

get|quote stock_price: Current price of a share
  do get the share price | look up a stock | check a stock price
  ask what's the stock price | how is the share doing
  know how a share is doing | what the share price is
  want the [share|stock] price | a stock quote
  company company+kind_of_company: of {} | for {}
  from_currency currency: in {} | quoted in {}

estimate|calculate loan_payment: Monthly payment of a loan
  do work out a loan payment | calculate the monthly payment | estimate a loan
  ask how much would I pay a month on a loan | what are the monthly payments
  know what a loan would cost me a month | what the monthly payments would be
  want the monthly payment of a loan | a loan estimate
  principal int 2000-90000: of {} dollars | borrowing {} dollars
  years* int 2-30: over {} years | paid back in {} years
  rate_percent num 2-14: at {} percent | with {} percent interest

# messages
send|write text_message: Send a text message
  do text someone | send a text | drop a quick message | message {}
  contact first+last: to {} | addressed to {}
  message* subject+state: saying "{}" | that says "{}"
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
  contact* first+last: to {} | over to {}

# email
send|compose|write email: Send an email
  do send an email | email {} | write an email | shoot off an email
  to_address mailbox+mailhost: to {} | addressed to {}
  subject* topic: about {} | with the subject "{}"
  body subject+state: saying "{}" | with the text "{}"

search|find inbox: Search the inbox
  do search my inbox | dig through my email | look for mail
  want all mail | the messages
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
  want an alarm | a wake-up alarm
  time time: at {} | for {}
  label task: labelled "{}" | to {}
  repeat daily/weekdays/never: repeating {} | with repeat set to {}

start|begin timer: Start a countdown timer
  do start a timer | set a timer | begin a countdown
  want a timer | a countdown
  minutes int 2-180: for {} minutes | of {} min
  label task: named "{}" | called "{}"

add|create|set reminder: Create a reminder
  do remind me | set a reminder | make a reminder
  want a reminder
  task task: to {} | with the text "{}"
  date day: on {} | for {}
  time time: at {} | at exactly {}

# smart home
set|adjust thermostat: Set a room's temperature
  do set the thermostat | change the temperature | adjust the heating
  room room: in the {} | for the {}
  temperature* num 12-29: to {} degrees | to {}
  mode heat/cool/auto: in {} mode | with {} mode

dim|set|adjust lights: Dim the lights of a room
  do dim the lights | change the lighting | turn down the lights
  room room: in the {} | of the {}
  brightness* int 1-99: to {} percent | to a brightness of {}
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
  want some shopping suggestions | something new from the shop
  product color+product: something like {} | ideally {}
  max_price int 15-400: under {} dollars | below {} dollars
  sort_by price/rating/newest: sorted by {} | ordered by {}

track|locate order: Where an order is
  do track my order | check where my package is | look up my order
  ask where's my order | when will my order arrive
  know where my order is | when my package will come
  want the whereabouts of my order | the status of my order
  order_id code OR: with number {} | {}
  email mailbox+mailhost: placed under {} | for {}

add|put cart_item: Put a product in the cart
  do add something to my cart | put an item in the basket | add {} to my cart
  product color+product: it's {} | the {}
  quantity int 2-30: {} of them | {} pieces
  gift_wrap bool: gift wrapped | with gift wrapping // no gift wrap | without gift wrapping

return|refund item: Return a bought item
  do return something | send an item back | start a return
  want a return | my money back
  order_id code OR: from order {} | on order {}
  reason damaged/late/unwanted: because it was {} | reason: {}
  refund_to card/credit: refunding to my {} | with the money back as {}

# maps
get|find|plan directions: Directions to an address
  do get directions | show me the way | plan a route | navigate
  ask how do I get | what's the best way
  know how to get there | the way
  want directions | the way there
  address #+street+road: to {} | over to {}
  travel_mode foot/car/train: by {} | going by {}
  avoid_tolls bool: avoiding tolls | without toll roads // tolls are fine | tolls allowed

find|search parking: Find parking near an address
  do find parking | look for a parking spot | find somewhere to park
  ask where can I park | is there any parking
  know where I can park | if there is any parking
  want a parking spot | somewhere to park
  address #+street+road: near {} | close to {}
  max_hours int 2-24: for {} hours | for up to {} hours

compute|get|measure distance: Distance between two cities
  do work out the distance | measure how far it is | compute the distance
  ask how far is it | what's the distance
  know how far it is | what the distance is
  want the distance | the mileage
  from_city city: from {} | starting at {}
  to_city* city: to {} | going to {}
  unit kilometers/miles: in {} | using {}

# library
find|search|look_up book: Find a book in the library
  do look up a book | search the library catalogue | find the book {}
  ask do you have a book | is there a copy of a book
  know if you have a book | whether there is a copy of a book
  want a book search | an entry of the library catalogue
  book_title adjective+thing: called {} | titled {}
  author first+last: by {} | written by {}
  format print/audio/ebook: in {} format | as {}

renew|extend book_loan: Renew a borrowed book
  do renew a book | extend a loan | keep a library book longer
  want a loan renewal | more time with a library book
  copy_id code LB: with the number {} | {}
  weeks int 2-8: for {} more weeks | by {} weeks

reserve|hold book: Reserve a book at a branch
  do reserve the book {} | put a hold on a book | reserve a book
  book_title adjective+thing: called {} | with the title {}
  branch city: at the {} branch | for pickup in {}

# health
log|record|track meal: Log something eaten
  do log a meal | add a meal to my diary | record what I ate
  food food: the {} | it's {}
  calories int 80-1400: with {} calories | of {} kcal
  meal breakfast/lunch/dinner: for {} | as {}

log|record|save workout: Log a workout
  do log a workout | record my exercise | save a training session
  activity sport: of {} | doing {}
  minutes int 5-150: for {} minutes | lasting {} minutes
  distance_km num 2-60: over {} km | covering {} km

book|request doctor_visit: Book a visit to a doctor
  do book a doctor's visit | get me in to see somebody at the clinic | make a medical appointment
  want a doctor's appointment | a medical appointment
  specialty specialty: with the {} | to see the {}
  date day: on {} | for {}
  first_visit bool: as a new patient | it's my first visit // I've been there before | not my first visit

refill|order prescription: Refill a prescription
  do refill my prescription | order more of my medicine | get my prescription filled
  want my prescription refilled | a refill of my medicine
  prescription_id code RX: {} | number {}
  pharmacy #+street+road: at the pharmacy on {} | for pickup at {}

# words
translate|convert phrase: Translate a text
  do translate "{}" | translate a sentence | put a phrase in another language
  want a translation | something translated
  text subject+state: the text is "{}" | it's "{}"
  target_language* language: into {} | to {}
  formal bool: formally | in a formal tone // informally | in a casual tone

define|explain|look_up word: Meaning of a word
  do define {} | explain the word {} | look up a word | get a definition
  know what a word means | the meaning of a word
  want a definition | the meaning of a word
  word word: the word is {} | of {}
  language language: in {} | with the explanation in {}

count|tally words: Count the words of a file
  do count the words | get a word count | check how long a text is
  know how many words there are | how long a text is
  want a word count | the number of words
  file_name stem+ending: in {} | of {}
  skip_numbers bool: ignoring numbers | without counting numbers // numbers included | counting numbers too

find|list synonyms: Find synonyms of a word
  do find synonyms | list words that mean the same | look for other words
  know which words mean the same | what else one can say
  want synonyms | other words
  word word: for {} | instead of {}
  limit int 2-25: giving me {} of them | at most {}

# files
rename|retitle file: Rename a file
  do rename a file | change a file's name | rename {}
  file_name stem+ending: the file is {} | the old name is {}
  new_name* adjective+thing: to {} | as {}

share|send file: Share a file with a person
  do share a file | give someone access to a file | share {}
  file_name stem+ending: the file is {} | it's {}
  share_with* mailbox+mailhost: with {} | for {}
  can_edit bool: with edit rights | so they can edit it // read only | without edit rights

move|transfer file: Move a file to a folder
  do move {} | move a file | put a file somewhere else
  file_name stem+ending: the file is {} | it's {}
  folder* folder: to the folder {} | into {}

delete|erase file: Delete a file
  do delete {} | delete a file | get rid of a file
  file_name stem+ending: the one called {} | it's {}
  permanent bool: permanently | for good // keeping it in the bin | not permanently

# support desk
open|create|file ticket: Open a support ticket
  do open a ticket | file a support request | report a problem
  want a support ticket | a new ticket
  summary subject+state: saying "{}" | titled "{}"
  priority low/medium/high: with {} priority | at priority {}
  customer first+last: for {} | on behalf of {}

assign|hand ticket: Assign a ticket to a person
  do assign a ticket | hand over a ticket | reassign a case
  ticket_id code TK: {} | number {}
  assignee* first+last: to {} | over to {}
  priority low/medium/high: at {} priority | with priority {}

close|resolve ticket: Close a ticket
  do close a ticket | mark a case as solved | resolve a ticket
  ticket_id code TK: {} | with the number {}
  resolution fixed/duplicate/rejected: as {} | marked {}

# cinema
find|list showtimes: Showtimes of a film
  do find showtimes | look up when a film is on | check the cinema times
  ask when is a film showing | what are the showtimes
  know when a film is on | when a film is showing
  want the showtimes | the cinema times
  film adjective+thing: of {} | for {}
  city city: in {} | at a cinema in {}
  date day: on {} | for {}

buy|purchase|book cinema_tickets: Buy tickets for a film
  do buy movie tickets | get movie tickets for {} | buy some cinema seats
  want movie tickets | cinema tickets
  film adjective+thing: for {} | to see {}
  tickets int 2-12: {} of them | {} tickets
  row front/middle/back: in the {} row | sitting in the {}

review|rate film: Rate a film
  do rate a film | give the film {} a rating | leave a film rating
  film adjective+thing: called {} | for {}
  stars* int 1-10: {} out of ten | with a score of {}
  spoilers bool: flagged for spoilers | with a spoiler warning // spoiler free | without spoilers

# figures
calculate|compute rectangle_area: Area of a rectangle
  do work out a rectangle's area | calculate the area of a rectangle | find a rectangle's area
  ask what's the area of a rectangle | how big is a rectangle
  know how big a rectangle is | what the area of a rectangle is
  want the area of a rectangle | a rectangle's area
  width num 2-900: with width {} | {} wide
  height* num 2-900: and height {} | {} high

calculate|compute percentage: A percentage of a number
  do work out a percentage | calculate a percentage | find a percentage
  know what a percentage comes to | how much a share is
  want a percentage | a percentage worked out
  number num 5-9000: of {} | taken from {}
  percent* num 2-98: at {} percent | using {} percent

roll|throw dice: Roll dice
  do roll some dice | throw dice | roll for me
  dice int 2-40: {} of them | {} at once
  sides int 4-100: with {} sides each | each having {} sides

generate|create password: Make a random password
  do generate a password | make me a new password | create a password
  want a new password | a random password
  length int 8-64: with {} characters | {} characters long
  account company+kind_of_company: for {} | for my {} account
  symbols bool: with symbols | including special characters // without symbols | no special characters

# git
create|open pull_request: Open a pull request
  do open a pull request | start a PR | put my branch up for review
  want a pull request | a PR
  branch branch_kind+branch_topic: from [the branch |]{} | for the branch {}
  base_branch main/develop/release: into {} | against {}
  draft bool: as a draft | marked as a draft // ready for review | not as a draft

merge|land branch: Merge a branch into another
  do merge a branch | merge {} | land a branch
  branch branch_kind+branch_topic: it's {} | the branch {}
  base_branch main/develop/release: into {} | onto {}
  squash bool: squashing the commits | as one squashed commit // without squashing | keeping every commit

list|show commits: List the commits of a repository
  do list the commits | show what was committed | pull up the commit history
  know what was committed | who changed what
  want the commit history | the latest commits
  repository repo_word+repo_kind: of {} | in the repository {}
  author first+last: by {} | made by {}
  max_count int 3-90: at most {} of them | limited to {}

create|file issue: File an issue in a repository
  do file an issue | open a bug report | report a bug
  want an issue filed | a bug report
  repository repo_word+repo_kind: in {} | for the repo {}
  issue_title subject+state: titled "{}" | saying "{}"
  impact minor/major/critical: as {} | with {} impact

# deployment
run|trigger pipeline: Run a build pipeline
  do run the pipeline | trigger a build | start the build pipeline
  want a fresh build | a pipeline run
  repository repo_word+repo_kind: of {} | for {}
  environment staging/production/sandbox: in {} | targeting {}
  clean_cache bool: with a clean cache | clearing the cache first // keeping the cache | with the old cache

deploy|release app_version: Deploy a version of an app
  do deploy an app | roll out a release | ship {}
  app_name repo_word+repo_kind: it's {} | the app {}
  app_version* version: in version {} | at version {}
  environment staging/production/sandbox: to {} | on {}

roll_back|revert release: Go back to an earlier version of an app
  do roll back a release | undo a deployment | revert {}
  app_name repo_word+repo_kind: of {} | for the app {}
  app_version* version: to version {} | back to {}

# database
query|select rows: Read rows of a table
  do read some rows | query a table | fetch records
  want some rows | records
  table table_name: from {} | out of the table {}
  limit int 5-500: at most {} of them | limited to {} rows
  order_by created/updated/id: ordered by {} | sorted by {}

delete|purge records: Delete old rows of a table
  do purge old records | delete old rows | clean up a table
  table table_name: from {} | in {}
  older_than_days* int 7-900: older than {} days | from more than {} days ago
  dry_run bool: as a dry run | without really deleting anything // for real | not as a dry run

export|dump table: Export a table to a file
  do export a table | dump a table | export the table {}
  want an export | a dump
  table table_name: of {} | from {}
  file_format csv/json/parquet: as {} | in {} format
  compressed bool: compressed | zipped // uncompressed | without compression

create|make backup: Back up a database
  do back up a database | make a backup
  want a backup | a database backup
  database table_name: of {} | for {}
  keep_days int 3-365: kept for {} days | to keep for {} days

# customers
add|create lead: Add a sales lead
  do add a lead | create a sales lead | put a new lead in the system
  lead_name first+last: called {} | named {}
  company company+kind_of_company: from {} | working at {}
  source_channel web/referral/event: found by {} | with {} as the source

update|change deal_stage: Change the stage of a deal
  do update a deal | move a deal along | change where a deal stands
  deal_id code DL: {} | number {}
  stage* qualified/proposal/won: to {} | to the stage {}
  deal_value num 500-90000: worth {} dollars | with a value of {} dollars

log|record call_note: Log a phone call with a customer
  do log a call | record a customer call | note that I had a call
  customer first+last: with {} | I spoke to {}
  duration_minutes int 3-90: of {} minutes | lasting {} minutes
  outcome interested/undecided/declined: with outcome {} | and the customer is {}

get|find customer_record: Record of a customer
  do pull up a customer | look up a customer record | open a customer's file
  want a customer's record | the file of a customer
  customer_id code CU: {} | number {}
  include_orders bool: with the orders | including past orders // without the orders | leaving out orders

# news
get|fetch headlines: Latest headlines on a topic
  do get me the headlines | check the news | read me the news
  know what's new | what the papers say
  want the headlines | [some |]news
  news_topic topic: about {} | on {}
  language language: in {} | written in {}
  max_results int 3-40: at most {} of them | no more than {} items

save|bookmark story: Save a news story to read later
  do save a story | bookmark an article | keep a story for later
  story_id code ST: {} | number {}
  reading_list folder: in the list {} | under {}

# hotels
find|search hotels: Find hotels in a city
  do find a hotel | look for somewhere to stay | search for hotels
  ask what hotels are there | where can I stay
  know where I can stay | which hotels have rooms
  want a hotel | a hotel room | somewhere to stay
  city city: in {} | around {}
  check_in day: from {} | checking in on {}
  nights int 2-21: for {} nights | staying {} nights
  breakfast bool: with breakfast | breakfast included // without breakfast | no breakfast needed

cancel|call_off hotel_booking: Cancel a hotel booking
  do cancel a hotel booking | cancel my hotel | call off my stay
  hotel_booking_id code HB: number {} | {}
  refund bool: with a refund | asking for the money back // without a refund | I don't need the money back

request|order room_service: Order something to a hotel room
  do order room service | have something sent up
  want room service | something sent up
  room_number int 100-990: to room {} | for room {}
  dish dish: it's {} | the {}

# rides
book|order|request ride: Book a taxi ride
  do get me a taxi | book a ride | call a cab
  want a taxi | a ride | a cab
  pickup #+street+road: from {} | picking me up at {}
  dropoff* #+street+road: to {} | going to {}
  seats int 2-7: for {} people | with {} seats

estimate|quote ride_fare: Estimate the price of a taxi ride
  do estimate a taxi fare | work out what a cab would cost
  ask what would a taxi cost | how much is a cab
  know what a taxi costs | how much a ride is
  want a fare estimate | the price of a cab
  pickup #+street+road: from {} | starting at {}
  dropoff* #+street+road: to {} | ending at {}

# fitness
set|change step_goal: Set a daily step goal
  do set a step goal | change my step goal | update my daily steps
  want a new step goal | a different step goal
  steps int 2000-25000: of {} steps | to {} steps
  notify bool: and tell me when I reach it | with a notification // without a notification | no notification needed

get|show heart_rate: Heart rate over some hours
  do check my heart rate | look at my pulse | show my heart rate
  ask how has my heart rate been | what was my pulse
  know how my pulse has been | what my heart rate was
  want my heart rate | my pulse
  hours int 2-48: over the last {} hours | for the past {} hours
  zone resting/active/peak: in the {} zone | counting the {} zone only

# sleep
log|record sleep: Log a night of sleep
  do log my sleep | record how I slept
  hours_slept num 3-11: with {} hours | of {} hours
  sleep_quality poor/fair/good: of {} quality | rated {}

# games
find|list players: Find players for a game
  do find players | look for people to play with | find me someone to play against
  want other players | somebody to play with
  game game: for {} | of {}
  skill novice/casual/pro: at {} level | of {} strength

save|submit high_score: Save the score of a game
  do save a high score | submit my score | put my score on the board
  game game: in {} | for {}
  score* int 100-99000: of {} points | with {} points

# energy
get|read meter: Reading of a meter
  do read the meter | check a meter | get a meter reading
  want a meter reading | the state of a meter
  meter_id code MT: {} | number {}
  meter_unit kwh/m3: in {} | measured in {}

schedule|plan charging: Charge a device at a certain time
  do schedule charging | charge a device later | plan when something charges
  device product: for the {} | of the {}
  time* time: at {} | from {}
  target_percent int 40-100: up to {} percent | to {} percent

# insurance
file|submit claim: File an insurance claim
  do file a claim | submit an insurance claim | make a claim
  want an insurance claim | a claim with my insurance
  policy_number code PN: under policy {} | for policy {}
  claim_amount num 50-9000: over {} dollars | for {} dollars
  incident theft/fire/flood: after a {} | because of {}

# property
find|search apartments: Find apartments to rent
  do find an apartment | look for a flat | search for apartments
  ask what apartments are there | are there any flats
  know which apartments are free | if there are flats to rent
  want an apartment | a flat to rent
  city city: in {} | around {}
  max_rent int 400-5000: under {} dollars a month | for at most {} a month
  bedrooms int 2-6: with {} bedrooms | having {} bedrooms
  furnished bool: furnished | with furniture // unfurnished | without furniture

# printing
print|output document: Print a document
  do print {} | print a document | print something out
  file_name stem+ending: it's {} | the document {}
  copies int 2-60: {} copies | in {} copies
  double_sided bool: on both sides | double sided // on one side only | single sided

scan|digitize pages: Scan pages into a file
  do scan some pages | scan something | digitize a stack of paper
  file_name stem+ending: as {} | into {}
  resolution int 150-1200: at {} dpi | with {} dpi
  in_color bool: in color | as a color scan // in black and white | without color

# time zones
convert|translate clock_time: Time in another city
  do convert a time | work out a time difference | translate a time
  know what time it is elsewhere | how late it is elsewhere
  want a time conversion | the time elsewhere
  time time: of {} | for {}
  from_city* city: from {} | with {} as the place it is meant in
  to_city* city: to {} | for people in {}

# science
compute|calculate kinetic_energy: Kinetic energy of a moving body
  do work out a kinetic energy | calculate kinetic energy | compute the energy of something moving
  ask what's the kinetic energy | how much kinetic energy is there
  want the kinetic energy | a kinetic energy
  mass_kg num 2-2000: for a mass of {} kg | with {} kg
  velocity* num 2-300: at {} meters per second | moving at {} m/s

compute|calculate compound_growth: Value that grows by a rate each period
  do work out compound growth | calculate what something grows to | compute a growth
  want the value after growth | a growth calculation
  start_value num 10-90000: starting at {} | with {} at the start
  growth_rate* num 2-40: at {} percent | growing {} percent a time
  periods* int 2-40: over {} periods | after {} rounds

find|get|look_up element: Facts about a chemical element
  do look up an element | get the facts on {} | find a chemical element
  want the facts about an element | an element's data
  element_name element: it's {} | called {}
  property mass/density/symbol: with its {} | showing its {}
"""

CLASHES: Final = (
    ("create_event", "add_reminder"), ("send_text_message", "send_email"), ("create_issue", "open_ticket"),
    ("order_dish", "request_room_service"), ("deploy_app_version", "roll_back_release"),
    ("deploy_app_version", "run_pipeline"), ("log_call_note", "call_contact"), ("find_element", "define_word"),
    ("find_book", "reserve_book"), ("set_alarm", "add_reminder"),
)
"""Operations of which either might do the other's work: never offered beside each other."""

WORDS: Final = Words(
    openers=(
        ("{}", ""), ("{}", ""), ("{} please", "."), ("please {}", "."), ("[can|could] you [please |quickly |]{}", "?"),
        ("can u {}", "?"), ("I [need|want] you to {}", "."), ("I'd [like|love] you to {}", "."), ("[hey|hi|hey there], {}", "."),
        ("hi there, [please |]{}", "."), ("go ahead and {}", "."), ("I [want|need|still have|would like] to {}", "."),
        ("if you don't mind, {}", "."), ("it's time to {}", "."), ("try to {}", "."), ("we need to {}", "."),
        ("my [wife|husband|manager|roommate] asked me to {}", "."), ("[ok so|right, now|alright,] {}", "."),
        ("I'm trying to {}", "."), ("I was hoping you could {}", "."), ("do you think you could {}", "?"),
        ("before I forget, {}", "."), ("when you [get a chance|have a moment], {}", "."),
        ("any chance you could {}", "?"), ("what I need is for you to {}", "."), ("I promised to {}", "."),
        ("[can|could] we {}", "?"), ("you'd help me a lot if you could {}", "."), ("I forgot to {}, can you do it", "?"),
        ("as [discussed|agreed|promised], {}", "."), ("a customer wants me to {}", "."),
    ),
    question_openers=(
        ("{}", "?"), ("{}", ""), ("[hey|hi|ok|so], {}", "?"), ("quick question: {}", "?"), ("do you know, {}", "?"),
        ("so {}", "?"), ("can you tell me: {}", "?"), ("I was wondering, {}", "?"), ("hi! {}", "?"),
        ("my [mother|father|brother] wants to know: {}", "?"), ("excuse me, {}", "?"), ("please look this up: {}", "?"),
        ("I forgot, {}", "?"), ("remind me, {}", "?"), ("not sure where to look: {}", "?"),
    ),
    know_openers=(
        ("[can|could] you tell me {}", "?"), ("I'm wondering {}", "."), ("do you [happen to |]know {}", "?"),
        ("please [find out|check] {}", "."), ("I need to know {}", "."), ("I [want|would like] to find out {}", "."),
        ("[look up|check] {}", "."), ("any way to find out {}", "?"), ("I'm curious {}", "."), ("no idea {}, can you check", "?"),
        ("my [boss|neighbor|friend] keeps asking me {}", "."), ("let me know {}", "."), ("I have to know {}", "."),
    ),
    want_openers=(
        ("I need {}", "."), ("I'd like {}", "."), ("[can|could] I [get|have] {}", "?"), ("I want {}", "."), ("{}, please", "."),
        ("{}", ""), ("I'm looking for {}", "."), ("we need {}", "."), ("[can|could] you [arrange|get me|find me] {}", "?"),
        ("I could use {}", "."), ("what I need is {}", "."), ("please get me {}", "."), ("[hi|hey], I need {}", "."),
        ("is there a way to get {}", "?"), ("my [boss|sister|team] needs {}", "."),
    ),
    closers=("", "", "", "", "", "", " Thanks!", " Thank you.", " That's all.", " Cheers", " thx", " Thanks in advance."),
    chatter=(
        "I just got home.", "It's been a long [week|month|morning].", "My phone is nearly dead.", "I'm in a hurry.",
        "Sorry, me again.", "The kids are driving me mad.", "I'm on the couch with a cold.", "We have guests coming.",
        "I can't find my [keys|charger|wallet].", "The last assistant got this wrong.", "I haven't had my coffee yet.",
        "My [sister|cousin|colleague] told me about this app.", "I'm typing with one hand.", "What a day.",
        "Nothing works on my computer today.", "I keep putting this off.", "I'd do it myself, but I'm driving.",
        "The office is so loud.", "I finally have a minute.", "My dog ate the list.", "I'm about to board.",
        "There's a lot going on today.", "Things got busy at [work|home].", "I tried the website and it [crashed|was down].",
        "This came up in the meeting this morning.", "I've been meaning to do this for [days|weeks].",
        "I'm planning ahead for once.", "My [battery|connection] won't last long.", "It came up at dinner.",
        "Hope you're doing well.", "I have about [two|five|ten] minutes.",
    ),
    label_joints=("{}: {}, ", "{} = {}, ", "{} should be {}, "),
    also=(" and then ", " and ", ", then ", "; also ", ", and ", " and at the same time ", ", and also "),
    new_sentence=(
        " Also {}.", " Then {}.", " {}, too.", " I also need you to {}.", " And please {}.", " [When|Once] that's done, {}.",
        " [Next|Afterwards], {}.", " Could you also {}?", " On top of that, {}.", " And can you {}?",
    ),
    roles=(
        "You are an assistant that calls [tools|functions].", "You can call [tools|functions].",
        "You help users by calling the right [tool|function].", "You are a helpful assistant with [tools|access to functions].",
        "You control an app through [tools|its API].", "Tool assistant.", "You pick a [tool|function] for every request.",
        "You never answer yourself; you call tools.", "You are an agent[| with tools| that calls functions].",
        "You are an expert in composing function calls.", "You turn requests into [tool|function] calls.",
        "You are a [voice|phone|desktop|customer service] assistant and work through tools.",
        "Given a question and a set of functions, make the function call that [achieves the purpose|answers it].",
        "Help the user with the [functions|actions] below.", "You are a model that can use [external tools|APIs].",
    ),
    tool_intros=(
        "Tools:", "Available [tools|functions|actions]:", "You have these [tools|functions]:",
        "You can use the following [tools|functions].", "Here are your [tools|functions]:", "Tool list:", "The tools are:",
        "# [Tools|Available tools]", "Choose among these [tools|functions|actions]:", "These [tools|functions] can be called:",
        "Your toolbox:", "You have access to:", "Tools you can call:", "Use the [tools|functions] below.", "Actions:",
        "You have access to the following [functions|tools|APIs]:", "Here is a list of functions [you can use|in your reach]:",
         "What the [app|system|device] can do:", "[Tool|Function] definitions:", "API reference:",
        "You are provided with these [functions|function signatures]:", "The following [tools|operations] are available.",
    ),
    json_forms=(
        "Reply with JSON only: $shape", "Answer with [one|a single] JSON object: $shape.", "Write the call as $shape.",
        "Reply only with a JSON object [like|of the form] $shape.",
        "[Call|Use] a [tool|function] by writing $shape and nothing else.",
        'Answer in JSON with the keys "$name" and "$args".', "Format: $shape",
        'Your [reply|answer] must be a JSON object with "$name" and "$args".',
        "The answer is $shape, without any [comment|explanation].",
        'Put the [tool|function] in "$name" and its arguments in "$args" of one JSON object.', "Use this form: $shape.",
        "Only JSON, please: $shape", "A call looks like $shape. Write just the call.",
        "To [call|use] a [tool|function], [answer|write] $shape.", "Answer with the [tool|function] call in JSON ($shape).",
        "Produce a JSON tool call: $shape.", "[Reply|Answer] in this format: $shape",
        "For [the|a] function call, [write|return] a JSON object with the function's name and arguments: $shape",
        'Return JSON with [two keys|exactly two keys], "$name" [for|holding] the tool and "$args" [for|holding] its arguments.',
        "Do not [explain|add text]; [write|answer] only $shape.", "The call [is written|must be given] as JSON: $shape.",
        "[Choose|Pick] the tool that fits and write $shape.", "No [prose|chat], just $shape.",
        'One line of JSON with "$name" and "$args", [please|nothing more].',
    ),
    json_list_forms=(
        "Reply with a JSON list of calls, each like $shape.", "Answer with a JSON array of objects $shape.",
        "Write all calls as one JSON list: [$shape, ...]", "Put every call in a JSON list; one call is $shape.",
        "Reply only with [$shape, ...], one object for each call.", "Format: [$shape, $shape]",
        "Make all calls at once: a JSON array, each item $shape.",
        'Use a JSON list with "$name" and "$args" in every item.',
        "The answer is a JSON list with one $shape for each thing asked.", "Only JSON, please: [$shape, ...]",
        "[Call|Use] as many [tools|functions] as needed, in one list of $shape.",
        'Answer in JSON: a list of calls with "$name" and "$args".',
        "[Write|Return] the [function|tool] calls as a JSON array; each [item|element] is $shape.",
        "More than one call may be [needed|right]: [answer|reply] [$shape, ...]",
        "Do not [explain|add text]; [write|answer] only the JSON list of calls, each $shape.",
        'An array of JSON objects, each with "$name" and "$args", is the whole [answer|reply].',
        "[One|A single] JSON list holds all calls: [$shape, $shape, ...].",
    ),
    python_forms=(
        "Reply with a Python call like $shape.", "Write the call as Python code: $shape",
        "Answer with one Python function call only.", "Use Python call syntax with keyword arguments: $shape.",
        "Format: $shape", "Call the [tool|function] as in Python, e.g. $shape.",
        "Your reply is a single Python call with keyword arguments.", "Only write the call, in Python syntax ($shape).",
        "[Write|Return] [only |just ]the function call, in the format $shape.",
        "The call is [written|given] as in Python code[|, with named arguments], nothing else.",
        "[Answer|Reply] with $shape and no other text.", "To [call|use] a [tool|function], [write|answer] $shape.",
    ),
    python_list_forms=(
        "Reply with a Python list of calls: [$shape, $shape].", "Write the calls as a Python list, each like $shape.",
        "Answer with one list of Python calls only.", "Use Python syntax: [$shape, ...]", "Format: [$shape, ...]",
        "Put every call in one Python list, with keyword arguments.", "Your reply is a single list of Python calls.",
        "Only write the calls, as a list in Python syntax ($shape).",
        "[Write|Return] [only|just] the function calls, in the format [$shape, $shape, ...].",
        "The calls are [written|given] as in Python code, in one list, nothing else.",
        "To [call|use] several [tools|functions], [write|answer] [$shape, $shape].",
    ),
    tag_forms=(
        "Write the call as <$tag>$shape</$tag>.", "[Answer|Reply] with JSON between <$tag> and </$tag>: $shape",
        "The call is a JSON object $shape within <$tag></$tag> tags.", "Format: <$tag>$shape</$tag>",
        "[Return|Write] <$tag>, then $shape, then </$tag>.",
    ),
    tag_list_forms=(
        "Write every call as <$tag>$shape</$tag>, each on its own line.",
        "[Answer|Reply] with one <$tag>$shape</$tag> for each call.",
        "Each call is a JSON object $shape within <$tag></$tag> tags.",
        "Format of [every|each] call: <$tag>$shape</$tag>",
    ),
    tags=("tool_call", "call", "tool_use", "action"),
    name_marks=("...", "<tool>", "tool name", "tool", "function name", "<function-name>", "name of the tool", "TOOL"),
    argument_marks=(
        "{...}", "{...}", '{"parameter": value}', "<args-dict>", "{parameter: value, ...}", '{"argument": "value"}',
        '{"param1": value1, ...}',
    ),
    python_shapes=(
        "tool(param=value)", 'name(a=1, b="x")', "tool_name(parameter=value, ...)", "do_it(option=value)",
        "func_name(params_name1=params_value1, params_name2=params_value2...)", 'tool(first="text", second=3)',
        "function_name(argument=value)", "call_me(key='value')",
    ),
    keys=(
        ("name", "arguments"), ("tool", "args"), ("function", "arguments"), ("action", "input"), ("fn", "kwargs"),
        ("tool_name", "parameters"), ("name", "parameters"), ("tool", "arguments"), ("function", "args"),
        ("action", "action_input"), ("func", "params"), ("function_name", "args"), ("tool", "tool_input"),
        ("command", "options"), ("name", "input"), ("use", "with"), ("tool_name", "tool_input"),
    ),
    optional_rules=(
        "Leave out optional arguments that the user [doesn't mention|does not ask for].",
        "Give optional arguments only if asked for.", "Don't add optional arguments that nobody asked for.",
        "Skip optional parameters without a value.", "Use optional parameters only when the user names a value.",
        "Optional ones only if mentioned.", "Do not guess optional arguments.",
        "If an optional value is not mentioned, leave it out.",
        "[Optional parameters|Parameters that are optional] are [left out|skipped] [unless|except where] the user [gives|states] them.",
        "Only [include|pass] what the user [said|asked for]; optional parameters may stay [empty|unset].",
        "An optional parameter [nobody mentions|without a value in the request] does not [appear|belong] in the call.",
    ),
    none_rules=(
        "If no [tool|function] fits, [reply|answer|write] $token.",
        "If none of the [tools|functions] can [do it|be used], [reply|answer|return] $token.",
        "No fitting [tool|function]? [Answer|Write] $token.", "When no tool matches the request, write $token.",
        "If nothing in the list helps, reply with $token only.", "Write $token if there is no [tool|function] for it.",
        "Answer just $token when the [tools|functions] can't do what is asked.",
        "Don't force a [tool|call]: if none is right, reply $token.",
        "Requests that no [tool|function] covers get the answer $token.", "If the user wants something else, say $token.",
        "$token means that no [tool|function] fits; use it then.",
        "Otherwise, if no [tool|function] is of use, reply exactly $token.",
        "[Reply|Answer] $token [instead of|in place of] a call if the request [has nothing to do with the tools|needs another tool].",
        "The [request|question] may [not match|have nothing to do with] any [tool|function]; then [say|write] $token.",
        "[Return|Write] $token for anything the [tools|functions] at hand are not made for.",
        "If you can't [help|do it] with the [tools|functions] [given|you have], [say|return] $token.",
    ),
    none_tokens=(
        "NO_[TOOL|MATCH|HIT|FIT|ACTION]", "null", '{"$name": null}', "none of the [tools|actions|functions] [fit|match|work]",
        "NONE", "no [match|tool|fit|call]", "NOT_[POSSIBLE|FOUND|AVAILABLE]", '{"error": "[no tool|no match|not possible]"}',
        "N/A", "I have no tool for that", '{"$name": null, "$args": {}}', "nothing [fits|matches|to call]",
        "[can't|cannot] [do that|help with that]", "[PASS|STOP|VOID|EMPTY|WRONG DESK|OFF TOPIC|REJECTED]",
        "ERR_[NO_TOOL|404|17|NA]", "[sorry, |]not [my job|something I can do]", "<[none|no_tool|nothing]>", "[unknown|impossible] request",
        '{"status": "[no_match|failed|rejected]"}', "[x|0|?|n]", "code [7|12|99|404]", "[red|grey|blue] [flag|light|card]", "[A|C|F|H|K|M|W][2|4|5|6|8]",
        "[empty|closed|plain|other] [shelf|door|drawer|page|desk]", "<<[skip|next|leave|idle][1|2|3]>>",
    ),
    missing_rules=(
        "If a required [value|argument|parameter] is missing, [reply|answer|write] $token.",
        "When a required argument is not in the request, answer $token.", "Something required missing? Write $token.",
        "Don't guess required values; reply $token instead.",
        "If you lack a required argument, reply with $token only.",
        "Write $token when the user left out a required value.",
        "If the user [forgot|didn't give|left out] a required argument, say $token.",
        "A required value that wasn't given: answer $token.",
        "Before calling, check the required arguments; if one is missing, reply $token.",
        "Reply $token for a missing argument.", "Use $token if a required parameter has no value.",
        "Missing a required parameter: $token.",
        "If the request [lacks|does not have|leaves out] a [parameter|value] [the tool|the function|the call] needs, [return|write] $token.",
        "[Never|Do not] make up a [value|parameter]; if one is [missing|not there], the answer is $token.",
        "[Return|Say] $token [instead of|in place of] the call while a required parameter is [missing|unknown].",
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
        "If a required parameter [has no value|is not given], [ask|reply by asking] for it and [name it|say its name].",
        "[Never|Do not] make up a [value|parameter]; ask for it, with the name [from|in] the list.",
    ),
    missing_tokens=(
        "[MISSING|Missing|missing|NEED|Need|LACKS|NO VALUE]: {param}", '{"[missing|need|lacking|missing_parameter]": "{param}"}',
        "[NEED|need|missing|WANT|no] {param}", "NEEDS_INFO: {param}", "[{param}?]", "please [give|add|tell me] {param}",
        "[MISSING|NEED|WHAT]({param})", "{param} [is missing|missing|needed|not given|is not set|unknown]",
        "[which|what] {param}?", "I [need|miss|lack] {param}", "<need>{param}</need>",
        "[ERR|ERROR|STOP|WAIT|FAIL] {param}", "{param} = ?", "no value for {param}", '{"error": "{param} [missing|unset]"}',
        "[tell me|say] {param} first", "[E|Q|M|K|T][1|3|4|7]: {param}", "[open|empty|blank|bare] [slot|field|box|spot] {param}",
        "{param} <- [fill|set|get|type]", "[ticket|step|line] [1|2|5]: {param}", "cannot call: {param}",
    ),
    extra_rules=(
        "Leave out [details|facts] that no parameter takes.", "Ignore what the [tool|function] has no parameter for.",
        "Don't invent parameters for extra details.", "Use only parameters of the list, whatever else the user says.",
        "Details without a parameter are dropped.", "Not all that the user says is an argument.",
        "If a detail has no parameter, skip it.", "Never add a parameter that the [tool|function] does not have.",
        "The user may say more than the [tool|function] needs; pass only what it takes.", "Extra details are no arguments.",
        "[Stick to|Use only] the parameters [shown|of the tool]; [skip|ignore] [the rest|anything else the user says].",
        "[Only|Just] listed parameters go into a call.",
    ),
    part_rules=(
        "If there is no [tool|function] for a part of the request, skip that part.",
        "Call only the [tools|functions] that exist; skip the rest.", "Leave out whatever no tool can do.",
        "Parts of the request without a tool get no call.", "Do what the [tools|functions] can do and leave the rest.",
        "If some of it has no tool, call tools for the other parts only.",
        "Not everything asked may have a [tool|function]; make just the calls that are possible.",
        "When a tool is missing for one thing, make the calls for the others.",
        "Never force a tool on a part that it does not fit; drop that part.", "Only make calls for what has a tool.",
        "[Make|Write] calls for the parts that [a tool|a function] [covers|can do], [no more|and for nothing else].",
        "[If|Where] [a tool|a function] is missing, [ignore|leave out] that [part|wish] and call the [rest|others].",
    ),
    several_missing_rules=(
        "If any call lacks a required value, make no call and reply $token.",
        "When one of the calls misses a required argument, answer only $token.",
        "Make the calls only if all required values are there; otherwise reply $token.",
        "If a required argument of some call was not given, reply just $token, without calls.",
        "Don't make some of the calls: if a required value is missing, the whole answer is $token.",
        "A request that leaves a required value of any [tool|function] open gets $token and nothing else.",
        "Check every call first; if one misses a required argument, answer $token alone.",
        "If [one|any] of the [tools|functions] lacks a required [value|parameter], [return|write] $token and no calls[| at all].",
        "As long as a required [value|argument] is [missing|unknown], no call is made and the [reply|answer] is $token.",
    ),
    parameter_marks=("<parameter>", "PARAM", "<name>", "parameter_name", "<its name>", "THE_PARAMETER", "<what is missing>"),
    request_frames=(
        "{}", "{}", "{}", "User: {}", "Request: {}", "The user says: {}", "<request>{}</request>", "Request:\n{}",
        'User request: "{}"', "Task: {}", "### [Request|Question|User]\n{}", "Here is what the user wants: {}", '"""{}"""',
        "[Question|Query|User query]: {}", "[user|human]: {}", "The [question|request] is: {}", "<user>{}</user>", "Q: {}",
    ),
    items=(
        "- {name}({params}): {about}", "* {name}({params}) - {about}", "{name}: {about} ({params})",
        "**{name}** {about}. Parameters: {params}", "{name}({params})  # {about}", "{about} -> {name}({params})",
        "- `{name}`: {about}; needs {params}", "- {name}: {about}\n  parameters: {params}", "{name} - {about} - {params}",
        "// {about}\nfunction {name}({params}): void", "{name}({params})\n    {about}", "### {name}\n{about}\nParameters: {params}",
        'Tool "{name}": {about}. It takes {params}.', "{name} | {about} | {params}", "name: {name}, description: {about}, args: {params}",
        "def {name}({params}): ...  # {about}", "{about}: {name}({params})", "- {about}. Call {name} with {params}.",
    ),
    parameter_styles=(
        ("{p}: {type}", "{p}: {type}, optional"), ("{p}: {type}", "[{p}: {type}]"), ("{p} {type}", "{p} {type}, may be left out"),
        ("{p} ({type})", "{p} ({type}, optional)"), ("{p}: {type}", "{p}: {type} = None"), ("{p}: {type}", "{p}?: {type}"),
        ("`{p}` ({type})", "`{p}` (optional {type})"), ("{p} ({type}, required)", "{p} ({type}, not required)"),
        ("{type} {p}", "optional {type} {p}"), ('"{p}": {type}', '"{p}": {type} (optional)'), ("*{p}* {type}", "*{p}* {type}, if given"),
        ("{p}={type}", "{p}={type}?"),
    ),
    choice_styles=(
        ("{choices}", "|"), ("one of {choices}", "/"), ("{choices}", " or "), ("{choices}", "/"), ("Literal[{choices}]", ", "),
        ("{choices}", " | "), ("enum: {choices}", ", "), ("string, one of {choices}", ", "), ("one of: {choices}", " / "),
    ),
    blocks=(
        LineStyle('<tool name="{name}">{about} {params}</tool>', '<param name="{p}" type="{type}"/>',
            '<param name="{p}" type="{type}" optional="yes"/>', "{choices}", "", "|"),
        LineStyle("- name: {name}\n  description: {about}\n  parameters:\n    {params}", "{p}: {type}",
            "{p}: {type}  # optional", "{choices}", "\n    ", " | "),
        LineStyle("### {name}\n{about}\n{params}", "- {p} ({type}): {note}", "- {p} ({type}, optional): {note}",
            "one of {choices}", "\n", ", "),
        LineStyle('def {name}(...):\n    """{about}\n\n    Args:\n        {params}\n    """', "{p} ({type}): {note}",
            "{p} ({type}, optional): {note}", "{choices}", "\n        ", " or "),
        LineStyle("/** {about} */\ntype {name} = (args: { {params} }) => any;", "{p}: {type}", "{p}?: {type}",
            '"{choices}"', ", ", '" | "'),
        LineStyle('{"tool": "{name}", "use": "{about}", "args": [{params}]}', '"{p}: {type}"', '"{p}: {type}, optional"',
            "{choices}", ", ", "|"),
        LineStyle("{name}\n  {about}\n  {params}", "--{p} <{type}>  {note}", "[--{p} <{type}>]  {note}", "{choices}",
            "\n  ", "|"),
        LineStyle("- {name}: {about}\n{params}", "    - {p}: {note} ({type})", "    - {p}: {note} ({type}, optional)",
            "one of {choices}", "\n", "/"),
    ),
    type_names=(
        {"string": "string", "integer": "integer", "number": "number", "boolean": "boolean"},
        {"string": "str", "integer": "int", "number": "float", "boolean": "bool"},
        {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"},
        {"string": "STRING", "integer": "INTEGER", "number": "FLOAT", "boolean": "BOOLEAN"},
        {"string": "Text", "integer": "Integer", "number": "Number", "boolean": "Boolean"},
        {"string": "string", "integer": "int32", "number": "double", "boolean": "bool"},
    ),
    parameter_notes=(
        "The {}", "{} to use", "The {} of the $noun", "{} for the $noun", "The {}, as the user [gives|says] it",
        "[Required|Desired|Exact] {}", "{} in question", "Which {} [is meant|to use]",
    ),
    flag_notes=("Whether {} is [wanted|asked for]", "True for {}", "{}: yes or no", "If {} should be on"),
)
# fmt: on
