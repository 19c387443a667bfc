"""What the audit costs of a person's page, while several ask at once.

A population is invented, refreshed and kept in a database of our own that waits for the disk as a real one
does. Clients, each a process that answers its own pages, ask for people's pages at the same time, by turns
with the audit and with nothing recorded. Limit: the audit takes at most a fifth of the page's time. Then the
whole chain is checked, and how many rows a second that takes is shown.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from benchmarks import pages

from commonweal.site import database

LIMIT = 0.20  # of the page's time


def main(words: Sequence[str] | None = None) -> int:
    """1 where the audit takes more than the limit, or its chain does not hold."""
    asked = _asked(words)
    with tempfile.TemporaryDirectory(prefix="commonweal-bench-") as folder:
        place = Path(folder)
        place.chmod(0o755)  # the database may belong to another user
        try:
            with database.running(place / "database") as address:
                surroundings = pages._surroundings(address, asked.blueprint, place / "store")
                surroundings["COMMONWEAL_SECOND_FACTOR"] = "offered"
                _make(surroundings, asked)
                times = _times(surroundings, asked.clients, asked.rounds)
                return _report(times, asked) | _checked(surroundings)
        finally:
            database.remove(place / "database")


def _make(surroundings: Mapping[str, str], asked: argparse.Namespace) -> None:
    wanted = ("--blueprint", str(asked.blueprint), "--people", str(asked.people), "--seed", "1")
    pages._run(
        surroundings,
        "commonweal",
        "population",
        "invent",
        *wanted,
        "--store",
        surroundings["COMMONWEAL_STORE"],
    )
    pages._run(surroundings, "django", "migrate", "--verbosity=0")
    pages._run(surroundings, "commonweal", "refresh")
    pages._run(surroundings, "commonweal", "accounts", "demo")


def _times(surroundings: Mapping[str, str], clients: int, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of all clients together."""
    command = [sys.executable, "-m", "benchmarks._audit_asked", str(rounds)]
    started = [
        subprocess.Popen(command, env=surroundings, cwd=pages.REPOSITORY, stdout=subprocess.PIPE, text=True)
        for _ in range(clients)
    ]
    told = [client.communicate()[0] for client in started]
    if any(client.returncode for client in started):
        raise SystemExit("a client failed")
    found = [json.loads(one) for one in told]
    return {kind: [each for one in found for each in one[kind]] for kind in ("with", "without")}


def _report(times: Mapping[str, Sequence[float]], asked: argparse.Namespace) -> int:
    recorded, bare = median(times["with"]), median(times["without"])
    cost = (recorded - bare) / recorded
    print(
        f"{asked.people:,} people; {os.cpu_count()} processors; {asked.clients} clients at once;"
        f" limit {LIMIT:.0%} of the page"
    )
    print(f"{'middle':>8} {'without':>8} {'cost':>7} {'of limit':>9}  page")
    print(f"{recorded:8.1f} {bare:8.1f} {cost:7.1%} {cost / LIMIT:9.2f}  a person")
    return 1 if cost > LIMIT else 0


def _checked(surroundings: Mapping[str, str]) -> int:
    began = time.perf_counter()
    found = json.loads(pages._run(surroundings, "commonweal", "audit", "verify", "--json"))
    took = time.perf_counter() - began
    print(f"{found['rows']:,} rows of the audit checked in {took:.1f} s: {'ok' if found['ok'] else 'BAD'}")
    return 0 if found["ok"] else 1


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="audit", description=__doc__)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=150)
    parser.add_argument("--blueprint", type=Path, default=pages.REPOSITORY / "blueprints" / "exeter")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
