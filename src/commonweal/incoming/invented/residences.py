"""Where people lived from when until when: the table of residences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from commonweal.incoming.invented.arrays import Flags, Whole
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.care_homes import AT_HOME, CareHomes
from commonweal.incoming.invented.homes import HOUSING, NOWHERE, TENURES
from commonweal.incoming.invented.identities import read_names
from commonweal.incoming.invented.people import LIVING
from commonweal.incoming.invented.places import Places
from commonweal.incoming.invented.residents import Residents
from commonweal.incoming.invented.rows import Column, Keys, dates, in_order, joined, table, words

HOMES_IN_A_STREET = 40
STREETS_OF_A_CHUNK = 12  # in one small area; streets of different chunks have different names
POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
NO_FIXED_ABODE, NO_FIXED_POSTCODE = "No fixed abode", "ZZ99 3VZ"
CARE_HOMES_STREET = STREETS_OF_A_CHUNK - 1


@dataclass(frozen=True)
class Addresses:
    """One place an address: of each household, then of each home moved from, then of each care home."""

    line: pa.Array
    postcode: pa.Array
    lsoa: pa.Array
    household: pa.Array
    area: Whole
    before: Whole
    care_home: Whole


def residences_table(
    keys: Keys, calibration: Calibration, places: Places, them: Residents, care: CareHomes
) -> pa.Table:
    """Before the last move, at home, in a care home: up to three rows a person."""
    where = _addresses(keys, calibration, places, them, care)
    person, address, start, end, going_on = _stays(them, care, where)
    order = in_order(person, start)
    person, address, start, end, going_on = (part[order] for part in (person, address, start, end, going_on))
    columns: dict[str, Column] = {
        "person": keys.of(person),
        "address": where.line.take(pa.array(address)),
        "postcode": where.postcode.take(pa.array(address)),
        "lsoa": where.lsoa.take(pa.array(address)),
        "household": where.household.take(pa.array(address)),
        "start": dates(start),
        "end": dates(end, going_on),
    }
    return table(
        "residence", len(person), columns | _described(keys, calibration, them, care, where, person, address)
    )


def _stays(them: Residents, care: CareHomes, where: Addresses) -> tuple[Whole, Whole, Whole, Whole, Flags]:
    """Person, address, first day, first day no more, and whether it goes on."""
    everyone = np.arange(len(them))
    living = them.fate == LIVING
    before = where.before[them.household]
    moved = (before >= 0) & (them.entered < them.moved_in)
    home = care.home != AT_HOME
    person = np.concatenate([everyone[moved], everyone, everyone[home]])
    address = np.concatenate([before[moved], them.household, where.care_home[care.home[home]]])
    start = np.concatenate([them.entered[moved], them.moved_in, care.moved[home]])
    end = np.concatenate([them.moved_in[moved], np.minimum(them.last, care.moved), them.last[home]])
    going_on = np.concatenate([np.zeros(int(moved.sum()), dtype=bool), living & ~home, living[home]])
    return person, address, start, end, going_on


def _described(
    keys: Keys,
    calibration: Calibration,
    them: Residents,
    care: CareHomes,
    where: Addresses,
    person: Whole,
    address: Whole,
) -> dict[str, Column]:
    """What sort of home it is; of a home moved from, only what the household is like now."""
    in_care_home = address >= where.care_home[0]
    household = them.household[person]
    housing = np.where(in_care_home, len(HOUSING), them.homes.housing[household])
    tenure = np.where(in_care_home, len(TENURES), them.homes.tenure[household])
    group = np.where(in_care_home, len(calibration.geodemographics), them.homes.group[household])
    groups = [one.group for one in calibration.geodemographics]
    home = np.maximum(address - where.care_home[0], 0)
    return {
        "housing_type": words([*HOUSING, "care_home"], housing),
        "tenure": words([*TENURES, "communal"], tenure),
        "geodemographic": words([*groups, "Care homes"], group),
        "care_home": pc.if_else(
            pa.array(in_care_home), joined(f"care-home-{keys.chunk}-", _text(home)), None
        ),
    }


def _addresses(
    keys: Keys, calibration: Calibration, places: Places, them: Residents, care: CareHomes
) -> Addresses:
    homes = them.homes
    moved = np.flatnonzero(homes.before != NOWHERE)
    area = np.concatenate([homes.area, homes.before[moved]])
    housing = np.concatenate([homes.housing, homes.housing[moved]])
    rank = _rank(area)
    street = np.minimum(rank // HOMES_IN_A_STREET, CARE_HOMES_STREET - 1)
    number = rank - street * HOMES_IN_A_STREET + 1
    flat = housing == HOUSING.index("flat")
    houses = joined(_text(number), " ", _street(keys, area, street))
    flats = joined(
        "Flat ", _text(number), ", ", _block(keys, area, street), ", ", _street(keys, area, street)
    )
    homeless = pa.array(area == NOWHERE)
    lines = pc.if_else(homeless, NO_FIXED_ABODE, _in(places, area, pc.if_else(pa.array(flat), flats, houses)))
    postcodes = pc.if_else(homeless, NO_FIXED_POSTCODE, _postcode(keys, calibration, places, area, street))
    care_street = np.full(len(care.area), CARE_HOMES_STREET)
    care_lines = _in(
        places, care.area, joined(pa.array(care.names), ", ", _street(keys, care.area, care_street))
    )
    before = np.full(len(homes), NOWHERE)
    before[moved] = len(homes) + np.arange(len(moved))
    everywhere = np.concatenate([area, care.area])
    return Addresses(
        line=pa.concat_arrays([lines, care_lines]),
        postcode=pa.concat_arrays([postcodes, _postcode(keys, calibration, places, care.area, care_street)]),
        lsoa=words([*places.codes, None], everywhere % (len(places.codes) + 1)),
        household=joined(f"household-{keys.chunk}-", _text(np.arange(len(everywhere)))),
        area=everywhere,
        before=before,
        care_home=len(area) + np.arange(len(care.area)),
    )


def _rank(area: Whole) -> Whole:
    """The place of each among those of its area."""
    order = np.argsort(area, kind="stable")
    sorted_area = area[order]
    first = np.searchsorted(sorted_area, sorted_area)
    rank = np.empty(len(area), dtype=np.int64)
    rank[order] = np.arange(len(area)) - first
    return rank


def _street(keys: Keys, area: Whole, street: Whole) -> pa.Array:
    names = read_names().streets
    place = area * 211 + keys.chunk * STREETS_OF_A_CHUNK + street
    first = place % len(names.first)
    last = (place // len(names.first) + first) % len(names.last)
    return joined(words(names.first, first), " ", words(names.last, last))


def _block(keys: Keys, area: Whole, street: Whole) -> pa.Array:
    names = read_names().streets.first
    return joined(words(names, (area * 53 + keys.chunk * 7 + street * 17 + 5) % len(names)), " House")


def _in(places: Places, area: Whole, line: pa.Array) -> pa.Array:
    return joined(line, ", ", words(places.localities, area % len(places.localities)))


def _postcode(keys: Keys, calibration: Calibration, places: Places, area: Whole, street: Whole) -> pa.Array:
    """One for each street, of a postcode area that does not exist."""
    letters = len(POSTCODE_LETTERS)
    place = (keys.chunk * len(places.codes) + np.maximum(area, 0)) * STREETS_OF_A_CHUNK + street
    first, second = place % letters, place // letters % letters
    sector, district = place // letters**2 % 10, place // letters**2 // 10 % 99 + 1
    unit = [words(list(POSTCODE_LETTERS), part) for part in (first, second)]
    return joined(calibration.homes.postcode_area.value, _text(district), " ", _text(sector), *unit)


def _text(numbers: Whole) -> pa.Array:
    return pa.array(numbers).cast(pa.string())
