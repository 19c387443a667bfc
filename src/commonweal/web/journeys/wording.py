"""How long something lasted, and the one clock in a sentence."""

from __future__ import annotations

from datetime import datetime, timedelta

from commonweal.care.referrals.journeys import Journey, Leg
from commonweal.care.referrals.rules import FOLLOWS
from commonweal.web.refer.standing import called, owner

MINUTES_AN_HOUR, MINUTES_A_DAY = 60, 24 * 60
NOBODY = "nobody"


def lasted(time: timedelta) -> str:
    """3 days 4 hours, 2 hours 10 minutes, 20 minutes; the two largest parts are enough."""
    minutes = int(time.total_seconds() // 60)
    parts = (
        (minutes // MINUTES_A_DAY, "day"),
        (minutes % MINUTES_A_DAY // MINUTES_AN_HOUR, "hour"),
        (minutes % MINUTES_AN_HOUR, "minute"),
    )
    first = next((place for place, (number, _) in enumerate(parts) if number), None)
    if first is None:
        return "less than a minute"
    said = (_counted(number, unit) for number, unit in parts[first : first + 2] if number)
    return " ".join(said)


def short(time: timedelta) -> str:
    """3 d 4 h, 2 h 10 min, 20 min: for a picture."""
    said = lasted(time)
    for long, brief in (("less than a minute", "< 1 min"), ("minute", "min"), ("hour", "h"), ("day", "d")):
        said = said.replace(f"{long}s", brief).replace(long, brief)
    return said


def clock(journey: Journey) -> str:
    """The one clock: since the first call, and how much of it somebody was with the person."""
    with_somebody = (
        f"{lasted(journey.attended)} of it with somebody"
        if journey.attended
        else "none of it with somebody yet"
    )
    if journey.open:
        return f"{lasted(journey.lasts)} since the first call; {with_somebody}"
    if not journey.attended:
        with_somebody = "none of it with somebody"
    return f"{lasted(journey.lasts)} from the first call to the last end; {with_somebody}"


def now(journey: Journey, due: dict[str, datetime | None]) -> list[tuple[str, str, str, datetime | None]]:
    """Who has the person now: owner, stage, reference, and when the next clock runs out."""
    return [
        (called(leg.spans[-1].owner), leg.spans[-1].stage, leg.reference, due[leg.reference])
        for leg in journey.open
    ]


def onward(leg: Leg) -> str:
    """How a leg ended, and who goes on outside of what is seen here."""
    further = (
        ""
        if leg.next_owner.startswith(FOLLOWS) or not leg.next_owner
        else f"; goes on with {owner(leg.next_owner)}"
    )
    return f"{leg.outcome}{further}"


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
