"""One agreement: its clauses in plain words, who signed it, what it rests on, and what ends with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonweal.blueprint import Agreement, Blueprint
from commonweal.care.access import Viewer
from commonweal.care.extents import blueprint
from commonweal.care.sharing import reads
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.sharing import wording


@dataclass(frozen=True)
class Loss:
    """What people of a role could no longer see for a purpose."""

    role: str
    purpose: str
    categories: tuple[str, ...]


@require_safe
@for_viewers
def agreement(request: HttpRequest, viewer: Viewer, id: str) -> HttpResponse:
    declared, today = blueprint(), timezone.localdate()
    found = _find(declared, id)
    return show(
        request,
        viewer,
        "sharing/agreement.html",
        at="sharing",
        trail=[{"text": "Sharing", "href": reverse("sharing")}],
        title=found.title,
        agreement=found,
        state=found.state(today),
        life=wording.life(found, today),
        overdue=found.review_by < today,
        unapplied=found.name in reads.unapplied(declared),
        losses=list(losses(declared, found, today)),
        roles={role.id: role.title for role in declared.roles},
        organisations={one.ods: one.title for one in declared.organisations},
        wording=wording,
    )


def losses(declared: Blueprint, ending: Agreement, on: date) -> Iterator[Loss]:
    """What only this agreement lets each role see, of all that hold on this day for the same parties."""
    kept = {
        sight
        for other in declared.agreements
        if other is not ending and other.in_force(on) and ending.members <= other.members
        for sight in _sights(other)
    }
    lost = [sight for sight in _sights(ending) if sight not in kept]
    for role, purpose in dict.fromkeys(sight[:2] for sight in lost):
        categories = dict.fromkeys(sight[2] for sight in lost if sight[:2] == (role, purpose))
        yield Loss(role, purpose, tuple(categories))


def _sights(held: Agreement) -> Iterator[tuple[str, str, str, str]]:
    """Role, purpose, category and relationship of all that it lets anybody see."""
    for clause in held.clauses:
        yield from (
            (role, clause.purpose, category, tie)
            for role in clause.roles
            for category in clause.categories
            for tie in clause.relationships or ("",)
        )


def _find(declared: Blueprint, id: str) -> Agreement:
    for held in declared.agreements:
        if held.id == id:
            return held
    raise Http404("There is no agreement with this name. The list of agreements has those that there are.")
