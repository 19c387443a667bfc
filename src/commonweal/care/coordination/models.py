"""One named coordinator for each person, the members of their care team, and the people around them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

LIVE = Q(ended=None)
OFFER_STATES = {
    "waiting": "waits for an answer",
    "accepted": "accepted",
    "declined": "declined",
    "withdrawn": "withdrawn",
    "overtaken": "somebody else took it on first",
}


class Written(models.Model):
    """Something about one person, and who wrote it; their name stays as it was."""

    person = models.ForeignKey("care.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    by_name = models.TextField()
    by_role = models.TextField(help_text="id of the role they acted in")

    class Meta:
        abstract = True


class Coordinator(models.Model):
    """Who coordinates a person's care, from then on. Ended ones stay, for the history."""

    person = models.ForeignKey("care.Person", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("care.Post", on_delete=models.PROTECT, related_name="+")
    name = models.TextField(help_text="as they signed when they took it on")
    role = models.TextField()
    organisation = models.TextField(default="")
    team = models.TextField(default="")
    reach = models.TextField(default="", help_text="how to reach them, in their words")
    since = models.DateTimeField()
    reason = models.TextField(help_text="why they took it on, in words")
    ended = models.DateTimeField(null=True)
    ended_because = models.TextField(default="")
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_live_coordinator", fields=["person"], condition=LIVE),
        )

    def __str__(self) -> str:
        return f"coordinator {self.pk}"


class CoordinationOffer(Written):
    """A hand-over that waits for the one to whom it is offered; until then nothing changes."""

    coordinator = models.ForeignKey(
        Coordinator, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    post = models.ForeignKey("care.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.TextField(help_text="to whom it is offered")
    reason = models.TextField(help_text="why, and what they need to know")
    state = models.TextField(choices=list(OFFER_STATES.items()), default="waiting")
    answered = models.DateTimeField(null=True)
    answer = models.TextField(default="", help_text="why it was declined or withdrawn, in words")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_offer_waits", fields=["person"], condition=Q(state="waiting")),
            models.CheckConstraint(
                name="offer_is_answered_or_waits",
                condition=Q(state="waiting", answered=None)
                | Q(state__in=[one for one in OFFER_STATES if one != "waiting"], answered__isnull=False),
            ),
            models.CheckConstraint(
                name="offer_is_declined_with_a_reason", condition=~Q(state="declined", answer="")
            ),
        )
        indexes = (models.Index(fields=["post"], name="offers_waiting_for", condition=Q(state="waiting")),)

    def __str__(self) -> str:
        return f"offer {self.pk}"


class TeamMember(Written):
    """Somebody by name in a person's care team, whether or not they work with this site."""

    name = models.TextField()
    does = models.TextField(help_text="what they do for the person, in words")
    organisation = models.TextField(default="", help_text="in words")
    reach = models.TextField(default="", help_text="telephone, or another way")
    ended = models.DateTimeField(null=True)
    ended_because = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_live_member_of_a_name", fields=["person", "name", "does"], condition=LIVE
            ),
        )

    def __str__(self) -> str:
        return f"member {self.pk}"


class PersonAround(Written):
    """Somebody around a person, as of one time: a change ends this row and adds the next one of `who`."""

    who = models.UUIDField(default=uuid.uuid4, help_text="the same in every row about this somebody")
    number = models.IntegerField(default=1, help_text="which row about them it is, from 1")
    own_words = models.BooleanField(default=False, help_text="the person wrote it themselves")
    name = models.TextField()
    relation = models.TextField(help_text="in words, such as daughter")
    kind = models.TextField(help_text="family, friend, neighbour or other")
    phone = models.TextField(default="")
    lives_with = models.BooleanField(default=False)
    next_of_kin = models.BooleanField(default=False)
    carer = models.BooleanField(default=False, help_text="looks after the person, unpaid")
    young_carer = models.BooleanField(default=False, help_text="a carer under 18")
    bereavement = models.BooleanField(default=False, help_text="whom to turn to after a death")
    emergency_order = models.SmallIntegerField(null=True, help_text="1 is called first")
    attorney = models.TextField(default="", help_text="for health, property or both; empty for none")
    attorney_registered = models.TextField(default="", help_text="yes, no or unknown")
    attorney_seen_by = models.TextField(default="", help_text="who saw the paper, in words")
    attorney_seen_on = models.DateField(null=True)
    may_share = models.TextField(help_text="what the person lets be said to them")
    sees_plan = models.BooleanField(default=False, help_text="the person wishes them to see the plan")
    note = models.TextField(default="")
    ended = models.DateTimeField(null=True)
    ended_because = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_row_of_a_number", fields=["who", "number"]),
            models.UniqueConstraint(name="one_live_row_of_somebody", fields=["who"], condition=LIVE),
            models.CheckConstraint(
                name="emergency_order_counts_from_one",
                condition=Q(emergency_order=None) | Q(emergency_order__gte=1, emergency_order__lte=9),
            ),
            models.CheckConstraint(
                name="young_carer_is_a_carer", condition=Q(young_carer=False) | Q(carer=True)
            ),
        )

    def __str__(self) -> str:
        return f"somebody around {self.pk}"


class CarerAssessment(Written):
    """What became of a carer's own assessment: offered, declined or done. Rows are only ever added."""

    who = models.UUIDField(help_text="whom around the person it is about")
    state = models.TextField()
    on = models.DateField()
    again = models.DateField(null=True, help_text="when it is due again")
    note = models.TextField(default="")
    assessment = models.TextField(default="", help_text="id of the answers to an instrument, where kept")

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="carer_assessment_state", condition=Q(state__in=["offered", "declined", "done"])
            ),
        )
        indexes = (models.Index(fields=["who", "-id"], name="carer_assessments"),)

    def __str__(self) -> str:
        return f"carer assessment {self.pk}"
