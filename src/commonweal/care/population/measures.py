"""What is measured of a population: every measure by name, with its unit and what it means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from commonweal.blueprint import Blueprint, Category
from commonweal.care.extents import read
from commonweal.terms.settings import CATEGORY_OF_SETTING
from commonweal.terms.titles import within

Kind = Literal["people", "share", "rate", "cost"]
PER = {"people": 1, "share": 100, "rate": 1000, "cost": 1}
UNITS = {
    "people": "people",
    "share": "in 100 people",
    "rate": "a year for 1,000 people",
    "cost": "a person and year",
}
BAND_TITLES = {
    "mild": "Mild frailty",
    "moderate": "Moderate frailty",
    "severe": "Severe frailty",
}
SETTING_TITLES = {
    "home": "Contacts at home",
    "gp": "GP contacts",
    "community": "Community contacts",
    "outpatient": "Outpatient contacts",
    "emergency": "Emergency attendances",
    "bed": "Spells in a hospital bed",
    "care_home": "Spells in a care home",
    "social_care": "Social care contacts",
}
COST_TITLES = {
    "home": "Care at home",
    "gp": "General practice",
    "community": "Community services",
    "outpatient": "Outpatients",
    "emergency": "Emergency departments",
    "bed": "Hospital beds",
    "care_home": "Care homes",
    "social_care": "Social care",
}


@dataclass(frozen=True)
class Measure:
    """One measure. `sort` says what its id begins with, `of` what of that: band and severe."""

    sort: str
    of: str
    title: str
    kind: Kind
    category: Category
    means: str

    @property
    def id(self) -> str:
        return f"{self.sort}:{self.of}" if self.of else self.sort

    @property
    def per(self) -> int:
        """The number of people that a value is of."""
        return PER[self.kind]

    @property
    def spoken(self) -> str:
        """The title within a sentence."""
        return within(self.title)

    @property
    def unit(self) -> str:
        return UNITS[self.kind]


PEOPLE = Measure("people", "", "People", "people", "gp_record", "Everybody counted.")
YES_NO = (
    Measure(
        "multimorbidity",
        "",
        "Two or more long-term conditions",
        "share",
        "gp_record",
        "On two or more registers of long-term conditions.",
    ),
    Measure(
        "medicines",
        "",
        "Ten or more medicines",
        "share",
        "gp_record",
        "Ten or more different medicines in twelve months.",
    ),
    Measure(
        "housebound",
        "",
        "Housebound",
        "share",
        "gp_record",
        "Recorded as housebound, and not since as no longer so.",
    ),
    Measure("care_home", "", "Living in a care home", "share", "gp_record", "Lives in a care home."),
    Measure(
        "end_of_life",
        "",
        "Likely in the last year of life",
        "share",
        "gp_record",
        "Likely in the last year of life, as this partnership defines it.",
    ),
    Measure(
        "hospital_frailty",
        "",
        "High hospital frailty risk",
        "share",
        "hospital",
        "Hospital Frailty Risk Score above 15, in those for whom it is defined: 75 and over, admitted as an"
        " emergency. Gilbert 2018, doi:10.1016/S0140-6736(18)30668-8.",
    ),
    Measure(
        "high_intensity",
        "",
        "High-intensity use of urgent care",
        "share",
        "hospital",
        "Uses urgent care with high intensity, as this partnership defines it.",
    ),
)
HOSPITAL_USE = (
    Measure(
        "emergency_admissions",
        "",
        "Emergency admissions",
        "rate",
        "hospital",
        "Spells in a bed begun as an emergency in twelve months.",
    ),
    Measure("bed_days", "", "Bed days", "rate", "hospital", "Nights in a hospital bed in twelve months."),
)


def measures_of(blueprint: Blueprint) -> tuple[Measure, ...]:
    """Every measure that this partnership has, in the order that pages list them."""
    return (PEOPLE, *_of_frailty(), *_declared(blueprint), *YES_NO, *HOSPITAL_USE, *_of_settings())


@cache
def measures(folder: str) -> dict[str, Measure]:
    """Those of the blueprint in a folder, by id; worked out once."""
    return {one.id: one for one in measures_of(read(folder))}


def _of_frailty() -> Iterator[Measure]:
    for band, title in BAND_TITLES.items():
        means = f"{title} by the electronic Frailty Index. Clegg 2016, doi:10.1093/ageing/afw039."
        yield Measure("band", band, title, "share", "gp_record", means)


def _declared(blueprint: Blueprint) -> Iterator[Measure]:
    for register in blueprint.registers:
        means = f"On the register {register.title}. {register.source}"
        yield Measure("register", register.id, register.title, "share", "gp_record", means)
    for segment in blueprint.segments:
        yield Measure("segment", segment.id, segment.title, "share", "gp_record", segment.means)


def _of_settings() -> Iterator[Measure]:
    for setting, category in CATEGORY_OF_SETTING.items():
        means = "Contacts or spells begun in twelve months."
        yield Measure("contacts", setting, SETTING_TITLES[setting], "rate", cast(Category, category), means)
    yield Measure("cost", "", "Cost, all settings", "cost", "cost", "Known cost of twelve months.")
    for setting in CATEGORY_OF_SETTING:
        means = "Known cost of twelve months; nought where no cost is known."
        yield Measure("cost", setting, COST_TITLES[setting], "cost", "cost", means)
