"""Unseen bank: names, and what worlds are about."""

from __future__ import annotations

from skills.reading_comprehension.bank import theme
from skills.reading_comprehension.phrase import words

FIRST = words("""
Amara; Bastian; Carmen; Dario; Elif; Farid; Giulia; Hassan; Ines; Jamal; Keiko; Luca; Malik; Nadia; Omar; Priya; Quentin;
Rafael; Samira; Tariq; Umberto; Valeria; Wei; Ximena; Yusuf; Zora; Aylin; Bruno; Chiara; Diego; Esme; Fabio; Gita; Hiro;
Imani; Joaquin; Kavita; Lorenzo; Marisol; Noor; Otis; Paloma; Rashid; Soraya; Tomas; Uma; Vikram; Winona; Yara; Zane;
Anouk; Benoit; Celeste; Didier; Elodie; Florian; Gaspard; Helena; Ismael; Jocelyn
""")
LAST = words("""
Okafor; Moreno; Tanaka; Silva; Haddad; Novak; Petrov; Kowalski; Ferrari; Duarte; Ibarra; Kaplan; Lindqvist; Mbeki; Nasser;
Ortega; Pham; Quispe; Rahimi; Sato; Toledo; Ueda; Vargas; Wojcik; Xavier; Yilmaz; Zamora; Abadi; Bianchi; Castillo; Demir;
Esposito; Fontaine; Guzman; Hoang; Iyer; Jansen; Khatri; Laurent; Mancini; Nakamura; Olivares; Pereira; Rossi; Salazar;
Tessier; Urbina; Valdez; Weiss; Zhang; Achebe; Baptiste; Cardoso; Delacroix; Eriksen; Farouk
""")
TOWNS = words("""
Port Meridian; Casteldor; Verano; Solvik; Tarnholm; Belmonte; Ostrava Bridge; Marisund; Corvella; Dravenport; Eastermoor;
Fontaneta; Gallowmere; Havnborg; Istrana; Jorvale; Karsted; Lunabridge; Montelago; Nordhaven; Olivara; Petrel Point;
Quillota; Rivamonte; Sunderby; Torrevale; Ulvik; Valderra; Wexmouth; Yarrowdale; Zellberg; Arvenne; Bracciano Hill;
Costa Verde; Dovrefell; Estremar
""")
MONTHS = words("February; May; July; August; October; December")
COINS = words("pesos; lire; rupees; thalers; florins; dinars")

THEMES = (
    theme(
        "observatory",
        "the {last} Observatory; the Hilltop Observatory at {town}; the {town} Star House; the {last} Telescope Society",
        "closing the dome at dawn",
        roles="astronomer; lens grinder; dome operator; data clerk; lecture host; mechanic; grant writer; sky warden",
        deeds="""spot/spotted the green comet; polish/polished the main mirror; name/named the double star;
            install/installed the solar filter; map/mapped the southern sky; motorise/motorised the dome;
            found/founded the star party; sell/sold the brass telescope; wire/wired the control hut;
            predict/predicted the long eclipse""",
        counts="""plot/plotted asteroids; expose/exposed plates; host/hosted stargazers; log/logged meteors; test/tested lenses;
            calibrate/calibrated sensors; file/filed star charts; track/tracked satellites""",
        things="""the star wheel; the moon globe; the sextant; the eyepiece box; the red torch; the sundial; the orrery;
            the night ledger""",
        spots="""in the dome; below the spiral stairs; behind the mirror; in the warm room; on the north balcony;
            beside the pendulum; inside the plate vault; near the antenna""",
        goods="""a star map; a moon poster; an evening tour; a pocket telescope; a red torch bulb; an eclipse viewer;
            a planet puzzle; a night pass""",
        steps="""cap the lens; park the telescope; close the shutters; copy the data; drain the coolant; stop the clock drive;
            sign the night ledger; lock the plate vault; cover the mirror""",
    ),
    theme(
        "beekeeping society",
        "the {town} Beekeepers; the {last} Apiary; the Honey Guild of {town}; the {last} Bee Society",
        "opening a hive",
        roles="hive inspector; queen breeder; honey taster; smoke handler; swarm catcher; wax worker; fair planner; mentor",
        deeds="""catch/caught the giant swarm; cross/crossed the mountain queen; build/built the teaching hive;
            ban/banned the plastic frame; sow/sowed the clover strip; win/won the honey medal; paint/painted the orange hive;
            found/founded the pollen laboratory; import/imported the wax mill; cure/cured the sick colony""",
        counts="""extract/extracted combs; fill/filled honey jars; inspect/inspected hives; mould/moulded candles;
            nail/nailed frames; tag/tagged queens; feed/fed colonies; brew/brewed bottles of mead""",
        things="""the smoker; the queen cage; the uncapping fork; the honey press; the veil box; the hive scale;
            the swarm net; the frame rack""",
        spots="""in the honey shed; beneath the lime trees; beside the hive stand; in the wax room; on the drying rack;
            behind the hedge; over the workbench; at the orchard wall""",
        goods="""a beeswax candle; a comb of heather honey; a veil; a queen bee; a pot of propolis; a hive tool; a mead bottle;
            a swarm box""",
        steps="""light the smoker; put on the veil; lift the lid; loosen the frames; look for the queen; count the brood;
            brush off the bees; note the weather; replace the feeder""",
    ),
    theme(
        "film club",
        "the {town} Film Club; the {last} Picture House; the Midnight Cinema of {town}; the {town} Reel Society",
        "starting a screening",
        roles="projectionist; programme chair; ticket seller; subtitle writer; film historian; snack vendor; archivist of reels; host",
        deeds="""screen/screened the silent western; rescue/rescued the burnt reel; dub/dubbed the desert epic;
            replace/replaced the silver screen; shoot/shot the lighthouse documentary; found/founded the short film prize;
            trade/traded the old projector; soundproof/soundproofed the back room; invite/invited the famous stuntman;
            colour/coloured the circus film""",
        counts="""review/reviewed westerns; splice/spliced reels; pop/popped bags of popcorn; subtitle/subtitled comedies;
            seat/seated guests; rate/rated thrillers; hang/hung banners; rewind/rewound cassettes""",
        things="""the splicing block; the clapperboard; the carbon lamp; the reel case; the usher's torch; the sound desk;
            the poster tube; the lens cloth""",
        spots="""in the projection booth; underneath the screen; in the back row; beside the popcorn machine; in the reel store;
            behind the ticket booth; on the fire escape; at the bar""",
        goods="""a bucket of popcorn; a membership card; a double bill; a film magazine; a vintage poster; a front row seat;
            a soundtrack disc; a pair of 3D glasses""",
        steps="""thread the film; warm up the lamp; lower the screen; check the sound; seat the guests; dim the hall;
            play the gong; focus the lens; draw the drapes""",
    ),
    theme(
        "cycle shop",
        "{last} Cycles; the {town} Bicycle Works; the Wheel Shop of {town}; {last} and Partners, cycles",
        "repairing a puncture",
        roles="frame builder; wheel truer; sales lead; paint sprayer; rental clerk; race mechanic; courier; parts buyer",
        deeds="""weld/welded the tandem frame; design/designed the cargo bike; patent/patented the folding pedal;
            open/opened the repair café; sponsor/sponsored the hill race; import/imported the titanium fork;
            restore/restored the penny-farthing; relocate/relocated the spray booth; launch/launched the rental fleet;
            equip/equipped the mobile workshop""",
        counts="""patch/patched tyres; true/trued wheels; lease/leased tandems; oil/oiled chains; fit/fitted saddles;
            assemble/assembled tricycles; replace/replaced brake pads; ship/shipped helmets""",
        things="""the truing stand; the chain whip; the air compressor; the torque wrench; the spoke cutter; the bell display;
            the tyre lever set; the repair ledger""",
        spots="""in the workshop; above the bike rack; behind the till; in the spray booth; under the mezzanine;
            beside the air pump; on the pegboard; at the loading bay""",
        goods="""an inner tube; a bell; a saddle cover; a pannier; a rear light; a bottle cage; a child seat; a cable lock""",
        steps="""remove the wheel; pry off the tyre; find the hole; roughen the rubber; spread the glue; press on the patch;
            pump up the tube; spin the wheel; tighten the nuts""",
    ),
    theme(
        "botanical garden",
        "the {town} Botanical Garden; the {last} Arboretum; the Orchid Garden of {town}; the {last} Palm House",
        "looking after the palm house",
        roles="head gardener; seed keeper; orchid grower; tree surgeon; pond warden; herbalist; labeller; botanist",
        deeds="""breed/bred the black orchid; plant/planted the dragon tree; heat/heated the palm house;
            classify/classified the cliff fern; save/saved the ancient cedar; construct/constructed the bamboo bridge;
            map/mapped the moss garden; auction/auctioned the giant cactus; stock/stocked the lily pond;
            inaugurate/inaugurated the scent trail""",
        counts="""graft/grafted roses; pot/potted seedlings; water/watered ferns; prune/pruned fig trees; press/pressed leaves;
            name/named tulips; label/labelled shrubs; rake/raked flower beds""",
        things="""the pruning ladder; the seed drawer; the mist pump; the plant press; the soil sieve; the grafting knife;
            the rain gauge; the root saw""",
        spots="""in the potting shed; inside the palm house; beneath the pergola; beside the lily pond; in the seed bank;
            behind the compost heap; along the south wall; at the tool gate""",
        goods="""a potted fern; a bag of tulip bulbs; a herb tray; a garden map; a cactus; a rose cutting; a packet of seeds;
            a trowel""",
        steps="""open the vents; mist the orchids; check the thermometer; prune the vines; feed the carp; turn the compost;
            rinse the cans; read the rain gauge; sweep the gravel""",
    ),
    theme(
        "polar station",
        "{last} Station; the {town} Ice Base; the {last} Polar Station; the South Ice Station run from {town}",
        "getting ready for a storm",
        roles="station chief; ice driller; weather observer; dog handler; diesel mechanic; biologist; supply officer; pilot",
        deeds="""drill/drilled the deep core; land/landed the supply plane; erect/erected the radio mast; tag/tagged the leopard seal;
            thaw/thawed the main pipe; assemble/assembled the wind turbine; detect/detected the hidden lake;
            salvage/salvaged the crushed tractor; calibrate/calibrated the ozone meter; insulate/insulated the sleeping hut""",
        counts="""release/released weather balloons; band/banded penguins; store/stored ice cores; refuel/refuelled snowmobiles;
            weigh/weighed seals; melt/melted blocks of snow; check/checked fuel drums; record/recorded whale calls""",
        things="""the flare gun; the ice drill; the sledge harness; the seismograph; the snow plough blade; the spare rotor;
            the satellite phone; the ration book""",
        spots="""in the generator hut; beneath the mess table; beside the airstrip; in the ice cellar; behind the snow fence;
            inside the dome tent; on the observation deck; at the fuel depot""",
        goods="""a thermal suit; a crate of rations; a fuel drum; a pair of ski goggles; a shovel; a flare; a radio battery;
            an ice screw""",
        steps="""tie down the sledges; close the hatches; call in the drillers; fill the generator; bring in the dogs;
            melt some snow; stretch the guide rope; charge the radios; secure the mast""",
    ),
    theme(
        "chess club",
        "the {town} Chess Club; the {last} Knights; the Castle Chess Circle of {town}; the {town} Gambit Society",
        "setting up a tournament",
        roles="club president; arbiter; endgame teacher; league captain; problem setter; clock keeper; tea steward; website keeper",
        deeds="""solve/solved the century problem; defeat/defeated the visiting master; host/hosted the island tournament;
            publish/published the endgame manual; gift/gifted the marble board; program/programmed the chess robot;
            found/founded the school league; rescue/rescued the lost trophy; discover/discovered the queen trick;
            livestream/livestreamed the city final""",
        counts="""win/won blitz games; solve/solved chess puzzles; coach/coached pupils; referee/refereed league games;
            annotate/annotated openings; carve/carved pawns; reset/reset clocks; score/scored tournament points""",
        things="""the demonstration board; the digital clock; the ivory queen; the score sheet binder; the rating list;
            the travel set; the champion's chair; the pairing cards""",
        spots="""in the back parlour; at table one; beside the tea urn; on the trophy shelf; behind the notice screen;
            beneath the club portrait; in the analysis room; along the window bench""",
        goods="""a travel chess set; a score book; a puzzle collection; a club tie; an entry slot; a beginner's course;
            a wooden board; a chess clock""",
        steps="""number the tables; wind the clocks; draw the lots; put up the pairings; lay out the score sheets;
            place the pieces; brief the captains; brew the tea; ring the handbell""",
    ),
    theme(
        "pottery",
        "{last} Pottery; the {town} Clay Studio; the Kiln House of {town}; the {last} Ceramics Circle",
        "firing the kiln",
        roles="kiln master; glaze mixer; wheel teacher; clay digger; tile painter; gallery keeper; mould maker; packer",
        deeds="""mix/mixed the copper glaze; mould/moulded the giant urn; invent/invented the ash glaze; line/lined the gas kiln;
            exhibit/exhibited the blue dragon; glaze/glazed the chapel floor; buy/bought the clay pit;
            mend/mended the cracked fountain; found/founded the raku workshop; ship/shipped the royal dinner set""",
        counts="""glaze/glazed bowls; shape/shaped teapots; fire/fired tiles; paint/painted plates; trim/trimmed mugs;
            wrap/wrapped vases for export; cast/cast figurines; polish/polished jugs""",
        things="""the kick wheel; the glaze bucket; the wire cutter; the pyrometer; the kiln shelf; the pug mill; the sponge jar;
            the pattern roller""",
        spots="""in the kiln room; underneath the wheel; beside the drying rack; in the glaze pantry; on the slab table;
            behind the clay bins; at the showroom door; inside the damp cupboard""",
        goods="""a salt-glazed mug; a bag of stoneware clay; a raku bowl; a set of tiles; a wheel lesson; an oil burner;
            a soap dish; a flower vase""",
        steps="""stack the shelves; seal the door; open the damper; light the burner; watch the cones; raise the heat;
            rake out the ash; write the firing chart; close the gas valve""",
    ),
    theme(
        "railway society",
        "the {town} Railway Society; the {last} Valley Line; the Steam Friends of {town}; the {town} Narrow Gauge",
        "sending off the morning train",
        roles="engine driver; fireman; signal keeper; guard; track inspector; timetable clerk; boiler smith; station host",
        deeds="""restore/restored the saddle tank engine; reopen/reopened the quarry branch; purchase/purchased the dining carriage;
            enlarge/enlarged the hill tunnel; rebuild/rebuilt the signal box; stage/staged the moonlight special;
            overhaul/overhauled the turntable; film/filmed the last steam run; rename/renamed the summit halt;
            move/moved the iron footbridge""",
        counts="""punch/punched tickets; shovel/shovelled tons of coal; replace/replaced sleepers; polish/polished brass plates;
            couple/coupled wagons; paint/painted signal posts; greet/greeted day trippers; oil/oiled axles""",
        things="""the guard's whistle; the token staff; the firing shovel; the station clock; the ticket dater; the track gauge;
            the oil can; the signal lamp""",
        spots="""in the engine shed; on platform two; inside the signal box; beside the water tower; in the lamp hut;
            behind the coal stage; at the level crossing; beneath the footbridge""",
        goods="""a return ticket; a platform pass; a model wagon; a cab ride; a line map; a brass badge; a cream tea;
            a steam calendar""",
        steps="""fill the tender; raise steam; check the couplings; clear the signal; load the parcels; punch the tickets;
            close the carriages; blow the whistle; wave the flag""",
    ),
    theme(
        "radio station",
        "Radio {town}; {last} FM; the {town} Night Radio; the Community Station of {town}",
        "going on air",
        roles="presenter; sound engineer; news reader; jingle writer; playlist planner; traffic reporter; intern; producer",
        deeds="""broadcast/broadcast the flood appeal; record/recorded the lighthouse keeper; start/started the jazz hour;
            upgrade/upgraded the rooftop antenna; script/scripted the ghost serial; secure/secured the night licence;
            interview/interviewed the circus director; build/built the second studio; cancel/cancelled the quiz marathon;
            digitise/digitised the tape archive""",
        counts="""announce/announced songs; mix/mixed jingles; answer/answered calls; edit/edited interviews;
            air/aired bulletins; archive/archived tapes; schedule/scheduled concerts; voice/voiced adverts""",
        things="""the ribbon microphone; the mixing desk; the on-air lamp; the cue sheet; the tape splicer; the pop shield;
            the weather hotline; the record crate""",
        spots="""in studio one; behind the soundproof door; on the roof; beside the transmitter; in the tape archive;
            beneath the mixing desk; at reception; in the green room""",
        goods="""a song request; a studio tour; a station mug; an advert slot; a jingle; a podcast course; a tote with a logo;
            a concert voucher""",
        steps="""test the microphone; load the playlist; switch on the lamp; cue the jingle; greet the guest; check the levels;
            read the headlines; sync the clock; mute the phones""",
    ),
)
