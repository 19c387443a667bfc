"""The same answers from a Spark cluster as from DuckDB, row by row, for every method.

One test asks for all of it, as starting a cluster takes longer than its answers do.
"""

import os
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.conftest import missing
from tests.size.cluster import cluster, environment_of, has_java, worked
from tests.size.loads import corrected, everyone
from typer.testing import CliRunner

from commonweal.analytics.methods import METHODS
from commonweal.insight.kept.folder import newest
from commonweal.site.command_line import app
from commonweal.store import Store

pytestmark = pytest.mark.requirement("Scale")


@pytest.fixture
def spark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The address of a cluster of two workers, and the folder that says what they did."""
    if not has_java():
        missing("no Java on this machine: bin/test says how to install it")
    folder = tmp_path / "spark"
    environment = environment_of(folder)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with cluster(folder, environment) as address:
        yield address, folder


def refreshed(store: Store, engine: str) -> dict[str, pa.Table]:
    """The answers by method, as the command leaves them."""
    words = ["population", "refresh", "--store", str(store.path), "--engine", engine, "--on", "2026-06-01"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    return {name: _sorted(pq.read_table(store.path / "results" / f"{name}.parquet")) for name in METHODS}


def _sorted(rows: pa.Table) -> pa.Table:
    plain = [name for name in rows.column_names if not pa.types.is_list(rows.schema.field(name).type)]
    return rows.sort_by([(name, "ascending") for name in plain])


def differing(one: dict[str, pa.Table], other: dict[str, pa.Table]) -> dict[str, list[object]]:
    """The first rows of each method that are not the same in both."""
    found = {}
    for name in METHODS:
        pairs = zip(one[name].to_pylist(), other[name].to_pylist(), strict=False)
        if unlike := [pair for pair in pairs if pair[0] != pair[1]]:
            found[name] = unlike[:3]
        elif one[name].num_rows != other[name].num_rows:
            found[name] = [one[name].num_rows, other[name].num_rows]
    return found


def test_every_method_gives_the_same_rows_on_a_cluster_of_two_workers(village: Store, tmp_path, spark):
    """For everybody, and after a load for those alone who changed by it."""
    address, folder = spark
    stores = {engine: Store(shutil.copytree(village.path, tmp_path / engine)) for engine in ("here", "there")}
    here, there = refreshed(stores["here"], "duckdb"), refreshed(stores["there"], address)
    assert differing(here, there) == {}
    assert worked(folder) == ["one", "two"]
    assert all(rows.num_rows for rows in here.values())

    for store in stores.values():
        corrected(store, "event", everyone(store)[:5])
    shutil.rmtree(stores["here"].path / "answers")
    os.unlink(stores["here"].path / "results")
    assert differing(refreshed(stores["here"], "duckdb"), refreshed(stores["there"], address)) == {}
    done = newest(stores["there"])
    assert done is not None
    assert 0 < (done.people or 0) <= 5
