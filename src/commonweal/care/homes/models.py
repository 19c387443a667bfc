"""What is recorded of care homes and those who live there. Stays end; all else is only added to."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

LEFT = {
    "died": "Died",
    "hospital": "Went into hospital",
    "home": "Went to live at home",
    "elsewhere": "Moved to another home",
    "never": "Never lived here",
}
FUNDING = {"self": "Themselves", "council": "Council", "nhs": "NHS", "shared": "Several together"}
SETTLED = {"taken": "Lives there", "not": "Does not live there", "withdrawn": "Withdrawn by the home"}
KINDS = {
    "see": "Asked to be seen",
    "fall": "Fell",
    "unwell": "Unwell",
    "signs": "Not as usual",
}
SEEN = {"seen": "Seen", "not_seen": "Not seen", "declined": "Did not want to be seen", "away": "Away"}


class Said(models.Model):
    """Who recorded it, and when."""

    recorded = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_name = models.TextField(default="")

    class Meta:
        abstract = True


class Stay(Said):
    """A resident's time in a home, from coming or coming back until they leave or die; it ends once."""

    person = models.ForeignKey("care.Person", on_delete=models.PROTECT, related_name="stays", db_index=False)
    home = models.TextField(help_text="ODS code")
    started = models.DateField()
    again = models.BooleanField(default=False, help_text="whether they came back to a home they had lived in")
    room = models.TextField(default="")
    funding = models.TextField(default="", help_text="a key of FUNDING; empty where not said")
    ended = models.DateField(null=True)
    outcome = models.TextField(default="", help_text="a key of LEFT")
    ended_by_name = models.TextField(default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="in_one_home_at_a_time", fields=["person"], condition=Q(ended=None)),
            models.CheckConstraint(
                name="stay_runs_forwards", condition=Q(ended=None) | Q(ended__gte=F("started"))
            ),
            models.CheckConstraint(
                name="stay_ends_somehow",
                condition=Q(ended=None, outcome="") | (Q(ended__isnull=False) & ~Q(outcome="")),
            ),
        )
        indexes = (
            models.Index(fields=["home", "person"], name="stays_in_a_home"),
            models.Index(fields=["person", "-started"], name="stays_of_a_person"),
        )

    def __str__(self) -> str:
        return f"stay {self.pk}"


class ProposedResident(Said):
    """Somebody whom a home says to live there and the record does not; settled by those who know."""

    home = models.TextField(help_text="ODS code")
    practice = models.TextField(help_text="ODS code of the aligned practice, which is asked")
    nhs_number = models.TextField()
    birth_date = models.DateField()
    called = models.TextField(help_text="the name, as the home says it")
    started = models.DateField()
    room = models.TextField(default="")
    funding = models.TextField(default="")
    person = models.ForeignKey(
        "care.Person",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="whose number and birth date it is",
    )
    settled = models.TextField(default="", help_text="a key of SETTLED")
    settled_at = models.DateTimeField(null=True)
    settled_by_name = models.TextField(default="")
    because = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="proposed_once_at_a_time",
                fields=["home", "nhs_number", "birth_date"],
                condition=Q(settled=""),
            ),
        )
        indexes = (models.Index(fields=["home", "-recorded"], name="proposed_by_a_home"),)

    def __str__(self) -> str:
        return f"proposed resident {self.pk}"


class BedsSaid(Said):
    """How many beds of one type a home says it has, and how many of them are free."""

    home = models.TextField(help_text="ODS code")
    kind = models.TextField(help_text="id of a type of bed in homes.yaml")
    beds = models.IntegerField()
    free = models.IntegerField()
    note = models.TextField(default="", help_text="such as: from Monday; ground floor")

    class Meta:
        constraints = (
            models.CheckConstraint(name="free_beds_are_beds", condition=Q(free__gte=0, beds__gte=F("free"))),
        )
        indexes = (models.Index(fields=["home", "kind", "-recorded"], name="beds_of_a_home"),)

    def __str__(self) -> str:
        return f"{self.home} {self.kind} {self.free}/{self.beds}"


class Concern(Said):
    """What a home noticed of a resident, or asks for them, until the next round looks at it."""

    person = models.ForeignKey(
        "care.Person", on_delete=models.PROTECT, related_name="concerns", db_index=False
    )
    home = models.TextField(help_text="ODS code")
    kind = models.TextField(choices=list(KINDS.items()))
    words = models.TextField(default="")
    signs = ArrayField(models.TextField(), default=list, help_text="ids of signs in homes.yaml")
    happened = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(name="concern_kind", condition=Q(kind__in=list(KINDS))),
            models.CheckConstraint(name="concern_says_something", condition=~Q(words="") | ~Q(signs=[])),
        )
        indexes = (models.Index(fields=["home", "person", "-happened"], name="concerns_of_a_home"),)

    def __str__(self) -> str:
        return f"concern {self.pk}"


class HomeRound(Said):
    """One round of a home: who came, when the next one is; it is closed once."""

    home = models.TextField(help_text="ODS code")
    day = models.DateField()
    present = models.TextField(default="", help_text="who took part")
    note = models.TextField(default="")
    next_day = models.DateField(null=True)
    closed = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_round_of_a_home_a_day", fields=["home", "day"]),)

    def __str__(self) -> str:
        return f"round of {self.home} on {self.day}"


class RoundEntry(Said):
    """What a round says of a resident; a further entry of the same round holds in its place."""

    round = models.ForeignKey(HomeRound, on_delete=models.PROTECT, related_name="entries", db_index=False)
    person = models.ForeignKey(
        "care.Person", on_delete=models.PROTECT, related_name="round_entries", db_index=False
    )
    number = models.IntegerField(help_text="from 1, by person")
    seen = models.TextField(choices=list(SEEN.items()))
    decided = models.TextField(default="")
    points = ArrayField(
        models.TextField(), default=list, help_text="what was gone through: ids of homes.yaml"
    )
    follow_up = models.TextField(default="", help_text="what is still to be done")
    owner = models.TextField(default="", help_text="who does it: id of a team, or ODS code")
    due = models.DateField(null=True)
    task = models.ForeignKey(
        "care.Task", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(name="round_entries_are_numbered", fields=["round", "person", "number"]),
            models.CheckConstraint(name="round_entry_seen", condition=Q(seen__in=list(SEEN))),
            models.CheckConstraint(
                name="follow_up_has_owner_and_day",
                condition=Q(follow_up="") | (~Q(owner="") & Q(due__isnull=False)),
            ),
        )
        indexes = (models.Index(fields=["person", "-recorded"], name="rounds_of_a_person"),)

    def __str__(self) -> str:
        return f"round entry {self.pk}"


class ElementDone(Said):
    """That something a resident is owed was done, on a day; the newest day counts."""

    person = models.ForeignKey(
        "care.Person", on_delete=models.PROTECT, related_name="elements_done", db_index=False
    )
    home = models.TextField(help_text="ODS code")
    element = models.TextField(help_text="id of an element in homes.yaml")
    done = models.DateField()
    note = models.TextField(default="")

    class Meta:
        indexes = (models.Index(fields=["person", "element", "-done"], name="elements_of_a_person"),)

    def __str__(self) -> str:
        return f"{self.element} {self.pk}"


class Call(Said):
    """An urgent call of a home in the five parts of SBARD; the decision stands in the referral it became."""

    person = models.ForeignKey("care.Person", on_delete=models.PROTECT, related_name="calls", db_index=False)
    home = models.TextField(help_text="ODS code")
    referral = models.OneToOneField("care.Referral", on_delete=models.PROTECT, related_name="call")
    assessment = models.ForeignKey(
        "care.Assessment", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    situation = models.TextField()
    background = models.TextField(default="")
    assessed = models.TextField(default="")
    recommendation = models.TextField()

    class Meta:
        indexes = (models.Index(fields=["home", "-recorded"], name="calls_of_a_home"),)

    def __str__(self) -> str:
        return f"call {self.pk}"
