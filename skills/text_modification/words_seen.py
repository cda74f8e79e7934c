"""Words of texts in the bank that repair rows and screening probes are made from. Its build is told in `bank`."""

from __future__ import annotations

from typing import Final

from skills.text_modification.bank import Material, frames, pairs, record, theme, words

# fmt: off
_THEMES: Final = (
    theme("baker, cashier, miller", "bun, tart, pretzel, tray, apron, basket, skillet, waffle, cupcake",
          "behind the counter, in the storeroom, beside the till",
          "bake=bun, bake=tart, taste=waffle, taste=pretzel, sprinkle=cupcake, iron=apron"),
    theme("sailor, pilot, diver", "rope, anchor, net, lantern, paddle, crate, flag, raft, oar",
          "on the quay, by the pier, below deck",
          "mend=net, polish=anchor, light=lantern, tie=rope, launch=raft, raise=flag"),
    theme("farmer, shepherd, vet", "bucket, saddle, fence, gate, cart, trough, pitchfork, bridle, barrow",
          "behind the barn, in the orchard, along the hedge",
          "paint=fence, oil=gate, empty=trough, polish=saddle, push=barrow, mend=bridle"),
    theme("teacher, pupil, caretaker", "globe, ruler, notebook, desk, sponge, chalkboard, schoolbag, textbook, pen",
          "in the classroom, beside the gym, on the top shelf",
          "open=textbook, sharpen=ruler, rotate=globe, empty=schoolbag, scratch=desk, copy=notebook"),
    theme("curator, guide, guard", "statue, vase, mask, coin, sword, tapestry, medal, skull, mosaic",
          "in the east wing, near the entrance, beneath the dome",
          "polish=coin, dust=statue, display=mask, sketch=vase, sharpen=sword, hang=tapestry"),
    theme("gardener, florist, landlord", "rake, flowerpot, hose, bench, trellis, birdhouse, wheelbarrow, seed, bulb",
          "under the oak, beside the pond, on the terrace",
          "plant=bulb, plant=seed, fill=flowerpot, connect=hose, hang=birdhouse, sharpen=rake"),
    theme("waiter, cook, barman", "kettle, jug, napkin, ladle, saucer, menu, tablecloth, teapot, grater",
          "in the pantry, next to the stove, at the corner seat",
          "fold=napkin, fill=jug, boil=kettle, print=menu, iron=tablecloth, rinse=ladle"),
    theme("actor, director, usher", "costume, wig, curtain, spotlight, fan, script, crown, cape, prop",
          "behind the stage, in the front row, on the balcony",
          "wear=cape, wear=wig, raise=curtain, study=script, sew=costume, paint=crown"),
    theme("carpenter, joiner, plumber", "hammer, plank, drawer, stool, ladder, chisel, bracket, hinge, pipe",
          "at the workbench, in the shed, against the wall",
          "sharpen=chisel, climb=ladder, trim=plank, grease=hinge, bend=pipe, sand=stool"),
    theme("ranger, scout, hiker", "tent, compass, rucksack, blanket, canteen, whistle, hatchet, hammock, flare",
          "at the campsite, near the waterfall, on the ridge",
          "pitch=tent, fold=blanket, fill=canteen, blow=whistle, sharpen=hatchet, hang=hammock"),
    theme("clerk, courier, cleaner", "parcel, envelope, stamp, scale, postcard, package, label, mailbag, form",
          "at the front counter, in the sorting room, under the stairs",
          "open=parcel, seal=envelope, sort=stamp, sign=form, post=postcard, print=label"),
    theme("pianist, drummer, singer", "violin, flute, drum, trumpet, cello, songbook, harp, banjo, bow",
          "in the concert hall, by the radiator, on the platform",
          "tune=violin, play=flute, play=trumpet, open=songbook, polish=trumpet, tap=drum"),
)

SEEN: Final = Material(
    women=words("""Maria, Anna, Julia, Clara, Nora, Helen, Ruth, Irene, Paula, Sonja, Greta, Lucy, Emma, Alice, Diana,
        Marta, Vera, Ines, Carla, Hanna, Olga, Petra, Ella, Judith, Laura, Monica, Sylvia, Tina, Wanda, Yvonne, Agnes,
        Bella, Doris, Edith, Fiona, Gina, Heidi, Jenny, Kate, Linda"""),
    men=words("""Tom, Peter, Paul, David, Simon, Oscar, Felix, Henry, Jacob, Karl, Leo, Martin, Nick, Otto, Philip,
        Robert, Stefan, Theo, Victor, Walter, Adam, Ben, Carlos, Daniel, Eric, Frank, George, Hugo, Ivan, James, Kevin,
        Louis, Max, Noah, Oliver, Patrick, Ralph, Samuel, Tim, Ulrich"""),
    last=words("""Lopez, Berg, Novak, Weber, Rossi, Dubois, Hansen, Keller, Moreau, Santos, Fischer, Lindholm, Kowalski,
        Byrne, Ferrari, Schmidt, Torres, Vogel, Winter, Zimmer, Adler, Becker, Castro, Duval, Engel, Fontana, Garcia,
        Hoffman, Ibsen, Jensen, Kramer, Laurent, Meyer, Nielsen, Olsen, Pereira, Richter, Silva, Thomsen, Vargas"""),
    cities=words("""Oslo, Rome, Lyon, Porto, Vienna, Prague, Bergen, Madrid, Dublin, Geneva, Munich, Turin, Malmo, Riga,
        Ghent, Leeds, Bristol, Nantes, Cologne, Zagreb, Seville, Tampere, Basel, Bologna, Gdansk, Trieste, Linz,
        Utrecht, Limerick, Aarhus"""),
    themes=_THEMES,
    verbs=words("""carry, clean, sell, find, weigh, check, wrap, borrow, hide, drop, order, shake, admire, lift, pack,
        draw, choose, forget, bring, touch, lend, insure, repair, paint, catch, push"""),
    adjectives=words("""heavy, old, dusty, wet, broken, round, strange, cheap, shiny, wooden, soft, empty, narrow, small,
        hollow, smooth, rusty, pretty, tall, striped"""),
    opposites=pairs("old=new, wet=dry, empty=full, heavy=light, cheap=costly, broken=intact, soft=hard, smooth=rough"),
    colours=words("green, yellow, brown, white, beige, golden"),
    adverbs=words("quickly, quietly, carefully, gladly, calmly, eagerly"),
    times=words("""on Monday, on Tuesday, on Wednesday, on Thursday, on Friday, on Saturday, on Sunday, in the morning,
        at noon, in spring, yesterday, in the evening, at Easter, after lunch"""),
    conjunctions=words("when, because, before, until"),
    asides=words("""(as usual), (after a long search), (with a smile), (for the second time), (it was raining),
        (without any help), (to our surprise), (see page 4), (on the way home), (in great haste), (of all things),
        (much too late), (by mistake), (once again), (for no reason), (as agreed)""", ),
    tails=frames("""
        with the {role}
        for {name}
        together with {name}
        thanks to the {role}
        in spite of {name}
        near {place}
    """),
    goings=words("waited, laughed, rested, sang, coughed, arrived, whistled, fell asleep"),
    same_adjectives=pairs("""small=little, strange=odd, broken=damaged, wet=damp, old=ancient, shiny=gleaming,
        empty=bare, cheap=inexpensive, tall=high, dusty=grubby"""),
    same_adverbs=pairs("quickly=swiftly, quietly=silently, carefully=cautiously, gladly=willingly, eagerly=keenly"),
    hard_verbs=pairs("""located=found, concealed=hid, selected=chose, transported=carried, elevated=lifted,
        restored=repaired, contacted=touched, released=dropped, propelled=pushed, requested=ordered"""),
    hard_adjectives=pairs("""cumbersome=heavy, circular=round, vacant=empty, diminutive=small, peculiar=strange,
        antique=old, saturated=wet, economical=cheap"""),
    hard_adverbs=pairs("rapidly=quickly, noiselessly=quietly, prudently=carefully, placidly=calmly"),
    aspects=words("""service, room, view, breakfast, music, price, garden, menu, pool, tour, film, plot, acting, coffee,
        lighting, beach, market, booking, soup, concert, ending, seat, screen, battery, delivery"""),
    praise=pairs("""wonderful=terrible, excellent=poor, pleasant=unpleasant, perfect=dreadful, lovely=awful,
        brilliant=hopeless, charming=tasteless, superb=shoddy, delightful=miserable, satisfying=disappointing,
        fair=unfair, cosy=dismal, great=bad"""),
    reactions=pairs("loved=hated, praised=criticised, welcomed=rejected, celebrated=mourned, thanked us for=blamed us for"),
    verdicts=frames("""
        the {aspect} was {praise}
        {name} called the {aspect} {praise}
        we found the {aspect} {praise}
        in short, the {aspect} seemed {praise}
        {name} {reaction} the {aspect}
        in {place} the {aspect} is {praise}
        {name} remembers the {praise} {aspect}
        all of us {reaction} the {aspect}
        it was a visit with a {praise} {aspect}
        once more the {praise} {aspect} struck {name}
    """),
    moods=words("happy, tired, late, hungry, proud, sick, ready, alone, bored, lucky, shy, awake"),
    states=frames("""
        {name} {be} {mood} {when}
        the {role} {be} {mood}
        {when} {name} {be} {mood}
        {name} and the {role} {were} {mood}
        both guests {were} {mood} {when}
        the {role} from {place} {be} {mood}
        the {adj} {noun} {be} {where}
        as {name} said, the {noun} {be} {adj}
    """),
    slang_openers=pairs("anyway=in any case, so=therefore, plus=in addition, luckily=fortunately, by the way=incidentally"),
    slang_roles=pairs("boss=manager, cop=police officer, doc=doctor, guy=man, granny=grandmother, kid=child"),
    slang_verbs=pairs("got=obtained, fixed=repaired, wrecked=destroyed, ditched=discarded, grabbed=seized, checked out=examined"),
    slang_amounts=pairs("lots of=many, a couple of=two, tons of=a great number of, loads of=numerous"),
    british_nouns=pairs("""tyre=tire, armour=armor, catalogue=catalog, cheque=check, theatre=theater, harbour=harbor,
        metre=meter, neighbour=neighbor, axe=ax, parlour=parlor, ploughman=plowman, moustache=mustache"""),
    british_adjectives=pairs("grey=gray, colourful=colorful, favourite=favorite, honourable=honorable, jewelled=jeweled, cosier=cozier"),
    british_verbs=pairs("recognised=recognized, labelled=labeled, analysed=analyzed, memorised=memorized, honoured=honored, organised=organized"),
    short_forms=(("didn't", "did not", "base"), ("couldn't", "could not", "base"), ("hasn't", "has not", "participle"),
                 ("wouldn't", "would not", "base"), ("mustn't", "must not", "base")),
    organisations=(words("Northern, Royal, United, Coastal, Public, Young, Eastern, Civic"),
                   words("Harbour, Garden, Chess, Railway, Music, Wildlife, Fishing, Theatre, Kite"),
                   words("Club, Society, Museum, Trust, Board, League, Union")),
    abbreviations=pairs("govt=government, dept=department, mgmt=management, assn=association, hosp=hospital, lab=laboratory"),
    memberships=frames("""
        {name} joined the {abbr} in {place}
        the {abbr} rented a {noun} {where}
        {when} the {abbr} met {name}
        the {role} from the {abbr} asked for {name}
        {name} wrote to the {abbr} about the {noun}
        the {abbr} opened an office in {place}
        nobody at the {abbr} knew the {role}
        {name} left the {abbr} {when}
    """),
    languages=words("Spanish, German, Italian"),
    foreign=(
        ("bread", "pan", "Brot", "pane"), ("key", "llave", "Schlüssel", "chiave"), ("apple", "manzana", "Apfel", "mela"),
        ("window", "ventana", "Fenster", "finestra"), ("letter", "carta", "Brief", "lettera"),
        ("chair", "silla", "Stuhl", "sedia"), ("shoe", "zapato", "Schuh", "scarpa"),
        ("knife", "cuchillo", "Messer", "coltello"), ("book", "libro", "Buch", "libro"),
        ("table", "mesa", "Tisch", "tavolo"), ("egg", "huevo", "Ei", "uovo"), ("cheese", "queso", "Käse", "formaggio"),
        ("shirt", "camisa", "Hemd", "camicia"), ("bird", "pájaro", "Vogel", "uccello"),
        ("boat", "barco", "Boot", "barca"), ("milk", "leche", "Milch", "latte"), ("flower", "flor", "Blume", "fiore"),
        ("glass", "vaso", "Glas", "bicchiere"), ("umbrella", "paraguas", "Regenschirm", "ombrello"),
        ("mirror", "espejo", "Spiegel", "specchio"), ("horse", "caballo", "Pferd", "cavallo"),
        ("hat", "sombrero", "Hut", "cappello"), ("picture", "cuadro", "Bild", "quadro"),
        ("clock", "reloj", "Uhr", "orologio"), ("spoon", "cuchara", "Löffel", "cucchiaio"),
    ),
    facts=frames("""
        It came from {place}.
        It was a gift from {name}.
        It had been in {place} for {n} years.
        It belongs to {name} now.
        There were {n} more of the same kind.
        It is worth {n} crowns.
        Nobody in {place} has a better one.
        It was made by {name}.
    """),
    travels=frames("""
        {name} flew to {place} on {date}
        on {date} {name} moved to {place}
        {name} has been in {place} since {date}
        the {role} left {place} on {date}
        {name} met the {role} in {place} on {date}
        the fair in {place} opened on {date}
        until {date} {name} worked in {place}
        {name} sent the {noun} to {place} on {date}
    """),
    contacts=frames("""
        for the {noun}, write to {email}
        {name} can be reached under {phone}
        {name} gave us {phone} and {email}
        please send the {noun} to {email}
        call {phone} and ask for {name}
        {name} reads all mail to {email}
        the number of the {role} is {phone}
        {name} moved the list to {email}
        if in doubt, dial {phone}
        the {role} told {name} to use {email}
    """),
    records=(
        record("{name} is {num} years old and lives in {place}", name="name, person, full_name", num="age, years",
               place="city, town, home"),
        record("{name} from {place} ordered one {noun} for {num} euros", name="customer, buyer, client",
               place="from, city, town", noun="item, product, article", num="price, euros, cost"),
        record("the {role} in {place} is {name}, who earned {num} points", role="job, role, work", place="city, place",
               name="name, who", num="points, score"),
        record("in {place}, the {noun} of {name} weighs {num} grams", place="city, site", noun="thing, object",
               name="owner, name", num="weight, grams"),
        record("{name} works as the {role} and has {num} days off", name="name, employee", role="job, position",
               num="days_off, leave"),
    ),
    lists=frames("""
        {name} packed these things:
        for {place} we need the following:
        the {role} asked for several goods:
        in the boxes there are:
        {name} owns many things:
        to be sent to {place}:
        still missing {where}:
        the {role} found in the bag:
    """),
    quantities=(
        ("km", "m", frames("""
            {name} walked {qty} {when}
            the path to {place} is {qty} long
            after {qty} the {role} took a rest
            it is {qty} from here to {place}
        """)),
        ("kg", "g", frames("""
            the {noun} weighs {qty}
            {name} bought {qty} of rice
            with {qty} the {noun} is too heavy for {name}
            the {role} asked for {qty} of flour
        """)),
        ("cm", "mm", frames("""
            the {noun} is {qty} wide
            {name} cut off {qty} of the string
            the gap {where} measures {qty}
        """)),
        ("min", "s", frames("""
            {name} waited {qty}
            the {role} needs {qty} for one {noun}
            for {qty} nobody looked at the {noun}
        """)),
    ),
    syllables=words("ba, do, ki, lu, me, na, po, ra, si, ta, vo, ze, fi, go"),
    domains=words("bluehill, northgate, oakmill, riverline, stonebay, fairtown, greenport, lakeview"),
    mail_ends=words("org, com, net"),
    tags=(
        (("name", "{} [NAME]"), ("num", "{} [NUM]"), ("date", "{} [DATE]"), ("place", "{} [PLACE]")),
        (("name", "[{}]"), ("num", "({})"), ("date", "<{}>"), ("place", "{{}}")),
        (("name", "<n>{}</n>"), ("num", "<num>{}</num>"), ("date", "<d>{}</d>"), ("place", "<p>{}</p>")),
        (("name", "*{}*"), ("num", "#{}#"), ("date", "~{}~"), ("place", "+{}+")),
    ),
    term_marks=words("[{}], **{}**, <term>{}</term>, {} [KEY], #{}, <b>{}</b>"),
    hidden=words("[HIDDEN], [REDACTED], XXXX, ___, [name removed], <secret>"),
    unchanged=words("NO CHANGE, UNCHANGED, NOTHING TO DO, SAME, STAYS AS BEFORE"),
    prefixes=words("Note:, Report:, Today:, Extract:, Page 1:, Copy:"),
    labels=(("entails", "contradicts", "neutral"), ("true", "false", "cannot tell"), ("yes", "no", "unknown"),
            ("follows", "conflicts", "open")),
)
