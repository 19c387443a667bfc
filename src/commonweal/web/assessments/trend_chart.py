"""Scores over time as marks: across in per cent of the room, down in pixels, so that words stay legible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from commonweal.blueprint.instruments import TOTAL, Change
from commonweal.care.assessments.known import Known, Trend
from commonweal.care.assessments.rules import meaningful
from commonweal.web import words
from commonweal.web.assessments.wording import number

HIGH = 140  # pixels from the lowest score to the highest
EDGE = 4  # per cent left free on both sides
BETTER, WORSE, STEADY = "better", "worse", "no meaningful change"


@dataclass(frozen=True)
class Point:
    """One score; `change` says how it stands to the one before, where a meaningful change is known."""

    known: Known
    score: Decimal
    across: float
    down: float
    change: str

    @property
    def says(self) -> str:
        said = f": {self.change}" if self.change else ""
        return f"{words.moment(self.known.assessment.happened, self.known.now)}, {number(self.score)}{said}"


@dataclass(frozen=True)
class Line:
    """One score of the instrument over time: of the total, or of one question."""

    title: str
    low: str
    high: str
    points: tuple[Point, ...]
    rule: Change | None
    height: int = HIGH

    @property
    def overall(self) -> str:
        """How the last stands to the first."""
        if self.rule is None or len(self.points) < 2:
            return ""
        return compared(self.points[0].score, self.points[-1].score, self.rule)


def lines(trend: Trend) -> list[Line]:
    """The total where the instrument has one, else each question that scores."""
    return [line for part in _parts(trend) if (line := _line(trend, part)).points]


def compared(before: Decimal, after: Decimal, rule: Change) -> str:
    """Better or worse for the person where the change means something."""
    if not meaningful(before, after, rule.points):
        return STEADY
    return BETTER if (after < before) == (rule.better == "lower") else WORSE


def _parts(trend: Trend) -> list[str]:
    newest = trend.instrument.versions[-1]
    return [TOTAL] if newest.total == "sum" and newest.parts else [one.id for one in newest.parts]


def _line(trend: Trend, part: str) -> Line:
    newest = trend.instrument.versions[-1]
    question = newest.question(part)
    span = question.scored if question else newest.totals
    low, high = span.low or Decimal(0), span.high or Decimal(0)
    rule = next((one for one in trend.instrument.meaningful_change if one.part == part), None)
    points = tuple(_points(trend, part, low, high, rule))
    return Line(question.ask if question else "Total", number(low), number(high), points, rule)


def _points(trend: Trend, part: str, low: Decimal, high: Decimal, rule: Change | None) -> Iterator[Point]:
    scored = [(known, score) for known in trend.found if (score := _score(known, part)) is not None]
    if not scored:
        return
    first, last = (scored[end][0].assessment.happened for end in (0, -1))
    for place, (known, score) in enumerate(scored):
        down = HIGH * (1 - float((score - low) / ((high - low) or 1)))
        change = compared(scored[place - 1][1], score, rule) if rule and place else ""
        yield Point(known, score, _across(known.assessment.happened, first, last), round(down, 1), change)


def _score(known: Known, part: str) -> Decimal | None:
    return known.scored.total if part == TOTAL else known.scored.parts.get(part)


def _across(moment: datetime, first: datetime, last: datetime) -> float:
    lasts = (last - first).total_seconds()
    share = (moment - first).total_seconds() / lasts if lasts else 0.5
    return round(EDGE + (100 - 2 * EDGE) * share, 2)
