"""A move that asks for an instrument asks its questions, and keeps the assessment with the step."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from tests.care.assessed import NEWS2
from tests.care.conftest import BLUEPRINT
from tests.care.referred import asked, holding, open_posts

from commonweal.care import moments
from commonweal.care.access import NotSeen
from commonweal.care.accounts.models import User
from commonweal.care.assessments import actions as assessments
from commonweal.care.assessments import reads
from commonweal.care.assessments.models import Assessment
from commonweal.care.assessments.rules import CannotBeScored, FilledIn
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.care.referrals import actions
from commonweal.care.referrals import reads as referrals
from commonweal.care.referrals.rules import About, Made
from commonweal.care.visits import actions as visits
from commonweal.care.visits.rules import Asked, Recorded

pytestmark = pytest.mark.requirement("T1", "T5")


@pytest.fixture
def asking_blueprint(tmp_path: Path, published, settings):
    """Exampleshire, where a visit that ends has a NEWS2."""
    folder = tmp_path / "exampleshire"
    shutil.copytree(BLUEPRINT, folder)
    file = folder / "pathways" / "riverside-visit.yaml"
    file.write_text(with_news2(file.read_text()))
    settings.BLUEPRINT = str(folder)
    open_posts()
    return folder


def with_news2(text):
    """The pathway, whose visit asks for an instrument."""
    visit = "to: visited, by: [nurse], "
    assert text.count(visit) == 1
    return text.replace(visit, f"{visit}instruments: [news2, list], ") + (
        "instruments:\n  - {id: news2, title: NEWS2}\n  - {id: list, title: A list on paper}\n"
    )


@pytest.fixture
def given_to_river(asking_blueprint):
    """Ann's referral, given to the nurses by the river."""
    found = actions.receive(holding("council"), asked()).referral
    return actions.move(holding("hub"), found.reference, Made("give", seen=1, team="riverside-team"))


def visited(referral, **said):
    """The visit as somebody makes it, who has ticked off the list."""
    told = {"instruments": ("list",), "outcome": "well"} | said
    return Made("visit", seen=referral.steps, **told)


def test_the_answers_are_kept_with_the_step(given_to_river):
    made = visited(given_to_river, assessed={"news2": FilledIn(NEWS2 | {"respiration_rate": 24})})
    after = actions.move(holding("river"), given_to_river.reference, made)
    (kept,) = Assessment.objects.all()
    assert (kept.instrument, int(kept.total), kept.referral_id, kept.step) == (
        "news2",
        2,
        after.pk,
        after.steps,
    )
    assert kept.person == Person.objects.get(given="Ann")
    assert (kept.by_name, kept.team) == (holding("river").name, "riverside-team")
    step = referrals.standing(after, None).steps[-1]
    assert sorted(step.instruments) == ["list", "news2"]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, "'Visit' needs news2"),
        ({"instruments": ("list", "news2")}, "'Visit' needs news2"),
        ({"instruments": (), "assessed": {"news2": FilledIn(NEWS2)}}, "'Visit' needs list"),
        ({"assessed": {"list": FilledIn({"a": 1}), "news2": FilledIn(NEWS2)}}, "no questions for ‘list’"),
        ({"assessed": {"news2": FilledIn({}, uuid4())}}, "may not be relied on"),
    ],
)
def test_without_answers_there_is_no_step(given_to_river, said, wrong):
    with pytest.raises(NotPossible, match=wrong):
        actions.move(holding("river"), given_to_river.reference, visited(given_to_river, **said))
    assert not Assessment.objects.exists()
    assert referrals.seen(None, given_to_river.reference).steps == given_to_river.steps


def test_answers_without_a_score_leave_no_step(given_to_river):
    made = visited(given_to_river, assessed={"news2": FilledIn(NEWS2 | {"pulse": ""})})
    with pytest.raises(CannotBeScored, match="pulse"):
        actions.move(holding("river"), given_to_river.reference, made)
    assert referrals.seen(None, given_to_river.reference).steps == given_to_river.steps


def test_what_was_used_instead_is_said_in_the_note(given_to_river):
    """Somebody who is pregnant has another chart; a form that cannot be filled in never stops the work."""
    made = visited(given_to_river, instruments=("list", "news2"), note="The maternity chart was used")
    after = actions.move(holding("river"), given_to_river.reference, made)
    assert after.stage == "visited"
    assert not Assessment.objects.exists()


def test_one_that_they_rely_on_is_taken_while_it_holds(given_to_river):
    river, ann = holding("river"), Person.objects.get(given="Ann")
    now = moments.now()
    old, good = (
        assessments.record(river, ann.pk, "news2", NEWS2, happened=now - timedelta(hours=ago))
        for ago in (13, 2)
    )
    theirs = assessments.record(holding("hub"), ann.pk, "news2", NEWS2)
    for one in (old, theirs):  # due again; of a team that has not sent it
        made = visited(given_to_river, assessed={"news2": FilledIn({}, one.pk)})
        with pytest.raises(NotPossible, match="may not be relied on"):
            actions.move(river, given_to_river.reference, made)
    made = visited(given_to_river, assessed={"news2": FilledIn({}, good.pk)})
    assert actions.move(river, given_to_river.reference, made).stage == "visited"


def test_nobody_known_has_no_record_to_keep_it_in(asking_blueprint):
    """The form is ticked off, as it was on paper."""
    nobody = actions.receive(holding("council"), asked(About(given="Nobody", family="Known"))).referral
    there = actions.move(holding("hub"), nobody.reference, Made("give", seen=1, team="riverside-team"))
    after = actions.move(holding("river"), there.reference, visited(there, instruments=("list", "news2")))
    assert after.stage == "visited"


def test_whoever_works_on_the_referral_sees_its_answers_and_the_sender_does_not(given_to_river):
    made = visited(given_to_river, assessed={"news2": FilledIn(NEWS2)})
    actions.move(holding("river"), given_to_river.reference, made)
    kept = Assessment.objects.get()
    assert reads.one(holding("hub"), kept.pk).assessment == kept
    with pytest.raises(NotSeen):
        reads.one(holding("council"), kept.pk)


def test_what_is_assessed_on_a_visit_is_kept_whether_or_not_a_step_follows(given_to_river):
    river, now = holding("river"), moments.now()
    wanted = Asked(now, now + timedelta(hours=3), minutes=30)
    visit = visits.ask(river, given_to_river.reference, wanted)
    said = Recorded(
        seen=0,
        made=True,
        arrived=now + timedelta(minutes=20),
        finished=now + timedelta(minutes=50),
        note="Seen at home, by the window",
        assessed={"news2": FilledIn(NEWS2)},
    )
    with moments.at(now + timedelta(hours=1)):
        visits.record(river, visit.pk, said)
        first = Assessment.objects.get()
        assert (first.referral, first.step, first.happened) == (given_to_river, None, said.finished)
        more = {"seen": 1, "step": "visit||well", "instruments": ("list",)}
        visits.record(river, visit.pk, replace(said, **more))
    after = referrals.seen(None, given_to_river.reference)
    assert after.stage == "visited"
    assert Assessment.objects.exclude(pk=first.pk).get().step == after.steps


def test_the_page_of_a_referral_asks_and_keeps_what_was_typed(given_to_river, client):
    from_river = {"move": "visit", "seen": given_to_river.steps, "outcome": "well", "instruments": "list"}
    client.force_login(User.objects.get(username="river"))
    address = f"/referrals/{given_to_river.reference}"
    assert "Heart beats" in client.get(address).content.decode()
    said = {f"visit-news2-{id}": str(value) for id, value in NEWS2.items()} | from_river
    page = client.post(address, said | {"visit-news2-pulse": "x"})
    assert page.status_code == 400
    assert "Heart beats: should be a whole number" in page.content.decode()
    assert 'value="120"' in page.content.decode()
    assert client.post(address, said).status_code == 302
    assert Assessment.objects.get().step == given_to_river.steps + 1
