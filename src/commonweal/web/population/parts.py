"""What an area can be set beside itself by: its practices, its small areas, and the areas within it."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings

from commonweal.care.extents import Extent, Population, every

PARTS = ("", "practices", "areas", "small_areas")
SMALL = ("practice", "small_area")


def parts(about: Extent, population: str, kind: str, known: Collection[str]) -> list[str]:
    """Ids of the parts of an area; none where a kind is asked for that is not `known`."""
    if kind not in known or not kind:
        return []
    if kind == "areas":
        return within(about, population)
    members = about.small_areas if population == Population.RESIDENT else about.practices
    return sorted(members) if (kind == "practices") == (population == Population.REGISTERED) else []


def within(about: Extent, population: str) -> list[str]:
    """The networks, neighbourhoods and places whose people are all of this area, in the order declared."""
    if about.kind in SMALL:
        return []
    whole = about.members(population)
    return [
        one.id
        for one in every(settings.BLUEPRINT).values()
        if one.kind not in SMALL
        and one.id != about.id
        and one.members(population)
        and one.members(population) <= whole
    ]
