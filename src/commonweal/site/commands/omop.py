"""`commonweal population omop`: the linked population as tables of OMOP CDM 5.4."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import duckdb
import typer

from commonweal.outgoing.omop.concepts import NoVocabulary
from commonweal.outgoing.omop.writing import CannotWrite, Form, Written, write_omop
from commonweal.store import Store, StoreFault
from commonweal.terms.nhs_number import normal

Folder = Annotated[Path, typer.Option("--store", help="Folder of the linked population.")]
Out = Annotated[Path, typer.Option(help="New folder to write, one file a table.")]
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


def command(
    store: Folder,
    out: Out,
    on: Day = None,
    vocabulary: Vocabulary = None,
    form: FileForm = "parquet",
    identified: Identified = False,
    leave_out: LeaveOut = None,
) -> None:
    """Write the linked population as OMOP tables, so that other tools can read it."""
    try:
        written = write_omop(
            Store(store),
            out,
            on=on.date() if on else _today(),
            vocabulary=vocabulary,
            form=form,
            identified=identified,
            leave_out=_numbers(leave_out) if leave_out else (),
        )
    except (CannotWrite, NoVocabulary, StoreFault, OSError, duckdb.Error) as fault:
        _refuse(str(fault))
    _tell(written, vocabulary)


def _today() -> date:
    return datetime.now(UTC).date()


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
