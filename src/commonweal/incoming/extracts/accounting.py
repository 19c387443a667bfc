"""What came of a load of extracts, in numbers and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from commonweal.analytics.tables import REFUSED, TABLES
from commonweal.incoming.account import Account
from commonweal.incoming.extracts.columns import quoted
from commonweal.incoming.extracts.staging import staged
from commonweal.incoming.extracts.task import Task
from commonweal.incoming.take_in import EARLY

CORRECTED = "{:,} of the rows taken correct earlier ones"
REPLACES = "this takes the place of load {}, whose rows are taken out"

Fates = Mapping[str, Mapping[str, int]]  # table → fate → rows


def together(accounts: Sequence[Account]) -> Account:
    """One account of several, by the name of the last."""
    if len(accounts) == 1:
        return accounts[0]
    tables: dict[str, Counter[str]] = {}
    reasons: Counter[str] = Counter()
    not_needed: Counter[str] = Counter()
    for account in accounts:
        reasons.update(account.reasons)
        not_needed.update(account.not_needed)
        for name, counts in account.tables.items():
            tables.setdefault(name, Counter()).update(counts)
    return replace(
        accounts[-1],
        tables={name: dict(counts) for name, counts in tables.items()},
        reasons=dict(sorted(reasons.items())),
        not_needed=dict(sorted(not_needed.items())),
        read=sum(account.read for account in accounts),
        files=sum(account.files for account in accounts),
        notes=tuple(note for account in accounts for note in account.notes),
    )


def notes(fates: Fates, early: int) -> tuple[str, ...]:
    """What is worth a sentence: rows that correct others, rows before birth."""
    corrected = sum(each.get("corrected", 0) for each in fates.values())
    counted = {CORRECTED: corrected, EARLY: early}
    return tuple(note.format(rows) for note, rows in counted.items() if rows)


def account_of(
    task: Task, fates: Fates, reasons: Mapping[str, int], left_out: Mapping[str, int], notes: tuple[str, ...]
) -> Account:
    """The account; a line refused counts in the first table that the source fills."""
    first = task.source.table
    tables = {name: {"taken": 0, "refused": 0, "duplicate": 0} for name in TABLES if name != REFUSED.name}
    for name, each in fates.items():
        tables[name]["taken"] = each.get("new", 0) + each.get("corrected", 0)
        tables[name]["duplicate"] = each.get("repeated", 0) + each.get("again", 0)
        tables[name]["refused"] = each.get("outdated", 0)
    elsewhere = sum(counts["refused"] for name, counts in tables.items() if name != first)
    tables[first]["refused"] = sum(reasons.values()) - elsewhere
    rows = sum(sum(each.values()) for each in fates.values())
    return Account(
        task.load,
        tables,
        reasons,
        read=rows + sum(left_out.values()),
        not_needed=left_out,
        files=len(task.files),
        notes=notes,
    )


def left_out(connection: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, int]:
    """Lines that are meant for no table, by what they say."""
    files = quoted(str(staged(folder, "left-out")))
    counted = f"SELECT label, count(*) FROM read_parquet({files}) GROUP BY label ORDER BY label"
    return dict(connection.execute(counted).fetchall())
