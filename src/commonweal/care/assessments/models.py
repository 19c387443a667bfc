"""Assessments, and what became of them. All of it is added to and never changed."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from commonweal.blueprint.instruments import Kept

CATEGORIES: tuple[Kept, ...] = (
    "assessments",
    "mental_health",
    "community",
    "social_care",
    "plan_about_me",
    "plan_care",
    "plan_crisis",
    "plan_end_of_life",
)
ACTS = {"accepted": "Accepted", "changed": "Accepted with a change", "repeated": "Repeated"}


class Deed(models.Model):
    """Who recorded it, as whom, and when."""

    recorded = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_name = models.TextField(default="")
    role = models.TextField(default="")
    organisation = models.TextField(default="", help_text="ODS code")
    team = models.TextField(default="", help_text="id of the team; empty where with none")

    class Meta:
        abstract = True


class InstrumentVersion(models.Model):
    """An instrument as its file read when somebody was assessed with it; results keep that wording."""

    digest = models.TextField(primary_key=True)
    instrument = models.TextField()
    document = models.TextField(help_text="the file's content as JSON")
    adopted = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.instrument} {self.digest[:8]}"


class Assessment(Deed):
    """What was answered about a person, what it scored, and when they are to be assessed again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        "care.Person", on_delete=models.PROTECT, related_name="assessments", db_index=False
    )
    instrument = models.TextField()
    wording = models.ForeignKey(InstrumentVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.TextField(help_text="id of the instrument's version on that day")
    category = models.TextField(help_text="of agreements: who may see it")
    answers = models.JSONField(help_text="by id of the question")
    total = models.DecimalField(max_digits=16, decimal_places=6, null=True)
    parts = models.JSONField(default=dict, help_text="what each question scored")
    band = models.TextField(default="")
    triggers = models.JSONField(default=list, help_text="ids of those that are met, each with its questions")
    happened = models.DateTimeField(help_text="when the person was assessed")
    again = models.DateTimeField(null=True, help_text="when they are to be assessed again")
    note = models.TextField(default="")
    referral = models.ForeignKey(
        "care.Referral", on_delete=models.PROTECT, null=True, related_name="assessments", db_index=False
    )
    step = models.IntegerField(null=True, help_text="number of the referral's step it was made with")
    rests_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="changed_as", db_index=False
    )
    change = models.TextField(default="", help_text="what was changed of the one it rests on, and why")

    class Meta:
        constraints = (
            models.CheckConstraint(name="assessment_category", condition=Q(category__in=CATEGORIES)),
            models.CheckConstraint(name="assessed_before_recorded", condition=Q(happened__lte=F("recorded"))),
            models.CheckConstraint(name="assessed_again_later", condition=Q(again__gt=F("happened"))),
            models.CheckConstraint(
                name="assessment_with_a_step", condition=Q(step=None) | Q(referral__isnull=False)
            ),
            models.CheckConstraint(
                name="what_was_changed_is_said",
                condition=Q(rests_on=None, change="") | (Q(rests_on__isnull=False) & ~Q(change="")),
            ),
        )
        indexes = (
            models.Index(fields=["person", "instrument", "-happened"], name="assessments_of_a_person"),
            models.Index(fields=["referral"], name="assessments_with_referrals"),
            models.Index(fields=["rests_on"], name="assessments_resting_on"),
        )

    def __str__(self) -> str:
        return f"assessment {self.pk}"


class StruckOut(Deed):
    """That an assessment is wrong, and why. It stays, and nobody may rely on it any more."""

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="struck_out")
    reason = models.TextField()

    def __str__(self) -> str:
        return f"struck out {self.assessment_id}"


class SentAssessment(Deed):
    """An assessment as it is sent to those who may rely on it once they have accepted it, and until when."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="sent", db_index=False)
    to_organisation = models.TextField(help_text="ODS code")
    to_team = models.TextField(default="", help_text="id of the team; empty where the whole organisation")
    until = models.DateTimeField(null=True, help_text="until when it may be relied on; none: no end is set")
    note = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="sent_to_a_receiver_once", fields=["assessment", "to_organisation", "to_team"]
            ),
        )
        indexes = (
            models.Index(fields=["to_team", "to_organisation", "-recorded"], name="assessments_sent_to"),
        )

    def __str__(self) -> str:
        return f"{self.assessment_id} to {self.to_team or self.to_organisation}"


class Receipt(Deed):
    """What the receiver did with it: once for each that is sent, by whoever was first."""

    sent = models.OneToOneField(SentAssessment, on_delete=models.PROTECT, related_name="receipt")
    act = models.TextField(choices=list(ACTS.items()))
    reason = models.TextField(default="", help_text="why it is repeated: a key of rules.REPEATED_BECAUSE")
    note = models.TextField(default="")
    result = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    clause = models.TextField(default="", help_text="by which the assessor is trusted, where they are")

    class Meta:
        constraints = (
            models.CheckConstraint(name="receipt_act", condition=Q(act__in=list(ACTS))),
            models.CheckConstraint(
                name="repeated_for_a_reason",
                condition=(Q(act="repeated") & ~Q(reason="")) | (~Q(act="repeated") & Q(reason="")),
            ),
            models.CheckConstraint(
                name="changed_into_another",
                condition=Q(act="changed", result__isnull=False)
                | (~Q(act="changed") & Q(result__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.act} {self.sent_id}"


class RepeatRate(models.Model):
    """What became of the assessments that one organisation sent to another, as those who plan may see it."""

    moment = models.DateTimeField(help_text="the record is measured as it was then")
    weeks = models.IntegerField(help_text="up to that moment")
    sender = models.TextField(help_text="ODS code; empty for all together")
    receiver = models.TextField(help_text="ODS code; empty for all together")
    sent = models.IntegerField(null=True, help_text="empty where suppressed, as are all")
    answered = models.IntegerField(null=True)
    accepted = models.IntegerField(null=True)
    changed = models.IntegerField(null=True)
    repeated = models.IntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_rate_a_pair", fields=["moment", "weeks", "sender", "receiver"]),
            models.CheckConstraint(
                name="repeat_rate_is_rounded",
                condition=(Q(sent=None) | Q(sent=0) | Q(sent__gte=10))
                & (Q(answered=None) | Q(answered=0) | Q(answered__gte=10))
                & (Q(accepted=None) | Q(accepted=0) | Q(accepted__gte=10))
                & (Q(changed=None) | Q(changed=0) | Q(changed__gte=10))
                & (Q(repeated=None) | Q(repeated=0) | Q(repeated__gte=10)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.sender} to {self.receiver}, {self.weeks} weeks"
