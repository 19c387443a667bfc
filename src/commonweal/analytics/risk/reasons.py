"""Why a score is what it is: what each thing known of a person adds to it or takes from it."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from commonweal.analytics.risk.matrix import Numbers
from commonweal.analytics.risk.model import Model

AT_MOST = 6
SMALLEST = float(np.log(1.1))  # what changes the odds by less than a tenth is said only where nothing else is


def reasons(model: Model, said: Numbers) -> list[str]:
    """For each person a JSON list, the weightiest first: feature, its value, by what it multiplies the odds.

    There is always one at least. What holds for the average person multiplies by one.
    """
    parts = model.parts(said)
    order = np.argsort(-np.abs(parts), axis=1, kind="stable")[:, :AT_MOST]
    words = [_words(feature, said[:, at], parts[:, at]) for at, feature in enumerate(model.features)]
    weighty = np.maximum((np.abs(parts) >= SMALLEST).sum(axis=1), 1).clip(max=AT_MOST)
    return [
        f"[{','.join(words[place][person] for place in order[person, :kept])}]"
        for person, kept in enumerate(weighty)
    ]


def _words(feature: str, said: Numbers, part: Numbers) -> Sequence[str]:
    """Each different value is spelt out once: a part depends on its feature's value alone."""
    _, first, which = np.unique(said, return_index=True, return_inverse=True)
    spelt = [json.dumps([feature, int(said[one]), round(float(np.exp(part[one])), 3)]) for one in first]
    return [spelt[one] for one in which]
