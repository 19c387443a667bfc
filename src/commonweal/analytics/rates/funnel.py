"""Limits of control around an average, by how many people a group has: which groups are far from it.

Inner limits hold 95% of groups that differ by chance alone, outer ones 99.8%: tails of 0.025 and 0.001.
Worked out in this process, on small tables.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis
import numpy as np
from scipy.special import ndtri, pdtrik

from commonweal.analytics.rates.small import Numbers, beside, numbers

INNER, OUTER = 0.025, 0.001  # of chance in each tail
Tails = Callable[[float], tuple[Numbers, Numbers]]


def around_proportion(groups: ibis.Table, average: float, *, per: int = 1) -> ibis.Table:
    """The rows with lower_inner, upper_inner, lower_outer, upper_outer for their `population`.

    A group lies outside where the average lies outside its Wilson interval (Spiegelhalter 2005,
    doi:10.1002/sim.1970), never below 0 or above 1.
    """
    table = groups.to_pyarrow()
    spread = np.sqrt(average * (1 - average) / numbers(table, "population"))

    def limits(tail: float) -> tuple[Numbers, Numbers]:
        reach = ndtri(1 - tail) * spread
        return np.clip(average - reach, 0, 1) * per, np.clip(average + reach, 0, 1) * per

    return _limited(table, limits)


def around_rate(groups: ibis.Table, average: float, *, per: int = 100_000) -> ibis.Table:
    """The rows with the four limits for their `population`, of a rate whose average is `average` per `per`.

    Exact Poisson: between whole numbers the distribution is continued by the gamma function.
    """
    table = groups.to_pyarrow()
    population = numbers(table, "population")
    return _limited(table, lambda tail: _poisson(population * average / per, tail, population / per))


def around_ratio(groups: ibis.Table, *, per: int = 1) -> ibis.Table:
    """The rows with the four limits for what is `expected` of them, of the ratio to it; as for rates."""
    table = groups.to_pyarrow()
    return beside(table, **ratio_limits(numbers(table, "expected"), per=per))


def ratio_limits(expected: Numbers, *, per: int = 1) -> dict[str, Numbers]:
    """The four limits by name, as `around_ratio` puts them beside a table: for a chart, which has none."""
    return _limits(lambda tail: _poisson(expected, tail, expected / per))


def placed(limited: ibis.Table) -> ibis.Table:
    """The rows with `place` of their `value`: expected, or low or high by which limit, as low (0.001)."""
    value = limited.value
    return limited.mutate(
        place=ibis.cases(
            (value.isnull(), ibis.null("string")),
            (value < limited.lower_outer, "low (0.001)"),
            (value < limited.lower_inner, "low (0.025)"),
            (value > limited.upper_outer, "high (0.001)"),
            (value > limited.upper_inner, "high (0.025)"),
            else_="expected",
        )
    )


def _limited(table: object, tails: Tails) -> ibis.Table:
    return beside(table, **_limits(tails))


def _limits(tails: Tails) -> dict[str, Numbers]:
    lower_inner, upper_inner = tails(INNER)
    lower_outer, upper_outer = tails(OUTER)
    return {
        "lower_inner": lower_inner,
        "upper_inner": upper_inner,
        "lower_outer": lower_outer,
        "upper_outer": upper_outer,
    }


def _poisson(expected: Numbers, tail: float, of: Numbers) -> tuple[Numbers, Numbers]:
    """The numbers of events that so little chance falls short of and goes beyond, per unit `of`."""
    known = np.where(expected > 0, expected, np.nan)
    fewest = np.nan_to_num(np.maximum(pdtrik(tail, known), 0.0), nan=0.0)
    most = pdtrik(1 - tail, known) + 1
    return np.where(np.isnan(known), np.nan, fewest) / of, most / of
