"""Where people died against what they preferred, as those who plan may see it: its writer and its read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.end_of_life.models import PlaceRate

WEEKS = (13, 52)
COUNTS = ("died", "known", "first", "second", "elsewhere", "on_register", "with_place")


@transaction.atomic
def publish(moment: datetime, rows: Iterable[Mapping[str, Any]]) -> int:
    """Makes these what pages show, and removes those before; how many there are."""
    PlaceRate.objects.all().delete()
    made = [
        PlaceRate(
            moment=moment, weeks=row["weeks"], area=row["area"], **{count: row[count] for count in COUNTS}
        )
        for row in rows
    ]
    PlaceRate.objects.bulk_create(made, batch_size=1000)
    return len(made)


@access.for_purpose(None)
def rates(viewer: Viewer | None, weeks: int) -> list[PlaceRate]:
    """Of each area; Refused for whoever sees no measures."""
    audit.look(viewer, "see_measures", "measures.read", {"measure": "preferred-places", "weeks": weeks})
    return list(PlaceRate.objects.filter(weeks=weeks).order_by("area"))
