"""A rota as it is written: times by the clocks of Britain, one line a shift. No database here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from commonweal.care.possible import NotPossible

HERE = ZoneInfo("Europe/London")
REST_AFTER, REST = timedelta(hours=6), 30  # the law gives a rest to whoever works longer than six hours
LONGEST = timedelta(hours=16)
COLUMNS = ("name", "day", "starts", "ends", "skills", "place", "rest", "note")


@dataclass(frozen=True)
class Turn:
    """A shift as somebody asks for it; the times are in UTC."""

    starts: datetime
    ends: datetime
    skills: tuple[str, ...] = ()
    place: str = ""
    rest_minutes: int = 0
    note: str = ""


def moment(day: date, clock: str, about: str) -> datetime:
    """The moment at which clocks in Britain show this on this day; NotPossible where they never do.

    In the hour that comes twice in autumn the first one is meant.
    """
    try:
        said = time.fromisoformat(clock.strip().zfill(5))
    except ValueError:
        raise NotPossible(about, "Write a time such as 08:00") from None
    here = datetime.combine(day, said, HERE)
    found = here.astimezone(UTC)
    if found.astimezone(HERE).time() != said:
        raise NotPossible(about, f"There is no {said:%H:%M} that night: the clocks go forward; choose 02:00")
    return found


def hours(day: date, starts: str, ends: str) -> tuple[datetime, datetime]:
    """From one time to the other; one that is not later is on the next day. Hours are real hours."""
    begins = moment(day, starts, "starts")
    over = moment(day, ends, "ends")
    if over <= begins:
        over = moment(day + timedelta(days=1), ends, "ends")
    if over - begins > LONGEST:
        raise NotPossible("ends", "A shift of more than 16 hours is not one; check the times")
    return begins, over


def rest_of(starts: datetime, ends: datetime, said: str = "") -> int:
    """Minutes of rest: as said, else half an hour in a shift of more than six."""
    if not said.strip():
        return REST if ends - starts > REST_AFTER else 0
    if not said.strip().isdigit() or int(said) > 120:
        raise NotPossible("rest", "Give minutes from 0 to 120")
    return int(said)


def skills_of(said: str | Collection[str], known: Collection[str]) -> tuple[str, ...]:
    """The skills named; NotPossible with those that there are where one is not known."""
    named = tuple(sorted(set(said.replace(",", " ").split() if isinstance(said, str) else said)))
    unknown = [skill for skill in named if skill not in known]
    if unknown:
        raise NotPossible(
            "skills", f"No team has the skill ‘{unknown[0][:40]}’; there is {', '.join(sorted(known))}"
        )
    return named


def place_of(said: str, known: Collection[str]) -> str:
    """The code of a small area, or nothing for where the team sets out from."""
    code = said.strip().upper()
    if code and code not in known:
        raise NotPossible("place", "Give the code of a small area of ours, or leave it empty")
    return code


def turn(row: dict[str, str], day: date, known_skills: Collection[str], places: Collection[str]) -> Turn:
    """One line of a rota; NotPossible names the column that is wrong."""
    starts, ends = hours(day, row.get("starts", ""), row.get("ends", ""))
    return Turn(
        starts,
        ends,
        skills_of(row.get("skills", ""), known_skills),
        place_of(row.get("place", ""), places),
        rest_of(starts, ends, row.get("rest", "")),
        " ".join(row.get("note", "").split())[:200],
    )


def monday(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def midnight(day: date) -> datetime:
    """When the day begins in Britain."""
    return datetime.combine(day, time(), HERE).astimezone(UTC)


def day_of(moment: datetime) -> date:
    """The day on which it is, by the clocks of Britain."""
    return moment.astimezone(HERE).date()


def later(starts: datetime, ends: datetime, weeks: int = 1) -> tuple[datetime, datetime]:
    """The same times by the clock so many weeks later: a night shift stays one when the clocks change."""
    days = timedelta(weeks=weeks)
    return _moved(starts, days), _moved(ends, days)


def _moved(at: datetime, by: timedelta) -> datetime:
    here = at.astimezone(HERE).replace(tzinfo=None)
    return (here + by).replace(tzinfo=HERE).astimezone(UTC)
