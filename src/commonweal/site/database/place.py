"""Where the server keeps its data and its socket, and the lock that says who serves it."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from commonweal.site.database.fault import DatabaseFault
from commonweal.site.database.runner import Runner

LONGEST_SOCKET = 80  # the kernel takes 107 characters, PostgreSQL's own name in it about 20
ELSEWHERE = Path("/var/tmp")  # noqa: S108  (outlives a restart of the machine; our folder in it is private)
NOTE = "the database is elsewhere.txt"


@dataclass(frozen=True)
class Place:
    """The folder that holds a server's data, and the short one that holds its socket."""

    folder: Path
    socket: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"


def place(folder: Path, runner: Runner) -> Place:
    """The folder itself, or one that the runner can reach where a parent of it is closed to them."""
    folder = folder.resolve()
    socket = private(socket_folder(folder, runner), runner)
    folder.mkdir(parents=True, exist_ok=True)
    if runner.may("x", folder.parent):
        return Place(private(folder, runner), socket)
    elsewhere = private(ELSEWHERE / key(folder, runner), runner)
    (folder / NOTE).write_text(f"{elsewhere}\n")
    return Place(elsewhere, socket)


def socket_folder(folder: Path, runner: Runner) -> Path:
    """In the temporary folder, unless that makes the path longer than a socket's may be."""
    name = key(folder, runner)
    socket = Path(tempfile.gettempdir()) / name
    return socket if len(str(socket)) <= LONGEST_SOCKET else Path("/tmp") / name  # noqa: S108


def key(folder: Path, runner: Runner) -> str:
    """A short name for a folder, the same at every start."""
    digest = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()
    return f"commonweal-{runner.user}-{digest[:12]}"


def private(folder: Path, runner: Runner) -> Path:
    """Make the folder the runner's alone; one that a third user has put there is refused."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in (runner.user, os.geteuid()):
        raise DatabaseFault(f"{folder} belongs to somebody else; remove it, or choose another --state")
    runner.own(folder)
    return folder


@contextmanager
def held(place: Place) -> Iterator[None]:
    """Hold the place, so that two never serve it; the lock goes when its holder dies, however it dies."""
    with (place.folder / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip()
            raise DatabaseFault(f"process {holder} is serving {place.folder} already; end it first") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def discard(place: Place) -> None:
    """Remove all that is kept here."""
    shutil.rmtree(place.folder, ignore_errors=True)
    shutil.rmtree(place.socket, ignore_errors=True)
