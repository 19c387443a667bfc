"""What a team notes of somebody on its caseload. That they are on it is the team's episode with them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

PRIORITIES = {1: "high", 2: "medium", 3: "low"}
ENTRIES = {
    "case_finding": "found by looking through the population",
    "referral": "referred",
    "meeting": "agreed in a meeting",
    "hand": "put on by hand",
}


class CaseloadPlace(models.Model):
    """Why somebody is on the caseload, how urgent that is and when they are reviewed.

    The involvement says whose caseload, since when and until when: a place holds while that is live.
    """

    involvement = models.OneToOneField(
        "care.Involvement", on_delete=models.PROTECT, primary_key=True, related_name="place"
    )
    person = models.ForeignKey("care.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    entry = models.TextField(choices=list(ENTRIES.items()), help_text="how they came to be on it")
    reason = models.TextField(help_text="why, in words")
    priority = models.IntegerField(choices=list(PRIORITIES.items()))
    next_review = models.DateField()
    changes = models.IntegerField(default=1, help_text="how often it was changed, the first time included")

    class Meta:
        constraints = (
            models.CheckConstraint(name="caseload_priority", condition=Q(priority__in=list(PRIORITIES))),
            models.CheckConstraint(name="caseload_entry", condition=Q(entry__in=list(ENTRIES))),
        )

    def __str__(self) -> str:
        return f"place {self.pk}"


class CaseloadChange(models.Model):
    """What was noted at one time. Added to and never changed."""

    place = models.ForeignKey(CaseloadPlace, on_delete=models.PROTECT, related_name="changed", db_index=False)
    deed = models.TextField(help_text="added, priority, reviewed or removed")
    priority = models.IntegerField()
    next_review = models.DateField()
    reason = models.TextField()
    recorded = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_name = models.TextField(default="")

    class Meta:
        indexes = (models.Index(fields=["place", "id"], name="changes_of_a_place"),)

    def __str__(self) -> str:
        return f"{self.deed} of place {self.place_id}"
