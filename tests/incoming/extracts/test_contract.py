"""A source is held against the table it fills before any file is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from tests.incoming.extracts.village import EVENTS, PEOPLE, source

from commonweal.blueprint import yaml
from commonweal.blueprint.document import Document
from commonweal.incoming.extracts.contract import FILLED, faults
from commonweal.incoming.extracts.vocabulary import VOCABULARY

COLUMNS = EVENTS["columns"]


def cases() -> list[tuple[dict[str, Any], list[str]]]:
    """The table in unfit.txt: what is said instead (a column without an origin is left out), the faults."""
    rows: list[tuple[dict[str, Any], list[str]]] = []
    for line in (Path(__file__).parent / "unfit.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            rows[-1][1].append(line.strip())
        elif line and not line.startswith("#"):
            rows.append((yaml.load(line), []))
    return rows


@pytest.mark.parametrize(("told", "said"), cases())
def test_what_does_not_fit_is_said(told: dict[str, Any], said: list[str]) -> None:
    columns = {name: origin for name, origin in (COLUMNS | told.get("columns", {})).items() if origin}
    constants = {name: str(value) for name, value in told.get("constants", {}).items()}
    events = source(EVENTS, **told | {"columns": columns, "constants": constants})
    found = faults(events, Document("events.yaml"))
    assert [str(fault).removeprefix("events.yaml:1: ") for fault in found] == said


def test_words_of_a_short_list_are_checked_before_the_first_file() -> None:
    told = PEOPLE["columns"] | {"sex": {"column": "SEX", "values": {"F": "femal"}}}
    [fault] = faults(source(PEOPLE, columns=told), Document("people.yaml"))
    assert fault.key == "columns.sex.values.F"
    assert fault.message == "'femal' is no sex; did you mean 'female'?"


def test_money_says_its_unit() -> None:
    told = {"person": "NHS", "kind": "KIND", "start": "FROM", "weekly_cost": "COST"}
    [fault] = faults(source(EVENTS, table="care_package", columns=told), Document("care.yaml"))
    assert (fault.key, fault.message) == (
        "columns.weekly_cost",
        "is money; say unit: pounds or unit: pence",
    )


def test_every_short_list_belongs_to_a_column_whose_meaning_names_its_words() -> None:
    for (table, name), words in VOCABULARY.items():
        [column] = [column for column in FILLED[table].columns if column.name == name]
        assert all(word in column.meaning for word in words), (table, name)


@pytest.mark.parametrize("column", ["CODE_3..CODE_1", "CODE_1..CODE_999999999"])
def test_a_range_of_columns_counts_upwards_and_not_for_ever(column: str) -> None:
    with pytest.raises(ValidationError, match="a range counts upwards, over at most 100 columns"):
        source(EVENTS, columns=COLUMNS | {"code": column})


def test_ranges_of_one_table_are_of_one_length() -> None:
    with pytest.raises(ValidationError, match="ranges of columns are of different lengths; make them alike"):
        source(EVENTS, columns=COLUMNS | {"code": "CODE_1..CODE_4", "date": "DAY_1..DAY_3"})
