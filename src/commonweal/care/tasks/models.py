"""Tasks, and every step that was taken with them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

STATES = {
    "open": "nobody has taken it yet",
    "taken": "somebody sees to it",
    "done": "is done",
    "declined": "was declined",
    "withdrawn": "was withdrawn",
}
LIVE_STATES = ("open", "taken")
SOURCES = {
    "hand": "asked for by hand",
    "meeting": "agreed in a meeting",
    "plan": "an action of the person’s plan",
    "referral": "follows from a referral",
}
LIVE = Q(state__in=LIVE_STATES)


class Task(models.Model):
    """One thing to do. Its owner is one team, or one organisation without a team, at every moment."""

    said = models.TextField(help_text="what is to be done, in words")
    like = models.TextField(help_text="the same words as they are compared, so that nothing is asked twice")
    person = models.ForeignKey(
        "care.Person", on_delete=models.PROTECT, null=True, related_name="tasks", db_index=False
    )
    owner = models.TextField(help_text="id of a team, or ODS code of an organisation without one")
    post = models.ForeignKey(
        "care.Post", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    watchers = ArrayField(models.TextField(), default=list, help_text="teams that follow what becomes of it")
    offered_to = models.TextField(default="", help_text="whom it is to be handed over to, until they answer")
    due = models.DateField()
    source = models.TextField(choices=list(SOURCES.items()))
    source_id = models.TextField(default="", help_text="which meeting, plan or referral it came from")
    made = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    made_name = models.TextField(default="")
    made_for = models.TextField(help_text="the team or organisation of whoever asked for it")
    state = models.TextField(choices=list(STATES.items()), default="open")
    since = models.DateTimeField(help_text="when it came to this state")
    ended = models.DateTimeField(null=True, help_text="when it was done, declined or withdrawn")
    steps = models.IntegerField(default=1, help_text="how often it was changed, the asking included")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="nothing_is_asked_twice",
                fields=["owner", "like", "person"],
                condition=LIVE,
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="task_state", condition=Q(state__in=list(STATES))),
            models.CheckConstraint(name="task_has_an_owner", condition=~Q(owner="")),
            models.CheckConstraint(name="task_source", condition=Q(source__in=list(SOURCES))),
            models.CheckConstraint(
                name="task_is_live_or_ended",
                condition=LIVE & Q(ended=None)
                | Q(state__in=["done", "declined", "withdrawn"], ended__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=["owner", "due", "id"], name="tasks_of_a_team", condition=LIVE),
            models.Index(fields=["owner", "-ended", "-id"], name="tasks_over", condition=~LIVE),
            models.Index(fields=["made_for", "due", "id"], name="tasks_asked_for", condition=LIVE),
            models.Index(fields=["made_for", "-ended", "-id"], name="tasks_asked_for_over", condition=~LIVE),
            models.Index(fields=["offered_to"], name="tasks_offered", condition=LIVE & ~Q(offered_to="")),
            models.Index(fields=["person", "due"], name="tasks_of_a_person"),
            models.Index(fields=["source", "source_id"], name="tasks_from"),
            GinIndex(fields=["watchers"], name="tasks_watched"),
        )

    def __str__(self) -> str:
        return f"task {self.pk}"


class TaskStep(models.Model):
    """What somebody did with a task, or said of it. Added to and never changed."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="taken", db_index=False)
    deed = models.TextField(help_text="asked, or a key of the deeds in rules.py")
    says = models.TextField(default="", help_text="the reason or the comment, in words")
    to = models.TextField(default="", help_text="the team or organisation that the deed names")
    post = models.ForeignKey(
        "care.Post", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    due = models.DateField(null=True, help_text="by when, from this step on")
    recorded = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_name = models.TextField(default="")
    by_team = models.TextField(default="")

    class Meta:
        indexes = (models.Index(fields=["task", "id"], name="steps_of_a_task"),)

    def __str__(self) -> str:
        return f"{self.deed} of task {self.task_id}"
