"""Who died when and where: the table of deaths."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from commonweal.incoming.invented.arrays import Texts, Whole, chosen
from commonweal.incoming.invented.people.care_homes import AT_HOME, CareHomes
from commonweal.incoming.invented.people.everyone import DIED
from commonweal.incoming.invented.people.residents import Residents
from commonweal.incoming.invented.rows import dates, table
from commonweal.incoming.invented.world import World

HOSPITAL, CARE_HOME = "hospital", "care_home"


@dataclass(frozen=True)
class Deaths:
    """One place a person who died."""

    person: Whole
    place: Texts

    def in_hospital(self) -> Whole:
        """The people who died in hospital."""
        return np.asarray(self.person[self.place == HOSPITAL])


def die(world: World, them: Residents, care: CareHomes) -> Deaths:
    """Most of those in a care home died there."""
    chance, rules = world.chance("deaths"), world.calibration.deaths
    person = np.flatnonzero(them.fate == DIED)
    places = np.array([*rules.places.value, CARE_HOME])
    place = places[chosen(list(rules.places.value.values()), chance.random(len(person)))]
    stays_put = chance.random(len(person)) < rules.care_home_stays_put.value
    return Deaths(person, np.where((care.home[person] != AT_HOME) & stays_put, CARE_HOME, place))


def deaths_table(world: World, them: Residents, deaths: Deaths) -> pa.Table:
    """One row a person who died."""
    columns = {
        "person": world.keys.of(deaths.person),
        "date": dates(them.last[deaths.person] - 1),
        "place": pa.array(deaths.place),
    }
    return table("death", len(deaths.person), columns)
