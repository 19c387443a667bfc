"""One statement a file: its rows typed, and beside each the first thing that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from commonweal.analytics.tables import DEATH, PERSON, Column, Table
from commonweal.blueprint import Source
from commonweal.incoming.extracts.batch import UNREADABLE
from commonweal.incoming.extracts.columns import SQL_TYPES, findings, quoted, value
from commonweal.terms.codes import system
from commonweal.terms.nhs_number import normal_sql

BETWEEN = "chr(31)"  # stands in no value

# Selects the table's columns in contract order, file and line, the reason why the row is not taken, and a
# remark on a row that is taken all the same; both NULL where nothing is wrong. `batch` holds rows of extracts
# in columns called by their place; `people` has alias, person and birth_date of everyone known, where an
# alias is the person's key or a source's own identifier.
SHAPE = """
    WITH given AS (SELECT file, line, {given} FROM batch),
         held AS (
             SELECT given.*, {held}, known_birth
             FROM (SELECT given.*, people.person AS known_person, people.birth_date AS known_birth
                   FROM given LEFT JOIN people ON alias = coalesce(nhs_number, own_number)) AS given
         )
    SELECT {ours}, file, line,
        CASE {wrong} END AS reason,
        CASE WHEN {untraced} THEN '{remark}' END AS remark
    FROM held ORDER BY file, line
"""
REMARK = "its NHS number has a wrong check digit; the person is taken without it"


def statement(source: Source, table: Table, names: list[str], on: date) -> str:
    """The statement for a file whose columns are `names`, read on the day `on`."""
    wrong = _findings(source, table, on)
    checked = source.person == "nhs_number" and table is PERSON
    return SHAPE.format(
        given=", ".join(f"{text} AS {name}" for name, text in _given(source, names)),
        held=", ".join(f"{_held(source, table, column)} AS held_{column.name}" for column in table.columns),
        ours=", ".join(f'held_{name} AS "{name}"' for name in table.names),
        untraced="nhs_number IS NULL AND given_person IS DISTINCT FROM own_number" if checked else "false",
        remark=REMARK,
        wrong=" ".join(f"WHEN {condition} THEN {quoted(reason)}" for condition, reason in wrong),
    )


def _given(source: Source, names: list[str]) -> Iterator[tuple[str, str]]:
    """The texts that an extract gives: for each of our columns, for who the person is, and for the key."""

    def text(name: str | None) -> str:
        return f"""nullif(trim("{names.index(name)}"), '')""" if name else "NULL::TEXT"

    for name, origin in source.columns.items():
        yield f"given_{name}", f"coalesce({text(origin.column)}, {text(origin.otherwise)})"
    person, traced = source.columns["person"], source.person == "nhs_number"
    first, second = text(person.column), text(person.otherwise)
    everything = ", ".join(text(name) for name in sorted(source.reads))
    yield "nhs_number", normal_sql(first) if traced else "NULL::TEXT"
    yield "own_number", second if traced else f"coalesce({first}, {second})"
    yield "own_key", " || '/' || ".join(map(text, source.key)) or f"md5(concat_ws({BETWEEN}, {everything}))"
    yield "every_text", f"concat({everything})"


def _held(source: Source, table: Table, column: Column) -> str:
    """The expression for one of our columns."""
    number = "coalesce(nhs_number, own_number)"
    made = {
        "person": number if table is PERSON else "known_person",
        "nhs_number": "nhs_number",
        "source": quoted(source.id),
        "record": f"{quoted(source.id + '/')} || own_key",
    }
    name = column.name
    if name in made:
        return made[name]
    if name in source.columns:
        return value(f"given_{name}", column, source.columns[name])
    if name in source.constants:
        constant = source.constants[name]
        return quoted(system(constant) if name == "system" else constant)
    return number if name == "source_id" else f"NULL::{SQL_TYPES[column.kind]}"


def _findings(source: Source, table: Table, on: date) -> Iterator[tuple[str, str]]:
    """Condition → reason, the first that holds being the one reported."""
    yield f"contains(every_text, '{UNREADABLE}')", f"there are bytes that are not {source.encoding}"
    yield "given_person IS NULL AND own_number IS NULL", "person is missing"
    yield "nhs_number IS NULL AND own_number IS NULL", "person is not a valid NHS number"
    yield "held_person IS NULL", "the person is not known here; take in people first"
    yield "own_key IS NULL", "a value of the key is missing"
    for column in table.columns:
        if column.name in source.columns and column.name != "person":
            yield from findings(table.name, column, f"given_{column.name}", f"held_{column.name}", on)
    if {"start", "end"} <= source.columns.keys():
        yield "held_end < held_start", "end is before start"
    if table is DEATH and "date" in source.columns:
        yield "held_date < known_birth", "date is before the person was born"
