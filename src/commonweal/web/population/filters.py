"""Which people a population page is about, as its address says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from commonweal.care.extents import Extent, Population
from commonweal.care.published.groups import AGES, ALL, BAND_GROUPS, MAIN_AGES, SEXES
from commonweal.web import words
from commonweal.web.address import one_of, query

MEASURES = ("rate", "count")
DRAWN = ("all", "frail")  # bands in the pyramid


@dataclass(frozen=True)
class Filters:
    """What is asked for; `plain` is the population this area shows where none is asked for."""

    population: str
    plain: str
    ages: str = ALL
    sex: str = ALL
    band: str = ALL
    measure: str = "rate"
    drawn: str = "all"
    sort: str = ""

    def address(self, **changes: str) -> str:
        """These filters with some of them changed, as the part of an address behind its page."""
        asked = replace(self, **changes)
        said = {
            "population": "" if asked.population == asked.plain else asked.population,
            "ages": "" if asked.ages == ALL else asked.ages,
            "sex": "" if asked.sex == ALL else asked.sex,
            "band": "" if asked.band == ALL else asked.band,
            "measure": "" if asked.measure == "rate" else asked.measure,
            "drawn": "" if asked.drawn == "all" else asked.drawn,
            "sort": asked.sort,
        }
        return query(said)

    @property
    def any(self) -> bool:
        """Whether anybody is left out."""
        return (self.ages, self.sex, self.band) != (ALL, ALL, ALL)

    @property
    def main_ages(self) -> str:
        """The narrowest group of ages that small areas are counted by and that holds the ages asked for."""
        low, high = AGES[self.ages]
        holding = [name for name, (first, last) in MAIN_AGES.items() if first <= low and high <= last]
        return min(holding, key=lambda name: MAIN_AGES[name][1] - MAIN_AGES[name][0])

    @property
    def shown_band(self) -> str:
        """The band a sentence and a map are about: severe, unless another is asked for."""
        return "severe" if self.band == ALL else self.band

    @property
    def where(self) -> str:
        return "registered here" if self.population == Population.REGISTERED else "living here"

    def who(self, ages: str | None = None, number: int | None = None) -> str:
        """people, women aged 75 and over …; `number` one makes it one."""
        noun = {"all": "people", "female": "women", "male": "men"}[self.sex]
        if number == 1:
            noun = {"people": "person", "women": "woman", "men": "man"}[noun]
        group = self.ages if ages is None else ages
        return noun if group == ALL else f"{noun} aged {words.ages(group)}"


def populations(about: Extent) -> tuple[str, ...]:
    """How this area can be counted: a practice has no residents and a small area no list."""
    return tuple(population for population in Population.values if about.members(population))


def read(asked: Mapping[str, str], about: Extent) -> Filters:
    """The filters of an address; NotUnderstood where it asks for something there is not."""
    known = populations(about) or (Population.REGISTERED.value,)
    return Filters(
        population=one_of(asked, "population", known, known[0]),
        plain=known[0],
        ages=one_of(asked, "ages", tuple(AGES), ALL),
        sex=one_of(asked, "sex", SEXES, ALL),
        band=one_of(asked, "band", BAND_GROUPS, ALL),
        measure=one_of(asked, "measure", MEASURES, "rate"),
        drawn=one_of(asked, "drawn", DRAWN, "all"),
        sort=asked.get("sort", "")[:20],
    )
