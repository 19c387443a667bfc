"""Words of care at the end of life, and what cannot be so. No database here.

None of these words is a score or a prognosis: they say what somebody who knows the person has recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from commonweal.care.possible import NotPossible

REASONS = {
    "cancer": "Cancer",
    "heart_lung": "Heart or lung disease",
    "kidney_liver": "Kidney or liver disease",
    "neurological": "Disease of the nervous system",
    "dementia": "Dementia",
    "frailty": "Frailty",
    "other": "Another reason",
}
STAGES = {
    "stable": "Stable",
    "changing": "Changing",
    "deteriorating": "Getting worse",
    "last_days": "Last days of life",
}
ESTIMATES = {
    "": "No estimate",
    "year": "A year or so",
    "months": "Months",
    "weeks": "Weeks",
    "days": "Days",
}
TAKEN_OFF = {
    "died": "Died",
    "better": "Better than expected",
    "moved": "Moved away",
    "asked": "The person asked for it",
    "mistake": "Put on by mistake",
    "other": "Another reason",
}
SUBJECTS = {
    "resuscitation": "Resuscitation (CPR)",
    "hospital": "Going to hospital",
    "intensive_care": "Intensive care",
    "ventilation": "Help with breathing by machine",
    "antibiotics": "Antibiotics",
    "feeding": "Fluids and food by tube or drip",
    "organ_donation": "Donating organs or tissue",
    "visitors": "Visitors",
    "spiritual": "A visit by somebody of my faith",
}
ANSWERS = {
    "permit": "Permit",
    "refuse": "Refuse",
    "at_the_time": "To decide at the time",
    "not_discussed": "Not discussed",
}
DECIDED_BY = {
    "person": "The person",
    "attorney": "Their attorney for health",
    "best_interests": "Professionals, in the person’s best interests",
    "clinician": "The responsible clinician, for medical reasons",
}
CAPACITY = {
    "has": "They could decide this themselves",
    "lacks": "They could not decide this, even with help",
    "not_considered": "Not considered",
}
PLACES = {
    "home": "Their own home",
    "care_home": "The care home they live in",
    "family": "With family or friends",
    "hospice": "A hospice",
    "hospital": "A hospital",
    "elsewhere": "Somewhere else",
}
MET = {
    "first": "where they preferred",
    "second": "at their second choice",
    "no": "not where they preferred",
    "unknown": "no preference was known",
}
MADE = {"yes": "There is one", "no": "There is none", "unknown": "Not known"}
LONGEST_LINE, LONGEST_WORDS = 200, 2000
FEWEST_LETTERS = 2


class Overtaken(Exception):
    """Somebody else changed it first; the message says who."""


@dataclass(frozen=True)
class Review:
    """How a person is, as it was looked at on a day."""

    on: date
    stage: str
    next_review: date
    estimate: str = ""
    words: str = ""


@dataclass(frozen=True)
class Decided:
    """What a person permits or refuses about one subject."""

    answer: str
    words: str = ""
    decided_by: str = ""
    decided_name: str = ""
    capacity: str = ""
    discussed_with: str = ""
    decided_on: date | None = None
    review_on: date | None = None
    form: str = ""
    form_kept: str = ""


@dataclass(frozen=True)
class Places:
    """Where a person prefers to be; empty where they have not said."""

    on: date
    care_first: str = ""
    care_second: str = ""
    death_first: str = ""
    death_second: str = ""
    words: str = ""
    discussed_with: str = ""


@dataclass(frozen=True)
class Advance:
    """An advance decision to refuse treatment, as it was seen."""

    made: str
    refuses: str = ""
    seen_by: str = ""
    seen_on: date | None = None
    kept: str = ""


@dataclass(frozen=True)
class Medicine:
    """A medicine in the home in case it is needed."""

    medicine: str
    dose: str
    prescribed_by: str
    prescribed_on: date
    kept: str
    given_for: str = ""
    expires: date | None = None


def check_words(about: str, words: str, missing: str, longest: int = LONGEST_LINE) -> str:
    """The words as they are kept; NotPossible with what is missing where there are none."""
    said = plain(words, longest)
    if sum(letter.isalpha() for letter in said) < FEWEST_LETTERS:
        raise NotPossible(about, missing)
    return said


def plain(words: str, longest: int = LONGEST_WORDS) -> str:
    """Words without spare room, and no more than are kept."""
    return " ".join(words.split())[:longest]


def check_one(about: str, given: str, known: Mapping[str, str], missing: str) -> str:
    """The key, where there is such a one."""
    if given not in known:
        raise NotPossible(about, missing)
    return given


def check_review(said: Review, today: date) -> Review:
    """What is kept of it; a review lies behind us, and the next one ahead of it."""
    check_one("stage", said.stage, STAGES, "Choose how they are")
    check_one("estimate", said.estimate, ESTIMATES, "Choose an estimate, or none")
    _has_been("on", said.on, today)
    if said.next_review <= said.on:
        raise NotPossible("next_review", "Give a day after this review")
    return replace(said, words=plain(said.words))


def check_decided(subject: str, said: Decided, today: date) -> Decided:
    """What is kept of it. What is permitted or refused has somebody who decided it, and a day.

    A refusal on behalf of somebody says how their capacity was considered.
    """
    check_one("subject", subject, SUBJECTS, "Choose what it is about")
    check_one("answer", said.answer, ANSWERS, "Choose permit, refuse, or that it is not settled")
    settled = said.answer in ("permit", "refuse")
    if settled or said.decided_by:
        check_one("decided_by", said.decided_by, DECIDED_BY, "Say who decided")
    if settled:
        if said.decided_on is None:
            raise NotPossible("decided_on", "Say on which day it was decided")
        check_one("capacity", said.capacity, CAPACITY, "Say how the person’s capacity was considered")
    if said.decided_by in ("attorney", "best_interests") and said.capacity != "lacks":
        raise NotPossible("capacity", "Others decide only where the person could not, even with help")
    if said.decided_on:
        _has_been("decided_on", said.decided_on, today)
    if said.review_on and said.decided_on and said.review_on <= said.decided_on:
        raise NotPossible("review_on", "Give a day after the decision")
    if said.form.strip() and not said.form_kept.strip():
        raise NotPossible("form_kept", "Say where the form is kept: somebody will look for it in a hurry")
    return replace(
        said,
        words=plain(said.words),
        decided_name=plain(said.decided_name, LONGEST_LINE),
        discussed_with=plain(said.discussed_with, LONGEST_LINE),
        form=plain(said.form, LONGEST_LINE),
        form_kept=plain(said.form_kept, LONGEST_LINE),
    )


def check_places(said: Places, today: date) -> Places:
    """What is kept of it: places that there are, and no second choice without a first."""
    for about in ("care_first", "care_second", "death_first", "death_second"):
        check_one(about, getattr(said, about), {"": "", **PLACES}, "Choose a place")
    for about in ("care", "death"):
        first, second = getattr(said, f"{about}_first"), getattr(said, f"{about}_second")
        if second and (not first or second == first):
            raise NotPossible(f"{about}_second", "Give a second choice that differs from the first")
    _has_been("on", said.on, today)
    return replace(said, words=plain(said.words), discussed_with=plain(said.discussed_with))


def check_advance(said: Advance, today: date) -> Advance:
    """What is kept of it: one that exists is somewhere, and has been seen by somebody on a day, or not."""
    check_one("made", said.made, MADE, "Say whether there is one")
    if said.made != "yes":
        return Advance(said.made)
    if bool(said.seen_by.strip()) != bool(said.seen_on):
        raise NotPossible("seen_on", "Say both who saw it and on which day, or neither")
    if said.seen_on:
        _has_been("seen_on", said.seen_on, today)
    return replace(
        said,
        refuses=check_words("refuses", said.refuses, "Say what it refuses", LONGEST_WORDS),
        kept=check_words("kept", said.kept, "Say where it is kept"),
        seen_by=plain(said.seen_by),
    )


def check_medicine(said: Medicine, today: date) -> Medicine:
    """What is kept of it."""
    _has_been("prescribed_on", said.prescribed_on, today)
    if said.expires and said.expires <= said.prescribed_on:
        raise NotPossible("expires", "Give a day after it was prescribed")
    return replace(
        said,
        medicine=check_words("medicine", said.medicine, "Name the medicine"),
        dose=check_words("dose", said.dose, "Give the dose as it is prescribed, in words"),
        prescribed_by=check_words("prescribed_by", said.prescribed_by, "Say who prescribed it"),
        kept=check_words("kept", said.kept, "Say where in the home it is kept"),
        given_for=plain(said.given_for),
    )


def met(place: str, first: str, second: str) -> str:
    """A key of MET: how the place of death stands to what the person preferred."""
    if not first:
        return "unknown"
    if place == first:
        return "first"
    return "second" if second and place == second else "no"


def is_expired(expires: date | None, today: date) -> bool:
    """Whether a medicine is not to be relied on any more."""
    return expires is not None and expires < today


def _has_been(about: str, day: date, today: date) -> None:
    if day > today:
        raise NotPossible(about, "Give a day that has been")
