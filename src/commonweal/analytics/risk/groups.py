"""The groups that a model is checked in, one by one: by age, sex, deprivation and ethnicity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from commonweal.analytics.risk.matrix import Flags, column
from commonweal.terms.ethnicity import GROUP_OF, NOT_KNOWN

AGES = {"18-64": (18, 64), "65-74": (65, 74), "75-84": (75, 84), "85+": (85, 200)}
SEXES = ("female", "male")
GROUPS = {  # what they go by → each group, in the order that they are shown
    "age": tuple(AGES),
    "sex": SEXES,
    "deprivation": ("1", "2", "3", "4", "5", NOT_KNOWN),  # fifths, 1 the most deprived
    "ethnicity": ("asian", "black", "mixed", "white", "other", NOT_KNOWN),
}


@dataclass(frozen=True)
class Group:
    """`which` says of each person whether they are in it."""

    by: str
    name: str
    which: Flags


def groups(examples: pa.Table, deciles: Mapping[str, int]) -> Iterator[Group]:
    """Every group of GROUPS; `deciles` are those of deprivation by small area."""
    age = column(examples, "age")
    for name, (youngest, oldest) in AGES.items():
        yield Group("age", name, (age >= youngest) & (age <= oldest))
    told = {
        "sex": examples["sex"].to_pylist(),
        "deprivation": [_fifth(deciles.get(lsoa)) for lsoa in examples["lsoa"].to_pylist()],
        "ethnicity": [GROUP_OF.get(code or "", NOT_KNOWN) for code in examples["ethnicity"].to_pylist()],
    }
    for by, each in told.items():
        is_in = np.array(each)
        for name in GROUPS[by]:
            yield Group(by, name, is_in == name)


def _fifth(decile: int | None) -> str:
    return str((decile + 1) // 2) if decile else NOT_KNOWN
