"""Registers against what is expected: of an area all of them, of one register every practice and network."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from commonweal.care.access import Viewer
from commonweal.care.extents import Extent, extent
from commonweal.care.population import groups, reads
from commonweal.care.population.measures import Measure
from commonweal.care.population.reads import Measured
from commonweal.web import words
from commonweal.web.address import query
from commonweal.web.charts.funnel import Funnel, Place, funnel
from commonweal.web.frame import show
from commonweal.web.page import for_viewers
from commonweal.web.population import measured
from commonweal.web.population.answer import Piece
from commonweal.web.population.extremes import alike, named
from commonweal.web.population.leads import Leads, Said, leads
from commonweal.web.population.measured import Asked
from commonweal.web.population.parts import within
from commonweal.web.population.ratios import Ratio, ratio


@dataclass(frozen=True)
class Line:
    """One register, or one place of a register: found, against everywhere here and against its source."""

    title: str
    page: str
    number: Said
    value: Said
    here: Ratio | None
    here_said: Said
    source: Ratio | None
    source_said: Said


@require_safe
@for_viewers
def registers(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    known = {id: one for id, one in measured.known().items() if one.sort == "register"}
    first = next(iter(known))
    asked = measured.read(request.GET, area, known, first)
    chosen = bool(request.GET.get("measure"))
    places = _places(asked) if chosen else []
    wanted = {asked.measure.id} if chosen else set(known)
    areas = [asked.about.id, *(one.id for one in places)]
    found = reads.measured(viewer, areas, asked.population, by=("", groups.DECLARED), measures=wanted)
    to = leads(viewer, found)
    if chosen:
        lines = [_line(to, found, one, asked.measure, one.title) for one in places]
        drawn = _drawn(lines, asked.measure)
    else:
        lines = [_line(to, found, asked.about, one, one.title) for one in known.values()]
        drawn = None
    whole = _line(to, found, asked.about, asked.measure, asked.about.title)
    return show(
        request,
        viewer,
        "population/registers.html",
        **measured.around(viewer, asked.about, "registers"),
        title=f"{asked.about.title}: {asked.measure.title if chosen else 'registers'}, found and expected",
        asked=asked,
        known=known,
        chosen=chosen,
        exact=asked.about.id in found.exact,
        whole=whole if chosen else None,
        lines=sorted(lines, key=_furthest_first),
        funnel=drawn,
        answer=answer(asked, lines, chosen=chosen) if lines else alone(asked, whole),
    )


def _places(asked: Asked) -> list[Extent]:
    """Networks first, then practices; of people living here, the areas within."""
    ids = [*within(asked.about, asked.population), *sorted(asked.about.practices - {asked.about.id})]
    return [one for one in map(extent, ids) if one.members(asked.population)]


def _line(to: Leads, found: Measured, about: Extent, register: Measure, title: str) -> Line:
    cell = found.cell(about.id, register.id)
    told = found.cell(about.id, register.id, groups.DECLARED)
    source = to.times(about, register, told)
    return Line(
        title,
        reverse("registers", args=[about.id]) + query({"population": to.population, "measure": register.id}),
        to.count(about, register, cell),
        to.value(about, register, cell),
        ratio(cell),
        to.times(about, register, cell),
        ratio(told),
        source if told else Said("not known", source.href, quiet=True),
    )


def _furthest_first(line: Line) -> tuple[bool, float]:
    """Fewest for what is expected first; without a ratio last."""
    against = line.source or line.here
    return against is None, against.value if against else 0.0


def _drawn(lines: list[Line], register: Measure) -> Funnel | None:
    places = [
        Place(
            line.here.expected,
            line.here.value,
            f"{line.title}: {line.number.text} found, {line.here.expected:,.0f} expected",
            line.page,
            line.here.apart,
        )
        for line in lines
        if line.here
    ]
    return funnel(places) if len(places) > 1 else None


def alone(asked: Asked, whole: Line) -> tuple[Piece, ...]:
    """Of a place with no places within: how many are found there, and whether as many as expected."""
    hidden = whole.number.text == words.WITHHELD
    found = Piece("a withheld number" if hidden else whole.number.text, whole.number.href)
    if whole.here is None:
        against = " found here, which cannot be held against what is expected."
    elif whole.here.apart:
        against = f" found here, {'more' if whole.here.more else 'fewer'} than chance explains."
    else:
        against = " found here, as many as expected but for chance."
    return (Piece(f"{asked.measure.title}: "), found, Piece(against))


def answer(asked: Asked, lines: list[Line], *, chosen: bool) -> tuple[Piece, ...]:
    """How many registers, or places, have fewer people than chance explains."""
    against = [(line, line.here if chosen else line.source or line.here) for line in lines]
    known = [(line, one) for line, one in against if one]
    fewer = sorted((one.value, f"{one}", line.title, line.page) for line, one in known if one.fewer)
    noun = "place" if chosen else "register"
    if not known:
        return (Piece(f"Nothing is published to compare {noun}s by."),)
    subject = f"{asked.measure.title}: " if chosen else ""
    many = Piece(f"{len(fewer)} of {len(known)}", "#places")
    holds = f"{noun}{'' if len(known) == 1 else 's'} hold{'s' if 1 in (len(fewer), len(known)) else ''}"
    said = f" {holds} fewer people than chance explains"
    if not fewer:
        return (Piece(subject), many, Piece(f"{said}."))
    furthest = alike(fewer, lambda one: one[1])
    found_there = "nobody found" if fewer[0][0] == 0 else f"{fewer[0][1]} of the expected"
    titles = named([title for _, _, title, _ in furthest])
    return (
        Piece(subject),
        many,
        Piece(f"{said}; the furthest {'is' if len(furthest) == 1 else 'are'} "),
        Piece(titles, fewer[0][3] if len(furthest) == 1 else "#places"),
        Piece(f", with {found_there}."),
    )
