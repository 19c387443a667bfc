"""People found in a list go onto a pathway together, each with why; and of a list, who is on one already."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import actions, referring
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import About, Given, Sender

AT_ONCE = 50  # people, as many as a page of a list has


@dataclass(frozen=True)
class OnIt:
    """Somebody of a list: what is open for them, and whether this pathway is among it."""

    person: Person
    open_now: tuple[Referral, ...]
    already: bool


@access.for_purpose("direct_care")
def open_for(viewer: Viewer | None, people: Collection[UUID]) -> Mapping[UUID, tuple[Referral, ...]]:
    """The open referrals of each of these people that the viewer may see."""
    found: dict[UUID, tuple[Referral, ...]] = {}
    for one in Referral.objects.filter(person__in=people, ended=None).order_by("-received", "-pk"):
        if one.person_id:
            found[one.person_id] = (*found.get(one.person_id, ()), one)
    return found


@access.for_purpose("direct_care")
def chosen(viewer: Viewer | None, people: Sequence[UUID], pathway: str) -> list[OnIt]:
    """Those of them whom the viewer sees, by name, with what is open for them already."""
    there = open_for(viewer, people)
    seen = Person.objects.filter(pk__in=people).order_by("family_order", "given_order", "pk")
    return [
        OnIt(one, there.get(one.pk, ()), any(leg.pathway == pathway for leg in there.get(one.pk, ())))
        for one in seen
    ]


def refer(
    by: Viewer, people: Sequence[UUID], pathway: str, reason: str, answers: Mapping[str, bool]
) -> list[Referral]:
    """Each of them is referred, or nobody is; NotPossible says what is missing."""
    if not people:
        raise NotPossible("people", "Choose at least one person")
    if len(people) > AT_ONCE:
        raise NotPossible("people", f"Choose at most {AT_ONCE} people at once")
    sender = Sender(referring.source(by), by.organisation)
    with access.acting(by, "direct_care"):
        if Person.objects.filter(pk__in=people).count() < len(set(people)):
            raise access.NotSeen  # before anybody is referred
        return [
            actions.receive(by, Given(pathway, About(person=one), sender, reason, answers)).referral
            for one in dict.fromkeys(people)
        ]
