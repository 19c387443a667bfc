"""Asks a team to do something; where the same is open already, the second is offered the first."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonweal.care.access import Viewer
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.care.tasks import actions, reads, rules
from commonweal.care.tasks.rules import Already, Wanted
from commonweal.web.address import NotUnderstood
from commonweal.web.frame import show
from commonweal.web.involvements.begin import receivers
from commonweal.web.page import for_viewers
from commonweal.web.tasks.due import typed_day

ASKED_FROM = ("plan", "referral")  # pages that lead here; a meeting makes its tasks itself


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def new(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    reads.at_work(viewer, "task.asked")
    asked = request.POST if request.method == "POST" else request.GET
    person, fault, already = _person(viewer, asked), {}, None
    if request.method == "POST":
        try:
            made = actions.ask(viewer, _wanted(asked, person))
        except Already as same:
            fault, already = {same.about: str(same)}, same.task
        except NotPossible as missing:
            fault = {missing.about: str(missing)}
        else:
            messages.success(request, "Asked.")
            return redirect("task", made.pk)
    return show(
        request,
        viewer,
        "tasks/new.html",
        at="tasks",
        title="Ask for something to be done",
        trail=[{"text": "Tasks", "href": reverse("tasks")}],
        status=400 if fault else 200,
        about=person,
        receivers=receivers(),
        said=asked if request.method == "POST" else {"receiver": viewer.team, **asked.dict()},
        fault=fault,
        already=already,
    )


def _person(viewer: Viewer, said: QueryDict) -> Person | None:
    """Whom it is about, where it is about anybody; NotSeen where the viewer may not see them."""
    if not said.get("person"):
        return None
    try:
        return reads.about(viewer, UUID(said.get("person", "")))
    except ValueError:
        raise NotUnderstood("‘person’ should name a person; begin at their page.") from None


def _wanted(said: QueryDict, person: Person | None) -> Wanted:
    due = typed_day("due", said.get("due", "")[:60])
    if due is None:
        raise NotPossible("due", "Give the day by which it is to be done")
    watchers = tuple(id for id in (said.get("watcher", "")[:60],) if id)
    return Wanted(
        said.get("said", "")[: rules.LONGEST * 2],
        said.get("receiver", "")[:60],
        due,
        person=person.pk if person else None,
        watchers=watchers,
        source=source if (source := said.get("source", "")) in ASKED_FROM else "hand",
        source_id=said.get("source_id", "")[:60],
    )
