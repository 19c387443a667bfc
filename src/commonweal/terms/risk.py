"""What a model of risk may know of a person, and what it may foretell: by name, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from commonweal.terms.titles import within

FeatureName = str  # a key of FEATURES, or register: and the id of a disease register
OutcomeName = Literal["emergency_admission", "higher_frailty_band"]


@dataclass(frozen=True)
class Known:
    """`title` for tables; `one` and `several` say a value in a sentence, with {0} for the number."""

    title: str
    one: str
    several: str
    none: str


REGISTER = "register:"
FEATURES: dict[FeatureName, Known] = {
    "age": Known("Age", "{0} year old", "{0} years old", "born within the year"),
    "sex": Known("Sex", "male", "male", "not male"),
    "care_home": Known(
        "Lives in a care home", "lives in a care home", "lives in a care home", "does not live in a care home"
    ),
    "deficits": Known(
        "Deficits of frailty", "{0} deficit of frailty", "{0} deficits of frailty", "no deficit"
    ),
    "deficits_rise": Known(
        "Deficits more than a year before",
        "{0} deficit more than a year before",
        "{0} deficits more than a year before",
        "no more deficits than a year before",
    ),
    "deficits_short": Known(
        "Deficits short of the next band",
        "{0} deficit short of the next band of frailty",
        "{0} deficits short of the next band of frailty",
        "in the highest band of frailty",
    ),
    "conditions": Known(
        "Long-term conditions",
        "{0} long-term condition",
        "{0} long-term conditions",
        "no long-term condition",
    ),
    "medicines": Known(
        "Different medicines in 12 months",
        "{0} medicine in 12 months",
        "{0} different medicines in 12 months",
        "no medicine in 12 months",
    ),
    "gp_contacts": Known(
        "GP contacts in 12 months",
        "{0} GP contact in 12 months",
        "{0} GP contacts in 12 months",
        "no GP contact in 12 months",
    ),
    "outpatient_contacts": Known(
        "Outpatient visits in 12 months",
        "{0} outpatient visit in 12 months",
        "{0} outpatient visits in 12 months",
        "no outpatient visit in 12 months",
    ),
    "emergency_attendances": Known(
        "Emergency department visits in 12 months",
        "{0} visit to an emergency department in 12 months",
        "{0} visits to an emergency department in 12 months",
        "no visit to an emergency department in 12 months",
    ),
    "emergency_admissions": Known(
        "Emergency admissions in 12 months",
        "{0} emergency admission in 12 months",
        "{0} emergency admissions in 12 months",
        "no emergency admission in 12 months",
    ),
    "earlier_admissions": Known(
        "Emergency admissions in the two years before those",
        "{0} emergency admission in the two years before",
        "{0} emergency admissions in the two years before",
        "no emergency admission in the two years before",
    ),
    "bed_days": Known(
        "Nights in hospital in 12 months",
        "{0} night in hospital in 12 months",
        "{0} nights in hospital in 12 months",
        "no night in hospital in 12 months",
    ),
}
Titles = Mapping[str, str]  # id of a disease register → what it is called
UNTITLED: Titles = MappingProxyType({})


def register_of(feature: FeatureName) -> str:
    """The id of the disease register that a feature is; empty text where it is something else."""
    return feature.removeprefix(REGISTER) if feature.startswith(REGISTER) else ""


def known(feature: FeatureName, titles: Titles = UNTITLED) -> Known:
    """What a feature is called and how it is said; KeyError where there is none of this name."""
    if not (register := register_of(feature)):
        return FEATURES[feature]
    called = within(titles.get(register, register.replace("-", " ")))
    return Known(f"Known to have: {called}", called, called, f"no {called} on record")


def said(feature: FeatureName, value: int, titles: Titles = UNTITLED) -> str:
    """What is known, in words: `no GP contact in 12 months`, `3 emergency admissions in 12 months`."""
    words = known(feature, titles)
    if value <= 0:
        return words.none
    return (words.one if value == 1 else words.several).format(value)


GROUP_WORDS: dict[str, dict[str, str]] = {  # what a group goes by → each, as a sentence says it
    "age": {
        "18-64": "people of 18 to 64",
        "65-74": "people of 65 to 74",
        "75-84": "people of 75 to 84",
        "85+": "people of 85 and over",
    },
    "sex": {"female": "women", "male": "men"},
    "deprivation": {
        "1": "the most deprived fifth of England",
        "2": "the second most deprived fifth",
        "3": "the middle fifth",
        "4": "the second least deprived fifth",
        "5": "the least deprived fifth",
        "not_known": "people whose small area is not known",
    },
    "ethnicity": {
        "asian": "Asian people",
        "black": "Black people",
        "mixed": "people of mixed ethnicity",
        "white": "White people",
        "other": "people of another ethnic group",
        "not_known": "people whose ethnic group is not known",
    },
}
