"""The only writer of load reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from commonweal.care.loads.models import LoadRefusal, LoadReport

AT_A_TIME = 2000


@transaction.atomic
def report(loads: Sequence[LoadReport], refusals: Iterable[LoadRefusal]) -> None:
    """Makes these the loads that pages tell of; a load already reported stays as it is."""
    LoadReport.objects.exclude(pk__in=[load.pk for load in loads]).delete()
    known = set(LoadReport.objects.values_list("pk", flat=True))
    LoadReport.objects.bulk_create([load for load in loads if load.pk not in known])
    LoadRefusal.objects.bulk_create(
        (refusal for refusal in refusals if refusal.load_id not in known), batch_size=AT_A_TIME
    )
