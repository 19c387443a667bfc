"""The hub board at the size of a whole system, beside a bare Django page and the same board in plain SQL.

A million people, two million referrals and 20,000 open are put into a database of our own, in a folder
removed at the end. All three pages are served by the same server with as many processes as there are
processors, and asked for in the same run. Ours signs the reader in, keeps row-level security and writes the
audit; the board in plain SQL does none of it. Limits: 0.03 of the bare page's answers a second (aim 0.06);
95 in 100 answers within 20 ms on one connection (aim 10); 100 triage moves a second; and of 200 people who
act at once on 50 referrals no move is lost.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks._web_asked import Told, ask

from commonweal.site import database, port
from commonweal.site.watched import Watched

REPOSITORY = Path(__file__).resolve().parents[1]
SHARE, AIM = 0.03, 0.06  # of the bare page's answers a second
SLOWEST, QUICK = 20.0, 10.0  # milliseconds, on one connection
MOVES = 100  # triage moves a second
AT_ONCE, ON = 200, 50  # people, and referrals


def main(words: Sequence[str] | None = None) -> int:
    """1 where a limit is missed."""
    asked = _asked(words)
    with tempfile.TemporaryDirectory(prefix="commonweal-bench-") as folder:
        place = Path(folder)
        place.chmod(0o755)  # the database may belong to another user
        try:
            with database.running(place / "database", durable=False) as address:
                pages = database.address(place / "database", database.SITE)
                return _measured(_surroundings(address, place), pages, asked)
        finally:
            database.remove(place / "database")


def _measured(owner: Mapping[str, str], pages: str, asked: argparse.Namespace) -> int:
    _run(owner, "django", "migrate", "--verbosity=0")
    _run(owner, "commonweal", "sharing", "apply")
    sizes = (str(asked.people), str(asked.referrals), str(asked.open))
    cookie = json.loads(_run(owner, "benchmarks._web_filled", *sizes))["cookie"]
    site = {**owner, "DATABASE_URL": pages}
    bare = {**owner, "OWNER": owner["DATABASE_URL"]}
    with (
        _served(site, "commonweal.site.wsgi:application") as ours,
        _served(bare, "benchmarks._web_bare:application") as peer,
    ):
        many = {"connections": 8, "seconds": asked.seconds, "at_most": 100_000}
        told = {
            "a bare Django page": ask(peer, "/bare", "", **many),
            "the board in plain SQL": ask(peer, "/board", "", **many),
            "our board": ask(ours, "/referrals/", cookie, **many),
        }
        alone = ask(ours, "/referrals/", cookie, connections=1, seconds=asked.seconds, at_most=1000)
    rate = json.loads(_run(site, "benchmarks._web_acted", "rate", "1000"))
    crowd = json.loads(_run(site, "benchmarks._web_acted", "crowd", str(ON), str(AT_ONCE)))
    return _report(asked, told, alone, rate, crowd)


def _report(
    asked: argparse.Namespace,
    told: Mapping[str, Told],
    alone: Told,
    rate: Mapping[str, float],
    crowd: Mapping[str, int],
) -> int:
    bare, ours = told["a bare Django page"], told["our board"]
    print(
        f"{asked.people:,} people, {asked.referrals:,} referrals, {asked.open:,} open;"
        f" {os.cpu_count()} processors"
    )
    print(
        f"{'a second':>10} {'of bare':>8} {'middle ms':>10} {'95 in 100':>10} {'KB':>6}  page, 8 connections"
    )
    for title, one in told.items():
        print(
            f"{one.rate:10.0f} {one.rate / bare.rate:8.3f} {one.share(0.5):10.1f} {one.share(0.95):10.1f}"
            f" {one.size / 1024:6.0f}  {title}"
        )
    print(
        f"our board, one connection: middle {alone.share(0.5):.1f} ms, 95 in 100 {alone.share(0.95):.1f} ms"
    )
    print(f"triage: {rate['rate']:.0f} moves a second one after another, 95 in 100 in {rate['p95']:.1f} ms")
    print(f"{AT_ONCE} people at once on {ON} referrals: {crowd}")
    missed = {
        f"share below {SHARE}": ours.rate / bare.rate < SHARE,
        f"95 in 100 above {SLOWEST:.0f} ms": alone.share(0.95) > SLOWEST,
        f"fewer than {MOVES} moves a second": rate["rate"] < MOVES,
        "a move was lost": not (
            crowd["other"] == 0
            and crowd["taken"] == crowd["more_steps"]
            and crowd["taken"] + crowd["overtaken"] == crowd["tries"]
            and crowd["recorded"] == crowd["counted"]
        ),
    }
    near = (ours.rate / bare.rate / AIM, alone.share(0.95) / QUICK)
    print(f"of the aims: {near[0]:.2f} of the share of {AIM}, {near[1]:.2f} of the {QUICK:.0f} ms")
    for what, is_missed in missed.items():
        print(f"{'MISSED' if is_missed else 'met':>7}  {what}")
    return 1 if any(missed.values()) else 0


@contextmanager
def _served(surroundings: Mapping[str, str], application: str) -> Iterator[int]:
    """The port at which the application answers meanwhile."""
    free = _free()
    where = ("--host", port.HOST, "--port", str(free), "--workers", str(os.cpu_count() or 1))
    how = ("--interface", "wsgi", "--blocking-threads", "2", "--backpressure", "64", "--log-level", "warning")
    server = Watched(
        [sys.executable, "-m", "granian", *where, *how, application], signal.SIGTERM, env=dict(surroundings)
    )
    try:
        while not port.answers(f"http://{port.HOST}:{free}/"):
            if not server.runs:
                raise SystemExit("a server does not start")
            time.sleep(0.1)
        yield free
    finally:
        server.stop(10)


def _free() -> int:
    with socket.socket() as trial:
        trial.bind((port.HOST, 0))
        return int(trial.getsockname()[1])


def _surroundings(address: str, place: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "commonweal.site.settings",
        "COMMONWEAL_BLUEPRINT": str(REPOSITORY / "blueprints" / "derbyshire"),
        "COMMONWEAL_STORE": str(place / "store"),
        "COMMONWEAL_SECRET_KEY": secrets.token_urlsafe(64),
        "COMMONWEAL_PASSWORD": secrets.token_urlsafe(12),
        "COMMONWEAL_LOOPBACK": "1",
        "COMMONWEAL_SECOND_FACTOR": "offered",
        "COMMONWEAL_COSTLY_A_MINUTE": "1000000",  # counted as ever, and never held back
        "PYTHONPATH": str(REPOSITORY),
    }


def _run(surroundings: Mapping[str, str], module: str, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        env=surroundings,
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="web", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--referrals", type=int, default=2_000_000)
    parser.add_argument("--open", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=8.0, help="for which each page is asked for")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
