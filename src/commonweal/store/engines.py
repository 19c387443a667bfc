"""Where the linked population is computed: DuckDB in this process, or a Spark cluster."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import ibis
from ibis.backends.sql.datatypes import DuckDBType
from ibis.util import gen_name

from commonweal.store.folder import connect

DUCKDB = "duckdb"
SPARK = re.compile(r"spark://|local(\[|$)|yarn$|k8s://")
MEMORY = "3GB"
PARQUET = "FORMAT parquet, COMPRESSION uncompressed"


class EngineFault(Exception):
    """The engine is not known or not there; the message says what to do."""


class Engine(Protocol):
    """Reads and writes Parquet, and computes Ibis tables."""

    name: str
    backend: Any

    def read(self, files: Sequence[Path]) -> ibis.Table:
        """The rows of these files together; at least one."""

    def write(self, table: ibis.Table, path: Path) -> None:
        """`table` computed into Parquet at `path`, a file or a folder of files; not all at once."""

    def hold(self, part: ibis.Table) -> ibis.Table:
        """The same rows, computed now and held until the engine is closed."""

    def close(self) -> None:
        """Lets go of what it holds."""


class DuckDB:
    """In this process, within `memory`; what does not fit goes to `spill`."""

    name = DUCKDB

    def __init__(self, spill: Path, memory: str = MEMORY, threads: int | None = None) -> None:
        self.backend = connect(memory=memory, threads=threads)
        self.backend.con.execute(f"SET temp_directory = '{spill}'; SET preserve_insertion_order = false")

    def read(self, files: Sequence[Path]) -> ibis.Table:
        # DuckDB takes every file to have as many rows as the first one: where that is a small one, it joins
        # as if the others were small too, with all of them in memory.
        largest_first = sorted(files, key=lambda file: (-file.stat().st_size, file))
        return self.backend.read_parquet([str(file) for file in largest_first])

    def write(self, table: ibis.Table, path: Path) -> None:
        self.backend._run_pre_execute_hooks(table)
        kinds = {column: DuckDBType.to_string(kind) for column, kind in table.schema().items()}
        # A sum has 128 bits, which Parquet has no whole number for: it would be written as one with a point.
        columns = ", ".join(f'"{column}"::{kind} AS "{column}"' for column, kind in kinds.items())
        asked = f"SELECT {columns} FROM ({self.backend.compile(table)})"  # noqa: S608  # of our own columns
        self.backend.con.execute(f"COPY ({asked}) TO '{path}' ({PARQUET})")

    def hold(self, part: ibis.Table) -> ibis.Table:
        return self.backend.create_table(gen_name("held"), part, temp=True)

    def close(self) -> None:
        self.backend.disconnect()


@contextmanager
def engine(named: str, spill: Path) -> Iterator[Engine]:
    """The engine of this name, `duckdb` or the address of a Spark master; EngineFault where it is neither."""
    found: Engine = DuckDB(spill) if named == DUCKDB else _spark(named)
    try:
        yield found
    finally:
        found.close()


def _spark(address: str) -> Engine:
    """Spark is found when it is asked for: it needs Java, and few need it."""
    if not SPARK.match(address):
        raise EngineFault(
            f"'{address}' is no engine: say duckdb, or the address of a Spark master such as spark://host:7077"
        )
    try:
        module = import_module("commonweal.store.spark")
    except ModuleNotFoundError as fault:
        raise EngineFault(f"{fault.name} is not installed: docs/any-size.md says how") from fault
    made: Engine = module.Spark(address)
    return made
