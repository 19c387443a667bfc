"""A notice on its way to one receiver."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonweal.care.notices.models import Notice

CHANNELS = {"email": "e-mail", "webhook": "to a system"}
STATES = {
    "waiting": "still to be sent",
    "sent": "sent",
    "dropped": "not sent, because it was no longer true",
    "dead": "could not be sent",
}


class Delivery(models.Model):
    """Where it goes is looked up when it is sent: `to` is address:<id>, post:<id> or sender."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    channel = models.TextField(choices=list(CHANNELS.items()))
    to = models.TextField(help_text="an entry of notices.yaml, a post, or whoever sent the referral")
    level = models.IntegerField(default=0)
    state = models.TextField(choices=list(STATES.items()), default="waiting")
    tries = models.IntegerField(default=0)
    next_try = models.DateTimeField()
    sent = models.DateTimeField(null=True)
    because = models.TextField(default="", help_text="why it was not sent, naming nobody")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="sent_once", fields=["notice", "channel", "to", "level"]),
            models.CheckConstraint(name="delivery_state", condition=Q(state__in=list(STATES))),
        )
        indexes = (
            models.Index(fields=["next_try"], name="deliveries_to_send", condition=Q(state="waiting")),
            models.Index(fields=["id"], name="dead_letters", condition=Q(state="dead")),
        )

    def __str__(self) -> str:
        return f"delivery {self.pk}"
