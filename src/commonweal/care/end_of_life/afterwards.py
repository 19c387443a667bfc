"""The only writer of what is recorded after a death: where, who is contacted, and what is learnt."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from commonweal.care import access
from commonweal.care.access import Viewer
from commonweal.care.coordination.reads import today
from commonweal.care.coordination.writing import may_write, record, written
from commonweal.care.end_of_life import rules
from commonweal.care.end_of_life.actions import add
from commonweal.care.end_of_life.models import (
    AfterDeathReview,
    Bereavement,
    Death,
    PlaceWish,
    RegisterEntry,
)
from commonweal.care.end_of_life.register import CATEGORY, REFUSED
from commonweal.care.end_of_life.rules import Overtaken
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible


def note_death(*, by: Viewer, person: UUID, seen: int, on: date, place: str, words: str = "") -> Death:
    """Where and when the person died; whether that was their preference is worked out from what they said."""
    with access.acting(by, "direct_care"):
        decision = may_write(by, person, CATEGORY, REFUSED)
        rules.check_one("place", place, rules.PLACES, "Choose where")
        if on > today():
            raise NotPossible("on", "Give a day that has been")
        wish = PlaceWish.objects.filter(person=person, on__lte=on).order_by("-number").first()
        said = {
            "on": on,
            "place": place,
            "words": rules.plain(words),
            "practice": _practice(person),
            "met": rules.met(place, wish.death_first, wish.death_second) if wish else "unknown",
        }
        made = add(Death, by, person, seen, said)
        record("death.noted", by, person, decision, {"number": made.number, "met": made.met})
    return made


def _practice(person: UUID) -> str:
    """Where they are registered, or were while they were on the register: a death ends a registration."""
    now = Person.objects.filter(pk=person).values_list("practice", flat=True).first()
    entries = RegisterEntry.objects.filter(person=person).exclude(practice="").order_by("-pk")
    return now or entries.values_list("practice", flat=True).first() or ""


def plan_contact(
    *, by: Viewer, person: UUID, contact: UUID, name: str, reach: str, by_whom: str, due: date
) -> Bereavement:
    """Somebody is to be contacted after the death; `contact` is of the form, so that it is taken once."""
    with access.acting(by, "direct_care"):
        decision = may_write(by, person, CATEGORY, REFUSED)
        said = {
            "name": rules.check_words("name", name, "Say whom to contact"),
            "by_whom": rules.check_words("by_whom", by_whom, "Say who contacts them"),
            "reach": rules.plain(reach),
        }
        try:
            with transaction.atomic():
                made = Bereavement.objects.create(**written(by, person), **said, contact=contact, due=due)
        except IntegrityError:
            raise Overtaken("This is noted already") from None
        record("bereavement.planned", by, person, decision, {"bereavement": made.pk})
    return made


def contacted(*, by: Viewer, person: UUID, bereavement: int, on: date, name: str, outcome: str) -> None:
    """They were contacted, and how it went."""
    with access.acting(by, "direct_care"):
        decision = may_write(by, person, CATEGORY, REFUSED)
        if on > today():
            raise NotPossible("on", "Give a day that has been")
        done = {
            "done_on": on,
            "done_name": rules.check_words("name", name, "Say who contacted them"),
            "outcome": rules.check_words("outcome", outcome, "Say how it went", rules.LONGEST_WORDS),
        }
        waiting = Bereavement.objects.filter(pk=bereavement, person=person, done_on=None)
        if not waiting.update(**done):
            raise Overtaken("Somebody has noted this already")
        record("bereavement.done", by, person, decision, {"bereavement": bereavement})


def look_back(
    *, by: Viewer, person: UUID, seen: int, well: str, wrong: str, action: str, action_by: str
) -> AfterDeathReview:
    """What went well, what did not, and what is done about it."""
    with access.acting(by, "direct_care"):
        decision = may_write(by, person, CATEGORY, REFUSED)
        said = {
            "on": today(),
            "went_well": rules.plain(well),
            "went_wrong": rules.plain(wrong),
            "action": rules.plain(action),
            "action_by": rules.plain(action_by, rules.LONGEST_LINE),
        }
        if not (said["went_well"] or said["went_wrong"]):
            raise NotPossible("went_well", "Say what went well, or what did not")
        if said["action"] and not said["action_by"]:
            raise NotPossible("action_by", "Say who does it")
        made = add(AfterDeathReview, by, person, seen, said)
        record("death.looked_back", by, person, decision, {"number": made.number})
    return made
