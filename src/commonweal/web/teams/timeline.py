"""A team's day as a picture: a row a shift, a bar a visit, a line the way to it, and what time it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from commonweal.care.teams.models import Shift
from commonweal.care.visits.models import Visit
from commonweal.web import words

ROW, TOP = 46, 22  # pixels
HOUR = timedelta(hours=1)
MOST_LABELS = 9
Rests = Mapping[str, Sequence[tuple[str, str]]]  # by shift, as a plan keeps them


@dataclass(frozen=True)
class Mark:
    """A part of a row, in per cent across; `state` is a visit's, or travel, rest or shift."""

    left: float
    width: float
    state: str
    label: str
    says: str
    visit: int = 0


@dataclass(frozen=True)
class Row:
    """One shift; `y` is its top in pixels."""

    y: int
    name: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Timeline:
    rows: tuple[Row, ...]
    ticks: tuple[tuple[float, str], ...]
    now: float | None
    height: int


def draw(
    shifts: Sequence[Shift], visits: Sequence[Visit], names: Mapping[int, str], rests: Rests, now: datetime
) -> Timeline | None:
    """From the first shift's hour to the last one's end; None where nobody is on shift."""
    if not shifts:
        return None
    first = min(_ends(shift)[0] for shift in shifts).replace(minute=0, second=0, microsecond=0)
    over = [_over(visit) for visit in visits if visit.planned]
    last = max([*(_ends(shift)[1] for shift in shifts), *over])
    span = Span(first, last if last == last.replace(minute=0) else last.replace(minute=0) + HOUR)
    rows = tuple(
        Row(TOP + ROW * number, names[shift.pk], tuple(_marks(span, shift, visits, rests)))
        for number, shift in enumerate(shifts)
    )
    here = span.at(now) if span.first <= now <= span.last else None
    return Timeline(rows, span.ticks, here, TOP + ROW * len(rows))


@dataclass(frozen=True)
class Span:
    """What the picture shows, over 0–100 per cent of the room."""

    first: datetime
    last: datetime

    def at(self, moment: datetime) -> float:
        return round(100 * (moment - self.first) / (self.last - self.first), 2)

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        hours = round((self.last - self.first) / HOUR)
        step = 1 + (hours - 1) // MOST_LABELS
        moments = (self.first + number * HOUR for number in range(0, hours, step))
        return tuple((self.at(moment), words.clock(moment)) for moment in moments)

    def mark(
        self, starts: datetime, ends: datetime, state: str, label: str, says: str, visit: int = 0
    ) -> Mark:
        left, right = max(0.0, self.at(starts)), min(100.0, self.at(ends))
        return Mark(left, round(max(0.3, right - left), 2), state, label, says, visit)


def _marks(span: Span, shift: Shift, visits: Sequence[Visit], rests: Rests) -> list[Mark]:
    starts, ends = _ends(shift)
    found = [span.mark(starts, ends, "shift", "", f"on shift {words.clock(starts)} to {words.clock(ends)}")]
    for resting, rested in rests.get(str(shift.pk), ()):
        rest = datetime.fromisoformat(resting), datetime.fromisoformat(rested)
        found.append(span.mark(*rest, "rest", "", f"rest {words.clock(rest[0])} to {words.clock(rest[1])}"))
    mine = (visit for visit in visits if visit.post_id == shift.post_id and visit.planned)
    for visit in sorted(mine, key=_begins):
        begins = _begins(visit)
        if not starts - HOUR <= begins < ends + HOUR:
            continue
        travel = begins - timedelta(minutes=visit.travel)
        found.append(span.mark(travel, begins, "travel", "", f"{visit.travel} minutes on the way"))
        name = visit.referral.family or "Somebody"
        says = f"{name}, {words.clock(begins)} to {words.clock(_over(visit))}"
        found.append(span.mark(begins, _over(visit), visit.state, name, says, visit.pk))
    return found


def _ends(shift: Shift) -> tuple[datetime, datetime]:
    return shift.starts, shift.ended or shift.ends


def _begins(visit: Visit) -> datetime:
    return visit.arrived or visit.planned or visit.earliest


def _over(visit: Visit) -> datetime:
    return visit.finished or _begins(visit) + timedelta(minutes=visit.minutes)
