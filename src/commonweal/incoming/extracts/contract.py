"""A data source held against the table it fills: every column there is, and every one that must be."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from commonweal.analytics.tables import REFUSED, TABLES, Column, Table
from commonweal.blueprint import BlueprintFault, FromColumn, Source
from commonweal.blueprint.document import Document, Where
from commonweal.blueprint.wording import did_you_mean, nearest
from commonweal.incoming.extracts.vocabulary import MONEY, VOCABULARY
from commonweal.terms.codes import SYSTEMS

FILLED = {name: table for name, table in TABLES.items() if table is not REFUSED}
MADE = {
    "record": "made from the columns under key",
    "source": "the id of this source",
    "nhs_number": "made from person",
    "spell": "made from the columns under key, as the record of the spell is",
}
COUNTED = "position"  # made from the place in a range, and after those of the lines before it where mapped
WITH_FORMAT = ("date", "time")


def faults(source: Source, document: Document) -> Iterator[BlueprintFault]:
    """What a declared source says that its table has not, or leaves out that it needs."""
    for number, filling in enumerate(source.fillings):
        within: Where = ("also", number - 1) if number else ()
        for where, message in _findings(filling):
            yield document.fault((*within, *where), message)


def _findings(source: Source) -> Iterator[tuple[Where, str]]:
    table = FILLED.get(source.table)
    if table is None:
        remedy = did_you_mean(source.table, FILLED, f"the tables are {', '.join(FILLED)}")
        yield ("table",), f"there is no table '{source.table}'; {remedy}"
        return
    given = source.columns.keys() | source.constants.keys()
    meant = {nearest(name, table.names) for name in given - set(table.names)}
    for column in table.columns:
        if column.required and column.name not in given | meant | MADE.keys() | {"source_id", COUNTED}:
            yield ("columns",), f"{column.name} is missing; the table {table.name} needs {column.meaning}"
    for name, origin in source.columns.items():
        yield from _named(table, ("columns", name), name) or _read(table, _column(table, name), origin)
    for name, value in source.constants.items():
        yield from _named(table, ("constants", name), name) or _constant(table, name, value)


def _column(table: Table, name: str) -> Column:
    return next(column for column in table.columns if column.name == name)


def _named(table: Table, where: Where, name: str) -> list[tuple[Where, str]]:
    """Whether a source may give this column at all."""
    if name not in table.names:
        remedy = did_you_mean(name, table.names, f"its columns are {', '.join(table.names)}")
        return [(where, f"the table {table.name} has no column '{name}'; {remedy}")]
    if name in MADE:
        return [(where, f"is {MADE[name]}; take it out")]
    return []


def _read(table: Table, column: Column, origin: FromColumn) -> Iterator[tuple[Where, str]]:
    """Whether the column can be read the way the source says."""
    where: Where = ("columns", column.name)
    if origin.format is not None and column.kind not in WITH_FORMAT:
        yield (*where, "format"), "is for days and times; take it out"
    elif origin.format is not None and not _tells_a_day(origin.format):
        yield (*where, "format"), f"'{origin.format}' does not tell a day; write it as %d/%m/%Y or the like"
    if column.name in MONEY and origin.unit is None:
        yield where, "is money; say unit: pounds or unit: pence"
    if column.name not in MONEY and origin.times is not None:
        yield (*where, "times"), "is for money; take it out"
    if column.name not in MONEY and origin.unit is not None:
        yield (*where, "unit"), "is for money; take it out"
    if origin.values is not None and column.kind != "text":
        yield (*where, "values"), "is for columns that hold words; take it out"
        return
    if origin.other is not None and origin.values is None:
        yield (*where, "other"), "is for what is not listed under values; list values, or take it out"
    elif origin.other is not None:
        yield from _held(table, (*where, "other"), column.name, origin.other)
    if origin.last_day and (column.kind, column.name) != ("date", "end"):
        yield (*where, "last_day"), "is for the day something ends; take it out"
    for given, ours in (origin.values or {}).items():
        yield from _held(table, (*where, "values", given), column.name, ours)


def _constant(table: Table, name: str, value: str) -> Iterator[tuple[Where, str]]:
    """Whether every row may have this value."""
    where: Where = ("constants", name)
    if _column(table, name).kind != "text":
        yield where, "a constant is for columns that hold words; map a column of the extract"
    yield from _held(table, where, name, value)


def _held(table: Table, where: Where, name: str, value: str) -> Iterator[tuple[Where, str]]:
    """Whether the column may hold this value."""
    words = VOCABULARY.get((table.name, name))
    if words and value not in words:
        yield (
            where,
            f"'{value}' is no {name}; {did_you_mean(value, words, 'the words are ' + ', '.join(words))}",
        )
    if name == "system" and value not in SYSTEMS and ":" not in value:
        remedy = did_you_mean(value, SYSTEMS, f"write its address (URI), or one of {', '.join(SYSTEMS)}")
        yield where, f"there is no code system '{value}'; {remedy}"


def _tells_a_day(form: str) -> bool:
    """Whether a day written in this form can be read back as the same day."""
    there_and_back = "SELECT try_strptime(strftime(TIMESTAMP '2001-02-03', $1), $1)::DATE = DATE '2001-02-03'"
    try:
        row = duckdb.connect().execute(there_and_back, [form]).fetchone()
    except duckdb.Error:
        return False
    return row is not None and bool(row[0])
