"""Slope and relative index of inequality: how far a value differs from one end of society to the other.

A straight line is fitted to the values of groups in order of rank, weighted by their share of the population,
each at the middle of its share (Mackenbach and Kunst 1997, doi:10.1016/S0277-9536(96)00073-1). The slope is
the value of the line at the far end of the last group, less that at the near end of the first; the relative
index is the one divided by the other. Limits are by simulation: the values are drawn anew within their own
limits, with the same draws each time. Worked out in this process, on small tables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import ibis
import numpy as np
import pyarrow as pa
from scipy.special import expit, logit

from commonweal.analytics.rates.limits import deviate
from commonweal.analytics.rates.small import Numbers, numbers, parts

Kind = Literal["number", "rate", "proportion"]
Change = Callable[[Numbers], Numbers]
REPEATS = 100_000
SEED = 2013
MOST_QUANTILES, FEWEST_QUANTILES = 100, 5


@dataclass(frozen=True)
class Scale:
    """On which the value of a kind varies alike upwards and downwards, and the way back."""

    to: Change
    back: Change


SCALES: dict[Kind, Scale] = {
    "number": Scale(np.asarray, np.asarray),
    "rate": Scale(np.log, np.exp),
    "proportion": Scale(logit, expit),
}


def slopes(
    groups: ibis.Table,
    *by: str,
    kind: Kind = "number",
    on_scale: bool = False,
    per: float = 1,
    first: str = "rank 1",
    last: str = "the last rank",
    confidence: float = 0.95,
    repeats: int = REPEATS,
) -> ibis.Table:
    """One row per group of `by`: slope, relative, each with _lower and _upper, intercept, and direction.

    `groups` has one row for each rank: rank, population, value, and either standard_error (of the value, or,
    of a rate or a proportion, of its logarithm or log-odds) or 95% limits lower and upper. `first` and `last`
    name the two ends, and `direction` says which is taken from which. With `on_scale` the line is fitted to
    logarithms or log-odds and its ends taken back. Groups have at least five ranks, and as many as there are.
    """
    table = groups.order_by([*by, "rank"]).to_pyarrow()
    found = [
        {**key, **_one(rows, kind, on_scale, per, confidence, repeats)} for key, rows in parts(table, by)
    ]
    direction = f"{last} less {first}"
    return ibis.memtable(pa.Table.from_pylist([{**one, "direction": direction} for one in found]))


def _one(
    rows: pa.Table, kind: Kind, on_scale: bool, per: float, confidence: float, repeats: int
) -> dict[str, float]:
    scale, (value, error) = SCALES[kind], _drawn_from(rows, kind)
    line = _line(numbers(rows, "population"))
    draws = np.random.default_rng(SEED).standard_normal((repeats, len(value)))
    drawn = scale.to(value) + draws * error
    ends = _ends(line, scale.to(value) if on_scale else value, scale.back if on_scale else np.asarray)
    many = _ends(line, drawn if on_scale else scale.back(drawn), scale.back if on_scale else np.asarray)
    tails = [0.5 - confidence / 2, 0.5 + confidence / 2]
    slope = np.quantile((many[1] - many[0]) * per, tails)
    relative = np.quantile(many[1] / many[0], tails)
    return {
        "slope": float((ends[1] - ends[0]) * per),
        "slope_lower": float(slope[0]),
        "slope_upper": float(slope[1]),
        "relative": float(ends[1] / ends[0]),
        "relative_lower": float(relative[0]),
        "relative_upper": float(relative[1]),
        "intercept": float(ends[0]),
    }


def _drawn_from(rows: pa.Table, kind: Kind) -> tuple[Numbers, Numbers]:
    """The values, and how far each may be out on its own scale."""
    value, population = numbers(rows, "value"), numbers(rows, "population")
    if not FEWEST_QUANTILES <= len(value) <= MOST_QUANTILES:
        raise ValueError(f"a slope needs {FEWEST_QUANTILES} to {MOST_QUANTILES} groups, not {len(value)}")
    if not (np.isfinite(value).all() and (population > 0).all()):
        raise ValueError("a slope needs a value and a population above 0 of every group")
    if "standard_error" in rows.column_names:
        error = numbers(rows, "standard_error")
    else:
        lower, upper = (SCALES[kind].to(numbers(rows, name)) for name in ("lower", "upper"))
        error = (upper - lower) / (2 * deviate(0.95))
    if not (np.isfinite(error).all() and (error >= 0).all()):
        raise ValueError("a slope needs limits, or a standard error, of every group's value")
    return value, error


def _line(population: Numbers) -> Numbers:
    """What the values are multiplied with to give the line at rank 0 and at rank 1: two rows."""
    share = population / population.sum()
    middle = np.cumsum(share) - share / 2
    centre = (share * middle).sum()
    away = middle - centre
    slope = share * away / (share * away * away).sum()
    return np.stack([share - centre * slope, share + (1 - centre) * slope])


def _ends(line: Numbers, values: Numbers, back: Change) -> tuple[Numbers, Numbers]:
    return back(values @ line[0]), back(values @ line[1])
