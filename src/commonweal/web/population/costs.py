"""What care costs by segment and by setting: for those who plan money, never of one person."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.blueprint.definitions_segments import Segment
from commonweal.care import access
from commonweal.care.access import Refused, Viewer
from commonweal.care.extents import read as read_blueprint
from commonweal.care.population import groups, reads
from commonweal.care.population.measures import Measure
from commonweal.care.population.reads import Cell, Measured
from commonweal.web.charts.bars import Bar, bars
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.population import measured
from commonweal.web.population.answer import Piece
from commonweal.web.population.extremes import alike, named
from commonweal.web.population.leads import Leads, Said, leads
from commonweal.web.population.measured import Asked


@dataclass(frozen=True)
class Line:
    """One segment, or everybody: what all of them cost, and a person in all and by setting."""

    title: str
    people: Said
    cost: Said
    each: Said
    bar: Bar | None
    settings: tuple[Said, ...]


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
    to = leads(viewer, found)
    return show(
        request,
        viewer,
        "population/costs.html",
        **measured.around(viewer, asked.about, "costs"),
        title=f"{asked.about.title}: what care costs, by segment",
        asked=asked,
        settings=[one for one in spent if one.of],
        lines=_lines(asked, found, spent, to),
        file_measures=",".join(sorted(ids)),
        answer=answer(asked, found, to),
    )


def _lines(asked: Asked, found: Measured, spent: list[Measure], to: Leads) -> list[Line]:
    rows = [("", "", "Everybody"), *((groups.SEGMENT, one.id, one.title) for one in _declared())]
    cells = [found.cell(asked.about.id, "cost", by, group) for by, group, _ in rows]
    drawn = bars([(cell.value if cell else None, None, None) for cell in cells])
    return [_line(asked, found, spent, to, row, bar) for row, bar in zip(rows, drawn, strict=True)]


def _line(
    asked: Asked, found: Measured, spent: list[Measure], to: Leads, row: tuple[str, str, str], bar: Bar | None
) -> Line:
    by, group, title = row
    about, of, known = asked.about, f"{by}:{group}" if by else "", measured.known()

    def cell(id: str) -> Cell | None:
        return found.cell(about.id, id, by, group)

    return Line(
        title,
        to.count(about, known["people"], cell("people"), of),
        to.count(about, known["cost"], cell("cost"), of),
        to.value(about, known["cost"], cell("cost"), of),
        bar,
        tuple(to.value(about, one, cell(one.id), of) for one in spent if one.of),
    )


def answer(asked: Asked, found: Measured, to: Leads) -> tuple[Piece, ...]:
    """What a person costs, and the segment that takes the largest part of all that is spent."""
    about, cost = asked.about, measured.known()["cost"]
    whole = found.cell(about.id, cost.id)
    if whole is None or whole.numerator == 0:
        return (Piece(f"No cost is known of anybody {asked.where}."),)
    if whole.numerator is None or whole.value is None:
        return (Piece(f"What the care of people {asked.where} costs is withheld."),)
    each = Piece(f"£{whole.value:,.0f}", to.made_of(about, cost.id))
    said = (Piece(f"The care of a person {asked.where} cost "), each, Piece(" in the last year"))
    segments = [(one, found.cell(about.id, cost.id, groups.SEGMENT, one.id)) for one in _declared()]
    spent = sorted(((cell.numerator, one) for one, cell in segments if cell and cell.numerator), key=_spent)
    if not spent:
        return (*said, Piece("."))
    most = alike(spent, lambda pair: str(pair[0]))
    share = f"{100 * most[0][0] / whole.numerator:.0f}%"
    largest = Piece(share, to.made_of(about, cost.id, f"{groups.SEGMENT}:{most[0][1].id}"))
    titles = named([f"“{one.title}”" for _, one in most])
    each_took = " each" if len(most) > 1 else ""
    return (*said, Piece(f"; {titles}{each_took} took "), largest, Piece(" of it all."))


def _spent(pair: tuple[int, Segment]) -> int:
    return -pair[0]


def _declared() -> tuple[Segment, ...]:
    return read_blueprint(str(settings.BLUEPRINT)).segments
