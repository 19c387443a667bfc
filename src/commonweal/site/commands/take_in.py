"""`commonweal population take-in`: records into the store."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.table import Table

from commonweal.blueprint import BlueprintFaults, Source, load
from commonweal.blueprint.national import DeclaredSource, national_sources
from commonweal.incoming.account import Account
from commonweal.incoming.extracts import contract
from commonweal.incoming.extracts.take_in import extracts_under, take_in_extracts
from commonweal.incoming.fhir.scan.compiling import is_kept
from commonweal.incoming.registering import register_others
from commonweal.incoming.take_in import CannotTakeIn, files_under, take_in
from commonweal.store.folder import Store, StoreFault

COLUMNS = (
    TextColumn("{task.description}"),
    BarColumn(),
    DownloadColumn(),
    TransferSpeedColumn(),
    TimeRemainingColumn(),
)

Records = Annotated[
    list[Path], typer.Argument(help="Files and folders: FHIR R4, or extracts; plain or gzip.")
]
StoreFolder = Annotated[Path, typer.Option(help="The folder of the linked population; made if absent.")]
BlueprintFolder = Annotated[
    Path | None,
    typer.Option(help="For extracts: the folder that declares their source, if it is a local one."),
]
SourceName = Annotated[
    str | None, typer.Option(help="For extracts: the source, as the blueprint or the project calls it.")
]
Replaces = Annotated[
    str, typer.Option(help="For extracts: the load that these correct; all that it brought is taken out.")
]
Practice = Annotated[
    str | None, typer.Option(help="ODS code of the practice of everyone whom no record registers.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Write the account as one line of JSON.")]


def command(
    records: Records,
    store: StoreFolder,
    blueprint: BlueprintFolder = None,
    source: SourceName = None,
    practice: Practice = None,
    replaces: Replaces = "",
    as_json: AsJson = False,
) -> None:
    """Take records into the store, and say of every one what became of it."""
    try:
        declared = _declared(blueprint, source)
        if declared is not None:
            account = _take_in_extracts(records, declared, Store(store), replaces)
        elif replaces:
            raise typer.BadParameter(
                "--replaces is for extracts; FHIR records replace one another by their id"
            )
        else:
            account = _take_in(records, Store(store))
        if practice:
            account = _registered(account, practice, Store(store))
    except (BlueprintFaults, CannotTakeIn, StoreFault) as fault:
        typer.echo(f"take-in: {fault}", err=True)
        raise typer.Exit(1) from None
    if as_json:
        typer.echo(json.dumps(asdict(account)))
    else:
        _tell(account, Console())
    if not account.read:
        typer.echo("take-in: nothing could be read", err=True)
        raise typer.Exit(1)


def _declared(blueprint: Path | None, source: str | None) -> Source | None:
    if blueprint is None and source is None:
        return None
    if source is None:
        raise typer.BadParameter(
            "extracts need --source, and --blueprint where it is a local one; FHIR neither"
        )
    local, national = _local(blueprint) if blueprint else {}, national_sources()
    found = local.get(source) or national.get(source)
    if found is None:
        own = f"{blueprint} declares no source '{source}'; it has {', '.join(local) or 'none'}; "
        raise typer.BadParameter(f"{own if blueprint else ''}the project has {', '.join(national)}")
    if unfit := list(contract.faults(found.source, found.document)):
        raise BlueprintFaults(unfit)
    return found.source


def _local(blueprint: Path) -> dict[str, DeclaredSource]:
    """The sources of the partnership, by id."""
    declared = load(blueprint)
    named = {each.id: declared.documents[f"sources/{each.id}.yaml"] for each in declared.sources}
    return {name: DeclaredSource(declared.source(name), document) for name, document in named.items()}


def _take_in(records: list[Path], store: Store) -> Account:
    if not is_kept():
        typer.echo("take-in: the reader is compiled, once; this takes up to half a minute", err=True)
    with _progress(files_under(records)) as advance:
        return take_in(records, store, watch=lambda tally: advance(tally.size))


def _take_in_extracts(records: list[Path], source: Source, store: Store, replaces: str) -> Account:
    with _progress(extracts_under(records, source)) as advance:
        return take_in_extracts(records, source, store, replaces=replaces, watch=advance)


def _registered(account: Account, practice: str, store: Store) -> Account:
    others = register_others(store, practice)
    note = f"{others:,} people whom no record registers are registered with {practice}"
    return replace(account, notes=(*account.notes, note)) if others else account


@contextmanager
def _progress(files: Iterable[Path]) -> Iterator[Callable[[int], None]]:
    """A bar of the bytes of these files, and how to move it on by some."""
    size = sum(file.stat().st_size for file in files if file.exists())
    progress = Progress(*COLUMNS, console=Console(file=sys.stderr), transient=True)
    task = progress.add_task("Reading", total=size)

    def advance(read: int) -> None:
        progress.start()  # here, as it starts a thread, and reading starts processes before
        progress.update(task, advance=read)

    try:
        yield advance
    finally:
        progress.stop()


def _tell(account: Account, console: Console) -> None:
    table = Table("table", "taken", "refused", "duplicate", title=f"load {account.load}")
    for column in table.columns[1:]:
        column.justify = "right"
    for name, counts in account.tables.items():
        table.add_row(name, *(f"{counts[what]:,}" for what in ("taken", "refused", "duplicate")))
    if account.unplaced:
        table.add_row("of no table", "", f"{account.unplaced:,}", "")
    console.print(table)
    for reason, rows in account.reasons.items():
        console.print(f"refused {rows:,}: {reason}")
    if account.not_needed:
        listed = ", ".join(f"{kind} {count:,}" for kind, count in account.not_needed.items())
        console.print(f"not needed: {listed}")
    for note in account.notes:
        console.print(note)
