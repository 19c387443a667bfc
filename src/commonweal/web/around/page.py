"""Who coordinates a person's care, who is in their care team, and who is around them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.coordination import reads, rules
from commonweal.care.coordination.reads import Around, Standing
from commonweal.care.end_of_life import reads as end_of_life
from commonweal.care.people import own as owns
from commonweal.care.people import reads as people
from commonweal.care.people.models import Person
from commonweal.web.around import forms
from commonweal.web.frame import show
from commonweal.web.involvements.section import working_with
from commonweal.web.page import for_viewers
from commonweal.web.people.pages import person_pages


@require_safe
@for_viewers
def around(request: HttpRequest, viewer: Viewer, id: UUID) -> HttpResponse:
    return _shown(request, viewer, people.person(viewer, id).person, own=False)


@require_safe
@for_viewers
def own(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The same of oneself; whoever cares for the person, and was named by them, reads it so too."""
    return _shown(request, viewer, owns.record(viewer).person, own=True)


def _shown(request: HttpRequest, viewer: Viewer, person: Person, *, own: bool) -> HttpResponse:
    standing, found = reads.standing(viewer, person.pk), reads.around(viewer, person)
    themselves = rules.is_themselves(viewer, person.pk)
    return show(
        request,
        viewer,
        "around/page.html",
        title="Who is around me" if own else f"People around {person.given} {person.family}",
        at="own-around" if own else "people",
        person=person,
        person_pages=person_pages(viewer, person.pk, "around"),
        own=own,
        whose="my" if themselves else "their" if own else "this person’s",
        answer=answer(standing, found, own=themselves),
        standing=standing,
        ours=_is_ours(viewer, standing),
        offered_to_us=bool(standing.offer and standing.offer.post_id == viewer.post),
        around=found,
        changes=themselves or (not own and not found.because),
        working=working_with(viewer, person.pk),
        members=reads.members(viewer, person.pk),
        end_of_life=end_of_life.may_see(viewer, person).allowed,
        KINDS=rules.KINDS,
        ATTORNEYS=rules.ATTORNEYS,
        REGISTERED=rules.REGISTERED,
        MAY_SHARE=rules.MAY_SHARE if themselves else forms.MAY_SHARE,
        CARER_DUE=rules.CARER_DUE,
        may_decide=rules.may_decide,
    )


def answer(standing: Standing, found: Around, *, own: bool) -> str:
    """The page in a sentence: who coordinates, and whom to call first."""
    whose = "your" if own else "this person’s"
    if standing.now:
        who = f", {standing.now.who}" if standing.now.who else ""
        first = f"{standing.now.name}{who}, coordinates {whose} care."
    elif standing.left:
        first = f"Nobody coordinates {whose} care now: the post of {standing.left.name} has ended."
    else:
        first = f"Nobody coordinates {whose} care."
    calls = [near.row for near in found.people if near.row.emergency_order]
    if not calls:
        return first
    return f"{first} In an emergency, call {calls[0].name} first ({calls[0].relation}), {calls[0].phone}."


def _is_ours(viewer: Viewer, standing: Standing) -> bool:
    """Whether the viewer, or anybody of their team, may offer it to somebody else."""
    if standing.now is None:
        return True
    row = standing.now.row
    return rules.is_theirs(viewer, row.post_id, row.team, row.organisation)
