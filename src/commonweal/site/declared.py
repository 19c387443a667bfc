"""Files of one kind in a blueprint, such as its pathways: found, and checked against what is around them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import typer

from commonweal.blueprint import BlueprintFault
from commonweal.blueprint.draft import Part
from commonweal.blueprint.files import PARTNERSHIP
from commonweal.blueprint.folder import find_faults, read


@dataclass(frozen=True)
class Kind:
    """A kind of file: the folder of a blueprint that holds them, and what one of them is called."""

    folder: str
    one: str


@dataclass(frozen=True)
class Found:
    """The files that were asked about, what is wrong with them, and how much is wrong beside them."""

    parts: tuple[Part, ...]
    faults: tuple[BlueprintFault, ...]
    beside: int = 0


def find(kind: Kind, path: Path) -> Found:
    """The files at `path`, held against the blueprint whose folder they stand in."""
    if not path.exists():
        return _nothing(path, f"is not there; name {kind.one}'s file, or a blueprint's folder {kind.folder}")
    path = path if kind.folder in path.parts else path.resolve()
    folder = path if path.is_dir() else path.parent
    around = folder.parent if folder.name == kind.folder else folder
    if not (around / PARTNERSHIP.name).is_file():
        where = f"the folder {kind.folder} of one, beside its {PARTNERSHIP.name}"
        return _nothing(path, f"belongs to no blueprint; put it into {where}")
    draft = read(around)
    mine = (part for part in draft.parts if part.file.name.startswith(f"{kind.folder}/"))
    parts = tuple(part for part in mine if path.is_dir() or Path(part.document.file) == path)
    if path.is_file() and not parts:
        return _nothing(path, f"is no {_noun(kind)}; a blueprint reads {kind.folder}/*.yaml")
    files, faults = {part.document.file for part in parts}, set(find_faults(draft))
    ours = tuple(sorted(fault for fault in faults if fault.file in files))
    return Found(parts, ours, beside=len(faults) - len(ours))


def told(kind: Kind, found: Found, *, as_json: bool) -> NoReturn:
    """Says what was found and ends the command: 1 where something is wrong."""
    count = len(found.parts)
    if as_json:
        typer.echo(json.dumps({kind.folder: count, "faults": list(map(_as_json, found.faults))}, indent=2))
    else:
        for fault in found.faults:
            typer.echo(str(fault), err=True)
        if not found.faults:
            typer.echo(f"{count} {_noun(kind) if count == 1 else kind.folder}; nothing wrong.")
    if found.beside:
        typer.echo(
            f"elsewhere in the blueprint there is more: blueprint check names it ({found.beside})", err=True
        )
    raise typer.Exit(1 if found.faults else 0)


def _noun(kind: Kind) -> str:
    return kind.folder.removesuffix("s")


def _nothing(path: Path, because: str) -> Found:
    return Found((), (BlueprintFault(str(path), 1, "file", because),))


def _as_json(fault: BlueprintFault) -> dict[str, object]:
    message, _, remedy = fault.message.partition("; ")
    return {
        "file": fault.file,
        "line": fault.line,
        "key": fault.key,
        "message": message,
        "remedy": remedy,
    }
