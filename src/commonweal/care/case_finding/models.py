"""Whom rules found when, and what somebody did about it. All of it is added to and never changed."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

DEEDS = {"caseload": "put on the caseload", "aside": "put aside for now"}


class CaseRuleVersion(models.Model):
    """A rule as its file read when it found somebody."""

    digest = models.TextField(primary_key=True)
    rule = models.TextField()
    document = models.TextField(help_text="the file's content as JSON")
    adopted = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.rule} {self.digest[:8]}"


class Finding(models.Model):
    """From this day on a rule found somebody, until a row of FindingOver says otherwise."""

    rule = models.TextField(help_text="id of the rule in the blueprint")
    version = models.ForeignKey(CaseRuleVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("care.Person", on_delete=models.PROTECT, related_name="findings")
    categories = ArrayField(models.TextField(), help_text="of the record that the rule looks at")
    since = models.DateField(help_text="the day of the refresh that found them first")
    known = models.JSONField(help_text="what was known of them then, by column of the rule")
    recorded = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["rule", "person"], name="findings_of_a_rule"),)

    def __str__(self) -> str:
        return f"finding {self.pk}"


class FindingOver(models.Model):
    """On this day a rule found them no more."""

    finding = models.OneToOneField(Finding, on_delete=models.PROTECT, primary_key=True, related_name="over")
    on = models.DateField(help_text="the day of the refresh that did not find them")
    recorded = models.DateTimeField()

    def __str__(self) -> str:
        return f"end of finding {self.finding_id}"


class FindingAnswer(models.Model):
    """What a team did about somebody whom a rule found."""

    rule = models.TextField()
    person = models.ForeignKey("care.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    team = models.TextField(help_text="id of the team")
    deed = models.TextField(choices=list(DEEDS.items()))
    reason = models.TextField(help_text="why, in words")
    until = models.DateField(null=True, help_text="of somebody put aside: listed again from then on")
    involvement = models.ForeignKey(
        "care.Involvement", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    recorded = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    by_name = models.TextField(default="")

    class Meta:
        constraints = (
            models.CheckConstraint(name="finding_deed", condition=Q(deed__in=list(DEEDS))),
            models.CheckConstraint(
                name="put_aside_until_a_day",
                condition=Q(deed="aside", until__isnull=False) | Q(deed="caseload", until=None),
            ),
        )
        indexes = (models.Index(fields=["rule", "person", "-id"], name="answers_about_somebody"),)

    def __str__(self) -> str:
        return f"{self.deed} {self.pk}"


class CaseCount(models.Model):
    """How many people of an area a rule finds, as those who plan are told; an area with nobody has no row."""

    refresh = models.ForeignKey(
        "care.Refresh", on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    rule = models.TextField()
    categories = ArrayField(models.TextField(), help_text="of the record that the rule looks at")
    area = models.TextField(help_text="id of an area, or ODS code of a practice")
    found = models.IntegerField(null=True, help_text="empty where suppressed")
    among = models.IntegerField(null=True, help_text="everybody registered there; empty where suppressed")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_case_count", fields=["refresh", "rule", "area"]),
            models.CheckConstraint(
                name="case_count_is_rounded",
                condition=(Q(found=None) | Q(found=0) | Q(found__gte=10))
                & (Q(among=None) | Q(among__gte=10)),
            ),
            models.CheckConstraint(
                name="case_count_is_a_part",
                condition=Q(found=None) | Q(among=None) | Q(found__lte=F("among")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.area}"
