"""Runs a function in a process of its own, and says how long it took and how large the process grew."""

from __future__ import annotations

import importlib
import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STATUS = Path("/proc/self/status")


@dataclass(frozen=True)
class Measured:
    """Seconds by the clock and of the processor; megabytes at the most; what the function gave back."""

    seconds: float
    processor: float
    megabytes: float
    answer: Any


def measure(function: str, *words: str, after: Sequence[str] = ()) -> Measured:
    """`function` is module:name; it takes words and gives what JSON can say.

    Only this call is timed; one with the words of `after` goes before it, to bring in what is loaded late.
    """
    command = [sys.executable, "-m", __spec__.name, json.dumps([function, words, after])]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def _peak() -> float:
    """The most memory this process has held, in megabytes."""
    if STATUS.exists():
        line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _call(function: str, words: Sequence[str], after: Sequence[str]) -> None:
    module, name = function.split(":")
    called = getattr(importlib.import_module(module), name)
    if after:
        called(*after)
    clock, processor = time.perf_counter(), time.process_time()
    answer = called(*words)
    took = time.perf_counter() - clock, time.process_time() - processor
    print(json.dumps({"seconds": took[0], "processor": took[1], "megabytes": _peak(), "answer": answer}))


if __name__ == "__main__":
    _call(*json.loads(sys.argv[1]))
