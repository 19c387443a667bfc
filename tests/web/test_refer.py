"""Somebody is referred by a form that the pathway's file makes: asked, checked, warned, sent, received."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from tests.care.conftest import exampleshire, published, published_rows, transactional_exampleshire
from tests.care.control import person_of
from tests.care.referring import at, holding, page_of
from tests.web.reading import links, text

from commonweal.care.accounts.models import User
from commonweal.care.audit.models import Entry
from commonweal.care.referrals.models import Referral

__all__ = ["at", "exampleshire", "page_of", "published", "published_rows", "transactional_exampleshire"]
pytestmark = pytest.mark.requirement("F1", "T7")
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


def test_an_answer_that_does_not_fit_says_what_to_do_instead(page_of: PageOf) -> None:
    """Nothing else is asked then, and what was typed stays."""
    council = page_of("council")
    page = council.post(FORM, typed(**{"ask-housebound": "no"}), follow=True)
    assert page.status_code == 400
    assert "This pathway is not the right one Book an appointment at the practice." in text(page)
    assert "There is a problem" not in text(page)
    assert "Cannot get out of bed since Monday" in page.content.decode()
    assert council.get(CHECK).url == f"{FORM}?again=1"


MENDED = [  # what is typed → what is said of it
    ({"ask-housebound": ""}, "Answer yes or no: Is it hard to go out?"),
    ({"nhs_number": "", "family": "", "given": ""}, "Say who it is, or that nobody knows"),
    ({"born": "31/02/1940"}, "Type the date of birth such as 3 May 1936, or leave it empty"),
    ({"born": "1 May 2999"}, "This date of birth is in the future; check the year"),
    ({"born": "1 May 1840"}, "This is more than 125 years ago; check the year"),
    ({"reason": "??"}, "Say in a few words why you refer them"),
    ({"reason": "x" * 4001}, "This is too long; 4000 characters are taken"),
    ({"contact": ""}, "Say how you can be reached with the answer"),
    ({"when": "soon"}, "Type the time such as 14:20"),
    ({"when": "1 May 2999 10:00"}, "This is in the future"),
    ({"when": "30 April 1940 10:00"}, "This is before the person was born"),
]


def test_what_is_missing_is_said_and_nothing_typed_is_lost(page_of: PageOf) -> None:
    council = page_of("council")
    for other, said in MENDED:
        page = council.post(FORM, typed(**other), follow=True)
        assert page.status_code == 400, other
        assert said in text(page), other
        for word in typed(**other).values():
            assert word[:4000] in text(page) + page.content.decode(), other
    assert not Referral.objects.exists()


def test_what_is_typed_is_kept_before_it_is_sent(page_of: PageOf) -> None:
    """As long as the session lasts; what was typed of one person never comes to another."""
    lead = page_of("lead")
    assert lead.post(f"{FORM}/keep", {"reason": "fell again", "family": "Adair"}).status_code == 204
    assert "fell again" in text(lead.get(FORM))
    page = lead.get(f"{FORM}?person={person_of('Ben')}")
    assert "BAKER, Ben" in text(page)
    assert "fell again" not in text(page)
    assert lead.post(FORM, {"do": "anew"}).url == FORM
    assert "BAKER, Ben" not in text(lead.get(FORM))


def test_somebody_is_found_in_the_record_without_losing_a_word(page_of: PageOf) -> None:
    lead = page_of("lead")
    words = {"reason": "fell again", "ask-housebound": "yes", "contact": "me"}
    found = lead.post(FORM, {**words, "do": "find", "find": "carr"}, follow=True)
    assert "2 people answer to ‘carr’." in text(found)
    cleo = str(person_of("Cleo"))
    chosen = lead.post(FORM, {**words, "find": "carr", "choose": cleo}, follow=True)
    assert "CARR, Cleo Born 1 May 1950" in text(chosen)
    assert "fell again" in text(chosen)
    assert lead.post(FORM, {**words, "person": cleo, "do": "go"}).url == CHECK
    lead.post(CHECK, {"do": "send"})
    assert str(Referral.objects.get().person_id) == cleo
    assert lead.get(f"{FORM}?person={person_of('Abe')}").status_code == 404
    assert lead.get(f"{FORM}?person=nobody").status_code == 400


def test_nobody_known_by_name_is_taken(page_of: PageOf) -> None:
    council = page_of("council")
    council.post(FORM, typed(nobody="yes", nhs_number="", born="", family="", given=""))
    assert "Nobody knows this person’s name; say in the reason how to find them." in text(council.get(CHECK))
    council.post(CHECK, {"do": "send"})
    referral = Referral.objects.get()
    assert (referral.identity, referral.address, referral.marks) == ("unknown", "", ["no_name"])


def test_an_nhs_number_that_is_none_is_taken_and_said(page_of: PageOf) -> None:
    council = page_of("council")
    council.post(FORM, typed(nhs_number="999 000 0019"))
    assert "This NHS number is not a valid one. It is sent along as you typed it." in text(council.get(CHECK))
    receipt = council.post(CHECK, {"do": "send"}, follow=True)
    assert "The NHS number that was given is not a valid one." in text(receipt)
    assert "which is not valid: 999 000 0019" in Referral.objects.get().reason


def test_somebody_who_died_is_taken_and_said(page_of: PageOf) -> None:
    lead = page_of("lead")
    lead.post(FORM, {**typed(), "person": str(person_of("Olive"))})
    assert "The record says that this person has died." in text(lead.get(CHECK))
    assert "The record says that this person has died." in text(lead.post(CHECK, {"do": "send"}, follow=True))
    assert Referral.objects.get().marks == ["died"]


def test_what_is_open_already_is_shown_and_never_in_the_way(page_of: PageOf) -> None:
    """Whoever may see it adds to it, or sends another; whoever may not see it is told nothing."""
    council, hill = page_of("council"), page_of("hill")
    council.post(FORM, typed())
    council.post(CHECK, {"do": "send"})
    first = Referral.objects.get()
    council.post(FORM, typed(reason="Now she has a fever too"))
    page = text(council.get(CHECK))
    assert "Open already for the same person" in page
    assert first.reference in page
    assert "Send it anyway" in page
    added = council.post(CHECK, {"add": first.reference}, follow=True)
    assert "What you wrote was added to this referral; no second one was sent." in text(added)
    assert "“Now she has a fever too”" in text(added)
    assert Referral.objects.count() == 1

    hill.post(FORM, typed())
    assert "Open already" not in text(hill.get(CHECK))
    assert hill.post(CHECK, {"add": first.reference}).status_code == 404
    council.post(FORM, typed())
    council.post(CHECK, {"do": "send"})
    assert Referral.objects.count() == 2


HOSTILE = ["<script>alert(1)</script> fell", "Σωκράτης fell 😀 👩🏽‍⚕️", "fell " + "x" * 900, "fell ‮gnorw"]


def test_odd_words_are_kept_as_they_are_and_shown_as_text(page_of: PageOf) -> None:
    council = page_of("council")
    for words in HOSTILE:
        council.post(FORM, typed(reason=words, given=words[:100]))
        council.post(CHECK, {"do": "send"})
        referral = Referral.objects.latest("pk")
        assert referral.reason == words
        for address in ("/refer/sent", f"/refer/sent/{referral.reference}"):
            assert "<script>alert" not in council.get(address).content.decode()


def test_a_nul_is_no_text(page_of: PageOf) -> None:
    assert page_of("council").post(FORM, typed(reason="fell\x00")).status_code == 400


def test_a_care_home_refers_a_resident_in_two_steps(page_of: PageOf) -> None:
    """The resident, the pathway; then the form with the resident in it."""
    weir, ben = page_of("weir"), person_of("Ben")
    home = weir.get("/people/ours")
    assert "2 people live in Weir House." in text(home)
    assert f"/refer/?person={ben}" in links(home)
    assert f"{FORM}?person={ben}" in links(weir.get(f"/refer/?person={ben}"))
    assert "BAKER, Ben" in text(weir.get(f"{FORM}?person={ben}"))
    assert "CARR, Cleo" in text(weir.get("/refer/"))
    weir.post(FORM, {**typed(), "person": str(ben)})
    weir.post(CHECK, {"do": "send"})
    referral = Referral.objects.get()
    assert (referral.source, referral.sender, referral.person_id) == ("care_home", "ZZ3", ben)
    assert weir.get(f"{FORM}?person={person_of('Ann')}").status_code == 404


def test_from_a_persons_page(page_of: PageOf) -> None:
    lead, ann = page_of("lead"), person_of("Ann")
    assert f"/refer/?person={ann}" in links(lead.get(f"/people/{ann}"))
    lead.post(FORM, {**typed(), "person": str(ann)})
    lead.post(CHECK, {"do": "send"})
    page = lead.get(f"/people/{ann}")
    assert "Asked for, with Front door, due" in text(page)
    assert f"/journeys/{Referral.objects.get().reference}" in links(page)


def test_what_is_refused_is_recorded(page_of: PageOf) -> None:
    """A person's own pages are theirs; by this form somebody at work refers."""
    for name in ("ann", "analyst"):
        assert page_of(name).get("/refer/riverside-visit").status_code == 403, name
    assert Entry.objects.filter(deed="referral.refused").count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_send_at_once_one_sends(transactional_exampleshire: None) -> None:
    """A double click, or two windows: the second finds that nothing is left to send."""
    client = Client()
    client.force_login(User.objects.get(pk=holding("council").user))
    client.post(FORM, typed())

    def send(_: int) -> str:
        window = Client()
        window.cookies = client.cookies
        try:
            return str(window.post(CHECK, {"do": "send"}).url)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as at_once:
        led_to = sorted(at_once.map(send, range(4)))
    reference = Referral.objects.get().reference
    assert led_to == ["/refer/sent"] * 3 + [f"/refer/sent/{reference}?receipt=1"]
