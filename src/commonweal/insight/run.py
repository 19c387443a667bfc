"""One refresh under way: what it reads, and where the steps it has finished are kept."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import ibis
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from commonweal.analytics import profile
from commonweal.analytics.frailty import years_up_to
from commonweal.analytics.linked import Linked
from commonweal.analytics.tables import TABLES
from commonweal.blueprint import Blueprint
from commonweal.blueprint.codelists import describe
from commonweal.blueprint.definitions import Definitions, definitions_of
from commonweal.care.identity.reads import aliases
from commonweal.care.objections.reads import opted_out, shut_to_somebody
from commonweal.care.people import actions as people
from commonweal.care.published import actions as published
from commonweal.insight.one_person import of_one_person
from commonweal.store.folder import Store, connect

MEMORY = "2GB"
BATCH = 20_000  # rows on their way to the database
ROWS_OF_A_PART = 2_000_000
FOLDER = "refresh"
PACKAGE = Path(__file__).parents[1]
METHODS = ("analytics", "insight", "care/population")

Progress = Callable[
    [str], AbstractContextManager[None]
]  # told the title of each step, for as long as it takes


class RefreshFault(Exception):
    """The population cannot be refreshed; the message says what to do."""


@cache
def methods() -> str:
    """The same for the same methods: what an older version left half done is not gone on with."""
    files = sorted(file for folder in METHODS for file in (PACKAGE / folder).rglob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


@dataclass(frozen=True)
class Inputs:
    """Everything a refresh is computed from; `published` is the refresh that pages show meanwhile.

    `opted_out` are the ids of those who stay out of what is computed for planning, `shut` of those who
    stay out of exact counts: beside a list in which somebody is missing, these would say who it is.
    `merged` are the keys of records that are part of another one, and of which.
    """

    store: Store
    blueprint: Blueprint
    on: date
    definitions: Definitions
    codelist: str
    published: int | None
    opted_out: pa.Table
    shut: pa.Table
    merged: pa.Table

    @property
    def codes(self) -> pa.Table:
        """The codes of the frailty index."""
        return self.definitions.deficits

    @property
    def earlier(self) -> date | None:
        """The day of a year before that measures of populations are compared with; none where none is."""
        years = self.blueprint.words.compare_years
        return years_up_to(self.on, years + 1)[0] if years else None

    @property
    def digest(self) -> str:
        """The same for the same inputs: what decides whether a refresh that was cut off can go on."""
        return self.sign(self.on, self.published)

    def sign(self, on: date, published: int | None = None) -> str:
        """The same for whatever is computed alike as at a day."""
        declared = self.definitions
        told = {
            "loads": [load.id for load in self.store.loads()],
            "on": on,
            "areas": [area.model_dump(mode="json") for area in self.blueprint.areas],
            "definitions": repr((declared.registers, declared.segments, declared.words)),
            "codes": [one.to_pydict() for one in (declared.deficits, declared.lists, declared.deciles)],
            "published": published,
            "opted_out": self.opted_out.to_pydict(),
            "shut": self.shut.to_pydict(),
            "merged": self.merged.to_pydict(),
            "methods": methods(),
            "engine": duckdb.__version__,  # whose hash says which part somebody is in
        }
        return hashlib.sha256(orjson.dumps(told)).hexdigest()[:16]


@dataclass(frozen=True)
class Part:
    """One of several shares of the people, told by their key."""

    number: int = 0
    of: int = 1

    def theirs(self, table: ibis.Table) -> ibis.Table:
        """The rows of these people alone."""
        return table.filter(table.person.hash().abs() % self.of == self.number)


@dataclass(frozen=True)
class Run:
    """Steps leave one Parquet file each in `folder`; a step whose file is there is not done again."""

    inputs: Inputs
    folder: Path
    connection: ibis.BaseBackend
    progress: Progress

    def source(self, table: str) -> ibis.Table:
        """A table of the linked population; records brought together are of one person."""
        rows = self.inputs.store.table(table, self.connection)
        if not self.inputs.merged.num_rows:
            return rows
        return of_one_person(table, rows, ibis.memtable(self.inputs.merged))

    def profile(self, on: date) -> ibis.Table:
        """What is known of everybody alive and here on a day, by key."""
        of_people = (name for name, table in TABLES.items() if "person" in table.names)
        linked = Linked({name: self.source(name) for name in of_people})
        return profile.profile(linked, self.inputs.definitions, on)

    def ids(self) -> ibis.Table:
        """The ids that people already have, by key."""
        return ibis.memtable(people.ids())

    def step(self, name: str, title: str, result: ibis.Table) -> ibis.Table:
        """`result` computed, now or before this run was cut off."""
        file = self.folder / f"{name}.parquet"
        if not file.exists():
            with self.progress(title):
                unfinished = file.with_suffix(".unfinished")
                self.connection.to_parquet(result, str(unfinished))
                unfinished.rename(file)
        return self.connection.read_parquet(str(file))

    def in_parts(self, name: str, title: str, rows: int, result: Callable[[Part], ibis.Table]) -> ibis.Table:
        """A step that gathers `rows` by person, for as many people at a time as there is memory for."""
        several = rows // ROWS_OF_A_PART + 1
        for number in range(several):
            told = f"{title}, part {number + 1} of {several}" if several > 1 else title
            self.step(f"{name}-{number}", told, result(Part(number, several)))
        return self.connection.read_parquet([str(file) for file in self._files(name)])

    def left(self, name: str) -> bool:
        """Whether there was such a step."""
        return any(map(Path.exists, self._files(name)))

    def rows(self, name: str) -> int:
        """How many rows a step left."""
        return sum(int(pq.read_metadata(file).num_rows) for file in self._files(name))

    def batches(self, name: str) -> Iterator[pa.RecordBatch]:
        """The rows a step left, a batch in memory at a time; none of one that was left out."""
        for path in filter(Path.exists, self._files(name)):
            with pq.ParquetFile(path) as file:
                yield from file.iter_batches(BATCH)

    def _files(self, name: str) -> list[Path]:
        """Those of a step's parts, or the one it left whole."""
        parts = sorted(self.folder.glob(f"{name}-*.parquet"))
        return parts or [self.folder / f"{name}.parquet"]

    def check_still(self) -> None:
        """RefreshFault where a load has changed the store since the run began, or a merge who is who."""
        if self.inputs.digest != self.folder.name:
            raise RefreshFault("the store was loaded into while it was read; refresh again")
        if not aliases().equals(self.inputs.merged):
            raise RefreshFault("records were brought together, or apart, meanwhile; refresh again")


def inputs_of(store: Store, blueprint: Blueprint, on: date, codelists: Path | None) -> Inputs:
    """What a refresh of this store is computed from; RefreshFault where there is nobody in it."""
    if not store.count("person"):
        raise RefreshFault(f"nobody is in {store.path}; take a population in first, or give another --store")
    definitions = definitions_of(blueprint, codelists)
    now = published.current()
    told = (opted_out(), shut_to_somebody(), aliases())
    return Inputs(store, blueprint, on, definitions, describe(codelists), now, *told)


@contextmanager
def under_way(inputs: Inputs, progress: Progress) -> Iterator[Run]:
    """A run, gone on with where one with the same inputs was cut off; its files go when it ends well."""
    home = inputs.store.path / FOLDER
    home.mkdir(parents=True, exist_ok=True)
    with open(home / ".running", "w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RefreshFault(
                f"{inputs.store.path} is being refreshed already; wait for that to end"
            ) from None
        folder = home / inputs.digest
        for other in home.iterdir():
            if other.is_dir() and other != folder:
                shutil.rmtree(other)
        folder.mkdir(exist_ok=True)
        connection = connect(memory=MEMORY)
        spilt = folder / "spilt"
        connection.con.execute(f"SET temp_directory = '{spilt}'; SET preserve_insertion_order = false")
        yield Run(inputs, folder, connection, progress)
        shutil.rmtree(folder)
