"""One pathway's file: checked against the blueprint around it, and drawn."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from commonweal.blueprint import BlueprintFault, Pathway
from commonweal.blueprint.draft import Part
from commonweal.blueprint.files import PARTNERSHIP
from commonweal.blueprint.folder import find_faults, read
from commonweal.web.pathways.drawing import svg

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)

FOLDER = "pathways"
NOT_THERE = "is not there; name a pathway's file, or a blueprint's folder pathways"
NOT_READ = "is no pathway; a blueprint reads pathways/*.yaml"
ELSEWHERE = "belongs to no blueprint; put it into the folder pathways of one, beside its partnership.yaml"

Where = Annotated[Path, typer.Argument(help="A pathway's file, or a folder of them.")]
File = Annotated[Path, typer.Argument(help="A pathway's file.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write what was found as JSON.")]
Out = Annotated[Path, typer.Option(help="The picture to write, such as pathway.svg.")]


@dataclass(frozen=True)
class Found:
    """The pathways that were asked about, what is wrong with them, and how much is wrong beside them."""

    parts: tuple[Part, ...]
    faults: tuple[BlueprintFault, ...]
    beside: int = 0


@app.command()
def check(path: Where, as_json: AsJson = False) -> None:
    """Whether each pathway can work; every fault with its file, line and remedy."""
    found = _find(path)
    if as_json:
        typer.echo(_as_json(found))
    else:
        for fault in found.faults:
            typer.echo(str(fault), err=True)
        if not found.faults:
            count = len(found.parts)
            typer.echo(f"{count} {'pathway' if count == 1 else 'pathways'}; nothing wrong.")
    if found.beside:
        typer.echo(
            f"elsewhere in the blueprint there is more: blueprint check names it ({found.beside})", err=True
        )
    raise typer.Exit(1 if found.faults else 0)


@app.command()
def draw(file: File, out: Out) -> None:
    """The pathway as a picture that stands alone (SVG); one with a fault is not drawn."""
    found = _find(file)
    for fault in found.faults:
        typer.echo(str(fault), err=True)
    drawn = [part.whole for part in found.parts if isinstance(part.whole, Pathway)]
    if found.faults or len(drawn) != 1:
        typer.echo(f"{file}: not drawn; {'see above' if found.faults else 'name one file'}", err=True)
        raise typer.Exit(1)
    out.write_text(svg(drawn[0], date.today()), encoding="utf-8")
    typer.echo(str(out))


def _find(path: Path) -> Found:
    """The pathways at `path`, held against the blueprint whose folder they stand in."""
    if not path.exists():
        return _nothing(path, NOT_THERE)
    path = path if FOLDER in path.parts else path.resolve()
    folder = path if path.is_dir() else path.parent
    around = folder.parent if folder.name == FOLDER else folder
    if not (around / PARTNERSHIP.name).is_file():
        return _nothing(path, ELSEWHERE)
    draft = read(around)
    parts = tuple(part for part in draft.pathways if path.is_dir() or Path(part.document.file) == path)
    if path.is_file() and not parts:
        return _nothing(path, NOT_READ)
    files, faults = {part.document.file for part in parts}, set(find_faults(draft))
    ours = tuple(sorted(fault for fault in faults if fault.file in files))
    return Found(parts, ours, beside=len(faults) - len(ours))


def _nothing(path: Path, because: str) -> Found:
    return Found((), (BlueprintFault(str(path), 1, "file", because),))


def _as_json(found: Found) -> str:
    faults = []
    for fault in found.faults:
        message, _, remedy = fault.message.partition("; ")
        line = {"file": fault.file, "line": fault.line, "key": fault.key}
        faults.append({**line, "message": message, "remedy": remedy})
    return json.dumps({"pathways": len(found.parts), "faults": faults}, indent=2)
