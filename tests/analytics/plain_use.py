"""Use and cost of care by plain Python, day by day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.analytics.plain_hospital import day, years_before

Row = Mapping[str, Any]
DAY = timedelta(days=1)
SPELLS = ("bed", "care_home", "social_care")


def use(activity: Sequence[Row], packages: Sequence[Row], on: date) -> dict[str, Counter[str]]:
    """What each person used, by the names of the columns."""
    months = set(_days(years_before(on, 1) + DAY, on))
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    nights = defaultdict(set)
    for row in [*_packages(packages, on), *_activity(activity, packages, on)]:
        if not months & set(_days(row["begun"], row["last"])):
            continue
        used = found[row["person"]]
        used[f"contacts_{row['setting']}"] += 1
        if row["setting"] == "bed":
            used["emergency_admissions"] += row["method"] == "emergency" and row["begun"] in months
            nights[row["person"]] |= months & set(_days(row["begun"], row["left"] - DAY))
    for person, some in nights.items():
        found[person]["bed_days"] = len(some)
    return found


def cost(activity: Sequence[Row], packages: Sequence[Row], on: date) -> dict[str, Counter[str]]:
    """What each person cost, by the names of the columns."""
    months = set(_days(years_before(on, 1) + DAY, on))
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in [*_packages(packages, on), *_activity(activity, packages, on)]:
        inside = len(months & set(_days(row["begun"], row["last"])))
        pence = int(Fraction(row["cost"] or 0) * inside / row["of"] + Fraction(1, 2))
        found[row["person"]][f"cost_{row['setting']}"] += pence
        found[row["person"]]["cost"] += pence
    return found


def _activity(activity: Iterable[Row], packages: Sequence[Row], on: date) -> Iterator[dict[str, Any]]:
    social = {(row["person"], row["setting"], row["begun"]) for row in _packages(packages, on, all_=False)}
    for row in activity:
        begun = day(row["start"])
        if begun > on or (row["person"], row["setting"], begun) in social:
            continue
        end = row["end"] and day(row["end"])
        last = begun if row["setting"] not in SPELLS else on if end is None else end
        left = on + DAY if end is None else end
        yield {**row, "begun": begun, "last": last, "left": left, "of": len(_days(begun, last))}


def _packages(packages: Iterable[Row], on: date, *, all_: bool = True) -> Iterator[dict[str, Any]]:
    """Those that are going on or over by the day; or only those that any day of the months lies in."""
    for row in packages:
        last = on if row["end"] is None else row["end"] - DAY
        setting = "care_home" if row["kind"] in ("residential", "nursing") else "social_care"
        if row["start"] <= on and (all_ or last > years_before(on, 1)):
            yield {
                "person": row["person"],
                "setting": setting,
                "begun": row["start"],
                "last": last,
                "cost": row["weekly_cost"],
                "of": 7,
            }


def _days(first: date, last: date) -> list[date]:
    return [first + DAY * n for n in range((last - first).days + 1)]
