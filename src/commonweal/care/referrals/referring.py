"""What somebody who refers needs to know: which pathways take their referrals, and what is open already."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from commonweal.blueprint import Pathway
from commonweal.blueprint.shapes import RolePage
from commonweal.care import access
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.audit import actions as audit
from commonweal.care.extents import blueprint
from commonweal.care.referrals import rules
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import About
from commonweal.terms import nhs_number

PERSON = "person"
SHOWN_AT_MOST = 20


def source(viewer: Viewer) -> str:
    """As whom the viewer refers, a key of SOURCES; empty where their organisation is none of ours."""
    if viewer.person:
        return PERSON
    kinds: dict[str, str] = {one.ods: one.kind for one in blueprint().organisations}
    kinds |= {one.ods: "practice" for one in blueprint().practices}
    return kinds.get(viewer.organisation, "")


def offered(viewer: Viewer, page: RolePage = "refer") -> tuple[Pathway, ...]:
    """The pathways that take the viewer's referrals; Refused, recorded, where their role has no such page."""
    decision = access.sends(viewer)
    if page not in viewer.role.pages:
        decision = Decision(False, f"the role {viewer.role.title} does not refer people")
    if not decision.allowed:
        audit.refused("referral.refused", by=viewer, because=decision.because)
        raise Refused(decision)
    kind = source(viewer)
    return tuple(one for one in blueprint().pathways if kind and rules.may_refer(one, viewer.role.id, kind))


@access.for_purpose("direct_care")
def alike(viewer: Viewer | None, about: About) -> tuple[Referral, ...]:
    """What is open for whom this is about, in the viewer's sight, the newest first."""
    same = Q(person=about.person) if about.person else Q(pk__in=[])
    if number := nhs_number.normal(about.nhs_number):
        same |= Q(nhs_number=number)
    if about.family.strip() and about.birth_date:
        same |= Q(
            family__iexact=about.family.strip(),
            given__iexact=about.given.strip(),
            birth_date=about.birth_date,
        )
    found = Referral.objects.filter(same, ended=None).order_by("-received", "-pk")
    return tuple(found[:SHOWN_AT_MOST])


@access.for_purpose("direct_care")
def of_person(viewer: Viewer | None, person: UUID) -> list[Referral]:
    """The referrals of a person that the viewer may see, the newest first."""
    return list(Referral.objects.filter(person=person).order_by("-received", "-pk")[:SHOWN_AT_MOST])
