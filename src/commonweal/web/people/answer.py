"""Says in a sentence how frail a person is, and what changed in a year."""

from __future__ import annotations

from datetime import date

from commonweal.care.people.reads import Known
from commonweal.care.published.models import PersonFrailty
from commonweal.terms.deficits import DEFICITS
from commonweal.web import words

LIVES = {
    "fit": "is fit",
    "mild": "lives with mild frailty",
    "moderate": "lives with moderate frailty",
    "severe": "lives with severe frailty",
}


def answer(known: Known, age: int, as_at: date) -> str:
    person, frailty = known.person, known.frailty
    name = f"{person.given} {person.family}".strip() or "This person"
    if person.death_date and person.death_date <= as_at:
        return f"{name} died on {words.day(person.death_date)}, aged {age}."
    if "gp_record" in known.withheld:
        return f"{name}, {age}. The GP record, which frailty is found in, is not open to you."
    if frailty is None:
        return (
            f"{name} was not among the people counted on {words.day(as_at)}, so there is no frailty to show."
        )
    found = f"{frailty.deficits} of {len(DEFICITS)} deficits were found"
    if frailty.deficits == 1:
        found = f"1 of {len(DEFICITS)} deficits was found"
    return f"{name}, {age}, {LIVES[frailty.band]}: {found} by {words.day(as_at)}{_change(frailty)}."


def _change(frailty: PersonFrailty) -> str:
    before = frailty.deficits_year_ago
    if before is None:
        return ""
    if frailty.deficits == before:
        return ", as many as a year before"
    way = "up" if frailty.deficits > before else "down"
    band = "" if frailty.band_year_ago == frailty.band else f" ({frailty.band_year_ago})"
    return f", {way} from {before}{band} a year before"
