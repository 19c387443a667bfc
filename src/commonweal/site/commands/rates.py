"""`commonweal population rates`: rates of events in a population, from two files, as a file."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Annotated, NoReturn

import duckdb
import ibis
import pyarrow as pa
import pyarrow.compute as pc
import typer

from commonweal.analytics.rates.asked import METHODS, Asked, NotComputable
from commonweal.site.commands.rates_files import FileFault, Files
from commonweal.store.folder import connect

MOST_SAID = 5
WHOLE = ("count", "population")

Events = Annotated[
    Path, typer.Option(help="CSV: a line an event, or a count, by area, age_band and what else tells apart.")
]
People = Annotated[Path, typer.Option(help="CSV: population, by the same columns.")]
Method = Annotated[str, typer.Option(help=", ".join(METHODS))]
Out = Annotated[Path, typer.Option(help="File to write: a row for each group, with value, lower and upper.")]
By = Annotated[
    list[str] | None, typer.Option(help="Column to tell apart by; all that both files have, if not said.")
]
Reference = Annotated[
    Path | None,
    typer.Option(help="CSV of a reference population: count and population, or prevalence, by age_band."),
]
Per = Annotated[int | None, typer.Option(help="People (or, of a ratio, what stands for as expected).")]
Confidence = Annotated[float, typer.Option(help="0.95 or 0.998, for instance.")]
LeaveOut = Annotated[
    bool, typer.Option("--leave-out", help="Leave out events of groups that have no population.")
]


def command(
    events: Events,
    population: People,
    method: Method,
    out: Out,
    by: By = None,
    reference: Reference = None,
    per: Per = None,
    confidence: Confidence = 0.95,
    leave_out: LeaveOut = False,
) -> None:
    """Rates of events in a population, with limits; `docs/rates.md` says what the files hold."""
    if method not in METHODS:
        _refuse(f"no method '{method}'; there are {', '.join(METHODS)}")
    try:
        connection = connect()
        files = Files(connection, _warn)
        asked = Asked(
            population=files.population(population),
            events=files.events(events),
            by=tuple(by or ()),
            reference=files.reference(reference) if reference else None,
            per=per,
            confidence=confidence,
        )
        lost = asked.unmatched().to_pyarrow().to_pylist()
        if lost and not leave_out:
            _refuse(_of_nobody(lost))
        found = METHODS[method](asked)
        _write(connection, found, out)
    except (FileFault, NotComputable, ValueError, OSError, duckdb.Error) as problem:
        _refuse(str(problem))
    if lost:
        _warn(f"{_number(lost):,.0f} events left out, of groups without a population")


def _write(connection: ibis.BaseBackend, found: ibis.Table, out: Path) -> None:
    """The whole file or none: it is written beside its place, and then put there."""
    part = out.with_name(f".{out.name}.part-{os.getpid()}")
    table = _whole(found.order_by(_order(found)).to_pyarrow())
    try:
        connection.to_csv(ibis.memtable(table), part)
        part.replace(out)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _order(found: ibis.Table) -> list[str]:
    """What is not a statistic comes first in every answer."""
    return [name for name in found.columns if not found[name].type().is_floating()]


def _whole(table: pa.Table) -> pa.Table:
    """Numbers of people and events without a decimal point, where they are whole."""
    for name in set(WHOLE) & set(table.column_names):
        numbers = table[name]
        if pc.all(pc.equal(numbers, pc.round(numbers))).as_py() in (True, None):
            table = table.set_column(table.column_names.index(name), name, numbers.cast(pa.int64()))
    return table


def _of_nobody(lost: list[dict[str, object]]) -> str:
    """Which events have no population, and what to do about it."""
    keys = [", ".join(str(value) for name, value in row.items() if name != "count") for row in lost]
    more = f" and {len(lost) - MOST_SAID} more" if len(lost) > MOST_SAID else ""
    return (
        f"{_number(lost):,.0f} events have no population: {'; '.join(keys[:MOST_SAID])}{more}. "
        "Add it to the population, or leave them out with --leave-out"
    )


def _warn(note: str) -> None:
    typer.echo(f"warning: {note}", err=True)


def _number(lost: list[dict[str, object]]) -> float:
    return sum(float(str(row["count"])) for row in lost)


def _refuse(reason: str) -> NoReturn:
    typer.echo(reason, err=True)
    raise typer.Exit(1) from None
