"""A partnership on this machine: its database, its people, what is computed of them, and the pages."""

import os
import secrets
import shutil
import signal
import sys
import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import typer

from commonweal.blueprint import load
from commonweal.site import database, port
from commonweal.site.steps import Steps, listing, mark
from commonweal.site.watched import Watched, run

REPOSITORY = Path(__file__).resolve().parents[3]
MIGRATIONS = REPOSITORY / "src" / "commonweal" / "care" / "migrations"
PACKAGES = REPOSITORY / "requirements" / "run.txt"  # they have tables too
EASILY_READ = "abcdefghjkmnpqrstuvwxyz23456789"
ANSWERING = 60.0
STOPPING = 15.0

Environment = dict[str, str]


class DemoFault(Exception):
    """The demo cannot go on; the text says why and what to do."""


@dataclass(frozen=True)
class Demo:
    """What somebody asked to see, where, and where it is kept."""

    blueprint: Path
    people: int
    seed: int
    records: Path | None
    port: int
    state: Path

    @property
    def store(self) -> Path:
        return self.state / "store"

    @property
    def address(self) -> str:
        return f"http://{port.HOST}:{self.port}/"

    @property
    def source(self) -> str:
        """Whose people these are, in words."""
        if self.records:
            return f"the records in {self.records}"
        return f"{self.people:,} invented people, seed {self.seed}"


def show(demo: Demo, *, fresh: bool) -> None:
    """Make what is missing, serve it until told to end, and leave nothing running."""
    if not port.is_free(demo.port):
        raise DemoFault(f"port {demo.port} is taken; end what holds it, or choose another with --port")
    if fresh:
        start_over(demo)
    demo.state.mkdir(parents=True, exist_ok=True)
    steps = Steps(demo.state / "made.json")
    refuse_other_people(demo, steps)
    with served_database(demo) as url:
        environment = surroundings(demo, url)
        make(demo, steps, environment)
        serve(demo, environment)


def start_over(demo: Demo) -> None:
    """Forget the people, the accounts and all that was computed."""
    if os.environ.get("DATABASE_URL"):
        raise DemoFault("--fresh empties a database of the demo's own, not the one in DATABASE_URL")
    if demo.state.exists():
        database.remove(demo.state / "database")
        shutil.rmtree(demo.state)


def refuse_other_people(demo: Demo, steps: Steps) -> None:
    """A state folder keeps one set of people: mixing two would be neither."""
    kept = steps.made_from("source") or demo.source
    if kept != demo.source:
        raise DemoFault(
            f"{demo.state} keeps {kept}, not {demo.source}; start over with --fresh, or name another --state"
        )
    steps.once("source", demo.source, lambda: None)


def served_database(demo: Demo) -> AbstractContextManager[str]:
    """The database of DATABASE_URL where one is given, else the demo's own."""
    given = os.environ.get("DATABASE_URL")
    return nullcontext(given) if given else database.running(demo.state / "database")


def surroundings(demo: Demo, url: str) -> Environment:
    """What every command and the site itself read from the environment."""
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "commonweal.site.settings",
        "COMMONWEAL_BLUEPRINT": str(demo.blueprint),
        "COMMONWEAL_STORE": str(demo.store),
        "COMMONWEAL_SECRET_KEY": kept_secret(demo.state / "secret key", length=64),
        "COMMONWEAL_PASSWORD": kept_secret(demo.state / "password", length=12),
        "COMMONWEAL_LOOPBACK": "1",
    }


def kept_secret(file: Path, length: int) -> str:
    """A secret drawn once and readable by us alone."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text("".join(secrets.choice(EASILY_READ) for _ in range(length)))
    return file.read_text()


def make(demo: Demo, steps: Steps, environment: Environment) -> None:
    """Tables, people, what is computed of them, accounts: each only where it is not there yet."""
    declared, records = listing(demo.blueprint), listing(demo.records) if demo.records else ""
    tables = mark(environment["DATABASE_URL"], listing(MIGRATIONS), listing(PACKAGES))
    people = mark(demo.source, records)
    steps.once("tables", tables, lambda: command(environment, "django", "migrate", "--verbosity=0"))
    steps.once("people", people, lambda: bring_people(demo, environment))
    steps.once("computed", mark(tables, people, declared), lambda: refresh(demo, environment))
    steps.once("accounts", mark(tables, declared), lambda: open_accounts(demo, environment))


def bring_people(demo: Demo, environment: Environment) -> None:
    """Take the records in, or invent people in a store that no earlier attempt has touched."""
    typer.echo(f"Bringing {demo.source}", err=True)
    population, into = ("commonweal", "population"), ("--store", str(demo.store))
    if not demo.records:
        shutil.rmtree(demo.store, ignore_errors=True)
    demo.store.mkdir(mode=0o700, exist_ok=True)
    if demo.records:
        practice = load(demo.blueprint).practices[0]
        typer.echo(f"Whoever the records register nowhere is shown at {practice.title}", err=True)
        command(environment, *population, "take-in", str(demo.records), *into, "--practice", practice.ods)
    else:
        whom = ("--blueprint", str(demo.blueprint), "--people", str(demo.people), "--seed", str(demo.seed))
        command(environment, *population, "invent", *whom, *into)


def refresh(demo: Demo, environment: Environment) -> None:
    typer.echo("Computing who is frail, and publishing it", err=True)
    reading = ("--blueprint", str(demo.blueprint), "--store", str(demo.store))
    command(environment, "commonweal", "refresh", *reading)


def open_accounts(demo: Demo, environment: Environment) -> None:
    with (demo.state / "accounts").open("w") as accounts:
        command(environment, "commonweal", "accounts", "demo", stdout=accounts)


def command(environment: Environment, module: str, *words: str, stdout: object = None) -> None:
    """Run one of our commands; it ends with us."""
    status = run([sys.executable, "-m", module, *words], env=environment, stdout=stdout)
    if status:
        raise DemoFault(f"'{module} {' '.join(words)}' failed ({status}); what it said is above")


def serve(demo: Demo, environment: Environment) -> None:
    """Serve the pages, say how to get in, and wait."""
    workers = str(min(4, os.cpu_count() or 1))
    where = ("--host", port.HOST, "--port", str(demo.port), "--workers", workers)
    how = ("--interface", "wsgi", "--blocking-threads", "4", "--backpressure", "64", "--log-level", "warning")
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
