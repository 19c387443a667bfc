"""An area's page: its answer first, every number the published cell, each opening what is behind it."""

import re
from html import unescape

import pytest
from tests.web.reading import links, text

pytestmark = [pytest.mark.requirement("P2"), pytest.mark.numbers]


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        (
            "hamlet",
            "12 people registered here live with severe frailty; 2 of them were in a lower band a year ago."
            " That is 11.1 in every 100 of the 108 people registered here.",
        ),
        (
            "Z00001?ages=80-84&sex=female",
            "10 women aged 80 to 84 registered here live with severe frailty; 2 of them were in a lower band"
            " a year ago. That is 100.0 in every 100 of the 10 women aged 80 to 84 registered here.",
        ),
        (
            "mill?population=resident&band=mild",
            "9 people living here have mild frailty. That is 11.1 in every 100 of the 81 people living here.",
        ),
        ("Z00003?ages=90%2B", "2 people aged 90 and over registered here live with severe frailty."),
        ("Z00002", "No people registered here live with severe frailty. 21 people are counted."),
        ("E01990003?band=fit", "25 people living here are fit. That is 92.6 in every 100"),
    ],
)
def test_the_answer_comes_first(signed_in, address, answer):
    assert answer in text(signed_in("lead").get(f"/population/{address}"))


def test_each_number_opens_the_people_behind_it(signed_in):
    opened = links(signed_in("lead").get("/population/Z00001"))
    assert "/population/Z00001/people?band=severe" in opened
    assert "/population/Z00001/people?band=severe&risers=yes" in opened
    assert "/population/Z00001/people?ages=80-84&sex=female&band=severe" in opened


@pytest.mark.parametrize("who", ["lead", "analyst"])
@pytest.mark.parametrize("page", ["", "/practices", "/small-areas"])
def test_every_number_opens_also_noughts_shares_and_what_is_withheld(signed_in, who, page):
    client = signed_in(who)
    shown = client.get(f"/population/hamlet{page}").content.decode()
    cells = re.findall(r'<td class="number[^"]*">(.*?)</td>', shown, flags=re.DOTALL)
    assert [cell for cell in cells if re.sub(r"<a .*?</a>|<br>", "", cell, flags=re.DOTALL).strip()] == []
    quiet = {unescape(href) for href in re.findall(r'<a href="([^"]+)" class="quiet">', shown)}
    assert quiet
    assert {client.get(href).status_code for href in sorted(quiet)[:12]} == {200}


def test_for_planning_numbers_are_rounded_and_small_ones_say_fewer_than_eight(signed_in):
    page = signed_in("analyst").get("/population/hamlet")
    assert "10 people registered here live with severe frailty; a withheld number of them" in text(page)
    assert "Numbers are rounded to 5 and those below 8 withheld" in text(page)
    assert not [link for link in links(page) if "/people" in link]


def test_for_planning_the_few_of_a_small_practice_are_withheld(signed_in):
    page = signed_in("analyst").get("/population/Z00003")
    assert "A withheld number of people registered here live with severe frailty." in text(page)
    hatched = re.findall(r'<rect class="([^"]*)"[^>]*fill="url\(#hatch\)"', page.content.decode())
    assert set(hatched) == {"mark"}, "the colour of a band would lie over the hatching"


def test_whoever_cares_for_one_practice_sees_another_as_planners_do(signed_in):
    lead = signed_in("lead-mill-lane")
    assert "10 people registered here live with severe" in text(lead.get("/population/Z00001"))
    assert "A withheld number of people registered here" in text(lead.get("/population/Z00003"))


def test_the_filters_are_in_the_address_and_stay_in_the_form(signed_in):
    page = signed_in("lead").get("/population/hamlet?ages=75%2B&sex=female&band=severe").content.decode()
    for chosen in ('value="75+" selected', 'value="female" selected', 'value="severe" selected'):
        assert chosen in page


def test_registered_and_resident_are_said_aloud(signed_in):
    lead = signed_in("lead")
    assert "people registered with its 4 practices" in text(lead.get("/population/hamlet"))
    assert "people who live in its 3 small areas" in text(lead.get("/population/hamlet?population=resident"))


def test_the_map_shows_the_rate_with_its_range_and_switches_to_the_count(signed_in):
    lead = signed_in("lead")
    rate, count = lead.get("/population/hamlet"), lead.get("/population/hamlet?measure=count")
    assert "Mill 1: 16.7 in 100 (range 9.3 to 28.0); 10 of 60" in text(rate)
    assert "Severe frailty per 100 people" in text(rate)
    assert "People with severe frailty" in text(count)
    assert "/population/E01990001?band=severe" in links(rate)


def test_practices_stand_side_by_side_in_the_order_asked_for(signed_in):
    lead = signed_in("lead")

    def order(address):
        body = lead.get(address).content.decode().split('id="practices"')[1]
        return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)', body)

    assert order("/population/hamlet") == ["Mill Lane", "Station Road", "The Green", "Hill Top"]
    assert order("/population/hamlet?sort=title") == ["Hill Top", "Mill Lane", "Station Road", "The Green"]
    assert order("/population/hamlet?sort=-mild") == ["The Green", "Mill Lane", "Station Road", "Hill Top"]
    assert order("/population/hamlet?sort=people") == ["Hill Top", "The Green", "Station Road", "Mill Lane"]


def test_the_foot_says_which_day_and_which_load(signed_in):
    foot = text(signed_in("lead").get("/population/hamlet"))
    assert "Counted as at 30 June 2025" in foot
    assert "from 1 load (practice.ndjson)" in foot


def test_before_the_first_refresh_the_page_teaches(signed_in_empty):
    page = signed_in_empty("lead").get("/population/hamlet")
    assert page.status_code == 200
    assert "commonweal refresh" in text(page)


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/population/nowhere", 404, "has no area, practice or small area called ‘nowhere’"),
        ("/population/hamlet?band=worse", 400, "band may be all, fit, mild, moderate or severe"),
        ("/population/hamlet?ages=70", 400, "ages=70"),
        ("/population/hamlet?sort=colour", 400, "is not a column"),
        ("/population/Z00001?population=resident", 400, "population may be registered"),
        ("/nothing/here", 404, "No page has this address"),
    ],
)
def test_what_cannot_be_shown_says_why(signed_in, address, status, says):
    page = signed_in("lead").get(address)
    assert page.status_code == status
    assert says in text(page)


def test_every_page_is_light(signed_in):
    assert len(signed_in("lead").get("/population/hamlet").content) < 150_000


def test_an_area_that_nobody_is_registered_in_says_where_to_look(signed_in):
    page = text(signed_in("lead").get("/population/Z00004"))
    assert "Nobody is counted here." in page
    assert "The records that came in register nobody with this practice." in page
