"""Compute the whole population anew and publish the results."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console

from commonweal.blueprint import BlueprintFaults, load
from commonweal.care.referrals import actions as referrals
from commonweal.insight.extract import newest_day
from commonweal.insight.nightly import refresh
from commonweal.insight.run import RefreshFault
from commonweal.store.folder import Store, StoreFault

app = typer.Typer(add_completion=False)
said = Console(stderr=True)


@app.command()
def command(
    store: Annotated[Path, typer.Option(help="The linked population.", envvar="COMMONWEAL_STORE")],
    blueprint: Annotated[Path, typer.Option(help="The partnership's folder.", envvar="COMMONWEAL_BLUEPRINT")],
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Count on this day; if not said, the newest day recorded."),
    ] = None,
    codelists: Annotated[Path | None, typer.Option(help="Folder of code lists.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Compute everyone's frailty and every count anew, and show them; cut off, it goes on where it was."""
    population = Store(store)
    try:
        day = on.date() if on else newest_day(population, datetime.now(UTC).date())
        declared = load(blueprint)
        done = refresh(population, declared, on=day, codelists=codelists, progress=_progress)
        with _progress("open referrals that go on under another wording"):
            referrals.apply(declared)
    except (RefreshFault, StoreFault, BlueprintFaults) as fault:
        said.print(f"refresh: {fault}", style="red", markup=False)
        raise typer.Exit(1) from None
    result = {"refresh": done.pk, "as_at": done.as_at, "codelist": done.codelist, **done.counts}
    if as_json:
        typer.echo(orjson.dumps(result))
    else:
        typer.echo(f"{done.counts['people']:,} people, {done.counts['here']:,} of them here on {_said(day)}")


@contextmanager
def _progress(title: str) -> Iterator[None]:
    """The step at work, then how long it took."""
    began = datetime.now(UTC)
    with said.status(title):
        yield
    said.print(f"{(datetime.now(UTC) - began).total_seconds():7.1f} s  {title}", highlight=False)


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
