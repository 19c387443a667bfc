"""What a refresh found of each model of risk, kept from one refresh to the next, and each person's chance.

A chance stands only beside its reasons, and only of a model that passed its gate: the database sees to the
first, the writer to the second.
"""

from __future__ import annotations

import hashlib
import json

from django.db import models
from django.db.models import Q


class RiskCard(models.Model):
    """One model as one refresh trained and tested it. Kept, so that what it foretold can be checked later.

    What the card holds is safe to show to whoever sees numbers of the population: small ones are withheld.
    """

    refresh = models.ForeignKey("care.Refresh", on_delete=models.PROTECT, db_index=False, db_constraint=False)
    model = models.TextField(help_text="id of the model in risk.yaml")
    as_at = models.DateField(help_text="the day that people are scored on")
    passed = models.BooleanField(help_text="shown to those who care for people")
    failures = models.JSONField(default=list, help_text="why it is not shown, a sentence each")
    card = models.JSONField(help_text="what was found, small numbers withheld")
    weights = models.JSONField(default=dict, help_text="the model itself, to be applied again")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_card_a_model", fields=["model", "refresh"]),
            models.CheckConstraint(
                name="passed_or_says_why",
                condition=Q(passed=True, failures=[]) | Q(Q(passed=False), ~Q(failures=[])),
            ),
        )

    def __str__(self) -> str:
        return f"{self.model} as at {self.as_at}"

    @property
    def version(self) -> str:
        """The same for the same weights; none where no model could be fitted."""
        text = json.dumps(self.weights, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:8] if self.weights else ""


class PersonRisk(models.Model):
    """One person's chance by one model, with its reasons: feature, value, what the odds are multiplied by."""

    pk = models.CompositePrimaryKey("person_id", "model")
    person = models.ForeignKey("care.Person", on_delete=models.PROTECT, related_name="risks", db_index=False)
    model = models.TextField(help_text="id of the model in risk.yaml")
    practice = models.TextField(default="")
    chance = models.FloatField(help_text="0 to 1")
    above = models.SmallIntegerField(help_text="of 100 people who have a score, so many have a lower one")
    reasons = models.TextField(help_text="JSON: the weightiest first")

    class Meta:
        constraints = (
            models.CheckConstraint(name="risk_is_a_chance", condition=Q(chance__gte=0, chance__lte=1)),
            models.CheckConstraint(name="risk_has_reasons", condition=Q(reasons__startswith="[[")),
            models.CheckConstraint(name="risk_above", condition=Q(above__gte=0, above__lte=100)),
        )
        indexes = (models.Index(fields=["model", "-chance", "person"], name="risk_highest"),)

    def __str__(self) -> str:
        return f"{self.model} of {self.person_id}"
