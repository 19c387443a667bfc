"""Bands of age, and the weight of each in the European Standard Population of 2013.

The weights are Eurostat's (Revision of the European Standard Population, 2013): 19 bands to 90+, 100,000 in
all. How the youngest and the oldest band split is Eurostat's too, here from memory.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

ESP2013 = {
    0: 5_000,
    **dict.fromkeys((5, 10, 15), 5_500),
    **dict.fromkeys((20, 25), 6_000),
    30: 6_500,
    **dict.fromkeys((35, 40, 45, 50), 7_000),
    55: 6_500,
    60: 6_000,
    65: 5_500,
    70: 5_000,
    75: 4_000,
    80: 2_500,
    85: 1_500,
    90: 1_000,
}  # lowest age of each band of five years → weight; 90 is 90 and over
FINEST = {**ESP2013, 0: 1_000, 1: 4_000, 90: 800, 95: 200}  # infants apart, and the oldest: from memory
BAND = re.compile(r"(\d+)(?:\s*(?:-|–|to)\s*(\d+)|\s*(\+|plus|and over))?", re.IGNORECASE)
OLDEST = 200


def band(words: str) -> tuple[int, int]:
    """Youngest and oldest age of a band, as "0-4", "5 to 9", "90+" or, of one year, "0"."""
    found = BAND.fullmatch(words.strip())
    if not found:
        raise ValueError(f'"{words}" is not a band of age; write it as 0-4 or 90+')
    low, high, open_ended = found.groups()
    return int(low), OLDEST if open_ended else int(high or low)


def one_after_another(words: Sequence[str]) -> dict[str, str]:
    """Each band as it has to be for none to overlap: it ends before the next begins, whatever it is called.

    Two that begin at the same age are a part and its whole, and refused.
    """
    ranges = sorted((*band(one), one) for one in set(words))
    starts = [low for low, _, _ in ranges]
    for one, other in pairwise(ranges):
        if one[0] == other[0]:
            raise ValueError(f'the bands "{one[2]}" and "{other[2]}" overlap: leave out totals')
    ends = [start - 1 for start in starts[1:]] + [OLDEST] * bool(ranges)
    return {
        name: name if high <= end else f"{low}-{end}"
        for (low, high, name), end in zip(ranges, ends, strict=True)
    }


def five_years(age: int) -> str:
    """The band of the standard population that an age is in."""
    low = min(age // 5 * 5, 90)
    return "90+" if low == 90 else f"{low}-{low + 4}"


def standard_weight(words: str) -> int:
    """How many of 100,000 are of this band in the standard population; it may join several of its bands."""
    low, high = band(words)
    edges = [*sorted(FINEST), OLDEST + 1]
    if low not in edges or high + 1 not in edges:
        raise ValueError(f'the standard population has no band "{words}"; join it with others, as 0-4 or 85+')
    return sum(weight for start, weight in FINEST.items() if low <= start <= high)
