"""Whether people put on a list were admitted more often after it than others of like chance.

Each listed person is set beside a few who never were listed and had the nearest chance on the last day that
chances are known of before; all are followed from the day of listing for a year at most. Whoever lists
people sees more than a model does, so a difference is a question and no proof.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from commonweal.analytics.risk.checks import Estimate, Z
from commonweal.analytics.risk.matrix import Numbers

BESIDE = 5  # people for each who is listed
LONGEST, SHORTEST = 365, 90  # days that people are followed; who was listed later is not counted yet
A_YEAR = 365.25
COHORT = pa.schema(
    [("row", pa.int64()), ("listed", pa.bool_()), ("person", pa.string()), ("start", pa.date32())]
)


@dataclass(frozen=True)
class Followed:
    """How many people, for how many days in all, and how often they were admitted."""

    people: int
    days: int
    admissions: int

    @property
    def rate(self) -> float | None:
        """Emergency admissions for 100 people in a year; None where nobody was followed."""
        return 100 * self.admissions * A_YEAR / self.days if self.days else None


@dataclass(frozen=True)
class Harm:
    """The listed and those beside them; `ratio` of their rates is above one where the listed fared worse."""

    listed: Followed
    beside: Followed
    ratio: Estimate | None


@dataclass(frozen=True)
class Scored:
    """Chances on one day, of people in the order of their keys."""

    day: date
    people: Sequence[str]
    chances: Numbers


def cohort(listed: Sequence[tuple[str, date]], scored: Sequence[Scored], until: date) -> pa.Table:
    """Who is followed from when: the columns of COHORT. `scored` are the days, the newest first."""
    ever = {person for person, _ in listed}
    others = [_others(day, ever) for day in scored]
    known = [dict(zip(day.people, day.chances, strict=True)) for day in scored]
    rows: list[tuple[bool, str, date]] = []
    for person, day in sorted(listed):
        n = next((place for place, one in enumerate(scored) if one.day <= day), None)
        if n is None or person not in known[n] or (until - day).days < SHORTEST:
            continue
        names, chances = others[n]
        near = nearest(chances, known[n][person], BESIDE)
        rows += [(True, person, day), *((False, names[place], day) for place in near)]
    columns = zip(*rows, strict=True) if rows else ((), (), ())
    return pa.table([pa.array(range(len(rows))), *map(pa.array, columns)], names=COHORT.names).cast(COHORT)


def followed(people: ibis.Table, activity: ibis.Table, deaths: ibis.Table, until: date) -> ibis.Table:
    """One row for the listed and one for those beside: listed, people, days, admissions."""
    longest = people.start + ibis.interval(days=LONGEST)
    died = deaths.select("person", died="date")
    each = people.left_join(died, "person").drop("person_right")
    end = ibis.least(longest, ibis.literal(until), ibis.coalesce(each.died, ibis.literal(until)))
    each = each.mutate(end=end)
    each = each.mutate(days=ibis.greatest(each.end.delta(each.start, unit="D"), 0))
    stays = activity.filter((activity.setting == "bed") & (activity.method == "emergency"))
    stays = stays.select("person", day=stays.start.date())
    after = each.inner_join(stays, "person")
    after = after.filter((after.day > after.start) & (after.day <= after.end))
    counted = after.group_by("row").agg(admissions=after.count())
    each = each.left_join(counted, "row")
    return each.group_by("listed").agg(
        people=each.count(), days=each.days.sum(), admissions=each.admissions.fill_null(0).sum()
    )


def harm(rows: Sequence[dict[str, int]]) -> Harm | None:
    """From the rows of `followed`; None where nobody who is listed was followed."""
    by = {bool(row["listed"]): Followed(row["people"], row["days"], row["admissions"]) for row in rows}
    if True not in by or False not in by or not by[True].days or not by[False].days:
        return None
    return Harm(by[True], by[False], _ratio(by[True], by[False]))


def nearest(chances: Numbers, chance: float, count: int) -> npt.NDArray[np.int64]:
    """The places of so many of the nearest numbers, where `chances` rise; of two as near the lower place."""
    at = int(np.searchsorted(chances, chance))
    low, high = max(at - count, 0), min(at + count, len(chances))
    away = np.abs(chances[low:high] - chance)
    return np.asarray(np.sort(low + np.argsort(away, kind="stable")[:count]), dtype=np.int64)


def _others(scored: Scored, ever: set[str]) -> tuple[list[str], Numbers]:
    """Those who never were listed, by chance and then by key."""
    order = np.argsort(scored.chances, kind="stable")
    kept = [place for place in order.tolist() if scored.people[place] not in ever]
    return [scored.people[place] for place in kept], scored.chances[kept]


def _ratio(listed: Followed, beside: Followed) -> Estimate | None:
    """Of two Poisson rates, with the interval of its logarithm; None where either had no admission."""
    if not listed.admissions or not beside.admissions:
        return None
    ratio = (listed.admissions / listed.days) / (beside.admissions / beside.days)
    times = float(np.exp(Z * np.sqrt(1 / listed.admissions + 1 / beside.admissions)))
    return Estimate(ratio, ratio / times, ratio * times)
