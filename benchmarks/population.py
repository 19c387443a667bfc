"""Every method for a whole population beside merely reading its columns; of all, and of those who changed.

The data is made up in a folder that is removed at the end; every run has a process of its own. Limits: all
methods together 5 times DuckDB's scan of the same columns and 8 GB; ten times the people at most 1.25 times
as much for each; after a change of 1 in 100 people 10% of the whole, with the same answers. The full size is
`bin/bench population --people 1060000 --events 100000000`, for a quiet machine with 20 GB free.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks._own_process import Measured, measure

DATA = "benchmarks._population_data"
ENGINES = "benchmarks._population_engines"
LIMITS = {"scan": 5.0, "linear": 1.25, "changed": 0.10, "megabytes": 8192}
BYTES_A_PERSON = 18_000
FEW = "few"


@dataclass(frozen=True)
class Runs:
    """What was measured of one size; `same` is whether computing those who changed gives what all give."""

    people: int
    rows: dict[str, int]
    scan: Measured
    whole: Measured
    some: Measured
    same: bool


def main(words: Sequence[str] | None = None) -> int:
    """1 where answers differ, which is a fault; a limit missed is shown, for a busy machine misses it too."""
    asked = _asked(words)
    with tempfile.TemporaryDirectory(prefix="commonweal-bench-", dir=asked.folder) as folder:
        if shutil.disk_usage(folder).free < BYTES_A_PERSON * asked.people:
            sys.exit(f"{folder} has too little room for {asked.people:,} people; name another with --folder")
        print(f"{os.cpu_count()} processors; load {os.getloadavg()[0]:.1f} before")
        measure(f"{DATA}:make", f"{folder}/{FEW}", "100", "1000")
        tenth = _measured(f"{folder}/tenth", asked.people // 10, asked.events // 10, asked.rounds)
        whole = _measured(f"{folder}/whole", asked.people, asked.events, asked.rounds)
    for runs in (tenth, whole):
        _report(runs)
    each = (whole.whole.seconds / whole.people) / (tenth.whole.seconds / tenth.people)
    print(f"\nfor each person {each:.2f} times as much as of a tenth of them{_over(each, 'linear')}")
    return int(not (tenth.same and whole.same))


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="population", description=__doc__)
    parser.add_argument("--people", type=int, default=40_000)
    parser.add_argument("--events", type=int, default=3_800_000, help="coded events, of ten years")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--folder", type=Path, help="where to make the data; the system's temporary folder")
    return parser.parse_args(words)


def _measured(folder: str, people: int, events: int, rounds: int) -> Runs:
    """The fastest of several rounds, which take turns; then a load, and those who changed by it."""
    rows = measure(f"{DATA}:make", folder, str(people), str(events)).answer
    scans, wholes = [], []
    for number in range(rounds):
        scans.append(measure(f"{ENGINES}:scan", folder))
        wholes.append(_asked_of(folder, f"round {number}", warm=f"whole {number}"))
    measure(f"{DATA}:change", folder)
    some = _asked_of(folder, f"round {rounds - 1}", warm="some")
    found = measure(f"{ENGINES}:fingerprints", folder).answer
    _asked_of(folder, "all again", warm="again")
    same = measure(f"{ENGINES}:fingerprints", folder).answer == found and some.answer["people"] is not None
    return Runs(people, rows, _fastest(scans), _fastest(wholes), some, same)


def _asked_of(folder: str, sign: str, warm: str) -> Measured:
    """All methods of this store, after those of a few people have brought in what is loaded late."""
    few = str(Path(folder).with_name(FEW))
    return measure(f"{ENGINES}:all_methods", folder, sign, after=[few, f"{folder} {warm}"])


def _fastest(runs: list[Measured]) -> Measured:
    return min(runs, key=lambda run: run.seconds)


def _report(runs: Runs) -> None:
    told = ", ".join(f"{count:,} {table}" for table, count in runs.rows.items() if count)
    print(f"\n{runs.people:,} people asked for: {told}")
    print(f"{'':22}{'seconds':>9}{'ratio':>7}{'processor':>11}{'ratio':>7}{'MB':>7}")
    _line("scan of the columns", runs.scan, runs.scan)
    _line("all methods", runs.whole, runs.scan)
    _line("those who changed", runs.some, runs.scan)
    ratio, share = runs.whole.seconds / runs.scan.seconds, runs.some.seconds / runs.whole.seconds
    print(f"all methods {ratio:.2f} times the scan{_over(ratio, 'scan')}; ", end="")
    print(f"{runs.whole.megabytes:,.0f} MB{_over(runs.whole.megabytes, 'megabytes')}")
    changed, same = runs.some.answer["people"], "the same answers" if runs.same else "DIFFERENT ANSWERS"
    print(f"{changed or 0:,} people changed: {share:.0%} of the whole{_over(share, 'changed')}; {same}")
    print("  " + ", ".join(f"{name} {seconds}" for name, seconds in _longest(runs.whole.answer["steps"])))


def _line(name: str, run: Measured, scan: Measured) -> None:
    print(
        f"{name:22}{run.seconds:>9.2f}{run.seconds / scan.seconds:>7.2f}{run.processor:>11.2f}"
        f"{run.processor / scan.processor:>7.2f}{run.megabytes:>7.0f}"
    )


def _longest(steps: dict[str, Any]) -> list[tuple[str, float]]:
    return sorted(steps.items(), key=lambda step: -step[1])[:8]


def _over(value: float, limit: str) -> str:
    return f", over the limit of {LIMITS[limit]:g}" if value > LIMITS[limit] else ""


if __name__ == "__main__":
    sys.exit(main())
