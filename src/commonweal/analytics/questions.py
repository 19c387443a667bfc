"""The methods as questions of one form: to a linked population, by what is declared, as at a day.

All are about people alive and here. The functions beside them read the same answers off all that is known of
each person (KNOWN).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import ibis

from commonweal.analytics import (
    charlson,
    continuity,
    cost,
    demography,
    frailty,
    high_intensity,
    hospital_frailty,
    medicines,
    need,
    records,
    registers,
    use,
)
from commonweal.analytics.linked import Linked
from commonweal.analytics.profile import profile
from commonweal.blueprint.definitions import Definitions

Question = Callable[[Linked, Definitions, date], ibis.Table]
View = Callable[[ibis.Table], ibis.Table]


def asked_of_those_here(question: Question) -> Question:
    """The same question without those who have gone."""

    def result(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
        answer = question(linked, definitions, on)
        return answer.semi_join(demography.here(linked, on), "person")

    return result


@asked_of_those_here
def frailty_index(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    """As `frailty.assess`, by the codes of the frailty index."""
    recorded = linked["person"], linked["death"], definitions.deficits, linked["event"], linked["medication"]
    return frailty.assess(*recorded, on)


@asked_of_those_here
def hospital_frailty_score(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    """As `hospital_frailty.assess`."""
    spells = linked["activity"], linked["diagnosis"]
    return hospital_frailty.assess(linked["person"], linked["death"], *spells, on)


@asked_of_those_here
def charlson_index(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    """As `charlson.assess`."""
    return charlson.assess(linked["person"], linked["death"], linked["diagnosis"], on)


@asked_of_those_here
def high_intensity_use(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    """As `high_intensity.high_intensity`, by the numbers declared."""
    said = definitions.words.high_intensity
    return high_intensity.high_intensity(
        linked["person"],
        linked["death"],
        linked["activity"],
        on,
        attendances=said.emergency_attendances,
        admissions=said.emergency_admissions,
    )


@asked_of_those_here
def use_of_care(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    """As `use.use`."""
    return use.use(linked["person"], linked["death"], linked["activity"], linked["care_package"], on)


@asked_of_those_here
def cost_of_care(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    """As `cost.cost`."""
    return cost.cost(linked["person"], linked["death"], linked["activity"], linked["care_package"], on)


@asked_of_those_here
def continuity_of_care(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    """As `continuity.continuity`, over the years and from the contacts declared."""
    said, people, deaths = definitions.words.continuity, linked["person"], linked["death"]
    return continuity.continuity(
        people, deaths, linked["activity"], on, years=said.years, least=said.at_least
    )


def different_medicines(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    """One row per person, also with none: person, medicines."""
    counts = medicines.how_many(linked["medication"], on)
    each = demography.here(linked, on).select("person").left_join(counts, "person")
    return each.select("person", medicines=each.medicines.fill_null(0))


def who_and_where(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    """As `demography.here`, with how deprived the small area is."""
    people = demography.deprived(demography.here(linked, on), definitions.deciles)
    return people.select("person", *demography.WHO)


def on_registers(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    """As `registers.memberships`."""
    return registers.memberships(records.shown(linked, definitions, on), definitions)


def years_with_need(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    """One row per person: person, need_years."""
    years = need.years_of(records.shown(linked, definitions, on), linked, definitions, on)
    return years.select("person", "need_years")


def shown(*names: str) -> Question:
    """Some columns of what the record of each person shows."""

    def result(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
        each = records.shown(linked, definitions, on)
        return each.drop("care_home").rename(care_home="lives_in_care_home").select("person", *names)

    return result


def known(*names: str) -> Question:
    """Some columns of the profile, for what needs most of it."""

    def result(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
        return profile(linked, definitions, on).select("person", *names)

    return result


def columns(*names: str) -> View:
    """The person and some columns, off what is known."""
    return lambda known: known.select("person", *names)


def frailty_of(known: ibis.Table) -> ibis.Table:
    """The frailty index off what is known."""
    index = known.deficits / frailty.DEFICITS_COUNTED
    return known.select("person", "deficits", "band", index=index).relocate("band", after="index")


def high_intensity_of(known: ibis.Table) -> ibis.Table:
    """Those who use urgent care with high intensity, off what is known."""
    theirs = known.filter(known.high_intensity)
    return theirs.select("person", attendances="contacts_emergency", admissions="emergency_admissions")


def hospital_frailty_of(known: ibis.Table) -> ibis.Table:
    """The Hospital Frailty Risk Score of those for whom it is defined, off what is known."""
    theirs = known.filter(known.admitted.notnull())
    named = {"tenths": "hospital_frailty", "risk": "hospital_frailty_risk"}
    return theirs.select("person", "admitted", **named, categories="categories")


def continuity_of(known: ibis.Table) -> ibis.Table:
    """Continuity of those with enough contacts, off what is known."""
    theirs = known.filter(known.continuity.notnull())
    return theirs.select("person", "gp_contacts", "usual", "with_usual", "continuity").rename(
        contacts="gp_contacts"
    )


def registers_of(known: ibis.Table) -> ibis.Table:
    """Person and register, off what is known."""
    return known.select("person", register=known.registers.unnest())
