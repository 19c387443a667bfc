"""The end-of-life register, and all that a person prefers. Rows are added; only an end is written later."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from commonweal.care.coordination.models import Written

LIVE = Q(ended=None)
ANSWERS = ("permit", "refuse", "not_discussed", "at_the_time")


class RegisterEntry(Written):
    """A person's time on the register, from the day they were put on it."""

    since = models.DateField()
    reason = models.TextField(help_text="which kind of illness")
    words = models.TextField(default="", help_text="why now, in words")
    practice = models.TextField(default="", help_text="ODS code, as they were registered then")
    ended = models.DateTimeField(null=True)
    ended_reason = models.TextField(default="")
    ended_words = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="once_on_the_register", fields=["person"], condition=LIVE),
            models.CheckConstraint(
                name="register_entry_ends_with_a_reason", condition=LIVE | ~Q(ended_reason="")
            ),
        )

    def __str__(self) -> str:
        return f"on the register {self.pk}"


class RegisterReview(Written):
    """How somebody on the register is, as it was looked at on a day, and when it is looked at again."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, related_name="reviews")
    on = models.DateField()
    stage = models.TextField()
    estimate = models.TextField(default="", help_text="of the time left; empty where none is given")
    words = models.TextField(default="")
    next_review = models.DateField()

    def __str__(self) -> str:
        return f"review {self.pk}"


class Version(Written):
    """What holds until a row with a higher number comes; `number` counts from 1."""

    number = models.IntegerField()

    class Meta:
        abstract = True


class Preference(Version):
    """What a person permits or refuses about one subject, who decided, and where the form is kept."""

    subject = models.TextField()
    answer = models.TextField()
    words = models.TextField(default="", help_text="of the person, or of whoever decided")
    decided_by = models.TextField(default="")
    decided_name = models.TextField(default="")
    capacity = models.TextField(default="", help_text="how the person's capacity was considered")
    discussed_with = models.TextField(default="")
    decided_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    form = models.TextField(default="", help_text="the clinical form that was seen; empty for none")
    form_kept = models.TextField(default="", help_text="where it is kept")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_preference_of_a_number", fields=["person", "subject", "number"]
            ),
            models.CheckConstraint(name="preference_answer", condition=Q(answer__in=ANSWERS)),
        )

    def __str__(self) -> str:
        return f"preference {self.pk}"


class PlaceWish(Version):
    """Where a person prefers to be cared for, and to die: first and second choice of each."""

    care_first = models.TextField(default="")
    care_second = models.TextField(default="")
    death_first = models.TextField(default="")
    death_second = models.TextField(default="")
    words = models.TextField(default="")
    discussed_with = models.TextField(default="")
    on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_place_wish_of_a_number", fields=["person", "number"]),
        )

    def __str__(self) -> str:
        return f"places {self.pk}"


class AdvanceDecision(Version):
    """Whether there is an advance decision to refuse treatment, who saw it and where it is."""

    made = models.TextField(help_text="yes, no or unknown")
    refuses = models.TextField(default="", help_text="what it refuses and when, in its words")
    seen_by = models.TextField(default="")
    seen_on = models.DateField(null=True)
    kept = models.TextField(default="", help_text="where it is kept")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_advance_decision_of_a_number", fields=["person", "number"]),
            models.CheckConstraint(
                name="advance_decision_made", condition=Q(made__in=["yes", "no", "unknown"])
            ),
        )

    def __str__(self) -> str:
        return f"advance decision {self.pk}"


class AnticipatoryMedicine(Written):
    """A medicine that is in the home in case it is needed; no order to give it."""

    medicine = models.TextField()
    dose = models.TextField(help_text="as it is prescribed, in words")
    given_for = models.TextField(default="")
    prescribed_by = models.TextField()
    prescribed_on = models.DateField()
    kept = models.TextField(help_text="where in the home")
    expires = models.DateField(null=True)
    ended = models.DateTimeField(null=True)
    ended_because = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_live_anticipatory_medicine", fields=["person", "medicine", "dose"], condition=LIVE
            ),
        )

    def __str__(self) -> str:
        return f"medicine {self.pk}"


class Death(Version):
    """Where and when a person died, and whether that was where they preferred."""

    on = models.DateField()
    place = models.TextField()
    words = models.TextField(default="")
    practice = models.TextField(default="", help_text="ODS code, where they were registered last")
    met = models.TextField(help_text="first, second, no, or unknown where no preference was known")

    class Meta:
        constraints = (models.UniqueConstraint(name="one_death_of_a_number", fields=["person", "number"]),)

    def __str__(self) -> str:
        return f"death {self.pk}"


class Bereavement(Written):
    """Somebody who is to be contacted after a death: by whom and by when; and how it went."""

    contact = models.UUIDField(default=uuid.uuid4, unique=True, help_text="of the form it was written on")
    name = models.TextField()
    reach = models.TextField(default="")
    by_whom = models.TextField()
    due = models.DateField()
    done_on = models.DateField(null=True)
    done_name = models.TextField(default="")
    outcome = models.TextField(default="")

    def __str__(self) -> str:
        return f"bereavement {self.pk}"


class AfterDeathReview(Version):
    """What went well around a death, what did not, and what is done about it."""

    on = models.DateField()
    went_well = models.TextField(default="")
    went_wrong = models.TextField(default="")
    action = models.TextField(default="")
    action_by = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_after_death_review_of_a_number", fields=["person", "number"]),
        )

    def __str__(self) -> str:
        return f"review after death {self.pk}"


def rounded(*counts: str) -> Q:
    """Each number is as those who plan may see it: nothing between 0 and 10."""
    found = Q()
    for count in counts:
        found &= Q(**{count: None}) | Q(**{count: 0}) | Q(**{f"{count}__gte": 10})
    return found


class PlaceRate(models.Model):
    """Where people of an area died, against what they preferred, as those who plan may see it."""

    moment = models.DateTimeField(help_text="the record is measured as it was then")
    weeks = models.IntegerField(help_text="up to that moment")
    area = models.TextField(help_text="id of an area")
    died = models.IntegerField(null=True, help_text="whose place of death was recorded; empty if suppressed")
    known = models.IntegerField(null=True, help_text="of these, with a preference")
    first = models.IntegerField(null=True, help_text="who died where they preferred")
    second = models.IntegerField(null=True)
    elsewhere = models.IntegerField(null=True)
    on_register = models.IntegerField(null=True, help_text="at that moment")
    with_place = models.IntegerField(null=True, help_text="of these, with a preferred place of death")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_place_rate_an_area", fields=["moment", "weeks", "area"]),
            models.CheckConstraint(
                name="place_rate_is_rounded",
                condition=rounded(
                    "died", "known", "first", "second", "elsewhere", "on_register", "with_place"
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.area}, {self.weeks} weeks"
