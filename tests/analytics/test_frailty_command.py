"""`commonweal population frailty`: what it writes, what it says, and what it does when it cannot."""

from pathlib import Path

import ibis
import pyarrow.parquet as pq
import pytest
from tests.spec.tables import CONNECTION, deaths, events, medicines, people
from typer.testing import CliRunner, Result

from commonweal.site.command_line import app
from commonweal.store import Change, Load, Store

pytestmark = pytest.mark.requirement("P1")

PEOPLE = people("person | birth_date\nBen | 1950-01-01\nAda | 1930-01-01\nCy | 1930-01-01")
EVENTS = events(
    """
    person | date       | code
    Ada    | 2024-06-01 | 1912002
    Ada    | 2015-06-01 | 404640003
    Cy     | 2015-06-01 | 404640003
    """
)


@pytest.fixture
def store(tmp_path) -> Path:
    """Ada fell and was dizzy before that, Ben has nothing, Cy is dead."""
    tables = {
        "person": PEOPLE,
        "death": deaths("person | date\nCy | 2010-01-01"),
        "event": EVENTS,
        "medication": medicines(),
    }
    return _stored(tmp_path / "store", tables)


def _stored(folder: Path, tables: dict[str, ibis.Table]) -> Path:
    store = Store(folder)
    with store.writing():
        changes = {}
        for name, table in tables.items():
            (folder / name).mkdir()
            pq.write_table(CONNECTION.to_pyarrow(table), folder / name / "first-0001.parquet")
            changes[name] = Change(add=[f"{name}/first-0001.parquet"])
        store.commit(Load("first", "gp", "2025-07-01T01:00:00", "2025-07-01T01:05:00", {}), changes)
    return folder


def frailty(store: Path, out: Path, *more: object, on: str = "2025-05-01") -> Result:
    words = ["--store", store, "--on", on, "--out", out, *more]
    return CliRunner().invoke(app, ["population", "frailty", *map(str, words)])


def test_it_writes_a_row_for_each_person_in_order(store, tmp_path):
    """And, where asked, the evidence, and the course of ten years."""
    out, evidence, course = tmp_path / "out.csv", tmp_path / "evidence.csv", tmp_path / "course.csv"
    result = frailty(store, out, "--evidence", evidence, "--course", course)
    assert result.exit_code == 0
    assert out.read_text() == f"person,deficits,index,band\nAda,2,{2 / 36!r},fit\nBen,0,0.0,fit\n"
    assert evidence.read_text().splitlines() == [
        "person,deficit,first_date,code",
        "Ada,dizziness,2015-06-01,404640003",
        "Ada,falls,2024-06-01,1912002",
    ]
    counts = [1, 1, 1, 1, 1, 1, 1, 1, 1, 2]
    assert course.read_text().splitlines() == [
        "person,on,deficits,index,band",
        *(f"Ada,{year}-05-01,{n},{n / 36!r},fit" for year, n in zip(range(2016, 2026), counts, strict=True)),
        *(f"Ben,{year}-05-01,0,0.0,fit" for year in range(2016, 2026)),
    ]
    summary = "2 people alive on 2025-05-01: 2 fit, 0 mild, 0 moderate, 0 severe"
    assert result.stderr.splitlines()[-1] == summary


def test_the_starter_list_is_used_with_a_warning(store, tmp_path):
    assert "not complete" in frailty(store, tmp_path / "out.csv").stderr


def test_a_list_from_a_folder_is_used_instead(store, tmp_path):
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "falls.csv").write_text("code,term\n404640003,means falls here\n")
    result = frailty(store, tmp_path / "out.csv", "--codelists", tmp_path / "lists")
    assert (tmp_path / "out.csv").read_text().splitlines()[1].startswith("Ada,1,")
    assert "not complete" not in result.stderr
    assert "warning: no codes for 34 of 35 deficits" in result.stderr


def test_a_day_to_come_is_a_day_like_any_other(store, tmp_path):
    assert frailty(store, tmp_path / "out.csv", on="2085-05-01").exit_code == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"store": "nowhere"}, "holds no people; bring some in with `commonweal population take-in`"),
        ({"--codelists": "nowhere"}, "folder: is not there; check the path"),
        ({"out": "nowhere/out.csv"}, "nowhere"),
        ({"--evidence": "out.csv"}, "two of the files have the same name"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(store, tmp_path, change, says):
    words = {"store": store, "out": tmp_path / "out.csv"} | {
        key: tmp_path / value for key, value in change.items() if not key.startswith("-")
    }
    more = [word for key, value in change.items() if key.startswith("-") for word in (key, tmp_path / value)]
    result = frailty(words["store"], words["out"], *more)
    assert result.exit_code == 1
    assert says in result.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["store"]


@pytest.mark.parametrize("on", ["2025-13-45", "yesterday", "01/05/2025"])
def test_a_day_that_is_none_is_refused(store, tmp_path, on):
    result = frailty(store, tmp_path / "out.csv", on=on)
    assert result.exit_code == 2
    assert "%Y-%m-%d" in result.stderr


def test_what_was_there_stays_when_it_fails(store, tmp_path):
    """The files are put in place together, or not at all."""
    out = tmp_path / "out.csv"
    out.write_text("from before")
    assert frailty(store, out, "--evidence", tmp_path / "nowhere" / "evidence.csv").exit_code == 1
    assert out.read_text() == "from before"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["out.csv", "store"]
