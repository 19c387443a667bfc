"""Who died when and where: the table of deaths."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from commonweal.incoming.invented.arrays import chosen
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.care_homes import AT_HOME, CareHomes
from commonweal.incoming.invented.dice import Dice
from commonweal.incoming.invented.people import DIED
from commonweal.incoming.invented.residents import Residents
from commonweal.incoming.invented.rows import Keys, dates, table, words


def deaths_table(
    keys: Keys, dice: Dice, calibration: Calibration, them: Residents, care: CareHomes
) -> pa.Table:
    """One row a person who died; most of those in a care home died there."""
    chance = dice.of("deaths")
    person = np.flatnonzero(them.fate == DIED)
    places = calibration.deaths.places.value
    place = chosen(list(places.values()), chance.random(len(person)))
    stays = chance.random(len(person)) < calibration.deaths.care_home_stays_put.value
    in_care = (care.home[person] != AT_HOME) & stays
    place = np.where(in_care, len(places), place)
    columns = {
        "person": keys.of(person),
        "date": dates(them.last[person] - 1),
        "place": words([*places, "care_home"], place),
    }
    return table("death", len(person), columns)
