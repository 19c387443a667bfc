"""How long people wait for what they were referred for, from the record as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, NoReturn

import orjson
import typer

from commonweal.blueprint import BlueprintFaults, Pathway
from commonweal.care import moments
from commonweal.care.audit import actions as audit
from commonweal.care.extents import Extent, blueprint, extents_of
from commonweal.insight import repeats
from commonweal.insight.measures import measure
from commonweal.insight.recorded import bring
from commonweal.insight.report import Asked, report
from commonweal.store.folder import connect

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
MEMORY = "1GB"

AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


@app.command("clocks")
def clocks(
    pathway: Annotated[str, typer.Option(help="Id of a pathway.")],
    first: Annotated[
        datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day they were received on.")
    ],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day.")],
    clock: Annotated[str, typer.Option(help="Id of one of its clocks; the first if not said.")] = "",
    as_json: AsJson = False,
) -> None:
    """How many were in time, with those who still wait, and how long it takes; by area, source and team."""
    declared = _pathway(pathway)
    asked = Asked(pathway, _clock(declared, clock), first.date(), last.date())
    if asked.last < asked.first:
        _refuse(f"--to {asked.last} is before --from {asked.first}; give the earlier day first")
    found = _measured(asked)
    audit.record(
        "measures.read", by=None, purpose="planning", detail={"pathway": pathway, "clock": asked.clock}
    )
    if as_json:
        typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2))
        return
    for line in _lines(declared, found):
        typer.echo(line)


@app.command("repeat-assessments")
def repeat_assessments(
    first: Annotated[
        datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day they were sent on.")
    ],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day.")],
    as_json: AsJson = False,
) -> None:
    """How many assessments that were sent on were accepted, changed or repeated; by sender and receiver."""
    if last < first:
        _refuse(f"--to {last.date()} is before --from {first.date()}; give the earlier day first")
    found = repeats.report(first.date(), last.date())
    audit.record("measures.read", by=None, purpose="planning", detail={"measure": "repeat-assessments"})
    if as_json:
        typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2))
        return
    typer.echo(f"Assessments sent {found['from']} to {found['to']}: {found['sent']:,}")
    typer.echo(
        f"{'':<32}{'sent':>8}{'answered':>10}{'accepted':>10}{'changed':>9}{'repeated':>10}{'share':>8}"
    )
    named = [(f"{row['sender']} to {row['receiver']}", row) for row in found["by"]["sender_receiver"]]
    for name, row in [("all", found), *named]:
        numbers = f"{row['sent']:>8,}{row['answered']:>10,}{row['accepted']:>10,}{row['changed']:>9,}"
        typer.echo(f"{name:<32}{numbers}{row['repeated']:>10,}{_part(row['share']):>8}")
    for row in found["reasons"]:
        typer.echo(f"{row['sender']} to {row['receiver']}: {row['reason']}: {row['repeated']:,}")


@app.command("publish")
def publish(as_json: AsJson = False) -> None:
    """Measure every pathway now, and show it on the pages; a refresh does the same at its end."""
    try:
        measured = measure(blueprint(), moments.now())
    except BlueprintFaults as faults:
        _refuse(str(faults))
    if as_json:
        typer.echo(orjson.dumps({"moment": measured.moment, "cells": measured.cells}))
    else:
        typer.echo(f"{measured.cells:,} numbers, as the record was at {measured.moment:%Y-%m-%d %H:%M} UTC")


def _measured(asked: Asked) -> dict[str, Any]:
    areas = [one for one in extents_of(blueprint()).values() if _is_area(one)]
    with TemporaryDirectory(prefix="commonweal-measure-") as folder:
        connection = connect(memory=MEMORY)
        recorded = bring(connection, Path(folder), moments.now(), asked.which)
        return report(recorded, asked, areas)


def _is_area(one: Extent) -> bool:
    return one.kind not in ("practice", "small_area")


def _pathway(id: str) -> Pathway:
    try:
        known = {one.id: one for one in blueprint().pathways}
    except BlueprintFaults as faults:
        _refuse(str(faults))
    if id not in known:
        _refuse(f"no pathway '{id}'; there are {', '.join(sorted(known)) or 'none yet'}")
    return known[id]


def _clock(pathway: Pathway, id: str) -> str:
    known = [clock.id for clock in pathway.clocks]
    if id and id not in known:
        _refuse(f"{pathway.id} has no clock '{id}'; it has {', '.join(known)}")
    return id or known[0]


def _lines(pathway: Pathway, found: dict[str, Any]) -> Iterator[str]:
    """The answer, then a line a figure, then a table for each way it is split."""
    title = next(clock.title for clock in pathway.clocks if clock.id == found["clock"])
    yield f"{pathway.title}: {title}, received {found['from']} to {found['to']}"
    yield f"as at {found['as_at']:%Y-%m-%d %H:%M} UTC"
    yield ""
    yield from _figures(found)
    for name, rows in found["by"].items():
        if rows:
            yield ""
            yield f"{name:<32}{'referrals':>10}{'completed':>10}{'open':>7}{'in time':>9}{'share':>8}"
            yield from (
                f"{row[name]:<32}{row['referrals']:>10,}{row['completed']:>10,}{row['open']:>7,}"
                f"{row['in_time']:>9,}{_share(row['share']):>8}"
                for row in rows
            )
    for row in found["went_back"]:
        yield f"{row['kind']}: {row['move']}, {row['reason']}: {row['steps']:,}"


def _figures(found: dict[str, Any]) -> Iterator[str]:
    target = "none set" if found["target"] is None else f"{found['target']}%"
    queue, again = found["queue"], found["repeats"]
    told = {
        "referrals": f"{found['referrals']:,}",
        "completed": f"{found['completed']:,}, {found['in_time']:,} of them in time",
        "open": f"{found['open']:,}, {found['overdue']:,} of them late",
        "not counted (void)": f"{found['void']:,}",
        "in time of all decided": f"{_share(found['share'])} (target {target})",
        "in time of the completed": _share(found["share_completed"]),
        "median wait": f"{_minutes(found['median_minutes'])} (open waits counted)",
        "nine in ten within": _minutes(found["nine_in_ten_minutes"]),
        "oldest open wait": _minutes(queue["oldest_minutes"]),
        "hand-overs": f"{found['hand_overs']['hand_overs'] or 0:,}",
        **{
            f"came again, {name.replace('_', ' ')}": f"{row['any_pathway'] or 0:,} of {row['ended'] or 0:,}"
            for name, row in again.items()
        },
    }
    yield from (f"{name:<28}{value}" for name, value in told.items())


def _part(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f}%"


def _share(share: float | None) -> str:
    return "none decided" if share is None else f"{100 * share:.1f}%"


def _minutes(minutes: float | None) -> str:
    return "not known" if minutes is None else f"{minutes:,.0f} minutes"


def _refuse(reason: str) -> NoReturn:
    typer.echo(f"measure: {reason}", err=True)
    raise typer.Exit(1)
