"""What else waits for somebody besides their tasks: each piece of the site adds a function here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.assessments import reads as assessments
from commonweal.care.coordination import reads as coordination
from commonweal.care.involvements.models import Involvement
from commonweal.care.notices import reads as notices
from commonweal.care.plans.models import Proposal
from commonweal.care.referrals.models import Referral
from commonweal.care.tasks import reads as tasks

AT_MOST = 100


@dataclass(frozen=True)
class Waiting:
    """How many of something wait, and where they are."""

    text: str
    href: str
    count: int

    @property
    def said(self) -> str:
        return f"{AT_MOST - 1}+" if self.count >= AT_MOST else str(self.count)


def handed_over(viewer: Viewer) -> Iterator[Waiting]:
    """Tasks that another team wants to hand over."""
    count = tasks.offered_count(viewer)
    yield Waiting("Hand-overs to answer", reverse("tasks") + "?shown=offered", count)


def referrals(viewer: Viewer) -> Iterator[Waiting]:
    """Referrals that stand with the viewer's team."""
    if "referrals" in viewer.role.pages and access.addressed(viewer).allowed:
        found = Referral.objects.filter(team=viewer.team, ended=None)[:AT_MOST]
        yield Waiting("Referrals with my team", reverse("referrals"), found.count())


def told(viewer: Viewer) -> Iterator[Waiting]:
    """Notices that nobody has answered."""
    if notices.is_told(viewer):
        yield Waiting("Notices to answer", reverse("notices"), notices.waiting_count(viewer))


def assessed(viewer: Viewer) -> Iterator[Waiting]:
    """Assessments that were sent to the viewer's team."""
    yield Waiting("Assessments to answer", reverse("assessments"), assessments.waiting_for_us(viewer))


def to_coordinate(viewer: Viewer) -> Iterator[Waiting]:
    """People whom somebody asks the viewer to coordinate; the one who waits longest opens."""
    if offers := coordination.offered_to(viewer):
        address = reverse("coordination-offer", args=[offers[0].pk])
        yield Waiting("People to coordinate", address, len(offers))


def proposed(viewer: Viewer) -> Iterator[Waiting]:
    """What people of the team's caseload would have their plans say; the one that waits longest opens."""
    if not viewer.team:
        return
    ours = Involvement.objects.filter(team=viewer.team, kind="episode", ended=None).values("person")
    found = list(Proposal.objects.filter(outcome="", person__in=ours).order_by("pk")[:AT_MOST])
    if found:
        address = reverse("plan-proposals", args=[found[0].person_id])
        yield Waiting("Changes of plans to answer", address, len(found))


KINDS: tuple[Callable[[Viewer], Iterator[Waiting]], ...] = (
    handed_over,
    referrals,
    assessed,
    proposed,
    to_coordinate,
    told,
)


def waiting(viewer: Viewer) -> list[Waiting]:
    """Everything besides tasks of which there is any."""
    with access.acting(viewer, "direct_care"):
        return [one for kind in KINDS for one in kind(viewer) if one.count]
