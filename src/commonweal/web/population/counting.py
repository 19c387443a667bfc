"""The lists that measures open: which measures are of people, and how a list of them is said."""

from __future__ import annotations

from django.conf import settings

from commonweal.care.extents import Extent, read
from commonweal.care.population import groups
from commonweal.care.population.measures import Measure, measures
from commonweal.care.population.parted import parted
from commonweal.web import words
from commonweal.web.address import query
from commonweal.web.population.filters import populations
from commonweal.web.population.groups import ways
from commonweal.web.population.opens import page

LONGEST = 200  # characters of the name of a kind of area


def listed() -> tuple[str, ...]:
    """The measures whose people can be listed: all but costs."""
    return tuple(one.id for one in _known().values() if one.kind != "cost")


def is_group(of: str) -> bool:
    """Whether people can be told apart so, as segment:frailty; records and files name the kinds of area."""
    by, group = parted(of)
    known = {
        groups.SEGMENT: lambda: [one.id for one in read(str(settings.BLUEPRINT)).segments],
        groups.DEPRIVATION: lambda: [*groups.FIFTHS, groups.NO_GROUP],
        groups.ETHNICITY: lambda: [*groups.ETHNICITIES],
    }
    return group in known[by]() if by in known else by in ways() and 0 < len(group) <= LONGEST


def is_measured(of: str) -> bool:
    """Whether numbers are published of a group: of a segment by band too, as segment/band:frailty/mild."""
    by, group = parted(of)
    if by != groups.SEGMENT_BAND:
        return is_group(of)
    segment, _, band = group.partition("/")
    return band in words.BANDS and is_group(f"{groups.SEGMENT}:{segment}")


def said(having: str, of: str) -> str:
    """What people of a list have, in words; empty where nothing is asked for."""
    told = [_known()[having].spoken] if having else []
    told += [titled(of)] if of else []
    return f": {', '.join(told)}" if told else ""


def titled(of: str) -> str:
    """A group in words, as segment:frailty or segment/band:frailty/mild."""
    by, group = parted(of)
    if by == groups.SEGMENT_BAND:
        segment, _, band = group.partition("/")
        return f"{_known()[f'segment:{segment}'].title}, {words.BAND_WORDS[band]}"
    if by == groups.SEGMENT:
        return _known()[f"segment:{group}"].title
    if by == groups.DEPRIVATION:
        return groups.FIFTHS.get(group, "deprivation not known")
    if by == groups.ETHNICITY:
        return f"{groups.ETHNICITIES[group]} ethnic group"
    return f"{ways()[by]}: {'not known' if group == groups.NO_GROUP else group}"


def people(about: Extent, population: str, measure: Measure, *, of: str = "", **more: str) -> str:
    """The address of the list of those whom a measure counts in an area."""
    plain = populations(about)[:1]
    said = {
        "population": "" if (population,) == plain else population,
        **more,
        "having": "" if measure.id == "people" else measure.id,
        "of": of,
    }
    return page("people", about.id) + query(said)


def group(about: Extent, population: str, of: str) -> str:
    """The address of the page of all that is measured of a group."""
    return page("group", about.id) + query({"population": population, "of": of})


def _known() -> dict[str, Measure]:
    return measures(str(settings.BLUEPRINT))
