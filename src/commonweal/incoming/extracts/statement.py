"""One statement a table: the rows that lines make, typed, and beside each the first thing wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from commonweal.analytics.tables import DEATH, DIAGNOSIS, PERSON, TABLES, Column, Table
from commonweal.blueprint import Source
from commonweal.incoming.extracts.batch import UNREADABLE
from commonweal.incoming.extracts.columns import SQL_TYPES, findings, quoted, value
from commonweal.incoming.extracts.giving import Given
from commonweal.terms.codes import system

# Selects the table's columns in contract order, file and line, the reason why the row is not taken, and a
# remark on a row that is taken all the same; both NULL where nothing is wrong. `batch` holds rows of extracts
# in columns called by their place; `people` has alias, person and birth_date of everyone known, where an
# alias is the person's key or a source's own identifier.
SHAPE = """
    WITH given AS (SELECT file, line, {given} FROM batch WHERE {meant}),
         held AS (
             SELECT given.*, {held}, known_birth
             FROM (SELECT given.*, people.person AS known_person, people.birth_date AS known_birth
                   FROM given LEFT JOIN people ON alias = coalesce(nhs_number, own_number)
                   WHERE {made}) AS given
         )
    SELECT {ours}, file, line,
        CASE {wrong} END AS reason,
        CASE WHEN {untraced} THEN '{remark}' END AS remark
    FROM held ORDER BY file, line, place
"""
REMARK = "its NHS number has a wrong check digit; the person is taken without it"
LEFT_OUT = "SELECT file, line, {label} AS label FROM batch WHERE NOT ({meant})"


def statement(source: Source, names: Sequence[str], on: date, *, with_people: bool = False) -> str:
    """The statement for files whose columns are `names`, read on the day `on`.

    `with_people`: the same lines tell of the people themselves, so that nobody needs to be known before.
    """
    table, given = TABLES[source.table], Given(source, names)
    known = "coalesce(nhs_number, own_number)" if with_people else "known_person"
    checked = source.person == "nhs_number" and table is PERSON
    return SHAPE.format(
        given=", ".join(f"{text} AS {name}" for name, text in given.texts()),
        meant=given.meant,
        made=given.made,
        held=", ".join(
            f"{_held(source, given, column, known)} AS held_{column.name}" for column in table.columns
        ),
        ours=", ".join(f'held_{name} AS "{name}"' for name in table.names),
        untraced="nhs_number IS NULL AND given_person IS DISTINCT FROM own_number" if checked else "false",
        remark=REMARK,
        wrong=" ".join(
            f"WHEN {condition} THEN {quoted(why)}" for condition, why in _findings(source, table, on)
        ),
    )


def left_out(fillings: Sequence[Source], names: Sequence[str]) -> str:
    """The statement for lines that are meant for no table: file, line and why, in words."""
    meant = " OR ".join(f"({Given(each, names).meant})" for each in fillings)
    return LEFT_OUT.format(label=Given(fillings[0], names).left_out, meant=meant)


def _held(source: Source, given: Given, column: Column, known: str) -> str:
    """The expression for one of our columns."""
    record = f"{quoted(source.id + '/')} || own_key"
    several = given.places or source.table == DIAGNOSIS.name
    made = {
        "person": "coalesce(nhs_number, own_number)" if source.table == PERSON.name else known,
        "nhs_number": "nhs_number",
        "source": quoted(source.id),
        "record": f"{record} || '#' || {_position(source, given)}" if several else record,
        "spell": record,
        "position": _position(source, given),
    }
    name = column.name
    if name in made:
        return made[name]
    if name in source.columns:
        return value(f"given_{name}", column, source.columns[name])
    if name in source.constants:
        constant = source.constants[name]
        return quoted(system(constant) if name == "system" else constant)
    return "coalesce(nhs_number, own_number)" if name == "source_id" else f"NULL::{SQL_TYPES[column.kind]}"


def _position(source: Source, given: Given) -> str:
    """The place of a row among those of its line, after those of the lines before it of the same spell."""
    place = "place" if given.places else "1"
    if "position" not in source.columns:
        return place
    return f"({place} + {max(given.places, 1)} * (TRY_CAST(given_position AS BIGINT) - 1))"


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
    if table is DIAGNOSIS:
        yield "held_position < 1", "position is not a whole number from 1"
