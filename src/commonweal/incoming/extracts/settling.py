"""Rows read from extracts, held against each other and against the store.

Two rows with one key say the same thing twice, or the later one corrects the earlier.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from commonweal.analytics.tables import REFUSED, Table
from commonweal.incoming.extracts.columns import quoted
from commonweal.incoming.extracts.staging import staged
from commonweal.store.folder import Change, Store

OUTDATED = "a later row of this load has the same key"


# Fates other than new, by file and line; few rows have one, unless all are repeated.
DECIDED = """
    CREATE TEMP TABLE decided AS
    SELECT file, line, CASE WHEN content = latest THEN 'repeated' ELSE 'outdated' END AS fate
    FROM (
        SELECT file, line, {content} AS content, row_number() OVER one_key AS place,
            first_value({content}) OVER one_key AS latest
        FROM staged SEMI JOIN (SELECT {key} FROM staged GROUP BY ALL HAVING count(*) > 1) AS twice
            ON {staged_twice}
        WINDOW one_key AS (PARTITION BY {key} ORDER BY file DESC, line DESC)
    )
    WHERE place > 1;

    INSERT INTO decided
    SELECT file, line, CASE WHEN staged.content = known.content THEN 'repeated' ELSE 'corrected' END
    FROM (
        SELECT {key}, file, line, {content} AS content FROM staged ANTI JOIN decided USING (file, line)
    ) AS staged
    JOIN (SELECT {key}, {content} AS content FROM known) AS known ON {staged_known};

    CREATE VIEW settled AS
    SELECT staged.*, coalesce(fate, 'new') AS fate FROM staged LEFT JOIN decided USING (file, line);
"""


def settle_rows(connection: duckdb.DuckDBPyConnection, table: Table, store: Store, folder: Path) -> None:
    """What is staged in `folder` → `settled`: the table's columns, file, line and the fate of each row.

    A row is new, corrected (the store holds its key with other content), repeated (somewhere word for
    word) or outdated (a later row of the load has its key).
    """
    connection.execute(f"""
        CREATE VIEW staged AS FROM read_parquet({quoted(str(staged(folder, "taken")))});
        CREATE VIEW known AS {_stored(store, table)};
    """)
    connection.execute(
        DECIDED.format(
            key=_list(table.key),
            content=f"hash({_list(table.names)})",
            staged_twice=_same(table.key, "staged", "twice"),
            staged_known=_same(table.key, "staged", "known"),
        )
    )


def count_fates(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Fate → rows."""
    return dict(connection.execute("SELECT fate, count(*) FROM settled GROUP BY fate").fetchall())


def count_early(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    """Rows taken that are dated before the birth of their person. `people` has alias and birth_date."""
    days = [name for name in ("date", "start") if name in table.names]
    if not days:
        return 0
    [(early,)] = connection.execute(f"""
        SELECT count(*) FROM settled JOIN people ON settled.person = alias
        WHERE fate IN ('new', 'corrected') AND settled."{days[0]}"::DATE < birth_date
    """).fetchall()
    return int(early)


def write_rows(connection: duckdb.DuckDBPyConnection, table: Table, store: Store, load: str) -> Change:
    """Writes the rows that count now, and each file of the store anew that holds a row they correct."""
    names = _list(table.names)
    taken = f"SELECT {names} FROM settled WHERE fate IN ('new', 'corrected') ORDER BY person"
    add = [_write(connection, taken, store, f"{table.name}/{load}-0000.parquet")]
    remove = list(_outdated_files(connection, table))
    for number, old in enumerate(remove, 1):
        kept = f"""
            SELECT {names} FROM read_parquet({quoted(str(store.path / old))}) AS old
            ANTI JOIN (FROM settled WHERE fate = 'corrected') AS new ON {_same(table.key, "old", "new")}
        """
        add.append(_write(connection, kept, store, f"{table.name}/{load}-{number:04}.parquet"))
    return Change(add=[name for name in add if name], remove=remove)


def write_refused(
    connection: duckdb.DuckDBPyConnection, table: Table, store: Store, load: str, folder: Path
) -> tuple[Change, dict[str, int]]:
    """Writes the rows that were not taken, and counts them by reason. `file_name` has file and source."""
    record = "record" if "record" in table.names else "NULL::TEXT"
    connection.execute(f"""
        CREATE TEMP TABLE stray AS
        SELECT {quoted(load)} AS load, {quoted(table.name)} AS "table", source, line, record, reason, content
        FROM (
            SELECT file, line, NULL::TEXT AS record, reason, content
            FROM read_parquet({quoted(str(staged(folder, "refused")))})
            UNION ALL
            SELECT file, line, {record}, {quoted(OUTDATED)}, NULL FROM settled WHERE fate = 'outdated'
        ) JOIN file_name USING (file)
    """)
    rows = f"SELECT {_list(REFUSED.names)} FROM stray ORDER BY source, line"
    name = _write(connection, rows, store, f"{REFUSED.name}/{load}-0000.parquet")
    reasons = connection.execute("SELECT reason, count(*) FROM stray GROUP BY reason ORDER BY ALL").fetchall()
    return Change(add=[name] if name else []), dict(reasons)


def _outdated_files(connection: duckdb.DuckDBPyConnection, table: Table) -> Iterator[str]:
    """The files in the store that hold a row which this load corrects."""
    found = connection.execute(f"""
        SELECT DISTINCT parse_filename(filename) FROM known
        SEMI JOIN (FROM settled WHERE fate = 'corrected') AS new ON {_same(table.key, "known", "new")}
        ORDER BY ALL
    """).fetchall()
    return (f"{table.name}/{name}" for (name,) in found)


def _stored(store: Store, table: Table) -> str:
    files = ", ".join(quoted(str(file)) for file in store.files(table.name))
    if files:
        return f"FROM read_parquet([{files}], filename = true)"
    return "SELECT *, '' AS filename FROM staged WHERE false"


def _write(connection: duckdb.DuckDBPyConnection, rows: str, store: Store, name: str) -> str | None:
    """The name of the file written, if there was anything to write."""
    path = store.path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    copy = f"COPY ({rows}) TO {quoted(str(path))} (FORMAT parquet, COMPRESSION zstd)"
    if connection.execute(copy).fetchall() != [(0,)]:
        return name
    path.unlink()
    return None


def _list(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _same(names: Sequence[str], one: str, other: str) -> str:
    return " AND ".join(f'{one}."{name}" IS NOT DISTINCT FROM {other}."{name}"' for name in names)
