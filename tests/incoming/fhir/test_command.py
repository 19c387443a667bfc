"""`commonweal population take-in` as others run it."""

import json
from pathlib import Path

import pytest
from tests.incoming.fhir.records import condition, patient, write
from typer.testing import CliRunner, Result

from commonweal.site.command_line import app
from commonweal.store import Store

pytestmark = pytest.mark.requirement("P10")

NOTHING = {"taken": 0, "refused": 0, "duplicate": 0}


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["population", "take-in", *map(str, words)])


def test_the_account_as_json_has_every_table(tmp_path: Path) -> None:
    records = write(tmp_path / "in" / "a.ndjson", patient(), condition(), condition("c2", on=None), "no JSON")
    write(tmp_path / "in" / "b.ndjson", {"resourceType": "Claim", "id": "x"})
    result = run(records.parent, "--store", tmp_path / "store", "--json")
    assert result.exit_code == 0
    account = json.loads(result.stdout)
    [load] = Store(tmp_path / "store").loads()
    assert account == {
        "load": load.id,
        "tables": {
            "person": {"taken": 1, "refused": 0, "duplicate": 0},
            "death": NOTHING,
            "registration": NOTHING,
            "residence": NOTHING,
            "event": {"taken": 1, "refused": 1, "duplicate": 0},
            "medication": NOTHING,
            "measurement": NOTHING,
            "activity": NOTHING,
            "diagnosis": NOTHING,
            "care_package": NOTHING,
        },
        "reasons": {"not JSON: invalid character": 1, "it has no date": 1},
        "read": 4,
        "unplaced": 1,
        "not_needed": {"Claim": 1},
        "files": 2,
        "notes": [],
    }


def test_the_account_for_people_says_why_rows_were_refused(tmp_path: Path) -> None:
    records = write(tmp_path / "a.ndjson", patient(), condition(on="2099-01-01"))
    result = run(records, "--store", tmp_path / "store")
    assert result.exit_code == 0
    assert "refused 1: it is dated in the future" in result.stdout
    assert "person" in result.stdout


@pytest.mark.parametrize("content", ["", "no JSON\n", '{"resourceType": "Claims"}\n'])
def test_it_fails_where_nothing_could_be_read(tmp_path: Path, content: str) -> None:
    file = tmp_path / "a.ndjson"
    file.write_text(content, encoding="utf-8")
    result = run(file, tmp_path / "nowhere", "--store", tmp_path / "store")
    assert result.exit_code == 1
    assert "nothing could be read" in result.stderr
    assert len(Store(tmp_path / "store").loads()) == 1


def test_a_store_that_is_being_written_is_said_so(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    with store.writing():
        result = run(write(tmp_path / "a.ndjson", patient()), "--store", store.path)
    assert result.exit_code == 1
    assert "is being written by another load; wait for it" in result.stderr


def test_a_place_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = run(write(tmp_path / "a.ndjson", patient()), "--store", tmp_path / "file" / "store")
    assert result.exit_code == 1
    assert "take-in: " in result.stderr
    assert result.exception is None or isinstance(result.exception, SystemExit)
