"""The demo: a partnership on this machine."""

import hashlib
import signal
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from commonweal.blueprint import BlueprintFaults
from commonweal.site import database
from commonweal.site.demo import Demo, DemoFault, show

app = typer.Typer(add_completion=False)

REPOSITORY = Path(__file__).resolve().parents[4]
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PEOPLE = 15_000

People = Annotated[int | None, typer.Option(min=1, help=f"Invent so many; {PEOPLE:,} if not said.")]
Seed = Annotated[int, typer.Option(help="The same seed invents the same people.")]
Records = Annotated[Path | None, typer.Option(exists=True, help="Show these FHIR records instead.")]
Blueprint = Annotated[Path, typer.Option(exists=True, file_okay=False, help="The partnership's folder.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Serve on this port of this machine alone.")]
State = Annotated[Path | None, typer.Option(file_okay=False, help="Keep everything here.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Forget what is kept, and start over.")]


@app.command()
def command(
    people: People = None,
    seed: Seed = 1,
    records: Records = None,
    blueprint: Blueprint = REPOSITORY / "blueprints" / "exeter",
    port: Port = 8000,
    state: State = None,
    fresh: Fresh = False,
) -> None:
    """Bring a partnership up on this machine: invented people, or the records in a folder."""
    if records and people:
        raise typer.BadParameter("--people is for invented people; leave it out with --records")
    wanted = (blueprint.resolve(), people or PEOPLE, seed, records and records.resolve(), port)
    for ending in ENDINGS:
        signal.signal(ending, _end)
    try:
        show(Demo(*wanted, state=(state or _state(*wanted)).resolve()), fresh=fresh)
    except (DemoFault, database.DatabaseFault, BlueprintFaults) as fault:
        typer.echo(f"demo: {fault}", err=True)
        raise typer.Exit(1) from None


def _state(blueprint: Path, people: int, seed: int, records: Path | None, port: int) -> Path:
    """A folder for each port and each set of people, so that any of them is there again at once."""
    source = records or f"{people} people, seed {seed}"
    mark = hashlib.sha256(f"{blueprint} {source}".encode()).hexdigest()[:6]
    name = records.stem if records else f"{people}-people"
    return REPOSITORY / "var" / f"demo-{port}" / f"{blueprint.name}-{name}-{mark}"


def _end(number: int, _: FrameType | None) -> None:
    """End in order, once: what is being ended is not interrupted."""
    for ending in ENDINGS:
        signal.signal(ending, signal.SIG_IGN)
    raise SystemExit(0)
