"""Back up all that is recorded, and put a backup back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonweal.site import environment
from commonweal.site.backup import BackupFault, back_up
from commonweal.site.backup.manifest import Manifest

app = typer.Typer(add_completion=False)

Population = Annotated[
    Path | None, typer.Option("--store", help="The linked population.", envvar="COMMONWEAL_STORE")
]


@app.command()
def command(
    to: Annotated[Path, typer.Argument(help="A new folder to keep the backup in.")],
    store: Population = None,
    verify: Annotated[
        bool, typer.Option(help="Restore it into a scratch database and compare, before it counts as good.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print the manifest as JSON.")] = False,
) -> None:
    """Back the database and the linked population up into a new folder, and prove it by restoring it."""
    try:
        made = back_up(environment.database_url(), store, to.resolve(), verify=verify)
    except BackupFault as fault:
        typer.echo(f"backup: {fault}", err=True)
        raise typer.Exit(1) from None
    typer.echo(made.model_dump_json(indent=1) if as_json else f"{to}: {told(made)}")


def told(made: Manifest) -> str:
    """What a backup holds and whether it was proved, in a line."""
    rows = sum(made.database.counts.values())
    people = f", {made.population['person']:,} people in the population" if made.population else ""
    proof = "restored and compared: it is good" if made.verified else "not verified"
    return f"{rows:,} rows in {len(made.database.counts)} tables{people}; {proof}"
