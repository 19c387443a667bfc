"""Answers to any instrument, by chance and from its file alone: mostly ordinary ones, some that are not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from random import Random

from commonweal.blueprint.instruments import Version
from commonweal.blueprint.instruments_parts import Points, Span
from commonweal.blueprint.instruments_questions import NO, YES, Question
from commonweal.care.instruments.answers import Answer, is_asked
from commonweal.care.instruments.scoring import Scored, score
from commonweal.site.played.chance import One, weighed

TRIES = 12  # until answers fit each other; those that the instrument refuses are drawn anew
OPEN_END = Decimal("0.1")  # of the range: how far beyond a limit that has no other end
SPREAD = Decimal("0.25")  # of the range: how far from its middle a number lies that has no points
IN_WORDS = ("Talked about it together.", "As before.", "Better than last time.", "To be looked at again.")
Answers = dict[str, object]


def answers(version: Version, known: Mapping[str, object], dice: Random, ill: float = 0.2) -> Answers | None:
    """Answers that have a score, of somebody who is as `ill` as that from 0 to 1; None where none do.

    What the record knows is answered already, and may be why the instrument is not for this person.
    """
    for _ in range(TRIES):
        drawn = _drawn(version, known, dice, ill)
        if isinstance(score(version, drawn), Scored):
            return drawn
    return None


def _drawn(version: Version, known: Mapping[str, object], dice: Random, ill: float) -> Answers:
    refusing = {one.question for one in version.not_for}
    given: Answers = dict(known)
    read: dict[str, Answer] = {id: Decimal(str(value)) for id, value in known.items()}
    for question in version.questions:
        if question.id in given or not is_asked(version, question, read):
            continue
        answer = NO if question.id in refusing and NO in question.choices else _answer(question, dice, ill)
        given[question.id] = read[question.id] = answer
    return given


def _answer(question: Question, dice: Random, ill: float) -> Answer:
    if question.answer == "text":
        return dice.choice(IN_WORDS)
    if question.choices:
        scores = {one.id: one.score for one in question.options} | {YES: question.yes, NO: question.no}
        return weighed(dice, _weights([(id, scores.get(id) or 0) for id in question.choices], ill))
    rows = question.points or (question.tables[0].points if question.tables else ())
    return _number(question, rows, dice, ill)


def _number(question: Question, rows: Sequence[Points], dice: Random, ill: float) -> Decimal:
    low, high = question.low or Decimal(0), question.high or Decimal(0)
    if rows:
        row = weighed(dice, _weights([(row, row.gives) for row in rows], ill))
        low, high = _within(row, low, high)
    else:
        middle, reach = (low + high) / 2, (high - low) * SPREAD
        low, high = middle - reach, middle + reach
    steps = int((high - low) / question.step)
    return (low + question.step * dice.randint(0, max(0, steps))).quantize(question.step)


def _within(row: Span, low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    """The ends of a row; where it has only one, the other lies not far from it."""
    reach = (high - low) * OPEN_END
    first = row.low if row.low is not None else max(low, (row.high or high) - reach)
    last = row.high if row.high is not None else min(high, first + reach)
    return first, last


def _weights(scored: Iterable[tuple[One, int]], ill: float) -> dict[One, float]:
    """The more an answer scores, the rarer it is, and the less so the more ill somebody is."""
    found = list(scored)
    least = min(points for _, points in found)
    return {one: max(ill, 0.02) ** (points - least) for one, points in found}
