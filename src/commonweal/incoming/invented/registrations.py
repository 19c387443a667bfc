"""Which practice people are registered with, from when until when: the table of registrations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from commonweal.incoming.invented.arrays import NEVER, Whole, chosen_by_row
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.care_homes import AT_HOME, CareHomes
from commonweal.incoming.invented.dice import Dice
from commonweal.incoming.invented.homes import NOWHERE
from commonweal.incoming.invented.people import LIVING
from commonweal.incoming.invented.places import Places
from commonweal.incoming.invented.residents import Residents
from commonweal.incoming.invented.rows import Keys, dates, in_order, table, words


@dataclass(frozen=True)
class Registrations:
    """Practices of each person, as places in the blueprint: before the last move, at home, in the care home; and
    the days the first two end (the last day of all where nothing changes)."""

    before: Whole
    at_home: Whole
    in_care: Whole
    moved: Whole
    into_care: Whole


def register(
    dice: Dice, calibration: Calibration, places: Places, them: Residents, care: CareHomes
) -> Registrations:
    """A household has one practice near it, apart from those who choose their own; it may change on moving."""
    chance = dice.of("registrations")
    shares = np.vstack(
        [places.practice_shares, np.average(places.practice_shares, axis=0, weights=places.people)]
    )
    own = them.stranger | (chance.random(len(them)) < calibration.homes.own_practice.value)
    luck = np.where(own, chance.random(len(them)), chance.random(len(them.homes))[them.household])
    area = them.homes.area[them.household]
    before_area = them.homes.before[them.household]
    at_home = chosen_by_row(shares, area % len(shares), luck)
    moved = (before_area != NOWHERE) & (them.entered < them.moved_in)
    before = np.where(moved, chosen_by_row(shares, before_area % len(shares), luck), at_home)
    homes_practice = chosen_by_row(shares, care.area, chance.random(len(care.area)))
    joins = (care.home != AT_HOME) & (
        chance.random(len(them)) < calibration.care_homes.joins_practice_of_home.value
    )
    in_care = np.where(joins, homes_practice[np.maximum(care.home, 0)], at_home)
    return Registrations(
        before=before,
        at_home=at_home,
        in_care=in_care,
        moved=np.where(before != at_home, them.moved_in, NEVER),
        into_care=np.where(in_care != at_home, care.moved, NEVER),
    )


def registrations_table(keys: Keys, places: Places, them: Residents, with_: Registrations) -> pa.Table:
    """One row for each practice a person was registered with, one after the other."""
    everyone = np.arange(len(them))
    moved, into_care = with_.moved < NEVER, with_.into_care < NEVER
    start_at_home = np.where(moved, with_.moved, them.entered)
    end_at_home = np.minimum(them.last, with_.into_care)
    person = np.concatenate([everyone[moved], everyone, everyone[into_care]])
    practice = np.concatenate([with_.before[moved], with_.at_home, with_.in_care[into_care]])
    start = np.concatenate([them.entered[moved], start_at_home, with_.into_care[into_care]])
    end = np.concatenate([with_.moved[moved], end_at_home, them.last[into_care]])
    living = them.fate == LIVING
    going_on = np.concatenate(
        [np.zeros(int(moved.sum()), dtype=bool), living & ~into_care, living[into_care]]
    )
    order = in_order(person, start)
    columns = {
        "person": keys.of(person[order]),
        "practice": words(places.practices, practice[order]),
        "start": dates(start[order]),
        "end": dates(end[order], going_on[order]),
    }
    return table("registration", len(person), columns)


def practice_on(with_: Registrations, person: Whole, day: Whole) -> Whole:
    """The practice, as a place in the blueprint, of each of these people on that day."""
    at_home = np.where(day < with_.moved[person], with_.before[person], with_.at_home[person])
    moved = np.where(with_.moved[person] == NEVER, with_.at_home[person], at_home)
    return np.where(day >= with_.into_care[person], with_.in_care[person], moved)
