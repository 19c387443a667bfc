"""What people are called: family and given names, ethnic category; and their row in the table of people."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import pyarrow as pa
from ruamel.yaml import YAML

from commonweal.incoming.invented.arrays import Texts, Whole, chosen, chosen_by_row
from commonweal.incoming.invented.calibration import Calibration
from commonweal.incoming.invented.dice import Dice
from commonweal.incoming.invented.history import History, age
from commonweal.incoming.invented.residents import Residents
from commonweal.incoming.invented.rows import Keys, dates, table, words
from commonweal.incoming.invented.shape import Shape

OLDER_NAMES_BEFORE = -1826  # born before 1965
KEEPS_OWN_NAME = 0.15

GROUPS = ("white", "asian", "mixed", "black", "other")

ByGroup = dict[str, tuple[str, ...]]


class TwoWords(Shape):
    first: tuple[str, ...]
    last: tuple[str, ...]


class Names(Shape):
    """Words to name people, streets and homes with; people's by ethnic group."""

    older_women: ByGroup
    younger_women: ByGroup
    older_men: ByGroup
    younger_men: ByGroup
    family: ByGroup
    streets: TwoWords
    care_homes: TwoWords


@cache
def read_names() -> Names:
    """The words that come with the project."""
    text = (files("commonweal.incoming.invented") / "names.yaml").read_text(encoding="utf-8")
    return Names.model_validate(YAML(typ="safe", pure=True).load(text))


@dataclass(frozen=True)
class Identities:
    """One place a person."""

    family: Texts
    given: Texts
    ethnicity: Texts


def identify(dice: Dice, calibration: Calibration, span: History, them: Residents) -> Identities:
    """Names and ethnic category; a family has one family name and one ethnic group, strangers have their own."""
    chance = dice.of("identities")
    group = _groups(chance, calibration, span, them)
    _, leader = np.unique(them.household, return_index=True)
    group = np.where(them.stranger, group, group[leader][them.household])
    names = read_names()
    family = _named(chance, names.family, group, skewed=True)
    own = them.stranger | (chance.random(len(them)) < KEEPS_OWN_NAME) & (age(them.born, them.last) > 25)
    family = np.where(own, family, family[leader][them.household])
    return Identities(family, _given(chance, names, them, group), _category(chance, calibration, group))


def people_table(keys: Keys, numbers: Whole, who: Identities, them: Residents) -> pa.Table:
    """The table of people; without an NHS number where `numbers` has none (0)."""
    ids = pa.array(numbers).cast(pa.string())
    has = pa.array(numbers > 0)
    columns = {
        "person": keys.people,
        "nhs_number": pa.compute.if_else(has, ids, None),
        "source": "invented",
        "source_id": keys.records("person", len(them)),
        "family": pa.array(who.family),
        "given": pa.array(who.given),
        "birth_date": dates(them.born),
        "sex": words(("male", "female"), them.woman.astype(np.int64)),
        "ethnicity": pa.array(who.ethnicity),
    }
    return table("person", len(them), columns)


def _groups(chance: np.random.Generator, calibration: Calibration, span: History, them: Residents) -> Whole:
    shares = calibration.people.ethnic_groups.value
    ages = sorted(shares)
    row = np.searchsorted(ages, age(them.born, span.on), side="right") - 1
    table = np.array([[shares[at][name] for name in GROUPS] for at in ages])
    return chosen_by_row(table, row.clip(0), chance.random(len(them)))


def _category(chance: np.random.Generator, calibration: Calibration, group: Whole) -> Texts:
    """The code of the ethnic category within each group."""
    shares = calibration.people.ethnic_codes.value
    luck = chance.random(len(group))
    category = np.empty(len(group), dtype="U2")
    for place, name in enumerate(GROUPS):
        inside = group == place
        category[inside] = np.array(list(shares[name]))[chosen(list(shares[name].values()), luck[inside])]
    return category


def _given(chance: np.random.Generator, names: Names, them: Residents, group: Whole) -> Texts:
    older = them.born < OLDER_NAMES_BEFORE
    women = np.where(
        older, _named(chance, names.older_women, group), _named(chance, names.younger_women, group)
    )
    men = np.where(older, _named(chance, names.older_men, group), _named(chance, names.younger_men, group))
    return np.where(them.woman, women, men)


def _named(chance: np.random.Generator, names: ByGroup, group: Whole, *, skewed: bool = False) -> Texts:
    """A name of the person's group; `skewed` where the first of a list are commoner."""
    longest = max(len(name) for some in names.values() for name in some)
    luck = chance.random(len(group)) ** (1.6 if skewed else 1.0)
    named = np.empty(len(group), dtype=f"U{longest}")
    for place, name in enumerate(GROUPS):
        inside, some = group == place, names[name]
        named[inside] = np.array(some)[(luck[inside] * len(some)).astype(np.int64)]
    return named
