"""Every measure of every population as one row: the number, what it is among, its value and its limits.

Of an area, a practice, a segment: as it is, with what would be expected if each age and sex were as
everywhere. Of groups that differ in age by their nature (deprivation, ethnicity, kinds of area) the value is
standardised to the European Standard Population, so that they can be set beside each other.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from commonweal.analytics.rates import counted, directly, weighted, wilson
from commonweal.care.extents import Extent, Population
from commonweal.care.population import groups
from commonweal.care.population.measures import Measure
from commonweal.insight.population_traits import EXPECTED, USERS

KEY = ("population", "area", "measure", "by", "group")
NUMBERS = ("numerator", "denominator", "expected", "value", "lower", "upper")
WITHIN = ("population", "measure", "ages", "sex")
BESIDE = ("users", "swing", "everywhere")  # what suppression goes by
CELL = (*KEY, "category", "kind", "per", *NUMBERS, *BESIDE)
AS_THEY_ARE = ("", groups.SEGMENT, groups.SEGMENT_BAND)
NOTHING = ibis.null("float64")


def cells(counts: ibis.Table, extents: Sequence[Extent], measures: Sequence[Measure]) -> ibis.Table:
    """One row per measure and group of people: the columns of CELL."""
    kinds = _kinds(measures)
    each = counts.semi_join(kinds, "measure")
    whole = _summed(each, _reference(each, extents))
    whole = _with_users(whole, counts).inner_join(kinds, "measure")
    as_it_is = _valued(whole.filter(whole.by.isin(AS_THEY_ARE))).mutate(swing=NOTHING)
    apart = _standardised(each.filter(~each.by.isin(AS_THEY_ARE)))
    rest = whole.filter(~whole.by.isin(AS_THEY_ARE)).left_join(apart, list(KEY))
    rest = rest.mutate(value=rest.value * rest.per, swing=rest.swing * rest.per, **_without_costs(rest))
    declared = _declared(counts, whole)
    return as_it_is.select(CELL).union(rest.select(CELL)).union(declared.select(CELL))


def _kinds(measures: Sequence[Measure]) -> ibis.Table:
    """One row per measure. What is spent is counted in pence, and its value is in pounds."""
    rows = [
        {
            "measure": one.id,
            "kind": one.kind,
            "category": one.category,
            "per": 0.01 if one.kind == "cost" else float(one.per),
        }
        for one in measures
    ]
    return ibis.memtable(pa.Table.from_pylist(rows))


def _reference(each: ibis.Table, extents: Sequence[Extent]) -> ibis.Table:
    """How often everybody of an age and sex has it: registered with any practice, or living anywhere here."""
    kind = {Population.REGISTERED: "practice", Population.RESIDENT: "small_area"}
    rows = [
        {"population": population.value, "area": one.id}
        for population, of_kind in kind.items()
        for one in extents
        if one.kind == of_kind
    ]
    parts = ibis.memtable(pa.Table.from_pylist(rows))
    everybody = each.filter(each.by == "").semi_join(parts, ["population", "area"])
    found = everybody.group_by(*WITHIN).agg(had=everybody["count"].sum(), of=everybody.people.sum())
    totals = found.group_by("population", "measure").agg(everywhere=found.had.sum())
    found = found.inner_join(totals, ["population", "measure"])
    return found.select(*WITHIN, "everywhere", rate=found.had / found.of)


def _summed(each: ibis.Table, reference: ibis.Table) -> ibis.Table:
    told = each.inner_join(reference, list(WITHIN))
    found = told.group_by(*KEY).agg(
        numerator=told["count"].sum(),
        denominator=told.people.sum().cast("int64"),
        expected=(told.people * told.rate).sum(),
        everywhere=told.everywhere.max().round().cast("int64"),
    )
    return found.mutate(numerator=found.numerator.round().cast("int64"))


def _with_users(whole: ibis.Table, counts: ibis.Table) -> ibis.Table:
    """And how many people a cost is of; empty where it is no cost."""
    costs = counts.filter(counts.measure.startswith(USERS))
    users = costs.group_by(*KEY).agg(users=costs["count"].sum().cast("int64"))
    users = users.mutate(measure=users.measure.substr(len(USERS)))
    return whole.left_join(users, list(KEY)).select(*whole.columns, "users")


def _valued(whole: ibis.Table) -> ibis.Table:
    """The value as it is, with Wilson's limits of a share and Byar's of a rate; a mean cost has none."""
    lower, upper = limits(whole)
    value = whole.numerator / whole.denominator.nullif(0) * whole.per
    people = whole.kind == "people"
    return whole.mutate(value=people.ifelse(NOTHING, value), lower=lower, upper=upper)


def limits(whole: ibis.Table) -> tuple[ir.FloatingValue, ir.FloatingValue]:
    """Of rows with a numerator, a denominator, a kind and a per."""
    among = whole.denominator.cast("float64").nullif(0.0)
    of_share = wilson(whole.numerator, whole.denominator)
    of_rate = counted(whole.numerator)

    def one(share: ir.FloatingValue, rate: ir.FloatingValue) -> ir.FloatingValue:
        return ibis.cases(
            (whole.kind == "share", share * whole.per),
            (whole.kind == "rate", rate / among * whole.per),
            else_=NOTHING,
        )

    return one(of_share[0], of_rate[0]), one(of_share[1], of_rate[1])


def _standardised(each: ibis.Table) -> ibis.Table:
    """For one person: value, lower, upper, swing of each group that has people of every age."""
    told = weighted(
        each.rename(which="population").rename(population="people"), list(groups.AGES), band="ages"
    )
    keys = ["which", *KEY[1:]]
    ages = told.group_by(keys).agg(bands=told.ages.nunique())
    told = told.semi_join(ages.filter(ages.bands == len(groups.AGES)), keys)
    found = directly(told, *keys, per=1, band="ages")
    return found.select(*KEY[1:], "value", "lower", "upper", "swing", population=found.which)


def _without_costs(rest: ibis.Table) -> dict[str, ir.FloatingValue]:
    """The limits, but of costs: pence do not happen one by one."""
    cost = rest.kind == "cost"
    return {name: cost.ifelse(NOTHING, rest[name] * rest.per) for name in ("lower", "upper")}


def _declared(counts: ibis.Table, whole: ibis.Table) -> ibis.Table:
    """A register against what its source leads to expect: the value is how many times as many there are."""
    told = counts.filter(counts.measure.startswith(EXPECTED))
    found = told.group_by("population", "area", "measure").agg(told=told["count"].sum())
    found = found.mutate(measure=found.measure.substr(len(EXPECTED)))
    mine = whole.filter(whole.by == "").inner_join(found, ["population", "area", "measure"])
    lower, upper = counted(mine.numerator)
    of = mine.told.nullif(0.0)
    return mine.mutate(
        by=ibis.literal(groups.DECLARED),
        expected=mine.told,
        value=mine.numerator / of,
        lower=lower / of,
        upper=upper / of,
        swing=NOTHING,
    )
