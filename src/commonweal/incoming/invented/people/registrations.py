"""Which practice people are registered with, from when until when: the table of registrations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from commonweal.incoming.invented.arrays import NEVER, Flags, Whole, chosen_by_row, end_to_end, picked
from commonweal.incoming.invented.people.care_homes import AT_HOME, CareHomes
from commonweal.incoming.invented.people.everyone import LIVING
from commonweal.incoming.invented.people.residents import Residents
from commonweal.incoming.invented.places import NOWHERE
from commonweal.incoming.invented.rows import dates, in_order, table, words
from commonweal.incoming.invented.world import World


@dataclass(frozen=True)
class Practices:
    """Each person's practices, as places in the blueprint: `before` the day they `moved`, `at_home` after it,
    `in_care` from the day they went `into_care`; NEVER where a day does not come."""

    before: Whole
    moved: Whole
    at_home: Whole
    into_care: Whole
    in_care: Whole

    def on(self, person: Whole, day: Whole) -> Whole:
        """The practice of each of these people on that day."""
        changed = self.moved[person] < NEVER
        at_home = np.where(changed & (day < self.moved[person]), self.before[person], self.at_home[person])
        return np.where(day >= self.into_care[person], self.in_care[person], at_home)


@dataclass(frozen=True)
class Registrations:
    """One place a person and practice. `end` is the first day no more, where it does not go on."""

    person: Whole
    practice: Whole
    start: Whole
    end: Whole
    going_on: Flags


def register(world: World, them: Residents, care: CareHomes) -> Practices:
    """A household has one practice, apart from those who choose their own; it may change on moving."""
    chance, shares = world.chance("registrations"), world.places.practice_shares
    homes, own_share = them.homes, world.calibration.homes.own_practice.value
    own = them.stranger | (chance.random(len(them)) < own_share)
    luck = np.where(own, chance.random(len(them)), chance.random(len(homes))[them.household])
    at_home = chosen_by_row(shares, homes.area[them.household] % len(shares), luck)
    area_before = homes.before[them.household]
    moved = (area_before != NOWHERE) & (them.entered < them.moved_in)
    # With the same luck as before: shares of areas side by side are alike, so that most keep their practice.
    before = np.where(moved, chosen_by_row(shares, area_before % len(shares), luck), at_home)
    in_care = _in_care(chance, world, care, at_home)
    return Practices(
        before=before,
        moved=np.where(before != at_home, them.moved_in, NEVER),
        at_home=at_home,
        into_care=np.where(in_care != at_home, care.moved, NEVER),
        in_care=in_care,
    )


def registrations_table(world: World, them: Residents, practices: Practices) -> pa.Table:
    """One row for each practice a person was registered with, one after the other."""
    all_ = end_to_end(_one_after_the_other(them, practices))
    all_ = picked(all_, in_order(all_.person, all_.start))
    columns = {
        "person": world.keys.of(all_.person),
        "practice": words(world.places.practices, all_.practice),
        "start": dates(all_.start),
        "end": dates(all_.end, all_.going_on),
    }
    return table("registration", len(all_.person), columns)


def _in_care(chance: np.random.Generator, world: World, care: CareHomes, at_home: Whole) -> Whole:
    """Most who move into a care home join the practice that looks after it."""
    of_home = chosen_by_row(world.places.practice_shares, care.area, chance.random(len(care.area)))
    willing = chance.random(len(at_home)) < world.calibration.care_homes.joins_practice_of_home.value
    return np.where((care.home != AT_HOME) & willing, of_home[care.home], at_home)


def _one_after_the_other(them: Residents, practices: Practices) -> list[Registrations]:
    """Before the move, at home, in the care home."""
    living, everyone = them.fate == LIVING, np.arange(len(them))
    moved, into_care = (np.flatnonzero(day < NEVER) for day in (practices.moved, practices.into_care))
    gone_on = np.zeros(len(moved), dtype=bool)
    start = np.where(practices.moved < NEVER, practices.moved, them.entered)
    end = np.minimum(them.last, practices.into_care)
    stays = living & (practices.into_care == NEVER)
    return [
        Registrations(moved, practices.before[moved], them.entered[moved], practices.moved[moved], gone_on),
        Registrations(everyone, practices.at_home, start, end, stays),
        Registrations(
            into_care,
            practices.in_care[into_care],
            practices.into_care[into_care],
            them.last[into_care],
            living[into_care],
        ),
    ]
