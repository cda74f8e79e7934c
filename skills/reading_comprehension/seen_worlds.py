"""Seen bank: names, and what worlds are about."""

from __future__ import annotations

from skills.reading_comprehension.bank import theme
from skills.reading_comprehension.phrase import words

FIRST = words("""
Mira; Tom; Anna; Felix; Greta; Hugo; Ida; Jonas; Karin; Leo; Maud; Nils; Olga; Piet; Rosa; Sven; Tilda; Viktor; Wanda;
Axel; Berta; Clara; Dora; Emil; Frida; Gustav; Hanna; Ivan; Judith; Konrad; Lena; Martin; Nora; Oskar; Paula; Ruth;
Stefan; Thea; Ulla; Vera; Walter; Yvonne; Agnes; Boris; Cecil; Della; Edgar; Flora; Gilbert; Hazel; Irene; Jasper;
Kitty; Lionel; Mabel; Ned; Opal; Percy; Rhoda; Silas
""")
LAST = words("""
Holt; Reyes; Brandt; Calder; Dunmore; Eklund; Farrow; Grieve; Hartwell; Ibsen; Jarvis; Kemp; Lorimer; Marlow; Nyberg;
Osgood; Penrose; Quill; Radcliffe; Stroud; Thorne; Underhill; Vance; Whitlock; Yardley; Aldous; Bexley; Corwin; Drake;
Ellery; Fenwick; Garrick; Hobbs; Ingram; Jessop; Kirby; Lathrop; Merrick; Norwood; Oakes; Pruitt; Rowley; Selby;
Tilney; Upton; Varley; Wickham; Yates; Alder; Blythe; Crane; Dorsey; Everard; Foley; Gant; Hurst
""")
TOWNS = words("""
Harrow Bay; Linden; Oakford; Millbrook; Stonehaven; Ashdale; Fairwater; Greyport; Kingsmoor; Larkhill; Northgate;
Pinewood; Redcliff; Saltmarsh; Thornbury; Westerley; Brackenfield; Coldstream; Dunwich; Elmstead; Foxley; Glenmore;
Hollowell; Ivybridge; Juniper Hill; Kelso Sands; Lowmoor; Maplewick; Nettleham; Overbury; Pebble Cove; Quarry End;
Rushden; Sandringham; Tidewell; Underwood
""")
MONTHS = words("March; April; June; September; November; January")
COINS = words("crowns; shillings; dollars; francs; marks; guilders")

THEMES = (
    theme(
        "bakery",
        "{last}'s Bakery; the Old Mill Bakery in {town}; the {town} Bread House; {last} and Daughters, bakers",
        "closing the bakery for the night",
        roles="head baker; bookkeeper; pastry cook; delivery driver; shop manager; flour buyer; oven keeper; night baker",
        deeds="""open/opened the second kitchen; sell/sold the delivery van; repair/repaired the stone oven;
            paint/painted the shop sign; plant/planted the plum tree; rename/renamed the honey cake;
            install/installed the new counter; launch/launched the breakfast menu; close/closed the old cellar;
            hire/hired the first apprentice""",
        counts="""bake/baked loaves; sell/sold pies; deliver/delivered cakes; pack/packed rolls; decorate/decorated biscuits;
            slice/sliced tarts; order/ordered sacks of flour; wash/washed baking trays""",
        things="""the brass scale; the recipe book; the sugar barrel; the long wooden peel; the copper kettle; the cash box;
            the bread knife; the spare apron""",
        spots="""in the cellar; behind the counter; above the oven; beside the back door; under the stairs; in the pantry;
            on the top shelf; by the window""",
        goods="""a rye loaf; a plum tart; a poppy seed roll; an apple pie; a honey cake; a bag of rusks; a cheese scone;
            a ginger biscuit""",
        steps="""sweep the floor; count the till; lock the flour store; wipe the counter; switch off the ovens;
            cover the dough; water the herbs; take out the ashes; empty the display case""",
    ),
    theme(
        "rowing club",
        "the {town} Rowing Club; the {last} Oars; the River Club of {town}; the {town} Eights",
        "putting a boat on the water",
        roles="treasurer; head coach; boat keeper; club secretary; youth trainer; race steward; dock master; cox",
        deeds="""name/named the new eight; found/founded the junior squad; borrow/borrowed the motor launch;
            varnish/varnished the wooden skiff; win/won the autumn regatta; rebuild/rebuilt the landing stage;
            donate/donated the silver cup; insure/insured the boathouse; replace/replaced the starting bell;
            organise/organised the night race""",
        counts="""row/rowed training miles; mend/mended oars; carry/carried life jackets; paint/painted buoys;
            train/trained beginners; collect/collected medals; sew/sewed pennants; print/printed race programmes""",
        things="""the starting pistol; the spare rudder; the long boat hook; the first-aid bag; the club flag;
            the stopwatch; the trophy case; the tide table""",
        spots="""in the boathouse; on the landing stage; under the rowing machines; behind the changing rooms;
            above the workbench; in the loft; beside the slipway; near the weighing room""",
        goods="""a club scarf; a day ticket; a pair of gloves; a locker key; a guest pass; a rowing cap; a tow rope;
            a tin of varnish""",
        steps="""check the rudder; fit the oars; clear the slipway; sign the log book; put on a life jacket; test the lamp;
            close the valves; tell the dock master; turn the boat over""",
    ),
    theme(
        "museum",
        "the {town} Town Museum; the {last} Collection; the Museum of Trades in {town}; {last} House Museum",
        "opening the museum in the morning",
        roles="curator; restorer; head guide; archivist; night guard; ticket clerk; lecturer; registrar",
        deeds="""discover/discovered the Roman coin; restore/restored the ship model; close/closed the east wing;
            catalogue/catalogued the glass collection; donate/donated the harbour painting; open/opened the reading room;
            move/moved the stuffed bear; replace/replaced the entrance gate; curate/curated the lace exhibition;
            photograph/photographed the oldest map""",
        counts="""guide/guided school classes; label/labelled shards; clean/cleaned display cases; sell/sold postcards;
            restore/restored vases; frame/framed engravings; copy/copied letters; dust/dusted portraits""",
        things="""the wax seal; the bronze helmet; the visitors' book; the keeper's lantern; the plaster cast;
            the whale tooth; the marble bust; the clockwork bird""",
        spots="""in the vault; in the entrance hall; beside the main staircase; under the glass roof; on the second floor;
            behind the velvet rope; near the cloakroom; in the blue gallery""",
        goods="""a season ticket; an audio guide; a printed catalogue; a museum mug; a poster; a guided tour; a bookmark;
            a replica coin""",
        steps="""unlock the cloakroom; switch on the lamps; dust the display cases; unroll the carpet; test the alarm;
            stamp the tickets; wind the tower clock; fill the leaflet rack; air the galleries""",
    ),
    theme(
        "expedition",
        "the {last} Expedition; the {town} Mountain Party; the North Ridge Expedition from {town}; the {last} Glacier Survey",
        "setting up camp",
        roles="leader; guide; cook; doctor; map maker; radio operator; quartermaster; photographer",
        deeds="""climb/climbed the north ridge; cross/crossed the frozen lake; build/built the stone shelter;
            sight/sighted the lost hut; measure/measured the great glacier; mark/marked the new route;
            rescue/rescued the stranded goat; repair/repaired the rope bridge; chart/charted the upper valley;
            plant/planted the summit flag""",
        counts="""carry/carried tents; collect/collected rock samples; cook/cooked hot meals; sketch/sketched peaks;
            pitch/pitched shelters; fill/filled water bottles; photograph/photographed eagles; record/recorded readings""",
        things="""the ice axe; the spare compass; the snow saw; the folding stove; the signal mirror; the barometer;
            the medicine chest; the weather log""",
        spots="""in the store tent; inside the blue sledge; under the cook's bunk; beside the signal post; in the snow cave;
            on the mule cart; behind the rock wall; near the spring""",
        goods="""a coil of rope; a pair of snowshoes; a sleeping bag; a can of fuel; a fur hat; a box of matches;
            a walking pole; a wool blanket""",
        steps="""level the ground; fetch water; stake the ropes; light the stove; dig a trench; hang up the lantern;
            stow the food; send a signal; feed the mules""",
    ),
    theme(
        "choir",
        "the {town} Singers; the {last} Choir; the Evening Choir of {town}; the {town} Madrigal Group",
        "getting the hall ready for a concert",
        roles="conductor; accompanist; music librarian; page turner; tour planner; vocal coach; robe keeper; soloist",
        deeds="""compose/composed the spring hymn; record/recorded the Christmas album; tune/tuned the old piano;
            arrange/arranged the sailors' song; lead/led the summer tour; found/founded the children's choir;
            rent/rented the village hall; translate/translated the Latin psalm; repair/repaired the pipe organ;
            plan/planned the jubilee concert""",
        counts="""copy/copied scores; sell/sold concert tickets; iron/ironed robes; teach/taught songs; fold/folded programmes;
            rehearse/rehearsed duets; stack/stacked chairs; invite/invited guests""",
        things="""the tuning fork; the conductor's baton; the folding music stand; the donation box; the metronome;
            the piano stool; the pitch pipe; the song register""",
        spots="""in the vestry; behind the organ; under the stage; beside the piano; in the choir loft; on the windowsill;
            near the altar; in the oak cupboard""",
        goods="""a concert ticket; a song book; a recording; a black folder; a choir robe; a lapel pin; a seat cushion;
            a programme""",
        steps="""set out the chairs; open the piano; hand out the scores; light the candles; put up the banner;
            check the heating; lay the carpet runner; place the microphones; unlock the side entrance""",
    ),
    theme(
        "library",
        "the {town} Library; the {last} Reading Rooms; the Free Library of {town}; the {last} Memorial Library",
        "shutting the library",
        roles="chief librarian; cataloguer; bookbinder; story reader; lending clerk; caretaker; map keeper; webmaster",
        deeds="""open/opened the children's corner; donate/donated the atlas collection; bind/bound the town chronicle;
            launch/launched the book bus; repair/repaired the leaking roof; found/founded the poetry evening;
            digitise/digitised the parish register; extend/extended the reading room; win/won the state prize;
            abolish/abolished the late fee""",
        counts="""lend/lent novels; shelve/shelved atlases; bind/bound journals; read/read stories; index/indexed pamphlets;
            repair/repaired spines; stamp/stamped library cards; sort/sorted newspapers""",
        things="""the rolling ladder; the date stamp; the silence bell; the card index; the reading lamp; the book press;
            the donation tin; the globe""",
        spots="""in the basement; behind the front desk; beside the card catalogue; on the mezzanine; in the map room;
            under the skylight; near the fireplace; inside the glass cabinet""",
        goods="""a library card; a tote bag; a used novel; a cloth bookmark; a photocopy card; a crossword book;
            a reading light; a pencil set""",
        steps="""return the loose books; dim the lights; fasten the shutters; empty the drop box; turn off the copier;
            lower the flag; ring the bell; push in the stools; set the night alarm""",
    ),
    theme(
        "theatre",
        "the {town} Playhouse; the {last} Players; the Lantern Theatre of {town}; the {town} Stage Company",
        "preparing for the evening show",
        roles="director; prompter; stage manager; costume maker; lighting chief; box office clerk; set painter; usher",
        deeds="""direct/directed the winter comedy; design/designed the castle set; sew/sewed the royal cloak;
            revise/revised the final scene; rent/rented the fog machine; replace/replaced the red curtain;
            adapt/adapted the sea tale; found/founded the drama school; stage/staged the puppet opera;
            extend/extended the orchestra pit""",
        counts="""sew/sewed costumes; sell/sold balcony seats; paint/painted backdrops; rehearse/rehearsed scenes;
            print/printed posters; test/tested spotlights; make/made masks; learn/learned lines""",
        things="""the prompt book; the thunder sheet; the paper moon; the trick sword; the make-up chest; the wig stand;
            the master key; the velvet throne""",
        spots="""in the wings; under the trapdoor; above the stage; in the dressing room; behind the scenery;
            beside the ticket window; in the prop store; on the gallery""",
        goods="""a balcony seat; a box of chocolates; a signed poster; a cloakroom token; a souvenir mask; a play script;
            a pair of opera glasses; a lemonade""",
        steps="""raise the curtain; place the props; test the thunder sheet; call the actors; open the foyer;
            check the trapdoor; dim the chandelier; tape the floor marks; fill the fog machine""",
    ),
    theme(
        "farm",
        "{last} Farm; the {town} Growers; Upper {last} Farm near {town}; the Meadow Farm at {town}",
        "getting the farm stall ready",
        roles="shepherd; cheese maker; orchard keeper; tractor driver; stable hand; beekeeper; market seller; vet",
        deeds="""plough/ploughed the lower field; build/built the wooden barn; buy/bought the grey mare;
            drain/drained the long meadow; plant/planted the cherry orchard; repair/repaired the windmill;
            fence/fenced the goose pond; sell/sold the old tractor; dig/dug the deep well; tame/tamed the wild pony""",
        counts="""shear/sheared sheep; pick/picked baskets of apples; plant/planted cabbages; press/pressed cheeses;
            feed/fed calves; collect/collected eggs; stack/stacked bales of hay; sell/sold jars of honey""",
        things="""the milking stool; the butter churn; the egg scale; the seed drill; the cow bell; the sheep dip;
            the hay fork; the weather vane""",
        spots="""in the barn; behind the stable; beside the goose pond; in the hayloft; under the walnut tree; by the gate;
            in the dairy; near the beehives""",
        goods="""a goat cheese; a dozen eggs; a jar of honey; a bunch of leeks; a pumpkin; a crate of pears;
            a bundle of firewood; a bottle of cider""",
        steps="""rinse the crates; weigh the cheese; tie the leeks; polish the apples; chalk the prices; spread the awning;
            feed the donkey; count the eggs; load the cart""",
    ),
    theme(
        "boatyard",
        "{last}'s Boatyard; the {town} Shipwrights; the Harbour Works of {town}; {last} and Co., boat builders",
        "launching a boat",
        roles="master shipwright; sail maker; rope splicer; yard foreman; timber buyer; crane driver; apprentice; painter",
        deeds="""launch/launched the blue ketch; raise/raised the sunken ferry; rebuild/rebuilt the pilot cutter;
            buy/bought the floating crane; dredge/dredged the inner basin; carve/carved the lion figurehead;
            refit/refitted the fishing smack; sell/sold the steam winch; design/designed the racing dinghy;
            extend/extended the dry dock""",
        counts="""caulk/caulked hulls; splice/spliced ropes; plane/planed planks; stitch/stitched sails; hammer/hammered rivets;
            tar/tarred rowing boats; carve/carved rudders; forge/forged anchors""",
        things="""the steam box; the half model; the adze; the spirit level; the pitch pot; the drawing board;
            the bending jig; the ship's bell""",
        spots="""in the mould loft; on the slip; beside the sawpit; under the crane; in the paint shed; behind the forge;
            at the end of the pier; near the timber rack""",
        goods="""a brass cleat; a pot of tar; a canvas bucket; a deck brush; a signal flag; a wooden oar; a mooring ring;
            a fathom of chain""",
        steps="""grease the rails; knock out the wedges; clear the quay; hoist the pennant; fill the ballast tank;
            warn the ferry; untie the stern line; christen the bow; check the pumps""",
    ),
    theme(
        "newspaper",
        "the {town} Herald; the {last} Gazette; the Morning Post of {town}; the {town} Weekly",
        "sending the paper to press",
        roles="editor; proofreader; crime reporter; cartoonist; typesetter; printer; sports writer; advertising clerk",
        deeds="""uncover/uncovered the harbour scandal; interview/interviewed the governor; found/founded the Sunday edition;
            print/printed the first colour page; invent/invented the riddle column; sell/sold the hand press;
            cover/covered the railway strike; rename/renamed the weather page; hire/hired the night reporter;
            lose/lost the libel case""",
        counts="""draft/drafted articles; ink/inked cartoons; correct/corrected galleys; sell/sold advertisements;
            answer/answered readers' letters; photograph/photographed weddings; print/printed supplements;
            file/filed reports""",
        things="""the ink roller; the style book; the darkroom lamp; the telegraph key; the editor's gong; the page dummy;
            the paper cutter; the clippings file""",
        spots="""in the newsroom; beside the rotary press; in the darkroom; under the editor's desk; on the noticeboard;
            behind the paper rolls; in the archive; near the teleprinter""",
        goods="""a small advertisement; a back issue; a yearly subscription; a birth notice; a reprint; a press photograph;
            a puzzle book; a wall calendar""",
        steps="""lay out the front page; check the headlines; ink the rollers; call the printer; file the photographs;
            cut the late column; sign the proofs; load the paper rolls; number the pages""",
    ),
)
