"""`commonweal population frailty`: the electronic Frailty Index of everyone in a store, as files."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import duckdb
import ibis
import typer

from commonweal.analytics import frailty
from commonweal.blueprint import BlueprintFaults
from commonweal.blueprint.codelists import STARTER, read_codelists
from commonweal.site.csv_files import write
from commonweal.store import Store, StoreFault
from commonweal.store.folder import connect

READ = ("person", "death", "event", "medication")
ORDER = {"out": ["person"], "evidence": ["person", "deficit"], "course": ["person", "on"]}

Folder = Annotated[Path, typer.Option("--store", help="Folder of the linked population.")]
Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day on which people are assessed.")]
Out = Annotated[Path, typer.Option(help="File to write: person, deficits, index, band.")]
Codelists = Annotated[Path | None, typer.Option(help="Folder of code lists; the starter list if not said.")]
Evidence = Annotated[Path | None, typer.Option(help="File to write: person, deficit, first_date, code.")]
Course = Annotated[
    Path | None,
    typer.Option(help="File to write, one row a year for ten: person, on, deficits, index, band."),
]


def command(
    folder: Folder,
    on: Day,
    out: Out,
    codelists: Codelists = None,
    evidence: Evidence = None,
    course: Course = None,
) -> None:
    """The frailty index of everyone alive on a day, one row a person, as CSV.

    The index is the count of deficits over 36, as the shortest decimal that reads back as the same number.
    """
    wanted = {"out": out, "evidence": evidence, "course": course}
    files = {name: path for name, path in wanted.items() if path}
    if len({path.resolve() for path in files.values()}) < len(files):
        _refuse("two of the files have the same name; give each its own")
    try:
        connection = connect()
        tables = _tables(Store(folder), connection, codelists, on.date())
        tables["out"] = connection.create_table("assessed", tables["out"], temp=True)
        write(connection, {path: tables[name].order_by(ORDER[name]) for name, path in files.items()})
        _say(_summary(tables["out"], on.date()))
    except BlueprintFaults as problem:
        _refuse("\n".join(str(fault) for fault in problem.faults))
    except (StoreFault, OSError, duckdb.Error) as problem:
        _refuse(str(problem))


def _tables(
    store: Store, connection: ibis.BaseBackend, codelists: Path | None, on: date
) -> dict[str, ibis.Table]:
    if not store.count("person"):
        raise StoreFault(f"{store.path} holds no people; bring some in with `commonweal population take-in`")
    if codelists is None:
        _say(f"warning: code list: {STARTER} (--codelists FOLDER)")
    codes = read_codelists(codelists, warn=lambda note: _say(f"warning: {note}"))
    people, deaths, events, medications = (store.table(name, connection) for name in READ)
    recorded = (people, deaths, codes, events, medications)
    return {
        "out": frailty.assess(*recorded, on),
        "evidence": frailty.evidence(*recorded, on).drop("system"),
        "course": frailty.course(*recorded, frailty.years_up_to(on)),
    }


def _summary(assessed: ibis.Table, on: date) -> str:
    bands = assessed.group_by("band").agg(people=assessed.count()).to_pyarrow().to_pylist()
    people = {row["band"]: row["people"] for row in bands}
    shares = ", ".join(f"{people.get(band, 0):,} {band}" for band in frailty.BANDS)
    return f"{sum(people.values()):,} people alive on {on}: {shares}"


def _say(line: str) -> None:
    typer.echo(line, err=True)


def _refuse(reason: str) -> NoReturn:
    typer.echo(reason, err=True)
    raise typer.Exit(1) from None
