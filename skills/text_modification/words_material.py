"""Word pairs for raw text: what stands in real texts, and what it may give way to.

An instruction always shows the pairs that it uses, so what is right never rests on what a word means in its place.
"""

from __future__ import annotations

from typing import Final

from skills.text_modification.bank import Pairs, pairs, words

# fmt: off
SAME: Final = pairs("""
    large=big, begin=start, begins=starts, quickly=fast, often=frequently, allow=permit, allows=permits,
    allowed=permitted, return=give back, returns=gives back, returned=given back, create=make, creates=makes,
    created=made, entire=whole, complete=full, required=needed, requires=needs, require=need, correct=right,
    error=mistake, errors=mistakes, receive=get, receives=gets, received=got, only=just, usually=mostly,
    typically=commonly, possible=feasible, similar=comparable, current=present, specify=state, specifies=states,
    specified=stated, several=some, multiple=many, final=last, initial=first, choose=pick, chooses=picks,
    happens=occurs, happen=occur, show=display, shows=displays, remove=delete, removes=deletes, removed=deleted,
    contain=hold, contains=holds, change=alter, changes=alters, changed=altered, simple=plain, special=particular,
    separate=distinct, build=construct, builds=constructs, provide=supply, provides=supplies, provided=supplied,
    near=close to, small=little, important=key, house=home, street=road, people=persons, children=kids, quiet=calm,
    happy=glad, sad=unhappy, city=town, cities=towns, speak=talk, spoke=talked, walk=stroll, walked=strolled,
    ended=finished, empty=blank, immediately=at once, automatically=by itself, answer=reply, answers=replies,
    idea=notion, ideas=notions, rapid=swift, buy=purchase, bought=purchased, help=aid, helps=aids, helped=aided,
    close=shut, closed=shut, begun=started, began=started, stops=halts, stopped=halted, gather=collect, keep=retain,
    keeps=retains, kept=retained, nearly=almost, perhaps=maybe, instead=rather, together=jointly, yearly=annual
""")
"""Words that say about the same."""
PLAIN: Final = pairs("""
    additional=more, specified=given, specify=give, specifies=gives, corresponding=matching, appropriate=right,
    approximately=about, automatically=by itself, subsequent=later, subsequently=later, prior=earlier, previous=last,
    utilize=use, utilizes=uses, utilise=use, obtain=get, obtains=gets, obtained=got, retrieve=get, retrieves=gets,
    retrieved=got, perform=do, performs=does, performed=done, indicate=show, indicates=shows, indicated=shown,
    represent=stand for, represents=stands for, representing=standing for, contain=hold, contains=holds,
    containing=holding, require=need, requires=needs, required=needed, necessary=needed, sufficient=enough,
    terminate=end, terminates=ends, terminated=ended, execute=run, executes=runs, executed=run, modify=change,
    modifies=changes, modified=changed, construct=build, constructs=builds, constructed=built, initial=first,
    initially=at first, entire=whole, multiple=many, numerous=many, several=a few, determine=find out,
    determines=finds out, determined=found out, attempt=try, attempts=tries, attempted=tried, commence=start,
    demonstrate=show, demonstrates=shows, assistance=help, assist=help, therefore=so, consequently=so,
    furthermore=also, moreover=also, nevertheless=still, whether=if, immediately=at once, generate=make,
    generates=makes, generated=made, create=make, creates=makes, created=made, provide=give, provides=gives,
    provided=given, available=at hand, identical=the same, equivalent=equal, purchase=buy, purchased=bought,
    residence=home, commonly=often, frequently=often, typically=mostly, generally=mostly, particular=special,
    component=part, components=parts, location=place, locations=places, currently=now, portion=part, portions=parts,
    remainder=rest, remaining=other, select=pick, selects=picks, selected=picked, verify=check, verifies=checks,
    verified=checked, eliminate=remove, acquire=get, acquires=gets, acquired=got, implement=carry out,
    implements=carries out, implemented=carried out, explicitly=in plain words, recursively=over and over,
    supported=backed, supports=backs, invoked=called, invokes=calls, invoke=call, enclosed=closed in, accessible=open,
    establish=set up, established=set up, described=told, describes=tells, documentation=manual, information=facts
""")
"""A harder word and an easier one."""
OPPOSITE: Final = pairs("""
    good=bad, better=worse, best=worst, easy=hard, easier=harder, easily=with difficulty, simple=complicated,
    useful=useless, helpful=harmful, correct=wrong, correctly=wrongly, valid=invalid, success=failure,
    successful=unsuccessful, successfully=without success, succeeds=fails, safe=dangerous, fast=slow, faster=slower,
    quickly=slowly, clean=dirty, clear=confusing, strong=weak, rich=poor, happy=sad, beautiful=ugly,
    pleasant=unpleasant, interesting=boring, possible=impossible, supported=unsupported, supports=hinders,
    support=hindrance, allowed=forbidden, allows=forbids, allow=forbid, useable=unusable, usable=unusable,
    reliable=unreliable, convenient=awkward, efficient=wasteful, appropriate=unsuitable, necessary=needless,
    complete=patchy, usually=rarely, increase=decrease, increases=decreases, gain=loss, love=hate, loved=hated,
    likes=dislikes, warm=cold, bright=dark, calm=restless, fresh=stale, friendly=hostile, enabled=disabled,
    enables=disables, enable=disable, accepted=rejected, accepts=rejects, accept=reject, lucky=unlucky,
    remember=forget, remembers=forgets, opened=closed, improved=spoiled, improves=spoils, proud=ashamed, polite=rude,
    honest=dishonest, popular=unpopular, cheap=overpriced, healthy=sick, available=missing,
    automatically=only by hand, powerful=feeble, flexible=rigid, important=trivial, known=unknown, defined=undefined,
    recommended=discouraged, suitable=unsuitable, full=empty, true=false, wins=loses, won=lost
""")
"""Words of judgement and their opposites; used both ways."""
FORMAL: Final = pairs("""
    get=obtain, gets=obtains, got=obtained, need=require, needs=requires, needed=required, make=produce,
    makes=produces, made=produced, show=display, shows=displays, start=commence, starts=commences, started=commenced,
    end=conclude, ends=concludes, try=attempt, tries=attempts, tried=attempted, ask=enquire, asks=enquires,
    asked=enquired, help=assist, helps=assists, helped=assisted, buy=purchase, bought=purchased, give=provide,
    gives=provides, given=provided, tell=inform, tells=informs, enough=sufficient, want=desire, wants=desires,
    wanted=desired, keep=retain, keeps=retains, kept=retained, let=permit, lets=permits, find=locate, finds=locates,
    found=located, check=verify, checks=verifies, checked=verified, maybe=possibly, also=additionally,
    lots=a great number, before=prior to, after=subsequent to, change=modify, changes=modifies, changed=modified,
    seems=appears, seem=appear, often=frequently, quick=prompt, quickly=promptly, next=subsequent, same=identical,
    whole=entire, wrong=incorrect, right=correct, sent=dispatched
""")
"""A casual word and a formal one; used both ways."""
LONG_FORMS: Final = pairs("""
    ASCII=American Standard Code for Information Interchange, API=application programming interface,
    CPU=central processing unit, CSV=comma-separated values, DNS=Domain Name System, DOM=Document Object Model,
    FTP=File Transfer Protocol, GUI=graphical user interface, HTML=HyperText Markup Language,
    HTTP=HyperText Transfer Protocol, ID=identifier, IMAP=Internet Message Access Protocol, IP=Internet Protocol,
    ISO=International Organization for Standardization, JSON=JavaScript Object Notation,
    MIME=Multipurpose Internet Mail Extensions, OS=operating system, PDF=Portable Document Format,
    POP=Post Office Protocol, RAM=random-access memory, RFC=Request for Comments, SAX=Simple API for XML,
    SMTP=Simple Mail Transfer Protocol, SQL=Structured Query Language, SSL=Secure Sockets Layer,
    TCP=Transmission Control Protocol, TLS=Transport Layer Security, UDP=User Datagram Protocol, UI=user interface,
    URI=Uniform Resource Identifier, URL=Uniform Resource Locator, USB=Universal Serial Bus,
    UTC=Coordinated Universal Time, UUID=universally unique identifier, XML=Extensible Markup Language,
    YAML=YAML Ain't Markup Language, EU=European Union, UK=United Kingdom, US=United States, UN=United Nations,
    GPS=Global Positioning System, DIY=do it yourself, CEO=chief executive officer, FAQ=frequently asked questions,
    TV=television, BBC=British Broadcasting Corporation, NATO=North Atlantic Treaty Organization,
    AM=amplitude modulation, PR=pull request, QA=quality assurance, KPI=key performance indicator,
    VAT=value added tax, GDP=gross domestic product
""")
CONTRACTED: Final = pairs("""
    don't=do not, doesn't=does not, didn't=did not, isn't=is not, aren't=are not, wasn't=was not, weren't=were not,
    can't=cannot, couldn't=could not, won't=will not, wouldn't=would not, shouldn't=should not, mustn't=must not,
    hasn't=has not, haven't=have not, hadn't=had not, needn't=need not, you'll=you will, we'll=we will,
    they'll=they will, it'll=it will, you've=you have, we've=we have, they've=they have, you're=you are, we're=we are,
    they're=they are
""")
SPELLINGS: Final = pairs("""
    behaviour=behavior, behaviours=behaviors, colour=color, colours=colors, coloured=colored, centre=center,
    centred=centered, metre=meter, metres=meters, licence=license, catalogue=catalog, dialogue=dialog, grey=gray,
    cancelled=canceled, labelled=labeled, modelled=modeled, travelled=traveled, signalled=signaled, favour=favor,
    favourite=favorite, honour=honor, neighbour=neighbor, neighbours=neighbors, labour=labor, harbour=harbor,
    flavour=flavor, organise=organize, organised=organized, realise=realize, realised=realized, recognise=recognize,
    recognised=recognized, initialise=initialize, initialised=initialized, initialises=initializes,
    normalise=normalize, normalised=normalized, optimise=optimize, optimised=optimized, serialise=serialize,
    serialised=serialized, customise=customize, customised=customized, summarise=summarize, capitalise=capitalize,
    capitalised=capitalized, analyse=analyze, analysed=analyzed, synchronise=synchronize, synchronised=synchronized,
    generalise=generalize, specialised=specialized, minimise=minimize, maximise=maximize, utilise=utilize,
    defence=defense, programme=program, theatre=theater, fulfil=fulfill, jewellery=jewelry, tyre=tire, plough=plow,
    cheque=check, storey=story, artefact=artifact, judgement=judgment, whilst=while, amongst=among, towards=toward,
    afterwards=afterward, backwards=backward, forwards=forward, ageing=aging, enquiry=inquiry,
    parametrised=parametrized
""")
"""British and American spelling; used both ways."""
LANGUAGES: Final = ("Spanish", "German", "French")
FOREIGN: Final = tuple(words(row, "/") for row in words("""
    name/nombre/Name/nom, number/número/Zahl/nombre, word/palabra/Wort/mot, list/lista/Liste/liste,
    value/valor/Wert/valeur, file/archivo/Datei/fichier, line/línea/Zeile/ligne, time/tiempo/Zeit/temps,
    year/año/Jahr/année, week/semana/Woche/semaine, month/mes/Monat/mois, house/casa/Haus/maison,
    city/ciudad/Stadt/ville, street/calle/Straße/rue, book/libro/Buch/livre, page/página/Seite/page,
    letter/letra/Buchstabe/lettre, text/texto/Text/texte, example/ejemplo/Beispiel/exemple, error/error/Fehler/erreur,
    message/mensaje/Nachricht/message, window/ventana/Fenster/fenêtre, size/tamaño/Größe/taille,
    length/longitud/Länge/longueur, thing/cosa/Ding/chose, type/tipo/Typ/type, object/objeto/Objekt/objet,
    class/clase/Klasse/classe, function/función/Funktion/fonction, method/método/Methode/méthode,
    argument/argumento/Argument/argument, result/resultado/Ergebnis/résultat, table/tabla/Tabelle/table,
    language/lengua/Sprache/langue, question/pregunta/Frage/question, answer/respuesta/Antwort/réponse,
    group/grupo/Gruppe/groupe, tree/árbol/Baum/arbre, root/raíz/Wurzel/racine, door/puerta/Tür/porte,
    morning/mañana/Morgen/matin, night/noche/Nacht/nuit, garden/jardín/Garten/jardin, money/dinero/Geld/argent,
    price/precio/Preis/prix, country/país/Land/pays, mother/madre/Mutter/mère, father/padre/Vater/père,
    child/niño/Kind/enfant, woman/mujer/Frau/femme, hand/mano/Hand/main, head/cabeza/Kopf/tête,
    color/color/Farbe/couleur, bread/pan/Brot/pain, school/escuela/Schule/école, friend/amigo/Freund/ami,
    world/mundo/Welt/monde, memory/memoria/Speicher/mémoire, character/carácter/Zeichen/caractère,
    position/posición/Position/position, directory/directorio/Verzeichnis/répertoire, path/ruta/Pfad/chemin,
    date/fecha/Datum/date, space/espacio/Raum/espace, part/parte/Teil/partie, state/estado/Zustand/état,
    exception/excepción/Ausnahme/exception, module/módulo/Modul/module, server/servidor/Server/serveur,
    user/usuario/Benutzer/utilisateur, event/evento/Ereignis/événement
"""))
"""A noun, and the same in each of the languages."""
COMMON: Final = frozenset(words("""
    that this with from have will when which there their they them then than these those been being were what your
    yours into onto over under upon about after before again also only even ever every each other another some such
    more most much many less least very just like both either neither nor not does done doing must may might shall should
    could would can cannot where while whether because since until unless through between among without within against
    during itself himself herself themselves ourselves myself
    yourself here thus hence else same having
""", " "))
"""Words that no instruction picks out."""
# fmt: on


def either_way(table: Pairs) -> Pairs:
    return table + tuple((new, old) for old, new in table)
