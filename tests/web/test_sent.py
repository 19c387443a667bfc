"""What was sent: where it stands, who has it, a question that comes back, and how it ended."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.care.conftest import exampleshire, published, published_rows
from tests.care.control import person_of
from tests.care.referring import at, page_of, refer
from tests.web.reading import links, rows, text

from commonweal.care.access import Viewer
from commonweal.care.referrals import actions
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import Made

__all__ = ["at", "exampleshire", "page_of", "published", "published_rows"]
pytestmark = pytest.mark.requirement("F7")
PageOf = Callable[[str], Client]
At = Callable[[str], Viewer]


def test_the_team_that_sent_it_sees_where_it_stands(page_of: PageOf, at: At) -> None:
    """And so do its colleagues; nobody else does."""
    reference = refer(at("council"), person_of("Ann"))
    council = page_of("council")
    assert "1 of our referrals is open." in text(council.get("/refer/sent"))
    assert rows(council.get("/refer/sent"), "Open")[0][:4] == [
        "ADAIR, Ann",
        "Riverside visit",
        "Asked for",
        "Front door",
    ]
    page = council.get(f"/refer/sent/{reference}")
    assert "Asked for: Front door has it. Visited within two working hours: by" in text(page)
    assert f"/journeys/{reference}" in links(page)
    assert "Your team has sent no referral yet." in text(page_of("hill").get("/refer/sent"))
    assert page_of("hill").get(f"/refer/sent/{reference}").status_code == 404
    assert page_of("analyst").get("/refer/sent").status_code == 403


def test_it_is_answered_with_an_outcome_and_who_goes_on(page_of: PageOf, at: At) -> None:
    reference = refer(at("council"), person_of("Ann"))
    actions.move(at("hub"), reference, Made("give", seen=1, team="riverside-team"))
    assert "Given to a nurse: Riverside team has it." in text(
        page_of("council").get(f"/refer/sent/{reference}")
    )
    goes_on = Made(
        "visit", seen=2, outcome="goes-on", next_owner="outside: St Bede’s Hospice", note="Pain is worse"
    )
    actions.move(at("river"), reference, goes_on)
    page = text(page_of("council").get(f"/refer/sent/{reference}"))
    assert "A named team goes on from here. Goes on with St Bede’s Hospice, outside the partnership." in page
    assert "Pain is worse" in page
    assert rows(page_of("council").get("/refer/sent"), "Answered")[0][2:4] == [
        "Goes on to another team",
        "St Bede’s Hospice, outside the partnership",
    ]


@pytest.fixture
def asked(at: At) -> str:
    """Hillside refers Ida; the hub lets it wait, with a question."""
    reference = refer(at("hill"), person_of("Ida"))
    actions.move(at("hub"), reference, Made("wait", seen=1, reason="wish", note="When is she at home?"))
    return reference


def test_a_question_that_comes_back_is_answered(page_of: PageOf, asked: str) -> None:
    """By whoever referred, where the file gives their role the move."""
    hill = page_of("hill")
    assert "1 waits for our answer" in text(hill.get("/refer/sent"))
    page = text(hill.get(f"/refer/sent/{asked}"))
    assert "Your answer is wanted “When is she at home?”" in page
    answer = {"move": "wake", "seen": "2", "note": "From noon on"}
    done = hill.post(f"/refer/sent/{asked}", answer, follow=True)
    assert "Your answer is with those who read the referral." in text(done)
    assert Referral.objects.get().stage == "asked"
    assert "Your answer is wanted" not in text(done)


def test_the_second_to_answer_is_told_and_keeps_their_words(page_of: PageOf, at: At, asked: str) -> None:
    actions.move(at("hub"), asked, Made("wake", seen=2))
    late = page_of("hill").post(f"/refer/sent/{asked}", {"move": "wake", "seen": "2", "note": "From noon on"})
    assert late.status_code == 409
    assert "nothing of yours was recorded yet" in text(late)
    assert "From noon on" in text(late)


def test_a_move_that_is_not_theirs_is_refused(page_of: PageOf, at: At) -> None:
    reference = refer(at("council"), person_of("Ann"))
    council = page_of("council")
    assert council.post(f"/refer/sent/{reference}", {"move": "give", "seen": "1"}).status_code in (400, 403)
    assert council.post(f"/refer/sent/{reference}", {"move": "none", "seen": "x"}).status_code == 409
    assert Referral.objects.get().stage == "asked"
