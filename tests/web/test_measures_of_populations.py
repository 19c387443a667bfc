"""The pages of measures: the answer first, each number the published cell, each page with its file."""

import re

import pytest
from tests.web.reading import links, text

from commonweal.care.extents import extent
from commonweal.care.population.reads import Cell, Measured
from commonweal.terms.titles import within
from commonweal.web.population import costs, measured, segments
from commonweal.web.population.answer import plain
from commonweal.web.population.leads import Leads, Said
from commonweal.web.population.measure_map import Place, answer

pytestmark = [pytest.mark.requirement("P3"), pytest.mark.numbers]
PAGES = ("segments", "registers", "inequality", "map", "compare")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_answers_for_care_and_for_planning(signed_in, page):
    for name in ("lead", "analyst"):
        shown = signed_in(name).get(f"/population/hamlet/{page}")
        assert shown.status_code == 200
        assert "cw-answer" in shown.content.decode()


def test_a_number_of_a_segment_opens_the_people_behind_it(signed_in):
    lead = signed_in("lead")
    opened = [link for link in links(lead.get("/population/hamlet/segments")) if "of=segment" in link]
    assert "/population/hamlet/people?of=segment%3Afrailty" in opened
    listed = lead.get("/population/hamlet/people?of=segment%3Afrailty")
    assert "Long-term frailty" in text(listed) or "long-term frailty" in text(listed)
    assert not [
        one for one in links(signed_in("analyst").get("/population/hamlet/segments")) if "/people" in one
    ]


def test_a_file_says_what_each_number_means_and_where_it_is_from(signed_in):
    answer = signed_in("analyst").get("/population/hamlet/measured.csv?measures=band:severe")
    head, line, *_ = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert head.startswith("area,area name,population,measure")
    assert head.endswith("as at,refresh,loads")
    assert line.startswith("hamlet,")
    assert ",band:severe,Severe frailty," in line
    assert "Clegg 2016" in line


def test_a_report_is_made_of_a_practice_alone(signed_in):
    lead = signed_in("lead")
    assert "are registered here" in text(lead.get("/population/Z00001/report"))
    assert lead.get("/population/hamlet/report").status_code == 404


def test_what_care_costs_is_for_those_who_have_a_clause_of_finance(signed_in):
    assert signed_in("lead").get("/population/hamlet/costs").status_code == 403


@pytest.mark.parametrize(
    "asked",
    [
        "segments?measure=cost:no",
        "compare?with=nowhere",
        "measured.csv?by=shoe",
        "people?having=shoe",
        "people?of=shoe:1",
    ],
)
def test_what_no_page_has_is_not_understood(signed_in, asked):
    assert signed_in("lead").get(f"/population/hamlet/{asked}").status_code == 400


OPENING = (
    "segments?measure=bed_days",
    "registers",
    "registers?measure=register:copd",
    "inequality",
    "map",
    "compare?with=Z00001",
)
OPENING += ("map?measure=air:Dust", "group?of=segment:frailty")


@pytest.mark.parametrize("name", ["lead", "analyst", "lead-mill-lane"])
def test_every_number_opens_the_people_it_counts_or_what_it_is_made_of(signed_in, name):
    """Ranges stand beside the value that opens; of a number of a practice no less than of an area."""
    browser = signed_in(name)
    pages = [f"/population/hamlet/{page}" for page in OPENING] + ["/population/Z00001/report"]
    opened = set()
    for address in pages:
        page = browser.get(address)
        cells = re.findall(r'<td class="number(?: cw-h[^"]*)?">(.*?)</td>', page.content.decode(), re.DOTALL)
        assert [one for one in cells if "href=" not in one] == [], address
        opened |= {link for link in links(page) if "/number?" in link}
    behind = sorted(opened)
    assert len(behind) > 50
    for link in behind[:: len(behind) // 12]:
        assert browser.get(link).status_code == 200


def test_what_a_number_is_made_of(signed_in):
    """For those who plan, rounded, and never a list; for those who care, exact, with the list behind it."""
    address = "/population/hamlet/number?measure=band:severe"
    planned = signed_in("analyst").get(address)
    said = text(planned)
    assert "10 of 110 people registered here: 9.1 in 100 people." in said
    assert "Worked out 10 ÷ 110 × 100" in said
    assert "Clegg 2016" in said
    assert "a number from 1 to 7 is withheld" in said
    assert not [link for link in links(planned) if "/people?" in link]
    assert "This number is withheld." in text(signed_in("analyst").get(address.replace("hamlet", "Z00003")))
    cared = signed_in("lead").get(address)
    assert "12 ÷ 108 × 100" in text(cared)
    assert "/population/hamlet/people?having=band%3Asevere" in links(cared)
    slope = signed_in("lead").get("/population/hamlet/number?measure=band:severe&of=slope:slope")
    assert "Most deprived fifth" in text(slope)
    dust = signed_in("analyst").get("/population/E01990001/number?measure=air:Dust")
    assert "The file that was loaded gives 12.5 for Mill 1." in text(dust)


@pytest.mark.parametrize(
    "asked", ["of=shoe:1", "measure=shoe", "on=tomorrow", "of=segment/band:frailty/shoe"]
)
def test_a_number_that_there_is_not_is_not_understood(signed_in, asked):
    assert signed_in("lead").get(f"/population/hamlet/number?{asked}").status_code == 400


def test_what_costs_are_made_of_is_for_those_who_have_a_clause_of_finance(signed_in):
    assert signed_in("lead").get("/population/hamlet/number?measure=cost").status_code == 403


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((5.0, 3.0, 0.0), "Falls is highest in Mill 1 (5.0 in 100) and lowest in Green 1 (0.0), of 3"),
        (
            (5.0, 0.0, 0.0),
            "Falls is highest in Mill 1 (5.0 in 100) and lowest in Green 1 and Mill 2 (0.0), of 3",
        ),
        ((0.0, 0.0, 0.0), "Falls is 0.0 in 100 in each of the 3 small areas with a value."),
        ((0.0, None, None), "Falls is 0.0 in 100 in Mill 1, the only small area with a value."),
        ((None, None, None), "Falls is withheld, or has too few people, in every small area of Hamlet."),
    ],
)
def test_a_map_names_a_highest_and_a_lowest_only_where_they_differ(village, values, said):
    codes = ("E01990001", "E01990002", "E01990003")
    places = [
        Place(
            extent(code),
            value,
            Said("withheld" if value is None else f"{value:.1f}", ""),
            hidden=value is None,
        )
        for code, value in zip(codes, values, strict=True)
    ]
    assert plain(answer(extent("hamlet"), "Falls", "in 100", places)).startswith(said)


def test_a_register_of_one_practice_is_said_of_it_alone(signed_in):
    said = text(signed_in("lead").get("/population/Z00001/registers?measure=register:copd"))
    assert "Chronic obstructive pulmonary disease: 0 found here, which cannot be held against" in said


@pytest.mark.parametrize(
    ("title", "said"),
    [("Heart failure", "heart failure"), ("GP contacts", "GP contacts"), ("Parkinson’s disease",) * 2],
)
def test_names_and_abbreviations_keep_their_capitals_in_a_sentence(title, said):
    assert within(title) == said


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ((30, 10), "Of the segments of need “{0}” is the largest: 30 people registered here."),
        (
            (30, 30),
            "Of the segments of need “{0}” and “{1}” are the largest: 30 people each registered",
        ),
        (
            (None, 10),
            "Of the segments of need that are not withheld “{1}” is the largest: 10 people",
        ),
        ((None, None), "How many people registered here are in each segment of need is withheld."),
        ((0, 0), "Nobody registered here is in a segment of need."),
    ],
)
def test_a_segment_is_called_the_largest_only_where_it_is(village, people, said):
    declared = measured.known()
    first, second = [one for one in declared.values() if one.sort == "segment"][:2]
    cells = {
        ("hamlet", "people", "segment", one.of): Cell(number, number, None, None, None, None)
        for one, number in zip((first, second), people, strict=True)
    }
    asked = measured.Asked(extent("hamlet"), "registered", declared["people"])
    told = plain(tuple(segments.answer(asked, Measured("registered", frozenset(), cells))))
    assert told.startswith(said.format(first.title, second.title))


@pytest.mark.parametrize(
    ("spent", "said"),
    [
        ((600_00, 400_00), " cost £10 in the last year; “{0}” took 60% of it all."),
        ((500_00, 500_00), " cost £10 in the last year; “{0}” and “{1}” each took 50% of it all."),
        ((None, None), " cost £10 in the last year."),
    ],
)
def test_what_takes_most_of_the_cost_is_said_only_where_it_is_known(village, spent, said):
    declared = measured.known()
    first, second = [one for one in declared.values() if one.sort == "segment"][:2]
    whole = Cell(1_000_00, 100, None, 10.0, None, None)
    parts = {("hamlet", "cost", "segment", one.of): Cell(pence, 50, None, None, None, None)
             for one, pence in zip((first, second), spent, strict=True)}  # fmt: skip
    found = Measured("registered", frozenset(), {("hamlet", "cost", "", ""): whole, **parts})
    asked = measured.Asked(extent("hamlet"), "registered", declared["cost"])
    told = plain(costs.answer(asked, found, Leads("registered", frozenset())))
    assert told == "The care of a person registered here" + said.format(first.title, second.title)
