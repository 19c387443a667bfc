"""Loads as a store gets them, made of rows of its own."""

from collections.abc import Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from commonweal.analytics.tables import TABLES
from commonweal.store import Change, Load, Store

LATELY = date(2026, 5, 1)


def corrected(store: Store, table: str, people: Sequence[str]) -> None:
    """A load that moves every row of these people in one table to one day, and writes their files anew."""
    changes = {}
    with store.writing():
        store.tidy()
        name = f"load-{len(store.loads())}"
        rows = [_moved(pq.read_table(file), table, people) for file in store.files(table)]
        path = store.path / table / f"{name}.parquet"
        pq.write_table(pa.concat_tables(rows), path)
        changes[table] = Change([f"{table}/{path.name}"], store.named()[table])
        store.commit(Load(name, "gp", "2026-06-01T01:00:00", "2026-06-01T01:05:00", {}), changes)
        store.tidy()


def everyone(store: Store) -> list[str]:
    """The people with any coded event, in order."""
    return sorted({key for file in store.files("event") for key in pq.read_table(file)["person"].to_pylist()})


def _moved(rows: pa.Table, table: str, people: Sequence[str]) -> pa.Table:
    rows = rows.cast(TABLES[table].arrow())
    theirs = pc.is_in(rows["person"], pa.array(people))
    days = pc.if_else(theirs, pa.scalar(LATELY), rows["date"])
    return rows.set_column(rows.column_names.index("date"), TABLES[table].arrow().field("date"), days)
