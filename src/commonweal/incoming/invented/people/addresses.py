"""Addresses nobody has: streets of common words, postcodes of an area that does not exist."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from commonweal.incoming.invented.arrays import Texts, Whole
from commonweal.incoming.invented.calibration.names import read_names
from commonweal.incoming.invented.people.care_homes import CareHomes
from commonweal.incoming.invented.people.homes import FLAT, Homes
from commonweal.incoming.invented.places import NOWHERE
from commonweal.incoming.invented.rows import joined, text, words
from commonweal.incoming.invented.world import World

HOMES_IN_A_STREET = 40
STREETS = 12  # of a chunk in a small area, the last for care homes; another chunk has others
NAMES_BETWEEN = 211  # streets; neighbouring small areas begin so far apart in the list of names
LETTERS = np.array(list("ABDEFGHJLNPQRSTUWXYZ"))  # that a postcode may end in
NO_FIXED_ABODE, NO_FIXED_POSTCODE = "No fixed abode", "ZZ99 3VZ"


@dataclass(frozen=True)
class Addresses:
    """One place an address: of each household, then of each home moved from, then of each care home. `before`
    has one place a household, the address moved from or NOWHERE; `care_home` one a care home, its address."""

    line: pa.Array
    postcode: pa.Array
    lsoa: pa.Array
    before: Whole
    care_home: Whole

    def __len__(self) -> int:
        return len(self.line)


@dataclass(frozen=True)
class _Street:
    """The small area of each address, and which of its streets."""

    area: Whole
    number: Whole


def addresses(world: World, homes: Homes, care: CareHomes) -> Addresses:
    """An address for every place anyone of the chunk has lived in."""
    moved = np.flatnonzero(homes.before != NOWHERE)
    area = np.concatenate([homes.area, homes.before[moved]])
    flat = np.concatenate([homes.housing, homes.housing[moved]]) == FLAT
    rank = _rank(area)
    street = _Street(area, np.minimum(rank // HOMES_IN_A_STREET, STREETS - 2))
    number = text(rank - street.number * HOMES_IN_A_STREET + 1)
    care_street = _Street(care.area, np.full(len(care.area), STREETS - 1))
    before = np.full(len(homes), NOWHERE)
    before[moved] = len(homes) + np.arange(len(moved))
    everywhere = np.concatenate([area, care.area])
    codes = [*world.places.codes, None]
    return Addresses(
        line=pa.concat_arrays(
            [_lines(world, street, number, flat), _care_lines(world, care_street, care.names)]
        ),
        postcode=pa.concat_arrays([_postcode(world, street), _postcode(world, care_street)]),
        lsoa=words(codes, everywhere % len(codes)),
        before=before,
        care_home=len(area) + np.arange(len(care.area)),
    )


def _rank(area: Whole) -> Whole:
    """The place of each among those of its area."""
    order = np.argsort(area, kind="stable")
    first = np.searchsorted(area[order], area[order])
    rank = np.empty(len(area), dtype=np.int64)
    rank[order] = np.arange(len(area)) - first
    return rank


def _lines(world: World, street: _Street, number: pa.Array, flat: np.typing.NDArray[np.bool_]) -> pa.Array:
    name, locality = _name(world, street), _locality(world, street)
    houses = joined(number, " ", name, ", ", locality)
    flats = joined("Flat ", number, ", ", _block(world, street), ", ", name, ", ", locality)
    return pc.if_else(
        pa.array(street.area == NOWHERE), NO_FIXED_ABODE, pc.if_else(pa.array(flat), flats, houses)
    )


def _care_lines(world: World, street: _Street, names: Texts) -> pa.Array:
    return joined(pa.array(names), ", ", _name(world, street), ", ", _locality(world, street))


def _name(world: World, street: _Street) -> pa.Array:
    """Two words, in an order that goes through all pairs before any comes again."""
    names = read_names().streets
    place = street.area * NAMES_BETWEEN + world.keys.chunk * STREETS + street.number
    first = place % len(names.first)
    last = (place // len(names.first) + first) % len(names.last)
    return joined(words(names.first, first), " ", words(names.last, last))


def _block(world: World, street: _Street) -> pa.Array:
    names = read_names().streets.first
    place = street.area * 53 + world.keys.chunk * 7 + street.number * 17
    return joined(words(names, place % len(names)), " House")


def _locality(world: World, street: _Street) -> pa.Array:
    return words(world.places.localities, street.area % len(world.places.localities))


def _postcode(world: World, street: _Street) -> pa.Array:
    """One for each street."""
    areas = len(world.places.codes)
    place = (world.keys.chunk * areas + np.maximum(street.area, 0)) * STREETS + street.number
    last, place = place % len(LETTERS), place // len(LETTERS)
    first, place = place % len(LETTERS), place // len(LETTERS)
    sector, district = text(place % 10), text(place // 10 % 99 + 1)
    unit = joined(words(LETTERS, first), words(LETTERS, last))
    code = joined(world.calibration.homes.postcode_area.value, district, " ", sector, unit)
    return pc.if_else(pa.array(street.area == NOWHERE), NO_FIXED_POSTCODE, code)
