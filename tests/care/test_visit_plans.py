"""Planning a day: who goes where, when, and why some visits cannot be made."""

from __future__ import annotations

from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.care.visits.plan import Break, Plan, Travel, Wanted, Worker
from commonweal.care.visits.planning import LATE, LEFT_OUT, NEW_FACE, TRAVELLED, WAITED, plan

pytestmark = pytest.mark.requirement("F3")
SKILLS = ("wound-care", "catheter-care")


def travel(one: str, other: str) -> int:
    """Places stand along one road, a minute apart."""
    return abs(int(one) - int(other))


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def at(said: str) -> int:
    hours, minutes = said.split(":")
    return 60 * int(hours) + int(minutes)


def visits(rows: str) -> list[Wanted]:
    """id | window | minutes | place | skills | due | faces"""
    found = []
    for row in rows.strip().splitlines():
        id, window, minutes, place, skills, due, faces = (word.strip() for word in row.split("|"))
        earliest, latest = window.split("-")
        found.append(
            Wanted(
                id, at(earliest), at(latest), int(minutes), place, frozenset(skills.split()),
                at(due) if due else None, frozenset(faces.split()),
            )
        )  # fmt: skip
    return found


def workers(rows: str) -> list[Worker]:
    """id | shift | place | skills | rest"""
    found = []
    for row in rows.strip().splitlines():
        id, shift, place, skills, rest = (word.strip() for word in row.split("|"))
        starts, ends = shift.split("-")
        rests = (Break(*map(at, rest.split("-")), 30),) if rest else ()
        found.append(Worker(id, at(starts), at(ends), place, frozenset(skills.split()), rests))
    return found


def rows(planned: Plan) -> list[tuple[str, str, str]]:
    ordered = sorted(planned.stops, key=lambda stop: (stop.worker, stop.start))
    return [(stop.worker, clock(stop.start), stop.visit) for stop in ordered]


def reasons(planned: Plan) -> dict[str, str]:
    return {one.visit: one.because for one in planned.unplaced}


ANN = workers("ann | 08:00-12:00 | 0 | wound-care | ")
BOTH = workers(
    """
    ann | 08:00-16:00 | 0 | wound-care    |
    ben | 08:00-16:00 | 0 | catheter-care |
    """
)


def test_each_visit_goes_to_whoever_can_and_begins_as_soon_as_it_may():
    """Ann is ten minutes away from the first and five more from the second."""
    asked = visits(
        """
        dressing | 08:00-12:00 | 30 | 10 | wound-care    | |
        check    | 08:00-12:00 | 20 | 15 |               | |
        catheter | 09:00-10:00 | 40 | 2  | catheter-care | |
        """
    )
    planned = plan(asked, BOTH, travel, clock)
    assert rows(planned) == [
        ("ann", "08:10", "dressing"),
        ("ann", "08:45", "check"),
        ("ben", "09:00", "catheter"),
    ]
    assert (planned.travel, planned.late, planned.unplaced) == (17, 0, ())


def test_the_clock_of_a_referral_comes_before_a_shorter_way():
    asked = visits(
        """
        near   | 08:00-12:00 | 60 | 1  | | |
        urgent | 08:00-12:00 | 30 | 40 | | 08:45 |
        """
    )
    assert rows(plan(asked, ANN, travel, clock)) == [("ann", "08:40", "urgent"), ("ann", "09:49", "near")]


def test_who_is_too_late_is_seen_late_and_by_how_much_is_said():
    asked = visits("urgent | 08:00-12:00 | 30 | 40 | | 08:10 | ")
    assert [(stop.start, stop.late) for stop in plan(asked, ANN, travel).stops] == [(at("08:40"), 30)]


def test_two_share_what_one_could_do():
    """Nobody waits for a whole morning because the way of one nurse would be shorter."""
    team = workers("ann | 08:00-16:00 | 0 | | \nben | 08:00-16:00 | 1 | | ")
    asked = visits("\n".join(f"v{n} | 08:00-16:00 | 45 | {n} | | | " for n in range(6)))
    planned = plan(asked, team, travel)
    assert {who: len(planned.of(who)) for who in ("ann", "ben")} == {"ann": 3, "ben": 3}


def test_the_same_face_where_it_costs_little():
    """Ben is known, and five minutes farther; not where he is twenty minutes farther."""
    for place, who in (("5", "ben"), ("20", "ann")):
        team = workers(f"ann | 08:00-12:00 | 0 | | \nben | 08:00-12:00 | -{place} | | ")
        asked = visits("again | 08:00-12:00 | 30 | 3 | | | ben")
        assert [stop.worker for stop in plan(asked, team, travel).stops] == [who]


def test_a_rest_is_kept_between_visits():
    asked = visits(
        """
        one   | 08:00-10:00 | 60 | 0 | | |
        two   | 08:00-11:00 | 60 | 0 | | |
        three | 08:00-11:00 | 60 | 0 | | |
        """
    )
    planned = plan(asked, workers("ann | 08:00-11:30 | 0 | | 09:00-10:00"), travel, clock)
    assert len(planned.stops) == 3
    assert planned.breaks == {"ann": ((at("10:00"), at("10:30")),)}
    assert [clock(stop.start) for stop in planned.stops] == ["08:00", "09:00", "10:30"]


def test_what_cannot_be_placed_says_why():
    asked = visits(
        """
        ultrasound | 08:00-12:00 | 30  | 1  | ultrasound               | |
        both       | 08:00-12:00 | 30  | 1  | wound-care catheter-care | |
        evening    | 18:00-19:00 | 30  | 1  | catheter-care            | |
        far        | 08:00-08:30 | 30  | 50 | wound-care               | |
        long       | 08:00-15:00 | 600 | 1  |                          | |
        """
    )
    assert reasons(plan(asked, BOTH, travel, clock)) == {
        "ultrasound": "nobody on shift has ultrasound",
        "both": "nobody on shift has catheter-care and wound-care together",
        "evening": "nobody with catheter-care between 18:00 and 19:00",
        "far": "nobody with wound-care can be there between 08:00 and 08:30; the first could at 08:50",
        "long": "no shift is long enough to go there and stay 600 minutes",
    }
    assert reasons(plan(asked[:1], [], travel, clock)) == {"ultrasound": "nobody is on shift"}


def test_two_at_one_time_and_one_nurse():
    """One is placed; the other is told of, never dropped."""
    asked = visits("one | 08:00-08:00 | 30 | 0 | | | \ntwo | 08:00-08:00 | 30 | 0 | | | ")
    planned = plan(asked, ANN, travel, clock)
    assert len(planned.stops) == 1
    assert list(reasons(planned).values()) == ["everybody is with others or at rest at 08:00 (1 person)"]


def test_somebody_who_is_out_already_goes_on_from_where_they_are():
    (ann,) = ANN
    assert ann.from_then(at("07:00"), "9") == ann
    later = ann.from_then(at("09:00"), "30")
    assert (later.starts, later.place, later.ends) == (at("09:00"), "30", at("12:00"))
    assert rows(plan(visits("next | 08:00-12:00 | 30 | 40 | | | "), [later], travel, clock)) == [
        ("ann", "09:10", "next")
    ]


def cost(stops: dict[str, list[Wanted]], team: list[Worker], asked: list[Wanted]) -> int | None:
    """In this order, each visit as soon as it may begin; None where that breaks a promise."""
    left = len(asked) - sum(map(len, stops.values()))
    total = LEFT_OUT * left
    for worker in team:
        now, here = worker.starts, worker.place
        for visit in stops[worker.id]:
            now = max(visit.earliest, now + travel(here, visit.place))
            if now > visit.latest or now + visit.minutes > worker.ends or not visit.skills <= worker.skills:
                return None
            total += TRAVELLED * travel(here, visit.place)
            free = visit.due is None or visit.due >= visit.latest
            total += WAITED * (now - visit.earliest) if free else LATE * max(0, now - visit.due)
            total += NEW_FACE if visit.faces and worker.id not in visit.faces else 0
            now, here = now + visit.minutes, visit.place
    return total


def cheapest(asked: list[Wanted], team: list[Worker]) -> int:
    """Every way to share the visits out, in every order."""
    found = []
    for shares in product([None, *(worker.id for worker in team)], repeat=len(asked)):
        for order in permutations(range(len(asked))):
            stops = {w.id: [asked[n] for n in order if shares[n] == w.id] for w in team}
            found.append(cost(stops, team, asked))
    return min(one for one in found if one is not None)


MINUTES = st.integers(0, 240)
VISITS = st.builds(
    Wanted,
    st.just(""),
    MINUTES,
    MINUTES,
    st.sampled_from([10, 30, 60]),
    st.integers(0, 60).map(str),
    st.sets(st.sampled_from(SKILLS), max_size=1).map(frozenset),
    st.none() | MINUTES,
    st.sets(st.sampled_from(["w0", "w1"]), max_size=1).map(frozenset),
)
SHIFTS = st.builds(
    Worker,
    st.just(""),
    st.integers(0, 60),
    st.integers(61, 360),
    st.integers(0, 60).map(str),
    st.sets(st.sampled_from(SKILLS)).map(frozenset),
    st.just(()) | st.just((Break(60, 120, 20),)),
)


def numbered(visit: Wanted, number: int) -> Wanted:
    latest = visit.earliest + visit.latest
    return Wanted(f"v{number}", visit.earliest, latest, *_rest(visit))


def _rest(visit: Wanted) -> tuple:
    return visit.minutes, visit.place, visit.skills, visit.due, visit.faces


def named(worker: Worker, number: int) -> Worker:
    return Worker(f"w{number}", worker.starts, worker.ends, worker.place, worker.skills, worker.breaks)


DAYS = st.tuples(
    st.lists(VISITS, max_size=6).map(lambda found: [numbered(one, n) for n, one in enumerate(found)]),
    st.lists(SHIFTS, max_size=3).map(lambda found: [named(one, n) for n, one in enumerate(found)]),
)


def check(planned: Plan, asked: list[Wanted], team: list[Worker], way: Travel) -> None:
    """Nobody in two places, windows, skills, shifts and rests kept, every visit placed once or explained."""
    known, people = {one.id: one for one in asked}, {one.id: one for one in team}
    named_once = [stop.visit for stop in planned.stops] + [one.visit for one in planned.unplaced]
    assert sorted(named_once) == sorted(known)
    assert all(one.because for one in planned.unplaced)
    for worker in team:
        now, here = worker.starts, worker.place
        rests = list(planned.breaks.get(worker.id, ()))
        for stop in planned.of(worker.id):
            visit = known[stop.visit]
            assert not any(stop.start < end and start < stop.end for start, end in rests)
            resting = sum(end - start for start, end in rests if now <= start and end <= stop.start)
            assert now + way(here, visit.place) + resting <= stop.start
            assert visit.earliest <= stop.start <= visit.latest
            assert visit.skills <= people[stop.worker].skills
            assert stop.end == stop.start + visit.minutes <= worker.ends
            assert stop.late == (max(0, stop.start - visit.due) if visit.due is not None else 0)
            now, here = stop.end, visit.place


@settings(max_examples=25, deadline=None)
@given(DAYS)
def test_no_plan_breaks_a_promise(day):
    """Whatever is asked for, whoever is there; and the same day gives the same plan."""
    asked, team = day
    planned = plan(asked, team, travel, clock)
    check(planned, asked, team, travel)
    assert plan(asked[::-1], team[::-1], travel, clock) == planned


@settings(max_examples=25, deadline=None)
@given(DAYS.filter(lambda day: len(day[0]) <= 4 and len(day[1]) <= 2))
def test_as_good_as_trying_everything(day):
    """On days so small that every plan can be looked at; rests aside."""
    asked, team = day[0], [Worker(w.id, w.starts, w.ends, w.place, w.skills) for w in day[1]]
    planned = plan(asked, team, travel)
    known = {one.id: one for one in asked}
    chosen = {worker.id: [known[stop.visit] for stop in planned.of(worker.id)] for worker in team}
    assert cost(chosen, team, asked) == cheapest(asked, team)
