"""Kaplan and Meier in plain Python with exact fractions: what the tables are held against."""

from collections.abc import Sequence
from fractions import Fraction

Wait = tuple[int, bool]  # how long, and whether it is over


def curve(waits: Sequence[Wait]) -> list[tuple[int, Fraction]]:
    """After each length, the share that still waits."""
    share, steps = Fraction(1), []
    for length in sorted({length for length, _ in waits}):
        at_risk = sum(1 for other, _ in waits if other >= length)
        over = sum(1 for other, done in waits if other == length and done)
        share *= 1 - Fraction(over, at_risk)
        steps.append((length, share))
    return steps


def median(waits: Sequence[Wait]) -> Fraction | None:
    """The first length at which half or fewer still wait; the middle of a stretch at exactly half."""
    half = Fraction(1, 2)
    first = next(((length, share) for length, share in curve(waits) if share <= half), None)
    if first is None:
        return None
    later = next((length for length, share in curve(waits) if share < half), first[0])
    return Fraction(first[0] + later, 2)
