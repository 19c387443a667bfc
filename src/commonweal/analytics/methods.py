"""Every method by name: the one list that command, refresh, parity of engines and notebooks use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from commonweal.analytics import questions
from commonweal.analytics.demography import WHO
from commonweal.analytics.profile import PROFILE, profile
from commonweal.analytics.questions import Question, View, columns
from commonweal.analytics.tables import SETTINGS
from commonweal.terms.cambridge import SOURCE as CAMBRIDGE


@dataclass(frozen=True)
class Method:
    """One method: its grain, key and units, where it is from, and the question itself.

    `told` reads the same answer off all that is known of each person on the day (KNOWN).
    """

    name: str
    title: str
    grain: str
    key: tuple[str, ...]
    unit: str
    source: str
    result: Question
    told: View


HERE = "one row per person alive and here on the day"
DECLARED = "as the partnership declares it"
USED = (*(f"contacts_{setting}" for setting in SETTINGS), "emergency_admissions", "bed_days")
SPENT = (*(f"cost_{setting}" for setting in SETTINGS), "cost")

_ALL = (
    Method(
        "demography",
        "Who people are and where they live",
        HERE,
        ("person",),
        "age in whole years; decile 1 is the most deprived tenth",
        "the record; deprivation as the partnership's small areas say",
        questions.who_and_where,
        columns(*WHO),
    ),
    Method(
        "frailty",
        "Electronic Frailty Index",
        HERE,
        ("person",),
        "deficits of 36, their share, and the band",
        "Clegg and others 2016, doi:10.1093/ageing/afw039",
        questions.frailty_index,
        questions.frailty_of,
    ),
    Method(
        "hfrs",
        "Hospital Frailty Risk Score",
        "one row per person alive and here on the day, admitted as an emergency at 75 or over in two years",
        ("person",),
        "tenths of a point; low below 50, high above 150; the categories that count",
        "Gilbert and others 2018, doi:10.1016/S0140-6736(18)30668-8",
        questions.hospital_frailty_score,
        questions.hospital_frailty_of,
    ),
    Method(
        "charlson",
        "Charlson index",
        HERE,
        ("person",),
        "points by the weights of 2011, and by those of 1987; the groups that count",
        "Quan and others 2005 and 2011; Charlson and others 1987",
        questions.charlson_index,
        columns("charlson", "charlson_1987", "groups"),
    ),
    Method(
        "cambridge",
        "Cambridge Multimorbidity Score",
        HERE,
        ("person",),
        "hundredths of a point; and how many long-term conditions",
        CAMBRIDGE,
        questions.shown("cambridge", "conditions"),
        columns("cambridge", "conditions"),
    ),
    Method(
        "registers",
        "Disease registers",
        "one row per person alive and here on the day, and register they are on",
        ("person", "register"),
        "id of the register",
        DECLARED,
        questions.on_registers,
        questions.registers_of,
    ),
    Method(
        "segments",
        "Life-course segments",
        HERE,
        ("person",),
        "id of the segment",
        "after Lynn and others 2007, Milbank Quarterly 85:185-208; " + DECLARED,
        questions.known("segment"),
        columns("segment"),
    ),
    Method(
        "housebound",
        "Housebound",
        HERE,
        ("person",),
        "true or false",
        DECLARED,
        questions.shown("housebound"),
        columns("housebound"),
    ),
    Method(
        "care-home",
        "Lives in a care home",
        HERE,
        ("person",),
        "true or false",
        DECLARED,
        questions.shown("care_home"),
        columns("care_home"),
    ),
    Method(
        "end-of-life",
        "Likely to be in the last year of life",
        HERE,
        ("person",),
        "true or false",
        DECLARED,
        questions.known("end_of_life"),
        columns("end_of_life"),
    ),
    Method(
        "need",
        "Years lived with need",
        HERE,
        ("person",),
        "years of 365.25 days since the day need began; 0 where it never did",
        DECLARED,
        questions.years_with_need,
        columns("need_years"),
    ),
    Method(
        "medicines",
        "Different medicines",
        HERE,
        ("person",),
        "different medicines in twelve months",
        "told apart as for polypharmacy in the frailty index",
        questions.different_medicines,
        columns("medicines"),
    ),
    Method(
        "hiu",
        "High-intensity use of urgent care",
        "one row per person alive and here on the day who reaches either number in twelve months",
        ("person",),
        "attendances at an emergency department, and emergency admissions",
        DECLARED,
        questions.high_intensity_use,
        questions.high_intensity_of,
    ),
    Method(
        "use",
        "Use of care by setting",
        HERE,
        ("person",),
        "contacts or spells, emergency admissions and nights in twelve months",
        "the record of activity",
        questions.use_of_care,
        columns(*USED),
    ),
    Method(
        "cost",
        "Cost of care by setting",
        HERE,
        ("person",),
        "pence in twelve months",
        "the record of activity and of care packages",
        questions.cost_of_care,
        columns(*SPENT),
    ),
    Method(
        "continuity",
        "Continuity in general practice",
        "one row per person alive and here on the day with enough GP contacts",
        ("person",),
        "share of contacts with the one seen most, 0 to 1",
        "usual provider index; Breslau and Reeb 1975",
        questions.continuity_of_care,
        questions.continuity_of,
    ),
    Method(
        PROFILE.name,
        "What is known of each person",
        HERE,
        PROFILE.key,
        "as each column says",
        "all of the others",
        profile,
        columns(*PROFILE.names[1:]),
    ),
)

METHODS: Mapping[str, Method] = {method.name: method for method in _ALL}
