"""NHS numbers nobody has: from the range 999 kept for tests, and below it once that is used up."""

from __future__ import annotations

import numpy as np

from commonweal.incoming.invented.arrays import Whole

FIRST_BLOCK = 999
BLOCK = 1_000_000  # nine-digit beginnings that share three digits
LAST_BLOCK = 800  # numbers below 800 are given to people
WEIGHTS = np.arange(10, 1, -1)


def nhs_numbers(chance: np.random.Generator, count: int) -> Whole:
    """So many different numbers with a right check digit, in no order."""
    blocks: list[Whole] = []
    block = FIRST_BLOCK
    while sum(map(len, blocks)) < count:
        if block < LAST_BLOCK:
            raise ValueError(
                "there are not so many NHS numbers outside those given to people; ask for fewer people"
            )
        blocks.append(chance.permutation(_valid(block * BLOCK + np.arange(BLOCK))))
        block -= 1
    return np.concatenate(blocks)[:count] if blocks else np.empty(0, dtype=np.int64)


def _valid(beginnings: Whole) -> Whole:
    """The ten-digit number for each nine-digit beginning that has one."""
    digits = beginnings[:, None] // 10 ** np.arange(8, -1, -1) % 10
    check = (11 - (digits * WEIGHTS).sum(axis=1) % 11) % 11
    return np.asarray((beginnings * 10 + check)[check < 10])
