"""Who works with a person, on their page: bringing in, handing over, ending."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.care.conftest import exampleshire, published, published_rows
from tests.care.control import acting_as, person_of, post
from tests.web.reading import links, text

from commonweal.care.involvements import actions
from commonweal.care.involvements.models import Involvement
from commonweal.care.involvements.rules import Receiver

__all__ = ["acting_as", "exampleshire", "published", "published_rows"]
pytestmark = pytest.mark.requirement("R1")
SignIn = Callable[[str], Client]
REFERRED = {"receiver": "ZZ2", "kind": "referral", "reason": "cannot cook any more"}


def test_a_team_lead_brings_the_council_in(acting_as: SignIn) -> None:
    """The council sees the person from then on; the section says who, how, since when and why."""
    lead, council, ann = acting_as("lead"), acting_as("council"), f"/people/{person_of('Ann')}"
    assert "No team or organisation has noted that it works with this person." in text(lead.get(ann))
    assert lead.get(f"{ann}/bring-in").status_code == 200
    assert lead.post(f"{ann}/bring-in", REFERRED).url == ann
    page = lead.get(ann)
    assert "Exampleshire Council may see this record from now on." in text(page)
    assert "Exampleshire Council Referred to them since" in text(page)
    assert "cannot cook any more" in text(page)
    assert f"/involvements/{Involvement.objects.get().pk}/end" not in links(page)
    assert council.get(ann).status_code == 200


def test_handing_over_shuts_the_page_for_the_giver(acting_as: SignIn) -> None:
    """And opens it for the receiver, who can hand back."""
    ann = f"/people/{person_of('Ann')}"
    acting_as("lead").post(f"{ann}/bring-in", REFERRED)
    council, team, part = acting_as("council"), acting_as("team"), Involvement.objects.get()
    hand_over = f"/involvements/{part.pk}/hand-over"
    assert hand_over in links(council.get(ann))
    assert "Choose a team or an organisation" in text(council.post(hand_over, {"reason": "needs a nurse"}))
    answer = council.post(hand_over, {"receiver": "riverside-team", "reason": "needs a nurse"}, follow=True)
    assert "Riverside team looks after this person now" in text(answer)
    assert (council.get(ann).status_code, team.get(ann).status_code) == (404, 200)
    assert "1 before" in text(team.get(ann))

    late = council.post(f"/involvements/{part.pk}/end", {"outcome": "manages alone"})
    assert late.status_code == 409
    assert "Somebody was faster" in text(late)


def test_ending_asks_how_it_ended(acting_as: SignIn) -> None:
    part = actions.begin(
        by=None, person=person_of("Ann"), kind="episode", receiver=Receiver("ZZ2"), reason="asked for help"
    )
    council, end = acting_as("council"), f"/involvements/{part.pk}/end"
    assert "Say how it ended" in text(council.post(end, {"outcome": ""}))
    assert council.post(end, {"outcome": "manages alone"}).url == "/people/"
    assert council.get(end).status_code == 404


def test_those_who_do_not_see_a_person_change_nothing(acting_as: SignIn) -> None:
    ann = f"/people/{person_of('Ann')}"
    for name in ("council", "analyst", "ann"):
        assert acting_as(name).post(f"{ann}/bring-in", REFERRED).status_code == 404, name
    assert not Involvement.objects.exists()
    assert post("ann")


def test_whoever_has_no_list_of_an_area_lands_on_the_people_they_work_with(acting_as: SignIn) -> None:
    """And learns what to do where there is nobody."""
    council, ann = acting_as("council"), f"/people/{person_of('Ann')}"
    assert council.get("/").url == "/people/ours"
    assert "Exampleshire Council works with nobody now." in text(council.get("/people/ours"))
    acting_as("lead").post(f"{ann}/bring-in", REFERRED)
    page = council.get("/people/ours")
    assert "Exampleshire Council works with 1 person now." in text(page)
    assert ann in links(page)
    assert ann not in links(acting_as("home").get("/people/ours"))
    assert acting_as("analyst").get("/people/ours").status_code == 403
    assert acting_as("nurse").get("/").url == "/population/hillside/people"
