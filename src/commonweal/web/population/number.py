"""What one number is made of: how many, among how many, by which method, and what is withheld of it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.population import groups, reads
from commonweal.care.population.parted import parted
from commonweal.care.population.reads import Cell
from commonweal.care.published import reads as published
from commonweal.web import words
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.population import about as place
from commonweal.web.population import measured, number_asked, number_facts
from commonweal.web.population.answer import Piece
from commonweal.web.population.number_asked import Number

AMONG = {"share": "of", "rate": "among", "cost": "for"}


@require_safe
@for_viewers
def number(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    loaded = reads.indicators(str(settings.BLUEPRINT))
    if (id := request.GET.get("measure", "")) in loaded:
        return _indicated(request, viewer, area, id)
    one = number_asked.read(request.GET, viewer, area)
    about, measure = one.asked.about, one.asked.measure
    return show(
        request,
        viewer,
        "population/number.html",
        **measured.around(viewer, about, ""),
        title=f"{about.title}: what a number is made of",
        asked=one.asked,
        heading=f"{measure.title}{': ' if one.group else ''}{one.group}",
        exact=one.exact,
        answer=answer(one),
        facts=number_facts.facts(one, _on(viewer, one)),
        further=number_facts.further(one),
        file_by=one.by,
        earlier=one.leads.earlier,
    )


def _on(viewer: Viewer, one: Number) -> str:
    freshness = published.freshness(viewer)
    if freshness is None:
        return "no day: nothing is published yet"
    return words.day(freshness.earlier if one.leads.earlier else freshness.as_at)


def _indicated(request: HttpRequest, viewer: Viewer, area: str, id: str) -> HttpResponse:
    """A value of a file that was loaded: of no person, and with nothing behind it but its source."""
    about = place.find(area)
    one = reads.indicator(viewer, about.id, id)
    value = one.values.get(about.id)
    said = "gives no value for" if value is None else f"gives {value:,.4g} for"
    return show(
        request,
        viewer,
        "population/number.html",
        **measured.around(viewer, about, ""),
        title=f"{about.title}: what a number is made of",
        heading=one.title,
        exact=True,
        answer=(Piece(f"The file that was loaded {said} {about.title}."),),
        facts=[
            number_facts.Fact("Source", (Piece(one.source),)),
            number_facts.Fact("Of whom", (Piece("of the place, and of nobody in the records here"),)),
            number_facts.Fact("Worked out", (Piece("not here: it is shown as the file has it"),)),
        ],
        further=[],
        indicator=id,
    )


def answer(one: Number) -> tuple[Piece, ...]:
    """The number with what it is among; or that it is withheld, or that there is none."""
    cell, measure, where = one.cell, one.asked.measure, one.asked.where
    if cell is None:
        return (Piece(_nothing(one)),)
    if one.by == groups.SLOPE:
        return _slope(one, cell)
    if cell.numerator is None:
        return (Piece("This number is withheld."),)
    count = one.leads.count(one.asked.about, measure, cell, one.of)
    opens = count.href if one.leads.people(one.asked.about, measure, one.of) and cell.numerator else ""
    if measure.kind == "people":
        return (Piece(f"{words.people(cell.numerator)}", opens), Piece(f" {where}."))
    among = f" {AMONG[measure.kind]} {words.stated_people(cell.denominator)} {where}"
    value = measured.number(cell.value, measure)
    ends = f": {value} {measure.unit}." if value else ", and no value is worked out."
    return (Piece(count.text, opens), Piece(f"{among}{ends}"))


def _slope(one: Number, cell: Cell) -> tuple[Piece, ...]:
    if cell.value is None:
        return (Piece("No slope can be shown: too few in some fifth of deprivation."),)
    if parted(one.of)[1] == groups.RELATIVE_OF:
        return (Piece(f"The most deprived have {cell.value:.2f} times what the least deprived have."),)
    said = measured.number(abs(cell.value), one.asked.measure)
    more = "more" if cell.value >= 0 else "less"
    return (Piece(f"The most deprived have {said} {more} {one.asked.measure.unit} than the least."),)


def _nothing(one: Number) -> str:
    if one.asked.measure.kind == "people":
        return f"Nobody {one.asked.where} is counted here."
    return "Nothing is published of this: nobody is there to count it among, or your post may not see it."
