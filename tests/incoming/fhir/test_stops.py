"""A load that is ended at any moment, by a kill or a full disk, leaves the store whole and goes on later."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from tests.incoming.fhir.records import (
    TODAY,
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
BLOCK = 20_000
TAKE_IN = f"""
import datetime, pathlib, sys
from commonweal.incoming.spans import Limits
from commonweal.incoming.take_in import CannotTakeIn, take_in
from commonweal.store import Store
try:
    records, store, processes = sys.argv[1:]
    take_in([pathlib.Path(records)], Store(store), today=datetime.date.fromisoformat({str(TODAY)!r}),
        limits=Limits(block={BLOCK}), processes=int(processes))
except CannotTakeIn as fault:
    sys.exit(str(fault))
"""


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


def start(records: Path, store: Path, processes: int = 1, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", TAKE_IN, str(records), str(store), str(processes)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload, no-any-return]


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


def kill_when(process: subprocess.Popen[str], ready: Callable[[], object]) -> None:
    while process.poll() is None and not ready():
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stderr.close()  # type: ignore[union-attr]


@pytest.mark.parametrize("processes", [1, 2])
def test_killed_while_reading_it_goes_on_from_the_blocks_that_are_done(
    records: Path, undisturbed: Tables, tmp_path: Path, processes: int
) -> None:
    store = tmp_path / "store"
    for blocks in (1, 6):
        kill_when(start(records, store, processes), lambda blocks=blocks: len(done(store)) >= blocks)
    assert Store(store).loads() == []
    found = stamps(store)
    assert len(found) >= 6
    last = start(records, store, processes)
    kept: dict[str, int] = {}
    while last.poll() is None:
        kept |= {name: stamp for name, stamp in stamps(store).items() if name in found}
        time.sleep(0.02)
    assert last.communicate()[1] == ""
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
    kill_when(start(records, store.path), lambda: set(store.path.glob(written)) - files)
    if len(store.loads()) == 1:  # else it was through before it could be killed
        assert tables_of(store) == before
    assert start(records, store.path).wait() == 0
    named = {file for name in (*before, "record") for file in store.files(name)}
    assert set(store.path.glob("*/*.parquet")) == named
    found = tables_of(store)
    assert {name: set(rows) - set(before[name]) for name, rows in found.items()} == {
        name: set(rows) for name, rows in undisturbed.items()
    }


def test_a_disk_that_fills_ends_the_load_with_nothing_half_written(records: Path, tmp_path: Path) -> None:
    """A limit on the size of a file stands in for the disk."""
    store = taken(tmp_path, patient("earlier"))
    before, listed = tables_of(store), sorted(store.path.glob("*/*"))

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000))

    compiled_is_not_cut_off = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    process = start(records, store.path, preexec_fn=full, env=compiled_is_not_cut_off)
    assert "the store is as it was before: " in process.communicate()[1]
    assert process.returncode == 1
    assert tables_of(store) == before
    assert sorted(store.path.glob("*/*")) == listed


def test_other_files_or_another_day_begin_a_load_of_their_own(records: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    kill_when(start(records, store), lambda: len(done(store)) >= 2)
    account = take(Store(store), write(tmp_path / "other.ndjson", patient()))
    assert counts(account, "person") == (1, 0, 0)
    assert list(store.glob("staging/*")) == []


def test_the_processes_that_read_end_with_the_one_that_started_them(records: Path, tmp_path: Path) -> None:
    process = start(records, tmp_path / "store", 2)
    children: list[int] = []
    while process.poll() is None and len(children) < 3:  # two that read, one that multiprocessing keeps
        listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
        children = [int(child) for child in listed]
        time.sleep(0.01)
    kill_when(process, lambda: True)
    deadline = time.monotonic() + 20
    while any(map(_runs, children)):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
