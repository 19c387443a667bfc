"""Notices on their way out: sent, watched for, and those that could not be sent."""

from __future__ import annotations

import json
import signal
from collections.abc import Mapping
from dataclasses import asdict
from threading import Event
from typing import Annotated

import typer
from django.db import OperationalError, close_old_connections

from commonweal.care.deliveries import actions as deliveries
from commonweal.care.deliveries import reads
from commonweal.care.deliveries.actions import Way
from commonweal.outgoing import email, webhook
from commonweal.outgoing.sending import Round
from commonweal.outgoing.sending import send as send_all
from commonweal.site.environment import secret

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
WAYS: Mapping[str, Way] = {"email": email.send, "webhook": webhook.sender(secret)}

Watch = Annotated[
    float | None, typer.Option(min=0.1, help="Go on until told to end, with so many seconds between rounds.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Write what was done as JSON.")]
Again = Annotated[bool, typer.Option("--again", help="Try them all once more.")]


@app.command()
def send(watch: Watch = None, as_json: AsJson = False) -> None:
    """Tells whoever is to be told by now; several may run, and nobody is told twice."""
    if watch is None:
        done = send_all(WAYS)
        typer.echo(_said(done, as_json))
        raise typer.Exit(1 if done.failed else 0)
    ended = Event()
    for ending in ENDINGS:
        signal.signal(ending, lambda *_: ended.set())
    while not ended.is_set():
        _round(as_json)
        ended.wait(watch)


@app.command()
def dead(again: Again = False, as_json: AsJson = False) -> None:
    """What could not be sent, and why; the status is 1 where there is any."""
    found = reads.dead()
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], indent=2, default=str))
    else:
        for one in found:
            typer.echo(f"{one.reference}\t{one.channel} to {one.to}\t{one.tries} tries\t{one.because}")
    if again:
        typer.echo(f"{deliveries.try_again()} tried again", err=True)
    raise typer.Exit(1 if found and not again else 0)


def _round(as_json: bool) -> None:
    """One of many: a database that is away for a while is waited for."""
    try:
        done = send_all(WAYS)
    except OperationalError:
        typer.echo("notices: the database does not answer; waiting for it", err=True)
        return
    finally:
        close_old_connections()
    if done != Round():
        typer.echo(_said(done, as_json))


def _said(done: Round, as_json: bool) -> str:
    counts = asdict(done)
    return json.dumps(counts) if as_json else ", ".join(f"{number} {what}" for what, number in counts.items())
