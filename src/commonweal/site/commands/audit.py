"""Check that the record of who looked is as it was written, and export it for an investigation."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, fields
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, NoReturn, TextIO
from uuid import UUID

import orjson
import typer
from rich.console import Console

from commonweal.care.audit import reads, rules
from commonweal.care.audit.reads import Line, Sought
from commonweal.care.audit.rules import Head, Link, Place
from commonweal.web.spreadsheet import never_computed

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
COLUMNS = tuple(field.name for field in fields(Line))
SAID_EVERY = 20_000  # rows
DAY = ["%Y-%m-%d"]


@app.command("verify")
def verify(
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    noted: Annotated[
        Path | None,
        typer.Option("--heads", help="Heads noted before with `audit heads`, to hold it against."),
    ] = None,
) -> None:
    """Find any row of the audit that was altered, removed, added or moved; status 1 where there is one."""
    with Console(stderr=True).status("checking the audit") as status:
        told = partial(_told, say=status.update)
        try:
            checked = rules.check(told(reads.steps()), _noted(noted) if noted else {})
        except reads.Incomplete as fault:
            _refuse(str(fault))
    if as_json:
        typer.echo(orjson.dumps({"rows": checked.rows, "ok": checked.ok, "first_bad": checked.first_bad}))
    elif checked.ok:
        typer.echo(f"{checked.rows:,} rows, each as it was written and where it was written")
    else:
        typer.echo(
            f"{checked.rows:,} rows, and the audit has been tampered with: the first row that is altered,"
            f" moved or added, or that one before it is missing from, has the id {checked.first_bad}"
        )
    raise typer.Exit(0 if checked.ok else 1)


@app.command("heads")
def heads() -> None:
    """Print where every lane stands, a line each, to be kept where nobody at this database can change it."""
    for head in reads.heads():
        typer.echo(orjson.dumps({**asdict(head), "hash": head.hash.hex()}))


@app.command("export")
def export(
    out: Annotated[Path, typer.Option(help="The file to write: .csv or .ndjson.")],
    person: Annotated[UUID | None, typer.Option(help="Whose record was looked at, by id.")] = None,
    by: Annotated[str | None, typer.Option(help="Who looked, by the name they sign in with.")] = None,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=DAY, help="The first day, by UTC.")
    ] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=DAY, help="The last day, by UTC.")] = None,
    because: Annotated[str, typer.Option(help="What the investigation is; kept in the audit.")] = "",
) -> None:
    """Write every row about a person, by an account, or of some days into a file; this is recorded too."""
    sought = Sought(person, by, first.date() if first else None, last.date() if last else None)
    write = {".csv": _as_csv, ".ndjson": _as_ndjson}.get(out.suffix)
    if write is None:
        _refuse("name a file that ends in .csv or .ndjson")
    if sought == Sought():
        _refuse("say whom or when it is about: --person, --by, --from or --to")
    try:
        rows = _write(out, reads.investigate(sought, because=because), write)
    except (reads.Unknown, reads.Incomplete, OSError) as fault:
        _refuse(str(fault))
    typer.echo(f"{rows:,} rows of the audit in {out}")


def _told(steps: Iterable[Head | Link], say: Callable[[str], None]) -> Iterator[Head | Link]:
    """The same, with a word on standard error from time to time."""
    for number, step in enumerate(steps, 1):
        if number % SAID_EVERY == 0:
            say(f"checking the audit: {number:,} rows, {step.day}")
        yield step


def _noted(file: Path) -> dict[Place, Head]:
    try:
        told = [orjson.loads(line) for line in file.read_bytes().splitlines() if line.strip()]
        found = [
            Head(
                date.fromisoformat(one["day"]),
                one["lane"],
                one["number"],
                one["entry"],
                bytes.fromhex(one["hash"]),
            )
            for one in told
        ]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        _refuse(f"{file} does not hold heads as `audit heads` prints them: {fault}")
    return {(head.day, head.lane, head.number): head for head in found}


def _write(out: Path, lines: Iterable[Line], write: Callable[[TextIO, Iterable[Line]], int]) -> int:
    """The whole file or none, for nobody else on this machine to read."""
    part = out.with_name(f".{out.name}.part-{os.getpid()}")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", newline="") as file:
            rows = write(file, lines)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return rows


def _as_csv(file: TextIO, lines: Iterable[Line]) -> int:
    file.write("\ufeff")  # Excel reads UTF-8 only where the file begins with a byte-order mark
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    rows = 0
    for rows, line in enumerate(lines, 1):  # noqa: B007 - the last number is how many there were
        told = {**_plain(line), "detail": orjson.dumps(line.detail).decode()}
        writer.writerow(["" if value is None else never_computed(str(value)) for value in told.values()])
    return rows


def _as_ndjson(file: TextIO, lines: Iterable[Line]) -> int:
    rows = 0
    for rows, line in enumerate(lines, 1):  # noqa: B007
        file.write(orjson.dumps(_plain(line)).decode() + "\n")
    return rows


def _plain(line: Line) -> dict[str, object]:
    """Every column by its name, with the time by UTC."""
    return {**asdict(line), "at": line.at.astimezone(UTC).isoformat(timespec="microseconds")}


def _refuse(reason: str) -> NoReturn:
    typer.echo(f"audit: {reason}", err=True)
    raise typer.Exit(1)
