"""A store changes all at once or not at all, whoever reads it and whatever stops."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from commonweal.analytics.tables import TABLES
from commonweal.store import Change, Load, Store, StoreBusy, StoreFault

pytestmark = pytest.mark.requirement("P10")

HOLD = """
import sys, time
from commonweal.store import Store
with Store(sys.argv[1]).writing():
    print(flush=True)
    time.sleep(60)
"""


def deaths(store: Store, name: str, *people: str) -> str:
    """A file of deaths of these people, which nothing names yet."""
    rows = [{"person": person, "date": None, "place": None} for person in people]
    path = store.path / "death" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows, TABLES["death"].arrow()), path)
    return f"death/{name}"


def load(name: str) -> Load:
    return Load(
        name, "test", "2024-01-01T00:00:00+00:00", "2024-01-01T00:01:00+00:00", {"death": {"taken": 1}}
    )


def people(store: Store) -> list[str]:
    return sorted(store.table("death").to_pyarrow()["person"].to_pylist())


def test_an_absent_folder_is_an_empty_store(tmp_path: Path) -> None:
    store = Store(tmp_path / "nowhere")
    assert store.loads() == store.files("death") == people(store) == []
    assert store.count("death") == 0
    assert store.table("death").columns == TABLES["death"].names
    assert not store.path.exists()


def test_what_is_written_counts_when_it_is_committed(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.writing():
        one = deaths(store, "one.parquet", "ada", "ben")
        assert people(store) == []
        store.commit(load("first"), {"death": Change(add=[one])})
    assert people(store) == ["ada", "ben"]
    assert store.count("death") == 2
    assert store.loads() == [load("first")]


def test_a_file_is_replaced_by_others_in_one_step(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.writing():
        one, two = deaths(store, "one.parquet", "ada"), deaths(store, "two.parquet", "ben")
        store.commit(load("first"), {"death": Change(add=[one, two])})
        three = deaths(store, "three.parquet", "cy")
        store.commit(load("second"), {"death": Change(add=[three], remove=[one])})
    assert people(store) == ["ben", "cy"]
    assert [each.id for each in store.loads()] == ["first", "second"]


def test_a_reader_may_finish_with_the_files_that_a_load_took_out(tmp_path: Path) -> None:
    """They go with the load after it."""
    store = Store(tmp_path)
    with store.writing():
        names = [deaths(store, f"{number}.parquet", str(number)) for number in range(3)]
        store.commit(load("0"), {"death": Change(add=names[:1])})
        reading = store.files("death")
        store.commit(load("1"), {"death": Change(add=names[1:2], remove=names[:1])})
        store.tidy()
        assert [file.exists() for file in reading] == [True]
        deaths(store, "2.parquet", "2")
        store.commit(load("2"), {"death": Change(add=names[2:], remove=names[1:2])})
        store.tidy()
        assert [file.exists() for file in reading] == [False]
    assert people(store) == ["2"]


def test_tidying_takes_what_nothing_names_and_keeps_the_staging_asked_for(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.writing():
        kept = deaths(store, "kept.parquet", "ada")
        store.commit(load("first"), {"death": Change(add=[kept])})
        deaths(store, "left.parquet", "ben")
        for name in ("mine", "other"):
            (store.staging(name) / "work").touch()
        store.tidy(keep_staging="mine")
    assert sorted(file.name for file in tmp_path.rglob("*") if file.is_file()) == [
        ".writing",
        "current.json",
        "kept.parquet",
        "work",
    ]
    assert [folder.name for folder in (tmp_path / "staging").iterdir()] == ["mine"]


def test_one_writes_at_a_time_and_a_killed_writer_holds_nothing(tmp_path: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    holder.stdout.readline()
    store = Store(tmp_path)
    with pytest.raises(StoreBusy, match="wait for it, or choose another folder"), store.writing():
        pass
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    time.sleep(0.05)
    with store.writing():
        store.commit(load("first"), {})
    assert len(store.loads()) == 1


@pytest.mark.parametrize("content", ["", "{", '{"tables": ', json.dumps({"what": 1}), "[]"])
def test_a_list_of_contents_that_cannot_be_read_is_said_so(tmp_path: Path, content: str) -> None:
    (tmp_path / "current.json").write_text(content, encoding="utf-8")
    with pytest.raises(StoreFault, match=r"current\.json cannot be read .*restore it from a copy"):
        Store(tmp_path).loads()
