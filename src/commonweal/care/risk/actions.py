"""The only writer of models of risk and of people's chances."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import connection, transaction
from django.db.models import Min

from commonweal.care.audit import actions as audit
from commonweal.care.bulk import Batches, compress_fast, copy_in
from commonweal.care.caseloads.models import CaseloadPlace
from commonweal.care.pathways.working_time import HERE
from commonweal.care.published.models import Refresh
from commonweal.care.risk.models import PersonRisk, RiskCard


@transaction.atomic
def publish(refresh: Refresh, cards: Sequence[RiskCard], people: Batches) -> None:
    """Makes these the models of this refresh and the chances that pages show; those before go.

    `people` are those of models that passed, and of no other.
    """
    PersonRisk.objects.all().delete()
    RiskCard.objects.filter(refresh=refresh).delete()
    RiskCard.objects.bulk_create(cards)
    compress_fast()
    written = copy_in(PersonRisk, people)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE care_personrisk")
    passed = sorted(card.model for card in cards if card.passed)
    audit.record(
        "risk.published", by=None, detail={"refresh": refresh.pk, "passed": passed, "people": written}
    )


def listed() -> list[tuple[str, date]]:
    """Whom a team has, or had, on its caseload, by key in the linked population, and the first day of it."""
    since = Min("involvement__since")
    rows = CaseloadPlace.objects.values("person__key").annotate(since=since).order_by("person__key")
    return [(row["person__key"], row["since"].astimezone(HERE).date()) for row in rows]


def newest_before(model: str, day: date) -> RiskCard | None:
    """The card of this model of the newest refresh as at `day` or earlier, where one was fitted."""
    kept = RiskCard.objects.filter(model=model, as_at__lte=day).exclude(weights={})
    return kept.order_by("-as_at", "-pk").first()
