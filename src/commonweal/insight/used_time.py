"""How much of its time a running clock has used by now; what is kept says how much by its last step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from commonweal.care.pathways import versions
from commonweal.care.pathways.models import PathwayVersion
from commonweal.care.pathways.working_time import INSTANT, Measure

SECOND = 1_000_000  # microseconds
KEPT = ("version", "clock", "rule", "due")


def used_by(now: datetime) -> Callable[[pa.RecordBatch], pa.RecordBatch]:
    """Given rows of clock runs with the version of their pathway, the same with the time used by `now`.

    All versions are read first: while rows are being copied, nothing else can be asked of the database.
    """
    measures = _measures()

    def brought(batch: pa.RecordBatch) -> pa.RecordBatch:
        used = batch["used_seconds"].to_pylist()
        for row in pc.indices_nonzero(pc.equal(batch["state"], "running")).to_pylist():
            version, clock, rule, due = (batch[name][row].as_py() for name in KEPT)
            used[row] = seconds_used(measures[version, clock, rule], due, now)
        place = batch.schema.get_field_index("used_seconds")
        return batch.set_column(place, "used_seconds", pa.array(used, pa.int64())).drop_columns(["version"])

    return brought


def seconds_used(measure: Measure, due: datetime, now: datetime) -> int:
    """Whole seconds: at `due` all of its time is used, and from there it is counted to `now`."""
    limit = measure.limit // INSTANT
    used = limit - measure.used(now, due) if now <= due else limit + measure.used(due, now)
    return int(used // SECOND)


def _measures() -> dict[tuple[str, str, str], Measure]:
    """What each rule of each clock counts, by version of its pathway."""
    kept = PathwayVersion.objects.values_list("digest", flat=True)
    worded = ((digest, versions.worded(digest)) for digest in kept)
    return {
        (digest, clock.id, rule.id): Measure(rule.within, pathway.opening(rule.hours))
        for digest, pathway in worded
        for clock in pathway.clocks
        for rule in clock.versions
    }
