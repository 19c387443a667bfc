"""Who of a team is on shift when, and what they can do."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Shift(models.Model):
    """One person's turn with a team. One that ended early, or never began, says when and why and stays."""

    post = models.ForeignKey("care.Post", on_delete=models.PROTECT, related_name="shifts", db_index=False)
    team = models.TextField(help_text="id of the team in the blueprint")
    starts = models.DateTimeField()
    ends = models.DateTimeField(help_text="as planned; one that ended early has its end in `ended`")
    skills = ArrayField(models.TextField(), default=list, help_text="what they can do on this shift")
    place = models.TextField(
        default="", help_text="code of the small area they set out from; empty: the team's"
    )
    rest_minutes = models.IntegerField(default=0, help_text="of the rest in its middle; 0 for none")
    note = models.TextField(default="", help_text="such as: agency, covers for Ann")
    ended = models.DateTimeField(null=True, help_text="when it ended early; its start where it never began")
    why = models.TextField(default="", help_text="why it ended early")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = (
            models.CheckConstraint(name="shift_runs_forwards", condition=Q(starts__lt=F("ends"))),
            models.CheckConstraint(
                name="shift_ends_within",
                condition=Q(ended=None) | Q(ended__gte=F("starts"), ended__lte=F("ends")),
            ),
        )
        indexes = (
            models.Index(fields=["team", "starts"], name="shifts_of_a_team"),
            models.Index(fields=["post", "starts"], name="shifts_of_a_post"),
        )

    def __str__(self) -> str:
        return f"shift {self.pk}"


class DayPlan(models.Model):
    """That a team's day was planned: what moved by it, and which visits nobody could make, and why."""

    team = models.TextField()
    day = models.DateField()
    made = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    placed = models.IntegerField(help_text="visits that have somebody and a time")
    late = models.IntegerField(help_text="minutes that visits begin after their clock has run out")
    travel = models.IntegerField(help_text="estimated minutes on the way")
    moved = models.JSONField(default=list, help_text="visits with another worker or time: before and after")
    rests = models.JSONField(default=dict, help_text="by shift, from when to when its rests are planned")
    unplaced = models.JSONField(default=list, help_text="visits that nobody can make, each with the reason")

    class Meta:
        indexes = (models.Index(fields=["team", "day", "-id"], name="plans_of_a_day"),)

    def __str__(self) -> str:
        return f"{self.team} {self.day}"
