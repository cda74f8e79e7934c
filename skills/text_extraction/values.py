"""Values to plant: addresses, dates, prices, numbers of many formats, from spaces too large to learn by heart.

The formats are the same on both sides, because they belong to the world and not to a wording; the words in them come
from a side.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from repairloop import Draw

_DOMAINS = (".com", ".org", ".net", ".co.uk", ".io", ".de", ".eu", ".ca", ".com.au", ".fr", ".info", ".nl")
_MONTHS = ("January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PHONES = (
    "+44 20 #### ####", "(###) 555-####", "555-####", "0### ### ## ##", "+49 30 ######", "+1 ### 555 ####",
    "0## #### ####", "+31 6 ########", "###-###-####", "+33 1 ## ## ## ##", "0800 ### ###", "###.###.####",
    "+61 4## ### ###", "0#### ######",
)  # fmt: skip
_CODES = (
    "INV-#####", "#@@-####", "@@####", "####-@@", "@-####-@", "PO ##-####", "#######", "@@@-##-##", "@#@#@#",
    "####/##", "REF@@###", "##-###-##", "@@-2026-###", "@@@#####", "#####@", "@##-@##", "SO#####", "#### #### ##",
)  # fmt: skip
_PRICES = (
    "$#", "£#", "€#", "$#.##", "£#.##", "€ #,##", "# USD", "#.## EUR", "$#,###", "# euros", "CHF #.##", "#.##", "US$ #",
    "£#,###.##", "¥#,###", "# kr",
)  # fmt: skip
_FLIGHTS = ("@@ ####", "@@###", "@@ ###", "ICE ###", "IC ####", "@####", "RE ##", "@@@ ####", "EC ##", "TGV ####")
_ROOMS = ("Room #", "Room #.##", "Hall @", "Suite ###", "Room @#", "Gate @#", "Studio #", "Pier ##", "Building @")


def _fill(mask: str, w: Draw) -> str:
    """Digits for `#`, capital letters for `@`; a `#` at the start of a number is never 0."""
    text, before = "", ""
    for c in mask:
        if c == "#":
            text += w.pick("0123456789" if before.isalnum() or before in "+(" else "123456789")
        else:
            text += w.pick("ABCDEFGHJKLMNPQRSTUVWXYZ") if c == "@" else c
        before = text[-1]
    return text


_PLAIN = str.maketrans("áàâäåãéèêëíïóôöøúüçñšžłý", "aaaaaaeeeeiioooouucnszly")


@lru_cache(maxsize=8)
def _ascii(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("".join(c for c in n.lower().translate(_PLAIN) if c.isascii() and c.isalnum()) for n in names)


def _logins(w: Draw) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """First and last names as they stand in addresses: ASCII letters, small."""
    return _ascii(w.all("first")), _ascii(w.all("last"))


def organisation(w: Draw) -> str:
    return f"{w.pick(w.all('stems')).title()}{w.pick((' ', '', ' '))}{w.pick(w.all('tails')).title()}"


def _domain(w: Draw) -> str:
    return f"{w.pick(w.all('stems'))}{w.pick(('', '-', ''))}{w.pick(w.all('tails'))}{w.pick(_DOMAINS)}"


def _email(w: Draw) -> str:
    firsts, lasts = _logins(w)
    first, last, box = w.pick(firsts), w.pick(lasts), w.pick(w.all("mailboxes"))
    number = int(w.rng.random() * 97) + 2
    local = w.pick((
        f"{first}.{last}", f"{first[0]}.{last}", f"{first}_{last}", f"{first[0]}{last}{number}", f"{first}{number}",
        f"{last}.{first}", box, f"{box}{number}", last, f"{first}-{last}",
    ))  # fmt: skip
    return f"{local}@{_domain(w)}"


def _phone(w: Draw) -> str:
    return _fill(w.pick(_PHONES), w)


def _url(w: Draw) -> str:
    start = w.pick(("https://", "https://www.", "www.", "", "http://"))
    page, number = w.pick(w.all("pages")), int(w.rng.random() * 300) + 2
    end = w.pick((f"/{page}", f"/{page}/{number}", f"/{page}.html", f"/{page}-{number}"))
    return f"{start}{_domain(w)}{end}"


def _handle(w: Draw) -> str:
    firsts, lasts = _logins(w)
    first, last, stem, tail = w.pick(firsts), w.pick(lasts), w.pick(w.all("stems")), w.pick(w.all("tails"))
    number = int(w.rng.random() * 990) + 2
    return "@" + w.pick((
        f"{stem}_{tail}", f"{first}_{stem}", f"{stem}{number}", f"{last}.{stem}", f"the{stem}{tail}", f"{first}{number}",
        f"{stem}{tail}{number}",
    ))  # fmt: skip


def _date(w: Draw) -> str:
    day, month, year = w.rng.randrange(1, 29), w.rng.randrange(12), w.rng.randrange(2023, 2029)
    name, end = _MONTHS[month], {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd"}.get(day, "th")
    match w.rng.randrange(15):
        case 0:
            return f"{day} {name} {year}"
        case 1:
            return f"{name} {day}, {year}"
        case 2:
            return f"{year}-{month + 1:02}-{day:02}"
        case 3:
            return f"{day:02}/{month + 1:02}/{year}"
        case 4:
            return f"{day:02}.{month + 1:02}.{year}"
        case 5:
            return f"{day}{end} {name}"
        case 6:
            return f"{w.pick(_DAYS)}, {day} {name}"
        case 7:
            return f"{name} {day}{end}, {year}"
        case 8:
            return f"{name[:3]} {day}, {year}"
        case 9:
            return f"{w.pick(_DAYS)[:3]} {day} {name[:3]}"
        case 10:
            return f"{day} {name}"
        case 11:
            return f"{month + 1}/{day}/{year % 100}"
        case 12:
            return f"{day}-{name[:3]}-{year}"
        case 13:
            return f"{w.pick(_DAYS)} {day}{end} {name} {year}"
        case _:
            return f"{name} {day}"


def _time(w: Draw) -> str:
    hour, minute = w.rng.randrange(1, 24), w.rng.randrange(60) if w.rng.random() < 0.4 else 5 * w.rng.randrange(12)
    half, short = "am" if hour < 12 else "pm", (hour - 1) % 12 + 1
    return w.pick((
        f"{hour:02}:{minute:02}", f"{hour}:{minute:02}", f"{short}:{minute:02} {half}", f"{short}:{minute:02}{half}",
        f"{hour}.{minute:02}", f"{hour:02}:{minute:02} h", f"{short}:{minute:02} {half.upper()}", f"{short} {half}",
    ))  # fmt: skip


def _price(w: Draw) -> str:
    mask = w.pick(_PRICES)
    return _fill(mask.replace("#", "#" * w.rng.randrange(1, 4), 1), w)


def _code(w: Draw) -> str:
    return _fill(w.pick(_CODES), w)


def _quantity(w: Draw) -> str:
    size = 10 ** w.rng.randrange(1, 4)
    number = w.rng.randrange(max(2, size // 10), size * 10)
    return f"{number:,}" if number > 999 and w.rng.random() < 0.5 else str(number)


def _flight(w: Draw) -> str:
    return _fill(w.pick(_FLIGHTS), w)


def _person(w: Draw) -> str:
    first, last = w.pick(w.all("first")), w.pick(w.all("last"))
    shape = w.rng.randrange(10)
    if shape < 6:
        return f"{first} {last}"
    if shape == 6:
        return f"{first} {w.pick('ABCDEFGHJKLMNPRSTVW')}. {last}"
    if shape == 7:
        return f"{first} {last}-{w.pick(w.all('last'))}"
    return f"{w.pick(('Dr', 'Ms', 'Mr', 'Prof'))} {last}" if shape == 8 else f"{first[0]}. {last}"


def _place(w: Draw) -> str:
    shape = w.rng.randrange(4)
    if shape == 0:
        return _fill(w.pick(_ROOMS), w)
    if shape == 1:
        return f"{w.rng.randrange(2, 260)} {w.pick(w.all('streets'))}"
    if shape == 2:
        return f"{w.pick(w.all('stems')).title()} {w.pick(w.all('venues'))}"
    return f"{w.pick(w.all('last'))} {w.pick(w.all('venues'))}"


def _city(w: Draw) -> str:
    return w.pick(w.all("cities"))


MAKE: dict[str, Callable[[Draw], str]] = {
    "email": _email, "email_of": _email, "phone": _phone, "phone_of": _phone, "url": _url, "handle": _handle,
    "date": _date, "time": _time, "price": _price, "code": _code, "quantity": _quantity, "flight": _flight,
    "person": _person, "place": _place, "city": _city,
}  # fmt: skip
"""Slot → a fresh value."""

TYPE = {"email_of": "email", "phone_of": "phone", "city": "place"}
"""Slots whose values could be taken for those of another slot."""

FAMILIES: dict[str, tuple[str, ...]] = {
    "contact": ("email", "email_of", "phone", "phone_of", "url", "handle"),
    "date_time": ("date", "time"),
    "amount_or_id": ("price", "code", "quantity", "flight"),
    "name_or_place": ("person", "place", "city"),
}


def type_of(slot: str) -> str:
    return TYPE.get(slot, slot)
