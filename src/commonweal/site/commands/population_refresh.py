"""`commonweal population refresh`: the answers of every method, kept in the store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from commonweal.blueprint import BlueprintFaults, load
from commonweal.blueprint.definitions import definitions_of
from commonweal.insight.extract import newest_day
from commonweal.insight.kept.asked import everything
from commonweal.insight.kept.folder import Refreshed
from commonweal.insight.kept.refresh import refresh
from commonweal.store import Store, StoreFault
from commonweal.store.engines import DUCKDB, EngineFault, engine
from commonweal.store.folder import RESULTS

said = Console(stderr=True)

Folder = Annotated[Path, typer.Option("--store", help="Folder of the linked population.")]
Computed = Annotated[
    str, typer.Option("--engine", help="duckdb, or the address of a Spark master: spark://host:7077.")
]
Day = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="The day it is about; if not said, the newest day recorded."),
]
Declared = Annotated[Path | None, typer.Option(help="The partnership's folder; the starter if not said.")]
Codelists = Annotated[Path | None, typer.Option(help="Folder of code lists; the starter list if not said.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write what was done as one line of JSON.")]


def command(
    folder: Folder,
    engine_named: Computed = DUCKDB,
    on: Day = None,
    blueprint: Declared = None,
    codelists: Codelists = None,
    as_json: AsJson = False,
) -> None:
    """Compute what every method says of everybody into the store's folder `results`.

    After a load only those who changed are computed anew, if day and definitions are the same as before.
    """
    store = Store(folder)
    try:
        day = on.date() if on else newest_day(store, datetime.now(UTC).date())
        done = _refreshed(store, engine_named, day, blueprint, codelists)
    except (BlueprintFaults, EngineFault, StoreFault, OSError) as fault:
        typer.echo(f"refresh: {fault}", err=True)
        raise typer.Exit(1) from None
    typer.echo(json.dumps(asdict(done)) if as_json else _account(done, store))


def _refreshed(
    store: Store, named: str, on: date, blueprint: Path | None, codelists: Path | None
) -> Refreshed:
    declared = load(blueprint) if blueprint else None
    definitions = definitions_of(declared, codelists, warn=lambda note: said.print(f"warning: {note}"))
    with engine(named, store.path / "spilt") as computing:
        return refresh(store, everything(definitions, on), engine=computing, progress=_progress)


def _account(done: Refreshed, store: Store) -> str:
    whom = "everybody was computed" if done.people is None else f"{done.people:,} people were computed anew"
    return f"{whom} as of {done.on}, by {done.engine}; the answers are in {store.path / RESULTS}"


@contextmanager
def _progress(title: str) -> Iterator[None]:
    """The step at work, then how long it took."""
    began = datetime.now(UTC)
    with said.status(title):
        yield
    said.print(f"{(datetime.now(UTC) - began).total_seconds():7.1f} s  {title}", highlight=False)
