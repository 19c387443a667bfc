"""The example notebook says what it shows, and a notebook's own tables are taken as they come."""

from datetime import date
from pathlib import Path

import nbformat
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from tests.size.notebook import run, shown

import commonweal.analytics as cw
from commonweal.store import Store

pytestmark = pytest.mark.requirement("Notebook")

ON = date(2026, 6, 1)
PEOPLE = {
    "person": ["ada", "ben"],
    "source": ["gp", "gp"],
    "source_id": ["1", "2"],
    "birth_date": [date(1931, 4, 2), date(1990, 1, 9)],
    "sex": ["female", "male"],
}


def test_the_example_notebook_shows_what_it_says(repository: Path, tmp_path: Path):
    file = repository / "docs" / "notebooks" / "one-population.ipynb"
    assert shown(run(file, tmp_path)) == shown(nbformat.read(file, as_version=4))


@pytest.mark.parametrize("of", [pd.DataFrame, pl.DataFrame, pa.table], ids=["pandas", "polars", "arrow"])
def test_tables_come_from_any_library_and_go_to_any(of):
    """A table that is not given is empty, and so is a column that need not be there."""
    found = cw.answer("frailty", cw.population(person=of(PEOPLE)), ON)
    asked = found.select("person", "deficits", "band").order_by("person")
    rows = [{"person": name, "deficits": 0, "band": "fit"} for name in ("ada", "ben")]
    assert asked.to_pandas().to_dict("records") == rows
    assert asked.to_polars().to_dicts() == rows
    assert asked.to_pyarrow().to_pylist() == rows


def test_a_folder_of_files_is_read_as_text_is_meant(tmp_path: Path):
    """A code in a CSV file stays the text it is, also where it looks like a number."""
    pd.DataFrame(PEOPLE).to_parquet(tmp_path / "person.parquet")
    (tmp_path / "event.csv").write_text("person,date,system,code,record\nada,2020-02-01,local,00123,r1\n")
    read = cw.read(tmp_path)
    assert read["event"].select("person", "date", "code").to_pyarrow().to_pylist() == [
        {"person": "ada", "date": date(2020, 2, 1), "code": "00123"}
    ]


def test_a_store_is_read_as_it_is_named(village: Store):
    """Of its files only those that count."""
    read = cw.read(village.path)
    assert {name: read[name].count().execute() for name in ("person", "event", "death")} == {
        name: village.count(name) for name in ("person", "event", "death")
    }


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"persons": pa.table(PEOPLE)}, "persons is no table of a linked population; did you mean person?"),
        ({}, "there is no table person"),
        ({"person": pa.table({"person": ["ada"]})}, "person has no column source: the data source"),
    ],
)
def test_what_is_not_a_linked_population_is_told_with_a_remedy(tables, said):
    with pytest.raises(cw.TablesFault, match=said):
        cw.population(**tables)


def test_a_method_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(KeyError, match="did you mean frailty"):
        cw.answer("frailti", cw.population(person=pa.table(PEOPLE)), ON)


def test_what_others_rely_on():
    """Taking a name out, or giving it another meaning, breaks somebody's notebook."""
    assert dir(cw) == [
        *("Linked", "METHODS", "PROFILE", "TABLES", "TablesFault", "answer", "catalogue", "definitions"),
        "kept",
        *("population", "rates", "read"),
    ]
    assert all(hasattr(cw, name) for name in dir(cw))
