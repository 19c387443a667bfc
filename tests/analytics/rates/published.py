"""Published cases of public health statistics with their answers, read from the shared folder."""

import csv
from collections.abc import Iterable
from pathlib import Path

import ibis
import pyarrow as pa

Row = dict[str, str]
CASES = "data/ph-methods"


def cases(shared: Path, name: str) -> list[Row]:
    with (shared / CASES / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> float | None:
    return float(text) if text.strip() else None


def table(rows: Iterable[dict[str, object]]) -> ibis.Table:
    return ibis.memtable(pa.Table.from_pylist(list(rows)))


def rows(found: ibis.Table) -> list[dict[str, object]]:
    return found.to_pyarrow().to_pylist()
