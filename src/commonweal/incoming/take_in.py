"""FHIR R4 records become rows of the linked population, with an account of every one."""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from commonweal.analytics.tables import REFUSED, TABLES
from commonweal.incoming.account import Account
from commonweal.incoming.settling import Staged, settle_staged
from commonweal.incoming.spans import Limits, blocks
from commonweal.incoming.staging import make_ready
from commonweal.incoming.working import Tally, WorkerLost, work_through
from commonweal.incoming.writing import Settled
from commonweal.store.folder import Load, Store

READ_AS = 3  # raised when the same records would be staged otherwise, so that no old staging is gone on with
PLAN = "plan.json"
BOOT = Path("/proc/sys/kernel/random/boot_id")
ALONE = 64 << 20  # bytes below which other processes are not worth starting
UNZIPPED = 10  # times a gzip file is larger unpacked, about

EARLY = "{:,} records are dated before the birth of their person; they are taken as they are"

Watch = Callable[[Tally], None]


class CannotTakeIn(Exception):
    """The load had to end, and the store is as it was; the message says why, and what to do."""


@dataclass(frozen=True)
class Plan:
    """A load under way: what it is called, and when it was begun."""

    load: str
    started: str
    on: str


def take_in(
    paths: Sequence[Path],
    store: Store,
    *,
    source: str = "fhir",
    today: date | None = None,
    limits: Limits | None = None,
    processes: int | None = None,
    watch: Watch = lambda tally: None,
) -> Account:
    """Takes every record under `paths` into the store; a load that was cut short goes on where it was."""
    limits = limits or Limits()
    files = list(files_under(paths))
    work = _work(files, source, limits, today)
    with store.writing(), undone_if_it_fails(store):
        store.tidy(keep_staging=work)
        plan = _plan(store.staging(work), today)
        tallies = _stage(files, store.staging(work), limits, processes or _processes(files), watch)
        settled = settle_staged(_staged(plan, source, store.staging(work), files, tallies), store)
        account = _account(plan.load, settled, files, tallies)
        store.commit(_load(plan, source, account), settled.changes)
        store.tidy()
    return account


@contextmanager
def undone_if_it_fails(store: Store) -> Iterator[None]:
    """A disk that fills is given back what this load took of it."""
    try:
        yield
    except WorkerLost as fault:
        raise CannotTakeIn(str(fault)) from fault
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as fault:
        store.tidy()
        raise CannotTakeIn(f"the store is as it was before: {fault}") from fault


def _stage(files: Sequence[Path], folder: Path, limits: Limits, processes: int, watch: Watch) -> list[Tally]:
    tallies = []
    if processes > 1:
        make_ready()
    for tally in work_through(enumerate(blocks(files, limits), 1), folder, processes):
        watch(tally)
        tallies.append(tally)
    return sorted(tallies, key=lambda tally: tally.number)


def _staged(plan: Plan, source: str, folder: Path, files: Sequence[Path], tallies: Sequence[Tally]) -> Staged:
    return Staged(plan.load, source, date.fromisoformat(plan.on), folder, files, tallies)


def files_under(paths: Sequence[Path]) -> Iterator[Path]:
    """Files as given, and all in a folder and the folders in it, in order of their names."""
    for path in paths:
        yield from sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]


def _work(files: Sequence[Path], source: str, limits: Limits, today: date | None) -> str:
    """The same for the same files, read in the same way, since the machine was started."""
    seen = [(str(file), *_seen(file)) for file in files]
    boot = BOOT.read_text(encoding="ascii") if BOOT.exists() else ""
    return hashlib.sha256(repr((READ_AS, seen, source, limits, today, boot)).encode()).hexdigest()[:16]


def _seen(file: Path) -> tuple[int, int]:
    if not file.exists():
        return 0, 0
    stat = file.stat()
    return stat.st_size, stat.st_mtime_ns


def _plan(folder: Path, today: date | None) -> Plan:
    """The plan of the run that was cut short, or a new one."""
    file = folder / PLAN
    if file.exists():
        return Plan(**json.loads(file.read_text(encoding="utf-8")))
    now = datetime.now(UTC)
    name = f"{now:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:6]}"
    plan = Plan(name, now.isoformat(), (today or now.date()).isoformat())
    unfinished = folder / f"{PLAN}.new"
    unfinished.write_text(json.dumps(plan.__dict__), encoding="utf-8")
    unfinished.rename(file)
    return plan


def _processes(files: Sequence[Path]) -> int:
    size = sum(_seen(file)[0] * (UNZIPPED if file.suffix == ".gz" else 1) for file in files)
    return 1 if size < ALONE else min(os.cpu_count() or 1, 4)


def _account(load: str, settled: Settled, files: Sequence[Path], tallies: Sequence[Tally]) -> Account:
    refused: Counter[str | None] = Counter()
    reasons: Counter[str] = Counter()
    for (table, reason), rows in settled.refused.items():
        refused[table] += rows
        reasons[reason] += rows
    not_needed: Counter[str] = Counter()
    for tally in tallies:
        not_needed.update(tally.not_needed)
    return Account(
        load=load,
        tables={
            name: {
                "taken": settled.taken[name],
                "refused": refused[name],
                "duplicate": settled.duplicate[name],
            }
            for name in TABLES
            if name != REFUSED.name
        },
        unplaced=refused[None],
        reasons=dict(reasons.most_common()),
        not_needed=dict(sorted(not_needed.items())),
        files=len(files),
        read=sum(tally.records for tally in tallies) + not_needed.total(),
        notes=(EARLY.format(settled.early),) if settled.early else (),
    )


def _load(plan: Plan, source: str, account: Account) -> Load:
    unplaced = (
        {"unplaced": {"taken": 0, "refused": account.unplaced, "duplicate": 0}} if account.unplaced else {}
    )
    finished = datetime.now(UTC).isoformat()
    return Load(plan.load, source, plan.started, finished, {**account.tables, **unplaced}, account.notes)
