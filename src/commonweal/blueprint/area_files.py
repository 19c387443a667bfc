"""Files of small areas that are loaded beside the population: indicators, and classifications of areas.

The value of an indicator is a number, that of a classification the name of a group.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commonweal.blueprint.area_rows import area_rows
from commonweal.blueprint.definitions_population import AreaFile
from commonweal.blueprint.draft import Draft
from commonweal.blueprint.faults import BlueprintFault, BlueprintFaults
from commonweal.blueprint.partnership import Blueprint


@dataclass(frozen=True)
class Indicator:
    """One indicator of small areas: its value in each, and where it is from."""

    title: str
    source: str
    values: Mapping[str, float]


def classes(blueprint: Blueprint) -> dict[str, dict[str, str]]:
    """Each classification by id: the group of each small area."""
    return {
        one.id: {area: group for of_area in _said(blueprint, one).values() for area, group in of_area.items()}
        for one in blueprint.area_files
        if one.kind == "classification"
    }


def indicators(blueprint: Blueprint) -> dict[str, Indicator]:
    """Each indicator by its file and name."""
    return {
        f"{one.id}:{name}": Indicator(
            f"{one.title}: {name}", one.source, {area: float(value) for area, value in values.items()}
        )
        for one in blueprint.area_files
        if one.kind == "indicators"
        for name, values in _said(blueprint, one).items()
    }


def area_files_can_be_read(draft: Draft) -> Iterator[BlueprintFault]:
    """What is wrong in the files that population.yaml names; that one is not there is said elsewhere."""
    part, known = draft.lists.get("area_files"), draft.lists["small_areas"].known
    for place, one in part.entries if part else ():
        read = area_rows(draft.path, one, known)
        yield from read.faults
        if part and one.kind == "classification" and len(read.said) > 1:
            named = ", ".join(f"'{name}'" for name in list(read.said)[:3])
            said = (
                f"a classification puts an area into one group, and the file has several: {named}; keep one"
            )
            yield part.fault(place, "file", message=said)


def warnings(blueprint: Blueprint) -> Iterator[BlueprintFault]:
    """One for each indicator or classification that says nothing of some small area here."""
    everywhere = len(blueprint.small_areas)
    for place, one in enumerate(blueprint.area_files):
        for name, values in _said(blueprint, one).items():
            if missing := everywhere - len(values):
                yield blueprint.documents["population.yaml"].fault(
                    ("area_files", place, "file"),
                    f"'{name}' has no value for {missing} of {everywhere} small areas; the map leaves them"
                    " out, and their people are in no group",
                )


def _said(blueprint: Blueprint, one: AreaFile) -> Mapping[str, Mapping[str, str]]:
    """BlueprintFaults for a file that became wrong since the blueprint was read."""
    read = area_rows(blueprint.path, one, {area.code for area in blueprint.small_areas})
    if read.faults:
        raise BlueprintFaults(read.faults)
    return read.said
