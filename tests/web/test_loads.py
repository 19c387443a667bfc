"""Loads: what came in table by table, and each refused record with its source, line and reason."""

import pytest
from tests.web.reading import rows, table, text

pytestmark = pytest.mark.requirement("P10")


def test_the_newest_load_is_summed_up(signed_in):
    page = signed_in("clerk").get("/loads/")
    assert "The newest load, from practice.ndjson, came in 1 July 2025 02:05:" in text(page)
    assert "3 refused, and none were duplicates." in text(page)
    assert rows(page, "Loads")[0][1] == "practice.ndjson"


def test_a_load_is_shown_table_by_table_with_its_reasons(signed_in):
    page = signed_in("clerk").get("/loads/first")
    assert ["person", "108", "0", "0"] in rows(page, "Table by table")
    assert rows(page, "Reasons") == [["no date", "event", "2"], ["is not JSON", "person", "1"]]


def test_refused_records_are_chosen_by_reason(signed_in):
    page = signed_in("clerk").get("/loads/first?table=event&reason=no+date")
    assert rows(page, "Refused records") == [
        ["conditions.ndjson", "7", "Condition/7", "event", "no date"],
        ["conditions.ndjson", "9", "Condition/9", "event", "no date"],
    ]


def test_loads_as_files(signed_in):
    clerk = signed_in("clerk")
    assert table(clerk.get("/loads.csv"))[0] == [
        "load",
        "source",
        "started",
        "finished",
        "table",
        "taken",
        "refused",
        "duplicate",
    ]
    assert table(clerk.get("/loads/first/reasons.csv")) == [
        ["table", "reason", "rows"],
        ["event", "no date", "2"],
        ["person", "is not JSON", "1"],
    ]


def test_before_the_first_load_the_page_teaches(signed_in_empty):
    assert "Nothing has come in yet." in text(signed_in_empty("clerk").get("/loads/"))


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/loads/none", 404, "There is no load with this name"),
        ("/loads/first?after=x", 400, "not a place in this list"),
    ],
)
def test_what_is_not_there_says_so(signed_in, address, status, says):
    page = signed_in("clerk").get(address)
    assert page.status_code == status
    assert says in text(page)


def test_loads_are_for_those_whose_role_has_them(signed_in):
    assert signed_in("lead").get("/loads/").status_code == 403
    assert signed_in("clerk").get("/").url == "/loads/"
