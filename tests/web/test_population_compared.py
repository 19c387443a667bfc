"""Areas and years compared, the page of a group, and indicators that were loaded: numbers, links, files."""

import csv
from datetime import date

import pytest
from django.db.models import F
from django.utils import timezone
from tests.web.reading import links, text

from commonweal.care.population.models import PopulationCell
from commonweal.care.population.reads import Cell
from commonweal.care.published.models import Refresh
from commonweal.web.population.differences import Difference, difference

pytestmark = [pytest.mark.requirement("P3"), pytest.mark.numbers]
BEFORE = date(2024, 6, 30)


@pytest.fixture
def a_year_before(village):
    """As if half as many had lived with severe frailty a year before, and all else had been the same."""
    today = list(PopulationCell.objects.filter(by="", area__in=["hamlet", "Z00001"]))
    for cell in today:
        cell.pk, cell.as_at = None, BEFORE
    PopulationCell.objects.bulk_create(today)
    severe = PopulationCell.objects.filter(as_at=BEFORE, measure="band:severe", audience="care")
    severe.update(numerator=F("numerator") / 2, value=F("value") / 2, lower=0.5, upper=F("value"))
    Refresh.objects.update(earlier=BEFORE, finished=timezone.now())  # another refresh than the village's


def table(page):
    return list(csv.DictReader(b"".join(page.streaming_content).decode("utf-8-sig").splitlines()))


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70, 80.0, 69.2, 87.7), (48, 80, 60.0, 49.0, 70.0), 5.2, 33.4),  # Newcombe 1998, table II, (a)
        ((9, 10, 90.0, 59.6, 98.2), (3, 10, 30.0, 10.8, 60.3), 17.1, 80.9),  # (b)
    ],
)
def test_the_limits_of_a_difference_of_shares_are_those_published(one, other, low, high):
    found = difference(*(Cell(n, of, None, value, down, up) for n, of, value, down, up in (one, other)))
    assert found is not None
    assert (found.low, found.high) == (pytest.approx(low, abs=0.1), pytest.approx(high, abs=0.1))


def test_of_what_is_withheld_and_of_costs_less_is_said():
    shown, cost = Cell(20, 100, None, 20.0, 13.0, 29.0), Cell(500, 100, None, 5.0, None, None)
    assert difference(shown, Cell(None, 100, None, None, None, None)) is None
    assert difference(cost, cost) == Difference(0.0, None, None)


def test_a_year_is_compared_with_the_one_before(signed_in, a_year_before):
    page = signed_in("lead").get("/population/hamlet/compare?with=earlier")
    said = text(page)
    assert "Hamlet, 30 June 2025 and 30 June 2024" in said
    assert "none differs by more than chance alone would explain." in said
    assert "Numbers of 30 June 2024 open into what they are made of and not into people" in said
    assert "/population/hamlet/people?having=band%3Asevere" in links(page)
    severe = said[said.index("Severe frailty in 100 people") :]
    assert severe.startswith("Severe frailty in 100 people 12 11.1 6.5 to 18.4 6 5.6 0.5 to 11.1 +5.6")


def test_only_what_is_published_of_both_days_can_be_asked_for(signed_in, a_year_before):
    """Of a small area it is not; two areas are compared as they are today."""
    lead = signed_in("lead")
    assert lead.get("/population/E01990001/compare?with=earlier").status_code == 400
    assert "12 11.1" in text(lead.get("/population/hamlet/compare"))


def test_the_day_before_is_nowhere_but_in_the_comparison(signed_in, a_year_before):
    """Pages and files of one day have each number once."""
    lead = signed_in("lead")
    rows = table(lead.get("/population/hamlet/measured.csv?measures=band:severe"))
    assert [(row["number"], row["as at"]) for row in rows] == [("12", "2025-06-30")]


def test_a_file_of_a_comparison_has_both_sides_and_what_they_mean(signed_in, a_year_before):
    rows = table(signed_in("lead").get("/population/hamlet/compare.csv?with=earlier"))
    severe = next(row for row in rows if row["measure"] == "band:severe")
    assert (severe["number"], severe["as at"], severe["other number"], severe["other as at"]) == (
        "12",
        "2025-06-30",
        "6",
        "2024-06-30",
    )
    assert float(severe["difference"]) == pytest.approx(100 * 6 / 108)
    assert "Clegg 2016" in severe["definition"]
    two_areas = table(signed_in("analyst").get("/population/mill/compare.csv?with=hamlet"))
    assert {row["other area name"] for row in two_areas} == {"Hamlet"}
    assert {row["number"] for row in two_areas if row["measure"] == "band:severe"} == {"10"}


def test_for_planning_a_number_opens_all_that_is_known_of_its_group(signed_in):
    analyst = signed_in("analyst")
    opened = [link for link in links(analyst.get("/population/hamlet/segments")) if "/group?" in link]
    assert "/population/hamlet/group?population=registered&of=segment%3Afrailty" in opened
    page = analyst.get("/population/hamlet/group?of=segment:frailty")
    assert "10 people registered here are in the group “Long-term frailty”." in text(page)
    assert "Bed days" in text(page)
    assert not [link for link in links(page) if "/people" in link]
    assert analyst.get("/population/hamlet/group?of=segment:none").status_code == 400
    assert analyst.get("/population/hamlet/group?of=segment/band:frailty/severe").status_code == 200


def test_a_kind_of_neighbourhood_opens_its_people(signed_in):
    lead = signed_in("lead")
    opened = links(lead.get("/population/hamlet/inequality?measure=band:mild"))
    kind = "/population/hamlet/people?having=band%3Amild&of=classification%3Akinds%3ABy+the+water"
    assert kind in opened
    assert len(table(lead.get(kind.replace("/people?", "/people.csv?")))) == 9
    others = table(lead.get("/population/hamlet/people.csv?of=classification:kinds:not_known"))
    assert {row["small area"] for row in others} == {"E01990003"}
    assert len(table(lead.get("/population/hamlet/people.csv?of=geodemographic:not_known"))) == 108
    page = lead.get("/population/hamlet/group?of=classification:kinds:By the water")
    assert "81 people registered here are in the group “Kind of place: By the water”." in text(page)
    assert kind in links(page)
    assert lead.get("/population/hamlet/people?of=classification:none:x").status_code == 400


def test_an_indicator_that_was_loaded_is_on_the_map_and_in_a_file(signed_in):
    analyst = signed_in("analyst")
    page = analyst.get("/population/hamlet/map?measure=air:Dust")
    assert (
        "Air: Dust is highest in Mill 1 ( 12.5 ) and lowest in Green 1 ( 9 ), of 2 small areas with a value."
        in text(page)
    )
    address = "/population/hamlet/indicator.csv?measure=air%3ADust"
    assert address in links(page)
    assert [(row["small area"], row["value"], row["definition"]) for row in table(analyst.get(address))] == [
        ("E01990001", "12.5", "Source: invented"),
        ("E01990002", "", "Source: invented"),
        ("E01990003", "9.0", "Source: invented"),
    ]
    assert signed_in("clerk").get(address).status_code == 403
    assert analyst.get("/population/hamlet/indicator.csv?measure=air:Noise").status_code == 400
