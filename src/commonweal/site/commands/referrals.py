"""Take in referrals that come as files."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import Progress

from commonweal.care.systems import keys, reads
from commonweal.care.systems.keys import System
from commonweal.incoming.referrals.records import REFUSED, files_under
from commonweal.site.referrals_in_files import Account, take_in

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)


@app.callback()
def referrals() -> None:
    """Take in referrals that come as files."""


@app.command("take-in")
def command(
    paths: Annotated[
        list[Path], typer.Argument(help="Files and folders: .json, .ndjson, .csv.", exists=True)
    ],
    system: Annotated[str, typer.Option(help="The system that sent them, as `systems list` has it.")],
    refused: Annotated[
        Path | None, typer.Option(help="Where refused records are kept; beside the others if not said.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write the account as one line of JSON.")] = False,
) -> None:
    """Take in messages and rows as if their system had sent them, and say of each what became of it.

    Doing it again takes only what was not taken before.
    """
    sender = _system(system)
    files = files_under(paths)
    kept = refused or paths[0].with_name(f"{paths[0].name}{REFUSED}")
    with _progress(files) as advance:
        account = take_in(sender, files, kept, advance)
    if as_json:
        typer.echo(json.dumps(asdict(account)))
    else:
        _tell(account)
    if account.refused:
        raise typer.Exit(1)


def _system(title: str) -> System:
    key = reads.live(title)
    found = keys.acting_as(key) if key else None
    return found or _refuse(f"no system '{title}' has a key in a live post; see `commonweal systems list`")


@contextmanager
def _progress(files: Iterable[Path]) -> Iterator[Callable[[Path], None]]:
    sizes = {file: file.stat().st_size for file in files}
    with Progress(console=Console(file=sys.stderr), transient=True) as progress:
        task = progress.add_task("Reading", total=sum(sizes.values()))
        yield lambda file: progress.update(task, advance=sizes[file])


def _tell(account: Account) -> None:
    for refusal in account.refusals:
        named = f" {refusal['key']}" if refusal["key"] else ""
        for remark in refusal["because"]:
            typer.echo(f"{refusal['file']}:{refusal['line']}:{named} {_said(remark)}")
    typer.echo(f"taken {account.taken:,}, again {account.again:,}, refused {account.refused:,}")
    if account.refused_file:
        typer.echo(f"the refused records are in {account.refused_file}")


def _said(remark: dict[str, Any]) -> str:
    return f"{remark['where']}: {remark['says']}" if remark.get("where") else str(remark["says"])


def _refuse(because: str) -> NoReturn:
    typer.echo(f"referrals: {because}", err=True)
    raise typer.Exit(1)
