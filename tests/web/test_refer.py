"""Somebody is referred by a form that the pathway's file makes: asked, checked, warned, sent, and received."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.care.conftest import exampleshire, published, published_rows
from tests.care.control import person_of
from tests.care.referring import at, page_of
from tests.web.reading import links, text

from commonweal.care.audit.models import Entry
from commonweal.care.people.models import Person
from commonweal.care.referrals.models import Referral

__all__ = ["at", "exampleshire", "page_of", "published", "published_rows"]
pytestmark = pytest.mark.requirement("F3")
PageOf = Callable[[str], Client]

FORM, CHECK = "/refer/riverside-visit", "/refer/riverside-visit/check"
ANN = {
    "do": "go",
    "ask-housebound": "yes",
    "nhs_number": "999 000 0018",
    "born": "1 May 1940",
    "family": "Adair",
    "given": "Ann",
    "reason": "Cannot get out of bed since Monday",
    "contact": "R. Weir, 01632 960 001",
}


def typed(**other: str) -> dict[str, str]:
    return {name: word for name, word in (ANN | other).items() if word}


def test_the_pathways_that_take_my_referrals_are_offered_with_their_clock(page_of: PageOf) -> None:
    council = page_of("council")
    page = council.get("/refer/")
    assert "1 pathway takes referrals from you." in text(page)
    assert "Visited within two working hours" in text(page)
    assert FORM in links(page)
    assert page_of("scheduler").get("/refer/").status_code == 403
    assert council.get("/refer/nowhere").status_code == 404


def test_from_the_first_question_to_the_receipt(page_of: PageOf) -> None:
    council = page_of("council")
    assert council.post(FORM, typed()).url == CHECK
    assert "Cannot get out of bed since Monday" in text(council.get(CHECK))
    sent = council.post(CHECK, {"do": "send"})
    referral = Referral.objects.get()
    assert sent.url == f"/refer/sent/{referral.reference}?receipt=1"
    assert (referral.person_id, referral.sender, referral.source) == (person_of("Ann"), "ZZ2", "council")
    receipt = council.get(sent.url)
    assert f"Referral sent Reference {referral.reference}" in text(receipt)
    assert "Asked for: Front door has it. Visited within two working hours: by" in text(receipt)
    again = council.post(CHECK, {"do": "send"}, follow=True)
    assert "There was nothing left to send" in text(again)
    assert Referral.objects.count() == 1
