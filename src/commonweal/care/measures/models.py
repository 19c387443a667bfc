"""What was measured of pathways: counts and lengths for pages, each as one audience may see it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonweal.care.access import Audience

SPLITS = ("", "area", "source", "team", "sender")
PERIODS = {"4": 4, "13": 13, "52": 52}  # weeks, the one that has just begun among them
NOW = "now"  # the period of what is open, whenever it was received


class Measured(models.Model):
    """One reading of the record; pages show the current one until the next is complete."""

    moment = models.DateTimeField(help_text="the record is measured as it was then")
    finished = models.DateTimeField()
    cells = models.IntegerField(default=0)
    current = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_current_reading", fields=["current"], condition=Q(current=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.moment:%Y-%m-%d %H:%M}"


class MeasureCell(models.Model):
    """One number of a pathway's measures as it is shown to one audience; what is nothing has no row.

    For care the referrals are those of one hub; for planning they are everybody's who has not opted out.
    """

    measured = models.ForeignKey(Measured, on_delete=models.CASCADE, db_index=False, db_constraint=False)
    audience = models.TextField(choices=Audience)
    hub = models.TextField(default="", help_text="id of the team; empty for planning")
    pathway = models.TextField()
    split = models.TextField(default="", help_text="area, source, team or sender; empty for all referrals")
    value = models.TextField(default="", help_text="which area, source, team or sender")
    period = models.TextField(help_text="weeks up to the moment, or now for what is open")
    clock = models.TextField(default="", help_text="empty for what is of no clock")
    measure = models.TextField(help_text="what is counted, such as in_time")
    part = models.TextField(default="", help_text="a week, an hour, a reason; empty for all of it")
    count = models.IntegerField(null=True, help_text="empty where suppressed, or where it is a length")
    among = models.IntegerField(null=True, help_text="of how many; empty where suppressed or of none")
    number = models.FloatField(null=True, help_text="minutes, or a share from 0 to 1")
    low = models.FloatField(null=True, help_text="lower end of its 95% interval")
    high = models.FloatField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_cell_a_measure",
                fields=[
                    "measured",
                    "audience",
                    "hub",
                    "pathway",
                    "split",
                    "value",
                    "period",
                    "clock",
                    "measure",
                    "part",
                ],
            ),
            models.CheckConstraint(
                name="measure_words",
                condition=Q(audience__in=Audience.values)
                & Q(split__in=SPLITS)
                & Q(period__in=[NOW, *PERIODS]),
            ),
            models.CheckConstraint(
                name="measure_of_a_hub",
                condition=Q(audience=Audience.CARE) & ~Q(hub="") | Q(audience=Audience.PLANNING, hub=""),
            ),
            models.CheckConstraint(
                name="planning_measure_is_rounded",
                condition=~Q(audience=Audience.PLANNING)
                | (
                    (Q(count__isnull=True) | Q(count=0) | Q(count__gte=10))
                    & (Q(among__isnull=True) | Q(among=0) | Q(among__gte=10))
                    & Q(low__isnull=True, high__isnull=True)
                ),
            ),
        )
        indexes = (
            models.Index(
                fields=["audience", "hub", "pathway", "clock", "period", "measure", "split", "value"],
                name="measures_side_by_side",
                condition=Q(part="") & ~Q(split=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.pathway} {self.clock} {self.measure} {self.part}"
