"""Registers by plain Python, one person and register after the other: what the tables are held against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from commonweal.blueprint.definitions_registers import Finding, Measured, Register
from commonweal.terms.codes import DMD, SNOMED

Row = Mapping[str, Any]
Coding = tuple[str, str]


def memberships(
    people: Iterable[Row],
    events: Iterable[Row],
    medications: Iterable[Row],
    measurements: Iterable[Row],
    registers: Iterable[Register],
    lists: Iterable[Row],
    on: date,
) -> set[tuple[str, str]]:
    """Person and register, of everybody who is on one."""
    codes: dict[str, set[Coding]] = defaultdict(set)
    for row in lists:
        codes[row["list"]].add((row["system"], row["code"]))
    each = [_by_person(rows, on) for rows in (events, medications, measurements)]
    return {
        (person["person"], register.id)
        for person in people
        for register in registers
        if _is_on(register, codes, person, *(rows[person["person"]] for rows in each), on)
    }


def _is_on(
    finding: Finding,
    codes: Mapping[str, set[Coding]],
    person: Row,
    coded: list[Row],
    taken: list[Row],
    values: list[Row],
    on: date,
) -> bool:
    born = person["birth_date"]
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if age < finding.from_age or (finding.to_age is not None and age > finding.to_age):
        return False
    if _days(coded, finding.unless, codes):
        return False
    ways = {
        "codes": _coded(finding, codes, coded, on),
        "medicines": _items(finding, codes, taken, on),
        "measured": _values(finding, codes, values),
    }
    if finding.needs == "both":
        return all(ways[way] for way in finding.ways)
    return any(ways.values())


def _coded(finding: Finding, codes: Mapping[str, set[Coding]], coded: list[Row], on: date) -> bool:
    shows = _days(coded, finding.codes, codes)
    if not shows:
        return False
    ends = _days(coded, finding.resolved_by, codes)
    if ends and max(ends) > max(shows):
        return False
    if finding.within_months:
        return max(shows) > _before(on, finding.within_months)
    if finding.new_within_months:
        return min(shows) > _before(on, finding.new_within_months)
    return True


def _items(finding: Finding, codes: Mapping[str, set[Coding]], taken: list[Row], on: date) -> bool:
    if finding.medicines is None:
        return False
    wanted = {(_one(s), c) for name in finding.medicines.lists for s, c in codes[name]}
    after = _before(on, finding.medicines.months)
    items = {
        row["record"] for row in taken if row["date"] > after and (_one(row["system"]), row["code"]) in wanted
    }
    return len(items) >= finding.medicines.at_least


def _values(finding: Finding, codes: Mapping[str, set[Coding]], values: list[Row]) -> bool:
    if (said := finding.measured) is None:
        return False
    wanted = {coding for name in said.lists for coding in codes[name]}
    theirs = [row for row in values if (row["system"], row["code"]) in wanted]
    by_record = {row["record"]: (row["date"], not _shows(said, row["value"])) for row in theirs}
    newest = sorted(by_record.values(), reverse=True)[: said.last]
    return len(newest) == said.last and not any(fails for _, fails in newest)


def _shows(said: Measured, value: float | None) -> bool:
    if value is None:
        return False
    return value < said.below if said.below is not None else value >= (said.at_least or 0)


def _days(rows: list[Row], names: Iterable[str], codes: Mapping[str, set[Coding]]) -> list[date]:
    wanted = {coding for name in names for coding in codes[name]}
    return [row["date"] for row in rows if (row["system"], row["code"]) in wanted]


def _by_person(rows: Iterable[Row], on: date) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["date"] <= on:
            found[row["person"]].append(row)
    return found


def _one(system: str) -> str:
    return SNOMED if system == DMD else system


def _before(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise ValueError(day)
