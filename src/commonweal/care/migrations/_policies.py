"""How migrations say who may see, or write, which rows of a table that tells of a person."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

seen = import_module("commonweal.care.migrations.0006_row_level_security").seen

MINE = "(SELECT user_id FROM care_me())"
CHECKS = {
    "SELECT": "USING ({0})",
    "INSERT": "WITH CHECK ({0})",
    "UPDATE": "USING ({0}) WITH CHECK ({0})",
    "DELETE": "USING ({0})",
}
Policies = Mapping[str, Mapping[str, str]]  # table → command → the condition on its rows


def of_person(table: str, category: str, person: str = "person_id") -> str:
    """The condition on a row: its person is known to the viewer, who may see this category of their record.

    A query works out once whom the viewer may see; what is asked of each row is only whether it is of them.
    """
    of_them = seen(repr(category), "known.id", "known.practice")
    return f"(SELECT true FROM care_person known WHERE known.id = {table}.{person} AND ({of_them}))"


def of_parent(table: str, parent: str, column: str) -> str:
    """The condition on a row: the viewer sees the row it belongs to, by that row's own policy."""
    return f"(SELECT true FROM {parent} known WHERE known.id = {table}.{column})"


def enable(policies: Policies) -> str:
    """Row-level security on each table, with its policies for the application's role."""
    said = [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;" for table in policies]
    said += [
        f"CREATE POLICY {table}_{command.lower()} ON {table} FOR {command} TO commonweal_app"
        f" {CHECKS[command].format(condition)};"
        for table, commands in policies.items()
        for command, condition in commands.items()
    ]
    return "\n".join(said)


def disable(policies: Policies) -> str:
    """The tables without it."""
    said = [
        f"DROP POLICY {table}_{command.lower()} ON {table};"
        for table, commands in policies.items()
        for command in commands
    ]
    return "\n".join([*said, *(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;" for table in policies)])
