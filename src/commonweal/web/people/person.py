"""One person: who they are, how frail and why, how that came about, and ten years of contacts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.objections import reads as choices
from commonweal.care.people import reads
from commonweal.care.people.models import Person
from commonweal.care.people.reads import Known
from commonweal.care.published import reads as published
from commonweal.terms.settings import CATEGORY_OF_SETTING
from commonweal.web.address import NotUnderstood, query
from commonweal.web.charts.calendar import Calendar
from commonweal.web.choices.words import objection
from commonweal.web.frame import show
from commonweal.web.involvements.section import working_with
from commonweal.web.page import for_viewers
from commonweal.web.people.answer import answer
from commonweal.web.people.contacts import SETTING_WORDS, by_year, contacts
from commonweal.web.people.course import course, years
from commonweal.web.people.evidence import evidence
from commonweal.web.people.hospital import scores
from commonweal.web.people.list import titles
from commonweal.web.people.pages import person_pages
from commonweal.web.people.theograph import theograph
from commonweal.web.refer.section import referred
from commonweal.web.risk.section import foretold
from commonweal.web.sharing.wording import CATEGORIES

YEARS = 10
LISTED = 100  # contacts listed under several years; under one year all of them are
EARLIEST = 1900
OVER_CONTACTS = 96  # pixels high: the course drawn above the contacts


@require_safe
@for_viewers
def person(request: HttpRequest, viewer: Viewer, id: UUID) -> HttpResponse:
    known, as_at = find(viewer, id), day_shown(viewer)
    decade = Calendar(as_at.year - YEARS + 1, as_at.year)
    shown = years_shown(request.GET, decade)
    met = contacts(known.contacts, as_at)
    listed = [contact for contact in reversed(met) if shown.holds(contact.start, contact.end)]
    found = years(known.frailty.course) if known.frailty else ()
    return show(
        request,
        viewer,
        "people/person.html",
        at="people",
        area=known.person.practice if known.person.practice in titles() else "",
        trail=_trail(viewer, known.person),
        title=f"{known.person.given} {known.person.family}",
        person=known.person,
        person_pages=person_pages(viewer, known.person.pk, "record"),
        age=age(known.person, as_at),
        frailty=known.frailty,
        working=working_with(viewer, known.person.pk),
        referred=referred(viewer, known.person.pk),
        foretold=foretold(viewer, known.person.pk),
        chosen=choices.choices(viewer, known.person.pk),
        said_of=objection,
        answer=answer(known, age(known.person, as_at), as_at),
        evidence=evidence(known, as_at),
        scores=scores(known),
        withheld=[(CATEGORIES[category], because) for category, because in known.withheld.items()],
        titles=titles(),
        years=found,
        decade=decade,
        course=course(found, decade),
        shown=shown,
        course_shown=course(found, shown, OVER_CONTACTS),
        theograph=theograph(met, shown, lambda day: _address(day.year, day.year) + f"#on-{day}"),
        between=_address,
        totals=by_year(met, decade),
        listed=listed if len(shown.years) == 1 else listed[:LISTED],
        listed_of=len(listed),
        SETTING_WORDS={
            setting: said
            for setting, said in SETTING_WORDS.items()
            if CATEGORY_OF_SETTING[setting] not in known.withheld
        },
    )


def find(viewer: Viewer, id: UUID) -> Known:
    return reads.person(viewer, id)


def day_shown(viewer: Viewer) -> date:
    """The day a person's page is about: that of the current refresh."""
    refresh = published.freshness(viewer)
    return refresh.as_at if refresh else timezone.localdate()


def age(person: Person, on: date) -> int:
    """Whole years on a day, or at death where that came first."""
    until = min(on, person.death_date) if person.death_date else on
    before_birthday = (until.month, until.day) < (person.birth_date.month, person.birth_date.day)
    return until.year - person.birth_date.year - before_birthday


def years_shown(asked: Mapping[str, str], decade: Calendar) -> Calendar:
    """The years `from` and `to` of an address, all ten where it names none."""
    first, last = (_year(asked, key, plain) for key, plain in (("from", decade.first), ("to", decade.last)))
    if first > last:
        raise NotUnderstood(f"The years run backwards: from {first} to {last}.")
    return Calendar(max(first, decade.first), max(decade.first, min(last, decade.last)))


def _year(asked: Mapping[str, str], key: str, plain: int) -> int:
    said = asked.get(key) or str(plain)
    if not (said.isascii() and said.isdigit() and len(said) == 4 and int(said) >= EARLIEST):
        raise NotUnderstood(f"‘{key}={said[:20]}’ is not a year, such as {plain}.")
    return int(said)


def _address(first: int, last: int) -> str:
    return query({"from": first, "to": last})


def _trail(viewer: Viewer, person: Person) -> list[dict[str, str]]:
    """Back to the practice, and to the list of its people."""
    if person.practice not in titles():
        return []
    people = {"text": "People", "href": reverse("people", args=[person.practice])}
    if not access.may(viewer, "see_population").allowed:
        return [people]
    return [{"text": titles()[person.practice], "href": reverse("area", args=[person.practice])}, people]
