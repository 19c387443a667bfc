"""What the answers to an instrument score, or every reason why they cannot be scored.

Nothing is guessed: with one answer missing, out of range or against the instrument there is no score at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from commonweal.blueprint import Instrument
from commonweal.blueprint.instruments import ANY, TOTAL, Trigger, Version
from commonweal.blueprint.instruments_parts import After, Band, Points
from commonweal.blueprint.instruments_questions import Question
from commonweal.care.instruments.answers import Answer, holds, understood


@dataclass(frozen=True)
class Met:
    """A trigger that is met, and the scores that meet it."""

    trigger: Trigger
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Scored:
    """The total, where the instrument has one, what each part gave, and what that means."""

    total: Decimal | None
    parts: Mapping[str, Decimal]
    band: str | None = None
    row: Band | None = None
    bands: Mapping[str, Band] = field(default_factory=dict)
    triggers: tuple[Met, ...] = ()


@dataclass(frozen=True)
class NotScored:
    """Every reason why there is no score."""

    reasons: tuple[str, ...]


def score(version: Version, given: Mapping[str, object]) -> Scored | NotScored:
    """The score of these answers, by question id; the order in which they are given has no bearing."""
    found = understood(version, given)
    if found.reasons:
        return NotScored(found.reasons)
    asked = [question for question in version.parts if question.id in found.asked]
    parts = {question.id: points(question, found.answers) for question in asked}
    total = _total(version, parts)
    met = tuple(_met(version.triggers, parts, total))
    row = None if total is None else _row(version.bands, total)
    bands = {one.id: band for one in asked if (band := _row(one.bands, parts[one.id]))}
    return Scored(total, parts, _band(row, met, total), row, bands, met)


def again(instrument: Instrument, found: Scored) -> After | None:
    """How soon the person is assessed again: the soonest that band and triggers say, else as usual."""
    row = found.row.re_assess_after if found.row and found.row.band == found.band else None
    said = [row, *(met.trigger.re_assess_after for met in found.triggers)]
    return min(filter(None, said), key=lambda after: after.days_long, default=instrument.re_assess_after)


def points(question: Question, answers: Mapping[str, Answer]) -> Decimal:
    """What the answer to this question gives."""
    answer = answers[question.id]
    if isinstance(answer, Decimal):
        return answer if question.counts else Decimal(_gives(_rows(question, answers), answer))
    given = {option.id: option.score for option in question.options} | _yes_no(question)
    return Decimal(given[answer] or 0)


def _yes_no(question: Question) -> dict[str, int | None]:
    return {"yes": question.yes, "no": question.no} if question.answer == "yes_no" else {}


def _rows(question: Question, answers: Mapping[str, Answer]) -> tuple[Points, ...]:
    """The table of points that the other answers choose."""
    chosen = (one.points for one in question.tables if all(holds(when, answers) for when in one.when))
    return question.points or next(chosen)


def _gives(rows: tuple[Points, ...], number: Decimal) -> int:
    return next(row.gives for row in rows if row.holds(number))


def _total(version: Version, parts: Mapping[str, Decimal]) -> Decimal | None:
    if version.total == "none":
        return None
    total = sum(parts.values(), Decimal(0))
    return next((row.gives for row in version.conversion if row.sum == total), total)


def _row(bands: tuple[Band, ...], number: Decimal) -> Band | None:
    return next((band for band in bands if band.holds(number)), None)


def _met(triggers: tuple[Trigger, ...], parts: Mapping[str, Decimal], total: Decimal | None) -> Iterator[Met]:
    for trigger in triggers:
        meant = parts if trigger.part == ANY else {trigger.part: parts.get(trigger.part)}
        if trigger.part == TOTAL:
            meant = {TOTAL: total}
        named = tuple(id for id, number in meant.items() if number is not None and trigger.holds(number))
        if named:
            yield Met(trigger, named)


def _band(row: Band | None, met: tuple[Met, ...], total: Decimal | None) -> str | None:
    """That of the first trigger that sets one for such a total, else that of the total."""
    for one in met:
        below = one.trigger.below
        if one.trigger.band and below is not None and total is not None and total < below:
            return one.trigger.band
    return row.band if row else None
