"""Records that may be of one person, and those brought together. Nothing here is deleted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

DECISIONS = {
    "": "nobody has decided",
    "same": "one person",
    "different": "two people",
    "later": "not sure yet",
}


class Pair(models.Model):
    """Two records alike; asked again once it was decided only where what they say has changed since."""

    first = models.ForeignKey("care.Person", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("care.Person", on_delete=models.PROTECT, related_name="+")
    verdict = models.TextField(help_text="same or possible, as the rules have it; somebody decides")
    score = models.IntegerField(help_text="points of the rules")
    reasons = models.JSONField(default=list, help_text="points and words of each")
    told = models.TextField(help_text="digest of what the two records said when they were compared")
    found = models.DateTimeField(db_default=Now())
    decision = models.TextField(default="", choices=list(DECISIONS.items()))
    decided = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.TextField(default="")
    note = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_pair_of_two", fields=["first", "second"]),
            models.CheckConstraint(name="pair_in_order", condition=Q(first__lt=F("second"))),
            models.CheckConstraint(name="pair_decision", condition=Q(decision__in=list(DECISIONS))),
        )
        indexes = (
            models.Index(
                fields=["-score", "id"], name="pairs_to_decide", condition=Q(decision__in=["", "later"])
            ),
        )

    def __str__(self) -> str:
        return f"pair {self.pk}"


class Merge(models.Model):
    """`gone` became part of `kept`, until it is undone."""

    kept = models.ForeignKey("care.Person", on_delete=models.PROTECT, related_name="+")
    gone = models.ForeignKey("care.Person", on_delete=models.PROTECT, related_name="+")
    number = models.TextField(default="", help_text="NHS number that `gone` had; empty where it had none")
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.TextField(default="")
    because = models.TextField()
    held = models.JSONField(default=dict, help_text="rows that `kept` had before, by table")
    undone = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_because = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="part_of_one_only", fields=["gone"], condition=Q(undone=None)),
            models.CheckConstraint(name="merge_of_two", condition=~Q(kept=F("gone"))),
        )
        indexes = (
            models.Index(fields=["number"], name="merged_numbers", condition=Q(undone=None) & ~Q(number="")),
        )

    def __str__(self) -> str:
        return f"merge {self.pk}"


class MovedRow(models.Model):
    """What a merge changed of one row, so that undoing it puts back exactly that."""

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="moved")
    table = models.TextField()
    row = models.JSONField(help_text="its primary key since then, by column")
    old = models.JSONField(help_text="what each changed column said before, as text")
    new = models.JSONField(help_text="and since then")

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
