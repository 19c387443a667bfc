"""`commonweal population omop`: the linked population as tables of OMOP CDM 5.4, and from them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import duckdb
import typer

from commonweal.blueprint.words import EXPLAINED, SLUG
from commonweal.incoming.omop.folder import NotOmop
from commonweal.incoming.omop.take_in import describe, take_in_omop
from commonweal.incoming.take_in import CannotTakeIn
from commonweal.outgoing.omop.concepts import NoVocabulary
from commonweal.outgoing.omop.writing import CannotWrite, Form, Written, write_omop
from commonweal.store import Store, StoreFault
from commonweal.terms.nhs_number import normal

Folder = Annotated[Path, typer.Option("--store", help="Folder of the linked population.")]
Out = Annotated[Path | None, typer.Option(help="New folder to write, one file a table.")]
Into = Annotated[Path | None, typer.Option("--in", help="Folder of OMOP tables to take in.")]
Name = Annotated[
    str, typer.Option(help="With --in: what the source is called; the same name takes the place.")
]
Replaces = Annotated[
    str, typer.Option(help="With --in: the load to take the place of, where nobody is in both.")
]
Day = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"], help="The day of the data: what lasts lasts until then; today if not said."
    ),
]
Vocabulary = Annotated[
    Path | None, typer.Option(help="Folder of OMOP vocabularies, as Athena gives it; concepts are 0 without.")
]
FileForm = Annotated[Form, typer.Option("--format", help="parquet or csv.")]
Identified = Annotated[
    bool, typer.Option("--identified", help="With NHS numbers, addresses, postcodes and days of birth.")
]
LeaveOut = Annotated[
    Path | None, typer.Option(help="File of NHS numbers, one a line, of people who are not to be written.")
]

FAULTS = (CannotTakeIn, CannotWrite, NoVocabulary, NotOmop, StoreFault, OSError, duckdb.Error)


def command(
    store: Folder,
    out: Out = None,
    taken_in: Into = None,
    name: Name = "omop",
    replaces: Replaces = "",
    on: Day = None,
    vocabulary: Vocabulary = None,
    form: FileForm = "parquet",
    identified: Identified = False,
    leave_out: LeaveOut = None,
) -> None:
    """Write the linked population as OMOP tables, so that other tools can read it; or take such tables in."""
    if (out is None) == (taken_in is None):
        raise typer.BadParameter("give --out to write tables, or --in to take them in")
    day = on.date() if on else datetime.now(UTC).date()
    try:
        if out is not None:
            gone = _numbers(leave_out) if leave_out else set()
            people = Store(store)
            _tell(
                write_omop(
                    people,
                    out,
                    on=day,
                    vocabulary=vocabulary,
                    form=form,
                    identified=identified,
                    leave_out=gone,
                ),
                vocabulary,
            )
        if taken_in is not None:
            held, called = Store(store), _called(name)
            for line in describe(take_in_omop(taken_in, held, name=called, today=day, replaces=replaces)):
                typer.echo(line)
    except FAULTS as fault:
        _refuse(str(fault))


def _called(name: str) -> str:
    if not re.fullmatch(SLUG, name):
        raise typer.BadParameter(f"'{name}' is no name for a source; write {EXPLAINED[SLUG]}")
    return name


def _numbers(file: Path) -> set[str]:
    """Every line has to be an NHS number, so that nobody is written because of a slip."""
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    numbers = {line: normal(line) for line in lines if line.strip()}
    for place, line in enumerate(lines, 1):
        if line.strip() and numbers[line] is None:
            _refuse(f"{file}:{place}: is not an NHS number; correct it, or take the line out")
    return {number for number in numbers.values() if number}


def _tell(written: Written, vocabulary: Path | None) -> None:
    for table, rows in written.rows.items():
        typer.echo(f"{table:<24}{rows:>14,}")
    for words, rows in written.lost.items():
        typer.echo(f"not written, as OMOP has no place for them: {rows:,} {words}", err=True)
    if vocabulary is None:
        typer.echo("without --vocabulary, concepts of codes are 0; source values tell the codes", err=True)


def _refuse(reason: str) -> NoReturn:
    typer.echo(f"omop: {reason}", err=True)
    raise typer.Exit(1) from None
