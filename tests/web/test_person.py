"""A person's page: how frail and why, how that came about, and their contacts year by year."""

from pathlib import Path
from shutil import copytree
from uuid import uuid4

import pytest
from tests.web.reading import links, rows, table, text

from commonweal.blueprint import load
from commonweal.care.models import Entry, Person, PersonHospital
from commonweal.care.sharing import actions as sharing

pytestmark = pytest.mark.requirement("P1", "P3")


@pytest.fixture
def ada(village) -> str:
    return f"/people/{Person.objects.get(family='Vale').pk}"


@pytest.fixture
def bea(village) -> str:
    return f"/people/{Person.objects.get(family='Marsh').pk}"


def test_the_answer_says_how_frail_and_what_changed(signed_in, ada, bea):
    lead = signed_in("lead")
    assert (
        "Ada Vale, 82, lives with severe frailty: 15 of 36 deficits were found by 30 June 2025,"
        " up from 12 (moderate) a year before." in text(lead.get(ada))
    )
    assert "14 of 36 deficits were found by 30 June 2025, up from 13 a year before." in text(lead.get(bea))


def test_each_deficit_has_its_evidence_the_newest_first(signed_in, ada):
    evidence = rows(signed_in("lead").get(ada), "Evidence for each deficit")
    assert len(evidence) == 15
    assert [row[0].endswith("new") for row in evidence] == [True] * 3 + [False] * 12
    assert all(first and words and code for _, first, words, code in evidence)
    assert {row[1] for row in evidence} == {"31 May 2025", "1 January 2016"}


@pytest.fixture
def coded(ada: str) -> str:
    """Ada, whom a hospital has known."""
    evidence = [
        {"counts_for": "charlson", "what": "mi", "code": "I252", "first_date": "2024-01-05"},
        {"counts_for": "charlson", "what": "dementia", "code": "F001", "first_date": "2025-01-05"},
        {"counts_for": "hospital_frailty", "what": "R55", "code": "R55", "first_date": "2025-01-05"},
        {"counts_for": "hospital_frailty", "what": "F00", "code": "F00", "first_date": "2025-01-05"},
    ]
    found = PersonHospital.objects.filter(person__family="Vale")
    found.update(hospital_frailty=89, hospital_frailty_risk="intermediate", charlson=2, evidence=evidence)
    return ada


def test_what_hospitals_coded_is_shown_with_its_points(signed_in, coded):
    page = signed_in("lead").get(coded)
    assert "Hospital Frailty Risk Score: 8.9, intermediate" in text(page)
    assert rows(page, "What makes the Hospital Frailty Risk Score") == [
        ["Dementia in Alzheimer disease", "7.1", "5 January 2025", "F00"],
        ["Syncope/collapse", "1.8", "5 January 2025", "R55"],
    ]
    assert "Charlson index: 2" in text(page)
    assert rows(page, "What makes the Charlson index") == [
        ["Dementia", "2", "5 January 2025", "F001"],
        ["Myocardial infarction", "0", "5 January 2024", "I252"],
    ]


def test_what_hospitals_coded_is_for_those_whom_a_clause_lets_see_it(
    signed_in, coded, village_blueprint, settings, tmp_path
):
    folder = Path(copytree(village_blueprint, tmp_path / "village"))
    file = folder / "sharing" / "care.yaml"
    clause = "categories: [demographics, gp_record, hospital, community,"
    assert clause in file.read_text()
    file.write_text(file.read_text().replace(clause, clause.replace(" hospital,", "")))
    settings.BLUEPRINT = str(folder)
    sharing.apply(load(folder))
    page = text(signed_in("lead").get(coded))
    assert "Why: 15 deficits" in page
    assert not any(name in page for name in ("Hospital Frailty", "Charlson"))


def test_who_they_are_and_where(signed_in, ada):
    page = text(signed_in("lead").get(ada))
    for said in ("VALE, Ada", "3 May 1943 (82)", "999 000 0018", "Mill Lane since 1 January 2016", "Mill 1"):
        assert said in page


def test_the_years_are_chosen_by_the_address(signed_in, ada):
    lead = signed_in("lead")
    assert "20 contacts in these years" in text(lead.get(ada))
    one = lead.get(f"{ada}?from=2021&to=2021")
    assert "Contacts with care, 2021" in text(one)
    assert [row[0] for row in rows(one, "Contacts")] == [
        "1 December 2021",
        "24 August 2021",
        "16 May 2021",
        "4 February 2021",
    ]
    assert "?from=2021&to=2021#on-2021-08-24" in links(one)


def test_costs_are_added_up_by_year(signed_in, ada):
    totals = {row[0]: row[-1] for row in rows(signed_in("lead").get(ada), "Contacts and cost by year")}
    assert totals["2021"] == "£120"
    assert totals["2016"] == "£0"


@pytest.mark.parametrize(
    ("asked", "says"),
    [("from=2022&to=2020", "backwards"), ("from=last", "is not a year"), ("to=20250", "is not a year")],
)
def test_years_that_make_no_sense_are_said_to(signed_in, ada, asked, says):
    page = signed_in("lead").get(f"{ada}?{asked}")
    assert page.status_code == 400
    assert says in text(page)


def test_evidence_and_contacts_as_files(signed_in, ada):
    lead = signed_in("lead")
    evidence, contacts = table(lead.get(f"{ada}/evidence.csv")), table(lead.get(f"{ada}/contacts.csv"))
    exported = Entry.objects.filter(deed="person.exported").values_list("about", flat=True)
    assert [f"/people/{about}" for about in exported] == [ada, ada]
    assert evidence[0] == ["deficit", "first found", "words of the record", "code", "system"]
    assert len(evidence) == 16
    assert contacts[0] == ["setting", "start", "end", "what", "cost in pounds"]
    assert contacts[1][0] == "gp"
    assert contacts[1][4] == "30.00"
    assert len(contacts) == 21


def test_nobody_has_this_address(signed_in):
    page = signed_in("lead").get(f"/people/{uuid4()}")
    assert page.status_code == 404
    assert "There is no person here whom you may see." in text(page)


def test_whoever_may_not_see_a_person_is_not_told_whether_there_is_one(signed_in, bea):
    lead = signed_in("lead-mill-lane")
    page, nobody = lead.get(bea), lead.get(f"/people/{uuid4()}")
    assert page.status_code == nobody.status_code == 404
    assert text(page) == text(nobody)
    assert Entry.objects.filter(deed="person.refused").count() == 2


def test_a_nurse_without_the_page_population_still_opens_people(signed_in, ada):
    nurse = signed_in("nurse")
    assert nurse.get("/").url == "/population/hamlet/people"
    assert nurse.get("/population/hamlet/people").status_code == 200
    assert nurse.get(ada).status_code == 200
    assert nurse.get("/population/hamlet").status_code == 403


@pytest.mark.parametrize(
    "sought", ["999 000 0018", "vale", "ada vale", "Vale, Ada", "3/5/1943", "vale 3 May 1943"]
)
def test_one_person_is_found_and_opened(signed_in, ada, sought):
    assert signed_in("lead").get("/people/", {"q": sought}).url == ada


def test_a_search_without_an_answer_says_what_to_try(signed_in):
    lead = signed_in("lead")
    assert "Nobody that your post cares for answers to this." in text(lead.get("/people/?q=nemo"))
    assert "an NHS number or a date of birth" in text(lead.get("/people/"))


def test_several_answers_are_listed(signed_in):
    page = signed_in("lead").get("/people/?q=crowdd")
    assert "CROWDD, N00" in text(page)
