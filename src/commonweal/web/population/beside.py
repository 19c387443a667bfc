"""Two sides of a comparison, measure by measure: two areas, or one area on two days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from commonweal.care.access import Viewer
from commonweal.care.extents import Extent, blueprint, every, extent
from commonweal.care.population import reads
from commonweal.care.population.measures import Measure
from commonweal.care.population.parted import SMALL_AREA
from commonweal.care.population.reads import Cell, Measured
from commonweal.care.published import reads as published
from commonweal.web import words
from commonweal.web.address import NotUnderstood, one_of
from commonweal.web.charts.bars import Bar, bars
from commonweal.web.population import measured
from commonweal.web.population.differences import Difference, difference
from commonweal.web.population.leads import EARLIER, Leads, Said, leads
from commonweal.web.population.measured import Asked
from commonweal.web.population.ratios import Ratio, ratio


@dataclass(frozen=True)
class Side:
    """One side's numbers, and where they lead."""

    about: Extent
    title: str
    on: date | None
    found: Measured
    leads: Leads

    @property
    def exact(self) -> bool:
        return self.about.id in self.found.exact

    def cell(self, measure: Measure) -> Cell | None:
        return self.found.cell(self.about.id, measure.id)

    def against(self, measure: Measure) -> Ratio | None:
        return ratio(self.cell(measure)) if measure.kind != "cost" else None

    def count(self, measure: Measure) -> Said:
        return self.leads.count(self.about, measure, self.cell(measure))

    def value(self, measure: Measure) -> Said:
        return self.leads.value(self.about, measure, self.cell(measure))

    def times(self, measure: Measure) -> Said:
        return self.leads.times(self.about, measure, self.cell(measure))


@dataclass(frozen=True)
class Line:
    """One measure of both sides, the bars of each, and how far they are apart."""

    measure: Measure
    ours: Side
    theirs: Side
    bars: tuple[Bar | None, Bar | None]
    apart: Difference | None

    @property
    def of_areas(self) -> bool:
        """Whether two areas are compared, and not two days."""
        return not self.theirs.leads.earlier

    @property
    def says(self) -> str:
        """Which has more, where chance alone does not explain it; of two areas, their ages allowed for."""
        if not self.of_areas:
            more, fewer = (self.apart.more, self.apart.fewer) if self.apart else (False, False)
        else:
            ours, theirs = self.ours.against(self.measure), self.theirs.against(self.measure)
            if ours is None or theirs is None:
                return ""
            more, fewer = ours.low > theirs.high, ours.high < theirs.low
        return "▲ more" if more else "▼ fewer" if fewer else ""

    @property
    def known(self) -> bool:
        """Whether anything can be said of chance."""
        if not self.of_areas:
            return self.apart is not None and self.apart.low is not None
        return bool(self.ours.against(self.measure) and self.theirs.against(self.measure))


def sides(
    viewer: Viewer, asked: Asked, chosen: Mapping[str, str]
) -> tuple[Side, Side, list[tuple[str, str]]]:
    """Ours, the one that it is held against as the address says, and all that it can be held against."""
    freshness = published.freshness(viewer)
    on, then = (freshness.as_at, freshness.earlier) if freshness else (None, None)
    others = [(one.id, one.title) for one in _others(asked)]
    if then and asked.about.kind != SMALL_AREA:
        others.insert(0, (EARLIER, f"{asked.about.title} on {words.day(then)}"))
    if not others:
        raise NotUnderstood(
            f"{asked.about.title} is all that is counted in this way: nothing stands beside it."
        )
    with_it = one_of(chosen, "with", tuple(id for id, _ in others), _plain(asked, others))
    if with_it == EARLIER:
        ours = reads.measured(viewer, [asked.about.id], asked.population)
        before = reads.measured(viewer, [asked.about.id], asked.population, earlier=True)
        return (
            Side(asked.about, f"{words.day(on)}", on, ours, leads(viewer, ours)),
            Side(asked.about, f"{words.day(then)}", then, before, leads(viewer, before, earlier=True)),
            others,
        )
    other = extent(with_it)
    found = reads.measured(viewer, [asked.about.id, other.id], asked.population)
    to = leads(viewer, found)
    return (
        Side(asked.about, asked.about.title, on, found, to),
        Side(other, other.title, on, found, to),
        others,
    )


def lines(ours: Side, theirs: Side) -> list[Line]:
    """One for each measure that anything is shown of, bars of one kind on one scale."""
    shown = [
        one
        for one in measured.known().values()
        if one.kind != "people" and one.id in ours.found.measures() | theirs.found.measures()
    ]
    drawn = {
        id: pair
        for kind in {(one.sort, one.kind) for one in shown}
        for id, pair in _drawn([one for one in shown if (one.sort, one.kind) == kind], ours, theirs)
    }
    return [
        Line(one, ours, theirs, drawn[one.id], difference(ours.cell(one), theirs.cell(one))) for one in shown
    ]


def _drawn(
    alike: Sequence[Measure], ours: Side, theirs: Side
) -> list[tuple[str, tuple[Bar | None, Bar | None]]]:
    cells = [side.cell(one) for one in alike for side in (ours, theirs)]
    made = bars([(one.value, one.lower, one.upper) if one else (None, None, None) for one in cells])
    return [(one.id, (made[2 * n], made[2 * n + 1])) for n, one in enumerate(alike)]


def _others(asked: Asked) -> list[Extent]:
    """Areas and practices that are counted in the same way; small areas are many, and on the map."""
    return [
        one
        for one in every(settings.BLUEPRINT).values()
        if one.members(asked.population) and one.id != asked.about.id and one.kind != SMALL_AREA
    ]


def _plain(asked: Asked, others: Sequence[tuple[str, str]]) -> str:
    """The whole partnership; the whole itself is held against what it was."""
    whole = blueprint().partnership.default_area
    return whole if asked.about.id != whole else others[0][0]
