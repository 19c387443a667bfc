"""Whether somebody meets what is declared of segments and of the end of life."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import and_, or_

import ibis
import ibis.expr.types as ir

from commonweal.analytics.registers import sought
from commonweal.blueprint.definitions import Definitions
from commonweal.blueprint.definitions_segments import Criterion

AT_LEAST = ("conditions", "cambridge", "emergency_admissions", "bed_days")
YES_OR_NO = ("housebound", "care_home", "high_intensity", "end_of_life")


def any_met(each: ibis.Table, criteria: Iterable[Criterion], definitions: Definitions) -> ir.BooleanValue:
    """Whether a row meets any of the criteria; it has found_n and the columns that these name."""
    return reduce(or_, (reduce(and_, _parts(each, one, definitions)) for one in criteria))


def _parts(each: ibis.Table, criterion: Criterion, definitions: Definitions) -> Iterator[ir.BooleanValue]:
    if criterion.registers:
        yield sought(definitions).any_of(each, criterion.registers)
    if criterion.bands:
        yield each.band.isin(criterion.bands)
    if criterion.from_age is not None:
        yield each.age >= criterion.from_age
    if criterion.to_age is not None:
        yield each.age <= criterion.to_age
    for name in AT_LEAST:
        if (least := getattr(criterion, name)) is not None:
            yield each[name] >= least
    for name in YES_OR_NO:
        if (wanted := getattr(criterion, name)) is not None:
            yield each[name] if wanted else ~each[name]
