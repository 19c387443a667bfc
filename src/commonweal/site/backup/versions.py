"""Whether a backup is of tables and of a PostgreSQL that are known here."""

from __future__ import annotations

from pkgutil import iter_modules

from commonweal.care import migrations
from commonweal.site.backup.databases import Server
from commonweal.site.backup.fault import BackupFault
from commonweal.site.backup.manifest import Manifest, State

APP = "care."


def is_ours(state: State) -> bool:
    """True where the tables are as this version makes them."""
    return {name for name in state.migrations if name.startswith(APP)} == ours()


def refuse_newer(made: Manifest) -> None:
    """Tables of a later version than ours would not be understood; those of an earlier are migrated later."""
    known = ours()
    unknown = [name for name in made.database.migrations if name.startswith(APP) and name not in known]
    if unknown:
        raise BackupFault(
            f"this backup is of a newer version of Commonweal, with {unknown[0]}; install that first"
        )


def refuse_older_server(server: Server, made: Manifest) -> None:
    if server.version < made.postgresql:
        raise BackupFault(
            f"this backup is of PostgreSQL {made.postgresql}, and here is {server.version}; use that or newer"
        )


def ours() -> set[str]:
    """The migrations of this version's own tables."""
    found = (module.name for module in iter_modules(migrations.__path__))
    return {f"{APP}{name}" for name in found if not name.startswith("_")}
