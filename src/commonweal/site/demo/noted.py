"""Which demos are up on this machine, so that a command typed beside one means its people."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from commonweal.site.demo.asked import Demo
from commonweal.site.demo.surroundings import Environment

NOTES = Path(__file__).resolve().parents[4] / "var" / "serving"
TOLD = (
    "DATABASE_URL",
    "COMMONWEAL_BLUEPRINT",
    "COMMONWEAL_STORE",
    "COMMONWEAL_SECRET_KEY",
    "COMMONWEAL_LOOPBACK",
)


@contextmanager
def noted(demo: Demo, environment: Environment) -> Iterator[None]:
    """While the block lasts, commands find this demo's database, readable by us alone."""
    NOTES.mkdir(parents=True, exist_ok=True)
    note = NOTES / f"{demo.port}.json"
    note.unlink(missing_ok=True)
    note.touch(mode=0o600)
    told = {name: environment[name] for name in TOLD}
    note.write_text(json.dumps({"process": os.getpid(), "address": demo.address, "environment": told}))
    try:
        yield
    finally:
        note.unlink(missing_ok=True)


def served(port: str = "") -> list[tuple[str, Mapping[str, str]]]:
    """The address of each demo that is up, at this port or any, and the environment of its commands."""
    notes = (json.loads(note.read_text()) for note in sorted(NOTES.glob(f"{port or '*'}.json")))
    return [(note["address"], note["environment"]) for note in notes if _runs(note["process"])]


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
