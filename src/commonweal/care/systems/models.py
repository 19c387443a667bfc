"""The keys that systems come with, and each message as it came."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone


class SystemKey(models.Model):
    """That a system acts in a post, until the key ends. The key itself is never kept."""

    post = models.ForeignKey("care.Post", on_delete=models.PROTECT, related_name="+")
    source = models.TextField(help_text="a kind of organisation, or nhs_111 or ambulance_999")
    title = models.TextField(help_text="what the system is called, whichever key it comes with")
    digest = models.TextField(help_text="SHA-256 of the key")
    since = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True)
    last_used = models.DateTimeField(null=True, help_text="about when it was last shown, to the hour")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_live_key_of_a_system", fields=["title"], condition=models.Q(ended__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return self.title


class Message(models.Model):
    """A message that was taken: what it said, which referral it became or was about, and the answer to it."""

    key = models.ForeignKey(SystemKey, on_delete=models.PROTECT, related_name="+", db_index=False)
    system = models.TextField(help_text="the title of the key it came with")
    message = models.TextField(help_text="what the sender calls it")
    digest = models.TextField(help_text="SHA-256 of what it says")
    deed = models.TextField(help_text="refer, update or withdraw")
    requests = ArrayField(models.TextField(), help_text="what the sender calls the request it is about")
    referral = models.ForeignKey("care.Referral", on_delete=models.PROTECT, related_name="+")
    received = models.DateTimeField()
    remarks = models.JSONField(default=list, help_text="what the sender was warned of")
    says = models.TextField(help_text="its reason in words")
    content = models.TextField(help_text="as it came")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="a_message_is_taken_once", fields=["system", "message"]),
            models.CheckConstraint(
                name="message_deed", condition=models.Q(deed__in=["refer", "update", "withdraw"])
            ),
        )
        indexes = (GinIndex(fields=["requests"], name="messages_by_request"),)

    def __str__(self) -> str:
        return str(self.pk)
