"""When referrals come in: by the month, the day of the week and the hour, as `play.yaml` says."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from commonweal.blueprint import Blueprint, Pathway
from commonweal.blueprint.play import Arrivals
from commonweal.care.pathways.working_time import HERE, moment
from commonweal.site.played.chance import Chance
from commonweal.site.played.usual import Usual

DAYS_IN_A_MONTH = 365.25 / 12
DAYS_IN_A_YEAR = 365.25
COLDEST = 15  # of January
INVENTED = "Invented; play.yaml says nothing of it"


@dataclass(frozen=True)
class Window:
    """What is played: from one moment until another."""

    start: datetime
    until: datetime

    @property
    def days(self) -> Iterator[date]:
        """Every day of Britain that lies in it, if only in part."""
        day, last = self.start.astimezone(HERE).date(), self.until.astimezone(HERE).date()
        while day <= last:
            yield day
            day += timedelta(days=1)


@dataclass(frozen=True)
class Arrival:
    """One referral that comes in; what happens to it is up to its chance."""

    moment: datetime
    pathway: Pathway
    rates: Arrivals
    chance: Chance


def rates(declared: Blueprint, usual: Usual) -> list[tuple[Pathway, Arrivals]]:
    """Each pathway, with what play.yaml says of it or what is usual."""
    said = {arrivals.pathway: arrivals for arrivals in declared.play}
    elsewhere = usual.pathways_without_rates
    a_month = elsewhere.a_month_for_each_100000 * declared.partnership.people / 100_000
    return [
        (
            pathway,
            said.get(pathway.id)
            or Arrivals(
                pathway=pathway.id,
                a_month=a_month,
                rhythm=elsewhere.rhythm,
                winter=1.0,
                source=INVENTED,
            ),
        )
        for pathway in declared.pathways
    ]


def arrivals(
    coming: list[tuple[Pathway, Arrivals]], usual: Usual, window: Window, *, seed: int, at_most: int | None
) -> list[Arrival]:
    """Everything that comes in, in order; `at_most` lowers every rate until about so many do."""
    days = (window.until - window.start) / timedelta(days=1)
    expected = sum(rate.a_month for _, rate in coming) * days / DAYS_IN_A_MONTH
    lowered = min(1.0, at_most / expected) if at_most and expected else 1.0
    found = [
        Arrival(at, pathway, rate, Chance(f"{seed} {pathway.id} {day} {number}"))
        for pathway, rate in coming
        for day in window.days
        for number, at in enumerate(_on(day, rate, usual, Chance(f"{seed} {pathway.id} {day}"), lowered))
        if window.start <= at < window.until
    ]
    return sorted(found, key=lambda one: (one.moment, one.chance.subject))


def _on(day: date, rate: Arrivals, usual: Usual, chance: Chance, lowered: float) -> Iterator[datetime]:
    """The moments of one day, hour by hour: as many as chance has it around what is expected."""
    week = usual.rhythms[rate.rhythm]
    on_average = sum(week.weekdays) / 7
    weight = week.weekdays[day.weekday()] / on_average * season(day, rate.winter)
    expected = lowered * rate.a_month / DAYS_IN_A_MONTH * weight
    for hour, share in enumerate(week.hours):
        an_hour = expected * share / sum(week.hours)
        dice, minute = chance.of(hour), 0.0
        while an_hour and (minute := minute + dice.expovariate(an_hour) * 60) < 60:
            yield moment(day, 60 * hour) + timedelta(minutes=minute)


def season(day: date, winter: float) -> float:
    """How a day stands to the average of the year, where mid-January is `winter` times mid-July."""
    swing = (winter - 1) / (winter + 1)
    turned = (day.timetuple().tm_yday - COLDEST) / DAYS_IN_A_YEAR
    return 1 + swing * math.cos(2 * math.pi * turned)
