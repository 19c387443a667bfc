"""A logistic model: simple enough that every score falls apart into what each thing known of a person adds.

How it is fitted stands apart, in `fitting.py`: applying a model needs nothing but sums.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from commonweal.analytics.risk.matrix import Numbers, matrix, places
from commonweal.terms.risk import FeatureName


@dataclass(frozen=True)
class Model:
    """What was fitted: a weight for each column of `matrix`, and the average person it is compared with."""

    features: tuple[FeatureName, ...]
    weights: tuple[float, ...]
    averages: tuple[float, ...]
    at_average: float

    def parts(self, said: Numbers) -> Numbers:
        """What each feature adds to the log odds, against the average person: a row a person."""
        each = (matrix(said, self.features) - np.array(self.averages)) * np.array(self.weights)
        parts = np.zeros((len(each), len(self.features)))
        for at, place in enumerate(places(self.features)):
            parts[:, place] += each[:, at]
        return parts

    def chances(self, said: Numbers) -> Numbers:
        """The chance of the outcome, 0 to 1: a number a person."""
        return as_chance(self.at_average + self.parts(said).sum(axis=1))

    def as_json(self) -> dict[str, Any]:
        """The model as it is kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Model:
        """The model that was kept so."""
        return cls(
            tuple(kept["features"]), tuple(kept["weights"]), tuple(kept["averages"]), kept["at_average"]
        )


def as_chance(log_odds: Numbers) -> Numbers:
    """Log odds as a chance, 0 to 1."""
    return np.asarray(1 / (1 + np.exp(-log_odds)))
