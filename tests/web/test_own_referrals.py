"""A person's own referrals, in plain words, and asking for help themselves, one question a page."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.care.conftest import exampleshire, published, published_rows
from tests.care.control import person_of
from tests.care.referring import at, page_of, refer
from tests.web.reading import links, text

from commonweal.care.access import Viewer
from commonweal.care.attachments.models import Attachment
from commonweal.care.referrals import actions
from commonweal.care.referrals.models import Referral
from commonweal.care.referrals.rules import Made

__all__ = ["at", "exampleshire", "page_of", "published", "published_rows"]
pytestmark = pytest.mark.requirement("F1", "F7")
PageOf = Callable[[str], Client]
At = Callable[[str], Viewer]
ASK = "/own/refer/riverside-visit"


def test_a_person_reads_where_their_referral_stands_and_how_it_ended(page_of: PageOf, at: At) -> None:
    ann, reference = page_of("ann"), refer(at("council"), person_of("Ann"))
    page = ann.get("/own/referrals")
    assert "1 request for help is open for you." in text(page)
    assert "We know that you need a visit. Who has it Front door Visited within two working hours by" in text(
        page
    )
    assert f"/journeys/{reference}" in links(page)
    added = ann.post(f"/refer/sent/{reference}/add", {"words": "My daughter has the key"}, follow=True)
    assert "“My daughter has the key”" in text(added)
    assert "/refer/" not in links(added)
    actions.move(at("hub"), reference, Made("give", seen=1, team="riverside-team"))
    assert "Somebody is coming to you. Who has it Riverside team" in text(ann.get("/own/referrals"))
    actions.move(at("river"), reference, Made("visit", seen=2, outcome="goes-on", next_owner="ZZ2"))
    page = text(ann.get("/own/referrals"))
    assert "Nothing is open for you now." in page
    assert "A named team goes on from here." in page
    assert "Who goes on Exampleshire Council" in page


def test_only_their_own(page_of: PageOf, at: At) -> None:
    refer(at("council"), person_of("Ben"))
    assert "Nothing is open for you now." in text(page_of("ann").get("/own/referrals"))
    for address in ("/own/referrals", ASK, f"{ASK}/reason"):
        assert page_of("council").get(address).status_code == 403, address


def answered(client: Client, step: str, answer: str) -> str:
    """Where an answer leads."""
    return client.post(f"{ASK}/{step}", {step: answer}).url  # type: ignore[no-any-return]


def test_somebody_asks_for_themselves(page_of: PageOf) -> None:
    ann = page_of("ann")
    assert ASK in links(ann.get("/own/referrals"))
    assert ann.get(ASK).url == f"{ASK}/ask-housebound"
    assert "Is it hard to go out?" in text(ann.get(f"{ASK}/ask-housebound"))
    assert answered(ann, "ask-housebound", "yes") == f"{ASK}/reason"
    assert answered(ann, "reason", "I cannot get up") == f"{ASK}/contact"
    assert answered(ann, "contact", "01632 960 002") == f"{ASK}/check"
    assert "I cannot get up" in text(ann.get(f"{ASK}/reason"))  # on going back
    photo = SimpleUploadedFile("foot.jpg", b"\xff\xd8\xff\xe0...")
    sent = ann.post(f"{ASK}/check", {"papers": photo}, follow=True)
    referral = Referral.objects.get()
    assert f"We have it. Your reference is {referral.reference}." in text(sent)
    assert (referral.person_id, referral.source, referral.sender, referral.identity) == (
        person_of("Ann"),
        "person",
        "",
        "known",
    )
    assert Attachment.objects.get().name == "foot.jpg"
    assert ann.post(f"{ASK}/check").url == "/own/referrals"
    assert Referral.objects.count() == 1
    assert answered(ann, "ask-housebound", "yes")
    assert "You have asked already" not in text(ann.get(f"{ASK}/reason"))
    answered(ann, "reason", "I still cannot get up")
    answered(ann, "contact", "01632 960 002")
    assert "You have asked already: Riverside visit: We know that you need a visit." in text(
        ann.get(f"{ASK}/check")
    )


def test_the_wrong_help_says_what_to_do_instead(page_of: PageOf) -> None:
    ann = page_of("ann")
    page = ann.post(f"{ASK}/ask-housebound", {"ask-housebound": "no"}, follow=True)
    assert "This is not the right help Book an appointment at the practice." in text(page)
    assert ann.get(f"{ASK}/check").url == f"{ASK}/ask-housebound"
    assert ann.get(f"{ASK}/nothing").status_code == 404
    assert not Referral.objects.exists()


def test_what_is_missing_is_asked_for_and_nothing_is_lost(page_of: PageOf) -> None:
    ann = page_of("ann")
    assert "Answer yes or no" in text(ann.post(f"{ASK}/ask-housebound", {}, follow=True))
    assert "Say in a few words what has happened" in text(
        ann.post(f"{ASK}/reason", {"reason": "?"}, follow=True)
    )
    answered(ann, "ask-housebound", "yes")
    answered(ann, "reason", "I cannot get up")
    assert "Give a telephone number" in text(ann.post(f"{ASK}/contact", {"contact": " "}, follow=True))
    assert ann.get(f"{ASK}/check").url == f"{ASK}/contact"
    answered(ann, "contact", "01632 960 002")
    refused = ann.post(f"{ASK}/check", {"papers": SimpleUploadedFile("a.exe", b"MZ\x00")})
    assert refused.status_code == 400
    assert "I cannot get up" in text(refused)
    assert not Referral.objects.exists()
