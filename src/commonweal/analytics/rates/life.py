"""Life expectancy by an abridged life table (Chiang 1968), with the variance of its open last band.

Worked out in this process, on small tables: each age needs the ages above it.
"""

from __future__ import annotations

import ibis
import numpy as np
import pyarrow as pa

from commonweal.analytics.rates.limits import deviate
from commonweal.analytics.rates.small import Numbers, beside, numbers, parts

INFANTS_LIVED, OTHERS_LIVED = 0.1, 0.5  # share of the band that those who die in it live, on average
FEWEST_PEOPLE = 5_000  # of whom a life table is made at all; as public health figures have it, from memory


def life_expectancy(
    deaths: ibis.Table, *by: str, confidence: float = 0.95, fewest: int = FEWEST_PEOPLE
) -> ibis.Table:
    """One row per group and age a band begins with: from_age, value, lower, upper, population, count.

    `deaths` has the same rows: from_age, population, and count of deaths; the oldest band has no end. The
    value is in years still to live at that age; population and count are those from that age on. No value
    where there are fewer than `fewest` people in all, or nobody died in the oldest band, or all of a band
    before it would.
    """
    table = deaths.order_by([*by, "from_age"]).select(*by, "from_age", "population", "count").to_pyarrow()
    made = [_life_table(rows, deviate(confidence), fewest) for _, rows in parts(table, by)]
    return ibis.union(*made)


def _life_table(rows: pa.Table, z: float, fewest: int) -> ibis.Table:
    people, died = numbers(rows, "population"), numbers(rows, "count")
    sound = people.sum() >= fewest and died[-1] > 0 and (people > 0).all()
    years, error = _years(numbers(rows, "from_age"), people, died) if sound else (people * np.nan,) * 2
    keys = rows.drop_columns(["population", "count"])
    return beside(
        keys,
        value=years,
        lower=years - z * error,
        upper=years + z * error,
        population=_from_here(people),
        count=_from_here(died),
    )


def _years(ages: Numbers, people: Numbers, died: Numbers) -> tuple[Numbers, Numbers]:
    """Years still to live at each age, and their standard error (Chiang; Silcocks for the open band)."""
    width, rate = np.diff(ages), died / people
    lived = np.where(width <= 1, INFANTS_LIVED, OTHERS_LIVED)
    dying = width * rate[:-1] / (1 + width * (1 - lived) * rate[:-1])
    if (dying >= 1).any():
        return np.full_like(people, np.nan), np.full_like(people, np.nan)
    alive = np.concatenate([[1.0], np.cumprod(1 - dying)])
    within = width * (alive[1:] + lived * alive[:-1] * dying)
    years = _from_here(np.append(within, alive[-1] / rate[-1])) / alive
    spread = dying * dying * (1 - dying) / np.where(died[:-1] > 0, died[:-1], np.inf)
    onward = alive[:-1] ** 2 * ((1 - lived) * width + years[1:]) ** 2 * spread
    oldest = alive[-1] ** 2 / (died[-1] * rate[-1] ** 2)
    return years, np.sqrt(_from_here(np.append(onward, oldest))) / alive


def _from_here(found: Numbers) -> Numbers:
    """The sum from each place to the end."""
    return np.cumsum(found[::-1])[::-1]
