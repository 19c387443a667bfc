"""My visits and one visit recorded, without JavaScript too; the second of two sees both versions."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from tests.attacks.same import answer
from tests.care.conftest import exampleshire, published, published_rows
from tests.care.rounds import at, holder, riverside, shift, wanted
from tests.web.reading import links, text

from commonweal.care import moments
from commonweal.care.accounts.models import User
from commonweal.care.referrals.models import Referral
from commonweal.care.teams import day
from commonweal.care.visits.models import Visit, VisitRecord

__all__ = ["exampleshire", "published", "published_rows", "riverside"]
pytestmark = pytest.mark.requirement("F3", "T12")
SignIn = Callable[[str], Client]
RECORD = {"seen": "0", "made": "yes", "arrived": "09:10", "finished": "09:40", "note": "Wound clean"}


@pytest.fixture
def monday(riverside: object) -> Iterator[SignIn]:
    """Ann is to be visited by Rose at nine; whoever signs in does so at ten."""
    shift("rose", "08:00-16:00", "assessment")
    wanted("Ann", "09:00-12:00")
    with moments.at(at("08:30")):
        day.plan(holder("river-lead"), "riverside-team", at("08:30").date())

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=name))
        return client

    with moments.at(at("10:00")):
        yield sign_in


def test_a_nurse_on_the_way_there_and_done(monday: SignIn) -> None:
    rose, here = monday("rose"), f"/visits/{Visit.objects.get().pk}"
    page = rose.get("/visits/")
    assert "1 visit is ahead of you today; the next begins at 09:00." in text(page)
    assert "ADAIR, Ann" in text(page)
    assert "Bring and know: key under the mat" in text(page)
    assert here in links(page)
    page = rose.post(f"{here}/set-out", {"happened": "2026-11-23T08:50:00Z"}, follow=True)
    assert "You are on the way to Adair since 08:50." in text(page)
    page = rose.post(f"{here}/arrive", {"happened": "2026-11-23T08:40:00Z"}, follow=True)
    assert "You cannot have arrived before you were sent; check the day and the time. Nothing was" in text(
        page
    )
    for wrong, said in (("yesterday", "did not say when"), ("2026-11-21T08:00:00Z", "more than a day")):
        assert said in text(rose.post(f"{here}/arrive", {"happened": wrong}, follow=True))
    page = rose.post(f"{here}/arrive", {"happened": "2026-11-23T09:05:00Z"}, follow=True)
    assert "You are with Adair since 09:05." in text(page)
    assert 'value="09:05"' in page.content.decode()
    kept = rose.post(here, {**RECORD, "arrived": "09:05", "step": "visit||well"})
    assert kept.url == f"/visits/?kept={Visit.objects.get().pk}"
    page = rose.get(kept.url)
    assert "Recorded. It stands in the history of this visit as number 1." in text(page)
    assert "No visit is ahead of you today." in text(page)
    assert Referral.objects.get().outcome == "well"


def test_a_mistake_keeps_what_was_typed(monday: SignIn) -> None:
    rose, here = monday("rose"), f"/visits/{Visit.objects.get().pk}"
    for wrong, said in (
        ({"arrived": "08:05"}, "You cannot have arrived before you were sent"),
        ({"arrived": "9"}, "Give a time such as 14:20"),
        ({"made": ""}, "Say whether the visit was made"),
        ({"step": "visit||goes-on"}, "needs whoever goes on to be named"),
    ):
        page = rose.post(here, {**RECORD, **wrong})
        assert page.status_code == 400, wrong
        assert said in text(page), wrong
        assert "Wound clean" in text(page), wrong
    assert not VisitRecord.objects.exists()
    assert Visit.objects.get().state == "planned"


def test_the_second_of_two_sees_both_and_loses_nothing(monday: SignIn) -> None:
    rose, rob, here = monday("rose"), monday("rob"), f"/visits/{Visit.objects.get().pk}"
    rob.post(here, {**RECORD, "note": "Rob was here first"})
    page = rose.post(here, {**RECORD, "note": "Rose saw her too", "arrived": "09:20"})
    assert page.status_code == 409
    assert "Somebody else recorded this visit while you wrote" in text(page)
    assert "Theirs: rob, today 10:00 There from 09:10 to 09:40 Rob was here first" in text(page)
    assert "Yours, not kept yet There from 09:20 to 09:40 Rose saw her too" in text(page)
    assert 'name="seen" value="1"' in page.content.decode()
    rose.post(here, {**RECORD, "seen": "1", "note": "Rob and Rose were here"})
    assert VisitRecord.objects.count() == 2
    history = text(rose.get(here)).split("Recorded rose")[1]
    assert "Rob and Rose were here" in history
    assert "Rob was here first" in history


def test_a_visit_that_is_not_theirs_answers_like_none(monday: SignIn) -> None:
    """Their ids are whole numbers, easily tried one after the other."""
    hettie, id = monday("hettie"), Visit.objects.get().pk
    for part, method in (("", "get"), ("", "post"), ("/set-out", "post"), ("/arrive", "post")):
        hettie.get("/visits/987654")
        theirs, none = (
            answer(hettie, f"/visits/{one}{part}", f"/visits/{one}{part}", method=method, data=RECORD)
            for one in (id, 987654)
        )
        assert theirs.status == none.status == 404, part
        assert (theirs.body, theirs.headers) == (none.body, none.headers), part
    assert Visit.objects.get().state == "planned"


def test_others_look_or_not(monday: SignIn) -> None:
    """The lead of the team records too; the hub reads; whoever has no visits has no such page."""
    here = f"/visits/{Visit.objects.get().pk}"
    assert "Record the visit" in text(monday("river-lead").get(here))
    page = monday("hub").get(here)
    assert page.status_code == 200
    assert "Record the visit" not in text(page)
    assert "key under the mat" in text(page)
    for name, status in (("river-lead", 403), ("hub", 403), ("council", 403), ("rob", 200)):
        assert monday(name).get("/visits/").status_code == status, name
    done = monday("river-lead").post(here, RECORD)
    assert done.url == f"{here}?kept={Visit.objects.get().pk}"
