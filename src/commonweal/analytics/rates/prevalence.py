"""How many people a condition is expected of, and how far a register falls short of that.

What is expected is what there would be with the prevalence of a reference population in each group of age and
sex. The gap is what is expected less what is recorded; its limits join those of both (MOVER: Zou and Donner
2008, doi:10.1002/sim.3095).
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis

from commonweal.analytics.rates.limits import counted

LIMITS = ("prevalence_lower", "prevalence_upper")


def expected(people: ibis.Table, reference: ibis.Table, *by: str, within: Sequence[str]) -> ibis.Table:
    """One row per group: population, expected, expected_lower, expected_upper.

    `people` has a `population` for each of what it is told apart `within`, `reference` the `prevalence` there
    from 0 to 1, and `prevalence_lower` and `prevalence_upper` if it is an estimate: these are added up as if
    all were out in one direction, which is the widest they can be. Not known where the reference says nothing
    of somebody.
    """
    told = reference if LIMITS[0] in reference.columns else _sure(reference)
    shares = ("prevalence", *LIMITS)
    each = people.left_join(told.select(*within, *shares), list(within))
    known = each.prevalence.notnull() | (each.population == 0)
    sums = {
        name: (each.population * each[share]).sum()
        for name, share in zip(("expected", "expected_lower", "expected_upper"), shares, strict=True)
    }
    found = each.agg(by=list(by), population=each.population.sum(), known=known.all(), **sums)
    nothing = ibis.null("float64")
    return found.select(
        *by, "population", **{name: found.known.ifelse(found[name], nothing) for name in sums}
    )


def gaps(recorded: ibis.Table, *, confidence: float = 0.95) -> ibis.Table:
    """The rows with gap, gap_lower, gap_upper, ratio, ratio_lower, ratio_upper.

    A row has the `count` recorded and what `expected` gives. Above 0 the gap is people not found yet, and a
    ratio below 1 says the same; the limits of the ratio are those of what is recorded.
    """
    each = recorded
    lower, upper = counted(each["count"], confidence)
    gap = each.expected - each["count"]
    below = (each.expected - each.expected_lower) ** 2 + (upper - each["count"]) ** 2
    above = (each.expected_upper - each.expected) ** 2 + (each["count"] - lower) ** 2
    of = each.expected.nullif(0.0)
    return each.mutate(
        gap=gap,
        gap_lower=gap - below.sqrt(),
        gap_upper=gap + above.sqrt(),
        ratio=each["count"] / of,
        ratio_lower=lower / of,
        ratio_upper=upper / of,
    )


def _sure(reference: ibis.Table) -> ibis.Table:
    return reference.mutate(prevalence_lower=reference.prevalence, prevalence_upper=reference.prevalence)
