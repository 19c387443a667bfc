"""Tasks: one owner at all times, seen by those they name, never there twice, overdue when read."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.care.control import person_of, post
from tests.care.teamwork import NOON, OTHERS, TEAM, TODAY, asked, open_posts, who

from commonweal.care import access, moments
from commonweal.care.access import acting
from commonweal.care.audit.models import Entry
from commonweal.care.possible import NotPossible
from commonweal.care.sharing.models import Clause
from commonweal.care.tasks import actions, reads, rules
from commonweal.care.tasks.models import Task, TaskStep
from commonweal.care.tasks.rules import Already, Done, Overtaken, Wanted

pytestmark = pytest.mark.requirement("T3")


@pytest.fixture(autouse=True)
def at_noon(published: None) -> Iterator[None]:
    """Wednesday noon, with everybody at work."""
    with moments.at(NOON):
        open_posts()
        yield


def does(name: str, task: Task, deed: str, **said: object) -> Task:
    """The deed, on what the task is now."""
    seen = Task.objects.get(pk=task.pk).steps
    return actions.change(who(name), task.pk, Done(deed, seen, **said))


def sees(name: str, task: Task) -> bool:
    """By the decision and by the database, which must be the same."""
    viewer = who(name)
    with acting(viewer, "direct_care"):
        there = Task.objects.filter(pk=task.pk).exists()
        assert reads.sight(viewer, task).allowed == there
    return there


SEEN = """
    about | by    | owner         | watchers | who
    Ann   | rita  | riverside-team|          | rita rob
    Ann   | rita  | ZZ2           |          | rita rob carla
    Ann   | rita  | riverside-team| ZZ3      | rita rob homer
    Ida   | hilda | hillside-team |          | hilda
    Grace | rita  | ZZ2           |          | rita rob carla hilda
          | carla | hillside-team |          | carla hilda
"""


def test_seen_by_those_it_names_and_those_who_may_see_the_care_planned() -> None:
    """Grace is registered where both teams work; Ann and Ida where one does."""
    for number, line in enumerate(SEEN.strip().splitlines()[1:]):
        about, by, owner, watchers, seen = (word.strip() for word in line.split("|"))
        task = asked(by, f"task {number}", about, owner=owner, watchers=tuple(watchers.split()))
        found = {name for name in ("rita", "rob", "hilda", "carla", "homer") if sees(name, task)}
        assert found == {*seen.split()}, line


def test_whoever_may_not_see_it_is_told_there_is_none() -> None:
    task = asked("rita", "ring her daughter", "Ann")
    for id in (task.pk, 987654):
        with pytest.raises(access.NotSeen):
            reads.one(who("hilda"), id)
    assert Entry.objects.filter(deed="task.refused").count() == 2


def test_the_same_is_not_asked_twice_while_it_is_open() -> None:
    """Other words in the same order of letters are the same; another person, or owner, is another task."""
    first = asked("rita", "Weigh every week!", "Ann")
    with pytest.raises(Already) as told:
        asked("rob", "weigh  EVERY week", "Ann")
    assert told.value.task == first.pk
    asked("rita", "weigh every week", "Ben")
    asked("rita", "weigh every week", "Ann", owner=OTHERS)
    asked("rita", "weigh every week")
    with pytest.raises(Already):
        asked("rita", "weigh every week")
    does("rob", first, "done")
    assert asked("rita", "weigh every week", "Ann").pk != first.pk


def test_the_second_who_may_not_see_the_first_learns_only_that_there_is_one() -> None:
    """A hand-over waits with another team, whose task it is not yet."""
    asked("hilda", "find a befriender", "Grace", owner="ZZ3")
    with acting(who("rita")):
        assert Task.objects.count() == 1  # Grace's planned care is hers to see
    asked("hilda", "find a befriender", "Ida", owner="ZZ3")
    with acting(who("homer")):
        assert Task.objects.count() == 2


def test_from_asked_to_done_and_back_within_the_day() -> None:
    task = asked("carla", "fit a grab rail", owner=TEAM)
    does("rob", task, "take")
    assert does("rob", task, "done", says="by the bath").state == "done"
    assert does("rita", task, "undo").state == "taken"
    does("rob", task, "done")
    with moments.at(NOON + timedelta(days=1)), pytest.raises(access.Refused, match="earlier day"):
        does("rita", task, "undo")
    deeds = [step.deed for step in TaskStep.objects.order_by("pk")]
    assert deeds == ["asked", "take", "done", "undo", "done"]


def test_only_the_owner_does_it_and_only_who_asked_withdraws_it() -> None:
    """Declining and withdrawing say why."""
    task = asked("carla", "fit a grab rail")
    with pytest.raises(access.Refused, match="not your team"):
        does("carla", task, "done")
    with pytest.raises(access.Refused, match="not your team"):
        does("rita", task, "withdraw", says="changed our mind")
    with pytest.raises(NotPossible, match="Say why"):
        does("rita", task, "decline")
    assert does("rita", task, "decline", says="no fitter here").state == "declined"
    assert sees("carla", task)
    again = asked("carla", "fit a grab rail")
    assert does("carla", again, "withdraw", says="done by the family").state == "withdrawn"


def test_handed_over_once_the_other_team_accepts() -> None:
    """Until then it stays with whoever had it; who refused still sees what becomes of it."""
    task = asked("rita", "arrange carers", "Ann")
    does("rita", task, "offer", to="ZZ2", says="needs a package")
    with pytest.raises(access.Refused, match="waits for an answer"):
        does("rita", task, "done")
    refused = does("carla", task, "refuse", says="she has one already")
    assert (refused.owner, refused.offered_to) == (TEAM, "")
    does("rita", task, "offer", to="ZZ2", says="it ended on Monday")
    accepted = does("carla", task, "accept")
    assert (accepted.owner, accepted.watchers, accepted.post_id) == ("ZZ2", [TEAM], None)
    assert sees("rita", task)
    with pytest.raises(access.Refused, match="not your team"):
        does("rob", task, "done")
    assert does("carla", task, "done").state == "done"


def test_the_second_of_two_is_told() -> None:
    task = asked("rita", "ring the pharmacy")
    does("rob", task, "take")
    with pytest.raises(Overtaken):
        actions.change(who("rita"), task.pk, Done("done", seen=1))
    does("rob", task, "done")
    with pytest.raises(Overtaken, match="faster"):
        actions.change(who("rita"), task.pk, Done("take", seen=1))
    does("hilda", asked("rita", "order a frame", "Grace"), "comment", says="there is one in our store")


def test_overdue_when_it_is_read() -> None:
    """Nobody has to run anything at midnight."""
    task = asked("rita", "ring the pharmacy", due=TODAY)
    assert not reads.one(who("rob"), task.pk).overdue
    with moments.at(NOON + timedelta(days=1)):
        assert reads.one(who("rob"), task.pk).overdue
        assert [one.pk for one in reads.listed(who("rob"), "mine", late=True).tasks] == [task.pk]


def test_one_inbox_for_each_and_its_count() -> None:
    """Mine and nobody's count; a colleague's does not."""
    mine = asked("rita", "ring the pharmacy", due=TODAY + timedelta(days=3))
    does("rob", mine, "take")
    theirs = asked("rita", "order a frame", due=TODAY + timedelta(days=1))
    does("rita", theirs, "take")
    nobodys = asked("rita", "book transport", due=TODAY)
    elsewhere = asked("rita", "fit a rail", owner=OTHERS)
    rob = who("rob")
    shown = {name: [one.pk for one in reads.listed(rob, name).tasks] for name in reads.LISTS}
    assert shown == {
        "mine": [nobodys.pk, mine.pk],
        "team": [nobodys.pk, theirs.pk, mine.pk],
        "watching": [elsewhere.pk],
        "offered": [],
        "over": [],
    }
    assert reads.waiting_count(rob) == 2
    does("rita", nobodys, "offer", to=OTHERS, says="they have the minibus")
    assert reads.offered_count(who("hilda")) == 1


def test_the_page_goes_on_where_it_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "SHOWN", 2)
    made = [asked("rita", f"ring number {word}").pk for word in ("one", "two", "three")]
    first = reads.listed(who("rob"), "team")
    second = reads.listed(who("rob"), "team", after=first.after)
    assert [one.pk for one in (*first.tasks, *second.tasks)] == made
    assert second.after is None


MISSING: list[tuple[dict, str]] = [
    ({"said": " . "}, "said"),
    ({"owner": "nobody"}, "receiver"),
    ({"due": TODAY - timedelta(days=1)}, "due"),
    ({"due": TODAY + timedelta(days=999)}, "due"),
    ({"post": 987654}, "worker"),
    ({"watchers": ("nobody",)}, "receiver"),
]


def test_what_is_missing_is_said() -> None:
    for wanted, about in MISSING:
        whole = {"said": "ring", "owner": TEAM, "due": TODAY, **wanted}
        with pytest.raises(NotPossible) as fault:
            actions.ask(who("rita"), Wanted(**whole))
        assert fault.value.about == about, wanted


def test_nobody_without_the_page_or_an_agreement_has_tasks() -> None:
    """An analyst, and whoever reads their own record."""
    for name in ("analyst", "data"):
        with pytest.raises(access.Refused):
            reads.listed(who(name), "mine")
        assert not reads.is_told(who(name))


def test_whose_teams_somebody_works_for_is_the_same_in_the_database() -> None:
    """Nobody's without an agreement that opens anybody to them, nor for whoever reads their own record."""
    post("ann")
    working = ("rita", "rob", "hilda", "carla", "homer", "lead")
    for name in (*working, "scheduler", "analyst", "data", "ann"):
        assert works_as(name) == (name in working), name
    Clause.objects.update(until=TODAY - timedelta(days=1))
    assert not works_as("rob")


def works_as(name: str) -> bool:
    """Whether they work for any team or organisation, by the decision and by the database."""
    viewer = who(name)
    with acting(viewer, "direct_care"), connection.cursor() as cursor:
        cursor.execute("SELECT care_works_as()")
        assert set(cursor.fetchone()[0]) == access.works_as(viewer), name
    return bool(access.works_as(viewer))


def test_the_database_refuses_what_the_actions_do() -> None:
    """Steps stay as they are, and another team's task is not changed past the actions."""
    task = asked("rita", "weigh every week", "Grace")
    with acting(who("hilda"), "direct_care"):
        assert Task.objects.filter(pk=task.pk).update(state="taken") == 0
    for statement in ("UPDATE care_taskstep SET says = 'x'", "DELETE FROM care_task"):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():  # noqa: SIM117
            with acting(who("rita"), "direct_care"), connection.cursor() as cursor:
                cursor.execute(statement)


WALK = st.lists(
    st.tuples(
        st.sampled_from(["rita", "rob", "hilda", "carla"]),
        st.sampled_from([deed for deed in rules.DEEDS if deed != "give"]),
        st.sampled_from([TEAM, OTHERS, "ZZ2"]),
    ),
    max_size=8,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=WALK)
def test_whatever_is_done_a_task_has_one_owner_and_its_steps_tell_which(
    walk: list[tuple[str, str, str]],
) -> None:
    """The owner is who it was asked of, or who accepted it last; what is refused changes nothing."""
    with transaction.atomic():
        task = asked("rita", "arrange carers", "Grace")
        for name, deed, to in walk:
            try:
                does(name, task, deed, to=to, says="for a reason", due=date(2026, 12, 1))
            except (access.Refused, NotPossible, Overtaken):
                continue
        now = Task.objects.get(pk=task.pk)
        named = TaskStep.objects.filter(task=task, deed__in=("asked", "accept")).order_by("-pk")
        assert now.owner == named[0].to != ""
        assert now.steps == TaskStep.objects.filter(task=task).exclude(deed="comment").count()
        assert (now.state in rules.LIVE) == (now.ended is None)
        transaction.set_rollback(True)


def test_about_somebody_unseen_nothing_is_asked() -> None:
    with pytest.raises(access.NotSeen):
        asked("hilda", "weigh every week", "Ann")
    assert person_of("Ann") not in set(Task.objects.values_list("person", flat=True))
