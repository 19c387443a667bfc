"""Every method by name: the one list that command, refresh, parity of engines and notebooks use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import ibis

from commonweal.analytics import (
    charlson,
    continuity,
    cost,
    demography,
    frailty,
    hospital_frailty,
    medicines,
    need,
    records,
    registers,
    use,
)
from commonweal.analytics.linked import Linked
from commonweal.analytics.profile import PROFILE, high_intensity_use, profile
from commonweal.blueprint.definitions import Definitions

Result = Callable[[Linked, Definitions, date], ibis.Table]


@dataclass(frozen=True)
class Method:
    """One method: its grain, key and units, where it is from, and the question itself.

    `of_profile` are the columns of PROFILE that hold the same answer: whoever has a profile of the day need
    not ask again. Empty where a profile does not hold it.
    """

    name: str
    title: str
    grain: str
    key: tuple[str, ...]
    unit: str
    source: str
    result: Result
    of_profile: tuple[str, ...] = ()

    def answer(self, known: ibis.Table) -> ibis.Table:
        """The same answer from a profile; only for methods that have `of_profile`."""
        return known.select(*self.key, *self.of_profile)


def _frailty(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    recorded = linked["person"], linked["death"], definitions.deficits, linked["event"], linked["medication"]
    return frailty.assess(*recorded, on)


def _hfrs(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    spells = linked["activity"], linked["diagnosis"]
    return hospital_frailty.assess(linked["person"], linked["death"], *spells, on)


def _charlson(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    return charlson.assess(linked["person"], linked["death"], linked["diagnosis"], on)


def _registers(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    return registers.memberships(records.shown(linked, definitions, on), definitions)


def _use(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    return use.use(linked["person"], linked["death"], linked["activity"], linked["care_package"], on)


def _cost(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    return cost.cost(linked["person"], linked["death"], linked["activity"], linked["care_package"], on)


def _continuity(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    said, people, deaths = definitions.words.continuity, linked["person"], linked["death"]
    return continuity.continuity(
        people, deaths, linked["activity"], on, years=said.years, least=said.at_least
    )


def _medicines(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    return medicines.how_many(linked["medication"], on)


def _demography(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    people = demography.deprived(demography.here(linked, on), definitions.deciles)
    return people.select("person", *WHO)


def _need(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
    return need.years_of(records.shown(linked, definitions, on), linked, definitions, on)


def _shown(*names: str) -> Result:
    """The person and some columns of what the record of each shows."""

    def result(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
        each = records.shown(linked, definitions, on)
        return each.drop("care_home").rename(care_home="lives_in_care_home").select("person", *names)

    return result


def _known(*names: str) -> Result:
    """The person and some columns of the profile."""

    def result(linked: Linked, definitions: Definitions, on: date) -> ibis.Table:
        return profile(linked, definitions, on).select("person", *names)

    return result


HERE = "one row per person alive and here on the day"
ALIVE = "one row per person alive on the day"
DECLARED = "as the partnership declares it"
WHO = ("age", "sex", "ethnicity", "practice", "lsoa", "decile", "housing_type", "tenure", "geodemographic")

_ALL = (
    Method(
        "demography",
        "Who people are and where they live",
        HERE,
        ("person",),
        "age in whole years; decile 1 is the most deprived tenth",
        "the record; deprivation as the partnership's small areas say",
        _demography,
        WHO,
    ),
    Method(
        "frailty",
        "Electronic Frailty Index",
        ALIVE,
        ("person",),
        "deficits of 36, their share, and the band",
        "Clegg and others 2016, doi:10.1093/ageing/afw039",
        _frailty,
    ),
    Method(
        "hfrs",
        "Hospital Frailty Risk Score",
        "one row per person alive on the day, admitted as an emergency at 75 or over in two years up to it",
        ("person",),
        "tenths of a point; low below 50, high above 150",
        "Gilbert and others 2018, doi:10.1016/S0140-6736(18)30668-8",
        _hfrs,
    ),
    Method(
        "charlson",
        "Charlson index",
        ALIVE,
        ("person",),
        "points by the weights of 2011, and by those of 1987",
        "Quan and others 2005 and 2011; Charlson and others 1987",
        _charlson,
    ),
    Method(
        "cambridge",
        "Cambridge Multimorbidity Score",
        HERE,
        ("person",),
        "hundredths of a point; and how many long-term conditions",
        "Payne and others 2020, CMAJ 192:E107",
        _shown("cambridge", "conditions"),
        ("cambridge", "conditions"),
    ),
    Method(
        "registers",
        "Disease registers",
        "one row per person alive and here on the day, and register they are on",
        ("person", "register"),
        "id of the register",
        DECLARED,
        _registers,
    ),
    Method(
        "segments",
        "Life-course segments",
        HERE,
        ("person",),
        "id of the segment",
        "after Lynn and others 2007, Milbank Quarterly 85:185-208; " + DECLARED,
        _known("segment"),
        ("segment",),
    ),
    Method(
        "housebound",
        "Housebound",
        HERE,
        ("person",),
        "true or false",
        DECLARED,
        _shown("housebound"),
        ("housebound",),
    ),
    Method(
        "care-home",
        "Lives in a care home",
        HERE,
        ("person",),
        "true or false",
        DECLARED,
        _shown("care_home"),
        ("care_home",),
    ),
    Method(
        "end-of-life",
        "Likely to be in the last year of life",
        HERE,
        ("person",),
        "true or false",
        DECLARED,
        _known("end_of_life"),
        ("end_of_life",),
    ),
    Method(
        "need",
        "Years lived with need",
        HERE,
        ("person",),
        "years of 365.25 days since the day need began; 0 where it never did",
        DECLARED,
        _need,
    ),
    Method(
        "medicines",
        "Different medicines",
        "one row per person with any medicine in twelve months up to the day",
        ("person",),
        "different medicines in twelve months",
        "told apart as for polypharmacy in the frailty index",
        _medicines,
    ),
    Method(
        "hiu",
        "High-intensity use of urgent care",
        "one row per person alive on the day who reaches either number in twelve months up to it",
        ("person",),
        "attendances at an emergency department, and emergency admissions",
        DECLARED,
        high_intensity_use,
    ),
    Method(
        "use",
        "Use of care by setting",
        ALIVE,
        ("person",),
        "contacts or spells, emergency admissions and nights in twelve months",
        "the record of activity",
        _use,
    ),
    Method(
        "cost",
        "Cost of care by setting",
        ALIVE,
        ("person",),
        "pence in twelve months",
        "the record of activity and of care packages",
        _cost,
    ),
    Method(
        "continuity",
        "Continuity in general practice",
        "one row per person alive on the day with enough GP contacts",
        ("person",),
        "share of contacts with the one seen most, 0 to 1",
        "usual provider index; Breslau and Reeb 1975",
        _continuity,
    ),
    Method(
        PROFILE.name,
        "What is known of each person",
        HERE,
        PROFILE.key,
        "as each column says",
        "all of the others",
        profile,
        PROFILE.names[1:],
    ),
)

METHODS: Mapping[str, Method] = {method.name: method for method in _ALL}
