"""Rates made comparable between populations of different ages.

Directly: the rate there would be if the population had the ages of a standard one (Dobson 1991,
doi:10.1002/sim.4780100317). Indirectly: the events there are, against those there would be with the rates of
a reference population by age.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import pyarrow as pa

from commonweal.analytics.rates.ages import standard_weight
from commonweal.analytics.rates.limits import byar, counted

FEWEST = 10  # events of a directly standardised rate; with fewer its limits are not to be relied on
SMALL = 7  # numbers up to this of one band are nobody's to see who plans


def directly(
    counts: ibis.Table,
    *by: str,
    per: int = 100_000,
    confidence: float = 0.95,
    fewest: int = FEWEST,
    band: str = "age_band",
) -> ibis.Table:
    """One row per group: count, population, value, lower, upper, swing. Dobson's limits, with Byar's.

    `counts` has a row for each group and band of age, with `weight`, as `weighted` gives it. Where it has
    `squares`, the sum over people of their number of events squared, the limits allow for people who have
    several. No value where there are fewer than `fewest` events, or a band has nobody in it.

    `swing` is how far the value moves where the number of one band that is 7 or fewer is another of these:
    what may leave of the value must not be finer.
    """
    each = _by_band(counts, *by, band)
    whole = each.agg(
        by=list(by),
        sound=(each.share.notnull() & each["count"].notnull()).all(),
        small=ibis.cases((each["count"] <= SMALL, each.share), else_=0.0).max(),
        rate=(each.share * each["count"]).sum(),
        variance=(each.share * each.share * each.squares).sum(),
        **{name: each[name].sum() for name in ("count", "population", "weight")},
    )
    value = whole.rate / whole.weight
    step = (whole.variance / whole["count"].nullif(0.0)).sqrt() / whole.weight
    lower, upper = byar(whole["count"], confidence)
    found = {
        "value": value,
        "lower": value + step * (lower - whole["count"]),
        "upper": value + step * (upper - whole["count"]),
        "swing": (SMALL - 1) * whole.small / whole.weight,
    }
    enough = (whole["count"] >= fewest) & whole.sound
    shown = {name: enough.ifelse(number * per, ibis.null("float64")) for name, number in found.items()}
    return whole.select(*by, "count", "population", **shown)


def indirect_rates(
    counts: ibis.Table,
    reference: ibis.Table,
    *by: str,
    per: int = 100_000,
    confidence: float = 0.95,
    within: Sequence[str] = ("age_band",),
) -> ibis.Table:
    """One row per group: count, population, expected, reference, value, lower, upper, per so many people.

    The ratio to what is expected times the reference population's crude rate, which is `reference`.
    """
    ratios = indirect_ratios(counts, reference, *by, confidence=confidence, within=within)
    crude = reference.aggregate(
        reference=reference["count"].sum().cast("float64") * per / reference.population.sum()
    )
    each = ratios.cross_join(crude)
    scaled = {name: each[name] * each.reference for name in ("value", "lower", "upper")}
    return each.select(*by, "count", "population", "expected", "reference", **scaled)


def indirect_ratios(
    counts: ibis.Table,
    reference: ibis.Table,
    *by: str,
    per: int = 1,
    confidence: float = 0.95,
    within: Sequence[str] = ("age_band",),
) -> ibis.Table:
    """One row per group: count, population, expected, value, lower, upper; `per` 100 has 100 as expected.

    `reference` has one row for each of what it is standardised `within`: count, population. A row of `counts`
    of which the reference, or the population, says nothing is expected to have no events.
    Limits are exact below ten events and Byar's from ten on.
    """
    rates = reference.select(*within, rate=reference["count"] / reference.population.nullif(0))
    each = counts.left_join(rates, list(within))
    each = each.mutate(expected=(each.population * each.rate).fill_null(0.0))
    whole = each.agg(
        by=list(by),
        count=each["count"].fill_null(0).sum().cast("float64"),
        population=each.population.fill_null(0).sum().cast("float64"),
        expected=each.expected.sum(),
    )
    lower, upper = counted(whole["count"], confidence)
    of = whole.expected.nullif(0.0) / per
    return whole.mutate(value=whole["count"] / of, lower=lower / of, upper=upper / of)


def weighted(counts: ibis.Table, bands: Sequence[str], *, band: str = "age_band") -> ibis.Table:
    """The table with `weight`: that of each of these bands in the European Standard Population of 2013."""
    rows = [{band: words, "weight": float(standard_weight(words))} for words in bands]
    return counts.inner_join(ibis.memtable(pa.Table.from_pylist(rows)), band)


def _by_band(counts: ibis.Table, *keys: str) -> ibis.Table:
    """One row per group and band: count, population, squares, weight, and what one event adds: share."""
    counts = counts if "squares" in counts.columns else counts.mutate(squares=counts["count"])
    numbers = {name: counts[name].cast("float64").sum() for name in ("count", "population", "squares")}
    each = counts.agg(by=list(keys), weight=counts.weight.cast("float64").max(), **numbers)
    return each.mutate(share=each.weight / each.population.nullif(0.0))
