"""Invented people of the Exeter blueprint, made once for all tests that look at them."""

from pathlib import Path

import duckdb
import pytest

from commonweal.analytics.tables import TABLES
from commonweal.blueprint import Blueprint, load
from commonweal.incoming.invented.calibration import Calibration, read_calibration
from commonweal.incoming.invented.write import invent
from commonweal.store import Store
from commonweal.store.folder import settle


@pytest.fixture(scope="session")
def exeter(repository: Path) -> Blueprint:
    return load(repository / "blueprints" / "exeter")


@pytest.fixture(scope="session")
def calibration() -> Calibration:
    return read_calibration()


@pytest.fixture(scope="session")
def city(exeter: Blueprint, calibration: Calibration, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Twenty thousand people, as many as the targets' tolerances are for."""
    store = Store(tmp_path_factory.mktemp("city"))
    invent(exeter, calibration, store, people=20_000, seed=7, on=calibration.history_ends)
    return store


@pytest.fixture(scope="session")
def quarter(exeter: Blueprint, calibration: Calibration, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Three thousand people, made in three chunks."""
    store = Store(tmp_path_factory.mktemp("quarter"))
    invent(exeter, calibration, store, people=3_000, seed=11, on=calibration.history_ends, in_a_chunk=1_000)
    return store


@pytest.fixture(scope="session")
def rows(quarter: Store) -> duckdb.DuckDBPyConnection:
    """The tables of the quarter, to be asked in SQL."""
    connection = duckdb.connect()
    settle(connection)
    for name in TABLES:
        files = [str(file) for file in quarter.files(name)]
        if files:
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({files!r})")
    return connection
