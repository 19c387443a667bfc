"""What a meeting needs to know of somebody at a glance, of what the viewer may see."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from commonweal.care import access
from commonweal.care.access import Refused, Viewer
from commonweal.care.caseloads import reads as caseloads
from commonweal.care.caseloads.models import PRIORITIES, CaseloadPlace
from commonweal.care.involvements.models import Involvement
from commonweal.care.people import reads as people
from commonweal.care.people.reads import Known
from commonweal.care.published import reads as published
from commonweal.care.referrals import caseload
from commonweal.care.referrals.models import Referral
from commonweal.care.tasks import reads as tasks
from commonweal.care.tasks.models import LIVE_STATES, Task
from commonweal.web.involvements.section import Section, working_with
from commonweal.web.people.contacts import SETTING_WORDS, Contact, contacts

CONTACTS_SHOWN = 5


@dataclass(frozen=True)
class Summary:
    """One person: how frail, who works with them, the last contacts, what is open, why on the caseload."""

    known: Known
    age: int | None
    working: Section
    contacts: tuple[Contact, ...]
    referrals: tuple[Referral, ...]
    place: CaseloadPlace | None
    tasks: tuple[Task, ...]
    keeps_caseload: bool

    SETTINGS = SETTING_WORDS
    PRIORITIES = PRIORITIES


def summary(viewer: Viewer, id: UUID) -> Summary | None:
    """None where the viewer's role does not open records; the look is recorded as one at the person."""
    try:
        known = people.person(viewer, id)
    except Refused:
        return None
    fresh = published.freshness(viewer)
    with access.acting(viewer, "direct_care"):
        part = Involvement.objects.filter(person=id, team=viewer.team, kind="episode", ended=None)
        place = CaseloadPlace.objects.filter(involvement__in=part).first() if viewer.team else None
    met = contacts(known.contacts, fresh.as_at) if fresh else []
    return Summary(
        known,
        known.frailty.age if known.frailty else None,
        working_with(viewer, id),
        tuple(reversed(met[-CONTACTS_SHOWN:])),
        caseload.open_for(viewer, [id]).get(id, ()),
        place,
        tuple(one for one in tasks.of_person(viewer, id) if one.state in LIVE_STATES),
        caseloads.keeps(viewer),
    )
