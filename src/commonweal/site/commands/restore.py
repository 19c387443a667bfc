"""Put a backup back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonweal.site import environment
from commonweal.site.backup import BackupFault, restore
from commonweal.site.commands.backup import Population

app = typer.Typer(add_completion=False)


@app.command()
def command(
    source: Annotated[Path, typer.Argument(metavar="FROM", help="The folder of a backup.")],
    store: Population = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of what is there, which is kept aside.")
    ] = False,
) -> None:
    """Put a backup back: whole, compared with what was written, or not at all."""
    try:
        made, kept = restore(environment.database_url(), store, source.resolve(), replace=replace)
    except BackupFault as fault:
        typer.echo(f"restore: {fault}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"Restored the backup of {made.made}, made by version {made.software}")
    for what in kept:
        typer.echo(f"What was there is kept: {what}; remove it once all is well")
    typer.echo("Run migrate before the site starts, in case the backup is of an earlier version")
