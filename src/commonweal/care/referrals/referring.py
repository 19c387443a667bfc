"""What somebody who refers needs to know: which pathways take their referrals, and what is open already."""

from __future__ import annotations

from django.db.models import Q

from commonweal.blueprint import Pathway
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


def offered(viewer: Viewer) -> tuple[Pathway, ...]:
    """The pathways that take referrals from the viewer; Refused, which is recorded, where none can."""
    page = "own" if viewer.person else "refer"
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
