"""Whether two records are of one person: found, looked at side by side, decided, and undone."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from tests.care.conftest import published_rows, transactional_exampleshire
from tests.care.twice import officer, person_of, second
from tests.journeys.hub import SignIn, enter
from tests.web.reading import links, rows, text

from commonweal.care.accounts.models import User
from commonweal.care.identity import actions, finding
from commonweal.care.identity.models import Merge, Pair
from commonweal.care.people.models import Person

__all__ = ["enter", "published_rows", "transactional_exampleshire"]
pytestmark = pytest.mark.requirement("T9")
NOTE = "Both letters went to the same house"


def browser_of(name: str, area: str = "exampleshire") -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=officer(name, area).user))
    return client


def asked_about(**otherwise: object) -> tuple[Pair, UUID, UUID]:
    """Ann, and a second record of hers."""
    kept, gone = person_of("Ann"), second(**otherwise)
    finding.ask(*(finding.identity(Person.objects.get(pk=id)) for id in (kept, gone)))
    return Pair.objects.latest("pk"), kept, gone


@pytest.fixture
def officers(published: None) -> Client:
    return browser_of("olive")


def test_two_records_are_brought_together_and_the_old_address_leads_on(officers: Client) -> None:
    pair, kept, gone = asked_about(family="Adair-Lee", postcode="ZZ1 1ZZ")
    page = officers.get("/identity/")
    assert "1 pair of records waits for you" in text(page)
    assert f"/identity/pairs/{pair.pk}" in links(page)
    page = officers.get(f"/identity/pairs/{pair.pk}")
    differing = [row[0] for row in rows(page, "Both records") if "differs" in row[0]]
    assert differing == [
        "Family name differs",
        "NHS number differs",
        "Postcode differs",
        "Id of the source differs",
    ]
    said = {"decision": "same", "kept": str(kept), "gone": str(gone), "note": NOTE, "seen": ""}
    assert officers.post(f"/identity/pairs/{pair.pk}", said).url == "/identity/"
    assert officers.post(f"/identity/pairs/{pair.pk}", said).url == "/identity/"  # sent twice, done once
    assert Merge.objects.get().because == NOTE
    lead = Client()
    lead.force_login(User.objects.get(username="lead"))
    assert lead.get(f"/people/{gone}").url == f"/people/{kept}"
    assert lead.post(f"/people/{gone}/bring-in", {}).status_code == 404
    stranger = Client()
    stranger.force_login(User.objects.get(username="nurse"))
    assert stranger.get(f"/people/{gone}").status_code == 404  # of the hill, who does not see Ann

    page = officers.get("/identity/")
    assert "Brought together lately" in text(page)
    undo = f"/identity/merges/{Merge.objects.get().pk}"
    assert "Nothing has come since then." in text(officers.get(undo))
    assert "Say why they are two people" in text(officers.post(undo, {"because": ""}))
    assert officers.post(undo, {"because": "Mother and daughter"}).url == "/identity/"
    assert officers.get(undo).status_code == 404
    assert lead.get(f"/people/{gone}").status_code == 200


def test_what_is_missing_is_asked_for_and_what_was_typed_stays(officers: Client) -> None:
    pair, kept, _ = asked_about(death_date="2025-01-01")
    here = f"/identity/pairs/{pair.pk}"
    for said, missing in (
        ({}, "Choose what you have found"),
        ({"decision": "different"}, "Say what you looked at"),
        ({"decision": "same", "note": NOTE}, "Choose whose record is kept"),
        ({"decision": "same", "note": NOTE, "kept": "x"}, "Choose whose record is kept"),
        ({"decision": "same", "note": NOTE, "kept": str(kept)}, "one of them has died and the other has not"),
    ):
        page = officers.post(here, said)
        assert (page.status_code, missing in text(page)) == (400, True), said
        assert said.get("note", "") in text(page)
    officers.post(here, {"decision": "same", "note": NOTE, "kept": str(kept), "confirm": "yes"})
    assert Merge.objects.count() == 1


def test_the_second_of_two_is_told_and_loses_nothing(officers: Client) -> None:
    pair, *_ = asked_about()
    here = f"/identity/pairs/{pair.pk}"
    said = {"decision": "different", "note": "Twins", "seen": ""}
    assert browser_of("otto").post(here, said).status_code == 302
    page = officers.post(here, {"decision": "later", "note": NOTE, "seen": ""})
    assert page.status_code == 409
    assert "otto decided meanwhile: two people. Twins" in text(page)
    assert f"You had written: {NOTE}" in text(page)
    assert Pair.objects.get().decision == "different"


def test_a_pair_of_which_one_is_out_of_sight_is_nobodys_here(published: None) -> None:
    pair, *_ = asked_about(practice="Z99003")
    abbey = browser_of("abbey-officer", "Z99001")
    page = text(abbey.get("/identity/"))
    assert "No pair of records waits for you." in page
    assert "1 with a record registered with Castle Surgery" in page
    assert abbey.get(f"/identity/pairs/{pair.pk}").status_code == 404
    assert abbey.post(f"/identity/pairs/{pair.pk}", {"decision": "same", "note": NOTE}).status_code == 404


@pytest.mark.parametrize("name", ["lead", "analyst", "data"])
def test_the_pages_are_for_those_who_settle_identities(published: None, name: str) -> None:
    pair, kept, gone = asked_about()
    made = actions.merge(by=None, kept=kept, gone=gone, because="The same")
    client = Client()
    client.force_login(User.objects.get(username=name))
    addresses = ("/identity/", f"/identity/pairs/{pair.pk}", f"/identity/merges/{made.pk}")
    assert [client.get(address).status_code for address in addresses] == [403, 403, 403]


@pytest.mark.browser
def test_from_the_list_to_a_decision_and_back_by_keyboard(
    transactional_exampleshire: None,
    new_page: Callable[..., Page],
    enter: SignIn,
    accessible: Callable[[Page], None],
) -> None:
    officer()
    pair, _, gone = asked_about(family="Adair-Lee")
    page = new_page(width=390, height=844)
    enter(page, "olive")
    page.goto("/identity/")
    accessible(page)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Is it one person?")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose what you have found")
    page.get_by_label("One person: bring the two records together").check()
    page.get_by_label("What did you look at?").fill(NOTE)
    page.get_by_role("button", name="Keep this").press("Enter")
    expect(page.get_by_text("The two records are one now.")).to_be_visible()
    page.get_by_role("link", name="ADAIR, Ann").click()
    accessible(page)
    page.get_by_label("Why are they two people?").fill("Mother and daughter")
    page.get_by_role("button", name="Take them apart").click()
    expect(page.get_by_text("They are two people again")).to_be_visible()
    assert Merge.objects.get(gone=gone).undone
    assert Pair.objects.get(pk=pair.pk).decision == "different"
