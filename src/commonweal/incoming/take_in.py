"""Records of any form we read become rows of the linked population, with an account of every one."""

from __future__ import annotations

import gzip
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import msgspec

from commonweal.analytics.tables import TABLES
from commonweal.incoming.fhir import macros
from commonweal.incoming.fhir.checking import fault_of, in_words
from commonweal.incoming.fhir.readings import NOT_NEEDED, READINGS
from commonweal.incoming.settling import ROWS, STEPS
from commonweal.incoming.staging import Sorted, stage
from commonweal.store.folder import Change, Load, Store, settle

PIECE = 16 * 2**20


class Entry(msgspec.Struct):
    fullUrl: str | None = None
    resource: msgspec.Raw = msgspec.Raw()


class Bundle(msgspec.Struct):
    entry: list[Entry] = []


class Kind(msgspec.Struct):
    resourceType: str


KIND = msgspec.json.Decoder(Kind)
BUNDLE = msgspec.json.Decoder(Bundle)


@dataclass(frozen=True)
class Account:
    """What came of a load."""

    load: str
    tables: dict[str, dict[str, int]]
    not_needed: dict[str, int]
    unplaced: int
    reasons: dict[str, int]


def take_in(paths: list[Path], store: Store, *, today: date | None = None) -> Account:
    """Takes every record under `paths` into the store."""
    started = datetime.now(UTC)
    load = started.strftime("%Y%m%dT%H%M%S") + "-" + uuid.uuid4().hex[:6]
    with store.writing():
        folder = store.staging(load)
        files = list(_files(paths))
        found = _stage_all(files, folder)
        account = _settle(store, folder, load, files, found, started, today or started.date())
        store.tidy()
    return account


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]


def _stage_all(files: list[Path], folder: Path) -> Sorted:
    total, part, size, number = Sorted(), Sorted(), 0, 0
    stage(Sorted(good={kind: _nothing() for kind in READINGS}), number, folder)
    for position, file in enumerate(files):
        for line, text in _lines(file):
            _sort(part, position, line, text)
            size += len(text)
            if size > PIECE:
                number += 1
                stage(part, number, folder)
                total.not_needed += part.not_needed
                part, size = Sorted(), 0
    stage(part, number + 1, folder)
    total.not_needed += part.not_needed
    return total


def _nothing():
    from commonweal.incoming.staging import Found

    return Found()


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    opened = gzip.open(file) if file.suffix == ".gz" else open(file, "rb")
    with opened as stream:
        if not file.name.removesuffix(".gz").endswith(("ndjson", "jsonl")):
            yield 1, stream.read()
        else:
            yield from enumerate(stream, 1)


def _sort(part: Sorted, file: int, line: int, text: bytes, full_url: str | None = None) -> None:
    text = text.strip().removeprefix(b"\xef\xbb\xbf")
    if not text:
        return
    try:
        kind = KIND.decode(text).resourceType
        if kind == "Bundle":
            for entry in BUNDLE.decode(text).entry:
                _sort(part, file, line, bytes(entry.resource).replace(b"\n", b" "), entry.fullUrl)
            return
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        part.refused.append((file, line, None, None, in_words(fault), text[:2000].decode(errors="replace")))
        return
    if kind in NOT_NEEDED:
        part.not_needed[kind] += 1
    elif kind not in READINGS:
        part.refused.append((file, line, None, None, "not a resource that FHIR R4 knows", text[:2000].decode(errors="replace")))
    elif fault := fault_of(kind, text):
        part.refused.append((file, line, READINGS[kind].table, None, fault, text[:2000].decode(errors="replace")))
    else:
        part.good[kind].lines.append(text.replace(b"\n", b" "))
        part.good[kind].places.append((file, line, full_url))


def _settle(store, folder, load, files, found, started, today) -> Account:
    connection = duckdb.connect()
    settle(connection, memory="600MB")
    macros.define(connection)
    connection.execute(f"CREATE MACRO today() AS DATE '{today}'")
    for name in ("record", *ROWS, "organisation", "medicine", "medicine_named"):
        connection.execute(f"CREATE VIEW staged_{name} AS SELECT * FROM read_parquet('{folder}/{name}.[A-Z]*.parquet')")
    connection.execute("""
        CREATE VIEW organisation AS SELECT record, any_value(name) AS name, any_value(ods) AS ods FROM (
            SELECT record, name, ods FROM staged_organisation JOIN staged_record USING (ordinal)
            UNION ALL SELECT full_url, name, ods FROM staged_organisation JOIN staged_record USING (ordinal))
        WHERE record IS NOT NULL GROUP BY record;
        CREATE VIEW medicine AS
        SELECT DISTINCT record AS medicine, system, code, term FROM staged_medicine JOIN staged_record USING (ordinal)
        UNION SELECT full_url, system, code, term FROM staged_medicine JOIN staged_record USING (ordinal)""")
    ledger = store.files("record")
    if ledger:
        connection.execute(f"CREATE VIEW known AS SELECT * FROM read_parquet({[str(f) for f in ledger]})")
        connection.execute(f"CREATE VIEW stored_person AS SELECT * FROM read_parquet({[str(f) for f in store.files('person')]})")
    else:
        connection.execute("CREATE TABLE known (record VARCHAR, person VARCHAR, content UBIGINT)")
        connection.execute("CREATE TABLE stored_person (person VARCHAR, birth_date DATE)")
    for step in STEPS.values():
        connection.execute(step)
    tables, changes = {}, {}
    for table in TABLES:
        if table == "refused":
            continue
        tables[table] = {"taken": 0, "refused": 0, "duplicate": 0}
        if table in ROWS:
            file = f"{table}/{load}-0000.parquet"
            tables[table]["taken"] = _write(connection, ROWS[table], store, file, TABLES[table].names, order="person")
            if tables[table]["taken"]:
                changes[table] = Change(add=[file])
            [(count,)] = connection.execute(f"SELECT count(*) FROM staged_{table} JOIN fate USING (ordinal) WHERE fate = 'duplicate'").fetchall()
            tables[table]["duplicate"] = count
    file = f"record/{load}-0000.parquet"
    if _write(connection, "SELECT record, person, content FROM described WHERE ordinal NOT IN (SELECT ordinal FROM fate) UNION ALL SELECT about.record, about.person, content FROM about JOIN kept USING (ordinal)", store, file, ("record", "person", "content"), order="record"):
        changes["record"] = Change(add=[file])
    file = f"refused/{load}-0000.parquet"
    names = ", ".join(f"({i}, {str(f)!r})" for i, f in enumerate(files)) or "(0, '')"
    refused = f"""
        SELECT '{load}' AS load, "table", source, line, record, reason, content FROM (
            SELECT file, "table", line, record, reason, content FROM read_parquet('{folder}/refused.*.parquet')
            UNION ALL
            SELECT file, "table", line, record, reason, NULL FROM staged_record JOIN fate USING (ordinal) WHERE fate = 'refused'
            UNION ALL
            SELECT file, 'person', line, record, 'its NHS number has a wrong check digit; the person is taken without it', NULL
            FROM staged_person JOIN staged_record USING (ordinal) WHERE wrong_number
        ) JOIN (VALUES {names}) AS name(file, source) USING (file)"""
    if _write(connection, refused, store, file, TABLES["refused"].names, order="source"):
        changes["refused"] = Change(add=[file])
    reasons, unplaced = {}, 0
    for table, reason, count in connection.execute(f"""SELECT "table", reason, count(*) FROM ({refused}) GROUP BY ALL""").fetchall():
        reasons[reason] = reasons.get(reason, 0) + count
        if table:
            tables[table]["refused"] += count
        else:
            unplaced += count
    store.commit(
        Load(load, "fhir", started.isoformat(), datetime.now(UTC).isoformat(), tables), changes
    )
    return Account(load, tables, dict(found.not_needed), unplaced, reasons)


def _write(connection, rows: str, store: Store, file: str, names, order: str) -> int:
    (store.path / file).parent.mkdir(parents=True, exist_ok=True)
    columns = ", ".join(f'"{name}"' for name in names)
    [(count,)] = connection.execute(f"COPY (SELECT {columns} FROM ({rows}) ORDER BY {order}) TO '{store.path / file}' (FORMAT parquet, COMPRESSION zstd)").fetchall()
    if not count:
        (store.path / file).unlink()
    return count
