"""The frailty index by plain Python, from the definition alone: what the tables are held against."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

Row = Mapping[str, Any]


def counts(
    people: Iterable[Row],
    deaths: Iterable[Row],
    codes: Iterable[Row],
    events: Iterable[Row],
    medications: Iterable[Row],
    on: date,
) -> dict[str, int]:
    """Deficits of each person alive on the day."""
    means = defaultdict(set)
    for row in codes:
        means[row["system"], row["code"]].add(row["deficit"])
    deficits = defaultdict(set)
    for row in events:
        if row["date"] <= on:
            deficits[row["person"]] |= means.get((row["system"], row["code"]), set())
    for person, taken in _medicines(medications, on).items():
        if len(taken) >= 5:
            deficits[person].add("polypharmacy")
    gone = {row["person"] for row in deaths if row["date"] is None or row["date"] <= on}
    alive = {row["person"] for row in people if row["birth_date"] <= on} - gone
    return {person: len(deficits[person]) for person in alive}


def _medicines(medications: Iterable[Row], on: date) -> dict[str, set[tuple[bool, str, str]]]:
    records = defaultdict(list)
    for row in medications:
        if _a_year_before(on) < row["date"] <= on:
            shared = row["system"] in ("https://dmd.nhs.uk", "http://snomed.info/sct")
            records[row["person"], row["record"]].append(
                (not shared, "" if shared else row["system"], row["code"])
            )
    taken = defaultdict(set)
    for (person, _), codings in records.items():
        taken[person].add(min(codings))
    return taken


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def days_near(day: date) -> list[date]:
    """Days that lie on, just before and just after the edges of what counts."""
    edges = (_a_year_before(day), day, day - timedelta(days=1000))
    return [edge + timedelta(days=n) for edge in edges for n in (-1, 0, 1)]
