"""The extracts of one data source become rows of the linked population, with an account of every one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from commonweal.analytics.tables import PERSON, TABLES
from commonweal.blueprint import Source
from commonweal.incoming.account import Account
from commonweal.incoming.extracts.accounting import REPLACES, account_of, left_out, notes, together
from commonweal.incoming.extracts.columns import quoted
from commonweal.incoming.extracts.settling import OUTDATED, Settling, write_refused
from commonweal.incoming.extracts.staging import Watch, parts, stage
from commonweal.incoming.extracts.task import Task
from commonweal.incoming.extracts.undoing import Standing, undo
from commonweal.incoming.extracts.whole import (
    check_names,
    check_that_it_can_replace,
    check_that_it_is_the_same_file,
)
from commonweal.incoming.take_in import CannotTakeIn, undone_if_it_fails
from commonweal.store.folder import Load, Store, settle

ZONE = "Europe/London"  # where a time is that carries no zone
MEMORY = "600MB"


def take_in_extracts(
    paths: list[Path],
    source: Source,
    store: Store,
    *,
    today: date | None = None,
    replaces: str = "",
    watch: Watch = lambda size: None,
) -> Account:
    """Takes every row of the extracts under `paths` into the store; a load that was cut short goes on.

    `replaces`: the load whose rows these take the place of. A source that sends whole files again is taken in
    file by file, each in the place of the one of its name. `watch` hears of bytes read, as they are.
    """
    files = list(extracts_under(paths, source))
    check_names(files, source)
    each = [[file] for file in files] if source.resent == "files" and not replaces else [files]
    accounts = []
    for some in each:
        started = datetime.now(UTC)
        task = Task(source, store, some, today or started.date(), started, replaces)
        with under_way(store, work_of(some, source, task.today)) as folder:
            accounts.append(take_in_together([task], folder, watch))
    return together(accounts)


def take_in_together(tasks: Sequence[Task], folder: Path, watch: Watch = lambda size: None) -> Account:
    """Takes in all of them in their order as one load, made ready in `folder`; call inside `under_way`.

    What the later ones tell of may be of people whom the earlier ones brought. The first is what an earlier
    load is known by, if they take the place of one.
    """
    first = tasks[0]
    standing = Standing(first.store.tables())
    replaced = _replaced(first)
    accounts = []
    for number, task in enumerate(tasks):
        by_name = task is first and not task.replaces
        one = replace(task, replaces=replaced, by_name=by_name)
        accounts.append(_settle(one, standing, folder / f"{number:02}", watch))
    account = together(accounts)
    if replaced:
        account = replace(account, notes=(*account.notes, REPLACES.format(replaced)))
    first.store.commit(_load(tasks, replaced, account), standing.changes())
    return account


@contextmanager
def under_way(store: Store, work: str) -> Iterator[Path]:
    """Holds the store for a load, and gives a folder to make it ready in; a failure leaves nothing."""
    with store.writing(), undone_if_it_fails(store):
        store.tidy(keep_staging=work)
        try:
            yield store.staging(work)
        except Exception:
            store.tidy()
            raise
        store.tidy()


def extracts_under(paths: list[Path], source: Source) -> Iterator[Path]:
    """Files as given; of a folder those that the source names, or the folder itself where there are none."""
    for path in paths:
        yield from (path.is_dir() and sorted(path.rglob(source.files))) or [path]


def work_of(files: Sequence[Path], source: Source, today: date) -> str:
    """The same for the same files, read in the same way on the same day."""
    seen = [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files if file.exists()]
    return hashlib.sha256(f"{source.model_dump_json()} {today} {seen}".encode()).hexdigest()[:16]


def _replaced(task: Task) -> str:
    """The load whose place this one takes, if there is one."""
    gone = {load.replaces for load in task.store.loads()}
    counting = {load.id: load for load in task.store.loads() if load.id not in gone}
    if task.replaces:
        if task.replaces not in counting:
            was = "was replaced before" if task.replaces in gone else "is not in this store"
            raise CannotTakeIn(f"load {task.replaces} {was}; give the name of one that counts")
        if counting[task.replaces].source != task.source.id:
            raise CannotTakeIn(f"load {task.replaces} is not from the source {task.source.id}")
        return task.replaces
    if task.source.resent == "rows":
        return ""
    names = {file.name for file in task.files}
    ours = (load for load in counting.values() if load.source == task.source.id)
    return next((load.id for load in ours if names & set(load.files)), "")


def prepare(connection: duckdb.DuckDBPyConnection, task: Task, standing: Standing, folder: Path) -> None:
    """Gives the connection `file_name`, and `people`: everyone known, by key or by a source's own identifier.

    An identifier that two people share names neither; one that is somebody's key names them.
    """
    settle(connection, memory=MEMORY)
    connection.execute(f"SET TimeZone = '{ZONE}'; SET temp_directory = {quoted(str(folder / 'spill'))}")
    names = {"file": pa.array(range(len(task.files)), pa.int32()), "source": list(task.called)}
    connection.register("file_name", pa.table(names))
    stored = TABLES["person"].arrow().empty_table()
    connection.register("person", stored)
    if known := ", ".join(quoted(str(task.store.path / name)) for name in standing.kept.get(PERSON.name, ())):
        connection.execute(f"CREATE OR REPLACE TEMP VIEW person AS FROM read_parquet([{known}])")
    connection.execute("""
        CREATE TEMP TABLE people AS
        SELECT person AS alias, person, birth_date FROM person
        UNION ALL
        SELECT source_id, any_value(person), any_value(birth_date) FROM person
        WHERE source_id NOT IN (SELECT person FROM person)
        GROUP BY source_id HAVING count(DISTINCT person) = 1
    """)


def _settle(task: Task, standing: Standing, folder: Path, watch: Watch) -> Account:
    """What the files of a task hold, read and written beside the store; `standing` says what counts then."""
    folder.mkdir(exist_ok=True)
    with duckdb.connect() as connection:
        prepare(connection, task, standing, folder)
        for part in parts(task.files):
            stage(connection, part, task.source, folder, on=task.today, watch=watch)
        if task.replaces:
            check_that_it_can_replace(connection, task, folder)
            undo(connection, task.store, standing, task.replaces, by=task.load)
        return _written(connection, task, standing, folder)


def _written(connection: duckdb.DuckDBPyConnection, task: Task, standing: Standing, folder: Path) -> Account:
    connection.execute(OUTDATED)
    fates: dict[str, dict[str, int]] = {}
    early = 0
    tables = {name: TABLES[name] for name in task.source.tables}
    settlings = {name: Settling(connection, task, table, standing, folder) for name, table in tables.items()}
    check_that_it_is_the_same_file(task, list(settlings.values()))
    for name, settling in settlings.items():
        settling.settle()
        fates[name] = settling.fates()
        early += settling.early()
        settling.write()
    reasons = write_refused(connection, task, standing, folder)
    return account_of(task, fates, reasons, left_out(connection, folder), notes(fates, early))


def _load(tasks: Sequence[Task], replaced: str, account: Account) -> Load:
    first, names = tasks[0], tuple(file.name for task in tasks for file in task.files)
    started, finished = first.started.isoformat(), datetime.now(UTC).isoformat()
    return Load(
        first.load, first.source.id, started, finished, account.tables, account.notes, names, replaced
    )
