"""Every method for a whole population beside merely reading its columns; of all, and of those who changed.

The data is made up in a folder that is removed at the end, or with --keep stays for the next time; every run
has a process of its own. Limits: all methods together 5 times DuckDB's scan of the same columns and 8 GB,
the frailty index alone 1.5 times; ten times the people at most 1.25 times as much for each; after a change
of 1 in 100 people 10% of the whole, with the same answers. They are held to seconds of the processor, which
other work on the machine lengthens least. The full size, for which 10 GB have to be free, is
`bin/bench population --people 1060000 --events 100000000`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks._own_process import Measured, measure

from commonweal.store.folder import MANIFEST

DATA = "benchmarks._population_data"
ENGINES = "benchmarks._population_engines"
LIMITS = {"scan": 5.0, "frailty": 1.5, "linear": 1.25, "changed": 0.10, "megabytes": 8192}
BYTES_A_PERSON = 6_000


@dataclass(frozen=True)
class Runs:
    """What was measured of one size; `same` is whether computing those who changed gives what all give."""

    rows: dict[str, int]
    scan: Measured
    whole: Measured
    some: Measured
    same: bool
    scan_of_frailty: Measured
    frailty: Measured


def main(words: Sequence[str] | None = None) -> int:
    """1 where answers differ, which is a fault; a limit missed is shown, for a busy machine misses it too."""
    asked = _asked(words)
    print(f"{os.cpu_count()} processors; load {os.getloadavg()[0]:.1f} before")
    with tempfile.TemporaryDirectory(prefix="commonweal-bench-", dir=asked.keep or asked.folder) as folder:
        if shutil.disk_usage(folder).free < BYTES_A_PERSON * asked.people:
            sys.exit(f"{folder} has too little room for {asked.people:,} people; name another with --folder")
        data = asked.keep or Path(folder)
        few = _made(data, 100, 1000)
        sizes = [(asked.people // 10, asked.events // 10), (asked.people, asked.events)]
        runs = [_measured(_made(data, *size), few, Path(folder), asked.rounds) for size in sizes]
    for size, one in zip(sizes, runs, strict=True):
        _report(size[0], one)
    tenth, whole = ((one.whole.processor, one.rows["person"]) for one in runs)
    each = (whole[0] / whole[1]) / (tenth[0] / tenth[1])
    print(f"\nfor each person {each:.2f} times as much as of a tenth of them{_over(each, 'linear')}")
    return int(not all(one.same for one in runs))


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="population", description=__doc__)
    parser.add_argument("--people", type=int, default=40_000)
    parser.add_argument("--events", type=int, default=3_800_000, help="coded events, of ten years")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--folder", type=Path, help="where to make the data; the system's temporary folder")
    parser.add_argument("--keep", type=Path, help="where to make the data and leave it, or find it made")
    return parser.parse_args(words)


def _made(data: Path, people: int, events: int) -> Path:
    """A store of so many, made now or before."""
    folder = data / f"{people}-{events}"
    if not (folder / MANIFEST).exists():
        measure(f"{DATA}:make", str(folder), str(people), str(events))
    return folder


def _measured(made: Path, few: Path, folder: Path, rounds: int) -> Runs:
    """The fastest of several rounds, which take turns; then a load, and those who changed by it."""
    store, warm = (
        shutil.copytree(one, folder / f"of-{one.name}", copy_function=os.link) for one in (made, few)
    )
    rows = measure(f"{DATA}:counted", str(store)).answer
    parts: dict[str, list[Measured]] = {"scan": [], "scan_of_frailty": [], "frailty": [], "whole": []}
    for number in range(rounds):
        for name in ("scan", "scan_of_frailty"):
            parts[name].append(measure(f"{ENGINES}:{name}", str(store)))
        parts["frailty"].append(measure(f"{ENGINES}:frailty", str(store), after=[str(warm)]))
        parts["whole"].append(_asked_of(store, warm, f"round {number}"))
    measure(f"{DATA}:change", str(store))
    some = _asked_of(store, warm, f"round {rounds - 1}")
    found = measure(f"{ENGINES}:fingerprints", str(store)).answer
    _asked_of(store, warm, "all again")
    same = (
        measure(f"{ENGINES}:fingerprints", str(store)).answer == found and some.answer["people"] is not None
    )
    shutil.rmtree(store)
    shutil.rmtree(warm)
    return Runs(rows, some=some, same=same, **{name: _fastest(each) for name, each in parts.items()})


def _copied(made: Path, folder: Path) -> Path:
    """The same files in a store that may change."""
    return shutil.copytree(made, folder, copy_function=os.link)


def _asked_of(store: Path, warm: Path, sign: str) -> Measured:
    """All methods of this store, after those of a few people have brought in what is loaded late."""
    return measure(f"{ENGINES}:all_methods", str(store), sign, after=[str(warm), str(time.time_ns())])


def _fastest(runs: list[Measured]) -> Measured:
    return min(runs, key=lambda run: run.processor)


def _report(people: int, runs: Runs) -> None:
    told = ", ".join(f"{count:,} {table}" for table, count in runs.rows.items() if count)
    print(f"\n{people:,} people asked for: {told}")
    print(f"{'':22}{'seconds':>9}{'ratio':>7}{'processor':>11}{'ratio':>7}{'MB':>7}")
    _line("scan of the columns", runs.scan, runs.scan)
    _line("all methods", runs.whole, runs.scan)
    _line("those who changed", runs.some, runs.scan)
    _line("scan for frailty", runs.scan_of_frailty, runs.scan_of_frailty)
    _line("frailty alone", runs.frailty, runs.scan_of_frailty)
    ratio, alone = _ratio(runs.whole, runs.scan), _ratio(runs.frailty, runs.scan_of_frailty)
    print(f"all methods {ratio:.2f} times the scan{_over(ratio, 'scan')}; ", end="")
    print(f"{runs.whole.megabytes:,.0f} MB{_over(runs.whole.megabytes, 'megabytes')}; ", end="")
    print(f"frailty alone {alone:.2f}{_over(alone, 'frailty')}")
    changed, share = runs.some.answer["people"], _ratio(runs.some, runs.whole)
    same = "the same answers" if runs.same else "DIFFERENT ANSWERS"
    print(f"{changed or 0:,} people changed: {share:.0%} of the whole{_over(share, 'changed')}; {same}")
    print("  " + ", ".join(f"{name} {seconds}" for name, seconds in _longest(runs.whole.answer["steps"])))


def _ratio(one: Measured, other: Measured) -> float:
    return one.processor / other.processor


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
