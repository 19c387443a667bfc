"""Where a number leads, on every page of measures: to the people it counts, else to what it is made of."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.care.access import Viewer
from commonweal.care.extents import Extent
from commonweal.care.population import groups
from commonweal.care.population.measures import Measure
from commonweal.care.population.parted import parted
from commonweal.care.population.reads import Cell, Measured
from commonweal.web import words
from commonweal.web.address import query
from commonweal.web.population import counting, measured
from commonweal.web.population.filters import populations
from commonweal.web.population.opens import lists, page
from commonweal.web.population.ratios import FEWEST_EXPECTED, ratio

NO_VALUE = "none"  # where no value is worked out, and nothing is withheld
EARLIER = "earlier"  # in an address: the day that is published beside the newest


@dataclass(frozen=True)
class Said:
    """A number as a page says it, and where it leads; `quiet` where it is none or withheld."""

    text: str
    href: str
    quiet: bool = False


@dataclass(frozen=True)
class Leads:
    """`listed` are the areas whose people the viewer is shown; of an earlier day they are of nobody."""

    population: str
    listed: frozenset[str]
    earlier: bool = False

    def count(self, about: Extent, measure: Measure, cell: Cell | None, of: str = "") -> Said:
        """How many are counted, or what they cost."""
        made_of = self.made_of(about, measure.id, of)
        if cell is None:
            return Said("0", made_of, quiet=True)
        if not cell.numerator:
            return Said(words.WITHHELD if cell.numerator is None else "0", made_of, quiet=True)
        text = words.pounds(cell.numerator) if measure.kind == "cost" else f"{cell.numerator:,}"
        return Said(text, self.people(about, measure, of) or made_of)

    def value(self, about: Extent, measure: Measure, cell: Cell | None, of: str = "") -> Said:
        """The value in the unit of the measure."""
        text = measured.number(cell.value if cell else None, measure)
        return Said(text or _without_value(cell), self.made_of(about, measure.id, of), quiet=not text)

    def times(self, about: Extent, measure: Measure, cell: Cell | None, of: str = "") -> Said:
        """How many times as many there are as expected."""
        found, href = ratio(cell), self.made_of(about, measure.id, of)
        return Said(str(found), href) if found else Said(_without_ratio(cell), href, quiet=True)

    def among(self, about: Extent, measure: Measure, cell: Cell | None, of: str = "") -> Said:
        """How many people it is counted among."""
        number = cell.denominator if cell else 0
        said = words.WITHHELD if number is None else f"{number:,}"
        return Said(said, self.made_of(about, measure.id, of), quiet=not number)

    def people(self, about: Extent, measure: Measure, of: str = "") -> str:
        """The list of those whom a number counts; empty where the viewer is shown no such list."""
        by, group = parted(of)
        if self.earlier or about.id not in self.listed or measure.kind == "cost" or by == groups.SLOPE:
            return ""
        if by == groups.SEGMENT_BAND:
            segment, _, band = group.partition("/")
            return counting.people(
                about, self.population, measure, of=f"{groups.SEGMENT}:{segment}", band=band
            )
        return counting.people(about, self.population, measure, of=of)

    def made_of(self, about: Extent, measure: str, of: str = "") -> str:
        """What a number of this measure, or of an indicator, is made of."""
        plain = populations(about)[:1] == (self.population,)
        said = {"population": "" if plain else self.population, "measure": measure, "of": of}
        return page("number", about.id) + query(said | {"on": EARLIER if self.earlier else ""})


def leads(viewer: Viewer, found: Measured, *, earlier: bool = False) -> Leads:
    """For the numbers that were found."""
    return Leads(found.population, found.exact if lists(viewer) else frozenset(), earlier)


def _without_value(cell: Cell | None) -> str:
    hidden = cell is not None and None in (cell.numerator, cell.denominator)
    return words.WITHHELD if hidden else NO_VALUE


def _without_ratio(cell: Cell | None) -> str:
    if cell is not None and cell.numerator is None:
        return words.WITHHELD
    few = cell is not None and (cell.expected or 0.0) < FEWEST_EXPECTED
    return "too few" if few else NO_VALUE
