"""Clauses of agreements, and what each area covers: copied from the blueprint, for the database."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Clause(models.Model):
    """One clause, with what it needs of its agreement; `name` is file#clause: sharing/care.yaml#teams."""

    name = models.TextField(primary_key=True)
    title = models.TextField()
    purpose = models.TextField()
    categories = ArrayField(models.TextField())
    roles = ArrayField(models.TextField())
    relationships = ArrayField(models.TextField())
    organisations = ArrayField(models.TextField(), help_text="ODS codes of all who signed")
    starts = models.DateField()
    until = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(name="clause_runs_forwards", condition=Q(starts__lte=F("until"))),
        )

    def __str__(self) -> str:
        return self.name


class Coverage(models.Model):
    """The practices and small areas of one area, practice or small area of the blueprint."""

    id = models.TextField(primary_key=True)
    kind = models.TextField()
    practices = ArrayField(models.TextField())
    small_areas = ArrayField(models.TextField())

    def __str__(self) -> str:
        return self.id
