"""Values to plant: addresses, dates, prices, numbers of many formats, from spaces too large to learn by heart.

The formats (`mask/…`, `written/…`) are the same on both sides, because they belong to the world and not to a wording; the
words in them come from a side.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from repairloop import Draw
from skills.english import MONTHS, WEEKDAYS


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
    return f"{w.pick(w.all('stems'))}{w.pick(('', '-', ''))}{w.pick(w.all('tails'))}{w.pick(w.all('domains'))}"


def _email(w: Draw) -> str:
    firsts, lasts = _logins(w)
    first, last, box = w.pick(firsts), w.pick(lasts), w.pick(w.all("mailboxes"))
    number = int(w.rng.random() * 97) + 2
    local = w.line("written/email", first=first, f=first[0], last=last, box=box, n=number)
    return f"{local}@{_domain(w)}"


def _url(w: Draw) -> str:
    start = w.line("written/url")
    page, number = w.pick(w.all("pages")), int(w.rng.random() * 300) + 2
    end = w.line("written/page", page=page, n=number)
    return f"{start}{_domain(w)}{end}"


def _handle(w: Draw) -> str:
    firsts, lasts = _logins(w)
    first, last, stem, tail = w.pick(firsts), w.pick(lasts), w.pick(w.all("stems")), w.pick(w.all("tails"))
    number = int(w.rng.random() * 990) + 2
    return "@" + w.line("written/handle", first=first, last=last, stem=stem, tail=tail, n=number)


def _date(w: Draw) -> str:
    day, month, year = w.rng.randrange(1, 29), w.rng.randrange(12), w.rng.randrange(2023, 2029)
    form = w.rng.choice(w.all("written/date"))
    places = {
        "day": day, "th": {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd"}.get(day, "th"), "dd": f"{day:02}",
        "month": MONTHS[month], "mon": MONTHS[month][:3], "m": month + 1, "mm": f"{month + 1:02}", "year": year,
        "yy": year % 100,
    }  # fmt: skip
    if "{week" in form:
        weekday = w.pick(WEEKDAYS)
        places |= {"weekday": weekday, "week": weekday[:3]}
    return w.fill(form, places)


def _time(w: Draw) -> str:
    hour, minute = w.rng.randrange(1, 24), w.rng.randrange(60) if w.rng.random() < 0.4 else 5 * w.rng.randrange(12)
    half, short = "am" if hour < 12 else "pm", (hour - 1) % 12 + 1
    places = {"h": hour, "hh": f"{hour:02}", "mm": f"{minute:02}", "s": short, "half": half, "HALF": half.upper()}
    return w.line("written/time", places)


def _masked(kind: str) -> Callable[[Draw], str]:
    return lambda w: _fill(w.line(f"mask/{kind}"), w)


def _price(w: Draw) -> str:
    mask = w.line("mask/price")
    return _fill(mask.replace("#", "#" * w.rng.randrange(1, 4), 1), w)


def _quantity(w: Draw) -> str:
    size = 10 ** w.rng.randrange(1, 4)
    number = w.rng.randrange(max(2, size // 10), size * 10)
    return f"{number:,}" if number > 999 and w.rng.random() < 0.5 else str(number)


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
        return _fill(w.line("mask/room"), w)
    if shape == 1:
        return f"{w.rng.randrange(2, 260)} {w.pick(w.all('streets'))}"
    if shape == 2:
        return f"{w.pick(w.all('stems')).title()} {w.pick(w.all('venues'))}"
    return f"{w.pick(w.all('last'))} {w.pick(w.all('venues'))}"


def _city(w: Draw) -> str:
    return w.pick(w.all("cities"))


MAKE: dict[str, Callable[[Draw], str]] = {
    "email": _email, "email_of": _email, "phone": _masked("phone"), "phone_of": _masked("phone"), "url": _url, "handle": _handle,
    "date": _date, "time": _time, "price": _price, "code": _masked("code"), "quantity": _quantity, "flight": _masked("flight"),
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
