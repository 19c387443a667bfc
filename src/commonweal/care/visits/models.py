"""Visits to a person at home, and what was recorded of each."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

STATES = {
    "waiting": "waits for somebody to go",
    "planned": "has somebody and a time",
    "on_the_way": "somebody is on the way",
    "with_person": "somebody is there",
    "done": "was made",
    "not_done": "was not made",
}
PLANNABLE = ("waiting", "planned")
BEGUN = ("on_the_way", "with_person")
OVER = ("done", "not_done")


class Visit(models.Model):
    """One visit of a team for a referral: when it may begin, who goes, and how far it has come."""

    referral = models.ForeignKey(
        "care.Referral", on_delete=models.PROTECT, related_name="visits", db_index=False
    )
    team = models.TextField(help_text="id of the team in the blueprint")
    earliest = models.DateTimeField(help_text="when it may begin")
    latest = models.DateTimeField(help_text="when it has to have begun")
    minutes = models.IntegerField(help_text="how long it is thought to take")
    skills = ArrayField(models.TextField(), default=list, help_text="what whoever goes has to be able to do")
    place = models.TextField(
        default="", help_text="code of the small area; of the practice where none is known"
    )
    at_home = models.BooleanField(default=True, help_text="whether the place is where the person lives")
    purpose = models.TextField(default="", help_text="what it is for")
    know = models.TextField(default="", help_text="what to bring and to know")
    state = models.TextField(choices=list(STATES.items()), default="waiting")
    post = models.ForeignKey(
        "care.Post", on_delete=models.PROTECT, null=True, related_name="visits", db_index=False
    )
    planned = models.DateTimeField(null=True, help_text="when it is to begin")
    travel = models.IntegerField(default=0, help_text="estimated minutes on the way to it")
    position = models.IntegerField(default=0, help_text="in the day of whoever goes, from 1")
    set_out = models.DateTimeField(null=True)
    arrived = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    records = models.IntegerField(default=0, help_text="how many records of it there are")
    asked = models.DateTimeField(help_text="when it was asked for")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = (
            models.CheckConstraint(name="visit_state", condition=Q(state__in=list(STATES))),
            models.CheckConstraint(name="visit_window_runs_forwards", condition=Q(earliest__lte=F("latest"))),
            models.CheckConstraint(name="visit_takes_time", condition=Q(minutes__gt=0)),
            models.CheckConstraint(
                name="visit_planned_has_somebody",
                condition=~Q(state__in=["planned", *BEGUN]) | Q(post__isnull=False, planned__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=["team", "earliest"], name="visits_of_a_team"),
            models.Index(fields=["post", "planned"], name="visits_of_a_post"),
            models.Index(fields=["referral"], name="visits_of_a_referral"),
        )

    def __str__(self) -> str:
        return f"visit {self.pk}"


class VisitRecord(models.Model):
    """What somebody recorded of a visit. Added to and never changed: the newest one holds."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="recorded", db_index=False)
    number = models.IntegerField(help_text="from 1")
    made = models.BooleanField(help_text="whether the visit was made")
    reason = models.TextField(default="", help_text="why it was not made")
    arrived = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    note = models.TextField(default="", help_text="what was observed and done")
    step = models.TextField(default="", help_text="the move of the pathway that was made with it")
    recorded = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_name = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="visit_records_are_numbered", fields=["visit", "number"]),
        )

    def __str__(self) -> str:
        return f"{self.visit_id}.{self.number}"
