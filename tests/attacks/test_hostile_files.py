"""Files that come in are data: none leads out of its folder, fills the memory, or is anything but read."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.incoming.fhir.records import condition, patient, refused, rows, take, write

from commonweal.incoming.spans import Limits
from commonweal.store import Store

pytestmark = pytest.mark.requirement("P10")
MEBIBYTE = 1 << 20


def test_names_of_files_and_ids_of_records_lead_nowhere(tmp_path):
    """Whatever they are, everything that is written is written in the store."""
    given, store = tmp_path / "given", Store(tmp_path / "store")
    given.mkdir()
    for name in (
        "..%2f..%2fetc",
        "-rf",
        "a;touch x",
        "$(touch x)",
        "a\nb",
        "ü \u202e",
        "'; DROP TABLE x; --",
    ):
        paths = [patient(id=f"../../{name}"[:60]), condition("../../../etc/passwd")]
        write(given / f"{name}.ndjson", *paths)
    before = {path for path in tmp_path.rglob("*") if not path.is_relative_to(store.path)}
    take(store, *sorted(given.iterdir()))
    assert {path for path in tmp_path.rglob("*") if not path.is_relative_to(store.path)} == before
    assert not list(Path.cwd().glob("x"))
    assert not Path("/etc/passwd.parquet").exists()


def test_a_gzip_file_that_grows_without_end_fills_no_memory(tmp_path):
    """Two gigabytes of nothing in two megabytes: refused as too long, by a process that may not hold it."""
    packed = gzip.compress(b"{" + b" " * (64 * MEBIBYTE), 9) * 32
    bomb, store = tmp_path / "bomb.ndjson.gz", tmp_path / "store"
    bomb.write_bytes(packed)
    assert len(packed) < 3 * MEBIBYTE
    code = (
        "import re\n"
        "from pathlib import Path\n"
        "from commonweal.incoming.spans import Limits, spans\n"
        f"found = [span for span in spans(0, Path({str(bomb)!r}), Limits(1 << 20, 4 << 20))]\n"
        "print(*re.findall(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text()))\n"
        "print(len(found), max(span.weight for span in found), {span.fault for span in found})\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    held, count, most, faults = ended.stdout.split(maxsplit=3)
    assert int(most) <= 8 * MEBIBYTE
    assert "longer than 4,194,304 bytes" in faults
    assert int(held) < 1_000_000  # kilobytes; what is inflated would be several times as much
    assert int(count) < 10_000
    assert not store.exists()


def test_a_gzip_file_of_many_parts_gives_its_lines_and_no_more(tmp_path):
    """Each part of it is read once."""
    line = (json.dumps(condition("c1")) + "\n").encode()
    (tmp_path / "a.ndjson.gz").write_bytes(b"".join(gzip.compress(line) for _ in range(200)))
    store = Store(tmp_path / "store")
    take(store, write(tmp_path / "Patient.ndjson", patient()), tmp_path / "a.ndjson.gz")
    assert rows(store, "event", "record") == [("Condition/c1",)]


def test_records_inside_records_inside_records_are_refused(tmp_path):
    """Deeper than anything means anything: no process falls over it."""
    deep = '{"resourceType": "Condition", "id": "deep", "extension": ' + "[" * 100_000 + "]" * 100_000 + "}"
    nested = '{"resourceType": "Bundle", "entry": [{"resource": ' * 5_000 + "{}" + "}]}" * 5_000
    store = Store(tmp_path / "store")
    take(store, write(tmp_path / "a.ndjson", patient(), deep, nested, condition("last")))
    assert rows(store, "event", "record") == [("Condition/last",)]
    assert [line for _, line, *_ in refused(store)] == [2, 3]


def test_values_that_look_like_statements_are_kept_as_they_are(tmp_path):
    """The store's own statements quote what a source says."""
    hostile = "x'); DROP TABLE event; COPY person TO 'taken.csv'; --"
    code = {"coding": [{"system": hostile, "code": hostile, "display": hostile}]}
    store = Store(tmp_path / "store")
    take(store, write(tmp_path / "a.ndjson", patient(), condition("c1", code=code), condition("c2")))
    kept = rows(store, "event", "record", "code") + [(record, "refused") for *_, record, _ in refused(store)]
    assert {record for record, _ in kept} == {"Condition/c1", "Condition/c2"}
    assert store.count("person") == 1


def test_a_link_is_what_it_leads_to_and_never_without_end(tmp_path):
    """A folder of links: what is no file is not read, and what cannot be read is said so."""
    given = tmp_path / "given"
    given.mkdir()
    for number, where in enumerate(("/dev/zero", "/etc/shadow", "nowhere")):
        (given / f"linked-{number}.ndjson").symlink_to(where)
    (given / "around").symlink_to(given)
    write(given / "Patient.ndjson", patient())
    store = Store(tmp_path / "store")
    take(store, given, limits=Limits(MEBIBYTE, MEBIBYTE))
    assert store.count("person") == 1
