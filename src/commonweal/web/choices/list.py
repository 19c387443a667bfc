"""What a person has chosen about their record, and what they can choose."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from commonweal.care.access import Viewer
from commonweal.care.involvements.reads import is_seen
from commonweal.care.objections import actions, reads
from commonweal.care.objections.rules import ASKED_BY, KINDS
from commonweal.web.address import NotUnderstood
from commonweal.web.choices import words
from commonweal.web.choices.whose import whose
from commonweal.web.frame import show
from commonweal.web.page import for_viewers

LONGEST = 18  # digits of an id


@require_safe
@for_viewers
def choices(request: HttpRequest, viewer: Viewer, id: UUID | None = None) -> HttpResponse:
    about = whose(viewer, id)
    return show(
        request,
        viewer,
        "choices/list.html",
        title="My choices" if about.is_own else "What this person has chosen",
        at="own-choices" if about.is_own else "people",
        person=about.person,
        about=about,
        chosen=reads.choices(viewer, about.person.pk),
        said_of=words.objection,
        organisations=words.organisations(),
        parts=words.parts(),
        ASKED_BY=ASKED_BY,
    )


@require_POST
@for_viewers
def withdraw(request: HttpRequest, viewer: Viewer, id: UUID | None = None) -> HttpResponse:
    """Undoes a choice; those whom it had shut out see the record again."""
    kind = next((known for known in KINDS if known == request.POST.get("kind")), None)
    number = request.POST.get("id", "")[:LONGEST]
    if kind is None or not (number.isascii() and number.isdecimal()):
        raise NotUnderstood("That is not a choice that can be withdrawn.")
    person = id or viewer.person
    if person is None:
        raise NotUnderstood("This post is for nobody's own record.")
    actions.withdraw(by=viewer, person=person, kind=kind, id=int(number))
    messages.success(request, "It is withdrawn, and holds no more.")
    return after(viewer, id)


def after(viewer: Viewer, id: UUID | None) -> HttpResponse:
    """To the page of the choices, unless what was chosen has taken the person out of sight."""
    if id is None:
        return redirect("own-choices")
    return redirect("choices", id) if is_seen(viewer, id) else redirect("find-people")
