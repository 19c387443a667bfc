"""What comes out is what was meant to: 20,000 people against every target of the calibration."""

import pytest

from commonweal.blueprint import Blueprint
from commonweal.blueprint.codelists import read_codelists
from commonweal.incoming.invented.calibration import Calibration, read_calibration
from commonweal.incoming.invented.measures import Compared, compare
from commonweal.store import Store

CITY = "city-with-a-university"
TARGETS = [target.measure for target in read_calibration().targets if target.ages in (None, CITY)]


@pytest.fixture(scope="module")
def compared(city: Store, exeter: Blueprint, calibration: Calibration) -> dict[str, Compared]:
    found = compare(city, exeter, calibration, read_codelists(None), calibration.history_ends)
    return {one.target.measure: one for one in found}


@pytest.mark.requirement("P4")
@pytest.mark.parametrize("measure", TARGETS)
def test_comes_out(measure: str, compared: dict[str, Compared]) -> None:
    one = compared[measure]
    assert one.got == pytest.approx(one.target.value, abs=one.target.within)
