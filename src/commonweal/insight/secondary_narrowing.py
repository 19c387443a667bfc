"""The loop that narrows ranges by sums, compiled: a county has millions of sums, gone through many times."""

from __future__ import annotations

import numba


@numba.njit
def narrow(low, high, whole, exact, first, part):
    """Until nothing moves: each whole by its parts, and each part by its whole and the others; in place.

    The parts of sum `n` are those from `first[n]` up to `first[n + 1]`.
    """
    moved = True
    while moved:
        moved = False
        for n in range(len(whole)):
            of, least, most = whole[n], 0.0, 0.0
            for row in range(first[n], first[n + 1]):
                least += low[part[row]]
                most += high[part[row]]
            if least > low[of]:
                low[of], moved = least, True
            if exact[n] and most < high[of]:
                high[of], moved = most, True
            for row in range(first[n], first[n + 1]):
                one = part[row]
                up = high[of] - (least - low[one])
                if up < high[one]:
                    most += up - high[one]
                    high[one], moved = up, True
                down = low[of] - (most - high[one])
                if exact[n] and down > low[one]:
                    least += down - low[one]
                    low[one], moved = down, True
