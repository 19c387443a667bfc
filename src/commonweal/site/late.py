"""Commands that read or write the database, found when one of them is asked for.

Django has to be set up before its tables can be imported. That takes a settled environment and half a
second, which the commands that need no database should not wait for.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import django
from typer.core import TyperGroup
from typer.main import get_command

COMMANDS = {
    "accounts": "commonweal.site.commands.accounts",
    "refresh": "commonweal.site.commands.refresh",
}


class Late(TyperGroup):
    """The commands known from the start, and those of COMMANDS."""

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.site.settings")
        django.setup()
        command = get_command(import_module(COMMANDS[cmd_name]).app)
        command.name = cmd_name
        return command
