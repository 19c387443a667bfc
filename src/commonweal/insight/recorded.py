"""Brings referrals, their steps and their clocks from the record, without names: to files, a batch at a time.

The rows are those of the contract. What a correction stands for, or says never happened, stays behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from psycopg import sql

from commonweal.analytics.tables import CLOCK_RUN, RECORDED, REFERRAL, STEP, Table
from commonweal.care.bulk import batches_out
from commonweal.insight.used_time import used_by

REFERRALS = """
    SELECT referral.id, person.key, referral.pathway, referral.source, referral.sender, referral.hub,
        referral.team, referral.practice, referral.lsoa, referral.received, referral.ended,
        referral.outcome, referral.follows_id,
        EXISTS (SELECT FROM care_optout out WHERE out.person_id = person.id AND out.ended IS NULL)
    FROM care_referral referral LEFT JOIN care_person person ON person.id = referral.person_id
    WHERE {since}
"""
# The newest word on each step holds. A correction may itself be corrected; all lead to one step, the first.
STEPS = """
    WITH RECURSIVE told AS (
        SELECT referral_id, number, recorded, corrects AS first FROM care_step WHERE corrects IS NOT NULL
        UNION ALL
        SELECT told.referral_id, told.number, told.recorded, earlier.corrects
        FROM told JOIN care_step earlier
            ON earlier.referral_id = told.referral_id AND earlier.number = told.first
        WHERE earlier.corrects IS NOT NULL
    ), correction AS (
        SELECT referral_id, number, recorded, min(first) AS first FROM told GROUP BY 1, 2, 3
    ), newest AS (
        SELECT DISTINCT ON (referral_id, first) referral_id, first, number
        FROM correction ORDER BY referral_id, first, recorded DESC, number DESC
    )
    SELECT step.referral_id, step.number, step.move, step.source, step.to, step.happened, step.reason,
        CASE WHEN referral.ended = step.happened THEN step.outcome ELSE '' END, step.next_owner <> '',
        step.given_team
    FROM care_step step JOIN care_referral referral ON referral.id = step.referral_id
    WHERE {of} AND NOT step.never_happened AND CASE WHEN step.corrects IS NULL
        THEN (step.referral_id, step.number) NOT IN (SELECT referral_id, first FROM newest)
        ELSE (step.referral_id, step.number) IN (SELECT referral_id, number FROM newest) END
"""
RUNS = """
    SELECT run.referral_id, run.clock, run.number, run.rule, run.state, run.started, run.due, run.ended,
        run.used_seconds, run.limit_seconds, run.target, referral.version_id
    FROM care_clockrun run JOIN care_referral referral ON referral.id = run.referral_id
    WHERE {of}
"""


@dataclass(frozen=True)
class Which:
    """The referrals wanted: of one pathway or all, received from one moment on, before another.

    Of other pathways, and later, come the referrals alone: whoever was referred again is found among them.
    """

    pathway: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def parts(self) -> dict[str, sql.Composable]:
        """The conditions of the queries."""
        since = [sql.SQL("referral.received >= {}").format(self.since)] if self.since else []
        until = [sql.SQL("referral.received < {}").format(self.until)] if self.until else []
        pathway = [sql.SQL("referral.pathway = {}").format(self.pathway)] if self.pathway else []
        return {"since": _all(since), "of": _all([*since, *until, *pathway])}


EVERYTHING = Which()


@dataclass(frozen=True)
class Recorded:
    """The three tables of the contract, as they were at `now`."""

    referrals: ibis.Table
    steps: ibis.Table
    runs: ibis.Table
    now: datetime


def bring(connection: ibis.BaseBackend, folder: Path, now: datetime, which: Which = EVERYTHING) -> Recorded:
    """Reads the record as it is and writes one file for each table into the folder."""
    with_version = pa.schema([*CLOCK_RUN.arrow(), pa.field("version", pa.string())])
    _write(folder, STEP, _batches(STEPS, which, STEP.arrow()))
    as_used = used_by(now)
    _write(folder, CLOCK_RUN, map(as_used, _batches(RUNS, which, with_version)))
    _write(folder, REFERRAL, _batches(REFERRALS, which, REFERRAL.arrow()))
    files = {name: connection.read_parquet(str(folder / f"{name}.parquet")) for name in RECORDED}
    return Recorded(files["referral"], files["step"], files["clock_run"], now)


def _batches(query: str, which: Which, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    return batches_out(sql.SQL(query).format(**which.parts), schema)


def _write(folder: Path, table: Table, batches: Iterator[pa.RecordBatch]) -> None:
    """One file, put in its place when it is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    file, schema = folder / f"{table.name}.parquet", table.arrow()
    unfinished = file.with_suffix(".unfinished")
    with pq.ParquetWriter(unfinished, schema) as writer:
        for batch in batches:
            writer.write_table(pa.Table.from_batches([batch]).cast(schema))
    unfinished.rename(file)


def _all(conditions: list[sql.Composed]) -> sql.Composable:
    return sql.SQL(" AND ").join(conditions) if conditions else sql.SQL("true")
