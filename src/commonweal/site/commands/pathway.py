"""One pathway's file: checked against the blueprint around it, and drawn."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from commonweal.blueprint import Pathway
from commonweal.site.declared import Kind, find, told
from commonweal.web.pathways.drawing import svg

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)

KIND = Kind("pathways", "a pathway")

Where = Annotated[Path, typer.Argument(help="A pathway's file, or a folder of them.")]
File = Annotated[Path, typer.Argument(help="A pathway's file.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write what was found as JSON.")]
Out = Annotated[Path, typer.Option(help="The picture to write, such as pathway.svg.")]


@app.command()
def check(path: Where, as_json: AsJson = False) -> None:
    """Whether each pathway can work; every fault with its file, line and remedy."""
    told(KIND, find(KIND, path), as_json=as_json)


@app.command()
def draw(file: File, out: Out) -> None:
    """The pathway as a picture that stands alone (SVG); one with a fault is not drawn."""
    found = find(KIND, file)
    for fault in found.faults:
        typer.echo(str(fault), err=True)
    drawn = [part.whole for part in found.parts if isinstance(part.whole, Pathway)]
    if found.faults or len(drawn) != 1:
        typer.echo(f"{file}: not drawn; {'see above' if found.faults else 'name one file'}", err=True)
        raise typer.Exit(1)
    out.write_text(svg(drawn[0], date.today()), encoding="utf-8")
    typer.echo(str(out))
