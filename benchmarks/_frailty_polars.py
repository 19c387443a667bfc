"""Polars' scan of the columns that the frailty index reads, with DuckDB's answer."""

from __future__ import annotations

import polars as pl
from benchmarks._frailty_engines import READ, files


def scan(folder: str) -> list[list[object]]:
    """For each table, the bytes of its texts and the days of its dates, so that every value is read."""
    answer = []
    for table, columns in READ.items():
        sums = [
            pl.col(name).to_physical().cast(pl.Int64).sum()
            if "date" in name
            else pl.col(name).str.len_bytes().cast(pl.Int64).sum()
            for name in columns
        ]
        answer.append(
            list(pl.scan_parquet(files(folder, table)).select(sums).collect(engine="streaming").row(0))
        )
    return answer
