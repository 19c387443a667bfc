"""Intake of FHIR records, beside a bare parse of the same lines and beside DuckDB's own typed reading.

The records are made up in a folder that is removed at the end. Every run has a process of its own; of several
rounds the fastest counts. Limits: flattening alone 0.9 times as fast as DuckDB's; with every resource checked
whole, persons resolved and the store written, 150,000 resources a second; 1 GB of memory.
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

DATA = "benchmarks._intake_data:make"
ENGINES = "benchmarks._intake_engines"
RUNS = ("take_in", "flatten", "duckdb_flatten", "parse")
FLATTEN, A_SECOND, MEGABYTES = 0.9, 150_000, 1000
BYTES_EACH = 1_500


def main(words: Sequence[str] | None = None) -> int:
    """1 where answers differ, which is a fault; a limit missed is shown, for a busy machine misses it too."""
    asked = _asked(words)
    with tempfile.TemporaryDirectory(prefix="commonweal-bench-", dir=asked.folder) as folder:
        if shutil.disk_usage(folder).free < 2 * BYTES_EACH * asked.resources:
            sys.exit(
                f"{folder} has too little room for {asked.resources:,} resources; name another with --folder"
            )
        few, export = f"{folder}/few", f"{folder}/export"
        measure(DATA, few, "2000")
        made = measure(DATA, export, str(asked.resources))
        resources, size = made.answer
        print(
            f"{resources:,} resources, {size / 2**20:,.0f} MB of NDJSON made in {made.seconds:.0f} s",
            end="; ",
        )
        print(f"{os.cpu_count()} processors")
        best, sums = _best(few, export, folder, asked.rounds)
    return _report(best, sums, resources)


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="intake", description=__doc__)
    parser.add_argument("--resources", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where to make the data; the system's temporary folder")
    return parser.parse_args(words)


def _best(
    few: str, export: str, folder: str, rounds: int
) -> tuple[dict[str, Measured], dict[str, dict[str, list[str]]]]:
    """The fastest run of each engine, and the sums of what it wrote; the engines take turns."""
    runs: dict[str, list[Measured]] = {name: [] for name in RUNS}
    sums = {}
    for _ in range(rounds):
        for name in RUNS:
            out, warm = f"{folder}/{name}", f"{folder}/{name}-few"
            runs[name].append(measure(f"{ENGINES}:{name}", export, out, after=[few, warm]))
            if name != "parse":
                sums[name] = measure(f"{ENGINES}:summed", name, out).answer
            for each in (out, warm):
                shutil.rmtree(each, ignore_errors=True)
    return {name: min(each, key=lambda run: run.seconds) for name, each in runs.items()}, sums


def _report(best: dict[str, Measured], sums: dict[str, dict[str, list[str]]], resources: int) -> int:
    print(f"\n{'':16}{'seconds':>9}{'a second':>12}{'ratio':>7}{'processor':>11}{'MB':>6}")
    ours = best["take_in"].seconds
    for name, run in best.items():
        more = run.answer if isinstance(run.answer, dict) else {}
        processor = run.processor + more.get("processor", 0)
        megabytes = run.megabytes + more.get("megabytes", 0)
        print(
            f"{name:16}{run.seconds:>9.2f}{resources / run.seconds:>12,.0f}{run.seconds / ours:>7.2f}"
            f"{processor:>11.2f}{megabytes:>6.0f}"
        )
        if name == "take_in":
            _held("memory in MB", megabytes, MEGABYTES, at_most=True)
    _held("resources a second, checked", resources / ours, A_SECOND)
    _held("flattening, DuckDB's = 1", best["duckdb_flatten"].seconds / best["flatten"].seconds, FLATTEN)
    for table, (rows, _) in sums["take_in"].items():
        print(f"  {table}: {int(rows):,} rows")
    same = all(each == sums["take_in"] for each in sums.values())
    print(f"{', '.join(sums)}: {'the same rows' if same else f'DIFFERENT ROWS {sums}'}")
    return int(not same)


def _held(what: str, found: float, limit: float, *, at_most: bool = False) -> None:
    held = found <= limit if at_most else found >= limit
    print(f"{what}: {found:,.2f}, limit {limit:,}{'' if held else ' MISSED'}")


if __name__ == "__main__":
    sys.exit(main())
