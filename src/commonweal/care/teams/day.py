"""A team's day is planned: its visits and shifts go to the solver, and what moves by it is kept and shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from commonweal.care import access, moments
from commonweal.care.access import Viewer
from commonweal.care.teams import actions, rules, turns
from commonweal.care.teams.models import DayPlan, Shift
from commonweal.care.visits import actions as visits
from commonweal.care.visits import country, planning, reads
from commonweal.care.visits.actions import Placing
from commonweal.care.visits.models import BEGUN, PLANNABLE, Visit
from commonweal.care.visits.plan import Break, Plan, Wanted, Worker

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Zero:
    """The moment from which a plan counts its minutes."""

    moment: datetime

    def minutes(self, moment: datetime) -> int:
        """Whole minutes, a begun one counted in, so that nothing is planned for a time that has gone by."""
        return -((self.moment - moment) // MINUTE)

    def at(self, minutes: int) -> datetime:
        return self.moment + minutes * MINUTE

    def clock(self, minutes: int) -> str:
        return f"{self.at(minutes).astimezone(rules.HERE):%H:%M}"


def plan(by: Viewer, team: str, day: date) -> DayPlan:
    """The rest of a day is planned anew: what has begun stays, the rest may move. One plans at a time."""
    with access.acting(by, "direct_care"):
        actions.require_ours(by, team)
        _wait_for_others(team, day)
        now, span = moments.now(), turns.whole(day)
        found = reads.of_team(team, span.starts, span.ends)
        visits.drop(by, reads.no_longer_wanted(found))
        before = [visit for visit in found if visit.state in PLANNABLE]
        shifts = [one for one in turns.shifts([team], span.starts, span.ends) if turns.over(one) > now]
        zero = Zero(span.starts)
        been = [visit for visit in found if visit.state in BEGUN or visit.finished]
        made = planning.plan(
            [
                _wanted(visit, zero, max(now, span.starts), span.ends, faces)
                for visit, faces in _faces(before, shifts)
            ],
            [_worker(shift, zero, now, been) for shift in shifts],
            country.country().minutes,
            zero.clock,
        )
        placings = _placings(made, {str(one.pk): one.post_id for one in shifts}, zero)
        left = [Placing(int(one.visit)) for one in made.unplaced]
        visits.place(by, team, [*placings.values(), *left])
        rests = {
            shift: [[zero.at(one).isoformat() for one in rest] for rest in several]
            for shift, several in made.breaks.items()
        }
        return _kept(by, team, day, made, moved(before, placings), rests, now)


def _wait_for_others(team: str, day: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"plan {team} {day}"])


def _faces(before: Sequence[Visit], shifts: Iterable[Shift]) -> list[tuple[Visit, frozenset[str]]]:
    """Each visit with the shifts of those who were with the person before, or whom they may expect."""
    met, by_post = reads.faces(before), [(one.post_id, str(one.pk)) for one in shifts]
    return [
        (visit, frozenset(shift for post, shift in by_post if post in met[visit.pk] | {visit.post_id}))
        for visit in before
    ]


def _wanted(visit: Visit, zero: Zero, now: datetime, until: datetime, faces: frozenset[str]) -> Wanted:
    """A window that has gone by stays open until the day ends: late is better than never."""
    earliest = max(visit.earliest, now)
    missed = visit.latest < earliest
    due = visit.latest if missed else visit.referral.due
    return Wanted(
        str(visit.pk),
        zero.minutes(earliest),
        zero.minutes(until if missed else visit.latest),
        visit.minutes,
        visit.place,
        frozenset(visit.skills),
        zero.minutes(due) if due else None,
        faces,
    )


def _worker(shift: Shift, zero: Zero, now: datetime, been: Iterable[Visit]) -> Worker:
    """What is left of a shift: from now, where they were last, or from the end of the visit in hand."""
    rest = turns.rest_of(shift)
    breaks = (Break(zero.minutes(rest[0]), zero.minutes(rest[1]), shift.rest_minutes),) if rest else ()
    ends = zero.minutes(turns.over(shift))
    worker = Worker(
        str(shift.pk),
        zero.minutes(shift.starts),
        ends,
        turns.place_of(shift),
        frozenset(shift.skills),
        breaks,
    )
    free, place = now, worker.place
    for visit in sorted(been, key=lambda visit: _over(visit, now)):
        if visit.post_id == shift.post_id and _over(visit, now) > shift.starts:
            free, place = max(free, _over(visit, now)), visit.place
    return worker.from_then(zero.minutes(free), place)


def _over(visit: Visit, now: datetime) -> datetime:
    """When a visit was over, or one in hand is thought to be."""
    if visit.finished:
        return visit.finished
    if visit.arrived:
        return visit.arrived + visit.minutes * MINUTE
    travelled = (visit.set_out or now) + visit.travel * MINUTE
    return max(now, travelled) + visit.minutes * MINUTE


def _placings(made: Plan, posts: Mapping[str, int], zero: Zero) -> dict[int, Placing]:
    found = {}
    for shift, post in posts.items():
        for position, stop in enumerate(made.of(shift), start=1):
            at = zero.at(stop.start)
            found[int(stop.visit)] = Placing(int(stop.visit), post, at, stop.travel, position)
    return found


def moved(before: Iterable[Visit], placings: Mapping[int, Placing]) -> list[dict[str, str | int | None]]:
    """Visits that had somebody or a time and have another now, or none: both, to be shown side by side."""
    found: list[dict[str, str | int | None]] = []
    for visit in before:
        after = placings.get(visit.pk, Placing(visit.pk))
        if visit.planned and (visit.post_id, visit.planned) != (after.post, after.planned):
            found.append(
                {
                    "visit": visit.pk,
                    "from_post": visit.post_id,
                    "from": visit.planned.isoformat(),
                    "to_post": after.post,
                    "to": after.planned.isoformat() if after.planned else None,
                }
            )
    return found


def _kept(
    by: Viewer,
    team: str,
    day: date,
    made: Plan,
    changes: list[dict[str, str | int | None]],
    rests: Mapping[str, object],
    now: datetime,
) -> DayPlan:
    unplaced = [{"visit": int(one.visit), "because": one.because} for one in made.unplaced]
    return DayPlan.objects.create(
        team=team,
        day=day,
        made=now,
        made_by_id=by.user,
        placed=len(made.stops),
        late=made.late,
        travel=made.travel,
        moved=changes,
        rests=rests,
        unplaced=unplaced,
    )
