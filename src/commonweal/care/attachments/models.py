"""What somebody attached to a referral, kept as it came."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from commonweal.care.referrals.models import Referral

WORDS = "words"  # the kind of what was written and not brought as a file


class Attachment(models.Model):
    """A paper, or words added to what was sent; seen by whoever sees the referral, and never changed."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="attachments")
    name = models.TextField(help_text="as the sender called it; never used as a path")
    kind = models.TextField(help_text="by its content: a media type, or words")
    size = models.IntegerField(help_text="in bytes")
    digest = models.TextField(help_text="SHA-256 of the content")
    content = models.BinaryField()
    added = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_name = models.TextField(default="")
    role = models.TextField(default="")
    organisation = models.TextField(default="")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def words(self) -> str:
        """What was written; empty for a paper."""
        return bytes(self.content).decode() if self.kind == WORDS else ""
