"""Chance that gives the same again: each subject of a chunk has its own stream, whatever runs when."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Dice:
    """The chance of one chunk of one seed."""

    seed: int
    chunk: int

    def of(self, subject: str) -> np.random.Generator:
        """A fresh stream for this subject; asking twice gives the same stream from its beginning."""
        return np.random.Generator(np.random.PCG64((self.seed, self.chunk, zlib.crc32(subject.encode()))))
