"""Instruments: their files checked, answers scored, and the way out to other systems and in from them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer
import yaml

from commonweal.blueprint import Blueprint, BlueprintFaults, Instrument, load
from commonweal.blueprint.instruments import Version
from commonweal.blueprint.wording import did_you_mean
from commonweal.care.instruments.scoring import NotScored, score
from commonweal.fhir.reading.extensions import Unreadable
from commonweal.fhir.reading.questionnaire import from_fhir
from commonweal.fhir.resources.questionnaire import to_fhir
from commonweal.site import scores
from commonweal.site.declared import Kind, find, told

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)

REPOSITORY = Path(__file__).resolve().parents[4]
KIND = Kind("instruments", "an instrument")

Where = Annotated[Path, typer.Argument(help="An instrument's file, or a folder of them.")]
Name = Annotated[str, typer.Argument(help="Its id or another name of it, in any case, such as NEWS2.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write what was found as JSON.")]
Answers = Annotated[Path, typer.Option(help="A JSON file: an answer for each question, by its id.")]
On = Annotated[str, typer.Option(help="The day of the answers, such as 2026-11-01; today if none.")]
Which = Annotated[
    str,
    typer.Option(
        help="The partnership: a folder, or the name of one in blueprints/.", envvar="COMMONWEAL_BLUEPRINT"
    ),
]
Out = Annotated[Path, typer.Option(help="The file to write; none that is there is written over.")]


@app.command()
def check(path: Where, as_json: AsJson = False) -> None:
    """Whether each instrument can be asked and scored; every fault with its file, line and remedy."""
    told(KIND, find(KIND, path), as_json=as_json)


@app.command("score")
def score_(
    name: Name, answers: Answers, as_json: AsJson = False, on: On = "", blueprint: Which = "exeter"
) -> None:
    """What the answers score and what that means; or every reason why they cannot be scored."""
    instrument = _instrument(blueprint, name)
    found = score(_version(instrument, on), _answers(answers))
    if isinstance(found, NotScored):
        if as_json:
            typer.echo(json.dumps({"reasons": found.reasons}, indent=2, ensure_ascii=False))
        raise _refused(*found.reasons)
    if as_json:
        typer.echo(json.dumps(scores.as_json(found), indent=2, ensure_ascii=False))
    else:
        typer.echo(scores.words(instrument, found))


@app.command()
def export(name: Name, out: Out, on: On = "", blueprint: Which = "exeter") -> None:
    """The instrument in the version of a day, as a FHIR Questionnaire."""
    instrument = _instrument(blueprint, name)
    resource = to_fhir(instrument, _version(instrument, on))
    _write(out, json.dumps(resource, indent=2, ensure_ascii=False) + "\n")


@app.command("import")
def import_(file: Annotated[Path, typer.Argument(help="A FHIR Questionnaire as JSON.")], out: Out) -> None:
    """A FHIR Questionnaire as an instrument's file; what it lacks of one is said, and the end is then 1."""
    try:
        declared, lacking = from_fhir(_json(file))
    except Unreadable as fault:
        raise _refused(*fault.reasons) from None
    with _new(out).open("w", encoding="utf-8") as written:
        yaml.safe_dump(declared, written, sort_keys=False, allow_unicode=True, width=120)
    typer.echo(str(out))
    if lacking:
        raise _refused(*lacking)


def _instrument(blueprint: str, name: str) -> Instrument:
    declared = _declared(blueprint)
    if found := declared.instrument(name):
        return found
    known = [one.id for one in declared.instruments]
    remedy = did_you_mean(name.casefold(), known, f"there are {', '.join(known) or 'none'}")
    raise _refused(f"there is no instrument '{name}' in {declared.partnership.title}; {remedy}")


def _declared(blueprint: str) -> Blueprint:
    there = Path(blueprint) if Path(blueprint).is_dir() else REPOSITORY / "blueprints" / blueprint
    try:
        return load(there)
    except BlueprintFaults as faults:
        raise _refused(*map(str, faults.faults)) from None


def _version(instrument: Instrument, on: str) -> Version:
    try:
        day = date.fromisoformat(on) if on else date.today()
    except ValueError:
        raise _refused(f"--on: '{on}' is no day; write it such as 2026-11-01") from None
    if version := instrument.version(day):
        return version
    raise _refused(
        f"'{instrument.id}' has no version on {day}; the first begins on {instrument.versions[0].starts}"
    )


def _answers(file: Path) -> Mapping[str, object]:
    answers = _json(file)
    if not isinstance(answers, dict):
        raise _refused(f'{file}: should be a set of answers, such as {{"pulse": 70}}')
    return answers


def _json(file: Path) -> object:
    """What the file says, each number as it is written."""
    try:
        return json.loads(file.read_text(encoding="utf-8-sig"), parse_float=Decimal, object_pairs_hook=_once)
    except OSError as fault:
        raise _refused(f"{file}: cannot be read ({fault.strerror or fault})") from None
    except (ValueError, RecursionError) as fault:
        raise _refused(f"{file}: is not JSON ({fault}); check commas and quotes") from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A set of keys in which none is given twice: of two answers nobody could say which one holds."""
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError("a key is given twice")
    return content


def _new(out: Path) -> Path:
    if out.exists():
        raise _refused(f"{out}: is there already; name another file, or take it away")
    if not out.parent.is_dir():
        raise _refused(f"{out.parent}: is no folder; make it, or name another")
    return out


def _write(out: Path, text: str) -> None:
    _new(out).write_text(text, encoding="utf-8")
    typer.echo(os.fspath(out))


def _refused(*reasons: str) -> typer.Exit:
    """The end of the command, with the reasons told."""
    for reason in reasons:
        typer.echo(f"instrument: {reason}", err=True)
    return typer.Exit(1)
