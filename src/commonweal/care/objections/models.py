"""A person's control over their record. What is withdrawn stays, ended, for the history."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Said(models.Model):
    """Something said about one person's record, holding until it is ended."""

    person = models.ForeignKey("care.Person", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(db_default=Now())
    ended = models.DateTimeField(null=True)
    asked_by = models.TextField(default="", help_text="who asked for it: the person, or who spoke for them")
    asked_on = models.DateField(null=True, help_text="the day they asked; empty where it was not noted")
    note = models.TextField(default="", help_text="in the person's own words, or why")

    class Meta:
        abstract = True


class Objection(Said):
    """Against one organisation's sight, or one category's sharing, or both; empty stands for any."""

    organisation = models.TextField(default="", help_text="ODS code; empty for every organisation")
    category = models.TextField(default="", help_text="category of the record; empty for all of it")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_live_objection",
                fields=["person", "organisation", "category"],
                condition=Q(ended=None),
            ),
        )

    def __str__(self) -> str:
        return f"objection {self.pk}"


class Restriction(Said):
    """A record kept specially private: a clause has to name sensitive records to open it."""

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_live_restriction", fields=["person"], condition=Q(ended=None)),
        )

    def __str__(self) -> str:
        return f"restriction {self.pk}"


class OptOut(Said):
    """The national data opt-out: the whole record stays out of what is computed for planning."""

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_live_opt_out", fields=["person"], condition=Q(ended=None)),
        )

    def __str__(self) -> str:
        return f"opt-out {self.pk}"
