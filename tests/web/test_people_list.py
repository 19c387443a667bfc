"""The list behind a number: who they are and why, page by page, and as a file."""

import pytest
from tests.web.reading import links, rows, table, text

from commonweal.care.models import Entry

pytestmark = [pytest.mark.requirement("P1", "P2"), pytest.mark.numbers]


def names(page) -> list[str]:
    return [row[0] for row in rows(page, "People")]


def test_the_list_says_who_why_and_what_changed(signed_in):
    page = signed_in("lead").get("/population/hamlet/people?risers=yes")
    assert rows(page, "People") == [
        [
            "VALE, Ada",
            "999 000 0018",
            "82",
            "female",
            "15",
            "severe",
            "moderate, 12",
            "▲ 3",
            "Mill Lane",
            "Mill 1",
        ],
        [
            "=1+2, Formula",
            "999 000 0026",
            "82",
            "female",
            "13",
            "severe",
            "moderate, 12",
            "▲ 1",
            "Mill Lane",
            "Mill 1",
        ],
    ]
    assert "People who are in a higher band than a year ago, Hamlet" in text(page)
    assert "2 people are in this list." in text(page)


def test_fifty_people_a_page_forward_and_back(signed_in):
    lead = signed_in("lead")
    first = lead.get("/population/Z00001/people")
    assert len(names(first)) == 50
    forward = next(link for link in links(first) if "after=" in link)
    second = lead.get(f"/population/Z00001/people{forward}")
    assert len(names(second)) == 10
    back = next(link for link in links(second) if "before=" in link)
    assert names(lead.get(f"/population/Z00001/people{back}")) == names(first)
    shown = [link for page in (first, second) for link in links(page) if link.startswith("/people/")]
    assert len([link for link in shown if link != "/people/"]) == 60


def test_sorting_is_kept_from_page_to_page(signed_in):
    lead = signed_in("lead")
    first = lead.get("/population/Z00001/people?sort=name")
    assert names(first)[0] == "=1+2, Formula"
    assert any("sort=name" in link and "after=" in link for link in links(first))


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        ("band=severe", 10),
        ("band=severe&sex=male", 0),
        ("ages=80-84&sex=male", 20),
        ("ages=18-64", 30),
        ("small_area=E01990001&band=fit&ages=75%2B", 20),
        ("band=severe&risers=yes", 2),
    ],
)
def test_the_list_has_as_many_people_as_the_number_that_opened_it(signed_in, chosen, count):
    page = signed_in("lead").get(f"/population/Z00001/people?{chosen}")
    if count == 0:
        assert "Nobody here answers to this." in text(page)
    else:
        assert len(names(page)) == count
        assert f"{count} people are in this list." in text(page)


def test_the_file_has_everyone_and_nothing_that_a_spreadsheet_would_compute(signed_in):
    file = signed_in("lead").get("/population/hamlet/people.csv?band=severe")
    head, *lines = table(file)
    assert head[:6] == ["NHS number", "family name", "given names", "date of birth", "age", "sex"]
    assert len(lines) == 12
    assert [line[1] for line in lines if line[2] == "Formula"] == ["'=1+2"]
    assert "people-with-severe-frailty-as-at-2025-06-30-refresh-" in file["Content-Disposition"]


def test_each_list_and_each_file_is_accounted_for(signed_in):
    lead = signed_in("lead")
    lead.get("/population/hamlet/people?band=severe")
    lead.get("/population/hamlet/people.csv?band=severe")
    deeds = (
        Entry.objects.filter(area="hamlet", deed__startswith="people.")
        .order_by("id")
        .values_list("deed", "detail__band")
    )
    assert list(deeds) == [("people.listed", "severe"), ("people.exported", "severe")]


def test_whoever_cares_for_one_practice_lists_its_people_alone(signed_in):
    lead = signed_in("lead-mill-lane")
    assert len(names(lead.get("/population/hamlet/people?band=severe"))) == 10
    assert "Nobody you care for answers to this." in text(lead.get("/population/Z00003/people"))


@pytest.mark.parametrize("name", ["analyst", "clerk"])
@pytest.mark.parametrize(
    "address", ["/population/hamlet/people", "/population/hamlet/people.csv", "/people/?q=vale"]
)
def test_who_does_not_care_for_people_is_told_so_and_what_to_do(signed_in, name, address):
    page = signed_in(name).get(address)
    assert page.status_code == 403
    assert "You may not see this" in text(page)
    assert "ask whoever runs this site for a post with it" in text(page)
    assert "VALE" not in text(page)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("after=someone", "should name a person"),
        ("sort=colour", "sort may be deficits, rise, age or name"),
        ("small_area=Z00001", "is not a small area of this partnership"),
        ("risers=perhaps", "risers=perhaps"),
    ],
)
def test_a_list_that_cannot_be_made_says_why(signed_in, asked, says):
    page = signed_in("lead").get(f"/population/hamlet/people?{asked}")
    assert page.status_code == 400
    assert says in text(page)
