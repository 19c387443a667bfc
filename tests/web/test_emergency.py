"""Opening a record in an emergency, from the search that finds nobody to the review."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from tests.care.conftest import exampleshire, published, published_rows
from tests.care.control import acting_as, person_of
from tests.web.reading import links, text

from commonweal.care.accounts.models import User
from commonweal.care.break_glass.models import Opening

__all__ = ["acting_as", "exampleshire", "published", "published_rows"]
pytestmark = pytest.mark.requirement("R2")
ANN = {"nhs_number": "999 000 0018", "born": "1/5/1940", "reason": "found on the floor at home"}


def test_whoever_finds_nobody_is_led_to_it(acting_as: Callable[[str], Client]) -> None:
    """But only where an agreement lets the role do so."""
    ann = f"/people/{person_of('Ann')}"
    for address in ("/people/?q=9990000018", ann, "/population/Z99001/people"):
        assert "/emergency/" in links(acting_as("nurse").get(address)), address
        assert "/emergency/" not in links(acting_as("council").get(address)), address
    assert acting_as("council").get("/emergency/").status_code == 403


def test_the_record_opens_with_a_banner_and_shuts(acting_as: Callable[[str], Client]) -> None:
    """The banner stands on every page about the person."""
    nurse, ann = acting_as("nurse"), f"/people/{person_of('Ann')}"
    assert nurse.get(ann).status_code == 404
    assert nurse.post("/emergency/", ANN).url == ann
    page = nurse.get(ann)
    assert "You opened this record in an emergency. It shuts by itself in 59 minutes" in text(page)
    assert f"{ann}/bring-in" not in links(page)
    opening = Opening.objects.get()
    assert "You opened this record" not in text(nurse.get("/population/Z99002/people"))
    nurse.post(f"/emergency/{opening.pk}/shut")
    assert nurse.get(ann).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reason": ""}, "Say why in at least 3 words"),
        ({"nhs_number": "999 000"}, "Type all ten digits of an NHS number"),
        ({"born": "soon"}, "Type a date of birth, such as 3 May 1936"),
        ({"born": "2/5/1940"}, "Nobody who can be opened has this NHS number and this date of birth"),
        ({"nhs_number": "9990000506"}, "Nobody who can be opened has this NHS number and this date of birth"),
    ],
)
def test_what_is_missing_is_said(
    acting_as: Callable[[str], Client], wrong: dict[str, str], said: str
) -> None:
    """And what was typed stays."""
    page = acting_as("nurse").post("/emergency/", {**ANN, **wrong})
    assert page.status_code == 400
    assert said in text(page)
    assert not Opening.objects.exists()


def test_too_many_attempts_are_refused_with_words(acting_as: Callable[[str], Client]) -> None:
    nurse = acting_as("nurse")
    for _ in range(5):
        nurse.post("/emergency/", {**ANN, "born": "2/5/1940"})
    page = nurse.post("/emergency/", ANN)
    assert page.status_code == 403
    assert "Nobody was found 5 times within an hour; try again later" in text(page)


def test_it_waits_for_a_review(
    acting_as: Callable[[str], Client], django_capture_on_commit_callbacks: Callable
) -> None:
    """At once, with a count on every page and an e-mail that names nobody."""
    governance, nurse = acting_as("governance"), acting_as("nurse")
    User.objects.filter(username="governance").update(email="ig@exampleshire.example")
    with django_capture_on_commit_callbacks(execute=True):
        assert nurse.post("/emergency/", ANN).url == nurse.post("/emergency/", ANN).url
    (letter,) = mail.outbox
    assert letter.to == ["ig@exampleshire.example"]
    assert "http://testserver/emergency/review" in letter.body
    assert not any(word in letter.body for word in ("Ann", "Adair", "999", "floor", "nurse"))

    page = governance.get("/emergency/review")
    assert "To review (1)" in text(page)
    assert "found on the floor at home" in text(page)
    address = f"/emergency/{Opening.objects.get().pk}"
    assert "It can be reviewed once it is shut" in text(governance.get(address))
    governance.post(f"{address}/shut")
    assert "Choose what you found" in text(governance.post(address, {}))
    governance.post(address, {"finding": "justified", "note": ""})
    assert "To review (" not in text(governance.get("/emergency/review"))
    assert "Justified" in text(governance.get("/emergency/review"))


@pytest.mark.parametrize("name", ["nurse", "lead", "analyst", "ann"])
def test_others_have_no_list_to_review(acting_as: Callable[[str], Client], name: str) -> None:
    assert acting_as(name).get("/emergency/review").status_code == 403
    assert "To review" not in text(acting_as(name).get("/sharing/"))
