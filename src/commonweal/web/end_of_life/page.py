"""Care at the end of life, as whoever cares for the person reads it at night, and as the person does."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.end_of_life import reads, rules
from commonweal.care.end_of_life.reads import Known
from commonweal.care.people import own as owns
from commonweal.care.people import reads as people
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.people.pages import person_pages
from commonweal.web.words import day


@require_safe
@for_viewers
def end_of_life(request: HttpRequest, viewer: Viewer, id: UUID) -> HttpResponse:
    people.person(viewer, id)
    return _shown(request, viewer, reads.known(viewer, id), own=False)


@require_safe
@for_viewers
def own(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """A person's own: they read all of it that their clause gives them."""
    if viewer.person is None:
        raise access.NotSeen
    owns.record(viewer)
    return _shown(request, viewer, reads.known(viewer, viewer.person), own=True)


def _shown(request: HttpRequest, viewer: Viewer, known: Known, *, own: bool) -> HttpResponse:
    person = known.person
    return show(
        request,
        viewer,
        "end_of_life/page.html",
        title="What I wish for the end of my life"
        if own
        else f"Care at the end of life, {person.given} {person.family}",
        at="own-around" if own else "people",
        person=person,
        person_pages=person_pages(viewer, person.pk, "around"),
        own=own,
        known=known,
        answer=answer(known, own=own),
        sights=reads.who_sees(viewer, person),
        rules=rules,
    )


def answer(known: Known, *, own: bool) -> str:
    """The page in a sentence or two: what must be known before anybody acts."""
    said = []
    if known.death:
        return f"Died on {day(known.death.on)}, {rules.MET[known.death.met]}: {_place(known.death.place)}."
    resuscitation = known.preferences.get("resuscitation")
    if resuscitation and resuscitation.answer in ("permit", "refuse"):
        held = "no resuscitation" if resuscitation.answer == "refuse" else "resuscitation is to be tried"
        said.append(f"Recorded on {day(resuscitation.decided_on)}: {held}.")
    else:
        said.append("No decision about resuscitation is recorded.")
    if known.places and known.places.death_first:
        whose = "You prefer" if own else "Prefers"
        said.append(f"{whose} to die here: {_place(known.places.death_first)}.")
    if known.is_overdue and known.review:
        said.append(f"The review is overdue since {day(known.review.next_review)}.")
    return " ".join(said)


def _place(place: str) -> str:
    said = rules.PLACES[place]
    return said[:1].lower() + said[1:]
