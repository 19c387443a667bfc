"""Measures of populations made safe for those who plan: the rule of `suppress.py`; values tell no more.

A number from 1 to 7 is hidden and others are rounded to 5; of fewer than eight people nothing is said at all.
A value is worked out anew from the rounded numbers, so that it gives nothing away. One that is standardised,
or a slope, cannot be: it is rounded, coarsely where a single number of 1 to 7 could be read from it. What is
expected is scaled as if there were in all the number that may be shown. What fewer than eight people cost is
hidden, and sums of money are rounded to a thousand pounds.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from commonweal.care.population import groups
from commonweal.insight.population_cells import AS_THEY_ARE, CELL, NOTHING, limits
from commonweal.insight.suppress import SMALLEST_SHOWN, shown

THOUSAND_POUNDS = 100_000
GRAINS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
OF_A_VALUE = 5  # a value that has to be rounded to more than a fifth of it tells nothing
NONE = ibis.null("int64")


def safe(cells: ibis.Table) -> ibis.Table:
    """The cells for planning: the columns of CELL."""
    hidden = cells.mutate(denominator=shown(cells.denominator), exactly=cells.numerator)
    hidden = hidden.mutate(numerator=_numerator(hidden))
    lower, upper = limits(hidden)
    return hidden.mutate(
        expected=_expected(hidden),
        value=_value(hidden),
        lower=_limit(hidden, lower, hidden.lower),
        upper=_limit(hidden, upper, hidden.upper),
        users=NONE,
        swing=NOTHING,
    ).select(CELL)


def _numerator(cells: ibis.Table) -> ir.IntegerValue:
    thousands = ((cells.exactly / THOUSAND_POUNDS).round() * THOUSAND_POUNDS).cast("int64")
    few = (cells.users > 0) & (cells.users < SMALLEST_SHOWN)
    spent = few.fill_null(False).ifelse(NONE, thousands)
    found = (cells.kind == "cost").ifelse(spent, shown(cells.exactly))
    return cells.denominator.isnull().ifelse(NONE, found)


def _value(cells: ibis.Table) -> ir.FloatingValue:
    anew = cells.numerator / cells.denominator.nullif(0) * cells.per
    pounds = cells.value.round()
    anew = ibis.cases((cells.kind == "people", NOTHING), (cells.kind == "cost", pounds), else_=anew)
    times = cells.numerator / cells.expected.round(1).nullif(0.0)
    known = cells.numerator.notnull()
    return ibis.cases(
        (~known, NOTHING),
        (cells.by.isin(AS_THEY_ARE), anew),
        (cells.by == groups.DECLARED, times),
        else_=_coarsely(cells, cells.value),
    )


def _limit(cells: ibis.Table, anew: ir.FloatingValue, exactly: ir.FloatingValue) -> ir.FloatingValue:
    times = exactly * cells.numerator / cells.exactly.nullif(0)
    return ibis.cases(
        (cells.numerator.isnull(), NOTHING),
        (cells.by.isin(AS_THEY_ARE), anew),
        (cells.by == groups.DECLARED, times.round(2)),
        else_=_coarsely(cells, exactly),
    )


def _coarsely(cells: ibis.Table, value: ir.FloatingValue) -> ir.FloatingValue:
    """To a grain no finer than the swing of one hidden number; not at all where none is coarse enough."""
    swing = cells.swing.fill_null(0.0)
    plain = (cells.group == groups.RELATIVE_OF).ifelse((value * 100).round() / 100, NOTHING)
    told = (swing == 0) | (swing * OF_A_VALUE <= cells.value)
    by_grain = ibis.cases(
        *((told & (swing <= grain), (value / grain).round() * grain) for grain in GRAINS), else_=NOTHING
    )
    return plain.coalesce(by_grain)


def _expected(cells: ibis.Table) -> ir.FloatingValue:
    """Of all of everywhere one may know the rounded number, so what is expected adds up to that."""
    scaled = cells.expected * shown(cells.everywhere) / cells.everywhere.nullif(0)
    scaled = (cells.by == groups.DECLARED).ifelse(cells.expected, scaled)
    known = cells.denominator.notnull() & (cells.kind != "cost")
    return known.ifelse(scaled.round(1), NOTHING)
