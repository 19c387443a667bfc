"""The only queries of measures of populations; the database shows each viewer the rows they may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from commonweal.blueprint import area_files
from commonweal.blueprint.area_files import Indicator
from commonweal.care import access
from commonweal.care.access import Audience, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.extents import Extent, extent, read
from commonweal.care.population.models import PopulationCell
from commonweal.care.published.models import Refresh
from commonweal.care.published.reads import CURRENT

COLUMNS = ("numerator", "denominator", "expected", "value", "lower", "upper")
TODAY = Refresh.objects.filter(current=True).values("as_at")[:1]
EARLIER = Refresh.objects.filter(current=True).values("earlier")[:1]
Key = tuple[str, str, str, str]  # area, measure, by, group


@dataclass(frozen=True)
class Cell:
    """One number as it is shown; empty where it is suppressed."""

    numerator: int | None
    denominator: int | None
    expected: float | None
    value: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class Measured:
    """What was asked for; `exact` are the areas of which nothing is rounded or suppressed."""

    population: str
    exact: frozenset[str]
    cells: Mapping[Key, Cell]

    def cell(self, area: str, measure: str, by: str = "", group: str = "") -> Cell | None:
        """None where nobody is in the group, or where the viewer may not see what it is counted from."""
        return self.cells.get((area, measure, by, group))

    def groups(self, area: str, measure: str, by: str) -> dict[str, Cell]:
        """The cells of one measure by the groups there are."""
        found = self.cells.items()
        return {key[3]: cell for key, cell in found if key[:3] == (area, measure, by)}

    def measures(self) -> frozenset[str]:
        """Those that anything is shown of."""
        return frozenset(measure for _, measure, _, _ in self.cells)


@access.for_purpose(None)
def measured(
    viewer: Viewer | None,
    areas: Iterable[str],
    population: str,
    *,
    by: Collection[str] = ("",),
    measures: Collection[str] = (),
    earlier: bool = False,
) -> Measured:
    """These measures (all without any) of these areas; KeyError where there is no such area.

    As at the day of the refresh, or the earlier one that is published beside it.
    """
    about = [extent(id) for id in areas]
    detail = {"areas": [one.id for one in about][:20], "population": population, "measures": [*measures][:20]}
    viewer = audit.look(viewer, "see_population", "population.measured", detail)
    shown_to = _audiences(viewer, about, population)
    rows = PopulationCell.objects.filter(
        refresh=CURRENT,
        audience__in=Audience.values,
        population=population,
        area__in=shown_to,
        by__in=by,
        as_at=EARLIER if earlier else TODAY,
    )
    if measures:
        rows = rows.filter(measure__in=measures)
    cells = {
        (area, measure, told_by, group): Cell(*numbers)
        for category, audience, area, measure, told_by, group, *numbers in rows.values_list(
            "category", "audience", "area", "measure", "by", "group", *COLUMNS
        )
        if audience == (Audience.PLANNING if category == "cost" else shown_to[area])
    }
    exact = frozenset(area for area, audience in shown_to.items() if audience == Audience.CARE)
    return Measured(population, exact, cells)


@access.for_purpose(None)
def indicator(viewer: Viewer | None, area: str, id: str) -> Indicator:
    """What a file that was loaded beside the population says of small areas; of no person and no refresh."""
    audit.look(viewer, "see_population", "population.indicator", {"area": extent(area).id, "indicator": id})
    return indicators(str(settings.BLUEPRINT))[id]


@lru_cache(maxsize=8)
def indicators(folder: str) -> Mapping[str, Indicator]:
    """Every indicator that the blueprint in a folder names, by id; read once."""
    return area_files.indicators(read(folder))


def _audiences(viewer: Viewer, about: Iterable[Extent], population: str) -> dict[str, Audience]:
    exactly = access.exactly(viewer)
    return {one.id: exactly.audience(one, population) for one in about}
