"""Give the systems that send referrals their keys, and end them."""

from __future__ import annotations

from typing import Annotated, NoReturn

import typer
from django.utils import timezone

from commonweal.care.systems import keys, reads
from commonweal.care.systems.keys import NoSuchSystem

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
Title = Annotated[str, typer.Argument(help="What the system is called here.")]


@app.command("add")
def add(
    title: Title,
    account: Annotated[str, typer.Option(help="The account in whose post it acts.")],
    source: Annotated[str, typer.Option(help="Who refers by it, such as nhs_111 or practice.")],
    post: Annotated[int | None, typer.Option(help="Which of its posts, where it holds several.")] = None,
) -> None:
    """Print the key of a system, once: only its hash is kept. Hand it over as you would a password."""
    try:
        token = keys.add(by=None, account=account, post=post, source=source, title=title)
    except NoSuchSystem as fault:
        _refuse(fault)
    typer.echo(token)


@app.command("list")
def listed() -> None:
    """Every system with a key, as whom it acts and when it was last heard of."""
    for key in reads.systems():
        since = f"since {timezone.localtime(key.since):%Y-%m-%d}"
        heard = f"heard {timezone.localtime(key.last_used):%Y-%m-%d}" if key.last_used else "never heard"
        state = f"ended {timezone.localtime(key.ended):%Y-%m-%d}" if key.ended else heard
        typer.echo(
            "\t".join((key.title, key.source, key.post.user.get_username(), str(key.post), since, state))
        )


@app.command("end")
def end(title: Title) -> None:
    """End a system's key at once."""
    try:
        keys.end(by=None, title=title)
    except NoSuchSystem as fault:
        _refuse(fault)
    typer.echo(f"{title} is heard no more")


def _refuse(fault: NoSuchSystem) -> NoReturn:
    typer.echo(f"systems: {fault}", err=True)
    raise typer.Exit(1)
