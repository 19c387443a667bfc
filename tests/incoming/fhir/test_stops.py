"""A load that is ended at any moment, by a kill or a full disk, leaves the store whole and goes on later."""

import time
from contextlib import suppress
from pathlib import Path

import pytest
from tests.incoming import loading
from tests.incoming.begun import Begun
from tests.incoming.fhir.records import (
    concept,
    condition,
    counts,
    encounter,
    observation,
    order,
    patient,
    tables_of,
    take,
    taken,
    write,
)

from commonweal.store import Store

pytestmark = pytest.mark.requirement("P10")

Tables = dict[str, list[tuple[object, ...]]]

PEOPLE, EACH = 20, 10


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records")
    people = [f"person-{number}" for number in range(PEOPLE)]
    write(folder / "Patient.ndjson", *map(patient, people))
    made = {
        "Condition": condition,
        "Observation": lambda id, **more: observation(id, valueInteger=3, **more),
        "Encounter": encounter,
        "MedicationRequest": lambda id, **more: order(id, medicationCodeableConcept=concept("9"), **more),
    }
    for kind, make in made.items():
        resources = [
            make(f"{person}-{number}", subject={"reference": f"Patient/{person}"})
            for person in people
            for number in range(EACH)
        ]
        write(folder / f"{kind}.ndjson", *resources, "no JSON")
    return folder


@pytest.fixture(scope="module")
def undisturbed(
    records: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[tuple[object, ...]]]:
    store = Store(tmp_path_factory.mktemp("undisturbed"))
    take(store, records)
    return tables_of(store)


def start(records: Path, store: Path, processes: int = 1) -> Begun:
    return Begun(loading.records, records, store, processes, said=store.with_name("said"))


def done(store: Path) -> list[Path]:
    """Blocks that are staged whole, none that is still written under a name of its own."""
    return [file for file in store.glob("staging/*/[0-9]*/done.json") if "." not in file.parent.name]


def stamps(store: Path) -> dict[str, int]:
    """When each of them was written; some may go meanwhile."""
    found = {}
    for file in done(store):
        with suppress(FileNotFoundError):
            found[file.parent.name] = file.stat().st_mtime_ns
    return found


@pytest.mark.parametrize("processes", [1, 2])
def test_killed_while_reading_it_goes_on_from_the_blocks_that_are_done(
    records: Path, undisturbed: Tables, tmp_path: Path, processes: int
) -> None:
    store = tmp_path / "store"
    for blocks in (1, 6):
        start(records, store, processes).kill_when(lambda blocks=blocks: len(done(store)) >= blocks)
    assert Store(store).loads() == []
    found = stamps(store)
    assert len(found) >= 6
    last = start(records, store, processes)
    kept: dict[str, int] = {}
    while last.runs:
        kept |= {name: stamp for name, stamp in stamps(store).items() if name in found}
        time.sleep(0.02)
    assert last.end() == (0, "")
    assert kept == found
    assert tables_of(Store(store)) == undisturbed
    assert [file.name for file in store.glob("staging/*")] == []


@pytest.mark.parametrize("table", ["event", "person"])
def test_killed_while_writing_the_store_is_as_before_and_then_as_undisturbed(
    records: Path, undisturbed: Tables, tmp_path: Path, table: str
) -> None:
    store = taken(tmp_path, patient("earlier"))
    before = tables_of(store)
    written = f"{table}/*.parquet"
    files = set(store.path.glob(written))
    start(records, store.path).kill_when(lambda: set(store.path.glob(written)) - files)
    if len(store.loads()) == 1:  # else it was through before it could be killed
        assert tables_of(store) == before
    assert start(records, store.path).end() == (0, "")
    named = {file for name in (*before, "record") for file in store.files(name)}
    assert set(store.path.glob("*/*.parquet")) == named
    found = tables_of(store)
    assert {name: set(rows) - set(before[name]) for name, rows in found.items()} == {
        name: set(rows) for name, rows in undisturbed.items()
    }


def test_a_disk_that_fills_ends_the_load_with_nothing_half_written(records: Path, tmp_path: Path) -> None:
    store = taken(tmp_path, patient("earlier"))
    before, listed = tables_of(store), sorted(store.path.glob("*/*"))
    full = Begun(loading.records_with_a_full_disk, records, store.path, said=tmp_path / "said")
    code, said = full.end()
    assert (code, "the store is as it was before: " in said) == (1, True)
    assert tables_of(store) == before
    assert sorted(store.path.glob("*/*")) == listed


def test_other_files_or_another_day_begin_a_load_of_their_own(records: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    start(records, store).kill_when(lambda: len(done(store)) >= 2)
    account = take(Store(store), write(tmp_path / "other.ndjson", patient()))
    assert counts(account, "person") == (1, 0, 0)
    assert list(store.glob("staging/*")) == []


def test_the_processes_that_read_end_with_the_one_that_started_them(records: Path, tmp_path: Path) -> None:
    load = start(records, tmp_path / "store", 2)
    children: list[int] = []
    while load.runs and len(children) < 2:
        with suppress(FileNotFoundError, ProcessLookupError):
            listed = Path(f"/proc/{load.id}/task/{load.id}/children").read_text(encoding="ascii").split()
            children = [int(child) for child in listed]
    load.kill_when(lambda: True)
    assert len(children) == 2
    deadline = time.monotonic() + 20
    while any(map(_runs, children)):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
