"""How well chances foretold what came: told apart, right on average, and right for high as for low."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import gammaincinv

from commonweal.analytics.risk.matrix import Flags, Numbers

Z = 1.959963984540054  # 95% of a normal distribution
SMALLEST_CHANCE = 1e-6
STEPS = 50
CUTS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)


@dataclass(frozen=True)
class Estimate:
    """A number with its 95% interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Calibration:
    """Intercept and slope of what came on the log odds that were foretold: 0 and 1 where all is right.

    The intercept is that of calibration in the large: the slope held at 1.
    """

    intercept: float
    slope: Estimate


@dataclass(frozen=True)
class Part:
    """People of like chance, from one share of all to another in order of it: how many, how many of them
    were expected to have the outcome, how many had it."""

    first: float
    last: float
    people: int
    expected: float
    observed: int


def discrimination(chance: Numbers, outcome: Flags) -> Estimate | None:
    """How often, of two people of whom one had the outcome, that one had the higher chance; ties are half.

    The area under the receiver operating characteristic with the interval of DeLong (1988,
    doi:10.2307/2531595). None where all or nobody had the outcome.
    """
    with_it, without = chance[outcome], chance[~outcome]
    if not len(with_it) or not len(without):
        return None
    rank = _ranks(np.concatenate([with_it, without]))
    above = (rank[: len(with_it)] - _ranks(with_it)) / len(without)
    below = 1 - (rank[len(with_it) :] - _ranks(without)) / len(with_it)
    area = float(above.mean())
    error = np.sqrt(_variance(above) / len(with_it) + _variance(below) / len(without))
    return Estimate(area, float(max(area - Z * error, 0)), float(min(area + Z * error, 1)))


def observed_over_expected(observed: int, expected: float) -> Estimate | None:
    """With the exact interval of a Poisson count; None where nothing was expected."""
    if expected <= 0:
        return None
    low = gammaincinv(observed, 0.025) if observed else 0.0
    high = gammaincinv(observed + 1, 0.975)
    return Estimate(observed / expected, float(low / expected), float(high / expected))


def calibration(chance: Numbers, outcome: Flags) -> Calibration | None:
    """None where all or nobody had the outcome."""
    if outcome.all() or not outcome.any():
        return None
    kept = np.clip(chance, SMALLEST_CHANCE, 1 - SMALLEST_CHANCE)
    foretold, came = np.log(kept / (1 - kept)), outcome.astype(np.float64)
    in_the_large, _ = _logistic(np.ones((len(came), 1)), came, foretold)
    weights, spread = _logistic(np.column_stack([np.ones(len(came)), foretold]), came, np.zeros(len(came)))
    slope, error = float(weights[1]), float(np.sqrt(spread[1, 1]))
    return Calibration(float(in_the_large[0]), Estimate(slope, slope - Z * error, slope + Z * error))


def by_chance(chance: Numbers, outcome: Flags) -> tuple[Part, ...]:
    """People in order of their chance, cut at CUTS, the lowest first; a part with nobody in it is left out.

    The highest tenth is cut again: chances are spread the widest where they are high.
    """
    order = np.argsort(chance, kind="stable")
    ends = [round(cut * len(order)) for cut in (0.0, *CUTS, 1.0)]
    named = zip((0.0, *CUTS), (*CUTS, 1.0), pairwise(ends), strict=True)
    parts = [(first, last, order[low:high]) for first, last, (low, high) in named]
    return tuple(
        Part(first, last, len(part), float(chance[part].sum()), int(outcome[part].sum()))
        for first, last, part in parts
        if len(part)
    )


def _ranks(numbers: Numbers) -> Numbers:
    """The place of each in their order, from 1; those alike share the middle of theirs."""
    _, which, many = np.unique(numbers, return_inverse=True, return_counts=True)
    ends = np.cumsum(many)
    return np.asarray((ends - (many - 1) / 2)[which])


def _variance(numbers: Numbers) -> float:
    return float(numbers.var(ddof=1)) if len(numbers) > 1 else 0.0


def _logistic(columns: Numbers, came: Numbers, offset: Numbers) -> tuple[Numbers, Numbers]:
    """Weights by Newton's method, and their covariance."""
    weights = np.zeros(columns.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-(columns @ weights + offset)))
        information = columns.T @ (columns * (chance * (1 - chance))[:, None])
        step = np.linalg.lstsq(information, columns.T @ (came - chance), rcond=None)[0]
        weights = weights + np.clip(step, -5, 5)
        if np.abs(step).max() < 1e-9:
            break
    return weights, np.asarray(np.linalg.pinv(information))
