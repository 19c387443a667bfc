"""`commonweal population invent`: an invented population into the store."""

import json
import time
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from commonweal.blueprint import Blueprint, BlueprintFaults, load
from commonweal.blueprint.codelists import read_codelists
from commonweal.incoming.invented.calibration import Calibration, read_calibration
from commonweal.incoming.invented.measures import Compared, compare
from commonweal.incoming.invented.write import AlreadyPeopled, invent
from commonweal.store import Load, Store, StoreFault

COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())

Folder = Annotated[Path, typer.Option("--blueprint", help="The folder that declares the partnership.")]
Into = Annotated[Path, typer.Option("--store", help="The folder of the linked population; made if absent.")]
People = Annotated[int, typer.Option(min=1, help="So many registered people.")]
Seed = Annotated[int, typer.Option(min=0, help="The same seed invents the same people.")]
On = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day of their records.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Replace other invented people in the store.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write the account as one line of JSON.")]
Beside = Annotated[bool, typer.Option("--compare", help="Set them beside the published figures.")]


def command(
    folder: Folder,
    people: People,
    into: Into,
    seed: Seed = 1,
    on: On = None,
    fresh: Fresh = False,
    as_json: AsJson = False,
    beside: Beside = False,
) -> None:
    """Invent people, their homes, and ten years of their health and care. Nobody in it is real."""
    calibration, store, started = read_calibration(), Store(into), time.monotonic()
    day = on.date() if on else calibration.history_ends
    try:
        blueprint = load(folder)
        done = _invent(blueprint, calibration, store, people, seed, day, fresh)
    except (BlueprintFaults, AlreadyPeopled, StoreFault) as fault:
        typer.echo(f"invent: {fault}", err=True)
        raise typer.Exit(1) from None
    typer.echo(json.dumps(asdict(done)) if as_json else _account(done, day, time.monotonic() - started))
    if beside:
        compared = list(compare(store, blueprint, calibration, read_codelists(None), day))
        typer.echo("\n".join(["", *map(_line, compared)]))


def _invent(
    blueprint: Blueprint,
    calibration: Calibration,
    store: Store,
    people: int,
    seed: int,
    day: date,
    fresh: bool,
) -> Load:
    with Progress(*COLUMNS, console=Console(stderr=True)) as progress:
        task = progress.add_task(f"Inventing {people:,} people", total=None)

        def told(chunks: int, of: int) -> None:
            progress.update(task, completed=chunks, total=of)

        return invent(blueprint, calibration, store, people=people, seed=seed, on=day, fresh=fresh, told=told)


def _account(done: Load, day: date, seconds: float) -> str:
    """What is in the store now, a line a table."""
    lines = [f"{table:13} {count['taken']:>12,}" for table, count in done.counts.items()]
    return "\n".join([f"{done.source}, records up to {day} ({seconds:.1f} s)", *lines])


def _line(one: Compared) -> str:
    """A measure, what was meant, what came out, and whether that is near enough for 20,000 people."""
    target, mark = one.target, "" if one.close else "  not near"
    return f"{target.measure:76} {target.value:8.4f} {one.got:8.4f} ±{target.within:g} ({target.sure}){mark}"
