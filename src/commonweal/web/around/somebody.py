"""Adding and changing somebody around a person: by those who care for them, and by the person themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.coordination import around, reads, rules
from commonweal.care.coordination.models import PersonAround
from commonweal.care.coordination.rules import Somebody
from commonweal.care.people import own as owns
from commonweal.care.people import reads as people
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.web.around import forms
from commonweal.web.around.asked import Filling, fill
from commonweal.web.page import for_viewers
from commonweal.web.words import since

CARERS_VIEW = "Carer’s view"
METHODS = ["GET", "HEAD", "POST"]
START = {"kind": "family", "may_share": "unknown"}


@dataclass(frozen=True)
class Whose:
    """Whose list it is, and the addresses of it."""

    person: Person
    own: bool

    @property
    def page(self) -> str:
        return reverse("own-around") if self.own else reverse("around", args=[self.person.pk])

    @property
    def at(self) -> str:
        return "own-around" if self.own else "people"

    def filling(self, **more: Any) -> Filling:
        """Around a form about somebody on it."""
        return Filling(self.person, self.page, at=self.at, own=self.own, **more)


@require_http_methods(METHODS)
@for_viewers
def add(request: HttpRequest, viewer: Viewer, id: UUID | None = None) -> HttpResponse:
    whose = _whose(viewer, id)
    who = _who(request.POST.get("who", "")) or uuid4()

    def act(said: dict[str, Any], _: int) -> str:
        made = around.note(
            by=viewer, person=whose.person.pk, who=who, seen=around.NEW, said=_said(said, None)
        )
        return f"{made.name} is noted."

    form = forms.somebody(own=whose.own, known=False)
    return fill(request, viewer, form, whose.filling(hidden={"who": str(who)}, start=START), act)


@require_http_methods(METHODS)
@for_viewers
def change(request: HttpRequest, viewer: Viewer, who: UUID, id: UUID | None = None) -> HttpResponse:
    whose = _whose(viewer, id)
    row = reads.somebody(viewer, whose.person.pk, who)

    def act(said: dict[str, Any], seen: int) -> str:
        made = around.note(by=viewer, person=whose.person.pk, who=who, seen=seen, said=_said(said, row))
        return f"What is said of {made.name} is changed."

    form = forms.somebody(own=whose.own, known=True)
    filling = whose.filling(seen=lambda: reads.somebody(viewer, whose.person.pk, who))
    return fill(request, viewer, form, filling, act)


@require_http_methods(METHODS)
@for_viewers
def remove(request: HttpRequest, viewer: Viewer, who: UUID, id: UUID | None = None) -> HttpResponse:
    whose = _whose(viewer, id)
    row = reads.somebody(viewer, whose.person.pk, who)

    def act(said: dict[str, Any], _: int) -> str:
        around.remove(by=viewer, person=whose.person.pk, who=who, reason=said["reason"])
        return f"{row.name} is taken out of the list."

    return fill(request, viewer, forms.remove(own=whose.own), whose.filling(), act)


@require_http_methods(METHODS)
@for_viewers
def carer(request: HttpRequest, viewer: Viewer, id: UUID, who: UUID) -> HttpResponse:
    """A carer's own assessment: offered, declined or done."""
    whose = _whose(viewer, id)
    row = reads.somebody(viewer, id, who)

    def act(said: dict[str, Any], _: int) -> str:
        if said["on"] is None:
            raise NotPossible("on", "Say on which day")
        around.assess_carer(by=viewer, person=id, who=who, **said)
        return f"It is noted for {row.name}."

    views = {one: f"{CARERS_VIEW}, {since(at)}" for one, at in reads.carers_views(viewer, id).items()}
    return fill(request, viewer, forms.carer(views), whose.filling(), act)


def _whose(viewer: Viewer, id: UUID | None) -> Whose:
    """Of this person; of the viewer without one, unless they are a carer, who only reads."""
    if id is not None:
        return Whose(people.person(viewer, id).person, own=False)
    found = Whose(owns.record(viewer).person, own=True)
    if not rules.is_themselves(viewer, found.person.pk):
        raise access.NotSeen
    return found


def _said(said: dict[str, Any], row: PersonAround | None) -> Somebody:
    """The answers; that somebody saw a paper stays where it is not asked and the paper the same."""
    kept = {}
    if row and (row.attorney, row.attorney_registered) == (said["attorney"], said["attorney_registered"]):
        kept = {"attorney_seen_by": row.attorney_seen_by, "attorney_seen_on": row.attorney_seen_on}
    return Somebody(**{**kept, **said})


def _who(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
