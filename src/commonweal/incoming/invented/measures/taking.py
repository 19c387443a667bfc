"""What an invented population in a store is like: each measure by the name the calibration's targets use.

Registered people are those alive with a practice on the day. Ratios between frailty bands are of people of 65
and over in the three years before, each year by the band it began with, with age and sex balanced out as
Mantel and Haenszel do.
"""

from __future__ import annotations

from datetime import date

import duckdb
import ibis
import pyarrow as pa

from commonweal.analytics import frailty, hospital_frailty
from commonweal.analytics.tables import TABLES
from commonweal.blueprint import Blueprint
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.calibration.shape import BANDS
from commonweal.incoming.invented.health.codes import codes_of
from commonweal.incoming.invented.measures import questions
from commonweal.store import Store
from commonweal.store.folder import connect

YEARS_COMPARED = 3


def measures(
    store: Store, blueprint: Blueprint, calibration: Calibration, codelist: pa.Table, on: date
) -> dict[str, float]:
    """Every measure of the people the store holds on this day."""
    connection = connect()
    _grade(connection, store, codelist, on)
    database = connection.con
    _declare(database, store, blueprint, calibration, codelist)
    database.execute(questions.VIEWS)
    database.execute(questions.HERE, {"on": on, "year_before": _years_to(on)[-2]})
    database.execute(questions.OLDER, {"on": on})
    bands = {
        f"share of 65+ {band}": _one(database, questions.BAND, rank=rank) for rank, band in enumerate(BANDS)
    }
    plain = {name: _one(database, query, on=on) for name, query in questions.PLAIN.items()}
    found = dict(database.execute(questions.WITH_CONDITION).fetchall())
    conditions = {f"share with {one.name}": found.get(one.name, 0.0) for one in calibration.conditions}
    return bands | plain | _ratios(database) | conditions


def _ratios(database: duckdb.DuckDBPyConnection) -> dict[str, float]:
    return {
        f"{what} of 65+: {band} to fit": _one(database, query, rank=rank)
        for what, query in questions.RATIOS.items()
        for rank, band in enumerate(BANDS)
        if rank
    }


def _grade(connection: ibis.BaseBackend, store: Store, codelist: pa.Table, on: date) -> None:
    """`graded`, each person's band at the end of each year compared; `hospital`, their hospital frailty
    on the day; and a view of each table's rows."""
    tables = {name: store.table(name, connection) for name in TABLES}
    for name, table in tables.items():
        connection.create_view(f"{name}_rows", table)
    course = frailty.course(
        tables["person"], tables["death"], codelist, tables["event"], tables["medication"], _years_to(on)
    )
    spells = tables["activity"], tables["diagnosis"]
    hospital = hospital_frailty.assess(tables["person"], tables["death"], *spells, on)
    connection.create_table("hospital", hospital)
    rank = ibis.cases(*((course.band == name, place) for place, name in enumerate(BANDS)))
    connection.create_table("graded", course.select("person", "on", rank=rank))


def _declare(
    database: duckdb.DuckDBPyConnection,
    store: Store,
    blueprint: Blueprint,
    calibration: Calibration,
    codelist: pa.Table,
) -> None:
    """What is not in the store: small areas, practices, codes of conditions, rows counted."""
    codes = codes_of(calibration, codelist)
    of = zip(calibration.conditions, codes.of, strict=True)
    tables = {
        "small_area": [{"lsoa": area.code, "decile": area.decile} for area in blueprint.small_areas],
        "practice": [{"practice": one.ods, "declared": one.people} for one in blueprint.practices],
        "condition_code": [
            {"condition": one.name, "from_age": one.from_age, "code": codes.codes[place]}
            for one, (of_men, of_women) in of
            for place in {*of_men, *of_women}
        ],
        "row_count": [
            {"rows": store.count(name)} for name in ("event", "medication", "measurement", "activity")
        ],
    }
    for name, rows in tables.items():
        database.register(name, pa.Table.from_pylist(rows))


def _years_to(on: date) -> tuple[date, ...]:
    return frailty.years_up_to(on, YEARS_COMPARED + 1)


def _one(database: duckdb.DuckDBPyConnection, query: str, **given: object) -> float:
    """The one figure a query gives; not a number where there is nobody to take it of."""
    asked = {name: value for name, value in given.items() if f"${name}" in query}
    row = database.execute(query, asked).fetchone()
    return float("nan") if row is None or row[0] is None else float(row[0])
