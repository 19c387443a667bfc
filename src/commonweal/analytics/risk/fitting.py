"""A model fitted by scikit-learn, with a small penalty that keeps it steady where little is known.

The same examples in the same order give the same model. Nothing imports this file but who fits a model, and
only then (`study.py`): scikit-learn takes seconds to load, which who trains nothing should not wait for.
"""

from __future__ import annotations

from collections.abc import Sequence

from sklearn.linear_model import LogisticRegression

from commonweal.analytics.risk.matrix import Flags, Numbers, matrix
from commonweal.analytics.risk.model import Model
from commonweal.terms.risk import FeatureName

PENALTY = 1.0  # on columns of unit spread: as strong as scikit-learn's own
STEPS = 1000


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
