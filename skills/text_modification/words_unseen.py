"""Words of texts in the bank that is kept for the holdout. Its build is told in `bank`; `words_seen` shares none."""

from __future__ import annotations

from typing import Final

from skills.text_modification.bank import Material, frames, pairs, record, theme, words

# fmt: off
_THEMES: Final = (
    theme("librarian, archivist, student", "novel, atlas, folder, bookmark, magazine, diary, scroll, cabinet, bookend",
          "between the shelves, in the reading room, at the returns counter",
          "scan=novel, close=atlas, lock=cabinet, translate=diary, stack=magazine, unroll=scroll"),
    theme("nurse, surgeon, porter", "stretcher, bandage, thermometer, wheelchair, syringe, pillow, walker, monitor, cushion",
          "in the ward, outside the lift, by the side entrance",
          "park=wheelchair, unroll=bandage, plug=monitor, sterilise=syringe, fluff=pillow, steer=stretcher"),
    theme("steward, mechanic, traveller", "suitcase, trolley, headset, passport, propeller, visa, jacket, camera, seatbelt",
          "at the last exit, in the hangar, beyond customs",
          "fasten=seatbelt, validate=passport, spin=propeller, load=trolley, zip=suitcase, renew=visa"),
    theme("cyclist, trainer, dealer", "pedal, chain, wheel, pump, saddlebag, tandem, brake, spoke, scooter",
          "in the repair bay, down the lane, at the kerb",
          "tighten=brake, soak=chain, pedal=tandem, park=scooter, spin=wheel, squeeze=brake"),
    theme("chemist, assistant, physicist", "flask, microscope, magnet, burner, beaker, crystal, sensor, funnel, laser",
          "on the lab shelf, inside the cooling room, under the hood",
          "heat=flask, focus=laser, adjust=microscope, ignite=burner, melt=crystal, calibrate=sensor"),
    theme("secretary, accountant, intern", "printer, stapler, calendar, keyboard, invoice, projector, whiteboard, binder, badge",
          "on the third floor, in the meeting room, at reception",
          "wipe=whiteboard, restart=printer, file=invoice, update=calendar, unplug=projector, tidy=binder"),
    theme("receptionist, doorman, concierge", "mattress, keycard, bathrobe, minibar, brochure, slipper, doormat, sofa, duvet",
          "in the lobby, down the corridor, beside the sauna",
          "lock=minibar, fluff=duvet, turn=mattress, scan=brochure, warm=bathrobe, tidy=doormat"),
    theme("acrobat, clown, juggler", "hoop, trapeze, unicycle, trampoline, cannon, balloon, ribbon, stilt, puppet",
          "in the big top, behind the caravans, near the box office",
          "inflate=balloon, juggle=hoop, fire=cannon, knot=ribbon, grip=trapeze, dress=puppet"),
    theme("winemaker, cooper, picker", "barrel, cork, bottle, vine, corkscrew, crusher, tractor, grape, demijohn",
          "in the cellar, on the slope, between the rows",
          "prune=vine, tilt=bottle, squeeze=grape, roll=barrel, steer=tractor, pull=cork"),
    theme("astronomer, visitor, lecturer", "telescope, tripod, chart, eyepiece, antenna, notepad, satellite, cable, shutter",
          "in the control room, on the roof, next to the weather mast",
          "focus=telescope, unfold=tripod, plot=chart, coil=cable, aim=antenna, track=satellite"),
    theme("salesman, designer, collector", "kite, marble, robot, teddy, puzzle, doll, yoyo, domino, rocket",
          "in the toy aisle, by the shop front, at the checkout",
          "solve=puzzle, program=robot, dress=doll, fire=rocket, roll=marble, stack=domino"),
    theme("firefighter, driver, captain", "siren, helmet, extinguisher, hydrant, visor, radio, pickaxe, boot, alarm",
          "at the station, beside the engine, in the drill yard",
          "sound=siren, strap=helmet, unlock=hydrant, charge=radio, refill=extinguisher, trigger=alarm"),
)

UNSEEN: Final = Material(
    women=words("""Amelia, Beatrix, Chloe, Daphne, Elena, Freya, Gloria, Hazel, Isla, Joanna, Katrin, Leila, Miriam,
        Naomi, Olivia, Priya, Quinn, Rosalind, Sabine, Tamara, Ursula, Violet, Wilma, Xenia, Yasmin, Zoe, Astrid,
        Brenda, Cecilia, Deborah, Esther, Frieda, Gwen, Harriet, Ingrid, Josefine, Kirsten, Lorena, Mabel, Nadia"""),
    men=words("""Alfred, Boris, Cedric, Dominic, Edgar, Fergus, Gavin, Harold, Isaac, Julian, Kurt, Lucas, Marcel,
        Nigel, Orlando, Pascal, Quentin, Rupert, Sergio, Tobias, Uwe, Vincent, Winston, Xaver, Yannick, Zacharias,
        Anton, Bruno, Clemens, Douglas, Emil, Fabian, Gregor, Holger, Ismael, Jonas, Konrad, Lorenz, Magnus, Norbert"""),
    last=words("""Abbott, Bauer, Carver, Dawson, Eklund, Farrell, Gruber, Haas, Iversen, Janssen, Klein, Larsson,
        Marino, Nowak, Oakley, Palmer, Quirke, Romano, Sutter, Tanaka, Underhill, Visser, Wallace, Yilmaz, Zeller,
        Archer, Bellini, Cooper, Drexler, Esposito, Fletcher, Gallo, Holm, Ishida, Joyce, Kaplan, Lehmann, Mendes,
        Norris, Ortega"""),
    cities=words("""Lisbon, Athens, Krakow, Hamburg, Verona, Tallinn, Odense, Antwerp, Granada, Glasgow, Lausanne,
        Bordeaux, Dresden, Ljubljana, Bilbao, Helsinki, Zurich, Naples, Poznan, Split, Graz, Rotterdam, Galway,
        Uppsala, Vilnius, Toulouse, Bremen, Pisa, Coimbra, Stavanger"""),
    themes=_THEMES,
    verbs=words("""move, wash, buy, lose, measure, inspect, unpack, rent, return, collect, mark, keep, describe,
        photograph, pick, deliver, replace, take, send, hold, test, steal, remove, use, see, film"""),
    adjectives=words("""large, light, clean, dirty, costly, dry, cracked, square, unusual, plastic, thick, full, wide,
        long, flat, rough, bulky, plain, low, modern"""),
    opposites=pairs("large=tiny, clean=filthy, thick=thin, long=short, wide=slim, flat=curved, sharp=blunt, warm=cold"),
    colours=words("blue, red, black, pink, purple, silver"),
    adverbs=words("slowly, openly, secretly, proudly, angrily, suddenly"),
    times=words("""in January, in February, in March, in April, in May, in June, in July, in August, in September,
        in October, in November, in December, at dawn, last week, in winter, that night, at midnight, this year"""),
    conjunctions=words("while, after, although, since"),
    asides=words("""(just in time), (not for the first time), (with a heavy heart), (it was a holiday), (all alone),
        (in spite of the rain), (to general laughter), (as everybody knows), (rather clumsily), (at long last),
        (without a word), (against all advice), (in broad daylight), (more or less), (for a bet), (out of habit)"""),
    tails=frames("""
        without the {role}
        instead of {name}
        behind the back of {name}
        on behalf of the {role}
        in front of {name}
        outside {place}
    """),
    goings=words("paused, smiled, yawned, danced, sneezed, disappeared, stumbled, stood up"),
    same_adjectives=pairs("""large=big, costly=expensive, cracked=fractured, dirty=grimy, unusual=rare, clean=spotless,
        plain=simple, thick=fat, wide=broad, flat=level"""),
    same_adverbs=pairs("slowly=gradually, secretly=covertly, suddenly=abruptly, angrily=furiously, openly=publicly"),
    hard_verbs=pairs("""purchased=bought, misplaced=lost, retained=kept, dispatched=sent, relocated=moved,
        examined=tested, extracted=removed, utilised=used, portrayed=described, gathered=collected"""),
    hard_adjectives=pairs("""voluminous=large, arid=dry, exorbitant=costly, soiled=dirty, weightless=light,
        elongated=long, pristine=clean, unadorned=plain"""),
    hard_adverbs=pairs("sluggishly=slowly, clandestinely=secretly, unexpectedly=suddenly, irately=angrily"),
    aspects=words("""food, staff, stage, location, sauna, bathroom, story, singing, wine, beer, app, sound, terrace, bed,
        museum, ferry, course, lecture, dessert, support, website, hike, manual, design, cake"""),
    praise=pairs("""amazing=appalling, splendid=horrible, enjoyable=tedious, outstanding=mediocre, fresh=stale,
        helpful=unhelpful, marvellous=ghastly, inspiring=depressing, tasteful=ugly, reliable=unreliable,
        generous=stingy, quick=sluggish, fantastic=pathetic"""),
    reactions=pairs("adored=loathed, enjoyed=endured, admired=despised, recommended=advised against, missed=avoided"),
    verdicts=frames("""
        the {aspect} turned out {praise}
        for {name} the {aspect} felt {praise}
        I thought the {aspect} {praise}
        according to {name}, the {aspect} is {praise}
        my friends {reaction} the {aspect}
        people come to {place} for the {praise} {aspect}
        above all, {name} {reaction} the {aspect}
        everyone spoke of the {praise} {aspect}
        this time the {aspect} proved {praise}
        {name} wrote that the {aspect} is {praise}
    """),
    moods=words("angry, early, sleepy, thirsty, calm, nervous, busy, absent, curious, rich, polite, upset"),
    states=frames("""
        {when} the {role} {be} {mood}
        {name} {be} {mood} in {place}
        once again {name} {be} {mood}
        that day {name} and {name2} {were} {mood}
        the visitors {were} {mood} {when}
        to {name} the {role} {be} {mood}
        {where} the {noun} {be} {adj}
        both {name} and the {role} {were} {mood}
    """),
    slang_openers=pairs("well=indeed, besides=moreover, sadly=regrettably, still=nevertheless, in the end=ultimately"),
    slang_roles=pairs("chap=gentleman, pal=friend, mum=mother, dad=father, prof=professor, chief=superior"),
    slang_verbs=pairs("swiped=took, binned=disposed of, nicked=stole, flogged=sold, spotted=noticed, snapped up=purchased"),
    slang_amounts=pairs("heaps of=a multitude of, a bunch of=several, plenty of=an abundance of, piles of=a large quantity of"),
    british_nouns=pairs("""plough=plow, sceptre=scepter, rumour=rumor, sabre=saber, sepulchre=sepulcher, vapour=vapor,
        jewellery=jewelry, rigour=rigor, candour=candor, programme=program, spectre=specter, lustre=luster"""),
    british_adjectives=pairs("mouldy=moldy, woollen=woolen, flavourful=flavorful, coloured=colored, panelled=paneled, savoury=savory"),
    british_verbs=pairs("modelled=modeled, criticised=criticized, customised=customized, favoured=favored, scrutinised=scrutinized, apologised for=apologized for"),
    short_forms=(("can't", "cannot", "base"), ("won't", "will not", "base"), ("shouldn't", "should not", "base"),
                 ("hadn't", "had not", "participle"), ("needn't", "need not", "base")),
    organisations=(words("Southern, National, Green, Urban, Open, Western, Global, Nordic"),
                   words("Energy, Cycling, History, Rowing, Film, Mountain, Poetry, Science, Dance"),
                   words("Association, Network, Forum, Centre, Council, Institute, Group")),
    abbreviations=pairs("hq=headquarters, uni=university, admin=administration, gym=gymnasium, corp=corporation, fed=federation"),
    memberships=frames("""
        the {abbr} hired {name} {when}
        {name} gave a talk at the {abbr}
        in {place} the {abbr} has two rooms
        the {role} phoned the {abbr} {when}
        {name} received the {noun} from the {abbr}
        one {role} at the {abbr} thanked {name}
        {name} and {name2} work for the {abbr}
        the {abbr} lent {name} the {noun}
    """),
    languages=words("French, Dutch, Portuguese"),
    foreign=(
        ("dog", "chien", "hond", "cão"), ("cat", "chat", "kat", "gato"), ("house", "maison", "huis", "casa"),
        ("bag", "sac", "tas", "bolsa"), ("coat", "manteau", "jas", "casaco"), ("car", "voiture", "auto", "carro"),
        ("cup", "tasse", "kopje", "xícara"), ("fish", "poisson", "vis", "peixe"),
        ("pencil", "crayon", "potlood", "lápis"), ("door", "porte", "deur", "porta"),
        ("pie", "tourte", "taart", "torta"), ("bike", "vélo", "fiets", "bicicleta"),
        ("newspaper", "journal", "krant", "jornal"), ("butter", "beurre", "boter", "manteiga"),
        ("rabbit", "lapin", "konijn", "coelho"), ("pear", "poire", "peer", "pera"),
        ("present", "cadeau", "geschenk", "presente"), ("stone", "pierre", "steen", "pedra"),
        ("tree", "arbre", "boom", "árvore"), ("ticket", "billet", "kaartje", "bilhete"),
        ("towel", "serviette", "handdoek", "toalha"), ("glove", "gant", "handschoen", "luva"),
        ("fork", "fourchette", "vork", "garfo"), ("soap", "savon", "zeep", "sabão"), ("bridge", "pont", "brug", "ponte"),
    ),
    facts=frames("""
        It had been built in {place}.
        Its price was {n} francs.
        {name} had found it in {place}.
        Only {n} others are known.
        It used to stand in {place}.
        {name} inherited it long ago.
        A copy of it is kept in {place}.
        It is {n} years old.
    """),
    travels=frames("""
        since {date} {name} lives in {place}
        {name} opened a shop in {place} on {date}
        the trip to {place} began on {date}
        {name} married in {place} on {date}
        on {date} the {role} came to {place}
        {place} saw the first {noun} on {date}
        {name} sold the house in {place} on {date}
        the contract of {name} in {place} ends on {date}
    """),
    contacts=frames("""
        questions about the {noun} go to {email}
        you will find {name} at {email}
        ring {phone} if the {noun} is missing
        {name} left the number {phone}
        the {role} answers from {email}
        our line {phone} is open {when}
        {name} forwarded it to {email}
        text {name} on {phone}
        complaints go to {email} or {phone}
        ask the {role} at {phone} for the {noun}
    """),
    records=(
        record("{name}, aged {num}, comes from {place}", name="participant, contestant", num="aged, years_of_age", place="origin, hometown"),
        record("{name} sold the {noun} in {place} and got {num} dollars", name="seller, dealer", noun="goods, sold",
               place="location, market", num="amount, dollars, paid"),
        record("the team of {place} has {num} members, and {name} leads it", place="team, town_of_team", num="members, size",
               name="leader, head"),
        record("{num} people voted for {name}, the {role}", num="votes, total", name="candidate, elected", role="profession, post"),
        record("since {num} the {role} of {place} has been {name}", num="since, year", role="office, function",
               place="where, region", name="holder, person_name"),
    ),
    lists=frames("""
        {name} put on the shopping list:
        my wishes for the trip to {place}:
        we have in stock:
        the {role} lent us all this:
        {name} left behind in {place}:
        kept {where}:
        what {name} would like to have:
        the {role} counted:
    """),
    quantities=(
        ("l", "ml", frames("""
            the {noun} holds {qty}
            {name} drank {qty} of tea {when}
            {qty} ran out {where}
            the {role} spilled {qty}
        """)),
        ("t", "kg", frames("""
            the lorry carries {qty}
            {name} ordered {qty} of sand
            under {qty} the {noun} gave way
            the crane in {place} lifts {qty}
        """)),
        ("m", "cm", frames("""
            the {noun} reaches {qty}
            {name} jumped {qty}
            the {role} needs {qty} of wire
        """)),
        ("h", "min", frames("""
            the journey to {place} takes {qty}
            {name} slept for {qty}
            it took {qty} until the {noun} was back
        """)),
    ),
    syllables=words("ga, be, di, mo, nu, sha, tel, kor, wi, pel, yo, hu, lin, re"),
    domains=words("redfield, southport, elmwood, skyforge, sandcove, newbridge, whitepeak, marshview"),
    mail_ends=words("info, eu, co"),
    tags=(
        (("name", "{} (person)"), ("num", "{} (number)"), ("date", "{} (date)"), ("place", "{} (city)")),
        (("name", "PER:{}"), ("num", "NR:{}"), ("date", "DAY:{}"), ("place", "LOC:{}")),
        (("name", "<person>{}</person>"), ("num", "<count>{}</count>"), ("date", "<day>{}</day>"), ("place", "<city>{}</city>")),
        (("name", "_{}_"), ("num", "={}="), ("date", "|{}|"), ("place", "^{}^")),
    ),
    term_marks=words("({}), ~{}~, <key>{}</key>, {} (term), @{}, <i>{}</i>"),
    hidden=words("[WITHHELD], (deleted), ZZZZ, ----, [not public], <blank>"),
    unchanged=words("AS IT WAS, NONE FOUND, IDENTICAL, EMPTY TASK, KEEP"),
    prefixes=words("Minutes:, Memo:, Draft:, Diary:, Item 4:, Log:"),
    labels=(("supported", "refuted", "undecided"), ("correct", "incorrect", "not stated"),
            ("entailment", "contradiction", "neither"), ("proven", "disproven", "unclear")),
)
