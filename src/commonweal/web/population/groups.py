"""The groups of a page of measures in words, in order."""

from __future__ import annotations

from django.conf import settings

from commonweal.care.extents import read
from commonweal.care.population import groups

KINDS = {
    groups.DEPRIVATION: "Deprivation",
    groups.ETHNICITY: "Ethnic group",
    groups.GEODEMOGRAPHIC: "Kind of neighbourhood",
}
NOT_KNOWN = "Not known"


def ways() -> dict[str, str]:
    """What people can be told apart by here, with a title."""
    declared = read(str(settings.BLUEPRINT)).area_files
    loaded = {
        f"{groups.CLASSIFICATION}{one.id}": one.title for one in declared if one.kind == "classification"
    }
    return KINDS | loaded


def titles(by: str, found: list[str]) -> dict[str, str]:
    """Title of each group in the order that a page lists them, those of whom nothing is known last."""
    told = {groups.DEPRIVATION: groups.FIFTHS, groups.ETHNICITY: groups.ETHNICITIES}.get(by, {})
    names = {group: told.get(group, group) for group in [*told, *sorted(found)] if group in found}
    last = names.pop(groups.NO_GROUP, None)
    return names if last is None else names | {groups.NO_GROUP: NOT_KNOWN}
