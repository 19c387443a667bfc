"""Meetings and caseloads on pages: planned, gone through, taken down, closed, printed."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from tests.care.control import person_of
from tests.care.teamwork import NOON, OTHERS, TODAY, met, on_caseload, open_posts, who
from tests.web.reading import table, text
from tests.web.test_task_pages import signed_in

from commonweal.care import moments
from commonweal.care.caseloads.models import CaseloadPlace
from commonweal.care.involvements.models import Involvement
from commonweal.care.meetings import actions
from commonweal.care.meetings.models import Meeting, MeetingItem, MeetingLine
from commonweal.care.tasks.models import Task

pytestmark = pytest.mark.requirement("T3")
SignIn = Callable[[str], Client]
KEYS = [f"00000000-0000-4000-8000-00000000000{n}" for n in range(9)]


@pytest.fixture
def as_(published: None) -> Iterator[SignIn]:
    """A browser of one of those who work here, on Wednesday at noon."""
    with moments.at(NOON):
        open_posts()
        yield signed_in


def typed(client: Client, meeting: Meeting, do: str, **said: object) -> str:
    return text(client.post(f"/meetings/{meeting.pk}", {"do": do, **said}, follow=True))


def test_ticked_in_the_population_they_go_onto_the_caseload(as_: SignIn) -> None:
    """With a reason, a priority and a day; those there already are shown and stay."""
    on_caseload("Ann")
    rita, ids = as_("rita"), [str(person_of(given)) for given in ("Ann", "Ben", "Finn")]
    assert "Put those ticked on our caseload" in text(rita.get("/population/riverside/people"))
    form = {"person": ids, "found_in": "Found in the list of risers, Riverside"}
    asked = text(rita.post("/caseload/add", form))
    assert "3 people chosen; 1 is on it already" in asked
    said = {"do": "add", "listed": ids, "person": ids[1:], "entry": "case_finding", "priority": "1"}
    fault = rita.post("/caseload/add", {**said, "reason": "risers", "next_review": "some day"})
    assert fault.status_code == 400
    done = rita.post("/caseload/add", {**said, "reason": "risers", "next_review": "in 2 weeks"}, follow=True)
    assert "2 people were put on the caseload." in text(done)
    assert "3 people are on it; nobody is overdue for review." in text(done)
    assert "70 people are registered where this team works: within the 40 to 80" in text(done)
    rows = table(rita.get("/caseload.csv?entry=case_finding&sort=name"))
    assert [row[1] for row in rows] == ["family name", "Baker", "Fox"]
    assert set(CaseloadPlace.objects.filter(priority=1).values_list("next_review", flat=True)) == {
        TODAY + timedelta(days=14)
    }


def test_reviewed_and_taken_off(as_: SignIn) -> None:
    place, rita = on_caseload("Ann", review=1), as_("rita")
    here = f"/caseload/{place.pk}"
    with moments.at(NOON + timedelta(days=2)):
        assert "1 is overdue for review" in text(rita.get("/caseload/"))
        noted = {"do": "note", "seen": "1", "priority": "1", "next_review": "friday", "reason": "two falls"}
        assert "Noted." in text(rita.post(here, noted, follow=True))
        again = as_("rob").post(here, {**noted, "reason": "fine"})
        assert again.status_code == 409
        assert "Somebody changed it since you looked" in text(again)
        assert rita.post(here, {"do": "remove", "why": ""}).status_code == 400
        assert "Taken off" in text(rita.post(here, {"do": "remove", "why": "well again"}, follow=True))
    assert Involvement.objects.get().outcome == "well again"
    assert rita.get(here).status_code == rita.get("/caseload/987654").status_code == 404
    assert as_("hilda").get(here).status_code == 404


def test_planned_with_an_agenda_and_gone_through_to_the_minutes(as_: SignIn) -> None:
    with moments.at(NOON - timedelta(days=30)):
        on_caseload("Finn", review=14)
    rita = as_("rita")
    form = {"title": "Weekly meeting", "day": "today", "clock": "13:00", "chair": "Rita", "place": "Room 1"}
    page = text(rita.post("/meetings/new", form, follow=True))
    assert "Planned, with an agenda as the rules make it today." in page
    assert "Review overdue: review was due on 2 November 2026" in page
    meeting, finn = Meeting.objects.get(), MeetingItem.objects.get(person=person_of("Finn"))
    shown = text(rita.get(f"/meetings/{meeting.pk}?item={finn.pk}"))
    assert "severe, 13 deficits" in shown
    assert "Medium priority, next review 2 November 2026: lives alone, falls" in shown
    said = {"item": finn.pk, "basis": "direct-care"}
    typed(rita, meeting, "line", says="Stays at home", kind="decision", key=KEYS[0], **said)
    told = typed(rita, meeting, "action", says="weigh him @hillside by friday", key=KEYS[1], **said)
    assert "A task: weigh him, Hillside team, by Friday 20 November." in told
    typed(rita, meeting, "attend", name="Carla", organisation="Council", how="apologies")
    assert "Closed: the minutes stand." in typed(rita, meeting, "close")
    minutes = text(rita.get(f"/meetings/{meeting.pk}/minutes"))
    for words in (
        "FOX, Finn",
        "Decided: Stays at home",
        "To do: weigh him — Hillside team, by 20 November 2026",
        "Sent apologies: Carla (Council)",
        "Spoken of because: Direct care: they would expect it",
    ):
        assert words in minutes, words
    assert "closed; open it again" in typed(rita, meeting, "line", says="and more", key=KEYS[2])
    assert "Opened again." in typed(rita, meeting, "reopen", because="forgot the rota")
    assert MeetingLine.objects.filter(kind="decision").count() == 1


def test_nothing_typed_is_lost(as_: SignIn) -> None:
    """Where it is not understood it stands in the form again; sent twice, it counts once."""
    meeting, rita = met(), as_("rita")
    form = {"do": "action", "says": "ring her son @nobody by friday", "key": KEYS[0]}
    page = rita.post(f"/meetings/{meeting.pk}", form)
    assert page.status_code == 400
    assert "ring her son @nobody by friday" in page.text
    assert "There is no one team called ‘nobody’" in text(page)
    chosen = {"receiver": "ZZ2", "due": "friday", "key": KEYS[1]}
    fixed = typed(rita, meeting, "action", says=form["says"], **chosen)
    assert "A task: ring her son" in fixed
    for _ in range(2):
        typed(rita, meeting, "line", says="Meet on Tuesdays", kind="note", key=KEYS[3])
    assert MeetingLine.objects.filter(kind="note").count() == Task.objects.count() == 1
    found = text(rita.post(f"/meetings/{meeting.pk}/preview", {"says": "order @hillside"}))
    assert "order · Hillside team · by 2 December 2026 (no day said: two weeks)" in found


def test_somebody_is_put_on_by_hand(as_: SignIn) -> None:
    meeting, rita = met(), as_("rita")
    here = f"/meetings/{meeting.pk}/put-on"
    assert "ADAIR, Ann" in text(rita.get(f"{here}?who=Adair"))
    form = {"who": "Adair", "person": str(person_of("Ann")), "why": ""}
    assert rita.post(here, form).status_code == 400
    assert "Why today: fell on Monday (rita)" in text(
        rita.post(here, {**form, "why": "fell on Monday"}, follow=True)
    )
    assert rita.post(here, {**form, "person": str(person_of("Ida")), "why": "new"}).status_code == 404


def test_who_is_withheld_is_said_and_not_named(as_: SignIn) -> None:
    """The council is invited and may see nobody's planned care."""
    meeting = met(invited=("ZZ2", OTHERS))
    actions.put_on(who("rita"), meeting.pk, person_of("Ann"), "new")
    for address in (f"/meetings/{meeting.pk}", f"/meetings/{meeting.pk}/minutes"):
        page = text(as_("carla").get(address))
        assert "1 more" in page
        assert "ADAIR" not in page
    assert "Weekly" in text(as_("hilda").get("/meetings/"))


def test_a_meeting_of_others_answers_like_none(as_: SignIn) -> None:
    meeting, homer, rob = met(), as_("homer"), as_("rob")
    for page in ("", "/minutes", "/agenda", "/put-on"):
        theirs, none = (homer.get(f"/meetings/{id}{page}") for id in (meeting.pk, 987654))
        assert theirs.status_code == none.status_code == 404
        assert rob.get(f"/meetings/{meeting.pk}{page}").status_code == 403
