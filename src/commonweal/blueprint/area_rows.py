"""A CSV file of small areas read row by row: what it says of each area, and all that is wrong with it.

Either one row an area and indicator (`area,indicator,value`), or one row an area with a column for each
indicator, as published files have it. Areas of elsewhere are passed over, as an empty cell of a column is.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from commonweal.blueprint.definitions_population import AreaFile
from commonweal.blueprint.document import Document, text_of
from commonweal.blueprint.faults import ROW, BlueprintFault
from commonweal.blueprint.wording import did_you_mean
from commonweal.blueprint.words import SMALL_AREA

MOST_FAULTS = 20  # of one file: whoever mends these will see what is wrong with the others
CODE = re.compile(SMALL_AREA)


@dataclass(frozen=True)
class Row:
    """One value of one area; `where` is the column or key that a fault names."""

    line: int
    area: str
    indicator: str
    value: str
    where: str


@dataclass(frozen=True)
class AreaRows:
    """What a file says: indicator → area → value; only where nothing is wrong is it all."""

    said: Mapping[str, Mapping[str, str]]
    faults: tuple[BlueprintFault, ...]


def area_rows(folder: Path, one: AreaFile, known: Collection[str]) -> AreaRows:
    """The rows of the areas that are `known`; a file that is not there has said nothing."""
    path = folder / one.file
    if not path.is_file():
        return AreaRows({}, ())
    text = text_of(path)
    if isinstance(text, Document):
        return AreaRows({}, text.faults)
    lines = csv.reader(text.splitlines())
    names = [name.strip() for name in next(lines, [])]
    if faults := tuple(_header(str(path), one, names)):
        return AreaRows({}, faults)
    return _read(str(path), one, names, lines, known)


def _header(file: str, one: AreaFile, names: list[str]) -> Iterator[BlueprintFault]:
    for name in one.wanted:
        if name not in names:
            remedy = did_you_mean(name, names, f"the first line names {', '.join(names[:12]) or 'nothing'}")
            said = f"is missing from the first line; {remedy}, or say in population.yaml what it is called"
            yield BlueprintFault(file, 1, name, said)
        elif names.count(name) > 1:
            yield BlueprintFault(file, 1, name, "is named twice in the first line; keep one")


def _read(
    file: str, one: AreaFile, names: list[str], lines: Iterator[list[str]], known: Collection[str]
) -> AreaRows:
    said: dict[str, dict[str, str]] = {}
    first: dict[tuple[str, str], int] = {}
    faults: list[BlueprintFault] = []
    here = False
    for number, line in enumerate(lines, start=2):
        if len(faults) == MOST_FAULTS:
            break
        for row in _values(one, names, number, line):
            key = row.area, row.indicator
            if wrong := _wrong(one, names, line, row, first.get(key)):
                faults.append(BlueprintFault(file, number, row.where, wrong))
                continue
            first[key] = number
            if row.area in known:
                here = True
                said.setdefault(row.indicator, {})[row.area] = row.value
    if not here and not faults:
        faults.append(BlueprintFault(file, 1, one.area, _nowhere(known)))
    return AreaRows(said, tuple(faults[:MOST_FAULTS]))


def _values(one: AreaFile, names: list[str], number: int, line: list[str]) -> Iterator[Row]:
    """Each value of a line; one without any where the line itself is wrong."""
    if not line:
        return
    told = dict(zip(names, (text.strip() for text in line), strict=False))
    area = told.get(one.area, "")
    if len(line) != len(names) or not CODE.fullmatch(area):
        yield Row(number, area, "", "", ROW if len(line) != len(names) else one.area)
    elif one.columns:
        for title, column in one.columns.items():
            if told[column]:
                yield Row(number, area, title, told[column], column)
    else:
        yield Row(number, area, told[one.indicator], told[one.value], one.value)


def _wrong(one: AreaFile, names: list[str], line: list[str], row: Row, before: int | None) -> str:
    """What is wrong with a value and what to do; empty where nothing is."""
    if row.where == ROW:
        return f"has {len(line)} values where the first line names {len(names)}; check commas and quotes"
    if row.where == one.area:
        return (
            f"'{row.area}' is not the code of a small area, such as E01000001; mend it, or take the row out"
        )
    if not row.indicator:
        return "has a value and no indicator; name it, or take the row out"
    if before is not None:
        return f"'{row.indicator}' of {row.area} stands on line {before} already; keep one of the two"
    if not row.value:
        return "has no value; give one, or take the row out"
    if one.kind == "indicators" and not _is_number(row.value):
        return f"'{row.value}' is not a number; write it as 12.3, or take the row out"
    return ""


def _is_number(text: str) -> bool:
    """As Python reads it: no thousands, no signs of per cent, and neither endless nor undefined."""
    try:
        return text.isascii() and "_" not in text and isfinite(float(text))
    except ValueError:
        return False


def _nowhere(known: Collection[str]) -> str:
    return (
        f"none of the {len(known)} small areas of this partnership is in the file; codes of 2011 and of 2021"
        " differ: give the file of the same year as small_areas.csv"
    )
