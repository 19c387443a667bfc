"""Records from one practice's own system often name no practice: everyone in them is registered there."""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from commonweal.analytics.tables import REGISTRATION
from commonweal.store.folder import Change, Load, Store, settle


def register_others(store: Store, practice: str) -> int:
    """Registers everyone whom no record registers with `practice`, from no known day; how many they are."""
    started = datetime.now(UTC)
    with store.writing():
        people = _unregistered(store)
        if people:
            name = f"{REGISTRATION.name}/{started:%Y%m%dT%H%M%S%f}-practice.parquet"
            file = store.path / name
            file.parent.mkdir(exist_ok=True)
            pq.write_table(_rows(people, practice), file)
            counts = {REGISTRATION.name: {"taken": len(people), "refused": 0, "duplicate": 0}}
            load = Load(file.stem, f"practice {practice}", started.isoformat(), _now(), counts)
            store.commit(load, {REGISTRATION.name: Change(add=[name])})
    return len(people)


def _unregistered(store: Store) -> list[str]:
    with duckdb.connect() as connection:
        settle(connection)
        connection.register("empty", REGISTRATION.arrow().empty_table())
        people = [str(file) for file in store.files("person")]
        registered = [str(file) for file in store.files(REGISTRATION.name)]
        known = f"read_parquet({registered})" if registered else "empty"
        if not people:
            return []
        found = connection.sql(
            f"FROM read_parquet({people}) AS each SELECT each.person"
            f" WHERE NOT EXISTS (FROM {known} AS one WHERE one.person = each.person) ORDER BY 1"
        )
        return [person for (person,) in found.fetchall()]


def _rows(people: list[str], practice: str) -> pa.Table:
    rows = [{"person": person, "practice": practice, "start": None, "end": None} for person in people]
    return pa.Table.from_pylist(rows, schema=REGISTRATION.arrow())


def _now() -> str:
    return datetime.now(UTC).isoformat()
