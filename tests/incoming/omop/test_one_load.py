"""A folder of OMOP tables is taken in as one load: all of it counts, or nothing does."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.incoming import loading
from tests.incoming.begun import Begun
from tests.incoming.fhir.records import TODAY

from commonweal.analytics.tables import TABLES
from commonweal.incoming.account import Account
from commonweal.incoming.omop.folder import NotOmop
from commonweal.incoming.omop.take_in import take_in_omop
from commonweal.incoming.take_in import CannotTakeIn
from commonweal.store import Store

pytestmark = pytest.mark.requirement("P10")

NAMES = {
    "person": "person_id,gender_concept_id,year_of_birth",
    "visit_occurrence": "visit_occurrence_id,person_id,visit_concept_id,visit_start_date",
    "condition_occurrence": "condition_occurrence_id,person_id,condition_start_date,condition_source_value",
    "measurement": "measurement_id,person_id,measurement_date,measurement_source_value,value_as_number",
}
JUNE = {
    "person": "1,8507,1940 2,8532,1951",
    "visit_occurrence": "7,1,9201,2024-01-05 8,2,9202,2024-02-20",
    "condition_occurrence": "1,1,2010-01-02,SNOMED:195967001 2,3,2010-01-02,SNOMED:195967001",
    "measurement": "1,1,2020-05-05,SNOMED:27113001,71 2,2,2020-05-05,SNOMED:27113001,heavy",
}


def folder(made: Path, **said: str) -> Path:
    """A folder of the tables as they are in June, some of them said otherwise, with a row a word."""
    made.mkdir()
    for table, rows in (JUNE | said).items():
        (made / f"{table}.csv").write_text("\n".join([NAMES[table], *rows.split()]))
    return made


def take_in(folder: Path, store: Store, **said: str) -> Account:
    return take_in_omop(folder, store, name="north", today=TODAY, **said)


@pytest.fixture(scope="module")
def taken_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Account]:
    """A store that has June, which is not to be changed."""
    place = tmp_path_factory.mktemp("omop")
    store = Store(place / "store")
    return store, take_in(folder(place / "june"), store)


@pytest.fixture
def store(taken_once: tuple[Store, Account], tmp_path: Path) -> Store:
    """A store of one's own that has June."""
    return Store(shutil.copytree(taken_once[0].path, tmp_path / "store"))


def content(store: Store) -> dict[str, list[str]]:
    """Every row of every table, but for the name of the load that refused one, and of its folder."""
    found = {}
    for name, table in TABLES.items():
        columns = [column for column in table.names if (name, column) != ("refused", "load")]
        rows = (row for file in store.files(name) for row in pq.read_table(file, columns=columns).to_pylist())
        found[name] = sorted(map(str, rows))
    return found


def test_a_folder_is_one_load_with_a_reason_for_each_row_refused(taken_once: tuple[Store, Account]) -> None:
    store, account = taken_once
    taken = {name: (rows["taken"], rows["refused"]) for name, rows in account.tables.items()}
    assert {name: rows for name, rows in taken.items() if any(rows)} == {
        "person": (2, 0),
        "activity": (2, 0),
        "event": (1, 1),
        "measurement": (1, 1),
    }
    [load] = store.loads()
    assert (load.id, load.source, load.counts) == (account.load, "north", account.tables)
    june = store.path.with_name("june")
    refused = store.table("refused").select("source", "line", "reason", "load").to_pyarrow().to_pylist()
    assert sorted(tuple(row.values()) for row in refused) == [
        (f"{june}/condition_occurrence", 2, "the person is not known here; take in people first", load.id),
        (f"{june}/measurement", 2, "value is not a number", load.id),
    ]


def test_a_corrected_folder_is_one_load_in_the_place_of_one(store: Store, tmp_path: Path) -> None:
    """Rows said again and left out, a table emptied, a person added, and with them a row that was refused."""
    right = folder(
        tmp_path / "right",
        person="1,8507,1940 3,8532,1960",
        visit_occurrence="7,1,9201,2024-01-05",
        measurement="",
    )
    [wrong] = store.loads()
    account, once = take_in(right, store), Store(tmp_path / "once")
    take_in(right, once)
    assert content(store) == content(once)
    assert [load.replaces for load in store.loads()] == ["", wrong.id]
    assert account.notes == (f"this takes the place of load {wrong.id}, whose rows are taken out",)
    assert account.tables["event"] == {"taken": 1, "refused": 0, "duplicate": 1}


NOT_TAKEN = {
    "measurement.parquet: all of its 1 rows are refused; what load": {"measurement": "1,1,5/May,X,1"},
    "measurement.csv:2: there are more or fewer values than the first line names": {"measurement": "1,1"},
    "person.parquet has no row in common with what load": {"person": "4,8507,1940 5,8532,1951"},
}


@pytest.mark.parametrize("reason", NOT_TAKEN)
def test_a_folder_that_is_wrong_in_one_table_changes_none(reason: str, store: Store, tmp_path: Path) -> None:
    """Also where its other tables were read and written before that was found."""
    before, listed = content(store), sorted(store.path.glob("*/*"))
    with pytest.raises((CannotTakeIn, NotOmop), match=re.escape(reason)):
        take_in(folder(tmp_path / "july", **NOT_TAKEN[reason]), store)
    assert (content(store), sorted(store.path.glob("*/*")), len(store.loads())) == (before, listed, 1)


def test_a_folder_about_other_people_is_taken_where_that_is_meant(store: Store, tmp_path: Path) -> None:
    """As when the wrong one told of another hospital's."""
    others = folder(tmp_path / "others", person="4,8507,1940", visit_occurrence="7,4,9201,2024-01-05",
        condition_occurrence="", measurement="")  # fmt: skip
    take_in(others, store, replaces=store.loads()[0].id)
    assert (store.count("person"), store.count("activity"), store.count("event")) == (1, 1, 0)


def test_killed_while_writing_the_store_is_as_before_until_it_comes_again(
    store: Store, tmp_path: Path
) -> None:
    """People and visits were written by then, and what stood in their place was taken out."""
    before, files = content(store), set(store.path.glob("event/*"))
    july = folder(tmp_path / "july", person="1,8507,1940", visit_occurrence="7,1,9202,2024-01-05")
    load = Begun(loading.omop, july, store.path, said=tmp_path / "said")
    load.kill_when(lambda: set(store.path.glob("event/*")) - files)
    if len(store.loads()) == 1:  # else it was through before it could be killed
        assert content(store) == before
    take_in(july, store)
    once = Store(tmp_path / "once")
    take_in(july, once)
    assert content(store) == content(once)
    assert list(store.path.glob("staging/*")) == []
