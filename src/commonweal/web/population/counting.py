"""The lists that measures open: which measures are of people, and how a list of them is said."""

from __future__ import annotations

from django.conf import settings

from commonweal.care.extents import Extent, read
from commonweal.care.population import groups
from commonweal.care.population.measures import Measure, measures
from commonweal.web.address import query
from commonweal.web.population.filters import populations
from commonweal.web.population.opens import page


def listed() -> tuple[str, ...]:
    """The measures whose people can be listed: all but costs."""
    return tuple(one.id for one in _known().values() if one.kind != "cost")


def groups_of(by: str) -> tuple[str, ...]:
    """Every group that people are told apart by in this way, as segment:frailty."""
    blueprint = read(str(settings.BLUEPRINT))
    found = {
        groups.SEGMENT: [one.id for one in blueprint.segments],
        groups.DEPRIVATION: [*groups.FIFTHS, groups.NO_GROUP],
        groups.ETHNICITY: [*groups.ETHNICITIES],
    }.get(by, [])
    return tuple(f"{by}:{one}" for one in found)


def said(having: str, of: str) -> str:
    """What people of a list have, in words; empty where nothing is asked for."""
    by, _, group = of.partition(":")
    titles = {
        groups.SEGMENT: lambda: _known()[f"segment:{group}"].title,
        groups.DEPRIVATION: lambda: groups.FIFTHS.get(group, "deprivation not known"),
        groups.ETHNICITY: lambda: f"{groups.ETHNICITIES[group]} ethnic group",
    }
    told = [_known()[having].title] if having else []
    told += [titles[by]()] if of else []
    return f": {', '.join(told).lower()}" if told else ""


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


def _known() -> dict[str, Measure]:
    return measures(str(settings.BLUEPRINT))
