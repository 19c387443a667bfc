"""People found in a list are put on a pathway together, with why; who is on it already is seen there."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.care.control import person_of
from tests.web.reading import text

from commonweal.care.referrals.models import Referral

pytestmark = pytest.mark.requirement("P5")
AtWork = Callable[[str], Client]
PAGE = "/refer/several"


def ticked(*names: str, **said: object) -> dict[str, object]:
    people = [str(person_of(name)) for name in names]
    return {"pathway": "riverside-visit", "person": people, "listed": people} | said


def sending(*names: str, **said: object) -> dict[str, object]:
    given = {"do": "send", "ask-housebound": "yes", "reason": "Severe frailty, found in the list"}
    return ticked(*names, **(given | said))


def test_those_ticked_are_shown_with_the_reason_of_their_list(at_work: AtWork) -> None:
    page = at_work("hub").post(PAGE, ticked("Ann", "Ben", found_in="Found in the list of severe frailty"))
    assert "2 people chosen." in text(page)
    assert "ADAIR, Ann" in text(page)
    assert "Found in the list of severe frailty" in page.content.decode()
    assert not Referral.objects.exists()


def test_each_is_referred_and_the_list_says_so(at_work: AtWork) -> None:
    hub = at_work("hub")
    page = hub.post(PAGE, sending("Ann", "Ben"), follow=True)
    assert "2 people were put on the pathway Riverside visit." in text(page)
    there = {one.person_id: one for one in Referral.objects.all()}
    assert set(there) == {person_of("Ann"), person_of("Ben")}
    assert {one.reason for one in there.values()} == {"Severe frailty, found in the list"}
    listed = text(hub.get("/population/exampleshire/people"))
    assert there[person_of("Ann")].reference in listed


def test_whoever_is_on_it_already_is_not_ticked(at_work: AtWork) -> None:
    hub = at_work("hub")
    hub.post(PAGE, sending("Ann"))
    page = hub.post(PAGE, ticked("Ann", "Ben"))
    assert "2 people chosen; 1 is on this pathway already." in text(page)
    assert page.content.decode().count(" checked>") == 1


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"person": []}, "Choose at least one person"),
        ({"reason": " "}, "Say in a few words why they are referred"),
        ({"ask-housebound": ""}, "Answer yes or no: Is it hard to go out?"),
        ({"ask-housebound": "no"}, "Book an appointment at the practice."),
    ],
)
def test_what_is_missing_is_said_and_nobody_is_referred(
    at_work: AtWork, said: dict[str, object], message: str
) -> None:
    page = at_work("hub").post(PAGE, sending("Ann", "Ben", **said))
    assert page.status_code == 400
    assert message in text(page)
    assert not Referral.objects.exists()


def test_nobody_is_referred_who_is_not_in_sight(at_work: AtWork) -> None:
    """Ann is registered with no practice of Hillside's area: nobody at all is referred then."""
    page = at_work("hill").post(PAGE, sending("Finn", "Ann"))
    assert page.status_code in (403, 404)
    assert not Referral.objects.exists()
