"""A corrected file takes the place of all that its wrong version brought, as if that had never come."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.incoming.extracts.village import EVENTS, NAMES, TODAY, held, source, take_in, write

from commonweal.analytics.tables import TABLES
from commonweal.incoming.extracts.take_in import take_in_extracts
from commonweal.incoming.take_in import CannotTakeIn
from commonweal.site.backup import population
from commonweal.store import Store

WHOLE_FILES = source(EVENTS, resent="files")


def content(store: Store) -> dict[str, list[str]]:
    """Every row of every table, but for the name of the load that refused one."""
    found = {}
    for name, table in TABLES.items():
        columns = [column for column in table.names if column != "load"]
        rows = (row for file in store.files(name) for row in pq.read_table(file, columns=columns).to_pylist())
        found[name] = sorted(map(str, rows))
    return found


def events(told: str) -> str:
    """1=Fall 2=Frail → two events with these numbers and terms; a term `wrong` has a day that is none."""
    rows = (each.split("=") for each in told.split())
    lines = (
        f"{number},,p1,{'45/45/2019' if term == 'wrong' else '01/02/2019'},C,X{number},{term}"
        for number, term in rows
    )
    return "\n".join([NAMES, *lines]) + "\n"


def told(store: Store, folder: Path, *files: tuple[str, str]) -> Store:
    """The store after files of these names and contents have come, one after the other."""
    for name, text in files:
        take_in(store, WHOLE_FILES, write(folder / name, events(text)))
    return store


# Files in the order they came, the wrong one of May first or between; then those that matter in the end.
COURSES: dict[str, tuple[list[tuple[str, str]], list[tuple[str, str]]]] = {
    "rows left out of the corrected file go": (
        [("may", "1=Fall 2=Frail 9=wrong"), ("may", "1=Fall 3=Faint 8=wrong")],
        [("may", "1=Fall 3=Faint 8=wrong")],
    ),
    "what the wrong file took the place of comes back": (
        [("april", "1=Fall 2=Frail"), ("may", "1=Slip 3=Faint"), ("may", "3=Faint")],
        [("april", "1=Fall 2=Frail"), ("may", "3=Faint")],
    ),
    "what came between stands, and what stood behind it stands behind it again": (
        [
            ("april", "1=Fall"),
            ("may", "1=Slip 2=Frail"),
            ("june", "1=Trip 6=Sway"),
            ("may", "2=Frail"),
            ("june", "4=Dizzy 6=Sway"),
        ],
        [("april", "1=Fall"), ("may", "2=Frail"), ("june", "4=Dizzy 6=Sway")],
    ),
    "a row that two files tell stays while one of them tells it": (
        [("april", "1=Fall 2=Frail"), ("may", "1=Fall"), ("april", "2=Frail")],
        [("may", "1=Fall"), ("april", "2=Frail")],
    ),
    "the last of many corrections counts": (
        [("may", f"1=Fall{n} 2=Frail") for n in range(3)] + [("april", "1=Slip 2=Slip"), ("may", "5=Faint")],
        [("april", "1=Slip 2=Slip"), ("may", "5=Faint")],
    ),
}


@pytest.mark.requirement("P10")
@pytest.mark.parametrize("course", COURSES)
def test_the_store_is_as_if_the_wrong_file_had_never_come(course: str, store: Store, tmp_path: Path) -> None:
    other = Store(shutil.copytree(store.path, tmp_path / "other"))
    came, right = COURSES[course]
    with_wrong, never_wrong = told(store, tmp_path, *came), told(other, tmp_path, *right)
    assert content(with_wrong) == content(never_wrong)


def test_the_same_file_again_is_taken_once(store: Store, tmp_path: Path) -> None:
    file = write(tmp_path / "may.csv", events("1=Fall 2=Frail"))
    first = take_in(store, WHOLE_FILES, file)
    before = content(store)
    again = take_in(store, WHOLE_FILES, file)
    assert again.tables["event"] == {"taken": 0, "refused": 0, "duplicate": 2}
    assert again.notes == (f"this takes the place of load {first.load}, whose rows are taken out",)
    assert content(store) == before
    assert [(load.files, load.replaces) for load in store.loads()[1:]] == [
        (("may.csv",), ""),
        (("may.csv",), first.load),
    ]


def test_a_load_of_single_rows_can_be_replaced_by_name(store: Store, tmp_path: Path) -> None:
    """As when all of an extract was of the wrong month."""
    rows: Any = source(EVENTS)
    wrong = take_in(store, rows, write(tmp_path / "may.csv", events("1=Fall 2=Frail")))
    right = write(tmp_path / "june.csv", events("2=Frail 3=Faint"))
    take_in_extracts([right], rows, store, replaces=wrong.load)
    assert held(store, "event", "term") == [("Faint",), ("Frail",)]
    with pytest.raises(CannotTakeIn, match="was replaced before; give the name of one that counts"):
        take_in_extracts([right], rows, store, replaces=wrong.load)
    with pytest.raises(CannotTakeIn, match="load of-nobody is not in this store"):
        take_in_extracts([right], rows, store, replaces="of-nobody")
    people = store.loads()[0].id
    with pytest.raises(CannotTakeIn, match="is not from the source events"):
        take_in_extracts([right], rows, store, replaces=people)


def test_each_file_of_a_folder_is_a_load_of_its_own(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    write(folder / "april.csv", events("1=Fall"))
    write(folder / "may.csv", events("2=Frail"))
    account = take_in(store, WHOLE_FILES, folder)
    assert (account.files, account.tables["event"]["taken"]) == (2, 2)
    write(folder / "april.csv", events("1=Faint"))
    take_in(store, WHOLE_FILES, folder / "april.csv")
    assert held(store, "event", "term") == [("Faint",), ("Frail",)]


BROKEN = {
    "all of its 1 rows are refused": events("1=wrong"),
    "there is no column CODE; did you mean 'CODES'?": events("1=Fall").replace("CODE", "CODES"),
    "the file is empty": "",
}


@pytest.mark.parametrize("reason", BROKEN)
def test_a_broken_file_takes_nothings_place(reason: str, store: Store, tmp_path: Path) -> None:
    file = write(tmp_path / "may.csv", events("1=Fall 2=Frail"))
    load = take_in(store, WHOLE_FILES, file).load
    before = content(store)
    write(file, BROKEN[reason])
    with pytest.raises(CannotTakeIn, match=rf"^may.csv: {re.escape(reason)}; what load {load} brought stays"):
        take_in(store, WHOLE_FILES, file)
    assert content(store) == before


def test_a_file_that_breaks_off_takes_nothings_place(store: Store, tmp_path: Path) -> None:
    file = write(tmp_path / "may.csv.gz", events("1=Fall 2=Frail"))
    take_in(store, WHOLE_FILES, file)
    file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(CannotTakeIn, match="the file breaks off here"):
        take_in(store, WHOLE_FILES, file)
    assert held(store, "event", "term") == [("Fall",), ("Frail",)]


def test_a_file_without_rows_takes_the_place_of_one_with_some(store: Store, tmp_path: Path) -> None:
    file = write(tmp_path / "may.csv", events("1=Fall 2=Frail"))
    take_in(store, WHOLE_FILES, file)
    write(file, NAMES + "\n")
    take_in(store, WHOLE_FILES, file)
    assert store.count("event") == 0


def test_a_backup_of_the_store_can_be_put_right_too(store: Store, tmp_path: Path) -> None:
    told(store, tmp_path, ("april", "1=Fall"), ("may", "1=Slip"))
    population.copy(store.path, tmp_path / "backup")
    assert content(told(Store(tmp_path / "backup"), tmp_path, ("may", ""))) == content(
        told(store, tmp_path, ("may", ""))
    )
    assert held(store, "event", "term") == [("Fall",)]


def test_another_file_of_the_same_name_takes_nothings_place(store: Store, tmp_path: Path) -> None:
    """As when two hospitals send files of one name."""
    folders = [tmp_path / "north", tmp_path / "south"]
    for folder, text in zip(folders, ("1=Fall 2=Frail", "3=Faint"), strict=True):
        folder.mkdir()
        write(folder / "may.csv", events(text))
    with pytest.raises(CannotTakeIn, match=r"^two files are called may.csv, and the second would take"):
        take_in(store, WHOLE_FILES, *folders)
    load = take_in(store, WHOLE_FILES, folders[0]).load
    with pytest.raises(CannotTakeIn, match=rf"^may.csv has no row in common with what load {load} brought"):
        take_in(store, WHOLE_FILES, folders[1])
    assert held(store, "event", "term") == [("Fall",), ("Frail",)]
    take_in_extracts([folders[1]], WHOLE_FILES, store, replaces=load, today=TODAY)
    assert held(store, "event", "term") == [("Faint",)]
