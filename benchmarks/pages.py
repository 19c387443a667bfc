"""The pages of the population, its people, one person, their plan and the loads, at the size of a city.

A population is invented, refreshed and served from a database of our own, in a folder removed at the end.
Every page is asked for by someone signed in, under the role that row-level security binds. Server time is
from the request coming in to the answer being complete: fastest, middle and slowest, and what the page's own
processor time was in it. Limit: 100 ms in the middle.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from commonweal.site import database

REPOSITORY = Path(__file__).resolve().parents[1]
LIMIT = 100.0  # milliseconds


def main(words: Sequence[str] | None = None) -> int:
    """1 where a page misses the limit."""
    asked = _asked(words)
    with tempfile.TemporaryDirectory(prefix="commonweal-bench-") as folder:
        place = Path(folder)
        place.chmod(0o755)  # the database may belong to another user
        store = asked.store or place / "store"
        try:
            with database.running(place / "database", durable=False) as address:
                pages = database.address(place / "database", database.SITE)
                return _measured(_surroundings(address, asked.blueprint, store), pages, store, asked)
        finally:
            database.remove(place / "database")


def _measured(surroundings: Mapping[str, str], pages: str, store: Path, asked: argparse.Namespace) -> int:
    if not store.exists():
        invented = ("--people", str(asked.people), "--seed", "1", "--store", str(store))
        _run(
            surroundings, "commonweal", "population", "invent", "--blueprint", str(asked.blueprint), *invented
        )
    _run(surroundings, "django", "migrate", "--verbosity=0")
    _run(surroundings, "commonweal", "refresh")
    _run(surroundings, "commonweal", "accounts", "demo")
    _run(surroundings, "commonweal", "demo-day", "--at-most", "1")  # it leaves plans too
    names = _run(surroundings, "benchmarks._pages_asked", "names")
    site = {**surroundings, "DATABASE_URL": pages}
    told = _run(site, "benchmarks._pages_asked", "pages", names, str(asked.rounds))
    return _report(json.loads(told), asked.people)


def _report(pages: list[dict[str, Any]], people: int) -> int:
    missed = 0
    print(f"{people:,} people; {os.cpu_count()} processors; limit {LIMIT:.0f} ms")
    print(f"{'middle':>8} {'of limit':>9} {'fastest':>8} {'slowest':>8} {'processor':>9} {'KB':>6}  page")
    for page in pages:
        times = sorted(page["times"])
        middle = times[len(times) // 2]
        missed += middle > LIMIT
        print(
            f"{middle:8.1f} {middle / LIMIT:9.2f} {times[0]:8.1f} {times[-1]:8.1f}"
            f" {page['processor']:9.1f} {page['bytes'] / 1024:6.0f}  {page['title']}"
        )
    return 1 if missed else 0


def _surroundings(address: str, blueprint: Path, store: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "commonweal.site.settings",
        "COMMONWEAL_BLUEPRINT": str(blueprint),
        "COMMONWEAL_STORE": str(store),
        "COMMONWEAL_SECRET_KEY": secrets.token_urlsafe(64),
        "COMMONWEAL_PASSWORD": secrets.token_urlsafe(12),
        "COMMONWEAL_LOOPBACK": "1",
        "COMMONWEAL_SECOND_FACTOR": "offered",
        "COMMONWEAL_COSTLY_A_MINUTE": "1000000",  # counted as ever, and never held back
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
    parser = argparse.ArgumentParser(prog="pages", description=__doc__)
    parser.add_argument("--people", type=int, default=150_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--blueprint", type=Path, default=REPOSITORY / "blueprints" / "exeter")
    parser.add_argument("--store", type=Path, help="a population that is there already, and is kept")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
