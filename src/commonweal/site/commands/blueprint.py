"""A partnership's folder of local facts: checked, and described to editors."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from commonweal.blueprint import (
    Agreement,
    Area,
    Blueprint,
    BlueprintFault,
    BlueprintFaults,
    Instrument,
    Pathway,
    Practice,
    Role,
    SmallArea,
    Source,
    Team,
    agreement_warnings,
    area_files,
    instruments_warnings,
    load,
    team_warnings,
)
from commonweal.blueprint.folder import find_faults, read
from commonweal.blueprint.schemas import schemas
from commonweal.incoming.extracts import contract

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)

Entry = Practice | SmallArea | Area | Team | Role | Source | Agreement | Pathway | Instrument

Folder = Annotated[Path, typer.Argument(help="The folder that declares the partnership.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write what was found as JSON.")]
Out = Annotated[Path | None, typer.Option(help="A folder to write one file for each schema in.")]


@app.command()
def check(folder: Folder, as_json: AsJson = False) -> None:
    """Whether a partnership can run from this folder; every fault with its file, line and remedy."""
    blueprint, faults = _read(folder)
    warnings = _warnings(blueprint, date.today()) if blueprint else []
    if as_json:
        typer.echo(_as_json(blueprint, faults, warnings))
    else:
        for fault in faults:
            typer.echo(str(fault), err=True)
        for warning in warnings:
            typer.echo(f"warning: {warning}", err=True)
        if blueprint:
            typer.echo(_summary(blueprint))
    raise typer.Exit(1 if faults else 0)


@app.command()
def schema(out: Out = None) -> None:
    """The JSON Schema of each file, for an editor's YAML mode (`# yaml-language-server: $schema=FILE`)."""
    if out is None:
        typer.echo(json.dumps(schemas(), indent=2))
        return
    out.mkdir(parents=True, exist_ok=True)
    for name, content in schemas().items():
        file = out / f"{name}.schema.json"
        file.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
        typer.echo(str(file))


def _read(folder: Path) -> tuple[Blueprint | None, tuple[BlueprintFault, ...]]:
    """The blueprint, where nothing is wrong with it, or what is."""
    try:
        draft = read(folder)
        sources = (part for part in draft.sources if part.whole)
        unfit = (fault for part in sources for fault in contract.faults(part.whole, part.document))
        if faults := [*find_faults(draft), *unfit]:
            raise BlueprintFaults(faults)
        return load(folder), ()
    except BlueprintFaults as problem:
        return None, problem.faults


def _warnings(blueprint: Blueprint, today: date) -> list[BlueprintFault]:
    """What does not stop it, file by file."""
    doubts = [*agreement_warnings.warnings(blueprint), *instruments_warnings.warnings(blueprint)]
    doubts += [*team_warnings.warnings(blueprint), *area_files.warnings(blueprint)]
    return sorted([*blueprint.overdue(today), *blueprint.ending(today), *blueprint.unshared(), *doubts])


def _counts(blueprint: Blueprint) -> dict[str, int]:
    """What there is, noun by noun, and how much of it is invented."""
    lists: dict[str, Sequence[Entry]] = {
        "practices": blueprint.practices,
        "small areas": blueprint.small_areas,
        "areas": blueprint.areas,
        "teams": blueprint.teams,
        "roles": blueprint.roles,
        "data sources": blueprint.sources,
        "agreements": blueprint.agreements,
        "pathways": blueprint.pathways,
        "instruments": blueprint.instruments,
    }
    return {
        "people registered": sum(practice.people for practice in blueprint.practices),
        "care homes": blueprint.partnership.care_homes,
        **{noun: len(entries) for noun, entries in lists.items()},
        "invented": sum(entry.invented for entries in lists.values() for entry in entries),
    }


def _summary(blueprint: Blueprint) -> str:
    counts = _counts(blueprint)
    invented = counts.pop("invented")
    named = {noun.removesuffix("s") if count == 1 else noun: count for noun, count in counts.items() if count}
    listed = ", ".join(f"{count:,} {noun}" for noun, count in named.items())
    return f"{blueprint.partnership.title}: {listed}; {invented:,} of these entries invented; nothing wrong."


def _as_json(
    blueprint: Blueprint | None, faults: tuple[BlueprintFault, ...], warnings: list[BlueprintFault]
) -> str:
    return json.dumps(
        {
            "right": blueprint is not None,
            "counts": _counts(blueprint) if blueprint else {},
            "faults": [asdict(fault) for fault in faults],
            "warnings": [asdict(warning) for warning in warnings],
        },
        indent=2,
    )
