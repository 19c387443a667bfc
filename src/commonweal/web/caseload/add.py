"""People ticked in a list, or one from their page, go onto the team's caseload together, each with why."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonweal.care import access, moments
from commonweal.care.access import Viewer
from commonweal.care.caseloads import actions, reads
from commonweal.care.caseloads.models import ENTRIES, PRIORITIES
from commonweal.care.caseloads.rules import REVIEWED_WITHIN, Noted
from commonweal.care.people.models import Person
from commonweal.care.possible import Faults
from commonweal.web import words
from commonweal.web.address import NotUnderstood
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.tasks.due import typed_day

QUESTIONS = ("people", "priority", "next_review", "reason")
USUAL = "2"  # the priority that a form begins with


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def add(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Asks for reason, priority and review, then puts everybody on it or nobody."""
    reads.at_work(viewer, "caseload.added")
    asked = request.POST if request.method == "POST" else request.GET
    sent, faults = asked.get("do") == "add", Faults()
    if sent:
        with faults:
            added = actions.add(viewer, _ids(asked, "person"), noted(asked, faults))
            many = "person was" if len(added) == 1 else "people were"
            messages.success(request, f"{len(added)} {many} put on the caseload.")
            return redirect("caseload")
    listed = _people(viewer, _ids(asked, "listed") or _ids(asked, "person"))
    there = reads.on_it(viewer, [one.pk for one in listed])
    ticked = set(_ids(asked, "person")) if sent else {one.pk for one in listed if one.pk not in there}
    return show(
        request,
        viewer,
        "caseload/add.html",
        at="caseload",
        title="Put on the caseload",
        trail=[{"text": "Caseload", "href": reverse("caseload")}],
        status=400 if faults.found else 200,
        people=listed,
        there=there,
        ticked=ticked,
        entries=ENTRIES,
        priorities=PRIORITIES,
        said=asked if sent else _plain(asked),
        fault=faults.in_order(QUESTIONS),
    )


def noted(said: QueryDict, faults: Faults) -> Noted:
    """What a form says of somebody on a caseload; a day that is none is kept among its faults."""
    priority, entry, review = said.get("priority", ""), said.get("entry", "hand"), None
    with faults:
        review = typed_day("next_review", said.get("next_review", "")[:60])
    return Noted(
        said.get("reason", "")[:1000],
        int(priority) if priority in map(str, PRIORITIES) else 0,
        review,
        entry if entry in ENTRIES else "hand",
    )


def _plain(asked: QueryDict) -> dict[str, str]:
    """What the form begins with: found in a list, of usual priority, with a review as that wants."""
    found = asked.get("found_in", "")[:200]
    review, came = moments.today() + REVIEWED_WITHIN[int(USUAL)], asked.get("entry", "")
    plain = "case_finding" if found else "hand"
    return {
        "entry": came if came in ENTRIES else plain,
        "reason": found,
        "priority": USUAL,
        "next_review": words.day(review),
    }


def _ids(said: QueryDict, key: str) -> list[UUID]:
    try:
        return [UUID(str(text)) for text in said.getlist(key)[: actions.AT_ONCE + 1]]
    except ValueError:
        raise NotUnderstood("Somebody of this list is not known; go back to it and choose again.") from None


def _people(viewer: Viewer, ids: list[UUID]) -> list[Person]:
    """Those of them whom the viewer sees, by name."""
    with access.acting(viewer, "direct_care"):
        found = Person.objects.filter(pk__in=ids)
        return list(found.order_by("family_order", "given_order", "pk"))
