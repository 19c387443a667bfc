"""Contacts and spells of care with their costs: the table of activity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from commonweal.incoming.invented.arrays import Flags, Number, Whole
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.care_shapes import Provider
from commonweal.incoming.invented.dice import Dice
from commonweal.incoming.invented.history import History
from commonweal.incoming.invented.packages import CARE_HOME_KINDS, Packages, kinds_of
from commonweal.incoming.invented.places import Places
from commonweal.incoming.invented.registrations import Registrations, practice_on
from commonweal.incoming.invented.residents import Residents
from commonweal.incoming.invented.rows import Keys, in_order, table, times, whole, words
from commonweal.incoming.invented.spells import DAY, Stays, stays
from commonweal.incoming.invented.use import Years, keenness, times_used

BEFORE_ADMISSION = 4 * 3600  # seconds from arrival in the emergency department to a bed
NO_METHOD = 2

Providers = dict[Provider, str | None]


@dataclass(frozen=True)
class Contacts:
    """One place a contact or spell. `kind` and `provider` are places in the vocabularies of the table; `provider` is
    -1 for the practice of the day."""

    person: Whole
    start: Whole
    end: Whole
    going_on: Flags
    kind: Whole
    method: Whole
    cost: Whole


@dataclass(frozen=True)
class Vocabulary:
    """What the numbers in Contacts stand for."""

    kinds: list[str]
    settings: list[str]
    providers: list[Provider]


def vocabulary(calibration: Calibration) -> Vocabulary:
    """Contacts, then arrival by emergency, then spells, then packages."""
    care = calibration.care
    packages = kinds_of(calibration)
    return Vocabulary(
        [
            *(c.kind for c in care.contacts),
            "Emergency department, admitted",
            *(s.kind for s in care.spells),
            *map(_sentence, packages),
        ],
        [
            *(c.setting for c in care.contacts),
            "emergency",
            *("bed" for _ in care.spells),
            *("care_home" if kind in CARE_HOME_KINDS else "social_care" for kind in packages),
        ],
        [
            *(c.provider for c in care.contacts),
            "hospital",
            *("hospital" for _ in care.spells),
            *("council" for _ in packages),
        ],
    )


def activity_table(
    keys: Keys,
    dice: Dice,
    calibration: Calibration,
    places: Places,
    providers: Providers,
    span: History,
    them: Residents,
    years: Years,
    with_: Registrations,
    packages: Packages,
) -> pa.Table:
    """One row a contact or spell, in order of person and start."""
    chance = dice.of("activity")
    keen = keenness(chance, calibration.care.varies.value, len(them))
    beds = stays(chance, calibration.care.spells, them, years, keen, span.on)
    words_ = vocabulary(calibration)
    parts = [
        *_visits(chance, calibration, years, keen),
        *_hospital(chance, calibration, beds),
        _social(calibration, span, packages),
    ]
    all_ = Contacts(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in Contacts.__dataclass_fields__)
    )
    order = in_order(all_.person, all_.start // 60)
    all_ = Contacts(*(getattr(all_, name)[order] for name in Contacts.__dataclass_fields__))
    columns = {
        "person": keys.of(all_.person),
        "setting": words(words_.settings, all_.kind),
        "start": times(all_.start),
        "end": times(all_.end, all_.going_on),
        "method": words(["emergency", "elective", None], all_.method),
        "kind": words(words_.kinds, all_.kind),
        "provider": _provider(places, providers, words_, with_, all_),
        "cost": whole(all_.cost),
        "record": keys.records("activity", len(all_.person)),
    }
    return table("activity", len(all_.person), columns)


def _visits(
    chance: np.random.Generator, calibration: Calibration, years: Years, keen: Number
) -> list[Contacts]:
    """Contacts that begin and end at one time of the working day; of any hour in the emergency department."""
    parts = []
    for kind, contact in enumerate(calibration.care.contacts):
        person, day = times_used(chance, contact, years, keen)
        hours = (
            chance.integers(0, 24 * 12, len(day))
            if contact.setting == "emergency"
            else chance.integers(8 * 12, 18 * 12, len(day))
        )
        start = day * DAY + hours * 300
        parts.append(_all(person, start, start, kind, contact.cost))
    return parts


def _hospital(chance: np.random.Generator, calibration: Calibration, beds: Stays) -> list[Contacts]:
    """Stays, and the arrival through the emergency department of those who came that way."""
    care = calibration.care
    first = len(care.contacts) + 1
    spells = Contacts(
        beds.person, beds.start, beds.end, beds.going_on, first + beds.kind, beds.kind, beds.cost
    )
    through = (
        chance.random(len(beds.person))
        < np.array([spell.through_emergency for spell in care.spells])[beds.kind]
    )
    ambulance = chance.random(int(through.sum())) < care.ambulance.share
    walked = next(contact.cost for contact in care.contacts if contact.setting == "emergency")
    arrived = (
        beds.start[through] - (chance.random(len(ambulance)) * BEFORE_ADMISSION).astype(np.int64) // 300 * 300
    )
    arrival = _all(beds.person[through], arrived, arrived, len(care.contacts), 0)
    return [spells, Contacts(*(*_but_cost(arrival), np.where(ambulance, care.ambulance.cost, walked)))]


def _social(calibration: Calibration, span: History, packages: Packages) -> Contacts:
    """Each package as a spell; what it has cost so far."""
    weeks = (packages.end - packages.start) / 7
    kind = len(calibration.care.contacts) + 1 + len(calibration.care.spells) + packages.kind
    cost = np.rint(weeks * packages.weekly_cost).astype(np.int64)
    method = np.full(len(kind), NO_METHOD)
    return Contacts(
        packages.person, packages.start * DAY, packages.end * DAY, packages.going_on, kind, method, cost
    )


def _all(person: Whole, start: Whole, end: Whole, kind: int, cost: int) -> Contacts:
    count = len(person)
    return Contacts(
        person,
        start,
        end,
        np.zeros(count, dtype=bool),
        np.full(count, kind),
        np.full(count, NO_METHOD),
        np.full(count, cost),
    )


def _but_cost(some: Contacts) -> tuple[Whole, Whole, Whole, Flags, Whole, Whole]:
    return some.person, some.start, some.end, some.going_on, some.kind, some.method


def _provider(
    places: Places, providers: Providers, words_: Vocabulary, with_: Registrations, all_: Contacts
) -> pa.Array:
    """The practice of the day, or the organisation that gives this kind of care."""
    others = [providers.get(name) for name in words_.providers]
    of_practice = np.array([name == "practice" for name in words_.providers])[all_.kind]
    practice = practice_on(with_, all_.person, all_.start // DAY)
    return words(
        [*places.practices, *others], np.where(of_practice, practice, len(places.practices) + all_.kind)
    )


def _sentence(kind: str) -> str:
    return kind.replace("_", " ").capitalize()
