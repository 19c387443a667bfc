"""Draws the journey as one line in time: legs above it, stretches on it to scale, their numbers beneath.

On a narrow screen and on paper the line runs down the page, with the words beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from commonweal.care.referrals.journeys import Journey
from commonweal.web.journeys.rows import Row, lanes, rows
from commonweal.web.journeys.wording import short
from commonweal.web.refer.standing import called
from commonweal.web.words import HERE

WIDTH, MARGIN = 1120, 14
HEAD, BAR, NUMBERS, AXIS = 48, 26, 40, 30  # pixels high
LEG_APART, NUMBER_APART = 236, 24
LABEL_APART, TALL_AT_LEAST, TALL_WIDTH = 46, 300, 356
TALL_BAR, TALL_TIMES = 22, 92
SPACE = 12
LETTER, BOLD = 7.2, 8.7  # pixels that a letter takes, beside the line and in its heading
STEPS = (15, 60, 180, 360, 720, 1440, 2880, 10080, 40320)  # minutes between ticks
TICKS = 9


@dataclass(frozen=True)
class Stretch:
    """A piece of the line: where it begins, how long and how far down it is; `kind` is a word of rows.py."""

    at: float
    long: float
    lane: int
    kind: str
    says: str


@dataclass(frozen=True)
class Mark:
    """A number or a name, and the place on the line that it is joined to."""

    at: float
    joins: float
    lane: int
    text: str
    more: str = ""


@dataclass(frozen=True)
class Line:
    """The picture, wide or tall; `long` is how far it goes in the direction of time."""

    long: float
    lanes: int
    stretches: tuple[Stretch, ...]
    numbers: tuple[Mark, ...]
    names: tuple[Mark, ...]
    ticks: tuple[Mark, ...]

    @property
    def height(self) -> float:
        """Of the wide one."""
        return self.lanes * (HEAD + BAR + NUMBERS) + AXIS

    def top(self, lane: int) -> float:
        """Where the bar of a lane begins in the wide one."""
        return lane * (HEAD + BAR + NUMBERS) + HEAD

    def left(self, lane: int) -> float:
        """Where the bar of a lane begins in the tall one."""
        return TALL_TIMES + lane * (TALL_BAR + 6)


@dataclass(frozen=True)
class Scale:
    """Time as pixels."""

    journey: Journey
    long: float

    def at(self, moment: datetime) -> float:
        whole = self.journey.lasts / timedelta(seconds=1)
        part = (moment - self.journey.starts) / timedelta(seconds=1) / whole if whole else 0.0
        return round(MARGIN + part * (self.long - 2 * MARGIN), 1)


def wide(journey: Journey) -> Line:
    """The line that runs from left to right."""
    scale, on = Scale(journey, WIDTH), lanes(journey.legs)
    found = rows(journey)
    starts = [scale.at(leg.starts) for leg in journey.legs]
    places = _apart(starts, LEG_APART, WIDTH, after=LEG_APART)
    rooms = [further - here for here, further in pairwise([*places, WIDTH + SPACE])]
    names = tuple(
        Mark(at, joins, lane, _cut(leg.pathway, room, BOLD), _cut(called(leg.spans[-1].owner), room, LETTER))
        for at, joins, lane, leg, room in zip(places, starts, on, journey.legs, rooms, strict=True)
    )
    return Line(
        WIDTH,
        max(on) + 1,
        _stretches(scale, found, on),
        _numbers(scale, found, on, NUMBER_APART),
        names,
        _ticks(scale, TICKS),
    )


def tall(journey: Journey) -> Line:
    """The line that runs down, each stretch with its words beside it."""
    found, on = rows(journey), lanes(journey.legs)
    scale = Scale(journey, max(TALL_AT_LEAST, LABEL_APART * len(found) + 2 * MARGIN))
    middles = [(scale.at(row.starts) + scale.at(row.ends)) / 2 for row in found]
    places = _apart(middles, LABEL_APART, scale.long)
    room = TALL_WIDTH - TALL_TIMES - (max(on) + 1) * (TALL_BAR + 6) - SPACE
    names = tuple(
        Mark(
            at,
            joins,
            _lane(row, on),
            _cut(f"{row.number} {row.owner}", room, BOLD),
            _cut(f"{row.stage}, {short(row.lasts)}", room, LETTER),
        )
        for at, joins, row in zip(places, middles, found, strict=True)
    )
    return Line(scale.long, max(on) + 1, _stretches(scale, found, on), (), names, _ticks(scale, 6))


def _stretches(scale: Scale, found: Sequence[Row], on: Sequence[int]) -> tuple[Stretch, ...]:
    return tuple(
        Stretch(
            scale.at(row.starts),
            round(max(2.0, scale.at(row.ends) - scale.at(row.starts)), 1),
            _lane(row, on),
            row.kind,
            f"{row.number}: {row.owner}, {row.stage}, {short(row.lasts)}, {row.kind}",
        )
        for row in found
    )


def _numbers(scale: Scale, found: Sequence[Row], on: Sequence[int], apart: float) -> tuple[Mark, ...]:
    """Each lane's own, none over another."""
    marks: list[Mark] = []
    for lane in range(max(on) + 1):
        mine = [row for row in found if _lane(row, on) == lane]
        middles = [round((scale.at(row.starts) + scale.at(row.ends)) / 2, 1) for row in mine]
        places = _apart(middles, apart, scale.long)
        marks += [
            Mark(at, to, lane, str(row.number)) for at, to, row in zip(places, middles, mine, strict=True)
        ]
    return tuple(marks)


def _apart(wanted: Sequence[float], apart: float, long: float, after: float = 0) -> list[float]:
    """As near to where they are wanted as can be, in order, so far apart, with room `after` the last."""
    apart = min(apart, (long - 2 * MARGIN) / max(len(wanted), 1))
    placed: list[float] = []
    for place in wanted:
        placed.append(max(place, placed[-1] + apart) if placed else place)
    last = long - MARGIN - min(after or apart / 2, apart)
    for back in range(len(placed) - 1, -1, -1):
        placed[back] = round(min(placed[back], last), 1)
        last = placed[back] - apart
    return placed


def _ticks(scale: Scale, most: int) -> tuple[Mark, ...]:
    """Full hours or days by the clock on the wall, no more than so many."""
    minutes = scale.journey.lasts / timedelta(minutes=1)
    step = next((one for one in STEPS if minutes / one <= most), STEPS[-1])
    first = scale.journey.starts.astimezone(HERE).replace(hour=0, minute=0, second=0, microsecond=0)
    marks: list[Mark] = []
    moment = first
    while moment <= scale.journey.until:
        if moment >= scale.journey.starts:
            here = moment.astimezone(HERE)
            day = f"{here.day} {here:%b}"
            text = day if step >= STEPS[5] else f"{here:%H:%M}"
            more = day if step < STEPS[5] and (not marks or here.hour + here.minute == 0) else ""
            marks.append(Mark(scale.at(moment), scale.at(moment), 0, text, more))
        moment += timedelta(minutes=step)
    return tuple(marks)


def _lane(row: Row, on: Sequence[int]) -> int:
    return 0 if row.leg is None else on[row.leg]


def _cut(text: str, room: float, letter: float) -> str:
    """What of it fits into so many pixels."""
    fits = max(1, int((room - SPACE) / letter))
    return text if len(text) <= fits else f"{text[: fits - 1].rstrip()}…"
