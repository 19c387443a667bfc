"""What somebody is told of a referral, once: that a clock has used so much of its time, or how it goes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from commonweal.care.referrals.models import Referral

KINDS = {
    "role": "those who work on it, of a clock",
    "referrer": "whoever referred, of how it ended",
    "person": "the person, of how it goes",
}
STATES = {
    "waiting": "nobody has answered yet, or it is still to be sent",
    "answered": "somebody sees to it",
    "told": "it has left, and asks for no answer",
    "moved_on": "the referral went on first",
    "overtaken": "more of the time was used, and that was told instead",
    "withdrawn": "a step was corrected, and it never came to this",
}
WAITING = Q(state="waiting")


class Notice(models.Model):
    """One rung of one run of a clock that was reached, or one turn that a referral took.

    `about` is the clock, or began, given or ended; `run` counts its runs, or is the number of the step.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="notices", db_index=False)
    kind = models.TextField(choices=list(KINDS.items()))
    about = models.TextField()
    run = models.IntegerField()
    rung = models.IntegerField(default=0, help_text="per cent of the time; 0 where it is of no clock")
    says = models.TextField(default="", help_text="in the words of the pathway's file")
    reached = models.DateTimeField(help_text="when it came to this")
    noted = models.DateTimeField(help_text="when it was seen to have come to this")
    addressed = models.DateTimeField(null=True, help_text="when it was said where it goes")
    answer_by = models.DateTimeField(null=True, help_text="when others are told, where nobody answers")
    escalated = models.DateTimeField(null=True, help_text="when others were told")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    answered_name = models.TextField(default="")
    state = models.TextField(choices=list(STATES.items()), default="waiting")
    because = models.TextField(default="", help_text="why it waits no longer")
    closed = models.DateTimeField(null=True)
    seen = models.IntegerField(help_text="how many steps the referral had when it was last looked at")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="told_once", fields=["referral", "kind", "about", "run", "rung"]),
            models.CheckConstraint(name="notice_is_of_a_kind", condition=Q(kind__in=list(KINDS))),
            models.CheckConstraint(
                name="notice_is_closed_or_waits",
                condition=WAITING & Q(closed=None)
                | Q(state__in=[state for state in STATES if state != "waiting"], closed__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=["referral"], name="notices_waiting", condition=WAITING),
            models.Index(fields=["id"], name="notices_to_address", condition=Q(addressed=None)),
            models.Index(
                fields=["answer_by"], name="notices_to_escalate", condition=WAITING & Q(escalated=None)
            ),
        )

    def __str__(self) -> str:
        return f"notice {self.pk}"


class Recipient(models.Model):
    """A role of a team that a notice is for; `level` 1 is told where those of level 0 did not answer."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="recipients", db_index=False)
    team = models.TextField()
    role = models.TextField()
    level = models.IntegerField(default=0)
    waits = models.BooleanField(default=True, help_text="kept by the database: whether the notice does")

    class Meta:
        constraints = (models.UniqueConstraint(name="named_once", fields=["notice", "team", "role"]),)
        indexes = (
            models.Index(fields=["team", "role", "notice"], name="waiting_for", condition=Q(waits=True)),
            models.Index(fields=["team", "role", "-notice"], name="told_before"),
        )

    def __str__(self) -> str:
        return f"{self.role} of {self.team}"


class Wish(models.Model):
    """How whoever holds this post wishes to be told, besides the page."""

    post = models.OneToOneField("care.Post", on_delete=models.PROTECT, related_name="+")
    by_email = models.BooleanField()
    changed = models.DateTimeField()

    def __str__(self) -> str:
        return f"wish {self.pk}"
