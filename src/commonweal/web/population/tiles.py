"""The four bands in numbers, which is also the legend of the pyramid."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.care.published.groups import ALL
from commonweal.care.published.reads import Counts
from commonweal.web import words
from commonweal.web.population.filters import Filters
from commonweal.web.population.opens import Opens


@dataclass(frozen=True)
class Tile:
    band: str
    people: int | None
    share: str
    href: str
    risers: int | None
    risers_href: str
    chosen: bool


def tiles(counts: Counts, filters: Filters, opens: Opens) -> tuple[Tile, ...]:
    among = counts.count(filters.ages, filters.sex, ALL).people
    made = []
    for band in words.BANDS:
        found = counts.count(filters.ages, filters.sex, band)
        here = (filters.ages, filters.sex, band)
        made.append(
            Tile(
                band,
                found.people,
                words.share(found.people, among),
                opens(*here, False),
                found.risers,
                opens(*here, True),
                band == filters.band,
            )
        )
    return tuple(made)
