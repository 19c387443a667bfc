"""Two records side by side, and what somebody decides of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from commonweal.care.access import NotSeen, Viewer
from commonweal.care.identity import actions, reads, rules
from commonweal.care.identity.finding import identity, thresholds
from commonweal.care.identity.models import Pair
from commonweal.care.identity.rules import Overtaken
from commonweal.care.involvements.reads import titles
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.web import words
from commonweal.web.frame import show
from commonweal.web.identity.queue import PAGE
from commonweal.web.page import for_viewers

DECISIONS = {
    "same": "One person: bring the two records together",
    "different": "Two people: do not ask again unless something changes",
    "later": "Not sure yet: look again later",
}
KEPT = {"same": "The two records are one now.", "different": "Kept as two people.", "later": "Put off."}


@dataclass(frozen=True)
class Compared:
    """One thing that records say, of both, in words."""

    label: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        return self.first != self.second


@require_http_methods(["GET", "HEAD", "POST"])
@for_viewers
def pair(request: HttpRequest, viewer: Viewer, id: int) -> HttpResponse:
    fault: dict[str, str] = {}
    said = {name: value[:1000] for name, value in request.POST.items() if isinstance(value, str)}
    if request.method == "POST":
        try:
            return _decided(request, viewer, id, said)
        except NotPossible as missing:
            fault = {missing.about: str(missing)}
        except Overtaken as overtaken:
            return _overtaken(request, viewer, id, str(overtaken), said)
    found = reads.pair(viewer, id)
    first, second = _in_order(found)
    if "because" in fault:
        fault["note"] = fault.pop("because")
    return show(
        request,
        viewer,
        "identity/pair.html",
        at=PAGE,
        title="Is it one person?",
        status=400 if fault else 200,
        pair=found,
        first=first,
        second=second,
        compared=compared(first, second),
        against=rules.to_confirm(identity(first), identity(second), thresholds()),
        decisions=DECISIONS,
        keepable=[
            (str(one.pk), _called(which, one)) for which, one in (("first", first), ("second", second))
        ],
        said=said or {"kept": str(first.pk)},
        fault=fault,
    )


def compared(first: Person, second: Person) -> tuple[Compared, ...]:
    """What two records say of who they are about, in the order in which somebody checks it."""
    called = titles()

    def told(one: Person) -> dict[str, str]:
        return {
            "Family name": one.family,
            "Given names": one.given,
            "Born": words.day(one.birth_date),
            "Died": words.day(one.death_date) if one.death_date else "",
            "Sex": one.sex,
            "NHS number": words.nhs_number(one.nhs_number) if one.nhs_number else "",
            "Address": one.address,
            "Postcode": one.postcode,
            "Practice": called.get(one.practice, one.practice),
            "Id of the source": one.source_id,
        }

    mine, theirs = told(first), told(second)
    return tuple(Compared(label, mine[label], theirs[label]) for label in mine)


def _called(which: str, one: Person) -> str:
    return f"The {which} one" + (", with the NHS number" if one.nhs_number else "")


def _in_order(found: Pair) -> tuple[Person, Person]:
    """The one whose record is kept unless somebody says otherwise comes first."""
    kept, _ = rules.in_order(identity(found.first), identity(found.second))
    return (found.first, found.second) if kept.id == found.first_id else (found.second, found.first)


def _decided(request: HttpRequest, viewer: Viewer, id: int, said: Mapping[str, str]) -> HttpResponse:
    """Makes the change and goes to the next pair; what is sent twice is done once."""
    decision, note = said.get("decision", ""), said.get("note", "")
    if decision == "same":
        try:
            found = reads.pair(viewer, id)
        except NotSeen:
            if reads.are_one(viewer, _id(said.get("kept", "")), _id(said.get("gone", ""))):
                return redirect("identity")
            raise
        kept, gone = _chosen(found, said.get("kept", ""))
        actions.merge(by=viewer, kept=kept, gone=gone, because=note, confirmed=bool(said.get("confirm")))
    else:
        actions.decide(by=viewer, pair=id, decision=decision, note=note, seen=said.get("seen", ""))
    messages.success(request, KEPT[decision])
    following = reads.following(viewer, id)
    return redirect("pair", following.pk) if following else redirect("identity")


def _chosen(found: Pair, kept: str) -> tuple[UUID, UUID]:
    if kept == str(found.first_id):
        return found.first_id, found.second_id
    if kept == str(found.second_id):
        return found.second_id, found.first_id
    raise NotPossible("kept", "Choose whose record is kept")


def _id(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def _overtaken(
    request: HttpRequest, viewer: Viewer, id: int, became: str, said: Mapping[str, str]
) -> HttpResponse:
    return show(
        request,
        viewer,
        "identity/overtaken.html",
        at=PAGE,
        title="Somebody was faster",
        status=409,
        became=became,
        note=said.get("note", ""),
        id=id,
    )
