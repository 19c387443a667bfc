"""The commands, each found when it is asked for.

What one command needs, the others should not wait for: the database's tables take half a second and a
settled environment before they can be imported, the analytics another second.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import django
import typer
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import OperationalError, ProgrammingError
from typer.core import TyperGroup
from typer.main import get_command

from commonweal.site.demo.noted import served

COMMANDS = (
    "accounts",
    "audit",
    "backup",
    "blueprint",
    "demo",
    "demo-day",
    "instrument",
    "measure",
    "notices",
    "pathway",
    "person",
    "population",
    "referrals",
    "refresh",
    "restore",
    "sharing",
    "systems",
)
WITH_TABLES = (
    "accounts",
    "audit",
    "demo-day",
    "measure",
    "notices",
    "person",
    "referrals",
    "refresh",
    "sharing",
    "systems",
)
WITH_DATABASE = (*WITH_TABLES, "backup", "restore")


UNREACHABLE = "the database does not answer, or has no tables: see to DATABASE_URL, then run migrate"
UNNAMED = "no database is named: set DATABASE_URL to postgresql://user@host:port/name, or start bin/demo"
SEVERAL = "several demos are up ({}): set COMMONWEAL_DEMO to the port of the one you mean"


class Late(TyperGroup):
    """A command is the `app` in the file of its name in `commands`."""

    def invoke(self, ctx: Any) -> Any:
        """What is wrong with the surroundings is said in a line: it is for the operator to put right."""
        try:
            return super().invoke(ctx)
        except ImproperlyConfigured as fault:
            said = str(fault) if os.environ.get("DATABASE_URL") else UNNAMED
        except (OperationalError, ProgrammingError):
            said = UNREACHABLE
        typer.echo(f"{ctx.invoked_subcommand}: {said}", err=True)
        raise typer.Exit(1)

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        if cmd_name in WITH_DATABASE and not os.environ.get("DATABASE_URL"):
            beside_demo()
        if cmd_name in WITH_TABLES:
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.site.settings")
            django.setup()
        file = cmd_name.replace("-", "_")
        command = get_command(import_module(f"commonweal.site.commands.{file}").app)
        command.name = cmd_name
        return command


def beside_demo() -> None:
    """A command that is told of no database means the demo's, where one is up."""
    demos = served(os.environ.get("COMMONWEAL_DEMO", ""))
    if len(demos) > 1:
        typer.echo(SEVERAL.format(", ".join(address for address, _ in demos)), err=True)
        raise typer.Exit(1)
    for address, environment in demos:
        typer.echo(f"the demo at {address}", err=True)
        os.environ.update(environment)
