"""Draws how a score went: a step for each time, higher is worse, with the lines from which more is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from commonweal.care.assessments.known import Known
from commonweal.web import words
from commonweal.web.assessments import wording

HEIGHT, TOP = 160, 12  # pixels of the drawing, and above it


@dataclass(frozen=True)
class Dot:
    """One score: where it stands in per cent and pixels, and what it says."""

    at: float
    top: float
    total: str
    says: str
    label: str
    serious: bool


@dataclass(frozen=True)
class Line:
    """The score from which a band begins, and what that is called."""

    top: float
    says: str


@dataclass(frozen=True)
class Drawing:
    """The dots from the first to the last, and the lines of the bands, from the lowest one."""

    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    ways: tuple[tuple[Dot, Dot], ...]
    height: int = HEIGHT


def drawn(found: Sequence[Known]) -> Drawing:
    """Of one instrument, the earliest first, at least two; apart as far as they are in time."""
    first, last = found[0].assessment.happened, found[-1].assessment.happened
    span = (last - first).total_seconds() or 1
    most = max([10.0, *(float(one.assessment.total or 0) for one in found)])
    dots = tuple(
        _dot(one, 3 + 92 * (one.assessment.happened - first).total_seconds() / span, most) for one in found
    )
    return Drawing(dots, tuple(_lines(found[-1], most)), tuple(pairwise(dots)))


def _dot(one: Known, at: float, most: float) -> Dot:
    total = float(one.assessment.total or 0)
    happened = one.assessment.happened
    return Dot(
        round(at, 2),
        _height(total, most),
        wording.number(one.assessment.total),
        f"{words.moment_now(happened)}: {wording.came_to(one)}",
        f"{words.day_of_year(happened.astimezone(words.HERE).date())} {words.clock(happened)}",
        bool(one.scored.row and one.scored.row.band in ("medium", "high")) or bool(one.scored.triggers),
    )


def _lines(one: Known, most: float) -> Iterable[Line]:
    for band in one.version.bands:
        if band.low is not None and band.low > 1 and band.low <= most:
            yield Line(_height(float(band.low), most), f"{band.low} and over: {band.title}")


def _height(total: float, most: float) -> float:
    return round(TOP + (HEIGHT - TOP) * (1 - total / most), 1)
