"""Files of small areas that are loaded beside the population: indicators, and classifications of areas.

A CSV file with the columns `area,indicator,value`, one row an area and indicator. The value of an indicator
is a number, that of a classification the name of a group. Areas of elsewhere are passed over.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commonweal.blueprint.definitions_population import AreaFile
from commonweal.blueprint.faults import BlueprintFault, BlueprintFaults
from commonweal.blueprint.partnership import Blueprint

COLUMNS = ["area", "indicator", "value"]


@dataclass(frozen=True)
class Indicator:
    """One indicator of small areas: its value in each, and where it is from."""

    title: str
    source: str
    values: Mapping[str, float]


def classes(blueprint: Blueprint) -> dict[str, dict[str, str]]:
    """Each classification by id: the group of each small area."""
    return {
        one.id: {area: value for area, _, value in _rows(blueprint, one)}
        for one in blueprint.area_files
        if one.kind == "classification"
    }


def indicators(blueprint: Blueprint) -> dict[str, Indicator]:
    """Each indicator by its file and name."""
    found: dict[str, dict[str, float]] = {}
    of: dict[str, AreaFile] = {}
    for one in blueprint.area_files:
        if one.kind == "indicators":
            for area, name, value in _rows(blueprint, one):
                found.setdefault(f"{one.id}:{name}", {})[area] = float(value)
                of[f"{one.id}:{name}"] = one
    return {
        id: Indicator(f"{of[id].title}: {id.split(':', 1)[1]}", of[id].source, values)
        for id, values in found.items()
    }


def _rows(blueprint: Blueprint, one: AreaFile) -> Iterator[tuple[str, str, str]]:
    """BlueprintFaults for a row that cannot be used."""
    known = {area.code for area in blueprint.small_areas}
    with open(blueprint.path / one.file, encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file)
        if next(lines, []) != COLUMNS:
            raise _fault(one, 1, f"should have the columns {','.join(COLUMNS)}")
        for number, line in enumerate(lines, start=2):
            if len(line) != len(COLUMNS):
                raise _fault(one, number, f"should have {len(COLUMNS)} values, as {','.join(COLUMNS)}")
            area, name, value = (text.strip() for text in line)
            if area in known:
                _check(one, number, value)
                yield area, name, value


def _check(one: AreaFile, number: int, value: str) -> None:
    if one.kind == "indicators" and not value.removeprefix("-").replace(".", "", 1).isdigit():
        raise _fault(one, number, f"'{value}' is not a number; write it as 12.3, or take the row out")
    if not value:
        raise _fault(one, number, "has no value; give one, or take the row out")


def _fault(one: AreaFile, line: int, message: str) -> BlueprintFaults:
    return BlueprintFaults([BlueprintFault(one.file, line, "value", message)])
