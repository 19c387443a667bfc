"""The record of who did what and who looked: rows are added to a chain, and none is changed or removed.

The database numbers and chains each row as it comes (migrations/0003_audit_chain.py, decision 10).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One deed: a read, a search, an export, a refusal, a sign-in or a change."""

    at = models.DateTimeField(db_default=Now(), editable=False)
    deed = models.TextField(help_text="what was done, such as person.read")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="empty where the operator did it from the command line, or nobody had signed in",
    )
    role = models.TextField(default="", help_text="the role acted in")
    area = models.TextField(default="", help_text="the area it was held for")
    organisation = models.TextField(default="", help_text="ODS code of the organisation acted for")
    purpose = models.TextField(default="", help_text="what it was done for, such as direct_care")
    about = models.ForeignKey(
        "care.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    clause = models.TextField(default="", help_text="the clause of an agreement that allowed it")
    because = models.TextField(default="", help_text="why it was allowed or refused")
    detail = models.JSONField(default=dict, help_text="the filter of a list, the words of a search")
    day = models.DateField(editable=False, help_text="the day of the chain, by UTC")
    lane = models.IntegerField(editable=False, help_text="one of the chains that grow side by side")
    number = models.IntegerField(editable=False, help_text="its place in its lane that day, from 1")
    hash = models.BinaryField(help_text="SHA-256 of the row before it in its lane, and of all that it says")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="audit_places_are_taken_once", fields=["day", "lane", "number"]),
        )
        indexes = (
            models.Index(fields=["about", "-at"], name="audit_of_a_person"),
            models.Index(
                fields=["by", "-at"],
                name="audit_of_emergencies_tried",
                condition=models.Q(deed="record.not_opened"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.deed} at {self.at}"


class Head(models.Model):
    """Where a lane stands on a day: how many rows it has, and the last one. Only a new row moves it."""

    pk = models.CompositePrimaryKey("lane", "day")
    lane = models.IntegerField()
    day = models.DateField()
    number = models.IntegerField(help_text="rows of the lane that day")
    entry = models.BigIntegerField(help_text="id of the last of them")
    hash = models.BinaryField(help_text="and its hash")

    class Meta:
        db_table = "care_audit_head"

    def __str__(self) -> str:
        return f"lane {self.lane} on {self.day}"
