"""The pages of a demo, served until it is told to end."""

import os
import signal
import sys
import time

import typer

from commonweal.site import port
from commonweal.site.demo.asked import Demo, DemoFault
from commonweal.site.demo.surroundings import Environment
from commonweal.site.watched import Watched

ANSWERING = 60.0
STOPPING = 15.0


def serve(demo: Demo, environment: Environment) -> None:
    """Serve the pages, say how to get in, and wait."""
    workers = str(min(4, os.cpu_count() or 1))
    where = ("--host", port.HOST, "--port", str(demo.port), "--workers", workers)
    how = ("--interface", "wsgi", "--blocking-threads", "2", "--backpressure", "64", "--log-level", "warning")
    site = [sys.executable, "-m", "granian", *where, *how, "commonweal.site.wsgi:application"]
    server = Watched(site, signal.SIGTERM, env=environment)
    try:
        await_answer(demo, server)
        typer.echo(welcome(demo, environment))
        status = server.wait()
        raise DemoFault(f"the site has ended ({status}); what it said is above")
    finally:
        server.stop(STOPPING)


def await_answer(demo: Demo, server: Watched) -> None:
    deadline = time.monotonic() + ANSWERING
    while not port.answers(demo.address):
        if not server.runs or time.monotonic() > deadline:
            raise DemoFault("the site does not start; what it said is above")
        time.sleep(0.1)


def welcome(demo: Demo, environment: Environment) -> str:
    """The address, and whom to sign in as."""
    accounts = [line.split("\t") for line in (demo.state / "accounts").read_text().splitlines()]
    width = max(len(name) for name, _, _ in accounts)
    names = "\n".join(f"  {name:{width}}  {role}, {area}" for name, role, area in accounts)
    return (
        f"\nCommonweal is at {demo.address} with {demo.source}.\n\n"
        f"Sign in with the password {environment['COMMONWEAL_PASSWORD']} as\n{names}\n\n"
        "Ctrl-C ends it; what it has is there again at the next start."
    )
