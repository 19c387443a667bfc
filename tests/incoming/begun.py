"""Loads begun in processes of their own, to be ended at any moment; what they need is made ready once."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

SERVER = get_context("forkserver")
SERVER.set_forkserver_preload(["__main__", "tests.incoming.ready"])


class Begun:
    """A load under way: what is called, with what; its complaints go to the file `said`."""

    def __init__(self, load: Callable[..., object], *given: object, said: Path) -> None:
        self._said = said
        self._process = SERVER.Process(target=_run, args=(said, load, *given))
        self._process.start()
        self.id = self._process.pid

    @property
    def runs(self) -> bool:
        return self._process.is_alive()

    def kill_when(self, ready: Callable[[], object]) -> None:
        """Ends it without warning as soon as that is so, if it has not ended before."""
        while self.runs and not ready():
            time.sleep(0.005)
        self._process.kill()
        self._process.join()

    def end(self) -> tuple[int | None, str]:
        """Its exit code once it has ended, and what it said."""
        self._process.join()
        return self._process.exitcode, self._said.read_text(encoding="utf-8")


def _run(said: Path, load: Callable[..., object], *given: object) -> None:
    os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
    load(*given)
