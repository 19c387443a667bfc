"""Meetings: agendas by rules, decisions and actions taken down, what is not done carried over, minutes."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.care.control import person_of
from tests.care.teamwork import NOON, OTHERS, TEAM, TODAY, met, on_caseload, open_posts, said, who
from tests.insight.small_store import ON

from commonweal.blueprint.meetings import starter
from commonweal.care import access, moments
from commonweal.care.access import acting
from commonweal.care.audit.models import Entry
from commonweal.care.caseloads import actions as caseloads
from commonweal.care.caseloads.rules import Noted
from commonweal.care.meetings import actions, minuting, reads, rules, typed
from commonweal.care.meetings.models import Meeting, MeetingItem, MeetingLine
from commonweal.care.meetings.rules import Found, Line, Overtaken, Reason
from commonweal.care.people.models import Person
from commonweal.care.plans.models import Plan
from commonweal.care.possible import NotPossible
from commonweal.care.published.models import PersonContacts
from commonweal.care.tasks import actions as tasks
from commonweal.care.tasks.models import LIVE_STATES, Task
from commonweal.care.tasks.rules import Done, Wanted

pytestmark = pytest.mark.requirement("T3")
WEEK = timedelta(days=7)


@pytest.fixture
def at_noon(published: None) -> Iterator[None]:
    """Wednesday noon, with everybody at work."""
    with moments.at(NOON):
        open_posts()
        yield


def agenda(name: str, meeting: Meeting) -> dict[str, str]:
    """Whom somebody sees on the agenda, and why."""
    opened = reads.one(who(name), meeting.pk)
    return {
        one.item.person.given: "; ".join(f"{r['rule']}: {r['says']}" for r in one.item.reasons)
        for one in opened.items
    }


def act(meeting: Meeting, words: str, item: int | None = None, **more: object) -> Task:
    given: dict = {"owner": TEAM, "due": moments.today() + WEEK, **more}
    line = minuting.act(who("rita"), meeting.pk, Wanted(words, **given), said(words, item))
    assert line.task
    return line.task


def test_the_rules_list_people_each_once_with_every_reason(at_noon: None) -> None:
    """Finn's band rose and his review is overdue: he is listed once, by the first of the two."""
    with moments.at(NOON - timedelta(days=60)):
        on_caseload("Finn", review=14)
        on_caseload("Ben", review=90)
    meeting = met()
    counts, people = reads.dry_run(who("rita"), meeting.pk)
    assert dict(counts)["Review overdue"] == 1
    assert not MeetingItem.objects.exists()
    assert actions.draw_up(who("rita"), meeting.pk) == people
    seen = agenda("rita", meeting)
    assert next(iter(seen)) == "Finn"
    assert seen["Finn"] == (
        "Review overdue: review was due on 3 October 2026; "
        "Frailer than a year ago: from mild to severe frailty in a year, 5 more deficits"
    )
    assert "Ben" not in seen
    assert len(seen) == people == MeetingItem.objects.count()


def test_an_agenda_made_anew_keeps_who_was_put_on_and_who_was_spoken_of(at_noon: None) -> None:
    with moments.at(NOON - timedelta(days=60)):
        parts = [on_caseload(given, review=14).pk for given in ("Eve", "Ben")]
    meeting, rita = met(), who("rita")
    actions.draw_up(rita, meeting.pk)
    by_hand = actions.put_on(rita, meeting.pk, person_of("Hal"), "fell on Monday")
    eve = MeetingItem.objects.get(person=person_of("Eve"))
    minuting.take_down(rita, meeting.pk, said("goes on as it is", eve.pk))
    for part in parts:
        caseloads.note(rita, part, Noted("seen", 2, TODAY + WEEK), 1)
    actions.draw_up(rita, meeting.pk)
    seen = agenda("rita", meeting)
    assert {"Hal", "Eve"} <= seen.keys()
    assert "Ben" not in seen
    assert seen["Hal"] == "hand: fell on Monday (rita)"
    assert by_hand.pk == MeetingItem.objects.get(person=person_of("Hal")).pk


def contacts_of(given: str, *contacts: list) -> None:
    """What is published of somebody's contacts with a hospital."""
    person = Person.objects.get(pk=person_of(given))
    PersonContacts.objects.filter(person=person, category="hospital").delete()
    PersonContacts.objects.create(
        person=person, category="hospital", practice=person.practice, contacts=json.dumps(contacts)
    )


def test_each_rule_says_what_it_found(at_noon: None) -> None:
    """Of the caseload alone, and as new as the rule wants; contacts are known up to the refresh."""
    for name in ("Ann", "Ben", "Cleo", "Dan", "Eve"):
        on_caseload(name)
    ended, before = ON - timedelta(days=5), ON - timedelta(days=60)
    contacts_of("Ann", ["bed", f"{ended - timedelta(days=6)}", f"{ended}", 0, ""])
    calls = [["emergency", f"{ended}", None, 0, ""]] * 3
    contacts_of("Ben", *calls, ["bed", f"{before}", f"{before}", 0, ""])
    contacts_of("Finn", ["bed", f"{ended}", f"{ended}", 0, ""])
    Person.objects.filter(given="Cleo").update(care_home="ZZ3")
    planned = {"begun": NOON, "review_by": TODAY - timedelta(days=1)}
    Plan.objects.create(person_id=person_of("Dan"), **planned)
    meeting = met()
    actions.draw_up(who("rita"), meeting.pk)
    seen = {name: why for name, why in agenda("rita", meeting).items() if name in ("Ann", "Ben", "Dan")}
    assert seen == {
        "Ann": "Newly home from hospital: left hospital on 25 June 2025 after 6 nights; "
        "Frailer than a year ago: from moderate to severe frailty in a year, 3 more deficits",
        "Ben": "Calling often: came to an emergency department or was referred 3 times in 30 days",
        "Dan": "Plan due for review: the plan was to be read again by 17 November 2026",
    }
    assert "Care home round: lives in a care home" in agenda("rita", meeting)["Cleo"]
    assert "Eve" not in agenda("rita", meeting)
    cleo = MeetingItem.objects.get(person=person_of("Cleo"))
    minuting.take_down(who("rita"), meeting.pk, said("content", cleo.pk, "note"))
    again = met()
    actions.draw_up(who("rita"), again.pk)
    assert "Cleo" not in agenda("rita", again)


def test_those_invited_see_the_meeting_and_not_everybody_of_it(at_noon: None) -> None:
    """The council's social worker sees no planned care; the other team that of those registered there."""
    meeting, rita = met(invited=("ZZ2", OTHERS)), who("rita")
    items = {name: actions.put_on(rita, meeting.pk, person_of(name), "new").pk for name in ("Ann", "Grace")}
    minuting.take_down(rita, meeting.pk, said("stays with us", items["Ann"]))
    minuting.take_down(rita, meeting.pk, said("meet on Tuesdays"))
    shown = {}
    for name in ("rita", "hilda", "carla"):
        opened = reads.one(who(name), meeting.pk)
        lines = [one.line.says for item in opened.items for one in item.lines]
        shown[name] = (sorted(agenda(name, meeting)), opened.withheld, lines, len(opened.general))
        with acting(who(name), "direct_care"):
            assert MeetingItem.objects.count() == len(opened.items)
            assert MeetingLine.objects.filter(kind="decision", item__isnull=False).count() == len(lines)
    assert shown == {
        "rita": (["Ann", "Grace"], 0, ["stays with us"], 1),
        "hilda": (["Grace"], 1, [], 1),
        "carla": ([], 2, [], 1),
    }
    with pytest.raises(access.NotSeen):
        minuting.take_down(who("hilda"), meeting.pk, said("I know of her", items["Ann"]))


def test_whoever_takes_no_part_is_told_there_is_no_meeting(at_noon: None) -> None:
    """Also in the database; and the invited do not plan, close or open it."""
    meeting = met(invited=(OTHERS,))
    for id in (meeting.pk, 987654):
        with pytest.raises(access.NotSeen):
            reads.one(who("homer"), id)
    with acting(who("homer"), "direct_care"):
        assert not Meeting.objects.exists()
    with pytest.raises(access.Refused, match="another team"):
        actions.close(who("hilda"), meeting.pk)
    with pytest.raises(access.Refused, match="page meetings"):
        reads.listed(who("rob"))
    assert Entry.objects.filter(deed="meeting.refused").count() == 3


def test_actions_become_tasks_and_are_carried_over_until_done(at_noon: None) -> None:
    """The next meeting begins with them; who is spoken of, and why that is right, is taken down with them."""
    first, rita = met(), who("rita")
    item = actions.put_on(rita, first.pk, person_of("Ann"), "new")
    task = act(first, "weigh her every week", item.pk, owner="ZZ2")
    assert (task.owner, task.person_id, task.source, task.watchers) == (
        "ZZ2",
        person_of("Ann"),
        "meeting",
        [TEAM],
    )
    general = act(first, "order key safes")
    assert reads.bases(first) == {item.pk: starter()[0].bases[0].title}
    actions.close(rita, first.pk)
    with moments.at(NOON + WEEK):
        second = met()
        assert [one.pk for one in reads.one(rita, second.pk).carried] == [task.pk, general.pk]
        again = act(second, "Order key safes.")
        assert again.pk == general.pk
        tasks.change(rita, general.pk, Done("done", seen=1))
        assert {one.state for one in reads.one(rita, second.pk).carried} == {"open", "done"}
        actions.close(rita, second.pk)
    with moments.at(NOON + 2 * WEEK):
        assert [one.pk for one in reads.one(rita, met().pk).carried] == [task.pk]
        assert [one.pk for one in reads.one(rita, second.pk).carried] == [task.pk, general.pk]


def test_the_same_form_twice_is_one_line_and_two_at_once_are_two(at_noon: None) -> None:
    meeting, form = met(), said("meet on Tuesdays")
    minuting.take_down(who("rita"), meeting.pk, form)
    minuting.take_down(who("rita"), meeting.pk, form)
    other = met(invited=(OTHERS,), title="With others")
    for name in ("rita", "hilda"):
        minuting.take_down(who(name), other.pk, said(f"typed by {name}"))
    spoken = [[one.line.says for one in reads.one(who("rita"), m.pk).general] for m in (meeting, other)]
    assert spoken == [["meet on Tuesdays"], ["typed by rita", "typed by hilda"]]


def test_minutes_are_amended_and_what_they_said_stays(at_noon: None) -> None:
    """The second who amends the same line is told; striking out an action withdraws its task."""
    meeting, rita = met(), who("rita")
    line = minuting.take_down(rita, meeting.pk, said("meet on Tuesdays"))
    minuting.amend(rita, meeting.pk, line.pk, "meet on Thursdays", "misheard")
    with pytest.raises(Overtaken):
        minuting.amend(rita, meeting.pk, line.pk, "meet on Fridays", "misheard")
    (one,) = reads.one(rita, meeting.pk).general
    assert (one.line.says, one.line.because) == ("meet on Thursdays", "misheard")
    assert [before.says for before in one.before] == ["meet on Tuesdays"]
    task = act(meeting, "order key safes")
    action = MeetingLine.objects.get(task=task)
    minuting.amend(rita, meeting.pk, action.pk, "", "agreed twice")
    assert Task.objects.get(pk=task.pk).state == "withdrawn"
    assert len(reads.one(rita, meeting.pk).general) == 1


def test_closed_it_takes_nothing_until_it_is_opened_again_with_a_reason(at_noon: None) -> None:
    meeting, rita = met(), who("rita")
    actions.close(rita, meeting.pk)
    with pytest.raises(Overtaken, match="closed"):
        minuting.take_down(rita, meeting.pk, said("one thing more"))
    with pytest.raises(NotPossible, match="Say why"):
        actions.reopen(rita, meeting.pk, "")
    actions.reopen(rita, meeting.pk, "forgot the rota")
    minuting.take_down(rita, meeting.pk, said("one thing more"))
    actions.close(rita, meeting.pk)
    opened = reads.one(rita, meeting.pk)
    assert [(one.kind, one.because) for one in opened.turns] == [
        ("closed", ""),
        ("reopened", "forgot the rota"),
        ("closed", ""),
    ]


def test_of_those_who_were_there_the_last_word_holds(at_noon: None) -> None:
    meeting, rita = met(), who("rita")
    for name, how in (("Carla", "apologies"), ("Rita", "present"), ("carla", "present")):
        actions.attend(rita, meeting.pk, name, "ZZ2", how)
    there = [(one.name, one.how) for one in reads.one(rita, meeting.pk).attendance]
    assert there == [("carla", "present"), ("Rita", "present")]


def test_nobody_is_spoken_of_without_a_basis(at_noon: None) -> None:
    """The word on why goes with the first line; it can be another later."""
    meeting, rita = met(), who("rita")
    item = actions.put_on(rita, meeting.pk, person_of("Ann"), "new")
    with pytest.raises(NotPossible) as fault:
        minuting.take_down(rita, meeting.pk, said("stays with us", item.pk, basis=""))
    assert fault.value.about == "basis"
    minuting.take_down(rita, meeting.pk, said("stays with us", item.pk))
    minuting.take_down(rita, meeting.pk, said("her son agreed", item.pk, "note", "attorney"))
    assert reads.bases(meeting) == {item.pk: "Their attorney or deputy agreed"}
    assert not reads.unfounded(meeting)


def test_the_database_keeps_what_was_said(at_noon: None) -> None:
    meeting = met()
    minuting.take_down(who("rita"), meeting.pk, said("meet on Tuesdays"))
    for statement in ("UPDATE care_meetingline SET says = 'x'", "DELETE FROM care_attendance"):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():  # noqa: SIM117
            with acting(who("rita"), "direct_care"), connection.cursor() as cursor:
                cursor.execute(statement)


OWNERS = {TEAM: "Riverside team", OTHERS: "Hillside team", "ZZ2": "Example Council"}
WORKERS = {TEAM: [(1, "rita", "Rita Rivers"), (2, "rob", "Rob Reed"), (3, "rosa", "Rosa Reed")]}
TYPED = """
    weigh her weekly                               | weigh her weekly | riverside-team |   | 2 Dec 2026
    weigh her weekly by friday                     | weigh her weekly | riverside-team |   | 20 Nov 2026
    Weigh her weekly @hillside by next wed         | Weigh her weekly | hillside-team  |   | 25 Nov 2026
    @riverside-team/rita weigh her by tomorrow     | weigh her        | riverside-team | 1 | 19 Nov 2026
    ring son @riverside/rob by 3 May               | ring son         | riverside-team | 2 | 3 May 2027
    ring son @council by in 2 weeks                | ring son         | ZZ2            |   | 2 Dec 2026
    ring son by a month                            | ring son         | riverside-team |   | 18 Dec 2026
    stand by her bed @ZZ2                          | stand by her bed | ZZ2            |   | 2 Dec 2026
    go by bus by 30/11                             | go by bus        | riverside-team |   | 30 Nov 2026
    ring son, @hillside-team, by today.            | ring son         | hillside-team  |   | 18 Nov 2026
"""


@pytest.mark.parametrize("line", TYPED.strip().splitlines())
def test_an_action_as_it_is_typed(line: str) -> None:
    text, words, owner, post, due = (part.strip() for part in line.split("|"))
    found = understood(text)
    assert not found.faults
    assert (found.said, found.owner, str(found.post or "")) == (words, owner, post)
    assert f"{found.due:%-d %b %Y}" == due


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("weigh her @nobody", "owner"),
        ("weigh her @riverside/r", "worker"),
        ("weigh her @team by friday", "owner"),
        ("weigh her by 3 May 2020", "due"),
        ("weigh her by 31/2", "due"),
        ("@council by friday", "said"),
    ],
)
def test_what_is_not_understood_is_said(text: str, about: str) -> None:
    assert list(understood(text).faults) == [about]


def understood(text: str) -> typed.Typed:
    return typed.understood(
        text, OWNERS, lambda owner: WORKERS.get(owner, []), TODAY,
        plain_owner=TEAM, plain_due=TODAY + timedelta(days=14),
    )  # fmt: skip


PEOPLE = [uuid4() for _ in range(6)]
FOUND = st.lists(
    st.builds(
        Found,
        st.integers(0, 4),
        st.sampled_from(PEOPLE),
        st.builds(Reason, st.sampled_from(["a", "b"]), st.sampled_from("xyz")),
    ),
    max_size=25,
)


@given(found=FOUND)
def test_an_agenda_lists_nobody_twice_and_loses_no_reason(found: list[Found]) -> None:
    """In the order of the first rule that lists each of them."""
    listed = rules.agenda(found)
    assert sorted(one.person for one in listed) == sorted({one.person for one in found})
    assert [one.place for one in listed] == sorted(one.place for one in listed)
    for one in listed:
        mine = [each for each in found if each.person == one.person]
        assert set(one.reasons) == {each.reason for each in mine}
        assert len(one.reasons) == len(set(one.reasons))
        assert one.place == min(each.place for each in mine)


def test_what_stands_is_the_last_wording_of_each_line() -> None:
    lines = [
        Line(1, "decision", "a", None), Line(2, "note", "b", None), Line(3, "decision", "c", 1),
        Line(4, "note", "", 2), Line(5, "decision", "d", 3),
    ]  # fmt: skip
    assert {root: line.says for root, line in rules.standing(lines).items()} == {1: "d"}


STEPS = st.lists(
    st.sampled_from(["act", "done", "decline", "offer", "accept", "withdraw", "meet"]), max_size=7
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_action_is_lost_between_meetings(at_noon: None, steps: list[str]) -> None:
    """Whatever becomes of them, every action that is not over stands on the agenda of the next meeting."""
    with transaction.atomic():
        when, made, meeting = NOON, 0, met()
        for step in steps:
            task = Task.objects.filter(state__in=LIVE_STATES).order_by("pk").first()
            if step == "act":
                made += 1
                act(meeting, f"ring number {'i' * made}", due=date(2027, 6, 1))
            elif step == "meet":
                when += WEEK
                with moments.at(when):
                    meeting = met()
            elif task:
                by = "carla" if step == "accept" or (task.owner == "ZZ2" and step != "withdraw") else "rita"
                try:
                    tasks.change(who(by), task.pk, Done(step, task.steps, "for a reason", "ZZ2"))
                except (access.Refused, NotPossible):
                    continue
        with moments.at(when + WEEK):
            carried = {one.pk for one in reads.one(who("rita"), met().pk).carried}
        assert carried == set(Task.objects.filter(state__in=LIVE_STATES).values_list("pk", flat=True))
        assert Task.objects.count() == made
        transaction.set_rollback(True)
