"""How many were in time, with those who still wait; how long it takes; what went back; who came again."""

from datetime import UTC, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analytics import plain_survival
from tests.analytics.referrals import NOW, answer, of, told

from commonweal.analytics.clocks import british_time
from commonweal.analytics.clocks.onward import hand_overs, repeats, went_back
from commonweal.analytics.clocks.queues import breaches, queue, queue_ages
from commonweal.analytics.clocks.shares import by_week, shares
from commonweal.analytics.clocks.survival import seconds_until, survival
from commonweal.analytics.clocks.waits import in_period, waits
from commonweal.analytics.tables import RECORDED

pytestmark = pytest.mark.requirement("F2", "F3")

FIVE = told(
    "referral",
    """
    referral | source   | received
    early    | practice | 08:00
    on-time  | practice | 08:00
    late     | nhs_111  | 08:00
    waits    | nhs_111  | 11:00
    overdue  | practice | 09:00
    rests    | practice | 08:00
    gone     | practice | 08:00
    """,
)
RUNS = told(
    "clock_run",
    """
    referral | state   | started | due   | ended | used_seconds | target
    early    | stopped | 08:00   | 10:00 | 09:00 | 3600         | 70
    on-time  | stopped | 08:00   | 10:00 | 10:00 | 7200         | 70
    late     | stopped | 08:00   | 10:00 | 10:01 | 7260         | 70
    waits    | running | 11:00   | 13:00 |       | 3600         | 70
    overdue  | running | 09:00   | 11:00 |       | 10800        | 70
    rests    | paused  | 08:00   |       |       | 1800         | 70
    gone     | void    | 08:00   | 10:00 | 08:30 | 1800         | 70
    """,
)


def test_each_wait_has_one_fate_and_ending_exactly_when_due_is_in_time():
    found = {row["referral"]: row["fate"] for row in answer(waits(FIVE, RUNS, NOW))}
    assert found == {
        "early": "in_time",
        "on-time": "in_time",
        "late": "late",
        "waits": "waiting",
        "overdue": "overdue",
        "rests": "waiting",
        "gone": "void",
    }


def test_an_open_wait_is_late_after_its_due_and_not_at_it():
    """Lateness is a matter of the moment that is asked about."""
    for minute, fate in ((13 * 60, "waiting"), (13 * 60 + 1, "overdue")):
        now = NOW.replace(hour=0) + timedelta(minutes=minute)
        found = {row["referral"]: row["fate"] for row in answer(waits(FIVE, RUNS, now))}
        assert found["waits"] == fate


def test_open_waits_that_are_late_count_and_those_not_yet_due_do_not():
    """Two of three that are completed were in time; of four that are decided it is half."""
    (row,) = answer(shares(waits(FIVE, RUNS, NOW)))
    assert row == {
        "referrals": 7,
        "waits": 7,
        "in_time": 2,
        "late": 1,
        "overdue": 1,
        "waiting": 2,
        "void": 1,
        "completed": 3,
        "open": 3,
        "decided": 4,
        "median_completed_minutes": 120.0,
        "target": 70,
        "share": 0.5,
        "share_completed": 2 / 3,
        "target_met": False,
    }


def test_a_target_is_met_when_exactly_that_share_is_in_time():
    runs = [{"referral": str(n), "ended": NOW, "due": NOW} for n in range(7)]
    late = [{"referral": str(n), "ended": NOW, "due": NOW - timedelta(hours=1)} for n in range(7, 10)]
    referrals = of("referral", [{"referral": str(n)} for n in range(10)])
    (row,) = answer(
        shares(waits(referrals, of("clock_run", [r | {"target": 70, "number": 1} for r in runs + late]), NOW))
    )
    assert (row["share"], row["target_met"]) == (0.7, True)


def test_groups_stand_apart_and_nothing_decided_has_no_share():
    found = {row["source"]: row for row in answer(shares(waits(FIVE, RUNS, NOW), "source"))}
    assert (found["practice"]["in_time"], found["practice"]["decided"]) == (2, 3)
    assert (found["nhs_111"]["in_time"], found["nhs_111"]["share"]) == (0, 0.0)
    only = RUNS.filter(RUNS.referral == "waits")
    (row,) = answer(shares(waits(FIVE, only, NOW)))
    assert (row["decided"], row["share"], row["share_completed"], row["target_met"]) == (0, None, None, None)


def test_the_target_is_that_of_the_newest_rule():
    runs = told(
        "clock_run",
        """
        referral | number | started | due   | ended | target
        early    | 1      | 08:00   | 10:00 | 09:00 | 70
        early    | 2      | 10:00   | 12:00 | 11:00 | 80
        """,
    )
    (row,) = answer(shares(waits(FIVE, runs, NOW)))
    assert (row["target"], row["referrals"], row["waits"]) == (80, 1, 2)


def test_a_period_begins_with_its_first_moment_and_ends_before_its_last():
    since, until = NOW.replace(hour=8), NOW.replace(hour=11)
    found = {row["referral"] for row in answer(in_period(FIVE, since, until))}
    assert found == {"early", "on-time", "late", "overdue", "rests", "gone"}


# Gehan 1965, doi:10.1093/biomet/52.1-2.203: weeks in remission of 21 people given 6-mercaptopurine.
REMISSION = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
# The curve of the same people, as textbooks have printed it since.
PRINTED = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}


def waited(lengths: list[tuple[int, bool]]) -> ibis.Table:
    """Waits of these lengths, each over or still open."""
    rows = [
        {"referral": str(place), "used_seconds": length, "fate": "in_time" if over else "waiting"}
        for place, (length, over) in enumerate(lengths)
    ]
    kind = pa.schema([("referral", pa.string()), ("used_seconds", pa.int64()), ("fate", pa.string())])
    return ibis.memtable(pa.Table.from_pylist(rows, kind))


def test_the_curve_and_its_median_are_those_of_a_published_example():
    lengths = [(int(one.rstrip("+")), not one.endswith("+")) for one in REMISSION.split()]
    found = {row["seconds"]: row for row in answer(survival(waited(lengths))) if row["over"]}
    assert {length: round(row["waiting"], 3) for length, row in found.items()} == PRINTED
    assert answer(seconds_until(survival(waited(lengths)))) == [{"seconds": 23.0}]
    assert found[6]["at_risk"] == 21


def test_the_interval_is_greenwoods_on_the_scale_of_log_log():
    """Of the same people after six weeks: 0.620 to 0.952."""
    lengths = [(int(one.rstrip("+")), not one.endswith("+")) for one in REMISSION.split()]
    found = {row["seconds"]: row for row in answer(survival(waited(lengths))) if row["over"]}
    assert (round(found[6]["low"], 3), round(found[6]["high"], 3)) == (0.620, 0.952)
    for row in found.values():
        assert row["low"] < row["waiting"] < row["high"]


def test_when_everybody_is_done_nobody_waits_and_there_is_no_interval():
    last = answer(survival(waited([(60, True), (120, True)])).order_by("seconds"))[-1]
    assert (last["waiting"], last["low"], last["high"]) == (0.0, None, None)


def test_half_that_never_end_have_no_median():
    assert answer(seconds_until(survival(waited([(60, True), (120, False), (180, False)])))) == [
        {"seconds": None}
    ]


def test_a_void_wait_has_no_bearing():
    known = waited([(60, True), (120, True)])
    both = known.union(waited([(1, False)]).mutate(fate=ibis.literal("void")))
    assert answer(survival(both).order_by("seconds")) == answer(survival(known).order_by("seconds"))


CROWDS = st.lists(
    st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=25), min_size=1, max_size=30
)


def of_crowds(crowds: list[list[tuple[int, bool]]]) -> ibis.Table:
    """The waits of each crowd, told apart by its place."""
    rows = [
        {"crowd": place, "used_seconds": length, "fate": "in_time" if over else "waiting"}
        for place, crowd in enumerate(crowds)
        for length, over in crowd
    ]
    kind = pa.schema([("crowd", pa.int64()), ("used_seconds", pa.int64()), ("fate", pa.string())])
    return ibis.memtable(pa.Table.from_pylist(rows, kind))


@settings(max_examples=12, deadline=None)
@given(CROWDS)
def test_it_equals_a_plain_count_with_fractions(crowds):
    curve = survival(of_crowds(crowds), "crowd")
    found = answer(curve.order_by("crowd", "seconds"))
    medians = {row["crowd"]: row["seconds"] for row in answer(seconds_until(curve, "crowd"))}
    for place, lengths in enumerate(crowds):
        plain, mine = plain_survival.curve(lengths), [row for row in found if row["crowd"] == place]
        assert [row["seconds"] for row in mine] == [length for length, _ in plain]
        assert [row["waiting"] for row in mine] == pytest.approx([float(share) for _, share in plain])
        middle = plain_survival.median(lengths)
        assert medians[place] == (None if middle is None else float(middle))


@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(st.integers(0, 500), min_size=1, max_size=40), min_size=1, max_size=30))
def test_with_nobody_open_it_is_the_share_that_took_longer_and_the_plain_median(crowds):
    curve = survival(of_crowds([[(length, True) for length in crowd] for crowd in crowds]), "crowd")
    for row in answer(curve):
        lengths = crowds[row["crowd"]]
        longer = sum(1 for length in lengths if length > row["seconds"]) / len(lengths)
        assert row["waiting"] == pytest.approx(longer, abs=1e-9)
    for row in answer(seconds_until(curve, "crowd")):
        assert row["seconds"] == float(median(crowds[row["crowd"]]))


def test_weeks_are_those_in_which_referrals_were_received():
    """By the calendar of Britain: a Sunday at half past eleven in the evening UTC is a Monday in summer."""
    referrals = told("referral", "referral | received\nsunday | 31 22:30\nmonday | 31 23:30")
    runs = told(
        "clock_run", "referral | due | ended\nsunday | 01 00:30 | 01 00:00\nmonday | 01 00:30 | 01 00:00"
    )
    found = answer(by_week(waits(referrals, runs, NOW)).order_by("week"))
    assert [(str(row["week"]), row["decided"], row["in_time"]) for row in found] == [
        ("2026-05-25", 1, 1),
        ("2026-06-01", 1, 1),
    ]


def test_the_queue_is_told_by_its_age_and_the_paused_are_in_it():
    (row,) = answer(queue(waits(FIVE, RUNS, NOW)))
    assert row == {
        "open": 3,
        "overdue": 1,
        "median_minutes": 60.0,
        "nine_in_ten_minutes": pytest.approx(156.0),
        "oldest_minutes": 180.0,
    }
    ages = {row["age"]: row["open"] for row in answer(queue_ages(waits(FIVE, RUNS, NOW)))}
    assert ages == {0: 1, 1: 1, 4: 1}  # exactly a quarter is in the first, exactly half in the second


def test_time_runs_out_in_an_hour_of_british_clocks():
    """In summer ten in the morning UTC is eleven here; 1 June 2026 is a Monday."""
    found = answer(breaches(waits(FIVE, RUNS, NOW)).order_by("hour"))
    assert found == [
        {"weekday": 0, "hour": 11, "breaches": 1},
        {"weekday": 0, "hour": 12, "breaches": 1},
    ]


SECONDS = st.integers(0, 44 * 365 * 86_400)
CHANGES = [datetime(year, month, 31, 1, tzinfo=UTC) for year in range(1996, 2040) for month in (3, 10)]
SUNDAYS = [day - timedelta(days=(day.weekday() + 1) % 7) for day in CHANGES]


@settings(max_examples=4, deadline=None)
@given(st.lists(SECONDS, min_size=1, max_size=200))
def test_british_clocks_are_those_of_the_tz_database(seconds):
    """At random and around every hour in which they change."""
    moments = [datetime(1996, 1, 1, tzinfo=UTC) + timedelta(seconds=one) for one in seconds]
    moments += [day + timedelta(seconds=one) for day in SUNDAYS for one in (-1, 0, 1800, 3600)]
    asked = ibis.memtable(pa.table({"at": pa.array(moments, pa.timestamp("us", "UTC"))}))
    found = answer(
        asked.select(
            "at",
            shown=british_time.shown(asked.at),
            weekday=british_time.weekday(asked.at),
            week=british_time.week(asked.at),
        )
    )
    for row in found:
        here = row["at"].astimezone(ZoneInfo("Europe/London"))
        assert row["shown"] == here.replace(tzinfo=None)
        assert row["weekday"] == here.weekday()
        assert row["week"] == here.date() - timedelta(days=here.weekday())


STEPS = told(
    "step",
    """
    referral | number | move     | happened | reason        | outcome    | goes_on | given_team
    early    | 1      |          | 08:00    |               |            |         |
    early    | 2      | ask      | 08:10    | facts-missing |            |         |
    early    | 3      | ask      | 08:20    | facts-missing |            |         |
    late     | 2      | ask      | 08:10    | facts-missing |            |         |
    gone     | 2      | redirect | 08:30    | emergency     | to-999     | yes     |
    rests    | 2      | withdraw | 08:30    | better        | withdrawn  |         |
    waits    | 2      | allocate | 11:10    |               |            |         | east
    waits    | 3      | hand-back| 11:20    | no-room       |            |         |
    waits    | 4      | allocate | 11:30    |               |            |         | east
    waits    | 5      | allocate | 11:40    |               |            |         | west
    overdue  | 2      | allocate | 09:10    |               |            |         | hub
    """,
)


def test_what_went_back_is_told_by_kind_move_and_reason():
    found = {
        (row["kind"], row["move"], row["reason"]): (row["steps"], row["referrals"])
        for row in answer(went_back(FIVE, STEPS))
    }
    assert found == {
        ("returned", "ask", "facts-missing"): (3, 2),
        ("returned", "hand-back", "no-room"): (1, 1),
        ("redirected", "redirect", "emergency"): (1, 1),
        ("withdrawn", "withdraw", "better"): (1, 1),
    }


def test_a_hand_over_is_to_another_team_than_had_it_last():
    """To the east, again to the east, then to the west: twice. A hub that keeps it hands nothing over."""
    (row,) = answer(hand_overs(FIVE, STEPS))
    assert row == {"referrals": 7, "hand_overs": 2, "per_referral": 2 / 7}


COMING = told(
    "referral",
    """
    referral | person | pathway | received | ended    | follows
    first    | ada    | urgent  | 01 08:00 | 01 10:00 |
    soon     | ada    | urgent  | 08 10:00 | 20 10:00 |
    other    | ben    | urgent  | 01 08:00 | 01 10:00 |
    falls    | ben    | falls   | 08 10:01 | 09 10:00 |
    leg      | cleo   | urgent  | 01 08:00 | 01 10:00 |
    next     | cleo   | falls   | 01 10:00 |          | leg
    nobody   |        | urgent  | 01 08:00 | 01 10:00 |
    nobody-2 |        | urgent  | 01 11:00 | 01 12:00 |
    lately   | dan    | urgent  | 31 08:00 | 31 12:00 |
    """,
)


@pytest.mark.parametrize(("days", "same", "anything"), [(7, 1, 1), (30, 1, 2)])
def test_who_came_again_within_days_of_the_end(days, same, anything):
    """Exactly seven days later is within; a next leg is not coming again, nor is anybody who is not known."""
    urgent = COMING.filter(COMING.pathway == "urgent")
    now = NOW + timedelta(days=3) if days == 7 else NOW
    (row,) = answer(repeats(urgent.filter(urgent.referral != "soon"), COMING, now, days=days))
    assert (row["same_pathway"], row["any_pathway"]) == (same, anything)
    assert row["ended"] == 3


def test_whoever_ended_too_lately_to_have_come_again_is_not_counted_yet():
    lately = COMING.filter(COMING.referral == "lately")
    (row,) = answer(repeats(lately, COMING, NOW + timedelta(days=6), days=7))
    assert row["ended"] == 1
    assert answer(repeats(lately, COMING, NOW, days=7)) == [{"ended": 0, "same_pathway": 0, "any_pathway": 0}]


UNBOUND = {name: ibis.table(known.ibis(), name=name) for name, known in RECORDED.items()}
WAITS = waits(UNBOUND["referral"], UNBOUND["clock_run"], NOW)
CURVE = survival(WAITS, "source")
QUESTIONS = {
    "shares": shares(WAITS, "source"),
    "survival": CURVE,
    "seconds_until": seconds_until(CURVE, "source"),
    "queue": queue(WAITS, "source"),
    "queue_ages": queue_ages(WAITS, "source"),
    "breaches": breaches(WAITS, "source"),
    "went_back": went_back(UNBOUND["referral"], UNBOUND["step"]),
    "hand_overs": hand_overs(UNBOUND["referral"], UNBOUND["step"]),
    "repeats": repeats(UNBOUND["referral"], UNBOUND["referral"], NOW, days=7),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_can_be_put_in_the_words_of_duckdb(question):
    assert "SELECT" in str(ibis.to_sql(QUESTIONS[question], dialect="duckdb"))


@pytest.mark.parametrize(
    "question", sorted(QUESTIONS.keys() - {"shares", "survival", "seconds_until", "queue"})
)
def test_it_can_be_put_in_the_words_of_spark(question):
    """Those with fractions in them Ibis puts so only where Spark itself is installed."""
    assert "SELECT" in str(ibis.to_sql(QUESTIONS[question], dialect="pyspark"))
