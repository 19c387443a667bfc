"""Crude rates and proportions: a number of events or people over the population they are of.

Every table given has a number `count` and the `population` it is of; rows finer than what is asked `by` are
added up. The population, registered or resident, is the caller's, and belongs among what is asked `by`
where a table holds both: rows of different populations are never to be added.
"""

from __future__ import annotations

import ibis

from commonweal.analytics.rates.limits import counted, wilson


def crude(counts: ibis.Table, *by: str, per: int = 100_000, confidence: float = 0.95) -> ibis.Table:
    """One row per group: count, population, value, lower, upper; events per so many people.

    Limits are exact below ten events and Byar's from ten on. Without a population there is no rate.
    """
    each = summed(counts, *by)
    of = each.population.cast("float64").nullif(0.0) / per
    lower, upper = counted(each["count"], confidence)
    return each.mutate(value=each["count"] / of, lower=lower / of, upper=upper / of)


def proportions(counts: ibis.Table, *by: str, per: int = 1, confidence: float = 0.95) -> ibis.Table:
    """One row per group: count, population, value, lower, upper; `per` 100 gives percentages.

    Limits are Wilson's. A count above its population is no proportion: no value.
    """
    each = summed(counts, *by)
    sound = (each["count"] <= each.population).ifelse(each["count"], ibis.null("float64"))
    lower, upper = wilson(sound, each.population, confidence)
    value = sound / each.population.cast("float64").nullif(0.0)
    return each.mutate(value=value * per, lower=lower * per, upper=upper * per)


def summed(counts: ibis.Table, *by: str) -> ibis.Table:
    """One row per group: count, population; missing where they are of any row, for it would be of some."""
    known = counts["count"].notnull() & counts.population.notnull()
    numbers = {name: counts[name].cast("float64").sum() for name in ("count", "population")}
    each = counts.agg(by=list(by), whole=known.all(), **numbers)
    nothing = ibis.null("float64")
    kept = {name: each.whole.ifelse(each[name], nothing) for name in ("count", "population")}
    return each.select(*by, **kept)
