"""A few hundred invented people of Exeter, and loads that change some of them."""

from pathlib import Path

import pytest

from commonweal.blueprint import load
from commonweal.incoming.invented.calibration import read_calibration
from commonweal.incoming.invented.write import invent
from commonweal.store import Store


@pytest.fixture(scope="session")
def village(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Of all ages, with ten years of records."""
    store, calibration = Store(tmp_path_factory.mktemp("village")), read_calibration()
    exeter = load(repository / "blueprints" / "exeter")
    invent(exeter, calibration, store, people=500, seed=5, on=calibration.history_ends)
    return store
