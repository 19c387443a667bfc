"""A team's or an organisation's part in a person's care: what gives it sight of the record while it lasts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Involvement(models.Model):
    """One part in a person's care. Ended ones stay, for the history of who was involved."""

    KINDS = (
        ("referral", "Referred to the team"),
        ("episode", "Looked after by the team"),
        ("care_team", "In the care team"),
    )

    person = models.ForeignKey("care.Person", on_delete=models.PROTECT, related_name="involvements")
    kind = models.TextField(choices=KINDS)
    team = models.TextField(default="", help_text="id of a team; empty where the whole organisation")
    organisation = models.TextField(help_text="ODS code of the organisation")
    since = models.DateTimeField(db_default=Now())
    ended = models.DateTimeField(null=True)
    reason = models.TextField(help_text="why it began, in words")
    outcome = models.TextField(default="", help_text="how it ended, in words")
    by_referral = models.BooleanField(
        default=False, db_default=False, help_text="it began with a referral, and ends with the last one"
    )
    follows = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="what it was handed over from",
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_live_involvement_of_a_kind",
                fields=["person", "kind", "team", "organisation"],
                condition=Q(ended=None),
            ),
            models.CheckConstraint(
                name="involvement_kind", condition=Q(kind__in=["referral", "episode", "care_team"])
            ),
        )
        indexes = (
            models.Index(fields=["team", "organisation"], name="involvements_live", condition=Q(ended=None)),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
