"""Which pathway is the right one: those that take referrals from the viewer, each with its clock."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonweal.blueprint import Pathway
from commonweal.blueprint.shapes import RolePage
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.extents import blueprint
from commonweal.care.people.residents import residents
from commonweal.care.referrals import referring
from commonweal.web.address import query
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.pathways import wording
from commonweal.web.refer import whom


@dataclass(frozen=True)
class Offer:
    """A pathway as somebody who refers sees it: who it is for, and by when."""

    pathway: Pathway
    clock: str
    counted: str
    begins: tuple[str, ...]


@require_safe
@for_viewers
def choose(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    pathways = referring.offered(viewer)
    person = whom.chosen(viewer, {"person": request.GET.get("person", "")})
    return show(
        request,
        viewer,
        "refer/choose.html",
        at="refer",
        title="Refer",
        person=person,
        offers=[offer(one) for one in pathways],
        asked=query({"person": person.pk if person else None}),
        residents=[] if person else residents(viewer),
    )


def offer(pathway: Pathway) -> Offer:
    """By the rule of its first clock that holds today."""
    today = timezone.localdate()
    versions = ((clock.title, clock.version(today)) for clock in pathway.clocks)
    clock, rule = next(((title, rule) for title, rule in versions if rule), ("", None))
    counted = wording.counted_in(pathway, rule) if rule else ""
    begins = tuple(question.ask for question in pathway.questions if question.wanted)
    return Offer(pathway, clock, counted, begins)


def find(viewer: Viewer, id: str, page: RolePage = "refer") -> Pathway:
    """The pathway with this id; Refused where it takes no referrals from the viewer."""
    for pathway in referring.offered(viewer, page):
        if pathway.id == id:
            return pathway
    if id in {pathway.id for pathway in blueprint().pathways}:
        raise Refused(Decision(False, "this pathway does not take referrals from your post"))
    raise Http404("There is no pathway with this name. The list of pathways has those that there are.")
