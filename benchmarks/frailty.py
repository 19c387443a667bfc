"""The frailty index of a whole population, beside SQL by hand and beside merely reading its columns.

The data is made up in a folder that is removed at the end. Every run has a process of its own; of several
rounds the fastest counts. Limits: 1.1 times SQL by hand, 1.5 times DuckDB's scan, 600 MB.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks._own_process import Measured, measure

DATA = "benchmarks._frailty_data"
ENGINES = {
    "commonweal": "benchmarks._frailty_engines:commonweal",
    "sql_by_hand": "benchmarks._frailty_engines:sql_by_hand",
    "duckdb_scan": "benchmarks._frailty_engines:duckdb_scan",
    "polars_scan": "benchmarks._frailty_polars:scan",
}
SAME = (("commonweal", "sql_by_hand"), ("duckdb_scan", "polars_scan"))
LIMITS = {"sql_by_hand": 1.1, "duckdb_scan": 1.5}
MEGABYTES = 600
BYTES_AN_EVENT = 12


def main(words: Sequence[str] | None = None) -> int:
    """1 where answers differ, which is a fault; a limit missed is shown, for a busy machine misses it too."""
    asked = _asked(words)
    with tempfile.TemporaryDirectory(prefix="commonweal-bench-", dir=asked.folder) as folder:
        if shutil.disk_usage(folder).free < 2 * BYTES_AN_EVENT * asked.events:
            sys.exit(f"{folder} has too little room for {asked.events:,} events; name another with --folder")
        few, all_of_them = f"{folder}/few", f"{folder}/all"
        measure(f"{DATA}:make", few, "100", "10000")
        made = measure(f"{DATA}:make", all_of_them, str(asked.people), str(asked.events))
        print(f"{asked.people:,} people, {asked.events:,} events, {asked.events // 5:,} medicines:", end=" ")
        print(f"{made.answer / 2**20:,.0f} MB of Parquet made in {made.seconds:.0f} s", end="; ")
        print(f"{os.cpu_count()} processors")
        best = _best(few, all_of_them, asked.rounds)
    return _report(best)


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="frailty", description=__doc__)
    parser.add_argument("--people", type=int, default=106_000)
    parser.add_argument(
        "--events", type=int, default=10_000_000, help="coded events; a fifth as many medicines"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="where to make the data; the system's temporary folder")
    return parser.parse_args(words)


def _best(few: str, all_of_them: str, rounds: int) -> dict[str, Measured]:
    """The fastest run of each engine; the engines take turns, so that a busy minute slows them all."""
    runs: dict[str, list[Measured]] = {name: [] for name in ENGINES}
    for _ in range(rounds):
        for name, engine in ENGINES.items():
            runs[name].append(measure(engine, all_of_them, after=[few]))
    for name, each in runs.items():
        if any(run.answer != each[0].answer for run in each):
            sys.exit(f"{name} gave different answers in different rounds")
    return {name: min(each, key=lambda run: run.seconds) for name, each in runs.items()}


def _report(best: dict[str, Measured]) -> int:
    ours = best["commonweal"]
    print(f"\n{'':12}{'seconds':>9}{'ratio':>7}{'limit':>7}{'processor':>11}{'ratio':>7}{'MB':>6}")
    for name, run in best.items():
        ratio, limit = ours.seconds / run.seconds, LIMITS.get(name)
        over = " over the limit" if limit and ratio > limit else ""
        print(
            f"{name:12}{run.seconds:>9.2f}{ratio:>7.2f}{limit or '':>7}{run.processor:>11.2f}"
            f"{ours.processor / run.processor:>7.2f}{run.megabytes:>6.0f}{over}"
        )
    print(f"memory {ours.megabytes:.0f} MB, limit {MEGABYTES}")
    for row in ours.answer:
        print("  {}: {:,} people, {:,} deficits".format(*row[:3]))
    different = [pair for pair in SAME if best[pair[0]].answer != best[pair[1]].answer]
    for one, other in SAME:
        print(f"{one} and {other}: {'DIFFERENT ANSWERS' if (one, other) in different else 'the same answer'}")
    return int(bool(different))


if __name__ == "__main__":
    sys.exit(main())
