"""Who coordinates: taking it on, offering it, answering an offer, ending it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonweal.care.access import Viewer
from commonweal.care.coordination import actions, candidates, reads
from commonweal.care.coordination.rules import Overtaken
from commonweal.care.people import reads as people
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.web.around import forms
from commonweal.web.around.asked import Filling, Form, fill, required
from commonweal.web.frame import show
from commonweal.web.page import for_viewers

DEEDS: dict[str, Callable[..., object]] = {
    "accept": actions.accept,
    "decline": actions.decline,
    "withdraw": actions.withdraw,
}
DONE = {
    "accept": "You coordinate this person’s care from now on.",
    "decline": "You have declined; it stays where it is, and your reason is read there.",
    "withdraw": "The offer is taken back.",
}
LONGEST = 1000


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def take(request: HttpRequest, viewer: Viewer, id: UUID) -> HttpResponse:
    def act(said: dict[str, Any], _: int) -> str:
        actions.take(by=viewer, person=id, reason=said["reason"], reach=said["reach"])
        return "You coordinate this person’s care from now on."

    return _asked(request, viewer, id, forms.TAKE, act)


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def offer(request: HttpRequest, viewer: Viewer, id: UUID) -> HttpResponse:
    person = people.person(viewer, id).person
    standing = reads.standing(viewer, id)
    now = standing.now
    choices = {
        str(one.post): f"{one.name}, {one.role}, {one.who}" if one.who else f"{one.name}, {one.role}"
        for one in candidates.candidates(viewer, person)
        if now is None or one.post != now.row.post_id
    }

    def act(said: dict[str, Any], _: int) -> str:
        post = required(said, "post", "Choose whom")
        made = actions.offer(by=viewer, person=id, post=_whole(post), reason=said["reason"])
        return f"It is offered to {made.name}."

    form = forms.offer(choices, now.name if now else "")
    return fill(request, viewer, form, Filling(person, reverse("around", args=[id])), act)


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def end(request: HttpRequest, viewer: Viewer, id: UUID) -> HttpResponse:
    def act(said: dict[str, Any], _: int) -> str:
        actions.end(by=viewer, person=id, reason=said["reason"])
        return "It has ended."

    return _asked(request, viewer, id, forms.END, act)


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def answer(request: HttpRequest, viewer: Viewer, id: int) -> HttpResponse:
    """What is offered to the viewer, or by them, with the buttons to answer it."""
    asked = reads.offer(viewer, id)
    fault: dict[str, str] = {}
    faster = ""
    deed = request.POST.get("deed", "")
    if request.method == "POST" and deed in DEEDS:
        words = {"decline": {"reason": "answer"}, "accept": {"reach": "reach"}}.get(deed, {})
        said = {name: request.POST.get(field, "")[:LONGEST] for name, field in words.items()}
        try:
            DEEDS[deed](by=viewer, offer=id, **said)
        except NotPossible as missing:
            fault = {missing.about: str(missing)}
        except Overtaken as overtaken:
            faster = str(overtaken)
        else:
            messages.success(request, DONE[deed])
            return redirect("around", asked.person_id)
    return show(
        request,
        viewer,
        "around/offer.html",
        title="A person to coordinate",
        at="caseload",
        status=409 if faster else 400 if fault else 200,
        person=asked.person,
        asked=reads.offer(viewer, id),
        ours=asked.post_id == viewer.post,
        standing=reads.standing(viewer, asked.person_id),
        said=request.POST,
        fault=fault,
        faster=faster,
    )


def _asked(
    request: HttpRequest,
    viewer: Viewer,
    id: UUID,
    form: Form,
    act: Callable[[dict[str, Any], int], str],
) -> HttpResponse:
    person: Person = people.person(viewer, id).person
    return fill(request, viewer, form, Filling(person, reverse("around", args=[id])), act)


def _whole(said: str) -> int:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 18 else 0
