"""Beside the pages of a demo, whoever is to be told of a clock is told."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from commonweal.site.demo.asked import Demo
from commonweal.site.demo.surroundings import Environment
from commonweal.site.watched import Watched

EVERY = "5"  # seconds between rounds
STOPPING = 15.0


@contextmanager
def telling(demo: Demo, environment: Environment) -> Iterator[None]:
    """Notices are sent while the block lasts, as an operator's command does."""
    around = {**environment, "COMMONWEAL_ADDRESS": demo.address.rstrip("/")}
    command = [sys.executable, "-m", "commonweal", "notices", "send", "--watch", EVERY]
    sender = Watched(command, signal.SIGTERM, env=around, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        sender.stop(STOPPING)
