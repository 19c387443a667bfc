"""One PostgreSQL server process: made, started, stopped."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg

from commonweal.site.database.fault import DatabaseFault
from commonweal.site.database.place import Place
from commonweal.site.database.runner import Runner
from commonweal.site.watched import Watched

LOCALES = ("C.UTF-8", "C")  # the first is everywhere on Linux; the second sorts the same, knows fewer letters
SETTLING = 5.0  # seconds in which a server that was killed may still hold its memory
STARTING = 60.0
STOPPING = 60.0
PROCESSES = Path("/proc")  # where there is none, PostgreSQL's own check of its left-over lock must do

ALWAYS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "2GB",
    "max_parallel_workers": "0",  # its shared memory is too small in many containers
    "jit": "off",
    "log_min_messages": "fatal",  # an error quotes the value it refused, which may name a person
    "log_min_error_statement": "panic",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def initialise(place: Place, programs: Path, runner: Runner) -> None:
    """Make the data folder, whole or not at all."""
    if place.data.exists():
        return refuse_another_version(place, programs, runner)
    new = place.folder / "data.new"
    for locale in LOCALES:
        shutil.rmtree(new, ignore_errors=True)
        made = subprocess.run(
            [
                programs / "initdb",
                "-D",
                new,
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                f"--locale={locale}",
            ],
            capture_output=True,
            text=True,
            **runner.options(),
        )
        if made.returncode == 0:
            new.rename(place.data)
            return None
    raise DatabaseFault(f"the database could not be made: {made.stderr.strip()}")


def refuse_another_version(place: Place, programs: Path, runner: Runner) -> None:
    """A data folder opens only with the version that made it."""
    made_by = (place.data / "PG_VERSION").read_text().strip()
    program = programs / "postgres"
    found = subprocess.run(
        [program, "--version"], capture_output=True, text=True, **runner.options()
    ).stdout.strip()
    if f" {made_by}." not in found:
        raise DatabaseFault(
            f"{place.data} is of PostgreSQL {made_by}, here is {found}; start over with --fresh"
        )


def end_orphan(place: Place) -> None:
    """Stop a server whose starter was killed, and forget one whose number another process has taken over."""
    pidfile = place.data / "postmaster.pid"
    if not (pidfile.exists() and PROCESSES.exists()):
        return
    pid = int(pidfile.read_text().split()[0])
    if not serves(pid, place):
        pidfile.unlink(missing_ok=True)
        return
    os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + STOPPING
    while serves(pid, place) and time.monotonic() < deadline:
        time.sleep(0.1)


def serves(pid: int, place: Place) -> bool:
    """True if this process is alive and is a server on this data."""
    try:
        command = (PROCESSES / str(pid) / "cmdline").read_bytes()
    except FileNotFoundError:
        return False
    return str(place.data).encode() in command


def start(place: Place, programs: Path, runner: Runner, *, durable: bool) -> Watched:
    """A server that answers; what a killed one has left behind is waited for."""
    settled = time.monotonic() + SETTLING
    while True:
        server = launch(place, programs, runner, durable=durable)
        if answers(server, place):
            return server
        server.stop(STOPPING)
        if time.monotonic() > settled:
            said = place.log.read_text(errors="replace").strip().splitlines()[-5:]
            raise DatabaseFault(f"PostgreSQL does not start; it said: {' / '.join(said)}")
        time.sleep(0.3)


def launch(place: Place, programs: Path, runner: Runner, *, durable: bool) -> Watched:
    """The server's process, which ends in order on SIGINT."""
    settings = ALWAYS | ({} if durable else FORGETFUL) | {"unix_socket_directories": str(place.socket)}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with place.log.open("wb") as log:
        command = [str(programs / "postgres"), "-D", str(place.data), *options]
        return Watched(command, signal.SIGINT, stdout=log, stderr=log, **runner.options())


def answers(server: Watched, place: Place) -> bool:
    """True once the server takes connections, False if it ends or takes too long."""
    deadline = time.monotonic() + STARTING
    while server.runs and time.monotonic() < deadline:
        try:
            psycopg.connect(host=str(place.socket), user="postgres", dbname="postgres").close()
            return True
        except psycopg.OperationalError:
            time.sleep(0.05)
    return False
