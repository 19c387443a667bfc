"""Teams with room: who is on shift, the rota, the day planned, and what a disbanded team leaves."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.care.conftest import exampleshire, published, published_rows
from tests.care.rounds import at, given, holder, riverside, shift, wanted
from tests.web.reading import links, text

from commonweal.care import moments
from commonweal.care.accounts.models import User
from commonweal.care.referrals.models import Referral
from commonweal.care.teams.capacity import Room
from commonweal.care.teams.models import DayPlan, Shift
from commonweal.care.visits.models import Visit
from commonweal.web.teams import hours, timeline

__all__ = ["exampleshire", "published", "published_rows", "riverside"]
pytestmark = pytest.mark.requirement("F3", "F5")
SignIn = Callable[[str], Client]
TEAM, DAY = "/teams/riverside-team", "/teams/riverside-team/day"
MONDAY = date(2026, 11, 23)


@pytest.fixture
def monday(riverside: object) -> SignIn:
    """Whoever signs in does so at nine on the Monday."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=name))
        return client

    with moments.at(at("09:00")):
        yield sign_in


def test_the_hub_sees_who_has_room(monday: SignIn) -> None:
    shift("rose", "08:00-12:00", "assessment")
    shift("rob", "10:00-14:00", "assessment")
    hub = monday("hub")
    page = hub.get("/teams/")
    assert "1 person is on shift now, and 9 visits still fit into today" in text(page)
    assert "Riverside team 1 9 0% 08:00" not in text(page)
    assert f"{TEAM}/day" not in links(hub.get(TEAM))
    assert "rose. 9 visits still fit into today; 0% of the time from now is in use." in text(hub.get(TEAM))
    assert hub.get(DAY).status_code == 403
    assert monday("council").get("/teams/").status_code == 403
    assert monday("rose").get("/teams/").status_code == 403


def test_the_lead_adds_copies_ends_and_takes_in(monday: SignIn) -> None:
    """And a mistake says what is wrong and keeps what was typed."""
    lead, rose = monday("river-lead"), holder("rose").post
    turn = {"post": rose, "day": "2026-11-23", "starts": "08:00", "ends": "16:00", "skills": "assessment"}
    page = lead.post(f"{TEAM}/shifts", turn, follow=True)
    assert "rose is on shift on 23 November 2026, 08:00 to 16:00." in text(page)
    twice = lead.post(f"{TEAM}/shifts", {**turn, "note": "typed already"})
    assert twice.status_code == 400
    assert "rose is on another shift then" in text(twice)
    assert "typed already" in twice.content.decode()
    page = lead.post(f"{TEAM}/copy", {"week": "2026-11-30"}, follow=True)
    assert "1 shift was copied from the week before." in text(page)
    made = Shift.objects.order_by("starts").first()
    assert made
    assert "Such as 09:00" in text(lead.get(f"{TEAM}/shifts/{made.pk}/end"))
    page = lead.post(f"{TEAM}/shifts/{made.pk}/end", {"ended": "17:00", "why": "ill"})
    assert "Give a time within the shift" in text(page)
    page = lead.post(f"{TEAM}/shifts/{made.pk}/end", {"ended": "10:00", "why": "went home ill"}, follow=True)
    assert "The shift ends at 10:00." in text(page)
    assert "went home ill" in text(page)
    Shift.objects.filter(starts=at("08:00", 7)).update(note="=1+2")
    file = lead.get(f"{TEAM}/rota.csv?week=2026-11-30")
    assert file["Content-Disposition"] == 'attachment; filename="rota-riverside-team-2026-11-30.csv"'
    assert b"".join(file.streaming_content).decode("utf-8-sig").splitlines() == [
        "name,day,starts,ends,skills,place,rest,note",
        "rose,2026-11-30,08:00,16:00,assessment,,30,'=1+2",
    ]
    lines = "name,day,starts,ends\nrob,2026-12-01,22:00,06:00\n"
    for sent, said in ((lines, "1 shift was taken in."), ("a,b\n", "has to name the columns")):
        upload = SimpleUploadedFile("rota.csv", sent.encode())
        assert said in text(lead.post(f"{TEAM}/rota", {"file": upload, "week": "2026-11-30"}, follow=True))
    assert "Choose a CSV file" in text(lead.post(f"{TEAM}/rota", {}))


def test_others_do_not_keep_the_rota(monday: SignIn) -> None:
    made = shift("rose", "08:00-16:00")
    for name in ("hub", "hill-lead"):
        client = monday(name)
        assert "Add a shift" not in text(client.get(TEAM)), name
        assert client.post(f"{TEAM}/copy", {"week": "2026-11-30"}).status_code == 403, name
        assert client.get(f"{TEAM}/shifts/{made.pk}/end").status_code == 403, name
        assert client.post(f"{TEAM}/shifts/{made.pk}/end", {"never": "1", "why": "xxx"}).status_code == 403
    assert monday("river-lead").get("/teams/hillside-team/shifts/1/end").status_code == 404
    assert monday("hub").get("/teams/no-such-team").status_code == 404
    assert monday("hub").get(f"{TEAM}?week=monday").status_code == 400


def test_a_visit_is_asked_for_planned_and_moves(monday: SignIn) -> None:
    shift("rose", "08:00-16:00", "assessment")
    referral = given("Ann")
    lead = monday("river-lead")
    assert "1 person referred to the team has no visit ahead." in text(lead.get(DAY))
    wish = {"day": "2026-11-23", "reference": referral.reference, "minutes": "30"}
    wrong = lead.post(DAY, {**wish, "earliest": "12:00", "latest": "10:00", "purpose": "dressing"})
    assert wrong.status_code == 400
    assert "The latest time is before the earliest" in text(wrong)
    assert 'value="dressing"' in wrong.content.decode()
    page = lead.post(DAY, {**wish, "earliest": "10:00", "latest": "12:00"}, follow=True)
    assert "The visit to Adair is on the list; plan the day to give it a time." in text(page)
    page = lead.post(f"{DAY}/plan", {"day": "2026-11-23"}, follow=True)
    assert "1 visit has somebody and a time." in text(page)
    assert "1 visit : none made, none without somebody to go." in text(page)
    assert Visit.objects.get().planned == at("10:00")
    ben = wanted("Ben", "10:00-10:05")
    page = lead.post(f"{DAY}/plan", {"day": "2026-11-23"}, follow=True)
    assert "What moved when it was planned last" in text(page)
    assert "ADAIR, Ann 10:00, rose 10:35, rose" in text(page)
    assert f"/visits/{ben.pk}" in links(page)
    for visit in (wanted("Cleo", "10:00-10:05"), wanted("Dan", "10:00-10:05", "catheter-care")):
        assert visit.state == "waiting"
    page = lead.post(f"{DAY}/plan", {"day": "2026-11-23"}, follow=True)
    assert "Nobody can make these visits" in text(page)
    assert "CARR, Dan, 10:00 to 10:05: nobody on shift has catheter-care" in text(page)
    assert "everybody is with others or at rest between 10:00 and 10:05" in text(page)
    assert DayPlan.objects.count() == 3


def test_an_empty_day_says_what_to_do(monday: SignIn) -> None:
    page = monday("river-lead").get(DAY)
    assert "There is no visit on this day yet." in text(page)
    assert "Put somebody on the rota" in text(page)


def test_a_disbanded_teams_referrals_are_listed_to_be_given_to_another(monday: SignIn) -> None:
    """On the page of teams, for the hub that gave them; nobody else learns of them."""
    given("Ann")
    Referral.objects.update(team="old-team")
    for address in ("/teams/", "/referrals/"):
        page = monday("hub").get(address)
        assert "1 referral is with a team that is no more" in text(page), address
        assert f"/referrals/{Referral.objects.get().reference}" in links(page), address
    assert "no more" not in text(monday("hill-lead").get("/teams/"))


def test_bars_add_up() -> None:
    """The tallest hour has the height of the picture; taken and free stand on each other."""
    rooms = [Room(at("08:00"), 2, 120, 30, 2), Room(at("09:00"), 1, 60, 60, 0), Room(at("10:00"), 0, 0, 0, 0)]
    drawn = hours.draw(rooms)
    assert [(bar.used, bar.free, bar.top) for bar in drawn.bars] == [
        (37.5, 112.5, 0.0), (75.0, 0.0, 75.0), (0.0, 0.0, 150.0),
    ]  # fmt: skip
    assert drawn.lines == ((150.0, "0"), (75.0, "1"), (0.0, "2"))
    assert hours.draw([]).bars == ()


def test_a_day_as_a_picture() -> None:
    """From the first shift's hour to the last one's end, by the clocks of Britain."""
    rose = Shift(pk=1, post_id=7, starts=at("08:30"), ends=at("12:30"), skills=[])
    visit = Visit(
        pk=5, post_id=7, planned=at("10:00"), minutes=60, travel=15, state="planned",
        referral=Referral(family="Adair"),
    )  # fmt: skip
    rests = {"1": [(at("11:30").isoformat(), at("12:00").isoformat())]}
    drawn = timeline.draw([rose], [visit], {1: "Rose"}, rests, at("11:00"))
    assert drawn
    assert drawn.now == 60.0
    (row,) = drawn.rows
    assert [(mark.state, mark.left, mark.width, mark.label) for mark in row.marks] == [
        ("shift", 10.0, 80.0, ""), ("rest", 70.0, 10.0, ""),
        ("travel", 35.0, 5.0, ""), ("planned", 40.0, 20.0, "Adair"),
    ]  # fmt: skip
    assert [label for _, label in drawn.ticks] == ["08:00", "09:00", "10:00", "11:00", "12:00"]
    assert timeline.draw([], [visit], {}, {}, at("11:00")) is None
