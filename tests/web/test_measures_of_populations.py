"""The pages of measures: the answer first, each number the published cell, each page with its file."""

import pytest
from tests.web.reading import links, text

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
