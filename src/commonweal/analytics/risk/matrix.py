"""Examples as numbers that a model adds up: each feature is one column or a few."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from commonweal.terms.risk import FeatureName, register_of

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
CUTS = (5, 9, 13)  # the fewest deficits of each band above fit
MANY_MEDICINES, GREATEST_RISE = 20, 6  # what is beyond counts as this


def _count(name: str) -> Callable[[pa.Table], Numbers]:
    def counted(examples: pa.Table) -> Numbers:
        return column(examples, name)

    return counted


def _rise(examples: pa.Table) -> Numbers:
    """Nought where the year before is not known."""
    rise = column(examples, "deficits") - column(examples, "deficits_before")
    return np.asarray(np.maximum(np.nan_to_num(rise), 0))


def _short(examples: pa.Table) -> Numbers:
    """Nought in the highest band."""
    deficits = column(examples, "deficits")
    following = np.array([*CUTS, 0])[np.digitize(deficits, CUTS)]
    return np.asarray(np.maximum(following - deficits, 0))


def _male(examples: pa.Table) -> Numbers:
    return np.asarray(pc.equal(examples["sex"], "male").to_numpy(), dtype=np.float64)


VALUES: Mapping[FeatureName, Callable[[pa.Table], Numbers]] = {  # a whole number a person, as people say it
    "age": _count("age"),
    "sex": _male,
    "care_home": _count("care_home"),
    "deficits": _count("deficits"),
    "deficits_rise": _rise,
    "deficits_short": _short,
    "conditions": _count("conditions"),
    "medicines": _count("medicines"),
    "gp_contacts": _count("gp_contacts"),
    "outpatient_contacts": _count("outpatient_contacts"),
    "emergency_attendances": _count("emergency_attendances"),
    "emergency_admissions": _count("emergency_admissions"),
    "earlier_admissions": _count("earlier_admissions"),
    "bed_days": _count("bed_days"),
}
IDENTITY: Callable[[Numbers], Numbers] = np.asarray
SHAPES: Mapping[FeatureName, tuple[Callable[[Numbers], Numbers], ...]] = {
    # by age risk rises faster from 65 on, and again from 80: three straight pieces
    "age": (IDENTITY, lambda age: np.maximum(age - 65, 0), lambda age: np.maximum(age - 80, 0)),
    "sex": (IDENTITY,),
    "care_home": (IDENTITY,),
    "deficits": (IDENTITY, lambda count: np.maximum(count - 8, 0)),
    "deficits_rise": (lambda rise: np.minimum(rise, GREATEST_RISE),),
    # one short is not half as likely as two short: each of the first three has its own weight
    "deficits_short": (
        lambda short: (short == 1) * 1.0,
        lambda short: (short == 2) * 1.0,
        lambda short: (short == 3) * 1.0,
    ),
    "conditions": (IDENTITY,),
    "medicines": (lambda count: np.minimum(count, MANY_MEDICINES),),
    # each further contact says less than the one before
    "gp_contacts": (np.log1p,),
    "outpatient_contacts": (np.log1p,),
    "emergency_attendances": (np.log1p,),
    "emergency_admissions": (np.log1p,),
    "earlier_admissions": (np.log1p,),
    "bed_days": (np.log1p,),
}


def _values(examples: pa.Table, feature: FeatureName) -> Numbers:
    return column(examples, feature) if register_of(feature) else VALUES[feature](examples)


def shapes(feature: FeatureName) -> tuple[Callable[[Numbers], Numbers], ...]:
    """What becomes of a feature before it is added up, a column each."""
    return (IDENTITY,) if register_of(feature) else SHAPES[feature]


def column(examples: pa.Table, name: str) -> Numbers:
    """A column as numbers; not a number where it is empty."""
    return np.asarray(examples[name].cast(pa.float64()).to_numpy(), dtype=np.float64)


def values(examples: pa.Table, features: Sequence[FeatureName]) -> Numbers:
    """One row a person, one column a feature: as people say it."""
    return np.column_stack([_values(examples, feature) for feature in features])


def places(features: Sequence[FeatureName]) -> list[int]:
    """For each column of the matrix, the place of the feature that it comes from."""
    return [place for place, feature in enumerate(features) for _ in shapes(feature)]


def matrix(said: Numbers, features: Sequence[FeatureName]) -> Numbers:
    """One row a person, the columns that a model adds up, made of `values`."""
    shaped = [shape(said[:, place]) for place, feature in enumerate(features) for shape in shapes(feature)]
    return np.column_stack(shaped)
