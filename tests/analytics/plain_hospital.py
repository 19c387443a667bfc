"""Scores from hospital diagnoses by plain Python, from their definitions alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from commonweal.terms.charlson import GROUPS
from commonweal.terms.codes import ICD10
from commonweal.terms.hospital_frailty import POINTS

Row = Mapping[str, Any]
LONDON = ZoneInfo("Europe/London")


def day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def alive(people: Iterable[Row], deaths: Iterable[Row], on: date) -> dict[str, date]:
    """The day of birth of each person alive."""
    gone = {row["person"] for row in deaths if row["date"] is None or row["date"] <= on}
    return {
        row["person"]: row["birth_date"]
        for row in people
        if row["birth_date"] <= on and row["person"] not in gone
    }


def hospital_frailty(
    people: Sequence[Row], deaths: Sequence[Row], activity: Sequence[Row], diagnoses: Sequence[Row], on: date
) -> dict[str, tuple[date, int]]:
    """The admission it is of, and the tenths, of each person who has a score."""
    coded = [row for row in diagnoses if row["system"] == ICD10 and row["date"] <= on]
    found = {}
    for person, born in alive(people, deaths, on).items():
        spells = {row["spell"] for row in coded if row["person"] == person}
        days = [
            day(row["start"])
            for row in activity
            if row["person"] == person
            and (row["setting"], row["method"]) == ("bed", "emergency")
            and row["record"] in spells
            and years_before(on, 2) < day(row["start"]) <= on
        ]
        days = [
            each
            for each in days
            if each.year - born.year - ((each.month, each.day) < (born.month, born.day)) >= 75
        ]
        if days:
            index = max(days)
            within = {
                row["code"][:3]
                for row in coded
                if row["person"] == person and years_before(index, 2) < row["date"] <= index
            }
            found[person] = index, sum(POINTS[code][0] for code in within if code in POINTS)
    return found


def charlson(
    people: Iterable[Row], deaths: Iterable[Row], diagnoses: Sequence[Row], on: date
) -> dict[str, tuple[int, int]]:
    """The index by the weights of 2011 and by those of 1987."""
    found = {}
    for person in alive(people, deaths, on):
        codes = [
            row["code"]
            for row in diagnoses
            if row["person"] == person and row["system"] == ICD10 and row["date"] <= on
        ]
        has = {each.id for each in GROUPS if any(code.startswith(each.codes) for code in codes)}
        counted = [each for each in GROUPS if each.id in has and each.unless not in has]
        found[person] = sum(e.weight_2011 for e in counted), sum(e.weight_1987 for e in counted)
    return found
