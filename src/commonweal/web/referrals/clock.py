"""How a clock is said: what is left of it, by how much it is late, or that it rests.

assets/referrals.js says the same as time goes on.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from commonweal.care.referrals.lines import SOON

MINUTE = timedelta(minutes=1)


class Clock(NamedTuple):
    """`state` is late, soon, running, resting or none: each has its own shape beside its words."""

    state: str
    words: str


def said(due: datetime | None, resting: str, now: datetime) -> Clock:
    """What a clock shows that runs out at `due`, or rests because of `resting`."""
    if due is None:
        return Clock("resting", "rests") if resting else Clock("none", "no clock")
    if now > due:
        return Clock("late", f"{length(now - due)} late")
    return Clock("soon" if due - now <= SOON else "running", f"{length(due - now)} left")


def lasting(minutes: int) -> str:
    """The same of whole minutes."""
    return length(timedelta(minutes=minutes))


def length(time: timedelta) -> str:
    """2 d 3 h, 1 h 12 m, 12 m: what has begun counts."""
    minutes = -(-time // MINUTE)
    days, hours = divmod(minutes // 60, 24)
    if days:
        return f"{days} d {hours} h" if hours else f"{days} d"
    if hours:
        return f"{hours} h {minutes % 60} m" if minutes % 60 else f"{hours} h"
    return f"{minutes} m"
