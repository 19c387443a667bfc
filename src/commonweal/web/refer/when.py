"""When something happened, as people type it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from commonweal.care.people.rules import understood
from commonweal.web.words import HERE

CLOCK = re.compile(r"\b([01]?\d|2[0-3])[:.]([0-5]\d)\b\s*$")
DAYS_AGO = {"": 0, "today": 0, "yesterday": 1}


def moment(said: str, now: datetime) -> datetime | None:
    """14:20, yesterday 9:05, 21/11/2026 14:20 or 21 November 2026 14:20; None where it is not understood."""
    words = said.strip().lower()
    found = CLOCK.search(words)
    day = _day(words[: found.start()].strip(" ,") if found else "?", now)
    if found is None or day is None:
        return None
    return datetime.combine(day, time(int(found[1]), int(found[2])), HERE)


def _day(said: str, now: datetime) -> date | None:
    if said in DAYS_AGO:
        return now.astimezone(HERE).date() - timedelta(days=DAYS_AGO[said])
    read = understood(said)
    return None if read.names else read.birth_date
