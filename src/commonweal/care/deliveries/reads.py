"""What operators ask of deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from commonweal.care.deliveries.models import Delivery


@dataclass(frozen=True)
class DeadLetter:
    """A notice that could not be sent: of which referral, where to, how often it was tried, and why not."""

    id: int
    reference: str
    kind: str
    channel: str
    to: str
    tries: int
    noted: datetime
    because: str


def dead() -> list[DeadLetter]:
    """Every delivery that was given up, the oldest first; for the operator."""
    found = Delivery.objects.filter(state="dead").select_related("notice__referral").order_by("pk")
    return [
        DeadLetter(
            id=one.pk,
            reference=one.notice.referral.reference,
            kind=one.notice.kind,
            channel=one.channel,
            to=one.to,
            tries=one.tries,
            noted=one.notice.noted,
            because=one.because,
        )
        for one in found
    ]


def on_their_way() -> int:
    """How many are still to be sent."""
    return Delivery.objects.filter(state="waiting").count()
