"""How frail each person is at the end of each year: deficits counted as the frailty index counts them."""

from __future__ import annotations

import numpy as np

from commonweal.incoming.invented.arrays import Whole
from commonweal.incoming.invented.health.conditions import deficits_of
from commonweal.incoming.invented.health.medicines import Repeats, taken_in_year_to
from commonweal.incoming.invented.world import World

POLYPHARMACY = 5  # different medicines in a year
BAND_BEGINS = (5, 9, 13)  # deficits: mild, moderate, severe


def course(world: World, began: Whole, repeats: Repeats) -> Whole:
    """Deficits of each person (a row) at the start of the records and at the end of each year of them."""
    deficits = deficits_of(world.calibration.conditions, began)
    counts = [
        (deficits <= day).sum(axis=1) + (taken_in_year_to(repeats, day) >= POLYPHARMACY)
        for day in world.span.birthdays()
    ]
    return np.stack(counts, axis=1)


def band(deficits: Whole) -> Whole:
    """The place in BANDS, by the whole count."""
    return np.searchsorted(BAND_BEGINS, deficits, side="right").astype(np.int64, copy=False)
