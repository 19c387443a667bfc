"""What people are called: family and given names, ethnic category; and the table of people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from commonweal.incoming.invented.arrays import Texts, Whole, chosen, chosen_by_row
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.calibration.names import ByGroup, read_names
from commonweal.incoming.invented.history import age
from commonweal.incoming.invented.people.residents import Residents
from commonweal.incoming.invented.rows import dates, table, words
from commonweal.incoming.invented.world import World

GROUPS = ("white", "asian", "mixed", "black", "other")
OLDER_NAMES_BEFORE = -1826  # day of birth: before 1965
KEEPS_OWN_NAME, GROWN_UP = 0.15, 25  # of grown-up members of a family; age in years
SKEW = 1.6  # how much commoner the first of a list are


@dataclass(frozen=True)
class Identities:
    """One place a person."""

    family: Texts
    given: Texts
    ethnicity: Texts


def identify(world: World, them: Residents) -> Identities:
    """A family has one family name and one ethnic group; strangers have their own."""
    chance = world.chance("identities")
    _, leader = np.unique(them.household, return_index=True)
    leader = leader[them.household]
    group = _groups(chance, world, them)
    group = np.where(them.stranger, group, group[leader])
    family = _named(read_names().family, group, chance.random(len(them)) ** SKEW)
    grown_up = age(them.born, them.last) >= GROWN_UP
    own = them.stranger | (grown_up & (chance.random(len(them)) < KEEPS_OWN_NAME))
    family = np.where(own, family, family[leader])
    return Identities(family, _given(chance, them, group), _category(chance, world.calibration, group))


def people_table(world: World, numbers: Whole, them: Residents) -> pa.Table:
    """The table of people; without an NHS number where `numbers` has none (0)."""
    who = identify(world, them)
    columns = {
        "person": world.keys.people,
        "nhs_number": pc.if_else(pa.array(numbers > 0), pa.array(numbers).cast(pa.string()), None),
        "source": "invented",
        "source_id": world.keys.records("person", len(them)),
        "family": pa.array(who.family),
        "given": pa.array(who.given),
        "birth_date": dates(them.born),
        "sex": words(("male", "female"), them.woman.astype(np.int64)),
        "ethnicity": pa.array(who.ethnicity),
    }
    return table("person", len(them), columns)


def _groups(chance: np.random.Generator, world: World, them: Residents) -> Whole:
    shares = world.calibration.people.ethnic_groups.value
    row = np.searchsorted(sorted(shares), age(them.born, world.span.on), side="right") - 1
    rows = np.array([[shares[at][name] for name in GROUPS] for at in sorted(shares)])
    return chosen_by_row(rows, np.maximum(row, 0), chance.random(len(them)))


def _category(chance: np.random.Generator, calibration: Calibration, group: Whole) -> Texts:
    """The code of the ethnic category within each group."""
    luck = chance.random(len(group))
    category = np.empty(len(group), dtype="U2")
    for place, name in enumerate(GROUPS):
        shares = calibration.people.ethnic_codes.value[name]
        inside = group == place
        category[inside] = np.array(list(shares))[chosen(list(shares.values()), luck[inside])]
    return category


def _given(chance: np.random.Generator, them: Residents, group: Whole) -> Texts:
    """Older people have the names of their time."""
    names, luck, older = read_names(), chance.random(len(them)), them.born < OLDER_NAMES_BEFORE
    women = np.where(older, _named(names.older_women, group, luck), _named(names.younger_women, group, luck))
    men = np.where(older, _named(names.older_men, group, luck), _named(names.younger_men, group, luck))
    return np.where(them.woman, women, men)


def _named(names: ByGroup, group: Whole, luck: np.typing.NDArray[np.float64]) -> Texts:
    """A name of the person's group."""
    longest = max(len(name) for some in names.values() for name in some)
    named = np.empty(len(group), dtype=f"U{longest}")
    for place, name in enumerate(GROUPS):
        inside, some = group == place, names[name]
        named[inside] = np.array(some)[(luck[inside] * len(some)).astype(np.int64)]
    return named
