"""A small linked population in memory whose rows can be changed while the questions stay compiled."""

from collections.abc import Mapping, Sequence
from typing import Any

import ibis
import pyarrow as pa

from commonweal.analytics.tables import TABLES
from commonweal.store.folder import connect

READ = ("person", "death", "event", "medication")
Rows = Sequence[Mapping[str, Any]]


class Population:
    """Holds what was last `put` of the tables read; `ask` answers a question that was built on `tables`."""

    def __init__(self, *read: str) -> None:
        self.read = read or READ
        self.connection = connect(threads=1)
        for name in self.read:
            self.connection.create_table(name, schema=ibis.schema(TABLES[name].ibis()))
        self.tables = {name: self.connection.table(name) for name in self.read}
        self.compiled: dict[ibis.Table, str] = {}

    def put(self, **rows: Rows) -> None:
        for name in self.read:
            self.connection.con.execute(f"DELETE FROM {name}")
            each = pa.Table.from_pylist([dict(row) for row in rows.get(name, ())], TABLES[name].arrow())
            self.connection.con.register("put", each)
            self.connection.con.execute(f"INSERT INTO {name} SELECT * FROM put")

    def ask(self, question: ibis.Table) -> list[tuple[Any, ...]]:
        """The answer's rows in order."""
        if question not in self.compiled:
            self.connection.to_pyarrow(question)
            self.compiled[question] = self.connection.compile(question)
        return sorted(self.connection.con.execute(self.compiled[question]).fetchall())
