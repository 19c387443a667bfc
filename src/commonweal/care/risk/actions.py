"""The only writer of models of risk and of people's chances."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from commonweal.care.audit import actions as audit
from commonweal.care.bulk import Batches, compress_fast, copy_in
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


def newest_before(model: str, day: object) -> RiskCard | None:
    """The card of this model of the newest refresh as at `day` or earlier, where one was fitted."""
    kept = RiskCard.objects.filter(model=model, as_at__lte=day).exclude(weights={})
    return kept.order_by("-as_at", "-pk").first()
