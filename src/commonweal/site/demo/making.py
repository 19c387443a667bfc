"""The steps that make a demo, each a command that anybody may run."""

import shutil
import sys
from pathlib import Path

import typer

from commonweal.blueprint import load
from commonweal.site.demo.asked import Demo, DemoFault
from commonweal.site.demo.surroundings import Environment
from commonweal.site.steps import Steps, listing, mark
from commonweal.site.watched import run

REPOSITORY = Path(__file__).resolve().parents[4]
PACKAGE = REPOSITORY / "src" / "commonweal"
MIGRATIONS = (PACKAGE / "care" / "migrations", PACKAGE / "site" / "limits" / "migrations")
GRANTS = PACKAGE / "care" / "grants.py"
DAYS_PLAYED, REFERRALS_PLAYED, PEOPLE_FOR_EACH = 3, 120, 10
PACKAGES = REPOSITORY / "requirements" / "run.txt"  # they have tables too


def make(demo: Demo, steps: Steps, environment: Environment) -> None:
    """Tables, people, what is computed of them, accounts: each only where it is not there yet."""
    declared, records = listing(demo.blueprint), listing(demo.records) if demo.records else ""
    tables = mark(environment["DATABASE_URL"], *map(listing, MIGRATIONS), listing(PACKAGES))
    people = mark(demo.source, records)
    rights = mark(tables, listing(GRANTS))
    steps.once("tables", rights, lambda: command(environment, "django", "migrate", "--verbosity=0"))
    steps.once("people", people, lambda: bring_people(demo, environment))
    steps.once("computed", mark(tables, people, declared), lambda: refresh(demo, environment))
    steps.once("accounts", mark(tables, declared), lambda: open_accounts(demo, environment))
    if not demo.records:  # days are played among invented people alone
        steps.once("played", people, lambda: play(demo, environment))


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


def play(demo: Demo, environment: Environment) -> None:
    """The last days up to now, measured; no more referrals than a first start has time for."""
    typer.echo(f"Playing {DAYS_PLAYED} days of referrals", err=True)
    at_most = min(REFERRALS_PLAYED, max(1, demo.people // PEOPLE_FOR_EACH))
    days = ("--days", str(DAYS_PLAYED), "--at-most", str(at_most), "--seed", str(demo.seed))
    command(environment, "commonweal", "demo-day", "--blueprint", str(demo.blueprint), *days)
    command(environment, "commonweal", "measure", "publish")


def command(environment: Environment, module: str, *words: str, stdout: object = None) -> None:
    """Run one of our commands; it ends with us."""
    status = run([sys.executable, "-m", module, *words], env=environment, stdout=stdout)
    if status:
        raise DemoFault(f"'{module} {' '.join(words)}' failed ({status}); what it said is above")
