"""Which people of a list have what a measure counts, or are in a group that it is told apart by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from django.conf import settings
from django.db.models import Q

from commonweal.blueprint import area_files
from commonweal.care import extents
from commonweal.care.population import groups
from commonweal.care.population.parted import parted
from commonweal.terms.settings import CATEGORY_OF_SETTING

TABLE = {
    "gp_record": "profile",
    "hospital": "hospital",
    "community": "community",
    "social_care": "social_care",
}
ANY = Q()
PLAIN = {
    "people": ANY,
    "multimorbidity": Q(person__profile__conditions__gte=2),
    "medicines": Q(person__profile__medicines__gte=10),
    "housebound": Q(person__profile__housebound=True),
    "care_home": Q(person__profile__care_home=True),
    "end_of_life": Q(person__profile__end_of_life=True),
    "hospital_frailty": Q(person__hospital__hospital_frailty_risk="high"),
    "high_intensity": Q(person__hospital__high_intensity=True),
    "emergency_admissions": Q(person__hospital__emergency_admissions__gte=1),
    "bed_days": Q(person__hospital__bed_days__gte=1),
}
OF: dict[str, Callable[[str], Q]] = {
    "band": lambda band: Q(band=band),
    "register": lambda register: Q(person__profile__registers__contains=[register]),
    "segment": lambda segment: Q(person__profile__segment=segment),
    "contacts": lambda setting: Q(**{f"person__{_table(setting)}__contacts_{setting}__gte": 1}),
}
GROUPED: dict[str, Callable[[str], Q]] = {
    groups.SEGMENT: lambda segment: Q(person__profile__segment=segment),
    groups.DEPRIVATION: lambda fifth: _fifth(fifth),
    groups.ETHNICITY: lambda group: Q(person__profile__ethnicity=group),
    groups.GEODEMOGRAPHIC: lambda group: Q(
        person__profile__geodemographic="" if group == groups.NO_GROUP else group
    ),
}


def having(measure: str) -> Q:
    """The people a measure counts, or whose contacts it counts; KeyError where it is of no list."""
    sort, _, of = measure.partition(":")
    return OF[sort](of) if of else PLAIN[sort]


def within(group: str) -> Q:
    """The people of a group, as segment:frailty; KeyError where there is no such way to tell them apart."""
    by, one = parted(group)
    if by.startswith(groups.CLASSIFICATION):
        return _in_areas(by.removeprefix(groups.CLASSIFICATION), one)
    return GROUPED[by](one)


def _table(setting: str) -> str:
    return TABLE[CATEGORY_OF_SETTING[setting]]


def _in_areas(classification: str, group: str) -> Q:
    """Those who live in the small areas that a file puts into a group."""
    of_area = _classes(str(settings.BLUEPRINT))[classification]
    if group == groups.NO_GROUP:
        return ~Q(lsoa__in=list(of_area))
    return Q(lsoa__in=[area for area, of in of_area.items() if of == group])


@cache
def _classes(folder: str) -> Mapping[str, Mapping[str, str]]:
    """The area classifications of the blueprint in a folder, read once."""
    return area_files.classes(extents.read(folder))


def _fifth(fifth: str) -> Q:
    if fifth == groups.NO_GROUP:
        return Q(person__profile__decile=None)
    return Q(person__profile__decile__in=(2 * int(fifth) - 1, 2 * int(fifth)))
