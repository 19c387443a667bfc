"""The only queries of published counts. Each takes a viewer and shows what that viewer may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from commonweal.care import access
from commonweal.care.access import Audience, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.extents import Extent, Population, extent
from commonweal.care.prepared import Question, answer, ask
from commonweal.care.published.groups import ALL
from commonweal.care.published.models import FrailtyCell, Refresh

Group = tuple[str, str, str]  # ages, sex, band
WHICH = Question("SELECT id, finished::text AS finished FROM care_refresh WHERE current")
CURRENT = Refresh.objects.filter(current=True).values("pk")[:1]  # a value, so that the index is used


@dataclass(frozen=True)
class Freshness:
    """Which refresh the numbers come from, and which loads that came from (id, source, finished)."""

    refresh: int
    finished: datetime
    as_at: date
    earlier: date | None
    codelist: str
    loads: tuple[Mapping[str, str], ...] = field(hash=False)


@dataclass(frozen=True)
class Count:
    """Published numbers of one group; None where suppressed."""

    people: int | None
    risers: int | None


NOBODY = Count(0, 0)


@dataclass(frozen=True)
class Counts:
    """Every published count of one area and population; `exact` where nothing is rounded or suppressed."""

    area: Extent
    population: str
    small_area: str
    exact: bool
    cells: Mapping[Group, Count]

    def count(self, ages: str = ALL, sex: str = ALL, band: str = ALL) -> Count:
        """The count of a group; nobody where it has no cell."""
        return self.cells.get((ages, sex, band), NOBODY)


@dataclass(frozen=True)
class ByBand:
    """One practice in a table: its people by band, and all of them."""

    place: Extent
    exact: bool
    bands: Mapping[str, Count]

    def count(self, band: str = ALL) -> Count:
        """The count of a band; nobody where it has no cell."""
        return self.bands.get(band, NOBODY)


@dataclass(frozen=True)
class Part:
    """One small area in a table: those asked for, among everyone of the same ages and sex."""

    place: Extent
    exact: bool
    found: Count
    among: Count


def freshness(viewer: Viewer | None) -> Freshness | None:
    """What pages say at their foot; None where nothing is published yet."""
    if viewer is None:
        raise access.Refused(access.may(None, "see_population"))
    current = answer(WHICH)
    return _freshness(*current[0]) if current else None


@lru_cache(maxsize=10)
def _freshness(refresh: int, done: str) -> Freshness:
    """Of one that is done, and changes no more."""
    said = "SELECT finished, as_at, earlier, codelist, loads FROM care_refresh WHERE id = %s"
    finished, as_at, earlier, codelist, loads = ask(said, [refresh])[0]
    return Freshness(refresh, finished, as_at, earlier, codelist, tuple(loads))


@access.for_purpose(None)
def counts(viewer: Viewer | None, area: str, population: str, small_area: str = "") -> Counts:
    """Every count of the area, or of a small area inside it; KeyError where there is no such area."""
    detail = {"area": area, "population": population, "small_area": small_area}
    viewer = audit.look(viewer, "see_population", "population.read", detail)
    about = extent(area)
    shown_to = access.exactly(viewer).audience(about, population)
    rows = FrailtyCell.objects.filter(
        refresh=CURRENT, audience=shown_to, population=population, area=area, small_area=small_area
    ).values_list("ages", "sex", "band", "people", "risers")
    cells = {(ages, sex, band): Count(people, risers) for ages, sex, band, people, risers in rows}
    return Counts(about, population, small_area, shown_to == Audience.CARE, cells)


@access.for_purpose(None)
def practices(viewer: Viewer | None, area: str, *, ages: str = ALL, sex: str = ALL) -> list[ByBand]:
    """Each practice of the area, by title, with its registered people of these ages and sex by band."""
    viewer = audit.look(viewer, "see_population", "practices.read", {"area": area})
    places = {code: extent(code) for code in extent(area).practices}
    exactly = access.exactly(viewer)
    shown_to = {code: exactly.audience(place, Population.REGISTERED) for code, place in places.items()}
    rows = FrailtyCell.objects.filter(
        refresh=CURRENT,
        audience__in=set(shown_to.values()),
        population=Population.REGISTERED,
        area__in=places,
        small_area="",
        ages=ages,
        sex=sex,
    ).values_list("area", "audience", "band", "people", "risers")
    bands: dict[str, dict[str, Count]] = {code: {} for code in places}
    for code, shown, band, people, risers in rows:
        if shown == shown_to[code]:
            bands[code][band] = Count(people, risers)
    return [
        ByBand(place, shown_to[code] == Audience.CARE, bands[code])
        for code, place in sorted(places.items(), key=lambda item: item[1].title)
    ]


@access.for_purpose(None)
def small_areas(
    viewer: Viewer | None, area: str, population: str, *, ages: str = ALL, sex: str = ALL, band: str = ALL
) -> list[Part]:
    """Each small area with people of this area in it, by title. `ages` is one of the main groups."""
    viewer = audit.look(viewer, "see_population", "small_areas.read", {"area": area})
    about = extent(area)
    shown_to = access.exactly(viewer).audience(about, population)
    rows = FrailtyCell.objects.filter(
        refresh=CURRENT,
        audience=shown_to,
        population=population,
        area=area,
        ages=ages,
        sex=sex,
        band__in={band, ALL},
    ).exclude(small_area="")
    counted = rows.values_list("small_area", "band", "people", "risers")
    cells = {(code, of): Count(people, risers) for code, of, people, risers in counted}
    places = [extent(code) for code in {code for code, _ in cells}]
    return [
        Part(
            place,
            shown_to == Audience.CARE,
            found=cells.get((place.id, band), NOBODY),
            among=cells.get((place.id, ALL), NOBODY),
        )
        for place in sorted(places, key=lambda place: (place.title, place.id))
    ]
