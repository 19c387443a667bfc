"""How often what is sent is done again: counted, published with small numbers withheld, and told."""

import json
from datetime import timedelta

import ibis
import pytest
from django.test import Client
from tests.care.assessed import NEWS2
from tests.care.referred import holding, open_posts
from tests.spec.tables import lines
from typer.testing import CliRunner

from commonweal.analytics.repeats import repeat_rates, repeat_reasons
from commonweal.care import moments
from commonweal.care.accounts.actions import open_account
from commonweal.care.accounts.models import User
from commonweal.care.assessments import actions, ledger
from commonweal.care.assessments.ledger import Changed
from commonweal.care.assessments.models import RepeatRate
from commonweal.care.assessments.rules import Receiver
from commonweal.care.objections.models import OptOut
from commonweal.care.people.models import Person
from commonweal.insight import repeats
from commonweal.site.command_line import app

pytestmark = pytest.mark.requirement("T1", "F2")


def told(text):
    """A table drawn with bars; what is left empty is not there."""
    return ibis.memtable(
        [{name: cell or None for name, cell in line.items()} for line in lines(text)],
        schema=dict.fromkeys(lines(text)[0], "string"),
    )


def rows(result):
    """By the first column, the others."""
    return {
        first: tuple(others) for first, *others in (row.values() for row in result.to_pyarrow().to_pylist())
    }


def test_repeated_of_those_that_were_answered():
    """What nobody has answered counts in neither; accepted with a change is not repeated."""
    sent = told(
        """
        sent | sender | receiver | act      | reason
        1    | A      | B        | accepted |
        2    | A      | B        | changed  |
        3    | A      | B        | repeated | out-of-date
        4    | A      | B        | repeated | not-trusted
        5    | A      | B        |          |
        6    | B      | A        |          |
        """
    )
    assert rows(repeat_rates(sent, "sender")) == {
        "A": (5, 4, 1, 1, 2, 0.5),
        "B": (1, 0, 0, 0, 0, None),
    }
    assert rows(repeat_reasons(sent)) == {"out-of-date": (1,), "not-trusted": (1,)}


@pytest.mark.parametrize(
    ("counted", "shown"),
    [
        ((7, 7, 7, 0, 0), (None, None, None, None, None)),
        ((9, 7, 7, 0, 0), (10, None, None, None, None)),
        ((20, 18, 8, 0, 10), (20, 20, 10, 0, 10)),
        ((20, 18, 15, 0, 3), (20, 20, 15, 0, None)),
        ((0, 0, 0, 0, 0), (0, None, None, None, None)),
    ],
)
def test_what_those_who_plan_are_shown(counted, shown):
    names = ("sent", "answered", "accepted", "changed", "repeated")
    exact = ibis.memtable([dict(zip(names, counted, strict=True)) | {"share": None}])
    (row,) = repeats.safe(exact).to_pyarrow().to_pylist()
    assert tuple(row[name] for name in names) == shown


@pytest.fixture
def a_week(published):
    """Nine that the front door sent: five accepted, one changed, two repeated, one not answered."""
    open_posts()
    people = list(Person.objects.filter(practice="Z99001").order_by("key"))[:5]
    hub = holding("hub")
    open_account(
        by=None,
        name="far",
        password="x" * 20,
        role="nurse",
        area="exampleshire",
        organisation="ZZ2",
        team="riverside-team",
    )
    far = holding("far")
    acts = ["accepted"] * 5 + ["changed", "repeated", "repeated", ""]
    for number, act in enumerate(acts):
        person = people[number % len(people)]
        made = actions.record(
            hub, person.pk, "news2", NEWS2 | {"pregnant": "no"}, happened=moments.now() - timedelta(hours=1)
        )
        sent = ledger.send(hub, made.pk, Receiver("ZZ2", "riverside-team"))
        if act == "accepted":
            ledger.accept(far, sent.pk)
        elif act == "changed":
            ledger.accept_changed(
                far, sent.pk, Changed(NEWS2 | {"pregnant": "no", "pulse": 95}, "Taken again")
            )
        elif act == "repeated":
            ledger.repeat(far, sent.pk, "person-changed")
    return people


def test_the_command_tells_it_exactly(a_week):
    today = str(moments.now().date())
    told = CliRunner().invoke(
        app, ["measure", "repeat-assessments", "--from", today, "--to", today, "--json"]
    )
    assert told.exit_code == 0, told.stderr
    found = json.loads(told.stdout)
    counts = {"sent": 9, "answered": 8, "accepted": 5, "changed": 1, "repeated": 2, "share": 0.25}
    assert {name: found[name] for name in counts} == counts
    assert found["by"]["sender_receiver"] == [{"sender": "ZZ1", "receiver": "ZZ2", **counts}]
    assert found["by"]["instrument"] == [{"instrument": "news2", **counts}]
    assert found["reasons"] == [
        {"sender": "ZZ1", "receiver": "ZZ2", "reason": "person-changed", "repeated": 2}
    ]
    wrong = CliRunner().invoke(
        app, ["measure", "repeat-assessments", "--from", "2026-02-02", "--to", "2026-02-01"]
    )
    assert (wrong.exit_code, "earlier day first" in wrong.stderr) == (1, True)


def test_it_is_published_without_whoever_opted_out_and_shown_to_those_who_plan(a_week):
    repeats.publish(moments.now())
    whole = RepeatRate.objects.get(weeks=4, sender="")
    assert (whole.sent, whole.answered, whole.repeated) == (10, 10, None)
    client = Client()
    client.force_login(User.objects.get(username="analyst"))
    page = client.get("/assessments/repeats?weeks=4").content.decode()
    assert "too few are answered" in page
    assert "fewer than 8" in page
    assert "10,10" in client.get("/assessments/repeats.csv?weeks=4").getvalue().decode()
    OptOut.objects.create(person=a_week[0], asked_by="person")
    repeats.publish(moments.now())
    assert RepeatRate.objects.get(weeks=4, sender="").sent is None
    client.force_login(User.objects.get(username="river"))
    assert client.get("/assessments/repeats").status_code == 403
