"""The kinds of column people are made of: one place a person, the same in every column of a chunk."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Number = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.str_]

DAYS_A_YEAR = 365.25
NEVER = np.int64(1 << 40)


def step(table: Mapping[int, float], at: npt.ArrayLike) -> Number:
    """What a table of steps says at each age or decile: the figure of the last key not above it, before the first 0."""
    keys = np.array(sorted(table))
    figures = np.array([0.0, *(table[int(key)] for key in keys)])
    return figures[np.searchsorted(keys, np.asarray(at), side="right")]


def chosen(shares: Sequence[float] | Number, luck: Number) -> Whole:
    """For each piece of luck in [0, 1), which of the shares it falls to; shares need not sum to one."""
    edges = np.cumsum(np.asarray(shares, dtype=float))
    return np.minimum(np.searchsorted(edges, luck * edges[-1], side="right"), len(edges) - 1).astype(np.int64)


def chosen_by_row(shares: Number, rows: npt.NDArray[np.integer], luck: Number) -> Whole:
    """As `chosen`, but each piece of luck has the shares of its own row of the table `shares`."""
    edges = np.cumsum(shares, axis=1)
    edges = edges / edges[:, -1:] + np.arange(len(shares))[:, None]
    place = np.searchsorted(edges.ravel(), rows + luck, side="right") - rows * shares.shape[1]
    return np.clip(place, 0, shares.shape[1] - 1).astype(np.int64)


def spread_out(counts: npt.NDArray[np.integer]) -> tuple[Whole, Whole]:
    """Each place as often as its count says, and which time it is, from 0."""
    rows = np.repeat(np.arange(len(counts)), counts)
    firsts = np.cumsum(counts) - counts
    return rows, np.arange(len(rows)) - firsts[rows]
