"""What pages of measures share: what an address asks for, the way between them, how values are said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.extents import Extent, Population
from commonweal.care.population.measures import Measure, measures
from commonweal.care.population.reads import Cell
from commonweal.web.address import one_of, query
from commonweal.web.frame import Item
from commonweal.web.population import about as place
from commonweal.web.population.filters import populations

PAGES = {  # name of the address → its words; a practice has a report as well
    "area": "Frailty",
    "segments": "Segments",
    "registers": "Registers",
    "inequality": "Inequality",
    "measure-map": "Map",
    "compare": "Compare",
    "costs": "Cost",
    "report": "Report",
}


@dataclass(frozen=True)
class Asked:
    """The area, population and measure that a page is about."""

    about: Extent
    population: str
    measure: Measure

    def address(self, name: str, **changes: object) -> str:
        """The page of this name about the same, with some of it changed."""
        plain = populations(self.about)[:1]
        said = {
            "population": "" if (self.population,) == plain else self.population,
            "measure": self.measure.id,
            **changes,
        }
        return reverse(name, args=[self.about.id]) + query(said)

    @property
    def where(self) -> str:
        return "registered here" if self.population == Population.REGISTERED else "living here"


def read(asked: Mapping[str, str], area: str, known: Mapping[str, Measure], plain: str) -> Asked:
    """NotUnderstood where the address asks for a measure or population there is not."""
    about = place.find(area)
    counted = populations(about) or (Population.REGISTERED.value,)
    population = one_of(asked, "population", counted, counted[0])
    return Asked(about, population, known[one_of(asked, "measure", tuple(known), plain)])


def known() -> dict[str, Measure]:
    """Every measure of this partnership by id."""
    return measures(str(settings.BLUEPRINT))


def pages(viewer: Viewer, about: Extent, current: str) -> tuple[Item, ...]:
    """The way between the pages of an area: those that it has, and the viewer may see."""
    left_out = set() if access.may(viewer, "see_cost").allowed else {"costs"}
    if about.kind != "practice":
        left_out.add("report")
    if about.kind == "small_area":
        left_out |= {"segments", "inequality", "measure-map", "costs"}
    of_area = tuple(
        Item(text, reverse(name, args=[about.id]), "page" if name == current else "")
        for name, text in PAGES.items()
        if name not in left_out
    )
    found = Item("Case finding", reverse("case-finding") + query({"area": about.id}))
    return (*of_area, Item("Models of risk", reverse("risk")), found)


def around(viewer: Viewer, about: Extent, current: str) -> dict[str, Any]:
    """What every page of measures passes to its template."""
    return {
        "at": "population",
        "area": about.id,
        "about": about,
        "trail": place.trail(about, deeper=True),
        "population_pages": pages(viewer, about, current),
        "populations": populations(about),
        "number": number,
        "interval": interval,
    }


def number(value: float | None, measure: Measure) -> str:
    """A value as the page says it; empty where there is none."""
    if value is None:
        return ""
    places = 0 if measure.kind == "cost" or (measure.kind == "rate" and abs(value) >= 100) else 1
    size = f"{abs(value):,.{places}f}"
    less = "−" if value < 0 and size.strip("0.,") else ""
    return f"{less}{'£' if measure.kind == 'cost' else ''}{size}"


def signed(value: float, measure: Measure) -> str:
    """A difference as the page says it, with its sign; one that is rounded away has none."""
    said = number(value, measure)
    return f"+{said}" if value > 0 and said.strip("£0.,") else said


def interval(cell: Cell | None, measure: Measure) -> str:
    """From the lower to the upper limit; empty without."""
    if cell is None or cell.lower is None or cell.upper is None:
        return ""
    return f"{number(cell.lower, measure)} to {number(cell.upper, measure)}"
