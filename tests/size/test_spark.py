"""The same answers from a Spark cluster as from DuckDB, row by row, for every method.

One test asks for all of it, as starting a cluster takes longer than its answers do.
"""

import shutil
from contextlib import nullcontext
from datetime import date
from itertools import zip_longest
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.conftest import missing
from tests.size.cluster import cluster, environment_of, has_java, worked
from tests.size.loads import corrected, everyone
from typer.testing import CliRunner

from commonweal.analytics import frailty
from commonweal.analytics.linked import Linked
from commonweal.analytics.methods import METHODS
from commonweal.blueprint.codelists import read_codelists
from commonweal.insight.kept.asked import Asked
from commonweal.insight.kept.refresh import refresh
from commonweal.site.command_line import app
from commonweal.store import Store
from commonweal.store.engines import engine

pytestmark = pytest.mark.requirement("Scale")

ON = date(2026, 6, 1)
CODES = read_codelists(None)


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
    words = ["population", "refresh", "--store", str(store.path), "--engine", engine, "--on", str(ON)]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    return {name: kept(store, name) for name in METHODS}


def kept(store: Store, name: str) -> pa.Table:
    """An answer, in order."""
    rows = pq.read_table(store.path / "results" / f"{name}.parquet")
    plain = [name for name in rows.column_names if not pa.types.is_list(rows.schema.field(name).type)]
    return rows.sort_by([(name, "ascending") for name in plain])


def differing(one: dict[str, pa.Table], other: dict[str, pa.Table]) -> dict[str, list[object]]:
    """Of each answer the first rows, and the kinds of its columns, that are not the same in both."""
    pairs = {name: zip_longest(_told(one[name]), _told(other[name])) for name in one}
    unlike = {name: [pair for pair in each if pair[0] != pair[1]] for name, each in pairs.items()}
    return {name: each[:3] for name, each in unlike.items() if each}


def _told(rows: pa.Table) -> list[object]:
    kinds = {field.name: str(field.type).replace(" not null", "") for field in rows.schema}
    return [kinds, *rows.to_pylist()]


def recorded(linked: Linked) -> tuple[object, ...]:
    return linked["person"], linked["death"], CODES, linked["event"], linked["medication"]


FRAILTY = Asked(
    {
        "evidence": lambda linked: frailty.evidence(*recorded(linked), ON),
        "course": lambda linked: frailty.course(*recorded(linked), frailty.years_up_to(ON, 3)),
    },
    sign="frailty",
    on=str(ON),
)


def test_every_method_gives_the_same_rows_on_a_cluster_of_two_workers(village: Store, tmp_path, spark):
    """For everybody; and, of two more, after a load for those alone who changed by it."""
    address, folder = spark
    here, there = (Store(shutil.copytree(village.path, tmp_path / name)) for name in ("here", "there"))
    everybody = refreshed(here, "duckdb")
    assert all(rows.num_rows for rows in everybody.values())
    assert differing(everybody, refreshed(there, address)) == {}
    assert worked(folder) == ["one", "two"]

    with engine(address, tmp_path) as cluster_of_two:
        done = []
        for _ in range(2):
            done.append(refresh(there, FRAILTY, engine=cluster_of_two, progress=nullcontext))
            corrected(there, "event", everyone(there)[:5])
    corrected(here, "event", everyone(here)[:5])
    with engine("duckdb", tmp_path) as duckdb:
        refresh(here, FRAILTY, engine=duckdb, progress=nullcontext)
    assert [one.people for one in done] == [None, 5]
    found = {name: (kept(here, name), kept(there, name)) for name in FRAILTY.answers}
    assert differing(*({name: pair[side] for name, pair in found.items()} for side in (0, 1))) == {}
