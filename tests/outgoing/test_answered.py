"""Answered: whoever referred is told how it ended, and the person how it goes, in the words of the file."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from tests.care.referred import ANN, asked
from tests.outgoing.conftest import At, minutes, referred, round_at
from tests.outgoing.receiving import System
from tests.web.reading import links, text

from commonweal.care import moments
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.actions import open_account
from commonweal.care.accounts.models import User
from commonweal.care.audit.models import Entry
from commonweal.care.deliveries import letters
from commonweal.care.deliveries.models import Delivery
from commonweal.care.notices import actions
from commonweal.care.notices.models import Notice, Wish
from commonweal.care.people.models import Person
from commonweal.care.referrals import actions as referrals
from commonweal.care.referrals.rules import Made, Sender

pytestmark = pytest.mark.requirement("F7")


def given(at: At, reference: str) -> None:
    with moments.at(minutes(10)):
        referrals.move(at("hub"), reference, Made("give", seen=1, team="riverside-team"))


def visited(at: At, reference: str, outcome: str = "well") -> None:
    given(at, reference)
    with moments.at(minutes(60)):
        referrals.move(at("river"), reference, Made("visit", seen=2, outcome=outcome))


def turns() -> list[tuple[str, str, str]]:
    """Notices that are of no clock: to whom, of what, and what became of it."""
    found = Notice.objects.exclude(kind="role").order_by("pk")
    return [(one.kind, one.about, one.state) for one in found]


def test_whoever_referred_is_told_how_it_ended_once(at: At, system: System) -> None:
    reference = referred(at)
    visited(at, reference)
    assert turns() == [("referrer", "ended", "waiting")]
    round_at(61)
    round_at(62)
    assert turns() == [("referrer", "ended", "told")]
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["door@council.example"], f"{reference}: how it ended")
    assert message.body == (
        f"Referral {reference}, Riverside visit, has ended.\n\nYou were seen at home.\n\n"
        f"More of it:\n\nhttps://care.example/refer/sent/{reference}\n\n"
        "This message names nobody on purpose.\n"
    )
    ((_, told),) = system.came
    assert told == {
        "id": told["id"],
        "kind": "referrer",
        "reference": reference,
        "pathway": "riverside-visit",
        "says": "You were seen at home.",
        "reached": minutes(60).isoformat(),
        "page": f"https://care.example/refer/sent/{reference}",
        "turn": "ended",
        "outcome": "well",
        "task": f"https://care.example/fhir/R4/Task/{reference}",
    }
    sent = Entry.objects.filter(deed="notice.sent", about__given="Ann")
    assert sorted(entry.detail["channel"] for entry in sent) == ["email", "webhook"]


def test_an_outcome_that_is_corrected_is_told_anew(at: At) -> None:
    reference = referred(at)
    visited(at, reference)
    round_at(61)
    with moments.at(minutes(70)):
        made = Made("visit", seen=3, happened=minutes(60), outcome="goes-on", next_owner="hillside-team")
        referrals.correct(at("river"), reference, 3, made, seen=3)
    round_at(71)
    assert [message.body.split("\n\n")[1] for message in mail.outbox] == [
        "You were seen at home.",
        "A named team goes on from here.",
    ]


def test_an_end_that_never_happened_is_not_told(at: At, system: System) -> None:
    """Corrected before the sender came by."""
    reference = referred(at)
    visited(at, reference)
    with moments.at(minutes(61)):
        referrals.correct(at("river"), reference, 3, None, seen=3)
    round_at(62)
    assert (mail.outbox, system.came) == ([], [])
    assert {one.because for one in Delivery.objects.all()} == {"the referral went on first"}
    assert turns() == [("referrer", "ended", "moved_on")]


def test_whoever_left_no_address_finds_it_on_their_page(at: At) -> None:
    with moments.at(minutes(0)):
        sender = Sender("practice", contact="ring 01632 960000")
        reference = referrals.receive(at("home"), asked(ANN, sender=sender)).referral.reference
    visited(at, reference)
    round_at(61)
    (notice,) = Notice.objects.all()
    assert (notice.state, notice.because) == ("told", "no address is known; it stands on their page")
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        ("door@council.example", "door@council.example"),
        ("C. Doe, 01632 960000, c.doe@council.example.", "c.doe@council.example"),
        ("<c.doe@council.example>", "c.doe@council.example"),
        ("ring 01632 960000", None),
        ("a@council.example or b@council.example", None),
        ("a@council.example,b@council.example", None),
        ("a@council.example\nBcc: b@elsewhere.example", None),
        ("@council.example", None),
        ("", None),
    ],
)
def test_an_address_is_found_in_how_somebody_can_be_reached(contact: str, address: str | None) -> None:
    found = letters.mailbox(contact)
    assert (found and found.address) == address


@pytest.fixture
def ann(at: At) -> User:
    """She has an account for her own record, and an e-mail address."""
    person = Person.objects.get(given="Ann").pk
    post = open_account(
        by=None, name="ann", password="x" * 20, role="person", area="exampleshire", person=person,
        email="ann@home.example",
    )  # fmt: skip
    return post.user


def test_the_person_is_told_how_it_goes_where_they_wish_it(at: At, ann: User) -> None:
    viewer = accounts.viewer(ann, {})
    assert viewer
    actions.wish(by=viewer, by_email=True)
    reference = referred(at)
    round_at(1)
    given(at, reference)
    round_at(11)
    with moments.at(minutes(60)):
        referrals.move(at("river"), reference, Made("visit", seen=2, outcome="well"))
    round_at(61)
    hers = [message for message in mail.outbox if message.to == ["ann@home.example"]]
    assert [message.subject for message in hers] == ["There is news of your referral"] * 3
    assert [message.body.split("\n\n")[0] for message in hers] == [
        "We know that you need a visit.",
        "Somebody is coming to you.",
        "You were seen at home.",
    ]
    for message in hers:
        assert "Riverside" not in message.subject + message.body
        assert "https://care.example/own/referrals" in message.body


def test_the_person_says_so_on_a_page_and_takes_it_back(at: At, ann: User) -> None:
    client = Client()
    client.force_login(ann)
    assert "/notices/wish" in links(client.get("/own/referrals"))
    assert "Your e-mail address is ann@home.example" in text(client.get("/notices/wish"))
    done = client.post("/notices/wish", {"by_email": "yes"}, follow=True)
    assert "You are told by e-mail too from now on." in text(done)
    assert "You are also told at ann@home.example" in text(done)
    client.post("/notices/wish", {"by_email": "no"})
    assert Wish.objects.get().by_email is False


def test_a_person_who_has_not_asked_for_it_gets_no_email(at: At, ann: User) -> None:
    reference = referred(at)
    visited(at, reference)
    round_at(61)
    assert [kind for kind, _, _ in turns()] == ["referrer"]


def test_what_was_not_sent_before_it_went_on_is_not_told(at: At, ann: User) -> None:
    """Three turns within the hour that the sender was down: the last is told."""
    viewer = accounts.viewer(ann, {})
    assert viewer
    actions.wish(by=viewer, by_email=True)
    reference = referred(at)
    visited(at, reference)
    round_at(61)
    hers = [message for message in mail.outbox if message.to == ["ann@home.example"]]
    assert [message.body.split("\n\n")[0] for message in hers] == ["You were seen at home."]
