"""What was measured of assessments that were sent, as those who plan may see it: its writer and its read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.assessments.models import RepeatRate
from commonweal.care.audit import actions as audit

WEEKS = (4, 13, 52)
COUNTS = ("sent", "answered", "accepted", "changed", "repeated")


@transaction.atomic
def publish(moment: datetime, rows: Iterable[Mapping[str, Any]]) -> int:
    """Makes these what pages show, and removes those before; how many there are."""
    RepeatRate.objects.all().delete()
    made = [
        RepeatRate(
            moment=moment,
            weeks=row["weeks"],
            sender=row.get("sender") or "",
            receiver=row.get("receiver") or "",
            **{count: row[count] for count in COUNTS},
        )
        for row in rows
    ]
    RepeatRate.objects.bulk_create(made, batch_size=1000)
    return len(made)


@access.for_purpose(None)
def rates(viewer: Viewer | None, weeks: int) -> list[RepeatRate]:
    """Of everybody together first, then by sender and receiver; Refused for whoever sees no measures."""
    audit.look(viewer, "see_measures", "measures.read", {"measure": "repeat-assessments", "weeks": weeks})
    return list(RepeatRate.objects.filter(weeks=weeks).order_by("sender", "receiver"))
