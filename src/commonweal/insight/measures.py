"""Measures every pathway and publishes what comes of it: bring, count, suppress, publish."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from commonweal.blueprint import Blueprint
from commonweal.care.access import Audience
from commonweal.care.extents import Extent, extents_of
from commonweal.care.measures import actions
from commonweal.care.measures.models import Measured
from commonweal.insight import preferred, repeats
from commonweal.insight.measure_cells import Keep, count_measures
from commonweal.insight.measure_groups import together
from commonweal.insight.measure_suppress import safe_measures
from commonweal.insight.recorded import Recorded, bring
from commonweal.store.folder import connect

MEMORY = "2GB"
BATCH = 20_000
TOGETHER = 100_000  # referrals of several pathways that are measured at once
PLACES = ("practice", "small_area")  # measured by area, and not by each of these


def measure(blueprint: Blueprint, now: datetime, keep: Path | None = None) -> Measured:
    """Makes what the record says at `now` the measures that pages show; the tables stay in `keep` if said."""
    areas = [one for one in extents_of(blueprint).values() if one.kind not in PLACES]
    with TemporaryDirectory(prefix="commonweal-measures-") as folder:
        connection = connect(memory=MEMORY)
        connection.con.execute(f"SET temp_directory = '{folder}/spilt'; SET preserve_insertion_order = false")
        recorded = bring(connection, keep or Path(folder), now)
        files = list(_measured(connection, recorded, areas, Path(folder)))
        repeats.publish(now)
        preferred.publish(now, areas)
        return actions.publish(now, _batches(files))


def _measured(
    connection: ibis.BaseBackend, recorded: Recorded, areas: list[Extent], folder: Path
) -> Iterator[Path]:
    """One file for each pathway that many took, or for several that few took; one in memory at a time."""
    for number, pathways in enumerate(_parts(recorded.referrals)):
        ours = recorded.referrals.filter(recorded.referrals.pathway.isin(pathways))
        everybody = together(ours, areas, recorded.now)
        exact = count_measures(everybody, recorded, _keeping(connection, folder, f"exact-{number}"))
        planned = exact.mutate(hub=ibis.literal(""))
        if not _the_same_for_all(connection, ours):
            willing = everybody.filter(~everybody.opted_out).mutate(hub=ibis.literal(""))
            planned = count_measures(willing, recorded, _keeping(connection, folder, f"planned-{number}"))
        care = exact.mutate(audience=ibis.literal(Audience.CARE.value))
        planning = safe_measures(planned).mutate(audience=ibis.literal(Audience.PLANNING.value))
        both = care.union(planning.select(care.columns))
        file = folder / f"all-{number}.parquet"
        connection.to_parquet(both, str(file))
        yield file


def _parts(referrals: ibis.Table) -> Iterator[list[str]]:
    """Every pathway that somebody was referred to, as many at a time as are TOGETHER in referrals."""
    part: list[str] = []
    size = 0
    counted = referrals.group_by("pathway").agg(n=referrals.count()).order_by("pathway").to_pyarrow()
    for row in counted.to_pylist():
        if part and size + row["n"] > TOGETHER:
            yield part
            part, size = [], 0
        part.append(row["pathway"])
        size += row["n"]
    if part:
        yield part


def _the_same_for_all(connection: ibis.BaseBackend, ours: ibis.Table) -> bool:
    """Whether one hub has all of each and nobody has opted out: then planning counts what the hub counts."""
    each = ours.group_by("pathway").agg(hubs=ours.hub.nunique(), out=ours.opted_out.cast("int64").sum())
    (found,) = connection.to_pyarrow(each.agg(hubs=each.hubs.max(), out=each.out.sum())).to_pylist()
    return bool(found["hubs"] == 1 and not found["out"])


def _keeping(connection: ibis.BaseBackend, folder: Path, of_what: str) -> Keep:
    """Keeps tables as files."""

    def keep(name: str, table: ibis.Table) -> ibis.Table:
        file = folder / f"{of_what}-{name}.parquet"
        connection.to_parquet(table, str(file))
        return connection.read_parquet(str(file))

    return keep


def _batches(files: list[Path]) -> Iterator[pa.RecordBatch]:
    for path in files:
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(BATCH)
