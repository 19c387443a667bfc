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

from commonweal.blueprint import BlueprintFaults, load
from commonweal.incoming.invented.calibration import read_calibration
from commonweal.incoming.invented.write import AlreadyPeopled, invent
from commonweal.store import Load, Store, StoreFault

COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())

BlueprintFolder = Annotated[Path, typer.Option(help="The folder that declares the partnership.")]
StoreFolder = Annotated[Path, typer.Option(help="The folder of the linked population; made if absent.")]
People = Annotated[int, typer.Option(min=1, help="So many registered people.")]
Seed = Annotated[int, typer.Option(min=0, help="The same seed invents the same people.")]
On = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day of their records.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Replace other invented people in the store.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write the account as one line of JSON.")]


def command(
    blueprint: BlueprintFolder,
    people: People,
    store: StoreFolder,
    seed: Seed = 1,
    on: On = None,
    fresh: Fresh = False,
    as_json: AsJson = False,
) -> None:
    """Invent people, their homes, and ten years of their health and care. Nobody in it is real."""
    calibration = read_calibration()
    day = on.date() if on else calibration.history_ends
    started = time.monotonic()
    try:
        with Progress(*COLUMNS, console=Console(stderr=True)) as progress:
            task = progress.add_task(f"Inventing {people:,} people", total=None)
            done = invent(
                load(blueprint),
                calibration,
                Store(store),
                people=people,
                seed=seed,
                on=day,
                fresh=fresh,
                told=lambda chunks, of: progress.update(task, completed=chunks, total=of),
            )
    except (BlueprintFaults, AlreadyPeopled, StoreFault) as fault:
        typer.echo(f"invent: {fault}", err=True)
        raise typer.Exit(1) from None
    typer.echo(json.dumps(asdict(done)) if as_json else _account(done, day, time.monotonic() - started))


def _account(done: Load, day: date, seconds: float) -> str:
    """What is in the store now, a line a table."""
    lines = [f"{table:13} {count['taken']:>12,}" for table, count in done.counts.items()]
    return "\n".join([f"{done.source}, records up to {day} ({seconds:.1f} s)", *lines])
