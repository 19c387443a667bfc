"""The loop that narrows ranges by sums, compiled: a county has millions of sums, gone through many times."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commonweal.insight.secondary_compiled import compiled

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@compiled
def narrow(
    low: Floats, high: Floats, whole: Places, exact: NDArray[np.bool_], first: Places, part: Places
) -> None:
    """Until nothing moves: each whole by its parts, and each part by its whole and the others; in place.

    The parts of sum `n` are those from `first[n]` up to `first[n + 1]`. Numbers that contradict the sums are
    left as wide as they were when that showed, so that it always ends.
    """
    moved = True
    while moved:
        moved = False
        for n in range(len(whole)):
            of, least, most = whole[n], 0.0, 0.0
            for row in range(first[n], first[n + 1]):
                least += low[part[row]]
                most += high[part[row]]
            if low[of] < least <= high[of]:
                low[of], moved = least, True
            if exact[n] and low[of] <= most < high[of]:
                high[of], moved = most, True
            for row in range(first[n], first[n + 1]):
                one = part[row]
                up = high[of] - (least - low[one])
                if low[one] <= up < high[one]:
                    most += up - high[one]
                    high[one], moved = up, True
                down = low[of] - (most - high[one])
                if exact[n] and low[one] < down <= high[one]:
                    least += down - low[one]
                    low[one], moved = down, True
