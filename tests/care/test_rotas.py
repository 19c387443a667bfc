"""Rotas: by the clocks of Britain, nobody twice at once, from a file and to one, ended early."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from tests.care.rounds import MONDAY, Holding, at, holder, riverside, shift, wanted

from commonweal.care import moments
from commonweal.care.access import NotSeen, Refused, acting
from commonweal.care.possible import NotPossible
from commonweal.care.teams import actions, day, reads, rules
from commonweal.care.teams.models import Shift
from commonweal.care.teams.rules import Turn
from commonweal.care.visits import actions as visits
from commonweal.care.visits.models import Visit

__all__ = ["riverside"]
pytestmark = pytest.mark.requirement("F3")
DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("on", "said", "starts", "ends"),
    [
        (date(2026, 11, 23), "08:00-16:00", "2026-11-23 08:00", "2026-11-23 16:00"),
        (date(2026, 7, 6), "08:00-16:00", "2026-07-06 07:00", "2026-07-06 15:00"),
        (date(2026, 7, 6), "22:00-06:00", "2026-07-06 21:00", "2026-07-07 05:00"),
        (date(2026, 3, 28), "22:00-06:00", "2026-03-28 22:00", "2026-03-29 05:00"),  # seven hours
        (date(2026, 10, 24), "22:00-06:00", "2026-10-24 21:00", "2026-10-25 06:00"),  # nine hours
        (
            date(2026, 10, 25),
            "01:30-09:00",
            "2026-10-25 00:30",
            "2026-10-25 09:00",
        ),  # the first half past one
    ],
)
def test_a_shift_by_the_clock_is_real_hours(on: date, said: str, starts: str, ends: str) -> None:
    found = rules.hours(on, *said.split("-"))
    assert found == tuple(datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (starts, ends))


@pytest.mark.parametrize(
    ("row", "about", "message"),
    [
        ({"starts": "8 am", "ends": "16:00"}, "starts", "Write a time such as 08:00"),
        ({"starts": "08:00", "ends": ""}, "ends", "Write a time"),
        ({"starts": "07:00", "ends": "06:00"}, "ends", "more than 16 hours"),
        ({"starts": "08:00", "ends": "16:00", "skills": "magic"}, "skills", "No team has the skill ‘magic’"),
        ({"starts": "08:00", "ends": "16:00", "place": "X1"}, "place", "small area"),
        ({"starts": "08:00", "ends": "16:00", "rest": "-5"}, "rest", "0 to 120"),
    ],
)
def test_a_line_that_cannot_be_says_which_column(row: dict, about: str, message: str) -> None:
    with pytest.raises(NotPossible, match=message) as fault:
        rules.turn(row, DAY, {"assessment"}, {"E01999001"})
    assert fault.value.about == about


def test_a_time_that_no_clock_shows() -> None:
    """In the night when the clocks go forward there is no half past one."""
    with pytest.raises(NotPossible, match="the clocks go forward"):
        rules.moment(date(2026, 3, 29), "01:30", "starts")


def test_whoever_works_more_than_six_hours_rests() -> None:
    assert [rules.rest_of(at("08:00"), at(end)) for end in ("14:00", "16:00")] == [0, 30]
    assert rules.rest_of(at("08:00"), at("16:00"), "45") == 45


def test_a_lead_keeps_the_rota_and_others_do_not(riverside: Holding) -> None:
    made = shift("rose", "08:00-16:00", "assessment", rest=30)
    week = reads.week(holder("hub"), "riverside-team", DAY)
    assert [(one, [s.pk for s in shifts]) for one, shifts in week.days if shifts] == [(DAY, [made.pk])]
    assert (week.ours, reads.week(holder("river-lead"), "riverside-team", DAY).ours) == (False, True)
    turn = Turn(at("08:00"), at("16:00"))
    for name in ("hub", "hill-lead", "rose", "council"):
        with pytest.raises(Refused):
            actions.add(riverside(name), "riverside-team", riverside("rob").post, turn)
    with pytest.raises(NotPossible, match="somebody of the team"):
        actions.add(riverside("river-lead"), "riverside-team", riverside("hettie").post, turn)
    with pytest.raises(NotSeen):
        reads.week(riverside("hub"), "no-such-team", DAY)


def test_nobody_is_on_two_shifts_at_once(riverside: Holding) -> None:
    """Not even where two leads enter them at the same moment: the table itself does not take it."""
    first = shift("rose", "08:00-16:00")
    shift("rose", "16:00-20:00")
    shift("rob", "08:00-16:00")
    with pytest.raises(NotPossible, match="rose is on another shift then") as fault:
        shift("rose", "15:59-20:00")
    assert fault.value.about == "starts"
    with moments.at(at("10:00")):
        actions.end(riverside("river-lead"), first.pk, at("10:00"), "went home ill")
    shift("rose", "10:00-16:00")
    assert Shift.objects.count() == 4


def test_the_week_before_is_copied_by_the_clock(riverside: Holding) -> None:
    """Over the end of summer time; whoever is on shift already is left as they are."""
    lead, rose = riverside("river-lead"), riverside("rose").post
    before, after = date(2026, 10, 19), date(2026, 10, 26)
    for on in (before, before + timedelta(days=2)):
        actions.add(lead, "riverside-team", rose, Turn(*rules.hours(on, "08:00", "16:00"), ("assessment",)))
    actions.add(lead, "riverside-team", rose, Turn(*rules.hours(after, "12:00", "20:00")))
    assert actions.copy_week(lead, "riverside-team", after) == (1, 1)
    copied = Shift.objects.get(starts=datetime(2026, 10, 28, 8, tzinfo=UTC))
    assert (copied.ends, copied.skills) == (datetime(2026, 10, 28, 16, tzinfo=UTC), ["assessment"])


def test_a_file_is_taken_in_whole_or_not_at_all(riverside: Holding) -> None:
    lead = riverside("river-lead")
    head = "\ufeffname,day,starts,ends,skills,place,rest,note\n"
    right = "rose,2026-11-23,08:00,16:00,assessment,E01999002,,'=agency\n"
    assert actions.take_in(lead, "riverside-team", head + right + "rob,2026-11-23,22:00,06:00,,,0,\n") == 2
    rose = Shift.objects.get(note="=agency")
    assert (rose.starts, rose.skills, rose.place, rose.rest_minutes) == (
        at("08:00"), ["assessment"], "E01999002", 30,
    )  # fmt: skip
    for wrong, message in (
        ("nobody,2026-11-24,08:00,16:00,,,,\n", "Line 3, name: ‘nobody’ is nobody of the team"),
        ("rose,24/11/2026,08:00,16:00,,,,\n", "Line 3, day: Write the day as"),
        ("rose,2026-11-24,07:00,09:00,,,,\n", "Line 3, starts: rose is on another shift then"),
    ):
        with pytest.raises(NotPossible, match=message):
            actions.take_in(lead, "riverside-team", head + right.replace("-23", "-24") + wrong)
    with pytest.raises(NotPossible, match="has to name the columns"):
        actions.take_in(lead, "riverside-team", "a,b\n1,2\n")
    assert Shift.objects.count() == 2


def test_whoever_goes_home_ill_leaves_visits_that_wait_again(riverside: Holding) -> None:
    rose = shift("rose", "08:00-16:00", "assessment")
    ann, _ = wanted("Ann", "09:00-09:30"), wanted("Ben", "13:00-14:00")
    with moments.at(at("08:30")):
        day.plan(riverside("river-lead"), "riverside-team", DAY)
    assert set(Visit.objects.values_list("state", "post")) == {("planned", riverside("rose").post)}
    with moments.at(at("08:50")):
        visits.set_out(riverside("rose"), ann.pk)
    with moments.at(at("10:00")):
        with pytest.raises(NotPossible, match="within the shift"):
            actions.end(riverside("river-lead"), rose.pk, at("17:00"), "went home ill")
        assert actions.end(riverside("river-lead"), rose.pk, at("10:00"), "went home ill") == 1
        plan = day.plan(riverside("river-lead"), "riverside-team", DAY)
    assert set(Visit.objects.values_list("referral__given", "state")) == {
        ("Ann", "on_the_way"),
        ("Ben", "waiting"),
    }
    assert {one["because"] for one in plan.unplaced} == {"nobody is on shift"}


def test_an_absent_nurse_is_not_on_and_counts_for_no_room(riverside: Holding) -> None:
    made = shift("rose", "08:00-16:00")
    shift("rob", "08:00-12:00")
    with moments.at(at("09:00")):
        actions.end(riverside("river-lead"), made.pk, made.starts, "the agency sent nobody")
        found = reads.standing(riverside("hub"), "riverside-team", DAY)
    assert [turns.post.user.username for turns in found.on] == ["rob"]
    assert (found.room.minutes, found.room.fits, len(found.hours)) == (180, 4, 4)


def test_the_rota_is_open_to_those_who_work_with_referrals_alone(riverside: Holding) -> None:
    """In the database itself: others see nothing, and only the team writes."""
    shift("rose", "08:00-16:00")
    for name, seen in (("hub", 1), ("rose", 1), ("council", 1), ("hettie", 1)):
        with acting(riverside(name)):
            assert Shift.objects.count() == seen, name
    with acting(None):
        assert not Shift.objects.exists()
    with acting(riverside("hill-lead")), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE care_shift SET ended = starts, why = 'x'")
        assert cursor.rowcount == 0
    assert Shift.objects.get().starts > MONDAY
