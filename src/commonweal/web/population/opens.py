"""Where a number leads: to the people behind it for those who care for them, else to a page about them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.web.address import query
from commonweal.web.population.filters import Filters


@lru_cache(maxsize=10_000)
def page(name: str, area: str) -> str:
    """The address of a page about an area; a page has thousands of links to a few of them."""
    return reverse(name, args=[area])


@dataclass(frozen=True)
class Opens:
    """Called with a group of an area or a small area in it, gives its address: of a list where it `lists`."""

    area: str
    filters: Filters
    lists: bool
    small_area: str = ""

    def __call__(self, ages: str, sex: str, band: str, risers: bool = False) -> str:
        return self._people(ages, sex, band, risers) if self.lists else self._numbers(ages, sex, band)

    def _people(self, ages: str, sex: str, band: str, risers: bool) -> str:
        filters = self.filters
        said = {
            "population": "" if filters.population == filters.plain else filters.population,
            "small_area": self.small_area,
            "ages": "" if ages == "all" else ages,
            "sex": "" if sex == "all" else sex,
            "band": "" if band == "all" else band,
            "risers": "yes" if risers else "",
        }
        return page("people", self.area) + query(said)

    def _numbers(self, ages: str, sex: str, band: str) -> str:
        filters = self.filters
        if self.small_area:
            group = filters.address(ages=ages, sex=sex, band=band, population=filters.plain, sort="")
            return page("area", self.small_area) + group
        return page("area", self.area) + filters.address(ages=ages, sex=sex, band=band)


def lists(viewer: Viewer) -> bool:
    """Whether people are listed for this viewer, where counts are exact."""
    return access.may(viewer, "list_people").allowed
