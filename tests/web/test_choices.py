"""What a person chooses about their record, on their own page and on that of those who care for them."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.care.conftest import exampleshire, published, published_rows
from tests.care.control import acting_as, person_of, post
from tests.web.reading import links, text

from commonweal.care.involvements import actions as involvements
from commonweal.care.involvements.rules import Receiver
from commonweal.care.objections.models import Objection, OptOut, Restriction
from commonweal.care.people.models import Person

__all__ = ["acting_as", "exampleshire", "published", "published_rows"]
pytestmark = pytest.mark.requirement("R3")
SignIn = Callable[[str], Client]


def test_what_an_objection_closes_is_shown_before_it_is_made(acting_as: SignIn) -> None:
    """By organisation and role; then it holds, until it is withdrawn."""
    council_works_with_ann()
    ann, council = acting_as("ann"), acting_as("council")
    page = f"/people/{person_of('Ann')}"
    preview = ann.get("/own/choices/objection", {"organisation": "ZZ2"})
    assert "Against Exampleshire Council seeing the whole record." in text(preview)
    assert "Exampleshire Council Social worker: the whole record" in text(preview)
    assert "Team lead" not in text(preview)
    assert (council.get(page).status_code, Objection.objects.count()) == (200, 0)

    done = ann.post(
        "/own/choices/objection", {"organisation": "ZZ2", "note": "They told my son."}, follow=True
    )
    assert "The objection holds from now on." in text(done)
    assert "Objection: Exampleshire Council seeing the whole record" in text(done)
    assert council.get(page).status_code == 404
    assert acting_as("lead").get(page).status_code == 200

    (objection,) = Objection.objects.all()
    assert (objection.asked_by, objection.note) == ("person", "They told my son.")
    ann.post("/own/choices/withdraw", {"kind": "objection", "id": objection.pk})
    assert council.get(page).status_code == 200


def test_a_category_is_closed_to_everybody(acting_as: SignIn) -> None:
    """Recorded by somebody who cares for the person: who asked, when, and their words."""
    lead, ann = acting_as("lead"), person_of("Ann")
    address = f"/people/{ann}/choices/objection"
    assert "Team lead: GP record" in text(lead.get(address, {"category": "gp_record"}))
    asked = {"category": "gp_record", "asked_by": "attorney", "asked_on": "3 May 2026", "note": "as agreed"}
    assert "Say who asked for it" in text(lead.post(address, {**asked, "asked_by": ""}))
    assert "Nobody can have asked on a day that is still to come" in text(
        lead.post(address, {**asked, "asked_on": "3 May 2196"})
    )
    assert "An attorney or deputy, for the person on 3 May 2026" not in text(lead.get(f"/people/{ann}"))
    lead.post(address, asked)
    assert "Objects to every organisation seeing GP record" in text(lead.get(f"/people/{ann}"))
    page = text(lead.get(f"/people/{ann}/choices"))
    assert "asked for by: an attorney or deputy, for the person on 3 May 2026; “as agreed”" in page
    assert "This is chosen already" in text(lead.post(address, asked))


def test_a_record_kept_specially_private(acting_as: SignIn) -> None:
    """Those who close it for themselves are told, and can see it no more."""
    lead, ann = acting_as("lead"), person_of("Ann")
    address = f"/people/{ann}/choices/restriction"
    assert "Team lead: the whole record" in text(lead.get(address))
    assert lead.post(address, {"asked_by": "person"}).url == "/people/"
    assert lead.get(f"/people/{ann}").status_code == 404
    own = acting_as("ann")
    own.post("/own/choices/withdraw", {"kind": "restriction", "id": Restriction.objects.get().pk})
    assert lead.get(f"/people/{ann}").status_code == 200


def test_the_national_opt_out_closes_nothing_to_care(acting_as: SignIn) -> None:
    ann, lead = acting_as("ann"), acting_as("lead")
    assert "Nobody who gives care loses sight of anything." in text(ann.get("/own/choices/opt_out"))
    ann.post("/own/choices/opt_out", {})
    assert OptOut.objects.filter(person=person_of("Ann"), ended=None).exists()
    page = lead.get(f"/people/{person_of('Ann')}")
    assert page.status_code == 200
    assert "National data opt-out : left out of numbers for planning" in text(page)


def test_nobody_chooses_for_whom_they_do_not_see(acting_as: SignIn) -> None:
    """Nor for another person than oneself, nor from an opening in an emergency."""
    ben, ann = person_of("Ben"), person_of("Ann")
    opt_out = {"asked_by": "person"}
    assert acting_as("council").post(f"/people/{ann}/choices/opt_out", opt_out).status_code == 404
    assert acting_as("ann").post(f"/people/{ben}/choices/opt_out", opt_out).status_code == 404
    nurse = acting_as("nurse")
    nurse.post(
        "/emergency/", {"nhs_number": "9990000018", "born": "1/5/1940", "reason": "found on the floor"}
    )
    assert nurse.get(f"/people/{ann}").status_code == 200
    assert nurse.post(f"/people/{ann}/choices/opt_out", opt_out).status_code == 403
    assert not OptOut.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "/own/choices/anything",
        "/own/choices/objection?category=cost",
        "/own/choices/objection?organisation=X",
    ],
)
def test_what_cannot_be_chosen_is_not_understood(acting_as: SignIn, address: str) -> None:
    assert acting_as("ann").get(address).status_code == 400


def test_an_objection_against_nobody_and_nothing_is_asked_again(acting_as: SignIn) -> None:
    page = acting_as("ann").get("/own/choices/objection")
    assert page.status_code == 400
    assert "Choose an organisation, a part of the record, or both" in text(page)


def test_the_person_lands_on_their_own_record(acting_as: SignIn) -> None:
    """In plain words; nobody else's is theirs to open, and others have no own record."""
    council_works_with_ann()
    ann = acting_as("ann")
    assert ann.get("/").url == "/own/"
    page = ann.get("/own/")
    assert "Ann Adair, born on 1 May 1940. Many long-term conditions are recorded for you" in text(page)
    assert "Exampleshire Council They look after you since" in text(page)
    assert {"/own/who-looked", "/own/choices"} <= links(page)
    assert ann.get(f"/people/{person_of('Ann')}").status_code == 403
    assert acting_as("lead").get("/own/").status_code == 403


def test_a_post_for_nobodys_record_comes_up_with_words(acting_as: SignIn) -> None:
    holder = post("ann")
    Person.objects.filter(pk=holder.person).update(given="Ann")
    acting = acting_as("ann")
    assert acting.post("/own/choices/withdraw", {"kind": "opt_out", "id": "1"}).url == "/own/choices"


def council_works_with_ann() -> None:
    involvements.begin(
        by=None, person=person_of("Ann"), kind="episode", receiver=Receiver("ZZ2"), reason="asked for help"
    )
