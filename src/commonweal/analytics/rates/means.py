"""Means with limits by Student's t; worked out in this process, on small tables of results."""

from __future__ import annotations

import ibis
import numpy as np
from scipy.special import stdtrit

from commonweal.analytics.rates.small import beside, numbers


def means(values: ibis.Table, *by: str, confidence: float = 0.95) -> ibis.Table:
    """One row per group: number, total, deviation, value, lower, upper, of the column `value`.

    One value alone has a mean and no limits.
    """
    value = values.value.cast("float64")
    found = values.agg(
        by=list(by), number=value.count(), total=value.sum(), deviation=value.std(how="sample")
    )
    table = found.to_pyarrow()
    number, total, deviation = (numbers(table, name) for name in ("number", "total", "deviation"))
    mean = total / np.where(number > 0, number, np.nan)
    freedom = np.where(number > 1, number - 1, np.nan)
    wide = stdtrit(freedom, 0.5 + confidence / 2) * deviation / np.sqrt(number)
    return beside(table, value=mean, lower=mean - wide, upper=mean + wide)
