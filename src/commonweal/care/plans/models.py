"""One plan for each person. What is published is only added to; a draft is its author's alone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

CATEGORIES = ("plan_about_me", "plan_care", "plan_crisis", "plan_end_of_life")
WHOSE = {
    "person": "the person's own words",
    "carer": "a carer's words",
    "professional": "a professional's words",
}
OUTCOMES = {
    "": "waits for an answer",
    "accepted": "accepted",
    "changed": "accepted with a change",
    "declined": "declined",
}
AGREED = {
    "person": "agreed with the person",
    "representative": "agreed with somebody who may decide for the person",
    "not_agreed": "not agreed yet",
}


class Plan(models.Model):
    """That a person has a plan, and when something of it is to be read again; the database keeps it so."""

    person = models.OneToOneField("care.Person", on_delete=models.PROTECT, related_name="plan")
    begun = models.DateTimeField()
    review_by = models.DateField(
        null=True, help_text="the soonest day on which a section, or the whole, is to be read again"
    )

    class Meta:
        indexes = (models.Index(fields=["review_by", "person"], name="plans_by_review"),)

    def __str__(self) -> str:
        return f"plan {self.pk}"


class Signed(models.Model):
    """Something about one person's plan, and who wrote it; their name stays as it was."""

    person = models.ForeignKey("care.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    by_name = models.TextField()
    role = models.TextField(help_text="id of the role they acted in")
    organisation = models.TextField(default="")

    class Meta:
        abstract = True


class SectionVersion(Signed):
    """What a section says from then on; `category` is what it was shared as when it was written."""

    section = models.TextField(help_text="id of a section of the plan in the blueprint")
    category = models.TextField()
    content = models.JSONField(help_text="items, each field → words")
    whose = models.TextField(choices=list(WHOSE.items()))
    supported_by = models.TextField(default="", help_text="who helped to write it, in words")
    why = models.TextField(default="", help_text="why it was changed, in words")
    review_by = models.DateField(null=True)
    restores = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = (
            models.CheckConstraint(name="plan_section_category", condition=Q(category__in=CATEGORIES)),
            models.CheckConstraint(name="plan_section_whose", condition=Q(whose__in=list(WHOSE))),
        )
        indexes = (models.Index(fields=["person", "section", "-id"], name="plan_sections"),)

    def __str__(self) -> str:
        return f"version {self.pk}"


class SectionDraft(models.Model):
    """What one author has typed and not published: nobody else sees it, and it survives a closed page."""

    post = models.ForeignKey("care.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("care.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    section = models.TextField()
    category = models.TextField()
    said = models.JSONField(help_text="the answers of the form, as typed")
    seen = models.BigIntegerField(null=True, help_text="id of the version it was begun from")
    kept = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_draft_of_an_author", fields=["post", "person", "section"]),
            models.CheckConstraint(name="plan_draft_category", condition=Q(category__in=CATEGORIES)),
        )

    def __str__(self) -> str:
        return f"draft {self.pk}"


class Proposal(Signed):
    """A change of a section that somebody proposes who may not make it; answered once."""

    section = models.TextField()
    category = models.TextField()
    content = models.JSONField()
    whose = models.TextField(choices=list(WHOSE.items()))
    why = models.TextField(default="")
    based_on = models.ForeignKey(
        SectionVersion, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    outcome = models.TextField(choices=list(OUTCOMES.items()), default="")
    answered = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    answered_name = models.TextField(default="")
    answer = models.TextField(default="", help_text="to whoever proposed it, in words")
    version = models.ForeignKey(
        SectionVersion, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = (
            models.CheckConstraint(name="plan_proposal_category", condition=Q(category__in=CATEGORIES)),
            models.CheckConstraint(
                name="plan_proposal_is_answered_or_waits",
                condition=Q(outcome="", answered=None, version=None)
                | Q(outcome="declined", answered__isnull=False, version=None) & ~Q(answer="")
                | Q(outcome__in=["accepted", "changed"], answered__isnull=False, version__isnull=False),
            ),
        )
        indexes = (models.Index(fields=["person", "-id"], name="plan_proposals"),)

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class PlanPhoto(Signed):
    """A photo of the person, as it was read and written anew; kept when it is taken away."""

    kind = models.TextField(help_text="media type")
    content = models.BinaryField()
    width = models.IntegerField()
    height = models.IntegerField()
    ended = models.DateTimeField(null=True, help_text="when it was taken away, or another took its place")
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    ended_by_name = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_live_photo", fields=["person"], condition=Q(ended=None)),
            models.CheckConstraint(
                name="plan_photo_ends_by_somebody",
                condition=Q(ended=None, ended_by=None, ended_by_name="")
                | Q(ended__isnull=False) & ~Q(ended_by_name=""),
            ),
        )
        indexes = (models.Index(fields=["person", "-id"], name="plan_photos"),)

    def __str__(self) -> str:
        return f"photo {self.pk}"


class SignOff(Signed):
    """A professional stands for the plan as it was then: how it was agreed, when it is read again."""

    agreed = models.TextField(choices=list(AGREED.items()))
    representative = models.TextField(default="", help_text="who agreed for the person, and as what")
    how = models.TextField(help_text="how it was agreed, or why it could not be, in words")
    review_by = models.DateField()
    versions = models.JSONField(help_text="section → id of the version that was signed")

    class Meta:
        constraints = (
            models.CheckConstraint(name="plan_agreed", condition=Q(agreed__in=list(AGREED))),
            models.CheckConstraint(
                name="plan_representative_is_named", condition=~Q(agreed="representative", representative="")
            ),
        )
        indexes = (models.Index(fields=["person", "-id"], name="plan_sign_offs"),)

    def __str__(self) -> str:
        return f"sign-off {self.pk}"
