"""Events put beside the population they are of, so that neither is lost in silence."""

from __future__ import annotations

from collections.abc import Sequence

import ibis

from commonweal.analytics.rates.ages import band


def matched(events: ibis.Table, population: ibis.Table, *keys: str) -> ibis.Table:
    """One row per group of the population: count of events, 0 where there are none, population, squares.

    `events` has a row an event, or a `count` of several. Where it has `person`, `squares` is the sum over
    people of their number squared, by which limits allow for people who have several; else it is the count.
    """
    counted = _counted(events, *keys)
    people = population.agg(by=list(keys), population=population.population.cast("float64").sum())
    each = people.left_join(counted, list(keys)) if keys else people.cross_join(counted)
    numbers = {name: each[name].fill_null(0.0) for name in ("count", "squares")}
    return each.select(*keys, "population", **numbers)


def unmatched(events: ibis.Table, population: ibis.Table, *keys: str) -> ibis.Table:
    """One row per group of events that the population says nothing of: count."""
    return _counted(events, *keys).anti_join(population, list(keys)).select(*keys, "count")


def bands_of(words: Sequence[str], bands: Sequence[str]) -> dict[str, str]:
    """For each age or band, the one of `bands` that it lies in; those that lie in none are left out."""
    ranges = {name: band(name) for name in bands}
    within = {}
    for one in words:
        low, high = band(one)
        found = [name for name, (start, end) in ranges.items() if start <= low and high <= end]
        if found:
            within[one] = min(found, key=lambda name: ranges[name][1] - ranges[name][0])
    return within


def _counted(events: ibis.Table, *keys: str) -> ibis.Table:
    number = events["count"] if "count" in events.columns else ibis.literal(1)
    told = events.mutate(number=number.cast("float64"))
    if "person" not in events.columns:
        each = told.agg(by=list(keys), count=told.number.sum())
        return each.mutate(squares=each["count"])
    people = told.agg(by=[*keys, "person"], number=told.number.sum())
    return people.agg(by=list(keys), count=people.number.sum(), squares=(people.number**2).sum())
