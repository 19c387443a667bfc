"""The only queries of care at the end of life, each for a viewer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from commonweal.care import access
from commonweal.care.access import Decision, Viewer, facts
from commonweal.care.access import rules as access_rules
from commonweal.care.audit import actions as audit
from commonweal.care.coordination.reads import today
from commonweal.care.end_of_life import rules
from commonweal.care.end_of_life.models import (
    AdvanceDecision,
    AfterDeathReview,
    AnticipatoryMedicine,
    Bereavement,
    Death,
    PlaceWish,
    Preference,
    RegisterEntry,
    RegisterReview,
    Version,
)
from commonweal.care.end_of_life.register import CATEGORY
from commonweal.care.extents import blueprint
from commonweal.care.people.models import Person

Row = TypeVar("Row", bound=Version)
TIES = {  # how somebody stands to the person, as it is said of whoever may look
    "registered": "for people registered where they work",
    "referral": "once you are referred to them",
    "episode": "while they look after you",
    "care_team": "while they are in your care team",
    "care_home": "in the home you live in",
    "own": "about yourself",
    "break_glass": "in an emergency, saying why",
}


@dataclass(frozen=True)
class Sight:
    """A clause that lets somebody see this, in its own words; and whom, how they must stand to the person."""

    title: str
    roles: tuple[str, ...]
    how: tuple[str, ...]
    clause: str


@dataclass(frozen=True)
class Known:
    """All that is recorded of one person's care at the end of life, as it holds now."""

    person: Person
    today: date
    entry: RegisterEntry | None
    reviews: tuple[RegisterReview, ...]
    before: tuple[RegisterEntry, ...]
    preferences: Mapping[str, Preference]
    places: PlaceWish | None
    advance: AdvanceDecision | None
    medicines: tuple[AnticipatoryMedicine, ...]
    used: tuple[AnticipatoryMedicine, ...]
    death: Death | None
    bereavements: tuple[Bereavement, ...]
    looked_back: AfterDeathReview | None

    @property
    def review(self) -> RegisterReview | None:
        """How they were when they were last looked at."""
        return self.reviews[0] if self.reviews else None

    @property
    def is_overdue(self) -> bool:
        """Whether they should have been looked at again by now."""
        return bool(self.entry and self.review and self.review.next_review < self.today)

    def has_expired(self, medicine: AnticipatoryMedicine) -> bool:
        """Whether a medicine in the home is not to be relied on any more."""
        return rules.is_expired(medicine.expires, self.today)


@access.for_purpose("direct_care")
def known(viewer: Viewer | None, person: UUID) -> Known:
    """What is recorded of one person; NotSeen where that is not theirs. Either is recorded."""
    found = Person.objects.filter(pk=person).first()
    decision = access.decide(viewer, CATEGORY, found) if found else Decision(False, "")
    if found is None or not decision.allowed:
        because, about = decision.because, found.pk if found else None
        audit.refused("end_of_life.refused", by=viewer, because=because, about=about)
        raise access.NotSeen
    audit.record(
        "end_of_life.read", by=viewer, about=person, clause=decision.clause, because=decision.because
    )
    return _known(found)


@access.for_purpose("direct_care")
def may_see(viewer: Viewer | None, person: Person) -> Decision:
    """Whether this of the person's record is the viewer's to see, and why."""
    return access.decide(viewer, CATEGORY, person)


@access.for_purpose("direct_care")
def versions(viewer: Viewer | None, person: UUID, subject: str) -> tuple[Preference, ...]:
    """Everything that was ever said about one subject, the newest first."""
    return tuple(Preference.objects.filter(person=person, subject=subject).order_by("-number"))


@access.for_purpose("direct_care")
def who_sees(viewer: Viewer | None, person: Person) -> list[Sight]:
    """Which clauses in force let whom see this person's record of care at the end of life, by night too."""
    ours = {one.ods for one in blueprint().practices}
    roles = {role.id: role.title for role in blueprint().roles}
    found = []
    for term in facts.terms():
        if not _gives_sight(term, person.practice if person.practice in ours else ""):
            continue
        titles = tuple(roles[role] for role in sorted(term.roles) if role in roles)
        how = tuple(TIES[tie] for tie in access_rules.ORDER if tie in term.relationships)
        found.append(Sight(term.title, titles, how, term.name))
    return found


def _gives_sight(term: access_rules.Term, practice: str) -> bool:
    signed = not practice or practice in term.organisations
    about_this = CATEGORY in term.categories and term.purpose == "direct_care"
    return about_this and signed and term.in_force(facts.today())


def _known(person: Person) -> Known:
    entries = list(RegisterEntry.objects.filter(person=person).order_by("-pk"))
    entry = next((one for one in entries if one.ended is None), None)
    medicines = list(AnticipatoryMedicine.objects.filter(person=person).order_by("medicine", "pk"))
    return Known(
        person=person,
        today=today(),
        entry=entry,
        reviews=tuple(entry.reviews.order_by("-pk")) if entry else (),
        before=tuple(one for one in entries if one.ended),
        preferences=_by_subject(Preference.objects.filter(person=person).order_by("number")),
        places=_newest(PlaceWish, person),
        advance=_newest(AdvanceDecision, person),
        medicines=tuple(one for one in medicines if one.ended is None),
        used=tuple(one for one in medicines if one.ended),
        death=_newest(Death, person),
        bereavements=tuple(Bereavement.objects.filter(person=person).order_by("due", "pk")),
        looked_back=_newest(AfterDeathReview, person),
    )


def _by_subject(rows: Iterable[Preference]) -> dict[str, Preference]:
    newest = {row.subject: row for row in rows}
    return {subject: newest[subject] for subject in rules.SUBJECTS if subject in newest}


def _newest(table: type[Row], person: Person) -> Row | None:
    return table._default_manager.filter(person=person).order_by("-number").first()
