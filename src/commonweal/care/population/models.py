"""Measures of whole populations: one number of one group of people, as one audience may see it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonweal.care.access import Audience
from commonweal.care.extents import Population

CATEGORIES = ("gp_record", "hospital", "community", "social_care", "cost")


class PopulationCell(models.Model):
    """One measure of the people of an area, or of a group of them, on a day.

    What nobody has stands as 0 wherever the group itself is shown; what is suppressed is empty.
    """

    refresh = models.ForeignKey(
        "care.Refresh", on_delete=models.CASCADE, db_index=False, db_constraint=False, related_name="+"
    )
    category = models.TextField(help_text="of the record that it is counted from")
    audience = models.TextField(choices=Audience)
    population = models.TextField(choices=Population)
    area = models.TextField(help_text="id of an area, ODS code of a practice or code of a small area")
    as_at = models.DateField(help_text="the day it is counted on")
    measure = models.TextField(help_text="what is counted, such as register:diabetes")
    by = models.TextField(default="", help_text="what people are told apart by; empty for all of them")
    group = models.TextField(default="", help_text="which of these; two ways of telling apart with / between")
    numerator = models.BigIntegerField(null=True, help_text="people, contacts or pence")
    denominator = models.IntegerField(null=True, help_text="the people it is counted among")
    expected = models.FloatField(
        null=True, help_text="the numerator, were rates by age and sex as everywhere"
    )
    value = models.FloatField(null=True, help_text="in the unit of the measure")
    lower = models.FloatField(null=True, help_text="lower end of its 95% interval")
    upper = models.FloatField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_population_cell",
                fields=["refresh", "audience", "population", "area", "measure", "by", "group", "as_at"],
            ),
            models.CheckConstraint(
                name="population_words",
                condition=Q(audience__in=Audience.values)
                & Q(population__in=Population.values)
                & Q(category__in=CATEGORIES),
            ),
            models.CheckConstraint(
                name="population_planning_is_rounded",
                condition=~Q(audience=Audience.PLANNING)
                | (
                    (Q(numerator__isnull=True) | Q(numerator=0) | Q(numerator__gte=10))
                    & (Q(denominator__isnull=True) | Q(denominator=0) | Q(denominator__gte=10))
                ),
            ),
            models.CheckConstraint(
                name="population_cost_for_planning",
                condition=~Q(category="cost") | Q(audience=Audience.PLANNING),
            ),
        )

    def __str__(self) -> str:
        return f"{self.area} {self.measure} {self.by} {self.group}"
