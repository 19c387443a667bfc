"""The stretch of time the records cover, in day numbers (days since 1 January 1970)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from commonweal.incoming.invented.arrays import DAYS_A_YEAR, Number, Whole

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class History:
    """From the day `first` to the day `on`, both within it."""

    first: int
    on: int
    years: int

    @property
    def end(self) -> int:
        """The first day after it."""
        return self.on + 1

    def birthdays(self) -> Whole:
        """The day each of its years ends on, from the year before it to `on`."""
        back = np.arange(self.years, -1, -1) * DAYS_A_YEAR
        return np.asarray(self.on - np.rint(back), dtype=np.int64)


def history(on: date, years: int) -> History:
    """The `years` years up to the day `on`."""
    last = (on - EPOCH).days
    return History(first=last - round(years * DAYS_A_YEAR), on=last, years=years)


def day(number: int) -> date:
    """The calendar day of a day number."""
    return EPOCH + timedelta(days=number)


def age(born: Whole, at: npt.ArrayLike) -> Number:
    """Age in years, with its fraction, on the days `at`."""
    return np.asarray((np.asarray(at) - born) / DAYS_A_YEAR)
