"""What a number is made of, line by line, and the pages that tell more of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from commonweal.care.extents import blueprint, extent
from commonweal.care.population import groups
from commonweal.care.population.measures import Kind
from commonweal.care.population.parted import SMALL_AREA, parted
from commonweal.care.population.reads import Cell
from commonweal.web import words
from commonweal.web.address import query
from commonweal.web.population import counting, measured
from commonweal.web.population.answer import Piece
from commonweal.web.population.number_asked import Number
from commonweal.web.population.ratios import ratio
from commonweal.web.sharing.wording import CATEGORIES

AS_THEY_ARE = ("", groups.SEGMENT, groups.SEGMENT_BAND)
LIMITS: dict[Kind, str] = {"share": "Wilson", "rate": "Byar"}
STANDARDISED = (
    "standardised to the ages of the European Standard Population of 2013, in six bands of age, and so"
    " not the one number over the other"
)
FITTED = "the line that fits the five fifths best, each as wide as the people in it and standardised for age"
ROUNDED = (
    f"Rounded to 5; a number from 1 to {words.FEWEST_SHOWN - 1} is withheld, and so is one from which such a"
    " number could be worked out. Values are worked out from the numbers as shown."
)
SPENT = (
    f"Sums are rounded to a thousand pounds; what fewer than {words.FEWEST_SHOWN} people cost is withheld."
    " What one person cost is shown to nobody."
)
EXACT = "Nothing: your post is for the care of everyone counted here."


@dataclass(frozen=True)
class Fact:
    """One line of what a number is made of."""

    term: str
    pieces: tuple[Piece, ...]


def facts(one: Number, on: str) -> list[Fact]:
    """From the number itself to how it is kept from telling of single people."""
    measure, cell = one.asked.measure, one.cell
    kept = SPENT if measure.kind == "cost" else EXACT if one.exact else ROUNDED
    return [
        *(_slope(one, cell) if one.by == groups.SLOPE else _counted(one, cell) if cell else ()),
        _fact("What it means", measure.means),
        _fact("From", CATEGORIES[measure.category]),
        _fact("As at", on),
        _fact("Rounded and withheld", kept),
    ]


def further(one: Number) -> list[Piece]:
    """The pages that tell more of it: the people, the group, and what it can be set beside."""
    asked, about, measure = one.asked, one.asked.about, one.asked.measure
    found: list[tuple[str, str]] = []
    if one.cell and one.cell.numerator:
        found.append(("The people it counts", one.leads.people(about, measure, one.of)))
    if one.of:
        if one.by != groups.SLOPE:
            page = counting.group(about, asked.population, one.of)
            found.append((f"All that is measured of “{one.group}”", page))
        found.append((f"The same of everybody {asked.where}", one.leads.made_of(about, measure.id)))
    found += _beside(one)
    return [Piece(text, href) for text, href in found if href]


def _beside(one: Number) -> Iterator[tuple[str, str]]:
    asked, about, measure = one.asked, one.asked.about, one.asked.measure
    if measure.sort == "register":
        yield "Found and expected, place by place", asked.address("registers")
    if about.kind != SMALL_AREA and measure.kind == "people":
        yield "By segment and band of frailty", asked.address("segments")
    if about.kind not in ("practice", SMALL_AREA) and measure.kind != "people":
        yield "By deprivation, ethnic group and kind of neighbourhood", asked.address("inequality")
        address = reverse("measure-map", args=[about.id])
        yield (
            "On the map of small areas",
            address + query({"measure": measure.id}) if about.small_areas else "",
        )
    if measure.kind == "cost" and about.kind != SMALL_AREA:
        yield "What care costs, by segment and setting", asked.address("costs", measure="")
    if about.kind == "practice":
        yield "The report of this practice", reverse("report", args=[about.id])
    yield "All measures, beside another area or a year before", asked.address("compare", measure="")


def _counted(one: Number, cell: Cell) -> Iterator[Fact]:
    about, measure = one.asked.about, one.asked.measure
    count, among = (
        one.leads.count(about, measure, cell, one.of),
        one.leads.among(about, measure, cell, one.of),
    )
    people = one.leads.people(about, measure, one.of) if cell.numerator else ""
    yield Fact("Spent" if measure.kind == "cost" else "Counted", (Piece(count.text, people),))
    if measure.kind == "people":
        return
    everybody = measured.known()["people"]
    of_them = one.leads.people(about, everybody, one.of) or one.leads.made_of(about, everybody.id, one.of)
    yield Fact("Among", (Piece(among.text, of_them), Piece(" people")))
    yield _fact("Worked out", _worked_out(one, cell))
    value = one.leads.value(about, measure, cell, one.of).text
    yield _fact("Value", value if cell.value is None else f"{value} {measure.unit}")
    if limits := measured.interval(cell, measure):
        method = LIMITS.get(measure.kind, "") if one.by in AS_THEY_ARE else "Dobson"
        yield _fact("Range", f"{limits}: what chance alone explains 95 times in 100 ({method})")
    yield from _expected(one, cell)
    yield from _elsewhere(one)


def _worked_out(one: Number, cell: Cell) -> str:
    if one.by not in AS_THEY_ARE:
        return STANDARDISED
    if cell.numerator is None or not cell.denominator:
        return "not at all, as a number that it needs is withheld or nobody is there"
    measure = one.asked.measure
    if measure.kind == "cost":
        return f"{words.pounds(cell.numerator)} ÷ {cell.denominator:,}"
    return f"{cell.numerator:,} ÷ {cell.denominator:,} × {measure.per:,}"


def _expected(one: Number, cell: Cell) -> Iterator[Fact]:
    if one.asked.measure.kind == "cost" or one.by not in AS_THEY_ARE:
        return
    if cell.expected is not None:
        here = "if each age and sex had it as often as everywhere in the partnership"
        yield _fact("Expected", f"{cell.expected:,.1f}, {here}")
        times = ratio(cell)
        said = (
            f"{times} (range {times.interval}, Byar)" if times else "not said: withheld, or too few expected"
        )
        yield _fact("Times expected", said)
    told = one.found.cell(one.asked.about.id, one.asked.measure.id, groups.DECLARED)
    if not one.of and told and told.expected is not None:
        against = ratio(told)
        times_said = f": {against} times (range {against.interval})" if against else ""
        yield _fact("Its source expects", f"{told.expected:,.1f}{times_said}")


def _elsewhere(one: Number) -> Iterator[Fact]:
    whole = extent(blueprint().partnership.default_area)
    if whole.id == one.asked.about.id:
        return
    cell = one.found.cell(whole.id, one.asked.measure.id, *parted(one.of))
    said = one.leads.value(whole, one.asked.measure, cell, one.of)
    yield Fact(whole.title, (Piece(said.text, said.href), Piece(f" {one.asked.measure.unit}")))


def _slope(one: Number, cell: Cell | None) -> Iterator[Fact]:
    """The fifths that it is of."""
    about, measure = one.asked.about, one.asked.measure
    for fifth, title in groups.FIFTHS.items():
        of = f"{groups.DEPRIVATION}:{fifth}"
        said = one.leads.value(about, measure, one.found.cell(about.id, measure.id, *parted(of)), of)
        yield Fact(title, (Piece(said.text, said.href), Piece(f" {measure.unit}")))
    yield _fact("Worked out", FITTED)
    if cell and cell.lower is not None and cell.upper is not None:
        relative = parted(one.of)[1] == groups.RELATIVE_OF
        plain = f"{cell.lower:.2f} to {cell.upper:.2f}"
        said_range = plain if relative else measured.interval(cell, measure)
        yield _fact("Range", f"{said_range}: 95 of 100 lines through fifths drawn by chance")


def _fact(term: str, text: str) -> Fact:
    return Fact(term, (Piece(text),))
