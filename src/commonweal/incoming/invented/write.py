"""An invented population goes into a store: as one load, whole or not at all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from commonweal.analytics.tables import TABLES
from commonweal.blueprint import Blueprint
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.recipe import Plan, make, plan
from commonweal.store import Change, Load, Store

PEOPLE_IN_A_CHUNK = 25_000  # changing it changes who is invented
CHUNKS_AT_ONCE = 2  # each needs up to some 400 MB
ROWS_IN_A_GROUP = 100_000
PREFIX = "invented-"
MANY_DIFFERENT = {"person", "nhs_number", "source_id", "record", "start", "end", "date", "value"}

Told = Callable[[int, int], None]


class AlreadyPeopled(Exception):
    """The store holds other people; the message says what to do."""


def invent(
    blueprint: Blueprint,
    calibration: Calibration,
    store: Store,
    *,
    people: int,
    seed: int,
    on: date,
    fresh: bool = False,
    in_a_chunk: int = PEOPLE_IN_A_CHUNK,
    told: Told = lambda done, of: None,
) -> Load:
    """Fills the store with invented people of this partnership; if it holds them already, it stays as it is.

    AlreadyPeopled where it holds anyone else, unless they were invented too and `fresh` says to replace them.
    """
    name = f"{PREFIX}{blueprint.partnership.id}-{people}-{seed}-{on:%Y%m%d}"
    with store.writing():
        store.tidy()
        gone = _there(store, name, fresh)
        if gone is None:
            return next(load for load in reversed(store.loads()) if _is(load.id, name))
        name = _new(store, name)
        started = datetime.now(UTC)
        added, rows = _write(
            plan(blueprint, calibration, people=people, seed=seed, on=on, in_a_chunk=in_a_chunk),
            store.path,
            name,
            told,
        )
        counts = {table: {"taken": rows[table], "refused": 0, "duplicate": 0} for table in added}
        source = f"invented people for {blueprint.partnership.title}, seed {seed}"
        finished = datetime.now(UTC)
        notes = [f"{people} people registered on {on}; nothing here describes anyone"]
        load = Load(name, source, started.isoformat(), finished.isoformat(), counts, notes)
        store.commit(
            load, {table: Change(add=added.get(table, []), remove=gone.get(table, [])) for table in TABLES}
        )
        store.tidy()
        return load


def _there(store: Store, name: str, fresh: bool) -> dict[str, list[str]] | None:
    """The files to take out, by table; None where the store already holds this very population."""
    files = {table: [f"{table}/{file.name}" for file in store.files(table)] for table in TABLES}
    loads = {Path(file).stem.rpartition("-")[0] for names in files.values() for file in names}
    if not loads or (fresh and all(load.startswith(PREFIX) for load in loads)):
        return files
    if all(_is(load, name) for load in loads):
        return None
    if all(load.startswith(PREFIX) for load in loads):
        raise AlreadyPeopled(
            f"{store.path} holds other invented people; replace them with --fresh, or choose another folder"
        )
    raise AlreadyPeopled(
        f"{store.path} holds records that were taken in; choose another folder for invented people"
    )


def _is(load: str, name: str) -> bool:
    return load == name or load.startswith(f"{name}-again")


def _new(store: Store, name: str) -> str:
    """A name no load in the store had before, so that no file in use is written over."""
    before = sum(_is(load.id, name) for load in store.loads())
    return f"{name}-again{before}" if before else name


def _write(plan: Plan, folder: Path, name: str, told: Told) -> tuple[dict[str, list[str]], Counter[str]]:
    """Files by table, and rows; chunks are made side by side, and what is in them does not depend on it."""
    of = len(plan.living)
    added: dict[str, list[str]] = defaultdict(list)
    rows: Counter[str] = Counter()
    told(0, of)
    with ThreadPoolExecutor(CHUNKS_AT_ONCE) as pool:
        for done, written in enumerate(
            pool.map(lambda chunk: _write_chunk(plan, chunk, folder, name), range(of)), 1
        ):
            for table, (file, count) in written.items():
                added[table].append(file)
                rows[table] += count
            told(done, of)
    return added, rows


def _write_chunk(plan: Plan, chunk: int, folder: Path, name: str) -> dict[str, tuple[str, int]]:
    written = {}
    for table, content in make(plan, chunk):
        file = f"{table}/{name}-{chunk:04d}.parquet"
        (folder / table).mkdir(exist_ok=True)
        _write_file(_in_order(content, TABLES[table].by_year), folder / file)
        written[table] = file, content.num_rows
    return written


def _in_order(content: pa.Table, by_year: str) -> pa.Table:
    """They are made by person, and stay so within a year."""
    return content.take(pc.sort_indices(pc.year(content[by_year]))) if by_year else content


def _write_file(content: pa.Table, file: Path) -> None:
    few_different = [column for column in content.column_names if column not in MANY_DIFFERENT]
    pq.write_table(
        content,
        file,
        compression="zstd",
        compression_level=1,
        use_dictionary=few_different,
        row_group_size=ROWS_IN_A_GROUP,
    )
