"""What is recorded of referrals. Steps are added to and never changed; all else follows from them."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from commonweal.care.pathways.models import PathwayVersion

OPEN = Q(ended=None)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # where those sort whose clocks all rest
IDENTITIES = {
    "known": "matched to a person of the record",
    "unverified": "named, not matched to anybody yet",
    "unknown": "not known by name",
}


class Referral(models.Model):
    """One leg of a person's way: who sent it, whom it is about, and where it stands since its last step."""

    reference = models.TextField(unique=True)
    pathway = models.TextField()
    version = models.ForeignKey(PathwayVersion, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "care.Person", on_delete=models.PROTECT, null=True, related_name="referrals", db_index=False
    )
    identity = models.TextField(choices=list(IDENTITIES.items()))
    given = models.TextField(default="")
    family = models.TextField(default="")
    birth_date = models.DateField(null=True)
    sex = models.TextField(default="unknown")
    nhs_number = models.TextField(default="", help_text="as it was sent, where it is one")
    address = models.TextField(default="")
    postcode = models.TextField(default="")
    phone = models.TextField(default="")
    practice = models.TextField(default="", help_text="ODS code; empty where not known")
    lsoa = models.TextField(default="", help_text="code of the small area; empty where not known")
    source = models.TextField(help_text="a kind of organisation, or person, family, nhs_111, ambulance_999")
    channel = models.TextField(help_text="page, fhir, csv or played")
    sender = models.TextField(default="", help_text="ODS code of the organisation that sent it")
    sender_team = models.TextField(default="")
    sender_name = models.TextField(default="")
    sender_contact = models.TextField(default="")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    reason = models.TextField(help_text="in the words of whoever referred")
    answers = models.JSONField(default=dict, help_text="to the questions of the pathway, by id")
    marks = models.JSONField(default=list, help_text="what the sender was warned of, such as died")
    received = models.DateTimeField(help_text="when it reached us")
    recorded = models.DateTimeField()
    hub = models.TextField(help_text="id of the team that reads what comes in")
    hub_organisation = models.TextField(default="")
    team = models.TextField(default="", help_text="id of the team it was given to; empty while with none")
    team_organisation = models.TextField(default="")
    stage = models.TextField()
    since = models.DateTimeField(help_text="when it came to this stage")
    steps = models.IntegerField(default=1, help_text="how many are recorded")
    due = models.DateTimeField(null=True, help_text="when the next clock runs out; none while all rest")
    due_clock = models.TextField(default="")
    resting = models.TextField(default="", help_text="why its clock rests, while it does")
    next_rung = models.DateTimeField(null=True, help_text="when somebody is told next")
    sorts = models.GeneratedField(
        expression=Coalesce("due", models.Value(NEVER)),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    ended = models.DateTimeField(null=True)
    outcome = models.TextField(default="")
    next_owner = models.TextField(default="")
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    journey = models.BigIntegerField(null=True, help_text="id of the first leg; none where this is it")

    class Meta:
        constraints = (
            models.CheckConstraint(name="referral_identity", condition=Q(identity__in=list(IDENTITIES))),
            models.CheckConstraint(
                name="known_is_somebody",
                condition=Q(identity="known", person__isnull=False)
                | (~Q(identity="known") & Q(person__isnull=True)),
            ),
        )
        indexes = (
            models.Index(fields=["hub", "sorts", "id"], name="referrals_of_a_hub", condition=OPEN),
            models.Index(fields=["hub", "stage", "sorts", "id"], name="referrals_at_a_stage", condition=OPEN),
            models.Index(fields=["team", "sorts", "id"], name="referrals_of_a_team", condition=OPEN),
            models.Index(fields=["person", "received"], name="referrals_of_a_person"),
            models.Index(fields=["sender", "-received"], name="referrals_sent"),
            models.Index(fields=["pathway", "received"], name="referrals_on_a_pathway"),
            models.Index(fields=["journey"], name="referrals_of_a_journey"),
            models.Index(fields=["next_rung"], name="referrals_to_tell_of", condition=OPEN),
            models.Index(fields=["birth_date"], name="referrals_alike", condition=OPEN),
        )

    def __str__(self) -> str:
        return self.reference


class Step(models.Model):
    """Who did what, when it happened and when it was recorded; one that `corrects` another stands for it."""

    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="recorded_steps", db_index=False
    )
    number = models.IntegerField()
    move = models.TextField(help_text="id of the move; empty for the first step")
    source = models.TextField()
    to = models.TextField()
    happened = models.DateTimeField()
    recorded = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_name = models.TextField(default="")
    role = models.TextField(default="")
    organisation = models.TextField(default="")
    team = models.TextField(default="")
    reason = models.TextField(default="")
    outcome = models.TextField(default="")
    next_owner = models.TextField(default="")
    instruments = models.JSONField(default=list)
    note = models.TextField(default="")
    given_team = models.TextField(default="", help_text="id of the team it was given to by this step")
    corrects = models.IntegerField(null=True, help_text="number of the step it stands for")
    never_happened = models.BooleanField(default=False)
    version = models.TextField(default="", help_text="digest of the pathway it was carried over to")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="steps_are_numbered", fields=["referral", "number"]),
            models.CheckConstraint(
                name="recorded_after_it_happened", condition=Q(happened__lte=models.F("recorded"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.referral_id}.{self.number}"


class ClockRun(models.Model):
    """One run of a clock of a referral, as its steps leave it. It is late once it has lasted beyond `due`."""

    pk = models.CompositePrimaryKey("referral_id", "clock", "number")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="runs", db_index=False)
    clock = models.TextField()
    number = models.IntegerField(help_text="from 1")
    rule = models.TextField(help_text="id of the version of the clock's rule")
    state = models.TextField()
    started = models.DateTimeField()
    due = models.DateTimeField(null=True, help_text="none while it rests with time left")
    ended = models.DateTimeField(null=True)
    used_seconds = models.BigIntegerField(help_text="what counted of it, until it ended or its last step")
    limit_seconds = models.BigIntegerField()
    target = models.IntegerField(null=True, help_text="per cent that should be in time")

    def __str__(self) -> str:
        return f"{self.referral_id} {self.clock}"


class StageCount(models.Model):
    """How many open referrals of a pathway stand at a stage; kept in lanes, so that writers seldom wait."""

    pk = models.CompositePrimaryKey("hub", "pathway", "stage", "lane")
    hub = models.TextField()
    pathway = models.TextField()
    stage = models.TextField()
    lane = models.IntegerField()
    count = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.pathway} {self.stage}"
