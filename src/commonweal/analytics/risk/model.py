"""A logistic model: simple enough that every score falls apart into what each thing known of a person adds.

It is fitted by scikit-learn, with a small penalty that keeps it steady where little is known. The same
examples in the same order give the same model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from commonweal.analytics.risk.matrix import Flags, Numbers, matrix, places
from commonweal.terms.risk import FeatureName

PENALTY = 1.0  # on columns of unit spread: as strong as scikit-learn's own
STEPS = 1000


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


def fit(said: Numbers, outcome: Flags, features: Sequence[FeatureName]) -> Model:
    """The model of these people; `said` as `matrix.values` gives it. Both outcomes must be among them."""
    each = matrix(said, features)
    averages, spread = each.mean(axis=0), each.std(axis=0)
    spread[spread == 0] = 1  # a column that is the same for all adds nothing
    logistic = LogisticRegression(C=1 / PENALTY, solver="newton-cholesky", max_iter=STEPS)
    fitted = logistic.fit((each - averages) / spread, outcome)
    weights = fitted.coef_[0] / spread
    return Model(
        tuple(features),
        tuple(float(one) for one in weights),
        tuple(float(one) for one in averages),
        float(fitted.intercept_[0]),
    )


def as_chance(log_odds: Numbers) -> Numbers:
    """Log odds as a chance, 0 to 1."""
    return np.asarray(1 / (1 + np.exp(-log_odds)))
