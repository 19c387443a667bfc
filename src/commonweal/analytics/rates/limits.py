"""Limits of confidence of counts and proportions, as expressions that every engine can work out.

Byar's limits are those of Breslow and Day 1987 (IARC 82), Wilson's those of Wilson 1927
(doi:10.2307/2276774), exact ones those of Garwood 1936. Each answers with a pair: lower, upper.
"""

from __future__ import annotations

from statistics import NormalDist

import ibis
import ibis.expr.types as ir
from scipy.special import gammaincinv

EXACT_BELOW = 10  # Byar's approximation is good from here on
Pair = tuple[ir.FloatingValue, ir.FloatingValue]


def deviate(confidence: float) -> float:
    """How many standard errors hold so much of a normal distribution: 0.95 gives 1.96."""
    if not 0.5 <= confidence < 1:
        raise ValueError(f"a confidence is a share from 0.5 to below 1, as 0.95, not {confidence}")
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def byar(count: ir.NumericValue, confidence: float = 0.95) -> Pair:
    """Of a number of events. The lower is missing where the formula has none: of 0, and of very few."""
    z, more = deviate(confidence), count + 1
    some = count.cast("float64").nullif(0.0)
    root = 1 - 1 / (9 * some) - z / (3 * some.sqrt())
    lower = ibis.cases((root > 0, some * root * root * root))
    top = 1 - 1 / (9 * more) + z / (3 * more.sqrt())
    return lower, more * top * top * top


def counted(count: ir.NumericValue, confidence: float = 0.95) -> Pair:
    """Of a whole number of events: exact (Poisson) below ten, Byar's from ten on."""
    lower, upper = byar(count, confidence)
    few = range(EXACT_BELOW)
    exact = {number: exactly(number, confidence) for number in few}
    return (
        ibis.cases(*((count == number, exact[number][0]) for number in few), else_=lower),
        ibis.cases(*((count == number, exact[number][1]) for number in few), else_=upper),
    )


def exactly(count: int, confidence: float = 0.95) -> tuple[float, float]:
    """Of a whole number of events, by the chi-squared distribution; the lower of 0 is 0."""
    tail = (1 - confidence) / 2
    lower = float(gammaincinv(count, tail)) if count else 0.0
    return lower, float(gammaincinv(count + 1, 1 - tail))


def wilson(part: ir.NumericValue, whole: ir.NumericValue, confidence: float = 0.95) -> Pair:
    """Of a part of a whole, from 0 to 1; missing where the whole is 0 or either is not known."""
    z = deviate(confidence)
    of = whole.cast("float64").nullif(0.0)
    middle = 2 * part + z * z
    reach = z * (z * z + 4 * part * (1 - part / of)).sqrt()
    return (middle - reach) / (2 * (of + z * z)), (middle + reach) / (2 * (of + z * z))
