"""When an assessment may be relied upon, by whom, and when the person is assessed again. No database here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal
from uuid import UUID

from django.utils import timezone

from commonweal.blueprint.instruments_parts import After
from commonweal.care.possible import NotPossible

AGE = "age"  # the question that the record answers, where it knows when the person was born
LONGEST = 2000
DAYS_IN_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
REPEATED_BECAUSE = {
    "out-of-date": "It was out of date",
    "person-changed": "The person has changed since",
    "not-enough-detail": "It did not say enough for what we do",
    "different-setting": "It was made in a different setting",
    "not-complete": "Answers did not fit the person or each other",
    "person-asked": "The person asked for it",
    "rule-demands": "Our rules demand one of our own",
    "not-trusted": "We do not rely on assessments from there",
}
Act = Literal["accepted", "changed", "repeated"]


class CannotBeScored(NotPossible):
    """There is no score of these answers, for each of these reasons."""

    def __init__(self, instrument: str, reasons: Iterable[str]) -> None:
        self.instrument, self.reasons = instrument, tuple(reasons)
        super().__init__("answers", "; ".join(self.reasons))


class Overtaken(Exception):
    """Somebody else of the receiver was faster; the message says who, and what they did."""


@dataclass(frozen=True)
class Receiver:
    """Whom an assessment is sent to: a team with the organisation that answers for it, or an organisation."""

    organisation: str
    team: str = ""


@dataclass(frozen=True)
class FilledIn:
    """How an instrument that a step asks for is met: by answers, or by an assessment that was made before."""

    answers: Mapping[str, object] = field(default_factory=dict)
    taken: UUID | None = None


@dataclass(frozen=True)
class Passed:
    """An assessment as it was sent to somebody, and what they did with it; `act` None while they have not."""

    receiver: Receiver
    until: datetime | None
    act: str | None = None

    def stands(self, now: datetime) -> bool:
        """Whether they may rely on it at this moment."""
        return self.act == "accepted" and not self.lapsed(now)

    def lapsed(self, now: datetime) -> bool:
        """Whether the time for which it was sent is over."""
        return self.until is not None and self.until <= now


def relying(
    maker: Receiver, passed: Iterable[Passed], now: datetime, *, struck_out: bool, again: datetime | None
) -> frozenset[Receiver]:
    """Who may rely on it: whoever made it, until it is due again, and those who accepted, while it holds.

    One that was accepted with a change is relied on as the one which that gave, and not as it was.
    """
    if struck_out:
        return frozenset()
    makers = frozenset({maker}) if again is None or now < again else frozenset()
    return makers | {one.receiver for one in passed if one.stands(now)}


def later(moment: datetime, after: After) -> datetime:
    """So long after the moment; a month later is the same day of that month, or its last."""
    if after.months is None:
        return moment + timedelta(hours=after.hours or 0, days=after.days or 0)
    years, month = divmod(moment.month - 1 + after.months, 12)
    year = moment.year + years
    leap = month == 1 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return moment.replace(
        year=year, month=month + 1, day=min(moment.day, DAYS_IN_MONTHS[month] + (1 if leap else 0))
    )


def stands_for(happened: datetime, again: datetime | None, moment: datetime) -> bool:
    """Whether it will do instead of another at this moment; on its own day only, where no length is said."""
    return moment < again if again else timezone.localdate(happened) == timezone.localdate(moment)


def is_overdue(again: datetime | None, now: datetime) -> bool:
    """Whether the person was to be assessed again by now."""
    return again is not None and again <= now


def check_until(until: datetime | None, again: datetime | None, now: datetime) -> datetime | None:
    """Until when it may be relied on: as the sender says, but never beyond when it is due again."""
    if is_overdue(again, now):
        raise NotPossible("until", "It is out of date; assess the person again, and send that")
    if until is None:
        return again
    if until <= now:
        raise NotPossible("until", "Give a day that is still to come")
    if again and until > again:
        raise NotPossible(
            "until", f"The person is to be assessed again by {again:%-d %B %Y}; give a day before"
        )
    return until


def check_reason(reason: str) -> str:
    """The reason, where it is one of those declared."""
    if reason not in REPEATED_BECAUSE:
        raise NotPossible("reason", "Choose why it has to be done again")
    return reason


def check_open(act: str, until: datetime | None, now: datetime, *, struck_out: bool) -> None:
    """NotPossible where what was sent can no longer be relied on; it can always be repeated."""
    if act == "repeated":
        return
    if struck_out:
        raise NotPossible("act", "It has been struck out; nobody may rely on it")
    if until is not None and until <= now:
        raise NotPossible("act", f"It was to be relied on until {until:%-d %B %Y}; repeat it")


def meaningful(before: Decimal, after: Decimal, points: Decimal) -> bool:
    """Whether the score has changed by so much that the person is likely to notice."""
    return abs(after - before) >= points
