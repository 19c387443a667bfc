"""Open and close the accounts of the people who work here."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from django.core.exceptions import ValidationError
from django.utils import timezone

from commonweal.care.accounts import actions, demo
from commonweal.care.accounts.models import User
from commonweal.care.accounts.rules import NoSuchNumber
from commonweal.care.extents import blueprint


def unseen(asked: typer.Context, password: str) -> str:
    """The password, where nobody could read it in the list of what the machine runs."""
    source = asked.get_parameter_source("password")
    if source and source.name == "COMMANDLINE":
        raise typer.BadParameter("others on this machine can read it there; leave it out and it is asked for")
    return password


app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
Name = Annotated[str, typer.Argument(help="The name to sign in with.")]
Role = Annotated[str, typer.Option(help="A role of the blueprint.")]
Area = Annotated[str, typer.Option(help="An area's id or a practice's ODS code.")]
Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"])]
Password = Annotated[
    str,
    typer.Option(
        prompt=True,
        hide_input=True,
        confirmation_prompt=True,
        envvar="COMMONWEAL_PASSWORD",
        callback=unseen,
    ),
]


@app.command("open")
def open_account(
    name: Name,
    role: Role,
    area: Area,
    password: Annotated[str, typer.Option(envvar="COMMONWEAL_PASSWORD", callback=unseen)] = "",
    no_password: Annotated[
        bool, typer.Option("--no-password", help="They sign in through their organisation.")
    ] = False,
    organisation: Annotated[str, typer.Option(help="ODS code of who employs them.")] = "",
    team: Annotated[str, typer.Option(help="A team of the blueprint.")] = "",
    person: Annotated[UUID | None, typer.Option(help="Whose own record the post is for, by id.")] = None,
    email: Annotated[str, typer.Option(help="By which their organisation's sign-in names them.")] = "",
    staff_number: Annotated[str, typer.Option(help="The same, by staff number.")] = "",
) -> None:
    """Open an account for a post, give someone a further post, or set a new password."""
    given = None if no_password else password or _asked()
    with told():
        actions.open_account(
            by=None,
            name=name,
            password=given,
            role=role,
            area=area,
            organisation=organisation,
            team=team,
            person=person,
            email=email,
            staff_number=staff_number,
        )
    typer.echo(f"{name} may sign in as {role} for {area}")


@app.command("close")
def close_account(name: Name) -> None:
    """End every post, session and sign-in of a leaver at once."""
    with told():
        actions.close_account(by=None, name=name)
    typer.echo(f"{name} may not sign in any more")


@app.command("end-post")
def end_post(name: Name, role: Role, area: Area) -> None:
    """End a post, and with it the sessions of who held it; they sign in again for the others."""
    with told():
        ended = actions.end_post(by=None, name=name, role=role, area=area)
    if not ended:
        typer.echo(f"accounts: {name} holds no post as {role} for {area}", err=True)
        raise typer.Exit(1)
    typer.echo(f"{name} is no longer {role} for {area}")


@app.command("leavers")
def close_leavers(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV: name, leaves.")],
) -> None:
    """Close the accounts of all in a staff list whose leaving day has come; run it every day."""
    with file.open(newline="", encoding="utf-8-sig") as lines:
        try:
            leavers = [(row["name"], date.fromisoformat(row["leaves"])) for row in csv.DictReader(lines)]
        except (KeyError, TypeError, ValueError):
            typer.echo(f"accounts: {file}: give the columns name and leaves, such as 2027-03-31", err=True)
            raise typer.Exit(1) from None
    for name in actions.close_leavers(by=None, leavers=leavers, today=timezone.localdate()):
        typer.echo(f"{name} may not sign in any more")


@app.command("unlock")
def unlock(name: Name) -> None:
    """Let someone try again who failed too often to sign in."""
    with told():
        actions.unlock(by=None, name=name)
    typer.echo(f"{name} may try again")


@app.command("forget-second-step")
def forget_second_step(name: Name) -> None:
    """Let someone who has lost phone and codes set up a second step anew. Be sure that it is them."""
    with told():
        actions.forget_second_step(by=None, name=name)
    typer.echo(f"{name} sets up a second step at the next sign-in")


@app.command("register")
def register(
    name: Name,
    body: Annotated[str, typer.Option(help="The regulator, such as NMC.")],
    number: Annotated[str, typer.Option(help="Their number on its register.")],
    checked_on: Day,
) -> None:
    """Record someone's professional registration, as the regulator's register showed it."""
    with told():
        registration = actions.register(
            by=None, name=name, body=body, number=number, checked_on=checked_on.date()
        )
    typer.echo(f"{name} is registered: {registration}")


@app.command("demo")
def open_demo_accounts(password: Password) -> None:
    """Open one account for each role of the blueprint, to try them."""
    for account in demo.open_demo_accounts(blueprint(), password):
        typer.echo(f"{account.name}\t{account.role}\t{account.area}")


def _asked() -> str:
    asked: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return asked


@contextmanager
def told() -> Iterator[None]:
    """What is wrong is said in a line each, and ends the command."""
    try:
        yield
    except ValidationError as fault:
        problems = fault.messages
    except User.DoesNotExist:
        problems = ["there is no account of that name"]
    except (actions.UnknownPost, NoSuchNumber) as fault:
        problems = [str(fault)]
    else:
        return
    for problem in problems:
        typer.echo(f"accounts: {problem}", err=True)
    raise typer.Exit(1)
