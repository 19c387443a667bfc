"""Meetings, whom they are about, and everything that was said in them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

KINDS = {
    "decision": "a decision",
    "note": "what was said",
    "basis": "why this person may be spoken of",
    "action": "what somebody is to do",
    "closed": "the meeting was closed",
    "reopened": "the meeting was opened again",
}
HOW = {"present": "present", "apologies": "sent apologies"}


class Meeting(models.Model):
    """A meeting of a team, to which others may be invited."""

    team = models.TextField(help_text="id of the team in the blueprint")
    agenda = models.TextField(help_text="id of the agenda whose rules list people")
    title = models.TextField()
    starts = models.DateTimeField()
    place = models.TextField(default="", help_text="where it is, or the address of the call")
    chair = models.TextField(default="", help_text="who leads it, by name")
    invited = ArrayField(
        models.TextField(), default=list, help_text="other teams and organisations that take part"
    )
    closed = models.DateTimeField(null=True)
    listed = models.DateTimeField(null=True, help_text="when its agenda was last made by the rules")
    made = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes = (models.Index(fields=["team", "-starts", "-id"], name="meetings_of_a_team"),)

    def __str__(self) -> str:
        return f"meeting {self.pk}"


class MeetingItem(models.Model):
    """Somebody on the agenda, once, with every reason why."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items", db_index=False)
    person = models.ForeignKey("care.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    reasons = models.JSONField(default=list, help_text="rule and words of each; or that it was by hand")
    place = models.IntegerField(help_text="by the first rule that lists them, from 0; those by hand first")
    dropped = models.BooleanField(default=False, help_text="no rule lists them any more")

    class Meta:
        constraints = (models.UniqueConstraint(name="nobody_is_listed_twice", fields=["meeting", "person"]),)
        indexes = (models.Index(fields=["person"], name="meetings_about_a_person"),)

    def __str__(self) -> str:
        return f"item {self.pk}"


class MeetingLine(models.Model):
    """One thing that was taken down. Added to and never changed: a line that amends another holds for it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="lines", db_index=False)
    item = models.ForeignKey(
        MeetingItem, on_delete=models.PROTECT, null=True, related_name="lines", db_index=False
    )
    kind = models.TextField(choices=list(KINDS.items()))
    says = models.TextField(default="", help_text="empty where it strikes out the line that it amends")
    task = models.ForeignKey(
        "care.Task", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    amends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    because = models.TextField(default="", help_text="why it was amended, or opened again")
    key = models.UUIDField(help_text="of the form that it was typed in: sent twice, it is kept once")
    recorded = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_name = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="taken_down_once", fields=["meeting", "key"]),
            models.CheckConstraint(name="meeting_line_kind", condition=Q(kind__in=list(KINDS))),
        )
        indexes = (
            models.Index(fields=["meeting", "id"], name="lines_of_a_meeting"),
            models.Index(fields=["task"], name="lines_of_a_task", condition=Q(task__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Attendance(models.Model):
    """Who was there, or sent apologies. The newest row about a name and organisation holds."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance", db_index=False)
    name = models.TextField()
    organisation = models.TextField(help_text="team or organisation, in words")
    how = models.TextField(choices=list(HOW.items()))
    recorded = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = (models.CheckConstraint(name="attendance_how", condition=Q(how__in=list(HOW))),)
        indexes = (models.Index(fields=["meeting", "id"], name="attendance_of_a_meeting"),)

    def __str__(self) -> str:
        return f"attendance {self.pk}"
