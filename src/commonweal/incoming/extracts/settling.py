"""Rows read from extracts, held against each other and against the store.

Two rows with one key say the same thing twice, or the later one corrects the earlier.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from commonweal.analytics.tables import REFUSED, Table
from commonweal.incoming.extracts.columns import quoted
from commonweal.incoming.extracts.rows_in_files import listed, rows_of, same, write
from commonweal.incoming.extracts.staging import staged, taken
from commonweal.incoming.extracts.task import Task
from commonweal.incoming.extracts.undoing import Standing
from commonweal.store.origins import DISPLACED, name_of, origin_of

LATER = "a later row of this load has the same key"
OUTDATED = """
    CREATE TEMP TABLE outdated (
        "table" TEXT, file INTEGER, line BIGINT, record TEXT, reason TEXT, content TEXT
    )
"""
WRITTEN = "('new', 'corrected', 'again')"

# Fates other than new, by part and row; few rows have one, unless all are repeated. `known` is what the store
# holds once the load that this one replaces is undone, and `undone` what that one had brought.
DECIDED = """
    CREATE OR REPLACE TEMP TABLE decided AS
    SELECT part, row, CASE WHEN content = latest THEN 'repeated' ELSE 'outdated' END AS fate
    FROM (
        SELECT part, row, {content} AS content, row_number() OVER one_key AS place,
            first_value({content}) OVER one_key AS latest
        FROM staged SEMI JOIN (SELECT {key} FROM staged GROUP BY ALL HAVING count(*) > 1) AS twice
            ON {staged_twice}
        WINDOW one_key AS (PARTITION BY {key} ORDER BY part DESC, row DESC)
    )
    WHERE place > 1;

    INSERT INTO decided
    SELECT part, row, CASE WHEN staged.content = known.content THEN '{told_again}' ELSE 'corrected' END
    FROM (
        SELECT {key}, part, row, {content} AS content FROM staged ANTI JOIN decided USING (part, row)
    ) AS staged
    JOIN (SELECT {key}, {content} AS content FROM known) AS known ON {staged_known};
"""
TOLD_BEFORE = """
    INSERT INTO decided
    SELECT part, row, 'again' FROM (
        SELECT {key}, part, row, {content} AS content FROM staged ANTI JOIN decided USING (part, row)
    ) AS staged
    SEMI JOIN (SELECT {key}, {content} AS content FROM undone) AS undone
        ON {staged_undone} AND staged.content = undone.content
"""
SETTLED = """
    CREATE OR REPLACE TEMP VIEW settled AS
    SELECT staged.*, coalesce(fate, 'new') AS fate FROM staged LEFT JOIN decided USING (part, row);
"""

ROWS = "SELECT {names}, file, line, filename AS part, file_row_number AS row FROM {files}"
ONE_ROW = """
    SELECT {values}, min(file) AS file, min(line) AS line, min(stood).part AS part, min(stood).row AS row
    FROM (SELECT *, {{'part': filename, 'row': file_row_number}} AS stood FROM {files}) GROUP BY {key}
"""


@dataclass(frozen=True)
class Settling:
    """The rows of one table, staged in `folder`, as they become part of the store."""

    connection: duckdb.DuckDBPyConnection
    task: Task
    table: Table
    standing: Standing
    folder: Path

    def settle(self) -> None:
        """Makes `settled`: the table's columns, file, line, part and row, and the fate of each row.

        A row is new, corrected (the store holds its key with other content), again (what this load takes the
        place of said it word for word), repeated (somewhere else word for word) or outdated (a later row of
        the load has its key).
        """
        names = self.table.names
        connection, key = self.connection, self.table.key
        self._look()
        before = [TOLD_BEFORE] if self.standing.undone.get(self.table.name) else []
        for statement in (DECIDED, *before, SETTLED):
            connection.execute(
                statement.format(
                    key=listed(key),
                    content=f"hash({listed(names)})",
                    staged_twice=same(key, "staged", "twice"),
                    staged_known=same(key, "staged", "known"),
                    staged_undone=same(key, "staged", "undone"),
                    told_again="again" if self.task.source.resent == "files" else "repeated",
                )
            )

    def in_common(self) -> tuple[bool, bool]:
        """Whether there are rows, staged as well as undone; and whether any of them have the same key."""
        self._look()
        alike = same(self.table.key, "staged", "undone")
        [found] = self.connection.execute(f"""
            SELECT EXISTS (FROM staged) AND EXISTS (FROM undone),
                EXISTS (FROM staged SEMI JOIN undone ON {alike})
        """).fetchall()
        return found

    def fates(self) -> dict[str, int]:
        """Fate → rows."""
        return dict(self.connection.execute("SELECT fate, count(*) FROM settled GROUP BY fate").fetchall())

    def early(self) -> int:
        """Rows taken that are dated before the birth of their person. `people` has alias and birth_date."""
        days = [name for name in ("date", "start") if name in self.table.names]
        if not days:
            return 0
        [(early,)] = self.connection.execute(f"""
            SELECT count(*) FROM settled JOIN people ON settled.person = alias
            WHERE fate IN {WRITTEN} AND settled."{days[0]}"::DATE < birth_date
        """).fetchall()
        return int(early)

    def write(self) -> None:
        """Writes the rows that count now, and each file anew that holds a row whose place they take.

        Rows that a later one of the load has the key of go to `outdated`, which OUTDATED makes.
        """
        self._set_apart()
        names, where = listed(self.table.names), self.standing
        rows = f"SELECT {names} FROM settled WHERE fate IN {WRITTEN} ORDER BY {self.table.order}"
        self._add(self.table.name, rows, self.task.load, by=None)
        for old in list(self._outdated()):
            origin, stored = origin_of(old), f"read_parquet({quoted(str(self.task.store.path / old))}) AS old"
            told = f"(FROM settled WHERE fate IN {WRITTEN}) AS new ON {same(self.table.key, 'old', 'new')}"
            self._add(
                self.table.name, f"SELECT {names} FROM {stored} ANTI JOIN {told}", origin, by=self.task.load
            )
            displaced = f"SELECT {names} FROM {stored} SEMI JOIN {told}"
            self._add(DISPLACED + self.table.name, displaced, origin, by=self.task.load)
            where.take_out(self.table.name, old)

    def _look(self) -> None:
        """Makes the views `staged`, `known` and `undone`."""
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW staged AS {self._staged()}")
        for view, files in (("known", self.standing.kept), ("undone", self.standing.undone)):
            paths = [self.task.store.path / name for name in files.get(self.table.name, ())]
            self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS {rows_of(paths, 'staged')}")

    def _set_apart(self) -> None:
        record = "record" if "record" in self.table.names else "NULL"
        self.connection.execute(f"""
            INSERT INTO outdated
            SELECT {quoted(self.table.name)}, file, line, {record}, {quoted(LATER)}, NULL
            FROM settled WHERE fate = 'outdated'
        """)

    def _staged(self) -> str:
        """The rows of every filling of the table."""
        rows = []
        for number, filling in enumerate(self.task.source.fillings):
            if filling.table == self.table.name:
                path = quoted(str(staged(self.folder, taken(number))))
                files = f"read_parquet({path}, filename = true, file_row_number = true)"
                rows.append(self._one_row(files) if filling.one_row else self._each(files))
        return " UNION ALL ".join(rows)

    def _each(self, files: str) -> str:
        return ROWS.format(names=listed(self.table.names), files=files)

    def _one_row(self, files: str) -> str:
        """Lines with one key made one."""
        values = {
            name: f'last("{name}" ORDER BY stood) FILTER (WHERE "{name}" IS NOT NULL)'
            for name in self.table.names
        }
        values |= {name: f'"{name}"' for name in self.table.key}
        for name, first in (("start", "min"), ("end", "max")):
            if name in self.table.names and name not in self.table.key:
                values[name] = f'{first}("{name}")'
        chosen = ", ".join(f'{value} AS "{name}"' for name, value in values.items())
        return ONE_ROW.format(values=chosen, files=files, key=listed(self.table.key))

    def _outdated(self) -> Iterator[str]:
        """The files in the store that hold a row whose place a row of this load takes."""
        found = self.connection.execute(f"""
            SELECT DISTINCT parse_filename(filename) FROM known
            SEMI JOIN (FROM settled WHERE fate IN {WRITTEN}) AS new ON {same(self.table.key, "known", "new")}
            ORDER BY ALL
        """).fetchall()
        return (f"{self.table.name}/{name}" for (name,) in found)

    def _add(self, table: str, rows: str, origin: str, *, by: str | None) -> None:
        name = name_of(table, origin, self.standing.number(), by=by)
        if write(self.connection, rows, self.task.store, name):
            self.standing.add(table, name)


def write_refused(
    connection: duckdb.DuckDBPyConnection, task: Task, standing: Standing, folder: Path
) -> dict[str, int]:
    """Writes the rows that were not taken, and counts them by reason. `file_name` has file and source."""
    connection.execute(f"""
        CREATE TEMP TABLE stray AS
        SELECT {quoted(task.load)} AS load, "table", source, line, record, reason, content
        FROM (
            SELECT {quoted(task.source.table)} AS "table", file, line, NULL::TEXT AS record, reason, content
            FROM read_parquet({quoted(str(staged(folder, "refused")))})
            UNION ALL FROM outdated
        ) JOIN file_name USING (file)
    """)
    rows = f"SELECT {listed(REFUSED.names)} FROM stray ORDER BY source, line"
    name = name_of(REFUSED.name, task.load, standing.number())
    if write(connection, rows, task.store, name):
        standing.add(REFUSED.name, name)
    reasons = connection.execute("SELECT reason, count(*) FROM stray GROUP BY reason ORDER BY ALL").fetchall()
    return dict(reasons)
