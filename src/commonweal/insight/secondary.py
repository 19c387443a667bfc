"""Other numbers that have to be hidden, so that none that is hidden can be worked out from those shown.

Where the sums leave a small number fewer than `LEFT` answers, another number of a sum that narrowed it is
hidden: a 0 if there is one, else the smallest. Of a number hidden for that reason nothing is known, not even
that it is small.
"""

from __future__ import annotations

import numpy as np

from commonweal.insight.secondary_choice import Choice
from commonweal.insight.secondary_ranges import Flags, Floats, Sums, ranges

LEFT = 3  # answers that a hidden number must have left


def hidden_too(
    shown: Floats, small: Flags, sums: Sums, *, left: int = LEFT, larger: Flags | None = None
) -> Flags:
    """The numbers to be hidden so that each of the `small` ones, hidden already, has so many answers left.

    `shown` is not a number where it is hidden; the `larger` ones are hidden for another reason than that they
    are small, and of these nothing is known. Where nothing is left to hide it ends.
    """
    already = np.zeros(len(shown), dtype=bool) if larger is None else larger
    too, choice = already.copy(), Choice(sums)
    while True:
        found = ranges(shown, sums, too)
        given_away = np.flatnonzero(small & (found.left() < left))
        more = choice.companions(given_away, np.where(too, np.nan, shown), found)
        if not len(more):
            return too & ~already
        too[more] = True
