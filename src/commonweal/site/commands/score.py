"""`commonweal population score`: what any method says of everyone in a store, as a CSV file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn

import duckdb
import ibis
import typer

from commonweal.analytics.linked import Linked
from commonweal.analytics.methods import METHODS, Method
from commonweal.analytics.tables import TABLES
from commonweal.blueprint import BlueprintFaults, load
from commonweal.blueprint.codelists import describe
from commonweal.blueprint.definitions import Definitions, definitions_of
from commonweal.blueprint.wording import did_you_mean
from commonweal.site.csv_files import write
from commonweal.store import Store, StoreFault
from commonweal.store.folder import connect

BETWEEN = ";"  # what stands between the ids of a list in one cell

Folder = Annotated[Path, typer.Option("--store", help="Folder of the linked population.")]
Name = Annotated[str, typer.Option("--method", help=f"One of {', '.join(METHODS)}.")]
Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day that is asked about.")]
Out = Annotated[Path, typer.Option(help="File to write: the columns of the method.")]
Declared = Annotated[
    Path | None,
    typer.Option("--blueprint", help="Folder that declares registers, segments and words; else the starter."),
]
Codelists = Annotated[
    Path | None,
    typer.Option(help="Folder of code lists, of registers in its folder `registers`; else the starter."),
]


def command(
    folder: Folder, method: Name, on: Day, out: Out, declared: Declared = None, codelists: Codelists = None
) -> None:
    """What one method says of everyone, one row as its grain says, in order of its key."""
    asked = METHODS.get(method)
    if asked is None:
        remedy = did_you_mean(method, METHODS, f"use one of {', '.join(METHODS)}")
        _refuse(f"there is no method '{method}'; {remedy}")
    try:
        definitions = _definitions(declared, codelists)
        connection = connect()
        answer = asked.result(_linked(Store(folder), connection), definitions, on.date())
        answer = connection.create_table("answer", answer, temp=True)
        write(connection, {out: _in_cells(answer).order_by(asked.key)})
        _say(_account(asked, _rows(connection, answer), codelists))
    except BlueprintFaults as problem:
        _refuse("\n".join(str(fault) for fault in problem.faults))
    except (StoreFault, OSError, duckdb.Error) as problem:
        _refuse(str(problem))


def _definitions(declared: Path | None, codelists: Path | None) -> Definitions:
    blueprint = load(declared) if declared else None
    return definitions_of(blueprint, codelists, warn=lambda note: _say(f"warning: {note}"))


def _linked(store: Store, connection: ibis.BaseBackend) -> Linked:
    if not store.count("person"):
        raise StoreFault(f"{store.path} holds no people; bring some in with `commonweal population take-in`")
    return Linked({name: store.table(name, connection) for name in TABLES})


def _in_cells(answer: ibis.Table) -> ibis.Table:
    """Lists as one text each."""
    lists = {name: answer[name].join(BETWEEN) for name, kind in answer.schema().items() if kind.is_array()}
    return answer.mutate(**lists)


def _rows(connection: ibis.BaseBackend, answer: ibis.Table) -> int:
    return int(connection.to_pyarrow(answer.count()).as_py())


def _account(method: Method, rows: int, codelists: Path | None) -> str:
    return (
        f"{rows:,} rows: {method.title}, {method.grain}; {method.unit}. Source: {method.source}."
        f" Code lists: {describe(codelists)}"
    )


def _say(line: str) -> None:
    typer.echo(line, err=True)


def _refuse(reason: str) -> NoReturn:
    typer.echo(reason, err=True)
    raise typer.Exit(1) from None
