"""What care costs by segment and by setting: for those who plan money, never of one person."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care import access
from commonweal.care.access import Refused, Viewer
from commonweal.care.extents import read as read_blueprint
from commonweal.care.population import groups, reads
from commonweal.care.population.measures import Measure
from commonweal.care.population.reads import Cell, Measured
from commonweal.web import words
from commonweal.web.charts.bars import Bar, bars
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.population import counting, measured
from commonweal.web.population.measured import Asked


@dataclass(frozen=True)
class Line:
    """One segment: what a person of it costs in all and by setting, and what all of them do."""

    title: str
    people: Cell | None
    cost: Cell | None
    bar: Bar | None
    settings: tuple[tuple[str, str], ...]  # what is said of each, and where it leads
    opens: str
    href: str


@require_safe
@for_viewers
def costs(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    asked = measured.read(request.GET, area, measured.known(), "cost")
    decision = access.may(viewer, "see_cost")
    if not decision.allowed:
        raise Refused(decision)
    spent = [one for one in measured.known().values() if one.kind == "cost"]
    ids = {"people", *(one.id for one in spent)}
    found = reads.measured(viewer, [asked.about.id], asked.population, by=("", groups.SEGMENT), measures=ids)
    return show(
        request,
        viewer,
        "population/costs.html",
        **measured.around(viewer, asked.about, "costs"),
        title=f"{asked.about.title}: what care costs, by segment",
        asked=asked,
        settings=[one for one in spent if one.of],
        lines=_lines(asked, found, spent),
        file_measures=",".join(sorted(ids)),
        answer=answer(asked, found),
    )


def _lines(asked: Asked, found: Measured, spent: list[Measure]) -> list[Line]:
    declared = read_blueprint(str(settings.BLUEPRINT)).segments
    whole = found.cell(asked.about.id, "cost")
    cells = [found.cell(asked.about.id, "cost", groups.SEGMENT, one.id) for one in declared]
    drawn = bars([(cell.value if cell else None, None, None) for cell in (whole, *cells)])
    rows = [("", "", "Everybody"), *((groups.SEGMENT, one.id, one.title) for one in declared)]
    return [
        Line(
            title,
            found.cell(asked.about.id, "people", by, group),
            found.cell(asked.about.id, "cost", by, group),
            bar,
            tuple(_of_setting(asked, found, one, by, group) for one in spent if one.of),
            _people_of(asked, found, by, group),
            _behind(asked, "cost", by, group),
        )
        for (by, group, title), bar in zip(rows, drawn, strict=True)
    ]


def _people_of(asked: Asked, found: Measured, by: str, group: str) -> str:
    """The people of a segment, or everybody; for those who see none of them, what is known of them."""
    exact, everybody = asked.about.id in found.exact, measured.known()["people"]
    if not by:
        return counting.behind(asked.about, asked.population, everybody, exact=exact)
    return counting.opens(asked.about, asked.population, everybody, f"{by}:{group}", exact=exact)


def _behind(asked: Asked, cost: str, by: str, group: str) -> str:
    """What lies behind a cost: all else that is measured of the segment; of everybody, who it is of."""
    spent = measured.known()[cost]
    if not by:
        return counting.behind(asked.about, asked.population, spent, exact=False)
    return counting.opens(asked.about, asked.population, spent, f"{by}:{group}", exact=False)


def _of_setting(asked: Asked, found: Measured, one: Measure, by: str, group: str) -> tuple[str, str]:
    cell = found.cell(asked.about.id, one.id, by, group)
    if cell is None:
        return "", ""
    if not cell.numerator:
        return measured.number(cell.value, one) or words.WITHHELD, ""
    return measured.number(cell.value, one), _behind(asked, one.id, by, group)


def answer(asked: Asked, found: Measured) -> str:
    """What a person costs, and the segment that takes the largest part of all that is spent."""
    whole = found.cell(asked.about.id, "cost")
    if whole is None or not whole.numerator:
        return f"No cost is known of anybody {asked.where}."
    titles = {one.id: one.title for one in read_blueprint(str(settings.BLUEPRINT)).segments}
    parts = found.groups(asked.about.id, "cost", groups.SEGMENT)
    largest, cell = max(parts.items(), key=lambda pair: pair[1].numerator or 0)
    share = 100 * (cell.numerator or 0) / whole.numerator
    each = f"The care of a person {asked.where} cost £{whole.value or 0:,.0f} in the last year"
    return f"{each}; “{titles[largest]}” took {share:.0f}% of it all."
