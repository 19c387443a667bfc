"""`commonweal population take-in`: records into the store."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from commonweal.incoming.take_in import take_in
from commonweal.store.folder import Store


def command(
    records: Annotated[list[Path], typer.Argument(help="files and folders of FHIR R4, plain or gzipped")],
    store: Annotated[Path, typer.Option(help="folder of the linked population; made if absent")],
    as_json: Annotated[bool, typer.Option("--json", help="the account as one line of JSON")] = False,
) -> None:
    """Take records into the store, and say of every one what became of it."""
    account = take_in(records, Store(store))
    if as_json:
        typer.echo(json.dumps(asdict(account)))
