"""The same answers from a Spark cluster as from DuckDB, row by row, for every method.

One test asks for all of it, as starting a cluster takes longer than its answers do.
"""

import re
import shutil
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from pathlib import Path

import pyarrow as pa
import pytest
from tests.conftest import missing
from tests.size.cluster import cluster, environment_of, has_java, worked
from tests.size.loads import corrected

from commonweal.analytics import frailty, results
from commonweal.analytics.linked import Linked
from commonweal.analytics.methods import METHODS
from commonweal.analytics.profile import KNOWN
from commonweal.blueprint.codelists import read_codelists
from commonweal.blueprint.definitions import definitions_of
from commonweal.insight.kept.asked import Answer, Asked, everything
from commonweal.insight.kept.refresh import refresh
from commonweal.store import Store
from commonweal.store.engines import Engine, engine

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


def in_order(rows: pa.Table) -> pa.Table:
    """The rows by their columns, but for lists, in which no two rows differ alone."""
    plain = [name for name in rows.column_names if not pa.types.is_list(rows.schema.field(name).type)]
    return rows.sort_by([(name, "ascending") for name in plain])


def differing(one: dict[str, pa.Table], other: dict[str, pa.Table]) -> dict[str, list[object]]:
    """Of each answer the first rows, and the kinds of its columns, that are not the same in both."""
    pairs = {name: zip_longest(_told(one[name]), _told(other[name])) for name in one}
    unlike = {name: [pair for pair in each if pair[0] != pair[1]] for name, each in pairs.items()}
    return {name: each[:3] for name, each in unlike.items() if each}


def _told(rows: pa.Table) -> list[object]:
    kinds = {field.name: re.sub(" not null|(?<=list<)\\w+: ", "", str(field.type)) for field in rows.schema}
    return [kinds, *rows.to_pylist()]


def recorded(linked: Linked) -> tuple[object, ...]:
    return linked["person"], linked["death"], CODES, linked["event"], linked["medication"]


ALL = everything(definitions_of(), ON)
INDEX: dict[str, Answer] = {
    "evidence": lambda linked: frailty.evidence(*recorded(linked), ON),
    "course": lambda linked: frailty.course(*recorded(linked), frailty.years_up_to(ON, 3)),
}


def answered(store: Store, asked: Asked, on: Engine) -> tuple[int | None, dict[str, pa.Table]]:
    """How many were computed anew, and what this engine says of everybody."""
    done = refresh(store, asked, engine=on, progress=nullcontext)
    run = (store.path / "results").resolve()
    said = {name: results.answered(run, name, on.read) for name in asked.answers}
    if KNOWN.name in said:
        said |= {name: method.told(said[KNOWN.name]) for name, method in METHODS.items()}
    return done.people, {name: in_order(on.backend.to_pyarrow(rows)) for name, rows in said.items()}


def test_every_method_gives_the_same_rows_on_a_cluster_of_two_workers(village: Store, tmp_path, spark):
    """For everybody; and, of the course of frailty, after a load for those alone who changed by it."""
    address, folder = spark
    here, there = (Store(shutil.copytree(village.path, tmp_path / name)) for name in ("here", "there"))
    every = replace(ALL, answers={**ALL.answers, **INDEX})
    some = replace(ALL, answers=INDEX)
    with engine(address, tmp_path) as cluster_of_two, engine("duckdb", tmp_path) as duckdb:
        _, everybody = answered(here, every, duckdb)
        assert everybody.keys() == {KNOWN.name, *METHODS, *INDEX}
        assert all(rows.num_rows for rows in everybody.values())
        assert differing(everybody, answered(there, every, cluster_of_two)[1]) == {}
        assert worked(folder) == ["one", "two"]

        few = sorted({*everybody["evidence"]["person"].to_pylist()})[:5]
        for store in (here, there):
            corrected(store, "event", few)
        anew = answered(here, some, duckdb), answered(there, some, cluster_of_two)
    assert [people for people, _ in anew] == [len(few), len(few)]
    assert differing(*(found for _, found in anew)) == {}
