"""Loading again changes nothing, corrections replace, and a load that was cut short goes on."""

from __future__ import annotations

import os
import resource
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from tests.incoming.extracts.village import (
    EVENTS,
    NAMES,
    PEOPLE,
    TODAY,
    VILLAGERS,
    held,
    source,
    take_in,
    write,
)

from commonweal.incoming.extracts import staging
from commonweal.incoming.extracts import take_in as taking
from commonweal.incoming.extracts.staging import parts, stage, staged
from commonweal.incoming.extracts.task import Task
from commonweal.incoming.extracts.undoing import Standing
from commonweal.incoming.take_in import CannotTakeIn
from commonweal.store import Store


def events(*rows: str) -> str:
    return "\n".join([NAMES, *rows]) + "\n"


ONE = "1,,p1,01/02/2019,C,XE0Ef,Fall"
TWO = "2,,p3,05/06/2020,C,XaIyz,Frail"


@pytest.mark.requirement("P10")
def test_the_same_extract_twice_is_taken_once(store: Store, tmp_path: Path) -> None:
    file = write(tmp_path / "events.csv", events(ONE, TWO))
    assert take_in(store, source(EVENTS), file).tables["event"] == {"taken": 2, "refused": 0, "duplicate": 0}
    before = store.files("event")
    assert take_in(store, source(EVENTS), file).tables["event"] == {"taken": 0, "refused": 0, "duplicate": 2}
    assert store.files("event") == before
    assert [load.source for load in store.loads()] == ["people", "events", "events"]


def test_a_corrected_row_takes_the_place_of_the_earlier_one(store: Store, tmp_path: Path) -> None:
    take_in(store, source(EVENTS), write(tmp_path / "may.csv", events(ONE, TWO)))
    corrected = ONE.replace("Fall", "Fall at home")
    account = take_in(store, source(EVENTS), write(tmp_path / "june.csv", events(corrected, TWO)))
    assert account.tables["event"] == {"taken": 1, "refused": 0, "duplicate": 1}
    assert store.loads()[-1].notes == ("1 of the rows taken correct earlier ones",)
    assert held(store, "event", "record", "term") == [("events/1", "Fall at home"), ("events/2", "Frail")]


def test_of_two_rows_with_one_key_the_later_counts(store: Store, tmp_path: Path) -> None:
    later = ONE.replace("Fall", "Fall later")
    file = write(tmp_path / "events.csv", events(ONE, TWO, TWO, later))
    account = take_in(store, source(EVENTS), file)
    assert account.tables["event"] == {"taken": 2, "refused": 1, "duplicate": 1}
    assert held(store, "event", "record", "term") == [("events/1", "Fall later"), ("events/2", "Frail")]
    assert held(store, "refused", "line", "record", "reason")[:-1] == [
        (2, "events/1", "a later row of this load has the same key")
    ]


def test_a_row_without_a_key_is_known_by_its_words(store: Store, tmp_path: Path) -> None:
    keyless = source(EVENTS, key=[])
    file = write(tmp_path / "events.csv", events(ONE, ONE, ONE.replace("Fall", "Trip")))
    assert take_in(store, keyless, file).tables["event"] == {"taken": 2, "refused": 0, "duplicate": 1}
    assert take_in(store, keyless, file).tables["event"] == {"taken": 0, "refused": 0, "duplicate": 3}


def test_people_are_known_by_number_and_otherwise_by_the_sources_identifier(store: Store) -> None:
    assert held(store, "person", "person", "nhs_number", "source", "source_id", "family") == [
        ("4505577104", "4505577104", "people", "p2", "Bea"),
        ("9434765919", "9434765919", "people", "p1", "Abel"),
        ("p3", None, "people", "p3", "Cy"),
        ("p4", None, "people", "p4", "Di"),
    ]
    assert held(store, "refused", "table", "line", "reason") == [
        ("person", 5, "its NHS number has a wrong check digit; the person is taken without it")
    ]


def test_a_person_told_anew_replaces_what_was_told(store: Store, tmp_path: Path) -> None:
    married = VILLAGERS.replace("Bea", "Bea Smith")
    account = take_in(store, source(PEOPLE), write(tmp_path / "june.csv", married))
    assert account.tables["person"] == {"taken": 1, "refused": 1, "duplicate": 3}
    assert [name for (name,) in held(store, "person", "family")] == ["Abel", "Bea Smith", "Cy", "Di"]


def test_a_load_that_was_cut_short_goes_on_where_it_stopped(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a kill leaves it: one file read, another half written, nothing in the store."""
    monkeypatch.setattr(staging, "PART", 1)
    files = [write(tmp_path / f"{n}.csv", events(row)) for n, row in enumerate((ONE, TWO))]
    told = source(EVENTS)
    work = store.staging(taking.work_of(files, told, TODAY))
    into = work / "00"
    into.mkdir()
    first, _ = parts(files)
    task = Task(told, store, files, TODAY, datetime.now(UTC))
    with duckdb.connect() as connection:
        taking.prepare(connection, task, Standing(store.tables()), into)
        stage(connection, first, told, into, on=TODAY)
    staged(into, "taken", "000001").with_suffix(".unfinished").write_bytes(b"half")
    unread_again(files[0])
    assert store.count("event") == 0
    assert take_in(store, told, *files).tables["event"] == {"taken": 2, "refused": 0, "duplicate": 0}
    assert not work.exists()


def unread_again(file: Path) -> None:
    """Makes the file nonsense that looks the same from outside, so that reading it again would show."""
    before = file.stat()
    file.write_bytes(b"?" * before.st_size)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_a_disk_that_fills_ends_the_load_with_nothing_half_written(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A limit on the size of a file stands in for the disk; no compiled module is to be cut off by it."""
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    before, listed = store.files("event"), sorted(store.path.glob("*/*"))
    many = (f"{number},,p1,01/02/2019,C,X{number},Fall" for number in range(5_000))
    file = write(tmp_path / "events.csv", events(*many))
    allowed = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, allowed[1]))
    try:
        with pytest.raises(CannotTakeIn, match="the store is as it was before: "):
            take_in(store, source(EVENTS), file)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, allowed)
    assert (store.files("event"), sorted(store.path.glob("*/*"))) == (before, listed)
    assert take_in(store, source(EVENTS), file).tables["event"]["taken"] == 5_000


def test_what_another_load_left_behind_is_cleared_away(store: Store, tmp_path: Path) -> None:
    left = store.staging("another")
    stray = store.path / "event" / "never-committed.parquet"
    stray.parent.mkdir()
    stray.write_bytes(b"half")
    take_in(store, source(EVENTS), write(tmp_path / "events.csv", events(ONE)))
    assert not left.exists()
    assert not stray.exists()
