"""Whose year after a day is known, and what came of it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from commonweal.analytics.risk.matrix import CUTS, Flags, column
from commonweal.terms.risk import OutcomeName


def eligible(examples: pa.Table, outcome: OutcomeName, youngest: int) -> Flags:
    """Who has a score at all: old enough, and not in the highest band where a higher one is foretold."""
    old = column(examples, "age") >= youngest
    if outcome == "higher_frailty_band":
        old &= column(examples, "deficits") < CUTS[-1]
    return np.asarray(old)


def known(examples: pa.Table, outcome: OutcomeName) -> Flags:
    """Whose outcome was seen: not of those who moved away; for frailty, of those alive a year after."""
    seen = column(examples, "stays") > 0
    if outcome == "higher_frailty_band":
        seen &= ~np.isnan(column(examples, "deficits_after"))
    return np.asarray(seen)


def happened(examples: pa.Table, outcome: OutcomeName, last: int) -> Flags:
    """Whether it came, within so many days after; who died without it counts as without."""
    if outcome == "emergency_admission":
        return np.asarray(column(examples, "first_admission") <= last)
    before, after = (np.digitize(column(examples, name), CUTS) for name in ("deficits", "deficits_after"))
    return np.asarray(after > before)


def days_within(day: date, months: int) -> int:
    """How many days so many months after a day are."""
    months_on = day.month - 1 + months
    year, month = day.year + months_on // 12, months_on % 12 + 1
    for ahead in range(4):  # a month may have no 31st
        try:
            return (date(year, month, day.day - ahead) - day).days
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
