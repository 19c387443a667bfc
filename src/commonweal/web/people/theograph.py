"""Draws a person's years of contact with care: a row a setting, width is duration, dots are contacts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from commonweal.web import words
from commonweal.web.charts.calendar import Calendar
from commonweal.web.people.contacts import SETTINGS, Contact

LANE = 30  # pixels
MARKS = 180  # contacts nearer to each other than this part of the room become one larger dot
SHORTEST = 0.3  # per cent of the room: a night in hospital is still seen
SMALLEST, LARGEST = 3.5, 9.0  # pixels


@dataclass(frozen=True)
class Spell:
    start: float
    width: float
    says: str
    href: str


@dataclass(frozen=True)
class Dot:
    at: float
    radius: float
    says: str
    href: str


@dataclass(frozen=True)
class Lane:
    setting: str
    top: int
    spells: tuple[Spell, ...]
    dots: tuple[Dot, ...]
    contacts: int

    @property
    def middle(self) -> float:
        return self.top + LANE / 2


@dataclass(frozen=True)
class Theograph:
    lanes: tuple[Lane, ...]
    calendar: Calendar

    @property
    def height(self) -> int:
        return LANE * len(self.lanes)


Link = Callable[[date], str]


def theograph(contacts: Iterable[Contact], calendar: Calendar, link: Link) -> Theograph:
    """Every setting has its row, also an empty one: that nobody came is something to see."""
    shown = [contact for contact in contacts if calendar.holds(contact.start, contact.end)]
    lanes = [
        _lane(setting, n * LANE, [c for c in shown if c.setting == setting], calendar, link)
        for n, setting in enumerate(SETTINGS)
    ]
    return Theograph(tuple(lanes), calendar)


def _lane(setting: str, top: int, contacts: Sequence[Contact], calendar: Calendar, link: Link) -> Lane:
    spells = tuple(_spell(c, calendar, link) for c in contacts if c.spell)
    near: dict[int, list[Contact]] = {}
    for contact in (c for c in contacts if not c.spell):
        near.setdefault(int(calendar.held(contact.start) * MARKS / 100), []).append(contact)
    dots = tuple(_dot(together, calendar, link) for together in near.values())
    return Lane(setting, top, spells, dots, len(contacts))


def _spell(contact: Contact, calendar: Calendar, link: Link) -> Spell:
    start, end = calendar.held(contact.start), calendar.held(contact.end)
    return Spell(start, round(max(SHORTEST, end - start), 2), contact.says, link(contact.start))


def _dot(together: Sequence[Contact], calendar: Calendar, link: Link) -> Dot:
    first, last = together[0], together[-1]
    middle = (calendar.held(first.start) + calendar.held(last.start)) / 2
    radius = min(LARGEST, SMALLEST * len(together) ** 0.5)
    if len(together) == 1:
        says = first.says
    elif first.start == last.start:
        says = f"{words.day(first.start)}: {len(together)} contacts"
    else:
        says = f"{words.day(first.start)} to {words.day(last.start)}: {len(together)} contacts"
    return Dot(round(middle, 2), round(radius, 1), says, link(first.start))
