"""Pages about who coordinates, who is around a person, and care at the end of life."""

import re
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.care.around import at, coordinated, looked_after
from tests.care.control import person_of
from tests.web.reading import links, rows, text

from commonweal.care.accounts.models import User
from commonweal.care.coordination.models import CoordinationOffer, Coordinator, PersonAround
from commonweal.care.end_of_life.models import Bereavement, Preference

pytestmark = pytest.mark.requirement("T4", "T11")
PageOf = Callable[[str], Client]
BETH = {
    "name": "Beth Adair", "relation": "daughter", "kind": "family", "phone": "01632 960 111",
    "emergency_order": "1", "may_share": "all", "carer": "yes", "seen": "0",
}  # fmt: skip


@pytest.fixture
def page_of(published: None) -> PageOf:
    """A browser, without a window, of whoever holds this post."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=at(name).user))
        return client

    return sign_in


def around(given: str = "Ann") -> str:
    return f"/people/{person_of(given)}/around"


def test_the_coordinator_is_handed_over_on_pages(page_of: PageOf) -> None:
    """Nobody, then Cora; offered, declined with a reason, offered again and accepted."""
    looked_after()
    cora, cyd = page_of("cora"), page_of("cyd")
    assert "Nobody coordinates this person’s care." in text(cora.get(around()))
    taken = cora.post(
        f"{around()}/coordinate", {"reason": "knows the family", "reach": "01632 960 7"}, follow=True
    )
    assert "cora, Riverside team, coordinates this person’s care." in text(taken)
    assert cora.post(f"{around()}/offer", {"reason": "moves"}).status_code == 400
    said = {"post": at("cyd").post, "reason": "she moves to the hill"}
    assert "Offered to cyd by cora" in text(cora.post(f"{around()}/offer", said, follow=True))
    offer = f"/coordination/{CoordinationOffer.objects.get().pk}"
    assert "1 People to coordinate" in text(cyd.get("/tasks/"))
    assert offer in links(cyd.get("/caseload/without-coordinator"))
    assert "cora coordinates now, until you accept." in text(cyd.get(offer))
    assert "Say why not" in text(cyd.post(offer, {"deed": "decline", "answer": ""}))
    cyd.post(offer, {"deed": "decline", "answer": "on leave"})
    assert "This offer was declined" in text(cora.get(offer))
    assert cyd.post(offer, {"deed": "accept"}).status_code == 409
    cora.post(f"{around()}/offer", said)
    accepted = cyd.post(
        f"/coordination/{CoordinationOffer.objects.latest('pk').pk}", {"deed": "accept"}, follow=True
    )
    assert "cyd, Hillside team, coordinates this person’s care." in text(accepted)
    assert "cora, Riverside team" in text(accepted)


def test_the_second_who_takes_it_on_is_told(page_of: PageOf) -> None:
    page = page_of("cyd").post
    coordinated("cora")
    answer = page(f"{around()}/coordinate", {"reason": "was asked to", "reach": ""})
    assert answer.status_code == 409
    assert "cora coordinates this person’s care now." in text(answer)
    assert "was asked to" in text(answer)
    assert Coordinator.objects.count() == 1


def test_those_without_are_listed(page_of: PageOf) -> None:
    looked_after("Ann")
    looked_after("Finn")
    page = page_of("cora").get("/caseload/without-coordinator")
    assert "2 people whom teams look after have nobody who coordinates their care." in text(page)
    told = [(row[0], row[4], row[5]) for row in rows(page, "People without a coordinator")]
    assert told == [
        ("ADAIR, Ann", "Riverside team", "Severe frailty."),
        ("FOX, Finn", "Riverside team", "Severe frailty."),
    ]
    assert page_of("council").get("/caseload/without-coordinator").status_code == 403


def test_a_person_names_who_is_around_them(page_of: PageOf) -> None:
    """Sent twice it is taken once; changed by two, the second sees both and loses nothing."""
    ann, cora = page_of("ann"), page_of("cora")
    assert "You have named nobody yet." in text(ann.get("/own/around"))
    form = ann.get("/own/around/add").content.decode()
    said = {**BETH, "who": re.search(r'name="who" value="([^"]+)"', form)[1], "sees_plan": "yes"}  # type: ignore[index]
    for _ in range(2):
        page = ann.post("/own/around/add", said, follow=True)
    assert PersonAround.objects.count() == 1
    assert "I wish them to see the plan" in text(page)
    told = text(cora.get(around()))
    assert "In an emergency, call Beth Adair first (daughter), 01632 960 111." in told
    assert "Own assessment Not offered yet" in told
    one = f"/{said['who']}"
    change = {**BETH, "seen": "1", "phone": "01632 960 999"}
    cora.post(around() + one, change)
    late = ann.post(f"/own/around{one}", {**BETH, "seen": "1", "note": "She sings"})
    assert late.status_code == 409
    assert "cora changed it first" in text(late)
    assert "01632 960 999" in text(late)
    assert "She sings" in text(late)
    ann.post(f"/own/around{one}", {**BETH, "seen": "2", "note": "She sings"})
    assert PersonAround.objects.get(ended=None).note == "She sings"
    cora.post(f"{around()}{one}/carer", {"state": "done", "on": "today", "again": "1 March 2031"})
    assert "Done" in text(cora.get(around()))
    ann.post(f"/own/around{one}/remove", {"reason": "moved to Spain"})
    assert "You have named nobody yet." in text(ann.get("/own/around"))


def test_a_faulty_form_keeps_what_was_typed(page_of: PageOf) -> None:
    page = page_of("ann").post("/own/around/add", {**BETH, "phone": "", "note": "She sings"})
    assert page.status_code == 400
    assert "Give a telephone number: they are to be called in an emergency" in text(page)
    assert "She sings" in text(page)


def test_a_named_carer_reads(page_of: PageOf) -> None:
    ann, daughter = page_of("ann"), page_of("daughter")
    ann.post("/own/around/add", {**BETH, "who": str(uuid4())})
    page = daughter.get("/own/around")
    assert "Beth Adair" in text(page)
    assert "/own/around/add" not in links(page)
    assert daughter.get("/own/around/add").status_code == 404
    assert daughter.get("/own/end-of-life").status_code == 404


def test_members_by_name(page_of: PageOf) -> None:
    cora = page_of("cora")
    said = {"name": "Gwen Hale", "does": "dressings", "organisation": "Abbey Surgery", "reach": ""}
    assert "Gwen Hale, Abbey Surgery: dressings" in text(cora.post(f"{around()}/team", said, follow=True))
    leave = next(link for link in links(cora.get(around())) if "/team/" in link)
    assert "Nobody is noted by name." in text(cora.post(leave, {"reason": "has retired"}, follow=True))


WRITING = ("", "/coordinate", "/offer", "/end", "/team", "/add", f"/{uuid4()}", f"/{uuid4()}/remove")
DECIDING = ("", "/put-on", "/places", "/prefer/hospital", "/prefer/nothing", "/nothing", "/medicine/1")


def test_whoever_may_not_see_learns_nothing(page_of: PageOf) -> None:
    council, nobody = page_of("council"), uuid4()
    made = coordinated("cora")
    told = (*(f"around{one}" for one in WRITING), *(f"end-of-life{one}" for one in DECIDING))
    for path in told:
        for ask in (council.get, council.post):
            there, absent = (ask(f"/people/{id}/{path}").status_code for id in (made.person_id, nobody))
            assert there == absent, path
            assert there in (404, 405), path
    asked = CoordinationOffer.objects.create(
        person_id=made.person_id, post_id=made.post_id, name="cora", reason="moves", at=made.since,
        by_id=at("cora").user, by_name="cora", by_role="team-lead",
    )  # fmt: skip
    for id in (asked.pk, 987654):
        assert council.get(f"/coordination/{id}").status_code == 404


def eol(id: UUID, path: str = "") -> str:
    return f"/people/{id}/end-of-life{path}"


@pytest.mark.requirement("T8")
def test_care_at_the_end_of_life_from_the_register_to_looking_back(page_of: PageOf) -> None:
    cora, ann = page_of("cora"), person_of("Ann")
    page = text(cora.get(eol(ann)))
    assert "No decision about resuscitation is recorded." in page
    assert "Your team sees your record. Visiting nurse, Team lead: " in page
    review = {"on": "today", "stage": "deteriorating", "estimate": "months", "next_review": "tomorrow"}
    cora.post(eol(ann, "/put-on"), {**review, "reason": "frailty", "why": "falls each week", "words": ""})
    said = {
        "answer": "refuse",
        "decided_by": "person",
        "capacity": "has",
        "decided_on": "3 May 2026",
        "seen": "0",
    }
    kept = {"form": "Signed escalation plan", "form_kept": "Green folder"}
    for _ in range(2):
        cora.post(eol(ann, "/prefer/resuscitation"), {**said, **kept})
    assert Preference.objects.count() == 1
    places = {"care_first": "home", "death_first": "home", "on": "3 May 2026", "seen": "0"}
    cora.post(eol(ann, "/places"), places)
    medicine = {
        "medicine": "Morphine 10 mg/ml", "dose": "2.5 mg under the skin", "prescribed_by": "Dr Hale",
        "prescribed_on": "3 May 2025", "kept": "Locked tin in the kitchen", "expires": "3 May 2026",
    }  # fmt: skip
    cora.post(eol(ann, "/medicine"), medicine)
    cora.post(eol(ann, "/advance-decision"), {"made": "no", "seen": "0"})
    page = text(cora.get(eol(ann)))
    assert "Recorded on 3 May 2026: no resuscitation. Prefers to die here: their own home." in page
    assert "Signed escalation plan. Kept: Green folder" in page
    assert "Expired 3 May 2026: do not use" in page
    assert "Months. An estimate by cora" in page
    own = text(page_of("ann").get("/own/end-of-life"))
    assert "You prefer to die here: their own home." in own
    listed = cora.get("/caseload/end-of-life")
    assert "1 person is on the register; no review is overdue." in text(listed)
    (row,) = rows(listed, "People on the register")
    assert (row[0], row[2:4], row[5:]) == (
        "ADAIR, Ann", ["Frailty", "Getting worse"], ["Their own home", "Refuse", "1 expired"],
    )  # fmt: skip
    cora.post(eol(ann, "/take-off"), {"reason": "died", "words": ""})
    cora.post(eol(ann, "/death"), {"on": "today", "place": "home", "words": "", "seen": "0"})
    contact = {"name": "Beth Adair", "by_whom": "Nurse Hale", "due": "tomorrow", "form": str(uuid4())}
    cora.post(eol(ann, "/contact"), contact)
    assert cora.post(eol(ann, "/contact"), contact).status_code == 409
    done = {"on": "today", "name": "Nurse Hale", "outcome": "thankful"}
    cora.post(eol(ann, f"/contact/{Bereavement.objects.get().pk}"), done)
    back = {"went_well": "at home", "went_wrong": "", "action": "", "action_by": "", "seen": "0"}
    cora.post(eol(ann, "/look-back"), back)
    page = text(cora.get(eol(ann)))
    assert "where they preferred: their own home." in page
    assert "contacted by Nurse Hale" in page
    assert "Went well at home" in page
    told = text(cora.get("/caseload/end-of-life"))
    assert "Nobody whom you may see is on the register here." in told
    assert "1 of these died where they preferred (100.0%)" in told


@pytest.mark.requirement("T8")
def test_the_second_of_two_sees_what_the_first_recorded(page_of: PageOf) -> None:
    cora, cyd, ann = page_of("cora"), page_of("cyd"), person_of("Ann")
    said = {
        "answer": "permit",
        "decided_by": "person",
        "capacity": "has",
        "decided_on": "3 May 2026",
        "seen": "0",
    }
    cora.post(eol(ann, "/prefer/hospital"), said)
    late = cyd.post(eol(ann, "/prefer/hospital"), {**said, "answer": "refuse", "words": "No more ambulances"})
    assert late.status_code == 409
    assert "cora changed it first" in text(late)
    assert "What holds? Permit" in text(late)
    assert "No more ambulances" in text(late)
    again = {**said, "answer": "refuse", "words": "No more ambulances", "seen": "1"}
    cyd.post(eol(ann, "/prefer/hospital"), again)
    assert [one.answer for one in Preference.objects.order_by("number")] == ["permit", "refuse"]
