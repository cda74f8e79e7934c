"""Values to plant: addresses, dates, prices, numbers of many formats, from spaces too large to learn by heart.

The formats are the same in both banks, because they belong to the world and not to a wording; the words in them
come from the bank.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

from skills.text_extraction.bank import Bank

Option = TypeVar("Option")

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


def pick(rng: Random, options: Sequence[Option]) -> Option:
    """One of the options; three times as fast as `Random.choice`, which matters at fifty choices a problem."""
    return options[int(rng.random() * len(options))]


def _fill(mask: str, rng: Random) -> str:
    """Digits for `#`, capital letters for `@`; a `#` at the start of a number is never 0."""
    text, before = "", ""
    for c in mask:
        if c == "#":
            text += pick(rng, "0123456789" if before.isalnum() or before in "+(" else "123456789")
        else:
            text += pick(rng, "ABCDEFGHJKLMNPQRSTUVWXYZ") if c == "@" else c
        before = text[-1]
    return text


def organisation(rng: Random, bank: Bank) -> str:
    return f"{pick(rng, bank.stems).title()}{pick(rng, (' ', '', ' '))}{pick(rng, bank.tails).title()}"


def _domain(rng: Random, bank: Bank) -> str:
    return f"{pick(rng, bank.stems)}{pick(rng, ('', '-', ''))}{pick(rng, bank.tails)}{pick(rng, _DOMAINS)}"


def _email(rng: Random, bank: Bank) -> str:
    firsts, lasts = bank.logins
    first, last, box = pick(rng, firsts), pick(rng, lasts), pick(rng, bank.mailboxes)
    number = int(rng.random() * 97) + 2
    local = pick(rng, (
        f"{first}.{last}", f"{first[0]}.{last}", f"{first}_{last}", f"{first[0]}{last}{number}", f"{first}{number}",
        f"{last}.{first}", box, f"{box}{number}", last, f"{first}-{last}",
    ))  # fmt: skip
    return f"{local}@{_domain(rng, bank)}"


def _phone(rng: Random, bank: Bank) -> str:
    return _fill(pick(rng, _PHONES), rng)


def _url(rng: Random, bank: Bank) -> str:
    start = pick(rng, ("https://", "https://www.", "www.", "", "http://"))
    page, number = pick(rng, bank.pages), int(rng.random() * 300) + 2
    end = pick(rng, (f"/{page}", f"/{page}/{number}", f"/{page}.html", f"/{page}-{number}"))
    return f"{start}{_domain(rng, bank)}{end}"


def _handle(rng: Random, bank: Bank) -> str:
    firsts, lasts = bank.logins
    first, last, stem, tail = pick(rng, firsts), pick(rng, lasts), pick(rng, bank.stems), pick(rng, bank.tails)
    number = int(rng.random() * 990) + 2
    return "@" + pick(rng, (
        f"{stem}_{tail}", f"{first}_{stem}", f"{stem}{number}", f"{last}.{stem}", f"the{stem}{tail}", f"{first}{number}",
        f"{stem}{tail}{number}",
    ))  # fmt: skip


def _date(rng: Random, bank: Bank) -> str:
    day, month, year = rng.randrange(1, 29), rng.randrange(12), rng.randrange(2023, 2029)
    name, end = _MONTHS[month], {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd"}.get(day, "th")
    match rng.randrange(15):
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
            return f"{pick(rng, _DAYS)}, {day} {name}"
        case 7:
            return f"{name} {day}{end}, {year}"
        case 8:
            return f"{name[:3]} {day}, {year}"
        case 9:
            return f"{pick(rng, _DAYS)[:3]} {day} {name[:3]}"
        case 10:
            return f"{day} {name}"
        case 11:
            return f"{month + 1}/{day}/{year % 100}"
        case 12:
            return f"{day}-{name[:3]}-{year}"
        case 13:
            return f"{pick(rng, _DAYS)} {day}{end} {name} {year}"
        case _:
            return f"{name} {day}"


def _time(rng: Random, bank: Bank) -> str:
    hour, minute = rng.randrange(1, 24), rng.randrange(60) if rng.random() < 0.4 else 5 * rng.randrange(12)
    half, short = "am" if hour < 12 else "pm", (hour - 1) % 12 + 1
    return pick(rng, (
        f"{hour:02}:{minute:02}", f"{hour}:{minute:02}", f"{short}:{minute:02} {half}", f"{short}:{minute:02}{half}",
        f"{hour}.{minute:02}", f"{hour:02}:{minute:02} h", f"{short}:{minute:02} {half.upper()}", f"{short} {half}",
    ))  # fmt: skip


def _price(rng: Random, bank: Bank) -> str:
    mask = pick(rng, _PRICES)
    return _fill(mask.replace("#", "#" * rng.randrange(1, 4), 1), rng)


def _code(rng: Random, bank: Bank) -> str:
    return _fill(pick(rng, _CODES), rng)


def _quantity(rng: Random, bank: Bank) -> str:
    size = 10 ** rng.randrange(1, 4)
    number = rng.randrange(max(2, size // 10), size * 10)
    return f"{number:,}" if number > 999 and rng.random() < 0.5 else str(number)


def _flight(rng: Random, bank: Bank) -> str:
    return _fill(pick(rng, _FLIGHTS), rng)


def _person(rng: Random, bank: Bank) -> str:
    first, last = pick(rng, bank.first), pick(rng, bank.last)
    shape = rng.randrange(10)
    if shape < 6:
        return f"{first} {last}"
    if shape == 6:
        return f"{first} {pick(rng, 'ABCDEFGHJKLMNPRSTVW')}. {last}"
    if shape == 7:
        return f"{first} {last}-{pick(rng, bank.last)}"
    return f"{pick(rng, ('Dr', 'Ms', 'Mr', 'Prof'))} {last}" if shape == 8 else f"{first[0]}. {last}"


def _place(rng: Random, bank: Bank) -> str:
    shape = rng.randrange(4)
    if shape == 0:
        return _fill(pick(rng, _ROOMS), rng)
    if shape == 1:
        return f"{rng.randrange(2, 260)} {pick(rng, bank.streets)}"
    if shape == 2:
        return f"{pick(rng, bank.stems).title()} {pick(rng, bank.venues)}"
    return f"{pick(rng, bank.last)} {pick(rng, bank.venues)}"


def _city(rng: Random, bank: Bank) -> str:
    return pick(rng, bank.cities)


MAKE: dict[str, Callable[[Random, Bank], str]] = {
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
