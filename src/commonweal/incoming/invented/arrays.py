"""The kinds of column people are made of: one place a person, the same in every column of a chunk."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Whole = npt.NDArray[np.int64]
Number = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.str_]
Columns = TypeVar("Columns", bound="DataclassInstance")

DAYS_A_YEAR = 365.25
NEVER = np.int64(1 << 40)


def step(table: Mapping[int, float], at: npt.ArrayLike) -> Number:
    """What a table of steps says at each age or decile: the figure of the last key not above it, else 0."""
    keys = np.array(sorted(table))
    figures = np.array([0.0, *(table[int(key)] for key in keys)])
    return figures[np.searchsorted(keys, np.asarray(at), side="right")]


def chosen(shares: Sequence[float] | Number, luck: Number) -> Whole:
    """For each piece of luck in [0, 1), which of the shares it falls to; shares need not sum to one."""
    edges = np.cumsum(np.asarray(shares, dtype=float))
    place = np.searchsorted(edges, luck * edges[-1], side="right")
    return np.asarray(np.minimum(place, len(edges) - 1))


def chosen_by_row(shares: Number, rows: npt.NDArray[np.integer[Any]], luck: Number) -> Whole:
    """As `chosen`, but each piece of luck has the shares of its own row of the table `shares`."""
    edges = np.cumsum(shares, axis=1)
    edges = edges / edges[:, -1:] + np.arange(len(shares))[:, None]
    place = np.searchsorted(edges.ravel(), rows + luck, side="right") - rows * shares.shape[1]
    return np.asarray(np.clip(place, 0, shares.shape[1] - 1))


def spread_out(counts: npt.NDArray[np.integer[Any]]) -> tuple[Whole, Whole]:
    """Each place as often as its count says, and which time it is, from 0."""
    rows = np.repeat(np.arange(len(counts)), counts)
    firsts = np.cumsum(counts) - counts
    return rows, np.arange(len(rows)) - firsts[rows]


def end_to_end(parts: Sequence[Columns]) -> Columns:
    """Dataclasses of like columns, put one after the other."""
    names = [one.name for one in fields(parts[0])]
    return replace(
        parts[0], **{name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    )


def picked(columns: Columns, places: npt.NDArray[Any]) -> Columns:
    """The same dataclass with only these places of each column, in their order."""
    return replace(columns, **{one.name: getattr(columns, one.name)[places] for one in fields(columns)})
