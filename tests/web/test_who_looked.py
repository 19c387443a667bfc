"""Who looked at a record: for the person in plain words, and for the governance lead."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.care.conftest import exampleshire, published, published_rows
from tests.care.control import acting_as, person_of
from tests.web.reading import links, text

from commonweal.care.audit import looks
from commonweal.care.audit.models import Entry

__all__ = ["acting_as", "exampleshire", "published", "published_rows"]
pytestmark = pytest.mark.requirement("R4")
SignIn = Callable[[str], Client]


def test_who_from_where_when_why_and_under_which_agreement(acting_as: SignIn) -> None:
    """The newest first; the person's own visits are left out, emergencies are marked."""
    ann, address = acting_as("ann"), f"/people/{person_of('Ann')}"
    assert "Looked at" not in text(ann.get("/own/who-looked"))
    acting_as("lead").get(address)
    acting_as("nurse").post(
        "/emergency/", {"nhs_number": "9990000018", "born": "1/5/1940", "reason": "found on the floor"}
    )
    acting_as("nurse").get(address)
    ann.get("/own/")
    page = ann.get("/own/who-looked")
    said = text(page)
    looked = (
        "lead, Team lead, from Exampleshire Community Trust Looked at the record: for direct care, because"
        " you are registered with a practice they work for. Allowed by: Your team sees your record."
    )
    opened = "Opened the record in an emergency: for direct care. They wrote: “found on the floor”"
    seen = "Looked at the record: for direct care, because they opened it in an emergency."
    assert looked in said
    assert said.index(seen) < said.index(opened) < said.index(looked)
    assert said.count("▲ In an emergency") == 2
    assert "/sharing/care#teams" in links(page)
    assert "Looked at their own record" not in said


def test_it_is_paged(acting_as: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look stands on one page; those alike are said once."""
    monkeypatch.setattr(looks, "PAGE_SIZE", 2)
    ann, lead, address = acting_as("ann"), acting_as("lead"), f"/people/{person_of('Ann')}"
    for _ in range(5):
        lead.get(address)
    next_page, counts = "/own/who-looked", []
    while next_page:
        page = ann.get(next_page)
        counts.append(("2 times that day" in text(page), text(page).count("Looked at the record")))
        next_page = next((link for link in links(page) if "before=" in link), None)
    assert counts == [(True, 1), (True, 1), (False, 1)]


def test_the_governance_lead_asks_by_nhs_number(acting_as: SignIn) -> None:
    """Which is recorded, and which the person can see; nobody else may ask."""
    address = f"/people/{person_of('Ann')}"
    acting_as("lead").get(address)
    governance = acting_as("governance")
    assert "Nobody here has this NHS number" in text(governance.post("/who-looked/", {"nhs_number": "12"}))
    answer = governance.post("/who-looked/", {"nhs_number": "999 000 0018"})
    assert answer.url == f"/who-looked/{person_of('Ann')}"
    assert "the person is registered with a practice they work for" in text(governance.get(answer.url))
    assert "governance" in text(acting_as("ann").get("/own/who-looked"))
    for name in ("lead", "nurse", "ann", "analyst"):
        assert acting_as(name).get(answer.url).status_code == 403, name
        assert acting_as(name).post("/who-looked/", {"nhs_number": "9990000018"}).status_code == 403, name
    assert Entry.objects.filter(deed="audit.read", about=person_of("Ann")).count() == 1
