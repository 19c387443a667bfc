"""What leaves in a notice, when it is tried again, and how it can fail. No database here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

GIVEN_UP_AFTER = timedelta(days=2)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(minutes=15)


class NotSent(Exception):
    """It did not leave, and is tried again; the message names nobody."""


class Undeliverable(NotSent):
    """It will never arrive there: the other side has said so for good."""


@dataclass(frozen=True)
class Letter:
    """What leaves: a reference, a pathway and a clock, and nobody's name.

    `id` is the same however often it is tried, so that a receiver can tell a second one.
    """

    id: str
    kind: str
    reference: str
    pathway: str
    pathway_title: str
    about: str
    title: str
    says: str
    reached: datetime
    rung: int = 0
    due: datetime | None = None
    now: datetime | None = None
    escalated: bool = False
    outcome: str = ""


@dataclass(frozen=True)
class Mailbox:
    """An e-mail address."""

    address: str


@dataclass(frozen=True)
class System:
    """Where another system is told, and the setting that holds the key it is signed with."""

    url: str
    secret: str


def pause(tries: int) -> timedelta:
    """How long to wait after so many tries: doubling, up to a quarter of an hour."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(tries - 1, 10)))


def given_up(since: datetime, now: datetime) -> bool:
    """Whether it has been tried for so long that somebody has to look at it."""
    return now - since > GIVEN_UP_AFTER
