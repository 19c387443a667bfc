"""Each change of what is recorded about care at the end of life: its form, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.end_of_life import actions, afterwards, reads, register, rules
from commonweal.care.end_of_life.reads import Known
from commonweal.care.end_of_life.rules import Advance, Decided, Medicine, Places, Review
from commonweal.web.around.asked import Filling, Form, fill, required
from commonweal.web.end_of_life import forms
from commonweal.web.page import for_viewers

METHODS = ["GET", "HEAD", "POST"]
Said = dict[str, Any]


@dataclass(frozen=True)
class Changing:
    """Who changes what: `seen` is the number of the row that they had before them."""

    by: Viewer
    person: UUID
    said: Said
    seen: int
    form: UUID

    def day(self, about: str) -> Any:
        """The day that was typed; NotPossible where none was."""
        return required(self.said, about, "Say on which day")


@dataclass(frozen=True)
class Deed:
    """A form, the row it changes as it is now, what is done with the answers, and what is said then."""

    form: Form
    act: Callable[[Changing], None]
    done: str
    row: Callable[[Known], object] = lambda known: None


def _review(one: Changing) -> Review:
    said = one.said
    return Review(one.day("on"), said["stage"], one.day("next_review"), said["estimate"], said["words"])


def _put_on(one: Changing) -> None:
    reason, words = one.said["reason"], one.said["why"]
    register.put_on(by=one.by, person=one.person, reason=reason, words=words, review=_review(one))


def _look_at(one: Changing) -> None:
    register.review(by=one.by, person=one.person, said=_review(one))


def _take_off(one: Changing) -> None:
    register.take_off(by=one.by, person=one.person, **one.said)


def _places(one: Changing) -> None:
    said = Places(**{**one.said, "on": one.day("on")})
    actions.wish_places(by=one.by, person=one.person, seen=one.seen, said=said)


def _advance(one: Changing) -> None:
    actions.note_advance(by=one.by, person=one.person, seen=one.seen, said=Advance(**one.said))


def _medicine(one: Changing) -> None:
    said = Medicine(**{**one.said, "prescribed_on": one.day("prescribed_on")})
    actions.put_in_home(by=one.by, person=one.person, said=said)


def _death(one: Changing) -> None:
    said = {**one.said, "on": one.day("on")}
    afterwards.note_death(by=one.by, person=one.person, seen=one.seen, **said)


def _contact(one: Changing) -> None:
    said = {**one.said, "due": one.day("due")}
    afterwards.plan_contact(by=one.by, person=one.person, contact=one.form, **said)


def _look_back(one: Changing) -> None:
    said = one.said
    afterwards.look_back(
        by=one.by,
        person=one.person,
        seen=one.seen,
        well=said["went_well"],
        wrong=said["went_wrong"],
        action=said["action"],
        action_by=said["action_by"],
    )


DEEDS = {  # as the address says it
    "put-on": Deed(forms.PUT_ON, _put_on, "They are on the register."),
    "look-at": Deed(
        forms.LOOKED_AT,
        _look_at,
        "How they are now is noted.",
    ),
    "take-off": Deed(forms.TAKE_OFF, _take_off, "They are on the register no more."),
    "places": Deed(forms.PLACE, _places, "Where they prefer to be is noted.", lambda known: known.places),
    "advance-decision": Deed(forms.ADVANCE, _advance, "It is noted.", lambda known: known.advance),
    "medicine": Deed(forms.MEDICINE, _medicine, "The medicine is noted."),
    "death": Deed(forms.DEATH, _death, "Where they died is noted.", lambda known: known.death),
    "contact": Deed(forms.CONTACT, _contact, "Whom to contact is noted."),
    "look-back": Deed(
        forms.LOOK_BACK, _look_back, "Thank you. It is noted.", lambda known: known.looked_back
    ),
}


@require_http_methods(METHODS)
@for_viewers
def change(request: HttpRequest, viewer: Viewer, id: UUID, deed: str) -> HttpResponse:
    """The form with this key."""
    known = reads.known(viewer, id)
    if deed not in DEEDS:
        raise access.NotSeen
    return _asked(request, viewer, known, DEEDS[deed])


@require_http_methods(METHODS)
@for_viewers
def prefer(request: HttpRequest, viewer: Viewer, id: UUID, subject: str) -> HttpResponse:
    """What is permitted or refused about one subject."""
    known = reads.known(viewer, id)
    if subject not in rules.SUBJECTS:
        raise access.NotSeen

    def act(one: Changing) -> None:
        said = Decided(**one.said)
        actions.decide(by=one.by, person=one.person, subject=subject, seen=one.seen, said=said)

    def row(known: Known) -> object:
        return known.preferences.get(subject)

    return _asked(request, viewer, known, Deed(forms.preference(subject), act, "It is noted.", row))


@require_http_methods(METHODS)
@for_viewers
def gone(request: HttpRequest, viewer: Viewer, id: UUID, medicine: int) -> HttpResponse:
    """A medicine is in the home no longer."""
    known = reads.known(viewer, id)
    if all(one.pk != medicine for one in (*known.medicines, *known.used)):
        raise access.NotSeen

    def act(one: Changing) -> None:
        actions.take_from_home(by=one.by, person=one.person, medicine=medicine, **one.said)

    return _asked(request, viewer, known, Deed(forms.GONE, act, "It is off the list."))


@require_http_methods(METHODS)
@for_viewers
def contacted(request: HttpRequest, viewer: Viewer, id: UUID, contact: int) -> HttpResponse:
    """Somebody was contacted after the death."""
    known = reads.known(viewer, id)
    if all(one.pk != contact for one in known.bereavements):
        raise access.NotSeen

    def act(one: Changing) -> None:
        said = {**one.said, "on": one.day("on")}
        afterwards.contacted(by=one.by, person=one.person, bereavement=contact, **said)

    return _asked(request, viewer, known, Deed(forms.CONTACTED, act, "It is noted."))


def _asked(request: HttpRequest, viewer: Viewer, known: Known, deed: Deed) -> HttpResponse:
    person = known.person
    form = _form(request.POST.get("form", ""))

    def act(said: Said, seen: int) -> str:
        deed.act(Changing(viewer, person.pk, said, seen, form))
        return deed.done

    filling = Filling(
        person,
        reverse("end-of-life", args=[person.pk]),
        hidden={"form": str(form)},
        seen=lambda: deed.row(reads.known(viewer, person.pk) if request.method == "POST" else known),
    )
    return fill(request, viewer, deed.form, filling, act)


def _form(said: str) -> UUID:
    """The id of the form as it was sent, so that what it adds is added once; a new one for a new form."""
    try:
        return UUID(said)
    except ValueError:
        return uuid4()
