"""What somebody answered becomes a score, with what the record knows already, or every reason why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from commonweal.blueprint import Instrument
from commonweal.blueprint.instruments import Version
from commonweal.care.assessments import rules
from commonweal.care.assessments.rules import AGE, CannotBeScored
from commonweal.care.assessments.wordings import plain
from commonweal.care.instruments.answers import understood
from commonweal.care.instruments.scoring import NotScored, Scored, again, score
from commonweal.care.possible import NotPossible


@dataclass(frozen=True)
class Result:
    """Answers as the instrument means them, their score, and when the person is to be assessed again."""

    version: Version
    answers: Mapping[str, int | float | str]
    scored: Scored
    again: datetime | None


def answered(
    instrument: Instrument, given: Mapping[str, object], born: date | None, happened: datetime
) -> Result:
    """CannotBeScored, which has every reason, where there is no score: nothing missing counts as normal."""
    version = held(instrument, happened)
    known = {**given, **from_record(version, born, happened)}
    found = score(version, known)
    if isinstance(found, NotScored):
        raise CannotBeScored(instrument.id, found.reasons)
    kept = {
        id: plain(answer) if isinstance(answer, Decimal) else answer
        for id, answer in understood(version, known).answers.items()
    }
    after = again(instrument, found)
    return Result(version, kept, found, rules.later(happened, after) if after else None)


def held(instrument: Instrument, happened: datetime) -> Version:
    """The version of that day; NotPossible where there is none."""
    version = instrument.version(timezone.localdate(happened))
    if version is None:
        raise NotPossible("happened", f"{instrument.title} has no version for that day")
    return version


def from_record(version: Version, born: date | None, happened: datetime) -> dict[str, object]:
    """What the record answers: how old the person was."""
    asked = version.question(AGE)
    if asked is None or asked.answer != "whole" or born is None:
        return {}
    return {AGE: age(born, timezone.localdate(happened))}


def age(born: date, on: date) -> int:
    """In whole years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
