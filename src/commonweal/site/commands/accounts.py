"""Open and close the accounts of the people who work here."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer
from django.core.exceptions import ValidationError

from commonweal.care.accounts import actions
from commonweal.care.accounts.models import User
from commonweal.care.extents import blueprint

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
Password = Annotated[
    str,
    typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, envvar="COMMONWEAL_PASSWORD"),
]


@app.command("open")
def open_account(
    name: Annotated[str, typer.Argument(help="The name to sign in with.")],
    role: Annotated[str, typer.Option(help="A role of the blueprint.")],
    area: Annotated[str, typer.Option(help="An area's id or a practice's ODS code.")],
    password: Password,
    organisation: Annotated[str, typer.Option(help="ODS code of who employs them.")] = "",
    team: Annotated[str, typer.Option(help="A team of the blueprint.")] = "",
    person: Annotated[UUID | None, typer.Option(help="Whose own record the post is for, by id.")] = None,
) -> None:
    """Open an account for a post, give someone a further post, or set a new password."""
    try:
        actions.open_account(
            by=None,
            name=name,
            password=password,
            role=role,
            area=area,
            organisation=organisation,
            team=team,
            person=person,
        )
    except (actions.UnknownPost, ValidationError) as fault:
        problems = fault.messages if isinstance(fault, ValidationError) else [str(fault)]
        for problem in problems:
            typer.echo(f"accounts: {problem}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{name} may sign in as {role} for {area}")


@app.command("close")
def close_account(name: Annotated[str, typer.Argument(help="The name of the leaver.")]) -> None:
    """End every post and sign-in of a leaver at once."""
    try:
        actions.close_account(by=None, name=name)
    except User.DoesNotExist:
        typer.echo(f"accounts: there is no account {name}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{name} may not sign in any more")


@app.command("demo")
def open_demo_accounts(password: Password) -> None:
    """Open one account for each role of the blueprint, to try them."""
    for account in actions.open_demo_accounts(blueprint(), password):
        typer.echo(f"{account.name}\t{account.role}\t{account.area}")
