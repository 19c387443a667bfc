"""NHS numbers nobody has: from the range 999 kept for tests, and below it once that is used up."""

from __future__ import annotations

import numpy as np

from commonweal.incoming.invented.arrays import Whole

FIRST_BLOCK = 999
LAST_BLOCK = 800  # numbers below 800 are given to people
BLOCK = 1_000_000  # nine-digit beginnings that share three digits
RIGHT = 900_000  # of which at least so many have a check digit


def nhs_numbers(chance: np.random.Generator, count: int) -> Whole:
    """So many different numbers with a right check digit, in no order."""
    blocks = [FIRST_BLOCK - place for place in range(-(-count // RIGHT))]
    if blocks and blocks[-1] < LAST_BLOCK:
        raise ValueError("there are not so many NHS numbers that nobody has; ask for fewer people")
    numbers = [chance.permutation(_valid(block * BLOCK + np.arange(BLOCK))) for block in blocks]
    return np.concatenate([np.empty(0, dtype=np.int64), *numbers])[:count]


def _valid(beginnings: Whole) -> Whole:
    """The ten-digit number for each nine-digit beginning that has one."""
    total, rest = np.zeros_like(beginnings), beginnings
    for weight in range(2, 11):  # the last digit weighs 2, the first 10
        rest, digit = np.divmod(rest, 10)
        total += weight * digit
    check = -total % 11
    return np.asarray((beginnings * 10 + check)[check < 10])
