"""`commonweal population score`: any method's answer as a file, and what is said where there can be none."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.spec.linked import linked
from tests.spec.tables import CONNECTION
from typer.testing import CliRunner, Result

from commonweal.analytics.methods import METHODS
from commonweal.analytics.profile import PROFILE
from commonweal.analytics.tables import TABLES
from commonweal.site.command_line import app
from commonweal.store import Change, Load, Store
from commonweal.terms.codes import ICD10

pytestmark = pytest.mark.requirement("P8")

EXAMPLESHIRE = Path(__file__).parents[1] / "exampleshire"
DRAWN = {
    "person": "person | birth_date\nBen | 1990-01-01\nAda | 1930-01-01\nCy | 1930-01-01",
    "death": "person | date\nCy | 2010-01-01",
    "event": "person | date | code\nAda | 2020-01-01 | 73211009\nAda | 2020-01-01 | 38341003",
    "activity": "person | record | setting | method | start | end\n"
    "Ada | s1 | bed | emergency | 2025-01-01 | 2025-01-03",
    "diagnosis": "person | spell | date       | position | system | code\n"
    f"Ada | s1 | 2025-01-01 | 1 | {ICD10} | F00",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    """Ada has diabetes and hypertension and was in hospital, Ben has nothing, Cy is dead."""
    folder = tmp_path_factory.mktemp("scored")
    store, population = Store(folder), linked(**DRAWN)
    with store.writing():
        for name in DRAWN:
            (folder / name).mkdir()
            pq.write_table(CONNECTION.to_pyarrow(population[name]), folder / name / "first-0001.parquet")
        changes = {name: Change(add=[f"{name}/first-0001.parquet"]) for name in DRAWN}
        store.commit(Load("first", "gp", "2025-07-01T01:00:00", "2025-07-01T01:05:00", {}), changes)
    return folder


def score(store: Path, method: str, out: Path, *more: object) -> Result:
    words = ["--store", store, "--method", method, "--on", "2025-05-01", "--out", out, *more]
    return CliRunner().invoke(app, ["population", "score", *map(str, words)])


@pytest.mark.parametrize(
    ("method", "lines"),
    [
        ("hfrs", ["person,admitted,tenths,risk,categories", "Ada,2025-01-01,71,intermediate,F00"]),
        ("charlson", ["person,charlson,charlson_1987,groups", "Ada,2,1,dementia", 'Ben,0,0,""']),
        ("registers", ["person,register", "Ada,diabetes", "Ada,hypertension"]),
        ("hiu", ["person,attendances,admissions"]),
    ],
)
def test_it_writes_a_row_for_each_grain_in_order(store, tmp_path, method, lines):
    out = tmp_path / "out.csv"
    result = score(store, method, out, "--blueprint", EXAMPLESHIRE)
    assert result.exit_code == 0, result.stderr
    assert out.read_text(encoding="utf-8").splitlines() == lines
    said = result.stderr.splitlines()[-1]
    assert said.startswith(f"{len(lines) - 1} rows: {METHODS[method].title}, ")
    assert "Code lists: starter" in said


def test_a_list_stands_in_one_cell(store, tmp_path):
    out = tmp_path / "out.csv"
    assert score(store, "profile", out).exit_code == 0
    first, ada, _ = out.read_text(encoding="utf-8").splitlines()
    assert first == ",".join(PROFILE.names)
    assert ",diabetes;hypertension,2,long-term-conditions,80,71,intermediate,2,1," in ada


@pytest.mark.parametrize(
    ("method", "more", "said"),
    [
        ("hfr", [], "there is no method 'hfr'; did you mean 'hfrs'?"),
        ("segments", ["--blueprint", "nowhere"], "folder: is not there; give the folder of a blueprint"),
        ("segments", ["--codelists", "nowhere"], "folder: is not there; check the path"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(store, tmp_path, method, more, said):
    result = score(store, method, tmp_path / "out.csv", *more)
    assert result.exit_code == 1
    assert said in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_empty_store_says_how_to_fill_it(tmp_path):
    result = score(tmp_path / "nowhere", "cambridge", tmp_path / "out.csv")
    assert result.exit_code == 1
    assert "bring some in with `commonweal population take-in`" in result.stderr


def test_every_method_says_what_it_is():
    """Grain, key, unit and source, by which whoever gets a file can read it."""
    for name, method in METHODS.items():
        assert method.name == name
        assert all((method.title, method.grain, method.key, method.unit, method.source))
    assert {"hfrs", "charlson", "cambridge", "segments", "registers", "hiu"} <= set(METHODS)
    assert set(DRAWN) <= set(TABLES)
