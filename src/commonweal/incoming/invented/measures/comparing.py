"""What came out beside what was meant to: an invented population against the targets of its calibration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from commonweal.blueprint import Blueprint
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.calibration.shape import Target
from commonweal.incoming.invented.measures.taking import measures
from commonweal.store import Store


@dataclass(frozen=True)
class Compared:
    """A target and what was got."""

    target: Target
    got: float

    @property
    def close(self) -> bool:
        return abs(self.got - self.target.value) <= self.target.within


def compare(
    store: Store, blueprint: Blueprint, calibration: Calibration, codelist: pa.Table, on: date
) -> Iterator[Compared]:
    """Each target that is for this partnership, with what the store holds."""
    ages = calibration.ages(blueprint.partnership.id)
    got = measures(store, blueprint, calibration, codelist, on)
    for target in calibration.targets:
        if target.ages in (None, ages.id):
            yield Compared(target, got[target.measure])
