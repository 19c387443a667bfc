"""PostgreSQL's own programs that write a database to a file and read it back."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from pathlib import Path

from psycopg import pq
from psycopg.conninfo import conninfo_to_dict

from commonweal.site.backup.fault import BackupFault, no_room
from commonweal.site.database.programs import candidates

FULL = ("No space left on device", "File too large", "Disk quota exceeded")


def run(name: str, server: int, url: str, *words: str, place: object) -> None:
    """Run the program on the database; `server` is the version of PostgreSQL that it must know."""
    program = of_version(name, server)
    done = subprocess.run(
        [program, "--no-password", *words], env=surroundings(url), capture_output=True, text=True, umask=0o077
    )
    if done.returncode == -signal.SIGXFSZ or any(said in done.stderr for said in FULL):
        raise no_room(place)
    if done.returncode:
        raise BackupFault(f"{name} failed: {without_values(done.stderr)}")


def of_version(name: str, server: int) -> Path:
    """The program of the server's own version, or else of the next newer one: an older one knows it not."""
    programs = [folder / name for folder in reversed(candidates()) if (folder / name).exists()]
    found = {version(program): program for program in programs}
    fit = sorted(number for number in found if number >= server)
    if not fit:
        here = ", ".join(str(number) for number in sorted(found)) or "none"
        raise BackupFault(
            f"{name} of PostgreSQL {server} or newer is needed, and here is {here}; install that version's"
            " client programs, or name their folder in COMMONWEAL_POSTGRES"
        )
    return found[fit[0]]


def version(program: Path) -> int:
    """The number before the first point of what it says it is."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    number = re.search(r"\) (\d+)", said)
    return int(number.group(1)) if number else 0


def surroundings(url: str) -> dict[str, str]:
    """The address of the database as the programs read it; a command line would show the password to all."""
    told = conninfo_to_dict(url)
    options = {one.keyword.decode(): one.envvar for one in pq.Conninfo.get_defaults()}
    named = {options[key]: str(value) for key, value in told.items() if value is not None}
    return {**os.environ, "LC_ALL": "C", **{name.decode(): value for name, value in named.items() if name}}


def without_values(said: str) -> str:
    """Its first complaint, up to where the server quotes the row it refused."""
    complaint = next((line for line in said.splitlines() if "error:" in line), "it did not say why")
    what = complaint.partition("error: ")[2] or complaint
    return what.partition(": ERROR:")[0] if "COPY" in what else what
