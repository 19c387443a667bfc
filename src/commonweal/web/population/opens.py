"""Where a number leads: to the people behind it for those who care for them, else to a page about them."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.web.address import query
from commonweal.web.population.filters import Filters

Opens = Callable[[str, str, str, bool], str]  # ages, sex, band, risers only → address


def opener(
    viewer: Viewer, area: str, filters: Filters, *, exact: bool, small_area: str = "", otherwise: str = ""
) -> Opens:
    """A function from a group to its address; `otherwise` is where all lead without people to open."""
    lists = exact and access.may(viewer, "list_people").allowed
    page = reverse("people" if lists else "area", args=[area])

    def people(ages: str, sex: str, band: str, risers: bool) -> str:
        said = {
            "population": "" if filters.population == filters.plain else filters.population,
            "small_area": small_area,
            "ages": "" if ages == "all" else ages,
            "sex": "" if sex == "all" else sex,
            "band": "" if band == "all" else band,
            "risers": "yes" if risers else "",
        }
        return page + query(said)

    def numbers(ages: str, sex: str, band: str, risers: bool) -> str:
        return otherwise or page + filters.address(ages=ages, sex=sex, band=band)

    return people if lists else numbers
