"""A person's contacts with care as published, and what they add up to year by year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from commonweal.web import words
from commonweal.web.charts.calendar import Calendar

SETTINGS = ("home", "gp", "community", "outpatient", "emergency", "bed", "care_home", "social_care")
SETTING_WORDS = {
    "home": "At home",
    "gp": "GP",
    "community": "Community",
    "outpatient": "Outpatient",
    "emergency": "Emergency",
    "bed": "Hospital bed",
    "care_home": "Care home",
    "social_care": "Social care",
}


@dataclass(frozen=True)
class Contact:
    """One contact, or one spell where it ends on a later day or goes on; cost in pence."""

    setting: str
    start: date
    end: date
    cost: int | None
    kind: str
    lasts: bool = False

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def spell(self) -> bool:
        return self.lasts or self.days > 0

    @property
    def long(self) -> str:
        """How long it took, in words; empty for a contact."""
        if not self.spell:
            return ""
        so_far = " so far" if self.lasts else ""
        return ("1 day" if self.days == 1 else f"{self.days:,} days") + so_far

    @property
    def says(self) -> str:
        if not self.spell:
            return f"{words.day(self.start)}: {self.kind}"
        until = "now" if self.lasts else words.day(self.end)
        return f"{words.day(self.start)} to {until}, {self.long}: {self.kind}"


@dataclass(frozen=True)
class YearOfContacts:
    """One calendar year: a spell counts in the year it began, its nights and its cost in those it lasted."""

    year: int
    contacts: dict[str, int]
    bed_days: int
    cost: int | None


def contacts(published: Iterable[Sequence[Any]], as_at: date) -> tuple[Contact, ...]:
    """From rows of setting, start, end or none, pence or none, kind; what has not ended lasts to `as_at`."""
    return tuple(_contact(*row, as_at=as_at) for row in published)


def _contact(
    setting: str, start: str, end: str | None, cost: int | None, kind: str, *, as_at: date
) -> Contact:
    began = date.fromisoformat(start[:10])
    ended = date.fromisoformat(end[:10]) if end else max(began, as_at)
    return Contact(setting, began, ended, cost, kind or words.spoken(setting), lasts=not end)


def by_year(several: Iterable[Contact], calendar: Calendar) -> list[YearOfContacts]:
    """Newest year first, years without a contact too."""
    found = list(several)
    return [_year(year, found) for year in reversed(calendar.years)]


def _year(year: int, several: Iterable[Contact]) -> YearOfContacts:
    several = list(several)
    began = [contact for contact in several if contact.start.year == year]
    counted = {setting: sum(c.setting == setting for c in began) for setting in SETTINGS}
    during = [contact for contact in several if contact.start.year <= year <= contact.end.year]
    nights = sum(_days_by(year + 1, one) - _days_by(year, one) for one in during if one.setting == "bed")
    costs = [_cost_by(year + 1, one) - _cost_by(year, one) for one in during if one.cost is not None]
    return YearOfContacts(year, counted, nights, sum(costs) if costs or not during else None)


def _days_by(year: int, contact: Contact) -> int:
    """Nights of a spell before a year begins."""
    return min(max(0, (date(year, 1, 1) - contact.start).days), contact.days)


def _cost_by(year: int, contact: Contact) -> int:
    """What a contact has cost before a year begins; every penny falls into one year."""
    if contact.days <= 0:
        return (contact.cost or 0) if contact.start.year < year else 0
    return (contact.cost or 0) * _days_by(year, contact) // contact.days
