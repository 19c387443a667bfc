"""Contacts and spells of care with their costs: the table of activity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from commonweal.incoming.invented.arrays import Flags, Number, Whole, end_to_end, picked
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.calibration.care_shapes import Contact, Provider
from commonweal.incoming.invented.care.packages import IN_A_CARE_HOME, Packages, kinds_of
from commonweal.incoming.invented.care.spells import DAY, HOUR, MINUTE, Stays, cost, stays
from commonweal.incoming.invented.care.use import Years, keenness, times_used
from commonweal.incoming.invented.people.deaths import Deaths
from commonweal.incoming.invented.people.registrations import Practices
from commonweal.incoming.invented.people.residents import Residents
from commonweal.incoming.invented.rows import in_order, table, times, words
from commonweal.incoming.invented.world import World

OPENS, CLOSES = 8 * HOUR, 18 * HOUR
WAIT = 4 * HOUR  # at most, from arrival in the emergency department to a bed
SLOT = 5 * MINUTE
METHODS = ("emergency", "elective", None)
NO_METHOD = METHODS.index(None)

Providers = dict[Provider, str | None]


@dataclass(frozen=True)
class Contacts:
    """One place a contact or spell; times in seconds since 1970; `kind` of `kinds`, `method` of METHODS."""

    person: Whole
    start: Whole
    end: Whole
    going_on: Flags
    kind: Whole
    method: Whole
    cost: Whole


@dataclass(frozen=True)
class Kind:
    """A sort of contact or spell, where it takes place, and who gives it."""

    name: str
    setting: str
    provider: Provider


def kinds(calibration: Calibration) -> list[Kind]:
    """Contacts, then arrivals of those admitted, then spells, then packages."""
    care = calibration.care
    packages = [
        Kind(
            kind.replace("_", " ").capitalize(),
            "care_home" if kind in IN_A_CARE_HOME else "social_care",
            "council",
        )
        for kind in kinds_of(calibration)
    ]
    return [
        *(Kind(contact.kind, contact.setting, contact.provider) for contact in care.contacts),
        Kind("Emergency department, admitted", "emergency", "hospital"),
        *(Kind(spell.kind, "bed", "hospital") for spell in care.spells),
        *packages,
    ]


def contacts(world: World, them: Residents, deaths: Deaths, years: Years, packages: Packages) -> Contacts:
    """Every contact and spell, in order of person and start."""
    chance = world.chance("activity")
    keen = keenness(chance, world.calibration.care.varies.value, len(them))
    beds = stays(chance, world, them, years, keen, deaths.in_hospital())
    visits = [
        _visits(chance, one, place, years, keen) for place, one in enumerate(world.calibration.care.contacts)
    ]
    parts = [*visits, _arrivals(chance, world.calibration, beds), _spells(world.calibration, beds)]
    all_ = end_to_end([*parts, _social(world.calibration, packages)])
    return picked(all_, in_order(all_.person, all_.start // MINUTE))


def activity_table(world: World, providers: Providers, practices: Practices, all_: Contacts) -> pa.Table:
    """One row a contact or spell, in their order."""
    all_kinds = kinds(world.calibration)
    columns = {
        "person": world.keys.of(all_.person),
        "setting": words([kind.setting for kind in all_kinds], all_.kind),
        "start": times(all_.start),
        "end": times(all_.end, all_.going_on),
        "method": words(METHODS, all_.method),
        "kind": words([kind.name for kind in all_kinds], all_.kind),
        "provider": _provider(world, providers, all_kinds, practices, all_),
        "cost": pa.array(all_.cost),
        "record": world.keys.records("activity", len(all_.person)),
    }
    return table("activity", len(all_.person), columns)


def _visits(
    chance: np.random.Generator, contact: Contact, place: int, years: Years, keen: Number
) -> Contacts:
    """In opening hours, or at any hour in the emergency department; they end when they begin."""
    person, day = times_used(chance, contact, years, keen)
    first, last = (0, DAY) if contact.setting == "emergency" else (OPENS, CLOSES)
    start = day * DAY + chance.integers(first // SLOT, last // SLOT, len(day)) * SLOT
    return _at_once(person, start, place, np.full(len(day), contact.cost))


def _arrivals(chance: np.random.Generator, calibration: Calibration, beds: Stays) -> Contacts:
    """In the emergency department, of those who were admitted through it; some came by ambulance."""
    care = calibration.care
    share = np.array([spell.through_emergency for spell in care.spells])[beds.kind]
    through = picked(beds, chance.random(len(share)) < share)
    start = through.start - chance.integers(WAIT // SLOT, size=len(through.start)) * SLOT
    walked = next(contact.cost for contact in care.contacts if contact.setting == "emergency")
    by_ambulance = chance.random(len(start)) < care.ambulance.share
    return _at_once(
        through.person, start, len(care.contacts), np.where(by_ambulance, care.ambulance.cost, walked)
    )


def _at_once(person: Whole, start: Whole, kind: int, pence: Whole) -> Contacts:
    count = len(person)
    over = np.zeros(count, dtype=bool)
    return Contacts(person, start, start, over, np.full(count, kind), np.full(count, NO_METHOD), pence)


def _spells(calibration: Calibration, beds: Stays) -> Contacts:
    care = calibration.care
    methods = np.array([METHODS.index(spell.method) for spell in care.spells])[beds.kind]
    kind = len(care.contacts) + 1 + beds.kind
    return Contacts(beds.person, beds.start, beds.end, beds.going_on, kind, methods, cost(care.spells, beds))


def _social(calibration: Calibration, packages: Packages) -> Contacts:
    """Each package as a spell, with what it has cost so far."""
    first = len(calibration.care.contacts) + 1 + len(calibration.care.spells)
    weeks = (packages.end - packages.start) / 7
    return Contacts(
        person=packages.person,
        start=packages.start * DAY,
        end=packages.end * DAY,
        going_on=packages.going_on,
        kind=first + packages.kind,
        method=np.full(len(weeks), NO_METHOD),
        cost=np.rint(weeks * packages.weekly_cost).astype(np.int64),
    )


def _provider(
    world: World, providers: Providers, all_kinds: list[Kind], practices: Practices, all_: Contacts
) -> pa.Array:
    """The GP seen at the practice of the day, or the organisation that gives this kind of care."""
    others = [providers.get(kind.provider) for kind in all_kinds]
    by_practice = np.array([kind.provider == "practice" for kind in all_kinds])[all_.kind]
    gps = world.calibration.care.gps.value
    names = [f"{code}-GP{number}" for code in world.places.practices for number in range(1, gps + 1)]
    seen = practices.on(all_.person, all_.start // DAY) * gps + _gp(world, all_)
    return words([*names, *others], np.where(by_practice, seen, len(names) + all_.kind))


def _gp(world: World, all_: Contacts) -> Whole:
    """Which of a practice's GPs each contact is with: the person's usual one, by a share of their own."""
    care, chance, people = world.calibration.care, world.chance("clinicians"), len(world.keys.people)
    usual = chance.integers(care.gps.value, size=people)[all_.person]
    share = chance.beta(*care.with_usual_gp.value, size=people)[all_.person]
    anyone = chance.integers(care.gps.value, size=len(usual))
    return np.where(chance.random(len(usual)) < share, usual, anyone)
