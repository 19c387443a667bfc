"""Draws the frailty pyramid: ages upwards, women left, men right, bars split by band.

Across is in per cent of the room and down in pixels, so that the words stay legible at every width. The
most severe band stands at the middle, where bars share a baseline and can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from commonweal.web import words
from commonweal.web.charts.scale import Scale, scale

Counts = Mapping[tuple[str, str, str], int | None]  # (ages, sex, band) → people; absent is nobody
Link = Callable[[str, str, str], str]  # ages, sex, band → the address that opens these people

FIVE_YEARS = (*(f"{start}-{start + 4}" for start in range(0, 90, 5)), "90+")
SIDES = ("female", "male")
ROW, BAR = 25, 19  # pixels
SHOWN_LEAST = 0.5  # per cent of the room: a bar of one person is still seen


@dataclass(frozen=True)
class Segment:
    """One published number, `start` and `width` in per cent from the middle; hatched when suppressed."""

    band: str
    start: float
    width: float
    people: int | None
    href: str
    says: str


@dataclass(frozen=True)
class Bar:
    """One side of one row, with its number where one is published for all of it."""

    sex: str
    segments: tuple[Segment, ...]
    label: str
    opens: Callable[[str], str]  # a band → the address of these people

    @property
    def end(self) -> float:
        return self.segments[-1].start + self.segments[-1].width if self.segments else 0.0


@dataclass(frozen=True)
class Row:
    ages: str
    top: int
    women: Bar
    men: Bar


@dataclass(frozen=True)
class Pyramid:
    rows: tuple[Row, ...]
    scale: Scale
    bands: tuple[str, ...]

    @property
    def height(self) -> int:
        return ROW * len(self.rows)

    @property
    def empty(self) -> bool:
        return not any(bar.segments for row in self.rows for bar in (row.women, row.men))

    @property
    def suppressed(self) -> bool:
        bars = (bar for row in self.rows for bar in (row.women, row.men))
        return any(segment.people is None for bar in bars for segment in bar.segments)


def rows_of(ages: str) -> tuple[str, ...]:
    """The five-year groups inside a group of ages, youngest first."""
    if ages == "all":
        return FIVE_YEARS
    if ages in FIVE_YEARS:
        return (ages,)
    if ages == "18-64":  # those of 18 and 19 stand in a group with younger people, and are not drawn
        return FIVE_YEARS[4:13]
    return FIVE_YEARS[FIVE_YEARS.index(f"{ages[:-1]}-{int(ages[:-1]) + 4}") :]


def pyramid(
    counts: Counts, link: Link, *, ages: Sequence[str], sex: str, band: str, frail: bool = False
) -> Pyramid:
    """One row for each of `ages`, oldest on top; `sex` and `band` other than all keep only themselves.

    `frail` leaves out those who are fit. Their bars have no number then: none is published for them.
    """
    bands = _drawn_bands(band, frail)
    sexes = SIDES if sex == "all" else (sex,)
    lines = scale(max((_length(counts, a, s, bands) for a in ages for s in sexes), default=0), steps=6)
    rows = []
    for place, group in enumerate(reversed(ages)):
        women, men = (
            _bar(counts, link, group, side, bands if side in sexes else (), lines) for side in SIDES
        )
        rows.append(Row(group, place * ROW, women, men))
    return Pyramid(tuple(rows), lines, bands)


def _length(counts: Counts, ages: str, sex: str, bands: Sequence[str]) -> int:
    return sum(_drawn(counts.get((ages, sex, band), 0)) for band in bands)


def _drawn(people: int | None) -> int:
    """A suppressed number is drawn, hatched, as if it were the most that a small one can be."""
    return words.FEWEST_SHOWN - 1 if people is None else people


def _drawn_bands(band: str, frail: bool) -> tuple[str, ...]:
    """From the middle outwards."""
    if band != "all":
        return (band,)
    return tuple(one for one in reversed(words.BANDS) if not (frail and one == "fit"))


def _label(counts: Counts, ages: str, sex: str, bands: Sequence[str]) -> str:
    """The published number of all that a bar shows; empty where none is."""
    band = {len(words.BANDS): "all", 1: bands[0] if bands else ""}.get(len(bands))
    if band is None:
        return ""
    total = counts.get((ages, sex, band), 0)
    return words.WITHHELD if total is None else f"{total:,}"


def _bar(counts: Counts, link: Link, ages: str, sex: str, bands: Sequence[str], lines: Scale) -> Bar:
    segments: list[Segment] = []
    start = 0.0
    for band in bands:
        people = counts.get((ages, sex, band), 0)
        if people == 0:
            continue
        width = max(SHOWN_LEAST, lines.per_cent(_drawn(people)))
        says = _says(counts, ages, sex, band, people)
        segments.append(Segment(band, round(start, 2), width, people, link(ages, sex, band), says))
        start += width
    return Bar(sex, tuple(segments), _label(counts, ages, sex, bands), partial(link, ages, sex))


def _says(counts: Counts, ages: str, sex: str, band: str, people: int | None) -> str:
    group = f"{words.SEX_WORDS[sex]} aged {words.ages(ages)}"
    part = words.share(people, counts.get((ages, sex, "all")))
    of_group = f" ({part} of {group})" if part else ""
    return f"{group.capitalize()}, {words.BAND_WORDS[band]}: {words.stated_people(people)}{of_group}"
