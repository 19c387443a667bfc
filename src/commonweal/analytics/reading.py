"""One's own tables as a linked population: from memory, or from a folder. For notebooks.

The tables and their columns are those of `tables.py`. A table that is not given is empty, a column that is
not required may be left out, and what the contract does not know is left aside.
"""

from __future__ import annotations

import json
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import ibis

from commonweal.analytics.linked import Linked
from commonweal.analytics.tables import TABLES, Table

STORE = "current.json"  # what a store says of itself: among other things, the files of each table


class TablesFault(ValueError):
    """These tables are not a linked population; the message says what to do."""


def population(**tables: Any) -> Linked:
    """A linked population of these tables by name: pandas, polars, Arrow or Ibis."""
    if unknown := sorted(tables.keys() - TABLES.keys()):
        near = get_close_matches(unknown[0], TABLES, 1)
        meant = f"did you mean {near[0]}?" if near else f"there are {', '.join(TABLES)}"
        raise TablesFault(f"{unknown[0]} is no table of a linked population; {meant}")
    if "person" not in tables:
        raise TablesFault("there is no table person, one row per person; give that first")
    return Linked({name: _as_agreed(table, tables.get(name)) for name, table in TABLES.items()})


def read(folder: str | Path, connection: ibis.BaseBackend | None = None) -> Linked:
    """The linked population in a folder: a store, or one Parquet or CSV file a table, such as event.parquet.

    It is read by DuckDB in this process, or over the connection to one that is given.
    """
    connection = connection or ibis.duckdb.connect()
    found: dict[str, ibis.Table] = {}
    for name, files in _files(Path(folder)).items():
        names = [str(file) for file in files]
        csv = names[0].endswith(".csv")
        text = {"all_varchar": True}  # a code is text, whatever it looks like
        found[name] = connection.read_csv(names, **text) if csv else connection.read_parquet(names)
    if not found:
        raise TablesFault(f"{folder} has neither {STORE} nor a file such as person.parquet or person.csv")
    return population(**found)


def _files(folder: Path) -> dict[str, list[Path]]:
    """The files of each table that has any."""
    if (folder / STORE).exists():
        named = json.loads((folder / STORE).read_text(encoding="utf-8"))["tables"]
        return {name: [folder / file for file in named[name]] for name in TABLES if named.get(name)}
    each = {name: [folder / f"{name}.{kind}" for kind in ("parquet", "csv")] for name in TABLES}
    return {
        name: files[:1] for name, both in each.items() if (files := [one for one in both if one.exists()])
    }


def _as_agreed(table: Table, rows: Any) -> ibis.Table:
    """The rows with the contract's columns, in its order and of its kinds."""
    kinds = {name: kind.copy(nullable=True) for name, kind in table.ibis().items()}
    if rows is None:
        return ibis.memtable(table.arrow().empty_table(), schema=kinds)
    given = rows if isinstance(rows, ibis.Table) else ibis.memtable(rows)
    missing = [one.name for one in table.columns if one.required and one.name not in given.columns]
    if missing:
        raise TablesFault(f"{table.name} has no column {missing[0]}: {_means(table, missing[0])}")
    return given.select(
        **{
            name: given[name].cast(kind) if name in given.columns else ibis.null(kind)
            for name, kind in kinds.items()
        }
    )


def _means(table: Table, column: str) -> str:
    return next(one.meaning for one in table.columns if one.name == column)
