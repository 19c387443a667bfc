"""Openings of a record in an emergency."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

LONGEST = timedelta(hours=4)


class Opening(models.Model):
    """One opening. It shuts when its time is over; somebody reviews it and says what they found."""

    post = models.ForeignKey("care.Post", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("care.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    opened = models.DateTimeField(db_default=Now())
    until = models.DateTimeField()
    ended = models.DateTimeField(null=True, help_text="where it was shut before its time")
    reviewed = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    finding = models.TextField(default="", help_text="justified, not justified or to be followed up")
    note = models.TextField(default="", help_text="what the reviewer wrote")

    class Meta:
        constraints = (
            models.CheckConstraint(name="opening_ends", condition=Q(until__gt=F("opened"))),
            models.CheckConstraint(name="opening_is_short", condition=Q(until__lte=F("opened") + LONGEST)),
            models.CheckConstraint(
                name="opening_review_is_whole",
                condition=Q(reviewed=None, reviewed_by=None, finding="")
                | Q(reviewed__isnull=False, reviewed_by__isnull=False) & ~Q(finding=""),
            ),
        )
        indexes = (
            models.Index(fields=["post", "until"], name="openings_of_a_post"),
            models.Index(fields=["opened"], name="openings_to_review", condition=Q(reviewed=None)),
        )

    def __str__(self) -> str:
        return f"opening {self.pk}"
