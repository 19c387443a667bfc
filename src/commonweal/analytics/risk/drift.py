"""How far the people who are scored now differ from those the model was trained on, feature by feature."""

from __future__ import annotations

import numpy as np

from commonweal.analytics.risk.matrix import Numbers

PARTS = 10
LEAST = 1e-4  # a part with nobody in it counts as this share, or the index would have no end


def stability(before: Numbers, now: Numbers) -> float:
    """The population stability index: sum over parts of (now - before) x ln(now / before).

    The parts are tenths of the people before; a value that many share makes one part. By custom 0.1 is a
    drift to look at, 0.25 one that unmakes a model.
    """
    cuts = np.unique(np.quantile(before, np.arange(1, PARTS) / PARTS, method="inverted_cdf"))
    was, is_now = (_shares(numbers, cuts) for numbers in (before, now))
    return float(((is_now - was) * np.log(is_now / was)).sum())


def _shares(numbers: Numbers, cuts: Numbers) -> Numbers:
    within = np.bincount(np.searchsorted(cuts, numbers, side="left"), minlength=len(cuts) + 1)
    return np.maximum(within / max(len(numbers), 1), LEAST)
