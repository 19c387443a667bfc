"""How frail each person is at the end of each year: the count of deficits, as the frailty index counts them."""

from __future__ import annotations

import numpy as np

from commonweal.incoming.invented.arrays import Whole
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.conditions import deficits_of
from commonweal.incoming.invented.history import History
from commonweal.incoming.invented.medicines import Repeats, taken_in_year_to

POLYPHARMACY = 5  # different medicines in a year


def course(calibration: Calibration, span: History, began: Whole, repeats: Repeats) -> Whole:
    """Deficits of each person (a row) at the start of the records and at the end of each year of them."""
    deficits = deficits_of(calibration.conditions, began)
    days = span.birthdays()
    counts = [
        (deficits <= day).sum(axis=1) + (taken_in_year_to(repeats, day) >= POLYPHARMACY) for day in days
    ]
    return np.stack(counts, axis=1).astype(np.int64)
