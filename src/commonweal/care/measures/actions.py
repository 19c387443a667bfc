"""The only writer of what was measured of pathways."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
from django.db import connection, transaction

from commonweal.care.audit import actions as audit
from commonweal.care.bulk import Batches, copy_in
from commonweal.care.measures.models import MeasureCell, Measured


@transaction.atomic
def publish(moment: datetime, cells: Batches) -> Measured:
    """Makes these what pages show, and removes those before: readers see all old or all new."""
    MeasureCell.objects.all().delete()
    Measured.objects.all().delete()
    measured = Measured.objects.create(moment=moment, finished=datetime.now(UTC), current=True)
    measured.cells = copy_in(MeasureCell, _of(measured, cells), without="id")
    measured.save(update_fields=["cells"])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE care_measurecell")
    audit.record(
        "measures.published", by=None, detail={"moment": moment.isoformat(), "cells": measured.cells}
    )
    return measured


def _of(measured: Measured, batches: Batches) -> Batches:
    for batch in batches:
        yield batch.append_column("measured_id", pa.array([measured.pk] * batch.num_rows, pa.int64()))
