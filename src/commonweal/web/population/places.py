"""The small areas of an area: the numbers of each, its rate, and where they lead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from commonweal.web import words
from commonweal.web.population.filters import Filters
from commonweal.web.population.opens import Opens
from commonweal.web.population.rates import Rate, rate

FEW = 20  # people among whom a rate is mostly chance, so that none is given


@dataclass(frozen=True)
class Place:
    """Those found in one small area, among everyone there of the same ages and sex; None is withheld."""

    id: str
    title: str
    people: int | None
    risers: int | None
    among: int | None
    group: Filters
    opens: Opens

    @property
    def few(self) -> bool:
        """Whether there are too few people to compare this place with others."""
        return self.among is None or self.among < FEW

    @cached_property
    def rate(self) -> Rate | None:
        return None if self.few else rate(self.people, self.among)

    def leads(self, risers: bool = False) -> str:
        """To those found here."""
        return self.opens(self.group.ages, self.group.sex, self.group.band, risers)

    @property
    def says(self) -> str:
        """Everything known of it in a sentence, as a map says it."""
        of = f" of {words.stated(self.among)}" if self.among else ""
        if self.rate is None:
            return f"{self.title}: {words.stated(self.people)}{of}"
        return (
            f"{self.title}: {self.rate} in 100 (range {self.rate.interval}); {words.stated(self.people)}{of}"
        )


NUMBERS: dict[str, Callable[[Place], float | None]] = {
    "people": lambda one: one.people,
    "among": lambda one: one.among,
    "rate": lambda one: one.rate.value if one.rate else None,
    "risers": lambda one: one.risers,
}
