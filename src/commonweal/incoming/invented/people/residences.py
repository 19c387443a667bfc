"""Where people lived from when until when: the table of residences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from commonweal.incoming.invented.arrays import Flags, Whole, end_to_end, picked
from commonweal.incoming.invented.people.addresses import Addresses, addresses
from commonweal.incoming.invented.people.care_homes import AT_HOME, CareHomes
from commonweal.incoming.invented.people.everyone import LIVING
from commonweal.incoming.invented.people.homes import HOUSING, TENURES
from commonweal.incoming.invented.people.residents import Residents
from commonweal.incoming.invented.rows import Column, dates, in_order, table, words
from commonweal.incoming.invented.world import World


@dataclass(frozen=True)
class Stays:
    """One place a person and address. `end` is the first day no more, where it does not go on."""

    person: Whole
    address: Whole
    start: Whole
    end: Whole
    going_on: Flags


def residences_table(world: World, them: Residents, care: CareHomes) -> pa.Table:
    """Before the last move, at home, in a care home: up to three rows a person."""
    where = addresses(world, them.homes, care)
    stays = end_to_end([_before(them, where), _at_home(them, care), _in_care(them, care, where)])
    stays = picked(stays, in_order(stays.person, stays.start))
    place = pa.array(stays.address)
    columns: dict[str, Column] = {
        "person": world.keys.of(stays.person),
        "address": where.line.take(place),
        "postcode": where.postcode.take(place),
        "lsoa": where.lsoa.take(place),
        "household": world.keys.named("household", stays.address),
        "start": dates(stays.start),
        "end": dates(stays.end, stays.going_on),
    }
    return table("residence", len(place), columns | _described(world, them, where, stays))


def _before(them: Residents, where: Addresses) -> Stays:
    address = where.before[them.household]
    person = np.flatnonzero((address >= 0) & (them.entered < them.moved_in))
    start, end = them.entered[person], them.moved_in[person]
    return Stays(person, address[person], start, end, np.zeros(len(person), dtype=bool))


def _at_home(them: Residents, care: CareHomes) -> Stays:
    going_on = (them.fate == LIVING) & (care.home == AT_HOME)
    end = np.minimum(them.last, care.moved)
    return Stays(np.arange(len(them)), them.household, them.moved_in, end, going_on)


def _in_care(them: Residents, care: CareHomes, where: Addresses) -> Stays:
    person = np.flatnonzero(care.home != AT_HOME)
    address = where.care_home[care.home[person]]
    return Stays(person, address, care.moved[person], them.last[person], them.fate[person] == LIVING)


def _described(world: World, them: Residents, where: Addresses, stays: Stays) -> dict[str, Column]:
    """What sort of home it is; one moved from is described as the one moved to."""
    home = stays.address - where.care_home[0]
    in_care = home >= 0
    household = them.household[stays.person]
    groups = [one.group for one in world.calibration.geodemographics]
    kinds = (
        ("housing_type", [*HOUSING, "care_home"], them.homes.housing),
        ("tenure", [*TENURES, "communal"], them.homes.tenure),
        ("geodemographic", [*groups, "Care homes"], them.homes.group),
    )
    described: dict[str, Column] = {
        name: words(vocabulary, np.where(in_care, len(vocabulary) - 1, of[household]))
        for name, vocabulary, of in kinds
    }
    return described | {"care_home": pc.if_else(pa.array(in_care), _codes(world, np.maximum(home, 0)), None)}


def _codes(world: World, home: Whole) -> pa.Array:
    """What each care home goes by; in the first chunk the first are those that the blueprint declares."""
    names = world.keys.named("care-home", home)
    declared = world.places.care_homes
    if world.keys.chunk or not len(declared):
        return names
    known = declared[np.minimum(home, len(declared) - 1)]
    return pc.if_else(pa.array(home < len(declared)), pa.array(known), names)
