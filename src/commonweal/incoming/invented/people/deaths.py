"""Who died when and where: the table of deaths."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from commonweal.incoming.invented.arrays import chosen
from commonweal.incoming.invented.people.care_homes import AT_HOME, CareHomes
from commonweal.incoming.invented.people.everyone import DIED
from commonweal.incoming.invented.people.residents import Residents
from commonweal.incoming.invented.rows import dates, table, words
from commonweal.incoming.invented.world import World


def deaths_table(world: World, them: Residents, care: CareHomes) -> pa.Table:
    """One row a person who died; most of those in a care home died there."""
    chance, rules = world.chance("deaths"), world.calibration.deaths
    person = np.flatnonzero(them.fate == DIED)
    place = chosen(list(rules.places.value.values()), chance.random(len(person)))
    stays_put = chance.random(len(person)) < rules.care_home_stays_put.value
    place = np.where((care.home[person] != AT_HOME) & stays_put, len(rules.places.value), place)
    columns = {
        "person": world.keys.of(person),
        "date": dates(them.last[person] - 1),
        "place": words([*rules.places.value, "care_home"], place),
    }
    return table("death", len(person), columns)
